// What a setting stands at.

import type { App } from "../../app";
import type { PolicyInfo, SettingInfo } from "../../contract";

/** What a setting stands at now: the organisation's own value, or the default. */
export function valueOf(app: App, policy: PolicyInfo, setting: SettingInfo): { words: string; own: boolean } {
  const own = app.history.work.settings[policy.id]?.[setting.id];
  const value = own === undefined ? setting.default : String(own);
  const unit = setting.unit && !setting.values ? ` ${setting.unit}` : "";
  return { words: value === null ? "not set" : `${value}${unit}`, own: own !== undefined };
}

/** Words of a rule with what it fills in from a row named: "{referral_form}" as "[Referral form]". */
export function readable(app: App, policy: PolicyInfo, says: string): string {
  return says.replace(/\{(\w+)(?::\w+)?\}/g, (_, name: string) => {
    const setting = policy.settings.find((one) => one.id === name);
    if (setting) return valueOf(app, policy, setting).words;
    return `[${policy.fields.find((field) => field.name === name)?.heading ?? name.replaceAll("_", " ")}]`;
  });
}
