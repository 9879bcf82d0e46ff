//! The functions that take no tracker: a score of one measure, a day, versions, and what a host has passed.

use super::answer::{Answer, CellOut, Fault, said};
use super::call::{Call, CellIn};
use super::catalogue::{self, List};
use super::measures::{self, Measure};
use crate::VERSION;
use crate::calendar::{Calendar, Day, Nation};
use crate::evaluate::decide::Answerer;
use crate::evaluate::program::Program;
use crate::explain::words::plain_name;
use crate::policy::pack::Pack;
use crate::policy::settings::{Organisation, Settings};
use crate::problem::nearest;
use crate::record::Fact;
use crate::render::CANNOT_DECIDE;
use crate::table::{Raw, Table};
use crate::tracker::{Applied, Choices, Tracker, all_built_in};
use std::rc::Rc;

/// The score of one measure.
pub fn band(call: &Call, organisation: &Organisation) -> Result<Answer, Fault> {
    let packs = all_built_in().map_err(|found| Fault::value(said(&found)))?;
    let (pack, measure) = measure(&call.cell(0).shown(), &packs)?;
    let mut table = Table::default();
    let first = call.first_row.unwrap_or(1);
    table.start_row(first.saturating_sub(1));
    let name = pack.fields.iter().find(|(_, field)| field.heading != measure.heading);
    table.push_text(name.map(|(_, field)| field.heading.as_str()).unwrap_or_default(), Raw::Text);
    table.push_text(&measure.heading, Raw::Text);
    let values = call.rows(1);
    for (at, cell) in values.iter().flatten().enumerate() {
        // A row needs a name to be one, whatever its value is.
        table.start_row(first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)));
        table.push_text("1", Raw::Text);
        table.push_text(&cell.shown(), cell.raw());
    }
    let mut tracker = Tracker::new(table);
    tracker.read(
        &packs,
        &Choices {
            policies: vec![pack.pack.clone()],
            heading_row: Some(first.saturating_sub(1)),
            may_be_alone: true,
            ..Choices::default()
        },
    );
    // A score hangs on no day; the engine wants one.
    let problems = tracker.evaluate(call.today.unwrap_or(Day::FIRST), organisation);
    let applied = tracker.applied.first().ok_or_else(|| Fault::value(said(&problems)))?;
    let program = applied.program.as_ref().map_err(|found| Fault::value(said(found)))?;
    let node = program.node(&measure.rule);
    let mut answerer = Answerer::new(program);
    let alone = values.iter().flatten().count() == 1;
    let mut row = 0;
    let mut score = |cell: &CellIn| {
        row += 1;
        if *cell == CellIn::Blank {
            return CellOut::Text(String::new());
        }
        if let Some(found) = applied.reading.records.row_problems(row).next() {
            let problem = &found.problem;
            let text = if alone && problem.code == "ambiguous-percent" {
                // There is no place beside a score to say how its value was read, so it is not read.
                format!(
                    "value 1: `{}` may be a fraction or a percentage, and one value by itself does not show which; expected a value with the sign %, or the values of the whole column. Write it with its sign, or give all values to one formula.",
                    cell.shown()
                )
            } else {
                format!("value {row}: {}; expected {}. {}", problem.message, problem.expected, problem.remedy)
            };
            return CellOut::Error(Fault::value(text));
        }
        let name = applied.with_facts(row, |_, facts| {
            answerer.pass_over(facts);
            let node = node?;
            let cell = answerer.answer(node, facts).cell?;
            Some(plain_name(program.value_name(node, cell)))
        });
        match name.flatten() {
            Some(name) => name.parse().map_or(CellOut::Text(name), CellOut::Number),
            None => CellOut::Text(no_score(applied, program, row, &measure)),
        }
    };
    let grid = values.iter().map(|cells| cells.iter().map(&mut score).collect()).collect();
    Ok(Answer::grid(grid))
}

/// Why a value has no score: nobody knows the value, or a setting that would tell is not set.
#[inline(never)]
fn no_score(applied: &Applied, program: &Program, row: usize, measure: &Measure) -> String {
    let field = applied.pack.fields.iter().position(|(_, field)| field.heading == measure.heading);
    let fact = field.map(|field| applied.reading.records.fact(field, row));
    let mut text = CANNOT_DECIDE.to_string();
    if matches!(fact, Some(Fact::Unknown | Fact::Doubted)) {
        text.push_str(": the value is not known");
    } else if let Some((_, setting)) = program.node(&measure.rule).and_then(|node| program.table(node)?.unset.first()) {
        text.push_str(": the setting `");
        text.push_str(applied.pack.settings.get(setting).map_or(setting, |setting| &setting.title));
        text.push_str("` is not set");
    }
    text
}

/// The measure that a word names: by its heading, or by an area that has no other.
fn measure(word: &str, packs: &[Rc<Pack>]) -> Result<(Rc<Pack>, Measure), Fault> {
    let wanted = word.trim().to_lowercase();
    for pack in packs {
        for area in measures::areas(pack) {
            if let Some(found) = area.measures.iter().find(|measure| measure.heading.to_lowercase() == wanted) {
                return Ok((Rc::clone(pack), found.clone()));
            }
            if area.name.to_lowercase() == wanted {
                return match area.measures.as_slice() {
                    [only] => Ok((Rc::clone(pack), only.clone())),
                    several => Err(Fault::value(format!(
                        "area is `{}`, which is measured in several ways; expected one of them: {}. Write which one the value is.",
                        word.trim(),
                        several.iter().map(|measure| measure.heading.as_str()).collect::<Vec<_>>().join(", ")
                    ))),
                };
            }
        }
    }
    Err(not_listed("area", word, &catalogue::values(List::Measures, packs)))
}

/// A word that is not on a closed list.
pub fn not_listed(name: &str, word: &str, known: &[String]) -> Fault {
    let near = nearest(word.trim(), known.iter().map(String::as_str))
        .map_or("Choose one of them.".to_string(), |near| format!("Did you mean `{near}`?"));
    let found = if word.trim().is_empty() { "blank".to_string() } else { format!("`{}`", word.trim()) };
    Fault::value(format!("{name} is {found}; expected one of {}. {near}", known.join(", ")))
}

/// The day that lies a number of working days later.
pub fn deadline(call: &Call, organisation: &Organisation) -> Result<Answer, Fault> {
    let mut settings = organisation.calendar.clone();
    if *call.cell(2) != CellIn::Blank {
        let word = call.cell(2).shown();
        let packs = all_built_in().map_err(|found| Fault::value(said(&found)))?;
        let code = word.trim().to_lowercase().replace(' ', "-");
        settings.nation = Some(
            Nation::parse(&code)
                .ok_or_else(|| not_listed("nation", &word, &catalogue::values(List::Nations, &packs)))?,
        );
    }
    let calendar = Calendar::new(settings).map_err(|found| Fault::value(said(&found)))?;
    let (dates, days) = (call.rows(0), call.rows(1));
    let size = |rows: &[Vec<CellIn>]| (rows.len(), rows.iter().map(Vec::len).max().unwrap_or(0));
    let (of_dates, of_days) = (size(dates), size(days));
    if of_dates != (1, 1) && of_days != (1, 1) && of_dates != of_days {
        return Err(Fault::value(format!(
            "days has {} rows and {} columns and date has {} and {}; expected one number for all dates, or one for each. Choose ranges of the same size.",
            of_days.0, of_days.1, of_dates.0, of_dates.1
        )));
    }
    let (height, width) = (of_dates.0.max(of_days.0), of_dates.1.max(of_days.1));
    let at = |rows: &[Vec<CellIn>], size: (usize, usize), row: usize, column: usize| {
        let (row, column) = if size == (1, 1) { (0, 0) } else { (row, column) };
        rows.get(row).and_then(|cells| cells.get(column)).cloned().unwrap_or(CellIn::Blank)
    };
    let day = |row: usize, column: usize| -> Result<CellOut, Fault> {
        let (date, count) = (at(dates, of_dates, row, column), at(days, of_days, row, column));
        if date == CellIn::Blank {
            return Ok(CellOut::Text(String::new()));
        }
        let date = date.day("date")?;
        let days = whole(&count)?;
        calendar.add_working_days(date, days).map(CellOut::Date).map_err(|uncovered| {
            let problem: crate::problem::Problem = uncovered.into();
            Fault::value(problem.to_string())
        })
    };
    let grid = (0..height)
        .map(|row| (0..width).map(|column| day(row, column).unwrap_or_else(CellOut::Error)).collect())
        .collect();
    Ok(Answer::grid(grid))
}

/// More working days than any calendar holds.
const MOST_DAYS: u32 = 100_000;

fn whole(cell: &CellIn) -> Result<i64, Fault> {
    let expected =
        format!("expected a whole number of working days from -{MOST_DAYS} to {MOST_DAYS}. Give a number such as 5.");
    let number = match cell {
        CellIn::Number(_, value) => Some(*value),
        CellIn::Text(text) => text.trim().parse().ok(),
        CellIn::Error(text) => return Err(Fault::not_available(format!("days is {text}; {expected}"))),
        _ => None,
    };
    // The bound keeps the cast whole.
    #[allow(clippy::cast_possible_truncation)]
    let found =
        number.filter(|value| value.fract() == 0.0 && value.abs() <= f64::from(MOST_DAYS)).map(|value| value as i64);
    let shown = cell.shown();
    let shown = if shown.is_empty() { "blank".to_string() } else { format!("`{shown}`") };
    found.ok_or_else(|| Fault::value(format!("days is {shown}; {expected}")))
}

/// The versions that answer.
pub fn version(organisation: &Organisation) -> Result<Answer, Fault> {
    let calendar = serde_json::to_string(&organisation.calendar).unwrap_or_default();
    let mut parts = vec![format!("bae-rules {VERSION}")];
    for pack in all_built_in().map_err(|found| Fault::value(said(&found)))? {
        let settings =
            Settings::with(&pack, &organisation.pack(&pack.pack)).map_err(|found| Fault::value(said(&found)))?;
        parts.push(format!("{} {} (settings {})", pack.pack, pack.version, settings.fingerprint(&calendar)));
    }
    Ok(Answer::grid(vec![vec![CellOut::Text(parts.join("; "))]]))
}

/// What each cell arrived as.
pub fn diagnose(call: &Call) -> Result<Answer, Fault> {
    let rows = call.rows(0);
    let alone = rows.iter().flatten().count() == 1;
    let said = |cell: &CellIn| {
        CellOut::Text(match cell {
            CellIn::Blank => "blank: nothing is in the cell, or only spaces".to_string(),
            CellIn::Number(_, 0.0) if alone => {
                "the number 0. If the cell is blank, this program passes blank cells as 0: give rows with their headings, where a blank stays a blank".to_string()
            }
            CellIn::Number(_, 0.0) => {
                "the number 0. If the cell is blank, this program passes blank cells of a range as 0, as some versions of Excel do: fill the result columns from the pane of the add-in instead, which reads a blank as a blank".to_string()
            }
            CellIn::Number(text, _) => match cell.day("") {
                Ok(day) => format!("the number {text}; as a date it is {}", day.uk()),
                Err(_) => format!("the number {text}"),
            },
            CellIn::Text(text) => format!("the text `{text}`"),
            CellIn::Bool(flag) => if *flag { "TRUE" } else { "FALSE" }.to_string(),
            CellIn::Date(day) => format!("the date {}", day.uk()),
            CellIn::Error(text) => format!("the error {text}"),
        })
    };
    Ok(Answer::grid(rows.iter().map(|cells| cells.iter().map(said).collect()).collect()))
}
