//! The half terms an organisation lists, or the official terms where it lists none, checked and grouped into terms.

use super::bank_holidays::{self, Nation};
use super::{Day, easter_sunday};
use crate::order::InOrder;
use crate::problem::Problem;
use crate::read_object;
use serde::{Deserialize, Serialize};

/// The longest half term that is believed, in days: a longer one is more likely a mistyped year.
const LONGEST_HALF_TERM: i32 = 200;

/// One half term, as settings hold it:
/// `{"name": "Autumn 1", "term": "Autumn", "from": "2025-09-03", "to": "2025-10-24"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HalfTerm {
    /// Its name: `Autumn 1`.
    pub name: String,
    /// The term it is part of: `Autumn`. Half terms that follow each other in one school year under the same name make
    /// one term.
    pub term: String,
    /// The first school day.
    pub from: Day,
    /// The last school day, itself included.
    pub to: Day,
}

read_object! { HalfTerm { name, term, from, to ; } }

/// Which periods are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Span {
    /// Half terms, usually six in a school year.
    HalfTerm,
    /// Terms, usually three in a school year.
    Term,
}

/// A half term or a term with its dates, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Period {
    /// Its name: `Autumn 1` or `Autumn`.
    pub name: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

impl Period {
    /// True when `day` is one of its days, school day or not.
    pub fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The year in which the school year of a day began: school years run from 1 August to 31 July.
pub fn school_year(day: Day) -> i32 {
    if day.month() >= 8 { day.year() } else { day.year() - 1 }
}

/// Half terms in order, and the terms that they make up.
#[derive(Debug, Clone, Default)]
pub(super) struct Terms {
    pub(super) half_terms: Vec<Period>,
    pub(super) terms: Vec<Period>,
}

impl Terms {
    /// Puts half terms in order and checks them against each other and against the days the calendar covers.
    pub(super) fn new(mut listed: Vec<HalfTerm>, first: Day, last: Day) -> Result<Self, Vec<Problem>> {
        listed.in_order_by(|half| (half.from, half.to));
        let mut problems: Vec<Problem> = listed.iter().filter_map(|half| check(half, first, last)).collect();
        if problems.is_empty() {
            problems.extend(listed.windows(2).filter_map(overlap));
        }
        let terms = Terms::group(&listed);
        problems.extend(named_twice("half term", &terms.half_terms));
        problems.extend(named_twice("term", &terms.terms));
        if problems.is_empty() { Ok(terms) } else { Err(problems) }
    }

    fn group(listed: &[HalfTerm]) -> Self {
        let same = |one: &HalfTerm, next: &HalfTerm| {
            key(&one.term) == key(&next.term) && school_year(one.from) == school_year(next.from)
        };
        let period = |name: &str, from, to| Period { name: name.trim().to_string(), from, to };
        Terms {
            half_terms: listed.iter().map(|half| period(&half.name, half.from, half.to)).collect(),
            terms: listed
                .chunk_by(same)
                .filter_map(|halves| Some((halves.first()?, halves.last()?)))
                .map(|(head, tail)| period(&head.term, head.from, tail.to))
                .collect(),
        }
    }

    /// The terms of the official absence statistics for England: autumn from 1 August to 31 December, spring from
    /// 1 January to Easter Sunday, the first half of summer from Easter Monday to the Sunday before the spring bank
    /// holiday, the second from that bank holiday to 31 July. Autumn and spring have no official halves.
    pub(super) fn official() -> Self {
        let (first, last) = match bank_holidays::covered() {
            Ok((first, last)) => (first.year(), last.year()),
            Err(_) => return Terms::default(),
        };
        let listed: Vec<HalfTerm> = (first..=last).filter_map(official_year).flatten().collect();
        Terms::group(&listed)
    }
}

/// The official periods that start in a calendar year, in order.
fn official_year(year: i32) -> Option<[HalfTerm; 4]> {
    let easter = easter_sunday(year)?;
    let holidays = bank_holidays::bank_holidays(Nation::EnglandAndWales, year).ok()?;
    let spring_holiday = holidays.iter().find(|holiday| holiday.name == "Spring bank holiday")?.day;
    let half = |name: &str, term: &str, from, to| HalfTerm { name: name.to_string(), term: term.to_string(), from, to };
    Some([
        half("Spring", "Spring", Day::from_ymd(year, 1, 1)?, easter),
        half("Summer 1", "Summer", easter.add_days(1)?, spring_holiday.monday()?.add_days(-1)?),
        half("Summer 2", "Summer", spring_holiday, Day::from_ymd(year, 7, 31)?),
        half("Autumn", "Autumn", Day::from_ymd(year, 8, 1)?, Day::from_ymd(year, 12, 31)?),
    ])
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn check(half: &HalfTerm, first: Day, last: Day) -> Option<Problem> {
    let dates = format!("{} to {}", half.from.uk(), half.to.uk());
    let days = half.from.days_until(half.to) + 1;
    let (code, message, expected, remedy) = if key(&half.name).is_empty() || key(&half.term).is_empty() {
        (
            "term-without-name",
            format!("a half term has no name or no term: {dates}"),
            "a name such as `Autumn 1` and a term such as `Autumn`".to_string(),
            "Name the half term and its term.",
        )
    } else if days < 1 {
        (
            "term-reversed",
            format!("`{}` ends before it starts: {dates}", half.name),
            "a last school day on or after the first".to_string(),
            "Swap the two dates, or check the years.",
        )
    } else if half.from < first || half.to > last {
        (
            "date-outside-calendar",
            format!("`{}` lies outside the calendar: {dates}", half.name),
            format!("dates from {} to {}", first.uk(), last.uk()),
            "Check the years.",
        )
    } else if days > LONGEST_HALF_TERM {
        (
            "term-too-long",
            format!("`{}` lasts {days} days: {dates}", half.name),
            format!("at most {LONGEST_HALF_TERM} days"),
            "Check the years.",
        )
    } else {
        return None;
    };
    Some(Problem::new(code, message, expected, remedy))
}

fn overlap(pair: &[HalfTerm]) -> Option<Problem> {
    let [one, next] = pair else { return None };
    (next.from <= one.to).then(|| {
        Problem::new(
            "terms-overlap",
            format!("`{}` starts on {}, before `{}` ends on {}", next.name, next.from.uk(), one.name, one.to.uk()),
            "half terms that follow each other",
            "Correct the dates of one of the two.",
        )
    })
}

fn named_twice(kind: &str, periods: &[Period]) -> Vec<Problem> {
    let mut seen = std::collections::BTreeSet::new();
    let twice = |period: &&Period| !seen.insert((school_year(period.from), key(&period.name)));
    let tell = |period: &Period| {
        Problem::new(
            "term-named-twice",
            format!(
                "two {kind}s of one school year are named `{}`; the second starts on {}",
                period.name,
                period.from.uk()
            ),
            format!("a different name for each {kind} of a school year"),
            "Correct the name or the dates of one of the two.",
        )
    };
    periods.iter().filter(|period| !key(&period.name).is_empty()).filter(twice).map(tell).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn half(name: &str, term: &str, from: &str, to: &str) -> HalfTerm {
        HalfTerm { name: name.into(), term: term.into(), from: Day::parse(from).unwrap(), to: Day::parse(to).unwrap() }
    }

    fn codes(listed: Vec<HalfTerm>) -> Vec<String> {
        let checked = Terms::new(listed, Day::FIRST, Day::LAST);
        checked.err().unwrap_or_default().into_iter().map(|problem| problem.code).collect()
    }

    fn shown(periods: &[Period]) -> Vec<String> {
        periods.iter().map(|period| format!("{} {} {}", period.name, period.from, period.to)).collect()
    }

    #[test]
    fn half_terms_are_put_in_order_and_grouped_by_school_year() {
        let listed = vec![
            half("Spring 1", "Spring", "2026-01-05", "2026-02-13"),
            half("Autumn 2", "autumn ", "2025-11-03", "2025-12-19"),
            half("Autumn 1", "Autumn", "2025-09-03", "2025-10-24"),
            half("Autumn 1", "Autumn", "2026-09-02", "2026-10-23"),
        ];
        let terms = Terms::new(listed, Day::FIRST, Day::LAST).unwrap();
        assert_eq!(
            shown(&terms.terms),
            ["Autumn 2025-09-03 2025-12-19", "Spring 2026-01-05 2026-02-13", "Autumn 2026-09-02 2026-10-23"]
        );
        assert_eq!(terms.half_terms.len(), 4);
    }

    #[test]
    fn terms_of_two_school_years_are_not_joined_by_their_name() {
        let listed =
            vec![half("A", "Autumn", "2025-09-03", "2025-12-19"), half("A", "Autumn", "2026-09-02", "2026-12-18")];
        assert_eq!(Terms::new(listed, Day::FIRST, Day::LAST).unwrap().terms.len(), 2);
    }

    #[test]
    fn a_half_term_may_start_the_day_after_another_ends_but_not_on_it() {
        let pair = |from| vec![half("A", "T", "2026-01-05", "2026-02-13"), half("B", "T", from, "2026-03-27")];
        assert!(codes(pair("2026-02-14")).is_empty());
        assert_eq!(codes(pair("2026-02-13")), ["terms-overlap"]);
        assert_eq!(codes(pair("2026-01-05")), ["terms-overlap"]);
    }

    #[test]
    fn a_half_term_of_one_day_is_kept_and_a_reversed_one_is_refused() {
        assert!(codes(vec![half("A", "T", "2026-01-05", "2026-01-05")]).is_empty());
        assert_eq!(codes(vec![half("A", "T", "2026-01-05", "2026-01-04")]), ["term-reversed"]);
    }

    #[test]
    fn a_half_term_of_200_days_is_kept_and_one_of_201_is_refused() {
        assert!(codes(vec![half("A", "T", "2026-01-01", "2026-07-19")]).is_empty());
        assert_eq!(codes(vec![half("A", "T", "2026-01-01", "2026-07-20")]), ["term-too-long"]);
    }

    #[test]
    fn names_are_needed_and_used_once_in_a_school_year() {
        assert_eq!(codes(vec![half(" ", "T", "2026-01-05", "2026-02-13")]), ["term-without-name"]);
        assert_eq!(codes(vec![half("A", "", "2026-01-05", "2026-02-13")]), ["term-without-name"]);
        let twice = vec![half("A", "T", "2026-01-05", "2026-02-13"), half("a", "T", "2026-02-23", "2026-03-27")];
        assert_eq!(codes(twice), ["term-named-twice"]);
        let split = vec![
            half("A", "T", "2025-09-05", "2025-10-13"),
            half("B", "U", "2025-11-05", "2025-12-13"),
            half("C", "T", "2026-01-05", "2026-02-13"),
        ];
        assert_eq!(codes(split), ["term-named-twice"]);
    }

    #[test]
    fn half_terms_outside_the_calendar_are_refused() {
        let (first, last) = (Day::parse("1978-01-01").unwrap(), Day::parse("2099-12-31").unwrap());
        let refused = |from, to| {
            let problems = Terms::new(vec![half("A", "T", from, to)], first, last).err().unwrap_or_default();
            problems.first().map(|problem| problem.code.clone())
        };
        assert_eq!(refused("1978-01-01", "1978-02-13"), None);
        assert_eq!(refused("1977-12-31", "1978-02-13").as_deref(), Some("date-outside-calendar"));
        assert_eq!(refused("2099-11-01", "2099-12-31"), None);
        assert_eq!(refused("2099-11-01", "2100-01-01").as_deref(), Some("date-outside-calendar"));
    }

    #[test]
    fn problems_name_the_half_term_and_its_dates() {
        let told = |listed| -> Vec<String> {
            let problems = Terms::new(listed, Day::FIRST, Day::LAST).unwrap_err();
            problems.into_iter().map(|problem| problem.message).collect()
        };
        assert_eq!(
            told(vec![half("A", "T", "2026-01-05", "2026-01-04")]),
            ["`A` ends before it starts: 5 January 2026 to 4 January 2026"]
        );
        assert_eq!(
            told(vec![half("A", "T", "2026-01-05", "2026-02-13"), half("B", "T", "2026-02-13", "2026-03-27")]),
            ["`B` starts on 13 February 2026, before `A` ends on 13 February 2026"]
        );
        assert_eq!(
            told(vec![half("A", "T", "2026-01-05", "2026-02-13"), half("A", "T", "2026-02-23", "2026-03-27")]),
            ["two half terms of one school year are named `A`; the second starts on 23 February 2026"]
        );
    }

    #[test]
    fn official_terms_follow_easter_and_the_spring_bank_holiday() {
        let terms = Terms::official();
        let year: Vec<Period> = terms.half_terms.iter().filter(|period| period.from.year() == 2026).cloned().collect();
        assert_eq!(
            shown(&year),
            [
                "Spring 2026-01-01 2026-04-05",
                "Summer 1 2026-04-06 2026-05-24",
                "Summer 2 2026-05-25 2026-07-31",
                "Autumn 2026-08-01 2026-12-31"
            ]
        );
        let year: Vec<Period> = terms.terms.iter().filter(|period| period.from.year() == 2026).cloned().collect();
        assert_eq!(
            shown(&year),
            ["Spring 2026-01-01 2026-04-05", "Summer 2026-04-06 2026-07-31", "Autumn 2026-08-01 2026-12-31"]
        );
        assert_eq!(terms.terms.len(), 3 * 122);
    }

    #[test]
    fn official_summer_halves_follow_a_moved_spring_bank_holiday() {
        let terms = Terms::official();
        let year: Vec<Period> = terms.half_terms.iter().filter(|p| p.from.year() == 2022).cloned().collect();
        assert_eq!(
            shown(&year).get(1..3).unwrap(),
            ["Summer 1 2022-04-18 2022-05-29", "Summer 2 2022-06-02 2022-07-31"]
        );
    }

    #[test]
    fn a_school_year_starts_on_1_august() {
        assert_eq!(school_year(Day::parse("2026-07-31").unwrap()), 2025);
        assert_eq!(school_year(Day::parse("2026-08-01").unwrap()), 2026);
    }
}
