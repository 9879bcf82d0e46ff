// Step 2, Match columns: one line for each thing the rules look for, with the
// column that was found, what is in it, how sure that is and why.

import type { App, Screen } from "../../app";
import { FORGET, cellProblems, lacking, missingNeeds, nounOf, rowNumbers, tableProblems } from "../../app";
import type { Reading } from "../../contract";
import { arrange, h, keepFocus, show } from "../../dom";
import type { Child } from "../../dom";
import { chosenHeadings, forget, remember, remembered } from "../../files/settings-file";
import { columnLetter, count, sentence } from "../../words";
import { hiddenRows } from "./hidden-rows";
import { headingRow } from "./heading-row";
import { needsTables } from "./needs-tables";
import { skipped } from "./skipped";
import "./match.scss";

const above = h("div", {});
const below = h("div", {});

document.addEventListener(FORGET, () => {
  show(above);
  show(below);
  needsTables.forget();
});

export const matchScreen: Screen = {
  title: "Match columns",
  prepare: (app) => (region) => {
    const reading = app.results?.reading;
    if (!reading) return;
    const focusAgain = keepFocus(region);
    arrange(region, [above, needsTables.element, below]);
    show(above, whatStandsAbove(app, reading));
    show(below, whatStandsBelow(app, reading));
    // Who comes to this screen finds the lines one after another; who is at it finds every line where it was.
    const comes = region.hidden !== false;
    if (comes) needsTables.empty();
    void needsTables.draw(app, reading, comes).then((all) => all && focusAgain?.());
  },
};

function whatStandsAbove(app: App, reading: Reading): Child[] {
  return [
    h("h1", { class: "govuk-heading-l", id: "heading-match" }, "Match your columns"),
    h("p", { class: "govuk-body" }, whatWasRead(app, reading)),
    hiddenRows(app, "match"),
    (app.history.work.source?.notes ?? []).map((note) => h("p", { class: "govuk-body" }, note)),
    app.usedEarlierChoices ? h("p", { class: "govuk-body" }, "Columns you chose before were used again where the headings are the same.") : null,
    headingRow(app, reading),
    reading.policies.length === 0 ? nothingApplies() : warnings(app),
    whichRules(app, reading),
  ];
}

function whatStandsBelow(app: App, reading: Reading): Child[] {
  // Without rules there is nothing to say of columns and rows yet, and nowhere to go on to.
  if (reading.policies.length === 0) return [remembering(reading)];
  return [
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
  ];
}

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
  const from = source?.from ?? "your rows";
  if (reading.policies.length === 0) return `Read ${count(reading.learners + reading.skipped.length, "row")} and ${count(reading.width, "column")} from ${from}${sheet}. Their headings are not known to any set of rules.`;
  const row = reading.heading_row === null ? "No heading row was found." : `The headings are in row ${reading.heading_row}.`;
  return `Read ${count(reading.learners, nounOf(app))} and ${count(reading.width, "column")} from ${from}${sheet}. ${row}${source?.kind === "cells" && source.added ? ` ${rowNumbers(app)}` : ""}`;
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
          [sentence(problem.message), problem.expected ? sentence(`expected: ${problem.expected}`) : "", sentence(problem.remedy)].filter(Boolean).join(" "),
        ),
      ),
    ),
  );
}

function nothingApplies(): HTMLElement {
  return h(
    "div",
    { class: "govuk-inset-text" },
    "No set of rules has the columns it needs yet. Choose which rules to use, then pick your columns for them below. If the headings are not among the rows you added, copy them too.",
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
