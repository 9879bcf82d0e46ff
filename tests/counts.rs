//! The figures of a return: each activity on one line, what is lacking by row, and nothing counted that is not decided.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use bae_rules::render::counts::{Counted, counted, text};
use bae_rules::render::text::Format;
use common::{golden, tracker};
use std::collections::BTreeMap;

fn golden_figures() -> Counted {
    counted(&tracker(&golden("mir.tsv"), "mir-recording", "2026-04-30")).remove(0)
}

#[test]
fn every_activity_of_the_golden_file_is_on_the_line_that_is_expected_or_left_to_a_person() {
    let expected = golden("mir.expected.tsv");
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lacking: Vec<&str> = Vec::new();
    let mut undecided: Vec<&str> = Vec::new();
    for row in expected.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        match cells[1] {
            "Cannot decide" => undecided.push(cells[0]),
            line => *lines.entry(line).or_default() += 1,
        }
        if !cells[4].is_empty() {
            lacking.push(cells[0]);
        }
    }
    let figures = golden_figures();
    for line in &figures.lines {
        assert_eq!(Some(&line.count), lines.get(line.line.as_str()), "{}", line.line);
        assert_eq!(line.on_return, line.line != "Part of the course", "{}", line.line);
        assert!(line.lacking.iter().all(|row| row.why == "In learning plan"));
    }
    assert_eq!(figures.lines.len(), 5);
    let mut found: Vec<&str> =
        figures.lines.iter().flat_map(|line| &line.lacking).map(|row| row.name.as_str()).collect();
    found.sort_unstable();
    lacking.sort_unstable();
    assert_eq!(found, lacking);
    assert_eq!(figures.undecided.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), undecided);
}

#[test]
fn a_row_that_cannot_be_placed_says_which_lines_are_possible_and_what_would_settle_it() {
    let why = |name: &str| {
        golden_figures().undecided.iter().find(|row| row.name == name).map(|row| (row.row, row.why.clone())).unwrap()
    };
    assert_eq!(
        why("Course of no stated kind"),
        (18, "Specific course to manage symptoms/condition or General ACL class, needs Course focus (G18)".to_string())
    );
    assert_eq!(why("Progress talk in the canteen"), (10, "the policy leaves this case to a person".to_string()));
}

#[test]
fn a_line_that_no_activity_is_on_counts_nothing_and_stands_there_all_the_same() {
    let sheet = "Activity\tActivity kind\tCourse focus\tOne to one\nPottery\tcourse\tgeneral\tno\nTotal\t\t\t\n";
    let figures = counted(&tracker(sheet, "mir-recording", "2026-04-30")).remove(0);
    assert_eq!(figures.lines.iter().map(|line| line.count).collect::<Vec<_>>(), [0, 0, 0, 1, 0]);
    // Without a column for the learning plan nobody is said to lack it.
    assert!(figures.lines.iter().all(|line| line.lacking.is_empty()));
    let table = text(&[figures], Format::Tsv);
    assert!(table.starts_with(
        "Lines of the MIR\tCount\tStill lacking something\nPart of the course (no line of its own)\t0\t0\n"
    ));
    assert!(table.ends_with("Cannot decide\t0\t\n"), "{table}");
}

#[test]
fn a_policy_without_a_return_has_no_figures() {
    assert!(counted(&tracker(&golden("bae-tracker.tsv"), "learning-mentoring", "2026-04-30")).is_empty());
}
