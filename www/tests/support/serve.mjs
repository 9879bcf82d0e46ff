// Serves a folder on this machine and counts what is asked of it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

export async function serve(folder) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    try {
      const body = readFileSync(join(folder, request.url === '/' ? 'index.html' : request.url.slice(1)));
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { requests, address: `http://localhost:${server.address().port}/`, close: () => server.close() };
}
