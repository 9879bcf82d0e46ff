// Starts the page: the engine, the four steps, the keyboard, and what happens
// when the engine faults. Everything a step shows is in its own folder.

import "./style/page.scss";
import { addBelow, planBelow, settled } from "./add-below";
import type { Plan } from "./add-below";
import type { App, Place, Screen, SheetOffer, Step } from "./app";
import { FORGET, STEPS, cellProblems, howMany, loneNames, missingNeeds, unclearNeeds } from "./app";
import { readBrought, taken } from "./clipboard/read";
import type { Brought, Pasted } from "./clipboard/read";
import type { PolicyPage } from "./contract";
import { announce, breath, byId, focusHeading, h, keepTyping, show } from "./dom";
import { Drawing, whileBusy } from "./drawing";
import { EngineFaultError, EngineUnavailableError } from "./engine";
import type { Engine } from "./engine";
import { engineBeside } from "./engine/beside";
import { readFiles } from "./files/open";
import { columnsFor, remembered } from "./files/settings-file";
import { noticesOfOthers } from "./notices";
import { stoppable } from "./progress";
import type { Progress } from "./progress";
import { addScreen } from "./screens/add";
import { pasteWords } from "./screens/add/words";
import { checkScreen } from "./screens/check";
import { comparePanel } from "./screens/compare";
import { matchScreen } from "./screens/match";
import { policiesScreen } from "./screens/policies";
import { resultsScreen } from "./screens/results";
import { takeAway } from "./screens/take-away";
import { Session } from "./session";
import { History } from "./state";
import { stayHere } from "./stay";
import type { ColumnChoices, Settings, Source, Work } from "./state";
import { count, sentence, today } from "./words";

const screens: Record<Place, Screen> = {
  add: addScreen,
  match: matchScreen,
  check: checkScreen,
  results: resultsScreen,
  policies: policiesScreen,
};

/** What the engine says of a table that it can read, under headings that no policy knows. */
const OWN_WORDS = "no-policy";

const PLACES = [...STEPS, "policies"] as const;

const freshWork = (settings: Settings, columns: ColumnChoices, source: Source | null): Work => ({
  source,
  edits: [],
  read: {},
  settings,
  columns,
  asOf: today(),
});

class Page implements App {
  readonly history = new History(freshWork({}, remembered(), null));
  readonly session: Session;
  step: Place = "add";
  #trouble: { message: string; remedy: string; field: string | undefined } | null = null;
  #keepAsOf = false;
  /** What was done, said until the reader goes on. */
  #told: string[] = [];
  /** The reader has asked to clear everything, and has not said yet that it is meant. */
  #clearing = false;
  #opened = false;
  #drawing = new Drawing(() => this.#prepare());
  #pages = new Map<string, Promise<PolicyPage>>();
  /** The last change, when it is answered and drawn. */
  #settled: Promise<void> = Promise.resolve();
  readonly beyond = { takeAway, compare: comparePanel };
  sheetOffer: SheetOffer | null = null;
  rowsOffer: Source | null = null;
  columnsOffer: Plan | null = null;
  usedEarlierChoices = false;

  constructor(
    private readonly engine: Engine,
    readonly description: App["description"],
  ) {
    this.session = new Session(engine);
    this.history.onChange((work, back) => {
      this.#told = [];
      this.#settled = this.#opened ? this.draw() : this.#follow(work, back);
    });
  }

  /** Answers a change, and takes it back when the reader has had enough of waiting. */
  async #follow(work: Work, back: () => void): Promise<void> {
    const followed = await whileBusy(stoppable("Working the answers out again", (progress) => progress.during(this.session.follow(work, progress.pause))));
    if (!followed) {
      this.session.stop();
      if (this.history.work === work) back();
    }
    await this.draw();
  }

  get results(): App["results"] {
    return this.session.results;
  }
  policyPage(policy: string): Promise<PolicyPage> {
    const page = this.#pages.get(policy) ?? this.engine.ask("policyPage", policy);
    this.#pages.set(policy, page);
    return page;
  }

  go(step: Place): void {
    void this.#goTo(step).then(() => window.history.pushState({ step }, "", `#${step}`));
  }
  async #goTo(step: Place): Promise<void> {
    this.#trouble = null;
    this.#told = [];
    this.#clearing = false;
    this.step = step === "add" || step === "policies" || this.results ? step : "add";
    await this.draw();
    // Laying a long screen out for the focus is a task of its own.
    await breath();
    const heading = document.getElementById(`heading-${this.step}`);
    if (heading) focusHeading(heading);
  }
  back(step: Place): void {
    void this.#goTo(step);
  }

  take(pasted: Pasted): void {
    switch (pasted.kind) {
      case "cells":
        this.load({ kind: "cells", rows: pasted.rows, from: pasted.from, notes: pasted.notes });
        break;
      case "text":
        this.load({ kind: "text", text: pasted.text, from: pasted.from, notes: pasted.notes });
        break;
      case "files":
        void readFiles(this, pasted.files);
        break;
      default:
        this.refuse(pasteWords[pasted.kind].message, pasteWords[pasted.kind].remedy, "paste");
    }
  }

  load(source: Source): void {
    this.#dropSheets();
    if (!this.#hasRows()) {
      void this.#load(source);
      return;
    }
    this.rowsOffer = source;
    this.columnsOffer = null;
    void this.#offer("rows-offer");
  }
  /** Goes to the first screen, where a question stands at the top. */
  async #offer(question: string): Promise<void> {
    await this.#goTo("add");
    window.history.pushState({ step: "add" }, "", "#add");
    const heading = document.getElementById(question);
    if (heading) focusHeading(heading);
  }
  settleRows(where: "instead" | "below" | "nowhere"): void {
    const source = this.rowsOffer;
    this.rowsOffer = null;
    this.columnsOffer = null;
    if (!source || where === "nowhere") this.go("results");
    else if (where === "instead") void this.#load(source);
    else void this.#planBelow(source);
  }
  async #planBelow(brought: Source): Promise<void> {
    const plan = await whileBusy(planBelow(this.session, this.history.work, brought));
    if (!plan || plan.placings.every(({ sure }) => sure)) return this.#addBelow(plan);
    this.rowsOffer = brought;
    this.columnsOffer = plan;
    await this.#offer("columns-offer");
  }
  settleColumns(chosen: Map<number, number | null>, headed: boolean): void {
    const asked = this.columnsOffer;
    if (!asked) return;
    const plan = settled(asked, chosen, headed);
    const under = plan.placings.filter(({ to }) => to !== null);
    const second = under.find(({ to }, at) => under.findIndex((other) => other.to === to) < at);
    if (second) {
      // What was chosen stays chosen while it is put right.
      this.columnsOffer = { ...settled(asked, chosen, false), unheaded: asked.unheaded && { ...asked.unheaded, likely: headed } };
      this.refuse("Two columns would go under one", "Choose another column for one of them, or a column of its own.", `under-${second.column}`);
      return;
    }
    this.rowsOffer = null;
    this.columnsOffer = null;
    void this.#addBelow(plan);
  }
  async #addBelow(plan: Plan | null): Promise<void> {
    const added = plan ? await whileBusy(addBelow(this.session, this.history.work, plan)) : null;
    if (!added || added.rows === 0) {
      this.refuse("There is no row to add in what you brought", "Copy the rows themselves, with or without their heading row.", "paste");
      return;
    }
    // Cells of pasted text were taken with their edits; edits of other rows go on as they are.
    const edits = this.history.work.source?.kind === "text" ? [] : this.history.work.edits;
    this.history.step(`Add ${count(added.rows, "row")} below`, { source: added.source, edits, read: added.read });
    await this.#settled;
    this.go(this.#firstStep());
    const words = [`Added ${count(added.rows, "row")} below.`, ...added.told];
    this.#told = words;
    announce(words.join(" "));
  }
  offerSheets(offer: SheetOffer): void {
    this.#dropSheets();
    this.sheetOffer = offer;
    void this.#offer("sheet-offer");
  }
  #dropSheets(): void {
    this.sheetOffer?.close();
    this.sheetOffer = null;
  }
  /** Reads what a paste or a drop brought; a long one says how far it is and can be stopped. */
  async bring(brought: Brought): Promise<void> {
    const read = await stoppable("Reading what you pasted", (progress) => readBrought(brought, progress.pause));
    if (read) this.take(read.done);
  }
  async #load(source: Source): Promise<void> {
    this.#trouble = null;
    const asOf = this.#keepAsOf ? this.history.work.asOf : today();
    const before = this.history.work;
    const kept = this.#hasRows() ? howMany(this) : null;
    const work = { ...freshWork(before.settings, before.columns, source), asOf };
    const opened = await stoppable("Reading your rows", (progress) => this.#open(work, progress));
    if (!opened) {
      this.session.stop();
      await this.session.follow(before);
      return this.draw();
    }
    const wrong = this.#wrongWithRows();
    // Rows that cannot be used take the place of none that can.
    if (wrong && kept) {
      await whileBusy(this.session.follow(before));
      this.refuse(wrong.message, `${wrong.remedy} What you had is still here: ${kept}.`, "paste");
      return;
    }
    const { done } = opened;
    this.usedEarlierChoices = done.earlier;
    // The session has just opened these very rows; it follows again only where choices are added.
    this.#opened = !done.earlier;
    if (kept) this.history.replace(`Replace the ${kept}`, done.work);
    else this.history.restart(done.work);
    this.#opened = false;
    await this.#settled;
    if (this.session.fault) return;
    if (wrong) {
      this.refuse(wrong.message, wrong.remedy, "paste");
      return;
    }
    // Headings in a school's own words are the reader's to match: the next step asks which rules they are for.
    if (this.#ownWords()) return this.go("match");
    this.go(this.#firstStep());
    announce(`Read ${count(this.results?.reading.learners ?? 0, "learner")}`);
  }
  #ownWords(): boolean {
    return this.results?.problems[0]?.code === OWN_WORDS;
  }
  /** Whether there are rows that answers are given for, or could be. */
  #hasRows(): boolean {
    return this.history.work.source !== null && this.results !== null && this.#wrongWithRows() === null;
  }
  /** Why there is nobody to answer for in the rows that the session is at, and what to do; null where there is somebody. */
  #wrongWithRows(): { message: string; remedy: string } | null {
    if (this.session.fault) return null;
    if (this.session.refusal !== null) return { message: this.session.refusal, remedy: "Change that in your sheet and add the rows again." };
    const reading = this.results?.reading;
    if (reading && (this.#ownWords() || (reading.heading_row !== null && reading.learners > 0))) return null;
    const first = this.results?.problems[0];
    return first ? { message: sentence(first.message).replace(/\.$/, ""), remedy: first.remedy } : pasteWords.empty;
  }
  /** Reads the rows; where choices of an earlier day fit, reads them again with those. */
  async #open(work: Work, progress: Progress): Promise<{ work: Work; earlier: boolean }> {
    const follow = (wanted: Work): Promise<void> => progress.during(this.session.follow(wanted, progress.pause));
    await follow(work);
    const named = new Set(Object.keys(work.columns).map((key) => key.split(".")[0] ?? ""));
    const applied = this.results?.reading.policies ?? [];
    const read = missingNeeds(this) > 0 && [...named].some((policy) => !applied.includes(policy)) ? { policies: [...named] } : {};
    if (read.policies) await follow({ ...work, read });
    const chosen = this.results ? columnsFor(work.columns, this.results.reading) : {};
    const earlier = Object.keys(chosen).length > 0;
    if (read.policies && !earlier) await follow(work);
    return { work: earlier ? { ...work, read: { ...read, chosen } } : work, earlier };
  }
  #firstStep(): Step {
    if (unclearNeeds(this) > 0 || missingNeeds(this) > 0 || this.results?.reading.policies.length === 0) return "match";
    return cellProblems(this).length + loneNames(this).length > 0 ? "check" : "results";
  }

  refuse(message: string, remedy: string, field?: string): void {
    // What was brought takes the place of what was brought before, of which nothing is asked any more.
    if (field === "paste" || field === "file") {
      this.rowsOffer = null;
      this.columnsOffer = null;
      this.#dropSheets();
    }
    this.#told = [];
    this.#trouble = { message, remedy, field };
    void this.draw().then(() => byId("trouble").querySelector<HTMLElement>(".govuk-error-summary")?.focus());
  }

  changeReading(name: string, change: App["history"]["work"]["read"]): void {
    this.history.step(name, { read: { ...this.history.work.read, ...change } });
  }
  changeCells(name: string, edits: Work["edits"][number][]): void {
    const keys = new Set(edits.map((edit) => `${edit.index},${edit.column}`));
    const kept = this.history.work.edits.filter((edit) => !keys.has(`${edit.index},${edit.column}`));
    this.history.step(name, { edits: [...kept, ...edits] });
  }
  changeSettings(name: string, settings: Settings, columns = this.history.work.columns, told: string[] = []): void {
    this.history.step(name, { settings, columns });
    this.#trouble = null;
    if (told.length > 0) void this.#tell(told);
    else if (this.step === "add") announce(`Done: ${name}`);
  }
  /** Says what was done, once what it changed is drawn. */
  async #tell(words: string[]): Promise<void> {
    this.#told = words;
    await this.#settled;
    const told = document.getElementById("told");
    if (told) focusHeading(told);
  }
  changeAsOf(asOf: string, again: boolean): void {
    this.#keepAsOf = true;
    this.history.step("Change the “as at” date", { asOf }, again);
  }
  /** Asks before everything is forgotten: that is the one thing which cannot be undone. */
  #askToClear(): void {
    this.#clearing = true;
    void this.draw().then(() => focusHeading(byId("clear-title")));
  }
  #keep(): void {
    this.#clearing = false;
    void this.draw().then(() => document.getElementById("clear")?.focus());
  }
  clear(): void {
    this.#clearing = false;
    this.#keepAsOf = false;
    this.rowsOffer = null;
    this.columnsOffer = null;
    this.#dropSheets();
    this.history.restart(freshWork({}, remembered(), null));
    // Screens that are not on show still hold what they showed last.
    document.dispatchEvent(new Event(FORGET));
    for (const place of PLACES) byId(`step-${place}`).replaceChildren();
    this.go("add");
    announce("Everything is cleared");
  }
  saved(): void {
    this.history.markSaved();
  }

  undo(): void {
    const name = this.history.undo();
    if (name) announce(`Undone: ${name}`);
  }
  redo(): void {
    const name = this.history.redo();
    if (name) announce(`Done again: ${name}`);
  }

  draw(): Promise<void> {
    return this.#drawing.draw();
  }
  async #prepare(): Promise<() => void> {
    // What was pressed has its own task: drawing in it would be laid out in it too.
    await breath();
    const { step } = this;
    try {
      const draw = this.session.fault ? null : await screens[step].prepare(this);
      return () => {
        draw?.(byId(`step-${step}`));
        this.#frame();
      };
    } catch (cause) {
      if (!(cause instanceof EngineFaultError)) throw cause;
      this.session.fault = cause;
      return () => this.#frame();
    }
  }
  /** What stands around the screens. */
  #frame(): void {
    show(byId("steps"), STEPS.map((step, index) => this.#stepItem(step, index)));
    show(byId("history"), this.#buttons());
    if (this.session.fault) show(byId("trouble"), this.#faultPanel(this.session.fault));
    else show(byId("trouble"), this.#clearing ? this.#clearPanel() : null, this.#told.length > 0 ? this.#toldPanel() : null, this.#trouble ? this.#errorSummary(this.#trouble) : null);
    // Last: the browser lays the page out when an element with the focus goes, and this screen is not laid out yet.
    for (const step of PLACES) byId(`step-${step}`).hidden = step !== this.step || this.session.fault !== null;
    const wrong = this.#trouble || this.session.fault ? "Error: " : "";
    document.title = `${wrong}${screens[this.step].title} – BAE rules`;
  }

  #stepItem(step: Step, index: number): HTMLElement {
    const here = step === this.step;
    const open = step === "add" || this.results !== null;
    const words = [h("span", { class: "app-steps__number", "aria-hidden": "true" }, index + 1), screens[step].title];
    return h(
      "li",
      { class: `app-steps__item${here ? " app-steps__item--here" : ""}` },
      open
        ? h(
            "a",
            {
              href: `#${step}`,
              id: `nav-${step}`,
              "aria-current": here ? "step" : null,
              onclick: (event: Event) => {
                event.preventDefault();
                this.go(step);
              },
            },
            words,
          )
        : h("span", { class: "app-steps__closed" }, words),
    );
  }

  #buttons(): (HTMLElement | null)[] {
    const { undoName, redoName, work } = this.history;
    const button = (id: string, words: string, act: () => void): HTMLElement =>
      h("button", { type: "button", class: "app-link-button", id, onclick: act }, words);
    return [
      undoName ? button("undo", `Undo: ${undoName}`, () => this.undo()) : null,
      redoName ? button("redo", `Redo: ${redoName}`, () => this.redo()) : null,
      work.source ? button("clear", "Clear everything", () => this.#askToClear()) : null,
    ];
  }

  #clearPanel(): HTMLElement {
    return h(
      "section",
      { class: "app-warning", "aria-labelledby": "clear-title" },
      h("h2", { class: "govuk-heading-m", id: "clear-title" }, "Clear everything?"),
      h("p", { class: "govuk-body" }, "The page forgets your rows, what you changed, the settings, and every step that Undo could take back. This cannot be undone."),
      h("div", { class: "govuk-button-group" }, [
        h("button", { type: "button", class: "govuk-button", id: "clear-now", onclick: () => this.clear() }, "Clear everything"),
        h("button", { type: "button", class: "app-link-button", id: "clear-not", onclick: () => this.#keep() }, "Keep what I have"),
      ]),
    );
  }

  #toldPanel(): HTMLElement {
    return h("div", { class: "app-success", id: "told" }, this.#told.map((line) => h("p", { class: "govuk-body" }, line)));
  }

  #errorSummary(trouble: { message: string; remedy: string; field: string | undefined }): HTMLElement {
    return h(
      "div",
      { class: "govuk-error-summary", tabindex: -1, role: "alert", "aria-labelledby": "trouble-title" },
      h("h2", { class: "govuk-error-summary__title", id: "trouble-title" }, "There is a problem"),
      h(
        "div",
        { class: "govuk-error-summary__body" },
        h(
          "ul",
          { class: "govuk-list govuk-error-summary__list" },
          h("li", {}, trouble.field ? h("a", { href: `#${trouble.field}`, onclick: focusField }, trouble.message) : trouble.message),
        ),
        h("p", {}, trouble.remedy),
      ),
    );
  }

  #faultPanel(fault: EngineFaultError): HTMLElement {
    const details = [
      `bae-rules ${this.description.engine}`,
      `Stopped while it was to ${fault.during}`,
      fault.detail,
      navigator.userAgent,
    ].join("\n");
    const again = async (): Promise<void> => {
      await whileBusy(this.session.follow(this.history.work));
      await this.draw();
      if (!this.session.fault && this.results) this.go(this.#firstStep());
    };
    return h(
      "div",
      { class: "govuk-error-summary", role: "alert", tabindex: -1, id: "fault" },
      h("h1", { class: "govuk-error-summary__title" }, "Something went wrong while rating"),
      h("p", { class: "govuk-body" }, "Your rows are still here. The part of the page that applies the rules stopped and has been started again."),
      h(
        "div",
        { class: "govuk-button-group" },
        h("button", { type: "button", class: "govuk-button", onclick: () => void again() }, "Try again"),
        this.history.undoName
          ? h("button", { type: "button", class: "govuk-button govuk-button--secondary", onclick: () => this.undo() }, `Undo: ${this.history.undoName}`)
          : null,
      ),
      h("label", { class: "govuk-label", for: "fault-details" }, "Details to report. They hold no learner data."),
      h("textarea", { class: "govuk-textarea", id: "fault-details", rows: 4, readonly: true, autocomplete: "off" }, details),
    );
  }
}

function focusField(event: Event): void {
  event.preventDefault();
  const link = event.currentTarget as HTMLAnchorElement;
  document.getElementById(link.hash.slice(1))?.focus();
}

function listen(page: Page): void {
  document.addEventListener("paste", (event) => {
    // A paste into a field of its own, such as a search box, stays there.
    const field = event.target instanceof Element ? event.target.closest("input, textarea, select") : null;
    if (field && field.id !== "paste") return;
    if (!event.clipboardData) return;
    event.preventDefault();
    void page.bring(taken(event.clipboardData));
  });
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer) void page.bring(taken(event.dataTransfer));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea")) return;
    const key = event.key.toLowerCase();
    const redo = key === "y" || (key === "z" && event.shiftKey);
    if (key !== "z" && !redo) return;
    event.preventDefault();
    if (redo) page.redo();
    else page.undo();
  });
  window.addEventListener("popstate", () => {
    const wanted = PLACES.find((place) => place === location.hash.slice(1));
    page.back(wanted ?? "add");
  });
  window.addEventListener("beforeunload", (event) => {
    if (page.history.unsaved) event.preventDefault();
  });
}

async function open(): Promise<void> {
  try {
    const engine = await engineBeside();
    const page = new Page(engine, await engine.ask("description"));
    window.history.replaceState({ step: "add" }, "", "#add");
    byId("versions").textContent = `Rules engine ${page.description.engine}. ${page.description.policies
      .map((policy) => `${policy.title} ${policy.version}`)
      .join("; ")}.`;
    byId("to-policies").addEventListener("click", (event) => {
      event.preventDefault();
      page.go("policies");
    });
    await page.draw();
    byId("app").hidden = false;
    listen(page);
    keepTyping();
    noticesOfOthers();
    document.getElementById("paste")?.focus({ preventScroll: true });
  } catch (cause) {
    const missing = cause instanceof EngineUnavailableError;
    const region = byId(missing ? "no-engine" : "no-rules");
    region.hidden = false;
    // What the engine says about its own rules holds nothing of a learner: none has been added yet.
    if (!missing) byId("no-rules-details").textContent = cause instanceof Error ? cause.message : String(cause);
    document.title = `Error: ${region.querySelector("h1")?.textContent ?? ""} – BAE rules`;
  }
}

stayHere();
document.body.classList.add("js-enabled", "govuk-frontend-supported");
void open();
