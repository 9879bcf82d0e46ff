//! The page of each policy holds every rule of its source, and a checklist is a form to fill in.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use bae_rules::boundary;
use bae_rules::calendar::Day;
use bae_rules::policy::pack::Pack;
use bae_rules::policy::settings::{Organisation, Settings};
use bae_rules::render::{policy_page, policy_text};
use bae_rules::tracker::all_built_in;

fn html(pack: &Pack) -> String {
    policy_page::html(pack, &Settings::defaults(pack).unwrap(), None)
}

#[test]
fn every_rule_of_a_source_stands_on_the_page_of_its_policy() {
    let ids = include_str!("data/rule-ids.txt");
    let pages: Vec<String> = all_built_in().unwrap().iter().map(|pack| html(pack)).collect();
    let ids: Vec<&str> =
        ids.split_whitespace().filter(|word| word.contains('-') && word.chars().any(|c| c.is_ascii_digit())).collect();
    assert_eq!(ids.len(), 304);
    // A source rule stands by its own id, as one that a row carries out, or as the stem of a row's id.
    let stands = |id: &str| {
        pages.iter().any(|page| {
            [">", " ", ","]
                .iter()
                .any(|before| ["<", ",", "-"].iter().any(|after| page.contains(&format!("{before}{id}{after}"))))
                || page.contains(&format!(">{id}a<"))
        })
    };
    let missing: Vec<&&str> = ids.iter().filter(|id| !stands(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn what_a_blank_cell_says_stands_with_each_column() {
    for pack in all_built_in().unwrap() {
        let settings = Settings::defaults(&pack).unwrap();
        let text = policy_text::text(&pack, &settings, None);
        let page = policy_page::page(&pack, &settings, None);
        for (column, (_, field)) in page.columns.iter().zip(pack.fields.iter()) {
            assert_eq!((column.heading.as_str(), column.blank), (field.heading.as_str(), field.blank_says()));
            let line = format!("  {}: {}; a blank cell: {}", column.heading, column.holds, column.blank);
            assert!(text.lines().any(|said| said.starts_with(&line)), "{line}");
        }
    }
    let said = |policy: &str, name: &str| {
        let packs = all_built_in().unwrap();
        packs.iter().find(|pack| pack.pack == policy).unwrap().fields.get(name).unwrap().blank_says()
    };
    assert_eq!(said("learner-at-risk", "actual_progress"), "not known");
    assert_eq!(said("learner-at-risk", "stage1_email"), "it has not happened");
    assert_eq!(said("learner-at-risk", "learner"), "nothing follows from it");
}

/// Whoever wrote the policy reads it back rule by rule: in words, with the values in force, and with the readings that were
/// not chosen.
#[test]
fn each_rule_of_a_source_is_explained_by_its_id_in_words() {
    let packs = all_built_in().unwrap();
    let explained = |policy: &str, id: &str| {
        let pack = packs.iter().find(|pack| pack.pack == policy).unwrap();
        policy_text::of_rule(pack, &Settings::defaults(pack).unwrap(), id)
    };
    let ids = include_str!("data/rule-ids.txt");
    let mut count = 0;
    for id in ids.split_whitespace().filter(|word| word.contains('-') && word.chars().any(|c| c.is_ascii_digit())) {
        let policies = packs.iter().filter(|pack| explained(&pack.pack, id).is_some());
        let policies: Vec<&str> = policies.map(|pack| pack.pack.as_str()).collect();
        assert_eq!(policies.len(), 1, "{id} is explained by {policies:?}");
        let text = explained(policies[0], id).unwrap();
        assert!(!text.contains(['{', '}']), "{text}");
        count += 1;
    }
    assert_eq!(count, 304);
    for pack in &packs {
        let whole = policy_text::text(pack, &Settings::defaults(pack).unwrap(), None);
        let page = html(pack);
        let (_, shown) = page.split_once("</style>").unwrap();
        assert!(!whole.contains(['{', '}']) && !shown.contains(['{', '}']), "{}", pack.pack);
    }
    for (policy, id, wanted) in [
        ("learner-at-risk", "MTT-01", "Behind plan: [Behind plan] behind plan, which is 30% or more"),
        ("learner-at-risk", "MTT-01", "The other reading: points: percentage points between target and actual"),
        ("learner-at-risk", "mtt-02", "[Missed sessions in a row] missed in a row, which is 3 or more"),
        ("learner-at-risk", "MTT-10", "[MTT L93, engine default]"),
        (
            "learner-at-risk",
            "MTT-22",
            "due 42 calendar days after [Start date], or on [First review] where that is sooner",
        ),
        ("learner-at-risk", "MTT-20", "Risk rating: High, because two first indicators together"),
        ("learner-at-risk", "MTT-17", "Escalation stage: First risk, because"),
        (
            "learner-at-risk",
            "MTT-53",
            "the policy gives the welfare attempts 10 working days (L211) and says 5 for this step",
        ),
        ("learner-at-risk", "MTT-63", "due 8 weeks after the day of the last leaver panel"),
        ("learning-mentoring", "PLP-20-BEH-1", "[Behaviour incidents that score 1: not set] or more"),
        ("learning-mentoring", "PLP-22", "The other reading: A is the most need"),
        ("tutorial-review", "HFD-13", "HFD-13  advice  [HFD L57]"),
        ("tutorial-review", "HFD-17", "HFD-17  duty or next action  [HFD L66]"),
        ("back-on-track", "BT2-1a-H-1", "Says the same as BT2-1a-M-1"),
        ("back-on-track", "BT2-1a-M-1", "Takes the place of BT2-1a-L-1"),
        ("learner-at-risk", "MTT-44", "(Tutor or Learner Support, engine default), when"),
        ("learner-at-risk", "MTT-53", "due 11 working days after [Stage 2 email]"),
        ("learner-at-risk", "MTT-53", "The other reading: 5: the policy gives the welfare attempts 10 working days"),
        ("learning-mentoring", "PLP-20", "absence of [Absence], from 5% up to 10%"),
        ("tutorial-review", "HFD-07", "setting school_days_on_course"),
        ("back-on-track", "BT2-P05", "a stage is reached when every item of it and of the stages below is met"),
        (
            "back-on-track",
            "BT2-2c-H-2",
            "stage of achievement High of principle 2c, a suggestion on which no stage hangs",
        ),
        ("mir-recording", "missing", "Missing: "),
    ] {
        let text = explained(policy, id).unwrap();
        assert!(text.contains(wanted), "{policy} {id}:\n{text}\nlacks: {wanted}");
    }
    assert_eq!(explained("mir-recording", "MIR-10"), None);
}

#[test]
fn a_checklist_is_printed_with_a_box_for_each_criterion() {
    for pack in all_built_in().unwrap() {
        let boxes = html(&pack).matches("&#9744;").count();
        assert_eq!(boxes, if pack.pack == "back-on-track" { 126 } else { 0 }, "{}", pack.pack);
    }
}

#[test]
fn what_is_ours_is_labelled_and_other_readings_stand_beside_it() {
    let pages: Vec<String> = all_built_in().unwrap().iter().map(|pack| html(pack)).collect();
    let all = pages.concat();
    assert!(all.contains("<td>engine default</td>"));
    assert!(all.contains("lets the attempts finish"), "the other reading of the wait before Stage 3");
}

/// Beside a rule, not only in a table at the end: the reading that was not chosen, once for each setting; and the columns that
/// are read, with the values that they may have.
#[test]
fn a_whole_policy_holds_other_readings_at_their_rules_and_its_value_lists() {
    for pack in all_built_in().unwrap() {
        let settings = Settings::defaults(&pack).unwrap();
        let whole = policy_text::text(&pack, &settings, None);
        let page = html(&pack);
        let (rules, rest) = page.split_once("</table>").unwrap();
        let (in_text, _) = whole.split_once("\nColumns that are read").unwrap();
        let used: Vec<String> = policy_page::lines(&pack)
            .into_iter()
            .filter(|line| pack.settings.iter().any(|(name, _)| line.settings.iter().any(|used| used == name)))
            .flat_map(|line| line.settings)
            .collect();
        for (name, setting) in pack.settings.iter().filter(|(name, _)| used.iter().any(|used| used == name)) {
            if setting.other_reading.is_none() || !in_text.contains(&format!("Setting {name}:")) {
                // A setting of a reading that is not in force stands with no rule, only in the table.
                continue;
            }
            let at_rule = |line: &str| line.trim_start().starts_with(&format!("Setting {name}: "));
            let lines: Vec<&str> = in_text.lines().collect();
            let other = lines.windows(2).filter(|two| at_rule(two[0]) && two[1].contains("The other reading: "));
            assert_eq!(other.count(), 1, "{}: {name}", pack.pack);
            let named = format!("({name}): ");
            let here = rules.split(&named).skip(1);
            let here = here.filter(|rest| rest.split("<br>").next().unwrap().contains(". The other reading: "));
            assert_eq!(here.count(), 1, "{}: {name}", pack.pack);
        }
        for (_, field) in pack.fields.iter() {
            assert!(whole.contains(&format!("  {}: ", field.heading)), "{}: {}", pack.pack, field.heading);
            assert!(rest.contains("Columns that are read"), "{}", pack.pack);
            let values = field.values.iter().map(|choice| &choice.value).chain(field.letters.values());
            for value in values {
                assert!(whole.contains(value.as_str()), "{}: {value}", pack.pack);
            }
        }
    }
}

#[test]
fn a_page_shows_the_settings_in_force_and_what_a_person_has_accepted() {
    let packs = all_built_in().unwrap();
    let page = |policy: &str, as_of: &str, settings: &str| {
        let pack = packs.iter().find(|pack| pack.pack == policy).unwrap();
        let organisation = Organisation::read(settings, &[policy]).unwrap();
        let settings = Settings::with(pack, &organisation.pack(policy)).unwrap();
        policy_page::html(pack, &settings, Day::parse(as_of))
    };
    let unsaid = "until a named person at the school accepts";
    assert!(page("learning-mentoring", "2026-04-08", "{}").contains(unsaid));
    let accepted = page(
        "learning-mentoring",
        "2026-04-08",
        r#"{ "learning-mentoring": { "profile_accepted_by": "Head of inclusion", "profile_accepted_on": "2026-03-02" } }"#,
    );
    assert!(!accepted.contains(unsaid) && accepted.contains("accepted by Head of inclusion on 2 March 2026"));
    let five = r#"{ "learner-at-risk": { "stage2_wait_working_days": 5 } }"#;
    let cell = |value: &str| format!("<td>10 working days</td><td>{value}</td><td>MTT L211, L213</td>");
    assert!(page("learner-at-risk", "2026-04-08", "{}").contains(&cell("10 working days")));
    assert!(page("learner-at-risk", "2026-04-08", five).contains(&cell("5 working days")));
    // MTT-70: the source is past its own review date from the day after it.
    let past = "was to be reviewed by 31 July 2024";
    assert!(page("learner-at-risk", "2024-08-01", "{}").contains(past));
    assert!(!page("learner-at-risk", "2024-07-31", "{}").contains(past));
    // What a page of another host is made from says the same of the starting profile.
    let data = boundary::policy_page("learning-mentoring").unwrap();
    assert!(data.notes.iter().any(|note| note.contains(unsaid)));
    assert_eq!(boundary::policy_page("learning-mentor").unwrap_err()[0].code, "unknown-policy");
}
