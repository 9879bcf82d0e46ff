//! What an organisation says about its calendar, as its settings file holds it.

use super::{Day, HalfTerm, Nation};
use crate::json::{FromJson, Json, Keys, Reader, Value};
use crate::problem::Problem;
use crate::read_object;
use serde::{Deserialize, Serialize};

/// The longest closure that is believed, in days: a longer one is more likely a mistyped year.
pub(super) const LONGEST_CLOSURE: i32 = 120;

/// The `calendar` group of an organisation's settings. Everything may be left out.
///
/// ```
/// use bae_rules::calendar::{Calendar, CalendarSettings, Day};
/// let settings: CalendarSettings = serde_json::from_str(r#"{
///     "nation": "scotland",
///     "closures": [
///         { "from": "2026-12-29", "to": "2026-12-31", "reason": "Winter closure" },
///         { "from": "2026-09-07", "reason": "Staff training" }
///     ]
/// }"#)?;
/// let calendar = Calendar::new(settings).map_err(|problems| format!("{problems:?}"))?;
/// let training = Day::parse("2026-09-07").ok_or("not a date")?;
/// assert!(!calendar.is_working_day(training)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarSettings {
    /// Whose bank holidays are kept. Left out: England and Wales. `null`: none, so that only weekends are free.
    #[serde(default = "england_and_wales")]
    pub nation: Option<Nation>,
    /// Days on which the organisation is closed, besides weekends and bank holidays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Closure>,
    /// Bank holidays on which the organisation works all the same: nobody is obliged to close on one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub works_on: Vec<Day>,
    /// The half terms, in any order. Left out: the official terms stand in, and answers say so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub half_terms: Vec<HalfTerm>,
}

fn england_and_wales() -> Option<Nation> {
    Some(Nation::EnglandAndWales)
}

impl FromJson for CalendarSettings {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        const KEYS: Keys = Keys { known: &["nation", "closures", "works_on", "half_terms"], needed: 0 };
        reader.object(json, &KEYS);
        let nation = json.get("nation");
        CalendarSettings {
            nation: if nation.value == Value::Missing { england_and_wales() } else { Option::read(nation, reader) },
            closures: Vec::read(json.get("closures"), reader),
            works_on: Vec::read(json.get("works_on"), reader),
            half_terms: Vec::read(json.get("half_terms"), reader),
        }
    }
}

read_object! { Closure { from, reason ; to } }

impl Default for CalendarSettings {
    fn default() -> Self {
        CalendarSettings {
            nation: england_and_wales(),
            closures: Vec::new(),
            works_on: Vec::new(),
            half_terms: Vec::new(),
        }
    }
}

/// A day or a run of days on which the organisation is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The first day.
    pub from: Day,
    /// The last day, itself included. Left out: the first day alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Why, as it is to be shown: `Staff training`.
    pub reason: String,
}

impl Closure {
    /// The last day, itself included.
    pub fn last(&self) -> Day {
        self.to.unwrap_or(self.from)
    }

    /// True when `day` is one of its days.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.last()
    }

    /// Its days, in order.
    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        (self.from.days()..=self.last().days()).filter_map(Day::new)
    }

    /// What is wrong with it, within the days that the calendar covers.
    pub(super) fn check(&self, first: Day, last: Day) -> Option<Problem> {
        let dates = format!("{} to {}", self.from.uk(), self.last().uk());
        let (code, message, expected, remedy) = if self.last() < self.from {
            (
                "closure-reversed",
                format!("the closure `{}` ends before it starts: {dates}", self.reason),
                "a last day on or after the first".to_string(),
                "Swap the two dates, or leave out the last for a single day.",
            )
        } else if self.from < first || self.last() > last {
            (
                "date-outside-calendar",
                format!("the closure `{}` lies outside the calendar: {dates}", self.reason),
                format!("dates from {} to {}", first.uk(), last.uk()),
                "Check the years.",
            )
        } else if self.from.days_until(self.last()) >= LONGEST_CLOSURE {
            (
                "closure-too-long",
                format!("the closure `{}` lasts {} days: {dates}", self.reason, self.from.days_until(self.last()) + 1),
                format!("at most {LONGEST_CLOSURE} days"),
                "Check the years; a longer closure can be given in parts.",
            )
        } else {
            return None;
        };
        Some(Problem::new(code, message, expected, remedy))
    }
}
