//! What the tests of packs share: a repeatable source of chance, generated packs, and a naive evaluator to hold the engine
//! against.
#![allow(dead_code, unused_imports, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod cells;
mod chance;
mod made;
mod naive;
mod ready;
mod world;
mod written;

pub use cells::{End, Kind, Known, Test, thousandths};
pub use chance::{Lcg, rounds};
pub use made::{HITS, field, layered, random_table, whole_table};
pub use naive::Naive;
pub use ready::{AS_OF, as_of, calendar, compiled, loaded};
pub use world::{By, Derived, Field, Of, Row, Table, World};
