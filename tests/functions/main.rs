//! The formulas that every spreadsheet offers, answered natively: equal to the engine's own result columns, and clear
//! about what cannot be answered.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod arguments;
#[path = "../common/mod.rs"]
mod common;
mod doubts;
mod listed;
mod single;
mod trackers;

use bae_rules::calendar::Day;
use bae_rules::decision::Status;
use bae_rules::functions::Formulas;
use bae_rules::functions::catalogue::{self, Does, FUNCTIONS, catalogue};
use bae_rules::policy::pack::{Part, ResultColumn};
use bae_rules::policy::settings::Organisation;
use bae_rules::record::RowKind;
use bae_rules::render::to_do::to_do;
use bae_rules::render::{CANNOT_DECIDE, CHECK, WHY, cells, headings};
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use common::{golden, tracker_with};
use serde_json::{Value, json};
use std::path::Path;

fn call(formulas: &mut Formulas, call: &Value) -> Value {
    serde_json::from_str(&formulas.call(&call.to_string())).unwrap()
}

fn answer(name: &str, args: Value) -> Value {
    call(&mut Formulas::default(), &json!({ "name": name, "args": args, "today": "2026-04-08" }))
}

fn error(name: &str, args: Value) -> String {
    let answer = answer(name, args);
    assert_eq!(answer["error"]["code"], "value", "{answer}");
    answer["error"]["text"].as_str().unwrap().to_string()
}

/// A sheet's text as cells: blank cells are null, as hosts pass them.
fn grid(text: &str) -> Vec<Vec<Value>> {
    let cell = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    paste::parse(text.to_string()).rows().map(|row| row.cells().map(|found| cell(found.text)).collect()).collect()
}

/// A result column of the engine, as a formula gives it.
fn column(tracker: &Tracker, title: &str) -> Vec<Value> {
    let at = headings(tracker).iter().position(|(heading, _)| heading == title);
    (1..tracker.table.len())
        .map(|row| {
            let text = match tracker.kind(row) {
                RowKind::Learner => at.map(|at| cells(tracker, row)[at].clone()).unwrap_or_default(),
                _ => String::new(),
            };
            if Day::parse(&text).is_some() { json!({ "date": text }) } else { json!(text) }
        })
        .collect()
}

/// The reasons as the formula gives them: of an answer that is open, what stands in its way.
fn whys(tracker: &Tracker) -> Vec<Value> {
    let (why, check) = (column(tracker, WHY), column(tracker, CHECK));
    let said = |row: usize| {
        let open =
            tracker.kind(row) == RowKind::Learner && cells(tracker, row).iter().any(|cell| cell == CANNOT_DECIDE);
        let texts = [&why[row - 1], &check[row - 1]].map(|text| text.as_str().unwrap());
        let kept = texts.iter().take(if open { 2 } else { 1 }).filter(|text| !text.is_empty());
        json!(kept.copied().collect::<Vec<_>>().join(". "))
    };
    (1..tracker.table.len()).map(said).collect()
}

/// The golden trackers whose headings stand in their first row, with the day and the settings they are answered for.
#[allow(clippy::type_complexity)]
fn goldens() -> Vec<(&'static str, &'static str, &'static str, Option<String>, &'static [&'static str])> {
    let terms: Vec<Value> = common::rows(&golden("reviews.terms.tsv"))
        .iter()
        .map(|line| json!({ "name": line[0], "term": line[1], "from": line[2], "to": line[3] }))
        .collect();
    let settings = json!({ "calendar": { "half_terms": terms } }).to_string();
    vec![
        ("at-risk-tracker.tsv", "learner-at-risk", "2026-04-08", None, &["RISK", "STAGE", "NEXT"]),
        ("bae-tracker.tsv", "learning-mentoring", "2026-04-08", None, &["CATEGORY", "SUPPORT"]),
        ("bae-scores.tsv", "learning-mentoring", "2026-04-08", None, &["CATEGORY", "SUPPORT"]),
        ("back-on-track.tsv", "back-on-track", "2026-04-08", None, &["AUDIT"]),
        ("reviews.tsv", "tutorial-review", "2026-03-11", Some(settings), &["REVIEW"]),
        ("mir.tsv", "mir-recording", "2026-04-08", None, &["MIR"]),
    ]
}

fn text_of(cell: &Value) -> String {
    cell.as_str().map_or_else(|| if cell.is_null() { String::new() } else { cell.to_string() }, str::to_string)
}

fn texts(name: &str, headings: &[&str], rows: Value) -> Vec<String> {
    let found = answer(name, json!([[headings], rows, { "date": "2026-04-08" }]));
    let rows = found["grid"].as_array().unwrap_or_else(|| panic!("{found}"));
    rows.iter().map(|row| row[0].as_str().unwrap().to_string()).collect()
}
