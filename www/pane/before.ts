// What cells held before they were written over, so that it can be put back.

import { columnsOf } from "./plan";

const OVER_ROWS = /^=BAE[._]([A-Z]+)\(.*?[,;(]\s*\$?[A-Z]{1,3}\$?(\d+):\$?[A-Z]{1,3}\$?(\d+)\s*[,;)](?!.*:)/i;

/**
 * Cells without what a formula among them has filled: written back, the answers would stand in the formula's way. Programs
 * hand such a cell over as its value, as if it had been typed.
 */
export function ownContent<T>(cells: readonly (readonly T[])[], blank: T): T[][] {
  const own = cells.map((row) => [...row]);
  cells.forEach((row, down) =>
    row.forEach((cell, across) => {
      const over = typeof cell === "string" ? OVER_ROWS.exec(cell) : null;
      if (!over) return;
      const height = Number(over[3]) - Number(over[2]) + 1;
      const width = columnsOf(over[1] ?? "");
      for (let y = 0; y < height && down + y < own.length; y++) {
        for (let x = 0; x < width && across + x < row.length; x++) if (x + y > 0) own[down + y]![across + x] = blank;
      }
    }),
  );
  return own;
}
