//! Replaying the tests that an explanation names gives the same decision: each rule that is said to have held is read
//! again, cell by cell, from the pack's own text, by a reader that knows nothing of cells and bitsets.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use bae_rules::decision::Status;
use bae_rules::evaluate::cells::Exact;
use bae_rules::evaluate::facts::{self, Value};
use bae_rules::evaluate::program::Source;
use bae_rules::evaluate::run::State;
use bae_rules::explain::Explainer;
use bae_rules::number::ONE;
use bae_rules::policy::pack::{Then, When};
use bae_rules::policy::settings::SettingValue;
use bae_rules::policy::unary::{Edge, Literal, Part, Test, parse};
use common::{golden, tracker};

/// A value as the cells of rules see it.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    Number(i128, i128),
    Name(String),
    Nothing,
}

/// The value of a node; `None` where it may be one of several that all pass.
fn seen(explainer: &Explainer, node: usize) -> Option<Seen> {
    let program = explainer.program;
    Some(match &program.nodes[node].source {
        Source::Field(_) | Source::Facts(_) => match facts::value(program, node, &explainer.facts) {
            Value::Number(Exact::Plain(value)) => Seen::Number(i128::from(value), 1),
            Value::Number(Exact::Ratio { over, under }) => Seen::Number(over, under),
            Value::Code(code) => Seen::Name(program.value_name(node, code).to_string()),
            Value::Nothing => Seen::Nothing,
            Value::Unknown | Value::NotAssessed => return None,
        },
        _ => match explainer.pass.state(node) {
            State::Cell(cell) => Seen::Name(program.value_name(node, cell).to_string()),
            _ => return None,
        },
    })
}

fn literal(explainer: &Explainer, literal: &Literal) -> Seen {
    match literal {
        Literal::Number(number) => Seen::Number(i128::from(number.0), 1),
        Literal::Text(text) => Seen::Name(text.clone()),
        Literal::Bool(flag) => Seen::Name(flag.to_string()),
        Literal::Date(day) => Seen::Number(i128::from(bae_rules::calendar::Day::parse(day).unwrap().days()), 1),
        Literal::Setting(name) => match explainer.program.settings.get(name).unwrap() {
            SettingValue::Number(number) => Seen::Number(i128::from(number.0), 1),
            other => Seen::Name(other.words()),
        },
    }
}

fn order(value: &Seen, end: &Seen) -> std::cmp::Ordering {
    match (value, end) {
        (Seen::Number(over, under), Seen::Number(end, 1)) => over.cmp(&(end * under)),
        other => panic!("{other:?} have no order"),
    }
}

fn holds(explainer: &Explainer, test: &Test, value: &Seen) -> bool {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let part = |part: &Part| match part {
        Part::Is(end) => match (value, literal(explainer, end)) {
            (Seen::Number(..), end @ Seen::Number(..)) => order(value, &end) == Equal,
            (value, end) => *value == end,
        },
        Part::Above(end, edge) => {
            matches!((order(value, &literal(explainer, end)), edge), (Greater, _) | (Equal, Edge::Closed))
        }
        Part::Below(end, edge) => {
            matches!((order(value, &literal(explainer, end)), edge), (Less, _) | (Equal, Edge::Closed))
        }
        Part::Between(low, low_edge, high, high_edge) => {
            matches!((order(value, &literal(explainer, low)), low_edge), (Greater, _) | (Equal, Edge::Closed))
                && matches!((order(value, &literal(explainer, high)), high_edge), (Less, _) | (Equal, Edge::Closed))
        }
    };
    match test {
        Test::Any => true,
        _ if *value == Seen::Nothing => false,
        Test::OneOf(parts) => parts.iter().any(part),
        Test::Not(parts) => !parts.iter().any(part),
    }
}

#[test]
fn the_rules_an_explanation_names_hold_when_they_are_read_again() {
    let mut replayed = 0;
    for (file, policy) in [
        ("at-risk-tracker.tsv", "learner-at-risk"),
        ("messy-at-risk.tsv", "learner-at-risk"),
        ("bae-tracker.tsv", "learning-mentoring"),
        ("bae-scores.tsv", "learning-mentoring"),
        ("mir.tsv", "mir-recording"),
    ] {
        let tracker = tracker(&golden(file), policy, "2026-04-08");
        let applied = &tracker.applied[0];
        for row in 0..tracker.table.len() {
            for (at, found) in applied.row(row).iter().enumerate() {
                // Where a fact is missing and does not matter, the rule that holds is one of several; it is not replayed.
                if found.status != Status::Decided || found.open.is_some() {
                    continue;
                }
                applied.with_row(&tracker.table, row, |explainer| {
                    let node = explainer.program.answers[at];
                    let fired = explainer.fired_to_the_facts(node, found);
                    for fired in &fired {
                        let table = explainer.program.table(fired.node).unwrap();
                        if !matches!(explainer.pass.state(fired.node), State::Cell(_))
                            || explainer.pass.won(fired.node).is_none()
                        {
                            continue;
                        }
                        let cells: Vec<(String, String)> = match &fired.row.when {
                            When::Cells(cells) => {
                                cells.iter().map(|(name, text)| (name.to_string(), text.clone())).collect()
                            }
                            When::Cell(text) => {
                                vec![(explainer.program.nodes[table.columns[0].node].name.clone(), text.clone())]
                            }
                        };
                        for (name, text) in cells {
                            let Some(value) = seen(explainer, explainer.program.node(&name).unwrap()) else { continue };
                            assert!(
                                holds(explainer, &parse(&text).unwrap(), &value),
                                "{file} row {row}: {} says {name} {text}, but it is {value:?}",
                                fired.row.id
                            );
                            replayed += 1;
                        }
                    }
                    // The row that is named first is the one whose value the answer is.
                    if let (Some(first), Some(cell)) = (fired.first(), found.cell)
                        && first.node == node
                        && let Some(Then::Value(then)) = &first.row.then
                    {
                        assert_eq!(then, explainer.program.value_name(node, cell), "{file} row {row}");
                    }
                });
            }
        }
    }
    assert!(replayed > 1_000, "only {replayed} tests were replayed");
    assert_eq!(ONE, 1_000_000_000, "numbers are compared in billionths");
}
