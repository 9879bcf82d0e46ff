//! The measures that an audit scores one by one: found in the pack, by how its areas of need are worked out.

use crate::policy::pack::{Operation, Pack};
use crate::policy::rests;

/// An area, with what is measured of it.
#[derive(Debug, Clone)]
pub struct Area {
    /// Its name.
    pub name: String,
    /// Its measures.
    pub measures: Vec<Measure>,
}

/// A measure that gives a score by itself.
#[derive(Debug, Clone)]
pub struct Measure {
    /// The heading of its column.
    pub heading: String,
    /// The rule that scores it.
    pub rule: String,
}

/// The areas of a pack; none where it has no such answer.
pub fn areas(pack: &Pack) -> Vec<Area> {
    let holders = pack.derived.iter().find(|(_, derived)| derived.by == Operation::HoldersOfHighest);
    let Some((_, holders)) = holders else { return Vec::new() };
    holders
        .names
        .iter()
        .zip(&holders.of)
        .map(|(name, area)| Area { name: name.clone(), measures: measures(pack, area) })
        .collect()
}

/// The measures behind an area: an area's own column comes first where there is one, so the rule is what stands last.
fn measures(pack: &Pack, area: &str) -> Vec<Measure> {
    let Some(rule) = pack.derived.get(area).and_then(|derived| derived.of.last()) else { return Vec::new() };
    let behind = rests::behind(pack, [rule.as_str()]);
    // Of two counts that make a rate neither says anything alone.
    let halves: Vec<&String> = pack
        .derived
        .iter()
        .filter(|(_, derived)| derived.by == Operation::Rate)
        .flat_map(|(_, derived)| &derived.of)
        .collect();
    pack.fields
        .iter()
        .filter(|(name, _)| behind.contains(*name) && !halves.iter().any(|half| half == name))
        .map(|(_, field)| Measure { heading: field.heading.clone(), rule: rule.clone() })
        .collect()
}
