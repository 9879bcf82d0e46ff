//! The fast path. One idea: a decision rests on the *cells* its facts lie in and on nothing else, so rows whose facts lie
//! in the same cells share the answer, and the sentences too but for the values named in them. A row costs one cell search
//! for each fact and one look-up for each decision; the slow path works out what the look-up does not know yet.
//!
//! What hangs on more than cells is left to the slow path: answers that a search has to find, and rows in which a cell
//! could not be read. A test holds both paths to the same answers and the same words.

use super::cells::Domain;
use super::decide::{Answerer, Found};
use super::facts::{self, Facts, Value};
use super::program::{Program, Source};
use super::run::State;
use crate::decision::Status;
use crate::policy::load::placeholders;
use crate::record::Fact;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Stands for "not remembered" among the numbers of remembered answers.
pub const SLOW: u32 = u32::MAX;

/// How many answers are remembered for one decision.
const MOST: usize = 50_000;

const NOT_ASSESSED: u32 = 0;
const UNKNOWN: u32 = 1;
const FIRST_CELL: u32 = 2;

/// What one decision rests on.
#[derive(Debug, Clone, Default)]
struct Question {
    node: usize,
    /// Facts whose cell it looks at.
    leaves: Vec<usize>,
    /// Fields whose very value it looks at.
    exact: Vec<usize>,
    /// Other decisions whose answer it looks at.
    answers: Vec<usize>,
    known: HashMap<Vec<u32>, u32, BuildHasherDefault<Quick>>,
}

/// An answer that rows share.
#[derive(Debug, Clone)]
pub struct Kept {
    /// How the decision ends.
    pub found: Found,
    /// Which facts were not assessed: the same number for the same facts.
    pub pattern: u32,
    /// The answer as a part of other decisions' keys.
    code: u32,
}

/// The answers of all rows so far, by what they rest on.
#[derive(Debug, Clone, Default)]
pub struct Memo {
    questions: Vec<Question>,
    /// The decisions in the order in which they can be answered.
    order: Vec<usize>,
    /// All facts that any decision looks at.
    leaves: Vec<usize>,
    patterns: Vec<Vec<u32>>,
    codes: Vec<u32>,
    key: Vec<u32>,
    /// The answers.
    pub kept: Vec<Kept>,
}

impl Memo {
    /// Nothing remembered yet.
    pub fn new(program: &Program) -> Self {
        let questions: Vec<Question> = program.answers.iter().map(|node| question(program, *node)).collect();
        let mut order: Vec<usize> = Vec::new();
        for (node, _) in program.nodes.iter().enumerate() {
            order.extend(questions.iter().enumerate().filter(|(_, question)| question.node == node).map(|(at, _)| at));
        }
        let looked_at = |node: &usize| questions.iter().any(|question| question.leaves.contains(node));
        let leaves = (0..program.nodes.len()).filter(looked_at).collect();
        Memo { questions, order, leaves, codes: vec![NOT_ASSESSED; program.nodes.len()], ..Memo::default() }
    }

    /// Answers a row: how each decision ends, and the numbers of the answers that rows share ([`SLOW`] where this one is
    /// not shared).
    pub fn row(
        &mut self,
        program: &Program,
        answerer: &mut Answerer,
        facts: &Facts,
        found: &mut Vec<Found>,
        numbers: &mut Vec<u32>,
    ) {
        if facts.facts.contains(&Fact::Unreadable) {
            let answers = answerer.row(facts);
            numbers.extend(answers.iter().map(|_| SLOW));
            found.extend(answers);
            return;
        }
        for leaf in &self.leaves {
            if let (Some(code), Some(node)) = (self.codes.get_mut(*leaf), program.nodes.get(*leaf)) {
                *code = code_of(&node.domain, facts::value(program, *leaf, facts));
            }
        }
        let pattern = self.pattern();
        let (first, count) = (numbers.len(), self.questions.len());
        numbers.resize(first + count, SLOW);
        let blank = Found { status: Status::NeedsInput, cell: None, collected: None, open: None };
        found.resize(first + count, blank);
        let mut ran = false;
        for at in self.order.clone() {
            let number = self.number(at, pattern, facts, numbers.get(first..).unwrap_or_default());
            if let Some(kept) = number.and_then(|number| self.kept.get(number as usize)) {
                if let (Some(found), Some(slot)) = (found.get_mut(first + at), numbers.get_mut(first + at)) {
                    found.clone_from(&kept.found);
                    *slot = number.unwrap_or(SLOW);
                }
                continue;
            }
            let Some(node) = self.questions.get(at).map(|question| question.node) else { continue };
            if !ran {
                answerer.pass_over(facts);
                ran = true;
            }
            let answer = answerer.answer(node, facts);
            if let State::Cell(cell) = answerer.pass().state(node)
                && answer.status == Status::Decided
                && !self.key.is_empty()
                && let Some(question) = self.questions.get_mut(at)
                && question.known.len() < MOST
            {
                let number = u32::try_from(self.kept.len()).unwrap_or(SLOW);
                question.known.insert(self.key.clone(), number);
                self.kept.push(Kept {
                    found: answer.clone(),
                    pattern,
                    code: FIRST_CELL + u32::try_from(cell).unwrap_or(0),
                });
                if let Some(slot) = numbers.get_mut(first + at) {
                    *slot = number;
                }
            }
            if let Some(found) = found.get_mut(first + at) {
                *found = answer;
            }
        }
    }

    /// Whether a fact lies in a cell of its own that this row's key names: its number among the cells.
    fn number(&mut self, at: usize, pattern: u32, facts: &Facts, numbers: &[u32]) -> Option<u32> {
        self.key.clear();
        let question = self.questions.get(at)?;
        self.key.push(pattern);
        for answer in &question.answers {
            let number = numbers.get(*answer).filter(|number| **number != SLOW);
            match number.and_then(|number| self.kept.get(*number as usize)) {
                Some(kept) => self.key.push(kept.code),
                // An answer that is not shared: neither are those that rest on it.
                None => {
                    self.key.clear();
                    return None;
                }
            }
        }
        for leaf in &question.leaves {
            self.key.push(self.codes.get(*leaf).copied().unwrap_or(NOT_ASSESSED));
        }
        for field in &question.exact {
            let (tag, value) = match facts.get(*field) {
                Fact::Value(value) => (0, value),
                Fact::Nothing => (1, 0),
                Fact::Unknown => (2, 0),
                Fact::Unreadable => (3, 0),
                Fact::NoColumn => (4, 0),
            };
            let low = u32::try_from(value & 0xffff_ffff).unwrap_or(0);
            let high = u32::try_from((value >> 32) & 0xffff_ffff).unwrap_or(0);
            self.key.extend([tag, low, high]);
        }
        question.known.get(&self.key).copied()
    }

    /// The number of the set of facts that are not assessed in this row.
    fn pattern(&mut self) -> u32 {
        let codes = &self.codes;
        let missing = || {
            self.leaves
                .iter()
                .filter(|leaf| codes.get(**leaf) == Some(&NOT_ASSESSED))
                .map(|leaf| u32::try_from(*leaf).unwrap_or(0))
        };
        let known = self.patterns.iter().position(|pattern| pattern.iter().copied().eq(missing()));
        let at = known.unwrap_or_else(|| {
            let pattern = missing().collect();
            self.patterns.push(pattern);
            self.patterns.len() - 1
        });
        u32::try_from(at).unwrap_or(SLOW)
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

/// What a decision rests on, followed from its node down to the facts. Another decision's answer stands for everything
/// behind it, but where the reasons are followed through it.
fn question(program: &Program, node: usize) -> Question {
    let mut question = Question { node, ..Question::default() };
    let mut seen: Vec<usize> = Vec::new();
    let mut todo: Vec<(usize, bool)> = vec![(node, true)];
    let also = program.nodes.get(node).and_then(|node| program.node(&format!("{}.also", node.name)));
    todo.extend(also.map(|node| (node, true)));
    while let Some((at, through)) = todo.pop() {
        let Some(found) = program.nodes.get(at) else { continue };
        if let (Source::Table(_), false, Some(answer)) =
            (&found.source, through, program.answers.iter().position(|answer| *answer == at))
        {
            if !question.answers.contains(&answer) {
                question.answers.push(answer);
            }
            continue;
        }
        if seen.contains(&at) {
            continue;
        }
        seen.push(at);
        match &found.source {
            Source::Field(_) | Source::Facts(_) => question.leaves.push(at),
            Source::FirstKnown(of) => {
                todo.extend(of.iter().map(|node| (*node, true)));
                for node in of.iter().filter_map(|node| program.nodes.get(*node)) {
                    if matches!(node.domain, Domain::Range { .. }) {
                        question.exact.extend(&node.fields);
                    }
                }
            }
            Source::HighestOf(of) | Source::HoldersOfHighest(of) => todo.extend(of.iter().map(|node| (*node, true))),
            Source::More { of, .. } => todo.push((*of, true)),
            Source::Table(table) => {
                todo.extend(table.columns.iter().map(|column| (column.node, false)));
                for row in table.rows.iter().map(|row| &row.row) {
                    let texts = [
                        Some(&row.says),
                        row.action.as_ref(),
                        row.checkpoint.as_ref().map(|checkpoint| &checkpoint.says),
                    ];
                    let names = texts.into_iter().flatten().flat_map(|text| placeholders(text));
                    let nodes = names.filter_map(|name| program.node(name.split(':').next().unwrap_or(name)));
                    // The value of a fact is filled in for each row; it needs no place in the key.
                    todo.extend(nodes.filter(|node| !program.is_fact(*node)).map(|node| (node, false)));
                }
            }
        }
    }
    question
}

/// A hash of a few small numbers, made for speed: nobody chooses the keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
            self.write_u64(word);
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}
