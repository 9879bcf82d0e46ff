// What a person can do with a cell that cannot be used.

/** A cell that the engine takes as unknown in every column, whatever a blank means there. */
export const NOT_KNOWN = "#N/A";

export const fixWords = {
  notKnown: "Mark as not known",
  changeAll: "Change all",
} as const;
