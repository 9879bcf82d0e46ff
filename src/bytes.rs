//! Eight bytes looked at together, as one number.

/// A one in each byte.
pub const ONES: u64 = 0x0101_0101_0101_0101;
/// The top bit of each byte.
pub const TOPS: u64 = ONES << 7;

/// Not 0 where one of the bytes is below a bound of at most 128. Which of them it is does not follow: one above a byte that is
/// may be marked with it.
pub fn below(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(bound)) & !word & TOPS
}
