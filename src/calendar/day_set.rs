//! A set of days that can be counted and stepped through without walking: one bit a day, one running total a block.

use super::Day;

const BLOCK: usize = 64;
const BLOCK_DAYS: i32 = 64;

#[derive(Debug, Clone, Copy, Default)]
struct Block {
    days: u64,
    before: u32,
}

/// Days out of a fixed range, with the number of them before each block of 64, and the block of every 64th of them.
// INVARIANT: `before`, `marks` and `total` fit the bits once `count_up` has run; constructors run it last.
#[derive(Debug, Clone)]
pub(super) struct DaySet {
    first: Day,
    last: Day,
    blocks: Vec<Block>,
    marks: Vec<usize>,
    total: u32,
}

impl DaySet {
    /// The days from `first` to `last`, both included, of which `keep` says yes.
    pub(super) fn new(first: Day, last: Day, keep: impl Fn(Day) -> bool) -> Self {
        let mut set = DaySet::none(first, last);
        for day in (first.days()..=last.days()).filter_map(Day::new).filter(|day| keep(*day)) {
            set.flip(day, true);
        }
        set.count_up();
        set
    }

    fn none(first: Day, last: Day) -> Self {
        let len = usize::try_from(first.days_until(last) + 1).unwrap_or(0);
        DaySet { first, last, blocks: vec![Block::default(); len.div_ceil(BLOCK)], marks: Vec::new(), total: 0 }
    }

    /// The days from Monday to Friday from `first` to `last`, both included.
    pub(super) fn weekdays(first: Day, last: Day) -> Self {
        let mut set = DaySet::none(first, last);
        // A block begins one day of the week later than the one before it, so seven patterns make a whole calendar.
        let pattern =
            |day: u8| (0..BLOCK).filter(|at| (usize::from(day) + at) % 7 < 5).fold(0, |days, at| days | 1 << at);
        let patterns: Vec<u64> = (0..7).map(pattern).collect();
        let begin = patterns.iter().cycle().skip(usize::from(first.weekday()));
        set.blocks.iter_mut().zip(begin).for_each(|(block, days)| block.days = *days);
        if let (Some((_, bit)), Some(block)) = (set.at(last), set.blocks.last_mut()) {
            block.days &= bit | (bit - 1);
        }
        set.count_up();
        set
    }

    /// Changes single days, then counts again.
    pub(super) fn with(mut self, changes: impl Iterator<Item = (Day, bool)>) -> Self {
        changes.for_each(|(day, present)| self.flip(day, present));
        self.count_up();
        self
    }

    fn flip(&mut self, day: Day, present: bool) {
        let Some((block, bit)) = self.at(day) else { return };
        if let Some(block) = self.blocks.get_mut(block) {
            if present {
                block.days |= bit;
            } else {
                block.days &= !bit;
            }
        }
    }

    fn count_up(&mut self) {
        self.total = 0;
        self.marks.clear();
        for (at, block) in self.blocks.iter_mut().enumerate() {
            block.before = self.total;
            self.total += block.days.count_ones();
            while self.marks.len() * BLOCK < self.total as usize {
                self.marks.push(at);
            }
        }
    }

    fn at(&self, day: Day) -> Option<(usize, u64)> {
        if day > self.last {
            return None;
        }
        let offset = usize::try_from(self.first.days_until(day)).ok()?;
        Some((offset / BLOCK, 1 << (offset % BLOCK)))
    }

    /// Whether the set holds the day; `None` when the day is outside its range.
    pub(super) fn contains(&self, day: Day) -> Option<bool> {
        let (block, bit) = self.at(day)?;
        Some(self.blocks.get(block)?.days & bit != 0)
    }

    /// How many days of the set are before `day`; `None` when the day is outside its range.
    pub(super) fn before(&self, day: Day) -> Option<i64> {
        let (block, bit) = self.at(day)?;
        let block = self.blocks.get(block)?;
        Some(i64::from(block.before + (block.days & (bit - 1)).count_ones()))
    }

    /// How many days of the set are `day` or before it; `None` when the day is outside its range.
    pub(super) fn up_to(&self, day: Day) -> Option<i64> {
        let (block, bit) = self.at(day)?;
        let block = self.blocks.get(block)?;
        Some(i64::from(block.before + (block.days & (bit | (bit - 1))).count_ones()))
    }

    /// The day of the set with `index` others before it.
    pub(super) fn nth(&self, index: i64) -> Option<Day> {
        let index = u32::try_from(index).ok().filter(|index| *index < self.total)?;
        let mut at = *self.marks.get(index as usize / BLOCK)?;
        let mut block = self.blocks.get(at)?;
        while block.before + block.days.count_ones() <= index {
            at += 1;
            block = self.blocks.get(at)?;
        }
        let mut days = block.days;
        for _ in 0..index - block.before {
            days &= days.wrapping_sub(1);
        }
        let offset = i32::try_from(at).ok()? * BLOCK_DAYS + i32::try_from(days.trailing_zeros()).ok()?;
        self.first.add_days(i64::from(offset))
    }

    pub(super) fn first(&self) -> Day {
        self.first
    }

    pub(super) fn last(&self) -> Day {
        self.last
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    #[test]
    fn counting_and_stepping_agree_with_a_plain_list() {
        let first = Day::parse("2025-11-03").unwrap();
        for length in [1, 2, 63, 64, 65, 127, 128, 129, 700] {
            let last = first.add_days(length - 1).unwrap();
            for stride in [1, 2, 3, 7, 64, 1000] {
                let set = DaySet::new(first, last, |day| first.days_until(day) % stride == 0);
                let list: Vec<Day> = (0..length)
                    .filter_map(|days| first.add_days(days))
                    .filter(|day| first.days_until(*day) % stride == 0)
                    .collect();
                for day in (0..length).filter_map(|days| first.add_days(days)) {
                    assert_eq!(set.contains(day), Some(list.contains(&day)));
                    assert_eq!(set.before(day), Some(list.iter().filter(|other| **other < day).count() as i64));
                    assert_eq!(set.up_to(day), Some(list.iter().filter(|other| **other <= day).count() as i64));
                }
                for (index, day) in list.iter().enumerate() {
                    assert_eq!(set.nth(index as i64), Some(*day));
                }
                assert_eq!(set.nth(list.len() as i64), None);
                assert_eq!(set.nth(-1), None);
            }
        }
    }

    #[test]
    fn weekdays_are_the_days_that_are_no_weekend() {
        let first = Day::parse("1977-12-28").unwrap();
        for begin in 0..8 {
            for length in [1, 2, 6, 63, 64, 65, 500] {
                let first = first.add_days(begin).unwrap();
                let last = first.add_days(length - 1).unwrap();
                let (one, other) = (DaySet::weekdays(first, last), DaySet::new(first, last, |day| !day.is_weekend()));
                assert_eq!(one.total, other.total, "{length} days from {first}");
                for day in (0..length).filter_map(|days| first.add_days(days)) {
                    assert_eq!((one.contains(day), one.up_to(day)), (other.contains(day), other.up_to(day)), "{day}");
                }
            }
        }
    }

    #[test]
    fn days_outside_the_range_are_not_answered() {
        let first = Day::parse("2026-01-01").unwrap();
        let last = Day::parse("2026-01-10").unwrap();
        let set = DaySet::new(first, last, |_| true);
        for outside in ["2025-12-31", "2026-01-11", "1900-01-01", "2199-12-31"] {
            let outside = Day::parse(outside).unwrap();
            assert_eq!((set.contains(outside), set.before(outside), set.up_to(outside)), (None, None, None));
        }
        let set = set.with([(last.add_days(1).unwrap(), true), (first, false)].into_iter());
        assert_eq!(set.up_to(last), Some(9));
    }
}
