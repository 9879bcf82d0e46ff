// Answers that come from a profile of ours, which a named person at the school accepts before it is the school's: what is said
// until then, and the settings that say who and when.

import type { App } from "./app";
import type { PolicyInfo, SettingInfo, Summary } from "./contract";
import { isLettered } from "./screens/results/marks";

export interface Unaccepted {
  policy: PolicyInfo;
  by: SettingInfo;
  on: SettingInfo;
  /** What the policy says of it, as a sentence. */
  says: string;
  /** The titles of the answers that come from it. */
  answers: string[];
}

/** What stands before it wherever it is said. */
export const NOT_ACCEPTED = "Not accepted by your school yet:";

const named = (policy: PolicyInfo, id: RegExp): SettingInfo | undefined => policy.settings.find((setting) => id.test(setting.id));

/** The profiles that letters of this table come from and that nobody has accepted. */
export function unaccepted(app: App, summary: Summary): Unaccepted[] {
  return summary.policies.flatMap(({ id, notes }) => {
    const policy = app.description.policies.find((known) => known.id === id);
    const answers = summary.decisions.filter((decision) => decision.policy === id && isLettered(decision)).map(({ title }) => title);
    const by = policy && named(policy, /_accepted_by$/);
    const on = policy && named(policy, /_accepted_on$/);
    if (!by || !on || answers.length === 0) return [];
    const own = app.history.work.settings[id] ?? {};
    if ([by, on].every((setting) => String(own[setting.id] ?? "").trim() !== "")) return [];
    // What a policy says of itself whatever the settings is in its description too.
    const says = notes.filter((note) => !policy.notes.includes(note)).join(" ");
    return [{ policy, by, on, says, answers }];
  });
}
