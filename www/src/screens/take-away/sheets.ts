// The sheets that the rows came from, where some were added below others: what is copied goes back into one of them.

import type { App } from "../../app";
import type { PartOfLines } from "../../clipboard/lines";
import type { Source } from "../../state";

export interface Sheet {
  /** "rows 4 and 5, which are rows 2 and 3 of the sheet they came from" */
  name: string;
  part: PartOfLines;
}

/** The first sheet, then those that were added; none where all rows came from one. */
export function sheetsOf(app: App): Sheet[] {
  const { source } = app.history.work;
  const added = (source?.kind === "cells" && source.added) || [];
  const heading = app.session.indexOfRow(app.results?.reading.heading_row ?? 1);
  if (source?.kind !== "cells" || added.length === 0) return [];
  const starts = added.map(({ row }) => app.session.indexOfRow(row));
  const number = (index: number): number => source.rows[index]?.n ?? 0;
  return [heading + 1, ...starts].map((start, at) => {
    const end = starts[at] ?? source.rows.length;
    const sheet = added[at - 1];
    const part = { from: start - heading, count: end - start, above: sheet ? sheet.above : heading + 1 };
    const here = rows(number(start), number(end - 1));
    const name = sheet ? `${here}, which ${end - start === 1 ? "is" : "are"} ${rows(sheet.own, number(end - 1) - sheet.row + sheet.own)} of the sheet they came from` : `your first sheet, up to row ${number(end - 1)}`;
    return { name, part };
  });
}

/** Which of the sheets of some rows the reader copies for; the first until they say. */
const chosen = new WeakMap<Source, number>();

export function chosenSheet(app: App): Sheet | null {
  const { source } = app.history.work;
  const sheets = sheetsOf(app);
  return (source && sheets[chosen.get(source) ?? 0]) ?? null;
}
export function chooseSheet({ history: { work } }: App, at: number): void {
  if (work.source) chosen.set(work.source, at);
}

const rows = (first: number, last: number): string => (first === last ? `row ${first}` : `rows ${first} ${last === first + 1 ? "and" : "to"} ${last}`);
