// Everything that is asked of the workbook, and nothing of the rules: a range as rows for the engine, cells written and put
// back, sheets, settings.

import { isDateFormat } from "../core/cells";
import type { CellIn, SheetRow } from "../src/contract";

/** Where rows stand: a sheet by its id, and the first cell of a block, all from 0. */
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
}

/** What cells held before they were written over. */
export interface Before {
  sheet: string;
  row: number;
  column: number;
  formulas: unknown[][];
  formats: string[][];
}

const UNIX_EPOCH = 25_569;

/** The chosen cells, or, where one cell is chosen, the filled block around it. */
export function takeSelection(): Promise<Taken> {
  return Excel.run(async (context) => {
    let range = context.workbook.getSelectedRange();
    range.load("rowCount,columnCount");
    await context.sync();
    if (range.rowCount === 1) range = range.getSurroundingRegion();
    // A whole column reaches down a million rows; what is used of it is meant.
    range = range.getUsedRangeOrNullObject(true);
    range.load("rowCount,columnCount,rowIndex,columnIndex,values,text,valueTypes,numberFormat,isNullObject");
    range.worksheet.load("id,name");
    await context.sync();
    if (range.isNullObject) {
      return { block: { sheet: "", sheetName: "", row: 0, column: 0, rows: 0, columns: 0, inTable: false }, rows: [] };
    }
    const tables = range.getTables(false).getCount();
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
    return { block, rows };
  });
}

function cell(value: unknown, text: string, type: string, format: string): CellIn {
  switch (type) {
    case "Empty":
      return "";
    case "Double":
    case "Integer": {
      const number = Number(value);
      return isDateFormat(format) && number >= 1
        ? { t: text, k: "date", v: Math.floor(number) - UNIX_EPOCH }
        : { t: text, k: "number", v: number };
    }
    case "Boolean":
      return { t: text, k: "bool", v: value === true ? 1 : 0 };
    case "Error":
      return { t: text === "" ? String(value) : text, k: "error" };
    default:
      return { t: String(value), k: "text" };
  }
}

/** Writes cells and gives what they held; `formats` only where it has one. */
export function write(sheet: string, row: number, column: number, formulas: unknown[][], formats?: string[][]): Promise<Before> {
  return Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, formulas.length, formulas[0]?.length ?? 0);
    range.load("formulas,numberFormat");
    await context.sync();
    const before = { sheet, row, column, formulas: range.formulas, formats: range.numberFormat };
    if (formats) range.numberFormat = formats;
    range.formulas = formulas;
    range.format.autofitColumns();
    await context.sync();
    return before;
  });
}

/** What cells hold; `columns` is made no wider than the sheet. */
export function held(sheet: string, row: number, column: number, rows: number, columns: number): Promise<unknown[][]> {
  return Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, rows, columns);
    range.load("values");
    await context.sync();
    return range.values;
  });
}

/** Puts cells back as they were. */
export function restore({ sheet, row, column, formulas, formats }: Before): Promise<void> {
  return Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, formulas.length, formulas[0]?.length ?? 0);
    // What has spilled goes with the formula that spilled it.
    range.clear("Contents");
    range.numberFormat = formats;
    range.formulas = formulas;
    await context.sync();
  });
}

/** Adds a sheet with cells in it and shows it; gives its id. */
export function addSheet(wanted: string, formulas: unknown[][]): Promise<string> {
  return Excel.run(async (context) => {
    const { worksheets } = context.workbook;
    worksheets.load("items/name");
    await context.sync();
    const taken = new Set(worksheets.items.map((sheet) => sheet.name));
    let name = wanted;
    for (let n = 2; taken.has(name); n++) name = `${wanted} ${n}`;
    const sheet = worksheets.add(name);
    const range = sheet.getRangeByIndexes(0, 0, formulas.length, formulas[0]?.length ?? 0);
    range.formulas = formulas;
    range.format.autofitColumns();
    sheet.activate();
    sheet.load("id");
    await context.sync();
    return sheet.id;
  });
}

export function deleteSheet(id: string): Promise<void> {
  return Excel.run(async (context) => {
    context.workbook.worksheets.getItem(id).delete();
    await context.sync();
  });
}

/** Changes formulas of the sheet on show, each cell by itself so that nothing else is touched; gives what they were. */
export function changeFormulas(change: (formula: string) => string): Promise<Before[]> {
  return Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet();
    const used = sheet.getUsedRangeOrNullObject(false);
    sheet.load("id");
    used.load("formulas,numberFormat,rowIndex,columnIndex,isNullObject");
    await context.sync();
    if (used.isNullObject) return [];
    const before: Before[] = [];
    used.formulas.forEach((row, y) =>
      row.forEach((formula, x) => {
        if (typeof formula !== "string" || !formula.startsWith("=")) return;
        const changed = change(formula);
        if (changed === formula) return;
        const at = { row: used.rowIndex + y, column: used.columnIndex + x };
        before.push({ sheet: sheet.id, ...at, formulas: [[formula]], formats: [[used.numberFormat[y]?.[x] ?? "General"]] });
        sheet.getRangeByIndexes(at.row, at.column, 1, 1).formulas = [[changed]];
      }),
    );
    await context.sync();
    return before;
  });
}

const PAUSE = 200;
const PATIENCE = 50;

/** What a formula over a blank cell and a filled one gives, in a sheet that nobody sees and that is gone afterwards. */
export function tryFormula(formula: string): Promise<string> {
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

/** The sheet and row, from 0, of the chosen cell. */
export function chosenRow(): Promise<{ sheet: string; row: number }> {
  return Excel.run(async (context) => {
    const range = context.workbook.getSelectedRange();
    range.load("rowIndex");
    range.worksheet.load("id");
    await context.sync();
    return { sheet: range.worksheet.id, row: range.rowIndex };
  });
}

export function onSelection(seen: () => void): Promise<void> {
  return Excel.run(async (context) => {
    context.workbook.onSelectionChanged.add(async () => seen());
    await context.sync();
  });
}

/** Works every formula out again: their settings have changed, which Excel cannot know. */
export function calculate(): Promise<void> {
  return Excel.run(async (context) => {
    context.workbook.application.calculate("Full");
    await context.sync();
  });
}

export const kept = (name: string): string => {
  const value = Office.context.document.settings.get(name);
  return typeof value === "string" ? value : "";
};

/** Keeps a text in the workbook itself, so that colleagues who open it have it too. */
export function keep(name: string, text: string): Promise<boolean> {
  Office.context.document.settings.set(name, text);
  return new Promise((resolve) => Office.context.document.settings.saveAsync(({ status }) => resolve(status === "succeeded")));
}
