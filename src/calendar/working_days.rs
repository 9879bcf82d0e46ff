//! Working days: which days they are, the day so many of them later, and how many lie between two days.
//!
//! A working day is a day from Monday to Friday that is neither a bank holiday of the nation nor one of the
//! organisation's closures. School holidays are not closures unless the organisation lists them.

use super::bank_holidays::{self, BankHoliday, Nation};
use super::day_set::DaySet;
use super::school::School;
use super::settings::{CalendarSettings, Closure};
use super::terms::Terms;
use super::{Day, Uncovered};
use crate::problem::Problem;
use serde::Serialize;
use std::fmt;
use std::sync::OnceLock;

/// The working days of one organisation.
///
/// It covers 1978-01-01 to 2099-12-31 where bank holidays are kept, 1900-01-01 to 2199-12-31 where they are not. It is
/// made once, and each question then costs the same few steps however far apart the days are.
#[derive(Debug, Clone)]
pub struct Calendar {
    settings: CalendarSettings,
    working: DaySet,
    terms: Option<Terms>,
    // Made on the first question about school days: most callers never ask one, and it takes longest to lay out.
    school: OnceLock<School>,
}

/// A day that is not a working day, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayOff {
    /// The day.
    pub day: Day,
    /// Why nobody works on it.
    pub reason: Reason,
}

/// Why a day is not a working day; the first that applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// A Saturday or Sunday.
    Weekend,
    /// A bank holiday of the nation.
    BankHoliday(BankHoliday),
    /// One of the organisation's own closures, with its reason.
    Closure(String),
}

impl Calendar {
    /// The calendar of an organisation.
    ///
    /// # Errors
    /// One problem for each closure or day that cannot be used:
    /// - `closure-reversed`: it ends before it starts;
    /// - `closure-too-long`: it lasts more than 120 days;
    /// - `date-outside-calendar`: it lies outside the days that are covered;
    /// - `not-a-bank-holiday`: a day in `works_on` is not a bank holiday of the nation;
    ///
    /// and for each half term that cannot be used:
    /// - `term-without-name`: it has no name, or its term has none;
    /// - `term-reversed`: it ends before it starts;
    /// - `term-too-long`: it lasts more than 200 days;
    /// - `date-outside-calendar`: it lies outside the days that are covered;
    /// - `terms-overlap`: it starts before the one before it has ended;
    /// - `term-named-twice`: another of the same school year has its name.
    pub fn new(settings: CalendarSettings) -> Result<Self, Vec<Problem>> {
        let mut calendar = Calendar::of(settings.nation);
        let (first, last) = calendar.covers();
        let mut problems: Vec<Problem> =
            settings.closures.iter().filter_map(|closure| closure.check(first, last)).collect();
        for day in &settings.works_on {
            if calendar.bank_holiday(*day).is_none() {
                problems.push(Problem::new(
                    "not-a-bank-holiday",
                    format!("`{day}` is listed as a bank holiday that is worked, but is not one"),
                    settings.nation.map_or("no such day, as no bank holidays are kept".to_string(), |nation| {
                        format!("a bank holiday of {}", nation.name())
                    }),
                    "Check the date and the nation.",
                ));
            }
        }
        let terms = match settings.half_terms.as_slice() {
            [] => Ok(None),
            listed => Terms::new(listed.to_vec(), first, last).map(Some),
        };
        calendar.terms = terms.unwrap_or_else(|found| {
            problems.extend(found);
            None
        });
        if !problems.is_empty() {
            return Err(problems);
        }
        if !(settings.works_on.is_empty() && settings.closures.is_empty()) {
            let worked = settings.works_on.iter().map(|day| (*day, true));
            let closed = settings.closures.iter().flat_map(Closure::days).map(|day| (day, false));
            calendar.working = calendar.working.with(worked.chain(closed));
        }
        calendar.settings = settings;
        Ok(calendar)
    }

    /// A calendar without closures: the bank holidays of a nation, or of none, so that only weekends are free.
    pub fn of(nation: Option<Nation>) -> Self {
        // The same for everyone, so each is laid out once.
        static LAID_OUT: [OnceLock<DaySet>; 4] = [const { OnceLock::new() }; 4];
        let at = nation.and_then(|nation| Nation::ALL.iter().position(|known| *known == nation)).map_or(0, |at| at + 1);
        let working = match LAID_OUT.get(at) {
            Some(known) => known.get_or_init(|| working_days(nation)).clone(),
            None => working_days(nation),
        };
        let settings = CalendarSettings { nation, ..CalendarSettings::default() };
        Calendar { settings, working, terms: None, school: OnceLock::new() }
    }

    /// The first and the last day that it knows.
    pub fn covers(&self) -> (Day, Day) {
        (self.working.first(), self.working.last())
    }

    /// True when somebody works on `day`.
    ///
    /// # Errors
    /// [`Uncovered::BankHolidays`] when the day is not covered.
    pub fn is_working_day(&self, day: Day) -> Result<bool, Uncovered> {
        self.working.contains(day).ok_or_else(|| self.uncovered())
    }

    /// The day `n` working days after `day`, as the spreadsheet function `WORKDAY(day, n, holidays)` gives it.
    ///
    /// The start is not counted, so an event on a Saturday counts Monday as working day 1. A negative `n` counts back.
    /// 0 gives the day itself, even where it is not a working day.
    ///
    /// # Errors
    /// [`Uncovered::BankHolidays`] when the day or the answer is not covered.
    ///
    /// ```
    /// use bae_rules::calendar::{Calendar, Day, Nation};
    /// let calendar = Calendar::of(Some(Nation::Scotland));
    /// let day = Day::parse("2026-06-08").ok_or("not a date")?;
    /// assert_eq!(calendar.add_working_days(day, 10)?.uk_short(), "Tue 23 Jun 2026");
    /// assert!(calendar.add_working_days(day, 1_000_000).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_working_days(&self, day: Day, n: i64) -> Result<Day, Uncovered> {
        self.step(day, n).ok_or_else(|| self.uncovered())
    }

    fn step(&self, day: Day, n: i64) -> Option<Day> {
        match n {
            0 => self.working.contains(day).map(|_| day),
            1.. => self.working.nth(self.working.up_to(day)?.checked_add(n - 1)?),
            _ => self.working.nth(self.working.before(day)?.checked_add(n)?),
        }
    }

    /// How many working days after `from` the day `to` is: `from` is not counted, `to` is where it is a working day.
    ///
    /// Where `to` is before `from`, the days from `to` up to, not including, `from` are counted, and the answer is
    /// negative. So the days between `day` and `add_working_days(day, n)` are always `n`. `NETWORKDAYS` of a
    /// spreadsheet counts both ends, and so gives one more where `from` is a working day.
    ///
    /// # Errors
    /// [`Uncovered::BankHolidays`] when either day is not covered.
    ///
    /// ```
    /// use bae_rules::calendar::{Calendar, Day, Nation};
    /// let calendar = Calendar::of(Some(Nation::EnglandAndWales));
    /// let (from, to) = (Day::parse("2026-04-02").ok_or("date")?, Day::parse("2026-04-08").ok_or("date")?);
    /// assert_eq!(calendar.working_days_between(from, to)?, 2);
    /// assert_eq!(calendar.working_days_between(to, from)?, -2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn working_days_between(&self, from: Day, to: Day) -> Result<i64, Uncovered> {
        let between =
            |count: fn(&DaySet, Day) -> Option<i64>| Some(count(&self.working, to)? - count(&self.working, from)?);
        let days = if from <= to { between(DaySet::up_to) } else { between(DaySet::before) };
        days.ok_or_else(|| self.uncovered())
    }

    /// The first working day after `day`, which is itself not counted.
    ///
    /// # Errors
    /// [`Uncovered::BankHolidays`] when the day or the answer is not covered.
    pub fn next_working_day(&self, day: Day) -> Result<Day, Uncovered> {
        self.add_working_days(day, 1)
    }

    /// The day itself where it is a working day, otherwise the first working day after it.
    ///
    /// # Errors
    /// [`Uncovered::BankHolidays`] when the day or the answer is not covered.
    pub fn on_or_after(&self, day: Day) -> Result<Day, Uncovered> {
        if self.is_working_day(day)? { Ok(day) } else { self.next_working_day(day) }
    }

    /// Why `day` is not a working day; `None` when it is one.
    ///
    /// # Errors
    /// [`Uncovered::BankHolidays`] when the day is not covered.
    pub fn reason(&self, day: Day) -> Result<Option<Reason>, Uncovered> {
        if self.is_working_day(day)? {
            return Ok(None);
        }
        if day.is_weekend() {
            return Ok(Some(Reason::Weekend));
        }
        let closure = self.settings.closures.iter().find(|closure| closure.holds(day));
        let holiday = self.bank_holiday(day).filter(|_| !self.settings.works_on.contains(&day));
        Ok(holiday.map(Reason::BankHoliday).or_else(|| closure.map(|closure| Reason::Closure(closure.reason.clone()))))
    }

    /// The days that counting from `from` to `to` passes over, in order, with the reasons.
    ///
    /// As in [`Calendar::working_days_between`], `from` is left out and `to` is included, whichever is earlier.
    ///
    /// # Errors
    /// [`Uncovered::BankHolidays`] when either day is not covered.
    pub fn skipped(&self, from: Day, to: Day) -> Result<Vec<DayOff>, Uncovered> {
        let (first, last) = if from <= to { (from.days() + 1, to.days()) } else { (to.days(), from.days() - 1) };
        self.is_working_day(from)?;
        self.is_working_day(to)?;
        let mut skipped = Vec::new();
        for day in (first..=last).filter_map(Day::new) {
            if let Some(reason) = self.reason(day)? {
                skipped.push(DayOff { day, reason });
            }
        }
        Ok(skipped)
    }

    /// The bank holiday of the nation that is kept on `day`, if there is one; also where the organisation works on it.
    pub fn bank_holiday(&self, day: Day) -> Option<BankHoliday> {
        let holidays = bank_holidays::bank_holidays(self.settings.nation?, day.year()).ok()?;
        holidays.into_iter().find(|holiday| holiday.day == day)
    }

    /// Its school days and terms: those of the settings, or the official terms where none are listed.
    pub fn school(&self) -> &School {
        self.school.get_or_init(|| match &self.terms {
            Some(terms) => School::new(terms.clone(), false, &self.working),
            None => School::new(Terms::official(), true, &self.working),
        })
    }

    fn uncovered(&self) -> Uncovered {
        let (first, last) = self.covers();
        Uncovered::BankHolidays { first, last }
    }
}

/// The days from Monday to Friday that are no bank holiday of the nation.
fn working_days(nation: Option<Nation>) -> DaySet {
    let (first, last) = match nation {
        // Unreadable data would cover one day, and every question would be refused.
        Some(_) => bank_holidays::covered().unwrap_or((Day::FIRST, Day::FIRST)),
        None => (Day::FIRST, Day::LAST),
    };
    let holidays = (first.year()..=last.year())
        .filter_map(|year| bank_holidays::bank_holidays(nation?, year).ok())
        .flatten()
        .map(|holiday| (holiday.day, false));
    DaySet::weekdays(first, last).with(holidays)
}

impl DayOff {
    /// True for Saturdays and Sundays, which need no explanation.
    pub fn is_weekend(&self) -> bool {
        self.reason == Reason::Weekend
    }
}

impl fmt::Display for DayOff {
    /// `Fri 3 Apr 2026 Good Friday`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.day.uk_short(), self.reason)
    }
}

impl fmt::Display for Reason {
    /// `weekend`, `Boxing Day (substitute day)`, or the reason of the closure.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Weekend => f.write_str("weekend"),
            Reason::BankHoliday(holiday) if holiday.substitute => write!(f, "{} (substitute day)", holiday.name),
            Reason::BankHoliday(holiday) => f.write_str(holiday.name),
            Reason::Closure(reason) => f.write_str(reason),
        }
    }
}
