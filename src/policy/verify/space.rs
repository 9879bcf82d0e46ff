//! The inputs of a rule as a space of cells, swept column by column.
//!
//! What a sweep carries is the set of rows that still pass. Two ways that lead to the same set lead to the same answers,
//! so each set is looked at once for each column: a table of intervals needs thousands of steps where the product of its
//! cells has millions. Columns that rest on the same fields do not vary apart: within such a group every step is proved
//! by a row of facts ([`find`]).

use super::search::{Found, Want, find, find_beside};
use crate::evaluate::cells::{Cells, Rows};
use crate::evaluate::program::{Program, Table};
use crate::record::Fact;
use std::collections::{HashMap, HashSet};

/// A point of one column, seen from two sides: two tables, or two neighbouring values of one.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The cells on the first side.
    pub one: Cells,
    /// The cells on the second side.
    pub two: Cells,
    /// The rows of the first table that pass there.
    pub pass_one: Rows,
    /// The rows of the second.
    pub pass_two: Rows,
}

/// A column of the space.
#[derive(Debug, Clone)]
pub struct Axis {
    /// The node it is.
    pub node: usize,
    /// The cells that some row of facts reaches.
    pub cells: Vec<usize>,
    /// The same as a set.
    pub all: Cells,
    /// Which of the groups of columns that share fields it belongs to.
    group: usize,
}

/// The columns of a rule, with what is known about which cells can be reached.
pub struct Space<'p> {
    program: &'p Program,
    /// The columns; those of one group stand together.
    pub axes: Vec<Axis>,
    proofs: HashMap<Vec<Want>, Found>,
    /// True once a search gave up: what was not found since then may be there all the same.
    pub unsure: bool,
}

/// Whether a sweep is finished with a pair of row sets.
pub enum Verdict {
    /// This is what was sought, whatever the columns that are left.
    Found,
    /// It cannot come of this any more.
    Never,
    /// The columns that are left decide.
    Open,
}

impl<'p> Space<'p> {
    /// The space of a rule's columns.
    pub fn of(program: &'p Program, table: &Table) -> Self {
        let mut nodes: Vec<usize> = table.columns.iter().map(|column| column.node).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let fields = |node: usize| program.nodes.get(node).map(|node| node.fields.as_slice()).unwrap_or_default();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for node in nodes {
            let (mut joined, apart): (Vec<Vec<usize>>, Vec<Vec<usize>>) = groups.into_iter().partition(|group| {
                group.iter().any(|other| fields(*other).iter().any(|field| fields(node).contains(field)))
            });
            groups = apart;
            let mut group: Vec<usize> = joined.drain(..).flatten().collect();
            group.push(node);
            groups.push(group);
        }
        let mut space = Space { program, axes: Vec::new(), proofs: HashMap::new(), unsure: false };
        for (group, nodes) in groups.into_iter().enumerate() {
            for node in nodes {
                let count = program.nodes.get(node).map(|node| node.domain.count()).unwrap_or(0);
                let cells: Vec<usize> =
                    (0..count).filter(|cell| space.proof(&[(node, Cells::only(*cell))]) != Found::None).collect();
                let mut all = Cells::NONE;
                cells.iter().for_each(|cell| all.insert(*cell));
                space.axes.push(Axis { node, cells, all, group });
            }
        }
        space
    }

    /// A row of facts for what is wanted, or proof that there is none; each question is asked once.
    fn proof(&mut self, wants: &[Want]) -> Found {
        if let Some(known) = self.proofs.get(wants) {
            self.unsure |= *known == Found::Unknown;
            return known.clone();
        }
        let found = find(self.program, wants);
        self.unsure |= found == Found::Unknown;
        self.proofs.insert(wants.to_vec(), found.clone());
        found
    }

    /// Whether a cell of each column can be reached together. Groups do not touch each other, so each is asked alone.
    pub fn together(&mut self, picked: &[Cells]) -> Found {
        let mut row: Vec<Fact> = vec![Fact::NoColumn; self.program.pack.fields.len()];
        let groups: Vec<usize> = self.axes.iter().map(|axis| axis.group).collect();
        let mut done: Vec<usize> = Vec::new();
        for group in groups {
            if done.contains(&group) {
                continue;
            }
            done.push(group);
            let of_group: Vec<(usize, Cells, Cells)> = self
                .axes
                .iter()
                .zip(picked)
                .filter(|(axis, _)| axis.group == group)
                .map(|(axis, cells)| (axis.node, *cells, axis.all))
                .collect();
            let alone = of_group.len() == 1;
            // Beside others, a column that may have any of its values is not asked for: it may even be blank.
            let (asked, beside): (Vec<_>, Vec<_>) =
                of_group.into_iter().partition(|(_, cells, all)| alone || cells != all);
            let wants: Vec<Want> = asked.into_iter().map(|(node, cells, _)| (node, cells)).collect();
            let beside: Vec<usize> = beside.into_iter().map(|(node, _, _)| node).collect();
            match self.proof(&wants) {
                Found::Row(_) => {}
                other => return other,
            }
            let part = match find_beside(self.program, &wants, &beside) {
                Found::Row(part) => part,
                other => return other,
            };
            for (slot, fact) in row.iter_mut().zip(part) {
                if fact != Fact::NoColumn {
                    *slot = fact;
                }
            }
        }
        Found::Row(row)
    }

    /// All cells of each column that can be reached.
    pub fn everywhere(&self) -> Vec<Cells> {
        self.axes.iter().map(|axis| axis.all).collect()
    }

    /// For each column, its cells within `region`, each seen the same from both sides of two tables.
    pub fn steps(&self, region: &[Cells], one: &Table, two: &Table) -> Vec<Vec<Step>> {
        self.axes
            .iter()
            .zip(region)
            .map(|(axis, allowed)| {
                let cells = axis.cells.iter().filter(|cell| allowed.has(**cell));
                cells
                    .map(|cell| Step {
                        one: Cells::only(*cell),
                        two: Cells::only(*cell),
                        pass_one: passes(one, axis.node, *cell),
                        pass_two: passes(two, axis.node, *cell),
                    })
                    .collect()
            })
            .collect()
    }

    /// Sweeps the space for a point that `judge` calls found. `order` says which columns come first. Goes out: the cells
    /// of each column on either side, and a row of facts for each.
    pub fn sweep(
        &mut self,
        steps: &[Vec<Step>],
        start: (Rows, Rows),
        judge: &dyn Fn(usize, &Rows, &Rows) -> Verdict,
    ) -> Option<Point> {
        let mut sweep = Sweep { steps, judge, free: false, failed: HashSet::new(), picked: Vec::new() };
        sweep.go(self, start.0, start.1)
    }

    /// The same as if every column varied apart from the others; whether there is such a point.
    pub fn sweep_freely(
        &mut self,
        steps: &[Vec<Step>],
        start: (Rows, Rows),
        judge: &dyn Fn(usize, &Rows, &Rows) -> Verdict,
    ) -> bool {
        let mut sweep = Sweep { steps, judge, free: true, failed: HashSet::new(), picked: Vec::new() };
        sweep.go(self, start.0, start.1).is_some()
    }
}

/// A point that a sweep found.
pub struct Point {
    /// The cells of each column, first side; columns that do not matter have all their cells.
    pub one: Vec<Cells>,
    /// The cells of each column, second side.
    pub two: Vec<Cells>,
    /// A row of facts of the first side.
    pub row_one: Vec<Fact>,
    /// A row of facts of the second side.
    pub row_two: Vec<Fact>,
}

struct Sweep<'s> {
    steps: &'s [Vec<Step>],
    judge: &'s dyn Fn(usize, &Rows, &Rows) -> Verdict,
    /// True when columns are taken to vary apart, so that nothing needs proof.
    free: bool,
    failed: HashSet<(usize, Rows, Rows)>,
    picked: Vec<Step>,
}

impl Sweep<'_> {
    fn go(&mut self, space: &mut Space, one: Rows, two: Rows) -> Option<Point> {
        let depth = self.picked.len();
        match (self.judge)(depth, &one, &two) {
            Verdict::Never => return None,
            Verdict::Found => return self.point(space),
            Verdict::Open => {}
        }
        let steps = self.steps.get(depth)?;
        let group = space.axes.get(depth).map(|axis| axis.group);
        let fresh = self.free || depth == 0 || space.axes.get(depth - 1).map(|axis| axis.group) != group;
        if fresh && self.failed.contains(&(depth, one, two)) {
            return None;
        }
        // Steps through which the same rows pass lead to the same place: where the column stands alone, one will do.
        let mut seen: HashMap<(Rows, Rows), usize> = HashMap::new();
        let mut ways: Vec<Step> = Vec::new();
        for step in steps {
            let key = (one.and(&step.pass_one), two.and(&step.pass_two));
            match seen.get(&key).and_then(|at| ways.get_mut(*at)) {
                // A pair of neighbours stays a pair; single cells are put together.
                Some(way) if step.one == step.two && way.one == way.two => {
                    way.one = way.one.or(&step.one);
                    way.two = way.one;
                }
                Some(_) if step.one == step.two => {}
                _ => {
                    seen.insert(key, ways.len());
                    ways.push(*step);
                }
            }
        }
        for way in ways {
            self.picked.push(way);
            let last_of_many = space.axes.iter().filter(|axis| Some(axis.group) == group).count() > 1 && !fresh;
            if (!last_of_many || self.stands(space, group))
                && let Some(point) = self.go(space, one.and(&way.pass_one), two.and(&way.pass_two))
            {
                return Some(point);
            }
            self.picked.pop();
        }
        if fresh {
            self.failed.insert((depth, one, two));
        }
        None
    }

    /// Whether what was picked of the group so far can stand together, on both sides.
    fn stands(&self, space: &mut Space, group: Option<usize>) -> bool {
        [false, true].into_iter().all(|second| {
            let wants: Vec<Want> = space
                .axes
                .iter()
                .zip(&self.picked)
                .filter(|(axis, _)| Some(axis.group) == group)
                .map(|(axis, step)| (axis, if second { step.two } else { step.one }))
                .filter(|(axis, cells)| axis.all != *cells)
                .map(|(axis, cells)| (axis.node, cells))
                .collect();
            space.proof(&wants) != Found::None
        })
    }

    /// The point that was reached, if its columns can stand together on both sides.
    fn point(&self, space: &mut Space) -> Option<Point> {
        let rest = |second: bool| -> Vec<Cells> {
            let picked = self.picked.iter().map(|step| if second { step.two } else { step.one });
            let left = self.steps.iter().skip(self.picked.len()).map(|steps| {
                steps.iter().fold(Cells::NONE, |all, step| all.or(if second { &step.two } else { &step.one }))
            });
            picked.chain(left).collect()
        };
        let (one, two) = (rest(false), rest(true));
        if self.free {
            return Some(Point { one, two, row_one: Vec::new(), row_two: Vec::new() });
        }
        let row_one = space.together(&one).row()?;
        let row_two = if one == two { row_one.clone() } else { space.together(&two).row()? };
        Some(Point { one, two, row_one, row_two })
    }
}

/// The rows of a table that pass in a cell of a node; all of them where the table does not test it.
pub fn passes(table: &Table, node: usize, cell: usize) -> Rows {
    match table.columns.iter().find(|column| column.node == node) {
        Some(column) => column.pass.get(cell).copied().unwrap_or(Rows::NONE),
        None => Rows::first(table.rows.len()),
    }
}
