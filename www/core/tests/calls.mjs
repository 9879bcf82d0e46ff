// Calls over all golden data, as text, and the native command line's answers to them.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../../", import.meta.url));
const golden = (name) => readFileSync(join(root, "tests/golden", name), "utf8");
const grid = (text) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t").map((cell) => (cell === "" ? null : cell)));

/** A number where a sheet would hold one. */
const typed = (cell) => (cell !== null && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell);

const terms = grid(golden("reviews.terms.tsv"))
  .slice(1)
  .map(([name, term, from, to]) => ({ name, term, from, to }));

/** The golden trackers: which functions answer them, for which day, under which settings. */
export const TRACKERS = [
  { file: "at-risk-tracker.tsv", names: ["RISK", "STAGE", "NEXT", "DUTIES"], asOf: "2026-04-08" },
  { file: "bae-tracker.tsv", names: ["CATEGORY", "SUPPORT"], asOf: "2026-04-08" },
  { file: "bae-scores.tsv", names: ["CATEGORY", "SUPPORT"], asOf: "2026-04-08" },
  { file: "back-on-track.tsv", names: ["AUDIT"], asOf: "2026-04-08" },
  { file: "reviews.tsv", names: ["REVIEW", "DUTIES"], asOf: "2026-03-11", settings: JSON.stringify({ calendar: { half_terms: terms } }) },
  { file: "mir.tsv", names: ["MIR"], asOf: "2026-04-08" },
].map((tracker) => {
  const cells = grid(golden(tracker.file));
  const width = cells[0].length;
  const full = cells.map((row) => [...row, ...Array(width - row.length).fill(null)]);
  return { ...tracker, headings: full[0], rows: full.slice(1).map((row) => row.map(typed)) };
});

/** Function, arguments and settings of every call over the golden data. */
export function goldenArguments() {
  const all = [];
  for (const { names, asOf, settings, headings, rows } of TRACKERS) {
    for (const name of [...names, "CHECK"]) {
      all.push({ name, args: [[headings], rows, asOf], settings });
      rows.slice(0, 30).forEach((row) => all.push({ name, args: [[headings], [row], asOf], settings }));
    }
    all.push({ name: "WHY", args: ["", [headings], rows, asOf], settings });
  }
  for (const [date, days, nation] of grid(golden("working-days.tsv")).slice(1)) {
    all.push({ name: "DEADLINE", args: [date, Number(days), nation] });
  }
  return all;
}

export const TODAY = "2026-04-08";

/** The same as calls: what the core writes for those arguments. */
export const goldenCalls = () =>
  goldenArguments().map(({ name, args, settings }) => JSON.stringify({ name, args, settings, today: TODAY }));

/** The native engine's answers to calls, one for each. */
export function nativeAnswers(calls) {
  const target = JSON.parse(
    execFileSync("cargo", ["metadata", "--no-deps", "--locked", "--format-version", "1"], { cwd: root, encoding: "utf8" }),
  ).target_directory;
  execFileSync("cargo", ["build", "--quiet", "--locked", "--bin", "bae-rules"], { cwd: root, stdio: "inherit" });
  const said = execFileSync(join(target, "debug/bae-rules"), ["formulas"], {
    input: `${calls.join("\n")}\n`,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return said.trimEnd().split("\n");
}
