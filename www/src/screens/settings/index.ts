// A school's own reading of the rules: every named setting, the calendar, and
// one small file that holds them. It never holds a learner.

import type { App } from "../../app";
import type { PolicyInfo, Problem, SettingInfo } from "../../contract";
import { byId, fold, h, hidden } from "../../dom";
import { writeSettings } from "../../files/settings-file";
import { count, list, longDate, problemWords } from "../../words";
import { download } from "../take-away/download";
import { noDay, readClosures, readDays, readHalfTerms, writeClosures, writeDays, writeHalfTerms } from "./calendar-text";
import type { Closure, HalfTerm, Lines } from "./calendar-text";
import { enter, keepUnused, unusedAt, unusedOf } from "./enter";
import type { SettingField } from "./enter";
import { readSetting, withUnit } from "./setting-value";
import "./settings.scss";

export function settingsPanel(app: App): HTMLElement {
  const settings = app.history.work.settings;
  const changed = Object.values(settings).reduce((n, group) => n + Object.keys(group).length, 0);
  const used = new Set(app.results?.reading.policies ?? []);
  const policies = app.description.policies.filter((policy) => used.has(policy.id) && policy.settings.length > 0);
  const wrong = unusedOf(settings).length;
  const told = [changed > 0 ? count(changed, "change") : "", wrong > 0 ? `${count(wrong, "entry", "entries")} to put right` : ""].filter(Boolean).join(", ");
  return fold(
    "settings",
    `Your own reading of the rules${told ? ` (${told})` : ""}`,
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

/** Opens the settings at a field. */
export function toSetting(id: string): void {
  const panel = byId<HTMLDetailsElement>("settings");
  const focus = (): void => document.getElementById(id)?.focus();
  if (panel.open) return focus();
  // The fields are made when it is opened.
  panel.addEventListener("toggle", focus, { once: true });
  panel.open = true;
}

function save(app: App): void {
  download("bae-rules-settings.json", [writeSettings(app.history.work, app.results?.reading)], "application/json");
}

function policySettings(app: App, policy: PolicyInfo): HTMLElement {
  return h(
    "section",
    { class: "settings__group", "aria-labelledby": `settings-${policy.id}` },
    h("h3", { class: "govuk-heading-s", id: `settings-${policy.id}` }, policy.title),
    h("div", { class: "settings__list" }, policy.settings.map((setting) => one(app, policy, setting))),
  );
}

/** What was entered and cannot be used, beside its field. */
function errorAt(app: App, id: string): HTMLElement | null {
  const entry = unusedAt(app.history.work.settings, id);
  return entry ? h("p", { class: "govuk-error-message settings__error", id: `${id}-error` }, hidden("Error: "), entry.wrong) : null;
}
const describedBy = (app: App, id: string): Record<string, string> => {
  const wrong = unusedAt(app.history.work.settings, id) !== undefined;
  return wrong ? { "aria-describedby": `${id}-hint ${id}-error`, "aria-invalid": "true" } : { "aria-describedby": `${id}-hint` };
};

function one(app: App, policy: PolicyInfo, setting: SettingInfo): HTMLElement {
  const id = `setting-${policy.id}-${setting.id}`;
  const own = app.history.work.settings[policy.id]?.[setting.id];
  const now = own === undefined ? (setting.default ?? "") : String(own);
  const field: SettingField = { id, group: policy.id, key: setting.id, label: setting.title };
  const change = (text: string): void => {
    const value = readSetting(setting, text);
    void enter(app, {
      field,
      text,
      name: `Set “${setting.title}” to ${value || "the default"}`,
      value: value === "" || value === setting.default ? undefined : value,
      beside: {},
      words: ([problem]) => wrongValue(setting, text, now, problem?.expected ?? ""),
    });
  };
  const range = setting.min !== undefined && setting.max !== undefined ? `${setting.min} to ${setting.max}` : "";
  const hint = [
    setting.default === null ? "No default: not assessed until you choose." : `Default: ${withUnit(setting.default, setting.unit)}.`,
    range ? `From ${range}.` : "",
    `${setting.clause}${setting.origin === "engine default" ? "; engine default" : ""}.`,
  ]
    .filter(Boolean)
    .join(" ");
  return h(
    "div",
    { class: `settings__one${own === undefined ? "" : " settings__one--own"}` },
    h("label", { class: "govuk-label", for: id }, setting.title, own === undefined ? null : h("strong", { class: "settings__own" }, " your own")),
    errorAt(app, id),
    control(app, setting, id, now, change),
    setting.unit && !setting.values ? h("span", { class: "settings__unit" }, ` ${setting.unit}`) : null,
    h("p", { class: "govuk-hint settings__hint", id: `${id}-hint` }, hint),
    setting.other_reading ? h("p", { class: "govuk-hint settings__hint" }, h("strong", {}, "The other reading: "), setting.other_reading) : null,
  );
}

function wrongValue(setting: SettingInfo, text: string, now: string, expected: string): string {
  const empty = setting.default === null ? "to have none" : `for the default, ${withUnit(setting.default, setting.unit)}`;
  const meanwhile = now === "" ? "it is not assessed" : `${withUnit(now, setting.unit)} goes on being used`;
  return `“${text}” is not ${expected}. Type ${expected}, or empty the field ${empty}. Until then ${meanwhile}.`;
}

function control(app: App, setting: SettingInfo, id: string, now: string, change: (value: string) => void): HTMLElement {
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
    inputmode: setting.type === "number" || setting.type === "count" ? "decimal" : null,
    autocomplete: "off",
    value: unusedAt(app.history.work.settings, id)?.text ?? now,
    ...describedBy(app, id),
    onchange: () => change(input.value.trim()),
  });
  return input;
}

const NATION: SettingField = { id: "setting-nation", group: "calendar", key: "nation", label: "Bank holidays of" };
/** In the list of nations: none. */
const NONE = "none";

function nations(app: App): HTMLElement {
  const own = app.history.work.settings["calendar"] ?? {};
  const chosen = unusedAt(app.history.work.settings, NATION.id)?.text ?? (own["nation"] === null ? NONE : own["nation"]);
  const select = h(
    "select",
    {
      class: "govuk-select",
      id: NATION.id,
      "aria-describedby": `${NATION.id}-error`,
      onchange: () => {
        const first = app.description.nations[0]?.id;
        const value = select.value === NONE ? null : select.value === first ? undefined : select.value;
        enterCalendar(app, NATION, select.value, "Change whose bank holidays are kept", value, problemWords);
      },
    },
    app.description.nations.map((option) => h("option", { value: option.id, selected: chosen === option.id }, option.title)),
    h("option", { value: NONE, selected: chosen === NONE }, "None: only weekends are free"),
  );
  return h("div", { class: "settings__one" }, h("label", { class: "govuk-label", for: NATION.id }, NATION.label), errorAt(app, NATION.id), select);
}

/** A part of the calendar is used where it can be beside the other parts. */
function enterCalendar(app: App, field: SettingField, text: string, name: string, value: unknown, words: (problem: Problem) => string): void {
  const beside = app.history.work.settings[field.group] ?? {};
  void enter(app, { field, text, name, value, beside, words: (problems) => `${problems.map(words).join(" ")} ${STILL}` });
}
const STILL = "Until this is right, what you entered is not used.";

interface LineField<T> {
  key: string;
  label: string;
  hint: string;
  now: string;
  read(text: string): Lines<T>;
  /** The first day and the names of one line, by which the engine speaks of it. */
  named(value: T): { from: string; names: string[] };
}

function calendar(app: App): HTMLElement {
  const own = app.history.work.settings["calendar"] ?? {};
  return h(
    "section",
    { class: "settings__group", "aria-labelledby": "settings-calendar" },
    h("h3", { class: "govuk-heading-s", id: "settings-calendar" }, "Working days and term dates"),
    h("div", { class: "settings__list" }, [
      nations(app),
      lines<Closure>(app, {
        key: "closures",
        label: "Days you are closed",
        hint: "One line each: 29/12/2026 to 31/12/2026 Winter closure",
        now: writeClosures((own["closures"] as Closure[] | undefined) ?? []),
        read: readClosures,
        named: ({ from, reason }) => ({ from: longDate(from), names: [reason] }),
      }),
      lines<string>(app, {
        key: "works_on",
        label: "Bank holidays on which you work",
        hint: "One date on each line: 4/5/2026",
        now: writeDays((own["works_on"] as string[] | undefined) ?? []),
        read: readDays,
        named: (day) => ({ from: day, names: [day] }),
      }),
      lines<HalfTerm>(app, {
        key: "half_terms",
        label: "Half terms",
        hint: "One line each: Autumn 1 3/9/2026 to 23/10/2026",
        now: writeHalfTerms((own["half_terms"] as HalfTerm[] | undefined) ?? []),
        read: readHalfTerms,
        named: ({ from, name, term }) => ({ from: longDate(from), names: [name, term] }),
      }),
    ]),
  );
}

function lines<T>(app: App, given: LineField<T>): HTMLElement {
  const field: SettingField = { id: `setting-${given.key}`, group: "calendar", key: given.key, label: given.label };
  const { id } = field;
  const box = h("textarea", {
    class: "govuk-textarea settings__lines",
    id,
    rows: 3,
    spellcheck: "false",
    ...describedBy(app, id),
    onchange: () => {
      const read = given.read(box.value);
      if (read.unread.length > 0) {
        keepUnused(app, field, box.value, `${unreadWords(box.value, read.unread, given.hint.replace(/^[^:]*: /, ""))} ${STILL}`);
        return;
      }
      enterCalendar(app, field, box.value, `Change “${given.label}”`, read.values.length > 0 ? read.values : undefined, (problem) => lineWords(given, read, problem));
    },
  });
  box.value = unusedAt(app.history.work.settings, id)?.text ?? given.now;
  return h(
    "div",
    { class: "settings__one" },
    h("label", { class: "govuk-label", for: id }, given.label),
    h("p", { class: "govuk-hint settings__hint", id: `${id}-hint` }, given.hint),
    errorAt(app, id),
    box,
  );
}

/** Which lines cannot be used: a day that there is not is another fault than a line that nobody can read. */
function unreadWords(text: string, unread: number[], like: string): string {
  const typed = text.split(/\r?\n/);
  const noDays = new Map(unread.map((line) => [line, noDay(typed[line - 1] ?? "")] as const).filter(([, why]) => why !== null));
  const lines = unread.filter((line) => !noDays.has(line));
  const which = `${lines.length === 1 ? "Line" : "Lines"} ${list(lines.map(String))}`;
  return [...[...noDays].map(([line, why]) => `Line ${line}: ${why}`), ...(lines.length > 0 ? [`${which} cannot be read. Write it like this: ${like}.`] : [])].join(" ");
}

/** What the engine says of the calendar, with the line that it speaks of. */
function lineWords<T>({ named }: LineField<T>, read: Lines<T>, problem: Problem): string {
  const at = read.values.findIndex((value) => {
    const { from, names } = named(value);
    return problem.message.includes(from) && names.some((name) => problem.message.includes(`\`${name}\``));
  });
  return `${at < 0 ? "" : `Line ${read.lines[at]}: `}${problemWords(problem)}`;
}
