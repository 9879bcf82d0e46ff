// One line of a table of columns: what the rules look for, the column that was
// found, what is in it, how sure that is and why.

import type { App } from "../../app";
import { asksNames, isOfNames, offered, offeredAlike } from "../../app";
import type { ColumnReading, Need, Reading } from "../../contract";
import { h, hidden, show } from "../../dom";
import { columnLetter, sentence } from "../../words";
import { nameShown } from "../results/view";
import { howToRead } from "./how-to-read";
import { sureness, typeWords } from "./words";

export function fillLine(app: App, reading: Reading, need: Need, row: HTMLTableRowElement): void {
  const id = `need-${need.policy}-${need.field}`;
  const offer = offered(reading, need);
  const alike = offeredAlike(reading, need);
  const sure = sureness(need, offer !== undefined);
  const column = need.column === null ? undefined : reading.columns.find((c) => c.column === need.column);
  const shown = (cells: string[]): string[] =>
    cells.slice(0, 4).map((cell) => (asksNames(need) || isOfNames(reading, need.column) ? nameShown(app, cell) : cell));
  const samples = shown(offer ? offer.samples : need.samples);
  row.className = offer || (need.required && need.column === null) ? "match-row--open" : "";
  show(row, [
    h(
      "th",
      { scope: "row", role: "rowheader", class: "govuk-table__header match-need" },
      need.heading,
      need.required ? h("span", { class: "match-required" }, " (needed)") : null,
      h("span", { class: "match-type" }, typeWords[need.type] ?? need.type),
      need.help ? h("span", { class: "match-type" }, need.help) : null,
    ),
    h("td", { role: "cell", class: "govuk-table__cell", "data-label": "Your column" }, chooser(app, reading, need, id)),
    h(
      "td",
      { role: "cell", class: "govuk-table__cell match-samples", "data-label": "Looks like" },
      alike.length > 1
        ? alike.map((one) => h("span", { class: "match-alike" }, `Column ${one.letter}: ${shown(one.samples).join(" · ") || "–"}`))
        : samples.length > 0
          ? samples.join(" · ")
          : h("span", { class: "app-quiet" }, "–"),
      column?.note ? h("span", { class: "match-note" }, sentence(column.note)) : null,
      column ? howToRead(app, need, column) : null,
      further(reading, need).map((other) => anotherColumn(app, need, other)),
    ),
    h(
      "td",
      { role: "cell", class: "govuk-table__cell", "data-label": "How sure" },
      h("strong", { class: `app-tag ${sure.tag}` }, sure.words),
      need.why && need.confidence !== "exact" ? h("span", { class: "match-why" }, sentence(need.why)) : null,
      alike.length > 0 ? confirm(app, need, alike, id) : null,
    ),
  ]);
}

/** Several dates may stand in several columns: those besides the first. */
const further = (reading: Reading, need: Need): ColumnReading[] =>
  reading.columns.filter((column) => column.column !== need.column && column.used_for.some((used) => used.policy === need.policy && used.field === need.field));

function anotherColumn(app: App, need: Need, column: ColumnReading): HTMLElement {
  return h(
    "div",
    { class: "match-another" },
    h("span", { class: "match-type" }, `And column ${column.letter}: ${column.heading}`),
    ` ${column.samples.slice(0, 4).join(" · ")}`,
    column.note ? h("span", { class: "match-note" }, sentence(column.note)) : null,
    howToRead(app, need, column),
  );
}

function confirm(app: App, need: Need, offers: ColumnReading[], id: string): HTMLElement {
  const answer = (name: string, words: string, offer: ColumnReading, column: number | null) =>
    h(
      "button",
      { type: "button", class: "app-link-button", id: `${id}-${name}`, onclick: () => choose(app, need, column) },
      words,
      hidden(`: ${offer.heading} for ${need.heading}`),
    );
  const [first, ...others] = offers;
  if (!first) return h("span", {});
  return h("span", {}, [
    answer("yes", `Yes, use column ${first.letter}`, first, first.column),
    others.map((other) => [" ", answer(`yes-${other.letter}`, `Yes, use column ${other.letter}`, other, other.column)]),
    " ",
    answer("no", others.length === 0 ? "No, it is something else" : others.length === 1 ? "No, neither" : "No, none of them", first, null),
  ]);
}

function choose(app: App, need: Need, column: number | null): void {
  const where = column === null ? "nothing" : `column ${columnLetter(column)}`;
  app.changeReading(`Match ${need.heading} to ${where}`, {
    chosen: { ...app.history.work.read.chosen, [`${need.policy}.${need.field}`]: column },
  });
}

/**
 * All columns of the tracker, for each of some dozens of needs, would be thousands of options: the likely ones are there at
 * once, the others when the reader comes to the field.
 */
function chooser(app: App, reading: Reading, need: Need, id: string): HTMLElement {
  const likely = new Set(need.candidates.map((candidate) => candidate.column));
  const option = (column: ColumnReading): HTMLElement =>
    h(
      "option",
      { value: column.column, selected: column.column === need.column },
      `${column.letter}: ${column.heading || "(no heading)"}`,
    );
  const candidates = reading.columns.filter((column) => likely.has(column.column));
  const others = reading.columns.filter((column) => !likely.has(column.column));
  const options = (rest: ColumnReading[]): (HTMLElement | HTMLElement[] | null)[] => [
    h("option", { value: "", selected: need.column === null }, need.column === null && need.confidence !== "chosen" ? "Not found – choose" : "Not in my tracker"),
    candidates.length > 0 ? h("optgroup", { label: "Likely" }, candidates.map(option)) : null,
    rest.length > 0 && candidates.length > 0 ? h("optgroup", { label: "Other columns" }, rest.map(option)) : rest.map(option),
  ];
  let whole = false;
  const fill = (): void => {
    if (!whole) show(select, options(others));
    whole = true;
  };
  const select = h(
    "select",
    {
      class: "govuk-select match-select",
      id,
      "aria-label": `Your column for ${need.heading}`,
      onfocus: fill,
      onpointerdown: fill,
      onchange: () => choose(app, need, select.value === "" ? null : Number(select.value)),
    },
    options(others.filter((column) => column.column === need.column)),
  );
  return select;
}
