// Why the row of the chosen cell has its answers.

import { h, show } from "../src/dom";
import { dutiesDue, explanationPanel } from "../src/screens/results/details";
import { notAssessed, splitReasons } from "../src/screens/results/reasons";
import type { Pane } from "./pane";

const CHOOSE = "Choose a row of the tracker in the sheet to see why it has its answers.";

/** Asks which row is chosen, and draws why. */
export async function whyChosen(pane: Pane): Promise<void> {
  if (!document.getElementById("why") || !pane.results || !pane.block) return;
  try {
    pane.chosen = await pane.host.chosen();
  } catch {
    // A cell that is being edited, or a lost connection: what is shown stays until the next choice.
    return;
  }
  await drawWhy(pane);
}

/** Draws why the row that was last chosen has its answers. */
export async function drawWhy(pane: Pane): Promise<void> {
  const { block, chosen } = pane;
  if (!block) return;
  const index = (chosen?.row ?? -1) - block.row;
  const found = chosen?.sheet === block.sheet && index >= 0 && index < block.rows ? (await pane.session.rows([index]))[0] : undefined;
  const explanations = found?.kind === "learner" ? await pane.session.explain(index) : [];
  const region = document.getElementById("why");
  if (!region || pane.chosen !== chosen) return;
  if (!found || found.kind !== "learner") {
    show(region, h("p", { class: "govuk-hint" }, pane.host.tellsChoice ? CHOOSE : `${CHOOSE.replace(/\.$/, "")}, then come back here.`));
    return;
  }
  const { told, left } = splitReasons(found.reasons);
  show(region, [
    h("h2", { class: "govuk-heading-s" }, `Row ${found.row}${found.name ? `, ${found.name}` : ""}`),
    h("ul", { class: "govuk-list govuk-list--bullet" }, told.filter((reason) => reason !== "").map((reason) => h("li", {}, reason))),
    left.length > 0 ? h("p", { class: "govuk-hint" }, notAssessed(left)) : null,
    dutiesDue(found),
    h(
      "details",
      { class: "govuk-details", id: "why-rules" },
      h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "Rules, cells, and what would change it")),
      h("div", { class: "govuk-details__text" }, explanationPanel(explanations, found.duties)),
    ),
  ]);
}
