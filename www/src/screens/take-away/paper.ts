// What is printed: a one-page summary, lists by stage, one sheet for each
// learner.

import type { App } from "../../app";
import type { Counted, DecisionSummary, RowAnswer, Summary } from "../../contract";
import { h } from "../../dom";
import type { PrintSize } from "../../print";
import type { Pace } from "../../progress";
import { count, dayNumber, longDate, number, sentence, shortDate } from "../../words";
import { answerMark, cannotDecideMark, outcomeMark } from "../results/marks";
import { CANNOT_DECIDE, codeOf, filtered, NOT_DUE, rowsInView, undecidedRows, View } from "../results/view";
import { splitReasons } from "../results/reasons";
import { actionWords, outcomesOffered, shownDecisions } from "../results/table";
import { rowsOf } from "./rows-of";
import { nameAs } from "./names";
import type { Naming } from "./names";

export interface PaperChoice {
  summary: boolean;
  lists: boolean;
  sheets: "none" | "all" | "worst" | "shown";
  size: PrintSize;
  naming: Naming;
}

const FORTNIGHT = 14;

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

function footer(app: App, summary: Summary): HTMLElement {
  const rules = summary.policies.map((policy) => `${policy.title} ${policy.version}, settings ${policy.fingerprint}`).join("; ");
  return h("p", { class: "paper__foot" }, `Confidential. ${rules}. Rules engine ${summary.engine}. As at ${longDate(summary.as_of)}. ${count(app.results?.reading.learners ?? 0, "learner")}.`);
}

function allLearners(app: App): number[] {
  return filtered(app, new View());
}

async function summaryPage(app: App, summary: Summary, choice: PaperChoice, progress: Pace): Promise<HTMLElement> {
  const { due } = app.session;
  const now = dayNumber(summary.as_of);
  const soon = allLearners(app).filter((index) => (due[index] ?? NOT_DUE) !== NOT_DUE && (due[index] ?? 0) <= now + FORTNIGHT);
  soon.sort((a, b) => (due[a] ?? 0) - (due[b] ?? 0));
  const shown = await rowsOf(app, soon.slice(0, DUE_SHOWN), progress);
  const open = undecidedRows(app);
  const told = await rowsOf(app, open.slice(0, OPEN_SHOWN), progress);
  return h(
    "article",
    { class: "paper__page paper__summary" },
    h("h1", {}, `Summary as at ${longDate(summary.as_of)}`),
    h("p", {}, summary.policies.map((policy) => `${policy.title}, version ${policy.version}`).join("; ")),
    summary.policies.flatMap((policy) => policy.notes).map((note) => h("p", {}, note)),
    h("div", { class: "paper__counts" }, shownDecisions(summary).filter((decision) => decision.outcomes.length > 1).map((decision) => countsTable(decision))),
    h("h2", {}, `Overdue, or due by ${longDate(isoAfter(summary.as_of))}`),
    soon.length === 0 ? h("p", {}, "Nobody.") : dueTable(shown, choice.naming),
    soon.length > DUE_SHOWN ? h("p", {}, `And ${number(soon.length - DUE_SHOWN)} more, later than these: see the lists by stage.`) : null,
    (app.results?.counts ?? []).map(returnTable),
    undecided(told, open.length, choice),
    footer(app, summary),
  );
}

const isoAfter = (iso: string): string => new Date(Date.parse(`${iso}T00:00:00Z`) + FORTNIGHT * 86_400_000).toISOString().slice(0, 10);

/** Outcomes that nobody has are left out where there are many; of a few, a nought says something. */
const FEW = 4;

function countsTable(decision: DecisionSummary): HTMLElement {
  const rows = outcomesOffered(decision)
    .filter((outcome) => decision.outcomes.length <= FEW || (decision.counts[decision.outcomes.indexOf(outcome)] ?? 0) > 0)
    .map((outcome) => [outcomeMark(decision, outcome), decision.counts[decision.outcomes.indexOf(outcome)] ?? 0] as const)
    .reverse();
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, decision.title), h("th", { scope: "col" }, "Learners"))),
    h(
      "tbody",
      {},
      rows.map(([mark, n]) => h("tr", {}, h("th", { scope: "row" }, mark), h("td", {}, number(n)))),
      decision.cannot_decide > 0 ? h("tr", {}, h("th", { scope: "row" }, cannotDecideMark()), h("td", {}, number(decision.cannot_decide))) : null,
    ),
  );
}

function dueTable(rows: RowAnswer[], naming: Naming): HTMLElement {
  return h(
    "table",
    { class: "paper__due" },
    h("thead", {}, h("tr", {}, ["Row", "Learner", "Next action", "Who", "Due"].map((words) => h("th", { scope: "col" }, words)))),
    h(
      "tbody",
      {},
      rows.map((row) =>
        h(
          "tr",
          {},
          h("td", {}, row.row),
          h("th", { scope: "row" }, nameAs(naming, row.name, row.row)),
          h("td", {}, actionWords(row)),
          h("td", {}, row.next?.who || "–"),
          h("td", {}, row.next?.due ? shortDate(row.next.due) : "–", row.next?.overdue ? h("strong", {}, " Overdue") : null),
        ),
      ),
    ),
  );
}

/** What fits on one page at 12 point. */
const DUE_SHOWN = 5;
const OPEN_SHOWN = 4;

/** What would settle it, each once; the reasons in full where that is not a cell or a column. */
function openReasons(row: RowAnswer): string {
  const { told } = splitReasons(row.reasons);
  const open = told.filter((reason) => reason.includes("Cannot decide"));
  const needs = new Set(open.flatMap((reason) => /needs (.+?)\.?$/.exec(reason)?.[1] ?? []));
  if (needs.size > 0) return sentence(`needs ${[...needs].join("; ")}`);
  return (open.length > 0 ? open : told).map(sentence).join(" ");
}

function returnTable(counted: Counted): HTMLElement {
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, counted.title), h("th", { scope: "col" }, "Rows"))),
    h("tbody", {}, counted.lines.filter((line) => line.on_return).map((line) => h("tr", {}, h("th", { scope: "row" }, line.line), h("td", {}, number(line.count))))),
  );
}

function undecided(told: RowAnswer[], all: number, choice: PaperChoice): HTMLElement[] {
  if (all === 0) return [];
  return [
    h("h2", {}, `Could not be decided (${number(all)})`),
    h(
      "ul",
      {},
      told.map((row) => h("li", {}, h("strong", {}, `${nameAs(choice.naming, row.name, row.row)}: `), openReasons(row))),
    ),
    ...(all > told.length ? [h("p", {}, `And ${number(all - told.length)} more.`)] : []),
  ];
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
    const table = dueTable(await rowsOf(app, group.rows, progress), choice.naming);
    parts.push(h("h2", { class: "paper__list" }, `${by.title}: ${group.title} (${number(group.rows.length)})`), table);
  }
  return [h("article", { class: "paper__page" }, h("h1", {}, `Lists as at ${longDate(summary.as_of)}`), parts, footer(app, summary))];
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

function learnerSheet(app: App, summary: Summary, row: RowAnswer, naming: Naming): HTMLElement {
  const ruled = (title: string): HTMLElement => h("div", { class: "paper__write" }, h("h2", {}, title), h("div", {}), h("div", {}), h("div", {}));
  return h(
    "article",
    { class: "paper__page paper__learner" },
    h("h1", {}, nameAs(naming, row.name, row.row)),
    h(
      "dl",
      {},
      shownDecisions(summary).map((decision) => [h("dt", {}, decision.title), h("dd", {}, answerMark(decision, row.decisions[decision.id]))]),
      h("dt", {}, "Next action"),
      h("dd", {}, `${actionWords(row)}${row.next?.who ? ` (${row.next.who})` : ""}`),
      h("dt", {}, "Due"),
      h("dd", {}, row.next?.due ? longDate(row.next.due) : "–", row.next?.overdue ? h("strong", {}, " Overdue") : null),
    ),
    h("h2", {}, "Why"),
    h("ul", {}, [...splitReasons(row.reasons).told.map(sentence), ...leftOut(row)].map((reason) => h("li", {}, reason))),
    row.problems.length > 0 ? h("ul", {}, row.problems.map((problem) => h("li", {}, `To check: ${sentence(problem.message)}`))) : null,
    ruled("Learner’s view"),
    ruled("Parent, carer or employer’s view"),
    ruled("Review note, who and when"),
    footer(app, summary),
  );
}
