//! Two policies in one table: every heading says which policy it belongs to wherever it could be taken for something else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use bae_rules::calendar::Day;
use bae_rules::policy::pack::Pack;
use bae_rules::policy::settings::Organisation;
use bae_rules::render::text::{Format, with_results};
use bae_rules::render::{CHECK, WHY, headings};
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use common::tracker;
use std::collections::{BTreeMap, BTreeSet};

const AS_OF: &str = "2026-04-08";

/// A table with the columns of some policies and one learner, answered for all of them.
fn together(packs: &[&Pack]) -> Tracker {
    let mut columns: Vec<&str> = Vec::new();
    for (_, field) in packs.iter().flat_map(|pack| pack.fields.iter()) {
        if !columns.contains(&field.heading.as_str()) {
            columns.push(&field.heading);
        }
    }
    let row: Vec<&str> =
        columns.iter().map(|heading| if heading.starts_with("Target %") { "50" } else { "" }).collect();
    let text = format!("{}\nKettle Notreal{}\n", columns.join("\t"), &row.join("\t"));
    let mut found = Tracker::new(paste::parse(text));
    let policies = packs.iter().map(|pack| pack.pack.clone()).collect();
    found.read(&all_built_in().unwrap(), &Choices { policies, ..Choices::default() });
    assert!(found.evaluate(Day::parse(AS_OF).unwrap(), &Organisation::default()).is_empty());
    found
}

#[test]
fn no_two_policies_put_one_heading_for_different_things_in_one_table() {
    let packs = all_built_in().unwrap();
    // Words that mean something else to another policy, as a heading of one policy alone may have them.
    let bare = [
        "Review due",
        "Review period",
        "Review state",
        "Missing",
        "Own line",
        "Session mode",
        "Levels of need",
        "Target",
        "Copies",
        "Kept in",
        "Must do now",
        "Evidenced stage",
        "Claimed stage",
        "Action state",
        "Criterion state",
        "Eligibility",
        "Waiting list",
        "On target",
        "Areas of need",
    ];
    for one in &packs {
        for other in packs.iter().filter(|other| other.pack != one.pack) {
            let found = together(&[one, other]);
            let titles: Vec<String> = headings(&found).into_iter().map(|(title, _)| title).collect();
            let answers = found.applied.iter().flat_map(|applied| &applied.pack.decisions).map(|answer| &answer.title);
            for (what, all) in [("columns", titles.iter().collect::<Vec<_>>()), ("answers", answers.collect())] {
                let place = format!("{what} of {} and {}", one.pack, other.pack);
                let different: BTreeSet<String> = all.iter().map(|title| title.to_lowercase()).collect();
                assert_eq!(different.len(), all.len(), "{place}: {all:?}");
                assert!(all.iter().all(|title| !bare.contains(&title.as_str())), "{place}: {all:?}");
            }
            let out = with_results(&found, Format::Csv);
            let first = out.lines().next().unwrap();
            assert!(titles.iter().all(|title| first.contains(title.as_str())), "{first}");
            // The reasons name the answers as the table does.
            let why = titles.iter().position(|title| title == WHY).unwrap();
            assert_eq!(titles.get(why + 1).map(String::as_str), Some(CHECK));
        }
    }
}

#[test]
fn answers_have_names_of_their_own_across_policies_and_so_have_columns() {
    let packs = all_built_in().unwrap();
    let mut answers: BTreeMap<&str, &str> = BTreeMap::new();
    let mut columns: BTreeMap<String, &str> = BTreeMap::new();
    for pack in &packs {
        for answer in &pack.decisions {
            assert_eq!(answers.insert(&answer.id, &pack.pack), None, "{}", answer.id);
        }
        for (name, field) in pack.fields.iter().filter(|(name, _)| **name != pack.subject) {
            let known = columns.insert(field.heading.to_lowercase(), &pack.pack);
            assert_eq!(known, None, "{name} of {}: {}", pack.pack, field.heading);
        }
    }
}

#[test]
fn one_policy_alone_keeps_its_short_headings() {
    let text = "Learner\tCourse type\tJoined\tLast review\nKettle Notreal\tNEET\t2025-09-03\t2026-03-02\n";
    let found = tracker(text, "tutorial-review", AS_OF);
    let titles: Vec<String> = headings(&found).into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles[..3], ["Review due", "Review period", "Review state"]);
}

#[test]
fn reasons_name_an_answer_as_the_table_does() {
    let text = "Learner\tTarget %\tActual %\tCourse type\tJoined\tLast review\n\
                Kettle Notreal\t50\t40\tNEET\t2025-09-03\t2026-01-09\n";
    let mut found = Tracker::new(paste::parse(text.to_string()));
    found.read(&all_built_in().unwrap(), &Choices::default());
    assert!(found.evaluate(Day::parse(AS_OF).unwrap(), &Organisation::default()).is_empty());
    let out = with_results(&found, Format::Tsv);
    let mut lines = out.lines();
    let titles: Vec<&str> = lines.next().unwrap().split('\t').collect();
    assert!(titles.contains(&"Risk rating") && titles.contains(&"Tutorial review due"), "{titles:?}");
    let row: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let why = row[titles.iter().position(|title| *title == WHY).unwrap()];
    assert!(why.contains("Tutorial review state: ") && !why.contains(". Review state: "), "{why}");
}

#[test]
fn an_answer_that_is_none_names_the_policy_too() {
    let packs = all_built_in().unwrap();
    let pack = |name: &str| packs.iter().find(|pack| pack.pack == name).unwrap();
    let text = "Pupil\tTarget %\tActual %\tAttendance %\nKettle Notreal\t50\t50\t97\n";
    for (policies, sentence) in [
        (vec!["learning-mentoring"], "Areas of need: none, because absence of 3%, below 5%."),
        (vec!["learning-mentoring", "learner-at-risk"], "BAE areas of need: none, because absence of 3%, below 5%."),
    ] {
        let packs: Vec<_> = policies.iter().map(|name| std::rc::Rc::clone(pack(name))).collect();
        let mut found = Tracker::new(paste::parse(text.to_string()));
        let policies = packs.iter().map(|pack| pack.pack.clone()).collect();
        found.read(&packs, &Choices { policies, ..Choices::default() });
        assert!(found.evaluate(Day::parse(AS_OF).unwrap(), &Organisation::default()).is_empty());
        let areas = found.explain(1).into_iter().find(|decision| decision.decision == "areas_of_need").unwrap();
        assert_eq!(areas.sentence, sentence);
    }
}
