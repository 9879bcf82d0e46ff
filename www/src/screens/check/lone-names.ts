// Rows with a name and nothing else: titles of sections, such as courses, and notes look like learners who were only just put
// on the list; and a word for averages below the last learner may be somebody's name. They are answered as learners until the reader says that they are not.

import type { App } from "../../app";
import { loneNames, nounOf } from "../../app";
import { h, hidden } from "../../dom";
import { count, number } from "../../words";
import { sayWhatRowsAre } from "../match/skipped";
import { nameShown } from "../results/view";

/** More are settled together, or a page of them at a time. */
const SHOWN = 100;

export function loneNamesSection(app: App): HTMLElement | null {
  const found = loneNames(app);
  if (found.length === 0) return null;
  const rows = found.map(({ row }) => row);
  const noun = nounOf(app);
  const [all, none] = rows.length === 2 ? ["Both", "Neither"] : [`All ${number(rows.length)}`, `None of the ${number(rows.length)}`];
  return h(
    "section",
    { class: "check-group", "aria-labelledby": "lone-names" },
    h("h2", { class: "govuk-heading-m", id: "lone-names", tabindex: -1 }, loneNamesTitle(found.length)),
    h("p", { class: "govuk-body" }, `Each has a name and nothing else, or a name that is a word for averages, and is answered as a ${noun}. If it is a title, such as a course or a year group, a note, or a row of averages, say that it is not a ${noun}: it is then left out, and keeps its place in your sheet.`),
    found.length > 1
      ? h("div", { class: "check-all" }, [
          h("button", { type: "button", class: "govuk-button govuk-button--secondary", id: "none-learners", onclick: () => sayWhatRowsAre(app, rows, "section") }, `${none} is a ${noun}`),
          h("button", { type: "button", class: "app-link-button", id: "all-learners", onclick: () => sayWhatRowsAre(app, rows, "learner") }, `${all} are ${noun}s`),
        ])
      : null,
    h(
      "table",
      { class: "govuk-table app-stack check-table", role: "table" },
      h("caption", { class: "govuk-visually-hidden" }, loneNamesTitle(found.length)),
      h(
        "thead",
        { role: "rowgroup" },
        h("tr", { role: "row" }, ["Row", "What it says", "What it is"].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words))),
      ),
      h("tbody", { role: "rowgroup" }, found.slice(0, SHOWN).map(({ row, name }) => loneRow(app, row, nameShown(app, name), noun))),
    ),
    found.length > SHOWN ? h("p", { class: "govuk-body" }, `And ${number(found.length - SHOWN)} more.`) : null,
  );
}

export const loneNamesTitle = (n: number): string => `${count(n, "row")} that may be ${n === 1 ? "a title, a note or an average" : "titles, notes or averages"}`;

function loneRow(app: App, row: number, name: string, noun: string): HTMLElement {
  const say = (id: string, words: string, choice: "section" | "learner"): HTMLElement =>
    h("button", { type: "button", class: "app-link-button", id: `${id}-${row}`, onclick: () => sayWhatRowsAre(app, [row], choice) }, words, hidden(`: ${name}, row ${row}`));
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader", class: "govuk-table__header", "data-label": "Row" }, row),
    h("td", { role: "cell", class: "govuk-table__cell", "data-label": "What it says" }, name),
    h("td", { role: "cell", class: "govuk-table__cell", "data-label": "What it is" }, h("div", { class: "check-cell" }, say("not", `Not a ${noun}`, "section"), say("learner", `A ${noun}`, "learner"))),
  );
}
