//! The duties of a policy for one row: which are due, by when, and which are done.
//!
//! Comes in: a program made by [`compile_whole`](super::compile::compile_whole), a pass over a row, its facts. Goes out:
//! one [`Duty`] for each row of the pack's lists of duties, in order. Nothing is chosen for anybody: a duty whose columns
//! the tracker does not have is not assessed, and says so.

use super::cells::{Cells, Exact, MOST_ROWS};
use super::decide::{Open, Searches, cells_of};
use super::facts::{self, Facts, Value};
use super::possible;
use super::program::{Program, Source, Table};
use super::run::{Pass, State, narrowed};
use crate::calendar::Day;
use crate::policy::field::Kind;
use crate::policy::pack::{Amount, Due, Row, RuleKind};
use crate::policy::settings::SettingValue;
use crate::record::{Fact, HAPPENED};
use serde::Serialize;

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Standing {
    /// Nothing asks for it.
    #[serde(rename = "not due")]
    NotDue,
    /// It is to be done, by the day that is given, if one is.
    #[serde(rename = "due")]
    Due,
    /// The day has passed and it is not done.
    #[serde(rename = "overdue")]
    Overdue,
    /// It is done.
    #[serde(rename = "done")]
    Done,
    /// Whether it is due, or done, hangs on facts that are missing.
    #[serde(rename = "cannot say")]
    CannotSay,
    /// The tracker has no column for it, or a setting it needs is not set.
    #[serde(rename = "not assessed")]
    NotAssessed,
}

impl Standing {
    /// The standing in words.
    pub fn words(self) -> &'static str {
        match self {
            Standing::NotDue => "not due",
            Standing::Due => "due",
            Standing::Overdue => "overdue",
            Standing::Done => "done",
            Standing::CannotSay => "cannot say",
            Standing::NotAssessed => "not assessed",
        }
    }
}

/// One duty of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// The list it belongs to, by its title.
    pub list: String,
    /// The rule that asks for it.
    pub rule: String,
    /// The source's rules it carries out, where its own id is not one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub carries_out: Vec<String>,
    /// The next actions that ask for the same thing, by the ids of their rows.
    #[serde(skip)]
    pub same_as: Vec<String>,
    /// What to do.
    pub action: String,
    /// Who does it.
    pub who: String,
    /// True where the source advises rather than requires.
    pub advice: bool,
    /// How it stands.
    pub standing: Standing,
    /// The day it is due; absent where the policy gives none or the day it is counted from is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// The day it was done, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_on: Option<String>,
    /// How many days it is past its day, or was done after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_late: Option<i64>,
    /// The fields it hangs on: those that are missing, or those the tracker has no column for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// A setting it needs that is not set: without it there is no day, or no telling whether it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unset: Option<String>,
    /// Where the source says so.
    pub clause: String,
    /// `source` or `engine default`.
    pub origin: String,
    /// Why it is asked for, as the pack words it: `{name}` stands for a fact or setting.
    pub says: String,
}

impl Duty {
    /// The standing with its day: `overdue since 2026-03-11`, `due 2026-04-09`, `done`.
    pub fn words(&self) -> String {
        match (&self.due, self.standing) {
            (Some(day), Standing::Due) => format!("due {day}"),
            (Some(day), Standing::Overdue) => format!("overdue since {day}"),
            _ => self.standing.words().to_string(),
        }
    }
}

/// How far something is known to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    No,
    Maybe,
    Yes,
    NoColumn,
}

/// The values that an open rule may have, as exactly as decisions know them; `None` where they are not all that it may come
/// to.
pub fn values(program: &Program, pass: &Pass, facts: &Facts, searches: &mut Searches, node: usize) -> Option<Cells> {
    let key = (node, cells_of(program, pass, node, facts));
    only_cells(
        &searches.of(key, &|tries| Open {
            possible: possible::possible(program, facts, pass, tries, node),
            needs: Vec::new(),
        }),
    )
}

/// Whether a row of a list of duties is asked for (cell 1), or not (cell 0), where tests of it are open.
fn row(
    program: &Program,
    pass: &Pass,
    facts: &Facts,
    searches: &mut Searches,
    list: usize,
    at: usize,
) -> Option<Cells> {
    let mut rests_on = Vec::new();
    let columns = program.table(list).map(|table| table.columns.as_slice()).unwrap_or_default();
    for column in columns.iter().filter(|column| column.tested.has(at)) {
        match pass.state(column.node) {
            State::Cell(cell) => rests_on.push(Fact::Value(i64::try_from(cell).unwrap_or(i64::MAX))),
            _ => rests_on.extend(cells_of(program, pass, column.node, facts)),
        }
    }
    // No node has such a number.
    let key = (usize::MAX - list * MOST_ROWS - at, rests_on);
    only_cells(
        &searches.of(key, &|tries| Open {
            possible: possible::row(program, facts, pass, tries, list, at),
            needs: Vec::new(),
        }),
    )
}

/// The values that a search has found, where they are all that may come out.
pub fn only_cells(open: &Open) -> Option<Cells> {
    let Open { possible, .. } = open;
    let all = !possible.conflict && !possible.not_assessed && possible.collected.is_empty();
    Some(possible.cells.0).filter(|cells| all && !cells.is_empty())
}

/// All duties of a row, in the order of the pack. Where a pass leaves open whether one is asked for, values are tried, as
/// they are for a decision; the pass then knows what the rules that duties test may come to.
pub fn duties(program: &Program, pass: &mut Pass, facts: &Facts, searches: &mut Searches) -> Vec<Duty> {
    let mut all = Vec::new();
    // What a search for a missing fact follows is the pass as it was.
    let mut wide = None;
    for rule in program.pack.rules.iter().filter(|rule| rule.kind == RuleKind::Duties) {
        let Some(list) = program.node(&rule.id) else { continue };
        let Some(table) = program.table(list) else { continue };
        let may = pass.may_hold(list);
        let found: Vec<(usize, Cells)> = {
            let wide = wide.as_ref().unwrap_or(pass);
            let columns = table.columns.iter().filter(|column| !column.tested.and(&may).is_empty());
            let is_open = |node: &usize| !program.is_fact(*node) && matches!(wide.state(*node), State::Some(_));
            let open = columns.map(|column| column.node).filter(is_open);
            open.filter_map(|node| Some((node, values(program, wide, facts, searches, node)?))).collect()
        };
        if !found.is_empty() && wide.is_none() {
            wide = Some(pass.clone());
        }
        found.into_iter().for_each(|(node, cells)| pass.know(program, node, narrowed(cells)));
        let reader = Reader { program, pass, facts };
        for at in 0..rule.rows.len() {
            let asked = match reader.pass.row(table, at) {
                State::Some(_) if !reader.is_exact(table, at) => {
                    let wide = wide.as_ref().unwrap_or(reader.pass);
                    row(program, wide, facts, searches, list, at).map_or(State::Conflict, narrowed)
                }
                known => known,
            };
            all.extend(reader.duty(&rule.title, table, at, asked));
        }
    }
    all
}

struct Reader<'r> {
    program: &'r Program,
    pass: &'r Pass,
    facts: &'r Facts<'r>,
}

impl Reader<'_> {
    fn duty(&self, list: &str, table: &Table, at: usize, asked: State) -> Option<Duty> {
        let row = &table.rows.get(at)?.row;
        let mut needs: Vec<String> = Vec::new();
        let asked = self.asked(table, at, asked, &mut needs);
        let (done, done_on) = self.done(row, &mut needs);
        let unset = self.unset(table, at, row);
        let due_on = row.due.as_ref().and_then(|when| due(self.program, self.facts, when));
        let late = |from: Day, to: Day| Some(i64::from(from.days_until(to))).filter(|days| *days > 0);
        let overdue = due_on.and_then(|due| late(due, self.program.as_of));
        let standing = match (asked, done) {
            (Known::No, _) => Standing::NotDue,
            _ if unset.is_some() => Standing::NotAssessed,
            (Known::NoColumn, _) | (_, Known::NoColumn) => Standing::NotAssessed,
            (_, Known::Yes) => Standing::Done,
            (Known::Maybe, _) | (_, Known::Maybe) => Standing::CannotSay,
            (Known::Yes, Known::No) if overdue.is_some() => Standing::Overdue,
            (Known::Yes, Known::No) => Standing::Due,
        };
        if matches!(standing, Standing::NotDue | Standing::Done) {
            needs.clear();
        }
        if standing == Standing::Due
            && due_on.is_none()
            && let Some(due) = &row.due
        {
            let doubted = in_doubt(self.program, self.facts, due);
            let from = if doubted.is_empty() { vec![due.after.clone()] } else { doubted };
            for name in from {
                let Some(node) = self.program.node(&name) else { continue };
                // A day that is worked out hangs on fields, and those people are asked for.
                let behind = self.fields_behind(node, Known::Maybe);
                needs.extend(if behind.is_empty() { vec![name] } else { behind });
            }
        }
        // Two columns may hang on one field.
        let mut named = std::collections::BTreeSet::new();
        needs.retain(|name| named.insert(name.clone()));
        // Without its day a duty is still due; only the day is missing.
        let unset = unset.or_else(|| {
            row.due
                .as_ref()
                .map(|due| due.after.clone())
                .filter(|name| standing == Standing::Due && self.is_unset(name))
        });
        let days_late = match standing {
            Standing::Overdue => overdue,
            Standing::Done => due_on.zip(done_on).and_then(|(due, done)| late(due, done)),
            _ => None,
        };
        let shows_due = !matches!(standing, Standing::NotDue | Standing::NotAssessed);
        Some(Duty {
            list: list.to_string(),
            rule: row.id.clone(),
            carries_out: row.with.clone(),
            same_as: row.same_as.clone(),
            action: row.action.clone().unwrap_or_default(),
            who: row.who_words(),
            advice: row.advice,
            standing,
            due: due_on.filter(|_| shows_due).map(|day| day.to_string()),
            done_on: done_on.filter(|_| standing == Standing::Done).map(|day| day.to_string()),
            days_late,
            needs,
            unset,
            clause: row.clause.clone(),
            origin: row.origin.words().to_string(),
            says: row.says.clone(),
        })
    }

    /// Whether nothing but one test of a row is open, of which the pass knows what it may come to.
    fn is_exact(&self, table: &Table, at: usize) -> bool {
        let open = |node: &usize| matches!(self.pass.state(*node), State::Some(_));
        let columns = table.columns.iter().filter(|column| column.tested.has(at));
        let mut open = columns.map(|column| column.node).filter(open);
        let source = open.next().and_then(|node| self.program.nodes.get(node)).map(|node| &node.source);
        open.next().is_none() && !matches!(source, Some(Source::Facts(_)))
    }

    /// Whether the row is asked for, and what is missing where that is open.
    fn asked(&self, table: &Table, at: usize, asked: State, needs: &mut Vec<String>) -> Known {
        let known = match asked {
            State::Cell(cell) => return if cell == 1 { Known::Yes } else { Known::No },
            State::NotAssessed => Known::NoColumn,
            State::Some(_) | State::Conflict => Known::Maybe,
        };
        for column in table.columns.iter().filter(|column| column.tested.has(at)) {
            let passes = |cell: usize| column.pass.get(cell).is_some_and(|rows| rows.has(at));
            match self.pass.state(column.node) {
                State::Cell(_) => {}
                State::Some(set) if set.iter().all(passes) => {}
                State::NotAssessed => needs.extend(self.fields_behind(column.node, Known::NoColumn)),
                State::Some(_) | State::Conflict => needs.extend(self.fields_behind(column.node, Known::Maybe)),
            }
        }
        known
    }

    /// The fields behind an open node: those that are missing, or those without a column.
    fn fields_behind(&self, node: usize, known: Known) -> Vec<String> {
        let fields = self.program.nodes.get(node).map(|node| node.fields.as_slice()).unwrap_or_default();
        let counts = |field: &&usize| match self.facts.get(**field) {
            Fact::NoColumn => known == Known::NoColumn,
            Fact::Unknown | Fact::Doubted | Fact::Unreadable => known == Known::Maybe,
            Fact::Value(_) | Fact::Nothing => false,
        };
        fields
            .iter()
            .filter(counts)
            .filter_map(|field| self.program.pack.fields.0.get(*field))
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// Whether everything that shows the duty is done is there, and the last day of it.
    fn done(&self, row: &Row, needs: &mut Vec<String>) -> (Known, Option<Day>) {
        let mut known = if row.done.is_empty() { Known::No } else { Known::Yes };
        let mut last = None;
        for name in &row.done {
            let (here, day) = self.shows(name);
            if matches!(here, Known::Maybe | Known::NoColumn) {
                needs.extend(self.program.node(name).map(|node| self.fields_behind(node, here)).unwrap_or_default());
            }
            last = last.max(day);
            known = match (known, here) {
                (Known::NoColumn, _) | (_, Known::NoColumn) => Known::NoColumn,
                (known, here) => known.min(here),
            };
        }
        (known, last)
    }

    /// Whether one field, fact or rule shows that something is done.
    fn shows(&self, name: &str) -> (Known, Option<Day>) {
        let Some(node) = self.program.node(name) else { return (Known::NoColumn, None) };
        let Some(Source::Field(field)) = self.program.nodes.get(node).map(|node| &node.source) else {
            let yes = |cell: usize| self.program.value_name(node, cell) == "true";
            return match self.pass.state(node) {
                State::Cell(cell) if yes(cell) => (Known::Yes, None),
                State::Cell(_) => (Known::No, None),
                State::Some(_) | State::Conflict => (Known::Maybe, None),
                State::NotAssessed => (Known::NoColumn, None),
            };
        };
        let kind = self.program.pack.fields.0.get(*field).map(|(_, field)| field.kind);
        match (self.facts.get(*field), kind) {
            (Fact::NoColumn, _) => (Known::NoColumn, None),
            (Fact::Doubted | Fact::Unreadable, _) => (Known::Maybe, None),
            // Nobody has written that it was done.
            (Fact::Unknown | Fact::Nothing, _) => (Known::No, None),
            (Fact::Value(HAPPENED), Some(Kind::DateOrYes)) => (Known::Yes, None),
            (Fact::Value(value), Some(Kind::Date | Kind::DateOrYes)) => match Day::from_days(value) {
                Some(day) if day <= self.program.as_of => (Known::Yes, Some(day)),
                _ => (Known::No, None),
            },
            (Fact::Value(value), Some(Kind::YesNo)) => (if value == 1 { Known::Yes } else { Known::No }, None),
            (Fact::Value(_), _) => (Known::Yes, None),
        }
    }

    /// A setting that the duty needs and that nobody has set.
    fn unset(&self, table: &Table, at: usize, row: &Row) -> Option<String> {
        let tested = table.unset.iter().find(|(unset, _)| *unset == at).map(|(_, setting)| setting.clone());
        tested.or_else(|| match row.due.as_ref()?.count.as_ref()? {
            Amount::Setting(name) if self.is_unset(name) => Some(name.clone()),
            _ => None,
        })
    }

    fn is_unset(&self, setting: &str) -> bool {
        self.program.settings.get(setting) == Some(&SettingValue::Unset)
    }
}

/// The day something is due; `None` where the policy gives no day or the day it is counted from is not known. Of two days
/// the earlier counts, unless a setting asks for the later; where there is only one, that one. Where one is there and cannot
/// be read, it may be the one that counts: then the other tells no more than that the day is past.
pub fn due(program: &Program, facts: &Facts, due: &Due) -> Option<Day> {
    let count = match &due.count {
        Some(amount) => program.settings.amount(amount)?,
        None => 0,
    };
    let unit = program.settings.unit(due.time_unit.as_ref());
    let counted = day(program, facts, &due.after).and_then(|from| match count.checked_add(due.plus.unwrap_or(0))? {
        0 => Some(from),
        count => facts::after(program, from, count, unit),
    });
    let other = due.or_at.as_ref().and_then(|name| day(program, facts, name));
    let days = counted.into_iter().chain(other);
    let later = program.settings.takes_the_later(due);
    let found = if later { days.max() } else { days.min() };
    found.filter(|day| in_doubt(program, facts, due).is_empty() || (!later && *day < program.as_of))
}

/// The names of the days that something may be counted from of which the cell cannot be read, where there are two.
pub fn in_doubt(program: &Program, facts: &Facts, due: &Due) -> Vec<String> {
    let doubted = |name: &&String| {
        let node = program.node(name).and_then(|node| program.nodes.get(node));
        node.is_some_and(|node| node.fields.iter().any(|field| facts.get(*field).is_doubted()))
    };
    due.or_at.iter().flat_map(|other| [&due.after, other]).filter(doubted).cloned().collect()
}

/// The day of a date field, of a derived date, of a setting that holds a date, or the as-of date.
fn day(program: &Program, facts: &Facts, name: &str) -> Option<Day> {
    if name == "as_of" {
        return Some(program.as_of);
    }
    if let Some(SettingValue::Text(text)) = program.settings.get(name) {
        return Day::parse(text);
    }
    let node = program.node(name)?;
    match facts::value(program, node, facts) {
        Value::Number(Exact::Plain(day)) if day != HAPPENED => Day::from_days(day),
        // The end of a period is a named value.
        Value::Code(code) => Day::parse(program.value_name(node, code)),
        _ => None,
    }
}
