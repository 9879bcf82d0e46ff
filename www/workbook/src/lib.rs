//! Opens a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) for the page.
//!
//! In: the bytes of a file. Out: its sheets, and the rows of one sheet with the
//! sheet's own row numbers. It reads values, never formulas, and judges nothing:
//! what a cell means is the engine's business.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Ods, OdsError, Reader, Sheets, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError};
use calamine::{Range, SheetVisible, open_workbook_from_rs};
use serde::Serialize;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

type Bytes = Cursor<Vec<u8>>;

/// A sheet as it is offered for choosing.
#[derive(Serialize)]
struct SheetInfo<'a> {
    name: &'a str,
    rows: usize,
    hidden: bool,
}

/// A row in the shape that the engine's `fromCells` takes.
#[derive(Serialize)]
struct Row {
    n: usize,
    c: Vec<Cell>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Cell {
    Plain(String),
    Typed { t: String, k: &'static str, v: f64 },
    Text { t: String, k: &'static str },
}

/// A workbook whose sheets have been read.
#[wasm_bindgen]
pub struct Workbook {
    sheets: Vec<(String, bool, Range<Data>)>,
}

#[wasm_bindgen]
impl Workbook {
    /// Opens a workbook by what is in it, not by its name.
    ///
    /// # Errors
    /// - `password`: the workbook is password protected
    /// - `not-a-workbook`: no reader knows the bytes
    /// - `damaged`: a sheet in it cannot be read
    pub fn open(bytes: Vec<u8>) -> Result<Workbook, JsError> {
        let mut workbook = detect(bytes).map_err(JsError::new)?;
        let described: Vec<(String, bool)> = workbook
            .sheets_metadata()
            .iter()
            .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
            .collect();
        let mut sheets = Vec::new();
        for (name, hidden) in described {
            // Sheets of charts have no cells; they are not offered.
            if let Ok(range) = workbook.worksheet_range(&name) {
                sheets.push((name, hidden, range));
            }
        }
        if sheets.is_empty() { Err(JsError::new("damaged")) } else { Ok(Workbook { sheets }) }
    }

    /// The sheets in the order of the workbook: `{name, rows, hidden}`.
    pub fn sheets(&self) -> Result<JsValue, JsError> {
        let infos: Vec<SheetInfo<'_>> = self
            .sheets
            .iter()
            .map(|(name, hidden, range)| SheetInfo { name, rows: range.height(), hidden: *hidden })
            .collect();
        Ok(serde_wasm_bindgen::to_value(&infos)?)
    }

    /// The rows of the sheet at `index`: `{n, c}`, columns from A whether used or not.
    pub fn rows(&self, index: usize) -> Result<JsValue, JsError> {
        let rows = self.sheets.get(index).map(|(_, _, range)| rows_of(range)).unwrap_or_default();
        Ok(serde_wasm_bindgen::to_value(&rows)?)
    }
}

/// Tries each format; a password is told apart from bytes that are no workbook.
fn detect(bytes: Vec<u8>) -> Result<Sheets<Bytes>, &'static str> {
    let bytes = Cursor::new(bytes);
    match open_workbook_from_rs::<Xlsx<Bytes>, Bytes>(bytes.clone()) {
        Ok(workbook) => return Ok(Sheets::Xlsx(workbook)),
        Err(XlsxError::Password) => return Err("password"),
        Err(_) => {}
    }
    match open_workbook_from_rs::<Xls<Bytes>, Bytes>(bytes.clone()) {
        Ok(workbook) => return Ok(Sheets::Xls(workbook)),
        Err(XlsError::Password) => return Err("password"),
        Err(_) => {}
    }
    match open_workbook_from_rs::<Ods<Bytes>, Bytes>(bytes.clone()) {
        Ok(workbook) => return Ok(Sheets::Ods(workbook)),
        Err(OdsError::Password) => return Err("password"),
        Err(_) => {}
    }
    match open_workbook_from_rs::<Xlsb<Bytes>, Bytes>(bytes) {
        Ok(workbook) => Ok(Sheets::Xlsb(workbook)),
        Err(XlsbError::Password) => Err("password"),
        Err(_) => Err("not-a-workbook"),
    }
}

fn rows_of(range: &Range<Data>) -> Vec<Row> {
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    let (first_row, first_column) = (first_row as usize, first_column as usize);
    range
        .rows()
        .enumerate()
        .map(|(index, cells)| {
            let mut c: Vec<Cell> = (0..first_column).map(|_| Cell::Plain(String::new())).collect();
            c.extend(cells.iter().map(cell));
            Row { n: first_row + index + 1, c }
        })
        .collect()
}

fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Plain(String::new()),
        Data::String(text) => Cell::Text { t: text.clone(), k: "text" },
        Data::Int(value) => Cell::Typed { t: value.to_string(), k: "number", v: *value as f64 },
        Data::Float(value) => Cell::Typed { t: value.to_string(), k: "number", v: *value },
        Data::Bool(value) => Cell::Typed {
            t: if *value { "TRUE" } else { "FALSE" }.to_owned(),
            k: "bool",
            v: f64::from(u8::from(*value)),
        },
        Data::DateTime(moment) => date(*moment),
        Data::DateTimeIso(text) => iso_date(text),
        Data::DurationIso(text) => Cell::Text { t: text.clone(), k: "text" },
        Data::Error(error) => Cell::Text { t: error.to_string(), k: "error" },
    }
}

/// A serial date of either epoch; times alone and durations stay text, as no rule uses them.
fn date(moment: ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return Cell::Text { t: format!("{hour:02}:{minute:02}"), k: "text" };
    }
    dated(i64::from(year), i64::from(month), i64::from(day))
}

fn iso_date(text: &str) -> Cell {
    let mut parts = text.get(..10).unwrap_or_default().splitn(3, '-').map(str::parse::<i64>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) => dated(year, month, day),
        _ => Cell::Text { t: text.to_owned(), k: "text" },
    }
}

fn dated(year: i64, month: i64, day: i64) -> Cell {
    Cell::Typed { t: format!("{year:04}-{month:02}-{day:02}"), k: "date", v: days_since_1970(year, month, day) as f64 }
}

/// Days from 1970-01-01 in the Gregorian calendar; the year is counted from March, so that 29 February comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}
