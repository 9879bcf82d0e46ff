// The duties that are not done as a CSV file: one line for each duty.

import type { App } from "../../app";
import type { ToDo } from "../../contract";
import type { Progress } from "../../progress";
import { csvCell } from "./csv";
import { download, fileName } from "./download";

const HEADINGS = ["Row", "Name", "What to do", "Who", "How it stands", "Due", "Why", "What is missing", "Rule", "Clause", "Policy"];

/** Duties that are asked for at once. */
const PORTION = 500;

export async function downloadDuties(app: App, progress: Progress): Promise<void> {
  const results = app.results;
  if (!results) return;
  // The mark tells Excel that the file is UTF-8.
  const lines = [`\uFEFF${HEADINGS.join(",")}\r\n`];
  for (let from = 0; ; from += PORTION) {
    const { duties } = await progress.during(app.session.toDo(from, PORTION));
    lines.push(...duties.map((duty) => `${cells(duty).map(csvCell).join(",")}\r\n`));
    if (duties.length < PORTION) break;
    await progress.pause();
  }
  download(fileName("duties", results.summary, "csv"), lines, "text/csv");
}

/** The same cells as the command line's list has. */
function cells({ row, name, policy, missing, duty }: ToDo): string[] {
  const ours = duty.origin === "source" ? "" : `; ${duty.origin}`;
  return [
    `${row}`,
    name,
    duty.action,
    duty.who,
    `${duty.standing}${duty.advice ? ", advised" : ""}`,
    duty.due ?? "",
    duty.says,
    missing,
    [duty.rule, ...(duty.carries_out ?? [])].join(", "),
    `${duty.clause}${ours}`,
    policy,
  ];
}
