// The tracker with the result columns beside it, row by row as it was added.

import type { App } from "../../app";
import type { ColumnReading, Summary } from "../../contract";
import { Session } from "../../session";

export interface WholeTable {
  /** The sheet's row number of each line. */
  numbers: number[];
  /** The tracker's own cells. */
  own: string[][];
  /** The result cells; blank for rows that are not learners. */
  results: string[][];
  /** Where the heading row is among the lines. */
  heading: number;
  width: number;
}

export function wholeTable(app: App, summary: Summary, columns: ColumnReading[]): WholeTable {
  const { session } = app;
  const source = app.history.work.source;
  const height = session.height;
  const width = columns.length;
  const lines = session.result({ format: "tsv", heading: true }).replace(/\r?\n$/, "").split(/\r?\n/);
  const heading = session.indexOfRow(app.results?.reading.heading_row ?? 1);
  const own = ownCells(app, height, width);
  return {
    numbers: Array.from({ length: height }, (_, index) => (source?.kind === "cells" ? (source.rows[index]?.n ?? index + 1) : index + 1)),
    own,
    results: Array.from({ length: height }, (_, index) => padded(lines[index]?.split("\t") ?? [], summary.columns.length)),
    heading,
    width,
  };
}

/** The tracker's cells with what was mended in them, and a school's own words as they stand, whatever they were read as. */
function ownCells(app: App, height: number, width: number): string[][] {
  const { work } = app.history;
  const asMeant = Object.keys(work.read.value_meaning ?? {}).length > 0;
  const session = asMeant ? new Session() : app.session;
  if (asMeant) session.follow({ ...work, read: {} });
  const own = Array.from({ length: height }, (_, index) => Array.from({ length: width }, (__, column) => session.cell(index, column)));
  if (asMeant) session.close();
  return own;
}

const padded = (cells: string[], width: number): string[] => Array.from({ length: width }, (_, index) => cells[index] ?? "");
