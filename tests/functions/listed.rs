//! The catalogue: its examples run, its words hold, its names fit.

use super::*;

#[test]
fn every_example_of_the_catalogue_runs_and_has_something_to_say() {
    for function in catalogue().unwrap().functions {
        assert!(!function.examples.is_empty(), "{} has no example", function.id);
        for example in &function.examples {
            assert_eq!(answer(&function.id, json!(example.args)), example.answer);
            let grid = example.answer["grid"].as_array().unwrap();
            let filled = grid.iter().flat_map(|row| row.as_array().unwrap()).filter(|cell| **cell != "").count();
            assert!(filled > 0, "{}: {}", function.id, example.answer);
        }
    }
}

#[test]
fn the_catalogue_says_what_each_function_makes_of_arguments_that_do_not_fit() {
    for function in serde_json::to_value(catalogue().unwrap()).unwrap()["functions"].as_array().unwrap() {
        let said: Vec<&str> =
            function["errors"].as_array().unwrap().iter().map(|error| error["parameter"].as_str().unwrap()).collect();
        // What is no day, no number, no word of a list and no heading can be told; any cell may be a row's or a value's.
        let wanted: Vec<&str> = function["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["kind"] != "any" || one["name"] == "headings")
            .map(|one| one["name"].as_str().unwrap())
            .collect();
        assert_eq!(said, wanted, "{}", function["id"]);
        for error in function["errors"].as_array().unwrap() {
            let (text, parameter) = (error["text"].as_str().unwrap(), error["parameter"].as_str().unwrap());
            assert!(text.starts_with(&format!("{parameter} is ")) && text.contains("expected"), "{text}");
        }
    }
}

/// The catalogue as it was released: what spreadsheets out there may hold.
#[test]
fn the_catalogue_only_grows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/released-formulas.json");
    let released: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let now = serde_json::to_value(catalogue().unwrap()).unwrap();
    let functions = |of: &Value| of["functions"].as_array().unwrap().clone();
    assert!(functions(&released).len() >= 14);
    for old in functions(&released) {
        let id = &old["id"];
        let new = functions(&now).into_iter().find(|new| new["id"] == *id).unwrap_or_else(|| panic!("{id} is gone"));
        assert_eq!(new["since"], old["since"], "{id}");
        assert_eq!(new["result"]["kind"], old["result"]["kind"], "{id}");
        assert_eq!(new["result"]["shape"], old["result"]["shape"], "{id}");
        let part = |of: &Value, list: &str| of[list].as_array().cloned().unwrap_or_default();
        let starts_with = |new: &[Value], old: &[Value], what: &str| {
            assert!(new.starts_with(old), "{id}: {what} were {old:?} and are {new:?}");
        };
        starts_with(&part(&new["result"], "columns"), &part(&old["result"], "columns"), "columns");
        let (mine, theirs) = (part(&new, "parameters"), part(&old, "parameters"));
        for (at, old) in theirs.iter().enumerate() {
            for key in ["name", "kind", "shape"] {
                assert_eq!(mine[at][key], old[key], "{id}, parameter {at}");
            }
            assert!(
                mine[at]["optional"] == true || old["optional"] == false,
                "{id}: a formula without {} was right",
                old["name"]
            );
            let values = part(&mine[at], "values");
            assert!(
                part(old, "values").iter().all(|value| values.contains(value)),
                "{id}: a value of {} is gone",
                old["name"]
            );
        }
        assert!(mine[theirs.len()..].iter().all(|added| added["optional"] == true), "{id}: what is added is optional");
    }
}

#[test]
fn names_fit_every_host() {
    for function in FUNCTIONS {
        assert!(
            function.name.len() >= 3 && function.name.bytes().all(|byte| byte.is_ascii_uppercase()),
            "{}",
            function.name
        );
        let first = function.parameters.iter().position(|parameter| parameter.optional);
        assert!(
            function.parameters.iter().skip(first.unwrap_or(99)).all(|parameter| parameter.optional),
            "{}",
            function.name
        );
    }
    for function in catalogue().unwrap().functions {
        assert!((20..=500).contains(&function.description.len()), "{}: {}", function.id, function.description);
    }
}
