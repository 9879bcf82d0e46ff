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

/** Ctrl + P prints the same paper as the button does; null leaves the page to print itself. */
export function onPrintKey(wanted: () => { pages: HTMLElement[]; size: PrintSize } | null): void {
  window.addEventListener("beforeprint", () => {
    if (document.body.classList.contains("printing")) return;
    const paper = wanted();
    if (paper) layOut(paper.pages, paper.size);
  });
}
