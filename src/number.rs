//! Exact decimal numbers: scaled whole numbers, so that no comparison ever meets a binary fraction.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// How many parts make one: numbers are kept to nine decimal places.
pub const ONE: i64 = 1_000_000_000;
const PLACES: usize = 9;

/// An exact decimal number, from -9,223,372,036.854775808 to 9,223,372,036.854775807 in steps of 0.000000001.
///
/// Digits past the ninth place are the noise of binary fractions in spreadsheet files and are rounded to the nearest
/// (halves away from zero) when the number is read; nothing is rounded after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Number(pub i64);

impl Number {
    /// A whole number; `None` when it does not fit.
    pub fn whole(n: i64) -> Option<Self> {
        n.checked_mul(ONE).map(Number)
    }

    /// Reads plain decimal text such as `12`, `-3.5` or `1.2e-3`: digits, at most one full stop, an optional exponent.
    ///
    /// # Errors
    /// `None` for anything else and for a number out of range.
    ///
    /// ```
    /// use bae_rules::number::Number;
    /// assert_eq!(Number::parse("33.30").map(|n| n.to_string()), Some("33.3".to_string()));
    /// assert_eq!(Number::parse("33,3"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.as_bytes().first()? {
            b'-' => (true, text.get(1..)?),
            b'+' => (false, text.get(1..)?),
            _ => (false, text),
        };
        let (mantissa, exponent) = match digits.find(['e', 'E']) {
            Some(at) => {
                let exponent = digits.get(at + 1..)?;
                if exponent.is_empty() || exponent.len() > 4 {
                    return None;
                }
                (digits.get(..at)?, exponent.parse::<i32>().ok()?)
            }
            None => (digits, 0),
        };
        let mut value: i128 = 0;
        let mut seen = 0usize;
        let mut after_point = 0i32;
        let mut point = false;
        for byte in mantissa.bytes() {
            match byte {
                b'0'..=b'9' => {
                    seen += 1;
                    if seen > 30 {
                        return None;
                    }
                    value = value * 10 + i128::from(byte - b'0');
                    if point {
                        after_point += 1;
                    }
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        if seen == 0 {
            return None;
        }
        let shift = i32::try_from(PLACES).ok()? + exponent - after_point;
        if shift >= 0 {
            for _ in 0..shift {
                if value == 0 {
                    break;
                }
                value = value.checked_mul(10)?;
            }
        } else {
            let mut half = false;
            for _ in 0..-shift {
                half = value % 10 >= 5;
                value /= 10;
                if value == 0 && !half {
                    break;
                }
            }
            if half {
                value += 1;
            }
        }
        if negative {
            value = -value;
        }
        i64::try_from(value).ok().map(Number)
    }

    /// True when the number is a multiple of `step`; every number is a multiple of a step of zero.
    pub fn is_multiple_of(self, step: Number) -> bool {
        step.0 == 0 || self.0 % step.0 == 0
    }
}

impl fmt::Display for Number {
    /// The shortest decimal text: no trailing zeros, no exponent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let one = ONE.unsigned_abs();
        let (whole, part) = (magnitude / one, magnitude % one);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let part = format!("{part:0width$}", width = PLACES);
            write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    /// Accepts a JSON whole number, or decimal text in quotes: a JSON decimal would already be a binary fraction.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i64),
            Text(String),
        }
        let wrong = || serde::de::Error::custom("expected a whole number, or a decimal in quotes such as \"12.5\"");
        match Written::deserialize(deserializer).map_err(|_| wrong())? {
            Written::Whole(n) => Number::whole(n).ok_or_else(wrong),
            Written::Text(text) => Number::parse(&text).ok_or_else(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<i64> {
        Number::parse(text).map(|n| n.0)
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(read("33.3"), Some(33_300_000_000));
        assert_eq!(read("-0.000000001"), Some(-1));
        assert_eq!(read("1e2"), Some(100 * ONE));
        assert_eq!(read(".5"), Some(ONE / 2));
        assert_eq!(read("5."), Some(5 * ONE));
    }

    #[test]
    fn binary_noise_past_the_ninth_place_is_rounded_away() {
        assert_eq!(read("0.34999999999999998"), read("0.35"));
        assert_eq!(read("0.0000000004"), Some(0));
        assert_eq!(read("0.0000000005"), Some(1));
    }

    #[test]
    fn other_text_is_not_a_number() {
        for text in ["", "-", ".", "1,5", "1.2.3", "12a", "e5", "1e", "99999999999", "0x10", "NaN", "inf", "1e99"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_written_without_trailing_zeros() {
        for (text, written) in [("12.50", "12.5"), ("-3", "-3"), ("0.000000001", "0.000000001"), ("100", "100")] {
            assert_eq!(Number::parse(text).map(|n| n.to_string()).as_deref(), Some(written));
        }
    }
}
