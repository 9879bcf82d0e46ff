// The main flow in Firefox, from a file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { PAGE, expected, fixturePath, golden } from './support/page.mjs';
import { firefox } from './support/programs.mjs';

const settled = (page) => page.waitForFunction(() => !document.querySelector('[aria-busy]'));
const shown = (page, label) =>
  page.evaluate((label) => [...document.querySelectorAll('.results__answers')].map((row) => row.querySelector(`[data-label="${label}"]`).textContent.replace(/^[▲◆●?] /, '')), label);
const asAt = async (page, date) => {
  await page.evaluate((date) => {
    const input = document.querySelector('#as-at');
    input.value = date;
    input.dispatchEvent(new Event('change'));
  }, date);
  await settled(page);
};

test('Firefox: from a paste to the printed paper and from a workbook to the copied columns, with one request', async () => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox(),
    // Puppeteer's profile relaxes this; readers' Firefox does not.
    extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true },
  });
  try {
    const page = await browser.newPage();
    const requests = [];
    const faults = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(PAGE);
    await page.waitForSelector('#paste');
    // Firefox gives a made-up paste event no data, so the text goes in as if typed.
    await page.evaluate((text) => {
      document.querySelector('#paste').value = text;
      document.querySelector('#use-text').click();
    }, golden('at-risk-tracker.tsv'));
    await page.waitForFunction(() => location.hash === '#results');
    await asAt(page, '2026-04-08');
    const wanted = expected('at-risk-tracker.expected.tsv').map((row) => row['Risk rating']);
    const ratings = await shown(page, 'Risk rating');
    assert.equal(ratings.length, wanted.length);
    wanted.forEach((rating, index) => assert.ok(ratings[index].startsWith(rating), `row ${index + 1}: ${ratings[index]}, expected ${rating}`));

    await page.evaluate(() => {
      window.print = () => {};
    });
    await page.click('#printing > summary');
    await page.waitForSelector('#print-go');
    await page.click('#print-go');
    await settled(page);
    assert.match(await page.$eval('#print', (paper) => paper.textContent), /Summary as at 8 April 2026/);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));

    // The workbook reader runs in a thread made from a piece of the page.
    const file = await page.$('#file');
    await file.uploadFile(fixturePath('files/layout.xlsx'));
    await page.waitForSelector('#rows-instead');
    await page.evaluate(() => document.querySelector('#rows-instead').click());
    await page.waitForFunction(() => document.querySelectorAll('.results__answers').length === 5 || location.hash === '#check');
    await page.evaluate(() => document.querySelector('#nav-results').click());
    await settled(page);
    assert.deepEqual(await shown(page, 'Escalation stage'), ['Stage 1', 'First risk', 'Stage 2', 'None', 'First risk']);
    await page.click('#copy');
    await page.waitForSelector('#copied .app-success, #copy-text');
    await page.click('#to-policies');
    await page.waitForFunction(() => document.activeElement.id === 'heading-policies');
    assert.deepEqual(requests.filter((url) => !/^(?:data|blob):/.test(url) && url !== PAGE), []);
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
