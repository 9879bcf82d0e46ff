// Type a few learners in, for a class of five or a quick question.

import type { App } from "../../app";
import type { PolicyInfo } from "../../contract";
import { h, show } from "../../dom";

const ROWS = 5;

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

function drawGrid(app: App, area: HTMLElement, id: string): void {
  const policy = app.description.policies.find((candidate) => candidate.id === id);
  if (!policy) return;
  const inputs: HTMLInputElement[][] = [];
  const rows = Array.from({ length: ROWS }, (_, row) =>
    h(
      "tr",
      {},
      h("th", { scope: "row", class: "govuk-table__cell" }, row + 1),
      policy.fields.map((field, column) => {
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
            policy.fields.map((field) =>
              h("th", { scope: "col", class: "govuk-table__header" }, field.heading, field.required ? " (needed)" : ""),
            ),
          ),
        ),
        h("tbody", {}, rows),
      ),
    ),
    h("p", { class: "govuk-hint" }, "Leave blank what you do not know. Dates as 3/9/2026, percentages as 87 or 87%."),
    h("button", { type: "button", class: "govuk-button", id: "use-typed", onclick: () => use(app, policy, inputs) }, "Use these learners"),
  );
}

function use(app: App, policy: PolicyInfo, inputs: HTMLInputElement[][]): void {
  const typed = inputs.map((row) => row.map((input) => input.value.trim())).filter((row) => row.some((cell) => cell !== ""));
  if (typed.length === 0) {
    app.refuse("You have not typed anyone in yet", "Fill in at least one row.", "type-policy");
    return;
  }
  const headings = policy.fields.map((field) => field.heading);
  const rows = [headings, ...typed].map((cells, index) => ({ n: index + 1, c: cells }));
  app.load({ kind: "cells", rows, from: "what you typed", notes: [] });
}
