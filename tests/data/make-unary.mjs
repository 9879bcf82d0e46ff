// Writes unary-feelin.jsonl: 600 unary tests, each with values and whether a published FEEL interpreter says they pass.
//
//     npm install --no-save feelin@8.2.0 && node tests/data/make-unary.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { unaryTest } from 'feelin';

let state = 20_260_408;
const draw = (below) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const pick = (of) => of[draw(of.length)];
const DAYS = ['2025-12-31', '2026-02-28', '2026-03-01', '2026-04-05', '2026-04-07'];
const KINDS = {
  number: { values: ['-2', '-0.5', '0', '0.5', '1', '2.25', '3', '29.9', '30', '30.1', '99'], write: (value) => value, give: Number, ordered: true },
  date: { values: DAYS, write: (value) => `date("${value}")`, give: (value) => value, ordered: true },
  choice: { values: ['Low', 'Medium', 'High', 'not', 'a "b"'], write: (value) => JSON.stringify(value), give: (value) => value, ordered: false },
  flag: { values: ['true', 'false'], write: (value) => value, give: (value) => value === 'true', ordered: false },
};

function part({ values, write, ordered }) {
  const shape = ordered ? draw(4) : 0;
  const [low, high] = [draw(values.length), draw(values.length)].sort((a, b) => a - b).map((at) => write(values[at]));
  if (shape === 0) return low;
  if (shape === 1) return `${pick(['<', '<=', '>', '>=', '< ', '>= '])}${low}`;
  return `${pick(['[', '(', ']'])}${low}${pick(['..', ' .. '])}${high}${pick([']', ')', '['])}`;
}

const lines = [];
while (lines.length < 600) {
  const [name, kind] = pick(Object.entries(KINDS));
  const list = Array.from({ length: 1 + draw(3) }, () => part(kind)).join(pick([',', ', ']));
  const test = pick([list, list, `not(${list})`, '-']);
  const asked = kind.values.map((value) => {
    // The interpreter knows dates as dates: one is made from its text by the interpreter itself.
    const input = name === 'date' ? undefined : kind.give(value);
    const written = name === 'date' ? test.replaceAll(/date\("(\d+)-(\d+)-(\d+)"\)/g, (_, y, m, d) => `${Number(y) * 10000 + Number(m) * 100 + Number(d)}`) : test;
    const { value: passes, warnings } = unaryTest(written, { '?': name === 'date' ? Number(value.replaceAll('-', '')) : input });
    if (warnings.length > 0) throw new Error(`${test}: ${JSON.stringify(warnings)}`);
    return [value, passes];
  });
  lines.push(JSON.stringify([name, test, asked]));
}
writeFileSync(fileURLToPath(new URL('unary-feelin.jsonl', import.meta.url)), `${lines.join('\n')}\n`);
