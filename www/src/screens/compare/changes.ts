// What is different between two answered copies of one tracker.
//
// Learners are paired by a number of their own where both copies have a column of such numbers, else by their names. Rows of a
// name that occurs more than once are paired only where the two copies have the very same rows. Both copies are answered by the
// same rules, so every difference comes from the tracker or from the date.

import type { DecisionSummary } from "../../contract";
import type { Session } from "../../session";
import { shortDate } from "../../words";
import { pairs } from "./pairs";
import type { Unsure } from "./pairs";

export interface Change {
  name: string;
  /** Table row of the copy that is shown now. */
  index: number;
  decision: DecisionSummary;
  then: string;
  now: string;
  /** Towards the end of the outcomes that is listed last; null where either is not decided. */
  worse: boolean | null;
}
export interface Changes {
  changed: Change[];
  added: { name: string; index: number }[];
  gone: string[];
  same: number;
  unsure: Unsure[];
}

export async function compare(earlier: Session, current: Session, decisions: DecisionSummary[]): Promise<Changes> {
  const { paired, added, gone, unsure } = await pairs(earlier, current, decisions);
  const changes: Changes = { changed: [], added, gone: gone.map(({ name }) => name), same: 0, unsure };
  const codesNow = new Map(decisions.map((decision) => [decision.id, current.codes(decision.id)]));
  const codesThen = new Map(decisions.map((decision) => [decision.id, earlier.codes(decision.id)]));
  for (const [match, learner] of paired) {
    let same = true;
    for (const decision of decisions) {
      const then = codesThen.get(decision.id)?.[match.index] ?? 0;
      const now = codesNow.get(decision.id)?.[learner.index] ?? 0;
      if (then === now) continue;
      same = false;
      const decided = then > 1 && now > 1;
      changes.changed.push({
        index: learner.index,
        name: learner.name,
        decision,
        then: words(decision, then),
        now: words(decision, now),
        worse: decided ? now > then : null,
      });
    }
    if (same) changes.same += 1;
  }
  return changes;
}

const words = (decision: DecisionSummary, code: number): string =>
  code === 1 ? "Cannot decide" : code === 0 ? "–" : shortDate(decision.outcomes[code - 2] ?? "–");
