// Step 1, Add data: paste, open a file, a made-up sample, or type a few in.

import { howMany } from "../../app";
import type { App, Screen } from "../../app";
import { readBrought } from "../../clipboard/read";
import { h, hidden, show } from "../../dom";
import { ACCEPTED, readFiles } from "../../files/open";
import { stoppable } from "../../progress";
import type { Source } from "../../state";
import { list } from "../../words";
import { downloadTemplate } from "../take-away/workbook";
import { chooseSheet } from "./choose-sheet";
import { neededSets, typeIn } from "./type-in";
import { underWhich } from "./under-which";
import "./add.scss";

export const addScreen: Screen = {
  title: "Add data",
  prepare: (app) => (region) =>
    show(region, [
      h("h1", { class: "govuk-heading-l", id: "heading-add" }, "Add your learners"),
      app.sheetOffer ? chooseSheet(app.sheetOffer) : null,
      app.columnsOffer ? underWhich(app, app.columnsOffer) : app.rowsOffer ? whereTo(app, app.rowsOffer) : loaded(app),
      paste(app),
      h("div", { class: "add-ways" }, file(app), samples(app)),
      typeIn(app),
      columnsThatHelp(app),
    ]),
};

function loaded(app: App): HTMLElement | null {
  const reading = app.results?.reading;
  if (!reading || (reading.learners === 0 && reading.policies.length > 0)) return null;
  return h(
    "div",
    { class: "govuk-inset-text" },
    `${howMany(app)} loaded. When you add more, you choose whether they replace these or go below them. `,
    h("a", { href: "#results", class: "govuk-link", onclick: (event: Event) => (event.preventDefault(), app.go("results")) }, "Go back to the results"),
  );
}

/** Rows came while others are loaded: the reader says where they go. */
function whereTo(app: App, brought: Source): HTMLElement {
  const now = howMany(app);
  const button = (id: string, words: string, where: "instead" | "below", extra = ""): HTMLElement =>
    h("button", { type: "button", class: `govuk-button ${extra}`, id, onclick: () => app.settleRows(where) }, words);
  return h(
    "section",
    { class: "app-warning", "aria-labelledby": "rows-offer" },
    h("h2", { class: "govuk-heading-m", id: "rows-offer" }, `You have ${now} already`),
    h("p", { class: "govuk-body" }, `What you add now comes from ${brought.from}. Added below, each column goes under the one that means the same. Either way, you can undo it.`),
    h("div", { class: "govuk-button-group" }, [
      button("rows-below", "Add them below", "below"),
      button("rows-instead", `Replace the ${now}`, "instead", "govuk-button--secondary"),
      h("button", { type: "button", class: "app-link-button", id: "rows-nowhere", onclick: () => app.settleRows("nowhere") }, "Keep what I have"),
    ]),
  );
}

function paste(app: App): HTMLElement {
  const box = h("textarea", {
    class: "govuk-textarea add-paste",
    id: "paste",
    rows: 4,
    spellcheck: "false",
    autocomplete: "off",
    "aria-describedby": "paste-hint",
  });
  const use = async (): Promise<void> => {
    const read = await stoppable("Reading what you pasted", (progress) => readBrought({ html: "", plain: box.value, files: [] }, progress.pause));
    if (read) app.take(read.done);
  };
  return h(
    "div",
    { class: "govuk-form-group" },
    h("label", { class: "govuk-label govuk-label--m", for: "paste" }, "Paste from your spreadsheet"),
    h(
      "div",
      { class: "govuk-hint", id: "paste-hint" },
      "Copy the rows in Excel, Google Sheets or LibreOffice, with the heading row, then press ",
      h("kbd", {}, "Ctrl"),
      " + ",
      h("kbd", {}, "V"),
      " here.",
    ),
    box,
    h("button", { type: "button", class: "govuk-button govuk-button--secondary add-use", id: "use-text", onclick: () => void use() }, "Use what I typed"),
  );
}

function file(app: App): HTMLElement {
  const input = h("input", {
    class: "govuk-file-upload",
    id: "file",
    type: "file",
    accept: ACCEPTED,
    "aria-describedby": "file-hint",
    onchange: () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      if (files.length > 0) void readFiles(app, files);
    },
  });
  return h(
    "div",
    { class: "add-way" },
    h("h2", { class: "govuk-heading-m" }, "Or open a file"),
    h("label", { class: "govuk-label", for: "file" }, "Choose a file, or drop one anywhere on this page"),
    h("div", { class: "govuk-hint", id: "file-hint" }, "Excel (.xlsx, .xls), LibreOffice (.ods), or text (.csv, .tsv). A settings file (.json) can be opened here too."),
    input,
  );
}

function samples(app: App): HTMLElement {
  return h(
    "div",
    { class: "add-way" },
    h("h2", { class: "govuk-heading-m" }, "Or try it with made-up learners"),
    h(
      "ul",
      { class: "govuk-list" },
      app.description.policies
        .filter((policy) => policy.sample !== "")
        .map((policy) =>
          h(
            "li",
            {},
            h(
              "button",
              {
                type: "button",
                class: "govuk-button govuk-button--secondary add-sample",
                id: `sample-${policy.id}`,
                onclick: () => app.load({ kind: "text", text: policy.sample, from: "made-up learners", notes: [] }),
              },
              policy.title,
              hidden(" sample"),
            ),
          ),
        ),
    ),
  );
}

/** Columns named on the page; the blank template has them all. */
const USEFUL = 14;

function columnsThatHelp(app: App): HTMLElement {
  return h(
    "details",
    { class: "govuk-details", id: "helpful" },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, "What columns help?")),
    h(
      "div",
      { class: "govuk-details__text" },
      h("p", {}, "Your own headings are fine: they are matched by their words and you can correct them. Columns that are not used are left alone."),
      app.description.policies.map((policy) => {
        const sets = neededSets(policy);
        const needed = new Set(policy.needs.flat());
        const useful = policy.fields.filter((field) => !needed.has(field.name)).map((field) => field.heading);
        return h(
          "div",
          { class: "add-policy" },
          h("h3", { class: "govuk-heading-s" }, policy.title),
          policy.about ? h("p", {}, policy.about) : null,
          sets.length === 1 ? h("p", {}, h("strong", {}, "Needed: "), `${sets.join("")}.`) : null,
          sets.length > 1 ? [h("p", {}, h("strong", {}, "Needed, one of these:")), h("ul", { class: "govuk-list govuk-list--bullet" }, sets.map((set) => h("li", {}, set)))] : null,
          h("p", {}, h("strong", {}, "Helps: "), useful.length > USEFUL ? `${useful.slice(0, USEFUL).join(", ")}, and ${useful.length - USEFUL} more: see the template.` : `${list(useful)}.`),
          h(
            "button",
            { type: "button", class: "app-link-button", id: `template-${policy.id}`, onclick: () => void downloadTemplate(policy) },
            "Download a blank template (.xlsx)",
            hidden(` for ${policy.title}`),
          ),
        );
      }),
    ),
  );
}
