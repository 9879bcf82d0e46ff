// Result columns to the clipboard, one line for every row that was added.

import { NOT_ACCEPTED, unaccepted } from "../../acceptance";
import type { App } from "../../app";
import type { Summary, ToDoPart } from "../../contract";
import { copyBoth } from "../../clipboard/write";
import { announce, breath, byId, h, show } from "../../dom";
import { count, list } from "../../words";
import { toDoFigures } from "../results/to-do";
import { chosenSheet, sheetsOf } from "./sheets";
import type { Sheet } from "./sheets";

/** Columns the reader left out, by heading, and whether the heading row goes along. */
export const copyChoice = { left: new Set<string>(), heading: true };

const utf16 = new TextDecoder("utf-16le", { ignoreBOM: true });

export async function copy(app: App): Promise<void> {
  const results = app.results;
  if (!results) return;
  const columns = results.summary.columns.map((column) => column.heading).filter((heading) => !copyChoice.left.has(heading));
  if (columns.length === 0) {
    app.refuse("No column is chosen to copy", "Choose at least one under “Choose what is copied”.", "copy");
    return;
  }
  // What was said of the copy before is said of it no longer, while this one is made.
  show(byId("copied"));
  const sheet = chosenSheet(app);
  const copied = await app.session.clipboard(columns, copyChoice.heading, sheet?.part);
  const { rows } = copied;
  // Each text is made in a task of its own, and giving both to the clipboard is one.
  await breath();
  const html = utf16.decode(copied.html);
  await breath();
  const plain = utf16.decode(copied.plain);
  await breath();
  if (await copyBoth(html, plain)) {
    app.saved();
    show(byId("copied"), [done(rows, columns, sheet, sheetsOf(app).length), lettersOf(app, results.summary, columns), notCopied(await toDoFigures(app))]);
    announce(`Copied ${count(rows, "row")} of ${count(columns.length, "column")}`);
    return;
  }
  show(byId("copied"), byHand(plain));
  const box = byId<HTMLTextAreaElement>("copy-text");
  box.focus();
  box.select();
}

function done(rows: number, columns: string[], sheet: Sheet | null, sheets: number): HTMLElement {
  const first = copyChoice.heading || sheet?.part.above === 0 ? "the first row you copied" : "the first row below the headings";
  const others = sheets > 2 ? " Then copy for each of the other sheets." : sheets === 2 ? " Then copy for the other sheet." : "";
  return h(
    "div",
    { class: "app-success" },
    h("p", { class: "govuk-body" }, h("strong", {}, `Copied ${count(rows, "row")} × ${count(columns.length, "column")}${sheet ? ` for ${sheet.name}` : ""}: `), `${list(columns)}.`),
    h("p", { class: "govuk-body" }, `In ${sheet ? "that" : "your"} sheet: clear any filter, click the first empty cell to the right of ${first}, and press Ctrl + V. There is one line for every row${sheet ? " of that sheet, and none for the rows of others" : ""}, in your order.${others}`),
  );
}

/** A column of letters says nothing of where they come from: whoever pastes it is told. */
function lettersOf(app: App, summary: Summary, columns: string[]): HTMLElement[] {
  return unaccepted(app, summary)
    .map((profile) => ({ ...profile, copied: profile.answers.filter((title) => columns.includes(title)) }))
    .filter(({ copied }) => copied.length > 0)
    .map(({ copied, says }) => h("p", { class: "govuk-body", id: "copied-unaccepted" }, h("strong", {}, `${list(copied)}: ${NOT_ACCEPTED.toLowerCase()}`), ` ${says} The column does not say so by itself.`));
}

/** What no result column holds, so that “Nothing to do” in a sheet is not taken for more than its column says. */
function notCopied(toDo: ToDoPart | null): HTMLElement | null {
  if (!toDo || toDo.duties.overdue + toDo.duties.due === 0) return null;
  const { overdue, due } = toDo.duties;
  const figures = list([overdue > 0 ? `${count(overdue, "other duty is", "other duties are")} overdue` : "", due > 0 ? `${overdue > 0 ? due : count(due, "other duty")} ${due === 1 ? "is" : "are"} due` : ""].filter(Boolean));
  return h("p", { class: "govuk-body", id: "not-copied" }, `“Nothing to do” in a column says that its own rules ask for nothing. ${figures}, and no column holds them: they are under “What is to be done”, and in the file of that name.`);
}

function byHand(plain: string): HTMLElement {
  return h(
    "div",
    {},
    h("label", { class: "govuk-label", for: "copy-text" }, "Your browser did not allow the copy. The text is selected: press Ctrl + C."),
    h("textarea", { class: "govuk-textarea", id: "copy-text", rows: 6, readonly: true, autocomplete: "off" }, plain),
  );
}
