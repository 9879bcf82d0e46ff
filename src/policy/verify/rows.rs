//! Rows of one rule against each other: what they leave open, say twice, or never say.

use super::reader::Reader;
use super::search::{Found, is_beyond};
use super::space::{Axis, Point, Space, Verdict};
use super::{Finding, Kind, pass, row_cells, row_id, rule_of, words};
use crate::evaluate::cells::{Cells, Rows};
use crate::evaluate::program::{Column, Program, Source, Table};
use crate::evaluate::run::State;
use crate::policy::pack::{Hit, Operation, RuleKind, Then};

/// How many gaps of one rule are told; the first few show what is wrong.
const MOST_GAPS: usize = 8;

/// Checks one rule. Lists of duties only have their rows checked; tables that a ladder stands for have checks of their own.
pub fn check(program: &Program, node: usize, table: &Table, findings: &mut Vec<Finding>) {
    let Some(name) = program.nodes.get(node).map(|node| node.name.as_str()) else { return };
    let within_ladder = name.contains('.') && rule_of(program, name).is_some_and(|rule| rule.kind == RuleKind::Ladder);
    if table.columns.iter().any(|column| is_beyond(program, column.node)) {
        return;
    }
    let space = &mut Space::of(program, table);
    let rule = &mut OneRule { program, node, name, table, space, findings };
    let reached = rule.rows();
    if within_ladder {
        return;
    }
    rule.overlaps();
    let open = rule.gaps();
    rule.outputs(&reached, open);
    rule.idle_columns();
}

struct OneRule<'c, 'p> {
    program: &'p Program,
    node: usize,
    name: &'c str,
    table: &'p Table,
    space: &'c mut Space<'p>,
    findings: &'c mut Vec<Finding>,
}

impl OneRule<'_, '_> {
    fn title(&self) -> &str {
        self.program.nodes.get(self.node).map(|node| node.title.as_str()).unwrap_or_default()
    }

    /// The region of a row: for each column of the space, the cells in which it passes.
    fn region(&self, row: usize) -> Vec<Cells> {
        let tested = row_cells(self.table, row);
        let all = self.space.everywhere();
        let within = self.space.axes.iter().zip(all).map(|(axis, all)| {
            tested.iter().find(|(node, _)| *node == axis.node).map_or(all, |(_, cells)| cells.and(&all))
        });
        within.collect()
    }

    /// Rows that can never hold, and rows that never decide. Goes out: the rows that decide somewhere.
    fn rows(&mut self) -> Rows {
        let mut reached = Rows::NONE;
        for row in self.table.askable.iter() {
            let region = self.region(row);
            let id = row_id(self.table, row).to_string();
            let empty =
                self.space.axes.iter().zip(&region).find(|(_, cells)| cells.is_empty()).map(|(axis, _)| axis.node);
            if let Some(node) = empty {
                let what = self.program.nodes.get(node).map(|node| node.title.clone()).unwrap_or_default();
                self.unreachable(
                    &id,
                    format!(
                        "Row {id} of {} can never hold: {what} never has a value that its cell asks for.",
                        self.name
                    ),
                );
                continue;
            }
            let together = self.space.together(&region);
            if together == Found::Unknown {
                reached.insert(row);
                continue;
            }
            if together == Found::None {
                self.unreachable(
                    &id,
                    format!(
                        "Row {id} of {} can never hold: its cells ask for values that never come together.",
                        self.name
                    ),
                );
                continue;
            }
            match self.before(row) {
                None => reached.insert(row),
                Some(rivals) => match self.uncovered(&region, &rivals) {
                    Some(_) => reached.insert(row),
                    None if self.space.unsure => reached.insert(row),
                    None => {
                        let covering = self.covering(&region, &rivals);
                        self.shadowed(row, &id, &covering, &region);
                    }
                },
            }
        }
        reached
    }

    fn unreachable(&mut self, id: &str, sentence: String) {
        if self.stage_position() {
            return;
        }
        self.findings.push(Finding::new(
            Kind::UnreachableRow,
            self.name,
            &[id],
            sentence,
            "Correct the cells, or take the row out.",
        ));
    }

    /// True for the table that says how far up a ladder someone is.
    fn stage_position(&self) -> bool {
        self.name.contains('.') && self.name.ends_with(".position")
    }

    /// The rows that win over a row where both hold; `None` for rules in which rows do not compete.
    fn before(&self, row: usize) -> Option<Rows> {
        let of = |row: usize| self.table.rows.get(row);
        let mine = of(row)?;
        let mut rivals = Rows::NONE;
        for other in self.table.askable.iter().filter(|other| *other != row) {
            let Some(theirs) = of(other) else { continue };
            let wins = match self.table.hit {
                Hit::First => other < row,
                Hit::Priority => (theirs.value, std::cmp::Reverse(other)) > (mine.value, std::cmp::Reverse(row)),
                Hit::CollectMax => (theirs.adds, std::cmp::Reverse(other)) > (mine.adds, std::cmp::Reverse(row)),
                Hit::CollectMin => (theirs.adds, other) < (mine.adds, row),
                Hit::Unique => other < row && theirs.given == mine.given,
                Hit::CollectList | Hit::CollectSum | Hit::CollectCount => return None,
            };
            if wins {
                rivals.insert(other);
            }
        }
        Some(rivals)
    }

    /// A point of a region in which none of the rows holds.
    fn uncovered(&mut self, region: &[Cells], rows: &Rows) -> Option<Point> {
        self.space.unsure = false;
        let steps = self.space.steps(region, self.table, self.table);
        let reader = Reader::of(self.table, self.space);
        self.space.sweep(&steps, (*rows, Rows::NONE), &|depth, live, _| {
            if live.is_empty() {
                Verdict::Found
            } else if reader.settled(depth, live).is_empty() {
                Verdict::Open
            } else {
                Verdict::Never
            }
        })
    }

    /// Of rows that leave nothing of a region: one that leaves nothing by itself, or those that it takes, the first of them
    /// sooner than the last.
    fn covering(&mut self, region: &[Cells], rows: &Rows) -> Rows {
        let mut without = |fewer: &Rows| self.uncovered(region, fewer).is_none() && !self.space.unsure;
        for row in rows.iter() {
            let mut alone = Rows::NONE;
            alone.insert(row);
            if without(&alone) {
                return alone;
            }
        }
        let mut needed = *rows;
        let all: Vec<usize> = rows.iter().collect();
        for row in all.iter().rev() {
            let mut fewer = needed;
            fewer.remove(*row);
            if without(&fewer) {
                needed = fewer;
            }
        }
        needed
    }

    fn shadowed(&mut self, row: usize, id: &str, rivals: &Rows, region: &[Cells]) {
        let Found::Row(facts) = self.space.together(region) else { return };
        let found = pass(self.program, &facts);
        // The evaluator has the last word: the row holds, and another decides.
        if !found.held(self.node).has(row) || found.won(self.node) == Some(row) {
            return;
        }
        let others: Vec<&str> = rivals.iter().map(|rival| row_id(self.table, rival)).collect();
        if self.stage_position() {
            let stage = self
                .table
                .rows
                .get(row)
                .map(|row| self.program.value_name(self.node, row.value).to_string())
                .unwrap_or_default();
            let ladder = self.name.trim_end_matches(".position").to_string();
            let finding = Finding::new(
                Kind::UnreachableStage,
                &ladder,
                &[id],
                format!(
                    "The stage {stage} of {ladder} never shows: whenever it is entered, {} has been entered too.",
                    others.join(" or ")
                ),
                "Let each stage be entered by an event of its own.",
            );
            self.findings.push(finding.shown_by(self.program, facts));
            return;
        }
        if self.name.contains('.') && rule_of(self.program, self.name).is_some_and(|rule| rule.kind == RuleKind::Ladder)
        {
            return;
        }
        let who = match others.as_slice() {
            [one] => (*one).to_string(),
            [first, second] => format!("{first} or {second}"),
            all => format!("one of {}", all.join(", ")),
        };
        let rows: Vec<&str> = [id].into_iter().chain(others).collect();
        let finding = Finding::new(
            Kind::ShadowedRow,
            self.name,
            &rows,
            format!("Row {id} of {} never decides: wherever it holds, {who} holds too and comes first.", self.name),
            "Take the row out, narrow the rows that come first, or change their order.",
        );
        self.findings.push(finding.shown_by(self.program, facts));
    }

    /// Rows that hold together though only one may.
    fn overlaps(&mut self) {
        if !self.table.may_conflict {
            return;
        }
        let rows: Vec<(usize, Vec<Cells>)> = self.table.askable.iter().map(|row| (row, self.region(row))).collect();
        let given = |row: usize| self.table.rows.get(row).map(|row| row.given);
        for (at, (row, region)) in rows.iter().enumerate() {
            for (other, theirs) in rows.iter().skip(at + 1) {
                if given(*row) == given(*other) {
                    continue;
                }
                let both: Vec<Cells> = region.iter().zip(theirs).map(|(one, two)| one.and(two)).collect();
                if both.iter().any(Cells::is_empty) {
                    continue;
                }
                let Found::Row(facts) = self.space.together(&both) else { continue };
                if pass(self.program, &facts).state(self.node) != State::Conflict {
                    continue;
                }
                let (one, two) = (row_id(self.table, *row), row_id(self.table, *other));
                let finding = Finding::new(
                    Kind::Overlap,
                    self.name,
                    &[one, two],
                    format!(
                        "Rows {one} and {two} of {} hold together and give different values: {}.",
                        self.name,
                        self.where_it_is(&both)
                    ),
                    "Narrow one of them, or say with `hit` which comes first.",
                );
                self.findings.push(finding.shown_by(self.program, facts));
            }
        }
    }

    fn where_it_is(&self, region: &[Cells]) -> String {
        let all = self.space.everywhere();
        let columns: Vec<(usize, Cells, Cells)> =
            self.space.axes.iter().zip(region).zip(all).map(|((axis, cells), all)| (axis.node, *cells, all)).collect();
        words::region(self.program, &columns)
    }

    /// Facts for which no row holds. Goes out: whether there are any, leaving aside the row that stands in for them.
    fn gaps(&mut self) -> bool {
        let counts = matches!(self.table.hit, Hit::CollectList | Hit::CollectSum | Hit::CollectCount);
        let stands_in = self.table.otherwise.is_some();
        // Rows that wait for a setting could hold anywhere.
        if !self.table.unset.is_empty() {
            return true;
        }
        // Where a fact has not happened, or is left to a person, the answer is too: no row is missing for that.
        let there = |(axis, mut all): (&Axis, Cells)| {
            all.remove(self.program.nodes.get(axis.node).map_or(usize::MAX, |node| node.domain.nothing()));
            all
        };
        let everywhere: Vec<Cells> = self.space.axes.iter().zip(self.space.everywhere()).map(there).collect();
        let mut boxes: Vec<Vec<Cells>> = Vec::new();
        while boxes.len() < MOST_GAPS {
            let Some(point) = self.outside(&everywhere, &boxes) else { break };
            if counts || stands_in {
                return true;
            }
            let wide = self.widened(&point.one, &everywhere, &boxes);
            let facts = point.row_one;
            let found = pass(self.program, &facts);
            let nothing = self.program.nodes.get(self.node).map(|node| node.domain.nothing());
            if found.held(self.node).is_empty()
                && matches!(found.state(self.node), State::Cell(cell) if Some(cell) == nothing)
            {
                let finding = Finding::new(
                    Kind::Gap,
                    self.name,
                    &[],
                    format!(
                        "{} has no answer for some facts: no row of {} holds for {}.",
                        self.title(),
                        self.name,
                        self.where_it_is(&wide)
                    ),
                    "Add a row for them, widen one, or say under `otherwise` what holds when no row does.",
                );
                self.findings.push(finding.shown_by(self.program, facts));
            }
            boxes.push(wide);
        }
        !boxes.is_empty() || self.space.unsure
    }

    /// A point outside all rows and outside the boxes that are known.
    fn outside(&mut self, everywhere: &[Cells], boxes: &[Vec<Cells>]) -> Option<Point> {
        if boxes.is_empty() {
            return self.uncovered(everywhere, &self.table.askable);
        }
        // Each known box counts as one more row.
        let mut table = self.table.clone();
        let first = table.rows.len();
        let mut rows = table.askable;
        for (at, known) in boxes.iter().enumerate() {
            let extra = first + at;
            rows.insert(extra);
            for (axis, cells) in self.space.axes.iter().zip(known) {
                if let Some(column) = table.columns.iter_mut().find(|column| column.node == axis.node) {
                    column.tested.insert(extra);
                    for (cell, pass) in column.pass.iter_mut().enumerate() {
                        if cells.has(cell) { pass.insert(extra) } else { pass.remove(extra) }
                    }
                }
            }
        }
        let steps = self.space.steps(everywhere, &table, &table);
        let reader = Reader::of(&table, self.space);
        self.space.sweep(&steps, (rows, Rows::NONE), &|depth, live, _| {
            if live.is_empty() {
                Verdict::Found
            } else if reader.settled(depth, live).is_empty() {
                Verdict::Open
            } else {
                Verdict::Never
            }
        })
    }

    /// The box made as wide as it can be without meeting a row.
    fn widened(&self, start: &[Cells], everywhere: &[Cells], boxes: &[Vec<Cells>]) -> Vec<Cells> {
        let mut region = start.to_vec();
        let rows: Vec<Vec<Cells>> =
            self.table.askable.iter().map(|row| self.region(row)).chain(boxes.iter().cloned()).collect();
        let meets =
            |region: &[Cells]| rows.iter().any(|row| row.iter().zip(region).all(|(one, two)| !one.and(two).is_empty()));
        for at in 0..region.len() {
            let Some(all) = everywhere.get(at) else { continue };
            for cell in all.iter() {
                let mut wider = region.clone();
                if let Some(cells) = wider.get_mut(at) {
                    cells.insert(cell);
                }
                if !meets(&wider) {
                    region = wider;
                }
            }
        }
        region
    }

    /// Values that no row ever gives. `open`: somewhere no row holds, so what stands in then is given.
    fn outputs(&mut self, reached: &Rows, open: bool) {
        let Some(rule) = rule_of(self.program, self.name) else { return };
        if self.table.actions || self.table.is_list() || self.table.is_total() {
            return;
        }
        // A column that a tracker need not have leaves rows out, so that the others stand in.
        let program = self.program;
        let fields = program.nodes.get(self.node).map(|node| node.fields.as_slice()).unwrap_or_default();
        let may_lack =
            fields.iter().any(|field| program.pack.fields.0.get(*field).is_some_and(|(_, field)| !field.required));
        let mut giving: Vec<usize> = reached.iter().collect();
        giving.extend(self.table.unset.iter().map(|(row, _)| *row));
        if let Some(otherwise) = self.table.otherwise {
            if open || may_lack {
                giving.push(otherwise);
            } else {
                let id = row_id(self.table, otherwise).to_string();
                let sentence = format!(
                    "Row {id} of {} never decides: for every combination of facts another row holds.",
                    self.name
                );
                self.findings.push(Finding::new(
                    Kind::ShadowedRow,
                    self.name,
                    &[&id],
                    sentence,
                    "Take it out, or narrow the rows that leave nothing to it.",
                ));
            }
        }
        let thens: Vec<&Then> = giving
            .iter()
            .filter_map(|row| self.table.rows.get(*row))
            .filter_map(|row| row.row.then.as_ref())
            .chain(&rule.not_assessed)
            .collect();
        let gives = |value: &str, output: Option<&str>| {
            thens.iter().any(|then| match then {
                Then::Flag(flag) => flag.to_string() == value,
                Then::Value(given) => given == value,
                // An organisation may choose any value of the setting.
                Then::Setting { setting } => program.pack.settings.get(setting).is_some_and(|setting| {
                    setting.values.is_empty() || setting.values.iter().any(|known| known == value)
                }),
                Then::Several(outputs) => outputs.iter().any(|(name, given)| {
                    given == value && output.map_or(rule.more.get(name).is_none(), |output| output == name)
                }),
            })
        };
        let stage = |value: &str| {
            rule.stages.iter().any(|stage| stage.name == value || stage.leads_to.as_deref() == Some(value))
        };
        let mut never: Vec<(String, String)> = Vec::new();
        if rule.id == self.name {
            never.extend(
                rule.values
                    .iter()
                    .filter(|value| !gives(value, None) && !stage(value))
                    .map(|value| (value.clone(), self.name.to_string())),
            );
            // The lowest or highest of several numbers is a number, not yes or no.
            let numbers = matches!(self.table.hit, Hit::CollectMin | Hit::CollectMax);
            if rule.values.is_empty() && rule.kind != RuleKind::Ladder && !numbers {
                never.extend(
                    ["true", "false"]
                        .iter()
                        .filter(|value| !gives(value, None))
                        .map(|value| (value.to_string(), self.name.to_string())),
                );
            }
        }
        for (output, values) in rule.more.iter() {
            never.extend(
                values
                    .iter()
                    .filter(|value| !gives(value, Some(output)))
                    .map(|value| (value.clone(), format!("{}.{output}", self.name))),
            );
        }
        for (value, output) in never {
            let shown = match value.as_str() {
                "true" => "yes",
                "false" => "no",
                "" => "(blank)",
                value => value,
            };
            let sentence = format!("{output} can be {shown}, it says, but no row ever gives that.");
            self.findings.push(Finding::new(
                Kind::OutputNeverReached,
                self.name,
                &[],
                sentence,
                "Add the row that gives it, or take the value out.",
            ));
        }
    }

    /// Columns without which every answer stays the same.
    fn idle_columns(&mut self) {
        for at in 0..self.space.axes.len() {
            let Some(node) = self.space.axes.get(at).map(|axis| axis.node) else { continue };
            let waits =
                |row: &usize| self.table.columns.iter().any(|column| column.node == node && column.tested.has(*row));
            // Cells that take a fact whether it is filled or not ask for its column: without it the row is not assessed.
            let either = |column: &&Column| {
                column.node == node
                    && column.tested.iter().all(|row| column.pass.iter().filter(|pass| pass.has(row)).count() > 1)
            };
            let asks_for_a_column = matches!(
                self.program.nodes.get(node).map(|node| &node.source),
                Some(Source::Facts(derivation)) if matches!(derivation.by, Operation::Filled | Operation::Readable)
            ) && self.table.columns.iter().any(|column| either(&column));
            if asks_for_a_column || self.table.unset.iter().any(|(row, _)| waits(row)) {
                continue;
            }
            let mut without = self.table.clone();
            if let Some(column) = without.columns.iter_mut().find(|column| column.node == node) {
                column.tested = Rows::NONE;
                let all = Rows::first(self.table.rows.len());
                column.pass.iter_mut().for_each(|pass| *pass = all);
            }
            let region = self.space.everywhere();
            let steps = self.space.steps(&region, self.table, &without);
            let (reader, other) = (Reader::of(self.table, self.space), Reader::of(&without, self.space));
            let start = self.table.askable;
            let differs = self.space.sweep_freely(&steps, (start, start), &|depth, one, two| {
                if depth > at && one == two {
                    return Verdict::Never;
                }
                match (reader.answer(depth, one), other.answer(depth, two)) {
                    (Some(one), Some(two)) if reader.same(one, two) => Verdict::Never,
                    (Some(_), Some(_)) => Verdict::Found,
                    _ => Verdict::Open,
                }
            });
            if !differs {
                let what = self.program.nodes.get(node).map(|node| node.title.clone()).unwrap_or_default();
                let field = self.program.nodes.get(node).map(|node| node.name.clone()).unwrap_or_default();
                let sentence = format!("{what} decides nothing in {}: without it every answer is the same.", self.name);
                self.findings.push(Finding::new(
                    Kind::IdleColumn,
                    self.name,
                    &[&field],
                    sentence,
                    "Take the column out, or correct the cells that should depend on it.",
                ));
            }
        }
    }
}
