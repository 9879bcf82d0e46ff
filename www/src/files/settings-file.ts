// A settings file: a school's own reading of the rules, and the columns it
// chose, by heading. It never holds a row.

import type { App } from "../app";
import type { Settings } from "../state";
import { fileWords } from "./words";

/** Headings a school has chosen for the fields, by "policy.field". */
export type ColumnChoices = Record<string, string>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The settings in a file's text, or null when it is not a settings file. */
export function parseSettings(text: string): Settings | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isObject(parsed)) return null;
    const settings: Settings = {};
    for (const [group, values] of Object.entries(parsed)) {
      if (group === "$schema") continue;
      if (!isObject(values)) return null;
      settings[group] = values;
    }
    return settings;
  } catch {
    return null;
  }
}

export function readSettingsFile(app: App, text: string): void {
  const settings = parseSettings(text);
  if (settings === null) {
    app.refuse(fileWords.settings.message, fileWords.settings.remedy, "file");
    return;
  }
  app.changeSettings("Load a settings file", settings);
}
