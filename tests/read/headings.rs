//! Which column stands for which field: headings as people write them.

use crate::fields::{Fields, asked, fields};
use crate::{RISK, codes, day, fact, percent, reading, reading_with, text};
use bae_rules::number::ONE;
use bae_rules::policy::field::{Field, Kind};
use bae_rules::record::columns::match_columns;
use bae_rules::record::headed::{ColumnChoice, ReadOptions};
use bae_rules::record::heading::Heading;
use bae_rules::record::vocabulary::Vocabulary;
use bae_rules::record::{Confidence, Fact, RowKind};
use bae_rules::table::paste;
use std::collections::{BTreeMap, BTreeSet};

/// What the last of some headings is taken for.
fn found(pack: &str, headings: &[&str]) -> (String, Confidence, String) {
    let fields = fields(pack);
    let headings: Vec<Heading> = headings.iter().map(|text| Heading::new(text)).collect();
    let matches = match_columns(&headings, &Vocabulary::of(&asked(&fields)), &BTreeMap::new(), &|_| true);
    let last = matches.columns.last().unwrap().clone();
    (last.field.map(|field| fields[field].0.clone()).unwrap_or_default(), last.confidence, last.why)
}

#[test]
fn a_heading_that_leaves_open_what_it_stands_for_is_asked_about_and_one_that_says_it_is_used() {
    let open = |field: &str, heading: &str| {
        (field.to_string(), Confidence::Likely(90), format!("looks like `{heading}`: confirm it or choose another"))
    };
    let known = |field: &str| (field.to_string(), Confidence::Exact, "a known heading".to_string());
    let mentoring = |heading: &str| found("learning-mentoring", &["Pupil", heading]);
    for heading in ["SDQ", "SDQ score", "sdq total", "Strengths & Difficulties"] {
        assert_eq!(mentoring(heading), open("sdq_teacher_total", "SDQ total (teacher)"), "{heading}");
    }
    assert_eq!(mentoring("SDQ (teacher)"), known("sdq_teacher_total"));
    // `Exclusions` may be permanent ones too; an internal one is no suspension, and neither is offered for the other.
    assert_eq!(mentoring("Exclusions"), open("suspensions_year", "Suspensions this year"));
    for heading in ["Exclusions (FTE)", "FTE exclusions", "FPE", "FTE"] {
        assert_eq!(mentoring(heading), known("suspensions_year"), "{heading}");
    }
    for heading in ["Internal exclusions", "IE", "SDQ (parent)", "SDQ (self)"] {
        assert_eq!(mentoring(heading).1, Confidence::None, "{heading}");
    }
    for heading in
        ["Suspensions (days)", "Days suspended", "FTE days", "Fixed-term exclusion (days)", "Exclusions (days)"]
    {
        assert_eq!(mentoring(heading), open("suspension_days_term", "Suspension days this term"), "{heading}");
    }
    assert_eq!(mentoring("Susp days this term"), known("suspension_days_term"));
    assert_eq!(mentoring("No. of suspensions (term)"), open("suspensions_year", "Suspensions this year"));
    for heading in ["Permanent exclusion risk", "Perm exclusion being considered"] {
        assert_eq!(mentoring(heading), known("permanent_exclusion_considered"), "{heading}");
    }
    assert_eq!(mentoring("PEX"), open("permanent_exclusion_considered", "Permanent exclusion considered"));
    assert_eq!(mentoring("Att"), open("attendance_percent", "Attendance %"));
    // `Abs` beside `Poss` may be all absence; a part of it is never taken for all.
    assert_eq!(mentoring("Abs"), open("sessions_absent", "Sessions absent"));
    assert_eq!(mentoring("Sess. abs"), known("sessions_absent"));
    assert_eq!(mentoring("Sess poss"), known("sessions_possible"));
    for heading in ["Auth abs", "Auth. Abs", "Unauth abs", "Auth", "Unauth"] {
        assert_eq!(mentoring(heading).1, Confidence::None, "{heading}");
    }
    // People know the heading of a field, and not the name that the rules give it.
    for heading in ["Susp days this term", "Suspension days", "Suspensions (days)", "Days suspended", "FTE days"] {
        let (field, _, why) = mentoring(heading);
        assert!(!why.contains('_'), "{heading}: {field}, {why}");
    }
    // A field that has its column is not asked for again.
    assert_eq!(found("learning-mentoring", &["Suspensions", "Exclusions"]).1, Confidence::None);
    assert_eq!(
        found("learner-at-risk", &["Learner", "HW missed"]),
        open("homework_missed_run", "Homework missed in a row")
    );
    assert_eq!(found("back-on-track", &["Ref"]), open("criterion", "Criterion"));
    assert_eq!(found("back-on-track", &["Achieved?"]), open("tick", "Tick"));
    assert_eq!(found("mir-recording", &["Activity", "Type"]), open("activity_kind", "Activity kind"));
}

#[test]
fn nine_in_ten_headings_are_right_no_decoy_is_taken_and_no_opposites_are_swapped() {
    let path = format!("{}/tests/headings.tsv", env!("CARGO_MANIFEST_DIR"));
    let table = paste::parse(std::fs::read_to_string(path).unwrap());
    let (mut exact, mut offered, mut wrong, mut asked_for, mut decoys, mut taken) =
        (0, 0, Vec::new(), 0, 0, Vec::new());
    let mut packs: BTreeMap<&str, Fields> = BTreeMap::new();
    for row in table.rows().skip(1) {
        let (pack, heading, expected) = (row.cell(0).text, row.cell(1).text, row.cell(2).text);
        let fields: &Fields = packs.entry(pack).or_insert_with(|| fields(pack));
        let matches =
            match_columns(&[Heading::new(heading)], &Vocabulary::of(&asked(fields)), &BTreeMap::new(), &|_| true);
        let found = &matches.columns[0];
        let field = found.field.map(|index| fields[index].0.as_str()).unwrap_or_default();
        let line = format!("{pack}: {heading} -> {field} ({:?}), expected {expected}", found.confidence);
        match expected {
            "" => {
                decoys += 1;
                if !field.is_empty() {
                    taken.push(line);
                }
            }
            _ => {
                asked_for += 1;
                match (field == expected, found.confidence) {
                    (true, Confidence::Exact) => exact += 1,
                    (true, _) => offered += 1,
                    (false, _) => wrong.push(line),
                }
            }
        }
    }
    let figures = format!(
        "{exact} exact and {offered} offered of {asked_for}; not found or wrong: {wrong:#?}; {} of {decoys} decoys taken: {taken:#?}",
        taken.len()
    );
    println!("{figures}");
    assert!((exact + offered) * 10 >= asked_for * 9, "{figures}");
    assert!(taken.is_empty(), "{figures}");
    // A heading that is not found is asked for; one that is taken for another field would be a wrong answer.
    assert!(wrong.iter().all(|line| line.contains("->  (")), "{figures}");
}

/// A heading with a slip of the keyboard: a letter left out, doubled or swapped with the next, or a short word left out.
fn slips(heading: &str) -> BTreeSet<String> {
    let letters: Vec<char> = heading.chars().collect();
    let mut all = BTreeSet::new();
    for at in (0..letters.len()).filter(|at| letters[*at].is_ascii_alphabetic()) {
        let mut left_out = letters.clone();
        left_out.remove(at);
        let mut doubled = letters.clone();
        doubled.insert(at, letters[at]);
        let mut swapped = letters.clone();
        if letters.get(at + 1).is_some_and(|next| *next != '%') {
            swapped.swap(at, at + 1);
        }
        all.extend([left_out, doubled, swapped].map(|letters| letters.into_iter().collect::<String>()));
    }
    // `one-to-one` is one word to the reader, and not that with a slip in it.
    let is_whole = |heading: &str| heading.split(' ').any(|word| word == "one-to-one");
    all.retain(|slip| is_whole(heading) == is_whole(slip));
    let words: Vec<&str> = heading.split(' ').collect();
    for at in (0..words.len()).filter(|at| ["in", "a", "at", "of", "1", "2", "3"].contains(&words[*at])) {
        let mut fewer = words.clone();
        fewer.remove(at);
        all.insert(fewer.join(" "));
    }
    all
}

/// A column that nobody asks about is passed over, and what is in it counts for nothing: a silent Low.
#[test]
fn no_slip_in_a_heading_is_passed_over() {
    let mut passed_over = Vec::new();
    let mut tried = 0;
    for pack in ["learner-at-risk", "learning-mentoring"] {
        let fields = fields(pack);
        let all = asked(&fields);
        let vocabulary = Vocabulary::of(&all);
        let long = |field: &&(String, Field)| field.1.kind != Kind::Text && field.1.heading.len() >= 12;
        let slips: Vec<Vec<String>> =
            fields.iter().filter(long).map(|(_, field)| slips(&field.heading).into_iter().collect()).collect();
        let most = slips.iter().map(Vec::len).max().unwrap();
        // One slip of each heading at a time, of eight.
        for at in (0..most).step_by(8) {
            let headings: Vec<Heading> =
                slips.iter().filter_map(|slips| slips.get(at)).map(|text| Heading::new(text)).collect();
            tried += headings.len();
            let found = match_columns(&headings, &vocabulary, &BTreeMap::new(), &|_| true).columns;
            for found in found.into_iter().filter(|found| found.field.is_none()) {
                // What another slip was taken for, it may be by itself.
                let alone = [Heading::new(&found.heading)];
                if match_columns(&alone, &vocabulary, &BTreeMap::new(), &|_| true).columns[0].field.is_none() {
                    passed_over.push(found.heading);
                }
            }
        }
    }
    assert!(tried > 900, "{tried}");
    assert!(passed_over.is_empty(), "{} of {tried}: {passed_over:#?}", passed_over.len());
}

#[test]
fn headings_with_a_time_or_a_unit_behind_them_are_offered() {
    for heading in [
        "Missed sessions in row",
        "Missed sessions a row",
        "Missed sessions in a rows",
        "Missed sessions in a row (training sessions)",
        "Missed sessions in a row (this term)",
        "Missed sessions in a row (Spring)",
        "Missed sessions in a row YTD",
        "Missed sessions in a row - Autumn",
        "Missed sessions in a row 25/26",
        "Missed sessions in a row so far",
    ] {
        let (field, confidence, why) = found("learner-at-risk", &["Learner", heading]);
        assert_eq!(field, "missed_sessions_run", "{heading}: {why}");
        assert!(confidence == Confidence::Exact || matches!(confidence, Confidence::Likely(_)), "{heading}");
    }
    let (field, confidence, _) = found("learner-at-risk", &["Learner", "Unexplained absences at work 25/26"]);
    assert_eq!((field.as_str(), matches!(confidence, Confidence::Likely(_))), ("unexplained_work_absences", true));
    // Which stage it is has to be said by a person; that it is one is asked.
    assert_eq!(found("learner-at-risk", &["Learner", "Stage email"]).0, "stage1_email");
    assert_eq!(found("learner-at-risk", &["Learner", "Stage 4 email"]).1, Confidence::None);
}

#[test]
fn headings_on_two_levels_are_joined() {
    let sheet = "Learner\tTarget %\tActual %\tStage 1\t\tStage 2\t\tNotes\n\t\t\tEmail\tOutcome\tEmail\tOutcome\t\nJo\t50\t40\t02/03/2026\tfail\t16/03/2026\topen\tx\n";
    let table = paste::parse(sheet.to_string());
    let reading = reading(RISK, &table);
    let headings: Vec<&str> = reading.columns.iter().map(|found| found.heading.as_str()).collect();
    assert_eq!(
        headings,
        [
            "Learner",
            "Target %",
            "Actual %",
            "Stage 1 Email",
            "Stage 1 Outcome",
            "Stage 2 Email",
            "Stage 2 Outcome",
            "Notes"
        ]
    );
    assert_eq!(reading.records.kinds, [RowKind::Headings, RowKind::Headings, RowKind::Learner]);
    assert_eq!(fact(&reading, RISK, "stage2_email", 2), day(2026, 3, 16));
    assert_eq!(fact(&reading, RISK, "planned_progress", 2), percent(500));
}

#[test]
fn a_heading_that_occurs_twice_is_used_by_neither_until_a_person_chooses() {
    let sheet = "Learner\tTarget %\tActual %\tTarget %\nJo\t50\t40\t60\nAl\t50\t40\t50\n";
    let table = paste::parse(sheet.to_string());
    let reading = reading(RISK, &table);
    assert_eq!(codes(&reading), ["column-twice", "missing-column"]);
    let problem = &reading.problems[0];
    assert_eq!(problem.message, "2 columns are given for Target %: column B (Target %) and column D (Target %)");
    assert_eq!(problem.place.as_ref().unwrap().name(), "column D");
    assert_eq!(fact(&reading, RISK, "planned_progress", 1), Fact::NoColumn);

    let options = ReadOptions {
        columns: BTreeMap::from([(
            3,
            ColumnChoice { field: Some("planned_progress".to_string()), ..ColumnChoice::default() },
        )]),
        ..ReadOptions::default()
    };
    let chosen = reading_with(RISK, &table, &options);
    assert_eq!(codes(&chosen), Vec::<String>::new());
    assert_eq!(fact(&chosen, RISK, "planned_progress", 1), percent(600));
    assert_eq!((chosen.columns[3].confidence, chosen.columns[1].confidence), (Confidence::Chosen, Confidence::None));
    let options = ReadOptions {
        columns: BTreeMap::from([(3, ColumnChoice { field: Some(String::new()), ..ColumnChoice::default() })]),
        ..ReadOptions::default()
    };
    assert_eq!(fact(&reading_with(RISK, &table, &options), RISK, "planned_progress", 1), percent(500));
}

#[test]
fn a_heading_that_occurs_twice_over_the_same_cells_does_no_harm() {
    let reading = text(RISK, "Learner\tTarget %\tActual %\tTarget %\nJo\t50\t40\t50 \n");
    assert_eq!(codes(&reading), Vec::<String>::new());
    assert_eq!(fact(&reading, RISK, "planned_progress", 1), percent(500));
}

#[test]
fn a_heading_that_is_only_alike_is_offered_and_not_used() {
    let table = paste::parse("Learner\tTarget %\tActual %\tMissed sessions\nJo\t50\t40\t3\n".to_string());
    let found = reading(RISK, &table);
    let index = fields(RISK).iter().position(|(name, _)| name == "missed_sessions_run").unwrap();
    assert_eq!(found.columns[3].field, Some(index));
    assert!(matches!(found.columns[3].confidence, Confidence::Likely(60..=95)));
    assert_eq!(fact(&found, RISK, "missed_sessions_run", 1), Fact::NoColumn);
    let choice = ColumnChoice { field: Some("missed_sessions_run".to_string()), ..ColumnChoice::default() };
    let options =
        ReadOptions { headings: BTreeMap::from([("MISSED SESSIONS:".to_string(), choice)]), ..ReadOptions::default() };
    assert_eq!(fact(&reading_with(RISK, &table, &options), RISK, "missed_sessions_run", 1), Fact::Value(3 * ONE));
}

#[test]
fn a_missing_required_column_is_named_with_the_nearest_heading() {
    let reading = text(RISK, "Learner\tTarget %\tActual completion so far\nJo\t50\t40\n");
    assert_eq!(codes(&reading), ["missing-column"]);
    assert!(reading.problems[0].remedy.contains("`Actual completion so far`"), "{}", reading.problems[0]);
    let reading = text(RISK, "Learner\tActual %\nJo\t40\n");
    assert_eq!(reading.problems[0].message, "there is no column for Target %");
}

#[test]
fn the_heading_row_may_be_chosen_by_its_number_in_the_sheet() {
    let table = paste::parse("Learner\tTarget %\tActual %\nLearner\tTarget %\tActual %\nJo\t50\t40\n".to_string());
    let found = reading_with(RISK, &table, &ReadOptions { heading_row: Some(2), ..ReadOptions::default() });
    assert_eq!(found.records.kinds, [RowKind::AboveHeadings, RowKind::Headings, RowKind::Learner]);
    let found = reading_with(RISK, &table, &ReadOptions { heading_row: Some(99), ..ReadOptions::default() });
    assert_eq!(codes(&found), ["no-such-row"]);
    assert_eq!(found.headings.unwrap().row, 0);
}

#[test]
fn two_policies_read_one_tracker_under_the_same_heading_row() {
    use bae_rules::tracker::{Choices, Tracker, all_built_in};
    // The last heading is in two rows: one policy needs both of them, the other would do with the upper one.
    let text = "Pupil\tAttendance %\tSuspensions\tTarget %\tActual %\tStage 1\n\t\tthis year\t\t\temail\n\
                Teapot Invented\t90\t0\t50\t20\t1/4/2026\n";
    let mut tracker = Tracker::new(bae_rules::table::paste::parse(text.to_string()));
    tracker.read(&all_built_in().unwrap(), &Choices::default());
    assert!(tracker.applied.len() > 1);
    for applied in &tracker.applied {
        let found = applied.reading.headings.as_ref().map(|found| found.row);
        assert_eq!(found, Some(1), "{}", applied.pack.pack);
        let learners = applied.reading.records.kinds.iter().filter(|kind| **kind == RowKind::Learner).count();
        assert_eq!(learners, 1, "{}", applied.pack.pack);
    }
}
