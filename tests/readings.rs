//! Readings of a source that an organisation may choose: each setting changes an answer, and the answer says that it is not
//! the default; a reading that turns letters turns those in the tracker's own columns too.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use bae_rules::policy::pack::{Example, Pack, Setting, SettingKind};
use bae_rules::policy::settings::Organisation;
use bae_rules::render::json;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use common::{golden, tracker, tracker_with};
use std::collections::BTreeMap;

/// The day the examples are for where it does not matter.
const ANY_DAY: &str = "2026-04-08";

/// Settings of one pack, by name.
type Chosen = BTreeMap<String, String>;

fn organisation(pack: &str, chosen: &Chosen) -> Organisation {
    let group: BTreeMap<&str, &Chosen> = BTreeMap::from([(pack, chosen)]);
    Organisation::read(&serde_json::to_string(&group).unwrap(), &[pack]).unwrap()
}

/// A table of examples that share a day and settings.
fn table(pack: &Pack, examples: &[&Example]) -> String {
    let mut lines = vec![pack.fields.iter().map(|(_, field)| field.heading.clone()).collect::<Vec<_>>().join("\t")];
    for (at, example) in examples.iter().enumerate() {
        let cell = |name: &str| match example.given.get(name) {
            Some(text) => text.clone(),
            None if *name == pack.subject => format!("Row {at} Notreal"),
            None => String::new(),
        };
        lines.push(pack.fields.iter().map(|(name, _)| cell(name)).collect::<Vec<_>>().join("\t"));
    }
    lines.join("\n")
}

/// A checklist's examples speak of criteria, not of cells: the sample stands for them.
fn sample(pack: &str) -> String {
    let path = format!("{}/src/policies/samples/{pack}.tsv", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Everything that a row is told, decision by decision and duty by duty, without the list of settings.
fn told(tracker: &Tracker, row: usize) -> Vec<String> {
    let decisions = tracker.explain(row).into_iter().map(|decision| {
        let next = decision.next.map(|next| (next.rule, next.due, next.note));
        let also: Vec<_> = decision.also.into_iter().map(|next| next.rule).collect();
        let problems: Vec<_> = decision.problems.into_iter().map(|problem| problem.code).collect();
        format!("{} {:?} {:?} {next:?} {also:?} {problems:?}", decision.decision, decision.outcome, decision.possible)
    });
    let duties = tracker.duties(row).into_iter().map(|duty| format!("{} {} {}", duty.rule, duty.words(), duty.says));
    let notes = tracker.applied.iter().flat_map(|applied| match &applied.program {
        Ok(program) => program.pack.notes.clone(),
        Err(_) => Vec::new(),
    });
    let assessed = tracker.applied.iter().flat_map(|applied| &applied.assessments).map(|found| format!("{found:?}"));
    let problems = tracker.problems().into_iter().map(|problem| problem.code);
    decisions.chain(duties).chain(notes).chain(assessed).chain(problems).collect()
}

/// Values of a setting that are not the one in force.
fn others(name: &str, setting: &Setting, pack: &Pack, now: Option<&String>) -> Vec<String> {
    let tried = pack.examples.iter().filter_map(|example| example.settings.get(name)).cloned();
    let whole = |text: &String| text.parse::<f64>().ok();
    let near = now.and_then(whole).into_iter().flat_map(|number| [number + 1.0, number - 1.0]);
    let ends = [setting.min, setting.max].into_iter().flatten().map(|end| end.to_string());
    let mut values: Vec<String> = match setting.kind {
        SettingKind::Choice => setting.values.clone(),
        SettingKind::YesNo => vec!["yes".to_string(), "no".to_string()],
        SettingKind::Number | SettingKind::Count => {
            tried.chain(near.map(|number| number.to_string())).chain(ends).collect()
        }
        SettingKind::Date => vec!["2026-03-01".to_string()],
        SettingKind::Text => vec!["Head of inclusion".to_string()],
    };
    let inside = |value: &String| {
        let number = bae_rules::number::Number::parse(value);
        setting.min.is_none_or(|min| number.is_none_or(|number| number >= min))
            && setting.max.is_none_or(|max| number.is_none_or(|number| number <= max))
    };
    values.retain(|value| Some(value) != now && inside(value));
    values
}

#[test]
fn every_setting_changes_an_answer_and_the_answer_says_so() {
    let mut idle = Vec::new();
    for pack in all_built_in().unwrap() {
        let checklist = pack.rules.iter().any(|rule| rule.checklist.is_some());
        let mut groups: BTreeMap<(String, Chosen), Vec<&Example>> = BTreeMap::new();
        for example in &pack.examples {
            let as_of = example.as_of.clone().unwrap_or_else(|| ANY_DAY.to_string());
            let chosen = example.settings.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
            groups.entry((as_of, chosen)).or_default().push(example);
        }
        let answered = |as_of: &str, chosen: &Chosen, examples: &[&Example]| {
            let text = if checklist { sample(&pack.pack) } else { table(&pack, examples) };
            tracker_with(&text, &pack.pack, as_of, &organisation(&pack.pack, chosen))
        };
        for (name, setting) in pack.settings.iter() {
            // Who accepted the starting profile and when count together.
            let pair = pack
                .acceptance
                .as_ref()
                .filter(|acceptance| [&acceptance.by, &acceptance.on].contains(&&name.to_string()));
            let mut found = false;
            // An example that was written for the setting shows most, and small groups are answered soonest.
            let mut tried: Vec<_> = groups.iter().collect();
            tried.sort_by_key(|((_, chosen), examples)| (!chosen.contains_key(name), examples.len()));
            'search: for ((as_of, chosen), examples) in tried {
                let mut chosen = chosen.clone();
                if let Some(pair) = pair {
                    chosen.insert(pair.by.clone(), "Head of inclusion".to_string());
                    chosen.insert(pair.on.clone(), "2026-03-01".to_string());
                    chosen.remove(name);
                }
                let now = chosen.get(name).or(setting.default.as_ref()).cloned();
                let before = answered(as_of, &chosen, examples);
                for value in others(name, setting, &pack, now.as_ref()) {
                    let mut other = chosen.clone();
                    other.insert(name.to_string(), value.clone());
                    let after = answered(as_of, &other, examples);
                    let Some(row) = (1..before.table.len()).find(|row| told(&before, *row) != told(&after, *row))
                    else {
                        continue;
                    };
                    found = true;
                    if setting.default.as_ref() != Some(&value) {
                        let policies = json::policies(&after);
                        assert!(policies[0].settings_changed.iter().any(|changed| changed == name), "{name}: {value}");
                        for decision in after.explain(row) {
                            let said = decision.settings.iter().find(|used| used.id == name);
                            assert!(said.is_some_and(|used| !used.is_default), "{name}: {}", decision.decision);
                        }
                    }
                    break 'search;
                }
            }
            if !found {
                idle.push(format!("{}: {name}", pack.pack));
            }
        }
    }
    assert!(idle.is_empty(), "settings that change nothing: {}", idle.join(", "));
}

fn categories(tracker: &Tracker) -> Vec<String> {
    (1..tracker.table.len())
        .map(|row| tracker.explain(row).into_iter().find(|found| found.decision == "bae_category").unwrap())
        .map(|found| found.outcome.unwrap_or_else(|| found.possible.join(" or ")))
        .collect()
}

#[test]
fn letters_turn_in_answers_and_in_the_trackers_own_columns_and_numbers_stay() {
    let text = "Pupil\tBehaviour score\tAttendance score\tEmotional score\tAchievement score\n\
                Kite Notreal\tD\tD\tD\tD\nBubble Notreal\tD\tC\tD\tD\nComet Notreal\tA\tD\tD\tD\n\
                Yoyo Notreal\t0\t0\t0\t0\nFrisbee Notreal\t0\t0\t2\t0\nMixed Notreal\t1\tA\t0\tD\n";
    let turned = organisation(
        "learning-mentoring",
        &Chosen::from([("letter_direction".to_string(), "A is the most need".to_string())]),
    );
    let mut found = tracker_with(text, "learning-mentoring", ANY_DAY, &turned);
    assert_eq!(categories(&found), ["D", "C", "A", "D", "B", "A"]);
    let area = |tracker: &Tracker, row: usize| {
        let all = tracker.explain(row);
        all.into_iter().find(|found| found.decision == "bae_category").unwrap().sentence
    };
    assert!(area(&found, 3).contains("Behaviour"), "{}", area(&found, 3));

    // The same table, answered again as most schools read it, and once more the other way round.
    let day = bae_rules::calendar::Day::parse(ANY_DAY).unwrap();
    assert!(found.evaluate(day, &Organisation::default()).is_empty());
    assert_eq!(categories(&found), ["D", "D", "D", "A", "C", "D"]);
    assert!(found.evaluate(day, &turned).is_empty());
    assert_eq!(categories(&found), ["D", "C", "A", "D", "B", "A"]);
}

#[test]
fn measures_give_the_letter_of_the_other_end_and_the_same_areas() {
    let turned = organisation(
        "learning-mentoring",
        &Chosen::from([("letter_direction".to_string(), "A is the most need".to_string())]),
    );
    let usual = categories(&tracker(&golden("bae-tracker.tsv"), "learning-mentoring", ANY_DAY));
    let other = categories(&tracker_with(&golden("bae-tracker.tsv"), "learning-mentoring", ANY_DAY, &turned));
    let opposite = |letter: &str| match letter {
        "A" => "D".to_string(),
        "B" => "C".to_string(),
        "C" => "B".to_string(),
        "D" => "A".to_string(),
        several => several.to_string(),
    };
    for (row, (usual, other)) in usual.iter().zip(&other).enumerate() {
        if !usual.contains(" or ") {
            assert_eq!(opposite(usual), *other, "row {row}");
        }
    }
}

#[test]
fn a_table_that_is_read_again_for_other_letters_keeps_the_heading_row_that_policies_agreed_on() {
    // By itself learning mentoring takes the first row for the headings, Learner at Risk the second, with the first above it.
    let text = "Learner\tBehaviour score\t\t\t\n\t\tTarget %\tActual %\tMissed sessions in a row\n\
                Kite Notreal\tA\t50\t30\t0\nBubble Notreal\tD\t50\t50\t0\n";
    let turned = organisation(
        "learning-mentoring",
        &Chosen::from([("letter_direction".to_string(), "A is the most need".to_string())]),
    );
    let row = |tracker: &Tracker, at: usize| tracker.applied[at].reading.headings.as_ref().map(|found| found.row);
    assert_eq!(row(&tracker(text, "learning-mentoring", ANY_DAY), 0), Some(0));
    let names = ["learner-at-risk", "learning-mentoring"].map(str::to_string);
    let choices = Choices { policies: names.to_vec(), ..Choices::default() };
    let mut found = Tracker::new(bae_rules::table::paste::parse(text.to_string()));
    found.read(&all_built_in().unwrap(), &choices);
    let day = bae_rules::calendar::Day::parse(ANY_DAY).unwrap();
    for organisation in [&Organisation::default(), &turned] {
        assert!(found.evaluate(day, organisation).is_empty());
        assert_eq!([row(&found, 0), row(&found, 1)], [Some(1), Some(1)]);
    }
    let category = |row: usize| found.explain(row).into_iter().find(|found| found.decision == "bae_category").unwrap();
    assert_eq!(category(2).outcome.as_deref(), Some("A"));
    assert!(category(2).sentence.contains("the highest area score is 3"), "{}", category(2).sentence);
}
