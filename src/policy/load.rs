//! Pack text in, [`Pack`] out: every key known, every name resolved, every clause pointing into a declared source.

use super::nearest;
use super::pack::{
    Amount, Checklist, Criterion, EARLIER, LATER, Pack, Period, Row, Rule, RuleKind, Setting, SettingKind, TimeUnit,
    Unit,
};
use super::settings::Settings;
use crate::calendar::Day;
use crate::json;
use crate::order::InOrder;
use crate::problem::Problem;

/// The version of the pack format that this engine reads.
pub const SCHEMA: u32 = 1;

/// Reads a pack and checks what can be checked without evaluating it.
///
/// # Errors
/// - `not-json`, `bad-pack`: the text is not JSON, or not a pack; the line and column are named.
/// - `wrong-schema`: made for another version of the format.
/// - `unknown-source`, `bad-period`, `bad-setting`, `wrong-key` ...: one problem for each thing that does not fit.
pub fn load(text: &str) -> Result<Pack, Vec<Problem>> {
    let pack = read(text)?;
    let mut problems = Vec::new();
    if pack.schema != SCHEMA {
        problems.push(Problem::new(
            "wrong-schema",
            format!("the pack is written in format {}", pack.schema),
            format!("format {SCHEMA}"),
            "Use a pack made for this engine, or a newer engine.",
        ));
    }
    if let Some(period) = &pack.in_force {
        check_period(&pack.title, period, &mut problems);
    }
    if pack.fields.get(&pack.subject).is_none() {
        let found = format!("`subject` is `{}`", pack.subject);
        unknown(&mut problems, found, "the name of a field", None, "Name the field that names a row.");
    }
    for rule in &pack.rules {
        check_rule(&pack, rule, &mut problems);
    }
    for check in &pack.checks {
        check_under(&pack, &format!("check {}", check.code), check.under.iter(), &mut problems);
    }
    for (name, field) in pack.fields.iter() {
        let under = field.words_where.iter().flat_map(|other| &other.under);
        let under = under.map(|(name, value)| (name.as_str(), value));
        check_under(&pack, &format!("field {name}"), under, &mut problems);
    }
    check_versions(&pack, &mut problems);
    check_shown(&pack, &mut problems);
    check_settings(&pack, &mut problems);
    check_facts(&pack, &mut problems);
    for (name, setting) in pack.settings.iter() {
        check_clause(&pack, &format!("setting {name}"), &setting.clause, &mut problems);
    }
    for registered in &pack.register {
        check_clause(&pack, &format!("register {}", registered.id), &registered.clause, &mut problems);
    }
    if let Err(found) = Settings::defaults(&pack) {
        problems.extend(found);
    }
    if problems.is_empty() { Ok(pack) } else { Err(problems) }
}

/// Reads a pack and leaves the checks of [`load`] out: for packs that were built in, and so have passed them.
///
/// # Errors
/// `not-json`, `bad-pack`.
pub fn read(text: &str) -> Result<Pack, Vec<Problem>> {
    json::from_str(text).map_err(not_a_pack)
}

/// What does not fit in JSON that was meant for a pack is a fault of the pack.
fn not_a_pack(mut problems: Vec<Problem>) -> Vec<Problem> {
    for problem in &mut problems {
        if problem.code == "bad-json" {
            problem.code = "bad-pack".to_string();
        }
    }
    problems
}

/// Adds that a name is not known, with what would be and the one that is nearest to it.
#[inline(never)]
fn unknown(problems: &mut Vec<Problem>, found: String, expected: &str, near: Option<&str>, remedy: &str) {
    let near = near.map(|near| format!(", such as `{near}`")).unwrap_or_default();
    problems.push(Problem::new("unknown-name", found, format!("{expected}{near}"), remedy));
}

/// What an answer is shown as names fields, rules, facts and settings that are there.
fn check_shown(pack: &Pack, problems: &mut Vec<Problem>) {
    let fields: Vec<&str> = pack.fields.iter().map(|(name, _)| name).collect();
    let settings: Vec<&str> = pack.settings.iter().map(|(name, _)| name).collect();
    let rules: Vec<&str> = pack.rules.iter().map(|rule| rule.id.as_str()).collect();
    let actions = pack.rules.iter().filter_map(|rule| rule.next.as_ref()).map(|next| next.id.as_str());
    let facts = pack.derived.iter().filter(|(_, derived)| !derived.is_number()).map(|(name, _)| name);
    let outputs: Vec<String> = pack
        .rules
        .iter()
        .flat_map(|rule| rule.more.iter().map(|(output, _)| format!("{}.{output}", rule.id)))
        .collect();
    let outputs = outputs.iter().map(String::as_str);
    let may_answer: Vec<&str> = rules.iter().copied().chain(actions).chain(facts).chain(outputs).collect();
    let answers: Vec<&str> = pack.decisions.iter().map(|answer| answer.id.as_str()).collect();
    let shown: Vec<&str> = answers.iter().chain(&fields).chain(&rules).copied().collect();
    let mut wants = |place: String, name: &str, known: &[&str], what: &str| {
        if !known.contains(&name) {
            let near = nearest(name, known.iter().copied());
            let found = format!("{place}: `{name}` is not known");
            unknown(problems, found, what, near, "Correct the name, or declare it.");
        }
    };
    for name in pack.needs_columns.iter().flatten() {
        wants("needs_columns".to_string(), name, &fields, "the name of a field");
    }
    for answer in &pack.decisions {
        wants(
            "decisions".to_string(),
            &answer.id,
            &may_answer,
            "a rule, a further output or next action of one, or a derived fact with named values",
        );
        for name in &answer.if_columns {
            wants(format!("decision {}, if_columns", answer.id), name, &fields, "the name of a field");
        }
    }
    for column in &pack.results {
        let place = || format!("result column {}", column.heading);
        wants(place(), &column.of, &shown, "a decision, a field or a checklist");
        for name in column.and.iter().chain(&column.only_with) {
            wants(place(), name, &answers, "a decision");
        }
    }
    if let Some(acceptance) = &pack.acceptance {
        for name in [&acceptance.by, &acceptance.on] {
            wants("acceptance".to_string(), name, &settings, "the name of a setting");
        }
        for name in &acceptance.rules {
            wants("acceptance".to_string(), name, &rules, "the name of a rule");
        }
    }
    if let Some(counts) = &pack.counts {
        for name in [&counts.of].into_iter().chain(&counts.lacks) {
            wants("counts".to_string(), name, &answers, "a decision");
        }
        let lines = pack.rules.iter().filter(|rule| rule.id == counts.of).flat_map(|rule| &rule.values);
        let lines: Vec<&str> = lines.map(String::as_str).collect();
        for name in &counts.apart {
            wants("counts".to_string(), name, &lines, "a value of the answer that is counted");
        }
    }
}

/// Where the name of a setting stands in the place of a value, it is one that can hold such a value: a number, a unit of
/// time, which of two days counts.
fn check_settings(pack: &Pack, problems: &mut Vec<Problem>) {
    let mut wants = |place: String, name: &str, fits: &dyn Fn(&Setting) -> bool, expected: &str| {
        if !pack.settings.get(name).is_some_and(fits) {
            let near = nearest(name, pack.settings.iter().filter(|(_, setting)| fits(setting)).map(|(name, _)| name));
            let found = format!("{place}: `{name}` does not fit");
            unknown(problems, found, expected, near, "Correct the name, or the values of the setting.");
        }
    };
    let offers = |setting: &Setting, fits: fn(&str) -> bool| {
        setting.kind == SettingKind::Choice && setting.values.iter().all(|value| fits(value))
    };
    let number = |setting: &Setting| matches!(setting.kind, SettingKind::Count | SettingKind::Number);
    let unit = |setting: &Setting| offers(setting, |word| TimeUnit::of_word(word).is_some());
    let whichever = |setting: &Setting| offers(setting, |word| [EARLIER, LATER].contains(&word));
    let a_number = "a number, or a setting that holds one";
    let units = "working days, calendar days, weeks, months, term-time days or school terms, or a choice setting that offers \
                 nothing else";
    for (name, derived) in pack.derived.iter() {
        if let Some(Amount::Setting(setting)) = &derived.count {
            wants(format!("derived {name}, count"), setting, &number, a_number);
        }
        if let Some(Unit::Setting(setting)) = &derived.time_unit {
            wants(format!("derived {name}, in"), setting, &unit, units);
        }
        if let Some(setting) = &derived.mode {
            let mode = |setting: &Setting| offers(setting, |word| ["relative", "points"].contains(&word));
            wants(format!("derived {name}, mode"), setting, &mode, "a choice setting that offers relative and points");
        }
    }
    for row in pack.rules.iter().flat_map(rows) {
        for due in row.due.iter().chain(row.checkpoint.iter().map(|checkpoint| &checkpoint.due)) {
            if let Some(Amount::Setting(setting)) = &due.count {
                wants(format!("row {}, count", row.id), setting, &number, a_number);
            }
            if let Some(Unit::Setting(setting)) = &due.time_unit {
                wants(format!("row {}, in", row.id), setting, &unit, units);
            }
            if let Some(setting) = &due.whichever {
                let expected = format!("`{EARLIER}` and `{LATER}`, or a choice setting that offers nothing else");
                wants(format!("row {}, whichever", row.id), setting, &whichever, &expected);
            }
        }
    }
}

/// What a due day is counted from, what shows that a duty is done, and what a check compares: fields, derived facts or rules,
/// and for days and duties settings.
fn check_facts(pack: &Pack, problems: &mut Vec<Problem>) {
    let is_fact = |name: &str| {
        let (base, part) = name.split_once('.').unwrap_or((name, ""));
        (pack.fields.get(base).is_some() && ["", "happened", "filled", "readable"].contains(&part))
            || pack.derived.get(name).is_some()
            || pack.rules.iter().any(|rule| rule.id == base)
    };
    let mut wants = |place: String, name: &str, known: bool| {
        if !known {
            let all = pack.fields.iter().map(|(name, _)| name).chain(pack.derived.iter().map(|(name, _)| name));
            let found = format!("{place}: `{name}` is not known");
            unknown(
                problems,
                found,
                "a field or a derived fact",
                nearest(name, all),
                "Correct the name, or declare it.",
            );
        }
    };
    for row in pack.rules.iter().flat_map(rows) {
        let setting = |name: &str, kind| pack.settings.get(name).is_some_and(|setting| setting.kind == kind);
        for due in row.due.iter().chain(row.checkpoint.iter().map(|checkpoint| &checkpoint.due)) {
            for name in [&due.after].into_iter().chain(&due.or_at) {
                let known = name == "as_of" || is_fact(name) || setting(name, SettingKind::Date);
                wants(format!("row {}, due", row.id), name, known);
            }
        }
        for name in &row.done {
            wants(format!("row {}, done", row.id), name, is_fact(name) || setting(name, SettingKind::YesNo));
        }
    }
    for check in &pack.checks {
        for name in [&check.of.0, &check.of.1] {
            wants(format!("check {}", check.code), name, is_fact(name));
        }
    }
}

fn check_period(what: &str, period: &Period, problems: &mut Vec<Problem>) {
    let ends: Vec<Option<Day>> =
        [&period.from, &period.to].iter().filter_map(|end| end.as_deref()).map(Day::parse).collect();
    let reversed = matches!(ends.as_slice(), [Some(from), Some(to)] if from > to);
    if reversed || ends.contains(&None) {
        problems.push(Problem::new(
            "bad-period",
            format!(
                "{what}: in force from `{}` to `{}`",
                period.from.as_deref().unwrap_or_default(),
                period.to.as_deref().unwrap_or_default()
            ),
            "days as 2026-09-01, the first not after the last",
            "Correct the dates.",
        ));
    }
}

fn check_clause(pack: &Pack, place: &str, clause: &str, problems: &mut Vec<Problem>) {
    let source = clause.split_whitespace().next().unwrap_or("");
    if pack.sources.get(source).is_none() || clause.trim() == source {
        let near = nearest(source, pack.sources.iter().map(|(name, _)| name)).map(ToString::to_string);
        let known: Vec<&str> = pack.sources.iter().map(|(name, _)| name).collect();
        problems.push(Problem::new(
            "unknown-source",
            format!("{place}: the clause `{clause}` points nowhere"),
            format!("one of {} and a place in it", near.unwrap_or_else(|| known.join(", "))),
            "Cite a declared source and say where in it.",
        ));
    }
}

fn check_rule(pack: &Pack, rule: &Rule, problems: &mut Vec<Problem>) {
    let place = format!("rule {}", rule.id);
    if let Some(period) = &rule.in_force {
        check_period(&place, period, problems);
    }
    let mut wrong = |key: &str, is_there: bool, wanted: bool| {
        if is_there != wanted {
            let (found, remedy) = if wanted {
                ("is missing", "Add it.")
            } else {
                ("does not belong to this kind of rule", "Take it out.")
            };
            problems.push(Problem::new(
                "wrong-key",
                format!("{place}: `{key}` {found}"),
                format!("the keys of a rule of kind \"{}\"", rule.kind.word()),
                remedy,
            ));
        }
    };
    let kind = rule.kind;
    wrong("on", rule.on.is_some(), kind == RuleKind::Bands);
    wrong("stages", !rule.stages.is_empty(), kind == RuleKind::Ladder);
    wrong("checklist", rule.checklist.is_some(), kind == RuleKind::Checklist);
    if kind != RuleKind::Ladder {
        wrong("next", rule.next.is_some(), false);
    }
    if kind == RuleKind::Duties {
        wrong("checkpoint", rule.rows.iter().any(|row| row.checkpoint.is_some()), false);
    }
    if !matches!(kind, RuleKind::Checklist) {
        wrong("rows", !rule.rows.is_empty(), true);
    }
    if kind != RuleKind::Duties {
        wrong("same_as", rows(rule).any(|row| !row.same_as.is_empty()), false);
    }
    for row in rows(rule) {
        check_row(pack, &place, row, problems);
    }
    for stage in &rule.stages {
        check_shown_names(pack, &format!("{place}, stage {}", stage.id), &stage.says, problems);
    }
    if let Some(checklist) = &rule.checklist {
        check_checklist(pack, &place, checklist, problems);
    }
}

/// A checklist names fields that are there, and criteria that are there once and belong to a level.
fn check_checklist(pack: &Pack, place: &str, checklist: &Checklist, problems: &mut Vec<Problem>) {
    let plan = checklist.actions.iter().flat_map(|plan| {
        [&plan.action, &plan.by_when, &plan.done]
            .into_iter()
            .cloned()
            .chain(plan.who.clone())
            .chain(plan.needs.iter().map(|(name, _)| name.to_string()))
    });
    let named =
        [&checklist.group, &checklist.criterion, &checklist.tick, &checklist.evidence, &checklist.not_applicable]
            .into_iter()
            .chain(&checklist.next_review)
            .cloned();
    for name in named.chain(plan).filter(|name| pack.fields.get(name).is_none()) {
        unknown(
            problems,
            format!("{place}: `{name}` is not known"),
            "the name of a field",
            None,
            "Correct the name, or declare the field.",
        );
    }
    if let Some(name) = checklist.overall.as_ref().filter(|name| pack.settings.get(name).is_none()) {
        unknown(
            problems,
            format!("{place}, overall: `{name}` is not known"),
            "the name of a setting",
            None,
            "Correct the name, or declare the setting.",
        );
    }
    let criteria: Vec<&Criterion> =
        checklist.principles.iter().flat_map(|(_, principle)| &principle.criteria).collect();
    let mut seen: Vec<&str> = Vec::new();
    for criterion in &criteria {
        let here = format!("{place}, criterion {}", criterion.id);
        check_clause(pack, &here, &criterion.clause, problems);
        if seen.contains(&criterion.id.as_str()) {
            problems.push(Problem::new(
                "name-twice",
                format!("{here} is there twice"),
                "an id for one criterion only",
                "Take one of them out.",
            ));
        }
        seen.push(&criterion.id);
        let letter = criterion.id.rsplit('-').nth(1).and_then(|part| part.chars().next());
        if !checklist.levels.iter().any(|level| Some(level.letter) == letter) {
            problems.push(Problem::new(
                "unknown-level",
                format!("{here} belongs to no level"),
                "an id whose last part but one starts with the letter of a level, such as `BT2-1a-L-1`",
                "Correct the id.",
            ));
        }
        for other in criterion.repeats.iter().chain(&criterion.supersedes).chain(criterion.also_met_by.iter().flatten())
        {
            if !criteria.iter().any(|known| known.id == *other && known.id != criterion.id) {
                unknown(
                    problems,
                    format!("{here}: `{other}` is not another criterion"),
                    "the id of another criterion",
                    None,
                    "Correct the id.",
                );
            }
        }
    }
    for carried in &checklist.carries_out {
        check_clause(pack, &format!("{place}, {}", carried.id), &carried.clause, problems);
    }
}

/// Every row of a rule, wherever it stands.
pub fn rows(rule: &Rule) -> impl Iterator<Item = &Row> {
    let next = rule.next.iter().flat_map(|next| next.rows.iter().chain(&next.also));
    rule.rows.iter().chain(&rule.otherwise).chain(next)
}

fn check_row(pack: &Pack, place: &str, row: &Row, problems: &mut Vec<Problem>) {
    let place = format!("{place}, row {}", row.id);
    check_clause(pack, &place, &row.clause, problems);
    check_under(pack, &place, row.under.iter(), problems);
    let looked_at = row.checkpoint.iter().map(|checkpoint| &checkpoint.says);
    for says in [&row.says].into_iter().chain(&row.action).chain(&row.reading).chain(looked_at) {
        check_shown_names(pack, &place, says, problems);
    }
    let next = || pack.rules.iter().flat_map(|rule| &rule.next).flat_map(|next| next.rows.iter().chain(&next.also));
    for name in row.same_as.iter().filter(|name| !next().any(|known| known.id == **name && known.action.is_some())) {
        unknown(
            problems,
            format!("{place}: `{name}` in `same_as` is not known"),
            "the id of a next action",
            None,
            "Correct the id.",
        );
    }
    if row.says.trim().is_empty() {
        problems.push(Problem::new(
            "no-wording",
            format!("{place}: `says` is empty"),
            "a sentence part that a parent could read",
            "Say why the row holds.",
        ));
    }
}

/// What a wording shows is known.
fn check_shown_names(pack: &Pack, place: &str, says: &str, problems: &mut Vec<Problem>) {
    for name in placeholders(says) {
        let name = name.split(':').next().unwrap_or(name);
        let known = pack.fields.get(name).is_some()
            || pack.settings.get(name).is_some()
            || pack.derived.get(name).is_some()
            || pack.rules.iter().any(|rule| rule.id == name);
        if !known {
            unknown(
                problems,
                format!("{place}: `{{{name}}}` is not known"),
                "a field, a setting, a derived fact or a rule",
                None,
                "Correct the name.",
            );
        }
    }
}

/// What is used under some settings only names settings that are there, and values that they can have.
fn check_under<'p>(
    pack: &Pack,
    place: &str,
    under: impl Iterator<Item = (&'p str, &'p String)>,
    problems: &mut Vec<Problem>,
) {
    for (name, value) in under {
        let values: Vec<String> = match pack.settings.get(name) {
            Some(setting) if setting.kind == SettingKind::Choice => setting.values.clone(),
            Some(setting) if setting.kind == SettingKind::YesNo => vec!["yes".to_string(), "no".to_string()],
            _ => Vec::new(),
        };
        if values.is_empty() {
            let choices = pack
                .settings
                .iter()
                .filter(|(_, setting)| matches!(setting.kind, SettingKind::Choice | SettingKind::YesNo));
            let near = nearest(name, choices.map(|(known, _)| known));
            let found = format!("{place}: `{name}` in `where` is not known");
            unknown(problems, found, "a setting with named values", near, "Correct the name, or declare the setting.");
        } else if !values.contains(value) {
            problems.push(Problem::new(
                "unknown-value",
                format!("{place}: `{value}` is not a value of `{name}`"),
                format!("one of {}", values.join(", ")),
                "Correct the value.",
            ));
        }
    }
}

/// The names between curly brackets in a wording.
pub fn placeholders(says: &str) -> Vec<&str> {
    says.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

/// What is wrong with the versions of a pack's rules: gaps and overlaps in time.
pub fn version_problems(pack: &Pack) -> Vec<Problem> {
    let mut problems = Vec::new();
    check_versions(pack, &mut problems);
    problems
}

/// Versions of one rule follow each other without a gap and without an overlap.
fn check_versions(pack: &Pack, problems: &mut Vec<Problem>) {
    let mut ids: Vec<&str> = pack.rules.iter().map(|rule| rule.id.as_str()).collect();
    ids.dedup();
    ids.in_order();
    ids.dedup();
    for id in ids {
        let versions: Vec<&Rule> = pack.rules.iter().filter(|rule| rule.id == id).collect();
        if versions.len() == 1 && versions.iter().all(|rule| rule.in_force.is_none()) {
            continue;
        }
        let far_past = Day::parse("1900-01-01");
        let far_future = Day::parse("2199-12-31");
        let whole = pack.in_force.clone().unwrap_or_default();
        let day = |text: &Option<String>, open: Option<Day>| text.as_deref().and_then(Day::parse).or(open);
        let mut periods: Vec<(Option<Day>, Option<Day>)> = versions
            .iter()
            .map(|rule| {
                let period = rule.in_force.clone().unwrap_or_default();
                (day(&period.from, day(&whole.from, far_past)), day(&period.to, day(&whole.to, far_future)))
            })
            .collect();
        periods.in_order();
        let mut expected = day(&whole.from, far_past);
        for (from, to) in &periods {
            let fault = match (expected, *from) {
                (Some(expected), Some(from)) if from > expected => {
                    Some((format!("a gap in time before {}", from.uk()), "time-gap", Some(expected)))
                }
                (Some(expected), Some(from)) if from < expected => {
                    Some((format!("an overlap in time before {}", from.uk()), "time-overlap", Some(expected)))
                }
                // No day comes after a version that never ends.
                (None, Some(from)) => Some((format!("an overlap in time from {} on", from.uk()), "time-overlap", None)),
                _ => None,
            };
            if let Some((what, code, from)) = fault {
                problems.push(Problem::new(
                    code,
                    format!("rule {id}: {what}"),
                    from.map_or("one version for each day".to_string(), |day| {
                        format!("a version from {} on", day.uk())
                    }),
                    "Let each version begin on the day after the last one ends.",
                ));
            }
            expected = to.and_then(|to| to.add_days(1));
        }
        if let (Some(expected), Some(end)) = (expected, day(&whole.to, far_future))
            && expected <= end
        {
            problems.push(Problem::new(
                "time-gap",
                format!("rule {id}: no version from {} on", expected.uk()),
                "a version for every day the pack is in force",
                "Leave the end of the last version open.",
            ));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::policy::catalogue;

    /// The problems of a built-in pack with one text in place of another.
    fn changed(pack: &str, old: &str, new: &str) -> Vec<(String, String)> {
        let text = catalogue::built_in(pack).unwrap();
        assert!(text.contains(old), "{old}");
        let found = load(&text.replacen(old, new, 1)).err().unwrap_or_default();
        found.into_iter().map(|problem| (problem.code, format!("{}; {}", problem.message, problem.expected))).collect()
    }

    #[test]
    fn a_row_check_or_field_of_one_reading_names_a_setting_and_a_value_that_it_can_have() {
        for (pack, old, new, code, said) in [
            (
                "learner-at-risk",
                r#""where": { "late_homework": "no" }"#,
                r#""where": { "late_homewrk": "no" }"#,
                "unknown-name",
                "such as `late_homework`",
            ),
            (
                "learner-at-risk",
                r#""where": { "late_homework": "no" }"#,
                r#""where": { "homework_limit": "4" }"#,
                "unknown-name",
                "a setting with named values",
            ),
            (
                "learner-at-risk",
                r#""where": { "rating_change": "the same day" }"#,
                r#""where": { "rating_change": "another day" }"#,
                "unknown-value",
                "one of the same day, the same or the next day",
            ),
            (
                "learning-mentoring",
                r#""words_where": { "where": { "letter_direction": "A is the most need" }"#,
                r#""words_where": { "where": { "letter_direction": "Z" }"#,
                "unknown-value",
                "field behaviour_score",
            ),
        ] {
            let found = changed(pack, old, new);
            assert!(found.iter().any(|(found, text)| found == code && text.contains(said)), "{new}: {found:?}");
        }
    }

    #[test]
    fn a_name_of_a_setting_field_or_rule_is_known_wherever_it_stands() {
        let risk = "learner-at-risk";
        for (pack, old, new, said) in [
            (
                risk,
                r#""of": ["stage1_email"], "count": "stage1_wait_working_days""#,
                r#""of": ["stage1_email"], "count": "stage1_wait_days""#,
                "derived stage1_wait, count: `stage1_wait_days` does not fit; a number, or a setting that holds one, such as \
                 `stage1_wait_working_days`",
            ),
            (
                risk,
                r#""count": "discussion_days""#,
                r#""count": "discussion_days_in""#,
                "row MTT-31, count: `discussion_days_in` does not fit; a number, or a setting that holds one, such as \
                 `discussion_days`",
            ),
            (
                risk,
                r#""after": "notification_raised""#,
                r#""after": "notification_rased""#,
                "row MTT-31, due: `notification_rased` is not known; a field or a derived fact, such as `notification_raised`",
            ),
            (
                risk,
                r#""done": ["discussion_held"]"#,
                r#""done": ["discussion_days"]"#,
                "row MTT-31, done: `discussion_days` is not known",
            ),
            (
                risk,
                r#""mode": "behind_mode""#,
                r#""mode": "behind_threshold""#,
                "mode: `behind_threshold` does not fit; a choice setting that offers relative and points",
            ),
            (
                risk,
                r#""do": "Discuss further interventions""#,
                r#""do": "Discuss within {discussion_dys} days""#,
                "row MTT-31: `{discussion_dys}` is not known",
            ),
            (
                risk,
                r#""says": "the Stage 1 email was sent on {stage1_email}""#,
                r#""says": "the Stage 1 email was sent on {stage1_mail}""#,
                "stage MTT-39: `{stage1_mail}` is not known",
            ),
        ] {
            let found = changed(pack, old, new);
            assert!(found.iter().any(|(code, text)| code == "unknown-name" && text.contains(said)), "{new}: {found:?}");
            assert_eq!(found.len(), 1, "{new}: {found:?}");
        }
        let text = catalogue::built_in(risk).unwrap();
        let check = text.split(r#""check": ""#).nth(1).unwrap();
        let of = check.split(r#""of": [""#).nth(1).and_then(|of| of.split('"').next()).unwrap();
        let old = format!(r#""of": ["{of}""#);
        let place = text.find(r#""check": ""#).unwrap();
        let (before, after) = text.split_at(place);
        let found = load(&format!("{before}{}", after.replacen(&old, r#""of": ["no_such_fact""#, 1))).unwrap_err();
        assert!(
            found.len() == 1 && found[0].message.starts_with("check ") && found[0].code == "unknown-name",
            "{found:?}"
        );
    }

    #[test]
    fn a_list_of_duties_has_no_checkpoints_as_nothing_would_show_them() {
        let old = r#""done": ["employer_agreement_sought"]"#;
        let new =
            r#""done": ["employer_agreement_sought"], "checkpoint": { "due": { "after": "as_of" }, "says": "look" }"#;
        assert_eq!(changed("learner-at-risk", old, old), []);
        let found = changed("learner-at-risk", old, new);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == "wrong-key" && found[0].1.contains("`checkpoint`"), "{found:?}");
    }

    #[test]
    fn a_duty_is_the_same_as_a_next_action_that_is_there_and_nothing_else_says_so() {
        let old = r#""same_as": ["MTT-46"]"#;
        assert_eq!(changed("learner-at-risk", old, old), []);
        // A row with nothing to do asks for nothing that a duty could be the same as.
        for name in ["MTT-99", "MTT-18-none"] {
            let found = changed("learner-at-risk", old, &format!(r#""same_as": ["{name}"]"#));
            assert_eq!(found.len(), 1, "{found:?}");
            let said =
                format!("rule duties, row MTT-47-call: `{name}` in `same_as` is not known; the id of a next action");
            assert_eq!(found[0], ("unknown-name".to_string(), said));
        }
        let rating = r#""then": "High", "clause""#;
        let found =
            changed("learner-at-risk", rating, &rating.replace("\"clause", r#""same_as": ["MTT-46"], "clause"#));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == "wrong-key" && found[0].1.contains("`same_as` does not belong"), "{found:?}");
    }
}
