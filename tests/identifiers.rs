//! Numbers by which pupils and learners are known elsewhere: a bad one is named with its row and column, and spoils nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use bae_rules::problem::Problem;
use bae_rules::render::text::{Format, with_results};
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use common::tracker;
use std::collections::BTreeSet;

const AS_OF: &str = "2026-04-08";

const TEXT: &str = "Learner\tULN\tUPN\tTarget %\tActual %\n\
    Kettle Notreal\t9276308686\tB801200005001\t50\t40\n\
    Button Notreal\t9276308685\tA801200005001\t50\t40\n\
    Thimble Notreal\t9999999999\tB207000016049\t50\t40\n\
    Spool Notreal\t9.28E+09\tB80120000500\t50\t40\n\
    Needle Notreal\t\tn/a\t50\t40\n";

fn named(tracker: &Tracker) -> Vec<(String, String)> {
    let place = |problem: &Problem| problem.place.as_ref().map(|place| place.name()).unwrap_or_default();
    tracker.problems().iter().map(|problem| (place(problem), problem.code.clone())).collect()
}

#[test]
fn each_bad_number_is_named_at_its_cell_and_every_learner_is_answered() {
    let found = tracker(TEXT, "learner-at-risk", AS_OF);
    let wanted = [
        ("B3", "uln-check-digit"),
        ("C3", "upn-check-letter"),
        ("B4", "uln-placeholder"),
        ("C4", "upn-check-letter"),
        ("B5", "identifier-rounded"),
        ("C5", "identifier-shape"),
    ];
    assert_eq!(named(&found), wanted.map(|(place, code)| (place.to_string(), code.to_string())));
    let usual = found.explain(1);
    for row in 2..=5 {
        let pairs = found.explain(row).into_iter().zip(&usual);
        for (decision, usual) in pairs {
            assert_eq!((decision.status, &decision.outcome), (usual.status, &usual.outcome), "row {row}");
            assert!(decision.problems.is_empty(), "row {row}: {:?}", decision.problems);
        }
    }
}

#[test]
fn the_check_column_says_what_is_wrong_without_repeating_the_number() {
    let found = tracker(TEXT, "learner-at-risk", AS_OF);
    let out = with_results(&found, Format::Tsv);
    let check = |row: usize| out.lines().nth(row).unwrap().rsplit('\t').next().unwrap().to_string();
    assert!(check(1).is_empty(), "{}", check(1));
    assert!(check(2).contains("B3") && check(2).contains("C3") && check(2).contains("ask for B"), "{}", check(2));
    assert!(check(3).contains("ten nines") && check(3).contains("ask for P"), "{}", check(3));
    assert!(!check(3).contains("207000016049"), "{}", check(3));
    assert!(check(5).is_empty(), "{}", check(5));
}

#[test]
fn a_number_that_another_cell_makes_unreadable_is_not_blamed_on_the_identifier() {
    let text = "Pupil\tUPN\tSessions possible\tSessions absent\nKite Notreal\tA801200005001\t10\t11\n";
    let found = tracker(text, "learning-mentoring", AS_OF).explain(1);
    let category = found.iter().find(|decision| decision.decision == "bae_category").unwrap();
    assert_eq!(category.outcome, None);
    assert!(
        category.problems.iter().all(|problem| problem.code == "absent-more-than-possible"),
        "{:?}",
        category.problems
    );
}

#[test]
fn a_mended_number_is_checked_again_as_in_a_fresh_tracker() {
    let packs = all_built_in().unwrap();
    let choices = Choices { policies: vec!["learner-at-risk".to_string()], ..Choices::default() };
    let mut found = tracker(TEXT, "learner-at-risk", AS_OF);
    for (row, column, text) in [(2, 1, "9276308686"), (3, 2, "P207000016049"), (1, 1, "9276308687"), (4, 2, "")] {
        found.table.set_text(row, column, text);
        assert!(found.mend(&packs, &choices, &BTreeSet::from([(row, column)])));
    }
    let places: Vec<String> = named(&found).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, ["B2", "C3", "B4", "B5"]);
}
