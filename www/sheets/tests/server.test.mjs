// What the sidebar asks of the document, in the model of Apps Script and a spreadsheet in memory. The sidebar itself is
// clicked through in sidebar.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answered, spreadsheet } from './document.mjs';

const ask = (book, what, given = {}) => {
  const { answer, error } = answered(book, what, JSON.stringify(given));
  if (error) throw new Error(error);
  return JSON.parse(answer);
};
const days = (day) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
const ZONES = ['UTC', 'Europe/London', 'America/New_York', 'Pacific/Auckland'];
const job = (sheet, lines, more = {}) => ({ sheet: String(sheet.id), row: 0, column: 2, lines, days: [], ours: ['Risk rating', 'Due'], note: '{}', ...more });

test('cells are handed over with their text, kind and value; blank rows inside a tracker belong to it', () => {
  const book = spreadsheet();
  const sheet = book.add('Tracker', [
    ['Learner', 'Target %', 'Stage 1 email', 'Left employment', 'Note'],
    ['Amber Invented', '50%', '30/03/2026', 'TRUE', '#N/A'],
    [],
    ['Basil Invented', '20', '', 'FALSE', "'007"],
  ]);
  sheet.cells.set('3,2', { value: { at: Date.UTC(1899, 11, 30, 9, 30) } });
  book.select(sheet, 1, 1, 1, 1);
  const { rows, row, column, kept, sheet: id } = ask(book, 'take');
  assert.deepEqual([row, column, id], [0, 0, String(sheet.id)]);
  assert.deepEqual(rows[1], ['Amber Invented', ['50%', 'number', 0.5], ['30/03/2026', 'date', days('2026-03-30')], ['TRUE', 'bool', 1], ['#N/A', 'error']]);
  assert.deepEqual(rows[2], ['', '', '', '', '']);
  assert.equal(rows.length, 4, 'the rows below the blank one are read');
  assert.deepEqual(rows[3], ['Basil Invented', ['20', 'number', 20], rows[3][2], ['FALSE', 'bool', 0], '007']);
  assert.equal(typeof rows[3][2], 'string', 'a time of day is no day');
  assert.deepEqual(kept, { 'bae-rules.settings': '', 'bae-rules.filled': '' });
});

test('a range of several rows is taken as it was chosen, and no further than the sheet is used', () => {
  const book = spreadsheet();
  const sheet = book.add('Tracker', [['Title'], [], ['', 'Learner', 'Target %'], ['', 'Amber Invented', '50']]);
  book.select(sheet, 2, 1, 900, 20);
  const { rows, row, column } = ask(book, 'take');
  assert.deepEqual([row, column, rows.length, rows[0].length], [2, 1, 2, 2]);
  book.select(sheet, 500, 0, 3, 3);
  assert.deepEqual(ask(book, 'take').rows, [], 'cells below everything');
  book.add('Empty');
  assert.deepEqual(ask(book, 'take').rows, []);
});

test('a day is the day that the sheet shows, in every zone of sheet and computer', () => {
  const own = process.env.TZ;
  try {
    for (const computer of ZONES) {
      process.env.TZ = computer;
      for (const zone of ZONES) {
        const book = spreadsheet({ zone });
        const sheet = book.add('Tracker', [['Learner', 'Start'], ['Amber Invented', '2026-03-29']]);
        book.select(sheet, 0, 0, 2, 2);
        assert.deepEqual(ask(book, 'take').rows[1][1], ['2026-03-29', 'date', days('2026-03-29')], `${computer}, ${zone}`);
        const { before } = ask(book, 'fill', job(sheet, [['x'], ['y']], { column: 1, ours: ['Start'] }));
        ask(book, 'restore', { before });
        assert.deepEqual(ask(book, 'take').rows[1][1].slice(1), ['date', days('2026-03-29')], `put back: ${computer}, ${zone}`);
      }
    }
  } finally {
    if (own === undefined) delete process.env.TZ;
    else process.env.TZ = own;
  }
});

test('cells merged over several rows are named, a merged title is not', () => {
  const book = spreadsheet();
  const sheet = book.add('Tracker', [['Our tracker'], ['Learner', 'Target %'], ['Amber Invented', '50']]);
  sheet.merges.push([0, 0, 1, 2]);
  book.select(sheet, 0, 0, 3, 2);
  assert.deepEqual(ask(book, 'take').notes, []);
  sheet.merges.push([2, 0, 3, 1], [2, 1, 2, 1]);
  assert.deepEqual(ask(book, 'take').notes, ['Merged cells (A3:A5 and 1 more) count for their first row only: their other rows are blank.']);
});

test('columns are written where there is room, with days as days, and put back to the letter', () => {
  const book = spreadsheet();
  const sheet = book.add('Tracker', [['Learner', 'x', 'Risk rating', 'Due'], ['Amber Invented', '', "'007", '30/03/2026'], ['Basil Invented', '', '=BAE_VERSION()', 'May 4']]);
  sheet.formats.set('2,2', '@');
  const before = JSON.stringify([[...sheet.cells], [...sheet.formats]]);
  const filled = ask(book, 'fill', job(sheet, [['Risk rating', 'Due'], ['Low', '2026-04-08'], ['High', '']], { days: [1], note: '{"engine":"x"}' }));
  assert.deepEqual(sheet.cells.get('1,3').value, { date: '2026-04-08' });
  assert.equal(sheet.formats.get('1,3'), 'yyyy-mm-dd');
  assert.equal(sheet.formats.get('2,2'), 'General', 'a format of text would keep formulas from working');
  assert.equal(book.properties.get('bae-rules.filled'), '{"engine":"x"}');
  const kept = ask(book, 'restore', { before: filled.before, note: '' });
  assert.equal(kept['bae-rules.filled'], '');
  const [cells, formats] = JSON.parse(before);
  assert.equal(sheet.cells.get('1,2').value, '007', 'a text of digits is a text again');
  assert.equal(sheet.cells.get('2,2').formula, '=BAE_VERSION()');
  assert.equal(sheet.cells.get('2,3').value, 'May 4');
  assert.equal(new Intl.DateTimeFormat('en-CA', { timeZone: book.zone }).format(new Date(sheet.cells.get('1,3').value.at)), '2026-03-30');
  assert.equal(sheet.cells.size, cells.length);
  for (const [at, format] of formats) assert.equal(sheet.formats.get(at), format, at);
});

test('nothing is written where something stands, and nothing at all where the sheet is protected or refuses a value', () => {
  const book = spreadsheet();
  const sheet = book.add('Tracker', [['Learner', 'x'], ['Amber Invented', ''], ['Basil Invented', '', '', 'mine']]);
  const lines = [['Risk rating', 'Due'], ['Low', ''], ['High', '2026-04-08']];
  assert.deepEqual(ask(book, 'fill', job(sheet, lines)), { inTheWay: { row: 2, column: 3 } });
  assert.equal(sheet.cells.has('0,2'), false, 'nothing was begun');
  book.type(sheet, 2, 3, '');
  sheet.protectedFrom = 3;
  assert.throws(() => ask(book, 'fill', job(sheet, lines)), /protected cell or object/);
  assert.equal(sheet.cells.has('0,2'), false);
  assert.equal(book.properties.has('bae-rules.filled'), false, 'a fill that was refused is not noted');
});

test('a sheet is made wider for columns that it has no room for', () => {
  const book = spreadsheet();
  const sheet = book.add('Tracker', [['Learner']]);
  ask(book, 'fill', job(sheet, [['Risk rating', 'Due'], ['Low', '']], { column: 25 }));
  assert.equal(sheet.columns, 27);
  assert.equal(sheet.cells.get('1,25').value, 'Low');
});

test('settings of any length are kept in parts that a property can hold, and a shorter text leaves no part behind', () => {
  const book = spreadsheet();
  book.add('Tracker');
  const long = JSON.stringify({ schema: 1, text: '€'.repeat(9000) });
  assert.equal(ask(book, 'keep', { name: 'bae-rules.settings', text: long })['bae-rules.settings'], long);
  assert.equal(book.properties.size, 4);
  assert.equal(ask(book, 'keep', { name: 'bae-rules.settings', text: '{}' })['bae-rules.settings'], '{}');
  assert.deepEqual([...book.properties], [['bae-rules.settings', '{}']]);
});

test('an example sheet has a name of its own, and goes again', () => {
  const book = spreadsheet();
  book.add('BAE example');
  const { sheet } = ask(book, 'addSheet', { name: 'BAE example', cells: [Array(30).fill('x')] });
  assert.deepEqual(book.sheets.map(({ name }) => name), ['BAE example', 'BAE example 2']);
  assert.equal(book.active.frozen, 1);
  ask(book, 'deleteSheet', { sheet });
  assert.deepEqual(book.sheets.map(({ name }) => name), ['BAE example']);
  assert.throws(() => ask(book, 'deleteSheet', { sheet }), /the sheet is not there any more/);
});
