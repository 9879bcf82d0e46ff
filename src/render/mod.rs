//! Decisions as the result columns that every host shows: the same words, in the same order, everywhere.

mod checklist;
pub mod counts;
pub mod difference;
pub mod json;
pub mod policy_page;
pub mod text;

use crate::decision::{Next, Status};
use crate::evaluate::decide::{self, Found};
use crate::explain::template::Words;
use crate::explain::{Explainer, need_text, not_assessed_text};
use crate::policy::pack::{Answer, Part, ResultColumn};
use crate::tracker::{Applied, Tracker};
use std::rc::Rc;

/// Stands in the place of an answer.
pub const CANNOT_DECIDE: &str = "Cannot decide";
/// The heading of the column with the reasons.
pub const WHY: &str = "Why";
/// The heading of the column with what is missing or wrong.
pub const CHECK: &str = "Check";

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
    cells_by(tracker, row, true)
}

/// The same as [`cells`], without the words that rows share: what a test holds them to.
pub fn cells_in_full(tracker: &Tracker, row: usize) -> Vec<String> {
    cells_by(tracker, row, false)
}

fn cells_by(tracker: &Tracker, row: usize, share: bool) -> Vec<String> {
    let mut cells = Vec::new();
    let mut why: Vec<String> = Vec::new();
    let mut check: Vec<String> = Vec::new();
    for applied in &tracker.applied {
        if !applied.assessments.is_empty() {
            checklist::cells(tracker, applied, row, &mut cells, &mut why, &mut check);
            continue;
        }
        let found = applied.row(row);
        if found.is_empty() {
            cells.extend(applied.pack.results.iter().map(|_| String::new()));
            continue;
        }
        if share && shared(tracker, applied, row, &mut cells, &mut why) {
            continue;
        }
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
                    .zip(found)
                    .any(|(answer, found)| answer.id == *id && found.status == Status::Decided)
            };
            cells.extend(applied.pack.results.iter().map(|column| match &column.only_with {
                Some(with) if !decided(with) => String::new(),
                _ => cell(tracker, row, applied, explainer, found, &next, column),
            }));
            reasons(applied, explainer, found, &next, &mut why, &mut check);
        });
        if seen.is_none() {
            cells.extend(
                applied
                    .pack
                    .results
                    .iter()
                    .map(|column| if column.part == Part::Outcome { CANNOT_DECIDE.to_string() } else { String::new() }),
            );
            check.extend(
                applied
                    .program
                    .as_ref()
                    .err()
                    .into_iter()
                    .flatten()
                    .map(|problem| format!("{}. {}", capital(&problem.message), problem.remedy)),
            );
        }
        for found in applied.reading.records.row_problems(row) {
            let place = found.problem.place.as_ref().map(|place| place.name()).unwrap_or_default();
            let text = format!("{place}: {}", found.problem.message);
            if !check.contains(&text) {
                check.push(text);
            }
        }
    }
    if !cells.is_empty() {
        cells.push(why.join(". "));
        cells.push(check.join("; "));
    }
    cells
}

/// Why a row has one answer of a policy, or what stands in its way: what [`WHY`] and [`CHECK`] say about it, without its
/// title; blank where the answer has no reasons of its own.
pub fn why(tracker: &Tracker, applied: &Applied, row: usize, id: &str) -> String {
    let Some(at) = applied.pack.decisions.iter().position(|answer| answer.id == id) else { return String::new() };
    let Some(answer) = applied.pack.decisions.get(at) else { return String::new() };
    let title = format!("{}: ", answer.title);
    let said = applied.with_row(&tracker.table, row, |explainer| {
        let (node, found) = (*explainer.program.answers.get(at)?, applied.row(row).get(at)?);
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
    problems.map(|problem| format!("{}. {}", capital(&problem.message), problem.remedy)).collect::<Vec<_>>().join("; ")
}

/// The cells and reasons of a row that shares all its answers with other rows; false where it does not.
fn shared(tracker: &Tracker, applied: &Applied, row: usize, cells: &mut Vec<String>, why: &mut Vec<String>) -> bool {
    let Some(answers) = applied.shared(row) else { return false };
    let words: Option<Vec<Rc<Words>>> =
        answers.iter().enumerate().map(|(at, (number, _))| applied.words(&tracker.table, row, at, *number)).collect();
    let Some(words) = words.filter(|words| words.len() <= 64) else { return false };
    let of = |id: &str| applied.pack.decisions.iter().position(|answer| answer.id == id).and_then(|at| words.get(at));
    let written = applied.with_facts(row, |program, facts| {
        for column in &applied.pack.results {
            let cell = match (of(&column.of), column.part) {
                (None, _) => field_cell(tracker, applied, row, &column.of),
                (Some(words), Part::Outcome) => words.outcome.clone(),
                (Some(words), Part::Who) => words.who.clone(),
                (Some(words), Part::Due) => words.due(program, facts).map(|(day, _)| day).unwrap_or_default(),
                (Some(words), Part::Rules) => {
                    let mut ids: Vec<&str> = words.rules.iter().map(String::as_str).collect();
                    ids.extend(
                        column
                            .and
                            .iter()
                            .filter_map(|id| of(id))
                            .flat_map(|words| words.rules.iter().map(String::as_str)),
                    );
                    ids.join(" ")
                }
                _ => String::new(),
            };
            cells.push(cell);
        }
        let mut say = 0u64;
        for (at, (answer, words)) in applied.pack.decisions.iter().zip(&words).enumerate() {
            if answer.beside || words.why.is_empty() {
                continue;
            }
            say |= 1 << at;
            let mut text = String::new();
            words.why.fill(program, facts, &mut text);
            if words.due(program, facts).is_some_and(|(_, late)| late) {
                text.push_str(" (overdue)");
            }
            why.push(text);
        }
        let missing = applied.missing(&tracker.table, row, answers.first().map_or(0, |(_, kept)| kept.pattern), say);
        if !missing.is_empty() {
            why.push(missing.to_string());
        }
    });
    written.is_some()
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
    found: &[Found],
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
    found: &[Found],
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
        check.push(format!(
            "{}: {}",
            problem.place.as_ref().map(|place| place.name()).unwrap_or_default(),
            problem.message
        ));
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
    if found.status != Status::Decided {
        check.push(undecided(&answer.title, explainer, node, found));
        return true;
    }
    let because = explainer.why(node, found);
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
        for also in explainer.also(node) {
            text.push_str(&format!(
                ". Also {}: {} ({}{})",
                also.rule,
                also.action,
                also.who,
                also.due.map(|due| format!(", due {due}")).unwrap_or_default()
            ));
        }
    }
    why.push(text);
    true
}

fn undecided(title: &str, explainer: &Explainer, node: usize, found: &Found) -> String {
    if found.status == Status::Conflict {
        return format!("{title}: rules hold together and give different answers");
    }
    let possible = found
        .open
        .as_ref()
        .map(|open| decide::possible_outcomes(explainer.program, node, &open.possible))
        .unwrap_or_default();
    let needs: Vec<String> = explainer.needs(node, found).iter().map(need_text).collect();
    let possible = possible
        .iter()
        .map(|name| if name.is_empty() { "none" } else { name.as_str() })
        .collect::<Vec<_>>()
        .join(" or ");
    match (possible.is_empty(), needs.is_empty()) {
        (true, true) => format!("{title}: the policy leaves this case to a person"),
        (true, false) => format!("{title}: needs {}", needs.join(" and ")),
        (false, true) => format!("{title}: {possible}"),
        (false, false) => format!("{title}: {possible}, needs {}", needs.join(" and ")),
    }
}

/// A message of ours with a capital at its start; they are English, so that no table of other alphabets is needed.
fn capital(text: &str) -> String {
    let mut text = text.to_string();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
