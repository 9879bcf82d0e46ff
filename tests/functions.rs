//! The formulas that every spreadsheet offers, answered natively: equal to the engine's own result columns, and clear
//! about what cannot be answered.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use bae_rules::calendar::Day;
use bae_rules::decision::Status;
use bae_rules::functions::Formulas;
use bae_rules::functions::catalogue::{self, Does, FUNCTIONS, catalogue};
use bae_rules::policy::pack::{Part, ResultColumn};
use bae_rules::policy::settings::Organisation;
use bae_rules::record::RowKind;
use bae_rules::render::to_do::to_do;
use bae_rules::render::{CANNOT_DECIDE, CHECK, WHY, cells, headings};
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use common::{golden, tracker_with};
use serde_json::{Value, json};
use std::path::Path;

fn call(formulas: &mut Formulas, call: &Value) -> Value {
    serde_json::from_str(&formulas.call(&call.to_string())).unwrap()
}

fn answer(name: &str, args: Value) -> Value {
    call(&mut Formulas::default(), &json!({ "name": name, "args": args, "today": "2026-04-08" }))
}

fn error(name: &str, args: Value) -> String {
    let answer = answer(name, args);
    assert_eq!(answer["error"]["code"], "value", "{answer}");
    answer["error"]["text"].as_str().unwrap().to_string()
}

/// A sheet's text as cells: blank cells are null, as hosts pass them.
fn grid(text: &str) -> Vec<Vec<Value>> {
    let cell = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    paste::parse(text.to_string()).rows().map(|row| row.cells().map(|found| cell(found.text)).collect()).collect()
}

/// A result column of the engine, as a formula gives it.
fn column(tracker: &Tracker, title: &str) -> Vec<Value> {
    let at = headings(tracker).iter().position(|(heading, _)| heading == title);
    (1..tracker.table.len())
        .map(|row| {
            let text = match tracker.kind(row) {
                RowKind::Learner => at.map(|at| cells(tracker, row)[at].clone()).unwrap_or_default(),
                _ => String::new(),
            };
            if Day::parse(&text).is_some() { json!({ "date": text }) } else { json!(text) }
        })
        .collect()
}

/// The reasons as the formula gives them: of an answer that is open, what stands in its way.
fn whys(tracker: &Tracker) -> Vec<Value> {
    let (why, check) = (column(tracker, WHY), column(tracker, CHECK));
    let said = |row: usize| {
        let open =
            tracker.kind(row) == RowKind::Learner && cells(tracker, row).iter().any(|cell| cell == CANNOT_DECIDE);
        let texts = [&why[row - 1], &check[row - 1]].map(|text| text.as_str().unwrap());
        let kept = texts.iter().take(if open { 2 } else { 1 }).filter(|text| !text.is_empty());
        json!(kept.copied().collect::<Vec<_>>().join(". "))
    };
    (1..tracker.table.len()).map(said).collect()
}

/// The golden trackers whose headings stand in their first row, with the day and the settings they are answered for.
#[allow(clippy::type_complexity)]
fn goldens() -> Vec<(&'static str, &'static str, &'static str, Option<String>, &'static [&'static str])> {
    let terms: Vec<Value> = common::rows(&golden("reviews.terms.tsv"))
        .iter()
        .map(|line| json!({ "name": line[0], "term": line[1], "from": line[2], "to": line[3] }))
        .collect();
    let settings = json!({ "calendar": { "half_terms": terms } }).to_string();
    vec![
        ("at-risk-tracker.tsv", "learner-at-risk", "2026-04-08", None, &["RISK", "STAGE", "NEXT"]),
        ("bae-tracker.tsv", "learning-mentoring", "2026-04-08", None, &["CATEGORY", "SUPPORT"]),
        ("bae-scores.tsv", "learning-mentoring", "2026-04-08", None, &["CATEGORY", "SUPPORT"]),
        ("back-on-track.tsv", "back-on-track", "2026-04-08", None, &["AUDIT"]),
        ("reviews.tsv", "tutorial-review", "2026-03-11", Some(settings), &["REVIEW"]),
        ("mir.tsv", "mir-recording", "2026-04-08", None, &["MIR"]),
    ]
}

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

fn text_of(cell: &Value) -> String {
    cell.as_str().map_or_else(|| if cell.is_null() { String::new() } else { cell.to_string() }, str::to_string)
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

fn texts(name: &str, headings: &[&str], rows: Value) -> Vec<String> {
    let found = answer(name, json!([[headings], rows, { "date": "2026-04-08" }]));
    let rows = found["grid"].as_array().unwrap_or_else(|| panic!("{found}"));
    rows.iter().map(|row| row[0].as_str().unwrap().to_string()).collect()
}

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
fn a_column_that_is_like_one_and_no_slip_of_it_is_named_beside_answers_that_stand() {
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

/// Boxes to tick reach down to rows that wait for a learner.
#[test]
fn a_row_of_boxes_that_are_not_ticked_is_blank() {
    let headings = ["Learner", "Target %", "Actual %", "Support requested", "Serious case"];
    let rows = || {
        json!([
            ["Amber", 50, 50, false, false],
            [null, null, null, false, false],
            [null, null, null, false, true],
            [null, null, null, "FALSE", null],
            [null, null, null, null, null],
        ])
    };
    assert_eq!(texts("RISK", &headings, rows()), ["Low", "", "Cannot decide", "Cannot decide", ""]);
    let checks = texts("CHECK", &headings, rows());
    assert_eq!((checks[1].as_str(), checks[2].is_empty()), ("", false), "a tick, or a word, is somebody's");
}

/// `=BAE.RISK($A$1:$Z$1, A2:Z4)` copied one column to the right reads every value under its neighbour's heading.
#[test]
fn rows_that_begin_in_another_column_than_their_headings_are_refused() {
    let args = json!([[["Learner", "Target %", "Actual %"]], [["Amber", 50, 50]], { "date": "2026-04-08" }]);
    let asked = |rows: u32, headings: Value| {
        let call =
            json!({ "name": "RISK", "args": args, "first_column": rows, "headings_column": headings }).to_string();
        serde_json::from_str::<Value>(&Formulas::default().call(&call)).unwrap()
    };
    assert_eq!(
        asked(28, json!(27))["error"]["text"],
        "rows begins in column AB and headings in column AA; expected the same columns in both. Write both with `$` before their \
         columns, such as $A$1:$Z$1 and $A$2:$Z$200: then they stay where they are when the formula is copied."
    );
    assert_eq!(asked(27, json!(27))["grid"], json!([["Low"]]));
    assert_eq!(asked(28, Value::Null)["grid"], json!([["Low"]]), "a host that does not know");
}

#[test]
fn an_answer_says_which_day_it_is_for() {
    let tracker =
        |as_of: Value| json!(["Risk rating", [["Learner", "Target %", "Actual %"]], [["Amber", 50, 20]], as_of]);
    let given = answer("WHY", tracker(json!({ "date": "2026-01-02" })));
    assert_eq!(given["as_of"], "2026-01-02");
    let given = given["grid"][0][0].as_str().unwrap().to_string();
    let left_out = answer("WHY", tracker(Value::Null));
    assert_eq!(left_out["as_of"], "2026-04-08");
    assert_eq!(left_out["grid"][0][0], format!("As at 8 April 2026. {given}"));
    let no_day = call(&mut Formulas::default(), &json!({ "name": "WHY", "args": tracker(Value::Null) }));
    assert_eq!(
        no_day["error"]["text"],
        "as_of is missing, and the day of the calculation is not known; expected a day. Give a date, or a cell that holds one."
    );
}

#[test]
fn an_argument_that_does_not_fit_is_named_with_what_was_found_and_what_to_do() {
    let headings = json!([["Learner", "Target %", "Actual %"]]);
    let rows = json!([["Amber", 50, 50]]);
    for (name, args, wanted) in [
        ("RISC", json!([]), "`RISC` is not a function; expected one of RISK, STAGE, NEXT"),
        ("RISK", json!([headings]), "rows is missing; expected: The rows below the headings"),
        ("RISK", json!([[[null, null]], rows]), "headings is blank; expected the cells with the tracker's headings."),
        (
            "RISK",
            json!([[["Learner"]], rows]),
            "headings is 1 columns wide and rows is 3; expected the same columns in both.",
        ),
        (
            "RISK",
            json!([[["Shoe", "Hat", "Coat"]], rows]),
            "headings: no heading is one that the policy knows; expected those of Learner",
        ),
        (
            "RISK",
            json!([headings, rows, 0]),
            "as_of is 0, which is what an empty cell may arrive as; expected a date of 1990 to 2099.",
        ),
        (
            "RISK",
            json!([headings, rows, "03/04/2026"]),
            "as_of is `03/04/2026`, which may be 3 April 2026 or 4 March 2026;",
        ),
        ("RISK", json!([headings, rows, "soon"]), "as_of is `soon`; expected a date of 1990 to 2099."),
        (
            "RISK",
            json!([headings, rows, [["2026-04-08", "2026-04-09"]]]),
            "as_of is a range of 2 cells; expected one cell.",
        ),
        ("RISK", json!([headings, rows, "2026-04-08", 1]), "RISK was given 4 arguments; expected at most 3."),
        ("WHY", json!(["Risk ratting", headings, rows]), "decision is `Risk ratting`; expected one of"),
        (
            "WHY",
            json!(["Review due", [["Learner", "Copies agreed"]], [["Amber", "Student"]]]),
            "headings has no column for the answer Review due; expected one of `Course type`.",
        ),
        (
            "BAND",
            json!(["Behaviour", 3]),
            "area is `Behaviour`, which is measured in several ways; expected one of them: Behaviour incidents,",
        ),
        (
            "BAND",
            json!(["Weather", 3]),
            "area is `Weather`; expected one of Behaviour incidents, Suspensions this year,",
        ),
        (
            "DEADLINE",
            json!([{ "date": "2026-04-08" }, 5, "france"]),
            "nation is `france`; expected one of england-and-wales, scotland, northern-ireland.",
        ),
    ] {
        let text = error(name, args);
        assert!(text.starts_with(wanted), "{text}\nis not\n{wanted}");
        assert!(text.ends_with(['.', '?']), "{text}");
    }
}

#[test]
fn a_call_that_is_not_one_is_answered_too() {
    let mut formulas = Formulas::default();
    for (text, wanted) in [
        ("", "the call cannot be read: line 1, column 1: a value is missing"),
        ("[1", "the call cannot be read: line 1, column"),
        (r#"{"nome": "RISK"}"#, "the call cannot be read: line 1, column 2: `nome` is not a key here"),
        (
            r#"{"name": "RISK", "args": [[[{"day": 1}]]]}"#,
            "the call cannot be read: line 1, column 29: `{...}` does not fit here; expected a cell:",
        ),
        (
            r#"{"name": "RISK", "first_row": 0}"#,
            "the call cannot be read: line 1, column 31: `0` does not fit here; expected a whole number from 1",
        ),
        (r#"{"name": "VERSION", "settings": "{"}"#, "the settings file cannot be read: line 1, column 2"),
    ] {
        let answer: Value = serde_json::from_str(&formulas.call(text)).unwrap();
        let said = answer["error"]["text"].as_str().unwrap_or_else(|| panic!("{text} gives {answer}"));
        assert!(said.starts_with(wanted), "{said}\nis not\n{wanted}");
    }
    assert!(formulas.call(r#"{"name": "version"}"#).contains("bae-rules "));
}

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

#[test]
fn every_example_of_the_catalogue_runs_and_has_something_to_say() {
    for function in catalogue().unwrap().functions {
        assert!(!function.examples.is_empty(), "{} has no example", function.id);
        for example in &function.examples {
            assert_eq!(answer(&function.id, json!(example.args)), example.answer);
            let grid = example.answer["grid"].as_array().unwrap();
            let filled = grid.iter().flat_map(|row| row.as_array().unwrap()).filter(|cell| **cell != "").count();
            assert!(filled > 0, "{}: {}", function.id, example.answer);
        }
    }
}

#[test]
fn the_catalogue_says_what_each_function_makes_of_arguments_that_do_not_fit() {
    for function in serde_json::to_value(catalogue().unwrap()).unwrap()["functions"].as_array().unwrap() {
        let said: Vec<&str> =
            function["errors"].as_array().unwrap().iter().map(|error| error["parameter"].as_str().unwrap()).collect();
        // What is no day, no number, no word of a list and no heading can be told; any cell may be a row's or a value's.
        let wanted: Vec<&str> = function["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["kind"] != "any" || one["name"] == "headings")
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        assert_eq!(said, wanted, "{}", function["id"]);
        for error in function["errors"].as_array().unwrap() {
            let (text, parameter) = (error["text"].as_str().unwrap(), error["parameter"].as_str().unwrap());
            assert!(text.starts_with(&format!("{parameter} is ")) && text.contains("expected"), "{text}");
        }
    }
}

/// The catalogue as it was released: what spreadsheets out there may hold.
#[test]
fn the_catalogue_only_grows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/released-formulas.json");
    let released: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let now = serde_json::to_value(catalogue().unwrap()).unwrap();
    let functions = |of: &Value| of["functions"].as_array().unwrap().clone();
    assert!(functions(&released).len() >= 14);
    for old in functions(&released) {
        let id = &old["id"];
        let new = functions(&now).into_iter().find(|new| new["id"] == *id).unwrap_or_else(|| panic!("{id} is gone"));
        assert_eq!(new["since"], old["since"], "{id}");
        assert_eq!(new["result"]["kind"], old["result"]["kind"], "{id}");
        assert_eq!(new["result"]["shape"], old["result"]["shape"], "{id}");
        let part = |of: &Value, list: &str| of[list].as_array().cloned().unwrap_or_default();
        let starts_with = |new: &[Value], old: &[Value], what: &str| {
            assert!(new.starts_with(old), "{id}: {what} were {old:?} and are {new:?}");
        };
        starts_with(&part(&new["result"], "columns"), &part(&old["result"], "columns"), "columns");
        let (mine, theirs) = (part(&new, "parameters"), part(&old, "parameters"));
        for (at, old) in theirs.iter().enumerate() {
            for key in ["name", "kind", "shape"] {
                assert_eq!(mine[at][key], old[key], "{id}, parameter {at}");
            }
            assert!(
                mine[at]["optional"] == true || old["optional"] == false,
                "{id}: a formula without {} was right",
                old["name"]
            );
            let values = part(&mine[at], "values");
            assert!(
                part(old, "values").iter().all(|value| values.contains(value)),
                "{id}: a value of {} is gone",
                old["name"]
            );
        }
        assert!(mine[theirs.len()..].iter().all(|added| added["optional"] == true), "{id}: what is added is optional");
    }
}

#[test]
fn names_fit_every_host() {
    for function in FUNCTIONS {
        assert!(
            function.name.len() >= 3 && function.name.bytes().all(|byte| byte.is_ascii_uppercase()),
            "{}",
            function.name
        );
        let first = function.parameters.iter().position(|parameter| parameter.optional);
        assert!(
            function.parameters.iter().skip(first.unwrap_or(99)).all(|parameter| parameter.optional),
            "{}",
            function.name
        );
    }
    for function in catalogue().unwrap().functions {
        assert!((20..=500).contains(&function.description.len()), "{}: {}", function.id, function.description);
    }
}
