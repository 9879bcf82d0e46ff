// Keeps the engine's table in step with the reader's Work.
//
// In: a Work. Out: how its columns were read, what the rules answer for the
// whole table, and what is asked of single rows. It holds one table in the
// engine, and can build it again from the Work after the engine has been
// replaced. What a screen needs at once is here; what it has to ask for comes
// as a promise.

import { EngineFaultError, EngineRefusalError } from "./engine";
import type { Answered, Copied, Engine, Lines } from "./engine";
import type { Explanation, Problem, Reading, RowAnswer, ToDoPart } from "./contract";
import type { PartOfLines } from "./clipboard/lines";
import type { Edit, Source, Work } from "./state";
import { StoppedError } from "./stopped";

export interface Results extends Omit<Answered, "problems"> {
  reading: Reading;
  /** Those of columns and the whole table first, then those of cells. */
  problems: Problem[];
  /** Table rows that are answered: not the headings, not what was skipped. */
  answered: number[];
  /** By table row: the name of the learner, or nothing where no column has names. */
  names: string[];
  /** The column of the names. */
  nameColumn: number | null;
}

/** Called between portions; throws to stop. */
type Pause = () => Promise<void>;
const noPause: Pause = async () => {};

let tables = 0;

export class Session {
  #table: number | null = null;
  #work: Work | null = null;
  #results: Results | null = null;
  #originals = new Map<string, string>();
  #rowNumbers: Map<number, number> | null = null;
  #order: { of: Results; places: Uint32Array } | null = null;
  #wanted: Work | null = null;
  #turn: Promise<void> = Promise.resolve();
  fault: EngineFaultError | null = null;
  /** Why the engine would not take the rows, in its own words. */
  refusal: string | null = null;

  constructor(private readonly engine: Engine) {}

  /** Another one, for a second table beside this one. */
  beside(): Session {
    return new Session(this.engine);
  }

  get results(): Results | null {
    return this.#results;
  }

  /**
   * Brings the table to `work`, after what it is at; what is no longer wanted by then is passed over.
   * A fault is kept in `fault`; the rows stay in the Work.
   */
  follow(work: Work, pause = noPause): Promise<void> {
    this.#wanted = work;
    const mine = this.#turn.then(() => (this.#wanted === work ? this.#follow(work, pause) : undefined));
    // One that failed does not hold up the next.
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Does something that may lead to other work to follow; what is asked of the table meanwhile waits for that work, too. */
  after(something: () => Promise<void>): Promise<void> {
    const done = something();
    const before = this.#turn;
    this.#turn = done.then(() => before, () => before);
    return done;
  }

  async #follow(work: Work, pause: Pause): Promise<void> {
    this.fault = null;
    this.refusal = null;
    try {
      await this.#bring(work, pause);
    } catch (first) {
      if (this.#isRefused(first)) return;
      if (first instanceof StoppedError) this.#free();
      else this.#forget();
      if (!(first instanceof EngineFaultError)) throw first;
      // The engine has been built anew. One more try tells a passing fault from a lasting one.
      try {
        await this.#bring(work, pause);
      } catch (second) {
        if (this.#isRefused(second)) return;
        this.#forget();
        if (!(second instanceof EngineFaultError)) throw second;
        this.fault = second;
      }
    }
  }
  #isRefused(cause: unknown): boolean {
    if (!(cause instanceof EngineRefusalError)) return false;
    this.#forget();
    this.refusal = cause.message;
    return true;
  }

  /** Ends what the engine is at. The answers that are here stay on show; the next `follow` builds the table again. */
  stop(): void {
    this.engine.stop();
    this.#table = null;
  }

  async #bring(work: Work, pause: Pause): Promise<void> {
    const before = this.#work;
    if (!work.source) {
      this.#forget();
      return;
    }
    // The engine puts meanings into its cells: without them, the cells have to be what they were.
    const fresh = this.#table === null || before?.source !== work.source || before?.read.value_meaning !== work.read.value_meaning;
    if (fresh) {
      this.#free();
      this.#table = await this.#tableOf(work.source, pause);
    }
    const table = this.#table;
    if (table === null) throw new StoppedError();
    const edited = fresh || before?.edits !== work.edits;
    const changed = edited ? await this.#applyEdits(table, fresh ? [] : (before?.edits ?? []), work.edits) : [];
    const last = fresh ? null : this.#results;
    const reread = !last || before?.read !== work.read;
    const answered = last !== null && before?.asOf === work.asOf && before.settings === work.settings;
    if (answered && !edited && !reread) {
      this.#work = work;
      return;
    }
    // An edited cell is read again by `evaluate`; the match of columns stays.
    const reading = reread ? await this.engine.ask("read", table, work.read) : last.reading;
    await pause();
    const answers = await this.engine.ask("evaluate", table, { as_of: work.asOf, ...settingsOf(work) });
    // What is wrong with columns comes with the reading and with the answers.
    const said = new Set(reading.problems.map((problem) => JSON.stringify(problem)));
    const others = (await this.#problems(table, answers.problems)).filter((problem) => problem.place?.row !== undefined || !said.has(JSON.stringify(problem)));
    const problems = [...reading.problems, ...others];
    const nameColumn = nameColumnOf(reading);
    const nameColumns = nameColumn === null ? [] : [reading.forename_column, nameColumn].filter((column) => typeof column === "number");
    const renamed = changed.some((edit) => nameColumns.includes(edit.column));
    const names = reread || renamed ? await this.#names(table, nameColumns, answers.due.length) : last.names;
    this.#rowNumbers = null;
    this.#work = work;
    this.#results = { ...answers, reading, problems, nameColumn, names, answered: this.#answered(answers, reading) };
  }

  #answered({ summary, codes, due }: Answered, reading: Reading): number[] {
    const first = codes[summary.decisions[0]?.id ?? ""];
    const skipped = first ? null : new Set(reading.skipped.map((row) => this.indexOfRow(row.row)));
    const heading = reading.heading_row === null ? -1 : this.indexOfRow(reading.heading_row);
    const rows: number[] = [];
    for (let index = heading + 1; index < due.length; index += 1) if (first ? first[index] !== 0 : !skipped?.has(index)) rows.push(index);
    return rows;
  }

  /** Problems in portions: taking over tens of thousands at once would be felt. */
  async #problems(table: number, count: number): Promise<Problem[]> {
    const problems: Problem[] = [];
    for (let from = 0; from < count; from += PORTION) problems.push(...(await this.engine.ask("problems", table, from, PORTION)));
    return problems;
  }
  /** The names in one column, or the first and the last names in two. */
  async #names(table: number, columns: number[], height: number): Promise<string[]> {
    const rows = Array.from({ length: height }, (_, index) => index);
    const parts: string[][] = [];
    for (const column of columns) parts.push(await this.engine.ask("cells", table, column, rows));
    return rows.map((row) => parts.map((part) => part[row] ?? "").filter((name) => name.trim() !== "").join(" "));
  }

  /** Writes what differs from the edits before, and nothing else: the engine answers again only what was written. */
  async #applyEdits(table: number, before: readonly Edit[], now: readonly Edit[]): Promise<Edit[]> {
    const written = new Map(before.map((edit) => [keyOf(edit), edit]));
    const changes: Edit[] = [];
    for (const edit of now) {
      const key = keyOf(edit);
      if (written.get(key)?.text !== edit.text) changes.push(edit);
      written.delete(key);
    }
    for (const [key, edit] of written) changes.push({ ...edit, text: this.#originals.get(key) ?? "" });
    if (changes.length === 0) return changes;
    const former = await this.engine.ask("setCells", table, changes);
    for (const [at, edit] of changes.entries()) {
      const key = keyOf(edit);
      if (!this.#originals.has(key)) this.#originals.set(key, former[at] ?? "");
    }
    return changes;
  }

  /** Hands a source to the engine, a long one in portions. */
  async #tableOf(source: Source, pause: Pause): Promise<number> {
    tables += 1;
    const table = tables;
    if (source.kind === "text") {
      await this.engine.ask("fromText", table, source.text);
    } else {
      await this.engine.ask("fromCells", table, source.rows.slice(0, PORTION));
      for (let from = PORTION; from < source.rows.length; from += PORTION) {
        await pause();
        await this.engine.ask("addCells", table, source.rows.slice(from, from + PORTION));
      }
    }
    await pause();
    return table;
  }

  /** Lets the engine have its memory back. */
  close(): void {
    this.#forget();
  }
  #free(): void {
    // A table from before a fault or a stop went with its engine.
    if (this.#table !== null) this.engine.ask("free", this.#table).catch(() => undefined);
    this.#table = null;
    this.#originals.clear();
  }
  #forget(): void {
    this.#free();
    this.#work = null;
    this.#results = null;
    this.#rowNumbers = null;
  }

  /** Asks the table, after what is being changed; after a trap it is built again and asked once more. */
  async #ask<T>(question: (table: number) => Promise<T>): Promise<T> {
    for (let turn: Promise<void> | null = null; turn !== this.#turn; ) {
      turn = this.#turn;
      await turn;
    }
    const work = this.#work;
    if (this.#table === null) throw new EngineFaultError("answer", "no rows are loaded");
    try {
      return await question(this.#table);
    } catch (cause) {
      if (!(cause instanceof EngineFaultError) || !work) throw cause;
      this.#forget();
      await this.follow(work);
      if (this.#table === null) throw cause;
      return question(this.#table);
    }
  }

  rows(indices: number[]): Promise<RowAnswer[]> {
    return indices.length === 0 ? Promise.resolve([]) : this.#ask((table) => this.engine.ask("rows", table, indices));
  }
  explain(index: number): Promise<Explanation[]> {
    return this.#ask((table) => this.engine.ask("explain", table, index));
  }
  /** Some of what is to be done for all learners, the most urgent first. */
  toDo(from: number, count: number): Promise<ToDoPart> {
    return this.#ask((table) => this.engine.ask("toDo", table, from, count));
  }
  /** Texts of a column, in the order of the rows that are asked for. */
  cells(column: number, indices: number[]): Promise<string[]> {
    return this.#ask((table) => this.engine.ask("cells", table, column, indices));
  }
  /** Where each row comes in the alphabet of names. */
  async nameOrder(): Promise<Uint32Array> {
    const results = this.#results;
    const column = results?.nameColumn ?? null;
    if (!results || column === null) return new Uint32Array(this.height);
    if (this.#order?.of !== results) this.#order = { of: results, places: await this.#ask((table) => this.engine.ask("order", table, column)) };
    return this.#order.places;
  }
  /** Some lines of the table as it is taken away. */
  lines(from: number, count: number): Promise<Lines> {
    const reading = this.#results?.reading;
    const heading = this.indexOfRow(reading?.heading_row ?? 1);
    return this.#ask((table) => this.engine.ask("lines", table, from, count, reading?.width ?? 0, heading));
  }
  /** The result columns from the heading row down, as tab separated text. */
  result(columns: string[]): Promise<string> {
    return this.#ask((table) => this.engine.ask("result", table, { format: "tsv", heading: true, columns }));
  }
  /** The result columns, one line for every row of the table, or of one of the sheets its rows came from; without the heading, for
   * every row below it. */
  clipboard(columns: string[], heading: boolean, part?: PartOfLines): Promise<Copied> {
    return this.#ask((table) => this.engine.ask("clipboard", table, columns, heading, part));
  }

  /** How a decision ended, by table row: 0 not a learner, 1 cannot decide, 2 and on the outcome. */
  codes(decision: string): Uint16Array {
    return this.#results?.codes[decision] ?? new Uint16Array(this.height);
  }
  get due(): Int32Array {
    return this.#results?.due ?? new Int32Array();
  }
  /** How many rows the table has, headings and skipped rows included. */
  get height(): number {
    return this.due.length;
  }

  /** The table row of a sheet row. */
  indexOfRow(row: number): number {
    const source = this.#work?.source;
    if (source?.kind !== "cells") return row - 1;
    this.#rowNumbers ??= new Map(source.rows.map((sheetRow, index) => [sheetRow.n, index]));
    return this.#rowNumbers.get(row) ?? -1;
  }
}

/** The column that names a learner, if one was found. */
function nameColumnOf(reading: Reading): number | null {
  return reading.needs.find((need) => /^(learner|pupil)$/.test(need.field) && need.column !== null)?.column ?? null;
}

/** Rows and problems that cross over at once, so that the page stays alive between portions. */
const PORTION = 500;

const keyOf = (edit: Edit): string => `${edit.index},${edit.column}`;

function settingsOf(work: Work): { settings?: string } {
  return Object.keys(work.settings).length > 0 ? { settings: JSON.stringify(work.settings) } : {};
}
