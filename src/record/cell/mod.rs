//! One cell and its field in, a fact out, or what is wrong with the cell.
//!
//! How a column is written is settled before any of its cells is read, by [`Reader::settle`]. A cell that is missing is
//! never a zero, and a cell with two readings is a problem, not a guess.

mod choices;
mod dates;
mod numbers;

pub(super) use dates::list;

use super::beside::{Beside, Shares, Tells};
use super::date::{self, Fault, Finding, Order, Written};
use super::decimal::{NumberFault, decimal, from_float, plain_digits, unsigned};
use super::words::{Missing, choice_key, is_cross, is_to_come, missing, quote, says_no, trim};
use super::{Fact, HAPPENED, heading};
use crate::number::{Number, ONE};
use crate::policy::field::{Blank, Field, Kind};
use crate::problem::Problem;
use crate::read_words;
use crate::table::{Cell, Raw};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How percentages without a sign are written in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PercentStyle {
    /// `92` is 92 %.
    Percentages,
    /// `0.92` is 92 % and `1` is 100 %.
    Fractions,
    /// Nothing but 0 and 1, so that 1 may be 1 % or 100 %; or nothing but what may be scores.
    Unclear,
}

read_words! { PercentStyle { Percentages = "percentages", Fractions = "fractions", Unclear = "unclear" } }

/// What `x` means in a yes/no column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Cross {
    /// The only mark there is: a tick.
    #[default]
    Tick,
    /// The other mark is ✓: a cross.
    No,
    /// Beside words or numbers it may be either.
    Unclear,
}

/// What a person has said about how a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writing {
    /// The order of day and month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Order>,
    /// How percentages without a sign are written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percents: Option<PercentStyle>,
    /// What a blank cell means, in place of what the field says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<Blank>,
}

/// Reads the cells of one column.
#[derive(Debug)]
pub struct Reader<'f> {
    field: &'f Field,
    blank: Blank,
    choices: HashMap<String, usize>,
    letters: Vec<char>,
    words: HashMap<String, Number>,
    percents: PercentStyle,
    percents_chosen: bool,
    percents_seen: Seen,
    /// Whether what stands beside the column says that its fractions may be percentages.
    low_beside: bool,
    /// Up to where whole numbers may be scores.
    scores_to: Option<Number>,
    /// What the column proves about its dates.
    pub dates: Finding,
    cross: Cross,
    crosses: usize,
}

/// Which percentages without a sign a column holds.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    between: usize,
    ones: usize,
    larger: usize,
    signed: usize,
    /// Those that may be scores instead.
    scores: usize,
    /// Those that cannot be.
    no_scores: usize,
    /// Those below 0, with a sign or without.
    below: usize,
    /// Those above.
    above: usize,
    /// The highest, with a sign or without.
    highest: Number,
}

/// What cells prove about how their column is written. A long column may be looked through in parts, in any order: the
/// evidence adds up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence {
    dates: Finding,
    percents: Seen,
    cross: Cross,
    crosses: usize,
}

impl Evidence {
    /// Adds the evidence of another part.
    pub fn add(&mut self, other: Evidence) {
        let dates = &mut self.dates;
        dates.dates += other.dates.dates;
        dates.day_first += other.dates.day_first;
        if let Some(day) = other.dates.month_first_day {
            dates.add_month_first(day, other.dates.month_first);
        }
        dates.either += other.dates.either;
        let percents = &mut self.percents;
        percents.between += other.percents.between;
        percents.ones += other.percents.ones;
        percents.larger += other.percents.larger;
        percents.signed += other.percents.signed;
        percents.scores += other.percents.scores;
        percents.no_scores += other.percents.no_scores;
        percents.below += other.percents.below;
        percents.above += other.percents.above;
        percents.highest = percents.highest.max(other.percents.highest);
        self.cross = self.cross.max(other.cross);
        self.crosses += other.crosses;
    }
}

/// How a column is written, as its cells have settled it: where it is the same, a cell reads the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    dates: Option<Order>,
    month_first_day: Option<i32>,
    percents: PercentStyle,
    may_be_scores: bool,
    has_fractions: bool,
    cross: Cross,
    all_below: bool,
    /// What other columns hear from it.
    pub(super) tells: Tells,
}

/// Whether a number may be a score from 0 to `most`.
fn is_score(number: Number, most: Number) -> bool {
    (0..=most.0).contains(&number.0) && number.0 % ONE == 0
}

type Outcome = Result<Fact, Box<Problem>>;

impl<'f> Reader<'f> {
    /// A reader for the cells of `field`, written as a person says where they have said so.
    pub fn new(field: &'f Field, writing: Writing) -> Self {
        let mut choices = HashMap::new();
        for (index, choice) in field.values.iter().enumerate() {
            for text in std::iter::once(&choice.value).chain(&choice.spellings) {
                choices.entry(choice_key(text)).or_insert(index);
            }
        }
        Reader {
            field,
            blank: writing.blank.unwrap_or(field.blank),
            choices,
            letters: field.letters.keys().flat_map(|letter| letter.to_lowercase().next()).collect(),
            words: field.words.iter().map(|(word, number)| (heading::letters(word), *number)).collect(),
            percents: writing.percents.unwrap_or(PercentStyle::Percentages),
            percents_chosen: writing.percents.is_some(),
            percents_seen: Seen::default(),
            low_beside: false,
            scores_to: field.or_scores_to.filter(|_| writing.percents.is_none()),
            dates: Finding { chosen: writing.dates, ..Finding::default() },
            cross: Cross::Tick,
            crosses: 0,
        }
    }

    /// The same for a column under this heading, which may say that it holds percentages, or in which order its dates are.
    #[must_use]
    pub fn under(mut self, heading: &str) -> Self {
        self.dates.heading = date::order_in(heading);
        if heading.contains('%')
            || heading::words(heading)
                .iter()
                .any(|word| matches!(word.as_str(), "percent" | "percentage" | "rate" | "pc"))
        {
            self.scores_to = None;
        }
        self
    }

    /// Looks through the different cells of the column, each with how often it is there, and settles how it is written.
    pub fn settle<'t>(&mut self, cells: impl Iterator<Item = (Cell<'t>, usize)>) {
        match self.field.kind {
            Kind::Date | Kind::DateOrYes | Kind::Dates => cells.for_each(|(cell, times)| self.see_date(cell, times)),
            Kind::Percent => {
                cells.for_each(|(cell, times)| self.see_percent(cell, times));
                self.settle_percents();
            }
            Kind::YesNo => cells.for_each(|(cell, times)| self.see_mark(cell, times)),
            _ => {}
        }
    }

    fn settle_percents(&mut self) {
        let Seen { between, ones, larger, .. } = self.percents_seen;
        if !self.percents_chosen {
            self.percents = match (between, ones, larger) {
                _ if self.may_be_scores() => PercentStyle::Unclear,
                (1.., _, 0) => PercentStyle::Fractions,
                (0, 1.., 0) => PercentStyle::Unclear,
                _ => PercentStyle::Percentages,
            };
        }
    }

    /// Whether the column holds nothing but what may be scores.
    fn may_be_scores(&self) -> bool {
        let Seen { signed, scores, no_scores, .. } = self.percents_seen;
        self.scores_to.is_some() && scores > 0 && no_scores + signed == 0
    }

    /// Whether the column holds a number between 0 and 1.
    fn has_fractions(&self) -> bool {
        self.percents_seen.between > 0
    }

    /// What the cells looked through prove.
    pub fn evidence(&self) -> Evidence {
        Evidence { dates: self.dates, percents: self.percents_seen, cross: self.cross, crosses: self.crosses }
    }

    /// Settles how the column is written from what its cells prove, in place of the cells.
    pub fn believe(&mut self, evidence: Evidence) {
        let Finding { chosen, heading, .. } = self.dates;
        self.dates = Finding { chosen, heading, ..evidence.dates };
        self.percents_seen = evidence.percents;
        self.cross = evidence.cross;
        self.crosses = evidence.crosses;
        self.settle_percents();
    }

    /// What to do about a cell whose value nobody knows. Where a blank cell says something, a cell that is cleared does too.
    fn if_not_known(&self) -> &'static str {
        match (self.blank, self.field.kind) {
            (Blank::Unknown, _) => "clear the cell if it is not known",
            (Blank::None, Kind::YesNo) => "write `?` if it is not known, since a blank cell is taken as No",
            (Blank::None, Kind::Date | Kind::DateOrYes | Kind::Dates) => {
                "write `?` if it is not known, since a blank cell says that it has not happened"
            }
            (Blank::None, _) => "write `?` if it is not known, since a blank cell says that there is none",
        }
    }

    /// How the column is written.
    pub fn settled(&self) -> Settled {
        Settled {
            dates: self.dates.order(),
            month_first_day: self.dates.month_first_day,
            percents: self.percents,
            may_be_scores: self.may_be_scores(),
            has_fractions: self.has_fractions(),
            cross: self.cross,
            all_below: self.all_below(),
            tells: self.tells(),
        }
    }

    /// What the column tells those beside it.
    pub(super) fn tells(&self) -> Tells {
        let Seen { larger, signed, highest, .. } = self.percents_seen;
        let percentages = signed > 0 || (larger > 0 && self.percents == PercentStyle::Percentages);
        Tells {
            month_first_day: self.dates.month_first_day.filter(|_| self.dates.seems_month_first()),
            percentages,
            shares: (percentages && self.field.min.is_none()).then(|| Shares::up_to(highest)),
            fractions: self.percents == PercentStyle::Fractions,
        }
    }

    /// Takes in what the columns beside it tell, once it is settled.
    pub(super) fn hear(&mut self, beside: &Beside) {
        self.dates.hear(beside.month_first_day());
        if self.percents == PercentStyle::Fractions
            && !self.percents_chosen
            && self.field.min.is_none()
            && self.percents_seen.signed == 0
            && beside.low()
        {
            self.percents = PercentStyle::Unclear;
            self.low_beside = true;
        }
    }

    /// Whether numbers below 0 are all that the column holds, so that its minus may stand for what others write without.
    fn all_below(&self) -> bool {
        let Seen { below, above, .. } = self.percents_seen;
        below > 0 && above == 0
    }

    /// What a row by itself leaves open about a cell of it: other rows might show another reading than `fact`, which the cell
    /// is read as, unless the row itself shows that it may be another.
    pub fn by_one_row(&mut self, fact: Fact, cell: Cell<'_>, is_read: bool) -> Option<Box<Problem>> {
        let settled = (self.percents, self.dates, self.cross);
        if !self.percents_chosen {
            self.percents = PercentStyle::Percentages;
        }
        if self.dates.heading.is_none() {
            self.dates.day_first += 1;
            self.dates.month_first += 1;
        }
        self.cross = Cross::Unclear;
        let other = self.read(cell, &mut Vec::new());
        (self.percents, self.dates, self.cross) = settled;
        let mut problem = other.err().filter(|problem| problem.code.starts_with("ambiguous-"))?;
        let taken = match (self.field.kind, fact) {
            (Kind::Percent, Fact::Value(parts)) => format!("{} %", Number(parts)),
            (Kind::Date | Kind::DateOrYes, Fact::Value(day)) => {
                i32::try_from(day).map(date::spelled).unwrap_or_default()
            }
            (Kind::YesNo, _) => "a tick".to_string(),
            _ => "day first".to_string(),
        };
        let read = if is_read { format!("; it is read as {taken}") } else { String::new() };
        problem.message.push_str(&format!("{read}, and this row by itself does not show how its column is written"));
        problem.expected = "cells that can be read in one way only, or one formula over all rows".to_string();
        problem.remedy = "Write a percentage with its sign, a month as a word, a mark as Yes or No.".to_string();
        Some(problem)
    }

    /// The style of percentages that was settled, when the column holds any without a sign.
    pub fn percent_style(&self) -> Option<PercentStyle> {
        let Seen { between, ones, larger, .. } = self.percents_seen;
        let seen = self.percents_chosen || between + ones + larger > 0;
        (self.field.kind == Kind::Percent && seen).then_some(self.percents)
    }

    /// One sentence on how the column was understood, where there was something to decide.
    pub fn note(&self) -> Option<String> {
        let Seen { between, ones, signed, .. } = self.percents_seen;
        match (self.field.kind, self.percents) {
            (Kind::Date | Kind::DateOrYes | Kind::Dates, _) => self.dates.note(),
            (Kind::Percent, _) if self.all_below() => {
                let heading = &self.field.heading;
                Some(format!("No number is above 0, so that a minus may stand for {heading} or for its opposite: those below 0 are not read."))
            }
            (Kind::Percent, PercentStyle::Unclear) if self.low_beside => Some(
                "No number is over 1, and the percentages beside are so low (all under 50 %, an engine default) that these may be percentages, too: 0.5 may be 0.5 % or 50 %, so they are not read.".to_string(),
            ),
            (Kind::Percent, _) if self.percents_chosen => match self.percents {
                PercentStyle::Fractions => {
                    Some("Numbers without a % sign are fractions, as you chose: 1 is 100 %.".to_string())
                }
                _ => Some("Numbers without a % sign are percentages, as you chose.".to_string()),
            },
            (Kind::Percent, PercentStyle::Fractions) => {
                Some("No number is over 1, so they are fractions: 0.5 is 50 % and 1 is 100 %.".to_string())
            }
            (Kind::Percent, PercentStyle::Unclear) if self.may_be_scores() => {
                let most = self.scores_to.map(|most| most.to_string()).unwrap_or_default();
                Some(format!("All numbers are whole and none is above {most}, so they may be scores."))
            }
            (Kind::Percent, PercentStyle::Unclear) => {
                Some("All numbers are 0 or 1, so 1 may be 1 % or 100 %.".to_string())
            }
            (Kind::Percent, PercentStyle::Percentages) if between > 0 => {
                let all = between + ones;
                Some(format!("Numbers are percentages; {all} above 0 and up to 1 may be fractions and are not read."))
            }
            (Kind::Percent, _) if signed > 0 && self.percent_style().is_some() => {
                Some("Percentages with and without a % sign.".to_string())
            }
            (Kind::YesNo, _) if self.crosses > 0 => match self.cross {
                Cross::Tick => Some("`x` is the only mark, so it is a tick: yes.".to_string()),
                Cross::No => Some("`x` stands beside ✓, so it is a cross: no.".to_string()),
                Cross::Unclear => {
                    Some("`x` may be a tick or a cross beside the other words here, so it is not read.".to_string())
                }
            },
            _ => None,
        }
    }

    fn see_date(&mut self, cell: Cell<'_>, times: usize) {
        match cell.raw {
            Raw::Date(day) => self.dates.add_known(date::written(cell.text), day, times),
            Raw::Number(_) | Raw::Bool(_) | Raw::Error => {}
            Raw::Unknown | Raw::Text => {
                let written = date::written(cell.text);
                if written == Written::Unreadable && self.field.kind == Kind::Dates {
                    dates::pieces(cell.text).for_each(|piece| self.dates.add(date::written(piece), times));
                } else {
                    self.dates.add(written, times);
                }
            }
        }
    }

    fn see_percent(&mut self, cell: Cell<'_>, times: usize) {
        let text = trim(cell.text);
        let sign = unsigned(text);
        let number = match cell.raw {
            Raw::Number(value) => from_float(value),
            Raw::Unknown | Raw::Text => decimal(sign.unwrap_or(text), false).ok(),
            _ => None,
        };
        // A workbook holds what it shows with a sign as a fraction.
        let per = if sign.is_some() && matches!(cell.raw, Raw::Number(_)) { 100 } else { 1 };
        let shown = number.map(|number| Number(number.0.saturating_mul(per)));
        self.percents_seen.highest = self.percents_seen.highest.max(shown.unwrap_or_default());
        match number.map(|number| number.0.signum()) {
            Some(1) => self.percents_seen.above += times,
            Some(-1) => self.percents_seen.below += times,
            _ => {}
        }
        if sign.is_some() && !matches!(cell.raw, Raw::Date(_) | Raw::Bool(_) | Raw::Error) {
            return self.percents_seen.signed += times;
        }
        match number {
            Some(number) if self.scores_to.is_some_and(|most| is_score(number, most)) => {
                self.percents_seen.scores += times;
            }
            Some(_) => self.percents_seen.no_scores += times,
            None => {}
        }
        match number.map(|number| number.0.unsigned_abs()) {
            Some(parts) if parts > ONE.unsigned_abs() => self.percents_seen.larger += times,
            Some(parts) if parts == ONE.unsigned_abs() => self.percents_seen.ones += times,
            Some(1..) => self.percents_seen.between += times,
            _ => {}
        }
    }

    fn see_mark(&mut self, cell: Cell<'_>, times: usize) {
        let text = trim(cell.text);
        if is_cross(text) {
            self.crosses += times;
        } else if matches!(text, "✓" | "✔" | "☑" | "✅" | "√") {
            if self.cross == Cross::Tick {
                self.cross = Cross::No;
            }
        } else if matches!(cell.raw, Raw::Bool(_)) || missing(text).is_none() {
            self.cross = Cross::Unclear;
        }
    }

    /// Reads one cell.
    ///
    /// # Errors
    /// The problem, without its place, that makes the cell unreadable; its code is one of `unreadable-number`,
    /// `ambiguous-number`, `number-out-of-range`, `number-not-in-steps`, `percent-out-of-range`, `ambiguous-percent`, `ambiguous-sign`,
    /// `unreadable-yes-no`, `ambiguous-mark`, `unreadable-choice`, `unreadable-letters`, `unreadable-date`, `impossible-date`,
    /// `ambiguous-date`, `implausible-date`, `too-narrow`.
    pub fn read(&mut self, cell: Cell<'_>, lists: &mut Vec<Vec<i64>>) -> Outcome {
        let text = trim(cell.text);
        match cell.raw {
            Raw::Error => return Ok(Fact::Doubted),
            // A number may be shown as `-` or not at all; what the program stores is what counts.
            Raw::Number(value) => {
                if let Some(outcome) = self.number_cell(value, text) {
                    return outcome;
                }
            }
            Raw::Date(day) => return self.date_cell(day, text, lists),
            Raw::Bool(yes) => return self.bool_cell(yes, text),
            Raw::Unknown | Raw::Text => {}
        }
        if let Some(number) = self.word(text) {
            return self.number(number, text);
        }
        // A word for nothing may be one of the answers: `not applicable` to whether earlier targets were met.
        if self.field.kind == Kind::Choice
            && let Some(index) = self.choice(text)
        {
            return Ok(Fact::Value(index as i64));
        }
        match missing(text) {
            Some(Missing::Unknown) => return Ok(Fact::Doubted),
            Some(Missing::Nothing) => return Ok(self.nothing()),
            // Somebody may be called Nil, so it is no word for nothing in a name.
            None if text.eq_ignore_ascii_case("nil") => return Ok(self.nothing()),
            None => {}
        }
        if text.len() >= 2 && text.bytes().all(|byte| byte == b'#') {
            return Err(Box::new(Problem::new(
                "too-narrow",
                format!(
                    "cannot read `{}`: the column was too narrow to show the value when it was copied",
                    quote(text)
                ),
                "the value itself",
                "Widen the column in your sheet and copy it again.",
            )));
        }
        match self.field.kind {
            Kind::Text if says_no(text) => Ok(self.nothing()),
            Kind::Text if is_to_come(text) => Ok(Fact::Doubted),
            Kind::Text if is_cross(text) => self.cross_in_words(text),
            Kind::Text => Ok(Fact::Value(0)),
            Kind::Number | Kind::Count => {
                let number = plain_digits(text).map_or_else(|| decimal(text, self.field.kind == Kind::Count), Ok);
                number.map_err(|fault| self.number_problem(fault, text)).and_then(|number| self.number(number, text))
            }
            Kind::Percent => self.percent_text(text),
            Kind::YesNo => self.yes_no(text),
            Kind::Choice => match self.choice(text) {
                Some(index) => Ok(Fact::Value(index as i64)),
                None => Err(self.unreadable_choice(text)),
            },
            Kind::Choices => self.choices_text(text),
            Kind::Letters => self.letters_text(text),
            Kind::Date => self.date_text(text, false),
            Kind::DateOrYes => self.date_text(text, true),
            Kind::Dates => self.dates_text(text, lists),
        }
    }

    /// What a blank, or a word for it, says in this column. `None` under a count that may not be blank may be nought or not
    /// recorded, so it is unknown like the rest.
    fn nothing(&self) -> Fact {
        match self.blank {
            Blank::None => Fact::Nothing,
            Blank::Unknown => Fact::Unknown,
        }
    }

    fn word(&self, text: &str) -> Option<Number> {
        if self.words.is_empty() || plain_digits(text).is_some() {
            return None;
        }
        self.words
            .get(&heading::letters(text))
            .copied()
            .filter(|_| text.chars().any(char::is_alphabetic) && !text.contains('?'))
    }

    /// A cell that its program stores as a number; `None` when the field's kind goes by the text.
    fn number_cell(&mut self, value: f64, text: &str) -> Option<Outcome> {
        let number = from_float(value);
        let readable = |number: Option<Number>| number.ok_or(NumberFault::Unreadable);
        match self.field.kind {
            Kind::Number | Kind::Count => Some(
                readable(number)
                    .map_err(|fault| self.number_problem(fault, text))
                    .and_then(|number| self.number(number, text)),
            ),
            Kind::Percent => {
                let signed = unsigned(text).is_some();
                Some(readable(number).map_err(|fault| self.number_problem(fault, text)).and_then(|number| {
                    // The sign shows that the value is a share of 1; the stored value is kept, as the text may be rounded.
                    if signed {
                        self.percent(number.0.checked_mul(100).map(Number), text)
                    } else {
                        self.unsigned_percent(number, text)
                    }
                }))
            }
            Kind::YesNo => Some(match number {
                Some(Number(0)) => Ok(Fact::Value(0)),
                Some(Number(ONE)) => Ok(Fact::Value(1)),
                _ => Err(self.unreadable_yes_no(text)),
            }),
            Kind::DateOrYes if number == Some(Number(ONE)) => Some(Ok(Fact::Value(HAPPENED))),
            // A formula over a blank cell gives 0, as one who counts gives for what has not happened.
            Kind::DateOrYes if number == Some(Number(0)) => Some(Ok(Fact::Nothing)),
            Kind::Date if number == Some(Number(0)) && self.blank == Blank::None => Some(Ok(Fact::Nothing)),
            Kind::Date | Kind::DateOrYes => Some(match date::from_serial(value) {
                Some(day) => self.day(day, text).map(Fact::Value),
                None => Err(self.date_problem(Fault::Unreadable, text)),
            }),
            Kind::Text | Kind::Choice | Kind::Choices | Kind::Letters | Kind::Dates => None,
        }
    }

    fn date_cell(&mut self, day: i32, text: &str, lists: &mut Vec<Vec<i64>>) -> Outcome {
        match self.field.kind {
            Kind::Date | Kind::DateOrYes => self.day(day, text).map(Fact::Value),
            Kind::Dates => self.day(day, text).map(|day| list(vec![day], lists)),
            Kind::Text => Ok(Fact::Value(0)),
            Kind::Number | Kind::Count | Kind::Percent => Err(Box::new(Problem::new(
                "unreadable-number",
                format!("cannot read `{}` as a number: the sheet has stored it as a date", quote(text)),
                self.expected_number(),
                "Format the cell as a number in your sheet and type the number again.",
            ))),
            Kind::YesNo => Err(self.unreadable_yes_no(text)),
            Kind::Choice | Kind::Choices => Err(self.unreadable_choice(text)),
            Kind::Letters => Err(self.unreadable_letters(text, "the sheet has stored it as a date")),
        }
    }

    fn bool_cell(&self, yes: bool, text: &str) -> Outcome {
        match self.field.kind {
            Kind::YesNo => Ok(Fact::Value(yes.into())),
            Kind::DateOrYes if yes => Ok(Fact::Value(HAPPENED)),
            Kind::DateOrYes => Ok(Fact::Nothing),
            Kind::Text => Ok(Fact::Value(0)),
            Kind::Number | Kind::Count | Kind::Percent => Err(self.number_problem(NumberFault::Unreadable, text)),
            Kind::Date | Kind::Dates if !yes && self.blank == Blank::None => Ok(Fact::Nothing),
            Kind::Date | Kind::Dates => Err(self.date_problem(Fault::Unreadable, text)),
            Kind::Choice | Kind::Choices => match self.choice(text) {
                Some(index) if self.field.kind == Kind::Choice => Ok(Fact::Value(index as i64)),
                Some(index) => Ok(Fact::Value(1 << index.min(62))),
                None => Err(self.unreadable_choice(text)),
            },
            Kind::Letters => Err(self.unreadable_letters(text, "it is true or false")),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that fails is meant to stop")]
mod tests;
