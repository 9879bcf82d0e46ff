//! One shape for everything that is wrong with an input, from the first stage to the screen.

use crate::place::Place;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What is wrong, where, what was expected, and what to do about it.
///
/// `message` starts in lower case, has no final stop and quotes the user's text in backticks.
/// `remedy` is a whole sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Problem {
    /// A public word that never changes: `unreadable-date`, `percent-out-of-range` ...
    pub code: String,
    /// Where it is; absent when it concerns no cell, row or column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What was found.
    pub message: String,
    /// What was expected instead.
    pub expected: String,
    /// What to do next.
    pub remedy: String,
}

impl Problem {
    /// A problem without a place.
    pub fn new(code: &str, message: impl Into<String>, expected: impl Into<String>, remedy: impl Into<String>) -> Self {
        Problem {
            code: code.to_string(),
            place: None,
            message: message.into(),
            expected: expected.into(),
            remedy: remedy.into(),
        }
    }

    /// The name of its place and its message, as they stand in a column beside the row: `C7: 105 is above 100`.
    pub fn beside(&self) -> String {
        self.place.as_ref().map(Place::name).unwrap_or_default() + ": " + &self.message
    }

    /// The same with what was expected instead, as it is said of a cell: `C7: 105 is out of range; expected a percentage from 0
    /// to 100`. Of two readings, or one that was taken, the message says all.
    pub fn of_cell(&self) -> String {
        let mut text = self.beside();
        if !self.code.starts_with("ambiguous-") {
            text.push_str("; expected ");
            text.push_str(&self.expected);
        }
        text
    }

    /// The same problem at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        write!(f, "{}; expected {}. {}", self.message, self.expected, self.remedy)
    }
}

/// The known word that is nearest to one that is not known, when it is near enough to be meant.
pub fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
