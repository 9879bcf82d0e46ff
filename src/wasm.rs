//! The only file that names `wasm_bindgen`: convert, call the boundary, convert back.

use crate::boundary::{self, CellIn, CellKind, EvaluateCall, ReadCall, ResultCall, Session, SheetRow, TypedCell};
use crate::calendar::{Calendar, Day, Nation};
use crate::json::{self, FromJson};
use crate::problem::Problem;
use serde::Serialize;
use wasm_bindgen::prelude::*;

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| JsError::new(&error.to_string()))
}

/// Calls cross as JSON text, because serde-wasm-bindgen lets unknown keys pass.
fn from_js<T: FromJson>(value: &JsValue) -> Result<T, JsError> {
    let text =
        js_sys::JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_else(|| "{}".to_string());
    json::from_str(&text).map_err(failed)
}

fn failed(problems: Vec<Problem>) -> JsError {
    JsError::new(&problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// A row of clipboard HTML or of a workbook: `{ n, c: [text | { t, k, v }] }`.
fn sheet_row(row: &JsValue) -> SheetRow {
    let part = |of: &JsValue, key: &str| js_sys::Reflect::get(of, &JsValue::from_str(key)).unwrap_or_default();
    let cell = |cell: JsValue| match cell.as_string() {
        Some(text) => CellIn::Text(text),
        None => CellIn::Typed(TypedCell {
            t: part(&cell, "t").as_string().unwrap_or_default(),
            k: part(&cell, "k").as_string().and_then(|word| CellKind::of(&word)).unwrap_or(CellKind::Text),
            v: part(&cell, "v").as_f64(),
        }),
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let n = part(row, "n").as_f64().unwrap_or(0.0) as u32;
    SheetRow { n, c: js_sys::Array::from(&part(row, "c")).iter().map(cell).collect() }
}

/// The engine's version.
#[wasm_bindgen]
pub fn version() -> String {
    crate::VERSION.to_string()
}

/// What the engine can do: its policies, fields, settings and samples.
#[wasm_bindgen]
pub fn describe() -> Result<JsValue, JsError> {
    to_js(&boundary::describe().map_err(failed)?)
}

/// The day that lies `n` working days after a date, as `WORKDAY` counts.
#[wasm_bindgen]
pub fn working_day(date: &str, n: i32, nation: &str) -> Result<String, JsError> {
    let day = Day::parse(date).ok_or_else(|| JsError::new("the date is to be written as 2026-04-08"))?;
    let nation = Nation::parse(nation)
        .ok_or_else(|| JsError::new("the nation is england-and-wales, scotland or northern-ireland"))?;
    let found = Calendar::of(Some(nation))
        .add_working_days(day, i64::from(n))
        .map_err(|uncovered| failed(vec![uncovered.into()]))?;
    Ok(found.to_string())
}

/// A tracker held inside the engine.
#[wasm_bindgen]
pub struct Tracker(Session);

#[wasm_bindgen]
impl Tracker {
    /// A tracker from pasted text, or the text of a TSV or CSV file.
    #[wasm_bindgen(js_name = fromText)]
    pub fn from_text(text: String) -> Result<Tracker, JsError> {
        Session::from_text(text).map(Tracker).map_err(failed)
    }

    /// A tracker from the cells of clipboard HTML or a workbook.
    #[wasm_bindgen(js_name = fromCells)]
    pub fn from_cells(rows: JsValue) -> Result<Tracker, JsError> {
        let rows: Vec<SheetRow> = js_sys::Array::from(&rows).iter().map(|row| sheet_row(&row)).collect();
        Session::from_cells(&rows).map(Tracker).map_err(failed)
    }

    /// Matches the columns and reads the cells.
    pub fn read(&mut self, options: JsValue) -> Result<JsValue, JsError> {
        let call: ReadCall = from_js(&options)?;
        to_js(&self.0.read(&call))
    }

    /// Answers every learner for a day.
    pub fn evaluate(&mut self, options: JsValue) -> Result<JsValue, JsError> {
        let call: EvaluateCall = from_js(&options)?;
        to_js(&self.0.evaluate(&call))
    }

    /// Rows as they are shown, by their index from 0.
    pub fn rows(&self, indices: Vec<u32>) -> Result<JsValue, JsError> {
        to_js(&self.0.rows(&indices))
    }

    /// For each row, how a decision ended.
    pub fn codes(&self, decision: &str) -> Vec<u8> {
        self.0.codes(decision)
    }

    /// For each row, the day its next action is due.
    pub fn due(&self) -> Vec<i32> {
        self.0.due()
    }

    /// Every decision of a row in full.
    pub fn explain(&self, index: usize) -> Result<JsValue, JsError> {
        to_js(&self.0.explain(index))
    }

    /// The duties of a row.
    pub fn duties(&self, index: usize) -> Result<JsValue, JsError> {
        to_js(&self.0.duties(index))
    }

    /// What each group of rows says about itself, for policies that are checklists.
    pub fn assessments(&self) -> Result<JsValue, JsError> {
        to_js(&self.0.assessments())
    }

    /// The result columns, one line for each row of the sheet.
    pub fn result(&self, options: JsValue) -> Result<String, JsError> {
        let call: ResultCall = from_js(&options)?;
        Ok(self.0.result(&call))
    }

    /// The whole answer document, as the command line writes it.
    pub fn json(&self) -> Result<String, JsError> {
        let text = js_sys::JSON::stringify_with_replacer_and_space(
            &to_js(&self.0.document())?,
            &JsValue::NULL,
            &JsValue::from(2),
        );
        let text: Option<String> = text.ok().and_then(|text| text.as_string());
        Ok(format!("{}\n", text.unwrap_or_default()))
    }

    /// The tracker with its result columns, as the command line writes it: `tsv` or `csv`.
    pub fn text(&self, format: &str) -> String {
        self.0.text(format)
    }

    /// A cell's text.
    pub fn cell(&self, index: usize, column: usize) -> String {
        self.0.cell(index, column)
    }

    /// Changes a cell's text; `evaluate` answers anew.
    #[wasm_bindgen(js_name = setCell)]
    pub fn set_cell(&mut self, index: usize, column: usize, text: &str) {
        self.0.set_cell(index, column, text);
    }
}
