//! The answers as JSON: per row, every decision with its reasons.

use super::counts::{Counted, counted};
use crate::calendar::Day;
use crate::decision::{Decision, Next};
use crate::evaluate::checklist::Assessment;
use crate::evaluate::duties::Duty;
use crate::place::tidy;
use crate::problem::Problem;
use crate::record::RowKind;
use crate::tracker::Tracker;
use serde::Serialize;
use std::collections::BTreeMap;

/// A whole tracker's answers.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// The engine's version.
    pub engine: String,
    /// The day the answers are for.
    pub as_of: String,
    /// The policies that answered.
    pub policies: Vec<PolicyUsed>,
    /// The learners, in sheet order.
    pub rows: Vec<RowAnswers>,
    /// What each group of rows says about itself, for policies that are checklists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assessments: Vec<Assessment>,
    /// How many rows have each answer, for policies that count for a return.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<Counted>,
    /// Rows that are not learners, and why.
    pub skipped: Vec<Skipped>,
    /// What is wrong with the table, its columns and its cells.
    pub problems: Vec<Problem>,
}

/// A policy that answered.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyUsed {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// A word that is the same for the same settings.
    pub settings_fingerprint: String,
    /// Settings whose value is not the default.
    pub settings_changed: Vec<String>,
    /// Sentences to show with every answer.
    pub notes: Vec<String>,
}

/// A learner's decisions.
#[derive(Debug, Clone, Serialize)]
pub struct RowAnswers {
    /// The row number in the sheet or paste, from 1.
    pub row: u32,
    /// The decisions by name.
    pub decisions: BTreeMap<String, DecisionJson>,
    /// The duties that are due, overdue or done, or that hang on something that is missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
}

/// A decision, with `next` always there for an action.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionJson {
    #[serde(flatten)]
    decision: Decision,
    #[serde(rename = "next", skip_serializing_if = "Option::is_none")]
    next: Option<Option<Next>>,
    #[serde(rename = "also", skip_serializing_if = "Option::is_none")]
    also: Option<Vec<Next>>,
}

/// A row that is not a learner.
#[derive(Debug, Clone, Serialize)]
pub struct Skipped {
    /// The row number, from 1.
    pub row: u32,
    /// What it is: `blank`, `total`, `section` ...
    pub kind: String,
    /// Why it is not a learner, in words.
    pub why: String,
    /// The first that it says, where it may be somebody all the same; otherwise nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// The sentences that go with every answer of a policy on a day.
pub fn notes(pack: &crate::policy::pack::Pack, as_of: Option<Day>) -> Vec<String> {
    let mut notes = pack.notes.clone();
    for (_, source) in pack.sources.iter() {
        let day = |text: &Option<String>| text.as_deref().and_then(Day::parse);
        if let (Some(due), Some(as_of)) = (day(&source.review_due), as_of)
            && due < as_of
        {
            let approved = day(&source.approved).map(|day| format!(", approved {}", day.uk())).unwrap_or_default();
            notes.push(format!(
                "The source policy is past its own review date: {} ({}{approved}) was to be reviewed by {}.",
                source.title,
                source.publisher,
                due.uk()
            ));
        }
    }
    notes
}

/// What a row that is not a learner is, in a word and in words.
pub fn skipped_words(kind: RowKind) -> (&'static str, &'static str) {
    match kind {
        RowKind::Learner => ("learner", "a learner"),
        RowKind::AboveHeadings => ("above-headings", "it lies above the headings"),
        RowKind::Headings => ("headings", "it holds the headings"),
        RowKind::RepeatedHeadings => ("repeated-headings", "it repeats the headings"),
        RowKind::Blank => ("blank", "it is blank"),
        RowKind::Section => ("section", "it is the title of a section"),
        RowKind::Total => ("total", "it holds totals or averages"),
    }
}

/// The policies of a tracker as they were used.
pub fn policies(tracker: &Tracker) -> Vec<PolicyUsed> {
    tracker
        .applied
        .iter()
        .map(|applied| PolicyUsed {
            id: applied.pack.pack.clone(),
            title: applied.pack.title.clone(),
            version: applied.pack.version.clone(),
            settings_fingerprint: applied.fingerprint.clone(),
            settings_changed: applied
                .program
                .as_ref()
                .map(|program| program.settings.changed().to_vec())
                .unwrap_or_default(),
            notes: notes(applied.program.as_ref().map_or(&*applied.pack, |program| &program.pack), tracker.as_of),
        })
        .collect()
}

/// The rows that are not learners.
pub fn skipped(tracker: &Tracker) -> Vec<Skipped> {
    tracker
        .table
        .rows()
        .enumerate()
        .filter_map(|(at, row)| {
            let kind = tracker.kind(at);
            let (word, why) = skipped_words(kind);
            (kind != RowKind::Learner).then(|| Skipped {
                row: row.number,
                kind: word.to_string(),
                why: why.to_string(),
                label: if matches!(kind, RowKind::Section | RowKind::Total) {
                    label(tracker, at)
                } else {
                    String::new()
                },
            })
        })
        .collect()
}

/// What a row is called: its name, or else the first of its cells that holds something.
fn label(tracker: &Tracker, at: usize) -> String {
    let first = || tracker.table.row(at).and_then(|row| row.cells().find(|cell| !cell.is_blank()));
    match tracker.name(at).as_ref() {
        "" => first().map(|cell| tidy(cell.text)).unwrap_or_default(),
        name => tidy(name),
    }
}

/// One learner's decisions.
pub fn row(tracker: &Tracker, at: usize) -> Option<RowAnswers> {
    let number = tracker.table.row(at)?.number;
    if tracker.kind(at) != RowKind::Learner {
        return None;
    }
    let mut decisions = BTreeMap::new();
    for applied in &tracker.applied {
        for mut decision in applied.explain(&tracker.table, at) {
            let is_action = applied.program.as_ref().is_ok_and(|program| {
                program.node(&decision.decision).and_then(|node| program.table(node)).is_some_and(|table| table.actions)
            });
            let (next, also) = if is_action {
                (Some(decision.next.take()), Some(std::mem::take(&mut decision.also)))
            } else {
                (None, None)
            };
            decisions.insert(decision.decision.clone(), DecisionJson { decision, next, also });
        }
    }
    Some(RowAnswers { row: number, decisions, duties: tracker.duties(at) })
}

/// The whole document.
pub fn document(tracker: &Tracker) -> Document {
    let mut problems = tracker.problems();
    // A file goes further than what was said beside it.
    if tracker.unasked() {
        problems.extend(tracker.unconfirmed());
    }
    Document {
        engine: crate::VERSION.to_string(),
        as_of: tracker.as_of.map(|day| day.to_string()).unwrap_or_default(),
        policies: policies(tracker),
        rows: (0..tracker.table.len()).filter_map(|at| row(tracker, at)).collect(),
        assessments: tracker.applied.iter().flat_map(|applied| applied.assessments.iter().cloned()).collect(),
        counts: counted(tracker),
        skipped: skipped(tracker),
        problems,
    }
}

/// The whole document as text, indented, with a line break at its end.
pub fn text(tracker: &Tracker) -> String {
    let mut text = serde_json::to_string_pretty(&document(tracker)).unwrap_or_default();
    text.push('\n');
    text
}
