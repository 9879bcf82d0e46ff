//! What the cells of a column say together, and each by itself.

use crate::fields::{Fields, asked};
use crate::{RISK, codes, day, fact, percent, reading, text};
use bae_rules::policy::field::Blank;
use bae_rules::record::date::day_of;
use bae_rules::record::headed::{ColumnChoice, ReadOptions};
use bae_rules::record::read::read;
use bae_rules::record::{Fact, HAPPENED};
use bae_rules::table::{Raw, Table, paste};

#[test]
fn faults_spoil_their_own_cells_and_are_listed_in_sheet_order() {
    let reading = text(
        RISK,
        "Learner\tActual %\tTarget %\tStart date\nJo\t105%\tabc\t31/02/2026\nAl\t40\t50\tsoon\nBo\t40\t50\t01/09/2025\n",
    );
    assert_eq!(
        codes(&reading),
        ["percent-out-of-range B2", "unreadable-number C2", "impossible-date D2", "unreadable-date D3"]
    );
    assert_eq!(
        reading.records.problems[0].problem.to_string(),
        "row 2, column B (Actual %): `105%` is out of range; expected a percentage from 0 to 100. Check the cell and type the value again; clear the cell if it is not known."
    );
    assert_eq!(fact(&reading, RISK, "actual_progress", 2), percent(400));
    assert_eq!(fact(&reading, RISK, "programme_start", 3), day(2025, 9, 1));
}

#[test]
fn what_was_decided_about_a_column_is_noted_beside_it() {
    let reading = text(
        RISK,
        "Learner\tTarget %\tActual %\tStart date\tStage 1 email\tSupport requested\nJo\t92\t0.5\t01/13/2026\t03/04/2026\tx\nAl\t50\t1\t03/04/2026\t\t\n",
    );
    let notes = |column: usize| reading.details[column].notes.join(" ");
    assert!(notes(2).contains("fractions"), "{}", notes(2));
    assert!(notes(3).contains("month first: 1 of 2"), "{}", notes(3));
    assert_eq!(
        notes(4),
        "Start date has dates that are month first, and nothing shows whether this column is, too. What fits both orders (1) is not read until you say which one the column has."
    );
    assert!(notes(5).contains("tick"), "{}", notes(5));
    assert_eq!(
        (reading.details[0].samples.as_slice(), reading.details[3].filled),
        (["Jo".to_string(), "Al".to_string()].as_slice(), 2)
    );
    assert_eq!(fact(&reading, RISK, "programme_start", 1), day(2026, 1, 13));
    assert_eq!(fact(&reading, RISK, "programme_start", 2), Fact::Unreadable);
    assert_eq!(fact(&reading, RISK, "stage1_email", 1), Fact::Unreadable);
}

#[test]
fn a_column_that_shows_no_order_is_asked_about_beside_one_that_is_month_first() {
    let email = |start: &str, email: &str, other: &str| {
        let reading = text(RISK, &format!("Learner\tStart date\tStage 1 email\nJo\t{start}\t{email}\nAl\t\t{other}\n"));
        let problem = reading.records.problems.first().map(|found| found.problem.to_string()).unwrap_or_default();
        (fact(&reading, RISK, "stage1_email", 1), problem)
    };
    assert_eq!(
        email("9/15/2025", "3/12/26", ""),
        (
            Fact::Unreadable,
            "row 2, column C (Stage 1 email): `3/12/26` has two possible readings: 3 December 2026 or 12 March 2026; expected one order of day and month in the whole column. Write the date with the month as a word, or say which order the column has. Another cell holds 15 September 2025 month first; if that is a slip, mend it there.".to_string()
        )
    );
    // It shows its own order, cannot be read otherwise, or stands beside columns that are day first.
    assert_eq!(email("9/15/2025", "3/12/26", "13/12/26"), (day(2026, 12, 3), String::new()));
    assert_eq!(email("9/15/2025", "3/3/26", ""), (day(2026, 3, 3), String::new()));
    assert_eq!(email("9/15/2025", "2026-12-03", ""), (day(2026, 12, 3), String::new()));
    assert_eq!(email("15/9/2025", "3/12/26", ""), (day(2026, 12, 3), String::new()));
}

#[test]
fn the_order_that_a_heading_gives_holds_unless_cells_say_otherwise() {
    let start = |heading: &str, start: &str, other: &str| {
        let reading = text(RISK, &format!("Learner\tStart date {heading}\nJo\t{start}\nAl\t{other}\n"));
        let problem = reading.records.problems.first().map(|found| found.problem.to_string()).unwrap_or_default();
        (fact(&reading, RISK, "programme_start", 1), problem, reading.details[1].notes.join(" "))
    };
    for heading in ["(mm/dd/yyyy)", "(MM-DD-YY)", "[m/d/yyyy]", "(mm/dd)", "(MMDDYYYY)"] {
        let (fact, problem, note) = start(heading, "02/04/2026", "");
        assert_eq!((fact, problem.as_str()), (day(2026, 2, 4), ""), "{heading}");
        assert_eq!(note, "Dates are read month first, as the heading says.", "{heading}");
    }
    for heading in ["(dd/mm/yyyy)", "(d.m.yy)", "(DD/MM)"] {
        let (fact, problem, note) = start(heading, "02/04/2026", "");
        assert_eq!((fact, problem.as_str()), (day(2026, 4, 2), ""), "{heading}");
        assert_eq!(note, "Dates are read day first, as the heading says.", "{heading}");
    }
    assert_eq!(start("(yyyy-mm-dd)", "02/04/2026", "").0, day(2026, 4, 2));
    // A cell that can only be otherwise leaves open which of the two is the slip.
    let (fact, problem, note) = start("(mm/dd/yyyy)", "02/04/2026", "13/04/2026");
    assert_eq!(fact, Fact::Unreadable);
    assert_eq!(
        problem,
        "row 2, column B (Start date (mm/dd/yyyy)): `02/04/2026` has two possible readings: 2 April 2026 or 4 February 2026; expected one order of day and month in the whole column. Write the date with the month as a word, or say which order the column has. The heading says that the month comes first, and other cells have the day first."
    );
    assert_eq!(
        note,
        "The heading says that dates are month first, and 1 of 2 can only be day first, so what fits both orders (1) is not read until you say which one the column has."
    );
    let (fact, problem, _) = start("(dd/mm/yyyy)", "02/04/2026", "04/13/2026");
    assert_eq!(fact, Fact::Unreadable);
    assert!(problem.contains("Another cell holds 13 April 2026 month first"), "{problem}");
}

#[test]
fn a_weekday_that_is_that_of_another_day_is_said_to_be() {
    let reading = text(RISK, "Learner\tStage 1 email\nJo\tThu 31 March 2026\nAl\tTue 31 March 2026\nEd\t31/02/2026\n");
    let said: Vec<String> = reading.records.problems.iter().map(|found| found.problem.message.clone()).collect();
    assert_eq!(
        said,
        ["there is no day `Thu 31 March 2026`, or its weekday is that of another", "there is no day `31/02/2026`"]
    );
    assert_eq!(fact(&reading, RISK, "stage1_email", 2), day(2026, 3, 31));
}

#[test]
fn a_heading_that_gives_an_order_needs_no_word_from_the_columns_beside_it() {
    let email = |heading: &str| {
        let reading = text(RISK, &format!("Learner\tStart date\tStage 1 email {heading}\nJo\t9/15/2025\t3/12/26\n"));
        fact(&reading, RISK, "stage1_email", 1)
    };
    assert_eq!(email(""), Fact::Unreadable);
    assert_eq!(email("(dd/mm/yy)"), day(2026, 12, 3));
    assert_eq!(email("(mm/dd/yy)"), day(2026, 3, 12));
}

#[test]
fn numbers_up_to_1_beside_low_percentages_may_be_percentages_too() {
    let actual = |target: &str, actual: &str| {
        let reading =
            text(RISK, &format!("Learner\tTarget %\tActual %\nJo\t{target}\t{actual}\nAl\t{target}\t0.25\nEd\t0\t0\n"));
        let problem = reading.records.problems.first().map(|found| found.problem.to_string()).unwrap_or_default();
        (fact(&reading, RISK, "actual_progress", 1), problem, reading.details[2].notes.join(" "))
    };
    for (target, number, other) in
        [("3", "0.5", "50"), ("49.9", "1", "100"), ("3%", "0.5", "50"), ("49.9%", "1", "100")]
    {
        let (fact, problem, note) = actual(target, number);
        assert_eq!(fact, Fact::Unreadable, "{target} {number}");
        assert_eq!(
            problem,
            format!(
                "row 2, column C (Actual %): `{number}` has two possible readings: {number} % or {other} %; expected one way of writing percentages in the whole column. Write {number}% or {other}%, with the sign, or say whether the column holds fractions."
            )
        );
        assert!(
            note.contains(
                "the percentages beside are so low (all under 50 %, an engine default) that these may be percentages, too"
            ),
            "{note}"
        );
    }
    // Where half is asked of somebody, not everybody is at 1 %; and beside fractions they are fractions.
    for (target, number, read) in [("50", "0.5", 500), ("50%", "1", 1000), ("0.03", "0.5", 500)] {
        let (fact, problem, note) = actual(target, number);
        assert_eq!((fact, problem.as_str()), (percent(read), ""), "{target} {number}");
        assert!(note.contains("so they are fractions"), "{note}");
    }
}

#[test]
fn totals_and_rows_above_the_headings_prove_nothing_about_a_column() {
    let reading = text(RISK, "Learner\tTarget %\tActual %\nJo\t0.5\t0.4\nTotal\t63.1\t80\n");
    assert_eq!(fact(&reading, RISK, "planned_progress", 1), percent(500));
    assert_eq!(codes(&reading), Vec::<String>::new());
}

#[test]
fn several_dates_may_stand_in_several_columns() {
    let visits: Fields = vec![
        ("learner".to_string(), serde_json::from_str(r#"{ "heading": "Learner", "type": "text" }"#).unwrap()),
        (
            "visits".to_string(),
            serde_json::from_str(
                r#"{ "heading": "Visits", "spellings": ["Visit"], "type": "dates", "blank": "none" }"#,
            )
            .unwrap(),
        ),
    ];
    let table = paste::parse("Learner\tVisit 1\tVisit 2\tVisit 3\nJo\t19/09/2026\t12/09/2026\t\nAl\t\t\t\nBo\t12/09/2026\tsoon\t\nCy\t12/09/2026\t?\t\n".to_string());
    let reading = read(&table, &asked(&visits), &ReadOptions::default());
    assert_eq!(reading.records.sources[1], [1, 2, 3]);
    let Fact::Value(list) = reading.records.fact(1, 1) else { panic!("no list") };
    let days: Vec<i64> = [12, 19].iter().map(|day| i64::from(day_of(2026, 9, *day).unwrap())).collect();
    assert_eq!(reading.records.lists[list as usize], days);
    assert_eq!(reading.records.fact(1, 2), Fact::Nothing);
    assert_eq!(reading.records.fact(1, 3), Fact::Unreadable);
    assert_eq!(reading.records.fact(1, 4), Fact::Doubted);
    assert_eq!(codes(&reading), ["unreadable-date C4"]);
    // Where a blank cell says nothing, blank cells in all of them say nothing either, and one date is a date.
    let unknown = ColumnChoice { blank: Some(Blank::Unknown), ..ColumnChoice::default() };
    for columns in [&[1, 2, 3][..], &[2]] {
        let choices = columns.iter().map(|column| (*column, unknown.clone())).collect();
        let reading = read(&table, &asked(&visits), &ReadOptions { columns: choices, ..ReadOptions::default() });
        assert_eq!(reading.records.fact(1, 2), Fact::Unknown, "{columns:?}");
        let Fact::Value(list) = reading.records.fact(1, 1) else { panic!("no list") };
        assert_eq!(reading.records.lists[list as usize], days, "{columns:?}");
    }
}

#[test]
fn cells_of_a_workbook_are_read_by_their_values() {
    let mut table = Table::default();
    table.start_row(3);
    for heading in ["Learner", "Target %", "Actual %", "Left employment"] {
        table.push_text(heading, Raw::Text);
    }
    table.start_row(7);
    table.push_text("Jo", Raw::Text);
    table.push_text("50%", Raw::Number(0.5));
    table.push_text("40%", Raw::Number(0.4));
    table.push_text("TRUE", Raw::Bool(true));
    table.start_row(8);
    table.push_text("Al", Raw::Text);
    table.push_text("#REF!", Raw::Error);
    table.push_text("41%", Raw::Number(0.405));
    table.push_text("03/04/2026", Raw::Date(day_of(2026, 3, 4).unwrap()));
    // A note beside the table shifts nothing in a workbook.
    table.push_text("a note", Raw::Text);
    let reading = reading(RISK, &table);
    assert_eq!(codes(&reading), Vec::<String>::new());
    assert_eq!(fact(&reading, RISK, "planned_progress", 1), percent(500));
    assert_eq!(fact(&reading, RISK, "employment_ended", 1), Fact::Value(HAPPENED));
    assert_eq!(fact(&reading, RISK, "planned_progress", 2), Fact::Doubted);
    assert_eq!(fact(&reading, RISK, "actual_progress", 2), percent(405));
    assert_eq!(fact(&reading, RISK, "employment_ended", 2), day(2026, 3, 4));
}
