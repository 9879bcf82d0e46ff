//! A [`Table`](crate::table::Table) and the fields of a policy in, typed facts out; every fact can name its cell.
//!
//! Headings are matched to fields first, then each column settles how it is written (fractions or percentages, day or
//! month first), then cells are read. A cell that cannot be read spoils its own fact and nothing else.

pub mod again;
mod beside;
pub mod cell;
pub mod columns;
pub mod date;
mod decimal;
mod distinct;
pub mod headed;
pub mod heading;
pub mod identifier;
mod likeness;
pub mod mend;
pub mod read;
pub mod rows;
pub mod totals;
pub mod vocabulary;
mod words;

use crate::place::Place;
use crate::problem::Problem;
pub(crate) use words::yes_or_no;

/// What a row says about one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fact {
    /// A value, coded by the field's kind: numbers, counts and percentages as [`Number`](crate::number::Number) parts
    /// (billionths), dates as days since 1970-01-01, yes as 1 and no as 0, a choice as its index, letters and several
    /// choices as a set of bits (bit 0 is the first), several dates as an index into [`Records::lists`].
    Value(i64),
    /// Blank, and the field says that blank means it has not happened.
    Nothing,
    /// Blank, `n/a` or `-`: nobody has said.
    Unknown,
    /// An error cell, or a word for not knowing, such as `?`: unknown too, but something stands where a blank might mean that
    /// there is none.
    Doubted,
    /// Something is there that cannot be read or cannot be; a problem says what.
    Unreadable,
    /// The tracker has no such column.
    NoColumn,
}

impl Fact {
    /// True where something is there that does not say what it is.
    pub fn is_doubted(self) -> bool {
        matches!(self, Fact::Doubted | Fact::Unreadable)
    }
}

/// A day that is known to have come, but not which: a plain `yes` in a date-or-yes column.
pub const HAPPENED: i64 = i64::MIN;

/// Why a row of the sheet is not a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A row to be answered.
    Learner,
    /// Above the heading row.
    AboveHeadings,
    /// The heading row itself.
    Headings,
    /// A repeat of the heading row.
    RepeatedHeadings,
    /// Nothing in any cell.
    Blank,
    /// One label across an otherwise empty row.
    Section,
    /// Totals or averages.
    Total,
}

/// What a person has said that a row is, whatever it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowChoice {
    /// A learner.
    Learner,
    /// No learner: the title of a section, or a note.
    Section,
}

/// How a column was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnMatch {
    /// The column, from 0.
    pub column: usize,
    /// The heading as the sheet spells it, on one line.
    pub heading: String,
    /// The field it was matched to, as an index into the fields that were asked for.
    pub field: Option<usize>,
    /// How sure the match is.
    pub confidence: Confidence,
    /// Why, in a plain sentence.
    pub why: String,
}

/// How sure a heading match is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Confidence {
    /// The heading is a known spelling.
    Exact,
    /// A person chose it.
    Chosen,
    /// Alike, 0 to 100; it is offered, and used only when a person confirms it.
    Likely(u8),
    /// Nothing fits.
    None,
}

/// The facts of one field: those that differ, and for each row which of them it has. Trackers repeat themselves, so that
/// what is worked out from one fact need not be worked out again for every row.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The facts that occur, numbered from 0; a fact may be there twice.
    pub facts: Vec<Fact>,
    /// The number of each row's fact; rows are those of the table, all of them, in order. Nothing for a field without a
    /// column.
    pub codes: Vec<u32>,
}

impl Column {
    /// What a row says.
    pub fn fact(&self, row: usize) -> Fact {
        self.codes.get(row).and_then(|code| self.facts.get(*code as usize)).copied().unwrap_or(Fact::NoColumn)
    }
}

/// The facts of a whole tracker, field by field, beside the rows they came from.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// For each field that was asked for, the columns it was read from (several only for `dates`).
    pub sources: Vec<Vec<usize>>,
    /// The facts of each field that was asked for.
    pub columns: Vec<Column>,
    /// What each row of the table is.
    pub kinds: Vec<RowKind>,
    /// Lists of dates, sorted, that `dates` facts point into.
    pub lists: Vec<Vec<i64>>,
    /// The column, from 0, that names the learners, if there is one.
    pub name_column: Option<usize>,
    /// The column of first names, where the name column holds last names.
    pub forename_column: Option<usize>,
    /// Everything that was found wrong while reading, in sheet order.
    pub problems: Vec<CellProblem>,
}

/// A problem at a cell, tied to the row and field it spoils.
#[derive(Debug, Clone, PartialEq)]
pub struct CellProblem {
    /// The row, as an index into the table.
    pub row: usize,
    /// The field, as an index into the fields that were asked for; absent when it concerns the row as a whole, or a cell that
    /// no field is read from.
    pub field: Option<usize>,
    /// What is wrong.
    pub problem: Problem,
}

impl Records {
    /// What row `row` says about field `field`.
    pub fn fact(&self, field: usize, row: usize) -> Fact {
        self.columns.get(field).map_or(Fact::NoColumn, |column| column.fact(row))
    }

    /// The problem that made a fact unreadable, if there is one: that of its cell, or else that of its whole row.
    pub fn problem(&self, field: usize, row: usize) -> Option<&Problem> {
        let of = |wanted| self.row_problems(row).find(|found| found.field == wanted).map(|found| &found.problem);
        let of_row = |problem: &&Problem| problem.place.as_ref().is_none_or(|place| place.column.is_none());
        of(Some(field)).or_else(|| of(None).filter(of_row))
    }

    /// All problems of a row.
    pub fn row_problems(&self, row: usize) -> impl Iterator<Item = &CellProblem> {
        // INVARIANT: problems are in row order, so a search halves its way there.
        let start = self.problems.partition_point(|found| found.row < row);
        self.problems.get(start..).unwrap_or_default().iter().take_while(move |found| found.row == row)
    }

    /// The place of a fact in the sheet, when the tracker has its column.
    pub fn place(&self, field: usize, row_number: u32, headings: &[ColumnMatch]) -> Option<Place> {
        let column = self.column(field)?;
        let heading = headings.get(column as usize - 1).map(|found| found.heading.as_str()).unwrap_or_default();
        Some(Place::cell(row_number, column, heading))
    }

    /// The number of a fact's column, from 1, when the tracker has it.
    pub fn column(&self, field: usize) -> Option<u32> {
        u32::try_from(self.sources.get(field)?.first()? + 1).ok()
    }
}
