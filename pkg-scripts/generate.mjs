// Hands the catalogue of formulas (standard input) to every www/<host>/generate.mjs. Each gives the files of its folder
// `generated`, by name, as text or bytes.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const catalogue = JSON.parse(readFileSync(0, 'utf8'));

const wanted = new Map();
const folders = [];
for (const host of readdirSync(join(root, 'www'))) {
  const script = join(root, 'www', host, 'generate.mjs');
  if (!existsSync(script)) continue;
  const folder = join(root, 'www', host, 'generated');
  folders.push(folder);
  const { default: generate } = await import(pathToFileURL(script));
  for (const [name, content] of Object.entries(await generate(catalogue))) {
    wanted.set(join(folder, name), Buffer.from(content));
  }
}
if (process.argv.includes('--release')) {
  const functions = catalogue.functions.map(({ examples, errors, ...kept }) => kept);
  const text = `${JSON.stringify({ engine: catalogue.engine, functions }, null, 1)}\n`;
  wanted.set(join(root, 'tests/data/released-formulas.json'), Buffer.from(text));
}

const differ = [];
for (const [file, content] of wanted) {
  if (existsSync(file) && readFileSync(file).equals(content)) continue;
  differ.push(file);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
for (const folder of folders.filter((folder) => existsSync(folder))) {
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(name.parentPath, name.name);
    if (!name.isFile() || wanted.has(file)) continue;
    differ.push(file);
    if (!check) rmSync(file);
  }
}
const names = differ.map((file) => relative(root, file)).join(', ');
if (check && differ.length > 0) {
  process.stderr.write(`error: not what the catalogue gives: ${names}. Run pkg-scripts/generate and commit what it writes.\n`);
  process.exit(1);
}
process.stdout.write(differ.length > 0 ? `written: ${names}\n` : 'generated files: as the catalogue gives them\n');
