// Which column each new one goes under: asked of those whose heading is like one that is loaded, and not surely the same, and of
// every column of rows that came without headings that are known.

import type { Placing, Plan, Unheaded } from "../../add-below";
import type { App } from "../../app";
import { isOfNames } from "../../app";
import { h } from "../../dom";
import { columnLetter, list } from "../../words";
import { nameShown } from "../results/view";

/** What a select has for a column of its own. */
const OWN = "own";
/** The box of the row that may hold headings. */
const HEADED = "columns-headed";

export function underWhich(app: App, plan: Plan): HTMLElement {
  const asked = plan.placings.filter(({ sure }) => !sure);
  const { unheaded } = plan;
  const form = h(
    "form",
    {
      class: "app-warning",
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        const given = new FormData(form);
        const chosen = asked.map(({ column }): [number, number | null] => [column, given.get(`under-${column}`) === OWN ? null : Number(given.get(`under-${column}`))]);
        app.settleColumns(new Map(chosen), given.has(HEADED));
      },
    },
    unheaded ? withoutHeadings(app, plan, unheaded) : likeOnes(asked),
    asked.map((placing) => oneOf(app, plan, placing)),
    h("div", { class: "govuk-button-group" }, [
      h("button", { type: "submit", class: "govuk-button", id: "columns-go" }, "Add them below"),
      h("button", { type: "button", class: "app-link-button", id: "columns-nowhere", onclick: () => app.settleRows("nowhere") }, "Keep what I have"),
    ]),
  );
  return form;
}

function likeOnes(asked: Placing[]): HTMLElement[] {
  return [
    h("h2", { class: "govuk-heading-m", id: "columns-offer" }, asked.length === 1 ? "Which column does this one go under?" : "Which columns do these go under?"),
    h("p", { class: "govuk-body" }, `What you add has ${asked.length === 1 ? "a heading" : "headings"} like yours, which may mean something else. In one column, all learners are answered alike.`),
  ];
}

function withoutHeadings(app: App, plan: Plan, { cells, possible, likely }: Unheaded): (HTMLElement | null)[] {
  const names = new Set(plan.placings.filter(({ to }) => isNames(app, to)).map(({ column }) => column));
  const said = cells.flatMap((cell, column) => (cell === "" ? [] : `“${names.has(column) ? nameShown(app, cell) : cell}”`));
  return [
    h("h2", { class: "govuk-heading-m", id: "columns-offer" }, "These rows came without headings that are known"),
    h("p", { class: "govuk-body" }, "Without headings nobody can tell which column is which. They are put under your columns in the order in which they stand: look at what is in each, and choose another where that is not what it holds."),
    possible
      ? h("div", { class: "govuk-checkboxes govuk-checkboxes--small add-headed" }, [
          h("div", { class: "govuk-checkboxes__item" }, [
            h("input", { class: "govuk-checkboxes__input", type: "checkbox", id: HEADED, name: HEADED, checked: likely }),
            h("label", { class: "govuk-label govuk-checkboxes__label", for: HEADED }, `The first row holds headings, and no learner: ${list(said)}`),
          ]),
        ])
      : null,
  ];
}

const isNames = (app: App, to: number | null): boolean => app.results !== null && isOfNames(app.results.reading, to);

function oneOf(app: App, { loaded, unheaded }: Plan, { column, heading, samples, to }: Placing): HTMLElement {
  const id = `under-${column}`;
  const shown = isNames(app, to) ? samples.map((name) => nameShown(app, name)) : samples;
  const label = unheaded ? [`Column ${columnLetter(column)}`, sampleWords(shown)] : [`“${heading}”`, sampleWords(shown.slice(0, 2))];
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label", for: id }, label),
    h("select", { class: "govuk-select", id, name: id }, [
      ...loaded.map((known) => h("option", { value: known.column, selected: known.column === to }, `${columnLetter(known.column)}: ${known.heading || "(no heading)"}`)),
      h("option", { value: OWN, selected: to === null }, "A column of its own"),
    ]),
  );
}

const sampleWords = (samples: string[]): HTMLElement | null => (samples.length > 0 ? h("span", { class: "app-quiet" }, `, such as ${list(samples)}`) : null);
