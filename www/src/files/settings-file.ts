// A settings file: a school's own reading of the rules, and the columns it
// chose, by heading. It never holds a row. The same choices of columns can be
// remembered on this computer, when the reader asks for it.

import type { App } from "../app";
import type { Problem, Reading } from "../contract";
import type { ColumnChoices, Settings, Source, Work } from "../state";
import { count, list } from "../words";
import { fileWords } from "./words";

/** The version of the format; the engine reads the same one. */
const FORMAT = 1;

interface SettingsFile {
  settings: Settings;
  columns: ColumnChoices;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a file's text holds, or null when it is not a settings file. */
export function parseSettings(text: string): SettingsFile | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isObject(parsed)) return null;
    if (parsed["schema"] !== undefined && parsed["schema"] !== FORMAT) return null;
    const file: SettingsFile = { settings: {}, columns: {} };
    for (const [group, values] of Object.entries(parsed)) {
      if (group === "$schema" || group === "schema") continue;
      if (!isObject(values)) return null;
      if (group === "columns") file.columns = onlyText(values);
      else file.settings[group] = values;
    }
    return file;
  } catch {
    return null;
  }
}

const onlyText = (values: Record<string, unknown>): ColumnChoices =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"));

/** Takes a settings file, or says which line of it cannot be used and what is expected there. */
export async function readSettingsFile(app: App, text: string): Promise<void> {
  const file = parseSettings(text);
  if (file === null) {
    app.refuse(fileWords.settings.message, fileWords.settings.remedy, "file");
    return;
  }
  const [first, ...others] = await wrongWith(app, file.settings);
  if (first) {
    const more = others.length > 0 ? ` ${count(others.length, "more value is", "more values are")} to be mended.` : "";
    app.refuse(`${fileWords.settings.message}: ${lineOf(text, first.message)}${quoted(first.message)}`, `Expected: ${first.expected}. ${first.remedy}${more}`, "file");
    return;
  }
  app.changeSettings("Load a settings file", file.settings, file.columns, [loadedWords(app, file)]);
}

/** What was loaded, and what becomes of the settings before. */
function loadedWords(app: App, { settings, columns }: SettingsFile): string {
  const numbers = { settings: size(settings), headings: Object.keys(columns).length };
  const held = [numbers.settings > 0 ? count(numbers.settings, "setting") : "", numbers.headings > 0 ? count(numbers.headings, "chosen heading") : ""].filter(Boolean);
  const before = size(app.history.work.settings) > 0 ? " The settings that you had are replaced; Undo brings them back." : "";
  const use = app.results ? " The results are worked out anew." : " The rows that you add are answered with it.";
  return `The settings file is loaded: ${held.length > 0 ? `${list(held)}.${use}` : "it holds no setting, so the defaults are used."}${before}`;
}

const size = (settings: Settings): number => Object.values(settings).reduce((n, group) => n + Object.keys(group).length, 0);

/** True where the engine speaks of the settings, and not of the table that they are used for. */
export const isOfSettings = ({ code, place }: Problem): boolean => place?.row === undefined && OF_SETTINGS.test(code);
const OF_SETTINGS = /^(?:bad-setting|unknown-setting|unknown-group|not-json|wrong-schema|closure-(?:reversed|too-long)|term-(?:without-name|reversed|too-long|named-twice)|terms-overlap|date-outside-calendar|not-a-bank-holiday)$/;

/** What the engine says against settings, asked over the made-up rows of each set of rules that they speak of. */
export async function wrongWith(app: App, settings: Settings): Promise<Problem[]> {
  const samples = app.description.policies.filter((policy) => policy.sample !== "");
  const spoken = samples.filter((policy) => policy.id in settings);
  const found = new Map<string, Problem>();
  for (const policy of spoken.length > 0 ? spoken : samples.slice(0, 1)) {
    const session = app.session.beside();
    const source: Source = { kind: "text", text: policy.sample, from: "made-up rows", notes: [] };
    await session.follow({ source, edits: [], read: { policies: [policy.id] }, settings, columns: {}, asOf: app.history.work.asOf });
    for (const problem of session.results?.problems ?? []) if (isOfSettings(problem)) found.set(problem.message, problem);
    session.close();
  }
  return [...found.values()];
}

const quoted = (message: string): string => message.replace(/`([^`]*)`/g, "“$1”");

/** Where in the file the first thing stands that a message names. */
function lineOf(text: string, message: string): string {
  const named = /`([^`]*)`/.exec(message)?.[1];
  const line = named === undefined ? -1 : text.split("\n").findIndex((words) => words.includes(JSON.stringify(named)));
  return line < 0 ? "" : `line ${line + 1}, `;
}

export function writeSettings(work: Work, reading: Reading | undefined): string {
  const columns = { ...work.columns, ...(reading ? chosenHeadings(reading) : {}) };
  const file = { schema: FORMAT, ...work.settings, ...(Object.keys(columns).length > 0 ? { columns } : {}) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The headings a person picked or confirmed, by field. */
export function chosenHeadings(reading: Reading): ColumnChoices {
  const choices: ColumnChoices = {};
  for (const need of reading.needs) {
    const heading = reading.columns.find((column) => column.column === need.column)?.heading;
    if (need.confidence === "chosen" && heading) choices[`${need.policy}.${need.field}`] = heading;
  }
  return choices;
}

/** Remembered headings that this table has, as columns; what was matched exactly is left alone. */
export function columnsFor(choices: ColumnChoices, reading: Reading): Record<string, number> {
  const same = (words: string): string => words.trim().toLocaleLowerCase("en-GB");
  const found: Record<string, number> = {};
  for (const need of reading.needs) {
    const key = `${need.policy}.${need.field}`;
    const heading = choices[key];
    if (heading === undefined || need.confidence === "exact") continue;
    const columns = reading.columns.filter((column) => same(column.heading) === same(heading));
    if (columns.length === 1 && columns[0]) found[key] = columns[0].column;
  }
  return found;
}

const KEY = "bae-rules.columns";

/** What this computer remembers: nothing, unless the reader asked for it. */
export function remembered(): ColumnChoices {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return isObject(kept) ? onlyText(kept) : {};
  } catch {
    return {};
  }
}
export function remember(choices: ColumnChoices): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
    return true;
  } catch {
    return false;
  }
}
export function forget(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Storage that cannot be reached holds nothing.
  }
}
