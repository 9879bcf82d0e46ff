//! What a derived fact may come to while something it is worked out from is missing: exactly what comes of giving the
//! missing facts every value, one after another. The cells of the rule are as narrow as one value, so that none is missed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod small;

use bae_rules::calendar::{Calendar, Day, Nation};
use bae_rules::evaluate::compile::compile;
use bae_rules::evaluate::decide::{self, Answerer};
use bae_rules::evaluate::facts::Facts;
use bae_rules::evaluate::possible::{Possible, Tries, possible, settling};
use bae_rules::evaluate::program::Program;
use bae_rules::evaluate::run::Pass;
use bae_rules::number::ONE;
use bae_rules::policy::settings::Settings;
use bae_rules::record::Fact;
use serde_json::{Value, json};
use small::{pack, read, row, table, with};
use std::collections::BTreeSet;

/// Stands for a known blank: there is none.
const NONE: i64 = i64::MIN + 1;

const AS_OF: &str = "2026-04-08";

fn day(text: &str) -> i64 {
    i64::from(Day::parse(text).unwrap().days())
}

/// A rule with a value for each of these cells of one derived fact, made ready.
fn ready(fields: &Value, derived: &Value, cells: &[&str]) -> Program {
    let values: Vec<String> = (0..cells.len()).map(|at| format!("v{at}")).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let rows = cells.iter().zip(&values).map(|(cell, value)| row(value, json!({ "d": cell }), (*value).into()));
    let made = pack(fields.clone(), json!([table("first", &values, rows.collect())]));
    let mut derived = derived.clone();
    derived["title"] = "Derived".into();
    let settings = json!({ "mode": { "title": "Mode", "type": "choice", "values": ["relative", "points"], "default": "points", "clause": "G 1" } });
    let made = read(&with(with(made, "derived", json!({ "d": derived })), "settings", settings));
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    compile(&made, &Settings::defaults(&made).unwrap(), &calendar, Day::parse(AS_OF).unwrap()).unwrap()
}

/// What comes out; where everything is known and the answer is open all the same, as for a rate of 0, everything it may be.
fn outcomes(program: &Program, answerer: &mut Answerer, facts: &[Fact]) -> Vec<String> {
    let node = program.node("t").unwrap();
    let found = &answerer.row(&Facts { facts, lists: &[] })[0];
    match (decide::outcome(program, node, found), &found.open) {
        (Some(outcome), _) => vec![outcome],
        (None, Some(open)) => claimed(program, node, &open.possible),
        (None, None) => vec![format!("({:?})", found.status)],
    }
}

fn claimed(program: &Program, node: usize, found: &Possible) -> Vec<String> {
    let mut claimed = decide::possible_outcomes(program, node, found);
    if found.cells.0.has(program.nodes[node].domain.nothing()) {
        claimed.push("(NeedsInput)".to_string());
    }
    claimed
}

/// For each way in which one or all of the inputs are missing: what is said to be possible is what comes out.
fn holds(fields: &Value, derived: &Value, cells: &[&str], known: &[Vec<i64>], grids: &[Vec<i64>]) {
    let program = ready(fields, derived, cells);
    let node = program.node("t").unwrap();
    let mut answerer = Answerer::new(&program);
    let mut tries = Tries::default();
    let mut tried = 0;
    let names: Vec<&str> = program.pack.fields.iter().map(|(name, _)| name).collect();
    let place = |at: usize| names.iter().position(|name| *name == ["a", "b", "c", "e"][at]).unwrap();
    let count = known.len();
    for missing in 1..1usize << count {
        // What has no values to try is always known.
        if (0..count).any(|at| missing & (1 << at) != 0 && grids[at].is_empty()) {
            continue;
        }
        let most: usize = (0..count).filter(|at| missing & (1 << at) != 0).map(|at| grids[at].len()).product();
        if most > 40_000 {
            continue;
        }
        // Each combination of what is known.
        let fixed: Vec<usize> = (0..count).filter(|at| missing & (1 << at) == 0).collect();
        let mut rows: Vec<Vec<Fact>> = vec![vec![Fact::Unknown; names.len()]];
        for at in &fixed {
            rows = rows
                .iter()
                .flat_map(|row| {
                    known[*at].iter().map(|value| {
                        let mut row = row.clone();
                        row[place(*at)] = if *value == NONE { Fact::Nothing } else { Fact::Value(*value) };
                        row
                    })
                })
                .collect();
        }
        for row in rows {
            let mut filled: Vec<Vec<Fact>> = vec![row.clone()];
            for at in (0..count).filter(|at| missing & (1 << at) != 0) {
                filled = filled
                    .iter()
                    .flat_map(|row| {
                        grids[at].iter().map(move |value| {
                            let mut row = row.clone();
                            row[place(at)] = Fact::Value(*value);
                            row
                        })
                    })
                    .collect();
            }
            tried += filled.len();
            let real: BTreeSet<String> = filled.iter().flat_map(|row| outcomes(&program, &mut answerer, row)).collect();
            let facts = Facts { facts: &row, lists: &[] };
            let mut pass = Pass::default();
            pass.run(&program, &facts);
            let found = possible(&program, &facts, &pass, &mut tries, node);
            let claimed: BTreeSet<String> = claimed(&program, node, &found).into_iter().collect();
            assert_eq!(claimed, real, "{row:?}\n{derived}\n{cells:?}");
            if real.len() > 1 && missing.count_ones() == 1 {
                let field = place(missing.trailing_zeros() as usize);
                assert_eq!(settling(&program, &facts, &pass, &mut tries, node, &found.fields), [field], "{row:?}");
            }
        }
    }
    assert!(tried > 50, "{tried}");
}

/// The cells of a number: below, at and above each of these, and what lies between.
fn around(at: &[i64]) -> Vec<String> {
    let mut cells = vec![format!("<{}", at[0])];
    for pair in at.windows(2) {
        cells.extend([pair[0].to_string(), format!("({}..{})", pair[0], pair[1])]);
    }
    let last = at[at.len() - 1];
    cells.extend([last.to_string(), format!(">{last}")]);
    cells
}

fn whole(range: std::ops::RangeInclusive<i64>) -> Vec<i64> {
    range.map(|value| value * ONE).collect()
}

#[test]
fn numbers_that_are_added_divided_or_taken_away() {
    let count = |name: &str, max: i64| json!({ "heading": name, "type": "count", "max": max });
    let fields = json!({ "a": count("A", 30), "b": count("B", 40) });
    let (known, grids) = (vec![whole(0..=12), whole(0..=12)], vec![whole(0..=30), whole(0..=40)]);
    for (derived, cuts) in [
        (json!({ "by": "sum", "of": ["a", "b"] }), vec![3, 7, 8, 20]),
        (json!({ "by": "rate", "of": ["a", "b"] }), vec![20, 25, 50, 80]),
        (json!({ "by": "rate", "of": ["a", "b"] }), vec![0, 100]),
        (json!({ "by": "share-behind", "of": ["a", "b"] }), vec![-50, 0, 20, 50]),
        (json!({ "by": "share-behind", "of": ["a", "b"], "mode": "mode" }), vec![-4, 0, 3, 9]),
    ] {
        let cells = around(&cuts);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        holds(&fields, &derived, &cells, &known, &grids);
    }
    let third = json!({ "a": count("A", 9), "b": count("B", 9), "c": count("C", 9) });
    let cells = around(&[4, 9, 15]);
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let few = vec![0, 3 * ONE, 9 * ONE];
    holds(
        &third,
        &json!({ "by": "sum", "of": ["a", "b", "c"] }),
        &cells,
        &[few.clone(), few.clone(), few],
        &[whole(0..=9), whole(0..=9), whole(0..=9)],
    );
    let one = json!({ "a": { "heading": "A", "type": "percent", "step": "0.5" } });
    let halves: Vec<i64> = (0..=200).map(|at| at * ONE / 2).collect();
    let cells = around(&[10, 30]);
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    holds(&one, &json!({ "by": "remainder", "of": ["a"] }), &cells, &[vec![]], &[halves]);
}

#[test]
fn decimals_on_either_side_of_a_fraction() {
    let percent = |name: &str| json!({ "heading": name, "type": "percent" });
    let fields = json!({ "a": percent("A"), "b": percent("B") });
    let derived = json!({ "by": "share-behind", "of": ["a", "b"] });
    // A third of the plan: the decimals just below and just above are told apart, and none lies on it.
    let cells = ["<30", "30", "(30..33)", ">=33"];
    let near = |exact: i64| (-2..=2).map(move |off| exact + off).filter(|at| (0..=100 * ONE).contains(at));
    for other in [7 * ONE, 33 * ONE + ONE / 3, 70 * ONE, 63_000_000_001] {
        let wide = i128::from(other);
        let turns = |over: i128, under: i128| i64::try_from(over / under).unwrap();
        let planned: Vec<i64> =
            [70, 67].iter().flat_map(|rest| near(turns(wide * 100, *rest))).chain(whole(0..=100)).collect();
        let actual: Vec<i64> =
            [70, 67].iter().flat_map(|rest| near(turns(wide * rest, 100))).chain(whole(0..=100)).collect();
        let program = ready(&fields, &derived, &cells);
        let node = program.node("t").unwrap();
        let mut answerer = Answerer::new(&program);
        let mut tries = Tries::default();
        let names: Vec<&str> = program.pack.fields.iter().map(|(name, _)| name).collect();
        for (name, grid) in [("a", &planned), ("b", &actual)] {
            let place = names.iter().position(|known| *known == name).unwrap();
            let row = |value: Fact| -> Vec<Fact> {
                (0..names.len()).map(|at| if at == place { value } else { Fact::Value(other) }).collect()
            };
            let real: BTreeSet<String> =
                grid.iter().flat_map(|value| outcomes(&program, &mut answerer, &row(Fact::Value(*value)))).collect();
            let open = row(Fact::Unknown);
            let facts = Facts { facts: &open, lists: &[] };
            let mut pass = Pass::default();
            pass.run(&program, &facts);
            let found = possible(&program, &facts, &pass, &mut tries, node);
            let claimed: BTreeSet<String> = claimed(&program, node, &found).into_iter().collect();
            assert_eq!(claimed, real, "{name} missing beside {other}");
        }
    }
}

#[test]
fn days_that_are_counted() {
    let dated = |name: &str| json!({ "heading": name, "type": "date" });
    let event = |name: &str| json!({ "heading": name, "type": "date", "event": true });
    let near: Vec<i64> =
        (day("2026-02-20")..=day("2026-05-20")).chain([day(AS_OF) - 20_000, day(AS_OF) + 20_000]).collect();
    let few = vec![day("2026-03-20"), day("2026-04-02"), day("2026-04-03"), day("2026-04-08"), day("2026-04-20")];
    let over = |cuts: &[i64]| around(cuts);
    for (field, grid) in [(dated("A"), &near), (event("A"), &near)] {
        for (by, cuts) in [
            (json!({ "by": "days-since", "of": ["a"] }), vec![0, 5, 6, 21]),
            (json!({ "by": "days-since", "of": ["a"], "in": "working days" }), vec![0, 2, 3, 10]),
        ] {
            let cells = over(&cuts);
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            holds(&json!({ "a": field }), &by, &cells, &[vec![]], std::slice::from_ref(grid));
        }
        for (count, unit) in [(5, "working days"), (7, "calendar days"), (2, "weeks"), (1, "months")] {
            let by = json!({ "by": "clock", "of": ["a"], "count": count, "in": unit });
            let cells = ["\"not started\"", "\"running\"", "\"passed\""];
            holds(&json!({ "a": field }), &by, &cells, &[vec![]], std::slice::from_ref(grid));
        }
        for by in ["happened", "upcoming"] {
            holds(
                &json!({ "a": field }),
                &json!({ "by": by, "of": ["a"] }),
                &["true", "false"],
                &[vec![]],
                std::slice::from_ref(grid),
            );
        }
    }
    for (by, cuts) in [
        (json!({ "by": "days-between", "of": ["a", "b"] }), vec![-3, 0, 7, 8]),
        (json!({ "by": "days-between", "of": ["a", "b"], "in": "working days" }), vec![0, 3, 4]),
    ] {
        let cells = over(&cuts);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        holds(
            &json!({ "a": dated("A"), "b": dated("B") }),
            &by,
            &cells,
            &[few.clone(), few.clone()],
            &[near.clone(), near.clone()],
        );
    }
    // In the half term that began last: on its first day, the day before, and today.
    let half: Vec<i64> = (day("2026-01-01")..=day("2026-04-20")).collect();
    holds(
        &json!({ "a": dated("A") }),
        &json!({ "by": "this-half-term", "of": ["a"] }),
        &["true", "false"],
        &[vec![]],
        &[half],
    );
}

#[test]
fn days_at_which_the_next_review_changes() {
    let date = |name: &str| json!({ "heading": name, "type": "date", "blank": "none" });
    let fields = json!({
        "a": { "heading": "A", "type": "choice", "values": [{ "value": "each half term" }, { "value": "each term" }, { "value": "never" }] },
        "b": date("Joined"), "c": date("Left"), "e": date("Reviewed"),
    });
    let derived = json!({ "by": "next-period-state", "of": ["a", "b", "c", "e"], "count": 10, "spans": { "half_term": ["each half term"], "term": ["each term"] } });
    let cells = ["\"not required\"", "\"nothing due\"", "\"due\"", "\"overdue\"", "\"no term dates\""];
    let days: Vec<i64> =
        (day("2025-06-01")..=day("2026-12-31")).chain([day(AS_OF) - 20_000, day(AS_OF) + 20_000]).collect();
    let known = [day("2025-09-01"), day("2026-01-05"), day("2026-02-23"), day("2026-04-20")];
    let (choices, known) = (vec![0, 1, 2], known.to_vec());
    // A learner who has been reviewed was on the course by then, where nobody knows since when.
    let reviewed = [vec![0, 1], known.clone(), [known.clone(), vec![NONE]].concat(), known.clone()];
    holds(&fields, &derived, &cells, &reviewed, &[choices.clone(), vec![], days.clone(), days.clone()]);
    let not_yet = [vec![0, 1], known.clone(), [known, vec![NONE]].concat(), vec![NONE]];
    holds(&fields, &derived, &cells, &not_yet, &[choices, days.clone(), days, vec![]]);
}
