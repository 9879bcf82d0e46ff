// Keeps the engine's table in step with the reader's Work.
//
// In: a Work. Out: how its columns were read, what the rules answer, and one
// page of rows at a time. It holds the only table in the engine, and can build
// it again from the Work after the engine has been replaced.

import { EngineFaultError, EngineRefusalError, Table } from "./engine";
import type { ResultOptions } from "./engine";
import type { Assessment, Counted, Explanation, Problem, Reading, RowAnswer, Summary } from "./contract";
import type { Edit, Source, Work } from "./state";

export interface Results {
  reading: Reading;
  summary: Summary;
}

export class Session {
  #table: Table | null = null;
  #work: Work | null = null;
  #results: Results | null = null;
  #originals = new Map<string, string>();
  #rowNumbers: Map<number, number> | null = null;
  #names: string[] | null = null;
  fault: EngineFaultError | null = null;
  /** Why the engine would not take the rows, in its own words. */
  refusal: string | null = null;

  get results(): Results | null {
    return this.#results;
  }

  /** Brings the table to `work`. A fault is kept in `fault`; the rows stay in the Work. */
  follow(work: Work): void {
    this.fault = null;
    this.refusal = null;
    try {
      this.#bring(work);
    } catch (first) {
      if (first instanceof EngineRefusalError) {
        this.#forget();
        this.refusal = first.message;
        return;
      }
      if (!(first instanceof EngineFaultError)) throw first;
      // The engine has been built anew. One more try tells a passing fault from a lasting one.
      this.#forget();
      try {
        this.#bring(work);
      } catch (second) {
        if (!(second instanceof EngineFaultError)) throw second;
        this.#forget();
        this.fault = second;
      }
    }
  }

  /** Opens new rows in steps, with a pause between them, so that the page stays alive; then as `follow`. */
  async open(work: Work, pause: () => Promise<void>): Promise<void> {
    try {
      this.#forget();
      this.fault = null;
      this.refusal = null;
      if (!work.source) return;
      const table = tableOf(work.source, PORTION);
      this.#table = table;
      await pause();
      if (work.source.kind === "cells") {
        for (let from = PORTION; from < work.source.rows.length; from += PORTION) {
          table.addCells(work.source.rows.slice(from, from + PORTION));
          await pause();
        }
      }
      const reading = table.read(work.read);
      await pause();
      const summary = table.evaluate({ as_of: work.asOf, ...settingsOf(work) });
      this.#results = { reading, summary };
      this.#work = work;
      await pause();
    } catch (cause) {
      if (!(cause instanceof EngineFaultError) && !(cause instanceof EngineRefusalError)) {
        this.#forget();
        throw cause;
      }
      this.#forget();
      this.follow(work);
    }
  }

  #bring(work: Work): void {
    const before = this.#work;
    if (!work.source) {
      this.#forget();
      return;
    }
    // The engine puts meanings into its cells: without them, the cells have to be what they were.
    const fresh = !this.#table || before?.source !== work.source || before?.read.value_meaning !== work.read.value_meaning;
    if (fresh) {
      this.#forget();
      this.#table = tableOf(work.source);
    }
    const table = this.#table;
    if (!table) return;
    const edited = fresh || before?.edits !== work.edits;
    if (edited) this.#applyEdits(table, fresh ? [] : (before?.edits ?? []), work.edits);
    const reread = fresh || before?.read !== work.read;
    const answered = this.#results !== null && before?.asOf === work.asOf && before.settings === work.settings;
    if (answered && !fresh && !edited && !reread) {
      this.#work = work;
      return;
    }
    // An edited cell is read again by `evaluate`; the match of columns stays.
    const reading = reread || !this.#results ? table.read(work.read) : this.#results.reading;
    const summary = table.evaluate({ as_of: work.asOf, ...settingsOf(work) });
    this.#results = { reading, summary };
    this.#work = work;
    if (reread) this.#names = null;
  }

  /** Writes what differs from the edits before, and nothing else: the engine answers again only what was written. */
  #applyEdits(table: Table, before: readonly Edit[], now: readonly Edit[]): void {
    const written = new Map(before.map((edit) => [keyOf(edit), edit]));
    for (const edit of now) {
      const key = keyOf(edit);
      if (written.get(key)?.text !== edit.text) {
        if (!this.#originals.has(key)) this.#originals.set(key, table.cell(edit.index, edit.column));
        this.#write(table, edit.index, edit.column, edit.text);
      }
      written.delete(key);
    }
    for (const [key, edit] of written) this.#write(table, edit.index, edit.column, this.#originals.get(key) ?? "");
  }

  #write(table: Table, index: number, column: number, text: string): void {
    table.setCell(index, column, text);
    if (this.#names && column === this.nameColumn) this.#names[index] = text;
  }

  /** Lets the engine have its memory back. */
  close(): void {
    this.#forget();
  }

  #forget(): void {
    this.#table?.free();
    this.#table = null;
    this.#work = null;
    this.#results = null;
    this.#originals.clear();
    this.#rowNumbers = null;
    this.#names = null;
  }

  /** Asks the table; after a trap it is built again and asked once more. */
  #ask<T>(question: (table: Table) => T): T {
    if (!this.#table) throw new EngineFaultError("answer", "no rows are loaded");
    const work = this.#work;
    try {
      return question(this.#table);
    } catch (cause) {
      if (!(cause instanceof EngineFaultError) || !work) throw cause;
      this.#forget();
      this.#bring(work);
      if (!this.#table) throw cause;
      return question(this.#table);
    }
  }

  rows(indices: number[]): RowAnswer[] {
    return this.#ask((table) => table.rows(Uint32Array.from(indices)));
  }
  codes(decision: string): Uint8Array {
    return this.#ask((table) => table.codes(decision));
  }
  due(): Int32Array {
    return this.#ask((table) => table.due());
  }
  explain(index: number): Explanation[] {
    return this.#ask((table) => table.explain(index));
  }
  assessments(): Assessment[] {
    return this.#ask((table) => table.assessments());
  }
  counts(): Counted[] {
    return this.#ask((table) => table.counts());
  }
  /** The result columns, one line for every row of the table; without the heading, for every row below it. */
  result(options: ResultOptions): string {
    const text = this.#ask((table) => table.result(options));
    return options.heading ? withLinesAbove(text, options.format, this.height) : text;
  }
  cell(index: number, column: number): string {
    return this.#ask((table) => table.cell(index, column));
  }

  /** How many rows the table has, headings and skipped rows included. */
  get height(): number {
    return this.#results ? this.due().length : 0;
  }

  /** Table rows that are answered: not the headings, not what was skipped. */
  answered(): number[] {
    const results = this.#results;
    if (!results) return [];
    const skipped = new Set(results.reading.skipped.map((row) => this.indexOfRow(row.row)));
    const heading = results.reading.heading_row === null ? -1 : this.indexOfRow(results.reading.heading_row);
    const first = results.summary.decisions[0];
    const codes = first ? this.codes(first.id) : null;
    const rows: number[] = [];
    // Asked once: each asking copies a number for every row out of the engine.
    const height = this.height;
    for (let index = heading + 1; index < height; index += 1) {
      if (codes ? codes[index] !== 0 : !skipped.has(index)) rows.push(index);
    }
    return rows;
  }

  /** The column that names a learner, if one was found. */
  get nameColumn(): number | null {
    const need = this.#results?.reading.needs.find((n) => /^(learner|pupil)$/.test(n.field) && n.column !== null);
    return need?.column ?? null;
  }

  /** Every row's name, read once and kept until the rows change. */
  names(): string[] {
    if (this.#names) return this.#names;
    const column = this.nameColumn;
    const names = Array.from({ length: this.height }, (_, index) => (column === null ? "" : this.cell(index, column)));
    this.#names = names;
    return names;
  }

  /** The table row of a sheet row. */
  indexOfRow(row: number): number {
    const source = this.#work?.source;
    if (source?.kind !== "cells") return row - 1;
    this.#rowNumbers ??= new Map(source.rows.map((sheetRow, index) => [sheetRow.n, index]));
    return this.#rowNumbers.get(row) ?? -1;
  }

  /** Problems of the reading and of the rules, each once. */
  get problems(): Problem[] {
    if (!this.#results) return [];
    const seen = new Set<string>();
    // Problems of cells come from the rules' last run alone: the reading is older than the last edit.
    const ofTable = this.#results.reading.problems.filter((problem) => problem.place?.row === undefined);
    return [...ofTable, ...this.#results.summary.problems].filter((problem) => {
      const key = `${problem.code} ${problem.place?.row} ${problem.place?.column} ${problem.message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    }).map(fromZero);
  }
}

/** Columns of a problem's place count from 1 in the engine; everywhere else in the page from 0. */
function fromZero(problem: Problem): Problem {
  const column = problem.place?.column;
  return column === undefined ? problem : { ...problem, place: { ...problem.place, column: column - 1 } };
}

/** Blank lines for the rows above the headings, so that line and row stay side by side. */
function withLinesAbove(text: string, format: ResultOptions["format"], height: number): string {
  if (format === "html") {
    const missing = height - (text.match(/<tr[\s>]/g)?.length ?? 0);
    const width = /<tr[^>]*>([\s\S]*?)<\/tr>/.exec(text)?.[1]?.match(/<t[dh][\s>]/g)?.length ?? 1;
    const blank = `<tr>${"<td></td>".repeat(width)}</tr>`;
    return missing > 0 ? text.replace(/<tr[\s>]/, (first) => blank.repeat(missing) + first) : text;
  }
  const lines = text.replace(/\r?\n$/, "").split("\n");
  const missing = height - lines.length;
  const blank = "\t".repeat((lines[0] ?? "").split("\t").length - 1);
  return missing > 0 ? [...Array<string>(missing).fill(blank), ...lines, ""].join("\n") : text;
}

/** Rows that cross into the engine at once, so that the page stays alive between portions. */
const PORTION = 1000;

/** The table of a source, or of its first rows where the others are to follow. */
const tableOf = (source: Source, first = Infinity): Table =>
  source.kind === "text" ? Table.fromText(source.text) : Table.fromCells(source.rows.slice(0, first));

const keyOf = (edit: Edit): string => `${edit.index},${edit.column}`;

function settingsOf(work: Work): { settings?: string } {
  return Object.keys(work.settings).length > 0 ? { settings: JSON.stringify(work.settings) } : {};
}
