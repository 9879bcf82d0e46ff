//! What holds from the pasted text to the answers, whatever the tracker: the order of rows, columns that nobody asks for,
//! the way the rows came in and the days that were asked about before change no answer, and every row is given back.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a failed unwrap is a failed test")]

mod common;
mod support;

use bae_rules::boundary::{CellIn, EvaluateCall, ReadCall, ResultCall, Session, SheetRow, describe};
use bae_rules::calendar::Day;
use bae_rules::policy::settings::Organisation;
use bae_rules::record::RowKind;
use bae_rules::render::text::{Format, push_line, with_results};
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use support::Lcg;

const AS_OF: &str = "2026-04-08";
/// Trackers whose rows stand for themselves: one learner, pupil, tutorial or activity each.
const ROW_BY_ROW: &[&str] = &["at-risk-tracker", "bae-tracker", "bae-scores", "mir", "reviews"];
const ALL: &[&str] =
    &["at-risk-tracker", "messy-at-risk", "bae-tracker", "bae-scores", "back-on-track", "mir", "reviews"];

fn lines(name: &str) -> Vec<Vec<String>> {
    let table = paste::parse(common::golden(&format!("{name}.tsv")));
    table.rows().map(|row| row.cells().map(|cell| cell.text.to_string()).collect()).collect()
}

fn written(lines: &[Vec<String>], format: Format) -> String {
    let mut text = String::new();
    lines.iter().for_each(|line| push_line(&mut text, format, line.iter().map(String::as_str)));
    text
}

fn answered(text: String) -> Tracker {
    let mut tracker = Tracker::new(paste::parse(text));
    tracker.read(&all_built_in().unwrap(), &Choices::default());
    assert!(tracker.evaluate(Day::parse(AS_OF).unwrap(), &Organisation::default()).is_empty());
    assert!(!tracker.applied.is_empty());
    tracker
}

/// What a row is answered, without the places that its cells have.
fn answers(tracker: &Tracker, row: usize) -> String {
    let answers = tracker.explain(row).into_iter().map(|decision| {
        let rules: Vec<String> = decision.rules.into_iter().map(|rule| rule.id).collect();
        let next = decision.next.map(|next| (next.rule, next.due));
        format!(
            "{} {:?} {:?} {:?} {rules:?} {next:?}\n",
            decision.decision, decision.status, decision.outcome, decision.possible
        )
    });
    answers.collect()
}

#[test]
fn the_order_of_rows_changes_no_answer() {
    let mut lcg = Lcg(41);
    for name in ROW_BY_ROW {
        let lines = lines(name);
        let before = answered(written(&lines, Format::Tsv));
        for _ in 0..2 {
            let mut order: Vec<usize> = (1..lines.len()).collect();
            lcg.shuffle(&mut order);
            let mut shuffled = vec![lines[0].clone()];
            shuffled.extend(order.iter().map(|at| lines[*at].clone()));
            let after = answered(written(&shuffled, Format::Tsv));
            for (place, from) in order.iter().enumerate() {
                assert_eq!(answers(&after, place + 1), answers(&before, *from), "{name}: {:?}", lines[*from]);
            }
        }
    }
}

#[test]
fn columns_that_nobody_asks_for_change_no_answer() {
    for name in ALL {
        let lines = lines(name);
        let before = answered(written(&lines, Format::Tsv));
        let width = lines.iter().map(Vec::len).max().unwrap();
        let wider: Vec<Vec<String>> = lines
            .iter()
            .enumerate()
            .map(|(at, line)| {
                let mut line = line.clone();
                if line.iter().all(|cell| cell.trim().is_empty()) {
                    return line;
                }
                line.resize(width, String::new());
                line.extend([format!("zq {at}"), "12".to_string()]);
                line
            })
            .collect();
        let after = answered(written(&wider, Format::Tsv));
        for row in 0..lines.len() {
            assert_eq!(after.kind(row), before.kind(row), "{name} row {}", row + 1);
            assert_eq!(answers(&after, row), answers(&before, row), "{name} row {}", row + 1);
        }
    }
}

/// The result columns of a session.
fn results(mut session: Session) -> String {
    session.read(&ReadCall::default());
    session.evaluate(&EvaluateCall { as_of: AS_OF.to_string(), settings: None });
    session.result(&ResultCall { format: "tsv".to_string(), heading: true, columns: None })
}

#[test]
fn a_paste_and_the_same_rows_from_a_file_or_a_workbook_give_the_same_answers() {
    for name in ALL {
        let lines = lines(name);
        let tsv = written(&lines, Format::Tsv);
        let pasted = results(Session::from_text(tsv.clone()));
        assert!(pasted.lines().count() > lines.len() / 2, "{name}");
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(tsv.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [
            written(&lines, Format::Csv).into_bytes(),
            format!("\u{feff}{}", written(&lines, Format::Csv).replace('\n', "\r\n")).into_bytes(),
            wide,
        ] {
            assert_eq!(results(Session::from_text(paste::decode(bytes))), pasted, "{name}");
        }
        let rows: Vec<SheetRow> = (1..)
            .zip(&lines)
            .map(|(n, line)| SheetRow { n, c: line.iter().cloned().map(CellIn::Text).collect() })
            .collect();
        assert_eq!(results(Session::from_cells(&rows)), pasted, "{name}");
    }
}

#[test]
fn every_row_is_given_back_once_and_in_its_place() {
    let mut lcg = Lcg(43);
    for name in ALL {
        let mut lines = lines(name);
        for _ in 0..6 {
            // Rows that are no learners, anywhere below the headings.
            let at = 1 + lcg.below(lines.len());
            let row = match lcg.below(4) {
                0 => vec![String::new(); lines[0].len()],
                1 => vec!["Total".to_string(), "17".to_string()],
                2 => lines[0].clone(),
                _ => lines[1 + lcg.below(lines.len() - 1)].clone(),
            };
            lines.insert(at, row);
        }
        let tracker = answered(written(&lines, Format::Tsv));
        let again = paste::parse(with_results(&tracker, Format::Tsv));
        assert_eq!(again.len(), lines.len(), "{name}");
        for (at, line) in lines.iter().enumerate() {
            let row = again.row(at).unwrap();
            for (column, cell) in line.iter().enumerate() {
                assert_eq!(row.cell(column).text, cell, "{name} row {}", at + 1);
            }
            let answer = (tracker.table.width()..row.len()).any(|column| !row.cell(column).is_blank());
            assert_eq!(
                answer,
                tracker.kind(at) != RowKind::Blank && matches!(tracker.kind(at), RowKind::Learner | RowKind::Headings),
                "{name} row {}",
                at + 1
            );
        }
    }
}

#[test]
fn a_day_that_is_asked_about_again_is_answered_as_before() {
    let days = ["2026-04-08", "2025-09-01", "2026-04-08"];
    for name in ["at-risk-tracker", "reviews"] {
        let text = common::golden(&format!("{name}.tsv"));
        let mut tracker = Tracker::new(paste::parse(text.clone()));
        tracker.read(&all_built_in().unwrap(), &Choices::default());
        for day in days {
            tracker.evaluate(Day::parse(day).unwrap(), &Organisation::default());
            let mut fresh = Tracker::new(paste::parse(text.clone()));
            fresh.read(&all_built_in().unwrap(), &Choices::default());
            fresh.evaluate(Day::parse(day).unwrap(), &Organisation::default());
            assert_eq!(with_results(&tracker, Format::Csv), with_results(&fresh, Format::Csv), "{name} as at {day}");
        }
    }
}

#[test]
fn a_cell_that_is_changed_back_leaves_everything_as_it_was() {
    let mut lcg = Lcg(47);
    for name in ["messy-at-risk", "bae-scores"] {
        let text = common::golden(&format!("{name}.tsv"));
        let mut session = Session::from_text(text.clone());
        let ask = |session: &mut Session| {
            session.evaluate(&EvaluateCall { as_of: AS_OF.to_string(), settings: None });
            session.text("csv")
        };
        session.read(&ReadCall::default());
        let before = ask(&mut session);
        let table = paste::parse(text);
        let mut changed = Vec::new();
        for _ in 0..6 {
            let row = 1 + lcg.below(table.len() - 1);
            let column = lcg.below(table.width());
            changed.push((row, column, session.cell(row, column)));
            session.set_cell(row, column, ["", "12", "Yes", "2026-03-01", "nonsense"][lcg.below(5)]);
        }
        assert_ne!(ask(&mut session), before, "{name}");
        for (row, column, text) in changed.into_iter().rev() {
            session.set_cell(row, column, &text);
        }
        assert_eq!(ask(&mut session), before, "{name}");
    }
}

#[test]
fn reasons_name_the_rules_that_no_source_has() {
    let text = "Name\tAttendance %\tTarget %\tActual %\nDana\t93\t60\t20\nEli\t96\t60\t60\nFay\t96\t60\t55\n";
    let mut session = Session::from_text(text.to_string());
    session.read(&ReadCall::default());
    session.evaluate(&EvaluateCall { as_of: AS_OF.to_string(), settings: None });
    let rows = session.rows(&[1, 2, 3]);
    let reason = |row: usize, title: &str| {
        rows[row].reasons.iter().find(|reason| reason.starts_with(&format!("{title}: "))).unwrap().clone()
    };
    let ours = |ids: &str| format!(" Engine default, not in the source: {ids}.");
    assert!(reason(0, "BAE category").ends_with(&ours("PLP-20-B, PLP-20-ATT-1")), "{}", reason(0, "BAE category"));
    assert!(reason(0, "Risk rating").contains(&ours("MTT-20-A")), "{}", reason(0, "Risk rating"));
    // Low and Medium are the source's own words.
    for row in [1, 2] {
        assert!(!reason(row, "Risk rating").contains("Engine default"), "{}", reason(row, "Risk rating"));
    }
}

/// A column of a set that another set can stand in for is not needed by itself; which ones are, hangs on the tracker.
#[test]
fn a_column_is_needed_where_nothing_does_in_its_place() {
    let by_itself: Vec<(String, Vec<String>)> = describe()
        .unwrap()
        .policies
        .into_iter()
        .map(|policy| {
            let needed = policy.fields.into_iter().filter(|field| field.required).map(|field| field.heading);
            (policy.id, needed.collect())
        })
        .filter(|(_, needed): &(String, Vec<String>)| !needed.is_empty())
        .collect();
    let both = ["Criterion".to_string(), "Tick".to_string()].to_vec();
    let only = ["Activity kind".to_string()].to_vec();
    assert_eq!(by_itself, [("back-on-track".to_string(), both), ("mir-recording".to_string(), only)]);
    let needed = |headings: &str, policy: &str| -> Vec<String> {
        let mut session = Session::from_text(format!("{headings}\nDana\n"));
        let read = session.read(&ReadCall { policies: vec![policy.to_string()], ..ReadCall::default() });
        read.needs.into_iter().filter(|need| need.required).map(|need| need.heading).collect()
    };
    for (headings, wanted) in [
        ("Pupil\tAttainment", &["Attendance %"][..]),
        ("Pupil\tSessions absent", &["Sessions possible", "Sessions absent", "Attendance %"]),
        ("Pupil\tAttendance %", &["Attendance %"]),
        ("Pupil\tSessions possible\tSessions absent", &["Sessions possible", "Sessions absent"]),
        ("Pupil\tSessions absent\tAttendance score", &["Attendance score"]),
        // Either will do without the other.
        ("Pupil\tAttendance %\tAttendance score", &[]),
    ] {
        assert_eq!(needed(headings, "learning-mentoring"), wanted, "{headings}");
    }
    assert_eq!(needed("Learner\tTarget %", "learner-at-risk"), ["Target %", "Actual %"]);
    assert_eq!(needed("Learner\t% behind", "learner-at-risk"), ["% behind"]);
    assert_eq!(needed("Learner\tTarget %\tActual %\t% behind", "learner-at-risk"), [""; 0]);
    assert_eq!(needed("Activity\tDate", "mir-recording"), ["Activity kind"]);
}

#[test]
fn what_would_settle_the_open_decisions_of_a_row_is_said_once() {
    let text = "Name\tAttendance %\tTarget %\tActual %\nDana\t93\t60\t20\nEli\t\t60\tn/a\nFay\t96\t60\t\n";
    let mut session = Session::from_text(text.to_string());
    session.read(&ReadCall::default());
    session.evaluate(&EvaluateCall { as_of: AS_OF.to_string(), settings: None });
    let needs: Vec<String> = session.rows(&[1, 2, 3]).into_iter().map(|row| row.needs.join("; ")).collect();
    assert_eq!(needs, ["", "Attendance % (B3); Actual % (D3)", "Actual % (D4)"]);
}

#[test]
fn under_headings_on_two_levels_every_answer_stands_beside_its_own_learner() {
    let sheet = "Term 1\t\t\t\t\nLearner\tTarget %\tActual %\tStage 1\t\n\t\t\tEmail\tOutcome\n\
                 Teapot Invented\t60\t30\t\t\nSpoon Pretend\t50\t50\t\t\n";
    let rating = |line: &str, column: usize| line.split('\t').nth(column).unwrap().to_string();
    let whole = with_results(&answered(sheet.to_string()), Format::Tsv);
    let beside: Vec<String> = whole.lines().map(|line| rating(line, 5)).collect();
    assert_eq!(beside, ["", "", "Risk rating", "High", "Low"]);
    // What is pasted beside the tracker begins in the row that is told to be the headings.
    let mut session = Session::from_text(sheet.to_string());
    let row = session.read(&ReadCall::default()).heading_row.unwrap() as usize;
    session.evaluate(&EvaluateCall { as_of: AS_OF.to_string(), settings: None });
    let result = |heading: bool| {
        let text = session.result(&ResultCall { format: "tsv".to_string(), heading, columns: None });
        text.lines().map(|line| rating(line, 0)).collect::<Vec<String>>()
    };
    assert_eq!(row, 3);
    assert_eq!(result(true), beside[row - 1..]);
    assert_eq!(result(false), beside[row..]);
}

#[test]
fn a_title_over_a_group_of_headings_is_no_heading_itself() {
    let columns = "Target %\tActual %\tMissed sessions in a row\tHomework missed in a row\tLearner";
    let rows = "60\t50\t3\t1\tTeapot Invented\n50\t50\t0\t0\tSpoon Pretend\n";
    let policies = |tracker: &Tracker| -> Vec<String> {
        tracker.applied.iter().map(|applied| applied.pack.pack.clone()).collect()
    };
    // `Attendance` by itself is a heading of the B.A.E. audit, and `Training` of nothing.
    for band in ["Training\t\t\t\t", "Attendance\t\t\t\t", "\t\tAttendance\t\t", "\tAttendance\t\tBehaviour\t"] {
        let tracker = answered(format!("{band}\n{columns}\n{rows}"));
        assert_eq!(policies(&tracker), ["learner-at-risk"], "{band}");
        let answers = with_results(&tracker, Format::Tsv);
        let ratings: Vec<&str> = answers.lines().skip(2).filter_map(|line| line.split('\t').nth(5)).collect();
        assert_eq!(ratings, ["Medium", "Low"], "{band}");
    }
    // Asked for by its name, the audit says that it has no attendance, and takes no target for one.
    let mut tracker = Tracker::new(paste::parse(format!("Attendance\t\t\t\t\n{columns}\n{rows}")));
    let choices = Choices { policies: vec!["learning-mentoring".to_string()], ..Choices::default() };
    tracker.read(&all_built_in().unwrap(), &choices);
    let headings = tracker.applied[0].reading.headings.as_ref().unwrap();
    assert_eq!((headings.row, headings.parent, headings.hits), (1, None, 1));
    // A title that is half of a heading is read with the other half.
    let halves = "\tAttendance\t\nPupil\t%\tSessions possible\nTeapot Invented\t85\t100\n";
    assert_eq!(policies(&answered(halves.to_string())), ["learning-mentoring"]);
    assert!(with_results(&answered(halves.to_string()), Format::Tsv).contains("absence of 15%"));
    // One heading over rows that are wider than it is no title of a group.
    let wider = "Attendance\n85\tTeapot Invented\n95\tSpoon Pretend\n";
    assert_eq!(answered(wider.to_string()).applied[0].reading.headings.as_ref().unwrap().row, 0);
}
