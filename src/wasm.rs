//! The only file that names `wasm_bindgen`: convert, call the boundary, convert back.

use crate::boundary::{
    self, CellIn, CellKind, EvaluateCall, ReadCall, ReadyCall, ResultCall, Session, SheetRow, TypedCell,
};
use crate::calendar::{Calendar, Day, Nation};
use crate::decision::{Decision, NotAssessed, SettingUsed};
use crate::functions::{self, Formulas};
use crate::json::{self, FromJson};
use crate::policy::load::load;
use crate::policy::pack::Pack;
use crate::problem::Problem;
use crate::ready::{self, Column, Values};
use serde::Serialize;
use std::cell::RefCell;
use std::mem::take;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

fn to_js<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|error| JsError::new(&error.to_string()))
}

/// An answer of many parts crosses as one text: a call for each part would take longer than working the answer out.
fn to_js_as_text<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    // Room for what most answers take: a text that grows is copied again and again.
    let mut text = Vec::with_capacity(1 << 14);
    serde_json::to_writer(&mut text, value).map_err(|error| JsError::new(&error.to_string()))?;
    let text = std::str::from_utf8(&text).map_err(|error| JsError::new(&error.to_string()))?;
    js_sys::JSON::parse(text).map_err(|_| JsError::new("the answer is not JSON"))
}

/// Lists that many answers share. Each crosses once and is frozen, as it is one object then in all answers that have it.
struct Crossed<T>(RefCell<Vec<(Rc<[T]>, JsValue)>>);

/// How many lists are remembered; rows that share none bring one after another.
const LISTS: usize = 64;

impl<T> Default for Crossed<T> {
    fn default() -> Self {
        Crossed(RefCell::default())
    }
}

impl<T: Serialize> Crossed<T> {
    fn of(&self, list: &Rc<[T]>) -> Result<JsValue, JsError> {
        let mut known = self.0.borrow_mut();
        if let Some((_, list)) = known.iter().find(|(shared, _)| Rc::ptr_eq(shared, list)) {
            return Ok(list.clone());
        }
        let crossed = to_js_as_text(list)?;
        let frozen: &js_sys::Object = crossed.unchecked_ref();
        js_sys::Object::freeze(frozen);
        if known.len() == LISTS {
            known.clear();
        }
        known.push((Rc::clone(list), crossed.clone()));
        Ok(crossed)
    }
}

fn set(of: &JsValue, key: &str, value: &JsValue) -> Result<(), JsError> {
    let set = js_sys::Reflect::set(of, &JsValue::from_str(key), value);
    set.map(|_| ()).map_err(|_| JsError::new("an answer takes no more parts"))
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

fn part(of: &JsValue, key: &str) -> JsValue {
    js_sys::Reflect::get(of, &JsValue::from_str(key)).unwrap_or_default()
}

/// A row of clipboard HTML or of a workbook: `{ n, c: [text | { t, k, v }] }`.
fn sheet_row(row: &JsValue) -> SheetRow {
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

fn sheet_rows(rows: &JsValue) -> Vec<SheetRow> {
    js_sys::Array::from(rows).iter().map(|row| sheet_row(&row)).collect()
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

/// A policy rule by rule in the order of its document, and its checklist as a form.
#[wasm_bindgen(js_name = policyPage)]
pub fn policy_page(policy: &str) -> Result<JsValue, JsError> {
    to_js(&boundary::policy_page(policy).map_err(failed)?)
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

/// A pack that has been read: `Policy.fromText(text)` or `Policy.builtIn('learner-at-risk')`.
#[wasm_bindgen]
pub struct Policy(Rc<Pack>);

#[wasm_bindgen]
impl Policy {
    /// A pack from the text of its file.
    #[wasm_bindgen(js_name = fromText)]
    pub fn from_text(text: &str) -> Result<Policy, JsError> {
        load(text).map(|pack| Policy(Rc::new(pack))).map_err(failed)
    }

    /// A pack that the engine brings.
    #[wasm_bindgen(js_name = builtIn)]
    pub fn built_in(name: &str) -> Result<Policy, JsError> {
        crate::tracker::built_in(name).map(Policy).map_err(failed)
    }

    /// Its name.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        self.0.pack.clone()
    }

    /// Makes it ready to be asked: `policy.ready({ as_of: '2026-04-08', fields: ['planned_progress', ...], settings? })`.
    /// `settings` is the text of a settings file.
    pub fn ready(&self, options: JsValue) -> Result<Ready, JsError> {
        let call: ReadyCall = from_js(&options)?;
        boundary::ready(&self.0, &call).map(Ready).map_err(failed)
    }
}

/// A policy ready to answer for one day about values that a program already holds. Numbers come back for rows; `answers`
/// gives the words of each number once.
///
/// A value is a number, by the kind of its field: a number, a count or a percentage as it is (92 is 92 %); a date in days
/// since 1970-01-01; yes as 1 and no as 0; a choice by its place among the field's values from 1; letters and several
/// choices as a set of bits. NaN is a blank, and so is 0 for a choice; Infinity is a date that nobody knows of an event
/// that has happened.
#[wasm_bindgen]
pub struct Ready(ready::Ready);

#[wasm_bindgen]
impl Ready {
    /// The decisions, in the order in which their answers are given.
    #[wasm_bindgen(getter)]
    pub fn decisions(&self) -> Vec<String> {
        self.0.decisions().map(str::to_string).collect()
    }

    /// One row: a number for each decision, in order. `values` are those of `fields`, in order: a Float64Array.
    pub fn row(&mut self, values: &[f64]) -> Vec<u32> {
        self.0.row(values).to_vec()
    }

    /// Where in the engine's memory the values of a row are put for `heldRow`, one float64 for each of `fields`, in order.
    /// What was put there stays.
    #[wasm_bindgen(getter, js_name = valuesAt)]
    pub fn values_at(&mut self) -> *mut f64 {
        self.0.values().as_mut_ptr()
    }

    /// One row without a copy: answers what stands at `valuesAt` and says where in the engine's memory the numbers of the
    /// decisions are, a uint32 for each.
    #[wasm_bindgen(js_name = heldRow)]
    pub fn held_row(&mut self) -> *const u32 {
        self.0.held_row().as_ptr()
    }

    /// Whole columns: one Uint32Array, the numbers of the first decision for all rows, then those of the second, and so
    /// on. `columns` has a typed array for each of `fields`, by its name, or `{ values, per: 10, blank: 0 }` where the
    /// array holds tenths and 0 stands for a blank.
    pub fn columns(&mut self, columns: &js_sys::Object) -> Result<Vec<u32>, JsError> {
        let names: Vec<String> = self.0.fields().map(str::to_string).collect();
        let read: Vec<Numbers> =
            names.iter().map(|name| Numbers::of(&part(columns, name), name)).collect::<Result<_, _>>()?;
        self.0.columns(&read.iter().map(Numbers::column).collect::<Vec<_>>()).map_err(failed)
    }

    /// The answers of a decision in words, from a number on: `[{ status, outcome, possible, rules }]`.
    pub fn answers(&self, decision: usize, from: usize) -> Result<JsValue, JsError> {
        to_js(&self.0.answers(decision, from))
    }
}

/// A typed array, copied.
enum Array {
    U8(Vec<u8>),
    I8(Vec<i8>),
    U16(Vec<u16>),
    I16(Vec<i16>),
    U32(Vec<u32>),
    I32(Vec<i32>),
    F32(Vec<f32>),
    F64(Vec<f64>),
}

/// A column of numbers as it came.
struct Numbers {
    array: Array,
    per: f64,
    blank: Option<f64>,
}

impl Numbers {
    fn of(value: &JsValue, name: &str) -> Result<Self, JsError> {
        let inner = part(value, "values");
        // A typed array has a method of that name.
        let (array, per, blank) = if inner.is_undefined() || inner.is_function() {
            (value.clone(), 1.0, None)
        } else {
            (inner, part(value, "per").as_f64().unwrap_or(1.0), part(value, "blank").as_f64())
        };
        macro_rules! first_of {
            ($($kind:ident $type:ident),*) => {
                $(if let Some(array) = array.dyn_ref::<js_sys::$type>() { Array::$kind(array.to_vec()) } else)* {
                    return Err(JsError::new(&format!("`{name}` needs a typed array, or {{ values, per, blank }} with one")));
                }
            };
        }
        let array = first_of!(
            U8 Uint8Array, I8 Int8Array, U16 Uint16Array, I16 Int16Array, U32 Uint32Array, I32 Int32Array,
            F32 Float32Array, F64 Float64Array
        );
        Ok(Numbers { array, per, blank })
    }

    fn column(&self) -> Column<'_> {
        let values = match &self.array {
            Array::U8(values) => Values::U8(values),
            Array::I8(values) => Values::I8(values),
            Array::U16(values) => Values::U16(values),
            Array::I16(values) => Values::I16(values),
            Array::U32(values) => Values::U32(values),
            Array::I32(values) => Values::I32(values),
            Array::F32(values) => Values::F32(values),
            Array::F64(values) => Values::F64(values),
        };
        Column { values, per: self.per, blank: self.blank }
    }
}

/// Answers a spreadsheet formula: a call as JSON text in, an answer as JSON text out.
#[wasm_bindgen]
pub fn formula(call: &str) -> String {
    thread_local! {
        static FORMULAS: std::cell::RefCell<Formulas> = std::cell::RefCell::default();
    }
    FORMULAS.with_borrow_mut(|formulas| formulas.call(call))
}

/// The formulas there are, as JSON text.
#[wasm_bindgen]
pub fn catalogue() -> Result<String, JsError> {
    let catalogue = functions::catalogue::catalogue().map_err(failed)?;
    serde_json::to_string(&catalogue).map_err(|error| JsError::new(&error.to_string()))
}

#[wasm_bindgen]
extern "C" {
    /// The browser's own.
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &js_sys::JsString) -> Vec<u8>;
}

/// A long text, which crosses faster all at once than letter by letter.
fn long_text(text: &js_sys::JsString) -> String {
    String::from_utf8(TextEncoder::new().encode(text)).unwrap_or_default()
}

/// A tracker held inside the engine.
#[wasm_bindgen]
pub struct Tracker {
    session: Session,
    not_assessed: Crossed<NotAssessed>,
    settings: Crossed<SettingUsed>,
}

impl Tracker {
    fn over(session: Session) -> Self {
        Tracker { session, not_assessed: Crossed::default(), settings: Crossed::default() }
    }
}

#[wasm_bindgen]
impl Tracker {
    /// A tracker from pasted text, or the text of a TSV or CSV file.
    #[wasm_bindgen(js_name = fromText)]
    pub fn from_text(text: js_sys::JsString) -> Tracker {
        Tracker::over(Session::from_text(long_text(&text)))
    }

    /// A tracker from the cells of clipboard HTML or a workbook.
    #[wasm_bindgen(js_name = fromCells)]
    pub fn from_cells(rows: JsValue) -> Tracker {
        Tracker::over(Session::from_cells(&sheet_rows(&rows)))
    }

    /// More cells below those of `fromCells`, before `read`: a long table comes in portions, so that a page stays alive.
    #[wasm_bindgen(js_name = addCells)]
    pub fn add_cells(&mut self, rows: JsValue) {
        self.session.add_cells(&sheet_rows(&rows));
    }

    /// Adds a pack, from the text of its file, to those that `read` may use, and gives its name. A pack of the same name
    /// is replaced.
    #[wasm_bindgen(js_name = addPack)]
    pub fn add_pack(&mut self, text: &str) -> Result<String, JsError> {
        let pack = Rc::new(load(text).map_err(failed)?);
        self.session.add_pack(Rc::clone(&pack));
        Ok(pack.pack.clone())
    }

    /// The same for a pack that was read before: `tracker.addPolicy(policy)`.
    #[wasm_bindgen(js_name = addPolicy)]
    pub fn add_policy(&mut self, policy: &Policy) {
        self.session.add_pack(Rc::clone(&policy.0));
    }

    /// Matches the columns and reads the cells.
    pub fn read(&mut self, options: JsValue) -> Result<JsValue, JsError> {
        let call: ReadCall = from_js(&options)?;
        to_js(&self.session.read(&call))
    }

    /// Answers every learner for a day.
    pub fn evaluate(&mut self, options: JsValue) -> Result<JsValue, JsError> {
        let call: EvaluateCall = from_js(&options)?;
        to_js(&self.session.evaluate(&call))
    }

    /// The learners who are entered again: `[{ name, rows }]`, by the numbers of their rows in the sheet.
    #[wasm_bindgen(js_name = enteredAgain)]
    pub fn entered_again(&self) -> Result<JsValue, JsError> {
        to_js(&self.session.entered_again())
    }

    /// Rows as they are shown, by their index from 0.
    pub fn rows(&self, indices: Vec<u32>) -> Result<JsValue, JsError> {
        to_js(&self.session.rows(&indices))
    }

    /// For each row, how a decision ended.
    pub fn codes(&self, decision: &str) -> Vec<u16> {
        self.session.codes(decision)
    }

    /// For each row, the day its next action is due.
    pub fn due(&self) -> Vec<i32> {
        self.session.due().to_vec()
    }

    /// Every decision of a row in full. Lists that other rows have too are frozen.
    pub fn explain(&self, index: usize) -> Result<JsValue, JsError> {
        let mut decisions = self.session.explain(index);
        let shared = |decision: &mut Decision| (take(&mut decision.not_assessed), take(&mut decision.settings));
        let shared: Vec<_> = decisions.iter_mut().map(shared).collect();
        let explained = js_sys::Array::from(&to_js_as_text(&decisions)?);
        for (decision, (not_assessed, settings)) in explained.iter().zip(&shared) {
            set(&decision, "not_assessed", &self.not_assessed.of(not_assessed)?)?;
            set(&decision, "settings", &self.settings.of(settings)?)?;
        }
        Ok(explained.into())
    }

    /// What is to be done for all learners, the most urgent first.
    #[wasm_bindgen(js_name = toDo)]
    pub fn to_do(&self) -> Result<JsValue, JsError> {
        to_js_as_text(&self.session.to_do())
    }

    /// The duties of a row.
    pub fn duties(&self, index: usize) -> Result<JsValue, JsError> {
        to_js(&self.session.duties(index))
    }

    /// What each group of rows says about itself, for policies that are checklists.
    pub fn assessments(&self) -> Result<JsValue, JsError> {
        to_js(&self.session.assessments())
    }

    /// How many rows have each answer, for policies that count for a return.
    pub fn counts(&self) -> Result<JsValue, JsError> {
        to_js(&self.session.counts())
    }

    /// The result columns, one line for each row of the sheet.
    pub fn result(&self, options: JsValue) -> Result<String, JsError> {
        let call: ResultCall = from_js(&options)?;
        Ok(self.session.result(&call))
    }

    /// The whole answer document, as the command line writes it.
    pub fn json(&self) -> Result<String, JsError> {
        let text = js_sys::JSON::stringify_with_replacer_and_space(
            &to_js(&self.session.document())?,
            &JsValue::NULL,
            &JsValue::from(2),
        );
        let text: Option<String> = text.ok().and_then(|text| text.as_string());
        Ok(format!("{}\n", text.unwrap_or_default()))
    }

    /// The tracker with its result columns, as the command line writes it: `tsv` or `csv`.
    pub fn text(&self, format: &str) -> String {
        self.session.text(format)
    }

    /// A cell's text.
    pub fn cell(&self, index: usize, column: usize) -> String {
        self.session.cell(index, column)
    }

    /// Changes a cell's text; `evaluate` answers anew.
    #[wasm_bindgen(js_name = setCell)]
    pub fn set_cell(&mut self, index: usize, column: usize, text: &str) {
        self.session.set_cell(index, column, text);
    }
}
