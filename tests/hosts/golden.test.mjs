// One engine, three hosts: the golden trackers through the native command line, the built wasm in Node, and the built
// wasm in Chromium. The answers must be the expected ones, and the same byte for byte.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
// The shared golden files where they lie beside the project, its own copy otherwise.
const goldenPath = (name) => {
  const shared = path(`../shared/golden/${name}`);
  return existsSync(shared) ? shared : path(`tests/golden/${name}`);
};
const golden = (name) => readFileSync(goldenPath(name), 'utf8');

const FILES = [
  ['at-risk-tracker.tsv', 'learner-at-risk'],
  ['messy-at-risk.tsv', 'learner-at-risk'],
  ['bae-tracker.tsv', 'learning-mentoring'],
  ['bae-scores.tsv', 'learning-mentoring'],
  ['mir.tsv', 'mir-recording'],
  ['reviews.tsv', 'tutorial-review'],
  ['back-on-track.tsv', 'back-on-track'],
];
const AS_OF = '2026-04-08';

// Runs in Node and, as text, in a browser: `engine` is the module that wasm-bindgen wrote.
function answers(engine, text, policy, asOf) {
  const tracker = engine.Tracker.fromText(text);
  tracker.read({ policies: [policy] });
  tracker.evaluate({ as_of: asOf });
  const all = { json: tracker.json(), tsv: tracker.text('tsv') };
  tracker.free();
  return all;
}

function native(file, policy, format) {
  const target = JSON.parse(
    execFileSync('cargo', ['metadata', '--no-deps', '--locked', '--format-version', '1'], { cwd: path('.'), encoding: 'utf8' }),
  ).target_directory;
  return execFileSync(
    `${target}/debug/bae-rules`,
    ['classify', file, '--policy', policy, '--as-of', AS_OF, '--format', format],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] },
  );
}

let node;
let browser;
let server;
let page;

before(async () => {
  execFileSync('cargo', ['build', '--locked', '--quiet'], { cwd: path('.') });
  node = await import(new URL('www/pkg/bae_rules.js', root));
  node.initSync({ module: readFileSync(path('www/pkg/bae_rules_bg.wasm')) });

  const { chromium } = createRequire(path('www/package.json'))('playwright-core');
  server = createServer((request, response) => {
    const file = { '/bae_rules.js': 'text/javascript', '/bae_rules_bg.wasm': 'application/wasm' }[request.url];
    response.setHeader('content-type', file ?? 'text/html');
    response.end(file ? readFileSync(path(`www/pkg${request.url}`)) : '<!doctype html><title>Golden trackers</title>');
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  browser = await chromium.launch({
    executablePath: process.env.CHROME_BIN ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async () => {
    const engine = await import('/bae_rules.js');
    engine.initSync({ module: await (await fetch('/bae_rules_bg.wasm')).arrayBuffer() });
    globalThis.engine = engine;
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

const inBrowser = (text, policy) =>
  page.evaluate(
    ([source, ...call]) => new Function('engine', 'text', 'policy', 'asOf', `${source}; return answers(engine, text, policy, asOf);`)(globalThis.engine, ...call),
    [answers.toString(), text, policy, AS_OF],
  );

for (const [file, policy] of FILES) {
  test(`${file}: native, Node and Chromium give the same bytes`, async () => {
    const inNode = answers(node, golden(file), policy, AS_OF);
    assert.equal(inNode.json, native(goldenPath(file), policy, 'json'));
    assert.equal(inNode.tsv, native(goldenPath(file), policy, 'tsv'));
    assert.deepEqual(await inBrowser(golden(file), policy), inNode);
  });
}

test('an explained row says what the answer document says; what rows have in common is one frozen list', () => {
  for (const [file, policy] of FILES.filter(([, policy]) => policy !== 'back-on-track')) {
    const tracker = node.Tracker.fromText(golden(file));
    tracker.read({ policies: [policy] });
    tracker.evaluate({ as_of: AS_OF });
    const { rows } = JSON.parse(tracker.json());
    const lists = new Set();
    let count = 0;
    for (const { row, decisions } of rows) {
      for (const { decision, ...explained } of tracker.explain(row - 1)) {
        for (const part of ['not_assessed', 'settings']) {
          assert.deepEqual(explained[part], decisions[decision][part], `${file}, row ${row}: ${decision}`);
          assert.ok(Object.isFrozen(explained[part]));
          lists.add(explained[part]);
          count += 1;
        }
      }
    }
    tracker.free();
    assert.ok(lists.size * 2 < count, `${file}: ${lists.size} lists of ${count}`);
  }
});

const table = (text) => text.replace(/\n$/, '').split('\n').map((line) => line.split('\t'));

for (const [file, policy, name, shown] of [
  [
    'at-risk-tracker',
    'learner-at-risk',
    'Learner',
    {
      'Risk rating': (all) => outcome(all.risk_rating),
      'Escalation stage': (all) => outcome(all.escalation_stage),
      'Next rule': ({ next_action: next }) => (next.status === 'decided' ? (next.next?.rule ?? '') : 'Cannot decide'),
      Due: ({ next_action: next }) => next.next?.due ?? '',
      Possible: (all) => all.risk_rating.possible.join(' or '),
      'Possible stages': (all) => all.escalation_stage.possible.join(' or '),
      Also: ({ next_action: next }) => next.also.map((also) => `${also.rule} ${also.due}`).join(', '),
    },
  ],
  ['bae-tracker', 'learning-mentoring', 'Pupil', bae()],
  ['bae-scores', 'learning-mentoring', 'Pupil', bae()],
]) {
  test(`${file}: every expected value, through the built wasm`, () => {
    const { rows } = JSON.parse(answers(node, golden(`${file}.tsv`), policy, AS_OF).json);
    const [headings, ...expected] = table(golden(`${file}.expected.tsv`));
    assert.equal(rows.length, expected.length);
    for (const [at, line] of expected.entries()) {
      for (const [heading, value] of Object.entries(shown)) {
        const wanted = line[headings.indexOf(heading)] ?? '';
        assert.equal(value(rows[at].decisions), wanted, `${line[headings.indexOf(name)]}: ${heading}`);
      }
    }
  });
}

test('messy-at-risk: every expected value, through the built wasm', () => {
  const document = JSON.parse(answers(node, golden('messy-at-risk.tsv'), 'learner-at-risk', AS_OF).json);
  const [, ...expected] = table(golden('messy-at-risk.expected.tsv'));
  assert.deepEqual(
    document.rows.map((row) => [String(row.row), outcome(row.decisions.risk_rating), outcome(row.decisions.escalation_stage), row.decisions.next_action.next?.due ?? '']),
    expected.map(([row, , rating, stage, due]) => [row, rating, stage, due ?? '']),
  );
  const problems = document.problems.map(({ place }) => `${String.fromCharCode(64 + place.column)}${place.row}`);
  assert.deepEqual(problems, expected.map((line) => line[5]).filter(Boolean));
});

test('working days are those of the spreadsheet function, through the built wasm', () => {
  for (const [date, n, nation, expected] of table(golden('working-days.tsv')).slice(1)) {
    assert.equal(node.working_day(date, Number(n), nation), expected, `${date} ${n} ${nation}`);
  }
});

function outcome({ status, outcome: value }) {
  return status === 'decided' ? value : 'Cannot decide';
}

function bae() {
  return {
    'BAE category': (all) => outcome(all.bae_category),
    'Areas of need': (all) => (all.bae_category.status === 'decided' ? (all.areas_of_need.outcome ?? '') : ''),
    'Support worker': (all) => outcome(all.support_worker),
    Possible: (all) => all.bae_category.possible.join(' or '),
  };
}
