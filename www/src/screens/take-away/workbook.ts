// The results as a workbook: Learners, What is to be done, Summary, Needs checking, Policy used.
// What goes into its cells is gathered here; the file is made in a thread.

import type { App } from "../../app";
import type { PolicyInfo, ToDoPart } from "../../contract";
import type { Progress } from "../../progress";
import { columnLetter, longDate } from "../../words";
import { hasToDo } from "../results/to-do";
import { download, fileName } from "./download";
import { eachPortion } from "./table-rows";
import { eachToDo } from "./to-do-file";
import type { Given, Message, SheetGiven, Written } from "./workbook-thread";
import WriterThread from "./workbook-thread?worker&inline";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/** Rows that are handed over at once. */
const PORTION = 500;

/** This browser makes no thread, or the thread has broken. */
export class WorkbookError extends Error {
  override name = "WorkbookError";
}

class Writer {
  #thread: Worker;

  constructor() {
    try {
      this.#thread = new WriterThread();
    } catch (cause) {
      throw new WorkbookError("no thread", { cause });
    }
  }
  #say(message: Message): void {
    this.#thread.postMessage(message);
  }
  sheet(sheet: SheetGiven): void {
    this.#say({ sheet });
  }
  rows(rows: Given[][]): void {
    this.#say({ rows });
  }
  finish(): Promise<Blob> {
    return new Promise((resolve, reject) => {
      const broken = (): void => reject(new WorkbookError("the thread ended"));
      this.#thread.onerror = broken;
      this.#thread.onmessage = (event: MessageEvent<Written>) => ("file" in event.data ? resolve(event.data.file) : broken());
      this.#say({ finish: true });
    });
  }
  close(): void {
    this.#thread.terminate();
  }
}

export async function downloadWorkbook(app: App, progress: Progress): Promise<void> {
  const results = app.results;
  if (!results) return;
  const writer = new Writer();
  try {
    await learners(app, writer, progress);
    if (hasToDo(app)) await toDo(app, writer, progress);
    writer.sheet({ name: "Summary", widths: [34, 24, 12], sticky: 0 });
    writer.rows(summarySheet(app, hasToDo(app) ? await app.session.toDo(0, 0) : null));
    writer.sheet({ name: "Needs checking", widths: [8, 26, 10, 26, 50, 34, 50], sticky: 1 });
    writer.rows([["Row", "Learner", "Column", "Heading", "What is wrong", "Expected", "What to do"].map(head)]);
    for (let from = 0; from < results.problems.length; from += PORTION) {
      writer.rows(problems(app, from));
      await progress.pause();
    }
    writer.sheet({ name: "Policy used", widths: [34, 60], sticky: 0 });
    writer.rows(policies(app));
    download(fileName("results", results.summary, "xlsx"), [await progress.during(writer.finish())], XLSX);
  } finally {
    writer.close();
  }
}

/** A sheet with the headings that a set of rules knows, and nothing else. */
export async function downloadTemplate(policy: PolicyInfo): Promise<void> {
  const writer = new Writer();
  writer.sheet({ name: "Learners", widths: policy.fields.map((field) => Math.max(12, field.heading.length + 2)), sticky: 1 });
  writer.rows([policy.fields.map((field) => head(field.heading))]);
  download(`${policy.id}-template.xlsx`, [await writer.finish()], XLSX);
  writer.close();
}

const head = (words: string): Given => ({ head: words });

async function learners(app: App, writer: Writer, progress: Progress): Promise<void> {
  const results = app.results;
  if (!results) return;
  const heading = app.session.indexOfRow(results.reading.heading_row ?? 1);
  const widths = [
    ...results.reading.columns.map((column) => Math.min(28, Math.max(10, column.heading.length))),
    ...results.summary.columns.map((column) => (/why|check|action/i.test(column.heading) ? 48 : 18)),
  ];
  writer.sheet({ name: "Learners", widths, sticky: heading + 1 });
  await eachPortion(app, progress, (lines, from) =>
    writer.rows(lines.map((cells, at): Given[] => cells.map((cell) => (from + at === heading ? { head: cell } : { typed: cell })))),
  );
}

async function toDo(app: App, writer: Writer, progress: Progress): Promise<void> {
  writer.sheet({ name: "What is to be done", widths: [6, 24, 12, 48, 24, 18, 12, 40, 24, 18, 24, 18], sticky: 1 });
  let headings = true;
  await eachToDo(app, progress, (lines) => {
    writer.rows(lines.map((cells) => cells.map((cell): Given => (headings ? head(cell) : { typed: cell }))));
    headings = false;
  });
}

function summarySheet(app: App, toDo: ToDoPart | null): Given[][] {
  const results = app.results;
  if (!results) return [];
  const { reading, summary } = results;
  const rows: Given[][] = [
    [head("As at"), longDate(summary.as_of)],
    [head("Learners"), reading.learners],
    [head("Next actions overdue"), summary.overdue],
    [head("Next actions due within 14 days"), summary.due_14_days],
    ...(toDo ? [[head("Other duties overdue"), toDo.duties.overdue], [head("Other duties due"), toDo.duties.due], [head("Advice due or overdue"), toDo.advice.due + toDo.advice.overdue]] : []),
    [],
  ];
  for (const decision of summary.decisions) {
    if (decision.outcomes.length === 0) continue;
    rows.push([head(decision.title), head("Outcome"), head("Learners")]);
    decision.outcomes.forEach((outcome, index) => rows.push([null, outcome, decision.counts[index] ?? 0]));
    rows.push([null, "Cannot decide", decision.cannot_decide], []);
  }
  return rows;
}

function problems(app: App, from: number): Given[][] {
  const { problems: all = [], names = [] } = app.results ?? {};
  return all.slice(from, from + PORTION).map((problem) => {
    const { row, column, heading } = problem.place ?? {};
    const name = row === undefined ? "" : (names[app.session.indexOfRow(row)] ?? "");
    return [row ?? null, name, column === undefined ? "" : columnLetter(column), heading ?? "", problem.message, problem.expected, problem.remedy];
  });
}

function policies(app: App): Given[][] {
  const summary = app.results?.summary;
  if (!summary) return [];
  const rows: Given[][] = [
    [head("Rules engine"), summary.engine],
    [head("As at"), summary.as_of],
    [],
  ];
  for (const policy of summary.policies) {
    const info = app.description.policies.find((candidate) => candidate.id === policy.id);
    rows.push(
      [head("Policy"), policy.title],
      [head("Version"), policy.version],
      [head("Source"), info?.source ?? ""],
      [head("Settings fingerprint"), policy.fingerprint],
      [head("Settings that are not the default"), policy.settings_changed.join(", ") || "none"],
      ...policy.notes.map((note): Given[] => [head("Note"), note]),
      [],
    );
  }
  return rows;
}
