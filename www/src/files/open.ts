// Opens a file the reader chose or dropped: text is decoded here, workbooks go
// to the workbook reader, a settings file to the settings.

import type { App } from "../app";
import { readText } from "../clipboard/read";

export const ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,.ods,.json";
const LARGEST = 50 * 1024 * 1024;

export async function readFiles(app: App, files: File[]): Promise<void> {
  const file = files[0];
  if (!file) return;
  if (files.length > 1) {
    app.refuse("Choose one file at a time", "Open the file that holds the learners.", "file");
    return;
  }
  if (file.size === 0) {
    app.refuse("The selected file is empty", "Choose a file that holds a heading row and learners.", "file");
    return;
  }
  if (file.size > LARGEST) {
    app.refuse("The selected file is larger than 50 MB", "Save only the sheet with the learners in a new file and open that.", "file");
    return;
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  openText(app, bytes);
}

function openText(app: App, bytes: Uint8Array): void {
  const pasted = readText(decode(bytes), "a text file");
  if (pasted.kind === "empty") {
    app.refuse("The selected file is empty", "Choose a file that holds a heading row and learners.", "file");
    return;
  }
  app.take(pasted);
}

/** UTF-8 or UTF-16 by their marks; else UTF-8 where every byte allows it, else the Windows code page of the UK. */
export function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
