// The engine inside a spreadsheet: started once, asked synchronously, replaced after a trap. Nothing waits, nothing is
// fetched, no clock is read.

import "./text-coding";
import { __wbg_reset_state, catalogue as catalogueText, formula as answerText, initSync } from "../pkg/bae_rules.js";
import base64 from "../pkg/bae_rules_bg.wasm?base64";
import { bytesOf } from "./base64";

let started = false;

/** What a sheet is told when WebAssembly is switched off or refused. */
export const NO_ENGINE =
  "The rules cannot be started: this program does not allow WebAssembly. Ask your administrator to allow it for this add-in.";
/** What a sheet is told when a call stopped the engine; a new engine answers the next one. */
export const STOPPED = "The engine stopped at this formula. Calculate again; if it stays so, report the rows' headings and the version.";

function start(): void {
  if (started) return;
  if (typeof WebAssembly !== "object") throw new Error(NO_ENGINE);
  try {
    initSync({ module: bytesOf(base64) });
  } catch {
    throw new Error(NO_ENGINE);
  }
  started = true;
}

function guarded(call: () => string): string {
  start();
  try {
    return call();
  } catch {
    // A trap leaves the memory of its instance unusable. What was thrown may quote a cell, so it goes no further.
    __wbg_reset_state();
    throw new Error(STOPPED);
  }
}

/** How many answers are kept, and how many characters they may have with their calls: sheets ask the same again and again. */
const MOST_KEPT = 4000;
const MOST_CHARACTERS = 8_000_000;
const kept = new Map<string, string>();
let characters = 0;

/** Answers a call, text in and text out: see `src/functions/mod.rs`. */
export function ask(call: string): string {
  const known = kept.get(call);
  if (known !== undefined) {
    // The latest last: what has not been asked for longest is forgotten first.
    kept.delete(call);
    kept.set(call, known);
    return known;
  }
  const answer = guarded(() => answerText(call));
  // One that is too long to keep would drive all others out.
  if (call.length + answer.length > MOST_CHARACTERS) return answer;
  kept.set(call, answer);
  characters += call.length + answer.length;
  for (const [oldest, said] of kept) {
    if (kept.size <= MOST_KEPT && characters <= MOST_CHARACTERS) break;
    kept.delete(oldest);
    characters -= oldest.length + said.length;
  }
  return answer;
}

/** The catalogue as JSON text. */
export const catalogue = (): string => guarded(catalogueText);
