// A settings file: a school's own reading of the rules, and the columns it
// chose, by heading. It never holds a row. The same choices of columns can be
// remembered on this computer, when the reader asks for it.

import type { App } from "../app";
import type { Reading } from "../contract";
import type { ColumnChoices, Settings, Work } from "../state";
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

export function readSettingsFile(app: App, text: string): void {
  const file = parseSettings(text);
  if (file === null) {
    app.refuse(fileWords.settings.message, fileWords.settings.remedy, "file");
    return;
  }
  app.changeSettings("Load a settings file", file.settings, file.columns);
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
