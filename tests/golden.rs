//! The golden trackers, answered natively: every expected value, from the same files that every host answers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use bae_rules::calendar::{Calendar, Day, Nation};
use bae_rules::decision::{Decision, Status};
use common::{golden, rows, tracker};

const AS_OF: &str = "2026-04-08";

fn decision<'d>(decisions: &'d [Decision], id: &str) -> &'d Decision {
    decisions.iter().find(|decision| decision.decision == id).unwrap_or_else(|| panic!("no decision {id}"))
}

fn shown(decision: &Decision) -> String {
    match decision.status {
        Status::Decided => decision.outcome.clone().unwrap(),
        _ => "Cannot decide".to_string(),
    }
}

fn possible(decision: &Decision) -> String {
    decision.possible.join(" or ")
}

#[test]
fn every_learner_at_risk_gets_the_expected_rating_stage_action_and_day() {
    let tracker = tracker(&golden("at-risk-tracker.tsv"), "learner-at-risk", AS_OF);
    let expected = rows(&golden("at-risk-tracker.expected.tsv"));
    assert_eq!(expected.len(), 66);
    for (at, line) in expected.iter().enumerate() {
        let row = at + 1;
        let all = tracker.explain(row);
        let (rating, stage, next) =
            (decision(&all, "risk_rating"), decision(&all, "escalation_stage"), decision(&all, "next_action"));
        let rule = match (&next.next, next.status) {
            (Some(next), _) => next.rule.clone(),
            (None, Status::Decided) => String::new(),
            (None, _) => "Cannot decide".to_string(),
        };
        let due = next.next.as_ref().and_then(|next| next.due.clone()).unwrap_or_default();
        let also: Vec<String> =
            next.also.iter().map(|also| format!("{} {}", also.rule, also.due.clone().unwrap_or_default())).collect();
        let found = [
            tracker.name(row).to_string(),
            shown(rating),
            shown(stage),
            rule,
            due,
            possible(rating),
            possible(stage),
            also.join(", "),
        ];
        let wanted: Vec<String> = (0..8).map(|at| line.get(at).cloned().unwrap_or_default()).collect();
        assert_eq!(found.to_vec(), wanted, "row {}", at + 2);
    }
}

#[test]
fn every_pupil_gets_the_expected_category_areas_and_worker() {
    for file in ["bae-tracker", "bae-scores"] {
        let tracker = tracker(&golden(&format!("{file}.tsv")), "learning-mentoring", AS_OF);
        for (at, line) in rows(&golden(&format!("{file}.expected.tsv"))).iter().enumerate() {
            let all = tracker.explain(at + 1);
            let (category, areas, worker) =
                (decision(&all, "bae_category"), decision(&all, "areas_of_need"), decision(&all, "support_worker"));
            let areas = areas.outcome.clone().filter(|_| category.status == Status::Decided).unwrap_or_default();
            let found = [tracker.name(at + 1).to_string(), shown(category), areas, shown(worker), possible(category)];
            let wanted: Vec<String> = (0..5).map(|at| line.get(at).cloned().unwrap_or_default()).collect();
            assert_eq!(found.to_vec(), wanted, "{file}, row {}", at + 2);
        }
    }
}

#[test]
fn a_messy_paste_is_answered_row_by_row_with_its_problems_at_their_cells() {
    let tracker = tracker(&golden("messy-at-risk.tsv"), "learner-at-risk", AS_OF);
    let expected = rows(&golden("messy-at-risk.expected.tsv"));
    let mut answered = 0;
    for (at, row) in tracker.table.rows().enumerate() {
        let all = tracker.explain(at);
        let Some(line) = expected.iter().find(|line| line[0] == row.number.to_string()) else {
            assert!(all.is_empty(), "row {} is not a learner", row.number);
            continue;
        };
        answered += 1;
        let (rating, stage, next) =
            (decision(&all, "risk_rating"), decision(&all, "escalation_stage"), decision(&all, "next_action"));
        let due = next.next.as_ref().and_then(|next| next.due.clone()).unwrap_or_default();
        let problems: Vec<String> = tracker.applied[0]
            .reading
            .records
            .row_problems(at)
            .filter_map(|found| found.problem.place.as_ref().map(|place| place.name()))
            .collect();
        let name: String = bae_rules::place::tidy(&tracker.name(at));
        let found = [row.number.to_string(), name, shown(rating), shown(stage), due, problems.join(", ")];
        let wanted: Vec<String> = (0..6).map(|at| line.get(at).cloned().unwrap_or_default()).collect();
        assert_eq!(found.to_vec(), wanted, "row {}", row.number);
    }
    assert_eq!(answered, expected.len());
}

#[test]
fn an_unreadable_cell_that_stands_in_the_way_is_out_of_range_and_a_blank_one_needs_input() {
    let tracker = tracker(&golden("messy-at-risk.tsv"), "learner-at-risk", AS_OF);
    let status = |number: u32, id: &str| {
        let at = tracker.table.rows().position(|row| row.number == number).unwrap();
        decision(&tracker.explain(at), id).status
    };
    assert_eq!(status(20, "risk_rating"), Status::OutOfRange);
    assert_eq!(status(21, "escalation_stage"), Status::OutOfRange);
    assert_eq!(status(11, "risk_rating"), Status::NeedsInput);
    assert_eq!(status(10, "risk_rating"), Status::Decided);
}

#[test]
fn working_days_are_those_of_the_spreadsheet_function() {
    for line in rows(&golden("working-days.tsv")) {
        let calendar = Calendar::of(Nation::parse(&line[2]));
        let found = calendar.add_working_days(Day::parse(&line[0]).unwrap(), line[1].parse().unwrap()).unwrap();
        assert_eq!(found.to_string(), line[3], "{line:?}");
    }
}
