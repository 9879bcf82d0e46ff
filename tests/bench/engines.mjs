// The engine and the limit, as the lanes call them. Both start and end with a JavaScript string.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './measure.mjs';
import { OUTPUT } from './plain.mjs';

export const path = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
export const target = process.env.BAE_TARGET ?? path('target');

export const engine = await import(new URL('../../www/pkg/bae_rules.js', import.meta.url));
export const { memory } = engine.initSync({ module: readFileSync(path('www/pkg/bae_rules_bg.wasm')) });
export const packText = readFileSync(new URL('workload.json', import.meta.url), 'utf8');
// The workload needs a setting or two of its own.
export const settings = readFileSync(new URL('settings.json', import.meta.url), 'utf8');

const RESULTS = OUTPUT.trim().split('\t');
// The workload through the engine, its rules loaded at run time.
const policy = engine.Policy.fromText(packText);
export function classify(text, asOf) {
  const tracker = engine.Tracker.fromText(text);
  tracker.addPolicy(policy);
  tracker.read({ policies: ['workload'] });
  tracker.evaluate({ as_of: asOf, settings });
  const out = tracker.result({ format: 'tsv', heading: true, columns: RESULTS });
  tracker.free();
  return out;
}

// A policy that ships, with its reasons and checks.
export function answers(text, policy, asOf) {
  const tracker = engine.Tracker.fromText(text);
  tracker.read({ policies: [policy] });
  tracker.evaluate({ as_of: asOf });
  const out = tracker.text('tsv');
  tracker.free();
  return out;
}

const wasm = `${target}/bench-limit/wasm32-unknown-unknown/release/bench_limit.wasm`;
const { instance } = await WebAssembly.instantiate(readFileSync(wasm));
const { memory: limitMemory, input, run: runLimit, output, columns } = instance.exports;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function limitText(text) {
  const at = input(text.length);
  const { written } = encoder.encodeInto(text, new Uint8Array(limitMemory.buffer, at, text.length));
  const length = runLimit(written);
  return decoder.decode(new Uint8Array(limitMemory.buffer, output(), length));
}

// Columns in one buffer, as the limit takes them: a copy in, a copy of the codes out.
export function limitColumns(buffer, rows) {
  // Room first: it may move the memory.
  const start = input(buffer.length);
  new Uint8Array(limitMemory.buffer, start, buffer.length).set(buffer);
  const at = columns(rows);
  return new Uint32Array(limitMemory.buffer, at, rows).slice();
}

const program = `${target}/bench-limit/release/bench-limit`;
export const nativeOutput = (lane, bytes) => run(program, [lane, '0'], bytes);
export const nativeTime = async (lane, bytes, passes) => Number(await run(program, [lane, `${passes}`], bytes)) / 1000;
