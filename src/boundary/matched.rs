//! How a table was understood: which column holds what, how sure that is and why, and which rows are no learners.

use super::Session;
use super::describe::kind_word;
use super::shapes::{Again, Candidate, ColumnAnswer, FieldRef, LoneName, Need, ReadAnswer, SkippedRow};
use crate::place::{column_letters, tidy};
use crate::policy::pack::Pack;
use crate::problem::Problem;
use crate::record::read::is_used;
use crate::record::{Confidence, RowKind};
use crate::render::json;
use crate::table::paste;
use crate::tracker::{has_column, has_needed};
use std::collections::BTreeSet;

impl Session {
    pub(super) fn answer(&self) -> ReadAnswer {
        let tracker = &self.tracker;
        let first = tracker.applied.first();
        let columns = first
            .map(|applied| self.columns(&applied.reading.columns.iter().map(|found| found.column).collect::<Vec<_>>()))
            .unwrap_or_default();
        ReadAnswer {
            heading_row: first
                .and_then(|applied| applied.reading.headings.as_ref())
                .and_then(|found| tracker.table.row(found.row))
                .map(|row| row.number),
            width: tracker.table.width(),
            learners: (0..tracker.table.len()).filter(|row| tracker.kind(*row) == RowKind::Learner).count(),
            policies: tracker.applied.iter().map(|applied| applied.pack.pack.clone()).collect(),
            columns,
            needs: self.needs(),
            forename_column: first.and_then(|applied| applied.reading.records.forename_column),
            skipped: self.skipped(),
            lone_names: tracker
                .lone_names()
                .into_iter()
                .filter_map(|at| {
                    Some(LoneName { row: tracker.table.row(at)?.number, name: tracker.name(at).to_string() })
                })
                .collect(),
            problems: if first.is_none() { self.nothing_fits() } else { tracker.problems() },
            preview: tracker
                .table
                .rows()
                .take(12)
                .map(|row| row.cells().take(40).map(|cell| cell.text.trim().to_string()).collect())
                .collect(),
        }
    }

    /// The rows that are not learners, each with the label by which a person knows it again.
    fn skipped(&self) -> Vec<SkippedRow> {
        let tracker = &self.tracker;
        let sources = tracker.applied.iter().flat_map(|applied| applied.reading.records.sources.iter().flatten());
        let used: BTreeSet<usize> = sources.copied().collect();
        // INVARIANT: every row that is not a learner is in the list, in the order of the table.
        let rows = (0..tracker.table.len()).filter(|row| tracker.kind(*row) != RowKind::Learner);
        let skipped = json::skipped(tracker).into_iter().zip(rows).filter(|(row, _)| row.kind != "headings");
        skipped.map(|(row, at)| self.skipped_row(row, at, &used)).collect()
    }

    fn skipped_row(&self, row: json::Skipped, at: usize, used: &BTreeSet<usize>) -> SkippedRow {
        let cells = self.tracker.table.row(at).into_iter().flat_map(|row| row.cells()).enumerate();
        let mut texts = cells.filter(|(column, _)| used.contains(column)).map(|(_, cell)| tidy(cell.text));
        let filled = !row.label.is_empty() && texts.any(|text| !text.is_empty() && text != row.label);
        SkippedRow { row, filled }
    }

    /// The learners who are entered again, as the cells are now.
    pub fn entered_again(&self) -> &[Again] {
        self.again.get_or_init(|| self.find_again())
    }

    fn find_again(&self) -> Vec<Again> {
        let tracker = &self.tracker;
        let number = |row: usize| tracker.table.row(row).map(|row| row.number);
        let again = |rows: Vec<usize>| Again {
            name: rows.first().map(|row| tracker.name(*row).to_string()).unwrap_or_default(),
            rows: rows.into_iter().filter_map(number).collect(),
        };
        tracker.entered_again().into_iter().map(again).collect()
    }

    /// When no policy fits: what is wrong with the table, or that its headings belong to no policy.
    fn nothing_fits(&self) -> Vec<Problem> {
        match paste::check(&self.tracker.table) {
            Some(problem) => vec![problem],
            None => vec![Problem::new(
                "no-policy",
                "no heading belongs to any policy",
                "a row of headings such as `Learner`, `Target %`, `Actual %`",
                "Copy the heading row too, or choose the policy and match the columns yourself.",
            )],
        }
    }

    fn columns(&self, which: &[usize]) -> Vec<ColumnAnswer> {
        which
            .iter()
            .map(|column| {
                let mut answer = ColumnAnswer {
                    column: *column,
                    letter: column_letters(u32::try_from(*column).unwrap_or(0) + 1),
                    heading: String::new(),
                    samples: Vec::new(),
                    used_for: Vec::new(),
                    confidence: "none",
                    score: 0,
                    why: String::new(),
                    note: None,
                };
                let mut best = 0;
                for applied in &self.tracker.applied {
                    let Some(found) = applied.reading.columns.iter().find(|found| found.column == *column) else {
                        continue;
                    };
                    let (word, score) = confidence(found.confidence);
                    if answer.heading.is_empty() || score > best {
                        best = score;
                        answer.heading = found.heading.clone();
                        answer.confidence = word;
                        answer.score = score;
                        answer.why = found.why.clone();
                    }
                    if is_used(found)
                        && let Some((name, _)) = found.field.and_then(|at| applied.pack.fields.0.get(at))
                    {
                        answer.used_for.push(FieldRef { policy: applied.pack.pack.clone(), field: name.clone() });
                    }
                    if let Some(detail) = applied
                        .reading
                        .columns
                        .iter()
                        .position(|found| found.column == *column)
                        .and_then(|at| applied.reading.details.get(at))
                    {
                        answer.samples = detail.samples.clone();
                        if !detail.notes.is_empty() {
                            answer.note = Some(detail.notes.join(" "));
                        }
                    }
                }
                answer
            })
            .collect()
    }

    fn needs(&self) -> Vec<Need> {
        let mut needs = Vec::new();
        for applied in &self.tracker.applied {
            for (at, (name, field)) in applied.pack.fields.iter().enumerate() {
                let column = applied.reading.records.sources.get(at).and_then(|sources| sources.first()).copied();
                let found =
                    column.and_then(|column| applied.reading.columns.iter().find(|found| found.column == column));
                let alike: Vec<Candidate> = applied
                    .reading
                    .columns
                    .iter()
                    .filter(|found| !is_used(found) && found.field == Some(at))
                    .map(|found| Candidate {
                        column: found.column,
                        score: confidence(found.confidence).1,
                        why: found.why.clone(),
                    })
                    .collect();
                let samples = column
                    .and_then(|column| applied.reading.columns.iter().position(|found| found.column == column))
                    .and_then(|at| applied.reading.details.get(at))
                    .map(|detail| detail.samples.clone())
                    .unwrap_or_default();
                let (word, why) = match (found, alike.first()) {
                    (Some(found), _) => (confidence(found.confidence).0, found.why.clone()),
                    _ if applied.is_turned_down(at) => ("none", "no column holds it, as you chose".to_string()),
                    (None, Some(candidate)) => ("likely", candidate.why.clone()),
                    (None, None) => ("none", "no heading is like it".to_string()),
                };
                needs.push(Need {
                    policy: applied.pack.pack.clone(),
                    field: name.to_string(),
                    heading: field.heading.clone(),
                    kind: kind_word(field),
                    required: is_needed(&applied.pack, &applied.reading.records.sources, name),
                    column,
                    confidence: word,
                    why,
                    blank: field.blank_says(),
                    candidates: alike,
                    samples,
                    help: field.help.clone(),
                });
            }
        }
        needs
    }
}

/// Whether a policy cannot do without a field in a tracker with these columns: every set of columns that is there has it, or,
/// where none is there, the plainest set or one of which the tracker has a part.
fn is_needed(pack: &Pack, sources: &[Vec<usize>], name: &str) -> bool {
    let holds = |set: &[String]| set.iter().any(|field| field == name);
    let is_there = |field: &String| has_column(pack, sources, field);
    let mut sets = pack.needs_columns.iter().map(Vec::as_slice);
    if has_needed(pack, sources) {
        !pack.needs_columns.is_empty() && sets.all(|set| holds(set) || !set.iter().all(is_there))
    } else {
        sets.enumerate().any(|(at, set)| holds(set) && (at == 0 || set.iter().any(is_there)))
    }
}

fn confidence(found: Confidence) -> (&'static str, u8) {
    match found {
        Confidence::Exact => ("exact", 100),
        Confidence::Chosen => ("chosen", 100),
        Confidence::Likely(score) => ("likely", score),
        Confidence::None => ("none", 0),
    }
}
