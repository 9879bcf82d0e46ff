// What changed since an earlier copy of the same tracker, if one is opened.

import { FORGET } from "../../app";
import type { App } from "../../app";
import type { DecisionSummary, ReadOptions } from "../../contract";
import { DateField } from "../../date-field";
import { announce, byId, h, show } from "../../dom";
import { whileBusy } from "../../drawing";
import { openFile, sourceOfSheet } from "../../files/open";
import { fileWords } from "../../files/words";
import { stoppable } from "../../progress";
import type { Progress } from "../../progress";
import type { Source } from "../../state";
import { count, initials, list, longDate, number } from "../../words";
import { outcomeMark } from "../results/marks";
import { shownDecisions } from "../results/table";
import type { View } from "../results/view";
import { columnsAsNow, rowsAsNow } from "./as-now";
import { compare } from "./changes";
import type { Change, Changes } from "./changes";
import "./compare.scss";

let earlier: { source: Source; asOf: string } | null = null;
/** The day that the reader chose for it; until then it is that of the results. */
let chosenDay: string | null = null;
let comparedTo: Source | null = null;
let current: { app: App; view: View };
let panel: { element: HTMLElement; date: DateField } | null = null;

document.addEventListener(FORGET, () => {
  earlier = null;
  chosenDay = null;
  comparedTo = null;
  panel = null;
});

export function comparePanel(app: App, view: View): HTMLElement {
  if (comparedTo !== app.history.work.source) {
    comparedTo = app.history.work.source;
    earlier = null;
    chosenDay = null;
    panel = null;
  }
  current = { app, view };
  panel ??= makePanel();
  panel.date.refresh();
  if (earlier) compareAgain();
  return panel.element;
}

const compareAgain = (): void => void stoppable("Comparing", (progress) => draw(current.app, current.view, progress));

/** Made once for one tracker: a date that is being typed keeps its place when the results are drawn anew. */
function makePanel(): { element: HTMLElement; date: DateField } {
  const input = h("input", {
    class: "govuk-file-upload",
    id: "earlier-file",
    type: "file",
    accept: ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods",
    onchange: () => {
      const file = input.files?.[0];
      input.value = "";
      if (file) void open(current.app, current.view, file);
    },
  });
  const date = new DateField({
    id: "earlier-date",
    className: "compare__date",
    now: () => earlier?.asOf ?? chosenDay ?? current.app.history.work.asOf,
    use: (day) => {
      chosenDay = day;
      if (!earlier) return;
      earlier.asOf = day;
      compareAgain();
    },
  });
  const element = h(
    "details",
    { class: "govuk-details", id: "compare" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "What changed since an earlier copy of this tracker")),
    h(
      "div",
      { class: "govuk-details__text" },
      h("p", {}, "Open an earlier copy. It is answered by the same rules and compared learner by learner."),
      h("div", { class: "compare__choices" }, [
        h("div", {}, h("label", { class: "govuk-label", for: "earlier-file" }, "The earlier copy"), input),
        h("div", {}, h("label", { class: "govuk-label", for: "earlier-date" }, "Worked out as at"), date.input, date.error),
      ]),
      h("div", { id: "compare-result" }),
    ),
  );
  return { element, date };
}

async function open(app: App, view: View, file: File): Promise<void> {
  await stoppable("Opening the earlier copy", (progress) => take(app, view, file, progress));
}

async function take(app: App, view: View, file: File, progress: Progress): Promise<void> {
  const asOf = chosenDay ?? app.history.work.asOf;
  const opened = await openFile(file, progress);
  if (opened.kind === "source") {
    earlier = { source: opened.source, asOf };
  } else if (opened.kind === "workbook") {
    const now = app.history.work.source;
    const wanted = now?.kind === "cells" ? now.sheet : undefined;
    const choice = opened.choices.find((sheet) => sheet.name === wanted) ?? opened.choices.find((sheet) => sheet.name === "Learners") ?? opened.choices[0];
    if (choice) earlier = { source: await sourceOfSheet(opened.workbook, choice.index, progress), asOf };
    opened.workbook.close();
  } else {
    const words = opened.kind === "refused" ? fileWords[opened.why] : fileWords["not-a-workbook"];
    show(byId("compare-result"), h("p", { class: "govuk-error-message", role: "alert" }, `${words.message}. ${words.remedy}`));
    return;
  }
  await draw(app, view, progress);
  announce("The earlier copy has been compared");
}

async function draw(app: App, view: View, progress: Progress): Promise<void> {
  if (earlier) show(byId("compare-result"), await whileBusy(result(app, view, earlier, progress)));
}

async function result(app: App, view: View, from: { source: Source; asOf: string }, progress: Progress): Promise<HTMLElement> {
  const session = app.session.beside();
  const { work } = app.history;
  const follow = (read: ReadOptions): Promise<void> => progress.during(session.follow({ ...work, source: from.source, asOf: from.asOf, edits: [], read }, progress.pause));
  const policies = app.results?.reading.policies ?? [];
  await follow({ policies });
  if (app.results && session.results && Object.keys(work.read).length > 0) {
    const columns = columnsAsNow(work.read, app.results.reading, session.results.reading);
    await follow(columns);
    const leftOut = Object.entries(work.read.rows ?? {}).flatMap(([row, what]) => (what === "section" ? (app.results?.names[app.session.indexOfRow(Number(row))] ?? []) : []));
    if (leftOut.length > 0 && session.results) await follow({ ...columns, rows: rowsAsNow(session.results.reading, leftOut) });
  }
  const [before, now] = [session.results, app.results];
  if (!before || !now || before.reading.learners === 0) {
    session.close();
    return h("p", { class: "govuk-error-message", role: "alert" }, "No learners were found in the earlier copy. Check that it has the same heading row.");
  }
  const decisions = shownDecisions(now.summary).filter((decision) => before.summary.decisions.some((other) => other.id === decision.id));
  const changes = await compare(session, app.session, decisions);
  session.close();
  return h(
    "div",
    {},
    h(
      "p",
      {},
      `${count(new Set(changes.changed.map((change) => change.index)).size, "learner")} changed, ${count(changes.added.length, "is", "are")} new, ${count(changes.gone.length, "is", "are")} no longer there, ${count(changes.same, "is", "are")} as before. `,
      from.asOf === now.summary.as_of
        ? `Both copies are worked out as at ${longDate(from.asOf)}, so every change comes from the tracker.`
        : `The earlier copy is worked out as at ${longDate(from.asOf)}, this one as at ${longDate(now.summary.as_of)}.`,
    ),
    notCompared(view, changes.unsure),
    changes.changed.length > 0 ? table(view, changes.changed) : null,
    names(view, "New in this copy", changes.added.map((learner) => learner.name)),
    names(view, "No longer in this copy", changes.gone),
  );
}

/** Names that are named of those that occur more than once; more are counted. */
const NAMED = 50;

/** Whose rows cannot be told apart, and what would tell them apart. */
function notCompared(view: View, unsure: Changes["unsure"]): HTMLElement | null {
  if (unsure.length === 0) return null;
  const rows = ({ then, now }: Changes["unsure"][number]): string => `${count(then, "row")} then, ${number(now)} now`;
  const more = unsure.length - NAMED;
  const each = unsure.slice(0, NAMED).map((one) => `${one.name ? nameOf(view, one.name) : "no name"} (${rows(one)})`);
  return h(
    "div",
    { class: "app-warning" },
    h(
      "p",
      { class: "govuk-body" },
      h("strong", {}, "Not compared: "),
      `${list([...each, ...(more > 0 ? [`${count(more, "more name")}`] : [])])}. ${unsure.length === 1 ? "The name occurs" : "These names occur"} more than once, and nothing says which row then is which row now. Give both copies a column of numbers that each learner keeps, such as UPN, ULN or admission number, or write the names so that they differ.`,
    ),
  );
}

const nameOf = (view: View, name: string): string => (view.hideNames ? initials(name) : name);

function table(view: View, changed: Changes["changed"]): HTMLElement {
  return h(
    "table",
    { class: "govuk-table app-stack", role: "table" },
    h("caption", { class: "govuk-visually-hidden" }, "Answers that changed"),
    h(
      "thead",
      { role: "rowgroup" },
      h("tr", { role: "row" }, ["Learner", "What", "Then", "Now", "Direction"].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words))),
    ),
    h("tbody", { role: "rowgroup" }, changed.map((change) => changeRow(view, change))),
  );
}

function changeRow(view: View, change: Change): HTMLElement {
  const mark = (decision: DecisionSummary, outcome: string): HTMLElement | string => (decision.outcomes.includes(outcome) ? outcomeMark(decision, outcome) : outcome);
  const cell = (label: string, ...children: Parameters<typeof h>[2][]): HTMLElement => h("td", { role: "cell", class: "govuk-table__cell", "data-label": label }, ...children);
  // Only ratings and categories run from better to worse; a stage is a place.
  const ranked = change.decision.id === "risk_rating" || change.decision.id === "bae_category";
  const direction = !ranked || change.worse === null ? "–" : change.worse ? "▲ Higher" : "▼ Lower";
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, nameOf(view, change.name)),
    cell("What", change.decision.title),
    cell("Then", mark(change.decision, change.then)),
    cell("Now", mark(change.decision, change.now)),
    cell("Direction", direction),
  );
}

function names(view: View, title: string, listed: string[]): HTMLElement | null {
  if (listed.length === 0) return null;
  return h("div", {}, h("h3", { class: "govuk-heading-s" }, title), h("p", {}, listed.map((name) => nameOf(view, name)).join(", ")));
}
