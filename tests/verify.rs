//! The packs that ship have no findings, and what is found is worded for the person who wrote the pack.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod support;

use bae_rules::policy::catalogue::BUILT_IN;
use bae_rules::policy::verify::{self, verify};
use std::time::{Duration, Instant};
use support::{Field, Kind, Lcg, Of, Row, Table, Test, World};

#[test]
fn the_packs_that_ship_have_no_findings() {
    for (name, text) in BUILT_IN {
        let findings = verify(&support::loaded(text));
        let told: Vec<String> = findings
            .iter()
            .map(|finding| format!("{:?}: {} {}", finding.kind, finding.sentence, finding.remedy))
            .collect();
        assert!(findings.is_empty(), "{name}:\n{}", told.join("\n"));
    }
}

/// A complete table of `columns` percentages and `rows` rows, cut as people cut them.
fn table(columns: usize, rows: usize, lcg: &mut Lcg) -> World {
    let fields = (0..columns).map(|at| Field { name: format!("f{at}"), kind: Kind::Percent, required: true }).collect();
    let mut boxes: Vec<Vec<(i64, i64)>> = vec![vec![(0, 100_001); columns]];
    while boxes.len() < rows {
        let which = lcg.below(boxes.len());
        let axis = lcg.below(columns);
        let (low, high) = boxes[which][axis];
        if high - low < 2000 {
            continue;
        }
        let at = low + lcg.between(1, (high - low - 1) / 1000) * 1000;
        let mut upper = boxes[which].clone();
        upper[axis].0 = at;
        boxes[which][axis].1 = at;
        boxes.push(upper);
    }
    let rows = boxes.iter().enumerate().map(|(at, region)| Row {
        id: format!("R{at}"),
        tests: region
            .iter()
            .map(|(low, high)| {
                Test::between(Some((*low, true)), if *high > 100_000 { None } else { Some((*high, false)) })
            })
            .collect(),
        then: Some(at % 4),
        more: 0,
    });
    let table = Table {
        id: "t0".into(),
        hit: "unique",
        values: (0..4).map(|at| format!("v{at}")).collect(),
        more: Vec::new(),
        columns: (0..columns).map(Of::Field).collect(),
        rows: rows.collect(),
        otherwise: None,
        monotone: false,
    };
    World { fields, derived: Vec::new(), tables: vec![table] }
}

#[test]
fn large_tables_are_verified_while_a_person_waits() {
    let mut lcg = Lcg(41);
    for (columns, rows, most) in [(2, 60, 50), (3, 30, 50), (4, 30, 1000), (8, 40, 5000), (3, 200, 5000)] {
        let pack = support::loaded(&table(columns, rows, &mut lcg).text());
        let began = Instant::now();
        let findings = verify(&pack);
        let took = began.elapsed();
        println!("{columns} columns x {rows} rows: {took:?}, {} findings", findings.len());
        // Debug builds are some thirty times slower, and tests share the machine.
        assert!(
            took < Duration::from_millis(most * if cfg!(debug_assertions) { 60 } else { 4 }),
            "{columns} x {rows}: {took:?}"
        );
        assert!(findings.iter().all(|finding| finding.kind == verify::Kind::IdleColumn), "{findings:?}");
    }
}

#[test]
fn every_threshold_has_a_row_below_at_and_above_it() {
    use bae_rules::policy::verify::boundaries::{Side, boundaries};
    let pack = support::loaded(BUILT_IN.iter().find(|(name, _)| *name == "learning-mentoring").unwrap().1);
    let rows = boundaries(&pack).unwrap();
    assert!(rows.iter().all(|row| !row.given.is_empty()));
    let sdq: Vec<(Side, &str, &str)> = rows
        .iter()
        .filter(|row| row.row == "PLP-20-EMO-1")
        .map(|row| {
            (
                row.side,
                row.given.iter().find(|(name, _)| name == "sdq_teacher_total").unwrap().1.as_str(),
                row.outcome.as_str(),
            )
        })
        .collect();
    assert_eq!(sdq, [(Side::Below, "15", "1"), (Side::At, "16", "2"), (Side::Above, "17", "2")]);
    let behaviour = rows
        .iter()
        .find(|row| row.fact == "suspension_days_term" && row.side == Side::Above && row.row == "PLP-20-BEH-3a")
        .unwrap();
    assert_eq!(behaviour.outcome, "3", "{behaviour:?}");
}

#[test]
fn thresholds_of_generated_tables_read_the_same_row_by_row() {
    use bae_rules::policy::verify::boundaries::boundaries;
    let mut lcg = Lcg(42);
    let mut tried = 0;
    for _ in 0..support::rounds(20, 200) {
        let world = table(2, 12, &mut lcg);
        for row in boundaries(&support::loaded(&world.text())).unwrap() {
            let values: Vec<support::Known> = (0..2)
                .map(|at| match row.facts[world.position(at)] {
                    bae_rules::record::Fact::Value(value) => support::Known::Number(i128::from(value), 1_000_000),
                    _ => support::Known::whole(0),
                })
                .collect();
            assert_eq!(world.tables[0].read(&values).value(), Some(row.outcome.as_str()), "{row:?}");
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}
