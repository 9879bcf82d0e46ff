//! Rows of totals: their labels, and where a label that can be somebody's name is one.

use super::RowKind;
use crate::table::is_blank_char;

const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "sub total",
    "subtotal",
    "sub-total",
    "overall total",
    "average",
    "averages",
    "avg",
    "median",
    "minimum",
    "maximum",
    "group average",
    "class average",
    "cohort average",
    "overall average",
];

/// Labels that are people's names as well.
const NAMES: &[&str] = &["max", "min", "sum", "mean", "ave", "count", "overall"];

/// Those that are first names, Max and Min, as bits.
const FIRST_NAMES: u16 = 0b11;

/// What a text says as the label of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Totals or averages.
    Total,
    /// The same, where nothing but figures stands beside it.
    Figures,
    /// The same, or somebody's name: which of [`NAMES`], as a bit.
    Name(u16),
}

/// The first words of all labels that [`label`] knows.
const LABELS: &[&str] = &[
    "total", "totals", "grand", "sub", "subtotal", "overall", "average", "averages", "avg", "ave", "mean", "median",
    "sum", "count", "minimum", "maximum", "min", "max", "group", "class", "cohort", "number", "no", "whole", "year",
    "school", "form", "tutor",
];

/// Their first letters, which few names begin with.
pub(super) const LETTERS: &[u8] = b"acfgmnostwy";

/// Whom a row of totals is about.
const COUNTED: &[&str] = &[
    "learner",
    "learners",
    "student",
    "students",
    "pupil",
    "pupils",
    "apprentice",
    "apprentices",
    "group",
    "class",
    "cohort",
    "year",
    "school",
    "form",
    "tutor",
    "activities",
    "rows",
];

/// What of them is counted.
const DONE: &[&str] = &["ticked", "marked", "completed", "met", "present", "absent", "evidenced", "overdue"];

/// The label of a row of totals or averages.
pub(super) fn label(text: &str) -> Option<Label> {
    if let Some(first @ b'!'..=b'~') = text.as_bytes().first()
        && !LETTERS.contains(&first.to_ascii_lowercase())
    {
        return None;
    }
    let text = text.trim_matches(is_blank_char);
    let first = text.chars().next()?;
    if text.len() > 60 || !first.is_alphabetic() {
        return None;
    }
    // Nearly every name is told from a label by its first word.
    let word = text.find(|c: char| !c.is_alphabetic()).and_then(|end| text.get(..end)).unwrap_or(text);
    if word.is_ascii() && !LABELS.iter().any(|label| word.eq_ignore_ascii_case(label)) {
        return None;
    }
    let small = text.to_lowercase();
    // `Total:`, `Total (17)`, `Count: 20`
    let label = small.trim_end_matches(|c: char| !c.is_alphabetic());
    if TOTALS.contains(&label) {
        return Some(Label::Total);
    }
    if let Some(at) = NAMES.iter().position(|name| *name == label) {
        // `Count: 20` is nobody's name.
        return Some(if small.contains(':') { Label::Total } else { Label::Name(1 << at) });
    }
    figures_of_many(label)
}

/// What a label in small letters is that says of whom it is the total or average: `number of pupils`, `total ticked`, `year 4
/// average`. Nobody's name is made of such words alone; the whole school may be what a row of answers is about.
fn figures_of_many(label: &str) -> Option<Label> {
    let is = |words: &[&str], word: &str| words.contains(&word);
    let words: Vec<&str> = label.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let (first, rest) = words.split_first()?;
    let mut of = rest.iter().filter(|word| !is(&["of", "for", "all", "the", "number", "no"], word)).peekable();
    let of_many = of.peek().is_some() && of.clone().all(|word| is(COUNTED, word));
    if is(&["no", "whole"], first) {
        return of_many.then_some(Label::Figures);
    }
    let begins = is(&["total", "totals", "average", "mean", "count", "sum", "number"], first);
    // The letter of a class may stand between: `class 7B total`.
    let whose = |word: &&str| is(COUNTED, word) || is(&["whole", "overall"], word) || word.len() == 1;
    let ends = rest.split_last().is_some_and(|(last, between)| {
        let says = is(&["average", "averages", "mean", "median", "total", "totals"], last);
        says && whose(first) && between.iter().all(whose)
    });
    let done = begins && of.peek().is_some() && of.all(|word| is(COUNTED, word) || is(DONE, word));
    (ends || done).then_some(Label::Total)
}

/// Whether a text is a word for totals or averages that is hardly ever the whole of a name.
pub(super) fn is_hardly_a_name(text: &str) -> bool {
    matches!(label(text), Some(Label::Name(word)) if word & FIRST_NAMES == 0)
}

/// Whether a text is the label of a row of totals or averages, and nobody's name.
pub fn is_total(text: &str) -> bool {
    label(text) == Some(Label::Total)
}

/// What stands below the last learner of some rows, as far as it tells whether words that can be names are labels of totals
/// there.
///
/// Words that stand apart from the learners, below a blank row or a plain total, are, where there is a plain total as well or
/// where they are several. Those right below the last learner may be the last of the list: they are totals only where they
/// are three different ones, or two beside a plain total, without a blank row between. So Max, the last of a list by first
/// names, is a learner though `Total` follows, and so is Min below Max.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closing {
    /// How many rows lie above, and whether one of them is a learner.
    above: u32,
    learner: bool,
    /// What stands below, from the last learner on.
    runs: Vec<Run>,
}

/// Rows of one sort that follow each other, and how many they are.
type Run = (Sort, u32);

/// How much must speak for it that words right below the last learner are labels, and words that stand apart; see
/// [`evidence`].
const NEEDED_RIGHT_BELOW: u32 = 2;
const NEEDED_APART: u32 = 1;

/// What rows below the last learner say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Words that can be names, as bits.
    Names(u16),
    /// Plain totals.
    Totals,
    /// Anything else.
    Others,
}

impl Sort {
    /// The words that can be names, as bits.
    fn words(self) -> u16 {
        if let Sort::Names(words) = self { words } else { 0 }
    }

    fn is_names(self) -> bool {
        matches!(self, Sort::Names(_))
    }
}

/// What speaks for it that words that can be names are labels in some rows: each different one beside the first, and a plain
/// total, of which more say no more.
fn evidence(runs: &[Run]) -> u32 {
    let words = runs.iter().fold(0, |all, (sort, _)| all | sort.words());
    let plain = runs.iter().any(|(sort, _)| *sort == Sort::Totals);
    words.count_ones().saturating_sub(1) + u32::from(plain)
}

/// How many rows there are, with those above them.
fn rows_to(above: u32, runs: &[Run]) -> u32 {
    runs.iter().fold(above, |sum, (_, rows)| sum.saturating_add(*rows))
}

impl Closing {
    /// The same of these rows and those that follow them.
    #[must_use]
    pub fn then(mut self, next: &Closing) -> Self {
        if next.learner {
            return Closing { above: rows_to(self.above, &self.runs).saturating_add(next.above), ..next.clone() };
        }
        self.skip(next.above);
        next.runs.iter().for_each(|(sort, rows)| self.push(*sort, *rows));
        self
    }

    /// Adds rows that speak for nothing.
    fn skip(&mut self, more: u32) {
        let rows = self.runs.last_mut().map_or(&mut self.above, |(_, rows)| rows);
        *rows = rows.saturating_add(more);
    }

    fn push(&mut self, sort: Sort, more: u32) {
        match (self.runs.last_mut(), sort) {
            (Some((Sort::Names(words), rows)), Sort::Names(new)) => {
                *words |= new;
                *rows = rows.saturating_add(more);
            }
            (Some((last, rows)), _) if *last == sort => *rows = rows.saturating_add(more),
            _ => self.runs.push((sort, more)),
        }
    }

    /// How many rows lie above the first row that is totals by a word that can be a name; nothing where none is.
    pub fn totals(&self) -> Option<u32> {
        if self.words_right_below_are_labels() { Some(self.above) } else { self.words_apart_that_are_labels() }
    }

    /// How many runs are words right below the last learner, which may be the last of the list: one or none.
    fn right_below(&self) -> usize {
        usize::from(self.runs.first().is_some_and(|(sort, _)| sort.is_names()))
    }

    /// Whether there are such words, and what stands with them, down to a blank row, makes them labels.
    fn words_right_below_are_labels(&self) -> bool {
        let end = self.runs.iter().position(|(sort, _)| *sort == Sort::Others).unwrap_or(self.runs.len());
        let together = self.runs.get(..end).unwrap_or_default();
        self.right_below() > 0 && evidence(together) >= NEEDED_RIGHT_BELOW
    }

    /// How many rows lie above the first of the words that stand apart from the learners, where those are labels.
    fn words_apart_that_are_labels(&self) -> Option<u32> {
        let (_, apart) = self.runs.split_at_checked(self.right_below())?;
        let first = self.right_below() + apart.iter().position(|(sort, _)| sort.is_names())?;
        let above = rows_to(self.above, self.runs.get(..first).unwrap_or_default());
        (evidence(apart) >= NEEDED_APART).then_some(above)
    }
}

/// [`Closing`] of the rows from `below` on. Those of which a person has `said` what they are speak for nothing.
pub(super) fn closing(
    kinds: &[RowKind],
    either: &[(usize, u16)],
    below: usize,
    said: &dyn Fn(usize) -> bool,
) -> Closing {
    let at = |index: usize| either.binary_search_by_key(&index, |(row, _)| *row).ok();
    let word = |index: usize| at(index).and_then(|at| either.get(at)).map(|(_, word)| *word);
    let is_learner = |index: usize, kind: &RowKind| *kind == RowKind::Learner && word(index).is_none() && !said(index);
    let rows = || kinds.iter().enumerate().skip(below);
    // What lies above the last learner tells nothing.
    let first = rows().rev().find(|(index, kind)| is_learner(*index, kind)).map(|(index, _)| index + 1);
    let above = u32::try_from(first.unwrap_or(below) - below).unwrap_or(u32::MAX);
    let mut closing = Closing { above, learner: first.is_some(), runs: Vec::new() };
    for (index, kind) in kinds.iter().enumerate().skip(first.unwrap_or(below)) {
        match (word(index), kind) {
            (Some(words), _) => closing.push(Sort::Names(words), 1),
            (None, RowKind::Learner) => closing.skip(1),
            (None, RowKind::Total) => closing.push(Sort::Totals, 1),
            (None, _) => closing.push(Sort::Others, 1),
        }
    }
    closing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_averages_are_known_by_their_labels() {
        for text in [
            "Total",
            "TOTALS",
            "total:",
            " Grand Total ",
            "Average",
            "avg.",
            "Median",
            "Minimum",
            "Count: 20",
            "max:",
            "Total (17)",
            "Sub-total",
            "Total learners",
            "Average for class",
            "Number of learners: 12",
            "Total no. of pupils",
            "Total ticked",
            "Year average",
            "Year 4 average",
            "School mean",
            "Class 7B total",
            "Tutor group averages",
        ] {
            assert_eq!(label(text), Some(Label::Total), "{text}");
        }
        for text in [
            "Totally Tom",
            "Total Smith",
            "Count Dracula",
            "Mean Gene",
            "Max Power",
            "Jo",
            "",
            "7",
            "Meaning",
            "Sum Ting",
            "Count Basie",
            "Mean, Joe",
            "Joe Mean",
            "Total Tom",
            "No Surname",
            "Noah Total",
            "Year 4",
            "School",
            "Whole",
            "All Saints",
            "All ticked",
            "All learners",
            "No Pupil Premium",
            "Formby Mean",
            "Yearwood Average",
            "W. Mean",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
        for text in ["Whole school", "No. of pupils", "No of learners: 12", "Whole class"] {
            assert_eq!(label(text), Some(Label::Figures), "{text}");
        }
        for (at, name) in NAMES.iter().enumerate() {
            for text in [(*name).to_string(), name.to_uppercase(), format!(" {name} (2)"), format!("{name}.")] {
                assert_eq!(label(&text), Some(Label::Name(1 << at)), "{text}");
            }
        }
    }

    #[test]
    fn a_first_name_that_is_a_label_as_well_is_likely_to_be_a_name() {
        for (text, hardly) in [
            ("Mean", true),
            ("count", true),
            ("Overall", true),
            ("Sum", true),
            ("Max", false),
            ("min", false),
            ("Total", false),
            ("Jo", false),
        ] {
            assert_eq!(is_hardly_a_name(text), hardly, "{text}");
        }
    }

    #[test]
    fn every_label_begins_with_a_word_that_labels_begin_with() {
        for label in TOTALS.iter().chain(NAMES) {
            let first = label.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            assert!(LABELS.contains(&first), "{label}");
            assert!(first.bytes().next().is_some_and(|letter| LETTERS.contains(&letter)), "{label}");
        }
    }
}
