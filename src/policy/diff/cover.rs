//! Regions that hold one change, as few as they can be: each reaches as far as the change does, and none is left that the
//! others hold between them.

use super::region::{Limit, Limits};

/// A region that stands for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Widened {
    pub(super) limits: Limits,
    /// The first of the regions that it stands for.
    pub(super) first: usize,
    /// How many of them lie in it.
    pub(super) regions: usize,
}

/// How many pieces may be looked at for one change. What is not looked at stays as narrow as it was.
const MOST_PIECES: usize = 20_000;

/// Stands for the values of a fact that no region lists, where there are such: a region that the fact does not limit has
/// them, too.
const ANYTHING_ELSE: &str = "\0";

/// A region with a limit for each fact that limits any of the regions, in one order.
type Full = Vec<Limit>;

/// The regions widened, those that stand for most first. `is_whole` says whether a limit leaves out no value of a fact.
pub(super) fn widened(regions: &[&Limits], is_whole: impl Fn(&str, &Limit) -> bool) -> Vec<Widened> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in regions.iter().copied().flatten() {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let any: Full = names.iter().map(|name| any_value(regions, name, &is_whole)).collect();
    let own = |region: &Limits, name: &str, any: &Limit| limit_of(region, name).unwrap_or(any).clone();
    let full: Vec<Full> = regions
        .iter()
        .map(|region| names.iter().zip(&any).map(|(name, any)| own(region, name, any)).collect())
        .collect();
    let mut found: Vec<Widened> = fewest(&full, &any)
        .into_iter()
        .map(|(wide, first)| Widened {
            regions: full.iter().filter(|region| lies_in(region, &wide)).count(),
            limits: names.iter().map(ToString::to_string).zip(wide).filter(|(_, limit)| is_limit(limit)).collect(),
            first,
        })
        .collect();
    found.sort_by_key(|found| std::cmp::Reverse(found.regions));
    found
}

/// Every value that a fact has in any region; where it does not limit one, all others besides.
fn any_value(regions: &[&Limits], name: &str, is_whole: impl Fn(&str, &Limit) -> bool) -> Limit {
    let listed: Vec<&Limit> = regions.iter().filter_map(|region| limit_of(region, name)).collect();
    let mut any = listed.iter().fold(Limit::default(), |any, limit| any.or(limit));
    if listed.len() < regions.len() && !is_whole(name, &any) {
        any.names.insert(ANYTHING_ELSE.to_string());
    }
    any
}

fn limit_of<'l>(region: &'l Limits, name: &str) -> Option<&'l Limit> {
    region.iter().find(|(known, _)| known == name).map(|(_, limit)| limit)
}

fn is_limit(limit: &Limit) -> bool {
    !limit.names.contains(ANYTHING_ELSE)
}

/// Regions that hold between them what all hold, each with the place of the first that it stands for.
fn fewest(regions: &[Full], any: &Full) -> Vec<(Full, usize)> {
    let mut pieces = MOST_PIECES;
    let all: Vec<&Full> = regions.iter().collect();
    let mut wide: Vec<(Full, usize)> = Vec::new();
    for (at, region) in regions.iter().enumerate() {
        if !wide.iter().any(|(known, _)| lies_in(region, known)) {
            wide.push((widest(region, &all, any, &mut pieces), at));
        }
    }
    // What the others hold between them is left out, the last first.
    for at in (0..wide.len()).rev() {
        let others: Vec<&Full> =
            wide.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, (region, _))| region).collect();
        if wide.get(at).is_some_and(|(region, _)| is_covered(region, &others, &mut pieces)) {
            wide.remove(at);
        }
    }
    wide
}

/// A region that takes in, for one fact after the other, every value that any region has for it, as long as all of it
/// holds the change.
fn widest(region: &Full, all: &[&Full], any: &Full, pieces: &mut usize) -> Full {
    let mut wide = region.clone();
    for (at, any) in any.iter().enumerate() {
        let mut listed = any.clone();
        listed.names.remove(ANYTHING_ELSE);
        for values in [any, &listed] {
            let mut tried = wide.clone();
            let Some(limit) = tried.get_mut(at).filter(|limit| !values.is_within(limit)) else { break };
            limit.clone_from(values);
            if is_covered(&tried, all, pieces) {
                wide = tried;
                break;
            }
        }
    }
    wide
}

/// Whether every row of a region lies in one of the others; no where that takes too long to say.
fn is_covered(region: &Full, others: &[&Full], pieces: &mut usize) -> bool {
    let meet = |other: &&&Full| region.iter().zip(**other).all(|(own, limit)| !own.and(limit).is_empty());
    let mut near: Vec<&Full> = others.iter().filter(meet).copied().collect();
    // The one that leaves least of the region is taken out first.
    let least = near.iter().enumerate().min_by_key(|(_, other)| outer_facts(region, other)).map(|(at, _)| at);
    let Some((at, left)) = least.zip(pieces.checked_sub(1)) else { return false };
    *pieces = left;
    let other = near.swap_remove(at);
    outside(region, other).iter().all(|piece| is_covered(piece, &near, pieces))
}

/// In how many facts a region reaches out of another.
fn outer_facts(region: &Full, other: &Full) -> usize {
    region.iter().zip(other).filter(|(own, limit)| !own.is_within(limit)).count()
}

/// The pieces of a region that lie outside another, which it meets.
fn outside(region: &Full, other: &Full) -> Vec<Full> {
    let mut inside = region.clone();
    let mut pieces = Vec::new();
    for (at, limit) in other.iter().enumerate() {
        let Some(own) = inside.get_mut(at) else { continue };
        let outer = own.without(limit);
        *own = own.and(limit);
        if !outer.is_empty() {
            let mut piece = inside.clone();
            if let Some(slot) = piece.get_mut(at) {
                *slot = outer;
            }
            pieces.push(piece);
        }
    }
    pieces
}

fn lies_in(small: &Full, large: &Full) -> bool {
    small.iter().zip(large).all(|(narrow, wide)| narrow.is_within(wide))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A region such as `a=1 b=12`: of each fact the values it may have, a digit each.
    fn region(words: &str) -> Limits {
        words
            .split(' ')
            .filter_map(|word| word.split_once('='))
            .map(|(name, values)| {
                let names = values.chars().map(|value| value.to_string()).collect();
                (name.to_string(), Limit { names, ..Limit::default() })
            })
            .collect()
    }

    fn told(regions: &[&str]) -> Vec<String> {
        let regions: Vec<Limits> = regions.iter().map(|words| region(words)).collect();
        let regions: Vec<&Limits> = regions.iter().collect();
        let words = |found: &Widened| {
            let limit = |(name, limit): &(String, Limit)| {
                format!("{name}={}", limit.names.iter().map(String::as_str).collect::<String>())
            };
            let limits: Vec<String> = found.limits.iter().map(limit).collect();
            format!("{} ({} from {})", limits.join(" "), found.regions, found.first)
        };
        widened(&regions, |name, limit| name == "w" && limit.names.len() == 2).iter().map(words).collect()
    }

    #[test]
    fn a_fact_whose_every_value_gives_the_change_does_not_limit_it() {
        assert_eq!(told(&["b=1 c=1", "b=2 c=1", "b=1 c=2", "b=2 c=2"]), ["b=12 c=12 (4 from 0)"]);
        // One corner is missing, and is not claimed.
        assert_eq!(told(&["b=1 c=1", "b=2 c=1", "b=1 c=2"]), ["b=12 c=1 (2 from 0)", "b=1 c=12 (2 from 2)"]);
        // c and d are asked for where b is 2 alone; with all their values they are asked for in vain.
        assert_eq!(
            told(&["a=1 b=1", "a=1 b=2 c=1", "a=1 b=2 c=2"]),
            ["a=1 b=12 c=12 (2 from 1)", "a=1 b=1 (1 from 0)"]
        );
        assert_eq!(told(&["a=1 b=1", "a=1 b=2 c=1", "a=1 b=2"]), ["a=1 b=12 (3 from 0)"]);
    }

    #[test]
    fn what_the_others_hold_between_them_is_left_out() {
        assert_eq!(
            told(&["a=1 b=12 c=1", "a=12 b=1 c=2", "a=1 b=1 c=12"]),
            ["a=1 b=12 c=1 (1 from 0)", "a=12 b=1 c=2 (1 from 1)"]
        );
    }

    #[test]
    fn a_fact_that_a_region_does_not_limit_has_values_that_nobody_listed() {
        // a=1 with any b at all, and either a with the values of b that were listed.
        assert_eq!(told(&["a=1", "a=2 b=1", "a=2 b=2"]), ["a=12 b=12 (2 from 1)", "a=1 (1 from 0)"]);
        // The values 1 and 2 are all that w has.
        assert_eq!(told(&["a=1", "a=2 w=1", "a=2 w=2"]), ["a=12 w=12 (3 from 0)"]);
        assert_eq!(told(&["", "a=1"]), [" (2 from 0)"]);
        assert_eq!(told(&[]), Vec::<String>::new());
    }

    #[test]
    fn what_would_take_too_long_to_look_at_stays_as_narrow_as_it_was() {
        let full = |words: &str| region(words).into_iter().map(|(_, limit)| limit).collect::<Full>();
        let (one, two, both) = (full("b=1 c=1"), full("b=2 c=1"), full("b=12 c=1"));
        assert_eq!(widest(&one, &[&one, &two], &both, &mut 1), one);
        assert_eq!(widest(&one, &[&one, &two], &both, &mut 9), both);
    }
}
