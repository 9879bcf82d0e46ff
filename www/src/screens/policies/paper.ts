// A policy on paper, and a checklist as a form to fill in by hand.

import type { App } from "../../app";
import type { PolicyInfo, PolicyPage } from "../../contract";
import { h } from "../../dom";
import { readable, valueOf } from "./value";

const head = (words: string[]): HTMLElement => h("thead", {}, h("tr", {}, words.map((word) => h("th", { scope: "col" }, word))));
const foot = (policy: PolicyInfo): HTMLElement => h("p", { class: "paper__foot" }, `${policy.title}, version ${policy.version}. In our words; the document’s own stand at the clause.`);

export function policyPages(app: App, policy: PolicyInfo, page: PolicyPage): HTMLElement[] {
  return [
    h(
      "article",
      { class: "paper__page paper__policy" },
      h("h1", {}, `${policy.title}, version ${policy.version}`),
      h("p", {}, page.sources.map((source) => `Clauses that begin with ${source.word} point into ${source.says}. `)),
      page.notes.map((note) => h("p", {}, note)),
      h(
        "table",
        {},
        head(["Rule", "What it says", "State", "Clause"]),
        h("tbody", {}, page.lines.map((line) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, [line.id, ...line.with].join(", ")),
            h("td", {}, readable(app, policy, line.says), line.reading ? ` Our reading: ${readable(app, policy, line.reading)}` : null),
            h("td", {}, line.origin === "source" ? line.state : `${line.state}; ${line.origin}`),
            h("td", {}, line.clause),
          ),
        )),
      ),
      policy.settings.length > 0 ? h("h2", {}, "Settings, and the readings we did not choose") : null,
      policy.settings.length > 0
        ? h(
            "table",
            {},
            head(["Setting", "Now", "The other reading"]),
            h("tbody", {}, policy.settings.map((setting) => {
              const now = valueOf(app, policy, setting);
              return h("tr", {}, h("th", { scope: "row" }, setting.title), h("td", {}, now.own ? `${now.words} (our own)` : now.words), h("td", {}, setting.other_reading ?? "–"));
            })),
          )
        : null,
      foot(policy),
    ),
  ];
}

/** One page or so for each principle: a box for each criterion, and room for evidence and action. */
export function formPages(policy: PolicyInfo, page: PolicyPage): HTMLElement[] {
  const cover = h(
    "article",
    { class: "paper__page" },
    h("h1", {}, policy.title),
    h("dl", { class: "paper__fill" }, ["Partnership", "Filled in by", "Date", "Next review"].flatMap((words) => [h("dt", {}, words), h("dd", {})])),
    h("h2", {}, "Stage of achievement for each principle"),
    h(
      "table",
      {},
      head(["Principle", "Claimed", "Evidenced"]),
      h("tbody", {}, page.principles.map((principle) => h("tr", {}, h("th", { scope: "row" }, `${principle.id}. ${principle.title}`), h("td", { class: "paper__room" }), h("td", { class: "paper__room" })))),
    ),
    foot(policy),
  );
  const parts = page.principles.map((principle) =>
    h(
      "article",
      { class: "paper__page" },
      h("h1", {}, `${principle.id}. ${principle.title}`),
      h(
        "table",
        { class: "paper__form" },
        head(["Criterion", "What it asks", "Met", "Evidence", "Action: what, who, by when, how measured"]),
        h("tbody", {}, principle.criteria.map((criterion) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, h("strong", {}, criterion.stage), h("span", { class: "paper__small" }, criterion.id)),
            h("td", {}, criterion.says, criterion.suggestion ? " (a suggestion)" : null, criterion.who ? h("span", { class: "paper__small" }, criterion.who) : null),
            h("td", {}, h("span", { class: "paper__box" })),
            h("td", { class: "paper__room" }),
            h("td", { class: "paper__room" }),
          ),
        )),
      ),
      foot(policy),
    ),
  );
  return [cover, ...parts];
}
