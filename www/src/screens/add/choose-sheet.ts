// Which sheet of a workbook: shown only where more than one has rows.

import type { SheetOffer } from "../../app";
import { h } from "../../dom";
import { count } from "../../words";

export function chooseSheet(offer: SheetOffer): HTMLElement {
  // A sheet of notes comes before the tracker as often as not; the longest one on show is the tracker.
  const [likely] = [...offer.choices].sort((a, b) => Number(a.hidden) - Number(b.hidden) || b.rows - a.rows);
  const form = h(
    "form",
    {
      class: "app-warning",
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        const chosen = new FormData(form).get("sheet");
        if (chosen !== null) offer.pick(Number(chosen));
      },
    },
    h(
      "fieldset",
      { class: "govuk-fieldset" },
      h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--m", id: "sheet-offer" }, "Which sheet holds the learners?"),
      h(
        "div",
        { class: "govuk-radios govuk-radios--small" },
        offer.choices.map((sheet) => {
          const id = `sheet-${sheet.index}`;
          return h(
            "div",
            { class: "govuk-radios__item" },
            h("input", { class: "govuk-radios__input", type: "radio", name: "sheet", id, value: sheet.index, checked: sheet === likely }),
            h("label", { class: "govuk-label govuk-radios__label", for: id }, `${sheet.name} (${count(sheet.rows, "row")}${sheet.hidden ? ", hidden" : ""})`),
          );
        }),
      ),
    ),
    h("button", { type: "submit", class: "govuk-button add-sheet-go", id: "use-sheet" }, "Use this sheet"),
  );
  return form;
}
