// What the reader has chosen so far, and every step back.
//
// A Work is never changed in place: a step makes a new one, so that undo and
// redo only swap which one is current. It lives in memory and nowhere else.

import type { ReadOptions, SheetRow } from "./contract";

export type Source =
  | { kind: "text"; text: string; from: string; notes: string[] }
  | { kind: "cells"; rows: SheetRow[]; from: string; notes: string[]; sheet?: string; added?: Added[] };

/** Rows that were added below others: the number of their first row, and the number it has in the sheet it came from. */
export interface Added {
  row: number;
  own: number;
  /** How many lines of that sheet came with them and are above them, the headings the last of these. */
  above: number;
}

export interface Edit {
  /** Table row from 0. */
  index: number;
  /** Column from 0. */
  column: number;
  text: string;
}

/** Settings as the settings file holds them: by pack, and `calendar`. */
export type Settings = Record<string, Record<string, unknown>>;

/** Headings a school has chosen for the fields, by "policy.field". Never a row. */
export type ColumnChoices = Record<string, string>;

export interface Work {
  source: Source | null;
  edits: readonly Edit[];
  read: ReadOptions;
  settings: Settings;
  /** Choices of an earlier day, from a settings file or this computer. */
  columns: ColumnChoices;
  asOf: string;
}

interface Step {
  name: string;
  work: Work;
}

// A day of typing keeps no more than this: each step holds the list of all edits before it.
const DEEPEST = 200;

export class History {
  #past: Step[] = [];
  #future: Step[] = [];
  #listeners = new Set<(work: Work, back: () => void) => void>();
  #saved: Work | null = null;

  constructor(public work: Work) {}

  /** `back` takes the change back, where that can be done. */
  onChange(listener: (work: Work, back: () => void) => void): void {
    this.#listeners.add(listener);
  }
  /** Makes a step that can be undone by its name; with `again`, one step with the last, where that has the same name. */
  step(name: string, change: Partial<Work>, again = false): void {
    if (!again || this.undoName !== name) this.#past.push({ name, work: this.work });
    if (this.#past.length > DEEPEST) this.#past.shift();
    this.#future = [];
    this.#become({ ...this.work, ...change }, () => this.undo());
  }
  /** A step to other rows, which are as they came: nothing of theirs was changed by hand yet. */
  replace(name: string, work: Work): void {
    this.step(name, work);
    this.#saved = this.work;
  }
  /** Starts over with new rows; the steps of the rows before end here, and cannot be gone back to. */
  restart(work: Work): void {
    this.#past = [];
    this.#future = [];
    this.#saved = null;
    this.#become(work, () => {});
  }
  undo(): string | null {
    const step = this.#past.pop();
    if (!step) return null;
    this.#future.push({ name: step.name, work: this.work });
    this.#become(step.work, () => this.redo());
    return step.name;
  }
  redo(): string | null {
    const step = this.#future.pop();
    if (!step) return null;
    this.#past.push({ name: step.name, work: this.work });
    this.#become(step.work, () => this.undo());
    return step.name;
  }
  get undoName(): string | null {
    return this.#past.at(-1)?.name ?? null;
  }
  get redoName(): string | null {
    return this.#future.at(-1)?.name ?? null;
  }
  /** Something was changed by hand, and what it is now was not copied, downloaded or printed. */
  get unsaved(): boolean {
    return this.#past.length > 0 && this.work !== this.#saved;
  }
  markSaved(): void {
    this.#saved = this.work;
  }
  #become(work: Work, back: () => void): void {
    this.work = work;
    for (const listener of this.#listeners) listener(work, back);
  }
}
