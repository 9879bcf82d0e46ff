//! What a pack is refused for when it is made ready: each fault is told with its rule and row, what was found, what was
//! expected with the nearest valid word, and what to do.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::calendar::{Calendar, Day, Nation};
use bae_rules::evaluate::compile::compile;
use bae_rules::policy::load;
use bae_rules::policy::settings::Settings;
use bae_rules::problem::Problem;
use serde_json::{Value, json};

/// A sound pack: a fact worked out from a column, a setting, a table and a sum.
fn sound() -> Value {
    json!({
        "pack": "late", "schema": 1, "version": "2", "title": "Late", "about": "Made up.",
        "sources": { "L": { "title": "On being late", "publisher": "Nobody" } },
        "subject": "who", "results": [], "examples": [],
        "fields": {
            "who": { "heading": "Who", "type": "text" },
            "times": { "heading": "Times late", "type": "count", "required": true },
            "since": { "heading": "Since", "type": "date" },
        },
        "derived": { "days": { "title": "Days", "by": "days-since", "of": ["since"] } },
        "settings": {
            "most": { "title": "Most", "type": "count", "default": "9", "clause": "L 3" },
            "word": { "title": "Word", "type": "choice", "values": ["Often", "Seldom"], "default": "Often", "clause": "L 3" },
        },
        "rules": [
            {
                "id": "late", "title": "Late", "kind": "table", "hit": "unique", "values": ["Often", "Seldom"],
                "rows": [
                    { "id": "A", "when": { "times": ">= 4" }, "then": "Often", "clause": "L 1", "says": "late" },
                    { "id": "B", "when": { "times": "< 4" }, "then": "Seldom", "clause": "L 2", "says": "not late" },
                ],
            },
            {
                "id": "points", "title": "Points", "kind": "table", "hit": "collect sum",
                "rows": [{ "id": "P", "when": { "days": "> 3" }, "then": "2", "clause": "L 4", "says": "long" }],
            },
        ],
        "decisions": [{ "id": "late", "title": "Late" }, { "id": "points", "title": "Points" }],
    })
}

/// Why a pack is refused.
fn refused(pack: &Value) -> Vec<Problem> {
    let pack = match load::load(&pack.to_string()) {
        Ok(pack) => pack,
        Err(problems) => return problems,
    };
    let settings = Settings::defaults(&pack).unwrap();
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    compile(&pack, &settings, &calendar, Day::parse("2026-04-08").unwrap()).err().unwrap_or_default()
}

#[test]
fn each_fault_is_told_with_its_place_and_what_was_expected() {
    assert_eq!(refused(&sound()), []);
    let cell = |row: &str| format!("/rules/0/rows/0/when/{row}");
    for (place, value, code, found, expected) in [
        (cell("times"), json!(">= 4 5"), "bad-cell", "rule late, row A: `times` holds", "a comma, or nothing more"),
        (
            cell("times"),
            json!("\"often\""),
            "wrong-type",
            "rule late, row A: `\"often\"` does not fit `times`",
            "numbers",
        ),
        (
            cell("times"),
            json!("date(\"2026-04-08\")"),
            "wrong-type",
            "does not fit `times`",
            "numbers, dates or settings",
        ),
        (cell("tmes"), json!("> 1"), "unknown-name", "rule late, row A: `tmes` is not known", "such as `times`"),
        (
            "/rules/1/rows/0/when/late".to_string(),
            json!("\"Often \""),
            "wrong-type",
            "rule points, row P: `\"Often \"` does not fit `late`",
            "values of `late`: \"Often\", \"Seldom\"",
        ),
        (
            "/rules/0/rows/1/then".to_string(),
            json!("Seldum"),
            "unknown-value",
            "rule late, row B: `Seldum` is not a value of the rule",
            "one of Often, Seldom, such as `Seldom`",
        ),
        (
            "/rules/0/rows/1/then".to_string(),
            json!({ "setting": "wort" }),
            "unknown-setting",
            "rule late, row B: `wort` is not a setting",
            "a setting of the pack",
        ),
        (
            "/rules/1/rows/0/then".to_string(),
            json!("two"),
            "not-a-number",
            "rule points, row P: the value is not a number",
            "a number in quotes",
        ),
        (
            "/rules/1/rows/0/then".to_string(),
            json!({ "setting": "word" }),
            "not-a-number",
            "rule points, row P: the value is not a number",
            "a setting that holds one",
        ),
        (
            "/derived/days/of".to_string(),
            json!(["snce"]),
            "unknown-name",
            "derived fact days: `snce`",
            "such as `since`",
        ),
        ("/derived/days/of".to_string(), json!(["since", "since"]), "wrong-inputs", "derived fact days", "1"),
        ("/derived/days/of".to_string(), json!(["days"]), "circle", "`days` rests on itself", "earlier ones only"),
        (
            "/decisions/0/id".to_string(),
            json!("latte"),
            "unknown-name",
            "decisions: `latte` is not known",
            "such as `late`",
        ),
    ] {
        let mut pack = sound();
        let (parent, name) = place.rsplit_once('/').unwrap();
        pack.pointer_mut(parent).unwrap()[name] = value.clone();
        let problems = refused(&pack);
        let told = problems.iter().find(|problem| problem.code == code);
        let told = told.unwrap_or_else(|| panic!("{place} = {value}: {problems:#?}"));
        assert!(told.message.contains(found), "{place} = {value}: {}", told.message);
        assert!(told.expected.contains(expected), "{place} = {value}: {}", told.expected);
        assert!(told.remedy.ends_with('.'), "{told:?}");
    }
}

#[test]
fn a_setting_gives_a_value_or_a_number_where_it_fits() {
    let mut pack = sound();
    pack["rules"][0]["rows"][1]["then"] = json!({ "setting": "word" });
    pack["rules"][1]["rows"][0]["then"] = json!({ "setting": "most" });
    assert_eq!(refused(&pack), []);
}

#[test]
fn a_rule_of_256_rows_is_refused_and_one_of_255_is_not() {
    for (rows, refusal) in [(255, None), (256, Some("at most 255"))] {
        let mut pack = sound();
        let row = |at: usize| json!({ "id": format!("R{at}"), "when": { "times": at.to_string() }, "then": "Often", "clause": "L 1", "says": "so" });
        pack["rules"][0]["rows"] = (0..rows).map(row).collect();
        let problems = refused(&pack);
        let told = problems.iter().find(|problem| problem.code == "too-many-rows");
        assert_eq!(told.map(|problem| problem.expected.as_str()), refusal, "{problems:?}");
    }
}

#[test]
fn a_rule_of_512_values_is_refused_and_one_of_511_is_not() {
    for (values, refusal) in [(511, None), (512, Some("at most 511"))] {
        let mut pack = sound();
        pack["rules"][0]["values"] =
            (2..values).map(|at| format!("V{at}")).chain(["Often".into(), "Seldom".into()]).collect();
        let problems = refused(&pack);
        let told = problems.iter().find(|problem| problem.code == "too-many-values");
        assert_eq!(told.map(|problem| problem.expected.as_str()), refusal, "{problems:?}");
    }
}
