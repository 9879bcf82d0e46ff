// A field for a date. One that is typed goes through half-typed dates, which a browser tells of like any other: the year 2026
// is 2, 20 and 202 first. It is used once the typing has settled, and the field stays the same element throughout, as its caret
// is lost with it. A date that is picked is used at once.

import { h } from "./dom";
import { longDate } from "./words";

// The first and the last day that the engine knows.
const FIRST = "1900-01-01";
const LAST = "2199-12-31";
/** Typing has settled when no key has come for this many milliseconds; the field may be left, or Enter pressed, before. */
const SETTLED = 1500;
/** A change that comes later than this after a key is not that key's. */
const SAME_KEY = 500;
const TYPES = /^(?:[^ ]|Arrow(?:Up|Down)|Backspace|Delete)$/;

export interface DateUse {
  id: string;
  className: string;
  /** What describes the field besides its error. */
  describedBy?: string;
  /** The date in use. */
  now(): string;
  /** `again`: typed in one go with the date before, which it replaces. */
  use(date: string, again: boolean): void;
}

export class DateField {
  readonly input: HTMLInputElement;
  readonly error: HTMLElement;
  /** The date in use when the field was last brought up to date. */
  #shown = "";
  #lastKey = -Infinity;
  #waiting = 0;
  /** The field has been typed into since it was come to, and that was used already. */
  #used = false;

  constructor(private readonly given: DateUse) {
    const { id, className, describedBy } = given;
    this.error = h("p", { class: "govuk-error-message", id: `${id}-error`, role: "alert", hidden: true });
    this.input = h("input", {
      class: `govuk-input ${className}`,
      type: "date",
      id,
      min: FIRST,
      max: LAST,
      "aria-describedby": [describedBy, `${id}-error`].filter(Boolean).join(" "),
      onfocus: () => (this.#used = false),
      onkeydown: (event: KeyboardEvent) => this.#key(event),
      onchange: () => this.#changed(),
      onblur: () => this.#done(),
    });
    this.refresh();
  }

  /** Shows the date in use, unless the reader is at the field or what is in it is still to be put right. */
  refresh(): void {
    const now = this.given.now();
    if (document.activeElement === this.input || (now === this.#shown && !this.error.hidden)) return;
    this.#shown = now;
    this.input.value = now;
    this.#say("");
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter") return this.#done();
    if (event.altKey || event.ctrlKey || event.metaKey || !TYPES.test(event.key)) return;
    this.#lastKey = performance.now();
    if (this.#waiting !== 0) this.#wait();
  }
  #changed(): void {
    if (performance.now() - this.#lastKey < SAME_KEY) this.#wait();
    else this.#take(false);
  }
  #wait(): void {
    clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => this.#take(true), SETTLED);
  }
  /** The reader has left the field, or says that the date is whole. */
  #done(): void {
    this.#take(true);
    if (!isDay(this.input.value))
      this.#say(`This is not a whole date from ${longDate(FIRST)} to ${longDate(LAST)}, so ${longDate(this.given.now())} is still in use. Type the day, the month and all four digits of the year.`);
  }
  #take(typed: boolean): void {
    clearTimeout(this.#waiting);
    this.#waiting = 0;
    const { value } = this.input;
    if (!isDay(value)) return;
    this.#say("");
    if (value === this.given.now()) return;
    this.#shown = value;
    this.given.use(value, typed && this.#used);
    this.#used = typed;
  }
  #say(words: string): void {
    this.error.hidden = words === "";
    this.error.textContent = words;
  }
}

const isDay = (value: string): boolean => /^\d{4}-\d\d-\d\d$/.test(value) && value >= FIRST && value <= LAST;
