//! Everything that is to be done, for everybody, as one list: next actions and other duties, by whom, by when, why, and where
//! the policy says so.

use super::stopped;
use super::text::{Format, push_line};
use crate::calendar::Day;
use crate::decision::{FactUsed, Status};
use crate::evaluate::cells::Rows;
use crate::evaluate::checklist::{Action, CriterionState};
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
use std::rc::Rc;

/// Whether something comes next, or is to be done besides, or is advised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// The answer of a decision that says what comes next.
    #[serde(rename = "next action")]
    NextAction,
    /// Anything else that the policy asks for.
    #[serde(rename = "duty")]
    Duty,
    /// What the source advises and does not require.
    #[serde(rename = "advice")]
    Advice,
}

impl Kind {
    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::NextAction => "next action",
            Kind::Duty => "duty",
            Kind::Advice => "advice",
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

/// What is to be done besides what comes next, each in short, by row.
pub fn duties(tracker: &Tracker) -> Vec<String> {
    let mut said = Vec::new();
    said.resize(tracker.table.len(), String::new());
    for one in to_do(tracker).iter().filter(|one| one.kind != Kind::NextAction) {
        if let Some(said) = said.get_mut(one.index) {
            said.push_str(if said.is_empty() { "" } else { ". " });
            said.push_str(&one.in_short());
        }
    }
    said
}

/// What is not done yet: first what is overdue, the longest first, then what is due, the soonest first and what has no day
/// last, then what hangs on something that is missing. On the same day the order is that of the rows, and what comes next for
/// a row stands before its other duties, and those before what is advised.
#[inline(never)]
pub fn to_do(tracker: &Tracker) -> Vec<ToDo> {
    let mut all: Vec<ToDo> = Vec::new();
    for (index, row) in tracker.table.rows().enumerate() {
        for applied in &tracker.applied {
            for one in (About { tracker, applied, index }).all() {
                let (name, policy) = (tracker.name(index).to_string(), applied.pack.title.clone());
                all.push(ToDo { index, row: row.number, name, policy, ..one });
            }
        }
    }
    for applied in &tracker.applied {
        for criterion in applied.assessments.iter().flat_map(|assessment| &assessment.criteria) {
            let Some(action) = &criterion.action else { continue };
            let row = tracker.table.row(action.index).map_or(0, |row| row.number);
            let (name, policy) = (tracker.name(action.index).to_string(), applied.pack.title.clone());
            all.push(ToDo { index: action.index, row, name, policy, ..planned(criterion, action) });
        }
    }
    all.retain(|one| urgency(one.standing).is_some());
    // A day written as 2026-04-08 is in order as a text, and before what stands for none.
    all.in_order_by(|one| {
        let standing = if one.late_as_duty.is_some() { Standing::Overdue } else { one.standing };
        let day = one.late_as_duty.as_ref().or(one.due.as_ref()).map_or("none", String::as_str);
        (urgency(standing), day.to_string(), one.index, one.kind as u8)
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

/// A next action of which nothing is known, of nobody.
const OPEN: ToDo = ToDo {
    index: 0,
    row: 0,
    name: String::new(),
    policy: String::new(),
    kind: Kind::NextAction,
    action: String::new(),
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
};

/// An action of the plan beside a checklist, by nobody.
fn planned(criterion: &CriterionState, action: &Action) -> ToDo {
    ToDo {
        kind: Kind::Duty,
        action: action.what.clone(),
        who: action.who.clone(),
        standing: action.standing,
        due: action.by_when.clone(),
        says: format!("it is the action planned for {}: {}", criterion.id, criterion.says),
        missing: action.lacks.join(", "),
        rules: vec![criterion.id.clone()],
        clause: criterion.clause.clone(),
        ..OPEN
    }
}

/// What to do where nothing is known of what comes next.
const DECIDE: &str = "Decide what comes next";

/// A row as one policy sees it. What is found names neither the row nor the policy.
struct About<'t> {
    tracker: &'t Tracker,
    applied: &'t Applied,
    index: usize,
}

impl About<'_> {
    fn all(&self) -> Vec<ToDo> {
        if self.applied.reading.records.kinds.get(self.index) != Some(&RowKind::Learner) {
            return Vec::new();
        }
        self.applied.with_row(&self.tracker.table, self.index, |explainer| self.asked(explainer)).unwrap_or_else(|| {
            // Where a policy cannot answer at all, nobody knows what comes next.
            let actions = self.answers().filter(|answer| self.applied.pack.is_action(&answer.id));
            actions.map(|_| ToDo { action: DECIDE.to_string(), says: stopped(self.applied), ..OPEN }).collect()
        })
    }

    fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.applied.pack.decisions.iter()
    }

    fn asked(&self, explainer: &Explainer) -> Vec<ToDo> {
        let found = self.applied.row(self.index);
        let duties = self.applied.duties(self.index);
        let mut all = Vec::new();
        for (found, node) in found.into_iter().zip(&explainer.program.answers) {
            if let Some(table) = explainer.program.table(*node).filter(|table| table.actions) {
                Asking { explainer, node: *node, table, found }.actions(&duties, &mut all);
            }
        }
        for duty in duties.into_iter().filter(|duty| urgency(duty.standing).is_some()) {
            match all.iter_mut().find(|known| is_same(known, &duty)) {
                Some(known) => carried_out(known, &duty),
                None => all.push(self.duty(explainer, duty)),
            }
        }
        all
    }

    /// A duty that is not done.
    fn duty(&self, explainer: &Explainer, duty: Duty) -> ToDo {
        let pack = &self.applied.pack;
        let mut missing: Vec<String> = Vec::new();
        for name in &duty.needs {
            missing.push(explainer.need(name).unwrap_or_else(|| name.clone()));
        }
        if let Some(name) = &duty.unset {
            missing.push(pack.settings.get(name).map_or(name, |setting| &setting.title).clone());
        }
        let is_listed = |rule: &Rule| rule.rows.iter().any(|row| row.id == duty.rule) && pack.is_action(&rule.id);
        let comes_next =
            self.answers().any(|answer| pack.rules.iter().any(|rule| rule.id == answer.id && is_listed(rule)));
        let mut rules = vec![duty.rule];
        rules.extend(duty.carries_out);
        ToDo {
            kind: match (comes_next, duty.advice) {
                (true, _) => Kind::NextAction,
                (false, true) => Kind::Advice,
                (false, false) => Kind::Duty,
            },
            missing: missing.join(", "),
            rules,
            action: duty.action,
            who: duty.who,
            advice: duty.advice,
            standing: duty.standing,
            due: duty.due,
            says: duty.says,
            clause: duty.clause,
            ours: ours(&duty.origin),
            ..OPEN
        }
    }
}

/// A decision that tells somebody what to do.
struct Asking<'a, 'e> {
    explainer: &'a Explainer<'e>,
    node: usize,
    table: &'a Table,
    found: &'a Found,
}

impl Asking<'_, '_> {
    /// What comes next, and what is to be done besides.
    fn actions(&self, duties: &[Duty], all: &mut Vec<ToDo>) {
        let Asking { explainer, node, table, found } = *self;
        // A list of duties that is a decision, too: each duty says how it stands, where the tracker has its columns.
        let is_listed = |row: &Row| table.hit == Hit::CollectList && duties.iter().any(|duty| duty.rule == row.id);
        let chosen = match (found.status, found.collected) {
            (Status::Decided, Some(Collected::Rows(rows))) => rows,
            (Status::Decided, _) => found.cell.map_or(Rows::NONE, Rows::only),
            _ => {
                if !table.rows.iter().any(|row| is_listed(&row.row)) {
                    all.push(self.undecided());
                }
                Rows::NONE
            }
        };
        for row in chosen.iter().filter_map(|row| table.rows.get(row)).filter(|row| !is_listed(&row.row)) {
            let fired = explainer.fired(node, found);
            let Some(mut action) = self.action(&row.row, explainer.because(node, found, &fired)) else { continue };
            action.kind = Kind::NextAction;
            // Several rules may ask for the same, one of which holds.
            for fired in fired.iter().filter(|fired| fired.depth == 0) {
                add(&mut action.rules, &fired.row.id, &fired.row.with);
            }
            all.push(action);
        }
        for open in [false, true] {
            for row in explainer.also_rows(node, found, open) {
                let Some(mut besides) = self.action(row, explainer.filled(&row.says)) else { continue };
                if open {
                    besides.standing = Standing::CannotSay;
                    besides.missing = asked_for(&explainer.also_needs(found));
                }
                all.push(besides);
            }
        }
    }

    /// What a row of a rule asks for.
    fn action(&self, row: &Row, because: String) -> Option<ToDo> {
        let next = self.explainer.action(row)?;
        let mut rules = Vec::new();
        add(&mut rules, &row.id, &row.with);
        Some(ToDo {
            kind: Kind::Duty,
            action: next.action,
            who: next.who,
            standing: if next.overdue { Standing::Overdue } else { Standing::Due },
            due: next.due,
            missing: asked_for(&self.explainer.day_needs(row)),
            says: next.note.map(|note| format!("{because}; {note}")).unwrap_or(because),
            rules,
            clause: row.clause.clone(),
            ours: ours(row.origin_words()),
            ..OPEN
        })
    }

    /// A next action of which it cannot be decided what it is.
    fn undecided(&self) -> ToDo {
        let Asking { explainer, node, table, found } = *self;
        let missing = asked_for(&explainer.needs(node, found));
        let says = if missing.is_empty() {
            let why = explainer.undecided("", node, found);
            why.trim_start_matches(": ").to_string()
        } else {
            "what comes next hangs on what is missing".to_string()
        };
        let mut open = ToDo { action: DECIDE.to_string(), says, missing, ..OPEN };
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
                add(&mut open.rules, &row.id, &row.with);
                cite(&mut open.clause, &row.clause);
            }
        }
        open
    }
}

/// What is missing, as people are asked for it.
#[inline(never)]
fn asked_for(needs: &[Rc<FactUsed>]) -> String {
    needs.iter().map(|need| need_text(need)).collect::<Vec<_>>().join(", ")
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
    add(&mut known.rules, &duty.rule, &duty.carries_out);
    cite(&mut known.clause, &duty.clause);
    let is_longer = known.standing != Standing::Overdue || duty.due < known.due;
    if duty.standing == Standing::Overdue && is_longer {
        known.late_as_duty.clone_from(&duty.due);
    }
}

/// What stands between the parts of a clause: `MTT L203, L207`.
const BETWEEN: [char; 3] = [' ', ',', ';'];

/// Whether all parts of one clause are among those of another.
#[inline(never)]
fn covers(clause: &str, part: &str) -> bool {
    part.split(BETWEEN).all(|part| part.is_empty() || clause.split(BETWEEN).any(|known| known == part))
}

/// Adds a clause to others, as far as it is not among them.
#[inline(never)]
fn cite(clauses: &mut String, clause: &str) {
    if covers(clause, clauses) {
        *clauses = clause.to_string();
    } else if !covers(clauses, clause) {
        clauses.push_str("; ");
        clauses.push_str(clause);
    }
}

/// Adds a rule and those that it carries out.
#[inline(never)]
fn add(rules: &mut Vec<String>, id: &String, with: &[String]) {
    for rule in std::iter::once(id).chain(with) {
        if !rules.contains(rule) {
            rules.push(rule.clone());
        }
    }
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
        let late = self.late_as_duty.as_deref().and_then(Day::parse);
        let late = late.map(|day| format!(", as a duty overdue since {}", day.uk())).unwrap_or_default();
        let advised = if self.advice && self.kind != Kind::Advice { ", advised" } else { "" };
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

    /// The words of its line in the list that say what to do, who does it, how it stands, what is missing and by which rule.
    fn in_short(&self) -> String {
        let who = if self.who.is_empty() { "nobody named" } else { &self.who };
        let mut said = format!("{} ({who}; {}", self.action, self.stands());
        let since = if self.standing == Standing::Overdue { " since " } else { " " };
        if let (Some(day), Standing::Overdue | Standing::Due) = (&self.due, self.standing) {
            said.extend([since, day]);
        }
        if self.advice {
            said.push_str(", advised");
        }
        if !self.missing.is_empty() {
            said.extend(["; needs ", &self.missing]);
        }
        said.extend(["; ", &self.rules.join(", "), ")"]);
        said
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
