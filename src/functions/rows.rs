//! The functions that take a tracker: its headings, its rows and a day.
//!
//! A sheet asks about the same rows again and again (`RISK`, `STAGE` and `WHY` stand side by side), so trackers that were
//! answered are kept for a while, by everything they hang on.

use super::answer::{Answer, CellOut, Fault, said};
use super::call::{Call, CellIn};
use super::catalogue::{self, List};
use super::single::not_listed;
use crate::calendar::Day;
use crate::place::column_letters;
use crate::policy::pack::{Pack, Part};
use crate::policy::settings::Organisation;
use crate::problem::Problem;
use crate::record::RowKind;
use crate::render::to_do::duties;
use crate::render::{self, CANNOT_DECIDE, CHECK, DUTIES, Lines, WHY};
use crate::table::Table;
use crate::tracker::{Choices, Tracker, all_built_in, built_in};
use std::collections::VecDeque;
use std::fmt::Write;

/// How many trackers are kept, and how many bytes of cells: what a workbook's formulas ask about at a time.
const MOST_KEPT: usize = 64;
const MOST_BYTES: usize = 8 << 20;

/// Trackers that were answered, the latest last.
#[derive(Debug, Default)]
pub struct Trackers {
    kept: VecDeque<Kept>,
    bytes: usize,
}

#[derive(Debug)]
struct Kept {
    /// What the answers hang on besides the rows: policies, day, settings and headings.
    head: String,
    /// The rows, and where they stand.
    rows: String,
    tracker: Tracker,
}

impl Kept {
    fn bytes(&self) -> usize {
        self.head.len() + self.rows.len()
    }
}

/// A result column that is asked for.
struct Wanted<'a> {
    title: &'a str,
    /// What a learner's row shows where the tracker has no column for that answer.
    without: &'static str,
}

impl Wanted<'_> {
    fn of(title: &'static str) -> Self {
        Wanted { title, without: "" }
    }
}

/// The rows of a call as a tracker, and where they start in it.
struct Asked<'t> {
    tracker: &'t Tracker,
    first: usize,
    count: usize,
    as_of: Day,
    given: bool,
}

impl Trackers {
    /// Result columns of a policy: those of some of its answers, or all.
    pub fn results(
        &mut self,
        call: &Call,
        organisation: &Organisation,
        policy: &str,
        of: &[&str],
    ) -> Result<Answer, Fault> {
        let pack = built_in(policy).map_err(|found| Fault::value(said(&found)))?;
        let wanted: Vec<Wanted> = catalogue::results(&pack, of)
            // The tracker may have columns for some answers of a policy and not for others. In a column of its own a blank
            // would be an answer: nothing is blocked, nothing must be done.
            .map(|column| Wanted {
                title: &column.heading,
                without: if column.part == Part::Outcome { CANNOT_DECIDE } else { "" },
            })
            .collect();
        let found = self.columns(call, organisation, &[policy.to_string()], 0, &wanted)?;
        match self.unchecked(call, organisation, policy).filter(|_| found.decides_nothing()) {
            Some(problem) => Err(Fault::value("headings: ".to_string() + &said(&[problem]))),
            None => Ok(found),
        }
    }

    /// Which columns the policy of the latest call misses, where `CHECK` does not say so because the tracker is one for others.
    fn unchecked(&mut self, call: &Call, organisation: &Organisation, policy: &str) -> Option<Problem> {
        let problem = self.kept.back()?.tracker.applied.first()?.lacks_columns()?;
        let checked = self.asked(call, organisation, &[], 0).ok()?;
        let is_checked = checked.tracker.applied.iter().any(|applied| applied.pack.pack == policy);
        (!is_checked).then_some(problem)
    }

    /// What is missing or wrong in each row, for every policy whose columns are there; and which rows have the same name or
    /// number.
    pub fn check(&mut self, call: &Call, organisation: &Organisation) -> Result<Answer, Fault> {
        let mut found = self.columns(call, organisation, &[], 0, &[Wanted::of(CHECK)])?;
        let first = call.rows(0).len();
        if let (Some(kept), Answer::Grid { grid, .. }) = (self.kept.back(), &mut found) {
            for rows in kept.tracker.entered_again() {
                let said = kept.tracker.same(&rows);
                for row in rows {
                    let cell = row.checked_sub(first).and_then(|row| grid.get_mut(row)?.first_mut());
                    if let Some(CellOut::Text(text)) = cell {
                        if !text.is_empty() {
                            text.push_str("; ");
                        }
                        text.push_str(&said);
                    }
                }
            }
        }
        Ok(found)
    }

    /// What is to be done for each row besides its next action, for every policy whose columns are there.
    pub fn duties(&mut self, call: &Call, organisation: &Organisation) -> Result<Answer, Fault> {
        let asked = self.asked(call, organisation, &[], 0)?;
        if !asked.tracker.applied.iter().any(|applied| applied.pack.has_to_do()) {
            return Err(Fault::value(
                "headings are those of a policy without duties; expected those of one that has some, such as Learner at Risk. Choose another tracker.",
            ));
        }
        let said = duties(asked.tracker);
        let lines = asked.rows(|_, row| said.get(row).cloned().into_iter().collect());
        Ok(asked.answer(lines, &[Wanted::of(DUTIES)]))
    }

    /// Why each row has the answer that is named first.
    pub fn why(&mut self, call: &Call, organisation: &Organisation) -> Result<Answer, Fault> {
        let packs = all_built_in().map_err(|found| Fault::value(said(&found)))?;
        let word = call.cell(0).shown();
        let wanted = word.trim().to_lowercase();
        let same = |one: &str| one.to_lowercase() == wanted;
        let named = |pack: &&std::rc::Rc<Pack>| same(&pack.pack) || same(&pack.title);
        if wanted.is_empty() {
            return self.columns(call, organisation, &[], 1, &[Wanted::of(WHY)]);
        }
        if let Some(pack) = packs.iter().find(named) {
            return self.columns(call, organisation, std::slice::from_ref(&pack.pack), 1, &[Wanted::of(WHY)]);
        }
        let found = packs.iter().find_map(|pack| {
            let answer = pack.decisions.iter().find(|answer| same(&answer.id) || same(&answer.title))?;
            Some((pack, answer))
        });
        let Some((pack, answer)) = found else {
            return Err(not_listed("decision", &word, &catalogue::values(List::Decisions, &packs)));
        };
        let asked = self.asked(call, organisation, std::slice::from_ref(&pack.pack), 1)?;
        let applied = asked.tracker.applied.first().filter(|applied| {
            applied.program.is_err() || applied.pack.decisions.iter().any(|known| known.id == answer.id)
        });
        let Some(applied) = applied else {
            let columns: Vec<String> = answer
                .if_columns
                .iter()
                .filter_map(|name| pack.fields.get(name).map(|field| format!("`{}`", field.heading)))
                .collect();
            return Err(Fault::value(format!(
                "headings has no column for the answer {}; expected one of {}. Add the column, or ask for another answer.",
                answer.title,
                columns.join(", ")
            )));
        };
        let lines = asked.rows(|tracker, row| vec![render::why(tracker, applied, row, &answer.id)]);
        Ok(asked.answer(lines, &[Wanted::of(WHY)]))
    }

    fn columns(
        &mut self,
        call: &Call,
        organisation: &Organisation,
        policies: &[String],
        from: usize,
        wanted: &[Wanted],
    ) -> Result<Answer, Fault> {
        let asked = self.asked(call, organisation, policies, from)?;
        let titles = render::headings(asked.tracker);
        let place = |title: &str| titles.iter().position(|(known, _)| known == title);
        let places: Vec<Option<usize>> = wanted.iter().map(|wanted| place(wanted.title)).collect();
        let check = place(CHECK);
        let mut written = Lines::telling(asked.tracker, true);
        let lines = asked.rows(|_, row| {
            let cells: Vec<String> = written.row(row).map(str::to_string).collect();
            let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map(String::as_str);
            let open = cells.iter().any(|cell| cell == CANNOT_DECIDE);
            places
                .iter()
                .zip(wanted)
                .map(|(at, wanted)| match cell(*at).unwrap_or(wanted.without) {
                    // The reasons of an answer that is open are what stands in its way.
                    why if wanted.title == WHY && open => {
                        let said = [why, cell(check).unwrap_or_default()];
                        said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(". ")
                    }
                    text => text.to_string(),
                })
                .collect()
        });
        Ok(asked.answer(lines, wanted))
    }

    /// The tracker of a call, answered; `from` is where its headings stand among the arguments.
    fn asked(
        &mut self,
        call: &Call,
        organisation: &Organisation,
        policies: &[String],
        from: usize,
    ) -> Result<Asked<'_>, Fault> {
        let (headings, rows) = (call.rows(from), call.rows(from + 1));
        let (as_of, given) = call.as_of(from + 2)?;
        fits(headings, rows)?;
        same_columns(call)?;
        let (head, body) = keys(call, policies, as_of, headings, rows);
        let first = headings.len();
        let count = rows.len();
        if let Some(at) = self.kept.iter().position(|kept| kept.head == head && kept.rows == body) {
            let found = self.kept.remove(at);
            self.kept.extend(found);
        } else {
            // The latest rows under the same headings have everything ready for these.
            let before = self.kept.iter().rev().find(|kept| headings.len() == 1 && kept.head == head);
            let before = before.map(|kept| &kept.tracker);
            let tracker = answered(call, organisation, policies, as_of, headings, rows, before)?;
            let kept = Kept { head, rows: body, tracker };
            self.bytes += kept.bytes();
            self.kept.push_back(kept);
            while self.kept.len() > 1 && (self.kept.len() > MOST_KEPT || self.bytes > MOST_BYTES) {
                self.bytes -= self.kept.pop_front().map_or(0, |kept| kept.bytes());
            }
        }
        match self.kept.back() {
            Some(kept) => Ok(Asked { tracker: &kept.tracker, first, count, as_of, given }),
            None => Err(Fault::value("the rows could not be kept")),
        }
    }
}

impl Asked<'_> {
    /// A line for each row of the argument; blank cells for what is not a learner.
    fn rows(&self, mut see: impl FnMut(&Tracker, usize) -> Vec<String>) -> Vec<Vec<String>> {
        (self.first..self.first + self.count)
            .map(|row| match self.tracker.kind(row) {
                RowKind::Learner => see(self.tracker, row),
                _ => Vec::new(),
            })
            .collect()
    }

    fn answer(&self, lines: Vec<Vec<String>>, wanted: &[Wanted]) -> Answer {
        // One word has no room for the day, a reason has: it says so where nobody chose the day.
        let day = (!self.given).then(|| format!("As at {}. ", self.as_of.uk()));
        let grid = lines
            .into_iter()
            .map(|mut line| {
                line.resize(wanted.len(), String::new());
                line.into_iter()
                    .zip(wanted)
                    .map(|(text, wanted)| match &day {
                        Some(day) if wanted.title == WHY && !text.is_empty() => CellOut::Text(format!("{day}{text}")),
                        _ => CellOut::of(text),
                    })
                    .collect()
            })
            .collect();
        Answer::Grid { grid, as_of: Some(self.as_of.to_string()) }
    }
}

/// Checks that headings and rows may belong together.
fn fits(headings: &[Vec<CellIn>], rows: &[Vec<CellIn>]) -> Result<(), Fault> {
    if headings.iter().flatten().all(|cell| *cell == CellIn::Blank) {
        return Err(Fault::value(
            "headings is blank; expected the cells with the tracker's headings. Choose them, such as $A$1:$Z$1.",
        ));
    }
    let width = |rows: &[Vec<CellIn>]| rows.iter().map(Vec::len).max().unwrap_or(0);
    let filled = |rows: &[Vec<CellIn>]| {
        let last = |cells: &Vec<CellIn>| cells.iter().rposition(|cell| *cell != CellIn::Blank).map_or(0, |at| at + 1);
        rows.iter().map(last).max().unwrap_or(0)
    };
    if filled(rows) > width(headings) || filled(headings) > width(rows) {
        return Err(Fault::value(format!(
            "headings is {} columns wide and rows is {}; expected the same columns in both. Choose two ranges that begin and end in the same columns.",
            width(headings),
            width(rows)
        )));
    }
    Ok(())
}

/// Checks that rows stand below their headings: of a formula that was copied sideways, every value would be read under the
/// heading of its neighbour.
fn same_columns(call: &Call) -> Result<(), Fault> {
    match (call.first_column, call.headings_column) {
        (Some(rows), Some(headings)) if rows != headings => Err(Fault::value(format!(
            "rows begins in column {} and headings in column {}; expected the same columns in both. Write both with `$` before their columns, such as $A$1:$Z$1 and $A$2:$Z$200: then they stay where they are when the formula is copied.",
            column_letters(rows),
            column_letters(headings)
        ))),
        _ => Ok(()),
    }
}

/// Everything that the answers to a call hang on: what comes before the rows, and the rows.
fn keys(
    call: &Call,
    policies: &[String],
    as_of: Day,
    headings: &[Vec<CellIn>],
    rows: &[Vec<CellIn>],
) -> (String, String) {
    let mut head = format!(
        "{} {as_of} {:?}\0{}\0",
        policies.join(" "),
        call.first_column,
        call.settings.as_deref().unwrap_or_default()
    );
    push_cells(&mut head, headings);
    let mut body = format!("{:?}\0", call.first_row);
    push_cells(&mut body, rows);
    (head, body)
}

/// Writes cells so that no others are written alike.
fn push_cells(key: &mut String, rows: &[Vec<CellIn>]) {
    for row in rows {
        for cell in row {
            // Writing to a text cannot fail.
            let _ = match cell {
                CellIn::Blank => Ok(()),
                CellIn::Number(text, _) => write!(key, "n{text}"),
                CellIn::Text(text) => write!(key, "t{}:{text}", text.len()),
                CellIn::Bool(flag) => write!(key, "b{flag}"),
                CellIn::Date(day) => write!(key, "d{}", day.days()),
                CellIn::Error(text) => write!(key, "e{}:{text}", text.len()),
            };
            key.push('\u{1f}');
        }
        key.push('\u{1e}');
    }
}

fn answered(
    call: &Call,
    organisation: &Organisation,
    policies: &[String],
    as_of: Day,
    headings: &[Vec<CellIn>],
    rows: &[Vec<CellIn>],
    before: Option<&Tracker>,
) -> Result<Tracker, Fault> {
    let above = u32::try_from(headings.len()).unwrap_or(u32::MAX);
    let first = call.first_row.unwrap_or(above.saturating_add(1));
    let left = call.first_column.unwrap_or(1).saturating_sub(1);
    let mut table = Table::default();
    let mut number = first.saturating_sub(above);
    for (at, cells) in headings.iter().chain(rows).enumerate() {
        if at == headings.len() {
            number = first;
        }
        table.start_row(number);
        number = number.saturating_add(1);
        // So that a cell has the letter that it has in the sheet.
        (0..left).for_each(|_| table.push_text("", crate::table::Raw::Unknown));
        for cell in cells {
            table.push_text(&cell.shown(), cell.raw());
        }
    }
    let choices = Choices {
        policies: policies.to_vec(),
        heading_row: (headings.len() == 1).then(|| first.saturating_sub(above)),
        headings: organisation.columns.iter().map(|(field, heading)| (field.to_string(), heading.clone())).collect(),
        unasked: true,
        may_be_alone: true,
        ..Choices::default()
    };
    let mut tracker = match before {
        Some(before) => match before.with_rows(table.clone(), &choices) {
            Some(tracker) => return Ok(tracker),
            None => Tracker::new(table),
        },
        None => Tracker::new(table),
    };
    // A pack that nobody asks for is not even loaded.
    let packs = match policies {
        [] => all_built_in(),
        asked => asked.iter().map(|name| built_in(name)).collect(),
    };
    let packs = packs.map_err(|found| Fault::value(said(&found)))?;
    tracker.read(&packs, &choices);
    let problems = tracker.evaluate(as_of, organisation);
    if !problems.is_empty() {
        return Err(Fault::value(said(&problems)));
    }
    let understands = |applied: &crate::tracker::Applied| {
        applied.reading.columns.iter().any(|found| crate::record::read::is_used(found) && found.field.is_some())
    };
    if !tracker.applied.iter().any(understands) {
        let wanted: Vec<&str> = packs.iter().map(|pack| pack.title.as_str()).collect();
        return Err(Fault::value(format!(
            "headings: no heading is one that the policy knows; expected those of {}. Choose the row that holds the headings.",
            wanted.join(", or ")
        )));
    }
    let stopped = tracker.stopped();
    if stopped.is_empty() { Ok(tracker) } else { Err(Fault::value(said(&stopped))) }
}
