//! A table read for one or more policies, and its answers: the middle of the arrow, shared by every host.
//!
//! It keeps the table, the facts of each policy and how each decision of each row ended. Sentences are worked out only
//! for the rows that are asked for.

use crate::calendar::{Calendar, Day};
use crate::decision::{Decision, Status};
use crate::evaluate::checklist::{self, Assessment};
use crate::evaluate::checks;
use crate::evaluate::compile::{compile, compile_whole};
use crate::evaluate::decide::{Answerer, Found};
use crate::evaluate::duties::{self, Duty, Standing};
use crate::evaluate::facts::Facts;
use crate::evaluate::memo::{Answers, Kept, Memo};
use crate::evaluate::numbering::Coded;
use crate::evaluate::program::Program;
use crate::explain::template::{self, Filler, Marks, Words};
use crate::explain::{Explainer, Sheet, not_assessed_text, words};
use crate::place::{Place, column_letters};
use crate::policy::field::Field;
use crate::policy::fit;
use crate::policy::load;
use crate::policy::pack::{Pack, RuleKind};
use crate::policy::settings::{Organisation, Settings};
use crate::policy::{catalogue, nearest};
use crate::problem::Problem;
use crate::record::mend;
use crate::record::read::{ColumnChoice, Headed, Known, ReadOptions, Reading, is_used, read_headed, sources};
use crate::record::rows::{self, FIRST_ROWS};
use crate::record::{Column, Confidence, Fact, RowChoice, RowKind};
use crate::table::Table;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashSet};
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
    /// Which answer each decision of each learner has: the decisions of one row together, in row order.
    answers: Answers,
    /// The answers.
    memo: Memo,
    /// Their words, as far as they were asked for.
    store: RefCell<template::Store>,
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
}

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
    /// Which heading stands for a field, by `policy.field`: what people chose for an earlier tracker.
    pub headings: BTreeMap<String, String>,
    /// Choices about how a column is written, by column from 0: the order of days and months, percentages, blanks.
    pub columns: BTreeMap<usize, ColumnChoice>,
    /// What rows are, by the sheet's number, where it is not what they look like.
    pub rows: BTreeMap<u32, RowChoice>,
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
            nearest(name, known.iter().copied()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
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
        if choices.policies.is_empty() {
            let fits: Vec<bool> = applied.iter().map(|applied| missing_columns(applied).is_none()).collect();
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
        self.agree_on_headings(&mut applied, packs, choices);
        told_apart(&mut applied);
        self.applied = applied;
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
    }

    /// Reads and answers again what may differ after some cells have changed, each given by its row and column, since the table
    /// was read with these choices and answered. False where more than those rows may differ: then the whole table is to be
    /// read and answered anew.
    pub fn mend(&mut self, packs: &[Rc<Pack>], choices: &Choices, changed: &BTreeSet<(usize, usize)>) -> bool {
        // An answer of a checklist, and columns that were compared, hang on all rows.
        let whole = |applied: &Applied| applied.pack.rules.iter().any(|rule| rule.kind == RuleKind::Checklist);
        if self.compared || self.applied.is_empty() || self.applied.iter().any(whole) {
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
        let options = read_options(pack, choices);
        let mut reading = read_headed(&self.table, &fields, &options, known, headed);
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
    }

    /// Why a policy cannot be used at all. One that is not in force on the day, or that finds no column for any of its answers,
    /// can: it says so about every row.
    pub fn stopped(&self) -> Vec<Problem> {
        let problems = self.applied.iter().filter_map(|applied| applied.program.as_ref().err()).flatten();
        problems
            .filter(|problem| !["not-in-force", "missing-column"].contains(&problem.code.as_str()))
            .cloned()
            .collect()
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

    /// The text that names a row; blank where there is no such column.
    pub fn name(&self, row: usize) -> &str {
        let column = self.applied.iter().find_map(|applied| applied.reading.records.name_column);
        match (column, self.table.row(row)) {
            (Some(column), Some(row)) => row.cell(column).text.trim(),
            _ => "",
        }
    }

    /// Full explanations of all decisions of a row.
    pub fn explain(&self, row: usize) -> Vec<Decision> {
        self.applied.iter().flat_map(|applied| applied.explain(&self.table, row)).collect()
    }

    /// The duties of a row, of all policies.
    pub fn duties(&self, row: usize) -> Vec<Duty> {
        self.applied.iter().flat_map(|applied| applied.duties(row)).collect()
    }

    /// Everything wrong with the table, its columns and its cells, in sheet order.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Problems::default();
        for applied in &self.applied {
            applied.reading.problems.iter().for_each(|problem| problems.add(problem));
            if let Some(problem) = missing_columns(applied) {
                problems.add(&problem);
            }
            if let Err(found) = &applied.program {
                found.iter().for_each(|problem| problems.add(problem));
            }
        }
        self.add_row_problems(&mut problems);
        problems.all
    }

    /// What is wrong with the cells and rows alone.
    pub fn row_problems(&self) -> Vec<Problem> {
        let mut problems = Problems::default();
        self.add_row_problems(&mut problems);
        problems.all
    }

    fn add_row_problems(&self, problems: &mut Problems) {
        for applied in &self.applied {
            applied.reading.records.problems.iter().for_each(|found| problems.add(&found.problem));
            applied
                .assessments
                .iter()
                .flat_map(|assessment| &assessment.problems)
                .for_each(|problem| problems.add(problem));
        }
    }
}

/// Problems, each once: two policies often find the same one.
#[derive(Default)]
struct Problems {
    all: Vec<Problem>,
    known: HashSet<Problem>,
}

impl Problems {
    fn add(&mut self, problem: &Problem) {
        if self.known.insert(problem.clone()) {
            self.all.push(problem.clone());
        }
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
    ReadOptions {
        heading_row: choices.heading_row,
        subject: Some(pack.subject.clone()),
        columns,
        headings,
        rows: choices.rows.clone(),
    }
}

/// The fields that, as a person says, no column holds.
fn set_aside(pack: &Pack, choices: &Choices) -> Vec<usize> {
    let nowhere = choices.chosen.iter().filter(|(_, column)| column.is_none());
    nowhere.filter_map(|(name, _)| pack.fields.position(field_of(pack, name)?)).collect()
}

/// Whether one of the sets of columns that a policy cannot do without is there.
fn has_needed(pack: &Pack, sources: &[Vec<usize>]) -> bool {
    let has = |name: &String| {
        pack.fields.position(name).and_then(|at| sources.get(at)).is_some_and(|sources| !sources.is_empty())
    };
    pack.needs_columns.is_empty() || pack.needs_columns.iter().any(|set| set.iter().all(has))
}

/// How many columns of a table a policy understands without asking.
fn columns_used(reading: &Reading) -> usize {
    reading.columns.iter().filter(|found| is_used(found) && found.field.is_some()).count()
}

/// Says which columns a policy misses, when it has none of the sets it needs.
pub fn missing_columns(applied: &Applied) -> Option<Problem> {
    let pack = &applied.pack;
    if has_needed(pack, &applied.reading.records.sources) {
        return None;
    }
    let heading = |name: &String| pack.fields.get(name).map(|field| format!("`{}`", field.heading)).unwrap_or_default();
    let sets: Vec<String> =
        pack.needs_columns.iter().map(|set| set.iter().map(heading).collect::<Vec<_>>().join(" and ")).collect();
    let alike: Vec<String> = applied
        .reading
        .columns
        .iter()
        .filter(|found| matches!(found.confidence, Confidence::Likely(_)) && found.field.is_some())
        .map(|found| {
            format!(
                "`{}` looks like `{}`",
                found.heading,
                found
                    .field
                    .and_then(|at| pack.fields.0.get(at))
                    .map(|(_, field)| field.heading.clone())
                    .unwrap_or_default()
            )
        })
        .collect();
    let remedy = if alike.is_empty() {
        "Add the columns, or rename the headings that hold them.".to_string()
    } else {
        format!("{}: confirm it, or rename the heading.", alike.join(", "))
    };
    Some(Problem::new(
        "missing-column",
        format!("the tracker does not have the columns that {} needs", pack.title),
        sets.join(", or "),
        remedy,
    ))
}

/// Says that a tracker has no column for any answer of a policy, and which would do.
fn nothing_to_answer_from(applied: &Applied) -> Problem {
    missing_columns(applied).unwrap_or_else(|| {
        let pack = &applied.pack;
        let fields: BTreeSet<&String> = pack.decisions.iter().flat_map(|answer| &answer.if_columns).collect();
        let headings = fields.into_iter().filter_map(|name| pack.fields.get(name));
        Problem::new(
            "missing-column",
            format!("the tracker has no column for any answer of {}", pack.title),
            headings.map(|field| format!("`{}`", field.heading)).collect::<Vec<_>>().join(", or "),
            "Add the columns, or rename the headings that hold them.",
        )
    })
}

impl Applied {
    /// A policy over what it has read, with nothing answered yet.
    fn over(pack: Rc<Pack>, choices: &Choices, reading: Reading) -> Self {
        Applied {
            choices: choices.clone(),
            given: Rc::clone(&pack),
            pack,
            reading,
            program: Err(Vec::new()),
            fingerprint: String::new(),
            lacks_all: false,
            assessments: Vec::new(),
            whole: OnceCell::new(),
            answers: Answers::default(),
            memo: Memo::default(),
            store: RefCell::default(),
            starts: Vec::new(),
        }
    }

    /// How the decisions of a row ended, in the pack's order; empty for a row that is not a learner.
    pub fn row(&self, row: usize) -> Vec<&Found> {
        self.numbers(row).iter().filter_map(|number| self.kept(*number)).map(|kept| &kept.found).collect()
    }

    /// The numbers of the answers of a row, in the pack's order; empty for a row that is not a learner. Rows with the same
    /// number have the same answer.
    pub fn numbers(&self, row: usize) -> &[u32] {
        let start = self.starts.get(row).copied().unwrap_or(0) as usize;
        let end = self.starts.get(row + 1).copied().unwrap_or(0) as usize;
        self.answers.numbers.get(start..end.max(start)).unwrap_or_default()
    }

    /// The answer of a number.
    pub fn kept(&self, number: u32) -> Option<&Kept> {
        self.memo.kept.get(number as usize)
    }

    fn coded(&self) -> Coded<'_> {
        Coded { columns: &self.reading.records.columns, lists: &self.reading.records.lists }
    }

    fn answer_all(&mut self) {
        self.store = RefCell::default();
        self.starts.clear();
        let mut learners: Vec<u32> = Vec::new();
        let decisions = self.pack.decisions.len();
        for (row, kind) in self.reading.records.kinds.iter().enumerate() {
            self.starts.push(u32::try_from(learners.len() * decisions).unwrap_or(u32::MAX));
            if *kind == RowKind::Learner {
                learners.push(u32::try_from(row).unwrap_or(u32::MAX));
            }
        }
        self.starts.push(u32::try_from(learners.len() * decisions).unwrap_or(u32::MAX));
        let mut answers = Answers::default();
        self.memo = match &self.program {
            Ok(program) => {
                let rows = self.coded();
                let mut memo = Memo::new(program, &rows);
                memo.rows(&mut Answerer::new(program), &rows, &learners, &mut answers);
                memo
            }
            Err(problems) => {
                let in_time = problems.iter().any(|problem| problem.code != "not-in-force");
                let status = if in_time || problems.is_empty() { Status::NeedsInput } else { Status::NotInForce };
                answers.numbers = vec![0; learners.len() * decisions];
                Memo::of_one(Found { status, cell: None, collected: None, open: None })
            }
        };
        self.answers = answers;
    }

    /// Answers some rows again, whose facts have changed.
    fn answer_again(&mut self, rows: &[usize]) {
        let Applied { program: Ok(program), memo, answers, reading, starts, .. } = self else { return };
        let coded = Coded { columns: &reading.records.columns, lists: &reading.records.lists };
        let which: Vec<u32> = rows.iter().map(|row| u32::try_from(*row).unwrap_or(u32::MAX)).collect();
        let mut again = Answers::default();
        memo.rows(&mut Answerer::new(program), &coded, &which, &mut again);
        let decisions = again.numbers.len() / which.len().max(1);
        for (row, numbers) in which.iter().zip(again.numbers.chunks(decisions.max(1))) {
            let start = starts.get(*row as usize).copied().unwrap_or(u32::MAX) as usize;
            if let Some(slot) = answers.numbers.get_mut(start..start + decisions) {
                slot.copy_from_slice(numbers);
            }
            answers.disagree.remove(row);
            answers.alone.remove(row);
        }
        answers.disagree.extend(again.disagree);
        answers.alone.extend(again.alone);
    }

    /// True when a row's facts were not taken as they are, so that its words are its own.
    pub fn is_alone(&self, row: usize) -> bool {
        self.answers.alone.contains(&u32::try_from(row).unwrap_or(u32::MAX))
    }

    fn disagrees(&self, row: usize) -> bool {
        self.answers.disagree.contains(&u32::try_from(row).unwrap_or(u32::MAX))
    }

    /// What cells of a row do not agree about.
    pub fn disagreements(&self, table: &Table, row: usize) -> Vec<Problem> {
        if !self.disagrees(row) {
            return Vec::new();
        }
        self.with_row(table, row, |explainer| explainer.disagreements.to_vec()).unwrap_or_default()
    }

    /// The words of an answer that rows share, worked out from `row` where no row has asked for them before; `None` where
    /// they hang on more than the facts that decide it. Those without reasons are quicker to find.
    pub fn words(&self, table: &Table, row: usize, answer: usize, number: u32, reasons: bool) -> Option<Rc<Words>> {
        if let Some(Some(known)) = self.store.borrow().words.get(number as usize)
            && known.as_ref().is_none_or(|known| known.reasoned || !reasons)
        {
            return known.clone();
        }
        let program = self.program.as_ref().ok()?;
        let found = &self.kept(number)?.found;
        let marks = Marks::default();
        let marked = self
            .explained(table, row, Some(&marks), |explainer| explainer.words(answer, found, reasons, &marks))
            .flatten();
        let mut store = self.store.borrow_mut();
        let words = marked.and_then(|marked| store.cut(marked, &marks, program, &self.coded())).map(Rc::new);
        if store.words.len() < self.memo.kept.len() {
            store.words.resize(self.memo.kept.len(), None);
        }
        if let Some(slot) = store.words.get_mut(number as usize) {
            *slot = Some(words.clone());
        }
        words
    }

    /// Calls `see` with what fills shared words in for a row. `number` is the row's number in the sheet.
    pub fn filling<T>(&self, row: usize, number: u32, see: impl FnOnce(&mut Filler) -> T) -> Option<T> {
        let program = self.program.as_ref().ok()?;
        let mut store = self.store.borrow_mut();
        Some(see(&mut Filler { store: &mut store, program, rows: self.coded(), row, number }))
    }

    /// What was not assessed in a row, for the decisions that say it (bit 0 is the first). `patterns` are those of the row's
    /// answers.
    pub fn missing(&self, table: &Table, row: usize, patterns: &[u32], answers: u64) -> Rc<str> {
        let key = (patterns.to_vec(), answers);
        if let Some(known) = self.store.borrow().missing.get(&key) {
            return Rc::clone(known);
        }
        let text = self.with_row(table, row, |explainer| {
            let nodes = explainer.program.answers.iter().enumerate().filter(|(at, _)| answers & (1 << at) != 0);
            let missing: Vec<_> = nodes.flat_map(|(_, node)| explainer.not_assessed(*node)).collect();
            not_assessed_text(missing.iter())
        });
        let text: Rc<str> = text.unwrap_or_default().into();
        self.store.borrow_mut().missing.insert(key, Rc::clone(&text));
        text
    }

    /// Calls `see` with the facts of a row as they were read.
    pub fn with_facts<T>(&self, row: usize, see: impl FnOnce(&Program, &Facts) -> T) -> Option<T> {
        let program = self.program.as_ref().ok()?;
        let mut facts = Vec::new();
        self.gather(row, &mut facts);
        Some(see(program, &Facts { facts: &facts, lists: &self.reading.records.lists }))
    }

    fn gather(&self, row: usize, facts: &mut Vec<Fact>) {
        self.coded().gather(row, facts);
    }

    /// Calls `see` with everything an explanation of a row is made from. Nothing happens where the pack is not ready.
    pub fn with_row<T>(&self, table: &Table, row: usize, see: impl FnOnce(&Explainer) -> T) -> Option<T> {
        self.explained(table, row, None, see)
    }

    fn explained<T>(
        &self,
        table: &Table,
        row: usize,
        marks: Option<&Marks>,
        see: impl FnOnce(&Explainer) -> T,
    ) -> Option<T> {
        let program = self.program.as_ref().ok()?;
        let mut facts = Vec::new();
        self.gather(row, &mut facts);
        let sheet = SheetRow { applied: self, row, number: table.row(row).map_or(0, |row| row.number) };
        // Nearly every row agrees with itself, and looking is not free.
        let found = if self.disagrees(row) {
            checks::check(program, &mut facts, &self.reading.records.lists)
        } else {
            Vec::new()
        };
        let disagreements: Vec<Problem> = found.iter().filter_map(|found| self.disagreement(&sheet, found)).collect();
        let mut pass = crate::evaluate::run::Pass::default();
        let facts = Facts { facts: &facts, lists: &self.reading.records.lists };
        pass.run(program, &facts);
        Some(see(&Explainer { program, pass: &pass, facts, sheet: &sheet, disagreements: &disagreements, marks }))
    }

    /// The duties of a row that are due, overdue or done, or that hang on something that is missing.
    pub fn duties(&self, row: usize) -> Vec<Duty> {
        if self.reading.records.kinds.get(row) != Some(&RowKind::Learner) {
            return Vec::new();
        }
        let Some(program) = self.whole.get_or_init(|| self.with_duties()) else { return Vec::new() };
        let mut facts = Vec::new();
        self.gather(row, &mut facts);
        checks::check(program, &mut facts, &self.reading.records.lists);
        let facts = Facts { facts: &facts, lists: &self.reading.records.lists };
        let mut pass = crate::evaluate::run::Pass::default();
        pass.run(program, &facts);
        let mut duties = duties::duties(program, &pass, &facts);
        duties.retain(|duty| !matches!(duty.standing, Standing::NotDue | Standing::NotAssessed));
        for duty in &mut duties {
            duty.says = words::filled(program, &pass, &facts, &duty.says);
            duty.action = words::filled(program, &pass, &facts, &duty.action);
        }
        duties
    }

    fn with_duties(&self) -> Option<Rc<Program>> {
        let program = self.program.as_ref().ok()?;
        let has_lists = self.pack.rules.iter().any(|rule| rule.kind == RuleKind::Duties);
        has_lists
            .then(|| compile_whole(&self.pack, &program.settings, &program.calendar, program.as_of).ok().map(Rc::new))
            .flatten()
    }

    fn disagreement(&self, sheet: &SheetRow, found: &checks::Disagreement) -> Option<Problem> {
        let check = self.pack.checks.get(found.check)?;
        let problem =
            Problem::new(&check.code, check.says.clone(), "cells that agree with each other", check.remedy.clone());
        Some(match sheet.at(found.field) {
            Some(place) => problem.at(place),
            None => problem.at(Place::row(sheet.number)),
        })
    }

    /// Full explanations of this policy's decisions about a row.
    pub fn explain(&self, table: &Table, row: usize) -> Vec<Decision> {
        let found = self.row(row);
        if found.is_empty() {
            return Vec::new();
        }
        let explained = self.with_row(table, row, |explainer| {
            found.iter().enumerate().filter_map(|(at, found)| explainer.decision(at, found)).collect::<Vec<_>>()
        });
        explained.unwrap_or_else(|| self.refused(&found))
    }

    /// The decisions of a policy that is not ready: each says why.
    fn refused(&self, found: &[&Found]) -> Vec<Decision> {
        let problems: Vec<Problem> = self.program.as_ref().err().cloned().unwrap_or_default();
        let said = |problem: &Problem| format!("{}; expected {}", problem.message, problem.expected);
        let sentence = problems.iter().map(said).collect::<Vec<_>>().join("; ");
        self.pack
            .decisions
            .iter()
            .zip(found)
            .map(|(answer, found)| Decision {
                decision: answer.id.clone(),
                title: answer.title.clone(),
                policy: self.pack.pack.clone(),
                version: self.pack.version.clone(),
                status: found.status,
                outcome: None,
                possible: Vec::new(),
                sentence: format!("Cannot decide: {sentence}."),
                rules: Vec::new(),
                facts: Vec::new(),
                margin: Vec::new(),
                not_assessed: Vec::new(),
                needs: Vec::new(),
                settings: Vec::new(),
                problems: problems.clone(),
                next: None,
                also: Vec::new(),
            })
            .collect()
    }
}

/// A row of a table as one policy reads it.
pub struct SheetRow<'a> {
    applied: &'a Applied,
    row: usize,
    number: u32,
}

impl SheetRow<'_> {
    fn at(&self, field: usize) -> Option<Place> {
        self.applied.reading.records.place(field, self.number, &self.applied.reading.columns)
    }
}

impl Sheet for SheetRow<'_> {
    fn label(&self, field: usize) -> String {
        match self.at(field).and_then(|place| place.heading) {
            Some(heading) if !heading.is_empty() => heading,
            _ => self.applied.pack.fields.0.get(field).map(|(_, field)| field.heading.clone()).unwrap_or_default(),
        }
    }

    fn letters(&self, field: usize) -> Option<String> {
        self.at(field)?.column.map(column_letters)
    }

    fn place(&self, field: usize) -> String {
        self.at(field).map(|place| place.name()).unwrap_or_default()
    }

    fn problem(&self, field: usize) -> Option<Problem> {
        self.applied.reading.records.problem(field, self.row).cloned()
    }
}
