//! The words of an answer that rows share, with a gap for each value that is a row's own.
//!
//! An explanation that is asked for with marks writes a mark in the place of each such value; what it then gives is cut at
//! the marks, and each row fills the gaps with its own facts. See [`memo`](crate::evaluate::memo) for which rows share.

use super::ways::Ways;
use super::{Explainer, next, words};
use crate::evaluate::cells::Cells;
use crate::evaluate::decide::{self, Found};
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::program::Program;
use crate::evaluate::run::Pass;
use crate::policy::pack::Due;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A value that is a row's own.
#[derive(Debug, Clone)]
pub enum Mark {
    /// A fact as people read it; bare: without its unit.
    Value {
        /// The fact's node.
        node: usize,
        /// Without its unit.
        bare: bool,
    },
    /// A fact as it stands, and what an outcome needs it to be.
    Against {
        /// The fact's node.
        node: usize,
        /// The cells that the outcome needs.
        wanted: Cells,
        /// The outcome.
        outcome: String,
    },
}

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// Marks in the order in which they were written.
pub type Marks = RefCell<Vec<Mark>>;

/// Notes a mark and gives what stands for it.
pub fn mark(marks: &Marks, mark: Mark) -> String {
    let mut marks = marks.borrow_mut();
    marks.push(mark);
    format!("{OPEN}{}{CLOSE}", marks.len() - 1)
}

/// Words with gaps.
#[derive(Debug, Clone, Default)]
pub struct Template(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Gap(Mark),
}

impl Template {
    /// Cuts words at their marks; `None` where they hold something that only looks like one.
    pub fn of(text: &str, marks: &Marks) -> Option<Self> {
        let marks = marks.borrow();
        let mut pieces = Vec::new();
        let mut parts = text.split(OPEN);
        pieces.push(Piece::Text(parts.next()?.to_string()));
        for part in parts {
            let (number, rest) = part.split_once(CLOSE)?;
            pieces.push(Piece::Gap(marks.get(number.parse::<usize>().ok()?)?.clone()));
            pieces.push(Piece::Text(rest.to_string()));
        }
        Some(Template(pieces))
    }

    /// True when there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|piece| matches!(piece, Piece::Text(text) if text.is_empty()))
    }

    /// Writes the words with a row's own values in the gaps.
    pub fn fill(&self, program: &Program, facts: &Facts, out: &mut String) {
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Gap(Mark::Value { node, bare }) => {
                    out.push_str(&words::value_text(words::node_text(program, &Pass::default(), facts, *node), *bare))
                }
                Piece::Gap(Mark::Against { node, wanted, outcome }) => {
                    let pass = Pass::default();
                    let ways = Ways { program, pass: &pass, facts: *facts };
                    let Some(found) = program.nodes.get(*node) else { continue };
                    let now = match facts::value(program, *node, facts) {
                        Value::Number(value) => found.domain.cell(value),
                        Value::Code(code) => code,
                        _ => found.domain.nothing(),
                    };
                    if let Some(change) = ways.leaf(*node, &found.domain, now, wanted) {
                        out.push_str(&change.against(outcome));
                    }
                }
            }
        }
    }
}

/// The words of one answer.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The answer.
    pub outcome: String,
    /// The ids of the rows that held in deciding it.
    pub rules: Vec<String>,
    /// Who acts.
    pub who: String,
    /// By when.
    pub due: Option<Due>,
    /// Why; empty where the answer has no reasons of its own.
    pub why: Template,
}

impl Words {
    /// The day by which something is to be done, and whether it has passed.
    pub fn due(&self, program: &Program, facts: &Facts) -> Option<(String, bool)> {
        let day = next::due(program, facts, self.due.as_ref()?)?;
        Some((day.to_string(), day < program.as_of))
    }
}

impl Explainer<'_> {
    /// The words of a decided answer, with gaps; `None` where they hang on more than the cells of the facts.
    pub fn words(&self, answer: usize, found: &Found, marks: &Marks) -> Option<Words> {
        let node = *self.program.answers.get(answer)?;
        let spec = self.program.pack.decisions.get(answer)?;
        let table = self.program.table(node);
        let row =
            table.and_then(|table| table.rows.get(found.cell?)).map(|row| &row.row).filter(|row| row.action.is_some());
        if row.is_some_and(|row| row.checkpoint.is_some()) || row.is_some() && !self.also(node).is_empty() {
            return None;
        }
        let because = self.why(node, found);
        let why = if because.is_empty() {
            Template::default()
        } else {
            Template::of(&format!("{}: {because}", spec.title), marks)?
        };
        Some(Words {
            outcome: words::plain_name(&decide::outcome(self.program, node, found)?),
            rules: self.fired(node, found).iter().map(|fired| fired.row.id.clone()).collect(),
            who: row.and_then(|row| row.who.clone()).unwrap_or_default(),
            due: row.and_then(|row| row.due.clone()),
            why,
        })
    }
}

/// The words worked out so far.
#[derive(Debug, Clone, Default)]
pub struct Store {
    /// For each answer that rows share: its words; `Some(None)` where they hang on more than cells.
    pub words: Vec<Option<Option<Rc<Words>>>>,
    /// What was not assessed, by the pattern and by the decisions that say it.
    pub missing: HashMap<(u32, u64), Rc<str>>,
}
