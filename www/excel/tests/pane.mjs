// The pane as it is shipped, in Chromium: its own security policy, Microsoft's office.js, and a workbook in memory.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const dist = fileURLToPath(new URL("../dist", import.meta.url));
const office = join(dirname(require.resolve("@microsoft/office-js/package.json")), "dist");
const fake = readFileSync(fileURLToPath(new URL("fake-workbook.js", import.meta.url)), "utf8");
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".png": "image/png" };
const CDN = "https://appsforoffice.microsoft.com/lib/1/hosted/";

export const TRACKER = [
  ["Learner", "Target %", "Actual %", "Stage 1 email", "Notes"],
  ["Amber Invented", 50, 50, "", "fine"],
  ["", "", "", "", ""],
  ["Basil Invented", 50, 20, "", ""],
  ["Clover Invented", 50, "", "", ""],
  ["Dill Invented", 60, 60, "2026-03-30", ""],
];

/** The folder as it is hosted: the address of its pane, and how to end. */
export async function host() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://local").pathname));
    try {
      const body = readFileSync(join(dist, path));
      response.setHeader("Content-Type", TYPES[extname(path)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}/pane.html`, close: () => server.close() };
}

export async function openPane(browser, address, { rows = TRACKER, kept = {}, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 340, height: 900 }, locale: "en-GB", reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  page.faults = [];
  page.foreign = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => {
    // Two things that Microsoft's script tries of itself are refused: a style of its own and a frame for its telemetry.
    const text = message.text();
    if (/Content Security Policy/.test(text) && !/inline style|telemetryservice/.test(text)) page.faults.push(text);
  });
  // Microsoft's script under its own address, from its own package; everything else outside is noted and refused.
  await context.route(/^https:/, (route) => {
    const url = route.request().url();
    const name = url.startsWith(CDN) ? url.slice(CDN.length).split("?")[0] : "";
    if (name === "") page.foreign.push(url);
    return name === "" ? route.abort() : route.fulfill({ path: join(office, name), contentType: "text/javascript" });
  });
  await page.addInitScript((kept) => (window.keptBefore = kept), kept);
  await page.addInitScript(fake);
  await page.goto(address);
  await page.evaluate((rows) => void (window.tracker = window.fakeExcel.fill(rows)), rows);
  await page.waitForSelector("#read");
  return page;
}
export const read = async (page) => {
  await page.click("#read");
  await page.waitForSelector("#heading-results, #heading-match");
  if (await page.isVisible("#heading-match")) await page.click("#nav-results");
  await page.waitForSelector("#to-fill");
};
