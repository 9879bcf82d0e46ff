//! Numbers and percentages, and what is wrong with those that cannot be taken.

use super::{Outcome, PercentStyle, Reader};
use crate::number::{Number, ONE};
use crate::policy::field::Kind;
use crate::problem::Problem;
use crate::record::Fact;
use crate::record::decimal::{NumberFault, decimal, plain_digits, unsigned, written_as};
use crate::record::words::quote;

impl Reader<'_> {
    pub(super) fn number(&self, number: Number, text: &str) -> Outcome {
        let (min, max) = self.field.range();
        if min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max) {
            let code = if self.field.kind == Kind::Percent { "percent-out-of-range" } else { "number-out-of-range" };
            let sign = if self.field.kind == Kind::Percent { " %" } else { "" };
            let read = if written_as(text, number) { String::new() } else { format!(", which is {number}{sign},") };
            return Err(Box::new(Problem::new(
                code,
                format!("`{}`{read} is out of range", quote(text)),
                self.expected_number(),
                format!("Check the cell and type the value again; {}.", self.if_not_known()),
            )));
        }
        if let Some(step) = self.field.step()
            && !number.is_multiple_of(step)
        {
            return Err(Box::new(Problem::new(
                "number-not-in-steps",
                format!("`{}` is not in steps of {step}", quote(text)),
                self.expected_number(),
                format!("Check the cell and type the value again; {}.", self.if_not_known()),
            )));
        }
        if let Some(problem) = self.doubtful_sign(number, text) {
            return Err(problem);
        }
        Ok(Fact::Value(number.0))
    }

    /// What is in doubt about a number below 0 where all are: whoever writes how far ahead somebody is writes it so, and so
    /// does who puts a minus before what is behind.
    fn doubtful_sign(&self, number: Number, text: &str) -> Option<Box<Problem>> {
        (number.0 < 0 && self.all_below()).then(|| {
            let heading = &self.field.heading;
            Box::new(Problem::new(
                "ambiguous-sign",
                format!(
                    "`{}` has two possible readings: nothing in the column is above 0, so that the minus may stand for {heading} or for its opposite",
                    quote(text)
                ),
                format!("numbers above 0 for {heading}"),
                format!("Where a minus stands for {heading}, turn the signs of the column round; where it stands for the opposite, write 0."),
            ))
        })
    }

    pub(super) fn percent_text(&self, text: &str) -> Outcome {
        let (number, signed) = match unsigned(text) {
            Some(number) => (number, true),
            None => (text, false),
        };
        let number = plain_digits(number)
            .map_or_else(|| decimal(number, false), Ok)
            .map_err(|fault| self.number_problem(fault, text))?;
        if signed { self.percent(Some(number), text) } else { self.unsigned_percent(number, text) }
    }

    pub(super) fn percent(&self, number: Option<Number>, text: &str) -> Outcome {
        match number {
            Some(number) => self.number(number, text),
            None => Err(self.number_problem(NumberFault::Unreadable, text)),
        }
    }

    pub(super) fn unsigned_percent(&self, number: Number, text: &str) -> Outcome {
        let parts = number.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        // A bare 1 is 100 % to those who write 0.8 beside it.
        let doubtful = parts > 0 && (parts < one || (parts == one && self.has_fractions()));
        if self.percents == PercentStyle::Unclear && self.may_be_scores() {
            return Err(Box::new(Problem::new(
                "ambiguous-percent",
                format!("`{}` has two possible readings: a score or {number} %", quote(text)),
                "a heading that says what the column holds",
                format!("Call the column `{}`, or write `score` in its heading.", self.field.heading),
            )));
        }
        match self.percents {
            _ if parts == 0 => self.number(number, text),
            PercentStyle::Fractions => self.percent(number.0.checked_mul(100).map(Number), text),
            PercentStyle::Percentages if !doubtful || self.percents_chosen => self.number(number, text),
            PercentStyle::Unclear if parts != one && !self.low_beside => self.number(number, text),
            PercentStyle::Percentages | PercentStyle::Unclear => {
                let hundred = number.0.checked_mul(100).map(Number).unwrap_or(number);
                let [one, other] = [number, hundred].map(|reading| self.number(reading, text));
                if one.is_err() && other.is_err() {
                    return one;
                }
                Err(Box::new(Problem::new(
                    "ambiguous-percent",
                    format!("`{}` has two possible readings: {number} % or {hundred} %", quote(text)),
                    "one way of writing percentages in the whole column",
                    format!("Write {number}% or {hundred}%, with the sign, or say whether the column holds fractions."),
                )))
            }
        }
    }

    pub(super) fn number_problem(&self, fault: NumberFault, text: &str) -> Box<Problem> {
        let expected = self.expected_number();
        Box::new(match fault {
            NumberFault::Unreadable => Problem::new(
                "unreadable-number",
                format!("cannot read `{}` as a number", quote(text)),
                expected,
                format!("Type the number alone, without words or units; {}.", self.if_not_known()),
            ),
            NumberFault::Comma => Problem::new(
                "ambiguous-number",
                format!("`{}` has two possible readings: the comma may mark thousands or decimals", quote(text)),
                expected,
                "Write the number without a comma for thousands and with a full stop for decimals.",
            ),
        })
    }

    pub(super) fn expected_number(&self) -> String {
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
}
