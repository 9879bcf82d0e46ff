//! The changes as a person asks about them: for each decision, which answer becomes which other, and in which cases.

use super::cover::widened;
use super::{Change, Pair};
use crate::calendar::Day;
use crate::policy::diff::region::Limits;
use serde::Serialize;
use std::collections::BTreeSet;

/// All regions in which a decision changes alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The decision, or the rule.
    pub decision: String,
    /// What the old version answers; any of several days as `a day`.
    pub before: String,
    /// What the new version answers.
    pub after: String,
    /// The rows that answer in the old version.
    pub rules_before: Vec<String>,
    /// The rows that answer in the new version.
    pub rules_after: Vec<String>,
    /// How many regions there are.
    pub regions: usize,
    /// The regions put together, as few as they can be, those that stand for most first.
    pub cases: Vec<Case>,
}

/// Regions put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Case {
    /// What limits it, in words; what has any value there is left out.
    pub parts: Vec<String>,
    /// How many regions lie in it.
    pub regions: usize,
    /// A row of field values in it, as a person would type them.
    pub witness: Vec<(String, String)>,
    /// What limits it.
    #[serde(skip)]
    pub limits: Limits,
}

/// Stands for any of several days.
const A_DAY: &str = "a day";
/// Stands for the day after the change where the one before it is a day, too.
const ANOTHER_DAY: &str = "another day";

/// The groups of some changes: decisions in their order, and of each the change with most regions first.
pub(super) fn grouped(pair: &Pair, changes: &[Change]) -> Vec<Group> {
    let mut kinds: Vec<(&str, [&str; 2])> = Vec::new();
    for change in changes {
        let kind = (change.decision.as_str(), kind(change));
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    for of in kinds {
        let alike: Vec<&Change> =
            changes.iter().filter(|change| (change.decision.as_str(), kind(change)) == of).collect();
        groups.extend(group(pair, &alike));
    }
    let decisions: Vec<String> = groups.iter().map(|group| group.decision.clone()).collect();
    let place = |group: &Group| decisions.iter().position(|known| *known == group.decision);
    groups.sort_by_key(|group| (place(group), std::cmp::Reverse(group.regions)));
    groups
}

/// The answers before and after, of which days are one kind: each of many due days would be a change of its own.
fn kind(change: &Change) -> [&str; 2] {
    let is_day = |outcome: &str| Day::parse(outcome).is_some();
    let (before, after) = (change.before.outcome.as_str(), change.after.outcome.as_str());
    match (is_day(before), is_day(after)) {
        (true, true) => [A_DAY, ANOTHER_DAY],
        (true, false) => [A_DAY, after],
        (false, true) => [before, A_DAY],
        (false, false) => [before, after],
    }
}

fn group(pair: &Pair, changes: &[&Change]) -> Option<Group> {
    let first = changes.first()?;
    let one = |kind: &str, outcome: fn(&Change) -> &str| {
        let alike = changes.iter().all(|change| outcome(change) == outcome(first));
        if alike { outcome(first).to_string() } else { kind.to_string() }
    };
    let [before, after] = kind(first);
    let rules = |of: fn(&Change) -> &[String]| {
        let all: BTreeSet<&String> = changes.iter().flat_map(|change| of(change)).collect();
        all.into_iter().cloned().collect()
    };
    Some(Group {
        decision: first.decision.clone(),
        before: one(before, |change| &change.before.outcome),
        after: one(after, |change| &change.after.outcome),
        rules_before: rules(|change| &change.before.rules),
        rules_after: rules(|change| &change.after.rules),
        regions: changes.len(),
        cases: cases(pair, changes),
    })
}

fn cases(pair: &Pair, changes: &[&Change]) -> Vec<Case> {
    let regions: Vec<&Limits> = changes.iter().map(|change| &change.limits).collect();
    let case = |found: super::cover::Widened| Case {
        parts: pair.telling_parts(&found.limits),
        regions: found.regions,
        witness: changes.get(found.first).map(|change| change.witness.clone()).unwrap_or_default(),
        limits: found.limits,
    };
    widened(&regions, |name, limit| pair.is_any(name, limit)).into_iter().map(case).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::diff::Side;

    fn kind_of(before: &str, after: &str) -> [String; 2] {
        let side = |outcome: &str| Side { outcome: outcome.to_string(), rules: Vec::new() };
        let change = Change {
            decision: String::new(),
            region: String::new(),
            parts: Vec::new(),
            before: side(before),
            after: side(after),
            witness: Vec::new(),
            facts: Vec::new(),
            facts_after: Vec::new(),
            limits: Limits::new(),
        };
        kind(&change).map(str::to_string)
    }

    #[test]
    fn days_are_one_kind_of_answer_and_other_words_are_each_their_own() {
        assert_eq!(kind_of("2026-04-02", ""), ["a day", ""]);
        assert_eq!(kind_of("", "2026-04-02"), ["", "a day"]);
        assert_eq!(kind_of("2026-04-02", "2026-05-22"), ["a day", "another day"]);
        assert_eq!(kind_of("Low", "Medium"), ["Low", "Medium"]);
        assert_eq!(kind_of("2026-04-31", "2026-13-01"), ["2026-04-31", "2026-13-01"]);
    }
}
