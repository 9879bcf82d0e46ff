// Step 1 of the pane: which cells are the tracker; and what else can be done to a document.

import { MANY } from "../core/many";
import { h, show } from "../src/dom";
import { readSettingsFile } from "../src/files/settings-file";
import { count, longDate } from "../src/words";
import { FILLED } from "./host";
import type { Pane } from "./pane";
import { exampleSheet, filledNote } from "./plan";

export const addScreen = {
  title: "Choose rows",
  prepare: (pane: Pane) => (region: HTMLElement): void => {
    const { host } = pane;
    const other = (id: string, words: string, act: () => void): HTMLElement =>
      h("button", { type: "button", class: "govuk-button govuk-button--secondary", id, onclick: act }, words);
    show(region, [
      h("h1", { class: "govuk-heading-l", id: "heading-add" }, "Choose your tracker"),
      h("p", { class: "govuk-body" }, "Click one cell inside the tracker, or choose its headings and rows, then read them."),
      h("button", { type: "button", class: "govuk-button", id: "read", onclick: () => void pane.read() }, "Read the tracker"),
      earlier(pane),
      manyFormulas(pane),
      h("p", { class: "govuk-body" }, host.about),
      h("h2", { class: "govuk-heading-m" }, "More"),
      h("div", { class: "pane-actions" }, [
        other("example", "Insert an example sheet", () => void example(pane)),
        other("convert", `Convert formulas from ${host.elsewhere}`, () => void pane.convert()),
        other("help", "Help with the formulas", () => host.help()),
      ]),
      settingsFile(pane),
      host.hints.map((hint) => h("p", { class: "govuk-hint" }, hint)),
    ]);
  },
};

/** A school's settings file, as the page saves it: from then on the document carries it. */
function settingsFile(pane: Pane): HTMLElement {
  const input = h("input", {
    class: "govuk-file-upload",
    type: "file",
    id: "file",
    accept: ".json,application/json",
    onchange: () => {
      void input.files?.[0]?.text().then((text) => {
        void readSettingsFile(pane, text);
        input.value = "";
      });
    },
  });
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label", for: "file" }, "Use your school’s settings file"),
    h("p", { class: "govuk-hint" }, `The ${pane.host.document} carries the settings from then on, for all who open it.`),
    input,
  );
}

const example = (pane: Pane): Promise<void> =>
  pane.act("insert an example sheet", () => pane.host.addSheet("BAE example", exampleSheet(pane.host.spelling)));

/** Says that a sheet has so many formulas that it becomes slow. */
export function manyFormulas(pane: Pane): HTMLElement | null {
  if (pane.singles <= MANY) return null;
  return h(
    "div",
    { class: "app-warning", id: "many" },
    h(
      "p",
      { class: "govuk-body" },
      `This sheet has ${count(pane.singles, "formula")} of one row each, and ${pane.host.program} works each one out by itself. One formula for a whole column is many times faster, and sees from all rows how a column is written: whether 0.5 is 50 %, or 03/02/2026 a day of March.`,
    ),
    h("button", { type: "button", class: "govuk-button govuk-button--secondary", id: "one-for-many", onclick: () => void pane.oneForMany() }, "Use one formula for each column"),
  );
}

/** Says when another version filled this document. */
function earlier(pane: Pane): HTMLElement | null {
  const filled = filledNote(pane.host.kept(FILLED));
  if (!filled) return null;
  const titles = new Map(pane.description.policies.map(({ id, title }) => [id, title]));
  const now = Object.fromEntries(pane.description.policies.map(({ id, version }) => [id, version]));
  const changed = Object.entries(filled.policies).filter(([id, version]) => now[id] !== version);
  const same = filled.engine === pane.description.engine && changed.length === 0;
  const words = `This ${pane.host.document} was last filled as at ${longDate(filled.asOf)} by rules engine ${filled.engine}.`;
  if (same) return h("p", { class: "govuk-body", id: "filled" }, words);
  const others = changed.map(([id, version]) => `${titles.get(id) ?? id} ${version}, now ${now[id] ?? "gone"}`).join("; ");
  const why = others === "" ? `This is ${pane.description.engine}.` : `The rules have changed since: ${others}.`;
  return h("div", { class: "app-warning", id: "filled" }, h("p", { class: "govuk-body" }, `${words} ${why} Fill the columns again to have answers by the rules of today.`));
}
