//! One cell and its field in, a fact out, or what is wrong with the cell.
//!
//! How a column is written is settled before any of its cells is read, by [`Reader::settle`]. A cell that is missing is
//! never a zero, and a cell with two readings is a problem, not a guess.

use super::date::{self, Fault, Finding, Order, Written};
use super::{Fact, HAPPENED, heading};
use crate::number::{Number, ONE};
use crate::place::tidy;
use crate::policy::field::{Blank, Field, Kind};
use crate::problem::Problem;
use crate::table::{Cell, Raw, is_blank_char};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt::Write;

/// How percentages without a sign are written in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PercentStyle {
    /// `92` is 92 %.
    Percentages,
    /// `0.92` is 92 % and `1` is 100 %.
    Fractions,
    /// Nothing but 0 and 1: 1 may be 1 % or 100 %.
    Unclear,
}

/// What `x` means in a yes/no column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cross {
    /// The only mark there is: a tick.
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

/// What missing cells say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    /// Blank, or a word for it: what that means is the field's to say.
    Nothing,
    /// Somebody says that nobody knows (`?`, `tbc`), or a formula failed.
    Unknown,
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
    /// What the column proves about its dates.
    pub dates: Finding,
    cross: Cross,
    crosses: usize,
    buffer: String,
}

/// Which percentages without a sign a column holds.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    between: usize,
    ones: usize,
    larger: usize,
    signed: usize,
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
            dates: Finding { chosen: writing.dates, ..Finding::default() },
            cross: Cross::Tick,
            crosses: 0,
            buffer: String::new(),
        }
    }

    /// Looks through all cells of the column and settles how it is written.
    pub fn settle<'t>(&mut self, cells: impl Iterator<Item = Cell<'t>>) {
        match self.field.kind {
            Kind::Date | Kind::DateOrYes | Kind::Dates => cells.for_each(|cell| self.see_date(cell)),
            Kind::Percent => {
                cells.for_each(|cell| self.see_percent(cell));
                let Seen { between, ones, larger, .. } = self.percents_seen;
                if !self.percents_chosen {
                    self.percents = match (between, ones, larger) {
                        (1.., _, 0) => PercentStyle::Fractions,
                        (0, 1.., 0) => PercentStyle::Unclear,
                        _ => PercentStyle::Percentages,
                    };
                }
            }
            Kind::YesNo => cells.for_each(|cell| self.see_mark(cell)),
            _ => {}
        }
    }

    /// The style of percentages that was settled, when the column holds any without a sign.
    pub fn percent_style(&self) -> Option<PercentStyle> {
        let Seen { between, ones, larger, .. } = self.percents_seen;
        let seen = self.percents_chosen || between + ones + larger > 0;
        (self.field.kind == Kind::Percent && seen).then_some(self.percents)
    }

    /// One sentence on how the column was understood, where there was something to decide.
    pub fn note(&self) -> Option<String> {
        let Seen { between, signed, .. } = self.percents_seen;
        match (self.field.kind, self.percents) {
            (Kind::Date | Kind::DateOrYes | Kind::Dates, _) => self.dates.note(),
            (Kind::Percent, _) if self.percents_chosen => match self.percents {
                PercentStyle::Fractions => {
                    Some("Numbers without a % sign are fractions, as you chose: 1 is 100 %.".to_string())
                }
                _ => Some("Numbers without a % sign are percentages, as you chose.".to_string()),
            },
            (Kind::Percent, PercentStyle::Fractions) => {
                Some("No number is over 1, so they are fractions: 0.5 is 50 % and 1 is 100 %.".to_string())
            }
            (Kind::Percent, PercentStyle::Unclear) => {
                Some("All numbers are 0 or 1, so 1 may be 1 % or 100 %.".to_string())
            }
            (Kind::Percent, PercentStyle::Percentages) if between > 0 => {
                Some(format!("Numbers are percentages; {between} between 0 and 1 may be fractions and are not read."))
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

    fn see_date(&mut self, cell: Cell<'_>) {
        match cell.raw {
            Raw::Date(day) => self.dates.add_known(date::written(cell.text), day),
            Raw::Number(_) | Raw::Bool(_) | Raw::Error => {}
            Raw::Unknown | Raw::Text => {
                let written = date::written(cell.text);
                if written == Written::Unreadable && self.field.kind == Kind::Dates {
                    pieces(cell.text).for_each(|piece| self.dates.add(date::written(piece)));
                } else {
                    self.dates.add(written);
                }
            }
        }
    }

    fn see_percent(&mut self, cell: Cell<'_>) {
        let text = trim(cell.text);
        let number = match cell.raw {
            Raw::Number(_) if unsigned(text).is_some() => return self.percents_seen.signed += 1,
            Raw::Number(value) => from_float(value, &mut self.buffer),
            Raw::Unknown | Raw::Text => match unsigned(text) {
                Some(_) => return self.percents_seen.signed += 1,
                None => decimal(text, false).ok(),
            },
            _ => None,
        };
        match number.map(|number| number.0.unsigned_abs()) {
            Some(parts) if parts > ONE.unsigned_abs() => self.percents_seen.larger += 1,
            Some(parts) if parts == ONE.unsigned_abs() => self.percents_seen.ones += 1,
            Some(1..) => self.percents_seen.between += 1,
            _ => {}
        }
    }

    fn see_mark(&mut self, cell: Cell<'_>) {
        let text = trim(cell.text);
        if is_cross(text) {
            self.crosses += 1;
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
    /// `ambiguous-number`, `number-out-of-range`, `number-not-in-steps`, `percent-out-of-range`, `ambiguous-percent`,
    /// `unreadable-yes-no`, `ambiguous-mark`, `unreadable-choice`, `unreadable-letters`, `unreadable-date`, `impossible-date`,
    /// `ambiguous-date`, `too-narrow`.
    pub fn read(&mut self, cell: Cell<'_>, lists: &mut Vec<Vec<i64>>) -> Outcome {
        let text = trim(cell.text);
        match cell.raw {
            Raw::Error => return Ok(Fact::Unknown),
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
        match missing(text) {
            Some(Missing::Unknown) => return Ok(Fact::Unknown),
            Some(Missing::Nothing) => return Ok(self.nothing()),
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
        self.words.get(&heading::letters(text)).copied().filter(|_| text.chars().any(char::is_alphabetic))
    }

    /// A cell that its program stores as a number; `None` when the field's kind goes by the text.
    fn number_cell(&mut self, value: f64, text: &str) -> Option<Outcome> {
        let number = from_float(value, &mut self.buffer);
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
            Kind::DateOrYes if number == Some(Number(0)) => Some(Ok(Fact::Nothing)),
            Kind::Date | Kind::DateOrYes => Some(match date::from_serial(value) {
                Some(day) => Ok(Fact::Value(day.into())),
                None => Err(self.date_problem(Fault::Unreadable, text)),
            }),
            Kind::Text | Kind::Choice | Kind::Choices | Kind::Letters | Kind::Dates => None,
        }
    }

    fn date_cell(&mut self, day: i32, text: &str, lists: &mut Vec<Vec<i64>>) -> Outcome {
        match self.field.kind {
            Kind::Date | Kind::DateOrYes if date::plausible(day) => Ok(Fact::Value(day.into())),
            Kind::Dates if date::plausible(day) => Ok(list(vec![day.into()], lists)),
            Kind::Date | Kind::DateOrYes | Kind::Dates => Err(self.date_problem(Fault::Unreadable, text)),
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

    // Numbers and percentages

    fn number(&self, number: Number, text: &str) -> Outcome {
        let (min, max) = self.field.range();
        if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
            let code = if self.field.kind == Kind::Percent { "percent-out-of-range" } else { "number-out-of-range" };
            let sign = if self.field.kind == Kind::Percent { " %" } else { "" };
            let read = if written_as(text, number) { String::new() } else { format!(", which is {number}{sign},") };
            return Err(Box::new(Problem::new(
                code,
                format!("`{}`{read} is out of range", quote(text)),
                self.expected_number(),
                "Check the cell and type the value again; clear it if the value is not known.",
            )));
        }
        if let Some(step) = self.field.step()
            && !number.is_multiple_of(step)
        {
            return Err(Box::new(Problem::new(
                "number-not-in-steps",
                format!("`{}` is not in steps of {step}", quote(text)),
                self.expected_number(),
                "Check the cell and type the value again; clear it if the value is not known.",
            )));
        }
        Ok(Fact::Value(number.0))
    }

    fn percent_text(&self, text: &str) -> Outcome {
        let (number, signed) = match unsigned(text) {
            Some(number) => (number, true),
            None => (text, false),
        };
        let number = plain_digits(number)
            .map_or_else(|| decimal(number, false), Ok)
            .map_err(|fault| self.number_problem(fault, text))?;
        if signed { self.percent(Some(number), text) } else { self.unsigned_percent(number, text) }
    }

    fn percent(&self, number: Option<Number>, text: &str) -> Outcome {
        match number {
            Some(number) => self.number(number, text),
            None => Err(self.number_problem(NumberFault::Unreadable, text)),
        }
    }

    fn unsigned_percent(&self, number: Number, text: &str) -> Outcome {
        let parts = number.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        let between = parts > 0 && parts < one;
        match self.percents {
            _ if parts == 0 => self.number(number, text),
            PercentStyle::Fractions => self.percent(number.0.checked_mul(100).map(Number), text),
            PercentStyle::Percentages if !between || self.percents_chosen => self.number(number, text),
            PercentStyle::Unclear if parts != one => self.number(number, text),
            PercentStyle::Percentages | PercentStyle::Unclear => {
                let hundred = number.0.checked_mul(100).map(Number).unwrap_or(number);
                Err(Box::new(Problem::new(
                    "ambiguous-percent",
                    format!("`{}` has two possible readings: {number} % or {hundred} %", quote(text)),
                    "one way of writing percentages in the whole column",
                    format!("Write {number}% or {hundred}%, with the sign, or say whether the column holds fractions."),
                )))
            }
        }
    }

    fn number_problem(&self, fault: NumberFault, text: &str) -> Box<Problem> {
        let expected = self.expected_number();
        Box::new(match fault {
            NumberFault::Unreadable => Problem::new(
                "unreadable-number",
                format!("cannot read `{}` as a number", quote(text)),
                expected,
                "Type the number alone, without words or units; clear the cell if it is not known.",
            ),
            NumberFault::Comma => Problem::new(
                "ambiguous-number",
                format!("`{}` has two possible readings: the comma may mark thousands or decimals", quote(text)),
                expected,
                "Write the number without a comma for thousands and with a full stop for decimals.",
            ),
        })
    }

    fn expected_number(&self) -> String {
        let kind = match self.field.kind {
            Kind::Percent => "a percentage",
            _ if self.field.step() == Number::whole(1) => "a whole number",
            _ => "a number",
        };
        let unit = if self.field.kind == Kind::Percent { "" } else { self.field.unit.as_deref().unwrap_or_default() };
        let of = if unit.is_empty() { String::new() } else { format!(" of {unit}") };
        let range = match self.field.range() {
            (Some(min), Some(max)) => format!(" from {min} to {max}"),
            (Some(min), None) => format!(" from {min} up"),
            (None, Some(max)) => format!(" up to {max}"),
            (None, None) => String::new(),
        };
        let step = match self.field.step() {
            Some(step) if Some(step) != Number::whole(1) && step.0 != 0 => format!(", in steps of {step}"),
            _ => String::new(),
        };
        format!("{kind}{of}{range}{step}")
    }

    // Yes and no, choices, letters

    fn yes_no(&self, text: &str) -> Outcome {
        if is_cross(text) {
            return match self.cross {
                Cross::Tick => Ok(Fact::Value(1)),
                Cross::No => Ok(Fact::Value(0)),
                Cross::Unclear => Err(Box::new(Problem::new(
                    "ambiguous-mark",
                    format!("`{}` has two possible readings: a tick or a cross", quote(text)),
                    "Y or N",
                    "Write Y or N.",
                ))),
            };
        }
        match yes_or_no(text) {
            Some(yes) => Ok(Fact::Value(yes.into())),
            None => Err(self.unreadable_yes_no(text)),
        }
    }

    fn unreadable_yes_no(&self, text: &str) -> Box<Problem> {
        Box::new(Problem::new(
            "unreadable-yes-no",
            format!("cannot read `{}` as yes or no", quote(text)),
            "Y or N",
            "Write Y or N; clear the cell if it is not known.",
        ))
    }

    fn choice(&self, text: &str) -> Option<usize> {
        self.choices.get(&choice_key(text)).copied()
    }

    fn unreadable_choice(&self, text: &str) -> Box<Problem> {
        let values: Vec<&str> = self.field.values.iter().map(|choice| choice.value.as_str()).collect();
        let expected = match values.split_last() {
            Some((last, [])) => (*last).to_string(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => "one of the values of the policy".to_string(),
        };
        Box::new(Problem::new(
            "unreadable-choice",
            format!("`{}` is none of the values known here", quote(text)),
            expected,
            "Write one of these values; clear the cell if it is not known.",
        ))
    }

    fn choices_text(&self, text: &str) -> Outcome {
        let mut set = 0i64;
        let parts = text.split([',', ';', '\n', '\r', '|']).map(trim).filter(|part| !part.is_empty());
        for part in parts {
            // A value may hold a slash of its own (`Parents/Carers`), so the whole part is tried first.
            let found: Option<Vec<usize>> = match self.choice(part) {
                Some(index) => Some(vec![index]),
                None => part
                    .split(['/', '+', '&'])
                    .flat_map(|part| part.split(" and "))
                    .map(|part| self.choice(trim(part)))
                    .collect(),
            };
            let Some(found) = found else { return Err(self.unreadable_choice(part)) };
            found.iter().filter(|index| **index < 63).for_each(|index| set |= 1 << index);
        }
        Ok(Fact::Value(set))
    }

    fn letters_text(&self, text: &str) -> Outcome {
        let mut set = 0i64;
        let small = text.to_lowercase();
        let mut rest = small.as_str();
        let mut dash = false;
        let mut before = false;
        while let Some(first) = rest.chars().next() {
            let len = if first.is_alphabetic() {
                let len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                let run = rest.get(..len).unwrap_or_default();
                if run != "and" {
                    if dash && before {
                        return Err(self.unreadable_letters(text, "a dash may mean a range or two letters"));
                    }
                    let found: Option<Vec<usize>> =
                        run.chars().map(|c| self.letters.iter().position(|letter| *letter == c)).collect();
                    // Letters run together are taken apart only when they go up (`acf`), so that no word is read as letters.
                    match found {
                        Some(found) if found.is_sorted_by(|one, next| one < next) => {
                            found.iter().filter(|index| **index < 63).for_each(|index| set |= 1 << index);
                        }
                        _ => return Err(self.unreadable_letters(text, "")),
                    }
                    before = true;
                }
                dash = false;
                len
            } else {
                match first {
                    '-' | '–' | '—' => dash = true,
                    ',' | ';' | '/' | '&' | '+' | '.' | '(' | ')' | '|' => dash = false,
                    _ if is_blank_char(first) => {}
                    _ => return Err(self.unreadable_letters(text, "")),
                }
                first.len_utf8()
            };
            rest = rest.get(len..).unwrap_or_default();
        }
        if before { Ok(Fact::Value(set)) } else { Err(self.unreadable_letters(text, "")) }
    }

    fn unreadable_letters(&self, text: &str, why: &str) -> Box<Problem> {
        let expected = match (self.letters.first(), self.letters.last()) {
            (Some(first), Some(last)) => format!("letters from {first} to {last} with commas between"),
            _ => "letters with commas between".to_string(),
        };
        let why = if why.is_empty() { String::new() } else { format!(": {why}") };
        Box::new(Problem::new(
            "unreadable-letters",
            format!("cannot read `{}` as letters of the list{why}", quote(text)),
            expected,
            "Write the letters with commas between, such as `a, c`; clear the cell if there are none.",
        ))
    }

    // Dates

    fn date_text(&self, text: &str, or_yes: bool) -> Outcome {
        match self.dates.day(date::written(text)) {
            Ok(day) => Ok(Fact::Value(day.into())),
            Err(fault) => match yes_or_no(text) {
                Some(true) if or_yes => Ok(Fact::Value(HAPPENED)),
                Some(false) if or_yes || self.blank == Blank::None => Ok(Fact::Nothing),
                _ => Err(self.date_problem(fault, text)),
            },
        }
    }

    fn dates_text(&self, text: &str, lists: &mut Vec<Vec<i64>>) -> Outcome {
        if let Ok(day) = self.dates.day(date::written(text)) {
            return Ok(list(vec![day.into()], lists));
        }
        if yes_or_no(text) == Some(false) && self.blank == Blank::None {
            return Ok(Fact::Nothing);
        }
        let mut days: Vec<i64> = Vec::new();
        for piece in pieces(text) {
            match self.dates.day(date::written(piece)) {
                Ok(day) => days.push(day.into()),
                Err(fault) => return Err(self.date_problem(fault, piece)),
            }
        }
        Ok(list(days, lists))
    }

    fn date_problem(&self, fault: Fault, text: &str) -> Box<Problem> {
        let or_yes = if self.field.kind == Kind::DateOrYes { ", or Y or N" } else { "" };
        Box::new(match fault {
            Fault::Impossible => Problem::new(
                "impossible-date",
                format!("there is no day `{}`", quote(text)),
                format!("a day of the calendar, such as 2026-04-03{or_yes}"),
                "Check the cell and type the date again; clear it if the date is not known.",
            ),
            Fault::Unreadable => Problem::new(
                "unreadable-date",
                format!("cannot read `{}` as a date", quote(text)),
                format!("a date of 1900 to 2100, such as 03/04/2026 or 2026-04-03{or_yes}"),
                "Write the date alone, with day, month and year; clear the cell if it is not known.",
            ),
            Fault::Ambiguous { day_first, month_first } => Problem::new(
                "ambiguous-date",
                format!(
                    "`{}` has two possible readings: {} or {}",
                    quote(text),
                    date::spelled(day_first),
                    date::spelled(month_first)
                ),
                "one order of day and month in the whole column",
                "Write the date with the month as a word, or say which order the column has.",
            ),
        })
    }
}

/// A list of days, sorted and each once, kept aside; the fact points to it.
pub(super) fn list(mut days: Vec<i64>, lists: &mut Vec<Vec<i64>>) -> Fact {
    days.sort_unstable();
    days.dedup();
    lists.push(days);
    Fact::Value(i64::try_from(lists.len()).unwrap_or(i64::MAX) - 1)
}

/// The dates of a cell that holds several.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
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

fn trim(text: &str) -> &str {
    text.trim_matches(is_blank_char)
}

/// A cell's text as a message quotes it: on one line, 40 characters at most.
fn quote(text: &str) -> String {
    let text = tidy(text);
    if text.chars().count() <= 40 {
        return text;
    }
    text.chars().take(39).chain(std::iter::once('…')).collect()
}

/// The words that say that a cell says nothing.
fn missing(text: &str) -> Option<Missing> {
    match *text.as_bytes() {
        [] => return Some(Missing::Nothing),
        [first, ..] if first.is_ascii_digit() => return None,
        [b'#', ..] => {
            let error = [
                "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#ERROR!",
                "#FIELD!", "#N/A N/A",
            ];
            return error.iter().any(|word| text.eq_ignore_ascii_case(word)).then_some(Missing::Unknown);
        }
        _ if text.len() > 20 => return None,
        _ => {}
    }
    let nothing = [
        "n/a",
        "na",
        "n.a.",
        "n/a.",
        "not applicable",
        "none",
        "nothing",
        "blank",
        "-",
        "--",
        "---",
        "–",
        "—",
        "\u{2212}",
        "‐",
        "‑",
        ".",
        "/",
        "null",
    ];
    let unknown = [
        "?",
        "??",
        "???",
        "tbc",
        "tba",
        "t.b.c.",
        "t.b.a.",
        "to be confirmed",
        "unknown",
        "not known",
        "don't know",
        "dont know",
        "dk",
        "nan",
        "unsure",
        "not sure",
    ];
    if nothing.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Some(Missing::Nothing)
    } else if unknown.iter().any(|word| text.eq_ignore_ascii_case(word)) || text == "don’t know" {
        Some(Missing::Unknown)
    } else {
        None
    }
}

/// `x` and the marks that look like it.
fn is_cross(text: &str) -> bool {
    matches!(text, "x" | "X" | "☒" | "×")
}

/// Yes or no in the ways people write them; `x` is not among them, since it may be a tick or a cross.
fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "1" | "1.0" | "✓" | "✔" | "☑" | "✅" | "√" => return Some(true),
        "0" | "0.0" | "✗" | "✘" | "❌" | "☐" => return Some(false),
        _ => {}
    }
    let text = text.strip_suffix('.').unwrap_or(text);
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["y", "yes", "true", "t", "tick", "ticked", "yes - y", "1.00"]) {
        Some(true)
    } else if is(&["n", "no", "false", "f", "not yet", "0.00"]) {
        Some(false)
    } else {
        None
    }
}

/// The key of a choice: a number in its shortest form, otherwise small letters and digits.
fn choice_key(text: &str) -> String {
    match Number::parse(text.trim()) {
        Some(number) => number.to_string(),
        None => heading::letters(text),
    }
}

/// Why text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NumberFault {
    Unreadable,
    Comma,
}

/// Up to nine digits and nothing else.
fn plain_digits(text: &str) -> Option<Number> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    let value =
        text.bytes().try_fold(0i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))?;
    Number::whole(value)
}

/// A decimal number, with commas for thousands or one comma for decimals where only one reading is possible.
fn decimal(text: &str, whole: bool) -> Result<Number, NumberFault> {
    let read = |text: &str| Number::parse(text).ok_or(NumberFault::Unreadable);
    let minus = text.strip_prefix('\u{2212}');
    let Some(comma) = text.find(',') else {
        return match minus {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') => read(&format!("-{rest}")),
            Some(_) => Err(NumberFault::Unreadable),
            None => read(text),
        };
    };
    let sign = if minus.is_some() || text.starts_with('-') { "-" } else { "" };
    let digits = text.trim_start_matches(['-', '+', '\u{2212}']);
    let (before_point, after_point) =
        digits.split_once('.').map_or((digits, None), |(before, after)| (before, Some(after)));
    let mut groups = before_point.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(first) || !rest.iter().all(|group| all_digits(group)) || text.get(..comma).is_none() {
        return Err(NumberFault::Unreadable);
    }
    let thousands = first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3);
    match (rest.as_slice(), after_point) {
        // `1,200`: a whole number of thousands, or a decimal of three places. Only a count can be but one of them.
        ([_], None) if thousands && !whole => Err(NumberFault::Comma),
        (_, None) if thousands => read(&format!("{sign}{first}{}", rest.concat())),
        (_, Some(after)) if thousands && all_digits(after) => read(&format!("{sign}{first}{}.{after}", rest.concat())),
        ([decimals], None) => read(&format!("{sign}{first}.{decimals}")),
        _ => Err(NumberFault::Unreadable),
    }
}

/// The number before a `%` sign or the word; `None` without one.
fn unsigned(text: &str) -> Option<&str> {
    if let Some(number) = text.strip_suffix('%') {
        return Some(number.trim_end_matches(is_blank_char));
    }
    if !text.ends_with(['t', 'T']) {
        return None;
    }
    let small = text.to_ascii_lowercase();
    let number = small.strip_suffix("percent").or_else(|| small.strip_suffix("per cent"))?;
    text.get(..number.len()).map(|number| number.trim_end_matches(is_blank_char))
}

/// A number as a program stores it, as the decimal it stands for.
fn from_float(value: f64, buffer: &mut String) -> Option<Number> {
    if value.fract() == 0.0 && value.abs() < 9e9 {
        return Number::whole(value as i64);
    }
    buffer.clear();
    // Writing to a string cannot fail.
    let _ = write!(buffer, "{value}");
    Number::parse(buffer)
}

/// True when the text shows the number as it is, so that a message need not repeat it.
fn written_as(text: &str, number: Number) -> bool {
    let text = unsigned(text).unwrap_or(text);
    Number::parse(text) == Some(number)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that fails is meant to stop")]
mod tests {
    use super::*;

    fn field(json: &str) -> Field {
        serde_json::from_str(&format!("{{ \"heading\": \"H\", {json} }}")).unwrap()
    }

    /// Reads a column and gives each cell as a value, `nothing`, `unknown` or the code of its problem.
    fn column_as(field: &Field, writing: Writing, cells: &[Cell<'_>]) -> Vec<String> {
        let mut reader = Reader::new(field, writing);
        reader.settle(cells.iter().copied());
        let mut lists = Vec::new();
        let show = |outcome: Outcome, lists: &[Vec<i64>]| match outcome {
            Ok(Fact::Value(HAPPENED)) => "happened".to_string(),
            Ok(Fact::Value(value)) => match field.kind {
                Kind::Number | Kind::Count | Kind::Percent => Number(value).to_string(),
                Kind::Date | Kind::DateOrYes => date::spelled(i32::try_from(value).unwrap()),
                Kind::Dates => {
                    let days = lists[usize::try_from(value).unwrap()]
                        .iter()
                        .map(|day| date::spelled(i32::try_from(*day).unwrap()));
                    days.collect::<Vec<_>>().join(", ")
                }
                _ => value.to_string(),
            },
            Ok(Fact::Nothing) => "nothing".to_string(),
            Ok(Fact::Unknown) => "unknown".to_string(),
            Ok(other) => format!("{other:?}"),
            Err(problem) => problem.code,
        };
        cells
            .iter()
            .map(|cell| {
                let outcome = reader.read(*cell, &mut lists);
                show(outcome, &lists)
            })
            .collect()
    }

    fn column(json: &str, cells: &[&str]) -> Vec<String> {
        let cells: Vec<Cell<'_>> = cells.iter().map(|text| Cell { text, raw: Raw::Unknown }).collect();
        column_as(&field(json), Writing::default(), &cells)
    }

    fn raw(json: &str, cells: &[(&str, Raw)]) -> Vec<String> {
        let cells: Vec<Cell<'_>> = cells.iter().map(|(text, raw)| Cell { text, raw: *raw }).collect();
        column_as(&field(json), Writing::default(), &cells)
    }

    fn each(json: &str, cells: &[(&str, &str)]) {
        for (text, expected) in cells {
            assert_eq!(column(json, &[text]), [*expected], "{text:?}");
        }
    }

    fn problem(json: &str, text: &str) -> Problem {
        let field = field(json);
        let mut reader = Reader::new(&field, Writing::default());
        let cell = Cell { text, raw: Raw::Unknown };
        reader.settle(std::iter::once(cell));
        match reader.read(cell, &mut Vec::new()) {
            Err(problem) => *problem,
            Ok(fact) => panic!("{text} was read as {fact:?}"),
        }
    }

    const PERCENT: &str = r#""type": "percent""#;
    const COUNT: &str = r#""type": "count""#;
    const YES_NO: &str = r#""type": "yes-no""#;
    const DATE: &str = r#""type": "date""#;

    #[test]
    fn percentages_are_read_with_the_sign_or_without() {
        assert_eq!(
            column(PERCENT, &["92%", "92", "92.0 %", "50\u{a0}%", "33.3 percent", "0", "100", "1"]),
            ["92", "92", "92", "50", "33.3", "0", "100", "1"]
        );
    }

    #[test]
    fn a_column_without_a_number_over_one_holds_fractions_and_1_is_100_percent() {
        assert_eq!(
            column(PERCENT, &["0.92", "1", "0", "0.333", "n/a", ""]),
            ["92", "100", "0", "33.3", "unknown", "unknown"]
        );
        // Signs speak for themselves and prove nothing about the other cells.
        assert_eq!(column(PERCENT, &["0.5", "92%", "0.5%"]), ["50", "92", "0.5"]);
    }

    #[test]
    fn a_number_between_0_and_1_beside_larger_ones_is_refused_and_spoils_only_itself() {
        assert_eq!(column(PERCENT, &["0.92", "92", "1", "0", "0.5%"]), ["ambiguous-percent", "92", "1", "0", "0.5"]);
        assert_eq!(column(PERCENT, &["0.92", "1.05"]), ["ambiguous-percent", "1.05"]);
        let found = column_as(
            &field(PERCENT),
            Writing { percents: Some(PercentStyle::Fractions), ..Writing::default() },
            &[Cell { text: "0.92", raw: Raw::Unknown }, Cell { text: "1", raw: Raw::Unknown }],
        );
        assert_eq!(found, ["92", "100"]);
        let found = column_as(
            &field(PERCENT),
            Writing { percents: Some(PercentStyle::Percentages), ..Writing::default() },
            &[Cell { text: "0.92", raw: Raw::Unknown }],
        );
        assert_eq!(found, ["0.92"]);
    }

    #[test]
    fn a_lone_1_is_1_percent_or_100_so_it_is_refused_and_0_is_0() {
        assert_eq!(column(PERCENT, &["1", "0", "0"]), ["ambiguous-percent", "0", "0"]);
        assert_eq!(column(PERCENT, &["0"]), ["0"]);
        assert_eq!(column(PERCENT, &["1", "50%"]), ["ambiguous-percent", "50"]);
    }

    #[test]
    fn a_percentage_stays_in_its_range() {
        each(
            PERCENT,
            &[
                ("100%", "100"),
                ("100.1%", "percent-out-of-range"),
                ("105 %", "percent-out-of-range"),
                ("-2", "percent-out-of-range"),
                ("9350", "percent-out-of-range"),
            ],
        );
        each(
            r#""type": "percent", "min": -1000, "max": 100"#,
            &[
                ("-12.5%", "-12.5"),
                ("-1000", "-1000"),
                ("-1001", "percent-out-of-range"),
                ("101", "percent-out-of-range"),
            ],
        );
        assert_eq!(column(r#""type": "percent", "min": -1000, "max": 100"#, &["-0.05", "0.3"]), ["-5", "30"]);
    }

    #[test]
    fn what_the_program_stores_counts_before_what_it_shows() {
        let cells = [
            ("88%", Raw::Number(0.8754)),
            ("92%", Raw::Number(0.92)),
            ("0.5", Raw::Number(0.5)),
            ("-", Raw::Number(0.0)),
            ("#N/A", Raw::Error),
        ];
        assert_eq!(raw(PERCENT, &cells), ["87.54", "92", "50", "0", "unknown"]);
        assert_eq!(
            raw(
                COUNT,
                &[
                    ("3.00", Raw::Number(3.0)),
                    ("1,200", Raw::Number(1200.0)),
                    ("2-Jan", Raw::Date(46_024)),
                    ("TRUE", Raw::Bool(true))
                ]
            ),
            ["3", "1200", "unreadable-number", "unreadable-number"]
        );
        assert_eq!(
            raw(r#""type": "number""#, &[("0.3", Raw::Number(0.1 + 0.2)), ("33.3", Raw::Number(33.3))]),
            ["0.3", "33.3"]
        );
        assert_eq!(
            raw(
                YES_NO,
                &[
                    ("TRUE", Raw::Bool(true)),
                    ("WAHR", Raw::Bool(true)),
                    ("1", Raw::Number(1.0)),
                    ("2", Raw::Number(2.0))
                ]
            ),
            ["1", "1", "1", "unreadable-yes-no"]
        );
        assert_eq!(
            raw(
                DATE,
                &[
                    ("09/03/2026", Raw::Date(20_699)),
                    ("x", Raw::Date(i32::MAX)),
                    ("46023", Raw::Number(46_023.5)),
                    ("12", Raw::Number(12.0))
                ]
            ),
            ["3 September 2026", "unreadable-date", "1 January 2026", "unreadable-date"]
        );
        assert_eq!(raw(r#""type": "text""#, &[("00123", Raw::Text)]), ["0"]);
    }

    #[test]
    fn counts_are_whole_and_not_below_nought() {
        each(
            COUNT,
            &[
                ("0", "0"),
                ("3", "3"),
                (" 3\u{a0}", "3"),
                ("3.0", "3"),
                ("007", "7"),
                ("1,200", "1200"),
                ("1,200,300", "1200300"),
                ("3.5", "number-not-in-steps"),
                ("-1", "number-out-of-range"),
                ("\u{2212}1", "number-out-of-range"),
            ],
        );
        each(
            COUNT,
            &[
                ("12 days", "unreadable-number"),
                ("3x", "unreadable-number"),
                ("(5)", "unreadable-number"),
                ("5+", "unreadable-number"),
                ("about 3", "unreadable-number"),
                ("1.23E+12", "unreadable-number"),
                ("12,00", "12"),
                ("abc", "unreadable-number"),
                ("1 200", "unreadable-number"),
                ("Yes", "unreadable-number"),
                ("99999999999999999999", "unreadable-number"),
            ],
        );
        each(r#""type": "count", "max": 40"#, &[("40", "40"), ("41", "number-out-of-range")]);
    }

    #[test]
    fn numbers_keep_to_their_steps() {
        each(
            r#""type": "number", "min": 0, "step": "0.5""#,
            &[
                ("1.5", "1.5"),
                ("2", "2"),
                ("1.25", "number-not-in-steps"),
                ("-0.5", "number-out-of-range"),
                (".5", "0.5"),
            ],
        );
    }

    #[test]
    fn a_comma_is_read_only_when_it_has_one_reading() {
        each(
            r#""type": "number""#,
            &[
                ("92,0", "92"),
                ("92,5", "92.5"),
                ("-0,25", "-0.25"),
                ("0,333", "0.333"),
                ("1,200", "ambiguous-number"),
                ("1,200.5", "1200.5"),
                ("1,200,300", "1200300"),
                ("1.200,5", "unreadable-number"),
                ("1,20,300", "unreadable-number"),
                (",5", "unreadable-number"),
                ("1,", "unreadable-number"),
            ],
        );
        each(PERCENT, &[("92,5%", "92.5"), ("33,333", "ambiguous-number")]);
        each(COUNT, &[("12,5", "number-not-in-steps"), ("3,0", "3")]);
    }

    #[test]
    fn missing_words_are_unknown_or_nothing_as_the_field_says() {
        for text in ["", " ", "\u{a0}", "n/a", "N/A", "NA", "n.a.", "not applicable", "None", "-", "–", "—"] {
            assert_eq!(column(COUNT, &[text]), ["unknown"], "{text:?}");
            assert_eq!(column(r#""type": "date", "blank": "none""#, &[text]), ["nothing"], "{text:?}");
            assert_eq!(column(r#""type": "yes-no", "blank": "none""#, &[text]), ["nothing"], "{text:?}");
        }
    }

    #[test]
    fn doubt_and_failed_formulas_are_unknown_in_every_field() {
        for text in [
            "?",
            "TBC",
            "tba",
            "unknown",
            "Not known",
            "#N/A",
            "#REF!",
            "#VALUE!",
            "#DIV/0!",
            "#NAME?",
            "#NUM!",
            "#NULL!",
            "#SPILL!",
            "#n/a",
        ] {
            for json in [
                COUNT,
                PERCENT,
                r#""type": "date", "blank": "none""#,
                r#""type": "yes-no", "blank": "none""#,
                r#""type": "letters", "letters": { "a": "one" }, "blank": "none""#,
            ] {
                assert_eq!(column(json, &[text]), ["unknown"], "{text} as {json}");
            }
        }
        each(COUNT, &[("####", "too-narrow")]);
    }

    #[test]
    fn a_person_may_say_what_blank_means() {
        let cell = [Cell { text: "", raw: Raw::Unknown }];
        assert_eq!(
            column_as(&field(COUNT), Writing { blank: Some(Blank::None), ..Writing::default() }, &cell),
            ["nothing"]
        );
        assert_eq!(
            column_as(
                &field(r#""type": "date", "blank": "none""#),
                Writing { blank: Some(Blank::Unknown), ..Writing::default() },
                &cell
            ),
            ["unknown"]
        );
    }

    #[test]
    fn yes_and_no_are_read_in_all_the_ways_people_write_them() {
        for text in ["Y", "y", "Yes", "YES", " yes ", "TRUE", "true", "T", "1", "1.0", "✓", "✔", "☑", "✅", "yes."]
        {
            assert_eq!(column(YES_NO, &[text]), ["1"], "{text}");
        }
        for text in ["N", "n", "No", "NO", "FALSE", "F", "0", "0.0", "✗", "✘", "☐"] {
            assert_eq!(column(YES_NO, &[text]), ["0"], "{text}");
        }
        each(
            YES_NO,
            &[
                ("Yes - 12/3", "unreadable-yes-no"),
                ("2", "unreadable-yes-no"),
                ("maybe", "unreadable-yes-no"),
                ("Y?", "unreadable-yes-no"),
                ("Yes/No", "unreadable-yes-no"),
            ],
        );
    }

    #[test]
    fn an_x_alone_is_a_tick_beside_ticks_a_cross_and_beside_words_neither() {
        assert_eq!(column(YES_NO, &["x", "", "X", "-"]), ["1", "unknown", "1", "unknown"]);
        assert_eq!(column(YES_NO, &["x", "✓", ""]), ["0", "1", "unknown"]);
        assert_eq!(column(YES_NO, &["x", "Y", "N"]), ["ambiguous-mark", "1", "0"]);
        assert_eq!(column(YES_NO, &["x", "✓", "N"]), ["ambiguous-mark", "1", "0"]);
    }

    const CHOICE: &str = r#""type": "choice", "values": [ { "value": "at or above", "spellings": ["met", "1"] }, { "value": "below" }, { "value": "well below", "spellings": ["wb"] } ]"#;

    #[test]
    fn choices_are_known_whatever_their_case_and_punctuation() {
        each(
            CHOICE,
            &[
                ("At or above", "0"),
                ("AT-OR-ABOVE", "0"),
                ("met", "0"),
                ("1.0", "0"),
                ("Below", "1"),
                ("well  below", "2"),
                ("WB", "2"),
                ("above", "unreadable-choice"),
                ("10", "unreadable-choice"),
                ("below?", "1"),
            ],
        );
        assert!(problem(CHOICE, "fine").expected.contains("at or above, below or well below"));
    }

    const CHOICES: &str = r#""type": "choices", "blank": "none", "values": [ { "value": "Student" }, { "value": "ILR" }, { "value": "Parents/Carers" } ]"#;

    #[test]
    fn several_choices_in_a_cell_are_a_set() {
        each(
            CHOICES,
            &[
                ("Student", "1"),
                ("student, ilr", "3"),
                ("ILR; Parents/Carers", "6"),
                ("Student/ILR", "3"),
                ("Student and ILR", "3"),
                ("Student\nILR", "3"),
                ("Student, Student", "1"),
                ("", "nothing"),
                ("Student, Head", "unreadable-choice"),
            ],
        );
    }

    const LETTERS: &str = r#""type": "letters", "blank": "none", "letters": { "a": "one", "b": "two", "c": "three", "d": "four", "e": "five", "f": "six" }"#;

    #[test]
    fn letters_are_read_with_any_marks_between_and_words_are_not_letters() {
        each(
            LETTERS,
            &[
                ("a", "1"),
                ("a, c; f", "37"),
                ("acf", "37"),
                ("A/C", "5"),
                ("a and c", "5"),
                ("(a) (c)", "5"),
                ("d e f", "56"),
                ("", "nothing"),
                ("none", "nothing"),
            ],
        );
        each(
            LETTERS,
            &[
                ("bad", "unreadable-letters"),
                ("a-c", "unreadable-letters"),
                ("g", "unreadable-letters"),
                ("a1", "unreadable-letters"),
                ("yes", "unreadable-letters"),
                (",", "unreadable-letters"),
                ("aa", "unreadable-letters"),
            ],
        );
    }

    #[test]
    fn a_date_or_yes_column_takes_either() {
        let json = r#""type": "date-or-yes", "blank": "none""#;
        each(
            json,
            &[
                ("02/03/2026", "2 March 2026"),
                ("Yes", "happened"),
                ("Y", "happened"),
                ("✓", "happened"),
                ("1", "happened"),
                ("No", "nothing"),
                ("0", "nothing"),
                ("", "nothing"),
                ("maybe", "unreadable-date"),
                ("31/02/2026", "impossible-date"),
            ],
        );
        assert_eq!(
            raw(json, &[("TRUE", Raw::Bool(true)), ("FALSE", Raw::Bool(false)), ("1", Raw::Number(1.0))]),
            ["happened", "nothing", "happened"]
        );
    }

    #[test]
    fn no_in_a_date_column_means_that_it_has_not_happened_where_blank_means_so() {
        each(r#""type": "date", "blank": "none""#, &[("No", "nothing"), ("Yes", "unreadable-date")]);
        each(DATE, &[("No", "unreadable-date"), ("15/06/2026", "15 June 2026"), ("soon", "unreadable-date")]);
    }

    #[test]
    fn several_dates_in_a_cell_are_a_sorted_list() {
        let json = r#""type": "dates", "blank": "none""#;
        each(
            json,
            &[
                ("12/09/2026; 05/09/2026", "5 September 2026, 12 September 2026"),
                ("12/09/2026 and 19/09/2026", "12 September 2026, 19 September 2026"),
                ("12/09/2026 19/09/2026", "12 September 2026, 19 September 2026"),
                ("12 Sept 2026, 19 Sept 2026", "12 September 2026, 19 September 2026"),
                ("12/09/2026\n12/09/2026", "12 September 2026"),
                ("2026-09-12", "12 September 2026"),
                ("", "nothing"),
                ("12/09/2026; soon", "unreadable-date"),
                ("12/09/2026; 31/02/2026", "impossible-date"),
            ],
        );
    }

    #[test]
    fn a_date_with_two_readings_in_a_column_of_both_orders_is_refused() {
        assert_eq!(
            column(DATE, &["03/04/2026", "13/01/2026", "01/13/2026", "05/05/2026"]),
            ["ambiguous-date", "13 January 2026", "13 January 2026", "5 May 2026"]
        );
        assert_eq!(column(DATE, &["03/04/2026", "01/13/2026"]), ["4 March 2026", "13 January 2026"]);
        assert_eq!(column(DATE, &["03/04/2026"]), ["3 April 2026"]);
        let found = column_as(
            &field(DATE),
            Writing { dates: Some(Order::MonthFirst), ..Writing::default() },
            &[Cell { text: "03/04/2026", raw: Raw::Unknown }],
        );
        assert_eq!(found, ["4 March 2026"]);
    }

    #[test]
    fn words_may_stand_for_numbers() {
        let json = r#""type": "count", "max": 3, "words": { "A": 0, "B": 1, "none": 0 }"#;
        each(json, &[("A", "0"), ("b", "1"), ("2", "2"), ("none", "0"), ("C", "unreadable-number"), ("", "unknown")]);
    }

    #[test]
    fn a_problem_quotes_the_cell_cut_to_40_characters_and_says_what_to_do() {
        let found = problem(COUNT, &"very long ".repeat(9));
        let quoted = found.message.split('`').nth(1).unwrap();
        assert_eq!(quoted.chars().count(), 40);
        assert!(
            found.message.starts_with("cannot read") && !found.message.ends_with('.') && found.remedy.ends_with('.')
        );
        let found = problem(r#""type": "percent""#, "105 %");
        assert_eq!(
            (found.message.as_str(), found.expected.as_str()),
            ("`105 %` is out of range", "a percentage from 0 to 100")
        );
        assert_eq!(problem(DATE, "31/02/2026").message, "there is no day `31/02/2026`");
        assert_eq!(
            problem(r#""type": "number", "min": 0, "step": "0.5", "unit": "days""#, "1.3").expected,
            "a number of days from 0 up, in steps of 0.5"
        );
    }
}
