// Prints third-party notices, from cargo's and npm's own lists, with the text of each licence once; no date, so that the same
// commit gives the same text.
//   node pkg-scripts/notices.mjs           of the page, which shows them: what its two wasm files and its script carry
//   node pkg-scripts/notices.mjs engine    of the engine's wasm file alone
//   node pkg-scripts/notices.mjs program   of the command line, for this kind of computer
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

// Packages of npm whose code or styles end up in the page; the others only build or test it.
const FROM_NPM = ['govuk-frontend', 'write-excel-file', 'fflate'];
// Of a choice of licences the first of these is taken.
const TAKEN = ['MIT', 'Apache-2.0', 'Zlib', 'BSD-3-Clause', 'Unicode-3.0'];

/** The crates that are built into the wasm file of the crate in `folder`, or into its program for another target. */
function crates(folder, target = 'wasm32-unknown-unknown') {
  const args = ['tree', '--locked', '--edges', 'normal,no-proc-macro', '--target', target, '--prefix', 'none', '--format', '{p}', '--manifest-path', join(folder, 'Cargo.toml')];
  const listed = execFileSync('cargo', args, { encoding: 'utf8' }).split('\n');
  const wanted = new Set(listed.map((line) => line.split(' ').slice(0, 2).join(' ')));
  const metadata = JSON.parse(execFileSync('cargo', ['metadata', '--locked', '--format-version', '1', '--manifest-path', join(folder, 'Cargo.toml')], { encoding: 'utf8', maxBuffer: 1 << 28 }));
  return metadata.packages
    .filter((pack) => pack.source && wanted.has(`${pack.name} v${pack.version}`))
    .map(({ name, version, license, manifest_path: manifest }) => ({ name, version, license, folder: dirname(manifest) }));
}

function npm(name) {
  const folder = join('www/node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { name, version, license, folder };
}

/** The licence that is taken, and the file of the package that holds it. */
function terms({ name, license, folder }) {
  const offered = license.replaceAll('/', ' OR ').replace(/[()]/g, '').split(/ OR | AND /).map((word) => word.trim());
  const taken = [...TAKEN.filter((known) => offered.includes(known)).slice(0, 1), ...offered.filter((word) => / AND /.test(license) && word === 'Unicode-3.0')];
  if (taken.length === 0) throw new Error(`${name} is offered under ${license}: decide, and say so here`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|unlicense)/i.test(file)).sort();
  const file = files.find((found) => taken[0] === 'MIT' && /mit/i.test(found)) ?? files.find((found) => /^licen[cs]e(\.md|\.txt)?$/i.test(found)) ?? files[0];
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '';
  const holders = [...new Set(text.split('\n').map((line) => line.trim()).filter((line) => /^copyright (?:\([cC]\)|©|\d{4}|[A-Z])/i.test(line) && !/^copyright (?:notice|license)/i.test(line)))];
  return { taken: taken.join(' and '), holders, text };
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const CARRIED = {
  page: () => [...crates('.'), ...crates('www/workbook'), ...FROM_NPM.map(npm)],
  engine: () => crates('.'),
  program: () => crates('.', /^host: (.*)$/m.exec(execFileSync('rustc', ['-vV'], { encoding: 'utf8' }))[1]),
};
const parts = CARRIED[process.argv[2] ?? 'page']();
const once = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
const lines = [];
const others = new Map();
for (const [title, part] of [...once].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const { taken, holders, text } = terms(part);
  lines.push([`${title}: ${taken}`, ...holders].join('\n  '));
  if (taken !== 'MIT') others.set(`${title}, ${taken}`, text.trim());
}
console.log(`${lines.join('\n')}\n\nMIT\n\n${MIT}`);
for (const [title, text] of others) console.log(`\n${title}\n\n${text}`);
