// What is entered in the settings is used or is told at its field and above the results, and wrong entries change no answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bundled } from './support/bundled.mjs';
import { asAt, golden, openBrowser, openPage, pasteAndRead, renderedRows } from './support/page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function settings(tracker) {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': golden(tracker) });
  await asAt(page, '2026-04-08');
  await page.locator('#settings > summary').click();
  return page;
}
const close = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};
const enter = async (page, id, text) => {
  await page.locator(`#${id}`).fill(text);
  await page.locator(`#${id}`).blur();
};
const wrong = async (page, id) => ((await page.locator(`#${id}-error`).count()) > 0 ? page.locator(`#${id}-error`).evaluate((element) => element.textContent.replace('Error: ', '')) : null);
const warning = (page) => page.locator('#step-results .app-warning').first().innerText();
const answers = async (page) => JSON.stringify((await renderedRows(page)).map(({ reasons: _, ...row }) => row));
const BEHIND = 'setting-learner-at-risk-behind_threshold';

test('a number that a setting cannot have is told at its field and above the results, and the last good one goes on being used', async () => {
  const page = await settings('at-risk-tracker.tsv');
  const before = await answers(page);
  for (const text of ['0', '100.5', 'abc', '30 points', '-30%', '3O']) {
    await enter(page, BEHIND, text);
    const words = `“${text}” is not a number from 1 to 100 %. Type a number from 1 to 100 %, or empty the field for the default, 30 %. Until then 30 % goes on being used.`;
    assert.equal(await wrong(page, BEHIND), words);
    assert.ok((await warning(page)).startsWith(`In the settings, “Behind by how much is at risk”. ${words} Put it right`), await warning(page));
    assert.equal(await page.locator(`#${BEHIND}`).inputValue(), text, 'what was entered stays to be mended');
    assert.equal(await answers(page), before);
  }
  assert.doesNotMatch(await page.locator('#undo').innerText(), /Behind/, 'no step is made of it');
  await enter(page, BEHIND, '25');
  assert.equal(await wrong(page, BEHIND), null);
  assert.doesNotMatch(await warning(page), /In the settings, “/);
  const at25 = await answers(page);
  assert.notEqual(at25, before);
  // Other settings are changed meanwhile, and the wrong entry stays beside them.
  await enter(page, BEHIND, '101');
  assert.match(await wrong(page, BEHIND), /Until then 25 % goes on being used\./);
  await page.locator('#setting-learner-at-risk-late_homework').selectOption('yes');
  assert.match(await wrong(page, BEHIND), /“101”/);
  await enter(page, 'setting-learner-at-risk-homework_limit', '2.5');
  assert.match(await wrong(page, 'setting-learner-at-risk-homework_limit'), /“2\.5” is not a whole number from 1 to 20 pieces of homework\./);
  assert.match(await page.locator('#settings > summary').innerText(), /2 changes, 2 entries to put right/);
  await page.locator('#default-settings').click();
  assert.equal(await wrong(page, BEHIND), null);
  assert.equal(await answers(page), before);
  await close(page);
});

test('per cent may be written behind a percentage, and the unit behind any number', async () => {
  const page = await settings('at-risk-tracker.tsv');
  const before = await answers(page);
  await enter(page, BEHIND, '25');
  const at25 = await answers(page);
  for (const text of ['25%', '25 %', '25 per cent', ' 25.0 ']) {
    await enter(page, BEHIND, '');
    assert.equal(await answers(page), before);
    await enter(page, BEHIND, text);
    assert.equal(await wrong(page, BEHIND), null, text);
    assert.equal(await page.locator(`#${BEHIND}`).inputValue(), '25');
    assert.equal(await answers(page), at25, text);
  }
  await enter(page, BEHIND, '30%');
  assert.doesNotMatch(await warning(page), /not the default/, '30% is the default');
  await enter(page, 'setting-learner-at-risk-homework_limit', '3 pieces of homework');
  assert.equal(await page.locator('#setting-learner-at-risk-homework_limit').inputValue(), '3');
  await enter(page, 'setting-learner-at-risk-last_leaver_panel', '3/9/25');
  assert.equal(await page.locator('#setting-learner-at-risk-last_leaver_panel').inputValue(), '2025-09-03');
  await enter(page, 'setting-learner-at-risk-last_leaver_panel', 'soon');
  assert.match(await wrong(page, 'setting-learner-at-risk-last_leaver_panel'), /“soon” is not a date as 2026-09-01\..*Until then 2025-09-03 goes on being used\./);
  await close(page);
});

const TERMS = ['Autumn 1 3/9/2025 to 24/10/2025', 'Autumn 2 3/11/2025 to 19/12/2025', 'Spring 1 5/1/2026 to 13/2/2026', 'Spring 2 23/2/2026 to 27/3/2026'];

test('a half term that cannot be is told with its line, at the field and above the results', async () => {
  const page = await settings('reviews.tsv');
  const none = await answers(page);
  const cases = [
    ['Autumn 1 24/10/2025 to 3/9/2025', 0, 'Line 1: “Autumn 1” ends before it starts: 24 October 2025 to 3 September 2025. Swap the two dates, or check the years.'],
    ['Autumn 2 20/10/2025 to 19/12/2025', 1, 'Line 2: “Autumn 2” starts on 20 October 2025, before “Autumn 1” ends on 24 October 2025. Correct the dates of one of the two.'],
    ['Spring 1 5/1/2026 to 13/2/2062', 2, 'Line 3: “Spring 1” '],
    ['Spring 2 23/2/2026 to 31/02/2026', 3, 'Line 4: “31/02/2026” is no day of the calendar. Until'],
    ['Spring 2 Tue 23 Feb 2026 to 27/3/2026', 3, 'Line 4: “Tue 23 Feb 2026” is a Monday. Until'],
    ['Spring 1 23/2/2026 soon', 3, 'Line 4 cannot be read. Write it like this: Autumn 1 3/9/2026 to 23/10/2026.'],
  ];
  for (const [line, at, words] of cases) {
    const text = TERMS.with(at, line).join('\n');
    await enter(page, 'setting-half_terms', text);
    const said = await wrong(page, 'setting-half_terms');
    assert.ok(said?.startsWith(words), said);
    assert.ok(said.endsWith('Until this is right, what you entered is not used.'), said);
    assert.ok((await warning(page)).startsWith(`In the settings, “Half terms”. ${said} Put it right`), await warning(page));
    assert.equal(await page.locator('#setting-half_terms').inputValue(), text);
    assert.equal(await answers(page), none);
  }
  // The way from the notice to the field, also where the settings are closed.
  await page.locator('#settings > summary').click();
  await page.locator('#step-results .app-warning a', { hasText: 'Put it right' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'setting-half_terms');
  await enter(page, 'setting-half_terms', TERMS.join('\n'));
  assert.equal(await wrong(page, 'setting-half_terms'), null);
  assert.equal(await page.getByText('half terms are listed').count(), 0);
  assert.notEqual(await answers(page), none);
  await close(page);
});

test('a closure that ends before it starts, and a bank holiday that is none, are told at the field that makes them so', async () => {
  const page = await settings('reviews.tsv');
  await enter(page, 'setting-closures', '7/4/2026 Training\n31/12/2026 to 29/12/2026 Winter closure');
  assert.equal(
    await wrong(page, 'setting-closures'),
    'Line 2: The closure “Winter closure” ends before it starts: 31 December 2026 to 29 December 2026. Swap the two dates, or leave out the last for a single day. Until this is right, what you entered is not used.',
  );
  assert.match(await warning(page), /^In the settings, “Days you are closed”\. Line 2: The closure/);
  // Easter Monday is a bank holiday in England and Wales, and none in Scotland.
  await enter(page, 'setting-works_on', '7/4/2026\n6/4/2026');
  assert.match(await wrong(page, 'setting-works_on'), /^Line 1: “2026-04-07” is listed as a bank holiday that is worked, but is not one\. Check the date and the nation\./);
  await enter(page, 'setting-works_on', '6/4/2026');
  assert.equal(await wrong(page, 'setting-works_on'), null);
  await page.locator('#setting-nation').selectOption('scotland');
  assert.match(await wrong(page, 'setting-nation'), /^“2026-04-06” is listed as a bank holiday that is worked, but is not one\./);
  await page.locator('#setting-nation').selectOption({ index: 0 });
  assert.equal(await wrong(page, 'setting-nation'), null);
  await enter(page, 'setting-closures', '7/4/2026 Training');
  assert.doesNotMatch(await warning(page), /In the settings, “/);
  await close(page);
});

test('a settings file with a half term that cannot be is refused with what is wrong', async () => {
  const page = await settings('reviews.tsv');
  const text = JSON.stringify({ schema: 1, calendar: { half_terms: [{ name: 'Autumn 1', term: 'Autumn', from: '2025-10-24', to: '2025-09-03' }] } });
  await page.locator('#nav-add').click();
  await page.locator('#file').setInputFiles({ name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await page.locator('.govuk-error-summary', { hasText: '“Autumn 1” ends before it starts' }).waitFor();
  await close(page);
});

test('dates of terms are read as schools write them, and no others', async () => {
  const { isoDate, readClosures, readHalfTerms, writeHalfTerms } = await bundled('screens/settings/calendar-text.ts');
  for (const text of ['3/9/2025', '03/09/2025', '3/9/25', '03.09.25', '3.9.2025', '3-9-2025', '2025-09-03', '3 Sept 2025', '3 Sep 25', '3rd September 2025', 'Wed 3 Sept 2025', 'Wednesday, 3rd september 2025', 'Weds 3 Sept. 2025'])
    assert.equal(isoDate(text), '2025-09-03', text);
  for (const text of ['31/9/2025', '29/2/25', '3/9', '3/9/025', '3/9/20255', '3-9-25', '003/09/2025', '+3/9/2025', '3rd September 20256', 'about 3 Sept 2025', 'the Wed 3 Sept 2025', '9/3/2025/1', '2025-9', '3 Sebt 2025', 'Thu 3 Sept 2025', 'Sept 2025', '0/9/2025', '3/13/2025', 'soon', ''])
    assert.equal(isoDate(text), null, text);
  assert.equal(isoDate('29/2/24'), '2024-02-29');
  for (const [text, day] of [['1st May 2026', '2026-05-01'], ['Tues 2nd June 2026', '2026-06-02'], ['Thurs 1 Jan 2026', '2026-01-01'], ['Mon. 13 Apr. 2026', '2026-04-13'], [' 13  April 2026', '2026-04-13']])
    assert.equal(isoDate(text), day, text);
  assert.equal(isoDate('Monday 17th July 2026'), null, 'that day is a Friday');
  assert.equal(isoDate('Friday 17th July 2026'), '2026-07-17');
  const half = { name: 'Autumn 1', term: 'Autumn', from: '2025-09-03', to: '2025-10-24' };
  for (const line of ['Autumn 1 3/9/25 to 24/10/25', 'Autumn 1: 3/9/2025 - 24/10/2025', 'Autumn 1 Wed 3 Sept 2025 until Fri 24 Oct 2025', 'Autumn 1, 3.9.25–24.10.25', 'Autumn 1 2025-09-03 to 2025-10-24'])
    assert.deepEqual(readHalfTerms(line), { values: [half], lines: [1], unread: [] }, line);
  // The cells of a sheet, with and without headings and the term; a line keeps its number.
  for (const [sheet, line] of [
    ['Half term\tTerm\tFirst school day\tLast school day\nAutumn 1\tAutumn\t2025-09-03\t2025-10-24\n', 2],
    ['\ufeffTERM\tNotes\tlast school day\tFirst School Day\tHalf-term\r\n\r\nAutumn\tx\t2025-10-24\t2025-09-03\tAutumn 1\r\n', 3],
    ['\r\nLast day\tNotes\tFirst day\tHalf term\r\n24/10/2025\tx\t3/9/2025\tAutumn 1\r\n', 3],
    ['Term\tFrom\tTo\nAutumn 1\t3/9/2025\t24/10/2025', 2],
    ['Autumn 1\tAutumn\t2025-09-03\t2025-10-24', 1],
    ['Autumn 1\t\t3 September 2025\t24 October 2025', 1],
    ['Autumn 1\t3/9/2025\t24/10/2025', 1],
    ['Autumn 1\t3/9/2025 to 24/10/2025', 1],
  ])
    assert.deepEqual(readHalfTerms(sheet), { values: [half], lines: [line], unread: [] }, sheet);
  const other = [{ ...half, name: 'HT1' }];
  assert.deepEqual(readHalfTerms(writeHalfTerms(other)).values, other, 'a term that the name does not say is kept');
  assert.deepEqual(readHalfTerms('Half term\tFirst day\tLast day\nAutumn 1\tsoon\t24/10/2025').unread, [2]);
  assert.deepEqual(readHalfTerms('Half term\tFirst day\nAutumn 1\t3/9/2025').unread, [1, 2]);
  assert.deepEqual(readHalfTerms('Half term\tTerm\tFirst school day\tLast school day\n\nAutumn 1\tAutumn\t3/9/2025\t31/02/2026\nAutumn 2\tAutumn\t2025-11-03').unread, [3, 4], 'a day that is not, and none');
  assert.deepEqual(readHalfTerms('\nAutumn 1 3/9/25 to 24/10/25\nAutumn 1 soon'), { values: [half], lines: [2], unread: [3] });
  assert.deepEqual(readClosures('29/12/26 to 31/12/26 Winter closure\n7 Sept 2026 2 days of training').values, [
    { from: '2026-12-29', to: '2026-12-31', reason: 'Winter closure' },
    { from: '2026-09-07', reason: '2 days of training' },
  ]);
});

test('a settings file that is loaded says what it holds, and what becomes of the settings before', async () => {
  const page = await openPage(browser);
  const load = (settings) => page.locator('#file').setInputFiles({ name: 's.json', mimeType: '', buffer: Buffer.from(JSON.stringify({ schema: 1, ...settings })) });
  const told = async () => {
    await page.locator('#told').waitFor();
    return page.locator('#told').innerText();
  };
  await load({ 'learner-at-risk': { behind_threshold: '25', homework_limit: '5' }, columns: { 'learner-at-risk.learner': 'Who' } });
  assert.equal(await told(), 'The settings file is loaded: 2 settings and 1 chosen heading. The rows that you add are answered with it.');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'told');
  await pasteAndRead(page, { 'text/plain': 'Learner\tTarget %\tActual %\nTeapot Invented\t50\t37\n' });
  assert.equal((await renderedRows(page))[0]['Risk rating'], 'High');
  await page.locator('#nav-add').click();
  await load({ 'learner-at-risk': { behind_threshold: '30.5' } });
  assert.equal(await told(), 'The settings file is loaded: 1 setting. The results are worked out anew. The settings that you had are replaced; Undo brings them back.');
  await load({});
  await page.waitForFunction(() => /no setting/.test(document.getElementById('told')?.textContent ?? ''));
  assert.equal(await told(), 'The settings file is loaded: it holds no setting, so the defaults are used. The settings that you had are replaced; Undo brings them back.');
  // A file that is refused leaves nothing of it.
  await page.locator('#file').setInputFiles({ name: 's.json', mimeType: '', buffer: Buffer.from('{') });
  await page.locator('.govuk-error-summary').waitFor();
  assert.equal(await page.locator('#told').count(), 0);
  await close(page);
});
