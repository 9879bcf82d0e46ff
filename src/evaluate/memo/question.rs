//! What one decision rests on, found out before a row is looked at, and its answers so far by that.

use super::leaf::{Leaf, Of};
use super::{By, FIRST_CELL, MOST, MOST_OPEN, OPEN, OTHER};
use crate::evaluate::alike::Alike;
use crate::evaluate::cells::{Domain, Rows};
use crate::evaluate::decide;
use crate::evaluate::numbering::Coded;
use crate::evaluate::program::{Program, Source, Table};
use crate::evaluate::run::{Pass, State};
use crate::index::{self, Index, Quick};
use crate::order::InOrder;
use crate::policy::load::placeholders;
use crate::policy::pack::CheckKind;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// What one decision rests on.
#[derive(Debug, Clone, Default)]
pub(super) struct Question {
    pub(super) node: usize,
    /// All that it is worked out from, in order.
    pub(super) nodes: Vec<usize>,
    /// The other decisions whose answers it looks at, by their place in the pack and their node.
    pub(super) given: Vec<(usize, usize)>,
    /// All other decisions that its words look at, those among its rules too.
    pub(super) beside: Vec<(usize, usize)>,
    /// Whether it looks at facts beside their cells.
    pub(super) by_value: bool,
    /// Facts whose cell it looks at.
    pub(super) leaves: Vec<usize>,
    /// Those of them that, once known, leave others without a say.
    pub(super) firsts: Vec<usize>,
    /// How the numbers of cells, facts and other answers become one key.
    pub(super) steps: Vec<Step>,
    /// What the answer hangs on where a fact is missing: facts by their cells, or by their numbers where they lack a field.
    pub(super) around: Vec<usize>,
    /// Fields whose very value it looks at.
    pub(super) exact: Vec<usize>,
    /// Fields whose very value it looks at where a fact is missing: two instructions may be the same on one day alone, and a
    /// number that stands for a score by itself is cut nowhere.
    pub(super) days: Vec<usize>,
    pub(super) known: Index,
    pub(super) count: usize,
    pub(super) open: HashMap<Vec<u32>, u32, BuildHasherDefault<Quick>>,
    /// What its words rest on, and the answers by that.
    pub(super) alike: Alike,
    pub(super) same: HashMap<Vec<u64>, u32, BuildHasherDefault<Quick>>,
}

/// Whether a node is one of several facts of which the first known counts, and not the last of them.
fn is_first(program: &Program, rules: &[usize], node: usize) -> bool {
    rules.iter().filter_map(|rule| program.nodes.get(*rule)).any(|rule| match &rule.source {
        Source::FirstKnown(of) => of.split_last().is_some_and(|(_, firsts)| firsts.contains(&node)),
        _ => false,
    })
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    /// The cell of a fact: for each cell its kind, and how many kinds there are.
    Leaf(usize, Vec<u32>, u32),
    /// The cell of another decision's answer.
    Answer(usize, u32),
    /// The number of a fact.
    Field(usize),
    /// What the key is so far has outgrown it: it is numbered.
    Number((Index, u32)),
}

impl Question {
    // Parts that loop are functions of their own: a page compiles what runs often, and a large function takes it long.
    /// What the decision of a node rests on.
    #[inline(never)]
    pub(super) fn new(program: &Program, node: usize, leaves: &[Leaf], rows: &Coded, named: &mut Named) -> Self {
        let asked = asked(program, node, named);
        let alike = Alike::of(program, asked.node, &asked.rules, &asked.answers);
        let mut question = Question { node: asked.node, alike, ..Question::default() };
        question.nodes.extend(asked.leaves.iter().chain(&asked.rules));
        question.nodes.in_order();
        question.given.extend(asked.answers.iter().filter_map(|at| Some((*at, *program.answers.get(*at)?))));
        let is_beside =
            |(at, of): &(usize, &usize)| **of != asked.node && (asked.answers.contains(at) || asked.rules.contains(of));
        question.beside = program.answers.iter().enumerate().filter(is_beside).map(|(at, of)| (at, *of)).collect();
        let source = |node: &usize| program.nodes.get(*node).map(|node| &node.source);
        question.by_value = asked.rules.iter().any(|node| matches!(source(node), Some(Source::FirstKnown(_))));
        question.rests_on(program, &asked, leaves);
        let first = |at: &usize| matches!(leaves.get(*at).map(|leaf| leaf.of), Some(Of::Node(node)) if is_first(program, &asked.rules, node));
        question.firsts = question.leaves.iter().copied().filter(first).collect();
        question.exact = asked.exact.iter().copied().filter(|field| rows.has(*field)).collect();
        let mut days: Vec<usize> = decide::days_that_tell_apart(program, asked.node).into_iter().collect();
        days.extend(counted_as_they_are(program, asked.node));
        days.in_order();
        days.dedup();
        days.retain(|field| rows.has(*field));
        question.days = days;
        question.put_together(program, &asked, leaves);
        question
    }

    /// The facts behind a decision and beside it.
    #[inline(never)]
    fn rests_on(&mut self, program: &Program, asked: &Asked, leaves: &[Leaf]) {
        let mut behind = vec![false; program.pack.fields.0.len()];
        let nodes = [Some(asked.node), program.also(asked.node)].into_iter().flatten();
        for field in nodes.filter_map(|node| program.nodes.get(node)).flat_map(|node| &node.fields) {
            behind.get_mut(*field).into_iter().for_each(|behind| *behind = true);
        }
        let mut looked_at = vec![false; program.nodes.len()];
        for node in &asked.leaves {
            looked_at.get_mut(*node).into_iter().for_each(|looked_at| *looked_at = true);
        }
        for (at, leaf) in leaves.iter().enumerate() {
            let beside = leaf.by.fields.iter().any(|field| behind.get(*field) == Some(&true));
            match leaf.of {
                Of::Node(node) => {
                    let looked_at = looked_at.get(node) == Some(&true);
                    if looked_at {
                        self.leaves.push(at);
                    }
                    if looked_at || beside {
                        self.around.push(at);
                    }
                }
                // What a missing number may be hangs on the number that it cannot be above.
                Of::Check(check) => {
                    let limits = program.pack.checks.get(check).is_some_and(|check| check.check == CheckKind::AtMost);
                    if limits && beside {
                        self.around.push(at);
                    }
                }
            }
        }
    }

    /// How the answer's key is put together.
    #[inline(never)]
    fn put_together(&mut self, program: &Program, asked: &Asked, leaves: &[Leaf]) {
        let mut space: u64 = 1;
        let mut add = |step: Step, size: u64| {
            if space.checked_mul(size).is_none_or(|space| space >= 1 << 62) {
                self.steps.push(Step::Number(Default::default()));
                space = 1 << 32;
            }
            self.steps.push(step);
            space = space.saturating_mul(size);
        };
        for answer in &asked.answers {
            let node = program.answers.get(*answer).and_then(|node| program.nodes.get(*node));
            let count = u32::try_from(node.map_or(0, |node| node.domain.count())).unwrap_or(OTHER) + FIRST_CELL;
            add(Step::Answer(*answer, count), u64::from(count));
        }
        for at in &self.leaves {
            let Some(leaf) = leaves.get(*at) else { continue };
            let kinds = kinds(program, asked, leaf);
            let count = kinds.iter().max().map_or(1, |kind| kind + 1);
            add(Step::Leaf(*at, kinds, count), u64::from(count));
        }
        for field in &self.exact {
            add(Step::Field(*field), 1 << 32);
        }
        self.known = Index::below(space);
    }

    /// Whether the answer, or what is to be done besides, or another answer that its words look at, hangs on a missing fact.
    pub(super) fn is_open(&self, pass: &Pass) -> bool {
        let is_open = |node: &usize| matches!(pass.state(*node), State::Some(_));
        is_open(&self.node) || self.alike.also_open(pass) || self.beside.iter().any(|(_, node)| is_open(node))
    }

    /// Remembers an answer; where it is open, the key alone does not tell.
    pub(super) fn remember(&mut self, By { key, around }: By, number: u32, open: bool) {
        if let Some(key) = key
            && self.count < MOST
            && self.known.get(key) == index::NONE
        {
            self.known.set(key, if open { OPEN } else { number });
            self.count += 1;
        }
        if let Some(around) = around
            && self.open.len() < MOST_OPEN
        {
            self.open.insert(around, number);
        }
    }
}

/// What a decision rests on, by the nodes of its program.
#[derive(Debug, Clone, Default)]
struct Asked {
    node: usize,
    leaves: Vec<usize>,
    exact: Vec<usize>,
    answers: Vec<usize>,
    /// Rules and what is worked out from rules.
    rules: Vec<usize>,
}

/// For each cell of a fact its kind: cells in which the same rows of all rules hold that are asked make no difference.
#[inline(never)]
fn kinds(program: &Program, asked: &Asked, leaf: &Leaf) -> Vec<u32> {
    let all = || (0..leaf.count).collect();
    // A fact may be the answer itself.
    let Of::Node(node) = leaf.of else { return all() };
    if node == asked.node {
        return all();
    }
    let mut columns = Vec::new();
    for rule in asked.rules.iter().filter_map(|rule| program.nodes.get(*rule)) {
        match &rule.source {
            Source::Table(table) => columns.extend(table.columns.iter().filter(|column| column.node == node)),
            // What is worked out from a fact may look at its very value.
            other if other.inputs().contains(&node) => return all(),
            _ => {}
        }
    }
    let mut kinds: Vec<u32> = (0..FIRST_CELL).collect();
    let mut known: Vec<Vec<Option<&Rows>>> = Vec::new();
    for cell in 0..(leaf.count - FIRST_CELL) as usize {
        let held: Vec<_> = columns.iter().map(|column| column.pass.get(cell)).collect();
        let kind = known.iter().position(|known| *known == held).unwrap_or(known.len());
        if kind == known.len() {
            known.push(held);
        }
        kinds.push(FIRST_CELL + u32::try_from(kind).unwrap_or(0));
    }
    kinds
}

/// What rules name in their words, by their nodes: many decisions rest on the same few rules.
#[derive(Default)]
pub(super) struct Named(HashMap<usize, Vec<usize>>);

impl Named {
    #[inline(never)]
    fn of(&mut self, program: &Program, at: usize, table: &Table) -> &[usize] {
        self.0.entry(at).or_insert_with(|| {
            let texts = table.rows.iter().map(|row| &row.row).flat_map(|row| {
                [Some(&row.says), row.action.as_ref(), row.checkpoint.as_ref().map(|checkpoint| &checkpoint.says)]
            });
            let names = texts.flatten().flat_map(|text| placeholders(text));
            let nodes = names.filter_map(|name| program.node(name.split(':').next().unwrap_or(name)));
            // The value of a fact is filled in for each row; it needs no place in the key.
            let mut nodes: Vec<usize> = nodes.filter(|node| !program.is_fact(*node)).collect();
            nodes.in_order();
            nodes.dedup();
            nodes
        })
    }
}

/// The fields behind a decision, however far, of which a number is taken as it is, so that their cells do not tell them apart.
fn counted_as_they_are(program: &Program, node: usize) -> Vec<usize> {
    let upstream = program.nodes.get(node).map(|node| node.upstream.as_slice()).unwrap_or_default();
    let firsts = upstream.iter().filter_map(|node| match &program.nodes.get(*node)?.source {
        Source::FirstKnown(of) => Some(of),
        _ => None,
    });
    let inputs = firsts.flatten().filter_map(|node| program.nodes.get(*node));
    inputs.filter(|input| matches!(input.domain, Domain::Range { .. })).flat_map(|input| input.fields.clone()).collect()
}

/// What a decision rests on, followed from its node down to the facts. Another decision's answer stands for everything
/// behind it, but where the reasons are followed through it.
#[inline(never)]
fn asked(program: &Program, node: usize, named: &mut Named) -> Asked {
    let mut question = Asked { node, ..Asked::default() };
    let mut seen: Vec<usize> = Vec::new();
    let mut todo: Vec<(usize, bool)> = vec![(node, true)];
    todo.extend(program.also(node).map(|node| (node, true)));
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
        if !program.is_fact(at) {
            question.rules.push(at);
        }
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
                todo.extend(named.of(program, at, table).iter().map(|node| (*node, false)));
            }
        }
    }
    question
}
