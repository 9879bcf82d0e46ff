//! What the rows of a group say about its criteria: ticks, evidence and actions, as they stand in the cells.

use super::{Action, Mark, Sure, all, folded};
use crate::calendar::Day;
use crate::evaluate::duties::Standing;
use crate::place::Place;
use crate::policy::nearest;
use crate::policy::pack::{Checklist, Pack};
use crate::problem::Problem;
use crate::record::heading::letters;
use crate::record::totals::is_total;
use crate::record::{Fact, Records, RowKind, yes_or_no};
use crate::table::Table;
use std::collections::HashMap;

/// A tracker as a checklist reads it.
pub(super) struct Reader<'r> {
    pub pack: &'r Pack,
    pub checklist: &'r Checklist,
    pub table: &'r Table,
    pub records: &'r Records,
    pub as_of: Day,
}

impl<'r> Reader<'r> {
    fn column(&self, field: &str) -> Option<usize> {
        self.records.sources.get(self.pack.fields.position(field)?)?.first().copied()
    }

    /// What a cell holds, without spaces that mean nothing.
    pub fn text(&self, field: &str, row: usize) -> String {
        let text = self.column(field).zip(self.table.row(row)).map(|(column, row)| row.cell(column).text.to_string());
        text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn fact(&self, field: &str, row: usize) -> Fact {
        self.pack.fields.position(field).map_or(Fact::NoColumn, |field| self.records.fact(field, row))
    }

    fn number(&self, row: usize) -> u32 {
        self.table.row(row).map_or(0, |row| row.number)
    }

    fn heading(&self, field: &str) -> &str {
        self.pack.fields.get(field).map(|field| field.heading.as_str()).unwrap_or_default()
    }

    fn place(&self, field: &str, row: usize) -> Place {
        let heading = self.heading(field);
        match self.column(field).and_then(|column| u32::try_from(column + 1).ok()) {
            Some(column) => Place::cell(self.number(row), column, heading),
            None => Place::row(self.number(row)),
        }
    }

    /// Whether a cell holds something; a column that is not there holds nothing.
    fn filled(&self, field: &str, row: usize) -> Sure {
        match self.fact(field, row) {
            Fact::Value(_) => Sure::Yes,
            // An error of the sheet stands where something may have stood.
            Fact::Unreadable | Fact::Doubted | Fact::Unknown => Sure::Maybe,
            Fact::Nothing | Fact::NoColumn => Sure::No,
        }
    }

    fn mark(&self, row: usize) -> Mark {
        let tick = match self.fact(&self.checklist.tick, row) {
            Fact::Value(1) => Sure::Yes,
            Fact::Value(_) | Fact::Nothing => Sure::No,
            Fact::Unknown | Fact::Doubted | Fact::Unreadable | Fact::NoColumn => Sure::Maybe,
        };
        let evidence = self.filled(&self.checklist.evidence, row);
        Mark {
            row: self.number(row),
            tick,
            evidence,
            not_applicable: if self.says_no_more(row) {
                Sure::Maybe
            } else {
                self.filled(&self.checklist.not_applicable, row)
            },
            differs: false,
            action: self.action(row, tick.min(evidence)),
        }
    }

    /// Whether `N/A` is all that stands where the reason belongs: the criterion may be meant, or that there is no reason.
    fn says_no_more(&self, row: usize) -> bool {
        matches!(letters(&self.text(&self.checklist.not_applicable, row)).as_str(), "na" | "notapplicable")
    }

    fn action(&self, row: usize, evidenced: Sure) -> Option<Action> {
        let plan = self.checklist.actions.as_ref()?;
        if self.filled(&plan.action, row) == Sure::No {
            return None;
        }
        let by_when = match self.fact(&plan.by_when, row) {
            Fact::Value(day) => Day::from_days(day),
            _ => None,
        };
        let needed = |sure: Sure| {
            let fields = plan.needs.iter().filter(move |(field, _)| self.filled(field, row) == sure);
            fields.map(|(_, label)| label.clone()).collect::<Vec<_>>()
        };
        // What is ticked with evidence needs no plan any more; what stands in one has to be read all the same.
        let mut lacks = if evidenced == Sure::Yes { Vec::new() } else { needed(Sure::No) };
        let unread = needed(Sure::Maybe);
        let late = by_when.map(|day| i64::from(day.days_until(self.as_of))).filter(|days| *days > 0);
        let done = match self.fact(&plan.done, row) {
            Fact::Value(1) => Sure::Yes,
            Fact::Unknown | Fact::Doubted | Fact::Unreadable => Sure::Maybe,
            _ => Sure::No,
        };
        let mut found: Vec<String> = Vec::new();
        if late.is_some() {
            found.push("overdue".to_string());
        }
        if !lacks.is_empty() {
            found.push(format!("missing {}", lacks.join(", ")));
        }
        if !unread.is_empty() {
            found.push(format!("cannot read {}", unread.join(", ")));
        }
        lacks.extend(unread);
        let (state, standing) = match (done, found.is_empty()) {
            (Sure::Yes, _) => ("done".to_string(), Standing::Done),
            // Whether it is late hangs on whether it is done.
            (Sure::Maybe, _) => {
                lacks.push(self.heading(&plan.done).to_string());
                ("cannot decide".to_string(), Standing::CannotSay)
            }
            (Sure::No, true) => ("open".to_string(), Standing::Due),
            (Sure::No, false) => (found.join(", "), if late.is_some() { Standing::Overdue } else { Standing::Due }),
        };
        Some(Action {
            state,
            by_when: by_when.map(|day| day.to_string()),
            days_overdue: late.filter(|_| done == Sure::No),
            index: row,
            what: self.text(&plan.action, row),
            who: plan.who.as_ref().map(|field| self.text(field, row)).unwrap_or_default(),
            standing,
            lacks,
        })
    }

    /// Whether a review is planned. A date that cannot be read may lie ahead.
    pub fn review(&self, rows: &[usize]) -> Option<String> {
        let field = self.checklist.next_review.as_ref()?;
        self.column(field)?;
        let ahead = rows.iter().filter_map(|row| match self.fact(field, *row) {
            Fact::Value(day) => Day::from_days(day).filter(|day| *day > self.as_of),
            _ => None,
        });
        Some(match ahead.min() {
            Some(day) => format!("planned for {}", day.uk()),
            None if rows.iter().any(|row| self.filled(field, *row) == Sure::Maybe) => "cannot decide".to_string(),
            None => "none planned".to_string(),
        })
    }

    /// Whether a row is for one of the criteria.
    pub fn is_for_criterion(&self, row: usize) -> bool {
        let written = folded(&self.text(&self.checklist.criterion, row));
        all(self.checklist).any(|(_, criterion)| folded(&criterion.id) == written)
    }

    /// The rows that stand for no criterion and nobody: totals, and lone cells such as the title of a section or a remark. One
    /// that may be the id of a criterion with a slip in it is none of these.
    pub fn set_aside(&self) -> Vec<(usize, RowKind)> {
        let known = || all(self.checklist).map(|(_, criterion)| criterion.id.as_str());
        let rows = self.table.rows().enumerate();
        let rows = rows.filter(|(at, _)| self.records.kinds.get(*at) == Some(&RowKind::Learner));
        rows.filter_map(|(at, row)| {
            let mut filled = row.cells().filter(|cell| !cell.is_blank());
            let (first, lone) = (filled.next()?, filled.next().is_none());
            let written = self.text(&self.checklist.criterion, at);
            let kind = match () {
                () if is_total(first.text) || is_total(&written) => RowKind::Total,
                () if lone && nearest(&written, known()).is_none() => RowKind::Section,
                () => return None,
            };
            (!self.is_for_criterion(at)).then_some((at, kind))
        })
        .collect()
    }

    /// A row that is for no criterion, as far as can be told.
    fn unknown<'k>(&self, written: &str, known: impl Iterator<Item = &'k str>) -> Problem {
        let heading = self.heading(&self.checklist.criterion);
        let (found, remedy) = match (self.column(&self.checklist.criterion), written.is_empty()) {
            (None, _) => (
                format!("the tracker has no column for {heading}, so the row cannot be told apart from others"),
                format!("Add the column {heading}, or rename the heading that holds it."),
            ),
            (Some(_), true) => ("no criterion is named".to_string(), "Write the id; the row is left out.".to_string()),
            (Some(_), false) => {
                (format!("`{written}` is not a criterion"), "Correct the id; the row is left out.".to_string())
            }
        };
        let near = nearest(written, known).map_or_else(
            || "the id of a criterion".to_string(),
            |near| format!("the id of a criterion, such as `{near}`"),
        );
        Problem::new("unknown-criterion", found, near, remedy)
    }

    /// What the rows of a group say, by criterion.
    pub fn marks<'a>(
        &self,
        rows: impl Iterator<Item = &'a usize>,
        problems: &mut Vec<Problem>,
    ) -> HashMap<&'r str, Mark> {
        let known: HashMap<String, &'r str> =
            all(self.checklist).map(|(_, criterion)| (folded(&criterion.id), criterion.id.as_str())).collect();
        let mut marks: HashMap<&'r str, Mark> = HashMap::new();
        for row in rows {
            let written = self.text(&self.checklist.criterion, *row);
            let place = || self.place(&self.checklist.criterion, *row);
            let Some(id) = known.get(&folded(&written)).copied() else {
                problems.push(self.unknown(&written, known.values().copied()).at(place()));
                continue;
            };
            let mark = self.mark(*row);
            if mark.tick == Sure::Yes && mark.not_applicable == Sure::Yes {
                problems.push(
                    Problem::new(
                        "ticked-and-not-applicable",
                        format!("`{id}` is ticked and marked not applicable"),
                        "one of the two",
                        "Clear one of them; until then it is left out as not applicable.",
                    )
                    .at(self.place(&self.checklist.tick, *row)),
                );
            }
            if mark.not_applicable == Sure::Yes
                && yes_or_no(&self.text(&self.checklist.not_applicable, *row)) == Some(true)
            {
                problems.push(
                    Problem::new(
                        "no-reason",
                        format!("`{id}` is marked not applicable without a reason"),
                        "why it does not apply",
                        "Write the reason; until then it is left out all the same.",
                    )
                    .at(self.place(&self.checklist.not_applicable, *row)),
                );
            }
            if self.says_no_more(*row) {
                let text = self.text(&self.checklist.not_applicable, *row);
                problems.push(
                    Problem::new(
                        "no-reason",
                        format!("`{text}` does not say whether `{id}` is left out"),
                        "why it does not apply",
                        "Write the reason, or clear the cell where the criterion applies; until then it may be either.",
                    )
                    .at(self.place(&self.checklist.not_applicable, *row)),
                );
            }
            match marks.get_mut(id) {
                None => {
                    marks.insert(id, mark);
                }
                Some(first) => {
                    problems.push(
                        Problem::new(
                            "criterion-twice",
                            format!("`{id}` has a row already, row {}", first.row),
                            "one row for each criterion",
                            "Take one of the rows out; where they differ, neither counts.",
                        )
                        .at(place()),
                    );
                    let says = |mark: &Mark| (mark.tick, mark.evidence, mark.not_applicable);
                    first.differs |= says(first) != says(&mark);
                    let both = |one: Sure, two: Sure| if one == two { one } else { Sure::Maybe };
                    first.tick = both(first.tick, mark.tick);
                    first.evidence = both(first.evidence, mark.evidence);
                    first.not_applicable = both(first.not_applicable, mark.not_applicable);
                    first.action = first.action.take().or(mark.action);
                }
            }
        }
        marks
    }
}
