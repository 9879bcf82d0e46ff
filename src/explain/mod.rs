//! A decision with everything a person needs to check it: which rules of which clauses, which cells, what would change
//! it, what was not looked at.
//!
//! Explanations are worked out only for the rows that are looked at, from the same pass that answered them: nothing is
//! decided here.

mod because;
pub mod next;
pub mod settings;
pub mod template;
pub mod ways;
pub mod words;

use crate::decision::{Cited, Decision, FactUsed, Margin, NotAssessed, Status};
use crate::evaluate::cells::Cells;
use crate::evaluate::decide::{self, Found};
use crate::evaluate::facts::Facts;
use crate::evaluate::program::{Program, Source};
use crate::evaluate::run::{Pass, State};
use crate::order::InOrder;
use crate::policy::pack::{Hit, Operation};
use crate::problem::Problem;
use crate::record::Fact;
use because::Fired;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use ways::Ways;

/// How a row's fields stand in the sheet.
pub trait Sheet {
    /// The heading of a field's column, as the sheet spells it; its usual heading where there is no column.
    fn label(&self, field: usize) -> String;
    /// The letters of a field's column; `None` where there is no column.
    fn letters(&self, field: usize) -> Option<String>;
    /// The cell of a field in this row: `D8`; blank where there is no column.
    fn place(&self, field: usize) -> String;
    /// What is wrong with a field's cell in this row.
    fn problem(&self, field: usize) -> Option<Problem>;
}

/// Everything an explanation is made from.
pub struct Explainer<'e> {
    /// The pack.
    pub program: &'e Program,
    /// The pass over the row.
    pub pass: &'e Pass,
    /// The row.
    pub facts: Facts<'e>,
    /// Where the row stands in the sheet.
    pub sheet: &'e dyn Sheet,
    /// What cells of the row do not agree about.
    pub disagreements: &'e [Problem],
    /// Where to note the values that are the row's own, when the words are to be shared with other rows.
    pub marks: Option<&'e template::Marks>,
    /// What one decision has found out and the next may ask for.
    pub so_far: SoFar<'e>,
}

/// What was found out about a row for one of its decisions, and serves the others.
#[derive(Debug, Default)]
pub struct SoFar<'e> {
    /// The facts that were named.
    told: RefCell<Vec<(usize, Rc<FactUsed>)>>,
    ways: OnceCell<Ways<'e>>,
}

impl<'e> Explainer<'e> {
    /// One decision in full. `answer` counts the pack's decisions from 0; `not_assessed` is what
    /// [`Explainer::not_assessed`] gives for it, which many rows share, and so is what is kept in `settings`.
    pub fn decision(
        &self,
        answer: usize,
        found: &Found,
        not_assessed: Rc<[NotAssessed]>,
        settings: &mut settings::Named,
    ) -> Option<Decision> {
        let node = *self.program.answers.get(answer)?;
        let spec = self.program.pack.decisions.get(answer)?;
        let fired = self.fired(node, found);
        let outcome = decide::outcome(self.program, node, found);
        let possible = match (&found.open, &outcome) {
            (Some(open), None) => decide::possible_outcomes(self.program, node, &open.possible),
            _ => Vec::new(),
        };
        let open = match (&found.open, &outcome) {
            (Some(open), None) => words::open(self.program, node, &open.possible),
            _ => String::new(),
        };
        let named = outcome.as_deref().map(|outcome| match outcome {
            "" => format!("{}: none", spec.title),
            outcome => words::plain_name(outcome),
        });
        let needs = self.needs(node, found);
        let fields = self.fields_used(node, found);
        let mut problems: Vec<Problem> = Vec::new();
        for field in fields.iter().copied().chain(found.open.iter().flat_map(|open| open.needs.iter().copied())) {
            if let Some(problem) = self.sheet.problem(field)
                && !problems.contains(&problem)
            {
                problems.push(problem);
            }
        }
        problems.extend(self.disagreements.iter().cloned());
        let is_action = self.program.table(node).is_some_and(|table| table.actions);
        let (next, also) =
            if is_action { (self.next(node, found), self.also(node, found)) } else { (None, Vec::new()) };
        let mut sentence = self.sentence(node, found, &fired, named.as_deref(), &open, &needs);
        for remark in self.remarks(node, found) {
            sentence = format!("{}; {remark}.", sentence.trim_end_matches('.'));
        }
        Some(Decision {
            decision: spec.id.clone(),
            title: spec.title.clone(),
            policy: self.program.pack.pack.clone(),
            version: self.program.pack.version.clone(),
            status: found.status,
            sentence,
            rules: fired.iter().filter(|fired| !fired.row.closing).map(|fired| self.cited(fired)).collect(),
            facts: fields.iter().filter_map(|field| self.fact(*field)).collect(),
            margin: if found.status == Status::Decided && !is_action {
                self.margin(node, found.cell)
            } else {
                Vec::new()
            },
            not_assessed,
            needs,
            settings: settings.used(self.program, &fired),
            outcome,
            possible,
            open,
            problems,
            next,
            also,
        })
    }

    /// The reasons for a decision in one sentence part, for a cell beside the answer.
    pub fn why(&self, node: usize, found: &Found, fired: &[Fired]) -> String {
        let because = self.because(node, found, fired);
        let ids = because::citations(fired);
        if ids.is_empty() { because } else { format!("{because} [{ids}]") }
    }

    /// A wording with the row's values in it, or with marks in their place.
    pub fn filled(&self, says: &str) -> String {
        words::filled_by(self.program, says, &|node, bare| match self.marks {
            Some(marks) if self.program.is_fact(node) => template::mark(marks, template::Mark::Value { node, bare }),
            _ => words::said(self.program, self.pass, &self.facts, node, bare),
        })
    }

    fn cited(&self, fired: &Fired) -> Cited {
        Cited {
            id: fired.row.id.clone(),
            carries_out: fired.row.with.clone(),
            clause: fired.row.clause.clone(),
            origin: fired.row.origin.words().to_string(),
            says: self.says(fired).to_string(),
        }
    }

    fn sentence(
        &self,
        node: usize,
        found: &Found,
        fired: &[Fired],
        outcome: Option<&str>,
        open: &str,
        needs: &[Rc<FactUsed>],
    ) -> String {
        match (found.status, outcome) {
            (Status::Decided, Some(outcome)) => {
                let because = self.because(node, found, fired);
                if because.is_empty() { format!("{outcome}.") } else { format!("{outcome}, because {because}.") }
            }
            (Status::Conflict, _) => {
                let ids: Vec<String> = self
                    .program
                    .table(node)
                    .map(|table| {
                        self.pass
                            .held(node)
                            .iter()
                            .filter_map(|row| table.rows.get(row))
                            .map(|row| row.row.id.clone())
                            .collect()
                    })
                    .unwrap_or_default();
                format!("Cannot decide: rules {} hold together and give different answers.", ids.join(" and "))
            }
            _ if needs.is_empty() && open.is_empty() => {
                format!("Cannot decide: {}.", self.nothing_asked(node))
            }
            _ => {
                let asked: Vec<String> = needs.iter().map(|need| need_text(need)).collect();
                let possible = if open.is_empty() { String::new() } else { format!(" {open}:") };
                format!("Cannot decide:{possible} needs {}.", asked.join(" and "))
            }
        }
    }

    /// The facts that would settle an open decision.
    pub fn needs(&self, node: usize, found: &Found) -> Vec<Rc<FactUsed>> {
        if found.status == Status::Decided {
            return Vec::new();
        }
        let mut fields: Vec<usize> = found.open.iter().flat_map(|open| open.needs.iter().copied()).collect();
        if fields.is_empty() && self.pass.state(node) == State::NotAssessed {
            let all = self.program.nodes.get(node).map(|node| node.fields.clone()).unwrap_or_default();
            fields = all.into_iter().filter(|field| self.facts.get(*field) == Fact::NoColumn).collect();
        }
        fields.into_iter().filter_map(|field| self.fact(field)).collect()
    }

    /// What an answer that is not decided could be, and what it needs.
    pub fn undecided(&self, title: &str, node: usize, found: &Found) -> String {
        if found.status == Status::Conflict {
            return format!("{title}: rules hold together and give different answers");
        }
        let possible =
            found.open.as_ref().map(|open| words::open(self.program, node, &open.possible)).unwrap_or_default();
        let needs: Vec<String> = self.needs(node, found).iter().map(|need| need_text(need)).collect();
        match (possible.is_empty(), needs.is_empty()) {
            (true, true) => format!("{title}: {}", self.nothing_asked(node)),
            (true, false) => format!("{title}: needs {}", needs.join(" and ")),
            (false, true) => format!("{title}: {possible}"),
            (false, false) => format!("{title}: {possible}, needs {}", needs.join(" and ")),
        }
    }

    /// Why an answer is open though no cell is missing. What is worked out is no question that a person was left with; which
    /// term dates would tell it hangs on the row.
    pub fn nothing_asked(&self, node: usize) -> String {
        match self.marks {
            _ if !self.program.is_fact(node) => {
                let mut lacks: Vec<String> = Vec::new();
                for heading in self.not_assessed(node).into_iter().flat_map(|rules| rules.columns) {
                    if !lacks.contains(&heading) {
                        lacks.push(heading);
                    }
                }
                let without = if lacks.is_empty() { "" } else { ", as far as can be told without a column for " };
                format!("the policy leaves this case to a person{without}{}", lacks.join(", "))
            }
            Some(marks) => template::mark(marks, template::Mark::NotWorkedOut(node)),
            None => words::not_worked_out(self.program, node, &self.facts).to_string(),
        }
    }

    /// A field as people are asked for it: [`need_text`].
    pub fn need(&self, name: &str) -> Option<String> {
        self.fact(self.program.pack.fields.position(name)?).map(|fact| need_text(&fact))
    }

    fn fact(&self, field: usize) -> Option<Rc<FactUsed>> {
        let known = |(at, _): &&(usize, Rc<FactUsed>)| *at == field;
        if let Some((_, fact)) = self.so_far.told.borrow().iter().find(known) {
            return Some(Rc::clone(fact));
        }
        let (name, _) = self.program.pack.fields.0.get(field)?;
        let place = match (self.marks, self.sheet.letters(field)) {
            (Some(marks), Some(letters)) => template::mark(marks, template::Mark::Place(letters)),
            _ => self.sheet.place(field),
        };
        let value = match self.facts.get(field) {
            Fact::Doubted => "not known".to_string(),
            Fact::Unreadable => "cannot be used".to_string(),
            fact => words::fact_text(self.program, field, fact),
        };
        let fact = Rc::new(FactUsed { field: name.clone(), label: self.sheet.label(field), value, place });
        self.so_far.told.borrow_mut().push((field, Rc::clone(&fact)));
        Some(fact)
    }

    /// The fields that the rules which held have looked at, in the pack's order, without those the sheet lacks.
    fn fields_used(&self, node: usize, found: &Found) -> Vec<usize> {
        let mut fields: Vec<usize> = Vec::new();
        for fired in self.fired_to_the_facts(node, found) {
            if let Some(table) = self.program.table(fired.node) {
                // What is left over when no row holds rests on everything that the rows have looked at.
                let left_over = table.otherwise == Some(fired.at);
                for column in table.columns.iter().filter(|column| left_over || column.tested.has(fired.at)) {
                    if let Some(node) = self.program.nodes.get(column.node)
                        && matches!(node.source, Source::Field(_) | Source::Facts(_))
                    {
                        fields.extend(&node.fields);
                    }
                }
            }
        }
        if found.status != Status::Decided || fields.is_empty() {
            fields.extend(self.program.nodes.get(node).into_iter().flat_map(|node| node.fields.iter().copied()));
        }
        fields.in_order();
        fields.dedup();
        fields.retain(|field| self.facts.get(*field) != Fact::NoColumn);
        fields
    }

    /// Rules that a decision rests on and that could not be looked at, because a column or a setting is missing.
    pub fn not_assessed(&self, node: usize) -> Vec<NotAssessed> {
        let mut missing: Vec<NotAssessed> = Vec::new();
        let mut add =
            |rule: &str, why: String, columns: &[String]| match missing.iter_mut().find(|known| known.why == why) {
                Some(known) if !known.rule.split(", ").any(|id| id == rule) => {
                    known.rule = format!("{}, {rule}", known.rule)
                }
                Some(_) => {}
                None => missing.push(NotAssessed { rule: rule.to_string(), why, columns: columns.to_vec() }),
            };
        let upstream = self.program.nodes.get(node).map(|node| node.upstream.clone()).unwrap_or_default();
        let counted = self.counted(node);
        let beside = [Some(node), self.program.also(node)].into_iter().flatten();
        for at in upstream.into_iter().filter(|at| counted.get(*at) == Some(&true)).chain(beside) {
            let Some(Source::Table(table)) = self.program.nodes.get(at).map(|node| &node.source) else { continue };
            if table.done_already {
                continue;
            }
            for column in table.columns.iter().filter(|column| self.pass.state(column.node) == State::NotAssessed) {
                let Some(tested) = self.program.nodes.get(column.node) else { continue };
                // Of two days, the as-of date stands in for the second.
                let fields = match &tested.source {
                    Source::Facts(days) if days.by == Operation::DaysBetween => {
                        days.of.first().and_then(|from| self.program.nodes.get(*from)).unwrap_or(tested)
                    }
                    _ => tested,
                };
                let headings: Vec<String> = fields
                    .fields
                    .iter()
                    .filter(|field| self.facts.get(**field) == Fact::NoColumn)
                    .map(|field| self.sheet.label(*field))
                    .collect();
                if headings.is_empty() || !matches!(tested.source, Source::Field(_) | Source::Facts(_)) {
                    continue;
                }
                for row in column.tested.iter().filter_map(|row| table.rows.get(row)) {
                    add(&row.row.id, format!("no column for {}", headings.join(" or ")), &headings);
                }
            }
            for (row, setting) in &table.unset {
                let title =
                    self.program.pack.settings.get(setting).map(|setting| setting.title.as_str()).unwrap_or(setting);
                let id = table.rows.get(*row).map(|row| row.row.id.as_str()).unwrap_or_default();
                add(id, format!("the setting `{title}` is not set"), &[]);
            }
        }
        missing
    }

    /// Which nodes a decision rests on in this row: of several facts of which the first known counts, none behind the known
    /// one.
    fn counted(&self, node: usize) -> Vec<bool> {
        let mut counted = vec![false; self.program.nodes.len()];
        let mut left = vec![node];
        while let Some(at) = left.pop() {
            let Some(seen) = counted.get_mut(at).filter(|seen| !**seen) else { continue };
            *seen = true;
            match self.program.nodes.get(at).map(|node| &node.source) {
                Some(Source::Table(table)) => left.extend(table.columns.iter().map(|column| column.node)),
                Some(Source::More { of, .. }) => left.push(*of),
                Some(Source::FirstKnown(of)) => {
                    let known = of.iter().position(|input| self.pass.is_given(self.program, *input));
                    left.extend(of.iter().take(known.map_or(of.len(), |known| known + 1)));
                }
                Some(Source::HighestOf(of) | Source::HoldersOfHighest(of)) => left.extend(of),
                Some(Source::Field(_) | Source::Facts(_)) | None => {}
            }
        }
        counted
    }

    fn ways(&self) -> &Ways<'e> {
        self.so_far.ways.get_or_init(|| Ways::from(self.program, self.pass, self.facts))
    }

    /// For every other answer of a rule, the fewest changes that would lead to it.
    fn margin(&self, node: usize, cell: Option<usize>) -> Vec<Margin> {
        let Some(table) = self.program.table(node) else { return Vec::new() };
        if matches!(table.hit, Hit::CollectList | Hit::CollectSum | Hit::CollectCount) {
            return Vec::new();
        }
        let ways = self.ways();
        let count = self.program.nodes.get(node).map(|node| node.domain.nothing()).unwrap_or(0);
        (0..count)
            .filter(|other| Some(*other) != cell)
            .filter_map(|other| {
                let changes = ways.towards(node, &Cells::only(other))?;
                let outcome = words::plain_name(self.program.value_name(node, other));
                let shown = if outcome.is_empty() { "none" } else { &outcome };
                (!changes.is_empty()).then(|| Margin {
                    sentence: format!(
                        "{shown} with {}",
                        changes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
                    ),
                    outcome: outcome.clone(),
                })
            })
            .collect()
    }
}

/// The ids of the rules that held in deciding an answer.
pub fn fired_ids(program: &Program, pass: &Pass, facts: Facts, node: usize, found: &Found) -> Vec<String> {
    let sheet = NoSheet;
    let so_far = SoFar::default();
    let explainer = Explainer { program, pass, facts, sheet: &sheet, disagreements: &[], marks: None, so_far };
    explainer.fired(node, found).iter().map(|fired| fired.row.id.clone()).collect()
}

/// Rows that stand in no sheet.
struct NoSheet;

impl Sheet for NoSheet {
    fn label(&self, _: usize) -> String {
        String::new()
    }

    fn letters(&self, _: usize) -> Option<String> {
        None
    }

    fn place(&self, _: usize) -> String {
        String::new()
    }

    fn problem(&self, _: usize) -> Option<Problem> {
        None
    }
}

/// What was not assessed, in one sentence; blank when everything was.
pub fn not_assessed_text<'n>(missing: impl Iterator<Item = &'n NotAssessed>) -> String {
    let mut columns: Vec<&str> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    for missing in missing {
        if missing.columns.is_empty() && !others.contains(&missing.why.as_str()) {
            others.push(&missing.why);
        }
        for column in &missing.columns {
            if !columns.contains(&column.as_str()) {
                columns.push(column);
            }
        }
    }
    let mut parts: Vec<String> = Vec::new();
    if !columns.is_empty() {
        parts.push(format!("the tracker has no column for {}", columns.join(", ")));
    }
    parts.extend(others.iter().map(ToString::to_string));
    if parts.is_empty() { String::new() } else { format!("Not assessed: {}", parts.join("; ")) }
}

/// A missing fact as people would be asked for it.
pub fn need_text(need: &FactUsed) -> String {
    if need.place.is_empty() {
        format!("a column for {}", need.label)
    } else {
        format!("{} ({})", need.label, need.place)
    }
}
