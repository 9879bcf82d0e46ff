// A mark in every cell, looked for everywhere a learner’s data must not be; and names that are code, which stay text.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DIST, asAt, copied, everywhere, openBrowser, openPage, pasteAndRead, renderedRows, scratch, taken } from './support/page.mjs';
import { serve } from './support/serve.mjs';
import { row, xlsx } from './support/zip.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const HEADINGS = ['Learner', 'Target %', 'Actual %', 'Missed sessions in a row', 'Support requested', 'Start factors', 'Stage 1 email', 'Stage 1 outcome', 'Recorded rating', 'Notes'];
const mark = (row, column) => `Qzx${row}q${column}`;
// Every cell of two rows holds a mark, so most cannot be read; a third row is answered, and its text is marked.
const MARKED = [
  HEADINGS,
  HEADINGS.map((_, column) => mark(1, column)),
  HEADINGS.map((_, column) => mark(2, column)),
  [mark(3, 0), '60', '30', '', '', '', '2026-03-30', '', '', mark(3, 9)],
].map((row) => row.join('\t')).join('\n');
const ANY = /Qzx\d/;

/** Stops the engine, in whatever thread it is, once it is told to. */
const BREAK = `(() => {
  let broken = false;
  new BroadcastChannel('break').onmessage = () => (broken = true);
  const Real = WebAssembly.Instance;
  WebAssembly.Instance = function (module, imports) {
    const instance = new Real(module, imports);
    const exports = { ...instance.exports };
    exports.tracker_evaluate = (...given) => {
      if (broken) throw new WebAssembly.RuntimeError('unreachable');
      return instance.exports.tracker_evaluate(...given);
    };
    return { exports };
  };
})()`;

/** Runs in the page: every place beside the screen where something could be left. */
const places = async () => ({
  local: { ...localStorage },
  session: { ...sessionStorage },
  databases: await indexedDB.databases(),
  caches: await globalThis.caches?.keys(),
  workers: (await navigator.serviceWorker?.getRegistrations())?.length,
  files: (await navigator.storage?.estimate())?.usage,
  cookie: document.cookie,
  address: location.href,
  title: document.title,
  state: history.state,
  name: window.name,
  asked: performance.getEntries().map((entry) => entry.name),
  // A browser writes down what stands in fields, to restore it with the tab, unless they say not to.
  restored: [...document.querySelectorAll('input:not([type=radio], [type=checkbox], [type=file], [type=date]), textarea')].filter((field) => field.autocomplete !== 'off').map((field) => field.value),
  downloads: [...document.querySelectorAll('a[download]')].map((link) => link.download),
});

test('a mark in every cell is in no address, title, console, storage, file name, report or settings file', async () => {
  const server = await serve(DIST);
  const page = await openPage(browser, { address: 'about:blank', init: everywhere(BREAK) });
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(server.address);
  const seen = [];
  const look = async () => seen.push(await page.evaluate(places));
  await pasteAndRead(page, { 'text/plain': MARKED });
  for (const step of ['match', 'check', 'results', 'add']) {
    await page.locator(`#nav-${step}`).click();
    await look();
  }
  await page.locator('#nav-check').click();
  const cell = page.locator('.check-input[id^="cell-"]').first();
  await cell.fill(`${mark(9, 9)}`);
  await cell.press('Enter');
  await look();
  await asAt(page, '2026-04-08');
  assert.ok((await renderedRows(page)).some((row) => row.Learner === mark(3, 0)), 'the marks are on the page');
  await page.locator('#search').fill(mark(3, 0));
  await look();
  for (const summary of await page.locator('#step-results summary').all()) if (await summary.isVisible()) await summary.click();
  await look();
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await look();
  const paper = (await page.pdf()).toString('latin1');
  assert.match(paper, /\/Title /);
  // What a printed file says of itself, apart from its pages, which are packed.
  seen.push(...paper.match(/\/(?:Title|Subject|Author|Keywords|Creator) ?(?:\([^)]*\)|<[^>]*>)/g));
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  for (const id of ['download-csv', 'download-xlsx', 'download-ics']) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator(`#${id}`).click()]);
    seen.push(file.suggestedFilename());
    if (id === 'download-ics') {
      const path = join(scratch(), 'due.ics');
      await file.saveAs(path);
      seen.push(readFileSync(path, 'utf8'));
    } else {
      await file.cancel();
    }
  }
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#save-settings').click()]);
  const path = join(scratch(), 'settings.json');
  await file.saveAs(path);
  seen.push(file.suggestedFilename(), readFileSync(path, 'utf8'));
  await page.evaluate(() => new BroadcastChannel('break').postMessage(true));
  await page.locator('#nav-results').click();
  await page.locator('#as-at').fill('2026-04-09');
  await page.locator('#as-at').dispatchEvent('change');
  await page.locator('#fault').waitFor();
  const report = await page.locator('#fault-details').inputValue();
  assert.match(report, /unreachable/);
  seen.push(report);
  await look();
  assert.doesNotMatch(JSON.stringify([seen, said, server.requests]), ANY);
  // The tab is loaded anew: nothing of the rows comes back.
  page.on('dialog', (dialog) => dialog.accept());
  await page.reload();
  await page.locator('#paste').waitFor();
  assert.doesNotMatch(await page.evaluate(() => document.body.innerText + [...document.querySelectorAll('input, textarea')].map((field) => field.value).join()), ANY);
  assert.deepEqual(server.requests.filter((address) => address !== '/' && address !== '/favicon.ico'), []);
  await page.context().close();
  server.close();
});

test('a mark in the names of files and sheets, and in cells that are opened, compared and copied, is in none of those places either', async () => {
  const server = await serve(DIST);
  const page = await openPage(browser, { address: 'about:blank' });
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(server.address);
  const seen = [];
  const look = async () => seen.push(await page.evaluate(places));
  const cells = (actual) => xlsx(`${row(1, { A: 'Learner', B: 'Target %', C: 'Actual %', D: mark(0, 3) })}${row(2, { A: mark(1, 0), B: 60, C: actual, D: mark(1, 3) })}`, { sheet: mark(0, 0) });
  const file = (name, buffer) => ({ name: `${name}.xlsx`, mimeType: '', buffer });
  await page.locator('#file').setInputFiles(file(mark(8, 8), cells(30)));
  await taken(page);
  await look();
  await asAt(page, '2026-04-08');
  assert.deepEqual((await renderedRows(page)).map((learner) => learner.Learner), [mark(1, 0)]);
  await page.locator('#compare > summary').click();
  await page.locator('#earlier-file').setInputFiles(file(mark(8, 9), cells(60)));
  await page.locator('#compare-result table').waitFor();
  assert.match(await page.locator('#compare-result').innerText(), ANY);
  await look();
  await copied(page);
  await page.locator('#downloads > summary').click();
  for (const id of ['download-csv', 'download-xlsx']) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`#${id}`).click()]);
    seen.push(download.suggestedFilename());
    await download.cancel();
  }
  await look();
  // A file that cannot be used is named on the page, and nowhere else.
  await page.locator('#nav-add').click();
  await page.locator('#file').setInputFiles(file(mark(8, 7), Buffer.from(mark(1, 1))));
  await page.locator('.govuk-error-summary').waitFor();
  await look();
  assert.doesNotMatch(JSON.stringify([seen, said, server.requests]), ANY);
  await page.context().close();
  server.close();
});

const CODE = ['<img src=x onerror="globalThis.ran=1">', '<script>globalThis.ran=1</script>', '"><svg onload="globalThis.ran=1">', '{{7*7}}', 'javascript:globalThis.ran=1', '</textarea><img src=x onerror="globalThis.ran=1">'];

test('names that are code are text on the page, on paper and in what is taken away', async () => {
  const page = await openPage(browser);
  const cells = (name) => [name, '60', '30', '', '', '', '2026-03-30', '', '', name].join('\t');
  await pasteAndRead(page, { 'text/plain': [HEADINGS.join('\t'), ...CODE.map(cells)].join('\n') });
  for (const step of ['match', 'check', 'results']) {
    await page.locator(`#nav-${step}`).click();
    for (const summary of await page.locator(`#step-${step} summary`).all()) if (await summary.isVisible()) await summary.click();
  }
  await asAt(page, '2026-04-08');
  assert.deepEqual((await renderedRows(page)).map((row) => row.Learner), CODE);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  assert.ok((await page.locator('#print').evaluate((element) => element.textContent)).length > 100);
  assert.equal(await page.evaluate(() => document.querySelectorAll('main img, #print img, main svg[onload], main script, #print script').length), 0);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  const { html } = await copied(page);
  assert.deepEqual([...html.matchAll(/<([a-z]+)/gi)].map(([, tag]) => tag).filter((tag) => !/^(?:meta|table|tbody|t[rdh]|br)$/.test(tag)), [], html);
  if (!(await page.locator('#downloads').evaluate((details) => details.open))) await page.locator('#downloads > summary').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#download-csv').click()]);
  const csv = readFileSync(await file.path(), 'utf8');
  for (const name of CODE) assert.ok(csv.includes(name.replaceAll('"', '""')), `${name} is in the file as it stands`);
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('clipboard HTML that is code puts only its text on the page', async () => {
  const page = await openPage(browser);
  const row = (cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  await pasteAndRead(page, { 'text/html': `<table>${row(HEADINGS)}${row(['<b onclick="x">Teapot</b> <img src=x onerror="globalThis.ran=1">Invented<script>globalThis.ran=1</script>', '60', '30', '', '', '', '', '', '', '<iframe srcdoc="x"></iframe>'])}</table>` });
  await page.locator('#nav-results').click();
  assert.deepEqual((await renderedRows(page)).map((learner) => learner.Learner), ['Teapot Invented']);
  assert.equal(await page.evaluate(() => document.querySelectorAll('main img, main iframe, main script, main b[onclick]').length), 0);
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
  await page.context().close();
});
