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
    /// One that has passed: this or one before it that nobody has listed.
    Late,
    /// Nobody has listed the terms around this day, which lies before the first that is listed.
    Before(Day),
    /// Nobody has listed the terms after this day, which lies between two that are listed.
    Gap(Day),
    /// Nobody has listed the terms around this day.
    Uncovered(Day),
    /// Nobody has listed the half terms, and the term that begins on this day stands in for two of them.
    Unhalved(Day),
}

/// The longest time before the first listed period that cannot hide a period nobody has listed, in days.
const SHORTER_THAN_A_HALF_TERM: i32 = 35;
/// The same where the summer holidays lie between.
const SHORTER_WITH_THE_SUMMER: i32 = 62;

/// By how many working days more than a half term needs to ask for a review a term surely holds one that does: more than its
/// holidays.
const MORE_THAN_HOLIDAYS: i64 = 40;

/// What of a learner decides which period asks for a review.
#[derive(Debug, Clone, Copy)]
pub struct Stay {
    /// The day of joining.
    pub joined: Option<Day>,
    /// The last day on the course.
    pub left: Option<Day>,
    /// The latest review.
    pub reviewed: Option<Day>,
    /// How many school days on the course a period needs to ask for a review.
    pub least: i64,
}

impl Stay {
    /// The day from which periods count. A review from before the learner joined leaves nothing to be asked for but what comes
    /// after joining.
    fn from(&self) -> Option<Day> {
        self.reviewed.max(self.joined)
    }

    /// Whether a half of a term, which is one period, may have begun after the latest review, which was held in that term.
    fn leaves_half_of(&self, term: &Period) -> bool {
        self.reviewed
            .is_some_and(|reviewed| term.holds(reviewed) && reviewed.days_until(term.to) > SHORTER_THAN_A_HALF_TERM)
    }

    /// Whether a period that nobody has listed may lie after one day and before another, or after one day alone, in which the
    /// learner is on the course for long enough.
    fn may_hold(&self, after: Day, before: Option<Day>) -> bool {
        let joined = self.joined.and_then(|joined| joined.add_days(-1));
        let after = joined.max(self.reviewed).map_or(after, |settled| settled.max(after));
        let on_course =
            |day: &Day| before.is_none_or(|before| *day < before) && self.left.is_none_or(|left| *day <= left);
        let days = (1..).map_while(|days| after.add_days(days)).take_while(on_course).filter(|day| !day.is_weekend());
        let least = usize::try_from(self.least).unwrap_or(0).max(1);
        days.take(least).count() == least
    }
}

/// The first period that starts after the latest review and in which the learner is on the course for long enough.
/// Without a review, periods count from the day of joining; without that, from the first that is listed.
///
/// Where one that nobody has listed may come before it, only this is known: once it has passed, one is overdue.
pub fn next(school: &School, span: Span, stay: &Stay, as_of: Day) -> Next {
    let periods = school.periods(span);
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Next::Uncovered(stay.reviewed.or(stay.joined).unwrap_or(Day::FIRST));
    };
    let hidden =
        stay.from().filter(|from| hides_a_period(*from, first.from) && stay.may_hold(Day::FIRST, Some(first.from)));
    let mut unlisted = hidden.map(Next::Before);
    // Periods that end before the learner joined ask for nothing; if the learner had left by then, nor does any after them.
    let after_review = stay.reviewed.map_or(0, |reviewed| periods.partition_point(|period| period.from <= reviewed));
    let after_joining = stay.joined.map_or(0, |joined| periods.partition_point(|period| period.to < joined));
    let first = after_review.max(after_joining);
    let has_passed = |period: &Period| school.last_school_day(period).unwrap_or(period.to) < as_of;
    // A review in one half of a term may leave the other without.
    let halved = first.checked_sub(1).filter(|at| {
        periods.get(*at).is_some_and(|period| is_unhalved(school, span, period) && stay.leaves_half_of(period))
    });
    for (at, period) in periods.iter().enumerate().skip(halved.unwrap_or(first)) {
        let around = Around::of(school, span, at);
        if let Some(before) = around.gap_before {
            let since = stay.from().map_or(before, |from| from.max(before));
            if hides_a_period(since, period.from) && stay.may_hold(before, Some(period.from)) {
                unlisted = unlisted.or(Some(Next::Gap(since)));
            }
        }
        if stay.left.is_some_and(|left| period.from > left) {
            return unlisted.unwrap_or(Next::NothingDue);
        }
        if around.may_be_settled(period, stay) {
            unlisted = unlisted.or(Some(Next::Gap(period.from)));
            continue;
        }
        let Ok(days) = school.days_on_course(period, stay.joined, stay.left) else {
            return unlisted.unwrap_or(Next::Uncovered(period.from));
        };
        if is_unhalved(school, span, period) {
            let since = stay.joined.max(stay.reviewed.and_then(|reviewed| reviewed.add_days(1)));
            let days = school.days_on_course(period, since, stay.left).unwrap_or(0);
            let passed = has_passed(period);
            if passed && days >= stay.least.saturating_add(MORE_THAN_HOLIDAYS) {
                return Next::Late;
            }
            if days >= stay.least {
                unlisted = unlisted.or(Some(Next::Unhalved(period.from)));
                if !passed {
                    break;
                }
            }
            continue;
        }
        if days >= stay.least {
            let passed = match around.ends_by {
                None => has_passed(period),
                Some(next) => next <= as_of,
            };
            return match unlisted.or(around.ends_by.map(|_| Next::Gap(period.to))) {
                None => Next::Due(span, at),
                Some(_) if passed => Next::Late,
                Some(unlisted) => unlisted,
            };
        }
        if around.may_be_longer(period, stay) {
            unlisted = unlisted.or(Some(Next::Gap(period.from)));
        }
    }
    let open = if stay.may_hold(last.to, None) { Next::Uncovered(last.to) } else { Next::NothingDue };
    unlisted.unwrap_or(open)
}

/// Half terms that nobody has listed around a period.
struct Around {
    /// The last day before them, where they lie right before it.
    gap_before: Option<Day>,
    /// For a term of one half term, where they lie right before it: the last day before them.
    begins_after: Option<Day>,
    /// For a term of one half term, where they lie right after it: the first day after them.
    ends_by: Option<Day>,
}

impl Around {
    fn of(school: &School, span: Span, at: usize) -> Self {
        let periods = school.periods(span);
        let gap = |one: Option<usize>| {
            let (one, next) = (periods.get(one?)?, periods.get(one? + 1)?);
            school.is_missing_between(one.to, next.from).then_some((one.to, next.from))
        };
        let (before, after) = (gap(at.checked_sub(1)), gap(Some(at)));
        // A term has two halves: where one is listed, the other may be among those that are not.
        let halves = |period: &Period| {
            let halves = school.periods(Span::HalfTerm).iter();
            halves.filter(|half| period.from <= half.from && half.to <= period.to).count()
        };
        let torn = span == Span::Term && periods.get(at).is_some_and(|period| halves(period) == 1);
        Around {
            gap_before: before.map(|(to, _)| to),
            begins_after: before.map(|(to, _)| to).filter(|_| torn),
            ends_by: after.map(|(_, from)| from).filter(|_| torn),
        }
    }

    /// Whether the latest review may have been held in the half of a term that is not listed.
    fn may_be_settled(&self, period: &Period, stay: &Stay) -> bool {
        let within = |(reviewed, after): (Day, Day)| after < reviewed && reviewed < period.from;
        stay.reviewed.zip(self.begins_after).is_some_and(within)
    }

    /// Whether the learner may have been on the course in the half of a term that is not listed.
    fn may_be_longer(&self, period: &Period, stay: &Stay) -> bool {
        (self.begins_after.is_some() && stay.joined.is_none_or(|joined| joined < period.from))
            || (self.ends_by.is_some() && stay.left.is_none_or(|left| left > period.to))
    }
}

/// Whether a period stands for two half terms that nobody has listed.
fn is_unhalved(school: &School, span: Span, period: &Period) -> bool {
    let terms = school.periods(Span::Term);
    let same = || terms.binary_search_by_key(&period.from, |term| term.from).ok().and_then(|at| terms.get(at));
    span == Span::HalfTerm && school.is_official() && same().is_some_and(|term| term.to == period.to)
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

/// Which term dates somebody has to list before the day of the next period is known; `None` where it is, or there is none.
pub fn unlisted(next: Next) -> Option<&'static str> {
    match next {
        Next::NotRequired | Next::NothingDue | Next::Due(..) => None,
        Next::Late => Some("some half terms are not listed; add them to the calendar settings"),
        Next::Unhalved(_) => Some("no half terms are listed; add them to the calendar settings"),
        Next::Uncovered(_) => {
            Some("the terms that are listed do not reach the next review; add later ones to the calendar settings")
        }
        Next::Before(_) => {
            Some("the terms that are listed begin too late; add the earlier ones to the calendar settings")
        }
        Next::Gap(_) => Some("the terms that are listed leave out some; add them to the calendar settings"),
    }
}

const STATES: [&str; 9] = [
    "not required",
    "nothing due",
    "due",
    "overdue",
    "overdue, day not known",
    "half terms not listed",
    "no term dates",
    "no earlier term dates",
    "a gap in the term dates",
];

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
        (Operation::NextPeriodState, Next::Gap(_)) => "a gap in the term dates".to_string(),
        (Operation::NextPeriodState, Next::Unhalved(_)) => "half terms not listed".to_string(),
        (Operation::NextPeriodState, Next::Late) => "overdue, day not known".to_string(),
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
    late: Option<usize>,
    before: Option<usize>,
    gap: Option<usize>,
    uncovered: Option<usize>,
    unhalved: Option<usize>,
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
            late: place(Next::Late),
            before: place(Next::Before(as_of)),
            gap: place(Next::Gap(as_of)),
            uncovered: place(Next::Uncovered(as_of)),
            unhalved: place(Next::Unhalved(as_of)),
        }
    }

    /// That of what is next.
    pub fn of(&self, next: Next) -> Option<usize> {
        match next {
            Next::NotRequired => self.not_required,
            Next::NothingDue => self.nothing_due,
            Next::Late => self.late,
            Next::Before(_) => self.before,
            Next::Gap(_) => self.gap,
            Next::Uncovered(_) => self.uncovered,
            Next::Unhalved(_) => self.unhalved,
            Next::Due(Span::HalfTerm, at) => self.half_terms.get(at).copied().flatten(),
            Next::Due(Span::Term, at) => self.terms.get(at).copied().flatten(),
        }
    }
}

/// Days at which the next period may change, within a few years of the as-of date: its ends, where being on the course
/// becomes long enough, in it or after it, and how long before it one that nobody has listed may lie.
pub fn turning_points(school: &School, as_of: Day, least: i64) -> Vec<i64> {
    const YEARS: std::ops::RangeInclusive<i32> = -3..=2;
    let near = |period: &&Period| YEARS.contains(&(period.from.year() - as_of.year()));
    let mut points = Vec::new();
    for period in [Span::HalfTerm, Span::Term].into_iter().flat_map(|span| school.periods(span)).filter(near) {
        let (from, to) = (period.from.days(), period.to.days());
        points.extend([from, to]);
        let mut long_enough = |least: i64| {
            let enough = |days: Result<i64, _>| days.is_ok_and(|days| days >= least);
            points.extend((from..=to).rev().find(|day| enough(school.days_on_course(period, Day::new(*day), None))));
            points.extend((from..=to).find(|day| enough(school.days_on_course(period, None, Day::new(*day)))));
        };
        long_enough(least);
        if is_unhalved(school, Span::HalfTerm, period) {
            long_enough(least.saturating_add(MORE_THAN_HOLIDAYS));
            points.push(to - SHORTER_THAN_A_HALF_TERM);
        }
        // So many school days take so many weeks at least.
        let weeks = i32::try_from(least).unwrap_or(i32::MAX).saturating_add(4) / 5;
        points.push(to.saturating_add(weeks.saturating_mul(7)));
        points.extend([from - SHORTER_THAN_A_HALF_TERM, from - SHORTER_WITH_THE_SUMMER]);
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
        // Long before any of them has passed.
        match next(calendar.school(), Span::HalfTerm, &Stay { joined, left, reviewed, least }, Day::FIRST) {
            Next::Due(span, at) => calendar.school().periods(span).get(at).unwrap().name.clone(),
            Next::Before(day) => format!("nothing listed from {day}"),
            Next::Uncovered(day) => format!("nothing listed around {day}"),
            Next::NothingDue => "nothing due".to_string(),
            Next::Gap(day) => format!("nothing listed after {day}"),
            Next::Late => "late".to_string(),
            Next::Unhalved(day) => format!("no halves listed from {day}"),
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
        // The 12th is a Friday: who leaves at the weekend had no day at school after it.
        assert_eq!(told(["", "2027-02-14", "2027-01-04"], 1), "nothing due");
        assert_eq!(told(["", "2027-02-15", "2027-01-04"], 1), "nothing listed around 2027-02-12");
        assert_eq!(told(["", "2027-02-25", "2027-01-04"], 10), "nothing due");
        assert_eq!(told(["", "2027-02-26", "2027-01-04"], 10), "nothing listed around 2027-02-12");
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
    fn a_term_that_stands_for_two_half_terms_tells_no_day_but_may_tell_that_one_has_passed() {
        let calendar = Calendar::of(None);
        let school = calendar.school();
        let next = |[joined, left, reviewed]: [&str; 3], span, as_of| {
            let [joined, left, reviewed] = [joined, left, reviewed].map(Day::parse);
            next(school, span, &Stay { joined, left, reviewed, least: 10 }, day(as_of))
        };
        let halves = |days, as_of| next(days, Span::HalfTerm, as_of);
        let unhalved = |from| Next::Unhalved(day(from));
        // Spring is from 1 January to Easter Sunday, 5 April 2026.
        let spring = ["2025-09-03", "", "2025-12-10"];
        assert_eq!(halves(spring, "2026-04-03"), unhalved("2026-01-01"));
        assert_eq!(halves(spring, "2026-04-04"), Next::Late);
        assert!(matches!(next(spring, Span::Term, "2026-04-03"), Next::Due(Span::Term, _)));
        // 50 working days to the end of spring hold one of its halves, 49 may not.
        assert_eq!(halves(["2026-01-26", "", ""], "2026-04-06"), Next::Late);
        assert_eq!(halves(["2026-01-27", "", ""], "2026-04-06"), unhalved("2026-01-01"));
        // What has passed since tells more.
        assert_eq!(halves(["2026-01-27", "", ""], "2026-06-01"), Next::Late);
        // A review in the first half leaves the second; one in the last five weeks leaves nothing.
        assert_eq!(day("2026-03-01").days_until(day("2026-04-05")), SHORTER_THAN_A_HALF_TERM);
        assert_eq!(halves(["2025-09-03", "", "2026-02-28"], "2026-04-03"), unhalved("2026-01-01"));
        assert!(matches!(halves(["2025-09-03", "", "2026-03-01"], "2026-04-03"), Next::Due(Span::HalfTerm, _)));
        // Of those who left soon after it nothing is asked: 10 working days may ask for one, 9 may not.
        assert_eq!(halves(["2025-09-03", "2026-02-06", "2026-01-23"], "2026-04-03"), unhalved("2026-01-01"));
        assert_eq!(halves(["2025-09-03", "2026-02-05", "2026-01-23"], "2026-04-03"), Next::NothingDue);
        // Summer has halves of its own.
        assert!(matches!(halves(["2026-04-07", "", ""], "2026-04-08"), Next::Due(Span::HalfTerm, _)));
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
        // Four weeks after the last of them, as many school days may have been in one that nobody has listed.
        let last = i64::from(day("2026-12-18").days()) + 28;
        let found = points("2024-01-01", 20);
        assert!(found.contains(&last) && found.iter().all(|point| *point <= last));
        // How long before a period another may lie.
        for days in [SHORTER_THAN_A_HALF_TERM, SHORTER_WITH_THE_SUMMER] {
            assert!(found.contains(&i64::from(day("2026-09-07").days() - days)), "{days}");
        }
        assert_eq!(points("2030-01-01", 20).first(), Some(&i64::from(day("2027-01-04").days())));
    }
}
