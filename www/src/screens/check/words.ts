// What a person can do with a cell that cannot be used.

/** A cell that the engine takes as unknown in every column, whatever a blank means there. */
export const NOT_KNOWN = "#N/A";

export const fixWords = {
  notKnown: "Mark as not known",
  changeAll: "Change all",
} as const;

/** A cell that says nothing until it is written otherwise: one text will do for all that say the same. What is wrong with others is wrong with their row. */
export const isUnread = (code: string): boolean => /^(?:ambiguous|unreadable|impossible)-|^doubted$|range/.test(code);

/** What is wrong with the cells of a group, in a few words for its title. */
export function wrongWith(code: string): string {
  if (code.startsWith("ambiguous-")) return "with two readings";
  if (code.startsWith("unreadable-")) return "that cannot be read";
  if (code.startsWith("impossible-")) return "with a day that does not exist";
  if (code.includes("range")) return "out of range";
  if (code === "date-ahead") return "with a day that is still to come";
  return "to check";
}
