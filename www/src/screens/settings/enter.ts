// What a reader enters in a field of the settings: it is used, or it stays in its field with what is wrong with it, and the
// value before goes on being used. One wrong value would leave every answer open.

import type { App } from "../../app";
import type { Problem } from "../../contract";
import { announce } from "../../dom";
import { whileBusy } from "../../drawing";
import { wrongWith } from "../../files/settings-file";
import type { Settings } from "../../state";

export interface SettingField {
  /** The element's. */
  id: string;
  group: string;
  key: string;
  label: string;
}

/** What was entered and is not used. */
export interface Unused {
  field: SettingField;
  text: string;
  /** What is wrong and what to do, in sentences. */
  wrong: string;
}

/** By the settings beside which it was entered: undo, a settings file and the defaults leave it behind. */
const unused = new WeakMap<Settings, Map<string, Unused>>();

export const unusedOf = (settings: Settings): Unused[] => [...(unused.get(settings)?.values() ?? [])];
export const unusedAt = (settings: Settings, id: string): Unused | undefined => unused.get(settings)?.get(id);

export function keepUnused(app: App, field: SettingField, text: string, wrong: string): void {
  const { settings } = app.history.work;
  unused.set(settings, new Map(unused.get(settings)).set(field.id, { field, text, wrong }));
  announce(`${field.label}: ${wrong}`);
  void app.draw();
}

export interface Entry {
  field: SettingField;
  text: string;
  /** What is asked for, by its name for undo; the default where the value is undefined. */
  name: string;
  value: unknown;
  /** What else of the group has to go with it. */
  beside: Record<string, unknown>;
  /** What is wrong and what to do, in sentences. */
  words(problems: Problem[]): string;
}

/** Uses what was entered where the engine can. What is asked of the answers meanwhile, such as a copy, waits for it. */
export function enter(app: App, { field, text, name, value, beside, words }: Entry): Promise<void> {
  const entered = async (): Promise<void> => {
    const group = withValue({ [field.group]: beside }, field.group, field.key, value);
    const problems = value === undefined && Object.keys(beside).length === 0 ? [] : await wrongWith(app, group);
    if (problems.length > 0) keepUnused(app, field, text, words(problems));
    else use(app, field, name, value);
  };
  return whileBusy(app.session.after(entered));
}

function use(app: App, field: SettingField, name: string, value: unknown): void {
  const { settings } = app.history.work;
  const next = withValue(settings, field.group, field.key, value);
  const others = new Map(unused.get(settings));
  others.delete(field.id);
  if (JSON.stringify(next) === JSON.stringify(settings)) {
    unused.set(settings, others);
    void app.draw();
    return;
  }
  unused.set(next, others);
  app.changeSettings(name, next);
}

/** The settings with one value put in, or taken out where it is undefined. */
function withValue(settings: Settings, group: string, key: string, value: unknown): Settings {
  const inGroup = { ...settings[group] };
  if (value === undefined) delete inGroup[key];
  else inGroup[key] = value;
  const next = { ...settings, [group]: inGroup };
  if (Object.keys(inGroup).length === 0) delete next[group];
  return next;
}
