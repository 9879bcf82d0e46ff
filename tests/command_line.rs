//! What the command line says to who asks for help, or wrongly, and of headings that it does not use.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

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
    for words in [&["--help"][..], &["help"], &["-h"], &["no-such-command", "--help"]] {
        let (code, out, err) = run(words);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{words:?}");
        assert!(out.starts_with("usage:\n  bae-rules classify FILE "), "{words:?}: {out}");
        assert!(out.contains("\n  bae-rules diff OLD NEW ") && out.contains("Exit code: 0 when"), "{words:?}: {out}");
    }
    for words in [&["classify", "--help"][..], &["help", "classify"], &["classify", "a.tsv", "-h"]] {
        let (code, out, err) = run(words);
        assert_eq!((code, err.as_str()), (Some(0), ""), "{words:?}");
        assert!(out.starts_with("usage:\n  bae-rules classify FILE ") && !out.contains("diff"), "{words:?}: {out}");
    }
    let (_, out, _) = run(&["explain", "learner-at-risk", "-h"]);
    assert!(out.starts_with("usage:\n  bae-rules explain POLICY "), "{out}");
}

#[test]
fn every_option_is_explained_where_its_command_is() {
    let (_, all, _) = run(&["--help"]);
    let mut options = 0;
    for command in ["classify", "policies", "explain", "verify", "diff", "working-days", "catalogue", "formulas"] {
        assert!(all.contains(&format!("\n  bae-rules {command}")), "{all}");
        let (_, out, _) = run(&[command, "--help"]);
        let (usage, help) = out.split_once("\n\n").unwrap();
        for option in usage.split(['[', ']', ' ']).filter(|word| word.starts_with("--")) {
            assert!(help.contains(&format!("\n  {option} ")), "{command}: {option}");
            options += 1;
        }
        assert!(out.lines().all(|line| line.chars().count() <= 128), "{out}");
    }
    assert!(options > 12, "{options}");
}

#[test]
fn a_call_that_is_not_understood_is_told_why_and_how_that_command_is_called() {
    for (words, expected) in [
        (
            &["clasify"][..],
            "bae-rules: `clasify` is not a command; did you mean `classify`?\n`bae-rules --help` lists the commands.\n",
        ),
        (&[], "bae-rules: no command was given\n`bae-rules --help` lists the commands.\n"),
        (
            &["verify"],
            "bae-rules: verify takes one PACK: a policy's name or a pack file\nusage:\n  bae-rules verify PACK\n\
             `bae-rules verify --help` says what its options mean.\n",
        ),
        (
            &["explain", "learner-at-risk", "--rows", "x"],
            "bae-rules: `--rows` is not an option of this command\nusage:\n  bae-rules explain POLICY [RULE] \
             [--format text|html]\n`bae-rules explain --help` says what its options mean.\n",
        ),
    ] {
        let (code, out, err) = run(words);
        assert_eq!((code, out.as_str(), err.as_str()), (Some(2), "", expected), "{words:?}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_the_file() {
    let rows = tracker("named.tsv", "Learner\tTarget %\tActual %\nTeapot Invented\t50\t50\n");
    let bad = tracker("bad.json", "{\n  \"learner-at-risk\": {,\n");
    let word = tracker("word.json", r#"{ "learner-at-risk": { "behind_threshold": "twenty" } }"#);
    let slip = tracker("slip.json", r#"{ "learner-at-risk": { "behind_treshold": "20" } }"#);
    let group = tracker("group.json", r#"{ "learner-at-rsk": { "behind_threshold": "20" } }"#);
    let [rows, bad, word, slip, group] = [&rows, &bad, &word, &slip, &group].map(|path| path.to_str().unwrap());
    let classify = ["classify", "--as-of", "2026-04-08", rows];
    for (words, file, expected) in [
        (
            &["verify", bad][..],
            bad,
            "line 2, column 23: a key in double quotes is missing; expected JSON. Correct that line.\n",
        ),
        (&["explain", bad], bad, "line 2, column 23: "),
        (&["diff", "learner-at-risk", bad], bad, "line 2, column 23: "),
        (&["diff", bad, "learner-at-risk"], bad, "line 2, column 23: "),
        (&[&classify[..], &["--pack", bad]].concat(), bad, "line 2, column 23: "),
        (
            &[&classify[..], &["--settings", bad]].concat(),
            bad,
            "the settings file cannot be read: line 2, column 23: a key in double quotes is missing; expected JSON with one \
             group for each policy, and `calendar`. Save the settings again from the page, or correct that line.\n",
        ),
        (&[&classify[..], &["--settings", word]].concat(), word, "`behind_threshold` of Learner at Risk is `twenty`; "),
        (&[&classify[..], &["--settings", slip]].concat(), slip, "`behind_treshold` is not a setting "),
        (&[&classify[..], &["--settings", group]].concat(), group, "`learner-at-rsk` is not a policy; "),
    ] {
        let (code, out, err) = run(words);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{words:?}");
        assert!(err.starts_with(&format!("bae-rules: `{file}`: {expected}")), "{words:?}: {err}");
    }
}

#[test]
fn results_alone_have_a_line_for_each_row_from_the_headings_on() {
    let sheet = "Class list\n\n\t\tProgress\nLearner\tTarget %\tActual %\nTeapot Invented\t50\t50\n\nYear 8\t\t\n\
                 Spoon Invented\t50\t20\nLearner\tTarget %\tActual %\nTotal\t100\t70\n";
    let rows = tracker("beside.tsv", sheet);
    let call = |format: &str| {
        let words =
            ["--as-of", "2026-04-08", "--policy", "learner-at-risk", "--columns", "results", "--format", format];
        run(&[&["classify", rows.to_str().unwrap()][..], &words].concat())
    };
    let (code, out, err) = call("tsv");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let first: Vec<&str> = out.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(first, ["Risk rating", "Low", "", "", "High", "", ""]);
    let cells = |line: &str| line.split('\t').count();
    let wide = out.lines().map(cells).max().unwrap();
    assert!(wide > 3 && out.lines().all(|line| cells(line) == wide), "{out}");
    let (_, csv, _) = call("csv");
    assert_eq!(csv.lines().count(), first.len());
    assert_eq!(csv.lines().nth(2), Some(",".repeat(wide - 1).as_str()));
}

#[test]
fn a_learner_with_a_first_and_a_last_name_is_named_and_compared_by_both() {
    let sheet = "Surname\tForename\tTarget %\tActual %\tRating entered\tStart date\n\
                 Smith\tAnn\t60\t30\t\t05/01/2026\nSmith\tBen\t60\t60\t02/04/2026\t05/01/2026\n";
    let call = |name: &str, sheet: &str| {
        let rows = tracker(name, sheet);
        let words = ["--as-of", "2026-04-08", "--policy", "learner-at-risk", "--columns", "to-do"];
        run(&[&["classify", rows.to_str().unwrap()][..], &words].concat())
    };
    let (code, out, err) = call("smiths.tsv", sheet);
    assert_eq!((code, err.as_str()), (Some(0), ""), "two Smiths are not one learner");
    assert!(out.lines().skip(1).all(|line| line.starts_with("2\tAnn Smith\t")), "{out}");
    assert!(out.lines().count() > 1, "{out}");
    let (_, _, err) = call("smith-again.tsv", &sheet.replace("Ben", "ann"));
    assert!(err.starts_with("bae-rules: rows 2, 3 have the same name or number; "), "{err}");
}

#[test]
fn a_row_that_is_taken_for_totals_by_a_label_that_can_be_a_name_is_told() {
    let sheet = "Pupil\tAttendance %\tSDQ total (teacher)\nAnna\t97\t5\nMax\t60\t25\n\nMin\t60\t5\nTotal\t200\t30\n";
    let rows = tracker("max.tsv", sheet);
    let (code, out, err) = run(&["classify", "--as-of", "2026-04-08", "--columns", "results", rows.to_str().unwrap()]);
    assert_eq!(code, Some(0));
    let first: Vec<&str> = out.lines().map(|line| line.split('\t').next().unwrap()).collect();
    assert_eq!(first, ["BAE category", "A", "D", "", "", ""]);
    assert_eq!(
        err,
        "bae-rules: row 5: this row is taken for totals, by a label that can be a name too; expected a learner above the \
         rows of totals, or one of whom more than figures is entered. If it is a learner, give the full name.\n"
    );
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
fn cells_that_contradict_each_other_are_said_and_few_sessions_are_not_taken_for_a_mistake() {
    let rows = "Learner\tTarget %\tActual %\tStage 1 email\tStage 1 outcome\n\
                Teapot Invented\t50\t50\t\tfail\nSpoon Invented\t50\t50\t01/04/2026\tfail\n";
    let rows = tracker("contradicts.tsv", rows);
    let (code, out, err) = run(&["classify", "--as-of", "2026-04-08", "--format", "json", rows.to_str().unwrap()]);
    assert_eq!(code, Some(0));
    assert_eq!(
        err,
        "bae-rules: row 2, column E (Stage 1 outcome): an outcome of Stage 1 without a Stage 1 email; expected cells \
         that agree with each other. Enter the date of the email, or clear the outcome.\n"
    );
    let problems = out.rsplit_once("\"problems\": [").map(|(_, problems)| problems).unwrap_or_default();
    assert_eq!(problems.matches("\"outcome-without-email\"").count(), 1, "{problems}");
    let few = tracker("few.tsv", "Pupil\tSessions possible\tSessions absent\nTeapot Invented\t19\t1\n");
    let (code, out, err) = run(&["classify", "--as-of", "2026-04-08", few.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("fewer than 20 sessions were possible so far"), "it stands beside the answer: {out}");
}

#[test]
fn a_heading_that_is_only_like_a_known_one_is_not_used_and_that_is_said() {
    let rows = "Learner\tTarget %\tActual %\tMissed w/o calling\nTeapot Invented\t50\t50\t4\n";
    let alike = tracker("alike.tsv", rows);
    let (code, out, err) = run(&["classify", "--as-of", "2026-04-08", alike.to_str().unwrap()]);
    assert_eq!(code, Some(0));
    assert_eq!(
        err,
        "bae-rules: the column `Missed w/o calling` looks like `Sessions missed without notice` and is not used; \
         expected the heading `Sessions missed without notice`, if that is what it holds. If it is, rename it to that; if \
         it holds something else, rename it to say what. Until then, what it may change cannot be decided.\n"
    );
    let check = |out: &str| out.lines().nth(1).and_then(|line| line.rsplit('\t').next()).map(str::to_string);
    assert_eq!(
        check(&out).as_deref(),
        Some("the column `Missed w/o calling` looks like `Sessions missed without notice` and is not used"),
        "a file goes further than what was said beside it"
    );
    let twice = "Learner\tTarget %\tActual %\tActual %\nTeapot Invented\t50\t50\t10\n";
    let twice = tracker("twice.tsv", twice);
    let (_, out, said) = run(&["classify", "--as-of", "2026-04-08", twice.to_str().unwrap()]);
    let both = "2 columns are given for Actual %: column C (Actual %) and column D (Actual %)";
    assert!(check(&out).is_some_and(|check| check.starts_with(&format!("{both}: none of them is used; "))), "{out}");
    assert!(said.contains(both) && !said.contains("looks like `Actual %` and is not used"), "{said}");
    let letters =
        "`Actual %` in column C looks like `Actual %`, `Actual %` in column D looks like `Actual %`: confirm it";
    assert!(said.contains(letters), "{said}");
    let runs = "Learner\tTarget %\tActual %\tMissed sessions in a row\tMissed lessons in a row\n\
                Teapot Invented\t50\t50\t0\t6\nSpoon Invented\t50\t20\t0\t0\n";
    let runs = tracker("runs.tsv", runs);
    let (_, out, _) = run(&["classify", "--as-of", "2026-04-08", runs.to_str().unwrap()]);
    assert_eq!(answers(&out, &["Risk rating"]), [["Cannot decide"], ["High"]], "never a silent Low: {out}");
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

/// The answers of a file in the columns of the policy and in `Check`, row by row.
fn answers(out: &str, wanted: &[&str]) -> Vec<Vec<String>> {
    let mut lines = out.lines().map(|line| line.split('\t').collect::<Vec<&str>>());
    let headings = lines.next().unwrap_or_default();
    let places: Vec<usize> =
        wanted.iter().map(|title| headings.iter().position(|heading| heading == title).unwrap()).collect();
    lines.map(|line| places.iter().map(|at| line[*at].to_string()).collect()).collect()
}

/// Nobody is asked here: never a silent Low.
#[test]
fn a_misspelt_column_leaves_open_what_it_may_change_in_every_format() {
    let rows = "Learner\tTarget %\tActual %\tUnexplaned absences\nTeapot Invented\t50\t50\t9\n\
                Spoon Invented\t50\t50\t\nLadle Invented\t50\t10\t0\n";
    let path = tracker("misspelt.tsv", rows);
    let call = |path: &Path, more: &[&str]| {
        let words = ["classify", "--as-of", "2026-04-08", "--policy", "learner-at-risk"];
        run(&[&words, more, &[path.to_str().unwrap()]].concat())
    };
    let (code, out, err) = call(&path, &[]);
    let named = "the column `Unexplaned absences` looks like `Unexplained absences at work` and is not used";
    assert_eq!(code, Some(0));
    assert_eq!(
        err,
        format!(
            "bae-rules: {named}; expected the heading `Unexplained absences at work`, if that is what it holds. If it is, \
             rename it to that; if it holds something else, rename it to say what. Until then, what it may change cannot \
             be decided.\n"
        )
    );
    let found = answers(&out, &["Risk rating", "Escalation stage", "Check"]);
    for row in &found[..2] {
        assert_eq!(row[..2], ["Cannot decide", "Cannot decide"]);
        let open = format!("{named}; Risk rating: Low or Medium, needs a column for Unexplained absences at work; ");
        assert!(row[2].starts_with(&open), "{row:?}");
    }
    assert_eq!(found[2], ["High", "First risk", named], "whatever it holds, 80% behind is High");
    assert!(!out.contains("no column for Unexplained"), "what may be there is not said to be missing: {out}");
    let (_, csv, _) = call(&path, &["--format", "csv"]);
    assert_eq!(csv.matches("Cannot decide,Cannot decide,Cannot decide").count(), 2, "{csv}");
    let (_, results, _) = call(&path, &["--columns", "results"]);
    assert_eq!(answers(&results, &["Risk rating"]), [["Cannot decide"], ["Cannot decide"], ["High"]]);
    let (_, to_do, _) = call(&path, &["--columns", "to-do"]);
    let open = to_do.lines().find(|line| line.starts_with("2\tTeapot Invented\tnext action")).unwrap_or_default();
    assert!(open.contains("cannot decide") && open.contains("a column for Unexplained absences at work"), "{to_do}");
    let (_, json, _) = call(&path, &["--format", "json"]);
    let status = |word: &str| json.matches(&format!("\"status\": \"{word}\"")).count();
    assert_eq!((status("needs_input"), status("out_of_range")), (6, 0), "no cell is at fault: {json}");
    assert_eq!(json.matches(named).count(), 1, "a file goes further than what was said beside it: {json}");
    // The heading that it was meant to be, and two that say that it is something else.
    for (heading, ratings) in [
        ("Unexplained absences at work", ["Medium", "Cannot decide", "High"]),
        ("Explained absences", ["Low", "Low", "High"]),
        ("Absences from club", ["Low", "Low", "High"]),
    ] {
        let path = tracker("renamed.tsv", &rows.replace("Unexplaned absences", heading));
        let (_, out, _) = call(&path, &[]);
        let found: Vec<String> = answers(&out, &["Risk rating"]).into_iter().flatten().collect();
        assert_eq!(found, ratings, "{heading}");
    }
    // Who has said once which heading stands for the field is not asked again.
    let settings =
        tracker("said.json", r#"{"columns": {"learner-at-risk.unexplained_work_absences": "Unexplaned absences"}}"#);
    let (_, out, err) = call(&path, &["--settings", settings.to_str().unwrap()]);
    assert_eq!(answers(&out, &["Risk rating"]), [["Medium"], ["Cannot decide"], ["High"]]);
    assert!(!err.contains("is not used"), "{err}");
}

#[test]
fn rows_that_a_return_counts_are_not_counted_by_a_column_that_is_misspelt() {
    let rows = "Activity\tActivity kind\tSigned up or startng\nForklift\tOne-to-one IAG or assessment interview\tYes\n";
    let counted = |text: &str| {
        let path = tracker("counts.tsv", text);
        let words = ["classify", "--as-of", "2026-04-08", "--policy", "mir-recording", "--format", "counts"];
        run(&[&words[..], &[path.to_str().unwrap()]].concat()).1
    };
    let open = counted(rows);
    assert!(open.contains("\nCannot decide\t1\t"), "{open}");
    assert!(open.contains("a column for Signed up or starting"), "{open}");
}

#[test]
fn columns_that_are_something_else_leave_answers_as_they_are() {
    let plain = "Learner\tTarget %\tActual %";
    let others =
        "Tutor\tNotes\tClass teacher\tComments\tEmployer\tEnd date\tHomework club\tLearner voice\tTarget grade";
    let ratings = |headings: &str, cells: &str| {
        let path = tracker("others.tsv", &format!("{headings}\nTeapot Invented\t50\t50{cells}\n"));
        let (_, out, _) = run(&["classify", "--as-of", "2026-04-08", path.to_str().unwrap()]);
        answers(&out, &["Risk rating", "Escalation stage", "Next action"])
    };
    let alone = ratings(plain, "");
    assert_eq!(alone, [["Low", "None", "Nothing to do"]]);
    assert_eq!(ratings(&format!("{plain}\t{others}"), &"\tx".repeat(9)), alone);
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
fn what_is_to_be_done_for_everybody_is_one_list_and_the_most_urgent_comes_first() {
    let rows = "Learner\tTarget %\tActual %\tNext call\tRating entered\tStart date\tStage 1 email\n\
                Spoon Invented\t50\t40\t\t02/04/2026\t01/09/2025\t\n\
                Teapot Invented\t60\t30\t20/04/2026\t\t05/01/2026\t19/03/2026\n\
                Ladle Invented\t50\t50\t\t\t05/01/2026\t\n\
                Whisk Invented\t50\tabc\t01/05/2026\t\t02/01/2026\t\n";
    let rows = tracker("to-do.tsv", rows);
    let rows = rows.to_str().unwrap();
    let call = |policy, columns, more: &[&str]| {
        run(&[&["classify", "--as-of", "2026-04-02", "--policy", policy, rows, "--columns", columns], more].concat())
    };
    let (code, out, _) = call("learner-at-risk", "to-do", &[]);
    assert_eq!(code, Some(0));
    let rating = "duty\tEnter the rating in the contact log as a contact type\tTutor or reviewer";
    let behind = "MTT-22, MTT-23\tMTT L158\tLearner at Risk";
    let plan = "Consider a support and engagement plan, and make one if it is needed";
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(
        lines,
        [
            "Row\tName\tKind\tWhat to do\tWho\tHow it stands\tDue\tWhy\tWhat is missing\tRule\tClause\tPolicy",
            &format!("3\tTeapot Invented\t{rating}\toverdue\t2026-02-16\tthe risk rating is High\t\t{behind}"),
            "3\tTeapot Invented\tnext action\tTelephone the learner and, where appropriate, the employer; unless commitment and change are both agreed, send the Stage 2 email\tLearner Support or Safeguarding team\toverdue\t2026-03-27\tthe wait after the Stage 1 email has run out without success\t\tMTT-46, MTT-47\tMTT L203, L207\tLearner at Risk",
            &format!(
                "2\tSpoon Invented\tnext action\t{plan}\tTutor\tdue, no day\t\tthe risk rating is Medium or High\t\tMTT-33\tMTT L183\tLearner at Risk"
            ),
            "2\tSpoon Invented\tduty\tSchedule the next keeping in touch call\tNot stated in the policy\tdue, no day\t\tthe risk rating is Medium\t\tMTT-35\tMTT L183\tLearner at Risk",
            &format!(
                "5\tWhisk Invented\t{rating}\tcannot say\t2026-02-13\tthe risk rating is Low or Medium or High\tActual % (C5)\t{behind}"
            ),
            &format!(
                "5\tWhisk Invented\tnext action\tTo be decided: {plan} or Nothing to do\t\tcannot decide\t\twhat comes next hangs on what is missing\tActual % (C5)\tMTT-33\tMTT L183\tLearner at Risk"
            ),
        ]
    );
    let (_, csv, _) = call("learner-at-risk", "to-do", &["--format", "csv"]);
    assert_eq!(csv.lines().count(), lines.len());
    assert!(csv.contains(",\"MTT-22, MTT-23\",MTT L158,"), "{csv}");
    let (code, out, err) = call("mir-recording", "to-do", &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    let said = "MIR recording has no next actions and no duties; expected a tracker of a policy that has some";
    assert!(err.contains(said), "{err}");
    let (code, _, err) = call("learner-at-risk", "to-do", &["--format", "json"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("`--columns to-do` goes with --format tsv or csv"), "{err}");
    // The list of duties alone is a part of it.
    let (code, _, err) = call("learner-at-risk", "duties", &[]);
    assert_eq!(code, Some(2));
    let said =
        "`duties` is not a choice of columns: all, results or to-do; to-do lists the duties with the next actions";
    assert!(err.contains(said), "{err}");
    let (_, _, err) = call("learner-at-risk", "other", &[]);
    assert!(err.contains("`other` is not a choice of columns: all, results or to-do\n"), "{err}");
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
    assert!(
        err.starts_with("bae-rules: `learner-at-rsk` is not a policy, and there is no such file; expected learning-"),
        "{err}"
    );
    assert!(err.ends_with(", or a pack file. Name one of those; did you mean `learner-at-risk`?\n"), "{err}");
    let (_, _, err) = run(&["explain", "nofile"]);
    assert!(err.ends_with(", or a pack file. Name one of those.\n"), "{err}");
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

/// A pack stands in for the one of its name and beside the others, and one that is not applied is never passed over silently.
#[test]
fn a_pack_is_applied_in_the_place_of_the_built_in_one_or_beside_it() {
    let rows = "Learner\tTarget %\tActual %\tAttendance %\nTeapot Invented\t60\t39\t96\n";
    let rows_path = tracker("packed.tsv", rows);
    // Longer than what is read at once, so that it is answered in parts.
    let many: String = (0..40_000).map(|at| format!("Learner {at:0>100}\t60\t39\t96\n")).collect();
    let long = tracker("packed-long.tsv", &format!("Learner\tTarget %\tActual %\tAttendance %\n{many}"));
    let own = std::fs::read_to_string("src/policies/learner-at-risk.json").unwrap();
    let own = own.replacen(r#""version": "2026.1""#, r#""version": "2026.1-ours""#, 1);
    let same = tracker("same.json", &own);
    let new = own.replacen(r#""pack": "learner-at-risk""#, r#""pack": "our-own""#, 1);
    let new = new.replacen(r#""title": "Learner at Risk""#, r#""title": "Our own""#, 1);
    let other = tracker("new.json", &new);
    let reviews = std::fs::read_to_string("src/policies/tutorial-review.json").unwrap();
    let reviews = reviews.replacen(r#""pack": "tutorial-review""#, r#""pack": "our-reviews""#, 1);
    let lacking = tracker("lacking.json", &reviews);
    let [rows, long, same, other, lacking] =
        [&rows_path, &long, &same, &other, &lacking].map(|path| path.to_str().unwrap());
    let classify = |file: &str, words: &[&str]| {
        let (code, out, err) = run(&[&["classify", file, "--as-of", "2026-04-08"][..], words].concat());
        assert_eq!(code, Some(0), "{words:?}: {err}");
        (out.lines().next().unwrap().split('\t').skip(4).map(str::to_string).collect::<Vec<_>>(), out, err)
    };
    let (built_in, first, told) = classify(rows, &[]);
    assert_eq!((built_in[0].as_str(), told.as_str()), ("BAE category", ""), "{built_in:?}");
    assert!(built_in.contains(&"Risk rating".to_string()));
    // In its place, with the others as they were.
    let (columns, out, told) = classify(rows, &["--pack", same]);
    assert_eq!((&columns, &out, told.as_str()), (&built_in, &first, ""));
    let (_, json, _) = classify(rows, &["--pack", same, "--format", "json"]);
    assert!(json.contains("2026.1-ours") && json.contains("bae_category"), "{json}");
    // Beside them.
    let (columns, _, told) = classify(rows, &["--pack", other]);
    assert_eq!((columns.len() > built_in.len(), told.as_str()), (true, ""), "{columns:?}");
    assert!(built_in.iter().all(|column| columns.contains(column)), "{columns:?}");
    // Alone where it alone is named.
    let (columns, _, told) = classify(rows, &["--pack", other, "--policy", "our-own"]);
    assert_eq!((columns.contains(&"BAE category".to_string()), told.as_str()), (false, ""));
    // Where others are named, it is not applied, and that is said.
    let said = format!(
        "bae-rules: `{other}` is not applied: `--policy` names others. Add `--policy our-own`, or leave out `--policy`.\n"
    );
    let (columns, _, told) = classify(rows, &["--policy", "learning-mentoring", "--pack", other]);
    assert_eq!((columns[0].as_str(), told), ("BAE category", said));
    // Where its columns are not there, it is not applied, and that is said, in a long file, too.
    let said = "bae-rules: the pack `our-reviews` is not applied: the tracker does not have the columns that Tutorial and review \
                needs; expected `Course type` and `Joined` and `Last review`, or `Totally confidential` and `Medium`, or `Copies \
                agreed`. Add the columns, or rename the headings that hold them.\n";
    for file in [rows, long] {
        let (columns, _, told) = classify(file, &["--pack", lacking]);
        assert_eq!((&columns, told.as_str()), (&built_in, said), "{file}");
        let (columns, out, told) = classify(file, &["--pack", same]);
        assert_eq!((&columns, told.as_str()), (&built_in, ""), "{file}");
        assert_eq!(out.lines().nth(1).unwrap().split('\t').nth(4), first.lines().nth(1).unwrap().split('\t').nth(4));
    }
    let (code, _, err) = run(&["classify", rows, "--as-of", "2026-04-08", "--pack", same, "--pack", same]);
    let said = format!("bae-rules: `{same}` and `{same}` both hold `learner-at-risk`; give one of them\n");
    assert_eq!((code, err.starts_with(&said)), (Some(2), true), "{err}");
}

/// 25 hours lie between these two zones: whatever the time is, one of them has another day than the other, and the first is later.
#[cfg(unix)]
#[test]
fn today_is_the_day_where_the_computer_stands() {
    let rows = tracker("today.tsv", "Learner\tTarget %\tActual %\nTeapot Invented\t60\t30\n");
    let today = |zone: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bae-rules"));
        let output = command.arg("classify").arg(&rows).args(["--format", "json"]).env("TZ", zone).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.starts_with("bae-rules: as at ") && told.ends_with(" (today)\n"), "{told}");
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        json["as_of"].as_str().unwrap().to_string()
    };
    let (east, west) = (today("EAST-14"), today("WEST11"));
    assert!(east > west, "{east} in the east, {west} in the west");
}

#[test]
fn a_fault_of_a_whole_column_fills_no_terminal() {
    let of = |name: &str, rows: usize| {
        let rows: String = (0..rows).map(|row| format!("Learner {row}\t50\t155\n")).collect();
        let path = tracker(name, &format!("Learner\tTarget %\tActual %\n{rows}"));
        let (code, _, told) = run(&["classify", path.to_str().unwrap(), "--as-of", "2026-04-08"]);
        assert_eq!(code, Some(0));
        told
    };
    let told = of("twenty-alike.tsv", 20);
    assert_eq!(told.lines().count(), 20, "{told}");
    assert!(told.lines().all(|line| line.contains("`155` is out of range")), "{told}");
    let told = of("many-alike.tsv", 25);
    assert_eq!(told.lines().count(), 21, "{told}");
    assert!(
        told.ends_with("\nbae-rules: 5 more like it in column C (percent-out-of-range); the Check column and `--format json` name them all.\n"),
        "{told}"
    );
}
