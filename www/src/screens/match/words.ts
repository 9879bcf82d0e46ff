// How sure a match is, in words.
import type { Need } from "../../contract";

export interface Sureness {
  words: string;
  tag: string;
}

export function sureness(need: Need, isOffered: boolean): Sureness {
  if (isOffered) return { words: "Check this", tag: "app-tag--check" };
  if (need.column === null) {
    if (need.confidence === "chosen") return { words: "Left out by you", tag: "app-tag--quiet" };
    return need.required ? { words: "Needed", tag: "app-tag--strong" } : { words: "Not found", tag: "app-tag--quiet" };
  }
  return { words: need.confidence === "chosen" ? "Chosen by you" : "Matched", tag: "app-tag--sure" };
}

export const typeWords: Record<string, string> = {
  date: "a date",
  "date-or-yes": "a date, or yes or no",
  number: "a number",
  percent: "a percentage",
  count: "a whole number",
  "yes/no": "yes or no",
  "yes-no": "yes or no",
  choice: "one of a few words",
  letters: "letters",
  text: "text",
};
