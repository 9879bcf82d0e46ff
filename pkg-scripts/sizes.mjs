// Prints what the files named would weigh, as they are and compressed as web servers do, and fails where one weighs more
// than it may: a page is as slow as what it has to load.
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

// In kB of brotli: what was reached, and a little. Whoever needs more says in the commit what the page gets for it.
const BUDGETS = { 'www/pkg/bae_rules_bg.wasm': 544 };

const kB = (bytes) => bytes.length / 1000;
const shown = (bytes) => `${kB(bytes).toFixed(1).padStart(8)} kB`;
for (const file of process.argv.slice(2).filter((name) => existsSync(name))) {
  const bytes = readFileSync(file);
  const brotli = brotliCompressSync(bytes);
  console.log(`${file.padEnd(44)} raw${shown(bytes)}   gzip${shown(gzipSync(bytes, { level: 9 }))}   brotli${shown(brotli)}`);
  if (kB(brotli) > BUDGETS[file]) {
    console.error(`error: ${file} weighs ${kB(brotli).toFixed(1)} kB compressed, and may weigh ${BUDGETS[file]} kB (pkg-scripts/sizes.mjs)`);
    process.exitCode = 1;
  }
}
