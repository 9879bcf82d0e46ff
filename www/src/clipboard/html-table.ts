// The table in a piece of clipboard HTML, as sheet rows.
//
// The HTML is parsed into a document of its own, which runs nothing and loads
// nothing, and is never put into the page.

import type { CellIn, SheetRow } from "../contract";
import { cellOf } from "./raw-values";

export interface HtmlTable {
  rows: SheetRow[];
  /** Where it was copied from, in the reader's words. */
  from: string;
  otherTables: number;
  /** Cells past the widest sheet that is read were left out. */
  cut: boolean;
}

/** Called between slices of a long paste, with the share that is done. Throws to stop. */
export type Pause = (done: number) => Promise<void>;

// About 12 rows of 30 columns as Excel writes them: read within half a frame.
const SLICE = 25_000;

/** The largest table in the HTML, or null when it holds none. */
export async function readHtmlTable(html: string, pause: Pause): Promise<HtmlTable | null> {
  if (!/<t[dh][\s>]/i.test(html)) return null;
  if (html.length <= SLICE) return readWhole(parse(html), html);
  // Taking a long paste from the clipboard was a task of its own, cutting it up is one.
  await pause(0);
  const slices = sliced(html);
  if (!slices) return readWhole(parse(html), html);
  await pause(0);
  const head = parse(slices.head);
  const formats = classFormats(head);
  const rows: SheetRow[] = [];
  let cut = false;
  for (const [index, slice] of slices.bodies.entries()) {
    const table = parse(`<table>${slice}</table>`).querySelector("table");
    const part = table ? readRows(table, formats) : { rows: [], cut: false };
    for (const row of part.rows) rows.push({ ...row, n: rows.length + 1 });
    cut ||= part.cut;
    await pause((index + 1) / slices.bodies.length);
  }
  return { rows, from: origin(head, slices.head), otherTables: 0, cut };
}

const parse = (html: string): Document => new DOMParser().parseFromString(html, "text/html");

/** A long paste cut between rows. Null where a cut could change the meaning: several tables, or cells over several rows. */
function sliced(html: string): { head: string; bodies: string[] } | null {
  if ((html.match(/<table[\s>]/gi) ?? []).length !== 1 || /\browspan\b/i.test(html)) return null;
  const start = html.search(/<tr[\s>]/i);
  // Written either way, and found ten times as fast as by any way it might be written.
  const end = Math.max(html.indexOf("</table"), html.indexOf("</TABLE"));
  if (start < 0 || end < start) return null;
  const bodies: string[] = [];
  for (let from = start; from < end; ) {
    const close = html.indexOf("</tr>", from + SLICE);
    const to = close < 0 || close > end ? end : close + "</tr>".length;
    bodies.push(html.slice(from, to));
    from = to;
  }
  return { head: html.slice(0, start), bodies };
}

function readWhole(parsed: Document, html: string): HtmlTable | null {
  const tables = [...parsed.querySelectorAll("table")].filter((table) => table.rows.length > 0);
  const table = tables.reduce<HTMLTableElement | null>(
    (largest, next) => (largest && largest.rows.length >= next.rows.length ? largest : next),
    null,
  );
  if (!table) return null;
  return {
    ...readRows(table, classFormats(parsed)),
    from: origin(parsed, html),
    otherTables: tables.filter((other) => other !== table && !table.contains(other)).length,
  };
}

function readRows(table: HTMLTableElement, formats: Map<string, string>): Pick<HtmlTable, "rows" | "cut"> {
  const grid = new Grid();
  const hidden = new Set<number>();
  for (const [index, row] of [...table.rows].entries()) {
    if (/display\s*:\s*none/i.test(row.getAttribute("style") ?? "")) hidden.add(index);
    let column = 0;
    for (const td of row.cells) {
      column = grid.firstFree(index, column);
      grid.put(index, column, cellOf(td, shownText(td), formatOf(td, formats)), span(td, "rowspan"), span(td, "colspan"));
      column += 1;
    }
  }
  const rows: SheetRow[] = grid.rows(table.rows.length).map((row, index) => (hidden.has(index) ? { ...row, h: true } : row));
  return { rows, cut: grid.cut };
}

/** Cells with their spans laid out; a merged cell keeps its text at the top left, as in the sheet. */
class Grid {
  #cells: CellIn[][] = [];
  /** For each column, the first row that no merged cell from above reaches. */
  #free: number[] = [];
  cut = false;

  firstFree(row: number, from: number): number {
    let column = from;
    while ((this.#free[column] ?? 0) > row) column += 1;
    return column;
  }
  put(row: number, column: number, cell: CellIn, tall: number, wide: number): void {
    if (column + wide > WIDEST) this.cut = true;
    const end = Math.min(column + wide, WIDEST);
    if (tall > 1 || wide > 1) {
      while (this.#free.length < end) this.#free.push(0);
      this.#free.fill(row + tall, column, end);
    }
    if (column >= WIDEST) return;
    const line = (this.#cells[row] ??= []);
    while (line.length < column) line.push("");
    line[column] = cell;
  }
  rows(height: number): SheetRow[] {
    return Array.from({ length: height }, (_, index) => ({ n: index + 1, c: this.#cells[index] ?? [] }));
  }
}

/** No tracker is wider; the reader of workbooks has the same limit. */
export const WIDEST = 2000;
// A span past these is a decoration of the whole sheet, not a merged cell.
const LONGEST_SPAN = 1000;
function span(td: Element, name: "rowspan" | "colspan"): number {
  const value = Number(td.getAttribute(name) ?? 1);
  return Number.isInteger(value) && value > 0 ? Math.min(value, LONGEST_SPAN) : 1;
}

/** The text as it is read on the sheet: <br> is a line break, source line breaks are spaces. */
function shownText(td: Element): string {
  if (!td.firstElementChild) return tidy(td.textContent ?? "");
  const parts: string[] = [];
  const walk = (node: Node): void => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) parts.push((child.textContent ?? "").replace(/[ \t\r\n\f]+/g, " "));
      else if (child.nodeName === "BR") parts.push("\n");
      else if (child.nodeName !== "STYLE" && child.nodeName !== "SCRIPT") walk(child);
    }
  };
  walk(td);
  return parts
    .join("")
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .trim();
}
const tidy = (words: string): string => words.replace(/[ \t\r\n\f]+/g, " ").trim();

/** mso-number-format of each class in the document's style sheets. */
function classFormats(parsed: Document): Map<string, string> {
  const formats = new Map<string, string>();
  for (const style of parsed.querySelectorAll("style")) {
    const rules = (style.textContent ?? "").matchAll(/\.([\w-]+)\s*\{([^}]*)\}/g);
    for (const [, name = "", body = ""] of rules) {
      const format = /mso-number-format\s*:\s*(?:"((?:\\.|[^"])*)"|([^;]+))/.exec(body);
      if (format) formats.set(name, (format[1] ?? format[2] ?? "").trim());
    }
  }
  return formats;
}

function formatOf(td: Element, formats: Map<string, string>): string | undefined {
  const own = /mso-number-format\s*:\s*(?:"((?:\\.|[^"])*)"|'((?:\\.|[^'])*)'|([^;]+))/.exec(td.getAttribute("style") ?? "");
  if (own) return (own[1] ?? own[2] ?? own[3] ?? "").trim();
  for (const name of td.classList) {
    const format = formats.get(name);
    if (format !== undefined) return format;
  }
  return undefined;
}

function origin(parsed: Document, html: string): string {
  const generator = parsed.querySelector('meta[name="generator" i]')?.getAttribute("content") ?? "";
  if (/excel/i.test(generator) || html.includes("urn:schemas-microsoft-com:office:excel")) return "Excel";
  if (/libreoffice/i.test(generator)) return "LibreOffice";
  if (/openoffice/i.test(generator)) return "OpenOffice";
  if (parsed.querySelector("google-sheets-html-origin, [data-sheets-root]")) return "Google Sheets";
  if (/word/i.test(generator)) return "Word";
  return "a table";
}
