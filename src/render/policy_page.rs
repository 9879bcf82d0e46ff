//! A policy as one page that the person who wrote it can check in an evening: every rule in the order of the document,
//! in our words, with its clause, the reading we chose, the other reading, and whether a number is the source's or ours.
//! A checklist is printed as a form to fill in.

use crate::calendar::Day;
use crate::explain::words::{value_text, with_unit};
use crate::policy::field::{Field, Kind};
use crate::policy::fit;
use crate::policy::load::{placeholders, rows};
use crate::policy::pack::{Checklist, Criterion, Due, Origin, Ours, Pack, Row, Rule, Setting, Then, When};
use crate::policy::settings::{SettingValue, Settings};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write;

/// A policy's page as data: what stands on it, in the order in which it stands there.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// The documents that clauses point into.
    pub sources: Vec<SourceLine>,
    /// What is to be known before an answer is believed.
    pub notes: Vec<String>,
    /// The rules, in the order of the document.
    pub lines: Vec<Line>,
    /// For a checklist: what it asks, principle by principle.
    pub principles: Vec<FormPart>,
    /// The columns that are read, as far as a tracker has them.
    pub columns: Vec<ColumnLine>,
}

/// A column that the policy reads.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnLine {
    /// Its usual heading.
    pub heading: String,
    /// What it holds, in words.
    pub holds: String,
    /// What a blank cell is taken to say, in words.
    pub blank: &'static str,
    /// What else there is to know.
    pub help: Option<String>,
}

/// A document, and the word with which clauses point into it.
#[derive(Debug, Clone, Serialize)]
pub struct SourceLine {
    /// The word.
    pub word: String,
    /// Its title and who publishes it.
    pub says: String,
}

/// One rule of the page.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Other rules of the source that it carries out.
    pub with: Vec<String>,
    /// Whether it is evaluated, a duty, shown, or not for software.
    pub state: &'static str,
    /// What it says, in our words.
    pub says: String,
    /// Where the source says so.
    pub clause: String,
    /// Whether it is the source's or ours.
    pub origin: &'static str,
    /// The reading we chose, where the source leaves more than one.
    pub reading: Option<String>,
    /// The ids of the settings that change it.
    pub settings: Vec<String>,
    /// The rule of the pack that it is a row of.
    #[serde(skip)]
    rule: String,
    /// When what it asks for is due.
    #[serde(skip)]
    due: Option<Due>,
    /// Whether it only says that there is nothing to do.
    #[serde(skip)]
    pub(super) closing: bool,
}

impl Line {
    /// Whether it is what a name stands for: its own id, one that it carries out, the stem of its id, or its rule.
    pub fn is_for(&self, name: &str) -> bool {
        let same = |id: &str| id.eq_ignore_ascii_case(name);
        let stem = self.id.get(..name.len()).is_some_and(same)
            && self
                .id
                .get(name.len()..)
                .is_some_and(|rest| rest.starts_with(|c: char| c == '-' || c.is_ascii_lowercase()));
        same(&self.id) || stem || self.with.iter().any(|id| same(id)) || same(&self.rule)
    }
}

/// One principle of a checklist, as a part of a form.
#[derive(Debug, Clone, Serialize)]
pub struct FormPart {
    /// Its id.
    pub id: String,
    /// What it asks.
    pub title: String,
    /// Its criteria, lowest stage first.
    pub criteria: Vec<FormLine>,
}

/// One criterion of a form.
#[derive(Debug, Clone, Serialize)]
pub struct FormLine {
    /// Its id.
    pub id: String,
    /// Where the source says so.
    pub clause: String,
    /// The stage that it belongs to.
    pub stage: String,
    /// What it asks, in our words.
    pub says: String,
    /// Who acts.
    pub who: String,
    /// True when no stage hangs on it.
    pub suggestion: bool,
    /// Which other criteria it answers or is answered by, and the reading we chose; blank where it stands alone.
    pub beside: String,
}

/// The page of a policy under an organisation's settings. With a day, it says where a source is past its own review date.
pub fn page(pack: &Pack, chosen: &Settings, as_of: Option<Day>) -> Page {
    let pack = &fit::to_settings(pack, chosen);
    let mut lines = lines(pack);
    lines.retain(|line| !line.closing);
    Page {
        sources: pack
            .sources
            .iter()
            .map(|(word, source)| SourceLine {
                word: word.to_string(),
                says: format!("{}, {}", source.title, source.publisher),
            })
            .collect(),
        notes: super::json::notes(pack, as_of),
        lines,
        principles: pack.rules.iter().filter_map(|rule| rule.checklist.as_ref()).flat_map(form_parts).collect(),
        columns: pack.fields.iter().map(|(_, field)| column(field)).collect(),
    }
}

/// A checklist, principle by principle.
pub(super) fn form_parts(checklist: &Checklist) -> impl Iterator<Item = FormPart> {
    checklist.principles.iter().map(|(id, principle)| FormPart {
        id: id.to_string(),
        title: principle.title.clone(),
        criteria: principle
            .criteria
            .iter()
            .map(|criterion| {
                let letter = criterion.id.split('-').nth(2).unwrap_or_default();
                let level = checklist.levels.iter().find(|level| letter.starts_with(level.letter));
                FormLine {
                    id: criterion.id.clone(),
                    clause: criterion.clause.clone(),
                    stage: level.map(|level| level.name.clone()).unwrap_or_default(),
                    says: criterion.says.clone(),
                    who: criterion.who.clone(),
                    suggestion: criterion.optional,
                    beside: beside(criterion),
                }
            })
            .collect(),
    })
}

/// How a criterion stands to others.
fn beside(criterion: &Criterion) -> String {
    let mut said: Vec<String> = Vec::new();
    if !criterion.repeats.is_empty() {
        said.push(format!("Says the same as {}: one answer fills both.", criterion.repeats.join(", ")));
    }
    if !criterion.supersedes.is_empty() {
        said.push(format!("Takes the place of {}: meeting it meets that too.", criterion.supersedes.join(", ")));
    }
    said.extend(criterion.also_met_by.iter().map(|set| format!("Met too where {} are met together.", set.join(", "))));
    said.extend(criterion.reading.iter().map(|reading| format!("Reading: {reading}")));
    said.join(" ")
}

/// [`page`] as HTML that stands alone and prints well, with the settings and the values in force.
///
/// ```
/// # fn main() -> Result<(), Vec<bae_rules::problem::Problem>> {
/// let pack = bae_rules::tracker::built_in("mir-recording")?;
/// let settings = bae_rules::policy::settings::Settings::defaults(&pack)?;
/// assert!(bae_rules::render::policy_page::html(&pack, &settings, None).contains("<td>MIR-03</td>"));
/// # Ok(())
/// # }
/// ```
pub fn html(pack: &Pack, chosen: &Settings, as_of: Option<Day>) -> String {
    let page = page(pack, chosen, as_of);
    let pack = &fit::to_settings(pack, chosen);
    let mut out = String::new();
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<p>{about}</p>\n<p>Pack {pack}, version {version}. ",
        title = escaped(&pack.title),
        about = escaped(&pack.about),
        pack = escaped(&pack.pack),
        version = escaped(&pack.version),
    );
    for source in &page.sources {
        let _ = write!(out, "Clauses that begin with {} point into {}. ", escaped(&source.word), escaped(&source.says));
    }
    out.push_str("The words below are ours; the document's own stand at the clause.</p>\n");
    for note in &page.notes {
        let _ = writeln!(out, "<p><strong>{}</strong></p>", escaped(note));
    }
    out.push_str(
        "<table>\n<caption>Rules in the order of the document</caption>\n<thead><tr><th scope=\"col\">Rule</th>\
         <th scope=\"col\">State</th><th scope=\"col\">Clause</th><th scope=\"col\">What it says</th>\
         <th scope=\"col\">Origin</th><th scope=\"col\">Reading, and settings that change it</th></tr></thead>\n<tbody>\n",
    );
    let mut said = BTreeSet::new();
    for line in &page.lines {
        push_line(pack, chosen, &mut out, &spoken(pack, chosen, line), &mut said);
    }
    out.push_str("</tbody>\n</table>\n");
    columns(pack, &mut out);
    settings(pack, chosen, &mut out);
    form(&page.principles, &mut out);
    out.push_str("</body>\n</html>\n");
    out
}

const STYLE: &str = "body{font:1rem/1.5 Helvetica,Arial,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#111}\
table{border-collapse:collapse;width:100%;margin:1.5rem 0}caption{text-align:left;font-weight:bold;padding:.5rem 0}\
th,td{border:1px solid #767676;padding:.35rem .5rem;text-align:left;vertical-align:top}thead{display:table-header-group}\
tr{break-inside:avoid}@media print{body{margin:0;font-size:10pt}h2{break-before:page}}";

/// Every rule of a pack in the order of the document, those that only say that there is nothing to do among them.
/// Names in braces stand as the pack has them: whoever shows a line knows which settings are in force.
pub fn lines(pack: &Pack) -> Vec<Line> {
    let mut lines = Vec::new();
    for rule in &pack.rules {
        for row in rows(rule) {
            let duty = row.action.is_some();
            let says = match &row.action {
                Some(action) => {
                    let ours = if row.ours.contains(&Ours::Who) { ", engine default" } else { "" };
                    let who = row.who.as_ref().map(|who| format!(" ({who}{ours})")).unwrap_or_default();
                    format!("{action}{who}, when {}", row.says)
                }
                None => format!("{}: {}{}", rule.title, outcome(row), row.says),
            };
            lines.push(Line {
                id: row.id.clone(),
                with: row.with.clone(),
                state: match (duty, row.advice) {
                    (true, true) => "advice",
                    (true, false) => "duty or next action",
                    _ => "evaluated",
                },
                says,
                clause: row.clause.clone(),
                origin: row.origin_words(),
                reading: row.reading.clone(),
                settings: settings_of(pack, rule, row),
                rule: rule.id.clone(),
                due: row.due.clone(),
                closing: row.closing,
            });
        }
        for stage in &rule.stages {
            let says = format!("{}: {}, because {}", rule.title, stage.name, stage.says);
            let line = plain(&stage.id, "evaluated", says, &stage.clause, Origin::Source);
            lines.push(Line { rule: rule.id.clone(), ..line });
        }
        for carried in rule.checklist.iter().flat_map(|checklist| &checklist.carries_out) {
            lines.push(plain(&carried.id, "evaluated", carried.says.clone(), &carried.clause, carried.origin));
        }
    }
    for registered in &pack.register {
        let says = format!("{} {}", registered.says, registered.why);
        lines.push(plain(&registered.id, registered.state.words(), says, &registered.clause, Origin::Source));
    }
    lines.sort_by_key(|line| (place(&line.clause), natural(&line.id)));
    lines
}

/// What a row decides; nothing where that is yes or no, which its wording says.
fn outcome(row: &Row) -> String {
    match &row.then {
        Some(Then::Value(value)) if !value.is_empty() => format!("{value}, because "),
        Some(Then::Setting { .. }) => "as the setting below says, because ".to_string(),
        _ => String::new(),
    }
}

fn plain(id: &str, state: &'static str, says: String, clause: &str, origin: Origin) -> Line {
    Line {
        id: id.to_string(),
        with: Vec::new(),
        state,
        says,
        clause: clause.to_string(),
        origin: origin.words(),
        reading: None,
        settings: Vec::new(),
        rule: String::new(),
        due: None,
        closing: false,
    }
}

/// A wording without a row to take values from: settings stand as they are in force, and what a row holds by its heading.
fn in_words(pack: &Pack, chosen: &Settings, says: &str) -> String {
    let mut text = String::with_capacity(says.len());
    let mut rest = says;
    while let Some((before, name, after)) =
        rest.split_once('{').and_then(|(before, rest)| rest.split_once('}').map(|(name, after)| (before, name, after)))
    {
        text.push_str(before);
        let (name, bare) = name.split_once(':').map_or((name, false), |(name, _)| (name, true));
        match pack.settings.get(name) {
            Some(setting) if matches!(chosen.get(name), None | Some(SettingValue::Unset)) => {
                text.push_str(&format!("[{}: not set]", setting.title));
            }
            Some(setting) if bare => text.push_str(&value_text(value(name, setting, chosen), true)),
            Some(setting) => text.push_str(&value(name, setting, chosen)),
            None => text.push_str(&format!("[{}]", title(pack, name))),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// What people call a field, a derived fact or a rule.
fn title(pack: &Pack, name: &str) -> String {
    let field = pack.fields.get(name).map(|field| &field.heading);
    let derived = || pack.derived.get(name).map(|derived| &derived.title);
    let rule = || pack.rules.iter().find(|rule| rule.id == name).map(|rule| &rule.title);
    field.or_else(derived).or_else(rule).map_or_else(|| name.to_string(), Clone::clone)
}

/// A line in words, with the values in force and the day by which it asks for something.
pub(super) fn spoken(pack: &Pack, chosen: &Settings, line: &Line) -> Line {
    let due = line.due.as_ref().and_then(|due| due_in_words(pack, chosen, due));
    let due = due.map(|due| format!("; due {due}")).unwrap_or_default();
    Line {
        says: format!("{}{due}", in_words(pack, chosen, &line.says)),
        reading: line.reading.as_ref().map(|reading| in_words(pack, chosen, reading)),
        ..line.clone()
    }
}

/// A title inside a sentence.
fn uncapital(title: &str) -> String {
    let mut title = title.to_string();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    title
}

fn due_in_words(pack: &Pack, chosen: &Settings, due: &Due) -> Option<String> {
    let event = |name: &str| match name {
        "as_of" => "the day of the answer".to_string(),
        name => match pack.settings.get(name) {
            Some(setting) => format!("the {}", uncapital(&setting.title)),
            None => format!("[{}]", title(pack, name)),
        },
    };
    let count = match &due.count {
        Some(amount) => chosen.amount(amount)?,
        None => 0,
    };
    let count = count + due.plus.unwrap_or(0);
    let unit = chosen.unit(due.time_unit.as_ref());
    let counted = match count {
        0 => format!("on {}", event(&due.after)),
        count => format!("{} after {}", with_unit(&count.to_string(), Some(unit.names())), event(&due.after)),
    };
    let which = if chosen.takes_the_later(due) { "later" } else { "sooner" };
    let other = due.or_at.as_ref().map(|name| format!(", or on {} where that is {which}", event(name)));
    Some(format!("{counted}{}", other.unwrap_or_default()))
}

/// The settings that a row names, in its tests, its wording or its day, and those by which what it tests is worked out.
fn settings_of(pack: &Pack, rule: &Rule, row: &Row) -> Vec<String> {
    let mut words = fit::settings_of(row);
    let mut facts: Vec<&str> = rule.on.iter().map(String::as_str).collect();
    if let When::Cells(cells) = &row.when {
        facts.extend(cells.iter().map(|(name, _)| name));
    }
    let shown = placeholders(&row.says).into_iter().chain(row.reading.as_deref().map(placeholders).unwrap_or_default());
    facts.extend(shown.map(|name| name.split_once(':').map_or(name, |(name, _)| name)));
    for derived in facts.iter().filter_map(|name| pack.derived.get(name)) {
        words.extend(derived.settings().cloned());
    }
    words.extend(facts.into_iter().map(str::to_string));
    for due in row.due.iter().chain(row.checkpoint.iter().map(|checkpoint| &checkpoint.due)) {
        words.extend(due.settings().cloned());
    }
    let named = |name: &str| words.iter().any(|word| word == name);
    pack.settings.iter().filter(|(name, _)| named(name)).map(|(name, _)| name.to_string()).collect()
}

/// A line of the table. The reading that was not chosen stands with the first rule that a setting changes.
fn push_line(pack: &Pack, chosen: &Settings, out: &mut String, line: &Line, said: &mut BTreeSet<String>) {
    let with = if line.with.is_empty() {
        String::new()
    } else {
        format!("<br>carries out {}", escaped(&line.with.join(", ")))
    };
    let mut reading: Vec<String> = line.reading.iter().map(|reading| escaped(reading)).collect();
    reading.extend(line.settings.iter().filter_map(|name| {
        let setting = pack.settings.get(name)?;
        let first = said.insert(name.clone());
        let other = setting.other_reading.iter().filter(|_| first);
        let other = other.map(|other| format!(". The other reading: {}", escaped(other)));
        let now = escaped(&value(name, setting, chosen));
        Some(format!("{} ({name}): {now}{}", escaped(&setting.title), other.collect::<String>()))
    }));
    let _ = writeln!(
        out,
        "<tr><td>{}</td><td>{}{with}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        escaped(&line.id),
        line.state,
        escaped(&line.clause),
        escaped(&line.says),
        line.origin,
        reading.join("<br>")
    );
}

pub(super) fn default(setting: &Setting) -> String {
    match setting.default.as_deref() {
        None => "not set".to_string(),
        Some("") => "none".to_string(),
        Some(value) => with_unit(value, setting.unit.as_deref()),
    }
}

/// The value in force.
pub(super) fn value(name: &str, setting: &Setting, chosen: &Settings) -> String {
    match chosen.get(name) {
        None | Some(SettingValue::Unset) => "not set".to_string(),
        Some(SettingValue::Text(text)) if text.is_empty() => "none".to_string(),
        Some(value) => with_unit(&value.words(), setting.unit.as_deref()),
    }
}

/// What a column holds, in words.
pub(super) fn holds(field: &Field) -> String {
    let choices = || field.values.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>().join(", ");
    let unit = field.unit.as_ref().map(|unit| format!(" ({unit})")).unwrap_or_default();
    let mut words = match field.kind {
        Kind::Text => "words".to_string(),
        Kind::Number => format!("a number{unit}"),
        Kind::Count => format!("a whole number{unit}"),
        Kind::Percent => "a percentage".to_string(),
        Kind::YesNo => "yes or no".to_string(),
        Kind::Choice => format!("one of: {}", choices()),
        Kind::Choices => format!("any of: {}", choices()),
        Kind::Letters => {
            let letters = field.letters.iter().map(|(letter, says)| format!("{letter} {says}"));
            format!("any of the letters: {}", letters.collect::<Vec<_>>().join("; "))
        }
        Kind::Date => "a day".to_string(),
        Kind::DateOrYes => "a day, or yes where the day is not known".to_string(),
        Kind::Dates => "several days".to_string(),
    };
    if !field.words.is_empty() {
        let letters = field.words.keys().cloned().collect::<Vec<_>>().join(", ");
        let _ = write!(words, ", or one of {letters}");
    }
    words
}

fn column(field: &Field) -> ColumnLine {
    ColumnLine {
        heading: field.heading.clone(),
        holds: holds(field),
        blank: field.blank_says(),
        help: field.help.clone(),
    }
}

/// The columns that a policy reads.
fn columns(pack: &Pack, out: &mut String) {
    out.push_str(
        "<table>\n<caption>Columns that are read, as far as a tracker has them</caption>\n<thead><tr><th scope=\"col\">Heading</th>\
         <th scope=\"col\">Holds</th><th scope=\"col\">A blank cell</th><th scope=\"col\">To know</th></tr></thead>\n<tbody>\n",
    );
    for (_, field) in pack.fields.iter() {
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&field.heading),
            escaped(&holds(field)),
            field.blank_says(),
            field.help.as_deref().map(escaped).unwrap_or_default()
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

fn settings(pack: &Pack, chosen: &Settings, out: &mut String) {
    if pack.settings.is_empty() {
        return;
    }
    out.push_str(
        "<table>\n<caption>Settings, and the readings we did not choose</caption>\n<thead><tr><th scope=\"col\">Setting</th>\
         <th scope=\"col\">Default</th><th scope=\"col\">In force</th><th scope=\"col\">Clause</th><th scope=\"col\">Origin</th>\
         <th scope=\"col\">The other reading</th></tr></thead>\n<tbody>\n",
    );
    for (name, setting) in pack.settings.iter() {
        let _ = writeln!(
            out,
            "<tr><td>{}<br>{name}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&setting.title),
            escaped(&default(setting)),
            escaped(&value(name, setting, chosen)),
            escaped(&setting.clause),
            setting.origin.words(),
            setting.other_reading.as_deref().map(escaped).unwrap_or_default()
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

/// A checklist as a form: a box, and room for evidence and for what is to be done, by whom and by when.
fn form(principles: &[FormPart], out: &mut String) {
    if !principles.is_empty() {
        out.push_str("<h2>Self-assessment</h2>\n");
    }
    for FormPart { id, title, criteria } in principles {
        let _ = writeln!(
            out,
            "<table>\n<caption>{id}. {}</caption>\n<thead><tr><th scope=\"col\">Criterion</th><th scope=\"col\">Stage of achievement</th>\
             <th scope=\"col\">What it asks</th><th scope=\"col\">Who acts</th><th scope=\"col\">Tick</th>\
             <th scope=\"col\">Evidence</th><th scope=\"col\">Action, by who, by when, how measured</th></tr></thead>\n<tbody>",
            escaped(title)
        );
        for criterion in criteria {
            let _ = writeln!(
                out,
                "<tr><td>{}<br>{}</td><td>{}</td><td>{}{}{}</td><td>{}</td><td>&#9744;</td><td></td><td></td></tr>",
                escaped(&criterion.id),
                escaped(&criterion.clause),
                escaped(&criterion.stage),
                escaped(&criterion.says),
                if criterion.suggestion { " (a suggestion)" } else { "" },
                if criterion.beside.is_empty() {
                    String::new()
                } else {
                    format!("<br><small>{}</small>", escaped(&criterion.beside))
                },
                escaped(&criterion.who)
            );
        }
        out.push_str("</tbody>\n</table>\n");
    }
}

/// Where in the document a clause lies: its first line number.
fn place(clause: &str) -> u32 {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
    clause.split('L').skip(1).find_map(digits).unwrap_or(0)
}

/// An id in the order in which people count: MTT-9 before MTT-10.
fn natural(id: &str) -> Vec<(u32, String)> {
    id.split('-')
        .map(|part| {
            (part.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap_or(0), part.to_string())
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
