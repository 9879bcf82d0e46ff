// The engine in a thread beside the page, so that no table is large enough to
// hold up typing or scrolling, and Cancel ends whatever it is at.

import { StoppedError } from "../stopped";
import type { Given, Got, Name } from "./answers";
import { EngineFaultError, EngineRefusalError, engineHere, engineModule } from "./index";
import type { Engine } from "./index";
import type { Question, Reply } from "./thread";
import EngineThread from "./thread?worker&inline";

interface Asked {
  during: Name;
  resolve(answer: unknown): void;
  reject(cause: Error): void;
}

class Beside implements Engine {
  /** Begun when something is asked. */
  #thread: Promise<Worker> | null = null;
  #number = 0;
  #asked = new Map<number, Asked>();

  async #begin(): Promise<Worker> {
    const module = await engineModule();
    const thread = new EngineThread();
    thread.onmessage = (event: MessageEvent<Reply>) => this.#take(event.data);
    // A thread that breaks says no more; another one takes its place when something is asked again.
    thread.onerror = () => this.#end((asked) => new EngineFaultError(asked.during, "the thread ended"));
    thread.postMessage(module, [module]);
    return thread;
  }

  async ask<N extends Name>(name: N, ...given: Given<N>): Promise<Got<N>> {
    const current = (this.#thread ??= this.#begin());
    const thread = await current;
    if (current !== this.#thread) throw new StoppedError();
    return new Promise<Got<N>>((resolve, reject) => {
      this.#number += 1;
      this.#asked.set(this.#number, { during: name, resolve: resolve as (answer: unknown) => void, reject });
      thread.postMessage({ number: this.#number, name, given } satisfies Question);
    });
  }

  #take(reply: Reply): void {
    const asked = this.#asked.get(reply.number);
    this.#asked.delete(reply.number);
    if ("answer" in reply) asked?.resolve(reply.answer);
    else asked?.reject("refusal" in reply ? new EngineRefusalError(reply.refusal) : new EngineFaultError(reply.fault.during, reply.fault.detail));
  }

  stop(): void {
    this.#end(() => new StoppedError());
  }
  #end(because: (asked: Asked) => Error): void {
    void this.#thread?.then((thread) => thread.terminate());
    this.#thread = null;
    const left = [...this.#asked.values()];
    this.#asked.clear();
    for (const asked of left) asked.reject(because(asked));
  }
}

/** The engine in a thread, or in the page where a browser makes none. */
export async function engineBeside(): Promise<Engine> {
  if (typeof Worker !== "function") return engineHere();
  const beside = new Beside();
  try {
    await beside.ask("description");
    return beside;
  } catch (cause) {
    // What the engine says of its own rules is the page's to show.
    if (cause instanceof EngineRefusalError) return beside;
    beside.stop();
    return engineHere();
  }
}
