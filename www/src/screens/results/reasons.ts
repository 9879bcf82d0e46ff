// The reasons of a row, made fit for a list: what was not assessed apart, and
// without lines that only repeat an outcome.

import { list, sentence, withDates } from "../../words";

const LEFT_OUT = /\s*Not assessed: (.*)$/s;
/** "Missing: Missing: none, because …" */
const TWICE = /^([^:]+): \1: /;
/** "Review period: Summer 1." gives no reason: the outcome has a column of its own. */
const ONLY_SAID = /^(?!.*(?: because |Cannot decide|needs ))[^:]+: [^:]*$/s;
const NO_COLUMN = /^(?:the tracker has )?no column for (.*)$/;

/** Reasons that tell why, without what was not assessed, and that once for all decisions of the row. */
export function splitReasons(reasons: string[]): { told: string[]; left: string[] } {
  const left = new Set<string>();
  const told = reasons.map((reason) => {
    const found = LEFT_OUT.exec(reason);
    for (const part of found?.[1]?.replace(/\.$/, "").split("; ") ?? []) left.add(part);
    return withDates(reason.replace(LEFT_OUT, "").replace(TWICE, "$1: "));
  });
  const some = told.filter((reason) => reason.trim() !== "");
  const telling = some.filter((reason) => !ONLY_SAID.test(reason));
  return { told: telling.length > 0 ? telling : some, left: [...left] };
}

const NAMED = 3;
export function notAssessed(left: string[]): string {
  const columns = left.flatMap((part) => NO_COLUMN.exec(part)?.[1]?.split(", ") ?? []);
  const others = left.filter((part) => !NO_COLUMN.test(part));
  const named = columns.length > NAMED + 1 ? [...columns.slice(0, NAMED), `${columns.length - NAMED} more`] : columns;
  const parts = [...others, ...(named.length > 0 ? [`no column for ${list(named)}`] : [])];
  return sentence(`not assessed: ${parts.join("; ")}`);
}
