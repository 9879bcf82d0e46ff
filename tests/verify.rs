//! The packs that ship have no findings, and what is found is worded for the person who wrote the pack.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod support;

use bae_rules::policy::catalogue::BUILT_IN;
use bae_rules::policy::verify::{self, verify};
use support::{Lcg, whole_table};

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

#[test]
fn large_tables_that_leave_nothing_open_have_no_fault() {
    let mut lcg = Lcg(41);
    for (columns, rows) in [(2, 60), (3, 30), (4, 30), (8, 40), (3, 200)] {
        let findings = verify(&support::loaded(&whole_table(columns, rows, &mut lcg).text()));
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
        let world = whole_table(2, 12, &mut lcg);
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
