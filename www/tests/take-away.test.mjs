// What is taken away is read back: workbooks by LibreOffice.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { asAt, copied, expected, golden, openBrowser, openPage, pasteAndRead, renderedRows, scratch, taken } from './support/page.mjs';
import { converted, sheets } from './support/programs.mjs';

const HOSTILE = 'Learner\tTarget %\tActual %\tNotes\n=HYPERLINK("x")\t50\t50\t+44 and more\n@SUM(A1)\t60\t30\t-1+2\nTeapot Invented\t60\t30\t-5\n';
let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function results(tracker = golden('at-risk-tracker.tsv')) {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': tracker });
  await asAt(page, '2026-04-08');
  return page;
}

async function download(page, id) {
  if (!(await page.locator('#downloads').getAttribute('open').then((open) => open !== null))) await page.locator('#downloads > summary').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator(`#${id}`).click()]);
  const path = join(scratch(), file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

test('file names hold a date and no learner', async () => {
  const page = await results();
  for (const [id, name] of [['download-csv', 'results-2026-04-08.csv'], ['download-ics', 'due-dates-2026-04-08.ics'], ['download-xlsx', 'results-2026-04-08.xlsx']]) {
    assert.ok((await download(page, id)).endsWith(name));
  }
  await page.context().close();
});

test('CSV: the tracker unchanged, then the results, and no cell that runs', async () => {
  const page = await results(HOSTILE);
  const text = readFileSync(await download(page, 'download-csv'), 'utf8');
  const lines = text.replace(/^\uFEFF/, '').trimEnd().split('\r\n');
  assert.equal(lines.length, 4);
  assert.match(lines[0], /^Learner,Target %,Actual %,Notes,Risk rating/);
  assert.match(lines[1], /^"'=HYPERLINK\(""x""\)",50,50,'\+44 and more,Low/);
  assert.match(lines[2], /^'@SUM\(A1\),60,30,'-1\+2,High/);
  // A negative number is no formula and stays a number.
  assert.match(lines[3], /^Teapot Invented,60,30,-5,High/);
  await page.context().close();
});

test('under headings on two levels every answer stands beside its own learner, in the file and in what is copied', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Term 1\t\t\t\t\n\t\t\t\t\nLearner\tTarget %\tActual %\tStage 1\t\n\t\t\tEmail\tOutcome\nTeapot Invented\t60\t30\t\t\nSpoon Pretend\t50\t50\t\t\n' });
  await asAt(page, '2026-04-08');
  assert.equal((await renderedRows(page))[0]['Risk rating'], 'High');
  await page.locator('#downloads > summary').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#download-csv').click()]);
  const lines = readFileSync(await file.path(), 'utf8').split('\r\n');
  const { plain } = await copied(page);
  const beside = plain.split('\n').map((line) => line.split('\t')[0]);
  assert.deepEqual(beside.slice(0, 6), ['', '', '', 'Risk rating', 'High', 'Low']);
  assert.deepEqual(lines.slice(0, 6).map((line) => line.split(',')[5]), beside.slice(0, 6));
  assert.match(lines[4], /^Teapot Invented,60,30,,,High,/);
  await page.context().close();
});

test('calendar: one private all-day entry for each due date, initials only', async () => {
  const page = await results();
  const text = readFileSync(await download(page, 'download-ics'), 'utf8');
  const due = (await renderedRows(page)).filter((row) => /\d{4}/.test(row.Due ?? '')).length;
  assert.equal((text.match(/BEGIN:VEVENT/g) ?? []).length, due);
  assert.equal((text.match(/DTSTART;VALUE=DATE:\d{8}/g) ?? []).length, due);
  assert.doesNotMatch(text, /Moonbeam|Invented|Madeup/);
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  await page.context().close();
});

test('workbook: LibreOffice reads five sheets, no formula among them', async () => {
  const page = await results(HOSTILE);
  const path = await download(page, 'download-xlsx');
  const read = sheets(path);
  assert.deepEqual(Object.keys(read).sort(), ['Learners', 'Needs checking', 'Policy used', 'Summary', 'What is to be done']);
  assert.deepEqual(read.Learners[0].slice(0, 5), ['Learner', 'Target %', 'Actual %', 'Notes', 'Risk rating']);
  assert.deepEqual(read.Learners.slice(1).map((row) => row[0].replaceAll('"', '')), ['=HYPERLINK(x)', '@SUM(A1)', 'Teapot Invented']);
  assert.deepEqual(read.Learners.slice(1).map((row) => row[4]), ['Low', 'High', 'High']);
  assert.ok(read.Summary.some((row) => row[0] === 'Learners' && row[1] === '3'));
  assert.deepEqual(read.Summary.slice(2, 6).map((row) => row.slice(0, 2)), [['Next actions overdue', '0'], ['Next actions due within 14 days', '0'], ['Other duties overdue', '0'], ['Other duties due', '0']]);
  const [headings, ...toDo] = read['What is to be done'];
  assert.deepEqual(headings.slice(0, 6), ['Row', 'Name', 'Kind', 'What to do', 'Who', 'How it stands']);
  assert.deepEqual(toDo.map((row) => [row[0], row[1].replaceAll('"', ''), row[2], row[5]]), [['3', '@SUM(A1)', 'next action', 'due, no day'], ['4', 'Teapot Invented', 'next action', 'due, no day']]);
  assert.match(read['Needs checking'][0].join(' '), /Row.*What is wrong/);
  assert.ok(read['Policy used'].some((row) => row[0] === 'Policy' && row[1] === 'Learner at Risk'));
  const [flat] = Object.values(converted(path, 'fods'));
  assert.match(flat.toString(), /HYPERLINK/);
  assert.doesNotMatch(flat.toString(), /table:formula=/);
  await page.context().close();
});

test('workbook: LibreOffice reads dates as dates and every answer that is on the page', async () => {
  const page = await results();
  const read = sheets(await download(page, 'download-xlsx')).Learners;
  const at = (heading) => read[0].indexOf(heading);
  const shown = await renderedRows(page);
  assert.equal(read.length, shown.length + 1);
  shown.forEach((row, index) => {
    const line = read[index + 1];
    if (!row['Risk rating'].startsWith('Cannot')) assert.equal(line[at('Risk rating')], row['Risk rating'], row.Learner);
    if (row.Due !== '–') assert.match(line[at('Due')], /^\d\d\/\d\d\/\d{4}$/, row.Learner);
  });
  await page.context().close();
});

test('the workbook of results can be opened here again', async () => {
  const page = await results();
  const path = await download(page, 'download-xlsx');
  const before = await renderedRows(page);
  await page.locator('#nav-add').click();
  await page.locator('#file').setInputFiles(path);
  await page.getByRole('radio', { name: /^Learners/ }).check();
  await page.locator('#use-sheet').click();
  await taken(page);
  await asAt(page, '2026-04-08');
  assert.deepEqual((await renderedRows(page)).map((row) => row['Risk rating']), before.map((row) => row['Risk rating']));
  await page.context().close();
});

test('copied HTML marks its text as text for Excel and Calc', async () => {
  const page = await results();
  const { html } = await copied(page);
  assert.match(html, /mso-number-format/);
  assert.match(html, /sdnum/);
  await page.context().close();
});

test('paper: a summary, lists by stage and a sheet for each, with the names the reader chose', async () => {
  const page = await results();
  await page.locator('#printing > summary').click();
  await page.locator('#print-lists').check();
  await page.locator('#print-sheets').selectOption('worst');
  await page.locator('#print-size').selectOption({ label: '14 point' });
  await page.locator('#print-names').selectOption('initials');
  await page.evaluate(() => {
    window.print = () => {};
  });
  await page.locator('#print-go').click();
  const words = await page.locator('#print').evaluate((element) => element.textContent);
  assert.match(words, /Summary as at 8 April 2026/);
  assert.match(words, /Escalation stage: Stage 1/);
  assert.match(words, /Learner’s view/);
  assert.match(words, /Confidential/);
  assert.doesNotMatch(words, /Moonbeam|Invented|Madeup/);
  assert.ok(await page.locator('#print').evaluate((element) => element.classList.contains('paper--14')));
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.ok(pdf.length > 10_000);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('#print').evaluate((element) => element.childElementCount), 0);
  await page.context().close();
});

test('the summary says of those it does not name how many are due on the day and how many later, and where they are printed', async () => {
  const page = await openPage(browser, { init: 'window.print = () => {}' });
  await pasteAndRead(page, { 'text/plain': golden('at-risk-tracker.tsv') });
  const days = expected('at-risk-tracker.expected.tsv').map((row) => row.Due).filter(Boolean).sort();
  const printed = async () => {
    await page.locator('#print-go').click();
    const found = await page.locator('#print').evaluate((paper) => {
      const list = [...paper.querySelectorAll('h2')].find((h2) => /^Next actions due by/.test(h2.textContent)).nextElementSibling;
      return { named: list.querySelectorAll('li').length, words: list.querySelector(':scope > p').textContent };
    });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    return found;
  };
  await asAt(page, '2026-04-08');
  await page.locator('#printing > summary').click();
  const soon = days.filter((day) => day <= '2026-04-22');
  const first = await printed();
  const [today, later] = [(day) => day === '2026-04-08', (day) => day > '2026-04-08'].map((is) => soon.slice(first.named).filter(is).length);
  assert.ok(today > 0 && later > 0, `${today} and ${later}`);
  assert.equal(first.words, `And ${today + later} more: ${today} due on 8 Apr 2026 and ${later} due later. `);
  await page.locator('#print-sheets').selectOption('all');
  assert.ok((await printed()).words.endsWith('due later. Each has a sheet.'));
  await page.locator('#print-lists').check();
  assert.ok((await printed()).words.endsWith('due later. They are in the lists by stage.'));
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

const joined = (left, right) => left.map((row, at) => [...row, ...right[at].slice(1)].join('\t')).join('\n');
/** Rows that are all as long as the headings. */
const squared = (name) => golden(name).trimEnd().split('\n').map((line, _, [headings]) => Array.from(headings.split('\t'), (_, column) => line.split('\t')[column] ?? ''));

for (const [what, tracker, names] of [
  ['one set of rules', golden('at-risk-tracker.tsv'), 2],
  ['two sets of rules', joined(squared('at-risk-tracker.tsv').slice(0, 40), squared('bae-tracker.tsv').slice(0, 40)), 0],
  ['dates and long words', golden('reviews.tsv'), 0],
]) {
  test(`the summary of ${what} is one page in every size of print, and says how many it does not name`, async () => {
    const page = await openPage(browser, { init: 'window.print = () => {}' });
    await pasteAndRead(page, { 'text/plain': tracker });
    await asAt(page, '2026-04-08');
    await page.locator('#printing > summary').click();
    for (const size of ['12', '14', '18']) {
      await page.locator('#print-size').selectOption({ index: ['12', '14', '18'].indexOf(size) });
      await page.locator('#print-go').click();
      assert.ok(await page.locator('#print').evaluate((paper, size) => paper.classList.contains(`paper--${size}`), size));
      const due = await page.locator('#print').evaluate((paper) => {
        const heading = [...paper.querySelectorAll('h2')].find((h2) => /^Next actions due by/.test(h2.textContent));
        const list = heading.nextElementSibling;
        return { all: Number(/\((\d+)\)/.exec(heading.textContent)[1]), named: list.querySelectorAll('li').length, more: Number(/And (\d+) more/.exec(list.textContent)?.[1] ?? 0), rest: /in the lists by stage/.test(list.textContent) };
      });
      assert.ok(due.named >= names, `${due.named} named at ${size} point`);
      assert.equal(due.rest, false, 'no list by stage is printed');
      if (due.named > 0) assert.equal(due.named + due.more, due.all);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      assert.equal(pdf.match(/\/Type \/Page\b(?!s)/g).length, 1, `${size} point`);
      await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    }
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test('Ctrl + P on the results prints the same paper', async () => {
  const page = await results();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.match(await page.locator('#print').evaluate((element) => element.textContent), /Summary as at 8 April 2026/);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('#print').evaluate((element) => element.childElementCount), 0);
  await page.context().close();
});

test('settings: changed, named in the answers, saved without learners and loaded again', async () => {
  const page = await results();
  await page.locator('#settings > summary').click();
  const setting = page.locator('#setting-learner-at-risk-behind_threshold');
  await setting.fill('25');
  await setting.press('Enter');
  await setting.blur();
  assert.match(await page.locator('#step-results .app-warning').first().innerText(), /1 setting is not the default/);
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#save-settings').click()]);
  const path = join(scratch(), 'settings.json');
  await file.saveAs(path);
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), { schema: 1, 'learner-at-risk': { behind_threshold: '25' } });
  await page.locator('#undo').click();
  assert.doesNotMatch(await page.locator('#step-results').innerText(), /setting is not the default/);
  await page.locator('#nav-add').click();
  await page.locator('#file').setInputFiles(path);
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#step-results').innerText(), /1 setting is not the default/);
  await page.context().close();
});

test('settings: closed days move a due date', async () => {
  const page = await results('Learner\tTarget %\tActual %\tStage 1 email\nKettle Notreal\t50\t50\t2026-04-01\n');
  assert.match((await renderedRows(page))[0].Due, /^10 Apr 2026/);
  await page.locator('#settings > summary').click();
  await page.locator('#setting-closures').fill('7/4/2026 to 8/4/2026 Training');
  await page.locator('#setting-closures').blur();
  assert.match((await renderedRows(page))[0].Due, /^14 Apr 2026/);
  await page.context().close();
});

test('settings: the nation moves a due date, a day that there is not is told, half terms are kept in the file', async () => {
  // Easter Monday, 6 April 2026, is a bank holiday in England and a working day in Scotland.
  const page = await results('Learner\tTarget %\tActual %\tStage 1 email\nKettle Notreal\t50\t50\t2026-04-01\n');
  await page.locator('#settings > summary').click();
  await page.locator('#setting-nation').selectOption('scotland');
  assert.match((await renderedRows(page))[0].Due, /^9 Apr 2026/);
  assert.match(await page.locator('#undo').innerText(), /whose bank holidays/);
  await page.locator('#setting-half_terms').fill('Autumn 1 3/9/2026 to 31/9/2026');
  await page.locator('#setting-half_terms').blur();
  assert.match(await page.locator('#setting-half_terms-error').innerText(), /Line 1: “31\/9\/2026” is no day of the calendar\. Until this is right/);
  await page.locator('#setting-half_terms').fill('Autumn 1 3/9/2026 to 23/10/2026');
  await page.locator('#setting-half_terms').blur();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#save-settings').click()]);
  const path = join(scratch(), 'settings.json');
  await file.saveAs(path);
  assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')).calendar, {
    nation: 'scotland',
    half_terms: [{ name: 'Autumn 1', term: 'Autumn', from: '2026-09-03', to: '2026-10-23' }],
  });
  await page.locator('#default-settings').click();
  assert.match((await renderedRows(page))[0].Due, /^10 Apr 2026/);
  await page.context().close();
});

test('of the result columns those that are chosen are copied, with or without their headings', async () => {
  const page = await results('Learner\tTarget %\tActual %\nTeapot Invented\t60\t30\n\nSpoon Pretend\t50\t50\n');
  await page.locator('#copy-choices > summary').click();
  for (const heading of ['Escalation stage', 'Next action', 'Who', 'Due', 'Why', 'Check']) await page.getByLabel(heading, { exact: true }).and(page.locator('[id^="copy-column-"]')).uncheck();
  assert.equal((await copied(page)).plain.trimEnd(), 'Risk rating\nHigh\n\nLow');
  await page.locator('#copy-heading').uncheck();
  const { plain, html } = await copied(page);
  assert.equal(plain.trimEnd(), 'High\n\nLow');
  assert.equal(html.match(/<tr/g).length, 3);
  await page.locator('#copy-column-0').uncheck();
  await page.locator('#copy').click();
  assert.match(await page.locator('.govuk-error-summary').innerText(), /No column is chosen to copy/);
  await page.context().close();
});

test('on paper without names nobody is named', async () => {
  const page = await openPage(browser, { init: 'window.print = () => {}' });
  await pasteAndRead(page, { 'text/plain': golden('at-risk-tracker.tsv') });
  await asAt(page, '2026-04-08');
  await page.locator('#printing > summary').click();
  await page.locator('#print-lists').check();
  await page.locator('#print-sheets').selectOption('all');
  await page.locator('#print-names').selectOption('none');
  await page.locator('#print-go').click();
  const words = await page.locator('#print').evaluate((paper) => paper.textContent);
  const names = golden('at-risk-tracker.tsv').trimEnd().split('\n').slice(1).map((line) => line.split('\t')[0]);
  assert.deepEqual(names.filter((name) => words.includes(name)), []);
  assert.match(words, /Row 32/);
  assert.equal(await page.locator('#print .paper__learner').count(), names.length);
  await page.context().close();
});

async function compared(now, earlier, look = async () => {}) {
  const page = await results(now);
  await page.locator('#compare > summary').click();
  await page.locator('#earlier-file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(earlier) });
  await page.locator('#compare-result p').first().waitFor();
  await look(page);
  const words = await page.locator('#compare-result').innerText();
  assert.deepEqual(page.faults, []);
  await page.context().close();
  return words;
}
const sheet = (separator, ...rows) => `${rows.map((row) => row.join(separator)).join('\n')}\n`;
const PLAIN = ['Learner', 'Target %', 'Actual %'];
const NUMBERED = ['Admission No.', ...PLAIN];

test('of names that occur more than once an earlier copy is compared only where nothing changed, and the names are told', async () => {
  const [high, low] = [['Kettle Notreal', '99', '99'], ['Kettle Notreal', '80', '40']];
  const lone = ['Spoon Pretend', '50', '50'];
  // The same rows in another order are the same.
  const swapped = await compared(sheet('\t', PLAIN, low, high, lone), sheet(',', PLAIN, high, low, lone));
  assert.match(swapped, /^0 learners changed, 0 are new, 0 are no longer there, 3 are as before\./);
  assert.doesNotMatch(swapped, /Not compared/);
  const told = /Not compared: Kettle Notreal \(2 rows then, (\d) now\)\. The name occurs more than once, and nothing says which row then is which row now\. Give both copies a column of numbers that each learner keeps, such as UPN, ULN or admission number, or write the names so that they differ\./;
  const mended = await compared(sheet('\t', PLAIN, high, ['kettle  notreal', '80', '80'], lone), sheet(',', PLAIN, high, low, lone));
  assert.match(mended, /^0 learners changed, 0 are new, 0 are no longer there, 1 is as before\./);
  assert.equal(told.exec(mended)?.[1], '2');
  const fewer = await compared(sheet('\t', PLAIN, low, lone), sheet(',', PLAIN, high, low, lone));
  assert.equal(told.exec(fewer)?.[1], '1');
  const hidden = await compared(sheet('\t', PLAIN, low, lone), sheet(',', PLAIN, high, low, lone), (page) => page.locator('#hide-names').check());
  assert.match(hidden, /Not compared: K\.N\./);
});

test('a number that both copies have pairs learners of one name, and parts two learners of one name', async () => {
  const rows = (first, second) => [['17', 'Kettle Notreal', ...first], ['18', 'Kettle Notreal', ...second], ['19', 'Spoon Pretend', '50', '50']];
  const [fine, behind] = [['80', '80'], ['80', '40']];
  const words = await compared(sheet('\t', NUMBERED, ...rows(behind, fine).reverse()), sheet(',', NUMBERED, ...rows(behind, behind)));
  assert.match(words, /^1 learner changed, 0 are new, 0 are no longer there, 2 are as before\./);
  assert.match(words, /Lower/);
  assert.doesNotMatch(words, /Higher|Not compared/);
  // Who has another number is another learner; a name that is written anew is the same one.
  const other = await compared(sheet('\t', NUMBERED, ['21', 'Kettle Notreal', ...fine], ['19', 'Spoon Pretend-Novel', '50', '50']), sheet(',', NUMBERED, ['17', 'Kettle Notreal', ...fine], ['19', 'Spoon Pretend', '50', '50']));
  assert.match(other, /^0 learners changed, 1 is new, 1 is no longer there, 1 is as before\./);
  // Where the number of one copy is missing, the name will do.
  const missing = await compared(sheet('\t', NUMBERED, ['', 'Kettle Notreal', ...fine], ['19', 'Spoon Pretend', '50', '50']), sheet(',', NUMBERED, ['17', 'Kettle Notreal', ...fine], ['19', 'Spoon Pretend', '50', '50']));
  assert.match(missing, /^0 learners changed, 0 are new, 0 are no longer there, 2 are as before\./);
});

test('an earlier copy is compared learner by learner', async () => {
  const page = await results('Learner\tTarget %\tActual %\nTeapot Invented\t60\t30\nSpoon Pretend\t50\t50\nKettle Notreal\t50\t50\n');
  await page.locator('#compare > summary').click();
  await page.locator('#earlier-file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('Learner,Target %,Actual %\nTeapot Invented,60,60\nSpoon Pretend,50,50\nSaucer Examplar,50,50\n') });
  await page.locator('#compare-result table').waitFor();
  const words = await page.locator('#compare-result').innerText();
  assert.match(words, /1 learner changed, 1 is new, 1 is no longer there, 1 is as before/);
  assert.match(words, /Teapot Invented\s+Risk rating\s+● Low\s+▲ High\s+▲ Higher/);
  await page.context().close();
});

test('an earlier copy is read as the tracker is: by the columns that were chosen, without the rows that are no learners', async () => {
  const page = await openPage(browser);
  const tracker = (dates, actual) => ['Comment,Who,Should be,Is now,Sent', `,Carpentry,,,`, `x,Teapot Invented,60,${actual},${dates}`, ',Spoon Pretend,50,50,', ',Kettle Notreal,50,50,'].join('\n');
  await pasteAndRead(page, { 'text/plain': tracker('04/03/2026', 30).replace(/^[^,]*,/gm, '').replaceAll(',', '\t') });
  await page.locator('#policy-learner-at-risk').check();
  for (const [field, label] of [['learner', 'A: Who'], ['planned_progress', 'B: Should be'], ['actual_progress', 'C: Is now'], ['stage1_email', 'D: Sent']]) {
    const folded = page.locator('[id="missing-learner-at-risk"]');
    if (!(await folded.evaluate((details) => details.open))) await folded.locator('summary').first().click();
    const choose = page.locator(`#need-learner-at-risk-${field}`);
    await choose.focus();
    await choose.selectOption({ label });
  }
  await page.locator('#nav-check').click();
  await page.locator('#not-2').click();
  await asAt(page, '2026-04-08');
  await page.locator('#compare > summary').click();
  await page.locator('#earlier-file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(tracker('04/03/2026', 45)) });
  await page.locator('#compare-result p').first().waitFor();
  const words = await page.locator('#compare-result').innerText();
  assert.match(words, /0 learners changed, 0 are new, 0 are no longer there, 3 are as before/);
  await page.context().close();
});

test('chosen headings are remembered only when asked, and never a row', async () => {
  const page = await openPage(browser);
  const tracker = 'Learner\tShould be\tIs now\nTeapot Invented\t60\t30\n';
  await pasteAndRead(page, { 'text/plain': tracker });
  await page.locator('#policy-learner-at-risk').check();
  for (const [field, label] of [['planned_progress', 'B: Should be'], ['actual_progress', 'C: Is now']]) {
    // The other columns of the tracker are offered once the reader comes to the field.
    const choose = page.locator(`#need-learner-at-risk-${field}`);
    await choose.focus();
    await choose.selectOption({ label });
  }
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.locator('#remember').check();
  const kept = await page.evaluate(() => Object.values({ ...localStorage }).join());
  assert.match(kept, /Should be/);
  assert.doesNotMatch(kept, /Teapot|60/);
  await page.reload();
  await pasteAndRead(page, { 'text/plain': tracker });
  await page.locator('#nav-match').click();
  assert.match(await page.locator('#step-match').innerText(), /Columns you chose before were used again/);
  await page.locator('#nav-results').click();
  assert.equal((await renderedRows(page))[0]['Risk rating'], 'High');
  await page.locator('#nav-match').click();
  await page.locator('#remember').uncheck();
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.context().close();
});

test('a word that was given a meaning is taken away as it stands in the tracker', async () => {
  const page = await results('Learner\tProgramme type\tTarget %\tActual %\nTeapot Invented\tK\t60\t30\nSpoon Pretend\tk\t50\t50\n');
  await page.locator('#nav-match').click();
  const how = page.locator('[id="how-learner-at-risk.programme_type"]');
  await how.locator('summary').click();
  await how.getByLabel('“K”, 2 cells').selectOption('apprenticeship');
  await page.locator('#nav-results').click();
  const text = readFileSync(await download(page, 'download-csv'), 'utf8');
  assert.match(text, /^Teapot Invented,K,60,30,High/m);
  assert.match(text, /^Spoon Pretend,k,50,50,Low/m);
  await page.context().close();
});

const printed = async (page, what = 'all') => {
  await page.locator('#print-sheets').selectOption(what);
  await page.locator('#print-go').click();
  const sheets = await page.locator('#print .paper__learner').evaluateAll((all) => all.map((sheet) => [...sheet.querySelectorAll('dt')].map((term) => [term.textContent, term.nextElementSibling.textContent])));
  const words = await page.locator('#print').evaluate((paper) => paper.textContent);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  return { sheets, words };
};
const paperOf = async (tracker) => {
  const page = await openPage(browser, { init: 'window.print = () => {}' });
  await pasteAndRead(page, { 'text/plain': tracker });
  await asAt(page, '2026-04-08');
  await page.locator('#printing > summary').click();
  return page;
};

test('a sheet says nothing of a next action where no policy has any, and that it cannot be decided where one has', async () => {
  const pupils = await paperOf('Pupil\tAttendance %\tSDQ total (teacher)\nAnn Invented\t\t\nBob Pretend\t80\t3\n');
  await pupils.locator('#print-lists').check();
  const { sheets, words } = await printed(pupils);
  assert.deepEqual(sheets.map((sheet) => sheet.map(([term]) => term)), [['BAE category', 'Support worker'], ['BAE category', 'Support worker']]);
  assert.match(sheets[0][0][1], /Cannot decide/);
  assert.doesNotMatch(words, /Nothing to do|Next action/);
  await pupils.context().close();
  const activities = await paperOf('Activity\tActivity kind\tOne to one\tPrivate\tPurpose\nTalk\tone-to-one\tYes\t\tselect course\n');
  const activity = await printed(activities);
  assert.deepEqual(activity.sheets[0].map(([term]) => term), ['MIR line', 'Own line']);
  assert.match(activity.sheets[0][1][1], /Cannot decide/);
  await activities.context().close();
  const learners = await paperOf('Learner\tTarget %\tActual %\nAnn Invented\t50\t\nBob Pretend\t50\t50\n');
  const { sheets: both } = await printed(learners);
  assert.deepEqual(both.map((sheet) => Object.fromEntries(sheet)['Next action']), ['Cannot decide', 'Nothing to do']);
  await learners.context().close();
});

test('letters that nobody at the school has accepted are marked on every sheet, beside the copy and over the results, until somebody has', async () => {
  const page = await paperOf('Pupil\tAttendance %\nBob Pretend\t80\n');
  const says = 'The bands of the four areas and the direction of the letters are an engine default, not the Plymouth tool, until a named person at the school accepts or edits them.';
  const marked = `BAE category: not accepted by your school yet: ${says}`;
  const sheetWords = () => page.locator('#print .paper__learner').first().evaluate((sheet) => sheet.textContent);
  const printNow = async () => {
    await page.locator('#print-sheets').selectOption('all');
    await page.locator('#print-go').click();
    const words = await sheetWords();
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    return words;
  };
  assert.ok((await printNow()).includes(marked));
  assert.ok((await page.locator('#unaccepted-learning-mentoring').innerText()).startsWith(`Not accepted by your school yet: ${says}`));
  await page.locator('#copy').click();
  assert.equal(await page.locator('#copied-unaccepted').innerText(), `${marked} The column does not say so by itself.`);
  // Other columns have no letters.
  await page.locator('#copy-choices > summary').click();
  await page.locator('#copy-column-0').uncheck();
  await page.locator('#copy').click();
  await page.locator('#copied .app-success').waitFor();
  assert.equal(await page.locator('#copied-unaccepted').count(), 0);
  // Without a name and without a day it is not accepted, and the page says why.
  await page.locator('#accept-learning-mentoring > summary').click();
  const [who, day, go] = ['#accept-profile_accepted_by', '#accept-profile_accepted_on', '#accept-go-learning-mentoring'];
  assert.match(await page.locator(day).inputValue(), /^\d{1,2} \w+ \d{4}$/, 'today, to begin with');
  await page.locator(go).click();
  assert.match(await page.locator(`${who}-error`).innerText(), /Say who accepts it\./);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'accept-profile_accepted_by');
  await page.locator(who).fill('SENCo');
  await page.locator(day).fill('31/02/2026');
  await page.keyboard.press('Enter');
  assert.match(await page.locator(`${day}-error`).innerText(), /“31\/02\/2026” is not a day\./);
  assert.equal(await page.locator(`${who}-error`).isHidden(), true);
  assert.equal(await page.locator(day).getAttribute('aria-invalid'), 'true');
  await page.locator(day).fill('7/4/2026');
  await page.keyboard.press('Enter');
  await page.locator('#told').waitFor();
  assert.match(await page.locator('#told').innerText(), /^The starting profile is accepted by SENCo on 7 April 2026\. To have it so next time, choose “Save these settings as a file”/);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'told');
  assert.equal(await page.locator('#unaccepted-learning-mentoring').count(), 0);
  assert.doesNotMatch(await printNow(), /not accepted/);
  assert.match(await page.locator('#rules-used').textContent(), /were accepted by SENCo on 7 April 2026/);
  await page.locator('#undo').click();
  assert.equal(await page.locator('#unaccepted-learning-mentoring').count(), 1);
  // Its numbers are where they can be changed.
  await page.locator('#accept-learning-mentoring > summary').click();
  await page.locator('#accept-look-learning-mentoring').click();
  // The settings unfold a moment later.
  await page.waitForFunction(() => document.activeElement.id === 'setting-learning-mentoring-absence_1');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('where there are no letters nothing is to be accepted', async () => {
  for (const tracker of ['Pupil\tReferral form\tParental consent\nBob Pretend\t05/01/2026\t06/01/2026\n', 'Learner\tTarget %\tActual %\nBob Pretend\t50\t50\n']) {
    const page = await paperOf(tracker);
    assert.equal(await page.locator('.results-accept').count(), 0);
    assert.doesNotMatch((await printed(page)).words, /accepted/);
    await page.context().close();
  }
});

test('what was said of one copy is gone while the next is made', async () => {
  const page = await results('Learner\tTarget %\tActual %\nKettle Notreal\t50\t50\n');
  await page.locator('#copy').click();
  await page.locator('#copied .app-success').waitFor();
  const left = await page.evaluate(() => {
    document.getElementById('copy').click();
    return document.getElementById('copied').textContent;
  });
  assert.equal(left, '');
  await page.locator('#copied .app-success').waitFor();
  await page.context().close();
});
