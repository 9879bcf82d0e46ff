// What the policies ask for beside the next action, for everybody in one list: what is overdue first, then what is due, then
// what hangs on something that is missing.

import type { App } from "../../app";
import { nounOf } from "../../app";
import type { ToDo, ToDoPart } from "../../contract";
import { byId, fold, h, show } from "../../dom";
import { whileBusy } from "../../drawing";
import { count, initials, list, number, sentence, withDates } from "../../words";
import { standing } from "./details";
import type { View } from "./view";

/** Lines that are shown; the others are in the file. */
const SHOWN = 50;

/** Duties of more rows are counted when their list is opened: a thousand take about a tenth of a second. */
const COUNTED_AT_ONCE = 1000;

export const hasDuties = (app: App): boolean => app.results?.summary.policies.some((policy) => policy.has_duties) ?? false;

/** How many duties stand how; null where there are none to look for, or so many rows that only the list counts them. */
export async function dutyFigures(app: App): Promise<ToDoPart | null> {
  if (!hasDuties(app) || (app.results?.answered.length ?? 0) > COUNTED_AT_ONCE) return null;
  return app.session.toDo(0, 0);
}

/** Opens the list and brings the reader to it. */
export function openDuties(): void {
  const list = byId<HTMLDetailsElement>("duties");
  list.open = true;
  list.querySelector("summary")?.focus();
}

export function dutyList(app: App, view: View): HTMLElement | null {
  if (!hasDuties(app)) return null;
  return fold("duties", "Duties that are not done, for everybody", () => {
    const region = h("div", {}, h("p", { class: "govuk-body" }, "Looking through all rows…"));
    void whileBusy(app.session.toDo(0, SHOWN)).then((part) => show(region, drawn(app, view, part)));
    return region;
  });
}

function drawn(app: App, view: View, part: ToDoPart): HTMLElement[] {
  const total = part.overdue + part.due + part.cannot_say;
  if (total === 0) return [h("p", { class: "govuk-body" }, "No duty is known to be due. A duty is assessed only where the tracker has the columns for it: those it does not have are listed above, under “Not assessed”.")];
  const figures = [
    part.overdue > 0 ? `${number(part.overdue)} overdue` : "",
    part.due > 0 ? `${number(part.due)} due` : "",
    part.cannot_say > 0 ? `${number(part.cannot_say)} of which it cannot be said` : "",
  ].filter(Boolean);
  const more = total - part.duties.length;
  return [
    h("p", { class: "govuk-body" }, h("strong", {}, `${count(total, "duty", "duties")}: `), `${list(figures)}.`),
    h(
      "div",
      { class: "app-scroll", role: "region", tabindex: 0, "aria-label": "Duties that are not done" },
      h(
        "table",
        { class: "govuk-table app-stack", role: "table" },
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, [nounOf(app) === "learner" ? "Learner" : "Row", "How it stands", "What to do", "Who"].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words)))),
        h("tbody", { role: "rowgroup" }, part.duties.map((duty) => line(view, duty))),
      ),
    ),
    ...(more > 0 ? [h("p", { class: "govuk-body" }, `And ${number(more)} more.${app.beyond ? " The whole list is a file under “Download a file”." : ""}`)] : []),
  ];
}

function line(view: View, { row, name, missing, duty }: ToDo): HTMLElement {
  const cell = (label: string, ...children: Parameters<typeof h>[2][]): HTMLElement => h("td", { role: "cell", class: "govuk-table__cell", "data-label": label }, ...children);
  const shown = view.hideNames ? initials(name) : name;
  return h(
    "tr",
    { role: "row" },
    h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, shown || `Row ${row}`, shown ? h("span", { class: "app-quiet" }, ` row ${row}`) : null),
    cell("How it stands", standing(duty), duty.advice ? ", advised" : null),
    cell(
      "What to do",
      sentence(duty.action),
      h("span", { class: "app-quiet" }, ` Because ${withDates(duty.says)}. (${duty.rule}, ${duty.clause}${duty.origin === "engine default" ? "; engine default, not in the source" : ""})`),
      missing ? h("span", {}, ` Missing: ${missing}.`) : null,
    ),
    cell("Who", duty.who || "–"),
  );
}
