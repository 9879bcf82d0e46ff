//! The answers of a pack for one row: a pass, and a search only where the pass leaves an answer open.
//!
//! Rows with the same facts missing and the same cells otherwise have the same answers, so what a search found is kept.

use super::cells::Cells;
use super::duties;
use super::facts::Facts;
use super::possible::{self, Possible, Tries};
use super::program::{Program, Source, TableRow};
use super::run::{Collected, Pass, State};
use crate::decision::Status;
use crate::index::Quick;
use crate::number::Number;
use crate::order::InOrder;
use crate::policy::pack::{CheckKind, Row};
use crate::record::Fact;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

/// How one decision of one row ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How it ended.
    pub status: Status,
    /// The value, when it is decided.
    pub cell: Option<usize>,
    /// For a rule that collects: all of its value, when it is decided.
    pub collected: Option<Collected>,
    /// What was still possible, when a search was needed.
    pub open: Option<Rc<Open>>,
    /// For an action, what a search found for what is to be done besides, where one was needed.
    pub also: Option<Rc<Open>>,
}

impl Found {
    /// For an action that several rows ask for in the same words, one of which holds: those beside [`Found::cell`].
    pub fn others(&self) -> impl Iterator<Item = usize> + '_ {
        let open = self.open.iter().filter(|_| self.status == Status::Decided && self.collected.is_none());
        open.flat_map(|open| open.possible.cells.0.iter()).filter(|cell| Some(*cell) != self.cell)
    }
}

/// What a search found for one decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The values that are possible.
    pub possible: Possible,
    /// The smallest set of fields that would settle it.
    pub needs: Vec<usize>,
}

/// Answers row after row.
#[derive(Debug)]
pub struct Answerer<'p> {
    program: &'p Program,
    pass: Pass,
    searches: Searches,
}

/// What searches have found, for the rows that follow: many have the same facts missing.
#[derive(Debug, Clone, Default)]
pub struct Searches {
    tries: Tries,
    found: HashMap<Key, Rc<Open>, BuildHasherDefault<Quick>>,
}

/// A node, and the facts that a search for it rests on.
type Key = (usize, Vec<Fact>);

/// How many searches are kept: enough for the patterns of a whole school, little enough to forget about.
const MOST_KEPT: usize = 20_000;

impl<'p> Answerer<'p> {
    /// Ready to answer.
    pub fn new(program: &'p Program) -> Self {
        Answerer { program, pass: Pass::default(), searches: Searches::default() }
    }

    /// What it answers by.
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The pass over the row that was answered last.
    pub fn pass(&self) -> &Pass {
        &self.pass
    }

    /// Works through a row, so that its nodes can be answered.
    pub fn pass_over(&mut self, facts: &Facts) {
        self.pass.run(self.program, facts);
    }

    /// [`Answerer::pass_over`] where the states of facts are known: `fact` gives that of a fact's node.
    pub fn pass_over_states(&mut self, facts: &Facts, fact: impl Fn(usize) -> State) {
        self.pass.run_from(self.program, facts, fact);
    }

    /// Says in which state a node is, for [`Answerer::pass_over_some`].
    pub fn know(&mut self, node: usize, state: State) {
        self.pass.know(self.program, node, state);
    }

    /// Works through some nodes of a row, in order, after whatever else they rest on is [known](Answerer::know).
    pub fn pass_over_some(&mut self, nodes: &[usize], facts: &Facts, fact: impl Fn(usize) -> State) {
        self.pass.run_some(self.program, facts, nodes, fact);
    }

    /// How each decision of the pack ends for a row, in the pack's order.
    pub fn row(&mut self, facts: &Facts) -> Vec<Found> {
        self.pass_over(facts);
        self.program.answers.iter().map(|node| self.answer(*node, facts)).collect()
    }

    /// How one node ends, after a pass over the row.
    pub fn answer(&mut self, node: usize, facts: &Facts) -> Found {
        let found = self.alone(node, facts);
        let also = self.program.table(node).filter(|table| table.actions).and_then(|_| self.program.also(node));
        let open = also.filter(|also| matches!(self.pass.state(*also), State::Some(_)));
        Found {
            also: open.map(|also| self.search(also, facts, cells_of(self.program, &self.pass, also, facts))),
            ..found
        }
    }

    /// The same without what is to be done besides.
    fn alone(&mut self, node: usize, facts: &Facts) -> Found {
        let nothing = self.program.nodes.get(node).map(|node| node.domain.nothing()).unwrap_or(0);
        let ended = |status: Status| Found { status, cell: None, collected: None, open: None, also: None };
        match self.pass.state(node) {
            State::Cell(cell) => match self.pass.collected(self.program, node) {
                // A list may be empty and a total may be 0: both are answers.
                collected @ Some(_) => Found { cell: Some(cell), collected, ..ended(Status::Decided) },
                None if cell == nothing => {
                    let needs = lacking(self.program, &self.pass, facts, node);
                    let open = (!needs.is_empty()).then(|| Rc::new(Open { possible: Possible::default(), needs }));
                    Found { open, ..ended(Status::NeedsInput) }
                }
                None => Found { cell: Some(cell), ..ended(Status::Decided) },
            },
            State::Conflict => ended(Status::Conflict),
            State::NotAssessed => ended(Status::NeedsInput),
            State::Some(_) => {
                let open = self.search(node, facts, facts_of(self.program, node, facts));
                let all = open.possible.cells.0;
                let mut decided = all;
                decided.remove(nothing);
                if open.possible.is_settled() {
                    match (open.possible.collected.first().copied(), all.lowest(), decided.single()) {
                        (collected @ Some(_), cell @ Some(_), _) | (collected @ None, _, cell @ Some(_)) => {
                            return Found { cell, collected, open: Some(open), ..ended(Status::Decided) };
                        }
                        _ => {}
                    }
                }
                let alone =
                    !open.possible.conflict && !open.possible.not_assessed && open.possible.collected.is_empty();
                if alone && let Some(cell) = same_instruction(self.program, node, facts, &all) {
                    return Found { cell: Some(cell), open: Some(open), ..ended(Status::Decided) };
                }
                if open.possible.conflict && all.is_empty() {
                    return ended(Status::Conflict);
                }
                let unreadable = open.needs.iter().any(|field| facts.get(*field) == Fact::Unreadable);
                Found { open: Some(open), ..ended(if unreadable { Status::OutOfRange } else { Status::NeedsInput }) }
            }
        }
    }

    fn search(&mut self, node: usize, facts: &Facts, key: Vec<Fact>) -> Rc<Open> {
        let Answerer { program, pass, searches } = self;
        searches.of((node, key), &|tries| {
            let possible = possible::possible(program, facts, pass, tries, node);
            let needs = if possible.is_settled() {
                Vec::new()
            } else {
                possible::settling(program, facts, pass, tries, node, &possible.fields)
            };
            Open { possible, needs }
        })
    }
}

impl Searches {
    /// What was found before by a key, or else what `find` finds.
    pub(super) fn of(&mut self, key: Key, find: &dyn Fn(&mut Tries) -> Open) -> Rc<Open> {
        if let Some(open) = self.found.get(&key) {
            return Rc::clone(open);
        }
        let open = Rc::new(find(&mut self.tries));
        if self.found.len() >= MOST_KEPT {
            self.found.clear();
        }
        self.found.insert(key, Rc::clone(&open));
        open
    }
}

fn facts_of(program: &Program, node: usize, facts: &Facts) -> Vec<Fact> {
    let fields = program.nodes.get(node).map(|node| node.fields.as_slice()).unwrap_or_default();
    fields.iter().map(|field| facts.get(*field)).collect()
}

/// What a search rests on where rules look at cells alone: those of the facts that are known, and where a fact is missing
/// all that it is worked out from. Many more rows have it in common than have the same facts.
pub(super) fn cells_of(program: &Program, pass: &Pass, node: usize, facts: &Facts) -> Vec<Fact> {
    let Some(found) = program.nodes.get(node) else { return Vec::new() };
    let rests = |of: &usize| {
        program.nodes.get(*of).is_some_and(|of| of.fields.iter().any(|field| found.fields.contains(field)))
    };
    let limits = program
        .pack
        .checks
        .iter()
        .zip(&program.checked)
        .any(|(check, of)| check.check == CheckKind::AtMost && of.iter().flatten().any(rests));
    let source = |of: &usize| program.nodes.get(*of).map(|of| &of.source);
    if limits || found.upstream.iter().any(|of| matches!(source(of), Some(Source::FirstKnown(_)))) {
        return facts_of(program, node, facts);
    }
    let mut key = Vec::new();
    for of in found.upstream.iter().filter(|of| program.is_fact(**of)) {
        let fields = program.nodes.get(*of).map(|of| of.fields.as_slice()).unwrap_or_default();
        match pass.state(*of) {
            State::Cell(cell) if !fields.iter().any(|field| possible::is_missing(program, facts, *field)) => {
                key.push(Fact::Value(i64::try_from(cell).unwrap_or(i64::MAX)));
            }
            _ => key.extend(fields.iter().map(|field| facts.get(*field))),
        }
    }
    key
}

/// Fields without a column for want of which no row of a rule holds: some row would, were it not for them.
fn lacking(program: &Program, pass: &Pass, facts: &Facts, node: usize) -> Vec<usize> {
    let Some(table) = program.table(node) else { return Vec::new() };
    let mut near = table.askable;
    for column in &table.columns {
        let State::Cell(cell) = pass.state(column.node) else { continue };
        if let Some(rows) = column.pass.get(cell) {
            near = near.and(rows);
        }
    }
    let mut fields = Vec::new();
    for column in table.columns.iter().filter(|column| pass.state(column.node) == State::NotAssessed) {
        if !near.and(&column.tested).is_empty() {
            let of = program.nodes.get(column.node).map(|node| node.fields.as_slice()).unwrap_or_default();
            fields.extend(of.iter().copied().filter(|field| facts.get(*field) == Fact::NoColumn));
        }
    }
    fields.in_order();
    fields.dedup();
    fields
}

/// Whether two rows of a list of actions ask the same of the same people.
fn ask_the_same(one: &Row, other: &Row) -> bool {
    let asks = |row: &Row| (row.action.clone(), row.who_words(), row.checkpoint.clone());
    asks(one) == asks(other)
}

/// The first of several actions where all of them are one: the same instruction, due on the same day.
fn same_instruction(program: &Program, node: usize, facts: &Facts, cells: &Cells) -> Option<usize> {
    let table = program.table(node).filter(|table| table.actions)?;
    let first = cells.lowest()?;
    let row = |cell: usize| table.rows.get(cell).map(|row| &row.row);
    let chosen = row(first)?;
    let day = |row: &Row| row.due.as_ref().map(|due| duties::due(program, facts, due));
    let same = |cell: usize| {
        row(cell).is_some_and(|row| {
            ask_the_same(row, chosen) && day(row) == day(chosen) && (row.due == chosen.due || day(row) != Some(None))
        })
    };
    cells.iter().all(same).then_some(first)
}

/// The fields that the days of an action are counted from, where another action differs from it in nothing but its day.
pub(crate) fn days_that_tell_apart(program: &Program, node: usize) -> Vec<usize> {
    let Some(table) = program.table(node).filter(|table| table.actions) else { return Vec::new() };
    let mut fields = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let twin = |(other_at, other): (usize, &TableRow)| other_at != at && ask_the_same(&other.row, &row.row);
        if table.rows.iter().enumerate().any(twin) {
            let names = row.row.due.iter().flat_map(|due| std::iter::once(&due.after).chain(&due.or_at));
            let nodes = names.filter_map(|name| program.node(name)).filter_map(|node| program.nodes.get(node));
            fields.extend(nodes.flat_map(|node| node.fields.iter().copied()));
        }
    }
    fields.in_order();
    fields.dedup();
    fields
}

/// The answer in words, when it is decided: a value, an instruction, a list of values joined by commas, or a number.
pub fn outcome(program: &Program, node: usize, found: &Found) -> Option<String> {
    match found.collected {
        Some(collected) => Some(collected_name(program, node, collected)),
        None => found.cell.map(|cell| outcome_name(program, node, cell)),
    }
}

/// The answers that are still possible, in words, in order and without repeats.
pub fn possible_outcomes(program: &Program, node: usize, possible: &Possible) -> Vec<String> {
    if possible.collected.is_empty() {
        return names(program, node, &possible.cells.0);
    }
    let mut names: Vec<String> = Vec::new();
    for collected in &possible.collected {
        let name = collected_name(program, node, *collected);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The value of a rule that collects, in words: the values of the rows that hold, or their total.
fn collected_name(program: &Program, node: usize, collected: Collected) -> String {
    let rows = match collected {
        Collected::Total(total) => return Number(total).to_string(),
        Collected::Rows(rows) => rows,
    };
    let mut rows: Vec<usize> = rows.iter().collect();
    if rows.is_empty() {
        rows.extend(program.table(node).and_then(|table| table.otherwise));
    }
    let value = |row: usize| match program.nodes.get(node).map(|node| &node.source) {
        Some(Source::More { values, .. }) => {
            program.value_name(node, values.get(row).copied().unwrap_or(usize::MAX)).to_string()
        }
        _ => outcome_name(program, node, row),
    };
    let names: Vec<String> = rows.into_iter().map(value).filter(|name| !name.is_empty()).collect();
    if !names.is_empty() {
        return names.join(", ");
    }
    let actions = program.table(node).is_some_and(|table| table.actions);
    if actions { NOTHING_TO_DO } else { NOTHING_LISTED }.to_string()
}

/// The names of the values in a set, without "a person decides", in order and without repeats.
pub fn names(program: &Program, node: usize, cells: &Cells) -> Vec<String> {
    let nothing = program.nodes.get(node).map(|node| node.domain.nothing()).unwrap_or(0);
    let mut names: Vec<String> = Vec::new();
    for cell in cells.iter().filter(|cell| *cell != nothing) {
        let name = outcome_name(program, node, cell);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The answer a cell stands for: a named value, or the instruction of an action.
pub fn outcome_name(program: &Program, node: usize, cell: usize) -> String {
    match program.table(node) {
        Some(table) if table.actions => match table.rows.get(cell) {
            Some(row) => row.row.action.clone().unwrap_or_else(|| NOTHING_TO_DO.to_string()),
            None => String::new(),
        },
        _ => program.value_name(node, cell).to_string(),
    }
}

/// The answer of a next action when there is none.
pub const NOTHING_TO_DO: &str = "Nothing to do";

/// The answer of a list in which no row holds.
pub const NOTHING_LISTED: &str = "none";
