//! The shape of a policy pack file: one JSON document that the person who wrote the policy can read.
//!
//! Every key is known here and every unknown key is refused. What the keys mean together is checked when the pack is
//! loaded; this file is the whole vocabulary.

use super::field::{Better, Field};
use crate::json::{FromJson, Json, Reader, Value};
use crate::number::Number;
use crate::{read_object, read_words};
use serde::{Serialize, Serializer};

/// A policy pack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pack {
    /// The pack's name: lower-case words joined by hyphens. It never changes.
    pub pack: String,
    /// The version of this file format. This engine reads version 1.
    pub schema: u32,
    /// The version of the pack: year and number within the year.
    pub version: String,
    /// The policy's title, as people know it.
    pub title: String,
    /// One sentence: who it is for and what it decides.
    pub about: String,
    /// The period the pack answers for. Absent: any date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Period>,
    /// The documents that clauses point into, by the word that clauses start with.
    pub sources: Ordered<Source>,
    /// Sentences to show wherever an answer of this pack shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// How the engine's own defaults stop being shown as such: a named person accepts them, with a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Acceptance>,
    /// The field that names a row: the learner, the pupil, the activity.
    pub subject: String,
    /// Sets of fields, one of which a tracker must have columns for before the pack has anything to say about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs_columns: Vec<Vec<String>>,
    /// The facts the pack may use.
    pub fields: Ordered<Field>,
    /// Everything an organisation may read in its own way.
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub settings: Ordered<Setting>,
    /// Facts worked out from other facts, by a closed list of operations.
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub derived: Ordered<Derived>,
    /// Things two cells of a row must agree about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// The rules, in the order in which they build on each other.
    pub rules: Vec<Rule>,
    /// The answers, in the order in which they are shown.
    pub decisions: Vec<Answer>,
    /// The result columns, in order.
    pub results: Vec<ResultColumn>,
    /// How rows are counted for a return.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// Rows with their expected answers, run when the pack is tested.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Rules of the source that no rule above decides, so that none is silently missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub register: Vec<Registered>,
}

/// Days from and to which something holds, both included, as `2026-09-01`. An absent end is open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Period {
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A document that clauses point into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// The day it was approved, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<String>,
    /// The day by which it said it would be reviewed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_due: Option<String>,
}

/// How an organisation accepts what the engine brought of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acceptance {
    /// The text setting that names who accepted it.
    pub by: String,
    /// The date setting that says when.
    pub on: String,
    /// The rules whose engine defaults are accepted.
    pub rules: Vec<String>,
    /// The sentence that goes with every answer until both settings are set.
    pub until_then: String,
    /// The sentence that goes with every answer from then on; `{name}` shows a setting.
    pub from_then: String,
}

/// Whether a rule or number is the source's or ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Origin {
    /// The source says it, in the clause that is cited.
    #[default]
    #[serde(rename = "source")]
    Source,
    /// The source is silent; it is ours, and shown as such.
    #[serde(rename = "engine default")]
    EngineDefault,
    /// It was ours, and a named person of the organisation has accepted it.
    #[serde(rename = "accepted")]
    Accepted,
}

impl Origin {
    /// True for the default, so that it is left out of a saved pack.
    pub fn is_source(&self) -> bool {
        *self == Origin::Source
    }

    /// The words shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Origin::Source => "source",
            Origin::EngineDefault => "engine default",
            Origin::Accepted => "engine default, accepted by your organisation",
        }
    }
}

/// Something an organisation may read in its own way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setting {
    /// What it settles, in a few words.
    pub title: String,
    /// The kind of value.
    #[serde(rename = "type")]
    pub kind: SettingKind,
    /// The unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Lowest number allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<Number>,
    /// Highest number allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Number>,
    /// The values of a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The value when nobody has chosen; absent when there is none to give, and rules that need it are not assessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The clause the setting reads.
    pub clause: String,
    /// Whether the default is the source's or ours.
    #[serde(skip_serializing_if = "Origin::is_source")]
    pub origin: Origin,
    /// The reading we did not choose, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_reading: Option<String>,
}

/// The kinds of setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettingKind {
    /// A decimal number.
    Number,
    /// A whole number.
    Count,
    /// One of `values`.
    Choice,
    /// Yes or no.
    YesNo,
    /// Any short text, such as the name of a person.
    Text,
    /// A day.
    Date,
}

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
    /// For `clock`: the unit of `count`. For `days-between`: which days are counted, calendar days or working days.
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
    /// Where it stands: `not required`, `nothing due`, `due` (its last school day included), `overdue`, or `no term dates`
    /// where the listed terms do not reach it.
    NextPeriodState,
    /// Whether the organisation has listed its terms, so that no official ones stand in: yes or no. Of nothing.
    TermsGiven,
    /// Whether the day lies in the latest half term that has begun by the as-of date: yes or no.
    ThisHalfTerm,
    /// Whether the day is still to come: yes or no; no where there is none.
    Upcoming,
    /// Whether anything that can be read is in the cell: yes or no. Every field has it as `field.filled`.
    Filled,
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

/// Something two cells of a row must agree about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What is checked.
    pub check: CheckKind,
    /// The two fields or derived facts.
    pub of: (String, String),
    /// For `close`: how far apart they may be, in the unit of the facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Number>,
    /// What is wrong when they do not agree, lower case, without a final stop.
    pub says: String,
    /// What to do then, as a sentence.
    pub remedy: String,
    /// The public code of the problem.
    pub code: String,
}

/// The kinds of check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// The first number is at most the second; otherwise the first cannot be and is taken as unreadable.
    AtMost,
    /// The two numbers are no further apart than `within`; otherwise it is said, and the first counts.
    Close,
    /// The second event does not come before the first; otherwise it is said.
    InOrder,
    /// The first number is not 0 where the second is given; otherwise it is said, and there is nothing to work out.
    NotZero,
    /// The second has not happened, or is not said, unless the first has happened; otherwise it is said.
    Needs,
}

/// One rule. Which keys it may have follows from its kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    /// The name by which other rules use its output.
    pub id: String,
    /// What it decides, in a few words.
    pub title: String,
    /// Which of the kinds of rule it is.
    pub kind: RuleKind,
    /// First and last day on which this version of the rule holds. Absent: the whole time of the pack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<Period>,
    /// For `bands`: the fact whose range the rows cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// For `table`: what happens when several rows hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hit: Option<Hit>,
    /// The values the rule may give, from best to worst where they have an order. Absent: yes or no.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Further outputs beside the first, by name, with their values.
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub more: Ordered<Vec<String>>,
    /// True when worse facts must never give a better value; the verifier proves it. Numbers and dates say in `better`
    /// which end is good; named values stand from best to worst, and no is better than yes.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub monotone: bool,
    /// The value when no row could be assessed because the tracker has none of the columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_assessed: Option<Then>,
    /// The rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    /// What holds when no row does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Row>,
    /// For `ladder`: the stages in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// For `ladder`: what to do next; the first row that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Actions>,
    /// For `checklist`: the levels in order, lowest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checklist: Option<Checklist>,
}

/// The four kinds of rule, and lists of duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleKind {
    /// One fact; rows that cut its range.
    Bands,
    /// Several facts; rows of tests.
    Table,
    /// Stages that are entered and left by dated events, and what comes next.
    Ladder,
    /// Ordered levels of criteria.
    Checklist,
    /// Duties, each with who and by when; every row that holds counts.
    Duties,
}

/// What happens when several rows of a table hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Hit {
    /// Only one may hold; two with different values are a conflict.
    #[serde(rename = "unique")]
    Unique,
    /// The first that holds.
    #[serde(rename = "first")]
    First,
    /// The one with the worst value.
    #[serde(rename = "priority")]
    Priority,
    /// All of them, as a list in row order.
    #[serde(rename = "collect list")]
    CollectList,
    /// The sum of their values.
    #[serde(rename = "collect sum")]
    CollectSum,
    /// The lowest of their values.
    #[serde(rename = "collect min")]
    CollectMin,
    /// The highest of their values.
    #[serde(rename = "collect max")]
    CollectMax,
    /// How many there are.
    #[serde(rename = "collect count")]
    CollectCount,
}

/// One row of a rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its id, for ever: that of the source's rule where there is one.
    pub id: String,
    /// Source rules that this row also carries out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// The tests. In `bands` one cell; elsewhere a cell for each fact that matters.
    #[serde(skip_serializing_if = "When::is_empty")]
    pub when: When,
    /// The value. `null`: the policy does not say, a person decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<Then>,
    /// What to do, as an instruction.
    #[serde(rename = "do", skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// By when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// A day inside the period that deserves a look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<Checkpoint>,
    /// For a duty: the fields that show it is done; all of them, when there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<String>,
    /// For a duty: advice rather than a requirement of the source.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub advice: bool,
    /// Where the source says so.
    pub clause: String,
    /// Whether the row is the source's or ours.
    #[serde(skip_serializing_if = "Origin::is_source")]
    pub origin: Origin,
    /// What of the row the source does not say, where the rest of it is the source's: ours, and shown as such.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ours: Vec<Ours>,
    /// Why it holds, in our own words, as the second half of "High because ...". `{name}` shows a fact or setting.
    pub says: String,
    /// The reading we chose where the source leaves more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// True when the row is only there to close the table, so that it needs no example.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub closing: bool,
}

impl Row {
    /// Who acts, as it is shown: one whom the source does not name is marked as ours.
    pub fn who_words(&self) -> String {
        let who = self.who.clone().unwrap_or_default();
        if self.ours.contains(&Ours::Who) { format!("{who} ({})", Origin::EngineDefault.words()) } else { who }
    }

    /// Whether the row is the source's or ours, part by part.
    pub fn origin_words(&self) -> &'static str {
        let ours = |part| self.ours.contains(&part);
        match (self.origin, ours(Ours::Who), ours(Ours::Due)) {
            (Origin::Source, true, true) => "source; who and by when: engine default",
            (Origin::Source, true, false) => "source; who: engine default",
            (Origin::Source, false, true) => "source; by when: engine default",
            (origin, _, _) => origin.words(),
        }
    }

    /// What goes with a day that the source does not give.
    pub fn day_note(&self) -> &'static str {
        if self.ours.contains(&Ours::Due) { "the policy gives no day, this one is an engine default" } else { "" }
    }
}

/// What of a row may be ours where the row itself is the source's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ours {
    /// Who acts.
    Who,
    /// By when.
    Due,
}

/// The tests of a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum When {
    /// One cell, for `bands`.
    Cell(String),
    /// A cell for each fact.
    Cells(Ordered<String>),
}

impl Default for When {
    fn default() -> Self {
        When::Cells(Ordered::default())
    }
}

impl When {
    fn is_empty(&self) -> bool {
        matches!(self, When::Cells(cells) if cells.is_empty())
    }
}

/// The value a row gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Then {
    /// Yes or no.
    Flag(bool),
    /// One of the rule's values.
    Value(String),
    /// The value of a choice setting.
    Setting {
        /// The setting's name.
        setting: String,
    },
    /// A value for each output of a rule with several.
    Several(Ordered<String>),
}

/// The values of a setting that says which of two days counts.
pub const EARLIER: &str = "the earlier";
/// The second of them.
pub const LATER: &str = "the later";

/// When something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    /// The event it is counted from: a date field, or `as_of` for the day the answer is for.
    pub after: String,
    /// How long after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<Amount>,
    /// That much longer: 1 for the working day after a period ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plus: Option<i64>,
    /// The unit of `count` and `plus`.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub time_unit: Option<Unit>,
    /// A date field that makes it due sooner when it is earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub or_at: Option<String>,
    /// The choice setting that says which of the two days counts: `the earlier` or `the later`. Absent: the earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whichever: Option<String>,
}

impl Due {
    /// The settings that move the day.
    pub fn settings(&self) -> impl Iterator<Item = &String> {
        let count = self.count.as_ref().and_then(Amount::setting);
        count.into_iter().chain(self.time_unit.as_ref().and_then(Unit::setting)).chain(&self.whichever)
    }
}

/// A day inside a period that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checkpoint {
    /// When.
    pub due: Due,
    /// What to look at, and why, as a sentence.
    pub says: String,
}

/// A stage of a ladder, entered by a dated event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// The stage's name.
    pub name: String,
    /// The id of the source rule that opens it.
    pub id: String,
    /// The date field that shows it was entered.
    pub entered: String,
    /// Another date field without which it is not entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
    /// The choice field that says how it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<String>,
    /// The value of `ended` that leaves the ladder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<String>,
    /// Where a success leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leads_to: Option<String>,
    /// Where the source says so.
    pub clause: String,
    /// Why the stage is where it is, as the second half of "Stage 1 because ...".
    pub says: String,
}

/// What to do next on a ladder.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Actions {
    /// The name of the decision.
    pub id: String,
    /// What it decides, in a few words.
    pub title: String,
    /// The first row that holds is the next action. A row's `when` may test the ladder's own id.
    pub rows: Vec<Row>,
    /// Actions added to whatever comes next.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Row>,
}

/// Ordered levels of criteria that a partnership checks itself against.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checklist {
    /// The field that names who is assessed; rows with the same name belong together.
    pub group: String,
    /// The field that holds the criterion's id.
    pub criterion: String,
    /// The yes/no field that claims it.
    pub tick: String,
    /// The text field that shows it.
    pub evidence: String,
    /// The text field that says why it does not apply.
    pub not_applicable: String,
    /// The fields of the action plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<ActionPlan>,
    /// The date field that holds the next review of the whole assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_review: Option<String>,
    /// The choice setting that asks for one stage over all principles: `lowest` gives it, any other value does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<String>,
    /// Source rules that the checklist as a whole carries out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub carries_out: Vec<CarriedOut>,
    /// The levels in order, lowest first, each with its letter in criterion ids.
    pub levels: Vec<Level>,
    /// The name of the state below the lowest level.
    pub below: String,
    /// The principles, each judged by itself.
    pub principles: Ordered<Principle>,
}

/// A source rule that a checklist as a whole carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CarriedOut {
    /// Its id.
    pub id: String,
    /// Where the source says so.
    pub clause: String,
    /// Whether it is the source's or ours.
    #[serde(skip_serializing_if = "Origin::is_source")]
    pub origin: Origin,
    /// What it says, in our own words.
    pub says: String,
}

/// The fields that make up an action plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionPlan {
    /// The text field that says what is to be done.
    pub action: String,
    /// The fields an action needs, each with the word that says it is missing.
    pub needs: Ordered<String>,
    /// The date field of the day it is due.
    pub by_when: String,
    /// The yes/no field that says it is done.
    pub done: String,
}

/// A level of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// The letter that stands for it in criterion ids.
    pub letter: char,
}

/// A principle of a checklist.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Principle {
    /// The aim it serves.
    pub aim: String,
    /// What it asks, in our own words.
    pub title: String,
    /// Its criteria, lowest level first.
    pub criteria: Vec<Criterion>,
}

/// One criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// What it asks, in our own words.
    pub says: String,
    /// Who acts.
    pub who: String,
    /// Where the source says so.
    pub clause: String,
    /// Lower criteria it repeats: one answer fills both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<String>,
    /// Lower criteria it replaces: meeting it meets them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub supersedes: Vec<String>,
    /// Sets of higher criteria that replace it together: meeting all of a set meets it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_met_by: Vec<Vec<String>>,
    /// The reading we chose where the source leaves more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<String>,
    /// True when it is a suggestion that no level depends on.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// An answer of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The rule or derived fact whose value it is.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// True when it is only shown beside another answer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
    /// Fields, one of which the tracker must have a column for before the answer is asked for. Empty: it always is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub if_columns: Vec<String>,
}

/// A result column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultColumn {
    /// Its heading.
    pub heading: String,
    /// The answer it shows, or a field, whose cell is repeated.
    pub of: String,
    /// Which part of the answer.
    pub part: Part,
    /// For `rules`: further answers whose rules follow.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub and: Vec<String>,
    /// The answer beside which it stands: the column is blank where that one is not decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_with: Option<String>,
}

/// How rows are counted for a return: one line for each value of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// What the figures are for.
    pub title: String,
    /// The answer whose values are the lines.
    pub of: String,
    /// Values that are no line of the return: their rows are recorded elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<String>,
    /// The answer that names what a row still lacks; blank where it lacks nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lacks: Option<String>,
}

/// Parts of an answer that a column can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The value itself.
    #[default]
    Outcome,
    /// Who acts.
    Who,
    /// The day it is due.
    Due,
    /// The ids of all rows that held in deciding it, joined by blanks.
    Rules,
    /// For a checklist: how the row's criterion stands.
    Criterion,
    /// For a checklist: the stage that evidence shows for the row's principle.
    Evidenced,
    /// For a checklist: the stage that ticks alone claim for the row's principle.
    Claimed,
    /// For a checklist: what is still unmet for the next stage of the row's principle.
    Unmet,
    /// For a checklist: how the row's action stands.
    Action,
}

/// A row and its expected answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The claim it proves, as a sentence.
    pub claim: String,
    /// The rules it is an example of.
    pub shows: Vec<String>,
    /// The cells, by field, as a person would type them. Fields that are not named are blank. For a checklist: `evidenced`,
    /// `ticked`, `not applicable` or `no row` by criterion, and cells of the first row by field; criteria that are not named
    /// are not ticked.
    pub given: Ordered<String>,
    /// The date it is for; the pack's tests give one where it does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Settings that differ from their defaults.
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub settings: Ordered<String>,
    /// What each answer must be: a value, `Cannot decide`, or for actions the ids of their rules. `answer.possible`,
    /// `answer.rule`, `answer.due` and `answer.also` ask for those parts, and `duty ID` for how a duty stands. For a
    /// checklist: a principle's stage, `1a.claimed`, `1a.unmet`, a criterion's state, `action` and `review`.
    pub expect: Ordered<String>,
}

/// A rule of the source that no rule of the pack decides by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registered {
    /// Its id.
    pub id: String,
    /// Where it ends up.
    pub state: RegisterState,
    /// What it says, in our own words.
    pub says: String,
    /// Where the source says so.
    pub clause: String,
    /// Where it shows, or why it is not for software.
    pub why: String,
}

/// Where a rule of the source ends up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum RegisterState {
    /// A rule of the pack decides it.
    #[serde(rename = "evaluated")]
    Evaluated,
    /// The engine lists it with who and by when, and knows when it is done.
    #[serde(rename = "duty")]
    Duty,
    /// Shown where a user needs it.
    #[serde(rename = "shown")]
    Shown,
    /// Not for software, for the reason given.
    #[serde(rename = "not for software")]
    NotForSoftware,
}

impl RegisterState {
    /// The words shown to people.
    pub fn words(self) -> &'static str {
        match self {
            RegisterState::Evaluated => "evaluated",
            RegisterState::Duty => "duty",
            RegisterState::Shown => "shown",
            RegisterState::NotForSoftware => "not for software",
        }
    }
}

/// A JSON object whose keys keep their order and may not repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered<T>(pub Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Ordered(Vec::new())
    }
}

impl<T> Ordered<T> {
    /// True when there is no key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The position of a key, from 0.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.0.iter().position(|(name, _)| name == key)
    }

    /// Keys and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<T: FromJson> FromJson for Ordered<T> {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        let Value::Object(entries) = &json.value else {
            reader.wrong(json, "an object of named entries");
            return Ordered::default();
        };
        for (at, (key, _)) in entries.iter().enumerate() {
            if entries.iter().take(at).any(|(seen, _)| seen.text() == key.text()) {
                reader.wrong(key, "each name once");
            }
        }
        Ordered(
            entries
                .iter()
                .map(|(key, value)| (key.text().unwrap_or_default().to_string(), T::read(value, reader)))
                .collect(),
        )
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

impl FromJson for When {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        match json.text() {
            Some(cell) => When::Cell(cell.to_string()),
            None => When::Cells(Ordered::read(json, reader)),
        }
    }
}

impl FromJson for Then {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        match (&json.value, json.get("setting").text()) {
            (Value::Bool(flag), _) => Then::Flag(*flag),
            (Value::Text(text), _) => Then::Value(text.to_string()),
            (_, Some(setting)) => Then::Setting { setting: setting.to_string() },
            _ => Then::Several(Ordered::read(json, reader)),
        }
    }
}

read_object! {
    Pack { pack, schema, version, title, about, sources, subject, fields, rules, decisions, results; in_force, notes, acceptance, needs_columns, settings, derived, checks, counts, examples, register }
    Acceptance { by, on, rules, until_then, from_then ; }
    Period { ; from, to }
    Source { title, publisher; approved, review_due }
    Setting { title, kind = "type", clause; unit, min, max, values, default, origin, other_reading }
    Derived { title, by, of; unit, better, mode, otherwise, letters, count, time_unit = "in", names, values, spans }
    Spans { ; half_term, term }
    Check { check, of, says, remedy, code; within }
    Rule { id, title, kind; in_force, on, hit, values, more, monotone, not_assessed, rows, otherwise, stages, next, checklist }
    Row { id, clause, says; with, when, then, action = "do", who, due, checkpoint, done, advice, origin, ours, reading, closing }
    Due { after; count, plus, time_unit = "in", or_at, whichever }
    Checkpoint { due, says ; }
    Stage { name, id, entered, clause, says; needs, ended, success, leads_to }
    Actions { id, title, rows; also }
    Checklist { group, criterion, tick, evidence, not_applicable, levels, below, principles; actions, next_review, overall, carries_out }
    CarriedOut { id, clause, says; origin }
    ActionPlan { action, needs, by_when, done ; }
    Level { name, letter ; }
    Principle { aim, title, criteria ; }
    Criterion { id, says, who, clause; repeats, supersedes, also_met_by, reading, optional }
    Answer { id, title; beside, if_columns }
    ResultColumn { heading, of; part, and, only_with }
    Counts { title, of; apart, lacks }
    Example { claim, shows, given, expect; as_of, settings }
    Registered { id, state, says, clause, why ; }
}

read_words! {
    Ours { Who = "who", Due = "due" }
    Origin { Source = "source", EngineDefault = "engine default", Accepted = "accepted" }
    SettingKind { Number = "number", Count = "count", Choice = "choice", YesNo = "yes-no", Text = "text", Date = "date" }
    Operation { ShareBehind = "share-behind", Rate = "rate", Remainder = "remainder", DaysSince = "days-since", WorkingDaysSince = "working-days-since", DaysBetween = "days-between", WorkingDaysBetween = "working-days-between", Happened = "happened", Clock = "clock", AnyLetter = "any-letter", FirstKnown = "first-known", HighestOf = "highest-of", HoldersOfHighest = "holders-of-highest", Sum = "sum", CountOf = "count-of", LatestOf = "latest-of", MostInWindow = "most-in-window", RunLength = "run-length", NextPeriodEnd = "next-period-end", NextPeriodName = "next-period-name", NextPeriodState = "next-period-state", TermsGiven = "terms-given", ThisHalfTerm = "this-half-term", Upcoming = "upcoming", Filled = "filled", ChoicesAllowed = "choices-allowed", ChoicesBlocked = "choices-blocked" }
    TimeUnit { WorkingDays = "working days", CalendarDays = "calendar days", Weeks = "weeks", Months = "months", TermTimeDays = "term-time days", SchoolTerms = "school terms" }
    CheckKind { AtMost = "at-most", Close = "close", InOrder = "in-order", NotZero = "not-zero", Needs = "needs" }
    RuleKind { Bands = "bands", Table = "table", Ladder = "ladder", Checklist = "checklist", Duties = "duties" }
    Hit { Unique = "unique", First = "first", Priority = "priority", CollectList = "collect list", CollectSum = "collect sum", CollectMin = "collect min", CollectMax = "collect max", CollectCount = "collect count" }
    Part { Outcome = "outcome", Who = "who", Due = "due", Rules = "rules", Criterion = "criterion", Evidenced = "evidenced", Claimed = "claimed", Unmet = "unmet", Action = "action" }
    RegisterState { Evaluated = "evaluated", Duty = "duty", Shown = "shown", NotForSoftware = "not for software" }
}
