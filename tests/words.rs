//! Words that people read in many places, one by one.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::calendar::{Closure, Day};
use bae_rules::evaluate::duties::Standing;
use bae_rules::policy::pack::{Origin, Ours, RegisterState, Row, TimeUnit, Unit};

#[test]
fn each_standing_state_and_unit_has_its_words() {
    let standings = [
        (Standing::NotDue, "not due"),
        (Standing::Due, "due"),
        (Standing::Overdue, "overdue"),
        (Standing::Done, "done"),
        (Standing::CannotSay, "cannot say"),
        (Standing::NotAssessed, "not assessed"),
    ];
    for (standing, words) in standings {
        assert_eq!(standing.words(), words);
    }
    let states = [
        (RegisterState::Evaluated, "evaluated"),
        (RegisterState::Duty, "duty"),
        (RegisterState::Shown, "shown"),
        (RegisterState::NotForSoftware, "not for software"),
    ];
    for (state, words) in states {
        assert_eq!(state.words(), words);
    }
    let units = [
        (TimeUnit::WorkingDays, "working day|working days"),
        (TimeUnit::CalendarDays, "calendar day|calendar days"),
        (TimeUnit::Weeks, "week|weeks"),
        (TimeUnit::Months, "month|months"),
        (TimeUnit::TermTimeDays, "term-time day|term-time days"),
        (TimeUnit::SchoolTerms, "school term|school terms"),
    ];
    for (unit, names) in units {
        assert_eq!(unit.names(), names);
        assert_eq!(TimeUnit::of_word(names.split('|').nth(1).unwrap()), Some(unit));
        assert_eq!(Unit::Named(unit).setting(), None);
    }
    assert_eq!(TimeUnit::of_word("fortnights"), None);
    assert_eq!(Unit::Setting("notice_in".to_string()).setting().map(String::as_str), Some("notice_in"));
}

#[test]
fn a_row_says_which_of_its_parts_are_ours() {
    let row = |origin: &str, ours: &str| -> Row {
        let text = format!(
            r#"{{ "id": "A", "clause": "G 1", "says": "so", "who": "Tutor", "origin": "{origin}", "ours": [{ours}] }}"#
        );
        bae_rules::json::from_str(&text).unwrap()
    };
    for (origin, ours, words, who, day) in [
        ("source", "", "source", "Tutor", false),
        ("source", "\"who\"", "source; who: engine default", "Tutor (engine default)", false),
        ("source", "\"due\"", "source; by when: engine default", "Tutor", true),
        ("source", "\"who\", \"due\"", "source; who and by when: engine default", "Tutor (engine default)", true),
        ("engine default", "\"who\"", "engine default", "Tutor (engine default)", false),
    ] {
        let row = row(origin, ours);
        assert_eq!((row.origin_words(), row.who_words().as_str()), (words, who));
        assert_eq!(!row.day_note().is_empty(), day, "{ours}");
        assert_eq!(row.ours.contains(&Ours::Due), day);
        assert_eq!(row.origin == Origin::Source, origin == "source");
    }
}

#[test]
fn days_of_a_month_and_of_a_closure() {
    let day = |text: &str| Day::parse(text).unwrap();
    assert_eq!(["2026-02-28", "2026-03-01", "2024-02-29"].map(|text| day(text).day_of_month()), [28, 1, 29]);
    let closure = Closure { from: day("2026-05-26"), to: Some(day("2026-05-28")), reason: "Inset".to_string() };
    let held =
        ["2026-05-25", "2026-05-26", "2026-05-27", "2026-05-28", "2026-05-29"].map(|text| closure.holds(day(text)));
    assert_eq!(held, [false, true, true, true, false]);
}
