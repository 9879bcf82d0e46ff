//! The examples of a pack as tests: each row is read and answered, and what comes is held to what is expected.
//!
//! Comes in: a pack. Goes out: a finding for each example that is not as it says, with its claim, what was expected, what
//! came, and the rows that decided it.

use super::{Finding, Kind, moments};
use crate::calendar::{Calendar, Day};
use crate::decision::Status;
use crate::evaluate::cells::{Domain, Rows};
use crate::evaluate::checklist::{self, Assessment};
use crate::evaluate::compile::{compile_whole, holds};
use crate::evaluate::decide::{self, Answerer, Searches};
use crate::evaluate::facts::Facts;
use crate::evaluate::program::Program;
use crate::evaluate::run::{Collected, Pass};
use crate::evaluate::{checks, duties};
use crate::policy::load;
use crate::policy::nearest;
use crate::policy::pack::{Checklist, Criterion, Example, Ordered, Pack};
use crate::policy::settings::Settings;
use crate::problem::Problem;
use crate::record::headed::ReadOptions;
use crate::record::read::{Reading, read};
use crate::record::{Fact, RowKind};
use crate::table::{Table, paste};
use std::collections::BTreeMap;

/// The day the examples are for where it does not matter.
pub const ANY_DAY: &str = "2026-04-08";

/// What an example expects where nothing is decided.
const CANNOT_DECIDE: &str = "Cannot decide";

/// What a criterion of a checklist may be given as.
const GIVEN: [&str; 4] = ["evidenced", "ticked", "not applicable", "no row"];

/// Everything that comes for one example, by the names that `expect` uses, each with the rows that decided it.
type Came = BTreeMap<String, (String, String)>;

/// A pack made ready for the settings and the day of some examples.
type Prepared<'p> = (&'p Ordered<String>, Day, Result<Program, Vec<Problem>>);

/// Runs every example of a pack.
pub fn check(pack: &Pack, calendar: &Calendar) -> Vec<Finding> {
    let usual = usual_day(pack);
    let mut programs: Vec<Prepared> = Vec::new();
    let mut findings = Vec::new();
    for example in &pack.examples {
        let mut run = Run { pack, example, findings: &mut findings };
        run.names();
        let as_of = match example.as_of.as_deref().map_or(usual, Day::parse) {
            Some(day) => day,
            None => {
                let found = example.as_of.clone().unwrap_or_default();
                run.wrong(format!("its day is `{found}`, and a day is written as 2026-04-08"));
                continue;
            }
        };
        if let Some(checklist) = pack.checklist() {
            run.checklist(checklist, as_of);
            continue;
        }
        // Most examples are for one day and the usual settings.
        let known = programs.iter().position(|(settings, day, _)| **settings == example.settings && *day == as_of);
        let at = known.unwrap_or_else(|| {
            let program =
                settings(pack, &example.settings).and_then(|settings| compile_whole(pack, &settings, calendar, as_of));
            programs.push((&example.settings, as_of, program));
            programs.len() - 1
        });
        match programs.get(at).map(|(.., program)| program) {
            Some(Ok(program)) => run.row(program),
            Some(Err(problems)) if known.is_none() => problems
                .iter()
                .for_each(|problem| run.wrong(format!("{}; expected {}", problem.message, problem.expected))),
            _ => {}
        }
    }
    findings
}

/// The day of an example that names none: a day on which the pack is in force.
fn usual_day(pack: &Pack) -> Option<Day> {
    let any = Day::parse(ANY_DAY);
    let in_force = |day: &Day| pack.in_force.as_ref().is_none_or(|period| holds(period, *day));
    any.filter(in_force).or_else(|| moments(pack).into_iter().next_back())
}

fn settings(pack: &Pack, chosen: &Ordered<String>) -> Result<Settings, Vec<Problem>> {
    Settings::with(pack, &Ordered(chosen.iter().map(|(name, text)| (name.to_string(), text.as_str().into())).collect()))
}

struct Run<'r> {
    pack: &'r Pack,
    example: &'r Example,
    findings: &'r mut Vec<Finding>,
}

impl Run<'_> {
    fn wrong(&mut self, what: String) {
        let shows: Vec<&str> = self.example.shows.iter().map(String::as_str).collect();
        let sentence = format!("`{}`: {what}.", self.example.claim);
        let remedy = "Correct the example, or the rule it is an example of.";
        self.findings.push(Finding::new(Kind::WrongExample, "examples", &shows, sentence, remedy));
    }

    fn unknown<'k>(&mut self, key: &str, name: &str, what: &str, known: impl Iterator<Item = &'k str>) {
        let near = nearest(name, known).map(|near| format!(", but `{near}` is")).unwrap_or_default();
        self.wrong(format!("`{name}` under `{key}` is not {what}{near}"));
    }

    /// What it shows and what it gives is known.
    fn names(&mut self) {
        let (pack, example) = (self.pack, self.example);
        let ids = ids(pack);
        for id in example.shows.iter().filter(|id| !ids.contains(&id.as_str())) {
            self.unknown("shows", id, "the id of a rule", ids.iter().copied());
        }
        let criteria: Vec<&Criterion> = pack.checklist().map(criteria).unwrap_or_default();
        for (name, given) in example.given.iter() {
            let of_criterion = criteria.iter().any(|criterion| criterion.id == name);
            if of_criterion && !GIVEN.contains(&given.as_str()) {
                self.wrong(format!("{name} is given as `{given}`, and not as one of {}", GIVEN.join(", ")));
            } else if !of_criterion && pack.fields.get(name).is_none() {
                self.unknown("given", name, "a field", pack.fields.iter().map(|(known, _)| known));
            }
        }
    }

    /// An example of one row.
    fn row(&mut self, program: &Program) {
        let (pack, example) = (self.pack, self.example);
        let given = |name: &str| match example.given.get(name) {
            Some(text) => text.clone(),
            None if name == pack.subject => "Example".to_string(),
            None => String::new(),
        };
        let (table, reading) = self.read(vec![pack.fields.iter().map(|(name, _)| given(name)).collect()]);
        let rows: Vec<usize> = learners(&table, &reading);
        let [row] = rows.as_slice() else {
            return self.wrong(format!("it gives {} rows of learners, and an example is one", rows.len()));
        };
        self.unreadable(&reading);
        let facts: Vec<Fact> = (0..pack.fields.len()).map(|field| reading.records.fact(field, *row)).collect();
        let came = came(&mut Answerer::new(program), program, &facts, &reading.records.lists);
        for (name, expected) in example.expect.iter() {
            let Some((found, why)) = came.get(name) else {
                self.unknown("expect", name, "an answer", came.keys().map(String::as_str));
                continue;
            };
            if found == expected {
                continue;
            }
            let never = program.node(name).map(|node| never(program, node, expected)).unwrap_or_default();
            self.wrong(format!("{name} was expected to be `{expected}`{never} and is `{found}`{why}"));
        }
    }

    /// Cells that cannot be read, unless the example is about such a cell: then something of it cannot be decided.
    fn unreadable(&mut self, reading: &Reading) {
        let expects = |open: &str| self.example.expect.iter().any(|(_, expected)| expected == open);
        if expects(CANNOT_DECIDE) || expects("cannot say") || expects("") {
            return;
        }
        for found in &reading.records.problems {
            let Some((name, _)) = found.field.and_then(|field| self.pack.fields.0.get(field)) else { continue };
            self.wrong(format!("{name}: {}; expected {}", found.problem.message, found.problem.expected));
        }
    }

    /// An example of a checklist: criteria that are not given have a row without a tick, and other cells stand in the first row.
    fn checklist(&mut self, checklist: &Checklist, as_of: Day) {
        let (pack, example) = (self.pack, self.example);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for criterion in criteria(checklist) {
            let given = example.given.get(&criterion.id).map_or("", String::as_str);
            if given == "no row" {
                continue;
            }
            let cell = |name: &str| match name {
                _ if name == checklist.group => "Example".to_string(),
                _ if name == checklist.criterion => criterion.id.clone(),
                _ if name == checklist.tick && matches!(given, "evidenced" | "ticked") => "Yes".to_string(),
                _ if name == checklist.evidence && given == "evidenced" => "Minutes".to_string(),
                _ if name == checklist.not_applicable && given == "not applicable" => "Not offered".to_string(),
                _ if rows.is_empty() => example.given.get(name).cloned().unwrap_or_default(),
                _ => String::new(),
            };
            let row = pack.fields.iter().map(|(name, _)| cell(name)).collect();
            rows.push(row);
        }
        let (table, reading) = self.read(rows);
        let assessed = settings(pack, &example.settings)
            .map(|settings| checklist::assess(pack, &settings, &table, &reading.records, as_of));
        let assessed = match assessed {
            Ok(assessed) => assessed,
            Err(problems) => {
                return problems
                    .iter()
                    .for_each(|problem| self.wrong(format!("{}; expected {}", problem.message, problem.expected)));
            }
        };
        let Some(assessed) = assessed.first() else { return };
        for (name, expected) in example.expect.iter() {
            match assessed_as(assessed, name) {
                Some(found) if found == *expected => {}
                Some(found) => self.wrong(format!("{name} was expected to be `{expected}` and is `{found}`")),
                None => {
                    let ids = assessed.principles.iter().map(|one| &one.id);
                    let ids = ids.chain(assessed.criteria.iter().map(|one| &one.id));
                    self.unknown("expect", name, "an answer", ids.map(String::as_str).chain(["action", "review"]));
                }
            }
        }
    }

    /// Rows as they would be typed under the headings of the fields.
    fn read(&self, rows: Vec<Vec<String>>) -> (Table, Reading) {
        let headings = self.pack.fields.iter().map(|(_, field)| field.heading.clone()).collect();
        let lines: Vec<String> =
            [vec![headings], rows].concat().iter().map(|cells: &Vec<String>| cells.join("\t")).collect();
        let table = paste::parse(lines.join("\n"));
        let fields: Vec<_> = self.pack.fields.iter().map(|(name, field)| (name.to_string(), field)).collect();
        let options = ReadOptions { subject: Some(self.pack.subject.clone()), ..ReadOptions::default() };
        let reading = read(&table, &fields, &options);
        (table, reading)
    }
}

fn learners(table: &Table, reading: &Reading) -> Vec<usize> {
    (0..table.len()).filter(|row| reading.records.kinds.get(*row) == Some(&RowKind::Learner)).collect()
}

fn criteria(checklist: &Checklist) -> Vec<&Criterion> {
    checklist.principles.iter().flat_map(|(_, principle)| &principle.criteria).collect()
}

/// Every id that an example may show: rows, what they carry out, stages, settings, criteria and what is registered. The id
/// of a row that is a part of a rule, such as `MTT-39a`, names the rule, too.
fn ids(pack: &Pack) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for rule in &pack.rules {
        for row in load::rows(rule) {
            ids.extend([row.id.as_str(), row.id.trim_end_matches(|c: char| c.is_ascii_lowercase())]);
            ids.extend(row.with.iter().map(String::as_str));
        }
        ids.extend(rule.stages.iter().map(|stage| stage.id.as_str()));
    }
    if let Some(checklist) = pack.checklist() {
        ids.extend(criteria(checklist).iter().map(|criterion| criterion.id.as_str()));
        ids.extend(checklist.carries_out.iter().map(|carried| carried.id.as_str()));
    }
    ids.extend(pack.register.iter().map(|registered| registered.id.as_str()));
    ids
}

/// That a rule can never have the value that is expected; blank where it can.
fn never(program: &Program, node: usize, expected: &str) -> String {
    if expected == CANNOT_DECIDE || program.table(node).is_some_and(|table| table.is_list() || table.actions) {
        return String::new();
    }
    match program.nodes.get(node).map(|node| &node.domain) {
        Some(Domain::Named(names)) if !names.is_empty() && !names.iter().any(|name| name == expected) => {
            let names: Vec<&str> = names.iter().map(|name| if name.is_empty() { "blank" } else { name }).collect();
            format!(", which it never is ({}),", names.join(", "))
        }
        _ => String::new(),
    }
}

fn assessed_as(assessed: &Assessment, name: &str) -> Option<String> {
    let (id, part) = name.split_once('.').unwrap_or((name, ""));
    if let Some(principle) = assessed.principles.iter().find(|principle| principle.id == id) {
        return match part {
            "" => Some(principle.evidenced.words()),
            "claimed" => Some(principle.claimed.words()),
            "unmet" => Some(principle.unmet.join(", ")),
            _ => None,
        };
    }
    match name {
        "action" => assessed.criteria.first()?.action.as_ref().map(|action| action.state.clone()),
        "review" => assessed.review.clone(),
        _ => assessed.criteria.iter().find(|criterion| criterion.id == name).map(|criterion| criterion.words()),
    }
}

/// The answers of one row, by the names that examples use: `rating`, `rating.rule`, `rating.possible`.
pub fn answers(
    answerer: &mut Answerer,
    program: &Program,
    facts: &[Fact],
    lists: &[Vec<i64>],
) -> BTreeMap<String, String> {
    came(answerer, program, facts, lists).into_iter().map(|(name, (came, _))| (name, came)).collect()
}

fn came(answerer: &mut Answerer, program: &Program, facts: &[Fact], lists: &[Vec<i64>]) -> Came {
    let mut row = facts.to_vec();
    checks::check(program, &mut row, lists);
    let facts = Facts { facts: &row, lists };
    let found = answerer.row(&facts);
    let mut all = Came::new();
    let pass = answerer.pass();
    for duty in duties::duties(program, &mut pass.clone(), &facts, &mut Searches::default()) {
        all.insert(format!("duty {}", duty.rule), (duty.words(), String::new()));
    }
    for (node, found) in program.answers.iter().zip(&found) {
        let Some(name) = program.nodes.get(*node).map(|node| node.name.clone()) else { continue };
        let table = program.table(*node);
        let id = |row: usize| table.and_then(|table| table.rows.get(row)).map(|row| row.row.id.as_str());
        let held = |rows: Rows| rows.iter().filter_map(id).collect::<Vec<_>>().join(", ");
        let (mut outcome, mut rule, mut possible) = (CANNOT_DECIDE.to_string(), "", String::new());
        let why = decided_by(program, pass, *node);
        match (found.status, found.cell) {
            (Status::Decided, Some(cell)) => {
                outcome = match (table.is_some_and(|table| table.actions), found.collected) {
                    (true, Some(Collected::Rows(rows))) => held(rows),
                    (true, _) => program.value_name(*node, cell).to_string(),
                    (false, _) => decide::outcome(program, *node, found).unwrap_or_default(),
                };
                rule = pass.won(*node).and_then(id).unwrap_or_default();
            }
            _ => {
                if let Some(open) = &found.open {
                    possible = decide::possible_outcomes(program, *node, &open.possible).join(" or ");
                }
            }
        }
        if let Some(also) = program.node(&format!("{name}.also")) {
            let rows = pass.held(also);
            let ids = rows.iter().filter_map(|row| Some(program.table(also)?.rows.get(row)?.row.id.as_str()));
            all.insert(format!("{name}.also"), (ids.collect::<Vec<_>>().join(", "), String::new()));
        }
        if let Some(due) = found.cell.and_then(|cell| program.table(*node)?.rows.get(cell)?.row.due.clone()) {
            let due = duties::due(program, &facts, &due).map(|day| day.to_string()).unwrap_or_default();
            all.insert(format!("{name}.due"), (due, why.clone()));
        }
        let may_be = if possible.is_empty() { String::new() } else { format!(" (it may be {possible})") };
        all.insert(format!("{name}.rule"), (rule.to_string(), why.clone()));
        all.insert(format!("{name}.possible"), (possible, why.clone()));
        all.insert(name, (outcome, if may_be.is_empty() { why } else { may_be }));
    }
    all
}

/// The rows that decided an answer and the rules that it rests on: `, by MTT-18 (MTT-01, MTT-02-no)`.
fn decided_by(program: &Program, pass: &Pass, node: usize) -> String {
    let ids = |at: usize| -> Vec<&str> {
        let Some(table) = program.table(at) else { return Vec::new() };
        let rows: Vec<usize> = pass.won(at).map_or_else(|| pass.held(at).iter().collect(), |row| vec![row]);
        rows.into_iter().filter_map(|row| table.rows.get(row)).map(|row| row.row.id.as_str()).collect()
    };
    let own = ids(node);
    let upstream = program.nodes.get(node).map(|node| node.upstream.as_slice()).unwrap_or_default();
    let mut rests: Vec<&str> = upstream.iter().flat_map(|at| ids(*at)).collect();
    rests.dedup();
    match (own.is_empty(), rests.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!(", by {}", rests.join(", ")),
        (false, true) => format!(", by {}", own.join(", ")),
        (false, false) => format!(", by {}, where {} held", own.join(", "), rests.join(", ")),
    }
}
