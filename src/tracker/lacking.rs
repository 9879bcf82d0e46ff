//! What a tracker lacks for a policy: columns that it cannot do without, and half terms that nobody has listed.

use super::Applied;
use crate::calendar::Span;
use crate::evaluate::program::{Derivation, Source};
use crate::place::column_letters;
use crate::policy::pack::Pack;
use crate::problem::Problem;
use crate::record::vocabulary::is_of_others;
use crate::record::{Confidence, Fact};
use std::collections::BTreeSet;

/// Whether a column holds a field.
#[inline(never)]
pub(crate) fn has_column(pack: &Pack, sources: &[Vec<usize>], field: &str) -> bool {
    pack.fields.position(field).and_then(|at| sources.get(at)).is_some_and(|sources| !sources.is_empty())
}

/// Whether one of the sets of columns that a policy cannot do without is there.
pub(crate) fn has_needed(pack: &Pack, sources: &[Vec<usize>]) -> bool {
    let has = |field: &String| has_column(pack, sources, field);
    pack.needs_columns.is_empty() || pack.needs_columns.iter().any(|set| set.iter().all(has))
}

/// The sets of columns of which a policy needs one, in words.
fn sets(pack: &Pack) -> String {
    let heading = |name: &String| pack.fields.get(name).map(|field| format!("`{}`", field.heading)).unwrap_or_default();
    let sets: Vec<String> =
        pack.needs_columns.iter().map(|set| set.iter().map(heading).collect::<Vec<_>>().join(" and ")).collect();
    sets.join(", or ")
}

/// Says of a pack that somebody gave that it is not applied, when no policy was named and the tracker lacks its columns.
pub fn not_applied(pack: &Pack, applied: &[Applied]) -> Option<Problem> {
    let is_applied = applied.iter().any(|applied| applied.pack.pack == pack.pack);
    (!is_applied).then(|| {
        Problem::new(
            "pack-not-applied",
            format!(
                "the pack `{}` is not applied: the tracker does not have the columns that {} needs",
                pack.pack, pack.title
            ),
            sets(pack),
            "Add the columns, or rename the headings that hold them.",
        )
    })
}

/// Says which columns a policy misses, when it has none of the sets it needs.
pub(super) fn missing_columns(applied: &Applied) -> Option<Problem> {
    let pack = &applied.pack;
    if has_needed(pack, &applied.reading.records.sources) {
        return None;
    }
    let alike: Vec<String> = applied
        .reading
        .columns
        .iter()
        .filter(|found| matches!(found.confidence, Confidence::Likely(_)) && found.field.is_some())
        // What another policy calls so is no slip of the keyboard.
        .filter(|found| !is_of_others(&found.heading, &|name| pack.fields.get(name).is_some()))
        .map(|found| {
            let wanted = found.field.and_then(|at| pack.fields.0.get(at)).map(|(_, field)| field.heading.as_str());
            let twice =
                applied.reading.columns.iter().any(|other| other.field == found.field && other.column != found.column);
            let number = u32::try_from(found.column + 1).ok().filter(|_| twice);
            // Two headings may be the same: their letters tell them apart.
            let letter = number.map(|number| format!(" in column {}", column_letters(number))).unwrap_or_default();
            format!("`{}`{letter} looks like `{}`", found.heading, wanted.unwrap_or_default())
        })
        .collect();
    let remedy = if alike.is_empty() {
        "Add the columns, or rename the headings that hold them.".to_string()
    } else {
        format!("{}: confirm it, or rename the heading.", alike.join(", "))
    };
    Some(Problem::new(
        "missing-column",
        format!("the tracker does not have the columns that {} needs", pack.title),
        sets(pack),
        remedy,
    ))
}

/// Says that whole terms stand in for half terms, which nobody has listed, where somebody's reviews are due in each half term.
pub(super) fn half_terms_missing(applied: &Applied) -> Option<Problem> {
    let program = applied.program.as_ref().ok().filter(|program| program.calendar.school().is_official())?;
    let by_half_term = |derivation: &Derivation| {
        let input = derivation.of.first().and_then(|node| program.nodes.get(*node))?;
        let column = applied.reading.records.columns.get(*input.fields.first()?)?;
        let asks = |fact: &Fact| match fact {
            Fact::Value(value) => {
                let span =
                    usize::try_from(*value).ok().and_then(|value| derivation.spans.get(value).copied().flatten());
                span == Some(Span::HalfTerm)
            }
            _ => false,
        };
        column.facts.iter().any(asks).then_some(())
    };
    program.nodes.iter().find_map(|node| match &node.source {
        Source::Facts(derivation) => by_half_term(derivation),
        _ => None,
    })?;
    Some(Problem::new(
        "half-terms-not-listed",
        "some reviews are due in each half term, and no half terms are listed: it cannot be decided in which half of autumn or \
         spring one is due",
        "the first and last school day of each half term",
        "List the half terms in the settings, among the working days and term dates (`calendar` in a settings file).",
    ))
}

impl Applied {
    /// Says which columns the policy misses, when it has none of the sets it needs, or none for any of its answers.
    pub fn lacks_columns(&self) -> Option<Problem> {
        missing_columns(self).or_else(|| self.lacks_all.then(|| nothing_to_answer_from(self)))
    }
}

/// Says that a tracker has no column for any answer of a policy, and which would do.
pub(super) fn nothing_to_answer_from(applied: &Applied) -> Problem {
    missing_columns(applied).unwrap_or_else(|| {
        let pack = &applied.pack;
        let fields: BTreeSet<&String> = pack.decisions.iter().flat_map(|answer| &answer.if_columns).collect();
        let headings = fields.into_iter().filter_map(|name| pack.fields.get(name));
        Problem::new(
            "missing-column",
            format!("the tracker has no column for any answer of {}", pack.title),
            headings.map(|field| format!("`{}`", field.heading)).collect::<Vec<_>>().join(", or "),
            "Add the columns, or rename the headings that hold them.",
        )
    })
}
