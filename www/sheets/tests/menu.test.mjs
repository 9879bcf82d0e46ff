// The menu of Google Sheets, in the model of Apps Script and a spreadsheet in memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, run, spreadsheet } from './document.mjs';

const filled = (book) => [...book.active.cells].filter(([, { formula }]) => formula).map(([at, { formula }]) => [at, formula]);
const rowFormulas = (count) => Array.from({ length: count }, (_, at) => ['', `=BAE_RISK($A$1:$Z$1, A${at + 2}:Z${at + 2}, $AB$1)`]);

test('every item of the menu is a function of the project', () => {
  const book = spreadsheet();
  book.add('Tracker');
  run(book, 'onInstall');
  const { items } = book.menu;
  assert.deepEqual(items.map(({ words }) => words), [
    'Check a tracker',
    'Help with the formulas',
    'Use one formula for many rows',
    'Convert formulas from Excel or LibreOffice',
    'About these formulas',
  ]);
  for (const { does } of items) assert.ok(files.some(({ text }) => text.includes(`\nfunction ${does}(`)), does);
});

test('the sidebar and the help are pages of the project, which bring all they need', () => {
  const book = spreadsheet();
  book.add('Tracker');
  run(book, 'showSidebar');
  run(book, 'showHelp');
  const [sidebar, help] = book.dialogs;
  assert.equal(sidebar.title, 'BAE rules');
  assert.equal(help.title, 'Help with the formulas');
  for (const { page, text } of [sidebar, help]) {
    // A script or style from elsewhere would not come through Google's frame, and would tell somebody.
    assert.doesNotMatch(text, /<(?:script|link|img)[^>]+(?:src|href)=(?!"data:)/, page);
    assert.doesNotMatch(text, /@import|url\((?!"?data:|"?#)/, page);
    assert.equal(text.match(/<script/g)?.length ?? 0, page === 'Pane' ? 1 : 0, page);
  }
  assert.ok(Buffer.byteLength(sidebar.text) < 1_210_000, 'the sidebar comes anew each time it is opened');
});

test('no two files of the project share a name, which Apps Script refuses', () => {
  const names = files.map(({ name }) => name.replace(/\.\w+$/, ''));
  assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []);
});

test('formulas from Excel, Calc and files are converted, and texts that look like them are not', () => {
  const book = spreadsheet();
  const sheet = book.add('Tracker', [
    ['=BAE.RISK(A1:B1, A2:B2)', '=_xldudf_BAE_STAGE(A1:B1,A2:B2)', '=bae.next(A1:B1, A2:B2)'],
    ['="BAE.RISK(" & A1', '=SUM(A1:A2)', '=_xldudf_BAE.WHY("",A1:B1,A2:B2)'],
  ]);
  run(book, 'convertFormulas');
  const at = (cell) => sheet.cells.get(cell).formula;
  assert.equal(at('0,0'), '=BAE_RISK(A1:B1, A2:B2)');
  assert.equal(at('0,1'), '=BAE_STAGE(A1:B1,A2:B2)');
  assert.equal(at('0,2'), '=BAE_NEXT(A1:B1, A2:B2)');
  assert.equal(at('1,0'), '="BAE.RISK(" & A1');
  assert.equal(at('1,1'), '=SUM(A1:A2)');
  assert.equal(at('1,2'), '=BAE_WHY("",A1:B1,A2:B2)');
  run(book, 'convertFormulas');
  assert.deepEqual(book.dialogs, ['4 formulas converted.', 'No formula on this sheet needs converting.']);
});

test('50 formulas of one row each are no trouble, 51 are offered one for all', () => {
  // What the formulas answer is no matter here.
  const sheets = () => Object.assign(spreadsheet(), { work: () => [['']] });
  const fifty = sheets();
  fifty.add('Tracker', [['', ''], ...rowFormulas(50)]);
  run(fifty, 'oneForMany');
  assert.deepEqual(fifty.dialogs, ['50 formulas on this sheet answer one row each. Up to 50 is no trouble.']);
  const more = sheets();
  more.add('Tracker', [['', ''], ...rowFormulas(51)]);
  run(more, 'oneForMany');
  assert.match(more.dialogs[0], /^51 formulas .* Replace them by 1 formula\?$/);
  assert.deepEqual(filled(more), [['1,1', '=BAE_RISK($A$1:$Z$1, A2:Z52, $AB$1)']]);
  const no = sheets();
  no.answer = 'NO';
  no.add('Tracker', [['', ''], ...rowFormulas(51)]);
  run(no, 'oneForMany');
  assert.equal(filled(no).length, 51);
});

test('what the menu says of where formulas are worked out is what happens', () => {
  const book = spreadsheet();
  book.add('Tracker');
  run(book, 'about');
  assert.match(book.dialogs[0], /worked out by Google, in the account of your school/);
  assert.match(book.dialogs[0], /the sidebar shows is worked out in your browser/);
  assert.match(book.dialogs[0], /bae-rules \d+\.\d+\.\d+/);
});
