//! Why a calendar gives no answer.

use super::Day;
use crate::problem::Problem;
use std::fmt;

/// A question that goes past what a calendar knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncovered {
    /// The day asked about, or the answer, lies outside the days whose bank holidays are known.
    BankHolidays {
        /// The first day that is known.
        first: Day,
        /// The last day that is known.
        last: Day,
    },
    /// No term dates are given for this day.
    TermDates {
        /// The day in question.
        day: Day,
    },
}

impl Uncovered {
    /// The public word for it.
    pub fn code(self) -> &'static str {
        match self {
            Uncovered::BankHolidays { .. } => "date-outside-calendar",
            Uncovered::TermDates { .. } => "no-term-dates",
        }
    }
}

impl From<Uncovered> for Problem {
    fn from(uncovered: Uncovered) -> Problem {
        let (expected, remedy) = match uncovered {
            Uncovered::BankHolidays { first, last } => (
                format!("dates from {} to {}", first.uk(), last.uk()),
                "Check the year of the date and the number of days.".to_string(),
            ),
            Uncovered::TermDates { day } => (
                "the first and last school day of each half term".to_string(),
                format!("Add the term dates around {} to the calendar settings.", day.uk()),
            ),
        };
        Problem::new(uncovered.code(), uncovered.to_string(), expected, remedy)
    }
}

impl fmt::Display for Uncovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Uncovered::BankHolidays { first, last } => {
                write!(f, "the working-day calendar only covers {} to {}", first.uk(), last.uk())
            }
            Uncovered::TermDates { day } => write!(f, "no term dates are known for {}", day.uk()),
        }
    }
}

impl std::error::Error for Uncovered {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_is_covered_and_what_to_do() {
        let problem = Problem::from(Uncovered::BankHolidays { first: Day::FIRST, last: Day::LAST });
        assert_eq!(problem.code, "date-outside-calendar");
        assert_eq!(
            problem.to_string(),
            "the working-day calendar only covers 1 January 1900 to 31 December 2199; \
             expected dates from 1 January 1900 to 31 December 2199. Check the year of the date and the number of days."
        );
        let problem = Problem::from(Uncovered::TermDates { day: Day::FIRST });
        assert_eq!(problem.code, "no-term-dates");
        assert_eq!(problem.message, "no term dates are known for 1 January 1900");
        assert_eq!(problem.remedy, "Add the term dates around 1 January 1900 to the calendar settings.");
    }
}
