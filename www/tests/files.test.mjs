// Files made by LibreOffice, text in old encodings, and files that cannot be used.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asAt, fixturePath, openBrowser, openPage, paste, renderedRows, taken } from './support/page.mjs';
import { sheets } from './support/programs.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const openFile = (page, file) => page.locator('#file').setInputFiles(file);
const text = (name, content, mimeType = 'text/csv') => ({ name, mimeType, buffer: Buffer.from(content) });

for (const ending of ['xlsx', 'ods', 'xls']) {
  test(`.${ending}: the sheet is chosen, dates and percentages are read by value`, async () => {
    const page = await openPage(browser);
    await openFile(page, fixturePath(`files/tracker.${ending}`));
    await page.locator('#sheet-offer').waitFor();
    assert.match(await page.locator('form').innerText(), /Read me \(1 row\)[\s\S]*Learners \(\d+ rows\)/);
    assert.ok(await page.getByRole('radio', { name: /^Learners/ }).isChecked(), 'the longest sheet is the likely one');
    await page.locator('#use-sheet').click();
    await taken(page);
    await asAt(page, '2026-04-08');
    const rows = await renderedRows(page);
    assert.deepEqual(rows.map((row) => [row.Row, row.Learner, row['Risk rating'].slice(0, 6)]), [
      ['4', 'Marmalade Moonbeam', 'Low'],
      ['5', 'Teapot Invented', 'High'],
      ['6', 'Biscuit Madeup', 'Medium'],
      ['7', 'Spoon Pretend', 'High'],
      ['8', 'Kettle Notreal', 'High'],
      ['9', 'Saucer Examplar', 'Cannot'],
    ]);
    assert.match(rows[4].Due, /^10 Apr 2026/);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

for (const ending of ['xlsx', 'ods', 'xls']) {
  test(`.${ending}: merged headings over two rows, section rows, a total and dates counted from 1904`, async () => {
    const page = await openPage(browser);
    await openFile(page, fixturePath(`files/layout.${ending}`));
    await taken(page);
    await asAt(page, '2026-04-08');
    const rows = await renderedRows(page);
    assert.deepEqual(rows.map((row) => [row.Row, row.Learner, row['Risk rating'].slice(0, 6), row['Escalation stage']]), [
      ['5', 'Kettle Notreal', 'High', 'Stage 1'],
      // 7 per cent of a planned 60: the number format says so in .xlsx and .ods, the whole column in .xls.
      ['6', 'Spoon Pretend', 'High', 'First risk'],
      ['7', 'Saucer Examplar', 'High', 'Stage 2'],
      ['9', 'Teapot Invented', 'Low', 'None'],
      ['10', 'Biscuit Madeup', 'Medium', 'First risk'],
    ]);
    assert.match(rows[0].Due, /^10 Apr 2026/);
    assert.match(await page.locator('#skipped-results').textContent(), /Row 4, “[^”]+”: .*Row 8, “[^”]+”: .*Row 11, “[^”]+”: /s);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

for (const ending of ['xlsx', 'ods']) {
  test(`.${ending}: hidden rows are told, can be left out, and keep their lines`, async () => {
    const page = await openPage(browser);
    await openFile(page, fixturePath(`files/layout.${ending}`));
    await taken(page);
    await page.locator('#nav-match').click();
    assert.match(await page.locator('#step-match').innerText(), /2 hidden rows are included/);
    await page.locator('#leave-hidden-match').click();
    assert.match(await page.locator('#step-match').innerText(), /2 hidden rows are left out/);
    assert.equal(await page.locator('#undo').innerText(), 'Undo: Leave out 2 hidden rows');
    await page.locator('#undo').click();
    // Who came straight to the results is told there.
    await page.locator('#nav-results').click();
    assert.match(await page.locator('.results-read').innerText(), /2 hidden rows are included, so that the results line up with your sheet\./);
    await page.locator('#leave-hidden-results').click();
    assert.match(await page.locator('.results-read').innerText(), /2 hidden rows are left out\./);
    await asAt(page, '2026-04-08');
    assert.deepEqual((await renderedRows(page)).map((row) => row.Row), ['5', '7', '10']);
    await page.locator('#undo').click();
    await page.locator('#undo').click();
    assert.equal((await renderedRows(page)).length, 5);
    await page.context().close();
  });
}

const LOADED = 'Learner,Target %,Actual %\nTeapot Invented,60,30\nSpoon Pretend,50,50\n';
async function loaded() {
  const page = await openPage(browser);
  await openFile(page, text('a.csv', LOADED));
  await taken(page);
  await page.locator('#nav-add').click();
  return page;
}

test('rows added below go under the same headings, whatever their order, and can be undone', async () => {
  const page = await loaded();
  await openFile(page, text('b.csv', 'Actual %,Homework missed in a row,Learner,Target %\n50,4,Kettle Notreal,60\n'));
  await page.locator('#rows-below').click();
  await page.waitForFunction(() => location.hash !== '#add');
  await page.locator('#nav-results').click();
  // The rows that were there have nothing in the new column, which is a question where the rating hangs on it.
  assert.deepEqual((await renderedRows(page)).map((row) => [row.Row, row.Learner, row['Risk rating'].slice(0, 6)]), [
    ['2', 'Teapot Invented', 'High'],
    ['3', 'Spoon Pretend', 'Cannot'],
    ['4', 'Kettle Notreal', 'Medium'],
  ]);
  assert.match(await page.locator('#understood').innerText(), /4 of 4 used/);
  const numbers = /Row numbers up to 3 are the ones in your first sheet\. Rows that you added below are numbered on from there: row 4 is row 2 of the sheet it came from, and so on\./;
  assert.match(await page.locator('#step-results').innerText(), numbers);
  await page.locator('#nav-match').click();
  assert.match(await page.locator('#step-match').innerText(), numbers);
  // A third sheet, without headings, begins at its own row 1.
  await openFile(page, text('c.csv', 'Saucer Examplar,60,abc\n'));
  await page.locator('#rows-below').click();
  await page.locator('#columns-go').click();
  await page.waitForFunction(() => location.hash !== '#add');
  await page.locator('#nav-check').click();
  assert.match(await page.locator('#step-check').innerText(), /numbered on from there: row 4 is row 2 and row 5 is row 1 of the sheet it came from, and so on\./);
  await page.locator('#undo').click();
  await page.locator('#nav-results').click();
  assert.equal(await page.locator('#undo').innerText(), 'Undo: Add 1 row below');
  await page.locator('#undo').click();
  assert.equal((await renderedRows(page)).length, 2);
  await page.context().close();
});

test('rows added below without headings keep the order of their columns, once the reader has seen it', async () => {
  const page = await loaded();
  await openFile(page, text('b.csv', 'Kettle Notreal,60,50\nSaucer Examplar,60,60\n'));
  await page.locator('#rows-below').click();
  await page.locator('#columns-go').click();
  await page.waitForFunction(() => location.hash !== '#add');
  await page.locator('#nav-results').click();
  assert.deepEqual((await renderedRows(page)).map((row) => [row.Learner, row['Risk rating']]).slice(2), [['Kettle Notreal', 'Medium'], ['Saucer Examplar', 'Low']]);
  await page.context().close();
});

test('what was loaded stays when the reader keeps it', async () => {
  const page = await loaded();
  await openFile(page, text('b.csv', 'Learner,Target %,Actual %\nKettle Notreal,60,50\n'));
  await page.locator('#rows-offer').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'rows-offer');
  await page.locator('#rows-nowhere').click();
  assert.equal((await renderedRows(page)).length, 2);
  await page.context().close();
});

test('a file or a paste that is refused takes the place of what was asked about before', async () => {
  const page = await loaded();
  const below = text('b.csv', 'Learner,Target %,Actual %\nKettle Notreal,60,50\n');
  for (const refused of [() => openFile(page, text('a.xlsx', 'this is not a workbook')), () => page.locator('#use-text').click()]) {
    await openFile(page, below);
    await page.locator('#rows-offer').waitFor();
    await refused();
    await page.locator('.govuk-error-summary').waitFor();
    assert.equal(await page.locator('#rows-offer').count(), 0);
    await page.locator('#nav-results').click();
    assert.equal((await renderedRows(page)).length, 2);
    await page.locator('#nav-add').click();
  }
  await page.context().close();
});

test('a CSV in the Windows code page keeps its letters', async () => {
  const page = await openPage(browser);
  await openFile(page, { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('Learner,Target %,Actual %\r\nZoë Invented,50,50\r\n', 'latin1') });
  await taken(page);
  await page.locator('#nav-results').click();
  assert.equal((await renderedRows(page))[0].Learner, 'Zoë Invented');
  await page.context().close();
});

test('a CSV with quoted commas and line breaks is one row each', async () => {
  const page = await openPage(browser);
  await openFile(page, text('a.csv', 'Learner,Target %,Actual %,Notes\n"Invented, Teapot",50,50,"one\ntwo"\nSpoon Pretend,50,50,\n'));
  await taken(page);
  await page.locator('#nav-results').click();
  assert.deepEqual((await renderedRows(page)).map((row) => row.Learner), ['Invented, Teapot', 'Spoon Pretend']);
  await page.context().close();
});

const DAMAGED = /The selected file is damaged, or is not really a workbook\s+Open it in your spreadsheet and save it again as \.xlsx, or copy the rows and paste them\. If it does not open there either, ask for it to be sent or exported again\./;
const REFUSED = [
  ['an empty file', text('a.csv', ''), /file is empty/],
  ['a picture', { name: 'a.xlsx', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]) }, /not a spreadsheet/],
  ['a PDF', { name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 x') }, /not a spreadsheet/],
  ['a damaged workbook', { name: 'a.xlsx', mimeType: '', buffer: Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(200, 7)]) }, DAMAGED],
  ['a text that was given the name of a workbook', { name: 'a.xlsx', mimeType: '', buffer: Buffer.from('this is not a workbook') }, DAMAGED],
  ['a workbook whose beginning is lost', { name: 'a.XLSX', mimeType: '', buffer: Buffer.concat([Buffer.alloc(40), Buffer.alloc(200, 7)]) }, DAMAGED],
  ['some other archive', { name: 'a.zip', mimeType: '', buffer: Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.alloc(200, 7)]) }, /not a spreadsheet this page can read/],
  ['a settings file that is none', text('a.json', '[1, 2]', 'application/json'), /settings file cannot be used/],
];
for (const [name, file, message] of REFUSED) {
  test(`${name} is explained`, async () => {
    const page = await openPage(browser);
    await openFile(page, file);
    await page.locator('.govuk-error-summary').waitFor();
    assert.match(await page.locator('.govuk-error-summary').innerText(), message);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

const REPORT = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>Attendance</title><style>.p{mso-number-format:"0%"}</style></head><body>
<table><tr><td colspan="2">Invented School</td></tr></table>
<TABLE border=1><thead><tr><th>Pupil</th><th>Attendance %</th></tr></thead><tbody>
<tr><td>Teapot <b>Invented</b></td><td class="p">88%</td></tr><tr><td>Spoon Pretend<td>97%</tr></tbody></TABLE></body></html>`;
const categories = async (page) => {
  await taken(page);
  await page.locator('#nav-results').click();
  return (await renderedRows(page)).map((row) => [row.Learner, row['BAE category'][0]]);
};

test('a report that is HTML under the name .xls is read as its longest table', async () => {
  for (const [name, buffer] of [['a.xls', Buffer.from(REPORT)], ['b.xls', Buffer.from(`\uFEFF\r\n${REPORT}`, 'utf16le')], ['c.html', Buffer.from(`<?xml version="1.0"?>\n<!DOCTYPE html>${REPORT}`)]]) {
    const page = await openPage(browser);
    await openFile(page, { name, mimeType: 'application/vnd.ms-excel', buffer });
    assert.deepEqual(await categories(page), [['Teapot Invented', 'C'], ['Spoon Pretend', 'A']], name);
    await page.locator('#nav-match').click();
    assert.match(await page.locator('#step-match').innerText(), /The file held more than one table\. The longest was used\./);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  }
});

test('a long report is read as the short one is', async () => {
  const page = await openPage(browser);
  const row = (name) => `<tr><td>${name}</td><td>88%</td></tr>`;
  await openFile(page, text('a.xls', `<html><body><table><tr><th>Pupil</th><th>Attendance %</th></tr>${row('Teapot Invented').repeat(1200)}</table></body></html>`));
  await taken(page);
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 1,200 learners/);
  await page.context().close();
});

test('a report that was pasted as text, or typed, is read as its table', async () => {
  const page = await openPage(browser);
  await paste(page, { 'text/plain': REPORT });
  assert.deepEqual(await categories(page), [['Teapot Invented', 'C'], ['Spoon Pretend', 'A']]);
  const other = await openPage(browser);
  await other.locator('#paste').fill(REPORT);
  await other.locator('#use-text').click();
  assert.deepEqual(await categories(other), [['Teapot Invented', 'C'], ['Spoon Pretend', 'A']]);
  await paste(other, { 'text/plain': '<html><body><p>Nobody is here, alas</p></body></html>' });
  assert.match(await other.locator('.govuk-error-summary').innerText(), /the code of a page in which no table can be read\s+Open the report in Excel/);
  await Promise.all([page.context().close(), other.context().close()]);
});

test('a report that holds no table says what to do, and a first cell that looks like a tag is a cell', async () => {
  const sheet = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>Pupil</Data></Cell></Row></Table></Worksheet></Workbook>';
  const page = await openPage(browser);
  for (const content of ['<html><body><p>Nothing, really</p></body></html>', `MIME-Version: 1.0\nContent-Type: multipart/related\n\n${REPORT}`, sheet]) {
    await openFile(page, text('a.xls', content));
    await page.locator('.govuk-error-summary', { hasText: 'Excel Workbook (.xlsx)' }).waitFor();
    assert.match(await page.locator('.govuk-error-summary').innerText(), /report in which no table can be read/);
    await page.locator('#nav-add').click();
  }
  await openFile(page, text('a.csv', '<none>,Pupil,Attendance %\n1,Teapot Invented,88%\n'));
  assert.deepEqual(await categories(page), [['Teapot Invented', 'C']]);
  await page.context().close();
});

test('a workbook with a password is explained', async () => {
  const page = await openPage(browser);
  await openFile(page, fixturePath('files/password.xlsx'));
  await page.locator('.govuk-error-summary').waitFor();
  assert.match(await page.locator('.govuk-error-summary').innerText(), /password protected/);
  await page.context().close();
});

test('a file that is too large is explained before it is read', async () => {
  const page = await openPage(browser);
  await page.evaluate(() => {
    const file = new File([new Uint8Array(50 * 1024 * 1024 + 1)], 'a.csv');
    file.arrayBuffer = () => Promise.reject(new Error('read'));
    const data = new DataTransfer();
    data.items.add(file);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.locator('.govuk-error-summary').waitFor();
  assert.match(await page.locator('.govuk-error-summary').innerText(), /larger than 50 MB/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a file can be dropped anywhere', async () => {
  const page = await openPage(browser);
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['Learner,Target %,Actual %\nTeapot Invented,50,50\n'], 'a.csv', { type: 'text/csv' }));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await taken(page);
  assert.match(await page.locator('h1:visible').innerText(), /Results for 1 learner/);
  await page.context().close();
});

test('made-up learners and typed learners are answered', async () => {
  const page = await openPage(browser);
  await page.locator('.add-sample').first().click();
  await taken(page);
  await page.locator('#nav-add').click();
  await page.locator('#type-in > summary').click();
  // A column that others can stand in for is not called needed by itself.
  const grid = page.locator('#type-in');
  await page.locator('#type-policy').selectOption('learning-mentoring');
  assert.match(await grid.innerText(), /Needed: Attendance %, or Sessions possible and Sessions absent, or Attendance score, or /);
  assert.doesNotMatch(await grid.innerText(), /\(needed\)/);
  await page.locator('#type-policy').selectOption('mir-recording');
  assert.match(await grid.innerText(), /Activity kind \(needed\)/);
  assert.doesNotMatch(await grid.innerText(), /Needed:/);
  await page.locator('#type-policy').selectOption('learner-at-risk');
  await page.getByLabel('Learner, row 1', { exact: true }).fill('Teapot Invented');
  await page.getByLabel('Target %, row 1', { exact: true }).fill('60');
  await page.getByLabel('Actual %, row 1', { exact: true }).fill('30');
  await page.locator('#use-typed').click();
  await taken(page);
  await page.locator('#nav-results').click();
  const rows = await renderedRows(page);
  assert.deepEqual([rows.length, rows[0]['Risk rating']], [1, 'High']);
  await page.context().close();
});

test('a word of the school’s own is given its meaning once for all its cells', async () => {
  const page = await openPage(browser);
  const row = (name, type) => `${name},${type},50,50\n`;
  await openFile(page, text('a.csv', `Learner,Programme type,Target %,Actual %\n${row('Teapot Invented', 'L3 std')}${row('Spoon Pretend', 'L3 std')}${row('Kettle Notreal', 'apprenticeship')}`));
  await taken(page);
  await page.locator('#nav-check').click();
  const meaning = page.getByLabel(/“L3 std” \(2 cells\) means/);
  await meaning.selectOption('apprenticeship');
  assert.match(await page.locator('#undo').innerText(), /Change “L3 std” to apprenticeship in 2 cells/);
  assert.match(await page.locator('#step-check').innerText(), /There is nothing to mend/);
  await page.context().close();
});

test('a number of a learner’s own is mended cell by cell, never for all at once', async () => {
  const page = await openPage(browser);
  await openFile(page, text('a.csv', 'Learner,UPN,Target %,Actual %\nTeapot Invented,A801200005001,50,50\nSpoon Pretend,A801200005001,50,50\n'));
  await taken(page);
  await page.locator('#nav-check').click();
  const check = await page.locator('#step-check').innerText();
  assert.match(check, /A UPN that begins with A, while its digits ask for B/);
  assert.match(check, /Mark them all as not known/);
  assert.doesNotMatch(check, /Change all/);
  await page.getByLabel('UPN for Teapot Invented, row 2', { exact: true }).fill('B801200005001');
  await page.keyboard.press('Tab');
  await taken(page);
  assert.doesNotMatch(await page.locator('#step-check').innerText(), /Teapot/);
  await page.context().close();
});

test('cells that contradict each other are counted, listed and in the workbook, and are mended one by one', async () => {
  const page = await openPage(browser);
  await openFile(page, text('a.csv', 'Learner,Target %,Actual %,Stage 1 email,Stage 1 outcome\nTeapot Invented,50,50,,fail\nSpoon Pretend,50,50,,fail\nKettle Notreal,50,50,01/04/2026,fail\nSaucer Examplar,50,50,09/04/2026,\n'));
  await taken(page);
  await asAt(page, '2026-04-08');
  assert.match(await page.locator('#step-results .app-warning').innerText(), /3 cells need checking\. Check them/);
  await page.locator('#nav-check').click();
  const check = await page.locator('#step-check').innerText();
  assert.match(check, /^Check your rows\s+3 rows have something that could not be used, or that does not agree with another cell\./);
  assert.match(check, /Stage 1 outcome, column E: 2 cells to check/);
  assert.match(check, /Stage 1 email, column D: 1 cell with a day that is still to come/);
  // What is wrong is wrong with each row, whatever others have in the same cell.
  assert.doesNotMatch(check, /Change all|means/);
  await page.getByLabel('Stage 1 outcome for Teapot Invented, row 2', { exact: true }).fill('');
  await page.keyboard.press('Tab');
  await page.getByText('Stage 1 outcome, column E: 1 cell to check').first().waitFor();
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#step-results .app-warning').innerText(), /2 cells need checking/);
  await page.locator('#downloads > summary').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#download-xlsx').click()]);
  const wrong = sheets(await file.path())['Needs checking'].slice(1).map((row) => [row[0], row[3], row[4]]);
  assert.deepEqual(wrong, [['3', 'Stage 1 outcome', 'an outcome of Stage 1 without a Stage 1 email'], ['5', 'Stage 1 email', '9 April 2026 is still to come, so that it counts as not happened yet']]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('where two policies answer, each tells its reasons under the learner', async () => {
  const page = await openPage(browser);
  await openFile(page, text('a.csv', 'Learner,Target %,Actual %,Attendance %,Barrier to learning,Causes\nTeapot Invented,50,30,85,yes,a\n'));
  await taken(page);
  await page.locator('#nav-results').click();
  const told = await page.locator('.results__reasons li').allInnerTexts();
  const titles = told.map((reason) => reason.slice(0, reason.indexOf(':')));
  assert.deepEqual(titles, ['BAE category', 'Support worker', 'Risk rating', 'Escalation stage', 'Next action']);
  assert.match(told[2], /High, because far behind plan \(40% \(20 points\) behind plan, which is 30% or more\)/);
  await page.context().close();
});

test('dates that fit both orders are settled for the whole column at once', async () => {
  const page = await openPage(browser);
  await openFile(page, text('a.csv', 'Learner,Target %,Actual %,Stage 1 email\nTeapot Invented,50,50,25/02/2026\nSpoon Pretend,50,50,3/13/2026\nKettle Notreal,50,50,1/4/2026\n'));
  await taken(page);
  await page.locator('#nav-check').click();
  assert.match(await page.locator('#step-check').innerText(), /Stage 1 email, column D: 1 cell with two readings/);
  assert.deepEqual(await page.locator('#step-check .check-all button').allInnerTexts().then((all) => all.map((words) => words.split('\n')[0].replace(/ in Stage 1 email$/, '')).slice(0, 2)), ['Read 1/4/2026 as 1 April', 'Read 1/4/2026 as 4 January']);
  await page.locator('#order-day-first-3').click();
  assert.match(await page.locator('#undo').innerText(), /Undo: Read dates in column D day first/);
  // The one date that day first cannot be stays, by itself.
  assert.match(await page.locator('#step-check').innerText(), /Stage 1 email, column D: 1 cell /);
  assert.doesNotMatch(await page.locator('#step-check').innerText(), /two readings/);
  await asAt(page, '2026-04-08');
  assert.match((await renderedRows(page))[2].Due, /^10 Apr 2026/);
  await page.context().close();
});
