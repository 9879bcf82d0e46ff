//! A call as a host writes it, with its arguments as cells.

use super::answer::{Fault, said};
use super::catalogue::{Function, Shape};
use crate::calendar::Day;
use crate::json::{self, FromJson, Json, Keys, Reader, Value};
use crate::record::date::{self, Written};
use crate::table::{Raw, is_blank_char};

/// A cell of an argument.
#[derive(Debug, Clone, PartialEq)]
pub enum CellIn {
    /// Nothing.
    Blank,
    /// A number: as it is written, and its value.
    Number(String, f64),
    /// A text.
    Text(String),
    /// True or false.
    Bool(bool),
    /// A day.
    Date(Day),
    /// An error such as `#N/A`.
    Error(String),
}

/// An argument: rows of cells. A single cell is a row of one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Arg {
    /// The rows.
    pub rows: Vec<Vec<CellIn>>,
    /// False for `null`, which stands for an argument that was left out.
    pub given: bool,
}

/// A call.
#[derive(Debug, Clone, Default)]
pub struct Call {
    /// The function's name.
    pub name: String,
    /// Its arguments.
    pub args: Vec<Arg>,
    /// The text of the organisation's settings file.
    pub settings: Option<String>,
    /// The day of the calculation.
    pub today: Option<Day>,
    /// Where `rows` begins in the sheet: its row, from 1.
    pub first_row: Option<u32>,
    /// Where `rows` begins in the sheet: its column, from 1.
    pub first_column: Option<u32>,
    /// The column in which `headings` begins, from 1.
    pub headings_column: Option<u32>,
}

/// How many columns a sheet may have before an argument begins: what Excel has.
const MOST_COLUMNS: u32 = 16_384;

impl FromJson for CellIn {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        let wrong = |reader: &mut Reader| {
            reader.wrong(
                json,
                "a cell: null, a number, a text, true, false, {\"date\": \"2026-04-08\"} or {\"error\": \"#N/A\"}",
            );
            CellIn::Blank
        };
        match &json.value {
            Value::Missing | Value::Null => CellIn::Blank,
            Value::Bool(flag) => CellIn::Bool(*flag),
            Value::Text(text) if text.chars().all(is_blank_char) => CellIn::Blank,
            Value::Text(text) => CellIn::Text(text.to_string()),
            Value::Number(text) => match text.parse::<f64>() {
                Ok(value) => CellIn::Number(text.to_string(), value),
                Err(_) => wrong(reader),
            },
            Value::Object(entries) if entries.len() == 1 => match (json.get("date").text(), json.get("error").text()) {
                // A cell that is formatted as a date may hold 0, a time of day or a slip of the keyboard: that cell cannot be
                // read, and all others can.
                (Some(text), _) => Day::parse(text).map_or_else(|| CellIn::Text(text.to_string()), CellIn::Date),
                (_, Some(text)) => CellIn::Error(text.to_string()),
                _ => wrong(reader),
            },
            _ => wrong(reader),
        }
    }
}

impl FromJson for Arg {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        let rows = match &json.value {
            Value::List(rows) => rows
                .iter()
                .map(|row| match &row.value {
                    Value::List(cells) => cells.iter().map(|cell| CellIn::read(cell, reader)).collect(),
                    _ => vec![CellIn::read(row, reader)],
                })
                .collect(),
            _ => vec![vec![CellIn::read(json, reader)]],
        };
        Arg { rows, given: !matches!(json.value, Value::Missing | Value::Null) }
    }
}

impl FromJson for Call {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        const KEYS: Keys = Keys {
            known: &["name", "args", "settings", "today", "first_row", "first_column", "headings_column"],
            needed: 1,
        };
        reader.object(json, &KEYS);
        let mut number = |key: &str, most: u32| match &json.get(key).value {
            Value::Missing | Value::Null => None,
            _ => {
                let number = u32::read(json.get(key), reader);
                if number == 0 || number > most {
                    reader.wrong(json.get(key), &format!("a whole number from 1 to {most}"));
                }
                Some(number)
            }
        };
        let (first_row, first_column) = (number("first_row", u32::MAX / 2), number("first_column", MOST_COLUMNS));
        let headings_column = number("headings_column", MOST_COLUMNS);
        Call {
            name: String::read(json.get("name"), reader),
            args: Vec::read(json.get("args"), reader),
            settings: Option::read(json.get("settings"), reader),
            today: Option::read(json.get("today"), reader),
            first_row,
            first_column,
            headings_column,
        }
    }
}

impl Call {
    /// Reads a call.
    ///
    /// # Errors
    /// What is not JSON, or does not fit.
    pub fn read(text: &str) -> Result<Self, Fault> {
        json::from_str(text).map_err(|found| Fault::value(format!("the call cannot be read: {}", said(&found))))
    }

    /// Checks that every argument that is needed is there, that there are no more, and that a single cell is one.
    ///
    /// # Errors
    /// The first that does not fit.
    pub fn check(&self, function: &Function) -> Result<(), Fault> {
        if self.args.len() > function.parameters.len() {
            return Err(Fault::value(format!(
                "{} was given {} arguments; expected at most {}. Take the others out.",
                function.name,
                self.args.len(),
                function.parameters.len()
            )));
        }
        for (at, parameter) in function.parameters.iter().enumerate() {
            let arg = self.args.get(at);
            let blank = arg.is_none_or(|arg| arg.rows.iter().flatten().all(|cell| *cell == CellIn::Blank));
            if arg.is_none() && !parameter.optional {
                return Err(Fault::value(format!(
                    "{} is missing; expected: {} Add it.",
                    parameter.name, parameter.description
                )));
            }
            let cells: usize = arg.map_or(0, |arg| arg.rows.iter().map(Vec::len).sum());
            if parameter.shape == Shape::Cell && cells > 1 && !blank {
                return Err(Fault::value(format!(
                    "{} is a range of {cells} cells; expected one cell. Choose the cell that holds it.",
                    parameter.name
                )));
            }
        }
        Ok(())
    }

    /// An argument, as rows of cells; nothing where it was left out.
    pub fn rows(&self, at: usize) -> &[Vec<CellIn>] {
        self.args.get(at).map(|arg| arg.rows.as_slice()).unwrap_or_default()
    }

    /// An argument that is one cell; blank where it was left out.
    pub fn cell(&self, at: usize) -> &CellIn {
        self.rows(at).iter().flatten().next().unwrap_or(&CellIn::Blank)
    }

    /// The day that the answer is for, and whether the caller gave it: `as_of`, else the day of the calculation.
    ///
    /// # Errors
    /// A cell that is no day or is blank, or neither.
    pub fn as_of(&self, at: usize) -> Result<(Day, bool), Fault> {
        match (self.cell(at), self.today) {
            // The day of the calculation would be a guess: of a formula that was copied down, the cell has moved with it.
            (CellIn::Blank, _) if self.args.get(at).is_some_and(|arg| arg.given) => Err(Fault::value(
                "as_of is a blank cell; expected a date. Give a cell that holds one, with `$` where the formula is copied, such as $AB$1; or leave as_of out, which means the day of the calculation.",
            )),
            (CellIn::Blank, Some(today)) => Ok((today, false)),
            (CellIn::Blank, None) => Err(Fault::value(
                "as_of is missing, and the day of the calculation is not known; expected a day. Give a date, or a cell that holds one.",
            )),
            (cell, _) => cell.day("as_of").map(|day| (day, true)),
        }
    }
}

impl CellIn {
    /// The cell as its sheet would show it.
    pub fn shown(&self) -> String {
        match self {
            CellIn::Blank => String::new(),
            CellIn::Number(text, _) | CellIn::Text(text) | CellIn::Error(text) => text.clone(),
            CellIn::Bool(true) => "TRUE".to_string(),
            CellIn::Bool(false) => "FALSE".to_string(),
            CellIn::Date(day) => day.to_string(),
        }
    }

    /// What is known of the cell beyond its text.
    pub fn raw(&self) -> Raw {
        match self {
            CellIn::Blank | CellIn::Text(_) => Raw::Unknown,
            CellIn::Number(_, value) => Raw::Number(*value),
            CellIn::Bool(flag) => Raw::Bool(*flag),
            CellIn::Date(day) => Raw::Date(day.days()),
            CellIn::Error(_) => Raw::Error,
        }
    }

    /// The day that a cell holds: a date, its serial number, or a text that can be only one day; of the years of which a
    /// tracker may hold days.
    ///
    /// # Errors
    /// What it holds instead.
    pub fn day(&self, name: &str) -> Result<Day, Fault> {
        let expected = "expected a date of 1990 to 2099. Give a cell that holds a date, or text such as 2026-04-08.";
        let found = match self {
            CellIn::Date(day) => Some(*day),
            CellIn::Number(_, 0.0) => {
                return Err(Fault::value(format!(
                    "{name} is 0, which is what an empty cell may arrive as; {expected}"
                )));
            }
            CellIn::Number(_, serial) => date::from_serial(*serial).and_then(Day::new),
            CellIn::Text(text) => match date::written(text) {
                Written::Day(day) => Day::new(day),
                Written::Numbers { day_first: Some(one), month_first: Some(other) } if one != other => {
                    return Err(Fault::value(format!(
                        "{name} is `{text}`, which may be {} or {}; {expected}",
                        date::spelled(one),
                        date::spelled(other)
                    )));
                }
                Written::Numbers { day_first, month_first } => day_first.or(month_first).and_then(Day::new),
                Written::Impossible | Written::Unreadable => None,
            },
            CellIn::Error(text) => {
                return Err(Fault::not_available(format!("{name} is {text}; {expected}")));
            }
            CellIn::Blank | CellIn::Bool(_) => None,
        };
        let shown = self.shown();
        let shown = if shown.is_empty() { "blank".to_string() } else { format!("`{shown}`") };
        let found = found.filter(|day| date::plausible(day.days()));
        found.ok_or_else(|| Fault::value(format!("{name} is {shown}; {expected}")))
    }
}
