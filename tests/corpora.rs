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

replayed!(paste, tracker, cells, value, number, unary, json, settings, pack, formula);

/// Every crate with the version that a lock file gives it.
fn locked(path: &str) -> std::collections::BTreeMap<String, String> {
    let text = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let value = |line: &str| line.split('"').nth(1).map(str::to_string);
    text.split("[[package]]")
        .filter_map(|part| {
            let mut lines = part.trim().lines();
            Some((value(lines.next()?)?, value(lines.next()?)?))
        })
        .collect()
}

#[test]
fn what_is_fuzzed_is_what_is_given_out() {
    let fuzzed = locked("tests/fuzz/Cargo.lock");
    let mut same = 0;
    for (lock, crates) in [
        ("Cargo.lock", &["chrono", "itoa", "memchr", "serde", "serde_json", "strsim"][..]),
        (
            "www/workbook/Cargo.lock",
            &["calamine", "codepage", "crc32fast", "encoding_rs", "flate2", "quick-xml", "zip", "zlib-rs"][..],
        ),
    ] {
        let shipped = locked(lock);
        for name in crates {
            if let Some(version) = shipped.get(*name) {
                assert_eq!(fuzzed.get(*name), Some(version), "{name}: {lock} and tests/fuzz/Cargo.lock");
                same += 1;
            }
        }
    }
    assert!(same >= 12, "{same} crates compared");
}
