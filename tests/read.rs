//! Whole trackers, from pasted text to facts: the golden files cell by cell, headings as people write them, sheets with
//! every kind of row.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails is meant to stop")]

use bae_rules::number::ONE;
use bae_rules::policy::field::Field;
use bae_rules::record::columns::{Heading, match_columns};
use bae_rules::record::date::day_of;
use bae_rules::record::read::{ColumnChoice, ReadOptions, Reading, read};
use bae_rules::record::{Confidence, Fact, HAPPENED, RowKind};
use bae_rules::table::{Raw, Table, paste};
use std::collections::BTreeMap;

type Fields = Vec<(String, Field)>;

/// The fields of a policy; those that the golden files use for policies that are tested with their own pack elsewhere.
fn fields(pack: &str) -> Fields {
    let text = match pack {
        "mir-recording" => MIR.to_string(),
        "tutorial-review" => REVIEW.to_string(),
        "back-on-track" => BACK_ON_TRACK.to_string(),
        _ => {
            let path = format!("{}/src/policies/{pack}.json", env!("CARGO_MANIFEST_DIR"));
            let pack: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            pack["fields"].to_string()
        }
    };
    let fields: BTreeMap<String, Field> = serde_json::from_str(&text).unwrap();
    fields.into_iter().collect()
}

const MIR: &str = r#"{
    "activity": { "heading": "Activity", "type": "text" },
    "activity_kind": { "heading": "Activity kind", "type": "choice", "values": [
        { "value": "induction" }, { "value": "course" }, { "value": "top-up" }, { "value": "one-to-one" } ] },
    "signed_up_or_starting": { "heading": "Signed up or starting", "type": "yes-no" },
    "one_to_one": { "heading": "One to one", "type": "yes-no" },
    "private": { "heading": "Private", "type": "yes-no" },
    "purpose": { "heading": "Purpose", "type": "choice", "values": [
        { "value": "select course" }, { "value": "discuss progress" }, { "value": "plan progression" }, { "value": "other" } ] },
    "course_focus": { "heading": "Course focus", "type": "choice", "values": [ { "value": "condition" }, { "value": "general" } ] },
    "completed_course": { "heading": "Completed course", "type": "yes-no" },
    "in_learning_plan": { "heading": "In learning plan", "type": "date" }
}"#;

const REVIEW: &str = r#"{
    "learner": { "heading": "Learner", "type": "text" },
    "course_type": { "heading": "Course type", "type": "choice", "values": [
        { "value": "NEET prevention" }, { "value": "Young Apprenticeship" }, { "value": "Diploma" }, { "value": "Other" } ] },
    "joined": { "heading": "Joined", "type": "date" },
    "left": { "heading": "Left", "type": "date", "blank": "none", "event": true },
    "last_review": { "heading": "Last review", "type": "date", "blank": "none", "event": true },
    "totally_confidential": { "heading": "Totally confidential", "type": "yes-no" },
    "medium": { "heading": "Medium", "type": "choice", "values": [ { "value": "paper" }, { "value": "electronic" } ] },
    "copies_agreed": { "heading": "Copies agreed", "type": "choices", "blank": "none", "values": [
        { "value": "Student" }, { "value": "ILR" }, { "value": "Home School" }, { "value": "Parents/Carers" }, { "value": "Work based provider" } ] },
    "safeguarding_matter": { "heading": "Safeguarding matter", "type": "yes-no", "blank": "none" },
    "officer_informed": { "heading": "Officer informed", "type": "date", "blank": "none", "event": true }
}"#;

const BACK_ON_TRACK: &str = r#"{
    "partnership": { "heading": "Partnership", "type": "text" },
    "criterion": { "heading": "Criterion", "type": "text" },
    "tick": { "heading": "Tick", "type": "yes-no", "blank": "none" },
    "evidence": { "heading": "Evidence", "type": "text", "blank": "none" },
    "not_applicable": { "heading": "Not applicable because", "type": "text", "blank": "none" },
    "action": { "heading": "Action required", "type": "text", "blank": "none" },
    "by_who": { "heading": "By who", "type": "text", "blank": "none" },
    "by_when": { "heading": "By when", "type": "date", "blank": "none" },
    "measure": { "heading": "How this will be measured", "type": "text", "blank": "none" },
    "done": { "heading": "Done", "type": "yes-no", "blank": "none" }
}"#;

fn asked(fields: &Fields) -> Vec<(String, &Field)> {
    fields.iter().map(|(name, field)| (name.clone(), field)).collect()
}

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

#[test]
fn every_golden_tracker_is_read_whole() {
    let files = [
        ("at-risk-tracker.tsv", RISK, 66, 0),
        ("bae-tracker.tsv", MENTORING, 48, 0),
        ("bae-scores.tsv", MENTORING, 14, 0),
        ("mir.tsv", "mir-recording", 21, 0),
        ("reviews.tsv", "tutorial-review", 20, 0),
        ("back-on-track.tsv", "back-on-track", 252, 0),
    ];
    for (file, pack, learners, unread) in files {
        let table = golden(file);
        let reading = reading(pack, &table);
        let mut codes = codes(&reading);
        // The scores stand in for the measures, as the policy says; which columns will do is not settled by reading.
        codes.retain(|code| code != "missing-column" || file != "bae-scores.tsv");
        assert_eq!(codes, Vec::<String>::new(), "{file}");
        assert!(reading.columns.iter().all(|found| found.confidence == Confidence::Exact), "{file}: {:?}", reading.columns);
        assert_eq!(reading.records.kinds.iter().filter(|kind| **kind == RowKind::Learner).count(), learners, "{file}");
        let unreadable = reading.records.facts.iter().flatten().filter(|fact| **fact == Fact::Unreadable).count();
        assert_eq!(unreadable, unread, "{file}");
        // Where a cell holds something, its fact is a value.
        for (index, sources) in reading.records.sources.iter().enumerate() {
            for column in sources {
                for (at, row) in table.rows().enumerate().skip(1) {
                    let filled = !row.cell(*column).is_blank();
                    let value = matches!(reading.records.fact(index, at), Fact::Value(_));
                    let text = row.cell(*column).text;
                    assert!(value == filled || (filled && ["n/a", "-", "#N/A"].contains(&text)), "{file} row {}: `{text}`", row.number);
                }
            }
        }
    }
}

#[test]
fn the_messy_tracker_is_read_but_for_its_two_faulty_cells() {
    let table = golden("messy-at-risk.tsv");
    let reading = reading(RISK, &table);
    assert_eq!(codes(&reading), ["unreadable-number F20", "impossible-date M21"]);
    let headings = reading.headings.as_ref().unwrap();
    assert_eq!(table.row(headings.row).unwrap().number, 4);

    let expected = golden("messy-at-risk.expected.tsv");
    let learners: Vec<(String, String)> = expected.rows().skip(1).map(|row| (row.cell(0).text.to_string(), row.cell(1).text.to_string())).collect();
    let kinds = &reading.records.kinds;
    let name = reading.records.name_column.unwrap();
    let found: Vec<(String, String)> = table
        .rows()
        .zip(kinds)
        .filter(|(_, kind)| **kind == RowKind::Learner)
        .map(|(row, _)| (row.number.to_string(), row.cell(name).text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    assert_eq!(found, learners);
    assert_eq!(kinds[..4], [RowKind::AboveHeadings, RowKind::AboveHeadings, RowKind::AboveHeadings, RowKind::Headings]);
    assert_eq!((kinds[8], kinds[22], kinds[23]), (RowKind::Blank, RowKind::Blank, RowKind::Total));

    let of = |field, number: usize| fact(&reading, RISK, field, number - 1);
    for (number, target, actual) in [(5, 920, 920), (6, 920, 910), (7, 500, 350), (8, 500, 360), (10, 500, 500), (13, 600, 600)] {
        assert_eq!((of("planned_progress", number), of("actual_progress", number)), (percent(target), percent(actual)), "row {number}");
    }
    assert_eq!(of("actual_progress", 12), Fact::Unknown);
    assert_eq!(of("planned_progress", 20), Fact::Unreadable);
    for number in [5, 6, 7, 8, 10, 11, 12, 13] {
        assert_eq!(of("programme_start", number), day(2025, 9, 1), "row {number}");
    }
    assert_eq!(of("missed_sessions_run", 11), Fact::Unknown);
    for (field, number, date) in [
        ("first_intervention", 13, day(2026, 2, 16)),
        ("first_intervention", 14, day(2026, 2, 16)),
        ("first_intervention", 15, day(2026, 2, 16)),
        ("stage1_email", 16, day(2026, 3, 30)),
        ("stage1_email", 17, day(2026, 3, 27)),
        ("stage1_email", 18, day(2026, 3, 12)),
        ("stage2_email", 18, day(2026, 3, 25)),
        ("employment_ended", 22, day(2026, 3, 2)),
    ] {
        assert_eq!(of(field, number), date, "{field} in row {number}");
    }
    assert_eq!(of("stage1_email", 21), Fact::Unreadable);
    assert_eq!(of("first_intervention", 5), Fact::Nothing);
    assert_eq!(of("start_factors", 5), Fact::NoColumn);
    for (number, requested) in [(5, Fact::Value(0)), (6, Fact::Nothing), (7, Fact::Value(0)), (13, Fact::Value(1)), (14, Fact::Value(1)), (15, Fact::Value(1))] {
        assert_eq!(of("support_requested", number), requested, "row {number}");
    }
    assert_eq!(reading.records.problem(fields(RISK).iter().position(|(name, _)| name == "stage1_email").unwrap(), 20).unwrap().code, "impossible-date");
}

#[test]
fn nine_in_ten_headings_are_right_no_decoy_is_taken_and_no_opposites_are_swapped() {
    let path = format!("{}/tests/headings.tsv", env!("CARGO_MANIFEST_DIR"));
    let table = paste::parse(std::fs::read_to_string(path).unwrap());
    let (mut exact, mut offered, mut wrong, mut asked_for, mut decoys, mut taken) = (0, 0, Vec::new(), 0, 0, Vec::new());
    for row in table.rows().skip(1) {
        let (pack, heading, expected) = (row.cell(0).text, row.cell(1).text, row.cell(2).text);
        let fields = fields(pack);
        let matches = match_columns(&[Heading::new(heading)], &asked(&fields), &BTreeMap::new(), &|_| true);
        let found = &matches.columns[0];
        let field = found.field.map(|index| fields[index].0.as_str()).unwrap_or_default();
        let line = format!("{pack}: {heading} -> {field} ({:?}), expected {expected}", found.confidence);
        match expected {
            "" => {
                decoys += 1;
                if !field.is_empty() {
                    taken.push(line);
                }
            }
            _ => {
                asked_for += 1;
                match (field == expected, found.confidence) {
                    (true, Confidence::Exact) => exact += 1,
                    (true, _) => offered += 1,
                    (false, _) => wrong.push(line),
                }
            }
        }
    }
    let figures = format!("{exact} exact and {offered} offered of {asked_for}; not found or wrong: {wrong:#?}; {} of {decoys} decoys taken: {taken:#?}", taken.len());
    println!("{figures}");
    assert!((exact + offered) * 10 >= asked_for * 9, "{figures}");
    assert!(taken.is_empty(), "{figures}");
    // A heading that is not found is asked for; one that is taken for another field would be a wrong answer.
    assert!(wrong.iter().all(|line| line.contains("->  (")), "{figures}");
}
