// What a person writes into the field of one setting, as the engine takes it. Whether it can be used, the engine says.

import type { SettingInfo } from "../../contract";
import { isoDate } from "./calendar-text";

const NUMBER = /^[+-]?\d{1,9}(?:\.\d{1,6})?$/;
const PERCENT = "%";

/** `30%`, `30 %` and `30 per cent` are 30 where the unit is per cent, `3 lessons` is 3 where it is lessons. */
export function readSetting({ type, unit = "" }: SettingInfo, text: string): string {
  if (type === "date") return isoDate(text) ?? text;
  if (type !== "number") return text;
  const digits = withoutUnit(text, unit);
  return NUMBER.test(digits) ? String(Number(digits)) : text;
}

function withoutUnit(text: string, unit: string): string {
  if (unit === PERCENT) return text.replace(/\s*(?:%|per ?cent)$/i, "");
  return unit !== "" && text.toLowerCase().endsWith(unit.toLowerCase()) ? text.slice(0, -unit.length).trim() : text;
}

/** A value with its unit. */
export const withUnit = (value: string, unit: string | undefined): string => (unit ? `${value} ${unit}` : value);
