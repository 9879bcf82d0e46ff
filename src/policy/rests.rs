//! What rests on what in a pack: from a name to every field, derived fact and rule behind it.

use super::load::{self, placeholders};
use super::pack::{Due, Pack, Rule, RuleKind, When};
use std::collections::BTreeSet;

/// Fields, derived facts and rules that names lead to, directly or through others.
#[inline(never)]
pub fn behind<'p>(pack: &'p Pack, names: impl IntoIterator<Item = &'p str>) -> BTreeSet<&'p str> {
    let mut names: Vec<&str> = names.into_iter().collect();
    let mut found = BTreeSet::new();
    // The same few names stand behind nearly everything.
    let mut seen = BTreeSet::new();
    while let Some(name) = names.pop() {
        if !seen.insert(name) {
            continue;
        }
        // The next actions of a ladder belong to the ladder.
        let rule =
            pack.rules.iter().find(|rule| rule.id == name || rule.next.as_ref().is_some_and(|next| next.id == name));
        let derived = pack.derived.get(name);
        let id = rule.map_or(name, |rule| &rule.id);
        if rule.is_none() && derived.is_none() && pack.fields.get(name).is_none() {
            // `field.happened`, `ladder.open`, `rule.output`.
            names.extend(name.split_once('.').map(|(parent, _)| parent));
        } else if found.insert(id) {
            if let Some(rule) = rule {
                add_names(rule, &mut names);
            }
            let of = derived.into_iter().flat_map(|derived| derived.of.iter().chain(&derived.otherwise));
            names.extend(of.map(String::as_str));
        }
    }
    found
}

/// Adds every name that a rule's rows and stages test, count from or show.
#[inline(never)]
fn add_names<'p>(rule: &'p Rule, names: &mut Vec<&'p str>) {
    let shown = |says: &'p str, names: &mut Vec<&'p str>| {
        names.extend(placeholders(says).into_iter().map(|name| name.split(':').next().unwrap_or(name)));
    };
    let days = |due: &'p Due, names: &mut Vec<&'p str>| {
        names.push(&due.after);
        names.extend(due.or_at.as_deref());
    };
    for row in load::rows(rule) {
        if let When::Cells(cells) = &row.when {
            names.extend(cells.iter().map(|(name, _)| name));
        }
        names.extend(row.done.iter().map(String::as_str));
        if let Some(due) = &row.due {
            days(due, names);
        }
        if let Some(checkpoint) = &row.checkpoint {
            days(&checkpoint.due, names);
        }
        shown(&row.says, names);
    }
    names.extend(rule.on.as_deref());
    for stage in &rule.stages {
        names.push(&stage.entered);
        names.extend(stage.ended.as_deref());
        shown(&stage.says, names);
    }
}

/// The lists of duties that no decision shows, and the fields, derived facts and rules that nothing else rests on.
pub fn only_for_duties(pack: &Pack) -> BTreeSet<&str> {
    let shown = |id: &str| pack.decisions.iter().any(|answer| answer.id == id);
    let lists = pack.rules.iter().filter(|rule| rule.kind == RuleKind::Duties && !shown(&rule.id));
    let lists: Vec<&str> = lists.map(|rule| rule.id.as_str()).collect();
    // What two cells of a row must agree about is said beside the answers, whatever the cells are for.
    let checked = pack.checks.iter().flat_map(|check| [check.of.0.as_str(), check.of.1.as_str()]);
    let answers = pack.decisions.iter().map(|answer| answer.id.as_str());
    only_for(pack, &lists, &answers.chain(checked).collect::<Vec<_>>())
}

/// What some names rest on and nothing else does: neither the names to keep, nor anything that neither of them reaches.
pub fn only_for<'p>(pack: &'p Pack, names: &[&'p str], keep: &[&'p str]) -> BTreeSet<&'p str> {
    let candidates = behind(pack, names.iter().copied());
    let fields = pack.fields.iter().map(|(name, _)| name);
    let derived = pack.derived.iter().map(|(name, _)| name);
    let rules = pack.rules.iter().map(|rule| rule.id.as_str());
    let others = fields.chain(derived).chain(rules).filter(|name| !candidates.contains(name));
    let kept = behind(pack, others.chain(keep.iter().copied()));
    candidates.difference(&kept).copied().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::policy::catalogue;

    #[test]
    fn what_duties_alone_rest_on_is_told_from_what_answers_rest_on() {
        let pack = load::load(catalogue::built_in("learner-at-risk").unwrap()).unwrap();
        let alone = only_for_duties(&pack);
        assert!(["duties", "rating_differs", "discussion_held", "call_ahead"].iter().all(|name| alone.contains(name)));
        assert!(["risk_rating", "escalation_stage", "stage1_email", "behind"].iter().all(|name| !alone.contains(name)));
        assert!(behind(&pack, ["next_action"]).contains("risk_rating"));
    }
}
