//! What changes between two versions of a policy, in plain lines: regions of facts first, then the rows of a tracker.

use super::{CANNOT_DECIDE, in_short, reworded};
use crate::calendar::Day;
use crate::evaluate::decide;
use crate::explain::words;
use crate::explain::words::plain_name;
use crate::policy::diff::{Change, Diff, Side};
use crate::policy::pack::Pack;
use crate::policy::settings::Organisation;
use crate::problem::Problem;
use crate::record::RowKind;
use crate::table::Table;
use crate::tracker::{Choices, Tracker};
use std::fmt::Write;
use std::rc::Rc;

/// A row of a tracker with an answer that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The row number in the sheet.
    pub row: u32,
    /// What names it.
    pub name: String,
    /// The decision's title.
    pub decision: String,
    /// The old answer.
    pub before: String,
    /// The new answer.
    pub after: String,
}

/// The rows of a tracker that change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowChanges {
    /// How many learners there are.
    pub learners: usize,
    /// Each answer that changes.
    pub changes: Vec<RowChange>,
}

/// Which rows of a tracker change, and from what to what, each version reading the table with its own fields.
///
/// # Errors
/// The problems of a version that does not fit the tracker or the settings, or is not in force.
pub fn rows(
    old: &Rc<Pack>,
    new: &Rc<Pack>,
    table: &Table,
    as_of: Day,
    organisation: &Organisation,
) -> Result<RowChanges, Vec<Problem>> {
    let (before, after) = (answered(old, table, as_of, organisation)?, answered(new, table, as_of, organisation)?);
    let mut found = RowChanges::default();
    for (at, row) in before.table.rows().enumerate() {
        if before.kind(at) != RowKind::Learner {
            continue;
        }
        found.learners += 1;
        let new_answers = answers(&after, at);
        for (id, title, before_words) in answers(&before, at) {
            let Some((_, _, after_words)) = new_answers.iter().find(|(known, ..)| *known == id) else { continue };
            if before_words != *after_words {
                found.changes.push(RowChange {
                    row: row.number,
                    name: before.name(at).to_string(),
                    decision: title,
                    before: before_words,
                    after: after_words.clone(),
                });
            }
        }
    }
    Ok(found)
}

fn answered(pack: &Rc<Pack>, table: &Table, as_of: Day, organisation: &Organisation) -> Result<Tracker, Vec<Problem>> {
    let mut tracker = Tracker::new(table.clone());
    let headings = organisation.columns.iter().map(|(field, heading)| (field.to_string(), heading.clone())).collect();
    let choices = Choices { policies: vec![pack.pack.clone()], headings, unasked: true, ..Choices::default() };
    tracker.read(&[Rc::clone(pack)], &choices);
    let problems = tracker.evaluate(as_of, organisation);
    if !problems.is_empty() {
        return Err(problems);
    }
    let refused = tracker.applied.iter().find_map(|applied| applied.program.as_ref().err());
    match refused {
        Some(problems) => Err(problems.clone()),
        None => Ok(tracker),
    }
}

/// The answers of a row: id, title and words; what is still possible stands with an answer that is open.
fn answers(tracker: &Tracker, row: usize) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for applied in &tracker.applied {
        let Ok(program) = &applied.program else { continue };
        for ((answer, found), node) in applied.pack.decisions.iter().zip(applied.row(row)).zip(&program.answers) {
            let words = decide::outcome(program, *node, found).map_or_else(
                || {
                    let open = found.open.as_ref();
                    match open.map(|open| words::open(program, *node, &open.possible)).unwrap_or_default() {
                        possible if possible.is_empty() => CANNOT_DECIDE.to_string(),
                        possible => format!("{CANNOT_DECIDE} ({possible})"),
                    }
                },
                |outcome| named(&[outcome]).join(""),
            );
            all.push((answer.id.clone(), answer.title.clone(), words));
        }
    }
    all
}

fn named(outcomes: &[String]) -> Vec<String> {
    let name = |outcome: &String| if outcome.is_empty() { "none".to_string() } else { plain_name(outcome) };
    outcomes.iter().map(name).collect()
}

/// How wide a line may be.
const WIDTH: usize = 110;

/// How much is told of the regions in which answers change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// About a screenful: the changes that are alike put together.
    InShort,
    /// Every region, each with a row that shows it.
    All,
}

/// The changes in plain lines.
pub fn text(old: &Pack, new: &Pack, diff: &Diff, rows: Option<(&str, Day, &RowChanges)>, detail: Detail) -> String {
    let mut out = format!("{}: {} {} to {} {}\n", new.title, old.pack, old.version, new.pack, new.version);
    let reworded = reworded::lines(old, new);
    if !reworded.is_empty() {
        out.push_str("What the new version says otherwise\n");
        reworded.iter().for_each(|line| push(&mut out, 2, line));
    }
    if diff.rules.is_empty() && diff.changes.is_empty() && diff.decisions.is_empty() && diff.complete() {
        out.push_str("No answer changes.\n");
    }
    for line in &diff.decisions {
        let _ = writeln!(out, "{line}");
    }
    if let Some((file, as_of, rows)) = rows {
        rows_section(&mut out, file, as_of, rows);
    }
    match detail {
        Detail::InShort => in_short::sections(&mut out, new, diff),
        Detail::All => {
            section(&mut out, new, RULES, &diff.rules);
            section(&mut out, new, ANSWERS, &diff.changes);
        }
    }
    for name in &diff.unfinished {
        let found = diff.rules.iter().chain(&diff.changes).any(|change| change.decision == *name);
        let so = if found { "what is told here is not all" } else { "no change was found in those that were" };
        push(&mut out, 0, &format!("{}: there are more regions than could be looked at, and {so}.", titled(new, name)));
    }
    out
}

/// Stands above the rules, or facts, at which a change begins.
pub(super) const RULES: &str = "Rules that give another value";
/// Stands above what comes of it.
pub(super) const ANSWERS: &str = "Answers that change";

fn rows_section(out: &mut String, file: &str, as_of: Day, rows: &RowChanges) {
    let _ = writeln!(out, "Rows of {file}, as at {}", as_of.uk());
    for RowChange { row, name, decision, before, after } in &rows.changes {
        let _ = writeln!(out, "  row {row}, {name}: {decision}: {before} -> {after}");
    }
    let mut numbers: Vec<u32> = rows.changes.iter().map(|change| change.row).collect();
    numbers.dedup();
    let _ = writeln!(out, "  {} of {} learners change.", numbers.len(), rows.learners);
}

/// The regions of each rule or answer, those that change alike together.
fn section(out: &mut String, pack: &Pack, title: &str, changes: &[Change]) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}");
    let mut groups: Vec<(&str, &Side, &Side)> = Vec::new();
    for change in changes {
        let group = (change.decision.as_str(), &change.before, &change.after);
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for group in groups {
        let (decision, before, after) = group;
        let regions: Vec<&Change> = changes
            .iter()
            .filter(|change| (change.decision.as_str(), &change.before, &change.after) == group)
            .collect();
        let (before, after) = (side(&before.outcome, &before.rules), side(&after.outcome, &after.rules));
        push(out, 2, &format!("{}: {before} -> {after}, in {}", titled(pack, decision), counted(regions.len())));
        let all: Vec<&[String]> = regions.iter().map(|change| change.parts.as_slice()).collect();
        let shared = shared(&all);
        if !shared.is_empty() {
            push(out, 4, &format!("always where {}", shared.join(", ")));
        }
        for change in regions {
            let own: Vec<&str> =
                change.parts.iter().map(String::as_str).filter(|part| !shared.contains(part)).collect();
            match (own.is_empty(), shared.is_empty()) {
                (false, false) => push(out, 4, &format!("and where {}", own.join(", "))),
                (_, true) => push(out, 4, &format!("where {}", change.region)),
                (true, false) => {}
            }
            example(out, pack, &change.witness);
        }
    }
}

/// A row that shows a change, as a person would type it.
pub(super) fn example(out: &mut String, pack: &Pack, witness: &[(String, String)]) {
    let filled = witness.iter().filter(|(_, value)| !value.is_empty());
    let cell = |(field, value): &(String, String)| {
        let heading = pack.fields.get(field).map_or(field.as_str(), |field| field.heading.as_str());
        format!("{heading} {value}")
    };
    let shown: Vec<String> = filled.map(cell).collect();
    if !shown.is_empty() {
        push(out, 6, &format!("for example {}", shown.join("; ")));
    }
}

pub(super) fn counted(regions: usize) -> String {
    if regions == 1 { "1 region".to_string() } else { format!("{regions} regions") }
}

/// What the parts of all of several regions have in common; of one alone nothing.
pub(super) fn shared<'p>(regions: &[&'p [String]]) -> Vec<&'p str> {
    let (Some((first, others)), true) = (regions.split_first(), regions.len() > 1) else { return Vec::new() };
    let in_all = |part: &&String| others.iter().all(|other| other.contains(part));
    first.iter().filter(in_all).map(String::as_str).collect()
}

/// Appends words as lines of no more than [`WIDTH`] characters where that can be, those after the first further in.
pub(super) fn push(out: &mut String, indent: usize, text: &str) {
    let mut width = indent;
    out.push_str(&" ".repeat(indent));
    for (at, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if at > 0 && width + 1 + length > WIDTH {
            let _ = write!(out, "\n{}", " ".repeat(indent + 4));
            width = indent + 4;
        } else if at > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out.push('\n');
}

pub(super) fn titled<'p>(pack: &'p Pack, id: &'p str) -> &'p str {
    let answers = pack.decisions.iter().map(|answer| (&answer.id, &answer.title));
    let rules = pack.rules.iter().map(|rule| (&rule.id, &rule.title));
    let known = answers.chain(rules).find(|(known, _)| *known == id).map(|(_, title)| title.as_str());
    known.or_else(|| pack.derived.get(id).map(|derived| derived.title.as_str())).unwrap_or(id)
}

pub(super) fn side(outcome: &str, rules: &[String]) -> String {
    let outcome = if outcome.is_empty() { "none".to_string() } else { plain_name(outcome) };
    if rules.is_empty() { outcome } else { format!("{outcome} [{}]", rules.join(", ")) }
}
