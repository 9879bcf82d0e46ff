// What the policies ask for, for everybody in one list: each next action, each other duty that is not done, and what is advised. What is overdue
// comes first, then what is due, then what hangs on something that is missing.

import type { App } from "../../app";
import { nounOf } from "../../app";
import type { Standings, ToDo, ToDoPart } from "../../contract";
import { byId, fold, h, show } from "../../dom";
import { whileBusy } from "../../drawing";
import { count, initials, list, number, sentence, withDates } from "../../words";
import type { View } from "./view";

/** Lines that are shown; the others are in the file. */
const SHOWN = 50;

/** What is to be done for more rows is counted when its list is opened: a thousand take about a quarter of a second. */
const COUNTED_AT_ONCE = 1000;

export const hasToDo = (app: App): boolean => app.results?.summary.policies.some((policy) => policy.has_to_do) ?? false;

/** How much is to be done; null where there is nothing to look for, or so many rows that only the list counts them. */
export async function toDoFigures(app: App): Promise<ToDoPart | null> {
  if (!hasToDo(app) || (app.results?.answered.length ?? 0) > COUNTED_AT_ONCE) return null;
  return app.session.toDo(0, 0);
}

/** Opens the list and brings the reader to it. */
export function openToDo(): void {
  const list = byId<HTMLDetailsElement>("to-do");
  list.open = true;
  list.querySelector("summary")?.focus();
}

export function toDoList(app: App, view: View): HTMLElement | null {
  if (!hasToDo(app)) return null;
  return fold("to-do", "What is to be done, for everybody", () => {
    const region = h("div", {}, h("p", { class: "govuk-body" }, "Looking through all rows…"));
    void whileBusy(app.session.toDo(0, SHOWN)).then((part) => show(region, drawn(app, view, part)));
    return region;
  });
}

const sum = ({ overdue, due, cannot_say }: Standings): number => overdue + due + cannot_say;

function drawn(app: App, view: View, part: ToDoPart): HTMLElement[] {
  const total = sum(part.next_actions) + sum(part.duties) + sum(part.advice);
  if (total === 0) return [h("p", { class: "govuk-body" }, "No next action and no duty is known to be due. A duty is assessed only where the tracker has the columns for it: those it does not have are listed above, under “Not assessed”.")];
  const other = sum(part.next_actions) > 0 ? "other " : "";
  const figures = [
    figure(part.next_actions, count(sum(part.next_actions), "next action"), "that cannot be decided"),
    figure(part.duties, count(sum(part.duties), `${other}duty`, `${other}duties`), "of which it cannot be said"),
    figure(part.advice, count(sum(part.advice), "piece of advice", "pieces of advice"), "of which it cannot be said"),
  ].filter(Boolean);
  const more = total - part.lines.length;
  return [
    h("p", { class: "govuk-body" }, `${list(figures)}.`),
    h(
      "div",
      { class: "app-scroll", role: "region", tabindex: 0, "aria-label": "What is to be done" },
      h(
        "table",
        { class: "govuk-table app-stack", role: "table" },
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, [nounOf(app) === "learner" ? "Learner" : "Row", "Kind", "How it stands", "What to do", "Who"].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words)))),
        h("tbody", { role: "rowgroup" }, part.lines.map((toDo) => line(view, toDo))),
      ),
    ),
    ...(more > 0 ? [h("p", { class: "govuk-body" }, `And ${number(more)} more.${app.beyond ? " The whole list is a file under “Download a file”." : ""}`)] : []),
  ];
}

/** "4 next actions (1 overdue, 2 due and 1 that cannot be decided)" */
function figure(standings: Standings, all: string, open: string): string {
  const { overdue, due, cannot_say } = standings;
  if (sum(standings) === 0) return "";
  const parts = [overdue > 0 ? `${number(overdue)} overdue` : "", due > 0 ? `${number(due)} due` : "", cannot_say > 0 ? `${number(cannot_say)} ${open}` : ""];
  return `${all} (${list(parts.filter(Boolean))})`;
}

function line(view: View, { cells }: ToDo): HTMLElement {
  const cell = (label: string, ...children: Parameters<typeof h>[2][]): HTMLElement => h("td", { role: "cell", class: "govuk-table__cell", "data-label": label }, ...children);
  const [row = "", name = "", kind = "", action = "", who = "", stands = "", due = "", says = "", missing = "", rules = "", clause = ""] = cells;
  const shown = view.hideNames ? initials(name) : name;
  const cited = [rules, clause].filter(Boolean).join(", ");
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, shown || `Row ${row}`, shown ? h("span", { class: "app-quiet" }, ` row ${row}`) : null),
    cell("Kind", capital(kind)),
    cell("How it stands", capital(withDates(standing(stands, due)))),
    cell("What to do", sentence(action), h("span", { class: "app-quiet" }, ` ${sentence(`because ${says}`)}${cited ? ` (${cited})` : ""}`), missing ? h("span", {}, ` Missing: ${missing}.`) : null),
    cell("Who", who || "–"),
  );
}

const capital = (words: string): string => words.replace(/^./, (letter) => letter.toUpperCase());

/** How it stands, with its day: "overdue since 2026-03-11", "due by 2026-04-09". */
const standing = (stands: string, due: string): string => (due === "" ? stands : stands.replace(/^(?:overdue|due)/, (word) => `${word} ${word === "due" ? "by" : "since"} ${due}`));
