//! Files classified in parts: the same bytes as the whole file gives, wherever the parts are cut.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use bae_rules::calendar::Day;
use bae_rules::parts::{Call, Effort, Outcome, classify};
use bae_rules::policy::settings::Organisation;
use bae_rules::render::text::{Format, pack_columns, with_results};
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use std::io::Cursor;

fn call(policies: &[&str], part_bytes: usize) -> Call {
    Call {
        packs: Vec::new(),
        choices: Choices { policies: policies.iter().map(ToString::to_string).collect(), ..Choices::default() },
        organisation: Organisation::default(),
        as_of: Day::parse("2026-04-08").unwrap(),
        format: Format::Csv,
        only_results: false,
        effort: Effort { part_bytes, workers: 3 },
    }
}

fn whole(text: Vec<u8>, call: &Call) -> (String, Vec<String>) {
    let mut tracker = Tracker::new(paste::parse(paste::decode(text)));
    tracker.read(&all_built_in().unwrap(), &call.choices);
    assert_eq!(tracker.evaluate(call.as_of, &call.organisation), []);
    let out = if call.only_results { pack_columns(&tracker, call.format) } else { with_results(&tracker, call.format) };
    let told = [tracker.problems(), tracker.totals_by_name(), tracker.unconfirmed()];
    (out, sorted(told.iter().flatten().map(ToString::to_string).collect()))
}

fn sorted(mut problems: Vec<String>) -> Vec<String> {
    problems.sort();
    problems
}

fn in_parts(text: &[u8], call: &Call) -> (Outcome, String, Vec<String>) {
    let (mut out, mut problems) = (Vec::new(), Vec::new());
    let outcome = classify(&mut Cursor::new(text), call, &mut out, &mut |problem| problems.push(problem.to_string()));
    (outcome.unwrap(), String::from_utf8(out).unwrap(), sorted(problems))
}

/// Checks a file cut into parts of some sizes.
fn same(text: &[u8], call: &Call, sizes: &[usize]) {
    let expected = whole(text.to_vec(), call);
    let mut call = call.clone();
    for part_bytes in sizes.iter().copied() {
        call.effort.part_bytes = part_bytes;
        let (outcome, out, problems) = in_parts(text, &call);
        assert_eq!(outcome, Outcome::Written, "{part_bytes}");
        assert_eq!(out, expected.0, "{part_bytes}");
        assert_eq!(problems, expected.1, "{part_bytes}");
    }
}

fn golden(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/golden/{name}")).unwrap()
}

#[test]
fn every_golden_tracker_is_answered_in_parts_as_it_is_whole() {
    for (name, policies) in [
        ("at-risk-tracker.tsv", &[][..]),
        ("messy-at-risk.tsv", &["learner-at-risk"]),
        ("bae-tracker.tsv", &["learning-mentoring"]),
        ("bae-scores.tsv", &[]),
        ("mir.tsv", &["mir-recording"]),
        ("reviews.tsv", &["tutorial-review"]),
    ] {
        let text = golden(name);
        same(&text, &call(policies, 1), &[700]);
        same(&text, &Call { only_results: true, format: Format::Tsv, ..call(policies, 1) }, &[1_500]);
    }
}

/// What one row by itself might be read as is no matter here: a part of one row is a row of its file.
#[test]
fn a_misspelt_column_leaves_open_in_parts_what_it_leaves_open_in_the_whole() {
    let mut text = "Learner\tTarget %\tActual %\tMissed sesions in a row\tStage 1 emial\n".to_string();
    for row in 0..40 {
        let (actual, missed) = (if row % 5 == 0 { "0.1" } else { "0.9" }, if row % 3 == 0 { "" } else { "7" });
        text.push_str(&format!("Learner {row}\t90\t{actual}\t{missed}\t{}\n", if row % 4 == 0 { "yes" } else { "" }));
    }
    let mut call = call(&["learner-at-risk"], 1);
    call.choices.unasked = true;
    same(text.as_bytes(), &call, &[1, 300, 1 << 20]);
    same(text.as_bytes(), &Call { only_results: true, format: Format::Tsv, ..call.clone() }, &[1, 300]);
    let (_, out, problems) = in_parts(text.as_bytes(), &call);
    let count = |rating: &str| out.lines().filter(|line| line.split(',').nth(5) == Some(rating)).count();
    let found = [count("Cannot decide"), count("Low"), count("High")];
    assert_eq!(found, [32, 0, 8], "89% behind is High whatever was missed: {out}");
    assert_eq!(problems.iter().filter(|said| said.contains(" and is not used; ")).count(), 2, "{problems:?}");
    call.choices.unasked = false;
    assert!(in_parts(text.as_bytes(), &call).1.contains(",Low,"), "where somebody is asked, nothing is open");
}

#[test]
fn cells_that_contradict_each_other_are_told_in_parts_as_they_are_whole() {
    let mut text = "Learner\tTarget %\tActual %\tStage 1 email\tStage 1 outcome\n".to_string();
    for row in 0..60 {
        let email = if row % 20 == 7 { "" } else { "01/04/2026" };
        text.push_str(&format!("Learner {row}\t50\t{}\t{email}\tfail\n", if row % 20 == 9 { "abc" } else { "50" }));
    }
    let call = call(&["learner-at-risk"], 1);
    same(text.as_bytes(), &call, &[1, 300, 1 << 20]);
    let (_, _, problems) = in_parts(text.as_bytes(), &call);
    assert_eq!(
        problems.iter().filter(|said| said.contains("an outcome of Stage 1 without a Stage 1 email")).count(),
        3
    );
}

/// A sheet whose columns say how they are written in their last rows only.
fn told_late(rows: usize, last: &str) -> String {
    let mut text = "Learner,Target %,Actual %,Start date,Support requested,Last progress\n".to_string();
    for n in 0..rows {
        let note = if n % 7 == 3 { "\"two\nlines, \"\"quoted\"\"\"" } else { "x" };
        text.push_str(&format!("Learner {n},0.{},1,0{}/02/2026,{note},03/0{}/2026\n", 1 + n % 9, 1 + n % 9, 1 + n % 3));
    }
    text + last
}

#[test]
fn what_only_the_last_row_tells_holds_for_the_first() {
    let endings = [
        "",
        "Last,55,50,25/02/2026,no,03/01/2026\n",
        "Last,0.5,0.4,02/25/2026,✓,03/25/2026\n",
        "Last,0.5,0.4,02/25/2026,✓,25/03/2026,one cell too many\nTotal,1,1,,,\n\nYear 8:,,,,,\n",
    ];
    let mut seen = Vec::new();
    for last in endings {
        let text = told_late(20, last);
        same(text.as_bytes(), &call(&["learner-at-risk"], 1), &[1, 301, 302, 1 << 20]);
        // Line ends of the other kind, and none at the end.
        let text = text.replace('\n', "\r\n");
        same(text.trim_end().as_bytes(), &call(&["learner-at-risk"], 1), &[303]);
        seen.push(in_parts(text.as_bytes(), &call(&["learner-at-risk"], 700)).1.lines().nth(1).map(str::to_string));
    }
    // The endings do matter: the first row is answered in other ways.
    seen.dedup();
    assert!(seen.len() >= 3, "{seen:#?}");
}

#[test]
fn a_label_that_can_be_a_name_is_told_from_one_by_all_rows() {
    let mut told = Vec::new();
    for end in [
        "Max,60,50,,,\nJo,60,50,,no,\n",
        "Max,60,50,,,\nMin,60,50,,,\nTotal,1,1,,,\n",
        ",,,,,\nMean,60,50,,,\nCount,60,50,,,\n",
        "Max,60,50,,,\n,,,,,\nTotal,1,1,,,\n",
        "Total,1,1,,,\n,,,,,\nMax,60,50,,,\n,,,,,\n",
    ] {
        // All others are fractions, so that totals that are taken for learners would change how each is read.
        let text = told_late(20, end);
        same(text.as_bytes(), &call(&["learner-at-risk"], 1), &[40, 301]);
        let (_, _, problems) = in_parts(text.as_bytes(), &call(&["learner-at-risk"], 40));
        told.push(problems.iter().filter(|problem| problem.contains("is taken for totals")).count());
    }
    assert_eq!(told, [0, 2, 2, 0, 1]);
}

#[test]
fn a_file_in_windows_1252_is_told_from_one_in_utf_8_by_its_last_byte() {
    let text = told_late(20, "Ren\u{e9}e,0.5,0.4,25/02/2026,no,03/01/2026\n");
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    same(&latin, &call(&["learner-at-risk"], 1), &[500]);
    assert_eq!(
        in_parts(&latin, &call(&["learner-at-risk"], 500)).1,
        in_parts(text.as_bytes(), &call(&["learner-at-risk"], 500)).1
    );
}

#[test]
fn what_parts_cannot_tell_is_left_to_the_whole_file_and_nothing_is_written() {
    let twice = "Learner\tTarget %\tActual %\tActual %\nJo\t50\t40\t40\nAl\t50\t40\t41\n";
    let nul = format!("{}\0,1,1,,,\n", told_late(40, ""));
    for (name, text, policies) in [
        ("a checklist", golden("back-on-track.tsv"), &["back-on-track"][..]),
        ("columns to compare", twice.as_bytes().to_vec(), &["learner-at-risk"]),
        ("no headings", b"1\t2\n3\t4\n".to_vec(), &[]),
        ("no text", nul.into_bytes(), &[]),
        ("no rows", b"Learner\tTarget %\tActual %\n".to_vec(), &[]),
        ("nothing", Vec::new(), &[]),
        ("UTF-16", b"\xff\xfeL\0e\0\n\0".to_vec(), &[]),
    ] {
        let (outcome, out, problems) = in_parts(&text, &call(policies, 64));
        assert_eq!((outcome, out.as_str(), problems.len()), (Outcome::AsAWhole, "", 0), "{name}");
    }
}
