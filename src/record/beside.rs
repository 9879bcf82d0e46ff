//! What the columns of one table say of each other. A column that leaves open how it is written is seldom written otherwise
//! than those beside it; where they contradict how it would be read by itself, nobody knows, and its cells are asked about.

use crate::number::{Number, ONE};

/// Below here a column of percentages is so low that another may have none above 1 %: that of a cohort which has just started.
/// Where half is asked of somebody, a whole cohort at 1 % and less is a slip that anybody sees.
const LOW_BELOW: Number = Number(50 * ONE);

/// How high shares of a whole are that are written as percentages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shares {
    /// All are below [`LOW_BELOW`].
    Low,
    /// Some are not.
    High,
}

impl Shares {
    /// Shares of which this is the highest.
    pub fn up_to(highest: Number) -> Self {
        if highest < LOW_BELOW { Shares::Low } else { Shares::High }
    }
}

/// What one column tells the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tells {
    /// A day that is written month first, in a column where none can only be day first.
    pub month_first_day: Option<i32>,
    /// Whether percentages are written as such, with a sign or above 1.
    pub percentages: bool,
    /// How high those are, where they are shares of a whole: what is behind or ahead is no measure for them. Of several
    /// columns the lowest counts: beside a high attendance, progress may be low all the same.
    pub shares: Option<Shares>,
    /// Whether percentages are written as fractions.
    pub fractions: bool,
}

/// What all columns of a table tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside(Tells);

impl Beside {
    /// What these columns tell.
    pub fn of(columns: impl Iterator<Item = Tells>) -> Self {
        let mut beside = Beside::default();
        columns.for_each(|tells| beside.add(tells));
        beside
    }

    fn add(&mut self, tells: Tells) {
        let Beside(all) = self;
        all.month_first_day = all.month_first_day.or(tells.month_first_day);
        all.percentages |= tells.percentages;
        all.shares = all.shares.into_iter().chain(tells.shares).min();
        all.fractions |= tells.fractions;
    }

    /// A day that another column has month first.
    pub fn month_first_day(&self) -> Option<i32> {
        self.0.month_first_day
    }

    /// Whether percentages are written as such beside a column of fractions.
    pub fn mixed(&self) -> bool {
        self.0.fractions && self.0.percentages
    }

    /// Whether shares are written as percentages, and are so low that numbers up to 1 beside them may be, too.
    pub fn low(&self) -> bool {
        self.0.shares == Some(Shares::Low)
    }
}
