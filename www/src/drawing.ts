// Draws a page by its latest wish: first the engine is asked for what will be
// shown, then everything is drawn at once. A wish that comes while the engine
// is being asked is taken up by the same turn, so an older answer never
// overwrites a newer one.

import { breath, byId, frame } from "./dom";

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

// A long list is drawn in slices, a frame for each, so that typing is never held up: this many of its parts at most, and for no
// longer than this; laying them out takes as long again.
const AT_ONCE = 8;
const MILLISECONDS = 6;
const latest = new WeakMap<Element, object>();

function slice(left: (() => void)[]): void {
  const begun = performance.now();
  for (let drawn = 0; drawn < AT_ONCE && performance.now() - begun < MILLISECONDS; drawn += 1) left.shift()?.();
}

/** Draws the parts of a list into a region, unless something else is drawn there meanwhile. With `later`, the first of them
 * too come after what is being drawn around them. True when all are there. */
export async function inSlices(region: Element, parts: (() => void)[], { later = false } = {}): Promise<boolean> {
  const left = [...parts];
  latest.set(region, left);
  if (!later) slice(left);
  region.setAttribute("aria-busy", "true");
  while (left.length > 0) {
    await frame();
    if (latest.get(region) !== left || !region.isConnected) return false;
    slice(left);
  }
  region.removeAttribute("aria-busy");
  return true;
}
