//! What a formula gives back.

use crate::calendar::Day;
use crate::problem::Problem;
use crate::render::CANNOT_DECIDE;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// The answer to a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// Rows of cells, and the day they are for.
    Grid {
        /// The rows.
        grid: Vec<Vec<CellOut>>,
        /// The day, where the answer hangs on one.
        #[serde(skip_serializing_if = "Option::is_none")]
        as_of: Option<String>,
    },
    /// The call as a whole could not be answered.
    #[serde(serialize_with = "error")]
    Error(Fault),
}

/// A cell of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum CellOut {
    /// A text; nothing is `""`.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Day),
    /// Why there is no answer.
    Error(Fault),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fault {
    /// `value`, or `not-available` where an argument is itself an error.
    pub code: &'static str,
    /// Which argument, what was found, what was expected, what to do.
    pub text: String,
}

impl Fault {
    /// An argument that does not fit.
    pub fn value(text: impl Into<String>) -> Self {
        Fault { code: "value", text: text.into() }
    }

    /// An argument that is itself an error.
    pub fn not_available(text: impl Into<String>) -> Self {
        Fault { code: "not-available", text: text.into() }
    }
}

/// Problems as one text.
pub fn said(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

impl Answer {
    /// Rows of cells that hang on no day.
    pub fn grid(grid: Vec<Vec<CellOut>>) -> Self {
        Answer::Grid { grid, as_of: None }
    }

    /// Whether every cell is blank or cannot be decided, and not all are blank.
    pub fn decides_nothing(&self) -> bool {
        let Answer::Grid { grid, .. } = self else { return false };
        let mut open = false;
        for cell in grid.iter().flatten() {
            match cell {
                CellOut::Text(text) if text.is_empty() => {}
                CellOut::Text(text) if text == CANNOT_DECIDE => open = true,
                _ => return false,
            }
        }
        open
    }

    /// The answer as JSON on one line.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl CellOut {
    /// A result cell; what is written as 2026-04-08 is a day.
    pub fn of(text: String) -> Self {
        match Day::parse(&text) {
            Some(day) if text.len() == 10 => CellOut::Date(day),
            _ => CellOut::Text(text),
        }
    }
}

fn error<S: Serializer>(fault: &Fault, to: S) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(1))?;
    map.serialize_entry("error", fault)?;
    map.end()
}

impl Serialize for CellOut {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            CellOut::Text(text) => to.serialize_str(text),
            CellOut::Number(number) => to.serialize_i64(*number),
            CellOut::Date(day) => {
                let mut map = to.serialize_map(Some(1))?;
                map.serialize_entry("date", &day.to_string())?;
                map.end()
            }
            CellOut::Error(fault) => error(fault, to),
        }
    }
}
