//! The packs that ship with the engine, by name.

/// Each built-in pack's name and its JSON text, in the order in which their answers are shown.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("learning-mentoring", include_str!("../policies/learning-mentoring.json")),
    ("learner-at-risk", include_str!("../policies/learner-at-risk.json")),
    ("mir-recording", include_str!("../policies/mir-recording.json")),
];

/// The JSON text of a built-in pack.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
