// The golden table: calls of every formula over the golden trackers, and over what goes wrong. Each host answers it, and
// every answer has to be the native engine's, to the byte.
//
//     node tests/hosts/table.mjs PROGRAM    prints it, with the answers of the native engine, as JSON
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const golden = new URL('../golden/', import.meta.url);
const lines = (file) => readFileSync(new URL(file, golden), 'utf8').split('\n').filter((line) => line !== '');
const cells = (file) => {
  const rows = lines(file).map((line) => line.split('\t'));
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => Array.from({ length: width }, (_, at) => row[at] || null));
};

const date = (day) => ({ date: day });
const AS_OF = date('2026-04-08');

// As a person's sheet would hold them: numbers as numbers, days as days.
function typed(cell) {
  if (cell === null) return cell;
  if (/^-?\d+(\.\d+)?$/.test(cell)) return Number(cell);
  if (/^\d{4}-\d\d-\d\d$/.test(cell)) return date(cell);
  const uk = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(cell);
  return uk ? date(`${uk[3]}-${uk[2]}-${uk[1]}`) : cell;
}

const terms = lines('reviews.terms.tsv')
  .slice(1)
  .map((line) => line.split('\t'))
  .map(([name, term, from, to]) => ({ name, term, from, to }));

const TRACKERS = [
  { file: 'at-risk-tracker.tsv', names: ['RISK', 'STAGE', 'NEXT', 'CHECK', 'DUTIES'], why: ['Risk rating', ''] },
  { file: 'bae-tracker.tsv', names: ['CATEGORY', 'SUPPORT', 'CHECK'], why: ['BAE category'] },
  { file: 'bae-scores.tsv', names: ['CATEGORY', 'SUPPORT'], why: [] },
  { file: 'back-on-track.tsv', names: ['AUDIT'], why: [] },
  { file: 'mir.tsv', names: ['MIR', 'CHECK'], why: ['MIR line'] },
  {
    file: 'reviews.tsv',
    names: ['REVIEW', 'DUTIES'],
    why: [],
    as_of: date('2026-03-11'),
    settings: JSON.stringify({ calendar: { half_terms: terms } }),
  },
];

function* overTrackers() {
  for (const { file, names, why, as_of = AS_OF, settings } of TRACKERS) {
    const text = cells(file);
    for (const [kind, sheet] of [['text', text], ['typed', [text[0], ...text.slice(1).map((row) => row.map(typed))]]]) {
      const [headings, rows] = [sheet.slice(0, 1), sheet.slice(1)];
      const call = (name, first) => ({
        id: `${name}${first.length ? ` "${first[0]}"` : ''} over ${file}, ${kind}`,
        name,
        args: [...first, headings, rows, as_of],
        ...(settings && { settings }),
      });
      for (const name of names) yield call(name, []);
      for (const decision of why) yield call('WHY', [decision]);
    }
  }
}

function* deadlines() {
  const rows = lines('working-days.tsv').slice(1).map((line) => line.split('\t'));
  const given = rows.filter(([from, days]) => /^\d{4}-\d\d-\d\d$/.test(from) && /^-?\d+$/.test(days)).slice(0, 40);
  const column = (at, of) => given.map((row) => [of(row[at])]);
  yield { id: 'DEADLINE over columns', name: 'DEADLINE', args: [column(0, date), column(1, Number)] };
  yield { id: 'DEADLINE of one day', name: 'DEADLINE', args: [date('2026-03-30'), 5, 'scotland'] };
}

function* whatGoesWrong() {
  const [headings, ...rows] = cells('at-risk-tracker.tsv');
  const row = rows.slice(0, 1);
  yield { id: 'a nation that is none', name: 'DEADLINE', args: [date('2026-03-30'), 5, 'Mercia'] };
  yield { id: 'a day that is none', name: 'DEADLINE', args: ['soon', 5] };
  yield { id: 'a day that may be two', name: 'DEADLINE', args: ['03/04/2026', 5] };
  yield { id: 'a measure that is none', name: 'BAND', args: ['Attendanse', [[96]]] };
  yield { id: 'an answer that is none', name: 'WHY', args: ['Risc rating', [headings], row, AS_OF] };
  yield { id: 'headings of another policy', name: 'CATEGORY', args: [[headings], row, AS_OF] };
  yield { id: 'duties of a policy without', name: 'DUTIES', args: [cells('mir.tsv').slice(0, 1), cells('mir.tsv').slice(1, 3), AS_OF] };
  yield { id: 'no day for as_of', name: 'RISK', args: [[headings], row, 'spring'] };
  yield { id: 'errors and blanks among the cells', name: 'RISK', args: [[headings], [
    row[0].map((cell, at) => (at === 3 ? { error: '#N/A' } : cell)),
    row[0].map((cell, at) => (at === 0 ? cell : null)),
    row[0].map(() => null),
    row[0],
  ], AS_OF] };
  yield { id: 'accents, signs and emoji', name: 'RISK', args: [[headings], [['Zoë ✓ 😀', ...row[0].slice(1)]], AS_OF] };
  yield { id: 'what a cell holds', name: 'DIAGNOSE', args: [[[null, 0, 'n/a', date('2026-04-08'), 96.5, 'é ✓ 😀']]] };
  yield { id: 'measures', name: 'BAND', args: ['Attendance', [[96], [90.5], [50], [null], [0], ['n/a']]] };
}

/** The calls. Each says for which day it is, so that no host's clock counts. */
export function table() {
  return [...overTrackers(), ...deadlines(), ...whatGoesWrong(), { id: 'VERSION', name: 'VERSION', args: [] }];
}

/** A call as the engine takes it. The day of the calculation shows nowhere in these answers, but some need to have one. */
export const callText = ({ name, args, settings }) =>
  JSON.stringify({ name, args, ...(settings && { settings }), today: '2026-04-08' });

/** The native engine's answers to calls, as JSON texts. */
export function nativeAnswers(program, calls) {
  const { stdout, status, error } = spawnSync(program, ['formulas'], {
    input: calls.map((call) => `${callText(call)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error || status !== 0) throw error ?? new Error(`${program} ended with ${status}`);
  return stdout.split('\n').slice(0, -1);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const calls = table();
  const answers = nativeAnswers(process.argv[2], calls);
  process.stdout.write(JSON.stringify(calls.map((call, at) => ({ ...call, answer: answers[at] }))));
}
