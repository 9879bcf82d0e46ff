//! Facts and a policy in, decisions out, for the day that is asked for: no clock, no input or output.
//!
//! A pack is made ready once ([`compile`](compile::compile)); then each row is one [`Pass`](run::Pass) over its nodes,
//! and a search for what is [`possible`](possible::possible) only where a missing fact stands in the way.

pub mod alike;
pub mod cells;
pub mod checklist;
pub mod checks;
pub mod compile;
pub mod decide;
pub mod duties;
pub mod facts;
pub(crate) mod ladder;
pub mod memo;
pub mod numbering;
pub mod periods;
pub mod possible;
pub mod program;
pub mod run;
