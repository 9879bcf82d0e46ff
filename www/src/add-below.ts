// Rows put below those that are loaded already.
//
// In: what is loaded, and what was brought. Out: first a plan of which column
// goes under which, then one source with both. Columns are put under their
// like: under the same heading, else under the column that the engine reads
// the same field from, so that one field is in one column. What the engine only
// takes for likely is the reader's to say. Where the new rows have no heading
// row that is known, only the reader knows which column is which: they are
// asked of each, with the order of the loaded columns to begin with.

import type { CellIn, ColumnReading, ReadOptions, Reading, SheetRow } from "./contract";
import type { Session } from "./session";
import type { Source, Work } from "./state";
import { columnLetter, list } from "./words";

/** A column of the new rows, and where it goes. */
export interface Placing {
  column: number;
  heading: string;
  samples: string[];
  /** The column it goes under; null for a column of its own at the right. */
  to: number | null;
  /** False where the reader is to say. */
  sure: boolean;
  /** A column of first names that goes before it, where the loaded rows have names in one column. */
  forename?: number;
}

export interface Plan {
  brought: Source;
  /** Those below the headings; all of them where no headings are known. */
  rows: SheetRow[];
  /** How many lines of the new rows' sheet are above `rows`. */
  above: number;
  placings: Placing[];
  /** Where no headings are known. */
  unheaded: Unheaded | null;
  /** The columns that are loaded. */
  loaded: { column: number; heading: string }[];
  /** The fields of the columns of the new rows, by column: sure ones and likely ones. */
  fields: Map<number, string[]>;
}

/** Of rows whose headings are not known: the first of them that says anything, which may be headings in words of their own. */
export interface Unheaded {
  /** Among the rows, from 0. */
  index: number;
  cells: string[];
  /** Whether it may hold headings: none of its cells is a figure. */
  possible: boolean;
  /** Whether it looks like them beside the rows below it. */
  likely: boolean;
}

export interface Added {
  source: Source;
  read: ReadOptions;
  /** Rows with something in them that were put below, the headings apart. */
  rows: number;
  /** In words, which heading went where it would not be looked for. */
  told: string[];
}

const keyOf = (heading: string): string => heading.trim().replace(/\s+/g, " ").toLocaleLowerCase("en-GB");
const textOf = (cell: CellIn | undefined): string => (typeof cell === "object" ? cell.t : (cell ?? ""));

/** Reads what was brought, and says which of its columns goes under which. */
export async function planBelow(loaded: Session, work: Work, brought: Source): Promise<Plan | null> {
  const reading = loaded.results?.reading;
  if (!work.source || !reading) return null;
  const { rows, headings, guess } = await opened(loaded.beside(), work, brought, reading);
  const all = reading.columns.map(({ column, heading }) => ({ column, heading }));
  if (!headings) {
    const first = unheaded(rows, guess !== null);
    return first && { brought, rows, above: 0, placings: inOrder(rows, reading, guess), unheaded: first, loaded: all, fields: new Map() };
  }
  const above = headings.index + 1;
  return { brought, rows: rows.slice(above), above, placings: placed(reading, headings.reading), unheaded: null, loaded: all, fields: fieldsOf(headings.reading).any };
}

const FIGURES = /^[\s\d.,%/:+-]*\d[\s\d.,%/:+-]*$/;

/** What the first of some rows says that says anything; null where none does. */
function unheaded(rows: SheetRow[], known: boolean): Unheaded | null {
  const index = rows.findIndex((row) => row.c.some((cell) => textOf(cell).trim() !== ""));
  const row = rows[index];
  if (!row) return null;
  const cells = row.c.map((cell) => textOf(cell).trim());
  const below = rows.slice(index + 1);
  const possible = below.length > 0 && !cells.some((cell) => FIGURES.test(cell));
  const figures = below.some((other) => other.c.some((cell) => FIGURES.test(textOf(cell))));
  return { index, cells, possible, likely: possible && (known || figures) };
}

/** Cells of a column that are shown. */
const SAMPLES = 3;

/** Each column with something in it, under the loaded one that stands where it does, or that has its heading. */
function inOrder(rows: SheetRow[], above: Reading, guess: Reading | null): Placing[] {
  const width = rows.reduce((widest, row) => Math.max(widest, row.c.length), 0);
  const known = new Map(guess ? placed(above, guess).map(({ column, to }) => [column, to]) : []);
  const taken = new Set([...known.values()].filter((to) => to !== null));
  const there = new Set(above.columns.map(({ column }) => column));
  return Array.from({ length: width }, (_, column) => ({ column, samples: samplesOf(rows, column) }))
    .filter(({ samples }) => samples.length > 0)
    .map(({ column, samples }) => {
      const to = known.get(column) ?? (there.has(column) && !taken.has(column) ? column : null);
      return { column, heading: "", samples, to, sure: false };
    });
}

function samplesOf(rows: SheetRow[], column: number): string[] {
  const samples: string[] = [];
  for (const { c } of rows) {
    const text = textOf(c[column]).trim();
    if (text !== "" && !samples.includes(text)) samples.push(text);
    if (samples.length === SAMPLES) break;
  }
  return samples;
}

/** The plan as the reader has settled it: where each column goes, and whether the first row holds headings. */
export function settled(plan: Plan, chosen: Map<number, number | null>, headed: boolean): Plan {
  const placings = plan.placings.map((place) => ({ ...place, to: chosen.has(place.column) ? (chosen.get(place.column) ?? null) : place.to }));
  const { unheaded } = plan;
  if (!unheaded || !headed) return { ...plan, placings };
  const above = unheaded.index + 1;
  return { ...plan, rows: plan.rows.slice(above), above, placings: placings.map((place) => ({ ...place, heading: unheaded.cells[place.column] ?? "" })), unheaded: null };
}

/** Where each column of the new rows goes. */
function placed(above: Reading, below: Reading): Placing[] {
  const places: Placing[] = [];
  const { sure: own, any: possible } = fieldsOf(above);
  const { sure, any } = fieldsOf(below);
  // A field of several days may stand in as many columns.
  const several = new Set(above.needs.filter((need) => need.type === "dates").map((need) => `${need.policy}.${need.field}`));
  const free = new Set(above.columns.map(({ column }) => column));
  const alike = (fields: string[] = [], of: Map<number, string[]>): number | undefined =>
    [...free].find((column) => of.get(column)?.some((field) => fields.includes(field) && !several.has(field)));
  let left = below.columns;
  /** Places those that one way of looking finds a column for; the others are left for the next. */
  const look = (certain: boolean, find: (column: ColumnReading) => number | undefined): void => {
    left = left.filter((one) => {
      const to = find(one);
      if (to === undefined) return true;
      free.delete(to);
      places.push({ column: one.column, heading: one.heading, samples: one.samples, to, sure: certain });
      return false;
    });
  };
  look(true, ({ heading }) => (heading.trim() === "" ? undefined : above.columns.find((known) => free.has(known.column) && keyOf(known.heading) === keyOf(heading))?.column));
  const [first, firsts] = [below.forename_column, above.forename_column];
  look(true, ({ column }) => (column === first && firsts !== null && free.has(firsts) ? firsts : undefined));
  const sameHeadings = places.length;
  look(true, ({ column }) => alike(sure.get(column), own));
  // First and last names go together where the loaded rows have them so.
  const whole = places.slice(sameHeadings).find(({ column }) => sure.get(column)?.some((field) => NAME.test(field)));
  if (whole && first !== null && firsts === null && left.some(({ column }) => column === first)) {
    whole.forename = first;
    left = left.filter(({ column }) => column !== first);
  }
  // A column that surely holds one field is not taken for another that its heading is like as well.
  look(false, ({ column }) => alike(sure.get(column)?.length ? sure.get(column) : any.get(column), possible));
  // A column without a heading is kept where something stands in it.
  for (const { column, heading, samples } of left) if (heading.trim() !== "" || samples.length > 0) places.push({ column, heading, samples, to: null, sure: true });
  return places.sort((one, other) => one.column - other.column);
}

const NAME = /\.(?:learner|pupil)$/;
/** Headings that may name a learner. */
const NAMES = /name|learner|pupil|student|apprentice/i;

/** The fields of each column: those it is read for, and those it is like as well. */
function fieldsOf(reading: Reading): { sure: Map<number, string[]>; any: Map<number, string[]> } {
  const sure = new Map(reading.columns.map((column) => [column.column, column.used_for.map(({ policy, field }) => `${policy}.${field}`)]));
  const any = new Map([...sure].map(([column, fields]) => [column, [...fields]]));
  for (const need of reading.needs) for (const { column } of need.candidates) any.get(column)?.push(`${need.policy}.${need.field}`);
  return { sure, any };
}

/** Puts the new rows below, each column where the plan says. */
export async function addBelow(loaded: Session, work: Work, plan: Plan): Promise<Added | null> {
  const reading = loaded.results?.reading;
  if (!work.source || !reading) return null;
  const { brought, placings: places } = plan;
  const upper = await rowsOf(loaded, work.source);
  const fresh = places.filter(({ to }) => to === null);
  const at = new Map(places.map(({ column, to, ...place }) => [column, { to: to ?? reading.width + fresh.findIndex((other) => other.column === column), ...place }]));
  const below = plan.rows.map((row) => ({ ...row, c: moved(row.c, at) }));
  const top = upper[loaded.indexOfRow(reading.heading_row ?? 1)];
  if (top && fresh.length > 0) top.c = [...padded(top.c, reading.width), ...fresh.map(({ heading }) => heading)];
  const row = (upper.at(-1)?.n ?? 0) + 1;
  const own = below[0]?.n ?? 1;
  // Where a sheet skips a number, so do these: each is as far from the first as it was.
  const numbered = below.map((line) => ({ ...line, n: row + line.n - own }));
  const { sheet, added = [] } = work.source.kind === "cells" ? work.source : {};
  const told = inWords(reading, places, plan.unheaded !== null);
  return {
    source: {
      kind: "cells",
      rows: [...upper, ...numbered],
      from: work.source.from === brought.from ? work.source.from : `${work.source.from} and ${brought.from}`,
      notes: [...work.source.notes, ...brought.notes, ...told],
      ...(sheet === undefined ? {} : { sheet }),
      added: [...added, { row, own, above: plan.above }],
    },
    read: withPinned(work.read, reading, plan, fresh),
    rows: numbered.filter((line) => line.c.some((cell) => textOf(cell).trim() !== "")).length,
    told,
  };
}

/** Columns of their own take no field from a column that it is read from: two columns for one field would leave it without any. */
function withPinned(read: ReadOptions, above: Reading, { fields }: Plan, fresh: Placing[]): ReadOptions {
  const taken = new Set(fresh.flatMap(({ column }) => fields.get(column) ?? []));
  const names = fresh.some(({ heading }) => NAMES.test(heading));
  const chosen = { ...read.chosen };
  for (const { policy, field, column, type } of above.needs) {
    const name = `${policy}.${field}`;
    if (column !== null && type !== "dates" && (taken.has(name) || (names && NAME.test(name)))) chosen[name] ??= column;
  }
  return Object.keys(chosen).length > 0 ? { ...read, chosen } : read;
}

function inWords(above: Reading, places: Placing[], unheaded: boolean): string[] {
  const headingOf = (column: number): string => above.columns.find((known) => known.column === column)?.heading ?? "";
  if (unheaded) {
    const went = places.map(({ column, to }) => `column ${columnLetter(column)} ${to === null ? "has a column of its own at the right" : `went under “${headingOf(to)}”`}`);
    return [`The rows that you added below came without headings: ${list(went)}.`];
  }
  const lines: string[] = [];
  for (const { heading, to, forename } of places) {
    const under = to === null ? "" : headingOf(to);
    if (heading.trim() === "") continue;
    if (to === null) lines.push(`“${heading}” has a column of its own at the right.`);
    else if (forename !== undefined) lines.push(`First names and “${heading}” went together under “${under}”.`);
    else if (keyOf(under) !== keyOf(heading)) lines.push(`“${heading}” went under “${under}”.`);
  }
  return lines.length > 0 ? [`Of the rows that you added below: ${lines.join(" ")}`] : [];
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

/** What was brought, read by itself for the rules that the loaded rows are read for, and those it fits besides: its rows, and
 * its heading row if it has one; as a guess, how it is read under headings of which one alone is known. */
async function opened(
  session: Session,
  work: Work,
  brought: Source,
  above: Reading,
): Promise<{ rows: SheetRow[]; headings: { index: number; reading: Reading } | null; guess: Reading | null }> {
  const follow = (policies: string[] | undefined): Promise<void> =>
    session.follow({ ...work, source: brought, edits: [], read: policies ? { policies } : {} });
  await follow(work.read.policies);
  const applied = session.results?.reading.policies ?? [];
  const both = [...new Set([...above.policies, ...applied])];
  if (both.length > applied.length) await follow(both);
  const reading = session.results?.reading;
  const rows = await rowsOf(session, brought);
  // A row of data is not taken for headings: at least two of its cells are to be headings, which are like what the rules know or what the loaded rows have.
  const own = new Set(above.columns.map(({ heading }) => keyOf(heading)));
  const fields = reading ? fieldsOf(reading).any : new Map<number, string[]>();
  const known = reading?.columns.filter(({ column, heading }) => fields.get(column)?.length || (heading.trim() !== "" && own.has(keyOf(heading)))).length ?? 0;
  const headings = reading && reading.heading_row !== null && known > 1 ? { index: session.indexOfRow(reading.heading_row), reading } : null;
  const guess = reading && reading.heading_row !== null && known === 1 ? reading : null;
  session.close();
  return { rows, headings, guess };
}

/** Rows that are asked for at once. */
const PORTION = 500;

const padded = (cells: CellIn[], width: number): CellIn[] => Array.from({ length: Math.max(width, cells.length) }, (_, index) => cells[index] ?? "");

function moved(cells: CellIn[], places: Map<number, { to: number; forename?: number }>): CellIn[] {
  const line: CellIn[] = [];
  for (const [index, cell] of cells.entries()) {
    const place = places.get(index);
    if (!place) continue;
    const first = place.forename === undefined ? "" : textOf(cells[place.forename]).trim();
    line[place.to] = first === "" ? cell : `${first} ${textOf(cell)}`.trim();
  }
  return padded(line, 0);
}
