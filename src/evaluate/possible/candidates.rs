//! The values that a missing fact is tried with: one from every stretch in which all values are alike. The ends of the
//! stretches are where some test changes its answer, carried back through whatever is worked out from the fact.

use super::set;
use crate::calendar::{Day, Span};
use crate::evaluate::cells::{Cut, Domain, Exact};
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::periods;
use crate::evaluate::program::{Derivation, Node, Program, Source};
use crate::index::Quick;
use crate::number::{Number, ONE};
use crate::order::InOrder;
use crate::policy::field::Kind;
use crate::policy::pack::{CheckKind, Operation};
use crate::record::Fact;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

/// One value of a field from every stretch in which all its values are alike, given the row's other facts. What stands in a
/// cell without saying what it is may also stand for nothing, where a rule asks whether anything is there.
pub fn candidates(program: &Program, facts: &Facts, field: usize) -> Vec<Fact> {
    let mut found = values(program, facts, field);
    let kind = program.pack.fields.0.get(field).map(|(_, spec)| spec.kind);
    if facts.get(field).is_doubted() && kind != Some(Kind::Dates) && asked_if_filled(program, field) {
        // Any text is as good as another.
        found.extend((kind == Some(Kind::Text)).then_some(Fact::Value(0)));
        found.push(Fact::Nothing);
    }
    found
}

/// Whether a rule asks if anything is in a field's cell.
fn asked_if_filled(program: &Program, field: usize) -> bool {
    resting_on(program, field)
        .any(|(_, node)| matches!(&node.source, Source::Facts(derivation) if derivation.by == Operation::Filled))
}

/// One value of a field from every stretch in which all its values are alike.
fn values(program: &Program, facts: &Facts, field: usize) -> Vec<Fact> {
    let Some((_, spec)) = program.pack.fields.0.get(field) else { return Vec::new() };
    let values: Vec<i64> = match spec.kind {
        Kind::YesNo => vec![0, 1],
        Kind::Choice => (0..spec.values.len()).filter_map(|at| i64::try_from(at).ok()).collect(),
        Kind::Letters => return sets(program, facts, field, spec.letters.len()),
        Kind::Choices => return sets(program, facts, field, spec.values.len()),
        Kind::Text | Kind::Dates => Vec::new(),
        Kind::Date | Kind::DateOrYes => {
            let as_of = i64::from(program.as_of.days());
            let mut points = cut_points(program, facts, field);
            points.extend([as_of, as_of - 20_000]);
            let mut around: Vec<i64> = points.iter().flat_map(|at| [at - 1, *at, at + 1]).collect();
            if !spec.event {
                around.push(as_of + 20_000);
            }
            around.in_order();
            around.dedup();
            around
        }
        Kind::Number | Kind::Count | Kind::Percent => {
            let step = spec.step().map(|step| step.0).unwrap_or(0);
            let (low, high) = spec.range();
            let points = cut_points(program, facts, field);
            let reach = 1_000 * ONE;
            let lowest =
                low.map(|low| low.0).unwrap_or_else(|| points.first().copied().unwrap_or(0).saturating_sub(reach));
            let highest =
                high.map(|high| high.0).unwrap_or_else(|| points.last().copied().unwrap_or(0).saturating_add(reach));
            let middle = lowest / 2 + highest / 2;
            let near = if step > 0 { step } else { 1 };
            let around = points.iter().flat_map(|at| [at.saturating_sub(near), *at, at.saturating_add(near)]);
            let mut values: Vec<i64> = around
                .chain([lowest, middle, highest])
                .map(|at| if step > 0 { at.div_euclid(step) * step } else { at })
                .filter(|at| (lowest..=highest).contains(at))
                .collect();
            values.in_order();
            values.dedup();
            values
        }
    };
    distinct(program, facts, field, values)
}

/// The other fields that the [`candidates`] of a field rest on, in order.
pub fn beside(program: &Program, field: usize) -> Vec<usize> {
    let facts = resting_on(program, field).map(|(_, node)| node);
    let limits = limits(program, field).flat_map(|limit| limit.map(|node| program.nodes.get(node))).flatten();
    let mut fields: Vec<usize> = facts.chain(limits).flat_map(|node| node.fields.iter().copied()).collect();
    fields.in_order();
    fields.dedup();
    fields.retain(|other| *other != field);
    fields
}

/// The facts that a field has a part in, each with the number of its node.
fn resting_on(program: &Program, field: usize) -> impl Iterator<Item = (usize, &Node)> {
    let of_facts = |node: &Node| matches!(node.source, Source::Field(_) | Source::Facts(_));
    program.nodes.iter().enumerate().filter(move |(_, node)| node.fields.contains(&field) && of_facts(node))
}

/// The pairs of facts of which the first cannot be above the second, where a field has a part in either.
fn limits(program: &Program, field: usize) -> impl Iterator<Item = [usize; 2]> {
    let checks = program.pack.checks.iter().zip(&program.checked);
    let limits = checks.filter(|(check, _)| check.check == CheckKind::AtMost).filter_map(|(_, nodes)| *nodes);
    let rests = move |node: &usize| program.nodes.get(*node).is_some_and(|node| node.fields.contains(&field));
    limits
        .filter(move |limit| limit.iter().any(rests))
        .chain(joined_by_review(program).filter(move |[joined, _]| rests(joined)))
}

/// The day of joining of a learner who has been reviewed, which nobody takes to be later than that.
fn joined_by_review(program: &Program) -> impl Iterator<Item = [usize; 2]> {
    program.nodes.iter().filter_map(|node| match &node.source {
        Source::Facts(Derivation { by: Operation::NextPeriodState, of, .. }) => Some([*of.get(1)?, *of.get(3)?]),
        _ => None,
    })
}

/// Whether a value that is tried cannot be, given the row's other facts: more absent than possible.
fn cannot_be(program: &Program, facts: &Facts, limits: &[[usize; 2]]) -> bool {
    let number = |node: usize| match facts::value(program, node, facts) {
        Value::Number(value) => Some(value.shown()),
        _ => None,
    };
    limits
        .iter()
        .any(|[first, second]| matches!((number(*first), number(*second)), (Some(one), Some(two)) if one > two))
}

/// Keeps one value from each stretch: those that put some fact into a cell of its own.
fn distinct(program: &Program, facts: &Facts, field: usize, values: Vec<i64>) -> Vec<Fact> {
    let mut marks = Marks::of(program, facts, field);
    values.into_iter().filter(|value| marks.are_new(*value)).map(Fact::Value).collect()
}

/// The sets of so many letters or choices that can be told apart. Each is made from a smaller one: what a set adds to is
/// the same for all that are alike.
fn sets(program: &Program, facts: &Facts, field: usize, count: usize) -> Vec<Fact> {
    let mut marks = Marks::of(program, facts, field);
    let mut kept: Vec<i64> = [0].into_iter().filter(|set| marks.are_new(*set)).collect();
    for at in 0..count.min(62) {
        let larger: Vec<i64> = kept.iter().map(|set| set | 1 << at).filter(|set| marks.are_new(*set)).collect();
        kept.extend(larger);
    }
    kept.into_iter().map(Fact::Value).collect()
}

/// What the values of a field that were tried so far do to the facts that rest on it.
struct Marks<'f> {
    program: &'f Program,
    field: usize,
    dependents: Vec<usize>,
    limits: Vec<[usize; 2]>,
    /// A number that stands for a named value means something of its own, whatever its cell.
    by_name: bool,
    row: Vec<Fact>,
    lists: &'f [Vec<i64>],
    seen: HashSet<Vec<i64>, BuildHasherDefault<Quick>>,
}

impl<'f> Marks<'f> {
    fn of(program: &'f Program, facts: &Facts<'f>, field: usize) -> Self {
        let dependents = resting_on(program, field).map(|(at, _)| at).collect();
        let by_name = named_uses(program, field).next().is_some();
        Marks {
            program,
            field,
            dependents,
            limits: limits(program, field).collect(),
            by_name,
            row: facts.facts.to_vec(),
            lists: facts.lists,
            seen: HashSet::default(),
        }
    }

    /// Whether a value does what none before it did; not one that cannot be.
    fn are_new(&mut self, value: i64) -> bool {
        set(&mut self.row, self.field, Fact::Value(value));
        let now = Facts { facts: &self.row, lists: self.lists };
        if cannot_be(self.program, &now, &self.limits) {
            return false;
        }
        let mut mark: Vec<i64> = Vec::with_capacity(self.dependents.len() + 1);
        if self.by_name {
            mark.push(value);
        }
        for node in &self.dependents {
            mark.push(match facts::value(self.program, *node, &now) {
                Value::Number(number) => cell_of(self.program, *node, number),
                Value::Code(code) => i64::try_from(code).unwrap_or(-1),
                Value::Nothing => -1,
                Value::NotAssessed => -2,
                // Another input is missing too: what this value means depends on it, so it is kept apart; from cells, too.
                Value::Unknown => value ^ i64::MIN,
            });
        }
        self.seen.insert(mark)
    }
}

fn cell_of(program: &Program, node: usize, number: Exact) -> i64 {
    program.nodes.get(node).map(|node| node.domain.cell(number)).and_then(|cell| i64::try_from(cell).ok()).unwrap_or(0)
}

/// The values of a field at which some fact that rests on it crosses a cut, given the row's other facts.
fn cut_points(program: &Program, facts: &Facts, field: usize) -> Vec<i64> {
    let mut points = Vec::new();
    for (at, node) in resting_on(program, field) {
        match &node.domain {
            Domain::Range { cuts, .. } => {
                for Cut { at: cut, .. } in cuts {
                    undo(program, facts, at, *cut, field, &mut points);
                }
            }
            Domain::Named(_) => {
                if let Source::Facts(derivation) = &node.source {
                    match derivation.by {
                        Operation::Clock => points.extend(last_day_passed(program, derivation)),
                        Operation::NextPeriodEnd | Operation::NextPeriodName | Operation::NextPeriodState => {
                            points.extend(derivation.turning_points.get_or_init(|| {
                                let least = derivation.count.unwrap_or(0);
                                periods::turning_points(program.calendar.school(), program.as_of, least)
                            }));
                        }
                        Operation::ThisHalfTerm => {
                            let begun = periods::latest_begun(program.calendar.school(), Span::HalfTerm, program.as_of);
                            points.extend(begun.map(|period| i64::from(period.from.days())));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    for node in named_uses(program, field) {
        if let Some(Domain::Named(names)) = program.nodes.get(node).map(|node| &node.domain) {
            points.extend(names.iter().filter_map(|name| Number::parse(name)).map(|number| number.0));
        }
    }
    points.in_order();
    points.dedup();
    points
}

/// The nodes that read a field's numbers as named values.
fn named_uses(program: &Program, field: usize) -> impl Iterator<Item = usize> + '_ {
    let own = program.field_nodes.get(field).copied();
    program
        .nodes
        .iter()
        .enumerate()
        .filter(
            move |(_, node)| matches!(&node.source, Source::FirstKnown(of) if own.is_some_and(|own| of.contains(&own))),
        )
        .map(|(at, _)| at)
}

/// The latest start of a clock that has passed by the as-of date.
fn last_day_passed(program: &Program, derivation: &Derivation) -> Option<i64> {
    let count = derivation.count?;
    let mut start = program.as_of;
    loop {
        if facts::after(program, start, count, derivation.time_unit)? < program.as_of {
            return Some(i64::from(start.days()));
        }
        start = start.add_days(-1)?;
    }
}

/// Which value of `field` makes a node equal to `target`: the operation undone, with the row's other facts as they are.
fn undo(program: &Program, facts: &Facts, node: usize, target: i64, field: usize, points: &mut Vec<i64>) {
    let Some(found) = program.nodes.get(node) else { return };
    let derivation = match &found.source {
        Source::Field(own) if *own == field => {
            points.push(target);
            return;
        }
        Source::Facts(derivation) => derivation,
        _ => return,
    };
    let known = |node: usize| match facts::value(program, node, facts) {
        Value::Number(number) => Some(number.shown()),
        _ => None,
    };
    for (at, input) in derivation.of.iter().chain(&derivation.otherwise).enumerate() {
        if !program.nodes.get(*input).is_some_and(|node| node.fields.contains(&field)) {
            continue;
        }
        let beside = derivation.of.iter().enumerate().find(|(place, _)| *place != at).map(|(_, node)| *node);
        // Where the other input is missing too, its own cuts and limits stand in for it.
        let others: Vec<Option<i64>> = match beside {
            Some(node) if facts::value(program, node, facts) == Value::Unknown => stand_ins(program, node),
            Some(node) => vec![known(node)],
            None => vec![None],
        };
        for other in others {
            undo_input(program, facts, derivation, at, *input, other, target, field, points);
        }
    }
}

/// The values at which a missing input of a derived fact may turn: its own cuts, and the ends of its range.
fn stand_ins(program: &Program, node: usize) -> Vec<Option<i64>> {
    let mut values = vec![None];
    let Some(found) = program.nodes.get(node) else { return values };
    if let (Domain::Range { cuts, step }, Source::Field(field)) = (&found.domain, &found.source) {
        let near = (*step).max(1);
        values.extend(cuts.iter().flat_map(|cut| [cut.at - near, cut.at, cut.at + near]).map(Some));
        let range = program.pack.fields.0.get(*field).map(|(_, field)| field.range()).unwrap_or_default();
        values.extend([range.0, range.1].into_iter().flatten().map(|end| Some(end.0)));
    }
    values.dedup();
    values
}

/// [`undo`] through one input of a derived fact, with a value for the other.
#[expect(clippy::too_many_arguments, reason = "one step of a recursion, told apart so that it can be read")]
fn undo_input(
    program: &Program,
    facts: &Facts,
    derivation: &Derivation,
    at: usize,
    input: usize,
    other: Option<i64>,
    target: i64,
    field: usize,
    points: &mut Vec<i64>,
) {
    let known = |node: usize| match facts::value(program, node, facts) {
        Value::Number(number) => Some(number.shown()),
        _ => None,
    };
    let as_of = i64::from(program.as_of.days());
    let days = target.div_euclid(ONE);
    let mut through = |value: i128| {
        if let Ok(value) = i64::try_from(value) {
            undo(program, facts, input, value, field, points);
        }
    };
    let target_wide = i128::from(target);
    match derivation.by {
        Operation::ShareBehind if at >= derivation.of.len() => through(target_wide),
        Operation::ShareBehind if derivation.points => {
            if let Some(other) = other {
                through(if at == 0 { i128::from(other) + target_wide } else { i128::from(other) - target_wide });
            }
        }
        Operation::ShareBehind => {
            let rest = PERCENT_WIDE - target_wide;
            if let Some(other) = other {
                through(0);
                match (at, rest) {
                    (0, 0) => {}
                    (0, rest) => both_sides(i128::from(other) * PERCENT_WIDE, rest, &mut through),
                    (_, rest) => both_sides(i128::from(other) * rest, PERCENT_WIDE, &mut through),
                }
            }
        }
        Operation::Rate => {
            if let Some(other) = other {
                match (at, target_wide) {
                    (0, _) => both_sides(i128::from(other) * target_wide, PERCENT_WIDE, &mut through),
                    (_, 0) => {}
                    (_, target) => both_sides(i128::from(other) * PERCENT_WIDE, target, &mut through),
                }
                through(i128::from(other));
            }
        }
        Operation::Remainder => through(PERCENT_WIDE - target_wide),
        Operation::DaysSince => through(i128::from(as_of - days)),
        Operation::DaysBetween => match (at, other) {
            (0, other) => through(i128::from(other.unwrap_or(as_of) - days)),
            (_, Some(other)) => through(i128::from(other + days)),
            (_, None) => {}
        },
        Operation::WorkingDaysSince | Operation::WorkingDaysBetween => {
            // Back from the later day, or on from the earlier one where that is known.
            let (from, counts) = match (at, other) {
                (0, other) => (other.unwrap_or(as_of), [-days, 1 - days]),
                (_, Some(other)) => (other, [days, days + 1]),
                (_, None) => return,
            };
            let Some(from) = Day::from_days(from) else { return };
            for count in counts {
                if let Ok(day) = program.calendar.add_working_days(from, count) {
                    through(i128::from(day.days()));
                }
            }
        }
        Operation::FirstKnown => through(target_wide),
        Operation::Sum => {
            let others: i64 = derivation
                .of
                .iter()
                .enumerate()
                .filter(|(place, _)| *place != at)
                .filter_map(|(_, node)| known(*node))
                .sum();
            through(target_wide - i128::from(others));
        }
        _ => {}
    }
}

/// A hundred percent in billionths.
const PERCENT_WIDE: i128 = 100 * ONE as i128;

/// The decimals just below and just above a fraction.
fn both_sides(over: i128, under: i128, through: &mut dyn FnMut(i128)) {
    if under == 0 {
        return;
    }
    let floor = over.div_euclid(under);
    through(floor);
    through(floor + 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_a_fraction_are_the_decimals_next_to_it() {
        let told = |over: i128, under: i128| {
            let mut found = Vec::new();
            both_sides(over, under, &mut |value| found.push(value));
            found
        };
        assert_eq!((told(7, 2), told(6, 2), told(-7, 2), told(7, 0)), (vec![3, 4], vec![3, 4], vec![-4, -3], vec![]));
    }
}
