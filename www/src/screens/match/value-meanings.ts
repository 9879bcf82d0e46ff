// What the words in a column mean: K, E or L3 in a school's own shorthand, each
// given one of the words that the rules know.

import type { App } from "../../app";
import type { ColumnReading, Need } from "../../contract";
import { h } from "../../dom";
import { count } from "../../words";

/** A word of a column, whether in capitals or not. */
interface Word {
  word: string;
  spelt: Set<string>;
  cells: number;
}

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
  const words = new Map<string, Word>();
  const meet = (word: string, cells: number): void => {
    const met = words.get(word.toLowerCase()) ?? { word, spelt: new Set<string>(), cells: 0 };
    met.spelt.add(word);
    met.cells += cells;
    words.set(word.toLowerCase(), met);
  };
  for (const word of Object.keys(meanings)) meet(word, 0);
  for (const cell of await app.session.cells(column.column, app.results?.answered ?? [])) if (cell.trim() !== "") meet(cell.trim(), 1);
  if (words.size === 0) return h("p", {}, "Every cell is blank.");
  if (words.size > MOST) return h("p", {}, `There are ${words.size} different words in this column. Those that cannot be read are listed under “Check”.`);
  const give = ({ word, spelt }: Word, meaning: string): void => {
    const next = { ...meanings };
    for (const spelling of spelt) {
      if (meaning === "") delete next[spelling];
      else next[spelling] = meaning;
    }
    const name = meaning === "" ? `Read “${word}” in ${need.heading} as it stands` : `Read “${word}” in ${need.heading} as ${meaning}`;
    app.changeReading(name, { value_meaning: { ...app.history.work.read.value_meaning, [key]: next } });
  };
  return h(
    "fieldset",
    { class: "govuk-fieldset" },
    h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, "What the words mean"),
    [...words.values()].map((met, at) => {
      const { word, cells } = met;
      const id = `means-${key}-${at}`;
      const select = h(
        "select",
        { class: "govuk-select", id, onchange: () => give(met, select.value) },
        h("option", { value: "" }, "What it says"),
        knownWords(app, need).map((known) => h("option", { value: known, selected: meanings[word] === known }, known)),
        h("option", { value: "#N/A", selected: meanings[word] === "#N/A" }, "Not known"),
      );
      return h("div", { class: "match-means" }, h("label", { class: "govuk-label", for: id }, `“${word}”${cells > 0 ? `, ${count(cells, "cell")}` : ""}`), select);
    }),
  );
}
