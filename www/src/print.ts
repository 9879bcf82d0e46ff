// Lays paper out for printing and takes it down afterwards. What is on the
// paper is the business of the screen that asks for it.

import { byId, show } from "./dom";

export type PrintSize = 12 | 14 | 18;

export function layOut(pages: HTMLElement[], size: PrintSize): void {
  const region = byId("print");
  show(region, pages);
  region.className = `app-print paper paper--${size}`;
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
