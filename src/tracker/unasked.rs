//! Until somebody has said which column holds what, a column that no policy uses and that may well be meant leaves open what it
//! may change. Formulas and the command line can ask nobody; whoever the page asks may go on without an answer.

use super::{Applied, Tracker};
use crate::policy::field::Blank;
use crate::record::{Column, Fact, RowKind, columns};
use crate::table::Table;
use std::collections::BTreeSet;

impl Tracker {
    /// Whether such columns leave answers open: [`super::Choices::unasked`].
    pub fn unasked(&self) -> bool {
        self.applied.iter().any(|applied| applied.choices.unasked)
    }

    /// The columns that some policy is read from.
    pub(super) fn used(&self) -> Vec<usize> {
        let mut used = Vec::new();
        for applied in &self.applied {
            applied.reading.records.sources.iter().for_each(|sources| used.extend_from_slice(sources));
        }
        used
    }

    /// Whether cells lie in a column that may well be meant: what stands there counts, though no field is read from it.
    pub(super) fn may_be_meant(&self, cells: &BTreeSet<(usize, usize)>) -> bool {
        let used = self.used();
        let is_meant = |applied: &Applied| {
            let mut fields = 0..applied.pack.fields.0.len();
            fields
                .any(|at| applied.meant(at, &used).iter().any(|meant| cells.iter().any(|(_, column)| column == meant)))
        };
        self.applied.iter().any(|applied| applied.choices.unasked && is_meant(applied))
    }

    /// Makes unknown, for every policy, what stands in columns that may well be meant.
    pub(super) fn doubt_what_was_meant(&mut self) {
        let used = self.used();
        let Tracker { table, applied, .. } = self;
        applied.iter_mut().for_each(|applied| applied.doubt_what_was_meant(table, &used));
    }
}

impl Applied {
    /// Makes unknown what stands in columns that may well be meant, other than those that some policy uses.
    pub(super) fn doubt_what_was_meant(&mut self, table: &Table, used: &[usize]) {
        if !self.choices.unasked {
            return;
        }
        for index in 0..self.pack.fields.0.len() {
            let meant = self.meant(index, used);
            let records = &mut self.reading.records;
            let (Some(field), Some(column)) = (self.pack.fields.0.get(index), records.columns.get_mut(index)) else {
                continue;
            };
            if meant.is_empty() {
                continue;
            }
            let blank = if field.1.blank == Blank::None { Fact::Nothing } else { Fact::Unknown };
            let code = |(row, kind): (usize, &RowKind)| match table.row(row) {
                Some(cells) if *kind == RowKind::Learner => {
                    if meant.iter().all(|column| cells.cell(*column).is_blank()) { 1 } else { 2 }
                }
                _ => 0,
            };
            let codes = records.kinds.iter().enumerate().map(code).collect();
            *column = Column { facts: vec![Fact::Unknown, blank, Fact::Doubted], codes };
        }
    }

    /// Whether a person has said that no column holds a field.
    pub fn is_turned_down(&self, index: usize) -> bool {
        let name = self.pack.fields.0.get(index).map(|(name, _)| format!("{}.{name}", self.pack.pack));
        name.is_some_and(|name| self.choices.chosen.get(&name) == Some(&None))
    }

    /// The columns that may well be meant for a field that has none.
    pub(super) fn meant(&self, index: usize, used: &[usize]) -> Vec<usize> {
        let has_column = self.reading.records.sources.get(index).is_none_or(|sources| !sources.is_empty());
        if has_column || self.is_turned_down(index) {
            return Vec::new();
        }
        let mut meant = columns::meant(&self.reading.columns, index);
        meant.retain(|column| !used.contains(column));
        meant
    }
}
