// Closures and half terms as lines a person can type, and back.
// Dates are day first or ISO; what they say together the engine checks.

export interface Closure {
  from: string;
  to?: string;
  reason: string;
}
export interface HalfTerm {
  name: string;
  term: string;
  from: string;
  to: string;
}
export interface Lines<T> {
  values: T[];
  /** Line numbers, from 1, that could not be read. */
  unread: number[];
}

const DATE = String.raw`(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4})`;
const RANGE = new RegExp(`^${DATE}(?:\\s*(?:to|until|-|–)\\s*${DATE})?[\\s,:–-]*(.*)$`, "i");
const NAMED_RANGE = new RegExp(`^(.+?)[\\s,:–-]+${DATE}\\s*(?:to|until|-|–)\\s*${DATE}$`, "i");

/** 3/9/2026 or 2026-09-03 as 2026-09-03; null when there is no such day. */
export function isoDate(words: string): string | null {
  const parts = words.split(/[-/.]/).map(Number);
  const [year = 0, month = 0, day = 0] = /^\d{4}/.test(words) ? parts : parts.reverse();
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

function eachLine<T>(text: string, read: (line: string) => T | null): Lines<T> {
  const values: T[] = [];
  const unread: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const value = read(line.trim());
    if (value === null) unread.push(index + 1);
    else values.push(value);
  }
  return { values, unread };
}

/** "29/12/2026 to 31/12/2026 Winter closure" */
export const readClosures = (text: string): Lines<Closure> =>
  eachLine(text, (line) => {
    const parts = RANGE.exec(line);
    const from = parts?.[1] ? isoDate(parts[1]) : null;
    const to = parts?.[2] ? isoDate(parts[2]) : undefined;
    if (from === null || to === null) return null;
    return { from, ...(to === undefined ? {} : { to }), reason: parts?.[3]?.trim() || "Closed" };
  });

/** "Autumn 1 3/9/2026 to 23/10/2026"; the term is the name without its number. */
export const readHalfTerms = (text: string): Lines<HalfTerm> =>
  eachLine(text, (line) => {
    const parts = NAMED_RANGE.exec(line);
    const from = parts?.[2] ? isoDate(parts[2]) : null;
    const to = parts?.[3] ? isoDate(parts[3]) : null;
    const name = parts?.[1]?.trim();
    if (from === null || to === null || !name) return null;
    return { name, term: name.replace(/\s*\d+$/, "") || name, from, to };
  });

/** "28/12/2026": bank holidays on which the organisation works. */
export const readDays = (text: string): Lines<string> => eachLine(text, isoDate);

const shown = (iso: string): string => iso.split("-").reverse().join("/");
export const writeClosures = (closures: Closure[]): string =>
  closures.map((c) => `${shown(c.from)}${c.to ? ` to ${shown(c.to)}` : ""} ${c.reason}`).join("\n");
export const writeHalfTerms = (terms: HalfTerm[]): string => terms.map((t) => `${t.name} ${shown(t.from)} to ${shown(t.to)}`).join("\n");
export const writeDays = (days: string[]): string => days.map(shown).join("\n");
