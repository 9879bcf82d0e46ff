// How an earlier copy is read: as the tracker on show is, wherever the two have the same headings.

import type { ReadOptions, Reading, RowChoice } from "../../contract";

const keyOf = (words: string): string => words.trim().replace(/\s+/g, " ").toLowerCase();

/** What a reader has said of the columns of `now`, for the columns of `then`. */
export function columnsAsNow(read: ReadOptions, now: Reading, then: Reading): ReadOptions {
  const place = (column: number): number | undefined => {
    const heading = now.columns.find((own) => own.column === column)?.heading ?? "";
    const alike = then.columns.filter((other) => heading !== "" && keyOf(other.heading) === keyOf(heading));
    return alike.length === 1 ? alike[0]?.column : undefined;
  };
  const moved = <V>(said: Record<number, V> = {}): Record<number, V> =>
    Object.fromEntries(Object.entries(said).flatMap(([column, value]) => {
      const to = place(Number(column));
      return to === undefined ? [] : [[to, value]];
    }));
  const chosen = Object.entries(read.chosen ?? {}).flatMap(([field, column]) => {
    const to = column === null ? null : place(column);
    return to === undefined ? [] : [[field, to]];
  });
  return {
    policies: now.policies,
    chosen: Object.fromEntries(chosen),
    date_order: moved(read.date_order),
    percent: moved(read.percent),
    blank: read.blank ?? {},
    value_meaning: read.value_meaning ?? {},
  };
}

/** The rows of `then`, read as above, that are no learners because their names are those of rows that were left out. */
export function rowsAsNow(then: Reading, leftOut: readonly string[]): Record<number, RowChoice> {
  const names = new Set(leftOut.map(keyOf));
  return Object.fromEntries(then.lone_names.filter(({ name }) => names.has(keyOf(name))).map(({ row }) => [row, "section"]));
}
