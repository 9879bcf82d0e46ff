//! The text of a cell in, a calendar day out, or why it is none. Nothing here knows today's date.
//!
//! `03/04/2026` has two readings. Which one a column means is settled by the whole column: see [`Finding`].

use crate::calendar::{MONTHS, WEEKDAYS, named};
use crate::read_words;
use crate::table::is_blank_char;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// The number of 1970-01-01 counted from 0001-01-01 as day 1.
const EPOCH: i32 = 719_163;
/// The serial number that Excel, Sheets and Calc give 1970-01-01.
const SERIAL_EPOCH: i64 = 25_569;
/// Serial numbers of 1950-01-01 and 2100-12-31. Excel counts a 29 February 1900 that never was, so serials to 60 are a day
/// out, and a small number in a date column is far likelier to be a count than a day long before any learner was born.
const SERIALS: std::ops::RangeInclusive<i64> = 18_264..=73_415;
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;
/// The days from 1990-01-01 to 2099-12-31, counted from 1970-01-01.
const PLAUSIBLE: std::ops::RangeInclusive<i32> = 7_305..=47_481;

/// Which number of `03/04/2026` is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The day, then the month: 3 April 2026.
    #[default]
    DayFirst,
    /// The month, then the day: 4 March 2026.
    MonthFirst,
}

read_words! { Order { DayFirst = "day-first", MonthFirst = "month-first" } }

/// What the text of a cell says about a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// One reading, in days since 1970-01-01.
    Day(i32),
    /// Two numbers that may be day and month in either order, with the day that each order gives.
    Numbers {
        /// The day when the first number is the day.
        day_first: Option<i32>,
        /// The day when the first number is the month.
        month_first: Option<i32>,
    },
    /// Written as a date, but there is no such day: 31/02/2026.
    Impossible,
    /// Not written as a date.
    Unreadable,
}

/// Why a cell is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// There is no such day.
    Impossible,
    /// Not written as a date.
    Unreadable,
    /// The column is written in both orders and this cell fits both.
    Ambiguous {
        /// The day when the first number is the day.
        day_first: i32,
        /// The day when the first number is the month.
        month_first: i32,
        /// A day that another cell has month first.
        other: Option<i32>,
    },
}

/// What the cells of a column prove about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Finding {
    /// Cells that hold a day, in whatever way.
    pub dates: usize,
    /// Cells that can only be day first, such as 13/01/2026.
    pub day_first: usize,
    /// Cells that can only be month first, such as 01/13/2026.
    pub month_first: usize,
    /// The earliest day of those.
    pub month_first_day: Option<i32>,
    /// Cells that fit both orders and give different days.
    pub either: usize,
    /// What a person has said; it decides.
    pub chosen: Option<Order>,
    /// What the heading says, as `(dd/mm/yyyy)` does; it holds unless a cell can only be otherwise.
    pub heading: Option<Order>,
    /// Whether another column is month first, and nothing here says whether this one is, too.
    pub beside: bool,
}

impl Finding {
    /// Adds the evidence of so many cells.
    pub fn add(&mut self, written: Written, cells: usize) {
        match written {
            Written::Day(_) => {}
            Written::Numbers { day_first: Some(_), month_first: None } => self.day_first += cells,
            Written::Numbers { day_first: None, month_first: Some(day) } => self.add_month_first(day, cells),
            Written::Numbers { day_first, month_first } if day_first != month_first => self.either += cells,
            Written::Numbers { .. } => {}
            Written::Impossible | Written::Unreadable => return,
        }
        self.dates += cells;
    }

    /// Adds the evidence of so many cells whose day their program gave: the order in which the text shows it.
    pub fn add_known(&mut self, written: Written, day: i32, cells: usize) {
        match written {
            Written::Numbers { day_first, month_first } if day_first != month_first => {
                self.day_first += cells * usize::from(day_first == Some(day));
                if month_first == Some(day) {
                    self.add_month_first(day, cells);
                }
            }
            _ => {}
        }
        self.dates += cells;
    }

    /// Adds so many cells that can only be month first, the earliest of which holds this day.
    pub fn add_month_first(&mut self, day: i32, cells: usize) {
        self.month_first += cells;
        self.month_first_day = Some(self.month_first_day.map_or(day, |earliest| earliest.min(day)));
    }

    /// Takes in a day that another column has month first.
    pub fn hear(&mut self, month_first_day: Option<i32>) {
        let unproved =
            self.chosen.or(self.heading).is_none() && self.day_first + self.month_first == 0 && self.either > 0;
        if unproved && month_first_day.is_some() {
            self.beside = true;
            self.month_first_day = month_first_day;
        }
    }

    /// The order of the column: day first, as the UK writes, unless a person or the heading says otherwise. `None` when a cell
    /// can only be the other way round: it may be one slip or the order of the whole column, so that cells which fit both are
    /// asked about; so are those of a column that shows no order beside one that is month first.
    pub fn order(&self) -> Option<Order> {
        let order = self.heading.unwrap_or_default();
        let otherwise = match order {
            Order::DayFirst => self.month_first,
            Order::MonthFirst => self.day_first,
        };
        self.chosen.or((otherwise == 0 && !self.beside).then_some(order))
    }

    /// Whether some cells can only be month first and none can only be day first.
    pub fn seems_month_first(&self) -> bool {
        self.chosen.is_none() && self.month_first > 0 && self.day_first == 0
    }

    /// One sentence on how the column is read and why; `None` when there is nothing to say.
    pub fn note(&self) -> Option<String> {
        let Finding { dates, day_first, month_first, either, heading, .. } = *self;
        let order = |order| if order == Order::DayFirst { "day first" } else { "month first" };
        match (self.chosen, self.order()) {
            (Some(chosen), _) => Some(format!("Dates are read {}, as you chose.", order(chosen))),
            (None, Some(said)) if heading.is_some() && dates > 0 => {
                Some(format!("Dates are read {}, as the heading says.", order(said)))
            }
            (None, Some(Order::DayFirst)) if day_first > 0 => {
                Some(format!("Dates are read day first: {day_first} of {dates} can only be so."))
            }
            (None, Some(Order::DayFirst)) if either > 0 => {
                Some("Dates are read day first, as no cell says otherwise.".to_string())
            }
            (None, Some(_)) => None,
            (None, _) if heading == Some(Order::MonthFirst) => Some(format!(
                "The heading says that dates are month first, and {day_first} of {dates} can only be day first, so what fits both orders ({either}) is not read until you say which one the column has."
            )),
            (None, _) if self.beside => None,
            (None, _) if self.seems_month_first() => Some(format!(
                "Dates seem to be written month first: {month_first} of {dates} can only be so and none can only be day first. What fits both orders ({either}) is not read until you say which one the column has."
            )),
            (None, _) => Some(format!(
                "Dates are written in both orders: {day_first} can only be day first and {month_first} only month first ({}), so what fits both orders ({either}) is not read.",
                self.month_first_day.map(spelled).unwrap_or_default()
            )),
        }
    }

    /// The day of a cell, by the order of its column.
    ///
    /// # Errors
    /// - [`Fault::Impossible`]: no such day, or none in the order a person chose.
    /// - [`Fault::Ambiguous`]: the column leaves its order open and the cell fits both.
    /// - [`Fault::Unreadable`]: not written as a date.
    pub fn day(&self, written: Written) -> Result<i32, Fault> {
        let (day_first, month_first) = match written {
            Written::Day(day) => return Ok(day),
            Written::Impossible => return Err(Fault::Impossible),
            Written::Unreadable => return Err(Fault::Unreadable),
            Written::Numbers { day_first, month_first } => (day_first, month_first),
        };
        match (self.order(), day_first, month_first) {
            (Some(Order::DayFirst), Some(day), _) | (Some(Order::MonthFirst), _, Some(day)) => Ok(day),
            (None, Some(day_first), Some(month_first)) if day_first != month_first => {
                let other = self.month_first_day.filter(|_| self.heading != Some(Order::MonthFirst));
                Err(Fault::Ambiguous { day_first, month_first, other })
            }
            (None, Some(day), _) | (None, None, Some(day)) => Ok(day),
            _ => Err(Fault::Impossible),
        }
    }
}

/// The order of day and month that a heading asks for: `Start (mm/dd/yyyy)`.
///
/// ```
/// use bae_rules::record::date::{Order, order_in};
/// assert_eq!(order_in("Start (MM/DD/YYYY)"), Some(Order::MonthFirst));
/// assert_eq!(order_in("Start (d.m.yy)"), Some(Order::DayFirst));
/// assert_eq!(order_in("Start (yyyy-mm-dd)"), None);
/// assert_eq!(order_in("Last visit by M D"), None);
/// ```
pub fn order_in(heading: &str) -> Option<Order> {
    let letters = heading.split(|c: char| !c.is_ascii_alphabetic()).map(str::to_ascii_lowercase);
    let words: Vec<String> = letters.filter(|word| !word.is_empty()).collect();
    let is_year = |at: usize| words.get(at).is_some_and(|word| matches!(word.as_str(), "y" | "yy" | "yyyy"));
    let run_together = words.iter().find_map(|word| match word.as_str() {
        "ddmmyyyy" | "ddmmyy" | "dmy" => Some(Order::DayFirst),
        "mmddyyyy" | "mmddyy" | "mdy" => Some(Order::MonthFirst),
        _ => None,
    });
    let apart = words.windows(2).enumerate().find_map(|(at, pair)| {
        let order = match pair {
            [day, month] if day == "dd" && matches!(month.as_str(), "mm" | "mmm") => Some(Order::DayFirst),
            [day, month] if day == "d" && month == "m" && is_year(at + 2) => Some(Order::DayFirst),
            [month, day] if month == "mm" && day == "dd" => Some(Order::MonthFirst),
            [month, day] if month == "m" && day == "d" && is_year(at + 2) => Some(Order::MonthFirst),
            _ => None,
        };
        // Behind the year no order is left open: that is how ISO writes.
        order.filter(|_| at == 0 || !is_year(at - 1))
    });
    run_together.or(apart)
}

/// Reads the text of one cell as a date.
///
/// Day and month as numbers with `/`, `-`, `.` or blanks between, the year with four digits or two (00 to 49 are 2000 to
/// 2049, 50 to 99 are 1950 to 1999); the year first; the month as a word; a weekday, which has to be that of the day; a
/// time of day, which is passed over; or a serial number of 1950 to 2100. Years run from 1900 to 2100.
///
/// ```
/// use bae_rules::record::date::{Written, day_of, written};
/// assert_eq!(written("15 th June 2023"), Written::Day(day_of(2023, 6, 15).unwrap()));
/// assert_eq!(written("31/02/2026"), Written::Impossible);
/// assert_eq!(written("Thu 31 March 2026"), Written::Impossible);
/// assert_eq!(written("15 June 20256"), Written::Unreadable);
/// ```
pub fn written(text: &str) -> Written {
    let text = text.trim_matches(is_blank_char);
    if let Some(fast) = plain(text.as_bytes()) {
        return fast;
    }
    if let Some(serial) = serial_text(text) {
        return serial;
    }
    match without_time(text).and_then(parts) {
        Some(parts) => parts.written(),
        None => Written::Unreadable,
    }
}

/// The day of a serial number as spreadsheets count them (25569 is 1970-01-01); the time of day is dropped.
///
/// `None` outside 1950 to 2100.
pub fn from_serial(serial: f64) -> Option<i32> {
    // The bounds are checked before the cast, so that nothing is lost by it.
    let whole = serial.floor();
    if !(whole >= *SERIALS.start() as f64 && whole <= *SERIALS.end() as f64) {
        return None;
    }
    i32::try_from(whole as i64 - SERIAL_EPOCH).ok()
}

/// A day in days since 1970-01-01; `None` when there is no such day or its year is not 1900 to 2100.
pub fn day_of(year: i32, month: u32, day: u32) -> Option<i32> {
    if !YEARS.contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month, day).map(|date| date.num_days_from_ce() - EPOCH)
}

/// True when a day lies in 1990 to 2099: what a tracker records has happened to somebody who is there now, or is planned.
pub fn plausible(day: i32) -> bool {
    PLAUSIBLE.contains(&day)
}

/// A day as people write it: `3 April 2026`.
pub fn spelled(day: i32) -> String {
    match day.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt) {
        Some(date) => {
            let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
            format!("{} {month} {}", date.day(), date.year())
        }
        None => day.to_string(),
    }
}

/// The two commonest shapes, without any detour: `2026-04-03` and `03/04/2026`.
fn plain(bytes: &[u8]) -> Option<Written> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    match *bytes {
        [a, b, c, d, b'-', e, f, b'-', g, h] => {
            let year = i32::try_from(number(&[a, b, c, d])?).ok()?;
            Some(day_of(year, number(&[e, f])?, number(&[g, h])?).map_or(Written::Impossible, Written::Day))
                .filter(|_| YEARS.contains(&year))
        }
        [a, b, b'/', c, d, b'/', e, f, g, h] => {
            let year = i32::try_from(number(&[e, f, g, h])?).ok()?;
            Some(either(number(&[a, b])?, number(&[c, d])?, year)).filter(|_| YEARS.contains(&year))
        }
        _ => None,
    }
}

fn either(first: u32, second: u32, year: i32) -> Written {
    match (day_of(year, second, first), day_of(year, first, second)) {
        (None, None) => Written::Impossible,
        (day_first, month_first) => Written::Numbers { day_first, month_first },
    }
}

/// A number alone: a serial number, with a time of day after the point, or year, month and day run together.
fn serial_text(text: &str) -> Option<Written> {
    if !text.starts_with(|c: char| c.is_ascii_digit())
        || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.contains('.') {
        return None;
    }
    let digits = |from: usize, to: usize| whole.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    let day = match (whole.len(), part) {
        (5, _) => whole.parse().ok().and_then(from_serial),
        (8, "") => digits(0, 4).and_then(|year| day_of(i32::try_from(year).ok()?, digits(4, 6)?, digits(6, 8)?)),
        _ => None,
    };
    Some(day.map_or(Written::Unreadable, Written::Day))
}

/// The text without a time of day at its end; `None` when what follows a colon is no time.
fn without_time(text: &str) -> Option<&str> {
    let Some(colon) = text.find(':') else { return Some(text) };
    let (before, after) = text.split_at(colon);
    let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let hour: u32 = before.get(head.len()..)?.parse().ok()?;
    let minute: u32 = after.get(1..3)?.parse().ok()?;
    let rest = after.get(3..)?;
    let tail =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | '+' | '-') || is_blank_char(c));
    let tail_is_time =
        ["", "am", "pm", "a.m.", "p.m.", "z", "utc", "gmt", "bst"].iter().any(|word| tail.eq_ignore_ascii_case(word));
    let date = head.strip_suffix(['T', 't', ',']).unwrap_or(head);
    let parted = head.ends_with(['T', 't', ',']) || head.ends_with(is_blank_char);
    let date = date.trim_end_matches(is_blank_char);
    let date = date.strip_suffix(" at").unwrap_or(date).trim_end_matches(|c| c == ',' || is_blank_char(c));
    (hour <= 24 && minute < 60 && tail_is_time && parted).then_some(date)
}

/// The numbers of a date, each with how many digits it was written with, and its month when that is a word.
#[derive(Default)]
struct Parts {
    numbers: [(u32, usize); 3],
    count: usize,
    month: Option<u32>,
    /// From 0 for Monday.
    weekday: Option<usize>,
}

/// Takes a date apart; `None` when it holds anything that no date holds.
fn parts(text: &str) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut rest = text;
    // A sign in front is a number's, not a date's.
    if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    while let Some(first) = rest.chars().next() {
        let end = |same: fn(char) -> bool| rest.find(|c: char| !same(c)).unwrap_or(rest.len());
        let len = if first.is_ascii_digit() {
            let len = end(|c| c.is_ascii_digit());
            let digits = rest.get(..len)?;
            let number = if len <= 4 { digits.parse().ok()? } else { return None };
            *parts.numbers.get_mut(parts.count)? = (number, len);
            parts.count += 1;
            len
        } else if first.is_alphabetic() {
            let len = end(char::is_alphabetic);
            parts.word(rest.get(..len)?)?;
            len
        } else if is_blank_char(first) || matches!(first, '/' | '-' | '.' | ',' | '‐' | '‑' | '–' | '\u{2212}') {
            first.len_utf8()
        } else {
            return None;
        };
        rest = rest.get(len..)?;
    }
    Some(parts)
}

impl Parts {
    /// Takes a word of a date in: a month, a weekday, the end of `15th`, `of`. `None` for any other word.
    fn word(&mut self, word: &str) -> Option<()> {
        let word = word.to_lowercase();
        if let Some(index) = named(&word, &MONTHS) {
            if self.month.is_some() {
                return None;
            }
            self.month = Some(u32::try_from(index).ok()? + 1);
            return Some(());
        }
        let ordinal = self.count == 1;
        let known = match word.as_str() {
            "st" | "nd" | "rd" | "th" => ordinal,
            "of" | "the" => true,
            _ => {
                self.weekday = named(&word, &WEEKDAYS);
                self.weekday.is_some()
            }
        };
        known.then_some(())
    }

    /// The date; none where its weekday is that of another: one of the two is a slip.
    fn written(&self) -> Written {
        let Some(weekday) = self.weekday.and_then(|weekday| i32::try_from(weekday).ok()) else { return self.date() };
        // 1970-01-01 was a Thursday.
        let fits = |day: &i32| (day + 3).rem_euclid(7) == weekday;
        match self.date() {
            Written::Day(day) if !fits(&day) => Written::Impossible,
            Written::Numbers { day_first, month_first } => match (day_first.filter(fits), month_first.filter(fits)) {
                (None, None) => Written::Impossible,
                (day_first, month_first) => Written::Numbers { day_first, month_first },
            },
            other => other,
        }
    }

    fn date(&self) -> Written {
        let [first, second, third] = self.numbers;
        let day = |year: Option<i32>, month: u32, day: u32| match year {
            Some(year) => day_of(year, month, day).map_or(Written::Impossible, Written::Day),
            None => Written::Unreadable,
        };
        match (self.count, self.month) {
            (2, Some(month)) if first.1 == 4 && second.1 <= 2 => day(year(first), month, second.0),
            (2, Some(month)) if first.1 <= 2 => day(year(second), month, first.0),
            (3, None) if first.1 == 4 && second.1 <= 2 && third.1 <= 2 => day(year(first), second.0, third.0),
            (3, None) if first.1 <= 2 && second.1 <= 2 => match year(third) {
                Some(year) => either(first.0, second.0, year),
                None => Written::Unreadable,
            },
            _ => Written::Unreadable,
        }
    }
}

/// The year of a number with two digits or four; `None` for any other length and outside 1900 to 2100.
fn year((number, digits): (u32, usize)) -> Option<i32> {
    let year = i32::try_from(number).ok()?;
    let year = match digits {
        2 if year < 50 => 2000 + year,
        2 => 1900 + year,
        4 => year,
        _ => return None,
    };
    YEARS.contains(&year).then_some(year)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that fails is meant to stop")]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<i32> {
        Finding::default().day(written(text)).ok()
    }

    fn fault(text: &str) -> Option<Fault> {
        Finding::default().day(written(text)).err()
    }

    #[test]
    fn every_way_of_writing_15_june_2023_is_read_the_same() {
        let expected = day_of(2023, 6, 15);
        assert_eq!(expected, Some(19_523));
        for text in [
            "15/06/2023",
            "15/6/2023",
            "15-06-2023",
            "15.06.2023",
            "15.06.23",
            "15/06/23",
            "15 06 2023",
            "15-6-23",
            "2023-06-15",
            "2023/06/15",
            "2023.6.15",
            "20230615",
            "45092",
            "45092.75",
            "15 June 2023",
            "15 Jun 2023",
            "15-Jun-23",
            "15-Jun-2023",
            "15th June 2023",
            "15 th June 2023",
            "15th of June 2023",
            "Thu 15 Jun 2023",
            "Thursday, 15 June 2023",
            "June 15, 2023",
            "June 15th, 2023",
            "15 JUNE 2023",
            "2023-06-15T00:00:00",
            "2023-06-15T09:30:00.000Z",
            "2023-06-15 09:30",
            "15/06/2023 09:30",
            "15/06/2023 9:30 AM",
            "15/06/2023 00:00:00",
            "15/06/2023, 14:05",
            "15 June 2023 at 10:00",
            " 15/06/2023 ",
            "\u{a0}15/06/2023",
            "15 / 06 / 2023",
            "15\u{2013}06\u{2013}2023",
        ] {
            assert_eq!(day(text), expected, "{text:?}");
        }
    }

    #[test]
    fn serial_numbers_count_from_25569_and_small_ones_are_refused() {
        for (serial, date) in
            [("25569", (1970, 1, 1)), ("45658", (2025, 1, 1)), ("46023", (2026, 1, 1)), ("45901", (2025, 9, 1))]
        {
            assert_eq!(day(serial), day_of(date.0, date.1, date.2), "{serial}");
        }
        assert_eq!(from_serial(18_264.0), day_of(1950, 1, 1));
        assert_eq!(from_serial(73_415.9), day_of(2100, 12, 31));
        for serial in [0.0, 1.0, 59.0, 60.0, 61.0, 18_263.0, 73_416.0, -5.0, f64::NAN, f64::INFINITY] {
            assert_eq!(from_serial(serial), None, "{serial}");
        }
        for text in ["1", "60", "18263", "73416", "150623", "15062023"] {
            assert_eq!(fault(text), Some(Fault::Unreadable), "{text}");
        }
    }

    #[test]
    fn two_digit_years_turn_at_50() {
        assert_eq!(day("01/01/49"), day_of(2049, 1, 1));
        assert_eq!(day("01/01/50"), day_of(1950, 1, 1));
        assert_eq!(day("01/01/00"), day_of(2000, 1, 1));
        assert_eq!(day("01/01/99"), day_of(1999, 1, 1));
    }

    #[test]
    fn a_day_that_never_was_is_impossible() {
        for text in [
            "31/02/2026",
            "29/02/2026",
            "31/04/2026",
            "2026-02-30",
            "32/13/2026",
            "00/01/2026",
            "31 Feb 2026",
            "45/45/2026",
        ] {
            assert_eq!(fault(text), Some(Fault::Impossible), "{text}");
        }
        assert_eq!(day("29/02/2024"), day_of(2024, 2, 29));
    }

    #[test]
    fn what_is_not_a_date_is_not_read() {
        for text in [
            "",
            "abc",
            "01/09",
            "June 2023",
            "15 June",
            "15/06/20256",
            "20256-06-15",
            "15/06/202",
            "1/2/3/4",
            "soon",
            "w/c 15/06/2023",
            "15/06/2023 - 22/06/2023",
            "15/06/2023?",
            "-15/06/2023",
            "99",
            "2023",
            "12:30",
            "15/06/1899",
            "15/06/2101",
            "15 June 20256",
            "15:06:2023",
            "15/06/2023 25:00",
            "15 Juneuary 2023",
            "th 15 June 2023",
            "15/06/2023x",
            "0001-01-01",
            "15 June July 2023",
            "½/06/2023",
        ] {
            assert_eq!(fault(text), Some(Fault::Unreadable), "{text:?}");
        }
    }

    #[test]
    fn a_weekday_is_that_of_its_day_and_tells_orders_apart() {
        assert_eq!(day("Tue 31 March 2026"), day_of(2026, 3, 31));
        for text in ["Thu 31 March 2026", "Monday 1 April 2026", "Wed 2026-04-02", "Sunday 03/04/2026"] {
            assert_eq!(fault(text), Some(Fault::Impossible), "{text}");
        }
        // 3 April 2026 is a Friday, 4 March a Wednesday.
        assert_eq!(finding(&["Fri 03/04/2026"]).day_first, 1);
        assert_eq!(finding(&["Wed 03/04/2026"]).month_first, 1);
    }

    fn finding(texts: &[&str]) -> Finding {
        let mut finding = Finding::default();
        texts.iter().for_each(|text| finding.add(written(text), 1));
        finding
    }

    #[test]
    fn a_column_without_evidence_is_day_first() {
        let column = finding(&["03/04/2026", "2026-04-03", "05/05/2026"]);
        assert_eq!((column.order(), column.either, column.dates), (Some(Order::DayFirst), 1, 3));
        assert_eq!(column.day(written("03/04/2026")), Ok(day_of(2026, 4, 3).unwrap()));
    }

    #[test]
    fn one_date_that_can_only_be_month_first_leaves_open_how_the_others_are_meant() {
        let column = finding(&["03/04/2026", "01/13/2026"]);
        assert_eq!(column.order(), None);
        assert!(matches!(column.day(written("03/04/2026")), Err(Fault::Ambiguous { .. })));
        assert_eq!(column.day(written("01/13/2026")), Ok(day_of(2026, 1, 13).unwrap()));
        assert!(column.note().unwrap().contains("month first: 1 of 2"));
    }

    #[test]
    fn in_a_column_of_both_orders_a_date_with_two_readings_is_refused_and_the_rest_is_read() {
        let column = finding(&["03/04/2026", "01/13/2026", "13/01/2026"]);
        assert_eq!(column.order(), None);
        let note = "Dates are written in both orders: 1 can only be day first and 1 only month first (13 January 2026), so what fits both orders (1) is not read.";
        assert_eq!(column.note().as_deref(), Some(note));
        assert!(matches!(column.day(written("03/04/2026")), Err(Fault::Ambiguous { other: Some(20_466), .. })));
        assert_eq!(column.day(written("05/05/2026")), Ok(day_of(2026, 5, 5).unwrap()));
        assert_eq!(column.day(written("01/13/2026")), column.day(written("13/01/2026")));
        assert_eq!(column.day(written("3 April 2026")), Ok(day_of(2026, 4, 3).unwrap()));
    }

    #[test]
    fn a_chosen_order_is_kept_even_against_the_cells() {
        let column = Finding { chosen: Some(Order::DayFirst), ..finding(&["01/13/2026"]) };
        assert_eq!(column.day(written("01/13/2026")), Err(Fault::Impossible));
        let column = Finding { chosen: Some(Order::MonthFirst), ..Finding::default() };
        assert_eq!(column.day(written("03/04/2026")), Ok(day_of(2026, 3, 4).unwrap()));
    }

    #[test]
    fn a_day_that_the_program_gave_proves_that_its_column_may_be_month_first() {
        let mut column = Finding::default();
        column.add_known(written("09/03/2026"), day_of(2026, 9, 3).unwrap(), 1);
        column.add(written("03/04/2026"), 1);
        assert_eq!(column.order(), None);
        assert!(column.seems_month_first());
    }

    #[test]
    fn every_day_from_1950_to_2100_comes_back_from_every_writing() {
        let mut day_number = day_of(1950, 1, 1).unwrap();
        let last = day_of(2100, 12, 31).unwrap();
        while day_number <= last {
            let date = NaiveDate::from_num_days_from_ce_opt(day_number + EPOCH).unwrap();
            let (y, m, d) = (date.year(), date.month(), date.day());
            for text in [
                format!("{y:04}-{m:02}-{d:02}"),
                format!("{d:02}/{m:02}/{y:04}"),
                format!("{d}.{m}.{y}"),
                spelled(day_number),
                (day_number + 25_569).to_string(),
            ] {
                assert_eq!(day(&text), Some(day_number), "{text}");
            }
            day_number += 37;
        }
    }
}
