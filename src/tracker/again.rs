//! Learners who are entered again in a tracker, and the same in words.

use super::Tracker;
use crate::problem::Problem;
use crate::record::identifier::Identifier;
use crate::record::{ColumnMatch, again};

/// Of how many learners who are entered again the rows are told, and how many rows of each.
const TOLD: usize = 20;

impl Tracker {
    /// Whether a column says who a row is about: it holds the names, or numbers by which learners are known elsewhere.
    pub fn identifies(&self, column: usize) -> bool {
        self.applied.iter().any(|applied| {
            let records = &applied.reading.records;
            [records.name_column, records.forename_column].contains(&Some(column))
                || applied
                    .reading
                    .columns
                    .get(column)
                    .is_some_and(|found| Identifier::of_heading(&found.heading).is_some())
        })
    }

    /// The rows that seem to be about one learner, where a policy gives each one row: [`again::entered_again`].
    pub fn entered_again(&self) -> Vec<Vec<usize>> {
        let Some(applied) = self.applied.iter().find(|applied| applied.pack.one_row_each) else { return Vec::new() };
        let records = &applied.reading.records;
        let names: Vec<usize> = records.forename_column.into_iter().chain(records.name_column).collect();
        let numbers = |found: &ColumnMatch| Some((found.column, Identifier::of_heading(&found.heading)?));
        let identifiers: Vec<_> = applied.reading.columns.iter().filter_map(numbers).collect();
        again::entered_again(&self.table, &records.kinds, &names, &identifiers)
    }

    /// That rows seem to be about one learner: the first few, and how many more there are. No name is repeated.
    #[inline(never)]
    pub fn same(&self, rows: &[usize]) -> String {
        let numbers = rows.iter().take(TOLD).filter_map(|row| self.table.row(*row)).map(|row| row.number.to_string());
        let more = rows.len().saturating_sub(TOLD);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("rows {}{more} have the same name or number", numbers.collect::<Vec<_>>().join(", "))
    }

    /// The same in words, told where nobody can be asked: the first few, and how many more there are. No name is repeated.
    pub fn repeated(&self) -> Vec<Problem> {
        let groups = self.entered_again();
        let mut said: Vec<String> = groups.iter().take(TOLD).map(|rows| self.same(rows)).collect();
        if groups.len() > TOLD {
            said.push(format!("{} more names or numbers have several rows", groups.len() - TOLD));
        }
        let problem = |said| {
            Problem::new(
                "entered-again",
                said,
                "one row for each learner",
                "If they are about one learner, keep the row that is right; each is answered by itself.",
            )
        };
        said.into_iter().map(problem).collect()
    }
}
