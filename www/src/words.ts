// Numbers, dates and plurals as people in the UK write them.

const whole = new Intl.NumberFormat("en-GB");
const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const DAY = 86_400_000;

export const number = (value: number): string => whole.format(value);
export const count = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

/** 2026-09-03 as "3 September 2026"; anything else unchanged. */
export function longDate(iso: string): string {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? iso : long.format(time);
}
/** 2026-09-03 as "3 Sept 2026"; anything else unchanged. */
export function shortDate(iso: string): string {
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? iso : short.format(time);
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

/** The engine's phrase as a sentence; what it quotes in backticks comes in quotation marks. */
export function sentence(phrase: string): string {
  const words = phrase.replace(/`([^`]*)`/g, "“$1”");
  const start = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?!]$/.test(start) ? start : `${start}.`;
}
