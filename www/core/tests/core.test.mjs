// The core as it is shipped, in a context that has nothing but the language: no TextDecoder, no atob, no console, no timers.
// Its answers are held against the native command line's, byte for byte.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import { goldenArguments, goldenCalls, nativeAnswers } from "./calls.mjs";

const script = new vm.Script(readFileSync(fileURLToPath(new URL("../dist/bae-core.js", import.meta.url)), "utf8"), {
  filename: "bae-core.js",
});

/** A context with the language alone, and the core in it. */
function bare(options = {}) {
  const context = vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: true }, ...options });
  vm.runInContext("delete globalThis.console; delete globalThis.SharedArrayBuffer;", context);
  script.runInContext(context);
  return context;
}
const inside = (context, code, values = {}) => {
  Object.assign(context, values);
  return vm.runInContext(code, context);
};

let core;
before(() => {
  core = bare();
});

test("every golden call is answered as the command line answers it", () => {
  const calls = goldenCalls();
  assert.ok(calls.length > 100, `${calls.length} calls`);
  const native = nativeAnswers(calls);
  calls.forEach((call, at) => {
    assert.equal(inside(core, "BaeCore.ask(text)", { text: call }), native[at], call.slice(0, 200));
  });
});

test("texts of every kind pass both ways unharmed", () => {
  for (const text of ["é ✓ 😀 Zoë", "\u0000\u0001", "x".repeat(70_000), "\ud800 half", "日本語 עברית"]) {
    const found = inside(core, "BaeCore.call('DIAGNOSE', [text], { today: '2026-04-08' })[0][0]", { text });
    assert.equal(found, `the text \`${text.replace("\ud800", "\ufffd")}\``);
  }
});

test("what a program hands over becomes a cell", () => {
  const cell = (code) => JSON.parse(JSON.stringify(inside(core, `BaeCore.cellOf(${code}) ?? null`)));
  for (const [code, wanted] of [
    ["null", null],
    ["undefined", null],
    ["''", null],
    ["0", 0],
    ["'0'", "0"],
    ["false", false],
    ["NaN", { error: "#NUM!" }],
    ["new Date(2026, 3, 8, 23, 59)", { date: "2026-04-08" }],
    ["new Date(NaN)", { error: "#VALUE!" }],
    ["({ type: 'Error', basicType: 'Error', basicValue: '#N/A' })", { error: "#N/A" }],
    ["({ code: '#DIV/0!' })", { error: "#DIV/0!" }],
    ["({ type: 'FormattedNumber', basicValue: 46120, numberFormat: 'dd/mm/yyyy' })", { date: "2026-04-08" }],
    ["({ type: 'FormattedNumber', basicValue: 0.92, numberFormat: '0%' })", 0.92],
    ["({ type: 'Entity', basicValue: 'Amber' })", "Amber"],
  ]) {
    assert.deepEqual(cell(code), wanted, code);
  }
});

test("serial numbers are the days that spreadsheets mean, whatever the time zone", () => {
  const day = (serial) => inside(core, `BaeCore.serialDay(${serial})`);
  assert.equal(day(1), "1900-01-01");
  assert.equal(day(59), "1900-02-28");
  assert.equal(day(61), "1900-03-01");
  assert.equal(day(25569), "1970-01-01");
  assert.equal(day(46120.999), "2026-04-08");
  assert.equal(day(0), undefined);
  assert.equal(day("NaN"), undefined);
  for (const TZ of ["UTC", "Europe/London", "America/New_York", "Pacific/Auckland"]) {
    const code = `${readFileSync(fileURLToPath(new URL("../dist/bae-core.js", import.meta.url)), "utf8")};
      const at = new Date(2026, 2, 29, 1, 30);
      process.stdout.write(BaeCore.serialDay(46120) + " " + BaeCore.localDay(at));`;
    const said = execFileSync(process.execPath, ["-"], { input: code, env: { ...process.env, TZ }, encoding: "utf8" });
    assert.equal(said, "2026-04-08 2026-03-29", TZ);
  }
});

test("what is the number format of a date is what shows a day, the name of a month or a year", () => {
  const is = (format) => inside(core, "BaeCore.isDateFormat(format)", { format });
  for (const format of ["dd/mm/yyyy", "d-mmm-yy", "mmm yyyy", "mmmm", "yyyy", "yy", "d", "dd/mm", "dddd d mmmm yyyy", "[$-809]d mmmm yyyy;@", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "yyyy-mm-dd hh:mm:ss.000", "DD/MM/YY HH:MM AM/PM", "NNNND. MMMM YYYY", 'd "days into" mmmm', "Short Date", "Long Date", "Medium Date"])
    assert.equal(is(format), true, format);
  for (const format of ["General", "Standard", "@", "0", "0.00", "0%", "#,##0.00;[Red]-#,##0.00", "[Red]0;[Blue]0", '0.00 "days"', '"day" 0', '0 "years"', "0\\d", "0_d", "*d0", "[h]:mm", "[mm]:ss", "h:mm AM/PM", "mm:ss.0", "0.00E+00", "# ?/?", "Fixed", "Currency", "Percent", "Scientific", "Yes/No", "True/False", "Short Time", "Medium Time", "BOOLEAN", "0;dd", ""])
    assert.equal(is(format), false, format);
});

test("a result has a text or a number in every cell", () => {
  const shown = inside(core, `BaeCore.call("DEADLINE", [[[46111], [null], [{ type: "Error", basicValue: "#REF!" }]], 5], { today: "2026-04-08" })`);
  assert.deepEqual(JSON.parse(JSON.stringify(shown)), [
    ["2026-04-08"],
    [""],
    ["date is #REF!; expected a date of 1990 to 2099. Give a cell that holds a date, or text such as 2026-04-08."],
  ]);
  assert.throws(
    () => inside(core, `BaeCore.call("RISK", [[[null]], [[1]]], { today: "2026-04-08" })`),
    (error) => error.name === "FormulaError" && error.message.startsWith("headings is blank;"),
  );
});

test("of whole columns the engine is handed what is used, and the answer is as long as the range", () => {
  const context = bare();
  inside(
    context,
    `var handed = 0;
    const Real = WebAssembly.Instance;
    WebAssembly.Instance = function (module, imports) {
      const { exports } = new Real(module, imports);
      return { exports: { ...exports, formula: (at, bytes, ...rest) => ((handed = bytes), exports.formula(at, bytes, ...rest)) } };
    };`,
  );
  const asked = (name, args) => {
    const grid = inside(context, "BaeCore.call(name, args, { today: '2026-04-08' })", { name, args });
    return { grid: JSON.parse(JSON.stringify(grid)), handed: inside(context, "handed") };
  };
  const long = (rows, length) => [...rows, ...Array.from({ length: length - rows.length }, () => rows[0].map((_, at) => ["", null, undefined][at % 3]))];
  const headings = [["Learner", "Target %", "Actual %"]];
  const rows = [["Amber", 50, 20], [null, "", null], ["Basil", 50, 50]];
  const short = asked("NEXT", [headings, rows, "2026-04-08"]);
  const whole = asked("NEXT", [headings, long(rows, 1_048_575), "2026-04-08"]);
  assert.equal(whole.grid.length, 1_048_575);
  assert.deepEqual(whole.grid.slice(0, 3), short.grid);
  assert.notDeepEqual(short.grid[2], ["", "", ""]);
  assert.ok(whole.grid.slice(3).every((row) => row.length === 3 && row.every((cell) => cell === "")));
  assert.ok(whole.handed < short.handed + 40, `${whole.handed} bytes were handed over, ${short.handed} of the rows alone`);
  const days = asked("DEADLINE", [long([[46111]], 200_000), 5]);
  assert.deepEqual([days.grid.length, days.grid[0], days.grid[199_999]], [200_000, ["2026-04-08"], [""]]);
  assert.ok(days.handed < 150, `${days.handed} bytes`);
  // A row with nothing in it at all.
  assert.deepEqual(asked("RISK", [headings, long([[null, null, null]], 5), "2026-04-08"]).grid, Array(5).fill([""]));
});

test("blank rows at the end change no answer, whatever the function", () => {
  let compared = 0;
  for (const { name, args, settings } of goldenArguments()) {
    const at = name === "WHY" ? 2 : 1;
    if (name === "DEADLINE" || args[at].length === 1) continue;
    const padded = args.map((arg, index) => (index === at ? [...arg, ...Array.from({ length: 4 }, () => arg[0].map(() => null))] : arg));
    const around = { today: "2026-04-08", settings };
    const found = inside(core, "BaeCore.call(name, args, around)", { name, args: padded, around });
    const wanted = inside(core, "BaeCore.answer(name, args, around).grid.map((row) => row.map((cell) => BaeCore.shownOf(cell)))", { name, args: padded, around });
    assert.equal(JSON.stringify(found), JSON.stringify(wanted), name);
    compared += 1;
  }
  assert.ok(compared > 15, `${compared} calls`);
  const call = (name, args) => JSON.parse(JSON.stringify(inside(core, "BaeCore.call(name, args, { today: '2026-04-08' })", { name, args })));
  const blank = "blank: nothing is in the cell, or only spaces";
  assert.deepEqual(call("DIAGNOSE", [[["n/a"], [""], [""], [""]]]), [["the text `n/a`"], [blank], [blank], [blank]], "of a blank cell there is something to say");
  assert.deepEqual(call("BAND", ["Attendance", [[50], [null], [null], [null]]]), [[3], [""], [""], [""]]);
  // Days and numbers are cut where both are blank.
  const [[days]] = call("DEADLINE", [46111, [[""]]]);
  assert.match(days, /^days is blank; expected a whole number of working days/);
  assert.deepEqual(call("DEADLINE", [[[46111], [46111], [""], [""], [""]], [[5], [""], [1], [""], [""]]]), [["2026-04-08"], [days], [""], [""], [""]]);
  assert.deepEqual(call("DEADLINE", [46111, [[5], [""], [""], [""]]]), [["2026-04-08"], [days], [days], [days]]);
  assert.throws(() => call("DEADLINE", [[[46111], [""], [""], [""]], [[5], [""], [""]]]), { message: /^days has 3 rows and 1 columns and date has 4 and 1;/ });
});

test("a blank cell for the day is refused, and one that was left out is the day of the calculation", () => {
  const said = (code) => inside(core, `try { BaeCore.call("WHY", ["Risk rating", [["Learner", "Target %", "Actual %"]], [["Amber", 50, 20]]${code}], { today: "2026-04-09" })[0][0] } catch (error) { error.message }`);
  for (const blank of [', ""', ', " "', ', [[""]]', ", [[null]]"]) assert.match(said(blank), /^as_of is a blank cell; expected a date\. .* leave as_of out/, blank);
  for (const none of ["", ", null", ", undefined"]) assert.match(said(none), /^As at 9 April 2026\. far behind plan/, none);
});

test("a trap costs one answer, not the engine", () => {
  const context = bare();
  // No call is known that stops the engine, so one is made to: a real trap, thrown by an instruction, where it would answer.
  inside(
    context,
    `var made = 0, stop = false;
    const Real = WebAssembly.Instance;
    const trap = new Real(new WebAssembly.Module(new Uint8Array(bytes))).exports.f;
    WebAssembly.Instance = function (module, imports) {
      made += 1;
      const { exports } = new Real(module, imports);
      return { exports: { ...exports, formula: (...args) => (stop ? trap() : exports.formula(...args)) } };
    };`,
    // (module (func (export "f") unreachable))
    { bytes: [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11] },
  );
  const call = JSON.stringify({ name: "VERSION" });
  const first = inside(context, "BaeCore.ask(text)", { text: call });
  assert.equal(inside(context, "stop = true; made"), 1);
  assert.throws(() => inside(context, "BaeCore.ask('{}')"), { message: /^The engine stopped at this formula\. Calculate again/ });
  assert.equal(inside(context, "stop = false; made"), 2, "the spoilt instance is replaced");
  assert.equal(inside(context, "BaeCore.ask(text + ' ')", { text: call }), first);
});

test("where WebAssembly is refused, the sheet is told so", () => {
  const context = bare({ codeGeneration: { strings: false, wasm: false } });
  assert.throws(() => inside(context, "BaeCore.ask('{}')"), { message: /does not allow WebAssembly\. Ask your administrator/ });
});

test("formulas are converted both ways, and nothing else in them is touched", () => {
  const names = ["RISK", "WHY"];
  const converted = (formula, to) => inside(core, "BaeCore.converted(formula, to, names)", { formula, to, names });
  const sheets = `=IF(A2="BAE.RISK(", "", BAE_RISK($A$1:$Z$1, 'BAE.RISK('!A2:Z2) & bae_why ("x""BAE.WHY(", A1:B1, A2:B2))`;
  const excel = `=IF(A2="BAE.RISK(", "", BAE.RISK($A$1:$Z$1, 'BAE.RISK('!A2:Z2) & BAE.WHY ("x""BAE.WHY(", A1:B1, A2:B2))`;
  assert.equal(converted(sheets, "BAE."), excel);
  assert.equal(converted(excel, "BAE_"), sheets.replace("bae_why", "BAE_WHY"));
  assert.equal(converted("=_xldudf_BAE_RISK(A1:B1,A2:B2)", "BAE."), "=BAE.RISK(A1:B1,A2:B2)");
  assert.equal(converted("=BAE_OTHER(1)+MYBAE_RISK(2)", "BAE."), "=BAE_OTHER(1)+MYBAE_RISK(2)");
  assert.equal(converted("BAE_RISK(", "BAE."), "BAE_RISK(");
});

test("what Sheets wraps for Excel, Excel stores and Calc writes is converted; another program's formula in the same wrapping is not", () => {
  const names = ["RISK", "NEXT"];
  const changes = (formulas, to) => JSON.parse(JSON.stringify(inside(core, "BaeCore.conversions(formulas, to, names)", { formulas, to, names })));
  const computed = '=IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),"Low")';
  const next = '=IFERROR(__xludf.DUMMYFUNCTION("BAE_NEXT($A$1:$Z$1, A2:Z3, ""x"")"),"Nothing to do")';
  const query = '=IFERROR(__xludf.DUMMYFUNCTION("QUERY(A1:B9, ""select BAE_RISK("")"),"Low")';
  assert.deepEqual(changes([["", next, computed, "5"], ["", computed, computed, computed], [query, "", "", ""]], "BAE."), [
    { row: 1, column: 2, formulas: [['=BAE.NEXT($A$1:$Z$1, A2:Z3, "x")', ""], ["", ""]] },
  ]);
  assert.deepEqual(changes([["=_xll.BAE.RISK(A1)"], ["=_xldudf_BAE_RISK(A2)"], ["=bae.risk(A3)"], ["=BAE_RISK(A4)"]], "BAE_"), [
    { row: 1, column: 1, formulas: [["=BAE_RISK(A1)"], ["=BAE_RISK(A2)"], ["=BAE_RISK(A3)"]] },
  ]);
});

test("formulas of one row each become one, where they differ in nothing but their row", () => {
  const many = (formulas) => JSON.parse(JSON.stringify(inside(core, "BaeCore.oneForMany(formulas)", { formulas })));
  const row = (at, more = "") => [`=BAE_RISK($A$1:$Z$1, $A${at}:$Z${at}, $AB$1)${more}`];
  assert.deepEqual(many([[""], row(2), row(3), row(4)]), {
    count: 3,
    changes: [{ row: 2, column: 1, formulas: [["=BAE_RISK($A$1:$Z$1, $A2:$Z4, $AB$1)"], [""], [""]] }],
  });
  assert.deepEqual(many([[""], row(2), [""], row(4)]), { count: 0, changes: [] }, "what stands apart stays");
  assert.deepEqual(many([[""], row(2), row(3, "&1")]).changes, [], "and what is not the same");
  assert.deepEqual(many([[""], row(3), row(4)]).changes, [], "and what looks at another row than its own");
});

test("only blank cells and the columns of an earlier fill may be written over", () => {
  const inTheWay = (there, ours) => JSON.parse(JSON.stringify(inside(core, "BaeCore.inTheWay(there, ours)", { there, ours })));
  assert.equal(inTheWay([["Risk rating", ""], ["Low", ""]], ["Risk rating"]), null);
  assert.deepEqual(inTheWay([["Risk rating", ""], ["Low", 0]], ["Risk rating"]), { row: 1, column: 1 }, "a 0 is something");
  assert.deepEqual(inTheWay([["Mine"], [""]], ["Risk rating"]), { row: 0, column: 0 });
});
