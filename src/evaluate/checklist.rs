//! Ordered levels of criteria, judged for each group of rows: ticks and evidence in, stages with reasons out.
//!
//! A criterion counts as met by itself, by one that replaces it, by one that says the same, or by several that replace it
//! together. What is not known (a row that is missing, a tick that cannot be read) leaves a stage open; it never lowers it
//! in silence and never raises it.

use crate::calendar::Day;
use crate::place::Place;
use crate::policy::nearest;
use crate::policy::pack::{Checklist, Criterion, Pack, Principle};
use crate::policy::settings::Settings;
use crate::problem::Problem;
use crate::record::{Fact, Records, RowKind};
use crate::table::Table;
use serde::Serialize;
use std::collections::HashMap;

/// What a group of rows says about itself, principle by principle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// The policy.
    pub policy: String,
    /// Its version.
    pub version: String,
    /// The day it is for.
    pub as_of: String,
    /// Who is assessed, as the first row spells it.
    pub group: String,
    /// The principles in order.
    pub principles: Vec<PrincipleStage>,
    /// All criteria in order.
    pub criteria: Vec<CriterionState>,
    /// One stage over all principles, where the settings ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<Stage>,
    /// Whether a review is planned: `planned for 9 April 2026` or `none planned`; absent without the column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
    /// What is wrong with the rows.
    pub problems: Vec<Problem>,
}

/// A stage, or the stages that are still possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// The stage, when it is decided.
    pub decided: Option<String>,
    /// The stages that are possible, lowest first: one, when it is decided.
    pub possible: Vec<String>,
}

impl Stage {
    /// The stage, or the possible ones joined by `or`.
    pub fn words(&self) -> String {
        self.possible.join(" or ")
    }
}

/// How far one principle has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrincipleStage {
    /// Its id: `1a`.
    pub id: String,
    /// The aim it serves.
    pub aim: String,
    /// What it asks.
    pub title: String,
    /// The stage that evidence shows.
    pub evidenced: Stage,
    /// The stage that ticks alone claim.
    pub claimed: Stage,
    /// The stage to reach next; absent at the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_stage: Option<String>,
    /// The criteria without evidence that stand before the next stage.
    pub unmet: Vec<String>,
    /// The criteria nobody has said anything about, where they matter for the stage.
    pub unknown: Vec<String>,
    /// Why, in one or two sentences.
    pub because: String,
}

/// What is known about one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CriterionState {
    /// Its id.
    pub id: String,
    /// Its principle.
    pub principle: String,
    /// Its level.
    pub level: String,
    /// What it asks, in our own words.
    pub says: String,
    /// Who acts.
    pub who: String,
    /// Where the source says so.
    pub clause: String,
    /// True when no stage depends on it.
    pub optional: bool,
    /// How it stands.
    pub state: State,
    /// The criteria that meet it in its own place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub met_by: Vec<String>,
    /// Why it stands there, in a plain sentence.
    pub because: String,
    /// The row of the sheet it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Its action; absent when none is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
}

impl CriterionState {
    /// The state in words, with the criteria that meet it in its place.
    pub fn words(&self) -> String {
        match self.state {
            State::MetByOther => format!("met by {}", self.met_by.join(", ")),
            state => state.words().to_string(),
        }
    }
}

/// How a criterion stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum State {
    /// Ticked, with evidence.
    #[serde(rename = "evidenced")]
    Evidenced,
    /// Ticked, without evidence.
    #[serde(rename = "claimed")]
    Claimed,
    /// Not ticked, and met by nothing else.
    #[serde(rename = "not met")]
    NotMet,
    /// Left out, for a reason.
    #[serde(rename = "not applicable")]
    NotApplicable,
    /// Not ticked with evidence itself, but met by others that are.
    #[serde(rename = "met by another")]
    MetByOther,
    /// Nobody has said, or it cannot be read.
    #[serde(rename = "unknown")]
    Unknown,
}

impl State {
    /// The state in words.
    pub fn words(self) -> &'static str {
        match self {
            State::Evidenced => "evidenced",
            State::Claimed => "claimed",
            State::NotMet => "not met",
            State::NotApplicable => "not applicable",
            State::MetByOther => "met by another",
            State::Unknown => "unknown",
        }
    }
}

/// One line of the action plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Action {
    /// `open`, `overdue`, `done`, or what is missing: `missing By who`.
    pub state: String,
    /// The day it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_when: Option<String>,
    /// How many days it is past that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_overdue: Option<i64>,
}

/// What holds: not, perhaps, surely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    No,
    Maybe,
    Yes,
}

/// What one row says about a criterion.
#[derive(Debug, Clone)]
struct Mark {
    row: u32,
    tick: Sure,
    evidence: Sure,
    not_applicable: Sure,
    action: Option<Action>,
}

/// Judges every group of rows of a tracker by a pack's checklist, in the order in which groups appear. A pack without a
/// checklist gives nothing.
///
/// Problems of each group: `unknown-criterion`, `criterion-twice`, `ticked-and-not-applicable`, `criteria-missing`.
pub fn assess(pack: &Pack, settings: &Settings, table: &Table, records: &Records, as_of: Day) -> Vec<Assessment> {
    let Some(checklist) = pack.rules.iter().find_map(|rule| rule.checklist.as_ref()) else { return Vec::new() };
    let reader = Reader { pack, checklist, table, records, as_of };
    let mut groups: Vec<(String, String, Vec<usize>)> = Vec::new();
    for (row, kind) in records.kinds.iter().enumerate() {
        if *kind != RowKind::Learner {
            continue;
        }
        let name = reader.text(&checklist.group, row);
        let key = folded(&name);
        match groups.iter_mut().find(|(known, _, _)| *known == key) {
            Some((_, _, rows)) => rows.push(row),
            None => groups.push((key, name, vec![row])),
        }
    }
    groups.into_iter().map(|(_, name, rows)| reader.assess(settings, name, &rows)).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Reader<'r> {
    pack: &'r Pack,
    checklist: &'r Checklist,
    table: &'r Table,
    records: &'r Records,
    as_of: Day,
}

impl Reader<'_> {
    fn column(&self, field: &str) -> Option<usize> {
        self.records.sources.get(self.pack.fields.position(field)?)?.first().copied()
    }

    fn text(&self, field: &str, row: usize) -> String {
        let text = self.column(field).zip(self.table.row(row)).map(|(column, row)| row.cell(column).text.to_string());
        text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn fact(&self, field: &str, row: usize) -> Fact {
        self.pack.fields.position(field).map_or(Fact::NoColumn, |field| self.records.fact(field, row))
    }

    fn number(&self, row: usize) -> u32 {
        self.table.row(row).map_or(0, |row| row.number)
    }

    fn place(&self, field: &str, row: usize) -> Place {
        let heading = self.pack.fields.get(field).map(|field| field.heading.as_str()).unwrap_or_default();
        match self.column(field).and_then(|column| u32::try_from(column + 1).ok()) {
            Some(column) => Place::cell(self.number(row), column, heading),
            None => Place::row(self.number(row)),
        }
    }

    /// Whether a cell holds something; a column that is not there holds nothing.
    fn filled(&self, field: &str, row: usize) -> Sure {
        match self.fact(field, row) {
            Fact::Value(_) => Sure::Yes,
            Fact::Unreadable => Sure::Maybe,
            Fact::Nothing | Fact::Unknown | Fact::NoColumn => Sure::No,
        }
    }

    fn mark(&self, row: usize) -> Mark {
        let tick = match self.fact(&self.checklist.tick, row) {
            Fact::Value(1) => Sure::Yes,
            Fact::Value(_) | Fact::Nothing => Sure::No,
            Fact::Unknown | Fact::Unreadable | Fact::NoColumn => Sure::Maybe,
        };
        Mark {
            row: self.number(row),
            tick,
            evidence: self.filled(&self.checklist.evidence, row),
            not_applicable: self.filled(&self.checklist.not_applicable, row),
            action: self.action(row),
        }
    }

    fn action(&self, row: usize) -> Option<Action> {
        let plan = self.checklist.actions.as_ref()?;
        if self.filled(&plan.action, row) == Sure::No {
            return None;
        }
        let by_when = match self.fact(&plan.by_when, row) {
            Fact::Value(day) => Day::from_days(day),
            _ => None,
        };
        let missing: Vec<&str> = plan
            .needs
            .iter()
            .filter(|(field, _)| self.filled(field, row) != Sure::Yes)
            .map(|(_, label)| label.as_str())
            .collect();
        let late = by_when.map(|day| i64::from(day.days_until(self.as_of))).filter(|days| *days > 0);
        let done = self.fact(&plan.done, row) == Fact::Value(1);
        let state = match (done, missing.is_empty(), late) {
            (true, _, _) => "done".to_string(),
            (false, false, _) => format!("missing {}", missing.join(", ")),
            (false, true, Some(_)) => "overdue".to_string(),
            (false, true, None) => "open".to_string(),
        };
        let days_overdue = late.filter(|_| state == "overdue");
        Some(Action { state, by_when: by_when.map(|day| day.to_string()), days_overdue })
    }

    fn review(&self, rows: &[usize]) -> Option<String> {
        let field = self.checklist.next_review.as_ref()?;
        self.column(field)?;
        let ahead = rows.iter().filter_map(|row| match self.fact(field, *row) {
            Fact::Value(day) => Day::from_days(day).filter(|day| *day > self.as_of),
            _ => None,
        });
        Some(ahead.min().map_or("none planned".to_string(), |day| format!("planned for {}", day.uk())))
    }

    fn assess(&self, settings: &Settings, group: String, rows: &[usize]) -> Assessment {
        let mut problems = Vec::new();
        let marks = self.marks(rows, &mut problems);
        let judged = Judged::new(self.checklist, &marks);
        let missing: Vec<&str> = judged
            .criteria
            .iter()
            .filter(|criterion| !marks.contains_key(criterion.id.as_str()))
            .map(|criterion| criterion.id.as_str())
            .collect();
        if !missing.is_empty() {
            let count = missing.len();
            let some = missing.iter().take(5).copied().collect::<Vec<_>>().join(", ");
            let more = if count > 5 { " and others" } else { "" };
            problems.push(Problem::new(
                "criteria-missing",
                format!("{count} criteria have no row for `{group}`: {some}{more}"),
                format!("a row for each of the {} criteria", judged.criteria.len()),
                "Add the rows; until then the stages that rest on them stay open.",
            ));
        }
        let principles: Vec<PrincipleStage> =
            self.checklist.principles.iter().map(|(id, principle)| judged.principle(id, principle)).collect();
        let wanted = self
            .checklist
            .overall
            .as_ref()
            .and_then(|name| settings.get(name))
            .is_some_and(|value| value.words() == "lowest");
        Assessment {
            policy: self.pack.pack.clone(),
            version: self.pack.version.clone(),
            as_of: self.as_of.to_string(),
            group,
            criteria: self
                .checklist
                .principles
                .iter()
                .flat_map(|(id, principle)| {
                    principle
                        .criteria
                        .iter()
                        .map(|criterion| judged.criterion(id, criterion, &marks))
                        .collect::<Vec<_>>()
                })
                .collect(),
            overall: wanted.then(|| judged.lowest(&principles)),
            principles,
            review: self.review(rows),
            problems,
        }
    }

    /// What the rows of a group say, by criterion.
    fn marks(&self, rows: &[usize], problems: &mut Vec<Problem>) -> HashMap<&str, Mark> {
        let known: HashMap<String, &str> =
            all(self.checklist).map(|(_, criterion)| (folded(&criterion.id), criterion.id.as_str())).collect();
        let mut marks: HashMap<&str, Mark> = HashMap::new();
        for row in rows {
            let written = self.text(&self.checklist.criterion, *row);
            let place = || self.place(&self.checklist.criterion, *row);
            let Some(id) = known.get(&folded(&written)).copied() else {
                let near = nearest(&written, known.values().copied()).map_or_else(
                    || "the id of a criterion".to_string(),
                    |near| format!("the id of a criterion, such as `{near}`"),
                );
                problems.push(
                    Problem::new(
                        "unknown-criterion",
                        format!("`{written}` is not a criterion"),
                        near,
                        "Correct the id; the row is left out.",
                    )
                    .at(place()),
                );
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

/// Every criterion with its principle, in order.
fn all(checklist: &Checklist) -> impl Iterator<Item = (&str, &Criterion)> {
    checklist
        .principles
        .iter()
        .flat_map(|(id, principle)| principle.criteria.iter().map(move |criterion| (id, criterion)))
}

/// One criterion as the group's rows leave it.
#[derive(Debug, Clone, Copy)]
struct Standing {
    evidenced: Sure,
    claimed: Sure,
    left_out: Sure,
}

struct Judged<'c> {
    checklist: &'c Checklist,
    criteria: Vec<&'c Criterion>,
    at: HashMap<&'c str, usize>,
    standing: Vec<Standing>,
    /// The round in which each was found to be met with evidence: 0 by itself, so that no two explain each other.
    round: Vec<Option<usize>>,
}

impl<'c> Judged<'c> {
    fn new(checklist: &'c Checklist, marks: &HashMap<&str, Mark>) -> Self {
        let criteria: Vec<&Criterion> = all(checklist).map(|(_, criterion)| criterion).collect();
        let at: HashMap<&str, usize> =
            criteria.iter().enumerate().map(|(at, criterion)| (criterion.id.as_str(), at)).collect();
        let standing = criteria
            .iter()
            .map(|criterion| match marks.get(criterion.id.as_str()) {
                None => Standing { evidenced: Sure::Maybe, claimed: Sure::Maybe, left_out: Sure::Maybe },
                // What does not apply meets nothing, ticked or not.
                Some(mark) if mark.not_applicable == Sure::Yes => {
                    Standing { evidenced: Sure::No, claimed: Sure::No, left_out: Sure::Yes }
                }
                Some(mark) => Standing {
                    evidenced: mark.tick.min(mark.evidence),
                    claimed: mark.tick,
                    left_out: mark.not_applicable,
                },
            })
            .collect();
        let mut judged = Judged { checklist, criteria, at, standing, round: Vec::new() };
        judged.leave_out_repeats();
        judged.spread(|standing| &mut standing.claimed);
        judged.round = judged.spread(|standing| &mut standing.evidenced);
        judged
    }

    /// One answer fills the repeats: what says the same as something that does not apply does not apply either, unless it
    /// is ticked itself.
    fn leave_out_repeats(&mut self) {
        for at in 0..self.criteria.len() {
            let repeats: Vec<usize> =
                self.positions(self.criteria.get(at).map(|criterion| criterion.repeats.as_slice()).unwrap_or_default());
            let left_out =
                repeats.iter().filter_map(|other| self.standing.get(*other)).map(|other| other.left_out).min();
            if let (Some(left_out), Some(standing)) = (left_out, self.standing.get_mut(at))
                && standing.claimed != Sure::Yes
            {
                standing.left_out = standing.left_out.max(left_out);
            }
        }
    }

    fn positions(&self, ids: &[String]) -> Vec<usize> {
        ids.iter().filter_map(|id| self.at.get(id.as_str()).copied()).collect()
    }

    /// The sets of criteria each of which meets a criterion in its place.
    fn alternatives(&self, at: usize) -> Vec<Vec<usize>> {
        let Some(criterion) = self.criteria.get(at) else { return Vec::new() };
        let mut sets: Vec<Vec<usize>> = self
            .criteria
            .iter()
            .enumerate()
            .filter(|(_, other)| other.supersedes.contains(&criterion.id) || other.repeats.contains(&criterion.id))
            .map(|(other, _)| vec![other])
            .collect();
        sets.extend(criterion.also_met_by.iter().map(|ids| self.positions(ids)));
        let repeats = self.positions(&criterion.repeats);
        // What does not apply does not stand in the way of a repeat of several.
        let applying: Vec<usize> = repeats
            .into_iter()
            .filter(|other| self.standing.get(*other).is_none_or(|other| other.left_out != Sure::Yes))
            .collect();
        if !applying.is_empty() {
            sets.push(applying);
        }
        sets
    }

    /// Lets what is met meet what it replaces or repeats, until nothing changes; tells in which round each was met.
    fn spread(&mut self, part: fn(&mut Standing) -> &mut Sure) -> Vec<Option<usize>> {
        let mut met: Vec<Option<usize>> = vec![None; self.criteria.len()];
        let mut round = 0;
        let alternatives: Vec<Vec<Vec<usize>>> = (0..self.criteria.len()).map(|at| self.alternatives(at)).collect();
        loop {
            let now: Vec<Sure> = self.standing.iter_mut().map(|standing| *part(standing)).collect();
            for (met, _) in met.iter_mut().zip(&now).filter(|(_, sure)| **sure == Sure::Yes) {
                met.get_or_insert(round);
            }
            round += 1;
            let of = |at: &usize| now.get(*at).copied().unwrap_or(Sure::No);
            let mut changed = false;
            for (standing, sets) in self.standing.iter_mut().zip(&alternatives) {
                let best = sets.iter().filter_map(|set| set.iter().map(of).min()).max().unwrap_or(Sure::No);
                let slot = part(standing);
                if best > *slot {
                    *slot = best;
                    changed = true;
                }
            }
            if !changed {
                return met;
            }
        }
    }

    fn standing(&self, id: &str) -> Standing {
        let none = Standing { evidenced: Sure::No, claimed: Sure::No, left_out: Sure::No };
        self.at.get(id).and_then(|at| self.standing.get(*at)).copied().unwrap_or(none)
    }

    /// The criteria of a principle that a level depends on.
    fn needed<'p>(&self, principle: &'p Principle, letter: char) -> Vec<&'p Criterion> {
        principle
            .criteria
            .iter()
            .filter(|criterion| !criterion.optional && level_letter(&criterion.id) == Some(letter))
            .collect()
    }

    /// For each level, whether everything in it is met.
    fn levels(&self, principle: &Principle, of: fn(&Standing) -> Sure) -> Vec<Sure> {
        let met = |criterion: &&Criterion| {
            let standing = self.standing(&criterion.id);
            of(&standing).max(standing.left_out)
        };
        self.checklist
            .levels
            .iter()
            .map(|level| self.needed(principle, level.letter).iter().map(met).min().unwrap_or(Sure::Yes))
            .collect()
    }

    /// The stages that the levels leave possible: 0 is below the lowest.
    fn possible(&self, levels: &[Sure]) -> Vec<usize> {
        (0..=levels.len())
            .filter(|stage| {
                let below = levels.iter().take(*stage).all(|level| *level != Sure::No);
                below && levels.get(*stage).is_none_or(|level| *level != Sure::Yes)
            })
            .collect()
    }

    fn stage_name(&self, stage: usize) -> String {
        match stage.checked_sub(1).and_then(|at| self.checklist.levels.get(at)) {
            Some(level) => level.name.clone(),
            None => self.checklist.below.clone(),
        }
    }

    fn stage(&self, possible: &[usize]) -> Stage {
        let names: Vec<String> = possible.iter().map(|stage| self.stage_name(*stage)).collect();
        Stage { decided: names.first().filter(|_| names.len() == 1).cloned(), possible: names }
    }

    fn principle(&self, id: &str, principle: &Principle) -> PrincipleStage {
        let possible = self.possible(&self.levels(principle, |standing| standing.evidenced));
        let claimed = self.stage(&self.possible(&self.levels(principle, |standing| standing.claimed)));
        let reached = possible.first().copied().unwrap_or(0);
        let evidenced = self.stage(&possible);
        let next = self.checklist.levels.get(reached);
        let (mut unmet, mut unknown) = (Vec::new(), Vec::new());
        for criterion in next.map(|next| self.needed(principle, next.letter)).unwrap_or_default() {
            let standing = self.standing(&criterion.id);
            match standing.evidenced.max(standing.left_out) {
                Sure::No => unmet.push(criterion.id.clone()),
                Sure::Maybe => unknown.push(criterion.id.clone()),
                Sure::Yes => {}
            }
        }
        let because = self.because(&evidenced, next.map(|level| level.name.as_str()), &unmet, &unknown);
        PrincipleStage {
            id: id.to_string(),
            aim: principle.aim.clone(),
            title: principle.title.clone(),
            evidenced,
            claimed,
            next_stage: next.map(|level| level.name.clone()),
            unmet,
            unknown,
            because,
        }
    }

    fn because(&self, stage: &Stage, next: Option<&str>, unmet: &[String], unknown: &[String]) -> String {
        let told = |ids: &[String]| {
            let words = ids.iter().map(|id| {
                if self.standing(id).claimed == Sure::Yes { format!("{id} (ticked, no evidence)") } else { id.clone() }
            });
            words.collect::<Vec<_>>().join(", ")
        };
        let mut text = match (&stage.decided, next) {
            (Some(stage), None) => format!(
                "{stage} because everything at every stage is evidenced, replaced by something evidenced, or does not apply."
            ),
            (Some(stage), Some(next)) if *stage == self.checklist.below => {
                format!("{stage} because {next} is not fully evidenced.")
            }
            (Some(stage), Some(next)) => {
                format!("{stage} because everything up to it is evidenced, and {next} is not.")
            }
            (None, _) => format!("{}: it hangs on what is not known.", stage.words()),
        };
        if !unmet.is_empty() {
            text.push_str(&format!(" Still without evidence: {}.", told(unmet)));
        }
        if !unknown.is_empty() {
            text.push_str(&format!(" Nothing is known about {}.", unknown.join(", ")));
        }
        text
    }

    fn criterion(&self, principle: &str, criterion: &Criterion, marks: &HashMap<&str, Mark>) -> CriterionState {
        let mark = marks.get(criterion.id.as_str());
        let standing = self.standing(&criterion.id);
        let own = match mark {
            Some(mark) if mark.not_applicable == Sure::Yes => Some(State::NotApplicable),
            Some(mark) if mark.tick == Sure::Yes && mark.evidence == Sure::Yes => Some(State::Evidenced),
            _ => None,
        };
        let met_by =
            if own.is_none() && standing.evidenced == Sure::Yes { self.met_by(&criterion.id) } else { Vec::new() };
        let state = match (own, mark) {
            (Some(own), _) => own,
            _ if !met_by.is_empty() => State::MetByOther,
            _ if standing.left_out == Sure::Yes => State::NotApplicable,
            (None, None) => State::Unknown,
            (None, Some(mark)) if mark.tick == Sure::Maybe || mark.not_applicable == Sure::Maybe => State::Unknown,
            (None, Some(mark)) if mark.tick == Sure::Yes && mark.evidence == Sure::Maybe => State::Unknown,
            (None, Some(mark)) if mark.tick == Sure::Yes => State::Claimed,
            (None, Some(_)) => State::NotMet,
        };
        let because = match (state, mark) {
            (State::Evidenced, _) => "It is ticked, and its evidence is named.".to_string(),
            (State::Claimed, _) => "It is ticked, but no evidence is named.".to_string(),
            (State::MetByOther, _) => {
                format!("It is met by {}, which replaces or repeats it.", met_by.join(" together with "))
            }
            (State::NotApplicable, Some(mark)) if mark.not_applicable == Sure::Yes => {
                "It is marked as not applicable, with a reason.".to_string()
            }
            (State::NotApplicable, _) => {
                format!("It repeats {}, which is marked as not applicable.", criterion.repeats.join(" and "))
            }
            (State::NotMet, _) => "It is not ticked, and nothing that is ticked replaces it.".to_string(),
            (State::Unknown, None) => "It has no row.".to_string(),
            (State::Unknown, Some(_)) => "Its row cannot be read.".to_string(),
        };
        let level = level_letter(&criterion.id)
            .and_then(|letter| self.checklist.levels.iter().find(|level| level.letter == letter));
        CriterionState {
            id: criterion.id.clone(),
            principle: principle.to_string(),
            level: level.map(|level| level.name.clone()).unwrap_or_default(),
            says: criterion.says.clone(),
            who: criterion.who.clone(),
            clause: criterion.clause.clone(),
            optional: criterion.optional,
            state,
            met_by,
            because,
            row: mark.map(|mark| mark.row),
            action: mark.and_then(|mark| mark.action.clone()),
        }
    }

    /// The first set of criteria that surely meets one in its place.
    fn met_by(&self, id: &str) -> Vec<String> {
        let Some(at) = self.at.get(id) else { return Vec::new() };
        let round = |at: usize| self.round.get(at).copied().flatten();
        let sure = |other: &usize| matches!((round(*other), round(*at)), (Some(other), Some(own)) if other < own);
        let set =
            self.alternatives(*at).into_iter().find(|set| !set.is_empty() && set.iter().all(sure)).unwrap_or_default();
        set.into_iter().filter_map(|other| self.criteria.get(other)).map(|criterion| criterion.id.clone()).collect()
    }

    /// The lowest stage of all principles.
    fn lowest(&self, principles: &[PrincipleStage]) -> Stage {
        let place =
            |name: &String| self.checklist.levels.iter().position(|level| level.name == *name).map_or(0, |at| at + 1);
        let ends = principles.iter().map(|principle| {
            let places: Vec<usize> = principle.evidenced.possible.iter().map(place).collect();
            (places.first().copied().unwrap_or(0), places.last().copied().unwrap_or(0))
        });
        let (low, high) = ends
            .fold((self.checklist.levels.len(), self.checklist.levels.len()), |(low, high), (first, last)| {
                (low.min(first), high.min(last))
            });
        self.stage(&(low..=high).collect::<Vec<_>>())
    }
}

/// The letter of a criterion's level: the part before the last hyphen.
fn level_letter(id: &str) -> Option<char> {
    id.rsplit('-').nth(1)?.chars().next()
}
