//! What changes between two versions of a pack is what changes when both are read for rows by chance: no more, no less.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod support;

use bae_rules::evaluate::decide::{self, Answerer};
use bae_rules::evaluate::facts::Facts;
use bae_rules::evaluate::program::Program;
use bae_rules::policy::catalogue::BUILT_IN;
use bae_rules::policy::diff::{Case, Group, diff};
use bae_rules::record::Fact;
use support::{Known, Lcg, Test, World};

/// Another version of a pack: one to three things changed by chance.
fn revised(world: &World, lcg: &mut Lcg) -> World {
    let mut new = world.clone();
    for _ in 0..1 + lcg.below(3) {
        let at = lcg.below(new.tables.len());
        let row = lcg.below(new.tables[at].rows.len());
        match lcg.below(5) {
            0 => new.tables[at].rows[row].then = Some(lcg.below(4)),
            1 | 2 => {
                let column = lcg.below(new.tables[at].columns.len());
                let test = Test::random(new.kind(new.tables[at].columns[column]), lcg);
                new.tables[at].rows[row].tests[column] = test;
            }
            3 if new.tables[at].rows.len() > 1 => drop(new.tables[at].rows.remove(row)),
            _ => {
                let value = lcg.below(4);
                if let Some(otherwise) = &mut new.tables[at].otherwise {
                    otherwise.then = Some(value);
                }
            }
        }
    }
    new
}

fn answers(program: &Program, facts: &[Fact]) -> Vec<String> {
    let found = Answerer::new(program).row(&Facts { facts, lists: &[] });
    program
        .answers
        .iter()
        .zip(&found)
        .map(|(node, found)| decide::outcome(program, *node, found).unwrap_or_else(|| format!("{:?}", found.status)))
        .collect()
}

#[test]
fn every_change_is_told_and_nothing_else() {
    let mut lcg = Lcg(51);
    let (mut regions, mut changed, mut together) = (0, 0, 0);
    for _ in 0..support::rounds(12, 120) {
        let world = support::layered(&mut lcg);
        let new_world = revised(&world, &mut lcg);
        let (old, new) = (support::loaded(&world.text()), support::loaded(&new_world.text()));
        let found = diff(&old, &new).unwrap();
        if !found.complete() {
            continue;
        }
        // The day of the pack's answers is the one the changes were looked for.
        let day = bae_rules::calendar::Day::parse("2026-01-05").unwrap();
        let ready = |pack| {
            bae_rules::evaluate::compile::compile(
                pack,
                &bae_rules::policy::settings::Settings::defaults(pack).unwrap(),
                &support::calendar(),
                day,
            )
            .unwrap()
        };
        let (old_program, new_program) = (ready(&old), ready(&new));
        for change in &found.changes {
            regions += 1;
            let at = old.decisions.iter().position(|answer| answer.id == change.decision).unwrap();
            let (before, after) = (answers(&old_program, &change.facts), answers(&new_program, &change.facts_after));
            assert!(before[at] != after[at], "the witness does not change: {change:#?}");
        }
        for _ in 0..150 {
            let row: Vec<Known> =
                (0..world.fields.len()).map(|at| Known::whole(*lcg.pick(&world.grid(at, true)))).collect();
            if world.read(&row).is_none() {
                continue;
            }
            let facts = world.facts(&row);
            let (before, after) = (answers(&old_program, &facts), answers(&new_program, &facts));
            for (at, answer) in old.decisions.iter().enumerate() {
                let covering = found
                    .changes
                    .iter()
                    .filter(|change| {
                        change.decision == answer.id && change.covers((&old_program, &facts), (&new_program, &facts))
                    })
                    .collect::<Vec<_>>();
                let told = covering.iter().any(|change| {
                    let word = |text: &str, found: &str| {
                        text == found
                            || (found == "NeedsInput" && text == "left to a person")
                            || (found == "Conflict" && text == "conflict")
                    };
                    word(&change.before.outcome, &before[at]) && word(&change.after.outcome, &after[at])
                });
                assert!(
                    told == (before[at] != after[at]) && (before[at] != after[at] || covering.is_empty()),
                    "{}: {} -> {} of {row:?}, told {covering:#?}\n{}\n{}",
                    answer.id,
                    before[at],
                    after[at],
                    world.text(),
                    new_world.text()
                );
                // Put together, the regions hold the same rows: what has any value there is not asked for.
                let in_group = |group: &&Group| {
                    let covers = |case: &Case| case.covers((&old_program, &facts), (&new_program, &facts));
                    group.decision == answer.id && group.cases.iter().any(covers)
                };
                let groups: Vec<&Group> = found.groups.iter().filter(in_group).collect();
                let change = covering.first().map(|change| (&change.before.outcome, &change.after.outcome));
                let told: Vec<_> = groups.iter().map(|group| (&group.before, &group.after)).collect();
                assert_eq!(told, change.into_iter().collect::<Vec<_>>(), "{row:?}: {groups:#?}\n{covering:#?}");
                together += groups.iter().map(|group| usize::from(group.cases.len() < group.regions)).sum::<usize>();
                changed += usize::from(before[at] != after[at]);
            }
        }
    }
    println!("{regions} regions, {changed} changed answers of rows by chance, {together} in regions put together");
    assert!(changed > 50 && together > 10);
}

#[test]
fn a_pack_does_not_differ_from_itself() {
    for (name, text) in BUILT_IN {
        let pack = support::loaded(text);
        let found = diff(&pack, &pack).unwrap();
        assert!(
            found.changes.is_empty() && found.complete() && found.decisions.is_empty(),
            "{name}: {:?}",
            found.changes
        );
    }
}

#[test]
fn what_neither_version_changes_is_one_fact_of_a_region_and_examples_are_as_people_type_them() {
    let text = BUILT_IN.iter().find(|(name, _)| *name == "learner-at-risk").unwrap().1;
    let mut old = support::loaded(text);
    old.decisions.retain(|answer| answer.id == "risk_rating");
    let mut new = old.clone();
    let setting = new.settings.0.iter_mut().find(|(name, _)| name == "behind_threshold").unwrap();
    setting.1.default = Some("25".to_string());
    let found = diff(&old, &new).unwrap();
    assert!(found.complete());
    let rating: Vec<_> = found.changes.iter().filter(|change| change.decision == "risk_rating").collect();
    // One region for each way in which a first intervention has not failed, with one indicator or none besides; not one for
    // each way of having no open stage.
    assert_eq!(rating.len(), 18);
    for change in rating {
        assert_eq!((change.before.outcome.as_str(), change.after.outcome.as_str()), ("Medium", "High"));
        assert!(change.region.contains("Escalation stage open no"), "{}", change.region);
        let cell = |name: &str| change.witness.iter().find(|(known, _)| known == name).map(|(_, cell)| cell.as_str());
        assert_eq!((cell("planned_progress"), cell("actual_progress")), (Some("50"), Some("36")));
        assert_eq!(cell("stage3_email"), Some(""), "no email is needed to show it");
    }
}

#[test]
fn another_threshold_of_a_shipped_pack_is_told_in_its_own_words() {
    let text = BUILT_IN.iter().find(|(name, _)| *name == "learning-mentoring").unwrap().1;
    let old = support::loaded(text);
    let mut new = old.clone();
    let setting = new.settings.0.iter_mut().find(|(name, _)| name == "absence_2").unwrap();
    setting.1.default = Some("12".to_string());
    let found = diff(&old, &new).unwrap();
    assert!(found.complete());
    let told: Vec<String> = found
        .changes
        .iter()
        .map(|change| {
            format!("{}: {}: {} -> {}", change.decision, change.region, change.before.outcome, change.after.outcome)
        })
        .collect();
    let rules: Vec<String> = found
        .rules
        .iter()
        .map(|change| {
            format!("{}: {}: {} -> {}", change.decision, change.region, change.before.outcome, change.after.outcome)
        })
        .collect();
    assert_eq!(rules, ["attendance_measured: Absence from 10% and below 12%: 2 -> 1"]);
    let category: Vec<&String> = told.iter().filter(|line| line.starts_with("bae_category")).collect();
    assert_eq!(
        category,
        [
            "bae_category: Absence from 10% and below 12%, Behaviour 0 or 1 or not assessed, Emotional 0 or 1 or not assessed, \
          Achievement 0 or 1 or not assessed: C -> B"
        ]
    );
    let example = &found.changes.iter().find(|change| change.decision == "bae_category").unwrap().witness;
    let typed: Vec<String> =
        example.iter().filter(|(_, cell)| !cell.is_empty()).map(|(name, cell)| format!("{name} {cell}")).collect();
    assert_eq!(
        typed,
        [
            "attendance_percent 89",
            "suspensions_year 0",
            "suspension_days_term 0",
            "attainment at or above",
            "sdq_teacher_total 0"
        ]
    );
}
