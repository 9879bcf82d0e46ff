//! Makes a pack ready to answer: resolves names and settings, cuts facts into cells, and turns cells of rules into sets.
//!
//! Comes in: a pack whose text was read, its settings, a calendar, an as-of date. Goes out: a [`Program`], or every
//! problem found, each naming the rule and row. Never evaluates anything.

use super::cells::{Cut, Domain, MOST_CELLS, MOST_ROWS, Rows};
use super::ladder;
use super::periods;
use super::program::{Column, Derivation, Node, Program, Source, Table, TableRow};
use crate::calendar::{Calendar, Day};
use crate::number::{Number, ONE};
use crate::order::InOrder;
use crate::policy::field::{Field, Kind};
use crate::policy::fit;
use crate::policy::nearest;
use crate::policy::pack::{Derived, Hit, Operation, Ordered, Pack, Period, Row, Rule, RuleKind, Then, TimeUnit, When};
use crate::policy::rests;
use crate::policy::settings::{SettingValue, Settings};
use crate::policy::unary::{self, Edge, Literal, Part, Test};
use crate::problem::Problem;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Makes a pack ready to answer for one day: its decisions and all they rest on, without lists of duties that no decision
/// shows, so that a row costs no more than its answers.
///
/// # Errors
/// - `not-in-force`: the pack, or a rule of it, has no version for that day.
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
    without: &BTreeSet<String>,
) -> Result<Program, Vec<Problem>> {
    let fitted = fit::to_settings(pack, settings);
    let pack = &fitted;
    if let Some(period) = &pack.in_force
        && !holds(period, as_of)
    {
        return Err(vec![not_in_force(&pack.title, period)]);
    }
    let mut rules = in_force(pack, as_of)?;
    rules.retain(|rule| !without.contains(&rule.id));
    let rules = ladder::flatten(&rules);
    let mut builder = Builder {
        pack,
        settings,
        calendar,
        nodes: Vec::new(),
        names: HashMap::new(),
        field_nodes: Vec::new(),
        problems: Vec::new(),
        rules: &rules,
        pending: Vec::new(),
        tests: BTreeMap::new(),
    };
    builder.fields(without);
    for (name, _) in pack.derived.iter().filter(|(name, _)| !without.contains(*name)) {
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
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Program {
        pack: fitted,
        settings: settings.clone(),
        as_of,
        calendar: calendar.clone(),
        nodes,
        answers,
        names,
        field_nodes,
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

/// The version of each rule that holds on the day.
#[inline(never)]
fn in_force(pack: &Pack, as_of: Day) -> Result<Vec<&Rule>, Vec<Problem>> {
    let mut chosen: Vec<&Rule> = Vec::new();
    let mut missing: Vec<(&str, &Period)> = Vec::new();
    for rule in &pack.rules {
        match &rule.in_force {
            Some(period) if !holds(period, as_of) => missing.push((&rule.id, period)),
            _ => chosen.push(rule),
        }
    }
    let problems: Vec<Problem> = missing
        .iter()
        .filter(|(id, _)| !chosen.iter().any(|rule| rule.id == *id))
        .map(|(id, period)| not_in_force(&format!("rule {id} of {}", pack.title), period))
        .collect();
    if problems.is_empty() { Ok(chosen) } else { Err(problems) }
}

/// A part of a test with its settings filled in: numbers in billionths, days, or positions among named values.
enum Bound {
    At(i64),
    Name(usize),
    Unset(String),
}

struct Builder<'p> {
    pack: &'p Pack,
    settings: &'p Settings,
    calendar: &'p Calendar,
    nodes: Vec<Node>,
    names: HashMap<String, usize>,
    field_nodes: Vec<usize>,
    problems: Vec<Problem>,
    rules: &'p [Rule],
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

    #[inline(never)]
    fn fields(&mut self, without: &BTreeSet<String>) {
        for (at, (name, field)) in self.pack.fields.iter().enumerate() {
            if without.contains(name) {
                self.field_nodes.push(usize::MAX);
                continue;
            }
            let node = Node {
                name: name.to_string(),
                title: field.heading.clone(),
                unit: field.unit.clone(),
                domain: field_domain(field),
                days: matches!(field.kind, Kind::Date | Kind::DateOrYes | Kind::Dates),
                source: Source::Field(at),
                fields: vec![at],
                upstream: Vec::new(),
            };
            let node = self.add(node);
            self.field_nodes.push(node);
        }
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
        let made = if let Some(derived) = self.pack.derived.get(name) {
            self.derived(name, &derived.clone())
        } else if let Some(field) = name.strip_suffix(".happened").filter(|field| self.pack.fields.get(field).is_some())
        {
            let field = field.to_string();
            self.of_field(name, &field, Operation::Happened)
        } else if let Some(field) = name.strip_suffix(".filled").filter(|field| self.pack.fields.get(field).is_some()) {
            let field = field.to_string();
            self.of_field(name, &field, Operation::Filled)
        } else if let Some(rule) = self.rules.iter().find(|rule| rule.id == name) {
            self.rule(&rule.clone())
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

    #[inline(never)]
    fn derived(&mut self, name: &str, derived: &Derived) -> Option<usize> {
        let place = format!("derived fact {name}");
        let of: Option<Vec<usize>> = derived.of.iter().map(|input| self.need(input, &place)).collect();
        let of = of?;
        let otherwise = match &derived.otherwise {
            Some(field) => Some(self.need(field, &place)?),
            None => None,
        };
        let mut all = of.clone();
        all.extend(otherwise);
        let (fields, upstream) = self.upstream(&all);
        let numbers = || Domain::Range { cuts: Vec::new(), step: 0 };
        let whole = || Domain::Range { cuts: Vec::new(), step: ONE };
        let named = |names: &[&str]| Domain::Named(names.iter().map(ToString::to_string).collect());
        let domain = match derived.by {
            Operation::ShareBehind | Operation::Rate | Operation::Remainder | Operation::Sum => numbers(),
            Operation::DaysSince
            | Operation::WorkingDaysSince
            | Operation::DaysBetween
            | Operation::WorkingDaysBetween
            | Operation::CountOf
            | Operation::MostInWindow
            | Operation::RunLength => whole(),
            Operation::LatestOf => Domain::Range { cuts: Vec::new(), step: 1 },
            Operation::Happened
            | Operation::AnyLetter
            | Operation::TermsGiven
            | Operation::ThisHalfTerm
            | Operation::Upcoming
            | Operation::Filled => named(&["false", "true"]),
            Operation::NextPeriodEnd | Operation::NextPeriodName | Operation::NextPeriodState => {
                Domain::Named(periods::names(derived.by, self.calendar.school()))
            }
            Operation::ChoicesAllowed | Operation::ChoicesBlocked => Domain::Named(holder_names(
                &of.first().and_then(|node| self.field_of(*node)).map(choice_names).unwrap_or_default(),
            )),
            Operation::Clock => named(&["not started", "running", "passed"]),
            Operation::FirstKnown if derived.values.is_empty() => numbers(),
            Operation::FirstKnown | Operation::HighestOf => Domain::Named(derived.values.clone()),
            Operation::HoldersOfHighest => Domain::Named(holder_names(&derived.names)),
        };
        let time_unit = self.settings.unit(derived.time_unit.as_ref());
        let by = match (derived.by, time_unit) {
            (Operation::DaysBetween, TimeUnit::WorkingDays) => Operation::WorkingDaysBetween,
            (by, _) => by,
        };
        let source = match by {
            Operation::FirstKnown if !derived.values.is_empty() => Source::FirstKnown(of),
            Operation::HighestOf => Source::HighestOf(of),
            Operation::HoldersOfHighest => Source::HoldersOfHighest(of),
            by => {
                let field = of.first().and_then(|node| self.field_of(*node));
                let letters = match (&derived.letters, field) {
                    (Some(letters), Some(field)) => letter_set(field, letters),
                    (None, Some(field)) if !derived.names.is_empty() => choice_set(field, &derived.names),
                    _ => 0,
                };
                let spans = match (&derived.spans, field) {
                    (Some(spans), Some(field)) => {
                        choice_names(field).iter().map(|name| periods::span(spans, name)).collect()
                    }
                    _ => Vec::new(),
                };
                let names = match &domain {
                    Domain::Named(names) if !spans.is_empty() => names.clone(),
                    _ => Vec::new(),
                };
                let count = match &derived.count {
                    Some(amount) => self.settings.amount(amount),
                    None => None,
                };
                let points = derived
                    .mode
                    .as_ref()
                    .and_then(|mode| self.settings.get(mode))
                    .is_some_and(|value| value.words() == "points");
                Source::Facts(Derivation {
                    by,
                    of,
                    points,
                    otherwise,
                    letters,
                    spans,
                    names,
                    count,
                    time_unit,
                    turning_points: std::cell::OnceCell::new(),
                })
            }
        };
        let wanted = match derived.by {
            Operation::TermsGiven => 0..=0,
            Operation::NextPeriodEnd | Operation::NextPeriodName | Operation::NextPeriodState => 4..=4,
            Operation::ShareBehind
            | Operation::Rate
            | Operation::DaysBetween
            | Operation::WorkingDaysBetween
            | Operation::RunLength
            | Operation::ChoicesAllowed
            | Operation::ChoicesBlocked => 2..=2,
            Operation::ThisHalfTerm
            | Operation::Upcoming
            | Operation::Filled
            | Operation::Remainder
            | Operation::DaysSince
            | Operation::WorkingDaysSince
            | Operation::Happened
            | Operation::Clock
            | Operation::AnyLetter
            | Operation::CountOf
            | Operation::LatestOf
            | Operation::MostInWindow => 1..=1,
            Operation::FirstKnown | Operation::HighestOf | Operation::HoldersOfHighest | Operation::Sum => 1..=16,
        };
        if domain.count() > MOST_CELLS {
            self.problem(
                "too-many-values",
                format!("{place} has {} values", domain.count() - 1),
                &format!("at most {}", MOST_CELLS - 1),
                "List fewer terms or choices.",
            );
            return None;
        }
        if !wanted.contains(&derived.of.len()) {
            self.problem(
                "wrong-inputs",
                format!("{place}: {} inputs in `of`", derived.of.len()),
                &format!("{} to {}", wanted.start(), wanted.end()),
                "Give the inputs that the operation names.",
            );
        }
        let node = Node {
            name: name.to_string(),
            title: derived.title.clone(),
            unit: match (derived.by, &derived.time_unit) {
                (Operation::DaysBetween, Some(_)) => Some(time_unit.word().to_string()),
                _ => derived.unit.clone(),
            },
            domain,
            days: derived.by == Operation::LatestOf,
            source,
            fields,
            upstream,
        };
        Some(self.add(node))
    }

    /// Every field has yes-or-no facts of its own: whether its day has come, whether anything is in its cell.
    fn of_field(&mut self, name: &str, field: &str, by: Operation) -> Option<usize> {
        let title = self.pack.fields.get(field).map(|field| field.heading.clone()).unwrap_or_default();
        let derived = Derived {
            title,
            unit: None,
            better: None,
            by,
            of: vec![field.to_string()],
            mode: None,
            otherwise: None,
            letters: None,
            count: None,
            time_unit: None,
            names: Vec::new(),
            values: Vec::new(),
            spans: None,
        };
        self.derived(name, &derived)
    }

    fn field_of(&self, node: usize) -> Option<&Field> {
        match self.nodes.get(node)?.source {
            Source::Field(at) => self.pack.fields.0.get(at).map(|(_, field)| field),
            _ => None,
        }
    }

    #[inline(never)]
    fn rule(&mut self, rule: &Rule) -> Option<usize> {
        if rule.kind == RuleKind::Checklist {
            return None;
        }
        let place = format!("rule {}", rule.id);
        let (columns, cells) = self.tested(rule, &place);
        for row in &rule.rows {
            let days = row
                .due
                .iter()
                .flat_map(|due| std::iter::once(&due.after).chain(&due.or_at))
                .filter(|name| *name != "as_of");
            for name in row.done.iter().chain(days).filter(|name| self.pack.settings.get(name).is_none()) {
                self.need(name, &format!("{place}, row {}", row.id));
            }
        }
        if rule.rows.len() + 1 > MOST_ROWS {
            self.problem(
                "too-many-rows",
                format!("{place} has {} rows", rule.rows.len()),
                &format!("at most {}", MOST_ROWS - 1),
                "Split the rule.",
            );
            return None;
        }
        let (fields, upstream) = self.upstream(&columns);
        // After ladders are flattened, what is left of that kind is a list of next actions: each row is a value of its own.
        let actions = matches!(rule.kind, RuleKind::Duties | RuleKind::Ladder);
        let mut rows: Vec<Row> = rule.rows.clone();
        rows.extend(rule.otherwise.clone());
        let hit = match rule.kind {
            RuleKind::Duties => Hit::CollectList,
            _ => rule.hit.unwrap_or(Hit::Unique),
        };
        let total = matches!(hit, Hit::CollectSum | Hit::CollectCount);
        let names: Vec<String> = if actions {
            rows.iter().map(|row| row.id.clone()).collect()
        } else if hit == Hit::CollectList {
            rows.iter().map(|row| self.listed(rule, row)).collect()
        } else if matches!(hit, Hit::CollectMin | Hit::CollectMax) && rule.values.is_empty() {
            numbers_of(rule, &rows)
        } else if rule.values.is_empty() {
            vec!["false".to_string(), "true".to_string()]
        } else {
            rule.values.clone()
        };
        if names.len() + 1 > MOST_CELLS {
            self.problem(
                "too-many-values",
                format!("{place} has {} values", names.len()),
                &format!("at most {}", MOST_CELLS - 1),
                "Split the rule.",
            );
            return None;
        }
        let undecided = names.len();
        let table_rows = self.table_rows(rule, hit, &rows, &names);
        let not_assessed = rule
            .not_assessed
            .as_ref()
            .map(|then| if total { 0 } else { self.value(&place, rule, then, &names, undecided) });
        let not_assessed_total =
            if total { self.adds(rule, Hit::CollectSum, rule.not_assessed.as_ref(), "not_assessed") } else { 0 };
        let domain = if total { Domain::Range { cuts: Vec::new(), step: 0 } } else { Domain::Named(names) };
        let table = Table {
            hit,
            columns: columns.iter().map(|node| Column { node: *node, pass: Vec::new(), tested: Rows::NONE }).collect(),
            askable: Rows::first(rule.rows.len()),
            unset: Vec::new(),
            otherwise: rule.otherwise.as_ref().map(|_| rule.rows.len()),
            rows: table_rows,
            not_assessed,
            not_assessed_total,
            may_conflict: false,
            actions,
        };
        let node = self.add(Node {
            name: rule.id.clone(),
            title: rule.title.clone(),
            unit: None,
            domain,
            days: false,
            source: Source::Table(table),
            fields: fields.clone(),
            upstream: upstream.clone(),
        });
        for (column, row, test) in cells {
            self.tests.entry(column).or_default().push((node, row, test));
        }
        self.more(rule, node, &rows);
        Some(node)
    }

    /// What a rule's rows test, and the tests: node, row, test.
    #[inline(never)]
    fn tested(&mut self, rule: &Rule, place: &str) -> (Vec<usize>, Vec<(usize, usize, Test)>) {
        let mut columns: Vec<usize> = Vec::new();
        let mut cells: Vec<(usize, usize, Test)> = Vec::new();
        for (at, row) in rule.rows.iter().enumerate() {
            let here = format!("{place}, row {}", row.id);
            for (name, text) in row_cells(rule, row) {
                let Some(node) = self.need(&name, &here) else { continue };
                match unary::parse(&text) {
                    Ok(test) => {
                        if !columns.contains(&node) {
                            columns.push(node);
                        }
                        cells.push((node, at, test));
                    }
                    Err(bad) => self.problem(
                        "bad-cell",
                        format!("{here}: `{name}` holds {}", bad.found),
                        &bad.expected,
                        "Correct the cell.",
                    ),
                }
            }
        }
        (columns, cells)
    }

    /// The rows of a rule with the values that they give: positions among `names`.
    #[inline(never)]
    fn table_rows(&mut self, rule: &Rule, hit: Hit, rows: &[Row], names: &[String]) -> Vec<TableRow> {
        let actions = matches!(rule.kind, RuleKind::Duties | RuleKind::Ladder);
        let total = matches!(hit, Hit::CollectSum | Hit::CollectCount);
        let all_numbers = names.iter().all(|name| Number::parse(name).is_some());
        let mut given: Vec<Option<&Then>> = Vec::new();
        let mut table_rows: Vec<TableRow> = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let value =
                if actions || hit == Hit::CollectList || total { at } else { self.then(rule, row, names, names.len()) };
            // Actions and duties are values of their own, whatever they say.
            let alike = given.iter().position(|known| !actions && *known == row.then.as_ref());
            given.push(row.then.as_ref());
            let adds = match names.get(value).filter(|_| all_numbers).and_then(|name| Number::parse(name)) {
                _ if total => self.adds(rule, hit, row.then.as_ref(), &row.id),
                Some(number) => number.0,
                None => i64::try_from(value).unwrap_or(i64::MAX),
            };
            table_rows.push(TableRow { row: row.clone(), value, given: alike.unwrap_or(at), adds });
        }
        table_rows
    }

    /// Further outputs of a rule: nodes of their own that follow the row that held.
    #[inline(never)]
    fn more(&mut self, rule: &Rule, node: usize, rows: &[Row]) {
        for (name, values) in rule.more.iter() {
            let of_rows: Vec<usize> = rows
                .iter()
                .map(|row| match &row.then {
                    Some(Then::Several(outputs)) => outputs
                        .get(name)
                        .and_then(|value| values.iter().position(|known| known == value))
                        .unwrap_or(values.len()),
                    _ => values.len(),
                })
                .collect();
            let (fields, upstream) = self.upstream(&[node]);
            self.add(Node {
                name: format!("{}.{name}", rule.id),
                title: name.to_string(),
                unit: None,
                domain: Domain::Named(values.clone()),
                days: false,
                source: Source::More { of: node, values: of_rows },
                fields,
                upstream,
            });
        }
    }

    /// What a row adds to a sum, or to a count.
    fn adds(&mut self, rule: &Rule, hit: Hit, then: Option<&Then>, row: &str) -> i64 {
        let number = match then {
            _ if hit == Hit::CollectCount && rule.rows.iter().any(|counted| counted.id == row) => return ONE,
            None => return 0,
            Some(Then::Value(text)) => Number::parse(text),
            Some(Then::Setting { setting }) => match self.settings.get(setting) {
                Some(SettingValue::Number(number)) => Some(*number),
                _ => None,
            },
            Some(Then::Flag(_) | Then::Several(_)) => None,
        };
        match number {
            Some(number) => number.0,
            None => {
                self.problem(
                    "not-a-number",
                    format!("rule {}, row {row}: the value is not a number", rule.id),
                    "a number in quotes, or a setting that holds one",
                    "Correct the value, or choose another `hit`.",
                );
                0
            }
        }
    }

    /// What a row adds to a list: its value, or its own id where it has none.
    fn listed(&self, rule: &Rule, row: &Row) -> String {
        match &row.then {
            None => row.id.clone(),
            Some(Then::Flag(flag)) => flag.to_string(),
            Some(Then::Value(value)) => value.clone(),
            Some(Then::Setting { setting }) => self.settings.get(setting).map(SettingValue::words).unwrap_or_default(),
            Some(Then::Several(outputs)) => first_output(rule, outputs).unwrap_or_default().to_string(),
        }
    }

    fn then(&mut self, rule: &Rule, row: &Row, names: &[String], undecided: usize) -> usize {
        match &row.then {
            None => undecided,
            Some(then) => self.value(&format!("rule {}, row {}", rule.id, row.id), rule, then, names, undecided),
        }
    }

    fn value(&mut self, place: &str, rule: &Rule, then: &Then, names: &[String], undecided: usize) -> usize {
        let wanted = match then {
            Then::Flag(flag) => flag.to_string(),
            Then::Value(value) => value.clone(),
            Then::Several(outputs) => match first_output(rule, outputs) {
                Some(value) => value.to_string(),
                None => return undecided,
            },
            Then::Setting { setting } => match self.settings.get(setting) {
                Some(SettingValue::Unset) => return undecided,
                Some(value) => value.words(),
                None => {
                    self.problem(
                        "unknown-setting",
                        format!("{place}: `{setting}` is not a setting"),
                        "a setting of the pack",
                        "Correct the name.",
                    );
                    return undecided;
                }
            },
        };
        match names.iter().position(|name| *name == wanted) {
            Some(at) => at,
            None => {
                let near = nearest(&wanted, names.iter().map(String::as_str)).map(ToString::to_string);
                let expected = near.map_or_else(
                    || format!("one of {}", names.join(", ")),
                    |near| format!("one of {}, such as `{near}`", names.join(", ")),
                );
                self.problem(
                    "unknown-value",
                    format!("{place}: `{wanted}` is not a value of the rule"),
                    &expected,
                    "Correct the value, or add it to `values`.",
                );
                undecided
            }
        }
    }

    /// Cuts every number that is tested wherever a test changes its answer.
    #[inline(never)]
    fn cut(&mut self) {
        let tested: Vec<usize> = self.tests.keys().copied().collect();
        for node in tested {
            let Some(Domain::Range { step, .. }) = self.nodes.get(node).map(|node| node.domain.clone()) else {
                continue;
            };
            let parts: Vec<Part> =
                self.tests.get(&node).into_iter().flatten().flat_map(|(_, _, test)| test_parts(test)).collect();
            let mut cuts: Vec<Cut> = Vec::new();
            for part in &parts {
                for (literal, after) in ends(part) {
                    if let Ok(Bound::At(at)) = self.bound(node, literal) {
                        cuts.push(Domain::aligned(Cut { at, after }, step));
                    }
                }
            }
            cuts.in_order();
            cuts.dedup();
            if cuts.len() + 2 > MOST_CELLS {
                let name = self.nodes.get(node).map(|node| node.name.clone()).unwrap_or_default();
                self.problem(
                    "too-many-cuts",
                    format!("`{name}` is cut at {} points", cuts.len()),
                    &format!("at most {}", MOST_CELLS - 2),
                    "Use fewer thresholds.",
                );
                continue;
            }
            if let Some(node) = self.nodes.get_mut(node) {
                node.domain = Domain::Range { cuts, step };
            }
        }
    }

    /// Turns each test into the set of cells in which its row passes.
    #[inline(never)]
    fn fill(&mut self) {
        let tests = std::mem::take(&mut self.tests);
        for (node, list) in tests {
            let Some(domain) = self.nodes.get(node).map(|node| node.domain.clone()) else { continue };
            for (rule, row, test) in list {
                let mut unset = None;
                let passes: Vec<bool> = match self.passing(node, &domain, &test) {
                    Ok(passes) => passes,
                    Err(Some(setting)) => {
                        unset = Some(setting);
                        vec![false; domain.count()]
                    }
                    Err(None) => {
                        let (rule, row) = self.row_name(rule, row);
                        let name = self.nodes.get(node).map(|node| node.name.clone()).unwrap_or_default();
                        let expected = match &domain {
                            Domain::Named(names) => format!(
                                "values of `{name}`: {}",
                                names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
                            ),
                            Domain::Range { .. } => format!("numbers, dates or settings that fit `{name}`"),
                        };
                        self.problem(
                            "wrong-type",
                            format!("rule {rule}, row {row}: `{test}` does not fit `{name}`"),
                            &expected,
                            "Correct the cell.",
                        );
                        continue;
                    }
                };
                let Some(Source::Table(table)) = self.nodes.get_mut(rule).map(|node| &mut node.source) else {
                    continue;
                };
                if let Some(setting) = unset {
                    table.askable.remove(row);
                    table.unset.push((row, setting));
                }
                if let Some(column) = table.columns.iter_mut().find(|column| column.node == node) {
                    if column.pass.is_empty() {
                        column.pass = vec![Rows::first(table.rows.len()); passes.len()];
                    }
                    if test != Test::Any {
                        column.tested.insert(row);
                    }
                    for (cell, pass) in passes.iter().enumerate() {
                        if !pass && let Some(rows) = column.pass.get_mut(cell) {
                            rows.remove(row);
                        }
                    }
                }
            }
        }
        for node in &mut self.nodes {
            if let Source::Table(table) = &mut node.source {
                table.may_conflict = table.overlaps();
            }
        }
    }

    fn row_name(&self, rule: usize, row: usize) -> (String, String) {
        let Some(node) = self.nodes.get(rule) else { return (String::new(), String::new()) };
        let id = match &node.source {
            Source::Table(table) => table.rows.get(row).map(|row| row.row.id.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        (node.name.clone(), id)
    }

    /// For each cell of a node, whether a test passes there. `Err(Some(setting))`: the setting is not set.
    #[inline(never)]
    fn passing(&self, node: usize, domain: &Domain, test: &Test) -> Result<Vec<bool>, Option<String>> {
        let (parts, negated) = match test {
            Test::Any => return Ok(vec![true; domain.count()]),
            Test::OneOf(parts) => (parts, false),
            Test::Not(parts) => (parts, true),
        };
        let mut passes = vec![false; domain.count()];
        for part in parts {
            let inside = self.part_cells(node, domain, part)?;
            for (pass, inside) in passes.iter_mut().zip(inside) {
                *pass |= inside;
            }
        }
        if negated {
            passes.iter_mut().for_each(|pass| *pass = !*pass);
        }
        // Nothing there passes no test but `-`, negated or not: a date that has not come is not "not after 1 May".
        if let Some(last) = passes.last_mut() {
            *last = false;
        }
        Ok(passes)
    }

    #[inline(never)]
    fn part_cells(&self, node: usize, domain: &Domain, part: &Part) -> Result<Vec<bool>, Option<String>> {
        match domain {
            Domain::Named(names) => {
                let Part::Is(literal) = part else { return Err(None) };
                match self.bound(node, literal)? {
                    Bound::Name(at) => Ok((0..=names.len()).map(|cell| cell == at).collect()),
                    Bound::Unset(setting) => Err(Some(setting)),
                    Bound::At(_) => Err(None),
                }
            }
            Domain::Range { cuts, step } => {
                let from = |literal: &Literal, after: bool| -> Result<usize, Option<String>> {
                    match self.bound(node, literal)? {
                        Bound::At(at) => {
                            let cut = Domain::aligned(Cut { at, after }, *step);
                            Ok(cuts.partition_point(|known| *known < cut) + 1)
                        }
                        Bound::Unset(setting) => Err(Some(setting)),
                        Bound::Name(_) => Err(None),
                    }
                };
                let last = cuts.len() + 1;
                let (low, high) = match part {
                    Part::Is(value) => (from(value, false)?, from(value, true)?),
                    Part::Above(end, edge) => (from(end, *edge == Edge::Open)?, last),
                    Part::Below(end, edge) => (0, from(end, *edge == Edge::Closed)?),
                    Part::Between(low, low_edge, high, high_edge) => {
                        (from(low, *low_edge == Edge::Open)?, from(high, *high_edge == Edge::Closed)?)
                    }
                };
                Ok((0..=last).map(|cell| cell >= low && cell < high && cell < last).collect())
            }
        }
    }

    #[inline(never)]
    fn bound(&self, node: usize, literal: &Literal) -> Result<Bound, Option<String>> {
        let Some(node) = self.nodes.get(node) else { return Err(None) };
        let value = match literal {
            Literal::Setting(name) => match self.settings.get(name) {
                None => return Err(None),
                Some(SettingValue::Unset) => return Ok(Bound::Unset(name.clone())),
                Some(SettingValue::Number(number)) => Literal::Number(*number),
                Some(SettingValue::Flag(flag)) => Literal::Bool(*flag),
                Some(SettingValue::Text(text)) if node.days => Literal::Date(text.clone()),
                Some(SettingValue::Text(text)) => Literal::Text(text.clone()),
            },
            other => other.clone(),
        };
        match (&node.domain, value) {
            (Domain::Range { .. }, Literal::Number(number)) if !node.days => Ok(Bound::At(number.0)),
            (Domain::Range { .. }, Literal::Date(day)) if node.days => {
                Day::parse(&day).map(|day| Bound::At(i64::from(day.days()))).ok_or(None)
            }
            (Domain::Named(names), Literal::Text(text)) => {
                names.iter().position(|name| *name == text).map(Bound::Name).ok_or(None)
            }
            (Domain::Named(names), Literal::Bool(flag)) => {
                names.iter().position(|name| *name == flag.to_string()).map(Bound::Name).ok_or(None)
            }
            _ => Err(None),
        }
    }
}

/// The tests of a row: for bands, its one cell on the rule's fact; elsewhere a cell for each fact.
pub fn row_cells(rule: &Rule, row: &Row) -> Vec<(String, String)> {
    match (&row.when, &rule.on) {
        (When::Cell(text), Some(on)) => vec![(on.clone(), text.clone())],
        (When::Cell(_), None) => Vec::new(),
        (When::Cells(cells), _) => cells.iter().map(|(name, text)| (name.to_string(), text.clone())).collect(),
    }
}

fn test_parts(test: &Test) -> Vec<Part> {
    match test {
        Test::Any => Vec::new(),
        Test::OneOf(parts) | Test::Not(parts) => parts.clone(),
    }
}

/// The points at which a part changes its answer: the value, and whether the cut lies after it.
fn ends(part: &Part) -> Vec<(&Literal, bool)> {
    match part {
        Part::Is(value) => vec![(value, false), (value, true)],
        Part::Above(end, edge) => vec![(end, *edge == Edge::Open)],
        Part::Below(end, edge) => vec![(end, *edge == Edge::Closed)],
        Part::Between(low, low_edge, high, high_edge) => {
            vec![(low, *low_edge == Edge::Open), (high, *high_edge == Edge::Closed)]
        }
    }
}

fn field_domain(field: &Field) -> Domain {
    match field.kind {
        Kind::YesNo => Domain::Named(vec!["false".to_string(), "true".to_string()]),
        Kind::Choice => Domain::Named(field.values.iter().map(|choice| choice.value.clone()).collect()),
        Kind::Date | Kind::DateOrYes | Kind::Dates => Domain::Range { cuts: Vec::new(), step: 1 },
        _ => Domain::Range { cuts: Vec::new(), step: field.step().map(|step| step.0).unwrap_or(0) },
    }
}

fn choice_names(field: &Field) -> Vec<String> {
    field.values.iter().map(|choice| choice.value.clone()).collect()
}

fn choice_set(field: &Field, names: &[String]) -> i64 {
    field
        .values
        .iter()
        .enumerate()
        .filter(|(_, choice)| names.contains(&choice.value))
        .fold(0, |set, (at, _)| set | (1 << at))
}

fn letter_set(field: &Field, letters: &str) -> i64 {
    field
        .letters
        .keys()
        .enumerate()
        .filter(|(_, letter)| letters.contains(**letter))
        .fold(0, |set, (at, _)| set | (1 << at))
}

/// The names of every set of holders, by bits: bit 0 is the first name.
fn holder_names(names: &[String]) -> Vec<String> {
    (0..1usize << names.len().min(8))
        .map(|set| {
            names
                .iter()
                .enumerate()
                .filter(|(at, _)| set & (1 << at) != 0)
                .map(|(_, name)| name.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect()
}

/// The value of a rule's own output among several: the one that is not declared under `more`.
fn first_output<'r>(rule: &Rule, outputs: &'r Ordered<String>) -> Option<&'r str> {
    outputs.iter().find(|(name, _)| rule.more.get(name).is_none()).map(|(_, value)| value.as_str())
}

/// The numbers that rows give, each once, lowest first.
fn numbers_of(rule: &Rule, rows: &[Row]) -> Vec<String> {
    let mut numbers: Vec<(Number, String)> = rows
        .iter()
        .filter_map(|row| match &row.then {
            Some(Then::Value(text)) => Some(text.as_str()),
            Some(Then::Several(outputs)) => first_output(rule, outputs),
            _ => None,
        })
        .filter_map(|text| Number::parse(text).map(|number| (number, text.to_string())))
        .collect();
    numbers.in_order();
    numbers.dedup();
    numbers.into_iter().map(|(_, text)| text).collect()
}
