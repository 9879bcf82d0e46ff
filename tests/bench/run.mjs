// Runs the lanes that are asked for, prints what they measured beside what is wanted, and writes it to a file:
//   node run.mjs [--only LANE,LANE...] [--against FILE] [--out FILE] [--cli-rows N]
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import * as lanes from './lanes.mjs';
import { path } from './engines.mjs';

const { values: asked } = parseArgs({
  options: {
    only: { type: 'string' },
    against: { type: 'string' },
    out: { type: 'string', default: path('target/bench.json') },
    'cli-rows': { type: 'string', default: '9000000' },
  },
});
const names = asked.only?.split(',') ?? Object.keys(lanes);
const unknown = names.filter((name) => !Object.hasOwn(lanes, name));
if (unknown.length) {
  console.error(`error: ${unknown.join(', ')} is no lane; there are ${Object.keys(lanes).join(', ')}`);
  process.exit(2);
}
const earlier = asked.against ? JSON.parse(readFileSync(asked.against, 'utf8')) : null;

const number = (value) =>
  value >= 1e6 ? `${(value / 1e6).toFixed(value >= 1e7 ? 0 : 1)} M` : value >= 1e4 ? `${Math.round(value / 1000)} k` : value >= 100 ? `${Math.round(value)}` : value.toPrecision(3);
const judged = ({ ratio, floor, aim, less }) => {
  const met = (bound) => (less ? ratio <= bound : ratio >= bound);
  return met(aim) ? 'aim' : met(floor) ? 'floor' : 'missed';
};

const all = [];
console.log(`| ${'what'.padEnd(46)} | value | measured against | ratio | floor | aim | reached | also |${earlier ? ' since the other run |' : ''}`);
console.log(`|${'---|'.repeat(earlier ? 9 : 8)}`);
for (const name of names) {
  const started = performance.now();
  const measures = await lanes[name]({ cliRows: Number(asked['cli-rows']) });
  for (const measure of measures) {
    const { name, unit, value, against, ratio, floor, aim, rates = {} } = measure;
    const also = Object.entries(rates).filter(([who]) => who !== 'ours').map(([who, rate]) => `${who} ${number(rate)}`).join(', ');
    const before = earlier?.measures.find((other) => other.name === name);
    // What is compared is the ratio where there is one: it is of one machine in one hour on both sides.
    const change = earlier ? ` ${before ? `x ${(ratio / before.ratio).toFixed(2)}` : 'new'} |` : '';
    console.log(`| ${name.padEnd(46)} | ${number(value)} ${unit} | ${against ?? ''} | ${number(ratio)} | ${number(floor)} | ${number(aim)} | ${judged(measure)} | ${also} |${change}`);
    all.push(measure);
  }
  console.error(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
}
const version = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: path('.'), encoding: 'utf8' }).trim();
const machine = { processor: cpus()[0]?.model, cores: cpus().length, node: process.version };
writeFileSync(asked.out, `${JSON.stringify({ version, machine, measures: all }, null, 1)}\n`);
console.error(`written to ${asked.out}`);
// ZEN keeps threads of its own.
process.exit();
