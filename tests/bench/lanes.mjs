// The lanes of the benchmark. Each gives measures { name, unit, value, against, ratio, floor, aim } (less is better where
// `less`), and checks that all participants give the same answers before it times any of them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { brotliCompressSync } from 'node:zlib';
import Papa from 'papaparse';
import * as ours from './engines.mjs';
import { cpu, median, race, run } from './measure.mjs';
import { decide as plain, classifyText, line, OUTPUT, rowOf } from './plain.mjs';
import { AS_OF, HASHES, inputText, rows as workloadRows, sha256 } from './workload.mjs';
import * as trackers from './trackers.mjs';
import { decide as jsonLogic } from './peers/json-logic.mjs';
import { decide as jsonRules } from './peers/json-rules.mjs';
import { decide as zen } from './peers/zen.mjs';

const SIZES = [1_000, 10_000, 100_000];
const objects = (text) => text.slice(0, -1).split('\n').slice(1).map((row) => rowOf(row.split('\t')));
const sameText = (name, count, text) => assert.equal(sha256(text), HASHES[count][1], `${name} gives other answers at ${count} rows`);
// What others on this machine reached in this run; filled by the text lane, as the lanes of policies that ship rest on it.
let limitRate;

export async function text() {
  const measures = [];
  for (const count of SIZES) {
    const input = inputText(count);
    const jsonLogicText = () => {
      let out = OUTPUT;
      const { data } = Papa.parse(input, { delimiter: '\t', newline: '\n', skipEmptyLines: true });
      for (let at = 1; at < data.length; at++) out += line(jsonLogic(rowOf(data[at])));
      return out;
    };
    const participants = [
      { name: 'ours', pass: () => ours.classify(input, AS_OF) },
      { name: 'limit, wasm', pass: () => ours.limitText(input) },
      { name: 'plain JS, papaparse', pass: () => classifyText(input, Papa) },
      { name: 'json-logic-engine, papaparse', pass: jsonLogicText },
    ];
    for (const { name, pass } of participants) sameText(name, count, await pass());
    const bytes = Buffer.from(input);
    sameText('limit, native', count, await ours.nativeOutput('text', bytes));
    const passes = Math.ceil(2_000_000 / count);
    participants.push({ name: 'limit, native', time: () => ours.nativeTime('text', bytes, passes) });
    const rates = await race(participants.map((one) => ({ ...one, rows: count })), { rounds: count > 50_000 ? 5 : 7 });
    limitRate = rates['limit, wasm'];
    measures.push({ name: `text, ${count} rows`, unit: 'rows/s', value: rates.ours, rates, against: 'limit, wasm', ratio: rates.ours / limitRate, floor: 0.33, aim: 0.5 });
  }
  return measures;
}

// Typed columns of the workload, as an engine and as the limit take them.
function typedColumns(count) {
  const buffer = new Uint8Array(count * 18);
  const view = (Type, from) => new Type(buffer.buffer, buffer.byteOffset + from * count, count);
  const wide = (nth) => view(Uint16Array, nth * 2);
  const narrow = (nth, Type = Uint8Array) => view(Type, 8 + nth);
  const columns = {
    attendance_pct: { values: wide(0), per: 10 }, start_date: wide(1), stage1_sent_date: { values: wide(2), blank: 0 }, stage2_sent_date: { values: wide(3), blank: 0 },
    lessons_missed_consecutive: narrow(0), unexplained_absences: narrow(1), homework_missed_consecutive: narrow(2), pct_behind_plan: narrow(3, Int8Array),
    behaviour_incidents: narrow(4), suspensions: narrow(5), emotional_score: narrow(6), days_since_progress: narrow(7), cancelled_visits_4w: narrow(8), stage1_response: narrow(9),
  };
  // Typed arrays have a method called `values`.
  const values = (name) => (ArrayBuffer.isView(columns[name]) ? columns[name] : columns[name].values);
  const names = ['', 'attendance_pct', 'lessons_missed_consecutive', 'unexplained_absences', 'homework_missed_consecutive', 'pct_behind_plan', 'behaviour_incidents', 'suspensions', 'emotional_score', 'start_date', 'days_since_progress', 'cancelled_visits_4w', 'stage1_sent_date', 'stage1_response', 'stage2_sent_date'];
  let row = 0;
  for (const cells of workloadRows(count)) {
    for (let at = 1; at < names.length; at++) {
      const cell = cells[at];
      values(names[at])[row] = at === 1 ? Math.round(cell * 10) : at === 13 ? ['', 'yes', 'no'].indexOf(cell) : (cell ?? 0);
    }
    row++;
  }
  return { buffer, columns };
}

function ready(fields) {
  return ours.engine.Policy.fromText(ours.packText).ready({ as_of: AS_OF, fields, settings: ours.settings });
}

// The decisions of rows in words, from the numbers that a ready policy gives.
function inWords(policy, numbers, rows) {
  const words = policy.decisions.map((_, at) => policy.answers(at, 0));
  return Array.from({ length: rows }, (_, row) => policy.decisions.map((_, at) => words[at][numbers[at * rows + row]].outcome));
}
const outcomes = (d) => [d.att, d.beh, d.emo, d.cat, d.risk, d.stage];

export async function columns() {
  const measures = [];
  for (const count of SIZES.slice(1)) {
    const { buffer, columns } = typedColumns(count);
    const policy = ready(Object.keys(columns));
    const rows = objects(inputText(count));
    const wanted = rows.map((row) => outcomes(plain(row)));
    const listed = policy.decisions.indexOf('risk_rules');
    assert.deepEqual(inWords(policy, policy.columns(columns), count).map((all) => all.filter((_, at) => at !== listed)), wanted);
    const codes = ours.limitColumns(buffer, count);
    const native = await ours.nativeOutput('columns', buffer);
    assert.ok(Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).equals(native), 'the limit gives the same codes natively');
    rows.forEach((row, at) => assert.equal(['A', 'B', 'C', 'D'][(codes[at] >> 11) & 3], plain(row).cat));
    const rates = await race([
      { name: 'ours', rows: count, pass: () => policy.columns(columns) },
      { name: 'limit, wasm', rows: count, pass: () => ours.limitColumns(buffer, count) },
      { name: 'limit, native', rows: count, time: () => ours.nativeTime('columns', buffer, Math.ceil(40_000_000 / count)) },
      { name: 'plain JS, objects', rows: count, pass: () => rows.map(plain) },
    ]);
    measures.push({ name: `columns, ${count} rows`, unit: 'rows/s', value: rates.ours, rates, against: 'limit, native', ratio: rates.ours / rates['limit, native'], floor: 0.05, aim: 0.3 });
  }
  return measures;
}

// A row object of the workload as the engine takes a row: the values of fields in this order.
const FIELDS = ['attendance_pct', 'lessons_missed_consecutive', 'unexplained_absences', 'homework_missed_consecutive', 'pct_behind_plan', 'behaviour_incidents', 'suspensions', 'emotional_score', 'start_date', 'days_since_progress', 'cancelled_visits_4w', 'stage1_sent_date', 'stage1_response', 'stage2_sent_date'];
const ANSWERS = ['', 'yes', 'no'];
function put(row, values) {
  values[0] = row.attendance_pct;
  values[1] = row.lessons_missed_consecutive;
  values[2] = row.unexplained_absences;
  values[3] = row.homework_missed_consecutive;
  values[4] = row.pct_behind_plan;
  values[5] = row.behaviour_incidents;
  values[6] = row.suspensions;
  values[7] = row.emotional_score;
  values[8] = row.start_date;
  values[9] = row.days_since_progress;
  values[10] = row.cancelled_visits_4w;
  values[11] = row.stage1_sent_date ?? NaN;
  values[12] = ANSWERS.indexOf(row.stage1_response);
  values[13] = row.stage2_sent_date ?? NaN;
}

export async function calls() {
  const count = 10_000;
  const rows = objects(inputText(count));
  const policy = ready(FIELDS);
  const decisions = policy.decisions.length;
  // Views of the engine's own memory: a row is written where it is read. They are made again when that memory has grown.
  const { memory } = ours;
  let values = new Float64Array(memory.buffer, policy.valuesAt, FIELDS.length);
  let numbers = new Uint32Array(memory.buffer, policy.heldRow(), decisions);
  const call = (row) => {
    if (values.length === 0) values = new Float64Array(memory.buffer, policy.valuesAt, FIELDS.length);
    put(row, values);
    const at = policy.heldRow();
    if (numbers.length === 0) numbers = new Uint32Array(memory.buffer, at, decisions);
    return numbers;
  };
  const listed = policy.decisions.indexOf('risk_rules');
  const found = rows.map((row) => [...call(row)]);
  const words = policy.decisions.map((_, at) => policy.answers(at, 0));
  rows.forEach((row, at) => {
    const said = found[at].map((number, decision) => words[decision][number].outcome).filter((_, decision) => decision !== listed);
    assert.deepEqual(said, outcomes(plain(row)));
  });
  const few = rows.slice(0, 500);
  for (const row of few.slice(0, 100)) {
    for (const [name, peer] of Object.entries({ 'json-logic-engine': jsonLogic, 'json-rules-engine': jsonRules, ZEN: zen })) {
      assert.deepEqual(await peer(row), plain(row), `${name} gives other answers`);
    }
  }
  const one = async (peer, rows) => { for (const row of rows) await peer(row); };
  const rates = await race([
    { name: 'ours', rows: count, pass: () => rows.forEach(call) },
    { name: 'plain JS, objects', rows: count, pass: () => rows.forEach(plain) },
    { name: 'json-logic-engine', rows: count, pass: () => rows.forEach(jsonLogic) },
    { name: 'json-rules-engine', rows: few.length, pass: () => one(jsonRules, few) },
    { name: 'ZEN, native', rows: few.length, pass: () => one(zen, few) },
  ]);
  return [{ name: 'single calls, 10000 rows', unit: 'rows/s', value: rates.ours, rates, against: 'plain JS, objects', ratio: rates.ours / rates['plain JS, objects'], floor: 0.5, aim: 1 }];
}

export async function policies() {
  const measures = [];
  for (const policy of ['learner-at-risk', 'learning-mentoring']) {
    for (const count of SIZES.slice(1)) {
      const input = trackers.trackerText(policy, count);
      const workload = inputText(count);
      const answered = ours.answers(input, policy, trackers.AS_OF);
      assert.equal(answered.trimEnd().split('\n').length, count + 1);
      assert.match(answered.slice(0, answered.indexOf('\n')), /\tWhy\tCheck$/);
      const rates = await race([
        { name: 'ours', rows: count, pass: () => ours.answers(input, policy, trackers.AS_OF) },
        { name: 'limit, wasm', rows: count, pass: () => ours.limitText(workload) },
      ]);
      // The aim is set for a machine on which the limit's text lane does six million rows a second.
      const fair = (rates.ours * 6e6) / rates['limit, wasm'];
      measures.push({ name: `${policy}, ${count} rows`, unit: 'rows/s', value: rates.ours, rates, against: 'rows/s where the limit does 6 M', ratio: fair, floor: 500_000, aim: 1_000_000 });
    }
  }
  return measures;
}

export async function reasons() {
  const tracker = ours.engine.Tracker.fromText(trackers.trackerText('learner-at-risk', 1000));
  tracker.read({ policies: ['learner-at-risk'] });
  tracker.evaluate({ as_of: trackers.AS_OF });
  const explain = () => { for (let row = 1; row <= 50; row++) assert.ok(tracker.explain(row)[0].sentence); };
  for (let warm = 0; warm < 20; warm++) explain();
  const samples = [];
  for (let round = 0; round < 15; round++) samples.push((await cpu(() => { for (let n = 0; n < 5; n++) explain(); })) / 5000);
  tracker.free();
  const value = median(samples);
  return [{ name: 'reasons of 50 rows', unit: 'ms', value, ratio: value, floor: 5, aim: 1, less: true }];
}

export async function growth() {
  const sizes = [1_000, 10_000, 100_000, 1_000_000];
  const texts = new Map(sizes.map((count) => [count, inputText(count)]));
  assert.equal(sha256(ours.classify(texts.get(1_000_000), AS_OF)), sha256(ours.limitText(texts.get(1_000_000))), 'the same answers as the limit at 1000000 rows');
  const rates = await race(sizes.map((count) => ({ name: `${count} rows`, rows: count, pass: () => ours.classify(texts.get(count), AS_OF) })), { rounds: 3 });
  const value = rates['1000 rows'] / rates['1000000 rows'];
  return [{ name: 'growth, 1 k to 1 M rows', unit: 'x per row', value, rates, ratio: value, floor: 1.3, aim: 1.1, less: true }];
}

export async function cold() {
  const text = trackers.trackerText('learner-at-risk', 1);
  const call = ['learner-at-risk', trackers.AS_OF];
  const samples = [];
  for (let round = 0; round < 9; round++) {
    const said = JSON.parse(await run(process.execPath, [ours.path('tests/bench/cold.mjs'), new URL('../../www/pkg', import.meta.url).href, text, ...call]));
    assert.equal(said.answered, 2);
    samples.push(said);
  }
  const times = { 'by the clock': median(samples.map(({ wall }) => wall)), best: Math.min(...samples.map(({ wall }) => wall)) };
  const value = median(samples.map(({ cpu }) => cpu));
  const browser = await coldInBrowser(text, call);
  return [
    { name: 'cold start, Node', unit: 'ms of the processor', value, rates: times, ratio: value, floor: 15, aim: 8, less: true },
    { name: 'cold start, Chromium', unit: 'ms by the clock', value: median(browser), rates: { best: Math.min(...browser) }, ratio: median(browser), floor: 15, aim: 8, less: true },
  ];
}

async function coldInBrowser(text, call) {
  const { chromium } = createRequire(ours.path('www/package.json'))('playwright-core');
  const server = createServer((request, response) => {
    const type = { '/bae_rules.js': 'text/javascript', '/bae_rules_bg.wasm': 'application/wasm' }[request.url];
    response.setHeader('content-type', type ?? 'text/html');
    response.end(type ? readFileSync(ours.path(`www/pkg${request.url}`)) : '<!doctype html><title>Cold start</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const samples = [];
  for (let round = 0; round < 5; round++) {
    // A browser of its own each time: a second page would find the first one's compiled code.
    const browser = await chromium.launch({ executablePath: process.env.CHROME_BIN ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'] });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    samples.push(
      await page.evaluate(async ([text, policy, asOf]) => {
        // Getting the files is the network's time, not the engine's.
        const bytes = await (await fetch('/bae_rules_bg.wasm')).arrayBuffer();
        const clock = performance.now();
        const engine = await import('/bae_rules.js');
        engine.initSync({ module: await WebAssembly.compile(bytes) });
        const tracker = engine.Tracker.fromText(text);
        tracker.read({ policies: [policy] });
        tracker.evaluate({ as_of: asOf });
        if (tracker.text('tsv').trimEnd().split('\n').length !== 2) throw new Error('no answer');
        return performance.now() - clock;
      }, [text, ...call]),
    );
    await browser.close();
  }
  server.close();
  return samples;
}

export async function size() {
  const bytes = readFileSync(ours.path('www/pkg/bae_rules_bg.wasm'));
  const value = brotliCompressSync(bytes).length / 1000;
  return [{ name: 'size', unit: 'kB of brotli', value, rates: { raw: bytes.length / 1000 }, ratio: value, floor: 150, aim: 80, less: true }];
}

export async function cli({ cliRows }) {
  const folder = mkdtempSync(join(tmpdir(), 'bae-bench-'));
  try {
    const few = await classifyFile(folder, Math.min(100_000, cliRows));
    const many = await classifyFile(folder, cliRows);
    const each = many.cpu / cliRows / (few.cpu / Math.min(100_000, cliRows));
    const rates = { 'rows/s by the clock': cliRows / many.wall, 'cores used': many.cpu / many.wall, 'of this many': cpus().length };
    return [
      { name: `command line, ${cliRows} rows: memory`, unit: 'MB', value: many.memory, rates, ratio: many.memory, floor: 200, aim: 200, less: true },
      { name: `command line, ${cliRows} rows: against 100000`, unit: 'x per row', value: each, ratio: each, floor: 1.1, aim: 1, less: true },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// Runs the command line over a file of made-up rows, which is written once in parts and as long as it has to be.
async function classifyFile(folder, count) {
  const file = join(folder, `${count}.csv`);
  const out = createWriteStream(file);
  out.write(trackers.csvLine(trackers.headings('learner-at-risk')));
  const part = [...trackers.rows('learner-at-risk', Math.min(count, 100_000))].map(trackers.csvLine);
  const whole = part.join('');
  for (let left = count; left > 0; left -= part.length) {
    if (!out.write(left >= part.length ? whole : part.slice(0, left).join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  const clock = performance.now();
  const child = spawn(`${ours.target}/release/bae-rules`, ['classify', file, '--policy', 'learner-at-risk', '--as-of', trackers.AS_OF, '--format', 'csv'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let lines = 0;
  child.stdout.on('data', (bytes) => { for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++; });
  let memory = 0;
  let cpu = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
      memory = Math.max(memory, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000);
      const [user, system] = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1].split(' ').slice(11, 13);
      cpu = (Number(user) + Number(system)) / 100;
    } catch {
      // It has ended between two looks, or this system has no /proc.
    }
  }, 20);
  const [status] = await once(child, 'close');
  clearInterval(watch);
  rmSync(file);
  assert.equal(status, 0, 'the command line failed');
  assert.equal(lines, count + 1, 'a line for every row');
  return { wall: (performance.now() - clock) / 1000, cpu, memory };
}
