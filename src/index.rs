//! Different things numbered in the order in which they first occur, so that whatever is worked out from one of them is
//! worked out once. Texts, and keys of 64 bits; nobody outside chooses either, so the hash is made for speed.

use std::hash::Hasher;

/// Stands for "no number yet".
pub const NONE: u32 = u32::MAX;

/// Keys of 64 bits, each with the number that was given to it.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// Keys and numbers, at the place that the key's hash says or the next free one. Always a power of two long.
    slots: Vec<(u64, u32)>,
    used: usize,
    /// Numbers by key, where there can be but a few keys.
    direct: Vec<u32>,
}

/// Up to how many possible keys are looked up in a plain list.
const FEW: u64 = 1 << 14;

impl Index {
    /// An index for keys below `space`.
    pub fn below(space: u64) -> Self {
        if space <= FEW { Index::direct(usize::try_from(space).unwrap_or(0)) } else { Index::default() }
    }

    /// An index that is a plain list, for keys below `space`.
    pub fn direct(space: usize) -> Self {
        Index { direct: vec![NONE; space], ..Index::default() }
    }

    /// The number of a key, or [`NONE`].
    #[inline]
    pub fn get(&self, key: u64) -> u32 {
        if !self.direct.is_empty() {
            return usize::try_from(key).ok().and_then(|key| self.direct.get(key)).copied().unwrap_or(NONE);
        }
        self.search(key)
    }

    // Apart, so that the plain list is looked up where it stands.
    #[inline(never)]
    fn search(&self, key: u64) -> u32 {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = spread(key);
        loop {
            match self.slots.get(at & mask) {
                Some((_, NONE)) | None => return NONE,
                Some((known, number)) if *known == key => return *number,
                Some(_) => at = at.wrapping_add(1),
            }
        }
    }

    /// Gives a number to a key that has none.
    pub fn set(&mut self, key: u64, number: u32) {
        if !self.direct.is_empty() {
            if let Some(slot) = usize::try_from(key).ok().and_then(|key| self.direct.get_mut(key)) {
                *slot = number;
            }
            return;
        }
        if self.used * 2 >= self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(0, NONE); (old.len() * 2).max(16)];
            for (key, number) in old.into_iter().filter(|(_, number)| *number != NONE) {
                self.put(key, number);
            }
        }
        self.used += 1;
        self.put(key, number);
    }

    fn put(&mut self, key: u64, number: u32) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = spread(key);
        while let Some(slot) = self.slots.get_mut(at & mask) {
            if slot.1 == NONE {
                *slot = (key, number);
                return;
            }
            at = at.wrapping_add(1);
        }
    }
}

#[allow(clippy::cast_possible_truncation)]
#[inline]
fn spread(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}

/// Texts, numbered as they first occur. The texts themselves are kept by whoever asks.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// The key of a text and its number; the key of a short text is the text itself.
    slots: Vec<(u64, u32)>,
    used: usize,
    /// True when more than the text makes two things the same.
    always_asks: bool,
}

impl Texts {
    /// For texts that are the same only where `same` says so too.
    pub fn asking() -> Self {
        Texts { always_asks: true, ..Texts::default() }
    }

    /// The number of a text. `same` says whether a numbered text is this one, and is asked only where the key does not
    /// tell; a text that is new gets the number `next`.
    #[inline]
    pub fn number(&mut self, text: Passage, next: u32, same: impl Fn(u32) -> bool) -> u32 {
        if self.used * 2 >= self.slots.len() {
            self.grow();
        }
        let key = text.key();
        let exact = text.len <= 7 && !self.always_asks;
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = spread(key);
        while let Some(slot) = self.slots.get_mut(at & mask) {
            if slot.1 == NONE {
                *slot = (key, next);
                self.used += 1;
                return next;
            }
            if slot.0 == key && (exact || same(slot.1)) {
                return slot.1;
            }
            at = at.wrapping_add(1);
        }
        next
    }

    /// The number of a text, or [`NONE`]. `same` is asked as by [`Texts::number`].
    pub fn get(&self, text: &[u8], same: impl Fn(u32) -> bool) -> u32 {
        let key = key(text);
        let exact = text.len() <= 7 && !self.always_asks;
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = spread(key);
        loop {
            match self.slots.get(at & mask) {
                Some((_, NONE)) | None => return NONE,
                Some((known, number)) if *known == key && (exact || same(*number)) => return *number,
                Some(_) => at = at.wrapping_add(1),
            }
        }
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![(0, NONE); (old.len() * 2).max(32)];
        let mask = self.slots.len() - 1;
        for entry in old.into_iter().filter(|(_, number)| *number != NONE) {
            let mut at = spread(entry.0);
            while let Some(slot) = self.slots.get_mut(at & mask) {
                if slot.1 == NONE {
                    *slot = entry;
                    break;
                }
                at = at.wrapping_add(1);
            }
        }
    }
}

/// A text, and what stands behind it where it was found: eight bytes are read at once, whatever its length.
#[derive(Debug, Clone, Copy, Default)]
pub struct Passage<'t> {
    /// From its first byte on.
    pub from: &'t [u8],
    /// How long it is.
    pub len: usize,
}

impl<'t> Passage<'t> {
    /// The text itself.
    pub fn text(&self) -> &'t [u8] {
        self.from.get(..self.len).unwrap_or_default()
    }

    #[inline(always)]
    fn key(&self) -> u64 {
        match self.from.first_chunk::<8>() {
            Some(word) if self.len <= 7 => {
                let own = (1u64 << (8 * self.len)) - 1;
                u64::from_le_bytes(*word) & own | (self.len as u64) << 56
            }
            _ => key(self.text()),
        }
    }
}

impl<'t> From<&'t [u8]> for Passage<'t> {
    fn from(text: &'t [u8]) -> Self {
        Passage { from: text, len: text.len() }
    }
}

/// The key of a text: no two texts of up to seven bytes have the same, and none of them has that of a longer one.
#[inline]
fn key(text: &[u8]) -> u64 {
    let len = text.len() as u64;
    match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) => {
            let mut sum = u64::from_le_bytes(*first) ^ len.rotate_right(8);
            let (words, _) = text.as_chunks::<8>();
            for word in words.iter().skip(1) {
                sum = (sum.rotate_left(23) ^ u64::from_le_bytes(*word)).wrapping_mul(0x517c_c1b7_2722_0a95);
            }
            // The topmost byte is never 0 to 7, as a short text's is its length.
            (sum.rotate_left(29) ^ u64::from_le_bytes(*last)).wrapping_mul(0x517c_c1b7_2722_0a95) | 0x80 << 56
        }
        _ => match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                // The two halves overlap; what the second has of its own lies above the first.
                let first = u64::from(u32::from_le_bytes(*first));
                let last = u64::from(u32::from_le_bytes(*last)) << (8 * (len - 4));
                first | last | len << 56
            }
            _ => text.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)) | len << 56,
        },
    }
}

/// A hash of a few small numbers, made for speed: nobody chooses the keys.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            self.write_u64(rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_the_number_they_were_given() {
        for space in [100, u64::MAX] {
            let mut index = Index::below(space);
            for key in 0..100 {
                assert_eq!(index.get(key), NONE);
                index.set(key, u32::try_from(key * 7).unwrap_or(0));
            }
            assert!((0..100).all(|key| u64::from(index.get(key)) == key * 7), "below {space}");
        }
    }

    #[test]
    fn every_text_has_a_number_of_its_own() {
        let mut known: Vec<String> = Vec::new();
        let mut texts = Texts::default();
        let made = |n: usize| match n % 4 {
            0 => format!("{n}"),
            1 => format!("{n:07}"),
            2 => format!("2026-04-{n:05} and on"),
            _ => "a".repeat(n / 4),
        };
        for round in 0..2 {
            for n in 0..4000 {
                let text = made(n);
                let next = u32::try_from(known.len()).unwrap_or(NONE);
                let same = |at: u32| known.get(at as usize).is_some_and(|other| *other == text);
                let before = texts.get(text.as_bytes(), same);
                let number = texts.number(text.as_bytes().into(), next, same);
                assert_eq!(before, if number == next { NONE } else { number });
                if number == next {
                    known.push(text.clone());
                }
                assert_eq!(known.get(number as usize), Some(&text), "round {round}");
            }
        }
        assert_eq!(known.len(), 4000);
        for text in known.iter().chain(["".to_string()].iter()) {
            let longer = format!("{text}and what follows");
            let passage = Passage { from: longer.as_bytes(), len: text.len() };
            assert_eq!((passage.key(), passage.text()), (key(text.as_bytes()), text.as_bytes()));
        }
        assert_ne!(key(b"a\0"), key(b"a"));
        assert_ne!(key(b"\0\0\0\0"), key(b"\0\0\0"));
    }
}
