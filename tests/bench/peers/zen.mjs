// The workload for ZEN, native: one decision graph of tables behind each other, evaluated row by row.
import { ZenEngine } from '@gorules/zen-engine';
import { AS_OF_DAY, CATEGORY, bandOf, overdue, ratingOf, stageOf } from '../plain.mjs';

// A table from rows of [cells by field, id], each hit giving the row's id as `out`.
function table(name, fields, rows, hitPolicy = 'first') {
  return {
    id: name, name, type: 'decisionTableNode',
    content: {
      hitPolicy, passThrough: true, inputField: null, outputPath: hitPolicy === 'collect' ? name : null, executionMode: 'single',
      inputs: fields.map((field) => ({ id: field, name: field, field })),
      outputs: [{ id: 'out', name: 'out', field: hitPolicy === 'collect' ? 'id' : name }],
      rules: rows.map(([cells, id], at) => ({ _id: `${name}${at}`, ...Object.fromEntries(fields.map((field) => [field, cells[field] ?? ''])), out: `"${id}"` })),
    },
  };
}
const band = (name, from) => ({
  id: name, name, type: 'expressionNode',
  content: { passThrough: true, inputField: null, outputPath: null, executionMode: 'single', expressions: Object.entries(from).map(([key, value]) => ({ id: key, key, value })) },
});
const toBand = (id, best) => `${id} == "${best}1" ? "${bandOf(`${best}1`)}" : ${id} == "${best}2" ? "${bandOf(`${best}2`)}" : ${id} == "${best}3" ? "${bandOf(`${best}3`)}" : "${bandOf(`${best}4`)}"`;

const chain = [
  table('a', ['attendance_pct'], [[{ attendance_pct: '>= 96' }, 'A1'], [{ attendance_pct: '>= 92' }, 'A2'], [{ attendance_pct: '>= 85' }, 'A3'], [{}, 'A4']]),
  table('b', ['suspensions', 'behaviour_incidents'], [
    [{ suspensions: '>= 2' }, 'B1'], [{ behaviour_incidents: '>= 12' }, 'B1'], [{ suspensions: '1' }, 'B2'],
    [{ behaviour_incidents: '>= 6' }, 'B2'], [{ behaviour_incidents: '>= 2' }, 'B3'], [{}, 'B4'],
  ]),
  table('m', ['emotional_score'], [[{ emotional_score: '>= 30' }, 'M1'], [{ emotional_score: '>= 20' }, 'M2'], [{ emotional_score: '>= 10' }, 'M3'], [{}, 'M4']]),
  band('bands', { att: toBand('a', 'A'), beh: toBand('b', 'B'), emo: toBand('m', 'M') }),
  table('c', ['att', 'beh', 'emo'], CATEGORY.map((row) => [Object.fromEntries(['att', 'beh', 'emo'].filter((name) => row[name]).map((name) => [name, `"${row[name]}"`])), row.id])),
  table('r', ['attendance_pct', 'lessons_missed_consecutive', 'suspensions', 'c', 'pct_behind_plan', 'days_since_progress', 'days_since_start', 'unexplained_absences', 'homework_missed_consecutive', 'cancelled_visits_4w'], [
    [{ attendance_pct: '< 50' }, 'R01'], [{ lessons_missed_consecutive: '>= 4' }, 'R02'], [{ suspensions: '>= 2' }, 'R03'],
    [{ c: CATEGORY.filter((row) => row.category === 'D').map((row) => `"${row.id}"`).join(', ') }, 'R04'],
    [{ pct_behind_plan: '>= 30', days_since_progress: '>= 42', days_since_start: '>= 28' }, 'R05'],
    [{ unexplained_absences: '>= 3', attendance_pct: '< 92' }, 'R06'], [{ homework_missed_consecutive: '>= 3' }, 'R07'], [{ pct_behind_plan: '>= 15' }, 'R08'],
    [{ cancelled_visits_4w: '>= 2' }, 'R09'], [{ cancelled_visits_4w: '< 2', days_since_progress: '>= 60' }, 'R09'],
  ], 'collect'),
  band('high', { high: 'some(r, # .id in ["R01", "R02", "R03", "R04", "R05"])' }),
  table('e', ['sent1', 'high', 'stage1_response', 'sent2', 'late2', 'late1'], [
    [{ sent1: 'false', high: 'true' }, 'E1'], [{ sent1: 'false' }, 'E2'], [{ stage1_response: '"yes"' }, 'E3'], [{ sent2: 'true', late2: 'true' }, 'E4'],
    [{ sent2: 'true' }, 'E5'], [{ stage1_response: '"no"' }, 'E6'], [{ late1: 'true' }, 'E6'], [{}, 'E7'],
  ]),
];
const nodes = [{ id: 'in', name: 'in', type: 'inputNode' }, ...chain, { id: 'out', name: 'out', type: 'outputNode' }];
const graph = {
  contentType: 'application/vnd.gorules.decision',
  nodes: nodes.map((node, at) => ({ ...node, position: { x: at * 200, y: 0 } })),
  edges: nodes.slice(1).map((node, at) => ({ id: `edge${at}`, type: 'edge', sourceId: nodes[at].id, targetId: node.id })),
};
const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(graph)));
const categoryOf = Object.fromEntries(CATEGORY.map((row) => [row.id, row.category]));

export async function decide(row) {
  const late = (day) => day !== null && overdue(day);
  const given = {
    ...row, days_since_start: AS_OF_DAY - row.start_date, sent1: row.stage1_sent_date !== null, sent2: row.stage2_sent_date !== null,
    late1: late(row.stage1_sent_date), late2: late(row.stage2_sent_date),
  };
  const { result } = await decision.evaluate(given);
  const held = (result.r ?? []).map((hit) => hit.id);
  const unique = [...new Set(held)];
  return {
    id: row.id, att: result.att, beh: result.beh, emo: result.emo, cat: categoryOf[result.c], risk: ratingOf(unique), stage: stageOf[result.e],
    reasons: [result.a, result.b, result.m, result.c, ...(unique.length ? unique : ['R10']), result.e],
  };
}
