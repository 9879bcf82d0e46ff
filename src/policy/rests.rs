//! What rests on what in a pack: from a name to every field, derived fact and rule behind it.

use super::load::{self, placeholders};
use super::pack::{Due, Pack, Rule, RuleKind, When};
use std::collections::BTreeSet;

/// Fields, derived facts and rules that names lead to, directly or through others.
#[inline(never)]
pub fn behind(pack: &Pack, names: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let mut names: Vec<String> = names.into_iter().collect();
    let mut found = BTreeSet::new();
    // The same few names stand behind nearly everything.
    let mut seen = BTreeSet::new();
    while let Some(name) = names.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        // The next actions of a ladder belong to the ladder.
        let rule =
            pack.rules.iter().find(|rule| rule.id == name || rule.next.as_ref().is_some_and(|next| next.id == name));
        let derived = pack.derived.get(&name);
        let id = rule.map_or(&name, |rule| &rule.id).clone();
        if rule.is_none() && derived.is_none() && pack.fields.get(&name).is_none() {
            // `field.happened`, `ladder.open`, `rule.output`.
            names.extend(name.split_once('.').map(|(parent, _)| parent.to_string()));
        } else if found.insert(id) {
            if let Some(rule) = rule {
                add_names(rule, &mut names);
            }
            names.extend(derived.into_iter().flat_map(|derived| derived.of.iter().chain(&derived.otherwise).cloned()));
        }
    }
    found
}

/// Adds every name that a rule's rows and stages test, count from or show.
#[inline(never)]
fn add_names(rule: &Rule, names: &mut Vec<String>) {
    let shown = |says: &str, names: &mut Vec<String>| {
        names.extend(placeholders(says).into_iter().map(|name| name.split(':').next().unwrap_or(name).to_string()));
    };
    let days = |due: &Due, names: &mut Vec<String>| {
        names.push(due.after.clone());
        names.extend(due.or_at.clone());
    };
    for row in load::rows(rule) {
        if let When::Cells(cells) = &row.when {
            names.extend(cells.iter().map(|(name, _)| name.to_string()));
        }
        names.extend(row.done.iter().cloned());
        if let Some(due) = &row.due {
            days(due, names);
        }
        if let Some(checkpoint) = &row.checkpoint {
            days(&checkpoint.due, names);
        }
        shown(&row.says, names);
    }
    names.extend(rule.on.clone());
    for stage in &rule.stages {
        names.push(stage.entered.clone());
        names.extend(stage.ended.clone());
        shown(&stage.says, names);
    }
}

/// The lists of duties that no decision shows, and the fields, derived facts and rules that nothing else rests on.
pub fn only_for_duties(pack: &Pack) -> BTreeSet<String> {
    let shown = |id: &str| pack.decisions.iter().any(|answer| answer.id == id);
    let lists: Vec<String> = pack
        .rules
        .iter()
        .filter(|rule| rule.kind == RuleKind::Duties && !shown(&rule.id))
        .map(|rule| rule.id.clone())
        .collect();
    // What two cells of a row must agree about is said beside the answers, whatever the cells are for.
    let checked = pack.checks.iter().flat_map(|check| [check.of.0.clone(), check.of.1.clone()]);
    let answers = pack.decisions.iter().map(|answer| answer.id.clone());
    only_for(pack, &lists, &answers.chain(checked).collect::<Vec<_>>())
}

/// What some names rest on and nothing else does: neither the names to keep, nor anything that neither of them reaches.
pub fn only_for(pack: &Pack, names: &[String], keep: &[String]) -> BTreeSet<String> {
    let candidates = behind(pack, names.iter().cloned());
    let fields = pack.fields.iter().map(|(name, _)| name.to_string());
    let derived = pack.derived.iter().map(|(name, _)| name.to_string());
    let rules = pack.rules.iter().map(|rule| rule.id.clone());
    let others = fields.chain(derived).chain(rules).filter(|name| !candidates.contains(name));
    let kept = behind(pack, others.chain(keep.iter().cloned()));
    candidates.difference(&kept).cloned().collect()
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
        assert!(["duties", "rating_differs", "discussion_held", "call_ahead"].iter().all(|name| alone.contains(*name)));
        assert!(
            ["risk_rating", "escalation_stage", "stage1_email", "behind"].iter().all(|name| !alone.contains(*name))
        );
        assert!(behind(&pack, ["next_action".to_string()]).contains("risk_rating"));
    }
}
