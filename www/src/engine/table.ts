// The engine's own calls, in the thread that has the engine: a page's own, or one beside it.
//
// In: calls in the shapes of contract.ts. Out: answers in the same shapes.
// A trap inside WebAssembly leaves its memory unusable, so every call goes
// through `guarded`: on a trap the instance is thrown away and a new one made.
// What the trackers held has to be loaded again by the caller, who keeps the
// rows (see ../session.ts).

import { Tracker, __wbg_reset_state, describe, initSync, policyPage as pageOf } from "../../pkg/bae_rules.js";
import type {
  Again,
  Assessment,
  Counted,
  Description,
  EvaluateOptions,
  Explanation,
  PolicyPage,
  ReadOptions,
  Reading,
  RowAnswer,
  SheetRow,
  Summary,
  ToDoList,
} from "../contract";
import { EngineFaultError, EngineRefusalError, EngineUnavailableError } from "./errors";

export interface ResultOptions {
  format: "tsv" | "html";
  heading: boolean;
  columns?: string[];
}

export function startWith(module: ArrayBuffer): void {
  try {
    initSync({ module });
  } catch (cause) {
    throw new EngineUnavailableError("WebAssembly refused", { cause });
  }
}

function guarded<T>(during: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    if (cause instanceof Error && cause.name === "Error") throw new EngineRefusalError(cause.message);
    // A fresh instance; handles into the old one throw from here on instead of reading foreign memory.
    __wbg_reset_state();
    // Only the kind of the fault is kept: a panic message could quote a cell.
    const detail = cause instanceof WebAssembly.RuntimeError ? `trap: ${cause.message}` : kindOf(cause);
    throw new EngineFaultError(during, detail);
  }
}

function kindOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}

export const description = (): Description => guarded("describe its rules", describe) as Description;
export const policyPage = (policy: string): PolicyPage => guarded("print a policy", () => pageOf(policy)) as PolicyPage;

/** A table held inside the engine. */
export class Table {
  #inner: Tracker;

  private constructor(inner: Tracker) {
    this.#inner = inner;
  }
  static fromText(text: string): Table {
    return new Table(guarded("read the rows", () => Tracker.fromText(text)));
  }
  static fromCells(rows: SheetRow[]): Table {
    return new Table(guarded("read the rows", () => Tracker.fromCells(rows)));
  }
  /** More rows below those of `fromCells`, before they are read. */
  addCells(rows: SheetRow[]): void {
    guarded("read the rows", () => this.#inner.addCells(rows));
  }
  read(options: ReadOptions): Reading {
    return guarded("match the columns", () => this.#inner.read(options) as Reading);
  }
  evaluate(options: EvaluateOptions): Summary {
    return guarded("apply the rules", () => this.#inner.evaluate(options) as Summary);
  }
  rows(indices: Uint32Array): RowAnswer[] {
    return guarded("write the answers", () => this.#inner.rows(indices) as RowAnswer[]);
  }
  codes(decision: string): Uint16Array {
    return guarded("list the outcomes", () => this.#inner.codes(decision));
  }
  due(): Int32Array {
    return guarded("list the due dates", () => this.#inner.due());
  }
  explain(index: number): Explanation[] {
    return guarded("explain a row", () => this.#inner.explain(index) as Explanation[]);
  }
  assessments(): Assessment[] {
    return guarded("assess the checklist", () => this.#inner.assessments() as Assessment[]);
  }
  toDo(): ToDoList {
    return guarded("list what is to be done", () => this.#inner.toDo() as ToDoList);
  }
  counts(): Counted[] {
    return guarded("count the lines of a return", () => this.#inner.counts() as Counted[]);
  }
  enteredAgain(): Again[] {
    return guarded("look for learners who are entered again", () => this.#inner.enteredAgain() as Again[]);
  }
  result(options: ResultOptions): string {
    return guarded("write the result columns", () => this.#inner.result(options));
  }
  cell(index: number, column: number): string {
    return guarded("give a cell", () => this.#inner.cell(index, column));
  }
  setCell(index: number, column: number, text: string): void {
    guarded("change a cell", () => this.#inner.setCell(index, column, text));
  }
  free(): void {
    try {
      this.#inner.free();
    } catch {
      // A table from before a trap went with its instance.
    }
  }
}
