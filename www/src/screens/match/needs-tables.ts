// What the rules look for: for each policy a table with one line for each field.
//
// A line keeps its place on the page when the columns are read anew, and only what is in it is drawn again, a few lines to a
// frame: to take all of them away and lay them out again at once would hold up typing.

import type { App } from "../../app";
import { offered } from "../../app";
import type { Need, Reading } from "../../contract";
import { arrange, fold, h, place, show } from "../../dom";
import { inSlices } from "../../drawing";
import { count, number } from "../../words";
import { fillLine } from "./need-line";

/** The tables that are on show, one section for each policy. */
export const needsTables = {
  element: h("div", {}),
  sections: new Map<string, Section>(),

  /** Takes the lines away, for a reader who comes to the screen anew. */
  empty(): void {
    for (const section of this.sections.values()) section.empty();
  },

  /** Lets go of everything that was shown. */
  forget(): void {
    this.sections.clear();
    this.element.replaceChildren();
  },

  /** Settles when all lines are drawn, with false where others were wanted meanwhile. `later`: after what is drawn around them. */
  draw(app: App, reading: Reading, later: boolean): Promise<boolean> {
    const sections = reading.policies.map((policy) => this.sections.get(policy) ?? new Section(app, policy));
    this.sections = new Map(sections.map((section) => [section.policy, section]));
    arrange(this.element, sections.map(({ element }) => element));
    return inSlices(this.element, sections.flatMap((section) => section.parts(app, reading)), { later });
  },
};

class Section {
  readonly element: HTMLElement;
  readonly #heading: HTMLElement;
  readonly #counts = h("p", { class: "govuk-body match-counts" });
  readonly #listed: Lines;
  readonly #missing: Lines;
  readonly #missingWords = h("span", {});
  readonly #folded: HTMLDetailsElement;
  /** Draws the lines that are folded away, of the latest reading. */
  #unfold: (() => void)[] = [];

  constructor(app: App, readonly policy: string) {
    const title = app.description.policies.find((info) => info.id === policy)?.title ?? policy;
    this.#heading = h("h2", { class: "govuk-heading-m", id: `match-${policy}` }, title);
    this.#listed = new Lines(title);
    this.#missing = new Lines(`${title}, not found`);
    this.#folded = fold(`missing-${policy}`, this.#missingWords, () => {
      void inSlices(this.#missing.element, this.#unfold);
      return [h("p", {}, "These are optional. The rules that use them are not assessed, and every answer says so."), this.#missing.element];
    });
    this.element = h("section", { class: "match-policy", "aria-labelledby": `match-${policy}` });
  }

  empty(): void {
    this.#listed.empty();
    this.#missing.empty();
  }
  /** What draws its lines. What stands around them is drawn at once. */
  parts(app: App, reading: Reading): (() => void)[] {
    const needs = reading.needs.filter((need) => need.policy === this.policy);
    const matched = needs.filter((need) => need.column !== null);
    const toCheck = needs.filter((need) => offered(reading, need));
    const missing = needs.filter((need) => need.column === null && !offered(reading, need));
    // What needs the reader comes first; what was not found is folded away.
    const listed = [...missing.filter((need) => need.required), ...toCheck, ...matched];
    const folded = missing.filter((need) => !need.required);
    show(this.#counts, [
      h("span", {}, h("strong", {}, number(matched.length)), " matched"),
      h("span", {}, h("strong", {}, number(toCheck.length)), " to check"),
      h("span", {}, h("strong", {}, number(missing.length)), " not found"),
    ]);
    this.#missingWords.textContent = `${count(folded.length, "column")} not found in your tracker`;
    this.#unfold = this.#missing.parts(app, reading, folded);
    arrange(this.element, [this.#heading, this.#counts, ...(listed.length > 0 ? [this.#listed.element] : []), ...(folded.length > 0 ? [this.#folded] : [])]);
    return [...this.#listed.parts(app, reading, listed), ...(this.#folded.open ? this.#unfold : [])];
  }
}

/** A table with a line for each field. */
class Lines {
  readonly element: HTMLTableElement;
  readonly #body = h("tbody", { role: "rowgroup" });
  #rows = new Map<string, HTMLTableRowElement>();

  constructor(title: string) {
    const headings = ["What we look for", "Your column", "Looks like", "How sure"];
    this.element = h(
      "table",
      { class: "govuk-table app-stack match-table", role: "table" },
      h("caption", { class: "govuk-visually-hidden" }, `Columns for ${title}`),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, headings.map((words) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, words)))),
      this.#body,
    );
  }

  empty(): void {
    this.#body.replaceChildren();
    this.#rows.clear();
  }
  /** What draws the lines of these needs, in their order; lines of others go at once. */
  parts(app: App, reading: Reading, needs: Need[]): (() => void)[] {
    const wanted = new Set(needs.map(({ field }) => field));
    for (const [field, row] of this.#rows) if (!wanted.has(field)) row.remove();
    this.#rows = new Map(needs.map(({ field }) => [field, this.#rows.get(field) ?? h("tr", { role: "row" })]));
    return needs.map((need, at) => () => {
      const row = this.#rows.get(need.field);
      if (!row) return;
      place(this.#body, row, at);
      fillLine(app, reading, need, row);
    });
  }
}
