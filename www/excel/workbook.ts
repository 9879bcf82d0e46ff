// Excel as the pane's host: a range as rows for the engine, cells written and put back, sheets, settings. Nothing of the
// rules.

import { inTheWay } from "../core/beside";
import { isDateFormat, serialDays } from "../core/cells";
import type { Change } from "../core/convert";
import { oneForMany } from "../core/many";
import { ownContent } from "../pane/before";
import { FILLED, InTheWayError, SETTINGS } from "../pane/host";
import type { Filling, Host, Taken, Undo } from "../pane/host";
import type { CellIn } from "../src/contract";

/** What cells held before they were written over. */
interface Before {
  sheet: string;
  row: number;
  column: number;
  formulas: unknown[][];
  formats: string[][];
}

const NOTHING: Taken = {
  block: { sheet: "", sheetName: "", row: 0, column: 0, rows: 0, columns: 0, inTable: false },
  rows: [],
  notes: [],
  singles: 0,
  right: 0,
};

/** The chosen cells, or, where one row is chosen, all rows of the sheet in the columns of the filled block around it. */
function take(): Promise<Taken> {
  return Excel.run(async (context) => {
    let range = context.workbook.getSelectedRange();
    range.load("rowCount,columnCount");
    const used = range.worksheet.getUsedRangeOrNullObject(true);
    used.load("isNullObject,rowIndex,rowCount");
    await context.sync();
    if (used.isNullObject) return NOTHING;
    if (range.rowCount === 1) {
      // A row left blank inside a tracker ends the block that Excel sees, so rows reach as far as the sheet is used.
      const around = range.getSurroundingRegion();
      around.load("columnIndex,columnCount");
      await context.sync();
      range = range.worksheet.getRangeByIndexes(used.rowIndex, around.columnIndex, used.rowCount, around.columnCount);
    }
    // A whole column reaches down a million rows; what is used of it is meant.
    range = range.getUsedRangeOrNullObject(true);
    range.load("rowCount,columnCount,rowIndex,columnIndex,values,text,valueTypes,numberFormat,isNullObject");
    await context.sync();
    if (range.isNullObject) return NOTHING;
    range.worksheet.load("id,name");
    const tables = range.getTables(false).getCount();
    const written = range.worksheet.getUsedRangeOrNullObject(false);
    written.load("formulas,rowIndex,columnIndex,columnCount");
    await context.sync();
    const block = {
      sheet: range.worksheet.id,
      sheetName: range.worksheet.name,
      row: range.rowIndex,
      column: range.columnIndex,
      rows: range.rowCount,
      columns: range.columnCount,
      inTable: tables.value > 0,
    };
    const rows = range.values.map((values, row) => ({
      n: block.row + row + 1,
      // So that a column has the letter that it has in the sheet.
      c: [
        ...Array<CellIn>(block.column).fill(""),
        ...values.map((value, column) =>
          cell(value, range.text[row]?.[column] ?? "", range.valueTypes[row]?.[column] ?? "", range.numberFormat[row]?.[column] ?? ""),
        ),
      ],
    }));
    return { block, rows, notes: [], singles: oneForMany(fromA1(written)).count, right: written.columnIndex + written.columnCount };
  });
}

function cell(value: unknown, text: string, type: string, format: string): CellIn {
  switch (type) {
    case "Empty":
      return "";
    case "Double":
    case "Integer": {
      const number = Number(value);
      const day = isDateFormat(format) ? serialDays(number) : undefined;
      return day === undefined ? { t: text, k: "number", v: number } : { t: text, k: "date", v: day };
    }
    case "Boolean":
      return { t: text, k: "bool", v: value === true ? 1 : 0 };
    case "Error":
      return { t: text === "" ? String(value) : text, k: "error" };
    default:
      return { t: String(value), k: "text" };
  }
}

/** The formulas of a used range as the formulas of a sheet from A1; cells without one are "". */
function fromA1(used: Excel.Range): string[][] {
  const blank = (count: number): string[] => Array<string>(count).fill("");
  const rows = used.formulas.map((row) => [
    ...blank(used.columnIndex),
    ...row.map((cell) => (typeof cell === "string" && cell.startsWith("=") ? cell : "")),
  ]);
  return [...Array.from({ length: used.rowIndex }, () => []), ...rows];
}

function fill({ sheet, row, column, lines, days, ours, note }: Filling): Promise<Undo> {
  return Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, lines.length, lines[0]?.length ?? 0);
    range.load("values,formulas,numberFormat");
    await context.sync();
    const obstacle = inTheWay(range.values, ours);
    if (obstacle) throw new InTheWayError(row + obstacle.row, column + obstacle.column);
    const before = { sheet, row, column, formulas: range.formulas, formats: range.numberFormat };
    const format = (at: number): string => (days.includes(at) ? "yyyy-mm-dd" : "General");
    range.numberFormat = lines.map((line) => line.map((_, at) => format(at)));
    range.formulas = lines;
    range.format.autofitColumns();
    await context.sync();
    const old = kept(FILLED);
    await keep(FILLED, note);
    return async () => {
      await restore([before]);
      await keep(FILLED, old);
    };
  });
}

function change(sheet: string, changes: readonly Change[]): Promise<Undo> {
  return Excel.run(async (context) => {
    const ranges = changes.map(({ row, column, formulas }) => {
      const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row - 1, column - 1, formulas.length, formulas[0]?.length ?? 0);
      range.load("formulas,numberFormat");
      return range;
    });
    await context.sync();
    const before = changes.map(({ row, column }, at) => ({
      sheet,
      row: row - 1,
      column: column - 1,
      formulas: ranges[at]?.formulas ?? [],
      formats: ranges[at]?.numberFormat ?? [],
    }));
    changes.forEach(({ formulas }, at) => (ranges[at]!.formulas = formulas));
    await context.sync();
    return () => restore(before);
  });
}

/** Puts cells back as they were. */
function restore(all: readonly Before[]): Promise<void> {
  return Excel.run(async (context) => {
    for (const { sheet, row, column, formulas, formats } of all) {
      const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, formulas.length, formulas[0]?.length ?? 0);
      // What has spilled goes with the formula that spilled it.
      range.clear("Contents");
      range.numberFormat = formats;
      range.formulas = ownContent(formulas, "");
    }
    await context.sync();
  });
}

function addSheet(wanted: string, cells: string[][]): Promise<Undo> {
  return Excel.run(async (context) => {
    const { worksheets } = context.workbook;
    worksheets.load("items/name");
    await context.sync();
    const taken = new Set(worksheets.items.map((sheet) => sheet.name));
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted} ${n}`;
    const sheet = worksheets.add(name);
    const range = sheet.getRangeByIndexes(0, 0, cells.length, cells[0]?.length ?? 0);
    range.formulas = cells;
    range.format.autofitColumns();
    sheet.activate();
    sheet.load("id");
    await context.sync();
    const { id } = sheet;
    return () =>
      Excel.run(async (later) => {
        later.workbook.worksheets.getItem(id).delete();
        await later.sync();
      });
  });
}

function formulas(): Promise<{ sheet: string; formulas: string[][] }> {
  return Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet();
    const used = sheet.getUsedRangeOrNullObject(false);
    sheet.load("id");
    used.load("formulas,rowIndex,columnIndex,isNullObject");
    await context.sync();
    return { sheet: sheet.id, formulas: used.isNullObject ? [] : fromA1(used) };
  });
}

const PAUSE = 200;
const PATIENCE = 50;

/** What a formula over a blank cell and a filled one gives, in a sheet that nobody sees and that is gone afterwards. */
function tryFormula(formula: string): Promise<string> {
  return Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.add();
    sheet.visibility = "Hidden";
    try {
      const cell = sheet.getRangeByIndexes(0, 3, 1, 1);
      cell.formulas = [[formula]];
      for (let tries = 0; tries < PATIENCE; tries++) {
        cell.load("values");
        await context.sync();
        const value = String(cell.values[0]?.[0] ?? "");
        if (value !== "" && !value.startsWith("#BUSY") && !value.startsWith("#GETTING")) return value;
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
      return "";
    } finally {
      sheet.delete();
      await context.sync();
    }
  });
}

function chosen(): Promise<{ sheet: string; row: number }> {
  return Excel.run(async (context) => {
    const range = context.workbook.getSelectedRange();
    range.load("rowIndex");
    range.worksheet.load("id");
    await context.sync();
    return { sheet: range.worksheet.id, row: range.rowIndex };
  });
}

function onChoice(seen: () => void): Promise<void> {
  return Excel.run(async (context) => {
    context.workbook.onSelectionChanged.add(async () => seen());
    await context.sync();
  });
}

const kept = (name: string): string => {
  const value = Office.context.document.settings.get(name);
  return typeof value === "string" ? value : "";
};

async function keep(name: string, text: string): Promise<boolean> {
  Office.context.document.settings.set(name, text);
  const saved = await new Promise<boolean>((resolve) =>
    Office.context.document.settings.saveAsync(({ status }) => resolve(status === "succeeded")),
  );
  // Every formula is worked out again: its settings have changed, which Excel cannot know.
  if (saved && name === SETTINGS) {
    await Excel.run(async (context) => {
      context.workbook.application.calculate("Full");
      await context.sync();
    });
  }
  return saved;
}

export const excel: Host = {
  program: "Excel",
  spelling: "BAE.",
  document: "workbook",
  elsewhere: "Google Sheets",
  about: "Everything is worked out on this computer. Nothing is sent anywhere, and nothing is written into the sheet until you say so.",
  hints: [
    "Converting changes BAE_RISK and the like to BAE.RISK in the formulas of the sheet on show, and nothing else.",
    "A cell shows #NAME? after opening? Choose BAE rules under Home, Add-ins once: Excel then knows the formulas.",
  ],
  whenRefused: "Leave the cell you are editing, see that the sheet is not protected, and try again.",
  afterSettings: null,
  take,
  fill,
  formulas,
  change,
  addSheet,
  // Asks this very Excel: some hand a blank cell over as 0.
  blankIsZero: async () => !(await tryFormula("=BAE.DIAGNOSE(A1:B1)")).startsWith("blank"),
  chosen,
  tellsChoice: true,
  onChoice,
  kept,
  keep,
  help: () => void window.open("formulas.html", "_blank", "noopener"),
};
