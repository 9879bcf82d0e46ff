// How result columns become formulas.

import type { Spelling } from "../core/convert";
import { inert } from "../src/clipboard/lines";
import { columnLetter } from "../src/words";
import type { Taken } from "./host";
import examples from "./generated/examples.json";

/** The functions that give result columns beside a tracker, in the order of the catalogue. */
const beside = examples.filter(({ id }) => id !== "WHY");

/** How many columns a function fills. */
export const columnsOf = (name: string): number => examples.find(({ id }) => id === name.toUpperCase())?.columns.length ?? 1;

export interface Place {
  /** The row of the headings, the first and the last row below it, from 0. */
  headingRow: number;
  firstRow: number;
  lastRow: number;
  /** The first and the last column of the tracker, from 0. */
  firstColumn: number;
  lastColumn: number;
}

export interface Options {
  /** The day of the answers, as 2026-04-08. */
  asOf: string;
  /** A formula for each row, where nothing may spill. */
  eachRow: boolean;
  /** True where blank cells reach a formula as 0. */
  guardBlanks: boolean;
  spelling: Spelling;
}

const address = (row: number, column: number): string => `$${columnLetter(column)}$${row + 1}`;

/** The functions whose columns are all wanted, and those columns; and the wanted columns that no formula gives. */
export function planned(wanted: readonly string[]): { groups: { id: string; columns: string[] }[]; left: string[] } {
  const groups: { id: string; columns: string[] }[] = [];
  const given = new Set<string>();
  for (const { id, columns } of beside) {
    if (columns.some((column) => given.has(column)) || !columns.some((column) => wanted.includes(column))) continue;
    groups.push({ id, columns });
    columns.forEach((column) => given.add(column));
  }
  if (wanted.includes("Why")) groups.push({ id: "WHY", columns: ["Why"] });
  return { groups, left: wanted.filter((column) => column !== "Why" && !given.has(column)) };
}

/** The cells of a block of formulas: its headings, then a formula that spills, or one for each row. */
export function formulas(group: { id: string; columns: string[] }, place: Place, options: Options): string[][] {
  const headings = `${address(place.headingRow, place.firstColumn)}:${address(place.headingRow, place.lastColumn)}`;
  const [year, month, day] = options.asOf.split("-").map(Number);
  const date = `DATE(${year},${month},${day})`;
  const first = group.id === "WHY" ? '"",' : "";
  const asked = (from: number, to: number): string => {
    const cells = `${address(from, place.firstColumn)}:${address(to, place.lastColumn)}`;
    const rows = options.guardBlanks ? `IF(${cells}="","",${cells})` : cells;
    return `${options.spelling}${group.id}(${first}${headings},${rows},${date})`;
  };
  const lines: string[][] = [group.columns.map((heading) => heading)];
  if (!options.eachRow) {
    lines.push(group.columns.map((_, at) => (at === 0 ? `=${asked(place.firstRow, place.lastRow)}` : "")));
    return lines;
  }
  for (let row = place.firstRow; row <= place.lastRow; row++) {
    const call = asked(row, row);
    lines.push(group.columns.map((_, at) => (group.columns.length === 1 ? `=${call}` : `=INDEX(${call},1,${at + 1})`)));
  }
  return lines;
}

/** The cells of tab separated text whose quoted cells hold tabs, line breaks or quotes. */
export function cells(text: string): string[][] {
  const lines: string[][] = [[]];
  const pattern = /"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*)/y;
  let at = 0;
  while (at < text.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (!found) break;
    lines[lines.length - 1]!.push(found[1] !== undefined ? found[1].replace(/""/g, '"') : (found[2] ?? ""));
    at = pattern.lastIndex;
    if (text[at] === "\n" && at + 1 < text.length) lines.push([]);
    if (text[at] === "\t" && (at + 1 === text.length || text[at + 1] === "\n")) {
      lines[lines.length - 1]!.push("");
      if (text[at + 1] === "\n" && at + 2 < text.length) lines.push([]);
      at += 1;
    }
    at += 1;
  }
  return lines;
}

/** A sheet with a made-up tracker and its formulas, as cells. */
export function exampleSheet(spelling: Spelling): string[][] {
  const risk = examples.find(({ id }) => id === "RISK")!;
  const width = Math.max(...risk.sheet.map((row) => row.length));
  const rows = risk.sheet.map((row) => {
    const shown = row.map((cell) => (cell === null ? "" : typeof cell === "object" ? cell.date : inert(String(cell))));
    return [...shown, ...Array<string>(width - row.length).fill("")];
  });
  // Below the day, so that a blank column is left between it and the tracker.
  rows[1]![width - 1] = "the day of the answers";
  const same = examples.filter(({ sheet, id }) => id !== "WHY" && JSON.stringify(sheet) === JSON.stringify(risk.sheet));
  for (const { columns, formula } of same) {
    rows[0]!.push(...columns);
    rows[1]!.push(`=${spelling}${formula}`, ...Array<string>(columns.length - 1).fill(""));
    rows.slice(2).forEach((row) => row.push(...Array<string>(columns.length).fill("")));
  }
  return rows;
}

/** What a document remembers of its last fill; where it stands is missing in what older versions wrote. */
export interface FilledNote {
  engine: string;
  asOf: string;
  policies: Record<string, string>;
  headings?: string[];
  sheet?: string;
  /** From 0. */
  column?: number;
}

export function filledNote(text: string): FilledNote | null {
  try {
    const note: unknown = JSON.parse(text);
    return typeof note === "object" && note !== null && "policies" in note ? (note as FilledNote) : null;
  } catch {
    return null;
  }
}

/** Rows within which a tracker's headings stand, when they are looked for by their words. */
const NEAR_TOP = 30;

/** What was taken, without the columns that an earlier fill has left at its right: they are answers, not facts. */
export function withoutFilled(taken: Taken, note: FilledNote | null): Taken {
  const headings = note?.headings ?? [];
  const width = headings.length;
  if (width === 0 || width >= taken.block.columns) return taken;
  const words = (cell: unknown): string => (typeof cell === "object" && cell !== null && "t" in cell ? String(cell.t) : String(cell ?? ""));
  const filled = taken.rows.slice(0, NEAR_TOP).some(({ c }) => headings.every((heading, at) => words(c[c.length - width + at]) === heading));
  if (!filled) return taken;
  const block = { ...taken.block, columns: taken.block.columns - width };
  return { ...taken, block, rows: taken.rows.map((row) => ({ ...row, c: row.c.slice(0, row.c.length - width) })) };
}

/** Where columns are best written, from 0: where they were before, else beside the tracker, else right of everything. */
export function bestColumn({ block, right }: Pick<Taken, "block" | "right">, note: FilledNote | null): number {
  const beside = block.column + block.columns;
  if (note?.sheet === block.sheet && note.column !== undefined && note.column >= beside) return note.column;
  return Math.max(beside, right);
}

/** "AB" as 27; null where it is no column. */
export function columnNumber(letters: string): number | null {
  const found = /^\s*([A-Z]{1,3})\s*$/i.exec(letters)?.[1]?.toUpperCase();
  return found ? [...found].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1 : null;
}
