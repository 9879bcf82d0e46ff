// The last step of the pane: which result columns go into the sheet, as values or as formulas, and where.

import { byId, h, show } from "../src/dom";
import { columnLetter, list, longDate } from "../src/words";
import type { Pane } from "./pane";
import { cells, formulas, inert, planned } from "./plan";
import type { Place } from "./plan";
import { held, keep, kept, restore, tryFormula, write } from "./workbook";
import type { Before, Block } from "./workbook";

/** Under this name a workbook keeps which versions filled it last. */
export const FILLED = "bae-rules.filled";

type How = "values" | "formulas";
const left = new Set<string>();
let how: How = "values";

export const fillScreen = {
  title: "Fill columns",
  render(pane: Pane, region: HTMLElement): void {
    const { results, block } = pane;
    if (!results || !block) return;
    const titles = results.summary.columns.map(({ heading }) => heading);
    const wanted = titles.filter((title) => !left.has(title));
    const cannot = how === "formulas" ? planned(wanted).left : [];
    const first = columnLetter(block.column + block.columns);
    show(region, [
      h("h1", { class: "govuk-heading-l", id: "heading-fill" }, "Fill the columns"),
      h("p", { class: "govuk-body" }, `The columns go to the right of the tracker, from column ${first}. Columns of an earlier fill are written over; anything else there stops the fill. The order of the rows and your filters stay as they are.`),
      h(
        "fieldset",
        { class: "govuk-fieldset" },
        h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, "Which columns"),
        titles.map((title, at) => tick(pane, region, title, at)),
      ),
      h(
        "fieldset",
        { class: "govuk-fieldset" },
        h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, "As what"),
        choice(pane, region, "values", `Values: the answers as at ${longDate(results.summary.as_of)}. They can be read by people without the add-in.`),
        choice(pane, region, "formulas", "Formulas: they change when the tracker does."),
      ),
      cannot.length > 0 ? h("p", { class: "govuk-hint" }, `No formula gives ${list(cannot)}: fill as values to have it.`) : null,
      h("button", { type: "button", class: "govuk-button", id: "fill", onclick: () => void fill(pane, wanted) }, "Fill"),
      h("p", { class: "govuk-body", id: "fill-said" }),
    ]);
  },
};

function tick(pane: Pane, region: HTMLElement, title: string, at: number): HTMLElement {
  const input = h("input", {
    class: "govuk-checkboxes__input",
    type: "checkbox",
    id: `column-${at}`,
    checked: !left.has(title),
    onchange: () => {
      if (input.checked) left.delete(title);
      else left.add(title);
      fillScreen.render(pane, region);
    },
  });
  return h("div", { class: "govuk-checkboxes__item" }, input, h("label", { class: "govuk-label govuk-checkboxes__label", for: `column-${at}` }, title));
}

function choice(pane: Pane, region: HTMLElement, value: How, words: string): HTMLElement {
  const input = h("input", {
    class: "govuk-radios__input",
    type: "radio",
    name: "how",
    id: `as-${value}`,
    checked: how === value,
    onchange: () => {
      how = value;
      fillScreen.render(pane, region);
    },
  });
  return h("div", { class: "govuk-radios__item" }, input, h("label", { class: "govuk-label govuk-radios__label", for: `as-${value}` }, words));
}

async function fill(pane: Pane, wanted: string[]): Promise<void> {
  const { results, block } = pane;
  if (!results || !block || wanted.length === 0) return;
  await pane.act(`fill as ${how}`, async () => {
    const blocks = how === "values" ? [values(pane, wanted)] : await asFormulas(pane, block, wanted);
    const width = blocks.reduce((sum, lines) => sum + (lines[0]?.length ?? 0), 0);
    const top = headingRow(pane, block);
    const column = block.column + block.columns;
    await free(block, top, column, width, results.summary.columns.map(({ heading }) => heading));
    const before: Before[] = [];
    let at = column;
    for (const lines of blocks) {
      before.push(await write(block.sheet, top, at, lines, how === "values" ? formats(lines) : undefined));
      at += lines[0]?.length ?? 0;
    }
    const old = kept(FILLED);
    const { engine, as_of: asOf, policies } = results.summary;
    await keep(FILLED, JSON.stringify({ engine, asOf, policies: Object.fromEntries(policies.map(({ id, version }) => [id, version])) }));
    byId("fill-said").textContent = `Filled columns ${columnLetter(column)} to ${columnLetter(at - 1)}.`;
    return async () => {
      for (const cells of before.reverse()) await restore(cells);
      await keep(FILLED, old);
    };
  });
}

/** The sheet's row of the headings, from 0. */
const headingRow = (pane: Pane, block: Block): number => (pane.results?.reading.heading_row ?? block.row + 1) - 1;

/** The answers as cells, from the heading row down. */
function values(pane: Pane, wanted: string[]): string[][] {
  const text = pane.session.result({ format: "tsv", heading: true, columns: wanted });
  const { block } = pane;
  const above = block ? headingRow(pane, block) - block.row : 0;
  const lines = cells(text).slice(above);
  return lines.map((line) => wanted.map((_, column) => inert(line[column] ?? "")));
}

/** Days are shown as days, whatever the format that was there before. */
const formats = (lines: string[][]): string[][] =>
  lines.map((line) => line.map((cell) => (/^\d{4}-\d\d-\d\d$/.test(cell) ? "yyyy-mm-dd" : "General")));

/** Asks this Excel what a formula gets of a blank cell: some hand it over as 0. */
const guarded = async (): Promise<boolean> => !(await tryFormula("=BAE.DIAGNOSE(A1:B1)")).startsWith("blank");

async function asFormulas(pane: Pane, block: Block, wanted: string[]): Promise<string[][][]> {
  const top = headingRow(pane, block);
  const place: Place = {
    headingRow: top,
    firstRow: top + 1,
    lastRow: block.row + block.rows - 1,
    firstColumn: block.column,
    lastColumn: block.column + block.columns - 1,
  };
  const options = { asOf: pane.history.work.asOf, eachRow: block.inTable, guardBlanks: await guarded() };
  return planned(wanted).groups.map((group) => formulas(group, place, options));
}

/** Sees to it that nothing but an earlier fill is written over. */
async function free(block: Block, top: number, column: number, width: number, titles: string[]): Promise<void> {
  const rows = block.row + block.rows - top;
  const there = await held(block.sheet, top, column, rows, width);
  for (let at = 0; at < width; at++) {
    const heading = String(there[0]?.[at] ?? "");
    const filled = there.findIndex((row) => row[at] !== "");
    if (filled < 0 || titles.includes(heading)) continue;
    throw new Error(`column ${columnLetter(column + at)} is not empty (row ${top + filled + 1}). Move what is there, or choose a larger range`);
  }
}
