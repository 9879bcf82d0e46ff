//! JSON text in, a tree out: what RFC 8259 allows and nothing more.
//!
//! Written here because the parsers at hand make binary fractions of numbers: the tables for that alone weigh as much as a
//! whole policy, in a page that never uses them.

use super::{Json, Value};
use crate::bytes::{ONES, below};
use std::borrow::Cow;

/// How deep lists and objects may stand in each other.
const DEPTH: usize = 100;

/// Where a text stops being JSON, and why.
pub(super) type Fault = (usize, &'static str);

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Json<'_>, Fault> {
    // Some editors begin a text with a mark of its encoding.
    let mut reader = Reader { text, at: if text.starts_with(MARK) { MARK.len_utf8() } else { 0 }, depth: 0 };
    reader.blanks();
    if reader.at == text.len() {
        return Err((0, "a value is missing"));
    }
    let value = reader.value()?;
    reader.blanks();
    if reader.at < text.len() { Err((reader.at, "there is more than one value")) } else { Ok(value) }
}

/// The mark of the encoding with which a text may begin.
pub(super) const MARK: char = '\u{feff}';

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Result<Json<'t>, Fault> {
        let at = self.at;
        let value = match self.peek() {
            Some(b'"') => Value::Text(self.string()?),
            Some(b'[') => self.list()?,
            Some(b'{') => self.object()?,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            Some(_) => return Err((at, "this is no value")),
            None => return Err((at, "a value is missing")),
        };
        Ok(Json { at, value })
    }

    fn word(&mut self) -> Result<Value<'t>, Fault> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            self.at += 1;
        }
        match self.text.get(start..self.at) {
            Some("null") => Ok(Value::Null),
            Some("true") => Ok(Value::Bool(true)),
            Some("false") => Ok(Value::Bool(false)),
            _ => Err((start, "text stands in double quotes; without them there is only true, false and null")),
        }
    }

    fn number(&mut self) -> Result<Value<'t>, Fault> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let first = self.at;
        let mut fits = self.digits() == 1 || self.text.as_bytes().get(first) != Some(&b'0');
        fits &= self.at > first;
        if self.peek() == Some(b'.') {
            self.at += 1;
            fits &= self.digits() > 0;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'-' | b'+')));
            fits &= self.digits() > 0;
        }
        // `0x1F` and `1a` are not a number and then something else.
        fits &= !self.peek().is_some_and(|next| next.is_ascii_alphanumeric() || next == b'.');
        let number = self.text.get(start..self.at).filter(|_| fits);
        number.map(|text| Value::Number(text.into())).ok_or((start, "this is no number"))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    fn string(&mut self) -> Result<Cow<'t, str>, Fault> {
        let start = self.at;
        self.at += 1;
        let text = self.run();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        let mut text = text.to_string();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(text));
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err((self.at, "a line break or control character stands inside quotes")),
                None => return Err((start, "the closing quote is missing")),
            }
            text.push_str(self.run());
        }
    }

    /// What stands as it is written, up to a quote, a backslash or a control character.
    fn run(&mut self) -> &'t str {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let plain = |byte: &u8| *byte != b'"' && *byte != b'\\' && *byte >= b' ';
        // Most of a policy is text: eight bytes at once, then the last few.
        let (words, _) = rest.as_chunks::<8>();
        let skipped = 8 * words.iter().position(|word| !all_plain(u64::from_le_bytes(*word))).unwrap_or(words.len());
        let rest = rest.get(skipped..).unwrap_or_default();
        self.at += skipped + rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len());
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let start = self.at;
        self.at += 2;
        let c = match self.text.as_bytes().get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let mut code = self.hex();
                // A character beyond the first 65,536 is written as two halves.
                if let Some(high @ 0xd800..=0xdbff) = code
                    && self.text.get(self.at..self.at + 2) == Some("\\u")
                {
                    self.at += 2;
                    let low = self.hex().filter(|low| (0xdc00..=0xdfff).contains(low));
                    code = low.map(|low| 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
                }
                return code.and_then(char::from_u32).ok_or((start, "these digits after \\u name no character"));
            }
            _ => return Err((start, "a backslash stands only before one of \" \\ / b f n r t u")),
        };
        Ok(c)
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|four| four.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn list(&mut self) -> Result<Value<'t>, Fault> {
        let mut list = Vec::new();
        self.each(b']', &mut |reader| {
            list.push(reader.value()?);
            Ok(())
        })?;
        Ok(Value::List(list))
    }

    fn object(&mut self) -> Result<Value<'t>, Fault> {
        let mut entries = Vec::new();
        self.each(b'}', &mut |reader| {
            if reader.peek() != Some(b'"') {
                return Err((reader.at, "a key in double quotes is missing"));
            }
            let at = reader.at;
            let key = Json { at, value: Value::Text(reader.string()?) };
            let end = reader.at;
            reader.blanks();
            if reader.peek() != Some(b':') {
                return Err((end, "a colon is missing behind the key"));
            }
            reader.at += 1;
            reader.blanks();
            entries.push((key, reader.value()?));
            Ok(())
        })?;
        Ok(Value::Object(entries))
    }

    /// What stands between brackets, with commas between.
    fn each(&mut self, close: u8, item: &mut dyn FnMut(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        let open = self.at;
        if self.depth == DEPTH {
            return Err((open, "brackets stand too deep in each other"));
        }
        self.depth += 1;
        self.at += 1;
        self.blanks();
        let mut comma = None;
        while self.peek() != Some(close) {
            item(self)?;
            let end = self.at;
            self.blanks();
            comma = (self.peek() == Some(b',')).then_some(self.at);
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(next) if next == close => {}
                Some(_) => return Err((end, "a comma is missing")),
                None => return Err((open, "the closing bracket is missing")),
            }
            self.blanks();
        }
        if let Some(comma) = comma {
            return Err((comma, "a comma stands before the closing bracket"));
        }
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }
}

/// Whether none of eight bytes is a quote, a backslash or a control character.
fn all_plain(word: u64) -> bool {
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    is(b'"') | is(b'\\') | below(word, b' ') == 0
}
