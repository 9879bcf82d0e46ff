//! Learner at Risk trackers as schools keep them: what the tracker has no column for escalates nobody, doubt is no success, and
//! what is asked for is what would help.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::boundary::{EvaluateCall, ReadCall, Session};
use bae_rules::decision::{Decision, Status};
use std::collections::BTreeMap;

/// The decisions of each row, by name.
fn decided(lines: &[&str]) -> Vec<BTreeMap<String, Decision>> {
    let mut session = Session::from_text(lines.join("\n")).unwrap();
    session.read(&ReadCall { policies: vec!["learner-at-risk".to_string()], ..ReadCall::default() });
    session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None });
    let row = |index: usize| session.explain(index).into_iter().map(|found| (found.decision.clone(), found)).collect();
    (1..lines.len()).map(row).collect()
}

fn rules(found: &Decision) -> Vec<&str> {
    found.rules.iter().map(|rule| rule.id.as_str()).collect()
}

#[test]
fn progress_that_the_tracker_never_records_is_not_progress_that_was_not_made() {
    let without = "Learner\tProgramme type\tStart date\tTarget %\tActual %\tThree-way attempts";
    let found = &decided(&[without, "Zip Invented\tApprenticeship\t01/09/2025\t50\t49\t2"])[0]["next_action"];
    assert_eq!(rules(found), ["MTT-33"]);
    assert!(
        found
            .not_assessed
            .iter()
            .any(|rule| rule.rule.contains("MTT-39b") && rule.why == "no column for Last progress")
    );
    // With the column, a blank cell says that none was recorded, and the days run from the start.
    let with = without.to_string() + "\tLast progress";
    let found = &decided(&[&with, "Zip Invented\tApprenticeship\t01/09/2025\t50\t49\t2\t"])[0]["next_action"];
    assert!(rules(found).contains(&"MTT-39b"), "{:?}", rules(found));
}

#[test]
fn a_success_in_doubt_closes_no_stage() {
    let headings = "Learner\tTarget %\tActual %\tStage 1 email\tStage 1 outcome";
    let found = decided(&[
        headings,
        "Zip Invented\t50\t50\t30/03/2026\tsuccess",
        "Zap Invented\t50\t50\t30/03/2026\tsuccess?",
        "Zot Invented\t50\t50\t30/03/2026\tengaged",
    ]);
    assert_eq!(found[0]["risk_rating"].outcome.as_deref(), Some("Low"));
    for row in &found[1..] {
        assert_ne!(row["escalation_stage"].status, Status::Decided);
        assert_ne!(row["risk_rating"].outcome.as_deref(), Some("Low"));
    }
}

#[test]
fn a_stage_names_the_rule_that_opened_it() {
    let headings = "Learner\tTarget %\tActual %\tStage 1 email";
    let found = decided(&[headings, "Zip Invented\t50\t50\t30/03/2026", "Zap Invented\t50\t50\t"]);
    assert_eq!(rules(&found[0]["escalation_stage"]), ["MTT-39"]);
    assert_eq!(rules(&found[1]["escalation_stage"])[0], "MTT-17-low");
}

#[test]
fn a_figure_of_the_trackers_own_is_asked_for_where_it_is_what_counts() {
    let found = decided(&[
        "Learner\tTarget %\t% behind",
        "Zip Invented\t50\t",
        "Zap Invented\t50\t12",
        "Zot Invented\t50\t150",
    ]);
    let needs = |row: usize| found[row]["risk_rating"].needs.iter().map(|need| need.place.as_str()).collect::<Vec<_>>();
    assert_eq!((found[0]["risk_rating"].status, needs(0)), (Status::NeedsInput, vec!["C2"]));
    assert_eq!(found[1]["risk_rating"].outcome.as_deref(), Some("Medium"));
    assert_eq!((found[2]["risk_rating"].status, needs(2)), (Status::OutOfRange, vec!["C4"]));
}
