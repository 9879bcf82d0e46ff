//! The words that people put into cells: for nothing, for not knowing, for yes and for no.

use super::heading;
use crate::number::Number;
use crate::place::tidy;
use crate::table::is_blank_char;

/// What missing cells say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// Blank, or a word for it: what that means is the field's to say.
    Nothing,
    /// Somebody says that nobody knows (`?`, `tbc`), or a formula failed.
    Unknown,
}

/// The text of a cell without blanks of any kind around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank_char)
}

/// A cell's text as a message quotes it: on one line, 40 characters at most.
pub(super) fn quote(text: &str) -> String {
    let text = tidy(text);
    if text.chars().count() <= 40 {
        return text;
    }
    text.chars().take(39).chain(std::iter::once('…')).collect()
}

const NOTHING: &[&str] = &[
    "n/a",
    "na",
    "n.a.",
    "n/a.",
    "not applicable",
    "none",
    "nothing",
    "none yet",
    "nothing yet",
    "blank",
    "-",
    "--",
    "---",
    "–",
    "—",
    "\u{2212}",
    "‐",
    "‑",
    ".",
    "null",
];

const UNKNOWN: &[&str] = &[
    "?",
    "??",
    "???",
    "tbc",
    "tba",
    "t.b.c.",
    "t.b.a.",
    "to be confirmed",
    "to be agreed",
    "to follow",
    "unknown",
    "not known",
    "n/k",
    "n.k.",
    "tbd",
    "don't know",
    "dont know",
    "dk",
    "nan",
    "unsure",
    "not sure",
];

/// The first letters of both, as far as they begin with one of our letters.
const BEGINNINGS: &[u8] = b"NnBbTtUuDd";

/// The words that say that a cell says nothing.
pub(super) fn missing(text: &str) -> Option<Missing> {
    match *text.as_bytes() {
        [] => return Some(Missing::Nothing),
        [first, ..] if first.is_ascii_digit() => return None,
        [b'#', ..] => {
            let error = [
                "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#ERROR!",
                "#FIELD!", "#N/A N/A",
            ];
            return error.iter().any(|word| text.eq_ignore_ascii_case(word)).then_some(Missing::Unknown);
        }
        _ if text.len() > 20 => return None,
        // Names are told from words for nothing at once.
        [first, ..] if first.is_ascii_alphabetic() && !BEGINNINGS.contains(&first) => return None,
        _ => {}
    }
    if NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        Some(Missing::Nothing)
    } else if UNKNOWN.iter().any(|word| text.eq_ignore_ascii_case(word)) || text == "don’t know" {
        Some(Missing::Unknown)
    } else {
        None
    }
}

/// `x` and the marks that look like it.
pub(super) fn is_cross(text: &str) -> bool {
    matches!(text, "x" | "X" | "☒" | "×")
}

/// Yes or no in the ways people write them; `x` is not among them, since it may be a tick or a cross.
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "1" | "1.0" | "✓" | "✔" | "☑" | "✅" | "√" => return Some(true),
        "0" | "0.0" | "✗" | "✘" | "❌" | "☐" => return Some(false),
        _ => {}
    }
    let text = text.strip_suffix('.').unwrap_or(text);
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["y", "yes", "true", "t", "tick", "ticked", "yes - y", "1.00", "done", "complete", "completed"]) {
        Some(true)
    } else if is(&["n", "no", "false", "f", "not yet", "0.00"]) {
        Some(false)
    } else {
        None
    }
}

/// Whether a text where something was to be written says that there is nothing.
pub(super) fn says_no(text: &str) -> bool {
    const NOTHING: &[&str] = &["nil", "no evidence", "no evidence yet"];
    let is = |word: &&str| text.eq_ignore_ascii_case(word);
    text.len() <= 15 && (yes_or_no(text) == Some(false) || NOTHING.iter().any(is))
}

/// Whether a text where something was to be written says that it is still to come.
pub(super) fn is_to_come(text: &str) -> bool {
    ["pending", "evidence pending", "awaited"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// The key of a choice: a number in its shortest form, otherwise small letters and digits.
pub(super) fn choice_key(text: &str) -> String {
    match Number::parse(text.trim()) {
        Some(number) => number.to_string(),
        None => heading::letters(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_nothing_begins_as_such_words_begin() {
        for (words, says) in [(NOTHING, Missing::Nothing), (UNKNOWN, Missing::Unknown)] {
            for word in words {
                assert_eq!(missing(word), Some(says), "{word}");
                assert_eq!(missing(&word.to_uppercase()), Some(says), "{word}");
            }
        }
        assert_eq!(missing("Nora"), None);
    }
}
