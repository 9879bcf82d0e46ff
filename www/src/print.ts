// Lays paper out for printing and takes it down afterwards. What is on the
// paper is the business of the screen that asks for it.

import { byId, show } from "./dom";

export type PrintSize = 12 | 14 | 18;

const shortening = new WeakMap<HTMLElement, () => boolean>();

/** Names a page that is to be one page in any size of print. While it is too long, `shorter` is asked to make it shorter, until it
 * says that it cannot. */
export function onOnePage(page: HTMLElement, shorter: () => boolean): void {
  shortening.set(page, shorter);
}

// A4 without its margins, as in the style of the paper, in millimetres; and a little less, because on paper letters stand a hair
// wider than on the screen, where this is measured.
const HEIGHT = 297 - 16 - 18;
const SURE = 0.98;
const MILLIMETRE = 96 / 25.4;

function fit(region: HTMLElement, page: HTMLElement): void {
  const shorter = shortening.get(page);
  if (!shorter) return;
  region.classList.add("paper--measured");
  region.replaceChildren(page);
  while (page.offsetHeight > HEIGHT * SURE * MILLIMETRE && shorter());
  region.classList.remove("paper--measured");
}

export function layOut(pages: HTMLElement[], size: PrintSize): void {
  const region = byId("print");
  region.className = `app-print paper paper--${size}`;
  for (const page of pages) fit(region, page);
  show(region, pages);
  document.body.classList.add("printing");
  const done = (): void => {
    document.body.classList.remove("printing");
    region.replaceChildren();
  };
  window.addEventListener("afterprint", done, { once: true });
}

export function printPages(pages: HTMLElement[], size: PrintSize): void {
  layOut(pages, size);
  window.print();
}

/**
 * Ctrl + P prints the same paper as the button does. So does the browser's own command, which waits for nothing: it
 * prints what is laid out already. Where no paper is wanted the page prints itself.
 */
export function onPrintKey(paper: { wanted(): boolean; ready(): { pages: HTMLElement[]; size: PrintSize }; print(): void }): void {
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "p" || !paper.wanted()) return;
    event.preventDefault();
    paper.print();
  });
  window.addEventListener("beforeprint", () => {
    if (document.body.classList.contains("printing") || !paper.wanted()) return;
    const { pages, size } = paper.ready();
    layOut(pages, size);
  });
}
