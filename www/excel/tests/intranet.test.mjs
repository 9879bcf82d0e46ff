// The folder for a network that lets nothing of Microsoft's through: built with Microsoft's script beside the pane, and opened
// as Excel opens it, in several languages and on each kind of system.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openBrowser } from "../../tests/support/page.mjs";

const www = fileURLToPath(new URL("../..", import.meta.url));
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css" };

let browser;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "bae-rules-intranet-"));
  const build = ["vite", "build", "--logLevel", "error", "--config", "excel/vite.config.ts", "--outDir", folder, "--emptyOutDir"];
  execFileSync(process.execPath, [join(www, "node_modules/vite/bin/vite.js"), ...build.slice(1)], { cwd: www, env: { ...process.env, BAE_OFFICE_JS: "self" }, stdio: "pipe" });
  // The formulas' script is built apart, and is the same in both.
  cpSync(join(www, "excel/dist/functions.js"), join(folder, "functions.js"));
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

for (const [system, language] of [["Win32", "en-GB"], ["Win32", "de-DE"], ["Mac", "cy-GB"], ["Mac", "pl-PL"]]) {
  test(`${system}, ${language}: all that is asked for is in the folder`, async () => {
    const page = await browser.newPage();
    const lost = [];
    const loaded = [];
    await page.route("**", (route) => {
      const { origin, pathname } = new URL(route.request().url());
      const file = join(folder, pathname.slice(1));
      const there = origin === "https://intranet.example" && existsSync(file);
      (there ? loaded : lost).push(pathname);
      return there ? route.fulfill({ body: readFileSync(file), contentType: TYPES[pathname.split(".").pop()] ?? "application/octet-stream" }) : route.abort();
    });
    await page.goto(`https://intranet.example/pane.html?_host_Info=Excel$${system}$16.01$${language}$telemetry$isDialog$$0`);
    await page.waitForFunction(() => document.querySelector(".pane") && typeof Office.onReady === "function");
    await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/office_strings.js")));
    assert.deepEqual(lost, []);
    assert.ok(loaded.includes("/office/office.js") && loaded.includes(`/office/excel-${system.toLowerCase()}-16.0${system === "Mac" ? 0 : 1}.js`), loaded.join(", "));
    await page.close();
  });
}

test("nothing in the folder is for other programs, for tests or for debugging", () => {
  const files = readdirSync(join(folder, "office"), { recursive: true }).map((name) => name.replaceAll("\\", "/"));
  assert.deepEqual(files.filter((name) => /outlook|word|powerpoint|onenote|\.debug\.|\.map$|\.d\.ts$/.test(name)), []);
  assert.ok(files.includes("en-gb/office_strings.js"));
});
