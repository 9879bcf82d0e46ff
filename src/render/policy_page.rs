//! A policy as one page that the person who wrote it can check in an evening: every rule in the order of the document,
//! in our words, with its clause, the reading we chose, the other reading, and whether a number is the source's or ours.
//! A checklist is printed as a form to fill in.

use crate::explain::words::with_unit;
use crate::policy::load::rows;
use crate::policy::pack::{Checklist, Origin, Pack, Row, Setting};
use std::fmt::Write;

/// One line of the page.
struct Line<'p> {
    id: &'p str,
    with: &'p [String],
    state: &'static str,
    says: String,
    clause: &'p str,
    origin: Origin,
    reading: Option<&'p str>,
    settings: Vec<(&'p str, &'p Setting)>,
}

/// The page as HTML that stands alone and prints well.
///
/// ```
/// # fn main() -> Result<(), Vec<bae_rules::problem::Problem>> {
/// let pack = bae_rules::tracker::built_in("mir-recording")?;
/// assert!(bae_rules::render::policy_page::html(&pack).contains("<td>MIR-03</td>"));
/// # Ok(())
/// # }
/// ```
pub fn html(pack: &Pack) -> String {
    let mut lines = lines(pack);
    lines.sort_by_key(|line| (place(line.clause), natural(line.id)));
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
    for (word, source) in pack.sources.iter() {
        let _ = write!(
            out,
            "Clauses that begin with {word} point into {}, {}. ",
            escaped(&source.title),
            escaped(&source.publisher)
        );
    }
    out.push_str("The words below are ours; the document's own stand at the clause.</p>\n");
    for note in super::json::notes(pack, None) {
        let _ = writeln!(out, "<p><strong>{}</strong></p>", escaped(&note));
    }
    out.push_str(
        "<table>\n<caption>Rules in the order of the document</caption>\n<thead><tr><th scope=\"col\">Rule</th>\
         <th scope=\"col\">State</th><th scope=\"col\">Clause</th><th scope=\"col\">What it says</th>\
         <th scope=\"col\">Origin</th><th scope=\"col\">Reading, and settings that change it</th></tr></thead>\n<tbody>\n",
    );
    for line in &lines {
        push_line(&mut out, line);
    }
    out.push_str("</tbody>\n</table>\n");
    settings(pack, &mut out);
    for checklist in pack.rules.iter().filter_map(|rule| rule.checklist.as_ref()) {
        form(checklist, &mut out);
    }
    out.push_str("</body>\n</html>\n");
    out
}

const STYLE: &str = "body{font:1rem/1.5 Helvetica,Arial,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#111}\
table{border-collapse:collapse;width:100%;margin:1.5rem 0}caption{text-align:left;font-weight:bold;padding:.5rem 0}\
th,td{border:1px solid #767676;padding:.35rem .5rem;text-align:left;vertical-align:top}thead{display:table-header-group}\
tr{break-inside:avoid}@media print{body{margin:0;font-size:10pt}h2{break-before:page}}";

fn lines(pack: &Pack) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    for rule in &pack.rules {
        for row in rows(rule).filter(|row| !row.closing) {
            let duty = row.action.is_some();
            let says = match &row.action {
                Some(action) => {
                    format!("{action}{}", row.who.as_ref().map(|who| format!(" ({who})")).unwrap_or_default())
                }
                None => format!("{}: {}", rule.title, row.says),
            };
            lines.push(Line {
                id: &row.id,
                with: &row.with,
                state: if duty { "duty or next action" } else { "evaluated" },
                says,
                clause: &row.clause,
                origin: row.origin,
                reading: row.reading.as_deref(),
                settings: settings_of(pack, row),
            });
        }
        for stage in &rule.stages {
            lines.push(plain(
                &stage.id,
                "evaluated",
                format!("{}: {}", stage.name, stage.says),
                &stage.clause,
                Origin::Source,
            ));
        }
        for carried in rule.checklist.iter().flat_map(|checklist| &checklist.carries_out) {
            lines.push(plain(&carried.id, "evaluated", carried.says.clone(), &carried.clause, carried.origin));
        }
    }
    for registered in &pack.register {
        let says = format!("{} {}", registered.says, registered.why);
        lines.push(plain(&registered.id, registered.state.words(), says, &registered.clause, Origin::Source));
    }
    lines
}

fn plain<'p>(id: &'p str, state: &'static str, says: String, clause: &'p str, origin: Origin) -> Line<'p> {
    Line { id, with: &[], state, says, clause, origin, reading: None, settings: Vec::new() }
}

/// The settings that a row names, in its tests, its wording or its day.
fn settings_of<'p>(pack: &'p Pack, row: &Row) -> Vec<(&'p str, &'p Setting)> {
    let text = serde_json::to_string(row).unwrap_or_default();
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    pack.settings.iter().filter(|(name, _)| words.contains(name)).collect()
}

fn push_line(out: &mut String, line: &Line) {
    let with = if line.with.is_empty() {
        String::new()
    } else {
        format!("<br>carries out {}", escaped(&line.with.join(", ")))
    };
    let mut reading: Vec<String> = line.reading.map(escaped).into_iter().collect();
    reading.extend(
        line.settings
            .iter()
            .map(|(name, setting)| format!("{} ({name}: {})", escaped(&setting.title), escaped(&default(setting)))),
    );
    let _ = writeln!(
        out,
        "<tr><td>{}</td><td>{}{with}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        escaped(line.id),
        line.state,
        escaped(line.clause),
        escaped(&line.says),
        line.origin.words(),
        reading.join("<br>")
    );
}

fn default(setting: &Setting) -> String {
    setting.default.as_deref().map_or_else(|| "not set".to_string(), |value| with_unit(value, setting.unit.as_deref()))
}

fn settings(pack: &Pack, out: &mut String) {
    if pack.settings.is_empty() {
        return;
    }
    out.push_str(
        "<table>\n<caption>Settings, and the readings we did not choose</caption>\n<thead><tr><th scope=\"col\">Setting</th>\
         <th scope=\"col\">Default</th><th scope=\"col\">Clause</th><th scope=\"col\">Origin</th>\
         <th scope=\"col\">The other reading</th></tr></thead>\n<tbody>\n",
    );
    for (name, setting) in pack.settings.iter() {
        let _ = writeln!(
            out,
            "<tr><td>{}<br>{name}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escaped(&setting.title),
            escaped(&default(setting)),
            escaped(&setting.clause),
            setting.origin.words(),
            setting.other_reading.as_deref().map(escaped).unwrap_or_default()
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

/// A checklist as a form: a box, and room for evidence and for what is to be done, by whom and by when.
fn form(checklist: &Checklist, out: &mut String) {
    out.push_str("<h2>Self-assessment</h2>\n");
    for (id, principle) in checklist.principles.iter() {
        let _ = writeln!(
            out,
            "<table>\n<caption>{id}. {}</caption>\n<thead><tr><th scope=\"col\">Criterion</th><th scope=\"col\">Stage of achievement</th>\
             <th scope=\"col\">What it asks</th><th scope=\"col\">Who acts</th><th scope=\"col\">Tick</th>\
             <th scope=\"col\">Evidence</th><th scope=\"col\">Action, by who, by when, how measured</th></tr></thead>\n<tbody>",
            escaped(&principle.title)
        );
        for criterion in &principle.criteria {
            let letter = criterion.id.split('-').nth(2).unwrap_or_default();
            let level =
                checklist.levels.iter().find(|level| letter.starts_with(level.letter)).map(|level| level.name.as_str());
            let _ = writeln!(
                out,
                "<tr><td>{}<br>{}</td><td>{}</td><td>{}{}</td><td>{}</td><td>&#9744;</td><td></td><td></td></tr>",
                escaped(&criterion.id),
                escaped(&criterion.clause),
                escaped(level.unwrap_or_default()),
                escaped(&criterion.says),
                if criterion.optional { " (a suggestion)" } else { "" },
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
