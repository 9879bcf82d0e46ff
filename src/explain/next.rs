//! What to do next, by whom and by when, from the row of a rule that won.

use super::{Explainer, need_text};
use crate::calendar::Day;
use crate::decision::{FactUsed, Next, Status};
use crate::evaluate::cells::Rows;
use crate::evaluate::decide::Found;
use crate::evaluate::duties;
use crate::evaluate::program::{Column, Program, Source, Table};
use crate::evaluate::run::{Collected, State};
use crate::policy::pack::Row;
use std::rc::Rc;

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
    pub fn also(&self, node: usize, found: &Found) -> Vec<Next> {
        let action = |row: &Row| {
            let needs: Vec<String> = self.day_needs(row).iter().map(|need| need_text(need)).collect();
            let hangs_on = (!needs.is_empty()).then(|| format!("the day hangs on {}", needs.join(" and ")));
            self.action(row).map(|next| Next { note: hangs_on.or(next.note), ..next })
        };
        self.also_rows(node, found, false).into_iter().filter_map(action).collect()
    }

    /// The rows that say what to do besides: those that hold, or those of which it is not known whether they do.
    pub fn also_rows(&self, node: usize, found: &Found, open: bool) -> Vec<&Row> {
        let Some(node) = self.program.also(node) else { return Vec::new() };
        let Some(table) = self.program.table(node) else { return Vec::new() };
        let held = self.pass.held(node);
        let rows = match found.also.as_ref().map(|also| &also.possible) {
            // All that the missing facts could be comes to the same.
            Some(possible) if possible.is_settled() => match possible.collected.first() {
                Some(Collected::Rows(rows)) if !open => *rows,
                _ => Rows::NONE,
            },
            Some(_) if open => self.pass.may_hold(node).without(&held),
            _ if open => Rows::NONE,
            _ => held,
        };
        rows.iter().filter_map(|row| table.rows.get(row)).map(|row| &row.row).collect()
    }

    /// That it is not known whether something is to be done besides, and what is missing; blank where it is known.
    fn also_open(&self, node: usize, found: &Found) -> String {
        let rows = self.also_rows(node, found, true);
        let says = |row: &&Row| Some(format!("{} ({})", row.id, self.filled(row.action.as_ref()?)));
        let rules: Vec<String> = rows.iter().filter_map(says).collect();
        if rules.is_empty() {
            return String::new();
        }
        let needs: Vec<String> = self.also_needs(found).iter().map(|need| need_text(need)).collect();
        format!("cannot decide whether also {}: needs {}", rules.join(" and "), needs.join(" and "))
    }

    /// The facts that would settle whether something is to be done besides.
    pub fn also_needs(&self, found: &Found) -> Vec<Rc<FactUsed>> {
        let needs = found.also.iter().flat_map(|also| also.needs.iter());
        needs.filter_map(|field| self.fact(*field)).collect()
    }

    /// What is to be said beside an answer: what is open besides, and scores that their own measures do not bear out.
    pub fn remarks(&self, node: usize, found: &Found) -> Vec<String> {
        let mut remarks = vec![self.also_open(node, found)];
        remarks.retain(|remark| !remark.is_empty());
        // Scores have no reasons of their own; the rules that rest on them do.
        if found.status == Status::Decided && self.program.table(node).is_some() {
            self.unlike_measures(node, &mut remarks);
        }
        remarks
    }

    /// Of facts of which the first known counts, those that were given and differ from what the row itself would give.
    fn unlike_measures(&self, node: usize, remarks: &mut Vec<String>) {
        let name = |node: usize, cell: usize| self.program.value_name(node, cell).to_string();
        match self.program.nodes.get(node).map(|node| &node.source) {
            Some(Source::HighestOf(of)) => of.iter().for_each(|of| self.unlike_measures(*of, remarks)),
            Some(Source::Table(table)) if !table.actions => {
                let score =
                    |of: usize| self.program.nodes.get(of).is_some_and(|of| matches!(of.source, Source::HighestOf(_)));
                table.columns.iter().filter(|of| score(of.node)).for_each(|of| self.unlike_measures(of.node, remarks));
            }
            Some(Source::FirstKnown(of)) => {
                let [given, measured] = of.as_slice() else { return };
                let (State::Cell(_), State::Cell(cell), State::Cell(other)) =
                    (self.pass.state(*given), self.pass.state(node), self.pass.state(*measured))
                else {
                    return;
                };
                let (said, worked_out) = (name(node, cell), name(*measured, other));
                let Some(Source::Field(field)) = self.program.nodes.get(*given).map(|node| &node.source) else {
                    return;
                };
                // Of measures that are not all there, only what they show for certain counts against a lower score.
                let lacks = |table: &Table| {
                    let lacks = |of: &Column| self.pass.state(of.node) == State::NotAssessed;
                    !table.unset.is_empty() || table.columns.iter().any(lacks)
                };
                let less = other < cell && self.program.table(*measured).is_some_and(lacks);
                if said != worked_out && !worked_out.is_empty() && !less {
                    let score = self.fact(*field).map(|fact| need_text(&fact)).unwrap_or_default();
                    remarks.push(format!(
                        "{score} is {said}, and the row's own measures give {worked_out}: the score counts"
                    ));
                }
            }
            _ => {}
        }
    }

    /// The facts that would tell the day of a row's instruction, where their cells cannot be read and the day is not known.
    pub fn day_needs(&self, row: &Row) -> Vec<Rc<FactUsed>> {
        let open = row.due.iter().filter(|due| duties::due(self.program, &self.facts, due).is_none());
        let names = open.flat_map(|due| duties::in_doubt(self.program, &self.facts, due));
        names.filter_map(|name| self.fact(self.program.pack.fields.position(&name)?)).collect()
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
