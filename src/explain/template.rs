//! The words of an answer that rows share, with a gap for each value that is a row's own.
//!
//! An explanation that is asked for with marks writes a mark in the place of each such value; what it then gives is cut at
//! the marks, and each row fills the gaps with its own facts. What goes into a gap is worked out once for each different
//! set of facts it hangs on. See [`memo`](crate::evaluate::memo) for which rows share.

use super::ways::Ways;
use super::{Explainer, next, settings, words};
use crate::calendar::Day;
use crate::decision::{NotAssessed, Status};
use crate::evaluate::cells::Cells;
use crate::evaluate::decide::{self, Found};
use crate::evaluate::duties;
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::numbering::{Coded, Numbering};
use crate::evaluate::program::Program;
use crate::evaluate::run::Pass;
use crate::index::Quick;
use crate::policy::pack::{Due, Row};
use crate::record::Fact;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

/// A value that is a row's own.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A fact as people read it; bare: without its unit.
    Value {
        /// The fact's node.
        node: usize,
        /// Without its unit.
        bare: bool,
    },
    /// A fact as it stands, and what an outcome needs it to be.
    Against {
        /// The fact's node.
        node: usize,
        /// The cells that the outcome needs.
        wanted: Cells,
        /// The outcome.
        outcome: String,
    },
    /// Why the fact of a node is open though no cell is missing.
    NotWorkedOut(usize),
    /// The row's cell in a column with these letters.
    Place(String),
    /// The day something is due, as 2026-04-08.
    Day(Due),
    /// The same behind a comma, or nothing where no day is known.
    By(Due),
    /// That the day something is due has passed, or nothing.
    Overdue(Due),
    /// A look inside a period, where its day is known and another than that on which the period ends.
    Checkpoint {
        /// The end of the period.
        due: Option<Due>,
        /// The day of the look.
        at: Due,
        /// What to look at.
        says: String,
    },
}

impl Mark {
    /// The fields that its text hangs on.
    fn fields(&self, program: &Program) -> Vec<usize> {
        let day = |due: &Due| fields_behind(program, due);
        match self {
            Mark::Value { node, .. } | Mark::Against { node, .. } | Mark::NotWorkedOut(node) => {
                program.nodes.get(*node).map(|node| node.fields.clone()).unwrap_or_default()
            }
            Mark::Place(_) => Vec::new(),
            Mark::Day(due) | Mark::By(due) | Mark::Overdue(due) => day(due),
            Mark::Checkpoint { due, at, .. } => due.iter().chain([at]).flat_map(day).collect(),
        }
    }

    fn text(&self, program: &Program, facts: &Facts) -> String {
        let day = |due: &Due| duties::due(program, facts, due);
        match self {
            Mark::Value { node, bare } => words::said(program, &Pass::default(), facts, *node, *bare),
            Mark::Against { node, wanted, outcome } => {
                let pass = Pass::default();
                let ways = Ways::from(program, &pass, *facts);
                let Some(found) = program.nodes.get(*node) else { return String::new() };
                let now = match facts::value(program, *node, facts) {
                    Value::Number(value) => found.domain.cell(value),
                    Value::Code(code) => code,
                    _ => found.domain.nothing(),
                };
                let change = ways.leaf(*node, &found.domain, now, wanted);
                change.map(|change| change.against(outcome)).unwrap_or_default()
            }
            Mark::NotWorkedOut(node) => words::not_worked_out(program, *node, facts).to_string(),
            Mark::Place(letters) => letters.clone(),
            Mark::Day(due) => day(due).map(|day| day.to_string()).unwrap_or_default(),
            Mark::By(due) => day(due).map(|day| format!(", due {day}")).unwrap_or_default(),
            Mark::Overdue(due) => {
                let late = day(due).is_some_and(|day| day < program.as_of);
                if late { " (overdue)".to_string() } else { String::new() }
            }
            Mark::Checkpoint { due, at, says } => match day(at) {
                Some(at) if Some(at) != due.as_ref().and_then(day) => format!("; {}", next::checkpoint_text(at, says)),
                _ => String::new(),
            },
        }
    }
}

/// The fields that a day is counted from.
fn fields_behind(program: &Program, due: &Due) -> Vec<usize> {
    let nodes = [Some(&due.after), due.or_at.as_ref()].into_iter().flatten().filter_map(|name| program.node(name));
    nodes.filter_map(|node| program.nodes.get(node)).flat_map(|node| node.fields.iter().copied()).collect()
}

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

/// Marks in the order in which they were written.
pub type Marks = RefCell<Vec<Mark>>;

/// Notes a mark and gives what stands for it.
pub fn mark(marks: &Marks, mark: Mark) -> String {
    let mut marks = marks.borrow_mut();
    marks.push(mark);
    format!("{OPEN}{}{CLOSE}", marks.len() - 1)
}

/// Words with gaps.
#[derive(Debug, Clone, Default)]
pub struct Template(Vec<Piece>);

#[derive(Debug, Clone)]
enum Piece {
    Text(Box<str>),
    Gap(usize),
    Place(Box<str>),
}

impl Template {
    /// True when there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The words of one answer.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Whether `why` and `check` were asked for.
    pub reasoned: bool,
    /// Whether it is decided.
    pub decided: bool,
    /// The answer; blank where there is none.
    pub outcome: String,
    /// The ids of the rows that held in deciding it, with blanks between.
    pub rules: String,
    /// Who acts.
    pub who: String,
    /// By when.
    pub due: Template,
    /// Why; empty where the answer has no reasons of its own.
    pub why: Template,
    /// What is missing for an answer, or for what is to be done besides; empty where nothing is.
    pub check: Template,
}

/// The words of an answer as they were written, with marks.
#[derive(Debug, Clone, Default)]
pub struct Marked {
    words: Words,
    due: String,
    why: String,
    check: String,
}

impl Explainer<'_> {
    /// The words of an answer, with marks, with its reasons or without; `None` where they hang on more than the facts that
    /// decide it.
    pub fn words(&self, answer: usize, found: &Found, reasons: bool, marks: &Marks) -> Option<Marked> {
        let node = *self.program.answers.get(answer)?;
        let spec = self.program.pack.decisions.get(answer)?;
        let mut marked = Marked::default();
        marked.words.reasoned = reasons;
        if found.status != Status::Decided {
            if reasons {
                let besides = self.besides(node, found, marks);
                marked.check = format!("{}{besides}", self.undecided(&spec.title, node, found));
                for remark in self.remarks(node, found) {
                    marked.check.push_str(&format!("; {}: {remark}", spec.title));
                }
            }
            return Some(marked);
        }
        let fired = self.fired(node, found);
        let because = if reasons { self.why(node, found, &fired) } else { String::new() };
        let table = self.program.table(node);
        let row = table.and_then(|table| table.rows.get(found.cell?)).map(|row| &row.row);
        let row = row.filter(|row| row.action.is_some());
        if !because.is_empty() {
            marked.why = format!("{}: {because}", spec.title);
            if let Some(row) = row {
                if let Some(due) = &row.due {
                    marked.why.push_str(&mark(marks, Mark::Overdue(due.clone())));
                }
                if let Some(checkpoint) = &row.checkpoint {
                    let says = self.filled(&checkpoint.says);
                    if says.contains(OPEN) {
                        return None;
                    }
                    let look = Mark::Checkpoint { due: row.due.clone(), at: checkpoint.due.clone(), says };
                    marked.why.push_str(&mark(marks, look));
                }
                if !row.day_note().is_empty() {
                    marked.why.push_str(&format!("; {}", row.day_note()));
                }
                marked.why.push_str(&self.besides(node, found, marks));
            }
            let remarks: Vec<String> =
                self.remarks(node, found).iter().map(|remark| format!("{}: {remark}", spec.title)).collect();
            marked.check = remarks.join("; ");
        }
        if let Some(due) = row.and_then(|row| row.due.as_ref()) {
            marked.due = mark(marks, Mark::Day(due.clone()));
        }
        marked.words = Words {
            decided: true,
            outcome: words::plain_name(&decide::outcome(self.program, node, found)?),
            rules: fired.iter().map(|fired| fired.row.id.as_str()).collect::<Vec<_>>().join(" "),
            who: row.map(Row::who_words).unwrap_or_default(),
            ..marked.words
        };
        Some(marked)
    }

    /// What to do whatever comes next, with marks.
    fn besides(&self, node: usize, found: &Found, marks: &Marks) -> String {
        let also = self.also_rows(node, found, false).into_iter().filter_map(|also| {
            let action = also.action.as_ref()?;
            let by = also.due.as_ref().map(|due| mark(marks, Mark::By(due.clone()))).unwrap_or_default();
            // INVARIANT: the same words as `render::besides` writes for a row by itself; a test compares them.
            Some(format!(". Also {}: {} ({}{by})", also.id, self.filled(action), also.who_words()))
        });
        also.collect()
    }
}

/// What hangs on some facts of a row, worked out once for each different set of them.
#[derive(Debug, Clone)]
struct Hanging<Of, T> {
    of: Of,
    by: Numbering,
    known: Vec<Option<T>>,
}

impl<Of, T: Clone> Hanging<Of, T> {
    fn new(of: Of, fields: &[usize], rows: &Coded) -> Self {
        Hanging { of, by: Numbering::by(fields, rows), known: Vec::new() }
    }

    fn at(&mut self, rows: &Coded, row: usize, work_out: impl FnOnce(&Of, &Facts) -> T) -> Option<&T> {
        let number = self.by.number(rows, row) as usize;
        if self.known.len() <= number {
            self.known.resize(number + 1, None);
        }
        let of = &self.of;
        Some(self.known.get_mut(number)?.get_or_insert_with(|| {
            let mut facts: Vec<Fact> = Vec::new();
            rows.gather(row, &mut facts);
            work_out(of, &Facts { facts: &facts, lists: rows.lists })
        }))
    }
}

/// What was not assessed in a row, decision by decision.
pub type Lacking = Rc<[Rc<[NotAssessed]>]>;

/// The words worked out so far.
#[derive(Debug, Clone, Default)]
pub struct Store {
    /// For each answer that rows share: its words; `Some(None)` where they hang on more than the facts that decide it.
    pub words: Vec<Option<Option<Rc<Words>>>>,
    /// What was not assessed, by the patterns of a row's answers and by the decisions that say it.
    pub missing: HashMap<(Vec<u32>, u64), Rc<str>, BuildHasherDefault<Quick>>,
    /// What was not assessed, decision by decision, by the patterns of a row's answers.
    pub not_assessed: HashMap<Vec<u32>, Lacking, BuildHasherDefault<Quick>>,
    /// The settings that answers rest on.
    pub settings: settings::Named,
    /// What goes into gaps.
    gaps: Vec<Hanging<Mark, Box<str>>>,
    /// For each answer that rows share: which of `days` it gives, where it gives one.
    dues: Vec<Option<Option<usize>>>,
    days: Vec<Hanging<Due, Option<Day>>>,
}

impl Store {
    /// Words ready to be filled in for rows.
    pub fn cut(&mut self, marked: Marked, marks: &Marks, program: &Program, rows: &Coded) -> Option<Words> {
        let mut template = |text: &str| self.template(text, marks, program, rows);
        Some(Words {
            due: template(&marked.due)?,
            why: template(&marked.why)?,
            check: template(&marked.check)?,
            ..marked.words
        })
    }

    /// Cuts words at their marks; `None` where they hold something that only looks like one.
    fn template(&mut self, text: &str, marks: &Marks, program: &Program, rows: &Coded) -> Option<Template> {
        let marks = marks.borrow();
        let mut pieces = Vec::new();
        let mut parts = text.split(OPEN);
        let add = |pieces: &mut Vec<Piece>, text: &str| {
            if !text.is_empty() {
                pieces.push(Piece::Text(text.into()));
            }
        };
        add(&mut pieces, parts.next()?);
        for part in parts {
            let (number, rest) = part.split_once(CLOSE)?;
            match marks.get(number.parse::<usize>().ok()?)? {
                Mark::Place(letters) => pieces.push(Piece::Place(letters.as_str().into())),
                mark => {
                    let known = self.gaps.iter().position(|gap| gap.of == *mark);
                    pieces.push(Piece::Gap(known.unwrap_or(self.gaps.len())));
                    if known.is_none() {
                        self.gaps.push(Hanging::new(mark.clone(), &mark.fields(program), rows));
                    }
                }
            }
            add(&mut pieces, rest);
        }
        Some(Template(pieces))
    }
}

/// Fills words in for one row.
pub struct Filler<'f> {
    /// The words worked out so far.
    pub store: &'f mut Store,
    /// The program.
    pub program: &'f Program,
    /// All rows.
    pub rows: Coded<'f>,
    /// The row.
    pub row: usize,
    /// Its number in the sheet.
    pub number: u32,
    /// The same as it stands in the names of cells, once it was needed.
    pub digits: OnceCell<String>,
}

impl Filler<'_> {
    /// The day by which what an answer of this number tells somebody to do is to be done. `due` gives what the day is counted
    /// from, and is asked once for each number.
    pub fn day<'d>(&mut self, number: u32, due: impl FnOnce() -> Option<&'d Due>) -> Option<Day> {
        let Store { dues, days, .. } = &mut *self.store;
        if dues.len() <= number as usize {
            dues.resize(number as usize + 1, None);
        }
        let slot = dues.get_mut(number as usize)?;
        let at = *slot.get_or_insert_with(|| {
            let due = due()?;
            let known = days.iter().position(|days| days.of == *due);
            Some(known.unwrap_or_else(|| {
                days.push(Hanging::new(due.clone(), &fields_behind(self.program, due), &self.rows));
                days.len() - 1
            }))
        });
        *days.get_mut(at?)?.at(&self.rows, self.row, |due, facts| duties::due(self.program, facts, due))?
    }

    /// Writes words with the row's own values in the gaps.
    pub fn fill(&mut self, words: &Template, out: &mut String) {
        for piece in &words.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Place(letters) => {
                    out.push_str(letters);
                    out.push_str(self.digits.get_or_init(|| self.number.to_string()));
                }
                Piece::Gap(gap) => {
                    let Some(gap) = self.store.gaps.get_mut(*gap) else { continue };
                    let text = gap.at(&self.rows, self.row, |mark, facts| mark.text(self.program, facts).into());
                    out.push_str(text.map_or("", |text| text));
                }
            }
        }
    }
}
