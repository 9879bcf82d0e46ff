//! What a person has said about a table, and what its headings say, before a cell below them is read.

use super::cell::PercentStyle;
use super::columns::{self, Chosen};
use super::date::Order;
use super::heading::{self, Heading};
use super::read::Known;
use super::rows::{self, HeadingRow};
use super::vocabulary::Vocabulary;
use super::{ColumnMatch, RowChoice};
use crate::place::Place;
use crate::policy::field::{Blank, Field};
use crate::problem::Problem;
use crate::table::{Table, is_blank_char};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What a person has said about one column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// The name of the field it holds; empty: it is not to be used. Absent: by its heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The order of day and month. Absent: by its cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Order>,
    /// How percentages without a sign are written. Absent: by its cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percents: Option<PercentStyle>,
    /// What a blank cell means. Absent: what its field says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<Blank>,
}

/// What a person has said about a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadOptions {
    /// The sheet's number of the heading row. Absent: found by its headings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading_row: Option<u32>,
    /// The name of the field that names a row. Absent: the first text field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The order of day and month in every column of which nothing else is said. Absent: by its cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Order>,
    /// Choices by column, from 0.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<usize, ColumnChoice>,
    /// Choices by heading, whatever its case, spacing and punctuation; a choice by column wins.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headings: BTreeMap<String, ColumnChoice>,
    /// What rows are, by the sheet's number, where it is not what they look like.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<u32, RowChoice>,
    /// Whether the table may be one row of many, which does not show how its columns are written.
    #[serde(skip)]
    pub may_be_alone: bool,
}

/// What the headings of a table say, before a cell below them is read. The same headings say the same again, unless cells
/// had to be compared.
#[derive(Debug, Clone, Default)]
pub struct Headed {
    pub(super) found: Option<HeadingRow>,
    pub(super) headings: Vec<Heading>,
    /// The keys of the headings' own cells.
    pub(super) keys: Vec<String>,
    pub(super) choices: BTreeMap<usize, ColumnChoice>,
    pub(super) matches: columns::Matches,
    pub(super) problems: Vec<Problem>,
    /// True when columns with one heading were compared cell by cell.
    pub(super) compared: bool,
    /// True when a person has said in which row they stand, so that no other row could be it.
    row_chosen: bool,
}

impl Headed {
    // Apart from the reading of cells: a page compiles what runs often, and a large function takes it long.
    #[inline(never)]
    pub(super) fn of(table: &Table, fields: &[(String, &Field)], options: &ReadOptions, known: Option<&Known>) -> Self {
        let vocabulary = Vocabulary::of(fields);
        let found = match known {
            Some(known) => known.headings.clone(),
            None => rows::find_headings(table, &vocabulary, options.heading_row),
        };
        let headings = found.as_ref().map(|found| rows::headings(table, found)).unwrap_or_default();
        let mut problems = Vec::new();
        find_problems(table, found.as_ref(), options, &mut problems);
        not_found(&headings, options, &mut problems);
        let choices = choices(&headings, options);
        let chosen = chosen(&choices, fields);
        let first = found.as_ref().map_or(0, |found| found.row + 1);
        let compared = std::cell::Cell::new(false);
        let same = |columns: &[usize]| {
            compared.set(true);
            same_cells(table, first, columns)
        };
        let mut matches = columns::match_columns(&headings, &vocabulary, &chosen, &same);
        problems.append(&mut matches.problems);
        missing_columns(fields, &matches.sources, &matches.columns, &mut problems);
        let keys = headings.iter().map(|heading| heading::key(&heading.own)).collect();
        let row_chosen = options.heading_row.is_some() && problems.iter().all(|problem| problem.code != "no-such-row");
        Headed { found, headings, keys, choices, matches, problems, compared: compared.get(), row_chosen }
    }

    /// Whether the headings say the same in another table, where a person has said in which row they stand: `number`.
    pub fn also_heads(&self, table: &Table, other: &Table, number: Option<u32>) -> bool {
        let Some(found) = self.found.as_ref().filter(|found| found.hits > 0) else { return false };
        let chosen = |table: &Table| {
            let row = |at: &usize| table.row(*at).map(|row| Some(row.number)) == Some(number);
            (0..=found.row).find(row) == Some(found.row)
        };
        let same = |at: usize| match (table.row(at), other.row(at)) {
            (Some(one), Some(other)) => one.len() == other.len() && one.cells().eq(other.cells()),
            _ => false,
        };
        self.row_chosen && !self.compared && chosen(other) && (0..=found.row).all(same)
    }
}

/// The columns that each field would be read from, from the headings alone; and whether cells had to be compared for that.
pub fn sources(table: &Table, fields: &[(String, &Field)], options: &ReadOptions) -> (Vec<Vec<usize>>, bool) {
    let vocabulary = Vocabulary::of(fields);
    let found = rows::find_headings(table, &vocabulary, options.heading_row);
    let headings = found.as_ref().map(|found| rows::headings(table, found)).unwrap_or_default();
    let chosen = chosen(&choices(&headings, options), fields);
    let first = found.as_ref().map_or(0, |found| found.row + 1);
    let compared = std::cell::Cell::new(false);
    let same = |columns: &[usize]| {
        compared.set(true);
        same_cells(table, first, columns)
    };
    let sources = columns::certain(&headings, &vocabulary, &chosen, &same).sources;
    (sources, compared.get())
}

/// The choice for each column, by its number or else by its heading.
fn choices(headings: &[Heading], options: &ReadOptions) -> BTreeMap<usize, ColumnChoice> {
    let mut choices = named_choices(headings, options);
    if let Some(order) = options.dates {
        (0..headings.len()).for_each(|column| {
            choices.entry(column).or_default().dates.get_or_insert(order);
        });
    }
    choices
}

fn named_choices(headings: &[Heading], options: &ReadOptions) -> BTreeMap<usize, ColumnChoice> {
    if options.headings.is_empty() {
        return options.columns.range(..headings.len()).map(|(column, choice)| (*column, choice.clone())).collect();
    }
    let by_heading: HashMap<String, &ColumnChoice> =
        options.headings.iter().map(|(heading, choice)| (heading::key(heading), choice)).collect();
    let mut choices = BTreeMap::new();
    for (column, heading) in headings.iter().enumerate() {
        let named = || {
            [heading.joined(), heading.own.clone()].iter().find_map(|text| by_heading.get(&heading::key(text)).copied())
        };
        if let Some(choice) = options.columns.get(&column).or_else(named) {
            choices.insert(column, choice.clone());
        }
    }
    choices
}

/// The fields that a person has chosen; a field that this policy does not ask for leaves the column to its heading.
fn chosen(choices: &BTreeMap<usize, ColumnChoice>, fields: &[(String, &Field)]) -> BTreeMap<usize, Chosen> {
    let mut chosen = BTreeMap::new();
    chosen.extend(choices.iter().filter_map(|(column, choice)| match choice.field.as_deref()? {
        "" => Some((*column, Chosen::Nothing)),
        name => fields.iter().position(|(field, _)| field == name).map(|field| (*column, Chosen::Field(field))),
    }));
    chosen
}

fn find_problems(table: &Table, found: Option<&HeadingRow>, options: &ReadOptions, problems: &mut Vec<Problem>) {
    if let Some(number) = options.heading_row
        && found.and_then(|found| table.row(found.row)).is_none_or(|row| row.number != number)
    {
        problems.push(Problem::new(
            "no-such-row",
            format!("there is no row {number} that could hold the headings"),
            "the number of a row of the sheet",
            "Choose the row that holds the headings.",
        ));
    }
    if found.is_none_or(|found| found.hits == 0) {
        let problem = Problem::new(
            "no-headings",
            "no row holds a heading that this policy knows",
            "one row of headings above the rows of learners",
            "Copy the rows together with their headings, or say which row holds the headings and which column holds what.",
        );
        let row = found.and_then(|found| table.row(found.row));
        problems.push(match row {
            Some(row) => problem.at(Place::row(row.number)),
            None => problem,
        });
    }
}

/// Says which headings, of which a person has said how their columns are written, are not there.
fn not_found(headings: &[Heading], options: &ReadOptions, problems: &mut Vec<Problem>) {
    for (name, _) in options.headings.iter().filter(|(_, choice)| choice.percents.is_some()) {
        let key = heading::key(name);
        let is = |heading: &Heading| heading::key(&heading.own) == key || heading::key(&heading.joined()) == key;
        if !headings.iter().any(is) {
            problems.push(Problem::new(
                "no-such-column",
                format!("no column has the heading `{name}`"),
                "the heading of a column as the sheet shows it",
                "Check how the heading is written.",
            ));
        }
    }
}

fn missing_columns(
    fields: &[(String, &Field)],
    sources: &[Vec<usize>],
    columns: &[ColumnMatch],
    problems: &mut Vec<Problem>,
) {
    for (index, (_, field)) in fields.iter().enumerate() {
        if !field.required || sources.get(index).is_some_and(|sources| !sources.is_empty()) {
            continue;
        }
        let near: Vec<String> = columns
            .iter()
            .filter(|found| found.field == Some(index))
            .map(|found| format!("`{}`", found.heading))
            .collect();
        let remedy = if near.is_empty() {
            format!("Add a column with the heading {}, or say which column holds it.", field.heading)
        } else {
            format!("Say whether {} holds it, or add a column with the heading {}.", near.join(" or "), field.heading)
        };
        problems.push(Problem::new(
            "missing-column",
            format!("there is no column for {}", field.heading),
            format!("a column with the heading {}", field.heading),
            remedy,
        ));
    }
}

fn same_cells(table: &Table, first: usize, columns: &[usize]) -> bool {
    let Some((one, others)) = columns.split_first() else { return true };
    (first..table.len()).filter_map(|index| table.row(index)).all(|row| {
        let text = row.cell(*one).text.trim_matches(is_blank_char);
        others.iter().all(|other| row.cell(*other).text.trim_matches(is_blank_char) == text)
    })
}
