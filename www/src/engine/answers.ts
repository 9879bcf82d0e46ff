// Everything that can be asked of the engine, in one place: what a page asks
// goes to an `Answers`, in the page's own thread or in one beside it.
//
// Tables are known by numbers, because a handle into WebAssembly cannot leave
// its thread. What is large goes in portions, so that taking it over never
// holds up a page.

import type {
  Again,
  Assessment,
  Counted,
  Description,
  EvaluateOptions,
  Explanation,
  PolicyPage,
  Problem,
  ReadOptions,
  Reading,
  RowAnswer,
  SheetRow,
  Standings,
  Summary,
  ToDo,
  ToDoList,
  ToDoPart,
} from "../contract";
import { inertLines, partOf, withLinesAbove } from "../clipboard/lines";
import type { PartOfLines } from "../clipboard/lines";
import { Table, description, policyPage } from "./table";
import type { ResultOptions } from "./table";

/** A cell's text, by table row and column from 0. */
export interface Written {
  index: number;
  column: number;
  text: string;
}

/** The answers of a whole table, apart from the words of each row. */
export interface Answered {
  summary: Summary;
  /** By decision and table row: 0 not a learner, 1 cannot decide, 2 and on the outcome. */
  codes: Record<string, Uint16Array>;
  /** By table row: the day the next action is due. */
  due: Int32Array;
  assessments: Assessment[];
  counts: Counted[];
  again: Again[];
  /** How many problems of cells there are; `problems` gives them. */
  problems: number;
}

/** A table's own cells and its result cells, line by line. */
export interface Lines {
  own: string[][];
  results: string[][];
}

/** What goes on the clipboard, as UTF-16. */
export interface Copied {
  html: Uint16Array<ArrayBuffer>;
  plain: Uint16Array<ArrayBuffer>;
  rows: number;
}

interface Held {
  table: Table;
  problems: Problem[];
  /** The lines of the result columns, once they have been asked for. */
  results: string[] | null;
  /** What is to be done, once it has been asked for. */
  toDo: ToDoList | null;
}

export class Answers {
  #tables = new Map<number, Held>();

  description(): Description {
    return description();
  }
  policyPage(policy: string): PolicyPage {
    return policyPage(policy);
  }

  fromText(id: number, text: string): void {
    this.#hold(id, Table.fromText(text));
  }
  fromCells(id: number, rows: SheetRow[]): void {
    this.#hold(id, Table.fromCells(rows));
  }
  /** More rows below those of `fromCells`, before they are read. */
  addCells(id: number, rows: SheetRow[]): void {
    this.#of(id).table.addCells(rows);
  }
  #hold(id: number, table: Table): void {
    this.#tables.set(id, { table, problems: [], results: null, toDo: null });
  }
  #of(id: number): Held {
    const held = this.#tables.get(id);
    if (!held) throw new Error("The table is not there");
    return held;
  }
  free(id: number): void {
    this.#tables.get(id)?.table.free();
    this.#tables.delete(id);
  }

  /** How the columns were read. Problems of cells come with the answers: the reading is older than the last edit. */
  read(id: number, options: ReadOptions): Reading {
    const reading = this.#of(id).table.read(options);
    return { ...reading, problems: distinct(reading.problems.filter((problem) => problem.place?.row === undefined)) };
  }
  evaluate(id: number, options: EvaluateOptions): Answered {
    const held = this.#of(id);
    const { table } = held;
    const summary = table.evaluate(options);
    held.problems = distinct(summary.problems);
    held.results = null;
    held.toDo = null;
    return {
      summary: { ...summary, problems: [] },
      codes: Object.fromEntries(summary.decisions.map(({ id: decision }) => [decision, table.codes(decision)])),
      due: table.due(),
      assessments: table.assessments(),
      counts: table.counts(),
      again: table.enteredAgain(),
      problems: held.problems.length,
    };
  }
  problems(id: number, from: number, count: number): Problem[] {
    return this.#of(id).problems.slice(from, from + count);
  }

  rows(id: number, indices: number[]): RowAnswer[] {
    return this.#of(id).table.rows(Uint32Array.from(indices));
  }
  explain(id: number, index: number): Explanation[] {
    return this.#of(id).table.explain(index);
  }
  /** Some of what is to be done, the most urgent first, and how much there is of each kind. */
  toDo(id: number, from: number, count: number): ToDoPart {
    const held = this.#of(id);
    const { headings, lines } = (held.toDo ??= held.table.toDo());
    const standings = (kind: ToDo["kind"]): Standings => {
      const of = (standing: ToDo["standing"]): number => lines.filter((line) => line.kind === kind && line.standing === standing).length;
      return { overdue: of("overdue"), due: of("due"), cannot_say: of("cannot say") };
    };
    return { next_actions: standings("next action"), duties: standings("duty"), advice: standings("advice"), headings, lines: lines.slice(from, from + count) };
  }
  /** Texts of a column, in the order of the rows that are asked for. */
  cells(id: number, column: number, indices: number[]): string[] {
    const { table } = this.#of(id);
    return indices.map((index) => table.cell(index, column));
  }
  /** Where each row comes when a column is put in the order of the alphabet; equal texts share a place. */
  order(id: number, column: number): Uint32Array {
    const texts = this.cells(id, column, Array.from({ length: this.#of(id).table.due().length }, (_, index) => index));
    const { compare } = new Intl.Collator("en-GB");
    const places = new Uint32Array(texts.length);
    let place = 0;
    let last = "";
    for (const index of [...texts.keys()].sort((a, b) => compare(texts[a] ?? "", texts[b] ?? ""))) {
      const text = texts[index] ?? "";
      if (compare(last, text) !== 0) place += 1;
      last = text;
      places[index] = place;
    }
    return places;
  }
  /** Writes cells and gives back what stood in them. */
  setCells(id: number, cells: Written[]): string[] {
    const { table } = this.#of(id);
    return cells.map(({ index, column, text }) => {
      const before = table.cell(index, column);
      table.setCell(index, column, text);
      return before;
    });
  }
  result(id: number, options: ResultOptions): string {
    return this.#of(id).table.result(options);
  }
  /** The result columns for the clipboard, both ways, with blank lines for the rows above the headings: of all rows, or of those of one sheet. */
  clipboard(id: number, columns: string[], heading: boolean, part?: PartOfLines): Copied {
    const height = this.#of(id).table.due().length;
    const written = (format: ResultOptions["format"]): string => {
      if (part) return partOf(this.result(id, { format, heading: true, columns }), format, part, heading);
      const text = this.result(id, { format, heading, columns });
      return heading ? withLinesAbove(text, format, height) : text;
    };
    const plain = inertLines(written("tsv"));
    return { plain: utf16(plain), html: utf16(written("html")), rows: plain.replace(/\r?\n$/, "").split("\n").length };
  }
  /** Some lines of the table as it is taken away; the first result line is that of the heading row. */
  lines(id: number, from: number, count: number, width: number, heading: number): Lines {
    const held = this.#of(id);
    held.results ??= held.table.result({ format: "tsv", heading: true }).replace(/\r?\n$/, "").split(/\r?\n/);
    const lines: Lines = { own: [], results: [] };
    for (let index = from; index < from + count; index += 1) {
      lines.own.push(Array.from({ length: width }, (_, column) => held.table.cell(index, column)));
      lines.results.push(held.results[index - heading]?.split("\t") ?? []);
    }
    return lines;
  }
}

/** Handed over without a copy, and in the units of a clipboard: thousands of rows would be felt in the page otherwise. */
function utf16(text: string): Uint16Array<ArrayBuffer> {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) units[at] = text.charCodeAt(at);
  return units;
}

export type Name = keyof Answers;
export type Given<N extends Name> = Parameters<Answers[N]>;
export type Got<N extends Name> = ReturnType<Answers[N]>;

/** What a name asks for, of whoever answers. */
export const answerOf = <N extends Name>(answers: Answers, name: N, given: Given<N>): Got<N> =>
  (answers[name] as (...given: Given<N>) => Got<N>).apply(answers, given);

/** Each problem once. Columns of a problem's place count from 1 in the engine; everywhere else in the page from 0. */
function distinct(problems: Problem[]): Problem[] {
  const seen = new Set<string>();
  const once: Problem[] = [];
  for (const problem of problems) {
    const key = `${problem.code} ${problem.place?.row} ${problem.place?.column} ${problem.message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const column = problem.place?.column;
    once.push(column === undefined ? problem : { ...problem, place: { ...problem.place, column: column - 1 } });
  }
  return once;
}
