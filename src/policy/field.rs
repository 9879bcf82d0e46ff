//! What a policy asks of a tracker: named, typed fields with their headings and what a blank cell means.

use crate::number::Number;
use crate::{read_object, read_words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One fact that a policy may use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The canonical heading of its column.
    pub heading: String,
    /// Other spellings of the heading that are accepted without asking, besides those of `columns.json`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<String>,
    /// What kind of value a cell holds.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What a blank cell means.
    #[serde(default, skip_serializing_if = "Blank::is_unknown")]
    pub blank: Blank,
    /// True when a tracker without this column still asks for the fact; otherwise its rules are not assessed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Lowest allowed number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Number>,
    /// Highest allowed number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Number>,
    /// The step between allowed numbers: 1 for counts, 0.5 where halves count. Absent: any decimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Number>,
    /// For `percent`: a column of whole numbers from 0 to this, none with a sign, may hold scores instead. They are asked
    /// about, unless the heading speaks of percentages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub or_scores_to: Option<Number>,
    /// The unit to show after a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// For `choice`: the values in order, each with other ways people write it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Choice>,
    /// For `letters`: the letters allowed, each with what it stands for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub letters: BTreeMap<char, String>,
    /// For `number` and `count`: words that stand for a number, such as `A` for 0.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, Number>,
    /// Words that stand for other numbers under a reading of the source that an organisation may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words_where: Option<OtherWords>,
    /// For `date` and `dates`: something that happens on a day, so a date after the as-of date has not happened yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub event: bool,
    /// For numbers and dates: which end is good. Rules that declare `monotone` are proved against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<Better>,
    /// A sentence of help in our own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// The kinds of value a cell may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Any text; never evaluated.
    Text,
    /// Any decimal number between `min` and `max`, in steps of `step`.
    Number,
    /// A whole number from 0, unless `min` and `max` say otherwise.
    Count,
    /// A percentage: `92`, `92%`, or `0.92` in a column of fractions. 0 to 100 unless `min` and `max` say otherwise.
    Percent,
    /// Yes or no, in all the ways people write them.
    YesNo,
    /// One of `values`.
    Choice,
    /// Any of `letters`, in one cell.
    Letters,
    /// A calendar date.
    Date,
    /// A calendar date, or yes where it has happened on a day that is not known, or no.
    DateOrYes,
    /// Several dates, in one cell (`12/09/2026; 19/09/2026`) or in several columns (`Visit 1`, `Visit 2`).
    Dates,
    /// Several of `values` in one cell (`Student, Home School`).
    Choices,
}

/// Which end of a range is good for the person the row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More is better, as attendance is.
    Higher,
    /// Less is better, as absence is.
    Lower,
}

/// What a blank cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blank {
    /// Nobody has said: the fact is unknown.
    #[default]
    Unknown,
    /// It has not happened, or there is none: yes/no fields read as no, lists as empty.
    None,
}

impl Field {
    /// What a blank cell of the column is taken to say, as people read it.
    pub fn blank_says(&self) -> &'static str {
        match (self.blank, self.kind) {
            (Blank::Unknown, Kind::Text) => "nothing follows from it",
            (Blank::Unknown, _) => "not known",
            (Blank::None, Kind::YesNo) => "taken as No",
            (Blank::None, Kind::Date | Kind::DateOrYes | Kind::Dates) => "it has not happened",
            (Blank::None, _) => "there is none",
        }
    }
}

impl Blank {
    /// True for the default, so that it is left out of a saved pack.
    pub fn is_unknown(&self) -> bool {
        *self == Blank::Unknown
    }
}

/// One value of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The value as policies and answers write it.
    pub value: String,
    /// Other ways people write it in a cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spellings: Vec<String>,
}

/// What words stand for under some settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherWords {
    /// The settings, each with its value.
    #[serde(rename = "where")]
    pub under: BTreeMap<String, String>,
    /// The words, in place of the field's own.
    pub words: BTreeMap<String, Number>,
}

impl Field {
    /// The range a number may lie in, as the kind and the limits give it.
    pub fn range(&self) -> (Option<Number>, Option<Number>) {
        match self.kind {
            Kind::Percent => (self.min.or(Some(Number(0))), self.max.or(Number::whole(100))),
            Kind::Count => (self.min.or(Some(Number(0))), self.max),
            _ => (self.min, self.max),
        }
    }

    /// The step between allowed numbers: 1 for counts unless said otherwise.
    pub fn step(&self) -> Option<Number> {
        match self.kind {
            Kind::Count => self.step.or(Number::whole(1)),
            _ => self.step,
        }
    }
}

read_object! {
    Field { heading, kind = "type"; spellings, blank, required, min, max, step, or_scores_to, unit, values, letters, words, words_where, event, better, help }
    OtherWords { under = "where", words ; }
    Choice { value; spellings }
}

read_words! {
    Kind { Text = "text", Number = "number", Count = "count", Percent = "percent", YesNo = "yes-no", Choice = "choice", Letters = "letters", Date = "date", DateOrYes = "date-or-yes", Dates = "dates", Choices = "choices" }
    Better { Higher = "higher", Lower = "lower" }
    Blank { Unknown = "unknown", None = "none" }
}
