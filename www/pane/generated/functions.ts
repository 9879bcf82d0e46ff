// Made by pkg-scripts/generate from the engine's catalogue.

/**
 * Every function: how many arguments it takes, which of them is the rows of a tracker (-1: none), and which are the ranges that
 * its answer is as long as.
 */
export const FUNCTIONS: readonly { id: string; parameters: number; rows: number; ranges: readonly number[] }[] = [
  { id: "RISK", parameters: 3, rows: 1, ranges: [1] },
  { id: "STAGE", parameters: 3, rows: 1, ranges: [1] },
  { id: "NEXT", parameters: 3, rows: 1, ranges: [1] },
  { id: "CATEGORY", parameters: 3, rows: 1, ranges: [1] },
  { id: "SUPPORT", parameters: 3, rows: 1, ranges: [1] },
  { id: "BAND", parameters: 2, rows: -1, ranges: [1] },
  { id: "WHY", parameters: 4, rows: 2, ranges: [2] },
  { id: "CHECK", parameters: 3, rows: 1, ranges: [1] },
  { id: "DUTIES", parameters: 3, rows: 1, ranges: [1] },
  { id: "AUDIT", parameters: 3, rows: 1, ranges: [1] },
  { id: "REVIEW", parameters: 3, rows: 1, ranges: [1] },
  { id: "MIR", parameters: 3, rows: 1, ranges: [1] },
  { id: "DEADLINE", parameters: 3, rows: -1, ranges: [0, 1] },
  { id: "VERSION", parameters: 0, rows: -1, ranges: [] },
  { id: "DIAGNOSE", parameters: 1, rows: -1, ranges: [0] },
];
