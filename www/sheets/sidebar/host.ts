// Google Sheets as the pane's host: what is asked of the document goes through google.script.run to ../src/Sidebar.gs, all
// rows of a tracker in one call.

import type { Change } from "../../core/convert";
import { ownContent } from "../../pane/before";
import { FILLED, InTheWayError } from "../../pane/host";
import type { Filling, Host, Taken, Undo } from "../../pane/host";
import type { CellIn, TypedCell } from "../../src/contract";

/** The part of Google's script that the sidebar uses. */
interface Run {
  withSuccessHandler(done: (answer: string) => void): Run;
  withFailureHandler(failed: (error: { message: string }) => void): Run;
  sidebar(what: string, given: string): void;
  showHelp(): void;
}
declare const google: { script: { run: Run } };

type Wire = string | [text: string, kind: TypedCell["k"], value?: number];
interface TakenWire {
  sheet: string;
  sheetName: string;
  row: number;
  column: number;
  rows: Wire[][];
  notes: string[];
  singles: number;
  right: number;
  kept: Record<string, string>;
}
interface Packed {
  rows: number;
  columns: number;
  all?: unknown;
  cells?: unknown[][];
}
interface Before {
  cells: Packed;
}

const ask = <T>(what: string, given: unknown = {}): Promise<T> =>
  new Promise((resolve, reject) =>
    google.script.run
      .withSuccessHandler((answer) => resolve(JSON.parse(answer) as T))
      .withFailureHandler(({ message }) => reject(new Error(message.replace(/^(?:Exception|Error): /, ""))))
      .sidebar(what, JSON.stringify(given)),
  );

let kept: Record<string, string> = {};

async function take(): Promise<Taken> {
  const taken = await ask<TakenWire>("take");
  kept = taken.kept;
  const { sheet, sheetName, row, column, notes, singles, right } = taken;
  const block = { sheet, sheetName, row, column, rows: taken.rows.length, columns: taken.rows[0]?.length ?? 0, inTable: false };
  // So that a column has the letter that it has in the sheet.
  const left = Array<CellIn>(column).fill("");
  return { block, notes, singles, right, rows: taken.rows.map((cells, at) => ({ n: row + at + 1, c: [...left, ...cells.map(cell)] })) };
}

function cell(wire: Wire): CellIn {
  if (typeof wire === "string") return wire;
  const [t, k, v] = wire;
  return v === undefined ? { t, k } : { t, k, v };
}

/** Cells as they were, without what a formula among them had filled. */
const own = (before: Before): Before =>
  before.cells.cells ? { ...before, cells: { ...before.cells, cells: ownContent(before.cells.cells, "") } } : before;

async function fill(filling: Filling): Promise<Undo> {
  const note = kept[FILLED] ?? "";
  const done = await ask<{ inTheWay?: { row: number; column: number }; before?: Before[] }>("fill", filling);
  if (done.inTheWay) throw new InTheWayError(done.inTheWay.row, done.inTheWay.column);
  kept = { ...kept, [FILLED]: filling.note };
  const before = (done.before ?? []).map(own);
  return async () => {
    kept = await ask("restore", { before, note });
  };
}

async function change(sheet: string, changes: readonly Change[]): Promise<Undo> {
  const { before } = await ask<{ before: Before[] }>("change", { sheet, changes });
  return async () => {
    kept = await ask("restore", { before: before.map(own) });
  };
}

async function addSheet(name: string, cells: string[][]): Promise<Undo> {
  const { sheet } = await ask<{ sheet: string }>("addSheet", { name, cells });
  return async () => {
    await ask("deleteSheet", { sheet });
  };
}

/** A look at the sidebar asks which row is chosen at most this often, in milliseconds: each asking is a call to Google. */
const SELDOM = 2000;

/** Sheets does not say that another cell was chosen, so it is asked when a person turns to the sidebar. */
async function onChoice(seen: () => void): Promise<void> {
  let last = 0;
  const turned = (): void => {
    if (Date.now() - last < SELDOM) return;
    last = Date.now();
    seen();
  };
  document.documentElement.addEventListener("pointerenter", turned);
  window.addEventListener("focus", turned);
}

/** The host, once what the document keeps is known. */
export async function sheets(): Promise<Host> {
  kept = await ask("open");
  return {
    program: "Google Sheets",
    spelling: "BAE_",
    document: "spreadsheet",
    elsewhere: "Excel or LibreOffice",
    about:
      "This sidebar works the answers out in your browser. Formulas in cells are worked out by Google, in your school’s own account. Nothing is sent to us, and nothing is written into the sheet until you say so.",
    hints: ["Converting changes BAE.RISK and the like to BAE_RISK in the formulas of the sheet on show, and nothing else."],
    whenRefused: "See that you may edit the sheet and that its cells are not protected, and try again.",
    afterSettings:
      "Kept in this spreadsheet, for all who open it. Formulas that are in cells already show their earlier answers until something that they look at changes; columns filled as values show the new answers at once.",
    take,
    fill,
    formulas: () => ask("formulas"),
    change,
    addSheet,
    blankIsZero: async () => false,
    chosen: () => ask("chosen"),
    tellsChoice: false,
    onChoice,
    kept: (name) => kept[name] ?? "",
    keep: async (name, text) => {
      kept = await ask("keep", { name, text });
      return kept[name] === text;
    },
    help: () => google.script.run.withSuccessHandler(() => undefined).withFailureHandler(() => undefined).showHelp(),
  };
}
