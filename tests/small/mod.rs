//! Small packs made by hand, and what is said about them held against files in which it was read over.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::policy::pack::Pack;
use serde_json::{Value, json};

/// A pack of these fields and rules; every row is shown by an example.
pub fn pack(fields: Value, rules: Value) -> Value {
    let mut all = json!({ "who": { "heading": "Who", "type": "text" } });
    all.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    let mut shows = Vec::new();
    let mut decisions = Vec::new();
    for rule in rules.as_array().unwrap() {
        decisions.push(json!({ "id": rule["id"], "title": rule["title"] }));
        let rows = rule["rows"].as_array().into_iter().chain(rule["stages"].as_array()).flatten();
        shows.extend(rows.chain(rule.get("otherwise")).map(|row| row["id"].clone()));
    }
    json!({
        "pack": "small", "schema": 1, "version": "1", "title": "Small", "about": "Small.",
        "sources": { "G": { "title": "Guide", "publisher": "Nobody" } }, "subject": "who", "fields": all, "rules": rules,
        "decisions": decisions, "results": [],
        "examples": [{ "claim": "every row", "shows": shows, "given": {}, "expect": {} }],
    })
}

pub fn with(mut pack: Value, key: &str, value: Value) -> Value {
    pack[key] = value;
    pack
}

/// A row of a rule: its id, its tests, its value.
pub fn row(id: &str, when: Value, then: Value) -> Value {
    json!({ "id": id, "when": when, "then": then, "clause": "G 1", "says": "it is so" })
}

pub fn table(hit: &str, values: &[&str], rows: Vec<Value>) -> Value {
    let mut rule = json!({ "id": "t", "title": "T", "kind": "table", "hit": hit, "rows": rows });
    if !values.is_empty() {
        rule["values"] = json!(values);
    }
    rule
}

/// A table of one row for each cell of one fact, yes and no by turns; what no cell holds is a gap.
pub fn by_turns(fact: &str, cells: &[&str]) -> Value {
    let row = |(at, cell): (usize, &&str)| row(&format!("R{at}"), json!({ fact: cell }), (at % 2 == 0).into());
    json!([table("unique", &[], cells.iter().enumerate().map(row).collect())])
}

/// A table of two rows that ask for the same: the second never decides, and its witness is a row for which both hold.
pub fn twice(when: &Value) -> Value {
    json!([table("first", &["a", "b"], vec![row("A", when.clone(), "a".into()), row("B", when.clone(), "b".into())])])
}

pub fn read(pack: &Value) -> Pack {
    // Faults that the loader refuses are for the verifier too: a pack may be made by hand.
    bae_rules::json::from_str(&pack.to_string()).unwrap_or_else(|problems| panic!("{problems:?}\n{pack}"))
}

pub fn cells(row: &[(String, String)]) -> String {
    row.iter().map(|(name, value)| format!(" [{name}: {value}]")).collect()
}

/// A pack in few words: what is known about its facts, and what its rows ask for and give.
pub fn in_short(pack: &Value) -> String {
    let mut lines = Vec::new();
    for part in ["in_force", "fields", "derived", "settings", "checks"] {
        match &pack[part] {
            Value::Object(named) if part != "in_force" => {
                let named = named.iter().filter(|(name, _)| *name != "who");
                lines.extend(named.map(|(name, spec)| format!("{part} {name} {spec}")));
            }
            Value::Null => {}
            whole => lines.push(format!("{part} {whole}")),
        }
    }
    for rule in pack["rules"].as_array().unwrap() {
        let mut whole = rule.clone();
        for part in ["id", "title", "rows", "stages", "otherwise"] {
            whole.as_object_mut().unwrap().remove(part);
        }
        lines.push(format!("rule {} {whole}", rule["id"].as_str().unwrap()));
        let rows = rule["rows"].as_array().into_iter().chain(rule["stages"].as_array()).flatten();
        for row in rows.chain(rule.get("otherwise")) {
            let mut row = row.clone();
            let id = row.as_object_mut().unwrap().remove("id").unwrap();
            row.as_object_mut().unwrap().remove("says");
            if row["clause"] == "G 1" {
                row.as_object_mut().unwrap().remove("clause");
            }
            lines.push(format!("  {} {row}", id.as_str().unwrap()));
        }
    }
    lines.join("\n")
}

/// What is said about the packs of one test, held against the file in which it was read over.
pub struct Said {
    folder: &'static str,
    test: &'static str,
    text: String,
}

impl Said {
    pub fn new(folder: &'static str, test: &'static str) -> Self {
        Said { folder, test, text: String::new() }
    }

    pub fn lines(&mut self, pack: &Value, lines: &[String]) {
        let lines: String = lines.iter().map(|line| format!("=> {line}\n")).collect();
        self.text += &format!("{}\n{}\n", in_short(pack), if lines.is_empty() { "=> nothing\n" } else { &lines });
    }

    pub fn about(&mut self, pack: &Value, told: impl Fn(&Value) -> Vec<String>) {
        self.lines(pack, &told(pack));
    }

    /// The same as was read over; `UPDATE=1` writes it anew.
    pub fn holds(self) {
        let path = format!("{}/tests/{}/{}.txt", env!("CARGO_MANIFEST_DIR"), self.folder, self.test);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &self.text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap();
        for (now, then) in self.text.split("\n\n").zip(expected.split("\n\n")) {
            assert!(now == then, "{path} says\n{then}\n\nand now it is\n{now}");
        }
        assert_eq!(self.text.len(), expected.len(), "{path} has other packs");
    }
}

pub const UP_TO_NINE: &str =
    r#"{ "x": { "heading": "X", "type": "count", "max": 9 }, "y": { "heading": "Y", "type": "count", "max": 9 } }"#;

pub fn up_to_nine() -> Value {
    serde_json::from_str(UP_TO_NINE).unwrap()
}
