//! Stages of a ladder: whether each can be left, whether any can be skipped unseen, and whether exits are told apart.

use super::search::{Found, find};
use super::{Finding, Kind};
use crate::evaluate::cells::{Cells, Domain};
use crate::evaluate::ladder::entered_name;
use crate::evaluate::program::Program;
use crate::policy::pack::{CheckKind, Rule, RuleKind, Stage};

/// Checks every ladder in force.
pub fn check(program: &Program, findings: &mut Vec<Finding>) {
    for rule in program.pack.rules.iter().filter(|rule| rule.kind == RuleKind::Ladder) {
        if rule.in_force.as_ref().is_none_or(|period| crate::evaluate::compile::holds(period, program.as_of)) {
            ladder(program, rule, findings);
        }
    }
}

fn ladder(program: &Program, rule: &Rule, findings: &mut Vec<Finding>) {
    let position = program.node(&format!("{}.position", rule.id));
    let at = |name: &str| -> Option<Cells> {
        match &program.nodes.get(position?)?.domain {
            Domain::Named(names) => names.iter().position(|known| known == name).map(Cells::only),
            Domain::Range { .. } => None,
        }
    };
    let standing = |stage: &Stage, ended: bool| -> Option<Vec<crate::record::Fact>> {
        let name = if ended { format!("{} succeeded", stage.name) } else { stage.name.clone() };
        find(program, &[(position?, at(&name)?)]).row()
    };
    for (place, stage) in rule.stages.iter().enumerate() {
        let last = place + 1 == rule.stages.len();
        let can_succeed = stage.ended.is_some() && stage.success.is_some();
        // Where stages have ends, the last one needs one too; where they only follow each other, the last is the end.
        if last && !can_succeed && rule.stages.iter().any(|stage| stage.ended.is_some()) {
            let sentence = format!(
                "{} of {} cannot be left: it is the last stage and has no successful end.",
                stage.name, rule.id
            );
            let finding = Finding::new(
                Kind::DeadEnd,
                &rule.id,
                &[&stage.id],
                sentence,
                "Name under `ended` and `success` how it ends, and under `leads_to` where to.",
            );
            findings.push(shown(program, finding, standing(stage, false)));
        }
        let falls_back = rule.otherwise.is_some() || !rule.rows.is_empty();
        if can_succeed && stage.leads_to.is_none() && !falls_back {
            let sentence = format!("A success of {} of {} leads nowhere.", stage.name, rule.id);
            let finding =
                Finding::new(Kind::DeadEnd, &rule.id, &[&stage.id], sentence, "Say under `leads_to` what shows then.");
            findings.push(shown(program, finding, standing(stage, true)));
        }
        if let Some(before) = place.checked_sub(1).and_then(|before| rule.stages.get(before)) {
            skipped(program, rule, before, stage, findings);
        }
        for other in rule.stages.iter().take(place) {
            if stage.ended.is_some() && stage.ended == other.ended {
                let cell = stage.ended.clone().unwrap_or_default();
                let sentence = format!(
                    "{} ends both {} and {} of {}: nobody can tell which.",
                    cell, other.name, stage.name, rule.id
                );
                findings.push(Finding::new(
                    Kind::AmbiguousExit,
                    &rule.id,
                    &[&other.id, &stage.id],
                    sentence,
                    "Give each stage a field of its own under `ended`.",
                ));
            }
            if stage.name == other.name {
                let sentence =
                    format!("Two stages of {} are called {}: nobody can tell which was left.", rule.id, stage.name);
                findings.push(Finding::new(
                    Kind::AmbiguousExit,
                    &rule.id,
                    &[&other.id, &stage.id],
                    sentence,
                    "Give each stage a name of its own.",
                ));
            }
        }
    }
}

/// A stage that can be entered without the one before it, and no check that says so.
fn skipped(program: &Program, rule: &Rule, before: &Stage, stage: &Stage, findings: &mut Vec<Finding>) {
    let told =
        program.pack.checks.iter().any(|check| {
            check.check == CheckKind::Needs && check.of.0 == before.entered && check.of.1 == stage.entered
        });
    if told || before.entered == stage.entered {
        return;
    }
    let yes_no =
        |stage: &Stage, yes: bool| program.node(&entered_name(stage)).map(|node| (node, Cells::only(usize::from(yes))));
    let (Some(not_before), Some(entered)) = (yes_no(before, false), yes_no(stage, true)) else { return };
    let Found::Row(facts) = find(program, &[not_before, entered]) else { return };
    let sentence = format!("{} of {} can be entered without {}, and nobody is told.", stage.name, rule.id, before.name);
    let finding = Finding::new(
        Kind::SkippedStage,
        &rule.id,
        &[&before.id, &stage.id],
        sentence,
        "Add a check `needs` of the two entering fields.",
    );
    findings.push(finding.shown_by(program, facts));
}

fn shown(program: &Program, finding: Finding, facts: Option<Vec<crate::record::Fact>>) -> Finding {
    match facts {
        Some(facts) => finding.shown_by(program, facts),
        None => finding,
    }
}
