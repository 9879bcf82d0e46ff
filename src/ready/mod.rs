//! A policy made ready for one day and for the fields that somebody has, to be asked about values a program already holds:
//! one row at a time, as a formula cell does, or whole columns.
//!
//! Answers are numbered in the order in which they first occur, decision by decision, and a number stands for the same
//! answer as long as the policy is held. So numbers come back for rows, and words cross once for each different answer.

mod alone;

use crate::calendar::{Calendar, Day};
use crate::decision::Status;
use crate::evaluate::checks;
use crate::evaluate::compile::compile;
use crate::evaluate::decide::{self, Answerer, Found};
use crate::evaluate::facts::Facts;
use crate::evaluate::memo::{self, Memo};
use crate::evaluate::numbering::Coded;
use crate::evaluate::program::Program;
use crate::explain::words::plain_name;
use crate::index::{self, Index};
use crate::policy::field::{Field, Kind};
use crate::policy::fit;
use crate::policy::pack::Pack;
use crate::policy::settings::{Organisation, Settings};
use crate::problem::Problem;
use crate::record::cell::{PercentStyle, Reader, Writing};
use crate::record::{self, Fact, HAPPENED, date};
use crate::table::{Cell, Raw};
use alone::Alone;
use serde::Serialize;
use std::rc::Rc;

/// A policy ready to answer.
#[derive(Debug)]
pub struct Ready {
    program: Rc<Program>,
    /// The fields that are given, in the order in which rows give them.
    given: Vec<Given>,
    /// The columns of all fields of the pack.
    columns: Vec<record::Column>,
    memo: Memo,
    found: memo::Answers,
    /// For each decision, the answers in the order of their numbers.
    answers: Vec<Vec<Answer>>,
    /// The numbers of the answers that the memo keeps.
    numbers: Vec<u32>,
    /// The row that is asked for alone, and the numbers of its answers.
    values: Vec<f64>,
    row: Vec<u32>,
    alone: Alone,
}

/// A field that rows give, and the numbers of its values so far.
#[derive(Debug)]
struct Given {
    field: usize,
    read: Vec<Written>,
    /// Those of rows that are asked for alone.
    alone: Written,
}

/// Numbers of values that are written in one way.
#[derive(Debug, Default)]
struct Written {
    short: bool,
    per: f64,
    blank: Option<f64>,
    index: Index,
    /// Numbers of small whole values, by the value.
    small: Vec<u32>,
}

/// The number of a blank cell: every column has that fact first.
const NO_VALUE: u32 = 0;

/// Up to which whole value numbers stand in a list; days of this century are among them.
const SMALL: usize = 1 << 16;

#[derive(Debug)]
struct Answer {
    kept: u32,
    /// The facts of the first row that has it.
    facts: Box<[Fact]>,
}

/// A column of numbers, by the kind of its field: a number, a count or a percentage (92 is 92 %) as it is, a date in days
/// since 1970-01-01, yes as 1 and no as 0, a choice by its place among the field's values from 1, letters and several
/// choices as a set of bits of which bit 0 is the first. NaN is a blank cell, and so is 0 for a choice; infinity in a date
/// column is an event that has happened on a day nobody knows.
#[derive(Debug, Clone)]
pub struct Column<'v> {
    /// The numbers.
    pub values: Values<'v>,
    /// How many of the column's units make one: 10 where it holds tenths.
    pub per: f64,
    /// A number that stands for a blank cell.
    pub blank: Option<f64>,
}

/// The numbers of a column as a program holds them.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Values<'v> {
    U8(&'v [u8]),
    I8(&'v [i8]),
    U16(&'v [u16]),
    I16(&'v [i16]),
    U32(&'v [u32]),
    I32(&'v [i32]),
    F32(&'v [f32]),
    F64(&'v [f64]),
}

impl Values<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Values::U8(values) => values.len(),
            Values::I8(values) => values.len(),
            Values::U16(values) => values.len(),
            Values::I16(values) => values.len(),
            Values::U32(values) => values.len(),
            Values::I32(values) => values.len(),
            Values::F32(values) => values.len(),
            Values::F64(values) => values.len(),
        }
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// An answer in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadyAnswer {
    /// How it ended.
    pub status: Status,
    /// The answer, when it is decided.
    pub outcome: Option<String>,
    /// The answers that are possible, when it is not.
    pub possible: Vec<String>,
    /// The ids of the rules that held in deciding it.
    pub rules: Vec<String>,
}

impl Ready {
    /// Makes a pack ready for a day, under an organisation's settings, for rows that give the fields named.
    ///
    /// # Errors
    /// `unknown-field`, the problems of the settings, and `not-in-force` where the pack has no version for the day.
    pub fn new(pack: &Pack, organisation: &Organisation, as_of: Day, fields: &[String]) -> Result<Self, Vec<Problem>> {
        let mut given = Vec::new();
        let mut problems = Vec::new();
        for name in fields {
            match pack.fields.position(name) {
                Some(at) if pack.fields.get(name).is_some_and(|field| field.kind != Kind::Dates) => {
                    given.push(Given { field: at, read: Vec::new(), alone: Written::default() })
                }
                Some(_) => problems.push(Problem::new(
                    "unknown-field",
                    format!("`{name}` holds several dates and cannot be given as a number"),
                    "fields that hold one value",
                    "Give the rows as text instead.",
                )),
                None => problems.push(Problem::new(
                    "unknown-field",
                    format!("`{name}` is not a field of {}", pack.title),
                    pack.fields.iter().map(|(name, _)| name).collect::<Vec<_>>().join(", "),
                    "Name one of those.",
                )),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let pack = fit::to_columns(pack, &|name| fields.iter().any(|field| field == name));
        let calendar = Calendar::new(organisation.calendar.clone())?;
        let settings = Settings::with(&pack, &organisation.pack(&pack.pack))?;
        let program = Rc::new(compile(&pack, &settings, &calendar, as_of)?);
        let mut columns = vec![record::Column::default(); pack.fields.0.len()];
        for given in &given {
            // Every row has a value for the field, if only a blank.
            if let (Some(column), Some((_, spec))) = (columns.get_mut(given.field), pack.fields.0.get(given.field)) {
                *column = record::Column { facts: vec![fact(spec, f64::NAN)], codes: vec![0] };
            }
        }
        let memo = Memo::new(&program, &Coded { columns: &columns, lists: &[] });
        let alone = Alone::new(&memo, given.iter().map(|given| given.field));
        let answers: Vec<Vec<Answer>> = program.answers.iter().map(|_| Vec::new()).collect();
        let (values, row) = (vec![f64::NAN; given.len()], vec![0; answers.len()]);
        let found = memo::Answers::default();
        Ok(Ready { program, given, columns, memo, found, answers, numbers: Vec::new(), values, row, alone })
    }

    /// The decisions, in the order in which their answers are given.
    pub fn decisions(&self) -> impl Iterator<Item = &str> {
        self.program.pack.decisions.iter().map(|answer| answer.id.as_str())
    }

    /// The fields that rows give, in order.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.given.iter().filter_map(|given| self.program.pack.fields.0.get(given.field)).map(|(name, _)| name.as_str())
    }

    /// The answers to one row: a number for each decision, in order. `values` are those of the fields, in order, as
    /// [`Column`] says; a field past their end is blank.
    pub fn row(&mut self, values: &[f64]) -> &[u32] {
        self.values.fill(f64::NAN);
        self.values.iter_mut().zip(values).for_each(|(held, value)| *held = *value);
        self.held_row()
    }

    /// Where the values of a row stand that [`Ready::held_row`] answers: one for each of the fields, in order. Nothing to
    /// begin with, and then what was put there last.
    pub fn values(&mut self) -> &mut [f64] {
        &mut self.values
    }

    /// The answers to the row of [`Ready::values`]: a number for each decision, in order, at the same place every time.
    pub fn held_row(&mut self) -> &[u32] {
        let numbers = self.given.iter().zip(&self.values).map(|(given, value)| given.number_of(*value));
        match self.alone.find(numbers, self.row.len()) {
            Some(known) => self.row.copy_from_slice(known),
            None => self.new_row(),
        }
        &self.row
    }

    // Apart, so that rows like those before pass through a short function.
    #[inline(never)]
    fn new_row(&mut self) {
        for (given, value) in self.given.iter_mut().zip(&self.values) {
            given.number_one(&self.program, &mut self.columns, *value);
        }
        let given: Vec<(usize, u32)> =
            self.given.iter().zip(&self.values).map(|(given, value)| (given.field, given.number_of(*value))).collect();
        if let Some(known) = self.alone.same(&given, self.row.len()) {
            self.row.copy_from_slice(known);
            return;
        }
        self.answer(1);
        let mut row = std::mem::take(&mut self.row);
        self.numbered(1, |decision, _, number| {
            if let Some(slot) = row.get_mut(decision) {
                *slot = number;
            }
        });
        self.row = row;
        let by_cells =
            self.found.disagree.is_empty() && self.found.numbers.iter().all(|kept| self.memo.rests_on_cells(*kept));
        self.alone.keep(&self.memo, given, &self.row, by_cells);
    }

    /// The answers to whole columns, which are those of the fields in order: for each decision in order, a number for
    /// each row.
    ///
    /// # Errors
    /// `uneven-columns` where there is not one column for each field, or one is longer than another.
    pub fn columns(&mut self, columns: &[Column]) -> Result<Vec<u32>, Vec<Problem>> {
        let rows = columns.first().map_or(0, |column| column.values.len());
        if columns.len() != self.given.len() || columns.iter().any(|column| column.values.len() != rows) {
            return Err(vec![Problem::new(
                "uneven-columns",
                "the columns are not of one length, or not one for each field",
                self.fields().collect::<Vec<_>>().join(", "),
                "Give one column of the same length for each of these fields.",
            )]);
        }
        for (given, column) in self.given.iter_mut().zip(columns) {
            given.number(&self.program, &mut self.columns, column);
        }
        self.answer(rows);
        let mut all = vec![0; rows * self.answers.len()];
        self.numbered(rows, |decision, row, number| {
            if let Some(slot) = all.get_mut(decision * rows + row) {
                *slot = number;
            }
        });
        Ok(all)
    }

    /// Answers the rows that the columns hold.
    fn answer(&mut self, rows: usize) {
        let which: Vec<u32> = (0..u32::try_from(rows).unwrap_or(u32::MAX)).collect();
        self.found.clear();
        let rows = Coded { columns: &self.columns, lists: &[] };
        self.memo.rows(&mut Answerer::new(&self.program), &rows, &which, &mut self.found);
    }

    /// Gives out the numbers of the answers that were found, by decision and row.
    fn numbered(&mut self, rows: usize, mut give: impl FnMut(usize, usize, u32)) {
        let count = self.answers.len();
        self.numbers.resize(self.memo.kept.len(), index::NONE);
        for (row, kept) in self.found.numbers.chunks(count.max(1)).take(rows).enumerate() {
            for (decision, kept) in kept.iter().enumerate() {
                let (Some(slot), Some(answers)) =
                    (self.numbers.get_mut(*kept as usize), self.answers.get_mut(decision))
                else {
                    continue;
                };
                give(decision, row, numbered(slot, *kept, answers, &self.columns, row));
            }
        }
    }

    /// The answers of a decision in words, from a number on.
    pub fn answers(&self, decision: usize, from: usize) -> Vec<ReadyAnswer> {
        let (Some(answers), Some(node)) = (self.answers.get(decision), self.program.answers.get(decision)) else {
            return Vec::new();
        };
        let found = |answer: &Answer| self.memo.kept.get(answer.kept as usize).map(|kept| &kept.found);
        let answers = answers.iter().skip(from).filter_map(|answer| Some((found(answer)?, &answer.facts)));
        answers.map(|(found, facts)| self.in_words(*node, found, facts)).collect()
    }

    fn in_words(&self, node: usize, found: &Found, facts: &[Fact]) -> ReadyAnswer {
        let mut facts = facts.to_vec();
        checks::check(&self.program, &mut facts, &[]);
        let facts = Facts { facts: &facts, lists: &[] };
        let mut pass = crate::evaluate::run::Pass::default();
        pass.run(&self.program, &facts);
        let outcome = decide::outcome(&self.program, node, found).map(|name| plain_name(&name));
        let possible = match (&found.open, &outcome) {
            (Some(open), None) => decide::possible_outcomes(&self.program, node, &open.possible),
            _ => Vec::new(),
        };
        let rules = crate::explain::fired_ids(&self.program, &pass, facts, node, found);
        ReadyAnswer { status: found.status, outcome, possible, rules }
    }
}

/// The number of an answer that the memo keeps, which is its own slot's or the next of the decision's answers.
#[inline]
fn numbered(slot: &mut u32, kept: u32, answers: &mut Vec<Answer>, columns: &[record::Column], row: usize) -> u32 {
    if *slot == index::NONE {
        *slot = u32::try_from(answers.len()).unwrap_or(index::NONE);
        answers.push(Answer { kept, facts: columns.iter().map(|column| column.fact(row)).collect() });
    }
    *slot
}

impl Given {
    /// The number of a value of a row that is asked for alone, or [`index::NONE`].
    #[inline]
    fn number_of(&self, value: f64) -> u32 {
        if value.is_nan() {
            return NO_VALUE;
        }
        match whole(value).and_then(|at| self.alone.small.get(at)) {
            Some(number) => *number,
            None => self.alone.index.get(value.to_bits()),
        }
    }

    /// Numbers the fact of one value, and puts it in the first row.
    fn number_one(&mut self, program: &Program, columns: &mut [record::Column], value: f64) {
        let (Some(known), Some((_, spec))) = (columns.get_mut(self.field), program.pack.fields.0.get(self.field))
        else {
            return;
        };
        let record::Column { facts, codes } = known;
        let mut number = self.number_of(value);
        if number == index::NONE {
            let Written { index, small, .. } = &mut self.alone;
            let alone = Column { values: Values::F64(&[]), per: 1.0, blank: None };
            number = long(small, value, &mut |key, value| first(index, facts, (key, value), &alone, spec));
        }
        codes.clear();
        codes.push(number);
    }

    /// Which of the numbers of values are those of values written like these.
    fn written(&mut self, column: &Column) -> usize {
        let short = matches!(column.values, Values::U8(_) | Values::I8(_) | Values::U16(_) | Values::I16(_));
        let same = |read: &Written| {
            read.short == short && read.per.to_bits() == column.per.to_bits() && read.blank == column.blank
        };
        self.read.iter().position(same).unwrap_or_else(|| {
            let index = if short { Index::direct(1 << 16) } else { Index::default() };
            self.read.push(Written { short, per: column.per, blank: column.blank, index, small: Vec::new() });
            self.read.len() - 1
        })
    }

    /// Numbers the facts of a column of values.
    fn number(&mut self, program: &Program, columns: &mut [record::Column], column: &Column) {
        let (Some(known), Some((_, spec))) = (columns.get_mut(self.field), program.pack.fields.0.get(self.field))
        else {
            return;
        };
        let at = self.written(column);
        let Some(Written { index, small, .. }) = self.read.get_mut(at) else { return };
        let record::Column { facts, codes } = known;
        codes.clear();
        let mut code = |key: u64, value: f64| {
            let found = index.get(key);
            if found != index::NONE { found } else { first(index, facts, (key, value), column, spec) }
        };
        match column.values {
            Values::U8(values) => codes.extend(values.iter().map(|value| code(u64::from(*value), f64::from(*value)))),
            Values::U16(values) => codes.extend(values.iter().map(|value| code(u64::from(*value), f64::from(*value)))),
            Values::I8(values) => {
                codes.extend(values.iter().map(|value| code(signed((*value).into()), f64::from(*value))))
            }
            Values::I16(values) => codes.extend(values.iter().map(|value| code(signed(*value), f64::from(*value)))),
            Values::U32(values) => codes.extend(values.iter().map(|value| long(small, f64::from(*value), &mut code))),
            Values::I32(values) => codes.extend(values.iter().map(|value| long(small, f64::from(*value), &mut code))),
            Values::F32(values) => codes.extend(values.iter().map(|value| long(small, f64::from(*value), &mut code))),
            Values::F64(values) => codes.extend(values.iter().map(|value| long(small, *value, &mut code))),
        }
    }
}

/// The number of a value that is no short one.
#[inline]
fn long(small: &mut Vec<u32>, value: f64, code: &mut impl FnMut(u64, f64) -> u32) -> u32 {
    let at = whole(value);
    if let Some(number) = at.and_then(|at| small.get(at)).filter(|number| **number != index::NONE) {
        return *number;
    }
    let number = code(value.to_bits(), value);
    if let Some(at) = at {
        small.resize(small.len().max(at + 1), index::NONE);
        small.get_mut(at).into_iter().for_each(|slot| *slot = number);
    }
    number
}

/// A value that is a small whole number.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
#[inline]
fn whole(value: f64) -> Option<usize> {
    Some(value as usize).filter(|at| *at as f64 == value && *at < SMALL)
}

/// The number of a value that no row had before.
// Apart, so that those that come again pass through a short loop.
#[inline(never)]
fn first(index: &mut Index, facts: &mut Vec<Fact>, (key, value): (u64, f64), column: &Column, spec: &Field) -> u32 {
    let number = u32::try_from(facts.len()).unwrap_or(0);
    let value = if Some(value) == column.blank { f64::NAN } else { value / column.per };
    facts.push(fact(spec, value));
    index.set(key, number);
    number
}

/// The fact that a number stands for, by its field.
fn fact(field: &Field, value: f64) -> Fact {
    let whole = |value: f64| {
        #[allow(clippy::cast_possible_truncation)]
        (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
    };
    let writing = Writing { percents: Some(PercentStyle::Percentages), ..Writing::default() };
    let read = |cell: Cell| Reader::new(field, writing).read(cell, &mut Vec::new()).unwrap_or(Fact::Unreadable);
    if value.is_nan() || (value == 0.0 && field.kind == Kind::Choice) {
        return read(Cell::EMPTY);
    }
    let among = |most: usize| whole(value).filter(|value| (0..1i64 << most.min(62)).contains(value));
    match field.kind {
        Kind::Number | Kind::Count | Kind::Percent | Kind::YesNo => read(Cell { text: "", raw: Raw::Number(value) }),
        Kind::Date | Kind::DateOrYes if value == f64::INFINITY => Fact::Value(HAPPENED),
        Kind::Date | Kind::DateOrYes => whole(value)
            .filter(|day| i32::try_from(*day).is_ok_and(date::plausible))
            .map_or(Fact::Unreadable, Fact::Value),
        Kind::Choice => whole(value)
            .map(|nth| nth - 1)
            .filter(|at| usize::try_from(*at).is_ok_and(|at| at < field.values.len()))
            .map_or(Fact::Unreadable, Fact::Value),
        Kind::Choices => among(field.values.len()).map_or(Fact::Unreadable, Fact::Value),
        Kind::Letters => among(field.letters.len()).map_or(Fact::Unreadable, Fact::Value),
        Kind::Text => Fact::Value(0),
        Kind::Dates => Fact::Unreadable,
    }
}

/// The place of a short signed number in a list. Two signs share the list: minus one is the last of it.
fn signed(value: i16) -> u64 {
    u64::from(value.cast_unsigned())
}
