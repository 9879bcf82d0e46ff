//! How many rows have each answer, as a return asks for it: the lines, what rows on them still lack, and the rows that
//! nobody can place yet.

use super::text::{Format, push_line};
use crate::evaluate::decide;
use crate::explain::need_text;
use crate::explain::words::{self, plain_name};
use crate::policy::pack::Counts;
use crate::tracker::{Applied, Tracker};
use serde::Serialize;

/// The figures for one return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The policy.
    pub policy: String,
    /// What the figures are for.
    pub title: String,
    /// The lines, in the policy's order; a line that no row is on counts 0.
    pub lines: Vec<Line>,
    /// The rows that no line can be given yet. They are counted nowhere.
    pub undecided: Vec<CountedRow>,
}

/// A line of a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its name.
    pub line: String,
    /// Whether it is a line of the return; the rows of another are recorded elsewhere and counted for information.
    pub on_return: bool,
    /// How many rows are on it.
    pub count: usize,
    /// Those of them that still lack something.
    pub lacking: Vec<CountedRow>,
}

/// A row that a person has to see to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedRow {
    /// The row number in the sheet.
    pub row: u32,
    /// What names it.
    pub name: String,
    /// What it lacks, or the lines that are possible and what would settle it.
    pub why: String,
}

/// The figures of every policy that counts for a return.
pub fn counted(tracker: &Tracker) -> Vec<Counted> {
    let each = |applied: &Applied| applied.pack.counts.as_ref().and_then(|counts| of_policy(tracker, applied, counts));
    tracker.applied.iter().filter_map(each).collect()
}

fn of_policy(tracker: &Tracker, applied: &Applied, counts: &Counts) -> Option<Counted> {
    let position = |id: &str| applied.pack.decisions.iter().position(|answer| answer.id == id);
    let of = position(&counts.of)?;
    let lacks = counts.lacks.as_deref().and_then(position);
    let rule = applied.pack.rules.iter().find(|rule| rule.id == counts.of)?;
    let mut answer = Counted {
        policy: applied.pack.pack.clone(),
        title: counts.title.clone(),
        lines: rule
            .values
            .iter()
            .map(|value| Line {
                line: value.clone(),
                on_return: !counts.apart.contains(value),
                count: 0,
                lacking: Vec::new(),
            })
            .collect(),
        undecided: Vec::new(),
    };
    for (at, row) in tracker.table.rows().enumerate() {
        let found = applied.row(at);
        let Some(line) = found.get(of) else { continue };
        let counted = |why: String| CountedRow { row: row.number, name: tracker.name(at).to_string(), why };
        applied.with_row(&tracker.table, at, |explainer| {
            let node = |answer: usize| explainer.program.answers.get(answer).copied();
            let decided = |answer: usize| decide::outcome(explainer.program, node(answer)?, found.get(answer)?);
            let place =
                decided(of).and_then(|name| answer.lines.iter_mut().find(|line| line.line == plain_name(&name)));
            let Some(place) = place else {
                let open = node(of).zip(line.open.as_ref());
                let possible = open.map(|(node, open)| words::open(explainer.program, node, &open.possible));
                let needs: Vec<String> = node(of)
                    .map(|node| explainer.needs(node, line))
                    .unwrap_or_default()
                    .iter()
                    .map(|need| need_text(need))
                    .collect();
                let possible = possible.filter(|possible| !possible.is_empty());
                let needs = (!needs.is_empty()).then(|| format!("needs {}", needs.join(" and ")));
                let why: Vec<String> = possible.into_iter().chain(needs).collect();
                answer.undecided.push(counted(match node(of) {
                    Some(node) if why.is_empty() => explainer.nothing_asked(node),
                    _ => why.join(", "),
                }));
                return;
            };
            place.count += 1;
            if let Some(lacks) = lacks {
                match decided(lacks) {
                    Some(nothing) if nothing.is_empty() => {}
                    Some(what) => place.lacking.push(counted(plain_name(&what))),
                    None => place.lacking.push(counted(super::CANNOT_DECIDE.to_string())),
                }
            }
        });
    }
    Some(answer)
}

/// The figures as a table to copy from; rows that need a person follow, each by its number in the sheet.
pub fn text(counted: &[Counted], format: Format) -> String {
    let mut out = String::new();
    for (at, counted) in counted.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        push_line(&mut out, format, [counted.title.as_str(), "Count", "Still lacking something"].into_iter());
        for line in &counted.lines {
            let note = if line.on_return { "" } else { " (no line of its own)" };
            let (name, count) = (format!("{}{note}", line.line), line.count.to_string());
            let lacking = line.lacking.len().to_string();
            push_line(&mut out, format, [name.as_str(), count.as_str(), lacking.as_str()].into_iter());
        }
        let undecided = counted.undecided.len().to_string();
        push_line(&mut out, format, [super::CANNOT_DECIDE, undecided.as_str(), ""].into_iter());
        let lacking = counted.lines.iter().flat_map(|line| line.lacking.iter().map(|row| ("Lacks", row)));
        let open = counted.undecided.iter().map(|row| (super::CANNOT_DECIDE, row));
        let mut first = true;
        for (what, row) in lacking.chain(open) {
            if first {
                out.push('\n');
                push_line(&mut out, format, ["Row", "Name", "What", "Why"].into_iter());
                first = false;
            }
            let number = row.row.to_string();
            push_line(&mut out, format, [number.as_str(), row.name.as_str(), what, row.why.as_str()].into_iter());
        }
    }
    out
}
