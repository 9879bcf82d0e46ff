//! Whole trackers, from pasted text to facts: the golden files cell by cell, headings as people write them, sheets with
//! every kind of row.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails is meant to stop"
)]

mod columns;
mod fields;
mod golden;
mod headings;
mod rows;
mod sheets;

use bae_rules::number::ONE;
use bae_rules::record::Fact;
use bae_rules::record::date::day_of;
use bae_rules::record::headed::ReadOptions;
use bae_rules::record::read::{Reading, read};
use bae_rules::table::{Table, paste};
use fields::{asked, fields};

fn golden(name: &str) -> Table {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    paste::parse(std::fs::read_to_string(path).unwrap())
}

fn reading(pack: &str, table: &Table) -> Reading {
    reading_with(pack, table, &ReadOptions::default())
}

fn reading_with(pack: &str, table: &Table, options: &ReadOptions) -> Reading {
    read(table, &asked(&fields(pack)), options)
}

fn text(pack: &str, text: &str) -> Reading {
    reading(pack, &paste::parse(text.to_string()))
}

fn codes(reading: &Reading) -> Vec<String> {
    let table = reading.problems.iter().map(|problem| problem.code.clone());
    let cells = reading.records.problems.iter().map(|found| {
        let place = found.problem.place.as_ref().map(|place| place.name()).unwrap_or_default();
        format!("{} {place}", found.problem.code)
    });
    table.chain(cells).collect()
}

fn fact(reading: &Reading, pack: &str, field: &str, row: usize) -> Fact {
    let index = fields(pack).iter().position(|(name, _)| name == field).unwrap();
    reading.records.fact(index, row)
}

fn day(year: i32, month: u32, day: u32) -> Fact {
    Fact::Value(day_of(year, month, day).unwrap().into())
}

fn percent(tenths: i64) -> Fact {
    Fact::Value(tenths * ONE / 10)
}

const RISK: &str = "learner-at-risk";
const MENTORING: &str = "learning-mentoring";
