// The list of learners: a real table, 100 to a page, each learner with the
// answers in one row and the reasons in the row below it.

import type { App } from "../../app";
import { nounOf } from "../../app";
import type { DecisionSummary, Next, RowAnswer, Summary } from "../../contract";
import { announce, breath, h, hidden, show } from "../../dom";
import { drawn, inSlices, whileBusy } from "../../drawing";
import { count, initials, number, sentence, shortDate } from "../../words";
import { besides, dutiesDue, explanationPanel, hasLate } from "./details";
import { answerMark } from "./marks";
import { notAssessed, splitReasons } from "./reasons";
import { PAGE, rowsInView } from "./view";
import type { View } from "./view";

export interface ListColumn {
  heading: string;
  /** Where the column's text is among a row's cells. */
  at: number;
  decision: DecisionSummary | undefined;
}

/** Shown in columns of their own, or in the row below. */
const ELSEWHERE = new Set(["Next action", "Who", "Due", "Why", "Check"]);

/** The result columns of the list, with the decision behind each where there is one. */
export function listColumns(summary: Summary): ListColumn[] {
  return summary.columns
    .map((column, at) => ({ heading: column.heading, at, decision: summary.decisions.find((d) => d.title === column.heading && d.id !== "next_action") }))
    .filter((column) => !ELSEWHERE.has(column.heading) && !(column.decision && column.decision.id in SHOWN_UNDER));
}

export const shownDecisions = (summary: Summary): DecisionSummary[] =>
  listColumns(summary).flatMap((column) => column.decision ?? []);

/** More outcomes than this make a list, not a choice: only those that occur are offered. */
const CHOICES = 12;
export const outcomesOffered = (decision: DecisionSummary): string[] =>
  decision.outcomes.filter((_, index) => decision.outcomes.length <= CHOICES || (decision.counts[index] ?? 0) > 0);

/** Decisions that explain another one are shown under it, so that the list stays as wide as a page. */
const SHOWN_UNDER: Record<string, string> = { areas_of_need: "bae_category" };

/** One page of the list, and how long the list is. */
export interface ListPage {
  length: number;
  shown: RowAnswer[];
}

/** Asks for the page of the list that the view is on. */
export async function listPage(app: App, view: View): Promise<ListPage> {
  const rows = await rowsInView(app, view);
  view.page = Math.min(view.page, Math.max(0, Math.ceil(rows.length / PAGE) - 1));
  const from = view.page * PAGE;
  return { length: rows.length, shown: await app.session.rows(rows.slice(from, from + PAGE)) };
}

let asked = 0;

/** Draws the list anew and leaves the rest of the screen; of several at once, the latest. */
export async function redrawTable(app: App, view: View): Promise<void> {
  asked += 1;
  await whileBusy(redrawLatest(app, view, asked));
}
async function redrawLatest(app: App, view: View, mine: number): Promise<void> {
  const page = await listPage(app, view);
  // What came from the engine has its own task.
  await breath();
  const region = document.getElementById("results-table");
  const summary = app.results?.summary;
  if (mine === asked && region && summary) await drawn(() => drawTable(app, view, region, summary, page));
}

/** `later`: the rows come after the rest of the screen, which is being drawn as well. */
export function drawTable(app: App, view: View, region: HTMLElement, summary: Summary, { length, shown }: ListPage, { later = false } = {}): void {
  const pages = Math.max(1, Math.ceil(length / PAGE));
  const total = app.results?.reading.learners ?? length;
  const redraw = (): Promise<void> => redrawTable(app, view);
  const all = count(total, nounOf(app));
  const list = table(app, view, summary, redraw);
  const words = view.filtered ? `${number(length)} of ${all}` : all;
  const row = rowOf(app, view, summary);
  void inSlices(region, shown.map((answer) => () => list.append(row(answer))), { later });
  show(region, [
    h("p", { class: "govuk-body results-count", id: "results-count" }, words),
    length === 0
      ? nothing(view, redraw)
      : h("div", { class: "app-scroll", role: "region", tabindex: 0, "aria-label": "Results, one learner to a row" }, list),
    pages > 1 ? pagination(view, pages, length, redraw) : null,
  ]);
}

function nothing(view: View, redraw: () => Promise<void>): HTMLElement {
  return h(
    "div",
    { class: "govuk-inset-text" },
    h("p", {}, "No learners match."),
    h(
      "button",
      {
        type: "button",
        class: "govuk-button govuk-button--secondary",
        id: "clear-filters-empty",
        onclick: () => {
          view.clearFilters();
          void redraw();
          document.dispatchEvent(new CustomEvent("filters-cleared"));
        },
      },
      "Clear filters",
    ),
  );
}

export const hasNext = (summary: Summary): boolean => summary.columns.some((column) => column.heading === "Next action");

/** What makes the rows of the list. */
function rowOf(app: App, view: View, summary: Summary): (answer: RowAnswer) => HTMLElement {
  const columns = listColumns(summary);
  const whyAt = summary.columns.findIndex((column) => column.heading === "Why");
  const next = hasNext(summary);
  const width = 2 + columns.length + (next ? 3 : 0);
  const first = summary.policies.length > 1 ? new Set([...columns.map(({ heading }) => heading), "Next action"]) : new Set<string>();
  return (answer) => learner(app, view, answer, columns, next, width, answer.cells[whyAt] ?? "", first);
}

function table(app: App, view: View, summary: Summary, redraw: () => Promise<void>): HTMLElement {
  return h(
    "table",
    { class: "govuk-table app-stack results", role: "table", id: "results-list" },
    h("caption", { class: "govuk-visually-hidden" }, "Learners and their answers. The row below each learner gives the reasons."),
    h(
      "thead",
      { role: "rowgroup" },
      h(
        "tr",
        { role: "row" },
        sortHeading(view, "row", "Row", redraw, "results__row"),
        sortHeading(view, "name", nounOf(app) === "learner" ? "Learner" : "Name", redraw, "results__name"),
        listColumns(summary).map((column) =>
          column.decision
            ? sortHeading(view, column.decision.id, column.heading, redraw)
            : h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, column.heading),
        ),
        hasNext(summary)
          ? [
              h("th", { scope: "col", role: "columnheader", class: "govuk-table__header results__next" }, "Next action"),
              h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, "Who"),
              sortHeading(view, "due", "Due", redraw),
            ]
          : null,
      ),
    ),
  );
}

function sortHeading(view: View, by: string, words: string, redraw: () => Promise<void>, extra = ""): HTMLElement {
  const here = view.sort.by === by;
  const act = (): void => {
    // A rating is worth reading from the worst down, so that comes first.
    const worstFirst = by !== "row" && by !== "name" && by !== "due";
    view.sort = here ? { by, down: !view.sort.down } : { by, down: worstFirst };
    view.page = 0;
    void redraw();
    announce(`Sorted by ${words}, ${view.sort.down ? "descending" : "ascending"}`);
  };
  return h(
    "th",
    { scope: "col", role: "columnheader", class: `govuk-table__header ${extra}`, "aria-sort": here ? (view.sort.down ? "descending" : "ascending") : null },
    h(
      "button",
      { type: "button", class: "results__sort", id: `sort-${by}`, onclick: act },
      words,
      h("span", { class: "results__arrow", "aria-hidden": "true" }, here ? (view.sort.down ? "▼" : "▲") : "↕"),
    ),
  );
}

export function shownName(view: View, row: RowAnswer): string {
  if (view.hideNames) return row.name ? initials(row.name) : `Row ${row.row}`;
  return row.name || `Row ${row.row}`;
}

function learner(app: App, view: View, row: RowAnswer, columns: ListColumn[], next: boolean, width: number, why: string, first: Set<string>): HTMLElement {
  const name = shownName(view, row);
  const cell = (label: string, ...children: Parameters<typeof h>[2][]): HTMLElement =>
    h("td", { role: "cell", class: "govuk-table__cell", "data-label": label }, ...children);
  return h(
    "tbody",
    { role: "rowgroup", class: "results__learner" },
    h(
      "tr",
      { role: "row", class: "results__answers" },
      h("td", { role: "cell", class: "govuk-table__cell results__row", "data-label": "Row" }, row.row),
      h("th", { scope: "row", role: "rowheader", class: "govuk-table__header results__name" }, name),
      columns.map((column) => cell(column.heading, answerOf(column, row), column.decision ? under(row, column.decision.id) : null)),
      next ? nextCells(cell, row) : null,
    ),
    h(
      "tr",
      { role: "row", class: "results__why" },
      h("td", { role: "cell", class: "govuk-table__cell results__row" }),
      h("td", { role: "cell", class: "govuk-table__cell", colspan: width - 1 }, reasons(app, row, name, why, first)),
    ),
  );
}

function under(row: RowAnswer, decision: string): HTMLElement[] {
  return Object.entries(SHOWN_UNDER)
    .filter(([, above]) => above === decision)
    .map(([id]) => row.decisions[id]?.outcome ?? "")
    .filter((outcome) => outcome !== "" && !/^none$/i.test(outcome))
    .map((outcome) => h("span", { class: "mark-possible" }, outcome));
}

const NOTHING = "Nothing to do";

/** What a column says of a row; where that is that there is nothing to do, the duties that there are all the same, apart from it. */
export function answerOf(column: ListColumn, row: RowAnswer): (HTMLElement | string)[] {
  const { at, decision } = column;
  if (!decision) return [row.cells[at] || "–"];
  const answer = row.decisions[decision.id];
  const shown = answerMark(decision, answer);
  const beside = answer?.outcome === NOTHING ? besides(row) : "";
  return beside ? [...shown, " ", h("span", { class: "mark-possible" }, beside)] : shown;
}

/** What comes next for a row, in words. */
export function actionWords(row: RowAnswer): string {
  if (row.next) return row.next.action;
  const undecided = row.decisions["next_action"] && row.decisions["next_action"].status !== "decided";
  return undecided ? "Cannot decide" : [NOTHING, besides(row)].filter(Boolean).join(". ");
}

function nextCells(cell: (label: string, ...children: Parameters<typeof h>[2][]) => HTMLElement, row: RowAnswer): HTMLElement[] {
  const action = actionWords(row);
  return [
    cell("Next action", action.startsWith(NOTHING) ? h("span", { class: "app-quiet" }, action) : action),
    cell("Who", row.next?.who || "–"),
    cell("Due", dueWords(row.next)),
  ];
}

export function dueWords(next: Next | null): (HTMLElement | string)[] {
  if (!next?.due) return ["–"];
  const date = h("span", { class: "results__date" }, shortDate(next.due));
  return next.overdue ? [date, " ", h("strong", { class: "app-tag app-tag--late" }, "Overdue")] : [date];
}

/** Reasons shown under a learner; the others are among all the reasons. */
const TOLD = 4;

/** Where several policies answer, those of `first` are told, so that none goes without its reasons. */
function chosenReasons(told: string[], first: Set<string>): string[] {
  const comesFirst = (reason: string): boolean => first.has(reason.slice(0, reason.indexOf(":")));
  const chosen = told.filter(comesFirst);
  return [...chosen, ...told.filter((reason) => !comesFirst(reason))].slice(0, Math.max(TOLD, chosen.length));
}

function reasons(app: App, row: RowAnswer, name: string, why: string, first: Set<string>): HTMLElement {
  const more = h("div", {});
  const details = h(
    "details",
    {
      class: "govuk-details results__more",
      id: `why-${row.index}`,
      ontoggle: () => {
        if (details.open && more.childElementCount === 0) void explain();
      },
    },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "All the reasons, and what would change this", hidden(`, for ${name}`))),
    h("div", { class: "govuk-details__text" }, more),
  );
  const explain = async (): Promise<void> => show(more, explanationPanel(await whileBusy(app.session.explain(row.index)), row.duties));
  const { told, left } = splitReasons(row.reasons.length > 0 ? row.reasons : [why].filter(Boolean));
  const chosen = chosenReasons(told, first);
  const cut = told.length - chosen.length;
  return h(
    "div",
    {},
    // What is overdue comes before any reason.
    hasLate(row) ? dutiesDue(row) : null,
    h("ul", { class: "results__reasons" }, chosen.map((reason) => h("li", {}, sentence(reason)))),
    cut > 0 ? h("p", { class: "results__left results__cut" }, `And ${count(cut, "more reason")}, under “All the reasons”.`) : null,
    left.length > 0 ? h("p", { class: "results__left" }, notAssessed(left)) : null,
    hasLate(row) ? null : dutiesDue(row),
    row.next?.note ? h("p", { class: "results__note" }, sentence(row.next.note)) : null,
    row.problems.length > 0
      ? h(
          "ul",
          { class: "results__problems" },
          row.problems.map((problem) =>
            h("li", {}, h("strong", {}, "To check: "), sentence(problem.message), " ", problem.expected ? `Expected: ${problem.expected}. ` : null, sentence(problem.remedy)),
          ),
        )
      : null,
    Object.keys(row.decisions).length > 0 ? details : null,
  );
}

function pagination(view: View, pages: number, rows: number, redraw: () => Promise<void>): HTMLElement {
  const go = (page: number) => async (): Promise<void> => {
    view.page = page;
    await redraw();
    document.getElementById("results-count")?.scrollIntoView({ block: "start" });
    announce(`Page ${page + 1} of ${pages}`);
  };
  return h(
    "nav",
    { class: "results-pages", "aria-label": "Pages of results" },
    view.page > 0 ? h("button", { type: "button", class: "app-link-button", id: "page-back", onclick: go(view.page - 1) }, "Previous page") : null,
    h(
      "label",
      { class: "govuk-label", for: "page" },
      "Page",
    ),
    pageChooser(view, pages, go),
    h("span", {}, `of ${number(pages)} (${count(rows, "learner")})`),
    view.page < pages - 1 ? h("button", { type: "button", class: "app-link-button", id: "page-on", onclick: go(view.page + 1) }, "Next page") : null,
  );
}

function pageChooser(view: View, pages: number, go: (page: number) => () => Promise<void>): HTMLElement {
  const select = h(
    "select",
    { class: "govuk-select", id: "page", onchange: () => void go(Number(select.value))() },
    Array.from({ length: pages }, (_, page) => h("option", { value: page, selected: page === view.page }, page + 1)),
  );
  return select;
}
