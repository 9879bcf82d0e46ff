//! A policy pack: what it asks of a tracker, its rules as data, and the checks it must pass before it is trusted.

pub mod catalogue;
pub mod field;
pub mod fit;
pub mod load;
pub mod pack;
pub mod settings;
pub mod unary;

/// The known word that is nearest to one that is not known, when it is near enough to be meant.
pub fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
