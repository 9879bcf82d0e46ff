//! What holds for every row: the answer of the table read row by row, one status each, no panic, whatever the order.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod support;

use bae_rules::decision::Status;
use bae_rules::evaluate::decide::{self, Answerer};
use bae_rules::evaluate::facts::Facts;
use bae_rules::evaluate::program::Program;
use support::{HITS, Known, Lcg, Naive, Of, World};

/// What the engine answers, in the words of the naive reader.
fn answers(
    program: &Program,
    answerer: &mut Answerer,
    facts: &[bae_rules::record::Fact],
) -> Vec<(Status, Option<String>)> {
    let found = answerer.row(&Facts { facts, lists: &[] });
    program
        .answers
        .iter()
        .zip(&found)
        .map(|(node, found)| (found.status, decide::outcome(program, *node, found)))
        .collect()
}

fn agrees(world: &World, program: &Program, answerer: &mut Answerer, fields: &[Known]) {
    let Some(naive) = world.read(fields) else { return };
    let facts = world.facts(fields);
    let mut found = answers(program, answerer, &facts).into_iter();
    for (table, naive) in world.tables.iter().zip(&naive) {
        let mut outputs = vec![found.next().unwrap()];
        if !table.more.is_empty() {
            outputs.push(found.next().unwrap());
        }
        for (at, (status, outcome)) in outputs.into_iter().enumerate() {
            let expected = match naive {
                Naive::Given(value, more, _) => {
                    (Status::Decided, Some(if at == 0 { value.clone() } else { more.clone() }))
                }
                Naive::Open => (Status::NeedsInput, None),
                Naive::Conflict => (Status::Conflict, None),
            };
            assert!(
                (status, outcome.clone()) == expected,
                "{} of {fields:?}: {status:?} {outcome:?}, expected {expected:?}; all {naive:?}\n{}",
                table.id,
                world.text()
            );
        }
    }
}

#[test]
fn tables_of_every_hit_policy_answer_as_a_person_reading_row_by_row() {
    let mut lcg = Lcg(11);
    for round in 0..support::rounds(160, 4000) {
        let hit = HITS[round % HITS.len()];
        let columns = 1 + lcg.below(8);
        let mut world = World {
            fields: (0..columns).map(|at| support::field(at, &mut lcg)).collect(),
            derived: Vec::new(),
            tables: Vec::new(),
        };
        let rows = if round % 16 == 0 { 200 } else { 1 + lcg.below(12) };
        let table = support::random_table(&world, 0, (0..columns).map(Of::Field).collect(), hit, rows, &mut lcg);
        world.tables.push(table);
        let pack = support::loaded(&world.text());
        let program = support::compiled(&pack);
        let mut answerer = Answerer::new(&program);
        let grids: Vec<Vec<i64>> = (0..columns).map(|at| world.grid(at, false)).collect();
        for _ in 0..200 {
            let row: Vec<Known> = grids
                .iter()
                .enumerate()
                .map(|(at, grid)| {
                    if lcg.one_in(25) && !world.fields[at].required {
                        Known::NoColumn
                    } else {
                        Known::whole(*lcg.pick(grid))
                    }
                })
                .collect();
            // Without any column there is nothing to assess: another outcome than a row that does not hold.
            if row.iter().all(|known| *known != Known::NoColumn) {
                agrees(&world, &program, &mut answerer, &row);
            }
        }
    }
}

#[test]
fn rules_that_build_on_each_other_and_derived_facts_answer_as_a_person_reading_row_by_row() {
    let mut lcg = Lcg(12);
    for _ in 0..support::rounds(60, 1500) {
        let world = support::layered(&mut lcg);
        let pack = support::loaded(&world.text());
        let program = support::compiled(&pack);
        let mut answerer = Answerer::new(&program);
        let grids: Vec<Vec<i64>> = (0..world.fields.len()).map(|at| world.grid(at, true)).collect();
        for _ in 0..200 {
            let row: Vec<Known> = grids.iter().map(|grid| Known::whole(*lcg.pick(grid))).collect();
            agrees(&world, &program, &mut answerer, &row);
        }
    }
}
