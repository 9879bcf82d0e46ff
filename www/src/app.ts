// What every screen is given: the reader's work, the engine's answers, and the
// few things a screen may ask of the page.

import type { Plan } from "./add-below";
import type { Pasted } from "./clipboard/read";
import type { Again, ColumnReading, Description, Need, PolicyPage, Problem, ReadOptions, Reading } from "./contract";
import type { Drawn } from "./drawing";
import type { View } from "./screens/results/view";
import type { Results, Session } from "./session";
import type { ColumnChoices, Edit, History, Settings, Source } from "./state";
import { count, list } from "./words";

/** What the document is told when everything is to be forgotten, by whatever keeps something of the rows for itself. */
export const FORGET = "forget";

export const STEPS = ["add", "match", "check", "results"] as const;
export type Step = (typeof STEPS)[number];
/** Where the reader can be: a step, or the policies, which stand beside the steps. */
export type Place = Step | "policies";

export interface App {
  readonly history: History;
  readonly session: Session;
  readonly description: Description;
  readonly results: Results | null;
  readonly step: Place;
  go(step: Place): void;
  policyPage(policy: string): Promise<PolicyPage>;
  /** Draws where the reader is anew. */
  draw(): Promise<void>;
  /** Takes rows from a paste, a file or a sample, and goes to the first step that needs the reader. */
  take(pasted: Pasted): void;
  load(source: Source): void;
  readonly sheetOffer: SheetOffer | null;
  offerSheets(offer: SheetOffer): void;
  /** Rows that came while others are loaded, waiting for the reader to say where they go. */
  readonly rowsOffer: Source | null;
  settleRows(where: "instead" | "below" | "nowhere"): void;
  /** Rows that are to go below, waiting for the reader to say where some of their columns go. */
  readonly columnsOffer: Plan | null;
  /** Adds the rows, each of these columns where the reader has said; `headed` where the first row holds headings. */
  settleColumns(chosen: Map<number, number | null>, headed: boolean): void;
  /** Shows a problem with what was added, at the top and beside the field. */
  refuse(message: string, remedy: string, field?: string): void;
  changeReading(name: string, change: Partial<ReadOptions>): void;
  changeCells(name: string, edits: Edit[]): void;
  /** `told`: what is said of it at the top of the page. */
  changeSettings(name: string, settings: Settings, columns?: ColumnChoices, told?: string[]): void;
  /** True when columns were matched by choices of an earlier day. */
  readonly usedEarlierChoices: boolean;
  /** `again`: in one step with the date before. */
  changeAsOf(asOf: string, again: boolean): void;
  clear(): void;
  saved(): void;
  /** Ways out of the page: copy, files, paper, and a comparison with a file. A pane beside a sheet has none. */
  readonly beyond: { takeAway(app: App, view: View): HTMLElement | null; compare(app: App, view: View): HTMLElement | null } | null;
}

/** Sheets of an opened workbook, waiting for the reader to pick one. */
export interface SheetOffer {
  choices: { name: string; rows: number; hidden: boolean; index: number }[];
  pick(index: number): void;
  close(): void;
}

/** One step of the page, in a folder of its own. */
export interface Screen {
  readonly title: string;
  /** Asks for what is to be shown, and gives what draws it. */
  prepare(app: App): Drawn | Promise<Drawn>;
}

/** A column that has no other use and whose heading is like what the rules look for: not used until the reader says so. */
export function offered(reading: Reading, need: Need): ColumnReading | undefined {
  if (need.column !== null || need.confidence !== "likely") return undefined;
  const [best] = need.candidates;
  return reading.columns.find((column) => column.column === best?.column && column.used_for.length === 0);
}

/** Those that are as like it as `offered`, and it among them: two columns may have one heading. */
export function offeredAlike(reading: Reading, need: Need): ColumnReading[] {
  const first = offered(reading, need);
  if (!first) return [];
  const score = need.candidates[0]?.score;
  const alike = new Set(need.candidates.filter((candidate) => candidate.score === score).map(({ column }) => column));
  return reading.columns.filter(({ column, used_for, heading }) => alike.has(column) && used_for.length === 0 && (column === first.column || sameHeading(heading, first.heading)));
}
const sameHeading = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** Columns that a person should look at before the answers are believed. */
export function unclearNeeds(app: App): number {
  const reading = app.results?.reading;
  if (!reading) return 0;
  return new Set(reading.needs.flatMap((need) => offeredAlike(reading, need).map(({ column }) => column))).size;
}

/** What the numbers of rows stand for. Rows that were added below others have other numbers than in the sheet they came from. */
export function rowNumbers(app: App): string {
  const source = app.history.work.source;
  const added = (source?.kind === "cells" ? source.added : undefined) ?? [];
  const first = added[0];
  if (!first) return "Row numbers are the ones in your sheet.";
  const parts = added.map(({ row, own }) => `row ${row} is row ${own}`);
  return `Row numbers up to ${first.row - 1} are the ones in your first sheet. Rows that you added below are numbered on from there: ${list(parts)} of the sheet it came from, and so on.`;
}

/** It asks for the names of learners. */
export const asksNames = (need: Need): boolean => /^(learner|pupil)$/.test(need.field);
/** True for a column of learners' names. */
export const isOfNames = (reading: Reading, column: number | null): boolean =>
  column !== null && (column === reading.forename_column || reading.needs.some((need) => need.column === column && asksNames(need)));

/** What a row is: most rules are about learners, a checklist is not. */
export function nounOf(app: App): "learner" | "row" {
  return app.results?.reading.needs.some(asksNames) ? "learner" : "row";
}

/** How many are loaded, in words. */
export function howMany(app: App): string {
  const reading = app.results?.reading;
  if (!reading) return "";
  // Under headings that no set of rules knows nobody is a learner yet.
  return reading.policies.length > 0 ? count(reading.learners, nounOf(app)) : count(reading.learners + reading.skipped.length, "row");
}

/** The sets of rules that are without the columns they need. Which sets of columns will do, the engine knows. */
export function lacking(app: App): Set<string> {
  const problems = app.results?.reading.problems.filter((problem) => problem.code === "missing-column") ?? [];
  const policies = app.description.policies.filter((policy) => problems.some((problem) => problem.message.includes(policy.title)));
  return new Set(policies.map((policy) => policy.id));
}

/** Rows that may be titles or notes: answered as learners until the reader says what they are. */
export const loneNames = (app: App): Reading["lone_names"] => app.results?.reading.lone_names ?? [];

/** Learners who have more than one row. */
export const enteredAgain = (app: App): Again[] => app.results?.again ?? [];

/** What must be settled before any learner can be answered. */
export function missingNeeds(app: App): number {
  return app.results?.reading.needs.filter((need) => need.required && need.column === null).length ?? 0;
}

/** Problems that have a cell: these can be mended on the Check step. */
export function cellProblems(app: App): Problem[] {
  return (app.results?.problems ?? []).filter((problem) => problem.place?.row !== undefined);
}
/** Problems of a column or of the whole paste. */
export function tableProblems(app: App): Problem[] {
  return (app.results?.problems ?? []).filter((problem) => problem.place?.row === undefined);
}
