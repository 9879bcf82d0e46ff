//! A pack made ready to answer: every fact and every rule is a node, in an order in which each needs only earlier ones.

use super::cells::{Cells, Domain, Rows};
use crate::calendar::{Calendar, Day};
use crate::index::Quick;
use crate::policy::pack::{Hit, Operation, Pack, Row};
use crate::policy::settings::Settings;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Nodes by their names.
pub(crate) type Names = HashMap<String, usize, BuildHasherDefault<Quick>>;

/// A pack bound to settings, a calendar and an as-of date.
#[derive(Debug, Clone)]
pub struct Program {
    /// The pack it was made from.
    pub pack: Pack,
    /// The settings in force.
    pub settings: Settings,
    /// The day the answers are for.
    pub as_of: Day,
    /// Working days and terms.
    pub calendar: Calendar,
    /// Facts and rules, in the order of evaluation.
    pub nodes: Vec<Node>,
    /// The node behind each of the pack's decisions, in the pack's order.
    pub answers: Vec<usize>,
    /// For each of the pack's checks, the nodes of the two facts that it compares.
    pub(crate) checked: Vec<Option<[usize; 2]>>,
    /// The rules that say what comes next, each with the one that says what is to be done besides.
    pub(crate) besides: Vec<(usize, usize)>,
    pub(crate) names: Names,
    pub(crate) field_nodes: Vec<usize>,
    pub(crate) followers: OnceCell<Vec<Vec<usize>>>,
}

/// One fact or rule.
#[derive(Debug, Clone)]
pub struct Node {
    /// The name by which rules test it.
    pub name: String,
    /// What it is, in a few words.
    pub title: String,
    /// The unit of its numbers.
    pub unit: Option<String>,
    /// How its values are cut into cells.
    pub domain: Domain,
    /// True when its numbers are days.
    pub days: bool,
    /// Where its value comes from.
    pub source: Source,
    /// The fields it rests on, directly or through other nodes.
    pub fields: Vec<usize>,
    /// The earlier nodes it rests on, directly or through others.
    pub upstream: Vec<usize>,
}

/// Where a node's value comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// A field of the tracker.
    Field(usize),
    /// Worked out from the facts of the row.
    Facts(Derivation),
    /// The first of several nodes that is known, as an index into this node's names.
    FirstKnown(Vec<usize>),
    /// The highest of several nodes with ordered values.
    HighestOf(Vec<usize>),
    /// Which of several nodes hold the highest value, as a set of bits.
    HoldersOfHighest(Vec<usize>),
    /// A rule.
    Table(Table),
    /// A further output of a rule: its value for each of the rule's rows.
    More {
        /// The rule's node.
        of: usize,
        /// The value for each row, and for none.
        values: Vec<usize>,
    },
}

impl Source {
    /// The nodes that the value follows without a fact between them.
    pub fn inputs(&self) -> Vec<usize> {
        match self {
            Source::Field(_) | Source::Facts(_) => Vec::new(),
            Source::FirstKnown(of) | Source::HighestOf(of) | Source::HoldersOfHighest(of) => of.clone(),
            Source::Table(table) => table.columns.iter().map(|column| column.node).collect(),
            Source::More { of, .. } => vec![*of],
        }
    }
}

/// How a fact is worked out from other facts.
#[derive(Debug, Clone)]
pub struct Derivation {
    /// The operation.
    pub by: Operation,
    /// The nodes it is worked out from.
    pub of: Vec<usize>,
    /// For a share behind: true for points, false for a share of the plan.
    pub points: bool,
    /// For a share behind: the node used where the two columns are not both there.
    pub otherwise: Option<usize>,
    /// For letters and choices: the set that counts.
    pub letters: i64,
    /// For next periods: how often each value of the choice asks for a review; `None` where it does not.
    pub spans: Vec<Option<crate::calendar::Span>>,
    /// For next periods: where each stands among the names of the node's values.
    pub positions: super::periods::Positions,
    /// For clocks and windows: how long; `None` where the setting is not set.
    pub count: Option<i64>,
    /// For clocks: the unit.
    pub time_unit: crate::policy::pack::TimeUnit,
    /// For next periods: the days at which they may change, worked out when a missing day is first tried.
    pub turning_points: std::cell::OnceCell<Vec<i64>>,
}

/// A rule, with each column as a table from cells to rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// What happens when several rows hold.
    pub hit: Hit,
    /// One column for each node that any row tests.
    pub columns: Vec<Column>,
    /// The rows in order; the row that holds when no other does is the last, where there is one.
    pub rows: Vec<TableRow>,
    /// Rows with tests, without those that need a setting nobody has set.
    pub askable: Rows,
    /// Rows that need a setting nobody has set, with its name.
    pub unset: Vec<(usize, String)>,
    /// The row that holds when no other does.
    pub otherwise: Option<usize>,
    /// The value when no row could be assessed.
    pub not_assessed: Option<usize>,
    /// For sums and counts: the value when no row could be assessed, in billionths.
    pub not_assessed_total: i64,
    /// True when two rows that give different values may hold together, in a rule where only one may.
    pub may_conflict: bool,
    /// True when every row is a value of its own: actions and duties.
    pub actions: bool,
    /// True when it only says what has been done already.
    pub done_already: bool,
}

/// One column of a rule.
#[derive(Debug, Clone)]
pub struct Column {
    /// The node it tests.
    pub node: usize,
    /// For each cell of the node, the rows that pass there.
    pub pass: Vec<Rows>,
    /// The rows that test it.
    pub tested: Rows,
}

/// One row of a rule.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// The row as the pack writes it.
    pub row: Row,
    /// Its value: a cell of the rule's node.
    pub value: usize,
    /// What it gives in all its outputs together: the same number for the same values.
    pub given: usize,
    /// For sums and counts: what it adds, in billionths. For the lowest and highest: by what it is compared.
    pub adds: i64,
}

impl Table {
    /// True for rules whose value is a sum or a count.
    pub fn is_total(&self) -> bool {
        matches!(self.hit, Hit::CollectSum | Hit::CollectCount)
    }

    /// True when not all of these rows give the same.
    pub(crate) fn differ(&self, rows: &Rows) -> bool {
        let mut given = rows.iter().map(|row| self.rows.get(row).map(|row| row.given));
        given.next().is_some_and(|first| given.any(|other| other != first))
    }

    /// Whether two rows of different values pass together somewhere, as far as single columns tell.
    pub(crate) fn overlaps(&self) -> bool {
        if self.hit != Hit::Unique {
            return false;
        }
        let passes = |column: &Column, row: usize| {
            let mut cells = Cells::NONE;
            for (cell, rows) in column.pass.iter().enumerate() {
                if rows.has(row) {
                    cells.insert(cell);
                }
            }
            cells
        };
        let rows: Vec<Vec<Cells>> =
            self.askable.iter().map(|row| self.columns.iter().map(|column| passes(column, row)).collect()).collect();
        let given: Vec<Option<usize>> =
            self.askable.iter().map(|row| self.rows.get(row).map(|row| row.given)).collect();
        rows.iter().zip(&given).enumerate().any(|(at, (one, gives))| {
            rows.iter().zip(&given).take(at).any(|(other, other_gives)| {
                gives != other_gives && one.iter().zip(other).all(|(a, b)| !a.and(b).is_empty())
            })
        })
    }

    /// True for rules whose value is all the rows that hold.
    pub fn is_list(&self) -> bool {
        self.hit == Hit::CollectList
    }

    /// The sum or count of the rows that hold, in billionths; where none does, that of the row for this case, or 0.
    pub fn total(&self, held: &Rows, assessed: bool) -> i64 {
        if !assessed {
            return self.not_assessed_total;
        }
        let adds = |row: usize| self.rows.get(row).map_or(0, |row| row.adds);
        if held.is_empty() {
            return self.otherwise.map_or(0, adds);
        }
        held.iter().fold(0i64, |sum, row| sum.saturating_add(adds(row)))
    }
}

impl Program {
    /// The node of a name.
    pub fn node(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// What is to be done besides what the rule of a node says comes next.
    pub fn also(&self, node: usize) -> Option<usize> {
        self.besides.iter().find(|(next, _)| *next == node).map(|(_, also)| *also)
    }

    /// True for a field or a fact worked out from fields.
    pub fn is_fact(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|node| matches!(node.source, Source::Field(_) | Source::Facts(_)))
    }

    /// The table behind a node, if it is a rule.
    pub fn table(&self, node: usize) -> Option<&Table> {
        match &self.nodes.get(node)?.source {
            Source::Table(table) => Some(table),
            Source::More { of, .. } => self.table(*of),
            _ => None,
        }
    }

    /// The nodes whose value follows that of a node without a fact between them.
    pub fn followers(&self, node: usize) -> &[usize] {
        let followers = self.followers.get_or_init(|| {
            let mut followers = vec![Vec::new(); self.nodes.len()];
            for (at, node) in self.nodes.iter().enumerate() {
                for input in node.source.inputs() {
                    followers.get_mut(input).into_iter().for_each(|followers| followers.push(at));
                }
            }
            followers
        });
        followers.get(node).map_or(&[], Vec::as_slice)
    }

    /// All values a node may have.
    pub(crate) fn every_cell(&self, node: usize) -> Cells {
        self.nodes.get(node).map(|node| Cells::first(node.domain.count())).unwrap_or(Cells::NONE)
    }

    /// The name of a cell of a node with named values; blank for "a person decides".
    pub fn value_name(&self, node: usize, cell: usize) -> &str {
        match self.nodes.get(node).map(|node| &node.domain) {
            Some(Domain::Named(names)) => names.get(cell).map(String::as_str).unwrap_or(""),
            _ => "",
        }
    }
}
