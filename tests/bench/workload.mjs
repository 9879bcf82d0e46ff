// The benchmark's rows: input text of any number of rows, and the hashes that every participant's output must have.
// All names, numbers and rules are made up for the benchmark; they are no policy.
import { createHash } from 'node:crypto';
import { AS_OF_DAY } from './plain.mjs';

export const AS_OF = '2026-03-20';
export const HEADINGS = [
  'id', 'attendance_pct', 'lessons_missed_consecutive', 'unexplained_absences', 'homework_missed_consecutive',
  'pct_behind_plan', 'behaviour_incidents', 'suspensions', 'emotional_score', 'start_date', 'days_since_progress',
  'cancelled_visits_4w', 'stage1_sent_date', 'stage1_response', 'stage2_sent_date',
];
// SHA-256 of input and output.
export const HASHES = {
  1000: ['16a364f741cd08923275cdfd56eacf3715e00fa053759c9053f7f02d2e94a090', 'f3a3484aa6c9c0b93cdd20388b78130aa5d062e7ea8d0cfaa08b560b671af820'],
  10000: ['ecca516f32cde95444203b27fd3ee49a0e318f28f5769e10e60e11279be67972', '0f555623ae1b8be044770867aeff47c11948e496c07900e420c58f8b02db920f'],
  100000: ['da7fa9cbbec5e01b7665b455631fcb7b8ef37886e711b634df8d60f592d77a22', '8e4e4efc0a7499c22637579deb24593805442d069553e47c9befa1aea9b26ac0'],
};
export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const iso = (day) => new Date(day * 86400000).toISOString().slice(0, 10);

// The rows as cells in the order of HEADINGS, days as day numbers (null for blank).
export function* rows(count) {
  let x = 20260320;
  const next = (k) => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    return (x >>> 16) % k;
  };
  const low = (k) => {
    const a = next(k);
    return Math.min(a, next(k));
  };
  for (let n = 1; n <= count; n++) {
    const [c, w, t] = [next(4), next(1001), next(201)];
    const attendance = c === 0 ? w : 800 + t;
    const cells = [`S${String(n).padStart(6, '0')}`, attendance / 10, low(7), low(6), low(7), low(71) - 10, low(21)];
    const a = low(4);
    cells.push(Math.min(a, low(4)), next(41), 20332 + next(200), next(91), low(5));
    const has1 = next(4) >= 2;
    const d1 = 20458 + next(75);
    const resp = next(3);
    const has2 = next(2) === 1;
    const gap = 7 + next(21);
    cells.push(has1 ? d1 : null, has1 ? ['', 'yes', 'no'][resp] : '');
    cells.push(has1 && has2 && resp !== 1 && d1 + gap <= AS_OF_DAY ? d1 + gap : null);
    yield cells;
  }
}

export function inputText(count) {
  const out = [HEADINGS.join('\t')];
  for (const cells of rows(count)) {
    out.push(
      [
        cells[0], cells[1].toFixed(1), ...cells.slice(2, 9), iso(cells[9]), cells[10], cells[11],
        cells[12] === null ? '' : iso(cells[12]), cells[13], cells[14] === null ? '' : iso(cells[14]),
      ].join('\t'),
    );
  }
  const text = out.join('\n') + '\n';
  const known = HASHES[count]?.[0];
  if (known && sha256(text) !== known) throw new Error(`the input of ${count} rows has another hash than the workload`);
  return text;
}
