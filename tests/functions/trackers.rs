//! Whole trackers: every function gives the engine's own columns, row by row.

use super::*;

#[test]
fn every_function_over_a_golden_tracker_gives_the_engines_own_columns() {
    let mut formulas = Formulas::default();
    let mut compared = 0;
    let listed = catalogue().unwrap().functions;
    for (file, policy, as_of, settings, functions) in goldens() {
        let text = golden(file);
        let organisation = match &settings {
            Some(text) => Organisation::read(text, &["tutorial-review"]).unwrap(),
            None => Organisation::default(),
        };
        let tracker = tracker_with(&text, policy, as_of, &organisation);
        let mut fitting = Tracker::new(paste::parse(text.clone()));
        fitting.read(&all_built_in().unwrap(), &Choices::default());
        fitting.evaluate(Day::parse(as_of).unwrap(), &organisation);
        let cells = grid(&text);
        for name in functions.iter().chain(&["WHY", "CHECK"]) {
            let function = listed.iter().find(|function| function.id == *name).unwrap();
            let mut args = vec![json!([cells[0]]), json!(cells[1..]), json!({ "date": as_of })];
            if *name == "WHY" {
                args.insert(0, json!(policy));
            }
            let found = call(&mut formulas, &json!({ "name": name, "args": args, "settings": settings }));
            assert_eq!(found["as_of"], as_of, "{name}: {found}");
            let of = if *name == "CHECK" { &fitting } else { &tracker };
            let mut columns: Vec<Vec<Value>> = function.result.columns.iter().map(|title| column(of, title)).collect();
            if *name == "WHY" {
                columns = vec![whys(of)];
            }
            for row in 0..tracker.table.len() - 1 {
                let wanted: Vec<&Value> = columns.iter().map(|column| &column[row]).collect();
                let got: Vec<&Value> = found["grid"][row].as_array().unwrap().iter().collect();
                assert_eq!(got, wanted, "{name} of {file}, row {}", row + 2);
                compared += 1;
            }
        }
    }
    assert!(compared > 1_000, "{compared} rows were compared");
}

/// What the list of the command line says in its columns of a duty, as one text.
fn in_short(line: &[String; 12]) -> String {
    let [_, _, kind, action, who, stands, due, _, missing, rule, ..] = line;
    assert_ne!(kind, "next action");
    let (bare, advised) =
        stands.split_once(", advised").map_or((stands.as_str(), kind == "advice"), |(bare, _)| (bare, true));
    let day = match bare {
        "overdue" => format!(" since {due}"),
        "due" => format!(" {due}"),
        _ => String::new(),
    };
    let who = if who.is_empty() { "nobody named" } else { who };
    let mut said = format!("{who}; {bare}{day}{}", if advised { ", advised" } else { "" });
    if !missing.is_empty() {
        said.push_str(&format!("; needs {missing}"));
    }
    format!("{action} ({said}; {rule})")
}

#[test]
fn duties_are_those_of_the_list_of_what_is_to_be_done_in_its_words_and_order() {
    let mut formulas = Formulas::default();
    let mut compared = 0;
    for (file, _, as_of, settings, _) in goldens() {
        let text = golden(file);
        let organisation = match &settings {
            Some(text) => Organisation::read(text, &["tutorial-review"]).unwrap(),
            None => Organisation::default(),
        };
        let mut tracker = Tracker::new(paste::parse(text.clone()));
        tracker.read(&all_built_in().unwrap(), &Choices::default());
        tracker.evaluate(Day::parse(as_of).unwrap(), &organisation);
        let cells = grid(&text);
        let args = json!([[cells[0]], cells[1..], { "date": as_of }]);
        let found = call(&mut formulas, &json!({ "name": "DUTIES", "args": args, "settings": settings }));
        if !tracker.applied.iter().any(|applied| applied.pack.has_to_do()) {
            let said = found["error"]["text"].as_str().unwrap();
            assert!(said.starts_with("headings are those of a policy without duties; expected those of one"), "{said}");
            continue;
        }
        let lines: Vec<_> = to_do(&tracker).iter().map(|one| (one.index, one.cells())).collect();
        for row in 1..tracker.table.len() {
            let of_row = lines.iter().filter(|(index, line)| *index == row && line[2] != "next action");
            let wanted: Vec<String> = of_row.map(|(_, line)| in_short(line)).collect();
            assert_eq!(found["grid"][row - 1], json!([wanted.join(". ")]), "{file}, row {}", row + 1);
            compared += wanted.len();
        }
    }
    assert!(compared > 50, "{compared} duties were compared");
}

#[test]
fn duties_say_what_is_due_beside_nothing_to_do() {
    let headings = json!([["Learner", "Programme type", "Start date", "Target %", "Actual %", "Recorded rating"]]);
    let row = |recorded: &str| json!([["Amber", "apprenticeship", "01/09/2025", 50, 50, recorded]]);
    let asked =
        |name: &str, recorded: &str| answer(name, json!([headings, row(recorded), "2026-04-08"]))["grid"].clone();
    assert_eq!(asked("NEXT", "High"), json!([["Nothing to do", "", ""]]));
    assert_eq!(
        asked("DUTIES", "High"),
        json!([[
            "Propose the change of the recorded rating (High) to the one that is due (Low); a person confirms (Tutor or assessor; due 2026-04-08; MTT-17-change, MTT-17)"
        ]])
    );
    assert_eq!(asked("DUTIES", "Low"), json!([[""]]), "the rating that is recorded is the one that is due");
    let next = catalogue().unwrap().functions.into_iter().find(|function| function.id == "NEXT").unwrap();
    assert!(next.description.ends_with("What is due besides is not in it: DUTIES says what."), "{}", next.description);
}

/// A formula that was copied down without `$` looks at the cell below the day: answers for today would be a guess.
#[test]
fn a_blank_cell_for_the_day_is_refused_and_a_day_that_is_left_out_is_that_of_the_calculation() {
    let tracker = |as_of: Value| json!([[["Learner", "Target %", "Actual %"]], [["Amber", 50, 20]], as_of]);
    for blank in [json!(""), json!("  "), json!([[null]]), json!([[""]])] {
        assert_eq!(
            error("RISK", tracker(blank)),
            "as_of is a blank cell; expected a date. Give a cell that holds one, with `$` where the formula is copied, such as $AB$1; or leave as_of out, which means the day of the calculation."
        );
    }
    assert_eq!(answer("RISK", tracker(Value::Null))["as_of"], "2026-04-08");
    // A nation that is blank is none, so that a column may name those of the learners who live elsewhere.
    let deadline = |nation: Value| answer("DEADLINE", json!(["2026-04-02", 1, nation]))["grid"].clone();
    assert_eq!(deadline(json!("")), json!([[{ "date": "2026-04-07" }]]));
    assert_eq!(deadline(json!("")), deadline(Value::Null));
    assert_ne!(deadline(json!("scotland")), deadline(json!("")));
}

/// A blank is an answer: nobody is to be told, nothing is blocked. So a row that holds a learner is never blank for want
/// of a column, whatever function looks at it, and the reasons name what is missing.
#[test]
fn a_learners_row_is_never_blank_for_want_of_columns() {
    let packs = all_built_in().unwrap();
    let mut trackers: Vec<Vec<Vec<Value>>> =
        goldens().iter().map(|(file, ..)| grid(&golden(file))[..2].to_vec()).collect();
    trackers.push(vec![vec![json!("Learner")], vec![json!("Amber")]]);
    trackers.push(vec![vec![json!("Pupil"), json!("SDQ total (teacher)")], vec![json!("Amber"), json!(12)]]);
    let results = |name: &str| {
        let found = FUNCTIONS.iter().find_map(|function| match &function.does {
            Does::Results { policy, of } if function.name == name => Some((*policy, *of)),
            _ => None,
        });
        found.unwrap()
    };
    let (mut open, mut lacking) = (0, 0);
    for name in ["RISK", "STAGE", "NEXT", "CATEGORY", "SUPPORT", "AUDIT", "REVIEW", "MIR"] {
        let (policy, of) = results(name);
        let pack = packs.iter().find(|pack| pack.pack == policy).unwrap();
        let columns: Vec<&ResultColumn> = catalogue::results(pack, of).collect();
        for cells in &trackers {
            let found = answer(name, json!([[cells[0]], [cells[1]]]));
            let told = found["error"]["text"].as_str();
            if told.is_some_and(|text| text.starts_with("headings: no heading is one that the policy knows; expected"))
            {
                continue;
            }
            let mut tracker = Tracker::new(paste::parse(
                cells
                    .iter()
                    .map(|row| row.iter().map(text_of).collect::<Vec<_>>().join("\t"))
                    .collect::<Vec<_>>()
                    .join("\n"),
            ));
            tracker.read(&packs, &Choices { policies: vec![policy.to_string()], ..Choices::default() });
            tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
            let applied = &tracker.applied[0];
            let status = |id: &str| {
                let at = applied.pack.decisions.iter().position(|decision| decision.id == id);
                at.map_or(Status::NeedsInput, |at| applied.row(1)[at].status)
            };
            if let Some(text) = told {
                let lacks =
                    ["the tracker does not have the columns that", "the tracker has no column for any answer of"];
                assert!(lacks.iter().any(|lacks| text.starts_with(&format!("headings: {lacks}"))), "{name}: {text}");
                assert!(columns.iter().all(|column| status(&column.of) != Status::Decided), "{name}: {:?}", cells[0]);
                lacking += 1;
                continue;
            }
            for (column, cell) in columns.iter().zip(found["grid"][0].as_array().unwrap()) {
                let is_open = match column.part {
                    Part::Outcome => {
                        status(&column.of) != Status::Decided
                            && column.only_with.as_ref().is_none_or(|with| status(with) == Status::Decided)
                    }
                    Part::Criterion | Part::Evidenced | Part::Claimed => cell == CANNOT_DECIDE || cell == "",
                    _ => false,
                };
                assert_eq!(is_open, cell == CANNOT_DECIDE, "{name}, {}: {:?} gives {found}", column.heading, cells[0]);
                open += usize::from(is_open);
            }
            if found["grid"][0].as_array().unwrap().iter().any(|cell| cell == CANNOT_DECIDE) {
                let why = answer("WHY", json!([policy, [cells[0]], [cells[1]]]));
                let why = why["grid"][0][0].as_str().unwrap_or_else(|| panic!("{why}"));
                assert!(why.contains("needs") || why.contains("no column"), "{name}, {:?}: {why}", cells[0]);
            }
        }
    }
    assert!(open > 5 && lacking > 20, "{open} answers were open, and {lacking} times columns were missing");
    // Every policy's own columns are missing here: the check says so too, and which would do.
    let check = answer("CHECK", json!([[["Learner"]], [["Amber"]]]));
    let check = check["grid"][0][0].as_str().unwrap();
    assert!(
        check.starts_with("The tracker does not have the columns that") && check.contains("`Attendance %`"),
        "{check}"
    );
    // A blank row and a heading row of the policy are no learners; one of another policy's is a row that cannot be read.
    let rows = json!([
        [null, null, null],
        ["Learner", "Target %", "Actual %"],
        ["Pupil", "Sessions possible", "Sessions absent"]
    ]);
    let found = answer("RISK", json!([[["Learner", "Target %", "Actual %"]], rows]));
    assert_eq!(found["grid"], json!([[""], [""], [CANNOT_DECIDE]]));
}

#[test]
fn a_row_by_itself_answers_as_it_does_among_the_others() {
    let cells = grid(&golden("at-risk-tracker.tsv"));
    let date = json!({ "date": "2026-04-08" });
    let all = answer("NEXT", json!([[cells[0]], cells[1..], date]));
    let mut formulas = Formulas::default();
    for (at, row) in cells[1..].iter().enumerate() {
        let one = call(&mut formulas, &json!({ "name": "NEXT", "args": [[cells[0]], [row], date] }));
        assert_eq!(one["grid"][0], all["grid"][at], "row {}", at + 2);
    }
}

#[test]
fn what_is_known_of_headings_is_used_again_only_where_it_holds() {
    let date = json!({ "date": "2026-04-08" });
    let ask = |formulas: &mut Formulas, name: &str, headings: &Value, row: &Value, first_row: u32| {
        call(formulas, &json!({ "name": name, "args": [[headings], [row], date], "first_row": first_row }))
    };
    // Two columns with one heading may be used where their cells are the same, which is for each row to say.
    let twice = json!(["Learner", "Target %", "Actual %", "Actual %"]);
    let plain = json!(["Learner", "Target %", "Actual %", "Notes"]);
    let calls = [
        (&twice, json!(["A", 50, 40, 40]), 2),
        (&twice, json!(["B", 50, 40, 10]), 3),
        (&twice, json!(["C", 50, 10, 10]), 4),
        (&plain, json!(["D", 50, 10, "x"]), 2),
        (&plain, json!(["E", 50, 50, "y"]), 9),
        (&plain, json!(["F", "abc", 50, null]), 90),
    ];
    let mut formulas = Formulas::default();
    let mut answers = Vec::new();
    for name in ["RISK", "CHECK"] {
        for (headings, row, first_row) in &calls {
            let known = ask(&mut formulas, name, headings, row, *first_row);
            assert_eq!(known, ask(&mut Formulas::default(), name, headings, row, *first_row), "{name} of {row}");
            answers.push(known["grid"][0][0].as_str().unwrap().to_string());
        }
    }
    assert_eq!(answers[..6], ["Medium", "Cannot decide", "High", "High", "Low", "Cannot decide"]);
    // The place of a fault is that of its own row.
    assert!(
        answers[11].ends_with("B90: cannot read `abc` as a number; expected a percentage from 0 to 100"),
        "{}",
        answers[11]
    );
}

#[test]
fn blank_total_and_heading_rows_give_blank_cells_and_keep_the_order() {
    let headings = json!([["Learner", "Target %", "Actual %"]]);
    let rows = json!([
        ["Amber", 50, 50],
        [null, null, null],
        ["Learner", "Target %", "Actual %"],
        ["Basil", 50, 20],
        ["Total", 100, 70],
        ["Clover", 50]
    ]);
    let found = answer("RISK", json!([headings, rows]));
    assert_eq!(found["grid"], json!([["Low"], [""], [""], ["High"], [""], ["Cannot decide"]]));
    let check = answer("CHECK", json!([headings, rows]));
    let said: Vec<&str> = (0..6).map(|at| check["grid"][at][0].as_str().unwrap()).collect();
    assert_eq!(said[..5], ["", "", "", "", ""]);
    assert!(said[5].starts_with("Risk rating: Low or Medium or High, needs Actual % (C7)"), "{}", said[5]);
}

#[test]
fn a_cell_is_named_as_the_sheet_names_it_where_the_host_says_where_the_rows_begin() {
    let args = json!([[["Learner", "Target %", "Actual %"]], [["Amber", 50, null]]]);
    let found = |place: Value| {
        let mut asked = json!({ "name": "CHECK", "args": args, "today": "2026-04-08" });
        for (key, value) in place.as_object().unwrap() {
            asked[key] = value.clone();
        }
        call(&mut Formulas::default(), &asked)["grid"][0][0].as_str().unwrap().to_string()
    };
    assert!(found(json!({})).contains("(C2)"), "{}", found(json!({})));
    let placed = found(json!({ "first_row": 12, "first_column": 3 }));
    assert!(placed.contains("(E12)"), "{placed}");
}

#[test]
fn serial_numbers_and_errors_are_understood_in_the_cells_of_dates() {
    let headings = json!([["Learner", "Target %", "Actual %", "Stage 1 email"]]);
    // 46111 is 30 March 2026 as spreadsheets count.
    let rows = json!([["Amber", 50, 50, 46111], ["Basil", 50, 50, { "error": "#N/A" }], ["Clover", 50, 50, null]]);
    let found = answer("STAGE", json!([headings, rows, 46120]));
    assert_eq!(found["as_of"], "2026-04-08");
    assert_eq!(found["grid"], json!([["Stage 1"], ["Cannot decide"], ["None"]]));
}
