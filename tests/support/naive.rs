//! A naive evaluator that knows nothing of cells or sets: it reads a generated pack row by row, as a person would.

use super::cells::{Kind, Known};
use super::ready::as_of;
use super::world::{By, Derived, Of, Row, Table, World};

/// What a naive reader finds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Naive {
    /// The value or values in words, the further output, and the rows that give it.
    Given(String, String, Vec<String>),
    /// No row holds, or the policy leaves it to a person.
    Open,
    /// Rows disagree.
    Conflict,
}

impl Naive {
    pub fn value(&self) -> Option<&str> {
        match self {
            Naive::Given(value, _, _) => Some(value),
            _ => None,
        }
    }
}

impl Table {
    /// Reads the table row by row.
    pub fn read(&self, values: &[Known]) -> Naive {
        let held: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| row.tests.iter().zip(values).all(|(test, value)| test.holds(*value)))
            .collect();
        let given = |row: &Row| match row.then {
            Some(then) => Naive::Given(
                self.values[then].clone(),
                self.more.get(row.more).cloned().unwrap_or_default(),
                vec![row.id.clone()],
            ),
            // What a list gathers from a row without a value is the row itself.
            None if self.hit == "collect list" => Naive::Given(row.id.clone(), String::new(), vec![row.id.clone()]),
            None => Naive::Open,
        };
        let number = |row: &Row| row.then.map_or(0.0, |then| self.values[then].parse::<f64>().unwrap());
        let all =
            |text: String, more: String| Naive::Given(text, more, held.iter().map(|row| row.id.clone()).collect());
        match self.hit {
            "collect count" if !held.is_empty() || self.otherwise.is_none() => {
                return all(held.len().to_string(), String::new());
            }
            "collect sum" if !held.is_empty() || self.otherwise.is_none() => {
                let sum: f64 = held.iter().map(|row| number(row)).sum();
                return all(if sum == 0.0 { "0".to_string() } else { sum.to_string() }, String::new());
            }
            "collect list" if !held.is_empty() => {
                let list = |of: &dyn Fn(&Row) -> String| held.iter().map(|row| of(row)).collect::<Vec<_>>().join(", ");
                let more = if self.more.is_empty() { String::new() } else { list(&|row| self.more[row.more].clone()) };
                return all(list(&|row| row.then.map_or(row.id.clone(), |then| self.values[then].clone())), more);
            }
            "collect list" if self.otherwise.is_none() => {
                return all("none".to_string(), if self.more.is_empty() { String::new() } else { "none".to_string() });
            }
            _ => {}
        }
        let won = match self.hit {
            "first" => held.first().copied(),
            "priority" => held.iter().rev().max_by_key(|row| row.then.unwrap_or(usize::MAX)).copied(),
            "collect max" => held.iter().rev().max_by(|a, b| number(a).total_cmp(&number(b))).copied(),
            "collect min" => held.iter().min_by(|a, b| number(a).total_cmp(&number(b))).copied(),
            _ => {
                if held
                    .iter()
                    .any(|row| row.then != held[0].then || (!self.more.is_empty() && row.more != held[0].more))
                {
                    return Naive::Conflict;
                }
                held.first().copied()
            }
        };
        match won.or(self.otherwise.as_ref()) {
            Some(row) => given(row),
            None => Naive::Open,
        }
    }
}

impl World {
    /// What a derived fact is, given the fields.
    pub fn derive(&self, derived: &Derived, fields: &[Known]) -> Option<Known> {
        let today = i128::from(as_of().days());
        let input = |at: usize| match fields[derived.of[at]] {
            Known::Number(over, _) => Some(over),
            _ => None,
        };
        let number = |over, under| Some(Known::Number(over, under));
        match derived.by {
            By::ShareBehind => match (input(0)?, input(1)?) {
                (0, _) => number(0, 1),
                (planned, actual) => number((planned - actual) * 100_000, planned),
            },
            By::PointsBehind => match (input(0)?, input(1)?) {
                (0, _) => number(0, 1),
                (planned, actual) => number(planned - actual, 1),
            },
            By::Rate => match (input(0)?, input(1)?) {
                (over, under) if under <= 0 || over > under => None,
                (over, under) => number(over * 100_000, under),
            },
            By::Remainder => number(100_000 - input(0)?, 1),
            By::Sum => number(
                derived
                    .of
                    .iter()
                    .map(|at| fields[*at])
                    .map(|known| if let Known::Number(over, _) = known { over } else { 0 })
                    .sum(),
                1,
            ),
            By::DaysSince => number((today - input(0)?) * 1000, 1),
            By::DaysBetween => number((input(1).unwrap_or(today) - input(0)?) * 1000, 1),
            By::Happened => number(i128::from(input(0).is_some_and(|day| day <= today)), 1),
        }
    }

    /// The outcome of every table, for fields that are all known (or have no column). `None` where a derived fact cannot
    /// be worked out from them.
    pub fn read(&self, fields: &[Known]) -> Option<Vec<Naive>> {
        let today = i128::from(as_of().days());
        // An event on a later day has not happened.
        let fields: Vec<Known> = self
            .fields
            .iter()
            .zip(fields)
            .map(|(field, known)| match known {
                Known::Number(day, _) if field.kind == Kind::Event && *day > today => Known::Nothing,
                known => *known,
            })
            .collect();
        let derived: Vec<Option<Known>> = self.derived.iter().map(|derived| self.derive(derived, &fields)).collect();
        let mut found: Vec<Naive> = Vec::new();
        for table in &self.tables {
            let mut values = Vec::new();
            let mut conflict = false;
            for of in &table.columns {
                values.push(match of {
                    Of::Field(at) => fields[*at],
                    Of::Derived(at) => derived[*at]?,
                    Of::Table(at) => match &found[*at] {
                        Naive::Given(value, _, _) => Known::whole(self.tables[*at].values.iter().position(|known| known == value).unwrap() as i64),
                        Naive::Open => Known::Nothing,
                        Naive::Conflict => {
                            conflict = true;
                            Known::Nothing
                        }
                    },
                });
            }
            found.push(if conflict { Naive::Conflict } else { table.read(&values) });
        }
        Some(found)
    }
}
