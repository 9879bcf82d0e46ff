//! The tracker with its result columns, as TSV or CSV: the tracker's cells unchanged, one line for each row of the sheet.

use super::{cells, headings};
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

/// Appends one row of cells as a line.
pub fn push_line<'c>(out: &mut String, format: Format, cells: impl Iterator<Item = &'c str>) {
    let separator = if format == Format::Tsv { '\t' } else { ',' };
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(separator);
        }
        let quoted = cell.bytes().any(|byte| byte == separator as u8 || byte == b'\n' || byte == b'\r')
            || cell.starts_with('"')
            || (format == Format::Csv && cell.contains('"'));
        if quoted {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}

/// The whole tracker with its result columns.
pub fn with_results(tracker: &Tracker, format: Format) -> String {
    let width = tracker.table.width();
    let titles = headings(tracker);
    let mut out = String::new();
    for (at, row) in tracker.table.rows().enumerate() {
        let results: Vec<String> = match tracker.kind(at) {
            RowKind::Headings => titles.iter().map(|(title, _)| title.clone()).collect(),
            RowKind::Learner => cells(tracker, at),
            _ => vec![String::new(); titles.len()],
        };
        push_line(
            &mut out,
            format,
            (0..width).map(|column| row.cell(column).text).chain(results.iter().map(String::as_str)),
        );
    }
    out
}

/// The packs' own result columns alone, under their headings: no other columns, no reasons, and learners only.
pub fn pack_columns(tracker: &Tracker, format: Format) -> String {
    let mut out = String::new();
    let titles = headings(tracker);
    let own = titles.iter().filter(|(_, policy)| policy.is_some()).count();
    push_line(&mut out, format, titles.iter().take(own).map(|(title, _)| title.as_str()));
    for at in (0..tracker.table.len()).filter(|at| tracker.kind(*at) == RowKind::Learner) {
        push_line(&mut out, format, cells(tracker, at).iter().take(own).map(String::as_str));
    }
    out
}

/// The result columns alone, one line for each row of the sheet from the heading row on, to be pasted beside it.
pub fn results_only(tracker: &Tracker, wanted: &dyn Fn(&str) -> bool, with_headings: bool) -> Vec<Vec<String>> {
    let titles = headings(tracker);
    let kept: Vec<usize> =
        titles.iter().enumerate().filter(|(_, (title, _))| wanted(title)).map(|(at, _)| at).collect();
    let mut lines = Vec::new();
    let mut started = false;
    for at in 0..tracker.table.len() {
        let kind = tracker.kind(at);
        started |= kind == RowKind::Headings;
        if !started || (kind == RowKind::Headings && !with_headings) {
            continue;
        }
        let all: Vec<String> = match kind {
            RowKind::Headings => titles.iter().map(|(title, _)| title.clone()).collect(),
            RowKind::Learner => cells(tracker, at),
            _ => vec![String::new(); titles.len()],
        };
        lines.push(kept.iter().map(|at| all.get(*at).cloned().unwrap_or_default()).collect());
    }
    lines
}
