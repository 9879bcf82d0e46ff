//! A calendar day as a small number, with the ways people write it.

use crate::json::{FromJson, Json, Reader};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The days of the week from Monday, in full.
pub const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// The months in full.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Which of some names a word is, in any case and in full or shortened to three letters or more.
pub fn named(word: &str, names: &[&str]) -> Option<usize> {
    let begins = |name: &&str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    names.iter().position(begins).filter(|_| word.len() >= 3)
}

/// 1970-01-01 counted from the first day of the year 1, as chrono counts.
const EPOCH_FROM_COMMON_ERA: i32 = 719_163;

/// A calendar day from 1900-01-01 to 2199-12-31, held as days since 1970-01-01.
///
/// Days compare in the order of time. Arithmetic that would leave the range gives `None`.
///
/// ```
/// use bae_rules::calendar::Day;
/// let day = Day::parse("2026-04-08").ok_or("not a date")?;
/// assert_eq!(day.days(), 20551);
/// assert_eq!(day.uk(), "8 April 2026");
/// assert_eq!(day.uk_short(), "Wed 8 Apr 2026");
/// assert_eq!(Day::parse("2026-02-31"), None);
/// # Ok::<(), &str>(())
/// ```
// INVARIANT: FIRST <= self <= LAST; the number is private so that every Day has passed `new`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// 1900-01-01.
    pub const FIRST: Day = Day(-25_567);
    /// 2199-12-31.
    pub const LAST: Day = Day(84_005);

    /// The day that is `days` days after 1970-01-01 (before it where negative), from -25,567 (1900-01-01) to 84,005
    /// (2199-12-31); `None` outside.
    ///
    /// ```
    /// use bae_rules::calendar::Day;
    /// assert_eq!(Day::new(0).map(|day| day.to_string()).as_deref(), Some("1970-01-01"));
    /// assert_eq!(Day::new(84_006), None);
    /// ```
    pub const fn new(days: i32) -> Option<Self> {
        if days < Self::FIRST.0 || days > Self::LAST.0 { None } else { Some(Day(days)) }
    }

    /// The same as [`Day::new`] for the wider whole numbers that facts are held in.
    pub fn from_days(days: i64) -> Option<Self> {
        i32::try_from(days).ok().and_then(Day::new)
    }

    /// The day of a year (1900 to 2199), month (1 to 12) and day of the month (1 to 31); `None` when there is no
    /// such day.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        Day::from_chrono(NaiveDate::from_ymd_opt(year, month, day)?)
    }

    /// The same day from chrono; `None` outside 1900 to 2199.
    pub fn from_chrono(date: NaiveDate) -> Option<Self> {
        Day::new(date.num_days_from_ce().checked_sub(EPOCH_FROM_COMMON_ERA)?)
    }

    /// The same day for chrono.
    pub fn to_chrono(self) -> NaiveDate {
        // Always a date, by the invariant; the default stands only where the compiler wants one.
        NaiveDate::from_num_days_from_ce_opt(self.0 + EPOCH_FROM_COMMON_ERA).unwrap_or_default()
    }

    /// Days since 1970-01-01; negative before it.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// The year, 1900 to 2199.
    pub fn year(self) -> i32 {
        self.to_chrono().year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.to_chrono().month()
    }

    /// The day of the month, 1 to 31.
    pub fn day_of_month(self) -> u32 {
        self.to_chrono().day()
    }

    /// The day of the week, from 0 (Monday) to 6 (Sunday).
    pub const fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday, 3 days after a Monday. The remainder is 0 to 6, so the cast keeps it whole.
        (self.0 + 3).rem_euclid(7) as u8
    }

    /// True on Saturdays and Sundays.
    pub const fn is_weekend(self) -> bool {
        self.weekday() >= 5
    }

    /// The Monday of this day's week, weeks running from Monday to Sunday; `None` before 1900.
    pub fn monday(self) -> Option<Self> {
        self.add_days(-i64::from(self.weekday()))
    }

    /// The day `days` calendar days later, or earlier where negative; `None` outside 1900 to 2199.
    pub fn add_days(self, days: i64) -> Option<Self> {
        Day::from_days(i64::from(self.0).checked_add(days)?)
    }

    /// The day `weeks` times 7 calendar days later, or earlier where negative; `None` outside 1900 to 2199.
    pub fn add_weeks(self, weeks: i64) -> Option<Self> {
        self.add_days(weeks.checked_mul(7)?)
    }

    /// The same day of the month `months` months later, or earlier where negative; `None` outside 1900 to 2199.
    ///
    /// Where that month has no such day, its last day is taken: a month after 31 January is 28 or 29 February. So
    /// adding a month twice may differ from adding two months at once.
    ///
    /// ```
    /// use bae_rules::calendar::Day;
    /// let later = |text, months| Day::parse(text).and_then(|day| day.add_months(months)).map(|day| day.to_string());
    /// assert_eq!(later("2026-01-31", 1).as_deref(), Some("2026-02-28"));
    /// assert_eq!(later("2024-03-31", -1).as_deref(), Some("2024-02-29"));
    /// assert_eq!(later("2199-12-01", 1), None);
    /// ```
    pub fn add_months(self, months: i64) -> Option<Self> {
        let date = self.to_chrono();
        let index = (i64::from(date.year()) * 12 + i64::from(date.month0())).checked_add(months)?;
        let year = i32::try_from(index.div_euclid(12)).ok()?;
        let month = u32::try_from(index.rem_euclid(12)).ok()? + 1;
        // No month is shorter than 28 days, so one of the last four tries is a day.
        (28..=date.day()).rev().chain([date.day()]).find_map(|day| Day::from_ymd(year, month, day))
    }

    /// Calendar days from this day to `other`; negative when `other` is earlier.
    ///
    /// The day itself is day 0, so 7 means "a week later".
    pub const fn days_until(self, other: Day) -> i32 {
        other.0 - self.0
    }

    /// Reads a date written as 2026-04-08: four digits, two, two, nothing else. `None` for anything else, for days
    /// that do not exist and for years outside 1900 to 2199.
    pub fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
        };
        let year = i32::try_from(number(&[y1, y2, y3, y4])?).ok()?;
        Day::from_ymd(year, number(&[m1, m2])?, number(&[d1, d2])?)
    }

    /// As people in the United Kingdom write it: `8 April 2026`.
    pub fn uk(self) -> String {
        let date = self.to_chrono();
        format!("{} {} {}", date.day(), month_name(date), date.year())
    }

    /// Short, with the day of the week: `Wed 8 Apr 2026`.
    pub fn uk_short(self) -> String {
        let date = self.to_chrono();
        let short = |name: &'static str| name.get(..3).unwrap_or(name);
        format!("{} {} {} {}", short(self.weekday_name()), date.day(), short(month_name(date)), date.year())
    }

    /// The name of the day of the week: `Wednesday`.
    pub fn weekday_name(self) -> &'static str {
        WEEKDAYS.get(usize::from(self.weekday())).copied().unwrap_or_default()
    }
}

fn month_name(date: NaiveDate) -> &'static str {
    MONTHS.get(date.month0() as usize).copied().unwrap_or_default()
}

impl fmt::Display for Day {
    /// 2026-04-08.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.to_chrono();
        write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromJson for Day {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        json.text().and_then(Day::parse).unwrap_or_else(|| {
            reader.wrong(json, "a date such as \"2026-04-08\", from 1900 to 2199");
            Day::FIRST
        })
    }
}

impl<'de> Deserialize<'de> for Day {
    /// Text such as `"2026-04-08"`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Iso;
        impl serde::de::Visitor<'_> for Iso {
            type Value = Day;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date such as \"2026-04-08\", from 1900 to 2199")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Day, E> {
                Day::parse(text).ok_or_else(|| E::invalid_value(serde::de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Iso)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_range_is_1900_to_2199() {
        assert_eq!(Day::FIRST.to_string(), "1900-01-01");
        assert_eq!(Day::LAST.to_string(), "2199-12-31");
        assert_eq!(Day::parse("1900-01-01"), Some(Day::FIRST));
        assert_eq!(Day::parse("1899-12-31"), None);
        assert_eq!(Day::parse("2199-12-31"), Some(Day::LAST));
        assert_eq!(Day::parse("2200-01-01"), None);
        assert_eq!(Day::new(Day::FIRST.days() - 1), None);
        assert_eq!(Day::new(Day::LAST.days() + 1), None);
        assert_eq!(Day::from_days(i64::MAX), None);
        assert_eq!(Day::from_days(0), Day::new(0));
    }

    #[test]
    fn every_day_comes_back_from_its_text_and_from_chrono() {
        for days in Day::FIRST.days()..=Day::LAST.days() {
            let day = Day::new(days).unwrap();
            assert_eq!(Day::parse(&day.to_string()), Some(day));
            assert_eq!(Day::from_chrono(day.to_chrono()), Some(day));
            assert_eq!(u32::from(day.weekday()), day.to_chrono().weekday().num_days_from_monday());
        }
    }

    #[test]
    fn only_the_iso_form_is_parsed() {
        for text in [
            "",
            "2026-4-8",
            "2026/04/08",
            "08-04-2026",
            " 2026-04-08",
            "2026-04-08T00:00",
            "2026-02-29",
            "2026-13-01",
            "20x6-04-08",
            "2026-04-00",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert!(Day::parse("2024-02-29").is_some());
    }

    #[test]
    fn days_are_shown_as_uk_readers_write_them() {
        assert_eq!(day("2026-04-08").uk(), "8 April 2026");
        assert_eq!(day("2026-12-31").uk(), "31 December 2026");
        assert_eq!(day("2026-04-08").uk_short(), "Wed 8 Apr 2026");
        assert_eq!(day("2025-09-07").uk_short(), "Sun 7 Sep 2025");
    }

    #[test]
    fn weeks_start_on_monday() {
        assert_eq!(day("2026-04-06").weekday(), 0);
        assert_eq!(day("2026-04-12").weekday(), 6);
        assert_eq!(day("2026-04-06").monday(), Some(day("2026-04-06")));
        assert_eq!(day("2026-04-12").monday(), Some(day("2026-04-06")));
        assert!(day("2026-04-11").is_weekend());
        assert!(!day("2026-04-10").is_weekend());
        // 1 January 1900 was itself a Monday.
        assert_eq!(Day::FIRST.monday(), Some(Day::FIRST));
    }

    #[test]
    fn calendar_windows_count_the_start_as_day_0() {
        let start = day("2025-09-01");
        assert_eq!(start.add_weeks(6), Some(day("2025-10-13")));
        assert_eq!(start.add_days(60), Some(day("2025-10-31")));
        assert_eq!(start.days_until(day("2025-11-01")), 61);
        assert_eq!(day("2025-11-01").days_until(start), -61);
    }

    #[test]
    fn a_month_later_is_clamped_to_the_last_day_of_the_month() {
        for (from, months, to) in [
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2026-01-28", 1, "2026-02-28"),
            ("2026-03-31", 1, "2026-04-30"),
            ("2026-03-30", 1, "2026-04-30"),
            ("2026-12-15", 1, "2027-01-15"),
            ("2026-01-15", -1, "2025-12-15"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2026-05-05", 0, "2026-05-05"),
            ("2026-05-05", -24, "2024-05-05"),
        ] {
            assert_eq!(day(from).add_months(months), Some(day(to)), "{from} {months}");
        }
    }

    #[test]
    fn arithmetic_that_leaves_the_range_gives_nothing() {
        assert_eq!(Day::LAST.add_days(1), None);
        assert_eq!(Day::FIRST.add_days(-1), None);
        assert_eq!(Day::LAST.add_months(1), None);
        assert_eq!(Day::FIRST.add_months(-1), None);
        for far in [i64::MIN, i64::MAX] {
            assert_eq!(Day::LAST.add_days(far), None);
            assert_eq!(Day::LAST.add_weeks(far), None);
            assert_eq!(Day::LAST.add_months(far), None);
        }
    }

    #[test]
    fn json_holds_a_day_as_iso_text() {
        assert_eq!(serde_json::to_string(&day("2026-04-08")).unwrap(), "\"2026-04-08\"");
        assert_eq!(serde_json::from_str::<Day>("\"2026-04-08\"").unwrap(), day("2026-04-08"));
        let refused = serde_json::from_str::<Day>("\"08/04/2026\"").unwrap_err().to_string();
        assert!(refused.contains("expected a date such as \"2026-04-08\""), "{refused}");
        assert!(serde_json::from_str::<Day>("20551").is_err());
    }
}
