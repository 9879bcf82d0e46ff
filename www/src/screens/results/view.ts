// Which rows are shown, in which order, and on which page. It changes no
// answer and is not part of undo.

import type { App } from "../../app";
import type { DecisionSummary, Summary } from "../../contract";
import type { Source } from "../../state";
import { dayNumber, initials } from "../../words";

export const PAGE = 100;
export const NOT_DUE = -2_147_483_648;
export const CANNOT_DECIDE = 1;
const FORTNIGHT = 14;

export type DueFilter = "all" | "overdue" | "fortnight";
export interface Sort {
  /** "row", "name", "due" or a decision's id. */
  by: string;
  down: boolean;
}

export class View {
  outcomes: Record<string, number | null> = {};
  due: DueFilter = "all";
  /** Only rows with an answer that could not be decided. */
  undecided = false;
  search = "";
  sort: Sort = { by: "row", down: false };
  page = 0;
  hideNames = false;

  get filtered(): boolean {
    return this.search !== "" || this.undecided || this.due !== "all" || Object.values(this.outcomes).some((code) => code !== null);
  }
  clearFilters(): void {
    this.outcomes = {};
    this.due = "all";
    this.undecided = false;
    this.search = "";
    this.page = 0;
  }
}

let of: Source | null = null;
let view = new View();

/** How the reader looks at the rows that are loaded; others are looked at anew. */
export function viewOf(app: App): View {
  const { source } = app.history.work;
  if (of !== source) view = new View();
  of = source;
  return view;
}
export function forgetView(): void {
  view = new View();
  of = null;
}
/** The name of a learner as the reader wants names shown, on every screen. */
export const nameShown = (app: App, name: string): string => (viewOf(app).hideNames ? initials(name) : name);

/** True for a decision with a result column, which the list shows. */
export const isShown = (summary: Summary, decision: DecisionSummary): boolean => summary.columns.some((column) => column.heading === decision.title);

export const codeOf = (decision: DecisionSummary, outcome: string): number => decision.outcomes.indexOf(outcome) + 2;

/** Table rows of every learner that the filters let through, in the chosen order. */
export async function rowsInView(app: App, view: View): Promise<number[]> {
  return sorted(app, filtered(app, view), view.sort, view.sort.by === "name" ? await app.session.nameOrder() : null);
}

/** The same in the order of the sheet. */
export function filtered(app: App, view: View): number[] {
  const summary = app.results?.summary;
  if (!summary) return [];
  const wanted = Object.entries(view.outcomes)
    .filter((entry): entry is [string, number] => entry[1] !== null && summary.decisions.some((d) => d.id === entry[0]))
    .map(([id, code]) => ({ codes: app.session.codes(id), code }));
  const due = view.due !== "all" ? app.session.due : null;
  // English has the small letters that every language has, and they come quicker when none is named.
  const words = view.search.trim().toLowerCase();
  const names = words ? (app.results?.names ?? []) : [];
  const now = dayNumber(summary.as_of);
  const open = view.undecided ? new Set(undecidedRows(app)) : null;

  const rows: number[] = [];
  for (const index of app.results?.answered ?? []) {
    if (wanted.some(({ codes, code }) => codes[index] !== code)) continue;
    if (open && !open.has(index)) continue;
    if (due && !dueFits(view.due, due[index] ?? NOT_DUE, now)) continue;
    if (words && !names[index]?.toLowerCase().includes(words)) continue;
    rows.push(index);
  }
  return rows;
}

/** Table rows with at least one answer on show that could not be decided. */
export function undecidedRows(app: App): number[] {
  const summary = app.results?.summary;
  const codes = summary ? summary.decisions.filter((decision) => isShown(summary, decision)).map((decision) => app.session.codes(decision.id)) : [];
  return (app.results?.answered ?? []).filter((index) => codes.some((list) => list[index] === CANNOT_DECIDE));
}

/** Table rows that are overdue, or due within a fortnight, the most urgent first. */
export function dueSoon(app: App): number[] {
  const due = app.session.due;
  const last = dayNumber(app.results?.summary.as_of ?? "") + FORTNIGHT;
  const rows: number[] = [];
  for (let index = 0; index < due.length; index += 1) if (due[index] !== NOT_DUE && (due[index] ?? 0) <= last) rows.push(index);
  return rows.sort((a, b) => (due[a] ?? 0) - (due[b] ?? 0) || a - b);
}

function dueFits(filter: DueFilter, due: number, now: number): boolean {
  if (filter === "all") return true;
  if (due === NOT_DUE) return false;
  return filter === "overdue" ? due < now : due >= now && due <= now + FORTNIGHT;
}

function sorted(app: App, rows: number[], sort: Sort, names: Uint32Array | null): number[] {
  const sign = sort.down ? -1 : 1;
  if (sort.by === "row") return sort.down ? rows.reverse() : rows;
  if (names) return rows.sort((a, b) => sign * ((names[a] ?? 0) - (names[b] ?? 0)) || a - b);
  if (sort.by === "due") {
    const { due } = app.session;
    // Rows without a date stay at the end either way.
    return rows.sort((a, b) => {
      const [first, second] = [due[a] ?? NOT_DUE, due[b] ?? NOT_DUE];
      if (first === NOT_DUE || second === NOT_DUE) return Number(first === NOT_DUE) - Number(second === NOT_DUE) || a - b;
      return sign * (first - second) || a - b;
    });
  }
  const codes = app.session.codes(sort.by);
  return rows.sort((a, b) => sign * ((codes[a] ?? 0) - (codes[b] ?? 0)) || a - b);
}
