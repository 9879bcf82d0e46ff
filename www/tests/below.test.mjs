// Rows added below others whose headings are other words for the same: one field is in one column, and nothing is left out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asAt, copied, openBrowser, openPage, paste, pasteAndRead, renderedRows, taken } from './support/page.mjs';

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

const TRACKER = 'Learner\tTarget %\tActual %\nAnn Invented\t50\t50\nBob Pretend\t50\t40\n';
/** A tracker, and rows that are pasted to go below it. */
async function pastedBelow(text, loaded = TRACKER) {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': loaded });
  await paste(page, { 'text/plain': text });
  await page.locator('#rows-below').click();
  return page;
}
const ratings = async (page) => {
  await page.locator('#nav-results').click();
  return (await renderedRows(page)).map((row) => [row.Learner, row['Risk rating']]);
};
const RATED = [['Ann Invented', 'Low'], ['Bob Pretend', 'Medium']];

test('of rows without headings the reader says which column is which, before they are added', async () => {
  const page = await pastedBelow('Zoe Notreal\t10\t50\nYan Notreal\t12\t50\n');
  await page.locator('#columns-offer').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'columns-offer');
  const asked = await page.locator('form.app-warning').innerText();
  assert.match(asked, /^These rows came without headings that are known/);
  assert.match(asked, /put under your columns in the order in which they stand/);
  for (const words of ['Column A, such as Zoe Notreal and Yan Notreal', 'Column B, such as 10 and 12', 'Column C, such as 50\n']) assert.ok(asked.includes(words), asked);
  assert.equal(await page.locator('#columns-headed').count(), 0, 'a row of figures holds no headings');
  assert.deepEqual(await page.locator('form.app-warning select').evaluateAll((all) => all.map(({ value }) => value)), ['0', '1', '2']);
  // Two under one are refused, with what was chosen kept.
  await page.locator('#under-1').selectOption('2');
  await page.locator('#columns-go').click();
  assert.match(await page.locator('.govuk-error-summary').innerText(), /Two columns would go under one/);
  assert.equal(await page.locator('#under-1').inputValue(), '2');
  await page.locator('.govuk-error-summary a').click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'under-2');
  await page.locator('#under-2').selectOption('1');
  await page.locator('#columns-go').click();
  await added(page);
  const told = 'The rows that you added below came without headings: column A went under “Learner”, column B went under “Actual %” and column C went under “Target %”.';
  assert.equal(await page.locator('#told').innerText(), `Added 2 rows below.\n\n${told}`);
  assert.deepEqual(await ratings(page), [...RATED, ['Zoe Notreal', 'High'], ['Yan Notreal', 'High']]);
  await page.locator('#nav-match').click();
  assert.ok((await page.locator('#step-match').innerText()).includes(told));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('headings of which one word is known may be headings, and the reader says so', async () => {
  for (const [headed, rows] of [[true, [['Zed Notreal', 'High']]], [false, [['Name', 'Cannot decide'], ['Zed Notreal', 'High']]]]) {
    const page = await pastedBelow('Name\tShould\tNow\nZed Notreal\t50\t10\n');
    await page.locator('#columns-offer').waitFor();
    const box = page.locator('#columns-headed');
    assert.equal(await box.isChecked(), true, 'it looks like headings');
    assert.match(await page.locator('form.app-warning').innerText(), /The first row holds headings, and no learner: “Name”, “Should” and “Now”/);
    if (!headed) await box.uncheck();
    await page.locator('#columns-go').click();
    await added(page);
    if (headed) assert.match(await page.locator('#told').innerText(), /“Name” went under “Learner”\. “Should” went under “Target %”\. “Now” went under “Actual %”\./);
    const found = await ratings(page);
    assert.deepEqual(found.map(([name, rating]) => [name, rating.replace(/^(Cannot decide).*/s, '$1')]), [...RATED, ...rows]);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
});

test('rows without headings can be left, and a column of theirs can have one of its own', async () => {
  const page = await pastedBelow('Zoe Notreal\t50\t50\tBlue\n');
  assert.equal(await page.locator('#under-3').inputValue(), 'own');
  await page.locator('#columns-nowhere').click();
  assert.deepEqual(await ratings(page), RATED);
  await paste(page, { 'text/plain': 'Zoe Notreal\t50\t50\tBlue\n' });
  await page.locator('#rows-below').click();
  await page.locator('#columns-go').click();
  await added(page);
  assert.match(await page.locator('#told').innerText(), /column D has a column of its own at the right\./);
  assert.deepEqual(await ratings(page), [...RATED, ['Zoe Notreal', 'Low']]);
  await page.context().close();
});

test('what is copied is for one of the sheets that the rows came from, line for line', async () => {
  const page = await pastedBelow('Class 9b\n\nLearner\tTarget %\tActual %\nZoe Notreal\t50\t10\nYan Notreal\t50\t50\n');
  await added(page);
  await paste(page, { 'text/plain': 'Una Notreal\t50\t10\n' });
  await page.locator('#rows-below').click();
  await page.locator('#columns-go').click();
  await added(page);
  await asAt(page, '2026-04-08');
  assert.deepEqual((await page.locator('#copy-sheet').innerText()).split('\n'), [
    'Your first sheet, up to row 3',
    'Rows 4 and 5, which are rows 4 and 5 of the sheet they came from',
    'Row 6, which is row 1 of the sheet they came from',
  ]);
  const ratingsOf = async () => {
    const { plain, html } = await copied(page);
    const cells = plain.split('\n').slice(0, -1).map((line) => line.split('\t')[0]);
    assert.equal(html.match(/<tr/g).length, cells.length);
    return cells;
  };
  assert.deepEqual(await ratingsOf(), ['Risk rating', 'Low', 'Medium']);
  const said = () => page.locator('#copied').innerText();
  assert.match(await said(), /^Copied 3 rows × 7 columns for your first sheet, up to row 3: .*\s+In that sheet: clear any filter, .* There is one line for every row of that sheet, and none for the rows of others, in your order\. Then copy for each of the other sheets\./);
  await page.locator('#copy-sheet').selectOption('1');
  assert.equal(await said(), '', 'what was said of another sheet is said no longer');
  assert.deepEqual(await ratingsOf(), ['', '', 'Risk rating', 'High', 'Low'], 'with its own lines above its headings');
  assert.match(await said(), /for rows 4 and 5, which are rows 4 and 5 of the sheet they came from:/);
  await page.locator('#copy-sheet').selectOption('2');
  assert.deepEqual(await ratingsOf(), ['High'], 'a sheet without headings is given none');
  await page.locator('#copy-choices > summary').click();
  await page.locator('#copy-heading').uncheck();
  await page.locator('#copy-sheet').selectOption('1');
  assert.deepEqual(await ratingsOf(), ['High', 'Low']);
  assert.match(await said(), /to the right of the first row below the headings,/);
  // Back to one sheet, there is nothing to choose.
  await page.locator('#undo').click();
  await page.locator('#undo').click();
  await page.locator('#undo').click();
  assert.equal(await page.locator('#copy-sheet').count(), 0);
  assert.deepEqual(await ratingsOf(), ['Low', 'Medium']);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
