// A closed lid: the browser freezes a tab that is not looked at, with its threads, and wakes it hours later, on another day.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { asHtml } from './support/large.mjs';
import { PAGE, executablePath } from './support/page.mjs';

let browser;
// A page that Playwright drives is looked at for ever, and cannot be frozen.
before(async () => (browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })));
after(() => browser.close());

/** The page behind another tab, and what closes and opens the lid. Its clock can be put forward. */
async function open() {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  await page.evaluateOnNewDocument(() => {
    const Real = Date;
    globalThis.later = 0;
    globalThis.Date = class extends Real {
      constructor(...given) {
        if (given.length > 0) super(...given);
        else super(Real.now() + globalThis.later);
      }
      static now = () => Real.now() + globalThis.later;
    };
    globalThis.slept = [];
    for (const what of ['freeze', 'resume']) document.addEventListener(what, () => globalThis.slept.push(what));
  });
  await page.goto(PAGE);
  await page.waitForFunction(() => !document.getElementById('app').hidden);
  const devtools = await page.createCDPSession();
  const other = await browser.newPage();
  await page.bringToFront();
  const close = async () => {
    await other.bringToFront();
    await page.evaluate(() => void (globalThis.ticks ??= setInterval(() => (globalThis.ticked = (globalThis.ticked ?? 0) + 1), 20)));
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    const before = await page.evaluate(() => globalThis.ticked);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(await page.evaluate(() => globalThis.ticked), before, 'while it sleeps nothing in the page runs');
  };
  const wake = async () => {
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    await page.bringToFront();
    assert.deepEqual(await page.evaluate(() => globalThis.slept), ['freeze', 'resume']);
  };
  return { page, close, wake, other };
}

const settled = (page) => page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
const press = async (page, id) => {
  await page.evaluate((id) => document.getElementById(id).click(), id);
  await settled(page);
};
const asAt = (page) => page.$eval('#as-at', (input) => input.value);
const ratings = (page) => page.$$eval('.results__answers [data-label="Risk rating"]', (cells) => cells.map((cell) => cell.textContent.replace(/^\W+/, '')));

test('over night: what was typed is there, answers say of which day they are, and new rows are answered for the new day', async () => {
  const { page, close, wake, other } = await open();
  const add = async () => {
    await page.evaluate(() => {
      document.querySelector('#paste').value = 'Learner\tTarget %\tActual %\nTeapot Invented\t60\tabc\nSpoon Pretend\t50\t50\n';
      document.querySelector('#use-text').click();
    });
  };
  await add();
  await page.waitForFunction(() => location.hash === '#check');
  const mend = async (text) => {
    await page.evaluate((text) => {
      const cell = document.querySelector('.check-input[id^="cell-"]');
      cell.value = text;
      cell.dispatchEvent(new Event('change'));
    }, text);
    await settled(page);
  };
  await mend('ask again');
  await press(page, 'nav-results');
  const day = await asAt(page);
  await close();
  await page.evaluate(() => (globalThis.later = 24 * 3600 * 1000));
  await wake();
  assert.equal(await asAt(page), day);
  await press(page, 'nav-check');
  assert.equal(await page.$eval('.check-input[id^="cell-"]', (cell) => cell.value), 'ask again');
  await mend('30');
  await press(page, 'nav-results');
  assert.deepEqual(await ratings(page), ['High', 'Low']);
  assert.equal(await asAt(page), day, 'the answers are those of the day that is named beside them');
  await press(page, 'nav-add');
  await page.waitForFunction(() => location.hash === '#add');
  await add();
  await page.waitForSelector('#rows-instead');
  await press(page, 'rows-instead');
  await page.waitForFunction(() => location.hash === '#check');
  await press(page, 'nav-results');
  assert.equal(Date.parse(await asAt(page)) - Date.parse(day), 24 * 3600 * 1000);
  assert.deepEqual(page.faults, []);
  await other.close();
  await page.close();
});

test('while many rows are read: they are all there when it is opened', async () => {
  const { page, close, wake, other } = await open();
  await page.evaluate((html) => {
    const data = new DataTransfer();
    data.setData('text/html', html);
    document.querySelector('#paste').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, asHtml(30_000));
  await page.waitForSelector('.app-progress');
  await close();
  assert.equal(await page.evaluate(() => location.hash), '#add', 'the lid was closed before the rows were read');
  await wake();
  await page.waitForFunction(() => location.hash !== '#add');
  await press(page, 'nav-results');
  assert.match(await page.$eval('#heading-results', (heading) => heading.textContent), /Results for 30,000 learners/);
  assert.deepEqual(page.faults, []);
  await other.close();
  await page.close();
});
