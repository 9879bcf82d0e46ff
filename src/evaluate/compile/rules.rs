//! Rules made into tables: what their rows test, and the values that they give.

use super::Builder;
use crate::evaluate::cells::{Domain, MOST_CELLS, MOST_ROWS, Rows};
use crate::evaluate::program::{Column, Node, Source, Table, TableRow};
use crate::number::{Number, ONE};
use crate::order::InOrder;
use crate::policy::nearest;
use crate::policy::pack::{Hit, Ordered, Row, Rule, RuleKind, Then, When};
use crate::policy::settings::SettingValue;
use crate::policy::unary::{self, Test};

impl Builder<'_> {
    #[inline(never)]
    pub(super) fn rule(&mut self, rule: &Rule) -> Option<usize> {
        if rule.kind == RuleKind::Checklist {
            return None;
        }
        let place = format!("rule {}", rule.id);
        let (columns, cells) = self.tested(rule, &place);
        for row in &rule.rows {
            let days = row
                .due
                .iter()
                .flat_map(|due| std::iter::once(&due.after).chain(&due.or_at))
                .filter(|name| *name != "as_of");
            for name in row.done.iter().chain(days).filter(|name| self.pack.settings.get(name).is_none()) {
                self.need(name, &format!("{place}, row {}", row.id));
            }
        }
        if rule.rows.len() + 1 > MOST_ROWS {
            self.problem(
                "too-many-rows",
                format!("{place} has {} rows", rule.rows.len()),
                &format!("at most {}", MOST_ROWS - 1),
                "Split the rule.",
            );
            return None;
        }
        let (fields, upstream) = self.upstream(&columns);
        // After ladders are flattened, what is left of that kind is a list of next actions: each row is a value of its own.
        let actions = matches!(rule.kind, RuleKind::Duties | RuleKind::Ladder);
        let rows: Vec<&Row> = rule.rows.iter().chain(&rule.otherwise).collect();
        let hit = match rule.kind {
            RuleKind::Duties => Hit::CollectList,
            _ => rule.hit.unwrap_or(Hit::Unique),
        };
        let total = matches!(hit, Hit::CollectSum | Hit::CollectCount);
        let names: Vec<String> = if actions {
            rows.iter().map(|row| row.id.clone()).collect()
        } else if hit == Hit::CollectList {
            rows.iter().map(|row| self.listed(rule, row)).collect()
        } else if matches!(hit, Hit::CollectMin | Hit::CollectMax) && rule.values.is_empty() {
            numbers_of(rule, &rows)
        } else if rule.values.is_empty() {
            vec!["false".to_string(), "true".to_string()]
        } else {
            rule.values.clone()
        };
        if names.len() + 1 > MOST_CELLS {
            self.problem(
                "too-many-values",
                format!("{place} has {} values", names.len()),
                &format!("at most {}", MOST_CELLS - 1),
                "Split the rule.",
            );
            return None;
        }
        let undecided = names.len();
        let table_rows = self.table_rows(rule, hit, &rows, &names);
        let not_assessed = rule
            .not_assessed
            .as_ref()
            .map(|then| if total { 0 } else { self.value(&place, rule, then, &names, undecided) });
        let not_assessed_total =
            if total { self.adds(rule, Hit::CollectSum, rule.not_assessed.as_ref(), "not_assessed") } else { 0 };
        let domain = if total { Domain::Range { cuts: Vec::new(), step: 0 } } else { Domain::Named(names) };
        let table = Table {
            hit,
            columns: columns.iter().map(|node| Column { node: *node, pass: Vec::new(), tested: Rows::NONE }).collect(),
            askable: Rows::first(rule.rows.len()),
            unset: Vec::new(),
            otherwise: rule.otherwise.as_ref().map(|_| rule.rows.len()),
            rows: table_rows,
            not_assessed,
            not_assessed_total,
            may_conflict: false,
            actions,
            done_already: rule.done_already,
        };
        let node = self.add(Node {
            name: rule.id.clone(),
            title: rule.title.clone(),
            unit: None,
            domain,
            days: false,
            source: Source::Table(table),
            fields: fields.clone(),
            upstream: upstream.clone(),
        });
        for (column, row, test) in cells {
            self.tests.entry(column).or_default().push((node, row, test));
        }
        self.more(rule, node, &rows);
        Some(node)
    }

    /// What a rule's rows test, and the tests: node, row, test.
    #[inline(never)]
    fn tested(&mut self, rule: &Rule, place: &str) -> (Vec<usize>, Vec<(usize, usize, Test)>) {
        let mut columns: Vec<usize> = Vec::new();
        let mut cells: Vec<(usize, usize, Test)> = Vec::new();
        for (at, row) in rule.rows.iter().enumerate() {
            let here = format!("{place}, row {}", row.id);
            for (name, text) in row_cells(rule, row) {
                let Some(node) = self.need(&name, &here) else { continue };
                match unary::parse(&text) {
                    Ok(test) => {
                        if !columns.contains(&node) {
                            columns.push(node);
                        }
                        cells.push((node, at, test));
                    }
                    Err(bad) => self.problem(
                        "bad-cell",
                        format!("{here}: `{name}` holds {}", bad.found),
                        &bad.expected,
                        "Correct the cell.",
                    ),
                }
            }
        }
        (columns, cells)
    }

    /// The rows of a rule with the values that they give: positions among `names`.
    #[inline(never)]
    fn table_rows(&mut self, rule: &Rule, hit: Hit, rows: &[&Row], names: &[String]) -> Vec<TableRow> {
        let actions = matches!(rule.kind, RuleKind::Duties | RuleKind::Ladder);
        let total = matches!(hit, Hit::CollectSum | Hit::CollectCount);
        let all_numbers = names.iter().all(|name| Number::parse(name).is_some());
        let mut given: Vec<Option<&Then>> = Vec::new();
        let mut table_rows: Vec<TableRow> = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let value =
                if actions || hit == Hit::CollectList || total { at } else { self.then(rule, row, names, names.len()) };
            // Actions and duties are values of their own, whatever they say.
            let alike = given.iter().position(|known| !actions && *known == row.then.as_ref());
            given.push(row.then.as_ref());
            let adds = match names.get(value).filter(|_| all_numbers).and_then(|name| Number::parse(name)) {
                _ if total => self.adds(rule, hit, row.then.as_ref(), &row.id),
                Some(number) => number.0,
                None => i64::try_from(value).unwrap_or(i64::MAX),
            };
            table_rows.push(TableRow { row: (*row).clone(), value, given: alike.unwrap_or(at), adds });
        }
        table_rows
    }

    /// Further outputs of a rule: nodes of their own that follow the row that held.
    #[inline(never)]
    fn more(&mut self, rule: &Rule, node: usize, rows: &[&Row]) {
        for (name, values) in rule.more.iter() {
            let of_rows: Vec<usize> = rows
                .iter()
                .map(|row| match &row.then {
                    Some(Then::Several(outputs)) => outputs
                        .get(name)
                        .and_then(|value| values.iter().position(|known| known == value))
                        .unwrap_or(values.len()),
                    _ => values.len(),
                })
                .collect();
            let (fields, upstream) = self.upstream(&[node]);
            self.add(Node {
                name: format!("{}.{name}", rule.id),
                title: name.to_string(),
                unit: None,
                domain: Domain::Named(values.clone()),
                days: false,
                source: Source::More { of: node, values: of_rows },
                fields,
                upstream,
            });
        }
    }

    /// What a row adds to a sum, or to a count.
    fn adds(&mut self, rule: &Rule, hit: Hit, then: Option<&Then>, row: &str) -> i64 {
        let number = match then {
            _ if hit == Hit::CollectCount && rule.rows.iter().any(|counted| counted.id == row) => return ONE,
            None => return 0,
            Some(Then::Value(text)) => Number::parse(text),
            Some(Then::Setting { setting }) => match self.settings.get(setting) {
                Some(SettingValue::Number(number)) => Some(*number),
                _ => None,
            },
            Some(Then::Flag(_) | Then::Several(_)) => None,
        };
        match number {
            Some(number) => number.0,
            None => {
                self.problem(
                    "not-a-number",
                    format!("rule {}, row {row}: the value is not a number", rule.id),
                    "a number in quotes, or a setting that holds one",
                    "Correct the value, or choose another `hit`.",
                );
                0
            }
        }
    }

    /// What a row adds to a list: its value, or its own id where it has none.
    fn listed(&self, rule: &Rule, row: &Row) -> String {
        match &row.then {
            None => row.id.clone(),
            Some(Then::Flag(flag)) => flag.to_string(),
            Some(Then::Value(value)) => value.clone(),
            Some(Then::Setting { setting }) => self.settings.get(setting).map(SettingValue::words).unwrap_or_default(),
            Some(Then::Several(outputs)) => first_output(rule, outputs).unwrap_or_default().to_string(),
        }
    }

    fn then(&mut self, rule: &Rule, row: &Row, names: &[String], undecided: usize) -> usize {
        match &row.then {
            None => undecided,
            Some(then) => self.value(&format!("rule {}, row {}", rule.id, row.id), rule, then, names, undecided),
        }
    }

    fn value(&mut self, place: &str, rule: &Rule, then: &Then, names: &[String], undecided: usize) -> usize {
        let wanted = match then {
            Then::Flag(flag) => flag.to_string(),
            Then::Value(value) => value.clone(),
            Then::Several(outputs) => match first_output(rule, outputs) {
                Some(value) => value.to_string(),
                None => return undecided,
            },
            Then::Setting { setting } => match self.settings.get(setting) {
                Some(SettingValue::Unset) => return undecided,
                Some(value) => value.words(),
                None => {
                    self.problem(
                        "unknown-setting",
                        format!("{place}: `{setting}` is not a setting"),
                        "a setting of the pack",
                        "Correct the name.",
                    );
                    return undecided;
                }
            },
        };
        match names.iter().position(|name| *name == wanted) {
            Some(at) => at,
            None => {
                let near = nearest(&wanted, names.iter().map(String::as_str)).map(ToString::to_string);
                let expected = near.map_or_else(
                    || format!("one of {}", names.join(", ")),
                    |near| format!("one of {}, such as `{near}`", names.join(", ")),
                );
                self.problem(
                    "unknown-value",
                    format!("{place}: `{wanted}` is not a value of the rule"),
                    &expected,
                    "Correct the value, or add it to `values`.",
                );
                undecided
            }
        }
    }
}

/// The tests of a row: for bands, its one cell on the rule's fact; elsewhere a cell for each fact.
pub fn row_cells(rule: &Rule, row: &Row) -> Vec<(String, String)> {
    match (&row.when, &rule.on) {
        (When::Cell(text), Some(on)) => vec![(on.clone(), text.clone())],
        (When::Cell(_), None) => Vec::new(),
        (When::Cells(cells), _) => cells.iter().map(|(name, text)| (name.to_string(), text.clone())).collect(),
    }
}

/// The value of a rule's own output among several: the one that is not declared under `more`.
fn first_output<'r>(rule: &Rule, outputs: &'r Ordered<String>) -> Option<&'r str> {
    outputs.iter().find(|(name, _)| rule.more.get(name).is_none()).map(|(_, value)| value.as_str())
}

/// The numbers that rows give, each once, lowest first.
fn numbers_of(rule: &Rule, rows: &[&Row]) -> Vec<String> {
    let mut numbers: Vec<(Number, String)> = rows
        .iter()
        .filter_map(|row| match &row.then {
            Some(Then::Value(text)) => Some(text.as_str()),
            Some(Then::Several(outputs)) => first_output(rule, outputs),
            _ => None,
        })
        .filter_map(|text| Number::parse(text).map(|number| (number, text.to_string())))
        .collect();
    numbers.in_order();
    numbers.dedup();
    numbers.into_iter().map(|(_, text)| text).collect()
}
