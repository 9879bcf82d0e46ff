// Step 1 of the pane: which cells are the tracker; and what else can be done to a workbook.

import { h, show } from "../src/dom";
import { longDate } from "../src/words";
import type { Pane } from "./pane";
import { FILLED } from "./fill";
import { exampleSheet } from "./plan";
import { addSheet, deleteSheet, kept } from "./workbook";

export const addScreen = {
  title: "Choose rows",
  render(pane: Pane, region: HTMLElement): void {
    show(region, [
      h("h1", { class: "govuk-heading-l", id: "heading-add" }, "Choose your tracker"),
      h("p", { class: "govuk-body" }, "Click one cell inside the tracker, or choose its headings and rows, then read them."),
      h("button", { type: "button", class: "govuk-button", id: "read", onclick: () => void pane.read() }, "Read the tracker"),
      earlier(pane),
      h("p", { class: "govuk-body" }, "Everything is worked out on this computer. Nothing is sent anywhere, and nothing is written into the sheet until you say so."),
      h("h2", { class: "govuk-heading-m" }, "More"),
      h("div", { class: "govuk-button-group" }, [
        h("button", { type: "button", class: "govuk-button govuk-button--secondary", id: "example", onclick: () => void example(pane) }, "Insert an example sheet"),
        h("button", { type: "button", class: "govuk-button govuk-button--secondary", id: "convert", onclick: () => void pane.convert() }, "Convert formulas from Google Sheets"),
      ]),
      h("p", { class: "govuk-hint" }, "Converting changes BAE_RISK and the like to BAE.RISK in the formulas of the sheet on show, and nothing else."),
      h("p", { class: "govuk-hint" }, "A cell shows #NAME? after opening? Choose BAE rules under Home, Add-ins once: Excel then knows the formulas."),
    ]);
  },
};

const example = (pane: Pane): Promise<void> =>
  pane.act("insert an example sheet", async () => {
    const id = await addSheet("BAE example", exampleSheet());
    return () => deleteSheet(id);
  });

/** Says when another version filled this workbook. */
function earlier(pane: Pane): HTMLElement | null {
  try {
    const filled = JSON.parse(kept(FILLED)) as { engine: string; asOf: string; policies: Record<string, string> };
    const now = Object.fromEntries(pane.description.policies.map(({ id, version }) => [id, version]));
    const changed = Object.entries(filled.policies).filter(([id, version]) => now[id] !== version);
    const same = filled.engine === pane.description.engine && changed.length === 0;
    const words = `This workbook was last filled as at ${longDate(filled.asOf)} by rules engine ${filled.engine}.`;
    if (same) return h("p", { class: "govuk-body", id: "filled" }, words);
    const others = changed.map(([id, version]) => `${id} ${version}, now ${now[id] ?? "gone"}`).join("; ");
    const why = others === "" ? `This is ${pane.description.engine}.` : `The rules have changed since: ${others}.`;
    return h("div", { class: "app-warning", id: "filled" }, h("p", { class: "govuk-body" }, `${words} ${why} Fill the columns again to have answers by the rules of today.`));
  } catch {
    return null;
  }
}
