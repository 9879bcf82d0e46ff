//! Sorting in one piece of code for all types: a merge sort over positions. The library's sorts are faster on long lists,
//! but each type gets several kilobytes of its own, which a page would have to load; nothing long is sorted here often.

use std::cmp::Ordering;

/// Lists that can be put in order; equal items stay as they stand.
pub trait InOrder<T> {
    /// Puts the items in their own order.
    fn in_order(&mut self)
    where
        T: Ord;

    /// Puts the items in the order of a key.
    fn in_order_by<K: Ord>(&mut self, key: impl Fn(&T) -> K);
}

impl<T> InOrder<T> for Vec<T> {
    fn in_order(&mut self)
    where
        T: Ord,
    {
        sort(self, |one, other| one.cmp(other));
    }

    fn in_order_by<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        sort(self, |one, other| key(one).cmp(&key(other)));
    }
}

fn sort<T>(list: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let after = |one: usize, other: usize| match (list.get(one), list.get(other)) {
        (Some(one), Some(other)) => compare(one, other) == Ordering::Greater,
        _ => false,
    };
    if let Some(places) = places(list.len(), &after) {
        let mut items: Vec<Option<T>> = list.drain(..).map(Some).collect();
        list.extend(places.into_iter().filter_map(|at| items.get_mut(at)?.take()));
    }
}

/// The positions of a list in order; `None` when it is in order already.
#[inline(never)]
fn places(count: usize, after: &dyn Fn(usize, usize) -> bool) -> Option<Vec<usize>> {
    if (1..count).all(|at| !after(at - 1, at)) {
        return None;
    }
    let mut from: Vec<usize> = (0..count).collect();
    let mut width = 1;
    while width < count {
        let mut to = Vec::with_capacity(count);
        for run in from.chunks(2 * width) {
            let (mut left, mut right) = run.split_at(width.min(run.len()));
            while let (Some((one, ones)), Some((other, others))) = (left.split_first(), right.split_first()) {
                if after(*one, *other) {
                    to.push(*other);
                    right = others;
                } else {
                    to.push(*one);
                    left = ones;
                }
            }
            to.extend_from_slice(left);
            to.extend_from_slice(right);
        }
        from = to;
        width *= 2;
    }
    Some(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_as_the_library_sorts_them_and_equal_items_keep_their_order() {
        let mut seed = 7u32;
        for length in [0usize, 1, 2, 3, 4, 7, 8, 9, 100, 1000] {
            let list: Vec<(u32, usize)> = (0..length)
                .map(|at| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    ((seed >> 16) % 20, at)
                })
                .collect();
            let (mut ours, mut theirs) = (list.clone(), list.clone());
            ours.in_order_by(|(key, _)| *key);
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs);
            let mut all = list;
            all.in_order();
            assert!(all.is_sorted());
        }
    }
}
