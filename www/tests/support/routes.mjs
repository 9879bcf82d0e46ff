// Every route that a page has to send something, tried in Chromium and in Firefox against a listener on this machine.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import puppeteer from 'puppeteer-core';
import { openBrowser } from './page.mjs';
import { firefox } from './programs.mjs';

/** Writes down every request that arrives, and that something arrived of a peer connection, on the same port. */
export async function listen() {
  const arrived = [];
  const server = createServer((request, response) => {
    arrived.push(request.url);
    response.writeHead(200, { 'access-control-allow-origin': '*', 'content-type': /\.js$/.test(request.url) ? 'text/javascript' : 'text/plain' }).end('');
  });
  server.on('upgrade', (request, socket) => {
    arrived.push(request.url);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const peer = createSocket('udp4', () => arrived.includes('/peer') || arrived.push('/peer'));
  await new Promise((resolve) => peer.bind(port, '127.0.0.1', resolve));
  const close = () => {
    peer.close();
    server.closeAllConnections();
    server.close();
  };
  return { arrived, address: `http://127.0.0.1:${port}`, close };
}

export async function openChromium() {
  const browser = await openBrowser();
  const open = async (address, init) => {
    const page = await browser.newPage();
    if (init) await page.addInitScript(init);
    return opened(page, address);
  };
  return { open, close: () => browser.close() };
}

export async function openFirefox() {
  // Puppeteer's profile relaxes the first; readers' Firefox does not. The second lets a peer connection reach this machine.
  const extraPrefsFirefox = { 'security.fileuri.strict_origin_policy': true, 'media.peerconnection.ice.loopback': true };
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: firefox(), extraPrefsFirefox });
  const open = async (address, init) => {
    const page = await browser.newPage();
    if (init) await page.evaluateOnNewDocument(init);
    return opened(page, address);
  };
  return { open, close: () => browser.close() };
}

async function opened(page, address) {
  await page.goto(address);
  return page;
}

/** Runs in the page. A worker and a form come last: the form would leave the page. */
export async function tryRoutes(to) {
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
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  attempt(() => fetch(`${to}/fetch`, { mode: 'no-cors' }));
  attempt(() => fetch(`${to}/fetch-keepalive`, { mode: 'no-cors', keepalive: true, method: 'POST', body: 'x' }));
  attempt(() => {
    const request = new XMLHttpRequest();
    request.open('GET', `${to}/xhr`);
    request.send();
  });
  attempt(() => navigator.sendBeacon(`${to}/beacon`, 'x'));
  attempt(() => new WebSocket(`${to.replace('http', 'ws')}/socket`));
  attempt(() => new WebTransport(`${to.replace('http:', 'https:')}/transport`));
  attempt(() => new EventSource(`${to}/events`));
  attempt(() => import(`${to}/import.js`));
  attempt(() => new Worker(`${to}/worker.js`));
  attempt(() => new Worker(URL.createObjectURL(new Blob([`import('${to}/worker.js')`, `;fetch('${to}/blob-worker', { mode: 'no-cors' })`]))));
  attempt(() => new SharedWorker(URL.createObjectURL(new Blob([`fetch('${to}/shared-worker', { mode: 'no-cors' })`]))));
  attempt(() => navigator.serviceWorker.register(`${to}/service-worker.js`));
  add('img', { src: `${to}/img`, srcset: `${to}/img-set 1x` });
  add('script', { src: `${to}/script` });
  add('iframe', { src: `${to}/frame` });
  add('iframe', { srcdoc: `<img src="${to}/srcdoc">` });
  add('object', { data: `${to}/object` });
  add('embed', { src: `${to}/embed` });
  add('video', { src: `${to}/video`, poster: `${to}/poster` });
  add('audio', { src: `${to}/audio` });
  add('input', { type: 'image', src: `${to}/input` });
  for (const rel of ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'icon', 'manifest', 'preconnect', 'prerender', 'dns-prefetch']) add('link', { rel, href: `${to}/link-${rel}`, as: 'image' });
  add('script', { type: 'speculationrules', textContent: JSON.stringify({ prefetch: [{ source: 'list', urls: [`${to}/speculation`] }] }) });
  add('div', { textContent: 'x' }).style.backgroundImage = `url(${to}/background)`;
  add('style', { textContent: `@import url(${to}/css-import); @font-face { font-family: x; src: url(${to}/font) } body { font-family: x; cursor: url(${to}/cursor), auto }` });
  add('svg', {}).innerHTML = `<image href="${to}/svg" /><use href="${to}/svg-use#x" />`;
  attempt(() => new FontFace('y', `url(${to}/font-face)`).load());
  attempt(() => CSS.paintWorklet.addModule(`${to}/worklet`));
  attempt(() => new Audio(`${to}/new-audio`).play());
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'mozRTCPeerConnection'])
    attempt(async () => {
      const peer = new globalThis[name]({ iceServers: [{ urls: `stun:${to.slice(7)}` }] });
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
    });
  add('a', { href: '#add', ping: `${to}/ping` }).click();
  attempt(() => eval(`fetch('${to}/eval', { mode: 'no-cors' })`));
  attempt(() => new Function(`fetch('${to}/function', { mode: 'no-cors' })`)());
  await wait(1500);
  // Into a frame of its own, so that a page without a policy stays to be asked.
  const frame = add('iframe', { name: 'sink' });
  const form = add('form', { action: `${to}/form`, method: 'post', target: frame.name });
  attempt(() => form.submit());
  const own = add('form', { action: `${to}/form-self`, method: 'post' });
  if (document.querySelector('meta[http-equiv="Content-Security-Policy"]')) attempt(() => own.submit());
  await wait(1500);
}

/** Ways to go somewhere else, in this window or another; each is tried in a page of its own, for it may end the page. */
export const DEPARTURES = {
  location: (to) => (location.href = `${to}/location`),
  replace: (to) => location.replace(`${to}/replace`),
  'link-self': (to) => document.body.appendChild(Object.assign(document.createElement('a'), { href: `${to}/link-self` })).click(),
  'link-window': (to) => document.body.appendChild(Object.assign(document.createElement('a'), { href: `${to}/link-window`, target: '_blank' })).click(),
  'link-download': (to) => document.body.appendChild(Object.assign(document.createElement('a'), { href: `${to}/link-download`, download: 'x' })).click(),
  refresh: (to) => document.head.append(Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${to}/refresh` })),
  window: (to) => window.open(`${to}/window`),
};

/** Runs in a thread of the page: every route that a thread has. */
export function tryThreadRoutes(to) {
  const attempt = async (act) => {
    try {
      await act();
    } catch {
      // Being refused is what is wanted.
    }
  };
  const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  attempt(() => fetch(`${to}/thread-fetch`, { mode: 'no-cors', method: 'POST', body: 'x' }));
  attempt(() => {
    const request = new XMLHttpRequest();
    request.open('GET', `${to}/thread-xhr`, false);
    request.send();
  });
  attempt(() => new WebSocket(`${to.replace('http', 'ws')}/thread-socket`));
  attempt(() => new WebTransport(`${to.replace('http:', 'https:')}/thread-transport`));
  attempt(() => new EventSource(`${to}/thread-events`));
  attempt(() => importScripts(`${to}/thread-scripts.js`));
  attempt(() => import(`${to}/thread-import.js`));
  attempt(() => new Worker(`${to}/thread-worker.js`));
  attempt(() => new Worker(blob(`fetch('${to}/thread-nested', { mode: 'no-cors' })`)));
  attempt(() => new FontFace('y', `url(${to}/thread-font)`).load());
  attempt(async () => (await caches.open('x')).add(`${to}/thread-cache`));
  attempt(() => eval(`fetch('${to}/thread-eval', { mode: 'no-cors' })`));
  attempt(() => new Function(`fetch('${to}/thread-function', { mode: 'no-cors' })`)());
}

/** For a page, before its own script: its threads are kept, and each tries the routes when it is told where to. */
export const KEEP_THREADS = `(() => {
  const inThread = ${JSON.stringify(`addEventListener('message', (event) => {
    if (event.data?.tryRoutesTo === undefined) return;
    event.stopImmediatePropagation();
    (${tryThreadRoutes})(event.data.tryRoutesTo);
  });`)};
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => make.call(URL, /javascript/.test(blob.type) ? new Blob([inThread, blob], { type: blob.type }) : blob);
  globalThis.threads = [];
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      globalThis.threads.push(this);
    }
  };
})()`;

/** Runs in the page: has every thread try its routes, and says how many there are. */
export async function tryInThreads(to) {
  for (const thread of globalThis.threads) thread.postMessage({ tryRoutesTo: to });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return globalThis.threads.length;
}
