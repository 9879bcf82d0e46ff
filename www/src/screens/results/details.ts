// Why one learner got each answer: the rules with their clauses, the cells
// that were used, what is missing, and what would change it.

import type { Explanation } from "../../contract";
import { h } from "../../dom";

export function explanationPanel(explanations: Explanation[]): HTMLElement {
  return h("div", { class: "why" }, explanations.map(one));
}

function one(explanation: Explanation): HTMLElement {
  const { rules, facts, margin, needs, not_assessed, settings } = explanation;
  return h(
    "section",
    { class: "why__decision" },
    h("h3", { class: "govuk-heading-s why__title" }, explanation.title),
    h("p", { class: "govuk-body" }, explanation.sentence.replace(/\s*Not assessed: .*$/s, "")),
    part("The rules that decided it", rules.map((rule) => [h("strong", {}, rule.id), ` ${rule.says} `, h("span", { class: "app-quiet" }, `(${rule.clause}${rule.origin === "engine default" ? "; engine default, not in the source" : ""})`)])),
    part("The cells that were used", facts.map((fact) => [`${fact.label}: `, h("strong", {}, fact.value || "blank"), h("span", { class: "app-quiet" }, ` ${fact.place}`)])),
    part("What is missing", needs.map((need) => [need.label, h("span", { class: "app-quiet" }, ` ${need.place}`)])),
    part("What would change this", margin.map((step) => [step.sentence])),
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
