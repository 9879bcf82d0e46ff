// npm run measure [ROWS]: what a large paste, a keystroke, a mended cell and what a reader does next cost in the built page, in milliseconds.
// Figures of a machine that does nothing else; the tests assert none of them.
import { asHtml, asText } from './support/large.mjs';
import { openBrowser, openPage, pasteAndRead } from './support/page.mjs';

const rows = Number(process.argv[2] ?? 10_000);
const browser = await openBrowser();

async function measured(type, text) {
  const page = await openPage(browser);
  page.setDefaultTimeout(120_000);
  // The engine's first call compiles; what is measured is the second paste of a page.
  await pasteAndRead(page, { 'text/plain': asText(5) });
  await page.locator('#clear').click();
  const figures = await page.evaluate(
    async ([type, text]) => {
      let tasks = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)))).observe({ type: 'longtask' });
      const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));
      const costs = async (act) => {
        tasks = [];
        const begin = performance.now();
        await act();
        const took = Math.round(performance.now() - begin);
        await rest(300);
        return { took, 'tasks over 50 ms': tasks };
      };
      const data = new DataTransfer();
      data.setData(type, text);
      const paste = await costs(async () => {
        document.querySelector('#paste').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        while (location.hash === '#add') await rest(1);
      });
      document.querySelector('#nav-results').click();
      await rest(500);
      const search = await costs(async () => {
        const box = document.querySelector('#search');
        box.value = 'a';
        box.dispatchEvent(new Event('input'));
        await rest(300);
      });
      return { paste, search };
    },
    [type, text],
  );
  await page.context().close();
  return figures;
}

async function mended() {
  const page = await openPage(browser);
  page.setDefaultTimeout(120_000);
  const lines = asText(rows).split('\n');
  const at = lines[0].split('\t').indexOf('Target %');
  lines[5] = lines[5].split('\t').map((cell, column) => (column === at ? 'abc' : cell)).join('\t');
  await pasteAndRead(page, { 'text/plain': lines.join('\n') });
  await page.locator('#nav-check').click();
  const costs = await page.evaluate(async () => {
    const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));
    // What runs at once, and the longest task of what follows.
    const cost = async (act) => {
      const tasks = [];
      const watch = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration))));
      watch.observe({ type: 'longtask' });
      await rest(100);
      tasks.length = 0;
      const begin = performance.now();
      act();
      const took = Math.round(performance.now() - begin);
      await rest(600);
      watch.disconnect();
      return { took, 'tasks over 50 ms': tasks };
    };
    const click = (selector) => () => document.querySelector(selector).click();
    const found = {};
    found['a cell mended'] = await cost(() => {
      const input = document.querySelector('.check-input[id^="cell-"]');
      input.value = '50';
      input.dispatchEvent(new Event('change'));
    });
    found.undo = await cost(click('#undo'));
    found.redo = await cost(click('#redo'));
    found.results = await cost(click('#nav-results'));
    found['sorted by name'] = await cost(click('#sort-name'));
    found['the next page'] = await cost(click('#page-on'));
    found.copy = await cost(click('#copy'));
    found.scroll = await cost(() => window.scrollTo(0, document.body.scrollHeight));
    return found;
  });
  await page.context().close();
  return costs;
}

console.log(`${rows} rows as text`, await measured('text/plain', asText(rows)));
console.log(`${rows} rows as HTML`, await measured('text/html', asHtml(rows)));
console.log(`among ${rows} rows`, await mended());
await browser.close();
