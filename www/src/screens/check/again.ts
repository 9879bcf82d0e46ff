// Learners who have more than one row: each row is answered by itself, and the answers may not agree.

import type { App } from "../../app";
import { enteredAgain, nounOf } from "../../app";
import type { Again, DecisionSummary } from "../../contract";
import { h } from "../../dom";
import { count, list, number } from "../../words";
import { cannotDecideMark, outcomeMark } from "../results/marks";
import { shownDecisions } from "../results/table";
import { CANNOT_DECIDE, nameShown } from "../results/view";

/** More are counted and not listed. */
const SHOWN = 100;
/** More rows of one learner make a log, not a mistake to look at row by row. */
const ROWS = 10;

export function againSection(app: App): HTMLElement | null {
  const found = enteredAgain(app);
  const summary = app.results?.summary;
  if (found.length === 0 || !summary) return null;
  const [decision] = shownDecisions(summary);
  const noun = nounOf(app);
  return h(
    "section",
    { class: "check-group", "aria-labelledby": "again" },
    h("h2", { class: "govuk-heading-m", id: "again", tabindex: -1 }, againTitle(found.length, noun)),
    h("p", { class: "govuk-body" }, `These rows have the same name, or the same UPN or ULN. Each row is answered by itself. If they are about one ${noun}, keep the row that is right in your sheet; if two ${noun}s have the same name, there is nothing to do.`),
    h(
      "table",
      { class: "govuk-table app-stack", role: "table" },
      h("caption", { class: "govuk-visually-hidden" }, againTitle(found.length, noun)),
      h(
        "thead",
        { role: "rowgroup" },
        h("tr", { role: "row" }, ["Name", "Rows", ...(decision ? [decision.title] : [])].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words))),
      ),
      h("tbody", { role: "rowgroup" }, found.slice(0, SHOWN).map((one) => againRow(app, one, decision))),
    ),
    found.length > SHOWN ? h("p", { class: "govuk-body" }, `And ${number(found.length - SHOWN)} more.`) : null,
  );
}

export const againTitle = (n: number, noun: string): string => `${count(n, noun)} with more than one row`;

function againRow(app: App, { name, rows }: Again, decision: DecisionSummary | undefined): HTMLElement {
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader", class: "govuk-table__header", "data-label": "Name" }, nameShown(app, name) || "No name"),
    h("td", { role: "cell", class: "govuk-table__cell", "data-label": "Rows" }, listed(rows)),
    decision ? h("td", { role: "cell", class: "govuk-table__cell", "data-label": decision.title }, answers(app, rows, decision)) : null,
  );
}

/** The answers that the rows have: once where all have the same, else each with its rows, in their order. */
function answers(app: App, rows: number[], decision: DecisionSummary): HTMLElement {
  const all = app.session.codes(decision.id);
  const byCode = new Map<number, number[]>();
  for (const row of rows) {
    const code = all[app.session.indexOfRow(row)] ?? 0;
    if (code >= CANNOT_DECIDE) byCode.set(code, [...(byCode.get(code) ?? []), row]);
  }
  const mark = (code: number): HTMLElement => (code === CANNOT_DECIDE ? cannotDecideMark() : outcomeMark(decision, decision.outcomes[code - CANNOT_DECIDE - 1] ?? ""));
  const whose = (of: number[]): string => (byCode.size === 1 ? "Each: " : `${of.length === 1 ? "Row" : "Rows"} ${listed(of)}: `);
  return h("div", { class: "check-cell" }, [...byCode].map(([code, of]) => h("span", {}, whose(of), mark(code))));
}

/** Row numbers, of which no more are named than anybody looks at. */
function listed(rows: number[]): string {
  const more = rows.length - ROWS;
  return list([...rows.slice(0, ROWS).map(String), ...(more > 0 ? [`${number(more)} more`] : [])]);
}
