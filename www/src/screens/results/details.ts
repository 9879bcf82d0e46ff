// Why one learner got each answer: the rules with their clauses, the cells
// that were used, what is missing, and what would change it.

import type { Duty, Explanation, Next, RowAnswer } from "../../contract";
import { h } from "../../dom";
import { count, number, shortDate, withDates } from "../../words";

export function explanationPanel(explanations: Explanation[], duties: Duty[]): HTMLElement {
  return h("div", { class: "why" }, explanations.map(one), duties.length > 0 ? allDuties(duties) : null);
}

const URGENT: Duty["standing"][] = ["overdue", "due", "cannot say", "done"];
/** The most urgent first; of those that stand alike, what is required before what is advised. */
const byUrgency = (a: Told, b: Told): number => URGENT.indexOf(a.standing) - URGENT.indexOf(b.standing) || Number(a.advice) - Number(b.advice);

function allDuties(duties: Duty[]): HTMLElement {
  const lines = [...duties].sort(byUrgency).map((duty) => [
    h("strong", {}, `${kindOf(duty)}, ${lower(standing(duty))}`),
    withDates(`: ${duty.action} (${duty.who}), because ${duty.says} `),
    h("span", { class: "app-quiet" }, `(${duty.rule}, ${duty.clause}${duty.origin === "engine default" ? "; engine default, not in the source" : ""})`),
  ]);
  return h("section", { class: "why__decision" }, h("h3", { class: "govuk-heading-s why__title" }, duties.some((duty) => duty.advice) ? "Duties and advice" : "Duties"), h("ul", { class: "govuk-list why__duties" }, lines.map((line) => h("li", {}, line))));
}

const kindOf = (duty: Told): string => (duty.advice ? "Advice" : "Duty");
const lower = (words: string): string => words.replace(/^./, (letter) => letter.toLowerCase());

/** As much of a duty as is told beside a row. */
type Told = Pick<Duty, "action" | "who" | "advice" | "standing" | "due" | "done_on" | "origin">;

const isLate = (duty: Told): boolean => duty.standing === "overdue";
/** What comes with the next action is a duty like the others. */
const withNext = ({ action, who, due, overdue }: Next): Told => ({
  action,
  who: who.replace(OURS, ""),
  advice: false,
  standing: overdue ? "overdue" : "due",
  origin: OURS.test(who) ? "engine default" : "source",
  ...(due === null ? {} : { due }),
});
/** Who it is for is our own reading. */
const OURS = / \(engine default\)$/;
const timely = ({ also, duties }: RowAnswer): Told[] => [...also.map(withNext), ...duties.filter((duty) => duty.standing === "due" || isLate(duty))].sort(byUrgency);
export const hasLate = (row: RowAnswer): boolean => timely(row).some(isLate);

/** What is said apart from “Nothing to do” where duties stand beside it: an overdue review is something to do, and an answer of its own. */
export function besides(row: RowAnswer): string {
  const due = timely(row);
  const [duties, advice] = [due.filter((duty) => !duty.advice), due.filter((duty) => duty.advice)];
  const parts = [
    duties.length > 0 ? `${count(duties.length, "other duty", "other duties")}${lateAmong(duties)}` : "",
    advice.length > 0 ? `${count(advice.length, "thing")} advised${lateAmong(advice)}` : "",
  ].filter(Boolean);
  return parts.length > 0 ? `Besides: ${parts.join("; ")}` : "";
}

function lateAmong(due: Told[]): string {
  const late = due.filter(isLate).length;
  if (late === 0) return "";
  return late < due.length ? `, ${number(late)} of them overdue` : late === 1 ? ", which is overdue" : ", all overdue";
}

/** What is to be done besides the next action, where it is time, and what is advised. */
export function dutiesDue(row: RowAnswer): HTMLElement | null {
  const due = timely(row);
  if (due.length === 0) return null;
  return h("ul", { class: "govuk-list results__duties" }, due.map((duty) => h("li", {}, h("strong", {}, `${kindOf(duty)}, ${lower(standing(duty))}: `), `${duty.action} (${duty.who}${duty.origin === "engine default" ? "; engine default" : ""})`)));
}

/** How a duty stands, with its day. */
function standing({ standing, due, done_on }: Told): string {
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
