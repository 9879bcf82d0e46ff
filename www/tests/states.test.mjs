// Every state a reader can meet: checked with axe in light and dark, at the
// width of a desk and of a phone, and without sideways scrolling.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { NO_THREADS, asAt, everywhere, fixture, fixturePath, golden, openBrowser, openPage, paste, pasteAndRead, scrollsSideways, taken } from './support/page.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function open(page, tracker = 'messy-at-risk.tsv') {
  await pasteAndRead(page, { 'text/plain': golden(tracker) });
}

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
    await open(page, 'bae-scores.tsv');
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
  'rows that may be no learners': async (page) => {
    await pasteAndRead(page, { 'text/plain': 'Learner\tTarget %\tActual %\nCarpentry\t\t\nTeapot Invented\t60\tabc\nPlumbing\t\t\nKettle Invented\t60\t50\nSpoon Invented\t50\t50\nTotal\t120\t80\n' });
    await page.locator('#lone-names').waitFor();
    // The row of totals has figures, so the list is open.
    await page.locator('#skipped-check li').first().waitFor();
  },
  'a checklist': (page) => open(page, 'back-on-track.tsv'),
  'reviews, with many dates': (page) => open(page, 'reviews.tsv'),
  'several sheets to choose from': async (page) => {
    await page.locator('#file').setInputFiles(fixturePath('files/tracker.xlsx'));
    await page.locator('#sheet-offer').waitFor();
  },
  'a file that cannot be used': async (page) => {
    await page.locator('#file').setInputFiles(fixturePath('files/password.xlsx'));
    await page.locator('.govuk-error-summary').waitFor();
  },
  'rows that come while others are loaded': async (page) => {
    await open(page);
    await paste(page, { 'text/plain': golden('bae-tracker.tsv') });
    await page.locator('#rows-offer').waitFor();
  },
  'a column of which it is asked where it goes': async (page) => {
    await pasteAndRead(page, { 'text/plain': 'Pupil\tAttendance %\nTeapot Invented\t82%\nSpoon Pretend\t93%\n' });
    await paste(page, { 'text/plain': 'Name\tAtt\tHouse\nKettle Notreal\t98%\tBlue\n' });
    await page.locator('#rows-below').click();
    await page.locator('#columns-offer').waitFor();
  },
  'rows without headings, of which it is asked which column is which': async (page) => {
    await pasteAndRead(page, { 'text/plain': 'Pupil\tAttendance %\nTeapot Invented\t82%\nSpoon Pretend\t93%\n' });
    await paste(page, { 'text/plain': 'Name\tNow\nKettle Notreal\t98%\n' });
    await page.locator('#rows-below').click();
    await page.locator('#columns-headed').waitFor();
  },
  'a profile that is to be accepted, of rows from two sheets': async (page) => {
    await pasteAndRead(page, { 'text/plain': 'Pupil\tAttendance %\nTeapot Invented\t82%\nSpoon Pretend\t93%\n' });
    await paste(page, { 'text/plain': 'Name\tAttendance\nKettle Notreal\t98%\n' });
    await page.locator('#rows-below').click();
    await page.locator('#told').waitFor();
    await page.locator('#nav-results').click();
    await page.locator('#accept-learning-mentoring > summary').click();
    await page.locator('#accept-go-learning-mentoring').click();
    await page.locator('#copy').click();
    await page.locator('#copied-unaccepted').waitFor();
  },
  'a settings file that is loaded': async (page) => {
    await page.locator('#file').setInputFiles({ name: 's.json', mimeType: '', buffer: Buffer.from('{"schema": 1, "learner-at-risk": {"homework_limit": "5"}}') });
    await page.locator('#told').waitFor();
  },
  'two columns with one heading': (page) => pasteAndRead(page, { 'text/plain': 'Learner\tTarget %\tActual %\tActual %\nTeapot Invented\t50\t40\t20\n' }),
  'rows that were added below': async (page) => {
    await pasteAndRead(page, { 'text/plain': 'Pupil\tAttendance %\nTeapot Invented\t82%\nSpoon Pretend\t93%\n' });
    await paste(page, { 'text/plain': 'Name\tAttendance\tHouse\nKettle Notreal\t98%\tBlue\n' });
    await page.locator('#rows-below').click();
    await page.locator('#told').waitFor();
  },
  'whether to clear everything': async (page) => {
    await open(page);
    await page.locator('#clear').click();
    await page.locator('#clear-title').waitFor();
  },
  'hidden rows': async (page) => {
    await page.locator('#file').setInputFiles(fixturePath('files/layout.xlsx'));
    await taken(page);
    await page.locator('#nav-match').click();
  },
  'the rules of a policy': (page) => page.locator('#to-policies').click(),
  'a changed copy beside an earlier one': async (page) => {
    await open(page);
    await page.locator('#nav-results').click();
    await page.locator('#compare > summary').click();
    await page.locator('#earlier-file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('Learner,Target %,Actual %\nPickle Pretend,60,10\nGone Invented,50,50\n') });
    await page.locator('#compare-result table').waitFor();
  },
  'an engine that has stopped': async (page) => {
    await paste(page, { 'text/plain': golden('bae-tracker.tsv') });
    await page.locator('#fault').waitFor();
  },
  'reading, with a way to stop': async (page) => {
    await paste(page, { 'text/plain': golden('bae-tracker.tsv') });
    await page.locator('#stop').waitFor();
  },
  'a settings file with a value that cannot be': async (page) => {
    await open(page);
    await page.locator('#nav-add').click();
    await page.locator('#file').setInputFiles(settingsFile('{\n  "schema": 1,\n  "learner-at-risk": {\n    "behind_threshold": "lots"\n  }\n}\n'));
    await page.locator('.govuk-error-summary').waitFor();
  },
  categories: async (page) => {
    await open(page, 'bae-tracker.tsv');
    await asAt(page, '2026-04-08');
  },
};

const settingsFile = (text) => ({ name: 'settings.json', mimeType: 'application/json', buffer: Buffer.from(text) });

/** An engine that never answers some of what it is asked, in the thread that it runs in. */
const silent = (asked) => `if (typeof document === 'undefined') addEventListener('message', (event) => {
  const { name, given } = event.data;
  if (${asked}) event.stopImmediatePropagation();
})`;

const INIT = {
  'an engine that has stopped': everywhere(breakEngine(3)),
  'reading, with a way to stop': everywhere(silent("name === 'fromText'")),
};

for (const [name, reach] of Object.entries(STATES)) {
  test(`${name}: axe finds nothing in light and dark, and nothing scrolls sideways`, async () => {
    const page = await openPage(browser, INIT[name] ? { init: INIT[name] } : {});
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

test('what the page carries of others is named, with the terms', async () => {
  const page = await openPage(browser);
  await page.locator('#notices > summary').click();
  const words = await page.locator('#notices').innerText();
  for (const part of [/calamine \d[\d.]*: MIT/, /govuk-frontend \d[\d.]*: MIT/, /write-excel-file \d[\d.]*: MIT/, /Permission is hereby granted/, /Unicode-3.0/]) assert.match(words, part);
  await page.context().close();
});

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
  const page = await openPage(browser, { init: everywhere(broken) });
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

test('an engine that stops once is started again without a word', async () => {
  const page = await openPage(browser, { init: everywhere(breakEngine(1)) });
  await open(page, 'bae-tracker.tsv');
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 48 learners/);
  await page.context().close();
});

test('an engine that stops again keeps the rows and can be tried again', async () => {
  const page = await openPage(browser, { init: everywhere(breakEngine(3)) });
  await paste(page, { 'text/plain': golden('bae-tracker.tsv') });
  await page.locator('#fault').waitFor();
  assert.match(await page.locator('#fault').innerText(), /Your rows are still here/);
  assert.doesNotMatch(await page.locator('#fault-details').inputValue(), /Moonbeam|Invented/);
  await page.getByRole('button', { name: 'Try again' }).click();
  // A pupil with no possible session is to be checked first.
  await page.locator('#heading-check').waitFor();
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 48 learners/);
  await page.context().close();
});

test('an answer that is long in coming says so, and Cancel goes back to the answers before', async () => {
  const page = await openPage(browser, { init: everywhere(silent("name === 'evaluate' && given[1].as_of === '2027-01-01'")) });
  await open(page, 'at-risk-tracker.tsv');
  await asAt(page, '2026-04-08');
  const rows = await page.locator('#results-count').innerText();
  await page.locator('#as-at').fill('2027-01-01');
  await page.atOnce('#stop').waitFor();
  assert.match(await page.atOnce('.app-progress').innerText(), /Working the answers out again/);
  assert.equal(await page.atOnce('main').getAttribute('aria-busy'), 'true');
  assert.equal(await page.atOnce('#results-count').innerText(), rows, 'the answers before stay to be read');
  await page.atOnce('#stop').click();
  assert.equal(await page.locator('#as-at').inputValue(), '2026-04-08');
  assert.match(await page.locator('#redo').innerText(), /“as at” date/);
  // The engine has been started anew, and knows the rows.
  await page.locator('#why-1 > summary').click();
  assert.match(await page.locator('#why-1').innerText(), /The rules that decided it/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('rows that are long in coming can be stopped, and what was there before stays', async () => {
  const page = await openPage(browser, { init: everywhere(silent("name === 'fromCells' && given[1].length === 4")) });
  await open(page, 'bae-tracker.tsv');
  const row = (cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  await paste(page, { 'text/html': `<table>${row(['Learner', 'Target %', 'Actual %'])}${row(['Teapot Invented', '60', '30']).repeat(3)}</table>` });
  await page.locator('#rows-instead').click();
  await page.locator('#stop').click();
  await page.locator('.app-progress').waitFor({ state: 'detached' });
  await page.locator('#nav-results').click();
  assert.match(await page.locator('#heading-results').innerText(), /Results for 48 learners/);
  await page.context().close();
});

test('where a browser makes no thread, the engine answers in the page', async () => {
  const page = await openPage(browser, { init: NO_THREADS });
  await open(page, 'at-risk-tracker.tsv');
  await asAt(page, '2026-04-08');
  assert.match(await page.locator('#heading-results').innerText(), /Results for 66 learners/);
  await page.locator('#why-1 > summary').click();
  assert.match(await page.locator('#why-1').innerText(), /The rules that decided it/);
  await page.locator('#downloads > summary').click();
  await page.locator('#download-xlsx').click();
  await page.getByText('could not make a workbook').waitFor();
  await page.locator('#nav-add').click();
  await page.locator('#file').setInputFiles(fixturePath('files/layout.xlsx'));
  assert.match(await page.locator('.govuk-error-summary').innerText(), /cannot open workbooks in this page/);
  await page.locator('#nav-results').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#download-csv').click()]);
  assert.equal(file.suggestedFilename(), 'results-2026-04-08.csv');
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test('a settings file that cannot be used says where and what is expected, and changes nothing', async () => {
  const page = await openPage(browser);
  await open(page, 'at-risk-tracker.tsv');
  await page.locator('#nav-add').click();
  // What is said of the file before stands until this one is read.
  const says = async (text, what) => {
    await page.locator('#file').setInputFiles(settingsFile(text));
    await page.locator('.govuk-error-summary', { hasText: what }).waitFor();
  };
  await says('{\n  "schema": 1,\n  "learner-at-risk": {\n    "behind_threshold": "lots",\n    "nonsense": "1"\n  }\n}\n', /cannot be used: line \d, “[^”]+”[\s\S]*Expected: [\s\S]*1 more value is to be mended/);
  await says('{"schema": 1, "calendar": {"nation": "atlantis"}}', /cannot be used: line 1, “[^”]*”[\s\S]*england-and-wales/);
  await says('{"schema": 1,', /The selected settings file cannot be used\s*Choose a settings file that this page saved/);
  assert.equal(await page.locator('#undo').count(), 0, 'no step was made');
  await page.locator('#nav-results').click();
  assert.doesNotMatch(await page.locator('#step-results').innerText(), /not the default/);
  await page.context().close();
});

/** Presses Tab until the focus is on an element, as a person without a mouse would. */
async function tabTo(page, id, presses = 120) {
  for (let press = 0; press < presses; press += 1) {
    if ((await page.evaluate(() => document.activeElement.id || document.activeElement.parentElement?.id)) === id) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${id}`);
}
const focusedId = (page) => page.evaluate(() => document.activeElement.id);

test('by keyboard alone: paste, mend a cell, copy, and print', async () => {
  const page = await openPage(browser);
  await page.evaluate(() => {
    window.print = () => (window.printed = document.querySelector('#print').textContent);
  });
  assert.equal(await focusedId(page), 'paste');
  await open(page);
  assert.equal(await focusedId(page), 'heading-check');
  const cell = await page.locator('.check-input[id^="cell-"]').first().getAttribute('id');
  await tabTo(page, cell);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('45');
  await page.keyboard.press('Enter');
  await page.locator('#undo').waitFor();
  await tabTo(page, 'check-continue');
  await page.keyboard.press('Enter');
  assert.equal(await focusedId(page), 'heading-results');
  await tabTo(page, 'copy');
  await page.keyboard.press('Enter');
  await page.locator('.app-success').waitFor();
  await tabTo(page, 'printing');
  await page.keyboard.press('Enter');
  await tabTo(page, 'print-go');
  await page.keyboard.press('Enter');
  assert.match(await page.evaluate(() => window.printed), /Summary as at/);
  await page.context().close();
});

test('in forced colours every rating and button keeps an edge', async () => {
  const page = await openPage(browser);
  await page.emulateMedia({ forcedColors: 'active' });
  await open(page, 'at-risk-tracker.tsv');
  await asAt(page, '2026-04-08');
  const widths = await page.evaluate(() => ['.mark--high', '.mark--medium', '.mark--low', '.overview__count', '#copy'].map((part) => [part, Number.parseFloat(getComputedStyle(document.querySelector(part)).borderTopWidth)]));
  for (const [part, width] of widths) assert.ok(width >= 1, `${part}: ${width}`);
  const lines = await page.evaluate(() => ['#nav-results', '#nav-check'].map((step) => getComputedStyle(document.querySelector(step)).borderBottomColor));
  assert.notEqual(lines[0], lines[1], 'the line under a step says where the reader is');
  await page.context().close();
});

test('with reduced motion nothing moves by itself', async () => {
  const page = await openPage(browser);
  await open(page, 'at-risk-tracker.tsv');
  await page.locator('#nav-results').click();
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const style = getComputedStyle(element);
    return style.animationName !== 'none' || style.transitionDuration.split(',').some((part) => Number.parseFloat(part) > 0);
  }).length);
  assert.equal(moving, 0);
  await page.context().close();
});

test('the rules: every policy can be read and printed, and the checklist as a form of 126 boxes', async () => {
  const page = await openPage(browser);
  await page.evaluate(() => {
    window.print = () => {};
  });
  await page.locator('#to-policies').click();
  assert.equal(await focusedId(page), 'heading-policies');
  assert.match(await page.title(), /The rules/);
  for (const [id, rule] of [['learning-mentoring', 'PLP-01'], ['learner-at-risk', 'MTT-01'], ['tutorial-review', 'HFD-01'], ['mir-recording', 'MIR-03'], ['back-on-track', 'BT2-P01']]) {
    await page.locator(`#read-${id}`).click();
    assert.equal(await focusedId(page), `read-${id}`);
    const words = await page.locator('.policies__rules').innerText();
    assert.match(words, new RegExp(`${rule}\\b`), id);
    assert.doesNotMatch(words, /[{}]/, id);
    const folded = page.locator('#policy-columns');
    if (!(await folded.evaluate((list) => list.open))) await folded.locator('summary').click();
    await folded.locator('tbody tr').first().waitFor();
    const columns = await folded.innerText();
    assert.match(columns, /^\d+ columns are read where a tracker has them[\s\S]*(?:not known|it has not happened|taken as No)/, id);
  }
  await page.locator('#print-form').click();
  assert.equal(await page.locator('#print .paper__box').count(), 126);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.goBack();
  assert.equal(await page.locator('[aria-current="step"]').getAttribute('id'), 'nav-add');
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
