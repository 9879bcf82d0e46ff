// Draws a page by its latest wish: first the engine is asked for what will be
// shown, then everything is drawn at once. A wish that comes while the engine
// is being asked is taken up by the same turn, so an older answer never
// overwrites a newer one.

import { breath, byId } from "./dom";

/** Puts on the page what was asked for; it waits for nothing. */
export type Drawn = (region: HTMLElement) => void;

let busy = 0;

/** Says to assistive technology, and to whoever waits, that what is shown is about to change. */
export async function whileBusy<T>(work: Promise<T>): Promise<T> {
  busy += 1;
  byId("main").setAttribute("aria-busy", "true");
  try {
    return await work;
  } finally {
    busy -= 1;
    if (busy === 0) byId("main").removeAttribute("aria-busy");
  }
}

/** Draws, and gives the focus back to where it was. */
export async function drawn(draw: () => void): Promise<void> {
  draw();
  await breath();
}

export class Drawing {
  #wishes = 0;
  #turn: Promise<void> | null = null;

  /** `prepare` asks for what is to be shown now, and gives what draws it. */
  constructor(private readonly prepare: () => Promise<() => void>) {}

  /** Settles when the latest wish is on the page. */
  draw(): Promise<void> {
    this.#wishes += 1;
    this.#turn ??= whileBusy(this.#all()).finally(() => (this.#turn = null));
    return this.#turn;
  }
  async #all(): Promise<void> {
    for (let met = 0; met !== this.#wishes; ) {
      const wish = this.#wishes;
      const draw = await this.prepare();
      if (wish === this.#wishes) await drawn(draw);
      met = wish;
    }
  }
}
