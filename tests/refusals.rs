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

/// What is wrong with a pack when it is read, each problem in its own words: what was found, and what was expected.
fn faults(pack: &Value) -> Vec<String> {
    let problems = load::load(&pack.to_string()).err().unwrap_or_default();
    problems.iter().map(|found| format!("{}: {}; expected {}", found.code, found.message, found.expected)).collect()
}

/// The faults of a pack with something put in one place, or taken out of it.
fn faults_with(pack: &Value, place: &str, value: &Value) -> Vec<String> {
    let mut pack = pack.clone();
    let (parent, name) = place.rsplit_once('/').unwrap();
    let parent = pack.pointer_mut(parent).unwrap_or_else(|| panic!("{place}"));
    match parent {
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value.clone(),
        parent => parent[name] = value.clone(),
    }
    faults(&pack)
}

#[test]
fn names_that_nothing_bears_are_told_where_they_stand() {
    let mut pack = sound();
    pack["settings"]["by"] = json!({ "title": "By", "type": "text", "clause": "L 3" });
    pack["settings"]["on"] = json!({ "title": "On", "type": "date", "clause": "L 3" });
    pack["settings"]["unit"] = json!({ "title": "Unit", "type": "choice", "values": ["weeks", "months"], "default": "weeks", "clause": "L 3" });
    pack["settings"]["which"] = json!({ "title": "Which", "type": "choice", "values": ["the earlier", "the later"], "default": "the later", "clause": "L 3" });
    pack["needs_columns"] = json!([["times"]]);
    pack["acceptance"] =
        json!({ "by": "by", "on": "on", "rules": ["late"], "until_then": "ours", "from_then": "yours" });
    pack["counts"] = json!({ "title": "Late", "of": "late", "apart": ["Seldom"], "lacks": "points" });
    pack["decisions"][0]["if_columns"] = json!(["times"]);
    pack["results"] =
        json!([{ "heading": "Late", "of": "late", "part": "outcome", "and": ["points"], "only_with": "late" }]);
    pack["derived"]["past"] = json!({ "title": "Past", "by": "clock", "of": ["since"], "count": "most", "in": "unit" });
    let due = json!({ "after": "since", "count": 2, "in": "unit", "whichever": "which" });
    let duty = json!({ "id": "D", "when": { "times": "> 1" }, "do": "Do it.", "who": "Tutor", "clause": "L 5", "says": "so", "due": due });
    pack["rules"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": "duties", "title": "Duties", "kind": "duties", "rows": [duty] }));
    assert_eq!(faults(&pack), [""; 0]);
    let fields = "the name of a field, such as `times`";
    let units = "working days, calendar days, weeks, months, term-time days or school terms, or a choice setting that offers nothing else";
    let days = "`the earlier` and `the later`, or a choice setting that offers nothing else";
    for (place, value, expected) in [
        ("/needs_columns/0", json!(["time"]), format!("unknown-name: needs_columns: `time` is not known; expected {fields}")),
        ("/decisions/1/id", json!("days"), "unknown-name: decisions: `days` is not known; expected a rule, a further output or next action of one, or a derived fact with named values".to_string()),
        ("/decisions/0/if_columns", json!(["time"]), format!("unknown-name: decision late, if_columns: `time` is not known; expected {fields}")),
        ("/results/0/of", json!("lat"), "unknown-name: result column Late: `lat` is not known; expected a decision, a field or a checklist, such as `late`".to_string()),
        ("/results/0/and", json!(["times"]), "unknown-name: result column Late: `times` is not known; expected a decision".to_string()),
        ("/results/0/only_with", json!("since"), "unknown-name: result column Late: `since` is not known; expected a decision".to_string()),
        ("/acceptance/by", json!("bye"), "unknown-name: acceptance: `bye` is not known; expected the name of a setting, such as `by`".to_string()),
        ("/acceptance/on", json!("since"), "unknown-name: acceptance: `since` is not known; expected the name of a setting".to_string()),
        ("/acceptance/rules", json!(["lat"]), "unknown-name: acceptance: `lat` is not known; expected the name of a rule, such as `late`".to_string()),
        ("/counts/lacks", json!("point"), "unknown-name: counts: `point` is not known; expected a decision, such as `points`".to_string()),
        ("/counts/apart", json!(["Seldum"]), "unknown-name: counts: `Seldum` is not known; expected a value of the answer that is counted, such as `Seldom`".to_string()),
        ("/derived/past/in", json!("word"), format!("unknown-name: derived past, in: `word` does not fit; expected {units}")),
        ("/derived/past/in", json!("most"), format!("unknown-name: derived past, in: `most` does not fit; expected {units}")),
        ("/rules/2/rows/0/due/in", json!("which"), format!("unknown-name: row D, in: `which` does not fit; expected {units}")),
        ("/rules/2/rows/0/due/whichever", json!("unit"), format!("unknown-name: row D, whichever: `unit` does not fit; expected {days}")),
        ("/rules/2/rows/0/due/whichever", json!("none"), format!("unknown-name: row D, whichever: `none` does not fit; expected {days}")),
        ("/rules/0/rows/0/says", json!("{tmes} late"), "unknown-name: rule late, row A: `{tmes}` is not known; expected a field, a setting, a derived fact or a rule".to_string()),
        ("/rules/0/rows/0/says", json!(" "), "no-wording: rule late, row A: `says` is empty; expected a sentence part that a parent could read".to_string()),
        ("/rules/0/rows/0/where", json!({ "wort": "Often" }), "unknown-name: rule late, row A: `wort` in `where` is not known; expected a setting with named values, such as `word`".to_string()),
        ("/rules/0/rows/0/where", json!({ "word": "Daily" }), "unknown-value: rule late, row A: `Daily` is not a value of `word`; expected one of Often, Seldom".to_string()),
        ("/rules/0/rows/0/clause", json!("M 1"), "unknown-source: rule late, row A: the clause `M 1` points nowhere; expected one of L and a place in it".to_string()),
        ("/rules/0/rows/0/clause", json!("L"), "unknown-source: rule late, row A: the clause `L` points nowhere; expected one of L and a place in it".to_string()),
        ("/settings/most/clause", json!(" L "), "unknown-source: setting most: the clause ` L ` points nowhere; expected one of L and a place in it".to_string()),
    ] {
        assert_eq!(faults_with(&pack, place, &value)[0], expected, "{place} = {value}");
    }
    for says in ["{times} late", "{most} late", "{days:more} late", "{late} late"] {
        assert_eq!(faults_with(&pack, "/rules/0/rows/0/says", &json!(says)), [""; 0], "{says}");
    }
}

#[test]
fn days_that_are_none_or_the_wrong_way_round_are_told() {
    for (period, found) in [
        (json!({ "from": "2026-01-01", "to": "2026-12-31" }), None),
        (json!({ "from": "2026-01-01", "to": "2026-01-01" }), None),
        (json!({ "from": "2026-01-01" }), None),
        (json!({ "from": "2026-01-02", "to": "2026-01-01" }), Some("from `2026-01-02` to `2026-01-01`")),
        (json!({ "from": "2026-13-01" }), Some("from `2026-13-01` to ``")),
        (json!({ "to": "soon" }), Some("from `` to `soon`")),
    ] {
        let told = faults_with(&sound(), "/in_force", &period);
        let told: Vec<&String> = told.iter().filter(|line| line.starts_with("bad-period")).collect();
        match found {
            None => assert!(told.is_empty(), "{told:?}"),
            Some(found) => {
                let expected = format!("in force {found}; expected days as 2026-09-01, the first not after the last");
                assert!(told.len() == 1 && told[0].ends_with(&expected), "{told:?}");
            }
        }
    }
}

#[test]
fn versions_of_a_rule_follow_each_other_day_by_day() {
    let versions = |periods: &[Value]| {
        let mut pack = sound();
        let rule = pack["rules"][0].clone();
        let others = pack["rules"].as_array().unwrap()[1..].to_vec();
        let mut rules: Vec<Value> = Vec::new();
        for period in periods {
            let mut version = rule.clone();
            version["in_force"] = period.clone();
            rules.push(version);
        }
        rules.extend(others);
        pack["rules"] = rules.into();
        faults(&pack)
    };
    let gap = |before: &str, from: &str| {
        vec![format!("time-gap: rule late: a gap in time before {before}; expected a version from {from} on")]
    };
    let overlap = |before: &str, from: &str| {
        vec![format!("time-overlap: rule late: an overlap in time before {before}; expected a version from {from} on")]
    };
    let to = |day: &str| json!({ "to": day });
    let from = |day: &str| json!({ "from": day });
    let open = "time-gap: rule late: no version from 1 February 2026 on; expected a version for every day the pack is in force";
    for (periods, expected) in [
        (vec![to("2026-01-31"), from("2026-02-01")], vec![]),
        // In whichever order they stand.
        (vec![from("2026-02-01"), to("2026-01-31")], vec![]),
        (vec![to("2026-01-31"), from("2026-02-02")], gap("2 February 2026", "1 February 2026")),
        (vec![to("2026-01-31"), from("2026-01-31")], overlap("31 January 2026", "1 February 2026")),
        // Nothing follows a version that never ends.
        (
            vec![json!({}), from("2026-02-01")],
            vec!["time-overlap: rule late: an overlap in time from 1 February 2026 on; expected one version for each day".to_string()],
        ),
        (vec![from("2026-02-01")], gap("1 February 2026", "1 January 1900")),
        (vec![to("2026-01-31")], vec![open.to_string()]),
    ] {
        assert_eq!(versions(&periods), expected, "{periods:?}");
    }
}

#[test]
fn a_checklist_names_fields_levels_and_other_criteria_that_are_there() {
    let text = bae_rules::policy::catalogue::BUILT_IN.iter().find(|(name, _)| *name == "back-on-track").unwrap().1;
    let pack: Value = serde_json::from_str(text).unwrap();
    assert_eq!(faults(&pack), [""; 0]);
    let list = "/rules/0/checklist";
    let principle =
        pack.pointer(&format!("{list}/principles")).unwrap().as_object().unwrap().keys().next().unwrap().clone();
    let first = format!("{list}/principles/{principle}/criteria/0");
    let id = pack.pointer(&format!("{first}/id")).unwrap().as_str().unwrap().to_string();
    let here = format!("rule stage_of_achievement, criterion {id}");
    let field = |name: &str| {
        vec![format!("unknown-name: rule stage_of_achievement: `{name}` is not known; expected the name of a field")]
    };
    for (place, value, expected) in [
        (format!("{list}/group"), json!("group"), field("group")),
        (format!("{list}/tick"), json!("box"), field("box")),
        (format!("{list}/next_review"), json!("review"), field("review")),
        (format!("{list}/actions/done"), json!("finished"), field("finished")),
        (format!("{list}/actions/needs"), json!({ "person": "By who" }), field("person")),
        (format!("{first}/clause"), json!("nowhere"), vec![format!("unknown-source: {here}: the clause `nowhere` points nowhere; expected one of BT2 and a place in it")]),
        (format!("{first}/repeats"), json!(["BT2-none"]), vec![format!("unknown-name: {here}: `BT2-none` is not another criterion; expected the id of another criterion")]),
        (format!("{first}/supersedes"), json!([id]), vec![format!("unknown-name: {here}: `{id}` is not another criterion; expected the id of another criterion")]),
        (format!("{first}/also_met_by"), json!([["BT2-none"]]), vec![format!("unknown-name: {here}: `BT2-none` is not another criterion; expected the id of another criterion")]),
        (format!("{list}/carries_out/0/clause"), json!("BT2"), vec!["unknown-source: rule stage_of_achievement, BT2-P03: the clause `BT2` points nowhere; expected one of BT2 and a place in it".to_string()]),
    ] {
        assert_eq!(faults_with(&pack, &place, &value), expected, "{place} = {value}");
    }
    let second = pack.pointer(&format!("{list}/principles/{principle}/criteria/1/id")).unwrap().as_str().unwrap();
    let told = faults_with(&pack, &format!("{list}/principles/{principle}/criteria/1/id"), &json!(id));
    assert!(
        told.contains(&format!("name-twice: {here} is there twice; expected an id for one criterion only")),
        "{second}: {told:?}"
    );
    let levels = faults_with(&pack, &format!("{first}/id"), &json!("BT2-1a-X-1"));
    let told = "unknown-level: rule stage_of_achievement, criterion BT2-1a-X-1 belongs to no level; expected an id whose last part but one starts with the letter of a level, such as `BT2-1a-L-1`";
    assert!(levels.iter().any(|line| line == told), "{levels:?}");
}

#[test]
fn what_is_no_json_and_what_is_no_pack_are_told_apart() {
    let codes = |text: &str| load::load(text).err().unwrap().iter().map(|found| found.code.clone()).collect::<Vec<_>>();
    assert_eq!(codes("{"), ["not-json"]);
    assert!(codes(r#"{ "pack": 1 }"#).iter().all(|code| code == "bad-pack"));
}

#[test]
fn two_versions_without_days_overlap() {
    let mut pack = sound();
    let again = pack["rules"][0].clone();
    pack["rules"].as_array_mut().unwrap().push(again);
    let told = "time-overlap: rule late: an overlap in time from 1 January 1900 on; expected one version for each day";
    assert_eq!(faults(&pack), [told]);
}

#[test]
fn a_fact_that_is_cut_at_511_points_is_refused_and_one_at_510_is_not() {
    for (points, refusal) in [(510, None), (511, Some("at most 510"))] {
        let mut pack = sound();
        // Each cell of a row cuts at both of its ends.
        let cell = (0..points / 2).map(|at| (at * 2 + 1).to_string()).collect::<Vec<_>>().join(", ");
        let cell = if points % 2 == 0 { cell } else { format!("{cell}, > 5000") };
        pack["rules"][0]["rows"] =
            json!([{ "id": "A", "when": { "times": cell }, "then": "Often", "clause": "L 1", "says": "so" }]);
        let problems = refused(&pack);
        let told = problems.iter().find(|problem| problem.code == "too-many-cuts");
        assert_eq!(told.map(|problem| problem.expected.as_str()), refusal, "{problems:?}");
    }
}

#[test]
fn a_setting_that_holds_a_day_stands_in_a_cell() {
    use bae_rules::evaluate::decide::{self, Answerer};
    use bae_rules::evaluate::facts::Facts;
    use bae_rules::record::Fact;
    let mut pack = sound();
    pack["settings"]["first"] = json!({ "title": "First", "type": "date", "default": "2026-04-01", "clause": "L 3" });
    pack["settings"]["asked"] = json!({ "title": "Asked", "type": "yes-no", "default": "yes", "clause": "L 3" });
    pack["rules"][0]["rows"][0]["when"] = json!({ "since": ">= first" });
    pack["rules"][0]["rows"][1]["when"] = json!({ "since": "< first" });
    assert_eq!(refused(&pack), []);
    let pack = load::load(&pack.to_string()).unwrap();
    let chosen =
        bae_rules::json::from_str::<bae_rules::policy::pack::Ordered<bae_rules::json::Json>>(r#"{ "asked": false }"#);
    let settings = Settings::with(&pack, &chosen.unwrap()).unwrap();
    assert_eq!(settings.get("asked").unwrap().words(), "no");
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    let program = compile(&pack, &settings, &calendar, Day::parse("2026-04-08").unwrap()).unwrap();
    let since = pack.fields.position("since").unwrap();
    for (day, outcome) in [("2026-03-31", "Seldom"), ("2026-04-01", "Often")] {
        let mut facts = vec![Fact::Unknown; pack.fields.len()];
        facts[since] = Fact::Value(i64::from(Day::parse(day).unwrap().days()));
        let found = Answerer::new(&program).row(&Facts { facts: &facts, lists: &[] });
        assert_eq!(decide::outcome(&program, program.answers[0], &found[0]).as_deref(), Some(outcome), "{day}");
    }
}

#[test]
fn a_pack_that_nobody_loaded_is_refused_too_when_it_names_no_rule() {
    let day = Day::parse("2026-04-08").unwrap();
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    let checklist = bae_rules::policy::catalogue::BUILT_IN.iter().find(|(name, _)| *name == "back-on-track").unwrap().1;
    for (text, rule) in [(sound().to_string(), "late"), (checklist.to_string(), "stage_of_achievement")] {
        let mut pack = load::read(&text).unwrap();
        let settings = Settings::defaults(&pack).unwrap();
        for (id, refusal) in [(rule.to_string(), None), (format!("{rule}s"), Some("unknown-name"))] {
            pack.decisions = vec![bae_rules::policy::pack::Answer {
                id: id.clone(),
                title: "Answer".to_string(),
                among_others: None,
                beside: false,
                if_columns: Vec::new(),
            }];
            let problems = compile(&pack, &settings, &calendar, day).err().unwrap_or_default();
            assert_eq!(problems.first().map(|problem| problem.code.as_str()), refusal, "{problems:?}");
            assert!(problems.iter().all(|problem| problem.message.contains(&format!("`{id}`"))), "{problems:?}");
        }
    }
}
