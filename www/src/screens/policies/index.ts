// The rules themselves, policy by policy, in the order of their documents: for
// the person who wrote a policy, and for whoever asks where an answer comes from.

import type { App, Screen } from "../../app";
import type { PolicyInfo, PolicyLine, PolicyPage } from "../../contract";
import { fold, h, hidden, show } from "../../dom";
import { printPages } from "../../print";
import { count } from "../../words";
import { formPages, policyPages } from "./paper";
import { readable, valueOf } from "./value";
import "./policies.scss";

let chosen = "";

export const policiesScreen: Screen = {
  title: "The rules",
  async prepare(app) {
    const policies = app.description.policies;
    const policy = policies.find((candidate) => candidate.id === chosen) ?? policies[0];
    if (!policy) return () => {};
    const page = await app.policyPage(policy.id);
    const pick = (id: string): void => {
      chosen = id;
      void app.draw();
    };
    return (region) => show(region, [
      h("h1", { class: "govuk-heading-l", id: "heading-policies" }, "The rules, policy by policy"),
      h("p", { class: "govuk-body" }, "Every rule in the order of its document, in our words, with its clause. Where a document can be read in two ways, the reading we chose and the other one stand beside each other. The document’s own words stand at the clause."),
      h("nav", { "aria-label": "Policies" }, h("ul", { class: "policies__choose" }, policies.map((one) => choice(one, one === policy, pick)))),
      h("h2", { class: "govuk-heading-m" }, `${policy.title}, version ${policy.version}`),
      policy.about ? h("p", { class: "govuk-body" }, policy.about) : null,
      h("p", { class: "govuk-body" }, page.sources.map((source) => `Clauses that begin with ${source.word} point into ${source.says}. `)),
      page.notes.length > 0 ? h("div", { class: "app-warning" }, h("ul", { class: "govuk-list" }, page.notes.map((note) => h("li", {}, note)))) : null,
      printing(app, policy, page),
      rules(app, policy, page.lines),
      policy.settings.length > 0 ? settings(app, policy) : null,
      columns(page),
    ]);
  },
};

function choice(policy: PolicyInfo, here: boolean, pick: (id: string) => void): HTMLElement {
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "policies__one", id: `read-${policy.id}`, "aria-current": here ? "true" : null, onclick: () => pick(policy.id) },
      policy.title,
    ),
  );
}

function printing(app: App, policy: PolicyInfo, page: PolicyPage): HTMLElement {
  const criteria = page.principles.reduce((n, principle) => n + principle.criteria.length, 0);
  const button = (id: string, words: string, pages: () => HTMLElement[], extra: string): HTMLElement =>
    h("button", { type: "button", class: `govuk-button ${extra}`, id, onclick: () => printPages(pages(), 12) }, words);
  return h("div", { class: "govuk-button-group" }, [
    criteria > 0 ? button("print-form", `Print the self-assessment form (${count(criteria, "criterion", "criteria")})`, () => formPages(policy, page), "") : null,
    button("print-policy", "Print these rules", () => policyPages(app, policy, page), "govuk-button--secondary"),
  ]);
}

function head(words: string[]): HTMLElement {
  return h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, words.map((word) => h("th", { scope: "col", role: "columnheader", class: "govuk-table__header" }, word))));
}
const cell = (label: string, ...children: Parameters<typeof h>[2][]): HTMLElement =>
  h("td", { role: "cell", class: "govuk-table__cell", "data-label": label }, ...children);

function rules(app: App, policy: PolicyInfo, lines: PolicyLine[]): HTMLElement {
  return h(
    "table",
    { class: "govuk-table app-stack policies__rules", role: "table" },
    h("caption", { class: "govuk-table__caption govuk-table__caption--s" }, `${count(lines.length, "rule")} in the order of the document`),
    head(["Rule", "What it says", "State", "Clause"]),
    h("tbody", { role: "rowgroup" }, lines.map((line) =>
      h(
        "tr",
        { role: "row" },
        h("th", { scope: "row", role: "rowheader", class: "govuk-table__header policies__id" }, line.id, line.with.length > 0 ? h("span", { class: "policies__with" }, hidden(", carries out "), `and ${line.with.join(", ")}`) : null),
        cell("What it says", readable(app, policy, line.says), reading(app, policy, line), line.settings.map((id) => changes(app, policy, id))),
        cell("State", line.state, line.origin === "source" ? null : h("span", { class: "policies__origin" }, line.origin)),
        cell("Clause", line.clause),
      ),
    )),
  );
}

const reading = (app: App, policy: PolicyInfo, line: PolicyLine): HTMLElement | null =>
  line.reading ? h("span", { class: "policies__reading" }, h("strong", {}, "Our reading: "), readable(app, policy, line.reading)) : null;

function changes(app: App, policy: PolicyInfo, id: string): HTMLElement | null {
  const setting = policy.settings.find((one) => one.id === id);
  if (!setting) return null;
  const now = valueOf(app, policy, setting);
  return h("span", { class: "policies__reading" }, h("strong", {}, "Setting: "), `${setting.title}: ${now.words}${now.own ? " (your own)" : ""}`, setting.other_reading ? [". ", h("strong", {}, "The other reading: "), setting.other_reading] : null);
}

/** The columns that are read, and what is made of a cell that is blank. */
function columns({ columns }: PolicyPage): HTMLElement {
  return fold("policy-columns", `${count(columns.length, "column is", "columns are")} read where a tracker has them: what they hold, and what a blank cell says`, () =>
    h(
      "table",
      { class: "govuk-table app-stack", role: "table" },
      h("caption", { class: "govuk-visually-hidden" }, "Columns that are read"),
      head(["Heading", "Holds", "A blank cell", "To know"]),
      h("tbody", { role: "rowgroup" }, columns.map(({ heading, holds, blank, help }) =>
        h("tr", { role: "row" }, h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, heading), cell("Holds", holds), cell("A blank cell", blank), cell("To know", help ?? "–")),
      )),
    ),
  );
}

function settings(app: App, policy: PolicyInfo): HTMLElement {
  return h(
    "table",
    { class: "govuk-table app-stack", role: "table" },
    h("caption", { class: "govuk-table__caption govuk-table__caption--s" }, "Settings, and the readings we did not choose"),
    head(["Setting", "Now", "Clause", "The other reading"]),
    h("tbody", { role: "rowgroup" }, policy.settings.map((setting) => {
      const now = valueOf(app, policy, setting);
      return h(
        "tr",
        { role: "row" },
        h("th", { scope: "row", role: "rowheader", class: "govuk-table__header" }, setting.title),
        cell("Now", now.words, now.own ? h("strong", {}, ` (your own; default ${setting.default ?? "not set"})`) : null),
        cell("Clause", setting.clause, setting.origin === "source" ? null : h("span", { class: "policies__origin" }, setting.origin)),
        cell("The other reading", setting.other_reading ?? "–"),
      );
    })),
  );
}
