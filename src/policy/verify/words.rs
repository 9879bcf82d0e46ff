//! Cells and rows of facts in words.

use crate::calendar::Day;
use crate::evaluate::cells::{Cells, Cut, Domain};
use crate::evaluate::program::{Node, Program};
use crate::number::Number;
use crate::policy::field::Kind;
use crate::record::date::plausible;
use crate::record::{Fact, HAPPENED};

/// A region of a rule's columns: "Attendance from 90 up to 93 %, Stage 1 email blank". Columns that do not matter are
/// left out.
pub fn region(program: &Program, columns: &[(usize, Cells, Cells)]) -> String {
    let parts: Vec<String> = columns
        .iter()
        .filter(|(_, cells, all)| !all.without(cells).is_empty())
        .filter_map(|(node, cells, _)| {
            program.nodes.get(*node).map(|node| format!("{} {}", node.title, cell_words(node, cells)))
        })
        .collect();
    if parts.is_empty() { "whatever the facts".to_string() } else { parts.join(", ") }
}

/// The values of a set of cells in words.
pub fn cell_words(node: &Node, cells: &Cells) -> String {
    let nothing = node.domain.nothing();
    let mut parts: Vec<String> = Vec::new();
    match &node.domain {
        Domain::Named(names) => parts.extend(cells.iter().filter_map(|cell| names.get(cell)).map(|name| plain(name))),
        Domain::Range { cuts, step } => {
            let mut cell = 0;
            while cell < nothing {
                if !cells.has(cell) {
                    cell += 1;
                    continue;
                }
                let first = cell;
                while cell + 1 < nothing && cells.has(cell + 1) {
                    cell += 1;
                }
                let low = first.checked_sub(1).and_then(|before| cuts.get(before));
                parts.push(interval(node, low.copied(), cuts.get(cell).copied(), *step));
                cell += 1;
            }
        }
    }
    if cells.has(nothing) {
        parts.push("blank".to_string());
    }
    parts.join(" or ")
}

pub(crate) fn plain(name: &str) -> String {
    match name {
        "true" => "yes".to_string(),
        "false" => "no".to_string(),
        "" => "none".to_string(),
        name => name.to_string(),
    }
}

/// A number or a day of a node, with its unit.
pub(crate) fn value(node: &Node, at: i64) -> String {
    if node.days {
        return Day::from_days(at).map(|day| day.to_string()).unwrap_or_default();
    }
    match node.unit.as_deref() {
        None => Number(at).to_string(),
        Some("%") => format!("{}%", Number(at)),
        Some(unit) => format!("{} {unit}", Number(at)),
    }
}

pub(crate) fn interval(node: &Node, low: Option<Cut>, high: Option<Cut>, step: i64) -> String {
    let number = |at: i64| value(node, at);
    // Whole numbers and days are cut just below a value, so that the last one below it can be named.
    let last = |cut: Cut| if step > 0 && !cut.after { Some(cut.at - step) } else { None };
    match (low, high) {
        (None, None) => "any value".to_string(),
        (Some(low), None) => format!("{} {}", if low.after { "above" } else { "from" }, number(low.at)),
        (None, Some(high)) => match last(high) {
            Some(last) => format!("up to {}", number(last)),
            None => format!("{} {}", if high.after { "up to" } else { "below" }, number(high.at)),
        },
        (Some(low), Some(high)) => match last(high) {
            Some(last) if last == low.at && !low.after => number(last),
            Some(last) => format!("from {} to {}", number(low.at), number(last)),
            None if low.at == high.at => number(low.at),
            None => format!(
                "{} {} and {} {}",
                if low.after { "above" } else { "from" },
                number(low.at),
                if high.after { "up to" } else { "below" },
                number(high.at)
            ),
        },
    }
}

/// Days before the day of the answer that a tracker can hold, and one after it.
const DAYS_BACK: [i64; 12] = [0, 1, 7, 14, 30, 100, 400, 1_000, 2_000, 5_000, 10_000, -7];

/// The row with days that a tracker can hold in place of others, where all comes out the same with them.
pub(super) fn typable(program: &Program, mut facts: Vec<Fact>) -> Vec<Fact> {
    let came = |facts: &[Fact]| {
        let pass = super::pass(program, facts);
        (0..program.nodes.len()).map(|node| (pass.state(node), pass.held(node), pass.won(node))).collect::<Vec<_>>()
    };
    for (at, (_, field)) in program.pack.fields.iter().enumerate() {
        let Some(Fact::Value(day)) = facts.get(at).copied() else { continue };
        let is_day = matches!(field.kind, Kind::Date | Kind::DateOrYes) && day != HAPPENED;
        if !is_day || i32::try_from(day).is_ok_and(plausible) {
            continue;
        }
        let before = came(&facts);
        for back in DAYS_BACK {
            let mut tried = facts.clone();
            if let Some(slot) = tried.get_mut(at) {
                *slot = Fact::Value(i64::from(program.as_of.days()) - back);
            }
            if came(&tried) == before {
                facts = tried;
                break;
            }
        }
    }
    facts
}

/// A row of facts, field by field, as a person would type it. Fields that do not matter are left out.
pub fn witness(program: &Program, facts: &[Fact]) -> Vec<(String, String)> {
    let typed = program.pack.fields.iter().zip(facts).filter_map(|((name, field), fact)| {
        let text = match fact {
            Fact::NoColumn => return None,
            Fact::Unknown | Fact::Doubted | Fact::Unreadable | Fact::Nothing => String::new(),
            Fact::Value(value) => match field.kind {
                Kind::YesNo => if *value == 1 { "yes" } else { "no" }.to_string(),
                Kind::Choice => usize::try_from(*value)
                    .ok()
                    .and_then(|at| field.values.get(at))
                    .map(|choice| choice.value.clone())
                    .unwrap_or_default(),
                Kind::Letters => field
                    .letters
                    .keys()
                    .enumerate()
                    .filter(|(at, _)| value & (1 << at) != 0)
                    .map(|(_, letter)| letter.to_string())
                    .collect::<Vec<_>>()
                    .join(" "),
                Kind::Choices => field
                    .values
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| value & (1 << at) != 0)
                    .map(|(_, choice)| choice.value.clone())
                    .collect::<Vec<_>>()
                    .join(", "),
                Kind::DateOrYes if *value == HAPPENED => "yes".to_string(),
                Kind::Date | Kind::DateOrYes => Day::from_days(*value).map(|day| day.to_string()).unwrap_or_default(),
                Kind::Text => "some text".to_string(),
                Kind::Dates => String::new(),
                Kind::Number | Kind::Count | Kind::Percent => Number(*value).to_string(),
            },
        };
        Some((name.to_string(), text))
    });
    typed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::cells::Cut;
    use crate::evaluate::program::Source;
    use crate::number::ONE;

    #[test]
    fn cells_beside_each_other_read_as_one_interval_and_blank_as_a_word() {
        let cut = |at: i64| Cut { at: at * ONE, after: false };
        let node = Node {
            name: "absences".to_string(),
            title: "Absences".to_string(),
            unit: None,
            domain: Domain::Range { cuts: vec![cut(3), cut(6), cut(9)], step: ONE },
            days: false,
            source: Source::Field(0),
            fields: vec![0],
            upstream: Vec::new(),
        };
        let told = |cells: &[usize]| {
            let mut set = Cells::NONE;
            cells.iter().for_each(|cell| set.insert(*cell));
            cell_words(&node, &set)
        };
        assert_eq!(told(&[0, 1]), "up to 5");
        assert_eq!(told(&[1, 2]), "from 3 to 8");
        assert_eq!(told(&[0, 2]), "up to 2 or from 6 to 8");
        assert_eq!(told(&[2, 3]), "from 6");
        // Nothing there is no number beyond the last.
        assert_eq!(told(&[3, 4]), "from 9 or blank");
        assert_eq!(told(&[1, 4]), "from 3 to 5 or blank");
        assert_eq!(told(&[4]), "blank");
    }
}
