// Makes the pictures of the guides from the built pane and sidebar: node tests/pictures.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { host, openPane, read as readInExcel } from '../excel/tests/pane.mjs';
import { asAt, fill, openSidebar, read } from '../sheets/tests/sidebar.mjs';
import { openBrowser } from './support/page.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const tracker = readFileSync(here('../../tests/golden/at-risk-tracker.tsv'), 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
const width = Math.max(...tracker.map((row) => row.length));
const rows = tracker.slice(0, 16).map((row) => [...row, ...Array(width - row.length).fill('')]);
const AS_AT = '2026-04-08';
const HEIGHT = 640;

const browser = await openBrowser();

/** Pictures beside each other, as one. */
async function beside(file, pictures) {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  const images = pictures.map((picture) => `<img style="border:1px solid #9fbfc0" src="data:image/png;base64,${picture.toString('base64')}">`);
  await page.setContent(`<body style="margin:0;display:inline-flex;gap:16px;background:#fff">${images.join('')}</body>`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  writeFileSync(here(file), await page.locator('body').screenshot());
  await page.close();
}

const sidebar = await openSidebar(browser, { rows, viewport: { width: 300, height: HEIGHT } });
const inSheets = [await sidebar.page.screenshot()];
await read(sidebar.page);
await asAt(sidebar.page, AS_AT);
sidebar.book.select(sidebar.sheet, 8, 0, 1, 1);
await sidebar.page.click('#why-now');
await sidebar.page.waitForSelector('#why ul');
await sidebar.page.evaluate(() => document.activeElement.blur());
inSheets.push(await sidebar.page.screenshot());
await fill(sidebar.page, 'values');
await sidebar.page.evaluate(() => document.activeElement.blur());
inSheets.push(await sidebar.page.screenshot());
await beside('../sheets/sidebar.png', inSheets);

const hosted = await host();
const pane = await openPane(browser, hosted.address, { rows, viewport: { width: 340, height: HEIGHT } });
const inExcel = [await pane.screenshot()];
await readInExcel(pane);
await asAt(pane, AS_AT);
await pane.evaluate(() => window.fakeExcel.choose(8));
await pane.waitForSelector('#why ul');
await pane.evaluate(() => document.activeElement.blur());
inExcel.push(await pane.screenshot());
await pane.click('#nav-fill');
await pane.evaluate(() => document.activeElement.blur());
inExcel.push(await pane.screenshot());
await beside('../excel/pane.png', inExcel);
hosted.close();
await browser.close();
