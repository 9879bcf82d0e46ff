//! Everything that is to be done, for everybody, as one list: next actions and other duties, by whom, by when, why, and where
//! the policy says so.

use super::stopped;
use super::text::{Format, push_line};
use crate::decision::Status;
use crate::evaluate::decide::Found;
use crate::evaluate::duties::{Duty, Standing};
use crate::evaluate::program::Table;
use crate::evaluate::run::Collected;
use crate::explain::{Explainer, need_text, words};
use crate::order::InOrder;
use crate::policy::pack::{Answer, Hit, Origin, Row, Rule};
use crate::record::RowKind;
use crate::tracker::{Applied, Tracker};
use serde::Serialize;

/// Whether something comes next, or is to be done besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// The answer of a decision that says what comes next.
    #[serde(rename = "next action")]
    NextAction,
    /// Anything else that the policy asks for.
    #[serde(rename = "duty")]
    Duty,
}

impl Kind {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::NextAction => "next action",
            Kind::Duty => "duty",
        }
    }
}

/// Something that is to be done, and whom it is about.
#[derive(Debug, Clone)]
pub struct ToDo {
    /// The row in the table, from 0.
    pub index: usize,
    /// The row number in the sheet, from 1.
    pub row: u32,
    /// The text that names the row; blank where no column does.
    pub name: String,
    /// The policy that asks for it, by its title.
    pub policy: String,
    /// Whether it comes next or is to be done besides.
    pub kind: Kind,
    /// What to do; where that cannot be decided, what it may be.
    pub action: String,
    /// Who does it.
    pub who: String,
    /// True where the source advises rather than requires.
    pub advice: bool,
    /// How it stands on the day of the answers.
    pub standing: Standing,
    /// The day it is due; absent where there is none or it is not known.
    pub due: Option<String>,
    /// For a next action that is a duty, too: the day since when it is overdue as a duty, where that is longer.
    pub late_as_duty: Option<String>,
    /// Why it is asked for.
    pub says: String,
    /// What is missing, as people are asked for it; blank where nothing is.
    pub missing: String,
    /// The rules that ask for it.
    pub rules: Vec<String>,
    /// Where the source says so.
    pub clause: String,
    /// What of it the source does not say, in words; blank where all of it is the source's.
    pub ours: String,
}

/// What is not done yet: first what is overdue, the longest first, then what is due, the soonest first and what has no day
/// last, then what hangs on something that is missing. On the same day the order is that of the rows, and what comes next for
/// a row stands before its other duties.
pub fn to_do(tracker: &Tracker) -> Vec<ToDo> {
    let mut all: Vec<ToDo> = Vec::new();
    for (index, row) in tracker.table.rows().enumerate() {
        for applied in &tracker.applied {
            all.extend(About { tracker, applied, index, row: row.number }.all());
        }
    }
    // A day written as 2026-04-08 is in order as a text.
    all.in_order_by(|one| {
        let standing = if one.late_as_duty.is_some() { Standing::Overdue } else { one.standing };
        let day = one.late_as_duty.as_ref().or(one.due.as_ref()).cloned();
        (urgency(standing), day.is_none(), day, one.index, one.kind == Kind::Duty)
    });
    all
}

fn urgency(standing: Standing) -> Option<u8> {
    match standing {
        Standing::Overdue => Some(0),
        Standing::Due => Some(1),
        Standing::CannotSay => Some(2),
        Standing::Done | Standing::NotDue | Standing::NotAssessed => None,
    }
}

/// A row as one policy sees it.
struct About<'t> {
    tracker: &'t Tracker,
    applied: &'t Applied,
    index: usize,
    row: u32,
}

impl About<'_> {
    fn all(&self) -> Vec<ToDo> {
        if self.applied.reading.records.kinds.get(self.index) != Some(&RowKind::Learner) {
            return Vec::new();
        }
        let found = self.applied.row(self.index);
        let asked = self.applied.with_row(&self.tracker.table, self.index, |explainer| {
            let duties = self.applied.duties(self.index);
            let mut all = Vec::new();
            for ((answer, found), node) in self.answers().zip(&found).zip(&explainer.program.answers) {
                if let Some(table) = explainer.program.table(*node).filter(|table| table.actions) {
                    self.actions(explainer, (answer, *node, table), found, &duties, &mut all);
                }
            }
            for duty in duties {
                match all.iter_mut().find(|known| is_same(known, &duty)) {
                    Some(known) => carried_out(known, &duty),
                    None => all.extend(self.duty(explainer, duty)),
                }
            }
            all
        });
        // Where a policy cannot answer at all, nobody knows what comes next.
        asked.unwrap_or_else(|| {
            let actions = self.answers().filter(|answer| self.applied.pack.is_action(&answer.id));
            actions.map(|_| ToDo { says: stopped(self.applied), ..self.open() }).collect()
        })
    }

    fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.applied.pack.decisions.iter()
    }

    /// What one decision tells somebody to do, and what it tells them to do besides.
    fn actions(
        &self,
        explainer: &Explainer,
        (answer, node, table): (&Answer, usize, &Table),
        found: &Found,
        duties: &[Duty],
        all: &mut Vec<ToDo>,
    ) {
        // A list of duties that is a decision, too: each duty says how it stands, where the tracker has its columns.
        let is_listed = |row: &Row| table.hit == Hit::CollectList && duties.iter().any(|duty| duty.rule == row.id);
        let rows: Vec<usize> = match (found.status, found.collected) {
            (Status::Decided, Some(Collected::Rows(rows))) => rows.iter().collect(),
            (Status::Decided, _) => found.cell.into_iter().collect(),
            _ if table.rows.iter().any(|row| is_listed(&row.row)) => Vec::new(),
            _ => {
                all.push(self.undecided(explainer, (answer, node, table), found));
                Vec::new()
            }
        };
        let rows = rows.into_iter().filter_map(|row| table.rows.get(row)).map(|row| &row.row);
        all.extend(rows.filter(|row| !is_listed(row)).filter_map(|row| {
            let fired = explainer.fired(node, found);
            // Several rules may ask for the same, one of which holds.
            let others = fired.iter().filter(|fired| fired.depth == 0).flat_map(|fired| rules_of(fired.row));
            let action = self.action(explainer, row)?;
            let mut rules = action.rules;
            others.for_each(|rule| add(&mut rules, rule));
            let says = [explainer.because(node, found, &fired), action.says];
            Some(ToDo { kind: Kind::NextAction, rules, says: joined(says), ..action })
        }));
        all.extend(explainer.also_rows(node, found, false).into_iter().filter_map(|row| {
            let besides = self.action(explainer, row)?;
            Some(ToDo { says: joined([explainer.filled(&row.says), besides.says]), ..besides })
        }));
        all.extend(explainer.also_rows(node, found, true).into_iter().filter_map(|row| {
            let missing: Vec<String> = explainer.also_needs(found).iter().map(need_text).collect();
            let besides = self.action(explainer, row)?;
            let says = explainer.filled(&row.says);
            Some(ToDo { standing: Standing::CannotSay, says, missing: missing.join(", "), ..besides })
        }));
    }

    /// What a row of a rule asks for; `says` holds only what is to be known besides.
    fn action(&self, explainer: &Explainer, row: &Row) -> Option<ToDo> {
        let next = explainer.action(row)?;
        Some(ToDo {
            kind: Kind::Duty,
            action: next.action,
            who: next.who,
            standing: if next.overdue { Standing::Overdue } else { Standing::Due },
            due: next.due,
            says: next.note.unwrap_or_default(),
            rules: rules_of(row).cloned().collect(),
            clause: row.clause.clone(),
            ours: ours(row.origin_words()),
            ..self.open()
        })
    }

    /// A next action of which it cannot be decided what it is.
    fn undecided(&self, explainer: &Explainer, (answer, node, table): (&Answer, usize, &Table), found: &Found) -> ToDo {
        let needs: Vec<String> = explainer.needs(node, found).iter().map(need_text).collect();
        let says = if needs.is_empty() {
            let why = explainer.undecided(&answer.title, node, found);
            why.strip_prefix(&format!("{}: ", answer.title)).unwrap_or(&why).to_string()
        } else {
            "what comes next hangs on what is missing".to_string()
        };
        let mut open = ToDo { says, missing: needs.join(", "), ..self.open() };
        let Some(possible) = found.open.as_ref().map(|open| &open.possible) else { return open };
        let named = words::open(explainer.program, node, possible);
        if !named.is_empty() {
            open.action = format!("To be decided: {named}");
        }
        // Of the rules that may ask for it only as many as anybody reads.
        let rows = possible.cells.0.iter().filter_map(|cell| table.rows.get(cell)).map(|row| &row.row);
        let rows: Vec<&Row> = rows.filter(|row| row.action.is_some()).collect();
        if rows.len() <= words::FIRST_NAMED {
            for row in rows {
                rules_of(row).for_each(|rule| add(&mut open.rules, rule));
                cite(&mut open.clause, &row.clause);
            }
        }
        open
    }

    /// A next action of which nothing is known.
    fn open(&self) -> ToDo {
        ToDo {
            index: self.index,
            row: self.row,
            name: self.tracker.name(self.index).to_string(),
            policy: self.applied.pack.title.clone(),
            kind: Kind::NextAction,
            action: "Decide what comes next".to_string(),
            who: String::new(),
            advice: false,
            standing: Standing::CannotSay,
            due: None,
            late_as_duty: None,
            says: String::new(),
            missing: String::new(),
            rules: Vec::new(),
            clause: String::new(),
            ours: String::new(),
        }
    }

    /// A duty that is not done.
    fn duty(&self, explainer: &Explainer, duty: Duty) -> Option<ToDo> {
        urgency(duty.standing)?;
        let pack = &self.applied.pack;
        let fields = duty.needs.iter().map(|name| explainer.need(name).unwrap_or_else(|| name.clone()));
        let setting =
            duty.unset.iter().map(|name| pack.settings.get(name).map_or(name, |setting| &setting.title).clone());
        let is_listed = |rule: &Rule| rule.rows.iter().any(|row| row.id == duty.rule) && pack.is_action(&rule.id);
        let comes_next =
            self.answers().any(|answer| pack.rules.iter().any(|rule| rule.id == answer.id && is_listed(rule)));
        Some(ToDo {
            kind: if comes_next { Kind::NextAction } else { Kind::Duty },
            missing: fields.chain(setting).collect::<Vec<_>>().join(", "),
            rules: std::iter::once(duty.rule).chain(duty.carries_out).collect(),
            action: duty.action,
            who: duty.who,
            advice: duty.advice,
            standing: duty.standing,
            due: duty.due,
            says: duty.says,
            clause: duty.clause,
            ours: ours(&duty.origin),
            ..self.open()
        })
    }
}

/// Whether a duty asks for what a next action asks for already, or what is to be done besides it. Where it is open which one
/// comes next, a duty that is open, too, is among what it may be.
fn is_same(known: &ToDo, duty: &Duty) -> bool {
    let is_named = |rule: &String| duty.same_as.contains(rule);
    match known.standing {
        Standing::CannotSay if known.kind == Kind::NextAction => {
            duty.standing == Standing::CannotSay && duty.due.is_none() && known.rules.iter().any(is_named)
        }
        _ => known.rules.first().is_some_and(is_named),
    }
}

/// Names the rule of a duty beside the action that is the same, and the duty's own day where it is another.
fn carried_out(known: &mut ToDo, duty: &Duty) {
    std::iter::once(&duty.rule).chain(&duty.carries_out).for_each(|rule| add(&mut known.rules, rule));
    cite(&mut known.clause, &duty.clause);
    let is_longer = known.standing != Standing::Overdue || duty.due < known.due;
    if duty.standing == Standing::Overdue && is_longer {
        known.late_as_duty.clone_from(&duty.due);
    }
}

/// What stands between the parts of a clause: `MTT L203, L207`.
const BETWEEN: [char; 3] = [' ', ',', ';'];

/// Adds a clause to others, as far as it is not among them.
fn cite(clauses: &mut String, clause: &str) {
    let covers = |one: &'_ str, other: &'_ str| {
        let known: Vec<&str> = one.split(BETWEEN).collect();
        other.split(BETWEEN).all(|part| part.is_empty() || known.contains(&part))
    };
    if covers(clause, clauses) {
        *clauses = clause.to_string();
    } else if !covers(clauses, clause) {
        clauses.push_str("; ");
        clauses.push_str(clause);
    }
}

fn rules_of(row: &Row) -> impl Iterator<Item = &String> {
    std::iter::once(&row.id).chain(&row.with)
}

fn add(rules: &mut Vec<String>, rule: &String) {
    if !rules.contains(rule) {
        rules.push(rule.clone());
    }
}

fn joined(parts: [String; 2]) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("; ")
}

/// What of a rule is ours.
fn ours(origin: &str) -> String {
    let source = Origin::Source.words();
    origin.strip_prefix(source).map_or(origin, |rest| rest.trim_start_matches("; ")).to_string()
}

/// The headings of [`ToDo::cells`].
pub const HEADINGS: [&str; 12] = [
    "Row",
    "Name",
    "Kind",
    "What to do",
    "Who",
    "How it stands",
    "Due",
    "Why",
    "What is missing",
    "Rule",
    "Clause",
    "Policy",
];

impl ToDo {
    /// Its line in the list. A clause of ours says that it is.
    pub fn cells(&self) -> [String; 12] {
        let late = self.late_as_duty.as_ref().map(|day| format!(", as a duty overdue since {day}")).unwrap_or_default();
        let advised = if self.advice { ", advised" } else { "" };
        let ours = if self.ours.is_empty() { String::new() } else { format!("; {}", self.ours) };
        [
            self.row.to_string(),
            self.name.clone(),
            self.kind.words().to_string(),
            self.action.clone(),
            self.who.clone(),
            format!("{}{late}{advised}", self.stands()),
            self.due.clone().unwrap_or_default(),
            self.says.clone(),
            self.missing.clone(),
            self.rules.join(", "),
            format!("{}{ours}", self.clause),
            self.policy.clone(),
        ]
    }

    fn stands(&self) -> &'static str {
        match (self.standing, self.kind) {
            (Standing::Due, _) if self.due.is_none() => "due, no day",
            (Standing::CannotSay, Kind::NextAction) => "cannot decide",
            (standing, _) => standing.words(),
        }
    }
}

/// The list as a table with headings.
pub fn text(tracker: &Tracker, format: Format) -> String {
    let mut out = String::new();
    push_line(&mut out, format, HEADINGS.into_iter());
    for one in to_do(tracker) {
        push_line(&mut out, format, one.cells().iter().map(String::as_str));
    }
    out
}
