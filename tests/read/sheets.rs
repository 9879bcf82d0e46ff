//! Sheets that are no good table: ragged, empty, hostile, or very long.

use crate::fields::{Fields, asked, fields};
use crate::{RISK, codes, fact, percent, reading, text};
use bae_rules::record::headed::ReadOptions;
use bae_rules::record::read::read;
use bae_rules::record::{Fact, RowKind};
use bae_rules::table::paste;

#[test]
fn a_row_with_more_cells_than_headings_is_not_read_and_the_others_are() {
    let reading = text(RISK, "Learner\tTarget %\tActual %\nJo\t50\t40\t7\nAl\t50\t40\t\nBo\t50\t40\n");
    assert_eq!(codes(&reading), ["row-too-long row 2"]);
    let problem = &reading.records.problems[0].problem;
    assert_eq!(problem.message, "4 cells here, 3 in the heading row");
    let planned = fields(RISK).iter().position(|(name, _)| name == "planned_progress").unwrap();
    assert_eq!(reading.records.fact(planned, 1), Fact::Unreadable);
    assert_eq!(reading.records.problem(planned, 1).unwrap().code, "row-too-long");
    assert_eq!(reading.records.fact(planned, 2), percent(500));
    assert_eq!(reading.records.fact(planned, 3), percent(500));
}

#[test]
fn a_sheet_that_cannot_be_used_says_why() {
    assert_eq!(codes(&text(RISK, "")), ["empty-paste"]);
    assert_eq!(codes(&text(RISK, "Jo")), ["single-cell"]);
    assert_eq!(codes(&text(RISK, "PK\u{3}\u{4}\0")), ["not-text"]);
    assert_eq!(codes(&text(RISK, "a\tb\n1\t2\n")), ["no-headings", "missing-column", "missing-column"]);
    assert_eq!(codes(&text(RISK, "Learner\tTarget %\tActual %\n")), ["no-rows"]);
}

#[test]
fn two_hundred_thousand_rows_are_read() {
    let row = "Jo\t50\t40\t2025-09-01\tN\n";
    let table =
        paste::parse(format!("Learner\tTarget %\tActual %\tStart date\tSupport requested\n{}", row.repeat(200_000)));
    let reading = reading(RISK, &table);
    assert_eq!(fact(&reading, RISK, "actual_progress", 200_000), percent(400));
    assert_eq!(reading.records.kinds.iter().filter(|kind| **kind == RowKind::Learner).count(), 200_000);
}

#[test]
fn hostile_sheets_are_read_without_harm() {
    let pieces = [
        "Learner",
        "Target %",
        "Actual %",
        "\t",
        "\t",
        "\n",
        "\n",
        "50%",
        "0.5",
        "31/02/2026",
        "\"",
        "#REF!",
        "Total",
        "x",
        "é",
        "\u{feff}",
        ",",
        "1,200",
        "{",
        "-",
        "9999999999999",
    ];
    let mut seed = 11u64;
    for _ in 0..1_500 {
        let mut sheet = String::new();
        for _ in 0..30 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            sheet.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        let table = paste::parse(sheet.clone());
        let fields: Fields = vec![
            ("learner".to_string(), serde_json::from_str(r#"{ "heading": "Learner", "type": "text" }"#).unwrap()),
            (
                "planned_progress".to_string(),
                serde_json::from_str(r#"{ "heading": "Target %", "type": "percent" }"#).unwrap(),
            ),
            ("start".to_string(), serde_json::from_str(r#"{ "heading": "Actual %", "type": "dates" }"#).unwrap()),
        ];
        let reading = read(&table, &asked(&fields), &ReadOptions::default());
        assert_eq!(reading.records.kinds.len(), table.len(), "{sheet:?}");
        assert!(reading.records.problems.is_sorted_by_key(|found| found.row), "{sheet:?}");
        // Every unreadable fact has a problem that says why.
        for field in 0..reading.records.columns.len() {
            for row in 0..table.len() {
                let fact = reading.records.fact(field, row);
                assert!(fact != Fact::Unreadable || reading.records.problem(field, row).is_some(), "{sheet:?}");
            }
        }
    }
}
