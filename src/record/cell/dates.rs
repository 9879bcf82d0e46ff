//! Dates, and cells that hold several.

use super::{Outcome, Reader};
use crate::calendar::{WEEKDAYS, named};
use crate::order::InOrder;
use crate::policy::field::{Blank, Kind};
use crate::problem::Problem;
use crate::record::date::{self, Fault, Written};
use crate::record::words::{quote, trim, yes_or_no};
use crate::record::{Fact, HAPPENED};
use crate::table::is_blank_char;

impl Reader<'_> {
    pub(super) fn date_text(&self, text: &str, or_yes: bool) -> Outcome {
        match self.dates.day(date::written(text)) {
            Ok(day) => self.day(day, text).map(Fact::Value),
            Err(fault) => match yes_or_no(text) {
                Some(true) if or_yes => Ok(Fact::Value(HAPPENED)),
                Some(false) if or_yes || self.blank == Blank::None => Ok(Fact::Nothing),
                _ => Err(self.date_problem(fault, text)),
            },
        }
    }

    pub(super) fn dates_text(&self, text: &str, lists: &mut Vec<Vec<i64>>) -> Outcome {
        if let Ok(day) = self.dates.day(date::written(text)) {
            return Ok(list(vec![self.day(day, text)?], lists));
        }
        if yes_or_no(text) == Some(false) && self.blank == Blank::None {
            return Ok(Fact::Nothing);
        }
        let mut days: Vec<i64> = Vec::new();
        for piece in pieces(text) {
            match self.dates.day(date::written(piece)) {
                Ok(day) => days.push(self.day(day, piece)?),
                Err(fault) => return Err(self.date_problem(fault, piece)),
            }
        }
        Ok(list(days, lists))
    }

    /// A day that a tracker may record.
    pub(super) fn day(&self, day: i32, text: &str) -> Result<i64, Box<Problem>> {
        if date::plausible(day) {
            return Ok(day.into());
        }
        Err(Box::new(Problem::new(
            "implausible-date",
            format!("`{}` is no day of 1990 to 2099", quote(text)),
            "a day that a tracker may record",
            format!("Check the year; {}.", self.if_not_known()),
        )))
    }

    pub(super) fn date_problem(&self, fault: Fault, text: &str) -> Box<Problem> {
        let or_yes = if self.field.kind == Kind::DateOrYes { ", or Y or N" } else { "" };
        Box::new(match fault {
            Fault::Impossible => Problem::new(
                "impossible-date",
                format!(
                    "there is no day `{}`{}",
                    quote(text),
                    if names_a_weekday(text) { ", or its weekday is that of another" } else { "" }
                ),
                format!("a day of the calendar, such as 2026-04-03{or_yes}"),
                format!("Check the cell and type the date again; {}.", self.if_not_known()),
            ),
            Fault::Unreadable => Problem::new(
                "unreadable-date",
                format!("cannot read `{}` as a date", quote(text)),
                format!("a date of 1990 to 2099, such as 03/04/2026 or 2026-04-03{or_yes}"),
                format!("Write the date alone, with day, month and year; {}.", self.if_not_known()),
            ),
            Fault::Ambiguous { day_first, month_first, other } => Problem::new(
                "ambiguous-date",
                format!(
                    "`{}` has two possible readings: {} or {}",
                    quote(text),
                    date::spelled(day_first),
                    date::spelled(month_first)
                ),
                "one order of day and month in the whole column",
                format!(
                    "Write the date with the month as a word, or say which order the column has. {}",
                    match other.map(date::spelled) {
                        Some(day) => format!("Another cell holds {day} month first; if that is a slip, mend it there."),
                        None => "The heading says that the month comes first, and other cells have the day first."
                            .to_string(),
                    }
                ),
            ),
        })
    }
}

fn names_a_weekday(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| named(word, &WEEKDAYS).is_some())
}

/// A list of days, sorted and each once, kept aside; the fact points to it.
pub(in crate::record) fn list(mut days: Vec<i64>, lists: &mut Vec<Vec<i64>>) -> Fact {
    days.in_order();
    days.dedup();
    lists.push(days);
    Fact::Value(i64::try_from(lists.len()).unwrap_or(i64::MAX) - 1)
}

/// The dates of a cell that holds several.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let marks = text
        .split([';', ',', '\n', '\r', '&', '|'])
        .flat_map(|part| part.split(" and "))
        .map(trim)
        .filter(|piece| !piece.is_empty());
    marks.flat_map(|piece| {
        // `12/09/2026 19/09/2026`: blanks part dates only where every part is one.
        let parts = || piece.split(is_blank_char).filter(|part| !part.is_empty());
        let several = parts().count() > 1
            && parts()
                .all(|part| part.contains(['/', '-', '.']) && !matches!(date::written(part), Written::Unreadable));
        let whole = (!several).then_some(piece);
        let apart = several.then(parts).into_iter().flatten();
        whole.into_iter().chain(apart)
    })
}
