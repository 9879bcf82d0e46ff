//! Ordered levels of criteria, judged for each group of rows: ticks and evidence in, stages with reasons out.
//!
//! A criterion counts as met by itself, by one that replaces it, by one that says the same, or by several that replace it
//! together. What is not known (a row that is missing, a tick that cannot be read) leaves a stage open; it never lowers it
//! in silence and never raises it.

mod judge;
mod read;

use super::duties::Standing;
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
    /// Whether a review is planned: `planned for 9 April 2026`, `none planned`, or `cannot decide` where a date cannot be read;
    /// absent without the column.
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
    /// The criteria of which nobody knows whether they are ticked, where they matter for the stage that ticks claim.
    #[serde(skip)]
    pub claims_unknown: Vec<String>,
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
    /// `open`, `done`, or what is wrong: `overdue`, `missing By who`, `overdue, missing By who`.
    pub state: String,
    /// The day it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_when: Option<String>,
    /// How many days it is past that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<i64>,
    /// The row in the table it was read from, from 0.
    #[serde(skip)]
    pub index: usize,
    /// What is to be done, as it is written.
    #[serde(skip)]
    pub what: String,
    /// Who does it, as it is written.
    #[serde(skip)]
    pub who: String,
    /// How it stands as a duty.
    #[serde(skip)]
    pub standing: Standing,
    /// What it lacks, by the headings.
    #[serde(skip)]
    pub lacks: Vec<String>,
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
    /// True where several rows are for the criterion and say different things.
    differs: bool,
    action: Option<Action>,
}

/// Judges every group of rows of a tracker by a pack's checklist, in the order in which groups appear. A pack without a
/// checklist gives nothing.
///
/// Problems of each group: `unknown-criterion`, `criterion-twice`, `ticked-and-not-applicable`, `no-reason`, `criteria-missing`.
pub fn assess(pack: &Pack, settings: &Settings, table: &Table, records: &Records, as_of: Day) -> Vec<Assessment> {
    let Some(checklist) = pack.checklist() else { return Vec::new() };
    let reader = Reader { pack, checklist, table, records, as_of };
    let mut groups: Vec<Group> = Vec::new();
    for (row, kind) in records.kinds.iter().enumerate() {
        if *kind != RowKind::Learner {
            continue;
        }
        let name = reader.text(&checklist.group, row);
        let key = folded(&name);
        let known = reader.is_for_criterion(row);
        match groups.iter_mut().find(|group| group.key == key) {
            Some(group) => {
                group.rows.push(row);
                group.known |= known;
            }
            None => groups.push(Group { key, name, rows: vec![row], strays: Vec::new(), known }),
        }
    }
    // What no row says anything about is nobody: its rows are told of beside the group above them.
    if groups.iter().any(|group| group.known) {
        let (known, strays): (Vec<Group>, Vec<Group>) = groups.into_iter().partition(|group| group.known);
        groups = known;
        for row in strays.into_iter().flat_map(|group| group.rows) {
            let at = groups.iter().rposition(|group| group.rows.first().is_some_and(|first| *first < row)).unwrap_or(0);
            if let Some(group) = groups.get_mut(at) {
                group.strays.push(row);
            }
        }
    }
    groups.into_iter().map(|group| of_group(&reader, settings, group)).collect()
}

/// The rows of a policy's table that are no criteria and nobody, each with what it is, so that nothing is answered for them.
pub fn set_aside(pack: &Pack, table: &Table, records: &Records) -> Vec<(usize, RowKind)> {
    let Some(checklist) = pack.checklist() else { return Vec::new() };
    Reader { pack, checklist, table, records, as_of: Day::FIRST }.set_aside()
}

/// The rows that name the same group.
struct Group {
    key: String,
    name: String,
    rows: Vec<usize>,
    /// Rows that are for no criterion and for no group either.
    strays: Vec<usize>,
    /// Whether one of its rows is for a criterion.
    known: bool,
}

/// What the rows of one group say about it.
fn of_group(reader: &Reader, settings: &Settings, group: Group) -> Assessment {
    let Group { name: group, rows, strays, .. } = group;
    let mut problems = Vec::new();
    let marks = reader.marks(rows.iter().chain(&strays), &mut problems);
    let judged = Judged::new(reader.checklist, &marks);
    let missing: Vec<&str> = judged
        .criteria()
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
            if count == 1 {
                format!("1 criterion has no row{of}: {some}")
            } else {
                format!("{count} criteria have no row{of}: {some}{more}")
            },
            format!("a row for each of the {} criteria", judged.criteria().len()),
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
        review: reader.review(&rows),
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap or index is a failed test")]
mod tests {
    use super::*;
    use crate::policy::settings::Organisation;
    use crate::table::paste;
    use crate::tracker::{Choices, Tracker, all_built_in};
    use std::collections::BTreeSet;

    const HEADINGS: &str = "Criterion\tTick\tEvidence\tNot applicable because\tAction required\tBy who\tBy when\tHow this will be measured\tDone";

    fn assessed(rows: &[String]) -> Assessment {
        let mut tracker = Tracker::new(paste::parse(format!("{HEADINGS}\n{}", rows.join("\n"))));
        let choices = Choices { policies: vec!["back-on-track".to_string()], ..Choices::default() };
        tracker.read(&all_built_in().unwrap(), &choices);
        assert_eq!(tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default()), []);
        tracker.applied[0].assessments[0].clone()
    }

    fn criteria() -> Vec<String> {
        assessed(&["BT2-1a-L-1\tNo\t\t\t\t\t\t\t".to_string()])
            .criteria
            .iter()
            .map(|criterion| criterion.id.clone())
            .collect()
    }

    fn stages(found: &Assessment) -> Vec<[BTreeSet<String>; 2]> {
        let set = |stage: &Stage| stage.possible.iter().cloned().collect();
        found.principles.iter().map(|principle| [set(&principle.evidenced), set(&principle.claimed)]).collect()
    }

    /// What cannot be read is tried with everything it could have been: the stages that are said to be possible are those, no
    /// more and no fewer.
    #[test]
    fn the_possible_stages_are_those_that_the_unreadable_cells_leave() {
        let ids = criteria();
        let mut state = 7_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let (mut open, mut between, mut left_out) = (0, 0, 0);
        for round in 0..60 {
            let cells: Vec<[&str; 3]> = ids
                .iter()
                .map(|_| {
                    [
                        if random(20) == 0 { "No" } else { "Yes" },
                        if random(25) == 0 { "" } else { "Minutes" },
                        if random(25) == 0 { "not offered" } else { "" },
                    ]
                })
                .collect();
            // Of some lists nothing but what does not apply cannot be read, also where nothing is ticked.
            let without = round % 3 == 0;
            let unread: Vec<(usize, usize)> = (0..3)
                .map(|_| [random(126), if without { 2 } else { random(3) }].map(|at| usize::try_from(at).unwrap()))
                .map(|[row, column]| (row, column))
                .collect();
            let mut cells = cells;
            for (row, _) in unread.iter().filter(|_| without && random(2) == 0) {
                cells[*row][0] = "No";
            }
            let with = |words: &[[&str; 3]]| {
                let mut cells = cells.clone();
                for (nth, (row, column)) in unread.iter().enumerate() {
                    cells[*row][*column] = words[nth][*column];
                }
                let rows: Vec<String> = ids
                    .iter()
                    .zip(&cells)
                    .map(|(id, [tick, evidence, without])| format!("{id}\t{tick}\t{evidence}\t{without}\t\t\t\t\t"))
                    .collect();
                stages(&assessed(&rows))
            };
            let found = with(&[["#N/A", "#REF!", "?"]; 3]);
            let mut wanted = vec![[BTreeSet::new(), BTreeSet::new()]; found.len()];
            for choice in 0..8 {
                let words: Vec<[&str; 3]> = (0..3)
                    .map(
                        |bit| if choice & (1 << bit) == 0 { ["No", "", ""] } else { ["Yes", "Minutes", "not offered"] },
                    )
                    .collect();
                for (wanted, found) in wanted.iter_mut().zip(with(&words)) {
                    let [evidenced, claimed] = found;
                    wanted[0].extend(evidenced);
                    wanted[1].extend(claimed);
                }
            }
            assert_eq!(found, wanted, "{unread:?}");
            let these = wanted.iter().flatten().filter(|set| set.len() > 1).count();
            open += these;
            left_out += if without { these } else { 0 };
            between += wanted
                .iter()
                .flatten()
                .filter(|set| set.contains("High") && set.len() == 2 && !set.contains("Medium"))
                .count();
        }
        assert!(
            open > 20 && between > 0 && left_out > 0,
            "{open} were open, {between} of them with a stage left out between others, {left_out} by what may not apply"
        );
    }

    #[test]
    fn an_action_is_overdue_whatever_else_it_lacks() {
        let state = |cells: &str| {
            let found = assessed(&[format!("BT2-1a-L-1\tNo\t\t\tTrain everyone\t{cells}")]);
            let action = found.criteria[0].action.clone().unwrap();
            (action.state, action.days_overdue)
        };
        let said = |text: &str, days: Option<i64>| (text.to_string(), days);
        assert_eq!(state("Pat\t07/04/2026\tA count\t"), said("overdue", Some(1)));
        assert_eq!(state("Pat\t08/04/2026\tA count\t"), said("open", None));
        assert_eq!(state("\t07/04/2026\tA count\t"), said("overdue, missing By who", Some(1)));
        assert_eq!(state("\t08/04/2026\t\t"), said("missing By who, How measured", None));
        assert_eq!(state("\t07/04/2026\t\tYes"), said("done", None));
    }

    #[test]
    fn evidence_that_is_an_error_of_the_sheet_is_not_known() {
        let found = |evidence: &str| assessed(&[format!("BT2-1a-L-1\tYes\t{evidence}\t\t\t\t\t\t")]).criteria[0].state;
        assert_eq!(found("Minutes"), State::Evidenced);
        assert_eq!(found(""), State::Claimed);
        assert_eq!(found("#REF!"), State::Unknown);
    }
}
