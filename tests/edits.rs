//! Cells that a person changes one after another: only what they can have changed is worked out again, and it is the same as
//! if the whole table had been read and answered anew.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod common;
mod support;

use bae_rules::boundary::{EvaluateCall, ReadCall, ResultCall, Session};
use bae_rules::calendar::Day;
use bae_rules::policy::field::Blank;
use bae_rules::policy::settings::Organisation;
use bae_rules::record::RowChoice;
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use std::collections::{BTreeMap, BTreeSet};
use support::{Lcg, rounds};

const TRACKERS: &[&str] =
    &["at-risk-tracker", "messy-at-risk", "bae-tracker", "bae-scores", "back-on-track", "mir", "reviews"];

/// A cell by its row and column, from 0.
type At = (usize, usize);

/// What people type: values, words for nothing, what cannot be read, what tips a whole column, what makes a row no learner.
const TYPED: &[&str] = &[
    "",
    "0",
    "1",
    "7",
    "50",
    "92%",
    "0.5",
    "105",
    "-",
    "n/a",
    "abc",
    "Y",
    "no",
    "x",
    "✓",
    "High",
    "a, c",
    "13/02/2026",
    "02/13/2026",
    "03/04/2026",
    "31/02/2026",
    "2026-03-30",
    "Total",
    "Max",
    "Mean",
    "Year 7",
    "Attendance %",
    "Actual %",
    "Learner",
    "fail",
    "success",
    "apprenticeship",
    "  ",
    "=1+1",
];

const SETTINGS: &[Option<&str>] = &[None, Some(r#"{"calendar":{"nation":"scotland"}}"#), Some("not a settings file")];

/// Everything that a page shows of a session.
fn seen(session: &mut Session, call: &EvaluateCall) -> Vec<String> {
    let summary = serde_json::to_string(&session.evaluate(call)).unwrap();
    let decisions: Vec<String> = session
        .tracker()
        .applied
        .iter()
        .flat_map(|applied| applied.pack.decisions.iter().map(|answer| answer.id.clone()))
        .collect();
    let result = ResultCall { format: "tsv".to_string(), heading: true, columns: None };
    vec![
        summary,
        session.json(),
        session.result(&result),
        format!("{:?}", session.due()),
        format!("{:?}", decisions.iter().map(|id| session.codes(id)).collect::<Vec<_>>()),
        serde_json::to_string(&session.counts()).unwrap(),
        format!("{:?}", session.entered_again()),
    ]
}

/// The same cells in a session that has never seen others.
fn afresh(text: &str, edits: &BTreeMap<At, String>, read: &ReadCall, call: &EvaluateCall) -> Vec<String> {
    let mut session = Session::from_text(text.to_string());
    edits.iter().for_each(|((row, column), text)| session.set_cell(*row, *column, text));
    session.read(read);
    seen(&mut session, call)
}

#[test]
fn whatever_is_edited_undone_redone_and_set_the_answers_are_those_of_a_fresh_tracker() {
    let mut lcg = Lcg(77);
    for (nth, name) in TRACKERS.iter().enumerate() {
        // In every other tracker a person has said of two rows what they are.
        let said = [("4", RowChoice::Section), ("7", RowChoice::Learner)];
        let rows = said.into_iter().take(nth % 2 * 2).map(|(row, what)| (row.to_string(), Some(what))).collect();
        let read = ReadCall { rows, ..ReadCall::default() };
        let text = common::golden(&format!("{name}.tsv"));
        let table = paste::parse(text.clone());
        let mut session = Session::from_text(text.clone());
        session.read(&read);
        let mut call = EvaluateCall { as_of: "2026-04-08".to_string(), settings: None };
        let mut edits: BTreeMap<At, String> = BTreeMap::new();
        let mut done: Vec<(At, String)> = Vec::new();
        let mut undone: Vec<(At, String)> = Vec::new();
        for step in 0..rounds(5, 200) {
            let mut write = |session: &mut Session, at: At, text: String| {
                let before = session.cell(at.0, at.1);
                session.set_cell(at.0, at.1, &text);
                edits.insert(at, text);
                (at, before)
            };
            match lcg.below(10) {
                0 if !done.is_empty() => {
                    let (at, before) = done.pop().unwrap();
                    undone.push(write(&mut session, at, before));
                }
                1 if !undone.is_empty() => {
                    let (at, after) = undone.pop().unwrap();
                    done.push(write(&mut session, at, after));
                }
                2 => call.as_of = format!("2026-04-{:02}", 1 + lcg.below(28)),
                3 => call.settings = SETTINGS[lcg.below(SETTINGS.len())].map(str::to_string),
                _ => {
                    undone.clear();
                    for _ in 0..=lcg.below(2) {
                        let at = (lcg.below(table.len()), lcg.below(table.width()));
                        // Half of what is typed stands elsewhere in the column.
                        let text = match lcg.below(2) {
                            0 => session.cell(lcg.below(table.len()), at.1),
                            _ => TYPED[lcg.below(TYPED.len())].to_string(),
                        };
                        done.push(write(&mut session, at, text));
                    }
                }
            }
            if call.settings.as_deref() == SETTINGS[2] {
                // Settings that are refused leave those before them in force, which a fresh tracker does not have.
                session.evaluate(&call);
                call.settings = None;
            }
            let (mended, fresh) = (seen(&mut session, &call), afresh(&text, &edits, &read, &call));
            for (mended, fresh) in mended.iter().zip(&fresh) {
                assert_eq!(mended, fresh, "{name}, step {step}: {edits:?}");
            }
        }
    }
}

/// A tracker of many learners, answered.
fn many(rows: usize) -> (Tracker, String) {
    let mut text = "Learner\tTarget %\tActual %\tMissed sessions in a row\tStage 1 email\n".to_string();
    for row in 0..rows {
        text.push_str(&format!("Learner {row}\t{}\t{}\t{}\t\n", 40 + row % 50, 20 + row % 60, row % 4));
    }
    let mut tracker = Tracker::new(paste::parse(text.clone()));
    tracker.read(&all_built_in().unwrap(), &Choices::default());
    assert!(tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default()).is_empty());
    (tracker, text)
}

/// Writes a cell and says whether the rest could be left alone.
fn mends(tracker: &mut Tracker, row: usize, column: usize, text: &str) -> bool {
    tracker.table.set_text(row, column, text);
    tracker.mend(&all_built_in().unwrap(), &Choices::default(), &BTreeSet::from([(row, column)]))
}

#[test]
fn a_cell_that_speaks_for_its_row_alone_leaves_the_other_rows_alone() {
    let (mut tracker, _) = many(100);
    let before: Vec<Vec<u32>> = (0..101).map(|row| tracker.applied[0].numbers(row).to_vec()).collect();
    for (row, column, text) in
        [(2, 2, "99"), (60, 2, "abc"), (60, 2, "80"), (61, 0, "Somebody Else"), (99, 4, "01/04/2026")]
    {
        assert!(mends(&mut tracker, row, column, text), "row {row}, column {column}: {text}");
    }
    for (row, numbers) in before.iter().enumerate().filter(|(row, _)| ![2, 60, 99].contains(row)) {
        assert_eq!(tracker.applied[0].numbers(row), numbers.as_slice(), "row {row}");
    }
    assert_ne!(tracker.applied[0].numbers(2), before[2].as_slice());
    assert_eq!(tracker.row_problems(), [], "the cell that could not be read was mended");
}

#[test]
fn a_row_that_may_have_shifted_is_read_as_a_whole_once_it_is_mended() {
    let text = "Learner\tNotes\tTarget %\tActual %\tMore notes\nJo\t\"\t50\t20\t\"\nAl\t\t50\t20\t\n";
    let mut tracker = Tracker::new(paste::parse(text.to_string()));
    let read = |tracker: &mut Tracker| tracker.read(&all_built_in().unwrap(), &Choices::default());
    read(&mut tracker);
    let codes = |tracker: &Tracker| tracker.row_problems().into_iter().map(|found| found.code).collect::<Vec<_>>();
    assert_eq!(codes(&tracker), ["doubtful-quotes"]);
    assert!(mends(&mut tracker, 2, 4, "as above"));
    assert!(!mends(&mut tracker, 1, 4, "as above"), "the other cells of the row can be read now");
    read(&mut tracker);
    assert_eq!(codes(&tracker), [""; 0]);
}

#[test]
fn totals_below_the_last_learner_stay_what_they_are_to_a_table_read_anew() {
    let base = "Learner\tTarget %\tActual %\n".to_string()
        + &(0..40).map(|row| format!("Learner {row}\t60\t50\n")).collect::<String>();
    let mut seen = 0;
    for end in
        ["Max\t60\t50\nMin\t60\t50\nTotal\t9\t9\n", "\t\t\nMax\t60\t50\nMin\t60\t50\n", "Max\t60\t50\nMin\t60\t50\n"]
    {
        for (row, column, text) in
            [(40, 0, "Mean"), (41, 0, "Jo"), (42, 0, "Jo"), (42, 2, "x"), (43, 0, "Jo"), (40, 2, "x"), (41, 0, "Total")]
        {
            let mut tracker = Tracker::new(paste::parse(base.clone() + end));
            tracker.read(&all_built_in().unwrap(), &Choices::default());
            tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
            if tracker.table.row(row).is_none() || !mends(&mut tracker, row, column, text) {
                continue;
            }
            let mut anew = Tracker::new(tracker.table.clone());
            anew.read(&all_built_in().unwrap(), &Choices::default());
            let kinds = |tracker: &Tracker| tracker.applied[0].reading.records.kinds.clone();
            assert_eq!(kinds(&tracker), kinds(&anew), "{end}, {row}, {column}, {text}");
            seen += 1;
        }
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn cells_that_contradict_each_other_are_problems_of_the_table_until_they_agree() {
    let rows = (0..100).map(|row| format!("Learner {row}\t50\t50\t\t\n")).collect::<String>();
    let mut tracker =
        Tracker::new(paste::parse(format!("Learner\tTarget %\tActual %\tStage 1 email\tStage 1 outcome\n{rows}")));
    tracker.read(&all_built_in().unwrap(), &Choices::default());
    tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
    assert_eq!(tracker.row_problems(), []);
    let said = |tracker: &Tracker| {
        let places = tracker.row_problems().into_iter().map(|found| {
            let place = found.place.unwrap();
            (place.row.unwrap(), place.column.unwrap(), found.code)
        });
        places.collect::<Vec<_>>()
    };
    // In the order of the sheet, beside cells that cannot be read: columns count from 1, and row 1 holds the headings.
    for (row, column, text) in
        [(80, 4, "fail"), (90, 2, "abc"), (70, 2, "abc"), (60, 3, "09/04/2026"), (61, 3, "08/04/2026")]
    {
        assert!(mends(&mut tracker, row, column, text), "row {row}");
    }
    let expected = [
        (61, 4, "date-ahead".to_string()),
        (71, 3, "unreadable-number".to_string()),
        (81, 5, "outcome-without-email".to_string()),
        (91, 3, "unreadable-number".to_string()),
    ];
    assert_eq!(said(&tracker), expected);
    let mut anew = tracker.clone();
    anew.read(&all_built_in().unwrap(), &Choices::default());
    anew.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
    assert_eq!(said(&anew), expected);
    assert_eq!(anew.problems().iter().filter(|problem| problem.code == "outcome-without-email").count(), 1);
    // With its email the outcome is in order, and a day that has come is no day ahead.
    assert!(mends(&mut tracker, 80, 3, "01/04/2026") && mends(&mut tracker, 60, 3, "07/04/2026"));
    assert_eq!(said(&tracker).len(), 2, "{:?}", tracker.row_problems());
}

#[test]
fn a_cell_that_speaks_for_more_than_its_row_has_the_table_read_anew() {
    for (row, column, text, why) in [
        (0, 3, "Homework missed in a row", "a heading"),
        (50, 0, "Total", "a row that is no learner any more"),
        (100, 0, "Max", "a row that may be no learner any more"),
        (50, 2, "0.5", "the first number between 0 and 1, which leaves each 1 in doubt"),
        (50, 1, "0.5", "one number between 0 and 1, once all others are such"),
    ] {
        let (mut tracker, _) = many(100);
        if column == 1 {
            for row in 1..=100 {
                tracker.table.set_text(row, 1, "0.4");
            }
            tracker.table.set_text(50, 1, "40");
            tracker.read(&all_built_in().unwrap(), &Choices::default());
            tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
        }
        assert!(!mends(&mut tracker, row, column, text), "{why}");
    }
    // The first date of a column that can only be month first leaves open all that fit both.
    let (mut tracker, _) = many(100);
    assert!(mends(&mut tracker, 70, 4, "03/04/2026"));
    assert!(!mends(&mut tracker, 71, 4, "03/14/2026"));
}

#[test]
fn hours_of_typing_leave_little_behind() {
    let (mut tracker, _) = many(100);
    let (mut most, mut anew) = (0, 0);
    for step in 0..1300 {
        // Below the rows among which headings are looked for.
        let (row, column) = (60 + step % 40, 1 + step % 2);
        if !mends(&mut tracker, row, column, &format!("said by phone, call {step}")) {
            tracker.read(&all_built_in().unwrap(), &Choices::default());
            tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
            anew += 1;
        }
        let columns = &tracker.applied[0].reading.records.columns;
        most = most.max(columns.iter().map(|column| column.facts.len()).max().unwrap());
    }
    // Each time that as many cells were written as the table has rows, and five hundred.
    assert_eq!(anew, 1300 / 602);
    assert!(most > 300 && most < 500, "{most} facts of a column of 100 cells");
}

#[test]
fn cells_that_are_written_over_and_over_take_no_more_room_than_what_they_hold() {
    let mut lcg = Lcg(78);
    let text = "Learner\tTarget %\tNotes\nTeapot\t60\t\"a\tb\"\nSpoon\t50\n";
    let mut table = paste::parse(text.to_string());
    let mut model: Vec<Vec<String>> =
        table.rows().map(|row| row.cells().map(|cell| cell.text.to_string()).collect()).collect();
    let mut longest = 0;
    for step in 0..20_000 {
        let (row, column) = (lcg.below(3), lcg.below(5));
        let typed = "né ".repeat(lcg.below(9));
        table.set_text(row, column, &typed);
        if model[row].len() <= column {
            model[row].resize(column + 1, String::new());
        }
        model[row][column] = typed;
        longest = longest.max(table.text_len());
        if step % 97 == 0 {
            let found: Vec<Vec<&str>> = table.rows().map(|row| row.cells().map(|cell| cell.text).collect()).collect();
            assert_eq!(found, model, "step {step}");
        }
    }
    assert!(longest > 16 << 10 && longest < 48 << 10, "{longest} bytes of text");
}

#[test]
fn a_column_that_may_be_meant_leaves_answers_open_until_a_person_says_what_it_is() {
    let headings = "Learner\tProgramme type\tTarget %\tActual %\tMissed sessions in a row\tHomework missed in a row\t";
    let text = format!("{headings}Unexplaned absences at work\nJo\tApprenticeship\t50\t50\t0\t0\t3\n");
    let call = EvaluateCall { as_of: "2026-04-08".to_string(), settings: None };
    let field = "learner-at-risk.unexplained_work_absences".to_string();
    let of = |chosen: Option<Option<usize>>| ReadCall {
        policies: vec!["learner-at-risk".to_string()],
        chosen: chosen.into_iter().map(|column| (field.clone(), column)).collect(),
        ..ReadCall::default()
    };
    let answered = |read: &ReadCall, typed: Option<&str>| {
        let mut session = Session::from_text(text.clone());
        session.read(read);
        session.evaluate(&call);
        if let Some(typed) = typed {
            session.set_cell(1, 6, typed);
            session.evaluate(&call);
        }
        let columns = vec!["Risk rating".to_string(), "Check".to_string()];
        let line = session.result(&ResultCall { format: "tsv".to_string(), heading: false, columns: Some(columns) });
        let (rating, check) = line.trim_end_matches('\n').split_once('\t').unwrap();
        (rating.to_string(), check.to_string())
    };
    let says = "the column `Unexplaned absences at work` looks like `Unexplained absences at work` and is not used";
    let (rating, check) = answered(&of(None), None);
    assert_eq!(rating, "Cannot decide");
    assert!(check.starts_with(says) && check.contains("needs"), "{check}");
    // Where nobody has written anything there, nothing is open; what is typed later counts.
    assert_eq!(answered(&of(None), Some("2")).0, "Cannot decide");
    let confirmed = answered(&of(Some(Some(6))), None);
    assert_eq!(confirmed, ("Medium".to_string(), String::new()));
    // Somebody has said that it is something else.
    let (rating, check) = answered(&of(Some(None)), None);
    assert_eq!((rating.as_str(), check.contains("looks like")), ("Low", false), "{check}");
}

#[test]
fn a_word_that_is_typed_later_means_what_a_person_has_said() {
    let text = "Learner\tTarget %\tActual %\tSupport requested\nJo\t50\t50\tY\nAl\t50\t50\tN\nEd\t50\t50\tK\n";
    let call = EvaluateCall { as_of: "2026-04-08".to_string(), settings: None };
    let said = |word: &str, meaning: &str| BTreeMap::from([(word.to_string(), meaning.to_string())]);
    let of = |meanings: BTreeMap<String, String>| ReadCall {
        policies: vec!["learner-at-risk".to_string()],
        value_meaning: BTreeMap::from([("learner-at-risk.support_requested".to_string(), meanings)]),
        ..ReadCall::default()
    };
    let checks = |session: &Session| {
        let columns = vec!["Risk rating".to_string(), "Check".to_string()];
        session.result(&ResultCall { format: "tsv".to_string(), heading: false, columns: Some(columns) })
    };
    for (word, meaning) in [("K", "Yes"), ("Y", "?")] {
        let mut session = Session::from_text(text.to_string());
        session.read(&of(said(word, meaning)));
        session.evaluate(&call);
        session.set_cell(2, 3, &format!(" {word} "));
        session.evaluate(&call);
        let mended = checks(&session);
        // The same table, as it would be read from the start.
        let mut afresh = Session::from_text(text.replace("Al\t50\t50\tN", &format!("Al\t50\t50\t{word}")));
        afresh.read(&of(said(word, meaning)));
        afresh.evaluate(&call);
        assert_eq!(mended, checks(&afresh), "{word}");
        let al = mended.lines().nth(1).unwrap();
        assert_eq!(al.contains("needs Support requested (D3)"), meaning == "?", "{al}");
        assert!(!al.contains("cannot read"), "{al}");
    }
}

#[test]
fn what_a_blank_means_holds_for_all_columns_of_a_list_of_days() {
    let text = "Learner\tProgramme type\tTarget %\tActual %\tDays of unexplained absence 1\tDays of unexplained absence 2\nJo\tApprenticeship\t50\t50\t\t\nAl\tApprenticeship\t50\t50\t1/4/2026\t\n";
    let settings = r#"{"learner-at-risk":{"absence_window":"within a period"}}"#;
    let call = EvaluateCall { as_of: "2026-04-08".to_string(), settings: Some(settings.to_string()) };
    let rated = |blank: Option<Blank>| {
        let mut session = Session::from_text(text.to_string());
        let field = "learner-at-risk.unexplained_absence_days".to_string();
        session.read(&ReadCall {
            policies: vec!["learner-at-risk".to_string()],
            blank: BTreeMap::from([(field, blank)]),
            ..ReadCall::default()
        });
        session.evaluate(&call);
        let columns = vec!["Risk rating".to_string()];
        session.result(&ResultCall { format: "tsv".to_string(), heading: false, columns: Some(columns) })
    };
    assert_eq!(rated(None), "Low\nLow\n");
    assert_eq!(rated(Some(Blank::Unknown)), "Cannot decide\nLow\n");
}
