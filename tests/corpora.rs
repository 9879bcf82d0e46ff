//! Inputs that the fuzzer kept, read again by every reader: none stops, and none contradicts itself.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "fuzz/readers.rs"]
mod readers;

fn replay(target: &str, read: fn(&[u8])) {
    let path = format!("{}/tests/fuzz/corpus/{target}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for line in std::fs::read_to_string(&path).unwrap().lines() {
        // A character is a byte.
        let text: String = serde_json::from_str(line).unwrap();
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        read(&bytes);
        count += 1;
    }
    assert!(count >= 5, "{path} holds {count} inputs");
}

macro_rules! replayed {
    ($($target:ident),*) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target), readers::$target);
        })*
    };
}

replayed!(paste, tracker, cells, value, number, unary, json, settings, terms, pack, formula);
