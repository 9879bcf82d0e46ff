// Opens workbooks: starts the reader's thread with its own WebAssembly module,
// which is unpacked only then, and asks it for sheets and rows.

import packed from "../../workbook/pkg/bae_rules_workbook_bg.wasm?gzip";
import type { SheetRow } from "../contract";
import { unpack } from "../unpack";
import type { Answer, Question, Sheet, WorkbookProblem } from "./workbook-worker";
import ReaderThread from "./workbook-worker?worker&inline";

export interface OpenWorkbook {
  sheets: Sheet[];
  /** The rows of a sheet; `pause` is called between portions and may throw to stop. */
  rows(index: number, pause: (done: number) => Promise<void>): Promise<SheetRow[]>;
  close(): void;
}

// Handing a portion over takes a few milliseconds of the page's own time.
const PORTION = 500;

function asked(thread: Worker, question: Question, transfer: Transferable[] = []): Promise<Answer> {
  return new Promise((resolve) => {
    thread.onmessage = (event: MessageEvent<Answer>) => resolve(event.data);
    // A thread that breaks says no more: the file has asked too much of it.
    thread.onerror = () => resolve({ problem: "damaged" });
    thread.postMessage(question, transfer);
  });
}

/** Opens a workbook by what its bytes are, or says why it cannot be opened. `pause` may throw to stop. */
export async function openWorkbook(
  bytes: Uint8Array<ArrayBuffer>,
  during: <T>(work: Promise<T>) => Promise<T>,
): Promise<OpenWorkbook | WorkbookProblem | "no-thread"> {
  if (typeof Worker !== "function") return "no-thread";
  const module = await unpack(packed);
  const thread = new ReaderThread();
  try {
    const opened = await during(asked(thread, { ask: "open", module, bytes }, [module, bytes.buffer]));
    if (!("sheets" in opened)) {
      thread.terminate();
      return "problem" in opened ? opened.problem : "damaged";
    }
    return {
      sheets: opened.sheets,
      rows: (index, pause) => rowsOf(thread, opened.sheets[index]?.rows ?? 0, index, pause),
      close: () => thread.terminate(),
    };
  } catch (stopped) {
    thread.terminate();
    throw stopped;
  }
}

async function rowsOf(thread: Worker, height: number, index: number, pause: (done: number) => Promise<void>): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for (let from = 0; from < height; from += PORTION) {
    const given = await asked(thread, { ask: "rows", index, from, count: PORTION });
    if ("rows" in given) rows.push(...given.rows);
    await pause(Math.min(1, (from + PORTION) / height));
  }
  return rows;
}
