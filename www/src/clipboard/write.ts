// Puts result columns on the clipboard, as HTML and as plain text at once.

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
