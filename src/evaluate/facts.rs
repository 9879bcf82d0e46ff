//! What one row says, as a node sees it: the value of a field, or of a fact worked out from fields.

use super::cells::{Exact, PERCENT};
use super::periods::{self, Next, Stay};
use super::program::{Derivation, Program, Source};
use crate::calendar::{Day, School, Span};
use crate::number::ONE;
use crate::policy::field::Kind;
use crate::policy::pack::{Operation, TimeUnit};
use crate::record::{Fact, HAPPENED};

/// The facts of one row, field by field, and the lists that list facts point into.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'f> {
    /// One fact for each field of the pack.
    pub facts: &'f [Fact],
    /// Lists of dates.
    pub lists: &'f [Vec<i64>],
}

/// A value that a node may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A number or a day.
    Number(Exact),
    /// A position among named values, or a set of bits.
    Code(usize),
    /// It has not happened; there is none.
    Nothing,
    /// Nobody has said, or what was said cannot be read.
    Unknown,
    /// The tracker has no column for it.
    NotAssessed,
}

impl Facts<'_> {
    /// The fact of a field.
    pub fn get(&self, field: usize) -> Fact {
        self.facts.get(field).copied().unwrap_or(Fact::NoColumn)
    }
}

/// The value of a node that rests on the row's own cells: a field or a derived fact.
pub fn value(program: &Program, node: usize, facts: &Facts) -> Value {
    match program.nodes.get(node).map(|node| &node.source) {
        Some(Source::Field(field)) => field_value(program, *field, facts.get(*field)),
        Some(Source::Facts(derivation)) => derived(program, derivation, facts),
        _ => Value::NotAssessed,
    }
}

/// How a fact reads for the day the answer is for: an event on a later day has not happened.
pub fn field_value(program: &Program, field: usize, fact: Fact) -> Value {
    let Some((_, spec)) = program.pack.fields.0.get(field) else { return Value::NotAssessed };
    match fact {
        Fact::Value(value) => match spec.kind {
            Kind::YesNo | Kind::Choice => Value::Code(usize::try_from(value).unwrap_or(0)),
            Kind::Date | Kind::DateOrYes
                if spec.event && value != HAPPENED && value > i64::from(program.as_of.days()) =>
            {
                Value::Nothing
            }
            _ => Value::Number(Exact::Plain(value)),
        },
        Fact::Nothing => match spec.kind {
            Kind::YesNo => Value::Code(0),
            _ => Value::Nothing,
        },
        Fact::Unknown | Fact::Doubted | Fact::Unreadable => Value::Unknown,
        Fact::NoColumn if spec.required => Value::Unknown,
        Fact::NoColumn => Value::NotAssessed,
    }
}

fn day(value: i64) -> Option<Day> {
    Day::from_days(value)
}

fn whole(days: i64) -> Value {
    days.checked_mul(ONE).map_or(Value::Unknown, |days| Value::Number(Exact::Plain(days)))
}

fn flag(yes: bool) -> Value {
    Value::Code(usize::from(yes))
}

/// A node's plain number, or why there is none.
fn plain(program: &Program, node: usize, facts: &Facts) -> Result<i64, Value> {
    match value(program, node, facts) {
        Value::Number(Exact::Plain(value)) => Ok(value),
        Value::Number(ratio) => Ok(ratio.shown()),
        Value::Code(code) => Ok(i64::try_from(code).unwrap_or(0)),
        other => Err(other),
    }
}

fn derived(program: &Program, derivation: &Derivation, facts: &Facts) -> Value {
    match worked_out(program, derivation, facts) {
        Ok(value) | Err(value) => value,
    }
}

/// The value, or the value that an input's absence leads to; both are values, kept apart so that `?` can be used.
// Apart from `value`, which is asked for fields far more often, and from what takes more than a line: a page compiles what
// runs often, and a large function takes it long.
#[inline(never)]
fn worked_out(program: &Program, derivation: &Derivation, facts: &Facts) -> Result<Value, Value> {
    let as_of = program.as_of;
    let input = |at: usize| input(derivation, at);
    let date = |at: usize| -> Result<Day, Value> {
        let value = plain(program, input(at), facts)?;
        day(value).ok_or(Value::Unknown)
    };
    Ok(match derivation.by {
        Operation::ShareBehind => return Ok(share_behind(program, derivation, facts)),
        Operation::Rate => {
            let (over, under) = (plain(program, input(0), facts)?, plain(program, input(1), facts)?);
            if under <= 0 || over > under || over < 0 {
                return Err(Value::Unknown);
            }
            Value::Number(Exact::Ratio { over: i128::from(over) * PERCENT, under: i128::from(under) })
        }
        Operation::Remainder => Value::Number(Exact::Plain(100 * ONE - plain(program, input(0), facts)?)),
        Operation::DaysSince => whole(i64::from(as_of.days()) - i64::from(date(0)?.days())),
        Operation::WorkingDaysSince => {
            whole(program.calendar.working_days_between(date(0)?, as_of).map_err(|_| Value::Unknown)?)
        }
        Operation::DaysBetween | Operation::WorkingDaysBetween => {
            let from = date(0)?;
            let to = match value(program, input(1), facts) {
                Value::Number(Exact::Plain(value)) => day(value).ok_or(Value::Unknown)?,
                Value::Nothing | Value::NotAssessed => as_of,
                other => return Err(other),
            };
            if derivation.by == Operation::DaysBetween {
                whole(i64::from(to.days()) - i64::from(from.days()))
            } else {
                whole(program.calendar.working_days_between(from, to).map_err(|_| Value::Unknown)?)
            }
        }
        Operation::Happened => match value(program, input(0), facts) {
            Value::Number(Exact::Plain(value)) => flag(value == HAPPENED || value <= i64::from(as_of.days())),
            Value::Nothing => flag(false),
            other => other,
        },
        Operation::Clock => return clock(program, derivation, facts),
        Operation::AnyLetter => match value(program, input(0), facts) {
            Value::Number(Exact::Plain(set)) => flag(set & derivation.letters != 0),
            Value::Nothing => flag(false),
            other => other,
        },
        Operation::FirstKnown => return Ok(first_known(program, &derivation.of, facts)),
        Operation::Sum => return sum(program, derivation, facts),
        Operation::CountOf | Operation::LatestOf | Operation::MostInWindow | Operation::RunLength => {
            return of_list(program, derivation, facts);
        }
        Operation::NextPeriodEnd | Operation::NextPeriodName | Operation::NextPeriodState => {
            return next_period(program, derivation, facts);
        }
        Operation::Today => Value::Number(Exact::Plain(i64::from(as_of.days()))),
        Operation::TermsGiven => flag(!program.calendar.school().is_official()),
        Operation::ThisHalfTerm => match value(program, input(0), facts) {
            Value::Number(Exact::Plain(value)) => {
                let begun =
                    periods::latest_begun(program.calendar.school(), Span::HalfTerm, as_of).ok_or(Value::Nothing)?;
                flag(value >= i64::from(begun.from.days()) && value <= i64::from(as_of.days()))
            }
            Value::Nothing => flag(false),
            other => other,
        },
        Operation::Upcoming => match value(program, input(0), facts) {
            Value::Number(Exact::Plain(value)) => flag(value > i64::from(as_of.days())),
            Value::Nothing => flag(false),
            other => other,
        },
        Operation::Filled | Operation::Readable => match program.nodes.get(input(0)).map(|node| &node.source) {
            Some(Source::Field(field)) => match facts.get(*field) {
                Fact::Value(_) => flag(true),
                Fact::Doubted | Fact::Unreadable if derivation.by == Operation::Readable => flag(false),
                Fact::Nothing | Fact::Unknown => flag(false),
                Fact::Doubted | Fact::Unreadable => Value::Unknown,
                Fact::NoColumn => Value::NotAssessed,
            },
            _ => Value::NotAssessed,
        },
        Operation::ChoicesAllowed | Operation::ChoicesBlocked => return choices_left(program, derivation, facts),
        Operation::HighestOf | Operation::HoldersOfHighest => Value::NotAssessed,
    })
}

/// How a clock stands that starts at a date: not started, running or out.
#[inline(never)]
fn clock(program: &Program, derivation: &Derivation, facts: &Facts) -> Result<Value, Value> {
    let as_of = program.as_of;
    Ok(match value(program, input(derivation, 0), facts) {
        Value::Number(Exact::Plain(value)) => {
            let from = day(value).ok_or(Value::Unknown)?;
            if from > as_of {
                Value::Code(0)
            } else {
                let count = derivation.count.ok_or(Value::NotAssessed)?;
                match after(program, from, count, derivation.time_unit) {
                    Some(last) => Value::Code(if as_of > last { 2 } else { 1 }),
                    // The calendar does not reach back that far, and no closure lasts that long.
                    None if i64::from(as_of.days()) - i64::from(from.days()) > longest(count, derivation.time_unit) => {
                        Value::Code(2)
                    }
                    None => return Err(Value::Unknown),
                }
            }
        }
        Value::Nothing => Value::Code(0),
        other => other,
    })
}

#[inline(never)]
fn sum(program: &Program, derivation: &Derivation, facts: &Facts) -> Result<Value, Value> {
    let mut sum: i64 = 0;
    let mut assessed = false;
    for node in &derivation.of {
        match plain(program, *node, facts) {
            Ok(value) => {
                sum = sum.saturating_add(value);
                assessed = true;
            }
            Err(Value::Nothing) => assessed = true,
            Err(Value::NotAssessed) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(if assessed { Value::Number(Exact::Plain(sum)) } else { Value::NotAssessed })
}

/// What the days of a list say, those up to the day of the answer.
#[inline(never)]
fn of_list(program: &Program, derivation: &Derivation, facts: &Facts) -> Result<Value, Value> {
    let list = |at: usize| -> Result<Vec<i64>, Value> {
        match value(program, input(derivation, at), facts) {
            Value::Number(Exact::Plain(index)) => {
                let days =
                    usize::try_from(index).ok().and_then(|index| facts.lists.get(index)).ok_or(Value::Unknown)?;
                Ok(days.iter().copied().filter(|day| *day <= i64::from(program.as_of.days())).collect())
            }
            Value::Nothing => Ok(Vec::new()),
            other => Err(other),
        }
    };
    Ok(match derivation.by {
        Operation::CountOf => whole(i64::try_from(list(0)?.len()).unwrap_or(i64::MAX)),
        Operation::LatestOf => match list(0)?.last() {
            Some(day) => Value::Number(Exact::Plain(*day)),
            None => Value::Nothing,
        },
        Operation::MostInWindow => {
            let days = list(0)?;
            let span = derivation.count.ok_or(Value::NotAssessed)?;
            let most = days
                .iter()
                .enumerate()
                .map(|(at, first)| days.iter().skip(at).take_while(|later| *later - first < span).count())
                .max()
                .unwrap_or(0);
            whole(i64::try_from(most).unwrap_or(i64::MAX))
        }
        Operation::RunLength => {
            let (held, missed) = (list(0)?, list(1)?);
            whole(
                i64::try_from(held.iter().rev().take_while(|day| missed.binary_search(day).is_ok()).count())
                    .unwrap_or(i64::MAX),
            )
        }
        _ => Value::NotAssessed,
    })
}

/// Which of the chosen values are allowed, or are not.
#[inline(never)]
fn choices_left(program: &Program, derivation: &Derivation, facts: &Facts) -> Result<Value, Value> {
    let chosen = match value(program, input(derivation, 0), facts) {
        Value::Number(Exact::Plain(set)) => set,
        Value::Nothing => 0,
        other => return Err(other),
    };
    let restricted = match value(program, input(derivation, 1), facts) {
        Value::Code(code) => code == 1,
        Value::Nothing => false,
        // Whatever it is, nothing was chosen.
        Value::Unknown if chosen == 0 => false,
        other => return Err(other),
    };
    let left = match (derivation.by, restricted) {
        (Operation::ChoicesAllowed, true) => chosen & derivation.letters,
        (Operation::ChoicesAllowed, false) => chosen,
        (_, true) => chosen & !derivation.letters,
        (_, false) => 0,
    };
    Ok(Value::Code(usize::try_from(left).unwrap_or(0)))
}

/// The node of an input; none where there are fewer.
fn input(derivation: &Derivation, at: usize) -> usize {
    derivation.of.get(at).copied().unwrap_or(usize::MAX)
}

/// What the next period asks for, as the position of one of the node's names.
#[inline(never)]
fn next_period(program: &Program, derivation: &Derivation, facts: &Facts) -> Result<Value, Value> {
    let next = next_review(program, derivation, facts)?;
    if periods::unlisted(next).is_some() && derivation.by != Operation::NextPeriodState {
        // Only term dates that nobody has listed would tell.
        return Err(Value::Nothing);
    }
    derivation.positions.of(next).map(Value::Code).ok_or(Value::Nothing)
}

/// Which period asks for the next review.
fn next_review(program: &Program, derivation: &Derivation, facts: &Facts) -> Result<Next, Value> {
    let input = |at: usize| input(derivation, at);
    let date = |at: usize| match value(program, input(at), facts) {
        Value::Number(Exact::Plain(value)) => day(value).map(Some).ok_or(Value::Unknown),
        Value::Nothing | Value::NotAssessed => Ok(None),
        other => Err(other),
    };
    let span = match value(program, input(0), facts) {
        Value::Code(code) => derivation.spans.get(code).copied().flatten(),
        other => return Err(other),
    };
    let Some(span) = span else { return Ok(Next::NotRequired) };
    let reviewed = date(3)?;
    // A learner who has been reviewed was on the course by then, where nobody knows since when.
    let joined = match (date(1), reviewed) {
        (Ok(Some(joined)), _) => Some(joined),
        (Ok(None) | Err(_), Some(reviewed)) => Some(reviewed),
        (joined, None) => joined?,
    };
    let least = derivation.count.ok_or(Value::NotAssessed)?;
    let stay = Stay { joined, left: date(2)?, reviewed, least };
    Ok(periods::next(program.calendar.school(), span, &stay, program.as_of))
}

/// Which term dates somebody has to list before a fact can be worked out; `None` where none are missing.
pub fn unlisted_terms(program: &Program, node: usize, facts: &Facts) -> Option<&'static str> {
    match program.nodes.get(node).map(|node| &node.source) {
        Some(Source::Facts(of)) if matches!(of.by, Operation::NextPeriodEnd | Operation::NextPeriodName) => {
            periods::unlisted(next_review(program, of, facts).ok()?)
        }
        _ => None,
    }
}

/// Days within which a period has surely passed, whatever was closed.
fn longest(count: i64, unit: TimeUnit) -> i64 {
    let days = match unit {
        TimeUnit::WorkingDays | TimeUnit::Weeks | TimeUnit::TermTimeDays => 7,
        TimeUnit::CalendarDays => 1,
        TimeUnit::Months => 31,
        TimeUnit::SchoolTerms => 200,
    };
    count.saturating_mul(days).saturating_add(400)
}

/// The day that lies so long after another.
pub fn after(program: &Program, from: Day, count: i64, unit: TimeUnit) -> Option<Day> {
    match unit {
        TimeUnit::WorkingDays => program.calendar.add_working_days(from, count).ok(),
        TimeUnit::CalendarDays => from.add_days(count),
        TimeUnit::Weeks => from.add_weeks(count),
        TimeUnit::Months => from.add_months(count),
        TimeUnit::TermTimeDays => {
            after_in_term_time(program.calendar.school(), from, count).or_else(|| from.add_days(count))
        }
        TimeUnit::SchoolTerms => {
            let school = program.calendar.school();
            let mut period =
                school.period_of(Span::Term, from).or_else(|| school.first_period_after(Span::Term, from))?;
            for _ in 0..count {
                period = school.first_period_after(Span::Term, period.from)?;
            }
            school.last_school_day(period)
        }
    }
}

/// The first day by which so many days of term time have gone by; `None` where no terms are listed or they run out.
fn after_in_term_time(school: &School, from: Day, count: i64) -> Option<Day> {
    /// The longest run of days that is looked through.
    const LONGEST: i64 = 1_000;
    if school.is_official() {
        return None;
    }
    for days in count..LONGEST {
        let day = from.add_days(days)?;
        if school.term_time_days_between(from, day).ok()? >= count {
            return Some(day);
        }
    }
    None
}

/// What a tracker's own figure is read from, where it has no columns for that from which it is worked out.
pub fn stands_in(program: &Program, derivation: &Derivation, facts: &Facts) -> Option<usize> {
    let has_column = |node: usize| match program.nodes.get(node).map(|node| &node.source) {
        Some(Source::Field(field)) => facts.get(*field) != Fact::NoColumn,
        _ => true,
    };
    derivation.otherwise.filter(|node| has_column(*node) && !derivation.of.iter().all(|of| has_column(*of)))
}

/// How far behind, in percent. A plan of 0 is never behind: nothing was due yet.
fn share_behind(program: &Program, derivation: &Derivation, facts: &Facts) -> Value {
    let [planned, actual] = derivation.of.as_slice() else { return Value::NotAssessed };
    if let Some(otherwise) = stands_in(program, derivation, facts) {
        return value(program, otherwise, facts);
    }
    match (plain(program, *planned, facts), plain(program, *actual, facts)) {
        (Ok(0), Ok(_)) => Value::Number(Exact::Plain(0)),
        (Ok(planned), Ok(actual)) if derivation.points => Value::Number(Exact::Plain(planned.saturating_sub(actual))),
        (Ok(planned), Ok(actual)) if planned > 0 => {
            let behind = i128::from(planned) - i128::from(actual);
            Value::Number(Exact::Ratio { over: behind * PERCENT, under: i128::from(planned) })
        }
        _ => Value::Unknown,
    }
}

/// The first that is known. A blank one gives way to a later one that the tracker has a column for, unless that is not
/// assessed either; one that is in doubt does not, because what it says might have counted.
fn first_known(program: &Program, of: &[usize], facts: &Facts) -> Value {
    let mut found = Value::NotAssessed;
    let mut gave_way = false;
    for (at, node) in of.iter().enumerate() {
        match value(program, *node, facts) {
            Value::NotAssessed => {}
            Value::Unknown => {
                let gives_way = gives_way(program, of, at, facts);
                gave_way |= gives_way;
                if !gives_way {
                    // A column that is there but blank says more about what is missing than one that is not there.
                    if found == Value::NotAssessed {
                        found = Value::Unknown;
                    }
                    if has_column(program, *node, facts) {
                        return Value::Unknown;
                    }
                }
            }
            known => return known,
        }
    }
    if found == Value::NotAssessed && gave_way { Value::Unknown } else { found }
}

/// Whether the tracker has a column for any field that a node rests on.
pub fn has_column(program: &Program, node: usize, facts: &Facts) -> bool {
    program.nodes.get(node).is_some_and(|node| node.fields.iter().any(|field| facts.get(*field) != Fact::NoColumn))
}

/// Whether one of several facts, of which the first known counts, is passed over while nobody has said it: it is blank, and
/// the tracker has a column for one that comes later.
pub fn gives_way(program: &Program, of: &[usize], at: usize, facts: &Facts) -> bool {
    of.get(at).is_some_and(|node| !any_doubted(program, *node, facts))
        && of.iter().skip(at + 1).any(|later| has_column(program, *later, facts))
}

/// Whether a field that a node rests on holds something that cannot be read, or says that nobody knows. Of a rate, whatever it
/// was meant to say makes no difference beside a blank one, or 0 sessions.
fn any_doubted(program: &Program, node: usize, facts: &Facts) -> bool {
    let Some(found) = program.nodes.get(node) else { return false };
    let no_rate = match &found.source {
        Source::Facts(of) if of.by == Operation::Rate => {
            let blank = |field: &usize| matches!(facts.get(*field), Fact::Unknown | Fact::NoColumn);
            found.fields.iter().any(blank) || plain(program, input(of, 1), facts).is_ok_and(|under| under <= 0)
        }
        _ => false,
    };
    !no_rate && found.fields.iter().any(|field| facts.get(*field).is_doubted())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use crate::calendar::{Calendar, CalendarSettings, HalfTerm};

    #[test]
    fn days_of_term_time_pass_over_holidays_and_end_with_the_terms_that_are_listed() {
        let day = |text: &str| Day::parse(text).unwrap();
        let half_term = |(name, from, to): (&str, &str, &str)| HalfTerm {
            name: name.to_string(),
            term: "Autumn".to_string(),
            from: day(from),
            to: day(to),
        };
        let listed = [("Autumn 1", "2026-09-07", "2026-10-23"), ("Autumn 2", "2026-11-02", "2026-12-18")];
        let half_terms = listed.into_iter().map(half_term).collect();
        let calendar = Calendar::new(CalendarSettings { half_terms, ..CalendarSettings::default() }).unwrap();
        let school = calendar.school();
        let after = |from: &str, count: i64| after_in_term_time(school, day(from), count).map(|day| day.to_string());
        let told = |from: &str, counts: &[i64]| {
            counts.iter().map(|count| after(from, *count).unwrap_or_default()).collect::<Vec<_>>()
        };
        assert_eq!(told("2026-09-14", &[1, 7, 14]), ["2026-09-15", "2026-09-21", "2026-09-28"]);
        // Half term lies between.
        for (count, days) in [(7, "2026-10-20"), (14, "2026-10-20"), (7, "2026-10-23")] {
            let found = Day::parse(&after(days, count).unwrap()).unwrap();
            let gone_by = |until: Day| school.term_time_days_between(day(days), until).unwrap();
            assert!(
                gone_by(found) >= count && gone_by(found.add_days(-1).unwrap()) < count,
                "{count} from {days}: {found}"
            );
            assert!(found > day("2026-11-01") && found > day(days).add_days(count).unwrap(), "{found}");
        }
        assert_eq!(after("2026-12-17", 7), None);
        // The official terms are no school's own.
        assert_eq!(after_in_term_time(Calendar::of(None).school(), day("2026-09-14"), 7), None);
    }
}
