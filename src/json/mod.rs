//! JSON text in, values out, strictly: every key must be known, none may be there twice, and every fault names its line
//! and column. All faults of a text are found at once.
//!
//! A text becomes a tree whose parts know where they stand; types then pick their fields out of it ([`FromJson`]).
//! Numbers stay the text they were written as, so that no decimal ever becomes a binary fraction. The derived readers of
//! serde do the same for ten times the code, which a page would have to load. Texts stay where they were written as long as
//! nobody keeps them: a policy is thousands of them.

use crate::number::Number;
use crate::problem::Problem;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

mod text;

/// A value and where it starts in its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Json<'t> {
    /// The byte at which it starts.
    pub at: usize,
    /// The value itself.
    pub value: Value<'t>,
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value<'t> {
    /// There is no such key.
    #[default]
    Missing,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(Cow<'t, str>),
    /// A text.
    Text(Cow<'t, str>),
    /// A list.
    List(Vec<Json<'t>>),
    /// An object, in the order in which it is written.
    Object(Vec<(Json<'t>, Json<'t>)>),
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Json { at: 0, value: Value::Text(text.into()) }
    }
}

impl From<&str> for Json<'_> {
    fn from(text: &str) -> Self {
        text.to_string().into()
    }
}

impl fmt::Display for Json<'_> {
    /// A word or two for a message: a text without its quotes, an object without what is in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match &self.value {
            Value::Missing => "nothing",
            Value::Null => "null",
            Value::Bool(true) => "true",
            Value::Bool(false) => "false",
            Value::Number(text) | Value::Text(text) => text,
            Value::Object(_) => "{...}",
            Value::List(list) => {
                f.write_str("[")?;
                for (at, json) in list.iter().enumerate() {
                    write!(f, "{}{json}", if at > 0 { ", " } else { "" })?;
                }
                "]"
            }
        };
        f.write_str(word)
    }
}

/// The value of a key that is not there.
const MISSING: &Json<'static> = &Json { at: 0, value: Value::Missing };

impl<'t> Json<'t> {
    /// The same value on its own, whatever becomes of the text that it was read from.
    pub fn kept(&self) -> Json<'static> {
        let kept = |text: &Cow<str>| Cow::Owned(text.to_string());
        let value = match &self.value {
            Value::Missing => Value::Missing,
            Value::Null => Value::Null,
            Value::Bool(flag) => Value::Bool(*flag),
            Value::Number(text) => Value::Number(kept(text)),
            Value::Text(text) => Value::Text(kept(text)),
            Value::List(list) => Value::List(list.iter().map(Json::kept).collect()),
            Value::Object(entries) => {
                Value::Object(entries.iter().map(|(key, value)| (key.kept(), value.kept())).collect())
            }
        };
        Json { at: self.at, value }
    }

    /// The text of a text value.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key of an object.
    pub fn get(&self, key: &str) -> &Json<'t> {
        match &self.value {
            Value::Object(entries) => {
                entries.iter().find(|(name, _)| name.text() == Some(key)).map_or(MISSING, |(_, value)| value)
            }
            _ => MISSING,
        }
    }
}

/// Reads a whole text.
///
/// # Errors
/// `not-json`, with the line and column at which the text stops being JSON.
///
/// ```
/// use bae_rules::json::parse;
/// assert_eq!(parse(r#"{ "days": 5 }"#).map(|json| json.get("days").to_string()).as_deref(), Ok("5"));
/// let problem = parse("{ \"days\":\n 5,, }").map_err(|problem| problem.message);
/// assert!(problem.is_err_and(|said| said.starts_with("line 2, column 4: ")));
/// ```
#[allow(clippy::result_large_err, reason = "it is met once in a text")]
pub fn parse(text: &str) -> Result<Json<'_>, Problem> {
    text::parse(text).map_err(|(at, what)| {
        Problem::new("not-json", format!("{}: {what}", place(text, at)), "JSON", "Correct that line.")
    })
}

/// `line 3, column 7` of a byte of a text.
fn place(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text).trim_start_matches(text::MARK);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("line {line}, column {column}")
}

/// What is wrong with a text that is JSON but not what was asked for.
#[derive(Debug)]
pub struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

/// A type that can be read from JSON. Where the value does not fit, that is noted and some value stands in; the reader
/// refuses the text as a whole in the end. A missing value gives the type's empty value.
pub trait FromJson: Sized {
    /// Reads a value.
    fn read(json: &Json, reader: &mut Reader) -> Self;
}

/// Reads a text as a `T`.
///
/// # Errors
/// `not-json`, or one `bad-json` for each place that does not fit.
pub fn from_str<T: FromJson>(text: &str) -> Result<T, Vec<Problem>> {
    let json = parse(text).map_err(|problem| vec![problem])?;
    from_json(&json, text)
}

/// Reads a value of a text as a `T`.
///
/// # Errors
/// One `bad-json` for each place that does not fit.
pub fn from_json<T: FromJson>(json: &Json, text: &str) -> Result<T, Vec<Problem>> {
    let mut reader = Reader { text, problems: Vec::new() };
    let value = T::read(json, &mut reader);
    if reader.problems.is_empty() { Ok(value) } else { Err(reader.problems) }
}

/// The keys of an object: those that must be there, then those that may.
#[derive(Debug)]
pub struct Keys {
    /// All keys.
    pub known: &'static [&'static str],
    /// How many of them, from the first, must be there.
    pub needed: usize,
}

impl Reader<'_> {
    /// Notes that a value does not fit.
    #[inline(never)]
    pub fn wrong(&mut self, json: &Json, expected: &str) {
        if json.value != Value::Missing {
            let message = format!("{}: `{json}` does not fit here", place(self.text, json.at));
            self.problems.push(Problem::new("bad-json", message, expected, "Correct that line."));
        }
    }

    /// Checks the keys of an object.
    #[inline(never)]
    pub fn object(&mut self, json: &Json, keys: &Keys) {
        let Value::Object(entries) = &json.value else { return self.wrong(json, "an object in curly brackets") };
        for (at, (key, _)) in entries.iter().enumerate() {
            let name = key.text().unwrap_or_default();
            let twice = entries.iter().take(at).any(|(earlier, _)| earlier.text() == Some(name));
            let (what, remedy) = if !keys.known.contains(&name) {
                let near = crate::problem::nearest(name, keys.known.iter().copied());
                (
                    "is not a key here",
                    near.map_or("Take it out.".to_string(), |near| {
                        format!("Did you mean `{near}` where it says `{name}`?")
                    }),
                )
            } else if twice {
                ("is there twice", "Take one out.".to_string())
            } else {
                continue;
            };
            let message = format!("{}: `{name}` {what}", place(self.text, key.at));
            self.problems.push(Problem::new("bad-json", message, format!("one of {}", keys.known.join(", ")), remedy));
        }
        for name in keys.known.iter().take(keys.needed) {
            if json.get(name).value == Value::Missing {
                let message = format!("{}: `{name}` is missing", place(self.text, json.at));
                self.problems.push(Problem::new("bad-json", message, format!("`{name}` in this object"), "Add it."));
            }
        }
    }

    /// Which of several words a text is, from 0.
    #[inline(never)]
    pub fn word(&mut self, json: &Json, words: &[&str]) -> Option<usize> {
        let found = json.text().and_then(|text| words.iter().position(|word| *word == text));
        if found.is_none() {
            self.wrong(json, &format!("one of {}", words.join(", ")));
        }
        found
    }
}

/// Reads structs by the names of their fields: those that must be there, and after `;` those that may be absent. A field
/// whose key is not its name says so: `kind = "type"`.
#[macro_export]
#[doc(hidden)]
macro_rules! read_object {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    ($($type:ident { $($needed:ident $(= $needed_key:literal)?),* ; $($may:ident $(= $may_key:literal)?),* })+) => {
        $(impl $crate::json::FromJson for $type {
            // One reader of all types within each other would be compiled as a whole where a part of it is used.
            #[inline(never)]
            fn read(json: &$crate::json::Json, reader: &mut $crate::json::Reader) -> Self {
                const KEYS: $crate::json::Keys = $crate::json::Keys {
                    known: &[$($crate::read_object!(@key $needed $($needed_key)?),)* $($crate::read_object!(@key $may $($may_key)?)),*],
                    needed: <[&str]>::len(&[$(stringify!($needed)),*]),
                };
                reader.object(json, &KEYS);
                $type {
                    $($needed: $crate::json::FromJson::read(json.get($crate::read_object!(@key $needed $($needed_key)?)), reader),)*
                    $($may: $crate::json::FromJson::read(json.get($crate::read_object!(@key $may $($may_key)?)), reader),)*
                }
            }
        })+
    };
}

/// Reads enums by the words of their values, and gives the words; the first value stands in where there is none.
#[macro_export]
#[doc(hidden)]
macro_rules! read_words {
    ($($type:ident { $first:ident = $first_word:literal $(, $value:ident = $word:literal)* })+) => {
        $(impl $type {
            /// The word for it in a file.
            #[allow(dead_code)]
            pub fn word(self) -> &'static str {
                match self {
                    $type::$first => $first_word,
                    $($type::$value => $word,)*
                }
            }
        }

        impl $crate::json::FromJson for $type {
            fn read(json: &$crate::json::Json, reader: &mut $crate::json::Reader) -> Self {
                const VALUES: &[$type] = &[$type::$first $(, $type::$value)*];
                reader.word(json, &[$first_word $(, $word)*]).and_then(|at| VALUES.get(at).copied()).unwrap_or($type::$first)
            }
        })+
    };
}

impl FromJson for String {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        match json.text() {
            Some(text) => text.to_string(),
            None => {
                reader.wrong(json, "a text in quotes");
                String::new()
            }
        }
    }
}

impl FromJson for bool {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        if let Value::Bool(flag) = json.value {
            return flag;
        }
        reader.wrong(json, "true or false");
        false
    }
}

impl FromJson for i64 {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        if let Value::Number(text) = &json.value
            && let Ok(number) = text.parse()
        {
            return number;
        }
        reader.wrong(json, "a whole number");
        0
    }
}

impl FromJson for u32 {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        let number = i64::read(json, reader);
        u32::try_from(number).unwrap_or_else(|_| {
            reader.wrong(json, "a whole number from 0");
            0
        })
    }
}

impl FromJson for i32 {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        i32::try_from(i64::read(json, reader)).unwrap_or_else(|_| {
            reader.wrong(json, "a smaller number");
            0
        })
    }
}

impl FromJson for usize {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        u32::read(json, reader) as usize
    }
}

impl FromJson for char {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        let mut chars = json.text().unwrap_or_default().chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) => letter,
            _ => {
                reader.wrong(json, "one letter in quotes");
                ' '
            }
        }
    }
}

impl FromJson for Number {
    /// A whole number, or decimal text in quotes.
    fn read(json: &Json, reader: &mut Reader) -> Self {
        let number = match &json.value {
            Value::Number(text) => text.parse().ok().and_then(Number::whole),
            Value::Text(text) => Number::parse(text),
            _ => None,
        };
        number.unwrap_or_else(|| {
            reader.wrong(json, "a whole number, or a decimal in quotes such as \"12.5\"");
            Number(0)
        })
    }
}

impl FromJson for Json<'static> {
    fn read(json: &Json, _: &mut Reader) -> Self {
        json.kept()
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        match json.value {
            Value::Missing | Value::Null => None,
            _ => Some(T::read(json, reader)),
        }
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        if let Value::List(list) = &json.value {
            return list.iter().map(|json| T::read(json, reader)).collect();
        }
        reader.wrong(json, "a list in square brackets");
        Vec::new()
    }
}

impl FromJson for (String, String) {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        let mut both = Vec::<String>::read(json, reader).into_iter();
        match (both.next(), both.next(), both.next()) {
            (Some(one), Some(other), None) => (one, other),
            _ => {
                reader.wrong(json, "a list of two texts");
                Default::default()
            }
        }
    }
}

/// A key of an object as a type of its own.
pub trait Key: Ord + Sized {
    /// Reads a key.
    fn key(text: &str) -> Option<Self>;
}

impl Key for String {
    fn key(text: &str) -> Option<Self> {
        Some(text.to_string())
    }
}

impl Key for char {
    fn key(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    }
}

impl<K: Key, T: FromJson> FromJson for BTreeMap<K, T> {
    fn read(json: &Json, reader: &mut Reader) -> Self {
        let mut map = BTreeMap::new();
        match &json.value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    match key.text().and_then(K::key) {
                        Some(known) => {
                            if map.insert(known, T::read(value, reader)).is_some() {
                                reader.wrong(key, "each key once");
                            }
                        }
                        None => reader.wrong(key, "one letter"),
                    }
                }
            }
            _ => reader.wrong(json, "an object in curly brackets"),
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_not_json_is_refused_where_it_stops_being_json() {
        for (text, place) in [
            ("", "line 1, column 1"),
            ("{\n  \"a\": 1\n  \"b\": 2 }", "line 2, column 9"),
            ("{} {}", "line 1, column 4"),
            ("\u{feff}{} {}", "line 1, column 4"),
            ("{}\u{feff}", "line 1, column 3"),
            ("{\"é\": tru}", "line 1, column 7"),
            ("[1,]", "line 1, column 3"),
            ("{\"a\":1,}", "line 1, column 7"),
        ] {
            let message = parse(text).map_err(|problem| problem.message).err().unwrap_or_default();
            assert!(message.starts_with(&format!("{place}: ")), "{text}: {message}");
        }
        for text in [
            "[1, 2",
            "\"abc",
            "\"\\x\"",
            "\"\\ud800\"",
            "'a'",
            "{a: 1}",
            "[0x1]",
            "[+1]",
            "[.5]",
            "[NaN]",
            "[1 2]",
            "// a\n1",
            "[1] // a",
        ] {
            assert_eq!(parse(text).map_err(|problem| problem.code), Err("not-json".to_string()), "{text}");
        }
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn a_text_ends_at_the_quote_wherever_that_stands() {
        for before in 0..20 {
            for (written, read) in [
                ("", Some("")),
                ("\\\\", Some("\\")),
                ("\\\"", Some("\"")),
                (" !#[]\u{7f}é", Some(" !#[]\u{7f}é")),
                ("\u{1f}", None),
                ("\t", None),
            ] {
                for behind in ["", "z", "zzzzzzzz\u{80}"] {
                    let start = "a".repeat(before);
                    let text = format!("[\"{start}{written}{behind}\",\"next\"]");
                    let found = from_str::<Vec<String>>(&text).ok();
                    let wanted = read.map(|read| vec![format!("{start}{read}{behind}"), "next".to_string()]);
                    assert_eq!(found, wanted, "{text}");
                }
            }
        }
    }

    #[test]
    fn text_that_is_json_is_read_as_serde_reads_it() {
        for text in [
            r#"{"a":[1,-2.5e3,"x\n\u00e9\ud83d\ude00\/"],"b":{"c":null,"d":true,"e":false}}"#,
            " [ ] ",
            "{ }",
            "\"\\\"\\\\\"",
            "[[[]]]",
        ] {
            let ours = parse(text).map(|json| plain(&json));
            let serde: Option<serde_json::Value> = serde_json::from_str(text).ok();
            assert_eq!(ours.ok(), serde, "{text}");
        }
    }

    #[test]
    fn made_up_texts_are_read_or_refused_as_serde_does() {
        let alphabet = [
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "u00e9", "0", "7", "-", ".", "e", "+", "true", " ", "é",
        ];
        let mut seed = 11u64;
        let mut read = 0;
        for length in (1..8).cycle().take(60_000) {
            let mut text = String::new();
            for _ in 0..length {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(alphabet.get((seed >> 33) as usize % alphabet.len()).copied().unwrap_or_default());
            }
            // Keys that stand twice are for the types to refuse, and numbers without bounds are text here.
            let serde: Option<serde_json::Value> = serde_json::from_str(&text).ok();
            let ours = parse(&text).ok().map(|json| plain(&json));
            read += usize::from(ours.is_some());
            assert_eq!(ours, serde, "{text}");
        }
        assert!(read > 1_000, "{read}");
    }

    fn plain(json: &Json) -> serde_json::Value {
        match &json.value {
            Value::Missing | Value::Null => serde_json::Value::Null,
            Value::Bool(flag) => (*flag).into(),
            Value::Number(text) => serde_json::from_str(text).unwrap_or_default(),
            Value::Text(text) => text.to_string().into(),
            Value::List(list) => list.iter().map(plain).collect(),
            Value::Object(entries) => {
                entries.iter().map(|(key, value)| (key.text().unwrap_or_default().to_string(), plain(value))).collect()
            }
        }
    }

    #[derive(Debug, PartialEq)]
    struct Thing {
        name: String,
        sort: Sort,
        count: Option<u32>,
    }
    #[derive(Debug, PartialEq, Clone, Copy)]
    enum Sort {
        Small,
        Large,
    }
    read_object! { Thing { name, sort = "type"; count } }
    read_words! { Sort { Small = "small", Large = "large" } }

    #[test]
    fn every_fault_of_a_text_is_named_with_its_place() {
        assert_eq!(
            from_str::<Thing>(r#"{"name": "x", "type": "large"}"#).ok(),
            Some(Thing { name: "x".to_string(), sort: Sort::Large, count: None })
        );
        let found: Vec<String> = from_str::<Thing>("{\"nam\": 1,\n \"type\": \"huge\", \"count\": -1, \"count\": 2}")
            .err()
            .into_iter()
            .flatten()
            .map(|problem| problem.to_string())
            .collect();
        assert_eq!(
            found,
            [
                "line 1, column 2: `nam` is not a key here; expected one of name, type, count. Did you mean `name` where it says `nam`?",
                "line 2, column 31: `count` is there twice; expected one of name, type, count. Take one out.",
                "line 1, column 1: `name` is missing; expected `name` in this object. Add it.",
                "line 2, column 10: `huge` does not fit here; expected one of small, large. Correct that line.",
                "line 2, column 27: `-1` does not fit here; expected a whole number from 0. Correct that line.",
            ]
        );
    }
}
