//! Facts that are worked out from others: each operation on both sides of where it turns, and what it says where something
//! is blank, cannot be read or has no column.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod support;

use bae_rules::calendar::{Calendar, Day, Nation};
use bae_rules::evaluate::cells::Domain;
use bae_rules::evaluate::compile::compile_whole;
use bae_rules::evaluate::facts::{self, Facts, Value};
use bae_rules::number::{Number, ONE};
use bae_rules::policy::settings::Settings;
use bae_rules::record::Fact::{self, NoColumn, Nothing, Unknown, Unreadable};
use bae_rules::record::HAPPENED;
use serde_json::json;

fn day(text: &str) -> i64 {
    i64::from(Day::parse(text).unwrap().days())
}

fn on(text: &str) -> Fact {
    Fact::Value(day(text))
}

fn number(value: i64) -> Fact {
    Fact::Value(value * ONE)
}

fn code(value: i64) -> Fact {
    Fact::Value(value)
}

/// A derived fact of these fields, read on a day.
struct Derived {
    program: bae_rules::evaluate::program::Program,
    lists: Vec<Vec<i64>>,
}

impl Derived {
    fn new(fields: serde_json::Value, derived: serde_json::Value) -> Self {
        Self::on("2026-04-08", fields, derived)
    }

    fn on(as_of: &str, fields: serde_json::Value, derived: serde_json::Value) -> Self {
        let mut spec = json!({ "title": "Derived" });
        spec.as_object_mut().unwrap().extend(derived.as_object().unwrap().clone());
        // After the field that names the row the others stand in the order of their names.
        let mut all = json!({ "_who": { "heading": "Who", "type": "text" } });
        all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let pack = support::loaded(
            &json!({
                "pack": "small", "schema": 1, "version": "1", "title": "Small", "about": "Small.",
                "sources": { "G": { "title": "Guide", "publisher": "Nobody" } }, "subject": "_who", "fields": all,
                "derived": { "d": spec }, "rules": [], "decisions": [], "results": [], "examples": [],
            })
            .to_string(),
        );
        let calendar = Calendar::of(Nation::parse("england-and-wales"));
        let settings = Settings::defaults(&pack).unwrap();
        let program = compile_whole(&pack, &settings, &calendar, Day::parse(as_of).unwrap());
        let program = program.unwrap_or_else(|problems| panic!("{problems:?}"));
        Derived { program, lists: Vec::new() }
    }

    /// What it is for these facts, one for each field, in words.
    fn of(&self, known: &[Fact]) -> String {
        let node = self.program.node("d").unwrap();
        let facts: Vec<Fact> = [&[Unknown], known].concat();
        match facts::value(&self.program, node, &Facts { facts: &facts, lists: &self.lists }) {
            Value::Number(exact) if self.program.nodes[node].days => Day::from_days(exact.shown()).unwrap().to_string(),
            Value::Number(exact) => Number(exact.shown()).to_string(),
            Value::Code(code) => match &self.program.nodes[node].domain {
                Domain::Named(names) => names[code].clone(),
                Domain::Range { .. } => panic!("a name among numbers"),
            },
            other => format!("{other:?}").to_lowercase(),
        }
    }

    #[track_caller]
    fn is(&self, known: &[Fact], expected: &str) {
        assert_eq!(self.of(known), expected, "{known:?}");
    }
}

#[test]
fn a_rate_is_of_what_there_was_and_never_above_it() {
    let count = |name: &str| json!({ "heading": name, "type": "count" });
    let rate = Derived::new(json!({ "a": count("A"), "b": count("B") }), json!({ "by": "rate", "of": ["a", "b"] }));
    rate.is(&[number(1), number(4)], "25");
    rate.is(&[number(0), number(4)], "0");
    // Shown to the nearest billionth.
    rate.is(&[number(1), number(3)], "33.333333333");
    rate.is(&[number(2), number(3)], "66.666666667");
    rate.is(&[number(1), number(1_024)], "0.09765625");
    rate.is(&[number(4), number(4)], "100");
    rate.is(&[number(5), number(4)], "unknown");
    rate.is(&[number(0), number(0)], "unknown");
    rate.is(&[number(1), number(-4)], "unknown");
    rate.is(&[number(-1), number(4)], "unknown");
    rate.is(&[Unknown, number(4)], "unknown");
    rate.is(&[NoColumn, number(4)], "notassessed");
    rate.is(&[number(1), Nothing], "nothing");
    let rest = Derived::new(json!({ "a": count("A") }), json!({ "by": "remainder", "of": ["a"] }));
    rest.is(&[number(30)], "70");
    rest.is(&[Unreadable], "unknown");
}

#[test]
fn days_are_counted_between_dates_and_up_to_the_day_of_the_answer() {
    let dates =
        || json!({ "a": { "heading": "A", "type": "date" }, "b": { "heading": "B", "type": "date", "blank": "none" } });
    let since = Derived::new(dates(), json!({ "by": "days-since", "of": ["a"] }));
    since.is(&[on("2026-04-08"), Unknown], "0");
    since.is(&[on("2026-03-31"), Unknown], "8");
    since.is(&[on("2026-04-10"), Unknown], "-2");
    since.is(&[Unknown, Unknown], "unknown");
    // Good Friday and Easter Monday lie between.
    let working = Derived::new(dates(), json!({ "by": "days-since", "of": ["a"], "in": "working days" }));
    working.is(&[on("2026-04-02"), Unknown], "2");
    working.is(&[on("2026-04-08"), Unknown], "0");
    let between = Derived::new(dates(), json!({ "by": "days-between", "of": ["a", "b"] }));
    between.is(&[on("2026-04-01"), on("2026-04-03")], "2");
    between.is(&[on("2026-04-01"), Nothing], "7");
    between.is(&[on("2026-04-01"), NoColumn], "7");
    between.is(&[on("2026-04-01"), Unreadable], "unknown");
    between.is(&[NoColumn, on("2026-04-03")], "notassessed");
    let working = Derived::new(dates(), json!({ "by": "days-between", "of": ["a", "b"], "in": "working days" }));
    working.is(&[on("2026-04-01"), on("2026-04-07")], "2");
    working.is(&[on("2026-04-01"), Nothing], "3");
}

#[test]
fn a_day_has_come_or_is_to_come() {
    let dates = || json!({ "a": { "heading": "A", "type": "date-or-yes", "blank": "none" } });
    let happened = Derived::new(dates(), json!({ "by": "happened", "of": ["a"] }));
    happened.is(&[on("2026-04-08")], "true");
    happened.is(&[on("2026-04-09")], "false");
    happened.is(&[Fact::Value(HAPPENED)], "true");
    happened.is(&[Nothing], "false");
    happened.is(&[Unreadable], "unknown");
    let upcoming = Derived::new(dates(), json!({ "by": "upcoming", "of": ["a"] }));
    upcoming.is(&[on("2026-04-08")], "false");
    upcoming.is(&[on("2026-04-09")], "true");
    upcoming.is(&[Nothing], "false");
    upcoming.is(&[Unreadable], "unknown");
    upcoming.is(&[NoColumn], "notassessed");
    let filled = Derived::new(dates(), json!({ "by": "filled", "of": ["a"] }));
    filled.is(&[on("2030-01-01")], "true");
    filled.is(&[Nothing], "false");
    filled.is(&[Unknown], "false");
    filled.is(&[Unreadable], "unknown");
    filled.is(&[NoColumn], "notassessed");
}

#[test]
fn a_day_lies_in_the_half_term_that_began_last() {
    let dates = || json!({ "a": { "heading": "A", "type": "date", "blank": "none" } });
    let by = || json!({ "by": "this-half-term", "of": ["a"] });
    // Official terms stand in: the half term before Easter began on 23 February and the one after it on 13 April.
    let spring = Derived::on("2026-03-11", dates(), by());
    let begun = spring.program.calendar.school().periods(bae_rules::calendar::Span::HalfTerm);
    let now = begun.iter().rfind(|period| period.from <= Day::parse("2026-03-11").unwrap()).unwrap().from;
    let (first, before) = (i64::from(now.days()), i64::from(now.days()) - 1);
    spring.is(&[code(first)], "true");
    spring.is(&[code(before)], "false");
    spring.is(&[on("2026-03-11")], "true");
    spring.is(&[on("2026-03-12")], "false");
    spring.is(&[Nothing], "false");
    spring.is(&[Unreadable], "unknown");
    // On its very first day a half term has begun.
    let same_day = Derived::on(&now.to_string(), dates(), by());
    same_day.is(&[code(first)], "true");
    same_day.is(&[code(before)], "false");
}

#[test]
fn a_clock_runs_to_the_end_of_its_last_day() {
    let start = || json!({ "a": { "heading": "A", "type": "date", "blank": "none" } });
    let clock = |count: i64, unit: &str| {
        Derived::new(start(), json!({ "by": "clock", "of": ["a"], "count": count, "in": unit }))
    };
    for (count, unit, passed, running) in [
        (7, "calendar days", "2026-03-31", "2026-04-01"),
        (2, "weeks", "2026-03-24", "2026-03-25"),
        (1, "months", "2026-03-07", "2026-03-08"),
        // Good Friday and Easter Monday are no working days.
        (5, "working days", "2026-03-29", "2026-03-30"),
        // No terms are listed, so every day counts.
        (7, "term-time days", "2026-03-31", "2026-04-01"),
    ] {
        let clock = clock(count, unit);
        clock.is(&[on(passed)], "passed");
        clock.is(&[on(running)], "running");
        clock.is(&[on("2026-04-08")], "running");
        clock.is(&[on("2026-04-09")], "not started");
        clock.is(&[Nothing], "not started");
        clock.is(&[Unreadable], "unknown");
        clock.is(&[NoColumn], "notassessed");
        // Further back than any calendar reaches, it has passed all the same.
        clock.is(&[on("1901-01-01")], "passed");
    }
    // Just before the first day that the calendar knows nobody can tell, unless even the longest closure would be over.
    let spec = || json!({ "by": "clock", "of": ["a"], "count": 5, "in": "working days" });
    let (first, _) = clock(5, "working days").program.calendar.covers();
    let at = |days: i64| code(i64::from(first.add_days(days).unwrap().days()));
    let soon = Derived::on(&first.add_days(30).unwrap().to_string(), start(), spec());
    soon.is(&[at(-1)], "unknown");
    soon.is(&[at(-405)], "unknown");
    soon.is(&[at(-406)], "passed");
    soon.is(&[at(0)], "passed");
    clock(3, "school terms").is(&[on("1901-01-01")], "passed");
}

#[test]
fn letters_count_where_one_of_them_is_among_those_that_do() {
    let letters = json!({ "a": { "heading": "A", "type": "letters", "blank": "none", "letters": { "a": "one", "b": "two", "c": "three" } } });
    let any = Derived::new(letters, json!({ "by": "any-letter", "of": ["a"], "letters": "ac" }));
    for (set, expected) in [(0b000, "false"), (0b001, "true"), (0b010, "false"), (0b100, "true"), (0b110, "true")] {
        any.is(&[code(set)], expected);
    }
    any.is(&[Nothing], "false");
    any.is(&[Unknown], "unknown");
}

#[test]
fn choices_are_kept_or_left_out_where_something_restricts_them() {
    let fields = || {
        json!({
            "a": { "heading": "A", "type": "choices", "blank": "none", "values": [{ "value": "Me" }, { "value": "You" }, { "value": "Them" }] },
            "b": { "heading": "B", "type": "yes-no" },
        })
    };
    let allowed = Derived::new(fields(), json!({ "by": "choices-allowed", "of": ["a", "b"], "names": ["Me", "Them"] }));
    let blocked = Derived::new(fields(), json!({ "by": "choices-blocked", "of": ["a", "b"], "names": ["Me", "Them"] }));
    for (chosen, restricted, kept, left_out) in [
        (0b011, 1, "Me", "You"),
        (0b011, 0, "Me, You", ""),
        (0b110, 1, "Them", "You"),
        (0b101, 1, "Me, Them", ""),
        (0b010, 1, "", "You"),
    ] {
        allowed.is(&[code(chosen), code(restricted)], kept);
        blocked.is(&[code(chosen), code(restricted)], left_out);
    }
    for derived in [&allowed, &blocked] {
        // Whatever it is, nothing was chosen.
        derived.is(&[code(0), Unknown], "");
        derived.is(&[Nothing, Unknown], "");
        derived.is(&[code(1), Unknown], "unknown");
        derived.is(&[Unreadable, code(0)], "unknown");
        derived.is(&[code(0), NoColumn], "notassessed");
    }
}

#[test]
fn the_first_that_is_known_counts_and_a_blank_one_gives_way() {
    let count = |name: &str| json!({ "heading": name, "type": "count" });
    let needed = |name: &str| json!({ "heading": name, "type": "count", "required": true });
    let first = Derived::new(
        json!({ "a": count("A"), "b": count("B"), "c": needed("C") }),
        json!({ "by": "first-known", "of": ["a", "b"] }),
    );
    first.is(&[number(1), number(2), Unknown], "1");
    first.is(&[Unknown, number(2), Unknown], "2");
    first.is(&[NoColumn, number(2), Unknown], "2");
    first.is(&[Nothing, number(2), Unknown], "nothing");
    // What cannot be read might have counted.
    first.is(&[Unreadable, number(2), Unknown], "unknown");
    first.is(&[number(1), Unreadable, Unknown], "1");
    first.is(&[Unknown, NoColumn, Unknown], "unknown");
    first.is(&[NoColumn, NoColumn, Unknown], "notassessed");
    let second = Derived::new(
        json!({ "a": count("A"), "b": count("B"), "c": needed("C") }),
        json!({ "by": "first-known", "of": ["c", "a"] }),
    );
    // A required fact is asked for even without a column; a later one that is there stands in for it.
    second.is(&[NoColumn, NoColumn, NoColumn], "unknown");
    second.is(&[number(3), NoColumn, NoColumn], "3");
    second.is(&[Unknown, NoColumn, NoColumn], "unknown");
}

#[test]
fn a_sum_is_of_what_there_is() {
    let count = |name: &str| json!({ "heading": name, "type": "count", "blank": "none" });
    let sum = Derived::new(json!({ "a": count("A"), "b": count("B") }), json!({ "by": "sum", "of": ["a", "b"] }));
    sum.is(&[number(1), number(2)], "3");
    sum.is(&[number(1), Nothing], "1");
    sum.is(&[Nothing, Nothing], "0");
    sum.is(&[number(1), NoColumn], "1");
    sum.is(&[NoColumn, NoColumn], "notassessed");
    sum.is(&[number(1), Unknown], "unknown");
}

#[test]
fn how_far_behind_is_of_the_plan_or_in_points() {
    let fields = || {
        json!({
            "a": { "heading": "A", "type": "percent" }, "b": { "heading": "B", "type": "percent" },
            "c": { "heading": "C", "type": "percent" },
        })
    };
    let of_plan = Derived::new(fields(), json!({ "by": "share-behind", "of": ["a", "b"], "otherwise": "c" }));
    of_plan.is(&[number(50), number(40), number(7)], "20");
    of_plan.is(&[number(50), number(60), number(7)], "-20");
    of_plan.is(&[number(3), number(4), number(7)], "-33.333333333");
    of_plan.is(&[number(3), number(5), number(7)], "-66.666666667");
    of_plan.is(&[number(3), number(2), number(7)], "33.333333333");
    of_plan.is(&[number(0), number(0), number(7)], "0");
    of_plan.is(&[number(0), number(10), number(7)], "0");
    of_plan.is(&[number(-50), number(-60), number(7)], "unknown");
    of_plan.is(&[Unknown, number(40), number(7)], "unknown");
    of_plan.is(&[NoColumn, number(40), number(7)], "7");
    of_plan.is(&[number(50), NoColumn, number(7)], "7");
    of_plan.is(&[number(50), NoColumn, NoColumn], "unknown");
    of_plan.is(&[NoColumn, NoColumn, NoColumn], "unknown");
    of_plan.is(&[number(50), NoColumn, Unknown], "unknown");
}

#[test]
fn lists_of_days_are_read_up_to_the_day_of_the_answer() {
    let lists = || json!({ "a": { "heading": "A", "type": "dates", "blank": "none" }, "b": { "heading": "B", "type": "dates", "blank": "none" } });
    let days = |texts: &[&str]| texts.iter().map(|text| day(text)).collect::<Vec<i64>>();
    let held = days(&["2026-03-01", "2026-03-02", "2026-03-09", "2026-04-08", "2026-04-09"]);
    let missed = days(&["2026-03-02", "2026-03-09", "2026-04-08", "2026-04-09"]);
    let made = |derived: serde_json::Value| {
        let mut made = Derived::new(lists(), derived);
        made.lists = vec![held.clone(), missed.clone(), days(&["2026-04-08"]), vec![], days(&["2026-04-09"])];
        made
    };
    let count = made(json!({ "by": "count-of", "of": ["a"] }));
    let latest = made(json!({ "by": "latest-of", "of": ["a"] }));
    for (list, how_many, last) in
        [(0, "4", "2026-04-08"), (1, "3", "2026-04-08"), (3, "0", "nothing"), (4, "0", "nothing")]
    {
        count.is(&[code(list), Unknown], how_many);
        latest.is(&[code(list), Unknown], last);
    }
    count.is(&[Nothing, Unknown], "0");
    count.is(&[Unknown, Unknown], "unknown");
    count.is(&[NoColumn, Unknown], "notassessed");
    // There is no such list.
    count.is(&[code(9), Unknown], "unknown");
    // Two within seven days are the first and the second; the first and the third lie eight days apart.
    for (window, most) in [(1, "1"), (2, "2"), (7, "2"), (8, "2"), (9, "3"), (38, "3"), (39, "4")] {
        made(json!({ "by": "most-in-window", "of": ["a"], "count": window })).is(&[code(0), Unknown], most);
    }
    made(json!({ "by": "most-in-window", "of": ["a"], "count": 7 })).is(&[code(3), Unknown], "0");
    let run = made(json!({ "by": "run-length", "of": ["a", "b"] }));
    run.is(&[code(0), code(1)], "3");
    run.is(&[code(0), code(2)], "1");
    run.is(&[code(0), code(3)], "0");
    run.is(&[code(0), code(0)], "4");
    run.is(&[code(0), Nothing], "0");
    run.is(&[Nothing, code(1)], "0");
    run.is(&[code(0), Unreadable], "unknown");
}

#[test]
fn the_next_review_follows_from_the_terms_and_the_days_on_the_course() {
    use bae_rules::calendar::Span;
    let date = |name: &str| json!({ "heading": name, "type": "date", "blank": "none" });
    let fields = || {
        json!({
            "a": { "heading": "A", "type": "choice", "values": [{ "value": "each half term" }, { "value": "each term" }, { "value": "never" }] },
            "b": date("Joined"), "c": date("Left"), "e": date("Reviewed"),
        })
    };
    let by = |by: &str| json!({ "by": by, "of": ["a", "b", "c", "e"], "count": 10, "spans": { "half_term": ["each half term"], "term": ["each term"] } });
    let on = |as_of: &str, operation: &str| Derived::on(as_of, fields(), by(operation));
    let state = on("2026-03-11", "next-period-state");
    let name = on("2026-03-11", "next-period-name");
    let end = on("2026-03-11", "next-period-end");
    let school = state.program.calendar.school();
    let terms = school.periods(Span::Term);
    let now = terms.iter().position(|period| period.to >= Day::parse("2026-03-11").unwrap()).unwrap();
    let at = |day: Day| code(i64::from(day.days()));
    let (from, to) = (terms[now].from, terms[now].to);
    let (before, after) = (&terms[now - 1], &terms[now + 1]);
    let last = school.last_school_day(&terms[now]).unwrap();
    let (back, on_by) = (from.add_days(-1).unwrap(), to.add_days(1).unwrap());
    let long_ago = at(terms[now - 2].from);
    for (row, due, said) in [
        // A review on the first day of a term was for that one; a day earlier it was not.
        ([code(1), long_ago, Nothing, at(from)], after, "due"),
        ([code(1), long_ago, Nothing, at(back)], &terms[now], "due"),
        ([code(1), long_ago, Nothing, at(before.from)], &terms[now], "due"),
        ([code(1), long_ago, Nothing, at(before.from.add_days(-1).unwrap())], before, "overdue"),
        // Without a review, terms count from the day of joining: too late for this one, on its first day, in good time.
        ([code(1), at(to), Nothing, Nothing], after, "due"),
        ([code(1), at(from), Nothing, Nothing], &terms[now], "due"),
        ([code(1), at(on_by), Nothing, Nothing], after, "due"),
    ] {
        state.is(&row, said);
        name.is(&row, &due.name);
        end.is(&row, &school.last_school_day(due).unwrap().to_string());
    }
    // Ten school days are enough, nine are not.
    let tenth = (0..)
        .map(|back| to.add_days(-back).unwrap())
        .find(|joined| school.days_on_course(&terms[now], Some(*joined), None).unwrap() >= 10)
        .unwrap();
    name.is(&[code(1), at(tenth), Nothing, Nothing], &terms[now].name);
    name.is(&[code(1), at(tenth.add_days(1).unwrap()), Nothing, Nothing], &after.name);
    // Whoever left before a term began, or too early in it, has nothing due.
    for (left, said) in [(back, "nothing due"), (from, "nothing due"), (to, "due")] {
        state.is(&[code(1), long_ago, at(left), at(before.from)], said);
    }
    state.is(&[code(2), long_ago, Nothing, Nothing], "not required");
    name.is(&[code(2), long_ago, Nothing, Nothing], "");
    // So long before the first term that is listed that another may have lain between.
    let first = terms[0].from;
    let named = |days: i64| state.of(&[code(1), at(first.add_days(-days).unwrap()), Nothing, Nothing]);
    assert_eq!((named(0), named(20)), ("overdue".to_string(), "overdue".to_string()));
    // Those that are listed have passed: one is overdue, whichever it is.
    assert_eq!(named(400), "overdue, day not known");
    let longest = (0..400).take_while(|days| named(*days) == "overdue").last().unwrap();
    assert!([35, 62].contains(&longest), "{longest}");
    // While no half terms are listed, nobody can say in which half of a term a review is due.
    state.is(&[code(0), long_ago, Nothing, at(back)], "half terms not listed");
    assert_eq!(name.of(&[code(0), long_ago, Nothing, at(back)]), "nothing");
    // Its last school day is in time.
    let row = [code(1), long_ago, Nothing, at(back)];
    on(&last.to_string(), "next-period-state").is(&row, "due");
    on(&last.add_days(1).unwrap().to_string(), "next-period-state").is(&row, "overdue");
    // A learner of whom nobody knows when they joined was there by the review.
    state.is(&[code(1), Unreadable, Nothing, at(from)], "due");
    state.is(&[code(1), Unreadable, Nothing, Nothing], "unknown");
    state.is(&[Unknown, long_ago, Nothing, Nothing], "unknown");
}
