// Serves a folder on this machine only: node serve.mjs FOLDER [PORT]. Takes the next free port if that one is in use.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.tsv': 'text/tab-separated-values; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};
// no-cache: a reload shows the page that was just built. The rest keeps other sites out of the page.
const HEADERS = {
  'Cache-Control': 'no-cache',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

const folder = resolve(process.argv[2]);
const first = Number(process.argv[3] ?? 8000);
if (!Number.isInteger(first) || first < 0 || first > 65535) {
  console.error(`error: ${process.argv[3]} is not a port: a whole number from 0 to 65535`);
  process.exit(2);
}

// The file that a request's path names, or null. Nothing outside the folder, nothing whose name starts with a dot.
async function find(url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('/.')) return null;
  let file = join(folder, path);
  if (file !== folder && !file.startsWith(folder + sep)) return null;
  let found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    file = join(file, 'index.html');
    found = await stat(file).catch(() => null);
  }
  return found?.isFile() ? { file, size: found.size } : null;
}

const server = createServer(async (request, response) => {
  const answer = (status, text) => {
    response.writeHead(status, { ...HEADERS, 'Content-Type': TYPES['.txt'] }).end(`${text}\n`);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, 'Only GET and HEAD');
  const found = await find(request.url);
  if (!found) return answer(404, 'Not found');
  const type = TYPES[extname(found.file).toLowerCase()] ?? 'application/octet-stream';
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': found.size });
  if (request.method === 'HEAD') return response.end();
  createReadStream(found.file).on('error', () => response.destroy()).pipe(response);
});

let port = first;
server.on('error', (error) => {
  if (error.code === 'EADDRINUSE' && port < first + 20 && port < 65535) {
    port += 1;
    server.listen(port, '127.0.0.1');
  } else {
    console.error(`error: cannot serve on port ${port}: ${error.message}`);
    process.exit(1);
  }
});
server.on('listening', () => {
  console.log(`Open http://localhost:${server.address().port}/ in a browser. Ctrl+C stops it.`);
});
server.listen(port, '127.0.0.1');
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
