//! A ladder is written as stages and read as tables, so that one evaluator, one verifier and one explainer serve both.
//!
//! From a ladder `x` come: `x.position` (the highest stage entered, and whether it ended well), `x.reached` (that stage
//! alone), `x.open` (whether a stage is open), `x` itself (the stage that shows), and the tables of what comes next.

use crate::policy::pack::{Hit, Ordered, Row, Rule, RuleKind, Stage, Then, When};
use std::borrow::Cow;

/// Rules with every ladder replaced by the tables it stands for.
pub fn flatten<'r>(rules: &[&'r Rule]) -> Vec<Cow<'r, Rule>> {
    let mut flat = Vec::new();
    for rule in rules {
        if rule.kind == RuleKind::Ladder {
            let mut tables = Vec::new();
            expand(rule, &mut tables);
            flat.extend(tables.into_iter().map(Cow::Owned));
        } else {
            flat.push(Cow::Borrowed(*rule));
        }
    }
    flat
}

/// The position before any stage was entered.
const BEFORE: &str = "before";

/// The name of the derived fact that says whether a stage was entered.
pub fn entered_name(stage: &Stage) -> String {
    format!("{}.happened", stage.entered)
}

/// What has to have happened for a stage to be entered, as the cells of a row.
fn entry(stage: &Stage) -> Vec<(String, String)> {
    let needed = stage.needs.iter().map(|field| format!("{field}.happened"));
    std::iter::once(entered_name(stage)).chain(needed).map(|name| (name, "true".to_string())).collect()
}

fn expand(rule: &Rule, flat: &mut Vec<Rule>) {
    let position = format!("{}.position", rule.id);
    let reached = format!("{}.reached", rule.id);
    let open = format!("{}.open", rule.id);
    let succeeded = |stage: &Stage| format!("{} succeeded", stage.name);
    let base = |id: &str, kind: RuleKind, values: Vec<String>| Rule {
        id: id.to_string(),
        title: rule.title.clone(),
        kind,
        in_force: None,
        on: None,
        hit: Some(Hit::First),
        values,
        more: Ordered::default(),
        monotone: false,
        not_assessed: None,
        done_already: false,
        rows: Vec::new(),
        otherwise: None,
        stages: Vec::new(),
        next: None,
        checklist: None,
    };
    let row = |stage: &Stage, when: Vec<(String, String)>, then: Then| Row {
        id: stage.id.clone(),
        with: Vec::new(),
        under: Ordered::default(),
        when: When::Cells(Ordered(when)),
        then: Some(then),
        action: None,
        who: None,
        due: None,
        checkpoint: None,
        done: Vec::new(),
        same_as: Vec::new(),
        advice: false,
        clause: stage.clause.clone(),
        origin: Default::default(),
        ours: Vec::new(),
        says: stage.says.clone(),
        reading: None,
        closing: true,
    };
    let quoted = |text: &str| format!("\"{text}\"");

    let mut values = vec![BEFORE.to_string()];
    for stage in &rule.stages {
        values.push(stage.name.clone());
        values.push(succeeded(stage));
    }
    let mut table = base(&position, RuleKind::Table, values);
    table.not_assessed = Some(Then::Value(BEFORE.to_string()));
    for stage in rule.stages.iter().rev() {
        if let (Some(ended), Some(success)) = (&stage.ended, &stage.success) {
            let mut when = entry(stage);
            when.push((ended.clone(), quoted(success)));
            table.rows.push(row(stage, when, Then::Value(succeeded(stage))));
        }
        table.rows.push(row(stage, entry(stage), Then::Value(stage.name.clone())));
    }
    if let Some(first) = rule.stages.first() {
        let mut none = row(first, Vec::new(), Then::Value(BEFORE.to_string()));
        none.says = "no stage was entered".to_string();
        table.otherwise = Some(none);
    }
    flat.push(table);

    let mut stage_names = vec![BEFORE.to_string()];
    stage_names.extend(rule.stages.iter().map(|stage| stage.name.clone()));
    let mut table = base(&reached, RuleKind::Table, stage_names);
    for stage in &rule.stages {
        let cell = format!("{}, {}", quoted(&stage.name), quoted(&succeeded(stage)));
        table.rows.push(row(stage, vec![(position.clone(), cell)], Then::Value(stage.name.clone())));
    }
    table.otherwise = rule.stages.first().map(|first| row(first, Vec::new(), Then::Value(BEFORE.to_string())));
    flat.push(table);

    let mut table = base(&open, RuleKind::Table, Vec::new());
    for stage in &rule.stages {
        table.rows.push(row(stage, vec![(position.clone(), quoted(&stage.name))], Then::Flag(true)));
    }
    table.otherwise = rule.stages.first().map(|first| {
        let mut closed = row(first, Vec::new(), Then::Flag(false));
        closed.says = "no stage is open".to_string();
        closed
    });
    flat.push(table);

    let mut table = base(&rule.id, RuleKind::Table, rule.values.clone());
    for stage in &rule.stages {
        // Here, where the stage is the answer, its rule is cited.
        let mut shown = row(stage, vec![(position.clone(), quoted(&stage.name))], Then::Value(stage.name.clone()));
        shown.closing = false;
        table.rows.push(shown);
        if let Some(leads_to) = &stage.leads_to {
            let mut ended =
                row(stage, vec![(position.clone(), quoted(&succeeded(stage)))], Then::Value(leads_to.clone()));
            ended.says = format!("{} and {} ended in success", stage.says, stage.name);
            ended.closing = false;
            table.rows.push(ended);
        }
    }
    table.rows.extend(rule.rows.iter().cloned());
    table.otherwise = rule.otherwise.clone();
    flat.push(table);

    if let Some(next) = &rule.next {
        let mut table = base(&next.id, RuleKind::Ladder, Vec::new());
        table.title = next.title.clone();
        table.rows = next.rows.clone();
        flat.push(table);
        if !next.also.is_empty() {
            let mut table = base(&format!("{}.also", next.id), RuleKind::Duties, Vec::new());
            table.title = next.title.clone();
            table.hit = Some(Hit::CollectList);
            table.rows = next.also.clone();
            flat.push(table);
        }
    }
}
