// Drives the built page in a real Chromium, through the real clipboard.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
// Another build can be tested by naming its folder.
export const DIST = process.env.BAE_RULES_DIST ?? here('../../dist/');
export const PAGE = pathToFileURL(join(DIST, 'bae-rules.html')).href;
export const fixture = (name) => readFileSync(here(`../${name}`), 'utf8');
export const fixturePath = (name) => here(`../${name}`);
export const golden = (name) => readFileSync(here(`../../../tests/golden/${name}`), 'utf8');
export const scratch = () => mkdtempSync(join(tmpdir(), 'bae-rules-'));

const CHROMES = [process.env.CHROME_BIN, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const executablePath = CHROMES.find((path) => path && existsSync(path));

// Nothing that a browser does of its own accord: the tests count requests.
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** One browser for a test file; close it in `after`. */
export async function openBrowser() {
  if (!executablePath) throw new Error('no Chromium was found: set CHROME_BIN');
  return chromium.launch({ executablePath, args: ARGS });
}

/** The page in a context of its own. `faults` collects what a user must never meet. */
export async function openPage(browser, { address = PAGE, init, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  if (init) await context.addInitScript(init);
  // What takes longer than this is broken, on a busy machine too.
  context.setDefaultTimeout(12_000);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  await page.goto(address);
  if (options.javaScriptEnabled === false) return page;
  if (address !== 'about:blank') await ready(page);
  return patient(page);
}

/**
 * The same page, at which one looks when it has drawn what it was last asked for: the engine answers from a thread of its
 * own. `atOnce`, `evaluateAtOnce` and `setInputFilesAtOnce` do not wait.
 */
function patient(page) {
  const settled = () => document.querySelector('[aria-busy="true"]') === null;
  const { evaluate, locator, getByRole, getByText, waitForFunction } = page;
  const idle = async () => {
    if (!(await evaluate.call(page, settled))) await waitForFunction.call(page, settled);
  };
  const NARROWED = new Set(['first', 'last', 'nth', 'filter', 'locator', 'getByRole', 'getByText', 'getByLabel']);
  const waiting = (found) =>
    new Proxy(found, {
      get(target, name) {
        const value = target[name];
        if (typeof value !== 'function') return value;
        if (NARROWED.has(name)) return (...given) => waiting(value.apply(target, given));
        return async (...given) => {
          await idle();
          return value.apply(target, given);
        };
      },
    });
  page.atOnce = locator.bind(page);
  page.evaluateAtOnce = evaluate.bind(page);
  page.setInputFilesAtOnce = page.setInputFiles.bind(page);
  page.locator = (...given) => waiting(locator.apply(page, given));
  page.getByRole = (...given) => waiting(getByRole.apply(page, given));
  page.getByText = (...given) => waiting(getByText.apply(page, given));
  page.evaluate = async (...given) => {
    await idle();
    return evaluate.apply(page, given);
  };
  return page;
}

/** A script for the page and, since the engine has a thread of its own, for every thread that the page makes. */
export const everywhere = (script) => `${script};
(() => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => make.call(URL, /javascript/.test(blob.type) ? new Blob([${JSON.stringify(`${script};`)}, blob], { type: blob.type }) : blob);
})()`;

/** A browser in which a page can make no thread. */
export const NO_THREADS = 'delete globalThis.Worker';

/** Waits until the engine runs, or the page has said that it cannot. */
export const ready = (page) => page.waitForFunction(() => ['app', 'no-engine', 'no-rules'].some((id) => !document.getElementById(id).hidden));

/** Puts exactly these flavours on the clipboard, as another program would, and pastes with Ctrl+V. */
export async function paste(page, flavours) {
  const copier = await page.context().newPage();
  await copier.goto(PAGE);
  await copier.evaluate(async (data) => {
    // A browser takes what is copied when it comes to it: a paste at once may get what was there before.
    await navigator.clipboard.writeText('');
    document.addEventListener(
      'copy',
      (event) => {
        for (const [type, text] of Object.entries(data)) event.clipboardData.setData(type, text);
        event.preventDefault();
        event.stopImmediatePropagation();
      },
      { capture: true, once: true },
    );
    document.execCommand('copy');
    const held = async () => {
      const [item] = await navigator.clipboard.read();
      return item !== undefined && (await Promise.all(item.types.map((type) => item.getType(type)))).some((blob) => blob.size > 0);
    };
    while (!(await held())) await new Promise((resolve) => setTimeout(resolve, 10));
  }, flavours);
  await copier.close();
  await page.bringToFront();
  await page.locator('#nav-add').click();
  await page.locator('#paste').focus();
  await page.keyboard.press('Control+V');
}

/** Pastes and waits for the step that follows. */
export async function pasteAndRead(page, flavours) {
  await paste(page, flavours);
  await taken(page);
}

/** Waits for the step that follows what was added; rows that are there already are replaced. */
export async function taken(page) {
  await page.waitForFunction(() => location.hash !== '#add' || document.querySelector('#rows-instead'));
  const instead = page.locator('#rows-instead');
  if (await instead.count()) await instead.click();
  await page.waitForFunction(() => location.hash !== '#add');
}

export async function asAt(page, date) {
  await page.locator('#nav-results').click();
  await page.locator('#as-at').fill(date);
  await page.locator('#as-at').dispatchEvent('change');
}

/** What the copy button puts on the clipboard. */
export async function copied(page) {
  await page.locator('#copy').click();
  await page.locator('.app-success').waitFor();
  return page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const text = async (type) => (await item.getType(type)).text();
    return { html: await text('text/html'), plain: await text('text/plain') };
  });
}

/** Tab-separated text as rows; quoted fields may hold tabs and line breaks. */
export function rowsOf(tsv) {
  const rows = [[]];
  const fields = tsv.replace(/^\uFEFF/, '').matchAll(/("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r?\n|$)/g);
  for (const [whole, field, end] of fields) {
    if (whole === '' && rows.at(-1).length === 0) continue;
    rows.at(-1).push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end !== '\t') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

/** The expected file as objects by heading. */
export function expected(name) {
  const [headings, ...rows] = rowsOf(golden(name));
  return rows.map((row) => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])));
}

/** The rendered list, page after page, as objects by heading. */
export async function renderedRows(page) {
  const all = [];
  for (;;) {
    await page.waitForFunction(() => !document.querySelector('#results-table[aria-busy]'));
    all.push(
      ...(await page.evaluate(() => {
        const words = (cell) => cell?.textContent.trim() ?? '';
        return [...document.querySelectorAll('.results__learner')].map((body) => {
          const row = { Learner: words(body.querySelector('th')), reasons: words(body.querySelector('.results__reasons')), duties: words(body.querySelector('.results__duties')), problems: words(body.querySelector('.results__problems')) };
          for (const cell of body.querySelectorAll('.results__answers td')) row[cell.dataset.label] = words(cell).replace(/^[▲◆●?] /, '');
          return row;
        });
      })),
    );
    const next = page.locator('#page-on');
    if ((await next.count()) === 0) return all;
    await next.click();
  }
}

export const scrollsSideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
