//! Missing facts, resolved exactly: each is tried with one value from every stretch in which all values are alike, and
//! the answers that come out are the answers that are possible, no more and no fewer.
//!
//! A missing fact is tried only where it still matters: a pass with sets first shows which facts an answer hangs on.

mod candidates;
mod tries;

pub use candidates::candidates;
pub use tries::Tries;

use crate::evaluate::cells::{Cells, Rows};
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::program::{Derivation, Program, Source, Table};
use crate::evaluate::run::{Collected, Pass, State};
use crate::order::InOrder;
use crate::policy::pack::Operation;
use crate::record::Fact;
use std::rc::Rc;

/// What an answer may be, and what it hangs on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Possible {
    /// The values that some completion of the row gives.
    pub cells: Found,
    /// For rules that collect: the lists or totals that some completion of the row gives.
    pub collected: Vec<Collected>,
    /// True when some completion leads to a conflict.
    pub conflict: bool,
    /// True when some completion leaves the answer not assessed.
    pub not_assessed: bool,
    /// The missing fields that were tried, in the order in which they mattered.
    pub fields: Vec<usize>,
}

/// The set of values found, empty to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found(pub Cells);

impl Default for Found {
    fn default() -> Self {
        Found(Cells::NONE)
    }
}

impl Possible {
    /// True when every completion gives the same answer.
    pub fn is_settled(&self) -> bool {
        self.count() == 1
    }

    /// How many different answers were found.
    fn count(&self) -> usize {
        let values = if self.collected.is_empty() { self.cells.0.len() } else { self.collected.len() };
        usize::from(self.conflict) + usize::from(self.not_assessed) + values
    }
}

/// A bound on the completions tried for one answer of one row: past it the set found by the pass with sets stands, which
/// is never too small.
const MOST_TRIES: usize = 4_000;
/// The same for an answer that has more values than people read through, as the days on which a review may fall due: three
/// unreadable dates have hundreds of thousands of completions, and whoever is told that the day is open asks for the dates.
const MOST_TRIES_OF_MANY: usize = 1_000;
/// More values than people read through.
const MANY_VALUES: usize = 40;

/// The exact set of values that an answer may have for a row. `pass` is the pass over the row.
pub fn possible(program: &Program, facts: &Facts, pass: &Pass, tries: &mut Tries, answer: usize) -> Possible {
    let mut search = Search::new(program, facts.lists, tries, answer);
    let mut row = facts.facts.to_vec();
    search.begin(&row, pass, &[]);
    search.explore(&mut row, 0);
    search.found
}

/// A pass that knows of an answer which trying values has settled, and of all it rests on, what is the same in every
/// completion of the row: the reasons for the answer. What a single pass leaves open besides is no reason.
pub fn settled(program: &Program, facts: &Facts, pass: &Pass, tries: &mut Tries, answer: usize) -> Pass {
    let mut search = Search::new(program, facts.lists, tries, answer);
    search.joins = true;
    let mut row = facts.facts.to_vec();
    search.begin(&row, pass, &[]);
    search.explore(&mut row, 0);
    let mut found = pass.clone();
    search.joined.iter().for_each(|joined| found.take(program, joined, &search.nodes));
    let rests = |at: &usize| program.nodes.get(*at).is_some_and(|node| node.upstream.contains(&answer));
    let rest: Vec<usize> = (answer..program.nodes.len()).filter(rests).collect();
    found.run_again(program, facts, &rest);
    found
}

/// Whether a row of a rule may hold (cell 1), and may not (cell 0), by its own tests: for a rule of which each row counts by
/// itself.
pub fn row(program: &Program, facts: &Facts, pass: &Pass, tries: &mut Tries, table: usize, at: usize) -> Possible {
    let tests = |node: &usize| {
        let columns = program.table(table).map(|table| table.columns.as_slice()).unwrap_or_default();
        let mut tested = columns.iter().filter(|column| column.tested.has(at)).map(|column| column.node);
        tested.any(|of| of == *node || program.nodes.get(of).is_some_and(|of| of.upstream.contains(node)))
    };
    let mut search = Search::new(program, facts.lists, tries, table);
    search.row = Some(at);
    search.stop_at_two = true;
    search.nodes.retain(tests);
    let mut row = facts.facts.to_vec();
    search.begin(&row, pass, &[]);
    search.explore(&mut row, 0);
    search.found
}

/// The smallest set of missing fields that would settle the answer whatever they turn out to be. `tried` are the fields
/// that [`possible`] had to try; others come in where those do not settle it.
pub fn settling(
    program: &Program,
    facts: &Facts,
    pass: &Pass,
    tries: &mut Tries,
    answer: usize,
    tried: &[usize],
) -> Vec<usize> {
    let mut search = Search { stop_at_two: true, ..Search::new(program, facts.lists, tries, answer) };
    let mut candidates: Vec<usize> = tried.iter().copied().take(MOST_NAMED).collect();
    let mut left = MOST_WEIGHED;
    while let Err(open) = settles(&mut search, facts, pass, &candidates, &mut left) {
        let more = open.into_iter().find(|field| !candidates.contains(field));
        match more {
            Some(field) if candidates.len() < MOST_NAMED => candidates.push(field),
            _ => break,
        }
    }
    // Cells to fill in are asked for before a column to add.
    let lacks = |field: &usize| facts.get(*field) == Fact::NoColumn;
    let (columns, cells): (Vec<usize>, Vec<usize>) = candidates.into_iter().partition(lacks);
    let all = [cells.as_slice(), &columns].concat();
    for (of, column) in [(&cells, false), (&all, true)] {
        for size in 1..=of.len().min(all.len().saturating_sub(1)) {
            for subset in subsets(of, size).into_iter().filter(|subset| subset.iter().any(lacks) == column) {
                if settles(&mut search, facts, pass, &subset, &mut left).is_ok() {
                    return subset;
                }
            }
        }
    }
    all
}

/// A bound on the completions tried to find the smallest set; one that leaves a day open, with its hundred turning points,
/// counts for fifty. Past it, all that the answer may hang on is named. A tracker whose heading row has come apart reaches it
/// in every row.
const MOST_WEIGHED: usize = 2_000;
/// The most fields that are weighed against each other: more than a person would look up for one answer.
const MOST_NAMED: usize = 10;

fn subsets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    match (size, of.split_first()) {
        (0, _) => vec![Vec::new()],
        (_, None) => Vec::new(),
        (_, Some((first, rest))) => {
            let mut all: Vec<Vec<usize>> = subsets(rest, size - 1)
                .into_iter()
                .map(|mut set| {
                    set.insert(0, *first);
                    set
                })
                .collect();
            all.extend(subsets(rest, size));
            all
        }
    }
}

/// Whether the answer is settled by every completion of some fields; if not, the fields it still hangs on.
fn settles(
    search: &mut Search,
    facts: &Facts,
    pass: &Pass,
    subset: &[usize],
    left: &mut usize,
) -> Result<(), Vec<usize>> {
    let mut row = facts.facts.to_vec();
    let mut hangs = Vec::new();
    let mut tried = false;
    let settled = each_completion(search, &mut row, subset, &mut |search, row| {
        if *left == 0 {
            return false;
        }
        if search.is_vain(row, subset) {
            return true;
        }
        tried = true;
        search.begin(row, pass, subset);
        let mut row = row.to_vec();
        search.explore(&mut row, 0);
        *left = left.saturating_sub(1 + search.looked / 2);
        let settled = search.found.is_settled();
        if !settled {
            hangs = std::mem::take(&mut search.found.fields);
        }
        settled
    });
    if settled && tried { Ok(()) } else { Err(hangs) }
}

/// What to do with a completed row; false stops.
type Check<'c> = dyn FnMut(&mut Search, &[Fact]) -> bool + 'c;

/// Calls `check` for every completion of the fields given, until one fails.
fn each_completion(search: &mut Search, row: &mut Vec<Fact>, fields: &[usize], check: &mut Check) -> bool {
    let Some((field, rest)) = fields.split_first() else { return check(search, row) };
    let before = row.get(*field).copied().unwrap_or(Fact::NoColumn);
    let values = search.values(row, *field);
    let all = values.iter().all(|fact| {
        set(row, *field, *fact);
        each_completion(search, row, rest, check)
    });
    set(row, *field, before);
    all
}

fn set(row: &mut [Fact], field: usize, fact: Fact) {
    if let Some(slot) = row.get_mut(field) {
        *slot = fact;
    }
}

struct Search<'p> {
    program: &'p Program,
    lists: &'p [Vec<i64>],
    values: &'p mut Tries,
    answer: usize,
    /// Where it is asked whether a row of the answer's rule holds: the row.
    row: Option<usize>,
    found: Possible,
    tries: usize,
    /// How many values of missing fields were worked out.
    looked: usize,
    most_tries: usize,
    stop_at_two: bool,
    /// Whether the passes over the completions are joined, and what came of it so far.
    joins: bool,
    joined: Option<Pass>,
    may_conflict: bool,
    /// The answer's node and those it rests on, in order.
    nodes: Vec<usize>,
    /// For each field that was tried, and the set of fields that is weighed, those of `nodes` that rest on them.
    dependents: Vec<(Vec<usize>, Vec<usize>)>,
    /// The pass over the row as it is, and over each completion that led to the one at hand.
    passes: Vec<Pass>,
}

impl<'p> Search<'p> {
    fn new(program: &'p Program, lists: &'p [Vec<i64>], values: &'p mut Tries, answer: usize) -> Self {
        let upstream = program.nodes.get(answer).map(|node| node.upstream.as_slice()).unwrap_or_default();
        let may_conflict =
            upstream.iter().chain([&answer]).any(|node| program.table(*node).is_some_and(|table| table.may_conflict));
        let mut nodes: Vec<usize> = upstream.iter().copied().chain([answer]).collect();
        nodes.in_order();
        let many = program.nodes.get(answer).is_some_and(|node| node.domain.count() > MANY_VALUES);
        Search {
            program,
            lists,
            values,
            answer,
            row: None,
            found: Possible::default(),
            tries: 0,
            looked: 0,
            most_tries: if many { MOST_TRIES_OF_MANY } else { MOST_TRIES },
            stop_at_two: false,
            joins: false,
            joined: None,
            may_conflict,
            nodes,
            dependents: Vec::new(),
            passes: Vec::new(),
        }
    }

    /// The values that a missing field of a row is tried with.
    fn values(&mut self, row: &[Fact], field: usize) -> Rc<[Fact]> {
        self.values.of(self.program, &Facts { facts: row, lists: self.lists }, field)
    }

    /// Whether some values leave a fact unknown of which nothing is missing, as 0 sessions do: nobody is asked for those.
    fn is_vain(&self, row: &[Fact], values: &[usize]) -> bool {
        let facts = Facts { facts: row, lists: self.lists };
        self.nodes.iter().any(|node| {
            let fields = self.program.nodes.get(*node).map(|node| node.fields.as_slice()).unwrap_or_default();
            fields.iter().any(|field| values.contains(field))
                && !fields.iter().any(|field| is_missing(self.program, &facts, *field))
                && facts::value(self.program, *node, &facts) == Value::Unknown
        })
    }

    /// Makes ready for a row that differs in some fields from the one that `pass` went over.
    fn begin(&mut self, row: &[Fact], pass: &Pass, changed: &[usize]) {
        self.found = Possible::default();
        self.tries = 0;
        self.looked = 0;
        if self.passes.is_empty() {
            self.passes.push(Pass::default());
        }
        if let Some(first) = self.passes.first_mut() {
            first.take(self.program, pass, &self.nodes);
        }
        if !changed.is_empty() {
            self.again(row, changed, 0);
        }
    }

    /// Brings a pass up to date after some fields have changed: whatever rests on them is worked out again, once.
    fn again(&mut self, row: &[Fact], fields: &[usize], depth: usize) {
        let known = self.dependents.iter().position(|(of, _)| of == fields);
        let at = known.unwrap_or_else(|| {
            let rests = |node: &usize| {
                self.program.nodes.get(*node).is_some_and(|node| fields.iter().any(|field| node.fields.contains(field)))
            };
            if fields.len() > 1 {
                // One set of fields is weighed after another, and none comes again.
                self.dependents.retain(|(of, _)| of.len() == 1);
            }
            self.dependents.push((fields.to_vec(), self.nodes.iter().copied().filter(rests).collect()));
            self.dependents.len() - 1
        });
        if let (Some((_, nodes)), Some(pass)) = (self.dependents.get(at), self.passes.get_mut(depth)) {
            pass.run_again(self.program, &Facts { facts: row, lists: self.lists }, nodes);
        }
    }

    /// Whether two lists or totals read the same: other rows may give the same values.
    fn same(&self, one: &Collected, other: &Collected) -> bool {
        let values = |rows: &Rows| -> Vec<&str> {
            let otherwise =
                if rows.is_empty() { self.program.table(self.answer).and_then(|table| table.otherwise) } else { None };
            let value = |row: usize| match self.program.nodes.get(self.answer).map(|node| &node.source) {
                Some(Source::More { values, .. }) => values.get(row).copied().unwrap_or(usize::MAX),
                _ => row,
            };
            rows.iter().chain(otherwise).map(|row| self.program.value_name(self.answer, value(row))).collect()
        };
        match (one, other) {
            (Collected::Rows(one), Collected::Rows(other)) => one == other || values(one) == values(other),
            (one, other) => one == other,
        }
    }

    /// Joins the pass at a depth to those over other completions, where that was asked for.
    fn join(&mut self, depth: usize) {
        if let Some(pass) = self.passes.get(depth).filter(|_| self.joins) {
            match &mut self.joined {
                Some(joined) => joined.join(pass, &self.nodes),
                None => self.joined = Some(pass.clone()),
            }
        }
    }

    /// Looks at a row, the pass over which lies at `depth`, and at its completions.
    fn explore(&mut self, row: &mut Vec<Fact>, depth: usize) {
        if self.stop_at_two && self.found.count() > 1 {
            return;
        }
        self.tries += 1;
        let Some(pass) = self.passes.get(depth) else { return };
        let asked = self.row.zip(self.program.table(self.answer));
        match asked.map_or_else(|| pass.state(self.answer), |(at, table)| pass.row(table, at)) {
            State::Cell(cell) => {
                self.found.cells.0.insert(cell);
                if asked.is_none()
                    && let Some(collected) = pass.collected(self.program, self.answer)
                {
                    self.add_collected(collected);
                }
            }
            State::Conflict => self.found.conflict = true,
            State::NotAssessed => self.found.not_assessed = true,
            State::Some(still) => {
                let nothing_new = still.without(&self.found.cells.0).is_empty() && self.found.collected.is_empty();
                if nothing_new && !self.stop_at_two && self.tries > 1 && (self.found.conflict || !self.may_conflict) {
                    // Every value this completion could still give was found already; which fields it hangs on was too.
                    return self.join(depth);
                }
                if self.tries > self.most_tries {
                    return self.leave_open(&still, depth);
                }
                let facts = Facts { facts: row, lists: self.lists };
                let hangs = match asked {
                    Some((at, table)) => hangs_on_test(self.program, pass, &facts, table, |tested| tested.has(at)),
                    None => hangs_on(self.program, pass, &facts, self.answer),
                };
                match hangs {
                    Some(field) => {
                        if !self.found.fields.contains(&field) {
                            self.found.fields.push(field);
                        }
                        let before = row.get(field).copied().unwrap_or(Fact::NoColumn);
                        let values = self.values(row, field);
                        self.looked += values.len();
                        if values.is_empty() {
                            // Of a list of days there is no end of values to try.
                            return self.leave_open(&still, depth);
                        }
                        if self.passes.len() <= depth + 1 {
                            self.passes.push(Pass::default());
                        }
                        // Of one value after another, the same nodes are worked out again.
                        if let Some((above, below)) = self.passes.split_at_mut_checked(depth + 1)
                            && let (Some(above), Some(below)) = (above.last(), below.first_mut())
                        {
                            below.take(self.program, above, &self.nodes);
                        }
                        for fact in values.iter() {
                            if self.stop_at_two && self.found.count() > 1 {
                                break;
                            }
                            set(row, field, *fact);
                            self.again(row, &[field], depth + 1);
                            self.explore(row, depth + 1);
                        }
                        set(row, field, before);
                        return;
                    }
                    // Nothing is missing from the row: the facts that are there leave the answer open, as 0 sessions do.
                    None => return self.leave_open(&still, depth),
                }
            }
        }
        self.join(depth);
    }

    /// Takes in all that a completion may still give, where it is not tried further: never too little.
    fn leave_open(&mut self, still: &Cells, depth: usize) {
        self.found.cells.0 = self.found.cells.0.or(still);
        let asks_row = self.row.is_some();
        if let Some(pass) = self.passes.get(depth).filter(|_| !asks_row) {
            self.found.conflict |= pass.is_doubtful(self.answer);
            let between = pass.collected_between(self.program, self.answer);
            between.into_iter().flatten().for_each(|collected| self.add_collected(collected));
        }
        self.join(depth);
    }

    fn add_collected(&mut self, collected: Collected) {
        if !self.found.collected.iter().any(|known| self.same(known, &collected)) {
            self.found.collected.push(collected);
        }
    }
}

/// A missing field that the open answer of a node hangs on.
pub(crate) fn hangs_on(program: &Program, pass: &Pass, facts: &Facts, node: usize) -> Option<usize> {
    let open = |node: &usize| matches!(pass.state(*node), State::Some(_));
    match &program.nodes.get(node)?.source {
        Source::Field(field) => is_missing(program, facts, *field).then_some(*field),
        Source::Facts(derivation) => missing_input(program, derivation, facts),
        Source::FirstKnown(of) => of
            .iter()
            .enumerate()
            .filter(|(at, node)| open(node) && !facts::gives_way(program, of, *at, facts))
            .map(|(_, node)| node)
            // One that gave way counts after all where nothing behind it is assessed.
            .chain(of.iter().filter(|node| open(node)))
            .find_map(|node| hangs_on(program, pass, facts, *node)),
        Source::HighestOf(of) | Source::HoldersOfHighest(of) => {
            of.iter().filter(|node| open(node)).find_map(|node| hangs_on(program, pass, facts, *node))
        }
        Source::More { of, .. } => hangs_on(program, pass, facts, *of),
        Source::Table(table) => hangs_on_test(program, pass, facts, table, |_| true),
    }
}

/// A missing field that an open test of a rule hangs on, of the columns that test the rows that count.
fn hangs_on_test(
    program: &Program,
    pass: &Pass,
    facts: &Facts,
    table: &Table,
    counts: impl Fn(&Rows) -> bool,
) -> Option<usize> {
    let open = |node: &usize| matches!(pass.state(*node), State::Some(_));
    let columns = table.columns.iter().filter(|column| counts(&column.tested));
    columns.map(|column| column.node).filter(open).find_map(|node| hangs_on(program, pass, facts, node))
}

fn missing_input(program: &Program, derivation: &Derivation, facts: &Facts) -> Option<usize> {
    let mut inputs = derivation.of.clone();
    if derivation.by == Operation::ShareBehind
        && let Some(otherwise) = facts::stands_in(program, derivation, facts)
    {
        inputs = vec![otherwise];
    }
    if derivation.by == Operation::FirstKnown {
        // The last that the tracker has a column for is the one whose value would count.
        let last = derivation
            .of
            .iter()
            .rev()
            .find(|node| facts::has_column(program, **node, facts) && missing_in(program, **node, facts).is_some());
        inputs = last.copied().into_iter().chain(inputs).collect();
    }
    inputs.iter().find_map(|node| missing_in(program, *node, facts))
}

fn missing_in(program: &Program, node: usize, facts: &Facts) -> Option<usize> {
    match &program.nodes.get(node)?.source {
        Source::Field(field) => is_missing(program, facts, *field).then_some(*field),
        Source::Facts(derivation) => missing_input(program, derivation, facts),
        _ => None,
    }
}

/// True when nobody has said, or what was said cannot be read, or a required column is not there.
pub fn is_missing(program: &Program, facts: &Facts, field: usize) -> bool {
    match facts.get(field) {
        Fact::Unknown | Fact::Doubted | Fact::Unreadable => true,
        Fact::NoColumn => program.pack.fields.0.get(field).is_some_and(|(_, field)| field.required),
        Fact::Value(_) | Fact::Nothing => false,
    }
}
