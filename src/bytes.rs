//! Eight bytes looked at together, as one number.

/// A one in each byte.
pub const ONES: u64 = 0x0101_0101_0101_0101;
/// The top bit of each byte.
pub const TOPS: u64 = ONES << 7;

/// How many bytes of a text are below a bound of at most 128.
pub fn count_below(text: &[u8], bound: u8) -> usize {
    let (words, rest) = text.as_chunks::<8>();
    // A byte of seven bits reaches the top bit with this added where it is not below.
    let add = ONES * u64::from(128 - bound);
    let count = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        (!(((word & !TOPS) + add) | word) & TOPS).count_ones() as usize
    };
    words.iter().map(count).sum::<usize>() + rest.iter().filter(|byte| **byte < bound).count()
}

/// Not 0 where one of the bytes is below a bound of at most 128. Which of them it is does not follow: one above a byte that is
/// may be marked with it.
pub fn below(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(bound)) & !word & TOPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_below_a_bound_are_counted_wherever_they_stand() {
        let all: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        for from in 0..9 {
            let text = all.get(from..).unwrap_or_default();
            for bound in [1, 14, 128] {
                let one_by_one = text.iter().filter(|byte| **byte < bound).count();
                assert_eq!(count_below(text, bound), one_by_one, "from {from}, below {bound}");
            }
        }
    }
}
