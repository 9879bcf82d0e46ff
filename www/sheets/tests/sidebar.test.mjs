// The sidebar clicked through, the whole way: see sidebar.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { openBrowser } from '../../tests/support/page.mjs';
import { TRACKER, asAt, fill, google, html, openSidebar, read } from './sidebar.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const open = (options) => openSidebar(browser, options);
const undo = async (page) => {
  await page.click('#undo');
  await page.waitForSelector('#undo', { state: 'detached' });
};
/** What the sheet shows, from row and column. */
const shown = (book, sheet, row, column, rows, columns) => {
  const values = book.values(sheet);
  return Array.from({ length: rows }, (_, y) => Array.from({ length: columns }, (_, x) => values.get(`${row + y},${column + x}`) ?? ''));
};
const contents = (sheet) => JSON.stringify([[...sheet.cells].sort(), [...sheet.formats].filter(([, format]) => format !== 'General').sort()]);
const well = ({ faults, foreign }) => {
  assert.deepEqual(faults, []);
  assert.deepEqual(foreign, [], 'nothing is asked of any other place');
};

test('nothing that a person types here, or that stands in a tracker, becomes a formula', async () => {
  const starts = ['=1+1', '+1+1', '-1+1', '@SUM(1,1)', '=HYPERLINK("http://127.0.0.1:9/")', '＝1+1'];
  const { page, book, sheet } = await open({ rows: [TRACKER[0], ...starts.map((start) => [`'${start}`, 60, 'abc', '', `'${start}`])] });
  await read(page);
  // As they are handed over: an apostrophe makes the rest a text.
  const typed = [];
  const type = book.type.bind(book);
  book.type = (sheet, row, column, input) => {
    typed.push(input);
    type(sheet, row, column, input);
  };
  await page.click('a[href="#check"]');
  for (const start of starts) {
    const cell = page.locator('.check-input[id^="cell-"]').first();
    await cell.fill(start);
    await cell.press('Enter');
    await page.waitForFunction((start) => document.querySelector('#undo')?.textContent.includes(start), start);
    assert.ok(typed.includes(`'${start}`), `${start}: ${typed.at(-1)}`);
  }
  await page.click('#nav-results');
  await fill(page, 'values');
  assert.ok(typed.length > 40, 'cells were filled');
  assert.deepEqual(typed.filter((cell) => /^[=+\-@＝＋－＠\t\r\n]/.test(cell)), []);
  assert.deepEqual([...sheet.cells].filter(([, { formula }]) => formula), []);
  well(page);
});

test('a tracker is read, its results filled in as values beside it, and taken back', async () => {
  const { page, book, sheet } = await open();
  await read(page);
  await asAt(page, '2026-04-08');
  const before = contents(sheet);
  await fill(page, 'values');
  assert.match(await page.textContent('#fill-said'), /^Filled columns F to L\.$/);
  const [headings, ...rows] = shown(book, sheet, 0, 5, 6, 7);
  assert.deepEqual(headings, ['Risk rating', 'Escalation stage', 'Next action', 'Who', 'Due', 'Why', 'Check']);
  assert.deepEqual(rows.map((row) => row[0]), ['Low', '', 'High', 'Cannot decide', 'High']);
  assert.deepEqual(rows[4][4], { date: '2026-04-08' }, 'a day is a day for Sheets');
  assert.equal(sheet.formats.get('5,9'), 'yyyy-mm-dd');
  assert.match(rows[3][6], /needs Actual % \(C5\)/, 'cells are named as the sheet names them');
  assert.deepEqual(book.calls, ['open', 'take', 'fill'], 'one call to read, one to fill');
  await undo(page);
  assert.equal(contents(sheet), before);
  well(page);
});

test('as formulas: the sheet shows what the values said, they may be filled anew, and go without a trace', async () => {
  const { page, book, sheet } = await open();
  await read(page);
  await asAt(page, '2026-04-08');
  const before = contents(sheet);
  await fill(page, 'values');
  const values = shown(book, sheet, 0, 5, 6, 5);
  await undo(page);
  await fill(page, 'formulas');
  assert.equal(sheet.cells.get('1,5').formula, '=BAE_RISK($A$1:$E$1,$A$2:$E$6,DATE(2026,4,8))');
  assert.equal(sheet.cells.get('1,7').formula, '=BAE_NEXT($A$1:$E$1,$A$2:$E$6,DATE(2026,4,8))');
  const asText = (rows) => rows.map((row) => row.map((cell) => cell.date ?? cell));
  assert.deepEqual(asText(shown(book, sheet, 0, 5, 6, 5)), asText(values));
  const filledOnce = contents(sheet);
  // Filled a second time, for another day, and taken back: the answers of the first must not have become fixed texts.
  await page.click('#nav-results');
  await asAt(page, '2026-05-11');
  await page.click('#nav-fill');
  await page.click('#fill');
  await page.waitForSelector('#fill-said');
  assert.match(sheet.cells.get('1,5').formula, /DATE\(2026,5,11\)/);
  await page.click('#undo');
  await page.waitForSelector('#fill-said', { state: 'detached' });
  assert.equal(contents(sheet), filledOnce);
  assert.deepEqual(asText(shown(book, sheet, 0, 5, 6, 5)), asText(values), 'they overflow again');
  await undo(page);
  assert.equal(contents(sheet), before);
  well(page);
});

test('read again after a fill, the answers are not taken for columns of the tracker', async () => {
  const { page, book, sheet } = await open();
  await read(page);
  await fill(page, 'values');
  await page.click('#nav-add');
  assert.match(await page.textContent('#filled'), /This spreadsheet was last filled as at/);
  await read(page);
  await fill(page, 'values');
  assert.match(await page.textContent('#fill-said'), /^Filled columns F to L\.$/);
  assert.equal(shown(book, sheet, 0, 12, 6, 7).flat().join(''), '', 'nothing stands to the right of the first fill');
  well(page);
});

test('10,000 rows are read and filled in two calls', async () => {
  const rows = Array.from({ length: 10_000 }, (_, at) => [`Learner ${at} Invented`, 50, at % 60, at % 7 === 0 ? '30/03/2026' : '', 'note']);
  const { page, book, sheet } = await open({ rows: [TRACKER[0], ...rows] });
  page.setDefaultTimeout(120_000);
  await read(page);
  await fill(page, 'values');
  assert.deepEqual(book.calls, ['open', 'take', 'fill']);
  const filled = shown(book, sheet, 1, 5, 10_000, 1).flat();
  assert.equal(filled.filter((cell) => cell !== '').length, 10_000);
  assert.equal(filled[5], 'High', '5 of 50 is far behind');
  await undo(page);
  assert.equal(sheet.cells.has('1,5'), false);
  well(page);
});

test('a messy sheet: a title, merged and blank rows, errors, and another zone', async () => {
  const rows = [
    ['Our learners 2026', '', '', '', ''],
    [],
    ...TRACKER.slice(0, 3),
    ['Basil Invented', 50, '#N/A', '', ''],
    [],
    ['Clover Invented', '50%', '20%', '30/03/2026', ''],
  ];
  const { page, book, sheet } = await open({ rows, zone: 'America/New_York', setUp: (book, sheet) => sheet.merges.push([5, 3, 2, 1]) });
  await read(page);
  await asAt(page, '2026-04-08');
  await page.click('#nav-match');
  assert.match(await page.textContent('#step-match'), /Merged cells \(D6:D7\) count for their first row only/);
  await fill(page, 'values');
  const column = shown(book, sheet, 0, 5, 8, 1).flat();
  assert.deepEqual(column, ['', '', 'Risk rating', 'Low', '', 'Cannot decide', '', 'High']);
  assert.equal(shown(book, sheet, 7, 6, 1, 1)[0][0], 'Stage 1', 'the day of the e-mail is the day that the sheet shows');
  well(page);
});

test('nothing is written over but an earlier fill; a protected range is said, and nothing was begun', async () => {
  const { page, book, sheet } = await open();
  await read(page);
  book.type(sheet, 3, 6, 'mine');
  await fill(page, 'values');
  assert.match(await page.textContent('#trouble'), /Nothing was filled: column G is not empty \(row 4\)\. Move what is there/);
  assert.equal(sheet.cells.has('0,5'), false);
  book.type(sheet, 3, 6, '');
  sheet.protectedFrom = 5;
  await page.click('#fill');
  await page.waitForFunction(() => /protected cell or object/.test(document.getElementById('trouble').textContent));
  assert.match(await page.textContent('#trouble'), /Google Sheets would not do that: You are trying to edit a protected .* See that you may edit the sheet/);
  assert.equal(sheet.cells.has('0,5'), false);
  sheet.protectedFrom = Infinity;
  await page.click('#fill');
  await page.waitForSelector('#undo');
  assert.equal(await page.locator('#trouble *').count(), 0);
  well(page);
});

test('the chosen row says why, when a person turns to the sidebar and when it is asked', async () => {
  const { page, book, sheet } = await open();
  await read(page);
  book.select(sheet, 3, 2, 1, 1);
  await page.click('#why-now');
  await page.waitForFunction(() => /Row 4, Basil Invented/.test(document.getElementById('why').textContent));
  assert.match(await page.textContent('#why'), /High, because far behind plan \(60% \(30 points\) behind plan/);
  book.select(sheet, 1, 0, 1, 1);
  await page.waitForTimeout(2100);
  await page.dispatchEvent('html', 'pointerenter');
  await page.waitForFunction(() => /Row 2, Amber Invented/.test(document.getElementById('why').textContent));
  book.select(sheet, 0, 0, 1, 1);
  await page.click('#why-now');
  await page.waitForFunction(() => /Choose a row of the tracker/.test(document.getElementById('why').textContent));
  well(page);
});

test('an example sheet works out, and goes', async () => {
  const { page, book } = await open();
  await page.click('#example');
  await page.waitForSelector('#undo');
  const sheet = book.sheets[1];
  const formulas = [...sheet.cells.values()].flatMap(({ formula }) => formula ?? []);
  assert.deepEqual(formulas.map((formula) => /^=BAE_([A-Z]+)\(/.exec(formula)[1]), ['RISK', 'STAGE', 'NEXT', 'CHECK', 'DUTIES']);
  const risk = Number([...sheet.cells].find(([, { formula }]) => formula?.startsWith('=BAE_RISK'))[0].split(',')[1]);
  assert.deepEqual(shown(book, sheet, 0, risk, 4, 1).flat(), ['Risk rating', 'Low', 'Medium', 'High']);
  await undo(page);
  assert.deepEqual(book.sheets.map(({ name }) => name), ['Tracker']);
  well(page);
});

test('the example sheet can be read and filled at once: its own formulas are left alone, and a second fill stands on the first', async () => {
  const { page, book } = await open();
  await page.click('#example');
  await page.waitForSelector('#undo');
  const sheet = book.sheets[1];
  const before = [...sheet.cells].length;
  const right = Math.max(...[...book.values(sheet).keys()].map((at) => Number(at.split(',')[1]))) + 1;
  await read(page);
  assert.match(await page.textContent('#heading-results'), /^Results for 3 learners$/);
  const reading = await page.textContent('#step-results');
  assert.doesNotMatch(reading, /headings are in row [23]/);
  await fill(page, 'values');
  assert.equal(await page.locator('#trouble .govuk-error-summary').count(), 0, await page.textContent('#trouble'));
  const headings = shown(book, sheet, 0, right, 1, 7)[0];
  assert.deepEqual(headings, ['Risk rating', 'Escalation stage', 'Next action', 'Who', 'Due', 'Why', 'Check']);
  const size = sheet.cells.size;
  assert.ok(size > before);
  await page.click('#nav-add');
  await read(page);
  await fill(page, 'values');
  assert.equal(sheet.cells.size, size, 'the same columns again');
  well(page);
});

test('a person says where the columns go, and not into the tracker', async () => {
  const { page, book, sheet } = await open();
  await read(page);
  await page.click('#nav-fill');
  assert.equal(await page.inputValue('#column'), 'F');
  await page.fill('#column', 'C');
  await page.dispatchEvent('#column', 'change');
  assert.equal(await page.inputValue('#column'), 'F', 'C is one of the tracker’s');
  await page.fill('#column', 'h');
  await page.dispatchEvent('#column', 'change');
  await fill(page, 'values');
  assert.equal(await page.textContent('#fill-said'), 'Filled columns H to N.');
  assert.equal(shown(book, sheet, 0, 7, 1, 1)[0][0], 'Risk rating');
  assert.equal(shown(book, sheet, 0, 5, 1, 1)[0][0], '');
  well(page);
});

test('formulas from Excel and Calc are converted, what Sheets itself had wrapped for Excel too, and put back', async () => {
  const wrapped = '=IFERROR(__xludf.DUMMYFUNCTION("BAE_RISK($A$1:$E$1,$A$2:$E$4)"),"Low")';
  const computed = '=IFERROR(__xludf.DUMMYFUNCTION("""COMPUTED_VALUE"""),"High")';
  const cells = { '1,6': '=BAE.RISK($A$1:$E$1,A2:E2)&"BAE.RISK("', '2,6': '=_xldudf_BAE_STAGE($A$1:$E$1,A3:E3)', '1,8': wrapped, '2,8': computed, '3,8': computed, '5,8': '=SUM(A1:A2)' };
  const { page, book, sheet } = await open({
    setUp: (book, sheet) => Object.entries(cells).forEach(([at, formula]) => book.type(sheet, ...at.split(',').map(Number), formula)),
  });
  const before = contents(sheet);
  await page.click('#convert');
  await page.waitForSelector('#undo');
  const formula = (at) => sheet.cells.get(at)?.formula;
  assert.equal(formula('1,6'), '=BAE_RISK($A$1:$E$1,A2:E2)&"BAE.RISK("');
  assert.equal(formula('2,6'), '=BAE_STAGE($A$1:$E$1,A3:E3)');
  assert.equal(formula('1,8'), '=BAE_RISK($A$1:$E$1,$A$2:$E$4)');
  assert.deepEqual([formula('2,8'), formula('3,8')], [undefined, undefined], 'room for what overflows');
  assert.equal(formula('5,8'), '=SUM(A1:A2)');
  await undo(page);
  assert.equal(contents(sheet), before);
  await page.click('#convert');
  await page.waitForSelector('#undo');
  await page.click('#convert');
  await page.waitForFunction(() => /No formula on this sheet needs converting/.test(document.getElementById('trouble').textContent));
  well(page);
});

test('51 formulas of one row each are offered one for all, 50 are not; and it can be taken back', async () => {
  const each = (count) => [TRACKER[0], ...Array.from({ length: count }, (_, at) => [`Learner ${at}`, 50, 50, '', '', `=BAE_RISK($A$1:$E$1, A${at + 2}:E${at + 2})`])];
  const few = await open({ rows: each(50), formulasAnswer: false });
  await read(few.page);
  assert.equal(await few.page.locator('#many').count(), 0);
  const { page, sheet } = await open({ rows: each(51), formulasAnswer: false });
  await read(page);
  assert.match(await page.textContent('#many'), /This sheet has 51 formulas of one row each, and Google Sheets works each one out by itself/);
  const before = contents(sheet);
  await page.click('#one-for-many');
  await page.waitForSelector('#undo');
  assert.deepEqual([...sheet.cells.values()].flatMap(({ formula }) => formula ?? []), ['=BAE_RISK($A$1:$E$1, A2:E52)']);
  assert.equal(await page.locator('#many').count(), 0);
  await undo(page);
  assert.equal(contents(sheet), before);
  well(page);
});

test('settings belong to the spreadsheet: a colleague has the same answers, and another version is said', async () => {
  const { page, book } = await open();
  await read(page);
  await page.click('#settings summary');
  await page.fill('#setting-learner-at-risk-behind_threshold', '70');
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => /Kept in this spreadsheet, for all who open it/.test(document.getElementById('trouble').textContent));
  const settings = book.properties.get('bae-rules.settings');
  assert.match(settings, /70/);
  const filled = JSON.stringify({ engine: '0.0.9', asOf: '2026-01-05', policies: { 'learner-at-risk': '2025.1' } });
  const kept = { 'bae-rules.settings': JSON.stringify({ schema: 1, 'learner-at-risk': { behind_threshold: 70 } }), 'bae-rules.filled': filled };
  const colleague = await open({ kept });
  assert.match(await colleague.page.textContent('#filled'), /last filled as at 5 January 2026 by rules engine 0\.0\.9\. The rules have changed since: Learner at Risk 2025\.1, now 2026\./);
  await read(colleague.page);
  await fill(colleague.page, 'values');
  assert.equal(shown(colleague.book, colleague.sheet, 3, 5, 1, 1)[0][0], 'Medium', '60% behind is not High where 70% is asked for');
  well(page);
});

test('the sidebar can be used with the keyboard, and is fit for assistive technology in both colour schemes', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, book } = await open({ colorScheme });
    await page.evaluate(axe);
    const check = async (where) => {
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] }));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target.join(' '))]), [], `${where}, ${colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `nothing is cut off sideways on ${where}: ${wide} px`);
    };
    await check('choose');
    await page.focus('#read');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#step-results:not([hidden]) #heading-results');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'heading-results');
    await check('results');
    for (let tries = 0; (await page.evaluate(() => document.activeElement.id)) !== 'to-fill' && tries < 10; tries++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#step-fill:not([hidden])');
    await check('fill');
    await page.focus('#as-values');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.isChecked('#as-formulas'), true);
    await page.focus('#fill');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#undo');
    assert.deepEqual(book.calls.filter((call) => call === 'fill'), ['fill']);
    await page.click('#nav-match');
    await check('match');
    well(page);
  }
});

test('a document that may not be asked is said to be so, and what to do', async () => {
  const context = await browser.newContext({ viewport: { width: 300, height: 700 } });
  const refused = await context.newPage();
  await refused.exposeFunction('serverAnswers', () => ({ error: 'Exception: You do not have permission to call this' }));
  await refused.addInitScript(google);
  await context.route('**', (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
  await refused.goto('http://sidebar.example/');
  await refused.waitForSelector('#trouble .govuk-error-summary');
  assert.match(await refused.textContent('#trouble'), /would not open this document to the sidebar: You do not have permission to call this\. Close the sidebar/);
});
