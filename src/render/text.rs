//! The tracker with its result columns, as TSV or CSV: the tracker's cells unchanged, one line for each row of the sheet.

use super::{CHECK, Lines, WHY, headings};
use crate::bytes::below;
use crate::record::RowKind;
use crate::tracker::Tracker;

/// The two text formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tab separated; a cell is quoted only when it holds a tab, a line break, or begins with a quote.
    Tsv,
    /// Comma separated, quoted where needed.
    Csv,
}

impl Format {
    fn separator(self) -> u8 {
        match self {
            Format::Tsv => b'\t',
            Format::Csv => b',',
        }
    }
}

/// Appends one row of cells as a line.
pub fn push_line<'c>(out: &mut String, format: Format, cells: impl Iterator<Item = &'c str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(char::from(format.separator()));
        }
        push_cell(out, format, cell);
    }
    out.push('\n');
}

/// Makes room for all rows at once, by what those before took: a long text that grows is copied whenever it does. A few rows
/// do not tell how long the others are.
pub fn make_room(out: &mut String, row: usize, rows: usize) {
    const TELLING: usize = 1 << 10;
    let each = out.len() / row.max(1);
    if row >= TELLING && out.capacity() - out.len() < 2 * each {
        let rest = each * rows.saturating_sub(row);
        out.reserve_exact(rest + rest / 32 + 2 * each);
    }
}

/// Appends cells that are written as a line of their own, as far as they are.
pub fn push_written<'c>(
    out: &mut String,
    format: Format,
    (line, cells): (Option<&str>, impl Iterator<Item = &'c str>),
) {
    match line {
        Some(line) if format == Format::Tsv => out.push_str(line),
        _ => {
            push_line(out, format, cells);
            out.pop();
        }
    }
}

fn push_cell(out: &mut String, format: Format, cell: &str) {
    let quoted = match format {
        Format::Tsv => cell.starts_with('"') || has_break(cell.as_bytes()),
        Format::Csv => cell.bytes().any(|byte| matches!(byte, b',' | b'\n' | b'\r' | b'"')),
    };
    if quoted {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(cell);
    }
}

/// Whether there is a tab or a line break in a text; eight bytes are looked at together, as texts are long and have none.
fn has_break(text: &[u8]) -> bool {
    let is_break = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r');
    let (words, rest) = text.as_chunks::<8>();
    words.iter().any(|word| below(u64::from_le_bytes(*word), 14) != 0 && word.iter().any(is_break))
        || rest.iter().any(is_break)
}

/// Which rows of a table are written, and as how wide.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The cells of the widest row.
    pub width: usize,
    /// The first row that is written, from 0; those above it are there for their headings.
    pub from: usize,
}

impl Part {
    fn whole(tracker: &Tracker) -> Self {
        Part { width: tracker.table.width(), from: 0 }
    }
}

/// The whole tracker with its result columns.
pub fn with_results(tracker: &Tracker, format: Format) -> String {
    let mut out = String::new();
    write_part(&mut out, tracker, format, false, Part::whole(tracker));
    out
}

/// The packs' own result columns alone, one line for each row of the sheet from the heading row on, to be pasted beside it: no
/// other columns and no reasons.
pub fn pack_columns(tracker: &Tracker, format: Format) -> String {
    let mut out = String::new();
    write_part(&mut out, tracker, format, true, Part::whole(tracker));
    out
}

/// Writes rows as [`with_results`] does, or as [`pack_columns`] does.
pub fn write_part(out: &mut String, tracker: &Tracker, format: Format, only_results: bool, part: Part) {
    let titles = headings(tracker);
    let mut lines = Lines::telling(tracker, !only_results);
    let rows = tracker.table.rows().enumerate().skip(part.from);
    if only_results {
        let own = titles.iter().filter(|(_, policy)| policy.is_some()).count();
        for (at, _) in rows {
            match tracker.kind(at) {
                RowKind::AboveHeadings => continue,
                RowKind::Headings if !heads(tracker, at) => continue,
                RowKind::Headings => {
                    push_line(out, format, titles.iter().take(own).map(|(title, _)| title.as_str()));
                }
                RowKind::Learner => {
                    push_written(out, format, lines.line(at));
                    out.push('\n');
                }
                _ => push_line(out, format, (0..own).map(|_| "")),
            }
        }
        return;
    }
    for (at, row) in rows {
        make_room(out, at, tracker.table.len());
        // A row that its text separates as it is to be separated here is copied whole.
        match row.as_line(format.separator()).filter(|_| row.len() == part.width) {
            Some(line) if format == Format::Tsv => out.push_str(line),
            _ => {
                push_line(out, format, (0..part.width).map(|column| row.cell(column).text));
                out.pop();
            }
        }
        let mut add = |cell: &str| {
            out.push(char::from(format.separator()));
            push_cell(out, format, cell);
        };
        match tracker.kind(at) {
            RowKind::Headings if heads(tracker, at) => titles.iter().for_each(|(title, _)| add(title)),
            RowKind::Learner if !titles.is_empty() => {
                out.push(char::from(format.separator()));
                push_written(out, format, lines.line(at));
            }
            RowKind::Learner => {}
            _ => titles.iter().for_each(|_| add("")),
        }
        out.push('\n');
    }
}

/// Whether a row is the heading row: of headings on two levels, the lower one.
fn heads(tracker: &Tracker, at: usize) -> bool {
    tracker.kind(at) == RowKind::Headings && tracker.kind(at + 1) != RowKind::Headings
}

/// Takes the cells of a line, and the line as tab separated text where it is at hand.
pub type Give<'g> = dyn FnMut(Option<&str>, &mut dyn Iterator<Item = &str>) + 'g;

/// Gives out the result columns alone, one line for each row of the sheet from the heading row on, to be pasted beside it.
pub fn results_only(tracker: &Tracker, wanted: &dyn Fn(&str) -> bool, with_headings: bool, give: &mut Give) {
    let titles = headings(tracker);
    let kept: Vec<bool> = titles.iter().map(|(title, _)| wanted(title)).collect();
    let reasons = wanted(WHY) || wanted(CHECK);
    let mut lines = Lines::telling(tracker, reasons);
    // Whether all cells of a line are wanted; reasons are written behind the others.
    let written = titles.iter().filter(|(_, policy)| reasons || policy.is_some()).count();
    let all = kept.iter().take(written).all(|kept| *kept);
    let mut started = false;
    for at in 0..tracker.table.len() {
        let kind = tracker.kind(at);
        started = started || heads(tracker, at);
        if !started || (kind == RowKind::Headings && !with_headings) {
            continue;
        }
        let mut next = kept.iter();
        let mut keep = |_: &&str| next.next() == Some(&true);
        match kind {
            RowKind::Headings => give(None, &mut titles.iter().map(|(title, _)| title.as_str()).filter(keep)),
            RowKind::Learner => {
                let (line, cells) = lines.line(at);
                give(line.filter(|_| all), &mut cells.filter(keep));
            }
            _ => give(None, &mut titles.iter().map(|_| "").filter(|cell| keep(cell))),
        }
    }
}
