// Many formulas of one row each, which a single one over all rows answers many times faster.

import type { Change } from "./convert";

/** From how many on a sheet becomes slow. */
export const MANY = 50;

interface Group {
  column: number;
  first: number;
  last: number;
  formula: string;
}

// A BAE function whose rows are one row: =BAE_RISK($A$1:$Z$1, A2:Z2, $AB$1).
const ONE_ROW = /^(=BAE[._][A-Z]+\(.*[,;]\s*)(\$?[A-Z]{1,3}\$?)(\d+):(\$?[A-Z]{1,3}\$?)(\d+)(.*)$/i;

/** Formulas below each other that differ in their row only. `formulas` begin at A1. */
function groups(formulas: readonly (readonly unknown[])[]): Group[] {
  const found: Group[] = [];
  const open = new Map<string, Group>();
  formulas.forEach((cells, down) =>
    cells.forEach((cell, across) => {
      const row = down + 1;
      const parts = typeof cell === "string" ? ONE_ROW.exec(cell) : null;
      if (!parts || Number(parts[3]) !== row || Number(parts[5]) !== row) return;
      const [, before = "", from = "", , to = "", , after = ""] = parts;
      const shape = [across, before, from, to, after].join("\n");
      let group = open.get(shape);
      if (!group || group.last !== row - 1) {
        group = { column: across + 1, first: row, last: row, formula: "" };
        open.set(shape, group);
        found.push(group);
      }
      group.last = row;
      group.formula = `${before}${from}${group.first}:${to}${row}${after}`;
    }),
  );
  return found.filter((group) => group.last > group.first);
}

/** How many formulas of one row each there are, and the cells that change when one stands for those below each other. */
export function oneForMany(formulas: readonly (readonly unknown[])[]): { count: number; changes: Change[] } {
  const all = groups(formulas);
  return {
    count: all.reduce((sum, { first, last }) => sum + last - first + 1, 0),
    changes: all.map(({ column, first, last, formula }) => ({
      row: first,
      column,
      formulas: Array.from({ length: last - first + 1 }, (_, at) => [at === 0 ? formula : ""]),
    })),
  };
}
