// Rows in words, asked for some at a time.

import type { App } from "../../app";
import type { RowAnswer } from "../../contract";
import type { Pace } from "../../progress";

const PORTION = 100;

export async function rowsOf(app: App, indices: number[], progress: Pace): Promise<RowAnswer[]> {
  const rows: RowAnswer[] = [];
  for (let from = 0; from < indices.length; from += PORTION) {
    rows.push(...(await app.session.rows(indices.slice(from, from + PORTION))));
    await progress.pause(Math.min(1, (from + PORTION) / indices.length));
  }
  return rows;
}
