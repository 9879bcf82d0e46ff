//! Checklists and forms as partnerships and colleges keep them: what does not apply costs no stage, what cannot be read is no
//! answer, and the words that the source itself allows are read.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::boundary::{EvaluateCall, ReadCall, ResultCall, Session};
use std::collections::BTreeMap;

/// What is said of each row, by the heading of the result column.
fn answered(policy: &str, lines: &[String]) -> Vec<BTreeMap<String, String>> {
    let mut session = Session::from_text(lines.join("\n"));
    session.read(&ReadCall { policies: vec![policy.to_string()], ..ReadCall::default() });
    session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None });
    let out = session.result(&ResultCall { format: "tsv".to_string(), heading: true, columns: None });
    let mut lines = out.lines().map(|line| line.split('\t').map(str::to_string));
    let headings: Vec<String> = lines.next().unwrap().collect();
    lines.map(|cells| headings.iter().cloned().zip(cells).collect()).collect()
}

/// Every criterion of a principle ticked with evidence, but for those that are given.
fn principle(of: &str, ids: &[&str], but: &[(&str, &str)]) -> Vec<String> {
    let mut lines = vec!["Partnership\tCriterion\tTick\tEvidence\tNot applicable because".to_string()];
    lines.extend(ids.iter().map(|id| {
        let cells = but.iter().find(|(other, _)| other == id).map_or("Yes\tfile\t", |(_, cells)| cells);
        format!("P\tBT2-{of}-{id}\t{cells}")
    }));
    lines
}

const OF_3B: &[&str] = &["L-1", "L-2", "L-3", "L-4", "M-1", "M-2", "M-3", "M-4", "H-1", "H-2", "H-3"];

#[test]
fn what_does_not_apply_costs_no_stage() {
    // M-1 and H-1 both say what L-1 says, so that the evidence for H-1 is evidence for M-1, whether or not L-1 applies.
    let claimed = ("M-1", "Yes\t\t");
    for first in ["No\t\tnot offered", "No\t\t"] {
        let found = answered("back-on-track", &principle("3b", OF_3B, &[("L-1", first), claimed]));
        assert_eq!(found[0]["Evidenced stage"], "High", "{first:?}: {}", found[0]["Why"]);
        assert_eq!(found[0]["Unmet for next stage"], "");
    }
}

#[test]
fn what_does_not_apply_meets_nothing_and_what_met_it_is_named() {
    let but = [("L-1", "No\t\tnot offered"), ("M-1", "Yes\t\t")];
    let found = answered("back-on-track", &principle("3b", OF_3B, &but));
    assert_eq!(found[0]["Criterion state"], "not applicable");
    assert_eq!(found[4]["Criterion state"], "met by BT2-3b-H-1");
    assert!(found[4]["Why"].starts_with("BT2-3b-M-1: It is met by BT2-3b-H-1, which"), "{}", found[4]["Why"]);
    // Where it applies it is what the others repeat.
    let found = answered("back-on-track", &principle("3b", OF_3B, &[("M-1", "Yes\t\t")]));
    assert_eq!(found[4]["Criterion state"], "met by BT2-3b-L-1");
}

#[test]
fn an_open_stage_names_what_is_unmet_and_what_is_not_known() {
    let of = |but: &[(&str, &str)]| answered("back-on-track", &principle("3b", OF_3B, but)).swap_remove(0);
    // Medium hangs on M-2 alone.
    let found = of(&[("M-2", "Yes\t#REF!\t")]);
    assert_eq!((found["Evidenced stage"].as_str(), found["Claimed stage"].as_str()), ("Cannot decide", "High"));
    assert_eq!(found["Unmet for next stage"], "BT2-3b-M-2 (not known)");
    assert_eq!(found["Check"], "Evidenced stage: Low or High, needs BT2-3b-M-2");
    // M-3 is known not to be met: H-2 that repeats it is not either.
    let found = of(&[("M-2", "Yes\t#REF!\t"), ("M-3", "No\t\t"), ("H-2", "No\t\t")]);
    assert_eq!(found["Evidenced stage"], "Low");
    assert_eq!(found["Unmet for next stage"], "BT2-3b-M-3, BT2-3b-M-2 (not known)");
    // The tick is what the claimed stage lacks, and it says so.
    let found = of(&[("M-2", "#N/A\t\t")]);
    assert_eq!((found["Evidenced stage"].as_str(), found["Claimed stage"].as_str()), ("Low", "Cannot decide"));
    assert_eq!(found["Unmet for next stage"], "BT2-3b-M-2");
    assert_eq!(found["Check"], "Claimed stage: Low or High, needs BT2-3b-M-2");
}

#[test]
fn a_criterion_that_is_not_known_says_which_cell_cannot_be_read() {
    let of = |cells: &str| {
        let found = answered("back-on-track", &principle("3b", OF_3B, &[("M-2", cells)])).swap_remove(5);
        (found["Criterion state"].clone(), found["Why"].split(". ").next().unwrap().to_string())
    };
    for (cells, what) in [
        ("#N/A\tfile\t", "the tick is missing or"),
        ("Yes\t#REF!\t", "the evidence"),
        ("No\t\t#REF!", "why it would not apply"),
    ] {
        let says = format!("BT2-3b-M-2: Its row does not say whether it is met: {what} cannot be read");
        assert_eq!(of(cells), ("unknown".to_string(), says));
    }
    // Two rows that say different things can be read, each by itself.
    let twice = |second: &str| {
        let mut lines = principle("1a", &["L-1"], &[]);
        lines.push(format!("P\tBT2-1a-L-1\t{second}"));
        let found = answered("back-on-track", &lines).swap_remove(0);
        (found["Criterion state"].clone(), found["Why"].split(". ").next().unwrap().to_string())
    };
    let differ = "BT2-1a-L-1: It has several rows, which differ".to_string();
    assert_eq!(twice("No\t\t"), ("unknown".to_string(), differ));
    assert_eq!(twice("Yes\tfile\t").0, "evidenced");
}

#[test]
fn what_is_still_to_come_is_no_evidence_and_yes_is_no_reason() {
    let of = |cells: &str| answered("back-on-track", &principle("1a", &["L-1"], &[("L-1", cells)])).swap_remove(0);
    let states = [
        ("minutes", "evidenced"),
        ("No evidence was refused", "evidenced"),
        ("none yet", "claimed"),
        ("Not yet", "claimed"),
        ("No evidence", "claimed"),
        ("to follow", "unknown"),
        ("Pending", "unknown"),
    ];
    for (evidence, state) in states {
        assert_eq!(of(&format!("Yes\t{evidence}\t"))["Criterion state"], state, "{evidence}");
    }
    let (with, without) = (of("No\t\tnot offered"), of("No\t\tYes"));
    for found in [&with, &without] {
        assert_eq!(found["Criterion state"], "not applicable");
        assert!(found["Why"].starts_with("BT2-1a-L-1: It is marked as not applicable."), "{}", found["Why"]);
    }
    let named = "E2: `BT2-1a-L-1` is marked not applicable without a reason";
    assert!(!with["Check"].contains("without a reason"), "{}", with["Check"]);
    assert!(without["Check"].ends_with(named), "{}", without["Check"]);
}

#[test]
fn a_criterion_is_said_to_be_ticked_only_where_its_own_box_is() {
    // M-1 is ticked without evidence and claims L-1, whose own box cannot be read.
    let but = [("L-1", "#N/A\t\t"), ("M-1", "Yes\t\t")];
    let found = answered(
        "back-on-track",
        &principle("1a", &["L-1", "M-1", "M-2", "H-1", "H-2"], &[but[0], but[1], ("H-1", "No\t\t")]),
    );
    assert!(found[0]["Why"].contains("Still without evidence: BT2-1a-L-1"), "{}", found[0]["Why"]);
    assert!(!found[0]["Why"].contains("(ticked, no evidence)"), "{}", found[0]["Why"]);
    let found = answered(
        "back-on-track",
        &principle(
            "1a",
            &["L-1", "M-1", "M-2", "H-1", "H-2"],
            &[("L-1", "Yes\t\t"), ("M-1", "No\t\t"), ("H-1", "No\t\t")],
        ),
    );
    assert!(found[0]["Why"].contains("BT2-1a-L-1 (ticked, no evidence)"), "{}", found[0]["Why"]);
}

#[test]
fn no_is_no_reason_for_not_applying_and_no_evidence() {
    let all: Vec<(&str, &str)> =
        OF_3B.iter().map(|id| (*id, if *id == "L-3" { "Yes\tnil\t" } else { "No\t\tNo" })).collect();
    let found = answered("back-on-track", &principle("3b", OF_3B, &all));
    assert_eq!((found[1]["Criterion state"].as_str(), found[2]["Criterion state"].as_str()), ("not met", "claimed"));
}

const OF_2B: &[&str] = &["L-1", "M-1", "M-2", "H-1", "H-2", "H-3"];

#[test]
fn a_tick_without_evidence_is_for_the_evidenced_stage_what_no_is() {
    // M-1 and H-1 say what L-1 says, which does not apply.
    let of = |tick: &str| {
        let but = [("L-1", "No\t\tNot offered here"), ("M-1", tick), ("H-1", "No\t\t")];
        answered("back-on-track", &principle("2b", OF_2B, &but)).swap_remove(1)
    };
    for tick in ["No\t\t", "Yes\t\t", "?\t\t"] {
        let found = of(tick);
        assert_eq!(found["Evidenced stage"], "High", "{tick:?}: {}", found["Why"]);
        // Without M-1, H-1 says no more than M-2, which is evidenced.
        assert_eq!(found["Criterion state"], "met by BT2-2b-H-1", "{tick:?}: {}", found["Why"]);
        assert_eq!((found["Claimed stage"].as_str(), found["Check"].as_str()), ("High", ""), "{tick:?}");
    }
    assert_eq!(of("Yes\tfile\t")["Criterion state"], "evidenced");
    // Where nothing meets it, a bare tick is told as one, and costs no stage either.
    let alone = |tick: &str| {
        let but = [("L-1", "No\t\tNot offered here"), ("M-1", tick), ("M-2", "No\t\t"), ("H-1", "No\t\t")];
        answered("back-on-track", &principle("2b", OF_2B, &but)).swap_remove(1)
    };
    for (tick, state) in [("No\t\t", "not applicable"), ("Yes\t\t", "claimed")] {
        let found = alone(tick);
        assert_eq!((found["Evidenced stage"].as_str(), found["Criterion state"].as_str()), ("Low", state), "{tick:?}");
        assert_eq!(found["Unmet for next stage"], "BT2-2b-M-2", "{tick:?}");
    }
}

#[test]
fn a_criterion_that_perhaps_does_not_apply_may_meet_nothing() {
    let of = |first: &str, medium: &str| {
        let but = [("L-1", first), ("M-1", medium), ("M-2", "No\t\t"), ("H-1", "No\t\t"), ("H-2", "No\t\t")];
        answered("back-on-track", &principle("1a", &["L-1", "M-1", "M-2", "H-1", "H-2"], &but))
    };
    let evidenced = |medium: &str| of("No\t\t", medium)[0]["Evidenced stage"].clone();
    assert_eq!(evidenced("Yes\tMinutes\t"), "Low");
    assert_eq!(evidenced("Yes\tMinutes\tnot offered"), "Working towards Low");
    let open = of("No\t\t", "Yes\tMinutes\t?");
    assert_eq!(open[0]["Evidenced stage"], "Cannot decide");
    let check = "Evidenced stage: Working towards Low or Low, needs BT2-1a-L-1; \
                 Claimed stage: Working towards Low or Low, needs BT2-1a-L-1";
    assert_eq!(open[0]["Check"].replace(". ", "; "), check);
    assert_eq!(open[1]["Criterion state"], "unknown");
    let why = "BT2-1a-M-1: Its row does not say whether it is met: why it would not apply cannot be read";
    assert!(open[1]["Why"].starts_with(why), "{}", open[1]["Why"]);
    // In its own place it is met or left out: no stage hangs on it.
    let decided = of("Yes\tfile\t", "Yes\tMinutes\t?");
    assert_eq!((decided[0]["Evidenced stage"].as_str(), decided[0]["Check"].as_str()), ("Low", ""));
}

/// What was made of a list: the groups, the rows that were left out with what they are taken for, and the problems.
fn groups(lines: &[String]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut session = Session::from_text(lines.join("\n"));
    let read = session.read(&ReadCall { policies: vec!["back-on-track".to_string()], ..ReadCall::default() });
    let summary = session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None });
    let groups = session.assessments().into_iter().map(|found| found.group).collect();
    let skipped = read.skipped.iter().map(|row| format!("{} {}", row.row.row, row.row.kind)).collect();
    let problems = summary.problems.iter().chain(&read.problems).filter(|problem| problem.code != "criteria-missing");
    let mut problems: Vec<String> = problems.map(|problem| problem.message.clone()).collect();
    problems.dedup();
    (groups, skipped, problems)
}

#[test]
fn titles_totals_and_remarks_are_no_partnerships() {
    let of = |more: &[&str]| {
        let mut lines = principle("1a", &["L-1", "M-1"], &[]);
        lines.insert(1, "\tPrinciple 1a\t\t\t".to_string());
        lines.extend(more.iter().map(ToString::to_string));
        groups(&lines)
    };
    let (found, skipped, problems) =
        of(&["Principle 1b\t\t\t\t", "P\tBT2-1b-L-1\tNo\t\t", "\tTotal\t57\t\t", "Reviewed by both in March\t\t\t\t"]);
    assert_eq!(found, ["P"]);
    assert_eq!(skipped, ["2 section", "5 section", "7 total", "8 section"]);
    assert_eq!(problems, [""; 0]);
    // A slip in an id is told, and so is a row whose words nobody knows; neither makes a partnership.
    let (found, _, problems) = of(&["\tBT2-1a-L-l\t\t\t", "Q\tsomething else\tYes\t\t"]);
    assert_eq!(found, ["P"]);
    assert_eq!(problems, ["`BT2-1a-L-l` is not a criterion", "`something else` is not a criterion"]);
    // A list in which no row is for a criterion says so.
    let (found, _, problems) = groups(&["Partnership\tCriterion\tTick".to_string(), "P\t1a low 1\tYes".to_string()]);
    assert_eq!((found, problems), (vec!["P".to_string()], vec!["`1a low 1` is not a criterion".to_string()]));
}

#[test]
fn figures_of_a_total_do_not_tell_how_the_ticks_are_written() {
    let lines = |last: &str| {
        let mut lines = principle("1a", &["L-1", "M-1"], &[("L-1", "x\tfile\t"), ("M-1", "x\tfile\t")]);
        lines.push(last.to_string());
        answered("back-on-track", &lines)[0]["Criterion state"].clone()
    };
    assert_eq!(lines("\tTotal\t2\t\t"), "evidenced");
    assert_eq!(lines("P\tBT2-1a-M-2\t2\t\t"), "unknown");
}

#[test]
fn a_review_whose_date_cannot_be_read_is_not_said_to_be_missing() {
    let review = |dates: &[&str]| {
        let mut text = "Partnership\tCriterion\tTick\tNext review date".to_string();
        for (at, date) in dates.iter().enumerate() {
            text += &format!("\nP\tBT2-1c-L-{}\tNo\t{date}", at + 1);
        }
        let mut session = Session::from_text(text);
        session.read(&ReadCall { policies: vec!["back-on-track".to_string()], ..ReadCall::default() });
        session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None });
        session.assessments()[0].review.clone().unwrap()
    };
    for unread in ["?", "abc", "#REF!"] {
        assert_eq!(review(&[unread]), "cannot decide", "{unread}");
        assert_eq!(review(&["2026-04-08", unread]), "cannot decide", "{unread}");
        assert_eq!(review(&["2026-04-09", unread]), "planned for 9 April 2026", "{unread}");
    }
    assert_eq!(review(&["", "2026-04-08"]), "none planned");
}

#[test]
fn what_is_ticked_with_evidence_needs_no_person_for_its_action() {
    let headings =
        "Partnership\tCriterion\tTick\tEvidence\tAction required\tBy who\tBy when\tHow this will be measured";
    let of = |tick: &str, plan: &str| {
        let line = format!("P\tBT2-1a-M-1\t{tick}\tBook\t{plan}");
        answered("back-on-track", &[headings.to_string(), line])[0]["Action state"].clone()
    };
    assert_eq!(of("Yes\tMinutes", "\t2026-05-01\tList"), "open");
    assert_eq!(of("Yes\tMinutes", "\t2026-04-07\t"), "overdue");
    assert_eq!(of("Yes\tMinutes", "\tsoon\t"), "cannot read By when");
    for tick in ["Yes\t", "No\tMinutes", "?\tMinutes"] {
        assert_eq!(of(tick, "\t2026-05-01\tList"), "missing By who", "{tick:?}");
    }
}

#[test]
fn a_cross_for_evidence_is_told_as_one_for_a_tick_is() {
    let found = answered("back-on-track", &principle("1a", &["L-1"], &[("L-1", "Yes\tx\t")])).swap_remove(0);
    assert_eq!(found["Criterion state"], "unknown");
    let named = "D2: `x` has two possible readings: a tick or a cross";
    assert!(found["Check"].contains(named), "{}", found["Check"]);
}

#[test]
fn an_action_is_late_only_where_it_is_known_not_to_be_done() {
    let headings = "Partnership\tCriterion\tTick\tAction required\tBy who\tBy when\tHow this will be measured\tDone";
    for (cells, state) in [
        ("2026-04-07\tminutes\tNo", "overdue"),
        ("2026-04-07\tminutes\t", "overdue"),
        ("2026-04-07\tminutes\tCompleted", "done"),
        ("2026-04-07\tminutes\tnearly", "cannot decide"),
        ("asap\tminutes\tNo", "cannot read By when"),
        ("\tminutes\tNo", "missing By when"),
    ] {
        let line = format!("P\tBT2-1a-L-1\tNo\tTrain staff\tTeam\t{cells}");
        assert_eq!(answered("back-on-track", &[headings.to_string(), line])[0]["Action state"], state, "{cells}");
    }
}

#[test]
fn a_first_form_has_no_earlier_targets() {
    let headings = "Learner\tCourse type\tJoined\tTutorial\tPrevious targets met";
    let needs = |word: &str| {
        let row = format!("Zip Invented\tDiploma\t03/09/2025\t20/03/2026\t{word}");
        let mut session = Session::from_text(format!("{headings}\n{row}"));
        session.read(&ReadCall { policies: vec!["tutorial-review".to_string()], ..ReadCall::default() });
        session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None });
        let found = session.explain(1);
        let form = found.iter().find(|decision| decision.decision == "form_missing").unwrap();
        form.sentence.contains("nobody has said whether earlier targets were met")
    };
    assert!(needs(""));
    for word in ["n/a", "Not applicable", "first form", "none set"] {
        assert!(!needs(word), "{word}");
    }
}

#[test]
fn n_a_where_the_reason_belongs_may_mean_either() {
    let of = |text: &str| {
        let cells = format!("No\t\t{text}");
        answered("back-on-track", &principle("1b", &["L-1"], &[("L-1", &cells)])).swap_remove(0)
    };
    for text in ["N/A", "n/a", "NA", "Not applicable"] {
        let found = of(text);
        assert_eq!(found["Criterion state"], "unknown", "{text}: {}", found["Why"]);
        let named = format!("E2: `{text}` does not say whether `BT2-1b-L-1` is left out");
        assert!(found["Check"].contains(&named), "{}", found["Check"]);
    }
    // A blank cell or a dash says nothing, and a reason is one.
    for (text, state) in [("", "not met"), ("-", "not met"), ("not offered here", "not applicable")] {
        let found = of(text);
        assert_eq!(found["Criterion state"], state, "{text}: {}", found["Why"]);
        assert!(!found["Check"].contains("E2"), "{}", found["Check"]);
    }
}
