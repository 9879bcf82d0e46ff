//! Faults put into clean packs, one at a time, are all found; the clean packs themselves raise no alarm. A thousand faults
//! and two hundred clean tables with `BAE_RULES_FULL`, fewer without.
//!
//! Clean tables are cut out of the whole space of their inputs, so that they leave nothing open and say nothing twice.
//! Each fault is first shown to be one by reading the table row by row over a grid of values.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod support;

use bae_rules::policy::pack::Pack;
use bae_rules::policy::verify::{Finding, Kind, verify};
use bae_rules::record::Fact;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use support::{End, Field, Known, Lcg, Naive, Of, Row, Table, Test, World};

/// A box of the input space: for each field, its lowest and highest value.
type Box = Vec<(i64, i64)>;

fn field(at: usize, lcg: &mut Lcg) -> Field {
    let kind = match lcg.below(5) {
        0 => support::Kind::Percent,
        1 => support::Kind::Count(lcg.between(6, 40)),
        2 => support::Kind::Number { min: -5000, max: 20_000, step: 500 },
        3 => support::Kind::YesNo,
        _ => support::Kind::Choice(2 + lcg.below(3)),
    };
    Field { name: format!("f{at}"), kind, required: true }
}

/// Cuts the space into boxes that fill it.
fn cut(world: &World, rows: usize, lcg: &mut Lcg) -> Vec<Box> {
    let mut boxes: Vec<Box> =
        vec![world.fields.iter().map(|field| (field.kind.range().0, field.kind.range().1)).collect()];
    let mut tries = 0;
    while boxes.len() < rows && tries < 400 {
        tries += 1;
        let which = lcg.below(boxes.len());
        // Every column is cut at least once, the first ones first.
        let axis = if boxes.len() <= world.fields.len() { boxes.len() - 1 } else { lcg.below(world.fields.len()) };
        let (low, high) = boxes[which][axis];
        let step = world.fields[axis].kind.range().2;
        let coarse = if step == 1 && !world.fields[axis].kind.is_named() { 1000 } else { step };
        let width = (high - low) / coarse;
        if width < 1 {
            continue;
        }
        let at = low + lcg.between(1, width) * coarse;
        let mut upper = boxes[which].clone();
        upper[axis].0 = at;
        boxes[which][axis].1 = at - step;
        boxes.push(upper);
    }
    boxes
}

/// The test of one side of a box, in one of the ways people write it.
fn side(kind: support::Kind, (low, high): (i64, i64), lcg: &mut Lcg) -> Test {
    let (first, last, step) = kind.range();
    if kind.is_named() {
        if low == first && high == last {
            return Test::Any;
        }
        return Test::In((low..=high).map(|at| (Some((at, true)), Some((at, true)))).collect());
    }
    let lower: End = if low == first && lcg.one_in(2) { None } else { Some((low, true)) };
    let upper: End = if high == last {
        if lcg.one_in(2) { None } else { Some((high, true)) }
    } else if step > 1 && lcg.one_in(2) {
        Some((high, true))
    } else {
        Some((high + step, false))
    };
    match (lower, upper) {
        (None, None) => Test::Any,
        (lower, upper) => Test::between(lower, upper),
    }
}

/// A clean pack of one table, its boxes beside it.
fn clean(lcg: &mut Lcg, monotone: bool) -> (World, Vec<Box>) {
    loop {
        let columns = 1 + lcg.below(4);
        let mut world =
            World { fields: (0..columns).map(|at| field(at, lcg)).collect(), derived: Vec::new(), tables: Vec::new() };
        let boxes = cut(&world, 2 + columns + lcg.below(10), lcg);
        let values = 2 + lcg.below(3);
        // Worse facts, a worse value: fields declare percentages as better when higher, the rest as better when lower.
        let badness = |region: &Box| -> f64 {
            let share = world.fields.iter().zip(region).map(|(field, (low, high))| {
                let (first, last, _) = field.kind.range();
                let middle = ((low + high) as f64 / 2.0 - first as f64) / (last - first).max(1) as f64;
                if field.kind == support::Kind::Percent { 1.0 - middle } else { middle }
            });
            share.sum::<f64>() / columns as f64
        };
        let hit = *lcg.pick(&["unique", "first", "priority", "unique"]);
        let mut rows: Vec<Row> = Vec::new();
        for (at, region) in boxes.iter().enumerate() {
            let then =
                if monotone { ((badness(region) * values as f64) as usize).min(values - 1) } else { lcg.below(values) };
            let tests = region.iter().enumerate().map(|(at, ends)| side(world.fields[at].kind, *ends, lcg)).collect();
            rows.push(Row { id: format!("R{at}"), tests, then: Some(then), more: 0 });
        }
        let mut table = Table {
            id: "t0".into(),
            hit,
            values: (0..values).map(|at| format!("v{at}")).collect(),
            more: Vec::new(),
            columns: (0..columns).map(Of::Field).collect(),
            rows,
            otherwise: None,
            monotone,
        };
        if hit == "first" && lcg.one_in(2) {
            table.otherwise = table.rows.pop().map(|row| Row { tests: Vec::new(), ..row });
        }
        world.tables.push(table);
        let grid = points(&world, 20_000);
        let Some(grid) = grid else { continue };
        let faults = naive_faults(&world, &grid);
        if faults.is_empty() {
            return (world, boxes);
        }
    }
}

/// Every combination of the values that matter.
fn points(world: &World, most: usize) -> Option<Vec<Vec<i64>>> {
    let grids: Vec<Vec<i64>> = (0..world.fields.len()).map(|at| world.grid(at, false)).collect();
    if grids.iter().map(Vec::len).product::<usize>() > most {
        return None;
    }
    let mut all: Vec<Vec<i64>> = vec![Vec::new()];
    for grid in grids {
        all = all
            .into_iter()
            .flat_map(|point| grid.iter().map(move |value| [point.clone(), vec![*value]].concat()))
            .collect();
    }
    Some(all)
}

fn read(world: &World, point: &[i64]) -> Naive {
    world.tables[0].read(&point.iter().map(|value| Known::whole(*value)).collect::<Vec<_>>())
}

/// What is wrong with a table, found by reading it at every point.
fn naive_faults(world: &World, grid: &[Vec<i64>]) -> BTreeSet<Kind> {
    let table = &world.tables[0];
    let mut faults = BTreeSet::new();
    let mut won: BTreeSet<String> = BTreeSet::new();
    let mut held: BTreeSet<String> = BTreeSet::new();
    let mut given: BTreeSet<String> = BTreeSet::new();
    let answers: BTreeMap<&Vec<i64>, Naive> = grid.iter().map(|point| (point, read(world, point))).collect();
    for (point, answer) in &answers {
        for row in &table.rows {
            if row.tests.iter().zip(*point).all(|(test, value)| test.holds(Known::whole(*value))) {
                held.insert(row.id.clone());
            }
        }
        match answer {
            Naive::Open => drop(faults.insert(Kind::Gap)),
            Naive::Conflict => drop(faults.insert(Kind::Overlap)),
            Naive::Given(value, _, rows) => {
                won.extend(rows.iter().cloned());
                given.insert(value.clone());
            }
        }
    }
    for row in table.rows.iter().chain(&table.otherwise) {
        if !won.contains(&row.id) {
            // A row that is only ever in conflict overlaps; it is not hidden.
            let hidden = answers.iter().any(|(point, answer)| {
                matches!(answer, Naive::Given(..))
                    && row.tests.iter().zip(*point).all(|(test, value)| test.holds(Known::whole(*value)))
            });
            if hidden || !held.contains(&row.id) {
                faults.insert(if held.contains(&row.id) || table.otherwise.as_ref() == Some(row) {
                    Kind::ShadowedRow
                } else {
                    Kind::UnreachableRow
                });
            }
        }
    }
    if table.values.iter().any(|value| !given.contains(value)) {
        faults.insert(Kind::OutputNeverReached);
    }
    for at in 0..table.columns.len() {
        let mut without = world.clone();
        without.tables[0].rows.iter_mut().for_each(|row| row.tests[at] = Test::Any);
        if grid.iter().all(|point| read(&without, point).value() == answers[point].value()) {
            faults.insert(Kind::IdleColumn);
        }
    }
    if table.monotone {
        for (at, field) in world.fields.iter().enumerate() {
            let values: Vec<i64> = world.grid(at, false);
            for (point, answer) in &answers {
                let Some(next) = values.iter().find(|value| **value > point[at]) else { continue };
                let mut worse = (*point).clone();
                worse[at] = *next;
                let position = |answer: &Naive| {
                    answer.value().and_then(|value| table.values.iter().position(|known| known == value))
                };
                let (low, high) = (position(answer), position(&answers[&worse]));
                let (better, worse) = if field.kind == support::Kind::Percent { (high, low) } else { (low, high) };
                if let (Some(better), Some(worse)) = (better, worse)
                    && worse < better
                {
                    faults.insert(Kind::NotMonotone);
                }
            }
        }
    }
    faults
}

/// The values of a coded row of facts, by field.
fn values(world: &World, facts: &[Fact]) -> Vec<Known> {
    (0..world.fields.len())
        .map(|at| match facts[world.position(at)] {
            Fact::Value(value)
                if matches!(
                    world.fields[at].kind,
                    support::Kind::Percent | support::Kind::Count(_) | support::Kind::Number { .. }
                ) =>
            {
                Known::Number(i128::from(value), 1_000_000)
            }
            Fact::Value(value) => Known::whole(value),
            _ => Known::whole(world.fields[at].kind.range().0),
        })
        .collect()
}

/// A witness shows what its finding says, to a reader who goes row by row.
fn confirmed(world: &World, finding: &Finding) -> bool {
    let table = &world.tables[0];
    if finding.facts.is_empty() {
        return !matches!(finding.kind, Kind::Gap | Kind::Overlap | Kind::NotMonotone);
    }
    let answer = table.read(&values(world, &finding.facts));
    match finding.kind {
        Kind::Gap => answer == Naive::Open,
        Kind::Overlap => answer == Naive::Conflict,
        Kind::ShadowedRow => match &answer {
            Naive::Given(_, _, rows) => !rows.contains(&finding.rows[0]),
            _ => true,
        },
        Kind::NotMonotone => {
            let worse = table.read(&values(world, &finding.facts_beside));
            let position = |answer: &Naive| {
                answer.value().and_then(|value| table.values.iter().position(|known| known == value)).unwrap()
            };
            position(&worse) < position(&answer)
        }
        _ => true,
    }
}

fn found(text: &str) -> (Pack, Vec<Finding>) {
    // Faults that the loader refuses are for the verifier too: a pack may be made by hand.
    let pack: Pack = bae_rules::json::from_str(text).unwrap_or_else(|problems| panic!("{problems:?}"));
    let findings = verify(&pack);
    (pack, findings)
}

#[test]
fn clean_tables_raise_no_alarm() {
    let mut lcg = Lcg(31);
    for round in 0..support::rounds(60, 200) {
        let (world, _) = clean(&mut lcg, round % 3 == 0);
        let (_, findings) = found(&world.text());
        assert!(
            findings.is_empty(),
            "{:?}\n{}",
            findings.iter().map(|finding| &finding.sentence).collect::<Vec<_>>(),
            world.text()
        );
    }
}

/// Puts a fault of a kind into a table; `None` where this table cannot have it.
fn spoil(world: &World, boxes: &[Box], kind: Kind, lcg: &mut Lcg) -> Option<World> {
    let mut world = world.clone();
    let fields = world.fields.clone();
    let table = &mut world.tables[0];
    let row = lcg.below(table.rows.len());
    let column = lcg.below(table.columns.len());
    let (low, high, step) = fields[column].kind.range();
    let named = fields[column].kind.is_named();
    match kind {
        Kind::Gap => {
            if table.otherwise.is_some() {
                return None;
            }
            if lcg.one_in(2) {
                table.rows.remove(row);
            } else {
                let (from, to) = boxes[row][column];
                if named || to - from < step {
                    return None;
                }
                // One step is left out at one end.
                table.rows[row].tests[column] = if lcg.one_in(2) {
                    Test::between(Some((from + step, true)), Some((to, true)))
                } else {
                    Test::between(Some((from, true)), Some((to - step, true)))
                };
            }
        }
        Kind::Overlap => {
            if table.hit != "unique" {
                return None;
            }
            table.rows[row].tests[column] = Test::Any;
        }
        Kind::ShadowedRow => {
            let mut copy = table.rows[row].clone();
            copy.id = "copy".to_string();
            if lcg.one_in(2) {
                copy.then = Some(lcg.below(table.values.len()));
            }
            table.rows.push(copy);
        }
        Kind::UnreachableRow => {
            if named {
                return None;
            }
            table.rows.push(Row {
                id: "never".to_string(),
                tests: (0..fields.len())
                    .map(
                        |at| {
                            if at == column { Test::between(Some((high, true)), Some((low, true))) } else { Test::Any }
                        },
                    )
                    .collect(),
                then: Some(0),
                more: 0,
            });
        }
        Kind::OutputNeverReached => table.values.push("more".to_string()),
        Kind::IdleColumn => {
            let kind = support::Kind::Count(9);
            world.fields.push(Field { name: "f9".to_string(), kind, required: true });
            let at = world.fields.len() - 1;
            table.columns.push(Of::Field(at));
            let split = lcg.one_in(2);
            let mut halves = Vec::new();
            for (place, row) in table.rows.iter_mut().enumerate() {
                row.tests.push(if split && place == 0 { Test::between(None, Some((4000, true))) } else { Test::Any });
                if split && place == 0 {
                    let mut half = row.clone();
                    half.id = "half".to_string();
                    *half.tests.last_mut().unwrap() = Test::between(Some((4000, false)), None);
                    halves.push(half);
                }
            }
            // The other half stands beside the first, so that no row before it takes its place.
            for half in halves {
                table.rows.insert(1, half);
            }
        }
        Kind::OutsideDomain => {
            if named {
                return None;
            }
            let at = high + if step == 1 { 5000 } else { step };
            let test = &mut table.rows[row].tests[column];
            *test = match test.clone() {
                Test::In(parts) => match parts[0] {
                    (Some(from), _) if boxes.get(row).is_none_or(|region| region[column].1 == high) => {
                        Test::between(Some(from), Some((at, true)))
                    }
                    _ => return None,
                },
                _ => Test::between(None, Some((at, true))),
            };
        }
        Kind::NotMonotone => {
            if !table.monotone {
                return None;
            }
            let other = lcg.below(table.rows.len());
            let then = table.rows[row].then;
            table.rows[row].then = table.rows[other].then;
            table.rows[other].then = then;
        }
        _ => return None,
    }
    Some(world)
}

/// A fault in the pack around the table.
fn spoil_pack(world: &World, kind: Kind, lcg: &mut Lcg) -> Value {
    let mut pack = world.json();
    let rows = pack["rules"][0]["rows"].as_array().unwrap().len();
    let row = lcg.below(rows);
    match kind {
        Kind::TimeGap | Kind::TimeOverlap => {
            let mut later = pack["rules"][0].clone();
            let ends = format!("2026-08-{:02}", lcg.between(10, 20));
            let begins =
                format!("2026-08-{:02}", if kind == Kind::TimeGap { lcg.between(22, 30) } else { lcg.between(2, 10) });
            pack["rules"][0]["in_force"] = json!({ "to": ends });
            later["in_force"] = json!({ "from": begins });
            pack["rules"].as_array_mut().unwrap().push(later);
        }
        Kind::NoClause => {
            let clause = *lcg.pick(&["", "G", "X 1", "  "]);
            pack["rules"][0]["rows"][row]["clause"] = clause.into();
        }
        Kind::NoOrigin => {
            if lcg.one_in(2) {
                pack["fields"]["day"] = json!({ "heading": "Day", "type": "date" });
                pack["derived"]["since"] = json!({ "title": "Since", "by": "clock", "of": ["day"], "count": lcg.between(2, 40), "in": "calendar days" });
            } else {
                pack["settings"]["limit"] = json!({ "title": "Limit", "type": "count", "default": lcg.between(2, 40).to_string(), "clause": "" });
            }
        }
        Kind::NoExample => {
            pack["examples"][0]["shows"].as_array_mut().unwrap().remove(row);
        }
        _ => unreachable!("not a fault of the pack"),
    }
    pack
}

/// A clean ladder of a few stages, as a pack.
fn ladder(stages: usize) -> Value {
    let mut fields = json!({ "who": { "heading": "Who", "type": "text" } });
    for at in 1..=stages {
        fields[format!("sent{at}")] =
            json!({ "heading": format!("Stage {at} sent"), "type": "date", "event": true, "blank": "none" });
        fields[format!("end{at}")] = json!({ "heading": format!("Stage {at} end"), "type": "choice", "blank": "none", "values": [{ "value": "success" }, { "value": "fail" }] });
    }
    let list: Vec<Value> = (1..=stages)
        .map(|at| json!({ "name": format!("Stage {at}"), "id": format!("S{at}"), "entered": format!("sent{at}"), "ended": format!("end{at}"), "success": "success", "leads_to": "Out", "clause": "G 1", "says": "it was sent" }))
        .collect();
    let checks: Vec<Value> = (1..stages).map(|at| json!({ "check": "needs", "of": [format!("sent{at}"), format!("sent{}", at + 1)], "code": "skipped", "says": "skipped", "remedy": "Enter it." })).collect();
    let mut values: Vec<String> = vec!["None".to_string()];
    values.extend((1..=stages).map(|at| format!("Stage {at}")));
    values.push("Out".to_string());
    let mut shows: Vec<String> = (1..=stages).map(|at| format!("S{at}")).collect();
    shows.push("S0".to_string());
    json!({
        "pack": "ladder", "schema": 1, "version": "1", "title": "Ladder", "about": "A ladder.", "sources": { "G": { "title": "G", "publisher": "Nobody" } },
        "subject": "who", "fields": fields, "checks": checks,
        "rules": [{ "id": "stage", "title": "Stage", "kind": "ladder", "values": values, "stages": list, "otherwise": { "id": "S0", "then": "None", "clause": "G 1", "says": "nothing was sent" } }],
        "decisions": [{ "id": "stage", "title": "Stage" }], "results": [],
        "examples": [{ "claim": "all", "shows": shows, "given": {}, "expect": {} }],
    })
}

fn spoil_ladder(kind: Kind, lcg: &mut Lcg) -> Value {
    let stages = 2 + lcg.below(3);
    let mut pack = ladder(stages);
    let at = lcg.below(stages - 1);
    match kind {
        Kind::DeadEnd => {
            if lcg.one_in(2) {
                let last = pack["rules"][0]["stages"][stages - 1].as_object_mut().unwrap();
                for key in ["ended", "success", "leads_to"] {
                    last.remove(key);
                }
            } else {
                pack["rules"][0]["stages"][at].as_object_mut().unwrap().remove("leads_to");
                pack["rules"][0].as_object_mut().unwrap().remove("otherwise");
            }
        }
        Kind::SkippedStage => {
            pack["checks"].as_array_mut().unwrap().remove(at);
        }
        Kind::AmbiguousExit => {
            let other = pack["rules"][0]["stages"][at]["ended"].clone();
            pack["rules"][0]["stages"][at + 1]["ended"] = other;
        }
        Kind::UnreachableStage => {
            let other = pack["rules"][0]["stages"][at + 1]["entered"].clone();
            pack["rules"][0]["stages"][at]["entered"] = other;
        }
        _ => unreachable!("not a fault of ladders"),
    }
    pack
}

#[test]
fn a_clean_ladder_raises_no_alarm() {
    for stages in 1..6 {
        let (_, findings) = found(&ladder(stages).to_string());
        assert!(findings.is_empty(), "{findings:#?}");
    }
}

#[test]
fn faults_of_every_kind_are_all_found() {
    let in_tables = [
        Kind::Gap,
        Kind::Overlap,
        Kind::ShadowedRow,
        Kind::UnreachableRow,
        Kind::OutputNeverReached,
        Kind::IdleColumn,
        Kind::OutsideDomain,
        Kind::NotMonotone,
    ];
    let in_packs = [Kind::TimeGap, Kind::TimeOverlap, Kind::NoClause, Kind::NoOrigin, Kind::NoExample];
    let in_ladders = [Kind::DeadEnd, Kind::SkippedStage, Kind::AmbiguousExit, Kind::UnreachableStage];
    let mut lcg = Lcg(32);
    let mut seeded: BTreeMap<Kind, usize> = BTreeMap::new();
    let mut total = 0;
    let mut turn = 0;
    while total < support::rounds(300, 1_000) {
        turn += 1;
        // Two thirds of the faults are in tables.
        let kind = match turn % 9 {
            0..=5 => in_tables[lcg.below(in_tables.len())],
            6 | 7 => in_packs[turn / 9 % in_packs.len()],
            _ => in_ladders[turn / 9 % in_ladders.len()],
        };
        let (text, world) = if in_tables.contains(&kind) {
            let (world, boxes) = {
                let monotone = kind == Kind::NotMonotone || lcg.one_in(4);
                clean(&mut lcg, monotone)
            };
            let Some(spoiled) = spoil(&world, &boxes, kind, &mut lcg) else { continue };
            let Some(grid) = points(&spoiled, 60_000) else { continue };
            if !matches!(kind, Kind::OutsideDomain | Kind::OutputNeverReached)
                && !naive_faults(&spoiled, &grid).contains(&kind)
            {
                continue;
            }
            (spoiled.text(), Some(spoiled))
        } else if in_packs.contains(&kind) {
            let (world, _) = clean(&mut lcg, false);
            (spoil_pack(&world, kind, &mut lcg).to_string(), None)
        } else {
            (spoil_ladder(kind, &mut lcg).to_string(), None)
        };
        let (_, findings) = found(&text);
        assert!(
            findings.iter().any(|finding| finding.kind == kind),
            "{kind:?} not found among {:?}\n{text}",
            findings.iter().map(|finding| (finding.kind, &finding.sentence)).collect::<Vec<_>>()
        );
        if let Some(world) = &world {
            for finding in &findings {
                assert!(confirmed(world, finding), "the witness does not show it: {finding:#?}\n{text}");
            }
            // Nothing is reported that reading row by row does not show too.
            let faults = naive_faults(world, &points(world, 60_000).unwrap());
            for finding in &findings {
                assert!(
                    finding.kind == Kind::OutsideDomain || faults.contains(&finding.kind),
                    "false alarm {finding:#?}, real faults {faults:?}\n{text}"
                );
            }
        }
        *seeded.entry(kind).or_default() += 1;
        total += 1;
    }
    println!("{seeded:?}");
    assert!(seeded.len() == in_tables.len() + in_packs.len() + in_ladders.len(), "{seeded:?}");
}
