// Step 2, Match columns: one line for each thing the rules look for, with the
// column that was found, what is in it, how sure that is and why.

import type { App, Screen } from "../../app";
import { cellProblems, lacking, missingNeeds, nounOf, tableProblems } from "../../app";
import type { ColumnReading, Need, Reading } from "../../contract";
import { fold, h, hidden, show } from "../../dom";
import { chosenHeadings, forget, remember, remembered } from "../../files/settings-file";
import { columnLetter, count, number } from "../../words";
import { hiddenRows } from "./hidden-rows";
import { howToRead } from "./how-to-read";
import { headingRow } from "./heading-row";
import { skipped } from "./skipped";
import { sureness, typeWords } from "./words";
import "./match.scss";

export const matchScreen: Screen = {
  title: "Match columns",
  prepare: (app) => (region) => {
    const reading = app.results?.reading;
    if (!reading) return;
    show(region, [
      h("h1", { class: "govuk-heading-l", id: "heading-match" }, "Match your columns"),
      h("p", { class: "govuk-body" }, whatWasRead(app, reading)),
      hiddenRows(app),
      app.history.work.source?.notes.map((note) => h("p", { class: "govuk-body" }, note)),
      app.usedEarlierChoices ? h("p", { class: "govuk-body" }, "Columns you chose before were used again where the headings are the same.") : null,
      headingRow(app, reading),
      warnings(app),
      reading.policies.length === 0 ? nothingApplies() : null,
      whichRules(app, reading),
      reading.policies.map((policy) => policyTable(app, reading, policy)),
      unused(reading),
      skipped(app, reading, "match"),
      remembering(reading),
      h(
        "div",
        { class: "govuk-button-group match-go" },
        h("button", { type: "button", class: "govuk-button", id: "match-continue", onclick: () => onward(app) }, "Continue"),
        missingNeeds(app) > 0
          ? h("p", { class: "govuk-body" }, "You can go on: learners that need a missing column will show as “Cannot decide”.")
          : null,
      ),
    ]);
  },
};

/** Shown where a person has chosen a column, or where something is remembered already. */
function remembering(reading: Reading): HTMLElement | null {
  const choices = chosenHeadings(reading);
  const kept = remembered();
  if (Object.keys(choices).length === 0 && Object.keys(kept).length === 0) return null;
  const box = h("input", {
    class: "govuk-checkboxes__input",
    type: "checkbox",
    id: "remember",
    checked: Object.keys(kept).length > 0,
    "aria-describedby": "remember-hint",
    onchange: () => {
      if (box.checked) box.checked = remember({ ...kept, ...choices });
      else forget();
    },
  });
  return h(
    "div",
    { class: "govuk-checkboxes govuk-checkboxes--small" },
    h(
      "div",
      { class: "govuk-checkboxes__item" },
      box,
      h("label", { class: "govuk-label govuk-checkboxes__label", for: "remember" }, "Remember these headings on this computer"),
      h("div", { class: "govuk-hint govuk-checkboxes__hint", id: "remember-hint" }, "Headings only, never learners. Untick to forget them."),
    ),
  );
}

function onward(app: App): void {
  app.go(cellProblems(app).length > 0 ? "check" : "results");
}

export function whatWasRead(app: App, reading: Reading): string {
  const source = app.history.work.source;
  const sheet = source?.kind === "cells" && source.sheet ? `, sheet “${source.sheet}”` : "";
  const row = reading.heading_row === null ? "No heading row was found." : `Row ${reading.heading_row} is the headings.`;
  return `Read ${count(reading.learners, nounOf(app))} and ${count(reading.width, "column")} from ${source?.from ?? "your rows"}${sheet}. ${row}`;
}

function warnings(app: App): HTMLElement | null {
  const problems = tableProblems(app);
  if (problems.length === 0) return null;
  return h(
    "div",
    { class: "app-warning" },
    h("h2", { class: "govuk-heading-s" }, "Before you go on"),
    h(
      "ul",
      { class: "govuk-list govuk-list--bullet" },
      problems.map((problem) =>
        h(
          "li",
          {},
          problem.place?.column !== undefined
            ? h("strong", {}, `Column ${columnLetter(problem.place.column)}${problem.place.heading ? ` (${problem.place.heading})` : ""}: `)
            : null,
          [sentence(problem.message), problem.expected ? sentence(`expected: ${problem.expected}`) : "", problem.remedy].filter(Boolean).join(" "),
        ),
      ),
    ),
  );
}

/** The engine's phrase as a sentence; what it quotes in backticks comes in quotation marks. */
export function sentence(phrase: string): string {
  const words = phrase.replace(/`([^`]*)`/g, "“$1”");
  const start = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?!]$/.test(start) ? start : `${start}.`;
}

function nothingApplies(): HTMLElement {
  return h(
    "div",
    { class: "govuk-inset-text" },
    "No set of rules has the columns it needs yet. Choose which rules to use, then pick your columns for them below.",
  );
}

function whichRules(app: App, reading: Reading): HTMLElement {
  const used = new Set(reading.policies);
  const boxes = app.description.policies.map((policy) => {
    const id = `policy-${policy.id}`;
    const box = h("input", {
      class: "govuk-checkboxes__input",
      type: "checkbox",
      id,
      checked: used.has(policy.id),
      onchange: () => {
        const next = app.description.policies.map((p) => p.id).filter((p) => (p === policy.id ? box.checked : used.has(p)));
        app.changeReading(`${box.checked ? "Use" : "Leave out"} ${policy.title}`, { policies: next });
      },
    });
    return h(
      "div",
      { class: "govuk-checkboxes__item" },
      box,
      h("label", { class: "govuk-label govuk-checkboxes__label", for: id }, policy.title),
      h("div", { class: "govuk-hint govuk-checkboxes__hint" }, policy.source),
    );
  });
  return h(
    "details",
    { class: "govuk-details", id: "which-rules", open: reading.policies.every((policy) => lacking(app).has(policy)) },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "Which rules are used")),
    h(
      "div",
      { class: "govuk-details__text" },
      h(
        "fieldset",
        { class: "govuk-fieldset" },
        h("legend", { class: "govuk-fieldset__legend" }, "Apply the rules of"),
        h("div", { class: "govuk-checkboxes govuk-checkboxes--small" }, boxes),
      ),
    ),
  );
}

function policyTable(app: App, reading: Reading, policy: string): HTMLElement {
  const title = app.description.policies.find((info) => info.id === policy)?.title ?? policy;
  // A column is needed only where no other set of columns does in its place.
  const without = lacking(app).has(policy);
  const needs = reading.needs.filter((need) => need.policy === policy).map((need) => ({ ...need, required: need.required && (without || need.column !== null) }));
  const matched = needs.filter((need) => need.column !== null && need.confidence !== "likely");
  const toCheck = needs.filter((need) => need.column !== null && need.confidence === "likely");
  const missing = needs.filter((need) => need.column === null);
  // What needs the reader comes first; what was not found is folded away.
  const listed = [...missing.filter((need) => need.required), ...toCheck, ...matched];
  const folded = missing.filter((need) => !need.required);
  return h(
    "section",
    { class: "match-policy", "aria-labelledby": `match-${policy}` },
    h("h2", { class: "govuk-heading-m", id: `match-${policy}` }, title),
    h("p", { class: "govuk-body match-counts" }, [
      h("span", {}, h("strong", {}, number(matched.length)), " matched"),
      h("span", {}, h("strong", {}, number(toCheck.length)), " to check"),
      h("span", {}, h("strong", {}, number(missing.length)), " not found"),
    ]),
    listed.length > 0 ? needsTable(app, reading, listed, title) : null,
    folded.length > 0
      ? fold(`missing-${policy}`, `${count(folded.length, "column")} not found in your tracker`, () => [
          h("p", {}, "These are optional. The rules that use them are not assessed, and every answer says so."),
          needsTable(app, reading, folded, `${title}, not found`),
        ])
      : null,
  );
}

function needsTable(app: App, reading: Reading, needs: Need[], title: string): HTMLElement {
  return h(
    "table",
    { class: "govuk-table app-stack match-table", role: "table" },
    h("caption", { class: "govuk-visually-hidden" }, `Columns for ${title}`),
    h(
      "thead",
      { role: "rowgroup" },
      h(
        "tr",
        { role: "row" },
        ["What we look for", "Your column", "Looks like", "How sure"].map((words) =>
          h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words),
        ),
      ),
    ),
    h("tbody", { role: "rowgroup" }, needs.map((need) => needRow(app, reading, need))),
  );
}

function needRow(app: App, reading: Reading, need: Need): HTMLElement {
  const id = `need-${need.policy}-${need.field}`;
  const sure = sureness(need);
  const column = need.column === null ? undefined : reading.columns.find((c) => c.column === need.column);
  return h(
    "tr",
    { role: "row", class: need.confidence === "likely" || (need.required && need.column === null) ? "match-row--open" : "" },
    h(
      "th",
      { scope: "row", role: "rowheader", class: "govuk-table__header match-need" },
      need.heading,
      need.required ? h("span", { class: "match-required" }, " (needed)") : null,
      h("span", { class: "match-type" }, typeWords[need.type] ?? need.type),
      need.help ? h("span", { class: "match-type" }, need.help) : null,
    ),
    h("td", { role: "cell", class: "govuk-table__cell", "data-label": "Your column" }, chooser(app, reading, need, id)),
    h(
      "td",
      { role: "cell", class: "govuk-table__cell match-samples", "data-label": "Looks like" },
      need.samples.length > 0 ? need.samples.slice(0, 4).join(" · ") : h("span", { class: "app-quiet" }, "–"),
      column?.note ? h("span", { class: "match-note" }, sentence(column.note)) : null,
      column ? howToRead(app, need, column) : null,
    ),
    h(
      "td",
      { role: "cell", class: "govuk-table__cell", "data-label": "How sure" },
      h("strong", { class: `app-tag ${sure.tag}` }, sure.words),
      need.why && need.confidence !== "exact" ? h("span", { class: "match-why" }, sentence(need.why)) : null,
      need.confidence === "likely" && need.column !== null ? confirm(app, need, id) : null,
    ),
  );
}

function confirm(app: App, need: Need, id: string): HTMLElement {
  return h(
    "button",
    {
      type: "button",
      class: "app-link-button",
      id: `${id}-yes`,
      onclick: () => choose(app, need, need.column),
    },
    "Yes, that is right",
    hidden(`: ${need.heading}`),
  );
}

function choose(app: App, need: Need, column: number | null): void {
  const where = column === null ? "nothing" : `column ${columnLetter(column)}`;
  app.changeReading(`Match ${need.heading} to ${where}`, {
    chosen: { ...app.history.work.read.chosen, [`${need.policy}.${need.field}`]: column },
  });
}

/**
 * All columns of the tracker, for each of some dozens of needs, would be thousands of options: the likely ones are there at
 * once, the others when the reader comes to the field.
 */
function chooser(app: App, reading: Reading, need: Need, id: string): HTMLElement {
  const likely = new Set(need.candidates.map((candidate) => candidate.column));
  const option = (column: ColumnReading): HTMLElement =>
    h(
      "option",
      { value: column.column, selected: column.column === need.column },
      `${column.letter}: ${column.heading || "(no heading)"}`,
    );
  const candidates = reading.columns.filter((column) => likely.has(column.column));
  const others = reading.columns.filter((column) => !likely.has(column.column));
  const options = (rest: ColumnReading[]): (HTMLElement | HTMLElement[] | null)[] => [
    h("option", { value: "", selected: need.column === null }, need.column === null && need.confidence !== "chosen" ? "Not found – choose" : "Not in my tracker"),
    candidates.length > 0 ? h("optgroup", { label: "Likely" }, candidates.map(option)) : null,
    rest.length > 0 && candidates.length > 0 ? h("optgroup", { label: "Other columns" }, rest.map(option)) : rest.map(option),
  ];
  let whole = false;
  const fill = (): void => {
    if (!whole) show(select, options(others));
    whole = true;
  };
  const select = h(
    "select",
    {
      class: "govuk-select match-select",
      id,
      "aria-label": `Your column for ${need.heading}`,
      onfocus: fill,
      onpointerdown: fill,
      onchange: () => choose(app, need, select.value === "" ? null : Number(select.value)),
    },
    options(others.filter((column) => column.column === need.column)),
  );
  return select;
}

function unused(reading: Reading): HTMLElement | null {
  const left = reading.columns.filter((column) => column.used_for.length === 0 && (column.heading || column.samples.length > 0));
  if (left.length === 0) return null;
  return h(
    "details",
    { class: "govuk-details", id: "unused" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, `${count(left.length, "column")} we will not use`)),
    h(
      "div",
      { class: "govuk-details__text" },
      h(
        "ul",
        { class: "govuk-list govuk-list--bullet" },
        left.map((column) =>
          h(
            "li",
            {},
            h("strong", {}, `${column.letter}: ${column.heading || "(no heading)"}`),
            column.why ? ` – ${column.why}` : null,
          ),
        ),
      ),
    ),
  );
}
