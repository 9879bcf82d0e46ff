// Every formula through Microsoft's real runtime, held against the native command line's answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { TRACKERS, goldenArguments, nativeAnswers } from "../../core/tests/calls.mjs";
import { Excel, errorCell } from "./runtime.mjs";

const today = () => {
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};
const HEADINGS = [["Learner", "Target %", "Actual %", "Stage 1 email"]];
const risk = TRACKERS[0];

const started = [];
const start = (how) => {
  const excel = new Excel(how);
  started.push(excel);
  return excel;
};
after(() => started.forEach((excel) => excel.close()));

let excel;
before(() => {
  excel = start();
});

/** What Excel has to get for a native answer. */
function wanted(answer) {
  if (answer.error) return { error: answer.error.code === "value" ? "#VALUE!" : "#N/A", text: answer.error.text };
  const cell = (found) => (typeof found === "object" && found.date ? found.date : found);
  return { value: answer.grid.map((row) => row.map(cell)) };
}

test("every golden answer reaches Excel as the native engine gives it, byte for byte", async () => {
  const all = goldenArguments();
  const calls = all.map(({ name, args, settings }) => JSON.stringify({ name, args, settings, today: today() }));
  const native = nativeAnswers(calls).map((line) => wanted(JSON.parse(line)));
  for (const settings of new Set(all.map((call) => call.settings ?? null))) {
    const workbook = settings === null ? excel : start({ settings });
    const mine = all.map((call, at) => ({ call, at })).filter(({ call }) => (call.settings ?? null) === settings);
    // A single cell of a range argument arrives as a range of one.
    const ranged = ({ name, args }) => (name === "DEADLINE" ? [[[args[0]]], [[args[1]]], args[2] ?? null] : args);
    const found = await workbook.calls(mine.map(({ call }) => ({ name: call.name, args: ranged(call) })));
    mine.forEach(({ call, at }, n) => {
      assert.equal(JSON.stringify(found[n]), JSON.stringify(native[at]), `${call.name} ${JSON.stringify(call.args).slice(0, 160)}`);
    });
  }
});

test("a range of rows spills: one row of the result for each, blanks as blanks", async () => {
  const rows = [["Amber", 50, 50, ""], [null, null, null, null], ["Basil", 50, 20, null], ["Total", 100, 70, null], ["Clover", 50, null, null]];
  const { value } = await excel.call("RISK", [HEADINGS, rows, "2026-04-08"]);
  assert.deepEqual(value, [["Low"], [""], ["High"], [""], ["Cannot decide"]]);
  const next = await excel.call("NEXT", [HEADINGS, rows, "2026-04-08"]);
  assert.deepEqual(next.value.map((row) => row.length), [3, 3, 3, 3, 3]);
  assert.ok(next.value.flat().every((cell) => typeof cell === "string"), "never null, which Excel shows as 0");
});

test("an optional argument that was left out arrives as null, and the day is that of the calculation", async () => {
  const { value } = await excel.call("WHY", ["Risk rating", HEADINGS, [["Amber", 50, 20, null]], null]);
  assert.match(value[0][0], /^As at \d{1,2} [A-Z][a-z]+ 20\d\d\. far behind plan \(60% \(30 points\) behind plan/);
});

test("a blank cell in the place of the day is refused: only a cell has an address", async () => {
  const risk = (asOf, address) =>
    excel.call("RISK", [HEADINGS, [["Amber", 50, 20, null]], asOf], { addresses: ["Sheet1!$A$1:$D$1", "Sheet1!A2:D2", address] });
  // Excel on the web hands over null, formulas a text without characters; on the desktop it is 0, which no day is.
  for (const [asOf, address] of [[null, "Sheet1!AB2"], ["", "Sheet1!AB2"], ["", ""]]) {
    const { error, text } = await risk(asOf, address);
    assert.equal(error, "#VALUE!");
    assert.match(text, /^as_of is a blank cell; expected a date\. Give a cell that holds one, with `\$` where the formula is copied, such as \$AB\$1; or leave as_of out/);
  }
  assert.match((await risk(0, "Sheet1!AB2")).text, /^as_of is 0, which is what an empty cell may arrive as/);
  for (const address of ["", null]) assert.deepEqual((await risk(null, address)).value, [["High"]], "left out");
  // Whose bank holidays are kept may be blank.
  assert.deepEqual((await excel.call("DEADLINE", [[[46111]], [[5]], ""])).value, [["2026-04-08"]]);
});

test("an answer over a whole column is as long as the column", async () => {
  const rows = Array.from({ length: 100_000 }, (_, at) => (at < 2 ? [`Learner ${at}`, 50, 20, null] : [null, null, null, null]));
  const { value } = await excel.call("RISK", [HEADINGS, rows, "2026-04-08"]);
  assert.equal(value.length, 100_000);
  assert.deepEqual(value.slice(0, 3), [["High"], ["High"], [""]]);
  assert.deepEqual(value[99_999], [""]);
});

test("an error says in the cell what is wrong", async () => {
  const { error, text } = await excel.call("RISK", [[["Shoe"]], [["red"]], null]);
  assert.equal(error, "#VALUE!");
  assert.match(text, /^headings: no heading is one that the policy knows; expected those of Learner at Risk\. Choose/);
  const band = await excel.call("BAND", ["Weather", [[1]]]);
  assert.match(band.text, /^area is `Weather`; expected one of/);
  const mixed = await excel.call("DEADLINE", [[["2026-04-01"], [errorCell("#REF!")], ["soon"]], [[1]], null]);
  assert.equal(mixed.value[0][0], "2026-04-02");
  const [, [gone], [soon]] = mixed.value;
  assert.deepEqual([gone.basicValue ?? gone.code, soon.basicValue ?? soon.code], ["#N/A", "#VALUE!"]);
  assert.match(JSON.stringify(gone), /date is #REF!/);
  assert.match(JSON.stringify(soon), /date is `soon`; expected a date/);
});

test("an error cell in a tracker is a value that is not known, not a failure", async () => {
  const rows = [["Amber", 50, errorCell("#N/A"), null], ["Basil", 50, 20, errorCell("#DIV/0!")]];
  const { value } = await excel.call("RISK", [HEADINGS, rows, "2026-04-08"]);
  assert.deepEqual(value, [["Cannot decide"], ["High"]]);
});

test("dates arrive as serial numbers and are read as days", async () => {
  const rows = [["Amber", 50, 50, 46111], ["Basil", 50, 50, 46111.75]];
  const { value } = await excel.call("NEXT", [HEADINGS, rows, 46112]);
  assert.deepEqual(value.map((row) => row[2]), ["2026-04-08", "2026-04-08"]);
  const { text } = await excel.call("RISK", [HEADINGS, rows, 0]);
  assert.match(text, /^as_of is 0, which is what an empty cell may arrive as; expected a date/);
});

test("cells are named as the sheet names them, by the addresses that Excel gives", async () => {
  const { value } = await excel.call("CHECK", [HEADINGS, [["Amber", 50, null, null]], "2026-04-08"], {
    addresses: ["'Year 12'!$C$4:$F$4", "'Year 12'!C9:F9", "'Year 12'!$H$1"],
  });
  assert.match(value[0][0], /needs Actual % \(E9\)/);
});

test("a formula that was copied sideways under headings that stay is refused, and says what to write", async () => {
  const call = (rows) =>
    excel.call("RISK", [HEADINGS, [["Amber", 50, 50, null]], "2026-04-08"], { addresses: ["Sheet1!$A$1:$D$1", rows, "Sheet1!$H$1"] });
  const { error, text } = await call("Sheet1!B2:E2");
  assert.equal(error, "#VALUE!");
  assert.match(text, /^rows begins in column B and headings in column A; expected the same columns in both\. Write both with `\$`/);
  assert.deepEqual((await call("Sheet1!A2:D2")).value, [["Low"]]);
  // Values that a formula has made have no address.
  assert.deepEqual((await call(null)).value, [["Low"]]);
});

test("diagnose tells a blank from a nought in a range, and warns of a nought alone", async () => {
  const { value } = await excel.call("DIAGNOSE", [[[null, "", 0, 46120, true, errorCell("#N/A")]]]);
  assert.match(value[0][0], /^blank/);
  assert.match(value[0][1], /^blank/);
  assert.match(value[0][2], /^the number 0\. If the cell is blank, this program passes blank cells of a range as 0/);
  assert.match(value[0][3], /8 April 2026/);
  assert.equal(value[0][5], "the error #N/A");
});

test("a formula that is asked before Office is ready waits for the workbook's settings", async () => {
  let open;
  const settings = JSON.stringify({ "learner-at-risk": { behind_threshold: 50 } });
  const early = start({ settings, ready: new Promise((resolve) => (open = resolve)) });
  const asked = early.call("RISK", [HEADINGS, [["Amber", 50, 30, null]], "2026-04-08"]);
  setTimeout(open, 20);
  assert.deepEqual((await asked).value, [["Medium"]], "40% behind is High under the default of 30%");
});

test("settings that cannot be read are said in the cell", async () => {
  const broken = start({ settings: '{"learner-at-risc": {}}' });
  const { error, text } = await broken.call("RISK", [HEADINGS, [["Amber", 50, 30, null]], null]);
  assert.equal(error, "#VALUE!");
  assert.match(text, /`learner-at-risc` is not a policy; expected `calendar` or the name of a policy, such as `learner-at-risk`/);
});

test("a cancelled call does no harm", async () => {
  const id = excel.next;
  const asked = excel.call("VERSION", [], { flags: 5 });
  excel.cancel(id);
  excel.cancel(999_999);
  const again = await excel.call("VERSION", []);
  assert.match(again.value[0][0], /^bae-rules \d/);
  assert.deepEqual(await asked, again);
});

test("ten thousand calls, and ten thousand rows in one, are answered in full", async (t) => {
  const rows = Array.from({ length: 10_000 }, (_, at) => risk.rows[at % risk.rows.length]);
  const expected = (await excel.call("RISK", [[risk.headings], risk.rows, "2026-04-08"])).value;
  const begin = process.cpuUsage();
  const spilled = (await excel.call("RISK", [[risk.headings], rows, "2026-04-08"])).value;
  const one = process.cpuUsage(begin);
  assert.equal(spilled.length, 10_000);
  assert.ok(spilled.every(([cell], at) => cell === expected[at % expected.length][0]));
  const all = await excel.calls(rows.map((row) => ({ name: "RISK", args: [[risk.headings], [row], "2026-04-08"] })));
  assert.ok(all.every(({ value }, at) => value[0][0] === expected[at % expected.length][0]));
  // The same rows under other names, so that no answer is known already.
  const fresh = rows.slice(0, 500).map((row, at) => [`Learner ${at}`, ...row.slice(1)]);
  const between = process.cpuUsage();
  const single = await excel.calls(fresh.map((row) => ({ name: "RISK", args: [[risk.headings], [row], "2026-04-08"] })));
  const many = process.cpuUsage(between);
  assert.ok(single.every(({ value }, at) => value[0][0] === expected[at % expected.length][0]));
  const ms = ({ user, system }) => (user + system) / 1000;
  t.diagnostic(`10,000 rows in one call: ${Math.round(ms(one))} ms of CPU; a row by itself: ${(ms(many) / 500).toFixed(1)} ms`);
});

test("every function of the catalogue is tied to the engine under its id", () => {
  const { functions } = JSON.parse(readFileSync(new URL("../generated/functions.json", import.meta.url), "utf8"));
  const tied = excel.run("Object.keys(CustomFunctions._association.mappings)");
  assert.deepEqual([...tied].sort(), functions.map(({ id }) => id).sort());
});
