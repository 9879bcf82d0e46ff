//! A table and the fields of a policy in, typed facts and what was decided about each column out.
//!
//! It reads column by column: match the headings, tell learners from other rows, settle how each column is written, read
//! its cells. A fault spoils one fact, or one row, and never the rest.

use super::beside::Beside;
use super::cell::{Evidence, PercentStyle, Reader, Settled, Writing, list};
use super::date::Finding;
use super::distinct::{self, Cells};
use super::headed::{ColumnChoice, Headed, ReadOptions};
use super::heading::Heading;
use super::identifier::Identifier;
use super::rows::{self, HeadingRow, Layout};
use super::totals::Closing;
use super::{CellProblem, Column, ColumnMatch, Confidence, Fact, Records, RowKind};
use crate::index::{self, Index};
use crate::order::InOrder;
use crate::place::{Place, tidy};
use crate::policy::field::{Field, Kind};
use crate::problem::Problem;
use crate::table::{Cell, Row, Table, paste};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many samples of a column are kept, and how long they are.
const SAMPLES: usize = 3;
const SAMPLE_LENGTH: usize = 40;

/// What was found out about one column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnReading {
    /// Up to three different cells, as the sheet shows them.
    pub samples: Vec<String>,
    /// How many learners have something in it; counted for columns that are read.
    pub filled: usize,
    /// The evidence for the order of day and month, in a column of dates.
    pub dates: Option<Finding>,
    /// How percentages without a sign are written, in a column of percentages that has any.
    pub percents: Option<PercentStyle>,
    /// What was decided, in plain sentences.
    pub notes: Vec<String>,
    /// How its cells are read, in a column of anything but names.
    pub settled: Option<Settled>,
}

/// A table that has been read.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The facts, row kinds and problems at cells.
    pub records: Records,
    /// How each heading was understood, column by column.
    pub columns: Vec<ColumnMatch>,
    /// What was found out about each column, beside `columns`.
    pub details: Vec<ColumnReading>,
    /// The heading row; `None` when there is none.
    pub headings: Option<HeadingRow>,
    /// Problems of the table or of whole columns.
    pub problems: Vec<Problem>,
    /// What the headings say, for other tables that they head.
    pub headed: Rc<Headed>,
    /// True when columns with one heading were compared cell by cell.
    pub compared: bool,
    /// What the cells of a part that was looked through prove, by field and column.
    pub evidence: Vec<Vec<Evidence>>,
    /// The rows, as indices into the table, that were taken for totals by a word that can be a name.
    pub totals_by_name: Vec<usize>,
    /// What stands below the last learner.
    pub closing: Closing,
}

/// Reads the facts of `fields` from a table.
///
/// Facts of rows that are not learners are [`Fact::Unknown`]; those of a row with more cells than headings are
/// [`Fact::Unreadable`], as one stray tab shifts everything behind it (only where separators made the cells); so are those of a
/// row with quotes that may stand around tabs or be ditto marks.
///
/// # Errors
/// Nothing stops the reading. Problems of the table or a column are in `problems`: those of [`paste::check`],
/// `no-headings`, `no-such-row`, `missing-column`, `column-twice`, `chosen-twice`, `no-rows`. Problems of cells and rows are
/// in `records.problems`: those of [`Reader::read`], `row-too-long`, `doubtful-quotes`.
pub fn read(table: &Table, fields: &[(String, &Field)], options: &ReadOptions) -> Reading {
    read_part(table, fields, options, None)
}

/// What is known of a table before a part of it is read: what only all of its rows together can tell.
#[derive(Debug, Clone)]
pub struct Known {
    /// Where the headings are.
    pub headings: Option<HeadingRow>,
    /// The row, by the sheet's number, from which words that can be names are totals, if there is one.
    pub totals_from: Option<u32>,
    /// For each field and each of its columns, what all cells prove; nothing yet where they are only looked through.
    pub evidence: Option<Vec<Vec<Evidence>>>,
}

/// [`read`] for a part of a table, which begins with all rows up to the headings. Without evidence, cells are looked
/// through and not read.
pub fn read_part(table: &Table, fields: &[(String, &Field)], options: &ReadOptions, known: Option<&Known>) -> Reading {
    read_headed(table, fields, options, known, None)
}

/// [`read_part`], where what the headings say may be known from another table that they head.
pub fn read_headed(
    table: &Table,
    fields: &[(String, &Field)],
    options: &ReadOptions,
    known: Option<&Known>,
    headed: Option<&Rc<Headed>>,
) -> Reading {
    let mut reading = Reading::default();
    // A policy may know a hundred fields of which a tracker has ten: those without a column cost nothing.
    reading.records.columns = vec![Column::default(); fields.len()];
    reading.records.sources = vec![Vec::new(); fields.len()];
    if let Some(problem) = paste::check(table) {
        reading.records.kinds =
            table.rows().map(|row| if row.is_blank() { RowKind::Blank } else { RowKind::AboveHeadings }).collect();
        reading.problems.push(problem);
        return reading;
    }
    let headed = headed.map_or_else(|| Rc::new(Headed::of(table, fields, options, known)), Rc::clone);
    let Headed { found, headings, keys, choices, .. } = headed.as_ref();
    reading.compared = headed.compared;
    reading.columns.clone_from(&headed.matches.columns);
    reading.records.sources.clone_from(&headed.matches.sources);
    reading.problems.clone_from(&headed.problems);

    let subject = subject(fields, options);
    let layout = layout(headings, subject, &reading.records.sources);
    reading.records.name_column = layout.name;
    reading.records.forename_column = layout.forename;
    let totals_from = known.map(|known| known.totals_from);
    let kinds = rows::kinds(table, found.as_ref(), headings, keys, &layout, &options.rows, totals_from);
    reading.records.kinds = kinds.kinds;
    reading.totals_by_name = kinds.named;
    reading.closing = kinds.closing;
    reading.headings.clone_from(found);
    let width =
        reading.headings.as_ref().and_then(|found| table.row(found.row)).map_or(0, |row| row.len()).max(headings.len());
    let broken = shifted_rows(table, width, &mut reading.records);
    let mut learners = Vec::new();
    learners.extend((0..table.len()).filter(|row| reading.records.kinds.get(*row) == Some(&RowKind::Learner)));
    if learners.is_empty() {
        reading.problems.push(Problem::new(
            "no-rows",
            "there is no row of a learner below the headings",
            "at least one row below the heading row",
            "Select the rows together with their headings, copy them and paste them again.",
        ));
    }
    let used = read_by_cell(fields, &reading.records.sources);
    let mut cells = distinct::columns(table, &learners, &broken, &used);
    reading.details = reading
        .columns
        .iter()
        .map(|found| match cells.iter().find(|cells| cells.column == found.column) {
            Some(cells) if !cells.any_broken => samples(cells.early()),
            _ => samples(learners.iter().filter_map(|row| table.row(*row)).map(|row| row.cell(found.column))),
        })
        .collect();
    for (index, (_, field)) in fields.iter().enumerate().filter(|(_, (_, field))| field.kind == Kind::Text) {
        read_names(table, index, field, &learners, &broken, choices, &mut reading);
    }
    let mut settled = settled(fields, &cells, choices, known, &reading);
    if known.is_some_and(|known| known.evidence.is_none()) {
        reading.evidence = evidence(fields.len(), &settled);
    } else {
        let beside = Beside::of(settled.iter().map(|settling| settling.reader.tells()));
        // A row may be answered by itself, though there are others.
        let mixed = (options.may_be_alone && learners.len() == 1).then(|| beside.mixed());
        settled.iter_mut().for_each(|settling| settling.reader.hear(&beside));
        for settling in settled {
            let Some((_, field)) = fields.get(settling.field) else { continue };
            read_field(table, field, settling, &learners, &mut cells, mixed, &mut reading);
        }
    }
    if known.is_none_or(|known| known.evidence.is_some()) {
        read_identifiers(table, headings, &learners, &broken, &mut reading);
    }
    reading
        .records
        .problems
        .in_order_by(|found| (found.row, found.problem.place.as_ref().and_then(|place| place.column)));
    name_month_first(&mut reading);
    reading.headed = headed;
    reading
}

pub(super) fn subject(fields: &[(String, &Field)], options: &ReadOptions) -> Option<usize> {
    let named = options.subject.as_deref().and_then(|name| fields.iter().position(|(field, _)| field == name));
    named.or_else(|| fields.iter().position(|(_, field)| field.kind == Kind::Text))
}

pub(super) fn layout(headings: &[Heading], subject: Option<usize>, sources: &[Vec<usize>]) -> Layout {
    let name = subject.and_then(|subject| sources.get(subject)).and_then(|columns| columns.first()).copied();
    let mut fields: Vec<usize> = sources.iter().flatten().copied().filter(|column| Some(*column) != name).collect();
    fields.in_order();
    fields.dedup();
    let identifiers =
        headings.iter().enumerate().filter(|(_, heading)| rows::is_identifier(&heading.own)).map(|(column, _)| column);
    let identifiers = identifiers.collect();
    Layout { name, forename: rows::forename(headings, name, &fields), fields, identifiers }
}

/// The columns of anything but names.
fn read_by_cell(fields: &[(String, &Field)], sources: &[Vec<usize>]) -> Vec<usize> {
    let mut names: Vec<usize> = Vec::new();
    for ((_, field), sources) in fields.iter().zip(sources) {
        if field.kind == Kind::Text {
            names.extend(sources);
        }
    }
    sources.iter().flatten().copied().filter(|column| !names.contains(column)).collect()
}

fn samples<'t>(cells: impl Iterator<Item = Cell<'t>>) -> ColumnReading {
    let mut found = ColumnReading::default();
    for cell in cells.filter(|cell| !cell.is_blank()).take(distinct::EARLY) {
        let text: String = tidy(cell.text).chars().take(SAMPLE_LENGTH).collect();
        if !found.samples.contains(&text) {
            found.samples.push(text);
        }
        if found.samples.len() == SAMPLES {
            break;
        }
    }
    found
}

/// Finds rows whose cells may have shifted and so cannot be trusted: true for each of them.
fn shifted_rows(table: &Table, width: usize, records: &mut Records) -> Vec<bool> {
    let mut broken = vec![false; table.len()];
    if !table.is_separated() {
        return broken;
    }
    for (index, broken) in broken.iter_mut().enumerate() {
        if records.kinds.get(index) == Some(&RowKind::Learner)
            && let Some(row) = table.row(index)
            && let Some(problem) = too_long(&row, width).or_else(|| doubtful_quotes(&row, width))
        {
            records.problems.push(CellProblem { row: index, field: None, problem: problem.at(Place::row(row.number)) });
            *broken = true;
        }
    }
    broken
}

fn too_long(row: &Row<'_>, width: usize) -> Option<Problem> {
    let last = (width..row.len()).rev().find(|column| !row.cell(*column).is_blank())?;
    Some(Problem::new(
        "row-too-long",
        format!("{} cells here, {width} in the heading row", last + 1),
        format!("{width} cells at most"),
        "Look for a stray tab or separator inside a cell of this row, or give every column a heading.",
    ))
}

fn doubtful_quotes(row: &Row<'_>, width: usize) -> Option<Problem> {
    let columns = row.quotes_or_dittos(width)?;
    let [one, other] = columns.map(|column| Place::column(u32::try_from(column + 1).unwrap_or(u32::MAX), "").name());
    Some(Problem::new(
        "doubtful-quotes",
        format!("the quotes in {one} and {other} may be ditto marks, or stand around one cell that holds tabs"),
        "in each cell what it stands for",
        "Write out what the ditto marks stand for, or take the tabs out of the cell, and paste the rows again.",
    ))
}

/// Checks the numbers by which pupils and learners are known elsewhere.
fn read_identifiers(table: &Table, headings: &[Heading], learners: &[usize], broken: &[bool], reading: &mut Reading) {
    for (column, heading) in headings.iter().enumerate() {
        let Some(kind) = Identifier::of_heading(&heading.own) else { continue };
        for row in learners.iter().filter(|row| broken.get(**row) != Some(&true)) {
            reading.records.problems.extend(identifier_problem(table, kind, (*row, column), &reading.columns));
        }
    }
}

/// What is wrong with one such number, at its cell.
pub(super) fn identifier_problem(
    table: &Table,
    kind: Identifier,
    (row, column): (usize, usize),
    columns: &[ColumnMatch],
) -> Option<CellProblem> {
    let found = table.row(row)?;
    let problem = kind.problem(found.cell(column))?;
    let heading = columns.get(column).map(|found| found.heading.as_str()).unwrap_or_default();
    let place = Place::cell(found.number, u32::try_from(column + 1).unwrap_or(u32::MAX), heading);
    Some(CellProblem { row, field: None, problem: problem.at(place) })
}

/// A field, one of its columns, and how that is written.
struct Settling<'f> {
    field: usize,
    column: usize,
    reader: Reader<'f>,
}

/// How the columns of all fields but names are written, as their cells or the evidence say; first each by itself.
#[inline(never)]
fn settled<'f>(
    fields: &[(String, &'f Field)],
    cells: &[Cells<'_>],
    choices: &BTreeMap<usize, ColumnChoice>,
    known: Option<&Known>,
    reading: &Reading,
) -> Vec<Settling<'f>> {
    let mut settled = Vec::new();
    for (field, (_, asked)) in fields.iter().enumerate().filter(|(_, (_, asked))| asked.kind != Kind::Text) {
        let sources = reading.records.sources.get(field).map(Vec::as_slice).unwrap_or_default();
        for (nth, column) in sources.iter().copied().enumerate() {
            let Some(cells) = cells.iter().find(|cells| cells.column == column) else { continue };
            let heading = reading.columns.get(column).map(|found| found.heading.as_str()).unwrap_or_default();
            let mut reader = Reader::new(asked, writing(choices, column)).under(heading);
            match known.and_then(|known| known.evidence.as_ref()) {
                Some(whole) => {
                    reader.believe(whole.get(field).and_then(|all| all.get(nth)).copied().unwrap_or_default())
                }
                None => reader.settle(cells.each()),
            }
            settled.push(Settling { field, column, reader });
        }
    }
    settled
}

/// What the cells of a part prove, for each field and each of its columns.
fn evidence(fields: usize, settled: &[Settling<'_>]) -> Vec<Vec<Evidence>> {
    let mut evidence = vec![Vec::new(); fields];
    for Settling { field, reader, .. } in settled {
        evidence.get_mut(*field).into_iter().for_each(|all| all.push(reader.evidence()));
    }
    evidence
}

/// Reads one field from one of its columns: each of its different cells once. `mixed` is there for a row that is answered
/// by itself: whether its percentages are written in several ways.
#[inline(never)]
fn read_field(
    table: &Table,
    field: &Field,
    Settling { field: index, column, mut reader }: Settling<'_>,
    learners: &[usize],
    cells: &mut [Cells<'_>],
    mixed: Option<bool>,
    reading: &mut Reading,
) {
    let Reading { records, columns, details, .. } = reading;
    let Records { sources, columns: facts, lists, problems, .. } = records;
    let Some(sources) = sources.get(index) else { return };
    let Some(facts) = facts.get_mut(index) else { return };
    let Some(cells) = cells.iter_mut().find(|cells| cells.column == column) else { return };
    let mut read = vec![Fact::Unknown, Fact::Unreadable];
    let mut faults: Vec<Option<Box<Problem>>> = vec![None, None];
    for (cell, _) in cells.each() {
        let mut outcome = reader.read(cell, lists);
        let in_doubt = mixed == Some(true) && field.kind == Kind::Percent;
        let mut lone = match (mixed, &outcome) {
            (Some(_), Ok(fact)) => reader.by_one_row(*fact, cell, !in_doubt),
            _ => None,
        };
        if in_doubt {
            outcome = lone.take().map_or(outcome, Err);
        }
        let fact = *outcome.as_ref().unwrap_or(&Fact::Unreadable);
        read.push(fact);
        faults.push(outcome.err().or(lone));
    }
    if faults.iter().any(Option::is_some) {
        let heading = columns.get(column).map(|found| found.heading.as_str()).unwrap_or_default();
        for row in learners {
            let fault = cells.codes.get(*row).and_then(|code| faults.get(*code as usize)?.as_deref());
            if let (Some(fault), Some(found)) = (fault, table.row(*row)) {
                let place = Place::cell(found.number, u32::try_from(column + 1).unwrap_or(u32::MAX), heading);
                let problem = fault.clone().at(place);
                problems.push(CellProblem { row: *row, field: Some(index), problem });
            }
        }
    }
    if let Some(details) = details.get_mut(column) {
        details.filled = cells.filled();
        details.notes.extend(reader.note());
        details.percents = reader.percent_style();
        details.settled = Some(reader.settled());
        details.dates = matches!(field.kind, Kind::Date | Kind::DateOrYes | Kind::Dates).then_some(reader.dates);
    }
    if sources.len() > 1 {
        // What is there but says nothing leaves the whole unknown.
        for (fact, (cell, _)) in read.iter_mut().skip(2).zip(cells.each()) {
            if *fact == Fact::Unknown && !cell.is_blank() {
                *fact = Fact::Doubted;
            }
        }
    }
    let one = Column { facts: read, codes: std::mem::take(&mut cells.codes) };
    *facts = if facts.codes.is_empty() { one } else { both(facts, &one, lists) };
}

/// The facts of two columns of dates together.
fn both(one: &Column, other: &Column, lists: &mut Vec<Vec<i64>>) -> Column {
    let mut index = Index::default();
    let mut column = Column::default();
    for (first, second) in one.codes.iter().zip(&other.codes) {
        let key = u64::from(*first) << 32 | u64::from(*second);
        let mut code = index.get(key);
        if code == index::NONE {
            code = u32::try_from(column.facts.len()).unwrap_or(index::NONE);
            index.set(key, code);
            let fact = |of: &Column, code: u32| of.facts.get(code as usize).copied().unwrap_or(Fact::Unknown);
            column.facts.push(together(fact(one, *first), fact(other, *second), lists));
        }
        column.codes.push(code);
    }
    column
}

pub(super) fn writing(choices: &BTreeMap<usize, ColumnChoice>, column: usize) -> Writing {
    let choice = choices.get(&column).cloned().unwrap_or_default();
    Writing { dates: choice.dates, percents: choice.percents, blank: choice.blank }
}

/// Reads a field of names: hardly two cells are alike, and all that a fact says is whether there is one.
#[inline(never)]
fn read_names(
    table: &Table,
    index: usize,
    field: &Field,
    learners: &[usize],
    broken: &[bool],
    choices: &BTreeMap<usize, ColumnChoice>,
    reading: &mut Reading,
) {
    let Reading { records, columns, details, .. } = reading;
    let Records { sources, columns: facts, lists, problems, .. } = records;
    let Some(column) = sources.get(index).and_then(|sources| sources.first()).copied() else { return };
    let Some(facts) = facts.get_mut(index) else { return };
    facts.facts = vec![Fact::Unknown, Fact::Unreadable];
    facts.codes = vec![0; table.len()];
    let mut reader = Reader::new(field, writing(choices, column));
    let heading = columns.get(column).map(|found| found.heading.as_str()).unwrap_or_default();
    let mut filled = 0;
    for row in learners {
        let (Some(found), Some(code)) = (table.row(*row), facts.codes.get_mut(*row)) else { continue };
        let cell = found.cell(column);
        filled += usize::from(!cell.is_blank());
        let outcome = if broken.get(*row) == Some(&true) { Ok(Fact::Unreadable) } else { reader.read(cell, lists) };
        let fact = outcome.unwrap_or_else(|problem| {
            let place = Place::cell(found.number, u32::try_from(column + 1).unwrap_or(u32::MAX), heading);
            problems.push(CellProblem { row: *row, field: Some(index), problem: problem.at(place) });
            Fact::Unreadable
        });
        let known = facts.facts.iter().position(|known| *known == fact).unwrap_or(facts.facts.len());
        if known == facts.facts.len() {
            facts.facts.push(fact);
        }
        *code = u32::try_from(known).unwrap_or(0);
    }
    if let Some(details) = details.get_mut(column) {
        details.filled = filled;
        details.notes.extend(reader.note());
    }
}

/// The fact of a field of several dates from two of its columns: the days of both. What cannot be read spoils the whole; a
/// blank column adds nothing.
fn together(before: Fact, read: Fact, lists: &mut Vec<Vec<i64>>) -> Fact {
    let days = |fact: i64, lists: &Vec<Vec<i64>>| {
        usize::try_from(fact).ok().and_then(|index| lists.get(index).cloned()).unwrap_or_default()
    };
    match (before, read) {
        (Fact::Unreadable, _) | (_, Fact::Unreadable) => Fact::Unreadable,
        (Fact::Doubted, _) | (_, Fact::Doubted) => Fact::Doubted,
        (Fact::Value(one), Fact::Value(other)) => {
            let mut both = days(one, lists);
            both.extend(days(other, lists));
            list(both, lists)
        }
        (Fact::Value(day), _) | (_, Fact::Value(day)) => Fact::Value(day),
        (Fact::Unknown, _) | (_, Fact::Unknown) => Fact::Unknown,
        (_, read) => read,
    }
}

/// Says of a column of dates that shows no order which other column is month first.
fn name_month_first(reading: &mut Reading) {
    let month_first: Option<String> = reading
        .details
        .iter()
        .zip(&reading.columns)
        .find(|(details, _)| details.dates.as_ref().is_some_and(Finding::seems_month_first))
        .map(|(_, found)| found.heading.clone());
    let Some(other) = month_first else { return };
    for details in &mut reading.details {
        if let Some(Finding { beside: true, either, .. }) = details.dates {
            details.notes.push(format!("{other} has dates that are month first, and nothing shows whether this column is, too. What fits both orders ({either}) is not read until you say which one the column has."));
        }
    }
}

/// Whether a match is used without asking.
pub fn is_used(found: &ColumnMatch) -> bool {
    matches!(found.confidence, Confidence::Exact | Confidence::Chosen)
}
