//! Values and wordings as people read them: `37.5%`, `1 training session`, `8 April 2026`, and `{name}` filled in.

use crate::calendar::Day;
use crate::evaluate::cells::{Cells, Domain, Exact, PERCENT};
use crate::evaluate::decide::{self, NOTHING_LISTED};
use crate::evaluate::facts::{self, Facts, Value};
use crate::evaluate::possible::Possible;
use crate::evaluate::program::{Derivation, Program, Source};
use crate::evaluate::run::{Pass, State};
use crate::number::{Number, ONE};
use crate::policy::field::Kind;
use crate::policy::pack::{Hit, Operation, SettingKind};
use crate::policy::settings::SettingValue;
use crate::record::{Fact, HAPPENED};

/// A number with its unit: `%` stands close, other units are `one|many` and stand apart.
pub fn with_unit(number: &str, unit: Option<&str>) -> String {
    match unit {
        None | Some("") => number.to_string(),
        Some("%") => format!("{number}%"),
        Some(unit) => format!("{number} {}", unit_for(number, unit)),
    }
}

/// The form of a unit that goes with a number: `calendar days`, or `day|days` where both forms are given.
fn unit_for<'u>(number: &str, unit: &'u str) -> std::borrow::Cow<'u, str> {
    if let Some((one, many)) = unit.split_once('|') {
        return if number == "1" { one.into() } else { many.into() };
    }
    if number != "1" {
        return unit.into();
    }
    // "pieces of homework" is one "piece of homework"; "calendar days" is one "calendar day".
    let (head, tail) = match unit.split_once(" of ") {
        Some((head, tail)) => (head, format!(" of {tail}")),
        None => (unit, String::new()),
    };
    match head.strip_suffix('s') {
        Some(one) => format!("{one}{tail}").into(),
        None => unit.into(),
    }
}

/// A number as text: two decimal places at most, or as many as it takes to show on which side of a cut it lies.
pub fn number_text(domain: &Domain, value: Exact) -> String {
    let exact = value.shown();
    for places in [2u32, 4, 6] {
        let unit = 10i64.pow(9 - places);
        let half = unit / 2;
        let rounded = if exact < 0 { (exact - half) / unit * unit } else { (exact + half) / unit * unit };
        if domain.cell(Exact::Plain(rounded)) == domain.cell(value) {
            return Number(rounded).to_string();
        }
    }
    Number(exact).to_string()
}

/// What a node holds for a row, as people read it; blank when nobody has said.
pub fn node_text(program: &Program, pass: &Pass, facts: &Facts, node: usize) -> String {
    let Some(found) = program.nodes.get(node) else { return String::new() };
    match &found.source {
        Source::Field(field) => fact_text(program, *field, facts.get(*field)),
        Source::Facts(_) => match facts::value(program, node, facts) {
            Value::Number(Exact::Plain(day)) if found.days => day_text(day),
            Value::Number(value) => with_unit(&number_text(&found.domain, value), found.unit.as_deref()),
            Value::Code(code) => plain_name(program.value_name(node, code)),
            _ => String::new(),
        },
        _ => match pass.state(node) {
            State::Cell(cell) => plain_name(program.value_name(node, cell)),
            State::Some(sets) => match (&found.source, &found.domain) {
                (Source::HoldersOfHighest(of), Domain::Named(names)) => perhaps(of.len(), &sets, names),
                _ => String::new(),
            },
            _ => String::new(),
        },
    }
}

/// Which hold the highest for sure, and which may: `Behaviour, perhaps Attendance`.
fn perhaps(count: usize, sets: &Cells, names: &[String]) -> String {
    let named = |bits: usize| {
        let of_one = |at: usize| names.get(1 << at).map(String::as_str).unwrap_or_default();
        (0..count).filter(|at| bits & 1 << at != 0).map(of_one).collect::<Vec<_>>()
    };
    let sure = sets.iter().fold(usize::MAX, |sure, set| sure & set);
    let any = sets.iter().fold(0, |any, set| any | set);
    sure_and_perhaps(&named(sure).join(", "), &named(any & !sure).join(" or "))
}

/// What an answer that is open may be. Of lists: what is on all of them, and what may be on one; a cell that cannot be read
/// leaves more lists than anybody reads.
pub fn open(program: &Program, node: usize, of: &Possible) -> String {
    let possible = decide::possible_outcomes(program, node, of);
    let is_list = match program.nodes.get(node).map(|node| &node.source) {
        Some(Source::Table(table)) => table.hit == Hit::CollectList && !table.actions,
        Some(Source::Facts(of)) => matches!(of.by, Operation::ChoicesAllowed | Operation::ChoicesBlocked),
        _ => false,
    };
    let name = |name: &str| if name.is_empty() { "none".to_string() } else { plain_name(name) };
    if !is_list {
        return match possible.split_at_checked(FIRST_NAMED) {
            Some((first, rest)) if rest.len() > 1 => {
                let first: Vec<String> = first.iter().map(|outcome| name(outcome)).collect();
                format!("{} or one of {} others", first.join(", "), rest.len())
            }
            _ => {
                let found = program.nodes.get(node);
                let is_rule = found.is_some_and(|node| matches!(&node.source, Source::Table(table) if !table.actions));
                let nothing = found.filter(|_| is_rule && !possible.is_empty()).map(|node| node.domain.nothing());
                let person = nothing.filter(|nothing| of.cells.0.has(*nothing)).map(|_| A_PERSON.to_string());
                possible.iter().map(|outcome| name(outcome)).chain(person).collect::<Vec<_>>().join(" or ")
            }
        };
    }
    let mut items: Vec<&str> = Vec::new();
    for item in possible.iter().flat_map(|list| list.split(", ")) {
        if !item.is_empty() && item != NOTHING_LISTED && !items.contains(&item) {
            items.push(item);
        }
    }
    let on_all = |item: &&str| possible.iter().all(|list| list.split(", ").any(|other| other == *item));
    let (sure, perhaps): (Vec<&str>, Vec<&str>) = items.into_iter().partition(on_all);
    sure_and_perhaps(&sure.join(", "), &perhaps.join(" or "))
}

/// What an answer may be that the policy may yet leave to a person.
const A_PERSON: &str = "left to a person";

/// How many answers are named where more are possible than anybody reads.
pub const FIRST_NAMED: usize = 5;

fn sure_and_perhaps(sure: &str, perhaps: &str) -> String {
    match (sure.is_empty(), perhaps.is_empty()) {
        (_, true) => sure.to_string(),
        (true, false) => format!("perhaps {perhaps}"),
        (false, false) => format!("{sure}, perhaps {perhaps}"),
    }
}

/// `true` and `false` are yes and no to people.
pub fn plain_name(name: &str) -> String {
    match name {
        "true" => "yes".to_string(),
        "false" => "no".to_string(),
        other => other.to_string(),
    }
}

/// A day as people read it.
pub fn day_text(day: i64) -> String {
    Day::from_days(day).map(Day::uk).unwrap_or_default()
}

/// A fact as people read it; blank when nobody has said.
pub fn fact_text(program: &Program, field: usize, fact: Fact) -> String {
    let Some((_, spec)) = program.pack.fields.0.get(field) else { return String::new() };
    match fact {
        Fact::Value(value) => match spec.kind {
            Kind::Text => String::new(),
            Kind::YesNo => plain_name(if value == 1 { "true" } else { "false" }),
            Kind::Choice => usize::try_from(value)
                .ok()
                .and_then(|at| spec.values.get(at))
                .map(|choice| choice.value.clone())
                .unwrap_or_default(),
            Kind::Choices => spec
                .values
                .iter()
                .enumerate()
                .filter(|(at, _)| value & (1 << at) != 0)
                .map(|(_, choice)| choice.value.as_str())
                .collect::<Vec<_>>()
                .join(", "),
            Kind::Letters => spec
                .letters
                .keys()
                .enumerate()
                .filter(|(at, _)| value & (1 << at) != 0)
                .map(|(_, letter)| letter.to_string())
                .collect::<Vec<_>>()
                .join(", "),
            Kind::Date | Kind::DateOrYes if value == HAPPENED => "yes".to_string(),
            Kind::Date | Kind::DateOrYes => day_text(value),
            Kind::Dates => "several dates".to_string(),
            Kind::Number | Kind::Count | Kind::Percent => with_unit(&Number(value).to_string(), spec.unit.as_deref()),
        },
        Fact::Nothing => match spec.kind {
            Kind::YesNo => "no".to_string(),
            _ => "none".to_string(),
        },
        Fact::Unknown | Fact::Doubted | Fact::Unreadable | Fact::NoColumn => String::new(),
    }
}

/// A setting's value as people read it.
pub fn setting_text(program: &Program, name: &str) -> Option<String> {
    let setting = program.pack.settings.get(name)?;
    Some(match program.settings.get(name)? {
        SettingValue::Number(number) => with_unit(&number.to_string(), setting.unit.as_deref()),
        SettingValue::Text(text) if setting.kind == SettingKind::Date => {
            Day::parse(text).map(Day::uk).unwrap_or_else(|| text.clone())
        }
        value => value.words(),
    })
}

/// What a node holds, as a sentence says it: a distance behind in both ways of measuring it, of letters those that count, and
/// of a day that has come but is not written down that it is not known.
pub fn said(program: &Program, pass: &Pass, facts: &Facts, node: usize, bare: bool) -> String {
    let text = node_text(program, pass, facts, node);
    let Some(found) = program.nodes.get(node) else { return value_text(text, bare) };
    let text = match &found.source {
        Source::Facts(of) if of.by == Operation::ShareBehind => both_figures(program, of, facts, &text).unwrap_or(text),
        Source::Facts(of) if of.by == Operation::AnyLetter => match (found.fields.as_slice(), of.letters) {
            ([field], letters) => match facts.get(*field) {
                Fact::Value(set) => fact_text(program, *field, Fact::Value(set & letters)),
                _ => text,
            },
            _ => text,
        },
        _ if found.days && (text.is_empty() || text == "yes") => "a day that is not known".to_string(),
        _ => text,
    };
    value_text(text, bare)
}

/// Why a fact is open though no cell is missing.
pub fn not_worked_out(program: &Program, node: usize, facts: &Facts) -> &'static str {
    facts::unlisted_terms(program, node, facts).unwrap_or("it cannot be worked out")
}

/// How far behind, by the measure that counts, of which `text` is the figure, and by the other; `None` where there is one
/// figure only.
fn both_figures(program: &Program, of: &Derivation, facts: &Facts, text: &str) -> Option<String> {
    let plain = |node: &usize| match facts::value(program, *node, facts) {
        Value::Number(Exact::Plain(value)) => Some(i128::from(value)),
        _ => None,
    };
    let [planned, actual] = of.of.as_slice() else { return None };
    let (planned, actual) = (plain(planned)?, plain(actual)?);
    if of.points {
        let share = ((planned - actual) * PERCENT).checked_div(planned)?;
        let points = with_unit(text.trim_end_matches('%'), Some(POINTS));
        return Some(format!("{points} ({})", share_of_target(i64::try_from(share).ok()?)));
    }
    Some(format!("{text} ({})", distance(i64::try_from(planned - actual).ok()?, Some("%"))))
}

/// A share of what was planned: `35% of the target`.
pub fn share_of_target(share: i64) -> String {
    format!("{}% of the target", distance(share, None))
}

/// A wording with `{name}` replaced by the value of a setting, or by what `value` gives for the node of a fact or a rule;
/// `{name:n}` gives a number without its unit.
pub fn filled_by(program: &Program, says: &str, value: &dyn Fn(usize, bool) -> String) -> String {
    let mut text = String::with_capacity(says.len());
    let mut rest = says;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        let (name, bare) = match name.split_once(':') {
            Some((name, _)) => (name, true),
            None => (name, false),
        };
        text.push_str(&match (setting_text(program, name), program.node(name)) {
            (Some(setting), _) => value_text(setting, bare),
            (None, Some(node)) => value(node, bare),
            (None, None) => value_text(String::new(), bare),
        });
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A value in a sentence: bare, without its unit; where nobody has said, that it is not known.
pub fn value_text(value: String, bare: bool) -> String {
    let value = if bare { value.split([' ', '%']).next().unwrap_or("").to_string() } else { value };
    if value.is_empty() { "not known".to_string() } else { value }
}

/// A hundredth of one, in billionths.
const HUNDREDTH: i64 = ONE / 100;

/// The unit of the distance between two percentages.
const POINTS: &str = "point|points";

/// A distance between two numbers, in the node's unit: `0.04 points`, `2 training sessions`.
pub fn distance(amount: i64, unit: Option<&str>) -> String {
    // Of a share that does not come out even, two places tell enough; of less than that, all that there is.
    let exact = amount.saturating_abs();
    let rounded = exact.saturating_add(HUNDREDTH / 2) / HUNDREDTH * HUNDREDTH;
    let number = Number(if rounded == 0 { exact } else { rounded }).to_string();
    match unit {
        Some("%") => with_unit(&number, Some(POINTS)),
        unit => with_unit(&number, unit),
    }
}

/// One in billionths: the step from one whole number to the next.
pub const WHOLE: i64 = ONE;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_follow_their_number() {
        for (number, unit, text) in [
            ("3", "training sessions", "3 training sessions"),
            ("1", "training sessions", "1 training session"),
            ("1", "pieces of homework", "1 piece of homework"),
            ("30", "%", "30%"),
            ("1", "person|people", "1 person"),
        ] {
            assert_eq!(with_unit(number, Some(unit)), text);
        }
    }

    #[test]
    fn rounding_never_hides_on_which_side_of_a_cut_a_number_lies() {
        let domain = Domain::Range { cuts: vec![crate::evaluate::cells::Cut { at: 93 * ONE, after: false }], step: 0 };
        let text =
            |number: &str| Number::parse(number).map(|n| number_text(&domain, Exact::Plain(n.0))).unwrap_or_default();
        assert_eq!(text("92.996"), "92.996");
        assert_eq!(text("92.9999999"), "92.9999999");
        assert_eq!(text("93.004"), "93");
    }
}
