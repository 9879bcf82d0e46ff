//! What the command line says to who asks for help, or wrongly, and of headings that it does not use.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn run(words: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bae-rules")).args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn tracker(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn help_is_given_wherever_it_is_asked_for() {
    for words in [&["--help"][..], &["help"], &["-h"], &["classify", "--help"], &["explain", "learner-at-risk", "-h"]] {
        let (code, out, err) = run(words);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{words:?}");
        assert!(out.starts_with("usage:\n"), "{words:?}: {out}");
    }
    let (code, out, err) = run(&["clasify"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.starts_with("bae-rules: `clasify` is not a command\n\nusage:\n"), "{err}");
}

#[test]
fn a_day_that_is_written_otherwise_or_does_not_exist_is_refused_with_what_is_expected() {
    for day in ["8/4/2026", "2026-02-30"] {
        let (code, _, err) = run(&["working-days", day, "5"]);
        let said = format!("bae-rules: DATE is `{day}`; expected a day of the calendar, written as 2026-04-08\n");
        assert!(code == Some(2) && err.starts_with(&said), "{err}");
    }
}

#[test]
fn a_heading_that_is_only_like_a_known_one_is_not_used_and_that_is_said() {
    let rows = "Learner\tTarget %\tActual %\tMissed w/o calling\nTeapot Invented\t50\t50\t4\n";
    let alike = tracker("alike.tsv", rows);
    let (code, out, err) = run(&["classify", "--as-of", "2026-04-08", alike.to_str().unwrap()]);
    assert_eq!(code, Some(0));
    assert!(out.contains("Sessions missed without notice"), "listed as not assessed: {out}");
    assert_eq!(
        err,
        "bae-rules: the column `Missed w/o calling` looks like `Sessions missed without notice` and is not used; \
         expected the heading `Sessions missed without notice`, if that is what it holds. Rename the heading to have \
         it used.\n"
    );
    // The same of a file so long that it is answered in parts: its last row is as good as its first.
    let long = rows.to_string() + &"Teapot Invented\t50\t50\t4\n".repeat(200_000);
    let long = tracker("long.tsv", &long);
    let (code, _, said) =
        run(&["classify", "--as-of", "2026-04-08", "--policy", "learner-at-risk", long.to_str().unwrap()]);
    assert_eq!((code, said), (Some(0), err));
    let known = tracker("known.tsv", &rows.replace("Missed w/o calling", "Sessions missed without notice"));
    let (code, _, err) = run(&["classify", "--as-of", "2026-04-08", known.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
}

#[test]
fn a_learner_who_is_entered_again_is_said_by_rows_and_never_by_name() {
    let rows =
        "Learner\tTarget %\tActual %\nTeapot Invented\t60\t30\nSpoon Invented\t50\t50\nteapot  invented\t50\t50\n";
    let again = tracker("again.tsv", rows);
    let again = again.to_str().unwrap();
    let (code, out, err) = run(&["classify", "--as-of", "2026-04-08", "--format", "tsv", again]);
    assert_eq!((code, out.lines().count()), (Some(0), 4), "every row is answered");
    assert_eq!(
        err,
        "bae-rules: rows 2, 4 have the same name or number; expected one row for each learner. If they are about one \
         learner, keep the row that is right; each is answered by itself.\n"
    );
    // A policy whose rows are not learners has its names again and again.
    let activities = tracker("activities.tsv", "Activity\tKind of activity\nForklift\tCourse\nForklift\tCourse\n");
    let (_, _, err) =
        run(&["classify", "--as-of", "2026-04-08", "--policy", "mir-recording", activities.to_str().unwrap()]);
    assert!(!err.contains("same name"), "{err}");
    // A register of lessons has everybody in it many times: the first few are told.
    let register: String = (0..50).map(|n| format!("Learner {}\t50\t50\n", n % 25)).collect();
    let register = tracker("register.tsv", &("Learner\tTarget %\tActual %\n".to_string() + &register));
    let (_, _, err) = run(&["classify", "--as-of", "2026-04-08", register.to_str().unwrap()]);
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(lines.len(), 21, "{err}");
    let begins = |line: Option<&&str>, words: &str| line.is_some_and(|line| line.starts_with(words));
    assert!(begins(lines.first(), "bae-rules: rows 2, 27 have the same name or number; "), "{err}");
    assert!(begins(lines.last(), "bae-rules: 5 more names or numbers have several rows; "), "{err}");
}

#[test]
fn duties_of_everybody_are_one_list_and_the_most_urgent_come_first() {
    let rows = "Learner\tTarget %\tActual %\tNext call\tRating entered\tStart date\n\
                Spoon Invented\t50\t40\t\t02/04/2026\t01/09/2025\n\
                Teapot Invented\t60\t30\t20/04/2026\t\t05/01/2026\n\
                Ladle Invented\t50\t50\t\t\t05/01/2026\n\
                Whisk Invented\t50\tabc\t01/05/2026\t\t02/03/2026\n\
                Sieve Invented\t60\t30\t20/04/2026\t\t20/02/2026\n";
    let rows = tracker("duties.tsv", rows);
    let rows = rows.to_str().unwrap();
    let call = |policy, more: &[&str]| {
        run(&[&["classify", "--as-of", "2026-04-02", "--policy", policy, rows, "--columns", "duties"], more].concat())
    };
    let (code, out, _) = call("learner-at-risk", &[]);
    assert_eq!(code, Some(0));
    let rating = "Enter the rating in the contact log as a contact type\tTutor or reviewer";
    let behind = "MTT-22, MTT-23\tMTT L158\tLearner at Risk";
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines,
        [
            "Row\tName\tWhat to do\tWho\tHow it stands\tDue\tWhy\tWhat is missing\tRule\tClause\tPolicy",
            &format!("3\tTeapot Invented\t{rating}\toverdue\t2026-02-16\tthe risk rating is High\t\t{behind}"),
            &format!("6\tSieve Invented\t{rating}\tdue\t2026-04-03\tthe risk rating is High\t\t{behind}"),
            "2\tSpoon Invented\tSchedule the next keeping in touch call\tNot stated in the policy\tdue\t\tthe risk rating is Medium\t\tMTT-35\tMTT L183\tLearner at Risk",
            &format!(
                "5\tWhisk Invented\t{rating}\tcannot say\t2026-04-13\tthe risk rating is not known\tActual %\t{behind}"
            ),
        ]
    );
    let (_, csv, _) = call("learner-at-risk", &["--format", "csv"]);
    assert_eq!(csv.lines().count(), lines.len());
    assert!(csv.contains(",\"MTT-22, MTT-23\",MTT L158,"), "{csv}");
    let (code, out, err) = call("mir-recording", &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("MIR recording lists no duties; expected a tracker of a policy that does"), "{err}");
    let (code, _, err) = call("learner-at-risk", &["--format", "json"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("`--columns duties` goes with --format tsv or csv"), "{err}");
}

#[test]
fn the_order_of_dates_that_their_column_does_not_tell_can_be_said() {
    let rows = "Learner\tTarget %\tActual %\tStage 1 email\n\
                Spoon Invented\t50\t40\t03/25/2026\n\
                Teapot Invented\t50\t40\t03/04/2026\n";
    let rows = tracker("dates.tsv", rows);
    let call = |more: &[&str]| {
        let words = [
            "classify",
            "--as-of",
            "2026-04-08",
            "--policy",
            "learner-at-risk",
            "--columns",
            "results",
            rows.to_str().unwrap(),
        ];
        run(&[&words, more].concat())
    };
    let due = |out: &str| {
        let lines = out.lines().skip(1).map(|line| line.split('\t').nth(4).unwrap_or_default().to_string());
        lines.collect::<Vec<String>>()
    };
    // Five working days after 25 March, and after 4 March or 3 April with Easter between.
    let (_, out, err) = call(&[]);
    assert_eq!(due(&out), ["2026-04-02", ""]);
    assert!(err.contains("row 3, column D (Stage 1 email): `03/04/2026` has two possible readings"), "{err}");
    let (code, out, err) = call(&["--dates", "month-first"]);
    assert_eq!(
        (code, due(&out), err.as_str()),
        (Some(0), vec!["2026-04-02".to_string(), "2026-03-12".to_string()], "")
    );
    let (_, out, err) = call(&["--dates=day-first"]);
    assert_eq!(due(&out), ["", "2026-04-13"]);
    assert!(err.contains("row 2, column D (Stage 1 email): there is no day `03/25/2026`"), "{err}");
    let (code, _, err) = call(&["--dates", "american"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("`american` is not an order of dates: day-first or month-first"), "{err}");
}

#[test]
fn percentages_that_their_column_does_not_tell_can_be_said() {
    let rows = "Learner\tTarget %\tActual %\nSpoon Invented\t1\t1\nTeapot Invented\t1\t0\n";
    let rows = tracker("fractions.tsv", rows);
    let call = |more: &[&str]| {
        let words = ["classify", "--as-of", "2026-04-08", "--policy", "learner-at-risk"];
        run(&[&words, more, &[rows.to_str().unwrap()]].concat())
    };
    let ratings = |out: &str| {
        let lines = out.lines().skip(1).map(|line| line.split('\t').nth(3).unwrap_or_default().to_string());
        lines.collect::<Vec<String>>()
    };
    let (_, out, err) = call(&[]);
    assert_eq!(ratings(&out), ["Cannot decide", "Cannot decide"]);
    assert!(err.contains("row 2, column B (Target %): `1` has two possible readings: 1 % or 100 %"), "{err}");
    for (option, behind) in
        [("--fractions", "100% (100 points) behind plan"), ("--percentages", "100% (1 point) behind plan")]
    {
        let (code, out, err) = call(&[option, "Target %", option, "actual %"]);
        assert_eq!((code, ratings(&out), err.as_str()), (Some(0), vec!["Low".to_string(), "High".to_string()], ""));
        assert!(out.lines().nth(2).is_some_and(|line| line.contains(behind)), "{out}");
    }
    let (_, _, err) = call(&["--fractions", "Attendance"]);
    assert!(err.contains("no column has the heading `Attendance`; expected the heading of a column"), "{err}");
    let (code, _, err) = call(&["--fractions", "Actual %", "--percentages", "Actual %"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("`Actual %` holds either fractions or percentages, not both"), "{err}");
}

#[test]
fn a_file_that_is_not_there_is_missed_as_what_it_was_to_be() {
    let there = tracker("there.tsv", "Learner\tTarget %\tActual %\nTeapot Invented\t50\t50\n");
    let there = there.to_str().unwrap();
    for (words, expected) in [
        (&["verify", "gone.json"][..], "a pack file, which is text in JSON"),
        (&["diff", "packs/gone", "learner-at-risk"], "a pack file, which is text in JSON"),
        (&["classify", there, "--settings", "gone"], "a settings file, which is text in JSON"),
        (&["classify", "gone.tsv"], "a text file with tabs or commas between its cells"),
    ] {
        let (code, out, err) = run(words);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{words:?}");
        let last = err.lines().last().unwrap_or_default();
        assert!(last.contains("gone") && last.contains("` cannot be read: "), "{words:?}: {err}");
        assert!(last.ends_with(&format!("; expected {expected}. Check the name and where the file is.")), "{err}");
    }
    let (code, _, err) = run(&["verify", "learner-at-rsk"]);
    assert_eq!(code, Some(1));
    assert!(err.starts_with("bae-rules: `learner-at-rsk` is not a policy; expected learning-mentoring, "), "{err}");
    assert!(err.ends_with("Name one of those; did you mean `learner-at-risk`?\n"), "{err}");
}

#[test]
fn an_empty_file_is_told_what_a_tracker_is() {
    let empty = tracker("empty.csv", "\n\n");
    let (code, out, err) = run(&["classify", "--as-of", "2026-04-08", empty.to_str().unwrap()]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert_eq!(
        err,
        "bae-rules: there is nothing here; expected a heading row and at least one row below it. Copy the whole tracker \
         from your sheet, headings included, or save it as a file once more.\n"
    );
}
