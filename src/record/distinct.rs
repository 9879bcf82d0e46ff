//! The different cells of a column, each numbered once: whatever is read from a cell is read once for all cells like it.

use crate::index::Texts;
use crate::table::{Cell, Raw, Row, Table};

/// The number of a row that is no learner.
const NO_LEARNER: u32 = 0;
/// The number of a row that cannot be trusted.
const BROKEN: u32 = 1;
/// The number of the first different cell.
pub(super) const FIRST: u32 = 2;

/// How many filled cells samples are taken from.
pub(super) const EARLY: usize = 200;

/// How many rows are gone through column by column at a time, so that their text stays at hand.
const BLOCK: usize = 256;

/// The cells of a column.
#[derive(Debug)]
pub(super) struct Cells<'t> {
    /// The column, from 0.
    pub column: usize,
    /// For each row of the table: 0 where it is no learner, 1 where it cannot be trusted, and from 2 on which cell it has.
    pub codes: Vec<u32>,
    /// True when some row cannot be trusted.
    pub any_broken: bool,
    each: Vec<Cell<'t>>,
    /// How often each of them is there.
    times: Vec<u32>,
    /// How many of `each` are among the first filled cells, and how many of those were seen.
    early: usize,
    filled_early: usize,
    texts: Texts,
    /// Whether more than its text is known of some cell of the table.
    typed: bool,
    filled_broken: usize,
}

/// The different cells of some columns, over the rows of learners.
pub(super) fn columns<'t>(table: &'t Table, learners: &[usize], broken: &[bool], columns: &[usize]) -> Vec<Cells<'t>> {
    let typed = table.is_typed();
    let mut all: Vec<Cells<'t>> = columns
        .iter()
        .map(|column| Cells {
            column: *column,
            codes: vec![NO_LEARNER; table.len()],
            any_broken: false,
            each: Vec::new(),
            times: Vec::new(),
            early: 0,
            filled_early: 0,
            typed,
            texts: if typed { Texts::asking() } else { Texts::default() },
            filled_broken: 0,
        })
        .collect();
    let mut rows = Vec::with_capacity(BLOCK);
    for block in learners.chunks(BLOCK) {
        rows.clear();
        rows.extend(block.iter().filter_map(|row| Some((*row, broken.get(*row) == Some(&true), table.row(*row)?))));
        for cells in &mut all {
            for (row, broken, found) in &rows {
                let code = if *broken { cells.distrusted(found.cell(cells.column)) } else { cells.number(found) };
                if let Some(slot) = cells.codes.get_mut(*row) {
                    *slot = code;
                }
            }
        }
    }
    all
}

impl<'t> Cells<'t> {
    #[inline]
    fn number(&mut self, row: &Row<'t>) -> u32 {
        let next = u32::try_from(self.each.len()).unwrap_or(u32::MAX);
        let each = &self.each;
        let bytes = row.bytes(self.column);
        let same = |at: u32| {
            each.get(at as usize).is_some_and(|known| {
                same_text(known.text.as_bytes(), bytes.text())
                    && (!self.typed || alike(known.raw, row.cell(self.column).raw))
            })
        };
        let number = self.texts.number(bytes, next, same);
        match self.times.get_mut(number as usize) {
            Some(times) => *times += 1,
            None => {
                // Among the first so many cells there are no more different ones than that, a few kinds of blank apart.
                if self.each.len() < 2 * EARLY && self.filled_early < EARLY {
                    self.early = self.each.len() + 1;
                }
                self.each.push(row.cell(self.column));
                self.times.push(1);
            }
        }
        if self.filled_early < EARLY {
            self.filled_early += usize::from(!row.cell(self.column).is_blank());
        }
        number + FIRST
    }

    fn distrusted(&mut self, cell: Cell<'t>) -> u32 {
        self.any_broken = true;
        let filled = usize::from(!cell.is_blank());
        self.filled_broken += filled;
        self.filled_early += filled;
        BROKEN
    }

    /// The different cells in the order of their numbers, each with how often it is there.
    pub fn each(&self) -> impl Iterator<Item = (Cell<'t>, usize)> {
        self.each.iter().copied().zip(self.times.iter().map(|times| *times as usize))
    }

    /// The different cells among the first ones that are filled.
    pub fn early(&self) -> impl Iterator<Item = Cell<'t>> {
        self.each.iter().take(self.early).copied()
    }

    /// How many cells hold something.
    pub fn filled(&self) -> usize {
        self.each().filter(|(cell, _)| !cell.is_blank()).map(|(_, times)| times).sum::<usize>() + self.filled_broken
    }
}

/// Whether two texts are the same; those of up to 16 bytes, as dates are, by two looks at eight.
fn same_text(one: &[u8], other: &[u8]) -> bool {
    let ends = |text: &[u8]| Some((*text.first_chunk::<8>()?, *text.last_chunk::<8>()?));
    match (ends(one), ends(other)) {
        (Some(one_ends), Some(other_ends)) if one.len() <= 16 && one.len() == other.len() => {
            let word = |bytes: [u8; 8]| u64::from_le_bytes(bytes);
            word(one_ends.0) == word(other_ends.0) && word(one_ends.1) == word(other_ends.1)
        }
        _ => one == other,
    }
}

/// Whether two cells with the same text are the same to whoever reads them. No number is a number that is none.
pub(super) fn alike(one: Raw, other: Raw) -> bool {
    match (one, other) {
        (Raw::Number(one), Raw::Number(other)) => one.to_bits() == other.to_bits(),
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_letter_by_letter_whatever_their_length() {
        for len in 0..40 {
            let text: String = ('a'..='z').cycle().take(len).collect();
            assert!(same_text(text.as_bytes(), text.clone().as_bytes()), "{len}");
            assert!(!same_text(text.as_bytes(), format!("{text}x").as_bytes()), "{len}");
            for at in 0..len {
                let mut other = text.clone();
                other.replace_range(at..=at, "-");
                assert!(!same_text(text.as_bytes(), other.as_bytes()), "{len}, {at}");
            }
        }
    }
}
