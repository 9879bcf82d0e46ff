// Why the row of the chosen cell has its answers.

import { h, show } from "../src/dom";
import { notAssessed, splitReasons } from "../src/screens/results/reasons";
import type { Pane } from "./pane";
import { chosenRow } from "./workbook";

export function whyChosen(pane: Pane): void {
  void chosenRow().then(({ sheet, row }) => {
    const region = document.getElementById("why");
    const { block } = pane;
    if (!region || !block || !pane.results) return;
    const index = row - block.row;
    const found = sheet === block.sheet && index >= 0 && index < block.rows ? pane.session.rows([index])[0] : undefined;
    if (!found || found.kind !== "learner") {
      show(region, h("p", { class: "govuk-hint" }, "Choose a row of the tracker in the sheet to see why it has its answers."));
      return;
    }
    const { told, left } = splitReasons(found.reasons);
    show(region, [
      h("h2", { class: "govuk-heading-s" }, `Row ${found.row}${found.name ? `, ${found.name}` : ""}`),
      h("ul", { class: "govuk-list govuk-list--bullet" }, told.filter((reason) => reason !== "").map((reason) => h("li", {}, reason))),
      left.length > 0 ? h("p", { class: "govuk-hint" }, notAssessed(left)) : null,
    ]);
  });
}
