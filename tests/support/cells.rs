//! Generated fields and tests: their values, how a cell writes them, and what a test holds of.

use super::chance::Lcg;
use super::ready::as_of;
use bae_rules::calendar::Day;
use bae_rules::record::Fact;
use serde_json::Value;

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
