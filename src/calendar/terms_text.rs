//! Term dates as tab-separated text in, half terms out; every date that cannot be read is named with its cell.

use super::terms::HalfTerm;
use super::{Day, MONTHS, WEEKDAYS, named};
use crate::place::{Place, tidy};
use crate::problem::Problem;

const COLUMNS: [(&str, [&str; 3]); 4] = [
    ("Half term", ["halfterm", "name", "period"]),
    ("Term", ["term", "termname", "partof"]),
    ("First school day", ["firstschoolday", "firstday", "from"]),
    ("Last school day", ["lastschoolday", "lastday", "to"]),
];

/// Reads half terms from tab-separated text with the headings Half term, Term, First school day and Last school day, in
/// any order. Blank rows and other columns are passed over.
///
/// Dates may be written 2026-04-13, 13/04/2026 (day first), 13 April 2026 or Monday 13th April 2026.
///
/// # Errors
/// One problem for each thing that is wrong:
/// - `missing-column`: one of the four headings is not there;
/// - `unreadable-date`: a date cannot be read, does not exist, or is not the day of the week that is written beside it;
/// - `no-terms`: there is no row under the headings.
///
/// What half terms say together is checked by [`Calendar::new`](super::Calendar::new).
///
/// ```
/// use bae_rules::calendar::read_half_terms;
/// let headings = "Half term\tTerm\tFirst school day\tLast school day";
/// let text = format!("{headings}\nSummer 1\tSummer\t2026-04-13\tFriday 22nd May 2026\n");
/// let terms = read_half_terms(&text).map_err(|_| "unreadable")?;
/// assert_eq!(terms.first().map(|half| half.to.uk()).as_deref(), Some("22 May 2026"));
///
/// let wrong = text.replace("Friday", "Monday");
/// let problems = read_half_terms(&wrong).err().ok_or("read")?;
/// assert_eq!(problems.first().map(ToString::to_string).as_deref(), Some(
///     "row 2, column D (Last school day): `Monday 22nd May 2026` is a Friday; \
///      expected a date such as 2026-05-22. Correct the date or the day of the week."
/// ));
/// # Ok::<(), &str>(())
/// ```
pub fn read_half_terms(text: &str) -> Result<Vec<HalfTerm>, Vec<Problem>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut rows = (1u32..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let headings: Vec<&str> = rows.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
    let mut problems = Vec::new();
    let columns = COLUMNS.map(|(heading, spellings)| {
        let found = headings.iter().position(|cell| spellings.contains(&letters(cell).as_str()));
        if found.is_none() {
            problems.push(Problem::new(
                "missing-column",
                format!("the term dates have no column `{heading}`"),
                "the headings Half term, Term, First school day and Last school day",
                "Add the column, or correct its heading.",
            ));
        }
        found.unwrap_or(usize::MAX)
    });
    if !problems.is_empty() {
        return Err(problems);
    }
    let [name, term, from, to] = columns;
    let mut terms = Vec::new();
    for (number, line) in rows {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |column: usize| cells.get(column).copied().unwrap_or_default();
        let mut date = |column: usize| match read_date(cell(column)) {
            Ok(day) => Some(day),
            Err((message, remedy)) => {
                let heading = headings.get(column).copied().unwrap_or_default();
                let problem = Problem::new("unreadable-date", message, "a date such as 2026-05-22", remedy);
                let column = u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1);
                problems.push(problem.at(Place::cell(number, column, heading)));
                None
            }
        };
        if let (Some(from), Some(to)) = (date(from), date(to)) {
            terms.push(HalfTerm { name: tidy(cell(name)), term: tidy(cell(term)), from, to });
        }
    }
    if terms.is_empty() && problems.is_empty() {
        problems.push(Problem::new(
            "no-terms",
            "there are no term dates under the headings",
            "a row for each half term",
            "Add the rows, or leave the term dates out.",
        ));
    }
    if problems.is_empty() { Ok(terms) } else { Err(problems) }
}

fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A date in one of the ways term dates are printed; otherwise what is wrong and what to do.
fn read_date(text: &str) -> Result<Day, (String, &'static str)> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(("the date is missing".to_string(), "Write the date."));
    }
    let unreadable = || (format!("cannot read `{text}` as a date"), "Write the date as year, month and day.");
    let day = Day::parse(&text).or_else(|| numbers(&text)).or_else(|| words(&text)).ok_or_else(unreadable)?;
    match weekday(&text) {
        Some(said) if said != day.weekday() => {
            Err((format!("`{text}` is a {}", day.weekday_name()), "Correct the date or the day of the week."))
        }
        _ => Ok(day),
    }
}

/// 13/04/2026, 13.4.2026 or 13-04-2026: day first, the year in full.
fn numbers(text: &str) -> Option<Day> {
    let separator = text.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    day_of(day, month.parse().ok()?, year)
}

/// 13 April 2026, Mon 13 Apr 2026 or Monday 13th April 2026.
fn words(text: &str) -> Option<Day> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [before @ .., day, month, year] = words.as_slice() else { return None };
    if before.len() > 1 || (before.len() == 1 && weekday(text).is_none()) {
        return None;
    }
    let month = named(month.trim_end_matches('.'), &MONTHS)?;
    let day = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    day_of(day, u32::try_from(month).ok()? + 1, year)
}

fn day_of(day: &str, month: u32, year: &str) -> Option<Day> {
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if year.len() != 4 || day.len() > 2 || !plain(year) || !plain(day) {
        return None;
    }
    Day::from_ymd(year.parse().ok()?, month, day.parse().ok()?)
}

fn weekday(text: &str) -> Option<u8> {
    let word = text.split([' ', ',']).next()?;
    u8::try_from(named(word.trim_end_matches('.'), &WEEKDAYS)?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    const HEADINGS: &str = "Half term\tTerm\tFirst school day\tLast school day\n";

    fn problems(text: &str) -> Vec<String> {
        read_half_terms(text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn dates_are_read_as_term_lists_print_them() {
        let day = Day::parse("2026-04-13").unwrap();
        for text in [
            "2026-04-13",
            "13/04/2026",
            "13/4/2026",
            "13.04.2026",
            "13-04-2026",
            "13 April 2026",
            " 13  Apr 2026",
            "Mon 13 Apr 2026",
            "Monday 13th April 2026",
            "Monday, 13 april 2026",
            "Mon. 13 Apr. 2026",
        ] {
            assert_eq!(read_date(text), Ok(day), "{text}");
        }
        for (text, day) in [
            ("1st May 2026", "2026-05-01"),
            ("Tues 2nd June 2026", "2026-06-02"),
            ("3rd Sept 2025", "2025-09-03"),
            ("Thurs 1 Jan 2026", "2026-01-01"),
        ] {
            assert_eq!(read_date(text).ok(), Day::parse(day), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not_dates() {
        for text in [
            "",
            "soon",
            "20th February 20256",
            "13/04/26",
            "13/04/02026",
            "013/04/2026",
            "04/13/2026",
            "31/02/2026",
            "13 Ma 2026",
            "April 2026",
            "about 13 April 2026",
            "the Mon 13 April 2026",
            "13/04/2026/1",
            "+1/04/2026",
            "13 April",
        ] {
            assert!(read_date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_wrong_day_of_the_week_is_not_passed_over() {
        assert_eq!(read_date("Monday 17th July 2026").unwrap_err().0, "`Monday 17th July 2026` is a Friday");
        assert!(read_date("Friday 17th July 2026").is_ok());
    }

    #[test]
    fn columns_may_be_in_any_order_and_case() {
        let text = "\u{feff}TERM\tNotes\tlast school day\tFirst School Day\tHalf-term\r\n\r\n\
                    Autumn\tx\t2025-10-24\t2025-09-03\tAutumn 1\r\n";
        let terms = read_half_terms(text).unwrap();
        let autumn = HalfTerm {
            name: "Autumn 1".into(),
            term: "Autumn".into(),
            from: Day::parse("2025-09-03").unwrap(),
            to: Day::parse("2025-10-24").unwrap(),
        };
        assert_eq!(terms, [autumn]);
    }

    #[test]
    fn every_wrong_date_is_named_with_its_cell() {
        let text = format!("{HEADINGS}\nAutumn 1\tAutumn\tsoon\t31/02/2026\nAutumn 2\tAutumn\t2025-11-03\n");
        assert_eq!(
            problems(&text),
            [
                "row 3, column C (First school day): cannot read `soon` as a date; \
                 expected a date such as 2026-05-22. Write the date as year, month and day.",
                "row 3, column D (Last school day): cannot read `31/02/2026` as a date; \
                 expected a date such as 2026-05-22. Write the date as year, month and day.",
                "row 4, column D (Last school day): the date is missing; \
                 expected a date such as 2026-05-22. Write the date.",
            ]
        );
    }

    #[test]
    fn missing_columns_and_missing_rows_are_told() {
        let missing = problems("Half term\tFirst school day\n");
        assert_eq!(missing.len(), 2);
        assert!(missing.first().unwrap().starts_with("the term dates have no column `Term`; expected the headings"));
        assert_eq!(problems("").len(), 4);
        assert!(problems(HEADINGS).first().unwrap().starts_with("there are no term dates under the headings"));
    }
}
