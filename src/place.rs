//! Where something is, as the sheet shows it: rows count from 1, columns are letters.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A row, and where it helps a column with its heading, as a person sees them in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The row number in the sheet or paste, from 1. Absent when a whole column or file is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The column number, from 1 (1 is A). Absent when the whole row is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The heading of that column as the sheet spells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
}

impl Place {
    /// A whole row.
    pub fn row(row: u32) -> Self {
        Place { row: Some(row), column: None, heading: None }
    }

    /// A whole column.
    pub fn column(column: u32, heading: &str) -> Self {
        Place { row: None, column: Some(column), heading: Some(tidy(heading)) }
    }

    /// One cell.
    pub fn cell(row: u32, column: u32, heading: &str) -> Self {
        Place { row: Some(row), column: Some(column), heading: Some(tidy(heading)) }
    }

    /// The cell's name as a formula would write it: `C7`; `row 7` or `column C` for more than a cell.
    ///
    /// ```
    /// use bae_rules::place::Place;
    /// assert_eq!(Place::cell(7, 3, "Due date").name(), "C7");
    /// ```
    pub fn name(&self) -> String {
        match (self.row, self.column) {
            (Some(row), Some(column)) => column_letters(column) + &row.to_string(),
            (Some(row), None) => format!("row {row}"),
            (None, Some(column)) => format!("column {}", column_letters(column)),
            (None, None) => "the whole sheet".to_string(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.row, self.column) {
            (Some(row), Some(column)) => write!(f, "row {row}, column {}", column_letters(column))?,
            (Some(row), None) => write!(f, "row {row}")?,
            (None, Some(column)) => write!(f, "column {}", column_letters(column))?,
            (None, None) => write!(f, "the whole sheet")?,
        }
        match &self.heading {
            Some(heading) if !heading.is_empty() => write!(f, " ({heading})"),
            _ => Ok(()),
        }
    }
}

/// The letters a spreadsheet shows for a column number: 1 is `A`, 27 is `AA`. 0 gives nothing.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A heading on one line: line breaks, tabs and runs of blanks become one blank.
pub fn tidy(heading: &str) -> String {
    if is_tidy(heading) { heading.to_string() } else { heading.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Whether nothing is to be done: nearly every heading is so, and each is asked about again and again.
fn is_tidy(heading: &str) -> bool {
    let single = |pair: &[u8]| pair != b"  ";
    heading.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
        && heading.as_bytes().windows(2).all(single)
        && !heading.starts_with(' ')
        && !heading.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_spreadsheets_do() {
        for (number, letters) in
            [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
        {
            assert_eq!(column_letters(number), letters);
        }
    }

    #[test]
    fn a_heading_stands_on_one_line_with_single_blanks() {
        for (heading, tidied) in [
            ("Due date", "Due date"),
            ("Due  date", "Due date"),
            (" Due date", "Due date"),
            ("Due date ", "Due date"),
            ("Due\tdate", "Due date"),
            ("Due\r\ndate", "Due date"),
            ("Due\u{a0}date", "Due date"),
            ("Prénom  d'usage", "Prénom d'usage"),
            (" ", ""),
            ("", ""),
        ] {
            assert_eq!(tidy(heading), tidied, "{heading:?}");
        }
    }

    #[test]
    fn a_place_reads_as_the_sheet_shows_it() {
        assert_eq!(Place::cell(7, 3, "Due\n date").to_string(), "row 7, column C (Due date)");
        assert_eq!(Place::row(4).to_string(), "row 4");
        assert_eq!(Place::column(28, "Target %").name(), "column AB");
    }
}
