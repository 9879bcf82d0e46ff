//! The fast path. One idea: whatever follows from different things is worked out once for each of them. A column is a list
//! of different facts and a number for each row; a fact that a rule looks at lies in a *cell*, found once for each number;
//! a decision rests on the cells of its facts and on nothing else, so that rows in the same cells share one answer, and
//! its words too but for the values named in them ([`template`](crate::explain::template)). A decision
//! of which no row before was alike is worked out by itself; where a missing fact leaves it open, the row is worked through
//! as a whole. What comes out is kept for the rows that follow.
//!
//! Where a fact is missing and the answer hangs on it, more than cells may count: then rows share an answer only if the
//! facts beside the missing one are the same, not just alike. A test holds both paths to the same answers and words.

mod leaf;
mod question;

use super::checks;
use super::decide::{Answerer, Found};
use super::facts::Facts;
use super::numbering::{Coded, Numbering, paired};
use super::program::Program;
use super::run::{State, fact_state};
use crate::decision::Status;
use crate::index::{self, Quick};
use crate::order::InOrder;
use crate::policy::pack::CheckKind;
use crate::record::Fact;
use leaf::{Leaf, Of};
use question::{Named, Question, Step};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// How many answers are remembered for one decision.
const MOST: usize = 1_000_000;
/// How many different values of one field are told apart where each of them counts.
const NUMBERS: u64 = 1 << 20;
/// How many answers that hang on missing facts are remembered for one decision.
const MOST_OPEN: usize = 100_000;

/// The cell numbers that say why there is no cell; the cells follow.
const NOT_ASSESSED: u32 = 0;
const UNKNOWN: u32 = 1;
const UNREADABLE: u32 = 2;
const CONFLICT: u32 = 3;
const FIRST_CELL: u32 = 4;
/// Where cells do not tell all: a field that cannot be read beside others that settle the fact, an answer that hangs on a
/// missing fact.
const OTHER: u32 = u32::MAX;
/// In the place of an answer's number: it hangs on a missing fact.
const OPEN: u32 = u32::MAX - 1;

/// Where the state of a fact's node comes from.
#[derive(Debug, Clone, Copy)]
enum FactOf {
    /// The tracker has no column for it, so that all rows have the same.
    Tracker(State),
    Leaf(usize),
}

/// An answer that rows share.
#[derive(Debug, Clone)]
pub struct Kept {
    /// How the decision ends.
    pub found: Found,
    /// Which facts were not assessed: the same number for the same facts of the same decision.
    pub pattern: u32,
    /// The answer as a part of other decisions' keys.
    code: u32,
}

/// The answers of all rows so far, by what they rest on.
#[derive(Debug, Clone, Default)]
pub struct Memo {
    leaves: Vec<Leaf>,
    /// Those of `leaves` that are checks.
    checks: Vec<usize>,
    questions: Vec<Question>,
    /// The decisions in the order in which they can be answered.
    order: Vec<usize>,
    /// For each node of a fact, where its state comes from.
    facts: Vec<FactOf>,
    patterns: HashMap<Vec<u32>, u32, BuildHasherDefault<Quick>>,
    /// The answers.
    pub kept: Vec<Kept>,
    /// For each leaf, the cells of the rows at hand.
    cells: Vec<Vec<u32>>,
    keys: Vec<u64>,
    /// What one answer and its words rest on.
    words: Vec<u64>,
    /// The rows at hand for which cells do not tell all.
    odd: Vec<bool>,
}

/// What was found for some rows.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    /// The numbers of the answers among those kept: the decisions of one row together.
    pub numbers: Vec<u32>,
    /// The rows whose facts disagree with each other.
    pub disagree: HashSet<u32>,
    /// Those of them whose facts cannot all be taken as they are.
    pub alone: HashSet<u32>,
}

/// Rows that are gone through together, by their numbers in the tracker.
#[derive(Debug, Clone, Copy)]
struct Block<'b> {
    rows: &'b Coded<'b>,
    numbers: &'b [u32],
}

impl Block<'_> {
    fn row(&self, at: usize) -> u32 {
        self.numbers.get(at).copied().unwrap_or(0)
    }
}

/// What an answer is remembered by: its key, and what is around it where that was looked at.
#[derive(Debug, Default)]
struct By {
    key: Option<u64>,
    around: Option<Vec<u32>>,
}

impl Answers {
    /// Leaves nothing but the room.
    pub fn clear(&mut self) {
        self.numbers.clear();
        self.disagree.clear();
        self.alone.clear();
    }
}

impl Memo {
    /// Nothing remembered yet, for rows that have the columns of these.
    pub fn new(program: &Program, rows: &Coded) -> Self {
        let mut memo = Memo::default();
        let nothing = vec![Fact::NoColumn; program.pack.fields.0.len()];
        let nothing = Facts { facts: &nothing, lists: &[] };
        for (at, node) in program.nodes.iter().enumerate() {
            if !program.is_fact(at) {
                memo.facts.push(FactOf::Tracker(State::NotAssessed));
                continue;
            }
            let by = Numbering::by(&node.fields, rows);
            if by.fields.is_empty() {
                memo.facts.push(FactOf::Tracker(fact_state(program, &nothing, at)));
            } else {
                memo.facts.push(FactOf::Leaf(memo.leaves.len()));
                let count = u32::try_from(node.domain.count()).unwrap_or(OTHER) + FIRST_CELL;
                memo.leaves.push(Leaf::new(Of::Node(at), by, count));
            }
        }
        for (at, nodes) in program.checked.iter().enumerate() {
            let mut fields: Vec<usize> = nodes
                .iter()
                .flatten()
                .filter_map(|node| program.nodes.get(*node))
                .flat_map(|node| node.fields.clone())
                .collect();
            fields.in_order();
            let by = Numbering::by(&fields, rows);
            if !by.fields.is_empty() {
                memo.checks.push(memo.leaves.len());
                memo.leaves.push(Leaf::new(Of::Check(at), by, 2));
            }
        }
        // A node comes behind those that it needs.
        memo.order.extend(0..program.answers.len());
        memo.order.in_order_by(|at| program.answers.get(*at));
        let mut named = Named::default();
        for node in &program.answers {
            memo.questions.push(Question::new(program, *node, &memo.leaves, rows, &mut named));
        }
        memo.cells = vec![Vec::new(); memo.leaves.len()];
        memo
    }

    /// One answer for all rows: that of a pack that is not ready.
    pub fn of_one(found: Found) -> Self {
        Memo { kept: vec![Kept { found, pattern: 0, code: OTHER }], ..Memo::default() }
    }

    /// How many cells the values of a field lie in, as far as answers can tell them apart.
    pub fn cells_of(&self, field: usize) -> u64 {
        self.told_apart(field).unwrap_or(NUMBERS)
    }

    /// The cell of those that a numbered value of a field lies in; `None` where that does not tell all.
    pub fn cell_of(&self, field: usize, number: u32) -> Option<u64> {
        if self.told_apart(field).is_none() {
            return Some(u64::from(number)).filter(|number| *number < NUMBERS);
        }
        self.by_field(field).try_fold(0, |sum, leaf| {
            let cell = leaf.cells.get(number as usize).filter(|cell| **cell < leaf.count)?;
            Some(sum * u64::from(leaf.count) + u64::from(*cell))
        })
    }

    /// Whether an answer rests on the cells of facts and on nothing else.
    pub fn rests_on_cells(&self, kept: u32) -> bool {
        self.kept.get(kept as usize).is_some_and(|kept| kept.code != OTHER)
    }

    /// Whether trying values has settled an answer of a row, or one that its words look at: then its reasons are not those that
    /// the pass gives.
    pub fn tried(&self, answer: usize, numbers: &[u32]) -> bool {
        let Some(question) = self.questions.get(answer) else { return false };
        let mut answers = question.beside.iter().map(|(answer, _)| *answer).chain([answer]);
        answers.any(|answer| {
            let kept = numbers.get(answer).and_then(|number| self.kept.get(*number as usize));
            kept.is_some_and(|kept| kept.code == OTHER && kept.found.status == Status::Decided)
        })
    }

    fn by_field(&self, field: usize) -> impl Iterator<Item = &Leaf> {
        self.leaves.iter().filter(move |leaf| leaf.by.fields == [field])
    }

    /// How many cells a field has by itself; `None` where its very values count, as they do beside others.
    fn told_apart(&self, field: usize) -> Option<u64> {
        let beside = self.leaves.iter().any(|leaf| leaf.by.fields.len() > 1 && leaf.by.fields.contains(&field));
        if beside || self.questions.iter().any(|question| question.exact.contains(&field)) {
            return None;
        }
        let mut counts = self.by_field(field).map(|leaf| u64::from(leaf.count));
        counts.try_fold(1u64, |cells, count| cells.checked_mul(count).filter(|cells| *cells <= NUMBERS))
    }

    /// Answers some rows.
    pub fn rows(&mut self, answerer: &mut Answerer, rows: &Coded, which: &[u32], out: &mut Answers) {
        for numbers in which.chunks(BLOCK) {
            self.block(answerer, &Block { rows, numbers }, out);
        }
    }

    fn block(&mut self, answerer: &mut Answerer, block: &Block, out: &mut Answers) {
        let program = answerer.program();
        let Block { rows, numbers: which } = *block;
        for (leaf, cells) in self.leaves.iter_mut().zip(&mut self.cells) {
            leaf.find(program, rows, which, cells);
        }
        let (first, count) = (out.numbers.len(), self.questions.len());
        out.numbers.resize(first + count * which.len(), index::NONE);
        let mut alone = vec![false; which.len()];
        for leaf in &self.checks {
            let (Some(cells), Some(Leaf { of: Of::Check(check), .. })) =
                (self.cells.get(*leaf), self.leaves.get(*leaf))
            else {
                continue;
            };
            let limits = program.pack.checks.get(*check).is_some_and(|check| check.check == CheckKind::AtMost);
            for (at, _) in cells.iter().enumerate().filter(|(_, broken)| **broken != 0) {
                out.disagree.extend(which.get(at));
                if let (true, Some(alone)) = (limits, alone.get_mut(at)) {
                    *alone = true;
                    out.alone.extend(which.get(at));
                }
            }
        }
        let Some(numbers) = out.numbers.get_mut(first..) else { return };
        // Rows that are to be worked through as a whole.
        let mut whole = alone.clone();
        let mut missed: Vec<usize> = Vec::new();
        for at in self.order.clone() {
            self.keys(at, block, 0..which.len(), numbers);
            let Some(question) = self.questions.get(at) else { continue };
            missed.clear();
            for (place, ((key, odd), numbers)) in
                self.keys.iter().zip(&self.odd).zip(numbers.chunks_mut(count.max(1))).enumerate()
            {
                let number = if *odd { OPEN } else { question.known.get(*key) };
                if number >= OPEN {
                    missed.push(place);
                } else if let Some(slot) = numbers.get_mut(at) {
                    *slot = number;
                }
            }
            for place in &missed {
                let Some(whole) = whole.get_mut(*place).filter(|whole| !**whole) else { continue };
                match self.by_itself(answerer, block, at, *place, numbers) {
                    Some(number) => {
                        if let Some(slot) = numbers.get_mut(place * count + at) {
                            *slot = number;
                        }
                    }
                    None => *whole = true,
                }
            }
        }
        let mut gathered = Vec::new();
        for (at, _) in whole.iter().enumerate().filter(|(_, whole)| **whole) {
            let alone = alone.get(at) == Some(&true);
            rows.gather(block.row(at) as usize, &mut gathered);
            if alone {
                checks::check(program, &mut gathered, rows.lists);
            }
            let facts = Facts { facts: &gathered, lists: rows.lists };
            self.slow(answerer, block, at, &facts, alone, numbers);
        }
    }

    /// Answers one decision for a row of a block whose key is known, from nothing but what the decision rests on; `None` where
    /// it hangs on a missing fact in a way that no row before did.
    fn by_itself(
        &mut self,
        answerer: &mut Answerer,
        block: &Block,
        asked: usize,
        at: usize,
        numbers: &[u32],
    ) -> Option<u32> {
        let program = answerer.program();
        let (rows, row) = (block.rows, block.row(at));
        let place = u32::try_from(at).unwrap_or(0);
        let key = self.keys.get(at).copied().filter(|_| self.odd.get(at) == Some(&false));
        let question = self.questions.get(asked)?;
        let known = key.map_or(OPEN, |key| question.known.get(key));
        if known < OPEN {
            return Some(known);
        }
        if known == OPEN {
            let around = self.around(asked, rows, row, place);
            return self.questions.get(asked)?.open.get(&around).copied();
        }
        let count = self.questions.len();
        for (answer, node) in &question.given {
            let kept = numbers.get(at * count + answer).and_then(|number| self.kept.get(*number as usize));
            let code = kept.map_or(OTHER, |kept| kept.code);
            if !is_plain(code) {
                return None;
            }
            answerer.know(*node, of_code(code));
        }
        let mut gathered = Vec::new();
        let plain =
            |leaf: &usize| is_plain(self.cells.get(*leaf).and_then(|cells| cells.get(at)).copied().unwrap_or(OTHER));
        if question.by_value || !question.leaves.iter().all(plain) {
            rows.gather(row as usize, &mut gathered);
        }
        let facts = Facts { facts: &gathered, lists: rows.lists };
        answerer.pass_over_some(&question.nodes, &facts, |node| self.state(program, &facts, node, at));
        let node = question.node;
        if question.is_open(answerer.pass()) {
            return None;
        }
        let found = answerer.answer(node, &facts);
        Some(self.keep(answerer, asked, place, found, By { key, around: None }, &[]))
    }

    /// Keeps what was found for a row of a block, and gives its number. `numbers` are those of the row's other answers, where
    /// they may count: whether they hang on a missing fact, the pass does not tell.
    fn keep(&mut self, answerer: &Answerer, asked: usize, at: u32, found: Found, by: By, numbers: &[u32]) -> u32 {
        let pattern = self.pattern(asked, at);
        let mut number = u32::try_from(self.kept.len()).unwrap_or(index::NONE);
        let Memo { questions, kept, words, .. } = self;
        let Some(question) = questions.get_mut(asked) else { return number };
        let code = code_of(answerer.pass().state(question.node));
        words.clear();
        words.push(u64::from(pattern) << 32 | u64::from(code));
        question.alike.add(answerer.program(), answerer.pass(), &found, words);
        for (answer, node) in &question.beside {
            if matches!(answerer.pass().state(*node), State::Some(_)) {
                let number = numbers.get(*answer).filter(|number| **number != index::NONE);
                // One that is answered later is like no other.
                words.push(number.map_or(LATER + kept.len() as u64, |number| u64::from(*number)));
            }
        }
        match question.same.get(words.as_slice()) {
            Some(same) => number = *same,
            None => {
                question.same.insert(words.clone(), number);
                kept.push(Kept { found, pattern, code });
            }
        }
        let open = question.is_open(answerer.pass());
        question.remember(by, number, open);
        number
    }

    /// Answers one row of a block, decision by decision: from what is remembered where that is enough.
    fn slow(
        &mut self,
        answerer: &mut Answerer,
        block: &Block,
        at: usize,
        facts: &Facts,
        alone: bool,
        numbers: &mut [u32],
    ) {
        let count = self.questions.len();
        let row = block.row(at);
        let place = u32::try_from(at).unwrap_or(0);
        let program = answerer.program();
        let mut ran = false;
        for asked in self.order.clone() {
            let mut by = By::default();
            let mut number = index::NONE;
            if !alone {
                self.keys(asked, block, at..at + 1, numbers);
                by.key = self.keys.first().copied().filter(|_| self.odd.first() == Some(&false));
                number = by.key.zip(self.questions.get(asked)).map_or(OPEN, |(key, question)| question.known.get(key));
            }
            if number == OPEN {
                let found = self.around(asked, block.rows, row, place);
                number =
                    self.questions.get(asked).and_then(|question| question.open.get(&found)).copied().unwrap_or(OPEN);
                by.around = Some(found);
            }
            if number >= OPEN {
                let Some(node) = self.questions.get(asked).map(|question| question.node) else { continue };
                if !ran {
                    if alone {
                        answerer.pass_over(facts);
                    } else {
                        answerer.pass_over_states(facts, |node| self.state(program, facts, node, at));
                    }
                    ran = true;
                }
                let found = answerer.answer(node, facts);
                if alone {
                    number = u32::try_from(self.kept.len()).unwrap_or(index::NONE);
                    let pattern = self.pattern(asked, place);
                    self.kept.push(Kept { found, pattern, code: OTHER });
                } else {
                    let open = |question: &Question| question.is_open(answerer.pass());
                    if by.around.is_none() && self.questions.get(asked).is_some_and(open) {
                        by.around = Some(self.around(asked, block.rows, row, place));
                    }
                    let of_row = numbers.get(at * count..).unwrap_or_default();
                    number = self.keep(answerer, asked, place, found, by, of_row);
                }
            }
            if let Some(slot) = numbers.get_mut(at * count + asked) {
                *slot = number;
            }
        }
    }

    /// The state of a fact's node for a row of a block.
    fn state(&self, program: &Program, facts: &Facts, node: usize, at: usize) -> State {
        match self.facts.get(node) {
            Some(FactOf::Tracker(state)) => *state,
            Some(FactOf::Leaf(leaf)) => {
                let code = self.cells.get(*leaf).and_then(|cells| cells.get(at)).copied().unwrap_or(OTHER);
                if is_plain(code) { of_code(code) } else { fact_state(program, facts, node) }
            }
            None => State::NotAssessed,
        }
    }

    /// Works out the keys of the rows of a block at these places, which follow each other, for a decision.
    fn keys(&mut self, asked: usize, block: &Block, at: Range<usize>, numbers: &[u32]) {
        let Memo { questions, keys, odd, cells, kept, .. } = self;
        let count = questions.len();
        let which = block.numbers.get(at.clone()).unwrap_or_default();
        let numbers = numbers.get(at.start * count..).unwrap_or_default();
        let Some(question) = questions.get_mut(asked) else { return };
        keys.clear();
        keys.resize(which.len(), 0);
        odd.clear();
        odd.resize(which.len(), false);
        for step in &mut question.steps {
            match step {
                Step::Leaf(leaf, kinds, size) => {
                    let cells = cells.get(*leaf).and_then(|cells| cells.get(at.clone())).unwrap_or_default();
                    for ((key, odd), cell) in keys.iter_mut().zip(odd.iter_mut()).zip(cells) {
                        let kind = kinds.get(*cell as usize).copied();
                        *odd |= kind.is_none();
                        *key = key.wrapping_mul(u64::from(*size)).wrapping_add(u64::from(kind.unwrap_or(0)));
                    }
                }
                Step::Answer(answer, size) => {
                    for ((key, odd), numbers) in keys.iter_mut().zip(odd.iter_mut()).zip(numbers.chunks(count.max(1))) {
                        let number = numbers.get(*answer).copied().unwrap_or(OTHER);
                        let cell = kept.get(number as usize).map_or(OTHER, |kept| kept.code);
                        *odd |= cell >= *size;
                        *key = key.wrapping_mul(u64::from(*size)).wrapping_add(u64::from(cell));
                    }
                }
                Step::Field(field) => {
                    for (key, row) in keys.iter_mut().zip(which) {
                        *key = *key << 32 | u64::from(block.rows.code(*field, *row as usize));
                    }
                }
                Step::Number(pairs) => {
                    for (key, _) in keys.iter_mut().zip(odd.iter()).filter(|(_, odd)| !**odd) {
                        #[allow(clippy::cast_possible_truncation)]
                        let (high, low) = ((*key >> 32) as u32, *key as u32);
                        *key = u64::from(paired(pairs, high, low));
                    }
                }
            }
        }
    }

    /// What an answer that hangs on a missing fact rests on, for a row of a block.
    fn around(&mut self, asked: usize, rows: &Coded, row: u32, at: u32) -> Vec<u32> {
        let Some(question) = self.questions.get(asked) else { return Vec::new() };
        let mut key = Vec::with_capacity(question.around.len() + question.exact.len() + question.days.len());
        for leaf in &question.around {
            let Some(leaf_of) = self.leaves.get_mut(*leaf) else { continue };
            let number = leaf_of.by.number(rows, row as usize);
            let cell = self.cells.get(*leaf).and_then(|cells| cells.get(at as usize)).copied().unwrap_or(OTHER);
            // Where its cell does not tell all, the very facts count.
            if cell == OTHER || leaf_of.missing.get(number as usize) == Some(&true) {
                key.extend([OTHER, number]);
            } else {
                key.push(cell);
            }
        }
        let exact = question.exact.iter().chain(&question.days);
        key.extend(exact.map(|field| rows.code(*field, row as usize)));
        key
    }

    /// The number of the set of facts of a decision that are not assessed in a row of a block, and of those that leave others
    /// without a say.
    fn pattern(&mut self, asked: usize, at: u32) -> u32 {
        let (leaves, firsts) = self
            .questions
            .get(asked)
            .map(|question| (question.leaves.as_slice(), question.firsts.as_slice()))
            .unwrap_or_default();
        let cell = |leaf: usize| self.cells.get(leaf).and_then(|cells| cells.get(at as usize)).copied();
        let number = |leaf: &usize| u32::try_from(*leaf).unwrap_or(0);
        let mut missing: Vec<u32> =
            leaves.iter().filter(|leaf| cell(**leaf) == Some(NOT_ASSESSED)).map(number).collect();
        let known = |leaf: &&usize| cell(**leaf).is_some_and(|cell| (FIRST_CELL..OPEN).contains(&cell));
        missing.extend(firsts.iter().filter(known).map(|leaf| FIRST | number(leaf)));
        let next = u32::try_from(self.patterns.len()).unwrap_or(0);
        *self.patterns.entry(missing).or_insert(next)
    }
}

/// Above the numbers of all answers.
const LATER: u64 = 1 << 32;
/// Marks in a pattern a fact that leaves others without a say.
const FIRST: u32 = 1 << 31;

/// Whether a code stands for a state by itself: that of a fact or of an answer.
#[inline]
fn is_plain(code: u32) -> bool {
    !matches!(code, UNKNOWN | UNREADABLE | OTHER)
}

/// The state that a plain code stands for.
#[inline]
fn of_code(code: u32) -> State {
    match code {
        NOT_ASSESSED => State::NotAssessed,
        CONFLICT => State::Conflict,
        _ => State::Cell(code.saturating_sub(FIRST_CELL) as usize),
    }
}

fn code_of(state: State) -> u32 {
    match state {
        State::Cell(cell) => FIRST_CELL + u32::try_from(cell).unwrap_or(0),
        State::NotAssessed => NOT_ASSESSED,
        State::Conflict => CONFLICT,
        State::Some(_) => OTHER,
    }
}

/// How many rows are gone through together, step by step.
const BLOCK: usize = 512;
