// Rows that take the place of others: what was there is not lost by mistake, and what is to be forgotten is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fixturePath, openBrowser, openPage, paste, renderedRows, taken } from './support/page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const text = (content, name = 'a.csv') => ({ name, mimeType: '', buffer: Buffer.from(content) });
const answers = async (page) => {
  await page.locator('#nav-results').click();
  return (await renderedRows(page)).map((row) => [row.Learner, row['BAE category'].replace(/Attendance$/, '')]);
};
const CLAY = [['Teapot Invented', 'C'], ['Spoon Pretend', 'B']];

/** Two learners, of whom one has a cell that was mended by hand. */
async function mended() {
  const page = await openPage(browser);
  await page.locator('#file').setInputFiles(text('Pupil,Attendance %\nTeapot Invented,8x8%\nSpoon Pretend,93%\n'));
  await taken(page);
  await page.locator('#nav-check').click();
  await page.locator('.check-input[id^="cell-"]').first().fill('88%');
  await page.keyboard.press('Enter');
  await page.locator('#undo').waitFor();
  return page;
}
/** Opens a file and has it take the place of the rows. */
async function instead(page, file) {
  await page.locator('#nav-add').click();
  await page.locator('#file').setInputFiles(file);
  await page.locator('#rows-instead').click();
}

test('rows that were replaced come back with undo, mended cells and all, and go again with redo', async () => {
  const page = await mended();
  await instead(page, text('Pupil,Attendance %\nKettle Notreal,98%\n'));
  await page.waitForFunction(() => location.hash === '#results');
  assert.deepEqual(await answers(page), [['Kettle Notreal', 'A']]);
  assert.equal(await page.locator('#undo').innerText(), 'Undo: Replace the 2 learners');
  await page.locator('h1:visible').click();
  await page.keyboard.press('Control+z');
  assert.deepEqual(await answers(page), CLAY);
  assert.equal(await page.locator('#undo').innerText(), 'Undo: Change B2 to 88%', 'the steps before can be undone as well');
  await page.locator('#redo').click();
  assert.deepEqual(await answers(page), [['Kettle Notreal', 'A']]);
  await page.locator('#undo').click();
  await page.locator('#undo').click();
  assert.match((await renderedRows(page))[0].problems, /Cannot read “8x8%”/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('nobody is asked whether to leave the page over rows that were only opened, nor is work lost unasked', async () => {
  const page = await mended();
  const asks = () => page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })));
  assert.equal(await asks(), true, 'a cell was changed by hand');
  await instead(page, text('Pupil,Attendance %\nKettle Notreal,98%\n'));
  await page.waitForFunction(() => location.hash === '#results');
  assert.equal(await asks(), false, 'these rows are as they came');
  await page.locator('#undo').click();
  assert.equal(await asks(), true, 'the changed cell is back');
  await page.context().close();
});

const USELESS = [
  ['headings and nobody below them', text('Pupil,Attendance %\n'), /no row of a learner below the headings/],
  ['nothing but separators', text('\n\n,,\n'), /There is nothing here/],
  ['headings of no rules and nobody below them', text('Item,Price\n'), /no row of a learner below the headings/],
];
for (const [what, file, says] of USELESS) {
  test(`a file with ${what} says so and takes no rows away`, async () => {
    const page = await mended();
    await instead(page, file);
    await page.locator('.govuk-error-summary').waitFor();
    const said = await page.locator('.govuk-error-summary').innerText();
    assert.match(said, says);
    assert.match(said, /What you had is still here: 2 learners\./);
    assert.match(await page.locator('#step-add .govuk-inset-text').innerText(), /^2 learners loaded/);
    assert.deepEqual(await answers(page), CLAY);
    assert.equal(await page.locator('#undo').innerText(), 'Undo: Change B2 to 88%');
    assert.equal(await page.locator('#redo').count(), 0);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test('a damaged file, one with a password and a paste of one cell leave the rows that are there', async () => {
  const page = await mended();
  await page.locator('#nav-add').click();
  for (const file of [text('PK\u0003\u0004 and no more', 'a.xlsx'), fixturePath('files/password.xlsx')]) {
    await page.locator('#file').setInputFiles(file);
    await page.locator('.govuk-error-summary').waitFor();
    assert.deepEqual(await answers(page), CLAY);
    await page.locator('#nav-add').click();
  }
  await paste(page, { 'text/plain': 'Teapot' });
  await page.locator('.govuk-error-summary', { hasText: 'one cell only' }).waitFor();
  assert.deepEqual(await answers(page), CLAY);
  await page.context().close();
});

test('where nobody is loaded, nothing is said to be, and the next file is taken without a question', async () => {
  const page = await openPage(browser);
  await page.locator('#file').setInputFiles(text('Pupil,Attendance %\n'));
  await page.locator('.govuk-error-summary').waitFor();
  assert.equal(await page.locator('#step-add .govuk-inset-text').count(), 0);
  await page.locator('#file').setInputFiles(text('Pupil,Attendance %\nTeapot Invented,88%\n'));
  await page.waitForFunction(() => location.hash === '#results');
  assert.deepEqual(await answers(page), [['Teapot Invented', 'C']]);
  assert.equal(await page.locator('#undo').count(), 0);
  await page.context().close();
});

test('“Clear everything” asks first, says that it cannot be undone, and forgets', async () => {
  const page = await mended();
  await page.locator('#clear').click();
  const asked = page.locator('section[aria-labelledby=clear-title]');
  assert.match(await asked.innerText(), /^Clear everything\?[\s\S]*This cannot be undone\./);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'clear-title');
  await page.locator('#clear-not').click();
  assert.equal(await asked.count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'clear');
  assert.deepEqual(await answers(page), CLAY);
  // Who goes on to something else has not said yes.
  await page.locator('#clear').click();
  await page.locator('#nav-match').click();
  assert.equal(await asked.count(), 0);
  await page.locator('#clear').click();
  await page.locator('#clear-now').click();
  await page.waitForFunction(() => location.hash === '#add');
  assert.equal(await page.locator('#history').innerText(), '');
  await page.locator('h1:visible').click();
  await page.keyboard.press('Control+z');
  assert.equal(await page.locator('#nav-results').count(), 0);
  assert.doesNotMatch(await page.evaluate(() => document.documentElement.outerHTML), /Teapot Invented/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
