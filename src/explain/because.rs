//! The rules that held, followed from the answer down to the facts, and the reasons they give in words.

use super::Explainer;
use super::template::{self, Mark};
use crate::decision::Status;
use crate::evaluate::cells::Cells;
use crate::evaluate::decide::Found;
use crate::evaluate::program::{Source, Table};
use crate::evaluate::run::State;
use crate::policy::pack::{Hit, Origin, Row};
use std::cell::OnceCell;

/// A row that held in deciding an answer.
#[derive(Debug, Clone)]
pub struct Fired<'p> {
    /// The rule's node.
    pub node: usize,
    /// The row, counted from 0.
    pub at: usize,
    /// The row as the pack writes it.
    pub row: &'p Row,
    /// How many rules lie between it and the answer.
    pub depth: usize,
    /// Why it holds, once that was asked for.
    said: OnceCell<String>,
}

/// The ids of rules that held, each with where it comes from.
pub fn citations(fired: &[Fired]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for fired in fired.iter().filter(|fired| !fired.row.closing) {
        let id = if fired.row.with.is_empty() || !is_ours(&fired.row.id) {
            fired.row.id.clone()
        } else {
            fired.row.with.first().cloned().unwrap_or_default()
        };
        let part = match fired.row.origin {
            Origin::Source => format!("{id}, {}", fired.row.clause),
            ours => format!("{id}, {}", ours.words()),
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("; ")
}

/// True for an id that adds to a source rule's id, such as `MTT-20-BC`: people know the source rule.
fn is_ours(id: &str) -> bool {
    id.split('-').count() > 2
}

impl<'e> Explainer<'e> {
    /// The rows that held, from the answer down, each once.
    pub fn fired(&self, node: usize, found: &Found) -> Vec<Fired<'e>> {
        self.follow_answer(node, found, false)
    }

    /// The rows that held, followed through other answers of the pack down to the facts.
    pub fn fired_to_the_facts(&self, node: usize, found: &Found) -> Vec<Fired<'e>> {
        self.follow_answer(node, found, true)
    }

    fn follow_answer(&self, node: usize, found: &Found, through: bool) -> Vec<Fired<'e>> {
        let mut fired = Vec::new();
        if found.status == Status::Decided {
            self.follow(node, found.cell, 0, through, &mut fired);
            for cell in found.others() {
                self.follow(node, Some(cell), 0, through, &mut fired);
            }
        }
        fired
    }

    fn follow(&self, node: usize, cell: Option<usize>, depth: usize, through: bool, fired: &mut Vec<Fired<'e>>) {
        let Some(found) = self.program.nodes.get(node) else { return };
        match &found.source {
            Source::Table(table) => {
                let mut behind = self.pass.behind(node, table, cell);
                if behind.is_empty() && cell.is_none() {
                    // What it comes to is open, and rests on what holds whatever the missing fact is.
                    behind = self.pass.held(node);
                }
                for at in behind.iter() {
                    if fired.iter().any(|known| known.node == node && known.at == at) {
                        continue;
                    }
                    let Some(row) = table.rows.get(at) else { continue };
                    fired.push(Fired { node, at, row: &row.row, depth, said: OnceCell::new() });
                    for column in table.columns.iter().filter(|column| column.tested.has(at)) {
                        // Another answer of the pack gives its own reasons, beside this one.
                        if through || !self.program.answers.contains(&column.node) {
                            self.follow(column.node, None, depth + 1, through, fired);
                        }
                    }
                    if table.otherwise == Some(at) && through {
                        // No row holds because of everything that the rows have looked at.
                        for column in &table.columns {
                            self.follow(column.node, None, depth + 1, through, fired);
                        }
                    } else if table.otherwise == Some(at) && depth == 0 {
                        self.follow_better(table, row.value, fired);
                    }
                }
            }
            Source::More { of, .. } => self.follow(*of, None, depth, through, fired),
            Source::FirstKnown(of) => {
                if let Some(used) = of.iter().find(|input| matches!(self.pass.state(**input), State::Cell(_))) {
                    self.follow(*used, None, depth, through, fired);
                } else {
                    of.iter().for_each(|input| self.follow(*input, None, depth, through, fired));
                }
            }
            Source::HighestOf(of) | Source::HoldersOfHighest(of) => {
                let top = of.iter().filter_map(|input| self.at_least(*input)).max();
                for input in of.iter().filter(|input| top.is_some() && self.at_least(**input) == top) {
                    self.follow(*input, None, depth, through, fired);
                }
            }
            Source::Field(_) | Source::Facts(_) => {}
        }
    }

    /// The lowest cell that a node may lie in.
    fn at_least(&self, node: usize) -> Option<usize> {
        match self.pass.state(node) {
            State::Cell(cell) => Some(cell),
            State::Some(cells) => cells.lowest(),
            _ => None,
        }
    }

    /// When an answer is what is left over, the reasons are why no better row held.
    fn follow_better(&self, table: &'e Table, value: usize, fired: &mut Vec<Fired<'e>>) {
        for (at, row) in table.rows.iter().enumerate() {
            if Some(at) == table.otherwise || row.value >= value {
                continue;
            }
            for column in table.columns.iter().filter(|column| column.tested.has(at)) {
                if let State::Cell(cell) = self.pass.state(column.node)
                    && !column.pass.get(cell).is_some_and(|rows| rows.has(at))
                    && !self.program.answers.contains(&column.node)
                {
                    self.follow(column.node, None, 1, false, fired);
                }
            }
        }
    }

    /// Why a row holds.
    pub fn says<'f>(&self, fired: &'f Fired) -> &'f str {
        fired.said.get_or_init(|| self.filled(&fired.row.says))
    }

    /// Why an answer holds, as the second half of "High, because ...".
    pub fn because(&self, node: usize, found: &Found, fired: &[Fired]) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for root in fired.iter().filter(|fired| fired.depth == 0) {
            let text = self.says(root);
            if !text.is_empty() && !parts.contains(&text) {
                parts.push(text);
            }
        }
        let mut details: Vec<String> = Vec::new();
        for detail in fired.iter().filter(|fired| fired.depth > 0 && !fired.row.closing) {
            let text = self.says(detail);
            if !text.is_empty() && !details.iter().any(|known| known == text) && !parts.contains(&text) {
                details.push(text.to_string());
            }
        }
        details.extend(self.left_over(node, found));
        // Of several rows that ask or give the same, one holds, and a missing fact would say which.
        let open = |root: &Fired| !self.pass.held(root.node).has(root.at) && self.pass.won(root.node).is_none();
        let one_of_them = found.others().next().is_some() || fired.iter().any(|root| root.depth == 0 && open(root));
        let mut text = parts.join(if one_of_them { ", or " } else { "; " });
        if !details.is_empty() {
            text = if text.is_empty() { details.join("; ") } else { format!("{text} ({})", details.join("; ")) };
        }
        text
    }

    /// For an answer that is what is left over: the plain facts that kept a better row from holding.
    fn left_over(&self, node: usize, found: &Found) -> Vec<String> {
        let Some(table) = self.program.table(node) else { return Vec::new() };
        // An empty list is empty for as many reasons as it has rows, and its own words say so.
        if table.hit == Hit::CollectList {
            return Vec::new();
        }
        if found.status != Status::Decided || table.otherwise.is_none() || self.pass.won(node) != table.otherwise {
            return Vec::new();
        }
        let value = table.otherwise.and_then(|row| table.rows.get(row)).map(|row| row.value).unwrap_or(0);
        let mut facts: Vec<String> = Vec::new();
        for (at, row) in
            table.rows.iter().enumerate().filter(|(at, row)| Some(*at) != table.otherwise && row.value < value)
        {
            for column in table.columns.iter().filter(|column| column.tested.has(at)) {
                let Some(tested) = self.program.nodes.get(column.node) else { continue };
                let passes = matches!(self.pass.state(column.node), State::Cell(cell) if column.pass.get(cell).is_some_and(|rows| rows.has(at)));
                if passes || !matches!(tested.source, Source::Field(_) | Source::Facts(_)) {
                    continue;
                }
                let mut wanted = Cells::NONE;
                for (cell, rows) in column.pass.iter().enumerate() {
                    if rows.has(at) {
                        wanted.insert(cell);
                    }
                }
                let outcome = self.program.value_name(node, row.value);
                if let Some(changes) = self.ways().towards(column.node, &wanted) {
                    facts.extend(changes.iter().map(|change| match self.marks {
                        Some(marks) => template::mark(
                            marks,
                            Mark::Against { node: column.node, wanted, outcome: outcome.to_string() },
                        ),
                        None => change.against(outcome),
                    }));
                }
            }
        }
        facts
    }
}
