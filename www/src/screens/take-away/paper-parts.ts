// What every page on paper has: what the reader chose, whom it is about, and the line at its foot.

import type { App } from "../../app";
import { nounOf } from "../../app";
import type { Summary } from "../../contract";
import { h } from "../../dom";
import type { PrintSize } from "../../print";
import { count, longDate } from "../../words";
import { View, filtered } from "../results/view";
import type { Naming } from "./names";

export interface PaperChoice {
  summary: boolean;
  lists: boolean;
  sheets: "none" | "all" | "worst" | "shown";
  size: PrintSize;
  naming: Naming;
}

export function footer(app: App, summary: Summary): HTMLElement {
  const rules = summary.policies.map((policy) => `${policy.title} ${policy.version}, settings ${policy.fingerprint}`).join("; ");
  return h("p", { class: "paper__foot" }, `Confidential. ${rules}. Rules engine ${summary.engine}. As at ${longDate(summary.as_of)}. ${count(app.results?.reading.learners ?? 0, nounOf(app))}.`);
}

export const allLearners = (app: App): number[] => filtered(app, new View());
