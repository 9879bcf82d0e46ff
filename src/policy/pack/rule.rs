//! Rules of every kind but checklists: their rows, what a row tests and gives, who acts and by when.

use super::{Amount, Checklist, Ordered, Origin, Period, Unit};
use crate::json::{FromJson, Json, Reader, Value};
use crate::{read_object, read_words};
use serde::Serialize;

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
    /// True for a rule that only says what has been done already: a tracker that has no column for it lacks nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub done_already: bool,
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
    /// The settings under which the row is used, each with its value: one reading of the source among several. Empty:
    /// under any.
    #[serde(rename = "where", skip_serializing_if = "Ordered::is_empty")]
    pub under: Ordered<String>,
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
    /// For a duty: the next actions that ask for the same thing, by the ids of their rows. A list of what is to be done says
    /// it once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
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
    Rule { id, title, kind; in_force, on, hit, values, more, monotone, not_assessed, done_already, rows, otherwise, stages, next, checklist }
    Row { id, clause, says; with, under = "where", when, then, action = "do", who, due, checkpoint, done, same_as, advice, origin, ours, reading, closing }
    Due { after; count, plus, time_unit = "in", or_at, whichever }
    Checkpoint { due, says ; }
    Stage { name, id, entered, clause, says; needs, ended, success, leads_to }
    Actions { id, title, rows; also }
}

read_words! {
    Ours { Who = "who", Due = "due" }
    RuleKind { Bands = "bands", Table = "table", Ladder = "ladder", Checklist = "checklist", Duties = "duties" }
    Hit { Unique = "unique", First = "first", Priority = "priority", CollectList = "collect list", CollectSum = "collect sum", CollectMin = "collect min", CollectMax = "collect max", CollectCount = "collect count" }
}
