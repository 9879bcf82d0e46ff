//! `bae-rules diff`: what changes between two versions of a policy, region by region and row by row, as a person reads it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use bae_rules::policy::diff::{Change, Diff, Side};
use bae_rules::render::difference::{Detail, text};
use bae_rules::tracker;
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
        "--all",
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
    assert!(out.lines().count() <= 40, "{out}");
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
    // Six ways of not being High already stand for the eighteen regions.
    assert!(
        out.contains("    and where Missed sessions in a row up to 2 training sessions, Improved yes (4 regions)\n")
    );
    assert!(out.contains("    and in 4 more cases\n"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 110), "{out}");
}

/// A version of a shipped pack with another default.
fn with_default(policy: &str, setting: &str, from: &str, to: &str) -> PathBuf {
    let text = std::fs::read_to_string(format!("{}/src/policies/{policy}.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let line = text.lines().find(|line| line.contains(&format!(r#""{setting}": {{"#))).unwrap();
    let default = |value: &str| format!(r#""default": "{value}""#);
    version(policy, line, &line.replace(&default(from), &default(to)), &format!("{policy}-{setting}.json"))
}

fn told(policy: &str, new: &Path, words: &[&str]) -> String {
    let (code, out, err) = said(&run(&[&["diff", policy, new.to_str().unwrap()], words].concat()));
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    out
}

#[test]
fn a_change_in_many_regions_is_told_in_a_screenful_with_how_much_is_left_out() {
    let new = with_default("learning-mentoring", "letter_direction", "A is the least need", "A is the most need");
    let (short, all) = (told("learning-mentoring", &new, &[]), told("learning-mentoring", &new, &["--all"]));
    assert!(short.lines().count() <= 40 && all.lines().count() > 400, "{short}");
    // Each letter that becomes another, that of most regions first, each with one row that shows it.
    let heads: Vec<&str> = short.lines().filter(|line| line.contains(" -> ")).collect();
    assert_eq!(
        heads,
        [
            "  BAE category: B [PLP-20-B] -> C [PLP-20-turned-C], in 24 regions",
            "  BAE category: C [PLP-20-C] -> B [PLP-20-turned-B], in 20 regions",
            "  BAE category: A [PLP-20-A] -> D [PLP-20-turned-D], in 16 regions",
            "  BAE category: D [PLP-20-D] -> A [PLP-20-turned-A], in 7 regions",
        ]
    );
    assert_eq!(short.lines().filter(|line| line.starts_with("      for example ")).count(), 4, "{short}");
    // Nothing is left out without a word, and all of it is there for the asking.
    assert!(short.contains("\n    and in 22 more cases\n"), "{short}");
    let last = "These changes stand for 67 regions of facts; --all lists each with a row that shows it.";
    assert_eq!(short.lines().last(), Some(last));
    assert!(!all.contains("more cases") && !all.contains("--all") && all.contains(", in 24 regions\n"), "{all}");
    assert!(short.lines().chain(all.lines()).all(|line| line.chars().count() <= 110), "{short}");
}

#[test]
fn changes_of_one_decision_that_have_no_room_are_counted() {
    let new = with_default("learning-mentoring", "absence_2", "10", "12");
    let short = told("learning-mentoring", &new, &[]);
    assert!(short.lines().count() <= 40, "{short}");
    assert!(short.contains("\n  Areas of need: 10 more changes, in 10 regions\n"), "{short}");
    let areas =
        |out: &str| out.lines().filter(|line| line.starts_with("  Areas of need: ") && line.contains("->")).count();
    assert_eq!((areas(&short), areas(&told("learning-mentoring", &new, &["--all"]))), (4, 14));
    // Where all of it has room, nothing more is offered.
    let new = with_default("learning-mentoring", "worker_c", "Learning mentor", "Therapist");
    let short = told("learning-mentoring", &new, &[]);
    assert!(short.contains("  Support worker: Learning mentor [PLP-22-C] -> Therapist [PLP-22-C], in 1 region\n"));
    assert!(!short.contains("--all") && !short.contains("more"), "{short}");
}

#[test]
fn what_any_value_changes_alike_is_no_condition() {
    let new = with_default("mir-recording", "topup_after", "completed the course", "completed or progressed");
    let (short, all) = (told("mir-recording", &new, &[]), told("mir-recording", &new, &["--all"]));
    // The rule is itself the answer, and is told once; in full it stands among the rules, too.
    let lines = |out: &str| out.lines().filter(|line| line.starts_with("  MIR line: ")).count();
    assert_eq!((lines(&short), lines(&all)), (1, 2));
    assert!(short.contains("    always where Activity kind top-up, Completed course no, Progressed from course yes\n"));
    assert!(all.contains("always where Activity kind top-up, Signed up or starting no or yes, Course focus"), "{all}");
    // No one to one, nothing private, or none of the purposes: one of the three is enough, whatever the others.
    for case in [
        "    and where One to one no (1 region)\n",
        "    and where Private no (1 region)\n",
        "    and in 1 more case\n",
    ] {
        assert!(short.contains(case), "{case}: {short}");
    }
}

#[test]
fn where_a_search_is_cut_short_its_decision_is_named() {
    let pack = tracker::built_in("mir-recording").unwrap();
    let region = Change {
        decision: "own_line".to_string(),
        region: "One to one no".to_string(),
        parts: Vec::new(),
        before: Side { outcome: "true".to_string(), rules: Vec::new() },
        after: Side { outcome: "false".to_string(), rules: Vec::new() },
        witness: Vec::new(),
        facts: Vec::new(),
        facts_after: Vec::new(),
        limits: Vec::new(),
    };
    let unfinished = vec!["mir_line".to_string(), "own_line".to_string()];
    let diff = Diff { unfinished, changes: vec![region], ..Diff::default() };
    for detail in [Detail::InShort, Detail::All] {
        let out = text(&pack, &pack, &diff, None, detail);
        let last: Vec<&str> = out.lines().rev().take(2).collect();
        assert_eq!(
            last,
            [
                "Own line: there are more regions than could be looked at, and what is told here is not all.",
                "MIR line: there are more regions than could be looked at, and no change was found in those that were."
            ]
        );
        assert!(!out.contains("No answer changes"), "{out}");
    }
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

/// The answers that are compared are those that `classify` gives.
#[test]
fn a_misspelt_column_is_as_open_where_versions_are_compared() {
    let title = "\"title\": \"Behind by how much is at risk\"";
    let new = version(
        "learner-at-risk",
        &format!("{title}, \"type\": \"number\", \"unit\": \"%\", \"min\": 1, \"max\": 100, \"default\": \"30\""),
        &format!("{title}, \"type\": \"number\", \"unit\": \"%\", \"min\": 1, \"max\": 100, \"default\": \"10\""),
        "ten-behind.json",
    );
    let sheet = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ten-behind.tsv");
    let rows = "Learner\tTarget %\tActual %\tMissed sessions in a row\tHomewrk missed in a row\nTeapot Invented\t50\t40\t3\t5\n";
    std::fs::write(&sheet, rows).unwrap();
    let words = ["diff", "learner-at-risk", new.to_str().unwrap(), "--as-of", "2026-04-08", "--rows"];
    let (code, out, _) = said(&run(&[&words[..], &[sheet.to_str().unwrap()]].concat()));
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("row 2, Teapot Invented: Risk rating: Cannot decide (Medium or High) -> High"), "{out}");
}

/// A tracker with the columns of learner-at-risk that the sample has, and one more.
fn learners(name: &str, heading: &str, row: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let headings = format!(
        "Learner\tTarget %\tActual %\tMissed sessions in a row\tHomework missed in a row\tThree-way attempts\t{heading}"
    );
    std::fs::write(&path, format!("{headings}\nTeapot Invented\t50\t40\t3\t0\t2\t{row}\n")).unwrap();
    path
}

/// What is said of the rows, and on standard error.
fn of_rows(new: &Path, sheet: &Path) -> (Option<i32>, Vec<String>, String) {
    let words = ["diff", "learner-at-risk", new.to_str().unwrap(), "--as-of", "2026-04-08", "--rows"];
    let (code, out, err) = said(&run(&[&words[..], &[sheet.to_str().unwrap()]].concat()));
    let rows = out.lines().skip_while(|line| !line.starts_with("Rows of ")).skip(1);
    (code, rows.take_while(|line| line.starts_with("  ")).map(str::to_string).collect(), err)
}

#[test]
fn who_acts_by_when_and_duties_concern_a_learner_though_the_answer_stays() {
    // A due day.
    let new = with_default("learner-at-risk", "stage1_wait_working_days", "5", "7");
    let sheet = learners("due-day.tsv", "Stage 1 email", "2026-04-01");
    assert_eq!(
        of_rows(&new, &sheet).1,
        [
            "  row 2, Teapot Invented: Next action, by when: due 2026-04-10 -> due 2026-04-14",
            "  1 of 1 learners change."
        ]
    );
    // Who acts.
    let who = r#""do": "Send the Stage 1 email to the learner and, where appropriate, the employer", "who": "#;
    let new = version("learner-at-risk", &format!("{who}\"Director\""), &format!("{who}\"Tutor\""), "who.json");
    let sheet = learners("who.tsv", "Sessions missed without notice", "1");
    assert_eq!(
        of_rows(&new, &sheet).1,
        ["  row 2, Teapot Invented: Next action, who: Director -> Tutor", "  1 of 1 learners change."]
    );
    // The day of a duty, and a duty that is gone.
    let sheet = learners("duty.tsv", "Notification raised\tDiscussion held", "01/04/2026\t");
    let duty = "  row 2, Teapot Invented: duty MTT-31, Discuss further interventions: due 2026-04-11";
    let new = with_default("learner-at-risk", "discussion_days", "10", "8");
    assert_eq!(of_rows(&new, &sheet).1[0], format!("{duty} -> due 2026-04-09"));
    let new = with_default("learner-at-risk", "discussion_days", "10", "5");
    assert_eq!(of_rows(&new, &sheet).1[0], format!("{duty} -> overdue since 2026-04-06"));
    let gone = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-duty.json");
    let text = std::fs::read_to_string(format!("{}/src/policies/learner-at-risk.json", env!("CARGO_MANIFEST_DIR")));
    let text = text.unwrap().replacen("2026.1", "2027.1", 1);
    let lines = text.lines().filter(|line| !line.starts_with(r#"        { "id": "MTT-31", "when""#));
    std::fs::write(&gone, lines.collect::<Vec<_>>().join("\n")).unwrap();
    assert_eq!(of_rows(&gone, &sheet).1[0], format!("{duty} -> not asked for"));
    // What is due for nobody here changes for nobody.
    assert_eq!(
        of_rows(&gone, &learners("no-duty.tsv", "Notification raised\tDiscussion held", "\t")).1,
        ["  0 of 1 learners change."]
    );
    // Without a tracker it is said that regions do not show it.
    let (_, out, _) = said(&run(&["diff", "learner-at-risk", gone.to_str().unwrap()]));
    assert!(out.ends_with("No answer changes.\nWho acts, by when, and duties: --rows says for whom they change.\n"));
}

#[test]
fn a_changed_checklist_is_told_by_the_rows_of_a_tracker() {
    let id = r#"{ "id": "BT2-1a-M-1", "#;
    let new = version("back-on-track", id, &format!(r#"{id}"optional": true, "#), "criteria.json");
    let (code, out, err) = said(&run(&["diff", "back-on-track", new.to_str().unwrap()]));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.ends_with("\nWhat becomes of a changed checklist: --rows says for whom it changes.\n"), "{out}");
    let sheet = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policies/samples/back-on-track.tsv");
    let words = ["diff", "back-on-track", new.to_str().unwrap(), "--as-of", "2026-04-08", "--rows"];
    let (_, out, _) = said(&run(&[&words[..], &[sheet.to_str().unwrap()]].concat()));
    let changed = "row 2, Harbour and Hill: Unmet for next stage: BT2-1a-M-1, BT2-1a-M-2 -> BT2-1a-M-2\n";
    assert!(out.contains(changed) && !out.contains("No answer changes"), "{out}");
}

#[test]
fn a_search_that_is_cut_short_says_nothing_of_always() {
    let new = with_default("learner-at-risk", "behind_threshold", "30", "20");
    let both = |words: &[&str]| told("learner-at-risk", &new, words);
    let (short, all) = (both(&[]), both(&["--all"]));
    assert!(short.contains("    in all that were found where ") && short.contains("    always where "), "{short}");
    for out in [&short, &all] {
        let unfinished: Vec<&str> = out
            .lines()
            .filter_map(|line| {
                line.strip_suffix(": there are more regions than could be looked at, and what is told here is not all.")
            })
            .collect();
        let mut decision = "";
        for line in out.lines() {
            if line.starts_with("  ") && !line.starts_with("   ") && line.contains(": ") {
                decision = line.trim().split(": ").next().unwrap();
            }
            let cut = unfinished.contains(&decision);
            assert!(!(cut && line.starts_with("    always where ")), "{decision}: {out}");
            assert!(cut || !line.starts_with("    in all that were found where "), "{decision}: {out}");
        }
    }
}

#[test]
fn a_tracker_that_is_of_no_use_is_refused_as_where_learners_are_answered() {
    let new = with_default("learner-at-risk", "homework_limit", "4", "5");
    let file = |name: &str, text: &str| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    for (path, said_so) in [
        (file("nothing.tsv", ""), "there is nothing here"),
        (file("fruit.tsv", "Fruit\tColour\nApple\tred\n"), "belongs to Learner at Risk; expected the headings"),
        (new.clone(), "holds JSON, as a pack or a settings file does, and no rows"),
        (file("headings.tsv", "Learner\tTarget %\tActual %\n"), "there is no row of a learner below the headings"),
    ] {
        let (code, rows, err) = of_rows(&new, &path);
        assert_eq!(code, Some(1), "{rows:?}");
        assert!(err.contains(said_so), "{err}");
        let (code, ..) = said(&run(&["classify", path.to_str().unwrap(), "--as-of", "2026-04-08"]));
        assert_eq!(code, Some(1), "{said_so}");
    }
}

#[test]
fn what_is_wrong_with_a_tracker_is_told_and_for_how_many_nothing_can_be_said() {
    let new = with_default("learner-at-risk", "homework_limit", "4", "5");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong.tsv");
    std::fs::write(&path, "Learner\tTaget %\tActual %\nTeapot Invented\t50\t40\nKettle Notreal\t50\t130\n").unwrap();
    let (code, rows, err) = of_rows(&new, &path);
    assert_eq!(code, Some(0), "{err}");
    let (_, _, classified) = said(&run(&["classify", path.to_str().unwrap(), "--as-of", "2026-04-08"]));
    assert!(
        err == classified && err.contains("`130` is out of range") && err.contains("looks like `Target %`"),
        "{err}"
    );
    let open = "  For 2 of 2 learners an answer cannot be decided in either version: whether it changes is not known.";
    assert_eq!(rows, ["  0 of 2 learners change.", open]);
    // What one version alone cannot read is told with the version.
    let most = r#""heading": "Homework missed in a row", "type": "count""#;
    let new = version("learner-at-risk", most, &format!("{most}, \"max\": 9"), "at-most-nine.json");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ten.tsv");
    std::fs::write(&path, "Learner\tTarget %\tActual %\tHomework missed in a row\nTeapot Invented\t50\t50\t10\n")
        .unwrap();
    let (_, _, err) = of_rows(&new, &path);
    assert!(err.contains("(Homework missed in a row): the new version: `10` is out of range"), "{err}");
    assert!(!err.contains("the old version"), "{err}");
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
