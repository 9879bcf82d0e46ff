//! What is answered about rows of small policies: each outcome with its rules, what is missing and what is still possible,
//! each duty with its day. Many rows of one tracker share answers, and each says what it would say by itself.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod small;
mod support;

use bae_rules::calendar::Day;
use bae_rules::policy::settings::Organisation;
use bae_rules::record::RowKind;
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker};
use serde_json::{Value, json};
use small::{Said, pack, read, row, table, with};
use std::rc::Rc;
use support::Lcg;

/// A rule of several outputs, of a ladder and so on: the table with another id.
fn named(id: &str, mut rule: Value) -> Value {
    rule["id"] = id.into();
    rule["title"] = id.to_uppercase().into();
    rule
}

/// Rows of cells, by heading, in which each cell is one of those given; each is alone in one row and all come by chance.
fn rows(cells: &[(&str, &[&str])], count: usize, lcg: &mut Lcg) -> String {
    let headings: Vec<&str> = cells.iter().map(|(heading, _)| *heading).collect();
    let mut text = format!("Who\t{}", headings.join("\t"));
    for at in 0..count {
        let row: Vec<&str> = cells.iter().map(|(_, of)| *lcg.pick(of)).collect();
        text += &format!("\nRow {at}\t{}", row.join("\t"));
    }
    text
}

/// A tracker answered, and one line for each decision and duty of a row.
fn answered(pack: &Value, text: &str) -> Vec<String> {
    let pack = Rc::new(read(pack));
    let answer = |text: &str| {
        let mut tracker = Tracker::new(paste::parse(text.to_string()));
        tracker.read(&[Rc::clone(&pack)], &Choices { policies: vec![pack.pack.clone()], ..Choices::default() });
        let problems = tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
        assert!(problems.is_empty(), "{problems:?}");
        tracker
    };
    let told = |tracker: &Tracker, row: usize| -> Vec<String> {
        let mut lines = Vec::new();
        for decision in tracker.explain(row) {
            let rules: Vec<&str> = decision.rules.iter().map(|rule| rule.id.as_str()).collect();
            let needs: Vec<&str> = decision.needs.iter().map(|fact| fact.field.as_str()).collect();
            let lacks: Vec<String> =
                decision.not_assessed.iter().map(|lack| format!("{}: {}", lack.rule, lack.why)).collect();
            lines.push(format!(
                "{} {:?} {} {rules:?} possible {:?} needs {needs:?} lacks {lacks:?} next {:?} also {:?} | {}",
                decision.decision,
                decision.status,
                decision.outcome.as_deref().unwrap_or("-"),
                decision.possible,
                decision.next.as_ref().map(|next| format!(
                    "{} {:?}{}",
                    next.rule,
                    next.due,
                    if next.overdue { " overdue" } else { "" }
                )),
                decision.also.iter().map(|next| next.rule.as_str()).collect::<Vec<_>>(),
                decision.sentence,
            ));
        }
        for duty in tracker.duties(row) {
            lines.push(format!(
                "duty {} {} late {:?} done {:?} needs {:?} unset {:?}",
                duty.rule,
                duty.words(),
                duty.days_late,
                duty.done_on,
                duty.needs,
                duty.unset,
            ));
        }
        lines
    };
    let tracker = answer(text);
    let heading = text.lines().next().unwrap();
    let mut all = Vec::new();
    for row in (0..tracker.table.len()).filter(|row| tracker.kind(*row) == RowKind::Learner) {
        let line = text.lines().nth(row).unwrap();
        let lines = told(&tracker, row);
        // In the same row of the sheet, beside people about whom nothing is said.
        let alone = answer(&format!("{heading}\n{}{line}", "Somebody\n".repeat(row - 1)));
        let by_itself = told(&alone, row);
        assert_eq!(lines, by_itself, "{line}");
        all.push(format!("{}\n   {}", line.replace('\t', " | "), lines.join("\n   ")));
    }
    all
}

/// What is wrong with the rows.
fn problems(made: &Value, text: &str) -> Vec<String> {
    let mut tracker = Tracker::new(paste::parse(text.to_string()));
    let pack = Rc::new(read(made));
    tracker.read(&[Rc::clone(&pack)], &Choices { policies: vec![pack.pack.clone()], ..Choices::default() });
    tracker.evaluate(Day::parse("2026-04-08").unwrap(), &Organisation::default());
    let disagree = (0..tracker.table.len()).flat_map(|row| tracker.applied[0].disagreements(&tracker.table, row));
    let found = tracker.row_problems();
    // What is only said beside a row's answer stands at the end.
    let beside: Vec<_> = disagree.filter(|problem| !found.contains(problem)).collect();
    found.into_iter().chain(beside).map(|problem| problem.to_string()).collect()
}

#[test]
fn rules_that_rest_on_each_other() {
    let mut said = Said::new("small-answers", "rules-that-rest-on-each-other");
    let mut lcg = Lcg(71);
    let fields = json!({
        "a": { "heading": "A", "type": "count", "max": 9 }, "b": { "heading": "B", "type": "count", "max": 9, "blank": "none" },
        "c": { "heading": "C", "type": "yes-no" }, "p": { "heading": "P", "type": "percent", "unit": "%" },
        "k": { "heading": "Kind", "type": "choice", "values": [{ "value": "one" }, { "value": "two" }, { "value": "three" }] },
        "own": { "heading": "Own", "type": "count", "max": 2 },
    });
    let low = named(
        "low",
        table(
            "first",
            &["0", "1", "2"],
            vec![
                row("L1", json!({ "a": ">6", "b": ">2" }), "2".into()),
                row("L2", json!({ "a": ">3" }), "1".into()),
                row("L3", json!({ "a": "-" }), "0".into()),
            ],
        ),
    );
    let mut side = named(
        "side",
        table(
            "priority",
            &["0", "1", "2"],
            vec![
                row("S1", json!({ "k": "\"one\"" }), "1".into()),
                row("S2", json!({ "off": "> 20" }), "2".into()),
                row("S3", json!({ "k": "\"two\"", "c": "true" }), "0".into()),
            ],
        ),
    );
    side["not_assessed"] = "0".into();
    let clash = named(
        "clash",
        table(
            "unique",
            &["x", "y"],
            vec![
                row("U1", json!({ "a": "<5" }), "x".into()),
                row("U2", json!({ "b": "<5" }), "y".into()),
                row("U3", json!({ "a": "<2" }), "x".into()),
            ],
        ),
    );
    let list = named(
        "list",
        table(
            "collect list",
            &["f", "g", "h"],
            vec![
                row("C1", json!({ "a": ">2" }), "f".into()),
                row("C2", json!({ "b": ">2" }), "g".into()),
                row("C3", json!({ "c": "true", "k": "not(\"three\")" }), "h".into()),
                row("C4", json!({ "a": ">7" }), "f".into()),
            ],
        ),
    );
    let sum = named(
        "sum",
        table(
            "collect sum",
            &[],
            vec![
                row("M1", json!({ "a": ">2" }), "1.5".into()),
                row("M2", json!({ "b": ">2" }), "2".into()),
                row("M3", json!({ "c": "true" }), "-1".into()),
            ],
        ),
    );
    let count = named(
        "count",
        table(
            "collect count",
            &[],
            vec![
                row("N1", json!({ "a": ">2" }), "1".into()),
                row("N2", json!({ "b": ">2" }), "1".into()),
                row("N3", json!({ "c": "true" }), "1".into()),
            ],
        ),
    );
    let most = named(
        "most",
        table(
            "collect max",
            &[],
            vec![
                row("X1", json!({ "a": ">2" }), "3".into()),
                row("X2", json!({ "b": ">2" }), "12".into()),
                row("X3", json!({ "c": "true" }), "-1".into()),
            ],
        ),
    );
    let least = named(
        "least",
        table(
            "collect min",
            &[],
            vec![
                row("Y1", json!({ "a": ">2" }), "3".into()),
                row("Y2", json!({ "b": ">2" }), "12".into()),
                row("Y3", json!({ "c": "true" }), "-1".into()),
            ],
        ),
    );
    let mut two = named(
        "two",
        table(
            "first",
            &["p", "q"],
            vec![
                row("T1", json!({ "level": "\"2\"" }), json!({ "who": "me", "value": "q" })),
                row("T2", json!({ "c": "true", "level": "\"1\"" }), json!({ "value": "q", "who": "you" })),
                row("T3", json!({ "low": "\"0\"" }), json!({ "value": "p", "who": "you" })),
            ],
        ),
    );
    two["more"] = json!({ "who": ["me", "you"] });
    two["otherwise"] = row("T0", json!({}), json!({ "value": "p", "who": "me" }));
    let mut made = pack(fields, json!([low, side, clash, list, sum, count, most, least, two]));
    made["derived"] = json!({
        "off": { "title": "Off", "unit": "%", "by": "remainder", "of": ["p"] },
        "low_said": { "title": "Low said", "by": "first-known", "of": ["own", "low"], "values": ["0", "1", "2"] },
        "level": { "title": "Level", "by": "highest-of", "of": ["low_said", "side"], "values": ["0", "1", "2"] },
        "holders": { "title": "Holders", "by": "holders-of-highest", "of": ["low_said", "side"], "names": ["Low", "Side"] },
    });
    for (id, title) in [("two.who", "Who acts"), ("level", "Level"), ("holders", "Holders"), ("low_said", "Low said")] {
        made["decisions"].as_array_mut().unwrap().push(json!({ "id": id, "title": title }));
    }
    let all: [(&str, &[&str]); 6] = [
        ("A", &["0", "2", "4", "8", "", "x"]),
        ("B", &["0", "3", "5", ""]),
        ("C", &["yes", "no", "no", ""]),
        ("P", &["70", "80", "79.9", "", "120"]),
        ("Kind", &["one", "two", "three", ""]),
        ("Own", &["1", "2", "", ""]),
    ];
    said.lines(&made, &answered(&made, &rows(&all, 48, &mut lcg)));
    let few: [(&str, &[&str]); 3] = [("A", &["0", "4", "8", ""]), ("C", &["yes", "no", ""]), ("Own", &["0", ""])];
    said.lines(&made, &answered(&made, &rows(&few, 14, &mut lcg)));
    let other: [(&str, &[&str]); 3] = [("B", &["1", "6", ""]), ("P", &["50", "90", ""]), ("Kind", &["one", "two", ""])];
    said.lines(&made, &answered(&made, &rows(&other, 14, &mut lcg)));
    said.holds();
}

#[test]
fn duties_with_their_days() {
    let mut said = Said::new("small-answers", "duties-with-their-days");
    let mut lcg = Lcg(72);
    let fields = json!({
        "a": { "heading": "A", "type": "count", "max": 9 }, "met": { "heading": "Met on", "type": "date", "event": true, "blank": "none" },
        "told": { "heading": "Told", "type": "date-or-yes", "event": true, "blank": "none" }, "ends": { "heading": "Ends", "type": "date" },
        "sent": { "heading": "Sent", "type": "yes-no" }, "note": { "heading": "Note", "type": "text" },
    });
    let asks = named(
        "asks",
        table(
            "unique",
            &[],
            vec![row("Q1", json!({ "a": ">5" }), true.into()), row("Q2", json!({ "a": "<=5" }), false.into())],
        ),
    );
    let duty = |id: &str, when: Value, due: Value, done: Value| json!({ "id": id, "when": when, "do": format!("Do {id}."), "who": "Tutor", "due": due, "done": done, "clause": "G 1", "says": "it is so" });
    let duties = json!({ "id": "duties", "title": "Duties", "kind": "duties", "rows": [
        duty("D1", json!({ "asks": "true" }), json!({ "after": "met", "count": 5, "in": "working days" }), json!(["told"])),
        duty("D2", json!({ "a": ">2" }), json!({ "after": "met", "count": "days", "in": "calendar days" }), json!(["sent"])),
        duty("D3", json!({ "a": ">2", "met.happened": "true" }), json!({ "after": "met", "count": 1, "in": "weeks", "or_at": "ends" }), json!(["told", "note"])),
        duty("D4", json!({ "a": ">2" }), json!({ "after": "met", "count": 1, "in": "months", "or_at": "ends", "whichever": "which" }), json!(["asks"])),
        duty("D5", json!({ "a": "> unset" }), json!({ "after": "as_of" }), json!([])),
        duty("D6", json!({ "sent": "false" }), json!({ "after": "as_of", "count": "unset", "in": "calendar days" }), json!(["told"])),
        duty("D7", json!({ "sent": "false" }), json!({ "after": "day", "plus": 1, "in": "working days" }), json!(["ends"])),
        duty("D8", json!({ "sent": "true" }), json!({ "after": "last", "count": 1, "in": "calendar days" }), json!(["note"])),
    ] });
    let settings = json!({
        "days": { "title": "Days", "type": "count", "default": "7", "clause": "G 1" }, "unset": { "title": "Unset", "type": "count", "clause": "G 1" },
        "which": { "title": "Which", "type": "choice", "values": ["the earlier", "the later"], "default": "the later", "clause": "G 1" },
        "day": { "title": "Day", "type": "date", "default": "2026-04-02", "clause": "G 1" }, "last": { "title": "Last", "type": "date", "clause": "G 1" },
    });
    let mut made = with(pack(fields, json!([asks, duties])), "settings", settings);
    made["decisions"].as_array_mut().unwrap().retain(|answer| answer["id"] != "duties");
    let all: [(&str, &[&str]); 6] = [
        ("A", &["0", "3", "8", ""]),
        ("Met on", &["2026-03-30", "2026-04-08", "2026-04-01", "2026-04-20", "2026-03-10", "", "x"]),
        ("Told", &["yes", "2026-04-02", "2026-04-09", "2026-04-20", "", ""]),
        ("Ends", &["2026-03-31", "2026-05-01", ""]),
        ("Sent", &["yes", "no", ""]),
        ("Note", &["so", ""]),
    ];
    said.lines(&made, &answered(&made, &rows(&all, 40, &mut lcg)));
    let few: [(&str, &[&str]); 3] =
        [("A", &["0", "3", "8", ""]), ("Met on", &["2026-03-30", "2026-04-08"]), ("Sent", &["yes", "no", ""])];
    said.lines(&made, &answered(&made, &rows(&few, 14, &mut lcg)));
    said.holds();
}

#[test]
fn a_ladder_with_clocks_and_next_actions() {
    let mut said = Said::new("small-answers", "a-ladder-with-clocks-and-next-actions");
    let mut lcg = Lcg(73);
    let ends = json!([{ "value": "success" }, { "value": "fail" }]);
    let sent = |heading: &str| json!({ "heading": heading, "type": "date", "event": true, "blank": "none" });
    let ended = |heading: &str| json!({ "heading": heading, "type": "choice", "blank": "none", "values": ends });
    let fields = json!({ "one": sent("One on"), "one_end": ended("One end"), "two": sent("Two on"), "two_end": ended("Two end"), "bad": { "heading": "Bad", "type": "count" } });
    let stage = |name: &str, entered: &str, ended: &str| json!({ "name": name, "id": format!("S-{name}"), "entered": entered, "ended": ended, "success": "success", "leads_to": "Out", "clause": "G 1", "says": "it was sent" });
    let action = |id: &str, when: Value, due: Value| json!({ "id": id, "when": when, "do": format!("Do {id}."), "who": "Tutor", "due": due, "clause": "G 1", "says": "it is so" });
    let mut also = action("A1", json!({ "bad": ">8" }), json!({ "after": "as_of" }));
    also["do"] = "Tell.".into();
    let ladder = json!({
        "id": "stage", "title": "Stage", "kind": "ladder", "values": ["None", "One", "Two", "Out"],
        "stages": [stage("One", "one", "one_end"), stage("Two", "two", "two_end")], "otherwise": row("S0", json!({}), "None".into()),
        "next": { "id": "next", "title": "Next", "rows": [
            action("N1", json!({ "stage": "\"None\"", "bad": ">5" }), json!({ "after": "as_of", "count": 2, "in": "working days" })),
            action("N2", json!({ "stage": "\"One\"", "one_over": "\"passed\"", "one_end.filled": "false" }), json!({ "after": "one", "count": 6, "in": "working days" })),
            action("N3", json!({ "stage": "\"One\"", "one_over": "\"running\"" }), json!({ "after": "one", "count": 5, "in": "working days" })),
            action("N4", json!({ "stage": "\"Two\"", "bad": ">2" }), json!({ "after": "two", "count": 1, "in": "weeks" })),
        ], "also": [also] },
    });
    let derived =
        json!({ "one_over": { "title": "One over", "by": "clock", "of": ["one"], "count": 5, "in": "working days" } });
    let checks = json!([
        { "check": "needs", "of": ["one", "two"], "code": "skipped", "says": "stage one is skipped", "remedy": "Enter it." },
        { "check": "in-order", "of": ["one", "two"], "code": "order", "says": "two comes before one", "remedy": "Check both." },
    ]);
    let mut made = with(with(pack(fields, json!([ladder])), "derived", derived), "checks", checks);
    made["decisions"].as_array_mut().unwrap().push(json!({ "id": "next", "title": "Next" }));
    let all: [(&str, &[&str]); 5] = [
        ("One on", &["2026-03-27", "2026-03-30", "2026-04-08", "2026-04-20", "", "x"]),
        ("One end", &["success", "fail", "", ""]),
        ("Two on", &["2026-04-01", "2026-03-20", "", ""]),
        ("Two end", &["success", "fail", "", "x"]),
        ("Bad", &["0", "3", "6", "9", ""]),
    ];
    let text = rows(&all, 48, &mut lcg);
    said.lines(&made, &answered(&made, &text));
    said.lines(&made, &problems(&made, &text));
    said.holds();
}

#[test]
fn what_two_cells_must_agree_about() {
    let mut said = Said::new("small-answers", "what-two-cells-must-agree-about");
    let mut lcg = Lcg(74);
    let fields = json!({
        "a": { "heading": "A", "type": "count" }, "b": { "heading": "B", "type": "count" }, "c": { "heading": "C", "type": "percent" },
        "d": { "heading": "D", "type": "date" }, "e": { "heading": "E", "type": "date" }, "f": { "heading": "F", "type": "yes-no" }, "g": { "heading": "G", "type": "yes-no" },
    });
    let check = |kind: &str, one: &str, two: &str| json!({ "check": kind, "of": [one, two], "code": format!("{kind}-{one}"), "says": format!("{one} and {two} do not agree"), "remedy": "Check both." });
    let mut close = check("close", "share", "c");
    close["within"] = "0.5".into();
    let mut near = check("close", "d", "e");
    near["within"] = "3".into();
    let checks = json!([
        check("at-most", "a", "b"),
        close,
        near,
        check("in-order", "d", "e"),
        check("not-zero", "b", "a"),
        check("needs", "f", "g")
    ]);
    let rules = json!([named(
        "t",
        table(
            "first",
            &["x", "y", "z"],
            vec![
                row("R1", json!({ "share": ">=50" }), "x".into()),
                row("R2", json!({ "share": "<50", "d": ">=date(\"2026-04-01\")" }), "y".into()),
                row("R3", json!({ "c": "-", "e": "<date(\"2026-04-01\")", "f": "true" }), "z".into())
            ]
        )
    )]);
    let derived = json!({ "share": { "title": "Share", "unit": "%", "by": "rate", "of": ["a", "b"] } });
    let made = with(with(pack(fields, rules), "derived", derived), "checks", checks);
    let all: [(&str, &[&str]); 7] = [
        ("A", &["0", "3", "5", ""]),
        ("B", &["0", "4", "6", ""]),
        ("C", &["75", "75.5", "75.6", "50", "0", ""]),
        ("D", &["2026-04-01", "2026-04-05", "2026-03-20", ""]),
        ("E", &["2026-04-02", "2026-04-05", "2026-03-20", ""]),
        ("F", &["yes", "no", ""]),
        ("G", &["yes", "no", ""]),
    ];
    let mut text = rows(&all, 40, &mut lcg);
    // As far apart as they may be, and a day or a part of a percent more.
    for (c, d, e) in [("75.5", "01", "04"), ("75.6", "01", "05"), ("74.5", "04", "01"), ("74.4", "05", "01")] {
        text += &format!("\nNear {e}\t3\t4\t{c}\t2026-04-{d}\t2026-04-{e}\tyes\tyes");
    }
    let lines = answered(&made, &text);
    said.lines(&made, &lines);
    said.lines(&made, &problems(&made, &text));
    said.holds();
}
