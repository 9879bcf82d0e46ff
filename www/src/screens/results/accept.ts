// The line over the results while nobody at the school has accepted the profile that letters come from, and the way to accept it.

import { NOT_ACCEPTED, unaccepted } from "../../acceptance";
import type { Unaccepted } from "../../acceptance";
import { FORGET } from "../../app";
import type { App } from "../../app";
import type { SettingInfo, Summary } from "../../contract";
import { fold, h, hidden, show } from "../../dom";
import { whileBusy } from "../../drawing";
import { wrongWith } from "../../files/settings-file";
import { longDate, shortDate, today } from "../../words";
import { toSetting } from "../settings";
import { readSetting } from "../settings/setting-value";

/** What is typed and not entered yet: the screen is drawn anew around it. */
const typed = new Map<string, string>();
document.addEventListener(FORGET, () => typed.clear());

export function toAccept(app: App, summary: Summary): HTMLElement[] {
  return unaccepted(app, summary).map((profile) =>
    h(
      "div",
      { class: "govuk-inset-text results-accept", id: `unaccepted-${profile.policy.id}` },
      h("p", { class: "govuk-body" }, h("strong", {}, NOT_ACCEPTED), ` ${profile.says}`),
      fold(`accept-${profile.policy.id}`, "Accept it, or change it", () => form(app, profile)),
    ),
  );
}

function form(app: App, { policy, by, on }: Unaccepted): HTMLElement {
  const who = field(by, "", "A role is enough, such as SENCo.");
  const day = field(on, shortDate(today()), "");
  const [first] = policy.settings.filter(({ origin, id }) => origin === "engine default" && id !== by.id && id !== on.id);
  const accept = async (): Promise<void> => {
    const values = { [by.id]: who.input.value.trim(), [on.id]: readSetting(on, day.input.value.trim()) };
    const own = { ...app.history.work.settings[policy.id], ...values };
    who.says(values[by.id] === "" ? "Say who accepts it." : "");
    const problems = values[by.id] === "" || values[on.id] === "" ? [] : await whileBusy(wrongWith(app, { [policy.id]: values }));
    day.says(values[on.id] === "" || problems.length > 0 ? `“${day.input.value}” is not a day. Write it like ${shortDate(today())}.` : "");
    const wrong = [who, day].find(({ input }) => input.hasAttribute("aria-invalid"));
    if (wrong) return wrong.input.focus();
    typed.clear();
    app.changeSettings("Accept the starting profile", { ...app.history.work.settings, [policy.id]: own }, undefined, [
      `The starting profile is accepted by ${values[by.id]} on ${longDate(values[on.id] ?? "")}. To have it so next time, choose “Save these settings as a file” under “Your own reading of the rules”.`,
    ]);
  };
  return h(
    "form",
    {
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        void accept();
      },
    },
    who.element,
    day.element,
    h("div", { class: "govuk-button-group" }, [
      h("button", { type: "submit", class: "govuk-button", id: `accept-go-${policy.id}` }, "Accept the starting profile"),
      first ? h("a", { class: "govuk-link", href: "#settings", id: `accept-look-${policy.id}`, onclick: (event: Event) => (event.preventDefault(), toSetting(`setting-${policy.id}-${first.id}`)) }, "Look at its numbers, and change them") : null,
    ]),
  );
}

function field(setting: SettingInfo, now: string, hint: string): { element: HTMLElement; input: HTMLInputElement; says(wrong: string): void } {
  const id = `accept-${setting.id}`;
  const error = h("p", { class: "govuk-error-message", id: `${id}-error`, hidden: true });
  const input = h("input", {
    class: "govuk-input results-accept__field",
    id,
    type: "text",
    autocomplete: "off",
    value: typed.get(id) ?? now,
    "aria-describedby": hint ? `${id}-hint ${id}-error` : `${id}-error`,
    oninput: () => typed.set(id, input.value),
  });
  return {
    element: h("div", { class: "govuk-form-group" }, h("label", { class: "govuk-label", for: id }, setting.title), hint ? h("p", { class: "govuk-hint", id: `${id}-hint` }, hint) : null, error, input),
    input,
    says: (wrong) => {
      error.hidden = wrong === "";
      show(error, wrong === "" ? null : [hidden("Error: "), wrong]);
      input.toggleAttribute("aria-invalid", wrong !== "");
      if (wrong !== "") input.setAttribute("aria-invalid", "true");
    },
  };
}
