//! What the command line tells people who write policies and settings: names that are not known, examples that do not hold,
//! headings that cannot be told apart, each with its file and line.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::process::Command;

/// The exit code, what is printed, and what is said on standard error.
fn run(words: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bae-rules")).args(words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn shipped(policy: &str) -> String {
    std::fs::read_to_string(format!("{}/src/policies/{policy}.json", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A small pack of two rows and two examples.
const SMALL: &str = r#"{
  "pack": "late", "schema": 1, "version": "2026.1", "title": "Lateness", "about": "Says who is late too often.",
  "sources": { "L": { "title": "Lateness policy", "publisher": "A school", "review_due": "2027-07-31" } },
  "subject": "pupil", "needs_columns": [["times"]],
  "fields": {
    "pupil": { "heading": "Pupil", "type": "text" },
    "kind": { "heading": "Kind", "type": "choice", "blank": "none", "values": [{ "value": "day" }, { "value": "boarder", "spellings": ["B"] }] },
    "times": { "heading": "Times late", "type": "count", "required": true, "max": 40, "spellings": ["Lates"] }
  },
  "settings": { "limit": { "title": "Too often", "type": "count", "min": 1, "max": 20, "default": "3", "clause": "L 1" } },
  "rules": [
    { "id": "lateness", "title": "Lateness", "kind": "table", "hit": "first", "values": ["fine", "late"], "rows": [
      { "id": "L-1", "when": { "times": ">= limit" }, "then": "late", "clause": "L 1", "says": "{times} is {limit} or more" },
      { "id": "L-2", "when": { "times": "-" }, "then": "fine", "clause": "L 1", "says": "{times} is below {limit}" } ] }
  ],
  "decisions": [{ "id": "lateness", "title": "Lateness" }],
  "results": [{ "heading": "Lateness", "of": "lateness" }],
  "examples": [
    { "claim": "three times is late", "shows": ["L-1"], "given": { "times": "3" }, "expect": { "lateness": "late" } },
    { "claim": "twice is fine", "shows": ["L-2"], "given": { "times": "2" }, "expect": { "lateness": "fine", "lateness.rule": "L-2" } }
  ]
}"#;

/// What `verify` says of the small pack with one text in the place of another: the lines that are no remedy.
fn verified(name: &str, from: &str, to: &str) -> (Option<i32>, Vec<String>) {
    assert!(SMALL.contains(from), "{from}");
    let path = file(name, &SMALL.replacen(from, to, 1));
    let (code, out, err) = run(&["verify", path.to_str().unwrap()]);
    let file = format!("{}, ", path.display());
    let lines = out.lines().chain(err.lines()).filter(|line| !line.starts_with("    "));
    (code, lines.map(|line| line.replace(&file, "").replace(&format!("`{}`, ", path.display()), "")).collect())
}

#[test]
fn examples_are_run_and_each_that_fails_says_what_was_expected_what_came_and_why() {
    assert_eq!(
        verified("as-it-is.json", "late", "late"),
        (Some(0), vec!["late 2026.1: nothing to report".to_string()])
    );
    let of = |from: &str, to: &str| verified("example.json", from, to);
    let three = r#""given": { "times": "3" }, "expect": { "lateness": "late" }"#;
    for (to, said) in [
        (
            r#""given": { "times": "3" }, "expect": { "lateness": "fine" }"#,
            "line 19: examples L-1: `three times is late`: lateness was expected to be `fine` and is `late`, by L-1.",
        ),
        (
            r#""given": { "times": "3" }, "expect": { "lateness": "Banana" }"#,
            "line 19: examples L-1: `three times is late`: lateness was expected to be `Banana`, which it never is (fine, late), \
             and is `late`, by L-1.",
        ),
        (
            r#""given": { "times": "3" }, "expect": { "latenes": "late" }"#,
            "line 19: examples L-1: `three times is late`: `latenes` under `expect` is not an answer, but `lateness` is.",
        ),
        (
            r#""given": { "time": "3" }, "expect": { "lateness": "late" }"#,
            "line 19: examples L-1: `three times is late`: `time` under `given` is not a field, but `times` is.",
        ),
        (
            r#""given": { "times": "three o'clock", "kind": "day" }, "expect": { "lateness.rule": "L-1" }"#,
            "line 19: examples L-1: `three times is late`: times: cannot read `three o'clock` as a number; expected a whole \
             number from 0 to 40.",
        ),
        (
            r#""given": { "times": "" }, "expect": { "lateness": "late" }"#,
            "line 19: examples L-1: `three times is late`: lateness was expected to be `late` and is `Cannot decide` (it may be \
             fine or late).",
        ),
        (
            r#""given": { "times": "3" }, "as_of": "31/12/2026", "expect": { "lateness": "late" }"#,
            "line 19: examples L-1: `three times is late`: its day is `31/12/2026`, and a day is written as 2026-04-08.",
        ),
        (
            r#""given": { "times": "3" }, "settings": { "limt": "2" }, "expect": { "lateness": "late" }"#,
            "line 19: examples L-1: `three times is late`: `limt` is not a setting of Lateness; expected a setting of the pack, \
             such as `limit`.",
        ),
    ] {
        let (code, lines) = of(three, to);
        assert_eq!(code, Some(1), "{to}");
        assert!(lines.contains(&said.to_string()), "{to}: {lines:#?}");
    }
    let (_, lines) = of(r#""shows": ["L-2"]"#, r#""shows": ["L-3"]"#);
    assert!(
        lines
            .iter()
            .any(|line| line.contains("`twice is fine`: `L-3` under `shows` is not the id of a rule, but `L-1` is.")
                || line.contains("`L-3` under `shows` is not the id of a rule, but `L-2` is.")),
        "{lines:#?}"
    );
    // One that is about a cell that cannot be read expects that nothing is decided.
    let open = r#""given": { "times": "often" }, "expect": { "lateness": "Cannot decide" }"#;
    assert!(!of(three, open).1.iter().any(|line| line.contains("examples")), "{:?}", of(three, open));
}

#[test]
fn a_pack_with_faults_that_is_applied_is_named() {
    let sheet = file("faults.tsv", "Pupil\tTimes late\nTeapot Invented\t5\n");
    let told = |name: &str, text: &str| {
        let path = file(name, text);
        let words = ["classify", sheet.to_str().unwrap(), "--as-of", "2026-04-08", "--pack", path.to_str().unwrap()];
        let (code, out, err) = run(&words);
        assert!(code == Some(0) && out.contains("\tlate\t"), "{err}");
        err.replace(path.to_str().unwrap(), "FILE")
    };
    assert_eq!(told("no-fault.json", SMALL), "");
    let applied = "and is applied as it is. `bae-rules verify FILE` says which.\n";
    let one = SMALL.replacen(r#""expect": { "lateness": "late" }"#, r#""expect": { "lateness": "fine" }"#, 1);
    assert_eq!(told("one-fault.json", &one), format!("bae-rules: `FILE` has a fault, {applied}"));
    let two = one.replacen("2027-07-31", "July", 1);
    assert_eq!(told("two-faults.json", &two), format!("bae-rules: `FILE` has 2 faults, {applied}"));
}

#[test]
fn what_cannot_be_told_apart_or_cannot_be_is_found() {
    let pupil = r#""pupil": { "heading": "Pupil""#;
    for (from, to, said) in [
        (
            pupil,
            r#""pupil": { "heading": "times LATE""#,
            "fields pupil, times: The fields pupil and times have one heading",
        ),
        (pupil, r#""pupil": { "heading": "Lates""#, "fields pupil, times: The fields pupil and times have one heading"),
        (pupil, r#""pupil": { "heading": " ""#, "fields pupil: The field pupil has no heading"),
        (
            r#"{ "value": "day" }"#,
            r#"{ "value": "day", "spellings": ["b"] }"#,
            "fields kind: The values `day` and `boarder` of kind are both written `b`.",
        ),
        (r#""max": 40"#, r#""min": 41, "max": 40"#, "`min` of times is 41 and `max` is 40"),
        (
            r#""max": 20, "default": "3","#,
            r#""max": 20, "default": "3", "unit": "x","#,
            "late 2026.1: nothing to report",
        ),
        (r#""version": "2026.1""#, r#""version": """#, "version: The pack has no version."),
        (
            r#""2027-07-31""#,
            r#""July 2027""#,
            "sources L: `review_due` of the source L is `July 2027`, which is no day.",
        ),
        (
            r#""{times} is below {limit}""#,
            r#""{times} is below {limit""#,
            "lateness L-2: A curly bracket is not closed",
        ),
        (
            r#""results": ["#,
            r#""results": [{ "heading": "Lateness", "of": "times" }, "#,
            "results lateness: Two result columns are headed `Lateness`.",
        ),
        (r#""results": [{ "heading": "Lateness""#, r#""results": [{ "heading": "Check""#, "headed `Check`."),
    ] {
        let (_, lines) = verified("spelling.json", from, to);
        assert!(lines.iter().any(|line| line.contains(said)), "{to}: {lines:#?}");
    }
}

#[test]
fn a_letter_or_value_that_a_field_never_holds_is_found_where_a_fact_counts_it() {
    for (policy, from, to, said) in [
        (
            "learner-at-risk",
            r#""of": ["start_factors"], "letters": "abdef""#,
            r#""of": ["start_factors"], "letters": "abdez""#,
            "counts `z`, which Start factors never holds.",
        ),
        ("tutorial-review", r#""half_term": [""#, r#""half_term": ["Neet", ""#, "counts `Neet`, which "),
    ] {
        let text = shipped(policy);
        assert!(text.contains(from), "{from}");
        let path = file("letters.json", &text.replacen(from, to, 1));
        let (code, out, _) = run(&["verify", path.to_str().unwrap()]);
        assert!(code == Some(1) && out.lines().any(|line| line.contains(": derived ") && line.contains(said)), "{out}");
    }
}

#[test]
fn the_row_that_leaves_nothing_to_another_is_named() {
    let text = shipped("learner-at-risk");
    let row = text.lines().find(|line| line.contains(r#"{ "id": "MTT-18", "#)).unwrap();
    let ours = r#"        { "id": "OUR-01", "when": {}, "then": "High", "clause": "MTT L1", "says": "of us", "closing": true },"#;
    let path = file("always.json", &text.replacen(row, &format!("{ours}\n{row}"), 1));
    let (code, out, _) = run(&["verify", path.to_str().unwrap()]);
    assert_eq!(code, Some(1));
    assert!(
        out.contains("Row MTT-18 of risk_rating never decides: wherever it holds, OUR-01 holds too and comes first."),
        "{out}"
    );
}

#[test]
fn a_row_that_shows_a_fault_can_be_typed_in_and_its_day_is_named() {
    let text = SMALL
        .replacen(
            r#""times": { "heading""#,
            r#""on": { "heading": "Date", "type": "date", "event": true }, "times": { "heading""#,
            1,
        )
        .replacen(
            r#"{ "id": "L-2", "when": { "times": "-" }"#,
            r#"{ "id": "L-2", "when": { "on": "< date(\"2020-01-01\")" }"#,
            1,
        );
    let path = file("days.json", &text);
    let (_, out, _) = run(&["verify", path.to_str().unwrap()]);
    let shown: Vec<&str> = out.lines().filter(|line| line.contains("For example, as at 5 January 2026: ")).collect();
    assert!(!shown.is_empty(), "{out}");
    for day in shown.iter().flat_map(|line| line.split("on: ").skip(1)).filter_map(|rest| rest.get(..4)) {
        assert!(("1990"..="2099").contains(&day), "{out}");
    }
}

#[test]
fn a_name_that_is_not_known_is_refused_by_every_command_with_its_file_and_line() {
    let text = shipped("learner-at-risk");
    let old = r#""of": ["stage1_email"], "count": "stage1_wait_working_days""#;
    let path = file("wait.json", &text.replacen(old, &old.replace("working_days", "days"), 1));
    let line = text.lines().position(|line| line.contains(old)).unwrap() + 1;
    let path = path.to_str().unwrap();
    let sheet = file("one.tsv", "Learner\tTarget %\tActual %\nTeapot Invented\t50\t50\n");
    let said = format!(
        "bae-rules: `{path}`, line {line}: derived stage1_wait, count: `stage1_wait_days` does not fit; expected a number, or a \
         setting that holds one, such as `stage1_wait_working_days`."
    );
    for words in [
        vec!["verify", path],
        vec!["diff", "learner-at-risk", path],
        vec!["classify", sheet.to_str().unwrap(), "--as-of", "2026-04-08", "--pack", path],
    ] {
        let (code, out, err) = run(&words);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{words:?}");
        assert!(err.starts_with(&said), "{words:?}: {err}");
    }
    // What is found only when the rules are made ready has its place, too.
    let (code, lines) = verified("cell.json", r#""times": ">= limit""#, r#""times": ">= lmit""#);
    assert_eq!(code, Some(1));
    assert!(lines[0].contains("line 13: rule lateness, row L-1: `>=lmit` does not fit `times`"), "{lines:?}");
}

#[test]
fn a_mark_of_the_encoding_before_a_pack_or_settings_file_is_read_over() {
    let pack = file("mark.json", &format!("\u{feff}{SMALL}"));
    let settings = file("mark-settings.json", "\u{feff}{ \"late\": { \"limit\": 2 } }");
    let sheet = file("mark.tsv", "Pupil\tTimes late\nTeapot Invented\t2\n");
    let (pack, settings, sheet) = (pack.to_str().unwrap(), settings.to_str().unwrap(), sheet.to_str().unwrap());
    assert_eq!(run(&["verify", pack]).1, "late 2026.1: nothing to report\n");
    assert_eq!(run(&["diff", pack, pack]).0, Some(0));
    let words = ["classify", sheet, "--as-of", "2026-04-08", "--pack", pack, "--settings", settings];
    let (code, out, err) = run(&words);
    assert_eq!(code, Some(0), "{err}");
    assert!(out.lines().nth(1).unwrap().starts_with("Teapot Invented\t2\tlate\t"), "{out}");
}

#[test]
fn a_heading_in_the_settings_stands_for_a_field_that_is_there() {
    let sheet = file("soll.tsv", "Learner\tSoll\tActual %\nTeapot Invented\t50\t30\n");
    let classified = |columns: &str| {
        let settings = file("columns.json", &format!("{{ \"columns\": {{ {columns} }} }}"));
        let words =
            ["classify", sheet.to_str().unwrap(), "--policy", "learner-at-risk", "--as-of", "2026-04-08", "--settings"];
        run(&[&words[..], &[settings.to_str().unwrap()]].concat())
    };
    let (code, out, err) = classified(r#""learner-at-risk.planned_progress": "Soll""#);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("\tHigh\t"), "{out}");
    for (columns, expected) in [
        (r#""learner-at-risk.planed_progress": "Soll""#, "such as `learner-at-risk.planned_progress`"),
        (r#""learner-at-rsk.planned_progress": "Soll""#, "such as `learner-at-risk.planned_progress`"),
        (r#""planned_progress": "Soll""#, "such as `learner-at-risk.planned_progress`"),
    ] {
        let (code, out, err) = classified(columns);
        assert_eq!((code, out.as_str()), (Some(1), ""), "{columns}");
        assert!(
            err.contains("is not a field of a policy; expected a policy and its field") && err.contains(expected),
            "{err}"
        );
        assert!(err.contains("columns.json`: `columns`: "), "{err}");
    }
    let (code, _, err) = classified(r#""learner-at-risk.planned_progress": "Sol""#);
    assert_eq!(code, Some(0));
    assert!(
        err.contains("no column is headed `Sol`, which the settings say holds `Target %`; expected a heading of this"),
        "{err}"
    );
    assert!(err.contains("such as `Soll`"), "{err}");
    let (_, help, _) = run(&["classify", "--help"]);
    assert!(help.contains(r#""columns": { "learner-at-risk.planned_progress": "#), "{help}");
}

#[test]
fn an_option_that_is_given_twice_is_refused() {
    let sheet = file("twice.tsv", "Learner\tTarget %\tActual %\nTeapot Invented\t50\t50\n");
    let words = ["classify", sheet.to_str().unwrap(), "--as-of", "2026-04-08", "--as-of=2026-05-08"];
    let (code, out, err) = run(&words);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.starts_with("bae-rules: `--as-of` is given twice; give it once\n"), "{err}");
}

#[test]
fn what_else_a_version_says_otherwise_is_told_and_so_is_a_version_that_keeps_its_number() {
    let changed = |from: &str, to: &str| {
        assert!(SMALL.contains(from), "{from}");
        let (old, new) = (file("old.json", SMALL), file("new.json", &SMALL.replacen(from, to, 1)));
        run(&["diff", old.to_str().unwrap(), new.to_str().unwrap()]).1
    };
    let same = "Both are version 2026.1: give the new one another, as every answer names its version.\n";
    let version = r#""version": "2026.1","#;
    let out = changed(version, r#""version": "2026.1", "in_force": { "from": "2026-09-01" },"#);
    assert!(out.contains(same), "{out}");
    assert!(out.contains("  it is in force from 1 September 2026 on, and was on any day\n"), "{out}");
    assert!(out.contains("No answer changes on the days on which both are in force.\n"), "{out}");
    let out = changed(version, r#""version": "2026.2", "notes": ["A note"],"#);
    assert!(!out.contains("Both are version") && out.contains("  its notes changed\n"), "{out}");
    let out = changed(
        r#""rules": ["#,
        r#""checks": [{ "check": "at-most", "of": ["times", "times"], "says": "no", "remedy": "No.", "code": "c" }], "rules": ["#,
    );
    assert!(out.contains("  the check c is new\n"), "{out}");
    let out = changed(r#""needs_columns": [["times"]]"#, r#""needs_columns": [["times"], ["kind"]]"#);
    assert!(out.contains("  the columns that it needs changed\n"), "{out}");
}
