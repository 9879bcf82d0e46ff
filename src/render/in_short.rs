//! What changes between two versions of a policy, in about a screenful: which answer becomes which other and in which
//! cases, what concerns most regions first, and how much more there is.

use super::difference::{ANSWERS, RULES, always, counted, example, push, shared, side, titled};
use crate::policy::diff::{Case, Diff, Group};
use crate::policy::pack::Pack;
use std::fmt::Write;

/// About how many lines a screen has for the changes. The first change of each decision is told however many there are.
const SCREEN: usize = 30;
/// How many cases are told of one change.
const MOST_CASES: usize = 2;

/// A change in lines, and where it stands among those of its decision.
struct Told<'d> {
    group: &'d Group,
    rank: usize,
    lines: String,
}

/// The changes of the rules and of the answers. A rule that is itself an answer is told once.
pub(super) fn sections(out: &mut String, pack: &Pack, diff: &Diff) {
    let answered = |group: &&Group| !diff.groups.iter().any(|answer| answer.decision == group.decision);
    let rules = told(pack, diff, diff.rule_groups.iter().filter(answered));
    let answers = told(pack, diff, diff.groups.iter());
    let last = last_rank(rules.iter().chain(&answers));
    section(out, pack, RULES, &rules, last);
    section(out, pack, ANSWERS, &answers, last);
    let all = || rules.iter().chain(&answers);
    let regions: usize = all().map(|told| told.group.regions).sum();
    let cases: usize = all().filter(|told| told.rank <= last).map(|told| told.group.cases.len().min(MOST_CASES)).sum();
    if cases < regions {
        let all = format!(
            "These changes stand for {} of facts; --all lists each with a row that shows it.",
            counted(regions)
        );
        push(out, 0, &all);
    }
}

fn told<'d>(pack: &Pack, diff: &Diff, groups: impl Iterator<Item = &'d Group>) -> Vec<Told<'d>> {
    let mut all: Vec<Told> = Vec::new();
    for group in groups {
        let rank = all.iter().filter(|told| told.group.decision == group.decision).count();
        all.push(Told { group, rank, lines: lines(pack, group, always(diff, &group.decision)) });
    }
    all
}

/// How many changes of each decision have room, counted from 0: as many of each as of the others.
fn last_rank<'t>(all: impl Iterator<Item = &'t Told<'t>> + Clone) -> usize {
    let height = |rank: usize| -> usize {
        all.clone().filter(|told| told.rank <= rank).map(|told| told.lines.lines().count()).sum()
    };
    let deepest = all.clone().map(|told| told.rank).max().unwrap_or_default();
    (1..=deepest).take_while(|rank| height(*rank) <= SCREEN).last().unwrap_or_default()
}

fn section(out: &mut String, pack: &Pack, title: &str, all: &[Told], last: usize) {
    if all.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}");
    for (at, told) in all.iter().enumerate() {
        if told.rank <= last {
            out.push_str(&told.lines);
        }
        let ends = all.get(at + 1).is_none_or(|next| next.group.decision != told.group.decision);
        if ends && told.rank > last {
            let more = all.iter().filter(|other| other.group.decision == told.group.decision && other.rank > last);
            let regions = more.clone().map(|other| other.group.regions).sum();
            let changes = match more.count() {
                1 => "1 more change".to_string(),
                more => format!("{more} more changes"),
            };
            push(out, 2, &format!("{}: {changes}, in {}", titled(pack, &told.group.decision), counted(regions)));
        }
    }
}

/// One change: what becomes what, what all its cases have in common, the first of them with a row that shows it, and how
/// many more there are.
fn lines(pack: &Pack, group: &Group, always: &str) -> String {
    let mut out = String::new();
    let (before, after) = (side(&group.before, &group.rules_before), side(&group.after, &group.rules_after));
    push(
        &mut out,
        2,
        &format!("{}: {before} -> {after}, in {}", titled(pack, &group.decision), counted(group.regions)),
    );
    let all: Vec<&[String]> = group.cases.iter().map(|case| case.parts.as_slice()).collect();
    let shared = shared(&all);
    if !shared.is_empty() {
        push(&mut out, 4, &format!("{always} where {}", shared.join(", ")));
    }
    for (at, case) in group.cases.iter().take(MOST_CASES).enumerate() {
        push(&mut out, 4, &where_(case, &shared, group.cases.len() == 1));
        if at == 0 {
            example(&mut out, pack, &case.witness);
        }
    }
    match group.cases.len().saturating_sub(MOST_CASES) {
        0 => {}
        1 => push(&mut out, 4, "and in 1 more case"),
        more => push(&mut out, 4, &format!("and in {more} more cases")),
    }
    out
}

/// What limits one case beside what all have in common, and how many regions it stands for where it is not the only one.
fn where_(case: &Case, shared: &[&str], only: bool) -> String {
    let own: Vec<&str> = case.parts.iter().map(String::as_str).filter(|part| !shared.contains(part)).collect();
    let limits = match (own.is_empty(), shared.is_empty()) {
        (false, true) => format!("where {}", own.join(", ")),
        (false, false) => format!("and where {}", own.join(", ")),
        (true, true) => "whatever the facts".to_string(),
        (true, false) => "whatever the other facts".to_string(),
    };
    if only { limits } else { format!("{limits} ({})", counted(case.regions)) }
}
