//! What would have to be different: for every other answer, the fewest changes to the row's facts that lead there.

use super::words;
use crate::evaluate::cells::{Cells, Cut, Domain, Rows};
use crate::evaluate::checks;
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::program::{Program, Source, Table};
use crate::evaluate::run::{Pass, State};
use crate::number::Number;
use crate::order::InOrder;
use crate::policy::pack::{Hit, Operation};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

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
    /// Where it has to come: cells of the node, or of the node in `of`.
    to: Cells,
    /// The node whose value follows this one's, where that one's cells are meant.
    of: Option<usize>,
}

impl Step {
    /// The node whose value changes.
    fn changes(&self) -> usize {
        self.of.unwrap_or(self.node)
    }
}

/// A pass with changes in it, and the room that finding it takes.
#[derive(Debug, Default)]
struct Tried {
    pass: Pass,
    /// For each node whether it may be another than before.
    changed: Vec<bool>,
    /// Those of which that is so.
    moved: Vec<usize>,
    /// The nodes to work through again.
    again: Vec<usize>,
}

/// How many ways past a row that stands in the way are tried: the shortest may let another row hold.
const WAYS_PAST: usize = 4;

/// Finds changes; holds what every step needs.
#[derive(Debug)]
pub struct Ways<'p> {
    /// The pack.
    program: &'p Program,
    /// The pass over the row.
    pass: &'p Pass,
    /// The row.
    facts: Facts<'p>,
    tried: RefCell<Tried>,
    /// How many ways there were to keep a row from holding, where there were most.
    choice: Cell<usize>,
    /// Steps that were put into words: different answers are often reached by the same.
    said: RefCell<Vec<(Step, Option<Rc<Change>>)>>,
}

impl<'p> Ways<'p> {
    /// Ways from what a pass found for a row.
    pub fn from(program: &'p Program, pass: &'p Pass, facts: Facts<'p>) -> Self {
        Ways { program, pass, facts, tried: RefCell::default(), choice: Cell::new(0), said: RefCell::default() }
    }

    /// The fewest changes that bring a node into one of the wanted cells; none when it is there already; `None` when no
    /// change of facts that the tracker has columns for was found to lead there.
    pub fn towards(&self, node: usize, wanted: &Cells) -> Option<Vec<Rc<Change>>> {
        let mut tried = self.tried.borrow_mut();
        self.choice.set(1);
        let mut steps = (0..WAYS_PAST).find_map(|past| {
            // Where there was no other way past anything, there is nothing new to try.
            if past >= self.choice.get() {
                return None;
            }
            let mut steps = Vec::new();
            self.steps(node, wanted, past, &mut steps)?;
            self.lead(&steps, node, wanted, &mut tried).then_some(steps)
        })?;
        // A change that was made for one rule may not be needed any more beside those made for others.
        for at in (0..steps.len()).rev() {
            let mut fewer = steps.clone();
            fewer.remove(at);
            if !fewer.is_empty() && self.lead(&fewer, node, wanted, &mut tried) {
                steps = fewer;
            }
        }
        steps.into_iter().map(|step| self.said(step)).collect()
    }

    fn said(&self, step: Step) -> Option<Rc<Change>> {
        if let Some((_, change)) = self.said.borrow().iter().find(|(known, _)| *known == step) {
            return change.clone();
        }
        let change = self.change(step).map(Rc::new);
        self.said.borrow_mut().push((step, change.clone()));
        change
    }

    /// Whether the changes bring a node where it is wanted. They were found rule by rule, and what lets one row hold may let
    /// another hold before it: so the rules that rest on them are worked through with them, in `tried`.
    fn lead(&self, steps: &[Step], node: usize, wanted: &Cells, tried: &mut Tried) -> bool {
        if steps.is_empty() || matches!(steps, [only] if only.node == node) {
            return true;
        }
        let Some(found) = self.program.nodes.get(node) else { return false };
        let Tried { pass, changed, moved, again } = tried;
        if changed.is_empty() {
            pass.clone_from(self.pass);
            changed.resize(self.program.nodes.len(), false);
        }
        // A pass is long, and little of it was tried before.
        for at in moved.drain(..) {
            pass.restore(at, self.pass);
            changed.get_mut(at).into_iter().for_each(|changed| *changed = false);
        }
        let mut mark = |moved: &mut Vec<usize>, at: usize| {
            if let Some(changed) = changed.get_mut(at).filter(|changed| !**changed) {
                *changed = true;
                moved.push(at);
            }
        };
        for step in steps {
            mark(moved, step.changes());
            let cell = if step.of.is_some() { step.to.lowest() } else { Some(self.nearest(step)) };
            let Some(cell) = cell else { return false };
            pass.know(self.program, step.changes(), State::Cell(cell));
        }
        let mut next = 0;
        while let Some(at) = moved.get(next).copied() {
            for follower in self.program.followers(at) {
                if *follower == node || found.upstream.binary_search(follower).is_ok() {
                    mark(moved, *follower);
                }
            }
            next += 1;
        }
        // A node comes behind those that it needs.
        let follows = |at: &usize| changed.get(*at) == Some(&true) && !steps.iter().any(|step| step.changes() == *at);
        again.clear();
        again.extend(found.upstream.iter().copied().chain([node]).filter(follows));
        pass.run_again(self.program, &self.facts, again);
        matches!(pass.state(node), State::Cell(cell) if wanted.has(cell))
    }

    /// The cell that a change comes to first.
    fn nearest(&self, step: &Step) -> usize {
        let first = step.to.lowest().unwrap_or(0);
        let domain = self.program.nodes.get(step.node).map(|node| &node.domain);
        match (domain, facts::value(self.program, step.node, &self.facts)) {
            (Some(domain @ Domain::Range { .. }), Value::Number(value)) => {
                (0..domain.cell(value)).rev().find(|cell| step.to.has(*cell)).unwrap_or(first)
            }
            _ => first,
        }
    }

    /// Adds the steps that bring a node into one of the wanted cells; `None` where there are none or one fact would have to be
    /// two things.
    fn steps(&self, node: usize, wanted: &Cells, past: usize, steps: &mut Vec<Step>) -> Option<()> {
        let found = self.program.nodes.get(node)?;
        let now = match self.pass.state(node) {
            State::Cell(cell) => cell,
            _ => return None,
        };
        if wanted.has(now) {
            return Some(());
        }
        match &found.source {
            Source::Table(table) => add_all(steps, self.through(table, node, wanted, past, false).pop()?),
            Source::More { .. } | Source::HoldersOfHighest(_) => None,
            Source::HighestOf(of) => self.highest(of, wanted, past, steps),
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
                        self.steps(*used, &cells, past, steps)
                    }
                    Domain::Range { .. } => add(steps, Step { node: *used, to: *wanted, of: Some(node) }),
                }
            }
            // Nobody writes these into a cell: they follow from several, or from the calendar.
            Source::Facts(of) if follows(of.by) => None,
            Source::Field(_) | Source::Facts(_) => add(steps, self.step(node, &found.domain, now, wanted)?),
        }
    }

    fn highest(&self, of: &[usize], wanted: &Cells, past: usize, steps: &mut Vec<Step>) -> Option<()> {
        let target = wanted.lowest()?;
        let state = |node: usize| match self.pass.state(node) {
            State::Cell(cell) => Some(cell),
            _ => None,
        };
        let is_above = |node: usize| state(node).is_some_and(|cell| cell > target && !wanted.has(cell));
        if of.iter().any(|node| is_above(*node)) {
            let to = Cells::first(target + 1);
            let mut above = of.iter().filter(|node| is_above(**node));
            return above.try_for_each(|node| self.steps(*node, &to, past, steps));
        }
        let ways = of.iter().filter(|node| state(**node).is_some()).filter_map(|node| {
            let mut way = Vec::new();
            self.steps(*node, wanted, past, &mut way).map(|()| way)
        });
        add_all(steps, ways.min_by_key(Vec::len)?)
    }

    /// The ways to a value of a rule, at most one through each row that gives it: all of them, or only those that are shorter
    /// than the ones before, so that the last is the first of the shortest.
    fn through(&self, table: &Table, node: usize, wanted: &Cells, past: usize, all: bool) -> Vec<Vec<Step>> {
        let held = self.pass.held(node);
        let mut ways: Vec<Vec<Step>> = Vec::new();
        // One change of a fact may be nearer than another of the same fact.
        let below = |ways: &[Vec<Step>]| ways.last().filter(|_| !all).map_or(usize::MAX, |way| way.len().max(2));
        let add = |ways: &mut Vec<Vec<Step>>, way: Vec<Step>| match (
            ways.last_mut().map(Vec::as_mut_slice),
            way.as_slice(),
        ) {
            (Some([best]), [other]) if !all => self.widen(best, other),
            _ => ways.push(way),
        };
        for row in table.askable.iter() {
            let Some(value) = table.rows.get(row).map(|row| row.value).filter(|value| wanted.has(*value)) else {
                continue;
            };
            let in_the_way = held.iter().filter(|other| match table.hit {
                Hit::First => *other < row,
                Hit::Priority => {
                    table.rows.get(*other).is_some_and(|other| other.value > value && !wanted.has(other.value))
                }
                _ => table.rows.get(*other).is_some_and(|other| !wanted.has(other.value)),
            });
            self.make(table, Some(row), in_the_way, past, below(&ways)).into_iter().for_each(|way| add(&mut ways, way));
        }
        if table.otherwise.and_then(|row| table.rows.get(row)).is_some_and(|row| wanted.has(row.value)) {
            self.make(table, None, held.iter(), past, below(&ways)).into_iter().for_each(|way| add(&mut ways, way));
        }
        ways
    }

    /// Takes into a change what another of the same fact, in the same direction, comes to: the nearest of both is told.
    fn widen(&self, step: &mut Step, other: &Step) {
        let State::Cell(now) = self.pass.state(step.node) else { return };
        let is_range =
            self.program.nodes.get(step.node).is_some_and(|node| matches!(node.domain, Domain::Range { .. }));
        let above = |step: &Step| step.to.lowest().is_some_and(|lowest| lowest > now);
        if (step.node, step.of) == (other.node, other.of) && (!is_range || above(step) == above(other)) {
            step.to = step.to.or(&other.to);
        }
    }

    /// Lets one row hold and keeps others from it, in fewer steps than `below`.
    fn make(
        &self,
        table: &Table,
        hold: Option<usize>,
        mut fail: impl Iterator<Item = usize>,
        past: usize,
        below: usize,
    ) -> Option<Vec<Step>> {
        let mut steps: Vec<Step> = Vec::new();
        // Steps are never taken back, so that a way which is too long stays so.
        let short = |steps: &Vec<Step>| (steps.len() < below).then_some(());
        if let Some(row) = hold {
            for column in table.columns.iter().filter(|column| column.tested.has(row)) {
                self.steps(column.node, &passing(&column.pass, row), past, &mut steps)?;
                short(&steps)?;
            }
        }
        fail.try_for_each(|row| {
            add_all(&mut steps, self.make_fail(table, row, past)?)?;
            short(&steps)
        })?;
        short(&steps).map(|()| steps)
    }

    /// The shortest way to keep a row from holding; another where `past` asks for it.
    fn make_fail(&self, table: &Table, row: usize, past: usize) -> Option<Vec<Step>> {
        let mut ways: Vec<Vec<Step>> = Vec::new();
        let mut all = true;
        for column in table.columns.iter().filter(|column| column.tested.has(row)) {
            let Some(tested) = self.program.nodes.get(column.node) else { continue };
            let mut outside = Cells::first(column.pass.len()).without(&passing(&column.pass, row));
            outside.remove(tested.domain.nothing());
            match (&tested.source, self.pass.state(column.node)) {
                (Source::Table(inner), State::Cell(now)) if !outside.has(now) => {
                    all = past > 0;
                    ways.extend(self.through(inner, column.node, &outside, 0, all));
                }
                _ => {
                    let mut steps = Vec::new();
                    ways.extend(self.steps(column.node, &outside, 0, &mut steps).map(|()| steps));
                }
            }
        }
        self.choice.set(self.choice.get().max(if all { ways.len() } else { WAYS_PAST }));
        ways.in_order_by(Vec::len);
        let last = ways.len().checked_sub(1)?;
        Some(ways.swap_remove(past.min(last)))
    }

    /// The change to one fact, with how far away it is.
    pub(super) fn leaf(&self, node: usize, domain: &Domain, now: usize, wanted: &Cells) -> Option<Change> {
        self.change(self.step(node, domain, now, wanted)?)
    }

    fn step(&self, node: usize, domain: &Domain, now: usize, wanted: &Cells) -> Option<Step> {
        let to = match domain {
            Domain::Named(names) => wanted.and(&Cells::first(names.len())),
            Domain::Range { cuts, .. } => match facts::value(self.program, node, &self.facts) {
                Value::Number(value) => {
                    let far = |cut: Option<&Cut>| cut.map(|cut| (cut.at - value.shown()).abs());
                    let up = (now + 1..=cuts.len()).find(|cell| wanted.has(*cell));
                    let down = (0..now).rev().find(|cell| wanted.has(*cell));
                    let upwards = match (up, down) {
                        (Some(up), Some(down)) => far(cuts.get(up - 1)) <= far(cuts.get(down)),
                        (up, _) => up.is_some(),
                    };
                    let below = Cells::first(now);
                    if upwards { wanted.and(&Cells::first(cuts.len() + 1)).without(&below) } else { wanted.and(&below) }
                }
                _ => *wanted,
            },
        };
        (!to.is_empty()).then_some(Step { node, to, of: None })
    }

    /// Whether something has happened stands in the tracker as a date or as none.
    fn date_or_none(&self, node: usize, cell: usize) -> &'static str {
        if self.program.value_name(node, cell) == "true" { "a date" } else { "no date" }
    }

    fn date_now(&self, node: usize, shown: &str) -> String {
        let written = self.program.nodes.get(node).and_then(|node| node.fields.first()).copied();
        let ahead = written.and_then(|field| checks::ahead(self.program, field, self.facts.get(field)));
        match (shown, ahead) {
            ("yes", _) => "a date".to_string(),
            (_, Some(day)) => format!("{}, which is still to come", day.uk()),
            ("no", None) => "no date".to_string(),
            (other, None) => other.to_string(),
        }
    }

    /// A step in words.
    fn change(&self, step: Step) -> Option<Change> {
        let Step { node, to, of } = step;
        let found = self.program.nodes.get(node)?;
        let shown = || words::node_text(self.program, self.pass, &self.facts, node);
        let named = |name: &dyn Fn(usize) -> String| {
            Some(Change::new(&found.title, to.iter().map(name).collect::<Vec<_>>().join(" or "), shown()))
        };
        if let Some(of) = of {
            return named(&|cell| self.program.value_name(of, cell).to_string());
        }
        if matches!(&found.source, Source::Facts(of) if of.by == Operation::Happened) {
            let needed = to.iter().map(|cell| self.date_or_none(node, cell)).collect::<Vec<_>>().join(" or ");
            return Some(Change::new(&found.title, needed, self.date_now(node, &shown())));
        }
        if matches!(&found.source, Source::Facts(of) if matches!(of.by, Operation::Filled | Operation::Readable)) {
            let something = |cell: usize| {
                let holds = self.program.value_name(node, cell) == "true";
                if holds { "filled in" } else { "blank" }.to_string()
            };
            let field = found.fields.first().copied()?;
            let written = words::fact_text(self.program, field, self.facts.get(field));
            let now = match self.pass.state(node) {
                State::Cell(cell) if written.is_empty() => something(cell),
                _ => written,
            };
            return Some(Change::new(&found.title, to.iter().map(something).collect::<Vec<_>>().join(" or "), now));
        }
        let Domain::Range { cuts, .. } = &found.domain else {
            return named(&|cell| words::plain_name(self.program.value_name(node, cell)));
        };
        let Value::Number(value) = facts::value(self.program, node, &self.facts) else {
            return Some(Change::new(&found.title, "a date".to_string(), "none".to_string()));
        };
        let nearest = self.nearest(&step);
        let upwards = nearest > found.domain.cell(value);
        let cut = *cuts.get(if upwards { nearest.checked_sub(1)? } else { nearest })?;
        if found.days {
            let needed = format!("a day {} {}", if upwards { "from" } else { "before" }, words::day_text(cut.at));
            return Some(Change::new(&found.title, needed, shown()));
        }
        let step = found.domain.step();
        let (edge, needed) = needed(cut, step, upwards, found.unit.as_deref());
        let away = (edge - value.shown()).abs();
        let more = match (upwards, step > 0) {
            (true, _) => "more",
            (false, true) => "fewer",
            (false, false) => "less",
        };
        let share = matches!(&found.source, Source::Facts(of) if of.by == Operation::ShareBehind && !of.points);
        let far = match (share, upwards) {
            (true, true) => format!("{} further behind", words::share_of_target(away)),
            (true, false) => format!("{} less far behind", words::share_of_target(away)),
            (false, _) => format!("{} {more}", words::distance(away, found.unit.as_deref())),
        };
        let away = if away == 0 { String::new() } else { far };
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

/// Adds a step to others. One fact has to do for all that is asked of it; `None` where it cannot.
fn add(steps: &mut Vec<Step>, step: Step) -> Option<()> {
    match steps.iter_mut().find(|known| (known.node, known.of) == (step.node, step.of)) {
        Some(known) => {
            known.to = known.to.and(&step.to);
            (!known.to.is_empty()).then_some(())
        }
        None => {
            steps.push(step);
            Some(())
        }
    }
}

fn add_all(steps: &mut Vec<Step>, more: Vec<Step>) -> Option<()> {
    more.into_iter().try_for_each(|step| add(steps, step))
}

/// Whether a fact follows from the calendar or from whole lists, so that no one cell can be changed to have another.
fn follows(by: Operation) -> bool {
    matches!(
        by,
        Operation::NextPeriodEnd
            | Operation::NextPeriodName
            | Operation::NextPeriodState
            | Operation::TermsGiven
            | Operation::Today
            | Operation::ChoicesAllowed
            | Operation::ChoicesBlocked
    )
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
