//! The spellings of headings: which field each stands for, and which headings no policy uses.

use super::heading::{self, Heading};
use crate::index::{NONE, Texts};
use crate::policy::field::Field;
use std::cell::OnceCell;

/// The spellings of each field name, the canonical one first, with tabs between; under the name with a question mark behind
/// it, headings that may stand for the field and leave open whether they do (`SDQ`, whoever filled it in); under the empty
/// name, headings that no policy uses. In the order of the names: what `build.rs` makes of `columns.json`.
const SPELLINGS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/columns.rs"));

/// The shared spellings of a field name.
fn spellings<'s>(name: &str) -> impl Iterator<Item = &'s str> + use<'s> {
    let found = SPELLINGS.binary_search_by_key(&name, |(known, _)| known).ok().and_then(|at| SPELLINGS.get(at));
    found.into_iter().flat_map(|(_, list)| list.split('\t'))
}

/// Whether a heading is the one of a field that is none of `names`.
pub fn is_of_others(heading: &str, names: &dyn Fn(&str) -> bool) -> bool {
    let key = heading::key(heading);
    let others = SPELLINGS.iter().filter(|(name, _)| !name.is_empty() && !name.ends_with('?') && !names(name));
    others.flat_map(|(_, list)| list.split('\t')).any(|spelling| heading::key(spelling) == key)
}

/// The keys of headings that may stand for a field, and are to be asked about.
pub(super) fn open_keys(name: &str) -> impl Iterator<Item = String> {
    spellings(&format!("{name}?")).map(heading::key)
}

/// The keys of texts, numbered as they are added. Thousands pass through here before a first answer.
#[derive(Default)]
struct Keys {
    numbers: Texts,
    keys: Vec<String>,
}

impl Keys {
    /// The number of a key.
    fn number(&self, key: &str) -> Option<usize> {
        match self.numbers.get(key.as_bytes(), |at| self.is(at, key)) {
            NONE => None,
            number => Some(number as usize),
        }
    }

    /// The number of a key, which is the next one where the key is new.
    fn add(&mut self, key: String) -> usize {
        let next = u32::try_from(self.keys.len()).unwrap_or(NONE);
        let Keys { numbers, keys } = self;
        let same = |at: u32| keys.get(at as usize).is_some_and(|known| *known == key);
        let number = numbers.number(key.as_bytes().into(), next, same);
        if number == next {
            keys.push(key);
        }
        number as usize
    }

    fn is(&self, at: u32, key: &str) -> bool {
        self.keys.get(at as usize).is_some_and(|known| known == key)
    }
}

/// A field, and the rank of a spelling among those that it has: 0 for the policy's own heading.
type Owner = (usize, usize);

/// Keys of spellings, and the fields that each is a spelling of.
#[derive(Default)]
struct Owners {
    keys: Keys,
    first: Vec<Owner>,
    /// A key and a further field that has it.
    further: Vec<(usize, Owner)>,
}

impl Owners {
    #[inline(never)]
    fn add(&mut self, spelling: &str, owner: Owner) {
        let number = self.keys.add(heading::key(spelling));
        match self.first.get(number) {
            None => self.first.push(owner),
            Some((field, _)) if *field == owner.0 => {}
            Some(_) if self.further.iter().any(|(known, (field, _))| *known == number && *field == owner.0) => {}
            Some(_) => self.further.push((number, owner)),
        }
    }

    /// The first two owners of a key.
    fn of(&self, key: &str) -> (Option<Owner>, Option<Owner>) {
        let Some(number) = self.keys.number(key) else { return (None, None) };
        let further = self.further.iter().find(|(known, _)| *known == number);
        (self.first.get(number).copied(), further.map(|(_, owner)| *owner))
    }
}

/// Every spelling of the fields that are asked for.
pub struct Vocabulary<'f> {
    pub(super) fields: &'f [(String, &'f Field)],
    own: Owners,
    /// The spellings of `columns.json`, and its headings that no policy uses: each is many more than a policy's own, and a
    /// tracker that was made for the policy needs none of them.
    shared: OnceCell<Owners>,
    other: OnceCell<Keys>,
}

impl<'f> Vocabulary<'f> {
    /// The spellings of `fields`: their names, their headings, their own spellings and those of `columns.json`.
    pub fn of(fields: &'f [(String, &'f Field)]) -> Self {
        let mut own = Owners::default();
        for (index, (name, field)) in fields.iter().enumerate() {
            own_spellings(name, field).enumerate().for_each(|(rank, text)| own.add(text, (index, rank)));
        }
        Vocabulary { fields, own, shared: OnceCell::new(), other: OnceCell::new() }
    }

    /// The field that a key is a spelling of and the rank of the spelling; `None` for no field or several.
    pub fn field(&self, key: &str) -> Option<(usize, usize)> {
        // The policy's own headings win over the shared spellings.
        match self.own.of(key) {
            (None, _) => {}
            (only, None) => return only,
            _ => return None,
        }
        let shared = self.shared.get_or_init(|| {
            let mut shared = Owners::default();
            for (index, (name, field)) in self.fields.iter().enumerate() {
                let before = own_spellings(name, field).count();
                spellings(name).enumerate().for_each(|(at, text)| shared.add(text, (index, before + at)));
            }
            shared
        });
        match shared.of(key) {
            (only, None) => only,
            _ => None,
        }
    }

    /// True for a heading that sheets often have and no policy here uses.
    pub fn is_other(&self, key: &str) -> bool {
        let other = self.other.get_or_init(|| {
            let mut keys = Keys::default();
            spellings("").for_each(|text| {
                keys.add(heading::key(text));
            });
            keys
        });
        other.number(key).is_some()
    }

    /// The field of a heading, by both levels together or else by its own, and the spelling that was matched.
    pub(super) fn exact(&self, heading: &Heading) -> Option<(usize, usize, String)> {
        let found = |text: String| {
            let (field, rank) = self.field(&heading::key(&text))?;
            Some((field, rank, text))
        };
        let joined = heading.joined();
        let alone = (joined != heading.own).then(|| heading.own.clone());
        found(joined).or_else(|| found(alone?))
    }
}

/// The spellings that a policy brings for a field: its heading, its name and those that it lists.
fn own_spellings<'f>(name: &'f str, field: &'f Field) -> impl Iterator<Item = &'f str> {
    [field.heading.as_str(), name].into_iter().chain(field.spellings.iter().map(String::as_str))
}

/// The spellings of a field, the best first.
pub fn field_spellings<'f>(name: &'f str, field: &'f Field) -> impl Iterator<Item = &'f str> {
    own_spellings(name, field).chain(spellings(name))
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a failed expect is a failed test")]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, HashMap};

    /// The field names that one policy may ask for together.
    const TOGETHER: &[&[&str]] = &[
        &[
            "learner",
            "programme_type",
            "programme_start",
            "planned_progress",
            "actual_progress",
            "percent_behind",
            "missed_sessions_run",
            "missed_without_notice_run",
            "homework_missed_run",
            "unexplained_work_absences",
            "employment_ended",
            "at_risk_since",
            "support_requested",
            "health_change",
            "start_factors",
            "programme_factors",
            "first_intervention",
            "improved",
            "serious_case",
            "three_way_attempts",
            "missed_without_notice",
            "last_progress",
            "cancelled_visits_4w",
            "stage1_email",
            "stage2_email",
            "stage3_email",
            "stage1_outcome",
            "stage2_outcome",
            "stage3_outcome",
            "recorded_rating",
            "rating_entered",
            "first_review",
        ],
        &[
            "pupil",
            "sessions_possible",
            "sessions_absent",
            "attendance_percent",
            "behaviour_incidents",
            "suspensions_year",
            "suspension_days_term",
            "permanent_exclusion_considered",
            "attainment",
            "sdq_teacher_total",
            "behaviour_score",
            "attendance_score",
            "emotional_score",
            "achievement_score",
            "barrier_to_learning",
            "causes",
            "referral_form",
            "primary_assessment_profile",
            "parental_consent",
            "observation_start",
            "session_mode",
            "agreement_child",
            "agreement_mentor",
            "confidential_space",
            "locked_storage",
            "computer_access",
            "relevant_to_barrier",
            "ilp",
            "register_entry",
            "senco_discussion",
            "priority",
            "rafie_stage",
            "referral_route",
            "group_referral",
            "level_of_need",
            "areas_of_need",
            "tool_used",
            "liaison_school",
            "liaison_parents",
            "agencies_involved",
            "liaison_agencies",
            "intervention_start",
            "final_evaluation",
            "case_closed",
            "level_of_child",
            "other_services",
            "support_worker",
            "mentor_type",
            "has_school_mentor",
            "sessions",
            "wait_start",
            "family_support_best",
            "parent_request",
            "likely_positive_impact",
            "request_sent",
            "panel_date",
            "panel_decision",
            "work_started",
            "response",
            "parents_involved",
            "key_worker",
            "contact_parents",
            "contact_school",
            "school_discussion",
            "changed_since",
            "concern",
            "school_decision",
        ],
        &[
            "learner",
            "course_type",
            "joined",
            "left",
            "last_review",
            "totally_confidential",
            "medium",
            "sealed_and_dated",
            "password_protected",
            "copies_agreed",
            "safeguarding_matter",
            "officer_informed",
            "tutor",
            "tutor_qualified",
            "tutor_experienced",
            "support_recorded",
            "conversation",
            "ilr_recorded",
            "reviews",
            "reports",
            "tutorial_interval",
            "tutorial_planned",
            "informed",
            "tutorial",
            "changed",
            "informed_change",
            "environment_ok",
            "told_confidential",
            "form_completed",
            "shown_to_learner",
            "future_actions",
            "next_tutorial",
            "course_tutor",
            "school",
            "course_subject",
            "form_tutor",
            "year_of_course",
            "lessons",
            "absences",
            "punctuality",
            "working_towards",
            "on_target",
            "learner_comments",
            "tutor_comments",
            "previous_met",
            "why_not",
            "targets",
            "signed_learner",
            "signed_learner_date",
            "signed_tutor",
            "signed_tutor_date",
        ],
        &[
            "partnership",
            "criterion",
            "tick",
            "evidence",
            "not_applicable",
            "action",
            "by_who",
            "by_when",
            "measure",
            "done",
            "next_review",
        ],
        &[
            "activity",
            "activity_kind",
            "signed_up_or_starting",
            "one_to_one",
            "private",
            "purpose",
            "course_focus",
            "completed_course",
            "in_learning_plan",
            "mir_line",
            "eligible",
        ],
    ];

    #[test]
    fn the_table_of_spellings_is_what_the_file_says() {
        let file: BTreeMap<String, Vec<String>> =
            serde_json::from_str(include_str!("columns.json")).expect("the file is an object of lists of texts");
        assert!(file.len() > 100 && SPELLINGS.len() == file.len());
        for (name, list) in &file {
            assert_eq!(spellings(name).collect::<Vec<_>>(), *list, "{name}");
        }
        assert_eq!(spellings("no such field").count(), 0);
    }

    #[test]
    fn every_field_has_spellings_and_no_spelling_is_given_twice() {
        for (name, list) in SPELLINGS {
            let mut keys: Vec<String> = list.split('\t').map(heading::key).collect();
            assert!(!keys.is_empty() && keys.iter().all(|key| !key.is_empty()), "{name}");
            keys.sort_unstable();
            let repeated = keys.windows(2).find(|pair| pair.first() == pair.last());
            assert_eq!(repeated, None, "{name}");
        }
    }

    #[test]
    fn a_spelling_belongs_to_one_field_of_a_policy() {
        let mut asked_for: Vec<&str> = Vec::new();
        for names in TOGETHER {
            let mut owners: HashMap<String, &str> = HashMap::new();
            for name in *names {
                assert!(spellings(name).next().is_some(), "{name}");
                for text in spellings(name) {
                    let other = owners.insert(heading::key(text), name);
                    assert!(other.is_none() || other == Some(name), "`{text}` is of {name} and {other:?}");
                }
            }
            // What is left open is no known spelling, and may be one field.
            for name in *names {
                for key in open_keys(name) {
                    let other = owners.insert(key.clone(), name);
                    assert_eq!(other, None, "`{key}` is of {name}");
                }
            }
            asked_for.extend(*names);
        }
        for (name, _) in SPELLINGS {
            let name = &name.strip_suffix('?').unwrap_or(name);
            assert!(name.is_empty() || *name == "learner_name" || asked_for.contains(name), "{name} is of no policy");
        }
    }

    #[test]
    fn the_fields_of_a_policy_win_over_shared_spellings() {
        let field = |heading: &str| -> Option<Field> {
            serde_json::from_str(&format!(r#"{{ "heading": "{heading}", "type": "date" }}"#)).ok()
        };
        let (Some(joined), Some(mine)) = (field("Joined"), field("Start date")) else {
            unreachable!("both are fields")
        };
        let fields = [("joined".to_string(), &joined), ("first_day".to_string(), &mine)];
        let vocabulary = Vocabulary::of(&fields);
        assert_eq!(vocabulary.field(&heading::key("start date")).map(|(field, _)| field), Some(1));
        assert_eq!(vocabulary.field(&heading::key("Date joined")).map(|(field, _)| field), Some(0));
        assert_eq!(vocabulary.field(&heading::key("first_day")).map(|(field, _)| field), Some(1));
    }

    #[test]
    fn spellings_that_are_looked_up_when_they_are_needed_are_those_of_one_list() {
        let packs: Vec<_> = crate::policy::catalogue::BUILT_IN
            .iter()
            .map(|(_, text)| crate::policy::load::read(text).expect("the pack is read"))
            .collect();
        let mut lists: Vec<Vec<(String, &Field)>> = packs
            .iter()
            .map(|pack| pack.fields.iter().map(|(name, field)| (name.to_string(), field)).collect())
            .collect();
        // One policy's spellings are of one field each; those of several policies are not.
        lists.push(lists.iter().flatten().cloned().collect());
        let mut several = 0;
        for fields in &lists {
            // Every spelling in one list: field, rank, and whether the policy brings it.
            let mut owners: BTreeMap<String, Vec<(usize, usize, bool)>> = BTreeMap::new();
            for (index, (name, field)) in fields.iter().enumerate() {
                let own = own_spellings(name, field).count();
                for (rank, text) in field_spellings(name, field).enumerate() {
                    let owners = owners.entry(heading::key(text)).or_default();
                    if owners.iter().all(|(other, _, _)| *other != index) {
                        owners.push((index, rank, rank < own));
                    }
                }
            }
            let asked = Vocabulary::of(fields);
            for (at, (key, owners)) in owners.iter().enumerate() {
                let own: Vec<_> = owners.iter().filter(|(_, _, own)| *own).collect();
                let expected = match (owners.as_slice(), own.as_slice()) {
                    ([(field, rank, _)], _) | (_, [(field, rank, _)]) => Some((*field, *rank)),
                    _ => None,
                };
                several += usize::from(owners.len() > 1 && expected.is_some());
                assert_eq!(asked.field(key), expected, "{key}");
                // What was asked before makes no difference.
                if at % 40 == 0 {
                    assert_eq!(Vocabulary::of(fields).field(key), expected, "{key}");
                }
            }
            assert_eq!(asked.field("no such heading"), None);
        }
        assert!(several > 5, "{several} headings are a policy's own and shared ones of others");
    }
}
