//! Policies as they are built in. A page loads them before it can answer, so there they come without the blanks between
//! their words and without their examples, which are tests.

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/policies");
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
    Ok(())
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
