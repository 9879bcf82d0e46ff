// What is typed arrives as it was typed, however slowly and while the results are drawn anew around it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asText } from './support/large.mjs';
import { asAt, golden, openBrowser, openPage, pasteAndRead } from './support/page.mjs';

let browser;
let monthFirst;
before(async () => {
  browser = await openBrowser();
  // Which comes first in a field for a date, the day or the month, is the browser's own choice.
  const page = await openPage(browser, { address: 'about:blank' });
  await page.setContent('<input type="date">');
  await page.atOnce('input').focus();
  await page.keyboard.type('03042026');
  monthFirst = (await page.atOnce('input').inputValue()) === '2026-03-04';
  await page.context().close();
});
after(() => browser.close());

/** The keys of a date in this browser. */
const keys = (dayAndMonth, year = '') => (monthFirst ? dayAndMonth.slice(2) + dayAndMonth.slice(0, 2) : dayAndMonth) + year;
const SMALL = golden('at-risk-tracker.tsv');
/** Longer than a date that is typed takes to settle. */
const SETTLED = 1900;
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const day = (page) => page.locator('#as-at-hint').innerText();
const value = (page) => page.locator('#as-at').inputValue();
const focused = (page) => page.evaluate(() => document.activeElement.id);

async function results(text = SMALL) {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': text });
  await asAt(page, '2026-02-06');
  return page;
}
const close = async (page) => {
  assert.deepEqual(page.faults, []);
  await page.context().close();
};

for (const [delay, rows] of [[60, 21], [60, 5000], [300, 21], [900, 21], [900, 5000]]) {
  test(`a date that is typed with ${delay} ms to a key over ${rows} rows is the date that is used, in one step`, async () => {
    const page = await results(rows > 21 ? asText(rows) : SMALL);
    await page.locator('#as-at').focus();
    await page.keyboard.type(keys('0804', '2026'), { delay });
    assert.equal(await focused(page), 'as-at', 'the field is never left');
    await page.keyboard.press('Enter');
    assert.match(await day(page), /as at 8 April 2026/);
    assert.equal(await value(page), '2026-04-08');
    await page.locator('#undo').click();
    assert.match(await day(page), /as at 6 February 2026/, 'no half-typed date is a step of its own');
    assert.equal(await value(page), '2026-02-06');
    await close(page);
  });
}

test('a date is used once the typing has settled, and typing goes on where it was', async () => {
  const page = await results();
  await page.locator('#as-at').focus();
  await page.keyboard.type(keys('0804'));
  assert.match(await day(page), /as at 6 February 2026/, 'not while it is typed');
  await pause(SETTLED);
  assert.match(await day(page), /as at 8 April 2026/);
  assert.equal(await focused(page), 'as-at');
  await page.keyboard.type('2027');
  await pause(SETTLED);
  assert.match(await day(page), /as at 8 April 2027/);
  await page.locator('#undo').click();
  assert.match(await day(page), /as at 6 February 2026/, 'all that was typed in one go is one step');
  await close(page);
});

test('arrows change the part of the date they are at, all of them', async () => {
  const page = await results();
  await page.locator('#as-at').focus();
  // The second part is the month or the day.
  for (const key of ['ArrowRight', 'ArrowUp', 'ArrowUp', 'ArrowUp']) {
    await page.keyboard.press(key);
    await pause(100);
  }
  await page.keyboard.press('Enter');
  assert.match(await day(page), monthFirst ? /as at 9 February 2026/ : /as at 6 May 2026/);
  await close(page);
});

test('a date that is half typed or before 1900 is not used, and the field says so until it is right', async () => {
  const page = await results();
  const wrong = page.locator('#as-at-error');
  const says = /This is not a whole date from 1 January 1900 to 31 December 2199, so 6 February 2026 is still in use\. Type the day, the month and all four digits of the year\./;
  const type = async (typed) => {
    await page.locator('#as-at').focus();
    await page.keyboard.type(typed);
    await page.locator('#search').focus();
  };
  await type(keys('0804', '1899'));
  assert.match(await wrong.innerText(), says);
  assert.equal(await page.locator('#undo').count(), 1, 'the step of the test itself alone');
  assert.match(await day(page), /as at 6 February 2026/);
  await page.locator('#as-at').focus();
  await page.keyboard.press('Delete');
  await page.locator('#search').focus();
  assert.match(await wrong.innerText(), says);
  // What is drawn anew meanwhile says so too.
  await page.locator('#hide-names').check();
  assert.match(await wrong.innerText(), says);
  await type(keys('0101', '1900'));
  assert.equal(await wrong.isVisible(), false);
  assert.match(await day(page), /as at 1 January 1900/);
  await close(page);
});

test('a date that is picked is used at once, and the picker stays where it is', async () => {
  const page = await results();
  await page.evaluate(() => {
    const field = document.getElementById('as-at');
    window.field = field;
    field.focus();
    field.value = '2026-04-08';
    field.dispatchEvent(new Event('change'));
  });
  assert.match(await day(page), /as at 8 April 2026/);
  assert.ok(await page.evaluate(() => document.getElementById('as-at') === window.field && document.activeElement === window.field));
  await close(page);
});

test('the day of an earlier copy is typed as the other is, while the results are drawn anew', async () => {
  const page = await results(asText(2000));
  await page.locator('#compare > summary').click();
  await page.locator('#as-at').focus();
  await page.keyboard.type(keys('0704', '2026'));
  // The results for that date are drawn while the other date is typed.
  await page.evaluateAtOnce(() => document.getElementById('earlier-date').focus());
  await page.keyboard.type(keys('0803', '2026'), { delay: 100 });
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#earlier-date').inputValue(), '2026-03-08');
  await page.locator('#earlier-file').setInputFiles({ name: 'earlier.tsv', mimeType: 'text/tab-separated-values', buffer: Buffer.from(asText(100)) });
  await page.locator('#compare-result p').first().waitFor();
  assert.match(await page.locator('#compare-result').innerText(), /The earlier copy is worked out as at 8 March 2026, this one as at 7 April 2026\./);
  await close(page);
});

test('what is typed into a field while the answers to the change before are drawn stays there and counts', async () => {
  const page = await results(asText(5000));
  await page.locator('#settings > summary').click();
  const [first, second] = await page.locator('[id^="setting-learner-at-risk-"].settings__input').evaluateAll((inputs) => inputs.slice(0, 2).map(({ id }) => id));
  await page.locator(`#${first}`).fill('25');
  await page.keyboard.press('Tab');
  await page.evaluateAtOnce((id) => (document.getElementById(id).focus(), document.getElementById(id).select()), second);
  await page.keyboard.type('1');
  // The answers to the first are drawn now.
  assert.equal(await focused(page), second);
  assert.match(await page.locator('#undo').innerText(), /to 25/, 'what is half typed is no change');
  await page.keyboard.type('2');
  assert.equal(await page.locator(`#${second}`).inputValue(), '12');
  await page.keyboard.press('Tab');
  assert.match(await page.locator('.app-warning').first().innerText(), /2 settings are not the default/);
  await close(page);
});
