// Rows that are not learners, with the reason for each, and what a reader says of a row in its place.

import type { App, Step } from "../../app";
import type { Reading, RowChoice, Skipped } from "../../contract";
import { h, hidden } from "../../dom";
import { count, number } from "../../words";
import { nameShown } from "../results/view";

/** More are counted and not listed. */
const LISTED = 50;

/** What looks like this may be a learner all the same; nobody is in a blank row or in the headings. */
const MAY_BE_LEARNERS = new Set(["section", "total"]);

/** `where` is the screen: each has a list of its own. It is open where a row with figures of its own is not answered. */
export function skipped(app: App, reading: Reading, where: Step): HTMLElement | null {
  if (reading.skipped.length === 0) return null;
  const mayBeMissed = ({ row, filled }: Skipped): boolean => filled && app.history.work.read.rows?.[row] !== "section";
  // Of very many, those that may be learners after all are listed before any other.
  const first = [...reading.skipped].sort((a, b) => Number(mayBeMissed(b)) - Number(mayBeMissed(a))).slice(0, LISTED);
  const shown = first.sort((a, b) => a.row - b.row);
  const id = `skipped-${where}`;
  const before = document.getElementById(id);
  const open = before instanceof HTMLDetailsElement ? before.open : reading.skipped.some(mayBeMissed);
  return h(
    "details",
    { class: "govuk-details", id, open },
    h(
      "summary",
      { class: "govuk-details__summary" },
      h("span", { class: "govuk-details__summary-text" }, `${count(reading.skipped.length, "row is not a learner", "rows are not learners")}`),
    ),
    h(
      "div",
      { class: "govuk-details__text" },
      h("p", {}, "They keep their place when you copy the results back."),
      h("ul", { class: "govuk-list govuk-list--bullet" }, shown.map((row) => h("li", {}, h("strong", {}, `Row ${row.row}${label(app, row)}: `), why(app, row), ". ", itIsALearner(app, row, where)))),
      reading.skipped.length > shown.length ? h("p", {}, `And ${number(reading.skipped.length - shown.length)} more.`) : null,
    ),
  );
}

const why = (app: App, { row, why }: Skipped): string => (app.history.work.read.rows?.[row] === "section" ? "you said that it is not a learner" : why);

/** What the row says for itself; where names are hidden, the first letters of it, since it may be one. */
const label = (app: App, { label }: Skipped): string => (label ? `, “${nameShown(app, label)}”` : "");

function itIsALearner(app: App, { row, kind }: Skipped, where: Step): HTMLElement | null {
  if (!MAY_BE_LEARNERS.has(kind)) return null;
  return h("button", { type: "button", class: "app-link-button", id: `listed-${where}-${row}`, onclick: () => sayWhatRowsAre(app, [row], "learner") }, "It is a learner", hidden(`: row ${row}`));
}

/** Takes rows for what the reader says they are, as one step that can be undone. */
export function sayWhatRowsAre(app: App, rows: number[], choice: RowChoice): void {
  const which = rows.length === 1 ? `row ${rows[0]}` : `${number(rows.length)} rows`;
  app.changeReading(`${choice === "learner" ? "Answer" : "Leave out"} ${which}`, { rows: { ...app.history.work.read.rows, ...Object.fromEntries(rows.map((row) => [row, choice])) } });
}
