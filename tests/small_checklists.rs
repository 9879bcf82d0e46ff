//! What partnerships are told about a small checklist: each principle's stage and why, each criterion's state, actions and
//! reviews, over ticks with and without evidence, what does not apply, what has no row and what cannot be read.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod small;
mod support;

use bae_rules::calendar::Day;
use bae_rules::policy::settings::Organisation;
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker};
use serde_json::{Value, json};
use small::{Said, read};
use std::rc::Rc;
use support::Lcg;

/// Two principles of two levels: the second level of the first replaces, repeats and optional ones among them.
fn checklist() -> Value {
    let criterion = |id: &str, more: Value| {
        let mut made = json!({ "id": id, "says": format!("does {id}"), "who": "Both", "clause": "G 1" });
        made.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        made
    };
    let principle = |title: &str, criteria: Vec<Value>| json!({ "aim": "Aim", "title": title, "criteria": criteria });
    let text = |heading: &str| json!({ "heading": heading, "type": "text", "blank": "none" });
    json!({
        "pack": "small", "schema": 1, "version": "1", "title": "Small", "about": "Small.",
        "sources": { "G": { "title": "Guide", "publisher": "Nobody" } }, "subject": "who", "results": [], "examples": [],
        "needs_columns": [["criterion", "tick"]],
        "fields": {
            "who": { "heading": "Partnership", "type": "text" }, "criterion": { "heading": "Criterion", "type": "text", "required": true },
            "tick": { "heading": "Tick", "type": "yes-no", "blank": "none", "required": true }, "evidence": text("Evidence"), "not_applicable": text("Not applicable because"),
            "action": text("Action required"), "by_who": text("By who"), "by_when": { "heading": "By when", "type": "date", "blank": "none" },
            "done": { "heading": "Done", "type": "yes-no", "blank": "none" }, "next_review": { "heading": "Next review date", "type": "date", "blank": "none" },
        },
        "settings": { "overall": { "title": "Overall", "type": "choice", "values": ["not shown", "lowest"], "default": "lowest", "clause": "G 1" } },
        "decisions": [{ "id": "stage", "title": "Stage" }],
        "rules": [{ "id": "stage", "title": "Stage", "kind": "checklist", "checklist": {
            "group": "who", "criterion": "criterion", "tick": "tick", "evidence": "evidence", "not_applicable": "not_applicable",
            "actions": { "action": "action", "needs": { "by_who": "By who", "by_when": "By when" }, "by_when": "by_when", "done": "done" },
            "next_review": "next_review", "overall": "overall",
            "levels": [{ "name": "Low", "letter": "L" }, { "name": "Middle", "letter": "M" }, { "name": "High", "letter": "H" }], "below": "Working towards Low",
            "principles": {
                "1": principle("First", vec![
                    criterion("P-1-L-1", json!({ "also_met_by": [["P-1-M-1", "P-1-M-2"]] })), criterion("P-1-L-2", json!({})), criterion("P-1-L-3", json!({ "optional": true })),
                    criterion("P-1-M-1", json!({})), criterion("P-1-M-2", json!({ "supersedes": ["P-1-L-2"] })), criterion("P-1-H-1", json!({ "repeats": ["P-2-L-1", "P-2-M-1"] })),
                ]),
                "2": principle("Second", vec![criterion("P-2-L-1", json!({})), criterion("P-2-M-1", json!({ "repeats": ["P-1-L-2"] })), criterion("P-2-H-1", json!({ "supersedes": ["P-2-L-1"] }))]),
            },
        } }],
    })
}

const CRITERIA: [&str; 9] =
    ["P-1-L-1", "P-1-L-2", "P-1-L-3", "P-1-M-1", "P-1-M-2", "P-1-H-1", "P-2-L-1", "P-2-M-1", "P-2-H-1"];

/// How a criterion may be written: tick, evidence, not applicable.
const MARKS: [&str; 9] = [
    "yes\tminutes\t",
    "yes\t\t",
    "no\t\t",
    "\t\t",
    "no\t\tno such service",
    "yes\tminutes\twhy",
    "perhaps\t\t",
    "yes\t#REF!\t",
    "no\t\t#REF!",
];

fn told(text: &str) -> Vec<String> {
    let pack = Rc::new(read(&checklist()));
    let mut tracker = Tracker::new(paste::parse(text.to_string()));
    tracker.read(&[Rc::clone(&pack)], &Choices { policies: vec![pack.pack.clone()], ..Choices::default() });
    let problems = tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
    assert!(problems.is_empty(), "{problems:?}");
    let mut lines = Vec::new();
    for assessment in &tracker.applied[0].assessments {
        lines.push(format!(
            "{}: overall {}, review {:?}",
            assessment.group,
            assessment.overall.as_ref().unwrap().words(),
            assessment.review
        ));
        for principle in &assessment.principles {
            lines.push(format!(
                "   {} evidenced {}, claimed {}, next {:?}, unmet {:?}, unknown {:?}: {}",
                principle.id,
                principle.evidenced.words(),
                principle.claimed.words(),
                principle.next_stage,
                principle.unmet,
                principle.unknown,
                principle.because
            ));
        }
        for state in &assessment.criteria {
            let action = state.action.as_ref().map(|action| {
                format!(", action {} by {:?} late {:?}", action.state, action.by_when, action.days_overdue)
            });
            lines.push(format!(
                "   {} {} {} in row {:?}: {}{}",
                state.level,
                state.id,
                state.words(),
                state.row,
                state.because,
                action.unwrap_or_default()
            ));
        }
        lines.extend(assessment.problems.iter().map(|problem| format!("   {problem}")));
    }
    lines
}

#[test]
fn stages_follow_from_what_is_ticked_shown_and_left_out() {
    let mut said = Said::new("small-answers", "stages-follow-from-what-is-ticked-shown-and-left-out");
    let mut lcg = Lcg(81);
    let mut text = "Partnership\tCriterion\tTick\tEvidence\tNot applicable because".to_string();
    let mut add = |group: &str, marks: &[(&str, usize)]| {
        for (criterion, mark) in marks {
            text += &format!("\n{group}\t{criterion}\t{}", MARKS[*mark]);
        }
    };
    let all = |mark: usize| CRITERIA.map(|criterion| (criterion, mark));
    add("All shown", &all(0));
    add("All ticked", &all(1));
    add("Nothing", &all(2));
    add("Nothing applies", &all(4));
    add("None can be read", &all(6));
    let low: Vec<(&str, usize)> = CRITERIA.iter().map(|id| (*id, usize::from(!id.contains("-L-")) * 2)).collect();
    add("Low", &low);
    let middle: Vec<(&str, usize)> = CRITERIA.iter().map(|id| (*id, usize::from(!id.contains("-M-")) * 2)).collect();
    add("Middle alone", &middle);
    let high: Vec<(&str, usize)> = CRITERIA.iter().map(|id| (*id, usize::from(!id.contains("-H-")) * 2)).collect();
    add("High alone", &high);
    add("One row", &[("P-1-L-1", 0)]);
    add("All but one", &all(0)[..8]);
    // One after another is unknown where all others are shown.
    for at in 0..CRITERIA.len() {
        let mut marks = all(0);
        marks[at].1 = 6;
        add(&format!("Unread {at}"), &marks);
        marks[at].1 = 4;
        add(&format!("Left out {at}"), &marks);
    }
    for group in 0..22 {
        let mut marks = Vec::new();
        for criterion in CRITERIA {
            let mark = [0, 0, 0, 2, lcg.below(9)][lcg.below(5)];
            if group % 3 != 0 || !lcg.one_in(5) {
                marks.push((criterion, mark));
            }
        }
        add(&format!("Chance {group}"), &marks);
    }
    said.lines(&checklist(), &told(&text));
    said.holds();
}

#[test]
fn actions_are_open_overdue_or_done_and_reviews_lie_ahead() {
    let mut said = Said::new("small-answers", "actions-are-open-overdue-or-done-and-reviews-lie-ahead");
    let mut text = "Partnership\tCriterion\tTick\tEvidence\tNot applicable because\tAction required\tBy who\tBy when\tDone\tNext review date".to_string();
    for (at, (action, who, when, done, review)) in [
        ("Write it", "Ann", "2026-04-08", "", "2026-04-08"),
        ("Write it", "Ann", "2026-04-07", "", "2026-04-09"),
        ("Write it", "Ann", "2026-04-07", "yes", "2026-05-01"),
        ("Write it", "", "2026-04-09", "no", "2026-04-30"),
        ("Write it", "Ann", "", "", ""),
        ("Write it", "", "2026-03-01", "", "soon"),
        ("", "Ann", "2026-03-01", "", "2020-01-01"),
        ("#REF!", "Ann", "soon", "", ""),
        ("", "", "", "", ""),
    ]
    .into_iter()
    .enumerate()
    {
        text += &format!("\nOne\t{}\tno\t\t\t{action}\t{who}\t{when}\t{done}\t{review}", CRITERIA[at]);
        text += &format!("\nTwo\t{}\tno\t\t\t\t\t\t\t{}", CRITERIA[at], if at == 3 { "2026-04-08" } else { "" });
    }
    text += "\nTwo\tP-1-L-1\tyes\tminutes\t\t\t\t\t\t\nTwo\tP-9\tyes\t\t\t\t\t\t\t\nTwo\t\tyes\t\t\t\t\t\t\t";
    said.lines(&checklist(), &told(&text));
    said.holds();
}
