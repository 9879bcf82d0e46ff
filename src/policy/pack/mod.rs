//! The shape of a policy pack file: one JSON document that the person who wrote the policy can read.
//!
//! Every key is known here and every unknown key is refused. What the keys mean together is checked when the pack is
//! loaded; this file and those beside it are the whole vocabulary: how facts are worked out, rules, checklists.

mod checklist;
mod derived;
mod rule;

pub use checklist::{ActionPlan, CarriedOut, Checklist, Criterion, Level, Principle};
pub use derived::{Amount, Derived, Operation, Spans, TimeUnit, Unit};
pub use rule::{Actions, Checkpoint, Due, EARLIER, Hit, LATER, Ours, Row, Rule, RuleKind, Stage, Then, When};

use super::field::Field;
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
    /// True where each of them has one row, so that a name that comes again is worth a question.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub one_row_each: bool,
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

impl Pack {
    /// Whether it lists what is to be done beside the next action.
    pub fn has_duties(&self) -> bool {
        self.rules.iter().any(|rule| rule.kind == RuleKind::Duties)
    }

    /// Whether a decision tells somebody what to do.
    pub fn is_action(&self, decision: &str) -> bool {
        let next = |rule: &Rule| rule.next.as_ref().is_some_and(|next| next.id == decision);
        self.rules.iter().any(|rule| next(rule) || (rule.kind == RuleKind::Duties && rule.id == decision))
    }

    /// Whether it asks for anything to be done: a next action, or a duty beside it.
    pub fn has_to_do(&self) -> bool {
        self.has_duties()
            || self.checklist().is_some_and(|checklist| checklist.actions.is_some())
            || self.decisions.iter().any(|answer| self.is_action(&answer.id))
    }

    /// Its checklist, if it has one.
    pub fn checklist(&self) -> Option<&Checklist> {
        self.rules.iter().find_map(|rule| rule.checklist.as_ref())
    }
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

/// Something two cells of a row must agree about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The settings under which it is checked, each with its value. Empty: under any.
    #[serde(rename = "where", skip_serializing_if = "Ordered::is_empty")]
    pub under: Ordered<String>,
    /// What is checked.
    pub check: CheckKind,
    /// The two fields or derived facts.
    pub of: (String, String),
    /// For `close`: how far apart they may be, in the unit of the facts; days for dates. For `few` and `not-zero`: the number
    /// from which it counts.
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
    /// The first number is at most the second; otherwise one of them is wrong, and both are taken as unreadable.
    AtMost,
    /// The two numbers are no further apart than `within`; otherwise it is said, and the first counts.
    Close,
    /// The second event does not come before the first; otherwise it is said.
    InOrder,
    /// The first number is not 0 where the second is given, or is `within` or more; otherwise it is said.
    NotZero,
    /// The first number is not below `within` where the second is above 0; otherwise it is said, and both count.
    Few,
    /// The second number is not above 0 before the day of the first has come; otherwise it is said, and both count.
    NoneBefore,
    /// The second has not happened, or is not said, unless the first has happened; otherwise it is said.
    Needs,
}

/// An answer of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The rule or derived fact whose value it is.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its heading where answers of another policy stand in the same table or on the same screen, if its own could then be
    /// taken for something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among_others: Option<String>,
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
    /// Its heading where columns of another policy stand in the same table, if its own could then be taken for something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among_others: Option<String>,
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

read_object! {
    Pack { pack, schema, version, title, about, sources, subject, fields, rules, decisions, results; in_force, notes, acceptance, one_row_each, needs_columns, settings, derived, checks, counts, examples, register }
    Acceptance { by, on, rules, until_then, from_then ; }
    Period { ; from, to }
    Source { title, publisher; approved, review_due }
    Setting { title, kind = "type", clause; unit, min, max, values, default, origin, other_reading }
    Check { check, of, says, remedy, code; under = "where", within }
    Answer { id, title; among_others, beside, if_columns }
    ResultColumn { heading, of; among_others, part, and, only_with }
    Counts { title, of; apart, lacks }
    Example { claim, shows, given, expect; as_of, settings }
    Registered { id, state, says, clause, why ; }
}

read_words! {
    Origin { Source = "source", EngineDefault = "engine default", Accepted = "accepted" }
    SettingKind { Number = "number", Count = "count", Choice = "choice", YesNo = "yes-no", Text = "text", Date = "date" }
    CheckKind { AtMost = "at-most", Close = "close", InOrder = "in-order", NotZero = "not-zero", Few = "few", NoneBefore = "none-before", Needs = "needs" }
    Part { Outcome = "outcome", Who = "who", Due = "due", Rules = "rules", Criterion = "criterion", Evidenced = "evidenced", Claimed = "claimed", Unmet = "unmet", Action = "action" }
    RegisterState { Evaluated = "evaluated", Duty = "duty", Shown = "shown", NotForSoftware = "not for software" }
}
