//! Checks a pack before it is trusted: what its rules leave open, say twice, never say, or say against themselves.
//!
//! Comes in: a pack. Goes out: findings, each with a plain sentence, what to do, and where a row of facts shows it, that
//! row, confirmed by the evaluator. What a field can hold is declared, so nothing is reported about values that cannot be;
//! nor about rows that wait for a setting nobody has set. A sound pack has no findings.

pub mod boundaries;
pub mod examples;
mod ladder;
mod paper;
mod reader;
mod rows;
mod search;
mod space;
mod spellings;
mod turns;
pub(crate) mod words;

use crate::calendar::{Calendar, Day, Nation};
use crate::evaluate::cells::Cells;
use crate::evaluate::compile::compile_whole;
use crate::evaluate::facts::Facts;
use crate::evaluate::program::{Program, Source, Table};
use crate::evaluate::run::Pass;
use crate::policy::pack::{Pack, Rule};
use crate::policy::settings::Settings;
use crate::problem::Problem;
use crate::record::Fact;
use serde::Serialize;
use std::collections::BTreeSet;

/// What kind of fault a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Facts for which no row holds.
    Gap,
    /// Two rows of a rule in which only one may hold, holding together with different values.
    Overlap,
    /// A row whose tests can never all pass.
    UnreachableRow,
    /// A row that never decides, because others always come before it.
    ShadowedRow,
    /// A value that no row ever gives.
    OutputNeverReached,
    /// A column without which every answer stays the same.
    IdleColumn,
    /// A cell that tests for what the fact cannot be.
    OutsideDomain,
    /// Worse facts that give a better value.
    NotMonotone,
    /// A rule that must be monotone, and a fact that does not say which end is better.
    NoDirection,
    /// A stage that cannot be left, or a success that leads nowhere.
    DeadEnd,
    /// A stage that can be entered without the one before it, and nobody is told.
    SkippedStage,
    /// One cell that ends two stages.
    AmbiguousExit,
    /// A stage that never shows.
    UnreachableStage,
    /// Days on which a rule has no version.
    TimeGap,
    /// Days on which a rule has two versions.
    TimeOverlap,
    /// A rule or setting without a clause of a declared source.
    NoClause,
    /// A number that no clause vouches for.
    NoOrigin,
    /// A row that no example shows.
    NoExample,
    /// An example that is not as it says.
    WrongExample,
    /// Two columns, or two values of one, that nobody can tell apart, or one that has no name.
    SameSpelling,
    /// A part of the pack that says nothing, or what cannot be: limits the wrong way round, a day that is none.
    Malformed,
    /// The pack cannot be made ready to answer.
    DoesNotCompile,
}

/// One fault of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of fault it is.
    pub kind: Kind,
    /// The rule, or the setting or fact, it was found in.
    pub rule: String,
    /// The rows it concerns.
    pub rows: Vec<String>,
    /// What is wrong, as a plain sentence.
    pub sentence: String,
    /// What to do about it, as a plain sentence.
    pub remedy: String,
    /// A row of field values that shows it, as a person would type them; an empty text is a blank cell.
    pub witness: Vec<(String, String)>,
    /// For neighbours that are the wrong way round: the row with the worse facts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<(String, String)>,
    /// The witness as coded facts, one for each field; empty where there is none.
    #[serde(skip)]
    pub facts: Vec<Fact>,
    /// The row with the worse facts, coded.
    #[serde(skip)]
    pub facts_beside: Vec<Fact>,
    /// The day it was found for.
    #[serde(skip)]
    pub as_of: Option<Day>,
}

impl Finding {
    /// A finding without a witness.
    pub(crate) fn new(kind: Kind, rule: &str, rows: &[&str], sentence: String, remedy: &str) -> Self {
        let rows = rows.iter().map(ToString::to_string).collect();
        Finding {
            kind,
            rule: rule.to_string(),
            rows,
            sentence,
            remedy: remedy.to_string(),
            witness: Vec::new(),
            beside: Vec::new(),
            facts: Vec::new(),
            facts_beside: Vec::new(),
            as_of: None,
        }
    }

    /// The same finding with a row of facts that shows it.
    fn shown_by(mut self, program: &Program, facts: Vec<Fact>) -> Self {
        let facts = words::typable(program, facts);
        self.witness = words::witness(program, &facts);
        self.facts = facts;
        self.as_of = Some(program.as_of);
        self
    }
}

/// Checks a pack with its own defaults.
pub fn verify(pack: &Pack) -> Vec<Finding> {
    match Settings::defaults(pack) {
        Ok(settings) => verify_with(pack, &settings, &Calendar::of(Nation::parse("england-and-wales"))),
        Err(problems) => problems.iter().map(does_not_compile).collect(),
    }
}

/// What is wrong with a pack, as far as it takes no search to see that: its examples, its wordings, its clauses. That a row has
/// no example spoils no answer, and is left out.
pub fn at_a_glance(pack: &Pack) -> Vec<Finding> {
    let mut findings = paper::check(pack);
    spellings::check(pack, &mut findings);
    findings.extend(examples::check(pack, &Calendar::of(Nation::parse("england-and-wales"))));
    findings.retain(|finding| finding.kind != Kind::NoExample);
    findings
}

/// Why a pack cannot be made ready to answer with its own defaults, on any of the days on which its rules differ.
pub fn unready(pack: &Pack) -> Vec<Problem> {
    let settings = match Settings::defaults(pack) {
        Ok(settings) => settings,
        Err(problems) => return problems,
    };
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    let mut all: Vec<Problem> = Vec::new();
    for as_of in moments(pack) {
        let found = compile_whole(pack, &settings, &calendar, as_of).err().unwrap_or_default();
        for problem in found.into_iter().filter(|problem| problem.code != "not-in-force") {
            if !all.contains(&problem) {
                all.push(problem);
            }
        }
    }
    all
}

/// Checks a pack as an organisation reads it.
pub fn verify_with(pack: &Pack, settings: &Settings, calendar: &Calendar) -> Vec<Finding> {
    let mut findings = paper::check(pack);
    spellings::check(pack, &mut findings);
    for as_of in moments(pack) {
        match compile_whole(pack, settings, calendar, as_of) {
            Ok(program) => check_program(&program, &mut findings),
            Err(problems) => {
                findings.extend(problems.iter().filter(|problem| problem.code != "not-in-force").map(does_not_compile))
            }
        }
    }
    // Rules that are not ready to answer say so once, not for each example.
    if !findings.iter().any(|finding| finding.kind == Kind::DoesNotCompile) {
        findings.extend(examples::check(pack, calendar));
    }
    let mut seen = BTreeSet::new();
    findings.retain(|finding| {
        seen.insert((finding.kind, finding.rule.clone(), finding.rows.clone(), finding.sentence.clone()))
    });
    findings
}

fn does_not_compile(problem: &Problem) -> Finding {
    Finding::new(
        Kind::DoesNotCompile,
        "",
        &[],
        format!("{}; expected {}.", problem.message, problem.expected),
        &problem.remedy,
    )
}

/// The days for which the rules of a pack differ: the first day of each version.
pub(crate) fn moments(pack: &Pack) -> BTreeSet<Day> {
    let first = |period: &Option<crate::policy::pack::Period>| {
        period.as_ref().and_then(|period| period.from.as_deref()).and_then(Day::parse)
    };
    // A day that the calendar knows, where nothing is dated.
    let usual = Day::parse("2026-01-05");
    let mut days: BTreeSet<Day> = pack.rules.iter().filter_map(|rule| first(&rule.in_force)).collect();
    days.extend(first(&pack.in_force).into_iter().chain(usual).max());
    if let Some(begin) = first(&pack.in_force) {
        days.retain(|day| *day >= begin);
    }
    let last = pack.in_force.as_ref().and_then(|period| period.to.as_deref()).and_then(Day::parse);
    if let Some(last) = last {
        days.retain(|day| *day <= last);
        if days.is_empty() {
            days.insert(last);
        }
    }
    days
}

fn check_program(program: &Program, findings: &mut Vec<Finding>) {
    for (at, node) in program.nodes.iter().enumerate() {
        let Source::Table(table) = &node.source else { continue };
        paper::domains(program, at, table, findings);
        rows::check(program, at, table, findings);
    }
    ladder::check(program, findings);
    turns::check(program, findings);
}

/// The rule of the pack that a node was made from; ladders make several.
pub(crate) fn rule_of<'p>(program: &'p Program, name: &str) -> Option<&'p Rule> {
    let base = name.split('.').next().unwrap_or(name);
    let day = program.as_of;
    program
        .pack
        .rules
        .iter()
        .filter(|rule| rule.in_force.as_ref().is_none_or(|period| crate::evaluate::compile::holds(period, day)))
        .find(|rule| rule.id == base || rule.next.as_ref().is_some_and(|next| next.id == base))
}

/// The id of a row of a table.
fn row_id(table: &Table, row: usize) -> &str {
    table.rows.get(row).map(|row| row.row.id.as_str()).unwrap_or_default()
}

/// The cells in which each column lets a row pass.
fn row_cells(table: &Table, row: usize) -> Vec<(usize, Cells)> {
    table
        .columns
        .iter()
        .filter(|column| column.tested.has(row))
        .map(|column| {
            let mut cells = Cells::NONE;
            for (cell, rows) in column.pass.iter().enumerate() {
                if rows.has(row) {
                    cells.insert(cell);
                }
            }
            (column.node, cells)
        })
        .collect()
}

/// A pass over a row of facts.
pub(crate) fn pass(program: &Program, facts: &[Fact]) -> Pass {
    let mut pass = Pass::default();
    pass.run(program, &Facts { facts, lists: &[] });
    pass
}
