//! Evaluates written school and training policies over tracker rows: the same answer for the same learner, with reasons.
//!
//! ```text
//!  pasted text ──paste──▶ Table ──read──▶ Records ─┐
//!  workbook    ──open───▶ Table                    ├─evaluate(as_of)──▶ Decision ──render──▶ columns · JSON · sentences
//!  policy pack ──load, verify──▶ Policy ───────────┘
//! ```

pub mod boundary;
mod bytes;
pub mod calendar;
pub mod decision;
pub mod evaluate;
pub mod explain;
pub mod functions;
pub mod index;
pub mod json;
pub mod number;
pub mod order;
pub mod parts;
pub mod place;
pub mod policy;
pub mod problem;
pub mod ready;
pub mod record;
pub mod render;
pub mod table;
pub mod tracker;
#[cfg(target_arch = "wasm32")]
mod wasm;

/// The engine's version: every answer carries it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
