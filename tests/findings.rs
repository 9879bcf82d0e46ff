//! What the verifier says about small packs: every word of it, both sides of each limit, and the row that shows it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod small;

use bae_rules::policy::verify::boundaries::{Boundary, boundaries};
use bae_rules::policy::verify::{Finding, verify};
use serde_json::{Value, json};
use small::{Said, by_turns, cells, pack, read, row, table, twice, up_to_nine, with};

/// Everything the verifier says, a line for each finding, each with its witness.
fn told(pack: &Value) -> Vec<String> {
    let line = |finding: Finding| {
        let beside =
            if finding.beside.is_empty() { String::new() } else { format!(" beside{}", cells(&finding.beside)) };
        format!(
            "{:?} {}: {}{}{beside}",
            finding.kind,
            finding.rows.join("+"),
            finding.sentence,
            cells(&finding.witness)
        )
    };
    verify(&read(pack)).into_iter().map(line).collect()
}

/// Only what it says about values that a fact cannot have.
fn outside(pack: &Value) -> Vec<String> {
    told(pack).into_iter().filter(|line| line.starts_with("OutsideDomain")).collect()
}

#[test]
fn stretches_of_numbers_and_days_are_told_by_their_ends() {
    let mut said = Said::new("findings", "stretches-of-numbers-and-days-are-told-by-their-ends");
    let percent = json!({ "heading": "Score", "type": "percent", "unit": "%" });
    let count = json!({ "heading": "Times", "type": "count" });
    let number = json!({ "heading": "Number", "type": "number", "unit": "points" });
    let halves = json!({ "heading": "Halves", "type": "number", "step": "0.5", "min": "-2", "max": "20" });
    let day = json!({ "heading": "Day", "type": "date" });
    for (spec, tests) in [
        (&percent, ["<90", "[93..95)", ">96"]),
        (&percent, ["<90", ">90", "-1"]),
        (&percent, ["(10..20]", "not([5..30])", "-1"]),
        (&percent, [">=90", "(20..30)", "-1"]),
        (&percent, ["0", "100", "-1"]),
        (&count, ["0", "[3..5]", ">7"]),
        (&count, [">5", "2", "2.5"]),
        (&count, ["<5", "5", "2.5"]),
        (&count, ["[1..2]", "[4..6]", "8"]),
        (&number, ["0", "[3..5]", ">7"]),
        (&number, ["(1..2)", "(4..6]", "5.5"]),
        (&number, ["<1", "<=2", "2"]),
        (&halves, ["0", "[3..5]", ">7"]),
        (&halves, ["(1..2)", "(4..6]", "8"]),
        (&day, ["date(\"2026-01-03\")", ">= date(\"2026-01-05\")", "date(\"2025-12-31\")"]),
        (&day, ["< date(\"2026-01-03\")", "<= date(\"2026-01-03\")", "date(\"2026-01-05\")"]),
    ] {
        said.about(&pack(json!({ "x": spec }), by_turns("x", &tests)), told);
    }
    said.holds();
}

#[test]
fn named_values_and_blanks_are_told_by_name() {
    let mut said = Said::new("findings", "named-values-and-blanks-are-told-by-name");
    let kinds = json!([{ "value": "a" }, { "value": "b" }, { "value": "c" }, { "value": "d" }]);
    let choice = json!({ "x": { "heading": "Kind", "type": "choice", "values": kinds } });
    said.about(&pack(choice, by_turns("x", &["\"b\"", "\"b\""])), told);
    let with_none = json!({ "x": { "heading": "Kind", "type": "choice", "blank": "none", "values": kinds } });
    said.about(&pack(with_none, by_turns("x", &["\"a\"", "\"c\""])), told);
    let two = json!({ "x": { "heading": "Done", "type": "yes-no" }, "y": { "heading": "Sent", "type": "yes-no", "blank": "none" } });
    let rows = vec![
        row("A", json!({ "x": "true", "y": "false" }), true.into()),
        row("B", json!({ "x": "true", "y": "true" }), false.into()),
    ];
    said.about(&pack(two, json!([table("unique", &[], rows)])), told);
    said.holds();
}

#[test]
fn a_witness_is_a_row_as_a_person_would_type_it() {
    let mut said = Said::new("findings", "a-witness-is-a-row-as-a-person-would-type-it");
    let letters = json!({ "x": { "heading": "Letters", "type": "letters", "letters": { "a": "one", "b": "two", "c": "three", "d": "four" } } });
    let any = |of: &str| json!({ "title": format!("Any of {of}"), "by": "any-letter", "of": ["x"], "letters": of });
    let derived = json!({ "ab": any("ab"), "c": any("c"), "bd": any("bd") });
    for asked in [
        (["true", "true", "true"]),
        (["true", "false", "false"]),
        (["false", "true", "true"]),
        (["false", "false", "false"]),
        (["true", "true", "false"]),
    ] {
        let when = json!({ "ab": asked[0], "c": asked[1], "bd": asked[2] });
        let mut rules = twice(&when);
        rules[0]["otherwise"] = row("O", json!({}), "b".into());
        said.about(&with(pack(letters.clone(), rules), "derived", derived.clone()), told);
    }
    let dated = |kind: &str| json!({ "heading": "Sent", "type": kind, "event": true, "blank": "none" });
    for (field, asked) in [
        (dated("date"), json!({ "x.happened": "true" })),
        (dated("date"), json!({ "x.happened": "false" })),
        (dated("date"), json!({ "x.filled": "true" })),
        (dated("date"), json!({ "x.filled": "false" })),
        (dated("date-or-yes"), json!({ "x.happened": "true" })),
        (dated("date-or-yes"), json!({ "x": "< date(\"2026-01-01\")" })),
        (json!({ "heading": "Note", "type": "text" }), json!({ "x.filled": "true" })),
        (json!({ "heading": "Note", "type": "text" }), json!({ "x.filled": "false" })),
        (json!({ "heading": "Times", "type": "count", "min": 3 }), json!({ "x.filled": "true" })),
        (
            json!({ "heading": "Times", "type": "number", "min": "3.2", "step": "0.5", "max": "9" }),
            json!({ "x": "< 4" }),
        ),
        (json!({ "heading": "Times", "type": "number", "step": "0.5", "max": "9.2" }), json!({ "x": "> 8.5" })),
        (json!({ "heading": "Times", "type": "number", "step": "0.5", "max": "9.2" }), json!({ "x": "< 4" })),
        (json!({ "heading": "Times", "type": "number" }), json!({ "x": "< 4" })),
        (json!({ "heading": "Times", "type": "number" }), json!({ "x": "(4..5)" })),
        (json!({ "heading": "Day", "type": "date" }), json!({ "x": "< date(\"2026-01-01\")" })),
        (
            json!({ "heading": "Day", "type": "date", "event": true, "blank": "none" }),
            json!({ "x": "> date(\"2026-01-01\")" }),
        ),
    ] {
        let mut rules = twice(&asked);
        rules[0]["otherwise"] = row("O", json!({}), "b".into());
        said.about(&pack(json!({ "x": field }), rules), told);
    }
    let choices = json!({
        "x": { "heading": "Copies", "type": "choices", "values": [{ "value": "Me" }, { "value": "You" }, { "value": "Them" }] },
        "y": { "heading": "Secret", "type": "yes-no" },
    });
    let left =
        json!({ "left": { "title": "Left", "by": "choices-allowed", "of": ["x", "y"], "names": ["Me", "You"] } });
    for asked in [
        (json!({ "left": "\"Me, You\"", "y": "true" })),
        (json!({ "left": "\"Them\"", "y": "false" })),
        (json!({ "left": "\"\"", "y": "true" })),
    ] {
        let mut rules = twice(&asked);
        rules[0]["otherwise"] = row("O", json!({}), "b".into());
        said.about(&with(pack(choices.clone(), rules), "derived", left.clone()), told);
    }
    said.holds();
}

#[test]
fn cells_that_ask_for_what_a_fact_cannot_be_are_told() {
    let mut said = Said::new("findings", "cells-that-ask-for-what-a-fact-cannot-be-are-told");
    let count = json!({ "heading": "Times", "type": "count", "min": 2, "max": 9 });
    let halves = json!({ "heading": "Halves", "type": "number", "step": "0.5", "min": "-2", "max": "20" });
    let percent = json!({ "heading": "Score", "type": "percent" });
    let day = json!({ "heading": "Day", "type": "date" });
    for (spec, cell) in [
        (&count, "> 8"),
        (&count, "> 9"),
        (&count, ">= 9"),
        (&count, ">= 10"),
        (&count, "< 3"),
        (&count, "< 2"),
        (&count, "<= 2"),
        (&count, "<= 1"),
        (&count, "[2..9]"),
        (&count, "[1..9]"),
        (&count, "[2..10]"),
        (&count, "2.5"),
        (&count, "[5..4]"),
        (&count, "(4..5)"),
        (&count, "[4..5)"),
        (&count, "(4..5]"),
        (&count, "(4..4]"),
        (&count, "[4..4]"),
        (&count, "not(12)"),
        (&count, "not(9)"),
        (&halves, "3.25"),
        (&halves, "2.5"),
        (&halves, "(4..5)"),
        (&halves, "(4..4.5)"),
        (&halves, "-2"),
        (&halves, "< -2"),
        (&halves, "> 20"),
        (&halves, "> 19.5"),
        (&percent, "<= 100"),
        (&percent, "<= 101"),
        (&percent, "> 100"),
        (&percent, ">= 0"),
        (&percent, "-1"),
        (&percent, "< 0"),
        (&percent, "[4..4)"),
        (&day, "[date(\"2026-01-05\")..date(\"2026-01-05\")]"),
        (&day, "[date(\"2026-01-05\")..date(\"2026-01-04\")]"),
        (&day, "(date(\"2026-01-05\")..date(\"2026-01-06\"))"),
        (&day, "< date(\"1990-01-01\")"),
    ] {
        said.about(&pack(json!({ "x": spec }), by_turns("x", &[cell])), outside);
    }
    let settings = json!({
        "limit": { "title": "Limit", "type": "count", "default": "12", "clause": "G 1" },
        "last": { "title": "Last", "type": "date", "default": "2026-01-05", "clause": "G 1" },
        "unset": { "title": "Unset", "type": "count", "clause": "G 1" },
    });
    for (spec, cell) in [(&count, "> limit"), (&count, "> unset"), (&percent, "> limit"), (&day, "> last")] {
        said.about(&with(pack(json!({ "x": spec }), by_turns("x", &[cell])), "settings", settings.clone()), outside);
    }
    said.holds();
}

#[test]
fn the_limits_of_a_derived_fact_follow_from_those_of_what_it_rests_on() {
    let mut said = Said::new("findings", "the-limits-of-a-derived-fact-follow-from-those-of-what-it-rests-on");
    let fields = json!({
        "a": { "heading": "A", "type": "count", "max": 5 }, "b": { "heading": "B", "type": "count", "min": 2, "max": 6 },
        "c": { "heading": "C", "type": "count" }, "p": { "heading": "P", "type": "percent" },
        "q": { "heading": "Q", "type": "number", "min": "20", "max": "60" }, "days": { "heading": "Days", "type": "dates" },
    });
    for (by, of, tests) in [
        ("sum", json!(["a", "b"]), vec![("> 10"), ("> 11"), (">= 12"), ("< 3"), ("< 2"), ("1")]),
        ("sum", json!(["a", "c"]), vec![("> 1000"), ("< 0")]),
        ("first-known", json!(["a", "b"]), vec![("> 5"), ("> 6"), ("< 1"), ("< 0")]),
        ("first-known", json!(["b", "q"]), vec![("> 59"), ("> 60"), ("< 3"), ("< 2")]),
        ("first-known", json!(["b", "c"]), vec![(">= 2000"), ("< 1"), ("< 0")]),
        ("rate", json!(["a", "b"]), vec![("> 99"), ("> 100"), ("<= 0"), ("< 0")]),
        ("remainder", json!(["p"]), vec![("> 99"), ("> 100"), ("-1")]),
        ("remainder", json!(["q"]), vec![("> 79"), ("> 80"), ("81"), ("< 41"), ("< 40"), ("39")]),
        ("count-of", json!(["days"]), vec![("<= 0"), ("< 0"), ("> 1000")]),
    ] {
        for cell in tests {
            let derived = json!({ "d": { "title": "Derived", "by": by, "of": of } });
            said.about(&with(pack(fields.clone(), by_turns("d", &[cell])), "derived", derived), outside);
        }
    }
    said.holds();
}

#[test]
fn a_value_that_the_rule_behind_never_gives_is_told_where_it_is_asked_for() {
    let mut said = Said::new("findings", "a-value-that-the-rule-behind-never-gives-is-told-where-it-is-asked-for");
    let mut level = table(
        "unique",
        &["low", "middle", "high"],
        vec![row("L", json!({ "x": "< 3" }), "low".into()), row("H", json!({ "x": ">= 3" }), "high".into())],
    );
    level["id"] = "level".into();
    level["title"] = "Level".into();
    for rows in [
        (json!([["A", { "level": "\"middle\"" }], ["B", { "level": "\"high\"" }], ["C", { "level": "not(\"high\", \"low\")", "x": "> 9" }], ["D", { "level": "\"high\", \"middle\"", "x": "< 9" }]])),
        (json!([["A", { "level": "\"low\"", "x": "> 5" }], ["B", { "level": "\"low\"", "x": "> 1" }], ["C", { "level": "\"low\"", "x": "> 2" }]])),
    ] {
        let mut rows: Vec<Value> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|made| row(made[0].as_str().unwrap(), made[1].clone(), true.into()))
            .collect();
        rows.push(row("Z", json!({}), false.into()));
        said.about(
            &pack(json!({ "x": { "heading": "Times", "type": "count" } }), json!([level, table("first", &[], rows)])),
            told,
        );
    }
    said.holds();
}

#[test]
fn which_row_wins_follows_from_the_hit_policy() {
    let mut said = Said::new("findings", "which-row-wins-follows-from-the-hit-policy");
    let forms: [(&str, [(&str, usize); 2]); 6] = [
        ("alike, wider first", [("> 2", 1), ("> 4", 1)]),
        ("alike, wider last", [("> 4", 1), ("> 2", 1)]),
        ("worse and wider first", [("> 2", 2), ("> 4", 1)]),
        ("worse and narrower last", [("> 2", 1), ("> 4", 2)]),
        ("worse and wider last", [("> 4", 1), ("> 2", 2)]),
        ("better and wider last", [("> 4", 2), ("> 2", 1)]),
    ];
    for hit in
        ["unique", "first", "priority", "collect min", "collect max", "collect sum", "collect count", "collect list"]
    {
        let numbers = hit.starts_with("collect") && hit != "collect list";
        let values = ["a", "b", "c"];
        let of = |then: usize| if numbers { (then + 1).to_string() } else { values[then].to_string() };
        for (_, rows) in &forms {
            let mut made: Vec<Value> = ["A", "B"]
                .iter()
                .zip(rows)
                .map(|(id, (cell, then))| row(id, json!({ "x": cell }), of(*then).into()))
                .collect();
            made.push(row("C", json!({ "x": "<= 2" }), of(0).into()));
            // The value that is left over is given where nothing is asked.
            made.push(row("D", json!({ "y": "9" }), of(0).into()));
            made.pop();
            said.about(&pack(up_to_nine(), json!([table(hit, if numbers { &[] } else { &values }, made)])), told);
        }
    }
    said.holds();
}

#[test]
fn facts_for_which_no_row_holds_are_told_as_wide_as_they_are() {
    let mut said = Said::new("findings", "facts-for-which-no-row-holds-are-told-as-wide-as-they-are");
    let corners = vec![
        row("A", json!({ "x": "> 2", "y": "< 5" }), true.into()),
        row("B", json!({ "x": "<= 2", "y": ">= 5" }), false.into()),
        row("C", json!({ "x": "<= 1", "y": "< 4" }), true.into()),
    ];
    for hit in [("unique"), ("first")] {
        said.about(&pack(up_to_nine(), json!([table(hit, &[], corners.clone())])), told);
    }
    // Of many gaps the first eight show what is wrong.
    let open = json!({ "x": { "heading": "X", "type": "count" }, "y": { "heading": "Y", "type": "count" } });
    let mut rows: Vec<Value> = (0..10)
        .map(|at| row(&format!("R{at}"), json!({ "x": at.to_string(), "y": at.to_string() }), true.into()))
        .collect();
    rows.push(row("Z", json!({ "x": "> 20", "y": "> 20" }), false.into()));
    said.about(&pack(open, json!([table("unique", &[], rows)])), told);
    said.holds();
}

#[test]
fn what_stands_in_is_told_where_nothing_is_left_to_it() {
    let mut said = Said::new("findings", "what-stands-in-is-told-where-nothing-is-left-to-it");
    let required = json!({ "x": { "heading": "X", "type": "count", "max": 9, "required": true } });
    let may_lack = json!({ "x": { "heading": "X", "type": "count", "max": 9 } });
    for (fields, tests) in [
        (&required, ["> 2", "<= 2"]),
        (&required, ["> 2", "< 2"]),
        (&may_lack, ["> 2", "<= 2"]),
        (&may_lack, ["> 2", "< 2"]),
    ] {
        let mut rule = table(
            "first",
            &["a", "b", "c"],
            vec![row("A", json!({ "x": tests[0] }), "a".into()), row("B", json!({ "x": tests[1] }), "b".into())],
        );
        rule["otherwise"] = row("O", json!({}), "c".into());
        said.about(&pack(fields.clone(), json!([rule])), told);
    }
    said.holds();
}

#[test]
fn values_that_no_row_gives_are_told() {
    let mut said = Said::new("findings", "values-that-no-row-gives-are-told");
    let settings = json!({
        "s": { "title": "S", "type": "choice", "values": ["a", "b"], "default": "a", "clause": "G 1" },
        "t": { "title": "T", "type": "text", "clause": "G 1" },
    });
    for setting in [("s"), ("t")] {
        let rows = vec![
            row("A", json!({ "x": "> 2" }), json!({ "setting": setting })),
            row("B", json!({ "x": "<= 2" }), "a".into()),
        ];
        said.about(
            &with(pack(up_to_nine(), json!([table("unique", &["a", "b", "c"], rows)])), "settings", settings.clone()),
            told,
        );
    }
    for (values, more) in
        [(json!(["a", "b"]), json!(["me", "you"])), (json!(["a", "b", "me"]), json!(["me", "you", "a", ""]))]
    {
        let rows = vec![
            row("A", json!({ "x": "> 2" }), json!({ "who": "me", "value": "a" })),
            row("B", json!({ "x": "<= 2" }), json!({ "value": "b", "who": "you" })),
        ];
        let mut rule = table("unique", &[], rows);
        rule["values"] = values;
        rule["more"] = json!({ "who": more });
        said.about(&pack(up_to_nine(), json!([rule])), told);
    }
    let mut rule = table("unique", &["a", "b"], vec![row("A", json!({}), "a".into())]);
    said.about(&pack(up_to_nine(), json!([rule.clone()])), told);
    rule["not_assessed"] = "b".into();
    said.about(&pack(up_to_nine(), json!([rule])), told);
    said.about(
        &pack(
            up_to_nine(),
            json!([table(
                "unique",
                &[],
                vec![row("A", json!({ "x": "> 2" }), false.into()), row("B", json!({ "x": "<= 2" }), false.into())]
            )]),
        ),
        told,
    );
    said.holds();
}

#[test]
fn columns_that_decide_nothing_are_told() {
    let mut said = Said::new("findings", "columns-that-decide-nothing-are-told");
    for (hit, thens) in [
        ("unique", ["a", "a", "b"]),
        ("unique", ["a", "c", "b"]),
        ("collect sum", ["0", "0", "1"]),
        ("collect sum", ["1", "1", "1"]),
        ("collect count", ["1", "1", "1"]),
        ("collect list", ["a", "a", "a"]),
        ("collect max", ["2", "2", "1"]),
        ("collect max", ["2", "3", "1"]),
        ("collect min", ["2", "3", "1"]),
        ("priority", ["a", "a", "b"]),
        ("priority", ["a", "c", "b"]),
    ] {
        let rows = vec![
            row("A", json!({ "x": "> 2", "y": "< 5" }), thens[0].into()),
            row("B", json!({ "x": "> 2", "y": ">= 5" }), thens[1].into()),
            row("C", json!({ "x": "<= 2" }), thens[2].into()),
        ];
        let values: Vec<&str> = ["a", "b", "c"].into_iter().filter(|value| thens.contains(value)).collect();
        said.about(&pack(up_to_nine(), json!([table(hit, &values, rows)])), told);
    }
    said.holds();
}

#[test]
fn rows_that_wait_for_a_setting_could_hold_anywhere() {
    let mut said = Said::new("findings", "rows-that-wait-for-a-setting-could-hold-anywhere");
    let settings = json!({ "n": { "title": "N", "type": "count", "clause": "G 1" } });
    for cell in [("> n"), ("> 3")] {
        let rows = vec![
            row("A", json!({ "x": cell, "y": "> 3" }), "a".into()),
            row("B", json!({ "x": "> 2" }), "b".into()),
            row("C", json!({ "x": "> 2" }), "c".into()),
            row("D", json!({ "y": "> 4" }), "b".into()),
        ];
        said.about(
            &with(pack(up_to_nine(), json!([table("first", &["a", "b", "c"], rows)])), "settings", settings.clone()),
            told,
        );
    }
    said.holds();
}

#[test]
fn worse_facts_that_give_something_better_are_told() {
    let mut said = Said::new("findings", "worse-facts-that-give-something-better-are-told");
    let score = |better: &str| json!({ "x": { "heading": "Score", "type": "percent", "unit": "%", "better": better } });
    let rows = |low: &str, high: &str| {
        let mut rule = table(
            "unique",
            &["a", "b"],
            vec![row("A", json!({ "x": "< 80" }), low.into()), row("B", json!({ "x": ">= 80" }), high.into())],
        );
        rule["monotone"] = true.into();
        json!([rule])
    };
    said.about(&pack(score("higher"), rows("a", "b")), told);
    said.about(&pack(score("higher"), rows("b", "a")), told);
    said.about(&pack(score("lower"), rows("a", "b")), told);
    said.about(&pack(score("lower"), rows("b", "a")), told);
    said.about(&pack(json!({ "x": { "heading": "Score", "type": "percent" } }), rows("a", "b")), told);
    for better in [("lower"), ("higher")] {
        let derived =
            json!({ "x": { "title": "Absence", "unit": "%", "by": "remainder", "of": ["p"], "better": better } });
        said.about(
            &with(pack(json!({ "p": { "heading": "P", "type": "percent" } }), rows("a", "b")), "derived", derived),
            told,
        );
    }
    let kinds = json!({ "k": { "heading": "Kind", "type": "choice", "values": [{ "value": "one" }, { "value": "two" }, { "value": "three" }] } });
    for thens in [(["a", "b", "c"]), (["a", "c", "b"]), (["c", "b", "a"]), (["a", "b", "b"])] {
        let rows = ["one", "two", "three"]
            .iter()
            .zip(thens)
            .map(|(kind, then)| row(kind, json!({ "k": format!("\"{kind}\"") }), then.into()))
            .collect();
        let values: Vec<&str> = ["a", "b", "c"].into_iter().filter(|value| thens.contains(value)).collect();
        let mut rule = table("unique", &values, rows);
        rule["monotone"] = true.into();
        said.about(&pack(kinds.clone(), json!([rule])), told);
    }
    said.holds();
}

#[test]
fn clauses_and_origins_are_asked_of_numbers() {
    let mut said = Said::new("findings", "clauses-and-origins-are-asked-of-numbers");
    for setting in [
        (json!({ "title": "S", "type": "count", "default": "3", "clause": "" })),
        (json!({ "title": "S", "type": "number", "default": "3", "clause": "G" })),
        (json!({ "title": "S", "type": "count", "default": "3", "clause": "X 1", "origin": "engine default" })),
        (json!({ "title": "S", "type": "count", "clause": "" })),
        (json!({ "title": "S", "type": "choice", "values": ["a"], "default": "a", "clause": " G " })),
        (json!({ "title": "S", "type": "count", "default": "3", "clause": "G 1" })),
    ] {
        let made = pack(json!({ "x": { "heading": "Times", "type": "count" } }), by_turns("x", &["< 3", ">= 3"]));
        said.about(&with(made, "settings", json!({ "s": setting })), told);
    }
    for count in [(json!(0)), (json!(1)), (json!(2)), (json!("s"))] {
        let made = pack(
            json!({ "day": { "heading": "Day", "type": "date" } }),
            by_turns("late", &["\"passed\"", "not(\"passed\")"]),
        );
        let made = with(
            made,
            "derived",
            json!({ "late": { "title": "Late", "by": "clock", "of": ["day"], "count": count, "in": "calendar days" } }),
        );
        said.about(
            &with(made, "settings", json!({ "s": { "title": "S", "type": "count", "default": "3", "clause": "G 1" } })),
            told,
        );
    }
    said.holds();
}

#[test]
fn rows_without_an_example_and_versions_that_do_not_meet_are_told() {
    let mut said = Said::new("findings", "rows-without-an-example-and-versions-that-do-not-meet-are-told");
    let times = json!({ "x": { "heading": "Times", "type": "count" } });
    let mut made = pack(times.clone(), by_turns("x", &["< 3", ">= 3"]));
    made["examples"][0]["shows"] = json!([]);
    made["rules"][0]["rows"][0]["clause"] = "".into();
    said.about(&made, told);
    made["rules"][0]["rows"][0]["clause"] = "G 1".into();
    made["rules"][0]["rows"][0]["closing"] = true.into();
    made["rules"][0]["rows"][1]["with"] = json!(["OTHER"]);
    said.about(&made, told);
    made["examples"][0]["shows"] = json!(["OTHER"]);
    said.about(&made, told);
    for (to, from) in [("2026-08-10", "2026-08-11"), ("2026-08-10", "2026-08-12"), ("2026-08-10", "2026-08-10")] {
        let mut made = pack(times.clone(), by_turns("x", &["< 3", ">= 3"]));
        let mut later = made["rules"][0].clone();
        made["rules"][0]["in_force"] = json!({ "to": to });
        later["in_force"] = json!({ "from": from });
        made["rules"].as_array_mut().unwrap().push(later);
        said.about(&made, told);
    }
    // A pack that has ended is read for its last day; a day before it is not.
    for period in [
        (json!({ "from": "2020-01-01", "to": "2020-12-31" })),
        (json!({ "to": "2020-12-31" })),
        (json!({ "from": "2027-01-01" })),
        (json!({ "from": "2026-01-06", "to": "2026-01-06" })),
        (json!({ "from": "2026-01-05", "to": "2026-01-05" })),
    ] {
        let dated = pack(
            json!({ "x": { "heading": "Sent", "type": "date", "event": true, "blank": "none" } }),
            by_turns("x.happened", &["true", "true"]),
        );
        said.about(&with(dated, "in_force", period), told);
    }
    said.holds();
}

/// A ladder of these stages, as a rule and the fields it needs.
fn ladder(stages: &Value, checks: Value, more: Value) -> Value {
    let mut fields = serde_json::Map::new();
    for stage in stages.as_array().unwrap() {
        let entered = stage["entered"].as_str().unwrap();
        fields.insert(
            entered.into(),
            json!({ "heading": format!("{entered} on"), "type": "date", "event": true, "blank": "none" }),
        );
        if let Some(ended) = stage["ended"].as_str() {
            let ways = json!([{ "value": "success" }, { "value": "fail" }]);
            fields.insert(
                ended.into(),
                json!({ "heading": format!("{ended} how"), "type": "choice", "blank": "none", "values": ways }),
            );
        }
    }
    let mut rule = json!({ "id": "stage", "title": "Stage", "kind": "ladder", "stages": stages });
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    with(pack(fields.into(), json!([rule])), "checks", checks)
}

fn stage(name: &str, entered: &str, end: Value) -> Value {
    let mut made =
        json!({ "name": name, "id": format!("S-{name}"), "entered": entered, "clause": "G 1", "says": "it was sent" });
    made.as_object_mut().unwrap().extend(end.as_object().unwrap().clone());
    made
}

#[test]
fn stages_that_cannot_be_left_told_apart_or_kept_from_being_skipped_are_told() {
    let mut said = Said::new("findings", "stages-that-cannot-be-left-told-apart-or-kept-from-being-skipped-are-told");
    let ends = |field: &str| json!({ "ended": field, "success": "success", "leads_to": "Out" });
    let open = |field: &str| json!({ "ended": field, "success": "success" });
    let needs = |one: &str, two: &str| json!([{ "check": "needs", "of": [one, two], "code": "skipped", "says": "skipped", "remedy": "Enter it." }]);
    let none = json!({ "values": ["None", "One", "Two", "Out"], "otherwise": row("S0", json!({}), "None".into()) });
    let bare = json!({ "values": ["One", "Two", "Out"] });
    for (stages, checks, more) in [
        (json!([stage("One", "a", ends("c")), stage("Two", "b", ends("d"))]), needs("a", "b"), &none),
        (json!([stage("One", "a", ends("c")), stage("Two", "b", json!({}))]), needs("a", "b"), &none),
        (json!([stage("One", "a", json!({})), stage("Two", "b", json!({}))]), needs("a", "b"), &none),
        (json!([stage("One", "a", ends("c")), stage("Two", "b", json!({ "ended": "d" }))]), needs("a", "b"), &none),
        (json!([stage("One", "a", open("c")), stage("Two", "b", ends("d"))]), needs("a", "b"), &none),
        (json!([stage("One", "a", open("c")), stage("Two", "b", ends("d"))]), needs("a", "b"), &bare),
        (json!([stage("One", "a", ends("c")), stage("Two", "b", ends("d"))]), json!([]), &none),
        (json!([stage("One", "a", ends("c")), stage("Two", "b", ends("d"))]), needs("b", "a"), &none),
        (json!([stage("One", "a", ends("c")), stage("Two", "a", ends("d"))]), needs("a", "b"), &none),
        (json!([stage("One", "a", ends("c")), stage("Two", "b", ends("c"))]), needs("a", "b"), &none),
        (json!([stage("One", "a", ends("c")), stage("One", "b", ends("d"))]), needs("a", "b"), &none),
    ] {
        said.about(&ladder(&stages, checks, more.clone()), told);
    }
    said.holds();
}

#[test]
fn rows_around_a_threshold_lie_one_step_from_it() {
    let mut said = Said::new("findings", "rows-around-a-threshold-lie-one-step-from-it");
    let around = |made: &Value| -> Vec<String> {
        let line = |row: &Boundary| {
            let answers: String = row.answers.iter().map(|(id, value)| format!(" {id}={value}")).collect();
            let (threshold, given) = (&row.threshold, cells(&row.given));
            format!("{} {:?} {} {threshold}:{given} gives {};{answers}", row.row, row.side, row.fact, row.outcome)
        };
        boundaries(&read(made)).unwrap().iter().map(line).collect()
    };
    let made =
        pack(json!({ "x": { "heading": "Times", "type": "count", "max": 9 } }), by_turns("x", &["< 3", "[3..9]"]));
    said.lines(&made, &around(&made));
    let made =
        pack(json!({ "x": { "heading": "Score", "type": "percent", "unit": "%" } }), by_turns("x", &["<= 3", "> 3"]));
    said.lines(&made, &around(&made));
    let made = pack(
        json!({ "x": { "heading": "Times", "type": "number", "min": "3", "max": "9" } }),
        by_turns("x", &[">= 3", "< 3"]),
    );
    said.lines(&made, &around(&made));
    let dated = json!({ "x": { "heading": "Sent", "type": "date", "event": true, "blank": "none" } });
    let made = pack(dated, by_turns("x", &[">= date(\"2026-01-05\")", "< date(\"2026-01-05\")"]));
    said.lines(&made, &around(&made));
    let planned = json!({ "x": { "heading": "Planned", "type": "date" } });
    let made = pack(planned, by_turns("x", &[">= date(\"2026-01-05\")", "< date(\"2026-01-05\")"]));
    said.lines(&made, &around(&made));
    let rows =
        vec![row("A", json!({ "x": "> 2", "y": "< 5" }), true.into()), row("B", json!({ "y": ">= 5" }), false.into())];
    let made = pack(up_to_nine(), json!([table("unique", &[], rows)]));
    said.lines(&made, &around(&made));
    let absence = json!({ "d": { "title": "Absence", "unit": "%", "by": "remainder", "of": ["p"] } });
    let made = with(
        pack(json!({ "p": { "heading": "P", "type": "percent" } }), by_turns("d", &["< 10", ">= 10"])),
        "derived",
        absence,
    );
    said.lines(&made, &around(&made));
    said.holds();
}

#[test]
fn a_witness_is_found_through_what_a_fact_is_worked_out_from() {
    let mut said = Said::new("findings", "a-witness-is-found-through-what-a-fact-is-worked-out-from");
    let fields = json!({
        "a": { "heading": "A", "type": "count", "max": 40 }, "b": { "heading": "B", "type": "count", "max": 40 },
        "m": { "heading": "M", "type": "date" }, "n": { "heading": "N", "type": "date" },
        "e": { "heading": "E", "type": "date", "event": true, "blank": "none" }, "p": { "heading": "P", "type": "percent" },
    });
    let clock = |count: i64, unit: &str| json!({ "by": "clock", "of": ["e"], "count": count, "in": unit });
    let between = |count: &str| json!({ "by": "days-between", "of": ["m", "n"], "in": count });
    let since = |of: &str, unit: &str| json!({ "by": "days-since", "of": [of], "in": unit });
    for (derived, second, when) in [
        (since("m", "working days"), None, json!({ "d": "7" })),
        (since("m", "calendar days"), None, json!({ "d": "7" })),
        (since("e", "working days"), None, json!({ "d": "[3..4]" })),
        (since("e", "working days"), Some(since("e", "calendar days")), json!({ "d": "5", "f": "8" })),
        (since("e", "working days"), Some(since("e", "calendar days")), json!({ "d": "5", "f": "4" })),
        (between("working days"), None, json!({ "d": "6" })),
        (between("working days"), None, json!({ "d": "6", "m": "date(\"2026-03-03\")" })),
        (between("calendar days"), None, json!({ "d": "6", "n": "date(\"2026-03-03\")" })),
        (clock(5, "working days"), Some(clock(10, "working days")), json!({ "d": "\"passed\"", "f": "\"running\"" })),
        (clock(5, "calendar days"), Some(clock(6, "calendar days")), json!({ "d": "\"passed\"", "f": "\"running\"" })),
        (clock(5, "calendar days"), Some(clock(5, "calendar days")), json!({ "d": "\"passed\"", "f": "\"running\"" })),
        (clock(2, "weeks"), Some(since("e", "calendar days")), json!({ "d": "\"passed\"", "f": "15" })),
        (clock(2, "weeks"), Some(since("e", "calendar days")), json!({ "d": "\"passed\"", "f": "14" })),
        (clock(1, "months"), Some(since("e", "calendar days")), json!({ "d": "\"running\"", "f": "20" })),
        (json!({ "by": "sum", "of": ["a", "b"] }), None, json!({ "d": "17", "a": "4" })),
        (json!({ "by": "sum", "of": ["a", "b"] }), None, json!({ "d": "81" })),
        (json!({ "by": "rate", "of": ["a", "b"] }), None, json!({ "d": "(33..34)", "b": "> 2" })),
        (json!({ "by": "rate", "of": ["a", "b"] }), None, json!({ "d": "12.5", "a": "3" })),
        (json!({ "by": "rate", "of": ["a", "b"] }), None, json!({ "d": "12.5", "a": "41" })),
        (json!({ "by": "share-behind", "of": ["a", "b"] }), None, json!({ "d": "30", "a": "20" })),
        (json!({ "by": "share-behind", "of": ["a", "b"] }), None, json!({ "d": "30", "b": "14" })),
        (json!({ "by": "share-behind", "of": ["a", "b"], "otherwise": "p" }), None, json!({ "d": "[29.5..30]" })),
        (json!({ "by": "remainder", "of": ["p"] }), None, json!({ "d": "(7..7.1)" })),
        (
            json!({ "by": "this-half-term", "of": ["m"] }),
            Some(since("m", "calendar days")),
            json!({ "d": "true", "f": "> 1" }),
        ),
        (
            json!({ "by": "this-half-term", "of": ["m"] }),
            Some(since("m", "calendar days")),
            json!({ "d": "false", "f": "> 1" }),
        ),
        (
            json!({ "by": "upcoming", "of": ["m"] }),
            Some(since("m", "calendar days")),
            json!({ "d": "true", "f": "-9" }),
        ),
    ] {
        let titled = |name: &str, mut derived: Value| {
            derived["title"] = name.into();
            derived
        };
        let mut all = json!({ "d": titled("First", derived) });
        if let Some(second) = second {
            all["f"] = titled("Second", second);
        }
        let mut rules = twice(&when);
        rules[0]["otherwise"] = row("O", json!({}), "b".into());
        said.about(&with(pack(fields.clone(), rules), "derived", all), told);
    }
    said.holds();
}
