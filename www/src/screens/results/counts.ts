// The figures for a return: how many rows are on each line, what some of them
// still lack, and which rows no line can be given yet.

import type { App } from "../../app";
import type { Counted, CountedRow } from "../../contract";
import { h } from "../../dom";
import { count, initials, number } from "../../words";
import type { View } from "./view";

export function returnFigures(app: App, view: View): HTMLElement[] {
  return (app.results?.counts ?? []).map((counted) => figures(counted, view));
}

function figures(counted: Counted, view: View): HTMLElement {
  const id = `return-${counted.policy}`;
  const lines = counted.lines.filter((line) => line.on_return);
  const apart = counted.lines.filter((line) => !line.on_return && line.count > 0);
  const total = lines.reduce((sum, line) => sum + line.count, 0);
  const cell = (label: string, ...children: Parameters<typeof h>[2][]): HTMLElement => h("td", { role: "cell", class: "govuk-table__cell", "data-label": label }, ...children);
  const line = (words: string, n: number, lacking: CountedRow[], at: number): HTMLElement =>
    h(
      "tr",
      { role: "row" },
      h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, words),
      cell("Rows", number(n)),
      cell("Still lacking", lacking.length > 0 ? rows(`${id}-${at}`, lacking, view) : "–"),
    );
  return h(
    "section",
    { "aria-labelledby": id },
    h("h2", { class: "govuk-heading-m", id }, counted.title),
    h(
      "table",
      { class: "govuk-table app-stack", role: "table" },
      h("caption", { class: "govuk-visually-hidden" }, `${counted.title}: rows on each line`),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ["Line", "Rows", "Still lacking"].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words)))),
      h("tbody", { role: "rowgroup" }, lines.map((one, at) => line(one.line, one.count, one.lacking, at)), line("All lines", total, [], lines.length)),
    ),
    apart.map((one) => h("p", { class: "govuk-body" }, `${one.line}: ${count(one.count, "row")}, recorded there and not on the return.`)),
    counted.undecided.length > 0
      ? h("div", { class: "app-warning" }, h("p", { class: "govuk-body" }, h("strong", {}, `${count(counted.undecided.length, "row is", "rows are")} not counted, because no line can be given yet.`)), rows(`${id}-open`, counted.undecided, view))
      : null,
  );
}

function rows(id: string, listed: CountedRow[], view: View): HTMLElement {
  const name = (row: CountedRow): string => (view.hideNames ? initials(row.name) : row.name);
  return h(
    "details",
    { class: "govuk-details results__more", id },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, count(listed.length, "row"))),
    h("ul", { class: "govuk-list" }, listed.map((row) => h("li", {}, h("strong", {}, `Row ${row.row} ${name(row)}: `), row.why))),
  );
}
