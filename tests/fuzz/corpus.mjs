// The corpora of the fuzzer. In the tree each is one file, tests/fuzz/corpus/TARGET.jsonl: a line is an input, as a JSON
// text whose characters are its bytes. The fuzzer wants a folder of files.
//
//   node tests/fuzz/corpus.mjs unpack TARGET FOLDER   what was kept, and what the golden data, the packs and the samples give
//   node tests/fuzz/corpus.mjs pack TARGET FOLDER     keeps the smallest inputs, as far as there is room
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOM = { workbook: 90_000, cells: 9_000, tracker: 9_000 };
const root = fileURLToPath(new URL('../../', import.meta.url));
const kept = (target) => join(root, `tests/fuzz/corpus/${target}.jsonl`);
const files = (folder, ending) => readdirSync(join(root, folder)).filter((name) => name.endsWith(ending)).sort().map((name) => readFileSync(join(root, folder, name)));
const lines = (buffers) => [...new Set(buffers.flatMap((buffer) => buffer.toString('utf8').split(/\r?\n/)))];
const fields = () => [...new Set(lines(files('tests/golden', '.tsv')).flatMap((line) => line.split('\t')))];
const packs = () => files('src/policies', '.json');

/** Every text of a JSON value that is not a key. */
const texts = (value) => (typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(texts) : []);
const values = (key) => (value) =>
  value && typeof value === 'object' ? Object.entries(value).flatMap(([name, part]) => (name === key ? [part] : values(key)(part))) : [];

// A few rows each: what is found in a long tracker is found in a short one, a hundred times sooner.
const trackers = () => [...files('tests/golden', '.tsv'), ...files('src/policies/samples', '.tsv')].flatMap((file) => [1, 4].map((rows) => Buffer.from(file.toString('utf8').split('\n').slice(0, 1 + rows).join('\n'))));
const SEEDS = {
  paste: () => [...trackers(), ...trackers().map((file) => Buffer.from(file.toString('utf8').replaceAll('\t', ',')))],
  tracker: trackers,
  cells: () => trackers().map((file) => Buffer.from(file.toString('utf8').replace(/\t(?=\d+[\t\r\n])/g, '\t#'))),
  // The first byte chooses the field.
  value: () => fields().map((cell, at) => Buffer.concat([Buffer.from([at % 251]), Buffer.from(cell)])),
  number: () => fields().filter((cell) => /^[-+\d.,%]+$/.test(cell)),
  unary: () => [...new Set(packs().flatMap((pack) => values('when')(JSON.parse(pack)).flatMap(texts)))],
  json: () => [...packs().map((pack) => pack.subarray(0, 3000)), '{"a":[1,-2.5e3,"x\\n\\u00e9\\ud83d\\ude00"],"b":{"c":null,"d":true}}'],
  settings: () => [
    '{"schema": 1, "calendar": {"nation": "scotland", "closures": [{"from": "2026-04-07", "to": "2026-04-08", "name": "Training"}]}}',
    '{"learner-at-risk": {"behind_mode": "relative", "behind_threshold": "25", "stage2_wait_working_days": 5}, "columns": {"learner-at-risk.learner": "Name"}}',
  ],
  formula: () => [...calls(), ...trackers().map((file, at) => `${String.fromCharCode(65 + (at % 26))}\n${file.toString('utf8').replace('\n', '\n\n')}\n\n@2026-04-08`)],
  pack: () => [readFileSync(join(root, 'src/policies/mir-recording.json')), smallPack()],
  workbook: () => ['xlsx', 'ods', 'xls'].map((ending) => readFileSync(join(root, `www/tests/files/tracker.${ending}`))),
};

/** Calls over the sheets of the catalogue's examples. */
function calls() {
  const examples = JSON.parse(readFileSync(join(root, 'www/pane/generated/examples.json'), 'utf8'));
  return examples.flatMap(({ id, sheet }) => {
    const range = [sheet.slice(0, 1), sheet.slice(1, 3)];
    return [range, [id, ...range], sheet[0]?.slice(0, 3) ?? []].map((args) => JSON.stringify({ name: id, args, today: '2026-04-08' }));
  });
}

function smallPack() {
  const pack = JSON.parse(readFileSync(join(root, 'src/policies/mir-recording.json'), 'utf8'));
  delete pack.$schema;
  pack.examples = [];
  pack.register = [];
  return JSON.stringify(pack);
}

const [act, target, folder] = process.argv.slice(2);
if (!(target in SEEDS)) throw new Error(`${target} is not one of ${Object.keys(SEEDS).join(', ')}`);
const named = (bytes) => createHash('sha1').update(bytes).digest('hex');
if (act === 'unpack') {
  mkdirSync(folder, { recursive: true });
  const before = existsSync(kept(target)) ? readFileSync(kept(target), 'utf8').trim().split('\n').filter(Boolean).map((line) => Buffer.from(JSON.parse(line), 'latin1')) : [];
  for (const input of [...before, ...SEEDS[target]()]) {
    const bytes = Buffer.from(input);
    writeFileSync(join(folder, named(bytes)), bytes);
  }
} else if (act === 'pack') {
  let left = ROOM[target] ?? 24_000;
  const inputs = readdirSync(folder).map((name) => readFileSync(join(folder, name))).sort((a, b) => a.length - b.length || Buffer.compare(a, b));
  const chosen = [];
  for (const bytes of inputs) {
    const line = JSON.stringify(bytes.toString('latin1')).replace(/[\x7f-\xff]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
    if (line.length > left) break;
    left -= line.length + 1;
    chosen.push(line);
  }
  mkdirSync(join(root, 'tests/fuzz/corpus'), { recursive: true });
  writeFileSync(kept(target), `${chosen.join('\n')}\n`);
  console.log(`${target}: ${chosen.length} of ${inputs.length} inputs kept`);
} else {
  throw new Error('unpack or pack');
}
