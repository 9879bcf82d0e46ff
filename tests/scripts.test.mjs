// What the scripts say before they do anything, on a computer that lacks something.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
const scratch = () => folders[folders.push(mkdtempSync(join(tmpdir(), 'bae-scripts-'))) - 1];

/** Runs a script where some programs are others: what each prints. */
function run(words, programs) {
  const folder = scratch();
  for (const [name, prints] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${prints}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const { status, stdout, stderr } = spawnSync('bash', words, { cwd: ROOT, encoding: 'utf8', timeout: 60_000, env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
  return { status, said: stdout + stderr };
}

test('an older Rust is told at once, with the version that is needed and what to do', () => {
  const [, oldest] = /^rust-version = "(.*)"$/m.exec(readFileSync(join(ROOT, 'Cargo.toml'), 'utf8'));
  for (const program of ['rustc', 'cargo']) {
    const { status, said } = run(['pkg-scripts/setup'], { [program]: `${program} 1.94.2 (0000000 2026-01-01)` });
    assert.equal(status, 1, said);
    assert.equal(said, `error: ${program} 1.94.2 is too old: ${oldest} or later. With rustup: rustup update. Otherwise see rustup.rs, or your system's newer packages\n`);
  }
});

test('versions are compared number by number', () => {
  const isEnough = (wanted, found) => run(['-c', '. pkg-scripts/lib.sh; at_least "$1" "$2"', 'pkg-scripts/x', wanted, found], {}).status === 0;
  for (const found of ['1.95.0', '1.95', '1.95.1-nightly', '1.100.0', '2.0.0']) assert.equal(isEnough('1.95', found), true, found);
  for (const found of ['1.94.9', '1.9.0', '0.99.0', '1']) assert.equal(isEnough('1.95', found), false, found);
});

test('a Node that no part supports is told, those between 20 and 22.12 too', () => {
  for (const version of ['20.18.3', '21.7.3', '22.11.0']) {
    // The script asks node whether its version will do; this one has another version.
    const folder = scratch();
    writeFileSync(join(folder, 'node'), `#!/bin/sh\n[ "$1" != --version ] || { echo v${version}; exit; }\nexec '${process.execPath}' --import 'data:text/javascript,Object.defineProperty(process.versions, "node", { value: "${version}" })' "$@"\n`);
    chmodSync(join(folder, 'node'), 0o755);
    const { status, stderr } = spawnSync('bash', ['pkg-scripts/setup'], { cwd: ROOT, encoding: 'utf8', timeout: 60_000, env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
    assert.equal(status, 1, stderr);
    assert.equal(stderr, `error: Node.js v${version} is none that will do: 20.19 or a later 20, or 22.12 or later\n`);
  }
});

test('a release asks for GNU tar before anything else', () => {
  const folder = join(scratch(), 'out');
  const { status, said } = run(['pkg-scripts/release', '--try', folder], { tar: 'bsdtar 3.5.3 - libarchive 3.7.4', gtar: 'bsdtar 3.5.3' });
  assert.equal(status, 1);
  assert.match(said, /^error: GNU tar is missing, .*brew install gnu-tar/);
});

test('what is given out goes with its licences and with the notices of what is built into it', () => {
  const files = execFileSync('cargo', ['package', '--list', '--allow-dirty', '--offline'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
  for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) assert.ok(files.includes(name), name);
  const notices = (of) => execFileSync('node', ['pkg-scripts/notices.mjs', of], { cwd: ROOT, encoding: 'utf8' });
  const [program, engine, page] = ['program', 'engine', 'page'].map(notices);
  for (const name of ['chrono', 'serde_json', 'strsim']) for (const text of [program, engine, page]) assert.match(text, new RegExp(`^${name} \\d`, 'm'));
  assert.doesNotMatch(program, /^wasm-bindgen /m);
  assert.match(engine, /^wasm-bindgen /m);
  assert.doesNotMatch(engine, /^govuk-frontend |^calamine /m);
  for (const text of [program, engine]) assert.match(text, /\nMIT\n\nPermission is hereby granted/);
});
