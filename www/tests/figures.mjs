// What a formula and 10,000 rows cost in each spreadsheet, in processor time: node tests/figures.mjs [ROWS]
// Prints a line for each; LibreOffice's is printed by ../calc/tests/figures.py.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Excel } from '../excel/tests/runtime.mjs';
import { formula, project } from '../sheets/tests/apps-script.mjs';
import { answered, spreadsheet } from '../sheets/tests/document.mjs';
import { asAt, openSidebar } from '../sheets/tests/sidebar.mjs';
import { openBrowser } from './support/page.mjs';

const count = Number(process.argv[2] ?? 10_000);
const golden = readFileSync(fileURLToPath(new URL('../../tests/golden/at-risk-tracker.tsv', import.meta.url)), 'utf8');
const [headings, ...given] = golden.trimEnd().split('\n').map((line) => line.split('\t'));
const width = headings.length;
const typed = (cell) => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell);
// Each row by a name of its own, so that no answer is known already.
const rows = Array.from({ length: count }, (_, at) => {
  const row = given[at % given.length];
  return Array.from({ length: width }, (_, column) => (column === 0 ? `Learner ${at}` : typed(row[column] ?? '')));
});
const AS_OF = '2026-04-08';

const say = (what, milliseconds) => process.stdout.write(`${what}: ${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms\n`);
async function cost(what, act, divided = 1) {
  const begin = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(begin);
  say(what, (user + system) / 1000 / divided);
}

const excel = new Excel();
await excel.call('RISK', [[headings], [rows[0]], AS_OF]);
for (const name of ['RISK', 'NEXT']) await cost(`Excel, ${name} over ${count} rows in one formula`, () => excel.call(name, [[headings], rows, AS_OF]));
const some = rows.slice(0, 300).map((row) => [`${row[0]} anew`, ...row.slice(1)]);
await cost('Excel, RISK over one row, each of 300', () => excel.calls(some.map((row) => ({ name: 'RISK', args: [[headings], [row], AS_OF] }))), some.length);
await cost('Excel, DEADLINE, each of 300', () => excel.calls(some.map((_, at) => ({ name: 'DEADLINE', args: [[[46000 + at]], 5] }))), some.length);
excel.close();

const files = project('formulas');
const day = { date: AS_OF };
formula(files, 'DEADLINE', [day, 5]);
await cost('Sheets, DEADLINE, with the start of the engine', () => formula(files, 'DEADLINE', [day, 5]));
await cost('Sheets, RISK over one row, with the start', () => formula(files, 'RISK', [[headings], [rows[0]], day]));
for (const name of ['RISK', 'NEXT']) await cost(`Sheets, ${name} over ${count} rows, with the start`, () => formula(files, name, [[headings], rows, day]));

const book = spreadsheet();
const sheet = book.add('Tracker', [headings, ...rows]);
book.select(sheet, 1, 0, 1, 1);
book.values(sheet);
let taken;
await cost(`Sidebar, reading ${count} rows at Google, in the model`, () => (taken = answered(book, 'take', '{}')));
process.stdout.write(`Sidebar, what goes to the browser: ${(taken.answer.length / 1e6).toFixed(1)} MB\n`);

const browser = await openBrowser();
const processes = await browser.newBrowserCDPSession();
const { page } = await openSidebar(browser, { rows: [headings, ...rows] });
page.setDefaultTimeout(300_000);
const renderers = async () => {
  const { processInfo } = await processes.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1000;
};
async function inBrowser(what, act) {
  const begin = await renderers();
  await act();
  say(what, (await renderers()) - begin);
}
await inBrowser(`Sidebar, reading, matching and answering ${count} rows in the browser`, async () => {
  await page.click('#read');
  await page.waitForSelector('#step-results:not([hidden]) #to-fill, #step-match:not([hidden]) #heading-match');
});
await page.click('#nav-results');
await inBrowser('Sidebar, another day', () => asAt(page, AS_OF));
await page.click('#nav-fill');
await inBrowser(`Sidebar, filling ${count} rows from the browser`, async () => {
  await page.click('#fill');
  await page.waitForSelector('#undo');
});
await browser.close();
