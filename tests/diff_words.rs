//! What is told about the change between two versions of a small pack: each region, the answers and rules on each side, and
//! the row that shows it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod small;

use bae_rules::policy::diff::{Change, diff};
use serde_json::{Value, json};
use small::{Said, by_turns, cells, in_short, pack, read, row, table, up_to_nine, with};

/// Everything that is told, a line for each change.
fn told(old: &Value, new: &Value) -> Vec<String> {
    let line = |change: &Change| {
        let side = |side: &bae_rules::policy::diff::Side| format!("{} ({})", side.outcome, side.rules.join("+"));
        let (before, after) = (side(&change.before), side(&change.after));
        format!("{}: {}: {before} -> {after}{}", change.decision, change.region, cells(&change.witness))
    };
    match diff(&read(old), &read(new)) {
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
        Ok(found) => {
            let rules = found.rules.iter().map(|change| format!("rule {}", line(change)));
            let mut told: Vec<String> = rules.chain(found.changes.iter().map(line)).collect();
            told.extend(found.decisions.clone());
            if !found.complete() {
                told.push("and more".to_string());
            }
            told
        }
    }
}

/// Both versions in few words, and what is told from the one to the other and back.
fn both_ways(said: &mut Said, old: &Value, new: &Value) {
    let mut lines = told(old, new);
    lines.push(format!("-- the other way, from\n{}", in_short(new)));
    lines.extend(told(new, old));
    said.lines(old, &lines);
}

#[test]
fn other_thresholds_are_told_by_what_lies_between() {
    let mut said = Said::new("diff-words", "other-thresholds-are-told-by-what-lies-between");
    let percent = json!({ "heading": "Score", "type": "percent", "unit": "%" });
    let count = json!({ "heading": "Times", "type": "count" });
    let number = json!({ "heading": "Number", "type": "number" });
    let none = json!({ "heading": "Times", "type": "count", "blank": "none" });
    let day = json!({ "heading": "Day", "type": "date" });
    let event = json!({ "heading": "Sent", "type": "date", "event": true, "blank": "none" });
    for (spec, old, new) in [
        (&percent, ["<90", ">=90"], ["<93", ">=93"]),
        (&percent, ["<90", ">=90"], ["<=90", ">90"]),
        (&percent, ["<90", ">=90"], ["<90", "[90..95]"]),
        (&percent, ["not([20..30])", "[20..30]"], ["not([25..40])", "[25..40]"]),
        (&count, ["<3", ">=3"], ["<5", ">=5"]),
        (&count, ["<3", ">=3"], ["<=3", ">3"]),
        (&number, ["<3", ">=3"], ["<5.25", ">=5.25"]),
        (&number, ["<3", ">=3"], ["<-5.125", ">=-5.125"]),
        (&number, ["<3.0001", ">=3.0001"], ["<3.0002", ">=3.0002"]),
        (&number, ["<3", ">=3"], ["-", ">=3"]),
        (&none, ["<3", ">=3"], ["<5", ">=5"]),
        (
            &day,
            ["<date(\"2026-01-01\")", ">=date(\"2026-01-01\")"],
            ["<date(\"2026-01-09\")", ">=date(\"2026-01-09\")"],
        ),
        (
            &day,
            ["<date(\"2020-01-01\")", ">=date(\"2020-01-01\")"],
            ["<date(\"2020-01-09\")", ">=date(\"2020-01-09\")"],
        ),
        (
            &event,
            ["<date(\"2025-12-01\")", ">=date(\"2025-12-01\")"],
            ["<date(\"2025-12-30\")", ">=date(\"2025-12-30\")"],
        ),
    ] {
        let made = |tests: [&str; 2]| pack(json!({ "x": spec }), by_turns("x", &tests));
        both_ways(&mut said, &made(old), &made(new));
    }
    said.holds();
}

#[test]
fn regions_that_touch_are_told_as_one() {
    let mut said = Said::new("diff-words", "regions-that-touch-are-told-as-one");
    let made = |rows: &[(&str, &str, &str)]| {
        let rows = rows
            .iter()
            .enumerate()
            .map(|(at, (x, y, then))| row(&format!("R{at}"), json!({ "x": x, "y": y }), (*then).into()));
        pack(up_to_nine(), json!([table("first", &["a", "b", "c"], rows.collect())]))
    };
    let start = made(&[("<3", "-", "a"), ("[3..6)", "-", "b"), (">=6", "-", "c")]);
    for new in [
        made(&[("<2", "-", "a"), ("[2..7)", "-", "b"), (">=7", "-", "c")]),
        made(&[("<3", "<5", "a"), ("[3..6)", "-", "b"), (">=6", "-", "c"), ("-", "-", "b")]),
        made(&[("<3", "<5", "a"), ("[3..6)", "<5", "b"), (">=6", "<5", "c"), ("-", ">7", "c"), ("-", "-", "a")]),
        made(&[("4", "-", "a"), ("<3", "-", "a"), ("[3..6)", "4", "c"), ("[3..6)", "-", "b"), (">=6", "-", "c")]),
        made(&[("<3", "-", "a"), ("[3..6)", "-", "b")]),
        made(&[("-", "-", "a")]),
    ] {
        both_ways(&mut said, &start, &new);
    }
    said.holds();
}

#[test]
fn facts_are_read_by_name_where_versions_code_them_otherwise() {
    let mut said = Said::new("diff-words", "facts-are-read-by-name-where-versions-code-them-otherwise");
    let kinds = |names: &[&str]| names.iter().map(|name| json!({ "value": name })).collect::<Vec<_>>();
    let choice = |names: &[&str]| json!({ "x": { "heading": "Kind", "type": "choice", "values": kinds(names) } });
    let tests = ["\"one\"", "not(\"one\")"];
    // Another order of the same names changes nothing; a new name is another value, and an old one cannot be read.
    both_ways(
        &mut said,
        &pack(choice(&["one", "two", "three"]), by_turns("x", &tests)),
        &pack(choice(&["three", "one", "two"]), by_turns("x", &tests)),
    );
    both_ways(
        &mut said,
        &pack(choice(&["one", "two"]), by_turns("x", &tests)),
        &pack(choice(&["zero", "one", "two"]), by_turns("x", &tests)),
    );
    both_ways(
        &mut said,
        &pack(choice(&["one", "two", "three"]), by_turns("x", &["\"one\", \"two\"", "\"three\""])),
        &pack(choice(&["three", "two", "one"]), by_turns("x", &["\"one\"", "\"two\", \"three\""])),
    );
    let letters = |of: &str| {
        let named: serde_json::Map<String, Value> =
            of.chars().map(|letter| (letter.to_string(), json!("word"))).collect();
        json!({ "x": { "heading": "Letters", "type": "letters", "letters": named } })
    };
    let any = |of: &str, rest: &str| {
        let spec =
            |of: &str| json!({ "title": format!("Any of {of}"), "by": "any-letter", "of": ["x"], "letters": of });
        json!({ "any": spec(of), "rest": spec(rest) })
    };
    let lettered = |known: &str, of: &str, rest: &str| {
        let rows = vec![
            row("A", json!({ "any": "true", "rest": "true" }), "a".into()),
            row("B", json!({ "any": "true" }), "b".into()),
            row("C", json!({}), "c".into()),
        ];
        with(pack(letters(known), json!([table("first", &["a", "b", "c"], rows)])), "derived", any(of, rest))
    };
    both_ways(&mut said, &lettered("bcd", "b", "cd"), &lettered("abcd", "b", "cd"));
    both_ways(&mut said, &lettered("bcd", "b", "cd"), &lettered("abcd", "bc", "d"));
    both_ways(&mut said, &lettered("bcd", "b", "cd"), &lettered("acd", "a", "cd"));
    let choices = |names: &[&str]| json!({ "x": { "heading": "Copies", "type": "choices", "values": kinds(names) }, "y": { "heading": "Secret", "type": "yes-no" } });
    let copies = |names: &[&str], kept: &[&str], asked: &str| {
        let rows =
            vec![row("A", json!({ "left": format!("\"{asked}\"") }), "a".into()), row("B", json!({}), "b".into())];
        let left = json!({ "left": { "title": "Left", "by": "choices-allowed", "of": ["x", "y"], "names": kept } });
        with(pack(choices(names), json!([table("first", &["a", "b"], rows)])), "derived", left)
    };
    both_ways(
        &mut said,
        &copies(&["Me", "You", "Them"], &["Me", "You"], "Me, You"),
        &copies(&["Them", "Me", "You"], &["Me", "You"], "Me, You"),
    );
    both_ways(
        &mut said,
        &copies(&["Me", "You", "Them"], &["Me", "You"], "Me, You"),
        &copies(&["Them", "Me", "You"], &["Them", "Me"], "Me"),
    );
    both_ways(&mut said, &copies(&["Me", "You"], &["Me"], "Me"), &copies(&["Me", "Us"], &["Me"], "Me"));
    // A number that the other version does not allow cannot be read there.
    for (old, new) in [
        (
            json!({ "heading": "Times", "type": "count", "max": 9 }),
            json!({ "heading": "Times", "type": "count", "max": 5 }),
        ),
        (
            json!({ "heading": "Times", "type": "count", "min": 0 }),
            json!({ "heading": "Times", "type": "count", "min": 2 }),
        ),
        (
            json!({ "heading": "Times", "type": "number", "step": "0.5" }),
            json!({ "heading": "Times", "type": "number", "step": "1" }),
        ),
        (json!({ "heading": "Times", "type": "count" }), json!({ "heading": "Times", "type": "number" })),
    ] {
        both_ways(
            &mut said,
            &pack(json!({ "x": old }), by_turns("x", &["<3", ">=3"])),
            &pack(json!({ "x": new }), by_turns("x", &["<3", ">=3"])),
        );
    }
    said.holds();
}

#[test]
fn what_only_one_version_has_is_told() {
    let mut said = Said::new("diff-words", "what-only-one-version-has-is-told");
    let times = json!({ "x": { "heading": "Times", "type": "count" } });
    let two = json!({ "x": { "heading": "Times", "type": "count" }, "y": { "heading": "Also", "type": "yes-no" } });
    let start = pack(times.clone(), by_turns("x", &["<3", ">=3"]));
    let rows = vec![
        row("R0", json!({ "x": "<3", "y": "false" }), true.into()),
        row("R1", json!({ "x": ">=3" }), false.into()),
        row("R2", json!({ "y": "true" }), false.into()),
    ];
    both_ways(&mut said, &start, &pack(two, json!([table("first", &[], rows)])));
    let mut renamed = start.clone();
    renamed["rules"][0]["id"] = "u".into();
    renamed["decisions"][0]["id"] = "u".into();
    both_ways(&mut said, &start, &renamed);
    // Versions that are never in force on one day have nothing in common.
    let dated = |from: &str, to: &str| with(start.clone(), "in_force", json!({ "from": from, "to": to }));
    both_ways(&mut said, &dated("2025-01-01", "2025-12-31"), &dated("2026-01-01", "2026-12-31"));
    both_ways(
        &mut said,
        &dated("2025-01-01", "2026-01-01"),
        &with(
            pack(times, by_turns("x", &["<5", ">=5"])),
            "in_force",
            json!({ "from": "2026-01-01", "to": "2026-12-31" }),
        ),
    );
    said.holds();
}

#[test]
fn what_a_change_comes_to_is_told_through_the_rules_that_rest_on_it() {
    let mut said = Said::new("diff-words", "what-a-change-comes-to-is-told-through-the-rules-that-rest-on-it");
    let fields = json!({
        "a": { "heading": "A", "type": "count", "max": 9 }, "b": { "heading": "B", "type": "count", "max": 9, "blank": "none" },
        "c": { "heading": "C", "type": "yes-no" }, "p": { "heading": "P", "type": "percent" },
    });
    let rule = |id: &str, values: &[&str], rows: Vec<Value>| {
        let mut made = table("first", values, rows);
        made["id"] = id.into();
        made["title"] = id.to_uppercase().into();
        made
    };
    let made = |limit: &str, behind: &str, share: &str| {
        let low = rule(
            "low",
            &["a", "b"],
            vec![row("L1", json!({ "a": limit, "b": ">2" }), "b".into()), row("L2", json!({ "a": "-" }), "a".into())],
        );
        let side = rule(
            "side",
            &["s", "t"],
            vec![row("S1", json!({ "b": ">5", "c": "true" }), "t".into()), row("S2", json!({}), "s".into())],
        );
        let top = rule(
            "top",
            &["x", "y", "z"],
            vec![
                row("T1", json!({ "low": "\"b\"", "side": "\"t\"" }), "z".into()),
                row("T2", json!({ "low": "\"b\"", "off": behind }), "y".into()),
                row("T3", json!({}), "x".into()),
            ],
        );
        let off = json!({ "off": { "title": "Off", "unit": "%", "by": "remainder", "of": ["p"] } });
        let settings = json!({ "share": { "title": "Share", "type": "count", "default": share, "clause": "G 1" } });
        with(with(pack(fields.clone(), json!([low, side, top])), "derived", off), "settings", settings)
    };
    let start = made(">3", "> share", "10");
    both_ways(&mut said, &start, &made(">5", "> share", "10"));
    both_ways(&mut said, &start, &made(">3", "> share", "12"));
    both_ways(&mut said, &start, &made(">3", ">= share", "10"));
    both_ways(&mut said, &start, &made("not(4)", "> share", "11"));
    both_ways(&mut said, &start, &start);
    said.holds();
}

#[test]
fn a_fact_that_is_worked_out_differently_is_told_for_each_version() {
    let mut said = Said::new("diff-words", "a-fact-that-is-worked-out-differently-is-told-for-each-version");
    let sent = json!({ "x": { "heading": "Sent", "type": "date", "event": true, "blank": "none" } });
    let made = |count: &str, limit: &str| {
        let derived =
            json!({ "late": { "title": "Wait", "by": "clock", "of": ["x"], "count": "days", "in": "calendar days" } });
        let settings = json!({ "days": { "title": "Days", "type": "count", "default": count, "clause": "G 1" } });
        let rows = vec![
            row("A", json!({ "late": "\"passed\"", "y": limit }), "a".into()),
            row("B", json!({ "late": "\"running\"" }), "b".into()),
            row("C", json!({}), "c".into()),
        ];
        let mut fields = sent.clone();
        fields["y"] = json!({ "heading": "Also", "type": "count", "max": 9 });
        with(
            with(pack(fields, json!([table("first", &["a", "b", "c"], rows)])), "derived", derived),
            "settings",
            settings,
        )
    };
    both_ways(&mut said, &made("5", "-"), &made("10", "-"));
    both_ways(&mut said, &made("5", "> 2"), &made("10", "> 3"));
    said.holds();
}
