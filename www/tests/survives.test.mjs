// The tab lives on: leaving with unsaved work is asked about, a second tab is another tracker, and an engine without memory is
// started anew. A closed lid: lid.test.mjs; hours of typing: hours.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { NO_THREADS, PAGE, copied, golden, openBrowser, openPage, pasteAndRead, ready, renderedRows } from './support/page.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const TRACKER = 'Learner\tTarget %\tActual %\nTeapot Invented\t60\tabc\nSpoon Pretend\t50\t50\n';

/** Types into the cell that cannot be read, as a person does. */
async function type(page, value) {
  await page.locator('#nav-check').click();
  const cell = page.locator('.check-input[id^="cell-"]').first();
  await cell.fill(value);
  await cell.press('Enter');
}

/** Closes the page as a person does; true when it asked first, and was told to stay. */
async function asked(page) {
  const question = page.waitForEvent('dialog').then(async (dialog) => {
    assert.equal(dialog.type(), 'beforeunload');
    await dialog.dismiss();
    return true;
  });
  const closed = page.waitForEvent('close').then(() => false);
  // Whichever does not come is waited for in vain.
  for (const event of [question, closed]) event.catch(() => {});
  await page.close({ runBeforeUnload: true });
  return Promise.race([question, closed]);
}

test('leaving asks when something was typed, and not when it was taken away', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': TRACKER });
  await type(page, '30');
  assert.equal(await asked(page), true);
  await page.locator('#nav-results').click();
  assert.equal((await renderedRows(page))[0]['Risk rating'].slice(0, 4), 'High', 'staying keeps what was typed');
  await copied(page);
  assert.equal(await asked(page), false);
  await page.context().close();
});

test('two tabs are two trackers', async () => {
  const one = await openPage(browser);
  const two = await one.context().newPage();
  await two.goto(PAGE);
  await ready(two);
  await pasteAndRead(one, { 'text/plain': TRACKER });
  await pasteAndRead(two, { 'text/plain': golden('bae-tracker.tsv') });
  for (const [page, learners] of [[one, 2], [two, 48]]) {
    await page.bringToFront();
    await page.locator('#nav-results').click();
    assert.match(await page.locator('#heading-results').innerText(), new RegExp(`Results for ${learners} learners`));
  }
  await one.context().close();
});

test('an engine whose memory has run out is started anew, and answers', async () => {
  // All that a module may have is taken from the first engine: the next thing that it asks for is refused, and it stops.
  const init = `${NO_THREADS};(() => {
    const Real = WebAssembly.Instance;
    globalThis.engines = 0;
    WebAssembly.Instance = function (module, imports) {
      const instance = new Real(module, imports);
      const { memory, tracker_evaluate } = instance.exports;
      if (tracker_evaluate) {
        globalThis.engines += 1;
        if (globalThis.engines === 1) globalThis.takeMemory = () => {
          for (let pages = 32768; pages > 0; pages = Math.floor(pages / 2)) try { while (memory.grow(pages) >= 0); } catch {}
          return memory.buffer.byteLength;
        };
      }
      return instance;
    };
  })()`;
  const page = await openPage(browser, { init });
  page.setDefaultTimeout(60_000);
  assert.ok((await page.evaluate(() => globalThis.takeMemory())) > 2 ** 31);
  const rows = Array.from({ length: 20_000 }, (_, row) => `Teapot Invented ${row}\t60\t${row % 60}`);
  await pasteAndRead(page, { 'text/plain': `Learner\tTarget %\tActual %\n${rows.join('\n')}` });
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 20,000 learners/);
  assert.ok((await page.evaluate(() => globalThis.engines)) > 1, 'the first engine had stopped');
  await page.context().close();
});
