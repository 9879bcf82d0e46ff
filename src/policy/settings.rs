//! An organisation's own readings: the values of a pack's settings, checked against their kind and range.

use super::pack::{Amount, Due, LATER, Ordered, Pack, Setting, SettingKind, TimeUnit, Unit};
use crate::calendar::CalendarSettings;
use crate::json::{self, Json, Value};
use crate::number::Number;
use crate::problem::Problem;

/// An organisation's settings file: one group for each pack, and `calendar`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Organisation {
    /// The calendar: nation, closures, term dates.
    pub calendar: CalendarSettings,
    /// The choices for each pack, by its name.
    pub packs: Ordered<Ordered<Json<'static>>>,
    /// The headings that people have chosen for fields, by `policy.field`.
    pub columns: Ordered<String>,
}

/// The version of the settings file's format that this engine reads.
pub const SETTINGS_SCHEMA: u32 = 1;

impl Organisation {
    /// Reads a settings file. `known` are the names of the packs that may have a group.
    ///
    /// # Errors
    /// - `not-json`: the text is not JSON; line and column are named.
    /// - `wrong-schema`: the file says that it is written in another version of the format.
    /// - `unknown-group`: a group that is neither `calendar`, `columns` nor a pack.
    /// - `bad-setting`: the calendar group does not fit.
    pub fn read(text: &str, known: &[&str]) -> Result<Self, Vec<Problem>> {
        let said = |problems: &[Problem]| {
            problems
                .iter()
                .map(|problem| format!("{}; expected {}", problem.message, problem.expected))
                .collect::<Vec<_>>()
                .join(". ")
        };
        let messages = |problems: &[Problem]| {
            problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join(". ")
        };
        let groups: Ordered<Json<'static>> = json::from_str(text).map_err(|problems| {
            vec![Problem::new(
                "not-json",
                format!("the settings file cannot be read: {}", messages(&problems)),
                "JSON with one group for each policy, and `calendar`",
                "Save the settings again from the page, or correct that line.",
            )]
        })?;
        let mut organisation = Organisation::default();
        let mut problems = Vec::new();
        for (name, group) in groups.0 {
            if name == "$schema" {
                continue;
            }
            if name == "schema" {
                if json::from_json::<u32>(&group, text) != Ok(SETTINGS_SCHEMA) {
                    problems.push(Problem::new(
                        "wrong-schema",
                        format!("the settings file is written in format {group}"),
                        format!("format {SETTINGS_SCHEMA}"),
                        "Use a settings file made for this engine, or a newer engine.",
                    ));
                }
            } else if name == "columns" {
                match json::from_json::<Ordered<String>>(&group, text) {
                    Ok(columns) => organisation.columns = columns,
                    Err(found) => problems.push(Problem::new(
                        "bad-setting",
                        format!("`columns`: {}", said(&found)),
                        "headings by `policy.field`",
                        "Correct the columns group.",
                    )),
                }
            } else if name == "calendar" {
                match json::from_json::<CalendarSettings>(&group, text) {
                    Ok(calendar) => organisation.calendar = calendar,
                    Err(found) => problems.push(Problem::new(
                        "bad-setting",
                        format!("`calendar`: {}", said(&found)),
                        "nation, closures, works_on and half_terms, with days as 2026-09-01",
                        "Correct the calendar group.",
                    )),
                }
            } else if known.contains(&name.as_str()) {
                match json::from_json::<Ordered<Json<'static>>>(&group, text) {
                    Ok(choices) => organisation.packs.0.push((name, choices)),
                    Err(found) => problems.push(Problem::new(
                        "bad-setting",
                        format!("`{name}`: {}", said(&found)),
                        "settings by name",
                        "Correct that group.",
                    )),
                }
            } else {
                let near = super::nearest(&name, known.iter().copied().chain(["calendar"]))
                    .map(|near| format!(", such as `{near}`"))
                    .unwrap_or_default();
                problems.push(Problem::new(
                    "unknown-group",
                    format!("`{name}` is not a policy"),
                    format!("`calendar` or the name of a policy{near}"),
                    "Correct the name, or take the group out.",
                ));
            }
        }
        if problems.is_empty() { Ok(organisation) } else { Err(problems) }
    }

    /// What is wrong with the names under `columns`: each is a field of a policy, as `policy.field`.
    pub fn unknown_columns<'p>(&self, packs: impl Iterator<Item = &'p Pack> + Clone) -> Vec<Problem> {
        let names = packs.flat_map(|pack| pack.fields.iter().map(|(field, _)| format!("{}.{field}", pack.pack)));
        let names: Vec<String> = names.collect();
        let unknown = self.columns.iter().filter(|(name, _)| !names.iter().any(|known| known == name));
        let problem = |(name, _): (&str, &String)| {
            let of_field = |known: &&String| known.split_once('.').is_some_and(|(_, field)| field == name);
            let near = names.iter().find(of_field).map(String::as_str);
            let near = near.or_else(|| super::nearest(name, names.iter().map(String::as_str)));
            let near = near.map(|near| format!(", such as `{near}`")).unwrap_or_default();
            Problem::new(
                "unknown-setting",
                format!("`columns`: `{name}` is not a field of a policy"),
                format!("a policy and its field, as `policy.field`{near}"),
                "Correct the name, or take the line out.",
            )
        };
        unknown.map(problem).collect()
    }

    /// The choices for one pack.
    pub fn pack(&self, name: &str) -> Ordered<Json<'static>> {
        self.packs.get(name).cloned().unwrap_or_default()
    }
}

/// The value a setting has for this organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// A number.
    Number(Number),
    /// One of the setting's values, or free text, or a day as ISO text.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Nobody has chosen and there is no default: rules that need it are not assessed.
    Unset,
}

impl SettingValue {
    /// The value as a person would write it.
    pub fn words(&self) -> String {
        match self {
            SettingValue::Number(number) => number.to_string(),
            SettingValue::Text(text) => text.clone(),
            SettingValue::Flag(true) => "yes".to_string(),
            SettingValue::Flag(false) => "no".to_string(),
            SettingValue::Unset => "not set".to_string(),
        }
    }
}

/// All settings of a pack, with the organisation's choices in place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    values: Vec<(String, SettingValue)>,
    changed: Vec<String>,
}

impl Settings {
    /// The pack's own defaults.
    ///
    /// # Errors
    /// One problem for each default that its own setting refuses.
    pub fn defaults(pack: &Pack) -> Result<Self, Vec<Problem>> {
        Self::with(pack, &Ordered::default())
    }

    /// The defaults with an organisation's choices in their place.
    ///
    /// # Errors
    /// One problem for each choice that names no setting of the pack, is of the wrong kind or is out of range.
    pub fn with(pack: &Pack, chosen: &Ordered<Json<'static>>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        for (name, _) in chosen.iter() {
            if pack.settings.get(name).is_none() {
                let near = super::nearest(name, pack.settings.iter().map(|(known, _)| known));
                problems.push(Problem::new(
                    "unknown-setting",
                    format!("`{name}` is not a setting of {}", pack.title),
                    near.map_or_else(
                        || "a setting of the pack".to_string(),
                        |near| format!("a setting of the pack, such as `{near}`"),
                    ),
                    "Correct the name, or take the line out.",
                ));
            }
        }
        let mut settings = Settings::default();
        for (name, setting) in pack.settings.iter() {
            let default = match &setting.default {
                Some(text) => read(setting, &text.clone().into()),
                None => Ok(SettingValue::Unset),
            };
            let value = match chosen.get(name) {
                Some(Json { value: Value::Null, .. }) => Ok(SettingValue::Unset),
                Some(value) => read(setting, value),
                None => default.clone(),
            };
            match value {
                Ok(value) => {
                    if default.as_ref() != Ok(&value) {
                        settings.changed.push(name.to_string());
                    }
                    settings.values.push((name.to_string(), value));
                }
                Err((found, expected)) => problems.push(Problem::new(
                    "bad-setting",
                    format!("`{name}` of {} is {found}", pack.title),
                    expected,
                    format!(
                        "Give a value that fits, or take the line out to use the default ({}).",
                        default.map_or_else(|_| "none".to_string(), |value| value.words())
                    ),
                )),
            }
        }
        if problems.is_empty() { Ok(settings) } else { Err(problems) }
    }

    /// The value of a setting.
    pub fn get(&self, name: &str) -> Option<&SettingValue> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// A number, or the number a setting holds; `None` where it is not set.
    pub fn amount(&self, amount: &Amount) -> Option<i64> {
        match amount {
            Amount::Whole(number) => Some(*number),
            Amount::Setting(name) => match self.get(name)? {
                SettingValue::Number(number) => Some(number.0 / crate::number::ONE),
                _ => None,
            },
        }
    }

    /// A unit of time, or the one a setting names.
    pub fn unit(&self, unit: Option<&Unit>) -> TimeUnit {
        match unit {
            None => None,
            Some(Unit::Named(unit)) => Some(*unit),
            Some(Unit::Setting(name)) => self.get(name).and_then(|value| TimeUnit::of_word(&value.words())),
        }
        .unwrap_or(TimeUnit::CalendarDays)
    }

    /// True where of two days the later counts.
    pub fn takes_the_later(&self, due: &Due) -> bool {
        due.whichever.as_ref().and_then(|name| self.get(name)).is_some_and(|value| value.words() == LATER)
    }

    /// The settings whose value is not the default, in the pack's order.
    pub fn changed(&self) -> &[String] {
        &self.changed
    }

    /// A short word that is the same for the same values and differs for others: eight hexadecimal digits.
    pub fn fingerprint(&self, also: &str) -> String {
        // FNV-1a: stable everywhere and long enough to tell two settings files apart by eye.
        let mut hash: u32 = 0x811c_9dc5;
        let mut add = |text: &str| {
            for byte in text.bytes().chain([0]) {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        };
        for (name, value) in &self.values {
            add(name);
            add(&value.words());
        }
        add(also);
        format!("{hash:08x}")
    }
}

/// Reads a value for a setting, or says what was found and what was expected.
fn read(setting: &Setting, value: &Json) -> Result<SettingValue, (String, String)> {
    let text = match &value.value {
        Value::Text(text) => text.trim().to_string(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => if *flag { "yes" } else { "no" }.to_string(),
        _ => return Err((format!("`{value}`"), expected(setting))),
    };
    let wrong = || (format!("`{text}`"), expected(setting));
    match setting.kind {
        SettingKind::Number | SettingKind::Count => {
            let number = Number::parse(&text).ok_or_else(wrong)?;
            let whole = setting.kind == SettingKind::Number || number.is_multiple_of(Number(crate::number::ONE));
            let inside = setting.min.is_none_or(|min| number >= min) && setting.max.is_none_or(|max| number <= max);
            if whole && inside { Ok(SettingValue::Number(number)) } else { Err(wrong()) }
        }
        SettingKind::Choice => setting
            .values
            .iter()
            .find(|allowed| **allowed == text)
            .map(|allowed| SettingValue::Text(allowed.clone()))
            .ok_or_else(wrong),
        SettingKind::YesNo => match text.to_ascii_lowercase().as_str() {
            "yes" | "true" => Ok(SettingValue::Flag(true)),
            "no" | "false" => Ok(SettingValue::Flag(false)),
            _ => Err(wrong()),
        },
        SettingKind::Date => {
            crate::calendar::Day::parse(&text).map(|_| SettingValue::Text(text.clone())).ok_or_else(wrong)
        }
        SettingKind::Text => Ok(SettingValue::Text(text)),
    }
}

/// What a setting accepts, in words.
pub fn expected(setting: &Setting) -> String {
    let unit = setting.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let range = match (setting.min, setting.max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}{unit}"),
        (Some(min), None) => format!(" from {min}{unit}"),
        (None, Some(max)) => format!(" up to {max}{unit}"),
        (None, None) => unit,
    };
    match setting.kind {
        SettingKind::Number => format!("a number{range}"),
        SettingKind::Count => format!("a whole number{range}"),
        SettingKind::Choice => {
            format!("one of {}", setting.values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", "))
        }
        SettingKind::YesNo => "yes or no".to_string(),
        SettingKind::Date => "a date as 2026-09-01".to_string(),
        SettingKind::Text => "a short text".to_string(),
    }
}
