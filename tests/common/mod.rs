//! What the whole-path tests share: the golden files, and a tracker answered for one policy.

#![allow(clippy::unwrap_used, clippy::expect_used, dead_code)]

use bae_rules::calendar::Day;
use bae_rules::policy::settings::Organisation;
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use std::path::Path;

/// The text of a golden file: the shared copy when it is there, the project's own otherwise. Both are kept equal.
pub fn golden(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = std::fs::read_to_string(root.join("tests/golden").join(name)).expect(name);
    match std::fs::read_to_string(root.join("../shared/golden").join(name)) {
        Ok(shared) => {
            assert_eq!(shared, own, "tests/golden/{name} is not the shared file");
            shared
        }
        Err(_) => own,
    }
}

/// The rows of a TSV text below its heading row.
pub fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines().skip(1).map(|line| line.split('\t').map(ToString::to_string).collect()).collect()
}

/// A tracker answered for one policy under the default settings.
pub fn tracker(text: &str, policy: &str, as_of: &str) -> Tracker {
    tracker_with(text, policy, as_of, &Organisation::default())
}

/// A tracker answered for one policy under an organisation's settings.
pub fn tracker_with(text: &str, policy: &str, as_of: &str, organisation: &Organisation) -> Tracker {
    let mut tracker = Tracker::new(paste::parse(text.to_string()));
    tracker.read(&all_built_in().unwrap(), &Choices { policies: vec![policy.to_string()], ..Choices::default() });
    assert!(tracker.evaluate(Day::parse(as_of).unwrap(), organisation).is_empty());
    tracker
}
