//! Fields and derived facts made into nodes: what each can be, and what it is worked out from.

use super::Builder;
use crate::evaluate::cells::{Domain, MOST_CELLS};
use crate::evaluate::periods;
use crate::evaluate::program::{Derivation, Node, Source};
use crate::number::ONE;
use crate::policy::field::{Field, Kind};
use crate::policy::pack::{Derived, Operation, TimeUnit};
use std::collections::BTreeSet;

impl Builder<'_> {
    #[inline(never)]
    pub(super) fn fields(&mut self, without: &BTreeSet<&str>) {
        for (at, (name, field)) in self.pack.fields.iter().enumerate() {
            if without.contains(name) {
                self.field_nodes.push(usize::MAX);
                continue;
            }
            let node = Node {
                name: name.to_string(),
                title: field.heading.clone(),
                unit: field.unit.clone(),
                domain: field_domain(field),
                days: matches!(field.kind, Kind::Date | Kind::DateOrYes | Kind::Dates),
                source: Source::Field(at),
                fields: vec![at],
                upstream: Vec::new(),
            };
            let node = self.add(node);
            self.field_nodes.push(node);
        }
    }

    #[inline(never)]
    pub(super) fn derived(&mut self, name: &str, derived: &Derived) -> Option<usize> {
        let place = format!("derived fact {name}");
        let of: Option<Vec<usize>> = derived.of.iter().map(|input| self.need(input, &place)).collect();
        let of = of?;
        let otherwise = match &derived.otherwise {
            Some(field) => Some(self.need(field, &place)?),
            None => None,
        };
        let mut all = of.clone();
        all.extend(otherwise);
        let (fields, upstream) = self.upstream(&all);
        let numbers = || Domain::Range { cuts: Vec::new(), step: 0 };
        let whole = || Domain::Range { cuts: Vec::new(), step: ONE };
        let named = |names: &[&str]| Domain::Named(names.iter().map(ToString::to_string).collect());
        let domain = match derived.by {
            Operation::ShareBehind | Operation::Rate | Operation::Remainder | Operation::Sum => numbers(),
            Operation::DaysSince
            | Operation::WorkingDaysSince
            | Operation::DaysBetween
            | Operation::WorkingDaysBetween
            | Operation::CountOf
            | Operation::MostInWindow
            | Operation::RunLength => whole(),
            Operation::LatestOf | Operation::Today => Domain::Range { cuts: Vec::new(), step: 1 },
            Operation::Happened
            | Operation::AnyLetter
            | Operation::TermsGiven
            | Operation::ThisHalfTerm
            | Operation::Upcoming
            | Operation::Filled
            | Operation::Readable => named(&["false", "true"]),
            Operation::NextPeriodEnd | Operation::NextPeriodName | Operation::NextPeriodState => {
                Domain::Named(periods::names(derived.by, self.calendar.school()))
            }
            Operation::ChoicesAllowed | Operation::ChoicesBlocked => Domain::Named(holder_names(
                &of.first().and_then(|node| self.field_of(*node)).map(choice_names).unwrap_or_default(),
            )),
            Operation::Clock => named(&["not started", "running", "passed"]),
            Operation::FirstKnown if derived.values.is_empty() => numbers(),
            Operation::FirstKnown | Operation::HighestOf => Domain::Named(derived.values.clone()),
            Operation::HoldersOfHighest => Domain::Named(holder_names(&derived.names)),
        };
        let time_unit = self.settings.unit(derived.time_unit.as_ref());
        let by = match (derived.by, time_unit) {
            (Operation::DaysBetween, TimeUnit::WorkingDays) => Operation::WorkingDaysBetween,
            (Operation::DaysSince, TimeUnit::WorkingDays) => Operation::WorkingDaysSince,
            (by, _) => by,
        };
        let source = match by {
            Operation::FirstKnown if !derived.values.is_empty() => Source::FirstKnown(of),
            Operation::HighestOf => Source::HighestOf(of),
            Operation::HoldersOfHighest => Source::HoldersOfHighest(of),
            by => {
                let field = of.first().and_then(|node| self.field_of(*node));
                let letters = match (&derived.letters, field) {
                    (Some(letters), Some(field)) => letter_set(field, letters),
                    (None, Some(field)) if !derived.names.is_empty() => choice_set(field, &derived.names),
                    _ => 0,
                };
                let spans = match (&derived.spans, field) {
                    (Some(spans), Some(field)) => {
                        choice_names(field).iter().map(|name| periods::span(spans, name)).collect()
                    }
                    _ => Vec::new(),
                };
                let positions = match &domain {
                    Domain::Named(names) if !spans.is_empty() => {
                        periods::Positions::new(by, names, self.calendar.school(), self.as_of)
                    }
                    _ => periods::Positions::default(),
                };
                let count = match &derived.count {
                    Some(amount) => self.settings.amount(amount),
                    None => None,
                };
                let points = derived
                    .mode
                    .as_ref()
                    .and_then(|mode| self.settings.get(mode))
                    .is_some_and(|value| value.words() == "points");
                Source::Facts(Derivation {
                    by,
                    of,
                    points,
                    otherwise,
                    letters,
                    spans,
                    positions,
                    count,
                    time_unit,
                    turning_points: std::cell::OnceCell::new(),
                })
            }
        };
        let wanted = match derived.by {
            Operation::TermsGiven | Operation::Today => 0..=0,
            Operation::NextPeriodEnd | Operation::NextPeriodName | Operation::NextPeriodState => 4..=4,
            Operation::ShareBehind
            | Operation::Rate
            | Operation::DaysBetween
            | Operation::WorkingDaysBetween
            | Operation::RunLength
            | Operation::ChoicesAllowed
            | Operation::ChoicesBlocked => 2..=2,
            Operation::ThisHalfTerm
            | Operation::Upcoming
            | Operation::Filled
            | Operation::Readable
            | Operation::Remainder
            | Operation::DaysSince
            | Operation::WorkingDaysSince
            | Operation::Happened
            | Operation::Clock
            | Operation::AnyLetter
            | Operation::CountOf
            | Operation::LatestOf
            | Operation::MostInWindow => 1..=1,
            Operation::FirstKnown | Operation::HighestOf | Operation::HoldersOfHighest | Operation::Sum => 1..=16,
        };
        if domain.count() > MOST_CELLS {
            self.problem(
                "too-many-values",
                format!("{place} has {} values", domain.count() - 1),
                &format!("at most {}", MOST_CELLS - 1),
                "List fewer terms or choices.",
            );
            return None;
        }
        if !wanted.contains(&derived.of.len()) {
            self.problem(
                "wrong-inputs",
                format!("{place}: {} inputs in `of`", derived.of.len()),
                &format!("{} to {}", wanted.start(), wanted.end()),
                "Give the inputs that the operation names.",
            );
        }
        let node = Node {
            name: name.to_string(),
            title: derived.title.clone(),
            unit: match (derived.by, &derived.time_unit) {
                (Operation::DaysBetween | Operation::DaysSince, Some(_)) => Some(time_unit.word().to_string()),
                _ => derived.unit.clone(),
            },
            domain,
            days: derived.by == Operation::LatestOf,
            source,
            fields,
            upstream,
        };
        Some(self.add(node))
    }

    /// Every field has yes-or-no facts of its own: whether its day has come, whether anything is in its cell.
    pub(super) fn of_field(&mut self, name: &str, field: &str, by: Operation) -> Option<usize> {
        let title = self.pack.fields.get(field).map(|field| field.heading.clone()).unwrap_or_default();
        let derived = Derived {
            title,
            unit: None,
            better: None,
            by,
            of: vec![field.to_string()],
            mode: None,
            otherwise: None,
            letters: None,
            count: None,
            time_unit: None,
            names: Vec::new(),
            values: Vec::new(),
            spans: None,
        };
        self.derived(name, &derived)
    }

    fn field_of(&self, node: usize) -> Option<&Field> {
        match self.nodes.get(node)?.source {
            Source::Field(at) => self.pack.fields.0.get(at).map(|(_, field)| field),
            _ => None,
        }
    }
}

fn field_domain(field: &Field) -> Domain {
    match field.kind {
        Kind::YesNo => Domain::Named(vec!["false".to_string(), "true".to_string()]),
        Kind::Choice => Domain::Named(field.values.iter().map(|choice| choice.value.clone()).collect()),
        Kind::Date | Kind::DateOrYes | Kind::Dates => Domain::Range { cuts: Vec::new(), step: 1 },
        _ => Domain::Range { cuts: Vec::new(), step: field.step().map(|step| step.0).unwrap_or(0) },
    }
}

fn choice_names(field: &Field) -> Vec<String> {
    field.values.iter().map(|choice| choice.value.clone()).collect()
}

fn choice_set(field: &Field, names: &[String]) -> i64 {
    field
        .values
        .iter()
        .enumerate()
        .filter(|(_, choice)| names.contains(&choice.value))
        .fold(0, |set, (at, _)| set | (1 << at))
}

fn letter_set(field: &Field, letters: &str) -> i64 {
    field
        .letters
        .keys()
        .enumerate()
        .filter(|(_, letter)| letters.contains(**letter))
        .fold(0, |set, (at, _)| set | (1 << at))
}

/// The names of every set of holders, by bits: bit 0 is the first name.
fn holder_names(names: &[String]) -> Vec<String> {
    (0..1usize << names.len().min(8))
        .map(|set| {
            names
                .iter()
                .enumerate()
                .filter(|(at, _)| set & (1 << at) != 0)
                .map(|(_, name)| name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect()
}
