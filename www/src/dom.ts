// Small helpers over the DOM. Text always arrives as text nodes: nothing that
// was pasted can become markup here.

export type Child = Node | string | number | null | undefined | false | Child[];
type Attribute = string | number | boolean | null | undefined | ((event: never) => void);

/** Makes an element. `on…` attributes are listeners; `true` is a bare attribute. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Attribute> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") {
      element.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
    } else if (value === true) {
      element.setAttribute(name, "");
    } else {
      element.setAttribute(name, String(value));
    }
  }
  append(element, children);
  return element;
}

/** An SVG element; size and colour are attributes, as inline styles are refused by the page's policy. */
export function svg(tag: string, attributes: Record<string, string | number>, ...children: Node[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

function append(parent: Element, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces what a region shows and keeps the reader where they were: focus, caret, opened details. Where what had the focus is
 * gone, as a cell is that was mended, the next thing that can be used has it. */
export function show(region: Element, ...children: Child[]): void {
  const focusAgain = keepFocus(region);
  const known = new Map([...region.querySelectorAll("details[id]")].map((d) => [d.id, (d as HTMLDetailsElement).open]));

  removing = true;
  region.replaceChildren();
  removing = false;
  append(region, children);

  for (const details of region.querySelectorAll<HTMLDetailsElement>("details[id]")) {
    details.open = known.get(details.id) ?? details.open;
  }
  // In a task of its own: for the focus the browser lays out everything that is being drawn.
  if (focusAgain) void breath().then(focusAgain);
}

/** What gives the focus back once a region is drawn anew; null where the focus is elsewhere. */
export function keepFocus(region: Element): (() => void) | null {
  const active = document.activeElement;
  if (!active || !region.contains(active)) return null;
  const ids = idsFrom(region, active);
  const text = isText(active) ? { caret: active.selectionStart, typed: active === typedIn ? active.value : null } : null;
  return () => refocus(ids, text);
}

type TextField = HTMLInputElement | HTMLTextAreaElement;
const isText = (element: Element): element is TextField => element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === "text");

/** What the reader has typed into and neither left nor entered. */
let typedIn: EventTarget | null = null;
let removing = false;

/**
 * What is typed while a screen is drawn anew, as when the change before is answered late, stays in its field. A browser takes a
 * field that goes for one that is left: what was half typed would count.
 */
export function keepTyping(): void {
  document.addEventListener("input", ({ target }) => (typedIn = target), true);
  document.addEventListener(
    "change",
    (event) => {
      if (removing) event.stopImmediatePropagation();
      else if (event.target === typedIn) typedIn = null;
    },
    true,
  );
}

/** Puts back what was typed. A browser tells of no change in a field that nobody types into any more, so this does. */
function typeAgain(field: TextField, text: string): void {
  field.value = text;
  typedIn = field;
  const left = (): void => {
    if (!removing && field === typedIn) field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  field.addEventListener("blur", left, { once: true });
}

/** Puts an element at a place among others, which stay where they are. */
export function place(parent: Element, element: Element, at: number): void {
  const there = parent.children[at] ?? null;
  if (there === element) return;
  if (there && there.nextElementSibling === element) parent.append(there);
  else parent.insertBefore(element, there);
}

/** Makes these the children of an element, and leaves alone those that are in their places. */
export function arrange(parent: Element, children: Element[]): void {
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
  for (const [at, child] of children.entries()) place(parent, child, at);
}

/** The names of what can have the focus: of the element itself, of those behind it, then of those before it, the nearest first. */
function idsFrom(region: Element, element: Element): string[] {
  const all = [...region.querySelectorAll("button[id], input[id], select[id], textarea[id], a[id], [tabindex][id]")];
  const behind = all.filter((other) => (other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0);
  const before = all.filter((other) => (other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
  return [element, ...behind, ...before.reverse()].map(({ id }) => id).filter((id) => id !== "");
}

/** Gives the focus to the first of some elements that is there and can have it, unless it is somewhere else by now. */
function refocus(ids: string[], text: { caret: number | null; typed: string | null } | null): void {
  for (const id of ids) {
    if (document.activeElement !== document.body) return;
    const again = document.getElementById(id);
    again?.focus({ preventScroll: id === ids[0] });
    if (id !== ids[0] || !text || !again || !isText(again)) continue;
    if (text.typed !== null) typeAgain(again, text.typed);
    again.setSelectionRange(text.caret, text.caret);
  }
}

/**
 * Folded content that is long: it is made when it is opened, or at once where the page shows it open already, so that
 * the focus finds its place in it again.
 */
export function fold(id: string, summary: Child, make: () => Child, { extra = "", open = false } = {}): HTMLDetailsElement {
  const content = h("div", { class: "govuk-details__text" });
  const fill = (): void => {
    if (details.open && content.childNodes.length === 0) append(content, [make()]);
  };
  const shown = document.getElementById(id);
  const details = h(
    "details",
    { class: `govuk-details ${extra}`, id, open: open || (shown instanceof HTMLDetailsElement && shown.open), ontoggle: fill },
    h("summary", { class: "govuk-details__summary" }, h("span", { class: "govuk-details__summary-text" }, summary)),
    content,
  );
  fill();
  return details;
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element ${id}`);
  return found as T;
}

/** Says something to a screen reader without moving the focus. */
export function announce(words: string): void {
  const region = byId("announcer");
  region.textContent = "";
  // An unchanged live region is not read again; a frame between makes it a change.
  requestAnimationFrame(() => (region.textContent = words));
}

/** Moves focus to a heading that is not in the tab order. */
export function focusHeading(heading: HTMLElement): void {
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: "start" });
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Lets the browser draw and take input before going on, without waiting for either. */
export const breath = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });

// A page that is not looked at draws no frames.
const NO_FRAME = 100;

/** Goes on in a task of its own once what was drawn has been laid out and shown. */
export const frame = (): Promise<void> =>
  new Promise<void>((resolve) => {
    const late = setTimeout(resolve, NO_FRAME);
    requestAnimationFrame(() => {
      clearTimeout(late);
      resolve();
    });
  }).then(breath);

/** A text label that only a screen reader meets. */
export const hidden = (words: string): HTMLElement => h("span", { class: "govuk-visually-hidden" }, words);
