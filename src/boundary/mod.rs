//! Calls and answers as every host outside this crate sees them: plain data, no JavaScript names, tested natively.
//!
//! A host opens a [`Session`] over a table, reads it, evaluates it for a day, and asks for the rows it shows.

mod describe;
mod html;
mod matched;
mod shapes;

pub use describe::describe;
pub use shapes::*;

use crate::VERSION;
use crate::calendar::Day;
use crate::decision::{Decision, Next, Status};
use crate::evaluate::checklist::Assessment;
use crate::evaluate::decide::{self, Found};
use crate::evaluate::duties::Duty;
use crate::evaluate::program::Program;
use crate::explain::words::plain_name;
use crate::explain::{Explainer, need_text, next, not_assessed_text};
use crate::policy::catalogue;
use crate::policy::pack::{Origin, Pack};
use crate::policy::settings::{Organisation, Settings};
use crate::problem::Problem;
use crate::ready::Ready;
use crate::record::RowKind;
use crate::record::cell::PercentStyle;
use crate::render::counts::{Counted, counted};
use crate::render::policy_page::Page;
use crate::render::text::{Format, make_room, push_written, results_only, with_results};
use crate::render::to_do::{self, HEADINGS, ToDo};
use crate::render::{self, json, policy_page};
use crate::table::{Raw, Table, paste};
use crate::tracker::{Applied, Choices, Tracker, built_in};
use html::html_cell;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A table that a host works with.
#[derive(Debug)]
pub struct Session {
    tracker: Tracker,
    /// Packs that a host has added to the built-in ones.
    added: Vec<Rc<Pack>>,
    choices: Choices,
    organisation: Organisation,
    /// What values of columns stand for, as a person has said, by column.
    meanings: BTreeMap<usize, BTreeMap<String, String>>,
    /// The cells that have changed since the table was read, by row and column.
    changed: BTreeSet<(usize, usize)>,
    /// What the answers that are held answer; none where there are none, or where something in it was refused.
    answered: Option<EvaluateCall>,
    /// For each row, the day its next action is due, once somebody has asked.
    due: OnceCell<Vec<i32>>,
    /// The learners who are entered again, once somebody has asked.
    again: OnceCell<Vec<Again>>,
}

/// How many cells may have changed before the whole table is quicker to read.
const FEW: usize = 1_000;

/// Makes a pack ready for a day and for the fields that rows give.
///
/// # Errors
/// `unreadable-date`, the problems of the settings, and those of [`Ready::new`].
pub fn ready(pack: &Pack, call: &ReadyCall) -> Result<Ready, Vec<Problem>> {
    let as_of = Day::parse(&call.as_of).ok_or_else(|| vec![unreadable_day(&call.as_of)])?;
    let organisation = match &call.settings {
        Some(text) => Organisation::read(text, &known_packs(pack))?,
        None => Organisation::default(),
    };
    Ready::new(pack, &organisation, as_of, &call.fields)
}

/// The names that a settings file may have a group for.
fn known_packs(besides: &Pack) -> Vec<&str> {
    catalogue::BUILT_IN.iter().map(|(name, _)| *name).chain([besides.pack.as_str()]).collect()
}

/// What goes with the reasons of a decision that rests on rules no source has.
fn ours_of(decision: &Decision) -> String {
    let ours: Vec<&str> = decision
        .rules
        .iter()
        .filter(|rule| rule.origin == Origin::EngineDefault.words())
        .map(|rule| rule.id.as_str())
        .collect();
    if ours.is_empty() { String::new() } else { format!(" Engine default, not in the source: {}.", ours.join(", ")) }
}

fn unreadable_day(text: &str) -> Problem {
    Problem::new(
        "unreadable-date",
        format!("the as-of date is `{text}`"),
        "a date as 2026-04-08",
        "Choose the date again.",
    )
}

/// A policy rule by rule in the order of its document, and its checklist as a form, under the default settings.
///
/// # Errors
/// `unknown-policy`.
pub fn policy_page(policy: &str) -> Result<Page, Vec<Problem>> {
    let pack = built_in(policy)?;
    Ok(policy_page::page(&pack, &Settings::defaults(&pack)?, None))
}

impl Session {
    /// A session over pasted text, or the text of a TSV or CSV file.
    pub fn from_text(text: String) -> Self {
        Self::over(paste::parse(text))
    }

    /// A session over the cells of clipboard HTML or of a workbook.
    pub fn from_cells(rows: &[SheetRow]) -> Self {
        let mut session = Self::over(Table::over(String::new()));
        session.add_cells(rows);
        session
    }

    /// Adds rows below those that are there, before they are read: a long table can come in portions.
    pub fn add_cells(&mut self, rows: &[SheetRow]) {
        let table = &mut self.tracker.table;
        for row in rows {
            table.start_row(row.n);
            for cell in &row.c {
                match cell {
                    CellIn::Text(text) => table.push_text(text, Raw::Unknown),
                    CellIn::Typed(cell) => {
                        let raw = match (cell.k, cell.v) {
                            (CellKind::Text, _) => Raw::Text,
                            (CellKind::Number, Some(number)) => Raw::Number(number),
                            #[allow(clippy::cast_possible_truncation)]
                            (CellKind::Date, Some(day)) if day.abs() < 1e6 => Raw::Date(day as i32),
                            (CellKind::Bool, Some(flag)) => Raw::Bool(flag != 0.0),
                            (CellKind::Error, _) => Raw::Error,
                            _ => Raw::Unknown,
                        };
                        table.push_text(&cell.t, raw);
                    }
                }
            }
        }
    }

    fn over(table: Table) -> Self {
        Session {
            tracker: Tracker::new(table),
            added: Vec::new(),
            choices: Choices::default(),
            organisation: Organisation::default(),
            meanings: BTreeMap::new(),
            changed: BTreeSet::new(),
            answered: None,
            due: OnceCell::new(),
            again: OnceCell::new(),
        }
    }

    /// Adds a pack to those that this tracker may be read for; one of the same name is replaced.
    pub fn add_pack(&mut self, pack: Rc<Pack>) {
        self.added.retain(|known| known.pack != pack.pack);
        self.added.push(pack);
    }

    /// The packs that are asked for, or all: a pack that nobody asks for is not even loaded.
    fn packs(&self, policies: &[String]) -> Vec<Rc<Pack>> {
        let asked = |name: &str| policies.is_empty() || policies.iter().any(|policy| policy == name);
        let built_in = self.built_in().filter(|name| asked(name)).filter_map(|name| built_in(name).ok());
        built_in.chain(self.added.iter().filter(|pack| asked(&pack.pack)).cloned()).collect()
    }

    /// The names of the built-in packs that no added one replaces.
    fn built_in(&self) -> impl Iterator<Item = &'static str> {
        let names = catalogue::BUILT_IN.iter().map(|(name, _)| *name);
        names.filter(|name| self.added.iter().all(|pack| pack.pack != *name))
    }

    /// The tracker itself.
    pub fn tracker(&self) -> &Tracker {
        &self.tracker
    }

    /// Matches the columns and reads the cells.
    pub fn read(&mut self, call: &ReadCall) -> ReadAnswer {
        let mut choices = Choices {
            policies: call.policies.clone(),
            heading_row: call.heading_row,
            chosen: call.chosen.clone(),
            rows: call.rows.iter().filter_map(|(row, what)| Some((row.parse().ok()?, (*what)?))).collect(),
            // Whoever is asked about a column may go on without an answer.
            unasked: true,
            ..Choices::default()
        };
        for (column, order) in &call.date_order {
            if let Ok(column) = column.parse::<usize>() {
                choices.columns.entry(column).or_default().dates = *order;
            }
        }
        for (column, style) in &call.percent {
            if let Ok(column) = column.parse::<usize>() {
                choices.columns.entry(column).or_default().percents = style.map(|style| match style {
                    PercentWord::Percent => PercentStyle::Percentages,
                    PercentWord::Fraction => PercentStyle::Fractions,
                });
            }
        }
        self.changed.clear();
        self.answered = None;
        self.due = OnceCell::new();
        self.again = OnceCell::new();
        self.tracker.read(&self.packs(&choices.policies), &choices);
        let mut changed = false;
        for (name, value) in &call.blank {
            for column in self.columns_of(name) {
                choices.columns.entry(column).or_default().blank = *value;
                changed = true;
            }
        }
        self.meanings.clear();
        for (name, meanings) in &call.value_meaning {
            for column in self.columns_of(name) {
                self.replace(column, meanings);
                self.meanings.entry(column).or_default().extend(meanings.clone());
                changed = true;
            }
        }
        if changed {
            self.tracker.read(&self.packs(&choices.policies), &choices);
        }
        self.choices = choices;
        self.answer()
    }

    /// The columns that a field is read from, by its name: `learner-at-risk.stage1_email`.
    fn columns_of(&self, name: &str) -> Vec<usize> {
        let found = name.split_once('.').and_then(|(policy, field)| {
            let applied = self.tracker.applied.iter().find(|applied| applied.pack.pack == policy)?;
            applied.reading.records.sources.get(applied.pack.fields.position(field)?).cloned()
        });
        found.unwrap_or_default()
    }

    /// Reads one value of a column as another, as a person has said it means.
    fn replace(&mut self, column: usize, meanings: &BTreeMap<String, String>) {
        let mut changes: Vec<(usize, String)> = Vec::new();
        for (at, row) in self.tracker.table.rows().enumerate() {
            if self.tracker.kind(at) == RowKind::Learner
                && let Some(meaning) = meanings.get(row.cell(column).text.trim())
            {
                changes.push((at, meaning.clone()));
            }
        }
        for (row, text) in changes {
            self.tracker.table.set_text(row, column, &text);
        }
    }

    /// Answers every learner.
    pub fn evaluate(&mut self, call: &EvaluateCall) -> Summary {
        let mut problems = Vec::new();
        if !self.mend(call) {
            problems = self.evaluate_all(call);
            self.due = OnceCell::new();
            self.again = OnceCell::new();
            self.answered = problems.is_empty().then(|| call.clone());
        }
        problems.extend(self.tracker.problems());
        let as_of = self.tracker.as_of.map(Day::days).unwrap_or(0);
        let due: Vec<i32> = self.due().iter().copied().filter(|day| *day != NO_DAY).collect();
        Summary {
            as_of: call.as_of.clone(),
            engine: VERSION.to_string(),
            policies: json::policies(&self.tracker)
                .into_iter()
                .zip(&self.tracker.applied)
                .map(|(used, applied)| PolicySummary {
                    id: used.id,
                    title: used.title,
                    version: used.version,
                    fingerprint: used.settings_fingerprint,
                    settings_changed: used.settings_changed,
                    notes: used.notes,
                    has_to_do: applied.pack.has_to_do(),
                })
                .collect(),
            decisions: self.decisions(),
            columns: render::headings(&self.tracker)
                .into_iter()
                .map(|(heading, policy)| ColumnTitle { heading, policy })
                .collect(),
            overdue: due.iter().filter(|day| **day < as_of).count(),
            due_14_days: due.iter().filter(|day| (as_of..=as_of + 14).contains(*day)).count(),
            problems,
        }
    }

    /// Answers the rows again whose cells have changed, where nothing else can have: the same question as before, few cells, and
    /// columns that are written as they were. False where the whole table is to be answered.
    fn mend(&mut self, call: &EvaluateCall) -> bool {
        if self.answered.as_ref() != Some(call) || self.changed.len() > FEW {
            return false;
        }
        let changed = std::mem::take(&mut self.changed);
        let packs = self.packs(&self.choices.policies);
        if !changed.is_empty() && !self.tracker.mend(&packs, &self.choices, &changed) {
            self.changed = changed;
            return false;
        }
        if let Some(mut days) = self.due.take() {
            let actions = self.actions();
            for (row, _) in &changed {
                if let Some(day) = days.get_mut(*row) {
                    *day = self.due_of(&actions, *row);
                }
            }
            self.due = OnceCell::from(days);
        }
        true
    }

    fn evaluate_all(&mut self, call: &EvaluateCall) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut known: Vec<&str> = self.added.iter().map(|pack| pack.pack.as_str()).collect();
        for name in self.built_in() {
            known.push(name);
        }
        if let Some(text) = &call.settings {
            match Organisation::read(text, &known) {
                Ok(organisation) => self.organisation = organisation,
                Err(found) => problems.extend(found),
            }
        } else {
            self.organisation = Organisation::default();
        }
        if !std::mem::take(&mut self.changed).is_empty() {
            let choices = self.choices.clone();
            self.tracker.read(&self.packs(&choices.policies), &choices);
        }
        match Day::parse(&call.as_of) {
            Some(as_of) => problems.extend(self.tracker.evaluate(as_of, &self.organisation)),
            None => problems.push(unreadable_day(&call.as_of)),
        }
        problems
    }

    fn decisions(&self) -> Vec<DecisionSummary> {
        let mut all = Vec::new();
        for applied in &self.tracker.applied {
            for answer in &applied.pack.decisions {
                let outcomes = self.outcomes(&answer.id);
                let mut times = vec![0usize; outcomes.len() + 2];
                for code in self.codes(&answer.id) {
                    times.get_mut(usize::from(code)).into_iter().for_each(|times| *times += 1);
                }
                let count = |code: usize| times.get(code).copied().unwrap_or(0);
                all.push(DecisionSummary {
                    id: answer.id.clone(),
                    policy: applied.pack.pack.clone(),
                    title: answer.title.clone(),
                    counts: (0..outcomes.len()).map(|at| count(at + 2)).collect(),
                    cannot_decide: count(1),
                    outcomes,
                });
            }
        }
        all
    }

    fn outcomes(&self, decision: &str) -> Vec<String> {
        for applied in &self.tracker.applied {
            let Ok(program) = &applied.program else { continue };
            let Some(node) = program.node(decision) else { continue };
            let count = program.nodes.get(node).map(|node| node.domain.nothing()).unwrap_or(0);
            let mut names: Vec<String> = Vec::new();
            for cell in 0..count {
                let name = plain_name(&decide::outcome_name(program, node, cell));
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            // Duties of which none is left have an answer without a row of its own.
            let nothing = decide::NOTHING_TO_DO.to_string();
            if program.table(node).is_some_and(|table| table.actions) && !names.contains(&nothing) {
                names.insert(0, nothing);
            }
            return names;
        }
        Vec::new()
    }

    /// For each row of the table, how a decision ended: 0 not a learner, 1 cannot decide, 2 and on the outcome.
    pub fn codes(&self, decision: &str) -> Vec<u16> {
        let names = self.outcomes(decision);
        let mut codes = vec![0; self.tracker.table.len()];
        for applied in &self.tracker.applied {
            let Some(at) = applied.pack.decisions.iter().position(|answer| answer.id == decision) else { continue };
            let program = applied.program.as_ref().ok();
            let node = program.and_then(|program| program.node(decision));
            let place = |name: &str| {
                names.iter().position(|known| known == name).and_then(|at| u16::try_from(at + 2).ok()).unwrap_or(1)
            };
            let duties =
                program.zip(node).and_then(|(program, node)| program.table(node)).is_some_and(|table| table.actions);
            let code = |number: u32| match (applied.kept(number).map(|kept| &kept.found), program, node) {
                (Some(Found { cell: Some(cell), .. }), Some(program), Some(node)) => {
                    let name = plain_name(&decide::outcome_name(program, node, *cell));
                    place(if duties && name.is_empty() { decide::NOTHING_TO_DO } else { &name })
                }
                (Some(Found { status: Status::Decided, .. }), ..) if duties => place(decide::NOTHING_TO_DO),
                _ => 1,
            };
            // Rows share answers: each is looked up once. No answer has the code 0.
            let mut known: Vec<u16> = Vec::new();
            for (row, slot) in codes.iter_mut().enumerate() {
                let Some(number) = applied.numbers(row).get(at).copied() else { continue };
                if known.len() <= number as usize {
                    known.resize(number as usize + 1, 0);
                }
                if let Some(known) = known.get_mut(number as usize) {
                    if *known == 0 {
                        *known = code(number);
                    }
                    *slot = *known;
                }
            }
        }
        codes
    }

    /// For each row of the table, the day its next action is due, in days since 1970-01-01, or [`NO_DAY`].
    pub fn due(&self) -> &[i32] {
        self.due.get_or_init(|| {
            let actions = self.actions();
            (0..self.tracker.table.len()).map(|row| self.due_of(&actions, row)).collect()
        })
    }

    /// The decisions that tell somebody what to do: the policy's rows and program, the decision's place and node.
    fn actions(&self) -> Vec<(&Applied, &Program, usize, usize)> {
        let ready = self.tracker.applied.iter().filter_map(|applied| Some((applied, applied.program.as_deref().ok()?)));
        let answers = ready.flat_map(|(applied, program)| {
            program.answers.iter().enumerate().map(move |(at, node)| (applied, program, at, *node))
        });
        answers.filter(|(_, program, _, node)| program.table(*node).is_some_and(|table| table.actions)).collect()
    }

    /// The first of the days on which a row's next actions are due.
    fn due_of(&self, actions: &[(&Applied, &Program, usize, usize)], row: usize) -> i32 {
        let mut due: Option<Day> = None;
        for (applied, program, at, node) in actions {
            let Some(number) = applied.numbers(row).get(*at).copied() else { continue };
            let Some(found) = applied.kept(number).map(|kept| &kept.found) else { continue };
            let day = if applied.is_alone(row) {
                let next = |explainer: &Explainer| explainer.next(*node, found)?.due;
                applied.with_row(&self.tracker.table, row, next).flatten().and_then(|day| Day::parse(&day))
            } else {
                let asked = || next::row_of(program, *node, found)?.due.as_ref();
                applied.filling(row, 0, |filler| filler.day(number, asked)).flatten()
            };
            due = day.into_iter().chain(due).min();
        }
        due.map_or(NO_DAY, Day::days)
    }

    /// Rows as they are shown.
    pub fn rows(&self, indices: &[u32]) -> Vec<RowAnswer> {
        indices.iter().filter_map(|index| self.row(*index as usize)).collect()
    }

    fn row(&self, index: usize) -> Option<RowAnswer> {
        let row = self.tracker.table.row(index)?;
        let explained: Vec<Decision> = self.tracker.explain(index);
        let mut answer = RowAnswer {
            index,
            row: row.number,
            name: self.tracker.name(index).to_string(),
            kind: if self.tracker.kind(index) == RowKind::Learner { "learner" } else { "skipped" },
            cells: render::cells(&self.tracker, index),
            decisions: BTreeMap::new(),
            next: None,
            also: Vec::new(),
            duties: self.tracker.duties(index),
            reasons: Vec::new(),
            needs: Vec::new(),
            problems: Vec::new(),
        };
        let missing = not_assessed_text(explained.iter().flat_map(|decision| decision.not_assessed.iter()));
        for decision in explained {
            answer.reasons.push(format!("{}: {}{}", decision.title, decision.sentence, ours_of(&decision)));
            let needs = decision.needs.iter().map(|need| need_text(need)).collect::<Vec<_>>().join(" and ");
            if !needs.is_empty() && !answer.needs.contains(&needs) {
                answer.needs.push(needs);
            }
            for problem in decision.problems {
                if !answer.problems.contains(&problem) {
                    answer.problems.push(problem);
                }
            }
            // Of several policies' next actions the first that is due.
            let due = |next: &Next| (next.due.is_none(), next.due.clone());
            answer.next = answer
                .next
                .into_iter()
                .chain(decision.next)
                .reduce(|one, other| if due(&other) < due(&one) { other } else { one });
            answer.also.extend(decision.also);
            answer.decisions.insert(
                decision.decision,
                RowDecision {
                    status: decision.status,
                    outcome: decision.outcome,
                    possible: decision.possible,
                    open: decision.open,
                },
            );
        }
        if !missing.is_empty() {
            answer.reasons.push(format!("{missing}."));
        }
        for applied in &self.tracker.applied {
            for found in applied.reading.records.row_problems(index) {
                if !answer.problems.contains(&found.problem) {
                    answer.problems.push(found.problem.clone());
                }
            }
        }
        Some(answer)
    }

    /// The whole answer document.
    pub fn document(&self) -> json::Document {
        json::document(&self.tracker)
    }

    /// The whole answer document, as the command line writes it.
    pub fn json(&self) -> String {
        json::text(&self.tracker)
    }

    /// The tracker with its result columns, as the command line writes it: `tsv` or `csv`.
    pub fn text(&self, format: &str) -> String {
        with_results(&self.tracker, if format == "csv" { Format::Csv } else { Format::Tsv })
    }

    /// Every decision of a row in full.
    pub fn explain(&self, index: usize) -> Vec<Decision> {
        self.tracker.explain(index)
    }

    /// The duties of a row that are due, overdue or done, or that hang on something that is missing.
    pub fn duties(&self, index: usize) -> Vec<Duty> {
        self.tracker.duties(index)
    }

    /// What is to be done for all learners, the most urgent first: [`to_do::to_do`].
    pub fn to_do(&self) -> ToDoList {
        let lines = to_do::to_do(&self.tracker).into_iter();
        let line = |one: ToDo| ToDoLine { kind: one.kind, standing: one.standing, cells: one.cells() };
        ToDoList { headings: HEADINGS, lines: lines.map(line).collect() }
    }

    /// What each group of rows says about itself, for policies that are checklists.
    pub fn assessments(&self) -> Vec<Assessment> {
        self.tracker.applied.iter().flat_map(|applied| applied.assessments.iter().cloned()).collect()
    }

    /// How many rows have each answer, for policies that count for a return: the lines of the return, the rows on them
    /// that still lack something, and the rows that nobody can place yet.
    pub fn counts(&self) -> Vec<Counted> {
        counted(&self.tracker)
    }

    /// The result columns from the heading row on, one line for each row of the sheet.
    pub fn result(&self, call: &ResultCall) -> String {
        let wanted = |title: &str| call.columns.as_ref().is_none_or(|wanted| wanted.iter().any(|name| name == title));
        let mut out = String::new();
        let html = call.format == "html";
        let mut row = 0;
        if html {
            out.push_str("<table>");
        }
        results_only(&self.tracker, &wanted, call.heading, &mut |line, cells| {
            make_room(&mut out, row, self.tracker.table.len());
            row += 1;
            if html {
                out.push_str("<tr>");
                cells.for_each(|cell| out.push_str(&html_cell(cell)));
                out.push_str("</tr>");
            } else {
                push_written(&mut out, Format::Tsv, (line, cells));
                out.push('\n');
            }
        });
        if html {
            out.push_str("</table>");
        }
        out
    }

    /// A cell's text.
    pub fn cell(&self, index: usize, column: usize) -> String {
        self.tracker.table.row(index).map(|row| row.cell(column).text.to_string()).unwrap_or_default()
    }

    /// Changes a cell's text. [`Session::evaluate`] answers anew what that can have changed, once for all changes.
    pub fn set_cell(&mut self, index: usize, column: usize, text: &str) {
        // What a person has said a word means holds for whoever types it later.
        let meaning = self.meanings.get(&column).and_then(|meanings| meanings.get(text.trim()));
        let text = meaning.map_or(text, String::as_str);
        self.tracker.table.set_text(index, column, text);
        self.changed.insert((index, column));
        if self.tracker.identifies(column) {
            self.again = OnceCell::new();
        }
    }
}

/// Stands for "no day" among days.
pub const NO_DAY: i32 = i32::MIN;
