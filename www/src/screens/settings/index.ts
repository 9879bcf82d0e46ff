// A school's own reading of the rules: every named setting, the calendar, and
// one small file that holds them. It never holds a learner.

import type { App } from "../../app";
import type { PolicyInfo, SettingInfo } from "../../contract";
import { fold, h, hidden } from "../../dom";
import { writeSettings } from "../../files/settings-file";
import type { Settings } from "../../state";
import { count } from "../../words";
import { download } from "../take-away/download";
import { readClosures, readDays, readHalfTerms, writeClosures, writeDays, writeHalfTerms } from "./calendar-text";
import type { Closure, HalfTerm, Lines } from "./calendar-text";
import "./settings.scss";

export function settingsPanel(app: App): HTMLElement {
  const settings = app.history.work.settings;
  const changed = Object.values(settings).reduce((n, group) => n + Object.keys(group).length, 0);
  const used = new Set(app.results?.reading.policies ?? []);
  const policies = app.description.policies.filter((policy) => used.has(policy.id) && policy.settings.length > 0);
  return fold(
    "settings",
    `Your own reading of the rules${changed > 0 ? ` (${count(changed, "change")})` : ""}`,
    () => [
      h("p", {}, "Where a policy can be read in two ways, or leaves a number to you, you choose here. Every answer names the settings that are not the default."),
      policies.map((policy) => policySettings(app, policy)),
      calendar(app),
      h(
        "div",
        { class: "govuk-button-group" },
        h("button", { type: "button", class: "govuk-button govuk-button--secondary", id: "save-settings", onclick: () => save(app) }, "Save these settings as a file"),
        changed > 0
          ? h("button", { type: "button", class: "app-link-button", id: "default-settings", onclick: () => app.changeSettings("Go back to the defaults", {}) }, "Go back to the defaults")
          : null,
      ),
      h("p", { class: "govuk-hint" }, `The file holds settings and the headings you picked, never learners. Open it again under ${app.beyond ? "“Add data”, or drop it on the page" : "“Choose rows”"}.`),
    ],
    { extra: "settings" },
  );
}

function save(app: App): void {
  download("bae-rules-settings.json", [writeSettings(app.history.work, app.results?.reading)], "application/json");
}

/** The settings with one value put in, or taken out where it is undefined. */
function withValue(settings: Settings, group: string, id: string, value: unknown): Settings {
  const inGroup = { ...settings[group] };
  if (value === undefined) delete inGroup[id];
  else inGroup[id] = value;
  const next = { ...settings, [group]: inGroup };
  if (Object.keys(inGroup).length === 0) delete next[group];
  return next;
}

function policySettings(app: App, policy: PolicyInfo): HTMLElement {
  return h(
    "section",
    { class: "settings__group", "aria-labelledby": `settings-${policy.id}` },
    h("h3", { class: "govuk-heading-s", id: `settings-${policy.id}` }, policy.title),
    h("div", { class: "settings__list" }, policy.settings.map((setting) => one(app, policy, setting))),
  );
}

function one(app: App, policy: PolicyInfo, setting: SettingInfo): HTMLElement {
  const id = `setting-${policy.id}-${setting.id}`;
  const own = app.history.work.settings[policy.id]?.[setting.id];
  const now = own === undefined ? (setting.default ?? "") : String(own);
  const change = (value: string): void =>
    app.changeSettings(
      `Set “${setting.title}” to ${value || "the default"}`,
      withValue(app.history.work.settings, policy.id, setting.id, value === "" || value === setting.default ? undefined : value),
    );
  const range = setting.min !== undefined && setting.max !== undefined ? `${setting.min} to ${setting.max}` : "";
  const hint = [
    setting.default === null ? "No default: not assessed until you choose." : `Default: ${setting.default}${setting.unit ? ` ${setting.unit}` : ""}.`,
    range ? `From ${range}.` : "",
    `${setting.clause}${setting.origin === "engine default" ? "; engine default" : ""}.`,
  ]
    .filter(Boolean)
    .join(" ");
  return h(
    "div",
    { class: `settings__one${own === undefined ? "" : " settings__one--own"}` },
    h("label", { class: "govuk-label", for: id }, setting.title, own === undefined ? null : h("strong", { class: "settings__own" }, " your own")),
    field(setting, id, now, change),
    setting.unit && !setting.values ? h("span", { class: "settings__unit" }, ` ${setting.unit}`) : null,
    h("p", { class: "govuk-hint settings__hint", id: `${id}-hint` }, hint),
    setting.other_reading ? h("p", { class: "govuk-hint settings__hint" }, h("strong", {}, "The other reading: "), setting.other_reading) : null,
  );
}

function field(setting: SettingInfo, id: string, now: string, change: (value: string) => void): HTMLElement {
  const values = setting.type === "yes-no" ? ["yes", "no"] : (setting.values ?? []);
  if (values.length > 0) {
    const select = h(
      "select",
      { class: "govuk-select", id, "aria-describedby": `${id}-hint`, onchange: () => change(select.value) },
      setting.default === null ? h("option", { value: "", selected: now === "" }, "Not chosen") : null,
      values.map((value) => h("option", { value, selected: value === now }, value)),
    );
    return select;
  }
  const input = h("input", {
    class: "govuk-input settings__input",
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    value: now,
    "aria-describedby": `${id}-hint`,
    onchange: () => change(input.value.trim()),
  });
  return input;
}

interface LineField<T> {
  key: string;
  label: string;
  hint: string;
  now: string;
  read(text: string): Lines<T>;
}

function calendar(app: App): HTMLElement {
  const own = app.history.work.settings["calendar"] ?? {};
  const nation = h(
    "select",
    {
      class: "govuk-select",
      id: "setting-nation",
      onchange: () => {
        const first = app.description.nations[0]?.id;
        const value = nation.value === "none" ? null : nation.value === first ? undefined : nation.value;
        app.changeSettings("Change whose bank holidays are kept", withValue(app.history.work.settings, "calendar", "nation", value));
      },
    },
    app.description.nations.map((option) => h("option", { value: option.id, selected: own["nation"] === option.id }, option.title)),
    h("option", { value: "none", selected: own["nation"] === null }, "None: only weekends are free"),
  );
  return h(
    "section",
    { class: "settings__group", "aria-labelledby": "settings-calendar" },
    h("h3", { class: "govuk-heading-s", id: "settings-calendar" }, "Working days and term dates"),
    h("div", { class: "settings__list" }, [
      h("div", { class: "settings__one" }, h("label", { class: "govuk-label", for: "setting-nation" }, "Bank holidays of"), nation),
      lines<Closure>(app, {
        key: "closures",
        label: "Days you are closed",
        hint: "One line each: 29/12/2026 to 31/12/2026 Winter closure",
        now: writeClosures((own["closures"] as Closure[] | undefined) ?? []),
        read: readClosures,
      }),
      lines<string>(app, {
        key: "works_on",
        label: "Bank holidays on which you work",
        hint: "One date on each line: 4/5/2026",
        now: writeDays((own["works_on"] as string[] | undefined) ?? []),
        read: readDays,
      }),
      lines<HalfTerm>(app, {
        key: "half_terms",
        label: "Half terms",
        hint: "One line each: Autumn 1 3/9/2026 to 23/10/2026",
        now: writeHalfTerms((own["half_terms"] as HalfTerm[] | undefined) ?? []),
        read: readHalfTerms,
      }),
    ]),
  );
}

function lines<T>(app: App, field: LineField<T>): HTMLElement {
  const id = `setting-${field.key}`;
  const wrong = h("p", { class: "govuk-error-message", id: `${id}-error`, role: "alert", hidden: true }, hidden("Error: "));
  const box = h("textarea", {
    class: "govuk-textarea settings__lines",
    id,
    rows: 3,
    spellcheck: "false",
    "aria-describedby": `${id}-hint ${id}-error`,
    onchange: () => {
      const { values, unread } = field.read(box.value);
      if (unread.length > 0) {
        wrong.hidden = false;
        wrong.replaceChildren(hidden("Error: "), `Line ${unread.join(", ")} cannot be read. Write it like this: ${field.hint.replace(/^[^:]*: /, "")}`);
        return;
      }
      app.changeSettings(`Change “${field.label}”`, withValue(app.history.work.settings, "calendar", field.key, values.length > 0 ? values : undefined));
    },
  });
  box.value = field.now;
  return h(
    "div",
    { class: "settings__one" },
    h("label", { class: "govuk-label", for: id }, field.label),
    h("p", { class: "govuk-hint settings__hint", id: `${id}-hint` }, field.hint),
    wrong,
    box,
  );
}
