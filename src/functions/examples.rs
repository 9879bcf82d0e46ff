//! Examples for the catalogue, of what goes well and of what does not: made from the packs' own samples and answered by the
//! engine, so that none can be wrong.

use super::Formulas;
use super::catalogue::{Does, Function, Kind, Parameter, values};
use super::measures;
use crate::place::column_letters;
use crate::policy::catalogue;
use crate::policy::pack::Pack;
use crate::table::paste;
use serde::Serialize;
use serde_json::{Value, json};
use std::rc::Rc;

/// A call that runs, as a formula and as a call.
#[derive(Debug, Clone, Serialize)]
pub struct Example {
    /// The formula without a host's prefix, over a sheet whose cells are `sheet`, from A1.
    pub formula: String,
    /// The cells of the sheet, from A1; blank ones are `null`.
    pub sheet: Vec<Vec<Value>>,
    /// The arguments, as a call holds them.
    pub args: Vec<Value>,
    /// The answer.
    pub answer: Value,
}

/// The day of the examples: one that gives the samples something to say.
const AS_OF: &str = "2026-04-08";
/// How many rows of a sample an example has, where a row can be answered without all the others.
const ROWS: usize = 3;

/// The examples of a function.
pub fn of(function: &Function, packs: &[Rc<Pack>]) -> Vec<Example> {
    match &function.does {
        Does::Results { policy, .. } => vec![over_sample(packs, function, policy, None)],
        Does::Check | Does::Duties => {
            packs.get(1).map(|pack| over_sample(packs, function, &pack.pack, None)).into_iter().collect()
        }
        Does::Why => packs
            .iter()
            .find_map(|pack| Some((pack, pack.decisions.iter().find(|answer| answer.id == "risk_rating")?)))
            .map(|(pack, answer)| over_sample(packs, function, &pack.pack, Some(&answer.title)))
            .into_iter()
            .collect(),
        Does::Band => {
            let measure =
                packs.iter().flat_map(|pack| measures::areas(pack)).flat_map(|area| area.measures).next_back();
            let area = packs
                .iter()
                .flat_map(|pack| measures::areas(pack))
                .find(|area| area.measures.len() == 1)
                .map(|area| area.name);
            let name = area.or(measure.map(|measure| measure.heading)).unwrap_or_default();
            let column = [json!(96), json!(90), json!(50)];
            let sheet: Vec<Vec<Value>> = column.iter().map(|value| vec![value.clone()]).collect();
            vec![example(function, format!("BAND(\"{name}\", A1:A3)"), sheet.clone(), vec![json!(name), json!(sheet)])]
        }
        Does::Deadline => {
            let date = json!({ "date": "2026-03-30" });
            vec![example(function, "DEADLINE(A1, 5)".to_string(), vec![vec![date.clone()]], vec![date, json!(5)])]
        }
        Does::Version => vec![example(function, "VERSION()".to_string(), Vec::new(), Vec::new())],
        Does::Diagnose => {
            let sheet = vec![vec![Value::Null, json!(0), json!("n/a"), json!({ "date": "2026-04-08" })]];
            vec![example(function, "DIAGNOSE(A1:D1)".to_string(), sheet.clone(), vec![json!(sheet)])]
        }
    }
}

/// What a function says of an argument that does not fit.
#[derive(Debug, Clone, Serialize)]
pub struct Refusal {
    /// The parameter.
    pub parameter: &'static str,
    /// What it was given instead of what it takes; blank cells are `""`.
    pub given: String,
    /// What the cell says.
    pub text: String,
}

/// What a function says of its first example with one argument after the other that does not fit.
pub fn refusals(function: &Function, packs: &[Rc<Pack>], examples: &[Example]) -> Vec<Refusal> {
    let Some(example) = examples.first() else { return Vec::new() };
    let parameters = function.parameters.iter().enumerate();
    parameters
        .filter_map(|(at, parameter)| {
            let given = unfit(parameter, packs)?;
            let mut args = example.args.clone();
            args.resize(args.len().max(at + 1), Value::Null);
            *args.get_mut(at)? = given.clone();
            let answer = answered(function, &args);
            let text = answer.pointer("/error/text").or_else(|| answer.pointer("/grid/0/0/error/text"))?;
            let given = given.as_str().unwrap_or_default().to_string();
            Some(Refusal { parameter: parameter.name, given, text: text.as_str()?.to_string() })
        })
        .collect()
}

/// What people give a parameter by mistake.
fn unfit(parameter: &Parameter, packs: &[Rc<Pack>]) -> Option<Value> {
    if let Some(list) = parameter.list {
        let value = values(list, packs).into_iter().find(|value| value.chars().count() > 3)?;
        let mut letters = value.chars();
        letters.next_back();
        return Some(json!(letters.as_str()));
    }
    match parameter.kind {
        Kind::Date => Some(json!("soon")),
        Kind::Number => Some(json!("five")),
        Kind::Any if parameter.name == "headings" => Some(json!([[null]])),
        Kind::Any | Kind::Text => None,
    }
}

fn answered(function: &Function, args: &[Value]) -> Value {
    let call = json!({ "name": function.name, "args": args, "today": AS_OF }).to_string();
    serde_json::from_str(&Formulas::default().call(&call)).unwrap_or_default()
}

fn example(function: &Function, formula: String, sheet: Vec<Vec<Value>>, args: Vec<Value>) -> Example {
    let answer = answered(function, &args);
    Example { formula, sheet, args, answer }
}

/// A function over the first rows of a policy's sample.
fn over_sample(packs: &[Rc<Pack>], function: &Function, policy: &str, first: Option<&str>) -> Example {
    let table = paste::parse(catalogue::sample(policy).to_string());
    let whole = packs.iter().any(|pack| pack.pack == policy && pack.decisions.is_empty());
    let rows: Vec<_> = table.rows().take(if whole { table.len() } else { ROWS + 1 }).collect();
    let cells: Vec<Vec<Value>> = rows
        .iter()
        .map(|row| {
            (0..table.width())
                .map(|column| match row.cell(column).text.trim() {
                    "" => Value::Null,
                    text => json!(text),
                })
                .collect()
        })
        .collect();
    let (last, day) = (letters(table.width()), letters(table.width() + 2));
    let below = cells.len();
    let mut formula = format!("{}(", function.name);
    let mut args = Vec::new();
    if let Some(first) = first {
        formula.push_str(&format!("\"{first}\", "));
        args.push(json!(first));
    }
    formula.push_str(&format!("$A$1:${last}$1, $A$2:${last}${below}, ${day}$1)"));
    let (headings, rows) = cells.split_at(1.min(below));
    let date = json!({ "date": AS_OF });
    args.extend([json!(headings), json!(rows), date.clone()]);
    let mut sheet = cells.clone();
    if let Some(top) = sheet.first_mut() {
        top.extend([Value::Null, date]);
    }
    example(function, formula, sheet, args)
}

fn letters(column: usize) -> String {
    column_letters(u32::try_from(column).unwrap_or(0))
}
