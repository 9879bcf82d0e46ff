// The shapes that cross the boundary between the page and the engine.
// Rows and columns of a Place count from 1, as in the sheet; every other column
// counts from 0. The session turns places to count from 0 too.

export type Status = "decided" | "needs_input" | "out_of_range" | "conflict" | "not_in_force";
export type Confidence = "exact" | "chosen" | "likely" | "none";

/** A cell with more than its shown text: what the spreadsheet says it holds. */
export interface TypedCell {
  t: string;
  k: "text" | "number" | "date" | "bool" | "error";
  /** The number; for a date, days since 1970-01-01; for a bool, 0 or 1. */
  v?: number;
}
export type CellIn = string | TypedCell;
export interface SheetRow {
  /** The sheet's row number, from 1. */
  n: number;
  c: CellIn[];
  /** True for a row that the sheet hides. */
  h?: true;
}

export interface Place {
  row?: number;
  column?: number;
  heading?: string;
}
export interface Problem {
  code: string;
  place?: Place;
  message: string;
  expected: string;
  remedy: string;
}

export interface ReadOptions {
  policies?: string[];
  heading_row?: number;
  chosen?: Record<string, number | null>;
  date_order?: Record<number, "day-first" | "month-first">;
  percent?: Record<number, "percent" | "fraction">;
  blank?: Record<string, "unknown" | "none">;
  value_meaning?: Record<string, Record<string, string>>;
  /** What rows are, by the sheet's number, where it is not what they look like. */
  rows?: Record<number, RowChoice>;
}
export type RowChoice = "learner" | "section";
export interface ColumnReading {
  column: number;
  letter: string;
  heading: string;
  samples: string[];
  used_for: { policy: string; field: string }[];
  confidence: Confidence;
  score: number;
  why: string;
  note?: string;
}
export interface Candidate {
  column: number;
  score: number;
  why: string;
}
export interface Need {
  policy: string;
  field: string;
  heading: string;
  type: string;
  required: boolean;
  column: number | null;
  confidence: Confidence;
  why: string;
  candidates: Candidate[];
  samples: string[];
  /** What a blank cell is taken to say, in words. */
  blank: string;
  help?: string;
}
export interface Skipped {
  row: number;
  kind: string;
  why: string;
  /** The first that it says, where it may be a learner all the same. */
  label?: string;
  /** It looks like no learner by its label alone, and has cells of its own in columns that the rules use. */
  filled: boolean;
}
export interface Reading {
  heading_row: number | null;
  width: number;
  learners: number;
  policies: string[];
  columns: ColumnReading[];
  needs: Need[];
  /** The column of first names, where the column of names holds last names. */
  forename_column: number | null;
  skipped: Skipped[];
  /** Learners of whom nothing is known but a name: they may be titles of sections, or notes. */
  lone_names: { row: number; name: string }[];
  problems: Problem[];
  preview: string[][];
}

/** Rows, by their numbers in the sheet, that seem to be about one learner. */
export interface Again {
  name: string;
  rows: number[];
}

export interface EvaluateOptions {
  as_of: string;
  settings?: string;
}
export interface DecisionSummary {
  id: string;
  policy: string;
  title: string;
  /** Worst last. */
  outcomes: string[];
  counts: number[];
  cannot_decide: number;
}
export interface PolicySummary {
  id: string;
  title: string;
  version: string;
  fingerprint: string;
  settings_changed: string[];
  notes: string[];
  /** It asks for next actions or duties. */
  has_to_do: boolean;
}
export interface ResultColumn {
  heading: string;
  policy: string | null;
}
export interface Summary {
  as_of: string;
  engine: string;
  policies: PolicySummary[];
  decisions: DecisionSummary[];
  columns: ResultColumn[];
  overdue: number;
  due_14_days: number;
  problems: Problem[];
}

export interface Next {
  rule: string;
  action: string;
  who: string;
  due: string | null;
  overdue: boolean;
  note?: string;
}
export interface RowDecision {
  status: Status;
  outcome: string | null;
  possible: string[];
  /** The same in few words: of a list, what is sure and what may be. */
  open: string;
}
/** What a policy asks for besides the next action, or advises. */
export interface Duty {
  rule: string;
  carries_out?: string[];
  action: string;
  who: string;
  /** The source advises it and does not require it. */
  advice: boolean;
  standing: "due" | "overdue" | "done" | "cannot say";
  due?: string;
  done_on?: string;
  clause: string;
  origin: "source" | "engine default";
  says: string;
}

/** Something that is to be done. */
export interface ToDo {
  kind: "next action" | "duty" | "advice";
  standing: "due" | "overdue" | "cannot say";
  /** In the order of the headings: row, name, kind, what to do, who, how it stands, due, why, what is missing, rule, clause, policy. */
  cells: string[];
}
/** What is to be done for all learners, the most urgent first. */
export interface ToDoList {
  /** Those of the cells. */
  headings: string[];
  lines: ToDo[];
}
/** How many of one kind stand how. */
export interface Standings {
  overdue: number;
  due: number;
  cannot_say: number;
}
/** How much is to be done for all learners, and some of it, the most urgent first. */
export interface ToDoPart extends ToDoList {
  next_actions: Standings;
  duties: Standings;
  advice: Standings;
}

export interface RowAnswer {
  index: number;
  row: number;
  name: string;
  kind: "learner" | "skipped";
  cells: string[];
  decisions: Record<string, RowDecision>;
  next: Next | null;
  also: Next[];
  /** Those that are due, overdue or done, or that hang on something that is missing. */
  duties: Duty[];
  reasons: string[];
  /** What would settle the decisions that are open, each once. */
  needs: string[];
  problems: Problem[];
}

export interface Explanation {
  decision: string;
  title: string;
  policy: string;
  version: string;
  status: Status;
  outcome: string | null;
  possible: string[];
  sentence: string;
  rules: { id: string; clause: string; origin: "source" | "engine default"; says: string }[];
  facts: { field: string; label: string; value: string; place: string }[];
  margin: { outcome: string; sentence: string }[];
  not_assessed: { rule: string; why: string }[];
  needs: { field: string; label: string; place: string }[];
  settings: { id: string; title: string; value: string; is_default: boolean }[];
  problems: Problem[];
}

/** How far one partnership is with each principle of a checklist. */
export interface Assessment {
  policy: string;
  version: string;
  group: string;
  principles: {
    id: string;
    aim: string;
    title: string;
    evidenced: { decided: string | null; possible: string[] };
    claimed: { decided: string | null; possible: string[] };
    next_stage?: string;
    unmet: string[];
    unknown: string[];
    because: string;
  }[];
  review?: string;
}

/** The figures for a return. */
export interface Counted {
  policy: string;
  title: string;
  lines: { line: string; on_return: boolean; count: number; lacking: CountedRow[] }[];
  undecided: CountedRow[];
}
export interface CountedRow {
  row: number;
  name: string;
  why: string;
}

export interface SettingInfo {
  id: string;
  title: string;
  type: string;
  unit?: string;
  min?: string;
  max?: string;
  values?: string[];
  default: string | null;
  clause: string;
  origin: "source" | "engine default";
  other_reading?: string;
}
export interface FieldInfo {
  name: string;
  heading: string;
  type: string;
  required: boolean;
  help?: string;
  values?: string[];
}
export interface PolicyInfo {
  id: string;
  title: string;
  version: string;
  about?: string;
  source: string;
  notes: string[];
  fields: FieldInfo[];
  /** Sets of fields, of which one is needed, the plainest first. */
  needs: string[][];
  settings: SettingInfo[];
  decisions: { id: string; title: string; outcomes: string[] }[];
  sample: string;
}
/** A policy rule by rule in the order of its document. */
export interface PolicyPage {
  sources: { word: string; says: string }[];
  notes: string[];
  lines: PolicyLine[];
  /** A checklist as a form; empty for other policies. */
  principles: { id: string; title: string; criteria: FormLine[] }[];
  columns: PolicyColumn[];
}
/** A column that a policy reads, where a tracker has it. */
export interface PolicyColumn {
  heading: string;
  holds: string;
  /** What a blank cell is taken to say. */
  blank: string;
  help: string | null;
}
export interface PolicyLine {
  id: string;
  with: string[];
  state: string;
  says: string;
  clause: string;
  origin: string;
  reading: string | null;
  settings: string[];
}
export interface FormLine {
  id: string;
  clause: string;
  stage: string;
  says: string;
  who: string;
  suggestion: boolean;
  beside: string;
}
export interface Description {
  engine: string;
  policies: PolicyInfo[];
  nations: { id: string; title: string }[];
}
