// What a page holds of the engine: something that can be asked, wherever it runs.

import packed from "../../pkg/bae_rules_bg.wasm?gzip";
import { unpack } from "../unpack";
import { Answers, answerOf } from "./answers";
import type { Given, Got, Name } from "./answers";
import { EngineUnavailableError } from "./errors";
import { startWith } from "./table";

export { EngineFaultError, EngineRefusalError, EngineUnavailableError } from "./errors";
export type { Answered, Copied, Lines, Written } from "./answers";
export type { ResultOptions } from "./table";

export interface Engine {
  ask<N extends Name>(name: N, ...given: Given<N>): Promise<Got<N>>;
  /** Stops what it is doing and forgets every table; what was asked and is not answered fails with StoppedError. */
  stop(): void;
}

/** The engine's module, unpacked. */
export async function engineModule(): Promise<ArrayBuffer> {
  if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") {
    throw new EngineUnavailableError("no WebAssembly");
  }
  return unpack(packed);
}

/** The engine in the page's own thread. It answers at once, so that there is never anything to stop. */
export async function engineHere(): Promise<Engine> {
  startWith(await engineModule());
  const answers = new Answers();
  return {
    ask: async (name, ...given) => answerOf(answers, name, given),
    stop: () => {},
  };
}
