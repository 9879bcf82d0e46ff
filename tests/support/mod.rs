//! What the tests of packs share: a repeatable source of chance, generated packs, and a naive evaluator that knows
//! nothing of cells or sets. It reads a generated pack row by row, as a person would.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::calendar::{Calendar, Day, Nation};
use bae_rules::evaluate::compile::compile;
use bae_rules::evaluate::program::Program;
use bae_rules::policy::load;
use bae_rules::policy::pack::Pack;
use bae_rules::policy::settings::Settings;
use bae_rules::record::Fact;
use serde_json::{Value, json};

/// Chance that is the same in every run.
#[derive(Debug, Clone)]
pub struct Lcg(pub u64);

impl Lcg {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1).max(1) as u64) as i64
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    pub fn shuffle<T>(&mut self, of: &mut [T]) {
        for at in (1..of.len()).rev() {
            of.swap(at, self.below(at + 1));
        }
    }
}

/// How many rounds: `quick` by default, `full` where the environment asks for everything.
pub fn rounds(quick: usize, full: usize) -> usize {
    if std::env::var_os("BAE_RULES_FULL").is_some() { full } else { quick }
}

pub const AS_OF: &str = "2026-04-08";

pub fn as_of() -> Day {
    Day::parse(AS_OF).unwrap()
}

pub fn calendar() -> Calendar {
    Calendar::of(Nation::parse("england-and-wales"))
}

pub fn loaded(text: &str) -> Pack {
    load::load(text).unwrap_or_else(|problems| {
        panic!("{}\n{text}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

pub fn compiled(pack: &Pack) -> Program {
    let settings = Settings::defaults(pack).unwrap();
    compile(pack, &settings, &calendar(), as_of()).unwrap_or_else(|problems| {
        panic!(
            "{}\n{}",
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
            serde_json::to_string(pack).unwrap()
        )
    })
}

/// The kinds of generated field. Numbers are in thousandths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Percent,
    Count(i64),
    Number { min: i64, max: i64, step: i64 },
    YesNo,
    Choice(usize),
    Date,
    Event,
}

impl Kind {
    pub fn is_named(self) -> bool {
        matches!(self, Kind::YesNo | Kind::Choice(_))
    }

    /// Lowest and highest value, and the step between values.
    pub fn range(self) -> (i64, i64, i64) {
        let today = i64::from(as_of().days());
        match self {
            Kind::Percent => (0, 100_000, 1),
            Kind::Count(max) => (0, max * 1000, 1000),
            Kind::Number { min, max, step } => (min, max, step),
            Kind::YesNo => (0, 1, 1),
            Kind::Choice(count) => (0, count as i64 - 1, 1),
            Kind::Date | Kind::Event => (today - 400, today + 400, 1),
        }
    }

    pub fn any(self, lcg: &mut Lcg) -> i64 {
        let (low, high, step) = self.range();
        low + lcg.between(0, (high - low) / step) * step
    }

    /// The coded fact of a value.
    pub fn fact(self, value: i64) -> Fact {
        match self {
            Kind::Percent | Kind::Count(_) | Kind::Number { .. } => Fact::Value(value * 1_000_000),
            _ => Fact::Value(value),
        }
    }

    /// A value as a cell writes it.
    pub fn text(self, value: i64) -> String {
        match self {
            Kind::YesNo => (value == 1).to_string(),
            Kind::Choice(_) => format!("\"c{value}\""),
            Kind::Date | Kind::Event => format!("date(\"{}\")", Day::from_days(value).unwrap()),
            _ => thousandths(value),
        }
    }
}

pub fn thousandths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, part) = (value.abs() / 1000, value.abs() % 1000);
    if part == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{}", format!("{part:03}").trim_end_matches('0'))
    }
}

/// One end of an interval: the value, and whether it belongs to it.
pub type End = Option<(i64, bool)>;

/// A test of one cell, as its writer means it.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    Any,
    In(Vec<(End, End)>),
    Not(Vec<(End, End)>),
}

/// What a naive reader knows of a fact: an exact fraction of thousandths (or a day, or a position), or nothing there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Known {
    Number(i128, i128),
    Nothing,
    NoColumn,
}

impl Known {
    pub fn whole(value: i64) -> Self {
        Known::Number(i128::from(value), 1)
    }
}

impl Test {
    pub fn is(value: i64) -> Self {
        Test::In(vec![(Some((value, true)), Some((value, true)))])
    }

    pub fn between(low: End, high: End) -> Self {
        Test::In(vec![(low, high)])
    }

    pub fn holds(&self, value: Known) -> bool {
        let inside = |parts: &[(End, End)], over: i128, under: i128| {
            parts.iter().any(|(low, high)| {
                low.is_none_or(|(at, closed)| {
                    over > i128::from(at) * under || (closed && over == i128::from(at) * under)
                }) && high.is_none_or(|(at, closed)| {
                    over < i128::from(at) * under || (closed && over == i128::from(at) * under)
                })
            })
        };
        match (self, value) {
            (Test::Any, _) => true,
            (_, Known::Nothing | Known::NoColumn) => false,
            (Test::In(parts), Known::Number(over, under)) => inside(parts, over, under),
            (Test::Not(parts), Known::Number(over, under)) => !inside(parts, over, under),
        }
    }

    /// The test as a cell writes it.
    pub fn text(&self, kind: Kind) -> String {
        let part = |(low, high): &(End, End)| match (low, high) {
            (Some((low, true)), Some((high, true))) if low == high => kind.text(*low),
            (Some((low, from)), Some((high, to))) => {
                format!(
                    "{}{}..{}{}",
                    if *from { '[' } else { '(' },
                    kind.text(*low),
                    kind.text(*high),
                    if *to { ']' } else { ')' }
                )
            }
            (Some((low, closed)), None) => format!(">{}{}", if *closed { "=" } else { "" }, kind.text(*low)),
            (None, Some((high, closed))) => format!("<{}{}", if *closed { "=" } else { "" }, kind.text(*high)),
            (None, None) => "-".to_string(),
        };
        let list = |parts: &[(End, End)]| parts.iter().map(part).collect::<Vec<_>>().join(", ");
        match self {
            Test::Any => "-".to_string(),
            Test::In(parts) => list(parts),
            Test::Not(parts) => format!("not({})", list(parts)),
        }
    }

    pub fn parts(&self) -> &[(End, End)] {
        match self {
            Test::Any => &[],
            Test::In(parts) | Test::Not(parts) => parts,
        }
    }

    /// A test by chance.
    pub fn random(kind: Kind, lcg: &mut Lcg) -> Self {
        if lcg.one_in(4) {
            return Test::Any;
        }
        let mut parts = Vec::new();
        for _ in 0..1 + lcg.below(2) {
            if kind.is_named() {
                let value = kind.any(lcg);
                parts.push((Some((value, true)), Some((value, true))));
                continue;
            }
            let (one, two) = (near(kind, lcg), near(kind, lcg));
            let (low, high) = (one.min(two), one.max(two));
            parts.push(match lcg.below(4) {
                0 => (Some((low, lcg.one_in(2))), None),
                1 => (None, Some((high, lcg.one_in(2)))),
                2 if lcg.one_in(3) => (Some((low, true)), Some((low, true))),
                _ => (Some((low, lcg.one_in(2))), Some((high, lcg.one_in(2)))),
            });
        }
        if lcg.one_in(6) { Test::Not(parts) } else { Test::In(parts) }
    }
}

/// A value on a coarse grid, so that tests of different rows meet.
fn near(kind: Kind, lcg: &mut Lcg) -> i64 {
    let (low, high, step) = kind.range();
    let tenth = ((high - low) / 10 / step).max(1) * step;
    (low + lcg.between(0, 10) * tenth).min(high)
}

/// The operations of generated derived facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    ShareBehind,
    PointsBehind,
    Rate,
    Remainder,
    Sum,
    DaysSince,
    DaysBetween,
    Happened,
}

impl By {
    fn name(self) -> &'static str {
        match self {
            By::ShareBehind | By::PointsBehind => "share-behind",
            By::Rate => "rate",
            By::Remainder => "remainder",
            By::Sum => "sum",
            By::DaysSince => "days-since",
            By::DaysBetween => "days-between",
            By::Happened => "happened",
        }
    }

    /// The values its tests may name.
    pub fn kind(self) -> Kind {
        match self {
            By::ShareBehind | By::PointsBehind => Kind::Number { min: -50_000, max: 100_000, step: 1 },
            By::Rate | By::Remainder => Kind::Percent,
            By::Sum => Kind::Number { min: 0, max: 20_000, step: 1000 },
            By::DaysSince | By::DaysBetween => Kind::Number { min: -100_000, max: 300_000, step: 1000 },
            By::Happened => Kind::YesNo,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Derived {
    pub name: String,
    pub by: By,
    pub of: Vec<usize>,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    pub required: bool,
}

/// What a column of a generated table tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Field(usize),
    Derived(usize),
    Table(usize),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub id: String,
    pub tests: Vec<Test>,
    /// The value, as a position among the table's; `None`: a person decides.
    pub then: Option<usize>,
    /// The further output.
    pub more: usize,
}

#[derive(Debug, Clone)]
pub struct Table {
    pub id: String,
    pub hit: &'static str,
    pub values: Vec<String>,
    /// Values of a second output, where there is one.
    pub more: Vec<String>,
    pub columns: Vec<Of>,
    pub rows: Vec<Row>,
    pub otherwise: Option<Row>,
    pub monotone: bool,
}

/// What a naive reader finds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Naive {
    /// The value or values in words, the further output, and the rows that give it.
    Given(String, String, Vec<String>),
    /// No row holds, or the policy leaves it to a person.
    Open,
    /// Rows disagree.
    Conflict,
}

impl Naive {
    pub fn value(&self) -> Option<&str> {
        match self {
            Naive::Given(value, _, _) => Some(value),
            _ => None,
        }
    }
}

impl Table {
    /// Reads the table row by row.
    pub fn read(&self, values: &[Known]) -> Naive {
        let held: Vec<&Row> = self
            .rows
            .iter()
            .filter(|row| row.tests.iter().zip(values).all(|(test, value)| test.holds(*value)))
            .collect();
        let given = |row: &Row| match row.then {
            Some(then) => Naive::Given(
                self.values[then].clone(),
                self.more.get(row.more).cloned().unwrap_or_default(),
                vec![row.id.clone()],
            ),
            // What a list gathers from a row without a value is the row itself.
            None if self.hit == "collect list" => Naive::Given(row.id.clone(), String::new(), vec![row.id.clone()]),
            None => Naive::Open,
        };
        let number = |row: &Row| row.then.map_or(0.0, |then| self.values[then].parse::<f64>().unwrap());
        let all =
            |text: String, more: String| Naive::Given(text, more, held.iter().map(|row| row.id.clone()).collect());
        match self.hit {
            "collect count" if !held.is_empty() || self.otherwise.is_none() => {
                return all(held.len().to_string(), String::new());
            }
            "collect sum" if !held.is_empty() || self.otherwise.is_none() => {
                let sum: f64 = held.iter().map(|row| number(row)).sum();
                return all(if sum == 0.0 { "0".to_string() } else { sum.to_string() }, String::new());
            }
            "collect list" if !held.is_empty() => {
                let list = |of: &dyn Fn(&Row) -> String| held.iter().map(|row| of(row)).collect::<Vec<_>>().join(", ");
                let more = if self.more.is_empty() { String::new() } else { list(&|row| self.more[row.more].clone()) };
                return all(list(&|row| row.then.map_or(row.id.clone(), |then| self.values[then].clone())), more);
            }
            "collect list" if self.otherwise.is_none() => {
                return all("none".to_string(), if self.more.is_empty() { String::new() } else { "none".to_string() });
            }
            _ => {}
        }
        let won = match self.hit {
            "first" => held.first().copied(),
            "priority" => held.iter().rev().max_by_key(|row| row.then.unwrap_or(usize::MAX)).copied(),
            "collect max" => held.iter().rev().max_by(|a, b| number(a).total_cmp(&number(b))).copied(),
            "collect min" => held.iter().min_by(|a, b| number(a).total_cmp(&number(b))).copied(),
            _ => {
                if held
                    .iter()
                    .any(|row| row.then != held[0].then || (!self.more.is_empty() && row.more != held[0].more))
                {
                    return Naive::Conflict;
                }
                held.first().copied()
            }
        };
        match won.or(self.otherwise.as_ref()) {
            Some(row) => given(row),
            None => Naive::Open,
        }
    }
}

#[derive(Debug, Clone)]
pub struct World {
    pub fields: Vec<Field>,
    pub derived: Vec<Derived>,
    pub tables: Vec<Table>,
}

impl World {
    pub fn name(&self, of: Of) -> &str {
        match of {
            Of::Field(at) => &self.fields[at].name,
            Of::Derived(at) => &self.derived[at].name,
            Of::Table(at) => &self.tables[at].id,
        }
    }

    pub fn kind(&self, of: Of) -> Kind {
        match of {
            Of::Field(at) => self.fields[at].kind,
            Of::Derived(at) => self.derived[at].by.kind(),
            Of::Table(at) => Kind::Choice(self.tables[at].values.len()),
        }
    }

    fn cell(&self, of: Of, test: &Test) -> String {
        match of {
            // Values of another table are written by name.
            Of::Table(at) => {
                let name = |part: &(End, End)| format!("\"{}\"", self.tables[at].values[part.0.unwrap().0 as usize]);
                let list = test.parts().iter().map(name).collect::<Vec<_>>().join(", ");
                match test {
                    Test::Any => "-".to_string(),
                    Test::In(_) => list,
                    Test::Not(_) => format!("not({list})"),
                }
            }
            of => test.text(self.kind(of)),
        }
    }

    /// The pack as a file.
    pub fn json(&self) -> Value {
        let fields: serde_json::Map<String, Value> = self
            .fields
            .iter()
            .map(|field| {
                let mut spec = json!({ "heading": field.name, "required": field.required });
                let set = spec.as_object_mut().unwrap();
                match field.kind {
                    Kind::Percent => {
                        set.insert("type".into(), "percent".into());
                        set.insert("better".into(), "higher".into());
                    }
                    Kind::Count(max) => {
                        set.insert("type".into(), "count".into());
                        set.insert("max".into(), max.into());
                        set.insert("better".into(), "lower".into());
                    }
                    Kind::Number { min, max, step } => {
                        set.insert("type".into(), "number".into());
                        set.insert("min".into(), thousandths(min).into());
                        set.insert("max".into(), thousandths(max).into());
                        set.insert("step".into(), thousandths(step).into());
                        set.insert("better".into(), "lower".into());
                    }
                    Kind::YesNo => {
                        set.insert("type".into(), "yes-no".into());
                    }
                    Kind::Choice(count) => {
                        set.insert("type".into(), "choice".into());
                        set.insert(
                            "values".into(),
                            (0..count).map(|at| json!({ "value": format!("c{at}") })).collect(),
                        );
                    }
                    Kind::Date => {
                        set.insert("type".into(), "date".into());
                    }
                    Kind::Event => {
                        set.insert("type".into(), "date".into());
                        set.insert("event".into(), true.into());
                        set.insert("blank".into(), "none".into());
                    }
                }
                (field.name.clone(), spec)
            })
            .chain([("who".to_string(), json!({ "heading": "Who", "type": "text" }))])
            .collect();
        let derived: serde_json::Map<String, Value> = self
            .derived
            .iter()
            .map(|derived| {
                let of: Vec<&str> = derived.of.iter().map(|at| self.fields[*at].name.as_str()).collect();
                let mut spec = json!({ "title": derived.name, "by": derived.by.name(), "of": of });
                if derived.by == By::PointsBehind {
                    spec.as_object_mut().unwrap().insert("mode".into(), "mode".into());
                }
                (derived.name.clone(), spec)
            })
            .collect();
        let rules: Vec<Value> = self.tables.iter().map(|table| self.rule(table)).collect();
        let mut decisions: Vec<Value> = Vec::new();
        for table in &self.tables {
            decisions.push(json!({ "id": table.id, "title": table.id }));
            if !table.more.is_empty() {
                decisions.push(json!({ "id": format!("{}.extra", table.id), "title": "extra" }));
            }
        }
        json!({
            "pack": "generated", "schema": 1, "version": "1", "title": "Generated", "about": "Generated.",
            "sources": { "G": { "title": "Generated", "publisher": "Nobody" } },
            "subject": "who", "fields": fields, "derived": derived,
            "settings": { "mode": { "title": "Mode", "type": "choice", "values": ["relative", "points"], "default": "points", "clause": "G 1" } },
            "rules": rules, "decisions": decisions, "results": [],
            "examples": self.tables.iter().map(|table| json!({
                "claim": "every row", "given": {}, "expect": {},
                "shows": table.rows.iter().chain(&table.otherwise).map(|row| row.id.clone()).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }

    fn then(&self, table: &Table, row: &Row) -> Value {
        match row.then {
            None => Value::Null,
            Some(then) if table.more.is_empty() => table.values[then].clone().into(),
            // The further output stands first, so that its place decides nothing.
            Some(then) => json!({ "extra": table.more[row.more], "value": table.values[then] }),
        }
    }

    pub fn rule(&self, table: &Table) -> Value {
        let row = |row: &Row, tests: bool| {
            let mut made = json!({ "id": row.id, "clause": "G 1", "says": "it is so", "then": self.then(table, row) });
            if tests {
                let when: serde_json::Map<String, Value> = table
                    .columns
                    .iter()
                    .zip(&row.tests)
                    .map(|(of, test)| (self.name(*of).to_string(), self.cell(*of, test).into()))
                    .collect();
                made.as_object_mut().unwrap().insert("when".into(), when.into());
            }
            made
        };
        let mut rule = json!({
            "id": table.id, "title": table.id, "kind": "table", "hit": table.hit, "values": table.values, "monotone": table.monotone,
            "rows": table.rows.iter().map(|one| row(one, true)).collect::<Vec<_>>(),
        });
        let set = rule.as_object_mut().unwrap();
        if !table.more.is_empty() {
            set.insert("more".into(), json!({ "extra": table.more }));
        }
        if let Some(otherwise) = &table.otherwise {
            set.insert("otherwise".into(), row(otherwise, false));
        }
        rule
    }

    pub fn text(&self) -> String {
        self.json().to_string()
    }

    /// What a derived fact is, given the fields.
    pub fn derive(&self, derived: &Derived, fields: &[Known]) -> Option<Known> {
        let today = i128::from(as_of().days());
        let input = |at: usize| match fields[derived.of[at]] {
            Known::Number(over, _) => Some(over),
            _ => None,
        };
        let number = |over, under| Some(Known::Number(over, under));
        match derived.by {
            By::ShareBehind => match (input(0)?, input(1)?) {
                (0, _) => number(0, 1),
                (planned, actual) => number((planned - actual) * 100_000, planned),
            },
            By::PointsBehind => match (input(0)?, input(1)?) {
                (0, _) => number(0, 1),
                (planned, actual) => number(planned - actual, 1),
            },
            By::Rate => match (input(0)?, input(1)?) {
                (over, under) if under <= 0 || over > under => None,
                (over, under) => number(over * 100_000, under),
            },
            By::Remainder => number(100_000 - input(0)?, 1),
            By::Sum => number(
                derived
                    .of
                    .iter()
                    .map(|at| fields[*at])
                    .map(|known| if let Known::Number(over, _) = known { over } else { 0 })
                    .sum(),
                1,
            ),
            By::DaysSince => number((today - input(0)?) * 1000, 1),
            By::DaysBetween => number((input(1).unwrap_or(today) - input(0)?) * 1000, 1),
            By::Happened => number(i128::from(input(0).is_some_and(|day| day <= today)), 1),
        }
    }

    /// The outcome of every table, for fields that are all known (or have no column). `None` where a derived fact cannot
    /// be worked out from them.
    pub fn read(&self, fields: &[Known]) -> Option<Vec<Naive>> {
        let today = i128::from(as_of().days());
        // An event on a later day has not happened.
        let fields: Vec<Known> = self
            .fields
            .iter()
            .zip(fields)
            .map(|(field, known)| match known {
                Known::Number(day, _) if field.kind == Kind::Event && *day > today => Known::Nothing,
                known => *known,
            })
            .collect();
        let derived: Vec<Option<Known>> = self.derived.iter().map(|derived| self.derive(derived, &fields)).collect();
        let mut found: Vec<Naive> = Vec::new();
        for table in &self.tables {
            let mut values = Vec::new();
            let mut conflict = false;
            for of in &table.columns {
                values.push(match of {
                    Of::Field(at) => fields[*at],
                    Of::Derived(at) => derived[*at]?,
                    Of::Table(at) => match &found[*at] {
                        Naive::Given(value, _, _) => Known::whole(self.tables[*at].values.iter().position(|known| known == value).unwrap() as i64),
                        Naive::Open => Known::Nothing,
                        Naive::Conflict => {
                            conflict = true;
                            Known::Nothing
                        }
                    },
                });
            }
            found.push(if conflict { Naive::Conflict } else { table.read(&values) });
        }
        Some(found)
    }

    /// Values of a field that matter, and some between: the cuts of every test it is in, one step to each side, the ends.
    pub fn grid(&self, field: usize, dense: bool) -> Vec<i64> {
        let kind = self.fields[field].kind;
        let (low, high, step) = kind.range();
        if kind.is_named() {
            return (low..=high).collect();
        }
        let mut cuts: Vec<i64> = vec![low, high];
        for table in &self.tables {
            for (at, of) in table.columns.iter().enumerate() {
                if *of == Of::Field(field) {
                    cuts.extend(
                        table
                            .rows
                            .iter()
                            .flat_map(|row| row.tests[at].parts().to_vec())
                            .flat_map(|(low, high)| [low, high])
                            .flatten()
                            .map(|(at, _)| at),
                    );
                }
            }
        }
        if dense {
            let stride = ((high - low) / 40 / step).max(1) * step;
            cuts.extend((0..=40).map(|at| low + at * stride));
        }
        let mut values: Vec<i64> =
            cuts.iter().flat_map(|cut| [cut - step, *cut, cut + step]).filter(|at| (low..=high).contains(at)).collect();
        values.sort_unstable();
        values.dedup();
        let between: Vec<i64> = values.windows(2).map(|pair| pair[0] + (pair[1] - pair[0]) / 2 / step * step).collect();
        values.extend(between);
        values.sort_unstable();
        values.dedup();
        values
    }

    /// The field of each name in the order of the file, which is that of the alphabet; `None` for the name of the row.
    pub fn order(&self) -> Vec<Option<usize>> {
        let mut names: Vec<(&str, Option<usize>)> =
            self.fields.iter().enumerate().map(|(at, field)| (field.name.as_str(), Some(at))).collect();
        names.push(("who", None));
        names.sort_unstable();
        names.into_iter().map(|(_, at)| at).collect()
    }

    /// The position of a field in the file.
    pub fn position(&self, field: usize) -> usize {
        self.order().iter().position(|at| *at == Some(field)).unwrap()
    }

    pub fn facts(&self, fields: &[Known]) -> Vec<Fact> {
        self.order()
            .into_iter()
            .map(|at| match at.map(|at| (fields[at], self.fields[at].kind)) {
                Some((Known::Number(value, _), kind)) => kind.fact(i64::try_from(value).unwrap()),
                Some((Known::Nothing, _)) | None => Fact::Nothing,
                Some((Known::NoColumn, _)) => Fact::NoColumn,
            })
            .collect()
    }
}

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
