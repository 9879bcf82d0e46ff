//! How alike two headings are, from their words. Opposites are never alike.
//!
//! Words that mean the same share one idea (`pupil`, `student`), words that mean the opposite rule a match out
//! (`authorised`, `unauthorised`), and words that carry no meaning here weigh little (`date`, `total`). Characters are
//! compared only to forgive a slip of the keyboard, and never for words that are known.

use super::heading;
use crate::order::InOrder;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use strsim::{damerau_levenshtein, normalized_damerau_levenshtein};

/// Words that stand for the same idea, the idea first.
const IDEAS: &[&[&str]] = &[
    &["learner", "student", "pupil", "apprentice", "trainee", "candidate", "child", "participant"],
    &["absent", "absence", "abs", "missed", "missing", "miss", "dna"],
    &["present", "attended", "attend"],
    &["attendance", "att", "attend"],
    &["authorised", "auth"],
    &["unauthorised", "unauth"],
    &["planned", "target", "expected", "scheduled", "projected"],
    &["actual", "achieved", "current"],
    &["progress", "progression", "prog"],
    &[
        "start",
        "started",
        "starting",
        "begin",
        "began",
        "commenced",
        "commencement",
        "enrolled",
        "enrolment",
        "joined",
        "joining",
    ],
    &["end", "ended", "ending", "finish", "finished", "left", "leaving", "leaver", "leave", "terminated"],
    &["behind", "below", "short"],
    &["ahead", "above"],
    &["employment", "employed", "job"],
    &["without", "no"],
    &["not", "non", "never", "isnt", "hasnt"],
    &["notice", "notification", "notifying", "notified"],
    &["outcome", "result", "decision"],
    &["email", "mail", "mailed", "emailed"],
    &["call", "called", "phone", "telephone", "rang"],
    &["homework", "hw", "assignment"],
    &["session", "sess", "lesson", "workshop", "class"],
    &["unexplained", "unexpl"],
    &["work", "workplace"],
    &["requested", "request", "asked"],
    &["received", "given", "offered", "provided", "declined"],
    &["mental", "mh"],
    &["physical", "physically"],
    &["factor", "factors"],
    &["intervention", "interventions"],
    &["improved", "improvement", "improving", "improve"],
    &["worse", "worsened", "declined"],
    &["behaviour", "beh", "behavioural", "behav", "conduct"],
    &["emotional", "semh", "emotion"],
    &["achievement", "ach"],
    &["incident", "incidents", "event"],
    &["suspension", "suspended", "susp"],
    &["exclusion", "excluded", "excl", "pex"],
    &["cancelled", "canceled", "cancellation", "canc"],
    &["appointment", "appt"],
    &["visit", "visited"],
    &["date", "dt"],
    &["year", "yr"],
    &["wk", "week"],
    &["group", "grp"],
    &["points", "point", "pts"],
    &["review", "reviewed", "rev"],
    &["latest", "last", "recent"],
    &["previous", "prior", "earlier"],
    &["first", "initial", "1st"],
    &["parent", "parental", "carer", "home"],
    &["teacher", "staff"],
    &["employer", "manager", "company"],
    &["tutor", "coach", "assessor", "trainer"],
    &["officer", "dsl"],
    &["consent", "permission"],
    &["confidential", "confidentiality"],
    &["safeguarding", "safeguard"],
    &["consecutive", "running", "successive", "run"],
    &["possible", "poss", "available"],
    &["hours", "hour", "hrs"],
    &["rating", "rag", "rated"],
    &["completed", "complete", "completion"],
    &["recorded", "record", "logged"],
    &["entered", "entry"],
    &["private", "privately"],
    &["closed", "closure", "exit"],
    &["opened", "open"],
];

/// Ideas that exclude each other: a heading with one is never a field with another.
const OPPOSITES: &[&[&str]] = &[
    &["authorised", "unauthorised"],
    &["planned", "actual"],
    &["start", "end"],
    &["present", "absent"],
    &["absent", "handed", "submitted", "completed"],
    &["explained", "unexplained"],
    &["behind", "ahead"],
    &["outcome", "email", "date", "sent"],
    &["first", "latest", "next", "previous", "second", "third"],
    &["improved", "worse"],
    &["requested", "received"],
    &["positive", "negative"],
    &["behaviour", "achievement", "attendance", "emotional"],
    &["email", "call", "visit", "meeting", "text"],
    &["homework", "session", "review", "visit", "appointment", "exam"],
    &["work", "training", "school", "college"],
    &["learner", "employer", "tutor", "parent", "officer", "teacher", "mentor", "school", "self"],
    &["percent", "points", "hours", "days", "grade", "pounds", "minutes"],
    &["term", "year", "week", "month"],
    &["opened", "closed"],
    &["cancelled", "completed", "made", "attended"],
    &["formal", "informal"],
    &["qualified", "experienced"],
    &["possible", "actual", "absent"],
    &["mental", "dental"],
    &["internal", "external", "permanent", "fixed"],
    &["lower", "higher"],
    &["minimum", "maximum"],
];

/// Words that change what a heading means, so that a heading with one is never a field without it.
const QUALIFIERS: &[&str] = &[
    "start",
    "end",
    "behind",
    "authorised",
    "unauthorised",
    "not",
    "without",
    "planned",
    "actual",
    "predicted",
    "previous",
    "next",
    "otj",
    "hours",
    "grade",
    "english",
    "maths",
    "functional",
    "epa",
    "gateway",
    "age",
    "address",
    "phone",
    "call",
    "mobile",
    "postcode",
    "points",
    "id",
    "uln",
    "upn",
    "reason",
    "why",
    "comment",
    "comments",
    "notes",
    "internal",
    "permanent",
    "ahead",
    "improved",
    "worse",
    "excused",
    "late",
    "lates",
    "review",
    "exam",
    "birth",
    "sibling",
    "positive",
    "negative",
    "achievement",
    "cost",
    "fee",
    "planned",
    "employer",
    "mentor",
    "officer",
    "parent",
    "minutes",
    "gcse",
    "module",
    "unit",
    "consecutive",
];

/// Words that say little.
const WEAK: &[&str] = &[
    "date",
    "total",
    "number",
    "#",
    "percent",
    "sent",
    "status",
    "name",
    "on",
    "made",
    "given",
    "recorded",
    "done",
    "type",
    "kind",
    "was",
    "has",
    "been",
    "have",
    "any",
    "this",
    "learner",
    "so",
    "far",
    "overall",
    "count",
    "score",
    "level",
    "pct",
    "today",
    "cumulative",
    "spring",
    "autumn",
    "summer",
    "ytd",
    "term",
    "half",
];

/// Words that say nothing.
const EMPTY: &[&str] = &[
    "of", "the", "a", "an", "in", "at", "for", "to", "and", "or", "is", "by", "from", "with", "per", "if", "s", "as",
    "their",
];

/// The ideas of one heading, ready to be compared.
#[derive(Debug, Clone, Default)]
pub struct Ideas {
    key: String,
    /// The letters as they are written: a slip in `in a row` makes other words of it.
    letters: String,
    ideas: Vec<&'static str>,
    /// Words that stand for no idea of ours, singular, with slips of the keyboard mended.
    words: Vec<String>,
    /// True when some word is still unknown.
    unknown: bool,
    /// For each group of opposites, one bit for each member that is there.
    opposites: [u16; OPPOSITES.len()],
    /// One bit for each qualifier that is there.
    qualifiers: u128,
    digits: Vec<String>,
    /// What all ideas and words weigh.
    weight: f64,
}

impl Ideas {
    /// The ideas of a heading; `known` holds every word that some field's spelling uses.
    pub fn of(text: &str, known: &HashSet<String>) -> Self {
        let written = heading::words(text);
        let mut found = Ideas { key: heading::key(text), letters: heading::letters(text), ..Ideas::default() };
        let mut words = written.iter().map(String::as_str).peekable();
        while let Some(word) = words.next() {
            if is_calendar_year(word) {
                words.next_if(|next| next.len() == 2 && is_digits(next));
                continue;
            }
            if words.next_if(|next| is_school_year(word, next)).is_some() {
                continue;
            }
            // `To date` is no day.
            if word == "to" && words.next_if_eq(&"date").is_some() || EMPTY.contains(&word) {
                continue;
            }
            // `Last year` is another time, `last review` the same thing latest.
            let passed =
                word == "last" && words.peek().is_some_and(|next| ["year", "term", "month", "week"].contains(next));
            found.add(if passed { "previous" } else { word }, known);
        }
        // `Suspended from` is a day.
        let ends_in_a_day = written.last().is_some_and(|last| ["from", "until", "since"].contains(&last.as_str()));
        if ends_in_a_day && !found.has("date") {
            found.add("date", known);
        }
        found.digits.in_order();
        found
    }

    fn add(&mut self, word: &str, known: &HashSet<String>) {
        let is_known = |word: &str| idea(word).is_some() || known.contains(word) || known.contains(singular(word));
        let mended = if is_known(word) || is_digits(word) { None } else { mend(word, known) };
        let word = mended.unwrap_or(word);
        self.unknown |= !is_digits(word) && !is_known(word);
        let meaning = idea(word).unwrap_or_else(|| singular(word));
        self.weight += weight(meaning);
        for (group, present) in OPPOSITES.iter().zip(&mut self.opposites) {
            if let Some(member) = group.iter().position(|member| *member == meaning) {
                *present |= 1 << member;
            }
        }
        if let Some(bit) = qualifier(meaning) {
            self.qualifiers |= 1 << bit;
        }
        if is_digits(meaning) {
            self.digits.push(meaning.to_string());
        }
        match idea(word) {
            Some(idea) => self.ideas.push(idea),
            None => self.words.push(singular(word).to_string()),
        }
    }

    /// True when the heading is about this idea.
    pub fn has(&self, idea: &str) -> bool {
        self.ideas.contains(&idea) || self.words.iter().any(|word| word == idea)
    }
}

/// How alike a heading is to a spelling of a field, 0 to 95: below 60 it is not worth asking about.
pub fn likeness(heading: &Ideas, spelling: &Ideas) -> u8 {
    if heading.key.chars().count() <= 3 || excluded(heading, spelling) {
        return 0;
    }
    let mut sum = Sum::default();
    sum.count(heading.ideas.iter().copied(), spelling.ideas.iter().copied());
    sum.count(heading.words.iter().map(String::as_str), spelling.words.iter().map(String::as_str));
    // A word of the heading that the spelling lacks may change what it means (`Target GLH`), so it weighs twice.
    let all = heading.weight + spelling.weight + sum.own;
    let same = (heading.weight.max(spelling.weight) - sum.shared).abs() < 0.01;
    let words = if (sum.strong || same) && all > 0.0 { 2.0 * sum.shared / all } else { 0.0 };
    // Words run together ("Homeworkmissed"), slips that make another word ("told", "old") and weak words alone are seen by
    // their letters.
    let least = if heading.unknown || !sum.strong { 0.85 } else { 0.9 };
    let by_letters = |one: &str, other: &str| {
        let near = one.len().abs_diff(other.len()) * 100 <= one.len().max(other.len()) * 15;
        let numbered = heading.digits.iter().any(|digits| !spelling.digits.contains(digits));
        if !near || one.len() < 8 || numbered || negated(one, other) {
            return 0.0;
        }
        Some(normalized_damerau_levenshtein(one, other)).filter(|like| *like >= least).unwrap_or_default()
    };
    let letters = by_letters(&heading.key, &spelling.key).max(by_letters(&heading.letters, &spelling.letters));
    let percent = (words.max(letters) * 100.0).round().clamp(0.0, 95.0);
    if percent < 60.0 { 0 } else { percent as u8 }
}

/// What a heading and a spelling share.
#[derive(Default)]
struct Sum {
    /// The weight of what both have.
    shared: f64,
    /// The weight of what only the heading has, weak words apart.
    own: f64,
    /// True when they share more than weak words.
    strong: bool,
}

impl Sum {
    fn count<'w>(&mut self, heading: impl Iterator<Item = &'w str>, spelling: impl Iterator<Item = &'w str> + Clone) {
        for word in heading {
            let weak = WEAK.contains(&word);
            if spelling.clone().any(|other| other == word) {
                self.shared += weight(word);
                self.strong |= !weak;
            } else if !weak {
                self.own += 1.0;
            }
        }
    }
}

/// True when one of the two says something that the other cannot mean.
fn excluded(heading: &Ideas, spelling: &Ideas) -> bool {
    let turned = qualifier_bits(&["not", "without"]);
    let opposite = heading
        .opposites
        .iter()
        .zip(&spelling.opposites)
        .any(|(own, other)| *own != 0 && *other != 0 && own & other == 0);
    opposite
        || heading.qualifiers & !spelling.qualifiers != 0
        || (heading.qualifiers ^ spelling.qualifiers) & turned != 0
        || (heading.digits != spelling.digits
            && !lacks_number(heading, spelling)
            && (!spelling.digits.is_empty() || heading.digits.len() > 1))
}

/// Whether a heading leaves out the one number that a spelling has: `Stage email` may be that of any stage. `Stage` alone says
/// too little.
fn lacks_number(heading: &Ideas, spelling: &Ideas) -> bool {
    heading.digits.is_empty() && spelling.digits.len() == 1 && heading.ideas.len() + heading.words.len() > 1
}

/// The idea that a word stands for, if it stands for one of [`IDEAS`].
fn idea(word: &str) -> Option<&'static str> {
    static WORDS: OnceLock<HashMap<&str, &str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let mut words = HashMap::new();
        for group in IDEAS {
            for word in *group {
                words.entry(*word).or_insert(group.first().copied().unwrap_or_default());
            }
        }
        words
    });
    words.get(word).or_else(|| words.get(singular(word))).copied()
}

/// The number of a qualifier.
fn qualifier(meaning: &str) -> Option<usize> {
    static NUMBERS: OnceLock<HashMap<&str, usize>> = OnceLock::new();
    let numbers = NUMBERS.get_or_init(|| {
        QUALIFIERS
            .iter()
            .enumerate()
            .map(|(number, word)| (idea(word).unwrap_or_else(|| singular(word)), number.min(127)))
            .collect()
    });
    numbers.get(meaning).copied()
}

fn qualifier_bits(words: &[&str]) -> u128 {
    words.iter().filter_map(|word| qualifier(word)).fold(0, |bits, bit| bits | 1 << bit)
}

fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(single) if single.len() >= 3 && !single.ends_with(['s', 'u', 'i']) => single,
        _ => word,
    }
}

fn weight(idea: &str) -> f64 {
    if WEAK.contains(&idea) { 0.4 } else { 1.0 }
}

fn is_digits(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

fn is_calendar_year(word: &str) -> bool {
    word.len() == 4 && is_digits(word) && (word.starts_with("19") || word.starts_with("20"))
}

/// Whether two numbers are a school year: `25/26`.
fn is_school_year(one: &str, next: &str) -> bool {
    let number = |word: &str| word.parse::<u32>().ok().filter(|_| word.len() == 2 && is_digits(word));
    number(one).zip(number(next)).is_some_and(|(one, next)| (one + 1) % 100 == next)
}

/// The known word that an unknown one is a slip of the keyboard away from, when there is but one meaning it can have.
fn mend<'k>(word: &str, known: &'k HashSet<String>) -> Option<&'k str> {
    let mut found = known.iter().map(String::as_str).filter(|known| slip(word, known));
    let first = found.next()?;
    let meaning = |word: &'k str| idea(word).unwrap_or_else(|| singular(word));
    found.all(|other| meaning(other) == meaning(first)).then_some(first)
}

/// True when one word is the other with a letter or two wrong.
fn slip(word: &str, known: &str) -> bool {
    let allowed = match known.chars().count() {
        0..=4 => return false,
        5..=7 => 1,
        _ => 2,
    };
    word.len().abs_diff(known.len()) <= allowed && !negated(word, known) && damerau_levenshtein(word, known) <= allowed
}

/// True when one word is the other with a syllable in front that turns it round.
pub(super) fn negated(one: &str, other: &str) -> bool {
    ["un", "in", "im", "ir", "non", "not", "dis", "mis", "pre", "re", "de", "ex"].iter().any(|prefix| {
        let turns =
            |long: &str, short: &str| long.strip_prefix(prefix).is_some_and(|rest| rest.get(..3) == short.get(..3));
        turns(one, other) || turns(other, one)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(heading: &str, spelling: &str) -> u8 {
        let known: HashSet<String> = heading::words(spelling).into_iter().collect();
        likeness(&Ideas::of(heading, &known), &Ideas::of(spelling, &known))
    }

    #[test]
    fn opposites_are_never_alike() {
        for (one, other) in [
            ("Authorised absence", "Unauthorised absence"),
            ("Target %", "Actual %"),
            ("Planned end", "Actual end"),
            ("Stage 1 email", "Stage 2 email"),
            ("Stage 2 outcome", "Stage 3 outcome"),
            ("Start date", "End date"),
            ("Sessions present", "Sessions absent"),
            ("% behind", "% ahead"),
            ("Stage 1 email date", "Stage 1 outcome"),
            ("Improved", "Not improved"),
            ("Missed with notice", "Missed without notice"),
            ("Last review", "Next review"),
            ("First review", "Last review"),
            ("SDQ total (teacher)", "SDQ total (parent)"),
            ("Behaviour score", "Attendance score"),
            ("Unimproved", "Improved"),
            ("Suspensions this term", "Suspensions this year"),
        ] {
            assert_eq!((like(one, other), like(other, one)), (0, 0), "{one} / {other}");
        }
    }

    #[test]
    fn the_same_thing_in_other_words_or_with_a_slip_is_alike() {
        for (one, other) in [
            ("Pupil surname", "Surname of student"),
            ("Sessions missed consecutively", "Consecutive missed sessions"),
            ("Attendence %", "Attendance %"),
            ("Homeworkmissed consecutive", "Homework missed consecutive"),
            ("Attendance % 2025/26", "Attendance %"),
            ("Date of 1st intervention", "First intervention"),
        ] {
            assert!(like(one, other) >= 60, "{one} / {other}: {}", like(one, other));
        }
    }

    #[test]
    fn short_headings_are_known_or_not_at_all() {
        assert_eq!(like("PP", "PPI"), 0);
        assert_eq!(like("Att", "Attendance"), 0);
    }

    #[test]
    fn there_is_a_bit_for_every_member_of_every_list() {
        assert!(QUALIFIERS.len() <= 128);
        assert!(OPPOSITES.iter().all(|group| group.len() <= 16));
    }
}
