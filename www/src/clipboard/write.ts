// Puts result columns on the clipboard, as HTML and as plain text at once.
//
// Every cell that leaves here begins with something a spreadsheet cannot take
// for a formula. The engine writes result columns that way; the guard below
// holds for any text, whoever wrote it.

// Some programs take the wide signs of East Asian keyboards for the plain ones.
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;
const PLAIN_NUMBER = /^[+-]?\d+(?:[.,]\d+)?%?$/;

/** A cell of plain text or CSV that no spreadsheet will run. */
export function inert(cell: string): string {
  return FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/** Tab-separated text with every cell made inert. */
export function inertLines(tsv: string): string {
  return tsv
    .split("\n")
    .map((line) => line.split("\t").map(inert).join("\t"))
    .join("\n");
}

/** Puts both flavours on the clipboard. False when the browser refuses both ways. */
export async function copyBoth(html: string, plain: string): Promise<boolean> {
  // The event takes what it is given at once; the clipboard API first builds a document of the HTML, cell by cell, which holds up
  // the page for seconds where there are thousands of rows.
  if (copyByEvent(html, plain)) return true;
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/html": new Blob([html], { type: "text/html" }),
        "text/plain": new Blob([plain], { type: "text/plain" }),
      }),
    ]);
    return true;
  } catch {
    return false;
  }
}

function copyByEvent(html: string, plain: string): boolean {
  let taken = false;
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData("text/html", html);
    event.clipboardData?.setData("text/plain", plain);
    event.preventDefault();
    taken = event.clipboardData !== null;
  };
  document.addEventListener("copy", put);
  try {
    return document.execCommand("copy") && taken;
  } catch {
    return false;
  } finally {
    document.removeEventListener("copy", put);
  }
}
