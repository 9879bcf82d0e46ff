// One request from a file, none after load from a server, and no route out.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DIST, PAGE, asAt, copied, golden, openBrowser, openPage, pasteAndRead } from './support/page.mjs';
import { serve } from './support/serve.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function useIt(page) {
  await pasteAndRead(page, { 'text/plain': golden('at-risk-tracker.tsv') });
  await asAt(page, '2026-04-08');
  await copied(page);
  await page.locator('#downloads > summary').click();
  const download = page.waitForEvent('download');
  await page.locator('#download-xlsx').click();
  await (await download).cancel();
}

test('from a file the page asks for itself and nothing else', async () => {
  const page = await openPage(browser, { address: 'about:blank' });
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(PAGE);
  await useIt(page);
  // A download is a blob of the page's own.
  assert.deepEqual(requests.filter((url) => !url.startsWith('blob:') && !url.startsWith('data:')), [PAGE]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('from a server the page asks once and never again', async () => {
  const server = await serve(DIST);
  const page = await openPage(browser, { address: server.address });
  await useIt(page);
  assert.deepEqual(server.requests, ['/']);
  await page.context().close();
  server.close();
});

test('nothing of a learner is in storage, the address, the title or the console', async () => {
  const server = await serve(DIST);
  const page = await openPage(browser, { address: 'about:blank' });
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  await page.goto(server.address);
  await useIt(page);
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    cookie: document.cookie,
    address: location.href,
    title: document.title,
    state: JSON.stringify(history.state),
  }));
  assert.deepEqual([kept.local, kept.session, kept.databases, kept.cookie], [{}, {}, [], '']);
  assert.doesNotMatch(JSON.stringify([kept, said]), /Moonbeam|Invented|Madeup/);
  await page.context().close();
  server.close();
});

test('the policy comes first and names what runs by its hash', () => {
  for (const name of ['index.html', 'bae-rules.html']) {
    const html = readFileSync(join(DIST, name), 'utf8');
    assert.match(html, /^<!doctype html>\s*<html[^>]*>\s*<head>\s*<meta http-equiv="Content-Security-Policy"/);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)[1];
    assert.match(policy, /connect-src 'none'/);
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  }
  assert.equal(readFileSync(join(DIST, 'index.html'), 'utf8'), readFileSync(join(DIST, 'bae-rules.html'), 'utf8'));
});

test('every route that a page has to send something is closed', async () => {
  const arrived = [];
  const sink = createServer((request, response) => {
    arrived.push(request.url);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': 'text/plain' }).end('x');
  });
  sink.on('upgrade', (request, socket) => {
    arrived.push(request.url);
    socket.destroy();
  });
  await new Promise((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const to = `http://127.0.0.1:${sink.address().port}`;
  const page = await openPage(browser);
  await page.evaluate(async (to) => {
    const attempt = async (act) => {
      try {
        await act();
      } catch {
        // Being refused is what is wanted.
      }
    };
    const add = (tag, attributes) => {
      const element = Object.assign(document.createElement(tag), attributes);
      document.body.append(element);
      return element;
    };
    await attempt(() => fetch(`${to}/fetch`, { mode: 'no-cors' }));
    await attempt(() => {
      const request = new XMLHttpRequest();
      request.open('GET', `${to}/xhr`);
      request.send();
    });
    await attempt(() => navigator.sendBeacon(`${to}/beacon`, 'x'));
    await attempt(() => new WebSocket(`${to.replace('http', 'ws')}/socket`));
    await attempt(() => new EventSource(`${to}/events`));
    await attempt(() => import(`${to}/import.js`));
    await attempt(() => new Worker(`${to}/worker.js`));
    await attempt(() => new Worker(URL.createObjectURL(new Blob([`fetch('${to}/blob-worker')`]))));
    add('img', { src: `${to}/img` });
    add('script', { src: `${to}/script` });
    add('iframe', { src: `${to}/frame` });
    add('object', { data: `${to}/object` });
    add('embed', { src: `${to}/embed` });
    add('video', { src: `${to}/video` });
    add('audio', { src: `${to}/audio` });
    for (const rel of ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'icon', 'manifest', 'preconnect']) add('link', { rel, href: `${to}/link-${rel}`, as: 'image' });
    add('div', {}).style.backgroundImage = `url(${to}/background)`;
    const style = add('style', {});
    style.textContent = `@import url(${to}/css-import); @font-face { font-family: x; src: url(${to}/font) } body { font-family: x }`;
    await attempt(() => new FontFace('y', `url(${to}/font-face)`).load());
    const form = add('form', { action: `${to}/form`, method: 'post', target: '_self' });
    await attempt(() => form.submit());
    const link = add('a', { href: '#add', ping: `${to}/ping` });
    link.click();
    await attempt(() => eval(`fetch('${to}/eval')`));
    await new Promise((resolve) => setTimeout(resolve, 1500));
  }, to);
  assert.deepEqual(arrived, []);
  assert.equal(await page.evaluate(() => typeof RTCPeerConnection), 'undefined');
  await page.context().close();
  sink.close();
});
