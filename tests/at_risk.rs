//! Learner at Risk trackers as schools keep them: what the tracker has no column for escalates nobody, doubt is no success, and
//! what is asked for is what would help.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::boundary::{EvaluateCall, ReadCall, ResultCall, Session};
use bae_rules::decision::{Decision, Status};
use std::collections::BTreeMap;

/// A tracker read and answered for the day of all these tests.
fn session(lines: &[&str]) -> Session {
    let mut session = Session::from_text(lines.join("\n"));
    session.read(&ReadCall { policies: vec!["learner-at-risk".to_string()], ..ReadCall::default() });
    session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None });
    session
}

/// What is said of each row, by the heading of the result column.
fn answered(lines: &[&str]) -> Vec<BTreeMap<String, String>> {
    let out = session(lines).result(&ResultCall { format: "tsv".to_string(), heading: true, columns: None });
    let mut lines = out.lines().map(|line| line.split('\t').map(str::to_string));
    let headings: Vec<String> = lines.next().unwrap().collect();
    lines.map(|cells| headings.iter().cloned().zip(cells).collect()).collect()
}

/// The decisions of each row, by name.
fn decided(lines: &[&str]) -> Vec<BTreeMap<String, Decision>> {
    let session = session(lines);
    let row = |index: usize| session.explain(index).into_iter().map(|found| (found.decision.clone(), found)).collect();
    (1..lines.len()).map(row).collect()
}

fn rules(found: &Decision) -> Vec<&str> {
    found.rules.iter().map(|rule| rule.id.as_str()).collect()
}

/// One learner's decisions where absences are counted within a period.
fn within_a_period(lines: &[&str]) -> BTreeMap<String, Decision> {
    let mut session = session(lines);
    let settings = r#"{"learner-at-risk":{"absence_window":"within a period"}}"#.to_string();
    session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: Some(settings) });
    session.explain(1).into_iter().map(|found| (found.decision.clone(), found)).collect()
}

#[test]
fn days_that_cannot_be_read_leave_open_whatever_they_may_count_for() {
    let headings = "Learner\tProgramme type\tTarget %\tActual %\tMissed sessions in a row\tDays of unexplained absence";
    let rated = |missed: &str, days: &str| {
        let row = format!("Zip Invented\tApprenticeship\t50\t50\t{missed}\t{days}");
        within_a_period(&[headings, &row]).remove("risk_rating").unwrap()
    };
    for days in ["?", "soon"] {
        let found = rated("0", days);
        assert_eq!((found.status == Status::Decided, found.possible.join(" ")), (false, "Low Medium".to_string()));
        assert!(found.sentence.ends_with("needs Days of unexplained absence (F2)."), "{}", found.sentence);
        // Beside another fact that is missing they are no less open.
        let found = rated("?", days);
        assert_eq!((found.status == Status::Decided, found.possible.join(" ")), (false, "Low Medium".to_string()));
        assert!(found.sentence.contains("Days of unexplained absence (F2)"), "{}", found.sentence);
    }
    // Both sides of what they may count for.
    assert_eq!(rated("0", "1/4/2026, 2/4/2026").outcome.as_deref(), Some("Low"));
    let found = rated("0", "1/4/2026, 2/4/2026, 7/4/2026");
    assert_eq!((found.outcome.as_deref(), rules(&found)), (Some("Medium"), vec!["MTT-19", "MTT-28e-period"]));
    // What is Medium anyway does not hang on them.
    let found = rated("3", "soon");
    assert_eq!((found.outcome.as_deref(), rules(&found)), (Some("Medium"), vec!["MTT-19", "MTT-02"]));
}

#[test]
fn progress_that_the_tracker_never_records_is_not_progress_that_was_not_made() {
    let without = "Learner\tProgramme type\tStart date\tTarget %\tActual %\tThree-way attempts";
    let found = &decided(&[without, "Zip Invented\tApprenticeship\t01/09/2025\t50\t49\t2"])[0]["next_action"];
    assert_eq!(rules(found), ["MTT-33"]);
    assert!(
        found
            .not_assessed
            .iter()
            .any(|rule| rule.rule.contains("MTT-39b") && rule.why == "no column for Last progress")
    );
    // With the column, a blank cell says that none was recorded, and the days run from the start.
    let with = without.to_string() + "\tLast progress";
    let found = &decided(&[&with, "Zip Invented\tApprenticeship\t01/09/2025\t50\t49\t2\t"])[0]["next_action"];
    assert!(rules(found).contains(&"MTT-39b"), "{:?}", rules(found));
}

#[test]
fn an_error_of_the_sheet_is_not_progress_that_was_not_made() {
    let headings = "Learner\tProgramme type\tStart date\tTarget %\tActual %\tThree-way attempts\tLast progress";
    let row =
        |attempts: u8, last: &str| format!("Zip Invented\tApprenticeship\t01/09/2025\t50\t49\t{attempts}\t{last}");
    for doubt in ["#N/A", "#REF!", "?", "tbc"] {
        let found = &answered(&[headings, &row(2, doubt)])[0];
        assert_eq!((found["Next action"].as_str(), found["Who"].as_str()), ("Cannot decide", ""), "{doubt}");
        assert!(found["Check"].ends_with("needs Last progress (G2)"), "{doubt}: {}", found["Check"]);
    }
    // Where the meetings have not been tried, the day makes no difference.
    assert_eq!(rules(&decided(&[headings, &row(1, "#N/A")])[0]["next_action"]), ["MTT-33"]);
    // A word for nothing says that none was recorded.
    assert!(rules(&decided(&[headings, &row(2, "n/a")])[0]["next_action"]).contains(&"MTT-39b"));
    // Nor does an error say that a duty was not done.
    let held = |cell: &str| {
        let lines = [
            "Learner\tTarget %\tActual %\tNotification raised\tDiscussion held",
            &format!("Zip Invented\t50\t40\t01/03/2026\t{cell}"),
        ];
        let duties = session(&lines).duties(1);
        duties.into_iter().find(|duty| duty.rule == "MTT-31").unwrap().words()
    };
    assert_eq!((held("#N/A").as_str(), held("").as_str()), ("cannot say", "overdue since 2026-03-11"));
}

#[test]
fn a_success_in_doubt_closes_no_stage() {
    let headings = "Learner\tTarget %\tActual %\tStage 1 email\tStage 1 outcome";
    let found = decided(&[
        headings,
        "Zip Invented\t50\t50\t30/03/2026\tsuccess",
        "Zap Invented\t50\t50\t30/03/2026\tsuccess?",
        "Zot Invented\t50\t50\t30/03/2026\tengaged",
    ]);
    assert_eq!(found[0]["risk_rating"].outcome.as_deref(), Some("Low"));
    for row in &found[1..] {
        assert_ne!(row["escalation_stage"].status, Status::Decided);
        assert_ne!(row["risk_rating"].outcome.as_deref(), Some("Low"));
    }
}

#[test]
fn a_stage_names_the_rule_that_opened_it() {
    let headings = "Learner\tTarget %\tActual %\tStage 1 email";
    let found = decided(&[headings, "Zip Invented\t50\t50\t30/03/2026", "Zap Invented\t50\t50\t"]);
    assert_eq!(rules(&found[0]["escalation_stage"]), ["MTT-39"]);
    assert_eq!(rules(&found[1]["escalation_stage"])[0], "MTT-17-low");
}

#[test]
fn a_figure_of_the_trackers_own_is_asked_for_where_it_is_what_counts() {
    let found = decided(&[
        "Learner\tTarget %\t% behind",
        "Zip Invented\t50\t",
        "Zap Invented\t50\t12",
        "Zot Invented\t50\t150",
    ]);
    let needs = |row: usize| found[row]["risk_rating"].needs.iter().map(|need| need.place.as_str()).collect::<Vec<_>>();
    assert_eq!((found[0]["risk_rating"].status, needs(0)), (Status::NeedsInput, vec!["C2"]));
    assert_eq!(found[1]["risk_rating"].outcome.as_deref(), Some("Medium"));
    assert_eq!((found[2]["risk_rating"].status, needs(2)), (Status::OutOfRange, vec!["C4"]));
}

#[test]
fn what_cannot_be_said_to_be_due_besides_is_said_to_be_open() {
    let lines = [
        "Learner\tStart date\tTarget %\tActual %\tMissed sessions in a row\tHomework missed in a row",
        "Zip Invented\t\t50\t50\t3\t0",
        "Zap Invented\t07/02/2026\t50\t50\t3\t0",
        "Zot Invented\t06/02/2026\t50\t50\t3\t0",
        "Zed Invented\t\t50\t50\t2\t3",
        "Zug Invented\tspring\t50\t50\t3\t0",
        "Zag Invented\t07/02/2026\t50\t\t2\t0",
        "Zig Invented\t06/02/2026\t50\t\t2\t0",
        "Zog Invented\t\t50\t50\t3\t0",
    ];
    let open = |cell: &str| {
        format!("cannot decide whether also MTT-04 (Tell the Directors and the Quality Lead): needs {cell}")
    };
    let found = answered(&lines);
    let check = |row: usize| found[row]["Check"].as_str();
    assert_eq!(found[0]["Risk rating"], "Medium");
    assert_eq!(check(0), format!("Next action: {}", open("Start date (B2)")));
    // Rows alike in all else name their own cells.
    assert_eq!(check(7), format!("Next action: {}", open("Start date (B9)")));
    // 60 days and 61: known, one way or the other.
    assert!(found[1]["Why"].contains("Also MTT-04") && check(1).is_empty(), "{}", check(1));
    assert!(!found[2]["Why"].contains("MTT-04") && check(2).is_empty(), "{}", check(2));
    // Without an indicator it does not matter when the programme began.
    assert!(check(3).is_empty(), "{}", check(3));
    assert!(check(4).contains(&open("Start date (B6)")), "{}", check(4));
    assert!(check(5).contains(&open("Actual % (D7)")), "{}", check(5));
    assert!(!check(6).contains("MTT-04"), "{}", check(6));

    let decisions = decided(&lines);
    let next = &decisions[0]["next_action"];
    assert!(next.also.is_empty() && next.sentence.ends_with(&format!("; {}.", open("Start date (B2)"))), "{next:?}");

    let without = decided(&["Learner\tTarget %\tActual %\tMissed sessions in a row", "Zip Invented\t50\t50\t3"]);
    let lacking = &without[0]["next_action"].not_assessed;
    assert!(lacking.iter().any(|rule| rule.rule == "MTT-04" && rule.columns == ["Start date"]), "{lacking:?}");
}

#[test]
fn a_column_with_nothing_but_minus_signs_may_be_meant_the_other_way_round() {
    let headings = "Learner\t% behind";
    let found = answered(&[headings, "Zip Invented\t-35", "Zap Invented\t-2%", "Zot Invented\t0"]);
    let check = |row: usize| (found[row]["Risk rating"].as_str(), found[row]["Check"].clone());
    for (row, cell, text) in [(0, "B2", "-35"), (1, "B3", "-2%")] {
        let (rating, check) = check(row);
        assert_eq!(rating, "Cannot decide", "{text}");
        let doubt = format!(
            "{cell}: `{text}` has two possible readings: nothing in the column is above 0, so that the minus may stand for % behind or for its opposite"
        );
        assert!(
            check.contains("Risk rating: Low or Medium or High, needs % behind") && check.contains(&doubt),
            "{check}"
        );
    }
    assert_eq!(check(2), ("Low", String::new()));
    // One learner who is behind shows which way the column goes.
    let found = answered(&[headings, "Zip Invented\t-35", "Zap Invented\t1"]);
    assert_eq!((found[0]["Risk rating"].as_str(), found[0]["Check"].as_str()), ("Low", ""));
    assert_eq!(found[1]["Risk rating"], "Medium");
}

#[test]
fn a_year_that_no_tracker_is_about_is_a_slip() {
    let headings = "Learner\tProgramme type\tTarget %\tActual %\tThree-way attempts\tLast progress";
    let row = |last: &str| format!("Zip Invented\tApprenticeship\t50\t49\t2\t{last}");
    for (last, decided) in [("31/12/1989", false), ("01/03/1926", false), ("1900-01-01", false), ("01/01/1990", true)] {
        let found = &answered(&[headings, &row(last)])[0];
        assert_eq!(found["Next action"] != "Cannot decide", decided, "{last}");
        let slip = format!("F2: `{last}` is no day of 1990 to 2099");
        assert_eq!(found["Check"].contains(&slip), !decided, "{last}: {}", found["Check"]);
    }
}

#[test]
fn progress_that_is_still_to_come_was_not_made() {
    let headings = "Learner\tProgramme type\tTarget %\tActual %\tThree-way attempts\tLast progress";
    let row = |attempts: u8, last: &str| format!("Zip Invented\tApprenticeship\t50\t49\t{attempts}\t{last}");
    let found = answered(&[headings, &row(2, "08/04/2026"), &row(2, "09/04/2026"), &row(1, "09/04/2027")]);
    let ahead = |cell: &str| format!("{cell}: the last progress is dated after the as-of date, so that it is not used");
    assert!(found[0]["Next action"].starts_with("Consider") && found[0]["Check"].is_empty(), "{}", found[0]["Check"]);
    assert_eq!(found[1]["Next action"], "Cannot decide");
    assert!(
        found[1]["Check"].ends_with(&format!("needs Last progress (F3); {}", ahead("F3"))),
        "{}",
        found[1]["Check"]
    );
    // Where the day makes no difference, it is said all the same.
    assert!(found[2]["Next action"].starts_with("Consider"));
    assert_eq!(found[2]["Check"], ahead("F4"));
    let decided = &decided(&[headings, &row(2, "09/04/2026")])[0]["next_action"];
    assert_eq!((decided.status, decided.problems[0].code.as_str()), (Status::OutOfRange, "progress-ahead"));
}

#[test]
fn an_event_that_is_still_to_come_is_said_to_be() {
    let headings = "Learner\tTarget %\tActual %\tStage 1 email";
    let found = answered(&[headings, "Zip Invented\t50\t50\t08/04/2026", "Zap Invented\t50\t50\t09/04/2026"]);
    let of = |row: usize| (found[row]["Risk rating"].as_str(), found[row]["Check"].as_str());
    assert_eq!(of(0), ("High", ""));
    assert_eq!(of(1), ("Low", "D3: 9 April 2026 is still to come, so that it counts as not happened yet"));
}

#[test]
fn a_day_of_a_list_that_is_still_to_come_is_said_not_to_count() {
    let headings = "Learner\tTarget %\tActual %\tImproved\tFirst intervention\tDays of unexplained absence";
    let row = |last: &str| format!("Zip Invented\t50\t50\tno\t01/04/2026\t06/04/2026, 07/04/2026, {last}/04/2026");
    let found = answered(&[headings, &row("08"), &row("09")]);
    let of = |row: usize| (found[row]["Risk rating"].as_str(), found[row]["Check"].as_str());
    assert_eq!(of(0), ("Low", ""));
    let told = "F3: of the days that are listed, 9 April 2026 is still to come and does not count yet";
    assert_eq!(of(1), ("Low", told));
    let problems = session(&[headings, &row("09")]).tracker().problems();
    let at: Vec<_> = problems.iter().map(|found| (found.code.as_str(), found.place.as_ref().unwrap().row)).collect();
    assert_eq!(at, [("date-ahead", Some(2))]);
}

#[test]
fn a_programme_that_starts_later_is_doubted_only_where_something_of_it_has_happened() {
    let headings = "Learner\tStart date\tTarget %\tActual %\tMissed sessions in a row";
    let row = |start: &str, target: u8, missed: u8| format!("Zip Invented\t{start}/04/2026\t{target}\t0\t{missed}");
    let of = |row: String| {
        let found = answered(&[headings, &row]).remove(0);
        (found["Risk rating"].clone(), found["Check"].clone())
    };
    let is = |rating: &str, check: &str| (rating.to_string(), check.to_string());
    let due = "B2: the programme starts after the as-of date, and something is to be reached by now";
    let missed = "B2: the programme starts after the as-of date, and sessions of it were missed";
    // Who starts tomorrow may stand in the tracker; the answer is what it is with any other start.
    assert_eq!(of(row("09", 0, 0)), is("Low", ""));
    assert_eq!(of(row("08", 30, 3)), is("High", ""));
    assert_eq!(of(row("09", 30, 0)), is("High", due));
    assert_eq!(of(row("09", 0, 1)), is("Low", missed));
    let told = session(&[headings, &row("09", 30, 0)]).tracker().problems().remove(0);
    let place = told.place.unwrap();
    assert_eq!(
        (told.code.as_str(), place.row, place.heading.as_deref()),
        ("programme-not-started", Some(2), Some("Start date"))
    );
    assert_eq!(told.expected, "a day up to 8 April 2026");
    assert_eq!(told.remedy, "Check the start date and the target.");
}

#[test]
fn what_is_dated_before_the_programme_started_is_said_at_its_cell() {
    for (heading, says) in [
        ("At risk since", "the learner is at risk since a day before the programme started"),
        ("First intervention", "the first intervention is dated before the programme started"),
        ("Last progress", "the last progress is dated before the programme started"),
        ("Stage 1 email", "the Stage 1 email is dated before the programme started"),
    ] {
        let headings = format!("Learner\tStart date\tTarget %\tActual %\t{heading}");
        let of = |start: &str, day: &str| {
            let row = format!("Zip Invented\t{start}/2026\t0\t0\t{day}/2026");
            answered(&[&headings, &row])[0]["Check"].clone()
        };
        assert_eq!(of("01/04", "01/04"), "", "{heading}");
        assert_eq!(of("02/04", "01/04"), format!("E2: {says}"));
        // The start is the slip as often as not: it lies ahead, and what has happened does not.
        assert_eq!(of("01/09", "01/04"), format!("E2: {says}"));
    }
}

#[test]
fn reasons_name_all_that_counts_and_nothing_else() {
    let headings = "Learner\tTarget %\tActual %\tSupport requested\tMental or physical change\tStart factors";
    let found = answered(&[
        headings,
        "Zip Invented\t50\t35\t\t\t",
        "Zap Invented\t50\t50\tyes\tyes\t",
        "Zot Invented\t50\t50\t\t\tb, c",
        "Zed Invented\t50\t40\t\t\t",
    ]);
    let why = |row: usize| found[row]["Why"].as_str();
    assert!(why(0).contains("(30% (15 points) behind plan, which is 30% or more)"), "{}", why(0));
    let both = "(support was asked for or is needed; a mental or physical change was noticed)";
    assert!(why(1).contains(both) && why(1).contains("MTT-28a, MTT L166; MTT-28b, MTT L166"), "{}", why(1));
    // Factor c is the results of a group, and rates nobody.
    assert!(why(2).contains("was ticked (b)"), "{}", why(2));
    assert!(why(3).contains("no stage email was sent so far"), "{}", why(3));
    let margin = &decided(&[headings, "Zed Invented\t50\t40\t\t\t"])[0]["risk_rating"].margin;
    let said: Vec<&str> = margin.iter().map(|margin| margin.sentence.as_str()).collect();
    let high = "High with Behind plan: 30% or more (now 20%, 10% of the target further behind)";
    assert!(said.contains(&high), "{said:?}");

    let by_points = |actual: u8| {
        let lines = ["Learner\tTarget %\tActual %".to_string(), format!("Zip Invented\t80\t{actual}")];
        let mut session = Session::from_text(lines.join("\n"));
        session.read(&ReadCall { policies: vec!["learner-at-risk".to_string()], ..ReadCall::default() });
        let settings = Some(r#"{"learner-at-risk":{"behind_mode":"points"}}"#.to_string());
        session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings });
        session.explain(1).swap_remove(0)
    };
    let found = by_points(48);
    assert!(found.sentence.contains("32 points (40% of the target) behind plan"), "{}", found.sentence);
    assert!(by_points(60).margin.iter().any(|margin| margin.sentence.contains("10 points more")));
}

#[test]
fn a_plain_yes_shows_that_something_was_done() {
    let headings = "Learner\tTarget %\tActual %\tStart date\tRating entered\tLeft programme\tExit review";
    let rows = [
        "Zip Invented\t60\t30\t05/01/2026\tYes\tYes\t",
        "Zap Invented\t60\t30\t05/01/2026\tNo\t\t",
        "Zop Invented\t60\t30\t05/01/2026\t02/02/2026\t03/02/2026\ty",
    ];
    let session = session(&[&[headings], &rows[..]].concat());
    let duties = |row: usize| {
        let duties = session.duties(row).into_iter().filter(|duty| ["MTT-22", "MTT-61"].contains(&duty.rule.as_str()));
        duties.map(|duty| format!("{}: {}, {}", duty.rule, duty.words(), duty.says)).collect::<Vec<_>>()
    };
    assert_eq!(
        duties(1),
        ["MTT-22: done, the risk rating is High", "MTT-61: due, the learner left on a day that is not known"]
    );
    assert_eq!(duties(2), ["MTT-22: overdue since 2026-02-16, the risk rating is High"]);
    assert_eq!(
        duties(3),
        ["MTT-22: done, the risk rating is High", "MTT-61: done, the learner left on 3 February 2026"]
    );
}

#[test]
fn a_change_of_rating_says_from_what_to_what() {
    let headings = "Learner\tTarget %\tActual %\tRecorded rating\tNotes";
    let lines =
        [headings, "Zip Invented\t50\t50\tHigh\t", "Zap Invented\t50\t50\tLow\t", "Zed Invented\t50\tabc\tHigh\t"];
    let session = session(&lines);
    let proposed = |row: usize| {
        let duties = session.duties(row).into_iter().filter(|duty| duty.rule == "MTT-17-change");
        duties.map(|duty| (duty.standing.words(), duty.action)).collect::<Vec<_>>()
    };
    let change = |due: &str| {
        format!("Propose the change of the recorded rating (High) to the one that is due ({due}); a person confirms")
    };
    assert_eq!(proposed(1), [("due", change("Low"))]);
    assert_eq!(proposed(2), []);
    assert_eq!(proposed(3), [("cannot say", change("Low or Medium or High"))]);
}

/// The duties of the first learner that follow one of these rules: how each stands, what it says and what it needs.
fn standing(headings: &str, row: &str, rules: &[&str]) -> Vec<String> {
    let duties = session(&[headings, row]).duties(1).into_iter().filter(|duty| rules.contains(&duty.rule.as_str()));
    duties.map(|duty| format!("{}: {}, {}, [{}]", duty.rule, duty.words(), duty.says, duty.needs.join(", "))).collect()
}

#[test]
fn a_duty_is_as_sure_as_the_rating_it_hangs_on() {
    let headings = "Learner\tStart date\tTarget %\tActual %\tMissed sessions in a row\tRecorded rating\tRating entered";
    let of = |cells: &str, recorded: &str| {
        let row = format!("Ann Madeup\t2026-03-20\t{cells}\t{recorded}\t");
        standing(headings, &row, &["MTT-17-change", "MTT-22"])
    };
    // Of a target of 0 nothing is behind, whatever was reached: Low for certain.
    let low = "0\t\t0";
    assert_eq!(of(low, "Low"), [""; 0]);
    assert_eq!(of(low, "High"), ["MTT-17-change: due 2026-04-08, High is recorded and Low is due, []"]);
    // Nobody is more than 10% behind who has reached 90%: Medium for certain, after three missed sessions.
    let medium = "\t90\t3";
    let entry = "MTT-22: due 2026-05-01, the risk rating is Medium, []";
    assert_eq!(of(medium, "Medium"), [entry]);
    assert_eq!(of(medium, "Low"), ["MTT-17-change: due 2026-04-08, Low is recorded and Medium is due, []", entry]);
    // Low or High: it is not known which, and a change of Medium is certain.
    let open = of("50\t\t0", "Medium");
    assert_eq!(open.len(), 2, "{open:?}");
    // One that may be any of the three says so.
    assert_eq!(
        open[0],
        "MTT-17-change: cannot say, Medium is recorded and Low or Medium or High is due, [actual_progress]"
    );
    // Medium or High: an entry is due in either case.
    let either = of("50\t\t3", "Low");
    assert_eq!(
        either,
        [
            "MTT-17-change: due 2026-04-08, Low is recorded and Medium or High is due, []",
            "MTT-22: due 2026-05-01, the risk rating is Medium or High, []"
        ]
    );
    // A stage that may be open leaves Low or High: Medium is neither.
    let headings = format!("{headings}\tStage 1 email\tStage 1 outcome");
    let doubted = |recorded: &str| {
        let row = format!("Ann Madeup\t2026-03-20\t50\t50\t0\t{recorded}\t\t2026-03-30\tsuccess?");
        standing(&headings, &row, &["MTT-17-change"])
    };
    assert_eq!(doubted("Medium"), ["MTT-17-change: due 2026-04-08, Medium is recorded and Low or High is due, []"]);
    assert_eq!(
        doubted("High"),
        ["MTT-17-change: cannot say, High is recorded and Low or High is due, [stage1_outcome]"]
    );
    assert_eq!(
        of("50\t\t3", "High")[0],
        "MTT-17-change: cannot say, High is recorded and Medium or High is due, [actual_progress]"
    );
}

#[test]
fn whether_something_happened_is_said_by_its_date() {
    let headings = "Learner\tTarget %\tActual %\tStage 1 email";
    let said = |email: &str| {
        let margin = &decided(&[headings, &format!("Zip Invented\t50\t50\t{email}")])[0]["escalation_stage"].margin;
        margin.iter().map(|margin| margin.sentence.clone()).collect::<Vec<_>>()
    };
    for (email, sentence) in [
        ("", "Stage 1 with Stage 1 email: a date (now no date)"),
        ("09/04/2026", "Stage 1 with Stage 1 email: a date (now 9 April 2026, which is still to come)"),
    ] {
        assert!(said(email).contains(&sentence.to_string()), "{:?}", said(email));
    }
    let after = said("08/04/2026");
    assert!(after.iter().any(|said| said.contains("Stage 1 email: no date (now a date)")), "{after:?}");
}

#[test]
fn a_row_that_is_not_a_learner_says_what_it_is_called() {
    let lines = [
        "Learner\tTarget %\tActual %\tNotes",
        "Zip Invented\t50\t50\t",
        "Total\t50\t50\t",
        "Averages\t\t\tof all\t",
        "\t\t\t",
        "Year 8\t\t\t",
    ];
    let mut session = Session::from_text(lines.join("\n"));
    let answer = session.read(&ReadCall { policies: vec!["learner-at-risk".to_string()], ..ReadCall::default() });
    let skipped: Vec<(u32, &str, bool)> =
        answer.skipped.iter().map(|row| (row.row.row, row.row.label.as_str(), row.filled)).collect();
    // Cells of columns that no rule uses are no figures of a learner's.
    assert_eq!(skipped, [(3, "Total", true), (4, "Averages", false), (5, "", false), (6, "Year 8", false)]);
}

#[test]
fn what_is_left_over_names_every_cell_that_was_looked_at() {
    let headings = "Learner\tTarget %\tActual %\tMissed sessions in a row\tHomework missed in a row\tSupport requested";
    let found = decided(&[headings, "Low Invented\t50\t50\t2\t3\tNo", "High Invented\t50\t20\t2\t3\tNo"]);
    let looked_at = |row: usize| {
        let facts = found[row]["risk_rating"].facts.iter();
        facts.map(|fact| format!("{} {}", fact.place, fact.value)).collect::<Vec<_>>()
    };
    let behind = |row: u32, actual: &str| vec![format!("B{row} 50%"), format!("C{row} {actual}")];
    let others = ["D2 2 training sessions", "E2 3 pieces of homework", "F2 no"].map(str::to_string);
    assert_eq!(looked_at(0), [behind(2, "50%"), others.to_vec()].concat());
    // Far behind is enough, whatever else there is.
    assert_eq!(looked_at(1), behind(3, "20%"));
}

#[test]
fn a_step_that_was_taken_is_not_the_next_action_and_the_one_after_it_says_why() {
    let next = |more: &str, cells: &str| {
        let headings = format!("Learner\tTarget %\tActual %\tMissed sessions in a row\t{more}");
        let found = decided(&[&headings, &format!("Zip Invented\t50\t50\t{cells}")]);
        let found = &found[0]["next_action"];
        let clauses = found.rules.iter().map(|rule| format!("{} {}", rule.id, rule.clause)).collect::<Vec<_>>();
        (clauses, found.next.as_ref().and_then(|next| next.due.clone()))
    };
    let day = |day: &str| Some(day.to_string());
    let plan = "Support plan considered\tSupport plan required\tSupport plan made";
    assert_eq!(next(plan, "3\t\t\t"), (vec!["MTT-33 MTT L183".to_string()], None));
    assert_eq!(next(plan, "3\tyes\tN\t").0, ["MTT-33-settled MTT L183"]);
    assert_eq!(next(plan, "3\tyes\tY\t").0, ["MTT-33 MTT L183"]);
    assert_eq!(next(plan, "3\tyes\tY\tyes").0, ["MTT-33-settled MTT L183"]);
    let contract = "Stage 1 email\tStage 1 outcome\tSupport contract made";
    assert_eq!(next(contract, "0\t23/03/2026\tsuccess\t"), (vec!["MTT-45 MTT L203".to_string()], day("2026-04-08")));
    assert_eq!(next(contract, "0\t23/03/2026\tsuccess\t30/03/2026").0, ["MTT-45-kept MTT L203, L213"]);
    let call = "Stage 1 email\tStage 2 call\tStage 2 commitment agreed";
    let wait_over = vec!["MTT-46 MTT L203, L207".to_string()];
    assert_eq!(next(call, "0\t12/03/2026\t\t"), (wait_over, day("2026-03-20")));
    let refused = vec!["MTT-48-next MTT L207".to_string()];
    assert_eq!(next(call, "0\t12/03/2026\t23/03/2026\tN"), (refused, day("2026-03-23")));
    assert_eq!(next(call, "0\t12/03/2026\tyes\tY").0, ["MTT-45-outcome MTT L207"]);
    // Whether both were agreed in a call that was made decides what comes next.
    let headings = format!("Learner\tTarget %\tActual %\t{call}");
    let open = &decided(&[&headings, "Zip Invented\t50\t50\t12/03/2026\t23/03/2026\t"])[0]["next_action"];
    assert_eq!(open.status, Status::NeedsInput);
    assert_eq!(open.needs.iter().map(|need| need.label.as_str()).collect::<Vec<_>>(), ["Stage 2 commitment agreed"]);
}

#[test]
fn a_day_that_cannot_be_read_is_not_taken_for_today() {
    let with = |since: &str| {
        let headings = "Learner\tStart date\tTarget %\tActual %\tMissed sessions in a row\tAt risk since\tDirectors told\tQuality Lead told";
        let row = format!("Ann Madeup\t2026-02-20\t50\t50\t3\t{since}\t\t");
        let also = decided(&[headings, &row])[0]["next_action"].also[0].clone();
        assert_eq!(also.rule, "MTT-04");
        let duty = standing(headings, &row, &["MTT-04-told"]).swap_remove(0);
        let (told, needs) =
            (duty.split_once(", ").unwrap().0.to_string(), duty.rsplit_once(", ").unwrap().1.to_string());
        (told, needs, also.due, also.overdue, also.note)
    };
    let told = |words: &str, needs: &str| (format!("MTT-04-told: {words}"), needs.to_string());
    let (duty, needs, due, overdue, note) = with("abc");
    assert_eq!((duty, needs), told("due", "[at_risk_since]"));
    assert_eq!((due, overdue, note.as_deref()), (None, false, Some("the day hangs on At risk since (F2)")));
    let (duty, needs, due, overdue, note) = with("2026-03-01");
    assert_eq!((duty, needs), told("overdue since 2026-03-01", "[]"));
    assert_eq!((due.as_deref(), overdue, note), (Some("2026-03-01"), true, None));
    // Where nobody has written a day, it is the day on which it is first seen.
    let (duty, needs, due, overdue, note) = with("");
    assert_eq!((duty, needs), told("due 2026-04-08", "[]"));
    assert_eq!((due.as_deref(), overdue, note), (Some("2026-04-08"), false, None));
    // Of two days the earlier counts: one that is past is enough to be late, and one that lies ahead is not the day.
    let entry = |start: &str, review: &str| {
        let headings = "Learner\tStart date\tTarget %\tActual %\tFirst review\tRating entered";
        standing(headings, &format!("Ann Madeup\t{start}\t60\t30\t{review}\t"), &["MTT-22"])
    };
    assert_eq!(entry("abc", "2026-03-02"), ["MTT-22: overdue since 2026-03-02, the risk rating is High, []"]);
    assert_eq!(entry("abc", "2026-05-04"), ["MTT-22: due, the risk rating is High, [programme_start]"]);
    assert_eq!(entry("", "2026-05-04"), ["MTT-22: due 2026-05-04, the risk rating is High, []"]);
}

/// The rating of each row and the first rule behind it.
fn ratings(lines: &[&str]) -> Vec<(String, String)> {
    let rating = |row: &BTreeMap<String, Decision>| {
        let found = &row["risk_rating"];
        (found.outcome.clone().unwrap_or_default(), rules(found).first().map(ToString::to_string).unwrap_or_default())
    };
    decided(lines).iter().map(rating).collect()
}

#[test]
fn tabs_in_the_comments_of_a_comma_file_change_no_rating() {
    let rows = ["Ann Madeup,50,50,\"a\tb\"", "Bob Madeup,50,30,c\td", "Cy Madeup,50,50,e"];
    let said = |line: &str, rows: &[&str]| {
        let text = [&["Learner,Target %,Actual %,Comments"], rows].concat();
        let text: Vec<String> = text.iter().map(|row| row.replace(',', line)).collect();
        ratings(&text.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let rating = |rating: &str, rule: &str| (rating.to_string(), rule.to_string());
    let three = [rating("Low", "MTT-18"), rating("High", "MTT-20-A"), rating("Low", "MTT-18")];
    for line in [",", ";"] {
        assert_eq!(said(line, &rows), three, "{line}");
        // One row in twenty of a long file, more of which is comma lines than is looked at.
        let many: Vec<&str> = (0..1000).map(|at| rows[if at % 20 == 0 { 1 } else { 2 }]).collect();
        let found = said(line, &many);
        assert_eq!(found.len(), 1000);
        for (at, found) in found.iter().enumerate() {
            assert_eq!(*found, three[if at % 20 == 0 { 1 } else { 2 }], "{line}, row {at}");
        }
    }
}

#[test]
fn a_tab_at_either_end_of_a_quoted_comment_shifts_no_cell() {
    let headings = "Learner\t% behind\tComments\tEmployer\tHomework missed in a row\tMissed sessions in a row\tTutor";
    let row = |comment: &str| format!("Ann Madeup\t0\t{comment}\t0\t0\t4");
    let [with, after] = ["\"\tseen\"", "\"seen\t\""].map(row);
    let medium = ("Medium".to_string(), "MTT-19".to_string());
    assert_eq!(ratings(&[headings, &with, &after]), [medium.clone(), medium]);
    let dittos = "Ann Madeup\t0\t\"\tseen\t\"\t0\t4";
    // Ditto marks, or a comment with a tab at each end: nothing is said for certain, and the row says why.
    let found = &decided(&[headings, dittos])[0]["risk_rating"];
    assert_eq!((found.status, found.outcome.as_deref()), (Status::OutOfRange, None));
    let mut session = session(&[headings, dittos, &with]);
    let problems = session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None }).problems;
    let said: Vec<_> = problems.iter().map(|problem| (problem.code.as_str(), problem.message.as_str())).collect();
    let message = "the quotes in column C and column E may be ditto marks, or stand around one cell that holds tabs";
    assert_eq!(said, [("doubtful-quotes", message)]);
    assert_eq!(problems[0].place.as_ref().and_then(|place| place.row), Some(2));
}
