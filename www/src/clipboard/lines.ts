// The lines of result columns as they leave the page.
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

/** Blank lines for the rows above the headings, so that line and row stay side by side. */
export function withLinesAbove(text: string, format: "tsv" | "html", height: number): string {
  if (format === "html") {
    const missing = height - (text.match(/<tr[\s>]/g)?.length ?? 0);
    const width = /<tr[^>]*>([\s\S]*?)<\/tr>/.exec(text)?.[1]?.match(/<t[dh][\s>]/g)?.length ?? 1;
    const blank = `<tr>${"<td></td>".repeat(width)}</tr>`;
    return missing > 0 ? text.replace(/<tr[\s>]/, (first) => blank.repeat(missing) + first) : text;
  }
  const lines = text.replace(/\r?\n$/, "").split("\n");
  const missing = height - lines.length;
  const blank = "\t".repeat((lines[0] ?? "").split("\t").length - 1);
  return missing > 0 ? [...Array<string>(missing).fill(blank), ...lines, ""].join("\n") : text;
}

/** The lines of one sheet among those of a table that holds the rows of several. */
export interface PartOfLines {
  /** Its first line, counted from the headings as 0. */
  from: number;
  count: number;
  /** How many lines that sheet has above it, the headings the last of these. */
  above: number;
}

/** The lines of one sheet, as they stand in it; with the headings in their own row where `heading` asks for them. */
export function partOf(text: string, format: "tsv" | "html", { from, count, above }: PartOfLines, heading: boolean): string {
  const html = format === "html";
  const lines = html ? (text.match(/<tr[\s>][\s\S]*?<\/tr>/g) ?? []) : linesOf(text);
  const [first = ""] = lines;
  const blank = html ? first.replace(/(<td[^>]*>)[\s\S]*?(<\/td>)/g, "$1$2") : "\t".repeat(first.split("\t").length - 1);
  const top = heading && above > 0 ? [...Array<string>(above - 1).fill(blank), first] : [];
  const part = [...top, ...lines.slice(from, from + count)];
  return html ? `<table>${part.join("")}</table>` : part.map((line) => `${line}\n`).join("");
}

/** The lines of tab separated text: a cell in quotation marks may hold line ends. */
function linesOf(tsv: string): string[] {
  const lines: string[] = [];
  let open = false;
  for (const piece of tsv.replace(/\r?\n$/, "").split("\n")) {
    const line: string = open ? `${lines.pop() ?? ""}\n${piece}` : piece;
    lines.push(line);
    open = line.includes('"') && !CLOSED.test(line);
  }
  return lines;
}
const CLOSED = /^(?:"(?:[^"]|"")*"|(?!")[^\t]*)(?:\t(?:"(?:[^"]|"")*"|(?!")[^\t]*))*$/;
