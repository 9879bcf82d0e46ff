// The columns beside a tracker: what must not be written over.

/** The first cell that neither is blank nor belongs to an earlier fill, whose columns are known by their headings. */
export function inTheWay(there: readonly (readonly unknown[])[], headings: readonly string[]): { row: number; column: number } | null {
  const width = there[0]?.length ?? 0;
  for (let column = 0; column < width; column++) {
    const row = there.findIndex((cells) => cells[column] !== "");
    if (row >= 0 && !headings.includes(String(there[0]?.[column] ?? ""))) return { row, column };
  }
  return null;
}
