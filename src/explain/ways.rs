//! What would have to be different: for every other answer, the fewest changes to the row's facts that lead there.

use super::words;
use crate::evaluate::cells::{Cells, Cut, Domain, Rows};
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::program::{Program, Source, Table};
use crate::evaluate::run::{Pass, State};
use crate::number::Number;
use crate::policy::pack::Hit;
use std::fmt;

/// A change to one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The fact.
    pub title: String,
    /// What it would have to be: `3 training sessions or more`.
    pub needed: String,
    /// What it is.
    pub now: String,
    /// How far away that is: `1 training session more`; blank where there is no distance.
    pub away: String,
}

impl Change {
    fn new(title: &str, needed: String, now: String) -> Self {
        Change { title: title.to_string(), needed, now, away: String::new() }
    }

    /// The fact as it stands, and what an outcome needs it to be.
    pub fn against(&self, outcome: &str) -> String {
        format!("{} is {}, and {outcome} needs {}", self.title, self.now, self.needed)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} (now {}", self.title, self.needed, self.now)?;
        if !self.away.is_empty() {
            write!(f, ", {}", self.away)?;
        }
        f.write_str(")")
    }
}

/// A change that is looked at, before it is put into words: most are looked at for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    node: usize,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// To one of these values, or to what these values of the node say that follows this one.
    Values(Cells, Option<usize>),
    /// Beyond a cut, upwards or down.
    Beyond(Cut, bool),
    /// To a day, where there is none.
    Day,
}

/// Finds changes; holds what every step needs.
pub struct Ways<'p> {
    /// The pack.
    pub program: &'p Program,
    /// The pass over the row.
    pub pass: &'p Pass,
    /// The row.
    pub facts: Facts<'p>,
}

impl Ways<'_> {
    /// The fewest changes that bring a node into one of the wanted cells; none when it is there already; `None` when no
    /// change of facts that the tracker has columns for leads there.
    pub fn towards(&self, node: usize, wanted: &Cells) -> Option<Vec<Change>> {
        let steps = self.steps(node, wanted)?;
        steps.into_iter().map(|step| self.change(step)).collect()
    }

    fn steps(&self, node: usize, wanted: &Cells) -> Option<Vec<Step>> {
        let found = self.program.nodes.get(node)?;
        let now = match self.pass.state(node) {
            State::Cell(cell) => cell,
            _ => return None,
        };
        if wanted.has(now) {
            return Some(Vec::new());
        }
        match &found.source {
            Source::Table(table) => self.through(table, node, wanted),
            Source::More { .. } | Source::HoldersOfHighest(_) => None,
            Source::HighestOf(of) => self.highest(of, wanted),
            Source::FirstKnown(of) => {
                let used = of.iter().find(|input| matches!(self.pass.state(**input), State::Cell(_)))?;
                let domain = &self.program.nodes.get(*used)?.domain;
                match domain {
                    Domain::Named(known) => {
                        let names: Vec<&str> = wanted.iter().map(|cell| self.program.value_name(node, cell)).collect();
                        let mut cells = Cells::NONE;
                        for (at, name) in known.iter().enumerate() {
                            if names.contains(&name.as_str()) {
                                cells.insert(at);
                            }
                        }
                        self.steps(*used, &cells)
                    }
                    Domain::Range { .. } => Some(vec![Step { node: *used, what: What::Values(*wanted, Some(node)) }]),
                }
            }
            Source::Field(_) | Source::Facts(_) => self.step(node, &found.domain, now, wanted).map(|step| vec![step]),
        }
    }

    fn highest(&self, of: &[usize], wanted: &Cells) -> Option<Vec<Step>> {
        let target = wanted.lowest()?;
        let state = |node: &usize| match self.pass.state(*node) {
            State::Cell(cell) => Some(cell),
            _ => None,
        };
        let above: Vec<usize> = of
            .iter()
            .copied()
            .filter(|node| state(node).is_some_and(|cell| cell > target && !wanted.has(cell)))
            .collect();
        if above.is_empty() {
            return of
                .iter()
                .filter(|node| state(node).is_some())
                .filter_map(|node| self.steps(*node, wanted))
                .min_by_key(Vec::len);
        }
        let mut all = Vec::new();
        for node in above {
            all.extend(self.steps(node, &Cells::first(target + 1))?);
        }
        Some(all)
    }

    fn through(&self, table: &Table, node: usize, wanted: &Cells) -> Option<Vec<Step>> {
        let held = self.pass.held(node);
        let mut best: Option<Vec<Step>> = None;
        let mut offer = |changes: Option<Vec<Step>>| {
            if let Some(changes) = changes
                && best.as_ref().is_none_or(|best| changes.len() < best.len())
            {
                best = Some(changes);
            }
        };
        for row in table.askable.iter() {
            let Some(value) = table.rows.get(row).map(|row| row.value) else { continue };
            if !wanted.has(value) {
                continue;
            }
            let in_the_way: Vec<usize> = held
                .iter()
                .filter(|other| match table.hit {
                    Hit::First => *other < row,
                    Hit::Priority => {
                        table.rows.get(*other).is_some_and(|other| other.value > value && !wanted.has(other.value))
                    }
                    _ => table.rows.get(*other).is_some_and(|other| !wanted.has(other.value)),
                })
                .collect();
            offer(self.make_hold(table, row).and_then(|mut changes| {
                for other in in_the_way {
                    for change in self.make_fail(table, other)? {
                        if !changes.contains(&change) {
                            changes.push(change);
                        }
                    }
                }
                Some(changes)
            }));
        }
        if table.otherwise.and_then(|row| table.rows.get(row)).is_some_and(|row| wanted.has(row.value)) {
            offer(self.make_all_fail(table, &held));
        }
        best
    }

    fn make_hold(&self, table: &Table, row: usize) -> Option<Vec<Step>> {
        let mut changes = Vec::new();
        for column in table.columns.iter().filter(|column| column.tested.has(row)) {
            for change in self.steps(column.node, &passing(&column.pass, row))? {
                if !changes.contains(&change) {
                    changes.push(change);
                }
            }
        }
        Some(changes)
    }

    fn make_fail(&self, table: &Table, row: usize) -> Option<Vec<Step>> {
        table
            .columns
            .iter()
            .filter(|column| column.tested.has(row))
            .filter_map(|column| {
                let mut outside = Cells::first(column.pass.len()).without(&passing(&column.pass, row));
                outside.remove(self.program.nodes.get(column.node)?.domain.nothing());
                self.steps(column.node, &outside)
            })
            .min_by_key(Vec::len)
    }

    fn make_all_fail(&self, table: &Table, held: &Rows) -> Option<Vec<Step>> {
        let mut changes: Vec<Step> = Vec::new();
        for row in held.iter() {
            for change in self.make_fail(table, row)? {
                if !changes.contains(&change) {
                    changes.push(change);
                }
            }
        }
        Some(changes)
    }

    /// The change to one fact, with how far away it is.
    pub(super) fn leaf(&self, node: usize, domain: &Domain, now: usize, wanted: &Cells) -> Option<Change> {
        self.change(self.step(node, domain, now, wanted)?)
    }

    fn step(&self, node: usize, domain: &Domain, now: usize, wanted: &Cells) -> Option<Step> {
        let what = match domain {
            Domain::Named(names) => {
                let wanted = wanted.and(&Cells::first(names.len()));
                (!wanted.is_empty()).then_some(What::Values(wanted, None))?
            }
            Domain::Range { cuts, .. } => match facts::value(self.program, node, &self.facts) {
                Value::Number(value) => {
                    let up = (now + 1..=cuts.len()).find(|cell| wanted.has(*cell));
                    let down = (0..now).rev().find(|cell| wanted.has(*cell));
                    let up = up.and_then(|cell| cuts.get(cell - 1)).map(|cut| What::Beyond(*cut, true));
                    let down = down.and_then(|cell| cuts.get(cell)).map(|cut| What::Beyond(*cut, false));
                    let far = |what: What| match what {
                        What::Beyond(cut, _) => (cut.at - value.shown()).abs(),
                        _ => 0,
                    };
                    match (up, down) {
                        (Some(up), Some(down)) if far(up) > far(down) => down,
                        (up, down) => up.or(down)?,
                    }
                }
                _ => What::Day,
            },
        };
        Some(Step { node, what })
    }

    /// A step in words.
    fn change(&self, Step { node, what }: Step) -> Option<Change> {
        let found = self.program.nodes.get(node)?;
        let shown = || words::node_text(self.program, self.pass, &self.facts, node);
        let (cut, upwards) = match what {
            What::Values(wanted, of) => {
                let name = |cell: usize| match of {
                    Some(of) => self.program.value_name(of, cell).to_string(),
                    None => words::plain_name(self.program.value_name(node, cell)),
                };
                let wanted: Vec<String> = wanted.iter().map(name).collect();
                return Some(Change::new(&found.title, wanted.join(" or "), shown()));
            }
            What::Day => return Some(Change::new(&found.title, "a date".to_string(), "none".to_string())),
            What::Beyond(cut, upwards) => (cut, upwards),
        };
        if found.days {
            let needed = format!("a day {} {}", if upwards { "from" } else { "before" }, words::day_text(cut.at));
            return Some(Change::new(&found.title, needed, shown()));
        }
        let step = found.domain.step();
        let (edge, needed) = needed(cut, step, upwards, found.unit.as_deref());
        let Value::Number(value) = facts::value(self.program, node, &self.facts) else { return None };
        let away = (edge - value.shown()).abs();
        let more = match (upwards, step > 0) {
            (true, _) => "more",
            (false, true) => "fewer",
            (false, false) => "less",
        };
        let away =
            if away == 0 { String::new() } else { format!("{} {more}", words::distance(away, found.unit.as_deref())) };
        Some(Change { away, ..Change::new(&found.title, needed, shown()) })
    }
}

/// The nearest number on the other side of a cut, and what that side is called.
fn needed(cut: Cut, step: i64, upwards: bool, unit: Option<&str>) -> (i64, String) {
    let text = |at: i64| words::with_unit(&Number(at).to_string(), unit);
    match (upwards, step > 0, cut.after) {
        (true, _, false) => (cut.at, format!("{} or more", text(cut.at))),
        (true, _, true) => (cut.at, format!("more than {}", text(cut.at))),
        (false, true, _) => (cut.at - step, format!("{} or fewer", text(cut.at - step))),
        (false, false, false) => (cut.at, format!("less than {}", text(cut.at))),
        (false, false, true) => (cut.at, format!("{} or less", text(cut.at))),
    }
}

fn passing(pass: &[Rows], row: usize) -> Cells {
    let mut cells = Cells::NONE;
    for (cell, rows) in pass.iter().enumerate() {
        if rows.has(row) {
            cells.insert(cell);
        }
    }
    cells
}
