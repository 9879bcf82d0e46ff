// Formulas that move between programs: Excel and Calc write BAE.RISK, Google Sheets BAE_RISK, and a file saved by Excel and
// opened elsewhere _xldudf_BAE_RISK.

export type Spelling = "BAE." | "BAE_";

/** A formula with every BAE function in the spelling of one program; texts and sheet names in it stay as they are. */
export function converted(formula: string, to: Spelling, names: readonly string[]): string {
  if (!formula.startsWith("=")) return formula;
  const known = new Set(names);
  // A text in double quotes, a sheet name in single ones, or a name and its bracket.
  return formula.replace(
    /"(?:[^"]|"")*"|'(?:[^']|'')*'|(?<![\w.])(?:_xldudf_|_xlfn\.)?BAE[._]([A-Z]+)(?=\s*\()/gi,
    (found: string, name: string | undefined) => {
      if (name === undefined || !known.has(name.toUpperCase())) return found;
      return `${to}${name.toUpperCase()}`;
    },
  );
}
