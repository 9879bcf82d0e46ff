// Which row of an earlier copy is about the same learner as which row now.

import type { DecisionSummary } from "../../contract";
import type { Session } from "../../session";

export interface Learner {
  /** Table row of its copy. */
  index: number;
  name: string;
  /** A number of the learner's own, where the copies have a column of such numbers. */
  number: string;
}
/** A name whose rows cannot be told apart, and how many there are. */
export interface Unsure {
  name: string;
  then: number;
  now: number;
}
export interface Pairs {
  /** The learner then, and now. */
  paired: [Learner, Learner][];
  added: Learner[];
  gone: Learner[];
  unsure: Unsure[];
}

const keyOf = (words: string): string => words.trim().replace(/\s+/g, " ").toLocaleLowerCase("en-GB");

/** Headings of numbers that a learner keeps. */
const NUMBERS = /\b(?:upn|uln|unique (?:pupil|learner) (?:number|no|id)|(?:admission|admissions|enrolment|learner|pupil|student) (?:number|no|num|id|ref|reference|code))\b/;

export async function pairs(then: Session, now: Session, decisions: DecisionSummary[]): Promise<Pairs> {
  const [before, after] = await numbered([then, now], decisions);
  const found: Pairs = { paired: [], added: [], gone: [], unsure: [] };
  const left = byNumber(before, after, found);
  const groups = byName(left.before);
  const several: Group[] = [];
  for (const [key, later] of byName(left.after)) {
    const earlier = groups.get(key) ?? [];
    groups.delete(key);
    if (earlier.length === 0) found.added.push(...later);
    else if (earlier.length > 1 || later.length > 1) several.push({ earlier, later });
    else pairByName(earlier, later, found);
  }
  for (const earlier of groups.values()) found.gone.push(...earlier);
  await pairSameRows(then, now, several, found);
  // As the tracker has them.
  found.paired.sort((a, b) => a[1].index - b[1].index);
  found.added.sort((a, b) => a.index - b.index);
  return found;
}

/** The rows of one name. */
interface Group {
  earlier: Learner[];
  later: Learner[];
}

/** Two numbers are two learners, even of one name. */
function pairByName([one]: Learner[], [other]: Learner[], found: Pairs): void {
  if (!one || !other) return;
  if (one.number === "" || other.number === "") {
    found.paired.push([one, other]);
    return;
  }
  found.gone.push(one);
  found.added.push(other);
}

/** The learners of both copies; numbers count where both have one column of them. */
async function numbered(sessions: [Session, Session], decisions: DecisionSummary[]): Promise<[Learner[], Learner[]]> {
  const [then, now] = sessions.map((session) => columnsOf(session).filter(([key]) => NUMBERS.test(key)));
  const shared = then?.flatMap(([key, column]) => now?.filter(([other]) => other === key).map(([, own]) => [column, own]) ?? []) ?? [];
  const [first] = shared;
  const of = async (session: Session, column: number | undefined): Promise<Learner[]> => {
    const rows = rowsOf(session, decisions);
    const numbers = column === undefined ? [] : await session.cells(column, rows.map(({ index }) => index));
    return rows.map((row, at) => ({ ...row, number: keyOf(numbers[at] ?? "") }));
  };
  return [await of(sessions[0], first?.[0]), await of(sessions[1], first?.[1])];
}

/** Pairs those with a number that each copy has once, and gives the others. */
function byNumber(before: Learner[], after: Learner[], found: Pairs): { before: Learner[]; after: Learner[] } {
  const once = (learners: Learner[]): Map<string, Learner> => {
    const counts = new Map<string, number>();
    for (const { number } of learners) counts.set(number, (counts.get(number) ?? 0) + 1);
    return new Map(learners.filter(({ number }) => number !== "" && counts.get(number) === 1).map((learner) => [learner.number, learner]));
  };
  const [then, now] = [once(before), once(after)];
  const settled = new Set<Learner>();
  for (const [number, learner] of now) {
    const match = then.get(number);
    if (!match) continue;
    found.paired.push([match, learner]);
    settled.add(match).add(learner);
  }
  return { before: before.filter((learner) => !settled.has(learner)), after: after.filter((learner) => !settled.has(learner)) };
}

/** Pairs the rows of a name that say the same in every column that both copies have, where all of them do. */
async function pairSameRows(then: Session, now: Session, groups: Group[], found: Pairs): Promise<void> {
  const here = new Map(columnsOf(now));
  const shared = columnsOf(then).flatMap(([key, column]) => (here.has(key) ? [[column, here.get(key) ?? 0] as const] : []));
  const before = await says(then, groups.flatMap(({ earlier }) => earlier), shared.map(([column]) => column));
  const after = await says(now, groups.flatMap(({ later }) => later), shared.map(([, column]) => column));
  const sorted = (learners: Learner[], words: Map<Learner, string>): { learner: Learner; says: string }[] =>
    learners.map((learner) => ({ learner, says: words.get(learner) ?? "" })).sort((a, b) => (a.says < b.says ? -1 : Number(a.says > b.says)));
  for (const { earlier, later } of groups) {
    const ones = sorted(earlier, before);
    const others = sorted(later, after);
    if (ones.length === others.length && ones.every((one, at) => one.says === others[at]?.says))
      found.paired.push(...ones.map(({ learner }, at): [Learner, Learner] => [learner, others[at]?.learner ?? learner]));
    else found.unsure.push({ name: later[0]?.name ?? "", then: earlier.length, now: later.length });
  }
}

/** What the rows of some learners say in some columns. */
async function says(session: Session, learners: Learner[], columns: number[]): Promise<Map<Learner, string>> {
  if (learners.length === 0) return new Map();
  const indices = learners.map(({ index }) => index);
  const cells: string[][] = [];
  for (const column of columns) cells.push(await session.cells(column, indices));
  return new Map(learners.map((learner, at) => [learner, JSON.stringify(cells.map((column) => (column[at] ?? "").trim()))]));
}

/** Columns by their headings; a heading that two columns have names neither. */
function columnsOf(session: Session): [string, number][] {
  const columns = (session.results?.reading.columns ?? []).map(({ heading, column }): [string, number] => [keyOf(heading), column]);
  return columns.filter(([key]) => key !== "" && columns.filter(([other]) => other === key).length === 1);
}

function rowsOf(session: Session, decisions: DecisionSummary[]): Omit<Learner, "number">[] {
  const [first] = decisions;
  if (!first) return [];
  const names = session.results?.names ?? [];
  const found: Omit<Learner, "number">[] = [];
  session.codes(first.id).forEach((code, index) => {
    if (code !== 0) found.push({ index, name: (names[index] ?? "").trim() });
  });
  return found;
}

function byName(learners: Learner[]): Map<string, Learner[]> {
  const map = new Map<string, Learner[]>();
  for (const learner of learners) {
    const rows = map.get(keyOf(learner.name));
    if (rows) rows.push(learner);
    else map.set(keyOf(learner.name), [learner]);
  }
  return map;
}
