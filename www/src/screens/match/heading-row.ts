// Which row holds the headings: found by the engine, shown, and changed here.

import type { App } from "../../app";
import { isOfNames } from "../../app";
import type { Reading } from "../../contract";
import { h } from "../../dom";
import { nameShown } from "../results/view";

const SHOWN_COLUMNS = 6;

export function headingRow(app: App, reading: Reading): HTMLElement | null {
  if (reading.preview.length === 0) return null;
  const source = app.history.work.source;
  const rowNumber = (index: number): number => (source?.kind === "cells" ? (source.rows[index]?.n ?? index + 1) : index + 1);
  const shown = (cells: string[], row: number): string[] =>
    cells.slice(0, SHOWN_COLUMNS).map((cell, column) => (row !== reading.heading_row && isOfNames(reading, column) ? nameShown(app, cell) : cell));
  return h(
    "details",
    { class: "govuk-details", id: "heading-row", open: reading.heading_row === null },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "Change which row holds the headings")),
    h(
      "div",
      { class: "govuk-details__text" },
      h(
        "fieldset",
        { class: "govuk-fieldset" },
        h("legend", { class: "govuk-fieldset__legend" }, "Which row has the headings?"),
        h(
          "div",
          { class: "govuk-radios govuk-radios--small" },
          reading.preview.map((cells, index) => {
            const row = rowNumber(index);
            const id = `heading-is-${row}`;
            return h(
              "div",
              { class: "govuk-radios__item" },
              h("input", {
                class: "govuk-radios__input",
                type: "radio",
                name: "heading-row",
                id,
                checked: reading.heading_row === row,
                onchange: () => app.changeReading(`Use row ${row} as the headings`, { heading_row: row, chosen: {} }),
              }),
              h(
                "label",
                { class: "govuk-label govuk-radios__label", for: id },
                h("strong", {}, `Row ${row}: `),
                shown(cells, row).filter(Boolean).join(" | ") || "(blank)",
              ),
            );
          }),
        ),
      ),
    ),
  );
}
