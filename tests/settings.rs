//! An organisation's settings file: what it may hold, what is refused and why, and that answers say what was changed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use bae_rules::policy::pack::Pack;
use bae_rules::policy::settings::{Organisation, Settings};
use bae_rules::problem::Problem;
use bae_rules::tracker::built_in;
use common::{golden, tracker_with};
use std::rc::Rc;

const KNOWN: &[&str] = &["learner-at-risk", "learning-mentoring"];

fn pack() -> Rc<Pack> {
    built_in("learner-at-risk").unwrap()
}

fn refused(text: &str) -> Vec<Problem> {
    match Organisation::read(text, KNOWN) {
        Err(problems) => problems,
        Ok(organisation) => Settings::with(&pack(), &organisation.pack("learner-at-risk")).expect_err("refused"),
    }
}

fn read(text: &str) -> Settings {
    Settings::with(&pack(), &Organisation::read(text, KNOWN).unwrap().pack("learner-at-risk")).unwrap()
}

#[test]
fn what_does_not_fit_is_refused_with_what_would() {
    for (text, code, said) in [
        ("{", "not-json", "line 1"),
        (r#"{ "schema": 2 }"#, "wrong-schema", "format 2"),
        (r#"{ "learner-at-rsk": {} }"#, "unknown-group", "learner-at-rsk"),
        (r#"{ "learner-at-risk": { "behind_mod": "points" } }"#, "unknown-setting", "behind_mod"),
        (r#"{ "learner-at-risk": { "behind_mode": "pionts" } }"#, "bad-setting", "pionts"),
        (r#"{ "learner-at-risk": { "behind_threshold": 0 } }"#, "bad-setting", "`0`"),
        (r#"{ "learner-at-risk": { "behind_threshold": 101 } }"#, "bad-setting", "`101`"),
        (r#"{ "learner-at-risk": { "missed_sessions_limit": "2.5" } }"#, "bad-setting", "`2.5`"),
        (r#"{ "learner-at-risk": { "missed_sessions_limit": [3] } }"#, "bad-setting", "[3]"),
        (r#"{ "calendar": { "nation": "france" } }"#, "bad-setting", "france"),
    ] {
        let problems = refused(text);
        assert_eq!((problems[0].code.as_str(), problems.len()), (code, 1), "{text}: {problems:?}");
        assert!(problems[0].message.contains(said), "{text}: {}", problems[0].message);
        assert!(!problems[0].expected.is_empty() && problems[0].remedy.ends_with('.'));
    }
    assert!(refused(r#"{ "learner-at-risk": { "behind_mod": "points" } }"#)[0].expected.contains("`behind_mode`"));
    assert!(refused(r#"{ "learner-at-risk": { "behind_threshold": 0 } }"#)[0].expected.contains("from 1 to 100 %"));
}

#[test]
fn the_ends_of_a_range_are_allowed() {
    for value in ["1", "100", "33.3"] {
        assert_eq!(
            read(&format!(r#"{{ "learner-at-risk": {{ "behind_threshold": "{value}" }} }}"#))
                .get("behind_threshold")
                .unwrap()
                .words(),
            value
        );
    }
}

#[test]
fn the_same_values_have_the_same_fingerprint_and_others_another() {
    let print = |text: &str| read(text).fingerprint("");
    let usual = Settings::defaults(&pack()).unwrap();
    assert_eq!(print("{}"), usual.fingerprint(""));
    assert_eq!(
        print(r#"{ "learner-at-risk": { "behind_threshold": 30 } }"#),
        usual.fingerprint(""),
        "a default that is written out is no change"
    );
    assert_ne!(print(r#"{ "learner-at-risk": { "behind_threshold": 29 } }"#), usual.fingerprint(""));
    assert_ne!(usual.fingerprint("scotland"), usual.fingerprint(""));
}

#[test]
fn only_what_differs_from_its_default_counts_as_changed() {
    assert!(read(r#"{ "learner-at-risk": { "behind_mode": "relative" } }"#).changed().is_empty());
    assert_eq!(read(r#"{ "learner-at-risk": { "behind_mode": "points" } }"#).changed(), ["behind_mode"]);
}

#[test]
fn every_answer_says_which_settings_are_not_the_default() {
    let organisation =
        Organisation::read(r#"{ "schema": 1, "learner-at-risk": { "homework_limit": 3 } }"#, KNOWN).unwrap();
    let tracker = tracker_with(&golden("at-risk-tracker.tsv"), "learner-at-risk", "2026-04-08", &organisation);
    for row in 1..=66 {
        for decision in tracker.explain(row) {
            assert!(
                decision.settings.iter().any(|setting| setting.id == "homework_limit" && !setting.is_default),
                "row {row}"
            );
        }
    }
}

#[test]
fn the_nation_and_closures_move_due_dates() {
    let due = |calendar: &str| {
        let organisation = Organisation::read(&format!(r#"{{ "calendar": {calendar} }}"#), KNOWN).unwrap();
        let text = "Learner\tTarget %\tActual %\tStage 1 email\nKettle Notreal\t50\t50\t2026-03-30\n";
        let all = tracker_with(text, "learner-at-risk", "2026-04-01", &organisation).explain(1);
        all.iter().find_map(|decision| decision.next.as_ref()).and_then(|next| next.due.clone()).unwrap()
    };
    assert_eq!(due(r#"{ "nation": "england-and-wales" }"#), "2026-04-08");
    assert_eq!(due(r#"{ "nation": "scotland" }"#), "2026-04-07");
    assert_eq!(due(r#"{ "closures": [ { "from": "2026-04-08", "reason": "Staff training" } ] }"#), "2026-04-09");
}

#[test]
fn a_heading_that_was_chosen_for_an_earlier_tracker_is_used_again() {
    let organisation =
        Organisation::read(r#"{ "columns": { "learner-at-risk.planned_progress": "Soll" } }"#, KNOWN).unwrap();
    assert_eq!(organisation.columns.get("learner-at-risk.planned_progress").map(String::as_str), Some("Soll"));
}
