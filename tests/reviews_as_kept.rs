//! Tutorial forms, reviews and activities as colleges and providers keep them: dates ahead, numbers that cannot be, blanks that
//! say nothing, several values in a cell. Each is named where it stands, and no answer passes over it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::boundary::{EvaluateCall, ReadCall, ResultCall, Session};
use bae_rules::decision::{Decision, Status};
use serde_json::{Value, json};

const FORM: &[(&str, &str)] = &[
    ("Learner", "Fay Invented"),
    ("Course type", "NEET prevention"),
    ("Joined", "03/09/2025"),
    ("Last review", "02/03/2026"),
    ("Course tutor", "T"),
    ("School", "S"),
    ("Course/subject", "C"),
    ("Year of course", "1"),
    ("Number of lessons", "40"),
    ("Number of absences", "2"),
    ("Punctuality", "Good"),
    ("On target to achieve qualification", "Yes"),
    ("Previous targets met", "Yes"),
    ("Targets", "Unit 3"),
    ("Target by when", "30/04/2026"),
    ("Signed (learner)", "Yes"),
    ("Date signed (learner)", "02/03/2026"),
    ("Signed (tutor)", "Yes"),
    ("Date signed (tutor)", "02/03/2026"),
];

/// A row of a tracker on 8 April 2026: cells that are given, by heading, over others.
fn session(policy: &str, usual: &[(&str, &str)], but: &[(&str, &str)], settings: Option<Value>) -> Session {
    let mut cells: Vec<(&str, &str)> = usual.to_vec();
    for (heading, cell) in but {
        match cells.iter_mut().find(|(known, _)| known == heading) {
            Some(known) => known.1 = cell,
            None => cells.push((heading, cell)),
        }
    }
    let (headings, row): (Vec<&str>, Vec<&str>) = cells.into_iter().unzip();
    let mut session = Session::from_text(format!("{}\n{}", headings.join("\t"), row.join("\t")));
    session.read(&ReadCall { policies: vec![policy.to_string()], ..ReadCall::default() });
    let settings = settings.map(|settings| settings.to_string());
    session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings });
    session
}

fn form(but: &[(&str, &str)]) -> Session {
    session("tutorial-review", FORM, but, None)
}

fn decision(session: &Session, id: &str) -> Decision {
    session.explain(1).into_iter().find(|decision| decision.decision == id).unwrap()
}

fn sentence(session: &Session, id: &str) -> String {
    decision(session, id).sentence
}

/// What is wrong with a row: each with what was found, expected and to be done.
fn problems(session: &Session, id: &str) -> Vec<(String, String, String)> {
    let told = |problem: &bae_rules::problem::Problem| {
        (problem.message.clone(), problem.expected.clone(), problem.remedy.clone())
    };
    decision(session, id).problems.iter().map(told).collect()
}

fn duty(session: &Session, rule: &str) -> Option<(String, String)> {
    let found = session.rows(&[1]).remove(0).duties.into_iter().find(|duty| duty.rule == rule)?;
    Some((found.words(), found.action))
}

#[test]
fn a_form_is_not_complete_with_what_cannot_be_read_or_cannot_be() {
    let complete = "none, because every part of the form that is checked is filled in.";
    assert_eq!(sentence(&form(&[]), "form_missing"), complete);
    for (heading, cell, needs, because) in [
        ("Number of lessons", "0", "Number of lessons", "no usable number of lessons is given"),
        ("Number of lessons", "twenty", "Number of lessons", "no usable number of lessons is given"),
        ("Number of lessons", "", "Number of lessons", "no usable number of lessons is given"),
        // Of 41 absences from 40 lessons nobody knows which is wrong.
        (
            "Number of absences",
            "41",
            "Number of lessons, Number of absences",
            "no usable number of lessons is given; no usable number of absences is given",
        ),
        ("Punctuality", "OK", "Punctuality", "punctuality is not rated as one of the four"),
        (
            "On target to achieve qualification",
            "Behind",
            "On target",
            "nobody has said, as yes or no, whether the learner is on target",
        ),
        (
            "Previous targets met",
            "partly",
            "Previous targets met",
            "nobody has said whether earlier targets were met, as yes, no or first form",
        ),
        ("Target by when", "asap", "Target by when", "the target has no date that can be read"),
    ] {
        let found = form(&[(heading, cell)]);
        assert_eq!(sentence(&found, "form_missing"), format!("{needs}, because {because}."), "{heading} {cell}");
        assert_eq!(problems(&found, "form_missing").is_empty(), cell.is_empty(), "{heading} {cell}");
    }
    for (heading, cell) in [("Number of lessons", "1"), ("Number of absences", "40"), ("Number of absences", "0")] {
        let found = form(&[("Number of absences", "1"), (heading, cell)]);
        assert_eq!(sentence(&found, "form_missing"), complete, "{heading} {cell}");
    }
}

#[test]
fn a_list_that_is_open_says_what_is_sure_and_what_hangs_on_the_cell() {
    let found = form(&[("Number of lessons", "0"), ("Date signed (learner)", "31/02/2026")]);
    assert_eq!(
        sentence(&found, "form_missing"),
        "Cannot decide: Number of lessons, perhaps Date signed (learner): needs Date signed (learner) (Q2)."
    );
    let copies = |confidential: &str, agreed: &str| {
        let found = form(&[("Totally confidential", confidential), ("Copies agreed", agreed)]);
        sentence(&found, "copies_allowed")
    };
    assert_eq!(
        copies("", "Student, Home School"),
        "Cannot decide: Student, perhaps Home School: needs Totally confidential (T2)."
    );
    assert_eq!(
        copies("No", "Student, Aunt"),
        "Cannot decide: perhaps Student or ILR or Home School or Parents/Carers or Work based provider: \
         needs Copies agreed (U2)."
    );
}

#[test]
fn a_review_ahead_is_named_and_is_not_the_latest_that_was_held() {
    let today = form(&[("Last review", "08/04/2026")]);
    assert_eq!((decision(&today, "review_state").status, problems(&today, "review_state")), (Status::Decided, vec![]));
    let ahead = form(&[("Last review", "09/04/2026")]);
    assert_eq!(
        sentence(&ahead, "review_state"),
        "Cannot decide: due or overdue or no term dates: needs Last review (D2)."
    );
    let named = (
        "the latest review lies ahead, and the latest that was held is not known".to_string(),
        "a day up to 8 April 2026".to_string(),
        "Write the day of the latest review that was held.".to_string(),
    );
    assert_eq!(problems(&ahead, "review_state"), [named]);
}

#[test]
fn what_is_dated_ahead_has_not_happened_and_is_named() {
    let says = "9 April 2026 is still to come, so that it counts as not happened yet";
    for heading in ["Officer informed", "Learner informed", "Conversation", "Form completed", "Date signed (learner)"] {
        let named = |day: &str| {
            let found = form(&[("Safeguarding matter", "Yes"), (heading, day)]);
            problems(&found, "must_do_now").iter().any(|(message, ..)| message == says)
        };
        assert_eq!((named("08/04/2026"), named("09/04/2026")), (false, true), "{heading}");
    }
    let told = |day: &str| sentence(&form(&[("Safeguarding matter", "Yes"), ("Officer informed", day)]), "must_do_now");
    assert_eq!(told("08/04/2026"), "Nothing to do.");
    assert!(told("09/04/2026").starts_with("Tell the safeguarding officer today, because"));
}

#[test]
fn lessons_of_somebody_who_has_not_joined_are_doubted_and_a_later_joining_is_not() {
    let named = |joined: &str, lessons: &str| {
        let found = form(&[
            ("Joined", joined),
            ("Last review", ""),
            ("Number of lessons", lessons),
            ("Number of absences", ""),
        ]);
        let told = |(message, expected, _): (String, String, String)| format!("{message}; expected {expected}");
        problems(&found, "review_state").into_iter().map(told).collect::<Vec<_>>()
    };
    let says = "the learner joins after the as-of date, and lessons are counted; expected a day up to 8 April 2026";
    assert_eq!(named("08/04/2026", "1"), [""; 0]);
    assert_eq!(named("09/04/2026", "1"), [says]);
    assert_eq!(named("09/04/2026", ""), [""; 0]);
}

#[test]
fn a_blank_is_not_taken_for_no_safeguarding_matter() {
    let of = |matter: &str, told: &str| {
        let found = form(&[("Safeguarding matter", matter), ("Officer informed", told)]);
        sentence(&found, "must_do_now")
    };
    assert_eq!(
        of("", ""),
        "Cannot decide: Nothing to do or Tell the safeguarding officer today: needs Safeguarding matter (T2)."
    );
    assert_eq!(of("No", ""), "Nothing to do.");
    // The officer knows, so that there is nothing to do whatever is blank.
    assert_eq!(of("", "07/04/2026"), "Nothing to do.");
}

#[test]
fn a_review_from_before_joining_leaves_the_periods_after_it() {
    let found = form(&[("Last review", "02/05/2024")]);
    // Autumn has passed without one, whatever its halves were.
    assert_eq!(decision(&found, "review_state").outcome.as_deref(), Some("overdue"));
    assert_eq!(
        sentence(&found, "review_due"),
        "Cannot decide: some half terms are not listed; add them to the calendar settings."
    );
    assert_eq!(problems(&found, "review_state")[0].0, "the latest review is dated before the learner joined");
    // Terms that are listed too late or too early say which it is.
    let terms = json!({ "schema": 1, "calendar": { "half_terms": [
        { "name": "Spring 1", "term": "Spring", "from": "2026-01-05", "to": "2026-02-13" },
        { "name": "Spring 2", "term": "Spring", "from": "2026-02-23", "to": "2026-03-27" } ] } });
    let of = |last: &str| {
        let found = session("tutorial-review", FORM, &[("Last review", last)], Some(terms.clone()));
        sentence(&found, "review_state")
    };
    assert_eq!(
        of("03/10/2025"),
        "overdue, because one that is listed has passed without its review, by the term dates given; which was the first, \
         and its day, is not known, because some half terms are not listed; add them to the calendar settings."
    );
    let summer = json!({ "schema": 1, "calendar": { "half_terms": [
        { "name": "Summer 1", "term": "Summer", "from": "2026-04-13", "to": "2026-05-22" } ] } });
    assert_eq!(
        sentence(&session("tutorial-review", FORM, &[("Last review", "03/10/2025")], Some(summer)), "review_state"),
        "no term dates, because the terms that are listed begin long after the latest review, or after joining where \
         there is none, so one that nobody has listed may ask for a review; add the earlier ones to the calendar settings."
    );
    assert_eq!(
        of("24/02/2026"),
        "no term dates, because the terms that are listed do not reach the next review; add later ones to the calendar \
         settings."
    );
    assert!(of("06/01/2026").starts_with("overdue, because"), "{}", of("06/01/2026"));
}

/// State, period and day of the next review under the half terms of a school year but those that are left out. A row is course
/// type, joined, left and last review.
fn under_terms(without: &[&str], row: [&str; 4], as_of: &str) -> String {
    let half_terms: Vec<Value> = [
        ("Autumn 1", "2025-09-03", "2025-10-24"),
        ("Autumn 2", "2025-11-03", "2025-12-19"),
        ("Spring 1", "2026-01-05", "2026-02-13"),
        ("Spring 2", "2026-02-23", "2026-03-27"),
        ("Summer 1", "2026-04-13", "2026-05-22"),
        ("Summer 2", "2026-06-01", "2026-07-17"),
    ]
    .into_iter()
    .filter(|(name, ..)| !without.contains(name))
    .map(|(name, from, to)| json!({ "name": name, "term": name.split(' ').next(), "from": from, "to": to }))
    .collect();
    let settings = json!({ "schema": 1, "calendar": { "half_terms": half_terms } }).to_string();
    let headings = "Learner\tCourse type\tJoined\tLeft\tLast review";
    let mut session = Session::from_text(format!("{headings}\nFay Invented\t{}", row.join("\t")));
    session.read(&ReadCall { policies: vec!["tutorial-review".to_string()], ..ReadCall::default() });
    session.evaluate(&EvaluateCall { as_of: as_of.to_string(), settings: Some(settings) });
    let told = |id: &str| {
        let found = decision(&session, id);
        found
            .outcome
            .filter(|outcome| !outcome.is_empty())
            .unwrap_or_else(|| format!("({})", found.possible.join(" or ")))
    };
    ["review_state", "review_period", "review_due"].map(told).join(", ")
}

#[test]
fn where_half_terms_are_left_out_between_others_what_they_ask_for_is_not_known() {
    let neet = |without: &[&str], left: &str, as_of: &str| {
        under_terms(without, ["NEET prevention", "2025-09-03", left, "2025-11-10"], as_of)
    };
    let spring = ["Spring 1", "Spring 2"];
    assert_eq!(neet(&[], "", "2026-04-20"), "overdue, Spring 1, 2026-02-13");
    let open = "no term dates, (), ()";
    assert_eq!(neet(&spring, "", "2026-04-20"), open);
    assert_eq!(neet(&spring, "2026-03-27", "2026-04-20"), open);
    // Nine days at school are not enough in any half term, ten are.
    assert_eq!(neet(&spring, "2026-01-01", "2026-04-20"), "nothing due, (), ()");
    assert_eq!(neet(&spring, "2026-01-02", "2026-04-20"), open);
    // Once one that is listed has passed, too, one is overdue, whichever it is.
    assert_eq!(neet(&spring, "", "2026-05-22"), open);
    assert_eq!(neet(&spring, "", "2026-05-23"), "overdue, (), ()");
    // A review after those that are left out settles them.
    let after = |review: &str| under_terms(&spring, ["NEET prevention", "2025-09-03", "", review], "2026-04-20");
    assert_eq!(after("2026-03-16"), "due, Summer 1, 2026-05-22");
    assert_eq!(after("2026-02-23"), open);
}

#[test]
fn a_term_of_which_a_half_is_left_out_has_no_day_of_its_own() {
    let diploma = |without: &[&str], review: &str, as_of: &str| {
        under_terms(without, ["Diploma", "2025-09-03", "", review], as_of)
    };
    let open = "no term dates, (), ()";
    assert_eq!(diploma(&[], "2025-11-10", "2026-03-11"), "due, Spring, 2026-03-27");
    assert_eq!(diploma(&["Spring 2"], "2025-11-10", "2026-03-11"), open);
    // The next term has begun: this one is over, whenever it ended.
    assert_eq!(diploma(&["Spring 2"], "2025-11-10", "2026-04-12"), open);
    assert_eq!(diploma(&["Spring 2"], "2025-11-10", "2026-04-13"), "overdue, (), ()");
    // A report in the half that is left out may be that of the term.
    assert_eq!(diploma(&["Spring 1"], "2026-01-20", "2026-03-28"), open);
    assert_eq!(diploma(&["Spring 1"], "2026-02-24", "2026-03-28"), "due, Summer, 2026-07-17");
    // A term of which both halves are listed ends with them, whatever is left out after it.
    assert_eq!(diploma(&["Spring 1", "Spring 2"], "", "2026-01-05"), "overdue, Autumn, 2025-12-19");
}

#[test]
fn what_has_passed_is_overdue_though_earlier_terms_are_not_listed() {
    let of = |left: &str, as_of: &str| under_terms(&[], ["NEET prevention", "2024-09-03", left, ""], as_of);
    assert_eq!(of("", "2026-03-11"), "overdue, (), ()");
    assert_eq!(of("", "2025-10-25"), "overdue, (), ()");
    assert_eq!(of("", "2025-10-24"), "no term dates, (), ()");
    // In less than ten days before the first that is listed there is none; in more there may be.
    assert_eq!(of("2024-09-06", "2026-03-11"), "nothing due, (), ()");
    assert_eq!(of("2024-09-13", "2026-03-11"), "nothing due, (), ()");
    assert_eq!(of("2024-09-16", "2026-03-11"), "no term dates, (), ()");
}

#[test]
fn who_has_been_reviewed_had_joined_by_then_whatever_else_cannot_be_read() {
    let of = |joined: &str, left: &str| under_terms(&[], ["NEET prevention", joined, left, "2025-12-01"], "2026-02-20");
    assert_eq!(of("", ""), "overdue, Spring 1, 2026-02-13");
    let open = "(nothing due or overdue), ( or Spring 1), ( or 2026-02-13)";
    assert_eq!(of("2025-09-03", "?"), open);
    assert_eq!(of("", "?"), open);
    assert_eq!(of("?", "soon"), open);
}

#[test]
fn where_whole_terms_stand_in_for_half_terms_that_is_said_once() {
    let told = |course: &str, terms: Option<serde_json::Value>| {
        let changes = [("Course type", course), ("Last review", "01/10/2025")];
        let mut session = session("tutorial-review", FORM, &changes, None);
        let settings = terms.map(|terms| terms.to_string());
        let all = session.evaluate(&EvaluateCall { as_of: "2026-04-08".to_string(), settings }).problems;
        let all = all.into_iter().filter(|problem| problem.code == "half-terms-not-listed");
        all.map(|problem| problem.remedy).collect::<Vec<_>>()
    };
    let listed = json!({ "schema": 1, "calendar": { "half_terms": [
        { "name": "Spring 1", "term": "Spring", "from": "2026-01-05", "to": "2026-02-13" } ] } });
    assert_eq!(
        told("NEET prevention", None),
        ["List the half terms in the settings, among the working days and term dates (`calendar` in a settings file)."]
    );
    assert_eq!(told("NEET prevention", Some(listed)), [""; 0]);
    assert_eq!(told("Diploma", None), [""; 0]);
}

#[test]
fn somebody_who_has_left_is_owed_nothing_that_lies_ahead() {
    let of = |left: &str, rule: &str| {
        let found = form(&[("Collaborative course", "Yes"), ("Support recorded", ""), ("Tutor", ""), ("Left", left)]);
        duty(&found, rule).map(|(words, _)| words)
    };
    for rule in ["HFD-04", "HFD-10"] {
        for left in ["", "08/04/2026", "09/04/2026"] {
            assert_eq!(of(left, rule).as_deref(), Some("due"), "{rule} {left}");
        }
        assert_eq!(of("07/04/2026", rule), None, "{rule}");
        assert_eq!(of("soon", rule).as_deref(), Some("cannot say"), "{rule}");
    }
    // A tracker that has no column for leaving.
    let found = form(&[("Collaborative course", "Yes"), ("Support recorded", "")]);
    assert_eq!(duty(&found, "HFD-04").unwrap().0, "due");
}

#[test]
fn sentences_say_what_is_so() {
    let told =
        |informed: &str| sentence(&form(&[("Tutorial", "02/03/2026"), ("Learner informed", informed)]), "notice");
    assert_eq!(
        told("03/03/2026"),
        "short, because the learner was told on 3 March 2026, which is after the tutorial: advice, not a breach."
    );
    assert!(told("02/03/2026").starts_with("short, because the learner was told 0 calendar days before"));
    let left = sentence(&form(&[("Left", "01/02/2026")]), "review_state");
    assert_eq!(
        left,
        "nothing due, because since the latest review, or since joining where there is none, no half term has 10 school \
         days or more on the course up to 1 February 2026, the learner's last day."
    );
    let (_, action) = duty(
        &form(&[("Totally confidential", "Yes"), ("Conversation", "01/03/2026"), ("On Individual Learner Record", "")]),
        "HFD-06",
    )
    .unwrap();
    assert!(action.ends_with("that the conversation took place, and its result unless it is totally confidential"));
    let due = sentence(&form(&[]), "review_state");
    let official =
        "by the terms of the official absence statistics, which do not halve autumn and spring (engine default).";
    assert!(due.ends_with(official), "{due}");
}

#[test]
fn a_tutorial_that_is_still_to_come_is_in_the_diary() {
    let of = |cells: &[(&str, &str)]| {
        let mut but = vec![("Tutorial planned", ""), ("Next tutorial", ""), ("Tutorial", "02/03/2026")];
        but.extend(cells);
        duty(&form(&but), "HFD-13").unwrap().0
    };
    assert_eq!((of(&[]), of(&[("Tutorial", "08/04/2026")])), ("due".to_string(), "due".to_string()));
    for heading in ["Tutorial planned", "Next tutorial", "Tutorial"] {
        assert_eq!(of(&[(heading, "09/04/2026")]), "done", "{heading}");
    }
    // A tracker without the columns of a plan does not say that there is none.
    assert_eq!(duty(&form(&[("Tutorial", "02/03/2026")]), "HFD-13"), None);
}

#[test]
fn a_row_without_a_target_gives_no_reasons_that_are_none() {
    let found = form(&[("Targets", ""), ("Target by when", ""), ("Target met", "No")]);
    assert_eq!(sentence(&found, "target_state"), "none, because no target has a date.");
}

const ACTIVITY: &[(&str, &str)] = &[
    ("Activity", "Talk"),
    ("Activity kind", "1:1"),
    ("One to one", "Yes"),
    ("Private", "Yes"),
    ("Purpose", "select course"),
    ("In learning plan", "12/01/2026"),
    ("Eligible", "Yes"),
];

fn activity(but: &[(&str, &str)]) -> Session {
    session("mir-recording", ACTIVITY, but, None)
}

#[test]
fn several_purposes_in_a_cell_are_read() {
    let of = |purpose: &str| sentence(&activity(&[("Purpose", purpose)]), "mir_line");
    let line = "1:1 IAG/assessment interview, because it is one to one, in private, and for a purpose that counts";
    for (purpose, read) in [
        ("select course", "select course"),
        ("select course; discuss progress", "select course, discuss progress"),
        ("next steps and select course", "select course, plan progression"),
        ("Progress / other", "discuss progress, other"),
    ] {
        assert_eq!(of(purpose), format!("{line} ({read})."), "{purpose}");
    }
    assert_eq!(
        of("other"),
        "Cannot decide: the policy leaves this case to a person, as far as can be told without a column for Signed up or starting, Course focus, Completed course."
    );
    // Without the purpose it may be the line, and it may be a case for a person.
    let open = "Cannot decide: 1:1 IAG/assessment interview or left to a person: needs Purpose (E2).";
    assert_eq!((of("").as_str(), of("select course; chat").as_str()), (open, open));
}

#[test]
fn nothing_is_said_to_be_entered_for_an_activity_that_is_left_to_a_person() {
    let of = |purpose: &str, entered: &str| {
        sentence(&activity(&[("Purpose", purpose), ("In learning plan", entered)]), "missing")
    };
    let none =
        "Missing: none, because the entry in the learning plan is there, or nothing that is decided asks for one.";
    assert_eq!(of("other", ""), none);
    let missing = "an activity with a line of its own is entered in the learner's learning plan too";
    assert_eq!(of("select course", ""), format!("In learning plan, because {missing}."));
}

#[test]
fn an_activity_for_somebody_who_is_not_eligible_says_so_in_its_row() {
    let of = |eligible: &str| {
        let found = activity(&[("Eligible", eligible)]);
        let call = ResultCall { format: "tsv".to_string(), heading: true, columns: None };
        let text = found.result(&call);
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        let cell = |heading: &str| {
            let at = lines[0].iter().position(|known| *known == heading).unwrap();
            lines[1][at].to_string()
        };
        (cell("Eligibility"), cell("Why"))
    };
    let (shown, why) = of("No");
    assert_eq!(shown, "Not eligible");
    assert!(
        why.contains("the learner is not eligible, and the pilot is for eligible learners [MIR-08, MIR L22]"),
        "{why}"
    );
    assert_eq!((of("Yes").0.as_str(), of("").0.as_str()), ("Eligible", "Cannot decide"));
}

#[test]
fn an_entry_in_the_learning_plan_that_lies_ahead_is_named() {
    let of = |day: &str| {
        let found = activity(&[("In learning plan", day)]);
        (decision(&found, "missing").outcome.unwrap(), problems(&found, "missing"))
    };
    assert_eq!(of("08/04/2026"), (String::new(), vec![]));
    let (missing, named) = of("09/04/2026");
    assert_eq!(
        (missing.as_str(), named[0].0.as_str()),
        ("In learning plan", "9 April 2026 is still to come, so that it counts as not happened yet")
    );
}
