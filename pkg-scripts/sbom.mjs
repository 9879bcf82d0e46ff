// Prints a software bill of materials (CycloneDX 1.5, JSON) of a crate: what is built into its wasm file and its program for
// this kind of computer, from cargo's own list. No date and no random number, so that the same commit gives the same file.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const folder = process.argv[2] ?? '.';
const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
const host = /^host: (.*)$/m.exec(run('rustc', '-vV'))[1];
const platforms = ['wasm32-unknown-unknown', host].flatMap((platform) => ['--filter-platform', platform]);
const metadata = JSON.parse(run('cargo', 'metadata', '--format-version', '1', '--locked', ...platforms, '--manifest-path', join(folder, 'Cargo.toml')));
const packages = new Map(metadata.packages.map((pack) => [pack.id, pack]));
const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));

// What is only needed to test is no part of the product; what builds it is, and is marked as not carried.
const found = new Map();
function walk(id, carried) {
  if (found.get(id) === true || found.get(id) === carried) return;
  found.set(id, carried);
  for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) {
    const kept = kinds.filter(({ kind }) => kind !== 'dev');
    const macro = packages.get(pkg).targets.some((target) => target.kind.includes('proc-macro'));
    if (kept.length > 0) walk(pkg, carried && !macro && kept.some(({ kind }) => kind === null));
  }
}
walk(metadata.resolve.root, true);

const purl = ({ name, version }) => `pkg:cargo/${name}@${version}`;
const root = packages.get(metadata.resolve.root);
const parts = [...found].filter(([id]) => id !== root.id).map(([id, carried]) => ({ ...packages.get(id), carried }));
parts.sort((a, b) => (purl(a) < purl(b) ? -1 : 1));
const checksums = new Map(
  [...(await import('node:fs')).readFileSync(join(folder, 'Cargo.lock'), 'utf8').matchAll(/name = "(.*)"\nversion = "(.*)"\nsource = .*\nchecksum = "(.*)"/g)].map(([, name, version, sum]) => [`${name}@${version}`, sum]),
);
const component = (part) => ({
  type: 'library',
  'bom-ref': purl(part),
  name: part.name,
  version: part.version,
  purl: purl(part),
  scope: part.carried ? 'required' : 'excluded',
  licenses: [{ expression: (part.license ?? '').replaceAll('/', ' OR ') }],
  hashes: checksums.has(`${part.name}@${part.version}`) ? [{ alg: 'SHA-256', content: checksums.get(`${part.name}@${part.version}`) }] : [],
});
const document = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { component: { type: 'application', 'bom-ref': purl(root), name: root.name, version: root.version, purl: purl(root), licenses: [{ expression: root.license }] } },
  components: parts.map(component),
  dependencies: [root, ...parts].map((part) => ({
    ref: purl(part),
    dependsOn: nodes.get(part.id).deps.map(({ pkg }) => packages.get(pkg)).filter((pack) => found.has(pack.id)).map(purl).sort(),
  })),
};
console.log(JSON.stringify(document, null, 1));
