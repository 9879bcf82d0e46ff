// How learners are named on what is taken away.

import { initials } from "../../words";

export type Naming = "full" | "initials" | "none";

export const namings: readonly { value: Naming; words: string }[] = [
  { value: "full", words: "Full names" },
  { value: "initials", words: "Initials" },
  { value: "none", words: "No names, row numbers only" },
];

export function nameAs(naming: Naming, name: string, row: number): string {
  if (naming === "none" || name.trim() === "") return `Row ${row}`;
  return naming === "full" ? name : initials(name);
}
