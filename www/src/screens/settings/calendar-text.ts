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
const ANYWHERE = new RegExp(`(?<!\\d)${DATE}`, "gi");
const RANGE = new RegExp(`^${DATE}(?:\\s*(?:to|until|-|–)\\s*${DATE})?[\\s,:–-]*(.*)$`, "i");
const NAMED_RANGE = new RegExp(`^(.+?)[\\s,:–-]+${DATE}\\s*(?:to|until|-|–)\\s*${DATE}$`, "i");

/** 3/9/2026, 3.9.26, Thu 3rd Sept 2026 or 2026-09-03 as 2026-09-03; null when there is no such day. */
export function isoDate(words: string): string | null {
  const { iso, weekday } = calendarDay(words) ?? {};
  return iso && (weekday === null || weekday === weekdayOf(iso)) ? iso : null;
}

const weekdayOf = (iso: string): number => new Date(`${iso}T00:00:00Z`).getUTCDay();

/** What is wrong with a day of a line that cannot be read, as a sentence; null where its days are right, or it has none. */
export function noDay(line: string): string | null {
  for (const [written] of line.matchAll(ANYWHERE)) {
    const day = calendarDay(written);
    if (day && day.iso === null) return `“${written}” is no day of the calendar.`;
    if (day?.iso && isoDate(written) === null) return `“${written}” is a ${WEEKDAY_NAMES[weekdayOf(day.iso)]}.`;
  }
  return null;
}
const WEEKDAY_NAMES = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** The day that words write, null where there is none such, and the day of the week that they give it, from Sunday as 0; null where they write no day. */
function calendarDay(words: string): { iso: string | null; weekday: number | null } | null {
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
  return { iso: is ? iso : null, weekday: weekday < 0 ? null : weekday };
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

/** The term that a half term's name says: the name without its number. */
const termOf = (name: string): string => name.replace(/\s*\d+$/, "") || name;

/** "Autumn 1 3/9/2026 to 23/10/2026", or the cells of a sheet, with or without headings and a column for the term. */
export function readHalfTerms(text: string): Lines<HalfTerm> {
  const headings = columnsOf(text);
  const rest = headings ? text.replace(/^.*\S.*$/m, "") : text;
  return eachLine(rest, (line) => (line.includes("\t") ? ofCells(line.split("\t").map((cell) => cell.trim()), headings) : null) ?? ofLine(line));
}

function ofLine(line: string): HalfTerm | null {
  const parts = NAMED_RANGE.exec(line);
  return halfTerm(parts?.[1], undefined, parts?.[2], parts?.[3]);
}

/** Where headings do not say which cell is which, days follow a name, or a name and its term. */
function ofCells(cells: string[], headings: Columns | null): HalfTerm | null {
  if (headings) return halfTerm(cells[headings.name], cells[headings.term], cells[headings.from], cells[headings.to]);
  const [name, ...others] = cells.filter(Boolean);
  const [term, from, to] = others.length > 2 ? others : [undefined, ...others];
  return halfTerm(name, term, from, to);
}

function halfTerm(name = "", term = "", first = "", last = ""): HalfTerm | null {
  const [from, to, called] = [isoDate(first), isoDate(last), name.trim()];
  return from === null || to === null || !called ? null : { name: called, term: term || termOf(called), from, to };
}

type Columns = Record<"name" | "term" | "from" | "to", number>;
const HEADINGS: Record<keyof Columns, RegExp> = {
  name: /^(?:half[ -]?term|name|period)$/i,
  term: /^(?:term|term name|part of)$/i,
  from: /^(?:first (?:school )?day|from|starts?)$/i,
  to: /^(?:last (?:school )?day|to|ends?)$/i,
};

/** Where the first line that says anything holds headings: which column each is, -1 where there is none for the term. */
function columnsOf(text: string): Columns | null {
  const cells = (text.split(/\r?\n/).find((line) => line.trim() !== "") ?? "").split("\t").map((cell) => cell.trim());
  const at = (heading: RegExp): number => cells.findIndex((cell) => heading.test(cell));
  const found = { name: at(HEADINGS.name), term: at(HEADINGS.term), from: at(HEADINGS.from), to: at(HEADINGS.to) };
  // A list may call its half terms terms.
  const named = found.name < 0 ? { ...found, name: found.term, term: -1 } : found;
  return named.name >= 0 && named.from >= 0 && named.to >= 0 ? named : null;
}

/** "28/12/2026": bank holidays on which the organisation works. */
export const readDays = (text: string): Lines<string> => eachLine(text, isoDate);

const shown = (iso: string): string => iso.split("-").reverse().join("/");
export const writeClosures = (closures: Closure[]): string =>
  closures.map((c) => `${shown(c.from)}${c.to ? ` to ${shown(c.to)}` : ""} ${c.reason}`).join("\n");
export const writeHalfTerms = (terms: HalfTerm[]): string =>
  terms.map((t) => (t.term === termOf(t.name) ? `${t.name} ${shown(t.from)} to ${shown(t.to)}` : [t.name, t.term, shown(t.from), shown(t.to)].join("\t"))).join("\n");
export const writeDays = (days: string[]): string => days.map(shown).join("\n");
