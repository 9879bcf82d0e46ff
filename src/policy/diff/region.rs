//! The regions in which an answer changes: which facts bound one, when two are one, and how one reads.
//!
//! A region is bounded by the facts that the changed rules read, and by what the rules that neither version changes come
//! to: "escalation open: no" rather than every way in which no stage is open.

use super::{Case, Change, Pair};
use crate::evaluate::cells::{Cut, Domain, Exact};
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::program::{Column, Program, Source};
use crate::evaluate::run::{Pass, State};
use crate::policy::field::{Blank, Kind};
use crate::policy::verify::words;
use crate::record::Fact;
use std::collections::BTreeSet;

/// A stretch between two cuts; an absent end is open.
type Stretch = (Option<Cut>, Option<Cut>);

/// The values of one fact or rule in a region: any of those listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limit {
    /// Numbers or days, in order, no two stretches touching.
    pub between: Vec<Stretch>,
    /// Named values.
    pub names: BTreeSet<String>,
    /// It has not happened, or there is none.
    pub nothing: bool,
    /// The tracker has no column for it.
    pub no_column: bool,
}

/// The bounds of a region: for each fact or rule that matters, the values it may have there. A fact that the versions work
/// out differently has a value in each, and stands there twice.
pub type Limits = Vec<(String, Limit)>;

/// How many values of one fact are named in short.
const MOST_VALUES: usize = 5;

/// Stands after the name of a fact as the new version works it out.
const IN_NEW: &str = "@new";

/// The name of a fact or rule, and whether it is meant as the new version works it out.
fn version_of(name: &str) -> (&str, bool) {
    name.strip_suffix(IN_NEW).map_or((name, false), |name| (name, true))
}

impl Limit {
    /// The values of either.
    pub(super) fn or(&self, other: &Limit) -> Limit {
        let mut stretches: Vec<Stretch> = self.between.iter().chain(&other.between).copied().collect();
        stretches.sort_unstable();
        let mut between: Vec<Stretch> = Vec::new();
        for (low, high) in stretches {
            match between.last_mut() {
                Some((_, None)) => {}
                Some((_, Some(end))) if low.is_none_or(|low| low <= *end) => match high {
                    Some(high) => *end = high.max(*end),
                    None => {
                        if let Some((_, end)) = between.last_mut() {
                            *end = None;
                        }
                    }
                },
                _ => between.push((low, high)),
            }
        }
        Limit {
            between,
            names: self.names.union(&other.names).cloned().collect(),
            nothing: self.nothing || other.nothing,
            no_column: self.no_column || other.no_column,
        }
    }

    /// The values of both.
    pub(super) fn and(&self, other: &Limit) -> Limit {
        let mut between = Vec::new();
        for (low, high) in &self.between {
            for (other_low, other_high) in &other.between {
                let high = match (high, other_high) {
                    (Some(one), Some(two)) => Some(*one.min(two)),
                    (one, two) => one.or(*two),
                };
                let low = *low.max(other_low);
                if high.is_none_or(|high| low.is_none_or(|low| low < high)) {
                    between.push((low, high));
                }
            }
        }
        Limit {
            between,
            names: self.names.intersection(&other.names).cloned().collect(),
            nothing: self.nothing && other.nothing,
            no_column: self.no_column && other.no_column,
        }
    }

    /// The values of this one that the other has not.
    pub(super) fn without(&self, other: &Limit) -> Limit {
        let mut between = self.between.clone();
        for cut_out in &other.between {
            between = between.into_iter().flat_map(|stretch| left_of(stretch, *cut_out)).collect();
        }
        Limit {
            between,
            names: self.names.difference(&other.names).cloned().collect(),
            nothing: self.nothing && !other.nothing,
            no_column: self.no_column && !other.no_column,
        }
    }

    pub(super) fn is_within(&self, other: &Limit) -> bool {
        self.or(other) == *other
    }

    pub(super) fn is_empty(&self) -> bool {
        *self == Limit::default()
    }
}

/// What is left of a stretch, below and above another that is taken out of it.
fn left_of((low, high): Stretch, (out_low, out_high): Stretch) -> Vec<Stretch> {
    // An end that is absent lies below all cuts, or above them.
    let lower = |one: Option<Cut>, two: Option<Cut>| match (one, two) {
        (Some(one), Some(two)) => Some(one.min(two)),
        (one, two) => one.or(two),
    };
    let is_one = |(low, high): &Stretch| high.is_none_or(|high| low.is_none_or(|low| low < high));
    let below = out_low.map(|end| (low, lower(high, Some(end))));
    let above = out_high.map(|begin| (low.max(Some(begin)), high));
    below.into_iter().chain(above).filter(is_one).collect()
}

impl Pair {
    /// What is settled where both versions have an answer, each with the values that lead to it in both.
    pub(super) fn limits(&self, old: (usize, &Pass, &[Fact]), new: (usize, &Pass, &[Fact])) -> Limits {
        let mut limits = Limits::new();
        for (version, program, (answer, pass, facts)) in [("", &self.old, old), (IN_NEW, &self.new, new)] {
            let facts = Facts { facts, lists: &[] };
            for at in self.bounds(program, answer) {
                let (Some(node), Some(limit)) = (program.nodes.get(at), limit_of(program, at, pass, &facts)) else {
                    continue;
                };
                let version = if self.differs(&node.name) { version } else { "" };
                let here = format!("{}{version}", node.name);
                match limits.iter_mut().find(|(name, _)| *name == here) {
                    Some((_, known)) => *known = known.and(&limit),
                    None => limits.push((here, limit)),
                }
            }
        }
        limits.sort_by_key(|(name, _)| {
            let (name, in_new) = version_of(name);
            (self.old.node(name).or_else(|| self.new.node(name)), in_new)
        });
        limits
    }

    /// Whether both versions have a derived fact and work it out differently, itself or something that it rests on.
    fn differs(&self, name: &str) -> bool {
        let derived = |name: &str| {
            self.changed.contains(name)
                && self.old.pack.derived.get(name).is_some()
                && self.new.pack.derived.get(name).is_some()
        };
        let rests_on_one = |program: &Program| {
            let node = program.node(name).and_then(|node| program.nodes.get(node));
            let upstream = node.map(|node| node.upstream.as_slice()).unwrap_or_default();
            upstream.iter().filter_map(|at| program.nodes.get(*at)).any(|node| derived(&node.name))
        };
        let in_both = self.old.node(name).is_some_and(|at| self.old.is_fact(at)) && self.new.node(name).is_some();
        in_both
            && self.old.pack.fields.get(name).is_none()
            && (derived(name) || rests_on_one(&self.old) || rests_on_one(&self.new))
    }

    /// The facts and unchanged rules that the changed rules behind an answer read, and the answer itself.
    pub(super) fn bounds(&self, program: &Program, answer: usize) -> BTreeSet<usize> {
        let mut bounds = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut nodes = inputs(program, answer);
        while let Some(at) = nodes.pop() {
            let Some(node) = program.nodes.get(at).filter(|_| seen.insert(at)) else { continue };
            if program.is_fact(at) || self.is_alike(&node.name) {
                bounds.insert(at);
            } else {
                nodes.extend(inputs(program, at));
            }
        }
        bounds
    }

    /// Of the unchanged rules that an open answer may hang on, the one that most fields decide.
    pub(super) fn widest_open(&self, program: &Program, pass: &Pass, answer: usize) -> Option<usize> {
        let open = |at: &usize| matches!(pass.state(*at), State::Some(_));
        let mut widest: Option<(usize, usize)> = None;
        let mut seen = BTreeSet::new();
        let mut nodes = asked(program, pass, answer);
        while let Some(at) = nodes.pop() {
            let Some(node) = program.nodes.get(at).filter(|_| open(&at) && seen.insert(at)) else { continue };
            if program.is_fact(at) {
                continue;
            }
            if self.is_alike(&node.name) {
                widest = widest.max(Some((node.fields.len(), at)));
            } else {
                nodes.extend(asked(program, pass, at));
            }
        }
        widest.map(|(_, at)| at)
    }

    /// True for a rule that comes out the same in both versions whatever the facts, and that more than one field decides: it
    /// says more than its fields would.
    fn is_alike(&self, name: &str) -> bool {
        let unchanged = |program: &Program| {
            let node = program.node(name).and_then(|node| program.nodes.get(node));
            node.is_some_and(|node| {
                let mut rests = node.upstream.iter().filter_map(|at| program.nodes.get(*at));
                node.fields.len() > 1
                    && !self.changed.contains(&node.name)
                    && rests.all(|rests| !self.changed.contains(&rests.name))
            })
        };
        unchanged(&self.old) && unchanged(&self.new)
    }

    /// A region in words: what limits it.
    pub(super) fn parts(&self, limits: &Limits) -> Vec<String> {
        limits.iter().filter_map(|(name, limit)| self.limit_words(name, limit, usize::MAX)).collect()
    }

    /// The same without what has any of the values that there are, and of long lists of values the first.
    pub(super) fn telling_parts(&self, limits: &Limits) -> Vec<String> {
        let telling = limits.iter().filter(|(name, limit)| !self.is_any(name, limit));
        telling.filter_map(|(name, limit)| self.limit_words(name, limit, MOST_VALUES)).collect()
    }

    /// Whether a limit leaves out no value that a fact or rule may have where there is one.
    pub(super) fn is_any(&self, name: &str, limit: &Limit) -> bool {
        if limit.between == [(None, None)] {
            return true;
        }
        let (name, in_new) = version_of(name);
        let program = if self.old.node(name).is_some() && !in_new { &self.old } else { &self.new };
        let Some(node) = program.node(name).and_then(|at| program.nodes.get(at)) else { return false };
        let Domain::Named(all) = &node.domain else { return false };
        let may_be_nothing = match &node.source {
            Source::Field(field) => program
                .pack
                .fields
                .0
                .get(*field)
                .is_none_or(|(_, field)| field.blank == Blank::None && field.kind != Kind::YesNo),
            // Whether something happened is yes or no, whatever the cell.
            Source::Facts(_) => all.as_slice() != ["false", "true"],
            _ => true,
        };
        all.iter().all(|value| limit.names.contains(value)) && (limit.nothing || !may_be_nothing)
    }

    fn limit_words(&self, name: &str, limit: &Limit, most: usize) -> Option<String> {
        let (name, in_new) = version_of(name);
        let program = if self.old.node(name).is_some() && !in_new { &self.old } else { &self.new };
        let at = program.node(name)?;
        let node = program.nodes.get(at)?;
        let rule = !program.is_fact(at);
        let any = limit.between == [(None, None)];
        if any && limit.names.is_empty() && !limit.nothing && !limit.no_column {
            return None;
        }
        let title = match name.strip_suffix(".open") {
            Some(_) => format!("{} open", node.title),
            None if in_new => format!("{} in the new version", node.title),
            None if self.differs(name) => format!("{} in the old version", node.title),
            None => node.title.clone(),
        };
        if (Limit { no_column: true, ..Limit::default() }) == *limit {
            return Some(if rule { format!("{title} not assessed") } else { format!("no column for {title}") });
        }
        let numbers = limit.between.iter().map(|(low, high)| match (low, high) {
            (None, None) => "any".to_string(),
            (low, high) => words::interval(node, *low, *high, node.domain.step()),
        });
        let names = limit.names.iter().map(|name| words::plain(name));
        let nothing = limit.nothing.then(|| if rule { "left to a person" } else { "blank" }.to_string());
        let no_column = limit.no_column.then(|| if rule { "not assessed" } else { "no column" }.to_string());
        let mut all: Vec<String> = numbers.chain(names).chain(nothing).chain(no_column).collect();
        if all.len() > most {
            let more = all.len() - most + 1;
            all.truncate(most - 1);
            all.push(format!("{more} more"));
        }
        Some(format!("{title} {}", all.join(" or ")))
    }
}

/// What a rule reads.
fn inputs(program: &Program, node: usize) -> Vec<usize> {
    match program.nodes.get(node).map(|node| &node.source) {
        Some(Source::Table(table)) => table.columns.iter().map(|column| column.node).collect(),
        Some(Source::FirstKnown(of) | Source::HighestOf(of) | Source::HoldersOfHighest(of)) => of.clone(),
        Some(Source::More { of, .. }) => inputs(program, *of),
        // A fact that is itself the answer.
        Some(Source::Field(_) | Source::Facts(_)) => vec![node],
        None => Vec::new(),
    }
}

/// What a rule reads for the rows that may still hold.
fn asked(program: &Program, pass: &Pass, node: usize) -> Vec<usize> {
    let Some(Source::Table(table)) = program.nodes.get(node).map(|node| &node.source) else {
        return inputs(program, node);
    };
    let passes = |column: &Column, row: usize| {
        let cell = |cell: usize| column.pass.get(cell).is_some_and(|rows| rows.has(row));
        match pass.state(column.node) {
            State::Cell(at) => cell(at),
            State::Some(set) => set.iter().any(cell),
            State::NotAssessed | State::Conflict => false,
        }
    };
    let may_hold = |row: &usize| table.columns.iter().all(|column| !column.tested.has(*row) || passes(column, *row));
    let rows: Vec<usize> = (0..table.rows.len()).filter(may_hold).collect();
    let asks = |column: &&Column| rows.iter().any(|row| column.tested.has(*row));
    table.columns.iter().filter(asks).map(|column| column.node).collect()
}

/// The values of a node that lead where its own led; `None` where it is open.
fn limit_of(program: &Program, node: usize, pass: &Pass, facts: &Facts) -> Option<Limit> {
    let found = program.nodes.get(node)?;
    let between = |low, high| Limit { between: vec![(low, high)], ..Limit::default() };
    match pass.state(node) {
        State::NotAssessed => Some(Limit { no_column: true, ..Limit::default() }),
        State::Cell(cell) if cell == found.domain.nothing() => Some(Limit { nothing: true, ..Limit::default() }),
        State::Cell(cell) => match &found.domain {
            Domain::Named(names) => {
                Some(Limit { names: names.get(cell).cloned().into_iter().collect(), ..Limit::default() })
            }
            Domain::Range { cuts, .. } => {
                let named = program
                    .nodes
                    .iter()
                    .any(|reader| matches!(&reader.source, Source::FirstKnown(of) if of.contains(&node)));
                if let (true, Value::Number(Exact::Plain(at))) = (named, facts::value(program, node, facts)) {
                    let end = Domain::aligned(Cut { at, after: true }, found.domain.step());
                    return Some(between(Some(Cut { at, after: false }), Some(end)));
                }
                let low = cell.checked_sub(1).and_then(|before| cuts.get(before)).copied();
                Some(between(low, cuts.get(cell).copied()))
            }
        },
        State::Some(_) | State::Conflict => None,
    }
}

/// Regions that hold the same change and make one together are put together.
pub(super) fn together(mut changes: Vec<Change>) -> Vec<Change> {
    loop {
        let before = changes.len();
        let mut kept: Vec<Change> = Vec::new();
        for change in changes {
            let merged = kept.iter_mut().find_map(|known| {
                let alike = known.before == change.before && known.after == change.after;
                let limits = if alike { joined(&known.limits, &change.limits) } else { None };
                limits.map(|limits| known.limits = limits)
            });
            if merged.is_none() {
                kept.push(change);
            }
        }
        if kept.len() == before {
            return kept;
        }
        changes = kept;
    }
}

/// Whether one region lies in another.
fn is_within(small: &Limits, large: &Limits) -> bool {
    let limit = |name: &str| small.iter().find(|(known, _)| known == name).map(|(_, limit)| limit);
    large.iter().all(|(name, wide)| limit(name).is_some_and(|narrow| narrow.is_within(wide)))
}

/// Two regions as one: where one lies in the other, or where they differ in one fact only.
fn joined(one: &Limits, two: &Limits) -> Option<Limits> {
    let limit =
        |limits: &Limits, name: &str| limits.iter().find(|(known, _)| known == name).map(|(_, limit)| limit.clone());
    if is_within(two, one) {
        return Some(one.clone());
    }
    if is_within(one, two) {
        return Some(two.clone());
    }
    if one.len() != two.len() || one.iter().any(|(name, _)| limit(two, name).is_none()) {
        return None;
    }
    let differs: Vec<&(String, Limit)> =
        one.iter().filter(|(name, here)| limit(two, name).as_ref() != Some(here)).collect();
    let [(name, here)] = differs.as_slice() else { return None };
    let wide = here.or(&limit(two, name)?);
    let wide = |known: &String, limit: &Limit| if known == name { wide.clone() } else { limit.clone() };
    Some(one.iter().map(|(known, limit)| (known.clone(), wide(known, limit))).collect())
}

impl Change {
    /// Whether a row lies in the region. The row is coded for each version, and all its facts are known.
    pub fn covers(&self, old: (&Program, &[Fact]), new: (&Program, &[Fact])) -> bool {
        covers(&self.limits, old, new)
    }
}

impl Case {
    /// Whether a row lies in one of the regions put together, as for [`Change::covers`].
    pub fn covers(&self, old: (&Program, &[Fact]), new: (&Program, &[Fact])) -> bool {
        covers(&self.limits, old, new)
    }
}

fn covers(limits: &Limits, old: (&Program, &[Fact]), new: (&Program, &[Fact])) -> bool {
    let passes = [old, new].map(|(program, facts)| {
        let mut pass = Pass::default();
        pass.run(program, &Facts { facts, lists: &[] });
        pass
    });
    let [old_pass, new_pass] = &passes;
    limits.iter().all(|(name, limit)| {
        let (name, in_new) = version_of(name);
        let in_old = old.0.node(name).is_some() && !in_new;
        let ((program, facts), pass) = if in_old { (old, old_pass) } else { (new, new_pass) };
        let Some(node) = program.node(name) else { return false };
        if !program.is_fact(node) {
            return match pass.state(node) {
                State::Cell(cell) if program.nodes.get(node).is_some_and(|node| cell == node.domain.nothing()) => {
                    limit.nothing
                }
                State::Cell(cell) => limit.names.contains(program.value_name(node, cell)),
                State::NotAssessed => limit.no_column,
                State::Some(_) | State::Conflict => false,
            };
        }
        match facts::value(program, node, &Facts { facts, lists: &[] }) {
            Value::NotAssessed => limit.no_column,
            Value::Nothing => limit.nothing,
            Value::Code(code) => limit.names.contains(program.value_name(node, code)),
            Value::Number(value) => limit.between.iter().any(|(low, high)| {
                low.is_none_or(|low| value.reaches(low)) && high.is_none_or(|high| !value.reaches(high))
            }),
            Value::Unknown => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(stretches: &[(Option<i64>, Option<i64>)]) -> Limit {
        let cut = |at: i64| Cut { at, after: false };
        let between = stretches.iter().map(|(low, high)| (low.map(cut), high.map(cut))).collect();
        Limit { between, ..Limit::default() }
    }

    #[test]
    fn the_values_of_either_are_joined_where_they_touch() {
        let or =
            |one: (Option<i64>, Option<i64>), other: (Option<i64>, Option<i64>)| between(&[one]).or(&between(&[other]));
        assert_eq!(or((Some(1), Some(3)), (Some(3), Some(5))), between(&[(Some(1), Some(5))]));
        assert_eq!(or((Some(4), Some(5)), (Some(1), Some(3))), between(&[(Some(1), Some(3)), (Some(4), Some(5))]));
        assert_eq!(or((Some(1), Some(9)), (Some(2), Some(5))), between(&[(Some(1), Some(9))]));
        // What has no end takes in whatever begins later.
        assert_eq!(or((Some(1), None), (Some(5), Some(9))), between(&[(Some(1), None)]));
        assert_eq!(or((Some(1), Some(6)), (Some(5), None)), between(&[(Some(1), None)]));
    }

    #[test]
    fn the_values_of_both_are_those_where_both_reach() {
        let and = |one: (Option<i64>, Option<i64>), other: (Option<i64>, Option<i64>)| {
            between(&[one]).and(&between(&[other]))
        };
        assert_eq!(and((Some(1), Some(5)), (Some(3), Some(9))), between(&[(Some(3), Some(5))]));
        // One ends where the other begins: no value lies in both.
        assert_eq!(and((Some(1), Some(5)), (Some(5), Some(9))), between(&[]));
        assert_eq!(and((None, Some(5)), (Some(4), None)), between(&[(Some(4), Some(5))]));
    }

    #[test]
    fn the_values_of_one_that_another_has_not_are_what_lies_beside_it() {
        let without = |one: (Option<i64>, Option<i64>), other: (Option<i64>, Option<i64>)| {
            between(&[one]).without(&between(&[other]))
        };
        assert_eq!(without((Some(1), Some(9)), (Some(3), Some(5))), between(&[(Some(1), Some(3)), (Some(5), Some(9))]));
        assert_eq!(without((None, None), (Some(3), None)), between(&[(None, Some(3))]));
        assert_eq!(without((Some(1), Some(5)), (Some(5), Some(9))), between(&[(Some(1), Some(5))]));
        assert_eq!(without((Some(3), Some(5)), (Some(1), None)), Limit::default());
        let named = |names: &[&str]| Limit {
            names: names.iter().map(ToString::to_string).collect(),
            nothing: names.len() > 1,
            ..Limit::default()
        };
        assert_eq!(named(&["a", "b"]).without(&named(&["b"])), Limit { nothing: true, ..named(&["a"]) });
        assert!(named(&["b"]).without(&named(&["a", "b"])).is_empty());
    }

    #[test]
    fn nothing_there_and_no_column_are_values_like_others() {
        let one = Limit { nothing: true, no_column: true, ..Limit::default() };
        let none = Limit::default();
        let told = |limit: Limit| (limit.nothing, limit.no_column);
        assert_eq!(
            (told(one.or(&none)), told(none.or(&one)), told(none.or(&none))),
            ((true, true), (true, true), (false, false))
        );
        assert_eq!(
            (told(one.and(&none)), told(none.and(&one)), told(one.and(&one))),
            ((false, false), (false, false), (true, true))
        );
    }

    #[test]
    fn a_limit_is_within_another_that_has_all_its_values() {
        let (small, large) = (between(&[(Some(2), Some(3))]), between(&[(Some(1), Some(5))]));
        assert!(small.is_within(&large) && large.is_within(&large));
        assert!(!large.is_within(&small));
    }
}
