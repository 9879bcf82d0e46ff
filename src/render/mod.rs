//! Decisions as the result columns that every host shows: the same words, in the same order, everywhere.

mod checklist;
pub mod counts;
pub mod difference;
mod in_short;
pub mod json;
mod lines;
pub mod policy_page;
pub mod policy_text;
mod reworded;
pub mod text;
pub mod to_do;

use crate::decision::{Next, Status};
use crate::evaluate::decide::{self, Found};
use crate::explain::{Explainer, not_assessed_text};
use crate::policy::pack::{Answer, Part, ResultColumn};
use crate::problem::Problem;
use crate::tracker::{Applied, Tracker};
pub use lines::Lines;

/// Stands in the place of an answer.
pub const CANNOT_DECIDE: &str = "Cannot decide";
/// The heading of the column with the reasons.
pub const WHY: &str = "Why";
/// The heading of the column with what is missing or wrong.
pub const CHECK: &str = "Check";

/// The heading of the column with what is to be done besides what comes next.
pub const DUTIES: &str = "Duties";

/// The headings of the result columns, each with the policy it belongs to; `Why` and `Check` belong to all.
pub fn headings(tracker: &Tracker) -> Vec<(String, Option<String>)> {
    let mut headings: Vec<(String, Option<String>)> = tracker
        .applied
        .iter()
        .flat_map(|applied| {
            applied.pack.results.iter().map(|column| (column.heading.clone(), Some(applied.pack.pack.clone())))
        })
        .collect();
    if !headings.is_empty() {
        headings.push((WHY.to_string(), None));
        headings.push((CHECK.to_string(), None));
    }
    headings
}

/// The result columns of one row; all blank for a row that is not a learner.
pub fn cells(tracker: &Tracker, row: usize) -> Vec<String> {
    Lines::new(tracker, true).row(row).map(str::to_string).collect()
}

/// The same as [`cells`], without the words that rows share: what a test holds them to.
pub fn cells_in_full(tracker: &Tracker, row: usize) -> Vec<String> {
    Lines::in_full(tracker).row(row).map(str::to_string).collect()
}

/// The cells and reasons of a row of one policy, worked out for it alone.
fn in_full(
    tracker: &Tracker,
    applied: &Applied,
    row: usize,
    cells: &mut Vec<String>,
    why: &mut Vec<String>,
    check: &mut Vec<String>,
) {
    let found = applied.row(row);
    let seen = applied.with_row(&tracker.table, row, |explainer| {
        let next: Vec<Option<Next>> = found
            .iter()
            .enumerate()
            .map(|(at, found)| explainer.program.answers.get(at).and_then(|node| explainer.next(*node, found)))
            .collect();
        let decided = |id: &String| {
            applied
                .pack
                .decisions
                .iter()
                .zip(&found)
                .any(|(answer, found)| answer.id == *id && found.status == Status::Decided)
        };
        cells.extend(applied.pack.results.iter().map(|column| match &column.only_with {
            Some(with) if !decided(with) => String::new(),
            _ => cell(tracker, row, applied, explainer, &found, &next, column),
        }));
        reasons(applied, explainer, &found, &next, why, check);
    });
    if seen.is_none() {
        cells.extend(
            applied
                .pack
                .results
                .iter()
                .map(|column| if column.part == Part::Outcome { CANNOT_DECIDE.to_string() } else { String::new() }),
        );
        check.extend(Some(stopped(applied)).filter(|text| !text.is_empty()));
    }
}

/// Why a row has one answer of a policy, or what stands in its way: what [`WHY`] and [`CHECK`] say about it, without its
/// title; blank where the answer has no reasons of its own.
pub fn why(tracker: &Tracker, applied: &Applied, row: usize, id: &str) -> String {
    let Some(at) = applied.pack.decisions.iter().position(|answer| answer.id == id) else { return String::new() };
    let Some(answer) = applied.pack.decisions.get(at) else { return String::new() };
    let title = format!("{}: ", answer.title);
    let said = applied.with_row(&tracker.table, row, |explainer| {
        let (node, found) = (*explainer.program.answers.get(at)?, *applied.row(row).get(at)?);
        let (mut why, mut check) = (Vec::new(), Vec::new());
        one_reason(answer, explainer, node, found, explainer.next(node, found).as_ref(), &mut why, &mut check);
        let mut said: Vec<String> =
            why.into_iter().chain(check).map(|text| text.strip_prefix(&title).unwrap_or(&text).to_string()).collect();
        let missing = not_assessed_text(explainer.not_assessed(node).iter());
        if !said.is_empty() && !missing.is_empty() {
            said.push(missing);
        }
        Some(said.join(". "))
    });
    match said {
        Some(said) => said.unwrap_or_default(),
        None => stopped(applied),
    }
}

/// What a policy says that cannot answer at all.
fn stopped(applied: &Applied) -> String {
    let problems = applied.program.as_ref().err().into_iter().flatten();
    let said =
        |problem: &Problem| format!("{}; expected {}. {}", capital(&problem.message), problem.expected, problem.remedy);
    problems.map(said).collect::<Vec<_>>().join("; ")
}

/// The cell of a field, as the sheet shows it.
fn field_cell(tracker: &Tracker, applied: &Applied, row: usize, field: &str) -> String {
    let source = applied
        .pack
        .fields
        .position(field)
        .and_then(|field| applied.reading.records.sources.get(field)?.first().copied());
    source.and_then(|source| Some(tracker.table.row(row)?.cell(source).text.trim().to_string())).unwrap_or_default()
}

fn cell(
    tracker: &Tracker,
    row: usize,
    applied: &Applied,
    explainer: &Explainer,
    found: &[&Found],
    next: &[Option<Next>],
    column: &ResultColumn,
) -> String {
    let answer = |of: &str| {
        let at = applied.pack.decisions.iter().position(|answer| answer.id == of)?;
        Some((at, found.get(at)?, *explainer.program.answers.get(at)?))
    };
    let Some((at, found, node)) = answer(&column.of) else {
        return field_cell(tracker, applied, row, &column.of);
    };
    let next = next.get(at).and_then(Option::as_ref);
    match column.part {
        Part::Outcome => match decide::outcome(explainer.program, node, found) {
            Some(outcome) => crate::explain::words::plain_name(&outcome),
            None => CANNOT_DECIDE.to_string(),
        },
        Part::Who => next.map(|next| next.who.clone()).unwrap_or_default(),
        Part::Due => next.and_then(|next| next.due.clone()).unwrap_or_default(),
        Part::Rules => {
            let mut ids = explainer.fired(node, found);
            for (_, found, node) in column.and.iter().filter_map(|of| answer(of)) {
                ids.extend(explainer.fired(node, found));
            }
            ids.iter().map(|fired| fired.row.id.as_str()).collect::<Vec<_>>().join(" ")
        }
        Part::Criterion | Part::Evidenced | Part::Claimed | Part::Unmet | Part::Action => String::new(),
    }
}

/// Adds the reasons of a row to `why`, and what is missing or wrong to `check`.
fn reasons(
    applied: &Applied,
    explainer: &Explainer,
    found: &[&Found],
    next: &[Option<Next>],
    why: &mut Vec<String>,
    check: &mut Vec<String>,
) {
    let mut not_assessed = Vec::new();
    for (at, (answer, found)) in applied.pack.decisions.iter().zip(found).enumerate() {
        let Some(node) = explainer.program.answers.get(at) else { continue };
        if answer.beside {
            continue;
        }
        if !one_reason(answer, explainer, *node, found, next.get(at).and_then(Option::as_ref), why, check) {
            continue;
        }
        not_assessed.extend(explainer.not_assessed(*node));
    }
    let missing = not_assessed_text(not_assessed.iter());
    if !missing.is_empty() {
        why.push(missing);
    }
    for problem in explainer.disagreements {
        check.push(problem.beside());
    }
}

/// Adds the reasons for one answer to `why`, or what stands in its way to `check`; false where there is nothing to say.
fn one_reason(
    answer: &Answer,
    explainer: &Explainer,
    node: usize,
    found: &Found,
    next: Option<&Next>,
    why: &mut Vec<String>,
    check: &mut Vec<String>,
) -> bool {
    let remarks = explainer.remarks(node, found).into_iter().map(|remark| format!("{}: {remark}", answer.title));
    if found.status != Status::Decided {
        check.push(format!("{}{}", explainer.undecided(&answer.title, node, found), besides(explainer, node, found)));
        check.extend(remarks);
        return true;
    }
    let because = explainer.why(node, found, &explainer.fired(node, found));
    if because.is_empty() {
        // A fact that was only worked out has no rule of its own; the answers that rest on it say why.
        return false;
    }
    let mut text = format!("{}: {because}", answer.title);
    if let Some(next) = next {
        if next.overdue {
            text.push_str(" (overdue)");
        }
        if let Some(note) = &next.note {
            text.push_str(&format!("; {note}"));
        }
        text.push_str(&besides(explainer, node, found));
    }
    why.push(text);
    check.extend(remarks);
    true
}

/// What to do whatever comes next, even where that is open.
fn besides(explainer: &Explainer, node: usize, found: &Found) -> String {
    let also = explainer.also(node, found).into_iter().map(|also| {
        let by = also.due.map(|due| format!(", due {due}")).unwrap_or_default();
        format!(". Also {}: {} ({}{by})", also.rule, also.action, also.who)
    });
    also.collect()
}

/// A message of ours with a capital at its start; they are English, so that no table of other alphabets is needed.
fn capital(text: &str) -> String {
    let mut text = text.to_string();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
