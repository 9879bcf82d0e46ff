// The results as a workbook: Learners, Summary, Needs checking, Policy used.
// Text is always written as text, so a cell that looks like a formula is none.

import writeXlsx from "write-excel-file/universal";
import type { Cell, Row } from "write-excel-file/universal";
import type { App } from "../../app";
import type { PolicyInfo } from "../../contract";
import { columnLetter, longDate } from "../../words";
import { download, fileName } from "./download";
import { wholeTable } from "./table-rows";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const HEADING = { fontWeight: "bold", backgroundColor: "#E3EEEE", wrap: true, alignVertical: "top" } as const;
const PLAIN_NUMBER = /^-?(?:0|[1-9]\d{0,10})(?:\.\d+)?$/;
const ISO_DATE = /^\d{4}-\d\d-\d\d$/;

const head = (value: string): Cell => ({ value, type: String, ...HEADING });
const text = (value: string): Cell => (value === "" ? null : { value, type: String, wrap: true, alignVertical: "top" });

/** Numbers and ISO dates as themselves, so that they sort and filter; all else as text. */
function typed(value: string): Cell {
  if (PLAIN_NUMBER.test(value)) return { value: Number(value), type: Number, alignVertical: "top" };
  if (ISO_DATE.test(value)) return { value: new Date(`${value}T00:00:00Z`), type: Date, format: "dd/mm/yyyy", alignVertical: "top" };
  return text(value);
}

export async function downloadWorkbook(app: App): Promise<void> {
  const results = app.results;
  if (!results) return;
  const { summary } = results;
  const sheets = [
    { sheet: "Learners", ...learners(app) },
    { sheet: "Summary", data: summarySheet(app), columns: [{ width: 34 }, { width: 24 }, { width: 12 }] },
    { sheet: "Needs checking", data: problems(app), columns: [{ width: 8 }, { width: 26 }, { width: 10 }, { width: 26 }, { width: 50 }, { width: 34 }, { width: 50 }], stickyRowsCount: 1 },
    { sheet: "Policy used", data: policies(app), columns: [{ width: 34 }, { width: 60 }] },
  ];
  const blob = await writeXlsx(sheets).toBlob();
  download(fileName("results", summary, "xlsx"), [blob], XLSX);
}

/** A sheet with the headings that a set of rules knows, and nothing else. */
export async function downloadTemplate(policy: PolicyInfo): Promise<void> {
  const data = [policy.fields.map((field) => head(field.heading))];
  const columns = policy.fields.map((field) => ({ width: Math.max(12, field.heading.length + 2) }));
  const blob = await writeXlsx([{ sheet: "Learners", data, columns, stickyRowsCount: 1 }]).toBlob();
  download(`${policy.id}-template.xlsx`, [blob], XLSX);
}

function learners(app: App): { data: Row[]; columns: { width: number }[]; stickyRowsCount: number } {
  const results = app.results;
  if (!results) return { data: [], columns: [], stickyRowsCount: 0 };
  const table = wholeTable(app, results.summary, results.reading.columns);
  const data = table.own.map((own, index) => {
    const cells = [...own, ...(table.results[index] ?? [])];
    return index === table.heading ? cells.map(head) : cells.map(typed);
  });
  const widths = [
    ...results.reading.columns.map((column) => ({ width: Math.min(28, Math.max(10, column.heading.length)) })),
    ...results.summary.columns.map((column) => ({ width: /why|check|action/i.test(column.heading) ? 48 : 18 })),
  ];
  return { data, columns: widths, stickyRowsCount: table.heading + 1 };
}

function summarySheet(app: App): Row[] {
  const results = app.results;
  if (!results) return [];
  const { reading, summary } = results;
  const rows: Row[] = [
    [head("As at"), text(longDate(summary.as_of))],
    [head("Learners"), { value: reading.learners, type: Number }],
    [head("Overdue"), { value: summary.overdue, type: Number }],
    [head("Due in the next 14 days"), { value: summary.due_14_days, type: Number }],
    [],
  ];
  for (const decision of summary.decisions) {
    if (decision.outcomes.length === 0) continue;
    rows.push([head(decision.title), head("Outcome"), head("Learners")]);
    decision.outcomes.forEach((outcome, index) => rows.push([null, text(outcome), { value: decision.counts[index] ?? 0, type: Number }]));
    rows.push([null, text("Cannot decide"), { value: decision.cannot_decide, type: Number }], []);
  }
  return rows;
}

function problems(app: App): Row[] {
  const nameColumn = app.session.nameColumn;
  return [
    ["Row", "Learner", "Column", "Heading", "What is wrong", "Expected", "What to do"].map(head),
    ...app.session.problems.map((problem): Row => {
      const { row, column, heading } = problem.place ?? {};
      const index = row === undefined ? -1 : app.session.indexOfRow(row);
      const name = index < 0 || nameColumn === null ? "" : app.session.cell(index, nameColumn);
      return [
        row === undefined ? null : { value: row, type: Number },
        text(name),
        text(column === undefined ? "" : columnLetter(column)),
        text(heading ?? ""),
        text(problem.message),
        text(problem.expected),
        text(problem.remedy),
      ];
    }),
  ];
}

function policies(app: App): Row[] {
  const summary = app.results?.summary;
  if (!summary) return [];
  const rows: Row[] = [
    [head("Rules engine"), text(summary.engine)],
    [head("As at"), text(summary.as_of)],
    [],
  ];
  for (const policy of summary.policies) {
    const info = app.description.policies.find((candidate) => candidate.id === policy.id);
    rows.push(
      [head("Policy"), text(policy.title)],
      [head("Version"), text(policy.version)],
      [head("Source"), text(info?.source ?? "")],
      [head("Settings fingerprint"), text(policy.fingerprint)],
      [head("Settings that are not the default"), text(policy.settings_changed.join(", ") || "none")],
      ...policy.notes.map((note): Row => [head("Note"), text(note)]),
      [],
    );
  }
  return rows;
}
