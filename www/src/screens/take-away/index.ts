// What the reader takes with them: result columns on the clipboard, files, paper.

import type { App } from "../../app";
import { copyBoth, inertLines } from "../../clipboard/write";
import { announce, byId, h, show } from "../../dom";
import { count, list } from "../../words";
import type { View } from "../results/view";
import "./take-away.scss";

const left = new Set<string>();
let withHeading = true;

export function takeAway(app: App, _view: View): HTMLElement {
  return h(
    "section",
    { class: "take-away", "aria-labelledby": "take-away" },
    h("h2", { class: "govuk-heading-m", id: "take-away" }, "Take the results away"),
    h(
      "div",
      { class: "govuk-button-group take-away__buttons" },
      h("button", { type: "button", class: "govuk-button", id: "copy", onclick: () => void copy(app) }, "Copy result columns"),
    ),
    h("div", { id: "copied" }),
    columnsToCopy(app),
  );
}

function columnsToCopy(app: App): HTMLElement | null {
  const summary = app.results?.summary;
  if (!summary) return null;
  const box = (id: string, words: string, on: boolean, change: (on: boolean) => void): HTMLElement => {
    const input = h("input", { class: "govuk-checkboxes__input", type: "checkbox", id, checked: on, onchange: () => change(input.checked) });
    return h("div", { class: "govuk-checkboxes__item" }, input, h("label", { class: "govuk-label govuk-checkboxes__label", for: id }, words));
  };
  return h(
    "details",
    { class: "govuk-details", id: "copy-choices" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "Choose what is copied")),
    h(
      "div",
      { class: "govuk-details__text" },
      h(
        "fieldset",
        { class: "govuk-fieldset" },
        h("legend", { class: "govuk-fieldset__legend" }, "Columns, in your sheet’s row order"),
        h("div", { class: "govuk-checkboxes govuk-checkboxes--small take-away__columns" }, [
          summary.columns.map((column, index) =>
            box(`copy-column-${index}`, column.heading, !left.has(column.heading), (on) => {
              if (on) left.delete(column.heading);
              else left.add(column.heading);
            }),
          ),
          box("copy-heading", "Include the heading row", withHeading, (on) => (withHeading = on)),
        ]),
      ),
    ),
  );
}

async function copy(app: App): Promise<void> {
  const summary = app.results?.summary;
  if (!summary) return;
  const columns = summary.columns.map((column) => column.heading).filter((heading) => !left.has(heading));
  if (columns.length === 0) {
    app.refuse("No column is chosen to copy", "Choose at least one under “Choose what is copied”.", "copy");
    return;
  }
  const options = { heading: withHeading, columns };
  const plain = inertLines(app.session.result({ ...options, format: "tsv" }));
  const html = app.session.result({ ...options, format: "html" });
  const rows = plain.replace(/\r?\n$/, "").split("\n").length;
  if (await copyBoth(html, plain)) {
    app.saved();
    const headingRow = app.results?.reading.heading_row ?? 1;
    show(byId("copied"), done(rows, columns, headingRow));
    announce(`Copied ${count(rows, "row")} of ${count(columns.length, "column")}`);
    return;
  }
  show(byId("copied"), byHand(plain));
  const box = byId<HTMLTextAreaElement>("copy-text");
  box.focus();
  box.select();
}

function done(rows: number, columns: string[], headingRow: number): HTMLElement {
  const first = withHeading && headingRow > 1 ? "the first empty cell of row 1" : withHeading ? "the first empty heading cell" : "the first empty cell of row 1";
  return h(
    "div",
    { class: "app-success", role: "status" },
    h("p", { class: "govuk-body" }, h("strong", {}, `Copied ${count(rows, "row")} × ${count(columns.length, "column")}: `), `${list(columns)}.`),
    h("p", { class: "govuk-body" }, `In your sheet: clear any filter, click ${first} to the right of your columns, in the row where your copied rows began, and press Ctrl + V. There is one line for every row you pasted, in the same order.`),
  );
}

function byHand(plain: string): HTMLElement {
  return h(
    "div",
    {},
    h("label", { class: "govuk-label", for: "copy-text" }, "Your browser did not allow the copy. The text is selected: press Ctrl + C."),
    h("textarea", { class: "govuk-textarea", id: "copy-text", rows: 6, readonly: true }, plain),
  );
}
