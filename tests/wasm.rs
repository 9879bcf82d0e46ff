//! The golden trackers inside wasm, in Node and in a browser: `wasm-pack test` runs these and no others.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use bae_rules::boundary::{EvaluateCall, ReadCall, Session};
use wasm_bindgen_test::wasm_bindgen_test;

fn session(text: &str, policy: &str) -> Session {
    let mut session = Session::from_text(text.to_string()).unwrap();
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
