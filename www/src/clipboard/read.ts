// What was pasted or dropped: rows, or the reason why there are none.
//
// HTML comes first because it says where each cell begins and often what it
// really holds; the plain text of a spreadsheet shows display values only.

import type { SheetRow } from "../contract";
import { WIDEST, readHtmlTable } from "./html-table";
import type { Pause } from "./html-table";

export type Pasted =
  | { kind: "cells"; rows: SheetRow[]; from: string; notes: string[] }
  | { kind: "text"; text: string; from: string; notes: string[] }
  | { kind: "files"; files: File[] }
  | { kind: "picture" }
  | { kind: "markup" }
  | { kind: "one-cell" }
  | { kind: "empty" };

const PICTURE = /^image\//;

/** What came with a paste or a drop, taken out while the event lasts. */
export interface Brought {
  html: string;
  plain: string;
  files: File[];
}

export function taken(data: DataTransfer): Brought {
  return { html: data.getData("text/html"), plain: data.getData("text/plain"), files: [...data.files] };
}

export async function readBrought({ html, plain, files }: Brought, pause: Pause): Promise<Pasted> {
  // A copied range of Calc brings a picture of itself too: text goes first.
  const table = html ? await readHtmlTable(html, pause) : null;
  if (table && table.rows.some((row) => row.c.some((cell) => shown(cell) !== ""))) {
    if (table.rows.length === 1 && (table.rows[0]?.c.length ?? 0) <= 1) return { kind: "one-cell" };
    return { kind: "cells", rows: table.rows, from: table.from, notes: notesOf(table, "What you pasted") };
  }
  if (plain.trim() !== "") return (await readMarkup(plain, "What you pasted", pause)) ?? (isMarkup(plain) ? { kind: "markup" } : readText(plain));
  const pictures = files.filter((file) => PICTURE.test(file.type));
  const others = files.filter((file) => !PICTURE.test(file.type));
  if (others.length > 0) return { kind: "files", files: others };
  if (pictures.length > 0 || /<img[\s>]/i.test(html)) return { kind: "picture" };
  return { kind: "empty" };
}

/** Text that is HTML itself, as the reports of school systems are that are saved as .xls; null where it is none or holds no table. */
export async function readMarkup(text: string, what: string, pause: Pause): Promise<Pasted | null> {
  const table = isMarkup(text) ? await readHtmlTable(text, pause) : null;
  if (!table || !table.rows.some((row) => row.c.some((cell) => shown(cell) !== ""))) return null;
  const from = table.from === "a table" ? "a table of a web page or report" : table.from;
  return { kind: "cells", rows: table.rows, from, notes: notesOf(table, what) };
}
/** Whether a text begins as HTML or XML does, and not as a sheet whose first cell only looks like a tag. */
export const isMarkup = (text: string): boolean =>
  /^[\uFEFF\s]*<(?:(?:html|head|body|title|meta|style|script|table|div|center|font|p|h\d)[\s>]|!doctype\s|!--|\?xml\s)/i.test(text.slice(0, 1000));

/** Typed or pasted text without HTML. */
export function readText(text: string, from = "what you pasted"): Pasted {
  const body = text.replace(/^\uFEFF/, "");
  if (body.trim() === "") return { kind: "empty" };
  if (!/[\t\n\r,;]/.test(body.trim())) return { kind: "one-cell" };
  return { kind: "text", text, from, notes: [] };
}

const shown = (cell: SheetRow["c"][number]): string => (typeof cell === "string" ? cell : cell.t);

function notesOf(table: { otherTables: number; cut: boolean }, what: string): string[] {
  const notes: string[] = [];
  if (table.otherTables > 0) notes.push(`${what} held more than one table. The longest was used.`);
  if (table.cut) notes.push(`Only the first ${WIDEST.toLocaleString("en-GB")} columns were read.`);
  return notes;
}
