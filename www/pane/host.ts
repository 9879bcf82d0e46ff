// What the pane asks of the program it stands in: Excel or Google Sheets. Rows and columns count from 0, except in a Change,
// whose cells count from 1 as in the sheet.

import type { Change, Spelling } from "../core/convert";
import type { SheetRow } from "../src/contract";
import { columnLetter } from "../src/words";

/** Where rows stand: a sheet by its id, and the first cell of a block. */
export interface Block {
  sheet: string;
  sheetName: string;
  row: number;
  column: number;
  rows: number;
  columns: number;
  /** True where it touches a table of Excel, in which nothing may spill. */
  inTable: boolean;
}

export interface Taken {
  block: Block;
  rows: SheetRow[];
  /** What a person should know of the cells before the answers are believed. */
  notes: string[];
  /** How many formulas of one row each the sheet holds. */
  singles: number;
  /** The first column to the right of everything in the sheet. */
  right: number;
}

/** Columns to be written beside a tracker. */
export interface Filling {
  sheet: string;
  row: number;
  column: number;
  /** Headings, then a line for each row. */
  lines: string[][];
  /** Which of the columns hold days. */
  days: number[];
  /** The headings of columns that an earlier fill may have left and that may be written over. */
  ours: string[];
  /** What the document is to remember of this fill. */
  note: string;
}

/** A row of a sheet. */
export interface Chosen {
  sheet: string;
  row: number;
}

export type Undo = () => Promise<void>;

export interface Host {
  readonly program: "Excel" | "Google Sheets";
  /** How formulas are spelt here. */
  readonly spelling: Spelling;
  /** What the program calls a document. */
  readonly document: "workbook" | "spreadsheet";
  /** Where formulas with another spelling come from. */
  readonly elsewhere: string;
  /** What has to be known where the rows are chosen: where they are worked out, and what may go wrong. */
  readonly about: string;
  readonly hints: readonly string[];
  /** What to do when the program refuses to write. */
  readonly whenRefused: string;
  /** Said when settings have changed that formulas in cells are to follow. */
  readonly afterSettings: string | null;

  /** The chosen rows, or, where one row is chosen, all rows of the sheet in the columns around it. */
  take(): Promise<Taken>;
  /** Writes columns unless something is in the way; gives how they are taken back. */
  fill(filling: Filling): Promise<Undo>;
  /** Every formula of the sheet on show, from A1; other cells are "". */
  formulas(): Promise<{ sheet: string; formulas: string[][] }>;
  change(sheet: string, changes: readonly Change[]): Promise<Undo>;
  /** Adds a sheet with these cells, and shows it. */
  addSheet(name: string, cells: string[][]): Promise<Undo>;
  /** True where blank cells reach a formula as 0. */
  blankIsZero(): Promise<boolean>;
  /** The chosen row of the sheet. */
  chosen(): Promise<Chosen>;
  /** False where the program does not say that another cell was chosen, so that a person has to ask. */
  readonly tellsChoice: boolean;
  /** Tells when another row may have been chosen. */
  onChoice(seen: () => void): Promise<void>;

  /** What the document keeps under a name, for all who open it. */
  kept(name: string): string;
  /** Keeps it; says whether that was possible. */
  keep(name: string, text: string): Promise<boolean>;
  /** Opens the help for the formulas. */
  help(): void;
}

/** Under these names a document keeps what belongs to all who open it. */
export const SETTINGS = "bae-rules.settings";
export const FILLED = "bae-rules.filled";

/** Something stands where columns were to be filled; nothing was written. */
export class InTheWayError extends Error {
  override name = "InTheWayError";
  readonly remedy = "Move what is there, or say another column to begin at.";
  /** The cell, from 0. */
  constructor(row: number, column: number) {
    super(`Nothing was filled: column ${columnLetter(column)} is not empty (row ${row + 1})`);
  }
}
