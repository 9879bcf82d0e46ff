// Rows that the sheet hides, often by a filter: they are included until the
// reader leaves them out, and keep their place either way.

import type { App, Step } from "../../app";
import { h } from "../../dom";
import { count } from "../../words";

/** `where` is the screen: each says it for itself. */
export function hiddenRows(app: App, where: Step): HTMLElement | null {
  const source = app.history.work.source;
  if (source?.kind !== "cells") return null;
  const hidden = source.rows.filter((row) => row.h);
  if (hidden.length === 0) return null;
  if (hidden.every((row) => row.c.length === 0)) {
    return h("p", { class: "govuk-body" }, `${count(hidden.length, "hidden row is", "hidden rows are")} left out. Their lines stay blank when you copy the results back.`);
  }
  const leaveOut = (): void =>
    app.history.step(`Leave out ${count(hidden.length, "hidden row")}`, {
      source: { ...source, rows: source.rows.map((row) => (row.h ? { ...row, c: [] } : row)) },
    });
  return h(
    "p",
    { class: "govuk-body" },
    `${count(hidden.length, "hidden row is", "hidden rows are")} included, so that the results line up with your sheet. `,
    h("button", { type: "button", class: "app-link-button", id: `leave-hidden-${where}`, onclick: leaveOut }, hidden.length === 1 ? "Leave it out" : "Leave them out"),
  );
}
