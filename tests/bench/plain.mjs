// The workload's decisions in plain JavaScript, over one row object with days as day numbers.
export const AS_OF_DAY = 20532;
const before = (day) => {
  const n = day + 3;
  return 5 * Math.floor(n / 7) + Math.min((n % 7) + 1, 5);
};
export const overdue = (day) => before(AS_OF_DAY) - before(day) >= 5;
export const CATEGORY = [
  ['S', 'S', '', 'D'], ['S', '', 'S', 'D'], ['', 'S', 'S', 'D'], ['S', 'C', 'C', 'D'], ['S', '', '', 'C'], ['', 'S', '', 'C'],
  ['', '', 'S', 'C'], ['C', 'C', '', 'C'], ['C', '', 'C', 'C'], ['', 'C', 'C', 'C'], ['C', '', '', 'B'], ['', 'C', '', 'B'],
  ['', '', 'C', 'B'], ['W', 'W', '', 'B'], ['W', '', 'W', 'B'], ['', 'W', 'W', 'B'], ['', '', '', 'A'],
].map(([att, beh, emo, category], at) => ({ att, beh, emo, category, id: `C${String(at + 1).padStart(2, '0')}` }));

// What peers need besides, where a rule's id says it all.
const BANDS = { A: 'GWCS', B: 'SCWG', M: 'SCWG' };
export const bandOf = (id) => BANDS[id[0]][id[1] - 1];
export const ratingOf = (held) => (held.some((id) => id <= 'R05') ? 'High' : held.length ? 'Medium' : 'Low');
export const stageOf = { E1: 'S1_DUE', E2: 'NONE', E3: 'CLOSED', E4: 'S3_DUE', E5: 'S2_WAIT', E6: 'S2_DUE', E7: 'S1_WAIT' };

export function decide(r) {
  const reasons = [];
  const say = (id, value) => (reasons.push(id), value);
  const pct = r.attendance_pct;
  const att = pct >= 96 ? say('A1', 'G') : pct >= 92 ? say('A2', 'W') : pct >= 85 ? say('A3', 'C') : say('A4', 'S');
  const beh =
    r.suspensions >= 2 || r.behaviour_incidents >= 12 ? say('B1', 'S')
    : r.suspensions === 1 || r.behaviour_incidents >= 6 ? say('B2', 'C')
    : r.behaviour_incidents >= 2 ? say('B3', 'W') : say('B4', 'G');
  const score = r.emotional_score;
  const emo = score >= 30 ? say('M1', 'S') : score >= 20 ? say('M2', 'C') : score >= 10 ? say('M3', 'W') : say('M4', 'G');
  const row = CATEGORY.find((c) => (!c.att || c.att === att) && (!c.beh || c.beh === beh) && (!c.emo || c.emo === emo));
  reasons.push(row.id);
  const fixed = reasons.length;
  if (pct < 50) reasons.push('R01');
  if (r.lessons_missed_consecutive >= 4) reasons.push('R02');
  if (r.suspensions >= 2) reasons.push('R03');
  if (row.category === 'D') reasons.push('R04');
  if (r.pct_behind_plan >= 30 && r.days_since_progress >= 42 && AS_OF_DAY - r.start_date >= 28) reasons.push('R05');
  const high = reasons.length > fixed;
  if (r.unexplained_absences >= 3 && pct < 92) reasons.push('R06');
  if (r.homework_missed_consecutive >= 3) reasons.push('R07');
  if (r.pct_behind_plan >= 15) reasons.push('R08');
  if (r.cancelled_visits_4w >= 2 || r.days_since_progress >= 60) reasons.push('R09');
  const medium = reasons.length > fixed;
  const risk = high ? 'High' : medium ? 'Medium' : say('R10', 'Low');
  let stage;
  if (r.stage1_sent_date === null) stage = risk === 'High' ? say('E1', 'S1_DUE') : say('E2', 'NONE');
  else if (r.stage1_response === 'yes') stage = say('E3', 'CLOSED');
  else if (r.stage2_sent_date !== null) stage = overdue(r.stage2_sent_date) ? say('E4', 'S3_DUE') : say('E5', 'S2_WAIT');
  else stage = r.stage1_response === 'no' || overdue(r.stage1_sent_date) ? say('E6', 'S2_DUE') : say('E7', 'S1_WAIT');
  return { id: r.id, att, beh, emo, cat: row.category, risk, stage, reasons };
}

const day = (text) => (text === '' ? null : Date.UTC(+text.slice(0, 4), text.slice(5, 7) - 1, +text.slice(8, 10)) / 86400000);

// A row object from the cells of a text, in the workload's column order.
export function rowOf(c) {
  return {
    id: c[0], attendance_pct: +c[1], lessons_missed_consecutive: +c[2], unexplained_absences: +c[3], homework_missed_consecutive: +c[4],
    pct_behind_plan: +c[5], behaviour_incidents: +c[6], suspensions: +c[7], emotional_score: +c[8], start_date: day(c[9]),
    days_since_progress: +c[10], cancelled_visits_4w: +c[11], stage1_sent_date: day(c[12]), stage1_response: c[13], stage2_sent_date: day(c[14]),
  };
}

export const OUTPUT = 'id\tattendance\tbehaviour\temotional\tcategory\trisk\tstage\treasons\n';
export const line = (d) => `${d.id}\t${d.att}\t${d.beh}\t${d.emo}\t${d.cat}\t${d.risk}\t${d.stage}\t${d.reasons.join(' ')}\n`;

// Text to text, with papaparse as the reader of tables.
export function classifyText(text, Papa) {
  let out = OUTPUT;
  const { data } = Papa.parse(text, { delimiter: '\t', newline: '\n', skipEmptyLines: true });
  for (let at = 1; at < data.length; at++) out += line(decide(rowOf(data[at])));
  return out;
}
