// The tracker's columns unchanged, then the result columns, as CSV.

import type { App } from "../../app";
import { inert } from "../../clipboard/write";
import { download, fileName } from "./download";
import { wholeTable } from "./table-rows";

export function downloadCsv(app: App): void {
  const results = app.results;
  if (!results) return;
  const table = wholeTable(app, results.summary, results.reading.columns);
  const lines = table.own.map((own, index) => [...own, ...(table.results[index] ?? [])].map(csvCell).join(","));
  // The mark tells Excel that the file is UTF-8.
  download(fileName("results", results.summary, "csv"), ["\uFEFF", lines.join("\r\n"), "\r\n"], "text/csv");
}

export function csvCell(cell: string): string {
  const safe = inert(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
