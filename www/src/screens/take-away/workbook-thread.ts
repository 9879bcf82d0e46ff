// Writes workbooks in a thread of its own: packing thousands of rows takes
// seconds. It is handed rows, some at a time, and hands back a file.

import writeXlsx from "write-excel-file/universal";
import type { Cell, Row } from "write-excel-file/universal";

/** A cell: text, a number, a heading, or text that is written as a number or a date where it is one. */
export type Given = string | number | null | { head: string } | { typed: string };
export interface SheetGiven {
  name: string;
  widths: number[];
  /** Rows that stay in sight at the top. */
  sticky: number;
}
export type Message = { sheet: SheetGiven } | { rows: Given[][] } | { finish: true };
export type Written = { file: Blob } | { failed: true };

const HEADING = { fontWeight: "bold", backgroundColor: "#E3EEEE", wrap: true, alignVertical: "top" } as const;
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d{0,10})(?:\.\d+)?$/;
const ISO_DATE = /^\d{4}-\d\d-\d\d$/;

/** Text is always written as text, so a cell that looks like a formula is none. */
const text = (value: string): Cell => (value === "" ? null : { value, type: String, wrap: true, alignVertical: "top" });

function cell(given: Given): Cell {
  if (given === null) return null;
  if (typeof given === "string") return text(given);
  if (typeof given === "number") return { value: given, type: Number, alignVertical: "top" };
  if ("head" in given) return { value: given.head, type: String, ...HEADING };
  // Numbers and ISO dates as themselves, so that they sort and filter.
  if (PLAIN_NUMBER.test(given.typed)) return { value: Number(given.typed), type: Number, alignVertical: "top" };
  if (ISO_DATE.test(given.typed)) return { value: new Date(`${given.typed}T00:00:00Z`), type: Date, format: "dd/mm/yyyy", alignVertical: "top" };
  return text(given.typed);
}

const sheets: { sheet: string; columns: { width: number }[]; stickyRowsCount: number; data: Row[] }[] = [];

async function take(message: Message): Promise<Written | null> {
  if ("sheet" in message) {
    const { name, widths, sticky } = message.sheet;
    sheets.push({ sheet: name, columns: widths.map((width) => ({ width })), stickyRowsCount: sticky, data: [] });
    return null;
  }
  if ("rows" in message) {
    sheets.at(-1)?.data.push(...message.rows.map((row) => row.map(cell)));
    return null;
  }
  return { file: await writeXlsx(sheets).toBlob() };
}

self.onmessage = (event: MessageEvent<Message>): void =>
  void take(event.data).then(
    (written) => written && self.postMessage(written),
    () => self.postMessage({ failed: true } satisfies Written),
  );
