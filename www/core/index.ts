// One core for every spreadsheet: arguments in, the engine asked, a result out. Synchronous, and free of anything that a
// browser has and Google Apps Script has not.

import { argumentOf, shownOf } from "./cells";
import type { CellOut, Fault, Host } from "./cells";
import { ask } from "./engine";
import { asLongAs, cut } from "./whole-columns";

export { argumentOf, cellOf, isDateFormat, localDay, serialDay, shownOf } from "./cells";
export type { CellIn, CellOut, Fault, Host } from "./cells";
export { inTheWay } from "./beside";
export { conversions, converted } from "./convert";
export type { Change, Spelling } from "./convert";
export { MANY, oneForMany } from "./many";
export { NO_ENGINE, STOPPED, ask, catalogue } from "./engine";

/** What a program adds to the arguments. */
export interface Surroundings {
  /** The day of the calculation, as 2026-04-08. */
  today: string;
  /** The text of the organisation's settings file. */
  settings?: string | undefined;
  /** Where the argument `rows` begins in the sheet, from 1. */
  firstRow?: number | undefined;
  /** The column in which it begins, from 1. */
  firstColumn?: number | undefined;
  /** The column in which the argument `headings` begins, from 1. */
  headingsColumn?: number | undefined;
}

export interface Answer {
  grid?: CellOut[][];
  as_of?: string;
  error?: Fault;
}

/** A call could not be answered as a whole. */
export class FormulaError extends Error {
  override name = "FormulaError";
  constructor(readonly fault: Fault) {
    super(fault.text);
  }
}

/** The call of a function as text: the same for the same arguments, whatever program they come from. */
export function callText(name: string, args: readonly unknown[], around: Surroundings, host: Host = {}): string {
  let last = args.length;
  // Excel passes null for an optional argument that was left out, Sheets nothing.
  while (last > 0 && (args[last - 1] === null || args[last - 1] === undefined)) last--;
  return JSON.stringify({
    name,
    args: args.slice(0, last).map((arg) => argumentOf(arg, host)),
    settings: around.settings === "" ? undefined : around.settings,
    today: around.today,
    first_row: around.firstRow,
    first_column: around.firstColumn,
    headings_column: around.headingsColumn,
  });
}

/** The answer to a function, as the engine gives it. */
export function answer(name: string, args: readonly unknown[], around: Surroundings, host: Host = {}): Answer {
  return JSON.parse(ask(callText(name, args, around, host))) as Answer;
}

/** The answer to a function as rows of cells that a program shows. Throws a FormulaError. */
export function call(name: string, args: readonly unknown[], around: Surroundings, host: Host = {}): unknown[][] {
  const asked = cut(name, args);
  const found = answer(name, asked.args, around, host);
  if (found.error) throw new FormulaError(found.error);
  return asLongAs(asked.rows, (found.grid ?? []).map((row) => row.map((cell) => shownOf(cell, host))));
}

/** Row and column, from 1, of the first cell of an address such as `Sheet1!B2:D9`; nothing for another one. */
export function firstCell(address: string): { row: number; column: number } | undefined {
  const found = /^\$?([A-Z]{1,3})\$?([0-9]+)/i.exec(address.slice(address.lastIndexOf("!") + 1));
  if (!found) return undefined;
  let column = 0;
  for (const letter of found[1]!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(found[2]), column };
}
