//! The values that missing facts are tried with, worked out once for each of what they rest on: a search comes back to the
//! same field again and again, and rows with the same facts beside it need the same values.

use super::candidates::{beside, candidates};
use crate::evaluate::facts::Facts;
use crate::evaluate::program::Program;
use crate::index::Quick;
use crate::policy::field::Kind;
use crate::record::Fact;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

/// [`candidates`] of one program, kept.
#[derive(Debug, Clone, Default)]
pub struct Tries {
    /// For each field, the others that its values rest on; `None` where they rest on a list of dates, which a fact only
    /// points to.
    beside: HashMap<usize, Option<Vec<usize>>, BuildHasherDefault<Quick>>,
    kept: HashMap<Key, Rc<[Fact]>, BuildHasherDefault<Quick>>,
}

/// A field, and its fact and those of the others that its values rest on.
type Key = (usize, Vec<Fact>);

/// How many lists of values are kept: those of a search and of the rows around it, little enough to forget about.
const MOST_KEPT: usize = 2_000;

impl Tries {
    /// One value of a field from every stretch in which all its values are alike, given the row's other facts.
    pub fn of(&mut self, program: &Program, facts: &Facts, field: usize) -> Rc<[Fact]> {
        let beside = self.beside.entry(field).or_insert_with(|| {
            let fields = beside(program, field);
            let of_dates =
                |field: &usize| program.pack.fields.0.get(*field).is_some_and(|(_, spec)| spec.kind == Kind::Dates);
            (!fields.iter().any(of_dates)).then_some(fields)
        });
        let Some(beside) = beside else { return candidates(program, facts, field).into() };
        let key: Key = (field, [&field].into_iter().chain(beside.iter()).map(|of| facts.get(*of)).collect());
        if let Some(values) = self.kept.get(&key) {
            return Rc::clone(values);
        }
        let values: Rc<[Fact]> = candidates(program, facts, field).into();
        if self.kept.len() >= MOST_KEPT {
            self.kept.clear();
        }
        self.kept.insert(key, Rc::clone(&values));
        values
    }
}
