// What a spreadsheet says a copied cell really holds, beside what it shows.
//
// In: one <td> and the number format of its class. Out: a typed cell, or the
// shown text when nothing more is known. A raw date is believed only where it
// agrees with the date on show, so a wrong hint can never move a deadline.

import { bareFormat, isDateFormat, serialDays } from "../../core/cells";
import type { CellIn } from "../contract";

/** The cell that a <td> stands for. `format` is an mso-number-format, if its class has one. */
export function cellOf(td: Element, shown: string, format: string | undefined): CellIn {
  return fromCalc(td, shown) ?? fromSheets(td, shown) ?? fromExcel(td, shown, format) ?? shown;
}

function fromCalc(td: Element, shown: string): CellIn | null {
  const raw = td.getAttribute("sdval");
  if (raw === null) {
    // Calc marks cells formatted as text with the format "@" and gives no value.
    return lastPart(td.getAttribute("sdnum")) === "@" && shown ? text(shown) : null;
  }
  const value = Number(raw);
  if (raw.trim() === "" || !Number.isFinite(value)) return null;
  return typed(value, raw, lastPart(td.getAttribute("sdnum")), shown);
}

/** The format in `sdnum`, which reads language;source language;format. */
function lastPart(sdnum: string | null): string {
  return sdnum?.split(";").slice(2).join(";") ?? "";
}

function fromSheets(td: Element, shown: string): CellIn | null {
  const raw = td.getAttribute("data-sheets-value");
  if (raw === null) return null;
  // Two encodings are in use: {"1":3,"3":45901} and [null,3,null,45901].
  const parts = json(raw);
  if (parts === null) return null;
  const kind = at(parts, 1);
  if (kind === 2) {
    const words = at(parts, 2);
    return typeof words === "string" && words === shown ? text(shown) : null;
  }
  if (kind === 4) return { t: shown, k: "bool", v: at(parts, 4) ? 1 : 0 };
  const value = at(parts, 3);
  if (kind !== 3 || typeof value !== "number" || !Number.isFinite(value)) return null;
  const format = json(td.getAttribute("data-sheets-numberformat") ?? "");
  const pattern = format === null ? "" : at(format, 2);
  return typed(value, String(value), typeof pattern === "string" ? pattern : "", shown);
}

function fromExcel(td: Element, shown: string, format: string | undefined): CellIn | null {
  const pattern = (format ?? "").replace(/\\(.)/g, "$1");
  if (pattern === "@") return shown ? text(shown) : null;
  const raw = td.getAttribute("x:num");
  if (raw !== null && raw !== "") {
    const value = Number(raw);
    if (Number.isFinite(value)) return typed(value, raw, pattern, shown);
  }
  // Without a raw value the format still settles which of two numbers is the day.
  return dateByFormat(shown, pattern);
}

function typed(value: number, raw: string, format: string, shown: string): CellIn | null {
  if (!shown) return null;
  if (isDateFormat(format)) {
    const days = serialDays(value);
    return days !== undefined && agrees(days, shown, format) ? { t: shown, k: "date", v: days } : null;
  }
  if (/^BOOLEAN$/i.test(format)) return { t: shown, k: "bool", v: value ? 1 : 0 };
  if (bareFormat(format).includes("%")) return timesHundred(raw) ?? shown;
  return { t: shown, k: "number", v: value };
}

const text = (shown: string): CellIn => ({ t: shown, k: "text" });

/** True where a raw date is the one on show, in any order: of day, month and year what the format shows, and more than a month. */
function agrees(days: number, shown: string, format: string): boolean {
  const date = new Date(days * 86_400_000);
  const year = date.getUTCFullYear();
  const numbers = (shown.match(/\d+/g) ?? []).map(Number);
  const bare = bareFormat(format).toLowerCase();
  const isNamed = bare.endsWith(" date");
  const hasDay = isNamed || (bare.match(/d+/g) ?? []).some((run) => run.length < 3);
  const hasYear = isNamed || bare.includes("y");
  if (hasDay && !numbers.includes(date.getUTCDate())) return false;
  if (hasYear && !numbers.includes(year) && !numbers.includes(year % 100)) return false;
  const hasMonth = isNamed || bare.includes("m");
  return (hasDay || hasYear) && (!hasMonth || /[a-z]{3}/i.test(shown) || numbers.includes(date.getUTCMonth() + 1));
}

/** 03/09/2026 under dd/mm/yyyy or mm/dd/yyyy: the format says which number is the day. */
function dateByFormat(shown: string, format: string): CellIn | null {
  const order = /^(?:\[[^\]]*\])?(d{1,2}|m{1,2})([/.-])(d{1,2}|m{1,2})\2(y{4}|y{2})(?:;@)?$/i.exec(format);
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(shown);
  if (!order || !parts) return null;
  const first = Number(parts[1]);
  const second = Number(parts[2]);
  const dayFirst = order[1]?.toLowerCase().startsWith("d");
  if (dayFirst === order[3]?.toLowerCase().startsWith("d")) return null;
  const [day, month] = dayFirst ? [first, second] : [second, first];
  const time = Date.UTC(Number(parts[3]), month - 1, day);
  const date = new Date(time);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return { t: shown, k: "date", v: Math.round(time / 86_400_000) };
}

/** "0.87543" as "87.543%", by moving the point: 0.07 times 100 is not 7 in binary. */
export function timesHundred(raw: string): string | null {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(raw.trim());
  if (!parts) return null;
  const fraction = (parts[3] ?? "").padEnd(2, "0");
  const ahead = `${parts[2] ?? ""}${fraction.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const behind = fraction.slice(2).replace(/0+$/, "");
  return `${parts[1] ?? ""}${ahead}${behind ? `.${behind}` : ""}%`;
}

function json(value: string): unknown {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === "object" ? parsed : null;
  } catch {
    return null;
  }
}
const at = (parts: unknown, index: number): unknown => (parts as Record<number, unknown>)[index];
