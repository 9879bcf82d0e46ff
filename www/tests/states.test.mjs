// Every state a reader can meet: checked with axe in light and dark, at the
// width of a desk and of a phone, and without sideways scrolling.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { asAt, fixture, golden, openBrowser, openPage, paste, pasteAndRead, scrollsSideways } from './support/page.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function open(page, tracker = 'messy-at-risk.tsv') {
  await pasteAndRead(page, { 'text/plain': golden(tracker) });
}

const STATES = {
  empty: async () => {},
  'a refused paste': (page) => paste(page, { 'text/plain': 'Teapot' }),
  'everything on the first screen unfolded': async (page) => {
    for (const summary of await page.locator('#step-add summary, #privacy summary').all()) await summary.click();
  },
  'unclear headings': async (page) => {
    await pasteAndRead(page, { 'text/plain': 'Name of learner\tPlanned %\tProgress to date\tHouse\nTeapot Invented\t50\t40\tBlue\n' });
    await page.locator('#nav-match').click();
  },
  'columns matched, all unfolded': async (page) => {
    await open(page);
    await page.locator('#nav-match').click();
    for (const summary of await page.locator('#step-match summary').all()) if (await summary.isVisible()) await summary.click();
  },
  'cells to check': async (page) => {
    await open(page);
    await page.locator('#nav-check').click();
  },
  'nothing to check': async (page) => {
    await open(page, 'bae-tracker.tsv');
    await page.locator('#nav-check').click();
  },
  results: async (page) => {
    await open(page);
    await asAt(page, '2026-04-08');
  },
  'results of two sets of rules, unfolded': async (page) => {
    await open(page, 'at-risk-tracker.tsv');
    await asAt(page, '2026-04-08');
    for (const id of ['understood', 'copy-choices', 'downloads', 'printing', 'settings', 'rules-used', 'why-1']) await page.locator(`#${id} > summary`).click();
    await page.locator('#copy').click();
    await page.locator('.app-success').waitFor();
  },
  'results with names hidden, sorted and filtered': async (page) => {
    await open(page);
    await asAt(page, '2026-04-08');
    await page.locator('#hide-names').check();
    await page.locator('#sort-risk_rating').click();
    await page.locator('#due-overdue').click();
  },
  'a filter that finds nobody': async (page) => {
    await open(page);
    await asAt(page, '2026-04-08');
    await page.locator('#search').fill('nobody of this name');
    await page.getByText('No learners match.').waitFor();
  },
  'a checklist': (page) => open(page, 'back-on-track.tsv'),
  'reviews, with many dates': (page) => open(page, 'reviews.tsv'),
  categories: async (page) => {
    await open(page, 'bae-tracker.tsv');
    await asAt(page, '2026-04-08');
  },
};

for (const [name, reach] of Object.entries(STATES)) {
  test(`${name}: axe finds nothing in light and dark, and nothing scrolls sideways`, async () => {
    const page = await openPage(browser);
    await reach(page);
    // Under the page's policy a script tag is refused; an evaluation from outside is not.
    await page.evaluate(axeSource);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      assert.deepEqual(violations.map((v) => `${colorScheme}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`), []);
    }
    // 320 wide is 1280 at 400 per cent.
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      assert.equal(await scrollsSideways(page), false, `at ${width}`);
    }
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}

test('nobody High is said in words', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/plain': 'Learner\tTarget %\tActual %\nTeapot Invented\t50\t50\n' });
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#step-results').innerText(), /No learners are High/);
  await page.context().close();
});

test('without WebAssembly the page says what to do', async () => {
  const page = await openPage(browser, { init: () => delete globalThis.WebAssembly });
  assert.match(await page.locator('#no-engine').innerText(), /cannot run the rules[\s\S]*IT support/);
  assert.ok(await page.locator('#app').isHidden());
  await page.context().close();
});

test('rules that cannot be loaded give no answers and say so', async () => {
  const broken = `(() => {
    const Real = WebAssembly.Instance;
    WebAssembly.Instance = function (module, imports) {
      const { exports } = new Real(module, imports);
      return { exports: { ...exports, describe: () => { throw new Error('line 3, column 9: a rule is there twice'); } } };
    };
  })()`;
  const page = await openPage(browser, { init: broken });
  assert.match(await page.locator('#no-rules').innerText(), /cannot be used[\s\S]*line 3, column 9/);
  assert.ok(await page.locator('#app').isHidden());
  assert.match(await page.title(), /^Error: /);
  await page.context().close();
});

test('without JavaScript the page says what to do', async () => {
  const page = await openPage(browser, { javaScriptEnabled: false });
  assert.match(await page.locator('body').innerText(), /JavaScript is switched off/);
  await page.context().close();
});

/** Makes the engine stop as a broken instruction would: `times` times, then never again. */
const breakEngine = (times) => `(() => {
  let left = ${times};
  const Real = WebAssembly.Instance;
  WebAssembly.Instance = function (module, imports) {
    const instance = new Real(module, imports);
    const exports = { ...instance.exports };
    exports.tracker_evaluate = (...given) => {
      if (left-- > 0) throw new WebAssembly.RuntimeError('unreachable');
      return instance.exports.tracker_evaluate(...given);
    };
    return { exports };
  };
})()`;

test('an engine that stops once is started again without a word', async () => {
  const page = await openPage(browser, { init: breakEngine(1) });
  await open(page, 'bae-tracker.tsv');
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 48 learners/);
  await page.context().close();
});

test('an engine that stops again keeps the rows and can be tried again', async () => {
  const page = await openPage(browser, { init: breakEngine(3) });
  await paste(page, { 'text/plain': golden('bae-tracker.tsv') });
  await page.locator('#fault').waitFor();
  assert.match(await page.locator('#fault').innerText(), /Your rows are still here/);
  assert.doesNotMatch(await page.locator('#fault-details').inputValue(), /Moonbeam|Invented/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('#heading-results').waitFor();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 48 learners/);
  await page.context().close();
});

test('by keyboard alone: from paste to the copied columns', async () => {
  const page = await openPage(browser);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'paste');
  await open(page, 'bae-tracker.tsv');
  assert.match(await page.evaluate(() => document.activeElement.id), /^heading-/);
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await page.evaluate(() => document.activeElement.id)) === 'copy') break;
    await page.keyboard.press('Tab');
  }
  assert.equal(await page.evaluate(() => document.activeElement.id), 'copy');
  await page.keyboard.press('Enter');
  await page.locator('.app-success').waitFor();
  await page.context().close();
});

test('each step takes the focus to its heading and the title says where', async () => {
  const page = await openPage(browser);
  await open(page);
  for (const [step, title] of [['match', 'Match columns'], ['check', 'Check'], ['results', 'Results'], ['add', 'Add data']]) {
    await page.locator(`#nav-${step}`).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), `heading-${step}`);
    assert.match(await page.title(), new RegExp(title));
    assert.equal(await page.locator('[aria-current="step"]').getAttribute('id'), `nav-${step}`);
  }
  await page.goBack();
  assert.equal(await page.locator('[aria-current="step"]').getAttribute('id'), 'nav-results');
  await page.context().close();
});

test('undo and redo name their step, and later steps survive', async () => {
  const page = await openPage(browser);
  await open(page);
  await page.locator('#nav-check').click();
  const input = page.locator('.check-input[id^="cell-"]').first();
  const id = await input.getAttribute('id');
  const before = await input.inputValue();
  await input.fill('45');
  await input.press('Enter');
  await page.locator('#undo').waitFor();
  const name = await page.locator('#undo').innerText();
  assert.match(name, /^Undo: Change [A-Z]+\d+ to 45/);
  await page.locator('h1:visible').click();
  await page.keyboard.press('Control+z');
  assert.match(await page.locator('#redo').innerText(), /^Redo: Change/);
  assert.equal(await page.locator(`#${id}`).inputValue(), before);
  await page.keyboard.press('Control+y');
  assert.equal(await page.locator('#undo').innerText(), name);
  await page.context().close();
});

test('Excel says how many hidden rows are included', async () => {
  const page = await openPage(browser);
  await pasteAndRead(page, { 'text/html': fixture('pastes/excel.html') });
  await page.locator('#nav-match').click();
  assert.match(await page.locator('#step-match').innerText(), /1 hidden row is included/);
  await page.context().close();
});
