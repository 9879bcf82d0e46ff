//! Rows of chance over every shipped policy: whatever a row holds, each decision ends in exactly one way, says why, and
//! nothing panics. `BAE_RULES_FULL=1` asks for a million rows.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use bae_rules::calendar::Day;
use bae_rules::decision::Status;
use bae_rules::evaluate::decide;
use bae_rules::policy::field::{Field, Kind};
use bae_rules::policy::settings::Organisation;
use bae_rules::record::RowKind;
use bae_rules::render;
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use std::collections::BTreeMap;
use std::rc::Rc;
use support::Lcg;

/// What people, programs and accidents leave in cells.
const ANYTHING: &[&str] = &[
    "",
    "",
    "",
    " ",
    "-",
    "n/a",
    "N/A",
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "null",
    "None",
    "0",
    "1",
    "-1",
    "3",
    "2.5",
    "1e9",
    "1E+12",
    "99999999999999999999",
    "0.1",
    "100",
    "100%",
    "105%",
    "-5 %",
    "50,5",
    "1,000",
    "Yes",
    "no",
    "TRUE",
    "✓",
    "✗",
    "maybe",
    "a",
    "a, c",
    "z",
    "A",
    "D",
    "31/02/2026",
    "29/02/2024",
    "08/04/2026",
    "4/8/26",
    "2026-04-08",
    "46120",
    "61",
    "12/09/2026; 19/09/2026",
    "Total",
    "Low",
    "High",
    "success",
    "=1+1",
    "\u{feff}",
    "\u{202e}abc",
    "é",
    "ﬁ",
    "🙂",
    "Ω≈ç√",
    "0x10",
    "NaN",
    "inf",
    "1/3",
    "½",
    "12:30",
    "next week",
    "BT2-1a-L-1",
    "BT2-1a-L-9",
    "\u{a0}7\u{a0}",
    "'42",
    "£5",
    "(5)",
    "٣",
];

/// A cell that fits the field, or nearly.
fn fitting(field: &Field, lcg: &mut Lcg) -> String {
    match field.kind {
        Kind::YesNo => (*lcg.pick(&["Yes", "No"])).to_string(),
        Kind::Choice | Kind::Choices if !field.values.is_empty() => lcg.pick(&field.values).value.clone(),
        Kind::Letters => (*lcg.pick(&["a", "b, c", "f", ""])).to_string(),
        Kind::Percent => format!("{}.{}%", lcg.below(101), lcg.below(10)),
        Kind::Count => lcg.below(9).to_string(),
        Kind::Number => format!("{}.5", lcg.below(20)),
        Kind::Date | Kind::DateOrYes => {
            format!("{:02}/{:02}/202{}", 1 + lcg.below(31), 1 + lcg.below(12), 5 + lcg.below(2))
        }
        Kind::Dates => format!("{0:02}/03/2026; {1:02}/03/2026", 1 + lcg.below(31), 1 + lcg.below(31)),
        _ => format!("T{}", lcg.below(5)),
    }
}

#[test]
fn every_row_of_every_policy_ends_in_one_way_with_a_reason() {
    let packs = all_built_in().unwrap();
    let organisation = Organisation::default();
    let mut lcg = Lcg(77);
    let wanted = support::rounds(150, 1_000_000);
    let chunk = support::rounds(15, 400);
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = 0;
    let mut at = 0;
    while rows < wanted {
        let pack = Rc::clone(&packs[at % packs.len()]);
        at += 1;
        let mut fields: Vec<&(String, Field)> = pack.fields.0.iter().collect();
        let needed = pack.needs_columns.first().cloned().unwrap_or_default();
        fields.retain(|(name, _)| needed.contains(name) || *name == pack.subject || !lcg.one_in(3));
        lcg.shuffle(&mut fields);
        // From rows that nearly fit to rows that are nothing but accidents.
        let accidents = *lcg.pick(&[4, 20, 20, 50, 50]);
        let mut text = fields.iter().map(|(_, field)| field.heading.as_str()).collect::<Vec<_>>().join("\t");
        for _ in 0..chunk {
            text.push('\n');
            for (at, (name, field)) in fields.iter().enumerate() {
                if at > 0 {
                    text.push('\t');
                }
                if *name == pack.subject {
                    text.push_str(&format!("Row {}", lcg.below(1_000)));
                } else if lcg.one_in(accidents) {
                    text.push_str(lcg.pick::<&str>(ANYTHING));
                } else {
                    text.push_str(&fitting(field, &mut lcg));
                }
            }
        }
        let mut tracker = Tracker::new(paste::parse(text));
        tracker.read(&packs, &Choices { policies: vec![pack.pack.clone()], ..Choices::default() });
        let day = Day::parse("2026-04-08").unwrap().add_days(i64::try_from(lcg.below(700)).unwrap() - 350).unwrap();
        assert!(tracker.evaluate(day, &organisation).is_empty());
        let applied = &tracker.applied[0];
        let program = applied.program.as_ref().unwrap();
        for row in 0..tracker.table.len() {
            if tracker.kind(row) != RowKind::Learner {
                continue;
            }
            rows += 1;
            let found = applied.row(row);
            if !applied.assessments.is_empty() {
                continue;
            }
            assert_eq!(found.len(), applied.pack.decisions.len());
            for (found, node) in found.iter().zip(&program.answers) {
                *ends.entry(format!("{:?}", found.status)).or_default() += 1;
                let outcome = decide::outcome(program, *node, found);
                assert_eq!(outcome.is_some(), found.status == Status::Decided, "{} row {row}: {found:?}", pack.pack);
            }
            if lcg.one_in(40) {
                let cells = render::cells(&tracker, row);
                assert_eq!(cells.len(), render::headings(&tracker).len());
                for decision in tracker.explain(row) {
                    assert!(!decision.sentence.is_empty(), "{} row {row}: {decision:#?}", pack.pack);
                    assert_eq!(decision.outcome.is_some(), decision.status == Status::Decided);
                    let open = matches!(decision.status, Status::NeedsInput | Status::OutOfRange);
                    assert!(!open || decision.possible.len() != 1 || !decision.needs.is_empty(), "{decision:#?}");
                }
            }
        }
    }
    println!("{rows} rows: {ends:?}");
    assert!(ends.get("Decided").is_some_and(|count| *count > rows / 2), "{ends:?}");
}
