//! The facts that rules look at, and the checks between cells: for each different value, the cell it lies in.

use super::{FIRST_CELL, NOT_ASSESSED, OTHER, UNKNOWN, UNREADABLE};
use crate::evaluate::alike;
use crate::evaluate::cells::Domain;
use crate::evaluate::checks;
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::numbering::{Coded, Numbering};
use crate::evaluate::program::Program;
use crate::record::Fact;

/// A fact that rules look at, or a check, as it follows from the numbers of rows.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) of: Of,
    pub(super) by: Numbering,
    /// For each number: the cell, or for a check whether it is broken.
    pub(super) cells: Vec<u32>,
    /// For each number: whether a field is missing.
    pub(super) missing: Vec<bool>,
    /// How many different cells there are.
    pub(super) count: u32,
    /// The facts that were looked at last; no others than those behind it are ever there.
    row: Vec<Fact>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Node(usize),
    Check(usize),
}

impl Leaf {
    /// Nothing looked at yet.
    pub(super) fn new(of: Of, by: Numbering, count: u32) -> Self {
        Leaf { of, by, cells: Vec::new(), missing: Vec::new(), count, row: Vec::new() }
    }

    /// Finds the cells of the rows of a block.
    pub(super) fn find(&mut self, program: &Program, rows: &Coded, block: &[u32], cells: &mut Vec<u32>) {
        cells.clear();
        if let [field] = self.by.fields.as_slice() {
            let field = *field;
            let Some(column) = rows.columns.get(field) else { return };
            while self.cells.len() < column.facts.len() {
                let fact = column.facts.get(self.cells.len()).copied().unwrap_or(Fact::NoColumn);
                self.add(program, rows, &|wanted| if wanted == field { fact } else { Fact::NoColumn });
            }
            let found = &self.cells;
            cells.extend(block.iter().map(|row| {
                let code = column.codes.get(*row as usize).copied().unwrap_or(0);
                found.get(code as usize).copied().unwrap_or(OTHER)
            }));
            return;
        }
        for row in block {
            let number = self.by.number(rows, *row as usize) as usize;
            if number == self.cells.len() {
                self.add(program, rows, &|field| {
                    rows.columns.get(field).map_or(Fact::NoColumn, |column| column.fact(*row as usize))
                });
            }
            cells.push(self.cells.get(number).copied().unwrap_or(OTHER));
        }
    }

    /// Works out the cell of the next number, which stands for these facts.
    fn add(&mut self, program: &Program, rows: &Coded, fact: &dyn Fn(usize) -> Fact) {
        self.row.resize(rows.columns.len(), Fact::NoColumn);
        for field in &self.by.fields {
            if let Some(slot) = self.row.get_mut(*field) {
                *slot = fact(*field);
            }
        }
        let facts = Facts { facts: &self.row, lists: rows.lists };
        let unreadable = self.by.fields.iter().any(|field| facts.get(*field).is_doubted());
        let (cell, missing) = match self.of {
            Of::Node(node) => {
                let Some(found) = program.nodes.get(node) else { return };
                let cell = match (code_of(&found.domain, facts::value(program, node, &facts)), unreadable) {
                    (UNKNOWN, true) => UNREADABLE,
                    (_, true) => OTHER,
                    (cell, false) => cell,
                };
                (cell, alike::rests_on_missing(program, node, &facts))
            }
            Of::Check(check) => {
                let broken = checks::is_broken(program, check, &facts);
                (u32::from(broken), alike::any_missing(program, &self.by.fields, &facts))
            }
        };
        self.cells.push(cell);
        self.missing.push(missing);
    }
}

fn code_of(domain: &Domain, value: Value) -> u32 {
    let cell = match value {
        Value::Number(value) => domain.cell(value),
        Value::Code(code) => code,
        Value::Nothing => domain.nothing(),
        Value::Unknown => return UNKNOWN,
        Value::NotAssessed => return NOT_ASSESSED,
    };
    FIRST_CELL + u32::try_from(cell).unwrap_or(0)
}
