//! What was decided, and everything a person needs to check it.

use crate::problem::Problem;
use serde::Serialize;
use std::rc::Rc;

/// How a decision ended: exactly one of these, for every row, whatever the row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// There is an answer, and every value that a missing fact could have gives the same one.
    Decided,
    /// A fact is missing and the answer hangs on it, or the policy leaves the case to a person.
    NeedsInput,
    /// A cell holds something that cannot be, or cannot be read, and the answer hangs on it.
    OutOfRange,
    /// Two rows of a rule hold and give different answers.
    Conflict,
    /// The policy has no version for the as-of date.
    NotInForce,
}

/// One decision about one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The decision's name: `risk_rating`.
    pub decision: String,
    /// Its heading: `Risk rating`.
    pub title: String,
    /// The policy it belongs to.
    pub policy: String,
    /// That policy's version.
    pub version: String,
    /// How it ended.
    pub status: Status,
    /// The answer, when it is decided.
    pub outcome: Option<String>,
    /// The answers that are still possible, when it is not; empty where the policy leaves it to a person.
    pub possible: Vec<String>,
    /// The same in few words: what is sure and what may be, where it is a list.
    #[serde(skip)]
    pub open: String,
    /// One or more plain sentences: the answer and why.
    pub sentence: String,
    /// The rules that held in deciding it.
    pub rules: Vec<Cited>,
    /// The facts they looked at.
    pub facts: Vec<Rc<FactUsed>>,
    /// What separates the answer from its neighbours.
    pub margin: Vec<Margin>,
    /// Rules that could not be looked at, and why.
    pub not_assessed: Rc<[NotAssessed]>,
    /// The smallest set of facts that would settle it.
    pub needs: Vec<Rc<FactUsed>>,
    /// Settings that this answer rests on.
    pub settings: Rc<[SettingUsed]>,
    /// What is wrong with the cells it rests on.
    pub problems: Vec<Problem>,
    /// For a next action: what to do; absent when there is nothing to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// For a next action: what to do besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Next>,
}

/// A rule that held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Its id.
    pub id: String,
    /// The source's rules it carries out, where its own id is not one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub carries_out: Vec<String>,
    /// Where the source says so.
    pub clause: String,
    /// `source` or `engine default`.
    pub origin: String,
    /// Why it holds, in a plain sentence part.
    pub says: String,
}

/// A fact and the cell it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactUsed {
    /// The field's name.
    pub field: String,
    /// Its heading in the sheet, or its usual one.
    pub label: String,
    /// Its value as understood; `not known` or `cannot be used` where the cell says nothing that counts; blank where it is.
    pub value: String,
    /// The cell: `D8`; blank where the sheet has no such column.
    pub place: String,
}

/// What separates an answer from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Margin {
    /// The other answer.
    pub outcome: String,
    /// What would have to be different, in a plain sentence.
    pub sentence: String,
}

/// A rule that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotAssessed {
    /// The rule.
    pub rule: String,
    /// Why.
    pub why: String,
    /// The headings that the tracker would need; empty where it is a setting that is missing.
    pub columns: Vec<String>,
}

/// A setting that an answer rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingUsed {
    /// Its name.
    pub id: String,
    /// What it settles.
    pub title: String,
    /// Its value, with its unit.
    pub value: String,
    /// True when nobody has changed it.
    pub is_default: bool,
    /// The reading we did not choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_reading: Option<String>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Next {
    /// The rule that asks for it.
    pub rule: String,
    /// What to do.
    pub action: String,
    /// Who does it.
    pub who: String,
    /// By when, as 2026-04-08; absent where the policy gives no day.
    pub due: Option<String>,
    /// True when that day is before the as-of date.
    pub overdue: bool,
    /// What else to know: a checkpoint, or why the day is where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
