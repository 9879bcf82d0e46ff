//! What is to be done, for everybody: every next action is in the list among the other duties, once, where its day puts it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::boundary::{EvaluateCall, ReadCall, Session, Summary};
use bae_rules::policy::catalogue::BUILT_IN;
use bae_rules::policy::load::rows;
use bae_rules::policy::pack::RuleKind;
use bae_rules::tracker::built_in;

const AS_OF: &str = "2026-04-08";

/// A row by its columns; those that are not named are blank, or say that all is well.
fn tracker(learners: &[&[(&str, &str)]]) -> String {
    let well = [
        ("Programme type", "apprenticeship"),
        ("Start date", "01/09/2025"),
        ("Target %", "50"),
        ("Actual %", "50"),
        ("Missed sessions in a row", "0"),
        ("Homework missed in a row", "0"),
        ("Last progress", "01/04/2026"),
        ("Rating entered", "02/10/2025"),
        ("Next keeping in touch call", "20/04/2026"),
    ];
    let mut headings: Vec<&str> = vec!["Learner"];
    let named = learners.iter().flat_map(|cells| cells.iter());
    for (heading, _) in well.iter().chain(named) {
        if !headings.contains(heading) {
            headings.push(heading);
        }
    }
    let mut lines = vec![headings.join("\t")];
    for cells in learners {
        let cell = |heading: &&str| {
            let given = cells.iter().chain(&well).find(|(known, _)| known == heading);
            given.map_or(String::new(), |(_, text)| text.to_string())
        };
        lines.push(headings.iter().map(cell).collect::<Vec<_>>().join("\t"));
    }
    lines.join("\n")
}

fn session(text: &str, policies: &[&str], as_of: &str) -> (Session, Summary) {
    let mut session = Session::from_text(text.to_string());
    session.read(&ReadCall { policies: policies.iter().map(ToString::to_string).collect(), ..ReadCall::default() });
    let summary = session.evaluate(&EvaluateCall { as_of: as_of.to_string(), settings: None });
    (session, summary)
}

/// Some cells of every line, by their headings.
fn lines(session: &Session, headings: &[&str]) -> Vec<String> {
    let list = session.to_do();
    let at = |heading: &&str| list.headings.iter().position(|known| known == heading).unwrap();
    let columns: Vec<usize> = headings.iter().map(at).collect();
    let line = |cells: &[String; 12]| columns.iter().map(|at| cells[*at].as_str()).collect::<Vec<_>>().join(" | ");
    list.lines.iter().map(|line_of| line(&line_of.cells)).collect()
}

fn at_risk(learners: &[&[(&str, &str)]], as_of: &str) -> Session {
    session(&tracker(learners), &["learner-at-risk"], as_of).0
}

/// The line of the next action of the first learner.
fn next(learner: &[(&str, &str)], as_of: &str, headings: &[&str]) -> Vec<String> {
    let all: Vec<&str> = ["Kind"].iter().chain(headings).copied().collect();
    let lines = lines(&at_risk(&[learner], as_of), &all);
    lines.iter().filter_map(|line| Some(line.strip_prefix("next action | ")?.to_string())).collect()
}

const WAITED: &[(&str, &str)] = &[("Actual %", "40"), ("Stage 1 email", "16/03/2026")];

#[test]
fn a_next_action_is_due_on_its_day_and_overdue_the_day_after() {
    let stands = ["How it stands", "Due", "Why", "Who"];
    // Five working days after Monday 16 March, and the one after.
    let why = "the wait after the Stage 1 email has run out without success | Learner Support or Safeguarding team";
    assert_eq!(next(WAITED, "2026-03-24", &stands), [format!("due | 2026-03-24 | {why}")]);
    assert_eq!(next(WAITED, "2026-03-25", &stands), [format!("overdue | 2026-03-24 | {why}")]);
    let before = "Stage 1 is open and its wait has not run out | Tutor or Learner Support (engine default)";
    assert_eq!(next(WAITED, "2026-03-23", &stands), [format!("due | 2026-03-23 | {before}")]);
    // Rated Medium or High a plan is considered, and the policy gives no day for that.
    let behind = [("Actual %", "20")];
    assert_eq!(
        next(&behind, AS_OF, &["How it stands", "Due", "Rule", "Clause"]),
        ["due, no day |  | MTT-33 | MTT L183"]
    );
}

#[test]
fn who_has_nothing_to_do_is_not_listed() {
    assert_eq!(next(&[], AS_OF, &["What to do"]), Vec::<String>::new());
    let plan = [("Actual %", "20"), ("Support plan made", "01/04/2026")];
    assert_eq!(next(&plan, AS_OF, &["What to do"]), Vec::<String>::new());
    let not_yet = [("Actual %", "20"), ("Support plan made", "")];
    assert_eq!(
        next(&not_yet, AS_OF, &["What to do"]),
        ["Consider a support and engagement plan, and make one if it is needed"]
    );
}

#[test]
fn next_actions_stand_among_the_other_duties_in_the_order_of_their_urgency() {
    let not_entered = ("Rating entered", "");
    let session = at_risk(
        &[
            &[("Actual %", "abc"), ("Start date", "20/03/2026"), not_entered],
            &[("Actual %", "20"), ("Next keeping in touch call", "")],
            &[("Actual %", "40"), ("Stage 1 email", "02/04/2026")],
            WAITED,
            &[("Actual %", "20"), ("Start date", "05/01/2026"), not_entered],
            &[("Stage 1 email", "02/03/2026"), ("Stage 1 outcome", "success")],
        ],
        AS_OF,
    );
    assert_eq!(
        lines(&session, &["Row", "Kind", "How it stands", "Due", "Rule"]),
        [
            "6 | duty | overdue | 2026-02-16 | MTT-22, MTT-23",
            "5 | next action | overdue | 2026-03-24 | MTT-46, MTT-47",
            "7 | next action | due | 2026-04-08 | MTT-45",
            "4 | next action | due | 2026-04-13 | MTT-44",
            "3 | next action | due, no day |  | MTT-33",
            "3 | duty | due, no day |  | MTT-35",
            "6 | next action | due, no day |  | MTT-33",
            "2 | duty | cannot say | 2026-04-08 | MTT-04",
            "2 | duty | cannot say | 2026-05-01 | MTT-22, MTT-23",
            "2 | next action | cannot decide |  | MTT-33",
        ]
    );
    // The figures above the list are those of the list.
    let (_, summary) = self::session(&tracker(&[WAITED, &[("Actual %", "20")]]), &["learner-at-risk"], AS_OF);
    assert_eq!((summary.overdue, summary.due_14_days), (1, 0));
}

#[test]
fn a_duty_that_is_the_next_action_is_said_once_with_both_rules() {
    let called = ("Stage 2 call", "");
    let learner = [WAITED, &[called]].concat();
    let all = |learner: &[(&str, &str)]| lines(&at_risk(&[learner], AS_OF), &["Kind", "What to do", "Rule", "Clause"]);
    let call = "Telephone the learner and, where appropriate, the employer; unless commitment and change are both agreed, send the Stage 2 email";
    assert_eq!(all(&learner), [format!("next action | {call} | MTT-46, MTT-47, MTT-47-call | MTT L203, L207")]);
    // Another duty of the same rule is another thing: MTT-32 is to escalate, and to have evidence of the steps so far.
    let serious = [
        ("Actual %", "20"),
        ("Serious case", "yes"),
        ("Notification raised", "01/04/2026"),
        ("Discussion held", ""),
        ("Evidence ready", ""),
    ];
    assert_eq!(
        all(&serious),
        [
            "next action | Escalate now: the case is serious and does not wait for earlier steps | MTT-32 | MTT L179",
            "duty | Discuss further interventions | MTT-31 | MTT L179",
            "duty | Have evidence of the steps taken so far | MTT-32-evidence, MTT-32 | MTT L179",
        ]
    );
    // Who and by when are ours where the source names nobody and no day.
    let contract = [("Stage 1 email", "02/03/2026"), ("Stage 1 outcome", "success"), ("Support contract made", "")];
    assert_eq!(
        all(&contract),
        [
            "next action | Put a support contract in place | MTT-45, MTT-45-contract, MTT-52 | MTT L203, L213; who and by when: engine default"
        ]
    );
}

#[test]
fn what_comes_next_today_and_is_overdue_as_a_duty_says_so_and_stands_among_what_is_overdue() {
    // Of a serious case the call is due at once; as a duty it was due when the wait had run out.
    let serious = |email| {
        [
            ("Actual %", "20"),
            ("Stage 1 email", email),
            ("Stage 1 outcome", "fail"),
            ("Serious case", "yes"),
            ("Stage 2 call", ""),
        ]
    };
    let other = [("Actual %", "20"), ("Start date", "05/03/2026"), ("Rating entered", "")];
    let stand = |email| lines(&at_risk(&[&other, &serious(email)], AS_OF), &["Row", "How it stands", "Due", "Rule"]);
    let rules = "MTT-46, MTT-47, MTT-47-call";
    assert_eq!(
        stand("02/03/2026")[0],
        format!("3 | due, as a duty overdue since 10 March 2026 | 2026-04-08 | {rules}")
    );
    // Its wait runs out on 7 April: on 8 April both are due on one day, as is what stands above it.
    assert_eq!(
        stand("27/03/2026")[..2],
        ["2 | due | 2026-04-08 | MTT-04".to_string(), format!("3 | due | 2026-04-08 | {rules}")]
    );
}

#[test]
fn where_it_cannot_be_decided_what_comes_next_the_list_names_what_is_missing() {
    let told = ["How it stands", "What to do", "Why", "What is missing", "Rule", "Clause"];
    let unread = [("Actual %", "abc")];
    let plan = "Consider a support and engagement plan, and make one if it is needed";
    assert_eq!(
        next(&unread, AS_OF, &told),
        [format!(
            "cannot decide | To be decided: {plan} or Nothing to do | what comes next hangs on what is missing | Actual % (E2) | MTT-33 | MTT L183"
        )]
    );
    assert_eq!(next(&[("Actual %", "50")], AS_OF, &told), Vec::<String>::new());
    // A duty that is open, too, and that may be what comes next, is not listed beside it; one that is due is.
    let considered = [("Actual %", "abc"), ("Support plan considered", "")];
    let rules = |learner: &[(&str, &str)]| lines(&at_risk(&[learner], AS_OF), &["Kind", "How it stands", "Rule"]);
    assert_eq!(rules(&considered), ["next action | cannot decide | MTT-33, MTT-33-considered"]);
    // Without the columns of the rating nothing is known, and a column is asked for.
    let (session, _) = session("Learner\tStage 1 email\nZip Invented\t", &["learner-at-risk"], AS_OF);
    let open = lines(&session, &["Kind", "How it stands", "What is missing"]);
    assert!(open.len() == 1 && open[0].starts_with("next action | cannot decide | a column for "), "{open:?}");
}

#[test]
fn a_policy_that_is_not_in_force_leaves_it_open_for_everybody_what_comes_next() {
    let rows = tracker(&[WAITED, &[]]);
    let (session, _) = session(&rows, &["learner-at-risk"], "2001-04-08");
    let open = lines(&session, &["Row", "Kind", "What to do", "How it stands", "Why"]);
    assert_eq!(open.len(), 2, "{open:?}");
    assert!(open[0].starts_with("2 | next action | Decide what comes next | cannot decide | "), "{open:?}");
    assert!(open[0].contains("in force"), "{open:?}");
}

#[test]
fn what_a_tutor_must_do_now_is_a_next_action_and_listed_once() {
    let told = |rest: &str, as_of: &str| {
        let headings = "Learner\tCourse type\tJoined\tLast review\tSafeguarding matter";
        let row = "Damson Invented\tDiploma\t03/09/2025\t20/03/2026";
        let (more, cells) = rest.split_once('/').unwrap();
        let (session, _) = session(&format!("{headings}{more}\n{row}\t{cells}"), &["tutorial-review"], as_of);
        lines(&session, &["Kind", "What to do", "How it stands", "Due", "What is missing", "Rule"])
    };
    let tell = "next action | Tell the safeguarding officer today | due | 2026-04-08 |  | HFD-17";
    let report = "duty | Write the termly progress report | due | 2026-07-31 |  | HFD-08-report, HFD-08";
    assert_eq!(told("\tOfficer informed/Yes\t", AS_OF), [tell, report]);
    // Without a column nobody can have entered that it was done.
    assert_eq!(told("/Yes", AS_OF), [tell, report]);
    assert_eq!(told("\tOfficer informed/Yes\t07-04-2026", AS_OF), [report]);
    assert_eq!(told("\tOfficer informed/No\t", AS_OF), [report]);
    let open = told("\tOfficer informed/?\t", AS_OF);
    assert_eq!(
        open,
        [
            report,
            "next action | Tell the safeguarding officer today | cannot decide | 2026-04-08 | Safeguarding matter (E2) | HFD-17"
        ]
    );
}

#[test]
fn a_target_is_a_duty_overdue_from_the_day_after_its_own_and_advice_is_no_duty() {
    let told = |target: &str, informed: &str, as_of: &str| {
        let headings = "Learner\tCourse type\tTarget by when\tTarget met\tLearner informed\tTutorial";
        let row = format!("Lee Invented\tOther\t{target}\t{informed}\t2026-03-11");
        let (session, _) = session(&format!("{headings}\n{row}"), &["tutorial-review"], as_of);
        lines(&session, &["Kind", "What to do", "Who", "How it stands", "Due", "Rule"])
    };
    let meet = |stands: &str| format!("duty | Meet the target | Learner | {stands} | 2026-03-10 | HFD-31-meet, HFD-31");
    let tell = "advice | Tell the learner the time, the date and the place of the tutorial | Tutor | due, no day |  | HFD-14-tell, HFD-14";
    assert_eq!(told("2026-03-10\t", "2026-03-05", "2026-03-11"), [meet("overdue")]);
    assert_eq!(told("2026-03-10\tno", "", "2026-03-10"), [meet("due"), tell.to_string()]);
    assert_eq!(told("2026-03-10\tyes", "", "2026-03-10"), [tell]);
    // A tutorial that is over is told of to nobody.
    assert_eq!(told("2026-03-10\tyes", "", "2026-03-11"), [""; 0]);
    assert_eq!(told("\t", "2026-03-05", "2026-03-10"), [""; 0]);
}

/// Everything that is to be done for one learner of a course, under half terms that are listed.
fn of_reviews(row: &str, as_of: &str) -> Vec<String> {
    let headings = "Learner\tCourse type\tJoined\tLeft\tLast review";
    let mut session = Session::from_text(format!("{headings}\nDamson Invented\t{row}"));
    session.read(&ReadCall { policies: vec!["tutorial-review".to_string()], ..ReadCall::default() });
    let half_terms: Vec<serde_json::Value> = include_str!("golden/reviews.terms.tsv")
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|cells| serde_json::json!({ "name": cells[0], "term": cells[1], "from": cells[2], "to": cells[3] }))
        .collect();
    let settings = serde_json::json!({ "schema": 1, "calendar": { "half_terms": half_terms } }).to_string();
    let summary = session.evaluate(&EvaluateCall { as_of: as_of.to_string(), settings: Some(settings) });
    assert!(summary.policies.iter().all(|policy| policy.has_to_do));
    lines(&session, &["Kind", "What to do", "Who", "How it stands", "Due", "What is missing", "Rule", "Clause"])
}

#[test]
fn a_review_that_a_course_asks_for_is_a_duty_overdue_from_the_day_after_its_last() {
    let hold = |stands: &str| {
        vec![format!(
            "duty | Hold the half-termly review | Tutor (engine default) | {stands} | HFD-07-review, HFD-07 | HFD L44"
        )]
    };
    let reviewed = "NEET prevention\t2025-09-03\t\t2025-12-01";
    assert_eq!(of_reviews(reviewed, "2026-03-11"), hold("overdue | 2026-02-13 | "));
    assert_eq!(of_reviews(reviewed, "2026-02-14"), hold("overdue | 2026-02-13 | "));
    assert_eq!(of_reviews(reviewed, "2026-02-13"), hold("due | 2026-02-13 | "));
    let report = "Write the termly progress report | Tutor (engine default)";
    assert_eq!(
        of_reviews("Diploma\t2025-09-03\t\t2025-12-01", "2026-03-28"),
        [format!("duty | {report} | overdue | 2026-03-27 |  | HFD-08-report, HFD-08 | HFD L46")]
    );
    // Nothing asks for one of those who left in time, nor on another course.
    for row in ["NEET prevention\t2025-09-03\t2026-01-09\t2025-12-01", "Other\t2025-09-03\t\t2025-12-01"] {
        assert_eq!(of_reviews(row, "2026-03-11"), Vec::<String>::new(), "{row}");
    }
    // Of what is overdue since a day that only terms before those that are listed would tell, no day is given.
    assert_eq!(
        of_reviews("NEET prevention\t2024-09-03\t\t", "2026-03-11"),
        [
            "duty | Hold the review or write the report that is overdue | Tutor (engine default) | due, no day |  |  | HFD-07-missed, HFD-07, HFD-08 | HFD L44, L46"
        ]
    );
    // Whatever the latest review was, the next is due; since when cannot be said.
    assert_eq!(of_reviews("NEET prevention\t2025-09-03\t\t?", "2026-03-11"), hold("due, no day |  | Last review (E2)"));
}

#[test]
fn what_a_partnership_has_planned_is_listed_until_it_is_done() {
    let text = include_str!("golden/back-on-track.tsv");
    let of = |as_of: &str| {
        let (session, summary) = session(text, &["back-on-track"], as_of);
        assert!(summary.policies.iter().all(|policy| policy.has_to_do));
        lines(&session, &["Row", "Name", "What to do", "Who", "How it stands", "Due", "What is missing", "Rule"])
    };
    let booked = |stands: &str| {
        format!("3 | Teapot and Lantern | Book the trainer | Learning provider | {stands} | 2026-04-07 |  | BT2-1a-M-1")
    };
    let overdue = of(AS_OF);
    assert_eq!(overdue[0], booked("overdue"));
    assert!(overdue.iter().skip(1).all(|line| line.contains(" | due | ") || line.contains(" | due, no day | ")));
    assert!(of("2026-04-07").contains(&booked("due")));
    // Of six actions one is done.
    assert_eq!(overdue.len(), 5);
    let lacking = overdue.iter().find(|line| line.ends_with("BT2-2a-L-2")).unwrap();
    assert!(lacking.contains(" | due, no day |  | By when, How measured | "), "{lacking}");
    let why = lines(&session(text, &["back-on-track"], AS_OF).0, &["Kind", "Why", "Clause"]);
    let says = "it is the action planned for BT2-1a-M-1: Basic awareness training is on offer to every member of the \
                provider's staff";
    assert_eq!(why[0], format!("duty | {says} | BT2 L113"));
}

#[test]
fn an_action_of_which_nobody_knows_whether_it_is_done_is_listed_last() {
    let headings = "Partnership\tCriterion\tTick\tAction required\tBy who\tBy when\tHow this will be measured\tDone";
    let row = |id: &str, done: &str| format!("P\tBT2-1a-{id}\tNo\tTrain the staff\tTeam\t07/04/2026\tA count\t{done}");
    let text = format!("{headings}\n{}\n{}\n{}", row("L-1", "nearly"), row("M-1", "No"), row("M-2", "Yes"));
    let (session, _) = session(&text, &["back-on-track"], AS_OF);
    assert_eq!(
        lines(&session, &["Row", "How it stands", "What is missing"]),
        ["3 | overdue | ", "2 | cannot say | Done"]
    );
}

#[test]
fn of_the_next_actions_of_two_policies_both_are_listed_and_the_first_day_counts() {
    let rows = tracker(&[&[
        ("Actual %", "40"),
        ("Stage 1 email", "16/03/2026"),
        ("Course type", "Diploma"),
        ("Joined", "03/09/2025"),
        ("Last review", "20/03/2026"),
        ("Safeguarding matter", "Yes"),
    ]]);
    let (session, summary) = session(&rows, &["learner-at-risk", "tutorial-review"], AS_OF);
    let next = lines(&session, &["Kind", "How it stands", "Due", "Rule", "Policy"]);
    let next: Vec<&String> = next.iter().filter(|line| line.starts_with("next action")).collect();
    assert_eq!(
        next,
        [
            "next action | overdue | 2026-03-24 | MTT-46, MTT-47 | Learner at Risk",
            "next action | due | 2026-04-08 | HFD-17 | Tutorial and review",
        ]
    );
    // What is due today does not hide what is overdue.
    assert_eq!((summary.overdue, summary.due_14_days), (1, 0));
    assert_eq!(session.rows(&[1])[0].next.as_ref().unwrap().rule, "MTT-46");
}

#[test]
fn a_next_step_without_a_day_is_due_without_one() {
    let headings = "Pupil\tReferral form\tPrimary assessment profile\tSENCo discussion\tRegister entry\tParental consent\tObservation start\tIndividual learning plan\tIntervention start";
    let text = format!("{headings}\nCup Invented\t02/03/2026\t\t\t\t\t\t\t");
    let (session, _) = session(&text, &["learning-mentoring"], AS_OF);
    let next = lines(&session, &["Kind", "Who", "How it stands", "Due", "Rule"]);
    assert_eq!(next, ["next action | Referring staff member | due, no day |  | PLP-10-profile, PLP-10"]);
}

#[test]
fn every_next_action_of_a_whole_tracker_is_in_the_list_as_it_stands_beside_its_learner_and_no_other() {
    let text = include_str!("golden/at-risk-tracker.tsv");
    // Some weeks later days have passed.
    let (session, summary) = session(text, &["learner-at-risk"], "2026-05-27");
    let lines = lines(&session, &["Row", "Kind", "What to do", "Who", "Due"]);
    let listed = |row: u32| {
        let start = format!("{row} | next action | ");
        lines.iter().filter_map(|line| line.strip_prefix(&start)).collect::<Vec<_>>()
    };
    let mut told = [0; 3];
    let rows: Vec<u32> = (0..u32::try_from(text.lines().count()).unwrap()).collect();
    for row in session.rows(&rows).iter().filter(|row| row.kind == "learner") {
        let listed = listed(row.row);
        let kind = match (&row.next, &row.decisions["next_action"].outcome) {
            (Some(next), _) => {
                assert_eq!(
                    listed,
                    [format!("{} | {} | {}", next.action, next.who, next.due.clone().unwrap_or_default())]
                );
                0
            }
            (None, Some(_)) => {
                assert!(listed.is_empty(), "{listed:?}");
                1
            }
            (None, None) => {
                assert!(listed.len() == 1 && listed[0].ends_with(" |  | "), "{listed:?}");
                2
            }
        };
        told[kind] += 1;
    }
    assert!(told.iter().all(|times| *times > 0), "{told:?}");
    let stands = self::lines(&session, &["Kind", "How it stands"]);
    let overdue = stands.iter().filter(|line| *line == "next action | overdue").count();
    assert_eq!(overdue, summary.overdue);
    assert!(overdue > 0);
}

#[test]
fn a_duty_is_the_same_as_a_next_action_only_where_the_same_people_are_asked() {
    let mut pairs = 0;
    for (name, _) in BUILT_IN {
        let pack = built_in(name).unwrap();
        let next: Vec<_> = pack.rules.iter().filter(|rule| rule.next.is_some()).flat_map(rows).collect();
        for duty in pack.rules.iter().filter(|rule| rule.kind == RuleKind::Duties).flat_map(rows) {
            for other in next.iter().filter(|row| duty.same_as.contains(&row.id)) {
                assert_eq!(duty.who, other.who, "{} and {}", duty.id, other.id);
                pairs += 1;
            }
        }
    }
    assert!(pairs > 15, "{pairs}");
}
