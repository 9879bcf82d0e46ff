//! Yes and no, choices and letters: words that stand for one of a few things.

use super::{Cross, Outcome, Reader};
use crate::policy::field::Blank;
use crate::problem::Problem;
use crate::record::Fact;
use crate::record::words::{choice_key, is_cross, quote, trim, yes_or_no};
use crate::table::is_blank_char;

fn ambiguous_mark(text: &str, expected: &str, remedy: &str) -> Box<Problem> {
    let found = format!("`{}` has two possible readings: a tick or a cross", quote(text));
    Box::new(Problem::new("ambiguous-mark", found, expected, remedy))
}

impl Reader<'_> {
    pub(super) fn yes_no(&self, text: &str) -> Outcome {
        if is_cross(text) {
            return match self.cross {
                Cross::Tick => Ok(Fact::Value(1)),
                Cross::No => Ok(Fact::Value(0)),
                Cross::Unclear => Err(ambiguous_mark(text, "Y or N", "Write Y or N.")),
            };
        }
        match yes_or_no(text) {
            Some(yes) => Ok(Fact::Value(yes.into())),
            None => Err(self.unreadable_yes_no(text)),
        }
    }

    /// `x` where words were to be written. Where a blank says that there are none, it may be a cross in their place, or a tick
    /// for what is not written out.
    pub(super) fn cross_in_words(&self, text: &str) -> Outcome {
        match self.blank {
            Blank::None => Err(ambiguous_mark(
                text,
                "words, or a blank cell",
                "Write it out in words, or clear the cell if there is nothing.",
            )),
            Blank::Unknown => Ok(self.nothing()),
        }
    }

    pub(super) fn unreadable_yes_no(&self, text: &str) -> Box<Problem> {
        Box::new(Problem::new(
            "unreadable-yes-no",
            format!("cannot read `{}` as yes or no", quote(text)),
            "Y or N",
            format!("Write Y or N; {}.", self.if_not_known()),
        ))
    }

    pub(super) fn choice(&self, text: &str) -> Option<usize> {
        // A question mark is somebody's doubt, and no punctuation.
        self.choices.get(&choice_key(text)).copied().filter(|_| !text.contains('?'))
    }

    pub(super) fn unreadable_choice(&self, text: &str) -> Box<Problem> {
        let values: Vec<&str> = self.field.values.iter().map(|choice| choice.value.as_str()).collect();
        let expected = match values.split_last() {
            Some((last, [])) => (*last).to_string(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => "one of the values of the policy".to_string(),
        };
        Box::new(Problem::new(
            "unreadable-choice",
            format!("`{}` is none of the values known here", quote(text)),
            expected,
            format!("Write one of these values; {}.", self.if_not_known()),
        ))
    }

    pub(super) fn choices_text(&self, text: &str) -> Outcome {
        let mut set = 0i64;
        let parts = text.split([',', ';', '\n', '\r', '|']).map(trim).filter(|part| !part.is_empty());
        for part in parts {
            // A value may hold a slash of its own (`Parents/Carers`), so the whole part is tried first.
            let found: Option<Vec<usize>> = match self.choice(part) {
                Some(index) => Some(vec![index]),
                None => part
                    .split(['/', '+', '&'])
                    .flat_map(|part| part.split(" and "))
                    .map(|part| self.choice(trim(part)))
                    .collect(),
            };
            let Some(found) = found else { return Err(self.unreadable_choice(part)) };
            found.iter().filter(|index| **index < 63).for_each(|index| set |= 1 << index);
        }
        Ok(Fact::Value(set))
    }

    pub(super) fn letters_text(&self, text: &str) -> Outcome {
        let mut set = 0i64;
        let small = text.to_lowercase();
        let mut rest = small.as_str();
        let mut dash = false;
        let mut before = false;
        while let Some(first) = rest.chars().next() {
            let len = if first.is_alphabetic() {
                let len = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                let run = rest.get(..len).unwrap_or_default();
                if run != "and" {
                    if dash && before {
                        return Err(self.unreadable_letters(text, "a dash may mean a range or two letters"));
                    }
                    let found: Option<Vec<usize>> =
                        run.chars().map(|c| self.letters.iter().position(|letter| *letter == c)).collect();
                    // Letters run together are taken apart only when they go up (`acf`), so that no word is read as letters.
                    match found {
                        Some(found) if found.is_sorted_by(|one, next| one < next) => {
                            found.iter().filter(|index| **index < 63).for_each(|index| set |= 1 << index);
                        }
                        _ => return Err(self.unreadable_letters(text, "")),
                    }
                    before = true;
                }
                dash = false;
                len
            } else {
                match first {
                    '-' | '–' | '—' => dash = true,
                    ',' | ';' | '/' | '&' | '+' | '.' | '(' | ')' | '|' => dash = false,
                    _ if is_blank_char(first) => {}
                    _ => return Err(self.unreadable_letters(text, "")),
                }
                first.len_utf8()
            };
            rest = rest.get(len..).unwrap_or_default();
        }
        if before { Ok(Fact::Value(set)) } else { Err(self.unreadable_letters(text, "")) }
    }

    pub(super) fn unreadable_letters(&self, text: &str, why: &str) -> Box<Problem> {
        let expected = match (self.letters.first(), self.letters.last()) {
            (Some(first), Some(last)) => format!("letters from {first} to {last} with commas between"),
            _ => "letters with commas between".to_string(),
        };
        let why = if why.is_empty() { String::new() } else { format!(": {why}") };
        Box::new(Problem::new(
            "unreadable-letters",
            format!("cannot read `{}` as letters of the list{why}", quote(text)),
            expected,
            format!("Write the letters with commas between, such as `a, c`; {}.", self.if_not_known()),
        ))
    }
}
