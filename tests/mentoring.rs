//! Mentoring trackers as schools keep them: few columns, plain words, cells left blank. What is not known never opens a gate,
//! lowers a category or stands as a reason.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::boundary::{EvaluateCall, ReadCall, ResultCall, Session};
use std::collections::BTreeMap;

/// A tracker read and answered for the day of all these tests.
fn session(text: String) -> Session {
    let mut session = Session::from_text(text);
    session.read(&ReadCall { policies: vec!["learning-mentoring".to_string()], ..ReadCall::default() });
    session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: None });
    session
}

/// What is said of each row, by the heading of the result column.
fn answered(lines: &[&str]) -> Vec<BTreeMap<String, String>> {
    let session = session(lines.join("\n"));
    let out = session.result(&ResultCall { format: "tsv".to_string(), heading: true, columns: None });
    let mut lines = out.lines().map(|line| line.split('\t').map(str::to_string));
    let headings: Vec<String> = lines.next().unwrap().collect();
    lines.map(|cells| headings.iter().cloned().zip(cells).collect()).collect()
}

#[test]
fn a_gate_whose_columns_are_not_there_stays_shut() {
    let found = &answered(&["Pupil\tReferral form", "Zip Invented\t01/02/2026"])[0];
    assert_eq!(found["R.A.F.I.E. stage"], "Referral");
    assert_eq!(found["R.A.F.I.E. next step"], "Cannot decide");
    let asked = "needs a column for Primary assessment profile and a column for Parental consent";
    assert!(found["Check"].contains(asked), "{}", found["Check"]);

    let forms = "Pupil\tReferral form\tPrimary assessment profile\tParental consent";
    let found = answered(&[
        forms,
        "Zip Invented\t01/02/2026\t01/02/2026\t02/02/2026",
        "Zap Invented\t01/02/2026\t01/02/2026\t",
    ]);
    assert_eq!(found[0]["R.A.F.I.E. next step"], "Start observation, information gathering and assessment");
    let because = "both forms are there, parents have consented, and nothing that the tracker shows stands before the work [PLP-04, PLP L15]";
    assert!(found[0]["Why"].contains(because), "{}", found[0]["Why"]);
    assert_eq!(found[1]["R.A.F.I.E. next step"], "Wait, and gain parental consent before any work");

    // A plan is there; who signed the agreement, the tracker does not say.
    let plan = "Pupil\tReferral form\tParental consent\tIndividual learning plan";
    let found = &answered(&[plan, "Zip Invented\t01/02/2026\t01/02/2026\t01/03/2026"])[0];
    assert_eq!(
        (found["R.A.F.I.E. stage"].as_str(), found["R.A.F.I.E. next step"].as_str()),
        ("Formulation", "Cannot decide")
    );
    assert!(found["Check"].contains("a column for Agreement signed by mentor"), "{}", found["Check"]);
}

#[test]
fn a_plain_yes_will_do_where_the_day_does_not_matter() {
    let headings = "Pupil\tReferral form\tPrimary assessment profile\tParental consent\tSENCo discussion\tRegister entry\tObservation start";
    let found = answered(&[
        headings,
        "Zip Invented\t01/02/2026\tyes\tY\t✓\tyes\t",
        "Zap Invented\t01/02/2026\tyes\tno\t✓\tyes\t",
        "Zot Invented\t01/02/2026\tyes\tY\t✓\tyes\t05/02/2026",
    ]);
    assert_eq!(found[0]["R.A.F.I.E. next step"], "Start observation, information gathering and assessment");
    assert_eq!(found[1]["R.A.F.I.E. next step"], "Wait, and gain parental consent before any work");
    // What has happened on a day that nobody knows is in order with every other day.
    assert_eq!(found[2]["R.A.F.I.E. stage"], "Assessment");
    assert!(!found[2]["Check"].contains("before"), "{}", found[2]["Check"]);
}

#[test]
fn a_blank_score_counts_where_what_stands_behind_it_is_not_assessed() {
    let headings = "Pupil\tAttendance %\tBehaviour score\tBehaviour incidents\tAttainment";
    let found =
        answered(&[headings, "Zip Invented\t90.01\t\t5\tat or above", "Zap Invented\t90.01\t0\t5\tat or above"]);
    assert_eq!(found[0]["BAE category"], "Cannot decide");
    assert!(
        found[0]["Check"].starts_with("BAE category: B or C or D, needs Behaviour score (C2);"),
        "{}",
        found[0]["Check"]
    );
    assert_eq!(found[1]["BAE category"], "B");
}

#[test]
fn a_no_where_something_was_to_be_written_is_nothing() {
    let headings = "Pupil\tAttendance %\tLevel of child\tOther services";
    for (written, said) in [
        ("No", "ask who holds the higher level"),
        ("nil", "ask who holds the higher level"),
        ("0", "ask who holds the higher level"),
        ("not yet", "ask who holds the higher level"),
        ("Family Hub", "another service holds the higher level"),
        ("Nora from the hub", "another service holds the higher level"),
    ] {
        let session = session(format!("{headings}\nZip Invented\t99\t3\t{written}"));
        let explained = session.explain(1);
        let found = explained.iter().find(|decision| decision.decision == "level_check").unwrap();
        assert_eq!(found.outcome.as_deref(), Some(said), "{written}");
    }
}

#[test]
fn a_reason_is_what_is_known_and_not_what_may_be() {
    let explained = |row: &str| {
        let session = session(format!("Pupil\tAttendance %\tSchool has a mentor\tFamily support best\n{row}"));
        session.explain(1).into_iter().find(|decision| decision.decision == "mast_route").unwrap()
    };
    let found = explained("Zip Invented\t99\tno\t");
    assert_eq!(found.sentence, "consider a MAST request, because the school has no learning mentor of its own.");
    assert_eq!(found.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["PLP-28"]);
    assert_eq!(explained("Zip Invented\t99\tno\tyes").rules[0].id, "PLP-30");
}

#[test]
fn who_holds_the_highest_score_is_said_as_far_as_it_is_known() {
    let headings = "Pupil\tAttendance score\tBehaviour score\tEmotional score";
    let found = answered(&[headings, "Zip Invented\t2\t3\t", "Zap Invented\t2\t3\t3", "Zot Invented\t2\tC?\t1"]);
    assert!(
        found[0]["Why"].contains("the highest area score is 3 (Behaviour, perhaps Emotional)"),
        "{}",
        found[0]["Why"]
    );
    assert!(found[1]["Why"].contains("the highest area score is 3 (Behaviour, Emotional)"), "{}", found[1]["Why"]);
    // A letter with a question mark is in doubt.
    assert_eq!(found[2]["BAE category"], "Cannot decide");
    assert!(found[2]["Check"].contains("C4: cannot read `C?` as a number"), "{}", found[2]["Check"]);
}

#[test]
fn a_measure_whose_area_has_a_score_is_not_said_to_be_missing() {
    let headings = "Pupil\tAttendance score\tBehaviour score\tEmotional score\tAchievement score";
    let found = answered(&[headings, "Zip Invented\t2\t3\t1\t0", "Zap Invented\t2\t3\t\t0"]);
    assert!(!found[0]["Why"].contains("Not assessed"), "{}", found[0]["Why"]);
    let lacking = "Not assessed: the tracker has no column for SDQ total (teacher)";
    assert!(found[1]["Why"].ends_with(lacking), "{}", found[1]["Why"]);
}

#[test]
fn a_rate_from_few_sessions_is_said_to_be_one() {
    let found = answered(&[
        "Pupil\tSessions possible\tSessions absent",
        "Zip Invented\t19\t2",
        "Zap Invented\t20\t2",
        "Zot Invented\t19\t0",
    ]);
    let few = "B2: fewer than 20 sessions were possible so far (20 is an engine default), so that one absence more or less \
               moves the rate a good deal";
    assert_eq!((found[0]["BAE category"].as_str(), found[0]["Check"].as_str()), ("C", few));
    assert_eq!((found[1]["BAE category"].as_str(), found[1]["Check"].as_str()), ("C", ""));
    assert_eq!((found[2]["BAE category"].as_str(), found[2]["Check"].as_str()), ("A", ""));
}

#[test]
fn a_score_that_its_own_measures_do_not_bear_out_is_pointed_out() {
    let headings = "Pupil\tAttendance %\tAttendance score\tBehaviour score\tSuspension days this term";
    let found = answered(&[
        headings,
        "Zip Invented\t96\t0\t0\t16",
        "Zap Invented\t96\t0\t3\t16",
        "Zot Invented\t96\t3\t0\t0",
        "Zed Invented\t96\t0\t1\t0",
        "Zug Invented\t96\t0\t0\t",
    ]);
    let says = |row: usize| (found[row]["BAE category"].as_str(), found[row]["Check"].as_str());
    let differs = |score: &str, given: u8, measured: u8| {
        format!("BAE category: {score} is {given}, and the row's own measures give {measured}: the score counts")
    };
    assert_eq!(says(0), ("A", differs("Behaviour score (D2)", 0, 3).as_str()));
    assert_eq!(says(1), ("D", ""));
    assert_eq!(says(2), ("D", differs("Attendance score (C4)", 3, 0).as_str()));
    // Incidents are not counted here, so that nothing speaks against a score of 1.
    assert_eq!(says(3), ("B", ""));
    assert_eq!(says(4), ("A", ""));
}

#[test]
fn a_decision_of_the_panel_shows_that_it_has_met() {
    let headings = "Pupil\tAttendance %\tMAST request sent\tPanel date\tPanel decision";
    let panel = |dates: &str| {
        let duties = session(format!("{headings}\nZip Invented\t96\t31/03/2026\t{dates}")).duties(1);
        duties.into_iter().find(|duty| duty.rule == "PLP-31").unwrap().words()
    };
    assert_eq!(panel("\t"), "overdue since 2026-04-07");
    assert_eq!(panel("\t01/04/2026"), "done");
    assert_eq!(panel("01/04/2026\t"), "done");
    // A decision that is still to come is none.
    assert_eq!(panel("\t09/04/2026"), "overdue since 2026-04-07");
}

#[test]
fn a_case_that_is_closed_without_an_evaluation_is_not_gone_on_with() {
    let headings = "Pupil\tReferral form\tParental consent\tIntervention start\tMentoring case closed";
    let row = "Zip Invented\t01/01/2026\t01/01/2026\t03/02/2026\t";
    let found = answered(&[headings, &format!("{row}01/04/2026"), row, &format!("{row}x")]);
    let step = |row: usize| found[row]["R.A.F.I.E. next step"].as_str();
    assert_eq!(step(0), "Make the final evaluation, or enter its day");
    let because = "the case was closed on 1 April 2026 and no final evaluation is recorded [PLP-17, PLP L21]";
    assert!(found[0]["Why"].contains(because), "{}", found[0]["Why"]);
    assert!(step(1).starts_with("Go on with the planned work"), "{}", step(1));
    assert_eq!(step(2), "Cannot decide");
}

#[test]
fn a_day_that_nobody_knows_is_said_to_be_one() {
    let headings = "Pupil\tReferral form\tParental consent\tIntervention start\tMentoring sessions";
    let duties = session(format!("{headings}\nZip Invented\t01/01/2026\t01/01/2026\t03/02/2026\t")).duties(1);
    let found = duties.into_iter().find(|duty| duty.rule == "PLP-26").unwrap();
    assert_eq!(found.says, "sessions are usually weekly, and the latest was on a day that is not known");
}

#[test]
fn of_more_sessions_absent_than_possible_nobody_knows_which_is_wrong() {
    let found = answered(&[
        "Pupil\tSessions possible\tSessions absent\tSuspensions this year\tAttainment\tSDQ total (teacher)",
        "Zip Invented\t2\t11\t0\tat\t5",
        "Zap Invented\t10\t11\t0\tat\t5",
        "Zot Invented\t11\t11\t0\tat\t5",
        "Zed Invented\t2\t11\t0\tat\t19",
    ]);
    for (row, cells) in
        [(0, "Sessions absent (C2) and Sessions possible (B2)"), (1, "Sessions absent (C3) and Sessions possible (B3)")]
    {
        let answers = (found[row]["BAE category"].as_str(), found[row]["Support worker"].as_str());
        assert_eq!(answers, ("Cannot decide", "Cannot decide"), "row {row}");
        let check = &found[row]["Check"];
        assert!(check.starts_with(&format!("BAE category: A or B or C or D, needs {cells}")), "{check}");
        assert!(check.contains("Support worker: none or Learning mentor, needs"), "{check}");
        assert!(check.ends_with(": more sessions absent than possible"), "{check}");
    }
    assert_eq!((found[2]["BAE category"].as_str(), found[2]["Support worker"].as_str()), ("D", ""));
    assert!(!found[2]["Check"].contains("more sessions absent"), "{}", found[2]["Check"]);
    // Another area has the highest score there is.
    assert_eq!(found[3]["BAE category"], "D");
    assert!(found[3]["Check"].contains("C5: more sessions absent than possible"), "{}", found[3]["Check"]);
}

#[test]
fn what_cannot_be_read_is_never_taken_for_recorded() {
    let headings = "Pupil\tReferral form\tParental consent\tObservation start\tLevel of need\tAreas of need found";
    let row = |level: &str, areas: &str| {
        answered(&[headings, &format!("Zip Invented\t01/01/2026\t02/01/2026\t03/02/2026\t{level}\t{areas}")]).remove(0)
    };
    for level in ["#N/A", "?", "abc", "5"] {
        let found = row(level, "Behaviour");
        assert_eq!(found["R.A.F.I.E. next step"], "Cannot decide", "{level}");
        let asked = "Next step (R.A.F.I.E.): Record the level of need or Design an individual learning plan, with targets set \
                     by child and mentor, needs Level of need (E2)";
        assert!(found["Check"].starts_with(asked), "{level}: {}", found["Check"]);
    }
    let found = row("2", "#N/A");
    assert_eq!(found["R.A.F.I.E. next step"], "Cannot decide");
    assert!(found["Check"].contains("Record the areas of need or Design"), "{}", found["Check"]);
    assert_eq!(row("-", "Behaviour")["R.A.F.I.E. next step"], "Record the level of need");
    assert!(row("4", "Behaviour")["R.A.F.I.E. next step"].starts_with("Design an individual learning plan"));
}

#[test]
fn who_waits_is_said_until_the_wait_is_over() {
    let waiting = |headings: &str, cells: &str| {
        let explained = session(format!("Pupil\tAttendance %\t{headings}\nZip Invented\t99\t{cells}")).explain(1);
        explained.into_iter().find(|decision| decision.decision == "waiting").unwrap().sentence
    };
    let of_days =
        "waiting, because 457 calendar days on the waiting list; the source says a short one and gives no number.";
    assert_eq!(waiting("Waiting since", "06/01/2025"), of_days);
    assert_eq!(
        waiting("Waiting since", ""),
        "not waiting, because nothing says that the child is on the waiting list."
    );
    let headings = "Waiting since\tReferral form\tObservation start\tFinal evaluation\tMentoring case closed";
    let begun = "not waiting, because work with the child has started.";
    for (cells, said) in [
        ("06/01/2025\t06/01/2025\t\t\t", of_days),
        ("06/01/2025\t06/01/2025\t08/04/2026\t\t", begun),
        ("06/01/2025\t06/01/2025\t09/04/2026\t\t", of_days),
        ("06/01/2025\t06/01/2025\t\t01/06/2025\t", begun),
        (
            "06/01/2025\t06/01/2025\t\t01/06/2025\t02/06/2025",
            "not waiting, because work with the child has started; the case was closed on 2 June 2025.",
        ),
        ("06/01/2025\t06/01/2025\t\t\t02/06/2025", "not waiting, because the case was closed on 2 June 2025."),
        ("06/01/2025\t06/01/2025\tx\t\t", "Cannot decide: waiting or not waiting: needs Observation start (E2)."),
    ] {
        assert_eq!(waiting(headings, cells), said, "{cells}");
    }
}

/// How a duty stands, and why it is asked for, for a row of these cells; nothing where nothing asks for it.
fn duty(rule: &str, headings: &str, cells: &str) -> Option<(String, String)> {
    let duties = session(format!("Pupil\tAttendance %\t{headings}\nZip Invented\t96\t{cells}")).duties(1);
    duties.into_iter().find(|duty| duty.rule == rule).map(|duty| (duty.words(), duty.says))
}

#[test]
fn sessions_are_asked_for_until_the_case_is_closed() {
    let headings = "Intervention start\tMentoring sessions\tFinal evaluation\tMentoring case closed";
    let stands =
        |closed: &str| duty("PLP-26", headings, &format!("03/02/2026\t10/03/2026\t\t{closed}")).map(|said| said.0);
    assert_eq!(stands("").as_deref(), Some("overdue since 2026-03-24"));
    assert_eq!(stands("08/04/2026"), None);
    // A day that has not come closes nothing yet.
    assert_eq!(stands("09/04/2026").as_deref(), Some("overdue since 2026-03-24"));
}

#[test]
fn a_first_review_of_a_plan_is_counted_from_the_plan() {
    let settings = r#"{ "learning-mentoring": { "plan_review_days": "30" } }"#.to_string();
    let stands = |headings: &str, cells: &str| {
        let mut session = Session::from_text(format!("Pupil\tAttendance %\t{headings}\nZip Invented\t96\t{cells}"));
        session.read(&ReadCall { policies: vec!["learning-mentoring".to_string()], ..ReadCall::default() });
        session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings: Some(settings.clone()) });
        let duties = session.duties(1).into_iter().filter(|duty| duty.rule.starts_with("PLP-09"));
        duties.map(|duty| format!("{} {}: {}", duty.rule, duty.words(), duty.says)).collect::<Vec<_>>()
    };
    let both = "Individual learning plan\tLearning plan reviewed";
    let never = |stands: &str, day: &str| {
        vec![format!("PLP-09-first {stands}: there is a learning plan since {day} and no review of it")]
    };
    assert_eq!(stands(both, "08/03/2026\t"), never("overdue since 2026-04-07", "8 March 2026"));
    assert_eq!(stands(both, "09/03/2026\t"), never("due 2026-04-08", "9 March 2026"));
    let reviewed =
        "PLP-09-review due 2026-04-08: there is a learning plan since 1 January 2026; last review: 9 March 2026";
    assert_eq!(stands(both, "01/01/2026\t09/03/2026"), [reviewed]);
    // Without a column for reviews nobody knows whether there was one.
    assert!(stands("Individual learning plan", "08/03/2026")[0].starts_with("PLP-09-review due: "));
}

#[test]
fn what_a_school_offers_is_asked_for_while_a_mentor_may_work_with_the_child() {
    let offered = |headings: &str, cells: &str| {
        let headings = format!("Confidential space\t{headings}");
        duty("PLP-07-space", &headings, &format!("no\t{cells}")).map(|said| said.1)
    };
    let asked = Some("a mentor needs it for the work with the child".to_string());
    let headings = "Referral form\tFinal evaluation\tMentoring case closed";
    assert_eq!(offered(headings, "01/04/2026\t\t"), asked);
    assert_eq!(offered(headings, "\t\t"), None);
    assert_eq!(offered(headings, "01/04/2026\t\t08/04/2026"), None);
    assert_eq!(offered(headings, "01/04/2026\t07/04/2026\t08/04/2026"), None);
    // Without a column of the process nothing shows that a mentor works with the child.
    assert_eq!(offered("Level of child", "2"), None);
}

#[test]
fn work_without_consent_waits_for_consent() {
    let headings =
        "Pupil\tReferral form\tParental consent\tObservation start\tIntervention start\tMentoring case closed";
    let found = answered(&[
        headings,
        "Zip Invented\t01/01/2026\t\t03/02/2026\t\t",
        "Zap Invented\t01/01/2026\t\t03/02/2026\t03/03/2026\t",
        "Zot Invented\t01/01/2026\t03/02/2026\t03/02/2026\t03/03/2026\t",
        "Zed Invented\t01/01/2026\t\t03/02/2026\t03/03/2026\t01/04/2026",
    ]);
    for row in [0, 1] {
        assert_eq!(found[row]["R.A.F.I.E. next step"], "Wait, and gain parental consent before any more work");
        let because = "work has started and parents have not consented yet [PLP-03, PLP L15]";
        assert!(found[row]["Why"].contains(because), "{}", found[row]["Why"]);
        assert!(found[row]["Check"].contains("observation has started without parental consent"));
    }
    assert!(found[2]["R.A.F.I.E. next step"].starts_with("Go on with the planned work"));
    assert_eq!(found[3]["R.A.F.I.E. next step"], "Make the final evaluation, or enter its day");
}

#[test]
fn stages_and_requests_out_of_order_are_pointed_out() {
    let told = |headings: &str, cells: &str| {
        let text = format!("Pupil\tAttendance %\tReferral form\t{headings}\nZip Invented\t96\t01/01/2026\t{cells}");
        let out = session(text).result(&ResultCall { format: "tsv".to_string(), heading: false, columns: None });
        let check = out.trim_end_matches('\n').rsplit('\t').next().unwrap().to_string();
        check.split("; ").filter(|part| part.starts_with(['D', 'E', 'F'])).collect::<Vec<_>>().join("; ")
    };
    for (earlier, later, says) in [
        ("Observation start", "Individual learning plan", "the learning plan is dated before the observation started"),
        (
            "Individual learning plan",
            "Intervention start",
            "the intervention started before the day of the learning plan",
        ),
        ("Intervention start", "Final evaluation", "the final evaluation is dated before the intervention started"),
        ("Final evaluation", "Mentoring case closed", "the case was closed before the final evaluation"),
        ("School liaison", "Intervention start", "the intervention started before liaison with school staff"),
        ("Parent liaison", "Intervention start", "the intervention started before liaison with parents"),
        ("MAST request sent", "MAST response", "MAST responded before the request was sent"),
        ("Panel decision", "Work started", "the family work started before the panel decided"),
    ] {
        let headings = format!("{earlier}\t{later}");
        assert_eq!(told(&headings, "03/02/2026\t02/02/2026"), format!("E2: {says}"));
        // Both on one day are in order, and so are orders that the policy does not state.
        assert_eq!(told(&headings, "03/02/2026\t03/02/2026"), "", "{headings}");
    }
    for (liaison, with) in [("School liaison", "school staff"), ("Parent liaison", "parents")] {
        let headings = format!("{liaison}\tIntervention start");
        let says = format!("E2: the intervention has started without liaison with {with}");
        assert_eq!(told(&headings, "\t03/02/2026"), says);
        assert_eq!(told(&headings, "yes\t03/02/2026"), "");
        assert_eq!(told(&headings, "\t"), "");
    }
    assert_eq!(told("Intervention start", "03/02/2026"), "");
}

#[test]
fn agencies_that_are_involved_are_spoken_to_even_after_the_programme_has_started() {
    let headings = "Intervention start\tAgencies involved\tAgency liaison\tMentoring case closed";
    let stands = |cells: &str| duty("PLP-15-late", headings, cells);
    let because = "other agencies are involved, and the intervention started on 3 February 2026".to_string();
    assert_eq!(stands("03/02/2026\tyes\t\t"), Some(("due".to_string(), because.clone())));
    assert_eq!(stands("03/02/2026\tyes\t09/02/2026\t"), Some(("done".to_string(), because)));
    assert_eq!(stands("03/02/2026\tno\t\t"), None);
    assert_eq!(stands("03/02/2026\tyes\t\t08/04/2026"), None);
    // Before it starts they are the next step.
    assert_eq!(stands("\tyes\t\t"), None);
}

#[test]
fn days_of_suspension_without_a_suspension_are_pointed_out_and_count() {
    let headings = "Pupil\tAttendance %\tSuspensions this year\tSuspension days this term";
    let found = answered(&[
        headings,
        "Zip Invented\t96\t0\t3",
        "Zap Invented\t96\t0\t16",
        "Zot Invented\t96\t0\t0.5",
        "Zed Invented\t96\t0\t0",
        "Zug Invented\t96\t1\t3",
        "Zag Invented\t96\t\t3",
    ]);
    for (row, (category, told)) in
        [("C", true), ("D", true), ("C", true), ("A", false), ("C", false), ("C", false)].into_iter().enumerate()
    {
        assert_eq!(found[row]["BAE category"], category, "row {row}");
        let place = format!("C{}", row + 2);
        let says = "days of suspension this term and no suspension this year; the days count";
        let check = if told { format!("{place}: there are {says}") } else { String::new() };
        assert_eq!(found[row]["Check"], check, "row {row}");
    }
}

#[test]
fn a_cell_that_cannot_be_read_counts_no_more_than_a_blank_where_it_makes_no_difference() {
    let headings = "Pupil\tSessions possible\tSessions absent\tAttendance %\tSDQ total (teacher)";
    let of = |cells: &str| answered(&[headings, &format!("Zip Invented\t{cells}")]).remove(0);
    let because = |found: &BTreeMap<String, String>| found["Why"].split(" [").next().unwrap().to_string();
    // Without the sessions that were possible no number of absences gives a rate: Attendance % counts.
    for absent in ["", "abc"] {
        let found = of(&format!("\t{absent}\t50\t11"));
        assert_eq!((found["BAE category"].as_str(), found["Support worker"].as_str()), ("D", ""), "{absent}");
        assert_eq!(
            because(&found),
            "BAE category: the highest area score is 3 (Attendance) (absence of 50%, which is severe absence (50% or more))"
        );
        assert!(found["Why"].contains("Support worker: category D has no support worker in the source ["), "{found:?}");
        assert!(!found["Why"].contains("perhaps"), "{found:?}");
        let found = of(&format!("\t{absent}\t96\t12"));
        assert_eq!(found["BAE category"], "B", "{absent}");
        let why = because(&found);
        assert_eq!(
            why,
            "BAE category: the highest area score is 1 (Emotional) (an SDQ total of 12 points, slightly raised)"
        );
    }
    let found = session(format!("{headings}\nZip Invented\t\tabc\t50\t11")).explain(1);
    let category = found.iter().find(|found| found.decision == "bae_category").unwrap();
    assert!(category.rules.iter().any(|rule| rule.id == "PLP-20-ATT-3"), "{:?}", category.rules);
    assert!(category.facts.iter().any(|fact| fact.label == "Attendance %" && fact.value == "50%"));
    let areas = found.iter().find(|found| found.decision == "areas_of_need").unwrap();
    assert!(areas.sentence.starts_with("Attendance, because absence of 50%"), "{}", areas.sentence);
    // Whatever the count says that cannot be read, a blank or 0 beside it leaves no rate.
    for sessions in ["abc\t", "380\t", "0\t", "\tabc", "0\tabc", "\t"] {
        let found = of(&format!("{sessions}\t96\t11"));
        assert_eq!(found["BAE category"], "A", "{sessions}");
        assert!(
            because(&found).ends_with("(absence of 4%, below 5%; an SDQ total of 11 points, close to average)"),
            "{found:?}"
        );
    }
    // Beside a count it may be the one that counts.
    for (sessions, cell) in [("abc\t38", "Sessions possible (B2)"), ("380\tabc", "Sessions absent (C2)")] {
        let found = of(&format!("{sessions}\t96\t11"));
        assert_eq!(found["BAE category"], "Cannot decide", "{sessions}");
        assert!(found["Check"].starts_with(&format!("BAE category: A or B or C or D, needs {cell};")), "{found:?}");
    }
}

#[test]
fn cells_are_asked_for_before_a_column_that_is_not_there() {
    let asked = |headings: &str, cells: &str| {
        let found = answered(&[&format!("Pupil\t{headings}"), &format!("Zip Invented\t{cells}")]).remove(0);
        assert_eq!(found["BAE category"], "Cannot decide", "{cells}");
        let check = found["Check"].split("; ").next().unwrap().to_string();
        check.strip_prefix("BAE category: A or B or C or D, needs ").unwrap().to_string()
    };
    let sessions = "Sessions possible\tSessions absent";
    let both = "Sessions absent (C2) and Sessions possible (B2)";
    assert_eq!(asked(sessions, "\t"), both);
    assert_eq!(asked(sessions, "\tabc"), both);
    assert_eq!(asked(sessions, "\t0"), "Sessions possible (B2)");
    assert_eq!(asked(sessions, "380\t"), "Sessions absent (C2)");
    // Of 0 sessions no absences give a rate: filling them in would not settle it.
    assert_eq!(asked(sessions, "0\t"), "a column for Attendance %");
    // Where one cell settles it, the two are not asked for.
    assert_eq!(asked(&format!("{sessions}\tAttendance %"), "\t\t"), "Attendance % (D2)");
}

#[test]
fn a_count_that_gives_no_rate_is_not_taken_for_one_that_gives_a_rate_of_0() {
    let headings = "Pupil\tSessions possible\tSessions absent\tAttendance %";
    // Nobody was absent: of any sessions that is 0%, and of none Attendance % counts.
    let found = |percent: &str| answered(&[headings, &format!("Zip Invented\tabc\t0\t{percent}")]).remove(0);
    let open = found("20");
    assert_eq!(open["BAE category"], "Cannot decide");
    assert!(open["Check"].starts_with("BAE category: A or D, needs Sessions possible (B2);"), "{}", open["Check"]);
    assert_eq!(found("96")["BAE category"], "A");
}

#[test]
fn what_trying_values_has_settled_is_settled_in_the_reasons() {
    let headings = "Pupil\tSessions possible\tSessions absent\tAttendance %\tBehaviour score\tSDQ total (teacher)";
    // Of any sessions 0 were missed, and of none Attendance % counts: no more than 4% absence, whatever the cell says.
    let found = |percent: &str, behaviour: &str, total: &str| {
        answered(&[headings, &format!("Zip Invented\tabc\t0\t{percent}\t{behaviour}\t{total}")]).remove(0)
    };
    let reason = |found: &BTreeMap<String, String>| found["Why"].split(" [PLP-20").next().unwrap().to_string();
    let one = found("96", "3", "11");
    assert_eq!(reason(&one), "BAE category: the highest area score is 3 (Behaviour)");
    // Another area that cannot be read may hold it too; attendance may not.
    let two = found("96", "abc", "30");
    assert_eq!(
        reason(&two),
        "BAE category: the highest area score is 3 (Emotional, perhaps Behaviour) (an SDQ total of 30 points, very high)"
    );
    // A score of attendance that would be 3 without sessions may hold it.
    let three = found("40", "3", "11");
    assert_eq!(reason(&three), "BAE category: the highest area score is 3 (Behaviour, perhaps Attendance)");
    // A category that trying values has settled is the one that the support worker goes by.
    let four = found("96", "0", "11");
    assert_eq!(four["BAE category"], "A");
    assert!(
        four["Why"].contains("Support worker: category A has no support worker in the source ["),
        "{}",
        four["Why"]
    );
    // Rows of which the cells are alike and the outcome is not do not share their reasons.
    let lines = [
        headings,
        "Zip Invented\tabc\t0\t96\t3\t11",
        "Zap Invented\tabc\t0\t40\t3\t11",
        "Zop Invented\tabc\t0\t96\t3\t11",
    ];
    let all = answered(&lines);
    let reasons: Vec<String> = all.iter().map(reason).collect();
    assert_eq!(reasons, [reason(&one), reason(&three), reason(&one)]);
}

#[test]
fn an_area_of_need_is_explained_by_its_own_reasons_where_its_score_is_open() {
    let session = session(
        "Pupil\tAttendance %\tSuspensions this year\tSuspension days this term\tAttainment\tSDQ total (teacher)\nZip Invented\t97%\t1\thalf a day\tEXS\t3"
            .to_string(),
    );
    let decisions = session.explain(1);
    let areas = decisions.iter().find(|decision| decision.decision == "areas_of_need").unwrap();
    assert_eq!(areas.sentence, "Behaviour, because 1 suspension this year.");
    assert_eq!(areas.rules.iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>(), ["PLP-20-BEH-2a"]);
    assert!(areas.facts.iter().any(|fact| fact.place == "C2" && fact.value == "1 suspension"), "{:?}", areas.facts);
    let category = decisions.iter().find(|decision| decision.decision == "bae_category").unwrap();
    assert_eq!(category.possible, ["C", "D"]);
}

#[test]
fn headings_that_may_stand_for_suspension_days_or_a_permanent_exclusion_leave_the_category_open() {
    for heading in ["Suspensions (days)", "FTE days", "Days suspended", "Perm exclusion"] {
        let headings =
            format!("Pupil\tAttendance %\tSDQ total (teacher)\tSuspensions this year\tAttainment\t{heading}");
        let found = answered(&[&headings, "Zip Invented\t97%\t3\t0\tEXS\t16", "Zap Invented\t97%\t3\t0\tEXS\t"]);
        assert_eq!(found[0]["BAE category"], "Cannot decide", "{heading}");
        assert!(found[0]["Check"].contains("BAE category: A or "), "{heading}: {}", found[0]["Check"]);
    }
}
