// What each row is: titles of sections between learners, totals, and learners who look like either. Nobody is lost unasked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { copied, openBrowser, openPage, pasteAndRead, renderedRows, rowsOf } from './support/page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const SHEET = [
  'Learner\tTarget %\tActual %',
  'Carpentry\t\t',
  'Teapot Invented\t60\t30',
  'Spoon Invented\t50\t50',
  'Plumbing\t\t',
  'Kettle Invented\t60\t60',
  'Year 10\t\t',
  'Totals Pretend\t50\t50',
  'Total\t220\t190',
];

async function open(lines = SHEET) {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': `${lines.join('\n')}\n` });
  return page;
}
const names = async (page) => (await page.locator('#nav-results').click(), (await renderedRows(page)).map((row) => row.Learner));
const listed = async (page) => {
  const rows = await page.locator('#skipped-check li').allTextContents();
  return rows.map((words) => words.replace(/It is a learner.*/, '').trim());
};
const focused = (page) => page.evaluate(() => document.activeElement.id);

test('rows with a name alone are answered as learners and asked about; those that can be no name are listed', async () => {
  const page = await open();
  assert.equal(await page.evaluate(() => location.hash), '#check');
  assert.equal(await page.locator('#lone-names').innerText(), '2 rows that may be titles, notes or averages');
  assert.deepEqual(await listed(page), ['Row 7, “Year 10”: it is the title of a section.', 'Row 9, “Total”: it holds totals or averages.']);
  assert.deepEqual(await names(page), ['Carpentry', 'Teapot Invented', 'Spoon Invented', 'Plumbing', 'Kettle Invented', 'Totals Pretend']);
  assert.match(await page.locator('#step-results .app-warning').innerText(), /2 rows may be titles, notes or averages\. Say what they are/);
  assert.match((await renderedRows(page))[0]['Risk rating'], /^Cannot decide/);
  await page.context().close();
});

test('a row said to be no learner is left out, keeps its place in what is copied, and is one again after undo', async () => {
  const page = await open();
  await page.locator('#not-2').click();
  assert.equal(await page.locator('#undo').innerText(), 'Undo: Leave out row 2');
  assert.equal(await focused(page), 'not-5', 'the focus is on the next row to say something of');
  await page.locator('#learner-5').click();
  assert.equal(await page.locator('#lone-names').count(), 0, 'both rows are settled');
  assert.deepEqual((await listed(page))[0], 'Row 2, “Carpentry”: you said that it is not a learner.');
  assert.deepEqual(await names(page), ['Teapot Invented', 'Spoon Invented', 'Plumbing', 'Kettle Invented', 'Totals Pretend']);
  const { plain } = await copied(page);
  const lines = plain.replace(/\n$/, '').split('\n');
  assert.equal(lines.length, SHEET.length);
  assert.match(lines[1], /^\t*$/);
  assert.match(rowsOf(plain).find((row) => row[0] === 'High')[0], /High/);
  await page.locator('#undo').click();
  await page.locator('#undo').click();
  assert.deepEqual((await names(page))[0], 'Carpentry');
  assert.equal(await page.locator('#redo').innerText(), 'Redo: Leave out row 2');
  await page.context().close();
});

test('all of them at once; and what was listed as no learner can be one', async () => {
  const page = await open();
  await page.locator('#none-learners').click();
  assert.equal(await page.locator('#undo').innerText(), 'Undo: Leave out 2 rows');
  await page.locator('#nav-results').click();
  // It is open, because the row of totals has figures; names are hidden in it where they are hidden elsewhere.
  await page.locator('#hide-names').check();
  assert.match(await page.locator('#skipped-results').innerText(), /Row 2, “C\.”: you said/);
  await page.locator('#hide-names').uncheck();
  await page.locator('#listed-results-9').click();
  assert.deepEqual(await names(page), ['Teapot Invented', 'Spoon Invented', 'Kettle Invented', 'Totals Pretend', 'Total']);
  await page.context().close();
});

test('the list of rows that are no learners is open only where one of them has figures', async () => {
  for (const [last, isOpen] of [['Total\t\t', false], ['Total\t60\t', true]]) {
    const page = await open(['Learner\tTarget %\tActual %', 'Teapot Invented\t60\t30', last]);
    await page.locator('#nav-results').click();
    assert.equal(await page.locator('#skipped-results').evaluate((list) => list.open), isOpen, last);
    await page.context().close();
  }
});

test('a list of names that nobody has filled in yet is not asked about', async () => {
  const page = await open(['Learner\tTarget %\tActual %', 'Teapot Invented\t60\t30', 'Spoon Invented\t\t', 'Cup Invented\t\t']);
  assert.equal(await page.evaluate(() => location.hash), '#results');
  assert.equal(await page.locator('#step-results .app-warning', { hasText: 'nothing else' }).count(), 0);
  assert.equal((await names(page)).length, 3);
  await page.context().close();
});

test('once the last question is answered the focus is on what comes next', async () => {
  const page = await open(['Learner\tTarget %\tActual %', 'Spoon Invented\t\t', 'Teapot Invented\t60\t30', 'Kettle Invented\t60\t60']);
  await page.locator('#learner-2').click();
  assert.equal(await page.locator('#lone-names').count(), 0);
  assert.equal(await focused(page), 'check-continue');
  await page.context().close();
});

test('a learner who has more than one row is pointed out, with the answers of each', async () => {
  const page = await open(['Learner\tTarget %\tActual %', 'Teapot Invented\t60\t30', 'Spoon Invented\t50\t50', 'teapot  invented\t50\t50', 'Spoon Invented\t50\t50']);
  assert.equal(await page.evaluate(() => location.hash), '#results');
  assert.match(await page.locator('#step-results .app-warning').innerText(), /2 learners have more than one row\. Look at them/);
  await page.locator('#step-results .app-warning a', { hasText: 'Look at them' }).click();
  assert.equal(await page.locator('#again').innerText(), '2 learners with more than one row');
  const lines = await page.locator('section[aria-labelledby=again] tbody tr').allInnerTexts();
  assert.deepEqual(lines.map((line) => line.split(/\s+/).join(' ')), ['Teapot Invented 2 and 4 Row 2: ▲ High Row 4: ● Low', 'Spoon Invented 3 and 5 Each: ● Low']);
  await page.context().close();
});
