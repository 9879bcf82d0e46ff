//! Functions of single values: deadlines, settings, scores and what a cell is.

use super::*;

#[test]
fn deadlines_count_as_the_golden_file_does_and_take_ranges() {
    let mut formulas = Formulas::default();
    for line in common::rows(&golden("working-days.tsv")) {
        let days: i64 = line[1].parse().unwrap();
        let asked = json!({ "name": "DEADLINE", "args": [{ "date": line[0] }, days, line[2]] });
        assert_eq!(call(&mut formulas, &asked)["grid"], json!([[{ "date": line[3] }]]), "{line:?}");
    }
    let found = answer("DEADLINE", json!([[["2026-04-01"], [null], [{ "error": "#REF!" }], ["soon"]], 1]));
    assert_eq!(found["grid"][0][0], json!({ "date": "2026-04-02" }));
    assert_eq!(found["grid"][1][0], "");
    assert_eq!(found["grid"][2][0]["error"]["code"], "not-available");
    assert_eq!(found["grid"][3][0]["error"]["code"], "value");
    assert!(error("DEADLINE", json!([[[1], [2]], [[1], [2], [3]]])).starts_with("days has 3 rows and 1 columns"));
}

/// What is asked of a day and of a number of days is said with its limits.
#[test]
fn days_and_numbers_of_days_have_limits_that_are_named() {
    let headings = json!([["Learner", "Target %", "Actual %"]]);
    let as_of = |day: Value| answer("RISK", json!([headings, [["Amber", 50, 50]], day]));
    for day in ["1990-01-01", "2099-12-31"] {
        assert_eq!(as_of(json!(day))["as_of"], day);
        assert_eq!(as_of(json!({ "date": day }))["as_of"], day);
    }
    for day in ["1850-01-01", "1989-12-31", "2100-01-01", "2150-01-01"] {
        let said = format!(
            "as_of is `{day}`; expected a date of 1990 to 2099. Give a cell that holds a date, or text such as 2026-04-08."
        );
        for given in [json!(day), json!({ "date": day })] {
            assert_eq!(as_of(given)["error"]["text"], said);
        }
    }
    let deadline = |date: Value, days: Value| {
        let found = answer("DEADLINE", json!([date, days]));
        found["grid"][0][0]["error"]["text"].as_str().unwrap_or_else(|| panic!("{found}")).to_string()
    };
    let date = || json!({ "date": "2026-03-30" });
    let limits = "expected a whole number of working days from -100000 to 100000. Give a number such as 5.";
    for (days, shown) in [
        (json!(100_001), "`100001`"),
        (json!(-100_001), "`-100001`"),
        (json!(2.5), "`2.5`"),
        (json!(true), "`TRUE`"),
        (json!(false), "`FALSE`"),
        (date(), "`2026-03-30`"),
        (json!(null), "blank"),
    ] {
        assert_eq!(deadline(date(), days), format!("days is {shown}; {limits}"));
    }
    assert!(!deadline(date(), json!(100_000)).starts_with("days is"), "so many are a number, and no calendar has them");
    // A date and a number in each other's place, as every host may pass them: the date is said first.
    for days in [date(), json!(46_111), json!("2026-03-30")] {
        assert!(deadline(json!(5), days).starts_with("date is `5`; expected a date of 1990 to 2099."));
    }
}

#[test]
fn settings_change_answers_and_are_named_by_the_version() {
    let settings = json!({
        "learner-at-risk": { "behind_threshold": 50 },
        "calendar": { "closures": [{ "from": "2026-04-09", "reason": "Staff training" }] }
    });
    let args = json!([[["Learner", "Target %", "Actual %"]], [["Amber", 50, 30]]]);
    let mut formulas = Formulas::default();
    let mut asked = |name: &str, args: &Value, settings: Option<String>| {
        call(&mut formulas, &json!({ "name": name, "args": args, "today": "2026-04-08", "settings": settings }))["grid"]
            .clone()
    };
    let own = Some(settings.to_string());
    assert_eq!(asked("RISK", &args, None), json!([["High"]]));
    assert_eq!(asked("RISK", &args, own.clone()), json!([["Medium"]]));
    let date = json!(["2026-04-08", 1]);
    assert_eq!(asked("DEADLINE", &date, None), json!([[{ "date": "2026-04-09" }]]));
    assert_eq!(asked("DEADLINE", &date, own.clone()), json!([[{ "date": "2026-04-10" }]]));
    assert_ne!(asked("VERSION", &json!([]), None), asked("VERSION", &json!([]), own));
}

#[test]
fn a_score_is_the_one_that_the_audit_uses() {
    let text = "Pupil\tAttendance %\nAmber\t96\nBasil\t93\nClover\t80\nDill\t40";
    let mut tracker = Tracker::new(paste::parse(text.to_string()));
    let choices = Choices { policies: vec!["learning-mentoring".to_string()], ..Choices::default() };
    tracker.read(&all_built_in().unwrap(), &choices);
    tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
    let letters: Vec<String> = (1..5).map(|row| cells(&tracker, row)[0].clone()).collect();
    let found = answer("BAND", json!(["Attendance", [[96, 93], [80, 40], [null, "abc"]]]));
    let scores: Vec<i64> = (0..4).map(|at| found["grid"][at / 2][at % 2].as_i64().unwrap()).collect();
    let wanted: Vec<String> =
        scores.iter().map(|score| ["A", "B", "C", "D"][usize::try_from(*score).unwrap()].to_string()).collect();
    assert_eq!(letters, wanted);
    assert_eq!(found["grid"][2][0], "");
    assert!(found["grid"][2][1]["error"]["text"].as_str().unwrap().starts_with("value 6: cannot read `abc`"));
    assert_eq!(answer("BAND", json!(["suspension days this term", 0.5]))["grid"], json!([[2]]));
    // Without a score, why not: nobody has said which number of incidents scores 1, or nobody knows the value.
    let unset = "Cannot decide: the setting `Behaviour incidents that score 1` is not set";
    let found = answer("BAND", json!(["Behaviour incidents", [[0], [7], [null], ["n/a"]]]));
    assert_eq!(found["grid"], json!([[unset], [unset], [""], ["Cannot decide: the value is not known"]]));
    let settings = json!({ "learning-mentoring": { "incidents_1": 3 } }).to_string();
    let asked = json!({ "name": "BAND", "args": ["Behaviour incidents", [[2], [3]]], "today": "2026-04-08", "settings": settings });
    assert_eq!(call(&mut Formulas::default(), &asked)["grid"], json!([[0], [1]]));
}

/// A score is one for every day, so it needs none and names none.
#[test]
fn a_score_hangs_on_no_day() {
    let measures = |today: Value| {
        let args = json!(["Attendance %", [[96], [90], [40]]]);
        call(&mut Formulas::default(), &json!({ "name": "BAND", "args": args, "today": today }))
    };
    for today in [json!(null), json!("1990-01-01"), json!("2026-04-08"), json!("2099-12-31")] {
        assert_eq!(measures(today.clone()), json!({ "grid": [[0], [2], [3]] }), "{today}");
    }
    // Were the audit to hold for some days only, a score would need one.
    let audit = all_built_in().unwrap().into_iter().find(|pack| pack.pack == "learning-mentoring").unwrap();
    assert!(audit.in_force.is_none() && audit.rules.iter().all(|rule| rule.in_force.is_none()));
}

/// `CATEGORY` says of a percentage by itself that it may be a fraction; beside a score there is no room to say so.
#[test]
fn a_lone_value_that_may_be_a_fraction_has_no_score() {
    let band = |area: &str, values: Value| answer("BAND", json!([area, values]))["grid"].clone();
    for value in [json!(0.5), json!("0.95"), json!(1)] {
        let shown = value.as_str().map_or(value.to_string(), str::to_string);
        let said = band("Attendance %", value)[0][0]["error"]["text"].as_str().unwrap().to_string();
        assert_eq!(
            said,
            format!(
                "value 1: `{shown}` may be a fraction or a percentage, and one value by itself does not show which; expected a value with the sign %, or the values of the whole column. Write it with its sign, or give all values to one formula."
            )
        );
    }
    for (value, score) in
        [(json!("0.5%"), 3), (json!("50%"), 3), (json!("95%"), 1), (json!(1.5), 3), (json!(0), 3), (json!(100), 0)]
    {
        assert_eq!(band("Attendance %", value.clone()), json!([[score]]), "{value}");
    }
    assert_eq!(band("Attendance %", json!([[0.5], [0.97]])), json!([[3], [0]]), "a column shows how it is written");
    let mixed = band("Attendance %", json!([[0.5], [97]]));
    assert!(mixed[0][0]["error"]["text"].as_str().unwrap().starts_with("value 1: `0.5` has two possible readings"));
    // Of nothing but percentages is there such a doubt.
    for (area, value, score) in [
        ("Suspension days this term", 0.5, 2),
        ("Suspension days this term", 1.0, 2),
        ("Suspensions this year", 1.0, 2),
        ("SDQ total (teacher)", 1.0, 0),
    ] {
        assert_eq!(band(area, json!(value)), json!([[score]]), "{area} {value}");
    }
    assert_eq!(band("Attainment", json!("below")), json!([[1]]));
}

#[test]
fn diagnose_tells_a_blank_from_a_nought_and_says_what_a_lone_nought_may_be() {
    let found =
        answer("DIAGNOSE", json!([[[null, " ", 5, "5", true, 46120, { "date": "2026-04-08" }, { "error": "#N/A" }]]]));
    let said: Vec<&str> = found["grid"][0].as_array().unwrap().iter().map(|cell| cell.as_str().unwrap()).collect();
    assert_eq!(
        said,
        [
            "blank: nothing is in the cell, or only spaces",
            "blank: nothing is in the cell, or only spaces",
            "the number 5",
            "the text `5`",
            "TRUE",
            "the number 46120; as a date it is 8 April 2026",
            "the date 8 April 2026",
            "the error #N/A"
        ]
    );
    let alone = answer("DIAGNOSE", json!([0]));
    assert!(alone["grid"][0][0].as_str().unwrap().contains("passes blank cells as 0: give rows with their headings"));
}
