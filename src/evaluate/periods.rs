//! The next half term or term in which something is asked for: term dates and three days in, a period out.

use crate::calendar::{Day, Period, School, Span, school_year};
use crate::order::InOrder;
use crate::policy::pack::{Operation, Spans};

/// Which period asks for the next review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing asks for one.
    NotRequired,
    /// The learner has left, and every period before that has its review.
    NothingDue,
    /// This one, by its place among the school's.
    Due(Span, usize),
    /// Nobody has listed the terms around this day, which lies before the first that is listed.
    Before(Day),
    /// Nobody has listed the terms around this day.
    Uncovered(Day),
}

/// The longest time before the first listed period that cannot hide a period nobody has listed, in days.
const SHORTER_THAN_A_HALF_TERM: i32 = 35;
/// The same where the summer holidays lie between.
const SHORTER_WITH_THE_SUMMER: i32 = 62;

/// The first period that starts after the latest review and in which the learner is on the course for `least` school days.
/// Without a review, periods count from the day of joining; without that, from the first that is listed.
pub fn next(
    school: &School,
    span: Span,
    joined: Option<Day>,
    left: Option<Day>,
    reviewed: Option<Day>,
    least: i64,
) -> Next {
    let periods = school.periods(span);
    // A review from before the learner joined leaves nothing to be asked for but what comes after joining.
    if let (Some(first), Some(from)) = (periods.first(), reviewed.max(joined))
        && hides_a_period(from, first.from)
    {
        return Next::Before(from);
    }
    // Periods that end before the learner joined ask for nothing; if the learner had left by then, nor does any after them.
    let after_review = reviewed.map_or(0, |reviewed| periods.partition_point(|period| period.from <= reviewed));
    let after_joining = joined.map_or(0, |joined| periods.partition_point(|period| period.to < joined));
    for (at, period) in periods.iter().enumerate().skip(after_review.max(after_joining)) {
        if left.is_some_and(|left| period.from > left) {
            return Next::NothingDue;
        }
        match school.days_on_course(period, joined, left) {
            Ok(days) if days >= least => return Next::Due(span, at),
            Ok(_) => {}
            Err(_) => return Next::Uncovered(period.from),
        }
    }
    match (periods.last(), left) {
        (Some(last), Some(left)) if left <= last.to => Next::NothingDue,
        (Some(last), _) => Next::Uncovered(last.to),
        (None, _) => Next::Uncovered(reviewed.or(joined).unwrap_or(Day::FIRST)),
    }
}

fn hides_a_period(from: Day, first: Day) -> bool {
    let gap = from.days_until(first);
    let in_one_year = || school_year(from) == school_year(first);
    gap > SHORTER_WITH_THE_SUMMER || (gap > SHORTER_THAN_A_HALF_TERM && in_one_year())
}

/// The latest period that has begun by a day.
pub fn latest_begun(school: &School, span: Span, day: Day) -> Option<&Period> {
    let periods = school.periods(span);
    periods.get(periods.partition_point(|period| period.from <= day).checked_sub(1)?)
}

/// How often a value of a choice asks for a review.
pub fn span(spans: &Spans, value: &str) -> Option<Span> {
    let among = |values: &[String]| values.iter().any(|known| known == value);
    match () {
        () if among(&spans.half_term) => Some(Span::HalfTerm),
        () if among(&spans.term) => Some(Span::Term),
        () => None,
    }
}

const STATES: [&str; 6] = ["not required", "nothing due", "due", "overdue", "no term dates", "no earlier term dates"];

/// Every name that [`name`] may give, sorted; the states stand from best to worst.
pub fn names(by: Operation, school: &School) -> Vec<String> {
    let all = || school.periods(Span::HalfTerm).iter().chain(school.periods(Span::Term));
    let mut names: Vec<String> = match by {
        Operation::NextPeriodState => return STATES.map(str::to_string).to_vec(),
        Operation::NextPeriodEnd => {
            all().filter_map(|period| school.last_school_day(period)).map(|day| day.to_string()).collect()
        }
        _ => all().map(|period| period.name.clone()).collect(),
    };
    names.push(String::new());
    names.in_order();
    names.dedup();
    names
}

/// What an operation gives for a next period.
fn name(by: Operation, next: Next, school: &School, as_of: Day) -> String {
    let last = |period: &Period| school.last_school_day(period).unwrap_or(period.to);
    let period = match next {
        Next::Due(span, at) => school.periods(span).get(at),
        _ => None,
    };
    match (by, next) {
        (Operation::NextPeriodState, Next::NotRequired) => "not required".to_string(),
        (Operation::NextPeriodState, Next::NothingDue) => "nothing due".to_string(),
        (Operation::NextPeriodState, Next::Uncovered(_)) => "no term dates".to_string(),
        (Operation::NextPeriodState, Next::Before(_)) => "no earlier term dates".to_string(),
        (Operation::NextPeriodState, _) => {
            if period.is_some_and(|period| last(period) < as_of) { "overdue" } else { "due" }.to_string()
        }
        (Operation::NextPeriodEnd, _) => period.map(|period| last(period).to_string()).unwrap_or_default(),
        _ => period.map(|period| period.name.clone()).unwrap_or_default(),
    }
}

/// Where what an operation gives stands among its [`names`], for whatever may be next.
#[derive(Debug, Clone, Default)]
pub struct Positions {
    half_terms: Vec<Option<usize>>,
    terms: Vec<Option<usize>>,
    not_required: Option<usize>,
    nothing_due: Option<usize>,
    before: Option<usize>,
    uncovered: Option<usize>,
}

impl Positions {
    /// Those of an operation whose names are these.
    pub fn new(by: Operation, names: &[String], school: &School, as_of: Day) -> Self {
        let place = |next: Next| {
            let name = name(by, next, school, as_of);
            match by {
                Operation::NextPeriodState => STATES.iter().position(|known| *known == name),
                _ => names.binary_search(&name).ok(),
            }
        };
        let due = |span: Span| (0..school.periods(span).len()).map(|at| place(Next::Due(span, at))).collect();
        Positions {
            half_terms: due(Span::HalfTerm),
            terms: due(Span::Term),
            not_required: place(Next::NotRequired),
            nothing_due: place(Next::NothingDue),
            before: place(Next::Before(as_of)),
            uncovered: place(Next::Uncovered(as_of)),
        }
    }

    /// That of what is next.
    pub fn of(&self, next: Next) -> Option<usize> {
        match next {
            Next::NotRequired => self.not_required,
            Next::NothingDue => self.nothing_due,
            Next::Before(_) => self.before,
            Next::Uncovered(_) => self.uncovered,
            Next::Due(Span::HalfTerm, at) => self.half_terms.get(at).copied().flatten(),
            Next::Due(Span::Term, at) => self.terms.get(at).copied().flatten(),
        }
    }
}

/// Days at which the next period may change, within a few years of the as-of date: its ends, and where being on the course
/// becomes long enough.
pub fn turning_points(school: &School, as_of: Day, least: i64) -> Vec<i64> {
    const YEARS: std::ops::RangeInclusive<i32> = -3..=2;
    let near = |period: &&Period| YEARS.contains(&(period.from.year() - as_of.year()));
    let mut points = Vec::new();
    for period in [Span::HalfTerm, Span::Term].into_iter().flat_map(|span| school.periods(span)).filter(near) {
        let (from, to) = (period.from.days(), period.to.days());
        points.extend([from, to]);
        let enough = |days: Result<i64, _>| days.is_ok_and(|days| days >= least);
        points.extend((from..=to).rev().find(|day| enough(school.days_on_course(period, Day::new(*day), None))));
        points.extend((from..=to).find(|day| enough(school.days_on_course(period, None, Day::new(*day)))));
    }
    points.into_iter().map(i64::from).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, CalendarSettings, HalfTerm};

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn calendar() -> Calendar {
        let half_term = |(name, term, from, to): (&str, &str, &str, &str)| HalfTerm {
            name: name.to_string(),
            term: term.to_string(),
            from: day(from),
            to: day(to),
        };
        let half_terms = [
            ("Autumn 1", "Autumn", "2026-09-07", "2026-10-23"),
            ("Autumn 2", "Autumn", "2026-11-02", "2026-12-18"),
            ("Spring 1", "Spring", "2027-01-04", "2027-02-12"),
        ];
        let half_terms = half_terms.into_iter().map(half_term).collect();
        Calendar::new(CalendarSettings { half_terms, ..CalendarSettings::default() }).unwrap()
    }

    /// What is next: the period by its name, or why there is none. Days are joined, left, reviewed; blank for none.
    fn told(days: [&str; 3], least: i64) -> String {
        let calendar = calendar();
        let [joined, left, reviewed] = days.map(Day::parse);
        match next(calendar.school(), Span::HalfTerm, joined, left, reviewed, least) {
            Next::Due(span, at) => calendar.school().periods(span).get(at).unwrap().name.clone(),
            Next::Before(day) => format!("nothing listed from {day}"),
            Next::Uncovered(day) => format!("nothing listed around {day}"),
            Next::NothingDue => "nothing due".to_string(),
            Next::NotRequired => "not required".to_string(),
        }
    }

    #[test]
    fn a_period_counts_from_the_day_of_joining_to_the_day_of_leaving_both_included() {
        assert_eq!(told(["2026-10-23", "", ""], 1), "Autumn 1");
        assert_eq!(told(["2026-10-24", "", ""], 1), "Autumn 2");
        // Also where no day on the course is asked for.
        assert_eq!(told(["2026-10-24", "", ""], 0), "Autumn 2");
        assert_eq!(told(["", "2026-11-02", "2026-09-07"], 1), "Autumn 2");
        assert_eq!(told(["", "2026-11-01", "2026-09-07"], 0), "nothing due");
    }

    #[test]
    fn a_review_settles_the_period_in_which_it_was_held() {
        assert_eq!(told(["", "", "2026-09-06"], 1), "Autumn 1");
        assert_eq!(told(["", "", "2026-09-07"], 1), "Autumn 2");
    }

    #[test]
    fn behind_the_last_period_nothing_is_due_only_for_those_who_had_left_by_its_end() {
        assert_eq!(told(["", "2027-02-12", "2027-01-04"], 1), "nothing due");
        assert_eq!(told(["", "2027-02-13", "2027-01-04"], 1), "nothing listed around 2027-02-12");
        assert_eq!(told(["", "", "2027-01-04"], 1), "nothing listed around 2027-02-12");
    }

    #[test]
    fn a_gap_before_the_first_period_hides_one_where_it_is_longer_than_holidays_are() {
        let gap = |before: &str| told([before, "", ""], 1);
        // The summer lies between: the school year changes on 1 September.
        assert_eq!(day("2026-07-07").days_until(day("2026-09-07")), SHORTER_WITH_THE_SUMMER);
        assert_eq!(gap("2026-07-07"), "Autumn 1");
        assert_eq!(gap("2026-07-06"), "nothing listed from 2026-07-06");
        // No summer between.
        let hides = |from: &str| hides_a_period(day(from), day("2027-04-12"));
        assert_eq!(day("2027-03-08").days_until(day("2027-04-12")), SHORTER_THAN_A_HALF_TERM);
        assert!(!hides("2027-03-08"));
        assert!(hides("2027-03-07"));
    }

    #[test]
    fn turning_points_are_the_ends_of_periods_and_the_last_day_that_is_long_enough_and_none_years_away() {
        let calendar = calendar();
        let points = |as_of: &str, least: i64| turning_points(calendar.school(), day(as_of), least);
        let days = |texts: &[&str]| texts.iter().map(|text| i64::from(day(text).days())).collect::<Vec<_>>();
        // 20 days from Monday 28 September to Friday 23 October, and from Monday 7 September to Friday 2 October.
        assert_eq!(
            points("2026-11-26", 20).get(..4),
            Some(days(&["2026-09-07", "2026-10-23", "2026-09-28", "2026-10-02"]).as_slice())
        );
        assert!(points("2023-01-01", 20).is_empty());
        let new_year = i64::from(day("2027-01-01").days());
        assert!(!points("2024-01-01", 20).is_empty() && points("2024-01-01", 20).iter().all(|point| *point < new_year));
        assert_eq!(points("2030-01-01", 20).first(), Some(&i64::from(day("2027-01-04").days())));
    }
}
