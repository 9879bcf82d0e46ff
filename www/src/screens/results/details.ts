// Why one learner got each answer: the rules with their clauses, the cells
// that were used, what is missing, and what would change it.

import type { Duty, Explanation, RowAnswer } from "../../contract";
import { h } from "../../dom";
import { count, shortDate, withDates } from "../../words";

export function explanationPanel(explanations: Explanation[], duties: Duty[]): HTMLElement {
  return h("div", { class: "why" }, explanations.map(one), duties.length > 0 ? allDuties(duties) : null);
}

const URGENT: Duty["standing"][] = ["overdue", "due", "cannot say", "done"];

function allDuties(duties: Duty[]): HTMLElement {
  const sorted = [...duties].sort((a, b) => URGENT.indexOf(a.standing) - URGENT.indexOf(b.standing));
  const lines = sorted.map((duty) => [
    h("strong", {}, standing(duty)),
    withDates(`: ${duty.action} (${duty.who}), because ${duty.says} `),
    h("span", { class: "app-quiet" }, `(${duty.rule}, ${duty.clause}${duty.origin === "engine default" ? "; engine default, not in the source" : ""}${duty.advice ? "; advised" : ""})`),
  ]);
  return h("section", { class: "why__decision" }, h("h3", { class: "govuk-heading-s why__title" }, "Duties"), h("ul", { class: "govuk-list why__duties" }, lines.map((line) => h("li", {}, line))));
}

const timely = ({ duties }: RowAnswer): Duty[] => duties.filter((duty) => duty.standing === "due" || duty.standing === "overdue");

/** What is said behind “Nothing to do” where duties stand beside it: an overdue review is something to do. */
export function besides(row: RowAnswer): string {
  const due = timely(row);
  const late = due.filter((duty) => duty.standing === "overdue").length;
  if (due.length === 0) return "";
  const overdue = late < due.length ? `, ${late} of them overdue` : late === 1 ? ", which is overdue" : ", all overdue";
  return ` besides ${count(due.length, "duty", "duties")}${late > 0 ? overdue : ""}`;
}

/** What is to be done besides the next action, where it is time. */
export function dutiesDue(row: RowAnswer): HTMLElement | null {
  const due = timely(row);
  if (due.length === 0) return null;
  return h("ul", { class: "govuk-list results__duties" }, due.map((duty) => h("li", {}, h("strong", {}, `Duty, ${standing(duty).replace(/^./, (letter) => letter.toLowerCase())}: `), `${duty.action} (${duty.who}${duty.origin === "engine default" ? "; engine default" : ""})`)));
}

/** How a duty stands, with its day. */
export function standing({ standing, due, done_on }: Duty): string {
  switch (standing) {
    case "overdue":
      return due ? `Overdue since ${shortDate(due)}` : "Overdue";
    case "due":
      return due ? `Due by ${shortDate(due)}` : "Due";
    case "done":
      return done_on ? `Done on ${shortDate(done_on)}` : "Done";
    case "cannot say":
      return "Cannot say whether it is due";
  }
}

function one(explanation: Explanation): HTMLElement {
  const { rules, facts, margin, needs, not_assessed, settings } = explanation;
  return h(
    "section",
    { class: "why__decision" },
    h("h3", { class: "govuk-heading-s why__title" }, explanation.title),
    h("p", { class: "govuk-body" }, withDates(explanation.sentence.replace(/\s*Not assessed: .*$/s, ""))),
    part("The rules that decided it", rules.map((rule) => [h("strong", {}, rule.id), ` ${rule.says} `, h("span", { class: "app-quiet" }, `(${rule.clause}${rule.origin === "engine default" ? "; engine default, not in the source" : ""})`)])),
    part("The cells that were used", facts.map((fact) => [`${fact.label}: `, h("strong", {}, fact.value || "blank"), h("span", { class: "app-quiet" }, ` ${fact.place}`)])),
    part("What is missing", needs.map((need) => [need.label, h("span", { class: "app-quiet" }, ` ${need.place}`)])),
    part("What would change this", margin.map((step) => [withDates(step.sentence)])),
    part("Not assessed", not_assessed.map((rule) => [h("strong", {}, rule.rule), ` ${rule.why}`])),
    part("Settings that are not the default", settings.filter((s) => !s.is_default).map((s) => [`${s.title}: `, h("strong", {}, s.value)])),
    h("p", { class: "why__version" }, `${explanation.policy} ${explanation.version}`),
  );
}

function part(title: string, lines: (string | HTMLElement)[][]): HTMLElement | null {
  if (lines.length === 0) return null;
  return h(
    "div",
    { class: "why__part" },
    h("h4", {}, title),
    h("ul", { class: "govuk-list" }, lines.map((line) => h("li", {}, line))),
  );
}
