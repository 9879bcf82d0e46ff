//! The five packs: their examples, the golden trackers, and every rule of the five documents in exactly one state.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed unwrap is a failed test")]

use bae_rules::calendar::{Calendar, CalendarSettings, Day, HalfTerm};
use bae_rules::evaluate::checklist::{self, Assessment};
use bae_rules::evaluate::compile;
use bae_rules::evaluate::decide::Answerer;
use bae_rules::evaluate::program::Program;
use bae_rules::policy::catalogue::BUILT_IN;
use bae_rules::policy::load;
use bae_rules::policy::pack::{Ordered, Pack, RegisterState, Row, RuleKind};
use bae_rules::policy::settings::Settings;
use bae_rules::policy::verify::examples::{self, ANY_DAY, answers};
use bae_rules::record::headed::ReadOptions;
use bae_rules::record::read::{Reading, read};
use bae_rules::record::{Confidence, Fact, RowKind};
use bae_rules::table::{Table, paste};
use std::collections::BTreeMap;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|| panic!("`{text}` is a date"))
}

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn pack(name: &str) -> Pack {
    let text = BUILT_IN.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("{name} ships")).1;
    load::load(text).unwrap_or_else(|problems| panic!("{name}: {}", lines(&problems)))
}

fn lines<T: ToString>(things: &[T]) -> String {
    things.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn program(pack: &Pack, settings: &Ordered<String>, calendar: &Calendar, as_of: &str) -> Program {
    let chosen = Ordered(settings.iter().map(|(name, text)| (name.to_string(), text.clone().into())).collect());
    let settings = Settings::with(pack, &chosen).unwrap_or_else(|problems| panic!("{}", lines(&problems)));
    compile::compile_whole(pack, &settings, calendar, day(as_of))
        .unwrap_or_else(|problems| panic!("{}: {}", pack.pack, lines(&problems)))
}

fn plain(pack: &Pack, as_of: &str) -> Program {
    program(pack, &Ordered::default(), usual_calendar(), as_of)
}

fn usual_calendar() -> &'static Calendar {
    static CALENDAR: std::sync::OnceLock<Calendar> = std::sync::OnceLock::new();
    CALENDAR.get_or_init(|| Calendar::new(CalendarSettings::default()).unwrap())
}

/// A pasted tracker, read for a pack.
struct Tracker {
    table: Table,
    reading: Reading,
    fields: usize,
}

impl Tracker {
    fn of(pack: &Pack, text: String) -> Self {
        let table = paste::parse(text);
        let fields: Vec<(String, &bae_rules::policy::field::Field)> =
            pack.fields.iter().map(|(name, field)| (name.to_string(), field)).collect();
        let reading =
            read(&table, &fields, &ReadOptions { subject: Some(pack.subject.clone()), ..ReadOptions::default() });
        Tracker { table, reading, fields: fields.len() }
    }

    /// The rows of learners: the cell in the first column, the facts and the texts.
    fn rows(&self) -> Vec<(String, Vec<Fact>, Vec<String>)> {
        let records = &self.reading.records;
        (0..self.table.len())
            .filter(|row| records.kinds[*row] == RowKind::Learner)
            .map(|row| {
                let cells = self.table.row(row).unwrap();
                let facts = (0..self.fields).map(|field| records.fact(field, row)).collect();
                let texts = (0..self.fields)
                    .map(|field| {
                        records.sources[field]
                            .first()
                            .map(|column| cells.cell(*column).text.to_string())
                            .unwrap_or_default()
                    })
                    .collect();
                (cells.cell(0).text.to_string(), facts, texts)
            })
            .collect()
    }
}

/// Golden rows by heading.
fn golden(path: &str) -> Vec<BTreeMap<String, String>> {
    let text = file(&format!("tests/golden/{path}"));
    let mut lines = text.lines();
    let headings: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| {
            headings
                .iter()
                .zip(line.split('\t').chain(std::iter::repeat("")))
                .map(|(heading, cell)| (heading.to_string(), cell.to_string()))
                .collect()
        })
        .collect()
}

/// What a column of a golden file shows for an answer: blank where the golden file leaves it blank for "cannot decide".
fn shown(answers: &BTreeMap<String, String>, name: &str) -> String {
    Some(answers[name].clone()).filter(|text| text != "Cannot decide").unwrap_or_default()
}

#[test]
fn every_pack_loads_and_is_ready_to_answer() {
    for (name, _) in BUILT_IN {
        let pack = pack(name);
        assert_eq!(pack.pack, *name);
        plain(&pack, ANY_DAY);
    }
}

#[test]
fn mir_activities_are_recorded_as_the_golden_file_says() {
    let pack = pack("mir-recording");
    let program = plain(&pack, ANY_DAY);
    let tracker = Tracker::of(&pack, file("tests/golden/mir.tsv"));
    let mut answerer = Answerer::new(&program);
    let expected = golden("mir.expected.tsv");
    let rows = tracker.rows();
    assert_eq!(rows.len(), expected.len());
    for ((name, facts, _), expected) in rows.iter().zip(&expected) {
        let got = answers(&mut answerer, &program, facts, &tracker.reading.records.lists);
        assert_eq!(*name, expected["Activity"]);
        assert_eq!(got["mir_line"], expected["MIR line"], "{name}");
        assert_eq!(got["mir_line.possible"], expected["Possible"], "{name}");
        assert_eq!(got["mir_line.rule"], expected["Rule"], "{name}");
        let own_line = if got["mir_line"] == "Cannot decide" { String::new() } else { shown(&got, "own_line") };
        assert_eq!(own_line, expected["Own line"], "{name}");
        assert_eq!(shown(&got, "missing"), expected["Missing"], "{name}");
    }
}

#[test]
fn learners_are_rated_and_escalated_as_the_golden_file_says() {
    let pack = pack("learner-at-risk");
    let settings = Settings::defaults(&pack).unwrap();
    // With the lists of duties and without them: they never change an answer.
    let lean = compile::compile(&pack, &settings, usual_calendar(), day(ANY_DAY)).unwrap();
    for program in [plain(&pack, ANY_DAY), lean] {
        let tracker = Tracker::of(&pack, file("tests/golden/at-risk-tracker.tsv"));
        let mut answerer = Answerer::new(&program);
        let expected = golden("at-risk-tracker.expected.tsv");
        let rows = tracker.rows();
        assert_eq!(rows.len(), expected.len());
        for ((name, facts, _), expected) in rows.iter().zip(&expected) {
            let got = answers(&mut answerer, &program, facts, &tracker.reading.records.lists);
            assert_eq!(got["risk_rating"], expected["Risk rating"], "{name}");
            assert_eq!(got["risk_rating.possible"], expected["Possible"], "{name}");
            assert_eq!(got["escalation_stage"], expected["Escalation stage"], "{name}");
            assert_eq!(got["escalation_stage.possible"], expected["Possible stages"], "{name}");
            assert_eq!(got["next_action.also"], expected["Also"].split(" ").next().unwrap(), "{name}");
            let next = match got["next_action"].as_str() {
                "MTT-18-none" | "MTT-55-done" => "",
                other => other,
            };
            assert_eq!(next, expected["Next rule"], "{name}");
            assert_eq!(got.get("next_action.due").map_or("", String::as_str), expected["Due"], "{name}");
        }
    }
}

#[test]
fn pupils_are_categorised_as_the_golden_files_say() {
    let pack = pack("learning-mentoring");
    let program = plain(&pack, ANY_DAY);
    for name in ["bae-tracker", "bae-scores"] {
        let tracker = Tracker::of(&pack, file(&format!("tests/golden/{name}.tsv")));
        let mut answerer = Answerer::new(&program);
        let expected = golden(&format!("{name}.expected.tsv"));
        let rows = tracker.rows();
        assert_eq!(rows.len(), expected.len());
        for ((name, facts, _), expected) in rows.iter().zip(&expected) {
            let got = answers(&mut answerer, &program, facts, &tracker.reading.records.lists);
            assert_eq!(got["bae_category"], expected["BAE category"], "{name}");
            assert_eq!(got["bae_category.possible"], expected["Possible"], "{name}");
            assert_eq!(shown(&got, "areas_of_need"), expected["Areas of need"], "{name}");
            assert_eq!(got["support_worker"], expected["Support worker"], "{name}");
        }
    }
}

/// The half terms of the golden reviews.
fn golden_terms() -> Calendar {
    let half_terms = golden("reviews.terms.tsv")
        .iter()
        .map(|row| HalfTerm {
            name: row["Half term"].clone(),
            term: row["Term"].clone(),
            from: day(&row["First school day"]),
            to: day(&row["Last school day"]),
        })
        .collect();
    Calendar::new(CalendarSettings { half_terms, ..CalendarSettings::default() }).unwrap()
}

#[test]
fn reviews_are_due_and_records_kept_as_the_golden_file_says() {
    let pack = pack("tutorial-review");
    let program = program(&pack, &Ordered::default(), &golden_terms(), "2026-03-11");
    let tracker = Tracker::of(&pack, file("tests/golden/reviews.tsv"));
    let mut answerer = Answerer::new(&program);
    let expected = golden("reviews.expected.tsv");
    let rows = tracker.rows();
    assert_eq!(rows.len(), expected.len());
    // The golden file lists copies in the order in which they were typed, the pack in that of the form.
    let set = |text: &str| text.split(", ").map(str::to_string).collect::<std::collections::BTreeSet<_>>();
    for ((name, facts, _), expected) in rows.iter().zip(&expected) {
        let got = answers(&mut answerer, &program, facts, &tracker.reading.records.lists);
        assert_eq!(*name, expected["Learner"]);
        for (answer, column) in [
            ("review_due", "Review due"),
            ("review_period", "Period"),
            ("review_state", "State"),
            ("kept_in", "Kept in"),
            ("must_do_now", "Must do now"),
        ] {
            assert_eq!(got[answer], expected[column], "{name}: {column}");
        }
        assert_eq!(set(&got["copies_allowed"]), set(&expected["Copies allowed"]), "{name}");
        assert_eq!(set(&got["copies_blocked"]), set(&expected["Copies blocked"]), "{name}");
    }
}

/// The self-assessments of a pasted sheet.
fn assessments(pack: &Pack, text: String, as_of: &str) -> Vec<Assessment> {
    let tracker = Tracker::of(pack, text);
    checklist::assess(pack, &Settings::defaults(pack).unwrap(), &tracker.table, &tracker.reading.records, day(as_of))
}

#[test]
fn partnerships_reach_the_stages_that_the_golden_file_says() {
    let pack = pack("back-on-track");
    let got = assessments(&pack, file("tests/golden/back-on-track.tsv"), ANY_DAY);
    let stages: Vec<Vec<String>> = got
        .iter()
        .flat_map(|found| {
            assert_eq!(found.problems, []);
            found.principles.iter().map(|one| {
                vec![
                    found.group.clone(),
                    one.id.clone(),
                    one.evidenced.words(),
                    one.claimed.words(),
                    one.unmet.join(", "),
                ]
            })
        })
        .collect();
    let expected: Vec<Vec<String>> = golden("back-on-track.expected.tsv")
        .iter()
        .map(|row| {
            ["Partnership", "Principle", "Evidenced stage", "Claimed stage", "Unmet for next stage"]
                .map(|heading| row[heading].clone())
                .to_vec()
        })
        .collect();
    assert_eq!(stages, expected);
    let actions: Vec<Vec<String>> =
        got.iter()
            .flat_map(|found| {
                found.criteria.iter().filter_map(|one| {
                    Some(vec![found.group.clone(), one.id.clone(), one.action.as_ref()?.state.clone()])
                })
            })
            .collect();
    let expected: Vec<Vec<String>> = golden("back-on-track.actions.expected.tsv")
        .iter()
        .map(|row| ["Partnership", "Criterion", "Action state"].map(|heading| row[heading].clone()).to_vec())
        .collect();
    assert_eq!(actions, expected);
}

#[test]
fn what_is_wrong_with_the_rows_of_a_partnership_is_said() {
    let pack = pack("back-on-track");
    let headings = "Partnership\tCriterion\tTick\tEvidence\tNot applicable because";
    let rows = "P\tBT2-1a-L-1\tYes\tMinutes\t\nP\tBT2-1a-L-1\tNo\t\t\nP\tBT2-1a-M-9\tYes\tMinutes\t\nP\tBT2-1b-L-1\tYes\tMinutes\tno link workers\nP\tBT2-1b-L-2\tperhaps\tMinutes\t";
    let got = assessments(&pack, format!("{headings}\n{rows}"), ANY_DAY);
    let codes: Vec<&str> = got[0].problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["criterion-twice", "unknown-criterion", "ticked-and-not-applicable", "criteria-missing"]);
    assert_eq!(got[0].principles[0].evidenced.words(), "Working towards Low or Low or Medium or High");
    assert_eq!(got[0].criteria[0].state.words(), "unknown");
    assert_eq!(got[0].principles[1].unknown, ["BT2-1b-L-2"]);
}

#[test]
fn a_review_past_the_listed_terms_asks_for_term_dates() {
    let pack = pack("tutorial-review");
    let program = program(&pack, &Ordered::default(), &golden_terms(), "2026-07-20");
    let got = |joined: &str, reviewed: &str, left: &str| {
        let text = format!(
            "Learner\tCourse type\tJoined\tLeft\tLast review\nExample\tNEET prevention\t{joined}\t{left}\t{reviewed}"
        );
        let tracker = Tracker::of(&pack, text);
        let answers = answers(&mut Answerer::new(&program), &program, &tracker.rows()[0].1, &[]);
        [answers["review_state"].clone(), answers["review_due"].clone()].join(", ")
    };
    assert_eq!(got("2025-09-03", "2026-06-01", ""), "no term dates, Cannot decide");
    assert_eq!(got("2025-09-03", "2026-05-31", ""), "overdue, 2026-07-17");
    assert_eq!(got("2025-09-03", "2026-06-01", "2026-07-17"), "nothing due, ");
    // The summer before the first listed half term hides none; a year before it may hide several.
    assert_eq!(got("2025-08-20", "", ""), "overdue, 2025-10-24");
    // The first that is listed has passed, so that one is overdue, whichever it is.
    assert_eq!(got("2024-09-03", "", ""), "overdue, Cannot decide");
    // Who leaves within ten school days of the last day that is listed is owed nothing more.
    assert_eq!(got("2025-09-03", "2026-06-10", "2026-07-30"), "nothing due, ");
    assert_eq!(got("2025-09-03", "2026-06-10", "2026-07-31"), "no term dates, Cannot decide");
}

#[test]
fn every_example_of_every_pack_holds() {
    for (name, _) in BUILT_IN {
        let found: Vec<String> =
            examples::check(&pack(name), usual_calendar()).into_iter().map(|finding| finding.sentence).collect();
        assert!(found.is_empty(), "{name}: {}", found.join("\n"));
    }
}

/// Where a rule of a source document ends up, and the rows or words that say so.
#[derive(Debug, Clone)]
struct Account {
    state: &'static str,
    clauses: Vec<String>,
    says: String,
    by: Vec<String>,
}

const STATES: [&str; 4] = ["evaluated", "duty", "shown", "not for software"];

/// The source rules that a row carries out: its own id, that id without the letter of a part, and those in `with`.
fn source_rules<'r>(row: &'r Row, ids: &[String]) -> Vec<&'r str> {
    let own = row.id.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let named = std::iter::once(row.id.as_str()).chain([own]).chain(row.with.iter().map(String::as_str));
    named.filter(|id| ids.iter().any(|known| known == id)).collect()
}

/// What a pack does with every rule of its source: the states it gives to each.
fn accounts(pack: &Pack, ids: &[String]) -> BTreeMap<String, Vec<Account>> {
    let mut found: BTreeMap<String, Vec<Account>> = BTreeMap::new();
    let mut add = |id: &str, state: &'static str, clause: &str, says: &str, by: &str| {
        let accounts = found.entry(id.to_string()).or_default();
        match accounts.iter_mut().find(|account| account.state == state) {
            // A rule that several rows carry out stands at the lines of all of them.
            Some(account) => {
                for (list, one) in [(&mut account.clauses, clause), (&mut account.by, by)] {
                    if list.iter().all(|known| known != one) {
                        list.push(one.to_string());
                    }
                }
            }
            None => accounts.push(Account {
                state,
                clauses: vec![clause.to_string()],
                says: says.to_string(),
                by: vec![by.to_string()],
            }),
        }
    };
    let mut own_words: BTreeMap<String, String> = BTreeMap::new();
    for rule in &pack.rules {
        let state = if rule.kind == RuleKind::Duties { "duty" } else { "evaluated" };
        for row in load::rows(rule) {
            let by = if state == "duty" { row.who.as_ref().map(|_| row.who_words()) } else { None };
            let by = by.as_ref().unwrap_or(&rule.title);
            for id in source_rules(row, ids) {
                add(id, state, &row.clause, row.action.as_ref().unwrap_or(&row.says), by);
            }
        }
        for row in rule.next.iter().flat_map(|next| &next.rows).filter(|row| ids.contains(&row.id)) {
            own_words.entry(row.id.clone()).or_insert_with(|| row.action.as_ref().unwrap_or(&row.says).clone());
        }
        for stage in rule.stages.iter().filter(|stage| ids.contains(&stage.id)) {
            add(&stage.id, "evaluated", &stage.clause, &stage.says, &rule.title);
        }
        let Some(checklist) = &rule.checklist else { continue };
        for carried in &checklist.carries_out {
            add(&carried.id, "evaluated", &carried.clause, &carried.says, &rule.title);
        }
        for (id, principle) in checklist.principles.iter() {
            for criterion in &principle.criteria {
                add(&criterion.id, "evaluated", &criterion.clause, &criterion.says, &format!("Principle {id}"));
            }
        }
    }
    // The action that has the rule's own id says what the rule is; others stand beside it.
    for (id, says) in own_words {
        found.entry(id).or_default().iter_mut().for_each(|account| account.says.clone_from(&says));
    }
    // What decides an answer is evaluated, even where a list of duties says when it is done.
    for accounts in found.values_mut() {
        if accounts.iter().any(|account| account.state == "evaluated") {
            accounts.retain(|account| account.state == "evaluated");
        }
    }
    for registered in &pack.register {
        let state = match registered.state {
            RegisterState::Evaluated => "evaluated",
            RegisterState::Duty => "duty",
            RegisterState::Shown => "shown",
            RegisterState::NotForSoftware => "not for software",
        };
        let account = Account {
            state,
            clauses: vec![registered.clause.clone()],
            says: registered.says.clone(),
            by: vec![registered.why.clone()],
        };
        found.entry(registered.id.clone()).or_default().push(account);
    }
    found
}

/// The rules of the five source documents, 304 in all.
fn rule_ids() -> Vec<String> {
    file("tests/data/rule-ids.txt").lines().map(str::to_string).collect()
}

#[test]
fn each_of_the_304_rules_is_in_exactly_one_state() {
    let ids = rule_ids();
    assert_eq!(ids.len(), 304);
    let mut all: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (name, _) in BUILT_IN {
        for (id, accounts) in accounts(&pack(name), &ids) {
            all.entry(id).or_default().extend(accounts.iter().map(|account| account.state));
        }
    }
    let missing: Vec<&String> = ids.iter().filter(|id| !all.contains_key(*id)).collect();
    assert!(missing.is_empty(), "nothing says what becomes of {missing:?}");
    let invented: Vec<&String> = all.keys().filter(|id| !ids.contains(id)).collect();
    assert!(invented.is_empty(), "no source has {invented:?}");
    let several: Vec<_> = all.iter().filter(|(_, states)| states.len() != 1).collect();
    assert!(several.is_empty(), "in more than one state: {several:?}");
}

#[test]
fn help_that_the_register_promises_is_there() {
    for (name, _) in BUILT_IN {
        let pack = pack(name);
        let promised = pack.register.iter().filter_map(|one| Some((&one.id, one.why.strip_prefix("Help beside ")?)));
        for (id, why) in promised {
            let beside = why.split(['.', ';', ':']).next().unwrap().split(" and ");
            for heading in beside {
                let field = pack.fields.iter().find(|(_, field)| field.heading == heading);
                let (_, field) = field.unwrap_or_else(|| panic!("{id}: no column {heading}"));
                assert!(field.help.is_some(), "{id}: {heading} has no help");
            }
        }
        let rules: Vec<&str> = pack.rules.iter().flat_map(load::rows).map(|row| row.id.as_str()).collect();
        let beside = pack.register.iter().filter(|one| one.why.starts_with("Beside the duty"));
        for one in beside {
            let named = one.why.split(['(', ')']).nth(1).unwrap();
            assert!(rules.contains(&named), "{}: no rule {named}", one.id);
        }
    }
}

#[test]
fn every_rule_that_decides_has_an_example_on_both_sides() {
    let ids = rule_ids();
    let mut without = Vec::new();
    for (name, _) in BUILT_IN {
        let pack = pack(name);
        let shown: Vec<&String> = pack.examples.iter().flat_map(|example| &example.shows).collect();
        for (id, accounts) in accounts(&pack, &ids) {
            // A criterion is covered by the examples of its checklist.
            let criterion = id.matches('-').count() > 1;
            let times = shown.iter().filter(|shown| **shown == &id).count();
            if accounts.iter().any(|account| account.state == "evaluated") && !criterion && times < 2 {
                without.push(format!("{id} ({times})"));
            }
        }
        let unknown: Vec<_> = shown.iter().filter(|id| !ids.contains(id)).collect();
        assert!(unknown.is_empty(), "{name}: examples show {unknown:?}, which no source has");
    }
    assert!(without.is_empty(), "fewer than two examples: {without:?}");
}

#[test]
fn the_table_of_all_rules_is_up_to_date() {
    let ids = rule_ids();
    let mut total: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut counts, mut parts) = (String::new(), String::new());
    let row = |title: &str, count: &BTreeMap<&str, usize>| {
        let cells: Vec<String> =
            STATES.iter().map(|state| count.get(state).copied().unwrap_or_default().to_string()).collect();
        format!("| {title} | {} | {} |\n", cells.join(" | "), count.values().sum::<usize>())
    };
    for (name, _) in BUILT_IN {
        let pack = pack(name);
        let accounts = accounts(&pack, &ids);
        parts.push_str(&format!("\n## {} (`{}`, version {})\n\n", pack.title, pack.pack, pack.version));
        parts.push_str("| Rule | State | Clause | What it says | Where, who, or why |\n|---|---|---|---|---|\n");
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for id in ids.iter().filter(|id| accounts.contains_key(*id)) {
            let account = &accounts[id][0];
            *count.entry(account.state).or_default() += 1;
            *total.entry(account.state).or_default() += 1;
            let cell = |text: &str| text.replace('|', "\\|");
            parts.push_str(&format!(
                "| {id} | {} | {} | {} | {} |\n",
                account.state,
                cell(&account.clauses.join("; ")),
                cell(&account.says),
                cell(&account.by.join("; "))
            ));
        }
        counts.push_str(&row(&pack.title, &count));
    }
    let text = format!(
        "<!-- Generated by `UPDATE=1 cargo test --test packs the_table`; do not edit. -->\n\
         # Every rule of the five source documents\n\n\
         Each rule is in one state. **Evaluated**: a rule of the pack decides it. **Duty**: the engine lists it with who and by\n\
         when, and knows when it is done. **Shown**: it is shown where a user needs it. **Not for software**: with the reason.\n\
         The words are ours; the source's own stand at the clause. `{{name}}` stands for a fact or a setting.\n\n\
         | Policy | evaluated | duty | shown | not for software | all |\n|---|---|---|---|---|---|\n{counts}{}{parts}",
        row("**All**", &total)
    );
    let path = format!("{}/src/policies/RULES.md", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == text, "src/policies/RULES.md is out of date: run `UPDATE=1 cargo test --test packs the_table`");
}

#[test]
fn every_policy_has_a_sample_that_shows_its_outcomes() {
    for (name, _) in BUILT_IN {
        let pack = pack(name);
        let sample = bae_rules::policy::catalogue::sample(name);
        let tracker = Tracker::of(&pack, sample.to_string());
        let unread: Vec<&str> = tracker
            .reading
            .columns
            .iter()
            .filter(|column| column.field.is_none() || column.confidence != Confidence::Exact)
            .map(|column| column.heading.as_str())
            .collect();
        assert!(unread.is_empty(), "{name}: no field for {unread:?}");
        let rows = tracker.rows();
        if pack.decisions.is_empty() || pack.rules.iter().any(|rule| rule.checklist.is_some()) {
            let found = &assessments(&pack, sample.to_string(), ANY_DAY)[0];
            let stages: std::collections::BTreeSet<String> =
                found.principles.iter().map(|one| one.evidenced.words()).collect();
            assert!(
                ["Working towards Low", "Low", "Medium", "High"].iter().all(|stage| stages.contains(*stage)),
                "{stages:?}"
            );
            assert!(stages.iter().any(|stage| stage.contains(" or ")), "{stages:?}");
            continue;
        }
        assert!((8..=12).contains(&rows.len()), "{name}: {} rows", rows.len());
        let program = plain(&pack, ANY_DAY);
        let mut answerer = Answerer::new(&program);
        let got: Vec<_> = rows
            .iter()
            .map(|(_, facts, _)| answers(&mut answerer, &program, facts, &tracker.reading.records.lists))
            .collect();
        let first = if *name == "tutorial-review" { "review_state" } else { &pack.decisions[0].id };
        let outcomes: std::collections::BTreeSet<&str> = got.iter().map(|row| row[first].as_str()).collect();
        let values = &pack.rules.iter().find(|rule| rule.id == first).unwrap().values;
        // Terms run out only where an organisation lists its own.
        let missing: Vec<_> =
            values.iter().filter(|value| *value != "no term dates" && !outcomes.contains(value.as_str())).collect();
        assert!(
            missing.is_empty() && outcomes.contains("Cannot decide"),
            "{name}: {first} never is {missing:?} ({outcomes:?})"
        );
    }
}
