//! Which answers are the same answer. Many rows in different cells come to it by the same rules; then their words are the
//! same too, but for the values named in them. What an answer and its words rest on is written down as a list of numbers,
//! so that answers with the same list are kept once.

use super::cells::Rows;
use super::decide::Found;
use super::facts::{self, Facts, Value};
use super::possible::is_missing;
use super::program::{Program, Source, Table};
use super::run::{Collected, Pass, State};
use crate::decision::Status;
use crate::policy::pack::Operation;

/// What the words of one decision rest on.
#[derive(Debug, Clone, Default)]
pub struct Alike {
    /// The decision's node.
    node: usize,
    /// The rules whose rows may be named, and what is worked out from rules.
    rules: Vec<usize>,
    /// Those of them that give the answer itself, not a reason for it: of these, what is left over when no row holds has
    /// the rows that did not hold as its reasons.
    roots: Vec<usize>,
    /// Other decisions, of which only the answer counts.
    answers: Vec<usize>,
    /// What is to be done besides, which is said even where the answer is open.
    also: Option<usize>,
}

impl Alike {
    /// For a decision that rests on these rules and on these other decisions (by their place in the pack).
    pub fn of(program: &Program, node: usize, rules: &[usize], answers: &[usize]) -> Self {
        let mut roots = vec![node];
        let mut at = 0;
        while let Some(root) = roots.get(at) {
            match program.nodes.get(*root).map(|node| &node.source) {
                Some(Source::More { of, .. }) => roots.push(*of),
                Some(Source::FirstKnown(of) | Source::HighestOf(of) | Source::HoldersOfHighest(of)) => {
                    let of = of.clone();
                    roots.extend(of);
                }
                _ => {}
            }
            at += 1;
        }
        let answers = answers.iter().filter_map(|answer| program.answers.get(*answer)).copied().collect();
        Alike { node, rules: rules.to_vec(), roots, answers, also: program.also(node) }
    }

    /// Whether what is to be done besides hangs on a missing fact.
    pub fn also_open(&self, pass: &Pass) -> bool {
        self.also.is_some_and(|also| matches!(pass.state(also), State::Some(_)))
    }

    /// Adds what an answer and its words rest on.
    pub fn add(&self, program: &Program, pass: &Pass, found: &Found, words: &mut Vec<u64>) {
        words.push(match found.status {
            Status::Decided => 0,
            Status::NeedsInput => 1,
            Status::OutOfRange => 2,
            Status::Conflict => 3,
            Status::NotInForce => 4,
        });
        if let Some(open) = &found.open {
            let possible = &open.possible;
            words.extend(possible.cells.0.words());
            words.push(u64::from(possible.conflict) << 1 | u64::from(possible.not_assessed));
            words.push(possible.collected.len() as u64);
            possible.collected.iter().for_each(|collected| add_collected(collected, words));
            for fields in [&possible.fields, &open.needs] {
                words.push(fields.len() as u64);
                words.extend(fields.iter().map(|field| *field as u64));
            }
        }
        // What is to be done besides is said where it holds, and where it may.
        if let (Some(open), Some(also)) = (&found.also, self.also) {
            words.push(open.needs.len() as u64);
            words.extend(open.needs.iter().map(|field| *field as u64));
            open.possible.collected.iter().for_each(|collected| add_collected(collected, words));
            words.extend(pass.may_hold(also).words());
        }
        if found.status != Status::Decided {
            if let Some(also) = self.also
                && let Some(table) = program.table(also)
            {
                add_rows(table, &pass.held(also), words);
            }
            return;
        }
        words.push(found.cell.map_or(u64::MAX, |cell| cell as u64));
        found.collected.iter().for_each(|collected| add_collected(collected, words));
        for node in &self.answers {
            add_state(&pass.state(*node), words);
        }
        for node in &self.rules {
            add_state(&pass.state(*node), words);
            match program.nodes.get(*node).map(|node| &node.source) {
                Some(Source::Table(table)) => {
                    let cell = if *node == self.node { found.cell } else { None };
                    add_rows(table, &pass.behind(*node, table, cell), words);
                    if self.roots.contains(node) && table.otherwise.is_some() && pass.won(*node) == table.otherwise {
                        add_failed(table, pass, words);
                    }
                }
                Some(Source::FirstKnown(of) | Source::HighestOf(of) | Source::HoldersOfHighest(of)) => {
                    of.iter().for_each(|input| add_state(&pass.state(*input), words));
                }
                _ => {}
            }
        }
    }
}

/// Column by column, the rows that do not hold there and so are reasons for what is left over.
fn add_failed(table: &Table, pass: &Pass, words: &mut Vec<u64>) {
    for column in &table.columns {
        match pass.state(column.node) {
            State::Cell(cell) => {
                let passed = column.pass.get(cell).copied().unwrap_or(Rows::NONE);
                add_rows(table, &column.tested.without(&passed), words);
            }
            _ => words.push(u64::MAX),
        }
    }
}

fn add_state(state: &State, words: &mut Vec<u64>) {
    match state {
        State::Cell(cell) => words.push((*cell as u64) << 2),
        State::NotAssessed => words.push(1),
        State::Conflict => words.push(2),
        State::Some(set) => {
            words.push(3);
            words.extend(set.words());
        }
    }
}

fn add_rows(table: &Table, rows: &Rows, words: &mut Vec<u64>) {
    words.extend(rows.words().iter().take(table.rows.len().div_ceil(64)));
}

fn add_collected(collected: &Collected, words: &mut Vec<u64>) {
    match collected {
        Collected::Rows(rows) => words.extend(rows.words()),
        Collected::Total(total) => words.push(total.cast_unsigned()),
    }
}

/// Whether any of these fields is missing.
pub fn any_missing(program: &Program, fields: &[usize], facts: &Facts) -> bool {
    fields.iter().any(|field| is_missing(program, facts, *field))
}

/// Whether the value of a fact's node hangs on a field that is missing. A field that only counts where the ones before it
/// are not known does not matter once they are.
pub fn rests_on_missing(program: &Program, node: usize, facts: &Facts) -> bool {
    let Some(found) = program.nodes.get(node) else { return false };
    match &found.source {
        Source::Facts(derivation) if derivation.by == Operation::FirstKnown => {
            for input in &derivation.of {
                if rests_on_missing(program, *input, facts) {
                    return true;
                }
                if !matches!(facts::value(program, *input, facts), Value::Unknown | Value::NotAssessed) {
                    return false;
                }
            }
            false
        }
        _ => any_missing(program, &found.fields, facts),
    }
}
