//! Learners who are entered again in a tracker, and the same in words.

use super::Tracker;
use crate::problem::Problem;
use crate::record::identifier::Identifier;
use crate::record::{ColumnMatch, again};

/// Of how many learners who are entered again the rows are told, and how many rows of each.
const TOLD: usize = 20;
/// How many others are named beside each of them.
const BESIDE: usize = 5;

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

    /// The numbers of rows: the first few, and how many more there are.
    fn numbers(&self, rows: &[usize], most: usize) -> String {
        let numbers = rows.iter().take(most).filter_map(|row| self.table.row(*row)).map(|row| row.number.to_string());
        let more = rows.len().saturating_sub(most);
        numbers.collect::<Vec<_>>().join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
    }

    /// For each row that seems to be about the learner of others, which those are, as it is said beside the row.
    pub fn same_as_others(&self) -> Vec<(usize, String)> {
        let mut said = Vec::new();
        for rows in self.entered_again() {
            for row in &rows {
                // More than are named need not be looked through for every row.
                let others: Vec<usize> = rows.iter().copied().filter(|other| other != row).take(BESIDE).collect();
                let more = rows.len() - 1 - others.len();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let word = if rows.len() > 2 { "rows" } else { "row" };
                let numbers = self.numbers(&others, BESIDE);
                said.push((*row, format!("the same name or number as {word} {numbers}{more}")));
            }
        }
        said
    }

    /// The same in words, told where nobody can be asked: the first few, and how many more there are. No name is repeated.
    pub fn repeated(&self) -> Vec<Problem> {
        let groups = self.entered_again();
        let mut said: Vec<String> = groups
            .iter()
            .take(TOLD)
            .map(|rows| format!("rows {} have the same name or number", self.numbers(rows, TOLD)))
            .collect();
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
