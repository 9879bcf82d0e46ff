//! The duties of all learners as one list of what is still to be done: by whom, by when, why, and where the policy says so.

use super::text::{Format, push_line};
use crate::evaluate::duties::{Duty, Standing};
use crate::order::InOrder;
use crate::policy::pack::Origin;
use crate::tracker::{Applied, Tracker};
use serde::Serialize;

/// A duty and whom it is about.
#[derive(Debug, Clone, Serialize)]
pub struct ToDo {
    /// The row in the table, from 0.
    pub index: usize,
    /// The row number in the sheet, from 1.
    pub row: u32,
    /// The text that names the row; blank where no column does.
    pub name: String,
    /// The policy that asks for it, by its title.
    pub policy: String,
    /// What is to be done.
    pub duty: Duty,
    /// What is missing, as people are asked for it; blank where nothing is.
    pub missing: String,
}

/// What is not done yet: first what is overdue, the longest first, then what is due, the soonest first and what has no day
/// last, then what hangs on something that is missing.
pub fn to_do(tracker: &Tracker) -> Vec<ToDo> {
    let mut all: Vec<ToDo> = Vec::new();
    for (index, row) in tracker.table.rows().enumerate() {
        for applied in &tracker.applied {
            let duties = applied.duties(index).into_iter().filter(|duty| urgency(duty.standing).is_some());
            all.extend(duties.map(|duty| ToDo {
                index,
                row: row.number,
                name: tracker.name(index).to_string(),
                policy: applied.pack.title.clone(),
                missing: missing(applied, &duty),
                duty,
            }));
        }
    }
    // A day written as 2026-04-08 is in order as a text.
    all.in_order_by(|one| (urgency(one.duty.standing), one.duty.due.is_none(), one.duty.due.clone(), one.index));
    all
}

fn urgency(standing: Standing) -> Option<u8> {
    match standing {
        Standing::Overdue => Some(0),
        Standing::Due => Some(1),
        Standing::CannotSay => Some(2),
        Standing::Done | Standing::NotDue | Standing::NotAssessed => None,
    }
}

fn missing(applied: &Applied, duty: &Duty) -> String {
    let pack = &applied.pack;
    let fields = duty.needs.iter().map(|name| pack.fields.get(name).map_or(name.as_str(), |field| &field.heading));
    let setting = duty.unset.iter().map(|name| pack.settings.get(name).map_or(name.as_str(), |setting| &setting.title));
    fields.chain(setting).collect::<Vec<_>>().join(", ")
}

const HEADINGS: [&str; 11] =
    ["Row", "Name", "What to do", "Who", "How it stands", "Due", "Why", "What is missing", "Rule", "Clause", "Policy"];

/// The list as a table with headings. A clause of ours says that it is.
pub fn text(tracker: &Tracker, format: Format) -> String {
    let mut out = String::new();
    push_line(&mut out, format, HEADINGS.into_iter());
    for ToDo { row, name, policy, duty, missing, .. } in to_do(tracker) {
        let rules: Vec<&str> = std::iter::once(&duty.rule).chain(&duty.carries_out).map(String::as_str).collect();
        let ours = if duty.origin == Origin::Source.words() { String::new() } else { format!("; {}", duty.origin) };
        let advised = if duty.advice { ", advised" } else { "" };
        let cells = [
            &row.to_string(),
            &name,
            &duty.action,
            &duty.who,
            &format!("{}{advised}", duty.standing.words()),
            duty.due.as_deref().unwrap_or_default(),
            &duty.says,
            &missing,
            &rules.join(", "),
            &format!("{}{ours}", duty.clause),
            &policy,
        ];
        push_line(&mut out, format, cells.into_iter());
    }
    out
}
