//! What a pack is written with: headings and values that can be told apart, limits the right way round, days that are days,
//! wordings whose brackets are closed.

use super::{Finding, Kind};
use crate::calendar::Day;
use crate::number::Number;
use crate::policy::load;
use crate::policy::pack::{Operation, Pack};
use crate::record::heading;

/// The headings that every host adds to the results of a pack.
const OF_ALL: [&str; 3] = ["Why", "Check", "Duties"];

/// Headings, values, limits, days and wordings.
pub fn check(pack: &Pack, findings: &mut Vec<Finding>) {
    fields(pack, findings);
    results(pack, findings);
    for (name, field) in pack.fields.iter() {
        limits(("fields", name), (field.min, field.max), findings);
        let spelled = field.values.iter().map(|choice| {
            let all = [&choice.value].into_iter().chain(&choice.spellings);
            (choice.value.as_str(), all.map(|text| text.trim().to_lowercase()).collect())
        });
        for (one, other, text) in twice(spelled.collect()) {
            let sentence = format!("The values `{one}` and `{other}` of {name} are both written `{text}`.");
            let remedy = "Take that spelling from one of them.";
            findings.push(Finding::new(Kind::SameSpelling, "fields", &[name], sentence, remedy));
        }
    }
    for (name, setting) in pack.settings.iter() {
        limits(("settings", name), (setting.min, setting.max), findings);
    }
    let mut malformed = |rule: &str, id: &str, sentence: String, remedy: &str| {
        let rows: &[&str] = if id.is_empty() { &[] } else { &[id] };
        findings.push(Finding::new(Kind::Malformed, rule, rows, sentence, remedy));
    };
    for (what, text) in [("version", &pack.version), ("title", &pack.title)] {
        if text.trim().is_empty() {
            malformed(what, "", format!("The pack has no {what}."), "Write one: every answer names it.");
        }
    }
    for (name, source) in pack.sources.iter() {
        for (key, day) in [("approved", &source.approved), ("review_due", &source.review_due)] {
            if let Some(day) = day.as_ref().filter(|day| Day::parse(day).is_none()) {
                let sentence = format!("`{key}` of the source {name} is `{day}`, which is no day.");
                malformed("sources", name, sentence, "Write it as 2026-09-01, or leave it out.");
            }
        }
    }
    for (name, derived) in pack.derived.iter() {
        let Some(field) = derived.of.first().and_then(|of| pack.fields.get(of)) else { continue };
        let letters = derived.letters.iter().flat_map(|letters| letters.chars());
        let letters = letters.filter(|letter| !field.letters.contains_key(letter)).map(String::from);
        let of_choices = matches!(derived.by, Operation::ChoicesAllowed | Operation::ChoicesBlocked);
        let names = derived.names.iter().filter(|_| of_choices);
        let spans = derived.spans.iter().flat_map(|spans| spans.half_term.iter().chain(&spans.term));
        let values = names.chain(spans).filter(|value| !field.values.iter().any(|known| known.value == **value));
        for value in letters.chain(values.cloned()) {
            let sentence = format!("The fact {name} counts `{value}`, which {} never holds.", field.heading);
            malformed("derived", name, sentence, "Correct it, or add it to what the field may hold.");
        }
    }
    for rule in &pack.rules {
        let of_rows = load::rows(rule).flat_map(|row| {
            let looked_at = row.checkpoint.iter().map(|checkpoint| &checkpoint.says);
            let all = [&row.says].into_iter().chain(&row.action).chain(&row.reading).chain(looked_at);
            all.map(|says| (row.id.as_str(), says))
        });
        for (id, says) in of_rows.chain(rule.stages.iter().map(|stage| (stage.id.as_str(), &stage.says))) {
            if !brackets_close(says) {
                let sentence = format!("A curly bracket is not closed, or never opened, in `{says}`.");
                malformed(&rule.id, id, sentence, "Write a name between two: `{name}`.");
            }
        }
    }
}

fn brackets_close(says: &str) -> bool {
    let mut open = false;
    for c in says.chars().filter(|c| matches!(c, '{' | '}')) {
        if open == (c == '{') {
            return false;
        }
        open = c == '{';
    }
    !open
}

/// Fields without a heading, and those that one heading may stand for.
fn fields(pack: &Pack, findings: &mut Vec<Finding>) {
    let mut spelled = Vec::new();
    for (name, field) in pack.fields.iter() {
        if field.heading.trim().is_empty() {
            let sentence = format!("The field {name} has no heading, so that no column can hold it.");
            findings.push(Finding::new(Kind::SameSpelling, "fields", &[name], sentence, "Give it a heading."));
        }
        let all = [&field.heading].into_iter().chain(&field.spellings).filter(|text| !text.trim().is_empty());
        spelled.push((name, all.map(|text| heading::key(text)).collect()));
    }
    for (one, other, text) in twice(spelled) {
        let sentence =
            format!("The fields {one} and {other} have one heading, `{text}`: nobody can tell which is meant.");
        let remedy = "Take that heading or spelling from one of them.";
        findings.push(Finding::new(Kind::SameSpelling, "fields", &[one, other], sentence, remedy));
    }
}

/// Result columns without a heading of their own.
fn results(pack: &Pack, findings: &mut Vec<Finding>) {
    let mut seen: Vec<&str> = OF_ALL.to_vec();
    for column in &pack.results {
        let text = column.heading.trim();
        let sentence = match text {
            "" => format!("The result column of {} has no heading.", column.of),
            _ if seen.contains(&text) => format!("Two result columns are headed `{text}`."),
            _ => {
                seen.push(text);
                continue;
            }
        };
        let remedy = "Give each result column a heading of its own; every host adds Why, Check and Duties.";
        findings.push(Finding::new(Kind::SameSpelling, "results", &[&column.of], sentence, remedy));
    }
}

/// Two names that have a spelling in common, with the first such spelling.
fn twice(spelled: Vec<(&str, Vec<String>)>) -> Vec<(&str, &str, String)> {
    let mut found = Vec::new();
    for (at, (one, texts)) in spelled.iter().enumerate() {
        for (other, others) in spelled.iter().skip(at + 1) {
            if let Some(text) = texts.iter().find(|text| others.contains(text)) {
                found.push((*one, *other, text.clone()));
            }
        }
    }
    found
}

fn limits((part, name): (&str, &str), ends: (Option<Number>, Option<Number>), findings: &mut Vec<Finding>) {
    if let (Some(min), Some(max)) = ends
        && min > max
    {
        let sentence = format!("`min` of {name} is {min} and `max` is {max}, so that no value fits.");
        findings.push(Finding::new(Kind::Malformed, part, &[name], sentence, "Exchange them, or correct one."));
    }
}
