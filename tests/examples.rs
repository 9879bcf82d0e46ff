//! The examples of the packs leave nothing out: every row of every rule holds in one and does not in another, and on either
//! side of every threshold there is one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use bae_rules::calendar::{Calendar, CalendarSettings, Day};
use bae_rules::evaluate::cells::{Domain, Rows};
use bae_rules::evaluate::facts::Facts;
use bae_rules::evaluate::program::{Program, Source};
use bae_rules::evaluate::run::{Pass, State};
use bae_rules::evaluate::{checks, compile};
use bae_rules::policy::pack::{Example, Operation, Ordered, Pack, Row, When};
use bae_rules::policy::settings::Settings;
use bae_rules::record::RowKind;
use bae_rules::record::headed::ReadOptions;
use bae_rules::record::read::read;
use bae_rules::table::paste;
use bae_rules::tracker::all_built_in;
use std::collections::{BTreeMap, BTreeSet};

/// The day the examples are for where it does not matter.
const ANY_DAY: &str = "2026-04-08";

fn program(pack: &Pack, example: &Example, calendar: &Calendar) -> Program {
    let chosen = example.settings.iter().map(|(name, text)| (name.to_string(), text.clone().into())).collect();
    let settings = Settings::with(pack, &Ordered(chosen)).unwrap();
    let as_of = Day::parse(example.as_of.as_deref().unwrap_or(ANY_DAY)).unwrap();
    compile::compile_whole(pack, &settings, calendar, as_of).unwrap()
}

/// An example under a program that was made for its day and settings.
fn run(pack: &Pack, example: &Example, program: &Program) -> Pass {
    let headings: Vec<&str> = pack.fields.iter().map(|(_, field)| field.heading.as_str()).collect();
    let cell = |name: &str| match example.given.get(name) {
        Some(text) => text.clone(),
        None if *name == pack.subject => "Example".to_string(),
        None => String::new(),
    };
    let cells: Vec<String> = pack.fields.iter().map(|(name, _)| cell(name)).collect();
    let table = paste::parse(format!("{}\n{}", headings.join("\t"), cells.join("\t")));
    let fields: Vec<_> = program.pack.fields.iter().map(|(name, field)| (name.to_string(), field)).collect();
    let options = ReadOptions { subject: Some(pack.subject.clone()), ..ReadOptions::default() };
    let records = read(&table, &fields, &options).records;
    let row = records.kinds.iter().position(|kind| *kind == RowKind::Learner).unwrap();
    let mut facts: Vec<_> = (0..fields.len()).map(|field| records.fact(field, row)).collect();
    checks::check(program, &mut facts, &records.lists);
    let mut pass = Pass::default();
    pass.run(program, &Facts { facts: &facts, lists: &records.lists });
    pass
}

/// Whether an example can show both that a row holds and that it does not: it tests something, and not the organisation's
/// own terms, which are part of the calendar and not of an example (the tests of reviews list some).
fn may_fail(row: &Row) -> bool {
    let tests = match &row.when {
        When::Cell(_) => true,
        When::Cells(cells) => row.then.is_none() || cells.iter().any(|(_, cell)| cell != "-"),
    };
    let empty = matches!(&row.when, When::Cells(cells) if cells.is_empty());
    let of_calendar = ["dates", "early", "gap", "late", "missed", "official", "terms"];
    let of_calendar = row.id.strip_prefix("HFD-07-").is_some_and(|end| of_calendar.contains(&end));
    let always = empty && row.action.is_some();
    tests && !(row.closing || of_calendar || always)
}

#[test]
fn every_row_holds_in_some_example_and_not_in_another_and_every_threshold_has_one_on_either_side() {
    let calendar = Calendar::new(CalendarSettings::default()).unwrap();
    let mut wrong = Vec::new();
    for pack in all_built_in().unwrap() {
        if pack.rules.iter().any(|rule| rule.checklist.is_some()) {
            // Its examples speak of criteria; what each of the 126 does is shown one by one elsewhere.
            continue;
        }
        let mut groups: BTreeMap<String, (Program, Vec<&Example>)> = BTreeMap::new();
        for example in &pack.examples {
            let key = format!("{:?} {:?}", example.as_of, example.settings);
            groups.entry(key).or_insert_with(|| (program(&pack, example, &calendar), Vec::new())).1.push(example);
        }
        // For each rule and row: whether it held, and whether it did not. For each fact and cut: which sides were seen.
        let mut rows: BTreeMap<(String, String), (bool, bool)> = BTreeMap::new();
        let mut sides: BTreeMap<(String, String), BTreeSet<bool>> = BTreeMap::new();
        for (program, examples) in groups.values() {
            for example in examples {
                let pass = run(&pack, example, program);
                for (at, node) in program.nodes.iter().enumerate() {
                    if let Source::Table(table) = &node.source {
                        let held: Rows = pass.held(at);
                        let state = pass.state(at);
                        for (nth, row) in table.rows.iter().enumerate().filter(|(_, row)| may_fail(&row.row)) {
                            let seen = rows.entry((node.name.clone(), format!("{} ({})", row.row.id, row.row.says)));
                            let seen = seen.or_default();
                            // What holds when no row does is never among those that held.
                            let fell_through = table.otherwise == Some(nth)
                                && matches!(state, State::Cell(_))
                                && held.iter().next().is_none();
                            match held.has(nth) || fell_through {
                                true => seen.0 = true,
                                false => seen.1 = true,
                            }
                        }
                    }
                    if let (Domain::Range { cuts, .. }, State::Cell(cell)) = (&node.domain, &pass.state(at)) {
                        // An event that is still to come has not happened, so no days have passed since.
                        let since =
                            pack.derived.get(&node.name).is_some_and(|derived| derived.by == Operation::DaysSince);
                        let cuts = cuts.iter().enumerate().filter(|(_, cut)| !(since && cut.at == 0 && !cut.after));
                        for (nth, cut) in cuts.filter(|_| *cell < node.domain.nothing()) {
                            let name = (node.name.clone(), format!("{:?}", cut));
                            sides.entry(name).or_default().insert(*cell > nth);
                        }
                    }
                }
            }
        }
        let unseen = |place: String, what: &str| format!("{}: {place}: {what}", pack.pack);
        for ((rule, row), (held, failed)) in &rows {
            if !held {
                wrong.push(unseen(format!("{rule}, {row}"), "holds in no example"));
            }
            if !failed {
                wrong.push(unseen(format!("{rule}, {row}"), "holds in every example"));
            }
        }
        for ((fact, cut), seen) in &sides {
            if seen.len() < 2 {
                wrong.push(unseen(format!("{fact} at {cut}"), "one side only"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
