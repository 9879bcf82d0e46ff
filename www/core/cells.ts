// What a spreadsheet hands over, as the cells of a call; and the cells of an answer, as what a spreadsheet shows.

export type CellIn = null | number | string | boolean | { date: string } | { error: string };
export type CellOut = string | number | { date: string } | { error: Fault };
export interface Fault {
  code: "value" | "not-available";
  text: string;
}
export type Shown = string | number;

/** How a program differs from others. */
export interface Host {
  /** The calendar day of a Date object, as 2026-04-08, in the time zone of the sheet. */
  day?: (date: Date) => string;
  /** Whether a text is what the program hands over for a cell in error. */
  isError?: (text: string) => boolean;
  /** What stands for an error in a cell of a result; without it, its text. */
  error?: (fault: Fault) => unknown;
}

const two = (number: number): string => (number < 10 ? `0${number}` : `${number}`);

/** The day of a Date in the time zone in which this script runs. */
export function localDay(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The day of a spreadsheet's serial number, in days from 1970-01-01: 1 is 1900-01-01, and 60, which was no day, is passed over. */
export function serialDays(serial: number): number | undefined {
  const whole = Math.floor(serial);
  return whole >= 1 && whole < 109_575 ? whole - (whole < 60 ? 25_568 : 25_569) : undefined;
}

/** The day of a spreadsheet's serial number, as 2026-04-08. */
export function serialDay(serial: number): string | undefined {
  const days = serialDays(serial);
  if (days === undefined) return undefined;
  const date = new Date(days * 86_400_000);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
}

/** The first part of a number format, the one for numbers above 0, without what it quotes, escapes, pads with or puts in brackets. */
export const bareFormat = (format: string): string => format.replace(/"[^"]*"|\[[^\]]*\]|[\\_*]./g, "").split(";")[0]!;

/**
 * True for the number format of a date: a day, the name of a month or a year is in it, and nothing that dates and times have no
 * letter for. So are names such as Short Date, which Excel gives to formats in HTML; Standard, Fixed and Currency are numbers.
 */
export function isDateFormat(format: string): boolean {
  const bare = bareFormat(format).replace(/am\/pm|a\/p/gi, "");
  return /^\w+ date$/i.test(bare) || (/d|y|mmm/i.test(bare) && !/[^\W\d_deghmnqswy]/i.test(bare));
}

/** Half of a surrogate pair, which a cell may hold after a careless cut, is no text that the engine could read. */
const wellFormed = (text: string): string =>
  /[\ud800-\udfff]/.test(text) ? text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) => (found.length === 2 ? found : "\ufffd")) : text;

/** A cell as a program hands it over, for a call. */
export function cellOf(value: unknown, host: Host = {}): CellIn {
  switch (typeof value) {
    case "string":
      if (value === "") return null;
      return host.isError?.(value) ? { error: value } : wellFormed(value);
    case "number":
      return Number.isFinite(value) ? value : { error: "#NUM!" };
    case "boolean":
      return value;
    case "object":
      if (value === null) return null;
      if (value instanceof Date || Object.prototype.toString.call(value) === "[object Date]") {
        const date = value as Date;
        return Number.isNaN(date.getTime()) ? { error: "#VALUE!" } : { date: (host.day ?? localDay)(date) };
      }
      return structured(value as Record<string, unknown>, host);
    default:
      return null;
  }
}

/** Excel's data types: an error, a number with its format, an entity or a picture with the value it falls back to. */
function structured(value: Record<string, unknown>, host: Host): CellIn {
  const basic = value.basicValue;
  if (value.type === "Error") return { error: typeof basic === "string" ? basic : "#VALUE!" };
  if (typeof value.code === "string" && value.code.startsWith("#")) return { error: value.code };
  if (typeof basic === "number" && typeof value.numberFormat === "string" && isDateFormat(value.numberFormat)) {
    const day = serialDay(basic);
    return day === undefined ? basic : { date: day };
  }
  return typeof basic === "object" ? null : cellOf(basic, host);
}

/** An argument: a cell, or a range as a list of rows. A blank cell is "": null is an argument that was left out. */
export function argumentOf(value: unknown, host: Host = {}): CellIn | CellIn[][] {
  if (!Array.isArray(value)) return value === "" ? "" : cellOf(value, host);
  return value.map((row: unknown) => (Array.isArray(row) ? row.map((cell) => cellOf(cell, host)) : [cellOf(row, host)]));
}

/** A cell of an answer as a program shows it: never null, NaN or a Date; a day is text such as 2026-04-08. */
export function shownOf(cell: CellOut, host: Host = {}): unknown {
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : "";
  if ("date" in cell) return cell.date;
  return host.error ? host.error(cell.error) : cell.error.text;
}
