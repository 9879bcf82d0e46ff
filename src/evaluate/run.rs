//! One pass over a pack's nodes for one row. Where every fact is known, each rule is an AND across its columns. Where
//! one is not, each node carries the set of values it could still have: never too small, sometimes too large, because it
//! forgets that two facts may not vary apart. [`possible`](super::possible) then finds the exact set.

use super::cells::{Cells, Domain, Exact, Rows};
use super::facts::{self, Facts, Value};
use super::program::{Node, Program, Source, Table};
use crate::policy::pack::Hit;

/// What one pass found for one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In this cell.
    Cell(usize),
    /// In one of these.
    Some(Cells),
    /// The tracker has none of the columns it needs.
    NotAssessed,
    /// Several rows hold and give different values.
    Conflict,
}

/// What a rule that collects gives: one cell of its node does not tell it all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Collected {
    /// The rows that hold.
    Rows(Rows),
    /// Their sum or their number, in billionths.
    Total(i64),
}

/// The states of all nodes for one row, and for each rule the rows that hold.
#[derive(Debug, Default)]
pub struct Pass {
    brief: Vec<Brief>,
    /// The sets of cells of those nodes that have one.
    sets: Vec<Cells>,
    traces: Vec<Trace>,
}

impl Clone for Pass {
    fn clone(&self) -> Self {
        let Pass { brief, sets, traces } = self;
        Pass { brief: brief.clone(), sets: sets.clone(), traces: traces.clone() }
    }

    // In place: a search starts from the same pass again and again.
    fn clone_from(&mut self, other: &Self) {
        let Pass { brief, sets, traces } = other;
        self.brief.clone_from(brief);
        self.sets.clone_from(sets);
        self.traces.clone_from(traces);
    }
}

/// A [`State`] without its set of cells, which takes longer to copy than most nodes take to work out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brief {
    Cell(u32),
    Set,
    NotAssessed,
    Conflict,
}

/// How a rule came to its value.
#[derive(Debug, Clone, Copy, Default)]
struct Trace {
    /// The rows that hold whatever the missing facts turn out to be.
    must: Rows,
    /// The rows that hold for some value of the missing facts.
    may: Rows,
    /// The row whose value the rule gives.
    won: Option<usize>,
    /// True when there was a row to look at.
    assessed: bool,
    /// True while some value of the missing facts could make it, or a rule it rests on, a conflict.
    doubtful: bool,
}

impl Pass {
    /// What was found for a node.
    pub fn state(&self, node: usize) -> State {
        match self.brief(node) {
            Brief::Cell(cell) => State::Cell(cell as usize),
            Brief::Set => State::Some(*self.set(node)),
            Brief::NotAssessed => State::NotAssessed,
            Brief::Conflict => State::Conflict,
        }
    }

    #[inline]
    fn brief(&self, node: usize) -> Brief {
        self.brief.get(node).copied().unwrap_or(Brief::NotAssessed)
    }

    fn set(&self, node: usize) -> &Cells {
        self.sets.get(node).unwrap_or(&Cells::NONE)
    }

    #[inline]
    fn note(&mut self, node: usize, state: &State) {
        let brief = match state {
            State::Cell(cell) => Brief::Cell(u32::try_from(*cell).unwrap_or(u32::MAX)),
            State::Some(set) => {
                self.sets.get_mut(node).into_iter().for_each(|slot| *slot = *set);
                Brief::Set
            }
            State::NotAssessed => Brief::NotAssessed,
            State::Conflict => Brief::Conflict,
        };
        if let Some(slot) = self.brief.get_mut(node) {
            *slot = brief;
        }
    }

    /// The rows of a rule that hold, whatever the facts that are missing turn out to be.
    pub fn held(&self, node: usize) -> Rows {
        self.trace(node).must
    }

    /// Whether a node has a value, and not "nothing".
    pub fn is_given(&self, program: &Program, node: usize) -> bool {
        let nothing = program.nodes.get(node).map(|node| node.domain.nothing());
        matches!(self.state(node), State::Cell(cell) if Some(cell) != nothing)
    }

    /// The rows of a rule that may hold: those that do, and those that hang on a missing fact.
    pub fn may_hold(&self, node: usize) -> Rows {
        self.trace(node).may
    }

    /// Whether some value of the missing facts could make a rule, or one that it rests on, a conflict.
    pub fn is_doubtful(&self, node: usize) -> bool {
        self.trace(node).doubtful
    }

    /// Whether a row of a rule holds by its own tests, as far as each of them tells: cell 1 where it does, 0 where it does not.
    pub fn row(&self, table: &Table, at: usize) -> State {
        let mut known = State::Cell(1);
        for column in table.columns.iter().filter(|column| column.tested.has(at)) {
            let passes = |cell: usize| column.pass.get(cell).is_some_and(|rows| rows.has(at));
            match self.state(column.node) {
                State::Cell(cell) if passes(cell) => {}
                State::Some(set) if set.iter().all(passes) => {}
                State::Some(set) if !set.iter().any(passes) => return State::Cell(0),
                State::Cell(_) => return State::Cell(0),
                State::NotAssessed => known = State::NotAssessed,
                State::Some(_) | State::Conflict => {
                    if known != State::NotAssessed {
                        known = State::Some(Cells::first(2));
                    }
                }
            }
        }
        known
    }

    /// The row whose value the rule gives.
    pub fn won(&self, node: usize) -> Option<usize> {
        self.trace(node).won
    }

    /// The rows that gave a rule its value: the one that won, or all that hold with the same value where several count.
    /// `cell` is the value where it is known from elsewhere.
    pub fn behind(&self, node: usize, table: &Table, cell: Option<usize>) -> Rows {
        let value = cell.or_else(|| match self.state(node) {
            State::Cell(cell) => Some(cell),
            _ => None,
        });
        let same = |row: &usize| table.rows.get(*row).map(|row| row.value) == value;
        let held = self.held(node);
        match table.hit {
            Hit::CollectList | Hit::CollectSum | Hit::CollectCount if !held.is_empty() => return held,
            Hit::Priority | Hit::Unique | Hit::CollectMin | Hit::CollectMax => {
                let rows: Rows = held.iter().filter(same).collect();
                if !rows.is_empty() {
                    return rows;
                }
            }
            _ => {}
        }
        match self.won(node) {
            Some(row) => Rows::only(row),
            None => {
                let sure = held.iter().find(same).map(Rows::only);
                // Several rows may hold and all give this value: which of them does hangs on a missing fact.
                sure.unwrap_or_else(|| self.may_hold(node).iter().chain(table.otherwise).filter(same).collect())
            }
        }
    }

    #[inline]
    fn trace(&self, node: usize) -> &Trace {
        const NONE: Trace = Trace { must: Rows::NONE, may: Rows::NONE, won: None, assessed: false, doubtful: false };
        self.traces.get(node).unwrap_or(&NONE)
    }

    /// What a collecting rule, or a further output of one, gives; `None` for other nodes and where it is still open.
    pub fn collected(&self, program: &Program, node: usize) -> Option<Collected> {
        matches!(self.state(node), State::Cell(_)).then(|| self.collect(program, node, |trace| trace.must))?
    }

    /// The same where it is still open: what the rows give that surely hold, and what all give that may.
    pub fn collected_between(&self, program: &Program, node: usize) -> Option<[Collected; 2]> {
        Some([
            self.collect(program, node, |trace| trace.must)?,
            self.collect(program, node, |trace| trace.may.or(&trace.must))?,
        ])
    }

    fn collect(&self, program: &Program, node: usize, rows: impl Fn(&Trace) -> Rows) -> Option<Collected> {
        let (table, of) = match &program.nodes.get(node)?.source {
            Source::Table(table) => (table, node),
            Source::More { of, .. } => (program.table(*of)?, *of),
            _ => return None,
        };
        let trace = self.trace(of);
        match table.hit {
            Hit::CollectList => Some(Collected::Rows(rows(trace))),
            Hit::CollectSum | Hit::CollectCount if of == node => {
                Some(Collected::Total(table.total(&rows(trace), trace.assessed)))
            }
            _ => None,
        }
    }

    /// Works through all nodes for one row.
    pub fn run(&mut self, program: &Program, facts: &Facts) {
        self.run_from(program, facts, |node| fact_state(program, facts, node));
    }

    /// [`Pass::run`] where the states of facts are known: `fact` gives that of a fact's node.
    pub fn run_from(&mut self, program: &Program, facts: &Facts, fact: impl Fn(usize) -> State) {
        self.reach(program);
        (0..program.nodes.len()).for_each(|at| self.node(program, facts, at, &fact));
    }

    /// Works through some nodes again, which are in order, after facts that they rest on have changed.
    pub fn run_again(&mut self, program: &Program, facts: &Facts, nodes: &[usize]) {
        self.run_some(program, facts, nodes, |node| fact_state(program, facts, node));
    }

    /// Works through some nodes, which are in order, where all else that they rest on is known.
    pub fn run_some(&mut self, program: &Program, facts: &Facts, nodes: &[usize], fact: impl Fn(usize) -> State) {
        self.reach(program);
        nodes.iter().for_each(|at| self.node(program, facts, *at, &fact));
    }

    /// Says in which state a node is, for [`Pass::run_some`].
    pub fn know(&mut self, program: &Program, node: usize, state: State) {
        self.reach(program);
        self.note(node, &state);
    }

    /// Puts a node back to how another pass found it.
    pub fn restore(&mut self, node: usize, from: &Self) {
        fn put<T: Copy>(to: &mut [T], from: &[T], at: usize) {
            if let (Some(to), Some(from)) = (to.get_mut(at), from.get(at)) {
                *to = *from;
            }
        }
        put(&mut self.brief, &from.brief, node);
        if from.brief(node) == Brief::Set {
            put(&mut self.sets, &from.sets, node);
        }
        put(&mut self.traces, &from.traces, node);
    }

    /// Takes over what another pass found for some nodes.
    pub fn take(&mut self, program: &Program, from: &Self, nodes: &[usize]) {
        self.reach(program);
        nodes.iter().for_each(|node| self.restore(*node, from));
    }

    /// Keeps of some nodes what both this pass and another find of them.
    pub fn join(&mut self, other: &Self, nodes: &[usize]) {
        let cells = |state: State| match state {
            State::Cell(cell) => Cells::only(cell),
            State::Some(set) => set,
            State::NotAssessed | State::Conflict => Cells::NONE,
        };
        for node in nodes {
            let (mine, theirs) = (self.state(*node), other.state(*node));
            if mine != theirs {
                self.note(*node, &State::Some(cells(mine).or(&cells(theirs))));
            }
            if let (Some(mine), Some(theirs)) = (self.traces.get_mut(*node), other.traces.get(*node)) {
                mine.must = mine.must.and(&theirs.must);
                mine.may = mine.may.or(&theirs.may);
                mine.won = mine.won.filter(|won| theirs.won == Some(*won));
                mine.assessed |= theirs.assessed;
                mine.doubtful |= theirs.doubtful;
            }
        }
    }

    /// Makes room for all nodes.
    fn reach(&mut self, program: &Program) {
        let count = program.nodes.len();
        if self.brief.len() != count {
            self.brief.resize(count, Brief::NotAssessed);
            self.sets.resize(count, Cells::NONE);
            self.traces.resize(count, Trace::default());
        }
    }

    fn node(&mut self, program: &Program, facts: &Facts, at: usize, fact: &impl Fn(usize) -> State) {
        let Some(node) = program.nodes.get(at) else { return };
        let (of, state) = match &node.source {
            Source::Field(_) | Source::Facts(_) => return self.note(at, &fact(at)),
            Source::Table(table) => {
                self.forget(at);
                let state = self.table(program, at, table);
                return self.note(at, &state);
            }
            Source::FirstKnown(of) => (of.as_slice(), self.first_known(program, at, of, facts)),
            Source::HighestOf(of) => (of.as_slice(), self.highest(program, of)),
            Source::HoldersOfHighest(of) => (of.as_slice(), self.holders(program, of)),
            Source::More { of, values } => (std::slice::from_ref(of), self.more(program, node, *of, values)),
        };
        self.forget(at);
        let state = self.in_doubt(at, of, state);
        self.note(at, &state);
    }

    /// Forgets how a node came to its value in a pass before.
    fn forget(&mut self, at: usize) {
        if let Some(slot) = self.traces.get_mut(at) {
            *slot = Trace::default();
        }
    }

    /// A value that rests on a rule which could yet turn out to be a conflict is not known either.
    fn in_doubt(&mut self, at: usize, of: &[usize], state: State) -> State {
        if !of.iter().any(|node| self.trace(*node).doubtful) {
            return state;
        }
        if let Some(slot) = self.traces.get_mut(at) {
            slot.doubtful = true;
        }
        match state {
            State::Cell(cell) => State::Some(Cells::only(cell)),
            state => state,
        }
    }

    /// A further output follows the row that won; while that is open, every row that may hold could be the one.
    fn more(&self, program: &Program, node: &Node, of: usize, values: &[usize]) -> State {
        let value = |row: usize| values.get(row).copied().unwrap_or(node.domain.nothing());
        match (self.state(of), self.won(of)) {
            (State::Cell(_), Some(row)) => State::Cell(value(row)),
            (State::Cell(_), None) if self.may_hold(of) == self.held(of) => State::Cell(node.domain.nothing()),
            (State::Cell(_) | State::Some(_), _) => {
                let trace = self.trace(of);
                let mut possible = Cells::NONE;
                for row in trace.may.iter() {
                    possible.insert(value(row));
                }
                if trace.must.is_empty() {
                    possible.insert(
                        program.table(of).and_then(|table| table.otherwise).map_or(node.domain.nothing(), value),
                    );
                }
                State::Some(possible)
            }
            (other, _) => other,
        }
    }

    /// The first of several that is known, among this node's named values.
    fn first_known(&self, program: &Program, node: usize, of: &[usize], facts: &Facts) -> State {
        let mut possible = State::NotAssessed;
        let mut gave_way = State::NotAssessed;
        for (at, input) in of.iter().enumerate() {
            let state = match self.state(*input) {
                State::Cell(_) => match facts::value(program, *input, facts) {
                    Value::Nothing => State::NotAssessed,
                    _ => State::Cell(self.renamed(program, node, *input, facts)),
                },
                State::Some(set) => {
                    let open = State::Some(self.all_renamed(program, node, *input, set));
                    if facts::gives_way(program, of, at, facts) {
                        gave_way = open;
                        State::NotAssessed
                    } else {
                        open
                    }
                }
                other => other,
            };
            match state {
                State::NotAssessed => {}
                State::Some(_) if !facts::has_column(program, *input, facts) => {
                    if possible == State::NotAssessed {
                        possible = state;
                    }
                }
                known => return known,
            }
        }
        // Where nothing that comes later is assessed, what was left blank counts after all.
        if possible == State::NotAssessed { gave_way } else { possible }
    }

    /// A known value of one node as a position among another's names: by name, or a number by its text.
    fn renamed(&self, program: &Program, node: usize, input: usize, facts: &Facts) -> usize {
        let wanted = match facts::value(program, input, facts) {
            Value::Number(Exact::Plain(value)) => crate::number::Number(value).to_string(),
            _ => match self.state(input) {
                State::Cell(cell) => program.value_name(input, cell).to_string(),
                _ => String::new(),
            },
        };
        position(program, node, &wanted)
    }

    fn all_renamed(&self, program: &Program, node: usize, input: usize, set: Cells) -> Cells {
        match program.nodes.get(input).map(|node| &node.domain) {
            Some(Domain::Named(_)) => set.iter().fold(Cells::NONE, |all, cell| {
                all.or(&Cells::only(position(program, node, program.value_name(input, cell))))
            }),
            // A number that nobody has said may be any of this node's values.
            _ => program.nodes.get(node).map_or(Cells::NONE, |node| Cells::first(node.domain.nothing())),
        }
    }

    fn highest(&self, program: &Program, of: &[usize]) -> State {
        let mut known: Option<usize> = None;
        let mut sets: Vec<Cells> = Vec::new();
        // Those of which one may have no value at all.
        let mut loose: Vec<(Cells, usize)> = Vec::new();
        for node in of {
            let nothing = program.nodes.get(*node).map(|node| node.domain.nothing()).unwrap_or(0);
            match self.state(*node) {
                State::Cell(cell) if cell == nothing => {}
                State::Cell(cell) => known = known.max(Some(cell)),
                State::Some(set) if set.has(nothing) => loose.push((set, nothing)),
                State::Some(set) => sets.push(set),
                State::NotAssessed => {}
                State::Conflict => return State::Conflict,
            }
        }
        // Where others have one, it does not matter that these may have none.
        let others = known.is_some() || !sets.is_empty();
        let least = sets.iter().filter_map(Cells::lowest).chain(known).max().unwrap_or(0);
        sets.extend(loose.into_iter().map(|(mut set, nothing)| {
            if others {
                set.remove(nothing);
            }
            set
        }));
        if sets.is_empty() {
            return known.map_or(State::NotAssessed, State::Cell);
        }
        // The highest is v when none is above v and at least one can be v.
        let mut possible = Cells::NONE;
        for value in sets.iter().flat_map(|set| set.iter().collect::<Vec<_>>()).chain(known) {
            if value >= least {
                possible.insert(value);
            }
        }
        narrowed(possible)
    }

    fn holders(&self, program: &Program, of: &[usize]) -> State {
        let top = match self.highest(program, of) {
            State::Cell(0) => return State::Cell(0),
            State::Cell(top) => top,
            State::Some(_) => return State::Some(Cells::first(1 << of.len().min(8))),
            other => return other,
        };
        let mut sure = 0usize;
        let mut maybe = 0usize;
        for (at, node) in of.iter().enumerate() {
            match self.state(*node) {
                State::Cell(cell) if cell == top => sure |= 1 << at,
                State::Some(set) if set.has(top) => maybe |= 1 << at,
                _ => {}
            }
        }
        if maybe == 0 {
            return State::Cell(sure);
        }
        let mut possible = Cells::NONE;
        for set in 0..1usize << of.len().min(8) {
            if set & !maybe == sure && set != 0 {
                possible.insert(set);
            }
        }
        narrowed(possible)
    }

    fn table(&mut self, program: &Program, at: usize, table: &Table) -> State {
        let mut may = table.askable;
        let mut must = table.askable;
        let mut skipped = Rows::NONE;
        let mut open = false;
        let mut doubtful = false;
        for column in &table.columns {
            match self.brief(column.node) {
                Brief::Cell(cell) => {
                    if let Some(rows) = column.pass.get(cell as usize) {
                        may = may.and(rows);
                        if open {
                            must = must.and(rows);
                        }
                    }
                }
                Brief::NotAssessed => {
                    may = may.without(&column.tested);
                    skipped = skipped.or(&column.tested);
                    if open {
                        must = must.without(&column.tested);
                    }
                }
                Brief::Set => {
                    if !open {
                        must = may;
                        open = true;
                    }
                    doubtful |= self.trace(column.node).doubtful;
                    let mut any = Rows::NONE;
                    for cell in self.set(column.node).iter() {
                        if let Some(rows) = column.pass.get(cell) {
                            any = any.or(rows);
                            must = must.and(rows);
                        }
                    }
                    may = may.and(&any);
                }
                Brief::Conflict => return State::Conflict,
            }
        }
        if !open {
            must = may;
        }
        let assessed = !(may.is_empty()
            && table.askable.without(&skipped).is_empty()
            && !(table.askable.is_empty() && table.unset.is_empty()));
        let doubtful = open && (doubtful || (table.may_conflict && table.differ(&may)));
        if let Some(slot) = self.traces.get_mut(at) {
            *slot = Trace { must, may, won: None, assessed, doubtful };
        }
        if !assessed {
            return match (table.not_assessed, table.is_total()) {
                (Some(_), true) => self.total(program, at, table, &Rows::NONE, false),
                (Some(value), false) => State::Cell(value),
                (None, _) => State::NotAssessed,
            };
        }
        let state =
            if may == must { self.known(program, at, table, may) } else { self.open(program, at, table, may, must) };
        match state {
            // A value that could yet turn into a conflict is not known.
            State::Cell(cell) if doubtful => State::Some(Cells::only(cell)),
            state => state,
        }
    }

    /// The values that are possible while it is not known which rows hold.
    #[inline(never)]
    fn open(&self, program: &Program, at: usize, table: &Table, may: Rows, must: Rows) -> State {
        match table.hit {
            Hit::CollectSum | Hit::CollectCount | Hit::CollectList => State::Some(program.every_cell(at)),
            Hit::First => {
                let mut possible = Cells::NONE;
                for row in may.iter() {
                    possible = possible.or(&value_of(table, row));
                    if must.has(row) {
                        return narrowed(possible);
                    }
                }
                narrowed(possible.or(&self.otherwise(program, at, table)))
            }
            Hit::Unique | Hit::Priority | Hit::CollectMin | Hit::CollectMax => {
                let floor = if table.hit == Hit::Priority {
                    must.iter().filter_map(|row| table.rows.get(row)).map(|row| row.value).max()
                } else {
                    None
                };
                let mut possible = Cells::NONE;
                for row in may.iter() {
                    possible = possible.or(&value_of(table, row));
                }
                if must.is_empty() {
                    possible = possible.or(&self.otherwise(program, at, table));
                }
                if let Some(floor) = floor {
                    possible = possible.without(&Cells::first(floor));
                }
                narrowed(possible)
            }
        }
    }

    fn otherwise(&self, program: &Program, at: usize, table: &Table) -> Cells {
        match table.otherwise {
            Some(row) => value_of(table, row),
            None => Cells::only(program.nodes.get(at).map(|node| node.domain.nothing()).unwrap_or(0)),
        }
    }

    /// The value when it is known which rows hold.
    #[inline(never)]
    fn known(&mut self, program: &Program, at: usize, table: &Table, held: Rows) -> State {
        if table.is_total() {
            return self.total(program, at, table, &held, true);
        }
        let mut won = match table.hit {
            Hit::First => held.lowest(),
            Hit::Priority => {
                held.iter().max_by_key(|row| (table.rows.get(*row).map(|row| row.value), std::cmp::Reverse(*row)))
            }
            Hit::CollectMax => {
                held.iter().max_by_key(|row| (table.rows.get(*row).map(|row| row.adds), std::cmp::Reverse(*row)))
            }
            Hit::CollectMin => held.iter().min_by_key(|row| (table.rows.get(*row).map(|row| row.adds), *row)),
            Hit::Unique => {
                let first = held.lowest();
                let given = first.and_then(|row| table.rows.get(row)).map(|row| row.given);
                if held.iter().any(|row| table.rows.get(row).map(|row| row.given) != given) {
                    return State::Conflict;
                }
                first
            }
            Hit::CollectList | Hit::CollectSum | Hit::CollectCount => held.lowest(),
        };
        if won.is_none() {
            won = table.otherwise;
        }
        if let Some(slot) = self.traces.get_mut(at) {
            slot.won = won;
        }
        match won.and_then(|row| table.rows.get(row)) {
            Some(row) => State::Cell(row.value),
            None => State::Cell(program.nodes.get(at).map(|node| node.domain.nothing()).unwrap_or(0)),
        }
    }

    fn total(&self, program: &Program, at: usize, table: &Table, held: &Rows, assessed: bool) -> State {
        let total = Exact::Plain(table.total(held, assessed));
        State::Cell(program.nodes.get(at).map(|node| node.domain.cell(total)).unwrap_or(0))
    }
}

fn value_of(table: &Table, row: usize) -> Cells {
    table.rows.get(row).map(|row| Cells::only(row.value)).unwrap_or(Cells::NONE)
}

/// What the facts of a row say of a fact's node.
pub fn fact_state(program: &Program, facts: &Facts, node: usize) -> State {
    let Some(domain) = program.nodes.get(node).map(|node| &node.domain) else { return State::NotAssessed };
    match facts::value(program, node, facts) {
        Value::Number(value) => State::Cell(domain.cell(value)),
        Value::Code(code) => State::Cell(code),
        Value::Nothing => State::Cell(domain.nothing()),
        Value::Unknown => State::Some(reachable(domain)),
        Value::NotAssessed => State::NotAssessed,
    }
}

/// A set of one is a known cell.
pub fn narrowed(set: Cells) -> State {
    match set.single() {
        Some(cell) => State::Cell(cell),
        None => State::Some(set),
    }
}

/// The cells a fact may be in when nobody has said: any but "nothing there", which only an event may be.
fn reachable(domain: &Domain) -> Cells {
    let mut set = Cells::first(domain.count());
    if let Domain::Named(names) = domain {
        set.remove(names.len());
    }
    set
}

fn position(program: &Program, node: usize, wanted: &str) -> usize {
    match program.nodes.get(node).map(|node| &node.domain) {
        Some(Domain::Named(names)) => names.iter().position(|name| name == wanted).unwrap_or(names.len()),
        _ => 0,
    }
}
