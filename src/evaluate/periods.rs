//! The next half term or term in which something is asked for: term dates and three days in, a period out.

use crate::calendar::{Day, Period, School, Span, school_year};
use crate::policy::pack::{Operation, Spans};

/// Which period asks for the next review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'s> {
    /// Nothing asks for one.
    NotRequired,
    /// The learner has left, and every period before that has its review.
    NothingDue,
    /// This one.
    Due(&'s Period),
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
) -> Next<'_> {
    let periods = school.periods(span);
    if let (Some(first), Some(from)) = (periods.first(), reviewed.or(joined))
        && hides_a_period(from, first.from)
    {
        return Next::Uncovered(from);
    }
    // Periods that end before the learner joined ask for nothing; if the learner had left by then, nor does any after them.
    let after_review = reviewed.map_or(0, |reviewed| periods.partition_point(|period| period.from <= reviewed));
    let after_joining = joined.map_or(0, |joined| periods.partition_point(|period| period.to < joined));
    for period in periods.get(after_review.max(after_joining)..).unwrap_or_default() {
        if left.is_some_and(|left| period.from > left) {
            return Next::NothingDue;
        }
        match school.days_on_course(period, joined, left) {
            Ok(days) if days >= least => return Next::Due(period),
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
    let longest =
        if school_year(from) == school_year(first) { SHORTER_THAN_A_HALF_TERM } else { SHORTER_WITH_THE_SUMMER };
    from < first && from.days_until(first) > longest
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

const STATES: [&str; 5] = ["not required", "nothing due", "due", "overdue", "no term dates"];

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
    names.sort_unstable();
    names.dedup();
    names
}

/// What an operation gives for a next period.
pub fn name(by: Operation, next: Next<'_>, school: &School, as_of: Day) -> String {
    let last = |period: &Period| school.last_school_day(period).unwrap_or(period.to);
    match (by, next) {
        (Operation::NextPeriodState, Next::NotRequired) => "not required".to_string(),
        (Operation::NextPeriodState, Next::NothingDue) => "nothing due".to_string(),
        (Operation::NextPeriodState, Next::Uncovered(_)) => "no term dates".to_string(),
        (Operation::NextPeriodState, Next::Due(period)) => {
            if last(period) < as_of { "overdue" } else { "due" }.to_string()
        }
        (Operation::NextPeriodEnd, Next::Due(period)) => last(period).to_string(),
        (_, Next::Due(period)) => period.name.clone(),
        _ => String::new(),
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
