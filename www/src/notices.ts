// What the page carries of others, and under which licences: drawn when it is unfolded.

import notices from "../pkg/notices.txt?raw";
import { byId, h } from "./dom";

export function noticesOfOthers(): void {
  const details = byId<HTMLDetailsElement>("notices");
  details.addEventListener("toggle", () => {
    const place = details.querySelector(".govuk-details__text");
    if (!place || place.childElementCount > 0) return;
    for (const part of notices.trim().split("\n\n")) {
      const lines = part.split("\n");
      place.append(h("p", { class: "govuk-body-s" }, ...lines.flatMap((line, at) => (at === 0 ? [line] : [h("br"), line]))));
    }
  });
}
