//! A policy as text for a terminal: all of it, or one rule with everything that bears on it.

use super::json;
use super::policy_page::{Line, default, form_parts, holds, lines, spoken, value};
use crate::calendar::Day;
use crate::policy::fit;
use crate::policy::pack::{Origin, Pack};
use crate::policy::settings::Settings;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A policy in the order of its document, with its settings.
pub fn text(pack: &Pack, chosen: &Settings, as_of: Option<Day>) -> String {
    let pack = &fit::to_settings(pack, chosen);
    let mut out = format!("{} ({} {})\n{}\n", pack.title, pack.pack, pack.version, pack.about);
    for note in json::notes(pack, as_of) {
        let _ = writeln!(out, "{note}");
    }
    out.push_str("[Heading] stands for what a row holds there.\n\n");
    let shown = lines(pack).into_iter().filter(|line| !line.closing);
    let mut said = BTreeSet::new();
    for line in shown {
        push_line(&mut out, &spoken(pack, chosen, &line));
        for (name, setting) in pack.settings.iter().filter(|(name, _)| line.settings.iter().any(|used| used == name)) {
            let _ = writeln!(out, "    Setting {name}: {}: {}", setting.title, value(name, setting, chosen));
            // The reading that was not chosen stands with the first rule that the setting changes.
            if let Some(other) = setting.other_reading.as_ref().filter(|_| said.insert(name)) {
                let _ = writeln!(out, "      The other reading: {other}");
            }
        }
    }
    push_criteria(&mut out, pack, |_| true);
    out.push_str("\nColumns that are read, as far as a tracker has them\n");
    for (_, field) in pack.fields.iter() {
        let help = field.help.as_ref().map(|help| format!(". {help}")).unwrap_or_default();
        let _ = writeln!(out, "  {}: {}; a blank cell: {}{help}", field.heading, holds(field), field.blank_says());
    }
    out.push('\n');
    push_settings(&mut out, pack, chosen, |_| true);
    out
}

/// One rule, criterion or setting by its id; `None` where the pack has none of that name.
///
/// ```
/// # fn main() -> Result<(), Vec<bae_rules::problem::Problem>> {
/// let pack = bae_rules::tracker::built_in("learner-at-risk")?;
/// let settings = bae_rules::policy::settings::Settings::defaults(&pack)?;
/// let text = bae_rules::render::policy_text::of_rule(&pack, &settings, "MTT-31").unwrap_or_default();
/// assert!(text.contains("due 10 calendar days after [Notification raised]"), "{text}");
/// # Ok(())
/// # }
/// ```
pub fn of_rule(pack: &Pack, chosen: &Settings, name: &str) -> Option<String> {
    let pack = &fit::to_settings(pack, chosen);
    let lines: Vec<Line> =
        lines(pack).iter().filter(|line| line.is_for(name)).map(|line| spoken(pack, chosen, line)).collect();
    let mut out = String::new();
    lines.iter().for_each(|line| push_line(&mut out, line));
    push_criteria(&mut out, pack, |id| id.eq_ignore_ascii_case(name));
    push_settings(&mut out, pack, chosen, |setting| {
        setting == name || lines.iter().any(|line| line.settings.iter().any(|known| known == setting))
    });
    (!out.is_empty()).then_some(out)
}

fn push_line(out: &mut String, line: &Line) {
    // The clause says that it is the source's; what of it is ours is said behind.
    let origin = match line.origin.strip_prefix(Origin::Source.words()) {
        Some(ours) => ours.to_string(),
        None => format!(", {}", line.origin),
    };
    let with = if line.with.is_empty() { String::new() } else { format!(", carries out {}", line.with.join(", ")) };
    let _ = writeln!(out, "{}  {}{with}  [{}{origin}]\n    {}", line.id, line.state, line.clause, line.says);
    if let Some(reading) = &line.reading {
        let _ = writeln!(out, "    Reading: {reading}");
    }
}

fn push_criteria(out: &mut String, pack: &Pack, wanted: impl Fn(&str) -> bool) {
    for part in pack.rules.iter().filter_map(|rule| rule.checklist.as_ref()).flat_map(form_parts) {
        for line in part.criteria.iter().filter(|line| wanted(&line.id)) {
            let optional = if line.suggestion { ", a suggestion on which no stage hangs" } else { "" };
            let _ = writeln!(
                out,
                "{}  stage of achievement {} of principle {}{optional}  [{}]\n    {} ({})",
                line.id, line.stage, part.id, line.clause, line.says, line.who
            );
            if !line.beside.is_empty() {
                let _ = writeln!(out, "    {}", line.beside);
            }
        }
    }
}

fn push_settings(out: &mut String, pack: &Pack, chosen: &Settings, wanted: impl Fn(&str) -> bool) {
    for (name, setting) in pack.settings.iter().filter(|(name, _)| wanted(name)) {
        let origin =
            if setting.origin == Origin::Source { String::new() } else { format!(", {}", setting.origin.words()) };
        let (usual, now) = (default(setting), value(name, setting, chosen));
        let changed = if usual == now { String::new() } else { format!(" (by default {usual})") };
        let _ = writeln!(out, "setting {name}  {}: {now}{changed}  [{}{origin}]", setting.title, setting.clause);
        if let Some(other) = &setting.other_reading {
            let _ = writeln!(out, "    The other reading: {other}");
        }
    }
}
