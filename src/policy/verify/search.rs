//! Finds a row of facts that puts given nodes into given cells, or shows that there is none: so that nothing is reported
//! about values that cannot stand together, such as a high rating beside facts that make it low.
//!
//! Comes in: a program and what is wanted. Goes out: one fact for each field. Nothing is changed.

use crate::evaluate::cells::{Cells, Cut, Domain};
use crate::evaluate::facts::Facts;
use crate::evaluate::possible::{candidates, hangs_on, is_missing};
use crate::evaluate::program::{Program, Source};
use crate::evaluate::run::{Pass, State};
use crate::policy::field::{Blank, Field, Kind};
use crate::policy::pack::Operation;
use crate::record::Fact;

/// A node and the cells it should be in.
pub type Want = (usize, Cells);

/// How many passes a search may take before it gives up. Giving up proves nothing, and nothing is reported for it.
const MOST_PASSES: usize = 20_000;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A row.
    Row(Vec<Fact>),
    /// There is none.
    None,
    /// It gave up.
    Unknown,
}

impl Found {
    /// The row, if there is one.
    pub fn row(self) -> Option<Vec<Fact>> {
        match self {
            Found::Row(row) => Some(row),
            Found::None | Found::Unknown => None,
        }
    }
}

/// A row in which every wanted node is in one of its wanted cells. Fields that do not matter have no column; fields
/// that give way to others may stay blank.
pub fn find(program: &Program, wants: &[Want]) -> Found {
    find_in(&[(program, wants)], &[])
}

/// The same row; the facts behind these nodes, too, get a value where one leaves the row as wanted.
pub fn find_beside(program: &Program, wants: &[Want], beside: &[usize]) -> Found {
    find_in(&[(program, wants)], beside)
}

/// The same row for several programs with the same fields, each with wants of its own.
fn find_in(wanted: &[(&Program, &[Want])], beside: &[usize]) -> Found {
    search(wanted, beside, &[])
}

/// The same row, in which some fields have the facts given.
pub fn find_fixed(program: &Program, wants: &[Want], fixed: &[(usize, Fact)]) -> Found {
    search(&[(program, wants)], &[], fixed)
}

fn search(wanted: &[(&Program, &[Want])], beside: &[usize], fixed: &[(usize, Fact)]) -> Found {
    let Some((program, _)) = wanted.first() else { return Found::None };
    let mut fields: Vec<usize> = Vec::new();
    for (program, wants) in wanted {
        for (node, _) in *wants {
            fields.extend(program.nodes.get(*node).map(|node| node.fields.as_slice()).unwrap_or_default());
        }
    }
    for node in beside {
        fields.extend(program.nodes.get(*node).map(|node| node.fields.as_slice()).unwrap_or_default());
    }
    fields.sort_unstable();
    fields.dedup();
    let mut row = vec![Fact::NoColumn; program.pack.fields.len()];
    for field in &fields {
        set(&mut row, *field, Fact::Unknown);
    }
    // A wanted cell of a field of its own leaves little to search for.
    for (program, wants) in wanted {
        for (node, cells) in *wants {
            if let (Some(Source::Field(field)), Some(cell)) =
                (program.nodes.get(*node).map(|node| &node.source), cells.single())
            {
                let Some(fact) = sample(program, *node, cell) else { return Found::None };
                set(&mut row, *field, fact);
            }
        }
    }
    for (field, fact) in fixed {
        set(&mut row, *field, *fact);
    }
    let mut search = Search { wanted, fields: &fields, passes: 0 };
    let mut filled = asked_if_filled(program, &fields);
    // Where it is wanted that a cell is filled, or that it is not, there is nothing to try.
    for (program, wants) in wanted {
        for (node, cells) in *wants {
            let Some(Source::Facts(derivation)) = program.nodes.get(*node).map(|node| &node.source) else { continue };
            let field = derivation.of.first().and_then(|of| program.nodes.get(*of)).and_then(|of| of.fields.first());
            if let (Operation::Filled | Operation::Readable, Some(field), Some(cell)) =
                (derivation.by, field, cells.single())
                && row.get(*field) == Some(&Fact::Unknown)
            {
                let fact = if cell == 0 {
                    Fact::Nothing
                } else {
                    search.values(0, &row, *field).first().copied().unwrap_or(Fact::Value(0))
                };
                set(&mut row, *field, fact);
                filled.retain(|other| other != field);
            }
        }
    }
    if search.begin(&mut row, &filled) {
        search.fill(&mut row);
        return Found::Row(row);
    }
    if search.passes > MOST_PASSES { Found::Unknown } else { Found::None }
}

/// Fields of which it is asked whether anything is in their cell: for them a blank is an answer, not a missing fact.
fn asked_if_filled(program: &Program, fields: &[usize]) -> Vec<usize> {
    let mut found: Vec<usize> = program
        .nodes
        .iter()
        .filter_map(|node| match &node.source {
            Source::Facts(derivation) if matches!(derivation.by, Operation::Filled | Operation::Readable) => {
                derivation.of.first()
            }
            _ => None,
        })
        .filter_map(|of| program.nodes.get(*of)?.fields.first().copied())
        .filter(|field| fields.contains(field))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// True for nodes whose cells no search over the fields of a row can reach: lists of dates, and school periods, in which
/// the day of the answer decides. Rules that test them are not swept.
pub fn is_beyond(program: &Program, node: usize) -> bool {
    let upstream = program.nodes.get(node).map(|node| node.upstream.as_slice()).unwrap_or_default();
    upstream.iter().chain([&node]).any(|at| match program.nodes.get(*at).map(|node| &node.source) {
        Some(Source::Facts(derivation)) => matches!(
            derivation.by,
            Operation::CountOf
                | Operation::LatestOf
                | Operation::MostInWindow
                | Operation::RunLength
                | Operation::NextPeriodEnd
                | Operation::NextPeriodName
                | Operation::NextPeriodState
                | Operation::TermsGiven
                | Operation::Today
                | Operation::ThisHalfTerm
        ),
        _ => false,
    })
}

fn set(row: &mut [Fact], field: usize, fact: Fact) {
    if let Some(slot) = row.get_mut(field) {
        *slot = fact;
    }
}

struct Search<'s> {
    wanted: &'s [(&'s Program, &'s [Want])],
    fields: &'s [usize],
    passes: usize,
}

/// How a row stands to what is wanted.
enum Standing {
    /// It has everything, whatever its missing facts are.
    There,
    /// It can never have it.
    Never,
    /// It hangs on this field of this program.
    Hangs(usize, usize),
}

impl Search<'_> {
    fn standing(&mut self, row: &[Fact]) -> Standing {
        let facts = Facts { facts: row, lists: &[] };
        let mut hangs = None;
        for (at, (program, wants)) in self.wanted.iter().enumerate() {
            let mut pass = Pass::default();
            pass.run(program, &facts);
            self.passes += 1;
            for (node, cells) in *wants {
                let state = match pass.state(*node) {
                    State::Cell(cell) => Cells::only(cell),
                    State::Some(state) => state,
                    State::NotAssessed | State::Conflict => return Standing::Never,
                };
                if state.and(cells).is_empty() {
                    return Standing::Never;
                }
                if hangs.is_none() && !state.without(cells).is_empty() {
                    match hangs_on(program, &pass, &facts, *node) {
                        Some(field) => hangs = Some(Standing::Hangs(at, field)),
                        None => return Standing::Never,
                    }
                }
            }
        }
        hangs.unwrap_or(Standing::There)
    }

    /// Fills or empties the cells of which it is asked whether they are filled, then searches.
    fn begin(&mut self, row: &mut Vec<Fact>, filled: &[usize]) -> bool {
        let Some((field, rest)) = filled.split_first() else { return self.explore(row) };
        if row.get(*field) != Some(&Fact::Unknown) {
            return self.begin(row, rest);
        }
        let mut values = self.values(0, row, *field);
        values.push(Fact::Nothing);
        for fact in values {
            set(row, *field, fact);
            if self.begin(row, rest) {
                return true;
            }
        }
        set(row, *field, Fact::Unknown);
        false
    }

    fn explore(&mut self, row: &mut Vec<Fact>) -> bool {
        if self.passes > MOST_PASSES {
            return false;
        }
        let (at, field) = match self.standing(row) {
            Standing::There => return true,
            Standing::Never => return false,
            Standing::Hangs(at, field) => (at, field),
        };
        let before = row.get(field).copied().unwrap_or(Fact::Unknown);
        for fact in self.values(at, row, field) {
            set(row, field, fact);
            if self.explore(row) {
                return true;
            }
        }
        set(row, field, before);
        false
    }

    /// Every kind of value a field may have, given the rest of the row.
    fn values(&self, at: usize, row: &[Fact], field: usize) -> Vec<Fact> {
        let facts = Facts { facts: row, lists: &[] };
        let mut values: Vec<Fact> = Vec::new();
        let kind =
            self.wanted.first().and_then(|(program, _)| program.pack.fields.0.get(field)).map(|(_, spec)| spec.kind);
        if kind == Some(Kind::Text) {
            values.push(Fact::Value(0));
        }
        for (program, _) in self.wanted.iter().skip(at).chain(self.wanted.iter().take(at)) {
            for fact in candidates(program, &facts, field) {
                if !values.contains(&fact) {
                    values.push(fact);
                }
            }
        }
        if let Some((program, _)) = self.wanted.get(at)
            && let Some((_, spec)) = program.pack.fields.0.get(field)
            && spec.blank == Blank::None
            && spec.kind != Kind::YesNo
        {
            values.push(Fact::Nothing);
        }
        values
    }

    /// Gives the fields that are still blank a value, where the row keeps what was wanted.
    fn fill(&mut self, row: &mut Vec<Fact>) {
        for field in self.fields {
            let facts = Facts { facts: row, lists: &[] };
            if !self.wanted.first().is_some_and(|(program, _)| is_missing(program, &facts, *field)) {
                continue;
            }
            let before = row.get(*field).copied().unwrap_or(Fact::Unknown);
            let mut kept = false;
            for fact in self.values(0, row, *field) {
                set(row, *field, fact);
                if matches!(self.standing(row), Standing::There) {
                    kept = true;
                    break;
                }
            }
            if !kept {
                set(row, *field, before);
            }
        }
    }
}

/// A fact of a field's own node that lies in a cell, if there can be one.
pub fn sample(program: &Program, node: usize, cell: usize) -> Option<Fact> {
    let found = program.nodes.get(node)?;
    let Source::Field(field) = found.source else { return None };
    let (_, spec) = program.pack.fields.0.get(field)?;
    let blank = (spec.blank == Blank::None && spec.kind != Kind::YesNo).then_some(Fact::Nothing);
    if cell == found.domain.nothing() {
        return blank;
    }
    match &found.domain {
        Domain::Named(_) => i64::try_from(cell).ok().map(Fact::Value),
        Domain::Range { cuts, step } => {
            let (low, high) = limits(program, spec);
            let from = cell.checked_sub(1).and_then(|before| cuts.get(before)).map(|cut| first_after(*cut, *step));
            let to = cuts.get(cell).map(|cut| last_before(*cut, *step));
            let low = low.map(|low| up_to_step(low, *step));
            let low = from.into_iter().chain(low).max();
            let high = to.into_iter().chain(high).min();
            let value = match (low, high) {
                (Some(low), Some(high)) if low > high => return None,
                (Some(low), _) => low,
                (None, Some(high)) if *step > 0 => high.div_euclid(*step) * step,
                (None, Some(high)) => high,
                (None, None) => i64::from(program.as_of.days()) * i64::from(found.days),
            };
            Some(Fact::Value(value))
        }
    }
}

/// The lowest and highest value of a field, in the unit of its cuts. An event never lies after the day of the answer.
fn limits(program: &Program, field: &Field) -> (Option<i64>, Option<i64>) {
    match field.kind {
        Kind::Date | Kind::DateOrYes | Kind::Dates => (None, field.event.then(|| i64::from(program.as_of.days()))),
        _ => {
            let (low, high) = field.range();
            (low.map(|low| low.0), high.map(|high| high.0))
        }
    }
}

fn up_to_step(value: i64, step: i64) -> i64 {
    if step <= 0 {
        value
    } else {
        value.div_euclid(step).saturating_add(i64::from(value.rem_euclid(step) != 0)).saturating_mul(step)
    }
}

fn first_after(cut: Cut, step: i64) -> i64 {
    up_to_step(if cut.after { cut.at.saturating_add(1) } else { cut.at }, step)
}

fn last_before(cut: Cut, step: i64) -> i64 {
    let last = if cut.after { cut.at } else { cut.at.saturating_sub(1) };
    if step <= 0 { last } else { last.div_euclid(step) * step }
}
