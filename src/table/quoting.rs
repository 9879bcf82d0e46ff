//! When a quote opens a quoted cell, and where that ends.

use crate::order::InOrder;

/// The first part of the text that decides how it is cut into cells.
const SAMPLE_BYTES: usize = 64 * 1024;
pub(super) const SAMPLE_LINES: usize = 64;

/// The first part of a text from `start` on.
pub(super) fn sample(bytes: &[u8], start: usize) -> &[u8] {
    bytes.get(start..bytes.len().min(start + SAMPLE_BYTES)).unwrap_or_default()
}

/// Where an unquoted cell that begins at `at` ends: at a separator, a line end or the end of the text.
pub(super) fn field_end(bytes: &[u8], at: usize, separator: u8) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let len = rest.iter().position(|&byte| byte == separator || byte == b'\n' || byte == b'\r');
    at + len.unwrap_or(rest.len())
}

/// When a quote opens a quoted cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quoting {
    pub separator: u8,
    /// A quoted cell with line breaks that holds this many separators has swallowed at least a row: it is not one.
    row_of_separators: usize,
}

/// A quoted cell.
pub(super) struct Quoted {
    /// Where the closing quote is.
    pub close: usize,
    /// Whether quotes inside are doubled.
    pub doubled: bool,
}

impl Quoting {
    pub fn of(bytes: &[u8], start: usize, separator: u8) -> Self {
        // Comma and semicolon files come from programs that quote every quote, and commas are common inside cells, so
        // counting them there would do harm.
        if separator != b'\t' {
            return Quoting { separator, row_of_separators: usize::MAX };
        }
        let lines = sample(bytes, start).split(|&byte| byte == b'\n' || byte == b'\r');
        let tabs = lines.map(|line| line.iter().filter(|&&byte| byte == b'\t').count());
        let mut tabs: Vec<usize> = tabs.filter(|&count| count > 0).take(SAMPLE_LINES).collect();
        let (usual, _) = most_common(&mut tabs);
        Quoting { separator, row_of_separators: usual.max(1) }
    }

    /// The quoted cell that the quote at `at` opens, or `None` when that quote is a character like the rest.
    pub fn quoted(&self, bytes: &[u8], at: usize) -> Option<Quoted> {
        self.scan(bytes, at).flatten()
    }

    /// [`Quoting::quoted`]; nothing at all where the bytes end before that is certain.
    pub fn scan(&self, bytes: &[u8], at: usize) -> Option<Option<Quoted>> {
        let (mut doubled, mut broken, mut separators) = (false, false, 0);
        // A lone quote before a tab may be a ditto mark: it opens a cell that begins with a tab only where that closes in the
        // same line, with a quote that is no lone one too. At the end of a line it is one where tabs follow.
        let next = bytes.get(at + 1).filter(|_| self.separator == b'\t');
        let lone = next == Some(&b'\t');
        let most = if matches!(next, Some(b'\n' | b'\r')) { 1 } else { self.row_of_separators };
        let mut close = at + 1;
        loop {
            match *bytes.get(close)? {
                b'"' => match bytes.get(close + 1) {
                    Some(b'"') => {
                        doubled = true;
                        close += 1;
                    }
                    Some(&next) if next != self.separator && next != b'\n' && next != b'\r' => return Some(None),
                    _ if lone && bytes.get(close - 1) == Some(&b'\t') => return Some(None),
                    _ => return Some(Some(Quoted { close, doubled })),
                },
                b'\n' | b'\r' if lone => return Some(None),
                b'\n' | b'\r' => broken = true,
                byte if byte == self.separator => separators += 1,
                _ => {}
            }
            if broken && separators >= most {
                return Some(None);
            }
            close += 1;
        }
    }
}

/// The most common of some counts (the higher of two equally common), and how often it occurs.
pub(super) fn most_common(counts: &mut Vec<usize>) -> (usize, usize) {
    counts.in_order();
    counts
        .chunk_by(|a, b| a == b)
        .map(|same| (same.len(), same.first().copied().unwrap_or(0)))
        .max()
        .map_or((0, 0), |(n, count)| (count, n))
}
