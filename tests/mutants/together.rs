//! The tests that notice most, as one program: for `pkg-scripts/mutants`, which builds and runs it once for each change it
//! makes, where a program for each file would be linked every time.
#![allow(clippy::duplicate_mod, reason = "each file brings what it shares with others")]

#[path = "../calendar.rs"]
mod calendar;
#[path = "../counts.rs"]
mod counts;
#[path = "../derived.rs"]
mod derived;
#[path = "../diff.rs"]
mod diff;
#[path = "../diff_words.rs"]
mod diff_words;
#[path = "../findings.rs"]
mod findings;
#[path = "../golden.rs"]
mod golden;
#[path = "../packs.rs"]
mod packs;
#[path = "../possible.rs"]
mod possible;
#[path = "../properties.rs"]
mod properties;
#[path = "../refusals.rs"]
mod refusals;
#[path = "../replay.rs"]
mod replay;
#[path = "../settings.rs"]
mod settings;
#[path = "../shared.rs"]
mod shared;
#[path = "../small_answers.rs"]
mod small_answers;
#[path = "../small_checklists.rs"]
mod small_checklists;
#[path = "../thresholds.rs"]
mod thresholds;
#[path = "../undone.rs"]
mod undone;
#[path = "../versions.rs"]
mod versions;
#[path = "../words.rs"]
mod words;

/// One failed test is enough to notice a change: the program ends there, and the rest need not run. Tests run in the order
/// of their names, and this one comes first.
#[test]
fn a_failure_ends_the_program() {
    std::panic::set_hook(Box::new(|failure| {
        eprintln!("{failure}");
        std::process::exit(101);
    }));
}
