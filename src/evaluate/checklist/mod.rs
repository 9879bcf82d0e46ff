//! Ordered levels of criteria, judged for each group of rows: ticks and evidence in, stages with reasons out.
//!
//! A criterion counts as met by itself, by one that replaces it, by one that says the same, or by several that replace it
//! together. What is not known (a row that is missing, a tick that cannot be read) leaves a stage open; it never lowers it
//! in silence and never raises it.

mod judge;
mod read;

use crate::calendar::Day;
use crate::policy::pack::{Checklist, Criterion, Pack};
use crate::policy::settings::Settings;
use crate::problem::Problem;
use crate::record::{Records, RowKind};
use crate::table::Table;
use judge::Judged;
use read::Reader;
use serde::Serialize;

/// What a group of rows says about itself, principle by principle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The policy.
    pub policy: String,
    /// Its version.
    pub version: String,
    /// The day it is for.
    pub as_of: String,
    /// Who is assessed, as the first row spells it.
    pub group: String,
    /// The principles in order.
    pub principles: Vec<PrincipleStage>,
    /// All criteria in order.
    pub criteria: Vec<CriterionState>,
    /// One stage over all principles, where the settings ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<Stage>,
    /// Whether a review is planned: `planned for 9 April 2026` or `none planned`; absent without the column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
    /// What is wrong with the rows.
    pub problems: Vec<Problem>,
}

/// A stage, or the stages that are still possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// The stage, when it is decided.
    pub decided: Option<String>,
    /// The stages that are possible, lowest first: one, when it is decided.
    pub possible: Vec<String>,
}

impl Stage {
    /// The stage, or the possible ones joined by `or`.
    pub fn words(&self) -> String {
        self.possible.join(" or ")
    }
}

/// How far one principle has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrincipleStage {
    /// Its id: `1a`.
    pub id: String,
    /// The aim it serves.
    pub aim: String,
    /// What it asks.
    pub title: String,
    /// The stage that evidence shows.
    pub evidenced: Stage,
    /// The stage that ticks alone claim.
    pub claimed: Stage,
    /// The stage to reach next; absent at the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_stage: Option<String>,
    /// The criteria without evidence that stand before the next stage.
    pub unmet: Vec<String>,
    /// The criteria nobody has said anything about, where they matter for the stage.
    pub unknown: Vec<String>,
    /// Why, in one or two sentences.
    pub because: String,
}

/// What is known about one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionState {
    /// Its id.
    pub id: String,
    /// Its principle.
    pub principle: String,
    /// Its level.
    pub level: String,
    /// What it asks, in our own words.
    pub says: String,
    /// Who acts.
    pub who: String,
    /// Where the source says so.
    pub clause: String,
    /// True when no stage depends on it.
    pub optional: bool,
    /// How it stands.
    pub state: State,
    /// The criteria that meet it in its own place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub met_by: Vec<String>,
    /// Why it stands there, in a plain sentence.
    pub because: String,
    /// The row of the sheet it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Its action; absent when none is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
}

impl CriterionState {
    /// The state in words, with the criteria that meet it in its place.
    pub fn words(&self) -> String {
        match self.state {
            State::MetByOther => format!("met by {}", self.met_by.join(", ")),
            state => state.words().to_string(),
        }
    }
}

/// How a criterion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum State {
    /// Ticked, with evidence.
    #[serde(rename = "evidenced")]
    Evidenced,
    /// Ticked, without evidence.
    #[serde(rename = "claimed")]
    Claimed,
    /// Not ticked, and met by nothing else.
    #[serde(rename = "not met")]
    NotMet,
    /// Left out, for a reason.
    #[serde(rename = "not applicable")]
    NotApplicable,
    /// Not ticked with evidence itself, but met by others that are.
    #[serde(rename = "met by another")]
    MetByOther,
    /// Nobody has said, or it cannot be read.
    #[serde(rename = "unknown")]
    Unknown,
}

impl State {
    /// The state in words.
    pub fn words(self) -> &'static str {
        match self {
            State::Evidenced => "evidenced",
            State::Claimed => "claimed",
            State::NotMet => "not met",
            State::NotApplicable => "not applicable",
            State::MetByOther => "met by another",
            State::Unknown => "unknown",
        }
    }
}

/// One line of the action plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Action {
    /// `open`, `overdue`, `done`, or what is missing: `missing By who`.
    pub state: String,
    /// The day it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_when: Option<String>,
    /// How many days it is past that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<i64>,
}

/// What holds: not, perhaps, surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    No,
    Maybe,
    Yes,
}

/// What one row says about a criterion.
#[derive(Debug, Clone)]
struct Mark {
    row: u32,
    tick: Sure,
    evidence: Sure,
    not_applicable: Sure,
    action: Option<Action>,
}

/// Judges every group of rows of a tracker by a pack's checklist, in the order in which groups appear. A pack without a
/// checklist gives nothing.
///
/// Problems of each group: `unknown-criterion`, `criterion-twice`, `ticked-and-not-applicable`, `criteria-missing`.
pub fn assess(pack: &Pack, settings: &Settings, table: &Table, records: &Records, as_of: Day) -> Vec<Assessment> {
    let Some(checklist) = pack.rules.iter().find_map(|rule| rule.checklist.as_ref()) else { return Vec::new() };
    let reader = Reader { pack, checklist, table, records, as_of };
    let mut groups: Vec<(String, String, Vec<usize>)> = Vec::new();
    for (row, kind) in records.kinds.iter().enumerate() {
        if *kind != RowKind::Learner {
            continue;
        }
        let name = reader.text(&checklist.group, row);
        let key = folded(&name);
        match groups.iter_mut().find(|(known, _, _)| *known == key) {
            Some((_, _, rows)) => rows.push(row),
            None => groups.push((key, name, vec![row])),
        }
    }
    groups.into_iter().map(|(_, name, rows)| of_group(&reader, settings, name, &rows)).collect()
}

/// What the rows of one group say about it.
fn of_group(reader: &Reader, settings: &Settings, group: String, rows: &[usize]) -> Assessment {
    let mut problems = Vec::new();
    let marks = reader.marks(rows, &mut problems);
    let judged = Judged::new(reader.checklist, &marks);
    let missing: Vec<&str> = judged
        .criteria
        .iter()
        .filter(|criterion| !marks.contains_key(criterion.id.as_str()))
        .map(|criterion| criterion.id.as_str())
        .collect();
    if !missing.is_empty() {
        let count = missing.len();
        let some = missing.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        let more = if count > 5 { " and others" } else { "" };
        let of = if group.is_empty() { String::new() } else { format!(" for `{group}`") };
        problems.push(Problem::new(
            "criteria-missing",
            format!("{count} criteria have no row{of}: {some}{more}"),
            format!("a row for each of the {} criteria", judged.criteria.len()),
            "Add the rows; until then the stages that rest on them stay open.",
        ));
    }
    let principles: Vec<PrincipleStage> =
        reader.checklist.principles.iter().map(|(id, principle)| judged.principle(id, principle)).collect();
    let wanted = reader
        .checklist
        .overall
        .as_ref()
        .and_then(|name| settings.get(name))
        .is_some_and(|value| value.words() == "lowest");
    Assessment {
        policy: reader.pack.pack.clone(),
        version: reader.pack.version.clone(),
        as_of: reader.as_of.to_string(),
        group,
        criteria: reader
            .checklist
            .principles
            .iter()
            .flat_map(|(id, principle)| {
                principle.criteria.iter().map(|criterion| judged.criterion(id, criterion, &marks)).collect::<Vec<_>>()
            })
            .collect(),
        overall: wanted.then(|| judged.lowest(&principles)),
        principles,
        review: reader.review(rows),
        problems,
    }
}

/// Every criterion with its principle, in order.
fn all(checklist: &Checklist) -> impl Iterator<Item = (&str, &Criterion)> {
    checklist
        .principles
        .iter()
        .flat_map(|(id, principle)| principle.criteria.iter().map(move |criterion| (id, criterion)))
}

/// Text without what does not tell one name from another: case and spacing.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
