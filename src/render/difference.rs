//! What changes between two versions of a policy, in plain lines: regions of facts first, then the rows of a tracker.

use super::{CANNOT_DECIDE, in_short, reworded};
use crate::calendar::Day;
use crate::decision::Next;
use crate::evaluate::decide;
use crate::evaluate::duties::Standing;
use crate::explain::words;
use crate::explain::words::plain_name;
use crate::policy::diff::{Change, Diff, Side};
use crate::policy::pack::Pack;
use crate::policy::settings::Organisation;
use crate::problem::Problem;
use crate::record::RowKind;
use crate::table::Table;
use crate::tracker::{Choices, Tracker};
use std::fmt::Write;
use std::rc::Rc;

/// A row of a tracker for which something changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The row number in the sheet.
    pub row: u32,
    /// What names it.
    pub name: String,
    /// What changes: a decision by its title, who acts, by when, or a duty.
    pub what: String,
    /// How it is in the old version.
    pub before: String,
    /// How it is in the new version.
    pub after: String,
}

/// The rows of a tracker that change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RowChanges {
    /// How many learners there are.
    pub learners: usize,
    /// How many of them have an answer that neither version can decide.
    pub open: usize,
    /// Everything that changes.
    pub changes: Vec<RowChange>,
}

/// A tracker as each of two versions reads and answers it.
#[derive(Debug)]
pub struct Read {
    /// As the old version does.
    pub before: Tracker,
    /// As the new version does.
    pub after: Tracker,
}

impl Read {
    /// Reads and answers a table under both versions, each with its own fields.
    ///
    /// # Errors
    /// The problems of a version that does not fit the settings, or is not in force.
    pub fn of(
        old: &Rc<Pack>,
        new: &Rc<Pack>,
        table: &Table,
        as_of: Day,
        organisation: &Organisation,
    ) -> Result<Self, Vec<Problem>> {
        Ok(Read {
            before: answered(old, table, as_of, organisation).map_err(|found| of_version(found, OLD))?,
            after: answered(new, table, as_of, organisation).map_err(|found| of_version(found, NEW))?,
        })
    }

    /// What is wrong with the table: once where both versions find it, otherwise with the version that does.
    pub fn problems(&self) -> Vec<Problem> {
        let (before, after) = (self.before.told(), self.after.told());
        let only = |found: &[Problem], others: &[Problem], version: &str| {
            of_version(found.iter().filter(|problem| !others.contains(problem)).cloned().collect(), version)
        };
        let both = before.iter().filter(|problem| after.contains(problem)).cloned();
        both.chain(only(&before, &after, OLD)).chain(only(&after, &before, NEW)).collect()
    }

    /// For which rows something changes, and from what to what.
    pub fn changes(&self) -> RowChanges {
        let mut found = RowChanges::default();
        for (at, row) in self.before.table.rows().enumerate() {
            let is_learner = |tracker: &Tracker| tracker.kind(at) == RowKind::Learner;
            if !is_learner(&self.before) && !is_learner(&self.after) {
                continue;
            }
            found.learners += 1;
            let [before, after] = [&self.before, &self.after].map(|tracker| answers(tracker, at));
            let is_open = |answer: &Answered| {
                answer.is_open && after.iter().any(|other| other.key == answer.key && other.is_open)
            };
            found.open += usize::from(before.iter().any(is_open));
            let [tasks_before, tasks_after] = [&self.before, &self.after].map(|tracker| tasks(tracker, at));
            let changes = changed_answers(&before, &after).chain(changed_tasks(&tasks_before, &tasks_after));
            found.changes.extend(changes.map(|[what, before, after]| RowChange {
                row: row.number,
                name: self.before.name(at).to_string(),
                what,
                before,
                after,
            }));
        }
        found
    }
}

const OLD: &str = "the old version";
const NEW: &str = "the new version";

fn of_version(mut problems: Vec<Problem>, version: &str) -> Vec<Problem> {
    problems.iter_mut().for_each(|problem| problem.message = format!("{version}: {}", problem.message));
    problems
}

fn answered(pack: &Rc<Pack>, table: &Table, as_of: Day, organisation: &Organisation) -> Result<Tracker, Vec<Problem>> {
    let mut tracker = Tracker::new(table.clone());
    let headings = organisation.columns.iter().map(|(field, heading)| (field.to_string(), heading.clone())).collect();
    let choices = Choices { policies: vec![pack.pack.clone()], headings, unasked: true, ..Choices::default() };
    tracker.read(&[Rc::clone(pack)], &choices);
    let problems = tracker.evaluate(as_of, organisation);
    if !problems.is_empty() {
        return Err(problems);
    }
    // A tracker that lacks columns is one whose answers are open.
    let refused = |problems: &&Vec<Problem>| problems.iter().any(|problem| problem.code != "missing-column");
    let refused = tracker.applied.iter().filter_map(|applied| applied.program.as_ref().err()).find(refused);
    match refused {
        Some(problems) => Err(problems.clone()),
        None => Ok(tracker),
    }
}

/// An answer of a row.
struct Answered {
    key: String,
    title: String,
    words: String,
    is_open: bool,
}

/// The answers of a row; what is still possible stands with an answer that is open. A checklist's are its result columns.
fn answers(tracker: &Tracker, row: usize) -> Vec<Answered> {
    let mut all = Vec::new();
    for applied in &tracker.applied {
        let Ok(program) = &applied.program else { continue };
        for ((answer, found), node) in applied.pack.decisions.iter().zip(applied.row(row)).zip(&program.answers) {
            let outcome = decide::outcome(program, *node, found);
            let is_open = outcome.is_none();
            let words = outcome.map_or_else(
                || {
                    let open = found.open.as_ref();
                    match open.map(|open| words::open(program, *node, &open.possible)).unwrap_or_default() {
                        possible if possible.is_empty() => CANNOT_DECIDE.to_string(),
                        possible => format!("{CANNOT_DECIDE} ({possible})"),
                    }
                },
                |outcome| named(&[outcome]).join(""),
            );
            all.push(Answered { key: answer.id.clone(), title: answer.title.clone(), words, is_open });
        }
        if applied.pack.checklist().is_some() {
            for (column, words) in applied.pack.results.iter().zip(super::cells(tracker, row)) {
                let (key, title) = (column.heading.clone(), column.heading.clone());
                all.push(Answered { key, title, is_open: words == CANNOT_DECIDE, words });
            }
        }
    }
    all
}

fn changed_answers<'a>(before: &'a [Answered], after: &'a [Answered]) -> impl Iterator<Item = [String; 3]> + 'a {
    before.iter().filter_map(|old| {
        let new = after.iter().find(|new| new.key == old.key && new.words != old.words)?;
        Some([old.title.clone(), old.words.clone(), new.words.clone()])
    })
}

/// Something that a row asks somebody to do.
struct Task {
    /// What tells it from the others of its row.
    key: String,
    title: String,
    action: String,
    who: String,
    /// How it stands, with its day.
    stands: String,
    /// False where it is not due, done, or not assessed.
    is_live: bool,
    /// For what comes next: its instruction is an answer, and told as such.
    is_answer: bool,
}

/// What a row asks somebody to do: what comes next, what is asked for besides, and the duties.
fn tasks(tracker: &Tracker, row: usize) -> Vec<Task> {
    let mut all: Vec<Task> = Vec::new();
    let mut add = |key: String, task: Task| {
        let nth = all.iter().filter(|known| known.key.split('#').next() == Some(key.as_str())).count();
        all.push(Task { key: if nth == 0 { key } else { format!("{key}#{nth}") }, ..task });
    };
    for applied in &tracker.applied {
        applied.with_row(&tracker.table, row, |explainer| {
            let asked = applied.pack.decisions.iter().zip(applied.row(row)).zip(&explainer.program.answers);
            for ((answer, found), node) in asked {
                let task = |title: String, next: Next, is_answer| Task {
                    key: String::new(),
                    title,
                    stands: next.due.map_or_else(|| "no day".to_string(), |day| format!("due {day}")),
                    action: next.action,
                    who: next.who,
                    is_live: true,
                    is_answer,
                };
                if let Some(next) = explainer.next(*node, found) {
                    add(answer.id.clone(), task(answer.title.clone(), next, true));
                }
                for next in explainer.also(*node, found) {
                    let (key, title) = (format!("also {}", next.rule), format!("also {}, {}", next.rule, next.action));
                    add(key, task(title, next, false));
                }
            }
        });
        for duty in applied.duties(row) {
            let is_live = matches!(duty.standing, Standing::Due | Standing::Overdue | Standing::CannotSay);
            let (key, title) = (format!("duty {}", duty.rule), format!("duty {}, {}", duty.rule, duty.action));
            let (stands, action) = (duty.words(), duty.action);
            add(key, Task { key: String::new(), title, action, who: duty.who, stands, is_live, is_answer: false });
        }
    }
    all
}

/// What changes of the tasks of a row. What neither version asks for is no change, however that is.
fn changed_tasks<'a>(before: &'a [Task], after: &'a [Task]) -> impl Iterator<Item = [String; 3]> + 'a {
    const NOT_ASKED: &str = "not asked for";
    let of = |tasks: &'a [Task], task: &Task| tasks.iter().find(|known| known.key == task.key);
    let kept = before.iter().flat_map(move |old| {
        let Some(new) = of(after, old) else {
            let gone = old.is_live && !old.is_answer;
            return gone.then(|| [old.title.clone(), old.stands.clone(), NOT_ASKED.to_string()]).into_iter().collect();
        };
        if !old.is_live && !new.is_live {
            return Vec::new();
        }
        let part = |what: &str, before: &str, after: &str| {
            (before != after).then(|| [format!("{}{what}", old.title), before.to_string(), after.to_string()])
        };
        let action = if old.is_answer { None } else { part(", what to do", &old.action, &new.action) };
        let days = if old.is_answer { ", by when" } else { "" };
        action
            .into_iter()
            .chain(part(", who", &old.who, &new.who))
            .chain(part(days, &old.stands, &new.stands))
            .collect()
    });
    let added = after.iter().filter(move |new| new.is_live && !new.is_answer && of(before, new).is_none());
    kept.chain(added.map(|new| [new.title.clone(), NOT_ASKED.to_string(), new.stands.clone()]))
}

fn named(outcomes: &[String]) -> Vec<String> {
    let name = |outcome: &String| if outcome.is_empty() { "none".to_string() } else { plain_name(outcome) };
    outcomes.iter().map(name).collect()
}

/// How wide a line may be.
const WIDTH: usize = 110;

/// How much is told of the regions in which answers change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// About a screenful: the changes that are alike put together.
    InShort,
    /// Every region, each with a row that shows it.
    All,
}

/// The changes in plain lines.
pub fn text(old: &Pack, new: &Pack, diff: &Diff, rows: Option<(&str, Day, &RowChanges)>, detail: Detail) -> String {
    let mut out = format!("{}: {} {} to {} {}\n", new.title, old.pack, old.version, new.pack, new.version);
    if old != new && old.version == new.version {
        let same =
            format!("Both are version {}: give the new one another, as every answer names its version.", new.version);
        push(&mut out, 0, &same);
    }
    let reworded = reworded::lines(old, new);
    if !reworded.is_empty() {
        out.push_str("What the new version says otherwise\n");
        reworded.iter().for_each(|line| push(&mut out, 2, line));
    }
    let same_criteria = old.checklist() == new.checklist();
    if diff.rules.is_empty() && diff.changes.is_empty() && diff.decisions.is_empty() && diff.complete() && same_criteria
    {
        let days = if old.in_force == new.in_force { "" } else { " on the days on which both are in force" };
        let _ = writeln!(out, "No answer changes{days}.");
    }
    if rows.is_none() && !same_criteria {
        out.push_str("What becomes of a changed checklist: --rows says for whom it changes.\n");
    }
    if rows.is_none() && reworded::moves_tasks(old, new) {
        out.push_str("Who acts, by when, and duties: --rows says for whom they change.\n");
    }
    for line in &diff.decisions {
        let _ = writeln!(out, "{line}");
    }
    if let Some((file, as_of, rows)) = rows {
        rows_section(&mut out, file, as_of, rows);
    }
    match detail {
        Detail::InShort => in_short::sections(&mut out, new, diff),
        Detail::All => {
            section(&mut out, new, diff, RULES, &diff.rules);
            section(&mut out, new, diff, ANSWERS, &diff.changes);
        }
    }
    for name in &diff.unfinished {
        let found = diff.rules.iter().chain(&diff.changes).any(|change| change.decision == *name);
        let so = if found { "what is told here is not all" } else { "no change was found in those that were" };
        push(&mut out, 0, &format!("{}: there are more regions than could be looked at, and {so}.", titled(new, name)));
    }
    out
}

/// Stands above the rules, or facts, at which a change begins.
pub(super) const RULES: &str = "Rules that give another value";
/// Stands above what comes of it.
pub(super) const ANSWERS: &str = "Answers that change";

fn rows_section(out: &mut String, file: &str, as_of: Day, rows: &RowChanges) {
    let _ = writeln!(out, "Rows of {file}, as at {}", as_of.uk());
    for RowChange { row, name, what, before, after } in &rows.changes {
        let _ = writeln!(out, "  row {row}, {name}: {what}: {before} -> {after}");
    }
    let mut numbers: Vec<u32> = rows.changes.iter().map(|change| change.row).collect();
    numbers.dedup();
    let _ = writeln!(out, "  {} of {} learners change.", numbers.len(), rows.learners);
    if rows.open > 0 {
        let open = format!(
            "For {} of {} learners an answer cannot be decided in either version: whether it changes is not known.",
            rows.open, rows.learners
        );
        push(out, 2, &open);
    }
}

/// The regions of each rule or answer, those that change alike together.
fn section(out: &mut String, pack: &Pack, diff: &Diff, title: &str, changes: &[Change]) {
    if changes.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}");
    let mut groups: Vec<(&str, &Side, &Side)> = Vec::new();
    for change in changes {
        let group = (change.decision.as_str(), &change.before, &change.after);
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    for group in groups {
        let (decision, before, after) = group;
        let regions: Vec<&Change> = changes
            .iter()
            .filter(|change| (change.decision.as_str(), &change.before, &change.after) == group)
            .collect();
        let (before, after) = (side(&before.outcome, &before.rules), side(&after.outcome, &after.rules));
        push(out, 2, &format!("{}: {before} -> {after}, in {}", titled(pack, decision), counted(regions.len())));
        let all: Vec<&[String]> = regions.iter().map(|change| change.parts.as_slice()).collect();
        let shared = shared(&all);
        if !shared.is_empty() {
            push(out, 4, &format!("{} where {}", always(diff, decision), shared.join(", ")));
        }
        for change in regions {
            let own: Vec<&str> =
                change.parts.iter().map(String::as_str).filter(|part| !shared.contains(part)).collect();
            match (own.is_empty(), shared.is_empty()) {
                (false, false) => push(out, 4, &format!("and where {}", own.join(", "))),
                (_, true) => push(out, 4, &format!("where {}", change.region)),
                (true, false) => {}
            }
            example(out, pack, &change.witness);
        }
    }
}

/// A row that shows a change, as a person would type it.
pub(super) fn example(out: &mut String, pack: &Pack, witness: &[(String, String)]) {
    let filled = witness.iter().filter(|(_, value)| !value.is_empty());
    let cell = |(field, value): &(String, String)| {
        let heading = pack.fields.get(field).map_or(field.as_str(), |field| field.heading.as_str());
        format!("{heading} {value}")
    };
    let shown: Vec<String> = filled.map(cell).collect();
    if !shown.is_empty() {
        push(out, 6, &format!("for example {}", shown.join("; ")));
    }
}

/// What is said of all regions of a change: of a search that was cut short, only of those that it found.
pub(super) fn always(diff: &Diff, decision: &str) -> &'static str {
    if diff.unfinished.iter().any(|name| name == decision) { "in all that were found" } else { "always" }
}

pub(super) fn counted(regions: usize) -> String {
    if regions == 1 { "1 region".to_string() } else { format!("{regions} regions") }
}

/// What the parts of all of several regions have in common; of one alone nothing.
pub(super) fn shared<'p>(regions: &[&'p [String]]) -> Vec<&'p str> {
    let (Some((first, others)), true) = (regions.split_first(), regions.len() > 1) else { return Vec::new() };
    let in_all = |part: &&String| others.iter().all(|other| other.contains(part));
    first.iter().filter(in_all).map(String::as_str).collect()
}

/// Appends words as lines of no more than [`WIDTH`] characters where that can be, those after the first further in.
pub(super) fn push(out: &mut String, indent: usize, text: &str) {
    let mut width = indent;
    out.push_str(&" ".repeat(indent));
    for (at, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if at > 0 && width + 1 + length > WIDTH {
            let _ = write!(out, "\n{}", " ".repeat(indent + 4));
            width = indent + 4;
        } else if at > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out.push('\n');
}

pub(super) fn titled<'p>(pack: &'p Pack, id: &'p str) -> &'p str {
    let answers = pack.decisions.iter().map(|answer| (&answer.id, &answer.title));
    let rules = pack.rules.iter().map(|rule| (&rule.id, &rule.title));
    let known = answers.chain(rules).find(|(known, _)| *known == id).map(|(_, title)| title.as_str());
    known.or_else(|| pack.derived.get(id).map(|derived| derived.title.as_str())).unwrap_or(id)
}

pub(super) fn side(outcome: &str, rules: &[String]) -> String {
    let outcome = if outcome.is_empty() { "none".to_string() } else { plain_name(outcome) };
    if rules.is_empty() { outcome } else { format!("{outcome} [{}]", rules.join(", ")) }
}
