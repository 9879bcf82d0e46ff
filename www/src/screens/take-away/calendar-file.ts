// Due dates as an iCalendar file: one all-day entry for each learner with a date.

import type { App } from "../../app";
import type { RowAnswer, Summary } from "../../contract";
import type { Progress } from "../../progress";
import { dayNumber, isoDay } from "../../words";
import { NOT_DUE } from "../results/view";
import { download, fileName } from "./download";
import { rowsOf } from "./rows-of";
import { nameAs } from "./names";
import type { Naming } from "./names";

export async function downloadCalendar(app: App, naming: Naming, progress: Progress): Promise<void> {
  const summary = app.results?.summary;
  if (!summary) return;
  const rows = await rowsWithDates(app, progress);
  download(fileName("due-dates", summary, "ics"), [calendarText(rows, summary, naming, new Date())], "text/calendar");
}

async function rowsWithDates(app: App, progress: Progress): Promise<RowAnswer[]> {
  const { due } = app.session;
  const indices: number[] = [];
  for (let index = 0; index < due.length; index += 1) if (due[index] !== NOT_DUE) indices.push(index);
  return rowsOf(app, indices, progress);
}

export function calendarText(rows: RowAnswer[], summary: Summary, naming: Naming, now: Date): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bae-rules//EN", "CALSCALE:GREGORIAN"];
  for (const row of rows) {
    const next = row.next;
    if (!next?.due) continue;
    lines.push(
      "BEGIN:VEVENT",
      `UID:${crypto.randomUUID()}@bae-rules.invalid`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${next.due.replaceAll("-", "")}`,
      `DTEND;VALUE=DATE:${isoDay(dayNumber(next.due) + 1).replaceAll("-", "")}`,
      `SUMMARY:${escaped(`${nameAs(naming, row.name, row.row)}: ${next.action}`)}`,
      `DESCRIPTION:${escaped(`${next.who ? `${next.who}. ` : ""}${next.rule}. Worked out as at ${summary.as_of}.`)}`,
      "TRANSP:TRANSPARENT",
      "CLASS:PRIVATE",
      "END:VEVENT",
    );
  }
  lines.push("END:VCALENDAR");
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

const escaped = (words: string): string => words.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/** A line may be 75 bytes long; a longer one goes on after a space. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let part = "";
  let size = 0;
  for (const character of line) {
    const width = encoder.encode(character).length;
    if (size + width > 74) {
      parts.push(part);
      part = "";
      size = 0;
    }
    part += character;
    size += width;
  }
  return [...parts, part].join("\r\n ");
}
