// Rows added below others whose headings are other words for the same: one field is in one column, and nothing is left out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage, renderedRows, taken } from './support/page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const file = (content) => ({ name: 'a.csv', mimeType: '', buffer: Buffer.from(content) });

/** Two pupils, and a file that is to go below. */
async function below(content, loaded = 'Pupil,Attendance %\nTeapot Invented,82%\nSpoon Pretend,93%\n') {
  const page = await openPage(browser);
  await page.locator('#file').setInputFiles(file(loaded));
  await taken(page);
  await page.locator('#nav-add').click();
  await page.locator('#file').setInputFiles(file(content));
  await page.locator('#rows-below').click();
  return page;
}
const added = (page) => page.waitForFunction(() => location.hash !== '#add');
const answers = async (page) => {
  await page.locator('#nav-results').click();
  return (await renderedRows(page)).map((row) => [row.Learner, row['BAE category'].startsWith('Cannot') ? '?' : row['BAE category'][0]]);
};
const headings = async (page) => {
  await page.locator('#nav-match').click();
  return (await page.locator('#step-match').innerText()).match(/and (\d+) columns?/)[1];
};
const UPPER = [['Teapot Invented', 'C'], ['Spoon Pretend', 'B']];

test('a heading that surely means the same goes under it, and the page says which went where', async () => {
  const page = await below('Name,Attendance,House\nKettle Notreal,98%,Blue\n');
  await added(page);
  const told = 'Of the rows that you added below: “Name” went under “Pupil”. “Attendance” went under “Attendance %”. “House” has a column of its own at the right.';
  assert.equal(await page.locator('#told').innerText(), `Added 1 row below.\n\n${told}`);
  assert.deepEqual(await answers(page), [...UPPER, ['Kettle Notreal', 'A']]);
  assert.equal(await headings(page), '3');
  assert.ok((await page.locator('#step-match').innerText()).includes(told), 'it stays to be read beside the columns');
  await page.locator('#undo').click();
  assert.equal(await page.locator('#told').count(), 0);
  assert.deepEqual(await answers(page), UPPER);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a heading that may mean the same is asked about, and goes where the reader says', async () => {
  for (const [under, answered, columns] of [[null, 'A', '2'], ['own', '?', '3']]) {
    const page = await below('Pupil,Att\nKettle Notreal,98%\n');
    await page.locator('#columns-offer').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'columns-offer');
    assert.match(await page.locator('form.app-warning').innerText(), /“Att”, such as 98%/);
    assert.equal(await page.locator('#under-1').inputValue(), '1', 'the likely one stands first');
    if (under) await page.locator('#under-1').selectOption(under);
    await page.locator('#columns-go').click();
    await added(page);
    assert.deepEqual(await answers(page), [...UPPER, ['Kettle Notreal', answered]], under);
    assert.equal(await headings(page), columns);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
});

test('two columns are not put under one, and a question can be left', async () => {
  const other = await below('Pupil,Att,SDQ\nKettle Notreal,98%,3\n', 'Pupil,Attendance %,SDQ total (teacher)\nTeapot Invented,82%,4\nSpoon Pretend,93%,4\n');
  await other.locator('#under-1').selectOption('2');
  await other.locator('#columns-go').click();
  assert.match(await other.locator('.govuk-error-summary').innerText(), /Two columns would go under one/);
  await other.locator('#columns-nowhere').click();
  await other.waitForFunction(() => location.hash === '#results');
  assert.equal((await renderedRows(other)).length, 2);
  assert.equal(await other.locator('#undo').count(), 0);
  await other.context().close();
});

test('names in two columns go together under names in one, and a further column takes no names away', async () => {
  const page = await below('Surname,Forename,Attendance\nNotreal,Kettle,98%\n');
  await added(page);
  assert.match(await page.locator('#told').innerText(), /First names and “Surname” went together under “Pupil”\./);
  assert.deepEqual(await answers(page), [...UPPER, ['Kettle Notreal', 'A']]);
  await page.context().close();
  const two = await below('Family name,First name,Attendance %\nNotreal,Kettle,98%\n', 'Surname,Forename,Attendance %\nInvented,Teapot,82%\nPretend,Spoon,93%\n');
  await added(two);
  assert.deepEqual(await answers(two), [...UPPER, ['Kettle Notreal', 'A']]);
  await two.context().close();
  const further = await below('Pupil,Attendance %,Surname\nKettle Notreal,98%,Notreal\n', 'Name,Attendance %\nTeapot Invented,82%\nSpoon Pretend,93%\n');
  await added(further);
  assert.deepEqual(await answers(further), [...UPPER, ['Kettle Notreal', 'A']]);
  await further.context().close();
});

test('a column for a field that is read already takes it from nobody, and what stands in it is kept', async () => {
  const page = await below('Pupil,Attendance %,Attendance\nKettle Notreal,98%,50%\n');
  await added(page);
  assert.deepEqual(await answers(page), [...UPPER, ['Kettle Notreal', 'A']]);
  assert.equal(await headings(page), '3');
  assert.match(await page.locator('#step-match').innerText(), /“Attendance” has a column of its own/);
  await page.context().close();
});

test('rows of other rules go below too, each column where its heading is', async () => {
  const page = await below('Target %,Actual %,Learner\n60,30,Kettle Notreal\n');
  await added(page);
  await page.locator('#nav-results').click();
  const rows = await renderedRows(page);
  assert.deepEqual(rows.map((row) => row.Learner), ['Teapot Invented', 'Spoon Pretend', 'Kettle Notreal']);
  assert.equal(rows[2]['Risk rating'], 'High');
  assert.match(rows[0]['BAE category'], /^C/);
  assert.match(rows[2]['BAE category'], /^Cannot decide/);
  await page.context().close();
});
