// Step 3, Check: only the rows with problems, grouped by what mends them, each
// cell changed in place or all of a group at once.

import type { App, Screen } from "../../app";
import { cellProblems, enteredAgain, loneNames, nounOf, rowNumbers, tableProblems } from "../../app";
import type { Problem } from "../../contract";
import { h, hidden, show } from "../../dom";
import { columnLetter, count, number, problemWords, readBothWays, sentence } from "../../words";
import { skipped } from "../match/skipped";
import { nameShown } from "../results/view";
import { againSection, againTitle } from "./again";
import { loneNamesSection, loneNamesTitle } from "./lone-names";
import { NOT_KNOWN, fixWords, isUnread, wrongWith } from "./words";
import "./check.scss";

const SHOWN = 100;

interface Group {
  key: string;
  code: string;
  column: number | undefined;
  heading: string;
  expected: string;
  remedy: string;
  problems: Problem[];
  /** The table row and the text of each problem's cell. */
  indices: number[];
  texts: string[];
}

export const checkScreen: Screen = {
  title: "Check",
  async prepare(app) {
    const reading = app.results?.reading;
    if (!reading) return () => {};
    const problems = cellProblems(app);
    const groups = grouped(problems);
    await Promise.all(groups.map((group) => askFor(app, group)));
    const rows = new Set(problems.map((problem) => problem.place?.row)).size;
    return (region) =>
      show(region, [
        h("h1", { class: "govuk-heading-l", id: "heading-check" }, "Check your rows"),
        groups.length === 0
          ? h("p", { class: "govuk-body" }, `Every cell that the rules use could be read.${loneNames(app).length + enteredAgain(app).length > 0 ? "" : " There is nothing to mend."}`)
          : h(
              "p",
              { class: "govuk-body" },
              `${count(rows, "row has", "rows have")} something that could not be used, or that does not agree with another cell. The other rows are answered already. ${rowNumbers(app)}`,
            ),
        jumps(app, groups),
        groups.map((group) => groupSection(app, group)),
        loneNamesSection(app),
        againSection(app),
        wholeTable(app),
        skipped(app, reading, "check"),
        h(
          "div",
          { class: "govuk-button-group" },
          h(
            "button",
            { type: "button", class: "govuk-button", id: "check-continue", onclick: () => app.go("results") },
            groups.length > 0 ? "Continue without changing the rest" : "Continue",
          ),
        ),
      ]);
  },
};

function grouped(problems: Problem[]): Group[] {
  const groups = new Map<string, Group>();
  for (const problem of problems) {
    const column = problem.place?.column;
    const key = `${problem.code}-${column ?? "row"}`;
    const group = groups.get(key) ?? {
      key,
      code: problem.code,
      column,
      heading: problem.place?.heading ?? "",
      expected: problem.expected,
      remedy: problem.remedy,
      problems: [],
      indices: [],
      texts: [],
    };
    group.problems.push(problem);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function askFor(app: App, group: Group): Promise<void> {
  group.indices = group.problems.map((problem) => app.session.indexOfRow(problem.place?.row ?? 0));
  if (group.column !== undefined) group.texts = await app.session.cells(group.column, group.indices);
}

function groupTitle(group: Group): string {
  const cells = count(group.problems.length, group.column === undefined ? "row" : "cell");
  if (group.column === undefined) return `${cells} to check`;
  return `${group.heading || "No heading"}, column ${columnLetter(group.column)}: ${cells} ${wrongWith(group.code)}`;
}

/** Where there is more than one kind of thing to look at, a way to each. */
function jumps(app: App, groups: Group[]): HTMLElement | null {
  const lone = loneNames(app).length;
  const kinds = groups.map((group) => ({ id: `group-${group.key}`, title: groupTitle(group) }));
  if (lone > 0) kinds.push({ id: "lone-names", title: loneNamesTitle(lone) });
  const again = enteredAgain(app).length;
  if (again > 0) kinds.push({ id: "again", title: againTitle(again, nounOf(app)) });
  if (kinds.length < 2) return null;
  return h(
    "div",
    { class: "app-warning" },
    h("h2", { class: "govuk-heading-s" }, "What to check"),
    h(
      "ul",
      { class: "govuk-list" },
      kinds.map(({ id, title }) =>
        h(
          "li",
          {},
          h(
            "a",
            {
              class: "govuk-link",
              href: `#${id}`,
              onclick: (event: Event) => {
                event.preventDefault();
                document.getElementById(id)?.focus();
              },
            },
            title,
          ),
        ),
      ),
    ),
  );
}

function groupSection(app: App, group: Group): HTMLElement {
  const shown = group.problems.slice(0, SHOWN);
  return h(
    "section",
    { class: "check-group", "aria-labelledby": `group-${group.key}` },
    h("h2", { class: "govuk-heading-m", id: `group-${group.key}`, tabindex: -1 }, groupTitle(group)),
    h("p", { class: "govuk-body" }, [group.expected ? `Expected: ${group.expected}. ` : null, group.remedy ? sentence(group.remedy) : null]),
    group.column !== undefined && group.code === "ambiguous-date" ? dateOrder(app, group, group.column) : null,
    group.column !== undefined && group.problems.length > 1 ? fixAll(app, group) : null,
    group.column !== undefined && isUnread(group.code) ? repeated(app, group, group.column) : null,
    h(
      "table",
      { class: "govuk-table app-stack check-table", role: "table" },
      h("caption", { class: "govuk-visually-hidden" }, groupTitle(group)),
      h(
        "thead",
        { role: "rowgroup" },
        h(
          "tr",
          { role: "row" },
          ["Row", "Learner", "What is wrong", "Your cell"].map((words) =>
            h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words),
          ),
        ),
      ),
      h("tbody", { role: "rowgroup" }, shown.map((problem, at) => problemRow(app, group, problem, at))),
    ),
    group.problems.length > shown.length
      ? h("p", { class: "govuk-body" }, `And ${number(group.problems.length - shown.length)} more of the same kind.`)
      : null,
  );
}

function problemRow(app: App, group: Group, problem: Problem, at: number): HTMLElement {
  const row = problem.place?.row ?? 0;
  const name = nameShown(app, app.results?.names[group.indices[at] ?? -1] ?? "") || `Row ${row}`;
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader", class: "govuk-table__header", "data-label": "Row" }, row),
    h("td", { role: "cell", class: "govuk-table__cell", "data-label": "Learner" }, name),
    h("td", { role: "cell", class: "govuk-table__cell", "data-label": "What is wrong" }, sentence(problem.message)),
    h(
      "td",
      { role: "cell", class: "govuk-table__cell", "data-label": "Your cell" },
      group.column === undefined ? h("span", { class: "app-quiet" }, "–") : cellInput(app, group, group.column, at, row, name),
    ),
  );
}

function cellInput(app: App, group: Group, column: number, at: number, row: number, name: string): HTMLElement {
  const id = `cell-${column}-${row}`;
  const letter = columnLetter(column);
  const change = (text: string): void =>
    app.changeCells(`Change ${letter}${row} to ${text === NOT_KNOWN ? "not known" : text || "blank"}`, [{ index: group.indices[at] ?? -1, column, text }]);
  const input = h("input", {
    class: "govuk-input check-input",
    id,
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    value: group.texts[at] ?? "",
    "aria-label": `${group.heading || `Column ${letter}`} for ${name}, row ${row}`,
    onchange: () => change(input.value),
  });
  return h(
    "div",
    { class: "check-cell" },
    input,
    h("button", { type: "button", class: "app-link-button", id: `${id}-unknown`, onclick: () => change(NOT_KNOWN) }, fixWords.notKnown, hidden(`: ${name}, row ${row}`)),
  );
}

function fixAll(app: App, group: Group): HTMLElement {
  const column = group.column ?? 0;
  const id = `all-${group.key}`;
  const input = h("input", { class: "govuk-input check-input", id, type: "text", autocomplete: "off" });
  const change = (text: string): void =>
    app.changeCells(
      `Change ${count(group.problems.length, "cell")} of ${group.heading || columnLetter(column)}`,
      group.indices.map((index) => ({ index, column, text })),
    );
  return h(
    "div",
    { class: "check-all" },
    ...(!isUnread(group.code)
      ? []
      : [
          h("label", { class: "govuk-label", for: id }, `Change all ${number(group.problems.length)} to`),
          input,
          h("button", { type: "button", class: "govuk-button govuk-button--secondary", onclick: () => change(input.value) }, fixWords.changeAll, hidden(` in ${group.heading}`)),
        ]),
    h("button", { type: "button", class: "app-link-button", onclick: () => change(NOT_KNOWN) }, "Mark them all as not known", hidden(`: ${group.heading}`)),
  );
}

/** Dates that fit both orders are settled at once, for the whole column. */
function dateOrder(app: App, group: Group, column: number): HTMLElement {
  const letter = columnLetter(column);
  const settle = (order: "day-first" | "month-first") => (): void =>
    app.changeReading(`Read dates in column ${letter} ${order.replace("-", " ")}`, { date_order: { ...app.history.work.read.date_order, [column]: order } });
  const button = (order: "day-first" | "month-first", words: string): HTMLElement =>
    h("button", { type: "button", class: "govuk-button govuk-button--secondary", id: `order-${order}-${column}`, onclick: settle(order) }, words, hidden(` in ${group.heading}`));
  const { text, dayFirst, monthFirst } = readBothWays(group.texts);
  return h("div", { class: "check-all" }, button("day-first", `Read ${text} as ${dayFirst}`), button("month-first", `Read ${text} as ${monthFirst}`));
}

const MOST_TEXTS = 20;

/** Cells that say the same thing, mended together: what does “L3 app” mean in this tracker? */
function repeated(app: App, group: Group, column: number): HTMLElement | null {
  const byText = new Map<string, number[]>();
  for (const [at, index] of group.indices.entries()) {
    const text = group.texts[at] ?? "";
    const cells = byText.get(text);
    if (cells) cells.push(index);
    else byText.set(text, [index]);
  }
  const often = [...byText].filter(([text, cells]) => text !== "" && cells.length > 1 && cells.length < group.problems.length);
  const values = knownValues(app, column);
  const texts = values.length > 0 ? [...byText].filter(([text]) => text !== "") : often;
  if (texts.length === 0 || texts.length > MOST_TEXTS) return null;
  return h(
    "ul",
    { class: "govuk-list check-texts" },
    texts.map(([text, cells], position) => {
      const id = `means-${group.key}-${position}`;
      const change = (to: string): void => {
        if (to === "") return;
        app.changeCells(
          `Change “${text}” to ${to === NOT_KNOWN ? "not known" : to} in ${count(cells.length, "cell")}`,
          cells.map((index) => ({ index, column, text: to })),
        );
      };
      return h("li", { class: "check-cell" }, h("label", { class: "govuk-label", for: id }, `“${text}” (${count(cells.length, "cell")}) means`), meaning(id, values, change));
    }),
  );
}

/** The words that the fields of a column know, if they are a closed list. */
function knownValues(app: App, column: number): string[] {
  const uses = app.results?.reading.columns.find((reading) => reading.column === column)?.used_for ?? [];
  const lists = uses.map((use) => app.description.policies.find((policy) => policy.id === use.policy)?.fields.find((field) => field.name === use.field)?.values ?? []);
  return [...new Set(lists.flat())];
}

function meaning(id: string, values: string[], change: (to: string) => void): HTMLElement {
  if (values.length > 0) {
    const select = h(
      "select",
      { class: "govuk-select", id, onchange: () => change(select.value) },
      h("option", { value: "" }, "Choose"),
      values.map((value) => h("option", { value }, value)),
      h("option", { value: NOT_KNOWN }, "Not known"),
    );
    return select;
  }
  const input = h("input", { class: "govuk-input check-input", id, type: "text", autocomplete: "off", onchange: () => change(input.value.trim()) });
  return input;
}

function wholeTable(app: App): HTMLElement | null {
  const problems = tableProblems(app);
  if (problems.length === 0) return null;
  return h(
    "section",
    { class: "check-group", "aria-labelledby": "check-table-wide" },
    h("h2", { class: "govuk-heading-m", id: "check-table-wide" }, "About whole columns"),
    h(
      "ul",
      { class: "govuk-list govuk-list--bullet" },
      problems.map((problem) =>
        h(
          "li",
          {},
          problem.place?.column !== undefined
            ? h("strong", {}, `Column ${columnLetter(problem.place.column)}${problem.place.heading ? ` (${problem.place.heading})` : ""}: `)
            : null,
          problemWords(problem),
        ),
      ),
    ),
  );
}
