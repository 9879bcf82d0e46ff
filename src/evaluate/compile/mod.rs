//! Makes a pack ready to answer: resolves names and settings, cuts facts into cells, and turns cells of rules into sets.
//!
//! Comes in: a pack whose text was read, its settings, a calendar, an as-of date. Goes out: a [`Program`], or every
//! problem found, each naming the rule and row. Never evaluates anything. The order of it lies here; facts, rules and
//! the cells of their tests lie in the files beside it.

mod cells;
mod facts;
mod rules;

pub use rules::row_cells;

use crate::calendar::{Calendar, Day};
use crate::evaluate::ladder;
use crate::evaluate::program::{Names, Node, Program};
use crate::order::InOrder;
use crate::policy::fit;
use crate::policy::nearest;
use crate::policy::pack::{Operation, Pack, Period, Rule, RuleKind};
use crate::policy::rests;
use crate::policy::settings::Settings;
use crate::policy::unary::Test;
use crate::problem::Problem;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Makes a pack ready to answer for one day: its decisions and all they rest on, without lists of duties that no decision
/// shows, so that a row costs no more than its answers.
///
/// # Errors
/// - `not-in-force`: the pack has no version for that day.
/// - one problem for each name, value, cell or setting that does not fit.
pub fn compile(pack: &Pack, settings: &Settings, calendar: &Calendar, as_of: Day) -> Result<Program, Vec<Problem>> {
    build(pack, settings, calendar, as_of, &rests::only_for_duties(pack))
}

/// Makes a pack ready whole, with its lists of duties: for [`duties`](super::duties::duties), and for checking a pack.
///
/// # Errors
/// Those of [`compile`].
pub fn compile_whole(
    pack: &Pack,
    settings: &Settings,
    calendar: &Calendar,
    as_of: Day,
) -> Result<Program, Vec<Problem>> {
    build(pack, settings, calendar, as_of, &BTreeSet::new())
}

fn build(
    pack: &Pack,
    settings: &Settings,
    calendar: &Calendar,
    as_of: Day,
    without: &BTreeSet<&str>,
) -> Result<Program, Vec<Problem>> {
    let fitted = fit::to_settings(pack, settings);
    let pack = &fitted;
    if let Some(period) = &pack.in_force
        && !holds(period, as_of)
    {
        return Err(vec![not_in_force(&pack.title, period)]);
    }
    let mut rules = in_force(pack, as_of);
    rules.retain(|rule| !without.contains(rule.id.as_str()));
    let rules = ladder::flatten(&rules);
    let mut builder = Builder {
        pack,
        settings,
        calendar,
        as_of,
        nodes: Vec::new(),
        names: Names::default(),
        field_nodes: Vec::new(),
        problems: Vec::new(),
        rules: &rules,
        pending: Vec::new(),
        tests: BTreeMap::new(),
    };
    builder.fields(without);
    for (name, _) in pack.derived.iter().filter(|(name, _)| !without.contains(name)) {
        builder.need(name, &format!("derived fact {name}"));
    }
    for rule in &rules {
        builder.need(&rule.id, &format!("rule {}", rule.id));
    }
    builder.cut();
    builder.fill();
    let answers: Vec<usize> = pack
        .decisions
        .iter()
        .filter_map(|answer| {
            let node = builder.names.get(&answer.id).copied();
            if node.is_none() && !is_checklist(pack, &answer.id) {
                builder.unknown_name(&answer.id, "decisions");
            }
            node
        })
        .collect();
    let Builder { nodes, names, field_nodes, problems, .. } = builder;
    let node = |name: &str| names.get(name).copied();
    let checked = pack.checks.iter().map(|check| Some([node(&check.of.0)?, node(&check.of.1)?])).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let beside = |(also, of): (usize, &Node)| Some((node(of.name.strip_suffix(".also")?)?, also));
    let besides = nodes.iter().enumerate().filter_map(beside).collect();
    Ok(Program {
        pack: fitted,
        settings: settings.clone(),
        as_of,
        calendar: calendar.clone(),
        nodes,
        answers,
        checked,
        besides,
        names,
        field_nodes,
        followers: OnceCell::new(),
    })
}

fn is_checklist(pack: &Pack, id: &str) -> bool {
    pack.rules.iter().any(|rule| rule.kind == RuleKind::Checklist && rule.id == id)
}

/// Whether a day lies in a period; an end that cannot be read is taken as open, and the loader refuses it.
pub fn holds(period: &Period, day: Day) -> bool {
    let end = |text: &Option<String>| text.as_deref().and_then(Day::parse);
    end(&period.from).is_none_or(|from| day >= from) && end(&period.to).is_none_or(|to| day <= to)
}

fn not_in_force(what: &str, period: &Period) -> Problem {
    let words = |text: &Option<String>| text.as_deref().and_then(Day::parse).map(Day::uk);
    let expected = match (words(&period.from), words(&period.to)) {
        (Some(from), Some(to)) => format!("a date from {from} to {to}"),
        (Some(from), None) => format!("a date from {from} on"),
        (None, Some(to)) => format!("a date up to {to}"),
        (None, None) => "any date".to_string(),
    };
    Problem::new(
        "not-in-force",
        format!("{what} is not in force on that date"),
        expected,
        "Choose another as-of date, or a policy that was in force then.",
    )
}

/// The version of each rule that holds on the day: there is one, as a pack that leaves a day without is never loaded.
fn in_force(pack: &Pack, as_of: Day) -> Vec<&Rule> {
    pack.rules.iter().filter(|rule| rule.in_force.as_ref().is_none_or(|period| holds(period, as_of))).collect()
}

struct Builder<'p> {
    pack: &'p Pack,
    settings: &'p Settings,
    calendar: &'p Calendar,
    as_of: Day,
    nodes: Vec<Node>,
    names: Names,
    field_nodes: Vec<usize>,
    problems: Vec<Problem>,
    rules: &'p [Cow<'p, Rule>],
    pending: Vec<String>,
    /// For each node, the tests on it: rule node, row, test.
    tests: BTreeMap<usize, Vec<(usize, usize, Test)>>,
}

// A page compiles what runs often, and a function of its own is compiled in a fraction of the time that it takes as a part
// of a large one: hence `inline(never)` on parts that loop.
impl Builder<'_> {
    fn problem(&mut self, code: &str, found: String, expected: &str, remedy: &str) {
        self.problems.push(Problem::new(code, found, expected, remedy));
    }

    fn unknown_name(&mut self, name: &str, place: &str) {
        let known: Vec<&str> = self
            .pack
            .fields
            .iter()
            .map(|(name, _)| name)
            .chain(self.pack.derived.iter().map(|(name, _)| name))
            .chain(self.rules.iter().map(|rule| rule.id.as_str()))
            .collect();
        let expected = match nearest(name, known.into_iter()) {
            Some(near) => format!("a field, a derived fact or an earlier rule, such as `{near}`"),
            None => "a field, a derived fact or an earlier rule".to_string(),
        };
        self.problem(
            "unknown-name",
            format!("{place}: `{name}` is not known"),
            &expected,
            "Correct the name, or declare it.",
        );
    }

    fn add(&mut self, node: Node) -> usize {
        let at = self.nodes.len();
        if self.names.insert(node.name.clone(), at).is_some() {
            self.problem(
                "name-twice",
                format!("`{}` is declared twice", node.name),
                "a name for one thing only",
                "Rename one of them.",
            );
        }
        self.nodes.push(node);
        at
    }

    /// The node of a name, made now if it is a derived fact or a rule that was not made yet.
    fn need(&mut self, name: &str, place: &str) -> Option<usize> {
        if let Some(node) = self.names.get(name) {
            return Some(*node);
        }
        if self.pending.iter().any(|waiting| waiting == name) {
            let circle = self.pending.join(", ");
            self.problem(
                "circle",
                format!("{place}: `{name}` rests on itself, by way of {circle}"),
                "rules that build on earlier ones only",
                "Break the circle.",
            );
            return None;
        }
        self.pending.push(name.to_string());
        let (pack, rules) = (self.pack, self.rules);
        let made = if let Some(derived) = pack.derived.get(name) {
            self.derived(name, derived)
        } else if let Some(field) = name.strip_suffix(".happened").filter(|field| self.pack.fields.get(field).is_some())
        {
            let field = field.to_string();
            self.of_field(name, &field, Operation::Happened)
        } else if let Some(field) = name.strip_suffix(".filled").filter(|field| self.pack.fields.get(field).is_some()) {
            let field = field.to_string();
            self.of_field(name, &field, Operation::Filled)
        } else if let Some(field) = name.strip_suffix(".readable").filter(|field| self.pack.fields.get(field).is_some())
        {
            let field = field.to_string();
            self.of_field(name, &field, Operation::Readable)
        } else if let Some(rule) = rules.iter().find(|rule| rule.id == name) {
            self.rule(rule)
        } else if let Some((parent, _)) = name
            .split_once('.')
            .filter(|(parent, _)| self.rules.iter().any(|rule| rule.id == *parent && !rule.more.is_empty()))
        {
            let parent = parent.to_string();
            self.need(&parent, place);
            self.names.get(name).copied()
        } else {
            None
        };
        self.pending.pop();
        if made.is_none()
            && !self.pack.derived.iter().any(|(known, _)| known == name)
            && !self.rules.iter().any(|rule| rule.id == name)
        {
            self.unknown_name(name, place);
        }
        made
    }

    fn upstream(&self, of: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let mut fields: Vec<usize> = Vec::new();
        let mut nodes: Vec<usize> = Vec::new();
        for at in of {
            if let Some(node) = self.nodes.get(*at) {
                fields.extend(&node.fields);
                nodes.extend(&node.upstream);
                nodes.push(*at);
            }
        }
        fields.in_order();
        fields.dedup();
        nodes.in_order();
        nodes.dedup();
        (fields, nodes)
    }
}
