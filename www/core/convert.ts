// Formulas that move between programs: Excel and Calc write BAE.RISK, Google Sheets BAE_RISK. A file keeps other names still:
// Excel stores _xldudf_BAE_RISK, and Sheets wraps a formula that Excel lacks in IFERROR(__xludf.DUMMYFUNCTION("..."), value).

export type Spelling = "BAE." | "BAE_";

/** Cells of a sheet that are to be written, from 1. */
export interface Change {
  row: number;
  column: number;
  formulas: string[][];
}

// A text in double quotes, a sheet name in single ones, or a name and its bracket.
const NAMES = /"(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\w.])(?:_xldudf_|_xlfn\.|_xll\.)*BAE[._]([A-Z]+)(?=\s*\()/gi;
/** What Sheets writes into a file for Excel in place of a formula that only it has. */
const WRAPPED = /^=IFERROR\(__xludf\.DUMMYFUNCTION\("((?:[^"]|"")*)"\)\s*[,;].*\)$/is;
/** The same in a cell that such a formula has filled. */
const COMPUTED = /^"+COMPUTED_VALUE"+$/;

const unwrapped = (formula: string): string | undefined => WRAPPED.exec(formula)?.[1]?.replace(/""/g, '"');

/** A formula with every BAE function in the spelling of one program; texts and sheet names in it stay as they are. */
export function converted(formula: string, to: Spelling, names: readonly string[]): string {
  if (!formula.startsWith("=")) return formula;
  const inner = unwrapped(formula);
  // Another program's formula stays in its wrapping: its value is all that is left of it here.
  const written = inner !== undefined && usesOurs(`=${inner}`, names) ? `=${inner}` : formula;
  return respelt(written, to, names);
}

function respelt(formula: string, to: Spelling, names: readonly string[]): string {
  return formula.replace(NAMES, (found: string, name: string | undefined) => {
    if (name === undefined || !names.includes(name.toUpperCase())) return found;
    return `${to}${name.toUpperCase()}`;
  });
}

const usesOurs = (formula: string, names: readonly string[]): boolean => respelt(formula, "BAE.", names) !== respelt(formula, "BAE_", names);

/** The cells that change when every formula of a sheet is put into the spelling of one program; `formulas` begin at A1. */
export function conversions(formulas: readonly (readonly unknown[])[], to: Spelling, names: readonly string[]): Change[] {
  const changes: Change[] = [];
  const at = (row: number, column: number): string => String(formulas[row]?.[column] ?? "");
  const computed = (row: number, column: number): boolean => COMPUTED.test(unwrapped(at(row, column)) ?? "");
  formulas.forEach((cells, row) =>
    cells.forEach((cell, column) => {
      const formula = String(cell ?? "");
      const changed = converted(formula, to, names);
      if (changed === formula) return;
      // What the formula had filled is in its way now.
      let [width, height] = [1, 1];
      if (unwrapped(formula) !== undefined) {
        while (computed(row, column + width)) width++;
        while (computed(row + height, column)) height++;
      }
      const block = Array.from({ length: height }, () => Array<string>(width).fill(""));
      block[0]![0] = changed;
      changes.push({ row: row + 1, column: column + 1, formulas: block });
    }),
  );
  return joined(changes);
}

/** The same changes with those below each other as one: a program writes a block as fast as a cell. */
function joined(changes: readonly Change[]): Change[] {
  const all: Change[] = [];
  const last = new Map<string, Change>();
  for (const change of changes) {
    const column = `${change.column} ${change.formulas[0]?.length}`;
    const above = last.get(column);
    if (above && above.row + above.formulas.length === change.row) {
      above.formulas.push(...change.formulas);
      continue;
    }
    last.set(column, change);
    all.push(change);
  }
  return all;
}
