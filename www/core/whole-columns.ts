// Whole columns: people write $A$2:$Z$1048576, so that no learner who joins is forgotten, and a few hundred of those rows hold
// anything. The rows below the last one that does are not handed to the engine; they get the answer of a blank one, so that an
// answer is as long as its range.

import { FUNCTIONS } from "../pane/generated/functions";

const isBlank = (cell: unknown): boolean => cell === "" || cell === null || cell === undefined;
const isBlankRow = (row: unknown): boolean => (Array.isArray(row) ? row.every(isBlank) : isBlank(row));

/** The arguments as far as they have to be looked at, and how many rows the answer has to get. */
export interface Cut {
  args: readonly unknown[];
  rows: number;
}

/** Arguments without the blank rows at the end of the ranges that the answer is as long as, but for the first of them. */
export function cut(name: string, args: readonly unknown[]): Cut {
  const long = (FUNCTIONS.find(({ id }) => id === name)?.ranges ?? []).filter((at) => Array.isArray(args[at]) && rowsOf(args[at]).length > 1);
  const rows = long.length > 0 ? rowsOf(args[long[0]!]).length : 0;
  // Ranges that are not of one length are refused, with the lengths that they have.
  if (long.some((at) => rowsOf(args[at]).length !== rows)) return { args, rows: 0 };
  let used = rows;
  while (used > 0 && long.every((at) => isBlankRow(rowsOf(args[at])[used - 1]))) used--;
  if (used + 1 >= rows) return { args, rows: 0 };
  return { args: args.map((arg, at) => (long.includes(at) ? rowsOf(arg).slice(0, used + 1) : arg)), rows };
}

const rowsOf = (arg: unknown): readonly unknown[] => arg as readonly unknown[];

/** An answer to cut arguments, with a row for each that they had. */
export function asLongAs(rows: number, grid: unknown[][]): unknown[][] {
  const blank = grid[grid.length - 1];
  while (blank && grid.length < rows) grid.push(blank.slice());
  return grid;
}
