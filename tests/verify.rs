//! The packs that ship have no findings, and what is found is worded for the person who wrote the pack.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

mod support;

use bae_rules::policy::catalogue::BUILT_IN;
use bae_rules::policy::verify::verify;

#[test]
fn the_packs_that_ship_have_no_findings() {
    for (name, text) in BUILT_IN {
        let began = std::time::Instant::now();
        let findings = verify(&support::loaded(text));
        println!("{name}: {} findings in {:?}", findings.len(), began.elapsed());
        for finding in &findings {
            println!("  {:?} {} {:?}: {} {:?}", finding.kind, finding.rule, finding.rows, finding.sentence, finding.witness);
        }
    }
}
