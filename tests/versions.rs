//! A rule with dated versions answers by the one of the day, on both sides of the change, and says so where there is none.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::calendar::Day;
use bae_rules::decision::{Decision, Status};
use bae_rules::policy::load;
use bae_rules::policy::settings::Organisation;
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::rc::Rc;

/// A version of the rule on being late, its row for `from` times and more, and the days on which it holds.
fn late(id: &str, clause: &str, from: u32, in_force: Value) -> Value {
    let mut rule = json!({
        "id": id, "title": "Late", "kind": "table", "hit": "unique", "values": ["Often", "Seldom"],
        "rows": [
            { "id": format!("{clause}-1"), "when": { "times": format!(">= {from}") }, "then": "Often",
              "clause": format!("L {clause}"), "says": "late {times} times" },
            { "id": format!("{clause}-2"), "when": { "times": format!("< {from}") }, "then": "Seldom",
              "clause": format!("L {clause}"), "says": "late only {times} times" },
        ],
    });
    if !in_force.is_null() {
        rule["in_force"] = in_force;
    }
    rule
}

fn pack(in_force: Value, rules: &[Value]) -> Value {
    let ids: BTreeSet<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    let mut pack = json!({
        "pack": "late", "schema": 1, "version": "2", "title": "Late", "about": "Made up.",
        "sources": { "L": { "title": "On being late", "publisher": "Nobody" } },
        "subject": "who", "derived": {}, "settings": {}, "results": [], "examples": [], "rules": rules,
        "fields": {
            "who": { "heading": "Who", "type": "text" },
            "times": { "heading": "Times late", "type": "count", "required": true },
        },
        "decisions": ids.into_iter().map(|id| json!({ "id": id, "title": id })).collect::<Vec<_>>(),
    });
    if !in_force.is_null() {
        pack["in_force"] = in_force;
    }
    pack
}

/// The decision about somebody who was late four times.
fn on(pack: &Value, day: &str) -> Decision {
    let pack = Rc::new(load::load(&pack.to_string()).unwrap());
    let mut tracker = Tracker::new(paste::parse("Who\tTimes late\nA. Learner\t4".to_string()));
    tracker.read(&[Rc::clone(&pack)], &Choices { policies: vec![pack.pack.clone()], ..Choices::default() });
    assert!(tracker.evaluate(Day::parse(day).unwrap(), &Organisation::default()).is_empty());
    tracker.explain(1).swap_remove(0)
}

#[test]
fn the_version_of_the_day_answers_and_is_cited() {
    let rules = [
        late("late", "old", 5, json!({ "to": "2026-08-31" })),
        late("late", "new", 4, json!({ "from": "2026-09-01", "to": "2027-08-31" })),
    ];
    let pack = pack(json!({ "to": "2027-08-31" }), &rules);
    for (day, answer, rule, clause) in [
        ("2020-01-01", "Seldom", "old-2", "L old"),
        ("2026-08-31", "Seldom", "old-2", "L old"),
        ("2026-09-01", "Often", "new-1", "L new"),
        ("2027-08-31", "Often", "new-1", "L new"),
    ] {
        let found = on(&pack, day);
        assert_eq!((found.outcome.as_deref(), found.status), (Some(answer), Status::Decided), "{day}");
        let cited: Vec<(&str, &str)> =
            found.rules.iter().map(|cited| (cited.id.as_str(), cited.clause.as_str())).collect();
        assert_eq!(cited, [(rule, clause)], "{day}");
    }
}

#[test]
fn a_pack_that_leaves_a_day_without_a_version_is_refused() {
    let gap = [
        late("late", "old", 5, json!({ "to": "2026-08-31" })),
        late("late", "new", 4, json!({ "from": "2026-09-02" })),
    ];
    let twice = [
        late("late", "old", 5, json!({ "to": "2026-09-01" })),
        late("late", "new", 4, json!({ "from": "2026-09-01" })),
    ];
    for (rules, code, day) in [(gap, "time-gap", "2 September 2026"), (twice, "time-overlap", "1 September 2026")] {
        let problems = load::load(&pack(Value::Null, &rules).to_string()).unwrap_err();
        assert_eq!((problems.len(), problems[0].code.as_str()), (1, code), "{problems:?}");
        assert!(problems[0].message.contains("rule late") && problems[0].message.contains(day), "{problems:?}");
    }
}

#[test]
fn a_policy_out_of_force_answers_nothing_and_says_from_when_to_when() {
    for (in_force, out, within, expected) in [
        (json!({ "from": "2026-09-01" }), "2026-08-31", "2026-09-01", "a date from 1 September 2026 on"),
        (json!({ "to": "2026-08-31" }), "2026-09-01", "2026-08-31", "a date up to 31 August 2026"),
        (
            json!({ "from": "2026-09-01", "to": "2027-08-31" }),
            "2027-09-01",
            "2027-08-31",
            "a date from 1 September 2026 to 31 August 2027",
        ),
    ] {
        let pack = pack(in_force, &[late("late", "only", 4, Value::Null)]);
        assert_eq!(on(&pack, within).outcome.as_deref(), Some("Often"));
        let found = on(&pack, out);
        assert_eq!((found.outcome.as_deref(), found.status), (None, Status::NotInForce));
        let told = format!("{} {:?}", found.sentence, found.problems);
        assert!(told.contains("Late is not in force on that date") && told.contains(expected), "{told}");
    }
}
