//! How alike two headings are, from their words. Opposites are never alike.
//!
//! Words that mean the same share one idea (`pupil`, `student`), words that mean the opposite rule a match out
//! (`authorised`, `unauthorised`), and words that carry no meaning here weigh little (`date`, `total`). Characters are
//! compared only to forgive a slip of the keyboard, and never for words that are known.

use super::heading;
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
    &["recorded", "record", "entered", "entry", "logged"],
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
    &["term", "year", "week", "month", "today", "weeks"],
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
    "date", "total", "number", "#", "percent", "sent", "status", "name", "on", "made", "given", "recorded", "done",
    "type", "kind", "was", "has", "been", "have", "any", "this", "learner", "so", "far", "overall", "count", "score",
    "level", "pct",
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
    ideas: Vec<String>,
    /// For each idea whether it is a word that nobody knows, so that a slip of the keyboard is forgiven.
    unknown: Vec<bool>,
    /// The ideas that change what a heading means.
    qualifiers: Vec<String>,
}

impl Ideas {
    /// The ideas of a heading; `known` holds every word that some field's spelling uses.
    pub fn of(text: &str, known: &HashSet<String>) -> Self {
        let mut found = Ideas { key: heading::key(text), ..Ideas::default() };
        let words = heading::words(text);
        let mut words = words.iter().map(String::as_str).peekable();
        while let Some(word) = words.next() {
            if is_calendar_year(word) {
                words.next_if(|next| next.len() == 2 && next.chars().all(|c| c.is_ascii_digit()));
                continue;
            }
            // `To date` is no day.
            if word == "to" && words.next_if_eq(&"date").is_some() || EMPTY.contains(&word) {
                continue;
            }
            // `Last year` is another time, `last review` the same thing latest.
            let passed =
                word == "last" && words.peek().is_some_and(|next| ["year", "term", "month", "week"].contains(next));
            let idea = if passed { Some("previous") } else { idea(word) };
            found
                .unknown
                .push(idea.is_none() && !is_digits(word) && !known.contains(word) && !known.contains(singular(word)));
            found.ideas.push(idea.unwrap_or_else(|| singular(word)).to_string());
        }
        found.qualifiers = found.ideas.iter().filter(|idea| qualifies(idea)).cloned().collect();
        found
    }

    /// True when the heading is about this idea.
    pub fn has(&self, idea: &str) -> bool {
        self.ideas.iter().any(|own| own == idea)
    }

    fn digits(&self) -> Vec<&str> {
        let mut digits: Vec<&str> = self.ideas.iter().map(String::as_str).filter(|idea| is_digits(idea)).collect();
        digits.sort_unstable();
        digits
    }
}

/// How alike a heading is to a spelling of a field, 0 to 95: below 60 it is not worth asking about.
pub fn likeness(heading: &Ideas, spelling: &Ideas) -> u8 {
    if heading.key.chars().count() <= 3 || excluded(heading, spelling) {
        return 0;
    }
    let mut matched = 0.0;
    let mut strong = false;
    let mut own = 0.0;
    let mut used = vec![false; spelling.ideas.len()];
    for (idea, unknown) in heading.ideas.iter().zip(&heading.unknown) {
        let twin = spelling
            .ideas
            .iter()
            .zip(used.iter_mut())
            .find(|(other, used)| !**used && (*other == idea || (*unknown && slip(idea, other))));
        if let Some((other, used)) = twin {
            *used = true;
            matched += weight(other);
            strong |= !WEAK.contains(&other.as_str());
        } else if !WEAK.contains(&idea.as_str()) {
            own += weight(idea);
        }
    }
    let mut all: f64 = heading.ideas.iter().chain(&spelling.ideas).map(|idea| weight(idea)).sum();
    // A word of the heading that the spelling lacks may change what it means (`Target GLH`), so it weighs twice.
    all += own;
    let words = if strong && all > 0.0 { 2.0 * matched / all } else { 0.0 };
    // Words run together ("Homeworkmissed") are seen by their letters alone.
    let letters = match heading.unknown.iter().any(|unknown| *unknown) && heading.key.len() >= 8 {
        true => normalized_damerau_levenshtein(&heading.key, &spelling.key),
        false => 0.0,
    };
    let letters = if letters >= 0.85 && !negated(&heading.key, &spelling.key) { letters } else { 0.0 };
    let percent = (words.max(letters) * 100.0).round().clamp(0.0, 95.0);
    if percent < 60.0 { 0 } else { percent as u8 }
}

/// True when one of the two says something that the other cannot mean.
fn excluded(heading: &Ideas, spelling: &Ideas) -> bool {
    let opposite = OPPOSITES.iter().any(|group| {
        let one = group.iter().any(|idea| heading.has(idea) && !spelling.has(idea));
        let other = group.iter().any(|idea| spelling.has(idea) && !heading.has(idea));
        let shared = group.iter().any(|idea| spelling.has(idea) && heading.has(idea));
        one && other && !shared
    });
    let qualified = heading.qualifiers.iter().any(|idea| !spelling.has(idea));
    let turned = ["not", "without"].iter().any(|idea| heading.has(idea) != spelling.has(idea));
    let (own, other) = (heading.digits(), spelling.digits());
    opposite || qualified || turned || (own != other && !other.is_empty()) || (own.len() > 1 && own != other)
}

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

/// True for an idea that changes what a heading means.
fn qualifies(idea_of_word: &str) -> bool {
    static QUALIFYING: OnceLock<HashSet<&str>> = OnceLock::new();
    let ideas = || QUALIFIERS.iter().map(|word| idea(word).unwrap_or_else(|| singular(word))).collect();
    QUALIFYING.get_or_init(ideas).contains(idea_of_word)
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

/// True when one word is the other with a letter or two wrong.
fn slip(word: &str, known: &str) -> bool {
    let allowed = match known.chars().count() {
        0..=4 => return false,
        5..=7 => 1,
        _ => 2,
    };
    !negated(word, known) && damerau_levenshtein(word, known) <= allowed
}

/// True when one word is the other with a syllable in front that turns it round.
fn negated(one: &str, other: &str) -> bool {
    ["un", "in", "im", "ir", "non", "not", "dis", "mis", "pre", "re", "de", "ex"].iter().any(|prefix| {
        [(one, other), (other, one)]
            .iter()
            .any(|(long, short)| long.strip_prefix(prefix).is_some_and(|rest| rest.get(..3) == short.get(..3)))
    })
}
