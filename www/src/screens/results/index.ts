// Step 4, Results: the answer at a glance, take away, and the list of learners.

import type { App, Screen } from "../../app";
import { FORGET, cellProblems, enteredAgain, loneNames, nounOf, tableProblems, unclearNeeds } from "../../app";
import type { ColumnReading, DecisionSummary, Reading, Summary } from "../../contract";
import { DateField } from "../../date-field";
import { announce, arrange, byId, fold, h, show } from "../../dom";
import { isOfSettings } from "../../files/settings-file";
import { count, longDate, number, problemWords } from "../../words";
import { whatWasRead } from "../match";
import { hiddenRows } from "../match/hidden-rows";
import { skipped } from "../match/skipped";
import { settingsPanel, toSetting } from "../settings";
import { unusedOf } from "../settings/enter";
import { toAccept } from "./accept";
import { outcomeWords } from "./marks";
import { firstDue, overview } from "./overview";
import { assessmentTables, criteriaOf } from "./assessment";
import { returnFigures } from "./counts";
import { toDoFigures, toDoList } from "./to-do";
import { drawTable, listPage, outcomesOffered, redrawTable, shownDecisions } from "./table";
import { CANNOT_DECIDE, View, codeOf, forgetView, viewOf } from "./view";
import "./results.scss";

/** A search is drawn when typing pauses this many milliseconds. */
const SETTLED = 120;
let typing = 0;
let view = new View();

const head = h("div", {});
const rest = h("div", {});
const foot = h("div", {});
let asAt: ReturnType<typeof asAtLine> | null = null;

export const resultsScreen: Screen = {
  title: "Results",
  async prepare(app) {
    const results = app.results;
    if (!results) return () => {};
    view = viewOf(app);
    const { reading, summary } = results;
    const refilter = (): void => void app.draw();
    const [page, first, toDo, criteria] = await Promise.all([listPage(app, view), firstDue(app), toDoFigures(app), criteriaOf(app)]);
    return (region) => {
      asAt ??= asAtLine(app);
      const compare = app.beyond?.compare(app, view);
      arrange(region, [head, asAt.element, rest, ...(compare ? [compare] : []), foot]);
      show(head, h("h1", { class: "govuk-heading-l", id: "heading-results" }, `Results for ${count(reading.learners, nounOf(app))}`));
      asAt.refresh(summary);
      show(rest, [
        headlines(app, summary),
        toAccept(app, summary),
        howItWasRead(app, reading),
        overview(app, view, summary, first, toDo, refilter),
        app.beyond?.takeAway(app, view),
        assessmentTables(app, criteria),
        returnFigures(app, view),
        toDoList(app, view),
        h("h2", { class: "govuk-heading-m", id: "list" }, nounOf(app) === "learner" ? "Learners" : "Rows"),
        filters(app, summary, refilter),
        h("div", { id: "results-table" }),
      ]);
      show(foot, [settingsPanel(app), rulesUsed(summary)]);
      drawTable(app, view, byId("results-table"), summary, page, { later: true });
    };
  },
};

document.addEventListener(FORGET, () => {
  forgetView();
  for (const part of [head, rest, foot]) show(part);
});

document.addEventListener("filters-cleared", () => {
  const search = document.getElementById("search");
  if (search instanceof HTMLInputElement) search.value = "";
  for (const select of document.querySelectorAll<HTMLSelectElement>(".results-filters select")) select.value = "";
  for (const button of document.querySelectorAll(".overview [aria-pressed]")) button.setAttribute("aria-pressed", "false");
  search?.focus();
});

/** The line of the date stays where it is while all around it is drawn anew: who types in it would lose the place. */
function asAtLine(app: App): { element: HTMLElement; refresh(summary: Summary): void } {
  const hint = h("span", { class: "govuk-hint", id: "as-at-hint" });
  const field = new DateField({
    id: "as-at",
    className: "results-date",
    describedBy: "as-at-hint",
    now: () => app.history.work.asOf,
    use: (date, again) => app.changeAsOf(date, again),
  });
  return {
    element: h("div", { class: "results-asat" }, h("label", { class: "govuk-label govuk-label--s", for: "as-at" }, "As at"), field.input, hint, field.error),
    refresh: (summary) => {
      show(hint, `Worked out as at ${longDate(summary.as_of)}. Change the date to see another day.`);
      field.refresh();
    },
  };
}

/** Where fewer than one column in so many is used, rules that need one column more may have been passed over. */
const FEW_USED = 3;

function headlines(app: App, summary: Summary): HTMLElement | null {
  const lines = aboutSettings(app);
  const risk = summary.decisions.find((decision) => decision.id === "risk_rating");
  const decided = risk ? risk.counts.reduce((sum, n) => sum + n, 0) : 0;
  if (risk && decided > 0 && risk.counts[risk.outcomes.indexOf("High")] === 0) {
    lines.push([risk.cannot_decide > 0 ? `No learners are High, of the ${number(decided)} that could be decided.` : "No learners are High under these rules."]);
  }
  const problems = cellProblems(app).length;
  if (problems > 0) lines.push([`${count(problems, "cell needs", "cells need")} checking. `, goLink(app, "check", problems === 1 ? "Check it" : "Check them")]);
  const lone = loneNames(app).length;
  if (lone > 0) lines.push([`${count(lone, "row")} may be ${lone === 1 ? "a title, a note or an average" : "titles, notes or averages"}. `, goLink(app, "check", lone === 1 ? "Say what it is" : "Say what they are")]);
  const again = enteredAgain(app).length;
  if (again > 0) lines.push([`${count(again, `${nounOf(app)} has`, `${nounOf(app)}s have`)} more than one row. `, goLink(app, "check", "Look at them")]);
  for (const problem of tableProblems(app)) if (problem.code === "half-terms-not-listed") lines.push([problemWords(problem)]);
  const unclear = unclearNeeds(app);
  if (unclear > 0) lines.push([`${count(unclear, "column looks like one", "columns look like ones")} that the rules use, and ${unclear === 1 ? "is not used until you confirm it" : "are not used until you confirm them"}. `, goLink(app, "match", unclear === 1 ? "Look at it" : "Look at them")]);
  const headed = app.results?.reading.columns.filter((column) => column.heading !== "") ?? [];
  const used = headed.filter((column) => column.used_for.length > 0).length;
  if (used * FEW_USED < headed.length && summary.policies.length < app.description.policies.length)
    lines.push([`${used === 0 ? "None" : `Only ${number(used)}`} of your ${count(headed.length, "column")} ${used > 1 ? "are" : "is"} used. If others are for rules that are not applied, say so. `, goLink(app, "match", "Choose the rules and match the columns")]);
  for (const policy of summary.policies) {
    if (policy.settings_changed.length > 0) lines.push([h("strong", {}, `${policy.title}: `), `${count(policy.settings_changed.length, "setting is", "settings are")} not the default (${policy.settings_changed.join(", ")}).`]);
  }
  if (lines.length === 0) return null;
  return h("div", { class: "app-warning" }, h("ul", { class: "govuk-list" }, lines.map((line) => h("li", {}, line))));
}

/** What of the settings is not used. It comes first: every answer may hang on it. */
function aboutSettings(app: App): (HTMLElement | string)[][] {
  const link = (id: string): HTMLElement => h("a", { class: "govuk-link", href: `#${id}`, onclick: (event: Event) => (event.preventDefault(), toSetting(id)) }, "Put it right");
  const entered = unusedOf(app.history.work.settings).map(({ field, wrong }) => [`In the settings, “${field.label}”. ${wrong} `, link(field.id)]);
  const loaded = tableProblems(app).filter(isOfSettings).map((problem) => [h("strong", {}, "The settings cannot be used: "), problemWords(problem)]);
  return [...entered, ...loaded];
}

function goLink(app: App, step: "check" | "match", words: string): HTMLElement {
  return h("a", { class: "govuk-link", href: `#${step}`, onclick: (event: Event) => (event.preventDefault(), app.go(step)) }, words);
}

function howItWasRead(app: App, reading: Reading): HTMLElement {
  const used = reading.columns.filter((column) => column.used_for.length > 0);
  return h(
    "div",
    { class: "results-read" },
    h("p", { class: "govuk-body" }, `${whatWasRead(app, reading)} `, goLink(app, "match", "Change how columns are matched")),
    hiddenRows(app, "results"),
    fold("understood", `How each heading was understood: ${number(used.length)} of ${number(reading.columns.length)} used`, () => understood(reading)),
    skipped(app, reading, "results"),
    missingColumns(app, reading),
  );
}

/** How each heading was understood, for the reader who came straight here. */
function understood(reading: Reading): HTMLElement {
  const label = (policy: string, field: string): string =>
    reading.needs.find((need) => need.policy === policy && need.field === field)?.heading ?? field;
  return h(
    "div",
    { class: "app-scroll", role: "region", tabindex: 0, "aria-label": "How each heading was understood" },
    h(
      "table",
      { class: "govuk-table app-stack", role: "table" },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ["Column", "Your heading", "Understood as", "How sure"].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words)))),
      h(
        "tbody",
        { role: "rowgroup" },
        reading.columns.map((column) =>
          h(
            "tr",
            { role: "row" },
            h("td", { role: "cell", class: "govuk-table__cell", "data-label": "Column" }, column.letter),
            h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, column.heading || "(no heading)"),
            h("td", { role: "cell", class: "govuk-table__cell", "data-label": "Understood as" }, [...new Set(column.used_for.map((use) => label(use.policy, use.field)))].join(", ") || h("span", { class: "app-quiet" }, "Not used"), column.note ? ` (${column.note})` : null),
            h("td", { role: "cell", class: "govuk-table__cell", "data-label": "How sure" }, howSure(column)),
          ),
        ),
      ),
    ),
  );
}

/** What no answer could take into account, once for the whole list. */
function missingColumns(app: App, reading: Reading): HTMLElement | null {
  const missing = reading.needs.filter((need) => need.column === null && need.type !== "text");
  if (missing.length === 0) return null;
  const title = (id: string): string => app.description.policies.find((policy) => policy.id === id)?.title ?? id;
  return h(
    "details",
    { class: "govuk-details", id: "not-assessed" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, `Not assessed: rules that use ${count(missing.length, "column")} your tracker does not have`)),
    h(
      "div",
      { class: "govuk-details__text" },
      reading.policies.map((policy) => {
        const own = missing.filter((need) => need.policy === policy);
        return own.length > 0 ? h("p", {}, h("strong", {}, `${title(policy)}: `), own.map((need) => need.heading).join(", ")) : null;
      }),
    ),
  );
}

function filters(app: App, summary: Summary, refilter: () => void): HTMLElement {
  const search = h("input", {
    class: "govuk-input results-search",
    type: "text",
    id: "search",
    autocomplete: "off",
    spellcheck: "false",
    value: view.search,
    oninput: () => {
      clearTimeout(typing);
      typing = window.setTimeout(async () => {
        view.search = search.value;
        view.page = 0;
        await redrawTable(app, view);
        announce(byId("results-count").textContent ?? "");
      }, SETTLED);
    },
  });
  const hide = h("input", {
    class: "govuk-checkboxes__input",
    type: "checkbox",
    id: "hide-names",
    checked: view.hideNames,
    onchange: () => {
      view.hideNames = hide.checked;
      refilter();
    },
  });
  const selects = shownDecisions(summary)
    .filter(worthFiltering)
    .map((decision) => outcomeFilter(decision, refilter));
  return h(
    "div",
    { class: "results-filters", role: "search", "aria-label": "Filter the learners" },
    h("div", {}, h("label", { class: "govuk-label", for: "search" }, "Search names"), search),
    selects.slice(0, FILTERS),
    h("div", { class: "govuk-checkboxes govuk-checkboxes--small" }, h("div", { class: "govuk-checkboxes__item" }, hide, h("label", { class: "govuk-label govuk-checkboxes__label", for: "hide-names" }, "Hide names"))),
    view.filtered
      ? h(
          "button",
          {
            type: "button",
            class: "app-link-button",
            id: "clear-filters",
            onclick: () => {
              view.clearFilters();
              refilter();
              byId("search").focus();
            },
          },
          "Clear filters",
        )
      : null,
    selects.length > FILTERS
      ? h(
          "details",
          { class: "govuk-details results-filters__more", id: "more-filters" },
          h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "More filters")),
          h("div", { class: "govuk-details__text results-filters" }, selects.slice(FILTERS)),
        )
      : null,
  );
}

/** Filters beside the search; the others are folded away. */
const FILTERS = 3;

/** A filter with one choice finds everybody. */
const worthFiltering = (decision: DecisionSummary): boolean => decision.counts.filter((n) => n > 0).length + Number(decision.cannot_decide > 0) > 1;

function outcomeFilter(decision: DecisionSummary, refilter: () => void): HTMLElement {
  const select = h(
    "select",
    {
      class: "govuk-select",
      id: `filter-${decision.id}`,
      onchange: () => {
        view.outcomes[decision.id] = select.value === "" ? null : Number(select.value);
        view.page = 0;
        refilter();
      },
    },
    h("option", { value: "" }, "All"),
    outcomesOffered(decision).map((outcome) => {
      const code = codeOf(decision, outcome);
      return h("option", { value: code, selected: view.outcomes[decision.id] === code }, outcomeWords(outcome));
    }),
    decision.cannot_decide > 0 ? h("option", { value: CANNOT_DECIDE, selected: view.outcomes[decision.id] === CANNOT_DECIDE }, "Cannot decide") : null,
  );
  return h("div", {}, h("label", { class: "govuk-label", for: `filter-${decision.id}` }, decision.title), select);
}

function rulesUsed(summary: Summary): HTMLElement {
  return h(
    "details",
    { class: "govuk-details", id: "rules-used" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "The rules and versions behind these answers")),
    h(
      "div",
      { class: "govuk-details__text" },
      h("p", {}, `Rules engine ${summary.engine}, as at ${longDate(summary.as_of)}.`),
      summary.policies.map((policy) =>
        h(
          "div",
          {},
          h("h3", { class: "govuk-heading-s" }, `${policy.title}, version ${policy.version}`),
          h("p", {}, `Settings ${policy.fingerprint}${policy.settings_changed.length > 0 ? `; not the default: ${policy.settings_changed.join(", ")}` : ", all at their defaults"}.`),
          policy.notes.length > 0 ? h("ul", { class: "govuk-list govuk-list--bullet" }, policy.notes.map((note) => h("li", {}, note))) : null,
        ),
      ),
    ),
  );
}

function howSure(column: ColumnReading): string {
  if (column.confidence === "likely") return "Likely, not confirmed";
  return column.used_for.length === 0 ? "–" : column.confidence === "chosen" ? "Chosen by you" : "Matched";
}
