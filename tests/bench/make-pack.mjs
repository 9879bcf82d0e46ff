// Writes workload.json: the workload's rules as a policy pack, which the engine loads as it would any other.
import { writeFileSync } from 'node:fs';

const clause = 'WL decisions';
const row = (id, when, then, says) => ({ id, when, then, clause, says });
const otherwise = (id, then, says) => ({ id, then, clause, says });
const bands = ['G', 'W', 'C', 'S'];
const number = (heading, extra = {}) => ({ heading, type: 'number', ...extra });
const count = (heading) => ({ heading, type: 'count' });

const category = [
  ['S', 'S', '-', 'D'], ['S', '-', 'S', 'D'], ['-', 'S', 'S', 'D'], ['S', 'C', 'C', 'D'], ['S', '-', '-', 'C'], ['-', 'S', '-', 'C'],
  ['-', '-', 'S', 'C'], ['C', 'C', '-', 'C'], ['C', '-', 'C', 'C'], ['-', 'C', 'C', 'C'], ['C', '-', '-', 'B'], ['-', 'C', '-', 'B'],
  ['-', '-', 'C', 'B'], ['W', 'W', '-', 'B'], ['W', '-', 'W', 'B'], ['-', 'W', 'W', 'B'],
];
const tests = (cells) => Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== '-').map(([name, cell]) => [name, /^[A-Z]$/.test(cell) ? `"${cell}"` : cell]));

const risk = [
  ['R01', { attendance_pct: '< 50' }, 'High'],
  ['R02', { lessons_missed_consecutive: '>= 4' }, 'High'],
  ['R03', { suspensions: '>= 2' }, 'High'],
  ['R04', { category: '"D"' }, 'High'],
  ['R05', { pct_behind_plan: '>= 30', days_since_progress: '>= 42', days_since_start: '>= 28' }, 'High'],
  ['R06', { unexplained_absences: '>= 3', attendance_pct: '< 92' }, 'Medium'],
  ['R07', { homework_missed_consecutive: '>= 3' }, 'Medium'],
  ['R08', { pct_behind_plan: '>= 15' }, 'Medium'],
  ['R09', { cancelled_visits_4w: '>= 2' }, 'Medium'],
  ['R09', { cancelled_visits_4w: '< 2', days_since_progress: '>= 60' }, 'Medium'],
];
const riskIds = ['R10', ...new Set(risk.map(([id]) => id))];

const pack = {
  pack: 'workload',
  schema: 1,
  version: '2026.1',
  title: 'Benchmark workload',
  about: 'Made-up rules that every participant of the benchmark carries out. They are no policy.',
  sources: { WL: { title: 'Benchmark workload', publisher: 'made up' } },
  subject: 'id',
  needs_columns: [['attendance_pct']],
  fields: {
    id: { heading: 'id', type: 'text' },
    attendance_pct: number('attendance_pct', { min: 0, max: 100 }),
    lessons_missed_consecutive: count('lessons_missed_consecutive'),
    unexplained_absences: count('unexplained_absences'),
    homework_missed_consecutive: count('homework_missed_consecutive'),
    pct_behind_plan: number('pct_behind_plan', { step: 1 }),
    behaviour_incidents: count('behaviour_incidents'),
    suspensions: count('suspensions'),
    emotional_score: count('emotional_score'),
    start_date: { heading: 'start_date', type: 'date', event: true },
    days_since_progress: count('days_since_progress'),
    cancelled_visits_4w: count('cancelled_visits_4w'),
    stage1_sent_date: { heading: 'stage1_sent_date', type: 'date', event: true, blank: 'none' },
    stage1_response: { heading: 'stage1_response', type: 'choice', blank: 'none', values: [{ value: 'yes' }, { value: 'no' }] },
    stage2_sent_date: { heading: 'stage2_sent_date', type: 'date', event: true, blank: 'none' },
  },
  derived: {
    days_since_start: { title: 'Days since the start', by: 'days-since', of: ['start_date'] },
    stage1_sent: { title: 'Stage 1 sent', by: 'happened', of: ['stage1_sent_date'] },
    stage2_sent: { title: 'Stage 2 sent', by: 'happened', of: ['stage2_sent_date'] },
    stage1_days: { title: 'Working days since stage 1', by: 'working-days-since', of: ['stage1_sent_date'] },
    stage2_days: { title: 'Working days since stage 2', by: 'working-days-since', of: ['stage2_sent_date'] },
  },
  rules: [
    {
      id: 'attendance', title: 'attendance', kind: 'bands', on: 'attendance_pct', values: bands,
      rows: [row('A1', '>= 96', 'G', 'attendance is 96 or more'), row('A2', '[92..96)', 'W', 'attendance is 92 or more'), row('A3', '[85..92)', 'C', 'attendance is 85 or more'), row('A4', '< 85', 'S', 'attendance is below 85')],
    },
    {
      id: 'behaviour', title: 'behaviour', kind: 'table', hit: 'first', values: bands,
      rows: [
        row('B1', { suspensions: '>= 2' }, 'S', 'two suspensions'), row('B1', { behaviour_incidents: '>= 12' }, 'S', 'twelve incidents'),
        row('B2', { suspensions: '1' }, 'C', 'a suspension'), row('B2', { behaviour_incidents: '>= 6' }, 'C', 'six incidents'),
        row('B3', { behaviour_incidents: '>= 2' }, 'W', 'two incidents'),
      ],
      otherwise: otherwise('B4', 'G', 'fewer than two incidents'),
    },
    {
      id: 'emotional', title: 'emotional', kind: 'bands', on: 'emotional_score', values: bands,
      rows: [row('M1', '>= 30', 'S', 'a score of 30 or more'), row('M2', '[20..30)', 'C', 'a score of 20 or more'), row('M3', '[10..20)', 'W', 'a score of 10 or more'), row('M4', '< 10', 'G', 'a score below 10')],
    },
    {
      id: 'category', title: 'category', kind: 'table', hit: 'first', values: ['A', 'B', 'C', 'D'],
      rows: category.map(([attendance, behaviour, emotional, then], at) => row(`C${String(at + 1).padStart(2, '0')}`, tests({ attendance, behaviour, emotional }), then, `row ${at + 1} of the categories`)),
      otherwise: otherwise('C17', 'A', 'no other row of the categories'),
    },
    {
      id: 'risk', title: 'risk', kind: 'table', hit: 'first', values: ['Low', 'Medium', 'High'],
      rows: risk.map(([id, when, then]) => row(id, when, then, `${id} holds`)),
      otherwise: otherwise('R10', 'Low', 'no other risk rule holds'),
    },
    {
      id: 'risk_rules', title: 'risk rules', kind: 'table', hit: 'collect list', values: riskIds,
      rows: risk.map(([id, when]) => row(id, when, id, `${id} holds`)),
      otherwise: otherwise('R10', 'R10', 'no other risk rule holds'),
    },
    {
      id: 'stage', title: 'stage', kind: 'table', hit: 'first', values: ['S1_WAIT', 'S1_DUE', 'NONE', 'CLOSED', 'S3_DUE', 'S2_WAIT', 'S2_DUE'],
      rows: [
        row('E1', { stage1_sent: 'false', risk: '"High"' }, 'S1_DUE', 'nothing was sent and the risk is high'),
        row('E2', { stage1_sent: 'false' }, 'NONE', 'nothing was sent'),
        row('E3', { stage1_response: '"yes"' }, 'CLOSED', 'stage 1 was answered'),
        row('E4', { stage2_sent: 'true', stage2_days: '>= 5' }, 'S3_DUE', 'stage 2 is overdue'),
        row('E5', { stage2_sent: 'true' }, 'S2_WAIT', 'stage 2 was sent'),
        row('E6', { stage1_response: '"no"' }, 'S2_DUE', 'stage 1 was refused'),
        row('E6', { stage1_days: '>= 5' }, 'S2_DUE', 'stage 1 is overdue'),
      ],
      otherwise: otherwise('E7', 'S1_WAIT', 'stage 1 waits for an answer'),
    },
  ],
  decisions: ['attendance', 'behaviour', 'emotional', 'category', 'risk', 'risk_rules', 'stage'].map((id) => ({ id, title: id, ...(id === 'risk_rules' ? { beside: true } : {}) })),
  results: [
    { heading: 'id', of: 'id' },
    ...['attendance', 'behaviour', 'emotional', 'category', 'risk', 'stage'].map((of) => ({ heading: of, of })),
    { heading: 'reasons', of: 'attendance', part: 'rules', and: ['behaviour', 'emotional', 'category', 'risk_rules', 'stage'] },
  ],
};
writeFileSync(new URL('workload.json', import.meta.url), JSON.stringify(pack, null, 1) + '\n');
