//! A generated pack as a file.

use super::cells::{End, Kind, Test, thousandths};
use super::world::{By, Of, Row, Table, World};
use serde_json::{Value, json};

impl World {
    fn cell(&self, of: Of, test: &Test) -> String {
        match of {
            // Values of another table are written by name.
            Of::Table(at) => {
                let name = |part: &(End, End)| format!("\"{}\"", self.tables[at].values[part.0.unwrap().0 as usize]);
                let list = test.parts().iter().map(name).collect::<Vec<_>>().join(", ");
                match test {
                    Test::Any => "-".to_string(),
                    Test::In(_) => list,
                    Test::Not(_) => format!("not({list})"),
                }
            }
            of => test.text(self.kind(of)),
        }
    }

    /// The pack as a file.
    pub fn json(&self) -> Value {
        let fields: serde_json::Map<String, Value> = self
            .fields
            .iter()
            .map(|field| {
                let mut spec = json!({ "heading": field.name, "required": field.required });
                let set = spec.as_object_mut().unwrap();
                match field.kind {
                    Kind::Percent => {
                        set.insert("type".into(), "percent".into());
                        set.insert("better".into(), "higher".into());
                    }
                    Kind::Count(max) => {
                        set.insert("type".into(), "count".into());
                        set.insert("max".into(), max.into());
                        set.insert("better".into(), "lower".into());
                    }
                    Kind::Number { min, max, step } => {
                        set.insert("type".into(), "number".into());
                        set.insert("min".into(), thousandths(min).into());
                        set.insert("max".into(), thousandths(max).into());
                        set.insert("step".into(), thousandths(step).into());
                        set.insert("better".into(), "lower".into());
                    }
                    Kind::YesNo => {
                        set.insert("type".into(), "yes-no".into());
                    }
                    Kind::Choice(count) => {
                        set.insert("type".into(), "choice".into());
                        set.insert(
                            "values".into(),
                            (0..count).map(|at| json!({ "value": format!("c{at}") })).collect(),
                        );
                    }
                    Kind::Date => {
                        set.insert("type".into(), "date".into());
                    }
                    Kind::Event => {
                        set.insert("type".into(), "date".into());
                        set.insert("event".into(), true.into());
                        set.insert("blank".into(), "none".into());
                    }
                }
                (field.name.clone(), spec)
            })
            .chain([("who".to_string(), json!({ "heading": "Who", "type": "text" }))])
            .collect();
        let derived: serde_json::Map<String, Value> = self
            .derived
            .iter()
            .map(|derived| {
                let of: Vec<&str> = derived.of.iter().map(|at| self.fields[*at].name.as_str()).collect();
                let mut spec = json!({ "title": derived.name, "by": derived.by.name(), "of": of });
                if derived.by == By::PointsBehind {
                    spec.as_object_mut().unwrap().insert("mode".into(), "mode".into());
                }
                (derived.name.clone(), spec)
            })
            .collect();
        let rules: Vec<Value> = self.tables.iter().map(|table| self.rule(table)).collect();
        let mut decisions: Vec<Value> = Vec::new();
        for table in &self.tables {
            decisions.push(json!({ "id": table.id, "title": table.id }));
            if !table.more.is_empty() {
                decisions.push(json!({ "id": format!("{}.extra", table.id), "title": "extra" }));
            }
        }
        json!({
            "pack": "generated", "schema": 1, "version": "1", "title": "Generated", "about": "Generated.",
            "sources": { "G": { "title": "Generated", "publisher": "Nobody" } },
            "subject": "who", "fields": fields, "derived": derived,
            "settings": { "mode": { "title": "Mode", "type": "choice", "values": ["relative", "points"], "default": "points", "clause": "G 1" } },
            "rules": rules, "decisions": decisions, "results": [],
            "examples": self.tables.iter().map(|table| json!({
                "claim": "every row", "given": {}, "expect": {},
                "shows": table.rows.iter().chain(&table.otherwise).map(|row| row.id.clone()).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
        })
    }

    fn then(&self, table: &Table, row: &Row) -> Value {
        match row.then {
            None => Value::Null,
            Some(then) if table.more.is_empty() => table.values[then].clone().into(),
            // The further output stands first, so that its place decides nothing.
            Some(then) => json!({ "extra": table.more[row.more], "value": table.values[then] }),
        }
    }

    pub fn rule(&self, table: &Table) -> Value {
        let row = |row: &Row, tests: bool| {
            let mut made = json!({ "id": row.id, "clause": "G 1", "says": "it is so", "then": self.then(table, row) });
            if tests {
                let when: serde_json::Map<String, Value> = table
                    .columns
                    .iter()
                    .zip(&row.tests)
                    .map(|(of, test)| (self.name(*of).to_string(), self.cell(*of, test).into()))
                    .collect();
                made.as_object_mut().unwrap().insert("when".into(), when.into());
            }
            made
        };
        let mut rule = json!({
            "id": table.id, "title": table.id, "kind": "table", "hit": table.hit, "values": table.values, "monotone": table.monotone,
            "rows": table.rows.iter().map(|one| row(one, true)).collect::<Vec<_>>(),
        });
        let set = rule.as_object_mut().unwrap();
        if !table.more.is_empty() {
            set.insert("more".into(), json!({ "extra": table.more }));
        }
        if let Some(otherwise) = &table.otherwise {
            set.insert("otherwise".into(), row(otherwise, false));
        }
        rule
    }

    pub fn text(&self) -> String {
        self.json().to_string()
    }
}
