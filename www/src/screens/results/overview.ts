// The answer at a glance: a table of counts whose every figure filters the
// list below, and who is due or overdue.

import { nounOf } from "../../app";
import type { App } from "../../app";
import type { DecisionSummary, RowAnswer, Standings, Summary, ToDoPart } from "../../contract";
import { h, hidden, svg } from "../../dom";
import { count, number } from "../../words";
import { cannotDecideMark, outcomeMark, outcomeWords } from "./marks";
import { dueWords, shownDecisions, shownName } from "./table";
import { hasToDo, openToDo } from "./to-do";
import { CANNOT_DECIDE, codeOf, dueSoon, undecidedRows } from "./view";
import type { View } from "./view";

/** A decision with more outcomes than this says nothing at a glance. */
const LONGEST = 12;

interface Axis {
  decision: DecisionSummary;
  /** Outcome codes in the order shown, worst first, "cannot decide" last when there is one. */
  codes: number[];
}

/** Asks for the few that come first. */
export const firstDue = (app: App): Promise<RowAnswer[]> => app.session.rows(dueSoon(app).slice(0, NEXT_DUE));

export function overview(app: App, view: View, summary: Summary, first: RowAnswer[], toDo: ToDoPart | null, refilter: () => void): HTMLElement {
  const duties = toDo?.duties ?? null;
  const find = (id: string): DecisionSummary | undefined => summary.decisions.find((decision) => decision.id === id);
  const across = find("risk_rating") ?? find("bae_category") ?? find("review_state") ?? shownDecisions(summary).find((d) => d.outcomes.length > 1 && d.outcomes.length <= LONGEST);
  const down = find("risk_rating") ? (find("bae_category") ?? find("escalation_stage")) : undefined;
  if (!across && !summary.columns.some((column) => column.heading === "Due")) return h("div", {});
  return h(
    "div",
    { class: "overview" },
    across ? (down ? matrix(app, view, axis(across), axis(down), refilter) : strip(app, view, axis(across), refilter)) : null,
    h("div", { class: "overview__side" }, picks(app, view, summary, duties, refilter), dueList(app, view, summary, first, duties)),
  );
}

function axis(decision: DecisionSummary): Axis {
  const codes = decision.outcomes.map((outcome) => codeOf(decision, outcome)).reverse();
  if (decision.cannot_decide > 0) codes.push(CANNOT_DECIDE);
  return { decision, codes };
}

function mark(decision: DecisionSummary, code: number): HTMLElement {
  return code === CANNOT_DECIDE ? cannotDecideMark() : outcomeMark(decision, decision.outcomes[code - 2] ?? "");
}
function words(decision: DecisionSummary, code: number): string {
  return code === CANNOT_DECIDE ? "cannot decide" : outcomeWords(decision.outcomes[code - 2] ?? "");
}

function countButton(n: number, label: string, pressed: boolean, act: () => void, id: string, share: number): HTMLElement {
  return h(
    "button",
    { type: "button", class: "overview__count", id, "aria-pressed": pressed ? "true" : "false", onclick: act },
    h("span", {}, number(n)),
    hidden(` ${label}. Show ${n === 1 ? "this learner" : "these learners"}`),
    bar(share),
  );
}

function bar(share: number): SVGElement {
  return svg(
    "svg",
    { class: "overview__bar", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    svg("rect", { x: 0, y: 0, height: 4, width: Math.max(2, Math.round(share * 100)) }),
  );
}

function matrix(app: App, view: View, across: Axis, down: Axis, refilter: () => void): HTMLElement {
  const acrossCodes = app.session.codes(across.decision.id);
  const downCodes = app.session.codes(down.decision.id);
  const cells = new Map<string, number>();
  for (let index = 0; index < acrossCodes.length; index += 1) {
    if (acrossCodes[index] === 0) continue;
    const key = `${downCodes[index]},${acrossCodes[index]}`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const largest = Math.max(1, ...cells.values());
  const total = [...cells.values()].reduce((sum, n) => sum + n, 0);
  const isOn = (a: number | null, d: number | null): boolean =>
    (view.outcomes[across.decision.id] ?? null) === a && (view.outcomes[down.decision.id] ?? null) === d;
  const pick = (a: number | null, d: number | null) => (): void => {
    const off = isOn(a, d);
    view.outcomes[across.decision.id] = off ? null : a;
    view.outcomes[down.decision.id] = off ? null : d;
    view.page = 0;
    refilter();
  };
  const figure = (n: number, a: number | null, d: number | null): HTMLElement | string => {
    if (n === 0) return h("span", { class: "app-quiet" }, "0");
    const label = [d === null ? "" : words(down.decision, d), a === null ? "" : words(across.decision, a)].filter(Boolean).join(", ");
    return countButton(n, label || "learners in all", isOn(a, d) && (a !== null || d !== null), pick(a, d), `count-${d ?? "all"}-${a ?? "all"}`, n / (a === null || d === null ? total : largest));
  };
  const sum = (match: (d: number, a: number) => boolean): number => {
    let n = 0;
    for (const d of down.codes) for (const a of across.codes) if (match(d, a)) n += cells.get(`${d},${a}`) ?? 0;
    return n;
  };
  return h(
    "div",
    { class: "overview__main" },
    // Above what scrolls sideways, so that it is never cut.
    h("p", { class: "overview__caption", id: "matrix-caption" }, `${down.decision.title} by ${lower(across.decision.title)}. Choose a number to show those learners.`),
    h(
      "div",
      { class: "app-scroll", role: "region", tabindex: 0, "aria-labelledby": "matrix-caption" },
      h(
        "table",
        { class: "govuk-table overview__matrix", "aria-labelledby": "matrix-caption" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("td", { class: "govuk-table__cell" }),
            across.codes.map((a) => h("th", { scope: "col", class: "govuk-table__header" }, mark(across.decision, a))),
            h("th", { scope: "col", class: "govuk-table__header" }, "Total"),
          ),
        ),
        h(
          "tbody",
          {},
          down.codes
            .filter((d) => sum((row) => row === d) > 0)
            .map((d) =>
              h(
                "tr",
                {},
                h("th", { scope: "row", class: "govuk-table__header" }, mark(down.decision, d)),
                across.codes.map((a) => h("td", { class: "govuk-table__cell" }, figure(cells.get(`${d},${a}`) ?? 0, a, d))),
                h("td", { class: "govuk-table__cell overview__total" }, figure(sum((row) => row === d), null, d)),
              ),
            ),
          h(
            "tr",
            { class: "overview__totals" },
            h("th", { scope: "row", class: "govuk-table__header" }, "Total"),
            across.codes.map((a) => h("td", { class: "govuk-table__cell" }, figure(sum((_, column) => column === a), a, null))),
            h("td", { class: "govuk-table__cell" }, h("strong", {}, number(total))),
          ),
        ),
      ),
    ),
  );
}

const lower = (title: string): string => (/^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title);

function strip(app: App, view: View, only: Axis, refilter: () => void): HTMLElement {
  const n = (code: number): number =>
    code === CANNOT_DECIDE ? only.decision.cannot_decide : (only.decision.counts[code - 2] ?? 0);
  const total = Math.max(1, only.codes.reduce((sum, code) => sum + n(code), 0));
  const id = only.decision.id;
  return h(
    "table",
    { class: "govuk-table overview__strip" },
    h("caption", { class: "govuk-table__caption govuk-table__caption--s" }, `${only.decision.title}. Choose a number to show those ${nounOf(app)}s.`),
    h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "govuk-table__header" }, only.decision.title), h("th", { scope: "col", class: "govuk-table__header" }, nounOf(app) === "learner" ? "Learners" : "Rows"))),
    h(
      "tbody",
      {},
      only.codes.map((code) =>
        h(
          "tr",
          {},
          h("th", { scope: "row", class: "govuk-table__header" }, mark(only.decision, code)),
          h(
            "td",
            { class: "govuk-table__cell" },
            n(code) === 0
              ? h("span", { class: "app-quiet" }, "0")
              : countButton(n(code), words(only.decision, code), view.outcomes[id] === code, () => {
                  view.outcomes[id] = view.outcomes[id] === code ? null : code;
                  view.page = 0;
                  refilter();
                }, `count-${code}`, n(code) / total),
          ),
        ),
      ),
    ),
  );
}

/** Figures that filter the list: whose next action is overdue or due soon, and who could not be answered. The other duties stand beside them in the list of what is to be done. */
function picks(app: App, view: View, summary: Summary, duties: Standings | null, refilter: () => void): HTMLElement {
  const pick = (id: string, n: number, label: string, on: boolean, toggle: () => void, extra = ""): HTMLElement =>
    h(
      "button",
      {
        type: "button",
        class: `overview__due ${n > 0 ? extra : ""}`,
        id,
        "aria-pressed": on ? "true" : "false",
        onclick: () => {
          toggle();
          view.page = 0;
          refilter();
        },
      },
      h("strong", {}, number(n)),
      h("span", {}, label),
      hidden(`: show ${count(n, nounOf(app))}`),
    );
  const due = (kind: "overdue" | "fortnight") => (): void => {
    view.due = view.due === kind ? "all" : kind;
  };
  const hasDates = summary.columns.some((column) => column.heading === "Due");
  const undecided = undecidedRows(app).length;
  return h("div", { class: "overview__dues" }, [
    hasDates ? pick("due-overdue", summary.overdue, `${actions(summary.overdue)} overdue`, view.due === "overdue", due("overdue"), "overview__due--late") : null,
    hasDates ? pick("due-fortnight", summary.due_14_days, `${actions(summary.due_14_days)} due within 14 days`, view.due === "fortnight", due("fortnight")) : null,
    duties && duties.overdue > 0
      ? h("button", { type: "button", class: "overview__due overview__due--late", id: "duties-overdue", onclick: openToDo }, h("strong", {}, number(duties.overdue)), h("span", {}, duties.overdue === 1 ? "other duty overdue" : "other duties overdue"), hidden(": open the list of what is to be done"))
      : null,
    undecided > 0
      ? pick("show-undecided", undecided, "cannot be decided", view.undecided, () => {
          view.undecided = !view.undecided;
        }, "overview__due--open")
      : null,
  ]);
}

const actions = (n: number): string => (n === 1 ? "next action" : "next actions");

const NEXT_DUE = 5;

/** Who comes first: the most urgent few by name, the rest by the figure above. */
function dueList(app: App, view: View, summary: Summary, first: RowAnswer[], duties: Standings | null): HTMLElement | null {
  if (!summary.columns.some((column) => column.heading === "Due")) return null;
  const soon = dueSoon(app);
  if (soon.length === 0) return h("p", { class: "overview__none" }, "No next action is overdue, or due in the next 14 days.", otherDuties(app, duties));
  return h(
    "div",
    {},
    h("h2", { class: "govuk-heading-s overview__first" }, "First to act on"),
    h("ol", { class: "overview__list" }, first.map((row) =>
      h("li", {}, h("strong", {}, shownName(view, row)), " ", dueWords(row.next), row.next ? h("span", { class: "overview__act" }, row.next.action) : null),
    )),
    soon.length > NEXT_DUE ? h("p", { class: "overview__none" }, `And ${number(soon.length - NEXT_DUE)} more.`) : null,
  );
}

/** What stands beside "no next action", so that it is not taken for "nothing to do". */
function otherDuties(app: App, duties: Standings | null): (HTMLElement | string)[] {
  if (!hasToDo(app) || duties?.overdue === 0) return [];
  const link = (words: string): HTMLElement => h("a", { class: "govuk-link", href: "#results", onclick: (event: Event) => (event.preventDefault(), openToDo()) }, words);
  if (!duties) return [" Other duties may be: ", link("open the list of what is to be done"), "."];
  return [` ${count(duties.overdue, "other duty is", "other duties are")} overdue: `, link(duties.overdue === 1 ? "see it" : "see them"), "."];
}
