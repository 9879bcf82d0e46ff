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
    assert!(
        out.contains(&format!("MIR line: left to a person [MIR-07-none] -> {line} [MIR-06], in 3 regions")),
        "{out}"
    );
    let regions: Vec<&str> = out.lines().filter(|line| line.starts_with("    where ")).collect();
    assert!(!regions.is_empty());
    for region in regions {
        assert!(region.contains("Activity kind top-up,") && region.contains("Completed course no"), "{region}");
    }
    assert!(out.contains("      for example Activity kind top-up; "), "{out}");
}

#[test]
fn two_versions_that_answer_alike_say_so() {
    let new = version("mir-recording", "it is a top-up for somebody", "it is a top-up for a person", "words.json");
    let (code, out, _) = said(&run(&["diff", "mir-recording", new.to_str().unwrap()]));
    assert_eq!(code, Some(0));
    assert_eq!(out, "MIR recording: mir-recording 2026.1 to mir-recording 2027.1\nNo answer changes.\n");
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
