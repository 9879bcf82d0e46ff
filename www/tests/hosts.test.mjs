// One table through every host: each formula over the golden trackers, and what goes wrong. Each host's answers have to be the
// native engine's, to the byte; the report at the end names the hosts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { callText, nativeAnswers, table } from '../../tests/hosts/table.mjs';
import { Excel, errorCell } from '../excel/tests/runtime.mjs';
import { asShown, formula, project } from '../sheets/tests/apps-script.mjs';
import { openBrowser } from './support/page.mjs';
import { soffice } from './support/programs.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = process.env.BAE_RULES ?? here('../../target/debug/bae-rules');
const calls = table();
const answers = nativeAnswers(program, calls);
const cells = answers.map((text) => JSON.parse(text).grid?.flat().length ?? 1).reduce((sum, count) => sum + count, 0);

const report = [`native: ${calls.length} calls, ${cells} cells, the answers that the others are held against`];
const same = (host) => report.push(`${host}: ${calls.length} calls, ${cells} cells, all the same`);
after(() => process.stdout.write(`${report.map((line) => `# ${line}`).join('\n')}\n`));

const held = (found, wanted) => calls.forEach((call, at) => assert.equal(found[at], wanted[at], call.id));

test('WebAssembly in Node', async () => {
  const engine = await import('../pkg/bae_rules.js');
  engine.initSync({ module: readFileSync(here('../pkg/bae_rules_bg.wasm')) });
  held(calls.map((call) => engine.formula(callText(call))), answers);
  same('Node');
});

test('WebAssembly in Chromium', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ path: here('../core/dist/bae-core.js') });
    held(await page.evaluate((texts) => texts.map((text) => globalThis.BaeCore.ask(text)), calls.map(callText)), answers);
    same(`Chromium ${browser.version()}`);
  } finally {
    await browser.close();
  }
});

test("Microsoft's runtime of Excel's custom functions", async () => {
  const forExcel = (cell) => {
    if (cell === null || typeof cell !== 'object') return cell;
    if ('error' in cell) return errorCell(cell.error);
    // A cell that holds a date, as Excel hands it over: its number and its format.
    const serial = (Date.parse(`${cell.date}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
    return { type: 'FormattedNumber', basicType: 'Double', basicValue: serial, numberFormat: 'dd/mm/yyyy' };
  };
  const argument = (arg) => (Array.isArray(arg) ? arg.map((row) => row.map(forExcel)) : forExcel(arg));
  // A range of one cell arrives as a range.
  const ranged = ({ name, args }) =>
    args.map((arg, at) => (name === 'DEADLINE' && at < 2 && !Array.isArray(arg) ? [[argument(arg)]] : argument(arg)));
  const wanted = answers.map((text) => {
    const { error, grid } = JSON.parse(text);
    if (error) return JSON.stringify({ error: error.code === 'value' ? '#VALUE!' : '#N/A', text: error.text });
    return JSON.stringify(grid.map((row) => row.map((cell) => (typeof cell === 'object' ? (cell.date ?? cell.error.text) : cell))));
  });
  const found = [];
  for (const settings of new Set(calls.map((call) => call.settings ?? null))) {
    const excel = new Excel({ settings });
    const mine = calls.map((call, at) => ({ call, at })).filter(({ call }) => (call.settings ?? null) === settings);
    const said = await excel.calls(mine.map(({ call }) => ({ name: call.name, args: ranged(call) })));
    excel.close();
    mine.forEach(({ at }, index) => {
      const { value, ...error } = said[index];
      // A cell of a result in error arrives with its text beside its code.
      const shown = (cell) => (cell && typeof cell === 'object' ? (cell.basicValue === undefined ? JSON.stringify(cell) : (cell.errorMessage ?? cell.message ?? JSON.stringify(cell))) : cell);
      found[at] = JSON.stringify(value ? value.map((row) => row.map(shown)) : error);
    });
  }
  held(found, wanted);
  same("Excel's custom functions runtime");
});

test('Google Apps Script, as a model of it', () => {
  const files = project('formulas');
  held(
    calls.map((call) => JSON.stringify(formula(files, call.name, call.args, call))),
    answers.map((text) => JSON.stringify(asShown(JSON.parse(text)))),
  );
  same('Apps Script context');
});

test('LibreOffice Calc, from files of both kinds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bae-rules-hosts-'));
  try {
    writeFileSync(join(folder, 'table.json'), JSON.stringify(calls.map((call, at) => ({ ...call, answer: answers[at] }))));
    const { status, stdout, stderr } = spawnSync(
      process.env.OFFICE_PYTHON ?? '/usr/bin/python3',
      ['-B', here('../calc/tests/formulas_test.py'), soffice(), here('../calc/dist/bae-rules-test.oxt'), program, join(folder, 'table.json'), 'GoldenTable'],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, new RegExp(`${cells} cells of an .ods compared`));
    assert.match(stdout, new RegExp(`${cells} cells of an .xlsx compared`));
    same('LibreOffice Calc, .ods and .xlsx');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
