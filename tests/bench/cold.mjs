// One cold start in a fresh process: from the engine's files to the first answer. Prints milliseconds by the clock and of the
// processor. The row is the second argument's.
import { readFileSync } from 'node:fs';

const [pkg, text, policy, asOf] = process.argv.slice(2);
const before = process.cpuUsage();
const clock = performance.now();
const engine = await import(`${pkg}/bae_rules.js`);
engine.initSync({ module: readFileSync(new URL(`${pkg}/bae_rules_bg.wasm`)) });
const tracker = engine.Tracker.fromText(text);
tracker.read({ policies: [policy] });
tracker.evaluate({ as_of: asOf });
const out = tracker.text('tsv');
const wall = performance.now() - clock;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ wall, cpu: (user + system) / 1000, answered: out.trimEnd().split('\n').length }));
