//! Rows numbered by some of their fields: rows that have the same facts there have the same number.

use crate::index::{self, Index};
use crate::record::{Column, Fact};

/// The rows of a tracker as the fast path sees them: the columns of all fields of the pack, and lists of dates. A field
/// that has no row numbers has no column.
#[derive(Debug, Clone, Copy)]
pub struct Coded<'r> {
    /// The columns.
    pub columns: &'r [Column],
    /// Lists of dates.
    pub lists: &'r [Vec<i64>],
}

impl Coded<'_> {
    /// True when the tracker has a column for a field.
    pub fn has(&self, field: usize) -> bool {
        self.columns.get(field).is_some_and(|column| !column.codes.is_empty())
    }

    /// The number of a row's fact among the facts of a field.
    #[inline(always)]
    pub fn code(&self, field: usize, row: usize) -> u32 {
        self.columns.get(field).and_then(|column| column.codes.get(row)).copied().unwrap_or(0)
    }

    /// All facts of a row.
    pub fn gather(&self, row: usize, facts: &mut Vec<Fact>) {
        facts.clear();
        facts.extend(self.columns.iter().map(|column| column.fact(row)));
    }
}

/// Numbers by the facts of some fields. The number of a row by one field is that of its fact; a pair of numbers is
/// numbered again for every further field.
#[derive(Debug, Clone, Default)]
pub struct Numbering {
    /// The fields, those without a column left out.
    pub fields: Vec<usize>,
    pairs: Vec<(Index, u32)>,
}

impl Numbering {
    /// By those of some fields that have a column.
    pub fn by(fields: &[usize], rows: &Coded) -> Self {
        let mut fields: Vec<usize> = fields.iter().copied().filter(|field| rows.has(*field)).collect();
        fields.dedup();
        let pairs = fields.iter().skip(1).map(|_| Default::default()).collect();
        Numbering { fields, pairs }
    }

    /// The number of a row.
    #[inline]
    pub fn number(&mut self, rows: &Coded, row: usize) -> u32 {
        let Some((first, others)) = self.fields.split_first() else { return 0 };
        let mut number = rows.code(*first, row);
        for (field, pair) in others.iter().zip(&mut self.pairs) {
            number = paired(pair, number, rows.code(*field, row));
        }
        number
    }
}

/// The number of a pair of numbers, in the order in which pairs first occur.
#[inline]
pub fn paired((index, next): &mut (Index, u32), one: u32, other: u32) -> u32 {
    let key = u64::from(one) << 32 | u64::from(other);
    let known = index.get(key);
    if known != index::NONE {
        return known;
    }
    let number = *next;
    index.set(key, number);
    *next += 1;
    number
}
