//! What is wrong with a tracker: its columns, its cells, and what may have been meant otherwise.

use super::lacking::{half_terms_missing, missing_columns};
use super::{Tracker, field_of};
use crate::place::Place;
use crate::policy::settings::Organisation;
use crate::problem::{Problem, nearest};
use crate::record::heading::key;
use crate::record::{ColumnMatch, Confidence};
use std::collections::HashSet;

/// What to do about a column that may well be meant.
const RENAME: &str = "If it is, rename it to that; if it holds something else, rename it to say what. Until then, what it may \
                      change cannot be decided.";

impl Tracker {
    /// Why a policy cannot be used at all. One that is not in force on the day, or that finds no column for any of its answers,
    /// can: it says so about every row.
    pub fn stopped(&self) -> Vec<Problem> {
        let problems = self.applied.iter().filter_map(|applied| applied.program.as_ref().err()).flatten();
        problems
            .filter(|problem| !["not-in-force", "missing-column"].contains(&problem.code.as_str()))
            .cloned()
            .collect()
    }

    /// The rows that were taken for totals by a word that can be a name: told where nobody can be asked. No name is repeated.
    pub fn totals_by_name(&self) -> Vec<Problem> {
        let rows = self.applied.first().map(|applied| applied.reading.totals_by_name.as_slice()).unwrap_or_default();
        let told = rows.iter().filter_map(|row| self.table.row(*row)).map(|row| {
            let problem = Problem::new(
                "taken-for-totals",
                "this row is taken for totals, by a label that can be a name too",
                "a learner above the rows of totals, or one of whom more than figures is entered",
                "If it is a learner, give the full name.",
            );
            problem.at(Place::row(row.number))
        });
        told.collect()
    }

    /// Columns that no policy uses and whose headings are like what one looks for: told where nobody can be asked.
    pub fn unconfirmed(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        let used = self.used();
        for applied in &self.applied {
            let all = &applied.reading.columns;
            // Of several columns for one field it is said that there are several: `column-twice`.
            let twice = |found: &ColumnMatch| {
                all.iter().any(|other| other.field == found.field && other.column != found.column)
            };
            for found in all.iter().filter(|found| !used.contains(&found.column) && !twice(found)) {
                let field = found.field.filter(|at| !applied.is_turned_down(*at));
                let field = field.and_then(|at| Some((at, applied.pack.fields.0.get(at)?)));
                if let (Confidence::Likely(_), Some((at, (_, field)))) = (found.confidence, field) {
                    let open = applied.choices.unasked && applied.meant(at, &used).contains(&found.column);
                    let wanted = &field.heading;
                    let problem = Problem::new(
                        "column-not-used",
                        format!("the column `{}` looks like `{wanted}` and is not used", found.heading),
                        format!("the heading `{wanted}`, if that is what it holds"),
                        if open { RENAME } else { "Rename the heading to have it used." },
                    );
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                }
            }
        }
        problems
    }

    /// What is to be said beside every learner, where nobody can be asked, of columns that are not used and may have been meant.
    pub fn not_read(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        for problem in self.applied.iter().flat_map(|applied| &applied.reading.problems) {
            let text = format!("{}: none of them is used", problem.message);
            if problem.code == "column-twice" && !said.contains(&text) {
                said.push(text);
            }
        }
        said.extend(self.unconfirmed().into_iter().map(|problem| problem.message));
        said.join("; ")
    }

    /// Everything wrong with the table, its columns and its cells, in sheet order; cells that contradict each other among them.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Problems::default();
        for applied in &self.applied {
            applied.reading.problems.iter().for_each(|problem| problems.add(problem));
            if let Some(problem) = missing_columns(applied) {
                problems.add(&problem);
            }
            if let Err(found) = &applied.program {
                found.iter().for_each(|problem| problems.add(problem));
            }
            if let Some(problem) = half_terms_missing(applied) {
                problems.add(&problem);
            }
        }
        self.add_row_problems(&mut problems);
        problems.all
    }

    /// The headings that the settings say hold what a policy looks for, and that are not here, where nothing else holds it.
    pub fn headings_not_here(&self, organisation: &Organisation) -> Vec<Problem> {
        let mut problems = Vec::new();
        for applied in &self.applied {
            for (name, heading) in organisation.columns.iter() {
                let Some(at) = field_of(&applied.pack, name).and_then(|field| applied.pack.fields.position(field))
                else {
                    continue;
                };
                let (sources, columns) = (&applied.reading.records.sources, &applied.reading.columns);
                let is_here = columns.iter().any(|found| key(&found.heading) == key(heading));
                if is_here || sources.get(at).is_some_and(|sources| !sources.is_empty()) {
                    continue;
                }
                let wanted = applied.pack.fields.0.get(at).map(|(_, field)| field.heading.as_str()).unwrap_or_default();
                let near = nearest(heading, columns.iter().map(|found| found.heading.as_str()));
                let near = near.map(|near| format!(", such as `{near}`")).unwrap_or_default();
                problems.push(Problem::new(
                    "heading-not-here",
                    format!("no column is headed `{heading}`, which the settings say holds `{wanted}`"),
                    format!("a heading of this tracker under `columns`{near}"),
                    "Correct the heading in the settings file, or the one in the tracker.",
                ));
            }
        }
        problems
    }

    /// All that is told of a table where nobody can be asked.
    pub fn told(&self) -> Vec<Problem> {
        [self.problems(), self.totals_by_name(), self.unconfirmed(), self.repeated()].concat()
    }

    /// What is wrong with the cells and rows alone.
    pub fn row_problems(&self) -> Vec<Problem> {
        let mut problems = Problems::default();
        self.add_row_problems(&mut problems);
        problems.all
    }

    fn add_row_problems(&self, problems: &mut Problems) {
        for applied in &self.applied {
            let mut contradictions = applied.contradictions(&self.table).into_iter().peekable();
            for found in &applied.reading.records.problems {
                while let Some((_, before)) = contradictions.next_if(|(row, _)| *row < found.row) {
                    before.iter().for_each(|problem| problems.add(problem));
                }
                problems.add(&found.problem);
            }
            contradictions.flat_map(|(_, rest)| rest).for_each(|problem| problems.add(&problem));
            applied
                .assessments
                .iter()
                .flat_map(|assessment| &assessment.problems)
                .for_each(|problem| problems.add(problem));
        }
    }
}

/// Problems, each once: two policies often find the same one.
#[derive(Default)]
struct Problems {
    all: Vec<Problem>,
    known: HashSet<Problem>,
}

impl Problems {
    fn add(&mut self, problem: &Problem) {
        if self.known.insert(problem.clone()) {
            self.all.push(problem.clone());
        }
    }
}
