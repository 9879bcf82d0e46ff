// The pane beside the sheet: the page's own screens over the rows that are in the workbook, and the columns it fills.

import "../src/style/page.scss";
import "./pane.scss";
import { cellProblems, missingNeeds, unclearNeeds } from "../src/app";
import type { App, Place, Screen } from "../src/app";
import type { PolicyPage, ReadOptions } from "../src/contract";
import { announce, byId, focusHeading, h, show } from "../src/dom";
import { EngineUnavailableError, description, policyPage, start } from "../src/engine";
import { columnsFor, parseSettings, writeSettings } from "../src/files/settings-file";
import { checkScreen } from "../src/screens/check";
import { matchScreen } from "../src/screens/match";
import { policiesScreen } from "../src/screens/policies";
import { resultsScreen } from "../src/screens/results";
import { Session } from "../src/session";
import { History } from "../src/state";
import type { ColumnChoices, Edit, Settings, Source, Work } from "../src/state";
import { count, today } from "../src/words";
import { addScreen } from "./choose";
import { fillScreen } from "./fill";
import { forExcel } from "./plan";
import { calculate, changeFormulas, keep, kept, onSelection, restore, takeSelection, write } from "./workbook";
import type { Before, Block } from "./workbook";
import { whyChosen } from "./why";

/** Under these names a workbook keeps what belongs to all who open it. */
export const SETTINGS = "bae-rules.settings";
export const FILLED = "bae-rules.filled";

/** What the pane adds to what the page's screens may ask. */
export interface Pane extends App {
  /** Where the rows stand in the workbook. */
  readonly block: Block | null;
  /** Reads the chosen cells. */
  read(): Promise<void>;
  openFill(): void;
  /** Does something to the workbook that can be taken back by its name. */
  act(name: string, doing: () => Promise<() => Promise<void>>): Promise<void>;
  convert(): Promise<void>;
}

type Here = Place | "fill";
const SHOWN: readonly Here[] = ["add", "match", "results", "fill"];
const ALL: readonly Here[] = [...SHOWN, "check", "policies"];

class ExcelPane implements Pane {
  readonly history: History;
  readonly session = new Session();
  readonly sheetOffer = null;
  readonly rowsOffer = null;
  readonly usedEarlierChoices = false;
  block: Block | null = null;
  #here: Here = "add";
  #trouble: { message: string; remedy: string } | null = null;
  #done: { name: string; undo: () => Promise<void> }[] = [];

  constructor(readonly description: App["description"]) {
    this.history = new History(this.#fresh(null));
    this.history.onChange((work) => {
      this.session.follow(work);
      this.render();
    });
  }

  #fresh(source: Source | null): Work {
    const file = parseSettings(kept(SETTINGS)) ?? { settings: {}, columns: {} };
    return { source, edits: [], read: {}, settings: file.settings, columns: file.columns, asOf: today() };
  }

  get results(): App["results"] {
    return this.session.results;
  }
  get step(): Place {
    return this.#here === "fill" ? "results" : this.#here;
  }
  policyPage(policy: string): PolicyPage {
    return policyPage(policy);
  }
  go(step: Place): void {
    this.#open(step);
  }
  openFill(): void {
    this.#open("fill");
  }
  #open(here: Here): void {
    this.#trouble = null;
    this.#here = here === "add" || here === "policies" || this.results ? here : "add";
    this.render();
    focusHeading(byId(`heading-${this.#here}`));
  }

  async read(): Promise<void> {
    try {
      const { block, rows } = await takeSelection();
      if (rows.length < 2) {
        this.refuse("The chosen cells hold no tracker", "Choose its headings and rows, or one cell inside it, and read again.");
        return;
      }
      this.block = block;
      const before = this.history.work;
      const work = { ...this.#fresh({ kind: "cells", rows, from: block.sheetName, notes: [] }), settings: before.settings, asOf: before.asOf };
      this.history.restart(work);
      const reading = this.results?.reading;
      if (!reading || reading.heading_row === null || reading.learners === 0) {
        const first = this.session.problems[0];
        this.refuse(this.session.refusal ?? first?.message ?? "There are no headings in the chosen cells", first?.remedy ?? "Choose the heading row too.");
        return;
      }
      const chosen = columnsFor(work.columns, reading);
      if (Object.keys(chosen).length > 0) this.history.restart({ ...work, read: { chosen } });
      this.#open(unclearNeeds(this) > 0 || missingNeeds(this) > 0 ? "match" : "results");
      announce(`Read ${count(reading.learners, "row")}`);
    } catch (cause) {
      this.#excelRefused(cause);
    }
  }

  async act(name: string, doing: () => Promise<() => Promise<void>>): Promise<void> {
    try {
      const undo = await doing();
      this.#done.push({ name, undo });
      this.#trouble = null;
      this.render();
      announce(`Done: ${name}`);
    } catch (cause) {
      this.#excelRefused(cause);
    }
  }
  async #undo(): Promise<void> {
    const last = this.#done.pop();
    if (!last) return;
    try {
      await last.undo();
      this.render();
      announce(`Undone: ${last.name}`);
    } catch (cause) {
      this.#excelRefused(cause);
    }
  }
  #excelRefused(cause: unknown): void {
    // Excel's own words: they name addresses and states, never what a cell holds.
    const said = cause instanceof Error ? cause.message : String(cause);
    this.refuse(`Excel would not do that: ${said}`, "Leave the cell you are editing, see that the sheet is not protected, and try again.");
  }

  async convert(): Promise<void> {
    await this.act("convert formulas", async () => {
      const before = await changeFormulas(forExcel);
      announce(`${count(before.length, "formula")} converted`);
      return async () => {
        for (const cell of before) await restore(cell);
      };
    });
  }

  changeReading(name: string, change: Partial<ReadOptions>): void {
    this.history.step(name, { read: { ...this.history.work.read, ...change } });
    void this.#keepSettings();
  }
  /** A cell that is mended on the Check step is mended in the sheet. */
  changeCells(name: string, edits: Edit[]): void {
    const { block } = this;
    if (!block) return;
    void this.act(name, async () => {
      const before: Before[] = [];
      for (const { index, column, text } of edits) before.push(await write(block.sheet, block.row + index, column, [[text]]));
      const old = this.history.work.edits;
      const keys = new Set(edits.map((edit) => `${edit.index},${edit.column}`));
      this.history.step(name, { edits: [...old.filter((edit) => !keys.has(`${edit.index},${edit.column}`)), ...edits] });
      return async () => {
        for (const cell of before) await restore(cell);
        this.history.step(`Undo: ${name}`, { edits: old });
      };
    });
  }
  changeSettings(name: string, settings: Settings, columns: ColumnChoices = this.history.work.columns): void {
    this.history.step(name, { settings, columns });
    void this.#keepSettings();
  }
  changeAsOf(asOf: string): void {
    this.history.step("Change the “as at” date", { asOf });
  }
  async #keepSettings(): Promise<void> {
    const text = writeSettings(this.history.work, this.results?.reading);
    if (text === kept(SETTINGS)) return;
    if (!(await keep(SETTINGS, text))) {
      this.refuse("The settings could not be kept in this workbook", "Save the workbook where you may change it, then change the setting again.");
      return;
    }
    await calculate();
  }

  refuse(message: string, remedy: string): void {
    this.#trouble = { message, remedy };
    this.render();
    byId("trouble").querySelector<HTMLElement>(".govuk-error-summary")?.focus();
  }
  // Rows come from the workbook alone, and stay there.
  take(): void {}
  load(): void {}
  offerSheets(): void {}
  settleRows(): void {}
  saved(): void {}
  clear(): void {
    this.block = null;
    this.history.restart(this.#fresh(null));
    this.#open("add");
  }

  render(): void {
    for (const here of ALL) byId(`step-${here}`).hidden = here !== this.#here;
    show(byId("steps"), SHOWN.map((here, index) => this.#stepItem(here, index)));
    const last = this.#done.at(-1);
    show(
      byId("history"),
      last ? h("button", { type: "button", class: "app-link-button", id: "undo", onclick: () => void this.#undo() }, `Undo: ${last.name}`) : null,
    );
    const fault = this.session.fault;
    const trouble = fault ? { message: fault.message, remedy: "Read the rows again. If it stays so, report the version below." } : this.#trouble;
    show(byId("trouble"), trouble ? errorSummary(trouble) : null);
    if (!fault) screenOf(this.#here).render(this, byId(`step-${this.#here}`));
  }

  #stepItem(here: Here, index: number): HTMLElement {
    const words = [h("span", { class: "app-steps__number", "aria-hidden": "true" }, index + 1), screenOf(here).title];
    const open = here === "add" || this.results !== null;
    const go = (event: Event): void => (event.preventDefault(), this.#open(here));
    const current = here === this.#here ? "step" : null;
    return h(
      "li",
      { class: `app-steps__item${current ? " app-steps__item--here" : ""}` },
      open
        ? h("a", { href: `#${here}`, id: `nav-${here}`, "aria-current": current, onclick: go }, words)
        : h("span", { class: "app-steps__closed" }, words),
    );
  }
}

interface PaneScreen {
  readonly title: string;
  render(pane: ExcelPane, region: HTMLElement): void;
}

/** The page's results, with the way to the sheet first. */
const resultsBeside: Screen & PaneScreen = {
  title: "Results",
  render(pane: App, region: HTMLElement) {
    resultsScreen.render(pane, region);
    const onward = h("button", { type: "button", class: "govuk-button", id: "to-fill", onclick: () => (pane as Pane).openFill() }, "Fill the columns in the sheet");
    byId("heading-results").after(onward, h("div", { id: "why", class: "pane-row", "aria-live": "polite" }));
    whyChosen(pane as Pane);
  },
};

const screens: Record<Here, PaneScreen> = {
  add: addScreen,
  match: matchScreen,
  check: checkScreen,
  results: resultsBeside,
  fill: fillScreen,
  policies: policiesScreen,
};
const screenOf = (here: Here): PaneScreen => screens[here];

function errorSummary({ message, remedy }: { message: string; remedy: string }): HTMLElement {
  return h(
    "div",
    { class: "govuk-error-summary", role: "alert", tabindex: -1 },
    h("h2", { class: "govuk-error-summary__title" }, "There is a problem"),
    h("p", { class: "govuk-body" }, `${message}. ${remedy}`),
  );
}

async function open(): Promise<void> {
  const { host } = await Office.onReady();
  if (host !== "Excel") {
    show(byId("trouble"), errorSummary({ message: "This pane works inside Excel", remedy: "Open it there with “Check a tracker” on the Home tab" }));
    return;
  }
  try {
    await start();
  } catch (cause) {
    if (!(cause instanceof EngineUnavailableError)) throw cause;
    show(byId("trouble"), errorSummary({ message: "The rules cannot be started here: WebAssembly is switched off", remedy: "Ask your administrator to allow it for this add-in" }));
    return;
  }
  const pane = new ExcelPane(description());
  byId("versions").textContent = `Rules engine ${pane.description.engine}. ${pane.description.policies
    .map(({ title, version }) => `${title} ${version}`)
    .join("; ")}.`;
  pane.render();
  await onSelection(() => whyChosen(pane));
  document.addEventListener("filters-cleared", () => announce(`${cellProblems(pane).length} cells need checking`));
}

void open();
