// What Excel is told: the declarations by Microsoft's schema and generator, the manifests by Microsoft's validator and by the
// rules of its documentation that no schema holds.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const generated = (name) => fileURLToPath(new URL(`../generated/${name}`, import.meta.url));
const functions = JSON.parse(readFileSync(generated("functions.json"), "utf8"));
const xml = readFileSync(generated("manifest.xml"), "utf8");
const compiler = fileURLToPath(new URL("classic-typescript.cjs", import.meta.url));
const bin = (name) => fileURLToPath(new URL(`../../node_modules/.bin/${name}`, import.meta.url));

/** A checker for one definition of Microsoft's schema, from the package that ships it. */
function definition(name) {
  const Ajv = require("ajv-draft-04");
  const folder = dirname(require.resolve("@microsoft/app-manifest/package.json"));
  const schema = JSON.parse(readFileSync(join(folder, "build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"), "utf8"));
  delete schema.id;
  const ajv = new (Ajv.default ?? Ajv)({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema(schema, "teams");
  return ajv.compile({ $ref: `teams#/definitions/${name}` });
}

test("functions.json is legal by Microsoft's schema, which refuses what is not", () => {
  const valid = definition("extensionFunction");
  for (const fn of functions.functions) assert.ok(valid(fn), `${fn.id}: ${JSON.stringify(valid.errors)}`);
  assert.equal(valid({ ...functions.functions[0], id: "1 risk" }), false);
  assert.equal(valid({ ...functions.functions[0], description: "x".repeat(2000) }), false);
  assert.equal(functions.allowErrorForDataTypeAny, true, "an error in a tracker is a cell that is not known");
  const lists = new Set(functions.enums.map(({ id }) => id));
  const used = functions.functions.flatMap(({ parameters }) => parameters.map(({ customEnumId }) => customEnumId).filter(Boolean));
  assert.deepEqual([...lists].sort(), used.sort());
});

test("Microsoft's own generator makes the same of the same types", () => {
  const folder = mkdtempSync(join(tmpdir(), "bae-rules-metadata-"));
  const type = ({ type, dimensionality }) => `${type}${dimensionality === "matrix" ? "[][]" : ""}`;
  const source = functions.functions.map((fn) => {
    const lines = fn.parameters.map((p) => ` * @param ${p.optional ? `[${p.name}]` : p.name} ${p.description}`);
    const given = fn.parameters.map((p) => `${p.name}${p.optional ? "?" : ""}: ${type(p)}`);
    if (fn.options?.requiresParameterAddresses) {
      lines.push(" * @param invocation Where the arguments stand.", " * @requiresParameterAddresses");
      given.push("invocation?: CustomFunctions.Invocation");
    }
    return `/**\n * ${fn.description}\n * @customfunction ${fn.id}\n${lines.join("\n")}\n */\nfunction f${fn.id}(${given.join(", ")}): ${type(fn.result)} { return []; }`;
  });
  writeFileSync(join(folder, "in.ts"), source.join("\n\n"));
  try {
    const said = execFileSync(process.execPath, ["--require", compiler, bin("custom-functions-metadata"), "generate", join(folder, "in.ts"), join(folder, "out.json")], { encoding: "utf8", stdio: "pipe" });
    assert.ok(existsSync(join(folder, "out.json")), `it ends well even where it wrote nothing: ${said}`);
    const theirs = JSON.parse(readFileSync(join(folder, "out.json"), "utf8")).functions;
    const shape = ({ name, type = "any", dimensionality = "scalar", optional = false }) => ({ name, type, dimensionality, optional });
    const bare = ({ id, description, parameters, result, options }) => ({
      id,
      description,
      parameters: parameters.map(shape),
      result: shape(result),
      addresses: options?.requiresParameterAddresses === true,
    });
    assert.deepEqual(theirs.map(bare), functions.functions.map(bare));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("manifest.json passes Microsoft's validator", () => {
  execFileSync(process.execPath, [bin("office-addin-manifest"), "validate", generated("manifest.json")], { stdio: "pipe" });
  assert.throws(() => {
    const folder = mkdtempSync(join(tmpdir(), "bae-rules-manifest-"));
    const broken = join(folder, "manifest.json");
    writeFileSync(broken, readFileSync(generated("manifest.json"), "utf8").replace('"BAE"', '"B A E"'));
    try {
      execFileSync(process.execPath, [bin("office-addin-manifest"), "validate", broken], { stdio: "pipe" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The names of an element's children, in order; the document is well-formed where this ends at the last tag. */
function tree(text) {
  const root = { name: "", children: [], attributes: {}, text: "" };
  const path = [root];
  for (const [, closing, name, attributes, single, words] of text.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>([^<]*)/g)) {
    if (closing) {
      assert.equal(path.pop().name, name, "tags close in the order in which they opened");
      continue;
    }
    const element = { name, children: [], attributes: Object.fromEntries([...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])), text: words.trim() };
    path.at(-1).children.push(element);
    if (!single) path.push(element);
  }
  assert.equal(path.length, 1, "every tag is closed");
  return root.children.find(({ name }) => name === "OfficeApp");
}
const all = (element, name) => [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => all(child, name))];

test("manifest.xml keeps the rules that Excel does not forgive", () => {
  const app = tree(xml);
  const order = ["Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl", "HighResolutionIconUrl", "SupportUrl", "Hosts", "Requirements", "DefaultSettings", "Permissions", "VersionOverrides"];
  assert.deepEqual(app.children.map(({ name }) => name), order);
  const overrides = app.children.at(-1);
  assert.deepEqual(overrides.children.map(({ name }) => name), ["Hosts", "Resources"]);
  const [host] = all(overrides, "Host");
  assert.deepEqual(host.children.map(({ name }) => name), ["Runtimes", "AllFormFactors", "DesktopFormFactor"]);
  assert.deepEqual(all(host, "DesktopFormFactor")[0].children.map(({ name }) => name), ["GetStarted", "FunctionFile", "ExtensionPoint"]);
  assert.deepEqual(all(overrides, "Resources")[0].children.map(({ name }) => name), ["bt:Images", "bt:Urls", "bt:ShortStrings", "bt:LongStrings"]);
  const defined = ["bt:Image", "bt:Url", "bt:String"].flatMap((name) => all(all(overrides, "Resources")[0], name));
  const ids = defined.map(({ attributes }) => attributes.id);
  assert.equal(new Set(ids).size, ids.length, "each resource is defined once");
  assert.ok(ids.every((id) => id.length <= 32));
  const used = [...xml.matchAll(/resid="([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual([...new Set(used)].sort(), [...ids].sort(), "what is used is defined, and what is defined is used");
  for (const { name, attributes } of defined) {
    const limit = all(all(overrides, "bt:ShortStrings")[0], "bt:String").some((short) => short.attributes.id === attributes.id) ? 125 : 250;
    if (name === "bt:String") assert.ok(attributes.DefaultValue.length <= limit, attributes.id);
  }
  for (const [url] of xml.replace(/xmlns[^"]*"[^"]*"/g, "").matchAll(/https?:[^"<]*/g)) assert.match(url, /^https:/);
  // One page for all four, or Excel runs the formulas elsewhere without a word.
  const [runtime] = all(host, "Runtime");
  const pages = [...all(host, "Script"), ...all(host, "Page"), ...all(host, "Action")].map((element) => all(element, "SourceLocation")[0].attributes.resid);
  assert.deepEqual(new Set([runtime.attributes.resid, all(host, "FunctionFile")[0].attributes.resid, ...pages]), new Set(["Pane.Url"]));
  assert.equal(runtime.attributes.lifetime, "long");
  const version = all(app, "Version")[0].text;
  const engine = /^version = "(.*)"$/m.exec(readFileSync(new URL("../../../Cargo.toml", import.meta.url), "utf8"))[1];
  assert.equal(version, `${engine}.0`);
  assert.match(all(app, "Id")[0].text, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.equal(JSON.parse(readFileSync(generated("manifest.json"), "utf8")).id, all(app, "Id")[0].text);
  assert.ok(all(app, "Description")[0].attributes.DefaultValue.length <= 250);
  assert.ok(defined.find(({ attributes }) => attributes.id === "Functions.Namespace").attributes.DefaultValue.length <= 32);
});

test("the pictures have the sizes that they are declared with", () => {
  const size = (name) => {
    const bytes = readFileSync(fileURLToPath(new URL(`../icons/${name}`, import.meta.url)));
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  };
  for (const side of [16, 32, 64, 80, 192]) assert.deepEqual(size(`icon-${side}.png`), [side, side]);
  assert.deepEqual(size("outline-32.png"), [32, 32]);
});

test("every formula has a section of the help, which Excel opens at its name", () => {
  const help = readFileSync(generated("formulas.html"), "utf8");
  for (const { id, name, helpUrl, parameters } of functions.functions) {
    const [page, section] = helpUrl.split("#");
    assert.equal(page.split("/").pop(), "formulas.html");
    assert.equal(section, id);
    const text = help.slice(help.indexOf(`<section id="${id}"`), help.indexOf("</section>", help.indexOf(`<section id="${id}"`)));
    assert.ok(text.includes(`BAE.${name}(`), id);
    for (const parameter of parameters) assert.ok(text.includes(`<code>${parameter.name}</code>`), `${id}: ${parameter.name}`);
    assert.match(text, /<h3>Example<\/h3>\n<pre><code>=BAE\./, id);
    assert.match(text, /Since version \d+\.\d+\.\d+/, id);
  }
});
