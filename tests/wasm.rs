//! The golden trackers inside wasm, in Node and in a browser: `wasm-pack test` runs these and no others.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod support;

use bae_rules::boundary::{EvaluateCall, ReadCall, Session};
use bae_rules::policy::verify::{self, verify};
use support::{Lcg, whole_table};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

fn session(text: &str, policy: &str) -> Session {
    let mut session = Session::from_text(text.to_string());
    session.read(&ReadCall { policies: vec![policy.to_string()], ..ReadCall::default() });
    session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None });
    session
}

/// The value in a column of the answers, line by line.
fn column(text: &str, heading: &str) -> Vec<String> {
    let mut lines = text.lines();
    let at = lines.next().unwrap().split('\t').position(|cell| cell == heading).expect(heading);
    lines.map(|line| line.split('\t').nth(at).unwrap_or_default().to_string()).collect()
}

#[wasm_bindgen_test]
fn learners_at_risk_get_the_expected_answers() {
    let answers = session(include_str!("golden/at-risk-tracker.tsv"), "learner-at-risk").text("tsv");
    let expected = include_str!("golden/at-risk-tracker.expected.tsv");
    for heading in ["Risk rating", "Escalation stage", "Due"] {
        assert_eq!(column(&answers, heading), column(expected, heading), "{heading}");
    }
}

#[wasm_bindgen_test]
fn pupils_get_the_expected_answers() {
    let answers = session(include_str!("golden/bae-tracker.tsv"), "learning-mentoring").text("tsv");
    let expected = include_str!("golden/bae-tracker.expected.tsv");
    for heading in ["BAE category", "Support worker"] {
        assert_eq!(column(&answers, heading), column(expected, heading), "{heading}");
    }
}

#[wasm_bindgen_test]
fn a_messy_paste_keeps_its_problems_at_their_cells() {
    let session = session(include_str!("golden/messy-at-risk.tsv"), "learner-at-risk");
    let places: Vec<String> = session
        .tracker()
        .problems()
        .iter()
        .filter_map(|problem| problem.place.as_ref().map(|place| place.name()))
        .collect();
    assert_eq!(places, ["F20", "M21"]);
}

/// How long each takes is told, for whoever wants to know what a person waits: `wasm-pack test --node --release`.
#[wasm_bindgen_test]
fn tables_are_verified_inside_wasm() {
    for (columns, rows) in [(3, 30), (4, 30)] {
        let mut took = Vec::new();
        for seed in 0..5 {
            let whole = whole_table(columns, rows, &mut Lcg(seed));
            let mut gap = whole_table(columns, rows, &mut Lcg(seed));
            gap.tables[0].rows.remove(rows / 2);
            let (whole, gap) = (support::loaded(&whole.text()), support::loaded(&gap.text()));
            let begun = js_sys::Date::now();
            let found = verify(&whole);
            took.push(js_sys::Date::now() - begun);
            assert!(found.iter().all(|finding| finding.kind == verify::Kind::IdleColumn), "{found:?}");
            let found: Vec<verify::Kind> = verify(&gap).into_iter().map(|finding| finding.kind).collect();
            assert!(found.contains(&verify::Kind::Gap), "{found:?}");
        }
        console_log!("{columns} columns x {rows} rows are verified in {took:?} ms");
    }
}
