// The summary for a meeting: how many of each, who is due, who could not be decided. It is one page whatever the size of print:
// its two lists name as many learners as there is room for, and say how many more there are.

import type { App } from "../../app";
import type { Assessment, Counted, DecisionSummary, RowAnswer, Summary } from "../../contract";
import { h, show } from "../../dom";
import { onOnePage } from "../../print";
import type { Pace } from "../../progress";
import { count, dayNumber, list, longDate, number, sentence, shortDate } from "../../words";
import { cannotDecideMark, outcomeMark } from "../results/marks";
import { splitReasons } from "../results/reasons";
import { actionWords, outcomesOffered, shownDecisions } from "../results/table";
import { toDoFigures } from "../results/to-do";
import { NOT_DUE, undecidedRows } from "../results/view";
import { nameAs } from "./names";
import type { Naming } from "./names";
import { allLearners, footer } from "./paper-parts";
import type { PaperChoice } from "./paper-parts";
import { rowsOf } from "./rows-of";

const FORTNIGHT = 14;

/** No page has room for more. */
const MOST = 20;

/** With fewer named than this, the counts are told in lines instead of tables, which leaves room for more. */
const FEWEST = 4;

export async function summaryPage(app: App, summary: Summary, choice: PaperChoice, progress: Pace): Promise<HTMLElement> {
  const { due } = app.session;
  const now = dayNumber(summary.as_of);
  const soon = allLearners(app).filter((index) => (due[index] ?? NOT_DUE) !== NOT_DUE && (due[index] ?? 0) <= now + FORTNIGHT);
  soon.sort((a, b) => (due[a] ?? 0) - (due[b] ?? 0));
  const open = undecidedRows(app);
  const duties = (await toDoFigures(app))?.duties;
  const hasDays = soon.length > 0 || summary.columns.some((column) => column.heading === "Due");
  const days = soon.map((index) => (due[index] ?? 0) - now);
  const dueNext = someOf(await rowsOf(app, soon.slice(0, MOST), progress), soon.length, (row) => dueItem(row, choice.naming), (from) => whenDue(days.slice(from), summary.as_of), whereElse(choice));
  const undecided = someOf(await rowsOf(app, open.slice(0, MOST), progress), open.length, (row) => openItem(row, choice.naming), () => "", whereElse(choice));
  const assessments = app.results?.assessments ?? [];
  const assessed = someOf(assessments, assessments.length, assessedItem, () => "", "They are on the screen of results.");
  const counted = countsOf(app, summary);
  const counts = h("div", { class: "paper__counts" }, counted.map(countsTable));
  const page = h(
    "article",
    { class: "paper__page paper__summary" },
    h("h1", {}, `Summary as at ${longDate(summary.as_of)}`),
    h("p", {}, summary.policies.map((policy) => `${policy.title}, version ${policy.version}`).join("; ")),
    counts,
    assessments.length > 0 ? [h("h2", {}, "Stage of achievement reached, by evidence"), assessed.element] : null,
    hasDays ? [h("h2", {}, `Next actions due by ${longDate(isoAfter(summary.as_of))} (${number(soon.length)})`), soon.length === 0 ? h("p", {}, "None.") : dueNext.element] : null,
    duties && duties.overdue > 0 ? h("p", { class: "paper__line" }, h("strong", {}, `${count(duties.overdue, "other duty is", "other duties are")} overdue.`)) : null,
    open.length > 0 ? [h("h2", {}, `Could not be decided (${number(open.length)})`), undecided.element] : null,
    h("div", { class: "paper__notes" }, [summary.policies.flatMap((policy) => policy.notes).map((note) => h("p", {}, note)), footer(app, summary)]),
  );
  const lists = [undecided, dueNext, assessed];
  const named = (): number => lists.reduce((sum, list) => sum + list.shown, 0);
  const fewest = Math.min(FEWEST, named());
  let inLines = false;
  onOnePage(page, () => {
    if (!inLines && named() <= fewest) {
      inLines = true;
      show(counts, counted.map(countsLine));
      for (const list of lists) list.whole();
      return true;
    }
    // The longest list gives way first.
    lists.reduce((longest, list) => (list.shown > longest.shown ? list : longest)).shorter();
    return named() > 0;
  });
  return page;
}

const isoAfter = (iso: string): string => new Date(Date.parse(`${iso}T00:00:00Z`) + FORTNIGHT * 86_400_000).toISOString().slice(0, 10);

/** Where on the paper those are that the summary has no room for; nothing where they are not printed. */
const whereElse = ({ lists, sheets }: PaperChoice): string => (lists ? "They are in the lists by stage." : sheets === "all" ? "Each has a sheet." : "");

/** When those are due that are left out, by how many days after the day of the summary each is. */
function whenDue(days: number[], asOf: string): string {
  const kinds = [
    { n: days.filter((day) => day < 0).length, when: "overdue" },
    { n: days.filter((day) => day === 0).length, when: `due on ${shortDate(asOf)}` },
    { n: days.filter((day) => day > 0).length, when: "due later" },
  ].filter(({ n }) => n > 0);
  return kinds.length === 1 ? `, ${kinds[0]?.when}` : `: ${list(kinds.map(({ n, when }) => `${number(n)} ${when}`))}`;
}

interface Some {
  readonly element: HTMLElement;
  readonly shown: number;
  /** Names one fewer. */
  shorter(): void;
  /** Names as many as there can be on a page. */
  whole(): void;
}

/** A list of the first of `all`, which can be made shorter. It says how many are left out, of which kind, and where they are. */
function someOf<T>(first: T[], all: number, item: (one: T) => HTMLElement, kind: (from: number) => string, where: string): Some {
  const items = first.map(item);
  let shown = items.length;
  const element = h("div", {});
  const draw = (): void => {
    const left = all - shown;
    const of = kind(shown);
    // Where nobody is named, the heading has the number already.
    const says = left > 0 && (shown > 0 || of !== "" || where !== "");
    show(element, h("ul", {}, items.slice(0, shown)), says ? h("p", {}, `${shown > 0 ? "And " : ""}${number(left)}${shown > 0 ? " more" : ""}${of}. ${where}`) : null);
  };
  draw();
  return {
    element,
    get shown() {
      return shown;
    },
    shorter() {
      shown = Math.max(0, shown - 1);
      draw();
    },
    whole() {
      shown = items.length;
      draw();
    },
  };
}

/** "High: 1a, 2b; Low: 3c. Claimed without evidence: Medium for 3c." */
function assessedItem({ group, principles }: Assessment): HTMLElement {
  const byStage = new Map<string, string[]>();
  for (const { id, evidenced } of principles) {
    const stage = evidenced.decided ?? "Cannot decide";
    byStage.set(stage, [...(byStage.get(stage) ?? []), id]);
  }
  const claims = principles.filter(({ evidenced, claimed }) => claimed.decided !== null && claimed.decided !== evidenced.decided);
  const stages = [...byStage].map(([stage, ids]) => `${stage}: ${ids.join(", ")}`).join("; ");
  const claimed = claims.length > 0 ? ` Claimed, and not evidenced: ${claims.map(({ id, claimed }) => `${claimed.decided ?? ""} for ${id}`).join(", ")}.` : "";
  return h("li", {}, h("strong", {}, `${group}. `), `${stages}.${claimed}`);
}

function dueItem(row: RowAnswer, naming: Naming): HTMLElement {
  const when = row.next?.due ? [h("span", { class: "paper__date" }, shortDate(row.next.due)), row.next.overdue ? h("strong", {}, ", overdue") : null] : null;
  return h("li", {}, h("strong", {}, nameAs(naming, row.name, row.row)), ` (row ${row.row}), `, when, `: ${actionWords(row)}`, row.next?.who ? `. ${row.next.who}.` : ".");
}

function openItem(row: RowAnswer, naming: Naming): HTMLElement {
  return h("li", {}, h("strong", {}, `${nameAs(naming, row.name, row.row)}: `), openReasons(row));
}

/** What would settle it, each once; the reasons in full where that is not a cell or a column. */
function openReasons(row: RowAnswer): string {
  if (row.needs.length > 0) return sentence(`needs ${row.needs.join("; ")}`);
  const { told } = splitReasons(row.reasons);
  const open = told.filter((reason) => reason.includes("Cannot decide"));
  return (open.length > 0 ? open : told).map(sentence).join(" ");
}

/** Outcomes that nobody has are left out where there are many; of a few, a nought says something. */
const FEW = 4;

interface Counts {
  title: string;
  unit: string;
  rows: { what(): HTMLElement | string; n: number }[];
}

function countsOf(app: App, summary: Summary): Counts[] {
  const decisions = shownDecisions(summary).filter((decision) => decision.outcomes.length > 1);
  return [...decisions.map(outcomes), ...(app.results?.counts ?? []).map(ofReturn)];
}

function outcomes(decision: DecisionSummary): Counts {
  const of = (outcome: string): number => decision.counts[decision.outcomes.indexOf(outcome)] ?? 0;
  const offered = outcomesOffered(decision).filter((outcome) => decision.outcomes.length <= FEW || of(outcome) > 0);
  const rows: Counts["rows"] = offered.reverse().map((outcome) => ({ what: () => outcomeMark(decision, outcome), n: of(outcome) }));
  if (decision.cannot_decide > 0) rows.push({ what: cannotDecideMark, n: decision.cannot_decide });
  return { title: decision.title, unit: "Learners", rows };
}

function ofReturn({ title, lines }: Counted): Counts {
  return { title, unit: "Rows", rows: lines.filter((line) => line.on_return).map(({ line, count }) => ({ what: () => line, n: count })) };
}

function countsTable({ title, unit, rows }: Counts): HTMLElement {
  return h(
    "table",
    {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, title), h("th", { scope: "col" }, unit))),
    h("tbody", {}, rows.map(({ what, n }) => h("tr", {}, h("th", { scope: "row" }, what()), h("td", {}, number(n))))),
  );
}

/** The same in a line or two. */
function countsLine({ title, rows }: Counts): HTMLElement {
  return h("p", { class: "paper__line" }, h("strong", {}, `${title}: `), rows.map(({ what, n }, at) => [at > 0 ? "; " : null, what(), `: ${number(n)}`]));
}
