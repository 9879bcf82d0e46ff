// Hours of work on one tracker fill neither the memory of the page nor that of the thread that has the engine.
//
// What is held after a tenth of the work is held against what is held at its end: by then every screen has been seen and the
// list of steps to undo is as long as it gets. What grows a little still is the browser's own: it keeps a thousand steps of
// what was typed into fields, with those fields, and notes how long it took.
//
// `BAE_RULES_FULL=1` does ten hours' work, a cell every five seconds; otherwise a quarter of an hour's is done.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MENDS, SEEN_ENGINE, messyTracker, person, spell } from './support/hours.mjs';
import { everywhere, openBrowser, openPage, pasteAndRead } from './support/page.mjs';

const SPELLS = process.env.BAE_RULES_FULL ? 360 : 10;

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** The page's own devtools, and those of its thread. */
async function devtools(page) {
  const own = await page.context().newCDPSession(page);
  const threads = new Map();
  const asked = new Map();
  let number = 0;
  own.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => threads.set(sessionId, targetInfo.type));
  own.on('Target.detachedFromTarget', ({ sessionId }) => threads.delete(sessionId));
  own.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    const waiting = asked.get(id);
    asked.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  });
  await own.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const inThread = async (sessionId, method, params = {}) => {
    number += 1;
    const answer = new Promise((resolve, reject) => asked.set(number, { resolve, reject }));
    await own.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: number, method, params }) });
    return answer;
  };
  return { own, threads, inThread };
}

/** Bytes and counts that are held once all that can be thrown away has been. */
async function held(page, { own, threads, inThread }) {
  await page.evaluateAtOnce(() => document.activeElement?.blur());
  await own.send('HeapProfiler.collectGarbage');
  await own.send('HeapProfiler.collectGarbage');
  const { usedSize: heap } = await own.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners: listeners } = await own.send('Memory.getDOMCounters');
  // A thread that is done with takes a moment to go.
  for (let tries = 0; threads.size > 1 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(threads.size, 1, 'the thread of the engine, and no other is left');
  const [thread] = threads.keys();
  await inThread(thread, 'HeapProfiler.collectGarbage');
  const { usedSize: threadHeap } = await inThread(thread, 'Runtime.getHeapUsage');
  const { result } = await inThread(thread, 'Runtime.evaluate', { expression: 'engineMemory.buffer.byteLength', returnByValue: true });
  return { heap, nodes, listeners, threadHeap, engine: result.value };
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

test(`the work of ${process.env.BAE_RULES_FULL ? 'ten hours' : 'a quarter of an hour'} takes no more memory at its end than after a tenth of it`, async () => {
  const page = await openPage(browser, { init: everywhere(SEEN_ENGINE) });
  page.setDefaultTimeout(60_000);
  const tracker = messyTracker(60);
  await pasteAndRead(page, { 'text/plain': tracker });
  const tools = await devtools(page);
  const does = person(page);
  const seen = [];
  const look = async (spells) => {
    await does.check();
    const now = await held(page, tools);
    seen.push(now);
    process.stdout.write(`# ${spells * MENDS} cells: page ${megabytes(now.heap)} MB, ${now.nodes} nodes, ${now.listeners} listeners; thread ${megabytes(now.threadHeap)} MB, engine ${megabytes(now.engine)} MB\n`);
  };
  await look(0);
  for (let done = 1; done <= SPELLS; done += 1) {
    await spell(does, done, tracker);
    if (done % Math.ceil(SPELLS / 10) === 0 || done === SPELLS) await look(done);
  }
  const [early, last] = [seen[1], seen.at(-1)];
  for (const [what, more] of [['heap', 1_500_000], ['threadHeap', 1_000_000], ['engine', 1_048_576], ['nodes', 3_000], ['listeners', 500]]) {
    assert.ok(last[what] <= early[what] + more, `${what}: ${early[what]}, then ${last[what]}`);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
