//! What is doubted, missing or taken amiss, and what a row is told of it.

use super::*;

/// Nobody can be asked which column was meant, so what may stand in it is not known: never a silent Low.
#[test]
fn a_misspelt_column_leaves_open_what_it_may_change_and_every_row_names_it() {
    let headings = ["Learner", "Target %", "Actual %", "Missed sesions in a row"];
    let rows = || json!([["Amber", 50, 50, 7], ["Basil", 50, 50, null], ["Clover", 50, 10, 0]]);
    assert_eq!(texts("RISK", &headings, rows()), ["Cannot decide", "Cannot decide", "High"]);
    let stages = texts("STAGE", &headings, rows());
    assert_eq!(stages, ["Cannot decide", "Cannot decide", "First risk"], "whatever it holds, 40% behind is First risk");
    let named = "the column `Missed sesions in a row` looks like `Missed sessions in a row` and is not used";
    let checks = texts("CHECK", &headings, rows());
    assert!(checks.iter().all(|check| check.starts_with(named)), "{checks:?}");
    assert!(
        checks[0].contains("Risk rating: Low or Medium, needs a column for Missed sessions in a row"),
        "{checks:?}"
    );
    assert_eq!(checks[2], named, "nothing hangs on it here");
    let known = ["Learner", "Target %", "Actual %", "Missed sessions in a row"];
    assert_eq!(texts("RISK", &known, rows()), ["Medium", "Cannot decide", "High"]);
    // An event that did not happen is blank, whatever its column is called.
    let emails = ["Learner", "Target %", "Actual %", "Stage 1 emial"];
    let rows = json!([["Amber", 50, 50, "30/03/2026"], ["Basil", 50, 50, null]]);
    assert_eq!(texts("STAGE", &emails, rows), ["Cannot decide", "None"]);
}

/// A heading that leaves open what it stands for may well be the one, with a slip of the keyboard or without.
#[test]
fn a_column_that_leaves_open_whether_it_was_meant_leaves_open_what_it_may_change() {
    let rows = || json!([["Amber", 50, 50, 9], ["Basil", 50, 10, 0]]);
    for heading in ["Unexplained absences", "Unexplaned absences", "Homework missed", "Homework misssed"] {
        let headings = ["Learner", "Target %", "Actual %", heading];
        assert_eq!(texts("RISK", &headings, rows()), ["Cannot decide", "High"], "{heading}");
        let named = format!("the column `{heading}` looks like `");
        assert!(texts("CHECK", &headings, rows()).iter().all(|check| check.starts_with(&named)), "{heading}");
    }
    for heading in ["Explained absences", "Homework", "Homework handed in", "Tutor", "Class teacher", "Comments"] {
        let headings = ["Learner", "Target %", "Actual %", heading];
        assert_eq!(texts("RISK", &headings, rows()), ["Low", "High"], "{heading}");
    }
}

/// What one policy is read from is no slip of the keyboard for another's.
#[test]
fn a_column_that_another_policy_uses_leaves_nothing_open() {
    let headings = ["Pupil", "Attendance %", "Copies agreed", "Possible lessons", "Lessons absent"];
    let row = json!([["Amber", "98%", "Student", 40, 30]]);
    let check = &texts("CHECK", &headings, row)[0];
    assert!(!check.contains("BAE category"), "the lessons are those of Tutorial and review: {check}");
}

/// A heading that is merely near to one may well be another column: it is named, and answers stand.
#[test]
fn a_column_that_is_like_one_is_named_beside_answers_that_it_cannot_change() {
    let headings = ["Learner", "Target %", "Actual %", "End date"];
    let rows = || json!([["Amber", 50, 50, "2026-09-01"]]);
    assert_eq!(texts("RISK", &headings, rows()), ["Low"]);
    let said = "the column `End date` looks like `Left programme` and is not used";
    assert_eq!(texts("CHECK", &headings, rows()), [said]);
    let unlike = ["Learner", "Target %", "Actual %", "Shoe size"];
    assert_eq!(texts("CHECK", &unlike, rows()), [""]);
}

#[test]
fn two_columns_for_one_field_leave_it_open_and_are_named() {
    let twice = ["Learner", "Target %", "Actual %", "Missed sessions in a row", "Missed lessons in a row"];
    let rows = json!([["Amber", 50, 50, 0, 6], ["Basil", 50, 20, 0, 0]]);
    assert_eq!(texts("RISK", &twice, rows.clone()), ["Cannot decide", "High"]);
    let said = "2 columns are given for Missed sessions in a row: column D (Missed sessions in a row) and column E \
                (Missed lessons in a row): none of them is used";
    let checks = texts("CHECK", &twice, rows);
    assert!(checks[0].starts_with(said), "{checks:?}");
    assert_eq!(checks[1], said);
    let same = json!([["Amber", 50, 50, 6, 6]]);
    assert_eq!(texts("RISK", &twice, same), ["Medium"], "columns that say the same do no harm");
    let actual = ["Learner", "Target %", "Actual %", "Actual %"];
    let rows = json!([["Amber", 50, 50, 10]]);
    assert_eq!(texts("RISK", &actual, rows.clone()), ["Cannot decide"]);
    assert!(texts("CHECK", &actual, rows)[0].starts_with("2 columns are given for Actual %: column C"));
}

/// A cell that is formatted as a date may hold 0, a time of day or a year of five digits.
#[test]
fn a_date_that_is_none_costs_its_own_cell() {
    let headings = ["Learner", "Target %", "Actual %", "Stage 1 email", "Session time"];
    let odd = |day: &str| json!({ "date": day });
    let rows = || {
        json!([
            ["Amber", 50, 50, odd("1899-12-30"), odd("1899-12-30")],
            ["Basil", 50, 50, odd("7375-02-03"), null],
            ["Clover", 50, 50, odd("2199-12-31"), odd("1899-12-25")],
            ["Dill", 50, 50, null, odd("2200-01-01")],
        ])
    };
    let stages = texts("STAGE", &headings, rows());
    assert_eq!(
        (&stages[..2], &stages[3..]),
        (&["Cannot decide".to_string(), "Cannot decide".to_string()][..], &["None".to_string()][..])
    );
    let checks = texts("CHECK", &headings, rows());
    assert!(
        checks[0].ends_with(
            "D2: cannot read `1899-12-30` as a date; expected a date of 1990 to 2099, such as 03/04/2026 or 2026-04-03"
        ),
        "{checks:?}"
    );
    assert!(checks[1].contains("D3: ") && checks[1].contains("`7375-02-03`"), "{checks:?}");
    assert_eq!(checks[3], "", "a column that nobody reads may hold anything");
    let found = answer("DEADLINE", json!([[[odd("1899-12-30")], [odd("2026-03-30")]], 5]));
    assert!(
        found["grid"][0][0]["error"]["text"].as_str().unwrap().starts_with("date is `1899-12-30`; expected a date")
    );
    assert_eq!(found["grid"][1][0], json!({ "date": "2026-04-08" }));
    for (day, shown) in [(json!(1), "1"), (json!(true), "TRUE"), (json!(-1), "-1"), (odd("1899-12-31"), "1899-12-31")] {
        let text = error("RISK", json!([[["Learner", "Target %", "Actual %"]], [["Amber", 50, 50]], day]));
        assert_eq!(
            text,
            format!(
                "as_of is `{shown}`; expected a date of 1990 to 2099. Give a cell that holds a date, or text such as 2026-04-08."
            )
        );
    }
}

/// How a column is written only its rows together tell. A formula of one row says what it has taken for granted.
#[test]
fn a_row_by_itself_says_what_other_rows_might_read_otherwise() {
    let headings = ["Learner", "Target %", "Actual %", "Stage 1 email", "Support requested"];
    let one = |row: Value| {
        (texts("RISK", &headings, json!([row])).remove(0), texts("CHECK", &headings, json!([row])).remove(0))
    };
    let alone = "and this row by itself does not show how its column is written";
    // Some above 1 and some not: what belongs together is not written so.
    for (target, but) in [(50, format!(", {alone}")), (5, String::new())] {
        let (risk, check) = one(json!(["Amber", target, 0.5, null, "No"]));
        assert_eq!(risk, "Cannot decide");
        let said = format!("C2: `0.5` has two possible readings: 0.5 % or 50 %{but}");
        assert!(check.ends_with(&said), "it was not read, so that it is not read as anything: {check}");
    }
    let (risk, check) = one(json!(["Amber", 0.5, 0.5, null, "No"]));
    let said = format!("`0.5` has two possible readings: 0.5 % or 50 %; it is read as 50 %, {alone}");
    assert_eq!((risk.as_str(), check), ("Low", format!("B2: {said}; C2: {said}")));
    let (risk, check) = one(json!(["Amber", 50, 50, "03/02/2026", "No"]));
    let said =
        "D2: `03/02/2026` has two possible readings: 3 February 2026 or 2 March 2026; it is read as 3 February 2026";
    assert_eq!((risk.as_str(), check), ("High", format!("{said}, {alone}")));
    let (risk, check) = one(json!(["Amber", 50, 50, null, "x"]));
    let said = "E2: `x` has two possible readings: a tick or a cross; it is read as a tick";
    assert_eq!((risk.as_str(), check), ("Medium", format!("{said}, {alone}")));
    // Nothing is taken for granted here.
    for row in [
        json!(["Amber", 50, 50, { "date": "2026-02-03" }, "Yes"]),
        json!(["Amber", "50%", "0.5%", "23/02/2026", "No"]),
        json!(["Amber", 50, 0, "2026-02-03", true]),
    ] {
        assert_eq!(one(row.clone()).1, "", "{row}");
    }
    let many = json!([["Amber", 0.5, 0.5, null, "x"], ["Basil", 0.6, 0.5, "03/02/2026", "x"]]);
    assert_eq!(texts("CHECK", &headings, many), ["", ""], "several rows show how their columns are written");
}

/// The day of a review hangs on half terms that nobody has listed: whatever says that it is open says so.
#[test]
fn a_review_whose_day_hangs_on_terms_that_are_not_listed_names_them() {
    let headings = ["Learner", "Course type", "Joined", "Last review"];
    let late = json!(["Amber", "NEET prevention", "03/09/2025", null]);
    let new = json!(["Basil", "NEET prevention", "20/03/2026", null]);
    let rows = json!([late, new]);
    let checks = texts("CHECK", &headings, rows.clone());
    let says = |missing: &str| format!("Review due: {missing}; add them to the calendar settings");
    let (some, none) = (says("some half terms are not listed"), says("no half terms are listed"));
    assert!(checks[0].starts_with(&some), "{checks:?}");
    assert!(!checks[1].contains("cannot be worked out"), "{checks:?}");
    let asked = json!(["Review due", [headings], rows, "2026-04-08"]);
    let whys = answer("WHY", asked)["grid"].clone();
    assert_eq!(whys[0][0], some["Review due: ".len()..]);
    assert_eq!(whys[1][0], none["Review due: ".len()..]);
    // The terms run out, or begin too late, or leave some out.
    let missing = |terms: &[[&str; 3]], row: &Value| {
        let terms: Vec<Value> = terms
            .iter()
            .map(|[name, from, to]| json!({ "name": name, "term": &name[..6], "from": from, "to": to }))
            .collect();
        let settings = json!({ "calendar": { "half_terms": terms } }).to_string();
        let args = json!(["Review due", [headings], [row], "2026-04-08"]);
        let found = call(&mut Formulas::default(), &json!({ "name": "WHY", "args": args, "settings": settings }));
        found["grid"][0][0].as_str().unwrap().to_string()
    };
    let spring = ["Spring 1", "2026-01-05", "2026-02-13"];
    let summer = ["Summer 2", "2026-06-01", "2026-07-17"];
    assert_eq!(
        missing(&[spring], &new),
        "the terms that are listed do not reach the next review; add later ones to the calendar settings"
    );
    assert_eq!(
        missing(&[summer], &late),
        "the terms that are listed begin too late; add the earlier ones to the calendar settings"
    );
    assert_eq!(
        missing(&[spring, summer], &new),
        "the terms that are listed leave out some; add them to the calendar settings"
    );
}

/// A cell that cannot be taken says what was expected in its place.
#[test]
fn what_is_wrong_with_a_cell_comes_with_what_was_expected() {
    let headings = [
        "Learner",
        "Target %",
        "Actual %",
        "Recorded rating",
        "Start factors",
        "Missed sessions in a row",
        "Stage 1 email",
    ];
    let check =
        |row: Value| texts("CHECK", &headings, json!([row, ["Basil", "50%", "50%", "Low", "a", 0, null]])).remove(0);
    for (row, said) in [
        (
            json!(["Amber", "50%", "101", "Low", "a", 0, null]),
            "C2: `101` is out of range; expected a percentage from 0 to 100",
        ),
        (
            json!(["Amber", "50%", "50%", "Amber", "a", 0, null]),
            "D2: `Amber` is none of the values known here; expected Low, Medium or High",
        ),
        (
            json!(["Amber", "50%", "50%", "Low", "z", 0, null]),
            "E2: cannot read `z` as letters of the list; expected letters from a to f with commas between",
        ),
        (
            json!(["Amber", "50%", "50%", "Low", "a", 2.5, null]),
            "F2: `2.5` is not in steps of 1; expected a whole number of training sessions from 0 up",
        ),
        (
            json!(["Amber", "50%", "50%", "Low", "a", 0, "31/02/2026"]),
            "G2: there is no day `31/02/2026`; expected a day of the calendar, such as 2026-04-03",
        ),
    ] {
        let found = check(row);
        assert!(found.ends_with(said), "{found}\nends not with\n{said}");
    }
    assert_eq!(check(json!(["Amber", "50%", "50%", "Low", "a", 0, null])), "");
    let kinds = texts("CHECK", &["Activity", "Activity kind"], json!([["Visit", "taster"]]));
    assert!(
        kinds[0].ends_with(
            "B2: `taster` is none of the values known here; expected induction, course, top-up or one-to-one"
        ),
        "{kinds:?}"
    );
    // What is wrong with a row of a checklist as well.
    let criteria = texts("CHECK", &["Criterion", "Tick"], json!([["BT2-1a-L-1", "perhaps so"]]));
    assert!(criteria[0].ends_with("B2: cannot read `perhaps so` as yes or no; expected Y or N"), "{criteria:?}");
}

/// Where the check of a tracker is about other policies, a function that can decide nothing says itself which columns it wants.
#[test]
fn a_function_that_lacks_its_columns_says_so_where_the_check_is_about_other_policies() {
    let lacks = |name: &str, headings: &[&str], row: &Value| {
        let found = answer(name, json!([[headings], [row]]));
        found["error"]["text"].as_str().unwrap_or_else(|| panic!("{name}: {found}")).to_string()
    };
    let (headings, row) = (["Name", "Attendance"], json!(["Amber", "80%"]));
    assert_eq!(texts("CHECK", &headings, json!([row])), [""]);
    assert_eq!(texts("CATEGORY", &headings, json!([row])), ["C"]);
    let risk = "headings: the tracker does not have the columns that Learner at Risk needs; expected `Target %` and `Actual %`, \
                or `% behind`. Add the columns, or rename the headings that hold them.";
    for name in ["RISK", "STAGE", "NEXT"] {
        assert_eq!(lacks(name, &headings, &row), risk);
    }
    let review =
        "headings: the tracker does not have the columns that Tutorial and review needs; expected `Course type`";
    assert!(lacks("REVIEW", &headings, &row).starts_with(review));
    let (headings, row) = (["Learner", "Target %", "Actual %", "Left employment"], json!(["Amber", 50, 50, null]));
    for name in ["CATEGORY", "SUPPORT"] {
        let said = lacks(name, &headings, &row);
        assert!(said.starts_with("headings: the tracker does not have the columns that Learning mentoring"), "{said}");
        // What Learner at Risk calls so is no attendance.
        assert!(!said.contains("looks like"), "{said}");
    }
    assert_eq!(texts("RISK", &headings, json!([row])), ["Low"]);
    // A slip of the keyboard is still offered, and a check that is about the policy says what each row needs.
    let slip = ["Learner", "Attendnce %", "Target %", "Actual %"];
    let said = lacks("CATEGORY", &slip, &json!(["Amber", 80, 50, 50]));
    assert!(said.contains("`Attendnce %` looks like `Attendance %`: confirm it, or rename the heading."), "{said}");
    let alone = ["Learner", "Missed sessions in a row"];
    assert_eq!(texts("RISK", &alone, json!([["Amber", 0]])), ["Cannot decide"]);
    let check = &texts("CHECK", &alone, json!([["Amber", 0]]))[0];
    assert!(check.contains("needs a column for Target %"), "{check}");
    // A row that is blank wants nothing.
    assert_eq!(texts("RISK", &["Name", "Attendance"], json!([[null, null]])), [""]);
}

/// Two rows of one learner are named at each, where each learner has one.
#[test]
fn rows_of_the_same_learner_are_named_at_each_of_them() {
    let headings = ["Learner", "Target %", "Actual %"];
    let rows =
        json!([["Amber", 50, 50], ["Basil", 50, 101], ["amber ", 50, 40], ["Clover", 50, 50], ["Basil", 50, 50]]);
    assert_eq!(
        texts("CHECK", &headings, rows),
        [
            "rows 2, 4 have the same name or number",
            "Risk rating: Low or Medium or High, needs Actual % (C3); Escalation stage: None or First risk, needs Actual % (C3); \
             Next action: Consider a support and engagement plan, and make one if it is needed or Nothing to do, needs Actual % (C3); C3: `101` is out of range; expected a \
             percentage from 0 to 100; rows 3, 6 have the same name or number",
            "rows 2, 4 have the same name or number",
            "",
            "rows 3, 6 have the same name or number",
        ]
    );
    let many: Vec<Value> = (0..22).map(|_| json!(["Amber", 50, 50])).collect();
    let found = texts("CHECK", &headings, json!(many));
    let said = |text: &String| {
        text.starts_with("rows 2, 3, 4,") && text.ends_with(" 21 and 2 more have the same name or number")
    };
    assert!(found.len() == 22 && found.iter().all(said), "{found:?}");
    // Of activities several may be of one person.
    let activities = texts("CHECK", &["Activity", "Activity kind"], json!([["Visit", "course"], ["Visit", "course"]]));
    assert!(activities.iter().all(|check| !check.contains("the same name")), "{activities:?}");
}
