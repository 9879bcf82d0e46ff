//! Facts worked out from other facts, by a closed list of operations, and how long and in which units they count.

use crate::json::{FromJson, Json, Reader};
use crate::policy::field::Better;
use crate::{read_object, read_words};
use serde::Serialize;

/// A fact worked out from other facts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Derived {
    /// What it is, in a few words.
    pub title: String,
    /// The unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// For numbers: which end is good. Rules that declare `monotone` are proved against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
    /// How it is worked out.
    pub by: Operation,
    /// What it is worked out from: fields, other derived facts or outputs of rules, in the order the operation names.
    pub of: Vec<String>,
    /// For `share-behind`: the setting that chooses `relative` or `points`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// For `share-behind`: the field used where the two columns are not both there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// For `any-letter`: the letters that count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letters: Option<String>,
    /// For `clock`, `most-in-window` and `weeks`: how long, as a number or the name of a setting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<Amount>,
    /// For `clock`: the unit of `count`. For `days-between` and `days-since`: which days are counted,
    /// calendar days or working days.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub time_unit: Option<Unit>,
    /// For `holders-of-highest`: the names of the holders, in the order of `of`. For `choices-allowed` and
    /// `choices-blocked`: the values that stay allowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// For `highest-of` over ordered answers: the values it may take.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// For `next-period-end`, `next-period-name` and `next-period-state`: which values of the first input ask for a
    /// review in each half term or each term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spans: Option<Spans>,
}

impl Derived {
    /// True where it is a number or a day rather than one of a few named values.
    pub fn is_number(&self) -> bool {
        match self.by {
            Operation::FirstKnown => self.values.is_empty(),
            Operation::ShareBehind
            | Operation::Rate
            | Operation::Remainder
            | Operation::DaysSince
            | Operation::WorkingDaysSince
            | Operation::DaysBetween
            | Operation::WorkingDaysBetween
            | Operation::Sum
            | Operation::CountOf
            | Operation::LatestOf
            | Operation::MostInWindow
            | Operation::RunLength => true,
            _ => false,
        }
    }

    /// The settings by which it is worked out.
    pub fn settings(&self) -> impl Iterator<Item = &String> {
        let count = self.count.as_ref().and_then(Amount::setting);
        self.mode.iter().chain(count).chain(self.time_unit.as_ref().and_then(Unit::setting))
    }
}

/// How often something is asked for, by the value of a choice; a value that is in neither list asks for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Spans {
    /// Once in each half term.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub half_term: Vec<String>,
    /// Once in each term.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub term: Vec<String>,
}

/// The closed list of operations. There is no other arithmetic anywhere in a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// How far the second is behind the first, in percent: of the first (`relative`) or in points. Nothing is behind a
    /// plan of 0.
    ShareBehind,
    /// The first as a percentage of the second; unknown when the second is 0.
    Rate,
    /// 100 less the number: an absence rate from an attendance percentage.
    Remainder,
    /// Calendar days from the date to the as-of date.
    DaysSince,
    /// Working days after the date, up to and including the as-of date.
    WorkingDaysSince,
    /// Calendar days from the first date to the second; the as-of date stands in for a second date that is not there.
    DaysBetween,
    /// Working days after the first date, up to and including the second.
    WorkingDaysBetween,
    /// Whether the day has come: yes or no.
    Happened,
    /// Where a period that starts at the date stands: `not started`, `running` (its last day included) or `passed`.
    Clock,
    /// Whether any of the letters is among the cell's: yes or no.
    AnyLetter,
    /// The first of several that is known; a blank one gives way to the next that the tracker has a column for.
    FirstKnown,
    /// The highest of several.
    HighestOf,
    /// The names of those that hold the highest value, when that is not the lowest there is.
    HoldersOfHighest,
    /// The sum of several numbers.
    Sum,
    /// How many dates a list holds, up to the as-of date.
    CountOf,
    /// The latest date of a list, up to the as-of date.
    LatestOf,
    /// The most dates of a list that fall within any `count` consecutive days.
    MostInWindow,
    /// How many of the latest dates of the first list, one after another, are also in the second.
    RunLength,
    /// The last school day of the first half term or term (`spans`, by the first input) that starts after the latest
    /// review and in which the learner is on the course for at least `count` school days; blank where there is none.
    /// Of: the choice, the day of joining, the day of leaving, the latest review.
    NextPeriodEnd,
    /// The name of that half term or term.
    NextPeriodName,
    /// Where it stands: `not required`, `nothing due`, `due` (its last school day included), `overdue`, `overdue, day not
    /// known` where one that is listed has passed and one before it may have, or `no term dates`, `no earlier term dates` or `a
    /// gap in the term dates` where those that are listed end before it, begin after it or leave it out.
    NextPeriodState,
    /// Whether the organisation has listed its terms, so that no official ones stand in: yes or no. Of nothing.
    TermsGiven,
    /// Whether the day lies in the latest half term that has begun by the as-of date: yes or no.
    ThisHalfTerm,
    /// Whether the day is still to come: yes or no; no where there is none.
    Upcoming,
    /// Whether anything that can be read is in the cell: yes or no. Every field has it as `field.filled`.
    Filled,
    /// Whether something that counts is in the cell: yes or no; no where it is blank, cannot be read or cannot be. Every field
    /// has it as `field.readable`.
    Readable,
    /// The day that the answer is for. Of nothing.
    Today,
    /// The chosen values of the first input; where the second is yes, only those in `names`.
    ChoicesAllowed,
    /// The chosen values of the first input that are not in `names`, where the second is yes; otherwise none.
    ChoicesBlocked,
}

/// A number, or the setting that holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Amount {
    /// The number itself.
    Whole(i64),
    /// The name of a setting.
    Setting(String),
}

impl Amount {
    /// The setting that holds it.
    pub fn setting(&self) -> Option<&String> {
        match self {
            Amount::Setting(name) => Some(name),
            Amount::Whole(_) => None,
        }
    }
}

/// A unit of time, or the choice setting that names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Unit {
    /// The unit itself.
    Named(TimeUnit),
    /// The name of a setting whose values are words for units.
    Setting(String),
}

impl Unit {
    /// The setting that names it.
    pub fn setting(&self) -> Option<&String> {
        match self {
            Unit::Setting(name) => Some(name),
            Unit::Named(_) => None,
        }
    }
}

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TimeUnit {
    /// Monday to Friday without bank holidays and the organisation's closures.
    #[serde(rename = "working days")]
    WorkingDays,
    /// Every day of the calendar.
    #[serde(rename = "calendar days")]
    CalendarDays,
    /// Seven calendar days each.
    #[serde(rename = "weeks")]
    Weeks,
    /// Calendar months; the last day of a shorter month stands for a day it does not have.
    #[serde(rename = "months")]
    Months,
    /// Calendar days without the holiday weeks of the organisation's own terms; plain calendar days where none are listed.
    #[serde(rename = "term-time days")]
    TermTimeDays,
    /// School terms: the last school day of the term that many terms on.
    #[serde(rename = "school terms")]
    SchoolTerms,
}

impl TimeUnit {
    /// Every unit.
    const ALL: [TimeUnit; 6] = [
        TimeUnit::WorkingDays,
        TimeUnit::CalendarDays,
        TimeUnit::Weeks,
        TimeUnit::Months,
        TimeUnit::TermTimeDays,
        TimeUnit::SchoolTerms,
    ];

    /// The unit that a word of a pack stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.word() == word)
    }

    /// What one is called, and what several are.
    pub fn names(self) -> &'static str {
        match self {
            TimeUnit::WorkingDays => "working day|working days",
            TimeUnit::CalendarDays => "calendar day|calendar days",
            TimeUnit::Weeks => "week|weeks",
            TimeUnit::Months => "month|months",
            TimeUnit::TermTimeDays => "term-time day|term-time days",
            TimeUnit::SchoolTerms => "school term|school terms",
        }
    }
}

impl FromJson for Amount {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        match json.text() {
            Some(name) => Amount::Setting(name.to_string()),
            None => Amount::Whole(i64::read(json, reader)),
        }
    }
}

impl FromJson for Unit {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        match json.text() {
            Some(word) => TimeUnit::of_word(word).map_or_else(|| Unit::Setting(word.to_string()), Unit::Named),
            None => Unit::Named(TimeUnit::read(json, reader)),
        }
    }
}

read_object! {
    Derived { title, by, of; unit, better, mode, otherwise, letters, count, time_unit = "in", names, values, spans }
    Spans { ; half_term, term }
}

read_words! {
    Operation { ShareBehind = "share-behind", Rate = "rate", Remainder = "remainder", DaysSince = "days-since", WorkingDaysSince = "working-days-since", DaysBetween = "days-between", WorkingDaysBetween = "working-days-between", Happened = "happened", Clock = "clock", AnyLetter = "any-letter", FirstKnown = "first-known", HighestOf = "highest-of", HoldersOfHighest = "holders-of-highest", Sum = "sum", CountOf = "count-of", LatestOf = "latest-of", MostInWindow = "most-in-window", RunLength = "run-length", NextPeriodEnd = "next-period-end", NextPeriodName = "next-period-name", NextPeriodState = "next-period-state", TermsGiven = "terms-given", ThisHalfTerm = "this-half-term", Upcoming = "upcoming", Filled = "filled", Readable = "readable", Today = "today", ChoicesAllowed = "choices-allowed", ChoicesBlocked = "choices-blocked" }
    TimeUnit { WorkingDays = "working days", CalendarDays = "calendar days", Weeks = "weeks", Months = "months", TermTimeDays = "term-time days", SchoolTerms = "school terms" }
}
