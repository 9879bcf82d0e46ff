//! A table read for one or more policies, and its answers: the middle of the arrow, shared by every host.
//!
//! It keeps the table, the facts of each policy and how each decision of each row ended. Sentences are worked out only
//! for the rows that are asked for.

mod again;
mod applied;
mod lacking;
mod problems;
mod unasked;

pub use applied::SheetRow;
pub use lacking::not_applied;

use crate::calendar::{Calendar, Day};
use crate::decision::Decision;
use crate::evaluate::checklist::{self, Assessment};
use crate::evaluate::compile::compile;
use crate::evaluate::decide::Searches;
use crate::evaluate::duties::Duty;
use crate::evaluate::memo::{Answers, Memo};
use crate::evaluate::program::Program;
use crate::explain::template::{self};
use crate::policy::field::Field;
use crate::policy::fit;
use crate::policy::load;
use crate::policy::pack::{Pack, RuleKind};
use crate::policy::settings::{Organisation, Settings};
use crate::policy::{catalogue, nearest};
use crate::problem::Problem;
use crate::record::cell::PercentStyle;
use crate::record::date::Order;
use crate::record::headed::{ColumnChoice, Headed, ReadOptions, sources};
use crate::record::heading;
use crate::record::mend;
use crate::record::read::{Known, Reading, is_used, read_headed};
use crate::record::rows::{self, FIRST_ROWS};
use crate::record::{Column, RowChoice, RowKind};
use crate::table::Table;
use lacking::nothing_to_answer_from;
pub(crate) use lacking::{has_column, has_needed};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A policy as it reads one table, and how its decisions ended.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The pack.
    pub pack: Rc<Pack>,
    /// The pack before its words for numbers were fitted to an organisation's settings.
    given: Rc<Pack>,
    /// What the table was read with.
    choices: Choices,
    /// The facts it found in the table.
    pub reading: Reading,
    /// The pack made ready for the day, or why it has nothing to say.
    pub program: Result<Rc<Program>, Vec<Problem>>,
    /// A word that is the same for the same settings.
    pub fingerprint: String,
    /// Whether the table has no column for any answer of the policy.
    lacks_all: bool,
    /// For a checklist: what each group of rows says about itself.
    pub assessments: Vec<Assessment>,
    /// The pack with its lists of duties, made ready when they are first asked for.
    whole: OnceCell<Option<Rc<Program>>>,
    /// What trying values has shown of it.
    tried: RefCell<Searches>,
    /// Which answer each decision of each learner has: the decisions of one row together, in row order.
    answers: Answers,
    /// The answers.
    memo: Memo,
    /// Their words, as far as they were asked for.
    store: RefCell<template::Store>,
    last: RefCell<applied::Last>,
    /// For each row of the table, where its decisions start.
    starts: Vec<u32>,
}

/// A tracker: rows, what they mean to each policy, and what was decided.
#[derive(Debug, Clone, Default)]
pub struct Tracker {
    /// The rows.
    pub table: Table,
    /// The policies that were asked for or that fit, in the order in which their answers are shown.
    pub applied: Vec<Applied>,
    /// The day of the answers.
    pub as_of: Option<Day>,
    /// Which of the policies that might be applied have their columns here, where that was asked.
    fits: Vec<bool>,
    /// True when columns were compared cell by cell to find out what they hold.
    compared: bool,
    /// How many changed cells have been read again since the whole table was read.
    mended: usize,
}

/// How many cells may be read again one by one in a table of few rows.
const MENDED: usize = 500;

/// What a person has said about how to read a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Choices {
    /// The policies to apply; absent or empty: every policy whose columns are there.
    pub policies: Vec<String>,
    /// The sheet's number of the heading row; absent: found by its headings.
    pub heading_row: Option<u32>,
    /// Which column, from 0, holds a field, by `policy.field`; `null`: none does.
    pub chosen: BTreeMap<String, Option<usize>>,
    /// The order of day and month in all columns of which nothing else is said; absent: by their cells.
    pub dates: Option<Order>,
    /// How numbers without a % sign are written in a column, by its heading, where nothing else is said of the column.
    pub percents: BTreeMap<String, PercentStyle>,
    /// Which heading stands for a field, by `policy.field`: what people chose for an earlier tracker.
    pub headings: BTreeMap<String, String>,
    /// Choices about how a column is written, by column from 0: the order of days and months, percentages, blanks.
    pub columns: BTreeMap<usize, ColumnChoice>,
    /// What rows are, by the sheet's number, where it is not what they look like.
    pub rows: BTreeMap<u32, RowChoice>,
    /// Whether columns that no policy uses and that may well be meant leave open what they may change, until somebody says what
    /// they hold. Without it, it is as if there were no such columns.
    #[serde(skip)]
    pub unasked: bool,
    /// Whether the table may be one row of many, which does not show how its columns are written.
    #[serde(skip)]
    pub may_be_alone: bool,
}

/// A built-in pack, or which there are. Each is read once, when it is first asked for.
///
/// # Errors
/// `unknown-policy` when no pack has that name. The problems of a pack that does not load, too; the tests of this crate see
/// to it that every one does.
pub fn built_in(name: &str) -> Result<Rc<Pack>, Vec<Problem>> {
    thread_local! {
        static PACKS: RefCell<Vec<Rc<Pack>>> = const { RefCell::new(Vec::new()) };
    }
    if let Some(known) = PACKS.with_borrow(|packs| packs.iter().find(|pack| pack.pack == name).cloned()) {
        return Ok(known);
    }
    let Some(text) = catalogue::built_in(name) else {
        let known: Vec<&str> = catalogue::BUILT_IN.iter().map(|(name, _)| *name).collect();
        let near =
            nearest(name, known.iter().copied()).map_or(".".to_string(), |near| format!("; did you mean `{near}`?"));
        return Err(vec![Problem::new(
            "unknown-policy",
            format!("`{name}` is not a policy"),
            known.join(", "),
            format!("Name one of those{near}"),
        )]);
    };
    // A test of this crate has loaded it with every check. They take longer than a page has until it answers.
    let pack = Rc::new(load::read(text)?);
    PACKS.with_borrow_mut(|packs| packs.push(Rc::clone(&pack)));
    Ok(pack)
}

/// All built-in packs, in the order in which their answers are shown.
///
/// # Errors
/// The problems of a pack that does not load.
pub fn all_built_in() -> Result<Vec<Rc<Pack>>, Vec<Problem>> {
    catalogue::BUILT_IN.iter().map(|(name, _)| built_in(name)).collect()
}

impl Tracker {
    /// A tracker over rows that were not read yet.
    pub fn new(table: Table) -> Self {
        Tracker { table, ..Tracker::default() }
    }

    /// Reads the table for the policies asked for, or for those of `packs` whose columns are there.
    pub fn read(&mut self, packs: &[Rc<Pack>], choices: &Choices) {
        self.fits.clear();
        self.compared = false;
        self.mended = 0;
        let mut asked: Vec<&Rc<Pack>> =
            packs.iter().filter(|pack| choices.policies.is_empty() || choices.policies.contains(&pack.pack)).collect();
        if choices.policies.is_empty() && asked.len() > 1 {
            // Headings alone say which policies fit; only for those are cells read and likenesses looked for.
            let (fits, compared) = self.fitting(&asked, choices);
            self.fits.clone_from(&fits);
            self.compared |= compared;
            if fits.contains(&true) {
                let mut fits = fits.into_iter();
                asked.retain(|_| fits.next().unwrap_or(false));
            }
        }
        let mut applied: Vec<Applied> = asked.into_iter().map(|pack| self.applied(pack, choices, None)).collect();
        self.compared |= applied.iter().any(|applied| applied.reading.compared);
        // Before it is settled which of them fit: the title of a group above the headings is no column.
        self.agree_on_headings(&mut applied, packs, choices);
        if choices.policies.is_empty() {
            let fits = |applied: &Applied| has_needed(&applied.pack, &applied.reading.records.sources);
            let fits: Vec<bool> = applied.iter().map(fits).collect();
            if fits.contains(&true) {
                let mut fits = fits.into_iter();
                applied.retain(|_| fits.next().unwrap_or(false));
            } else {
                // Nothing fits: the policy that knows most of the headings says what it misses.
                let best = applied.iter().map(|applied| columns_used(&applied.reading)).max().filter(|most| *most > 0);
                let first = applied.iter().position(|applied| Some(columns_used(&applied.reading)) == best);
                let mut at = 0;
                applied.retain(|_| {
                    at += 1;
                    Some(at - 1) == first
                });
            }
        }
        told_apart(&mut applied);
        self.applied = applied;
        self.doubt_what_was_meant();
    }

    /// A tracker has one heading row, whoever reads it. Where policies differ, it is the row that names most of a policy's
    /// fields, or the row below it where another policy reads those two together.
    fn agree_on_headings(&self, applied: &mut [Applied], packs: &[Rc<Pack>], choices: &Choices) {
        let found = || applied.iter().filter_map(|applied| applied.reading.headings.as_ref());
        let Some(most) = found().max_by_key(|found| found.hits) else { return };
        let row = found().find(|found| found.parent == Some(most.row)).unwrap_or(most).row;
        let Some(number) = self.table.row(row).map(|row| row.number) else { return };
        let choices = Choices { heading_row: Some(number), ..choices.clone() };
        for applied in applied {
            let differs = applied.reading.headings.as_ref().is_some_and(|found| found.row != row);
            if let Some(pack) = packs.iter().find(|pack| differs && pack.pack == applied.pack.pack) {
                *applied = self.applied(pack, &choices, None);
            }
        }
    }

    /// Reads a part of a table, which begins with all rows up to the headings, for policies that are known to fit: what only
    /// all rows together can tell is given, for each policy.
    pub fn read_part(&mut self, parts: &[(Rc<Pack>, Known)], choices: &Choices) {
        let mut applied: Vec<Applied> =
            parts.iter().map(|(pack, known)| self.applied(pack, choices, Some(known))).collect();
        told_apart(&mut applied);
        self.applied = applied;
        self.doubt_what_was_meant();
    }

    /// Reads and answers again what may differ after some cells have changed, each given by its row and column, since the table
    /// was read with these choices and answered. False where more than those rows may differ: then the whole table is to be
    /// read and answered anew.
    pub fn mend(&mut self, packs: &[Rc<Pack>], choices: &Choices, changed: &BTreeSet<(usize, usize)>) -> bool {
        // An answer of a checklist, and columns that were compared, hang on all rows.
        let whole = |applied: &Applied| applied.pack.rules.iter().any(|rule| rule.kind == RuleKind::Checklist);
        if self.compared || self.applied.is_empty() || self.applied.iter().any(whole) || self.may_be_meant(changed) {
            return false;
        }
        // A cell that is read again leaves its former fact and answer behind, with what was kept for those. Hours of typing
        // would fill the memory with them; a table that is read anew has none.
        self.mended += changed.len();
        if self.mended > self.table.len() + MENDED {
            return false;
        }
        if choices.policies.is_empty() && changed.iter().any(|(row, _)| *row < FIRST_ROWS) {
            // A cell of these may have become a heading of a policy that is not applied.
            let asked: Vec<&Rc<Pack>> = packs.iter().collect();
            if !self.fits.contains(&true) || self.fitting(&asked, choices) != (self.fits.clone(), false) {
                return false;
            }
        }
        let Tracker { table, applied, .. } = self;
        let mut rows: Vec<usize> = changed.iter().map(|(row, _)| *row).collect();
        rows.dedup();
        applied.iter_mut().all(|applied| {
            let fields = named_fields(&applied.pack);
            let options = read_options(&applied.pack, choices);
            let mended = mend::mend(table, &fields, &options, &mut applied.reading, changed);
            if mended {
                applied.answer_again(&rows);
            }
            mended
        })
    }

    /// For each of some policies whether its columns are there, and whether that hung on cells.
    fn fitting(&self, packs: &[&Rc<Pack>], choices: &Choices) -> (Vec<bool>, bool) {
        let mut compared = false;
        let fits = packs.iter().map(|pack| self.fits(pack, choices, &mut compared)).collect();
        (fits, compared)
    }

    /// Whether the table has the columns that a policy cannot do without.
    fn fits(&self, pack: &Pack, choices: &Choices, compared: &mut bool) -> bool {
        let fields = named_fields(pack);
        let (mut sources, cells) = sources(&self.table, &fields, &read_options(pack, choices));
        *compared |= cells;
        for at in set_aside(pack, choices) {
            if let Some(sources) = sources.get_mut(at) {
                sources.clear();
            }
        }
        has_needed(pack, &sources)
    }

    /// Answers the rows of another table under the same headings, on the same day, under the same settings and choices: what
    /// was made ready for them is used again. `None` where the other table has not the same columns, or a policy takes all rows together.
    pub fn with_rows(&self, table: Table, choices: &Choices) -> Option<Tracker> {
        let mut other = Tracker { table, as_of: self.as_of, ..Tracker::default() };
        let used = self.used();
        for known in &self.applied {
            if known.pack.rules.iter().any(|rule| rule.kind == RuleKind::Checklist) {
                return None;
            }
            let program = Rc::clone(known.program.as_ref().ok()?);
            let headed = &known.reading.headed;
            let headed = headed.also_heads(&self.table, &other.table, choices.heading_row).then_some(headed);
            let reading = other.reading(&known.pack, choices, None, headed);
            if reading.records.sources != known.reading.records.sources {
                return None;
            }
            let mut applied = Applied::over(Rc::clone(&known.pack), choices, reading);
            applied.doubt_what_was_meant(&other.table, &used);
            applied.program = Ok(program);
            applied.fingerprint.clone_from(&known.fingerprint);
            applied.answer_all();
            other.applied.push(applied);
        }
        Some(other)
    }

    fn applied(&self, pack: &Rc<Pack>, choices: &Choices, known: Option<&Known>) -> Applied {
        let reading = self.reading(pack, choices, known, None);
        let has = |field: &str| {
            pack.fields
                .position(field)
                .and_then(|at| reading.records.sources.get(at))
                .is_some_and(|sources| !sources.is_empty())
        };
        let fitted = fit::without_unasked(pack, &has);
        // Without an answer left there would be nothing to show, and a row that shows nothing seems to want nothing.
        let lacks_all = fitted.as_ref().is_some_and(|fitted| fitted.results.is_empty() && !pack.results.is_empty());
        let pack = fitted.filter(|_| !lacks_all).map_or_else(|| Rc::clone(pack), Rc::new);
        Applied { lacks_all, ..Applied::over(pack, choices, reading) }
    }

    /// The table as a policy reads it.
    fn reading(&self, pack: &Pack, choices: &Choices, known: Option<&Known>, headed: Option<&Rc<Headed>>) -> Reading {
        let fields = named_fields(pack);
        let mut options = read_options(pack, choices);
        let mut reading = read_headed(&self.table, &fields, &options, known, headed);
        // Totals and titles among criteria would be read as marks in their columns.
        let number = |at: usize| self.table.row(at).map(|row| row.number);
        let mut aside = checklist::set_aside(pack, &self.table, &reading.records);
        aside.retain(|(at, _)| number(*at).is_some_and(|number| !choices.rows.contains_key(&number)));
        if !aside.is_empty() {
            options.rows.extend(aside.iter().filter_map(|(at, _)| Some((number(*at)?, RowChoice::Section))));
            let headed = Rc::clone(&reading.headed);
            reading = read_headed(&self.table, &fields, &options, known, Some(&headed));
            for (at, kind) in aside {
                if let Some(known) = reading.records.kinds.get_mut(at) {
                    *known = kind;
                }
            }
        }
        for at in set_aside(pack, choices) {
            if let Some(column) = reading.records.columns.get_mut(at) {
                *column = Column::default();
            }
            if let Some(sources) = reading.records.sources.get_mut(at) {
                sources.clear();
            }
        }
        // Which columns a policy cannot do without depends on the others: that is said once, for the policy as a whole.
        reading.problems.retain(|problem| problem.code != "missing-column");
        reading
    }

    /// Answers every learner for one day under an organisation's settings.
    pub fn evaluate(&mut self, as_of: Day, organisation: &Organisation) -> Vec<Problem> {
        self.as_of = Some(as_of);
        let mut problems = Vec::new();
        let calendar = match Calendar::new(organisation.calendar.clone()) {
            Ok(calendar) => calendar,
            Err(found) => {
                problems.extend(found);
                Calendar::of(Some(crate::calendar::Nation::EnglandAndWales))
            }
        };
        let calendar_words = serde_json::to_string(&organisation.calendar).unwrap_or_default();
        for at in 0..self.applied.len() {
            let Some(settings) = self.settings_of(at, organisation) else { continue };
            if let Ok(settings) = &settings {
                self.read_words(at, settings);
            }
            let Some(applied) = self.applied.get_mut(at) else { continue };
            applied.assessments.clear();
            applied.whole = OnceCell::new();
            applied.tried = RefCell::default();
            let program = settings.and_then(|settings| {
                applied.fingerprint = settings.fingerprint(&calendar_words);
                if applied.lacks_all {
                    return Err(vec![nothing_to_answer_from(applied)]);
                }
                applied.assessments =
                    checklist::assess(&applied.pack, &settings, &self.table, &applied.reading.records, as_of);
                compile(&applied.pack, &settings, &calendar, as_of)
            });
            applied.program = program.map(Rc::new);
            applied.answer_all();
        }
        problems
    }

    fn settings_of(&self, at: usize, organisation: &Organisation) -> Option<Result<Settings, Vec<Problem>>> {
        let pack = &self.applied.get(at)?.pack;
        Some(Settings::with(pack, &organisation.pack(&pack.pack)))
    }

    /// Reads the table again for a policy whose words for numbers are others under these settings.
    fn read_words(&mut self, at: usize, settings: &Settings) {
        let Some(applied) = self.applied.get(at) else { return };
        let pack = fit::words(&applied.given, settings).map_or_else(|| Rc::clone(&applied.given), Rc::new);
        if fit::same_words(&pack, &applied.pack) {
            return;
        }
        let reading = self.reading(&pack, &applied.choices, None, None);
        if let Some(applied) = self.applied.get_mut(at) {
            applied.pack = pack;
            applied.reading = reading;
        }
        let used = self.used();
        if let Some(applied) = self.applied.get_mut(at) {
            applied.doubt_what_was_meant(&self.table, &used);
        }
    }

    /// The row kinds of the table, as the first policy reads them.
    pub fn kind(&self, row: usize) -> RowKind {
        self.applied
            .first()
            .and_then(|applied| applied.reading.records.kinds.get(row))
            .copied()
            .unwrap_or(RowKind::AboveHeadings)
    }

    /// The learners who may be no learners: [`rows::lone_names`].
    pub fn lone_names(&self) -> Vec<usize> {
        let Some(applied) = self.applied.first() else { return Vec::new() };
        let records = &applied.reading.records;
        rows::lone_names(&self.table, &records.kinds, records.name_column, &applied.choices.rows)
    }

    /// The text that names a row, the first name before the last where they have a column each; blank where there is no such
    /// column.
    pub fn name(&self, row: usize) -> Cow<'_, str> {
        let all = self.applied.iter().map(|applied| &applied.reading.records);
        let named = all.into_iter().find(|records| records.name_column.is_some());
        let (Some(records), Some(row)) = (named, self.table.row(row)) else { return Cow::Borrowed("") };
        let text = |column: Option<usize>| column.map(|column| row.cell(column).text.trim()).unwrap_or_default();
        match (text(records.forename_column), text(records.name_column)) {
            ("", name) | (name, "") => Cow::Borrowed(name),
            (first, last) => Cow::Owned(format!("{first} {last}")),
        }
    }

    /// Full explanations of all decisions of a row.
    pub fn explain(&self, row: usize) -> Vec<Decision> {
        self.applied.iter().flat_map(|applied| applied.explain(&self.table, row)).collect()
    }

    /// Whether any heading belongs to a policy that is applied.
    pub fn knows_a_heading(&self) -> bool {
        self.applied.iter().any(|applied| columns_used(&applied.reading) > 0)
    }

    /// The duties of a row, of all policies.
    pub fn duties(&self, row: usize) -> Vec<Duty> {
        self.applied.iter().flat_map(|applied| applied.duties(row)).collect()
    }
}

/// Where two policies answer in one table, words that mean something else to the other one are qualified.
fn told_apart(applied: &mut [Applied]) {
    if applied.len() < 2 {
        return;
    }
    for applied in applied {
        if let Some(pack) = fit::among_others(&applied.pack) {
            applied.pack = Rc::new(pack);
            applied.given = Rc::clone(&applied.pack);
        }
    }
}

fn named_fields(pack: &Pack) -> Vec<(String, &Field)> {
    pack.fields.iter().map(|(name, field)| (name.to_string(), field)).collect()
}

/// The field of a pack that `policy.field` names.
fn field_of<'n>(pack: &Pack, name: &'n str) -> Option<&'n str> {
    name.strip_prefix(&pack.pack).and_then(|rest| rest.strip_prefix('.'))
}

/// What a person has said, as far as it concerns one policy.
fn read_options(pack: &Pack, choices: &Choices) -> ReadOptions {
    let mut columns = choices.columns.clone();
    for (name, column) in &choices.chosen {
        if let (Some(field), Some(column)) = (field_of(pack, name), column) {
            columns.entry(*column).or_default().field = Some(field.to_string());
        }
    }
    let mut headings: BTreeMap<String, ColumnChoice> = BTreeMap::new();
    for (name, heading) in &choices.headings {
        if let Some(field) = field_of(pack, name) {
            headings.entry(heading.clone()).or_default().field = Some(field.to_string());
        }
    }
    for (heading, style) in &choices.percents {
        let known = headings.keys().find(|known| heading::key(known) == heading::key(heading)).cloned();
        headings.entry(known.unwrap_or_else(|| heading.clone())).or_default().percents = Some(*style);
    }
    ReadOptions {
        heading_row: choices.heading_row,
        subject: Some(pack.subject.clone()),
        dates: choices.dates,
        columns,
        headings,
        rows: choices.rows.clone(),
        may_be_alone: choices.may_be_alone,
    }
}

/// The fields that, as a person says, no column holds.
fn set_aside(pack: &Pack, choices: &Choices) -> Vec<usize> {
    let nowhere = choices.chosen.iter().filter(|(_, column)| column.is_none());
    nowhere.filter_map(|(name, _)| pack.fields.position(field_of(pack, name)?)).collect()
}

/// How many columns of a table a policy understands without asking.
fn columns_used(reading: &Reading) -> usize {
    reading.columns.iter().filter(|found| is_used(found) && found.field.is_some()).count()
}
