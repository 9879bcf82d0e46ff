// The workload for json-logic-engine, with its rules compiled: each decision is one expression that gives the id of the
// first rule that holds.
import { LogicEngine } from 'json-logic-engine';
import { AS_OF_DAY, CATEGORY, bandOf, overdue, ratingOf, stageOf } from '../plain.mjs';

const field = (name) => ({ var: name });
const at = (test, name, value) => ({ [test]: [field(name), value] });
const first = (...pairs) => ({ if: pairs.flat() });

const engine = new LogicEngine();
engine.addMethod('overdue', ([day]) => overdue(day));
const build = (logic) => engine.build(logic);
const attendance = build(first([at('>=', 'attendance_pct', 96), 'A1'], [at('>=', 'attendance_pct', 92), 'A2'], [at('>=', 'attendance_pct', 85), 'A3'], 'A4'));
const behaviour = build(
  first(
    [{ or: [at('>=', 'suspensions', 2), at('>=', 'behaviour_incidents', 12)] }, 'B1'],
    [{ or: [at('===', 'suspensions', 1), at('>=', 'behaviour_incidents', 6)] }, 'B2'],
    [at('>=', 'behaviour_incidents', 2), 'B3'],
    'B4',
  ),
);
const emotional = build(first([at('>=', 'emotional_score', 30), 'M1'], [at('>=', 'emotional_score', 20), 'M2'], [at('>=', 'emotional_score', 10), 'M3'], 'M4'));
const category = build(
  first(
    ...CATEGORY.slice(0, -1).map((row) => [{ and: ['att', 'beh', 'emo'].filter((band) => row[band]).map((band) => at('===', band, row[band])) }, row.id]),
    'C17',
  ),
);
const when = (id, ...all) => ({ if: [all.length > 1 ? { and: all } : all[0], id, ''] });
const risk = build([
  when('R01', at('<', 'attendance_pct', 50)),
  when('R02', at('>=', 'lessons_missed_consecutive', 4)),
  when('R03', at('>=', 'suspensions', 2)),
  when('R04', at('===', 'cat', 'D')),
  when('R05', at('>=', 'pct_behind_plan', 30), at('>=', 'days_since_progress', 42), { '>=': [{ '-': [AS_OF_DAY, field('start_date')] }, 28] }),
  when('R06', at('>=', 'unexplained_absences', 3), at('<', 'attendance_pct', 92)),
  when('R07', at('>=', 'homework_missed_consecutive', 3)),
  when('R08', at('>=', 'pct_behind_plan', 15)),
  when('R09', { or: [at('>=', 'cancelled_visits_4w', 2), at('>=', 'days_since_progress', 60)] }),
]);
const blank = (name) => ({ '===': [field(name), null] });
const stage = build(
  first(
    [{ and: [blank('stage1_sent_date'), at('===', 'risk', 'High')] }, 'E1'],
    [blank('stage1_sent_date'), 'E2'],
    [at('===', 'stage1_response', 'yes'), 'E3'],
    [{ and: [{ '!': blank('stage2_sent_date') }, { overdue: field('stage2_sent_date') }] }, 'E4'],
    [{ '!': blank('stage2_sent_date') }, 'E5'],
    [{ or: [at('===', 'stage1_response', 'no'), { overdue: field('stage1_sent_date') }] }, 'E6'],
    'E7',
  ),
);
const categoryOf = Object.fromEntries(CATEGORY.map((row) => [row.id, row.category]));

export function decide(row) {
  const [a, b, m] = [attendance(row), behaviour(row), emotional(row)];
  const data = { ...row, att: bandOf(a), beh: bandOf(b), emo: bandOf(m) };
  const c = category(data);
  data.cat = categoryOf[c];
  const held = risk(data).filter(Boolean);
  data.risk = ratingOf(held);
  const e = stage(data);
  if (!held.length) held.push('R10');
  return { id: row.id, att: data.att, beh: data.beh, emo: data.emo, cat: data.cat, risk: data.risk, stage: stageOf[e], reasons: [a, b, m, c, ...held, e] };
}
