//! Readers held against others that we did not write; the answers of those are kept in `tests/data`, with the scripts that
//! asked for them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a failed unwrap is a failed test")]

use bae_rules::calendar::Day;
use bae_rules::json;
use bae_rules::number::Number;
use bae_rules::policy::field::Field;
use bae_rules::policy::load::load;
use bae_rules::policy::settings::Organisation;
use bae_rules::record::Fact;
use bae_rules::record::cell::{Reader, Writing};
use bae_rules::table::{Cell, Raw, paste};
use bae_rules::tracker::{Choices, Tracker};
use serde_json::{Value, json as made};
use std::rc::Rc;

fn data(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Texts and the cells that another program says they are.
fn same_cells(name: &str, least: usize) {
    let mut count = 0;
    for line in data(name).lines() {
        let (text, expected): (String, Vec<Vec<String>>) = serde_json::from_str(line).unwrap();
        let table = paste::parse(text.clone());
        let found: Vec<Vec<&str>> = table.rows().map(|row| row.cells().map(|cell| cell.text).collect()).collect();
        assert_eq!(found, expected, "{text:?}");
        count += 1;
    }
    assert!(count >= least, "{count} tables");
}

#[test]
fn text_that_python_writes_as_csv_is_read_as_it_was() {
    same_cells("csv-python.jsonl", 300);
}

#[test]
fn text_that_libreoffice_puts_on_the_clipboard_is_read_as_the_cells_it_shows() {
    same_cells("clipboard-libreoffice.jsonl", 120);
}

/// A pack of one rule with one test, asked through a pasted table.
fn passes(kind: &str, test: &str, values: &[&str]) -> Vec<bool> {
    let field = match kind {
        "number" => made!({ "heading": "Input", "type": "number", "min": -100, "max": 100 }),
        "date" => made!({ "heading": "Input", "type": "date" }),
        "flag" => made!({ "heading": "Input", "type": "yes-no" }),
        _ => made!({ "heading": "Input", "type": "choice",
            "values": values.iter().map(|value| made!({ "value": value })).collect::<Vec<_>>() }),
    };
    let row = |id: &str, then: &str, when: Value| {
        let mut row = made!({ "id": id, "clause": "G 1", "says": "it is so", "then": then });
        if when != Value::Null {
            row["when"] = when;
        }
        row
    };
    let pack = made!({
        "pack": "one-test", "schema": 1, "version": "1", "title": "One test", "about": "One test.",
        "sources": { "G": { "title": "Generated", "publisher": "Nobody" } }, "subject": "who", "needs_columns": [["input"]],
        "fields": { "who": { "heading": "Who", "type": "text" }, "input": field },
        "rules": [{ "id": "answer", "title": "Answer", "kind": "table", "hit": "first", "values": ["no", "yes"],
            "rows": [row("T-1", "yes", made!({ "input": test }))], "otherwise": row("T-2", "no", Value::Null) }],
        "decisions": [{ "id": "answer", "title": "Answer" }], "results": [],
        "examples": [{ "claim": "every row", "given": {}, "expect": {}, "shows": ["T-1", "T-2"] }],
    });
    let pack = load(&pack.to_string()).unwrap_or_else(|problems| panic!("{test}: {problems:?}"));
    let mut text = "Who\tInput\n".to_string();
    for (at, value) in values.iter().enumerate() {
        text.push_str(&format!("row {at}\t{value}\n"));
    }
    let mut tracker = Tracker::new(paste::parse(text));
    tracker.read(&[Rc::new(pack)], &Choices { policies: vec!["one-test".to_string()], ..Choices::default() });
    assert!(tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default()).is_empty());
    (1..=values.len())
        .map(|row| match tracker.explain(row)[0].outcome.as_deref() {
            Some("yes") => true,
            Some("no") => false,
            other => panic!("{test} of {}: {other:?}", values[row - 1]),
        })
        .collect()
}

#[test]
fn unary_tests_pass_where_a_published_feel_interpreter_says_so() {
    let (mut asked, mut passed) = (0, 0);
    for line in data("unary-feelin.jsonl").lines() {
        let (kind, test, expected): (String, String, Vec<(String, bool)>) = serde_json::from_str(line).unwrap();
        let values: Vec<&str> = expected.iter().map(|(value, _)| value.as_str()).collect();
        let found = passes(&kind, &test, &values);
        for ((value, expected), found) in expected.iter().zip(found) {
            assert_eq!(found, *expected, "{test} of {value}");
            asked += 1;
            passed += usize::from(found);
        }
    }
    assert!(asked > 3000 && passed > asked / 4 && passed < asked * 3 / 4, "{passed} of {asked} pass");
}

fn field(kind: &str) -> Field {
    json::from_str(&format!(r#"{{ "heading": "Input", "type": "{kind}" }}"#)).unwrap()
}

fn read(field: &Field, text: &str) -> Option<i64> {
    let mut reader = Reader::new(field, Writing::default());
    match reader.read(Cell { text, raw: Raw::Unknown }, &mut Vec::new()) {
        Ok(Fact::Value(value)) => Some(value),
        _ => None,
    }
}

/// Texts that LibreOffice takes for text and that people write as dates all the same.
const DATES_MORE: &[&str] = &["1-4-2026", "01-04-26", "1.4.2026", "01.04.26", "April 1, 2026", "1st April 2026"];
/// Days that LibreOffice reads and that no tracker holds: before 1990 or after 2099.
const DATES_LESS: &[&str] = &["1/4/30", "1/4/31", "1/4/1900", "1/3/1900", "1/1/2199"];

#[test]
fn dates_are_the_days_that_libreoffice_reads() {
    let field = field("date");
    let mut same = 0;
    for line in data("cells-libreoffice.tsv").lines().skip(1) {
        let parts: Vec<&str> = line.split('\t').collect();
        let (text, kind) = (parts[0], parts[1]);
        let found = read(&field, text);
        match kind {
            "date" if DATES_LESS.contains(&text) => {}
            "date" => {
                assert_eq!(found.map(|day| day.to_string()).as_deref(), Some(parts[2]), "{text}");
                same += 1;
            }
            "text" => assert_eq!(found.is_some(), DATES_MORE.contains(&text), "{text}: {found:?}"),
            _ => {}
        }
    }
    assert!(same >= 12, "{same} dates");
}

#[test]
fn numbers_and_percentages_are_those_that_libreoffice_reads() {
    let percent = field("percent");
    let mut same = 0;
    for line in data("cells-libreoffice.tsv").lines().skip(1) {
        let parts: Vec<&str> = line.split('\t').collect();
        let (text, kind, value) = (parts[0], parts[1], parts[2]);
        let expected = Number::parse(value);
        if kind == "percent" || kind == "number" {
            // What we read at all, we read as the same value; what we refuse is named, not guessed.
            if let Some(found) = read(&percent, text) {
                assert_eq!(Some(Number(found)), expected, "{text}");
                same += 1;
            }
        }
    }
    assert!(same >= 10, "{same} numbers");
}
