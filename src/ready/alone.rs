//! Rows that are asked for one at a time. One idea: what every answer rests on is cells of facts, so a row's cells, put
//! together as one key, stand for all of its answers at once; a row like one before costs a look at each of its values and
//! one at the key. Where an answer hangs on a missing fact, or facts disagree, the very values count.

use crate::evaluate::memo::Memo;
use crate::index::{self, Index, Quick};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// The rows so far, by what their answers rest on.
#[derive(Debug, Default)]
pub(super) struct Alone {
    fields: Vec<Parts>,
    known: Index,
    /// Those for which cells do not tell all, by their fields and the numbers of their values.
    same: HashMap<Vec<(usize, u32)>, u32, BuildHasherDefault<Quick>>,
    /// The numbers of the answers of each row, one for each decision.
    answers: Vec<u32>,
}

/// What the values of one field add to the key.
#[derive(Debug)]
struct Parts {
    /// By the number of a value; [`UNKNOWN`] where nothing is known yet.
    parts: Vec<u64>,
    /// How many cells there are, and how much further up in the key than the first of a row they stand.
    cells: u64,
    up: u64,
    /// Where the key has no more room, it is numbered before this field adds to it.
    before: Option<Index>,
    numbered: u32,
}

/// No part of a key, which stay far below it.
const UNKNOWN: u64 = u64::MAX;

/// How many rows are kept, and how many of them by their very values.
const MOST: usize = 1_000_000;
const MOST_SAME: usize = 100_000;

/// Above every key.
const SPACE: u64 = 1 << 62;

impl Alone {
    /// No row yet of those that give these fields.
    pub fn new(memo: &Memo, fields: impl Iterator<Item = usize>) -> Self {
        let mut space = 1u64;
        let mut parts = |field: usize| {
            let cells = memo.cells_of(field);
            let full = space.checked_mul(cells).is_none_or(|space| space >= SPACE);
            let up = if full { 1 << 32 } else { space };
            space = up * cells;
            Parts { parts: Vec::new(), cells, up, before: full.then(Index::default), numbered: 0 }
        };
        let fields: Vec<Parts> = fields.map(&mut parts).collect();
        Alone { fields, ..Alone::default() }
    }

    /// The answers of a row whose values have these numbers, where a row like it was kept.
    #[inline]
    pub fn find(&self, numbers: impl Iterator<Item = u32>, decisions: usize) -> Option<&[u32]> {
        let mut key = 0;
        for (field, number) in self.fields.iter().zip(numbers) {
            if let Some(before) = &field.before {
                key = u64::from(before.get(key));
            }
            key += *field.parts.get(number as usize).filter(|part| **part != UNKNOWN)?;
        }
        self.row(self.known.get(key), decisions)
    }

    /// The answers of a row that had the very same values.
    pub fn same(&self, given: &[(usize, u32)], decisions: usize) -> Option<&[u32]> {
        self.row(*self.same.get(given)?, decisions)
    }

    #[inline]
    fn row(&self, at: u32, decisions: usize) -> Option<&[u32]> {
        self.answers.get((at as usize).checked_mul(decisions)?..)?.get(..decisions)
    }

    /// Keeps the answers of a row: by the cells of its values, where they rest on nothing else.
    pub fn keep(&mut self, memo: &Memo, given: Vec<(usize, u32)>, answers: &[u32], by_cells: bool) {
        let rows = self.answers.len().checked_div(answers.len()).filter(|rows| *rows < MOST);
        let Some(next) = rows.and_then(|rows| u32::try_from(rows).ok()) else { return };
        match self.key(memo, &given).filter(|_| by_cells) {
            Some(key) if self.known.get(key) == index::NONE => self.known.set(key, next),
            None if self.same.len() < MOST_SAME => {
                self.same.insert(given, next);
            }
            _ => return,
        }
        self.answers.extend_from_slice(answers);
    }

    fn key(&mut self, memo: &Memo, given: &[(usize, u32)]) -> Option<u64> {
        let mut key = 0;
        for (field, (of, number)) in self.fields.iter_mut().zip(given) {
            if let Some(before) = &mut field.before {
                if before.get(key) == index::NONE {
                    before.set(key, field.numbered);
                    field.numbered += 1;
                }
                key = u64::from(before.get(key));
            }
            let cell = memo.cell_of(*of, *number).filter(|cell| *cell < field.cells)?;
            let number = *number as usize;
            field.parts.resize(field.parts.len().max(number + 1), UNKNOWN);
            let part = field.parts.get_mut(number)?;
            *part = cell * field.up;
            key += *part;
        }
        Some(key)
    }
}
