// Rows put below those that are loaded already.
//
// In: what is loaded, and what was brought. Out: one source with both. Columns
// are put under their like: by their headings where the new rows have a heading
// row, and in the order they came where they have none.

import type { CellIn, ReadOptions, SheetRow } from "./contract";
import type { Session } from "./session";
import type { Source, Work } from "./state";

export interface Added {
  source: Source;
  /** Rows with something in them that were put below, the headings apart. */
  rows: number;
  /** Headings that the loaded rows do not have; their columns stand at the right. */
  fresh: string[];
}

const keyOf = (heading: string): string => heading.trim().replace(/\s+/g, " ").toLocaleLowerCase("en-GB");
const textOf = (cell: CellIn): string => (typeof cell === "string" ? cell : cell.t);

export async function addBelow(loaded: Session, work: Work, brought: Source): Promise<Added | null> {
  const reading = loaded.results?.reading;
  if (!work.source || !reading) return null;
  const upper = await rowsOf(loaded, work.source);
  const { rows: lower, headings } = await opened(loaded.beside(), work, brought);
  const at = new Map(reading.columns.map((column) => [keyOf(column.heading), column.column]));
  const fresh: string[] = [];
  const columns = headings?.texts.map((heading) => {
    const known = at.get(keyOf(heading));
    if (known !== undefined || heading.trim() === "") return known;
    fresh.push(heading);
    return reading.width + fresh.length - 1;
  });
  let below = lower;
  if (headings && columns) {
    below = lower.slice(headings.index + 1).map((row) => ({ ...row, c: placed(row.c, columns) }));
    const top = upper[loaded.indexOfRow(reading.heading_row ?? 1)];
    if (top && fresh.length > 0) top.c = [...padded(top.c, reading.width), ...fresh];
  }
  const row = (upper.at(-1)?.n ?? 0) + 1;
  const own = below[0]?.n ?? 1;
  // Where a sheet skips a number, so do these: each is as far from the first as it was.
  const numbered = below.map((line) => ({ ...line, n: row + line.n - own }));
  const { sheet, added = [] } = work.source.kind === "cells" ? work.source : {};
  return {
    source: {
      kind: "cells",
      rows: [...upper, ...numbered],
      from: work.source.from === brought.from ? work.source.from : `${work.source.from} and ${brought.from}`,
      notes: [...work.source.notes, ...brought.notes],
      ...(sheet === undefined ? {} : { sheet }),
      added: [...added, { row, own }],
    },
    rows: numbered.filter((row) => row.c.some((cell) => textOf(cell).trim() !== "")).length,
    fresh,
  };
}

/** The rows of a source, with the edits that were made to them. */
async function rowsOf(session: Session, source: Source): Promise<SheetRow[]> {
  if (source.kind === "cells") return source.rows.map((row) => ({ ...row }));
  const rows: SheetRow[] = [];
  for (let from = 0; from < session.height; from += PORTION) {
    const { own } = await session.lines(from, Math.min(PORTION, session.height - from));
    for (const cells of own) rows.push({ n: rows.length + 1, c: cells });
  }
  return rows;
}

/** What was brought, read by itself with the same choice of rules: its rows, and its heading row if it has one. */
async function opened(
  session: Session,
  work: Work,
  brought: Source,
): Promise<{ rows: SheetRow[]; headings: { index: number; texts: string[] } | null }> {
  const read: ReadOptions = work.read.policies ? { policies: work.read.policies } : {};
  await session.follow({ ...work, source: brought, edits: [], read });
  const reading = session.results?.reading;
  const rows = await rowsOf(session, brought);
  // A row of data is not taken for headings: at least two of its cells are to be headings that the rules know.
  const known = reading?.columns.filter((column) => column.used_for.length > 0).length ?? 0;
  const headings =
    reading && reading.heading_row !== null && known > 1
      ? { index: session.indexOfRow(reading.heading_row), texts: reading.columns.map((column) => column.heading) }
      : null;
  session.close();
  return { rows, headings };
}

/** Rows that are asked for at once. */
const PORTION = 500;

const padded = (cells: CellIn[], width: number): CellIn[] => Array.from({ length: Math.max(width, cells.length) }, (_, index) => cells[index] ?? "");

function placed(cells: CellIn[], columns: (number | undefined)[]): CellIn[] {
  const line: CellIn[] = [];
  for (const [index, cell] of cells.entries()) {
    const column = columns[index];
    if (column !== undefined) line[column] = cell;
  }
  return padded(line, 0);
}
