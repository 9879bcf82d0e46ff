//! The one idea behind evaluation: every test on a fact cuts its range at a few points, and between two cuts all values
//! are alike. Those stretches are the fact's *elementary cells*. A rule only ever asks in which cell a fact lies, so a
//! rule's column is a table from cells to the rows that pass there, and the rows that hold are an AND across columns.

use crate::number::ONE;

/// The most cells one fact may be cut into, and so the most values a choice may have.
pub const MOST_CELLS: usize = 512;
/// The most rows one rule may have.
pub const MOST_ROWS: usize = 256;

/// A set of cells of one fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cells([u64; MOST_CELLS / 64]);

/// A set of rows of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Rows([u64; MOST_ROWS / 64]);

macro_rules! bit_set {
    ($name:ident, $words:expr) => {
        impl $name {
            /// The empty set.
            pub const NONE: $name = $name([0; $words]);

            /// The set of the first `count`.
            pub fn first(count: usize) -> Self {
                let mut set = Self::NONE;
                for (at, word) in set.0.iter_mut().enumerate() {
                    let bits = count.saturating_sub(at * 64);
                    *word = if bits < 64 { (1 << bits) - 1 } else { u64::MAX };
                }
                set
            }

            /// The set of one.
            pub fn only(at: usize) -> Self {
                let mut set = Self::NONE;
                set.insert(at);
                set
            }

            /// The set as words of bits, lowest first.
            pub fn words(&self) -> &[u64] {
                &self.0
            }

            /// Adds one.
            #[inline]
            pub fn insert(&mut self, at: usize) {
                if let Some(word) = self.0.get_mut(at / 64) {
                    *word |= 1 << (at % 64);
                }
            }

            /// Takes one away.
            #[inline]
            pub fn remove(&mut self, at: usize) {
                if let Some(word) = self.0.get_mut(at / 64) {
                    *word &= !(1 << (at % 64));
                }
            }

            /// Whether one is in the set.
            #[inline]
            pub fn has(&self, at: usize) -> bool {
                self.0.get(at / 64).is_some_and(|word| word & (1 << (at % 64)) != 0)
            }

            /// What is in both.
            #[inline]
            #[must_use]
            pub fn and(mut self, other: &Self) -> Self {
                for (word, with) in self.0.iter_mut().zip(&other.0) {
                    *word &= with;
                }
                self
            }

            /// What is in either.
            #[inline]
            #[must_use]
            pub fn or(mut self, other: &Self) -> Self {
                for (word, with) in self.0.iter_mut().zip(&other.0) {
                    *word |= with;
                }
                self
            }

            /// What is in this and not in the other.
            #[inline]
            #[must_use]
            pub fn without(mut self, other: &Self) -> Self {
                for (word, with) in self.0.iter_mut().zip(&other.0) {
                    *word &= !with;
                }
                self
            }

            /// True when nothing is in the set.
            #[inline]
            pub fn is_empty(&self) -> bool {
                self.0.iter().all(|word| *word == 0)
            }

            /// How many are in the set.
            pub fn len(&self) -> usize {
                self.0.iter().map(|word| word.count_ones() as usize).sum()
            }

            /// The lowest in the set.
            #[inline]
            pub fn lowest(&self) -> Option<usize> {
                self.0
                    .iter()
                    .enumerate()
                    .find(|(_, word)| **word != 0)
                    .map(|(at, word)| at * 64 + word.trailing_zeros() as usize)
            }

            /// Everything in the set, lowest first.
            pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
                self.0.iter().enumerate().flat_map(|(at, word)| {
                    let mut rest = *word;
                    std::iter::from_fn(move || {
                        if rest == 0 {
                            return None;
                        }
                        let bit = rest.trailing_zeros() as usize;
                        rest &= rest - 1;
                        Some(at * 64 + bit)
                    })
                })
            }
        }

        impl FromIterator<usize> for $name {
            fn from_iter<I: IntoIterator<Item = usize>>(members: I) -> Self {
                let mut set = Self::NONE;
                members.into_iter().for_each(|at| set.insert(at));
                set
            }
        }
    };
}
bit_set!(Cells, MOST_CELLS / 64);
bit_set!(Rows, MOST_ROWS / 64);

impl Cells {
    /// The one cell of a set of one.
    pub fn single(&self) -> Option<usize> {
        let lowest = self.lowest()?;
        (self.len() == 1).then_some(lowest)
    }
}

/// A point at which a range of numbers is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// The number, in billionths; or the day, for dates.
    pub at: i64,
    /// False: the cut lies just below the number, which belongs to the upper cell. True: just above it.
    pub after: bool,
}

/// A number to be placed between cuts: exact, as a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exact {
    /// A decimal in billionths, or a day.
    Plain(i64),
    /// `over / under`, in the unit of the cuts times billionths: compared by cross-multiplication, never divided.
    Ratio {
        /// The numerator.
        over: i128,
        /// The denominator; always above 0.
        under: i128,
    },
}

impl Exact {
    /// True when the number lies on the upper side of the cut.
    #[inline]
    pub fn reaches(self, cut: Cut) -> bool {
        match self {
            Exact::Plain(value) => value > cut.at || (value == cut.at && !cut.after),
            Exact::Ratio { over, under } => {
                let right = i128::from(cut.at) * under;
                over > right || (over == right && !cut.after)
            }
        }
    }

    /// The nearest decimal, halves away from zero: for showing only, never for comparing.
    pub fn shown(self) -> i64 {
        match self {
            Exact::Plain(value) => value,
            Exact::Ratio { over, under } => {
                let half = under / 2;
                let rounded = if over < 0 { (over - half) / under } else { (over + half) / under };
                i64::try_from(rounded).unwrap_or(if over < 0 { i64::MIN } else { i64::MAX })
            }
        }
    }
}

/// How the values of a fact are cut into cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Domain {
    /// Numbers or days, cut at sorted points; the cell after the last cut's is the one for "nothing there".
    Range {
        /// The cuts, sorted, without repeats.
        cuts: Vec<Cut>,
        /// The step between values: cuts are moved so that no cell is empty. 0 for any decimal.
        step: i64,
    },
    /// Named values in order; the cell after the last is the one for "nothing there" or "a person decides".
    Named(Vec<String>),
}

impl Domain {
    /// How many cells there are, the one for "nothing there" included.
    pub fn count(&self) -> usize {
        self.nothing() + 1
    }

    /// The step between values; 0 for any decimal and for named values.
    pub fn step(&self) -> i64 {
        match self {
            Domain::Range { step, .. } => *step,
            Domain::Named(_) => 0,
        }
    }

    /// The cell for "nothing there": no date, or an answer that the policy leaves to a person.
    pub fn nothing(&self) -> usize {
        match self {
            Domain::Range { cuts, .. } => cuts.len() + 1,
            Domain::Named(names) => names.len(),
        }
    }

    /// The cell of a number.
    #[inline]
    pub fn cell(&self, value: Exact) -> usize {
        match self {
            Domain::Range { cuts, .. } => cuts.partition_point(|cut| value.reaches(*cut)),
            Domain::Named(_) => 0,
        }
    }

    /// A cut moved to the nearest allowed value at or above it, so that the cells between are never empty.
    pub fn aligned(cut: Cut, step: i64) -> Cut {
        if step <= 0 {
            return cut;
        }
        let floor = cut.at.div_euclid(step) * step;
        let at = if floor == cut.at && !cut.after { floor } else { floor.saturating_add(step) };
        Cut { at, after: false }
    }
}

/// One percent of a ratio, in the unit of the cuts: a rate of `absent / possible` is compared in percent.
pub const PERCENT: i128 = 100 * ONE as i128;

#[cfg(test)]
mod tests {
    use super::*;

    fn range(cuts: &[(i64, bool)], step: i64) -> Domain {
        Domain::Range {
            cuts: cuts.iter().map(|(at, after)| Domain::aligned(Cut { at: *at, after: *after }, step)).collect(),
            step,
        }
    }

    #[test]
    fn the_first_of_a_set_are_those_below_a_count_wherever_its_words_end() {
        for count in [0, 1, 63, 64, 65, 127, 128, MOST_CELLS - 1, MOST_CELLS, MOST_CELLS + 1] {
            let first = Cells::first(count);
            assert!((0..MOST_CELLS).all(|at| first.has(at) == (at < count)), "{count}");
        }
    }

    #[test]
    fn a_number_on_a_cut_belongs_above_unless_the_cut_comes_after_it() {
        let domain = range(&[(5, false), (8, true)], 0);
        let cells: Vec<usize> = [4, 5, 8, 9].iter().map(|n| domain.cell(Exact::Plain(*n))).collect();
        assert_eq!(cells, [0, 1, 1, 2]);
    }

    #[test]
    fn whole_numbers_leave_no_empty_cell_between_more_than_two_and_at_least_three() {
        assert_eq!(Domain::aligned(Cut { at: 2, after: true }, 1), Cut { at: 3, after: false });
        assert_eq!(Domain::aligned(Cut { at: 3, after: false }, 1), Cut { at: 3, after: false });
        assert_eq!(Domain::aligned(Cut { at: -3, after: true }, 2), Cut { at: -2, after: false });
    }

    #[test]
    fn ratios_are_compared_without_dividing() {
        let cut = Cut { at: 10 * ONE, after: false };
        let rate = |absent: i128, possible: i128| Exact::Ratio { over: absent * PERCENT, under: possible };
        assert!(rate(38, 380).reaches(cut));
        assert!(!rate(37, 380).reaches(cut));
        assert!(rate(1, 3).shown() == 33_333_333_333);
        assert!(rate(-1, 3).shown() == -33_333_333_333);
    }

    #[test]
    fn a_ratio_beyond_all_numbers_is_shown_as_the_last_of_them_on_its_side() {
        let whole = |over: i128| Exact::Ratio { over, under: 1 }.shown();
        assert_eq!((whole(i128::from(i64::MAX) + 1), whole(i128::from(i64::MAX))), (i64::MAX, i64::MAX));
        assert_eq!((whole(i128::from(i64::MIN) - 1), whole(i128::from(i64::MIN) + 1)), (i64::MIN, i64::MIN + 1));
    }

    #[test]
    fn sets_hold_what_was_put_in_and_nothing_else() {
        let mut set = Rows::NONE;
        for at in [0, 63, 64, 200] {
            set.insert(at);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 200]);
        set.remove(0);
        assert_eq!((set.lowest(), set.len(), set.has(64), set.has(65)), (Some(63), 3, true, false));
        assert!(set.without(&set).is_empty());
        assert_eq!(Cells::only(7).single(), Some(7));
        assert_eq!(Cells::first(2).single(), None);
    }
}
