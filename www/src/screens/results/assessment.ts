// A checklist's answer: the stage that each principle has reached, by evidence
// and by claim, and what the next stage still lacks. Here a higher stage is
// better, so no rating's mark is used.

import type { App } from "../../app";
import type { Assessment } from "../../contract";
import { h, hidden } from "../../dom";
import { count } from "../../words";

export function assessmentTables(app: App): HTMLElement[] {
  return app.session.assessments().map((assessment, index) => one(app, assessment, index));
}

const stage = (reached: { decided: string | null; possible: string[] }): string =>
  reached.decided ?? `Cannot decide: ${reached.possible.join(" or ")}`;

function one(app: App, assessment: Assessment, index: number): HTMLElement {
  const id = `assessment-${index}`;
  const cell = (label: string, words: string | HTMLElement): HTMLElement => h("td", { role: "cell", class: "govuk-table__cell", "data-label": label }, words);
  return h(
    "section",
    { "aria-labelledby": id },
    h("h2", { class: "govuk-heading-m", id }, `Stage reached: ${assessment.group}`),
    assessment.review ? h("p", { class: "govuk-body" }, `Review ${assessment.review}.`) : null,
    h(
      "table",
      { class: "govuk-table app-stack", role: "table" },
      h("caption", { class: "govuk-visually-hidden" }, `Stage of each principle for ${assessment.group}`),
      h(
        "thead",
        { role: "rowgroup" },
        h("tr", { role: "row" }, ["Principle", "Evidenced", "Claimed", "Missing for the next stage"].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words))),
      ),
      h(
        "tbody",
        { role: "rowgroup" },
        assessment.principles.map((principle) =>
          h(
            "tr",
            { role: "row" },
            h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, `${principle.id} ${principle.title}`),
            cell("Evidenced", stage(principle.evidenced)),
            cell("Claimed", stage(principle.claimed)),
            cell("Missing for the next stage", missing(app, assessment, principle, `missing-${index}-${principle.id}`)),
          ),
        ),
      ),
    ),
  );
}

/** The criteria that stand between a principle and its next stage, in our words. */
function missing(app: App, assessment: Assessment, principle: Assessment["principles"][number], id: string): HTMLElement | string {
  if (principle.unmet.length === 0) return "–";
  const criteria = new Map(app.policyPage(assessment.policy).principles.flatMap((part) => part.criteria).map((criterion) => [criterion.id, criterion.says]));
  return h(
    "details",
    { class: "govuk-details results__more", id },
    h(
      "summary",
      { class: "govuk-details__summary" },
      h("span", { class: "govuk-details__summary-text" }, `${principle.next_stage ? `${principle.next_stage}: ` : ""}${count(principle.unmet.length, "criterion", "criteria")}`, hidden(`, ${principle.id}, ${assessment.group}`)),
    ),
    h("ul", { class: "govuk-list assessment__missing" }, principle.unmet.map((unmet) => h("li", {}, h("strong", {}, unmet), ` ${criteria.get(unmet) ?? ""}`))),
  );
}
