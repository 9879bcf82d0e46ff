// The workbook reader: a second WebAssembly module, unpacked and started only
// when a workbook is opened. The only importer of ../../workbook/pkg.

import { Workbook, __wbg_reset_state, initSync } from "../../workbook/pkg/bae_rules_workbook.js";
import packed from "../../workbook/pkg/bae_rules_workbook_bg.wasm?gzip";
import type { SheetRow } from "../contract";
import { unpack } from "../unpack";

export interface Sheet {
  name: string;
  rows: number;
  hidden: boolean;
}
export interface OpenWorkbook {
  sheets: Sheet[];
  rows(index: number): SheetRow[];
  close(): void;
}
export type WorkbookProblem = "password" | "not-a-workbook" | "damaged";

let started = false;

async function start(): Promise<void> {
  if (started) return;
  initSync({ module: await unpack(packed) });
  started = true;
}

/** Opens a workbook by what its bytes are, or says why it cannot be opened. */
export async function openWorkbook(bytes: Uint8Array): Promise<OpenWorkbook | WorkbookProblem> {
  await start();
  try {
    const workbook = Workbook.open(bytes);
    return {
      sheets: workbook.sheets() as Sheet[],
      rows: (index) => workbook.rows(index) as SheetRow[],
      close: () => workbook.free(),
    };
  } catch (cause) {
    if (cause instanceof WebAssembly.RuntimeError) {
      // A trap leaves the module unusable; the next workbook gets a fresh one.
      __wbg_reset_state();
      return "damaged";
    }
    const code = cause instanceof Error ? cause.message : "";
    return code === "password" || code === "damaged" ? code : "not-a-workbook";
  }
}
