//! Reads inputs once more as the product is built, and fails where one takes more than a second of work.
//!
//!     again TARGET FOLDER

use bae_rules_fuzz::{LIMIT, readers, target, worked};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let (Some(read), Some(folder)) = (words.get(1).and_then(|name| target(name)), words.get(2)) else {
        eprintln!("again TARGET FOLDER");
        return ExitCode::from(2);
    };
    let mut paths: Vec<_> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) => Vec::new(),
    };
    paths.sort();
    readers::packs();
    let mut slow = 0;
    for path in paths {
        let Ok(data) = std::fs::read(&path) else { continue };
        let before = worked();
        read(&data);
        let took = worked() - before;
        slow += u32::from(took > LIMIT);
        println!("{took:.2} s\t{} bytes\t{}", data.len(), path.display());
    }
    if slow == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
