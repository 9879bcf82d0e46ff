// Clipboard HTML that nobody would copy: a fixed number of inputs of the fuzzer (tests/fuzz/html.mjs), the same each time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { given, mutated, readerScript } from '../../tests/fuzz/html.mjs';
import { openBrowser } from './support/page.mjs';

test('mutated clipboard HTML is read or passed over, and nothing in it runs', async () => {
  const browser = await openBrowser();
  const page = await browser.newPage();
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.evaluate(await readerScript());
  await page.evaluate(() => {
    globalThis.alert = () => (globalThis.ran = true);
  });
  const { runs, found, html } = await page.evaluate(mutated, { ...given, inputs: 600 });
  assert.equal(found, '', html);
  assert.equal(runs, 600);
  assert.deepEqual(requests, []);
  await browser.close();
});

test('cells merged without end cost no more than the sheet they lie on', async () => {
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.evaluate(await readerScript());
  const table = await page.evaluate(() => reader.readHtmlTable(`<table>${`<tr>${'<td rowspan=1000 colspan=1000>x'.repeat(300)}</tr>`.repeat(300)}</table>`, async () => {}));
  assert.equal(table.rows.length, 300);
  assert.equal(table.cut, true);
  assert.ok(table.rows.every((row) => row.c.length <= 2000));
  assert.deepEqual(table.rows[0].c.flatMap((cell, column) => (cell === '' ? [] : [column])), [0, 1000]);
  await browser.close();
});

test('a value beyond all numbers counts as what its cell shows', async () => {
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.evaluate(await readerScript());
  const cells = async (value) => {
    const hints = [`data-sheets-value='{"1":3,"3":${value}}'`, `sdval="${value}" sdnum="2057;"`, `x:num="${value}"`];
    const html = `<table>${hints.map((hint) => `<tr><td ${hint}>7</td></tr>`).join('')}</table>`;
    return (await page.evaluate((text) => reader.readHtmlTable(text, async () => {}), html)).rows.map((row) => row.c[0]);
  };
  assert.deepEqual(await cells('7'), Array(3).fill({ t: '7', k: 'number', v: 7 }));
  assert.deepEqual(await cells('1e999'), Array(3).fill('7'));
  await browser.close();
});
