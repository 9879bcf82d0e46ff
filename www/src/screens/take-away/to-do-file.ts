// What is to be done as a CSV file: one line for each next action and each other duty, with the cells of the command line's list.

import type { App } from "../../app";
import type { Progress } from "../../progress";
import { csvCell } from "./csv";
import { download, fileName } from "./download";

/** Lines that are asked for at once. */
const PORTION = 500;

export async function downloadToDo(app: App, progress: Progress): Promise<void> {
  const results = app.results;
  if (!results) return;
  // The mark tells Excel that the file is UTF-8.
  const parts = ["\uFEFF"];
  await eachToDo(app, progress, (lines) => parts.push(...lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`)));
  download(fileName("to-do", results.summary, "csv"), parts, "text/csv");
}

/** Gives out the headings, and then the cells of all lines, some at a time. */
export async function eachToDo(app: App, progress: Progress, take: (lines: string[][]) => void): Promise<void> {
  for (let from = 0; ; from += PORTION) {
    const { headings, lines } = await progress.during(app.session.toDo(from, PORTION));
    if (from === 0) take([headings]);
    take(lines.map(({ cells }) => cells));
    if (lines.length < PORTION) return;
    await progress.pause();
  }
}
