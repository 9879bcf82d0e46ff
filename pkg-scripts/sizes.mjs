// Prints what the files named would weigh: as they are, and compressed as web servers do.
import { existsSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const kB = (bytes) => `${(bytes.length / 1000).toFixed(1).padStart(8)} kB`;
for (const file of process.argv.slice(2).filter((name) => existsSync(name))) {
  const bytes = readFileSync(file);
  const gzip = gzipSync(bytes, { level: 9 });
  console.log(`${file.padEnd(44)} raw${kB(bytes)}   gzip${kB(gzip)}   brotli${kB(brotliCompressSync(bytes))}`);
}
