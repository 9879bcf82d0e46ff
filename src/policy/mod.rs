//! A policy pack: what it asks of a tracker, its rules as data, and the checks it must pass before it is trusted.

pub mod catalogue;
pub mod diff;
pub mod field;
pub mod fit;
pub mod load;
pub mod pack;
pub mod rests;
pub mod settings;
pub mod unary;
pub mod verify;

pub use crate::problem::nearest;
