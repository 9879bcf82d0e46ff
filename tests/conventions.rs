//! The habits of this repository, as tests: the one-way arrow, one wasm file, one vocabulary of problem codes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The modules in the order in which data flows; none may use one that comes later.
const ARROW: &[&str] = &[
    "bytes",
    "order",
    "index",
    "place",
    "problem",
    "number",
    "json",
    "table",
    "calendar",
    "policy",
    "record",
    "decision",
    "evaluate",
    "verify",
    "explain",
    "ready",
    "tracker",
    "render",
    "parts",
    "functions",
    "boundary",
    "wasm",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default().to_string();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_arrow_never_points_back() {
    for path in sources(&root()) {
        let relative = path.strip_prefix(root()).unwrap();
        let first =
            relative.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_string();
        if first == "lib" || first == "main" {
            continue;
        }
        // Checking and comparing packs lies in the policy's folder, and asks the evaluator to confirm what it finds.
        let checks = relative.starts_with("policy/verify") || relative.starts_with("policy/diff");
        let first = if checks { "verify".to_string() } else { first };
        let own = ARROW
            .iter()
            .position(|module| *module == first)
            .unwrap_or_else(|| panic!("{first} has no place on the arrow"));
        for part in code(&path).split("crate::").skip(1) {
            let used: String = part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if let Some(at) = ARROW.iter().position(|module| *module == used) {
                assert!(at <= own, "{} uses crate::{used}, which comes after {first}", relative.display());
            }
        }
    }
}

#[test]
fn only_one_file_knows_of_javascript() {
    for path in sources(&root()) {
        let names: Vec<&str> =
            ["wasm_bindgen", "js_sys"].into_iter().filter(|name| code(&path).contains(name)).collect();
        assert!(names.is_empty() || path.ends_with("wasm.rs"), "{} names {names:?}", path.display());
    }
}

#[test]
fn the_engines_own_folder_uses_no_library() {
    for path in sources(&root().join("evaluate")) {
        for name in ["serde_json::", "csv::", "strsim::", "chrono::"] {
            assert!(!code(&path).contains(name), "{} uses {name}", path.display());
        }
    }
}

#[test]
fn nothing_reads_a_clock_but_the_command_line() {
    for path in sources(&root()) {
        let reads =
            ["SystemTime", "Instant::now", "Local::now", "Utc::now"].iter().any(|clock| code(&path).contains(clock));
        assert!(!reads || path.ends_with("main.rs"), "{} reads a clock", path.display());
    }
}

#[test]
fn problem_codes_are_words_joined_by_hyphens() {
    let mut codes = BTreeSet::new();
    for path in sources(&root()) {
        for part in code(&path).split("Problem::new(").skip(1) {
            if let Some(text) = part.trim_start().strip_prefix('"') {
                codes.insert(text.split('"').next().unwrap().to_string());
            }
        }
    }
    assert!(codes.len() > 20, "the search finds them: {codes:?}");
    for code in codes {
        assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit()), "{code}");
    }
}
