//! Cells of some learners have changed: only those are read again.
//!
//! A cell speaks for its row, and a little for its column: which order its dates have, whether its percentages are
//! fractions. Where the column is still written as before, every other cell reads as before.

use super::beside::Beside;
use super::cell::Reader;
use super::distinct::{self, FIRST};
use super::headed::ReadOptions;
use super::identifier::Identifier;
use super::read::{Reading, identifier_problem, layout, subject, writing};
use super::rows::Looks;
use super::vocabulary::Vocabulary;
use super::{CellProblem, Column, Fact, RowKind, rows};
use crate::order::InOrder;
use crate::place::Place;
use crate::policy::field::{Field, Kind};
use crate::table::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Reads cells again that have changed, each by its row and column; what the columns say of themselves (`details`) stays as
/// it was. False where more than the facts of those rows may have changed: the table has to be read anew then, and what is in
/// `reading` is of no use.
pub fn mend(
    table: &Table,
    fields: &[(String, &Field)],
    options: &ReadOptions,
    reading: &mut Reading,
    changed: &BTreeSet<(usize, usize)>,
) -> bool {
    let headed = Rc::clone(&reading.headed);
    let Some(found) = headed.found.as_ref().filter(|found| found.hits > 0 && !reading.compared) else { return false };
    let layout = layout(&headed.headings, subject(fields, options), &reading.records.sources);
    let width = table.row(found.row).map_or(0, |row| row.len()).max(headed.headings.len());
    let mut looked_for = false;
    for (at, _) in changed {
        let Some(row) = table.row(*at) else { return false };
        let learner = *at > found.row
            && reading.records.kinds.get(*at) == Some(&RowKind::Learner)
            && rows::looks(row, &headed.headings, &headed.keys, &layout, &options.rows) == Looks::Is(RowKind::Learner);
        // Cells of a row that may have shifted, or may no longer have, are none of them what they were.
        let whole = |found: &CellProblem| found.problem.place.as_ref().is_some_and(|place| place.column.is_none());
        let shifted = table.is_separated() && row.len() > width || reading.records.row_problems(*at).any(whole);
        // Among the first rows, a cell may have become a heading.
        looked_for |= *at < rows::FIRST_ROWS;
        if !learner || shifted {
            return false;
        }
    }
    if looked_for && rows::find_headings(table, &Vocabulary::of(fields), options.heading_row).as_ref() != Some(found) {
        return false;
    }
    let mut by_column: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, column) in changed {
        by_column.entry(*column).or_default().push(*row);
    }
    for (column, rows) in by_column {
        if let Some(kind) = headed.headings.get(column).and_then(|heading| Identifier::of_heading(&heading.own)) {
            mend_identifiers(table, kind, column, &rows, reading);
        }
        for (index, (_, field)) in fields.iter().enumerate() {
            let Some(sources) = reading.records.sources.get(index) else { continue };
            if !sources.contains(&column) {
                continue;
            }
            if sources.len() > 1 && field.kind != Kind::Text {
                return false;
            }
            let named = field.kind == Kind::Text;
            if named && sources.first() != Some(&column) {
                continue;
            }
            let heading = reading.columns.get(column).map(|found| found.heading.as_str()).unwrap_or_default();
            let reader = Reader::new(field, writing(&headed.choices, column)).under(heading);
            if !mend_field(table, (index, column), named, reader, &rows, reading) {
                return false;
            }
        }
    }
    true
}

/// Checks the numbers of some pupils or learners again.
fn mend_identifiers(table: &Table, kind: Identifier, column: usize, changed: &[usize], reading: &mut Reading) {
    let at_column = u32::try_from(column + 1).ok();
    let here = |found: &CellProblem| {
        found.field.is_none() && found.problem.place.as_ref().and_then(|place| place.column) == at_column
    };
    for row in changed {
        let now = identifier_problem(table, kind, (*row, column), &reading.columns);
        replace(&mut reading.records.problems, *row, &here, now);
    }
}

/// Puts problems of a row in the place of those that it had, in the order of a whole reading: by column, and where one
/// column is two fields, by field.
fn replace(
    problems: &mut Vec<CellProblem>,
    row: usize,
    gone: &dyn Fn(&CellProblem) -> bool,
    now: impl IntoIterator<Item = CellProblem>,
) {
    let start = problems.partition_point(|found| found.row < row);
    let end = problems.partition_point(|found| found.row <= row);
    let mut of_row: Vec<CellProblem> = problems.drain(start..end).collect();
    of_row.retain(|found| !gone(found));
    of_row.extend(now);
    // Numbers of people are checked after all fields.
    of_row.in_order_by(|found| {
        (found.problem.place.as_ref().and_then(|place| place.column), found.field.unwrap_or(usize::MAX))
    });
    problems.splice(start..start, of_row);
}

/// Reads one field of some rows again.
fn mend_field(
    table: &Table,
    (index, column): (usize, usize),
    named: bool,
    mut reader: Reader,
    changed: &[usize],
    reading: &mut Reading,
) -> bool {
    let Reading { records, columns, details, .. } = reading;
    let Some(facts) = records.columns.get_mut(index).filter(|facts| !facts.codes.is_empty()) else { return true };
    let codes: Vec<u32> = if named {
        Vec::new()
    } else {
        let (each, codes) = number_again(table, column, changed, facts);
        reader.settle(each.iter().filter_map(|(row, times)| Some((table.row(*row)?.cell(column), *times))));
        // What a column tells is part of how it is settled, so that what the others told is what they tell still.
        reader.hear(&Beside::of(details.iter().filter_map(|details| Some(details.settled?.tells))));
        if details.get(column).and_then(|details| details.settled) != Some(reader.settled()) {
            return false;
        }
        codes
    };
    let heading = columns.get(column).map(|found| found.heading.as_str()).unwrap_or_default();
    let mut faults: Vec<CellProblem> = Vec::new();
    for (nth, row) in changed.iter().enumerate() {
        let Some(found) = table.row(*row) else { return false };
        let outcome = reader.read(found.cell(column), &mut records.lists);
        let fact = *outcome.as_ref().unwrap_or(&Fact::Unreadable);
        if let Some(problem) = outcome.err() {
            let place = Place::cell(found.number, u32::try_from(column + 1).unwrap_or(u32::MAX), heading);
            faults.push(CellProblem { row: *row, field: Some(index), problem: problem.at(place) });
        }
        let code = match codes.get(nth) {
            Some(code) => *code as usize,
            None => facts.facts.iter().position(|known| *known == fact).unwrap_or(facts.facts.len()),
        };
        if code == facts.facts.len() {
            facts.facts.push(fact);
        }
        if let Some(slot) = facts.codes.get_mut(*row) {
            *slot = u32::try_from(code).unwrap_or(u32::MAX);
        }
    }
    for row in changed {
        let of_row = faults.iter().filter(|found| found.row == *row).cloned();
        replace(&mut records.problems, *row, &|found| found.field == Some(index), of_row);
    }
    true
}

/// The different cells of a column as it is now, each by a row that has it and how often it is there; and for each changed row
/// the number of its cell among the facts: a known one, or the next.
fn number_again(table: &Table, column: usize, changed: &[usize], facts: &Column) -> (Vec<(usize, usize)>, Vec<u32>) {
    let mut seen: Vec<(usize, usize)> = vec![(0, 0); facts.facts.len()];
    for (row, code) in facts.codes.iter().enumerate() {
        if let Some((first, times)) = seen.get_mut(*code as usize).filter(|_| *code >= FIRST)
            && changed.binary_search(&row).is_err()
        {
            if *times == 0 {
                *first = row;
            }
            *times += 1;
        }
    }
    let cell = |row: usize| table.row(row).map(|row| row.cell(column)).unwrap_or(Cell::EMPTY);
    let mut codes = Vec::new();
    for row in changed {
        let new = cell(*row);
        let same = |(row, times): &(usize, usize)| {
            let known = cell(*row);
            *times > 0 && known.text == new.text && distinct::alike(known.raw, new.raw)
        };
        let code = seen.iter().position(same).unwrap_or(seen.len());
        match seen.get_mut(code) {
            Some((_, times)) => *times += 1,
            None => seen.push((*row, 1)),
        }
        codes.push(u32::try_from(code).unwrap_or(u32::MAX));
    }
    seen.retain(|(_, times)| *times > 0);
    (seen, codes)
}
