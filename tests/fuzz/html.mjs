// Clipboard HTML that nobody would copy, read in a browser by the page's own reader. Prints inputs, seconds, the slowest
// input in seconds, and what was found, parted by tabs:
//
//   node tests/fuzz/html.mjs SECONDS
//
// The tests of the page import `mutated` and read a fixed number of them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const www = fileURLToPath(new URL('../../www/', import.meta.url));
const fromPage = (name) => import(pathToFileURL(createRequire(`${www}package.json`).resolve(name)).href);

const SEEDS = ['excel', 'google-sheets', 'libreoffice-calc'].map((name) => readFileSync(`${www}tests/pastes/${name}.html`, 'utf8'));
SEEDS.push('<table><tr><td>Learner<td>Target %<td>Actual %</tr><tr><td>Teapot Invented<td>60<td>30</tr></table>');

const WORDS = ['<table>', '</table>', '<tr>', '</tr>', '<td>', '</td>', '<th colspan=3>', '<td rowspan=1000 colspan=1000>', '<td colspan="65535">', '<td rowspan=-1>', '<br>', '<style>', '</style>', '.x{mso-number-format:"0%"}', '<td class=x>', '<td sdval="0.5" sdnum="2057;0;0%">', '<td x:num="45000">', '<td data-sheets-value="{&quot;1&quot;:3,&quot;3&quot;:46000}">', '<td data-sheets-value="{">', '<img src=x onerror=alert(1)>', '<script>throw 1</script>', '<svg onload=alert(1)>', '<template>', '<select>', '<!--', '-->', '<![CDATA[', '&#0;', '&amp;', '\u0000', '\ud800', '<tr style="display:none">', '<tbody>', '<caption>', '<table><tr><td><table>', '31/02/2026', '1e999', '"', "'", '>'];

/** The reader as one script that leaves it in `globalThis.reader`. */
export async function readerScript() {
  const { build } = await fromPage('vite');
  const [{ output }] = await build({
    configFile: false,
    root: www,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: 'src/clipboard/html-table.ts', formats: ['iife'], name: 'reader' } },
  });
  return `${output[0].code.replace(/^var reader/m, 'globalThis.reader')}`;
}

/** Runs in the browser: mutated inputs until `until` says stop; the first that breaks a promise ends it. */
export async function mutated({ seeds, words, seed, inputs, milliseconds, longest }) {
  let state = seed >>> 0;
  const draw = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = (of) => of[draw(of.length)];
  const part = (text) => {
    const from = draw(text.length);
    return [from, Math.min(text.length, from + draw(draw(4) === 0 ? text.length : 60))];
  };
  const change = (text) => {
    const [from, to] = part(text);
    switch (draw(6)) {
      case 0: return text.slice(0, from) + text.slice(to);
      case 1: return text.slice(0, to) + text.slice(from);
      case 2: return text.slice(0, from) + pick(words).repeat(draw(8) === 0 ? draw(300) : 1) + text.slice(from);
      case 3: return text.slice(0, from) + String.fromCharCode(draw(draw(2) ? 128 : 65536)) + text.slice(from + 1);
      case 4: return text.slice(0, from) + pick(seeds).slice(...part(pick(seeds))) + text.slice(to);
      default: return text.slice(0, from);
    }
  };
  const KINDS = new Set(['text', 'number', 'date', 'bool', 'error']);
  const fault = (table) => {
    if (table === null) return '';
    if (table.rows.some((row, index) => row.n !== index + 1)) return 'rows are not numbered on';
    if (table.rows.some((row) => row.c.length > reader.WIDEST)) return 'a row is too wide';
    for (const cell of table.rows.flatMap((row) => [...row.c])) {
      if (typeof cell === 'string') continue;
      if (typeof cell?.t !== 'string' || !KINDS.has(cell.k)) return `a cell is ${JSON.stringify(cell)}`;
      if (cell.v !== undefined && !Number.isFinite(cell.v)) return `a value is ${cell.v}`;
    }
    return '';
  };
  const begin = performance.now();
  let runs = 0;
  let slowest = 0;
  while (runs < inputs && performance.now() - begin < milliseconds) {
    let html = pick(seeds);
    for (let changes = draw(12); changes >= 0 && html; changes -= 1) html = change(html);
    html = html.slice(0, 300_000);
    const started = performance.now();
    let found;
    try {
      found = fault(await reader.readHtmlTable(html, async () => {}));
    } catch (error) {
      found = String(error?.stack ?? error);
    }
    let took = performance.now() - started;
    if (took > longest && !found) {
      // Once more: other work on the machine may have held it up.
      const again = performance.now();
      await reader.readHtmlTable(html, async () => {});
      took = Math.min(took, performance.now() - again);
    }
    slowest = Math.max(slowest, took);
    if (took > longest) found ||= `it took ${Math.round(took)} ms`;
    runs += 1;
    if (found || globalThis.ran) return { runs, slowest, state, found: found || 'a script ran', html };
  }
  return { runs, slowest, state, found: '' };
}

export const given = { seeds: SEEDS, words: WORDS, seed: 20_260_408, inputs: Infinity, milliseconds: Infinity, longest: Infinity };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { default: { chromium } } = await fromPage('playwright-core');
  const { executablePath } = await import(pathToFileURL(`${www}tests/support/page.mjs`).href);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage();
  await page.evaluate(await readerScript());
  const begin = Date.now();
  const total = { runs: 0, slowest: 0, found: '' };
  const end = begin + Number(process.argv[2] ?? 60) * 1000;
  let seed = (Date.now() & 0xffffffff) >>> 0;
  while (!total.found && Date.now() < end) {
    const part = await page.evaluate(mutated, { ...given, inputs: 1e9, milliseconds: 5000, longest: 1000, seed });
    total.runs += part.runs;
    total.slowest = Math.max(total.slowest, part.slowest);
    total.found = part.found;
    if (part.found) console.error(`${part.found}\n${JSON.stringify(part.html)}`);
    seed = part.state;
  }
  await browser.close();
  console.log([total.runs, Math.round((Date.now() - begin) / 1000), (total.slowest / 1000).toFixed(2), total.found ? `FOUND: ${total.found.split('\n')[0]}` : 'nothing found'].join('\t'));
  process.exitCode = total.found ? 1 : 0;
}
