// Says how far a long piece of work is, with a way to stop it. Nothing is shown
// for work that takes less than a third of a second.

import { announce, byId, h, nextFrame, show } from "./dom";
import { number } from "./words";

const UNSEEN = 300;

export class StoppedError extends Error {
  override name = "StoppedError";
}

export class Progress {
  #stopped = false;
  #started = performance.now();
  #said = "";

  constructor(private readonly what: string) {}

  /** Lets the page draw and take input; throws StoppedError once the reader has chosen to stop. */
  pause = async (done?: number): Promise<void> => {
    if (performance.now() - this.#started > UNSEEN) this.#show(done);
    await nextFrame();
    if (this.#stopped) throw new StoppedError();
  };

  /** Waits for work that goes on elsewhere, and throws StoppedError as soon as the reader has chosen to stop. */
  during = async <T>(work: Promise<T>): Promise<T> => {
    let settled = false;
    const ended = work.then(
      () => (settled = true),
      () => (settled = true),
    );
    // A tab in the background draws no frame: the work itself ends the wait too.
    while (!settled) await Promise.race([ended, this.pause()]);
    return work;
  };

  end(): void {
    show(byId("progress"));
  }

  #show(done: number | undefined): void {
    const words = done === undefined ? `${this.what}…` : `${this.what}… ${number(Math.round(done * 100))} per cent`;
    if (words === this.#said) return;
    if (!this.#said) announce(this.what);
    this.#said = words;
    const stop = (): void => {
      this.#stopped = true;
    };
    show(byId("progress"), [
      h(
        "div",
        { class: "app-progress" },
        h("span", {}, words),
        h("button", { type: "button", class: "app-link-button", id: "stop", onclick: stop }, "Cancel"),
      ),
    ]);
  }
}
