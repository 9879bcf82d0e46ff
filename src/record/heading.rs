//! A heading in, its words and its key out, so that case, spacing, punctuation, line breaks and hints such as `(Y/N)` make no difference.

use super::date::order_in;
use crate::place::tidy;
use crate::table::is_blank_char;
use std::borrow::Cow;

/// A heading as the sheet gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// The cell of the heading row itself.
    pub own: String,
    /// The cell that stands over it where headings have two levels (`Stage 1` over `Email`, `Outcome`), or nothing.
    pub parent: String,
}

impl Heading {
    /// A heading of one level.
    pub fn new(own: &str) -> Self {
        Heading { own: tidy(own), parent: String::new() }
    }

    /// Both levels on one line.
    pub fn joined(&self) -> String {
        tidy(&format!("{} {}", self.parent, self.own))
    }
}

/// Hints in brackets, or at the end, that say how to fill a column in and nothing of what it holds.
const HINTS: &[&str] = &[
    "yn",
    "yesno",
    "yesorno",
    "yorn",
    "tick",
    "ticked",
    "pleasetick",
    "yyyymmdd",
    "ifapplicable",
    "ifany",
    "ifknown",
    "optional",
    "required",
    "number",
    "count",
    "no",
    "af",
    "aq",
    "pleasestate",
    "dropdown",
    "choose",
    "select",
];

/// The words of a heading: lower case, `%` as `percent`, counting phrases (`No. of`, `#`) and hints left out.
///
/// ```
/// use bae_rules::record::heading::words;
/// assert_eq!(words("No. of sessions\n missed (Y/N)?"), ["sessions", "missed"]);
/// assert_eq!(words("ACTUAL%"), ["actual", "percent"]);
/// assert_eq!(words("stage1Outcome"), ["stage", "1", "outcome"]);
/// ```
pub fn words(heading: &str) -> Vec<String> {
    Cut::of(heading).words().into_iter().map(str::to_string).collect()
}

/// The words of a heading as one word, `percent` last: two headings with the same key are the same heading.
///
/// ```
/// use bae_rules::record::heading::key;
/// assert_eq!(key("% Behind"), key("behind %"));
/// assert_eq!(key("Start_Date "), key("START\u{a0}DATE"));
/// assert_ne!(key("Stage 1 email"), key("Stage 2 email"));
/// ```
pub fn key(heading: &str) -> String {
    key_of(&Cut::of(heading).words())
}

/// The key of a heading that is already words.
pub(super) fn key_of(words: &[&str]) -> String {
    const PERCENT: &str = "percent";
    let mut key = String::with_capacity(words.iter().map(|word| word.len()).sum());
    words.iter().filter(|word| **word != PERCENT).for_each(|word| key.push_str(word));
    if words.contains(&PERCENT) {
        key.push_str(PERCENT);
    }
    key
}

/// Small letters, digits and nothing else: the key of a value in a cell, such as one of a list of choices.
///
/// ```
/// use bae_rules::record::heading::letters;
/// assert_eq!(letters(" One-to-one "), "onetoone");
/// ```
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The heading without brackets that hold a hint.
fn without_hints(heading: &str) -> Cow<'_, str> {
    if !heading.contains(['(', '[']) {
        return Cow::Borrowed(heading);
    }
    let mut kept = String::with_capacity(heading.len());
    let mut rest = heading;
    while let Some(open) = rest.find(['(', '[']) {
        let (before, bracket) = rest.split_at(open);
        kept.push_str(before);
        let Some(close) = bracket.find([')', ']']) else {
            rest = bracket;
            break;
        };
        let (inside, after) = bracket.split_at(close + 1);
        // `(success/fail/open)` lists what to write in the cells.
        let lists_values = inside.matches('/').count() >= 2;
        if lists_values || order_in(inside).is_some() || HINTS.contains(&letters(inside).as_str()) {
            kept.push(' ');
        } else {
            kept.push_str(inside);
        }
        rest = after;
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// A heading cut into words. Thousands of spellings pass through here before the first answer, so the words stand in one
/// text and nothing is copied before it is known which of them stay.
struct Cut {
    text: String,
    /// Where each word starts; it ends where the next one starts.
    starts: Vec<usize>,
}

impl Cut {
    /// Cuts where anything but letters and digits stands, where small letters meet a capital and where letters meet digits.
    fn of(heading: &str) -> Self {
        #[derive(PartialEq, Clone, Copy)]
        enum Kind {
            Small,
            Capital,
            Digit,
            Gap,
        }
        let heading = without_hints(heading);
        let mut cut = Cut { text: String::with_capacity(heading.len() + 8), starts: Vec::with_capacity(8) };
        let mut before = Kind::Gap;
        for c in heading.chars() {
            if matches!(c, '\'' | '’' | '`') {
                continue;
            }
            let kind = match c {
                'a'..='z' => Kind::Small,
                'A'..='Z' => Kind::Capital,
                '0'..='9' => Kind::Digit,
                _ if c.is_ascii() || is_blank_char(c) => Kind::Gap,
                _ if c.is_numeric() => Kind::Digit,
                _ if c.is_uppercase() => Kind::Capital,
                _ if c.is_alphabetic() => Kind::Small,
                _ => Kind::Gap,
            };
            match c {
                '%' => cut.push("percent"),
                '#' | '№' => cut.push("#"),
                '&' => cut.push("and"),
                '.' if before != Kind::Gap && cut.last() == "no" => {
                    cut.text.truncate(cut.text.len() - 2);
                    cut.text.push('#');
                }
                _ => {}
            }
            if kind != Kind::Gap {
                let joins = match (before, kind) {
                    (Kind::Gap, _) => false,
                    (Kind::Small, Kind::Capital) => false,
                    (Kind::Digit, other) | (other, Kind::Digit) => other == Kind::Digit && before == kind,
                    _ => true,
                };
                if !joins {
                    cut.starts.push(cut.text.len());
                }
                if c.is_ascii() {
                    cut.text.push(c.to_ascii_lowercase());
                } else {
                    cut.text.extend(c.to_lowercase());
                }
            }
            before = kind;
        }
        cut
    }

    fn push(&mut self, word: &str) {
        self.starts.push(self.text.len());
        self.text.push_str(word);
    }

    fn last(&self) -> &str {
        self.starts.last().and_then(|start| self.text.get(*start..)).unwrap_or_default()
    }

    /// The words that stay: phrases as one word, counting phrases at the start and hints at the end left out.
    fn words(&self) -> Vec<&str> {
        let ends = self.starts.iter().skip(1).copied().chain([self.text.len()]);
        let cut: Vec<&str> =
            self.starts.iter().zip(ends).map(|(start, end)| self.text.get(*start..end).unwrap_or_default()).collect();
        let mut words = Vec::with_capacity(cut.len());
        let mut rest = cut.as_slice();
        while let Some((first, others)) = rest.split_first() {
            let (len, joined) = phrase(rest);
            if len == 0 {
                words.push(*first);
                rest = others;
            } else {
                words.extend(joined);
                rest = rest.get(len..).unwrap_or_default();
            }
        }
        let leading = match words.as_slice() {
            ["total", "number" | "no" | "#", "of", _, ..] => 3,
            ["number" | "no" | "num" | "nr" | "count" | "#", "of", _, ..] => 2,
            ["#", _, ..] => 1,
            _ => 0,
        };
        words.drain(..leading);
        for hint in [["y", "n"].as_slice(), &["yes", "no"], &["dd", "mm", "yyyy"], &["dd", "mm", "yy"]] {
            if words.len() > hint.len() && words.ends_with(hint) {
                words.truncate(words.len() - hint.len());
            }
        }
        words
    }
}

/// How many words at the start stand for one word (or for none), and which.
#[inline(never)]
fn phrase(words: &[&str]) -> (usize, Option<&'static str>) {
    match words {
        ["in", "a", "row", ..] => (3, Some("consecutive")),
        ["in" | "a", "row", ..] => (2, Some("consecutive")),
        ["off", "the", "job", ..] => (3, Some("otj")),
        ["1", "to", "1", ..] | ["1", "2", "1", ..] | ["one", "to", "one", ..] => (3, Some("1to1")),
        ["1", "1", ..] => (2, Some("1to1")),
        ["121", ..] => (1, Some("1to1")),
        ["per", "cent", ..] => (2, Some("percent")),
        ["e", "mail", ..] => (2, Some("email")),
        ["e", "mails", ..] => (2, Some("emails")),
        ["home", "work", ..] => (2, Some("homework")),
        ["w", "o", ..] => (2, Some("without")),
        ["1", "st", ..] => (2, Some("first")),
        ["2", "nd", ..] => (2, Some("second")),
        ["3", "rd", ..] => (2, Some("third")),
        ["percentage" | "pct" | "perc" | "percentages", ..] => (1, Some("percent")),
        ["behavior", ..] => (1, Some("behaviour")),
        ["program", ..] => (1, Some("programme")),
        ["enrollment", ..] => (1, Some("enrolment")),
        ["authorized", ..] => (1, Some("authorised")),
        ["unauthorized", ..] => (1, Some("unauthorised")),
        ["one", ..] => (1, Some("1")),
        ["two", ..] => (1, Some("2")),
        ["three", ..] => (1, Some("3")),
        ["consec" | "consecutively", ..] => (1, Some("consecutive")),
        ["the", _, ..] => (1, None),
        _ => (0, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_heading_written_in_many_ways_has_one_key() {
        let same: &[&[&str]] = &[
            &[
                "Stage 1 email",
                "STAGE 1 EMAIL",
                "Stage_1 email",
                "stage1Email",
                "Stage 1 - e-mail",
                "stage 1\r\nemail",
                "Stage one email",
            ],
            &[
                "Target %",
                "target%",
                "% Target",
                "Target percent",
                "Target percentage",
                "TARGET\u{a0}(%)",
                "target pct",
            ],
            &[
                "Support requested",
                "Support requested (Y/N)",
                "Support requested?",
                "support requested Y/N",
                "Support requested (yes / no)",
            ],
            &[
                "Missed sessions in a row",
                "\"Missed sessions\nin a row\"",
                "No. of missed sessions in a row",
                "Missed sessions (consec.) ",
            ],
            &["First intervention", "First\u{a0} intervention", "1st intervention", "First intervention (dd/mm/yyyy)"],
            &["One to one", "1:1", "1-to-1", "One-to-one (Y/N)", "121"],
            &["Learner's name", "Learners name", "LEARNER’S NAME"],
        ];
        for group in same {
            for heading in *group {
                assert_eq!(key(heading), key(group.first().unwrap_or(&"")), "{heading}");
            }
        }
    }

    #[test]
    fn a_difference_in_meaning_is_a_difference_in_key() {
        let different = [
            ("Target %", "Target"),
            ("Stage 1 email", "Stage 11 email"),
            ("Learner", "Learner number"),
            ("Learner", "Learner No."),
            ("SDQ total (teacher)", "SDQ total (parent)"),
            ("Authorised absence", "Unauthorised absence"),
            ("No contact", "Contact"),
        ];
        for (one, other) in different {
            assert_ne!(key(one), key(other), "{one} / {other}");
        }
    }

    #[test]
    fn hostile_headings_are_read_without_harm() {
        for heading in ["", "%", "((((", ")(", "[", "#", "no.", "\u{0}", "1", "Y/N", "é(É", "the"] {
            let _ = key(heading);
        }
        assert_eq!(key("#"), "#");
        assert_eq!(key("Y/N"), "yn");
    }
}
