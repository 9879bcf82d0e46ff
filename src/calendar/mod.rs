//! Days, working days and school days: dates and a calendar in, dates and counts out; nothing here reads a clock.
//!
//! A [`Calendar`] knows the bank holidays of one nation (computed by rule, with the moved and extra days from
//! `bank-holidays.json`), the organisation's own closures and its terms. Where a question goes past what it knows, the
//! answer is [`Uncovered`], never a guess.
//!
//! ```
//! use bae_rules::calendar::{Calendar, Day, Nation};
//!
//! let calendar = Calendar::of(Some(Nation::EnglandAndWales));
//! let email = Day::parse("2026-03-30").ok_or("not a date")?;
//! let due = calendar.add_working_days(email, 5)?;
//! assert_eq!(due.uk(), "8 April 2026");
//! let skipped = calendar.skipped(email, due)?;
//! let told: Vec<String> = skipped.iter().filter(|day| !day.is_weekend()).map(ToString::to_string).collect();
//! assert_eq!(told, ["Fri 3 Apr 2026 Good Friday", "Mon 6 Apr 2026 Easter Monday"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bank_holidays;
mod day;
mod day_set;
mod school;
mod settings;
mod terms;
mod uncovered;
mod working_days;

pub use bank_holidays::{BankHoliday, Nation, bank_holidays, easter_sunday, published_to};
pub use day::{Day, MONTHS, WEEKDAYS, named};
pub use school::{School, Week};
pub use settings::{CalendarSettings, Closure};
pub use terms::{HalfTerm, Period, Span, school_year};
pub use uncovered::Uncovered;
pub use working_days::{Calendar, DayOff, Reason};
