//! School days: working days inside a half term, and what terms ask of them.

use super::day_set::DaySet;
use super::terms::{Period, Span, Terms, school_year};
use super::{Day, Uncovered};
use serde::Serialize;

/// The longest breaks between half terms that are taken for holidays, in days; in a longer one, a half term is missing.
/// Colleges have summers of ten weeks and more; the shortest gap that a forgotten half term leaves is about nine.
const LONGEST_SUMMER_HOLIDAY: i32 = 100;
const LONGEST_HOLIDAY: i32 = 45;

/// The school days of one organisation. A school day is a working day inside a half term.
///
/// Days outside the weeks of the listed half terms, and breaks between two of them that are too long for a
/// holiday (100 days over 1 August, 45 otherwise), are not covered: nobody has said whether they are holidays.
///
/// ```
/// use bae_rules::calendar::{Calendar, CalendarSettings, Day, Span};
/// let settings: CalendarSettings = serde_json::from_str(r#"{ "half_terms": [
///     { "name": "Autumn 1", "term": "Autumn", "from": "2025-09-03", "to": "2025-10-24" },
///     { "name": "Autumn 2", "term": "Autumn", "from": "2025-11-03", "to": "2025-12-19" }
/// ] }"#)?;
/// let calendar = Calendar::new(settings).map_err(|_| "unusable term dates")?;
/// let school = calendar.school();
/// let joined = Day::parse("2025-10-14");
/// let first = school.periods(Span::HalfTerm).first().ok_or("no half term")?;
/// assert_eq!(school.days_on_course(first, joined, None)?, 9);
/// let next = school.first_period_after(Span::HalfTerm, first.from).ok_or("no later half term")?;
/// assert_eq!(school.last_school_day(next).map(|day| day.uk_short()).as_deref(), Some("Fri 19 Dec 2025"));
/// assert!(school.is_school_day(next.to.add_days(30).ok_or("no such day")?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct School {
    terms: Terms,
    official: bool,
    days: DaySet,
    weeks: DaySet,
    missing: Vec<(Day, Day)>,
}

/// A week of a period: from Monday to Sunday, with at least one school day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Its number in the period, from 1.
    pub number: u32,
    /// Its Monday, which may itself lie before the period.
    pub monday: Day,
    /// How many school days it has inside the period, 1 to 5.
    pub school_days: u32,
}

impl School {
    pub(super) fn new(terms: Terms, official: bool, working: &DaySet) -> Self {
        let (first, last) = match (terms.half_terms.first(), terms.half_terms.last()) {
            (Some(first), Some(last)) => (first.from, last.to),
            _ => (working.first(), working.first()),
        };
        let (first, last) = (whole_week(first).0, whole_week(last).1);
        let periods = terms.half_terms.iter().flat_map(|half| half.from.days()..=half.to.days());
        let school_days: Vec<Day> =
            periods.filter_map(Day::new).filter(|day| working.contains(*day) == Some(true)).collect();
        let none = DaySet::new(first, last, |_| false);
        let days = none.clone().with(school_days.iter().map(|day| (*day, true)));
        let weeks = school_days.iter().map(|day| whole_week(*day)).flat_map(|(from, to)| from.days()..=to.days());
        let weeks = none.with(weeks.filter_map(Day::new).map(|day| (day, true)));
        let breaks = terms.half_terms.windows(2).filter_map(|pair| match pair {
            [one, next] if is_too_long(one.to, next.from) => Some((one.to, next.from)),
            _ => None,
        });
        let missing = breaks
            .filter_map(|(to, from)| Some((whole_week(to).1.add_days(1)?, whole_week(from).0.add_days(-1)?)))
            .collect();
        School { terms, official, days, weeks, missing }
    }

    /// True when no term dates are given and the official terms of the absence statistics for England stand in.
    ///
    /// They have no school holidays at all, so they tell in which term a day lies, but count every working day as a
    /// school day. An answer that rests on them should say so.
    pub fn is_official(&self) -> bool {
        self.official
    }

    /// All half terms, or all terms, in order.
    pub fn periods(&self, span: Span) -> &[Period] {
        match span {
            Span::HalfTerm => &self.terms.half_terms,
            Span::Term => &self.terms.terms,
        }
    }

    /// The half term or term that `day` lies in; `None` in the holidays and where no terms are listed.
    pub fn period_of(&self, span: Span, day: Day) -> Option<&Period> {
        let periods = self.periods(span);
        let after = periods.partition_point(|period| period.from <= day);
        periods.get(after.checked_sub(1)?).filter(|period| period.holds(day))
    }

    /// The first half term or term that starts after `day`; `None` when the listed ones have run out.
    pub fn first_period_after(&self, span: Span, day: Day) -> Option<&Period> {
        let periods = self.periods(span);
        periods.get(periods.partition_point(|period| period.from <= day))
    }

    /// True on a working day inside a half term.
    ///
    /// # Errors
    /// [`Uncovered::TermDates`] when no terms are listed around the day.
    pub fn is_school_day(&self, day: Day) -> Result<bool, Uncovered> {
        self.check(day, day)?;
        self.days.contains(day).ok_or(Uncovered::TermDates { day })
    }

    /// How many school days there are from `from` to `to`, both included; 0 when `to` is before `from`.
    ///
    /// # Errors
    /// [`Uncovered::TermDates`] when no terms are listed around one of the days, or are missing in between.
    pub fn school_days_within(&self, from: Day, to: Day) -> Result<i64, Uncovered> {
        if to < from {
            return Ok(0);
        }
        self.check(from, to)?;
        let before = self.days.before(from).ok_or(Uncovered::TermDates { day: from })?;
        let up_to = self.days.up_to(to).ok_or(Uncovered::TermDates { day: to })?;
        Ok(up_to - before)
    }

    /// How many school days of a period a learner was on the course: from the day they joined to the day they left,
    /// both included. `None` for `joined` is before the period, `None` for `left` is not yet.
    ///
    /// # Errors
    /// [`Uncovered::TermDates`] when the period is not one of this school's.
    pub fn days_on_course(&self, period: &Period, joined: Option<Day>, left: Option<Day>) -> Result<i64, Uncovered> {
        let from = joined.map_or(period.from, |joined| joined.max(period.from));
        let to = left.map_or(period.to, |left| left.min(period.to));
        self.school_days_within(from, to)
    }

    /// Whether half terms are missing between two days: the break between those that are listed is too long for a holiday.
    pub fn is_missing_between(&self, after: Day, before: Day) -> bool {
        self.missing.iter().any(|(start, end)| after < *start && *end < before)
    }

    /// The first school day of a period; `None` when it has none.
    pub fn first_school_day(&self, period: &Period) -> Option<Day> {
        self.days.nth(self.days.before(period.from)?).filter(|day| period.holds(*day))
    }

    /// The last school day of a period; `None` when it has none.
    pub fn last_school_day(&self, period: &Period) -> Option<Day> {
        self.days.nth(self.days.up_to(period.to)? - 1).filter(|day| period.holds(*day))
    }

    /// The weeks of a period that have a school day, in order and numbered from 1.
    pub fn weeks(&self, period: &Period) -> Vec<Week> {
        let mut weeks: Vec<Week> = Vec::new();
        let (mut from, end) = (period.from, period.to);
        while from <= end {
            let (monday, sunday) = whole_week(from);
            let number = u32::try_from(weeks.len()).unwrap_or(u32::MAX).saturating_add(1);
            if let Ok(Ok(school_days @ 1..)) = self.school_days_within(from, sunday.min(end)).map(u32::try_from) {
                weeks.push(Week { number, monday, school_days });
            }
            match sunday.add_days(1) {
                Some(next) => from = next,
                None => break,
            }
        }
        weeks
    }

    /// How many calendar days after `from` the day `to` is, without the holiday weeks: weeks from Monday to Sunday that
    /// have no school day. `from` is not counted, `to` is; the answer is negative when `to` is before `from`.
    ///
    /// # Errors
    /// [`Uncovered::TermDates`] when no terms are listed around one of the days, or are missing in between.
    pub fn term_time_days_between(&self, from: Day, to: Day) -> Result<i64, Uncovered> {
        self.check(from.min(to), from.max(to))?;
        let between =
            |count: fn(&DaySet, Day) -> Option<i64>| Some(count(&self.weeks, to)? - count(&self.weeks, from)?);
        let days = if from <= to { between(DaySet::up_to) } else { between(DaySet::before) };
        days.ok_or(Uncovered::TermDates { day: to })
    }

    fn check(&self, from: Day, to: Day) -> Result<(), Uncovered> {
        if self.terms.half_terms.is_empty() || from < self.days.first() {
            return Err(Uncovered::TermDates { day: from });
        }
        if let Some((start, _)) = self.missing.iter().find(|(start, end)| *start <= to && from <= *end) {
            return Err(Uncovered::TermDates { day: from.max(*start) });
        }
        if to > self.days.last() { Err(Uncovered::TermDates { day: to }) } else { Ok(()) }
    }
}

/// True when the days between the last day of a half term and the first of the next are no holiday any more.
fn is_too_long(to: Day, from: Day) -> bool {
    let longest = if school_year(to) == school_year(from) { LONGEST_HOLIDAY } else { LONGEST_SUMMER_HOLIDAY };
    to.days_until(from) - 1 > longest
}

/// The Monday and the Sunday around a day, cut off at the ends of the range of days.
fn whole_week(day: Day) -> (Day, Day) {
    let monday = day.monday().unwrap_or(Day::FIRST);
    (monday, day.add_days(6 - i64::from(day.weekday())).unwrap_or(Day::LAST))
}
