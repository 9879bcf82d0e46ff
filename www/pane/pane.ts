// The pane beside the sheet, in Excel and in Google Sheets: the page's own screens over the rows that are in the document, and
// the columns it fills. What differs between the two is behind `Host`.

import "../src/style/page.scss";
import "./pane.scss";
import { cellProblems, missingNeeds, unclearNeeds } from "../src/app";
import type { App, Place, Screen } from "../src/app";
import type { PolicyPage, ReadOptions } from "../src/contract";
import { inert } from "../src/clipboard/lines";
import { announce, byId, focusHeading, h, keepTyping, show } from "../src/dom";
import { Drawing } from "../src/drawing";
import type { Drawn } from "../src/drawing";
import { EngineFaultError, EngineUnavailableError, engineHere } from "../src/engine";
import type { Engine } from "../src/engine";
import { columnsFor, parseSettings, writeSettings } from "../src/files/settings-file";
import { checkScreen } from "../src/screens/check";
import { matchScreen } from "../src/screens/match";
import { policiesScreen } from "../src/screens/policies";
import { resultsScreen } from "../src/screens/results";
import { Session } from "../src/session";
import { History } from "../src/state";
import type { ColumnChoices, Edit, Settings, Source, Work } from "../src/state";
import { count, today } from "../src/words";
import { conversions } from "../core/convert";
import { oneForMany } from "../core/many";
import { addScreen, manyFormulas } from "./choose";
import { fillScreen } from "./fill";
import { FUNCTIONS } from "./generated/functions";
import { FILLED, InTheWayError, SETTINGS } from "./host";
import type { Block, Chosen, Host, Undo } from "./host";
import { bestColumn, filledNote, withoutFilled } from "./plan";
import { drawWhy, whyChosen } from "./why";

/** What the pane adds to what the page's screens may ask. */
export interface Pane extends App {
  readonly host: Host;
  /** Where the rows stand in the document. */
  readonly block: Block | null;
  /** How many formulas of one row each the sheet holds. */
  readonly singles: number;
  /** The column at which a fill begins. */
  column: number;
  /** The row that was last known to be chosen in the sheet. */
  chosen: Chosen | null;
  /** What the last thing done to the document has led to. */
  said: string;
  /** Reads the chosen cells. */
  read(): Promise<void>;
  openFill(): void;
  /** Does something to the document that can be taken back by its name. */
  act(name: string, doing: () => Promise<Undo | null>): Promise<void>;
  convert(): Promise<void>;
  oneForMany(): Promise<void>;
}

type Here = Place | "fill";
const SHOWN: readonly Here[] = ["add", "match", "results", "fill"];
const ALL: readonly Here[] = [...SHOWN, "check", "policies"];

class BesideSheet implements Pane {
  readonly history: History;
  readonly session: Session;
  readonly beyond = null;
  readonly sheetOffer = null;
  readonly rowsOffer = null;
  readonly columnsOffer = null;
  readonly usedEarlierChoices = false;
  block: Block | null = null;
  #here: Here = "add";
  #trouble: { message: string; remedy: string } | null = null;
  #done: { name: string; undo: Undo }[] = [];
  #busy = false;
  #drawing = new Drawing(() => this.#prepare());
  /** The last change, when it is answered and drawn. */
  #settled: Promise<void> = Promise.resolve();
  singles = 0;
  column = 0;
  chosen: Chosen | null = null;
  said = "";

  constructor(
    readonly host: Host,
    private readonly engine: Engine,
    readonly description: App["description"],
  ) {
    this.session = new Session(engine);
    this.history = new History(this.#fresh(null));
    this.history.onChange((work) => {
      this.#settled = this.session.follow(work).then(() => this.draw());
    });
  }

  #fresh(source: Source | null): Work {
    const file = parseSettings(this.host.kept(SETTINGS)) ?? { settings: {}, columns: {} };
    return { source, edits: [], read: {}, settings: file.settings, columns: file.columns, asOf: today() };
  }

  get results(): App["results"] {
    return this.session.results;
  }
  get step(): Place {
    return this.#here === "fill" ? "results" : this.#here;
  }
  policyPage(policy: string): Promise<PolicyPage> {
    return this.engine.ask("policyPage", policy);
  }
  go(step: Place): void {
    void this.#open(step);
  }
  openFill(): void {
    void this.#open("fill");
  }
  async #open(here: Here): Promise<void> {
    this.#trouble = null;
    this.#here = here === "add" || here === "policies" || this.results ? here : "add";
    await this.draw();
    const heading = document.getElementById(`heading-${this.#here}`);
    if (heading) focusHeading(heading);
  }

  read(): Promise<void> {
    return this.#during("Reading the sheet", async () => {
      const taken = await this.host.take();
      const note = filledNote(this.host.kept(FILLED));
      const { block, rows } = withoutFilled(taken, note);
      this.singles = block.inTable ? 0 : taken.singles;
      if (rows.length < 2) {
        this.refuse("The chosen cells hold no tracker", "Choose its headings and rows, or one cell inside it, and read again.");
        return;
      }
      this.block = block;
      // An earlier fill that was part of the block is not in the way.
      this.column = bestColumn({ block, right: block.columns < taken.block.columns ? 0 : taken.right }, note);
      const { asOf } = this.history.work;
      const work = { ...this.#fresh({ kind: "cells", rows, from: block.sheetName, notes: taken.notes }), asOf };
      this.history.restart(work);
      await this.#settled;
      const reading = this.results?.reading;
      if (!reading || reading.heading_row === null || reading.learners === 0) {
        const first = this.results?.problems[0];
        this.refuse(this.session.refusal ?? first?.message ?? "There are no headings in the chosen cells", first?.remedy ?? "Choose the heading row too.");
        return;
      }
      const chosen = columnsFor(work.columns, reading);
      if (Object.keys(chosen).length > 0) this.history.restart({ ...work, read: { chosen } });
      await this.#settled;
      await this.#open(unclearNeeds(this) > 0 || missingNeeds(this) > 0 ? "match" : "results");
      announce(`Read ${count(reading.learners, "row")}`);
    });
  }

  act(name: string, doing: () => Promise<Undo | null>): Promise<void> {
    return this.#during("Writing to the sheet", async () => {
      this.said = "";
      const undo = await doing();
      if (!undo) return;
      this.#done.push({ name, undo });
      this.#trouble = null;
      await this.draw();
      announce(`Done: ${name}`);
    });
  }
  #undo(): Promise<void> {
    return this.#during("Putting it back", async () => {
      const last = this.#done.at(-1);
      if (!last) return;
      await last.undo();
      this.#done.pop();
      this.said = "";
      await this.draw();
      announce(`Undone: ${last.name}`);
    });
  }
  /** One thing at a time: a second click waits for nothing and does nothing. */
  async #during(words: string, doing: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const shown = setTimeout(() => show(byId("progress"), h("div", { class: "app-progress", role: "status" }, h("span", {}, `${words}…`))), UNSEEN);
    try {
      await doing();
    } catch (cause) {
      if (cause instanceof InTheWayError) {
        this.refuse(cause.message, cause.remedy);
        return;
      }
      // The program's own words: they name addresses and states, never what a cell holds.
      const said = cause instanceof Error ? cause.message : String(cause);
      this.refuse(`${this.host.program} would not do that: ${said.replace(/\.$/, "")}`, this.host.whenRefused);
    } finally {
      this.#busy = false;
      clearTimeout(shown);
      show(byId("progress"));
    }
  }

  convert(): Promise<void> {
    return this.act("convert formulas", async () => {
      const names = FUNCTIONS.map(({ id }) => id);
      const { sheet, formulas } = await this.host.formulas();
      const changes = conversions(formulas, this.host.spelling, names);
      if (changes.length === 0) {
        this.#note("No formula on this sheet needs converting.");
        return null;
      }
      return this.host.change(sheet, changes);
    });
  }

  oneForMany(): Promise<void> {
    return this.act("use one formula for each column", async () => {
      const { sheet, formulas } = await this.host.formulas();
      const { count: before, changes } = oneForMany(formulas);
      if (changes.length === 0) {
        this.#note("No formulas below each other were found on this sheet.");
        return null;
      }
      const undo = await this.host.change(sheet, changes);
      this.singles = 0;
      return async () => {
        await undo();
        this.singles = before;
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
      const changes = edits.map(({ index, column, text }) => ({ row: block.row + index + 1, column: column + 1, formulas: [[inert(text)]] }));
      const undo = await this.host.change(block.sheet, changes);
      const old = this.history.work.edits;
      const keys = new Set(edits.map((edit) => `${edit.index},${edit.column}`));
      this.history.step(name, { edits: [...old.filter((edit) => !keys.has(`${edit.index},${edit.column}`)), ...edits] });
      return async () => {
        await undo();
        this.history.step(`Undo: ${name}`, { edits: old });
      };
    });
  }
  changeSettings(name: string, settings: Settings, columns: ColumnChoices = this.history.work.columns): void {
    this.history.step(name, { settings, columns });
    void this.#keepSettings();
  }
  changeAsOf(asOf: string, again: boolean): void {
    this.history.step("Change the “as at” date", { asOf }, again);
  }
  async #keepSettings(): Promise<void> {
    const text = writeSettings(this.history.work, this.results?.reading);
    if (text === this.host.kept(SETTINGS)) return;
    if (!(await this.host.keep(SETTINGS, text).catch(() => false))) {
      this.refuse(`The settings could not be kept in this ${this.host.document}`, "Open it where you may change it, then change the setting again.");
      return;
    }
    if (this.host.afterSettings) this.#note(this.host.afterSettings);
  }
  /** Says something that is no trouble, until the next thing is done. */
  #note(words: string): void {
    show(byId("trouble"), h("div", { class: "app-warning", role: "status" }, h("p", { class: "govuk-body" }, words)));
  }

  refuse(message: string, remedy: string): void {
    this.#trouble = { message, remedy };
    void this.draw().then(() => byId("trouble").querySelector<HTMLElement>(".govuk-error-summary")?.focus());
  }
  // Rows come from the document alone, and stay there.
  take(): void {}
  load(): void {}
  offerSheets(): void {}
  settleRows(): void {}
  settleColumns(): void {}
  saved(): void {}
  clear(): void {
    this.block = null;
    this.history.restart(this.#fresh(null));
    void this.#open("add");
  }

  draw(): Promise<void> {
    return this.#drawing.draw();
  }
  async #prepare(): Promise<() => void> {
    const here = this.#here;
    let drawn: Drawn | null = null;
    try {
      if (!this.session.fault) drawn = await screenOf(here).prepare(this);
    } catch (cause) {
      if (!(cause instanceof EngineFaultError)) throw cause;
      this.session.fault = cause;
    }
    return () => {
      this.#frame();
      drawn?.(byId(`step-${here}`));
    };
  }
  /** What stands around the screens. */
  #frame(): void {
    for (const here of ALL) {
      byId(`step-${here}`).hidden = here !== this.#here;
      // What cannot be seen is not kept up, so it is not kept.
      if (here !== this.#here) show(byId(`step-${here}`));
    }
    show(byId("steps"), SHOWN.map((here, index) => this.#stepItem(here, index)));
    const last = this.#done.at(-1);
    show(
      byId("history"),
      last ? h("button", { type: "button", class: "app-link-button", id: "undo", onclick: () => void this.#undo() }, `Undo: ${last.name}`) : null,
    );
    const fault = this.session.fault;
    const trouble = fault ? { message: fault.message, remedy: "Read the rows again. If it stays so, report the version below." } : this.#trouble;
    show(byId("trouble"), trouble ? errorSummary(trouble) : null);
  }

  #stepItem(here: Here, index: number): HTMLElement {
    const words = [h("span", { class: "app-steps__number", "aria-hidden": "true" }, index + 1), screenOf(here).title];
    const open = here === "add" || this.results !== null;
    const go = (event: Event): void => (event.preventDefault(), void this.#open(here));
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
  prepare(pane: BesideSheet): Drawn | Promise<Drawn>;
}

/** The page's results, with the way to the sheet first. */
const resultsBeside: Screen & PaneScreen = {
  title: "Results",
  async prepare(app: App) {
    const pane = app as Pane;
    const drawn = await resultsScreen.prepare(pane);
    return (region: HTMLElement) => {
      drawn(region);
      const explain = h("button", { type: "button", class: "govuk-button govuk-button--secondary", id: "why-now", onclick: () => void whyChosen(pane) }, "Explain the chosen row");
      byId("heading-results").after(
        h("button", { type: "button", class: "govuk-button", id: "to-fill", onclick: () => pane.openFill() }, "Fill the columns in the sheet"),
        manyFormulas(pane) ?? "",
        pane.host.tellsChoice ? "" : explain,
        h("div", { id: "why", class: "pane-row", "aria-live": "polite" }),
      );
      if (pane.host.tellsChoice) void whyChosen(pane);
      else void drawWhy(pane);
    };
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

/** Work that takes less than this many milliseconds shows no progress. */
const UNSEEN = 300;

/** What the pane is made of, so that both programs' pages hold nothing but their own script. */
function frame(): HTMLElement {
  const section = (here: Here): HTMLElement => h("section", { id: `step-${here}`, "aria-labelledby": `heading-${here}`, hidden: true });
  return h(
    "div",
    { class: "pane" },
    h("header", { class: "pane-bar" }, h("p", { class: "pane-bar__name" }, "BAE rules"), h("span", { id: "history", class: "app-bar__buttons" })),
    h("nav", { "aria-label": "Steps" }, h("ol", { class: "app-steps", id: "steps" })),
    h("main", { id: "main" }, h("div", { id: "progress" }), h("div", { id: "trouble" }), ALL.map(section)),
    h("footer", { class: "app-footer" }, h("p", { id: "versions" })),
  );
}

/** Draws the frame, in which the pane or a reason why it cannot work is shown. */
export function begin(): void {
  document.body.append(
    frame(),
    h("div", { id: "print", class: "app-print" }),
    h("p", { id: "announcer", class: "govuk-visually-hidden", "aria-live": "polite" }),
  );
}

export function cannot(message: string, remedy: string): void {
  show(byId("trouble"), errorSummary({ message, remedy }));
}

export async function openPane(host: Host): Promise<void> {
  let engine: Engine;
  try {
    engine = await engineHere();
  } catch (cause) {
    if (!(cause instanceof EngineUnavailableError)) throw cause;
    cannot("The rules cannot be started here: WebAssembly is switched off", "Ask your administrator to allow it for this add-in");
    return;
  }
  const pane = new BesideSheet(host, engine, await engine.ask("description"));
  byId("versions").textContent = `Rules engine ${pane.description.engine}. ${pane.description.policies
    .map(({ title, version }) => `${title} ${version}`)
    .join("; ")}.`;
  await pane.draw();
  await host.onChoice(() => void whyChosen(pane));
  keepTyping();
  document.addEventListener("filters-cleared", () => announce(`${cellProblems(pane).length} cells need checking`));
}
