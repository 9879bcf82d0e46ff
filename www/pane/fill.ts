// The last step of the pane: which result columns go into the sheet, as values or as formulas, and where.

import { inert } from "../src/clipboard/lines";
import { h, show } from "../src/dom";
import { columnLetter, list, longDate } from "../src/words";
import type { Pane } from "./pane";
import type { Block } from "./host";
import { cells, columnNumber, formulas, planned } from "./plan";
import type { FilledNote, Place } from "./plan";

type How = "values" | "formulas";
const left = new Set<string>();
let how: How = "values";

export const fillScreen = {
  title: "Fill columns",
  prepare: (pane: Pane) => (region: HTMLElement): void => {
    const { results, block } = pane;
    if (!results || !block) return;
    const titles = results.summary.columns.map(({ heading }) => heading);
    const wanted = titles.filter((title) => !left.has(title));
    const cannot = how === "formulas" ? planned(wanted).left : [];
    show(region, [
      h("h1", { class: "govuk-heading-l", id: "heading-fill" }, "Fill the columns"),
      h("p", { class: "govuk-body" }, "Columns of an earlier fill are written over; anything else in the way stops the fill. The order of the rows and your filters stay as they are."),
      where(pane, block),
      h(
        "fieldset",
        { class: "govuk-fieldset" },
        h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, "Which columns"),
        h("div", { class: "govuk-checkboxes govuk-checkboxes--small" }, titles.map((title, at) => tick(pane, title, at))),
      ),
      h(
        "fieldset",
        { class: "govuk-fieldset" },
        h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, "As what"),
        h("div", { class: "govuk-radios govuk-radios--small" }, [
          choice(pane, "values", `Values: the answers as at ${longDate(results.summary.as_of)}. Anybody can read them, with or without the add-in.`),
          choice(pane, "formulas", "Formulas: they change when the tracker does."),
        ]),
      ),
      cannot.length > 0 ? h("p", { class: "govuk-hint" }, `No formula gives ${list(cannot)}: fill as values to have it.`) : null,
      h("button", { type: "button", class: "govuk-button", id: "fill", onclick: () => void fill(pane, wanted) }, "Fill"),
      pane.said ? h("div", { class: "app-success", id: "fill-said" }, pane.said) : null,
    ]);
  },
};

/** The column to begin at, in the letters of the sheet. */
function where(pane: Pane, block: Block): HTMLElement {
  const beside = block.column + block.columns;
  const input = h("input", {
    class: "govuk-input govuk-input--width-3",
    id: "column",
    type: "text",
    autocomplete: "off",
    value: columnLetter(pane.column),
    onchange: () => {
      const column = columnNumber(input.value);
      // Within the tracker there is nothing to fill; what was there before comes back into the field.
      if (column !== null && column >= beside) pane.column = column;
      input.value = columnLetter(pane.column);
    },
  });
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label govuk-label--s", for: "column" }, "From column"),
    h("p", { class: "govuk-hint" }, `${columnLetter(beside)} is the first beside the tracker.`),
    input,
  );
}

function tick(pane: Pane, title: string, at: number): HTMLElement {
  const input = h("input", {
    class: "govuk-checkboxes__input",
    type: "checkbox",
    id: `column-${at}`,
    checked: !left.has(title),
    onchange: () => {
      if (input.checked) left.delete(title);
      else left.add(title);
      void pane.draw();
    },
  });
  return h("div", { class: "govuk-checkboxes__item" }, input, h("label", { class: "govuk-label govuk-checkboxes__label", for: `column-${at}` }, title));
}

function choice(pane: Pane, value: How, words: string): HTMLElement {
  const input = h("input", {
    class: "govuk-radios__input",
    type: "radio",
    name: "how",
    id: `as-${value}`,
    checked: how === value,
    onchange: () => {
      how = value;
      void pane.draw();
    },
  });
  return h("div", { class: "govuk-radios__item" }, input, h("label", { class: "govuk-label govuk-radios__label", for: `as-${value}` }, words));
}

async function fill(pane: Pane, wanted: string[]): Promise<void> {
  const { results, block } = pane;
  if (!results || !block) return;
  if (wanted.length === 0 || (how === "formulas" && planned(wanted).groups.length === 0)) {
    pane.refuse("No column is chosen that can be filled so", "Choose one above, or fill as values.");
    return;
  }
  await pane.act(`fill as ${how}`, async () => {
    const lines = how === "values" ? await values(pane, wanted) : await asFormulas(pane, block, wanted);
    const headings = lines[0] ?? [];
    const { column } = pane;
    const { engine, as_of: asOf, policies, columns } = results.summary;
    const versions = Object.fromEntries(policies.map(({ id, version }) => [id, version]));
    const undo = await pane.host.fill({
      sheet: block.sheet,
      row: headingRow(pane, block),
      column,
      lines,
      days: how === "values" ? dayColumns(lines) : [],
      ours: columns.map(({ heading }) => heading),
      note: JSON.stringify({ engine, asOf, policies: versions, headings, sheet: block.sheet, column } satisfies FilledNote),
    });
    pane.said = `Filled columns ${columnLetter(column)} to ${columnLetter(column + headings.length - 1)}.`;
    return undo;
  });
}

/** The sheet's row of the headings, from 0. */
const headingRow = (pane: Pane, block: Block): number => (pane.results?.reading.heading_row ?? block.row + 1) - 1;

/** The answers as cells, from the heading row down. */
async function values(pane: Pane, wanted: string[]): Promise<string[][]> {
  const lines = cells(await pane.session.result(wanted));
  return lines.map((line) => wanted.map((_, column) => inert(line[column] ?? "")));
}

/** Columns with a day in them are shown as days, whatever the format that was there before. */
function dayColumns(lines: string[][]): number[] {
  const width = lines[0]?.length ?? 0;
  return Array.from({ length: width }, (_, at) => at).filter((at) => lines.some((line) => /^\d{4}-\d\d-\d\d$/.test(line[at] ?? "")));
}

async function asFormulas(pane: Pane, block: Block, wanted: string[]): Promise<string[][]> {
  const top = headingRow(pane, block);
  const place: Place = {
    headingRow: top,
    firstRow: top + 1,
    lastRow: block.row + block.rows - 1,
    firstColumn: block.column,
    lastColumn: block.column + block.columns - 1,
  };
  const options = { asOf: pane.history.work.asOf, eachRow: block.inTable, guardBlanks: await pane.host.blankIsZero(), spelling: pane.host.spelling };
  const blocks = planned(wanted).groups.map((group) => formulas(group, place, options));
  return (blocks[0] ?? []).map((_, row) => blocks.flatMap((block) => block[row] ?? []));
}
