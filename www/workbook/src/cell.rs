//! One cell of a workbook in the shape that the engine takes, with what the workbook knows of its value.

use calamine::{Data, ExcelDateTime};
use serde::Serialize;

/// A cell: its text, or its text with its kind and its value.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Cell {
    /// Text of which nothing more is known.
    Plain(String),
    /// A number, a date (in days since 1970-01-01) or a truth (0 or 1).
    Typed { t: String, k: &'static str, v: f64 },
    /// Text that is to stay text, or an error.
    Text { t: String, k: &'static str },
}

/// The cell that `data` stands for; `percent` where its number format ends in a per cent sign.
pub fn cell(data: &Data, percent: bool) -> Cell {
    match data {
        Data::Empty => Cell::Plain(String::new()),
        Data::String(text) => Cell::Text { t: text.clone(), k: "text" },
        Data::Int(value) if percent => Cell::Plain(times_hundred(&value.to_string())),
        Data::Float(value) if percent && value.is_finite() => Cell::Plain(times_hundred(&value.to_string())),
        Data::Int(value) => Cell::Typed { t: value.to_string(), k: "number", v: *value as f64 },
        Data::Float(value) => Cell::Typed { t: value.to_string(), k: "number", v: *value },
        Data::Bool(value) => Cell::Typed {
            t: if *value { "TRUE" } else { "FALSE" }.to_owned(),
            k: "bool",
            v: f64::from(u8::from(*value)),
        },
        Data::DateTime(moment) => date(*moment),
        Data::DateTimeIso(text) => iso_date(text),
        Data::DurationIso(text) => Cell::Text { t: text.clone(), k: "text" },
        Data::Error(error) => Cell::Text { t: error.to_string(), k: "error" },
    }
}

/// A serial date of either epoch; times alone and durations stay text, as no rule uses them.
fn date(moment: ExcelDateTime) -> Cell {
    let days = moment.as_f64();
    if moment.is_duration() || days < 1.0 {
        // A duration may be longer than a day, and less than nothing.
        let minutes = (days.abs() * 1440.0).round() as u64;
        let sign = if days < 0.0 { "-" } else { "" };
        return Cell::Text { t: format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60), k: "text" };
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    dated(i64::from(year), i64::from(month), i64::from(day))
}

fn iso_date(text: &str) -> Cell {
    let mut parts = text.get(..10).unwrap_or_default().splitn(3, '-').map(str::parse::<i64>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) => dated(year, month, day),
        _ => Cell::Text { t: text.to_owned(), k: "text" },
    }
}

fn dated(year: i64, month: i64, day: i64) -> Cell {
    Cell::Typed { t: format!("{year:04}-{month:02}-{day:02}"), k: "date", v: days_since_1970(year, month, day) as f64 }
}

/// Days from 1970-01-01 in the Gregorian calendar; the year is counted from March, so that 29 February comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// `0.87543` as `87.543%`, by moving the point: 0.07 times 100 is not 7 in binary.
fn times_hundred(decimal: &str) -> String {
    let (sign, digits) = decimal.strip_prefix('-').map_or(("", decimal), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut places = fraction.chars();
    let moved: String = (0..2).map(|_| places.next().unwrap_or('0')).collect();
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let rest = places.as_str();
    let (whole, point) = (if whole.is_empty() { "0" } else { whole }, if rest.is_empty() { "" } else { "." });
    format!("{sign}{whole}{point}{rest}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn a_percentage_is_its_number_times_a_hundred_without_rounding() {
        for (number, shown) in [
            (0.07, "7%"),
            (0.87543, "87.543%"),
            (1.0, "100%"),
            (0.0, "0%"),
            (-0.125, "-12.5%"),
            (12.5, "1250%"),
            (0.005, "0.5%"),
        ] {
            assert_eq!(cell(&Data::Float(number), true), Cell::Plain(shown.to_owned()));
        }
        assert_eq!(cell(&Data::Float(0.5), false), Cell::Typed { t: "0.5".to_owned(), k: "number", v: 0.5 });
    }

    #[test]
    fn a_time_or_a_duration_is_its_hours_and_minutes_however_many() {
        for (days, kind, shown) in [
            (0.5, ExcelDateTimeType::DateTime, "12:00"),
            (0.3125, ExcelDateTimeType::TimeDelta, "07:30"),
            (59.6 / 24.0, ExcelDateTimeType::TimeDelta, "59:36"),
            (1.0, ExcelDateTimeType::TimeDelta, "24:00"),
            (-0.0625, ExcelDateTimeType::TimeDelta, "-01:30"),
            // Seven minutes in binary are a little less than seven.
            (7.0 / 1440.0, ExcelDateTimeType::DateTime, "00:07"),
        ] {
            let moment = ExcelDateTime::new(days, kind, false);
            assert_eq!(cell(&Data::DateTime(moment), false), Cell::Text { t: shown.to_owned(), k: "text" });
        }
    }

    #[test]
    fn days_are_counted_from_1970_on_both_sides_of_a_leap_day() {
        for (date, days) in
            [("1970-01-01", 0.0), ("2024-02-29", 19782.0), ("2024-03-01", 19783.0), ("1904-01-02", -24106.0)]
        {
            assert_eq!(
                cell(&Data::DateTimeIso(date.to_owned()), false),
                Cell::Typed { t: date.to_owned(), k: "date", v: days }
            );
        }
    }
}
