//! The cell language: DMN unary tests, a subset of S-FEEL, read into [`Test`].
//!
//! `-` (anything), `18`, `"High"`, `true`, `date("2026-09-01")`, `<5`, `>=30`, `[5..10)`, lists of those separated by
//! commas, and `not(...)` around a list. A bare name stands for a setting of the pack. Nothing else: arithmetic lives in
//! derived fields, so that every rule stays a box whose gaps and overlaps can be computed exactly.

use crate::number::Number;
use std::fmt;

/// One cell of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// `-`: every value passes, blank included.
    Any,
    /// Passes when one of the parts passes.
    OneOf(Vec<Part>),
    /// Passes when a value is there and none of the parts passes.
    Not(Vec<Part>),
}

/// One alternative of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Equal to this.
    Is(Literal),
    /// Below, or at most, this.
    Below(Literal, Edge),
    /// Above, or at least, this.
    Above(Literal, Edge),
    /// Between two values.
    Between(Literal, Edge, Literal, Edge),
}

/// Whether the end of an interval belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// The value itself passes.
    Closed,
    /// The value itself does not pass.
    Open,
}

/// A value written in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// A decimal number.
    Number(Number),
    /// A day, from `date("2026-09-01")`, as its ISO text.
    Date(String),
    /// Text in double quotes.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
    /// A setting of the pack, by name.
    Setting(String),
}

/// Why a cell could not be read: what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadCell {
    /// What stands there, and where.
    pub found: String,
    /// What may stand there.
    pub expected: String,
}

/// Reads one cell.
///
/// # Errors
/// [`BadCell`] when the text is not a unary test of the subset above: an unclosed quote or bracket, an empty list, a
/// range without `..`, a date that is not `YYYY-MM-DD`, or anything after the end.
///
/// ```
/// use bae_rules::policy::unary::parse;
/// assert!(parse("[5..10)").is_ok());
/// assert_eq!(parse("5..").map_err(|bad| bad.found), Err("`..` after `5`".to_string()));
/// ```
pub fn parse(text: &str) -> Result<Test, BadCell> {
    let mut reader = Reader { text, at: 0 };
    reader.blanks();
    let test = if reader.rest() == "-" || reader.rest().trim_end() == "-" {
        return Ok(Test::Any);
    } else if reader.take_word("not") && {
        reader.blanks();
        reader.take('(')
    } {
        let parts = reader.parts()?;
        if !reader.take(')') {
            return Err(reader.wrong("a closing bracket after the list in not(...)"));
        }
        Test::Not(parts)
    } else {
        reader.at = 0;
        Test::OneOf(reader.parts()?)
    };
    reader.blanks();
    if reader.rest().is_empty() { Ok(test) } else { Err(reader.wrong("a comma, or nothing more")) }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn take_str(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let rest = self.rest();
        let found = rest.starts_with(wanted)
            && !rest.get(wanted.len()..).and_then(|after| after.chars().next()).is_some_and(is_name_char);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn wrong(&self, expected: &str) -> BadCell {
        let rest: String = self.rest().chars().take(24).collect();
        let before = self.text.get(..self.at).unwrap_or("").trim();
        let found = match (rest.trim().is_empty(), before.is_empty()) {
            (true, true) => "an empty cell".to_string(),
            (true, false) => format!("nothing after `{before}`"),
            (false, true) => format!("`{}`", rest.trim()),
            (false, false) => format!("`{}` after `{before}`", rest.trim()),
        };
        BadCell { found, expected: expected.to_string() }
    }

    fn parts(&mut self) -> Result<Vec<Part>, BadCell> {
        let mut parts = Vec::new();
        loop {
            self.blanks();
            parts.push(self.part()?);
            self.blanks();
            if !self.take(',') {
                return Ok(parts);
            }
        }
    }

    fn part(&mut self) -> Result<Part, BadCell> {
        for (sign, build) in [
            ("<=", (|end| Part::Below(end, Edge::Closed)) as fn(Literal) -> Part),
            (">=", |end| Part::Above(end, Edge::Closed)),
            ("<", |end| Part::Below(end, Edge::Open)),
            (">", |end| Part::Above(end, Edge::Open)),
        ] {
            if self.take_str(sign) {
                self.blanks();
                return Ok(build(self.literal()?));
            }
        }
        let low = if self.take('[') {
            Some(Edge::Closed)
        } else if self.take('(') || self.take(']') {
            Some(Edge::Open)
        } else {
            None
        };
        let Some(low) = low else { return Ok(Part::Is(self.literal()?)) };
        self.blanks();
        let from = self.literal()?;
        self.blanks();
        if !self.take_str("..") {
            return Err(self.wrong("`..` between the ends of a range, as in [5..10)"));
        }
        self.blanks();
        let to = self.literal()?;
        self.blanks();
        let high = if self.take(']') {
            Edge::Closed
        } else if self.take(')') || self.take('[') {
            Edge::Open
        } else {
            return Err(self.wrong("`]` or `)` at the end of the range"));
        };
        Ok(Part::Between(from, low, to, high))
    }

    fn literal(&mut self) -> Result<Literal, BadCell> {
        let rest = self.rest();
        if self.take('"') {
            return self.text_literal().map(Literal::Text);
        }
        if self.take_word("date") {
            self.blanks();
            let day = if self.take('(') {
                self.blanks();
                if self.take('"') { Some(self.text_literal()?) } else { None }
            } else {
                None
            };
            self.blanks();
            return match day {
                Some(day) if is_iso_day(&day) && self.take(')') => Ok(Literal::Date(day)),
                _ => Err(self.wrong("a date as date(\"2026-09-01\")")),
            };
        }
        if self.take_word("true") {
            return Ok(Literal::Bool(true));
        }
        if self.take_word("false") {
            return Ok(Literal::Bool(false));
        }
        let number = number_length(rest);
        if number > 0 {
            let text = rest.get(..number).unwrap_or("");
            if let Some(value) = Number::parse(text) {
                self.at += number;
                return Ok(Literal::Number(value));
            }
        }
        let name: String = rest.chars().take_while(|c| is_name_char(*c)).collect();
        if name.chars().next().is_some_and(|c| c.is_ascii_lowercase()) && name != "not" {
            self.at += name.len();
            return Ok(Literal::Setting(name));
        }
        Err(self.wrong("a number, text in double quotes, true, false, date(\"2026-09-01\") or the name of a setting"))
    }

    fn text_literal(&mut self) -> Result<String, BadCell> {
        let mut text = String::new();
        while let Some(c) = self.rest().chars().next() {
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(text),
                '\\' => match self.rest().chars().next() {
                    Some(escaped @ ('"' | '\\')) => {
                        self.at += 1;
                        text.push(escaped);
                    }
                    _ => return Err(self.wrong("`\\\"` or `\\\\` after a backslash")),
                },
                _ => text.push(c),
            }
        }
        Err(self.wrong("a closing double quote"))
    }
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The length of a number at the start of `text`; a full stop counts only where a digit follows, so that `5..10` is a range.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'-')));
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let start = at;
    at = digits(at);
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at = digits(at + 1);
    }
    if at == start { 0 } else { at }
}

fn is_iso_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Number(number) => write!(f, "{number}"),
            Literal::Date(day) => write!(f, "date(\"{day}\")"),
            Literal::Text(text) => write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Literal::Bool(value) => write!(f, "{value}"),
            Literal::Setting(name) => write!(f, "{name}"),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = |edge: &Edge| if *edge == Edge::Closed { "=" } else { "" };
        match self {
            Part::Is(value) => write!(f, "{value}"),
            Part::Below(end, edge) => write!(f, "<{}{end}", sign(edge)),
            Part::Above(end, edge) => write!(f, ">{}{end}", sign(edge)),
            Part::Between(low, low_edge, high, high_edge) => {
                let open = if *low_edge == Edge::Closed { '[' } else { '(' };
                let close = if *high_edge == Edge::Closed { ']' } else { ')' };
                write!(f, "{open}{low}..{high}{close}")
            }
        }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |parts: &[Part]| parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        match self {
            Test::Any => write!(f, "-"),
            Test::OneOf(parts) => write!(f, "{}", list(parts)),
            Test::Not(parts) => write!(f, "not({})", list(parts)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn ten_characters_are_a_day_only_where_they_are_written_as_one() {
        let refused = |text: &str| parse(text).err().map(|bad| bad.expected);
        assert_eq!(refused("date(\"2026-09-01\")"), None);
        for text in ["abcdefghij", "2026/09/01", "2026-09-1x", "20260-9-01", "2026-09-011", "2026-9-01"] {
            assert!(refused(&format!("date(\"{text}\")")).is_some(), "{text}");
        }
    }

    #[test]
    fn every_form_of_the_subset_is_read_and_written_back() {
        for text in [
            "-",
            "18",
            "-3.5",
            "\"High\"",
            "\"High\", \"Low\"",
            "true",
            "<5",
            "<=5",
            ">5",
            ">=30",
            "[5..10)",
            "(5..10]",
            "[-2.5..-1]",
            "not(\"Low\")",
            "not(<5, >10)",
            "date(\"2026-09-01\")",
            ">=date(\"2026-09-01\")",
            ">=behind_threshold",
            "[a..b]",
            "\"say \\\"no\\\"\"",
        ] {
            assert_eq!(parse(text).unwrap().to_string(), text, "{text}");
        }
    }

    #[test]
    fn the_other_bracket_style_and_blanks_mean_the_same() {
        assert_eq!(parse(" ]5 .. 10[ ").unwrap(), parse("(5..10)").unwrap());
        assert_eq!(parse(" not ( 1 ,2 ) ").unwrap(), parse("not(1, 2)").unwrap());
        assert_eq!(parse("  -  ").unwrap(), Test::Any);
    }

    #[test]
    fn a_name_that_starts_like_a_word_is_still_a_setting() {
        assert_eq!(parse("truely").unwrap(), Test::OneOf(vec![Part::Is(Literal::Setting("truely".into()))]));
        assert_eq!(parse("notice_days").unwrap(), Test::OneOf(vec![Part::Is(Literal::Setting("notice_days".into()))]));
    }

    #[test]
    fn anything_else_is_refused_with_what_was_found() {
        for (text, found) in [
            ("", "an empty cell"),
            ("5..", "`..` after `5`"),
            ("[5..10", "nothing after `[5..10`"),
            ("\"High", "nothing after `\"High`"),
            ("High", "`High`"),
            ("1,", "nothing after `1,`"),
            ("date(\"1/9/2026\")", "`)` after `date(\"1/9/2026\"`"),
            ("5 6", "`6` after `5`"),
            ("= 5", "`= 5`"),
            ("not(5", "nothing after `not(5`"),
        ] {
            assert_eq!(parse(text).unwrap_err().found, found, "{text}");
        }
    }
}
