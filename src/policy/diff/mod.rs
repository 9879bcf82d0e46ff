//! What changes between two versions of a pack: every region of facts whose answer changes, with a row that shows it and
//! the rule on each side.
//!
//! Comes in: two packs. Goes out: changes, for trackers that have the columns. The search splits facts only where a
//! change could come from: what both versions say alike is not looked into, and a rule that neither version changes is a
//! fact like others.

mod cover;
mod group;
mod region;
mod witness;

pub use group::{Case, Group};
pub use region::{Limit, Limits};

use super::pack::{Operation, Pack, Rule, Then};
use super::settings::Settings;
use super::verify::moments;
use crate::calendar::{Calendar, Day, Nation};
use crate::decision::Status;
use crate::evaluate::cells::Domain;
use crate::evaluate::compile::{compile, row_cells};
use crate::evaluate::decide::{self, Answerer};
use crate::evaluate::facts::Facts;
use crate::evaluate::possible::{candidates, hangs_on};
use crate::evaluate::program::{Program, Source};
use crate::evaluate::run::{Pass, State};
use crate::policy::field::{Blank, Kind};
use crate::problem::Problem;
use crate::record::Fact;
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};

/// The answer of one version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Side {
    /// The answer, or why there is none.
    pub outcome: String,
    /// The row that gives it.
    pub rules: Vec<String>,
}

/// A region of facts whose answer changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The decision, or the rule.
    pub decision: String,
    /// The region in words: `Attendance from 90 and below 93%`.
    pub region: String,
    /// The same, part by part.
    #[serde(skip)]
    pub parts: Vec<String>,
    /// What the old version answers there.
    pub before: Side,
    /// What the new version answers there.
    pub after: Side,
    /// A row of field values in the region, as a person would type them.
    pub witness: Vec<(String, String)>,
    /// The witness, coded for the old version.
    #[serde(skip)]
    pub facts: Vec<Fact>,
    /// The witness, coded for the new version.
    #[serde(skip)]
    pub facts_after: Vec<Fact>,
    /// The region: for each fact that matters, the values it may have.
    #[serde(skip)]
    pub limits: Limits,
}

/// All that changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// Where it begins: rules that do not say the same any more, and the facts for which they give another value.
    pub rules: Vec<Change>,
    /// What comes of it: the regions whose answer changes, decision by decision.
    pub changes: Vec<Change>,
    /// The rules' changes, those that are alike put together.
    pub rule_groups: Vec<Group>,
    /// The answers' changes, those that are alike put together.
    pub groups: Vec<Group>,
    /// Decisions that only one version has, in words.
    pub decisions: Vec<String>,
    /// Decisions and rules with more regions than could be looked at, so that changes of theirs may not be listed.
    pub unfinished: Vec<String>,
}

impl Diff {
    /// False when there were more regions than could be looked at.
    pub fn complete(&self) -> bool {
        self.unfinished.is_empty()
    }
}

/// How many steps one decision's search may take.
const MOST_STEPS: usize = 20_000;
/// How many regions are gathered before they are put together.
const MOST_REGIONS: usize = 3_000;

/// Everything that changes between two versions, with their own defaults.
///
/// # Errors
/// The problems of a version that cannot be made ready to answer.
pub fn diff(old: &Pack, new: &Pack) -> Result<Diff, Vec<Problem>> {
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    let mut all = Diff::default();
    let days: BTreeSet<Day> = moments(old).union(&moments(new)).copied().collect();
    let mut last = Err(Vec::new());
    for day in days {
        match Pair::of(old, new, &calendar, day) {
            Ok(pair) => {
                pair.changes(&mut all);
                all.rule_groups = group::grouped(&pair, &all.rules);
                all.groups = group::grouped(&pair, &all.changes);
                last = Ok(());
            }
            Err(problems) if problems.iter().all(|problem| problem.code == "not-in-force") => {
                if last.is_err() {
                    last = Err(problems);
                }
            }
            Err(problems) => return Err(problems),
        }
    }
    last?;
    let ids = |pack: &Pack| pack.decisions.iter().map(|answer| answer.id.clone()).collect::<BTreeSet<String>>();
    all.decisions.extend(ids(old).difference(&ids(new)).map(|id| format!("{id} is gone")));
    all.decisions.extend(ids(new).difference(&ids(old)).map(|id| format!("{id} is new")));
    Ok(all)
}

fn answer_words(program: &Program, node: usize, found: &decide::Found) -> String {
    decide::outcome(program, node, found).unwrap_or_else(|| status_words(found.status).to_string())
}

fn status_words(status: Status) -> &'static str {
    match status {
        Status::Conflict => "conflict",
        Status::NotInForce => "not in force",
        Status::OutOfRange => "out of range",
        Status::NeedsInput | Status::Decided => "left to a person",
    }
}

/// Two versions made ready for one day.
struct Pair {
    old: Program,
    new: Program,
    /// Names of facts and rules that do not say the same in both.
    changed: BTreeSet<String>,
}

/// One value of a field, coded for each version.
type Both = (Fact, Fact);

impl Pair {
    fn of(old: &Pack, new: &Pack, calendar: &Calendar, as_of: Day) -> Result<Self, Vec<Problem>> {
        let old = compile(old, &Settings::defaults(old)?, calendar, as_of)?;
        let new = compile(new, &Settings::defaults(new)?, calendar, as_of)?;
        let mut pair = Pair { old, new, changed: BTreeSet::new() };
        pair.changed = pair.find_changed();
        Ok(pair)
    }

    fn decisions(&self) -> Vec<(String, usize, usize)> {
        let in_both = self
            .old
            .pack
            .decisions
            .iter()
            .filter(|answer| self.new.pack.decisions.iter().any(|other| other.id == answer.id));
        in_both
            .filter_map(|answer| Some((answer.id.clone(), self.old.node(&answer.id)?, self.new.node(&answer.id)?)))
            .collect()
    }

    /// What does not say the same in both versions. Too many names cost time, too few would hide changes.
    fn find_changed(&self) -> BTreeSet<String> {
        let (old, new) = (&self.old.pack, &self.new.pack);
        let setting_changed = |name: &str| self.old.settings.get(name) != self.new.settings.get(name);
        let mut changed = BTreeSet::new();
        for (name, field) in old.fields.iter() {
            if new.fields.get(name).is_some_and(|other| other != field) {
                changed.insert(name.to_string());
            }
        }
        for (name, derived) in old.derived.iter() {
            if new.derived.get(name).is_some_and(|other| other != derived)
                || derived.settings().any(|setting| setting_changed(setting))
            {
                changed.insert(name.to_string());
            }
        }
        for node in &self.old.nodes {
            let base = node.name.split('.').next().unwrap_or(&node.name);
            let rules = |pack: &Pack| -> Vec<Rule> {
                pack.rules
                    .iter()
                    .filter(|rule| rule.id == base || rule.next.as_ref().is_some_and(|next| next.id == base))
                    .cloned()
                    .collect()
            };
            let (one, two) = (rules(old), rules(new));
            if one != two || one.iter().flat_map(settings_of_rule).any(|setting| setting_changed(&setting)) {
                changed.insert(node.name.clone());
            }
        }
        changed
    }

    fn changes(&self, all: &mut Diff) {
        let mut unfinished = Vec::new();
        for (decision, old, new) in self.decisions() {
            if !self.search(&decision, old, new, &mut all.changes) {
                unfinished.push(decision);
            }
        }
        for name in &self.changed {
            let (Some(old), Some(new)) = (self.old.node(name), self.new.node(name)) else { continue };
            if self.begins_at(old, new, name) && !self.search(name, old, new, &mut all.rules) {
                unfinished.push(name.clone());
            }
        }
        for name in unfinished {
            if !all.unfinished.contains(&name) {
                all.unfinished.push(name);
            }
        }
    }

    /// Whether a change is told where it begins: at rules, and at facts that are worked out and have the same named values
    /// in both versions. The tables that a ladder stands for are one rule.
    fn begins_at(&self, old: usize, new: usize, name: &str) -> bool {
        let names = |program: &Program, node: usize| match program.nodes.get(node).map(|node| &node.domain) {
            Some(Domain::Named(names)) if program.pack.derived.get(name).is_some() => Some(names.clone()),
            _ => None,
        };
        let rule = self.old.table(old).is_some() && self.new.table(new).is_some() && !name.contains('.');
        let values = names(&self.old, old);
        rule || (values.is_some() && values == names(&self.new, new))
    }

    /// Adds the regions in which a node comes out otherwise; whether all were found.
    fn search(&self, name: &str, old: usize, new: usize, changes: &mut Vec<Change>) -> bool {
        let mut search = Search {
            pair: self,
            decision: name,
            old,
            new,
            steps: 0,
            found: Vec::new(),
            complete: true,
            bounds: [self.bounds(&self.old, old), self.bounds(&self.new, new)],
            been: HashSet::new(),
        };
        let mut row: Vec<(String, Both)> = self.row(old, new);
        search.explore(&mut row);
        for change in region::together(search.found) {
            let parts = self.parts(&change.limits);
            let region = if parts.is_empty() { "whatever the facts".to_string() } else { parts.join(", ") };
            let mut change = Change { region, parts, ..change };
            self.make_plain(&mut change, old, new);
            let same = |known: &Change| {
                known.decision == change.decision
                    && known.region == change.region
                    && known.before == change.before
                    && known.after == change.after
            };
            if !changes.iter().any(same) {
                changes.push(change);
            }
        }
        search.complete
    }

    /// A row in which every field that the decision rests on is unknown, and the others have no column.
    fn row(&self, old: usize, new: usize) -> Vec<(String, Both)> {
        let rests = |program: &Program, node: usize, name: &str| {
            let field = program.pack.fields.position(name);
            program.nodes.get(node).is_some_and(|node| field.is_some_and(|field| node.fields.contains(&field)))
        };
        let mut names: Vec<String> = self.old.pack.fields.iter().map(|(name, _)| name.to_string()).collect();
        names.extend(
            self.new
                .pack
                .fields
                .iter()
                .map(|(name, _)| name.to_string())
                .filter(|name| self.old.pack.fields.get(name).is_none()),
        );
        names
            .into_iter()
            .map(|name| {
                let matters = rests(&self.old, old, &name) || rests(&self.new, new, &name);
                let fact = if matters { Fact::Unknown } else { Fact::NoColumn };
                (name, (fact, fact))
            })
            .collect()
    }

    /// A row as one version codes it.
    fn coded(&self, program: &Program, row: &[(String, Both)], second: bool) -> Vec<Fact> {
        let of = |name: &str| {
            row.iter().find(|(known, _)| known == name).map(|(_, both)| if second { both.1 } else { both.0 })
        };
        program.pack.fields.iter().map(|(name, _)| of(name).unwrap_or(Fact::NoColumn)).collect()
    }

    /// Every value of a field that matters to either version.
    fn values(&self, row: &[(String, Both)], name: &str) -> Vec<Both> {
        let mut values: Vec<Both> = Vec::new();
        for second in [false, true] {
            let (program, other) = if second { (&self.new, &self.old) } else { (&self.old, &self.new) };
            let coded = self.coded(program, row, second);
            let Some(field) = program.pack.fields.position(name) else { continue };
            let mut found = candidates(program, &Facts { facts: &coded, lists: &[] }, field);
            if let Some((_, spec)) = program.pack.fields.0.get(field) {
                if spec.kind == Kind::Text {
                    found.push(Fact::Value(0));
                }
                if spec.blank == Blank::None && spec.kind != Kind::YesNo {
                    found.push(Fact::Nothing);
                }
                if !spec.required && gives_way(program, field) {
                    found.push(Fact::NoColumn);
                }
            }
            for fact in found {
                let there = translated(&program.pack, &other.pack, name, fact);
                let both = if second { (there, fact) } else { (fact, there) };
                if !values.contains(&both) {
                    values.push(both);
                }
            }
        }
        values
    }
}

/// Whether a fact of this field may be left out because another takes its place.
fn gives_way(program: &Program, field: usize) -> bool {
    let rests = |node: usize| program.nodes.get(node).is_some_and(|node| node.fields.contains(&field));
    program.nodes.iter().any(|node| match &node.source {
        Source::FirstKnown(of) => of.iter().any(|node| rests(*node)),
        Source::Facts(derivation) => {
            derivation.by == Operation::FirstKnown && derivation.of.iter().any(|node| rests(*node))
        }
        _ => false,
    })
}

/// A fact of one pack in the code of another: choices and letters by name.
fn translated(from: &Pack, to: &Pack, name: &str, fact: Fact) -> Fact {
    let (Some(one), Some(two)) = (from.fields.get(name), to.fields.get(name)) else { return Fact::NoColumn };
    let Fact::Value(value) = fact else { return fact };
    if one.kind != two.kind {
        return Fact::Unreadable;
    }
    let position = |at: usize| {
        let value = one.values.get(at)?;
        two.values.iter().position(|other| other.value == value.value)
    };
    match one.kind {
        Kind::Choice => usize::try_from(value)
            .ok()
            .and_then(position)
            .and_then(|at| i64::try_from(at).ok())
            .map_or(Fact::Unreadable, Fact::Value),
        Kind::Choices => (0..one.values.len().min(62))
            .filter(|at| value & (1 << at) != 0)
            .try_fold(0i64, |set, at| Some(set | 1 << position(at)?))
            .map_or(Fact::Unreadable, Fact::Value),
        Kind::Letters => {
            let place = |letter: &char| two.letters.keys().position(|other| other == letter);
            let set = one
                .letters
                .keys()
                .enumerate()
                .filter(|(at, _)| value & (1 << at) != 0)
                .try_fold(0i64, |set, (_, letter)| Some(set | 1 << place(letter)?));
            set.map_or(Fact::Unreadable, Fact::Value)
        }
        Kind::Number | Kind::Count | Kind::Percent => {
            let (low, high) = two.range();
            let inside = low.is_none_or(|low| value >= low.0) && high.is_none_or(|high| value <= high.0);
            let on_step = two.step().is_none_or(|step| crate::number::Number(value).is_multiple_of(step));
            if inside && on_step { fact } else { Fact::Unreadable }
        }
        _ => fact,
    }
}

/// The settings that a rule's cells and values may name; words that are no settings do no harm.
fn settings_of_rule(rule: &Rule) -> Vec<String> {
    let mut names = Vec::new();
    for row in super::load::rows(rule) {
        for (_, cell) in row_cells(rule, row) {
            names.extend(cell.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(str::to_string));
        }
        if let Some(Then::Setting { setting }) = &row.then {
            names.push(setting.clone());
        }
    }
    names
}

struct Search<'p> {
    pair: &'p Pair,
    decision: &'p str,
    old: usize,
    new: usize,
    steps: usize,
    found: Vec<Change>,
    complete: bool,
    /// What bounds a region in the old version, and in the new.
    bounds: [BTreeSet<usize>; 2],
    /// Where the search has been.
    been: HashSet<Vec<i64>>,
}

impl Search<'_> {
    fn explore(&mut self, row: &mut Vec<(String, Both)>) {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.found.len() >= MOST_REGIONS {
            self.complete = false;
            return;
        }
        let (one, two) = (self.pair.coded(&self.pair.old, row, false), self.pair.coded(&self.pair.new, row, true));
        let (facts_one, facts_two) = (Facts { facts: &one, lists: &[] }, Facts { facts: &two, lists: &[] });
        let (mut before, mut after) = (Pass::default(), Pass::default());
        before.run(&self.pair.old, &facts_one);
        after.run(&self.pair.new, &facts_two);
        let here = [
            place(&self.pair.old, &self.bounds[0], &before, &one),
            place(&self.pair.new, &self.bounds[1], &after, &two),
        ];
        if !self.been.insert(here.concat()) {
            return;
        }
        let open = |pass: &Pass, node: usize| matches!(pass.state(node), State::Some(_));
        if !open(&before, self.old) && !open(&after, self.new) {
            self.compare(one, two, &before, &after);
            return;
        }
        // Where everything that changed has come out alike, all that follows is alike.
        let mut hangs: Option<String> = None;
        let mut alike = true;
        for (program, answer, pass, facts) in
            [(&self.pair.old, self.old, &before, &facts_one), (&self.pair.new, self.new, &after, &facts_two)]
        {
            let upstream = program.nodes.get(answer).map(|node| node.upstream.as_slice()).unwrap_or_default();
            for node in upstream.iter().chain([&answer]) {
                let Some(name) = program.nodes.get(*node).map(|node| node.name.as_str()) else { continue };
                if !self.pair.changed.contains(name) {
                    continue;
                }
                if open(pass, *node) {
                    alike = false;
                    hangs = hangs.or_else(|| {
                        hangs_on(program, pass, facts, *node)
                            .and_then(|field| program.pack.fields.0.get(field))
                            .map(|(name, _)| name.clone())
                    });
                } else {
                    alike &= self.same_value(name, &before, &after);
                }
            }
        }
        if alike {
            return;
        }
        let of_answer = |program: &Program, pass: &Pass, facts: &Facts, node: usize| {
            if !open(pass, node) {
                return None;
            }
            // A rule that neither changes and that many fields decide comes first: its many ways lead to few places.
            let widest = self.pair.widest_open(program, pass, node).unwrap_or(node);
            hangs_on(program, pass, facts, widest)
                .or_else(|| hangs_on(program, pass, facts, node))
                .and_then(|field| program.pack.fields.0.get(field))
                .map(|(name, _)| name.clone())
        };
        let field = hangs
            .or_else(|| of_answer(&self.pair.old, &before, &facts_one, self.old))
            .or_else(|| of_answer(&self.pair.new, &after, &facts_two, self.new));
        let Some(field) = field else {
            // Nothing is missing and the answer is open all the same, as for a rate of more than all.
            return;
        };
        let Some(at) = row.iter().position(|(name, _)| *name == field) else { return };
        let known = row.get(at).map(|(_, both)| *both);
        for both in self.pair.values(row, &field) {
            if Some(both) == known {
                continue;
            }
            if let Some(slot) = row.get_mut(at) {
                slot.1 = both;
            }
            self.explore(row);
        }
        if let (Some(slot), Some(known)) = (row.get_mut(at), known) {
            slot.1 = known;
        }
    }

    /// Whether a node came out with the same value in both versions.
    fn same_value(&self, name: &str, before: &Pass, after: &Pass) -> bool {
        let (Some(old), Some(new)) = (self.pair.old.node(name), self.pair.new.node(name)) else { return false };
        match (before.state(old), after.state(new)) {
            (State::Cell(one), State::Cell(two)) => match (
                self.pair.old.nodes.get(old).map(|node| &node.domain),
                self.pair.new.nodes.get(new).map(|node| &node.domain),
            ) {
                (Some(Domain::Named(_)), Some(Domain::Named(_))) => {
                    self.pair.old.value_name(old, one) == self.pair.new.value_name(new, two)
                        && before.collected(&self.pair.old, old) == after.collected(&self.pair.new, new)
                }
                _ => false,
            },
            (one, two) => one == two,
        }
    }

    fn compare(&mut self, one: Vec<Fact>, two: Vec<Fact>, before: &Pass, after: &Pass) {
        let old = side(&self.pair.old, self.old, &one, before);
        let new = side(&self.pair.new, self.new, &two, after);
        if old.outcome == new.outcome {
            return;
        }
        let limits = self.pair.limits((self.old, before, &one), (self.new, after, &two));
        let known = |found: &Change| found.limits == limits && (&found.before, &found.after) == (&old, &new);
        if self.found.iter().any(known) {
            return;
        }
        self.found.push(Change {
            decision: self.decision.to_string(),
            parts: Vec::new(),
            region: String::new(),
            before: old,
            after: new,
            witness: Vec::new(),
            facts: one,
            facts_after: two,
            limits,
        });
    }
}

/// Where a search stands: what bounds a region as far as it is settled, and the facts behind what is not. From two rows
/// that stand in one place the search finds the same regions.
fn place(program: &Program, bounds: &BTreeSet<usize>, pass: &Pass, facts: &[Fact]) -> Vec<i64> {
    let mut place = Vec::new();
    for node in bounds {
        match pass.state(*node) {
            State::Cell(cell) => place.extend([0, i64::try_from(cell).unwrap_or(i64::MAX)]),
            State::NotAssessed => place.push(1),
            State::Conflict => place.push(2),
            State::Some(_) => {
                place.push(3);
                let fields = program.nodes.get(*node).map(|node| node.fields.as_slice()).unwrap_or_default();
                for fact in fields.iter().filter_map(|field| facts.get(*field)) {
                    match fact {
                        Fact::Value(value) => place.extend([0, *value]),
                        Fact::Nothing => place.push(1),
                        Fact::Unknown => place.push(2),
                        Fact::Doubted | Fact::Unreadable => place.push(3),
                        Fact::NoColumn => place.push(4),
                    }
                }
            }
        }
    }
    place
}

fn side(program: &Program, node: usize, facts: &[Fact], pass: &Pass) -> Side {
    let facts = Facts { facts, lists: &[] };
    let mut answerer = Answerer::new(program);
    answerer.pass_over(&facts);
    let outcome = answer_words(program, node, &answerer.answer(node, &facts));
    let rows: Vec<usize> = match pass.won(node) {
        Some(row) => vec![row],
        None => pass.held(node).iter().collect(),
    };
    let id = |row: usize| program.table(node).and_then(|table| table.rows.get(row)).map(|row| row.row.id.clone());
    Side { outcome, rules: rows.into_iter().filter_map(id).collect() }
}
