//! Rows just below, at and just above every threshold of a pack, with what comes out: examples that nobody has to write.

use super::search::find_fixed;
use super::{row_cells, row_id, words};
use crate::calendar::{Calendar, Nation};
use crate::evaluate::cells::{Cells, Domain, Exact};
use crate::evaluate::compile::compile_whole;
use crate::evaluate::decide::{self, Answerer};
use crate::evaluate::facts::Facts;
use crate::evaluate::program::{Program, Source};
use crate::number::ONE;
use crate::policy::pack::Pack;
use crate::policy::settings::Settings;
use crate::problem::Problem;
use crate::record::Fact;
use serde::Serialize;

/// Where a row lies to a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// One step below it.
    Below,
    /// On it.
    At,
    /// One step above it.
    Above,
}

/// A row at a threshold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Boundary {
    /// The rule whose row has the threshold.
    pub rule: String,
    /// That row.
    pub row: String,
    /// The fact that is measured.
    pub fact: String,
    /// The threshold, in words.
    pub threshold: String,
    /// Where the row lies to it.
    pub side: Side,
    /// The row, as a person would type it; an empty text is a blank cell.
    pub given: Vec<(String, String)>,
    /// What the rule gives.
    pub outcome: String,
    /// What each decision of the pack gives; blank where it is not decided.
    pub answers: Vec<(String, String)>,
    /// The row, coded.
    #[serde(skip)]
    pub facts: Vec<Fact>,
}

/// Rows around every threshold that a rule sets on a fact, for the first day on which all of the pack is in force. The
/// other facts are such that the row with the threshold could hold. One step is the step of the field, or 0.01 where any
/// decimal may stand; for a fact that is worked out from others it is a row on that side.
///
/// # Errors
/// The problems of a pack that cannot be made ready to answer.
pub fn boundaries(pack: &Pack) -> Result<Vec<Boundary>, Vec<Problem>> {
    let settings = Settings::defaults(pack)?;
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    let Some(as_of) = super::moments(pack).into_iter().next_back() else { return Ok(Vec::new()) };
    let program = compile_whole(pack, &settings, &calendar, as_of)?;
    let mut found: Vec<Boundary> = Vec::new();
    for (node, spec) in program.nodes.iter().enumerate() {
        let Source::Table(table) = &spec.source else { continue };
        for row in table.askable.iter() {
            let tests = row_cells(table, row);
            for (fact, _) in &tests {
                let Some(Domain::Range { cuts, step }) = program.nodes.get(*fact).map(|node| &node.domain) else {
                    continue;
                };
                let passes = table
                    .columns
                    .iter()
                    .find(|column| column.node == *fact)
                    .map(|column| column.pass.as_slice())
                    .unwrap_or_default();
                for (at, cut) in cuts.iter().enumerate() {
                    // A cut of another row is no threshold of this one.
                    let (below, above) = (passes.get(at), passes.get(at + 1));
                    if below.map(|rows| rows.has(row)) == above.map(|rows| rows.has(row)) {
                        continue;
                    }
                    let near = if *step > 0 { *step } else { ONE / 100 };
                    for (side, value) in [
                        (Side::Below, cut.at.saturating_sub(near)),
                        (Side::At, cut.at),
                        (Side::Above, cut.at.saturating_add(near)),
                    ] {
                        let wants: Vec<(usize, Cells)> =
                            tests.iter().filter(|(other, _)| other != fact).copied().collect();
                        let Some(facts) = row_at(&program, &wants, *fact, value) else { continue };
                        let boundary = Boundary {
                            rule: spec.name.clone(),
                            row: row_id(table, row).to_string(),
                            fact: program.nodes.get(*fact).map(|node| node.name.clone()).unwrap_or_default(),
                            threshold: program
                                .nodes
                                .get(*fact)
                                .map(|node| words::value(node, cut.at))
                                .unwrap_or_default(),
                            side,
                            given: words::witness(&program, &facts),
                            outcome: outcome(&program, node, &facts),
                            answers: answers(&program, &facts),
                            facts,
                        };
                        if !found.iter().any(|known| {
                            known.rule == boundary.rule && known.facts == boundary.facts && known.side == boundary.side
                        }) {
                            found.push(boundary);
                        }
                    }
                }
            }
        }
    }
    Ok(found)
}

/// A row in which a fact has a value, or lies in the same cell where it is worked out from others.
fn row_at(program: &Program, wants: &[(usize, Cells)], fact: usize, value: i64) -> Option<Vec<Fact>> {
    let node = program.nodes.get(fact)?;
    let cell = Cells::only(node.domain.cell(Exact::Plain(value)));
    let mut wants = wants.to_vec();
    wants.push((fact, cell));
    let fixed = match node.source {
        Source::Field(field) => {
            let (_, spec) = program.pack.fields.0.get(field)?;
            let (low, high) = if node.days {
                (None, spec.event.then(|| i64::from(program.as_of.days())))
            } else {
                let (low, high) = spec.range();
                (low.map(|low| low.0), high.map(|high| high.0))
            };
            if low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high) {
                return None;
            }
            vec![(field, Fact::Value(value))]
        }
        _ => Vec::new(),
    };
    find_fixed(program, &wants, &fixed).row()
}

fn outcome(program: &Program, node: usize, facts: &[Fact]) -> String {
    let facts = Facts { facts, lists: &[] };
    let mut answerer = Answerer::new(program);
    answerer.pass_over(&facts);
    decide::outcome(program, node, &answerer.answer(node, &facts)).unwrap_or_default()
}

fn answers(program: &Program, facts: &[Fact]) -> Vec<(String, String)> {
    let found = Answerer::new(program).row(&Facts { facts, lists: &[] });
    let named = program.pack.decisions.iter().filter_map(|answer| Some((answer.id.clone(), program.node(&answer.id)?)));
    named
        .filter_map(|(id, node)| {
            let place = program.answers.iter().position(|answer| *answer == node)?;
            Some((id, found.get(place).and_then(|found| decide::outcome(program, node, found)).unwrap_or_default()))
        })
        .collect()
}
