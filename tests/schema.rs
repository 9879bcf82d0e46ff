//! The published JSON Schemas are what the Rust types say: `UPDATE=1 cargo test --test schema` writes them again.
//!
//! The reader of packs names every key and word once, in `read_object!` and `read_words!`; types and sentences stand with
//! the structs. The schemas are read off those sources, so that no list is kept twice.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod support;

use bae_rules::policy::catalogue::BUILT_IN;
use bae_rules::policy::pack::SettingKind;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const SOURCES: &[&str] = &[
    "src/policy/pack/mod.rs",
    "src/policy/pack/derived.rs",
    "src/policy/pack/rule.rs",
    "src/policy/pack/checklist.rs",
    "src/policy/field.rs",
    "src/calendar/settings.rs",
    "src/calendar/terms.rs",
    "src/calendar/bank_holidays.rs",
];

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap_or_default()
}

/// What the sources say: for each type the schema of its shape.
struct Types {
    /// For each struct, its fields: sentence and Rust type.
    structs: BTreeMap<String, BTreeMap<String, (String, String)>>,
    /// For each struct, its keys: field, key, whether it must be there.
    keys: BTreeMap<String, Vec<(String, String, bool)>>,
    /// For each enum, its words.
    words: BTreeMap<String, Vec<String>>,
}

impl Types {
    fn read() -> Self {
        let mut types = Types { structs: BTreeMap::new(), keys: BTreeMap::new(), words: BTreeMap::new() };
        for path in SOURCES {
            let text = file(path);
            types.structs_of(&text);
            for block in blocks(&text, "read_object!") {
                for (name, body) in entries(&block) {
                    let (needed, may) = body.split_once(';').unwrap_or((&body, ""));
                    let keys = |list: &str, needed: bool| -> Vec<(String, String, bool)> {
                        let words = list.split(',').map(str::trim).filter(|word| !word.is_empty());
                        words
                            .map(|word| match word.split_once('=') {
                                Some((field, key)) => {
                                    (field.trim().to_string(), key.trim().trim_matches('"').to_string(), needed)
                                }
                                None => (word.to_string(), word.to_string(), needed),
                            })
                            .collect()
                    };
                    types.keys.insert(name, [keys(needed, true), keys(may, false)].concat());
                }
            }
            for block in blocks(&text, "read_words!") {
                for (name, body) in entries(&block) {
                    types.words.insert(name, body.split('"').skip(1).step_by(2).map(str::to_string).collect());
                }
            }
        }
        types
    }

    fn structs_of(&mut self, text: &str) {
        let mut inside: Option<String> = None;
        let mut says = String::new();
        for line in text.lines() {
            let line_trimmed = line.trim();
            if let Some(rest) = line.strip_prefix("pub struct ") {
                inside = rest.split([' ', '<', '(', '{']).next().map(str::to_string);
                says.clear();
            } else if line == "}" {
                inside = None;
            } else if let Some(sentence) = line_trimmed.strip_prefix("///") {
                says.push_str(sentence);
            } else if let (Some(name), Some(rest)) = (&inside, line_trimmed.strip_prefix("pub ")) {
                if let Some((field, kind)) = rest.split_once(": ") {
                    let kind = kind.trim_end_matches(',').to_string();
                    self.structs
                        .entry(name.clone())
                        .or_default()
                        .insert(field.to_string(), (says.trim().to_string(), kind));
                }
                says.clear();
            } else if !line_trimmed.starts_with("#[") {
                says.clear();
            }
        }
    }

    fn shape(&self, kind: &str) -> Value {
        let inner = |wrap: &str| kind.strip_prefix(wrap).and_then(|rest| rest.strip_suffix('>'));
        if let Some(kind) = inner("Option<") {
            return json!({ "anyOf": [self.shape(kind), { "type": "null" }] });
        }
        if let Some(kind) = inner("Vec<") {
            return json!({ "type": "array", "items": self.shape(kind) });
        }
        if let Some(kind) =
            inner("Ordered<").or_else(|| inner("BTreeMap<char, ")).or_else(|| inner("BTreeMap<String, "))
        {
            return json!({ "type": "object", "additionalProperties": self.shape(kind) });
        }
        match kind {
            "String" => json!({ "type": "string" }),
            "bool" => json!({ "type": "boolean" }),
            "u32" => json!({ "type": "integer", "minimum": 0 }),
            "i64" => json!({ "type": "integer" }),
            "char" => json!({ "type": "string", "minLength": 1, "maxLength": 1 }),
            "Day" => json!({ "type": "string", "format": "date" }),
            "Number" => {
                json!({ "anyOf": [{ "type": "integer" }, { "type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$" }] })
            }
            "(String, String)" => {
                json!({ "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": 2 })
            }
            "Amount" => json!({ "anyOf": [{ "type": "integer" }, { "type": "string" }] }),
            "Unit" => json!({ "anyOf": [self.shape("TimeUnit"), { "type": "string" }] }),
            "When" => {
                json!({ "anyOf": [{ "type": "string" }, { "type": "object", "additionalProperties": { "type": "string" } }] })
            }
            "Then" => json!({ "anyOf": [
                { "type": "boolean" },
                { "type": "string" },
                { "type": "object", "properties": { "setting": { "type": "string" } }, "required": ["setting"], "additionalProperties": false },
                { "type": "object", "additionalProperties": { "type": "string" } },
            ] }),
            name => {
                assert!(self.keys.contains_key(name) || self.words.contains_key(name), "no shape for {name}");
                json!({ "$ref": format!("#/$defs/{name}") })
            }
        }
    }

    fn object(&self, name: &str) -> Value {
        let mut properties = Map::new();
        let fields = &self.structs[name];
        for (field, key, _) in &self.keys[name] {
            let (says, kind) = fields.get(field).unwrap_or_else(|| panic!("{name} has no field {field}"));
            let mut shape = self.shape(kind);
            shape["description"] = says.replace('`', "").into();
            properties.insert(key.clone(), shape);
        }
        let required: Vec<&String> =
            self.keys[name].iter().filter(|(_, _, needed)| *needed).map(|(_, key, _)| key).collect();
        json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
    }

    /// The definitions that a schema refers to, directly or through others.
    fn definitions(&self, schema: &Value) -> Map<String, Value> {
        let mut found: Map<String, Value> = Map::new();
        let mut texts = vec![schema.to_string()];
        while let Some(text) = texts.pop() {
            for part in text.split("#/$defs/").skip(1) {
                let name = part.split('"').next().unwrap().to_string();
                if found.contains_key(&name) {
                    continue;
                }
                let made = match self.words.get(&name) {
                    Some(words) => json!({ "enum": words }),
                    None => self.object(&name),
                };
                texts.push(made.to_string());
                found.insert(name, made);
            }
        }
        found
    }

    fn complete(&self, title: &str, mut schema: Value) -> Value {
        schema["$defs"] = self.definitions(&schema).into();
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
        schema["title"] = title.into();
        schema
    }
}

/// The bodies of a macro's calls.
fn blocks(text: &str, name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split(&format!("\n{name}")).skip(1) {
        let mut depth = 0;
        let end = part.find(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == '}' && depth == 0
        });
        if let (Some(start), Some(end)) = (part.find('{'), end) {
            found.push(part[start + 1..end].to_string());
        }
    }
    found
}

/// The `Name { ... }` entries of a macro's body.
fn entries(block: &str) -> Vec<(String, String)> {
    let pieces = block.split('}').filter_map(|piece| piece.split_once('{'));
    pieces.map(|(name, body)| (name.trim().to_string(), body.to_string())).collect()
}

fn pack_schema(types: &Types) -> Value {
    types.complete("A policy pack of bae-rules", types.object("Pack"))
}

fn settings_schema(types: &Types) -> Value {
    let mut properties = Map::new();
    properties.insert("$schema".into(), json!({ "type": "string", "description": "For editors that complete keys." }));
    properties.insert("schema".into(), json!({ "const": 1, "description": "The version of this file format." }));
    properties.insert("columns".into(), json!({ "type": "object", "additionalProperties": { "type": "string" }, "description": "Headings chosen for fields, by policy.field." }));
    let calendar: Vec<(String, String, bool)> =
        ["nation", "closures", "works_on", "half_terms"].map(|key| (key.to_string(), key.to_string(), false)).to_vec();
    let mut with_calendar =
        Types { structs: types.structs.clone(), keys: types.keys.clone(), words: types.words.clone() };
    with_calendar.keys.insert("CalendarSettings".to_string(), calendar);
    properties.insert("calendar".into(), json!({ "$ref": "#/$defs/CalendarSettings" }));
    for (name, text) in BUILT_IN {
        let pack = support::loaded(text);
        let mut group = Map::new();
        for (setting, spec) in pack.settings.iter() {
            let bound = |number: Option<bae_rules::number::Number>| number.map(|number| number.0 as f64 / 1e9);
            let mut shape = match spec.kind {
                SettingKind::Number | SettingKind::Count => {
                    let mut shape =
                        json!({ "type": if spec.kind == SettingKind::Count { "integer" } else { "number" } });
                    if let Some(min) = bound(spec.min) {
                        shape["minimum"] = json!(min);
                    }
                    if let Some(max) = bound(spec.max) {
                        shape["maximum"] = json!(max);
                    }
                    // Decimals may stand in quotes, so that they stay exact.
                    json!({ "anyOf": [shape, { "type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$" }, { "type": "null" }] })
                }
                SettingKind::Choice => {
                    json!({ "enum": spec.values.iter().map(|value| json!(value)).chain([Value::Null]).collect::<Vec<_>>() })
                }
                SettingKind::YesNo => json!({ "enum": [true, false, "yes", "no", null] }),
                SettingKind::Date => json!({ "anyOf": [{ "type": "string", "format": "date" }, { "type": "null" }] }),
                SettingKind::Text => json!({ "type": ["string", "null"] }),
            };
            shape["description"] = format!("{} ({})", spec.title, spec.clause).into();
            group.insert(setting.to_string(), shape);
        }
        properties.insert(
            name.to_string(),
            json!({ "type": "object", "additionalProperties": false, "properties": group, "description": pack.title }),
        );
    }
    with_calendar.complete(
        "An organisation's settings for bae-rules",
        json!({ "type": "object", "additionalProperties": false, "properties": properties }),
    )
}

fn published(path: &str, schema: &Value) {
    let text = format!("{}\n", serde_json::to_string_pretty(schema).unwrap());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")), &text).unwrap();
    }
    assert!(file(path) == text, "{path} is out of date: run UPDATE=1 cargo test --test schema");
}

/// Whether a value fits a schema, as far as these schemas go.
fn fits(root: &Value, schema: &Value, value: &Value, path: &str) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{path}: {what}"));
    if let Some(name) = schema["$ref"].as_str() {
        return fits(root, &root["$defs"][name.trim_start_matches("#/$defs/")], value, path);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return if any.iter().any(|schema| fits(root, schema, value, path).is_ok()) {
            Ok(())
        } else {
            wrong("fits none")
        };
    }
    if let Some(words) = schema["enum"].as_array() {
        return if words.contains(value) { Ok(()) } else { wrong("not one of the words") };
    }
    match schema["type"].as_str() {
        Some("string") if !value.is_string() => return wrong("not a text"),
        Some("boolean") if !value.is_boolean() => return wrong("not yes or no"),
        Some("integer") if !value.is_i64() => return wrong("not a whole number"),
        Some("null") if !value.is_null() => return wrong("not null"),
        Some("array") if !value.is_array() => return wrong("not a list"),
        Some("object") if !value.is_object() => return wrong("not an object"),
        _ => {}
    }
    for (at, item) in value.as_array().into_iter().flatten().enumerate() {
        fits(root, &schema["items"], item, &format!("{path}[{at}]"))?;
    }
    if let Some(entries) = value.as_object() {
        for key in schema["required"].as_array().into_iter().flatten() {
            if !entries.contains_key(key.as_str().unwrap()) {
                return wrong(&format!("{key} is missing"));
            }
        }
        for (key, item) in entries {
            let known = &schema["properties"][key];
            let shape = if known.is_null() { &schema["additionalProperties"] } else { known };
            if *shape == Value::Bool(false) {
                return wrong(&format!("{key} is not a key"));
            }
            fits(root, shape, item, &format!("{path}.{key}"))?;
        }
    }
    Ok(())
}

#[test]
fn the_schemas_are_what_the_types_say() {
    let types = Types::read();
    published("src/policy/pack.schema.json", &pack_schema(&types));
    published("src/policy/settings.schema.json", &settings_schema(&types));
}

#[test]
fn the_packs_that_ship_fit_the_schema_and_a_wrong_key_does_not() {
    let schema = pack_schema(&Types::read());
    for (name, text) in BUILT_IN {
        let mut pack: Value = serde_json::from_str(text).unwrap();
        fits(&schema, &schema, &pack, name).unwrap();
        pack["rules"][0]["rowz"] = json!([]);
        assert!(fits(&schema, &schema, &pack, name).is_err());
    }
}

#[test]
fn a_pack_that_is_written_out_is_read_as_the_same_pack() {
    for (name, text) in BUILT_IN {
        let pack = bae_rules::policy::load::load(text).unwrap();
        let written = serde_json::to_string(&pack).unwrap();
        assert_eq!(bae_rules::policy::load::load(&written).unwrap(), pack, "{name}");
        // What is as it is by default is left out.
        for default in ["\"blank\":\"unknown\"", "\"origin\":\"source\"", "\"when\":{}", "null", "[]", ":false"] {
            let count = |text: &str| text.matches(default).count();
            assert!(count(&written) <= count(&text.replace(": ", ":")), "{name} writes {default}");
        }
    }
}
