// The tracker with the result columns beside it, row by row as it was added.

import type { App } from "../../app";
import type { Progress } from "../../progress";

/** Lines that are asked for and written at once. */
const PORTION = 500;

/** Gives every line of the table to `take`, some at a time: the tracker's own cells, then the result cells, blank for rows that are not learners. */
export async function eachPortion(app: App, progress: Progress, take: (lines: string[][], from: number) => void | Promise<void>): Promise<void> {
  const { session } = app;
  const columns = app.results?.summary.columns.length ?? 0;
  const { height } = session;
  const { work } = app.history;
  // What was mended stays mended; a school's own words stand as they are, whatever they were read as.
  const asMeant = Object.keys(work.read.value_meaning ?? {}).length > 0;
  const own = asMeant ? session.beside() : session;
  if (asMeant) await progress.during(own.follow({ ...work, read: {} }, progress.pause));
  for (let from = 0; from < height; from += PORTION) {
    const count = Math.min(PORTION, height - from);
    const [theirs, ours] = await Promise.all([own.lines(from, count), session.lines(from, count)]);
    await take(theirs.own.map((cells, at) => [...cells, ...padded(ours.results[at] ?? [], columns)]), from);
    await progress.pause((from + count) / height);
  }
  if (asMeant) own.close();
}

const padded = (cells: string[], width: number): string[] => Array.from({ length: width }, (_, index) => cells[index] ?? "");
