//! The fast path: rows that share answers and words say, to the letter, what each says when it is worked out by itself.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use bae_rules::calendar::Day;
use bae_rules::evaluate::checks;
use bae_rules::evaluate::decide::{Answerer, Found, Open};
use bae_rules::evaluate::facts::Facts;
use bae_rules::evaluate::possible::Possible;
use bae_rules::policy::field::{Field, Kind};
use bae_rules::policy::load::load;
use bae_rules::policy::settings::Organisation;
use bae_rules::record::RowKind;
use bae_rules::render::{cells, cells_in_full};
use bae_rules::table::paste;
use bae_rules::tracker::{Applied, Choices, Tracker, all_built_in};
use std::collections::HashSet;
use std::rc::Rc;

const AS_OF: &str = "2026-04-08";

struct Draw(u32);

impl Draw {
    fn next(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) as usize % count
    }

    /// A cell that a person might type: mostly readable, sometimes blank, seldom nonsense.
    fn cell(&mut self, field: &Field) -> String {
        match self.next(90) {
            0 => return "nonsense".to_string(),
            1 => return "n/a".to_string(),
            2..=5 => return String::new(),
            _ => {}
        }
        let small = self.next(7).min(self.next(7));
        match field.kind {
            Kind::Text => format!("Invented {}", self.next(5)),
            Kind::YesNo => ["Yes", "No", "No"][self.next(3)].to_string(),
            Kind::Choice => field.values[self.next(field.values.len())].value.clone(),
            Kind::Choices => field
                .values
                .iter()
                .filter(|_| self.next(3) == 0)
                .map(|choice| choice.value.as_str())
                .collect::<Vec<_>>()
                .join(", "),
            Kind::Letters => {
                field.letters.keys().filter(|_| self.next(6) == 0).map(char::to_string).collect::<Vec<_>>().join(", ")
            }
            Kind::Date | Kind::DateOrYes => self.day(),
            Kind::Dates => (0..small).map(|_| self.day()).collect::<Vec<_>>().join("; "),
            Kind::Percent => format!("{}", self.next(101)),
            Kind::Number | Kind::Count => {
                let top = field.max.map_or(400, |max| usize::try_from(max.0 / 1_000_000_000).unwrap());
                if self.next(2) == 0 { small.min(top).to_string() } else { self.next(top + 1).to_string() }
            }
        }
    }

    fn day(&mut self) -> String {
        Day::from_days(20_300 + self.next(280) as i64).unwrap().to_string()
    }
}

/// What people are told of an answer. Which missing fields a search went through before it found those that are needed is
/// not among it.
fn as_told(found: &Found) -> Found {
    let told = |open: &Rc<Open>| {
        let possible = Possible { fields: Vec::new(), ..open.possible.clone() };
        Rc::new(Open { possible, needs: open.needs.clone() })
    };
    Found { open: found.open.as_ref().map(told), also: found.also.as_ref().map(told), ..found.clone() }
}

/// What is not assessed is found once for rows that lack the same.
fn check_lacking(tracker: &Tracker, applied: &Applied, row: usize) {
    let said: Vec<_> =
        applied.explain(&tracker.table, row).iter().map(|decision| decision.not_assessed.to_vec()).collect();
    let alone = applied.with_row(&tracker.table, row, |explainer| {
        explainer.program.answers.iter().map(|node| explainer.not_assessed(*node)).collect::<Vec<_>>()
    });
    assert_eq!(Some(said), alone, "{} row {row}", applied.pack.pack);
}

fn check(tracker: &Tracker) -> usize {
    let mut shared = 0;
    let mut seen = HashSet::new();
    for row in (0..tracker.table.len()).filter(|row| tracker.kind(*row) == RowKind::Learner) {
        assert_eq!(cells(tracker, row), cells_in_full(tracker, row), "row {row}");
        for applied in tracker.applied.iter().filter(|applied| applied.assessments.is_empty()) {
            shared += usize::from(applied.numbers(row).iter().all(|number| !seen.insert(*number)));
            let program = applied.program.as_ref().unwrap();
            let records = &applied.reading.records;
            let mut facts: Vec<_> = (0..records.columns.len()).map(|field| records.fact(field, row)).collect();
            checks::check(program, &mut facts, &records.lists);
            let alone = Answerer::new(program).row(&Facts { facts: &facts, lists: &records.lists });
            let answered: Vec<Found> = applied.row(row).into_iter().map(as_told).collect();
            assert_eq!(answered, alone.iter().map(as_told).collect::<Vec<_>>(), "{} row {row}", applied.pack.pack);
            if row % 8 == 1 {
                check_lacking(tracker, applied, row);
            }
        }
    }
    shared
}

#[test]
fn shared_answers_and_words_are_those_of_each_row_by_itself() {
    let mut draw = Draw(20_260_320);
    for pack in all_built_in().unwrap() {
        for round in 0..3 {
            // Every other round leaves out some of the columns.
            let fields: Vec<&Field> =
                pack.fields.iter().map(|(_, field)| field).filter(|_| round % 2 == 0 || draw.next(4) > 0).collect();
            let mut text = fields.iter().map(|field| field.heading.as_str()).collect::<Vec<_>>().join("\t");
            // A few cells for each column, so that many rows lie in the same cells and many facts are missing together.
            let few: Vec<Vec<String>> =
                fields.iter().map(|field| vec![draw.cell(field), draw.cell(field), String::new()]).collect();
            for row in 0..80 {
                text.push('\n');
                let cell = |(field, few): (&&Field, &Vec<String>)| {
                    match row % 10 {
                        // A tracker that is filled in where there is something to say; it takes long to search through.
                        9 if draw.next(3) > 0 => String::new(),
                        1 | 3 | 5 | 7 => few[draw.next(few.len())].clone(),
                        _ => draw.cell(field),
                    }
                };
                text.push_str(&fields.iter().zip(&few).map(cell).collect::<Vec<_>>().join("\t"));
            }
            let mut tracker = Tracker::new(paste::parse(text));
            tracker.read(&[Rc::clone(&pack)], &Choices { policies: vec![pack.pack.clone()], ..Choices::default() });
            tracker.evaluate(Day::parse(AS_OF).unwrap(), &Organisation::default());
            check(&tracker);
        }
    }
}

/// Attendance is missing in both rows. The one's category is D whatever it is, the other's hangs on it, and so does what
/// rests on the category: a score of the tracker's own tells them apart.
#[test]
fn an_answer_that_rests_on_an_open_answer_is_not_that_of_a_row_with_another_score() {
    let text = "Pupil\tEmotional score\tAttendance %\nA Notreal\t3\t\nB Notreal\t1\t\nC Notreal\t3\t\nD Notreal\t2\t\n";
    let mut tracker = Tracker::new(paste::parse(text.to_string()));
    let policies = vec!["learning-mentoring".to_string()];
    tracker.read(&all_built_in().unwrap(), &Choices { policies, ..Choices::default() });
    tracker.evaluate(Day::parse(AS_OF).unwrap(), &Organisation::default());
    check(&tracker);
    let shown = |row: usize| cells(&tracker, row)[..2].join(", ");
    assert_eq!(shown(1), "D, ");
    assert_eq!(shown(2), "Cannot decide, Cannot decide");
    assert_eq!((shown(3), shown(4)), (shown(1), shown(2)));
}

#[test]
fn golden_trackers_and_the_workload_share_most_of_their_answers() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");
    for name in ["at-risk-tracker", "bae-tracker", "messy-at-risk", "mir", "reviews"] {
        let mut tracker = Tracker::new(paste::parse(std::fs::read_to_string(format!("{folder}{name}.tsv")).unwrap()));
        tracker.read(&all_built_in().unwrap(), &Choices::default());
        tracker.evaluate(Day::parse(AS_OF).unwrap(), &Organisation::default());
        let shared = check(&tracker);
        assert!(name != "at-risk-tracker" || shared > 10, "{shared}");
    }
    let pack = Rc::new(load(include_str!("bench/workload.json")).unwrap());
    let headings: Vec<&str> = pack.fields.iter().map(|(_, field)| field.heading.as_str()).collect();
    let mut draw = Draw(7);
    let mut text = headings.join("\t");
    for _ in 0..2000 {
        text.push('\n');
        text.push_str(&pack.fields.iter().map(|(_, field)| draw.cell(field)).collect::<Vec<_>>().join("\t"));
    }
    let mut tracker = Tracker::new(paste::parse(text));
    tracker.read(&[pack], &Choices::default());
    tracker.evaluate(Day::parse("2026-03-20").unwrap(), &Organisation::default());
    check(&tracker);
}
