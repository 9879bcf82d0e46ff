// Made-up trackers of any number of rows for the policies that ship: what a provider's and a school's export look like,
// with blank cells, words for numbers that were not counted, and now and then a cell that cannot be read.
import { AS_OF_DAY } from './plain.mjs';

export const AS_OF = '2026-03-20';

// The workload's generator with a seed of its own.
function random(seed) {
  let x = seed;
  const next = (k) => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return (x >>> 16) % k;
  };
  return { next, low: (k) => Math.min(next(k), next(k)), one: (...of) => of[next(of.length)], in: (n, k) => next(k) < n };
}
const uk = (day) => new Date(day * 86400000).toISOString().slice(0, 10).split('-').reverse().join('/');

const POLICIES = {
  'learner-at-risk': {
    seed: 41,
    headings: [
      'Learner', 'Programme type', 'Start date', 'Target %', 'Actual %', 'Missed sessions in a row', 'Missed without notice in a row', 'Homework missed in a row',
      'Unexplained absences at work', 'Support requested', 'Start factors', 'First intervention', 'Improved', 'Three-way attempts',
      'Sessions missed without notice', 'Last progress', 'Cancelled visits in 4 weeks', 'Stage 1 email', 'Stage 1 outcome',
    ],
    row(r, n) {
      const target = 10 + r.next(91);
      const email = r.in(1, 5) ? AS_OF_DAY - r.next(40) : null;
      const first = r.in(1, 4) ? AS_OF_DAY - 20 - r.next(60) : null;
      return [
        `Learner ${n}`, r.in(3, 4) ? 'Apprenticeship' : 'Other', uk(AS_OF_DAY - 30 - r.next(400)), target, r.in(1, 50) ? '' : Math.max(0, target + 10 - r.low(60)),
        r.in(1, 200) ? 'n/a' : r.low(7), r.low(6), r.low(7), r.low(6), r.one('Yes', 'No', 'No', ''), r.one('', '', '', 'a', 'b, d', 'e'),
        first === null ? '' : uk(first), first === null ? '' : r.one('Yes', 'No'), r.next(4), r.low(5), r.in(1, 300) ? '31/02/2026' : uk(AS_OF_DAY - r.next(90)),
        r.low(5), email === null ? '' : uk(email), email === null ? '' : r.one('', 'open', 'success', 'fail'),
      ];
    },
  },
  'learning-mentoring': {
    seed: 43,
    headings: [
      'Pupil', 'Sessions possible', 'Sessions absent', 'Behaviour incidents', 'Suspensions this year', 'Suspension days this term', 'Attainment', 'SDQ total (teacher)',
    ],
    row(r, n) {
      const possible = 200 + r.next(181);
      const [absent, incidents, suspensions, days] = [r.in(1, 60) ? '' : r.low(90), r.low(21), r.low(4), r.low(8)];
      return [
        // No school counts days of suspension without a suspension in every third row.
        `Pupil ${n}`, possible, absent, incidents, suspensions, suspensions === 0 ? 0 : days, r.one('at or above', 'at or above', 'below', 'well below', ''),
        r.in(1, 40) ? '' : r.next(41),
      ];
    },
  },
};

export const headings = (policy) => POLICIES[policy].headings;

// The rows from `from` on, without headings.
export function* rows(policy, count, from = 1) {
  const { seed, row } = POLICIES[policy];
  const r = random(seed);
  for (let n = from; n < from + count; n++) yield row(r, n);
}

export function trackerText(policy, count) {
  const lines = [headings(policy).join('\t')];
  for (const cells of rows(policy, count)) lines.push(cells.join('\t'));
  return lines.join('\n') + '\n';
}

export const csvLine = (cells) => cells.map((cell) => (/[",\n]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : cell)).join(',') + '\n';
