// The workload for json-rules-engine. A rule's event is its id; rules that need an earlier answer run in an engine of
// their own, as this engine has no order but priorities. Of several that hold, the first in the workload's order counts.
import { Engine } from 'json-rules-engine';
import { AS_OF_DAY, CATEGORY, bandOf, overdue, ratingOf, stageOf } from '../plain.mjs';

const OPERATORS = { '>=': 'greaterThanInclusive', '<': 'lessThan', '=': 'equal', '!=': 'notEqual' };
const is = (fact, operator, value) => ({ fact, operator: OPERATORS[operator], value });
const all = (...conditions) => ({ all: conditions });
const any = (...conditions) => ({ any: conditions });
const engine = (rules) =>
  new Engine(Object.entries(rules).map(([type, conditions]) => ({ conditions, event: { type } })), { allowUndefinedFacts: true });

const bands = engine({
  A1: all(is('attendance_pct', '>=', 96)), A2: all(is('attendance_pct', '>=', 92)), A3: all(is('attendance_pct', '>=', 85)),
  B1: any(is('suspensions', '>=', 2), is('behaviour_incidents', '>=', 12)), B2: any(is('suspensions', '=', 1), is('behaviour_incidents', '>=', 6)),
  B3: all(is('behaviour_incidents', '>=', 2)),
  M1: all(is('emotional_score', '>=', 30)), M2: all(is('emotional_score', '>=', 20)), M3: all(is('emotional_score', '>=', 10)),
});
const categories = engine(
  Object.fromEntries(
    CATEGORY.slice(0, -1).map((row) => [row.id, all(...['att', 'beh', 'emo'].filter((band) => row[band]).map((band) => is(band, '=', row[band])))]),
  ),
);
const risks = engine({
  R01: all(is('attendance_pct', '<', 50)), R02: all(is('lessons_missed_consecutive', '>=', 4)), R03: all(is('suspensions', '>=', 2)), R04: all(is('cat', '=', 'D')),
  R05: all(is('pct_behind_plan', '>=', 30), is('days_since_progress', '>=', 42), is('days_since_start', '>=', 28)),
  R06: all(is('unexplained_absences', '>=', 3), is('attendance_pct', '<', 92)), R07: all(is('homework_missed_consecutive', '>=', 3)),
  R08: all(is('pct_behind_plan', '>=', 15)), R09: any(is('cancelled_visits_4w', '>=', 2), is('days_since_progress', '>=', 60)),
});
const stages = engine({
  E1: all(is('stage1_sent_date', '=', null), is('risk', '=', 'High')), E2: all(is('stage1_sent_date', '=', null)), E3: all(is('stage1_response', '=', 'yes')),
  E4: all(is('stage2_sent_date', '!=', null), is('late2', '=', true)), E5: all(is('stage2_sent_date', '!=', null)),
  E6: any(is('stage1_response', '=', 'no'), is('late1', '=', true)),
});
const held = async (engine, facts) => (await engine.run(facts)).events.map((event) => event.type).sort();
const first = (ids, letter, otherwise) => ids.find((id) => id[0] === letter) ?? otherwise;
const categoryOf = Object.fromEntries(CATEGORY.map((row) => [row.id, row.category]));

export async function decide(row) {
  const ids = await held(bands, row);
  const [a, b, m] = [first(ids, 'A', 'A4'), first(ids, 'B', 'B4'), first(ids, 'M', 'M4')];
  const [att, beh, emo] = [a, b, m].map(bandOf);
  const c = first(await held(categories, { att, beh, emo }), 'C', 'C17');
  const cat = categoryOf[c];
  const risk = await held(risks, { ...row, cat, days_since_start: AS_OF_DAY - row.start_date });
  const rating = ratingOf(risk);
  const late = (day) => day !== null && overdue(day);
  const e = first(await held(stages, { ...row, risk: rating, late1: late(row.stage1_sent_date), late2: late(row.stage2_sent_date) }), 'E', 'E7');
  return { id: row.id, att, beh, emo, cat, risk: rating, stage: stageOf[e], reasons: [a, b, m, c, ...(risk.length ? risk : ['R10']), e] };
}
