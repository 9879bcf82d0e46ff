// How the cells of one matched column are to be read: the order of dates,
// fractions or percentages, what its words mean, and what a blank means.

import type { App } from "../../app";
import type { ColumnReading, Need } from "../../contract";
import { fold, h, show } from "../../dom";
import { whileBusy } from "../../drawing";
import { readBothWays } from "../../words";
import { hasMeanings, valueMeanings } from "./value-meanings";

interface Choice {
  value: string;
  words: string;
}

export function howToRead(app: App, need: Need, column: ColumnReading): HTMLElement | null {
  if (need.type === "text") return null;
  return fold(`how-${keyOf(need, column)}`, "How it is read", () => {
    const words = h("div", {});
    if (hasMeanings(app, need)) void whileBusy(valueMeanings(app, need, column)).then((found) => show(words, found));
    return [words, ...questions(app, need, column)];
  }, { extra: "match-how" });
}

/** Several dates may stand in several columns, each written in its own way. */
const keyOf = (need: Need, column: ColumnReading): string => `${need.policy}.${need.field}${column.column === need.column ? "" : `.${column.letter}`}`;

function questions(app: App, need: Need, column: ColumnReading): HTMLElement[] {
  const read = app.history.work.read;
  const key = `${need.policy}.${need.field}`;
  const groups: HTMLElement[] = [];
  if (need.type.startsWith("date")) {
    const date = readBothWays(column.samples);
    groups.push(
      radios(`order-${keyOf(need, column)}`, `Read ${date.text} as`, read.date_order?.[column.column] ?? "", [
        { value: "", words: "Settle it from the whole column (day first when it cannot be told)" },
        { value: "day-first", words: date.dayFirst },
        { value: "month-first", words: date.monthFirst },
      ], (value) =>
        app.changeReading(`Read dates in column ${column.letter} ${value.replace("-", " ") || "by the whole column"}`, {
          date_order: withKey(read.date_order, column.column, value as "day-first" | "month-first" | ""),
        }),
      ),
    );
  }
  if (need.type === "percent") {
    groups.push(
      radios(`percent-${key}`, "Read 0.92 as", read.percent?.[column.column] ?? "", [
        { value: "", words: "Settle it from the whole column" },
        { value: "fraction", words: "92 per cent" },
        { value: "percent", words: "less than 1 per cent" },
      ], (value) =>
        app.changeReading(`Read percentages in column ${column.letter} ${value ? `as ${value}s` : "by the whole column"}`, {
          percent: withKey(read.percent, column.column, value as "percent" | "fraction" | ""),
        }),
      ),
    );
  }
  // What a blank means is asked once for all columns of a need.
  if (column.column !== need.column) return groups;
  groups.push(
    radios(`blank-${key}`, "A blank cell means", read.blank?.[key] ?? "", [
      { value: "", words: `What the rules say for this column: ${need.blank}` },
      { value: "unknown", words: "We do not know" },
      { value: "none", words: "None, or it has not happened" },
    ], (value) =>
      app.changeReading(`Change what a blank ${need.heading} means`, {
        blank: withKey(read.blank, key, value as "unknown" | "none" | ""),
      }),
    ),
  );
  return groups;
}

function withKey<V extends string>(record: Record<string | number, V> | undefined, key: string | number, value: V | ""): Record<string | number, V> {
  const next = { ...record };
  if (value === "") delete next[key];
  else next[key] = value;
  return next;
}

function radios(name: string, legend: string, now: string, choices: Choice[], pick: (value: string) => void): HTMLElement {
  return h(
    "fieldset",
    { class: "govuk-fieldset" },
    h("legend", { class: "govuk-fieldset__legend govuk-fieldset__legend--s" }, legend),
    h(
      "div",
      { class: "govuk-radios govuk-radios--small" },
      choices.map((choice) => {
        const id = `${name}-${choice.value || "auto"}`;
        return h(
          "div",
          { class: "govuk-radios__item" },
          h("input", {
            class: "govuk-radios__input",
            type: "radio",
            name,
            id,
            checked: now === choice.value,
            onchange: () => pick(choice.value),
          }),
          h("label", { class: "govuk-label govuk-radios__label", for: id }, choice.words),
        );
      }),
    ),
  );
}
