//! The fields that trackers are read for.

use bae_rules::policy::field::Field;
use std::collections::BTreeMap;

pub type Fields = Vec<(String, Field)>;

/// The fields of a policy; those that the golden files use for policies that are tested with their own pack elsewhere.
pub fn fields(pack: &str) -> Fields {
    let text = match pack {
        "mir-recording" => MIR.to_string(),
        "tutorial-review" => REVIEW.to_string(),
        "back-on-track" => BACK_ON_TRACK.to_string(),
        _ => {
            let path = format!("{}/src/policies/{pack}.json", env!("CARGO_MANIFEST_DIR"));
            let pack: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            pack["fields"].to_string()
        }
    };
    let fields: BTreeMap<String, Field> = serde_json::from_str(&text).unwrap();
    fields.into_iter().collect()
}

const MIR: &str = r#"{
    "activity": { "heading": "Activity", "type": "text" },
    "activity_kind": { "heading": "Activity kind", "type": "choice", "values": [
        { "value": "induction" }, { "value": "course" }, { "value": "top-up" }, { "value": "one-to-one" } ] },
    "signed_up_or_starting": { "heading": "Signed up or starting", "type": "yes-no" },
    "one_to_one": { "heading": "One to one", "type": "yes-no" },
    "private": { "heading": "Private", "type": "yes-no" },
    "purpose": { "heading": "Purpose", "type": "choice", "values": [
        { "value": "select course" }, { "value": "discuss progress" }, { "value": "plan progression" }, { "value": "other" } ] },
    "course_focus": { "heading": "Course focus", "type": "choice", "values": [ { "value": "condition" }, { "value": "general" } ] },
    "completed_course": { "heading": "Completed course", "type": "yes-no" },
    "in_learning_plan": { "heading": "In learning plan", "type": "date" }
}"#;

const REVIEW: &str = r#"{
    "learner": { "heading": "Learner", "type": "text" },
    "course_type": { "heading": "Course type", "type": "choice", "values": [
        { "value": "NEET prevention" }, { "value": "Young Apprenticeship" }, { "value": "Diploma" }, { "value": "Other" } ] },
    "joined": { "heading": "Joined", "type": "date" },
    "left": { "heading": "Left", "type": "date", "blank": "none", "event": true },
    "last_review": { "heading": "Last review", "type": "date", "blank": "none", "event": true },
    "totally_confidential": { "heading": "Totally confidential", "type": "yes-no" },
    "medium": { "heading": "Medium", "type": "choice", "values": [ { "value": "paper" }, { "value": "electronic" } ] },
    "copies_agreed": { "heading": "Copies agreed", "type": "choices", "blank": "none", "values": [
        { "value": "Student" }, { "value": "ILR" }, { "value": "Home School" }, { "value": "Parents/Carers" }, { "value": "Work based provider" } ] },
    "safeguarding_matter": { "heading": "Safeguarding matter", "type": "yes-no", "blank": "none" },
    "officer_informed": { "heading": "Officer informed", "type": "date", "blank": "none", "event": true }
}"#;

const BACK_ON_TRACK: &str = r#"{
    "partnership": { "heading": "Partnership", "type": "text" },
    "criterion": { "heading": "Criterion", "type": "text" },
    "tick": { "heading": "Tick", "type": "yes-no", "blank": "none" },
    "evidence": { "heading": "Evidence", "type": "text", "blank": "none" },
    "not_applicable": { "heading": "Not applicable because", "type": "text", "blank": "none" },
    "action": { "heading": "Action required", "type": "text", "blank": "none" },
    "by_who": { "heading": "By who", "type": "text", "blank": "none" },
    "by_when": { "heading": "By when", "type": "date", "blank": "none" },
    "measure": { "heading": "How this will be measured", "type": "text", "blank": "none" },
    "done": { "heading": "Done", "type": "yes-no", "blank": "none" }
}"#;

pub fn asked(fields: &Fields) -> Vec<(String, &Field)> {
    fields.iter().map(|(name, field)| (name.clone(), field)).collect()
}
