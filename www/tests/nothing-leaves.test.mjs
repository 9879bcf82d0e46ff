// One request from a file, none after load from a server, and no route out.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { DIST, PAGE, asAt, copied, golden, openBrowser, openPage, paste, pasteAndRead, scratch, taken } from './support/page.mjs';
import { DEPARTURES, KEEP_THREADS, listen, openChromium, openFirefox, tryInThreads, tryRoutes, tryThreadRoutes } from './support/routes.mjs';
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

test('a report that names pictures, scripts, styles and frames elsewhere is read, and none of them is asked for', async () => {
  const listener = await listen();
  const there = (name) => `${listener.address}${listener.address.endsWith('/') ? '' : '/'}${name}`;
  const report = `<html><head><base href="${there('base/')}"><link rel="stylesheet" href="${there('style.css')}"><link rel="prefetch" href="${there('prefetch')}"><link rel="preconnect" href="${there('')}">
    <meta http-equiv="refresh" content="0;url=${there('refresh')}"><style>@import url(${there('import.css')}); td { background: url(${there('back.png')}) }</style><script src="${there('script.js')}"></script></head>
    <body background="${there('body.png')}" onload="new Image().src='${there('onload')}'"><img src="${there('picture.png')}" onerror="document.title = 'ran'"><iframe src="${there('frame')}"></iframe><object data="${there('object')}"></object><video poster="${there('poster')}" src="${there('video')}"></video>
    <table><tr><th>Pupil</th><th>Attendance %</th></tr><tr><td><img src="${there('cell.png')}">Teapot Invented</td><td style="background:url(${there('cell-back.png')})">88%<script>document.title = 'ran'</script></td></tr></table></body></html>`;
  const page = await openPage(browser, { address: 'about:blank' });
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(PAGE);
  const read = async () => {
    await taken(page);
    await page.locator('#nav-results').click();
    assert.match(await page.locator('#step-results').innerText(), /Teapot Invented/);
    assert.doesNotMatch(await page.title(), /ran/);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(listener.arrived, []);
  };
  await page.locator('#file').setInputFiles({ name: 'report.xls', mimeType: 'application/vnd.ms-excel', buffer: Buffer.from(report) });
  await read();
  await paste(page, { 'text/plain': report });
  await read();
  assert.deepEqual(requests.filter((url) => url.startsWith('http')), []);
  assert.deepEqual(page.faults, []);
  await page.context().close();
  listener.close();
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

for (const [name, launch] of [['Chromium', openChromium], ['Firefox', openFirefox]]) {
  test(`${name}: every route that a page has to send something is closed, and open without the policy`, async () => {
    const listener = await listen();
    const browser = await launch();
    const withPolicy = await browser.open(PAGE);
    await withPolicy.evaluate(tryRoutes, listener.address);
    assert.deepEqual(listener.arrived, []);
    assert.deepEqual(await withPolicy.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => /PeerConnection$/.test(name))), []);
    // The same attempts on a page without a policy: the listener hears them, so silence means something.
    const empty = scratch();
    writeFileSync(join(empty, 'index.html'), '<!doctype html><title>bare</title><body>');
    const bare = await serve(empty);
    const without = await browser.open(bare.address);
    await without.evaluate(tryRoutes, listener.address);
    for (const route of ['peer', 'fetch', 'xhr', 'beacon', 'socket', 'events', 'import.js', 'worker.js', 'blob-worker', 'img', 'script', 'frame', 'link-stylesheet', 'css-import', 'background', 'font-face', 'form', 'eval']) {
      assert.ok(listener.arrived.some((path) => path.startsWith(`/${route}`)), `/${route} did not arrive: ${listener.arrived}`);
    }
    await browser.close();
    bare.close();
    listener.close();
  });

  test(`${name}: nothing in the page leads away from it, in its window or another; without the page’s script everything does`, async () => {
    const listener = await listen();
    const browser = await launch();
    const empty = scratch();
    writeFileSync(join(empty, 'index.html'), '<!doctype html><title>bare</title><body>');
    const bare = await serve(empty);
    for (const [way, depart] of Object.entries(DEPARTURES)) {
      const come = async (address) => {
        const page = await browser.open(address);
        // A way that is closed may throw; one that is open may end the page while it is asked.
        await page.evaluate(depart, listener.address).catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 600));
        return listener.arrived.splice(0).some((path) => path === `/${way}`);
      };
      assert.equal(await come(PAGE), false, `${way} is open`);
      assert.equal(await come(bare.address), true, `${way} did not arrive without the page’s script`);
    }
    await browser.close();
    bare.close();
    listener.close();
  });

  test(`${name}: every route that the engine’s thread has to send something is closed, and open without the policy`, async () => {
    const listener = await listen();
    const browser = await launch();
    const page = await browser.open(PAGE, KEEP_THREADS);
    await page.waitForFunction(() => !document.getElementById('app').hidden);
    assert.equal(await page.evaluate(tryInThreads, listener.address), 1, 'the engine runs in a thread');
    assert.deepEqual(listener.arrived, []);
    // The same attempts in a thread of a page without a policy.
    const empty = scratch();
    writeFileSync(join(empty, 'index.html'), '<!doctype html><title>bare</title><body>');
    const bare = await serve(empty);
    const without = await browser.open(bare.address);
    await without.evaluate(
      async ([code, to]) => {
        new Worker(URL.createObjectURL(new Blob([`(${code})(${JSON.stringify(to)})`], { type: 'text/javascript' })));
      },
      [String(tryThreadRoutes), listener.address],
    );
    // A thread that is started by a thread takes a busy machine long: what is open has time to arrive.
    const routes = ['fetch', 'xhr', 'socket', 'events', 'scripts.js', 'import.js', 'nested', 'font', 'eval', 'function'];
    const missing = () => routes.filter((route) => !listener.arrived.some((path) => path.startsWith(`/thread-${route}`)));
    for (let wait = 0; wait < 80 && missing().length > 0; wait += 1) await new Promise((resolve) => setTimeout(resolve, 250));
    const late = missing();
    await browser.close();
    assert.deepEqual(late, [], 'every route is open without the policy');
    bare.close();
    listener.close();
  });

  test(`${name}: a copy with one byte more in its script or its style does not run or is not styled`, async () => {
    const html = readFileSync(join(DIST, 'bae-rules.html'), 'utf8');
    const folder = scratch();
    const changed = (tag) => {
      const file = join(folder, `${tag}.html`);
      const more = html.replace(new RegExp(`(<${tag}(?:\\s[^>]*)?>)`), '$1 ');
      assert.equal(more.length, html.length + 1);
      writeFileSync(file, more);
      return pathToFileURL(file).href;
    };
    const browser = await launch();
    const steps = () => document.querySelectorAll('#steps li').length;
    const whole = await browser.open(PAGE);
    await whole.waitForFunction(() => document.querySelectorAll('#steps li').length > 0);
    const shown = await whole.evaluate(() => getComputedStyle(document.querySelector('#steps')).listStyleType);
    const script = await browser.open(changed('script'));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(await script.evaluate(steps), 0);
    const style = await browser.open(changed('style'));
    await style.waitForFunction(() => document.querySelectorAll('#steps li').length > 0);
    assert.notEqual(await style.evaluate(() => getComputedStyle(document.querySelector('#steps')).listStyleType), shown);
    await browser.close();
  });
}

test('the page’s code names no way out, no storage but that of headings, and puts no text in as HTML', () => {
  const folder = fileURLToPath(new URL('../src/', import.meta.url));
  const code = readdirSync(folder, { recursive: true }).filter((name) => /\.ts$/.test(name)).map((name) => [name, readFileSync(join(folder, name), 'utf8').replace(/^\s*\/\/.*$/gm, '')]);
  assert.ok(code.length > 30);
  const doors = /\b(?:fetch|XMLHttpRequest|sendBeacon|WebSocket|EventSource|importScripts)\s*\(|window\.open|location\.(?:assign|replace)|location(?:\.href)?\s*=[^=]|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|\beval\s*\(|\b(?:h|createElement)\("(?:iframe|frame|object|embed)"|PeerConnection\s*\(|new Function|console\.|indexedDB|sessionStorage|document\.cookie|https?:\/\/(?!www\.w3\.org\/)/;
  for (const [name, text] of code) assert.doesNotMatch(text, doors, name);
});
