// Closures and half terms as lines a person can type, and back. Dates are day first or ISO, or have the month as a word; a year
// of two digits is of this century, as no school lists the terms of another. What the dates say together the engine checks.

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
  /** The line of each value, from 1. */
  lines: number[];
  /** Line numbers, from 1, that could not be read. */
  unread: number[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const WEEKDAY = String.raw`(?:sun|mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?`;
const YEAR = String.raw`(?:\d{4}|\d{2})(?!\d)`;
const DATE = [
  String.raw`(\d{4}-\d{1,2}-\d{1,2}`,
  String.raw`\d{1,2}-\d{1,2}-\d{4}`,
  String.raw`\d{1,2}[/.]\d{1,2}[/.]${YEAR}`,
  String.raw`(?:${WEEKDAY}\.?,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+(?:${MONTH})\.?,?\s+${YEAR})`,
].join("|");
const ALONE = new RegExp(`^${DATE}$`, "i");
const RANGE = new RegExp(`^${DATE}(?:\\s*(?:to|until|-|–)\\s*${DATE})?[\\s,:–-]*(.*)$`, "i");
const NAMED_RANGE = new RegExp(`^(.+?)[\\s,:–-]+${DATE}\\s*(?:to|until|-|–)\\s*${DATE}$`, "i");

/** 3/9/2026, 3.9.26, Thu 3rd Sept 2026 or 2026-09-03 as 2026-09-03; null when there is no such day. */
export function isoDate(words: string): string | null {
  if (!ALONE.test(words.trim())) return null;
  const parts = words.trim().toLowerCase().split(/[-/.,\s]+/).filter(Boolean);
  const weekday = WEEKDAYS.findIndex((day) => parts[0]?.startsWith(day));
  if (weekday >= 0) parts.shift();
  if (/^\d{4}$/.test(parts[0] ?? "")) parts.reverse();
  const [day = "", word = "", year = ""] = parts;
  const named = MONTHS.findIndex((name) => word.startsWith(name));
  const month = String(named < 0 ? Number(word) : named + 1).padStart(2, "0");
  const iso = `${year.length === 2 ? "20" : ""}${year}-${month}-${String(Number.parseInt(day, 10)).padStart(2, "0")}`;
  const date = new Date(`${iso}T00:00:00Z`);
  const is = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso;
  return is && (weekday < 0 || date.getUTCDay() === weekday) ? iso : null;
}

function eachLine<T>(text: string, read: (line: string) => T | null): Lines<T> {
  const found: Lines<T> = { values: [], lines: [], unread: [] };
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const value = read(line.trim());
    if (value === null) {
      found.unread.push(index + 1);
      continue;
    }
    found.values.push(value);
    found.lines.push(index + 1);
  }
  return found;
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
