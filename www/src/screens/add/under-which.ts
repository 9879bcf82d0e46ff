// Which column each new one goes under: asked only of those whose heading is like one that is loaded, and not surely the same.

import type { Placing, Plan } from "../../add-below";
import type { App } from "../../app";
import { h } from "../../dom";
import { columnLetter, list } from "../../words";

/** What a select has for a column of its own. */
const OWN = "own";

export function underWhich(app: App, plan: Plan): HTMLElement {
  const asked = plan.placings?.filter(({ sure }) => !sure) ?? [];
  const form = h(
    "form",
    {
      class: "app-warning",
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        const given = new FormData(form);
        app.settleColumns(new Map(asked.map(({ column }) => [column, given.get(`under-${column}`) === OWN ? null : Number(given.get(`under-${column}`))])));
      },
    },
    h("h2", { class: "govuk-heading-m", id: "columns-offer" }, asked.length === 1 ? "Which column does this one go under?" : "Which columns do these go under?"),
    h("p", { class: "govuk-body" }, `What you add has ${asked.length === 1 ? "a heading" : "headings"} like yours, which may mean something else. In one column, all learners are answered alike.`),
    asked.map((placing) => oneOf(plan, placing)),
    h("div", { class: "govuk-button-group" }, [
      h("button", { type: "submit", class: "govuk-button", id: "columns-go" }, "Add them below"),
      h("button", { type: "button", class: "app-link-button", id: "columns-nowhere", onclick: () => app.settleRows("nowhere") }, "Keep what I have"),
    ]),
  );
  return form;
}

function oneOf({ loaded }: Plan, { column, heading, samples, to }: Placing): HTMLElement {
  const id = `under-${column}`;
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label", for: id }, `“${heading}”`, samples.length > 0 ? h("span", { class: "app-quiet" }, `, such as ${list(samples.slice(0, 2))}`) : null),
    h("select", { class: "govuk-select", id, name: id }, [
      ...loaded.map((known) => h("option", { value: known.column, selected: known.column === to }, `${columnLetter(known.column)}: ${known.heading || "(no heading)"}`)),
      h("option", { value: OWN, selected: to === null }, "A column of its own"),
    ]),
  );
}
