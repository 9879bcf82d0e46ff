//! One policy over the rows of a table: its answers, kept and answered again, and what is said of a row.

use super::{Applied, Choices};
use crate::decision::{Decision, NotAssessed, Status};
use crate::evaluate::checks;
use crate::evaluate::compile::compile_whole;
use crate::evaluate::decide::{Answerer, Found};
use crate::evaluate::duties::{self, Duty, Standing};
use crate::evaluate::facts::Facts;
use crate::evaluate::memo::{Answers, Kept, Memo};
use crate::evaluate::numbering::Coded;
use crate::evaluate::possible::{self, Possible, Tries};
use crate::evaluate::program::Program;
use crate::evaluate::run::{Pass, State, narrowed};
use crate::explain::template::{Filler, Lacking, Marks, Words};
use crate::explain::{Explainer, Sheet, SoFar, not_assessed_text, words};
use crate::place::{Place, column_letters};
use crate::policy::pack::{CheckKind, Operation, Pack};
use crate::problem::Problem;
use crate::record::read::Reading;
use crate::record::{Fact, RowKind};
use crate::table::Table;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

impl Applied {
    /// A policy over what it has read, with nothing answered yet.
    pub(super) fn over(pack: Rc<Pack>, choices: &Choices, reading: Reading) -> Self {
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
            tried: RefCell::default(),
            answers: Answers::default(),
            memo: Memo::default(),
            store: RefCell::default(),
            last: RefCell::default(),
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

    pub(super) fn answer_all(&mut self) {
        self.store = RefCell::default();
        self.last = RefCell::default();
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
                Memo::of_one(Found { status, cell: None, collected: None, open: None, also: None })
            }
        };
        self.answers = answers;
        self.note_ahead(&learners);
    }

    /// Answers some rows again, whose facts have changed.
    pub(super) fn answer_again(&mut self, rows: &[usize]) {
        self.last = RefCell::default();
        self.tried = RefCell::default();
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
        self.note_ahead(&which);
    }

    /// Notes those of some rows that have an event which is still to come. Most columns hold no such day, and a day that many
    /// rows have is looked at once.
    fn note_ahead(&mut self, rows: &[u32]) {
        let Applied { program: Ok(program), answers, reading, .. } = self else { return };
        for (field, column) in reading.records.columns.iter().enumerate() {
            let lists = &reading.records.lists;
            let is_ahead = |fact: &Fact| {
                checks::ahead(program, field, *fact).is_some()
                    || checks::ahead_in_list(program, field, *fact, lists).is_some()
            };
            let ahead: Vec<bool> = column.facts.iter().map(is_ahead).collect();
            if ahead.contains(&true) {
                let code = |row: &u32| column.codes.get(*row as usize).map(|code| *code as usize);
                let is_ahead = |row: &u32| code(row).and_then(|code| ahead.get(code)) == Some(&true);
                answers.disagree.extend(rows.iter().filter(|row| is_ahead(row)));
            }
        }
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
        self.disagreements_of(table, row, |_| true)
    }

    /// The rows with cells that cannot all be right, in order, each with what they do not agree about. That a count is too
    /// small to say much is said beside the row's answer and is no mistake: there is nothing to mend.
    pub(super) fn contradictions(&self, table: &Table) -> Vec<(usize, Vec<Problem>)> {
        let mut rows: Vec<usize> = self.answers.disagree.iter().map(|row| *row as usize).collect();
        rows.sort_unstable();
        let of = |row| self.disagreements_of(table, row, |kind| kind != CheckKind::Few);
        rows.into_iter().map(|row| (row, of(row))).collect()
    }

    /// Looks at the facts alone: of a long table many rows are asked about and none of them is explained.
    fn disagreements_of(&self, table: &Table, row: usize, wanted: impl Fn(CheckKind) -> bool) -> Vec<Problem> {
        let Ok(program) = &self.program else { return Vec::new() };
        if !self.disagrees(row) {
            return Vec::new();
        }
        let mut facts = Vec::new();
        self.gather(row, &mut facts);
        let mut found = checks::check(program, &mut facts, &self.reading.records.lists);
        found.retain(|found| self.pack.checks.get(found.check).is_some_and(|check| wanted(check.check)));
        let sheet = SheetRow { applied: self, row, number: table.row(row).map_or(0, |row| row.number) };
        self.said(program, &sheet, &found, &facts)
    }

    /// What was found in a row that disagrees with itself, in words: which checks are broken, and which days are still to come.
    fn said(
        &self,
        program: &Program,
        sheet: &SheetRow,
        found: &[checks::Disagreement],
        facts: &[Fact],
    ) -> Vec<Problem> {
        let mut problems: Vec<Problem> = found.iter().filter_map(|found| self.disagreement(sheet, found)).collect();
        problems.extend(facts.iter().enumerate().filter_map(|(field, fact)| {
            let listed = || checks::ahead_in_list(program, field, *fact, &self.reading.records.lists);
            let says = match checks::ahead(program, field, *fact) {
                Some(day) => format!("{} is still to come, so that it counts as not happened yet", day.uk()),
                None => {
                    format!("of the days that are listed, {} is still to come and does not count yet", listed()?.uk())
                }
            };
            let problem =
                Problem::new("date-ahead", says, "a day that has come", "Check the date; from that day on it counts.");
            Some(problem.at(sheet.at(field)?))
        }));
        problems
    }

    /// The words of an answer that rows share, worked out from `row` where no row has asked for them before; `None` where
    /// they hang on more than the facts that decide it. Those without reasons are quicker to find.
    pub fn words(&self, table: &Table, row: usize, answer: usize, number: u32, reasons: bool) -> Option<Rc<Words>> {
        if let Some(Some(known)) = self.store.borrow().words.get(number as usize)
            && known.as_ref().is_none_or(|known| known.reasoned || !reasons)
        {
            return known.clone();
        }
        if self.memo.tried(answer, self.numbers(row)) {
            return None;
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
        let digits = OnceCell::new();
        Some(see(&mut Filler { store: &mut store, program, rows: self.coded(), row, number, digits }))
    }

    /// What was not assessed in a row, for the decisions that say it (bit 0 is the first). `patterns` are those of the row's
    /// answers.
    pub fn missing(&self, table: &Table, row: usize, patterns: &[u32], answers: u64) -> Rc<str> {
        let key = (patterns.to_vec(), answers);
        if let Some(known) = self.store.borrow().missing.get(&key) {
            return Rc::clone(known);
        }
        let text = self.with_row(table, row, |explainer| {
            let lacking = self.not_assessed(explainer, row);
            let said = lacking.iter().enumerate().filter(|(at, _)| answers & (1 << at) != 0);
            not_assessed_text(said.flat_map(|(_, missing)| missing.iter()))
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
        let sheet = SheetRow { applied: self, row, number: table.row(row).map_or(0, |row| row.number) };
        let lists = &self.reading.records.lists;
        // One decision of a row is mostly explained after another.
        let mut last = self.last.take();
        let Last { row: known, pass, settled, tries, facts, found } = &mut last;
        if *known != Some(row) {
            self.gather(row, facts);
            // Nearly every row agrees with itself, and looking is not free.
            *found = if self.disagrees(row) { checks::check(program, facts, lists) } else { Vec::new() };
            *known = None;
        }
        // Words that rows share are those of the pass alone.
        if known.is_none() || (*settled && marks.is_some()) {
            pass.run(program, &Facts { facts, lists });
            *known = Some(row);
            *settled = false;
        }
        if marks.is_none() && !*settled {
            for (node, found) in program.answers.iter().zip(self.row(row)) {
                if found.status == Status::Decided && matches!(pass.state(*node), State::Some(_)) {
                    *pass = possible::settled(program, &Facts { facts, lists }, pass, tries, *node);
                    *settled = true;
                }
            }
        }
        // Of an answer that is open others say what it may be, and that is what the search has found.
        for (node, found) in program.answers.iter().zip(self.row(row)) {
            let cells = found.open.as_ref().and_then(|open| duties::only_cells(open));
            if let (Some(cells), State::Some(_)) = (cells, pass.state(*node)) {
                pass.know(program, *node, narrowed(cells));
            }
        }
        let disagreements = if self.disagrees(row) { self.said(program, &sheet, found, facts) } else { Vec::new() };
        let facts = Facts { facts, lists };
        let so_far = SoFar::default();
        let seen =
            see(&Explainer { program, pass, facts, sheet: &sheet, disagreements: &disagreements, marks, so_far });
        self.last.replace(last);
        Some(seen)
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
        let mut pass = Pass::default();
        pass.run(program, &facts);
        let mut duties = duties::duties(program, &mut pass, &facts, &mut self.tried.borrow_mut());
        duties.retain(|duty| !matches!(duty.standing, Standing::NotDue | Standing::NotAssessed));
        // Of a rule that is open, what it may come to.
        let may_be = |node: usize| {
            let State::Some(cells) = pass.state(node) else { return None };
            let possible = Possible { cells: possible::Found(cells), ..Possible::default() };
            (!program.is_fact(node)).then(|| words::open(program, node, &possible))
        };
        let said =
            |node: usize, bare: bool| may_be(node).unwrap_or_else(|| words::said(program, &pass, &facts, node, bare));
        for duty in &mut duties {
            duty.says = words::filled_by(program, &duty.says, &said);
            duty.action = words::filled_by(program, &duty.action, &said);
        }
        duties
    }

    fn with_duties(&self) -> Option<Rc<Program>> {
        let program = self.program.as_ref().ok()?;
        self.pack
            .has_duties()
            .then(|| compile_whole(&self.pack, &program.settings, &program.calendar, program.as_of).ok().map(Rc::new))
            .flatten()
    }

    fn disagreement(&self, sheet: &SheetRow, found: &checks::Disagreement) -> Option<Problem> {
        let check = self.pack.checks.get(found.check)?;
        let program = self.program.as_ref().ok()?;
        let today = self.pack.derived.get(&check.of.1).is_some_and(|derived| derived.by == Operation::Today);
        let expected = if today || check.check == CheckKind::NoneBefore {
            format!("a day up to {}", program.as_of.uk())
        } else {
            "cells that agree with each other".to_string()
        };
        let problem = Problem::new(&check.code, check.says.clone(), expected, check.remedy.clone());
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
            let lacking = self.not_assessed(explainer, row);
            let settings = &mut self.store.borrow_mut().settings;
            let said = |((at, found), lacking): ((usize, &&Found), &Rc<[NotAssessed]>)| {
                explainer.decision(at, found, Rc::clone(lacking), settings)
            };
            found.iter().enumerate().zip(lacking.iter()).filter_map(said).collect::<Vec<_>>()
        });
        explained.unwrap_or_else(|| self.refused(&found))
    }

    /// What was not assessed in a row, decision by decision: most rows of a tracker lack the same.
    fn not_assessed(&self, explainer: &Explainer, row: usize) -> Lacking {
        let found = || explainer.program.answers.iter().map(|node| explainer.not_assessed(*node).into()).collect();
        if self.is_alone(row) {
            return found();
        }
        let pattern = |number: &u32| self.kept(*number).map_or(0, |kept| kept.pattern);
        let patterns = self.numbers(row).iter().map(pattern).collect();
        Rc::clone(self.store.borrow_mut().not_assessed.entry(patterns).or_insert_with(found))
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
                open: String::new(),
                sentence: format!("Cannot decide: {sentence}."),
                rules: Vec::new(),
                facts: Vec::new(),
                margin: Vec::new(),
                not_assessed: Rc::default(),
                needs: Vec::new(),
                settings: Rc::default(),
                problems: problems.clone(),
                next: None,
                also: Vec::new(),
            })
            .collect()
    }
}

/// The row that was explained last, worked through.
#[derive(Debug, Clone, Default)]
pub(super) struct Last {
    row: Option<usize>,
    pass: Pass,
    /// Whether the pass knows what trying values has settled.
    settled: bool,
    tries: Tries,
    facts: Vec<Fact>,
    found: Vec<checks::Disagreement>,
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
        Some(column_letters(self.applied.reading.records.column(field)?))
    }

    fn place(&self, field: usize) -> String {
        let place = |column| Place { row: Some(self.number), column: Some(column), heading: None };
        self.applied.reading.records.column(field).map(place).map(|place| place.name()).unwrap_or_default()
    }

    fn problem(&self, field: usize) -> Option<Problem> {
        self.applied.reading.records.problem(field, self.row).cloned()
    }
}
