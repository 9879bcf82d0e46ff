// What the reader takes with them: result columns on the clipboard, files, paper.

import { FORGET } from "../../app";
import type { App } from "../../app";
import { announce, byId, fold, h, show } from "../../dom";
import { whileBusy } from "../../drawing";
import { onPrintKey, printPages } from "../../print";
import { stoppable, unseen } from "../../progress";
import type { Progress } from "../../progress";
import { hasToDo } from "../results/to-do";
import type { View } from "../results/view";
import { downloadCalendar } from "./calendar-file";
import { copy, copyChoice } from "./copy";
import { downloadCsv } from "./csv";
import { namings } from "./names";
import type { Naming } from "./names";
import { paper, paperLength } from "./paper";
import type { PaperChoice } from "./paper-parts";
import { downloadToDo } from "./to-do-file";
import { chooseSheet, chosenSheet, sheetsOf } from "./sheets";
import { WorkbookError, downloadWorkbook } from "./workbook";
import "./take-away.scss";
import "./paper.scss";

const paperChoice: PaperChoice = { summary: true, lists: false, sheets: "none", size: 12, naming: "full" };
let calendarNaming: Naming = "initials";

let current: { app: App; view: View } | null = null;
/** Paper that is laid out already, for a browser's own print command, which waits for nothing. */
let ready: HTMLElement[] | null = null;
let layings = 0;
/** Paper with more learners than this is laid out when it is asked for. */
const SHORT = 100;

onPrintKey({
  wanted: () => current !== null && current.app.step === "results" && current.app.results !== null,
  ready: () => ({ pages: ready ?? [notReady()], size: paperChoice.size }),
  print: () => current && void printNow(current.app, current.view),
});

document.addEventListener(FORGET, () => {
  current = null;
  ready = null;
  layings += 1;
});

async function layOutReady(): Promise<void> {
  layings += 1;
  const mine = layings;
  ready = null;
  if (!current || paperLength(current.app, paperChoice, current.view) > SHORT) return;
  const pages = await paper(current.app, paperChoice, current.view, unseen);
  if (mine === layings) ready = pages;
}

const notReady = (): HTMLElement =>
  h("article", { class: "paper__page" }, h("h1", {}, "These pages are not laid out yet"), h("p", {}, "Close this, and choose Print under “Print or save as PDF” on the page, or press Ctrl + P there. So many learners take a moment."));

async function printNow(app: App, view: View): Promise<void> {
  const laidOut = await whileBusy(stoppable("Laying out the paper", (progress) => paper(app, paperChoice, view, progress)));
  if (!laidOut) return;
  printPages(laidOut.done, paperChoice.size);
  app.saved();
}

export function takeAway(app: App, view: View): HTMLElement {
  current = { app, view };
  void layOutReady();
  return h(
    "section",
    { class: "take-away", "aria-labelledby": "take-away" },
    h("h2", { class: "govuk-heading-m", id: "take-away" }, "Take the results away"),
    forWhichSheet(app),
    h("button", { type: "button", class: "govuk-button take-away__copy", id: "copy", onclick: () => void copy(app) }, "Copy result columns"),
    h("div", { id: "copied" }),
    fold("copy-choices", "Choose what is copied", () => copyChoices(app), FOLD),
    fold("downloads", "Download a file", () => downloads(app), FOLD),
    fold("printing", "Print or save as PDF", () => printing(app, view), FOLD),
  );
}

const FOLD = { extra: "take-away__fold" };

function tick(id: string, words: string, on: boolean, change: (on: boolean) => void): HTMLElement {
  const input = h("input", { class: "govuk-checkboxes__input", type: "checkbox", id, checked: on, onchange: () => change(input.checked) });
  return h("div", { class: "govuk-checkboxes__item" }, input, h("label", { class: "govuk-label govuk-checkboxes__label", for: id }, words));
}

function pick<V extends string | number>(id: string, label: string, now: V, choices: readonly { value: V; words: string }[], change: (value: V) => void): HTMLElement {
  const select = h(
    "select",
    { class: "govuk-select", id, onchange: () => change(choices[select.selectedIndex]?.value ?? now) },
    choices.map((choice) => h("option", { value: choice.value, selected: choice.value === now }, choice.words)),
  );
  return h("div", { class: "take-away__pick" }, h("label", { class: "govuk-label", for: id }, label), select);
}

/** Where rows were added below others, one copy would put the results of one sheet beside the rows of another. */
function forWhichSheet(app: App): HTMLElement | null {
  const sheets = sheetsOf(app);
  const now = sheets.findIndex(({ name }) => name === chosenSheet(app)?.name);
  const change = (at: number): void => {
    chooseSheet(app, at);
    show(byId("copied"));
  };
  return sheets.length > 0 ? pick("copy-sheet", "Your rows come from more than one sheet. Copy for", now, sheets.map(({ name }, value) => ({ value, words: capital(name) })), change) : null;
}
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function copyChoices(app: App): HTMLElement {
  const columns = app.results?.summary.columns ?? [];
  return h(
    "fieldset",
    { class: "govuk-fieldset" },
    h("legend", { class: "govuk-fieldset__legend" }, "Columns, in the order of your sheet’s rows"),
    h(
      "div",
      { class: "govuk-checkboxes govuk-checkboxes--small take-away__columns" },
      columns.map((column, index) =>
        tick(`copy-column-${index}`, column.heading, !copyChoice.left.has(column.heading), (on) => {
          if (on) copyChoice.left.delete(column.heading);
          else copyChoice.left.add(column.heading);
        }),
      ),
      tick("copy-heading", "Include the heading row", copyChoice.heading, (on) => (copyChoice.heading = on)),
    ),
  );
}

function downloads(app: App): HTMLElement {
  const button = (id: string, words: string, act: (progress: Progress) => Promise<void>): HTMLElement =>
    h(
      "button",
      {
        type: "button",
        class: "govuk-button govuk-button--secondary",
        id,
        onclick: () => void make(app, act),
      },
      words,
    );
  const hasDates = app.results?.summary.columns.some((column) => column.heading === "Due") ?? false;
  return h(
    "div",
    {},
    h(
      "div",
      { class: "govuk-button-group" },
      button("download-xlsx", "Workbook (.xlsx)", (progress) => downloadWorkbook(app, progress)),
      button("download-csv", "Text (.csv)", (progress) => downloadCsv(app, progress)),
    ),
    hasToDo(app) ? button("download-to-do", "What is to be done (.csv)", (progress) => downloadToDo(app, progress)) : null,
    hasDates
      ? h(
          "div",
          { class: "take-away__row" },
          pick("calendar-names", "Names in the calendar", calendarNaming, namings, (value) => (calendarNaming = value)),
          button("download-ics", "Due dates for a calendar (.ics)", (progress) => downloadCalendar(app, calendarNaming, progress)),
        )
      : null,
    h("p", { id: "downloaded" }),
  );
}

async function make(app: App, act: (progress: Progress) => Promise<void>): Promise<void> {
  const say = (words: string): void => show(byId("downloaded"), words);
  say("Making the file…");
  try {
    if (!(await stoppable("Making the file", act))) return say("Stopped. No file was made.");
  } catch (cause) {
    if (!(cause instanceof WorkbookError)) throw cause;
    return say("This browser could not make a workbook. Download the text file (.csv) instead: every spreadsheet opens it.");
  }
  app.saved();
  say("The file is in your downloads. It holds learners’ data: keep it as you keep the tracker.");
  announce("File downloaded");
}

function choose(choice: Partial<PaperChoice>): void {
  Object.assign(paperChoice, choice);
  void layOutReady();
}

function printing(app: App, view: View): HTMLElement {
  return h(
    "div",
    {},
    h(
      "fieldset",
      { class: "govuk-fieldset" },
      h("legend", { class: "govuk-fieldset__legend" }, "What to print"),
      h("div", { class: "govuk-checkboxes govuk-checkboxes--small" }, [
        tick("print-summary", "A summary: counts, who is due, who could not be decided", paperChoice.summary, (on) => choose({ summary: on })),
        tick("print-lists", "Lists by stage", paperChoice.lists, (on) => choose({ lists: on })),
      ]),
    ),
    h("div", { class: "take-away__row" }, [
      pick("print-sheets", "One sheet for each learner", paperChoice.sheets, [
        { value: "none", words: "No" },
        { value: "worst", words: "For those rated worst" },
        { value: "shown", words: "For those shown in the list" },
        { value: "all", words: "For everyone" },
      ] as const, (value) => choose({ sheets: value })),
      pick("print-size", "Size of print", paperChoice.size, [
        { value: 12, words: "12 point" },
        { value: 14, words: "14 point" },
        { value: 18, words: "18 point, large print" },
      ] as const, (value) => choose({ size: value })),
      pick("print-names", "Names", paperChoice.naming, namings, (value) => choose({ naming: value })),
      h(
        "button",
        {
          type: "button",
          class: "govuk-button",
          id: "print-go",
          onclick: () => void printNow(app, view),
        },
        "Print",
      ),
    ]),
  );
}
