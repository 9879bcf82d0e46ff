//! What is wrong with a tracker, on the error output: a fault that a whole column has fills no terminal.

use bae_rules::place::column_letters;
use bae_rules::problem::Problem;
use std::collections::BTreeMap;

/// How many faults of one kind are told for each column; a person who mends them sees by then what they have in common.
const MOST_ALIKE: usize = 20;

/// Tells problems as they come.
#[derive(Default)]
pub struct Telling {
    /// How many there were of cells, by code and column.
    told: BTreeMap<(String, u32), usize>,
}

impl Telling {
    /// Tells a problem, unless many like it were told.
    pub fn tell(&mut self, problem: &Problem) {
        let place = problem.place.as_ref().filter(|place| place.row.is_some());
        let told = match place.and_then(|place| place.column) {
            Some(column) => self.told.entry((problem.code.clone(), column)).or_default(),
            None => &mut 0,
        };
        *told += 1;
        if *told <= MOST_ALIKE {
            eprintln!("bae-rules: {problem}");
        }
    }

    /// Says how many more there were.
    pub fn end(self) {
        let more = self.told.iter().filter(|(_, told)| **told > MOST_ALIKE);
        for ((code, column), told) in more {
            let column = column_letters(*column);
            eprintln!(
                "bae-rules: {} more like it in column {column} ({code}); the Check column and `--format json` name them all.",
                told - MOST_ALIKE
            );
        }
    }
}
