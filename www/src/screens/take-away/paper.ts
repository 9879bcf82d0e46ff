// What is printed: a one-page summary (summary-page.ts), lists by stage, one sheet for each learner.

import { NOT_ACCEPTED, unaccepted } from "../../acceptance";
import type { App } from "../../app";
import type { RowAnswer, Summary } from "../../contract";
import { h } from "../../dom";
import type { Pace } from "../../progress";
import { list, longDate, number, sentence, shortDate } from "../../words";
import { dutiesDue } from "../results/details";
import { CANNOT_DECIDE, codeOf, filtered, rowsInView } from "../results/view";
import type { View } from "../results/view";
import { splitReasons } from "../results/reasons";
import { actionWords, answerOf, hasNext, listColumns } from "../results/table";
import { nameAs } from "./names";
import type { Naming } from "./names";
import { allLearners, footer } from "./paper-parts";
import type { PaperChoice } from "./paper-parts";
import { rowsOf } from "./rows-of";
import { summaryPage } from "./summary-page";

export async function paper(app: App, choice: PaperChoice, view: View, progress: Pace): Promise<HTMLElement[]> {
  const summary = app.results?.summary;
  if (!summary) return [];
  return [
    ...(choice.summary ? [await summaryPage(app, summary, choice, progress)] : []),
    ...(choice.lists ? await lists(app, summary, choice, progress) : []),
    ...(choice.sheets === "none" ? [] : await sheetsFor(app, summary, choice, view, progress)),
  ];
}

/** How many learners are named on the paper, more or less. */
export function paperLength(app: App, choice: PaperChoice, view: View): number {
  const all = app.results?.answered.length ?? 0;
  const sheets = choice.sheets === "none" ? 0 : choice.sheets === "shown" ? filtered(app, view).length : all;
  return (choice.lists ? all : 0) + sheets;
}

/** Where no policy has next actions, those of a list are named and nothing more. */
function dueTable(summary: Summary, rows: RowAnswer[], naming: Naming): HTMLElement {
  const next = hasNext(summary);
  return h(
    "table",
    { class: "paper__due" },
    h("thead", {}, h("tr", {}, ["Row", "Learner", ...(next ? ["Next action", "Who", "Due"] : [])].map((words) => h("th", { scope: "col" }, words)))),
    h(
      "tbody",
      {},
      rows.map((row) =>
        h(
          "tr",
          {},
          h("td", {}, row.row),
          h("th", { scope: "row" }, nameAs(naming, row.name, row.row)),
          next
            ? [
                h("td", {}, actionWords(row)),
                h("td", {}, row.next?.who || "–"),
                h("td", {}, row.next?.due ? shortDate(row.next.due) : "–", row.next?.overdue ? h("strong", {}, " Overdue") : null),
              ]
            : null,
        ),
      ),
    ),
  );
}

/**
 * One list for each outcome of the decision that says what is to be done: the stage, else the category, else the rating. They
 * follow each other: a page for each would be a pack of pages with a line or two.
 */
async function lists(app: App, summary: Summary, choice: PaperChoice, progress: Pace): Promise<HTMLElement[]> {
  const by =
    summary.decisions.find((decision) => decision.id === "escalation_stage") ??
    summary.decisions.find((decision) => decision.id === "bae_category") ??
    summary.decisions[0];
  if (!by) return [];
  const codes = app.session.codes(by.id);
  const learners = allLearners(app);
  const groups = [...by.outcomes].reverse().map((outcome) => ({ title: outcome, rows: learners.filter((index) => codes[index] === codeOf(by, outcome)) }));
  groups.push({ title: "Cannot decide", rows: learners.filter((index) => codes[index] === CANNOT_DECIDE) });
  const parts: HTMLElement[] = [];
  for (const group of groups) {
    if (group.rows.length === 0) continue;
    const table = dueTable(summary, await rowsOf(app, group.rows, progress), choice.naming);
    parts.push(h("h2", { class: "paper__list" }, `${by.title}: ${group.title} (${number(group.rows.length)})`), table);
  }
  return [h("article", { class: "paper__page" }, h("h1", {}, `Lists as at ${longDate(summary.as_of)}`), notAccepted(app, summary), parts, footer(app, summary))];
}

async function sheetsFor(app: App, summary: Summary, choice: PaperChoice, view: View, progress: Pace): Promise<HTMLElement[]> {
  let rows = choice.sheets === "shown" ? await rowsInView(app, view) : allLearners(app);
  const first = summary.decisions[0];
  if (choice.sheets === "worst" && first) {
    const worst = summary.decisions.find((decision) => decision.id === "risk_rating") ?? first;
    const codes = app.session.codes(worst.id);
    rows = rows.filter((index) => codes[index] === worst.outcomes.length + 1);
  }
  const pages: HTMLElement[] = [];
  for (let from = 0; from < rows.length; from += SHEETS_AT_ONCE) {
    const answers = await app.session.rows(rows.slice(from, from + SHEETS_AT_ONCE));
    pages.push(...answers.map((row) => learnerSheet(app, summary, row, choice.naming)));
    await progress.pause(from / rows.length);
  }
  return pages;
}

/** Sheets that are laid out before the page may draw. */
const SHEETS_AT_ONCE = 25;

function leftOut(row: RowAnswer): string[] {
  const { left } = splitReasons(row.reasons);
  return left.length > 0 ? [`Not assessed: ${left.join("; ")}.`] : [];
}

/** What nobody at the school has accepted yet, on every sheet that goes to a meeting. */
const notAccepted = (app: App, summary: Summary): HTMLElement[] =>
  unaccepted(app, summary).map(({ says, answers }) => h("p", { class: "paper__default" }, h("strong", {}, `${list(answers)}: ${NOT_ACCEPTED.toLowerCase()}`), ` ${says}`));

function learnerSheet(app: App, summary: Summary, row: RowAnswer, naming: Naming): HTMLElement {
  const ruled = (title: string): HTMLElement => h("div", { class: "paper__write" }, h("h2", {}, title), h("div", {}), h("div", {}), h("div", {}));
  return h(
    "article",
    { class: "paper__page paper__learner" },
    h("h1", {}, nameAs(naming, row.name, row.row)),
    h(
      "dl",
      {},
      listColumns(summary).map((column) => (column.decision ? [h("dt", {}, column.heading), h("dd", {}, answerOf(column, row))] : null)),
      hasNext(summary)
        ? [
            h("dt", {}, "Next action"),
            h("dd", {}, `${actionWords(row)}${row.next?.who ? ` (${row.next.who})` : ""}`),
            h("dt", {}, "Due"),
            h("dd", {}, row.next?.due ? longDate(row.next.due) : "–", row.next?.overdue ? h("strong", {}, " Overdue") : null),
          ]
        : null,
    ),
    notAccepted(app, summary),
    dutiesDue(row),
    h("h2", {}, "Why"),
    h("ul", {}, [...splitReasons(row.reasons).told.map(sentence), ...leftOut(row)].map((reason) => h("li", {}, reason))),
    row.problems.length > 0 ? h("ul", {}, row.problems.map((problem) => h("li", {}, `To check: ${sentence(problem.message)}`))) : null,
    ruled("Learner’s view"),
    ruled("Parent, carer or employer’s view"),
    ruled("Review note, who and when"),
    footer(app, summary),
  );
}
