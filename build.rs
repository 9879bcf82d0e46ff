//! Policies and spellings of headings as they are built in. A page loads policies before it can answer, so there they come
//! without the blanks between their words and without their examples, which are tests. Spellings are a table of the
//! program, so that none is read before it is needed.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/policies");
    println!("cargo::rerun-if-changed=src/record/columns.json");
    let Some(out) = env::var_os("OUT_DIR") else { return Err(io::Error::other("cargo sets OUT_DIR")) };
    let for_page = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    for entry in fs::read_dir("src/policies")? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "json") {
            let text = fs::read_to_string(&path)?;
            let text = if for_page { without_examples(&without_blanks(&text)) } else { text };
            fs::write(Path::new(&out).join(path.file_name().unwrap_or_default()), text)?;
        }
    }
    let spellings = table_of(&fs::read_to_string("src/record/columns.json")?);
    fs::write(Path::new(&out).join("columns.rs"), spellings.map_err(io::Error::other)?)
}

/// An object of lists of texts as a Rust table of names and texts with tabs between, in the order of the names.
fn table_of(json: &str) -> Result<String, String> {
    let mut fields: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut lists = 0;
    // What stands in quotes is every second part.
    for (at, part) in json.split('"').enumerate() {
        if at % 2 == 0 {
            lists += part.matches(']').count();
        } else if part.contains(['\\', '\t']) {
            return Err(format!(
                "columns.json: `{part}` needs an escape, which build.rs does not read; write it without"
            ));
        } else if fields.len() == lists {
            fields.push((part, Vec::new()));
        } else if let Some((_, list)) = fields.last_mut() {
            list.push(part);
        }
    }
    fields.sort_unstable();
    let rows = fields.iter().map(|(name, list)| format!("    ({name:?}, {:?}),\n", list.join("\t")));
    Ok(format!("&[\n{}]\n", rows.collect::<String>()))
}

/// The text without the blanks that stand outside quotes.
fn without_blanks(json: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    let mut kept = String::with_capacity(json.len());
    for c in json.chars() {
        if quoted || !c.is_ascii_whitespace() {
            kept.push(c);
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
    }
    kept
}

/// The object without its own key `examples`.
fn without_examples(json: &str) -> String {
    let (mut quoted, mut escaped, mut depth) = (false, false, 0);
    let (mut start, mut end) = (None, json.len());
    for (at, c) in json.char_indices() {
        if depth == 1 && !quoted && json[at..].starts_with("\"examples\":") {
            start = Some(at);
        }
        if !quoted {
            depth += i32::from(matches!(c, '{' | '[')) - i32::from(matches!(c, '}' | ']'));
            // The list of examples ends where its bracket closes.
            if start.is_some() && c == ']' && depth == 1 {
                end = at + 1;
                break;
            }
        }
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
    }
    let Some(start) = start else { return json.to_string() };
    // One comma goes with it: the one behind, or, where it stands last, the one before.
    match json[end..].strip_prefix(',') {
        Some(rest) => format!("{}{rest}", &json[..start]),
        None => format!("{}{}", json[..start].trim_end_matches(','), &json[end..]),
    }
}
