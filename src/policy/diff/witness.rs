//! A row that shows a change, as a person would type it: days near the day of the answer, numbers with as few decimals as
//! the region allows, nothing in a cell that need not be filled.

use super::{Change, Pair, side, translated};
use crate::evaluate::facts::Facts;
use crate::evaluate::program::Program;
use crate::evaluate::run::Pass;
use crate::policy::field::{Blank, Field, Kind};
use crate::policy::verify::words;
use crate::record::Fact;

/// Days before the day of the answer that people would take for an example, and one after it.
const DAYS_BACK: [i64; 8] = [0, 1, 7, 14, 30, 100, 400, -7];

impl Pair {
    /// Replaces the values of the row that shows a change by plainer ones, where it shows the same change with them.
    pub(super) fn make_plain(&self, change: &mut Change, old: usize, new: usize) {
        let names = self.old.pack.fields.iter().chain(self.new.pack.fields.iter()).map(|(name, _)| name);
        let names: Vec<String> = names.map(str::to_string).collect();
        for name in names {
            let place = |program: &Program| program.pack.fields.position(&name);
            let spec = self.old.pack.fields.get(&name).map(|field| (field, false));
            let Some((field, in_new)) = spec.or_else(|| self.new.pack.fields.get(&name).map(|field| (field, true)))
            else {
                continue;
            };
            let (from, to) = if in_new { (&self.new, &self.old) } else { (&self.old, &self.new) };
            let facts = if in_new { &change.facts_after } else { &change.facts };
            let plainer = match place(from).and_then(|at| facts.get(at)) {
                Some(Fact::Value(value)) => self.plainer(field, *value),
                // What does not matter is left blank, and has then not happened.
                Some(Fact::Unknown) if field.blank == Blank::None => vec![Fact::Nothing],
                _ => continue,
            };
            for fact in plainer {
                let there = translated(&from.pack, &to.pack, &name, fact);
                let (one, two) = if in_new { (there, fact) } else { (fact, there) };
                let mut tried = change.clone();
                for (program, row, fact) in
                    [(&self.old, &mut tried.facts, one), (&self.new, &mut tried.facts_after, two)]
                {
                    if let Some(slot) = place(program).and_then(|at| row.get_mut(at)) {
                        *slot = fact;
                    }
                }
                if self.shows(&tried, old, new) {
                    *change = tried;
                    break;
                }
            }
        }
        let of_new = words::witness(&self.new, &change.facts_after)
            .into_iter()
            .filter(|(name, _)| self.old.pack.fields.get(name).is_none());
        change.witness = words::witness(&self.old, &change.facts).into_iter().chain(of_new).collect();
    }

    /// Values that people would sooner type than this one, the plainest first.
    fn plainer(&self, field: &Field, value: i64) -> Vec<Fact> {
        let blank = (field.blank == Blank::None).then_some(Fact::Nothing);
        let values: Vec<i64> = match field.kind {
            Kind::Date | Kind::DateOrYes => {
                DAYS_BACK.iter().map(|back| i64::from(self.old.as_of.days()) - back).collect()
            }
            Kind::Number | Kind::Percent if field.step().is_none() => {
                let (low, high) = field.range();
                let inside = |at: &i64| low.is_none_or(|low| *at >= low.0) && high.is_none_or(|high| *at <= high.0);
                // Billionths: a whole number first, then one decimal, two ...
                (0..9)
                    .map(|decimals| 10i64.pow(9 - decimals))
                    .take_while(|unit| value % unit != 0)
                    .flat_map(|unit| [value.div_euclid(unit) * unit, (value.div_euclid(unit) + 1) * unit])
                    .filter(inside)
                    .collect()
            }
            _ => Vec::new(),
        };
        blank.into_iter().chain(values.into_iter().map(Fact::Value)).collect()
    }

    /// Whether the row of a change lies in its region and shows it.
    fn shows(&self, change: &Change, old: usize, new: usize) -> bool {
        let answers = |program: &Program, node: usize, facts: &[Fact]| {
            let mut pass = Pass::default();
            pass.run(program, &Facts { facts, lists: &[] });
            side(program, node, facts, &pass)
        };
        change.covers((&self.old, &change.facts), (&self.new, &change.facts_after))
            && answers(&self.old, old, &change.facts) == change.before
            && answers(&self.new, new, &change.facts_after) == change.after
    }
}
