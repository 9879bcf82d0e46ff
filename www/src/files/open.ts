// Opens a file the reader chose or dropped: text is decoded here, a workbook
// goes to the workbook reader, a settings file to the settings.

import type { App } from "../app";
import { readText } from "../clipboard/read";
import { announce } from "../dom";
import { readSettingsFile } from "./settings-file";
import { fileWords } from "./words";
import { openWorkbook } from "./workbook";
import type { OpenWorkbook } from "./workbook";

export const ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.json";
const LARGEST = 50 * 1024 * 1024;

export async function readFiles(app: App, files: File[]): Promise<void> {
  const file = files[0];
  if (!file) return;
  const refuse = (why: keyof typeof fileWords): void => app.refuse(fileWords[why].message, fileWords[why].remedy, "file");
  if (files.length > 1) return refuse("many");
  if (file.size === 0) return refuse("empty");
  if (file.size > LARGEST) return refuse("large");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isPicture(bytes) || isPdf(bytes)) return refuse("not-a-workbook");
  if (isWorkbook(bytes)) {
    announce("Opening the workbook");
    const opened = await openWorkbook(bytes);
    if (typeof opened === "string") return refuse(opened);
    return takeWorkbook(app, opened);
  }
  const text = decode(bytes);
  if (/\.json$/i.test(file.name)) return readSettingsFile(app, text);
  if (text.includes("\0")) return refuse("not-a-workbook");
  const pasted = readText(text, "a text file");
  if (pasted.kind === "empty") return refuse("empty");
  app.take(pasted);
}

/** One sheet with rows is taken at once; several are offered. */
function takeWorkbook(app: App, workbook: OpenWorkbook): void {
  const choices = workbook.sheets
    .map((sheet, index) => ({ ...sheet, index }))
    .filter((sheet) => sheet.rows > 0)
    // A hidden sheet is a list behind a drop-down more often than a tracker.
    .sort((a, b) => Number(a.hidden) - Number(b.hidden));
  const only = choices[0];
  if (!only) {
    workbook.close();
    app.refuse(fileWords.empty.message, fileWords.empty.remedy, "file");
    return;
  }
  if (choices.length > 1) {
    app.offerSheets({ choices, pick: (index) => takeSheet(app, workbook, index) });
    return;
  }
  takeSheet(app, workbook, only.index);
  workbook.close();
}

function takeSheet(app: App, workbook: OpenWorkbook, index: number): void {
  const sheet = workbook.sheets[index]?.name ?? "";
  app.load({ kind: "cells", rows: workbook.rows(index), from: "a workbook", notes: [], sheet });
}

const starts = (bytes: Uint8Array, ...signature: number[]): boolean => signature.every((byte, at) => bytes[at] === byte);
/** A zip (.xlsx, .ods) or a compound file (.xls, and .xlsx with a password). */
const isWorkbook = (bytes: Uint8Array): boolean => starts(bytes, 0x50, 0x4b, 3, 4) || starts(bytes, 0xd0, 0xcf, 0x11, 0xe0);
const isPicture = (bytes: Uint8Array): boolean =>
  starts(bytes, 0x89, 0x50, 0x4e, 0x47) || starts(bytes, 0xff, 0xd8, 0xff) || starts(bytes, 0x47, 0x49, 0x46, 0x38);
const isPdf = (bytes: Uint8Array): boolean => starts(bytes, 0x25, 0x50, 0x44, 0x46);

/** UTF-8 or UTF-16 by their marks; else UTF-8 where every byte allows it, else the Windows code page of the UK. */
export function decode(bytes: Uint8Array): string {
  if (starts(bytes, 0xff, 0xfe)) return new TextDecoder("utf-16le").decode(bytes);
  if (starts(bytes, 0xfe, 0xff)) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
