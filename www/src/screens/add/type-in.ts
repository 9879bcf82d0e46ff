// Type a few learners in, for a class of five or a quick question.

import type { App } from "../../app";
import type { FieldInfo, PolicyInfo } from "../../contract";
import { h, show } from "../../dom";
import { list } from "../../words";

const ROWS = 5;
/** Columns at first: enough for a quick question, and no wider than a desk’s screen. */
const FIRST_COLUMNS = 8;

/** The sets of columns of which the policy needs one, in words. */
export const neededSets = (policy: PolicyInfo): string[] =>
  policy.needs.map((set) => list(set.map((name) => policy.fields.find((field) => field.name === name)?.heading ?? name)));

export function typeIn(app: App): HTMLElement {
  const area = h("div", { class: "type-in" });
  const choose = h(
    "select",
    { class: "govuk-select", id: "type-policy", onchange: () => drawGrid(app, area, choose.value) },
    app.description.policies.map((policy) => h("option", { value: policy.id }, policy.title)),
  );
  drawGrid(app, area, choose.value);
  return h(
    "details",
    { class: "govuk-details", id: "type-in" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "Type a few in")),
    h(
      "div",
      { class: "govuk-details__text" },
      h("div", { class: "govuk-form-group" }, h("label", { class: "govuk-label", for: "type-policy" }, "Which rules are they for?"), choose),
      area,
    ),
  );
}

function drawGrid(app: App, area: HTMLElement, id: string, all = false): void {
  const policy = app.description.policies.find((candidate) => candidate.id === id);
  if (!policy) return;
  const inputs: HTMLInputElement[][] = [];
  const fields = all ? policy.fields : policy.fields.slice(0, FIRST_COLUMNS);
  const typed = all ? [...area.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")].map((input) => input.value)) : [];
  const rows = Array.from({ length: ROWS }, (_, row) =>
    h(
      "tr",
      {},
      h("th", { scope: "row", class: "govuk-table__cell" }, row + 1),
      fields.map((field, column) => {
        const input = h("input", {
          class: "govuk-input type-in__cell",
          type: "text",
          autocomplete: "off",
          "aria-label": `${field.heading}, row ${row + 1}`,
        });
        (inputs[row] ??= [])[column] = input;
        return h("td", { class: "govuk-table__cell" }, input);
      }),
    ),
  );
  show(
    area,
    h(
      "div",
      { class: "app-scroll", role: "region", tabindex: 0, "aria-label": "Learners to type in" },
      h(
        "table",
        { class: "govuk-table" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("td", { class: "govuk-table__cell" }),
            fields.map((field) =>
              h("th", { scope: "col", class: "govuk-table__header" }, field.heading, field.required ? " (needed)" : ""),
            ),
          ),
        ),
        h("tbody", {}, rows),
      ),
    ),
    policy.needs.length > 1 ? h("p", { class: "govuk-body" }, h("strong", {}, "Needed: "), `${neededSets(policy).join(", or ")}.`) : null,
    h("p", { class: "govuk-hint" }, "Leave blank what you do not know. Dates as 3/9/2026, percentages as 87 or 87%."),
    h("button", { type: "button", class: "govuk-button", id: "use-typed", onclick: () => use(app, fields, inputs) }, "Use these learners"),
    fields.length < policy.fields.length
      ? h("button", { type: "button", class: "app-link-button type-in__more", id: "type-more", onclick: () => drawGrid(app, area, id, true) }, `Show all ${policy.fields.length} columns`)
      : null,
  );
  // What was typed stays when more columns are shown: the first ones are the same.
  typed.forEach((row, index) => row.forEach((value, column) => inputs[index]?.[column]?.setAttribute("value", value)));
}

function use(app: App, fields: FieldInfo[], inputs: HTMLInputElement[][]): void {
  const typed = inputs.map((row) => row.map((input) => input.value.trim())).filter((row) => row.some((cell) => cell !== ""));
  if (typed.length === 0) {
    app.refuse("You have not typed anyone in yet", "Fill in at least one row.", "type-policy");
    return;
  }
  const headings = fields.map((field) => field.heading);
  const rows = [headings, ...typed].map((cells, index) => ({ n: index + 1, c: cells }));
  app.load({ kind: "cells", rows, from: "what you typed", notes: [] });
}
