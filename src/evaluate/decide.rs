//! The answers of a pack for one row: a pass, and a search only where the pass leaves an answer open.
//!
//! Rows with the same facts missing and the same cells otherwise have the same answers, so what a search found is kept.

use super::cells::Cells;
use super::facts::Facts;
use super::possible::{self, Possible};
use super::program::Program;
use super::run::{Pass, State};
use crate::decision::Status;
use crate::record::Fact;
use std::collections::HashMap;
use std::rc::Rc;

/// How one decision of one row ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How it ended.
    pub status: Status,
    /// The value, when it is decided.
    pub cell: Option<usize>,
    /// What was still possible, when a search was needed.
    pub open: Option<Rc<Open>>,
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
    found: HashMap<(usize, Vec<Fact>), Rc<Open>>,
}

/// How many searches are kept: enough for the patterns of a whole school, little enough to forget about.
const MOST_KEPT: usize = 20_000;

impl<'p> Answerer<'p> {
    /// Ready to answer.
    pub fn new(program: &'p Program) -> Self {
        Answerer { program, pass: Pass::default(), found: HashMap::new() }
    }

    /// The pass over the row that was answered last.
    pub fn pass(&self) -> &Pass {
        &self.pass
    }

    /// How each decision of the pack ends for a row, in the pack's order.
    pub fn row(&mut self, facts: &Facts) -> Vec<Found> {
        self.pass.run(self.program, facts);
        self.program.answers.iter().map(|node| self.answer(*node, facts)).collect()
    }

    /// How one node ends, after a pass over the row.
    pub fn answer(&mut self, node: usize, facts: &Facts) -> Found {
        let nothing = self.program.nodes.get(node).map(|node| node.domain.nothing()).unwrap_or(0);
        match self.pass.state(node) {
            State::Cell(cell) if cell != nothing => Found { status: Status::Decided, cell: Some(cell), open: None },
            State::Conflict => Found { status: Status::Conflict, cell: None, open: None },
            State::Cell(_) | State::NotAssessed => Found { status: Status::NeedsInput, cell: None, open: None },
            State::Some(_) => {
                let open = self.search(node, facts);
                let all = open.possible.cells.0;
                let mut decided = all;
                decided.remove(nothing);
                if open.possible.is_settled() && decided.single().is_some() {
                    return Found { status: Status::Decided, cell: decided.single(), open: Some(open) };
                }
                if open.possible.conflict && all.is_empty() {
                    return Found { status: Status::Conflict, cell: None, open: Some(open) };
                }
                let unreadable = open.needs.iter().any(|field| facts.get(*field) == Fact::Unreadable);
                Found { status: if unreadable { Status::OutOfRange } else { Status::NeedsInput }, cell: None, open: Some(open) }
            }
        }
    }

    fn search(&mut self, node: usize, facts: &Facts) -> Rc<Open> {
        let fields = self.program.nodes.get(node).map(|node| node.fields.as_slice()).unwrap_or_default();
        let key: (usize, Vec<Fact>) = (node, fields.iter().map(|field| facts.get(*field)).collect());
        if let Some(open) = self.found.get(&key) {
            return Rc::clone(open);
        }
        let possible = possible::possible(self.program, facts, node);
        let needs = if possible.is_settled() { Vec::new() } else { possible::settling(self.program, facts, node, &possible.fields) };
        let open = Rc::new(Open { possible, needs });
        if self.found.len() >= MOST_KEPT {
            self.found.clear();
        }
        self.found.insert(key, Rc::clone(&open));
        open
    }
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
