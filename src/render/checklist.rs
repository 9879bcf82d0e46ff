//! The result columns of a checklist: each row shows its own criterion, and the stage of the principle it belongs to.

use super::CANNOT_DECIDE;
use crate::evaluate::checklist::{Assessment, CriterionState, PrincipleStage, Stage};
use crate::policy::pack::Part;
use crate::record::RowKind;
use crate::tracker::{Applied, Tracker};

/// Adds the result columns of a row. A learner's row that stands for no criterion, or for one that has a row already, says
/// that nothing can be decided; other rows are blank.
pub fn cells(
    tracker: &Tracker,
    applied: &Applied,
    row: usize,
    cells: &mut Vec<String>,
    why: &mut Vec<String>,
    check: &mut Vec<String>,
) {
    let found = tracker.table.row(row).and_then(|row| criterion(applied, row.number));
    let counts = applied.reading.records.kinds.get(row) == Some(&RowKind::Learner);
    cells.extend(applied.pack.results.iter().map(|column| match (found, column.part) {
        (Some((criterion, principle)), part) => cell(criterion, principle, part),
        (None, Part::Criterion | Part::Evidenced | Part::Claimed) if counts => CANNOT_DECIDE.to_string(),
        (None, _) => String::new(),
    }));
    if let Some((criterion, principle)) = found {
        why.push(format!("{}: {}", criterion.id, criterion.because.trim_end_matches('.')));
        why.push(format!("Principle {}: {}", principle.id, principle.because.trim_end_matches('.')));
        let stages = [
            ("Evidenced stage", &principle.evidenced, &principle.unknown),
            ("Claimed stage", &principle.claimed, &principle.claims_unknown),
        ];
        for (title, stage, unknown) in stages {
            if stage.decided.is_none() {
                let needs = unknown.join(" and ");
                let needs = if needs.is_empty() { needs } else { format!(", needs {needs}") };
                check.push(format!("{title}: {}{needs}", stage.words()));
            }
        }
    }
    let number = tracker.table.row(row).map(|row| row.number);
    for problem in applied.assessments.iter().flat_map(|assessment| &assessment.problems) {
        if problem.place.as_ref().is_some_and(|place| place.row == number) {
            check.push(problem.beside());
        }
    }
    for found in applied.reading.records.row_problems(row) {
        check.push(found.problem.of_cell());
    }
}

/// The criterion that a row of the sheet was read for, with its principle.
fn criterion(applied: &Applied, number: u32) -> Option<(&CriterionState, &PrincipleStage)> {
    let of =
        |assessment: &'_ Assessment| assessment.criteria.iter().position(|criterion| criterion.row == Some(number));
    let assessment = applied.assessments.iter().find(|assessment| of(assessment).is_some())?;
    let criterion = assessment.criteria.get(of(assessment)?)?;
    let principle = assessment.principles.iter().find(|principle| principle.id == criterion.principle)?;
    Some((criterion, principle))
}

fn cell(criterion: &CriterionState, principle: &PrincipleStage, part: Part) -> String {
    let stage = |stage: &Stage| stage.decided.clone().unwrap_or_else(|| CANNOT_DECIDE.to_string());
    match part {
        Part::Criterion => criterion.words(),
        Part::Evidenced => stage(&principle.evidenced),
        Part::Claimed => stage(&principle.claimed),
        Part::Unmet => {
            let unknown = principle.unknown.iter().map(|id| format!("{id} (not known)"));
            principle.unmet.iter().cloned().chain(unknown).collect::<Vec<_>>().join(", ")
        }
        Part::Action => criterion.action.as_ref().map(|action| action.state.clone()).unwrap_or_default(),
        _ => String::new(),
    }
}
