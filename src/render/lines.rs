//! The result columns of one row after another. What rows share is copied from words that are kept; the rest of a row is
//! written between.

use super::{CANNOT_DECIDE, checklist, in_full};
use crate::bytes::count_below;
use crate::explain::template::Words;
use crate::policy::pack::Part;
use crate::tracker::{Applied, Tracker};
use std::rc::Rc;

/// Writes the result columns of rows.
pub struct Lines<'t> {
    tracker: &'t Tracker,
    /// Whether rows share words.
    shares: bool,
    /// Whether reasons are wanted.
    reasons: bool,
    /// What is said in `Check` of every learner, where nobody can be asked about columns.
    not_read: String,
    plans: Vec<Plan>,
    cells: Parts,
    why: Parts,
    check: Parts,
}

/// How one policy's columns are written.
struct Plan {
    columns: Vec<Column>,
    /// For each decision, whether it gives no reasons of its own.
    beside: Vec<bool>,
    patterns: Vec<u32>,
    /// The words of answers that rows before had, by number, each with the pattern of what was not assessed.
    known: Vec<Option<(Rc<Words>, u32)>>,
    /// What was not assessed in the row before, and by what that was found.
    missing: (Vec<u32>, u64, Rc<str>),
    /// Where the problems of the row before end.
    problem: usize,
}

struct Column {
    shows: Shows,
    /// The decision beside which it stands.
    only_with: Option<usize>,
}

enum Shows {
    /// A cell of the sheet.
    Cell(Option<usize>),
    Outcome(usize),
    Who(usize),
    Due(usize),
    Rules(Vec<usize>),
    Nothing,
}

/// Appends a text that is mostly of a few letters: to copy memory takes longer to begin than those take.
#[inline(always)]
fn push_short(out: &mut String, text: &str) {
    if text.len() <= 8 && text.is_ascii() {
        text.bytes().for_each(|letter| out.push(char::from(letter)));
    } else {
        out.push_str(text);
    }
}

/// Texts one after another in one buffer, each with a tab behind it.
#[derive(Default)]
struct Parts {
    text: String,
    ends: Vec<usize>,
}

impl Parts {
    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    fn add(&mut self, text: &str) {
        self.text.push_str(text);
        self.end();
    }

    /// Ends a part that was written into `text`.
    #[inline(always)]
    fn end(&mut self) {
        self.ends.push(self.text.len());
        self.text.push('\t');
    }

    fn starts(&self) -> impl Iterator<Item = usize> {
        std::iter::once(0).chain(self.ends.iter().map(|end| end + 1))
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        self.starts().zip(&self.ends).map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }

    /// All of them as a line of tab separated text, where none is to be quoted.
    fn line(&self) -> Option<&str> {
        let text = self.text.as_bytes();
        let quote = |at: usize| text.get(at) == Some(&b'"');
        // Tabs and line ends are all below 14.
        let plain = count_below(text, 14) == self.ends.len() && !self.starts().any(quote);
        self.text.get(..text.len().saturating_sub(1)).filter(|_| plain)
    }
}

impl<'t> Lines<'t> {
    /// The lines of a tracker, with or without reasons.
    pub fn new(tracker: &'t Tracker, reasons: bool) -> Self {
        let plans = tracker.applied.iter().map(plan).collect();
        let (cells, why, check) = Default::default();
        Lines { tracker, shares: true, reasons, not_read: String::new(), plans, cells, why, check }
    }

    /// The same, for whoever cannot be asked about columns that are not used and may have been meant: `Check` names them.
    pub fn telling(tracker: &'t Tracker, reasons: bool) -> Self {
        Lines { not_read: tracker.not_read(), ..Lines::new(tracker, reasons) }
    }

    /// The lines of a tracker, each worked out for itself alone.
    pub fn in_full(tracker: &'t Tracker) -> Self {
        Lines { shares: false, ..Lines::new(tracker, true) }
    }

    /// The result columns of a row; all blank for a row that is not a learner. Without reasons, `Why` and `Check` are left
    /// out.
    pub fn row(&mut self, row: usize) -> impl Iterator<Item = &str> {
        self.find(row);
        self.cells.iter()
    }

    /// [`Lines::row`] as tab separated text, where no cell is to be quoted; and beside it in any case.
    pub fn line(&mut self, row: usize) -> (Option<&str>, impl Iterator<Item = &str>) {
        self.find(row);
        (self.cells.line(), self.cells.iter())
    }

    fn find(&mut self, row: usize) {
        self.cells.clear();
        self.why.clear();
        self.check.clear();
        if !self.not_read.is_empty() {
            self.check.add(&self.not_read);
        }
        for at in 0..self.plans.len() {
            self.policy(at, row);
        }
        if self.reasons && !self.plans.is_empty() {
            for (parts, separator) in [(&self.why, ". "), (&self.check, "; ")] {
                for (nth, part) in parts.iter().enumerate() {
                    if nth > 0 {
                        self.cells.text.push_str(separator);
                    }
                    self.cells.text.push_str(part);
                }
                self.cells.end();
            }
        }
    }

    fn policy(&mut self, at: usize, row: usize) {
        let (Some(applied), Some(plan)) = (self.tracker.applied.get(at), self.plans.get_mut(at)) else { return };
        let assessed = !applied.assessments.is_empty();
        if !assessed && applied.numbers(row).is_empty() {
            plan.columns.iter().for_each(|_| self.cells.end());
            return;
        }
        let shared = self.shares
            && !assessed
            && plan.find_words(self.tracker, applied, row, self.reasons)
            && plan.write(self.tracker, applied, row, self.reasons, &mut self.cells, &mut self.why, &mut self.check);
        if !shared {
            let (mut cells, mut why, mut check) = (Vec::new(), Vec::new(), Vec::new());
            if assessed {
                checklist::cells(self.tracker, applied, row, &mut cells, &mut why, &mut check);
            } else {
                in_full(self.tracker, applied, row, &mut cells, &mut why, &mut check);
            }
            for (parts, texts) in [(&mut self.cells, cells), (&mut self.why, why), (&mut self.check, check)] {
                texts.iter().for_each(|text| parts.add(text));
            }
        }
        if self.reasons && !assessed {
            for found in plan.problems(applied, row) {
                let text = found.problem.of_cell();
                if !self.check.iter().any(|known| known == text) {
                    self.check.add(&text);
                }
            }
        }
    }
}

fn plan(applied: &Applied) -> Plan {
    let pack = &applied.pack;
    let decision = |id: &String| pack.decisions.iter().position(|answer| answer.id == *id);
    let columns = pack.results.iter().map(|column| Column {
        shows: match (decision(&column.of), column.part) {
            (None, _) => {
                let field = pack.fields.position(&column.of);
                Shows::Cell(field.and_then(|field| applied.reading.records.sources.get(field)?.first().copied()))
            }
            (Some(at), Part::Outcome) => Shows::Outcome(at),
            (Some(at), Part::Who) => Shows::Who(at),
            (Some(at), Part::Due) => Shows::Due(at),
            (Some(at), Part::Rules) => {
                Shows::Rules(std::iter::once(at).chain(column.and.iter().filter_map(decision)).collect())
            }
            _ => Shows::Nothing,
        },
        // A decision that the pack does not have is never decided.
        only_with: column.only_with.as_ref().map(|with| decision(with).unwrap_or(usize::MAX)),
    });
    Plan {
        columns: columns.collect(),
        beside: pack.decisions.iter().map(|answer| answer.beside).collect(),
        patterns: Vec::new(),
        known: Vec::new(),
        missing: (Vec::new(), 0, Rc::from("")),
        problem: 0,
    }
}

impl Plan {
    /// Finds the words of a row's answers; false where some hang on the row alone.
    fn find_words(&mut self, tracker: &Tracker, applied: &Applied, row: usize, reasons: bool) -> bool {
        self.patterns.clear();
        let numbers = applied.numbers(row);
        if numbers.len() > 64 || applied.program.is_err() || applied.is_alone(row) {
            return false;
        }
        for (at, number) in numbers.iter().enumerate() {
            let place = *number as usize;
            if self.known.get(place).is_none_or(Option::is_none) {
                let Some(words) = applied.words(&tracker.table, row, at, *number, reasons) else { return false };
                if self.known.len() <= place {
                    self.known.resize(place + 1, None);
                }
                if let Some(slot) = self.known.get_mut(place) {
                    *slot = Some((words, applied.kept(*number).map_or(0, |kept| kept.pattern)));
                }
            }
            let Some(Some((_, pattern))) = self.known.get(place) else { return false };
            if reasons {
                self.patterns.push(*pattern);
            }
        }
        true
    }

    /// The words of one of a row's answers.
    #[inline(always)]
    fn words(&self, numbers: &[u32], decision: usize) -> Option<&Words> {
        self.known.get(*numbers.get(decision)? as usize)?.as_ref().map(|(words, _)| words.as_ref())
    }

    #[allow(clippy::too_many_arguments)]
    fn write(
        &mut self,
        tracker: &Tracker,
        applied: &Applied,
        row: usize,
        reasons: bool,
        cells: &mut Parts,
        why: &mut Parts,
        check: &mut Parts,
    ) -> bool {
        let Some(found) = tracker.table.row(row) else { return false };
        let mut say = 0u64;
        let numbers = applied.numbers(row);
        let written = applied.filling(row, found.number, |filler| {
            let of = |at: usize| self.words(numbers, at);
            for column in &self.columns {
                if column.only_with.is_some_and(|with| !of(with).is_some_and(|words| words.decided)) {
                    cells.end();
                    continue;
                }
                match &column.shows {
                    Shows::Cell(source) => {
                        cells.text.push_str(source.map_or("", |source| found.cell(source).text.trim()))
                    }
                    Shows::Outcome(at) => match of(*at).filter(|words| words.decided) {
                        Some(words) => push_short(&mut cells.text, &words.outcome),
                        None => cells.text.push_str(CANNOT_DECIDE),
                    },
                    Shows::Who(at) => cells.text.push_str(of(*at).map_or("", |words| &words.who)),
                    Shows::Due(at) => {
                        if let Some(words) = of(*at) {
                            filler.fill(&words.due, &mut cells.text);
                        }
                    }
                    Shows::Rules(all) => {
                        let rules = all.iter().filter_map(|at| of(*at)).map(|words| words.rules.as_str());
                        for (nth, rules) in rules.filter(|rules| !rules.is_empty()).enumerate() {
                            if nth > 0 {
                                cells.text.push(' ');
                            }
                            push_short(&mut cells.text, rules);
                        }
                    }
                    Shows::Nothing => {}
                }
                cells.end();
            }
            if !reasons {
                return;
            }
            for (at, beside) in self.beside.iter().enumerate() {
                let Some(words) = of(at).filter(|words| !(*beside || (words.decided && words.why.is_empty()))) else {
                    continue;
                };
                say |= 1 << at;
                if words.decided {
                    filler.fill(&words.why, &mut why.text);
                    why.end();
                }
                if !words.check.is_empty() {
                    filler.fill(&words.check, &mut check.text);
                    check.end();
                }
            }
        });
        if written.is_none() {
            return false;
        }
        if reasons {
            if self.missing.0 != self.patterns || self.missing.1 != say {
                let text = applied.missing(&tracker.table, row, &self.patterns, say);
                self.missing = (self.patterns.clone(), say, text);
            }
            if !self.missing.2.is_empty() {
                why.add(&self.missing.2);
            }
            for problem in applied.disagreements(&tracker.table, row) {
                check.add(&problem.beside());
            }
        }
        true
    }

    /// The problems of a row; rows are mostly asked for in order, so that the last search tells where to look.
    fn problems<'a>(
        &mut self,
        applied: &'a Applied,
        row: usize,
    ) -> impl Iterator<Item = &'a crate::record::CellProblem> {
        let all = applied.reading.records.problems.as_slice();
        let before = |at: usize| at.checked_sub(1).and_then(|at| all.get(at)).is_none_or(|found| found.row < row);
        if !before(self.problem) {
            self.problem = all.partition_point(|found| found.row < row);
        }
        while all.get(self.problem).is_some_and(|found| found.row < row) {
            self.problem += 1;
        }
        all.get(self.problem..).unwrap_or_default().iter().take_while(move |found| found.row == row)
    }
}
