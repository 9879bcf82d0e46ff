//! What two cells of a row must agree about, before anything is decided from them.

use super::cells::Exact;
use super::facts::{self, Facts, Value};
use super::program::Program;
use crate::calendar::Day;
use crate::number::ONE;
use crate::policy::field::Kind;
use crate::policy::pack::CheckKind;
use crate::record::{Fact, HAPPENED};

/// Two cells that do not agree: which check, and at which field it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disagreement {
    /// The check, as an index into the pack's checks.
    pub check: usize,
    /// The field at whose cell it shows.
    pub field: usize,
}

/// Finds what does not agree in a row. Of two numbers that cannot both be, nobody knows which is wrong: both become
/// unreadable. The as-of date, which is no cell, stands.
pub fn check(program: &Program, row: &mut [Fact], lists: &[Vec<i64>]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    let field_of = |node: usize| program.nodes.get(node).and_then(|node| node.fields.first().copied());
    let doubt =
        |row: &mut [Fact], field: usize| row.get_mut(field).into_iter().for_each(|fact| *fact = Fact::Unreadable);
    // What the first may reach is doubted last: what else does not agree with it is told too.
    let mut limits = Vec::new();
    for (at, check) in program.pack.checks.iter().enumerate() {
        if !is_broken(program, at, &Facts { facts: row, lists }) {
            continue;
        }
        let Some([first, second]) = program.checked.get(at).copied().flatten() else { continue };
        let shows_at = if matches!(check.check, CheckKind::InOrder | CheckKind::Needs) { second } else { first };
        if let Some(field) = field_of(shows_at) {
            if check.check == CheckKind::AtMost {
                doubt(row, field);
                limits.extend(field_of(second));
            }
            found.push(Disagreement { check: at, field });
        }
    }
    limits.into_iter().for_each(|field| doubt(row, field));
    found
}

/// The day of an event that is still to come, so that it has not happened.
pub fn ahead(program: &Program, field: usize, fact: Fact) -> Option<Day> {
    let Fact::Value(day) = fact else { return None };
    let (_, spec) = program.pack.fields.0.get(field)?;
    let ahead = spec.event && spec.kind != Kind::Dates && is_ahead(program, day);
    Day::from_days(day).filter(|_| ahead)
}

/// The first day of a list of events that is still to come, so that it does not count.
pub fn ahead_in_list(program: &Program, field: usize, fact: Fact, lists: &[Vec<i64>]) -> Option<Day> {
    let Fact::Value(list) = fact else { return None };
    let (_, spec) = program.pack.fields.0.get(field)?;
    let days = lists.get(usize::try_from(list).ok()?).filter(|_| spec.event && spec.kind == Kind::Dates)?;
    days.iter().find(|day| is_ahead(program, **day)).and_then(|day| Day::from_days(*day))
}

fn is_ahead(program: &Program, day: i64) -> bool {
    day > i64::from(program.as_of.days())
}

/// Whether the cells that one of the pack's checks is about do not agree.
pub(crate) fn is_broken(program: &Program, check: usize, facts: &Facts) -> bool {
    let nodes = program.checked.get(check).copied().flatten();
    let Some((check, [first, second])) = program.pack.checks.get(check).zip(nodes) else { return false };
    // What has happened on a day that nobody knows is in order with everything.
    let number = |node: usize| match facts::value(program, node, facts) {
        Value::Number(Exact::Plain(HAPPENED)) => None,
        Value::Number(value) => Some(value.shown()),
        _ => None,
    };
    match check.check {
        CheckKind::AtMost => matches!((number(first), number(second)), (Some(one), Some(two)) if one > two),
        CheckKind::Close => {
            let within = check.within.map(|within| within.0).unwrap_or(ONE);
            // Days are counted as they are, other numbers in billionths.
            let days = program.nodes.get(first).is_some_and(|node| node.days);
            let within = if days { within / ONE } else { within };
            matches!((number(first), number(second)), (Some(one), Some(two)) if (one - two).abs() > within)
        }
        CheckKind::InOrder => matches!((number(first), number(second)), (Some(one), Some(two)) if two < one),
        CheckKind::NotZero => {
            let least = check.within.map(|within| within.0);
            matches!((number(first), number(second)), (Some(0), Some(two)) if least.is_none_or(|least| two >= least))
        }
        CheckKind::Few => {
            let least = check.within.map(|within| within.0).unwrap_or(ONE);
            matches!((number(first), number(second)), (Some(one), Some(two)) if 0 < one && one < least && two > 0)
        }
        CheckKind::NoneBefore => {
            matches!((number(first), number(second)), (Some(day), Some(count)) if is_ahead(program, day) && count > 0)
        }
        CheckKind::Needs => {
            let there = |node: usize| {
                matches!(
                    facts::value(program, node, facts),
                    Value::Number(Exact::Plain(_)) | Value::Number(_) | Value::Code(_)
                )
            };
            there(second) && facts::value(program, first, facts) == Value::Nothing
        }
    }
}
