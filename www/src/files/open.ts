// Opens a file the reader chose or dropped: text is decoded here, a workbook
// goes to the workbook reader, a settings file to the settings.

import type { App, SheetOffer } from "../app";
import { isMarkup, readMarkup, readText } from "../clipboard/read";
import { stoppable } from "../progress";
import type { Progress } from "../progress";
import type { Source } from "../state";
import { readSettingsFile } from "./settings-file";
import { fileWords } from "./words";
import { openWorkbook } from "./workbook";
import type { OpenWorkbook } from "./workbook";

export const ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.json";
const NAMED_AS_WORKBOOK = /\.(?:xls[xmb]?|ods)$/i;
const LARGEST = 50 * 1024 * 1024;

/** What a file turned out to be. */
export type Opened =
  | { kind: "source"; source: Source }
  | { kind: "workbook"; workbook: OpenWorkbook; choices: SheetOffer["choices"] }
  | { kind: "settings"; text: string }
  | { kind: "one-cell" }
  | { kind: "refused"; why: keyof typeof fileWords };

const refused = (why: keyof typeof fileWords): Opened => ({ kind: "refused", why });

export async function openFile(file: File, progress: Progress): Promise<Opened> {
  if (file.size === 0) return refused("empty");
  if (file.size > LARGEST) return refused("large");
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (isPicture(bytes) || isPdf(bytes)) return refused("not-a-workbook");
  // A program opens a file by its name, so what has a workbook's name was one or was taken for one.
  const unusable = refused(NAMED_AS_WORKBOOK.test(file.name) ? "damaged" : "not-a-workbook");
  if (isWorkbook(bytes)) {
    const opened = await openSheets(bytes, progress);
    return opened.kind === "refused" && opened.why === "not-a-workbook" ? unusable : opened;
  }
  const text = decode(bytes);
  if (/\.json$/i.test(file.name)) return { kind: "settings", text };
  if (text.includes("\0")) return unusable;
  if (/^\s*MIME-Version:/i.test(text)) return refused("report");
  // Many a report that a school's system saves as .xls is a web page with a table.
  const pasted = isMarkup(text) ? await readMarkup(text, "The file", progress.pause) : readText(text, "a text file");
  if (pasted === null) return refused("report");
  if (pasted.kind === "text" || pasted.kind === "cells") return { kind: "source", source: pasted };
  // A workbook's name on a text that is no table: nobody has copied a cell.
  if (NAMED_AS_WORKBOOK.test(file.name)) return unusable;
  return pasted.kind === "one-cell" ? { kind: "one-cell" } : refused("empty");
}

async function openSheets(bytes: Uint8Array<ArrayBuffer>, progress: Progress): Promise<Opened> {
  const workbook = await openWorkbook(bytes, progress.during);
  if (typeof workbook === "string") return refused(workbook);
  const choices = workbook.sheets
    .map((sheet, index) => ({ ...sheet, index }))
    .filter((sheet) => sheet.rows > 0)
    // A hidden sheet is a list behind a drop-down more often than a tracker.
    .sort((a, b) => Number(a.hidden) - Number(b.hidden));
  if (choices.length === 0) {
    workbook.close();
    return refused("empty");
  }
  return { kind: "workbook", workbook, choices };
}

/** The rows of one sheet of an open workbook. */
export async function sourceOfSheet(workbook: OpenWorkbook, index: number, progress: Progress): Promise<Source> {
  const rows = await workbook.rows(index, progress.pause);
  return { kind: "cells", rows, from: "a workbook", notes: [], sheet: workbook.sheets[index]?.name ?? "" };
}

/** Takes what the reader chose or dropped, and says so when it cannot be used. */
export async function readFiles(app: App, files: File[]): Promise<void> {
  const file = files[0];
  if (!file) return;
  await stoppable("Opening the file", async (progress) => {
    const opened = files.length > 1 ? refused("many") : await openFile(file, progress);
    switch (opened.kind) {
      case "source":
        return app.load(opened.source);
      case "settings":
        return readSettingsFile(app, opened.text);
      case "one-cell":
        return app.take({ kind: "one-cell" });
      case "refused":
        return app.refuse(fileWords[opened.why].message, fileWords[opened.why].remedy, "file");
      case "workbook": {
        const { workbook, choices } = opened;
        const load = async (index: number): Promise<void> => {
          const read = await stoppable("Reading the sheet", (reading) => sourceOfSheet(workbook, index, reading));
          if (read) app.load(read.done);
        };
        const only = choices[0];
        if (choices.length > 1) return app.offerSheets({ choices, pick: (index) => void load(index), close: workbook.close });
        if (only) await load(only.index);
        return workbook.close();
      }
    }
  });
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
