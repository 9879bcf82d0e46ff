// The workbook reader in a thread of its own, so that the page stays alive while
// a large file is opened, and closing the thread stops it. It is handed bytes and
// hands back rows; it fetches nothing, and the page's policy holds for it too.

import { Workbook, initSync } from "../../workbook/pkg/bae_rules_workbook.js";
import type { SheetRow } from "../contract";

/** A sheet as it is offered for choosing. */
export interface Sheet {
  name: string;
  rows: number;
  hidden: boolean;
}
const PROBLEMS = ["password", "not-a-workbook", "damaged", "too-large", "too-many-cells"] as const;
export type WorkbookProblem = (typeof PROBLEMS)[number];

export type Question =
  | { ask: "open"; module: ArrayBuffer; bytes: Uint8Array }
  | { ask: "rows"; index: number; from: number; count: number };
export type Answer = { sheets: Sheet[] } | { rows: SheetRow[] } | { problem: WorkbookProblem };

let workbook: Workbook | null = null;

function answer(question: Question): Answer {
  if (question.ask === "open") {
    initSync({ module: question.module });
    workbook = Workbook.open(question.bytes);
    return { sheets: workbook.sheets() as Sheet[] };
  }
  return { rows: (workbook?.rows(question.index, question.from, question.count) ?? []) as SheetRow[] };
}

self.onmessage = (event: MessageEvent<Question>): void => {
  let given: Answer;
  try {
    given = answer(event.data);
  } catch (cause) {
    const code = cause instanceof Error ? cause.message : "";
    const trapped = cause instanceof WebAssembly.RuntimeError;
    given = { problem: trapped ? "damaged" : (PROBLEMS.find((known) => known === code) ?? "not-a-workbook") };
  }
  self.postMessage(given);
};
