// Hands a file to the browser to save. File names hold a date and no learner.

import type { Summary } from "../../contract";

export function download(name: string, parts: BlobPart[], type: string): void {
  const address = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser takes the bytes after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const fileName = (what: string, summary: Summary, ending: string): string => `${what}-${summary.as_of}.${ending}`;
