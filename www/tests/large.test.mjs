// Large tables: answered to the last row, in portions that leave the page alive, and stopped when asked.
// How long that takes is measured by `npm run measure`, not tested: a busy machine would decide.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asHtml, asText } from './support/large.mjs';
import { openBrowser, openPage, paste, pasteAndRead } from './support/page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** Pastes without the clipboard, and counts the times the page came to draw until the next step was there. */
async function pasteCounted(page, type, text) {
  return page.evaluate(
    async ([type, text]) => {
      let frames = 0;
      const count = () => {
        frames += 1;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      const data = new DataTransfer();
      data.setData(type, text);
      document.querySelector('#paste').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
      while (location.hash === '#add') await new Promise((resolve) => setTimeout(resolve, 5));
      return frames;
    },
    [type, text],
  );
}

test('100,000 rows are answered, and the last page of them is there', async () => {
  const page = await openPage(browser);
  page.setDefaultTimeout(90_000);
  await pasteCounted(page, 'text/plain', asText(100_000));
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 100,000 learners/);
  await page.locator('#page').selectOption({ label: '1000' });
  await page.waitForFunction(() => !document.querySelector('#results-table[aria-busy]'));
  assert.equal(await page.locator('.results__row').filter({ hasText: '100001' }).count(), 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('10,000 rows as HTML come in portions between which the page can draw', async () => {
  const page = await openPage(browser);
  page.setDefaultTimeout(90_000);
  const frames = await pasteCounted(page, 'text/html', asHtml(10_000));
  // Ten portions into the engine, and more out of the HTML.
  assert.ok(frames > 20, `${frames} frames`);
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 10,000 learners/);
  await page.context().close();
});

test('a long paste says how far it is, and Cancel leaves what was there', async () => {
  const page = await openPage(browser);
  page.setDefaultTimeout(90_000);
  await pasteAndRead(page, { 'text/plain': asText(5) });
  await paste(page, { 'text/html': asHtml(20_000), 'text/plain': 'x' });
  await page.locator('#stop').waitFor();
  assert.match(await page.locator('.app-progress').innerText(), /Reading what you pasted… \d+ per cent/);
  await page.locator('#stop').dispatchEvent('click');
  await page.locator('.app-progress').waitFor({ state: 'detached' });
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 5 learners/);
  await page.context().close();
});
