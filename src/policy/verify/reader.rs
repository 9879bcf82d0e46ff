//! Reads a set of rows that still pass as an answer, as soon as the columns that are left cannot change it.

use super::space::Space;
use crate::evaluate::cells::Rows;
use crate::evaluate::program::Table;
use crate::policy::pack::Hit;

/// What a rule gives at a point of its space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The value of this row; no other row matters.
    Row(usize),
    /// No row holds and none stands in.
    Gap,
    /// Rows with different values hold.
    Conflict,
    /// All of these rows.
    All(Rows),
}

/// A table seen along the columns of a space.
pub struct Reader<'t> {
    table: &'t Table,
    /// For each depth, the rows that test a column from there on.
    rest: Vec<Rows>,
}

impl<'t> Reader<'t> {
    /// Ready to read.
    pub fn of(table: &'t Table, space: &Space) -> Self {
        let mut rest = vec![Rows::NONE];
        for axis in space.axes.iter().rev() {
            let tested = table
                .columns
                .iter()
                .find(|column| column.node == axis.node)
                .map(|column| column.tested)
                .unwrap_or_default();
            rest.push(rest.last().copied().unwrap_or_default().or(&tested));
        }
        rest.reverse();
        Reader { table, rest }
    }

    /// The rows whose tests have all been passed.
    pub fn settled(&self, depth: usize, live: &Rows) -> Rows {
        live.without(&self.rest.get(depth).copied().unwrap_or_default())
    }

    /// The answer, or `None` while the columns from `depth` on can still change it.
    pub fn answer(&self, depth: usize, live: &Rows) -> Option<Answer> {
        let settled = self.settled(depth, live);
        let open = live.without(&settled);
        let none = || self.table.otherwise.map_or(Answer::Gap, Answer::Row);
        let value = |row: usize| self.table.rows.get(row).map(|row| row.value);
        match self.table.hit {
            Hit::First => match live.lowest() {
                None => Some(none()),
                Some(row) if settled.has(row) => Some(Answer::Row(row)),
                Some(_) => None,
            },
            Hit::Priority => {
                let best = |rows: &Rows| rows.iter().max_by_key(|row| (value(*row), std::cmp::Reverse(*row)));
                match (best(&settled), best(&open)) {
                    (None, None) => Some(none()),
                    (Some(row), None) => Some(Answer::Row(row)),
                    (Some(row), Some(other))
                        if (value(row), std::cmp::Reverse(row)) > (value(other), std::cmp::Reverse(other)) =>
                    {
                        Some(Answer::Row(row))
                    }
                    _ => None,
                }
            }
            _ if !open.is_empty() => None,
            Hit::Unique => match settled.lowest() {
                None => Some(none()),
                Some(_) if self.table.differ(&settled) => Some(Answer::Conflict),
                Some(row) => Some(Answer::Row(row)),
            },
            Hit::CollectMin | Hit::CollectMax => {
                let by = |row: &usize| self.table.rows.get(*row).map(|row| row.adds);
                let won = if self.table.hit == Hit::CollectMax {
                    settled.iter().max_by_key(|row| (by(row), std::cmp::Reverse(*row)))
                } else {
                    settled.iter().min_by_key(|row| (by(row), *row))
                };
                Some(won.map_or_else(none, Answer::Row))
            }
            Hit::CollectList | Hit::CollectSum | Hit::CollectCount => Some(Answer::All(settled)),
        }
    }

    /// Whether two answers of this table read the same.
    pub fn same(&self, one: Answer, two: Answer) -> bool {
        let given = |row: usize| self.table.rows.get(row).map(|row| row.given);
        match (one, two) {
            (Answer::Row(one), Answer::Row(two)) => given(one) == given(two),
            (Answer::All(one), Answer::All(two)) if self.table.is_total() => {
                self.table.total(&one, true) == self.table.total(&two, true)
            }
            (Answer::All(one), Answer::All(two)) => one.iter().map(given).eq(two.iter().map(given)),
            (one, two) => one == two,
        }
    }
}
