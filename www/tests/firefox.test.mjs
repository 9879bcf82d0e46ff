// The main flow in Firefox, from a file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { PAGE, expected, golden } from './support/page.mjs';
import { firefox } from './support/programs.mjs';

test('Firefox: from a paste to rated learners, with one request', async () => {
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
    await page.evaluate(() => {
      const date = document.querySelector('#as-at');
      date.value = '2026-04-08';
      date.dispatchEvent(new Event('change'));
    });
    await page.waitForFunction(() => !document.querySelector('#results-table[aria-busy]'));
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll('.results__answers')].map((row) => row.querySelector('[data-label="Risk rating"]').textContent.replace(/^[▲◆●?] /, '')),
    );
    const wanted = expected('at-risk-tracker.expected.tsv').map((row) => row['Risk rating']);
    assert.equal(shown.length, wanted.length);
    wanted.forEach((rating, index) => assert.ok(shown[index].startsWith(rating), `row ${index + 1}: ${shown[index]}, expected ${rating}`));
    assert.deepEqual(requests.filter((url) => !url.startsWith('data:') && url !== PAGE), []);
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
