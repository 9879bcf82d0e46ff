// The tracker's columns unchanged, then the result columns, as CSV.

import type { App } from "../../app";
import { inert } from "../../clipboard/lines";
import type { Progress } from "../../progress";
import { download, fileName } from "./download";
import { eachPortion } from "./table-rows";

export async function downloadCsv(app: App, progress: Progress): Promise<void> {
  const results = app.results;
  if (!results) return;
  // The mark tells Excel that the file is UTF-8.
  const parts = ["\uFEFF"];
  await eachPortion(app, progress, (lines) => {
    parts.push(...lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`));
  });
  download(fileName("results", results.summary, "csv"), parts, "text/csv");
}

export function csvCell(cell: string): string {
  const safe = inert(cell);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
