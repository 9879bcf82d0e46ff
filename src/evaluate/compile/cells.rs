//! Tests made into sets: each fact is cut wherever a test of it changes its answer, and each test becomes the cells in which
//! its row passes.

use super::Builder;
use crate::calendar::Day;
use crate::evaluate::cells::{Cut, Domain, MOST_CELLS, Rows};
use crate::evaluate::program::Source;
use crate::order::InOrder;
use crate::policy::settings::SettingValue;
use crate::policy::unary::{Edge, Literal, Part, Test};

/// A part of a test with its settings filled in: numbers in billionths, days, or positions among named values.
enum Bound {
    At(i64),
    Name(usize),
    Unset(String),
}

impl Builder<'_> {
    /// Cuts every number that is tested wherever a test changes its answer.
    #[inline(never)]
    pub(super) fn cut(&mut self) {
        let tested: Vec<usize> = self.tests.keys().copied().collect();
        for node in tested {
            let Some(Domain::Range { step, .. }) = self.nodes.get(node).map(|node| node.domain.clone()) else {
                continue;
            };
            let parts: Vec<Part> =
                self.tests.get(&node).into_iter().flatten().flat_map(|(_, _, test)| test_parts(test)).collect();
            let mut cuts: Vec<Cut> = Vec::new();
            for part in &parts {
                for (literal, after) in ends(part) {
                    if let Ok(Bound::At(at)) = self.bound(node, literal) {
                        cuts.push(Domain::aligned(Cut { at, after }, step));
                    }
                }
            }
            cuts.in_order();
            cuts.dedup();
            if cuts.len() + 2 > MOST_CELLS {
                let name = self.nodes.get(node).map(|node| node.name.clone()).unwrap_or_default();
                self.problem(
                    "too-many-cuts",
                    format!("`{name}` is cut at {} points", cuts.len()),
                    &format!("at most {}", MOST_CELLS - 2),
                    "Use fewer thresholds.",
                );
                continue;
            }
            if let Some(node) = self.nodes.get_mut(node) {
                node.domain = Domain::Range { cuts, step };
            }
        }
    }

    /// Turns each test into the set of cells in which its row passes.
    #[inline(never)]
    pub(super) fn fill(&mut self) {
        let tests = std::mem::take(&mut self.tests);
        for (node, list) in tests {
            let Some(domain) = self.nodes.get(node).map(|node| node.domain.clone()) else { continue };
            for (rule, row, test) in list {
                let mut unset = None;
                let passes: Vec<bool> = match self.passing(node, &domain, &test) {
                    Ok(passes) => passes,
                    Err(Some(setting)) => {
                        unset = Some(setting);
                        vec![false; domain.count()]
                    }
                    Err(None) => {
                        let (rule, row) = self.row_name(rule, row);
                        let name = self.nodes.get(node).map(|node| node.name.clone()).unwrap_or_default();
                        let expected = match &domain {
                            Domain::Named(names) => format!(
                                "values of `{name}`: {}",
                                names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
                            ),
                            Domain::Range { .. } => format!("numbers, dates or settings that fit `{name}`"),
                        };
                        self.problem(
                            "wrong-type",
                            format!("rule {rule}, row {row}: `{test}` does not fit `{name}`"),
                            &expected,
                            "Correct the cell.",
                        );
                        continue;
                    }
                };
                let Some(Source::Table(table)) = self.nodes.get_mut(rule).map(|node| &mut node.source) else {
                    continue;
                };
                if let Some(setting) = unset {
                    table.askable.remove(row);
                    table.unset.push((row, setting));
                }
                if let Some(column) = table.columns.iter_mut().find(|column| column.node == node) {
                    if column.pass.is_empty() {
                        column.pass = vec![Rows::first(table.rows.len()); passes.len()];
                    }
                    if test != Test::Any {
                        column.tested.insert(row);
                    }
                    for (cell, pass) in passes.iter().enumerate() {
                        if !pass && let Some(rows) = column.pass.get_mut(cell) {
                            rows.remove(row);
                        }
                    }
                }
            }
        }
        for node in &mut self.nodes {
            if let Source::Table(table) = &mut node.source {
                table.may_conflict = table.overlaps();
            }
        }
    }

    fn row_name(&self, rule: usize, row: usize) -> (String, String) {
        let Some(node) = self.nodes.get(rule) else { return (String::new(), String::new()) };
        let id = match &node.source {
            Source::Table(table) => table.rows.get(row).map(|row| row.row.id.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        (node.name.clone(), id)
    }

    /// For each cell of a node, whether a test passes there. `Err(Some(setting))`: the setting is not set.
    #[inline(never)]
    fn passing(&self, node: usize, domain: &Domain, test: &Test) -> Result<Vec<bool>, Option<String>> {
        let (parts, negated) = match test {
            Test::Any => return Ok(vec![true; domain.count()]),
            Test::OneOf(parts) => (parts, false),
            Test::Not(parts) => (parts, true),
        };
        let mut passes = vec![false; domain.count()];
        for part in parts {
            let inside = self.part_cells(node, domain, part)?;
            for (pass, inside) in passes.iter_mut().zip(inside) {
                *pass |= inside;
            }
        }
        if negated {
            passes.iter_mut().for_each(|pass| *pass = !*pass);
        }
        // Nothing there passes no test but `-`, negated or not: a date that has not come is not "not after 1 May".
        if let Some(last) = passes.last_mut() {
            *last = false;
        }
        Ok(passes)
    }

    #[inline(never)]
    fn part_cells(&self, node: usize, domain: &Domain, part: &Part) -> Result<Vec<bool>, Option<String>> {
        match domain {
            Domain::Named(names) => {
                let Part::Is(literal) = part else { return Err(None) };
                match self.bound(node, literal)? {
                    Bound::Name(at) => Ok((0..=names.len()).map(|cell| cell == at).collect()),
                    Bound::Unset(setting) => Err(Some(setting)),
                    Bound::At(_) => Err(None),
                }
            }
            Domain::Range { cuts, step } => {
                let from = |literal: &Literal, after: bool| -> Result<usize, Option<String>> {
                    match self.bound(node, literal)? {
                        Bound::At(at) => {
                            let cut = Domain::aligned(Cut { at, after }, *step);
                            Ok(cuts.partition_point(|known| *known < cut) + 1)
                        }
                        Bound::Unset(setting) => Err(Some(setting)),
                        Bound::Name(_) => Err(None),
                    }
                };
                let last = cuts.len() + 1;
                let (low, high) = match part {
                    Part::Is(value) => (from(value, false)?, from(value, true)?),
                    Part::Above(end, edge) => (from(end, *edge == Edge::Open)?, last),
                    Part::Below(end, edge) => (0, from(end, *edge == Edge::Closed)?),
                    Part::Between(low, low_edge, high, high_edge) => {
                        (from(low, *low_edge == Edge::Open)?, from(high, *high_edge == Edge::Closed)?)
                    }
                };
                Ok((0..=last).map(|cell| cell >= low && cell < high && cell < last).collect())
            }
        }
    }

    #[inline(never)]
    fn bound(&self, node: usize, literal: &Literal) -> Result<Bound, Option<String>> {
        let Some(node) = self.nodes.get(node) else { return Err(None) };
        let value = match literal {
            Literal::Setting(name) => match self.settings.get(name) {
                None => return Err(None),
                Some(SettingValue::Unset) => return Ok(Bound::Unset(name.clone())),
                Some(SettingValue::Number(number)) => Literal::Number(*number),
                Some(SettingValue::Flag(flag)) => Literal::Bool(*flag),
                Some(SettingValue::Text(text)) if node.days => Literal::Date(text.clone()),
                Some(SettingValue::Text(text)) => Literal::Text(text.clone()),
            },
            other => other.clone(),
        };
        match (&node.domain, value) {
            (Domain::Range { .. }, Literal::Number(number)) if !node.days => Ok(Bound::At(number.0)),
            (Domain::Range { .. }, Literal::Date(day)) if node.days => {
                Day::parse(&day).map(|day| Bound::At(i64::from(day.days()))).ok_or(None)
            }
            (Domain::Named(names), Literal::Text(text)) => {
                names.iter().position(|name| *name == text).map(Bound::Name).ok_or(None)
            }
            (Domain::Named(names), Literal::Bool(flag)) => {
                names.iter().position(|name| *name == flag.to_string()).map(Bound::Name).ok_or(None)
            }
            _ => Err(None),
        }
    }
}

fn test_parts(test: &Test) -> Vec<Part> {
    match test {
        Test::Any => Vec::new(),
        Test::OneOf(parts) | Test::Not(parts) => parts.clone(),
    }
}

/// The points at which a part changes its answer: the value, and whether the cut lies after it.
fn ends(part: &Part) -> Vec<(&Literal, bool)> {
    match part {
        Part::Is(value) => vec![(value, false), (value, true)],
        Part::Above(end, edge) => vec![(end, *edge == Edge::Open)],
        Part::Below(end, edge) => vec![(end, *edge == Edge::Closed)],
        Part::Between(low, low_edge, high, high_edge) => {
            vec![(low, *low_edge == Edge::Open), (high, *high_edge == Edge::Closed)]
        }
    }
}
