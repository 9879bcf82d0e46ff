//! What can be read off the pack itself: clauses, origins, examples, versions, and cells that ask for what cannot be.

use super::{Finding, Kind, row_id, search, words};
use crate::evaluate::cells::{Cells, Cut, Domain};
use crate::evaluate::compile::row_cells;
use crate::evaluate::program::{Program, Source, Table};
use crate::number::{Number, ONE};
use crate::policy::load;
use crate::policy::pack::{Amount, Operation, Origin, Pack, Row, Rule, RuleKind, SettingKind};
use crate::policy::settings::SettingValue;
use crate::policy::unary::{self, Edge, Literal, Part, Test};

/// Clauses, origins, examples and versions.
pub fn check(pack: &Pack) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in &pack.rules {
        for row in load::rows(rule) {
            if !points_somewhere(pack, &row.clause) {
                no_clause(&rule.id, &row.id, &row.clause, &mut findings);
            }
        }
        for stage in &rule.stages {
            if !points_somewhere(pack, &stage.clause) {
                no_clause(&rule.id, &stage.id, &stage.clause, &mut findings);
            }
        }
        examples(pack, rule, &mut findings);
    }
    for (name, setting) in pack.settings.iter() {
        if !points_somewhere(pack, &setting.clause) {
            no_clause("settings", name, &setting.clause, &mut findings);
            let number = matches!(setting.kind, SettingKind::Number | SettingKind::Count);
            if let (true, Some(default)) = (number && setting.origin == Origin::Source, &setting.default) {
                let sentence = format!(
                    "The number {default} of setting {name} has no origin: no clause says where it comes from."
                );
                findings.push(Finding::new(
                    Kind::NoOrigin,
                    "settings",
                    &[name],
                    sentence,
                    "Cite the clause it stands in, or mark it as an engine default.",
                ));
            }
        }
    }
    for (name, derived) in pack.derived.iter() {
        if let Some(Amount::Whole(number)) = derived.count
            && number > 1
        {
            let sentence = format!(
                "The number {number} in derived fact {name} has no origin: no clause says where it comes from."
            );
            findings.push(Finding::new(
                Kind::NoOrigin,
                "derived",
                &[name],
                sentence,
                "Make it a setting, which has a clause, and name the setting here.",
            ));
        }
    }
    for problem in load::version_problems(pack) {
        let kind = if problem.code == "time-gap" { Kind::TimeGap } else { Kind::TimeOverlap };
        let rule = problem.message.trim_start_matches("rule ").split(':').next().unwrap_or_default().to_string();
        findings.push(Finding::new(
            kind,
            &rule,
            &[],
            format!("{}; expected {}.", problem.message, problem.expected),
            &problem.remedy,
        ));
    }
    findings
}

fn points_somewhere(pack: &Pack, clause: &str) -> bool {
    let source = clause.split_whitespace().next().unwrap_or("");
    pack.sources.get(source).is_some() && clause.trim() != source
}

fn no_clause(rule: &str, row: &str, clause: &str, findings: &mut Vec<Finding>) {
    let found = if clause.trim().is_empty() {
        "has no clause".to_string()
    } else {
        format!("cites `{clause}`, which points nowhere")
    };
    findings.push(Finding::new(
        Kind::NoClause,
        rule,
        &[row],
        format!("{row} of {rule} {found}."),
        "Cite a declared source and say where in it.",
    ));
}

/// Rows that no example shows. Rows that only close a table need none.
fn examples(pack: &Pack, rule: &Rule, findings: &mut Vec<Finding>) {
    let shown = |row: &Row| {
        pack.examples.iter().any(|example| example.shows.iter().any(|id| *id == row.id || row.with.contains(id)))
    };
    let mut missing: Vec<&str> =
        load::rows(rule).filter(|row| !row.closing && !shown(row)).map(|row| row.id.as_str()).collect();
    missing.extend(
        rule.stages
            .iter()
            .map(|stage| stage.id.as_str())
            .filter(|id| !pack.examples.iter().any(|example| example.shows.iter().any(|shown| shown == id))),
    );
    missing.dedup();
    for id in missing {
        findings.push(Finding::new(
            Kind::NoExample,
            &rule.id,
            &[id],
            format!("No example shows {id} of {}.", rule.id),
            "Add an example that names it under `shows`, or mark the row as closing.",
        ));
    }
}

/// Cells that test for what the fact cannot be: above its highest value, off its steps, or from high to low.
pub fn domains(program: &Program, node: usize, table: &Table, findings: &mut Vec<Finding>) {
    let Some(name) = program.nodes.get(node).map(|node| node.name.as_str()) else { return };
    let Some(rule) = super::rule_of(program, name) else { return };
    for (at, row) in table.rows.iter().enumerate() {
        for (fact, text) in row_cells(rule, &row.row) {
            let (Some(tested), Ok(test)) = (program.node(&fact), unary::parse(&text)) else { continue };
            let parts = match &test {
                Test::Any => continue,
                Test::OneOf(parts) | Test::Not(parts) => parts,
            };
            let id = row_id(table, at);
            for part in parts {
                if let Some(wrong) = wrong_part(program, tested, part) {
                    let sentence = format!("Row {id} of {name} tests {fact} for `{part}`, {wrong}.");
                    findings.push(Finding::new(
                        Kind::OutsideDomain,
                        name,
                        &[id],
                        sentence,
                        "Correct the cell, or the limits of the fact.",
                    ));
                }
            }
        }
    }
    never_given(program, name, table, findings);
}

/// Named values that a column tests for and that the rule behind it never gives.
fn never_given(program: &Program, name: &str, table: &Table, findings: &mut Vec<Finding>) {
    if super::rule_of(program, name)
        .is_some_and(|rule| rule.kind == RuleKind::Ladder && rule.id != name && name.contains('.'))
    {
        return;
    }
    for column in &table.columns {
        let Some(node) = program.nodes.get(column.node) else { continue };
        if !matches!((&node.domain, &node.source), (Domain::Named(_), Source::Table(_))) {
            continue;
        }
        for row in table.askable.iter().filter(|row| column.tested.has(*row)) {
            let mut cells = Cells::NONE;
            column.pass.iter().enumerate().filter(|(_, rows)| rows.has(row)).for_each(|(cell, _)| cells.insert(cell));
            if !search::is_beyond(program, column.node)
                && !cells.is_empty()
                && cells
                    .iter()
                    .all(|cell| search::find(program, &[(column.node, Cells::only(cell))]) == search::Found::None)
            {
                let id = row_id(table, row);
                let sentence = format!(
                    "Row {id} of {name} asks that {} is {}, which it never is.",
                    node.title,
                    words::cell_words(node, &cells)
                );
                findings.push(Finding::new(
                    Kind::OutsideDomain,
                    name,
                    &[id],
                    sentence,
                    "Correct the cell, or the rule it rests on.",
                ));
            }
        }
    }
}

/// What is wrong with a part of a test, if anything.
fn wrong_part(program: &Program, node: usize, part: &Part) -> Option<String> {
    let found = program.nodes.get(node)?;
    let Domain::Range { step, .. } = &found.domain else { return None };
    let number = |literal: &Literal| -> Option<i64> {
        match literal {
            Literal::Number(number) if !found.days => Some(number.0),
            Literal::Setting(name) => match program.settings.get(name)? {
                SettingValue::Number(number) if !found.days => Some(number.0),
                _ => None,
            },
            Literal::Date(day) if found.days => crate::calendar::Day::parse(day).map(|day| i64::from(day.days())),
            _ => None,
        }
    };
    let (low, high) = limits(program, node);
    let shown = |at: i64| if found.days { String::new() } else { Number(at).to_string() };
    let written: Vec<i64> = match part {
        Part::Is(value) | Part::Below(value, _) | Part::Above(value, _) => number(value).into_iter().collect(),
        Part::Between(one, _, two, _) => number(one).into_iter().chain(number(two)).collect(),
    };
    for at in &written {
        if let Some(high) = high.filter(|high| at > high) {
            return Some(format!("and {} is never above {}", found.title, shown(high)));
        }
        if let Some(low) = low.filter(|low| at < low) {
            return Some(format!("and {} is never below {}", found.title, shown(low)));
        }
        if *step > 0 && at.rem_euclid(*step) != 0 {
            return Some(format!("and {} comes in steps of {}", found.title, shown(*step)));
        }
    }
    let cut = |literal: &Literal, after: bool| number(literal).map(|at| Cut { at, after });
    let (from, to) = match part {
        Part::Is(value) => (cut(value, false), cut(value, true)),
        Part::Above(end, edge) => (cut(end, *edge == Edge::Open), high.map(|at| Cut { at, after: true })),
        Part::Below(end, edge) => (low.map(|at| Cut { at, after: false }), cut(end, *edge == Edge::Closed)),
        Part::Between(one, low_edge, two, high_edge) => {
            (cut(one, *low_edge == Edge::Open), cut(two, *high_edge == Edge::Closed))
        }
    };
    match (from, to) {
        (Some(from), Some(to)) if Domain::aligned(from, *step) >= Domain::aligned(to, *step) => {
            Some("which no value fits".to_string())
        }
        _ => None,
    }
}

/// The lowest and highest value a node can have, in billionths; dates have none.
fn limits(program: &Program, node: usize) -> (Option<i64>, Option<i64>) {
    let Some(found) = program.nodes.get(node) else { return (None, None) };
    match &found.source {
        Source::Field(field) if !found.days => {
            let range = program.pack.fields.0.get(*field).map(|(_, field)| field.range()).unwrap_or_default();
            (range.0.map(|low| low.0), range.1.map(|high| high.0))
        }
        Source::Facts(derivation) => match derivation.by {
            Operation::Rate => (Some(0), Some(100 * ONE)),
            Operation::Remainder => {
                let (low, high) = derivation.of.first().map(|of| limits(program, *of)).unwrap_or_default();
                (high.map(|high| 100 * ONE - high), low.map(|low| 100 * ONE - low))
            }
            Operation::CountOf | Operation::MostInWindow | Operation::RunLength => (Some(0), None),
            Operation::Sum => {
                let each: Vec<(Option<i64>, Option<i64>)> =
                    derivation.of.iter().map(|of| limits(program, *of)).collect();
                let sum = |ends: Vec<Option<i64>>| {
                    ends.into_iter().try_fold(0i64, |sum, end| end.map(|end| sum.saturating_add(end)))
                };
                (sum(each.iter().map(|ends| ends.0).collect()), sum(each.iter().map(|ends| ends.1).collect()))
            }
            Operation::FirstKnown => {
                let each: Vec<(Option<i64>, Option<i64>)> =
                    derivation.of.iter().map(|of| limits(program, *of)).collect();
                let low = each
                    .iter()
                    .map(|ends| ends.0)
                    .collect::<Option<Vec<i64>>>()
                    .and_then(|ends| ends.into_iter().min());
                let high = each
                    .iter()
                    .map(|ends| ends.1)
                    .collect::<Option<Vec<i64>>>()
                    .and_then(|ends| ends.into_iter().max());
                (low, high)
            }
            _ => (None, None),
        },
        _ => (None, None),
    }
}
