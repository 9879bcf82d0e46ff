//! `bae-rules diff`: what changes between two versions of a policy, region by region and row by row, as a person reads it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn run(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bae-rules")).args(words).output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A version of a shipped pack with one text in the place of another.
fn version(policy: &str, from: &str, to: &str, name: &str) -> PathBuf {
    let text = std::fs::read_to_string(format!("{}/src/policies/{policy}.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let changed = text.replacen("\"version\": \"2026.1\"", "\"version\": \"2027.1\"", 1).replace(from, to);
    assert!(changed.contains(to));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, changed).unwrap();
    path
}

const FOCUS: &str = r#""when": { "activity_kind": "\"top-up\"", "completed_course": "true" }"#;
const EVERYBODY: &str = r#""when": { "activity_kind": "\"top-up\"" }"#;

#[test]
fn a_changed_rule_is_told_by_region_and_by_row_with_the_rule_on_each_side() {
    let new = version("mir-recording", FOCUS, EVERYBODY, "top-ups.json");
    let sheet = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/mir.tsv");
    let output = run(&[
        "diff",
        "mir-recording",
        new.to_str().unwrap(),
        "--rows",
        sheet.to_str().unwrap(),
        "--as-of",
        "2026-04-30",
    ]);
    let (code, out, err) = said(&output);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.starts_with("MIR recording: mir-recording 2026.1 to mir-recording 2027.1\n"), "{out}");
    let line = "Top-up/refresher session after completing a course";
    for row in ["row 21, Stress refresher, course left early", "row 22, Stress refresher, not recorded"] {
        assert!(out.contains(&format!("  {row}: MIR line: Cannot decide")), "{row}: {out}");
    }
    assert!(out.contains("  2 of 21 learners change.\n"), "{out}");
    // The region: a top-up whose course was not completed. The rule stands on the side that has it.
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    let group = format!("MIR line: left to a person [MIR-07-none] -> {line} [MIR-06], in 3 regions always where ");
    let shared = words.split_once(&group).and_then(|(_, rest)| rest.split_once(" and where ")).unwrap().0;
    assert!(shared.contains("Activity kind top-up,") && shared.contains("Completed course no"), "{out}");
    assert!(out.lines().filter(|line| line.starts_with("    and where ")).count() >= 3, "{out}");
    // What changed in the policy comes before what comes of it.
    assert_eq!(out.lines().nth(1), Some("What the new version says otherwise"));
    assert_eq!(out.lines().nth(2), Some("  the row MIR-06 of mir_line changed: when it holds"));
    assert!(out.contains("      for example Activity kind top-up; "), "{out}");
}

#[test]
fn another_default_is_said_before_all_that_comes_of_it_in_lines_that_can_be_read() {
    let text = std::fs::read_to_string(format!("{}/src/policies/learner-at-risk.json", env!("CARGO_MANIFEST_DIR")));
    let text = text.unwrap();
    let line = text.lines().find(|line| line.contains(r#""behind_threshold": {"#)).unwrap();
    let new = version("learner-at-risk", line, &line.replace(r#""default": "30""#, r#""default": "20""#), "20.json");
    let (code, out, _) = said(&run(&["diff", "learner-at-risk", new.to_str().unwrap()]));
    assert_eq!(code, Some(0));
    let said: Vec<&str> = out.lines().take(5).collect();
    assert_eq!(
        said,
        [
            "Learner at Risk: learner-at-risk 2026.1 to learner-at-risk 2027.1",
            "What the new version says otherwise",
            "  the default of behind_threshold changed from 30 to 20",
            "Rules that give another value",
            "  Behind plan: no [MTT-01-no] -> yes [MTT-01], in 1 region"
        ]
    );
    // What all regions of a change have in common is said once.
    let shared: Vec<&str> = out.lines().filter(|line| line.starts_with("    always where ")).collect();
    assert!(!shared.is_empty() && out.contains("Behind plan from 20% and below 30%"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 110), "{out}");
}

#[test]
fn what_is_new_gone_or_otherwise_in_a_policy_is_said_by_its_id() {
    let pack = |name: &str| {
        let path = format!("{}/src/policies/mir-recording.json", env!("CARGO_MANIFEST_DIR"));
        let mut pack: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let rule = pack["rules"].as_array_mut().unwrap().iter_mut().find(|rule| rule["id"] == "mir_line").unwrap();
        let rows = rule["rows"].as_array_mut().unwrap();
        let row = rows.iter_mut().find(|row| row["id"] == "MIR-06").unwrap();
        row["id"] = "MIR-06-new".into();
        pack["fields"]["venue"] = serde_json::json!({ "heading": "Venue", "type": "text" });
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, pack.to_string()).unwrap();
        path
    };
    let (code, out, err) = said(&run(&["diff", "mir-recording", pack("ids.json").to_str().unwrap()]));
    assert_eq!(code, Some(0), "{err}");
    for line in
        ["the field venue is new", "the row MIR-06-new of mir_line is new", "the row MIR-06 of mir_line is gone"]
    {
        assert!(out.contains(&format!("\n  {line}\n")), "{line}: {out}");
    }
}

#[test]
fn two_versions_that_answer_alike_say_so() {
    let new = version("mir-recording", "it is a top-up for somebody", "it is a top-up for a person", "words.json");
    let (code, out, _) = said(&run(&["diff", "mir-recording", new.to_str().unwrap()]));
    assert_eq!(code, Some(0));
    assert_eq!(
        out,
        "MIR recording: mir-recording 2026.1 to mir-recording 2027.1\nWhat the new version says otherwise\n  \
         the row MIR-06 of mir_line changed: its words\n  the row MIR-06 (where topup_after is completed or progressed) \
         of mir_line changed: its words\nNo answer changes.\n"
    );
    let (_, out, _) = said(&run(&["diff", "mir-recording", "mir-recording"]));
    assert_eq!(out, "MIR recording: mir-recording 2026.1 to mir-recording 2026.1\nNo answer changes.\n");
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    for (words, code, said_so) in [
        (&["diff", "mir-recording"][..], 2, "diff takes two packs"),
        (&["diff", "mir-recording", "learner-at-risk"], 1, "two policies"),
        (&["diff", "mir-recording", "mir-recordin"], 1, "did you mean `mir-recording`?"),
        (&["diff", "mir-recording", "mir-recording", "--as-of", "2026-04-30"], 2, "`--as-of` goes with --rows"),
        (
            &["diff", "mir-recording", "mir-recording", "--rows", "no-such-file.tsv", "--as-of", "2026-04-30"],
            1,
            "no-such-file.tsv",
        ),
        (&["diff", "mir-recording", "mir-recording", "--rows"], 2, "`--rows` needs a value"),
    ] {
        let (found, out, err) = said(&run(words));
        assert_eq!((found, out.as_str()), (Some(code), ""), "{words:?}");
        assert!(err.contains(said_so), "{words:?}: {err}");
    }
}
