// npm run measure [ROWS]: what a large paste, a keystroke, a mended cell and what a reader does next cost in the built page.
// For each: milliseconds until it is drawn, by the clock, and the page's own tasks meanwhile in processor time, which another
// program on the machine does not lengthen: the longest, and how many are over 50 ms and so felt in typing and scrolling.
// Keys and clicks are real ones, because a browser lets a page do less without. The tests assert none of these figures.
import { asHtml, asText } from './support/large.mjs';
import { openBrowser, openPage, paste } from './support/page.mjs';

const rows = Number(process.argv[2] ?? 10_000);
const browser = await openBrowser();

async function opened() {
  const page = await openPage(browser);
  page.setDefaultTimeout(300_000);
  // The engine's first call compiles; what is measured is the second paste of a page.
  await paste(page, { 'text/plain': asText(5) });
  await page.locator('#nav-results').waitFor();
  await page.locator('#clear').click();
  await page.locator('#clear-now').click();
  return page;
}

/** Does something and waits until it is drawn, or until `shown` is there. */
async function cost(page, act, shown) {
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const begin = performance.now();
  await act();
  if (shown) await page.atOnce(shown).waitFor();
  await page.evaluate(() => 0);
  const took = Math.round(performance.now() - begin);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const pages = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && pages.has(`${pid} ${tid}`)).map(({ tdur = 0 }) => tdur / 1000);
  return { took, 'longest task': Math.round(tasks.reduce((a, b) => Math.max(a, b), 0)), 'over 50': tasks.filter((task) => task > 50).length, 'all tasks': Math.round(tasks.reduce((a, b) => a + b, 0)) };
}

const print = (what, figures) => process.stdout.write(`${what.padEnd(34)} ${Object.entries(figures).map(([name, value]) => `${name} ${value}`).join(', ')}\n`);

/** A table of which two cells of a percentage cannot be read. */
function withMistakes(text) {
  const lines = text.split('\n');
  const at = lines[0].split('\t').indexOf('Target %');
  for (const row of [5, 9]) lines[row] = lines[row].split('\t').map((cell, column) => (column === at ? 'abc' : cell)).join('\t');
  return lines.join('\n');
}

process.stdout.write(`${rows} rows\n`);
for (const [what, type, text] of [['paste as HTML', 'text/html', asHtml(rows)], ['paste as text', 'text/plain', withMistakes(asText(rows))]]) {
  const page = await opened();
  // The clipboard is filled beforehand, so that what is measured begins with the keys.
  const copier = await page.context().newPage();
  await copier.setContent('<p>x</p>');
  await copier.evaluate(([type, text]) => {
    document.addEventListener('copy', (event) => (event.clipboardData.setData(type, text), event.preventDefault()), { once: true });
    document.execCommand('copy');
  }, [type, text]);
  await copier.close();
  await page.bringToFront();
  await page.locator('#paste').focus();
  print(what, await cost(page, () => page.keyboard.press('Control+V'), '#nav-results'));
  if (type === 'text/plain') await measured(page);
  await page.context().close();
}

/**
 * Cells mended by typing and Enter: milliseconds by the page's own clock from the key until the answers that follow are on
 * show, in the frame after they are drawn.
 */
async function mended(page, times) {
  await page.evaluate(() => {
    window.took = [];
    document.addEventListener('keydown', ({ key, timeStamp }) => {
      if (key !== 'Enter') return;
      const drawn = new MutationObserver(() => {
        if (document.querySelector('main[aria-busy]')) return;
        drawn.disconnect();
        requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = () => window.took.push(performance.now() - timeStamp);
          after.port2.postMessage(null);
        });
      });
      drawn.observe(document.querySelector('main'), { attributes: true, attributeFilter: ['aria-busy'] });
    }, true);
  });
  for (let time = 0; time < times; time += 1) {
    const cell = page.locator('.check-input[id^="cell-"]').first();
    // One that mends it and one that does not, so that there is always a next.
    await cell.fill(time % 2 ? `abc${time}` : `${100 + time}x`);
    await cell.press('Enter');
    await page.waitForFunction((n) => window.took.length === n, time + 1);
  }
  const took = (await page.evaluate(() => window.took)).sort((a, b) => a - b);
  return { median: Math.round(took[took.length >> 1]), fastest: Math.round(took[0]), slowest: Math.round(took.at(-1)) };
}

async function measured(page) {
  const click = (selector) => () => page.locator(selector).click();
  await page.locator('#nav-check').click();
  const cell = page.locator('.check-input[id^="cell-"]').first();
  await cell.fill('50');
  print('a cell mended', await cost(page, () => cell.press('Enter')));
  print('undo', await cost(page, click('#undo')));
  print('redo', await cost(page, click('#redo')));
  print('20 cells mended, key to picture', await mended(page, 20));
  print('results', await cost(page, click('#nav-results')));
  print('sorted by name', await cost(page, click('#sort-name')));
  print('sorted by rating', await cost(page, click('#sort-risk_rating')));
  print('the next page', await cost(page, click('#page-on')));
  print('a letter searched for', await cost(page, async () => {
    await page.locator('#search').press('a');
    await page.waitForTimeout(150);
  }));
  print('a rating filtered', await cost(page, () => page.locator('#filter-risk_rating').selectOption({ label: 'High' })));
  print('another day', await cost(page, async () => {
    await page.locator('#as-at').fill('2026-04-08');
    await page.locator('#as-at').dispatchEvent('change');
  }));
  print('scrolled to the end', await cost(page, () => page.keyboard.press('Control+End')));
  print('copied', await cost(page, click('#copy'), '#copied .app-success'));
  await page.locator('#downloads > summary').click();
  for (const id of ['download-csv', 'download-xlsx']) {
    print(id, await cost(page, async () => {
      const [file] = await Promise.all([page.waitForEvent('download'), page.locator(`#${id}`).click()]);
      await file.cancel();
    }));
  }
  print('a column read in another way', await cost(page, async () => {
    await page.locator('#nav-match').click();
    await page.locator('.match-how > summary').first().click();
    await page.locator('.match-how[open] input[type="radio"]').nth(1).check({ force: true });
  }));
}
await browser.close();
