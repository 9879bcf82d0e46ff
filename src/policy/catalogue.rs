//! The packs that ship with the engine, by name. `build.rs` leaves out what a page has no use for.

/// Each built-in pack's name and its JSON text, in the order in which their answers are shown.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("learning-mentoring", include_str!(concat!(env!("OUT_DIR"), "/learning-mentoring.json"))),
    ("learner-at-risk", include_str!(concat!(env!("OUT_DIR"), "/learner-at-risk.json"))),
    ("back-on-track", include_str!(concat!(env!("OUT_DIR"), "/back-on-track.json"))),
    ("tutorial-review", include_str!(concat!(env!("OUT_DIR"), "/tutorial-review.json"))),
    ("mir-recording", include_str!(concat!(env!("OUT_DIR"), "/mir-recording.json"))),
];

/// The JSON text of a built-in pack.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// A made-up tracker for a built-in pack, as TSV; blank where there is none.
pub fn sample(name: &str) -> &'static str {
    match name {
        "learning-mentoring" => include_str!("../policies/samples/learning-mentoring.tsv"),
        "learner-at-risk" => include_str!("../policies/samples/learner-at-risk.tsv"),
        "back-on-track" => include_str!("../policies/samples/back-on-track.tsv"),
        "tutorial-review" => include_str!("../policies/samples/tutorial-review.tsv"),
        "mir-recording" => include_str!("../policies/samples/mir-recording.tsv"),
        _ => "",
    }
}
