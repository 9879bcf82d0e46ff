// The pane clicked through, as it is shipped: see pane.mjs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { openBrowser } from "../../tests/support/page.mjs";
import { host, openPane, read } from "./pane.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser;
let hosted;
let address;
before(async () => {
  browser = await openBrowser();
  hosted = await host();
  address = hosted.address;
});
after(async () => {
  await browser.close();
  hosted.close();
});

const open = (options) => openPane(browser, address, options);
const cells = (page, ...at) => page.evaluate((at) => window.fakeExcel.block(window.tracker, ...at), at);
const asAt = async (page, day) => {
  await page.fill("#as-at", day);
  await page.dispatchEvent("#as-at", "change");
};

test("a tracker is read, its results filled in as values beside it, and taken back", async () => {
  const page = await open();
  await read(page);
  await asAt(page, "2026-04-08");
  const before = await cells(page, 0, 0, 6, 12);
  await page.click("#to-fill");
  await page.click("#fill");
  await page.waitForSelector("#undo");
  assert.equal(await page.textContent("#fill-said"), "Filled columns F to L.");
  const [headings, ...rows] = await cells(page, 0, 5, 6, 7);
  assert.deepEqual(headings, ["Risk rating", "Escalation stage", "Next action", "Who", "Due", "Why", "Check"]);
  assert.deepEqual(rows.map((row) => row[0]), ["Low", "", "High", "Cannot decide", "High"]);
  assert.equal(rows[4][1], "Stage 1");
  assert.equal(rows[4][4], 46120, "a day is a day for Excel: 8 April 2026");
  assert.match(rows[3][6], /needs Actual % \(C5\)/, "cells are named as the sheet names them");
  assert.deepEqual((await cells(page, 0, 0, 6, 5)), before.map((row) => row.slice(0, 5)), "the tracker is as it was");
  await page.click("#undo");
  await page.waitForSelector("#undo", { state: "detached" });
  assert.deepEqual(await cells(page, 0, 0, 6, 12), before);
  assert.deepEqual(page.faults, []);
  assert.deepEqual(page.foreign, [], "nothing is asked of any other place");
});

test("as formulas: one that spills, one for each row in a table, and blanks kept where Excel makes them 0", async () => {
  const page = await open();
  await read(page);
  await asAt(page, "2026-04-08");
  const fill = async () => {
    await page.click("#nav-fill");
    await page.check("#as-formulas");
    await page.click("#fill");
    await page.waitForSelector("#undo");
    return cells(page, 0, 5, 6, 6);
  };
  const spilled = await fill();
  assert.deepEqual(spilled[0].slice(0, 5), ["Risk rating", "Escalation stage", "Next action", "Who", "Due"]);
  assert.equal(spilled[1][0], "=BAE.RISK($A$1:$E$1,$A$2:$E$6,DATE(2026,4,8))");
  assert.equal(spilled[1][2], "=BAE.NEXT($A$1:$E$1,$A$2:$E$6,DATE(2026,4,8))");
  assert.deepEqual(spilled[2], ["", "", "", "", "", ""], "room for what spills");
  assert.equal((await page.evaluate(() => window.fakeExcel.sheets.length)), 1, "the sheet for the trial is gone");
  await page.click("#undo");
  await page.waitForSelector("#undo", { state: "detached" });
  await page.evaluate(() => (window.fakeExcel.blankSays = "the number 0. If the cell is blank ..."));
  assert.equal((await fill())[1][0], '=BAE.RISK($A$1:$E$1,IF($A$2:$E$6="","",$A$2:$E$6),DATE(2026,4,8))');
  await page.click("#undo");
  await page.waitForSelector("#undo", { state: "detached" });
  await page.evaluate(() => {
    window.tracker.tables = 1;
    window.fakeExcel.blankSays = "blank: nothing";
  });
  await page.click("#nav-add");
  await read(page);
  await asAt(page, "2026-04-08");
  const each = await fill();
  assert.equal(each[3][0], "=BAE.RISK($A$1:$E$1,$A$4:$E$4,DATE(2026,4,8))");
  assert.equal(each[5][4], "=INDEX(BAE.NEXT($A$1:$E$1,$A$6:$E$6,DATE(2026,4,8)),1,3)");
  assert.deepEqual(page.faults, []);
});

test("nothing is written over but an earlier fill, and Excel's refusals are said", async () => {
  const page = await open();
  await read(page);
  await page.evaluate(() => window.tracker.cells.set("3,6", "mine"));
  await page.click("#to-fill");
  await page.click("#fill");
  await page.waitForSelector("#trouble .govuk-error-summary");
  assert.match(await page.textContent("#trouble"), /Nothing was filled: column G is not empty \(row 4\)\. Move what is there/);
  assert.deepEqual((await cells(page, 0, 5, 1, 1))[0], [""], "nothing was begun");
  await page.evaluate(() => {
    window.tracker.cells.delete("3,6");
    window.tracker.locked = true;
  });
  await page.click("#fill");
  await page.waitForFunction(() => /The sheet is protected/.test(document.getElementById("trouble").textContent));
});

test("nothing that a person types here, or that stands in a tracker, becomes a formula", async () => {
  const starts = ["=1+1", "+1+1", "-1+1", "@SUM(1,1)", '=HYPERLINK("http://127.0.0.1:9/")', "＝1+1"];
  const rows = [["Learner", "Target %", "Actual %", "Stage 1 email", "Notes"], ...starts.map((start) => [`'${start}`, "60", "abc", "", `'${start}`])];
  const page = await open({ rows });
  await read(page);
  await page.click('a[href="#check"]');
  for (const start of starts) {
    const cell = page.locator('.check-input[id^="cell-"]').first();
    await cell.fill(start);
    await cell.press("Enter");
    await page.waitForFunction((start) => window.fakeExcel.written.includes(`'${start}`), start);
  }
  await page.click("#nav-results");
  await page.click("#to-fill");
  await page.click("#fill");
  await page.waitForSelector("#undo");
  const written = await page.evaluate(() => window.fakeExcel.written);
  assert.ok(written.length > 40, "cells were filled");
  // As they are handed over: an apostrophe makes the rest a text, and a number is a number.
  assert.deepEqual(written.filter((cell) => /^[=+\-@＝＋－＠\t\r\n]/.test(cell) && !/^-?\d+(?:\.\d+)?$/.test(cell) && !rows.flat().includes(cell)), []);
  assert.deepEqual(page.faults, []);
});

test("the row that is chosen in the sheet says why", async () => {
  const page = await open();
  await read(page);
  await page.evaluate(() => window.fakeExcel.choose(3));
  await page.waitForFunction(() => /Row 4, Basil Invented/.test(document.getElementById("why").textContent));
  assert.match(await page.textContent("#why"), /High, because far behind plan \(60% \(30 points\) behind plan/);
  await page.evaluate(() => window.fakeExcel.choose(0));
  await page.waitForFunction(() => /Choose a row of the tracker/.test(document.getElementById("why").textContent));
});

test("an example sheet comes and goes; formulas from Google Sheets are converted and put back", async () => {
  const page = await open();
  await page.click("#example");
  await page.waitForSelector("#undo");
  const formulas = await page.evaluate(() => [...window.fakeExcel.sheets[1].cells.values()].filter((held) => String(held).startsWith("=")));
  assert.deepEqual(formulas.map((formula) => /^=BAE\.([A-Z]+)\(/.exec(formula)[1]), ["RISK", "STAGE", "NEXT", "CHECK", "DUTIES"]);
  await page.click("#undo");
  await page.waitForFunction(() => window.fakeExcel.sheets.length === 1);
  await page.evaluate(() => {
    window.tracker.cells.set("1,8", '=BAE_RISK($A$1:$E$1,A2:E2)&"BAE_RISK("');
  });
  await page.evaluate(() => window.Excel.run(async (context) => context.workbook.worksheets.getItem(window.tracker.id).activate()));
  await page.click("#convert");
  await page.waitForSelector("#undo");
  assert.equal((await cells(page, 1, 8, 1, 1))[0][0], '=BAE.RISK($A$1:$E$1,A2:E2)&"BAE_RISK("');
  await page.click("#undo");
  await page.waitForSelector("#undo", { state: "detached" });
  assert.equal((await cells(page, 1, 8, 1, 1))[0][0], '=BAE_RISK($A$1:$E$1,A2:E2)&"BAE_RISK("');
});

test("a workbook that another version filled says so, and its settings are used", async () => {
  const kept = {
    "bae-rules.filled": JSON.stringify({ engine: "0.0.9", asOf: "2026-01-05", policies: { "learner-at-risk": "2025.1" } }),
    "bae-rules.settings": JSON.stringify({ schema: 1, "learner-at-risk": { behind_threshold: 70 } }),
  };
  const page = await open({ kept });
  await page.click("#nav-add");
  assert.match(await page.textContent("#filled"), /last filled as at 5 January 2026 by rules engine 0\.0\.9\. The rules have changed since: Learner at Risk 2025\.1, now 2026\./);
  await read(page);
  await page.click("#to-fill");
  await page.click("#fill");
  await page.waitForSelector("#undo");
  assert.equal((await cells(page, 3, 5, 1, 1))[0][0], "Medium", "60% behind is not High where 70% is asked for");
});

test("the pane can be used with the keyboard, and is fit for assistive technology in both colour schemes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open({ colorScheme });
    await page.focus("#read");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#heading-results:not([hidden])");
    assert.equal(await page.evaluate(() => document.activeElement.id), "heading-results");
    await page.evaluate(axe);
    const check = async (where) => {
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target.join(" "))]), [], `${where}, ${colorScheme}`);
    };
    await check("results");
    await page.click("#nav-fill");
    await check("fill");
    await page.click("#nav-add");
    await check("choose");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `nothing is cut off sideways: ${wide} px`);
    assert.deepEqual(page.faults, []);
  }
});

test("the help opens beside Excel, is fit for assistive technology, and keeps within a narrow window", async () => {
  const page = await open();
  const [help] = await Promise.all([page.context().waitForEvent("page"), page.click("#help")]);
  await help.waitForSelector("#RISK");
  for (const name of ["formulas.html", "help.html"]) {
    for (const colorScheme of ["light", "dark"]) {
      await help.emulateMedia({ colorScheme });
      await help.setViewportSize({ width: 360, height: 800 });
      await help.goto(address.replace("pane.html", name));
      await help.evaluate(axe);
      const { violations } = await help.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target.join(" "))]), [], `${name}, ${colorScheme}`);
      assert.ok((await help.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0, name);
    }
  }
  const lost = await help.evaluate(() => [...document.querySelectorAll("a")].map((link) => link.getAttribute("href")).filter((href) => href.startsWith("#") && !document.getElementById(href.slice(1))));
  assert.deepEqual(lost, []);
});
