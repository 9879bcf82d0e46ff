// Trackers of chance through the native command line and the built wasm: the same bytes, for every policy. The number of
// rows is ROWS; `pkg-scripts/prove` asks for 100,000.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const path = (name) => fileURLToPath(new URL(name, root));
const ROWS = Number(process.env.ROWS ?? 100);
const CHUNK = 250;

let engine;
let program;

before(async () => {
  program = process.env.BAE_RULES;
  if (!program) {
    execFileSync('cargo', ['build', '--locked', '--quiet'], { cwd: path('.') });
    const metadata = execFileSync('cargo', ['metadata', '--no-deps', '--locked', '--format-version', '1'], { cwd: path('.') });
    program = `${JSON.parse(metadata).target_directory}/debug/bae-rules`;
  }
  engine = await import(new URL('www/pkg/bae_rules.js', root));
  engine.initSync({ module: readFileSync(path('www/pkg/bae_rules_bg.wasm')) });
});

/** Chance that is the same in every run. */
function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (end) => Math.floor(next() * end);
  return { below, pick: (of) => of[below(of.length)] };
}

const ACCIDENTS = [
  '', '', ' ', '-', 'n/a', '#N/A', '#REF!', '0', '-1', '2.5', '1e9', '105%', '50,5', 'Yes', 'maybe', '✓', '31/02/2026', '4/8/26',
  '46120', 'a, z', 'Total', '=1+1', '\u00a07\u00a0', '🙂', 'é', '"quoted"', 'NaN',
];

function fitting({ type, values = [] }, { below, pick }) {
  const day = () => `${String(1 + below(28)).padStart(2, '0')}/${String(1 + below(12)).padStart(2, '0')}/202${5 + below(2)}`;
  if (values.length) return pick(values);
  switch (type) {
    case 'yes-no': return pick(['Yes', 'No']);
    case 'letters': return pick(['a', 'b, c', 'f']);
    case 'percent': return `${below(101)}.${below(10)}%`;
    case 'count': return String(below(9));
    case 'number': return `${below(20)}.5`;
    case 'dates': return `${day()}; ${day()}`;
    case 'date': case 'date-or-yes-no': return day();
    default: return `T${below(5)}`;
  }
}

function sheet(policy, rows, source) {
  // Of the columns that the policy needs, those of one of the sets that will do.
  const [set = []] = policy.needs;
  const needed = policy.fields.filter((field, at) => at === 0 || set.includes(field.name) || source.below(3) > 0);
  const accidents = source.pick([6, 25, 50]);
  const lines = [needed.map((field) => field.heading)];
  for (let row = 0; row < rows; row += 1) {
    lines.push(needed.map((field, at) => {
      if (at === 0) return `Row ${row}`;
      return source.below(accidents) === 0 ? source.pick(ACCIDENTS) : fitting(field, source);
    }));
  }
  return `${lines.map((line) => line.join('\t')).join('\n')}\n`;
}

const POLICIES = ['learner-at-risk', 'learning-mentoring', 'back-on-track', 'tutorial-review', 'mir-recording'];
POLICIES.forEach((id, index) => {
  test(`${id}: rows of chance give the same bytes natively and in wasm`, () => {
    const policy = engine.describe().policies.find((known) => known.id === id);
    const source = chance(1 + index);
    const wanted = Math.ceil(ROWS / POLICIES.length);
    let decided = 0;
    for (let done = 0; done < wanted; done += CHUNK) {
      const text = sheet(policy, Math.min(CHUNK, wanted - done), source);
      const asOf = `2026-${String(1 + source.below(12)).padStart(2, '0')}-15`;
      const tracker = engine.Tracker.fromText(text);
      tracker.read({ policies: [id] });
      tracker.evaluate({ as_of: asOf });
      for (const format of ['json', 'tsv']) {
        const native = execFileSync(program, ['classify', '-', '--policy', id, '--as-of', asOf, '--format', format], {
          input: text, encoding: 'utf8', maxBuffer: 1 << 29, stdio: ['pipe', 'pipe', 'ignore'],
        });
        const answer = format === 'json' ? tracker.json() : tracker.text('tsv');
        if (answer !== native) {
          const at = [...answer].findIndex((letter, place) => letter !== native[place]);
          assert.fail(`${format} differs at ${at}: ${answer.slice(at - 200, at + 200)}\nnatively: ${native.slice(at - 200, at + 200)}\n${text}`);
        }
        if (format === 'json') decided += native.split('"status": "decided"').length - 1;
      }
      tracker.free();
    }
    // A checklist's answers stand by principle, not by row.
    assert.ok(decided > 0 || id === 'back-on-track');
  });
});
