//! Missing facts are resolved exactly: what the engine says is possible is what comes out when every missing field is
//! given every value that matters, one after another, and the row is then read with everything known.
#![allow(
    clippy::type_complexity,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed unwrap is a failed test"
)]

mod support;

use bae_rules::evaluate::decide::{self, Answerer};
use bae_rules::evaluate::facts::Facts;
use bae_rules::evaluate::possible::{Possible, Tries, possible, settling};
use bae_rules::evaluate::program::{Program, Source};
use bae_rules::evaluate::run::Pass;
use bae_rules::evaluate::{checks, duties};
use bae_rules::number::ONE;
use bae_rules::policy::catalogue::built_in;
use bae_rules::policy::field::Kind;
use bae_rules::policy::pack::{CheckKind, Operation, Pack};
use bae_rules::record::Fact;
use std::collections::{BTreeMap, BTreeSet};
use support::{Known, Lcg};

/// An outcome in words; open answers and conflicts have words of their own. A row whose facts are all there may still
/// leave an answer open, as 0 sessions do: it may be any of several.
fn word(program: &Program, node: usize, found: &decide::Found) -> String {
    match (decide::outcome(program, node, found), &found.open) {
        (Some(outcome), _) => outcome,
        // Where no row holds for want of a column, nothing is possible but that.
        (None, Some(open)) if open.possible != Possible::default() => {
            decide::possible_outcomes(program, node, &open.possible).join(" / ")
        }
        (None, _) => format!("({:?})", found.status),
    }
}

fn pass_over(program: &Program, facts: &Facts) -> Pass {
    let mut pass = Pass::default();
    pass.run(program, facts);
    pass
}

/// The outcomes the engine says are possible, in the same words.
fn claimed(program: &Program, facts: &Facts, tries: &mut Tries, node: usize) -> BTreeSet<String> {
    let found = possible(program, facts, &pass_over(program, facts), tries, node);
    let mut words: BTreeSet<String> = decide::possible_outcomes(program, node, &found).into_iter().collect();
    let nothing = program.nodes[node].domain.nothing();
    if (found.collected.is_empty() && found.cells.0.has(nothing)) || found.not_assessed {
        words.insert("(NeedsInput)".to_string());
    }
    if found.conflict {
        words.insert("(Conflict)".to_string());
    }
    words
}

/// Whether a number stands above the one that it cannot be above: no row is like that.
fn cannot_be(program: &Program, row: &[Fact]) -> bool {
    let mut row = row.to_vec();
    let broken = checks::check(program, &mut row, &[]);
    broken.iter().any(|found| program.pack.checks[found.check].check == CheckKind::AtMost)
}

/// An outcome in words, how its day is counted, and the day: the same instruction for another day is another answer.
fn in_full(program: &Program, node: usize, found: &decide::Found, facts: &Facts) -> String {
    let row = program.table(node).zip(found.cell).and_then(|(table, cell)| table.rows.get(cell));
    let due = row.and_then(|row| row.row.due.as_ref());
    let day = due.and_then(|due| duties::due(program, facts, due)).map(|day| day.to_string()).unwrap_or_default();
    let counted = due.map(|due| format!("{due:?}")).unwrap_or_default();
    [word(program, node, found), counted, day].join(FULL)
}

/// Stands between the parts of an outcome in full.
const FULL: &str = "\u{1}";

/// Everything that comes out when the missing fields are filled in, by the values they were filled with.
fn brute(program: &Program, row: &[Fact], missing: &[usize], grids: &[Vec<Fact>]) -> Vec<(Vec<usize>, Vec<String>)> {
    let mut all = Vec::new();
    let mut answerer = Answerer::new(program);
    let mut at = vec![0usize; missing.len()];
    let mut row = row.to_vec();
    loop {
        for (place, field) in missing.iter().enumerate() {
            row[*field] = grids[place][at[place]];
        }
        if !cannot_be(program, &row) {
            let facts = Facts { facts: &row, lists: &[] };
            let found = answerer.row(&facts);
            let each = program.answers.iter().zip(&found);
            let words = each.map(|(node, found)| in_full(program, *node, found, &facts)).collect();
            all.push((at.clone(), words));
        }
        let Some(place) = (0..missing.len()).find(|place| at[*place] + 1 < grids[*place].len()) else { return all };
        at[place] += 1;
        at[..place].iter_mut().for_each(|at| *at = 0);
    }
}

/// The size of the smallest set of missing fields that settles an answer once it is known.
fn smallest_settling(all: &[(Vec<usize>, Vec<String>)], answer: usize, missing: usize) -> usize {
    let settles = |subset: usize| {
        let mut by: BTreeMap<Vec<usize>, &str> = BTreeMap::new();
        all.iter().all(|(at, words)| {
            let key = (0..missing).filter(|place| subset & (1 << place) != 0).map(|place| at[place]).collect();
            **by.entry(key).or_insert(&words[answer]) == *words[answer]
        })
    };
    (0..1usize << missing).filter(|subset| settles(*subset)).map(|subset| subset.count_ones() as usize).min().unwrap()
}

struct Case<'c> {
    program: &'c Program,
    names: Vec<String>,
    text: String,
    row: Vec<Fact>,
    missing: Vec<usize>,
    grids: Vec<Vec<Fact>>,
    /// Fields of which a rule asks whether anything is there. A blank one answers that and is not missing; one that cannot
    /// be read is, and may stand for nothing.
    asked_blank: Vec<usize>,
    /// Kept from row to row, as for the rows of a tracker.
    tries: &'c mut Tries,
}

impl Case<'_> {
    /// Checks every answer; gives the number of completions tried.
    fn check(&mut self) -> usize {
        let all = brute(self.program, &self.row, &self.missing, &self.grids);
        let mut open = self.row.clone();
        for (place, field) in self.missing.iter().enumerate() {
            let blank = place % 2 == 0 && !self.asked_blank.contains(field);
            open[*field] = if blank { Fact::Unknown } else { Fact::Unreadable };
        }
        let facts = Facts { facts: &open, lists: &[] };
        let Case { names, text, missing, tries, .. } = self;
        let told = || {
            let missing: Vec<&str> = missing.iter().map(|field| names[*field].as_str()).collect();
            let known: Vec<String> = names.iter().zip(&open).map(|(name, fact)| format!("{name}={fact:?}")).collect();
            format!("missing {missing:?} of {}\n{text}", known.join(" "))
        };
        for (answer, node) in self.program.answers.iter().enumerate() {
            let part = |full: &str, at: usize| full.split(FULL).nth(at).unwrap().to_string();
            let real: BTreeSet<String> = all
                .iter()
                .flat_map(|(_, words)| part(&words[answer], 0).split(" / ").map(str::to_string).collect::<Vec<_>>())
                .collect();
            // Two instructions that are counted in two ways are one where they fall on one day.
            let ways: BTreeSet<[String; 2]> =
                all.iter().map(|(_, words)| [0, 1].map(|at| part(&words[answer], at))).collect();
            let days: BTreeSet<[String; 2]> =
                all.iter().map(|(_, words)| [0, 2].map(|at| part(&words[answer], at))).collect();
            let differs = ways.len() > 1 && days.len() > 1;
            let by_way: Vec<(Vec<usize>, Vec<String>)> = all
                .iter()
                .map(|(at, words)| (at.clone(), words.iter().map(|full| part(full, 0) + &part(full, 1)).collect()))
                .collect();
            let settles = !all.iter().any(|(_, words)| words[answer].contains(" / "));
            let claimed = claimed(self.program, &facts, tries, *node);
            assert!(
                claimed == real,
                "{}: claimed {claimed:?}, real {real:?}; {}",
                self.program.nodes[*node].name,
                told()
            );
            let pass = pass_over(self.program, &facts);
            let found = possible(self.program, &facts, &pass, tries, *node);
            if differs && settles {
                let named = settling(self.program, &facts, &pass, tries, *node, &found.fields);
                let smallest = smallest_settling(&by_way, answer, missing.len());
                assert!(
                    named.len() == smallest,
                    "{}: names {:?} where {smallest} would do; {}",
                    self.program.nodes[*node].name,
                    named.iter().map(|field| &names[*field]).collect::<Vec<_>>(),
                    told()
                );
                let places: Vec<usize> = named
                    .iter()
                    .map(|field| {
                        missing
                            .iter()
                            .position(|missing| missing == field)
                            .unwrap_or_else(|| panic!("{} is not missing; {}", names[*field], told()))
                    })
                    .collect();
                let mut by: BTreeMap<Vec<usize>, &str> = BTreeMap::new();
                for (at, words) in &by_way {
                    let key: Vec<usize> = places.iter().map(|place| at[*place]).collect();
                    assert!(
                        **by.entry(key).or_insert(&words[answer]) == *words[answer],
                        "{named:?} does not settle; {}",
                        told()
                    );
                }
            }
            // A decided answer is the answer of every completion.
            let mut answerer = Answerer::new(self.program);
            let decided = answerer.row(&facts);
            if let Some(outcome) = decide::outcome(self.program, *node, &decided[answer]) {
                assert!(
                    real.len() == 1 && real.contains(&outcome),
                    "decided {outcome} but possible {real:?}; {}",
                    told()
                );
            } else {
                assert!(
                    differs || real.len() > 1 || real.iter().all(|word| word.starts_with('(')),
                    "{} open but always {real:?}; {}",
                    self.program.nodes[*node].name,
                    told()
                );
            }
        }
        all.len()
    }
}

/// Values of a field of a shipped pack that matter.
fn grid(pack: &Pack, name: &str, lcg: &mut Lcg) -> Vec<Fact> {
    let field = pack.fields.get(name).unwrap();
    let today = i64::from(support::as_of().days());
    let parts = |values: &[f64]| {
        values.iter().map(|value| Fact::Value((value * 1000.0).round() as i64 * 1_000_000)).collect::<Vec<_>>()
    };
    match field.kind {
        Kind::YesNo => vec![Fact::Value(0), Fact::Value(1)],
        Kind::Choice => (0..field.values.len()).map(|at| Fact::Value(at as i64)).collect(),
        Kind::Percent => match name {
            "attendance_percent" => {
                parts(&[0.0, 40.0, 50.0, 50.001, 70.0, 89.999, 90.0, 90.001, 94.999, 95.0, 95.001, 100.0])
            }
            "percent_behind" => parts(&[-900.0, -0.001, 0.0, 0.001, 15.0, 29.999, 30.0, 30.001, 100.0]),
            _ => parts(&[0.0, 0.001, 10.0, 20.0, 34.999, 35.0, 35.001, 50.0, 69.999, 70.0, 70.001, 99.999, 100.0]),
        },
        Kind::Count if field.max.is_some() => {
            (0..=field.max.unwrap().0 / 1_000_000_000).map(|at| Fact::Value(at * 1_000_000_000)).collect()
        }
        Kind::Count => match name {
            "sessions_possible" | "sessions_absent" => parts(&[
                0.0, 1.0, 2.0, 3.0, 9.0, 10.0, 11.0, 19.0, 20.0, 50.0, 51.0, 100.0, 199.0, 200.0, 201.0, 100_000.0,
            ]),
            _ => parts(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 9.0]),
        },
        Kind::Number => parts(&[0.0, 0.5, 1.0, 14.5, 15.0, 15.5, 16.0, 200.0]),
        Kind::Letters => {
            let all: Vec<i64> = (0..1i64 << field.letters.len().min(6)).collect();
            (0..6)
                .map(|_| Fact::Value(*lcg.pick(&all)))
                .chain([Fact::Value(0), Fact::Value(1), Fact::Value(4)])
                .collect()
        }
        Kind::Date | Kind::DateOrYes => {
            let back: &[i64] = match name {
                "programme_start" | "at_risk_since" => &[-20, 0, 1, 5, 30, 59, 60, 61, 65, 90, 120, 400],
                "last_progress" => &[-20, 0, 10, 41, 42, 43, 400],
                // Working days over Easter: 5 of them reach back to 27 March, 10 to 20 March.
                _ => &[-30, -1, 0, 1, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 30, 400],
            };
            back.iter().map(|back| Fact::Value(today - back)).collect()
        }
        Kind::Text | Kind::Dates | Kind::Choices => vec![Fact::Nothing],
    }
}

/// Numbers of possible sessions of which some that were missed are on each side of a twentieth, a tenth and half.
fn possible_beside(absent: i64) -> Vec<Fact> {
    let around = [1, 2, 10, 20].iter().flat_map(|by| [absent * by - 1, absent * by, absent * by + 1]);
    let all: BTreeSet<i64> = around.chain([0, absent + 100_000]).filter(|possible| *possible >= 0).collect();
    all.into_iter().map(|possible| Fact::Value(possible * ONE)).collect()
}

/// Numbers of missed sessions on each side of a twentieth, a tenth and half of those that were possible.
fn absent_beside(possible: i64) -> Vec<Fact> {
    let around = [0, 5, 10, 50, 100].iter().map(|percent| possible * percent / 100);
    let all: BTreeSet<i64> = around.flat_map(|at| [at - 1, at, at + 1]).filter(|absent| *absent >= 0).collect();
    all.into_iter().map(|absent| Fact::Value(absent * ONE)).collect()
}

/// Fields that stand before another in a fact of which the first known counts.
fn passed_over(program: &Program) -> Vec<usize> {
    let before = |source: &Source| match source {
        Source::Facts(fact) if fact.by == Operation::FirstKnown => fact.of[..fact.of.len() - 1].to_vec(),
        _ => Vec::new(),
    };
    let nodes = program.nodes.iter().flat_map(|node| before(&node.source));
    let field = |node: usize| match program.nodes[node].source {
        Source::Field(field) => Some(field),
        _ => None,
    };
    nodes.filter_map(field).collect()
}

/// Random rows of a shipped pack with up to four facts missing. `columns` says which columns a tracker has.
fn shipped(
    name: &str,
    seed: u64,
    rows: usize,
    columns: &dyn Fn(&mut Lcg, &str) -> bool,
    may_miss: &dyn Fn(&str, &dyn Fn(&str) -> bool) -> bool,
) {
    let pack = support::loaded(built_in(name).unwrap());
    let program = support::compiled(&pack);
    let names: Vec<String> = pack.fields.iter().map(|(name, _)| name.to_string()).collect();
    let asked = |name: &str| program.node(&format!("{name}.filled")).is_some();
    // A blank one is not missing: the fact that comes after it counts.
    let passed_over = passed_over(&program);
    let asked_blank: Vec<usize> =
        (0..names.len()).filter(|at| asked(&names[*at]) || passed_over.contains(at)).collect();
    let mut lcg = Lcg(seed);
    let mut tries = Tries::default();
    let mut tried = 0;
    let mut combinations: BTreeSet<Vec<usize>> = BTreeSet::new();
    for _ in 0..rows {
        let there: Vec<bool> = names.iter().map(|name| columns(&mut lcg, name)).collect();
        let has = |name: &str| names.iter().position(|known| known == name).is_some_and(|at| there[at]);
        let mut row = Vec::new();
        let mut can_miss = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let field = pack.fields.get(name).unwrap();
            let values = grid(&pack, name, &mut lcg);
            // A blank score that has a measure is not missing: it gives way, whether the measure is known or not.
            let may_give_way = name.ends_with("_score") && !may_miss(name, &has) || passed_over.contains(&at);
            let gives_way = may_give_way && lcg.one_in(2);
            row.push(match (there[at], gives_way) {
                (false, _) => Fact::NoColumn,
                (true, true) => Fact::Unknown,
                (true, false) => *lcg.pick(&values),
            });
            if field.kind != Kind::Text && there[at] && may_miss(name, &has) && !gives_way {
                can_miss.push(at);
            }
        }
        lcg.shuffle(&mut can_miss);
        can_miss.truncate(lcg.below(5));
        if can_miss.is_empty() || !combinations.insert(can_miss.clone()) {
            continue;
        }
        if cannot_be(&program, &row) {
            continue;
        }
        let told = |name: &str| match names.iter().position(|known| known == name) {
            Some(at) if !can_miss.contains(&at) => match row[at] {
                Fact::Value(value) => Some(value / ONE),
                _ => None,
            },
            _ => None,
        };
        let grids: Vec<Vec<Fact>> = can_miss
            .iter()
            .map(|at| match names[*at].as_str() {
                "sessions_possible" => told("sessions_absent").map(possible_beside),
                "sessions_absent" => told("sessions_possible").map(absent_beside),
                _ => None,
            })
            .zip(&can_miss)
            .map(|(beside, at)| {
                let nothing = asked(&names[*at]).then_some(Fact::Nothing);
                beside.unwrap_or_else(|| grid(&pack, &names[*at], &mut lcg)).into_iter().chain(nothing).collect()
            })
            .collect();
        if grids.iter().map(Vec::len).product::<usize>() > support::rounds(1_500, 60_000) {
            continue;
        }
        let (names, asked_blank) = (names.clone(), asked_blank.clone());
        let tries = &mut tries;
        tried +=
            Case { program: &program, names, text: String::new(), row, missing: can_miss, grids, asked_blank, tries }
                .check();
    }
    println!("{name}: {} combinations of missing facts, {tried} completions", combinations.len());
}

#[test]
fn missing_facts_about_a_learner_are_resolved_exactly() {
    let columns = |lcg: &mut Lcg, name: &str| match name {
        "percent_behind" => false,
        "planned_progress" | "actual_progress" => true,
        _ => !lcg.one_in(5),
    };
    shipped("learner-at-risk", 21, support::rounds(70, 6000), &columns, &|_, _| true);
    let columns = |lcg: &mut Lcg, name: &str| match name {
        "planned_progress" | "actual_progress" => false,
        "percent_behind" => true,
        _ => !lcg.one_in(5),
    };
    shipped("learner-at-risk", 22, support::rounds(15, 1000), &columns, &|_, _| true);
}

#[test]
fn missing_facts_about_a_pupil_are_resolved_exactly() {
    // A blank score gives way to its measure: it is missing only where there is no measure to give way to.
    let columns = |lcg: &mut Lcg, name: &str| match name {
        "attendance_percent" => true,
        "sessions_possible" | "sessions_absent" => false,
        name if name.ends_with("_score") => lcg.one_in(3),
        _ => lcg.one_in(2),
    };
    let may_miss = |name: &str, has: &dyn Fn(&str) -> bool| match name {
        "attendance_score" => false,
        "behaviour_score" => {
            !["behaviour_incidents", "suspensions_year", "suspension_days_term", "permanent_exclusion_considered"]
                .iter()
                .any(|name| has(name))
        }
        "emotional_score" => !has("sdq_teacher_total"),
        "achievement_score" => !has("attainment"),
        _ => true,
    };
    shipped("learning-mentoring", 23, support::rounds(70, 8000), &columns, &may_miss);
    let columns = |lcg: &mut Lcg, name: &str| match name {
        "attendance_percent" => false,
        "sessions_possible" | "sessions_absent" => true,
        name if name.ends_with("_score") => false,
        _ => lcg.one_in(2),
    };
    shipped("learning-mentoring", 24, support::rounds(40, 4000), &columns, &|_, _| true);
}

#[test]
fn missing_facts_of_generated_packs_are_resolved_exactly() {
    let mut lcg = Lcg(25);
    for _ in 0..support::rounds(25, 1000) {
        let world = support::layered(&mut lcg);
        let pack = support::loaded(&world.text());
        let program = support::compiled(&pack);
        let names: Vec<String> = pack.fields.iter().map(|(name, _)| name.to_string()).collect();
        let mut tries = Tries::default();
        for _ in 0..6 {
            let mut missing: Vec<usize> = (0..world.fields.len()).collect();
            lcg.shuffle(&mut missing);
            missing.truncate(1 + lcg.below(3));
            // Plans and rates are in whole percent, so that the grid holds the very values at which a share crosses a cut.
            let known: Vec<Known> = (0..world.fields.len())
                .map(|at| {
                    let value = *lcg.pick(&world.grid(at, true));
                    let coarse = world.fields[at].kind == support::Kind::Percent
                        && world.derived.iter().any(|derived| derived.of.contains(&at));
                    Known::whole(if coarse { value / 1000 * 1000 } else { value })
                })
                .collect();
            // A naive reader has no words for a rate of more than all.
            if world.read(&known).is_none() {
                continue;
            }
            let values: Vec<Vec<i64>> = missing.iter().map(|at| wide_grid(&world, *at, &known)).collect();
            let grids: Vec<Vec<Fact>> = missing
                .iter()
                .zip(&values)
                .map(|(at, values)| values.iter().map(|value| world.fields[*at].kind.fact(*value)).collect())
                .collect();
            if grids.iter().map(Vec::len).product::<usize>() > support::rounds(4_000, 40_000) {
                continue;
            }
            let missing = missing.iter().map(|at| world.position(*at)).collect();
            Case {
                program: &program,
                names: names.clone(),
                text: world.text(),
                row: world.facts(&known),
                missing,
                grids,
                asked_blank: Vec::new(),
                tries: &mut tries,
            }
            .check();
        }
    }
}

/// The grid of a field, with the values at which a derived fact that rests on it crosses a cut.
fn wide_grid(world: &support::World, field: usize, known: &[Known]) -> Vec<i64> {
    let mut values = world.grid(field, false);
    let kind = world.fields[field].kind;
    let (low, high, step) = kind.range();
    if world.derived.iter().any(|derived| derived.of.contains(&field)) {
        // A derived fact carries a date's cuts to other days.
        let (low, high) = if matches!(kind, support::Kind::Date | support::Kind::Event) {
            (low - 1000, high + 1000)
        } else {
            (low, high)
        };
        let whole = (high - low) / step;
        if whole <= 3000 {
            values.extend((0..=whole).map(|at| low + at * step));
        } else {
            values.extend((0..=100).map(|at| low + whole * at / 100 * step));
            // Where the other input is known, the cuts are near fractions of it.
            for other in known {
                if let Known::Number(other, _) = other {
                    let other = i64::try_from(*other).unwrap();
                    for percent in -50..=100 {
                        let at = if percent == 100 { 0 } else { other * (100 - percent) / 100 };
                        let under = if percent == 100 { other } else { other * 100 / (100 - percent) };
                        values.extend([
                            at - 1,
                            at,
                            at + 1,
                            under - 1,
                            under,
                            under + 1,
                            other + percent * 1000,
                            other - percent * 1000,
                        ]);
                    }
                }
            }
        }
        values.retain(|at| (low..=high).contains(at) && (at - low) % step == 0);
    }
    if matches!(kind, support::Kind::Date | support::Kind::Event) {
        // Dates have no first or last.
        values.extend([low - 5000, high + 5000]);
    }
    values.sort_unstable();
    values.dedup();
    values
}

/// A pack that gives one outcome for each combination of what these derived facts may be.
fn each_combination(field: serde_json::Value, derived: serde_json::Value, columns: &[(&str, &[&str])]) -> Pack {
    let mut rows: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for (name, values) in columns {
        rows = rows
            .iter()
            .flat_map(|row| {
                values.iter().map(move |value| [row.as_slice(), &[(name.to_string(), value.to_string())]].concat())
            })
            .collect();
    }
    let outcome = |row: &[(String, String)]| row.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("; ");
    let made: Vec<serde_json::Value> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let when: BTreeMap<&str, &str> = row.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            serde_json::json!({ "id": format!("R{at}"), "when": when, "then": outcome(row), "clause": "G 1", "says": "it is so" })
        })
        .collect();
    let values: Vec<String> = rows.iter().map(|row| outcome(row)).collect();
    let pack = serde_json::json!({
        "pack": "small", "schema": 1, "version": "1", "title": "Small", "about": "Small.",
        "sources": { "G": { "title": "Guide", "publisher": "Nobody" } }, "subject": "who",
        "fields": { "who": { "heading": "Who", "type": "text" }, "x": field, "y": { "heading": "Y", "type": "yes-no" } },
        "derived": derived, "decisions": [{ "id": "t", "title": "T" }], "results": [], "examples": [],
        "rules": [{ "id": "t", "title": "T", "kind": "table", "values": values, "rows": made }],
    });
    support::loaded(&pack.to_string())
}

#[test]
fn missing_letters_and_choices_may_be_any_set_of_them() {
    let any = |of: &str| serde_json::json!({ "title": of, "by": "any-letter", "of": ["x"], "letters": of });
    let letters = each_combination(
        serde_json::json!({ "heading": "X", "type": "letters", "letters": { "a": "1", "b": "2", "c": "3", "d": "4" } }),
        serde_json::json!({ "ab": any("ab"), "bc": any("bc"), "d": any("d") }),
        &[("ab", &["true", "false"]), ("bc", &["true", "false"]), ("d", &["true", "false"])],
    );
    let left = |by: &str| serde_json::json!({ "title": by, "by": by, "of": ["x", "y"], "names": ["Me", "Them"] });
    let sets: Vec<String> = ["", "Me", "You", "Them", "Me, You", "Me, Them", "You, Them", "Me, You, Them"]
        .map(|set| format!("\"{set}\""))
        .to_vec();
    let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
    let choices = each_combination(
        serde_json::json!({ "heading": "X", "type": "choices", "values": [{ "value": "Me" }, { "value": "You" }, { "value": "Them" }] }),
        serde_json::json!({ "kept": left("choices-allowed"), "out": left("choices-blocked") }),
        &[("kept", &sets), ("out", &sets)],
    );
    for (pack, count, others, outcomes) in [
        (&letters, 4, vec![Fact::Value(0)], 8),
        (&choices, 3, vec![Fact::Value(0)], 8),
        (&choices, 3, vec![Fact::Value(1)], 8),
        (&choices, 3, vec![Fact::Value(0), Fact::Value(1)], 12),
    ] {
        let program = support::compiled(pack);
        let node = program.node("t").unwrap();
        let row = |set: i64, other: Fact| [Fact::Unknown, Fact::Value(set), other];
        let real: BTreeSet<String> = others
            .iter()
            .flat_map(|other| (0..1 << count).map(move |set| row(set, *other)))
            .map(|row| word(&program, node, &Answerer::new(&program).row(&Facts { facts: &row, lists: &[] })[0]))
            .collect();
        let open = [Fact::Unknown, Fact::Unknown, if others.len() == 1 { others[0] } else { Fact::Unknown }];
        assert_eq!(claimed(&program, &Facts { facts: &open, lists: &[] }, &mut Tries::default(), node), real);
        assert_eq!(real.len(), outcomes, "{real:?}");
    }
}

#[test]
fn of_many_missing_facts_at_most_ten_are_named() {
    for count in [3, 9, 10, 11, 12] {
        let mut fields = serde_json::json!({ "who": { "heading": "Who", "type": "text" } });
        let mut rows = Vec::new();
        for at in 0..count {
            let name = format!("f{at:02}");
            fields[&name] = serde_json::json!({ "heading": name, "type": "yes-no" });
            rows.push(serde_json::json!({ "id": format!("R{at}"), "when": { name: "true" }, "then": format!("v{at}"), "clause": "G 1", "says": "so" }));
        }
        let values: Vec<String> = (0..=count).map(|at| format!("v{at}")).collect();
        let pack = support::loaded(&serde_json::json!({
            "pack": "small", "schema": 1, "version": "1", "title": "Small", "about": "Small.", "sources": { "G": { "title": "Guide", "publisher": "Nobody" } },
            "subject": "who", "fields": fields, "decisions": [{ "id": "t", "title": "T" }], "results": [], "examples": [],
            "rules": [{ "id": "t", "title": "T", "kind": "table", "hit": "first", "values": values, "rows": rows,
                "otherwise": { "id": "O", "then": format!("v{count}"), "clause": "G 1", "says": "else" } }],
        }).to_string());
        let program = support::compiled(&pack);
        let open = vec![Fact::Unknown; pack.fields.len()];
        let facts = Facts { facts: &open, lists: &[] };
        let node = program.node("t").unwrap();
        let pass = pass_over(&program, &facts);
        let mut tries = Tries::default();
        let found = possible(&program, &facts, &pass, &mut tries, node);
        assert_eq!(found.fields.len(), count);
        assert_eq!(
            settling(&program, &facts, &pass, &mut tries, node, &found.fields).len(),
            count.min(10),
            "{count} missing"
        );
        // Those that were not tried come in where the rest does not settle it.
        assert_eq!(settling(&program, &facts, &pass, &mut tries, node, &[]).len(), count.min(10), "{count} missing");
    }
}
