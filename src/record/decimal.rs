//! Text or a stored number in, an exact decimal out, or why it is none. A comma is read only when it has one reading.

use crate::number::{Number, ONE};
use crate::table::is_blank_char;

/// Why text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberFault {
    Unreadable,
    Comma,
}

/// Up to nine digits and nothing else.
pub(super) fn plain_digits(text: &str) -> Option<Number> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    let value =
        text.bytes().try_fold(0i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))?;
    Number::whole(value)
}

/// A decimal number, with commas for thousands or one comma for decimals where only one reading is possible.
pub(super) fn decimal(text: &str, whole: bool) -> Result<Number, NumberFault> {
    let read = |text: &str| Number::parse(text).ok_or(NumberFault::Unreadable);
    let minus = text.strip_prefix('\u{2212}');
    let Some(comma) = text.find(',') else {
        return match minus {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') => read(&format!("-{rest}")),
            Some(_) => Err(NumberFault::Unreadable),
            None => read(text),
        };
    };
    let sign = if minus.is_some() || text.starts_with('-') { "-" } else { "" };
    let digits = text.trim_start_matches(['-', '+', '\u{2212}']);
    let (before_point, after_point) =
        digits.split_once('.').map_or((digits, None), |(before, after)| (before, Some(after)));
    let mut groups = before_point.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(first) || !rest.iter().all(|group| all_digits(group)) || text.get(..comma).is_none() {
        return Err(NumberFault::Unreadable);
    }
    let thousands = first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3);
    match (rest.as_slice(), after_point) {
        // `1,200`: a whole number of thousands, or a decimal of three places. Only a count can be but one of them.
        ([_], None) if thousands && !whole => Err(NumberFault::Comma),
        (_, None) if thousands => read(&format!("{sign}{first}{}", rest.concat())),
        (_, Some(after)) if thousands && all_digits(after) => read(&format!("{sign}{first}{}.{after}", rest.concat())),
        ([decimals], None) => read(&format!("{sign}{first}.{decimals}")),
        _ => Err(NumberFault::Unreadable),
    }
}

/// The number before a `%` sign or the word; `None` without one.
pub(super) fn unsigned(text: &str) -> Option<&str> {
    if let Some(number) = text.strip_suffix('%') {
        return Some(number.trim_end_matches(is_blank_char));
    }
    if !text.ends_with(['t', 'T']) {
        return None;
    }
    let small = text.to_ascii_lowercase();
    let number = small.strip_suffix("percent").or_else(|| small.strip_suffix("per cent"))?;
    text.get(..number.len()).map(|number| number.trim_end_matches(is_blank_char))
}

/// A number as a program stores it, as the decimal it stands for: of its fifteen digits, as many as nine decimal places.
pub(super) fn from_float(value: f64) -> Option<Number> {
    if value.fract() == 0.0 && value.abs() < 9e9 {
        return Number::whole(value as i64);
    }
    if value.is_nan() || value.abs() >= 1e10 {
        return None;
    }
    // The value is `whole / 2^places` exactly, so it is rounded in whole numbers.
    let bits = value.to_bits();
    let whole = i128::from(bits & 0x000f_ffff_ffff_ffff | 0x0010_0000_0000_0000);
    let parts = match 1075 - (bits >> 52 & 0x7ff) {
        places @ 1..=120 => (whole * i128::from(ONE) + (1 << (places - 1))) >> places,
        _ => 0,
    };
    let (mut noise, mut size) = (1, 1e6);
    while value.abs() >= size {
        noise *= 10;
        size *= 10.0;
    }
    let parts = i64::try_from((parts + noise / 2) / noise * noise).ok()?;
    Some(Number(if value < 0.0 { -parts } else { parts }))
}

/// True when the text shows the number as it is, so that a message need not repeat it.
pub(super) fn written_as(text: &str, number: Number) -> bool {
    let text = unsigned(text).unwrap_or(text);
    Number::parse(text) == Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_numbers_are_the_decimals_that_were_typed() {
        let mut seed = 3u64;
        for round in 0..200_000u64 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let digits = i64::try_from((seed >> 20) % 10u64.pow(1 + (round % 12) as u32)).unwrap_or(0);
            let text = format!(
                "{}{}.{}",
                if round % 3 == 0 { "-" } else { "" },
                digits / 10i64.pow((round % 7) as u32),
                digits % 10i64.pow((round % 7) as u32)
            );
            let value: f64 = text.parse().unwrap_or_default();
            assert_eq!(from_float(value), Number::parse(&text), "{text}");
        }
        for (value, text) in
            [(0.1 + 0.2, "0.3"), (1e-10, "0"), (5e-10, "0.000000001"), (1e-300, "0"), (8_999_999_999.5, "8999999999.5")]
        {
            assert_eq!(from_float(value), Number::parse(text));
        }
        for value in [f64::NAN, f64::INFINITY, 1e300, -1e20] {
            assert_eq!(from_float(value), None);
        }
    }
}
