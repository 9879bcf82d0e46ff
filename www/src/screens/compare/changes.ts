// What is different between two answered copies of one tracker.
//
// Learners are paired by name; where a name occurs twice, in order. Both copies
// are answered by the same rules, so every difference comes from the tracker or
// from the date.

import type { DecisionSummary } from "../../contract";
import type { Session } from "../../session";
import { shortDate } from "../../words";

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
}

interface Learner {
  index: number;
  name: string;
}

export function compare(earlier: Session, current: Session, decisions: DecisionSummary[]): Changes {
  const before = byName(earlier, decisions);
  const changes: Changes = { changed: [], added: [], gone: [], same: 0 };
  const codesNow = new Map(decisions.map((decision) => [decision.id, current.codes(decision.id)]));
  const codesThen = new Map(decisions.map((decision) => [decision.id, earlier.codes(decision.id)]));
  for (const learner of learners(current, decisions)) {
    const match = before.get(keyOf(learner.name))?.shift();
    if (!match) {
      changes.added.push(learner);
      continue;
    }
    let same = true;
    for (const decision of decisions) {
      const then = codesThen.get(decision.id)?.[match.index] ?? 0;
      const now = codesNow.get(decision.id)?.[learner.index] ?? 0;
      if (then === now) continue;
      same = false;
      const decided = then > 1 && now > 1;
      changes.changed.push({
        ...learner,
        decision,
        then: words(decision, then),
        now: words(decision, now),
        worse: decided ? now > then : null,
      });
    }
    if (same) changes.same += 1;
  }
  for (const left of before.values()) changes.gone.push(...left.map((learner) => learner.name));
  return changes;
}

const keyOf = (name: string): string => name.trim().replace(/\s+/g, " ").toLocaleLowerCase("en-GB");
const words = (decision: DecisionSummary, code: number): string =>
  code === 1 ? "Cannot decide" : code === 0 ? "–" : shortDate(decision.outcomes[code - 2] ?? "–");

function learners(session: Session, decisions: DecisionSummary[]): Learner[] {
  const first = decisions[0];
  if (!first) return [];
  const names = session.results?.names ?? [];
  const found: Learner[] = [];
  session.codes(first.id).forEach((code, index) => {
    if (code !== 0) found.push({ index, name: (names[index] ?? "").trim() });
  });
  return found;
}

function byName(session: Session, decisions: DecisionSummary[]): Map<string, Learner[]> {
  const map = new Map<string, Learner[]>();
  for (const learner of learners(session, decisions)) {
    const key = keyOf(learner.name);
    map.set(key, [...(map.get(key) ?? []), learner]);
  }
  return map;
}
