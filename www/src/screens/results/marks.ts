// Outcomes as words with a shape and a weight, so that they survive a
// black-and-white photocopy. Colour only repeats what word and shape say.

import type { DecisionSummary, RowDecision } from "../../contract";
import { h } from "../../dom";
import { shortDate, withDates } from "../../words";

/** Decisions whose outcomes run from fine to worst; the rest are names without a rank. */
const RANKED = new Set(["risk_rating"]);
const LETTERED = new Set(["bae_category"]);

/** Its outcomes are letters of a category. */
export const isLettered = ({ id }: DecisionSummary): boolean => LETTERED.has(id);

type Weight = "high" | "medium" | "low";
const SHAPES: Record<Weight, string> = { high: "▲", medium: "◆", low: "●" };

function weightOf(decision: DecisionSummary, outcome: string): Weight | null {
  const rank = decision.outcomes.indexOf(outcome);
  if (rank < 0) return null;
  if (rank === decision.outcomes.length - 1) return "high";
  return rank === 0 ? "low" : "medium";
}

/** An outcome in words: a date as people write it, nothing as "None". */
export const outcomeWords = (outcome: string): string => (outcome === "" ? "None" : shortDate(outcome));

export function outcomeMark(decision: DecisionSummary, outcome: string): HTMLElement {
  // A letter is no rating: it has a frame of its own and none of a rating's colours.
  if (isLettered(decision)) return h("span", { class: "mark mark--letter" }, outcome);
  const weight = RANKED.has(decision.id) ? weightOf(decision, outcome) : null;
  if (!weight) return h("span", { class: "mark-plain" }, outcomeWords(outcome));
  return h("span", { class: `mark mark--${weight}` }, h("span", { "aria-hidden": "true" }, `${SHAPES[weight]} `), outcome);
}

export function cannotDecideMark(): HTMLElement {
  return h("span", { class: "mark mark--open" }, h("span", { "aria-hidden": "true" }, "? "), "Cannot decide");
}

export function answerMark(decision: DecisionSummary, answer: RowDecision | undefined): (HTMLElement | string)[] {
  if (!answer) return ["–"];
  if (answer.status === "decided") return [answer.outcome ? outcomeMark(decision, answer.outcome) : "–"];
  // Nothing at all is an answer too, where others are possible beside it.
  const possible = answer.possible.some(Boolean) ? withDates(answer.open) : "";
  return [cannotDecideMark(), ...(possible ? [h("span", { class: "mark-possible" }, possible)] : [])];
}
