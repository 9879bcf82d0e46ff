// Says how far a long piece of work is, with a way to stop it. Nothing is shown
// for work that takes less than a third of a second.

import { announce, breath, byId, h, show } from "./dom";
import { StoppedError } from "./stopped";
import { number } from "./words";

const UNSEEN = 300;

/** How long work keeps a page alive. */
export interface Pace {
  pause(done?: number): Promise<void>;
  during<T>(work: Promise<T>): Promise<T>;
}

/** For work that nobody waits for. */
export const unseen: Pace = { pause: breath, during: (work) => work };

export class Progress implements Pace {
  #stop: () => void = () => {};
  #stopped = new Promise<never>((_, reject) => {
    this.#stop = () => {
      this.#isStopped = true;
      reject(new StoppedError());
    };
  });
  #isStopped = false;
  #started = performance.now();
  #said = "";
  #ended = false;

  constructor(private readonly what: string) {
    // Work in slices asks whether it is stopped; nobody need be waiting.
    this.#stopped.catch(() => undefined);
  }

  /** Lets the page draw and take input; throws StoppedError once the reader has chosen to stop. */
  pause = async (done?: number): Promise<void> => {
    if (performance.now() - this.#started > UNSEEN) this.#show(done);
    await breath();
    if (this.#isStopped) throw new StoppedError();
  };

  /** Waits for work that goes on elsewhere, and throws StoppedError as soon as the reader has chosen to stop. */
  during = async <T>(work: Promise<T>): Promise<T> => {
    const seen = setTimeout(() => this.#show(undefined), Math.max(0, UNSEEN - (performance.now() - this.#started)));
    try {
      return await Promise.race([work, this.#stopped]);
    } finally {
      clearTimeout(seen);
    }
  };

  end(): void {
    this.#ended = true;
    if (this.#said) show(byId("progress"));
  }

  #show(done: number | undefined): void {
    if (this.#ended) return;
    const words = done === undefined ? `${this.what}…` : `${this.what}… ${number(Math.round(done * 100))} per cent`;
    if (words === this.#said) return;
    if (!this.#said) announce(this.what);
    this.#said = words;
    const shown = document.getElementById("progress-words");
    if (shown) {
      shown.textContent = words;
      return;
    }
    show(byId("progress"), [
      h(
        "div",
        { class: "app-progress" },
        h("span", { id: "progress-words" }, words),
        h("button", { type: "button", class: "app-link-button", id: "stop", onclick: this.#stop }, "Cancel"),
      ),
    ]);
  }
}

/** Long work with its progress and a way to stop it. Null when the reader has stopped it; what was there before stays. */
export async function stoppable<T>(what: string, work: (progress: Progress) => Promise<T>): Promise<{ done: T } | null> {
  const progress = new Progress(what);
  try {
    return { done: await work(progress) };
  } catch (cause) {
    if (!(cause instanceof StoppedError)) throw cause;
    announce("Stopped");
    return null;
  } finally {
    progress.end();
  }
}
