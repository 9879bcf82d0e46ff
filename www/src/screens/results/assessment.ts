// A checklist's answer: the stage that each principle has reached, by evidence
// and by claim, and what the next stage still lacks. Here a higher stage is
// better, so no rating's mark is used.

import type { App } from "../../app";
import type { Assessment } from "../../contract";
import { h, hidden } from "../../dom";
import { count } from "../../words";

/** The criteria of each checklist that is answered, by its id, in our words. */
export type Criteria = Map<string, Map<string, string>>;

export async function criteriaOf(app: App): Promise<Criteria> {
  const policies = [...new Set((app.results?.assessments ?? []).map((assessment) => assessment.policy))];
  const pages = await Promise.all(policies.map((policy) => app.policyPage(policy)));
  return new Map(policies.map((policy, at) => [policy, new Map((pages[at]?.principles ?? []).flatMap((part) => part.criteria).map((criterion) => [criterion.id, criterion.says]))]));
}

export function assessmentTables(app: App, criteria: Criteria): HTMLElement[] {
  return (app.results?.assessments ?? []).map((assessment, index) => one(criteria, assessment, index));
}

const stage = (reached: { decided: string | null; possible: string[] }): string =>
  reached.decided ?? `Cannot decide: ${reached.possible.join(" or ")}`;

function one(criteria: Criteria, assessment: Assessment, index: number): HTMLElement {
  const id = `assessment-${index}`;
  const cell = (label: string, words: string | HTMLElement): HTMLElement => h("td", { role: "cell", class: "govuk-table__cell", "data-label": label }, words);
  return h(
    "section",
    { "aria-labelledby": id },
    h("h2", { class: "govuk-heading-m", id }, `Stage of achievement reached${assessment.group ? `: ${assessment.group}` : ""}`),
    assessment.review ? h("p", { class: "govuk-body" }, `Review ${assessment.review}.`) : null,
    h(
      "table",
      { class: "govuk-table app-stack", role: "table" },
      h("caption", { class: "govuk-visually-hidden" }, `Stage of each principle${assessment.group ? ` for ${assessment.group}` : ""}`),
      h(
        "thead",
        { role: "rowgroup" },
        h("tr", { role: "row" }, ["Principle", "Stage of achievement, evidenced", "Stage of achievement, claimed", "Missing for the next stage"].map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words))),
      ),
      h(
        "tbody",
        { role: "rowgroup" },
        assessment.principles.map((principle) =>
          h(
            "tr",
            { role: "row" },
            h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, `${principle.id} ${principle.title}`),
            cell("Stage of achievement, evidenced", stage(principle.evidenced)),
            cell("Stage of achievement, claimed", stage(principle.claimed)),
            cell("Missing for the next stage", missing(criteria, assessment, principle, `missing-${index}-${principle.id}`)),
          ),
        ),
      ),
    ),
  );
}

/** The criteria that stand between a principle and its next stage, in our words; those of which nobody knows say so. */
function missing(criteria: Criteria, assessment: Assessment, principle: Assessment["principles"][number], id: string): HTMLElement | string {
  const lacking = [...principle.unmet.map((id) => ({ id, note: "" })), ...principle.unknown.map((id) => ({ id, note: " (not known)" }))];
  if (lacking.length === 0) return "–";
  const says = criteria.get(assessment.policy);
  return h(
    "details",
    { class: "govuk-details results__more", id },
    h(
      "summary",
      { class: "govuk-details__summary" },
      h("span", { class: "govuk-details__summary-text" }, `${principle.next_stage ? `${principle.next_stage}: ` : ""}${count(lacking.length, "criterion", "criteria")}`, hidden(`, ${principle.id}, ${assessment.group}`)),
    ),
    h("ul", { class: "govuk-list assessment__missing" }, lacking.map(({ id, note }) => h("li", {}, h("strong", {}, id), ` ${says?.get(id) ?? ""}${note}`))),
  );
}
