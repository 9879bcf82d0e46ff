//! What to do next, by whom and by when, from the row of a rule that won.

use super::Explainer;
use crate::calendar::Day;
use crate::decision::{Next, Status};
use crate::evaluate::decide::Found;
use crate::evaluate::duties;
use crate::evaluate::program::Program;
use crate::evaluate::run::State;
use crate::policy::pack::Row;

/// A look inside a period, in words.
pub(super) fn checkpoint_text(day: Day, says: &str) -> String {
    format!("Checkpoint on {}: {says}", day.uk())
}

/// The row of a rule that tells somebody what to do, where an answer gives one.
pub fn row_of<'p>(program: &'p Program, node: usize, found: &Found) -> Option<&'p Row> {
    let row = program.table(node).filter(|_| found.status == Status::Decided)?.rows.get(found.cell?)?;
    row.row.action.is_some().then_some(&row.row)
}

impl Explainer<'_> {
    /// What to do next; `None` when there is nothing to do or it cannot be decided.
    pub fn next(&self, node: usize, found: &Found) -> Option<Next> {
        self.action(row_of(self.program, node, found)?)
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
        let day = row.due.as_ref().and_then(|when| duties::due(self.program, &self.facts, when));
        let checkpoint = row.checkpoint.as_ref().and_then(|checkpoint| {
            let day = duties::due(self.program, &self.facts, &checkpoint.due)?;
            let says = self.filled(&checkpoint.says);
            (Some(day) != row.due.as_ref().and_then(|when| duties::due(self.program, &self.facts, when)))
                .then(|| checkpoint_text(day, &says))
        });
        Some(Next {
            rule: row.id.clone(),
            action: self.filled(&action),
            who: row.who_words(),
            due: day.map(|day| day.to_string()),
            overdue: day.is_some_and(|day| day < self.program.as_of),
            note: Some([checkpoint.unwrap_or_default().as_str(), row.day_note()])
                .map(|notes| notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("; "))
                .filter(|note| !note.is_empty()),
        })
    }
}
