//! Both sides of every threshold of the two first packs, with the rules that must have given the answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use bae_rules::decision::{Decision, Status};
use bae_rules::policy::settings::Organisation;
use common::{tracker, tracker_with};

const AS_OF: &str = "2026-04-08";

/// A learner about whom nothing is wrong, with some cells changed.
fn learner(changes: &[(&str, &str)]) -> String {
    row(
        &[
            ("Learner", "Teapot Invented"),
            ("Programme type", "apprenticeship"),
            ("Start date", "2025-09-01"),
            ("Target %", "50"),
            ("Actual %", "50"),
            ("Missed sessions in a row", "0"),
            ("Missed without notice in a row", "0"),
            ("Homework missed in a row", "0"),
            ("Unexplained absences at work", "0"),
            ("Left employment", ""),
            ("At risk since", ""),
            ("Support requested", "No"),
            ("Mental or physical change", "No"),
            ("Start factors", ""),
            ("First intervention", ""),
            ("Improved", ""),
            ("Serious case", "No"),
            ("Three-way attempts", "0"),
            ("Sessions missed without notice", "0"),
            ("Last progress", "2026-04-01"),
            ("Cancelled visits in 4 weeks", "0"),
            ("Stage 1 email", ""),
            ("Stage 1 outcome", ""),
            ("Stage 2 email", ""),
            ("Stage 2 outcome", ""),
            ("Stage 3 email", ""),
            ("Stage 3 outcome", ""),
        ],
        changes,
    )
}

/// A pupil about whom nothing is wrong, with some cells changed.
fn pupil(changes: &[(&str, &str)]) -> String {
    row(
        &[
            ("Pupil", "Spoon Pretend"),
            ("Sessions possible", "1000"),
            ("Sessions absent", "0"),
            ("Behaviour incidents", "0"),
            ("Suspensions this year", "0"),
            ("Suspension days this term", "0"),
            ("Permanent exclusion considered", "No"),
            ("Attainment", "at or above"),
            ("SDQ total (teacher)", "0"),
        ],
        changes,
    )
}

fn row(base: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    for (heading, _) in changes {
        assert!(base.iter().any(|(known, _)| known == heading), "no heading {heading}");
    }
    let value = |heading: &str, usual: &str| {
        changes.iter().find(|(changed, _)| *changed == heading).map_or(usual, |(_, value)| value).to_string()
    };
    let headings: Vec<&str> = base.iter().map(|(heading, _)| *heading).collect();
    let cells: Vec<String> = base.iter().map(|(heading, usual)| value(heading, usual)).collect();
    format!("{}\n{}\n", headings.join("\t"), cells.join("\t"))
}

fn decide(text: &str, policy: &str, id: &str) -> Decision {
    tracker(text, policy, AS_OF).explain(1).into_iter().find(|decision| decision.decision == id).unwrap()
}

fn ids(decision: &Decision) -> Vec<&str> {
    decision
        .rules
        .iter()
        .flat_map(|rule| std::iter::once(rule.id.as_str()).chain(rule.carries_out.iter().map(String::as_str)))
        .collect()
}

/// The answer, and that each of the rules named gave it.
fn check(decision: &Decision, outcome: &str, rules: &[&str]) {
    assert_eq!((decision.status, decision.outcome.as_deref()), (Status::Decided, Some(outcome)), "{decision:#?}");
    for rule in rules {
        assert!(ids(decision).contains(rule), "{rule} is not among {:?}", ids(decision));
    }
    assert!(decision.sentence.starts_with(outcome), "{}", decision.sentence);
}

fn rating(changes: &[(&str, &str)], outcome: &str, rules: &[&str]) {
    check(&decide(&learner(changes), "learner-at-risk", "risk_rating"), outcome, rules);
}

#[test]
fn behind_by_thirty_percent_of_target_is_high_and_a_hair_less_is_not() {
    for (target, actual) in [("50", "35"), ("100", "70"), ("33.3", "23.31"), ("3", "2.1"), ("70", "49"), ("20", "10")] {
        rating(&[("Target %", target), ("Actual %", actual)], "High", &["MTT-01", "MTT-20"]);
    }
    for (target, actual) in [("50", "35.000001"), ("100", "70.000000001"), ("33.3", "23.32"), ("50", "49")] {
        rating(&[("Target %", target), ("Actual %", actual)], "Medium", &["MTT-19"]);
    }
    rating(&[("Target %", "50"), ("Actual %", "50")], "Low", &["MTT-18"]);
    rating(&[("Target %", "50"), ("Actual %", "51")], "Low", &["MTT-18"]);
    rating(&[("Target %", "50"), ("Actual %", "49.999999999")], "Medium", &["MTT-19"]);
    rating(&[("Target %", "0"), ("Actual %", "0")], "Low", &["MTT-18"]);
}

#[test]
fn one_first_indicator_is_medium_and_two_are_high() {
    rating(&[("Missed sessions in a row", "2")], "Low", &["MTT-18"]);
    rating(&[("Missed sessions in a row", "3")], "Medium", &["MTT-19", "MTT-02"]);
    rating(&[("Homework missed in a row", "3")], "Low", &["MTT-18"]);
    rating(&[("Homework missed in a row", "4")], "Medium", &["MTT-19", "MTT-03"]);
    rating(
        &[("Missed sessions in a row", "3"), ("Homework missed in a row", "4")],
        "High",
        &["MTT-20", "MTT-02", "MTT-03"],
    );
    rating(&[("Missed sessions in a row", "2"), ("Homework missed in a row", "4")], "Medium", &["MTT-03"]);
}

#[test]
fn a_condition_for_escalating_is_medium_and_high_when_a_first_intervention_has_not_mended_it() {
    for (heading, below, at, rule) in [
        ("Missed without notice in a row", "2", "3", "MTT-28d"),
        ("Unexplained absences at work", "2", "3", "MTT-28e"),
        ("Support requested", "No", "Yes", "MTT-28a"),
        ("Mental or physical change", "No", "Yes", "MTT-28b"),
    ] {
        let after = [("First intervention", "2026-02-16"), ("Improved", "No")];
        rating(&[(heading, below)], "Low", &["MTT-18"]);
        rating(&[(heading, at)], "Medium", &["MTT-19", rule]);
        rating(&[(heading, at), after[0], after[1]], "High", &["MTT-20", "MTT-28", "MTT-29", rule]);
        rating(&[(heading, at), after[0], ("Improved", "Yes")], "Medium", &[rule]);
        rating(&[(heading, below), after[0], after[1]], "Low", &["MTT-18"]);
    }
}

#[test]
fn an_event_counts_from_its_own_day_on_and_not_before() {
    rating(&[("Left employment", AS_OF)], "High", &["MTT-28f"]);
    rating(&[("Left employment", "2026-04-09")], "Low", &["MTT-18"]);
    rating(&[("Left employment", "yes")], "High", &["MTT-28f"]);
    rating(&[("Left employment", "no")], "Low", &["MTT-18"]);
    rating(&[("Stage 1 email", AS_OF)], "High", &["MTT-20"]);
    rating(&[("Stage 1 email", "2026-04-09")], "Low", &["MTT-18"]);
    rating(
        &[("Support requested", "Yes"), ("First intervention", "2026-04-09"), ("Improved", "No")],
        "Medium",
        &["MTT-28a"],
    );
}

#[test]
fn a_start_factor_raises_a_rating_unless_it_is_about_a_group() {
    for letter in ["a", "b", "d", "e", "f", "c, b"] {
        rating(&[("Start factors", letter)], "Medium", &["MTT-21", "MTT-12"]);
    }
    rating(&[("Start factors", "c")], "Low", &["MTT-18"]);
}

#[test]
fn thirty_percent_behind_is_read_in_both_ways() {
    // Target, actual, at risk relative to the target, at risk in points.
    let both = [
        ("50", "35", true, false),
        ("50", "36", false, false),
        ("80", "50", true, true),
        ("100", "70", true, true),
        ("100", "71", false, false),
        ("20", "10", true, false),
        ("0", "0", false, false),
        ("40", "45", false, false),
    ];
    let points =
        Organisation::read(r#"{ "learner-at-risk": { "behind_mode": "points" } }"#, &["learner-at-risk"]).unwrap();
    for (target, actual, relative, in_points) in both {
        let text = learner(&[("Target %", target), ("Actual %", actual)]);
        for (settings, at_risk) in [(&Organisation::default(), relative), (&points, in_points)] {
            let found = tracker_with(&text, "learner-at-risk", AS_OF, settings).explain(1);
            let rating = found.into_iter().find(|decision| decision.decision == "risk_rating").unwrap();
            assert_eq!(ids(&rating).contains(&"MTT-01"), at_risk, "{target} and {actual}: {}", rating.sentence);
            assert_eq!(rating.outcome.as_deref() == Some("High"), at_risk, "{target} and {actual}");
        }
    }
}

#[test]
fn absence_is_a_share_of_possible_sessions_that_is_not_rounded() {
    // Possible, absent, the row of the profile that the share falls into.
    for (possible, absent, row) in [
        ("380", "38", Some("PLP-20-ATT-2")),
        ("380", "37", Some("PLP-20-ATT-1")),
        ("190", "19", Some("PLP-20-ATT-2")),
        ("189", "19", Some("PLP-20-ATT-2")),
        ("126", "12", Some("PLP-20-ATT-1")),
        ("10", "1", Some("PLP-20-ATT-2")),
        ("380", "190", Some("PLP-20-ATT-3")),
        ("380", "189", Some("PLP-20-ATT-2")),
        ("0", "0", None),
    ] {
        let text = pupil(&[("Sessions possible", possible), ("Sessions absent", absent)]);
        let found = decide(&text, "learning-mentoring", "bae_category");
        assert_eq!(found.status == Status::Decided, row.is_some(), "{possible}, {absent}: {}", found.sentence);
        let fired: Vec<&str> = ids(&found).into_iter().filter(|id| id.starts_with("PLP-20-ATT")).collect();
        assert_eq!(fired.first().copied(), row, "{possible}, {absent}");
        let told = found.problems.iter().any(|problem| problem.code == "no-sessions-possible");
        assert_eq!(told, possible == "0", "{possible}, {absent}");
    }
}

#[test]
fn the_same_instruction_for_the_same_day_is_one_answer_whatever_is_missing() {
    // Whether the case is serious only moves the day: to that of the answer, from the eleventh working day after the email.
    let failed = |email: &str, serious: &str| {
        learner(&[
            ("Stage 1 email", "2026-03-02"),
            ("Stage 1 outcome", "fail"),
            ("Stage 2 email", email),
            ("Stage 2 outcome", "fail"),
            ("Serious case", serious),
        ])
    };
    // Both in one table, so that neither is answered from the other.
    let both = [failed("2026-03-20", "perhaps"), failed("2026-03-19", "perhaps")];
    let text = format!("{}{}", both[0], both[1].lines().nth(1).unwrap());
    let tracker = tracker(&text, "learner-at-risk", AS_OF);
    let headings = bae_rules::render::headings(&tracker);
    let at = |name: &str| headings.iter().position(|(heading, _)| heading == name).unwrap();
    for (row, next, due) in [(1, "Telephone the learner", AS_OF), (2, "Cannot decide", "")] {
        let cells = bae_rules::render::cells(&tracker, row);
        assert!(cells[at("Next action")].starts_with(next), "{cells:?}");
        assert_eq!(cells[at("Due")], due);
        let next = tracker.explain(row).into_iter().find(|decision| decision.decision == "next_action").unwrap();
        assert_eq!(next.status == Status::Decided, due == AS_OF, "{}", next.sentence);
    }
}

#[test]
fn the_same_instruction_under_two_rules_is_one_answer_that_names_both() {
    let text = |third: &str| {
        learner(&[
            ("Stage 1 email", "2026-02-02"),
            ("Stage 1 outcome", "success"),
            ("Stage 3 email", third),
            ("Stage 3 outcome", "success"),
        ])
    };
    for (third, rules) in [("", vec!["MTT-45"]), ("2026-04-01", vec!["MTT-52"]), ("spring", vec!["MTT-45", "MTT-52"])] {
        let found = decide(&text(third), "learner-at-risk", "next_action");
        assert_eq!(found.outcome.as_deref(), Some("Put a support contract in place"), "{third}: {}", found.sentence);
        let ids: Vec<&str> = ids(&found).into_iter().filter(|id| id.starts_with("MTT-4") || *id == "MTT-52").collect();
        assert_eq!((ids, found.needs.len()), (rules, 0), "{third}: {}", found.sentence);
        let either = found.sentence.contains("Stage 1 ended in success, or the highest stage ended in success");
        assert_eq!(either, third == "spring", "{}", found.sentence);
    }
}

#[test]
fn what_the_source_does_not_give_is_marked_where_it_shows() {
    let text = learner(&[("Stage 1 email", "2026-03-30"), ("Stage 1 outcome", "success")]);
    let next = decide(&text, "learner-at-risk", "next_action").next.unwrap();
    assert_eq!((next.who.as_str(), next.due.as_deref()), ("Tutor (engine default)", Some(AS_OF)));
    assert!(next.note.unwrap().contains("the policy gives no day"));
    let text = learner(&[("Stage 1 email", "2026-04-07")]);
    let next = decide(&text, "learner-at-risk", "next_action").next.unwrap();
    assert_eq!((next.who.as_str(), next.note), ("Tutor or Learner Support (engine default)", None));
    let text = learner(&[("Serious case", "Yes")]);
    let next = decide(&text, "learner-at-risk", "next_action").next.unwrap();
    assert_eq!((next.who.as_str(), next.note), ("Tutor", None));
}

fn next(changes: &[(&str, &str)], rule: &str, due: Option<&str>) {
    let decision = decide(&learner(changes), "learner-at-risk", "next_action");
    let next = decision.next.clone().unwrap_or_else(|| panic!("{decision:#?}"));
    assert_eq!((next.rule.as_str(), next.due.as_deref()), (rule, due), "{changes:?}");
    assert!(!next.who.is_empty() && ids(&decision).contains(&rule));
}

#[test]
fn a_stage_1_email_follows_each_of_its_reasons_after_two_attempts_at_a_meeting() {
    let at_risk = ("Missed sessions in a row", "3");
    for (heading, below, at) in [
        ("Sessions missed without notice", "0", "1"),
        ("Last progress", "2026-02-26", "2026-02-25"),
        ("Cancelled visits in 4 weeks", "1", "2"),
    ] {
        next(&[at_risk, ("Three-way attempts", "2"), (heading, at)], "MTT-39", Some(AS_OF));
        next(&[at_risk, ("Three-way attempts", "2"), (heading, below)], "MTT-33", None);
        next(&[at_risk, ("Three-way attempts", "1"), (heading, at)], "MTT-33", None);
    }
    for trigger in [("Last progress", "2026-02-25"), ("Cancelled visits in 4 weeks", "2")] {
        next(&[at_risk, ("Three-way attempts", "2"), trigger, ("Programme type", "other")], "MTT-33", None);
    }
    let low = decide(
        &learner(&[("Three-way attempts", "2"), ("Sessions missed without notice", "1")]),
        "learner-at-risk",
        "next_action",
    );
    assert_eq!((low.status, low.next), (Status::Decided, None));
}

#[test]
fn the_waits_after_each_email_end_on_their_working_day_and_their_days_do_not_move() {
    // Good Friday and Easter Monday 2026 are 3 and 6 April.
    next(&[("Stage 1 email", "2026-03-30")], "MTT-44", Some("2026-04-08"));
    next(&[("Stage 1 email", "2026-03-27")], "MTT-46", Some("2026-04-08"));
    next(&[("Stage 1 email", "2026-03-20")], "MTT-46", Some("2026-03-30"));
    let stage1 = ("Stage 1 email", "2026-03-02");
    next(&[stage1, ("Stage 2 email", "2026-03-23")], "MTT-51", Some("2026-04-08"));
    next(&[stage1, ("Stage 2 email", "2026-03-20")], "MTT-53", Some("2026-04-08"));
    next(&[stage1, ("Stage 2 email", "2026-03-25"), ("Stage 2 outcome", "fail")], "MTT-51", Some("2026-04-10"));
    next(
        &[stage1, ("Stage 2 email", "2026-03-25"), ("Stage 2 outcome", "fail"), ("Serious case", "Yes")],
        "MTT-53",
        Some(AS_OF),
    );
    next(
        &[("Stage 1 email", "2026-04-01"), ("Stage 1 outcome", "fail"), ("Serious case", "Yes")],
        "MTT-46",
        Some(AS_OF),
    );
}

#[test]
fn the_contradiction_of_stage_2_is_shown_as_a_checkpoint_and_can_be_read_the_other_way() {
    let text = learner(&[("Stage 1 email", "2026-03-02"), ("Stage 2 email", "2026-03-30")]);
    let decision = decide(&text, "learner-at-risk", "next_action");
    let note = decision.next.as_ref().and_then(|next| next.note.clone()).unwrap();
    assert!(note.starts_with("Checkpoint on 8 April 2026") && note.contains("L211") && note.contains("L213"), "{note}");
    assert!(decision.settings.iter().any(|setting| setting.id == "stage2_wait_working_days"
        && setting.is_default
        && setting.other_reading.is_some()));

    let organisation =
        Organisation::read(r#"{ "learner-at-risk": { "stage2_wait_working_days": 5 } }"#, &["learner-at-risk"])
            .unwrap();
    let five = tracker_with(&text, "learner-at-risk", "2026-04-09", &organisation).explain(1);
    let five = five.iter().find(|decision| decision.decision == "next_action").unwrap();
    assert_eq!(
        five.next.as_ref().map(|next| (next.rule.as_str(), next.due.as_deref())),
        Some(("MTT-53", Some("2026-04-09")))
    );
    assert!(five.settings.iter().any(|setting| setting.id == "stage2_wait_working_days" && !setting.is_default));
}

#[test]
fn points_instead_of_a_share_change_who_is_behind() {
    let organisation =
        Organisation::read(r#"{ "learner-at-risk": { "behind_mode": "points" } }"#, &["learner-at-risk"]).unwrap();
    for (target, actual, outcome) in
        [("50", "35", "Medium"), ("80", "50", "High"), ("80", "50.1", "Medium"), ("100", "70", "High")]
    {
        let text = learner(&[("Target %", target), ("Actual %", actual)]);
        let all = tracker_with(&text, "learner-at-risk", AS_OF, &organisation).explain(1);
        assert_eq!(all[0].outcome.as_deref(), Some(outcome), "{target} {actual}");
        assert!(all[0].settings.iter().any(|setting| setting.id == "behind_mode" && !setting.is_default));
    }
}

#[test]
fn leaders_are_told_of_an_indicator_in_the_first_sixty_days() {
    for (start, since, told) in [
        ("2026-02-07", "", true),
        ("2026-02-06", "", false),
        ("2025-09-01", "2025-10-31", true),
        ("2025-09-01", "2025-11-01", false),
    ] {
        let text = learner(&[("Start date", start), ("At risk since", since), ("Missed sessions in a row", "3")]);
        let also = decide(&text, "learner-at-risk", "next_action").also;
        let found: Vec<(&str, Option<&str>)> =
            also.iter().map(|also| (also.rule.as_str(), also.due.as_deref())).collect();
        let day = if since.is_empty() { AS_OF } else { since };
        assert_eq!(found, if told { vec![("MTT-04", Some(day))] } else { Vec::new() }, "{start} {since}");
    }
}

#[test]
fn leaders_who_have_both_been_told_are_not_to_be_told_again() {
    for (directors, quality_lead, again) in
        [("", "", true), ("02/04/2026", "", true), ("", "yes", true), ("02/04/2026", "yes", false)]
    {
        let text = learner(&[("Start date", "2026-03-01"), ("Missed sessions in a row", "3")]);
        let (headings, cells) = text.trim_end_matches('\n').split_once('\n').unwrap();
        let text = format!("{headings}\tDirectors told\tQuality Lead told\n{cells}\t{directors}\t{quality_lead}\n");
        let also = decide(&text, "learner-at-risk", "next_action").also;
        let rules: Vec<&str> = also.iter().map(|also| also.rule.as_str()).collect();
        assert_eq!(rules, if again { vec!["MTT-04"] } else { Vec::new() }, "{directors} {quality_lead}");
    }
}

fn category(changes: &[(&str, &str)], outcome: &str, rule: &str) {
    let decision = decide(&pupil(changes), "learning-mentoring", "bae_category");
    check(&decision, outcome, &[rule]);
    assert!(decision.rules.iter().all(|rule| rule.origin == "engine default"), "the bands are ours, and say so");
}

#[test]
fn absence_bands_begin_at_five_ten_and_fifty_percent_exactly() {
    for (absent, outcome, rule) in [
        ("49", "A", "PLP-20-A"),
        ("50", "B", "PLP-20-ATT-1"),
        ("99", "B", "PLP-20-ATT-1"),
        ("100", "C", "PLP-20-ATT-2"),
        ("499", "C", "PLP-20-ATT-2"),
        ("500", "D", "PLP-20-ATT-3"),
    ] {
        category(&[("Sessions absent", absent)], outcome, rule);
    }
    category(&[("Sessions possible", "126"), ("Sessions absent", "12")], "B", "PLP-20-ATT-1");
}

#[test]
fn suspensions_score_two_and_more_than_fifteen_days_three() {
    for (changes, outcome, rule) in [
        (vec![("Suspensions this year", "1")], "C", "PLP-20-BEH-2a"),
        (vec![("Suspension days this term", "0.5")], "C", "PLP-20-BEH-2b"),
        (vec![("Suspension days this term", "15")], "C", "PLP-20-BEH-2b"),
        (vec![("Suspension days this term", "15.5")], "D", "PLP-20-BEH-3a"),
        (vec![("Permanent exclusion considered", "Yes")], "D", "PLP-20-BEH-3b"),
        (vec![("Behaviour incidents", "50")], "A", "PLP-20-A"),
    ] {
        category(&changes, outcome, rule);
    }
}

#[test]
fn a_schools_own_count_of_incidents_scores_one() {
    let organisation =
        Organisation::read(r#"{ "learning-mentoring": { "incidents_1": 3 } }"#, &["learning-mentoring"]).unwrap();
    for (count, outcome) in [("2", "A"), ("3", "B")] {
        let all = tracker_with(&pupil(&[("Behaviour incidents", count)]), "learning-mentoring", AS_OF, &organisation)
            .explain(1);
        assert_eq!(all[0].outcome.as_deref(), Some(outcome));
    }
    let unset = decide(&pupil(&[("Behaviour incidents", "3")]), "learning-mentoring", "bae_category");
    assert!(unset.not_assessed.iter().any(|missing| missing.rule == "PLP-20-BEH-1" && missing.why.contains("not set")));
}

#[test]
fn sdq_and_attainment_bands_hold_on_both_sides() {
    for (total, outcome, rule) in [
        ("11", "A", "PLP-20-A"),
        ("12", "B", "PLP-20-EMO-1"),
        ("15", "B", "PLP-20-EMO-1"),
        ("16", "C", "PLP-20-EMO-2"),
        ("18", "C", "PLP-20-EMO-2"),
        ("19", "D", "PLP-20-EMO-3"),
        ("40", "D", "PLP-20-EMO-3"),
    ] {
        category(&[("SDQ total (teacher)", total)], outcome, rule);
    }
    for (attainment, outcome, rule) in
        [("at or above", "A", "PLP-20-A"), ("below", "B", "PLP-20-ACH-1"), ("well below", "C", "PLP-20-ACH-2")]
    {
        category(&[("Attainment", attainment)], outcome, rule);
    }
}

#[test]
fn only_b_and_c_have_a_learning_mentor_of_their_own() {
    for (total, worker) in [("0", ""), ("12", "Learning mentor"), ("16", "Learning mentor"), ("19", "")] {
        let decision = decide(&pupil(&[("SDQ total (teacher)", total)]), "learning-mentoring", "support_worker");
        assert_eq!((decision.status, decision.outcome.as_deref()), (Status::Decided, Some(worker)));
    }
}

#[test]
fn a_missing_target_is_resolved_by_what_it_could_be() {
    let missing = |changes: &[(&str, &str)]| {
        let mut all = vec![("Target %", "")];
        all.extend(changes);
        decide(&learner(&all), "learner-at-risk", "risk_rating")
    };
    let both = missing(&[("Actual %", "40"), ("Missed sessions in a row", "3"), ("Homework missed in a row", "4")]);
    check(&both, "High", &["MTT-02", "MTT-03"]);
    let open = missing(&[("Actual %", "40")]);
    assert_eq!((open.status, open.possible.join(" or ")), (Status::NeedsInput, "Low or Medium or High".to_string()));
    assert_eq!(
        open.needs.iter().map(|need| (need.label.as_str(), need.place.as_str())).collect::<Vec<_>>(),
        [("Target %", "D2")]
    );
    assert_eq!(open.sentence, "Cannot decide: Low or Medium or High: needs Target % (D2).");
    let near = missing(&[("Actual %", "80")]);
    assert_eq!(near.possible, ["Low", "Medium"], "no target up to 100 makes 80 thirty percent behind");
    assert_eq!(missing(&[("Actual %", "70")]).possible, ["Low", "Medium", "High"]);
    assert_eq!(missing(&[("Actual %", "0")]).possible, ["Low", "High"], "any target above 0 makes 0 wholly behind");
}

#[test]
fn an_answer_says_how_far_its_neighbours_are() {
    let decision = decide(
        &learner(&[("Missed sessions in a row", "3"), ("Homework missed in a row", "2")]),
        "learner-at-risk",
        "risk_rating",
    );
    let margin = |outcome: &str| {
        decision
            .margin
            .iter()
            .find(|margin| margin.outcome == outcome)
            .map(|margin| margin.sentence.clone())
            .unwrap_or_default()
    };
    assert_eq!(
        margin("Low"),
        "Low with Missed sessions in a row: 2 training sessions or fewer (now 3 training sessions, 1 training session fewer)"
    );
    assert!(margin("High").starts_with("High with "), "{:?}", decision.margin);
}

#[test]
fn what_would_change_an_answer_is_said_only_where_it_would() {
    let stage = |cells: &[(&str, &str)]| {
        let decision = decide(&learner(cells), "learner-at-risk", "escalation_stage");
        decision.margin.iter().map(|margin| margin.sentence.clone()).collect::<Vec<_>>()
    };
    let open = [("Target %", "60"), ("Actual %", "40"), ("Stage 1 email", "02/03/2026")];
    assert_eq!(
        stage(&open),
        [
            "First risk with Stage 1 email: no date (now a date)",
            "Stage 2 with Stage 2 email: a date (now no date)",
            "Stage 3 with Stage 3 email: a date (now no date)",
            "Support contract with Stage 1 outcome: success (now none)",
        ],
        "success leads to a contract, never back to the first risk; one fact is named once, with all that is asked of it"
    );
    let ended = [open.as_slice(), &[("Stage 1 outcome", "success")]].concat();
    let sentences = stage(&ended);
    assert!(!sentences.iter().any(|sentence| sentence.starts_with("Stage 1 with Stage 1 email: no")), "{sentences:?}");
    assert!(sentences.contains(&"First risk with Stage 1 email: no date (now a date)".to_string()), "{sentences:?}");
}
