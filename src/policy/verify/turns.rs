//! Rules that declare `monotone`: worse facts must never give a better value.

use super::reader::{Answer, Reader};
use super::search::is_beyond;
use super::space::{Space, Step, Verdict, passes};
use super::{Finding, Kind, pass, row_id, rule_of, words};
use crate::evaluate::cells::{Cells, Domain};
use crate::evaluate::program::{Node, Program, Source, Table};
use crate::evaluate::run::State;
use crate::policy::field::Better;

/// Checks every rule that declares `monotone`.
pub fn check(program: &Program, findings: &mut Vec<Finding>) {
    for (at, node) in program.nodes.iter().enumerate() {
        let Source::Table(table) = &node.source else { continue };
        if rule_of(program, &node.name).is_some_and(|rule| rule.monotone && rule.id == node.name)
            && !table.is_list()
            && !table.is_total()
        {
            rule(program, at, table, findings);
        }
    }
}

/// The cells of a node from best to worst, without the one for "nothing there"; `None` where nobody says which end is good.
fn best_to_worst(program: &Program, node: &Node) -> Option<Vec<usize>> {
    let cells = 0..node.domain.nothing();
    let declared = match &node.source {
        Source::Field(field) => program.pack.fields.0.get(*field).and_then(|(_, field)| field.better),
        _ => program.pack.derived.get(&node.name).and_then(|derived| derived.better),
    };
    match (&node.domain, declared) {
        (Domain::Named(_), None) | (_, Some(Better::Lower)) => Some(cells.collect()),
        (_, Some(Better::Higher)) => Some(cells.rev().collect()),
        (Domain::Range { .. }, None) => None,
    }
}

fn rule(program: &Program, node: usize, table: &Table, findings: &mut Vec<Finding>) {
    let Some(name) = program.nodes.get(node).map(|node| node.name.as_str()) else { return };
    let nothing = program.nodes.get(node).map(|node| node.domain.nothing()).unwrap_or(0);
    if table.columns.iter().any(|column| is_beyond(program, column.node)) {
        return;
    }
    let mut space = Space::of(program, table);
    for at in 0..space.axes.len() {
        let Some(axis) = space.axes.get(at).cloned() else { continue };
        let Some(column) = program.nodes.get(axis.node) else { continue };
        let Some(order) = best_to_worst(program, column) else {
            let sentence =
                format!("{name} declares `monotone`, and {} does not say which end is better.", column.title);
            findings.push(Finding::new(
                Kind::NoDirection,
                name,
                &[&column.name],
                sentence,
                "Add `better`: `higher` or `lower` to the field or derived fact.",
            ));
            continue;
        };
        let order: Vec<usize> = order.into_iter().filter(|cell| axis.cells.contains(cell)).collect();
        let region = space.everywhere();
        let mut steps = space.steps(&region, table, table);
        if let Some(slot) = steps.get_mut(at) {
            *slot = order
                .windows(2)
                .filter_map(|pair| match pair {
                    [better, worse] => Some(Step {
                        one: Cells::only(*better),
                        two: Cells::only(*worse),
                        pass_one: passes(table, axis.node, *better),
                        pass_two: passes(table, axis.node, *worse),
                    }),
                    _ => None,
                })
                .collect();
        }
        let reader = Reader::of(table, &space);
        let value = |answer: Answer| match answer {
            Answer::Row(row) => table.rows.get(row).map(|row| row.value).filter(|value| *value != nothing),
            _ => None,
        };
        let found = space.sweep(&steps, (table.askable, table.askable), &|depth, one, two| {
            if depth > at && one == two {
                return Verdict::Never;
            }
            match (reader.answer(depth, one), reader.answer(depth, two)) {
                (Some(one), Some(two)) if depth > at => match (value(one), value(two)) {
                    (Some(one), Some(two)) if two < one => Verdict::Found,
                    _ => Verdict::Never,
                },
                _ => Verdict::Open,
            }
        });
        let Some(point) = found else { continue };
        let (better, worse) = (pass(program, &point.row_one), pass(program, &point.row_two));
        let (State::Cell(given), State::Cell(given_worse)) = (better.state(node), worse.state(node)) else { continue };
        if given_worse >= given {
            continue;
        }
        let words_of = |cells: Option<&Cells>| cells.map(|cells| words::cell_words(column, cells)).unwrap_or_default();
        let rows: Vec<&str> =
            [better.won(node), worse.won(node)].into_iter().flatten().map(|row| row_id(table, row)).collect();
        let mut finding = Finding::new(
            Kind::NotMonotone,
            name,
            &rows,
            format!(
                "{name} gets better where {} gets worse: {} gives {}, {} gives {}.",
                column.title,
                words_of(point.one.get(at)),
                program.value_name(node, given),
                words_of(point.two.get(at)),
                program.value_name(node, given_worse),
            ),
            "Correct the rows, or take `monotone` out if the policy really says so.",
        )
        .shown_by(program, point.row_one);
        finding.facts_beside = words::typable(program, point.row_two);
        finding.beside = words::witness(program, &finding.facts_beside);
        findings.push(finding);
    }
}
