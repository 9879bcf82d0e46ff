//! Packs by chance.

use super::cells::{Kind, Test};
use super::chance::Lcg;
use super::world::{By, Derived, Field, Of, Row, Table, World};

pub const HITS: [&str; 8] =
    ["unique", "first", "priority", "collect list", "collect sum", "collect min", "collect max", "collect count"];

pub fn field(at: usize, lcg: &mut Lcg) -> Field {
    let kind = match lcg.below(7) {
        0 => Kind::Percent,
        1 => Kind::Count(lcg.between(3, 30)),
        2 => Kind::Number { min: -5000, max: 20_000, step: 500 },
        3 => Kind::YesNo,
        4 => Kind::Choice(2 + lcg.below(4)),
        5 => Kind::Date,
        _ => Kind::Event,
    };
    Field { name: format!("f{at}"), kind, required: lcg.one_in(2) }
}

/// A table of tests by chance: gaps, overlaps and all.
pub fn random_table(
    world: &World,
    id: usize,
    columns: Vec<Of>,
    hit: &'static str,
    rows: usize,
    lcg: &mut Lcg,
) -> Table {
    let numbers = hit.starts_with("collect") && hit != "collect list";
    let values: Vec<String> = if numbers {
        ["10", "2", "-3", "7.5"].map(String::from).to_vec()
    } else {
        (0..4).map(|at| format!("v{at}")).collect()
    };
    let more: Vec<String> =
        if !numbers && lcg.one_in(3) { vec!["x".to_string(), "y".to_string(), "z".to_string()] } else { Vec::new() };
    let mut row = |at: usize, tests: bool| Row {
        id: format!("T{id}-{at}"),
        tests: if tests { columns.iter().map(|of| Test::random(world.kind(*of), lcg)).collect() } else { Vec::new() },
        then: if !numbers && more.is_empty() && lcg.one_in(12) { None } else { Some(lcg.below(4)) },
        more: if more.is_empty() { 0 } else { lcg.below(3) },
    };
    let rows: Vec<Row> = (0..rows).map(|at| row(at, true)).collect();
    let otherwise = row(rows.len(), false);
    Table {
        id: format!("t{id}"),
        hit,
        values,
        more,
        columns: columns.clone(),
        otherwise: lcg.one_in(2).then_some(otherwise),
        rows,
        monotone: false,
    }
}

/// A pack of several rules that build on each other and on derived facts.
pub fn layered(lcg: &mut Lcg) -> World {
    let mut fields: Vec<Field> = (0..2 + lcg.below(3)).map(|at| field(at, lcg)).collect();
    let mut derived = Vec::new();
    for at in 0..1 + lcg.below(2) {
        let first = fields.len();
        let by = *lcg.pick(&[
            By::ShareBehind,
            By::PointsBehind,
            By::Rate,
            By::Remainder,
            By::Sum,
            By::DaysSince,
            By::DaysBetween,
            By::Happened,
        ]);
        let (kind, count) = match by {
            By::ShareBehind | By::PointsBehind => (Kind::Percent, 2),
            By::Rate => (Kind::Count(lcg.between(5, 400)), 2),
            By::Remainder => (Kind::Percent, 1),
            By::Sum => (Kind::Count(10), 2),
            By::DaysSince => (Kind::Date, 1),
            By::DaysBetween => (Kind::Date, 2),
            By::Happened => (Kind::Event, 1),
        };
        for input in 0..count {
            // Never more than all: a rate above 100 % cannot be, and a row that says so stays open.
            let kind = if by == By::Rate && input == 1 {
                Kind::Number { min: kind.range().1, max: kind.range().1 * 3, step: 1000 }
            } else {
                kind
            };
            fields.push(Field { name: format!("d{at}i{input}"), kind, required: true });
        }
        derived.push(Derived { name: format!("d{at}"), by, of: (first..first + count).collect() });
    }
    let mut world = World { fields, derived, tables: Vec::new() };
    let count = 1 + lcg.below(3);
    for id in 0..count {
        let mut columns: Vec<Of> =
            (0..world.fields.len()).map(Of::Field).chain((0..world.derived.len()).map(Of::Derived)).collect();
        lcg.shuffle(&mut columns);
        columns.truncate(1 + lcg.below(3));
        // Each derived fact is tested somewhere.
        if id < world.derived.len() && !columns.contains(&Of::Derived(id)) {
            columns.push(Of::Derived(id));
        }
        if id > 0 {
            columns.push(Of::Table(lcg.below(id)));
        }
        let hit = if id + 1 == count { *lcg.pick(&HITS) } else { *lcg.pick(&["unique", "first", "priority"]) };
        let rows = 1 + lcg.below(6);
        let table = random_table(&world, id, columns, hit, rows, lcg);
        world.tables.push(table);
    }
    world
}

/// A table of `columns` percentages and `rows` rows that leaves nothing open, cut as people cut them.
pub fn whole_table(columns: usize, rows: usize, lcg: &mut Lcg) -> World {
    let fields = (0..columns).map(|at| Field { name: format!("f{at}"), kind: Kind::Percent, required: true }).collect();
    let mut boxes: Vec<Vec<(i64, i64)>> = vec![vec![(0, 100_001); columns]];
    while boxes.len() < rows {
        let which = lcg.below(boxes.len());
        let axis = lcg.below(columns);
        let (low, high) = boxes[which][axis];
        if high - low < 2000 {
            continue;
        }
        let at = low + lcg.between(1, (high - low - 1) / 1000) * 1000;
        let mut upper = boxes[which].clone();
        upper[axis].0 = at;
        boxes[which][axis].1 = at;
        boxes.push(upper);
    }
    let rows = boxes.iter().enumerate().map(|(at, region)| Row {
        id: format!("R{at}"),
        tests: region
            .iter()
            .map(|(low, high)| {
                Test::between(Some((*low, true)), if *high > 100_000 { None } else { Some((*high, false)) })
            })
            .collect(),
        then: Some(at % 4),
        more: 0,
    });
    let table = Table {
        id: "t0".into(),
        hit: "unique",
        values: (0..4).map(|at| format!("v{at}")).collect(),
        more: Vec::new(),
        columns: (0..columns).map(Of::Field).collect(),
        rows: rows.collect(),
        otherwise: None,
        monotone: false,
    };
    World { fields, derived: Vec::new(), tables: vec![table] }
}
