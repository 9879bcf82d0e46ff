// The results as a list to work with: figures that filter, sorting, searching, hidden names, and what would change an answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { asAt, copied, expected, golden, openBrowser, openPage, pasteAndRead, renderedRows } from './support/page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const AS_AT = '2026-04-08';
const KNOWN = expected('at-risk-tracker.expected.tsv');

async function results() {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': golden('at-risk-tracker.tsv') });
  await asAt(page, AS_AT);
  return page;
}
const close = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};
const lastSaid = (page) => page.locator('#announcer').innerText();
/** What is shown, without what an undecided answer may still be. */
const shown = async (page, label) => (await renderedRows(page)).map((row) => row[label].replace(/Cannot decide.*/, 'Cannot decide'));
const known = (where) => KNOWN.filter(where).length;

test('every number of the matrix is that of the learners it shows, and pressed again it shows all', async () => {
  const page = await results();
  const ids = await page.locator('.overview__matrix button').evaluateAll((buttons) => buttons.map(({ id }) => id));
  assert.ok(ids.length > 12, `${ids.length} numbers`);
  // One of each kind: a cell, the total of a line and the total of a column.
  for (const id of [ids[0], ids.find((id) => id.endsWith('-all')), ids.find((id) => id.startsWith('count-all-'))]) {
    const number = Number((await page.locator(`#${id}`).innerText()).match(/\d+/)[0]);
    await page.locator(`#${id}`).click();
    assert.equal(await page.locator(`#${id}`).getAttribute('aria-pressed'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement.id), id);
    const rows = await renderedRows(page);
    assert.equal(rows.length, number, id);
    for (const label of ['Risk rating', 'Escalation stage'].filter((label) => !id.includes('all') || label === (id.startsWith('count-all') ? 'Risk rating' : 'Escalation stage'))) {
      assert.equal(new Set(rows.map((row) => row[label].replace(/Cannot decide.*/, 'Cannot decide'))).size, 1, `${id}: ${label}`);
    }
    await page.locator(`#${id}`).click();
    assert.equal((await renderedRows(page)).length, KNOWN.length);
  }
  await page.locator('#filter-risk_rating').selectOption({ label: 'High' });
  assert.equal((await renderedRows(page)).length, known((row) => row['Risk rating'] === 'High'));
  await close(page);
});

test('who is due in a fortnight, and who cannot be decided', async () => {
  const page = await results();
  const due = (row) => row.Due >= AS_AT && row.Due <= '2026-04-22';
  await page.locator('#due-fortnight').click();
  assert.equal((await renderedRows(page)).length, known(due));
  await page.locator('#due-fortnight').click();
  const undecided = (row) => [row['Risk rating'], row['Escalation stage'], row['Next action']].some((answer) => answer.startsWith('Cannot decide'));
  const all = (await renderedRows(page)).filter(undecided);
  assert.ok(all.length >= known((row) => row['Risk rating'] === 'Cannot decide'));
  await page.locator('#show-undecided').click();
  const open = await renderedRows(page);
  assert.deepEqual(open, all);
  assert.ok(open.every((row) => /Cannot decide/.test(row.reasons)), 'each says why');
  // A month later those who were due and were not seen to are overdue.
  await page.locator('#clear-filters').click();
  await asAt(page, '2026-05-08');
  await page.locator('#due-overdue').click();
  const late = await renderedRows(page);
  assert.ok(late.length > 0);
  assert.ok(late.every((row) => /Overdue$/.test(row.Due)));
  await close(page);
});

test('the list is put in order by rating, name and day, and says so', async () => {
  const page = await results();
  const rank = ['High', 'Medium', 'Low', 'Cannot decide'];
  await page.locator('#sort-risk_rating').click();
  const ratings = (await shown(page, 'Risk rating')).map((rating) => rank.indexOf(rating));
  assert.deepEqual(ratings, [...ratings].sort((a, b) => a - b));
  assert.equal(await page.locator('th[aria-sort]').innerText().then((words) => words.replace(/\s.*/s, '')), 'Risk');
  assert.equal(await page.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending');
  assert.equal(await lastSaid(page), 'Sorted by Risk rating, descending');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'sort-risk_rating');
  await page.locator('#sort-name').click();
  const names = await shown(page, 'Learner');
  assert.deepEqual(names, [...names].sort(new Intl.Collator('en-GB').compare));
  await page.locator('#sort-name').click();
  assert.deepEqual(await shown(page, 'Learner'), names.reverse());
  await page.locator('#sort-due').click();
  const days = (await shown(page, 'Due')).map((day) => Date.parse(day.replace(/Overdue|–/g, '')) || Infinity);
  assert.deepEqual(days, [...days].sort((a, b) => a - b), 'those without a day come last');
  assert.equal(names.length, KNOWN.length);
  await close(page);
});

test('a search narrows what a filter has left, and clearing shows everyone', async () => {
  const page = await results();
  await page.locator('#search').fill('invented');
  await page.locator('#results-count', { hasText: / of / }).waitFor();
  const found = await renderedRows(page);
  assert.equal(found.length, known((row) => /invented/i.test(row.Learner)));
  await page.locator('#filter-risk_rating').selectOption({ label: 'High' });
  assert.equal((await renderedRows(page)).length, known((row) => /invented/i.test(row.Learner) && row['Risk rating'] === 'High'));
  assert.equal(await page.locator('#search').inputValue(), 'invented');
  await page.locator('#clear-filters').click();
  assert.equal((await renderedRows(page)).length, KNOWN.length);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  await close(page);
});

test('hidden names stand nowhere on the results', async () => {
  const page = await results();
  await page.locator('#hide-names').check();
  await page.locator('#why-1 > summary').click();
  await page.locator('#why-1 .why').waitFor();
  await page.waitForFunction(() => !document.querySelector('#results-table[aria-busy]'));
  const words = await page.locator('#step-results').evaluate((screen) => screen.textContent);
  const names = KNOWN.map((row) => row.Learner);
  assert.ok(names.length > 60);
  assert.deepEqual(names.filter((name) => words.includes(name)), []);
  assert.match(words, /[A-Z]\.[A-Z]\./);
  await close(page);
});

test('what would change an answer is told with what it is now', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Learner\tTarget %\tActual %\nTeapot Invented\t60\t50\n' });
  await asAt(page, AS_AT);
  await page.locator('#why-1 > summary').click();
  await page.locator('#why-1 .why').waitFor();
  assert.match(await page.locator('#why-1').innerText(), /What would change this[\s\S]*High with Behind plan: 30% or more \(now 1\d\.\d*%/);
  await close(page);
});

test('another row can be said to hold the headings, and undo takes that back', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Learner\tTarget %\tActual %\nLearner\tActual %\tTarget %\nTeapot Invented\t30\t60\n' });
  await page.locator('#nav-match').click();
  await page.locator('#heading-row > summary').click();
  assert.ok(await page.locator('#heading-is-1').isChecked());
  await page.locator('#heading-is-2').check();
  await page.locator('#nav-results').click();
  assert.deepEqual((await renderedRows(page)).map((row) => row['Risk rating']), ['High']);
  await page.locator('#undo').click();
  // The second row of headings stands for a learner then, of whom nothing is known.
  assert.deepEqual((await shown(page, 'Risk rating')), ['Cannot decide', 'Low']);
  await close(page);
});

test('what is to be done for everybody is one list, the most urgent first, on the page and in a file', async () => {
  const page = await openPage(browser);
  const sheet = ['Learner\tTarget %\tActual %\tNext call\tRating entered\tStart date\tStage 1 email', 'Spoon Invented\t50\t40\t\t02/04/2026\t01/09/2025\t', 'Teapot Invented\t60\t30\t20/04/2026\t\t05/01/2026\t20/03/2026', '=Ladle Invented\t50\tabc\t01/05/2026\t\t02/01/2026\t'];
  await pasteAndRead(page, { 'text/plain': `${sheet.join('\n')}\n` });
  await asAt(page, AS_AT);
  // The figures above the results are those of the list.
  const figures = await page.locator('.overview__due').allInnerTexts();
  assert.deepEqual(figures.map((text) => text.replace(/\s+/g, ' ').replace(/:.*/, '').trim()).slice(0, 3), ['1 next action overdue', '0 next actions due within 14 days', '1 other duty overdue']);
  await page.locator('#duties-overdue').click();
  const lines = page.locator('#to-do tbody tr');
  await lines.first().waitFor();
  assert.equal(await page.locator('#to-do > summary').innerText(), 'What is to be done, for everybody');
  assert.equal(await page.locator('#to-do p').first().innerText(), '3 next actions (1 overdue, 1 due and 1 that cannot be decided) and 3 other duties (1 overdue, 1 due and 1 of which it cannot be said).');
  const told = (await lines.allInnerTexts()).map((line) => line.replace(/\s+/g, ' ').trim());
  assert.equal(told.length, 6);
  assert.match(told[0], /^Teapot Invented row 3 Duty Overdue since 16 Feb 2026 Enter the rating in the contact log as a contact type\. Because the risk rating is High\. \(MTT-22, MTT-23, MTT L158\) Tutor or reviewer$/);
  assert.match(told[1], /^Teapot Invented row 3 Next action Overdue since 30 Mar 2026 Telephone the learner .* \(MTT-46, MTT-47, MTT L203, L207\) Learner Support or Safeguarding team$/);
  assert.match(told[2], /^Spoon Invented row 2 Next action Due, no day Consider a support and engagement plan, and make one if it is needed\. Because the risk rating is Medium or High\. \(MTT-33, MTT L183\) Tutor$/);
  assert.match(told[3], /^Spoon Invented row 2 Duty Due, no day Schedule the next keeping in touch call\. Because the risk rating is Medium\. \(MTT-35, MTT L183\) /);
  assert.match(told[4], /^=Ladle Invented row 4 Duty Cannot say .* Missing: Actual % \(C4\)\. Tutor or reviewer$/);
  assert.match(told[5], /^=Ladle Invented row 4 Next action Cannot decide To be decided: Consider .* or Nothing to do\. Because what comes next hangs on what is missing\. \(MTT-33, MTT L183\) Missing: Actual % \(C4\)\. –$/);
  await page.locator('#hide-names').check();
  await page.locator('#to-do tbody th').first().waitFor();
  assert.match(await page.locator('#to-do tbody th').first().innerText(), /^T\.I\. row 3$/);
  await page.locator('#downloads > summary').click();
  assert.equal(await page.locator('#download-to-do').innerText(), 'What is to be done (.csv)');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#download-to-do').click()]);
  assert.equal(file.suggestedFilename(), 'to-do-2026-04-08.csv');
  const [headings, first, , , , , last, end] = readFileSync(await file.path(), 'utf8').replace('\uFEFF', '').split('\r\n');
  assert.equal(headings, 'Row,Name,Kind,What to do,Who,How it stands,Due,Why,What is missing,Rule,Clause,Policy');
  assert.equal(first, '3,Teapot Invented,duty,Enter the rating in the contact log as a contact type,Tutor or reviewer,overdue,2026-02-16,the risk rating is High,,"MTT-22, MTT-23",MTT L158,Learner at Risk');
  assert.match(last, /^4,'=Ladle Invented,next action,"To be decided: .*",,cannot decide,,what comes next hangs on what is missing,Actual % \(C4\),MTT-33,MTT L183,Learner at Risk$/);
  assert.equal(end, '');
  await close(page);
});

test('no next action is due, and duties that are overdue stand beside it', async () => {
  const page = await openPage(browser);
  const sheet = (entered) => `Learner\tStart date\tTarget %\tActual %\tMissed sessions in a row\tHomework missed in a row\tRating entered\nTeapot Invented\t01/09/2025\t50\t45\t0\t0\t02/10/2025\nSpoon Invented\t01/09/2025\t50\t20\t3\t0\t${entered}\n`;
  await pasteAndRead(page, { 'text/plain': sheet('') });
  await asAt(page, AS_AT);
  assert.deepEqual(await page.locator('.overview__due').allInnerTexts().then((all) => all.map((text) => text.replace(/\s+/g, ' ').replace(/:.*/, '').trim())), ['0 next actions overdue', '0 next actions due within 14 days', '1 other duty overdue']);
  assert.equal(await page.locator('.overview__none').innerText(), 'No next action is overdue, or due in the next 14 days. 1 other duty is overdue: see it.');
  await page.locator('.overview__none a').click();
  assert.ok(await page.locator('#to-do').evaluate((list) => list.open && list.contains(document.activeElement)));
  await page.locator('#to-do tbody tr').first().waitFor();
  // The next actions have no day; they are in the list, and not among what is overdue.
  assert.equal(await page.locator('#to-do p').first().innerText(), '2 next actions (2 due) and 1 other duty (1 overdue).');
  await page.locator('#printing > summary').click();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.match(await page.locator('#print').evaluate((paper) => paper.textContent), /Next actions due by 22 April 2026 \(0\)None\.1 other duty is overdue\./);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  // Done, the duty is not counted any more.
  await pasteAndRead(page, { 'text/plain': sheet('07/04/2026') });
  await asAt(page, AS_AT);
  assert.equal(await page.locator('#duties-overdue').count(), 0);
  assert.equal(await page.locator('.overview__none').innerText(), 'No next action is overdue, or due in the next 14 days.');
  await close(page);
});

test('duties that are due stand under their learner, and all of them among the reasons', async () => {
  const page = await openPage(browser);
  const sheet = ['Learner\tCourse type\tJoined\tLast review\tSafeguarding matter\tOfficer informed', 'Damson Invented\tDiploma\t03/09/2025\t20/03/2026\tYes\t', 'Sloe Invented\tDiploma\t03/09/2025\t20/03/2026\tYes\t07/04/2026', 'Plum Invented\tDiploma\t03/09/2025\t20/03/2026\tNo\t'];
  await pasteAndRead(page, { 'text/plain': `${sheet.join('\n')}\n` });
  await asAt(page, AS_AT);
  const due = await page.locator('.results__duties li').allInnerTexts();
  const report = 'Duty, due by 31 Jul 2026: Write the termly progress report (Tutor (engine default))';
  assert.deepEqual(due, ['Duty, due by 8 Apr 2026: Tell the safeguarding officer today (Tutor)', report, report, report]);
  const why = page.locator('.results__more').first();
  await why.locator('summary').click();
  const told = why.locator('.why__duties li');
  await told.first().waitFor();
  assert.match((await told.allInnerTexts())[0], /^Duty, due by 8 Apr 2026: Tell the safeguarding officer today \(Tutor\), because a safeguarding matter came up .* \(HFD-17, HFD L66\)$/);
  await close(page);
});

const TUTORIAL = ['Learner\tCourse type\tJoined\tLeft\tLast review\tTotally confidential\tMedium\tCopies agreed\tSafeguarding matter\tOfficer informed\tLearner informed\tTutorial\tTutorial planned\tTargets\tTarget by when\tTarget met', 'Lee Invented\tOther\t03/09/2025\t\t02/03/2026\tNo\tpaper\tStudent\tNo\t\t05/03/2026\t11/03/2026\t\tFinish unit\t10/03/2026\t'];

test('what is overdue comes first, advice is no duty, and a list that is cut says how much more there is', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': `${TUTORIAL.join('\n')}\n` });
  await asAt(page, '2026-03-13');
  const due = await page.locator('.results__duties li').allInnerTexts();
  assert.deepEqual(due, ['Duty, overdue since 10 Mar 2026: Meet the target (Learner)', 'Advice, due: Put the next tutorial in the diary (Delivery team)']);
  const order = await page.locator('.results__why ul').evaluateAll((lists) => lists.map((list) => list.className));
  assert.deepEqual(order, ['govuk-list results__duties', 'results__reasons']);
  const told = await page.locator('.results__reasons li').allInnerTexts();
  assert.match(told.find((line) => line.startsWith('Target:')), /overdue, because the target’?'?s date \(10 Mar(?:ch)? 2026\) has passed and it is not met/);
  assert.match(told.find((line) => line.startsWith('Notice of the tutorial:')), /short, because the learner was told 6 calendar days before, which is less than 7/);
  assert.ok(!told.some((line) => line.startsWith('Marked as')), 'what nothing is asked of gives way');
  const all = page.locator('.results__more').first();
  const more = Number(/^And (\d+) more reasons?, under “All the reasons”\.$/.exec(await page.locator('.results__cut').innerText())[1]);
  await all.locator('summary').click();
  await all.locator('.why__duties li').first().waitFor();
  assert.ok(more >= 2 && told.length + more <= (await all.locator('.why__title').count()), `${told.length} told and ${more} more`);
  assert.deepEqual((await all.locator('.why__duties li strong').allInnerTexts()).slice(0, 2), ['Duty, overdue since 10 Mar 2026', 'Advice, due']);
  const must = (await renderedRows(page))[0]['Must do now'];
  assert.equal(must, 'Nothing to do Besides: 1 other duty, which is overdue; 1 thing advised');
  await page.locator('#to-do > summary').click();
  await page.locator('#to-do tbody tr').first().waitFor();
  assert.equal(await page.locator('#to-do p').first().innerText(), '1 duty (1 overdue) and 1 piece of advice (1 due).');
  assert.deepEqual(await page.locator('#to-do tbody td:nth-child(2)').allInnerTexts(), ['Duty', 'Advice']);
  await page.locator('#copy').click();
  assert.match(await page.locator('#not-copied').innerText(), /^“Nothing to do” in a column says that its own rules ask for nothing\. 1 other duty is overdue, and no column holds them:/);
  // The day before, the target is not overdue yet: the duty is one that is due, and stands below the reasons.
  await asAt(page, '2026-03-10');
  assert.equal((await page.locator('.results__duties li').allInnerTexts())[0], 'Duty, due by 10 Mar 2026: Meet the target (Learner)');
  assert.deepEqual(await page.locator('.results__why ul').evaluateAll((lists) => lists.map((list) => list.className)), ['results__reasons', 'govuk-list results__duties']);
  await close(page);
});

test('an own line that cannot be decided is said so on the page; in the copy, what stands beside an undecided line is blank', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Activity\tActivity kind\tOne to one\tPrivate\tPurpose\nTalk\tone-to-one\tYes\t\tselect course\nPrivate talk\tone-to-one\tYes\tYes\tselect course\n' });
  await asAt(page, AS_AT);
  const [open, decided] = await renderedRows(page);
  assert.match(open['MIR line'], /^Cannot decide/);
  assert.match(open['Own line'], /^Cannot decide/);
  assert.match(open.reasons, /Own line: Cannot decide/);
  assert.equal(decided['Own line'], 'Yes');
  const lines = (await copied(page)).plain.split('\n').map((line) => line.split('\t'));
  const at = lines[0].indexOf('Own line');
  assert.deepEqual(lines.slice(1, 3).map((line) => line[at]), ['', 'Yes']);
  await close(page);
});

test('what is wrong with a cell is told with what was expected', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Learner\tTarget %\tActual %\tProgramme type\nJo Invented\t50\t141\tmum\n' });
  await asAt(page, AS_AT);
  const told = (await renderedRows(page))[0].problems;
  assert.match(told, /“141” is out of range\. Expected: a percentage from 0 to 100\. /);
  assert.match(told, /“mum” is none of the values known here\. Expected: .*apprenticeship/);
  await close(page);
});

test('rows of one learner with other answers are told each with its row', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Learner\tCourse type\tJoined\tLeft\tLast review\nAda Invented\tDiploma\t03/09/2025\t\t01/10/2025\nBob Invented\tDiploma\t03/09/2025\t\t01/02/2026\nAda Invented\tDiploma\t03/09/2025\t\t01/02/2026\nAda Invented\tDiploma\t03/09/2025\t\t01/10/2025\n' });
  await asAt(page, '2026-03-11');
  const answers = (await renderedRows(page)).map((row) => row['Review due']);
  await page.locator('#nav-check').click();
  assert.notEqual(answers[0], answers[2]);
  assert.deepEqual(await page.locator('section[aria-labelledby="again"] .check-cell span').allInnerTexts().then((all) => all.filter((text) => text.startsWith('Row'))), [`Rows 2 and 5: ${answers[0]}`, `Row 4: ${answers[2]}`]);
  await close(page);
});

test('where whole terms stand in for half terms the results say so, and no longer once half terms are listed', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Learner\tCourse type\tJoined\tLast review\nDamson Invented\tNEET prevention\t03/09/2025\t01/10/2025\n' });
  await asAt(page, AS_AT);
  // The engine's own words, as the check says them.
  const told = page.locator('.app-warning', { hasText: 'half terms are listed' });
  const words = 'Some reviews are due in each half term, and no half terms are listed: it cannot be decided in which half of '
    + 'autumn or spring one is due. '
    + 'List the half terms in the settings, among the working days and term dates (“calendar” in a settings file).';
  assert.equal(await told.innerText(), words);
  await page.locator('#nav-check').click();
  assert.equal(await page.locator('section[aria-labelledby="check-table-wide"] li').innerText(), words);
  await page.locator('#nav-results').click();
  await page.locator('.settings summary').first().click();
  await page.locator('#setting-half_terms').fill('Autumn 1 3/9/2025 to 24/10/2025\nAutumn 2 3/11/2025 to 19/12/2025');
  await page.locator('#setting-half_terms').blur();
  await page.locator('.app-warning', { hasText: 'half terms are listed' }).waitFor({ state: 'detached' });
  await close(page);
});

test('names that are hidden are hidden on the steps before the results, too', async () => {
  const page = await openPage(browser);
  const tracker = 'Learner\tTarget %\tActual %\tStage 1 email\nDamson Invented\t60\t30\tMon 30 Mar\nDamson Invented\t60\t40\t\nQuince Madeup\t50\t50\t\nOnly Notreal\t\t\t\n';
  await pasteAndRead(page, { 'text/plain': tracker });
  await asAt(page, AS_AT);
  const steps = async () => {
    const words = {};
    for (const step of ['match', 'check', 'results']) {
      await page.locator(`#nav-${step}`).click();
      await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
      // What only a screen reader is told counts, too.
      words[step] = await page.locator(`#step-${step}`).evaluate((screen) => screen.textContent + [...screen.querySelectorAll('[aria-label]')].map((element) => element.ariaLabel).join(' '));
    }
    return words;
  };
  const NAMES = /Damson|Quince|Only Notreal/;
  const shown = await steps();
  for (const step of ['match', 'check', 'results']) assert.match(shown[step], NAMES, step);
  // The cell is quoted as it stands, without a year that it does not say.
  assert.match(shown.check, /Mon 30 Mar/);
  assert.doesNotMatch(shown.check, /2001/);
  await page.locator('#hide-names').check();
  const hidden = await steps();
  for (const step of ['match', 'check', 'results']) assert.doesNotMatch(hidden[step], NAMES, step);
  assert.match(hidden.match, /D\.I\. · Q\.M\./);
  assert.match(hidden.check, /D\.I\./);
  await page.locator('#hide-names').uncheck();
  assert.match((await steps()).match, NAMES);
  await close(page);
});

test('a duty that comes with the next action is overdue after its day, and due on it', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Learner\tTarget %\tActual %\tStart date\tAt risk since\nClover Invented\t20\t12\t02/03/2026\t30/03/2026\n' });
  const told = async (day) => {
    await asAt(page, day);
    const [row] = await renderedRows(page);
    return { duties: row.duties, lists: await page.locator('.results__why ul').evaluateAll((lists) => lists.map((list) => list.className)), counted: await page.locator('#duties-overdue').count() };
  };
  const TELL = 'Tell the Directors and the Quality Lead (Tutor; engine default)';
  assert.deepEqual(await told('2026-03-31'), { duties: `Duty, overdue since 30 Mar 2026: ${TELL}`, lists: ['govuk-list results__duties', 'results__reasons'], counted: 1 });
  assert.deepEqual(await told('2026-03-30'), { duties: `Duty, due by 30 Mar 2026: ${TELL}`, lists: ['results__reasons', 'govuk-list results__duties'], counted: 0 });
  await close(page);
});
