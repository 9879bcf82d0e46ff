// What the words in a column mean: K, E or L3 in a school's own shorthand, each
// given one of the words that the rules know.

import type { App } from "../../app";
import type { ColumnReading, Need } from "../../contract";
import { h } from "../../dom";
import { count } from "../../words";

/** More different words than this are free text, not a shorthand. */
const MOST = 20;

/** The words that a field knows; none where it takes dates, numbers or free text. */
function knownWords(app: App, need: Need): string[] {
  if (/^yes.no$/.test(need.type)) return ["yes", "no"];
  if (need.type !== "choice") return [];
  return app.description.policies.find((policy) => policy.id === need.policy)?.fields.find((field) => field.name === need.field)?.values ?? [];
}

export const hasMeanings = (app: App, need: Need): boolean => knownWords(app, need).length > 0;

/** One line for each different word of the column. Every cell is looked at, so it is made when it is asked for. */
export async function valueMeanings(app: App, need: Need, column: ColumnReading): Promise<HTMLElement> {
  const key = `${need.policy}.${need.field}`;
  const meanings = app.history.work.read.value_meaning?.[key] ?? {};
  const words = new Map<string, number>(Object.keys(meanings).map((word) => [word, 0]));
  for (const cell of await app.session.cells(column.column, app.results?.answered ?? [])) {
    const word = cell.trim();
    if (word !== "") words.set(word, (words.get(word) ?? 0) + 1);
  }
  if (words.size === 0) return h("p", {}, "Every cell is blank.");
  if (words.size > MOST) return h("p", {}, `There are ${words.size} different words in this column. Those that cannot be read are listed under “Check”.`);
  const give = (word: string, meaning: string): void => {
    const next = { ...meanings };
    if (meaning === "") delete next[word];
    else next[word] = meaning;
    const name = meaning === "" ? `Read “${word}” in ${need.heading} as it stands` : `Read “${word}” in ${need.heading} as ${meaning}`;
    app.changeReading(name, { value_meaning: { ...app.history.work.read.value_meaning, [key]: next } });
  };
  return h(
    "fieldset",
    { class: "govuk-fieldset" },
    h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, "What the words mean"),
    [...words].map(([word, cells], at) => {
      const id = `means-${key}-${at}`;
      const select = h(
        "select",
        { class: "govuk-select", id, onchange: () => give(word, select.value) },
        h("option", { value: "" }, "What it says"),
        knownWords(app, need).map((known) => h("option", { value: known, selected: meanings[word] === known }, known)),
        h("option", { value: "#N/A", selected: meanings[word] === "#N/A" }, "Not known"),
      );
      return h("div", { class: "match-means" }, h("label", { class: "govuk-label", for: id }, `“${word}”${cells > 0 ? `, ${count(cells, "cell")}` : ""}`), select);
    }),
  );
}
