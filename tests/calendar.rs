//! Working days and school days against answers that were worked out elsewhere, and against a plain walk day by day.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::calendar::{
    Calendar, CalendarSettings, Closure, Day, HalfTerm, Nation, Reason, School, Span, Uncovered, bank_holidays,
};
use std::collections::BTreeMap;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|| panic!("`{text}` is a date"))
}

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The rows under the headings, as cells.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

fn codes(settings: CalendarSettings) -> Vec<String> {
    Calendar::new(settings).err().unwrap_or_default().into_iter().map(|problem| problem.code).collect()
}

fn closure(from: &str, to: &str) -> Closure {
    Closure { from: day(from), to: Some(day(to)), reason: "Closed".into() }
}

/// Numbers without order, the same on every run.
struct Chance(u64);

impl Chance {
    fn up_to(&mut self, limit: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % limit).unwrap()
    }
}

#[test]
fn all_printed_working_day_cases_come_out_as_printed() {
    let text = file("golden/working-days.tsv");
    let mut count = 0;
    for row in rows(&text) {
        let [date, n, nation, expected] = row[..] else { panic!("{row:?}") };
        let calendar = Calendar::of(Nation::parse(nation));
        assert_eq!(calendar.add_working_days(day(date), n.parse().unwrap()), Ok(day(expected)), "{row:?}");
        count += 1;
    }
    assert_eq!(count, 126);
}

/// Asks what another program was asked, and gives how many questions there were.
fn answered_as_in(name: &str) -> usize {
    let mut closures: BTreeMap<String, Vec<Closure>> = BTreeMap::from([("none".into(), Vec::new())]);
    for row in rows(&file("data/working-days-closures.tsv")) {
        closures.entry(row[0].into()).or_default().push(closure(row[1], row[2]));
    }
    let mut calendars = BTreeMap::new();
    for nation in Nation::ALL.into_iter().map(Some).chain([None]) {
        for (name, closures) in &closures {
            let settings = CalendarSettings { nation, closures: closures.clone(), ..CalendarSettings::default() };
            let code = nation.map_or("none", Nation::code);
            calendars.insert((code.to_string(), name.clone()), Calendar::new(settings).unwrap());
        }
    }
    let text = file(name);
    let mut count = 0;
    for row in rows(&text) {
        let [date, n, nation, closures, expected, to, between] = row[..] else { panic!("{row:?}") };
        let calendar = &calendars[&(nation.to_string(), closures.to_string())];
        assert_eq!(calendar.add_working_days(day(date), n.parse().unwrap()), Ok(day(expected)), "{row:?}");
        assert_eq!(calendar.working_days_between(day(date), day(to)), Ok(between.parse().unwrap()), "{row:?}");
        count += 1;
    }
    count
}

#[test]
fn ten_thousand_answers_of_another_program_are_the_same() {
    assert_eq!(answered_as_in("data/working-days-python.tsv"), 10_000);
}

#[test]
fn three_thousand_answers_of_a_spreadsheet_program_are_the_same() {
    assert_eq!(answered_as_in("data/working-days-libreoffice.tsv"), 3000);
}

#[test]
fn the_official_lists_of_2012_to_2028_are_the_same_to_the_name() {
    let text = file("data/bank-holidays-official.tsv");
    for nation in Nation::ALL {
        let official: Vec<(String, String)> = rows(&text)
            .filter(|row| row[0] == nation.code())
            .map(|row| (row[1].to_string(), row[2].to_string()))
            .collect();
        let ours: Vec<(String, String)> = (2012..=2028)
            .flat_map(|year| bank_holidays(nation, year).unwrap())
            // Proclaimed after the copy was made.
            .filter(|holiday| !(nation == Nation::Scotland && holiday.day == day("2026-06-15")))
            .map(|holiday| {
                // With New Year's Day on a Sunday the list has 2 January stay in 2012 and 2017, and move in 2023.
                let name = match (nation, holiday.day.to_string().as_str()) {
                    (Nation::Scotland, "2023-01-02") => "New Year’s Day",
                    (Nation::Scotland, "2023-01-03") => "2nd January",
                    _ => holiday.name,
                };
                (holiday.day.to_string(), name.to_string())
            })
            .collect();
        assert_eq!(ours, official, "{}", nation.name());
    }
}

#[test]
fn substitute_days_are_marked_as_the_official_lists_mark_them() {
    let text = file("data/bank-holidays-official.tsv");
    for nation in Nation::ALL {
        for year in 2012..=2028 {
            for holiday in bank_holidays(nation, year).unwrap() {
                let date = holiday.day.to_string();
                let listed = rows(&text).find(|row| row[0] == nation.code() && row[1] == date);
                // The list calls the moved spring holiday of 2012 a substitute, but not that of 2022. Nobody works on
                // either Scottish day of January 2023, whichever of them is called the substitute.
                let told_apart = ["2012-06-04", "2023-01-02"].contains(&date.as_str());
                if let Some(row) = listed.filter(|_| !told_apart) {
                    assert_eq!(holiday.substitute, row[3] == "Substitute day", "{row:?}");
                }
            }
        }
    }
}

#[test]
fn ten_thousand_random_cases_agree_with_a_walk_day_by_day() {
    let mut chance = Chance(7);
    for nation in Nation::ALL.into_iter().map(Some).chain([None]) {
        let closures = vec![closure("2026-04-07", "2026-04-07"), closure("2026-07-20", "2026-08-31")];
        let works_on = nation.map(|_| day("2026-05-04")).into_iter().collect();
        let settings = CalendarSettings { nation, closures: closures.clone(), works_on, half_terms: Vec::new() };
        let calendar = Calendar::new(settings).unwrap();
        let holidays: Vec<Day> = (2018..=2034)
            .filter_map(|year| bank_holidays(nation?, year).ok())
            .flatten()
            .map(|holiday| holiday.day)
            .filter(|holiday| *holiday != day("2026-05-04"))
            .collect();
        let works = |day: Day| {
            !day.is_weekend() && !holidays.contains(&day) && !closures.iter().any(|closure| closure.holds(day))
        };
        for _ in 0..2_500 {
            let start = day("2022-01-01").add_days(chance.up_to(3_000)).unwrap();
            let n = chance.up_to(121) - 60;
            let (mut end, mut left) = (start, n);
            while left != 0 {
                end = end.add_days(n.signum()).unwrap();
                if works(end) {
                    left -= n.signum();
                }
            }
            assert_eq!(calendar.add_working_days(start, n), Ok(end), "{start} {n}");
            assert_eq!(calendar.working_days_between(start, end), Ok(n), "{start} {n}");
            assert_eq!(calendar.is_working_day(start), Ok(works(start)));
            assert_eq!(calendar.reason(start).unwrap().is_none(), works(start));
            let skipped = calendar.skipped(start, end).unwrap();
            assert_eq!(i64::from(start.days_until(end)).abs(), n.abs() + i64::try_from(skipped.len()).unwrap());
            assert!(skipped.iter().all(|off| !works(off.day)));
        }
    }
}

#[test]
fn adding_then_counting_comes_back_to_the_same_number_over_the_whole_range() {
    let mut chance = Chance(11);
    for nation in Nation::ALL.into_iter().map(Some).chain([None]) {
        let calendar = Calendar::of(nation);
        let (first, last) = calendar.covers();
        let span = u64::try_from(first.days_until(last)).unwrap() + 1;
        for _ in 0..5_000 {
            let start = first.add_days(chance.up_to(span)).unwrap();
            let n = chance.up_to(60_001) - 30_000;
            match calendar.add_working_days(start, n) {
                Ok(end) => {
                    assert_eq!(calendar.working_days_between(start, end), Ok(n), "{start} {n}");
                    assert!(n == 0 || calendar.is_working_day(end) == Ok(true));
                }
                Err(uncovered) => {
                    assert_eq!(uncovered, Uncovered::BankHolidays { first, last });
                    let edge = if n > 0 { last } else { first };
                    assert!(calendar.working_days_between(start, edge).unwrap().abs() < n.abs(), "{start} {n}");
                }
            }
        }
    }
}

#[test]
fn nought_working_days_is_the_day_itself_even_on_a_holiday() {
    let calendar = Calendar::of(Some(Nation::EnglandAndWales));
    for text in ["2026-04-03", "2026-04-04", "2026-04-07"] {
        assert_eq!(calendar.add_working_days(day(text), 0), Ok(day(text)));
        assert_eq!(calendar.working_days_between(day(text), day(text)), Ok(0));
    }
}

#[test]
fn a_free_start_counts_the_next_working_day_as_day_1() {
    let calendar = Calendar::of(Some(Nation::EnglandAndWales));
    assert_eq!(calendar.next_working_day(day("2026-04-03")), Ok(day("2026-04-07")));
    assert_eq!(calendar.add_working_days(day("2026-04-05"), -1), Ok(day("2026-04-02")));
    assert_eq!(calendar.on_or_after(day("2026-04-02")), Ok(day("2026-04-02")));
    assert_eq!(calendar.on_or_after(day("2026-04-03")), Ok(day("2026-04-07")));
    assert_eq!(calendar.next_working_day(day("2026-04-02")), Ok(day("2026-04-07")));
}

#[test]
fn days_that_are_not_covered_are_refused_on_both_sides() {
    for (nation, first, last) in
        [(Some(Nation::Scotland), "1978-01-01", "2099-12-31"), (None, "1900-01-01", "2199-12-31")]
    {
        let calendar = Calendar::of(nation);
        assert_eq!(calendar.covers(), (day(first), day(last)));
        let uncovered = Uncovered::BankHolidays { first: day(first), last: day(last) };
        assert!(calendar.is_working_day(day(first)).is_ok() && calendar.is_working_day(day(last)).is_ok());
        assert_eq!(calendar.add_working_days(day(last), 1), Err(uncovered));
        assert_eq!(calendar.add_working_days(day(first), -1), Err(uncovered));
        for n in [i64::MIN, i64::MAX] {
            assert_eq!(calendar.add_working_days(day("2026-04-08"), n), Err(uncovered));
        }
        for outside in [day(first).add_days(-1), day(last).add_days(1)].into_iter().flatten() {
            assert_eq!(calendar.is_working_day(outside), Err(uncovered));
            assert_eq!(calendar.add_working_days(outside, 0), Err(uncovered));
            assert_eq!(calendar.working_days_between(outside, day("2026-04-08")), Err(uncovered));
            assert_eq!(calendar.working_days_between(day("2026-04-08"), outside), Err(uncovered));
            assert_eq!(calendar.skipped(outside, day("2026-04-08")), Err(uncovered));
            assert_eq!(calendar.skipped(day("2026-04-08"), outside), Err(uncovered));
            assert_eq!(calendar.reason(outside), Err(uncovered));
        }
    }
}

#[test]
fn passed_over_days_are_told_with_their_reasons() {
    let winter = Closure { from: day("2026-12-29"), to: Some(day("2026-12-31")), reason: "Winter closure".into() };
    let settings = CalendarSettings { closures: vec![winter], ..CalendarSettings::default() };
    let calendar = Calendar::new(settings).unwrap();
    let told = |from, to| -> Vec<String> {
        calendar.skipped(day(from), day(to)).unwrap().iter().map(ToString::to_string).collect()
    };
    let winter = [
        "Fri 25 Dec 2026 Christmas Day",
        "Sat 26 Dec 2026 weekend",
        "Sun 27 Dec 2026 weekend",
        "Mon 28 Dec 2026 Boxing Day (substitute day)",
        "Tue 29 Dec 2026 Winter closure",
        "Wed 30 Dec 2026 Winter closure",
        "Thu 31 Dec 2026 Winter closure",
        "Fri 1 Jan 2027 New Year’s Day",
    ];
    assert_eq!(told("2026-12-24", "2027-01-01"), winter);
    assert_eq!(told("2027-01-02", "2026-12-25"), winter);
    assert_eq!(told("2026-12-25", "2026-12-27"), winter[1..3]);
    assert_eq!(told("2026-12-27", "2026-12-25"), winter[..2]);
    assert!(told("2026-12-25", "2026-12-25").is_empty());
    assert_eq!(calendar.reason(day("2026-12-24")), Ok(None));
    assert_eq!(calendar.reason(day("2026-12-27")), Ok(Some(Reason::Weekend)));
}

#[test]
fn an_organisation_may_work_on_a_bank_holiday() {
    let on = |works_on| CalendarSettings { nation: Some(Nation::Scotland), works_on, ..CalendarSettings::default() };
    let calendar = Calendar::new(on(vec![day("2026-06-15")])).unwrap();
    assert_eq!(calendar.is_working_day(day("2026-06-15")), Ok(true));
    assert_eq!(calendar.add_working_days(day("2026-06-08"), 10), Ok(day("2026-06-22")));
    assert!(calendar.bank_holiday(day("2026-06-15")).is_some());
    assert_eq!(codes(on(vec![day("2026-06-16")])), ["not-a-bank-holiday"]);
    assert_eq!(codes(CalendarSettings { nation: None, ..on(vec![day("2026-06-15")]) }), ["not-a-bank-holiday"]);
}

#[test]
fn closures_that_cannot_be_meant_are_refused() {
    let with = |from, to| codes(CalendarSettings { closures: vec![closure(from, to)], ..CalendarSettings::default() });
    assert!(with("2026-04-07", "2026-04-07").is_empty());
    assert_eq!(with("2026-04-07", "2026-04-06"), ["closure-reversed"]);
    assert!(with("2026-01-01", "2026-04-30").is_empty());
    assert_eq!(with("2026-01-01", "2026-05-01"), ["closure-too-long"]);
    assert!(with("1978-01-01", "1978-01-02").is_empty());
    assert_eq!(with("1977-12-31", "1978-01-02"), ["date-outside-calendar"]);
    assert!(with("2099-12-30", "2099-12-31").is_empty());
    assert_eq!(with("2099-12-30", "2100-01-01"), ["date-outside-calendar"]);
}

#[test]
fn a_refused_closure_is_told_with_its_dates_and_length() {
    let closures = vec![closure("2026-01-01", "2026-05-01")];
    let problems = Calendar::new(CalendarSettings { closures, ..CalendarSettings::default() }).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "the closure `Closed` lasts 121 days: 1 January 2026 to 1 May 2026; expected at most 120 days. \
         Check the years; a longer closure can be given in parts."
    );
}

#[test]
fn settings_without_a_nation_keep_the_bank_holidays_of_england_and_wales() {
    let nation = |text| serde_json::from_str::<CalendarSettings>(text).map(|settings| settings.nation);
    assert_eq!(nation("{}").unwrap(), Some(Nation::EnglandAndWales));
    assert_eq!(nation(r#"{"nation": null}"#).unwrap(), None);
    assert_eq!(nation(r#"{"nation": "northern-ireland"}"#).unwrap(), Some(Nation::NorthernIreland));
    assert!(nation(r#"{"nation": "UK"}"#).is_err());
    assert!(nation(r#"{"holidays": []}"#).is_err());
    assert!(nation(r#"{"closures": [{"from": "31/12/2026", "reason": ""}]}"#).is_err());
}

fn listed_half_terms() -> Vec<HalfTerm> {
    rows(&file("golden/reviews.terms.tsv"))
        .map(|row| HalfTerm { name: row[0].into(), term: row[1].into(), from: day(row[2]), to: day(row[3]) })
        .collect()
}

fn with_half_terms(half_terms: Vec<HalfTerm>) -> Calendar {
    Calendar::new(CalendarSettings { half_terms, ..CalendarSettings::default() }).unwrap()
}

/// The first period after the last review, or the first at all, with so many school days on the course.
fn next_review(school: &School, span: Span, days: i64, row: &[&str]) -> Option<(String, String)> {
    let (joined, left, reviewed) = (Day::parse(row[2]), Day::parse(row[3]), Day::parse(row[4]));
    let after = reviewed.unwrap_or(Day::FIRST);
    let mut period = school.first_period_after(span, after);
    while let Some(found) = period {
        if school.days_on_course(found, joined, left).unwrap() >= days {
            return Some((found.name.clone(), school.last_school_day(found)?.to_string()));
        }
        period = school.first_period_after(span, found.from);
    }
    None
}

#[test]
fn printed_reviews_fall_due_on_the_printed_days() {
    let calendar = with_half_terms(listed_half_terms());
    let (trackers, answers) = (file("golden/reviews.tsv"), file("golden/reviews.expected.tsv"));
    for (row, expected) in rows(&trackers).zip(rows(&answers)) {
        assert_eq!(row[0], expected[0]);
        let due = match row[1] {
            "NEET prevention" => next_review(calendar.school(), Span::HalfTerm, 10, &row),
            "Diploma" | "Young Apprenticeship" => next_review(calendar.school(), Span::Term, 1, &row),
            _ => None,
        };
        let (period, date) = due.unwrap_or_default();
        assert_eq!((date.as_str(), period.as_str()), (expected[1], expected[2]), "{row:?}");
    }
}

#[test]
fn school_days_are_working_days_inside_a_half_term() {
    let training = closure("2025-09-03", "2025-09-04");
    let settings =
        CalendarSettings { closures: vec![training], half_terms: listed_half_terms(), ..CalendarSettings::default() };
    let calendar = Calendar::new(settings).unwrap();
    let school = calendar.school();
    assert!(!school.is_official());
    for (text, expected) in [
        ("2025-09-01", false),
        ("2025-09-02", false),
        ("2025-09-03", false),
        ("2025-09-05", true),
        ("2025-09-06", false),
        ("2025-10-24", true),
        ("2025-10-27", false),
        ("2025-12-25", false),
        ("2026-05-04", false),
        ("2026-05-05", true),
        ("2026-07-17", true),
        ("2026-07-19", false),
    ] {
        assert_eq!(school.is_school_day(day(text)), Ok(expected), "{text}");
    }
    let autumn = &school.periods(Span::Term)[0];
    assert_eq!((autumn.name.as_str(), autumn.from, autumn.to), ("Autumn", day("2025-09-03"), day("2025-12-19")));
    assert_eq!(school.first_school_day(autumn), Some(day("2025-09-05")));
    assert_eq!(school.last_school_day(autumn), Some(day("2025-12-19")));
    assert_eq!(school.school_days_within(autumn.from, autumn.to), Ok(36 + 35));
    assert_eq!(school.school_days_within(autumn.to, autumn.to), Ok(1));
    assert_eq!(school.school_days_within(autumn.to, autumn.from), Ok(0));
    assert_eq!(school.days_on_course(autumn, Some(day("2025-12-15")), None), Ok(5));
    assert_eq!(school.days_on_course(autumn, None, Some(day("2025-09-08"))), Ok(2));
    assert_eq!(school.days_on_course(autumn, Some(day("2026-01-05")), None), Ok(0));
    assert_eq!(school.days_on_course(autumn, Some(day("2025-10-24")), Some(day("2025-11-03"))), Ok(2));
}

#[test]
fn a_half_term_that_ends_on_a_holiday_ends_a_school_day_sooner() {
    let half =
        |name: &str, from, to| HalfTerm { name: name.into(), term: "Spring".into(), from: day(from), to: day(to) };
    let calendar = with_half_terms(vec![
        half("To Good Friday", "2026-02-23", "2026-04-03"),
        half("A weekend", "2026-04-11", "2026-04-12"),
    ]);
    let school = calendar.school();
    let [spring, weekend] = school.periods(Span::HalfTerm) else { panic!("two half terms") };
    assert_eq!(school.last_school_day(spring), Some(day("2026-04-02")));
    assert_eq!((school.first_school_day(weekend), school.last_school_day(weekend)), (None, None));
    assert!(school.weeks(weekend).is_empty());
    assert_eq!(school.first_school_day(spring), Some(day("2026-02-23")));
}

#[test]
fn the_next_period_starts_after_the_day_not_on_it() {
    let calendar = with_half_terms(listed_half_terms());
    let school = calendar.school();
    let next = |text| school.first_period_after(Span::HalfTerm, day(text)).map(|period| period.name.as_str());
    assert_eq!(next("2025-09-02"), Some("Autumn 1"));
    assert_eq!(next("2025-09-03"), Some("Autumn 2"));
    assert_eq!(next("2026-05-31"), Some("Summer 2"));
    assert_eq!(next("2026-06-01"), None);
    let within = |text| school.period_of(Span::Term, day(text)).map(|period| period.name.as_str());
    assert_eq!(within("2025-09-02"), None);
    assert_eq!(within("2025-09-03"), Some("Autumn"));
    assert_eq!(within("2025-10-29"), Some("Autumn"));
    assert_eq!(school.period_of(Span::HalfTerm, day("2025-10-29")), None);
    assert_eq!(within("2025-12-19"), Some("Autumn"));
    assert_eq!(within("2025-12-20"), None);
    assert_eq!(within("2026-07-18"), None);
}

#[test]
fn weeks_of_term_are_numbered_without_the_holidays() {
    let calendar = with_half_terms(listed_half_terms());
    let school = calendar.school();
    let autumn = school.weeks(&school.periods(Span::Term)[0]);
    assert_eq!(autumn.len(), 8 + 7);
    assert_eq!((autumn[0].number, autumn[0].monday, autumn[0].school_days), (1, day("2025-09-01"), 3));
    assert_eq!((autumn[7].monday, autumn[7].school_days), (day("2025-10-20"), 5));
    assert_eq!((autumn[8].number, autumn[8].monday), (9, day("2025-11-03")));
    let summer = school.weeks(&school.periods(Span::HalfTerm)[4]);
    assert_eq!((summer[3].monday, summer[3].school_days), (day("2026-05-04"), 4));
}

#[test]
fn a_period_that_ends_on_a_monday_has_a_last_week_of_one_day() {
    let half = HalfTerm { name: "A".into(), term: "A".into(), from: day("2026-01-08"), to: day("2026-01-12") };
    let calendar = with_half_terms(vec![half]);
    let weeks = calendar.school().weeks(&calendar.school().periods(Span::Term)[0]);
    assert_eq!(weeks.iter().map(|week| (week.number, week.school_days)).collect::<Vec<_>>(), [(1, 2), (2, 1)]);
}

#[test]
fn term_time_days_leave_out_whole_holiday_weeks_only() {
    let calendar = with_half_terms(listed_half_terms());
    let school = calendar.school();
    for (from, to, days) in [
        ("2025-10-20", "2025-10-27", 6),
        ("2025-10-24", "2025-11-03", 3),
        ("2025-10-24", "2025-11-10", 10),
        ("2025-10-27", "2025-11-02", 0),
        ("2025-09-05", "2025-10-17", 42),
        ("2025-12-19", "2026-01-05", 3),
    ] {
        assert_eq!(school.term_time_days_between(day(from), day(to)), Ok(days), "{from} {to}");
    }
    assert_eq!(school.term_time_days_between(day("2025-11-03"), day("2025-10-24")), Ok(-3));
    assert_eq!(school.term_time_days_between(day("2025-11-03"), day("2025-11-03")), Ok(0));
}

#[test]
fn days_without_term_dates_are_refused_not_taken_for_holidays() {
    let half = |name: &str, from, to| HalfTerm { name: name.into(), term: "T".into(), from: day(from), to: day(to) };
    let calendar = with_half_terms(vec![
        half("Autumn 2024", "2024-09-04", "2024-10-25"),
        half("Autumn 2025", "2025-09-03", "2025-10-24"),
    ]);
    let school = calendar.school();
    let none = |text| Err(Uncovered::TermDates { day: day(text) });
    // Whole weeks count as listed: the Monday before the first day and the Sunday after the last.
    assert_eq!(school.is_school_day(day("2024-09-02")), Ok(false));
    assert_eq!(school.is_school_day(day("2024-09-01")), none("2024-09-01"));
    assert_eq!(school.is_school_day(day("2024-10-27")), Ok(false));
    assert_eq!(school.is_school_day(day("2024-10-28")), none("2024-10-28"));
    assert_eq!(school.is_school_day(day("2025-08-31")), none("2025-08-31"));
    assert_eq!(school.is_school_day(day("2025-09-01")), Ok(false));
    assert_eq!(school.is_school_day(day("2025-10-26")), Ok(false));
    assert_eq!(school.is_school_day(day("2025-10-27")), none("2025-10-27"));
    assert_eq!(
        school.school_days_within(day("2024-10-01"), day("2025-09-30")),
        Err(Uncovered::TermDates { day: day("2024-10-28") })
    );
    assert_eq!(
        school.term_time_days_between(day("2025-09-30"), day("2024-10-01")),
        Err(Uncovered::TermDates { day: day("2024-10-28") })
    );
}

#[test]
fn a_long_summer_is_a_holiday_and_a_forgotten_half_term_is_not() {
    let pair = |to: &str, from: &str| {
        let last = day(from).add_days(30).unwrap();
        let calendar = with_half_terms(vec![
            HalfTerm { name: "One".into(), term: "A".into(), from: day(to).add_days(-30).unwrap(), to: day(to) },
            HalfTerm { name: "Two".into(), term: "B".into(), from: day(from), to: last },
        ]);
        calendar.school().school_days_within(day(to), day(from)).is_ok()
    };
    assert!(pair("2026-06-12", "2026-09-21"), "100 days");
    assert!(!pair("2026-06-12", "2026-09-22"), "101 days");
    assert!(pair("2025-11-28", "2026-01-13"), "45 days");
    assert!(!pair("2025-11-28", "2026-01-14"), "46 days");
}

#[test]
fn official_terms_stand_in_where_none_are_listed() {
    let calendar = Calendar::of(Some(Nation::EnglandAndWales));
    let school = calendar.school();
    assert!(school.is_official());
    let within = |span, text| school.period_of(span, day(text)).map(|period| period.name.as_str());
    for (text, half, term) in [
        ("2026-04-05", "Spring", "Spring"),
        ("2026-04-06", "Summer 1", "Summer"),
        ("2026-05-24", "Summer 1", "Summer"),
        ("2026-05-25", "Summer 2", "Summer"),
        ("2026-07-31", "Summer 2", "Summer"),
        ("2026-08-01", "Autumn", "Autumn"),
        ("2026-12-31", "Autumn", "Autumn"),
        ("2027-01-01", "Spring", "Spring"),
    ] {
        assert_eq!((within(Span::HalfTerm, text), within(Span::Term, text)), (Some(half), Some(term)), "{text}");
    }
    let (first, last) = calendar.covers();
    assert_eq!(school.is_school_day(first), Ok(false));
    assert!(school.is_school_day(last).is_ok());
    assert_eq!(school.is_school_day(Day::LAST), Err(Uncovered::TermDates { day: Day::LAST }));
    let summer = school.period_of(Span::Term, day("2026-06-01")).unwrap();
    assert_eq!(school.last_school_day(summer), Some(day("2026-07-31")));
}

#[test]
fn term_dates_in_settings_are_checked_with_the_rest() {
    let text = r#"{"half_terms": [
        {"name": "Autumn 1", "term": "Autumn", "from": "2025-09-03", "to": "2025-10-24"},
        {"name": "Autumn 2", "term": "Autumn", "from": "2025-10-24", "to": "2025-12-19"}
    ], "closures": [{"from": "2025-09-04", "to": "2025-09-03", "reason": "Training"}]}"#;
    assert_eq!(codes(serde_json::from_str(text).unwrap()), ["closure-reversed", "terms-overlap"]);
}

#[test]
fn days_that_need_no_explanation_are_told_from_those_that_do() {
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    let days = calendar.skipped(Day::parse("2026-04-02").unwrap(), Day::parse("2026-04-07").unwrap()).unwrap();
    let told: Vec<(String, bool)> = days.iter().map(|day| (day.to_string(), day.is_weekend())).collect();
    let expected = [
        ("Fri 3 Apr 2026 Good Friday", false),
        ("Sat 4 Apr 2026 weekend", true),
        ("Sun 5 Apr 2026 weekend", true),
        ("Mon 6 Apr 2026 Easter Monday", false),
    ];
    assert_eq!(told, expected.map(|(said, weekend)| (said.to_string(), weekend)));
}
