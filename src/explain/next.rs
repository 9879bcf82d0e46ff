//! What to do next, by whom and by when, from the row of a rule that won.

use super::Explainer;
use crate::calendar::Day;
use crate::decision::{Next, Status};
use crate::evaluate::cells::Exact;
use crate::evaluate::decide::Found;
use crate::evaluate::facts::{self, Value};
use crate::evaluate::program::Program;
use crate::evaluate::run::State;
use crate::policy::pack::{Due, Row, TimeUnit};
use crate::record::HAPPENED;

/// The day something is due for a row; `None` where the policy gives no day or the day it is counted from is not known.
pub fn due(program: &Program, facts: &facts::Facts, due: &Due) -> Option<Day> {
    let from = day_of(program, facts, &due.after)?;
    let unit = due.time_unit.unwrap_or(TimeUnit::CalendarDays);
    let count = match &due.count {
        Some(amount) => program.settings.amount(amount)?,
        None => 0,
    };
    let day = match count.checked_add(due.plus.unwrap_or(0))? {
        0 => from,
        count => facts::after(program, from, count, unit)?,
    };
    let sooner = due.or_at.as_ref().and_then(|field| day_of(program, facts, field));
    Some(sooner.map_or(day, |sooner| day.min(sooner)))
}

fn day_of(program: &Program, facts: &facts::Facts, name: &str) -> Option<Day> {
    if name == "as_of" {
        return Some(program.as_of);
    }
    match facts::value(program, program.node(name)?, facts) {
        Value::Number(Exact::Plain(day)) if day != HAPPENED => Day::from_days(day),
        _ => None,
    }
}

/// A look inside a period, in words.
pub(super) fn checkpoint_text(day: Day, says: &str) -> String {
    format!("Checkpoint on {}: {says}", day.uk())
}

impl Explainer<'_> {
    /// What to do next; `None` when there is nothing to do or it cannot be decided.
    pub fn next(&self, node: usize, found: &Found) -> Option<Next> {
        let table = self.program.table(node)?;
        if found.status != Status::Decided {
            return None;
        }
        let row = &table.rows.get(found.cell?)?.row;
        self.action(row)
    }

    /// What to do besides.
    pub fn also(&self, node: usize) -> Vec<Next> {
        self.also_rows(node).into_iter().filter_map(|row| self.action(row)).collect()
    }

    /// The rows that say what to do besides.
    pub(super) fn also_rows(&self, node: usize) -> Vec<&Row> {
        let Some(name) = self.program.nodes.get(node).map(|node| format!("{}.also", node.name)) else {
            return Vec::new();
        };
        let Some(node) = self.program.node(&name) else { return Vec::new() };
        let Some(table) = self.program.table(node) else { return Vec::new() };
        if !matches!(self.pass.state(node), State::Cell(_)) && self.pass.held(node).is_empty() {
            return Vec::new();
        }
        self.pass.held(node).iter().filter_map(|row| table.rows.get(row)).map(|row| &row.row).collect()
    }

    /// A row's instruction with its day.
    pub fn action(&self, row: &Row) -> Option<Next> {
        let action = row.action.clone()?;
        let day = row.due.as_ref().and_then(|when| due(self.program, &self.facts, when));
        let checkpoint = row.checkpoint.as_ref().and_then(|checkpoint| {
            let day = due(self.program, &self.facts, &checkpoint.due)?;
            let says = self.filled(&checkpoint.says);
            (Some(day) != row.due.as_ref().and_then(|when| due(self.program, &self.facts, when)))
                .then(|| checkpoint_text(day, &says))
        });
        Some(Next {
            rule: row.id.clone(),
            action: self.filled(&action),
            who: row.who.clone().unwrap_or_default(),
            due: day.map(|day| day.to_string()),
            overdue: day.is_some_and(|day| day < self.program.as_of),
            note: checkpoint,
        })
    }
}
