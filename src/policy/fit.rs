//! A pack fitted to who uses it: an organisation's acceptance of engine defaults, and the columns that a tracker has.

use super::load::placeholders;
use super::pack::{Origin, Pack, Row, Then, When};
use super::rests;
use super::settings::{SettingValue, Settings};

/// The pack as an organisation's settings leave it. Rows and checks of a reading that was not chosen are left out. Defaults
/// that a named person has accepted are shown as accepted, and the note says by whom and when.
pub fn to_settings(pack: &Pack, settings: &Settings) -> Pack {
    let mut pack = words(pack, settings).unwrap_or_else(|| pack.clone());
    let used = |row: &Row| holds(row.under.iter(), settings);
    for rule in &mut pack.rules {
        rule.rows.retain(used);
        if let Some(next) = &mut rule.next {
            next.rows.retain(used);
            next.also.retain(used);
        }
    }
    pack.checks.retain(|check| holds(check.under.iter(), settings));
    let Some(acceptance) = pack.acceptance.clone() else { return pack };
    let said = |name: &str| matches!(settings.get(name), Some(SettingValue::Text(text)) if !text.trim().is_empty());
    if !(said(&acceptance.by) && said(&acceptance.on)) {
        pack.notes.push(acceptance.until_then);
        return pack;
    }
    let mut note = acceptance.from_then.clone();
    for name in placeholders(&acceptance.from_then) {
        let value = settings.get(name).map(SettingValue::words).unwrap_or_default();
        let value = crate::calendar::Day::parse(&value).map_or(value, crate::calendar::Day::uk);
        note = note.replace(&format!("{{{name}}}"), &value);
    }
    pack.notes.push(note);
    let mut named: Vec<String> = Vec::new();
    for rule in pack.rules.iter_mut().filter(|rule| acceptance.rules.contains(&rule.id)) {
        for row in rule.rows.iter_mut().chain(&mut rule.otherwise).filter(|row| row.origin == Origin::EngineDefault) {
            row.origin = Origin::Accepted;
            named.extend(settings_of(row));
        }
    }
    for (_, setting) in pack
        .settings
        .0
        .iter_mut()
        .filter(|(name, setting)| setting.origin == Origin::EngineDefault && named.contains(name))
    {
        setting.origin = Origin::Accepted;
    }
    pack
}

/// Whether settings have the values under which something is used.
fn holds<'p>(under: impl IntoIterator<Item = (&'p str, &'p String)>, settings: &Settings) -> bool {
    under.into_iter().all(|(name, value)| settings.get(name).is_some_and(|chosen| chosen.words() == *value))
}

/// The pack with the words for numbers that its fields have under an organisation's settings; `None` where those are the
/// words that it has.
pub fn words(pack: &Pack, settings: &Settings) -> Option<Pack> {
    let mut fitted: Option<Pack> = None;
    for (at, (_, field)) in pack.fields.0.iter().enumerate() {
        let Some(other) = &field.words_where else { continue };
        let under = other.under.iter().map(|(name, value)| (name.as_str(), value));
        if holds(under, settings)
            && field.words != other.words
            && let Some((_, field)) = fitted.get_or_insert_with(|| pack.clone()).fields.0.get_mut(at)
        {
            field.words.clone_from(&other.words);
        }
    }
    fitted
}

/// The pack under the headings that it has where answers of other policies stand in the same table; `None` where those are
/// the ones that it has.
pub fn among_others(pack: &Pack) -> Option<Pack> {
    let answers = pack.decisions.iter().map(|answer| (&answer.title, &answer.among_others));
    let columns = pack.results.iter().map(|column| (&column.heading, &column.among_others));
    if !answers.chain(columns).any(|(own, other)| other.as_ref().is_some_and(|other| other != own)) {
        return None;
    }
    let mut pack = pack.clone();
    for answer in &mut pack.decisions {
        answer.title = answer.among_others.clone().unwrap_or_else(|| answer.title.clone());
    }
    for column in &mut pack.results {
        column.heading = column.among_others.clone().unwrap_or_else(|| column.heading.clone());
    }
    Some(pack)
}

/// Whether two fittings of a pack read words for numbers alike.
pub fn same_words(one: &Pack, other: &Pack) -> bool {
    one.fields.iter().zip(other.fields.iter()).all(|((_, one), (_, other))| one.words == other.words)
}

/// The words of a row's cells and value that may be settings.
pub fn settings_of(row: &Row) -> Vec<String> {
    let cells: Vec<&str> = match &row.when {
        When::Cell(cell) => vec![cell.as_str()],
        When::Cells(cells) => cells.iter().map(|(_, cell)| cell.as_str()).collect(),
    };
    let words =
        cells.iter().flat_map(|cell| cell.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')).map(str::to_string);
    let value = match &row.then {
        Some(Then::Setting { setting }) => Some(setting.clone()),
        _ => None,
    };
    words.chain(value).chain(row.under.iter().map(|(name, _)| name.to_string())).collect()
}

/// The pack without the answers that a tracker has no columns for, so that it is not asked what it cannot know, and without
/// the rules that serve those answers alone. Fields stay where they are.
pub fn to_columns(pack: &Pack, has: &dyn Fn(&str) -> bool) -> Pack {
    without_unasked(pack, has).unwrap_or_else(|| pack.clone())
}

/// [`to_columns`]; `None` where nothing is left out.
pub fn without_unasked(pack: &Pack, has: &dyn Fn(&str) -> bool) -> Option<Pack> {
    let asked: Vec<bool> = pack
        .decisions
        .iter()
        .map(|answer| answer.if_columns.is_empty() || answer.if_columns.iter().any(|field| has(field)))
        .collect();
    let ids = |wanted: bool| {
        let answers = pack.decisions.iter().zip(&asked).filter(move |(_, asked)| **asked == wanted);
        answers.map(|(answer, _)| answer.id.as_str()).collect::<Vec<_>>()
    };
    let dropped = ids(false);
    if dropped.is_empty() {
        return None;
    }
    let gone = rests::only_for(pack, &dropped, &ids(true));
    let is_dropped = |id: &String| dropped.contains(&id.as_str());
    let mut fitted = pack.clone();
    fitted.decisions.retain(|answer| !is_dropped(&answer.id));
    fitted.rules.retain(|rule| !gone.contains(rule.id.as_str()));
    fitted.derived.0.retain(|(name, _)| !gone.contains(name.as_str()));
    fitted.results.retain(|column| !is_dropped(&column.of) && !column.only_with.as_ref().is_some_and(is_dropped));
    fitted.counts = fitted.counts.take().filter(|counts| !is_dropped(&counts.of));
    if let Some(counts) = &mut fitted.counts {
        counts.lacks = counts.lacks.take().filter(|lacks| !is_dropped(lacks));
    }
    Some(fitted)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::policy::pack::Ordered;
    use crate::policy::{catalogue, load};

    fn mentoring() -> Pack {
        load::load(catalogue::built_in("learning-mentoring").unwrap()).unwrap()
    }

    fn with(pairs: &[(&str, &str)]) -> Pack {
        let pack = mentoring();
        let chosen = Ordered(pairs.iter().map(|(name, text)| (name.to_string(), text.to_string().into())).collect());
        to_settings(&pack, &Settings::with(&pack, &chosen).unwrap())
    }

    #[test]
    fn the_starting_profile_is_an_engine_default_until_a_named_person_accepts_it_with_a_date() {
        let default = |pack: &Pack| {
            pack.rules
                .iter()
                .flat_map(|rule| &rule.rows)
                .any(|row| row.id == "PLP-20-ATT-2" && row.origin == Origin::EngineDefault)
        };
        let unsaid = "until a named person";
        for pairs in
            [&[][..], &[("profile_accepted_by", "Head of inclusion")], &[("profile_accepted_on", "2026-09-01")]]
        {
            let pack = with(pairs);
            assert!(default(&pack) && pack.notes.iter().any(|note| note.contains(unsaid)), "{pairs:?}");
        }
        let pack = with(&[("profile_accepted_by", "Head of inclusion"), ("profile_accepted_on", "2026-09-01")]);
        assert!(!default(&pack));
        let origin = |name: &str| pack.settings.get(name).unwrap().origin;
        assert_eq!(
            (origin("absence_2"), origin("worker_d"), origin("session_gap_days")),
            (Origin::Accepted, Origin::Accepted, Origin::EngineDefault)
        );
        assert!(pack.notes.iter().any(|note| note.contains("Head of inclusion") && note.contains("1 September 2026")));
        assert!(!pack.notes.iter().any(|note| note.contains(unsaid)));
    }

    #[test]
    fn a_tracker_is_asked_only_what_it_has_columns_for() {
        let pack = mentoring();
        let few = to_columns(&pack, &|field| field == "attendance_percent");
        assert!(few.decisions.iter().any(|answer| answer.id == "bae_category"));
        assert!(!few.decisions.iter().any(|answer| answer.id == "rafie"));
        assert_eq!(to_columns(&pack, &|_| true), pack);
    }
}
