// No cell that leaves the page is a formula: every cell of a tracker and every result is read back by LibreOffice, from
// CSV, from the clipboard’s plain text and HTML, and from the workbook. A guard that is missing would show: the same
// cells without it are formulas there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { asAt, copied, openBrowser, openPage, pasteAndRead, scratch } from './support/page.mjs';
import { soffice } from './support/programs.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const STARTS = ['=1+1', '+1+1', '-1+1', '@SUM(1,1)', '\t=1+1', '\r=1+1', ' =1+1', '=HYPERLINK("http://127.0.0.1:9/")', "='a'!B1", '=DDE("a";"b";"c")', '＝1+1', '"=1+1"'];
const HEADINGS = ['Learner', 'Target %', 'Actual %', 'Programme type', 'Stage 1 email', 'Stage 1 outcome', 'Support requested', 'Notes'];
const quoted = (cell) => (/["\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const TRACKER = [
  HEADINGS,
  // Each start in every column, so that it is in answers too: as a name, as a cell that cannot be read.
  ...STARTS.map((start) => HEADINGS.map(() => start)),
  ...STARTS.map((start) => [start, '60', '30', '', '2026-03-30', '', '', start]),
].map((row) => row.map(quoted).join(',')).join('\n');

/** The formulas that LibreOffice finds in a file, told to look for them. */
function formulas(path, filter) {
  const out = scratch();
  execFileSync(soffice(), ['--headless', `-env:UserInstallation=file://${scratch()}`, ...(filter ? [`--infilter=${filter}`] : []), '--convert-to', 'fods', '--outdir', out, path], { stdio: 'ignore' });
  const sheet = readFileSync(join(out, `${path.split('/').pop().replace(/\.\w+$/, '')}.fods`), 'utf8');
  assert.match(sheet, /<table:table-cell/);
  return [...sheet.matchAll(/table:formula="([^"]*)"/g)].map((match) => match[1]);
}
// English (UK), numbers and dates are looked for, and so are formulas.
const text = (separator) => `Text - txt - csv (StarCalc):${separator},34,76,1,,2057,false,true,false,false,false,0,true`;
const saved = (name, content) => {
  const path = join(scratch(), name);
  writeFileSync(path, content);
  return path;
};

test('the tracker with its results, and what is copied, hold no formula', async () => {
  assert.ok(formulas(saved('bare.csv', TRACKER), text(44)).length >= 10, 'without the guard there are formulas');
  const page = await openPage(browser);
  await page.locator('#file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(TRACKER) });
  await page.waitForFunction(() => location.hash !== '#add');
  await asAt(page, '2026-04-08');
  const { html, plain } = await copied(page);
  assert.deepEqual(formulas(saved('copied.tsv', plain), text(9)), []);
  assert.deepEqual(formulas(saved('copied.html', `<meta charset="utf-8">${html}`), 'calc_HTML_WebQuery:2057 1'), []);
  await page.locator('#downloads > summary').click();
  for (const [id, filter] of [['download-csv', text(44)], ['download-xlsx', null]]) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator(`#${id}`).click()]);
    const path = join(scratch(), file.suggestedFilename());
    await file.saveAs(path);
    assert.deepEqual(formulas(path, filter), [], id);
  }
  await page.context().close();
});

test('the result columns that the command line writes hold no formula; the tracker’s own cells are as they were', () => {
  const program = process.env.BAE_RULES ?? fileURLToPath(new URL('../../target/debug/bae-rules', import.meta.url));
  const tracker = saved('tracker.csv', TRACKER);
  const written = (...more) => execFileSync(program, ['classify', tracker, '--as-of', '2026-04-08', ...more], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  for (const [format, separator] of [['csv', 44], ['tsv', 9]]) {
    const results = written('--format', format, '--columns', 'results');
    assert.ok(results.trimEnd().split('\n').length > 2 * STARTS.length, results);
    assert.deepEqual(formulas(saved(`results.${format}`, results), text(separator)), [], format);
    const whole = formulas(saved(`whole.${format}`, written('--format', format)), text(separator));
    assert.deepEqual(whole, formulas(saved('bare.csv', TRACKER), text(44)), `${format}: no formula that was not in the tracker`);
  }
});
