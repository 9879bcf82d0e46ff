//! Opens a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) for the page.
//!
//! In: the bytes of a file. Out: its sheets, and the rows of one sheet with the
//! sheet's own row numbers. It reads values, never formulas, and judges nothing:
//! what a cell means is the engine's business.

mod cell;
mod limits;
mod marks;
mod older;
mod open;

use calamine::{Data, Range, Reader, SheetVisible, Sheets, StyleRange};
use cell::{Cell, cell};
use marks::Marks;
use serde::Serialize;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// A sheet as it is offered for choosing.
#[derive(Serialize)]
struct SheetInfo<'a> {
    name: &'a str,
    rows: usize,
    hidden: bool,
}

/// A row in the shape that the engine's `fromCells` takes. `h` is there, and true, for a hidden row.
#[derive(Serialize)]
struct Row {
    n: usize,
    c: Vec<Cell>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    h: bool,
}

struct Sheet {
    name: String,
    hidden: bool,
    range: Range<Data>,
    styles: StyleRange,
}

/// A workbook whose sheets have been read.
#[wasm_bindgen]
pub struct Workbook {
    sheets: Vec<Sheet>,
    bytes: Vec<u8>,
    marks: fn(&[u8], &str) -> Marks,
    /// The sheet that was asked for last, with its marks: its rows come in portions.
    asked: Option<(usize, Marks)>,
}

#[wasm_bindgen]
impl Workbook {
    /// Opens a workbook by what is in it, not by its name.
    ///
    /// # Errors
    /// - `password`: the workbook is password protected
    /// - `not-a-workbook`: no reader knows the bytes
    /// - `damaged`: no sheet in it can be read, or reading it would have no end
    /// - `too-large`: it unpacks to more than a tracker can hold
    /// - `too-many-cells`: a sheet has cells too far apart, or too many of them
    pub fn open(bytes: Vec<u8>) -> Result<Workbook, JsError> {
        let mut workbook = open::open(&bytes).map_err(JsError::new)?;
        let described: Vec<(String, bool)> = workbook
            .sheets_metadata()
            .iter()
            .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect();
        let mut sheets = Vec::new();
        for (name, hidden) in described {
            // Sheets of charts have no cells; they are not offered.
            if let Ok(range) = workbook.worksheet_range(&name) {
                let styles = match &mut workbook {
                    Sheets::Xlsx(xlsx) => xlsx.worksheet_style(&name).unwrap_or_default(),
                    _ => StyleRange::empty(),
                };
                sheets.push(Sheet { name, hidden, range, styles });
            }
        }
        let marks = match workbook {
            Sheets::Xlsx(_) => marks::of_xlsx,
            Sheets::Ods(_) => marks::of_ods,
            _ => |_: &[u8], _: &str| Marks::default(),
        };
        if sheets.is_empty() {
            Err(JsError::new("damaged"))
        } else {
            Ok(Workbook { sheets, bytes, marks, asked: None })
        }
    }

    /// The sheets in the order of the workbook: `{name, rows, hidden}`.
    pub fn sheets(&self) -> Result<JsValue, JsError> {
        let infos: Vec<SheetInfo<'_>> = self
            .sheets
            .iter()
            .map(|sheet| SheetInfo { name: &sheet.name, rows: sheet.range.height(), hidden: sheet.hidden })
            .collect();
        Ok(serde_wasm_bindgen::to_value(&infos)?)
    }

    /// At most `count` rows of the sheet at `index`, leaving out the first `from`: `{n, c, h}`, columns from A whether used
    /// or not.
    pub fn rows(&mut self, index: usize, from: usize, count: usize) -> Result<JsValue, JsError> {
        let Some(sheet) = self.sheets.get(index) else { return Ok(JsValue::from(js_sys::Array::new())) };
        if self.asked.as_ref().map(|(asked, _)| *asked) != Some(index) {
            self.asked = Some((index, (self.marks)(&self.bytes, &sheet.name)));
        }
        let rows = self.asked.as_ref().map(|(_, marks)| sheet.rows(marks, from, count)).unwrap_or_default();
        Ok(serde_wasm_bindgen::to_value(&rows)?)
    }
}

impl Sheet {
    fn rows(&self, marks: &Marks, from: usize, count: usize) -> Vec<Row> {
        let (first_row, first_column) = self.range.start().unwrap_or((0, 0));
        let mut rows = Vec::new();
        for (row, cells) in (first_row..).zip(self.range.rows()).skip(from).take(count) {
            let mut c: Vec<Cell> = (0..first_column).map(|_| Cell::Plain(String::new())).collect();
            c.extend((first_column..).zip(cells).map(|(column, data)| cell(data, self.percent(marks, row, column))));
            rows.push(Row { n: row as usize + 1, c, h: marks.hidden.contains(&row) });
        }
        rows
    }

    fn percent(&self, marks: &Marks, row: u32, column: u32) -> bool {
        let format = self.styles.get((row, column)).and_then(|style| style.number_format.as_ref());
        marks.percent.contains(&(row, column)) || format.is_some_and(|format| shows_percent(&format.format_code))
    }
}

/// A per cent sign that a number format does not quote or escape.
fn shows_percent(format: &str) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    format.chars().any(|c| {
        let plain = !quoted && !escaped;
        escaped = plain && c == '\\';
        quoted ^= c == '"' && (plain || quoted);
        plain && c == '%'
    })
}

#[cfg(test)]
mod tests {
    use super::shows_percent;

    #[test]
    fn a_quoted_or_escaped_per_cent_sign_formats_nothing() {
        for (format, percent) in [
            ("0%", true),
            ("0.00 %", true),
            ("0\"%\"", false),
            ("0\\%", false),
            ("General", false),
            ("\"of\" 0%", true),
        ] {
            assert_eq!(shows_percent(format), percent, "{format}");
        }
    }
}
