// Numbers, dates and plurals as people in the UK write them.

const whole = new Intl.NumberFormat("en-GB");
const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const DAY = 86_400_000;

export const number = (value: number): string => whole.format(value);
export const count = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

/** 2026-09-03 as "3 September 2026"; anything else unchanged. */
export const longDate = (iso: string): string => asDate(iso, long);
/** 2026-09-03 as "3 Sept 2026"; anything else unchanged. */
export const shortDate = (iso: string): string => asDate(iso, short);

// Days as the engine writes them, and no others: a browser reads many a text as some date, "Mon 30 Mar" as one of 2001.
function asDate(text: string, format: Intl.DateTimeFormat): string {
  const days = /^\d{4}-\d\d-\d\d$/.test(text) ? dayNumber(text) : Number.NaN;
  return !Number.isNaN(days) && isoDay(days) === text ? format.format(days * DAY) : text;
}

/** A date that can be read day first and month first, and both readings. */
export interface BothWays {
  text: string;
  dayFirst: string;
  monthFirst: string;
}
const TWO_NUMBERS = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\s*$/;
const dayAndMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });

/** The first of some cells that shows the difference between the two orders; where none does, a date of ours. */
export function readBothWays(cells: string[]): BothWays {
  const said = (day: number, month: number): string => dayAndMonth.format(Date.UTC(2024, month - 1, day));
  for (const text of [...cells, "3/9/2026"]) {
    const [first = 0, second = 0] = TWO_NUMBERS.exec(text)?.slice(1, 3).map(Number) ?? [];
    if (first !== second && Math.min(first, second) > 0 && Math.max(first, second) <= 12) return { text: text.trim(), dayFirst: said(first, second), monthFirst: said(second, first) };
  }
  return { text: "", dayFirst: "", monthFirst: "" };
}
/** Today where the reader is, as 2026-09-03. */
export function today(): string {
  const now = new Date();
  return isoDay(Math.round(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY));
}
export const isoDay = (days: number): string => new Date(days * DAY).toISOString().slice(0, 10);
export const dayNumber = (iso: string): number => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);

/** 0 is A, 25 is Z, 26 is AA. */
export function columnLetter(column: number): string {
  let letters = "";
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  }
  return letters;
}

/** "A, B and C" */
export function list(items: string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** "Sam Patel" as "S.P." */
export function initials(name: string): string {
  return name
    .trim()
    .split(/[\s-]+/)
    .filter(Boolean)
    .map((part) => `${[...part][0]?.toUpperCase()}.`)
    .join("");
}

/** Days of the engine's as people write them; what is quoted from a cell stays as it is. */
export const withDates = (text: string): string => text.replace(/`[^`]*`|“[^”]*”|\b\d{4}-\d\d-\d\d\b/g, shortDate);

/** The engine's phrase as a sentence; what it quotes in backticks comes in quotation marks. */
export function sentence(phrase: string): string {
  const words = withDates(phrase).replace(/`([^`]*)`/g, "“$1”");
  const start = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?!]$/.test(start) ? start : `${start}.`;
}

/** What is wrong and what to do about it, in the engine's words. */
export const problemWords = (problem: { message: string; remedy: string }): string => `${sentence(problem.message)} ${sentence(problem.remedy)}`;
