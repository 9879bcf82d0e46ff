// The formulas as Google Sheets will run them, in a model of Apps Script. The golden table goes through the same model in
// www/tests/hosts.test.mjs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import vm from 'node:vm';
import { nativeAnswers, table } from '../../../tests/hosts/table.mjs';
import { asShown, execution, formula, midnight, pasted, project } from './apps-script.mjs';

const program = process.env.BAE_RULES ?? new URL('../../../target/debug/bae-rules', import.meta.url).pathname;
const calls = table();
const files = project('formulas');
const withMenu = project('menu');
const gs = (found) => found.filter(({ name }) => name.endsWith('.gs'));
const DAY = { date: '2026-03-30' };
const AS_OF = { date: '2026-04-08' };

test('the file to paste answers like the folder', () => {
  const some = calls.slice(0, 3);
  const answers = nativeAnswers(program, some).map((text) => asShown(JSON.parse(text)));
  some.forEach((call, at) => assert.deepEqual(formula(pasted(), call.name, call.args, call), answers[at], call.id));
});

test('the files may be loaded in any order', () => {
  const orders = (rest) => (rest.length < 2 ? [rest] : rest.flatMap((one) => orders(rest.filter((other) => other !== one)).map((more) => [one, ...more])));
  const turned = (list) => list.map((_, at) => [...list.slice(at), ...list.slice(0, at)]);
  // Every order of the formulas' files; of the menu's, each file once first and once last.
  const all = [...orders(gs(files)), ...turned(gs(withMenu))];
  assert.equal(all.length, 6 + 5);
  for (const order of all) {
    assert.deepEqual(formula(order, 'DEADLINE', [DAY, 5]), [['2026-04-08']], order.map(({ name }) => name).join(', '));
  }
});

test('a file does nothing when it is loaded but declare functions', () => {
  const before = Object.keys(execution([]));
  const context = execution(gs(withMenu));
  const added = Object.keys(context).filter((name) => !before.includes(name));
  assert.deepEqual(added.filter((name) => typeof context[name] !== 'function'), []);
  assert.equal(vm.runInContext('core_.made', context), undefined);
});

const ZONES = ['UTC', 'Europe/London', 'America/New_York', 'Pacific/Auckland'];
test('a date is the day that the sheet shows, whatever the zones of the sheet, the script and the computer', () => {
  const own = process.env.TZ;
  try {
    for (const computer of ZONES) {
      process.env.TZ = computer;
      for (const sheetZone of ZONES) {
        for (const scriptZone of ZONES) {
          const found = formula(files, 'DEADLINE', [DAY, 5], { sheetZone, scriptZone });
          assert.deepEqual(found, [['2026-04-08']], `${computer}, ${sheetZone}, ${scriptZone}`);
        }
      }
    }
  } finally {
    if (own === undefined) delete process.env.TZ;
    else process.env.TZ = own;
  }
});

test('a project without permissions takes its own zone, which is that of the sheet in the United Kingdom', () => {
  assert.deepEqual(formula(files, 'DEADLINE', [DAY, 5], { allowed: false }), [['2026-04-08']]);
  const { oauthScopes, timeZone } = JSON.parse(files.find(({ name }) => name === 'appsscript.json').text);
  assert.deepEqual(oauthScopes, []);
  assert.equal(timeZone, 'Europe/London');
});

test('settings that cannot be read are an error in the cell, and never the answers under other settings', () => {
  const refused = formula(files, 'DEADLINE', [DAY, 5], { settings: new Error('Service error: Spreadsheets') });
  assert.deepEqual(refused, {
    error:
      'The settings of this spreadsheet cannot be read: Service error: Spreadsheets. Calculate again; if it stays so, use BAE rules > Check a tracker.',
  });
  assert.deepEqual(formula(files, 'DEADLINE', [DAY, 5]), [['2026-04-08']], 'a spreadsheet without settings');
});

test('a time of day costs its own cell, and nothing in a column that nobody reads', () => {
  const time = new Date(Date.UTC(1899, 11, 30, 10, 30));
  const headings = [['Learner', 'Target %', 'Actual %', 'Stage 1 email', 'Session time']];
  const rows = [
    ['Amber Invented', 50, 50, '', time],
    ['Basil Invented', 50, 50, time, ''],
  ];
  const context = execution(files);
  Object.assign(context, { headings, rows, day: midnight('2026-04-08', 'Europe/London') });
  const run = (name) => JSON.parse(vm.runInContext(`JSON.stringify(BAE_${name}(headings, rows, day))`, context));
  assert.deepEqual(run('STAGE'), [['None'], ['Cannot decide']]);
  assert.match(run('CHECK')[1][0], /D3: cannot read `1899-12-30` as a date; expected a date of 1990 to 2099, such as 03\/04\/2026 or 2026-04-03$/);
});

test('the menu asks for the open document and its dialogs, and nothing more', () => {
  const { oauthScopes } = JSON.parse(withMenu.find(({ name }) => name === 'appsscript.json').text);
  assert.deepEqual(oauthScopes, [
    'https://www.googleapis.com/auth/spreadsheets.currentonly',
    'https://www.googleapis.com/auth/script.container.ui',
  ]);
});

test('blanks, ragged ranges and errors in cells', () => {
  const call = calls.find(({ id }) => id === 'RISK over at-risk-tracker.tsv, text');
  const [headings, rows] = call.args;
  const short = rows[0].slice(0, 5);
  const native = (args) => asShown(JSON.parse(nativeAnswers(program, [{ name: 'CHECK', args }])[0]));
  const ragged = [headings, [short, rows[0]], AS_OF];
  assert.deepEqual(formula(files, 'CHECK', ragged), native(ragged));
  assert.match(formula(files, 'DIAGNOSE', [null])[0][0], /^blank/);
  assert.match(formula(files, 'DIAGNOSE', [0])[0][0], /^the number 0/);
  assert.equal(formula(files, 'DIAGNOSE', [{ error: '#DIV/0!' }])[0][0], 'the error #DIV/0!');
  assert.match(formula(files, 'DEADLINE', [{ error: '#N/A' }, 5])[0][0], /^date is #N\/A; expected a date/);
});

test('a blank cell in the place of the day is refused, and a day that is left out is that of the calculation', () => {
  const tracker = [[['Learner', 'Target %', 'Actual %']], [['Amber Invented', 50, 20]]];
  assert.match(formula(files, 'RISK', [...tracker, null]).error, /^as_of is a blank cell; expected a date\. Give a cell that holds one, with `\$`/);
  assert.deepEqual(formula(files, 'RISK', tracker), [['High']]);
  assert.match(formula(files, 'WHY', ['Risk rating', ...tracker])[0][0], /^As at /);
  assert.deepEqual(formula(files, 'DEADLINE', [DAY, 5, null]), [['2026-04-08']], 'whose bank holidays are kept may be blank');
});

test('an answer over a whole column is as long as the column, and an error in it is known', () => {
  const rows = Array.from({ length: 50_000 }, (_, at) => (at < 2 ? [`Learner ${at}`, 50, at === 0 ? 20 : { error: '#N/A' }] : [null, null, null]));
  const found = formula(files, 'RISK', [[['Learner', 'Target %', 'Actual %']], rows, AS_OF]);
  assert.equal(found.length, 50_000);
  assert.deepEqual([found[0], found[1], found[2], found[49_999]], [['High'], ['Cannot decide'], [''], ['']]);
});

test('an error is said in its own words, and the engine can be asked again', () => {
  const found = formula(files, 'BAND', ['Attendanse', 96]);
  assert.match(found.error, /^area is `Attendanse`; expected one of .*Did you mean/);
  const context = execution(files);
  const after = vm.runInContext(`
    var said; try { BAE_BAND('Attendanse', 96); } catch (error) { said = error.message; }
    JSON.stringify([said, BAE_BAND('Attendance', 50)])`, context);
  assert.deepEqual(JSON.parse(after), [found.error, [[3]]]);
});

test('the settings of the document are the settings of the answer', () => {
  const call = calls.find(({ settings }) => settings);
  const other = formula(files, call.name, call.args);
  assert.notDeepEqual(formula(files, call.name, call.args, call), other);
});

test("the comments are the catalogue's, and every function has one", () => {
  const catalogue = JSON.parse(execFileSync(program, ['catalogue'], { encoding: 'utf8', maxBuffer: 1 << 26 }));
  const text = files.find(({ name }) => name === 'Functions.gs').text;
  const found = [...text.matchAll(/\/\*\*\n((?: \*.*\n)+?) \*\/\nfunction (BAE_[A-Z]+)\((.*)\) \{/g)];
  assert.deepEqual(found.map(([, , name]) => name), catalogue.functions.map(({ name }) => `BAE_${name}`));
  found.forEach(([, comment, , names], at) => {
    const { description, parameters } = catalogue.functions[at];
    const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, ''));
    assert.equal(lines[0], description);
    assert.equal(names, parameters.map(({ name }) => name).join(', '));
    const params = lines.filter((line) => line.startsWith('@param'));
    parameters.forEach((parameter, index) => {
      assert.ok(params[index].includes(parameter.optional ? `[${parameter.name}] ` : `} ${parameter.name} `), params[index]);
      assert.ok(params[index].includes(parameter.description), params[index]);
      for (const value of parameter.values ?? []) assert.ok(params[index].includes(value), `${value} in ${params[index]}`);
    });
    assert.ok(lines.includes('@customfunction'));
  });
});
