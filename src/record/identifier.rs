//! Unique pupil and learner numbers (UPN, ULN): whether one that is in a cell can be one at all. No rule asks for them, so a
//! bad one is said at its cell and spoils no answer. A message never repeats the number: who reads the list of problems need
//! not learn it.

use super::heading;
use super::words::{missing, trim};
use crate::problem::Problem;
use crate::table::Cell;

/// Which number a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier {
    /// Unique pupil number: a check letter, the council's three digits, the school's four, the year's two, and a serial of three
    /// characters of which the last is a letter in a temporary one.
    Upn,
    /// Unique learner number: ten digits of which the last is a check digit.
    Uln,
}

/// The letters of a UPN, by their value: those that are easily taken for a digit or another letter are left out.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// What is entered where a learner has no ULN yet.
const NO_ULN_YET: &str = "9999999999";

impl Identifier {
    /// What a heading says that its column holds.
    pub fn of_heading(text: &str) -> Option<Self> {
        let words = heading::words(text);
        let has = |wanted: &[&str]| wanted.iter().all(|wanted| words.iter().any(|word| word == wanted));
        if has(&["upn"]) || has(&["unique", "pupil"]) {
            Some(Identifier::Upn)
        } else if has(&["uln"]) || has(&["unique", "learner"]) {
            Some(Identifier::Uln)
        } else {
            None
        }
    }

    /// Whether a cell holds such a number, which is then somebody's.
    pub fn is_one(self, cell: Cell<'_>) -> bool {
        let text = trim(cell.text);
        !text.is_empty() && missing(text).is_none() && self.problem(cell).is_none()
    }

    /// What is wrong with a cell; nothing where it is blank or says that there is none.
    pub fn problem(self, cell: Cell<'_>) -> Option<Problem> {
        let text = trim(cell.text);
        if text.is_empty() || missing(text).is_some() {
            return None;
        }
        if is_scientific(text) {
            return Some(Problem::new(
                "identifier-rounded",
                format!("a {} that the sheet has turned into a rounded number", self.word()),
                self.shape(),
                "Format the column as text and enter the number again: its last digits are gone.",
            ));
        }
        match self {
            Identifier::Upn => upn(text),
            Identifier::Uln => uln(text),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Identifier::Upn => "UPN",
            Identifier::Uln => "ULN",
        }
    }

    fn shape(self) -> &'static str {
        match self {
            Identifier::Upn => "13 characters: a letter, then 12 digits of which the last may be a letter",
            Identifier::Uln => "10 digits, the first of them not 0",
        }
    }

    fn misshapen(self, text: &str) -> Problem {
        let count = text.chars().count();
        let plural = if count == 1 { "" } else { "s" };
        Problem::new(
            "identifier-shape",
            format!("{count} character{plural} that cannot be a {}", self.word()),
            self.shape(),
            "Check the number where the learner is registered; a lost 0 at the front comes back when the column is text.",
        )
    }
}

/// `1.23E+12`: what is left of a long number that a sheet took for a number.
fn is_scientific(text: &str) -> bool {
    text.split_once(['E', 'e']).is_some_and(|(front, power)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(power.trim_start_matches('+')) && power.starts_with('+') && front.split('.').all(digits)
    })
}

/// The check letter is the sum of the other characters, each times its place from 2 to 13, modulo 23.
fn upn(text: &str) -> Option<Problem> {
    let shape = || Identifier::Upn.misshapen(text);
    let letter = |byte: u8| LETTERS.iter().position(|letter| *letter == byte.to_ascii_uppercase());
    let digit = |byte: u8| byte.is_ascii_digit().then(|| usize::from(byte - b'0'));
    let bytes = text.as_bytes();
    let (Some((first, rest)), 13) = (bytes.split_first(), bytes.len()) else { return Some(shape()) };
    let Some(given) = letter(*first) else { return Some(shape()) };
    let mut sum = 0;
    for (at, byte) in rest.iter().enumerate() {
        let last = at + 1 == rest.len();
        let Some(value) = digit(*byte).or_else(|| letter(*byte).filter(|_| last)) else { return Some(shape()) };
        sum += value * (at + 2);
    }
    let wanted = sum % LETTERS.len();
    (given != wanted).then(|| {
        let name = |at: usize| LETTERS.get(at).map(|letter| char::from(*letter)).unwrap_or_default();
        Problem::new(
            "upn-check-letter",
            format!("a UPN that begins with {}, while its digits ask for {}", name(given), name(wanted)),
            format!("{} at the front, if the digits are right", name(wanted)),
            "Check the whole number where the pupil is registered: the letter or a digit is wrong.",
        )
    })
}

/// All ten digits, times 10 down to 1, leave 10 when their sum is divided by 11.
fn uln(text: &str) -> Option<Problem> {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if text.len() != 10 || digits.len() != 10 || digits.first() == Some(&0) {
        return Some(Identifier::Uln.misshapen(text));
    }
    if text == NO_ULN_YET {
        return Some(Problem::new(
            "uln-placeholder",
            "ten nines, which stand for a learner who has no ULN yet",
            "the learner's own ULN",
            "Enter the ULN once the learner has one; until then nothing needs doing.",
        ));
    }
    let sum: u32 = digits.iter().zip((1..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    (sum % 11 != 10).then(|| {
        Problem::new(
            "uln-check-digit",
            "a ULN whose last digit does not fit the nine before it",
            "10 digits, the last of which checks the others",
            "Check the whole number where the learner is registered: one digit is wrong, or two have changed places.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Raw;

    fn code(kind: Identifier, text: &str) -> Option<String> {
        kind.problem(Cell { text, raw: Raw::Unknown }).map(|problem| problem.code)
    }

    #[test]
    fn a_upn_fits_its_check_letter_or_is_told_which_letter_its_digits_ask_for() {
        use Identifier::Upn;
        for text in ["B801200005001", "b801200005001", " B801200005001 ", "P207000016049", "", "n/a", "-"] {
            assert_eq!(code(Upn, text), None, "{text}");
        }
        for (text, wanted) in [("A801200005001", 'B'), ("B207000016049", 'P'), ("Q207000016049", 'P')] {
            let problem = Upn.problem(Cell { text, raw: Raw::Unknown });
            let problem = problem.as_ref();
            assert_eq!(problem.map(|problem| problem.code.as_str()), Some("upn-check-letter"), "{text}");
            assert!(problem.is_some_and(|problem| problem.message.ends_with(&format!("ask for {wanted}"))), "{text}");
            assert!(problem.is_some_and(|problem| !problem.message.contains("0000")), "the number is not repeated");
        }
    }

    #[test]
    fn a_temporary_upn_ends_in_a_letter_that_counts() {
        use Identifier::Upn;
        // 0 for A to 22 for Z, times 13.
        let sum = |last: usize| (8 * 2 + 3 * 4 + 2 * 5 + 5 * 10 + last * 13) % 23;
        let letter = |at: usize| LETTERS.get(at).map(|letter| char::from(*letter)).unwrap_or_default();
        for (last, value) in [('A', 0), ('Z', 22)] {
            let right = format!("{}80320000500{last}", letter(sum(value)));
            assert_eq!(code(Upn, &right), None, "{right}");
            let wrong = format!("{}80320000500{last}", letter((sum(value) + 1) % 23));
            assert_eq!(code(Upn, &wrong).as_deref(), Some("upn-check-letter"), "{wrong}");
        }
        for text in [
            "I801200005001",
            "B80120000500I",
            "B80120000A001",
            "B80120000500",
            "B8012000050012",
            "8801200005001",
            "Bé0120000500",
        ] {
            assert_eq!(code(Upn, text).as_deref(), Some("identifier-shape"), "{text}");
        }
    }

    #[test]
    fn a_uln_fits_its_check_digit_and_nines_stand_for_none_yet() {
        use Identifier::Uln;
        for text in ["9276308686", "", "N/A"] {
            assert_eq!(code(Uln, text), None, "{text}");
        }
        for (text, wanted) in [
            ("9276308685", "uln-check-digit"),
            ("9276308668", "uln-check-digit"),
            ("9999999999", "uln-placeholder"),
            ("0276308686", "identifier-shape"),
            ("927630868", "identifier-shape"),
            ("92763086866", "identifier-shape"),
            ("92763O8686", "identifier-shape"),
            ("9.28E+09", "identifier-rounded"),
            ("1E+12", "identifier-rounded"),
        ] {
            assert_eq!(code(Uln, text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn both_published_ways_to_check_a_uln_agree() {
        // 10 less the remainder of the first nine; a remainder of 0 has no digit.
        let mut seed = 7_u64;
        for _ in 0..20_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let front = 100_000_000 + (seed >> 33) % 900_000_000;
            let text = front.to_string();
            let digits = text.chars().filter_map(|c| c.to_digit(10));
            let rest = digits.zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum::<u32>() % 11;
            for last in 0..10 {
                let number = format!("{front}{last}");
                let fits = rest != 0 && last == 10 - rest;
                assert_eq!(code(Identifier::Uln, &number).is_none(), fits, "{number}");
            }
        }
    }

    #[test]
    fn headings_say_which_number_a_column_holds() {
        for (heading, wanted) in [
            ("UPN", Some(Identifier::Upn)),
            ("Unique Pupil Number", Some(Identifier::Upn)),
            ("uln", Some(Identifier::Uln)),
            ("ULN number", Some(Identifier::Uln)),
            ("Unique Learner Number (ULN)", Some(Identifier::Uln)),
            ("Learner", None),
            ("Id", None),
            ("Admission number", None),
        ] {
            assert_eq!(Identifier::of_heading(heading), wanted, "{heading}");
        }
    }
}
