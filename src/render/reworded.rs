//! What two versions of a policy do not say alike, a line each, before any answer is worked out.

use crate::calendar::Day;
use crate::policy::load;
use crate::policy::pack::{Answer, Check, Due, Pack, Period, ResultColumn, Row, Rule, RuleKind, Setting};

/// A part of a pack by its name, in both versions.
type Both<'p, T> = (String, Option<&'p T>, Option<&'p T>);

/// What the two versions do not say alike: settings first, as one of them is mostly what was changed.
pub fn lines(old: &Pack, new: &Pack) -> Vec<String> {
    let mut lines = Vec::new();
    if old.in_force != new.in_force {
        lines.push(format!("it is in force {}, and was {}", days(&new.in_force), days(&old.in_force)));
    }
    for (name, before, after) in both(old.settings.iter(), new.settings.iter()) {
        lines.extend(setting(&name, before, after));
    }
    for (name, before, after) in both(old.fields.iter(), new.fields.iter()) {
        lines.extend(changed(&format!("the field {name}"), before, after));
    }
    for (name, before, after) in both(old.derived.iter(), new.derived.iter()) {
        lines.extend(changed(&format!("the fact {name}"), before, after));
    }
    for (name, before, after) in both(versions(&old.rules), versions(&new.rules)) {
        lines.extend(rule(&name, before, after));
    }
    for (name, before, after) in both(numbered(checks(old)).into_iter(), numbered(checks(new)).into_iter()) {
        lines.extend(changed(&format!("the check {name}"), before, after));
    }

    for (name, before, after) in both(answers(old), answers(new)) {
        // An answer that is new or gone is told with the answers.
        lines.extend(before.zip(after).and_then(|_| changed(&format!("the answer {name}"), before, after)));
    }
    for (name, before, after) in both(numbered(results(old)).into_iter(), numbered(results(new)).into_iter()) {
        lines.extend(changed(&format!("the result column {name}"), before, after));
    }
    let parts = [
        ("the columns that it needs", old.needs_columns != new.needs_columns),
        ("what names a row", old.subject != new.subject),
        ("whether each learner has one row", old.one_row_each != new.one_row_each),
        ("how its engine defaults are accepted", old.acceptance != new.acceptance),
        ("how rows are counted for a return", old.counts != new.counts),
        ("its notes", old.notes != new.notes),
        ("its sources", old.sources != new.sources),
    ];
    lines.extend(parts.iter().filter(|(_, differs)| *differs).map(|(part, _)| format!("{part} changed")));
    lines
}

fn answers(pack: &Pack) -> impl Iterator<Item = (String, &Answer)> {
    pack.decisions.iter().map(|answer| (answer.id.clone(), answer))
}

fn results(pack: &Pack) -> impl Iterator<Item = (String, &ResultColumn)> {
    pack.results.iter().map(|column| (column.heading.clone(), column))
}

fn checks(pack: &Pack) -> impl Iterator<Item = (String, &Check)> {
    pack.checks.iter().map(|check| (check.code.clone(), check))
}

/// The days of a period in words.
fn days(period: &Option<Period>) -> String {
    let day = |end: &Option<String>| end.as_deref().and_then(Day::parse).map(Day::uk);
    match period.as_ref().map(|period| (day(&period.from), day(&period.to))) {
        Some((Some(from), Some(to))) => format!("from {from} to {to}"),
        Some((Some(from), None)) => format!("from {from} on"),
        Some((None, Some(to))) => format!("up to {to}"),
        _ => "on any day".to_string(),
    }
}

/// Whether who acts, by when, or a duty may change: no region of facts shows that.
pub fn moves_tasks(old: &Pack, new: &Pack) -> bool {
    let of = |pack: &Pack| -> Vec<String> {
        let tasks = pack.rules.iter().flat_map(|rule| load::rows(rule).map(move |row| (rule.kind, row)));
        let tasks = tasks.filter(|(kind, row)| *kind == RuleKind::Duties || row.who.is_some() || row.due.is_some());
        let asked = |(kind, row): (RuleKind, &Row)| {
            let days = row.due.iter().flat_map(Due::settings).map(|name| pack.settings.get(name)?.default.clone());
            let duty = (kind == RuleKind::Duties).then_some((&row.when, &row.action, &row.done));
            format!("{:?}", (&row.id, &row.under, &row.who, &row.due, days.collect::<Vec<_>>(), duty))
        };
        tasks.map(asked).collect()
    };
    of(old) != of(new)
}

fn setting(name: &str, before: Option<&Setting>, after: Option<&Setting>) -> Option<String> {
    match (before, after) {
        (Some(before), Some(after)) if before.default != after.default => {
            let value = |default: &Option<String>| default.clone().unwrap_or_else(|| "nothing".to_string());
            let (before, after) = (value(&before.default), value(&after.default));
            Some(format!("the default of {name} changed from {before} to {after}"))
        }
        _ => changed(&format!("the setting {name}"), before, after),
    }
}

/// A rule that is new or gone, or else each of its rows that is not the same.
fn rule(name: &str, before: Option<&Rule>, after: Option<&Rule>) -> Vec<String> {
    let what = format!("the rule {name}");
    let (Some(old), Some(new)) = (before, after) else { return changed(&what, before, after).into_iter().collect() };
    let rows = |rule| numbered(load::rows(rule).map(|row| (reading(row), row)));
    let lines: Vec<String> = both(rows(old).into_iter(), rows(new).into_iter())
        .into_iter()
        .filter_map(|(id, before, after)| row(&format!("{id} of {name}"), before, after))
        .collect();
    if lines.is_empty() { changed(&what, before, after).into_iter().collect() } else { lines }
}

/// The id of a row; with the settings under which it is used, where there are such.
fn reading(row: &Row) -> String {
    let under: Vec<String> = row.under.iter().map(|(name, value)| format!("{name} is {value}")).collect();
    if under.is_empty() { row.id.clone() } else { format!("{} (where {})", row.id, under.join(" and ")) }
}

fn row(name: &str, before: Option<&Row>, after: Option<&Row>) -> Option<String> {
    let line = changed(&format!("the row {name}"), before, after)?;
    let (Some(before), Some(after)) = (before, after) else { return Some(line) };
    let parts = [
        ("when it holds", before.when != after.when),
        ("its value", before.then != after.then),
        ("what to do", before.action != after.action || before.done != after.done),
        ("who acts", before.who != after.who),
        ("by when", before.due != after.due || before.checkpoint != after.checkpoint),
        ("its words", before.says != after.says || before.reading != after.reading),
        ("its clause", before.clause != after.clause),
    ];
    let parts: Vec<&str> = parts.iter().filter(|(_, differs)| *differs).map(|(part, _)| *part).collect();
    Some(if parts.is_empty() { line } else { format!("{line}: {}", parts.join(", ")) })
}

/// Says that something is new, gone or changed; nothing where it is the same.
fn changed<T: PartialEq>(what: &str, before: Option<&T>, after: Option<&T>) -> Option<String> {
    match (before, after) {
        (None, Some(_)) => Some(format!("{what} is new")),
        (Some(_), None) => Some(format!("{what} is gone")),
        _ => (before != after).then(|| format!("{what} changed")),
    }
}

fn versions(rules: &[Rule]) -> impl Iterator<Item = (String, &Rule)> {
    numbered(rules.iter().map(|rule| (rule.id.clone(), rule))).into_iter()
}

/// Parts by their names; the second of a name is told from the first.
fn numbered<'p, T>(parts: impl Iterator<Item = (String, &'p T)>) -> Vec<(String, &'p T)> {
    let mut all: Vec<(String, &T)> = Vec::new();
    for (name, part) in parts {
        let mut own = name.clone();
        let mut nth = 1;
        while all.iter().any(|(known, _)| *known == own) {
            nth += 1;
            own = format!("{name} ({nth})");
        }
        all.push((own, part));
    }
    all
}

/// The parts of both versions by their names: those of the new one in its order, then those that are gone.
fn both<'p, N: Into<String>, T: 'p>(
    old: impl Iterator<Item = (N, &'p T)>,
    new: impl Iterator<Item = (N, &'p T)>,
) -> Vec<Both<'p, T>> {
    let own = |(name, part): (N, &'p T)| (name.into(), part);
    let old: Vec<(String, &T)> = old.map(own).collect();
    let new: Vec<(String, &T)> = new.map(own).collect();
    let of = |list: &[(String, &'p T)], name: &str| list.iter().find(|(known, _)| known == name).map(|(_, part)| *part);
    let mut all: Vec<Both<'p, T>> =
        new.iter().map(|(name, part)| (name.clone(), of(&old, name), Some(*part))).collect();
    let gone = old.iter().filter(|(name, _)| of(&new, name).is_none());
    all.extend(gone.map(|(name, part)| (name.clone(), Some(*part), None)));
    all
}
