//! Headings and fields in, matches out: which column holds which field, how sure that is, and why.
//!
//! Only a heading that is a known spelling, or one that a person chose, is used. A heading that is merely alike, or that leaves
//! open what it stands for, is offered and waits. Nothing here looks at the cells below, but for columns that occur twice.

use super::heading::{self, Heading, words};
use super::likeness::{Ideas, likeness, negated};
use super::vocabulary::{Vocabulary, field_spellings, open_keys};
use super::{ColumnMatch, Confidence};
use crate::order::InOrder;
use crate::place::Place;
use crate::policy::field::{Field, Kind};
use crate::problem::Problem;
use std::collections::{BTreeMap, HashSet};

const NOTHING_FITS: &str = "nothing fits";

/// The result of matching: a [`ColumnMatch`] for every column, and for every field the columns to read it from.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// One for each heading, in order.
    pub columns: Vec<ColumnMatch>,
    /// For each field, its columns: one at most, several for fields of several dates.
    pub sources: Vec<Vec<usize>>,
    /// Headings that cannot be used as they stand.
    pub problems: Vec<Problem>,
}

/// What a person has said about a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// It holds this field.
    Field(usize),
    /// It is not to be used.
    Nothing,
}

/// Matches headings to fields.
///
/// `chosen` is what a person has said, by column. `same` tells whether all cells of some columns are the same, so that a
/// heading that occurs twice does no harm. A field of several dates takes every column that is spelled for it, numbered
/// ones such as `Visit 1`, `Visit 2` included. A text field takes the best of several spellings (`Learner` before
/// `Surname`); any other field with two columns is left without one until a person chooses.
///
/// # Errors
/// The problems `column-twice` (both places named in the message, placed at the second) and `chosen-twice`.
pub fn match_columns(
    headings: &[Heading],
    vocabulary: &Vocabulary<'_>,
    chosen: &BTreeMap<usize, Chosen>,
    same: &dyn Fn(&[usize]) -> bool,
) -> Matches {
    let mut matches = certain(headings, vocabulary, chosen, same);
    offer(headings, vocabulary, &mut matches);
    matches
}

/// [`match_columns`] without the headings that are merely alike.
#[inline(never)]
pub fn certain(
    headings: &[Heading],
    vocabulary: &Vocabulary<'_>,
    chosen: &BTreeMap<usize, Chosen>,
    same: &dyn Fn(&[usize]) -> bool,
) -> Matches {
    let fields = vocabulary.fields;
    let mut matches = Matches {
        columns: Vec::with_capacity(headings.len()),
        sources: vec![Vec::new(); fields.len()],
        problems: Vec::new(),
    };
    let mut claims: Vec<Vec<(usize, usize)>> = vec![Vec::new(); fields.len()];
    for (column, heading) in headings.iter().enumerate() {
        let plain = if heading.own.is_empty() { heading.joined() } else { heading.own.clone() };
        let mut found = ColumnMatch {
            column,
            heading: plain,
            field: None,
            confidence: Confidence::None,
            why: NOTHING_FITS.to_string(),
        };
        match chosen.get(&column) {
            Some(Chosen::Field(field)) if *field < fields.len() => {
                found.field = Some(*field);
                found.confidence = Confidence::Chosen;
                found.why = "you chose it".to_string();
                if let Some(sources) = matches.sources.get_mut(*field) {
                    sources.push(column);
                }
            }
            Some(_) => found.why = "you chose not to use it".to_string(),
            None => {
                let exact = vocabulary.exact(heading).or_else(|| numbered(vocabulary, heading));
                if let Some((field, rank, text)) = exact {
                    found.heading = text;
                    found.field = Some(field);
                    found.confidence = Confidence::Exact;
                    found.why = "a known heading".to_string();
                    if let Some(claims) = claims.get_mut(field) {
                        claims.push((rank, column));
                    }
                } else if vocabulary.is_other(&heading::key(&found.heading)) {
                    found.why = "a known heading that this policy does not use".to_string();
                }
            }
        }
        matches.columns.push(found);
    }
    for (field, claims) in claims.iter_mut().enumerate() {
        settle(field, fields, claims, &mut matches, same);
    }
    for (field, (_, wanted)) in fields.iter().enumerate() {
        let sources = matches.sources.get(field).map(Vec::as_slice).unwrap_or_default();
        if sources.len() > 1 && wanted.kind != Kind::Dates {
            let problem = twice("chosen-twice", sources, &matches.columns, wanted);
            matches.problems.push(problem);
            if let Some(sources) = matches.sources.get_mut(field) {
                sources.clear();
            }
        }
    }
    matches
}

/// How alike the letters of a heading and of a spelling are from where one is a slip of the keyboard for the other.
const SLIP: f64 = 0.85;

/// Whether the key of a heading is that of a spelling but for a slip of the keyboard.
fn is_slip(key: &str, spelling: &str) -> bool {
    strsim::normalized_damerau_levenshtein(key, spelling) >= SLIP && !negated(key, spelling)
}

/// The columns that may hold a field that is read from none: several that are spelled for it, of which none is used, or one
/// that is offered for it. Nothing where none is.
pub fn meant(columns: &[ColumnMatch], index: usize) -> Vec<usize> {
    let offered =
        columns.iter().filter(|found| found.field == Some(index) && matches!(found.confidence, Confidence::Likely(_)));
    offered.map(|found| found.column).collect()
}

/// `Visit 2` for a field of several dates that is spelled `Visit`.
fn numbered(vocabulary: &Vocabulary<'_>, heading: &Heading) -> Option<(usize, usize, String)> {
    let text = heading.joined();
    let mut parts = words(&text);
    let is_number = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    if !parts.last().is_some_and(is_number) || parts.len() < 2 {
        return None;
    }
    parts.pop();
    let singular = heading::key(&parts.join(" "));
    let (field, rank) = vocabulary.field(&singular).or_else(|| vocabulary.field(&format!("{singular}s")))?;
    let dates = vocabulary.fields.get(field).is_some_and(|(_, field)| field.kind == Kind::Dates);
    dates.then_some((field, rank, text))
}

/// Decides which of the columns that are spelled for a field it is read from.
fn settle(
    field: usize,
    fields: &[(String, &Field)],
    claims: &mut Vec<(usize, usize)>,
    matches: &mut Matches,
    same: &dyn Fn(&[usize]) -> bool,
) {
    let (Some((_, wanted)), Some(sources)) = (fields.get(field), matches.sources.get_mut(field)) else { return };
    let columns: Vec<usize> = claims.iter().map(|(_, column)| *column).collect();
    let mut turn_down = |columns: &mut dyn Iterator<Item = usize>, confidence, why: &str| {
        for column in columns {
            if let Some(found) = matches.columns.get_mut(column) {
                if confidence == Confidence::None {
                    found.field = None;
                }
                found.confidence = confidence;
                found.why = why.to_string();
            }
        }
    };
    if !sources.is_empty() {
        turn_down(&mut columns.iter().copied(), Confidence::None, "you chose another column");
        return;
    }
    match (wanted.kind, columns.as_slice()) {
        (_, []) => {}
        (Kind::Dates, several) => sources.extend_from_slice(several),
        (_, &[only]) => sources.push(only),
        (Kind::Text, _) => {
            claims.in_order();
            let mut claims = claims.iter().map(|(_, column)| *column);
            sources.extend(claims.next());
            turn_down(&mut claims, Confidence::None, "another column fits better");
        }
        (_, several) if same(several) => {
            sources.extend(several.first().copied());
            turn_down(&mut several.iter().skip(1).copied(), Confidence::None, "the same cells as another column");
        }
        (_, several) => {
            turn_down(
                &mut several.iter().copied(),
                Confidence::Likely(95),
                "two columns have this heading: choose one",
            );
            let problem = twice("column-twice", several, &matches.columns, wanted);
            matches.problems.push(problem);
        }
    }
}

fn twice(code: &str, several: &[usize], columns: &[ColumnMatch], field: &Field) -> Problem {
    let places: Vec<Place> = several
        .iter()
        .filter_map(|column| {
            let heading = columns.get(*column).map(|found| found.heading.as_str()).unwrap_or_default();
            Some(Place::column(u32::try_from(*column).ok()? + 1, heading))
        })
        .collect();
    let named: Vec<String> = places.iter().map(Place::to_string).collect();
    let problem = Problem::new(
        code,
        format!("{} columns are given for {}: {}", named.len(), field.heading, named.join(" and ")),
        "one column",
        format!("Choose which of them holds {}, or rename the other. Neither is used until then.", field.heading),
    );
    match places.into_iter().nth(1) {
        Some(place) => problem.at(place),
        None => problem,
    }
}

/// How alike a heading is that may stand for a field and leaves open whether it does.
const OPEN: u8 = 90;

/// The field that a heading may stand for, of those with such headings, and the field's own heading. A slip of the keyboard
/// makes no other heading of it.
fn left_open<'f>(heading: &Heading, open: &[(usize, String)], vocabulary: &Vocabulary<'f>) -> Option<(usize, &'f str)> {
    let of = |text: &str| {
        let key = heading::key(text);
        let slip = || open.iter().find(|(_, known)| is_slip(&key, known));
        let (field, _) = open.iter().find(|(_, known)| *known == key).or_else(slip)?;
        Some((*field, vocabulary.fields.get(*field)?.1.heading.as_str()))
    };
    of(&heading.joined()).or_else(|| of(&heading.own))
}

/// Offers each free field to the column whose heading is most like one of its spellings.
#[inline(never)]
fn offer(headings: &[Heading], vocabulary: &Vocabulary<'_>, matches: &mut Matches) {
    let taken: HashSet<usize> = matches.columns.iter().filter_map(|found| found.field).collect();
    let free: Vec<usize> = (0..headings.len())
        .filter(|column| {
            let undecided =
                matches.columns.get(*column).is_some_and(|found| found.field.is_none() && found.why == NOTHING_FITS);
            undecided && headings.get(*column).is_some_and(|heading| !heading.joined().is_empty())
        })
        .collect();
    if free.is_empty() {
        return;
    }
    let wanted: Vec<(usize, &str)> = vocabulary
        .fields
        .iter()
        .enumerate()
        .filter(|(field, _)| !taken.contains(field))
        .flat_map(|(field, (name, wanted))| field_spellings(name, wanted).map(move |spelling| (field, spelling)))
        .collect();
    let open: Vec<(usize, String)> = vocabulary
        .fields
        .iter()
        .enumerate()
        .flat_map(|(field, (name, _))| open_keys(name).map(move |key| (field, key)))
        .collect();
    let known: HashSet<String> = wanted.iter().flat_map(|(_, spelling)| words(spelling)).collect();
    let wanted: Vec<(usize, &str, Ideas)> =
        wanted.into_iter().map(|(field, spelling)| (field, spelling, Ideas::of(spelling, &known))).collect();
    let mut offers: Vec<(u8, usize, usize, &str)> = Vec::new();
    for column in free {
        let Some(heading) = headings.get(column) else { continue };
        if let Some((field, wanted)) = left_open(heading, &open, vocabulary) {
            if !taken.contains(&field) {
                offers.push((OPEN, column, field, wanted));
            }
            continue;
        }
        let mut alike: Vec<(u8, usize, &str)> = Vec::new();
        for ideas in [Ideas::of(&heading.joined(), &known), Ideas::of(&heading.own, &known)] {
            for (field, spelling, other) in &wanted {
                let kind = vocabulary.fields.get(*field).map(|(_, field)| field.kind);
                // A percentage is not a count of the same thing, a day not a number, a name not a kind.
                let says = |word| ideas.has(word) && !other.has(word);
                let other_kind = match kind {
                    Some(Kind::Text) => says("percent") || says("date"),
                    Some(Kind::Percent) => says("date") || says("name"),
                    Some(Kind::Date | Kind::DateOrYes | Kind::Dates) => says("percent") || says("name"),
                    _ => says("percent") || says("date") || says("name"),
                };
                let like = if other_kind { 0 } else { likeness(&ideas, other) };
                let most = alike.first().map_or(1, |(most, _, _)| *most);
                if like > most {
                    alike.clear();
                }
                if like >= most && alike.iter().all(|(_, known, _)| known != field) {
                    alike.push((like, *field, spelling));
                }
            }
        }
        // Two fields equally alike are two readings, and neither is offered; of those that are numbered (`Stage email`) one is:
        // a column that nobody asks about would be passed over.
        let is_numbered = |(_, _, spelling): &(u8, usize, &str)| spelling.bytes().any(|byte| byte.is_ascii_digit());
        if alike.len() == 1 || alike.iter().all(is_numbered) {
            offers.extend(alike.into_iter().map(|(like, field, spelling)| (like, column, field, spelling)));
        }
    }
    offers.in_order_by(|(like, column, field, _)| (std::cmp::Reverse(*like), *column, *field));
    let mut given = HashSet::new();
    for (like, column, field, spelling) in offers {
        if let Some(found) = matches.columns.get_mut(column)
            && found.field.is_none()
            && given.insert(field)
        {
            found.field = Some(field);
            found.confidence = Confidence::Likely(like);
            // A field's name is ours: people know its heading.
            let known = vocabulary.fields.get(field).filter(|(name, _)| *name == spelling);
            let shown = known.map_or(spelling, |(_, field)| &field.heading);
            found.why = format!("looks like `{shown}`: confirm it or choose another");
        }
    }
}
