//! Text or workbook in, a [`Table`] out: cells with their places and no meaning yet.
//!
//! A table is one buffer of text and spans into it, so that a hundred thousand rows cost two allocations, not millions.
//! Nothing here knows what a heading, a learner or a policy is.

pub mod paste;
mod quoting;
mod separator;

use crate::index::Passage;

/// What the program a cell came from knew about it beyond the text it shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Raw {
    /// Only the text is known: a plain paste or a CSV file.
    #[default]
    Unknown,
    /// The cell is text, even where it looks like a number: `00123` is to be kept so.
    Text,
    /// A number, as the program stores it. A percentage of 92 % is 0.92 here.
    Number(f64),
    /// A calendar date, in days since 1970-01-01; the text may be in any order of day and month.
    Date(i32),
    /// A true or false cell.
    Bool(bool),
    /// An error cell such as `#N/A`.
    Error,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    len: u32,
}

#[derive(Debug, Clone, Copy)]
struct RowSpan {
    first: u32,
    count: u32,
    number: u32,
}

/// Rows of cells, in the order and with the row numbers of the sheet.
#[derive(Debug, Clone, Default)]
pub struct Table {
    text: String,
    cells: Vec<Span>,
    /// What is known of each cell beyond its text; shorter than `cells` when nothing is known of the rest, so that a
    /// plain paste costs eight bytes a cell.
    raws: Vec<Raw>,
    rows: Vec<RowSpan>,
    /// The separator in a text that made the cells; 0 where none did.
    separator: u8,
    /// Whether a cell of that text begins with a quote that is a character like the rest.
    bare_quotes: bool,
    /// How much of `text` was in cells that have been written over.
    left_behind: usize,
}

/// How many bytes of a short text may be left behind by cells that have been written over.
const LEFT_BEHIND: usize = 16 << 10;

/// One cell: the text it shows and what is known of the value behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell<'t> {
    /// The text as the sheet shows it, untrimmed.
    pub text: &'t str,
    /// What the source program knew of the value.
    pub raw: Raw,
}

impl Cell<'_> {
    /// A cell that the row does not reach.
    pub const EMPTY: Cell<'static> = Cell { text: "", raw: Raw::Unknown };

    /// True when there is nothing in the cell but blanks (no-break spaces and byte order marks included).
    pub fn is_blank(&self) -> bool {
        // Nearly every cell begins with a letter or a digit.
        !matches!(self.text.as_bytes().first(), Some(b'!'..=b'~')) && self.text.chars().all(is_blank_char)
    }
}

/// Blanks of every kind that sheets hold: white space, no-break spaces, zero-width spaces and byte order marks.
pub fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{2060}')
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    /// The row number in the sheet, from 1.
    pub number: u32,
    table: &'t Table,
    first: u32,
    count: u32,
}

impl<'t> Row<'t> {
    /// How many cells the row holds.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// True when the row holds no cell at all.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The cell at `index`, from 0; an empty cell past the end of the row.
    pub fn cell(&self, index: usize) -> Cell<'t> {
        if index >= self.count as usize {
            return Cell::EMPTY;
        }
        self.table.cell_at(self.first as usize + index)
    }

    /// The text of the cell at `index` in bytes, and what follows it in the table's own; none past the end of the row.
    #[inline(always)]
    pub fn bytes(&self, index: usize) -> Passage<'t> {
        let span = self.table.cells.get(self.first as usize + index).filter(|_| index < self.count as usize);
        let Some(span) = span else { return Passage::default() };
        let from = self.table.text.as_bytes().get(span.start as usize..).unwrap_or_default();
        Passage { from, len: span.len as usize }
    }

    /// All cells of the row.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'t>> + use<'t> {
        let row = *self;
        (0..row.len()).map(move |index| row.cell(index))
    }

    /// The text of the whole row, where this separator stands between its cells and no cell is quoted or holds a quote.
    pub fn as_line(&self, separator: u8) -> Option<&'t str> {
        if self.table.separator != separator {
            return None;
        }
        let first = self.first as usize;
        let cells = self.table.cells.get(first..first + self.count as usize)?;
        let (start, last) = (cells.first()?.start, cells.last()?);
        let mut next = start;
        for cell in cells {
            if cell.start != next {
                return None;
            }
            next = cell.start + cell.len + 1;
        }
        let text = self.table.text.get(start as usize..(last.start + last.len) as usize)?;
        (!text.bytes().any(|byte| byte == b'"')).then_some(text)
    }

    /// Two of its columns, from 0, that hold a quote each and nothing else, where these may be ditto marks or the quotes around
    /// one cell that holds tabs: something stands between them, or the row is longer than `width`.
    pub fn quotes_or_dittos(&self, width: usize) -> Option<[usize; 2]> {
        let Table { text, cells, separator: b'\t', bare_quotes: true, .. } = self.table else { return None };
        let start = |column: usize| cells.get(self.first as usize + column).map(|cell| cell.start as usize);
        let mut last = None;
        for column in (0..self.len()).filter(|column| self.cell(*column).text == "\"") {
            if let Some(first) = last.replace(column)
                && let Some(between) = text.get(start(first)? + 1..start(column)?)
                && !between.contains('"')
                && (self.len() > width || !between.chars().all(is_blank_char))
            {
                return Some([first, column]);
            }
        }
        None
    }

    /// True when no cell of the row holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.is_blank())
    }
}

impl Table {
    /// A table over `text`; cells are added with [`Table::push_span`] or [`Table::push_text`].
    pub fn over(text: String) -> Self {
        Table { text, ..Table::default() }
    }

    /// How many rows there are, blank ones included.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True when there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at `index`, from 0.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        let span = self.rows.get(index)?;
        Some(Row { number: span.number, table: self, first: span.first, count: span.count })
    }

    /// All rows in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|span| Row { number: span.number, table: self, first: span.first, count: span.count })
    }

    /// Numbers the rows from `index` on, as those of a part that stands further down in the sheet.
    pub fn number_from(&mut self, index: usize, number: u32) {
        for (row, number) in self.rows.iter_mut().skip(index).zip(number..) {
            row.number = number;
        }
    }

    /// The number of cells in the widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.count as usize).max().unwrap_or(0)
    }

    /// True when the cells were cut out of text by separators, so that a stray one may have shifted a row. Cells of a
    /// workbook or of clipboard HTML cannot shift.
    pub fn is_separated(&self) -> bool {
        self.separator != 0
    }

    /// How long the text of all cells is, in bytes.
    pub fn text_len(&self) -> usize {
        self.text.len()
    }

    /// True when more than its text is known of some cell.
    pub fn is_typed(&self) -> bool {
        !self.raws.is_empty()
    }

    /// Opens a new row with the number the sheet gives it.
    pub fn start_row(&mut self, number: u32) {
        let first = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        self.rows.push(RowSpan { first, count: 0, number });
    }

    /// Adds a cell whose text is `start..start + len` of the buffer to the last row.
    pub fn push_span(&mut self, start: usize, len: usize, raw: Raw) {
        if let Some(row) = self.rows.last_mut() {
            row.count += 1;
            if raw != Raw::Unknown {
                self.raws.resize(self.cells.len(), Raw::Unknown);
                self.raws.push(raw);
            }
            let start = u32::try_from(start).unwrap_or(u32::MAX);
            let len = u32::try_from(len).unwrap_or(0);
            self.cells.push(Span { start, len });
        }
    }

    /// Adds a cell with text of its own to the last row.
    pub fn push_text(&mut self, text: &str, raw: Raw) {
        let start = self.text.len();
        self.text.push_str(text);
        self.push_span(start, text.len(), raw);
    }

    /// Replaces the text of a cell, at `row` and `column` from 0; a row that is too short is padded with empty cells.
    ///
    /// The cell then holds what a person typed: nothing is known of it but its text.
    pub fn set_text(&mut self, row: usize, column: usize, text: &str) {
        let Some(found) = self.rows.get(row).copied() else { return };
        let (mut first, count) = (found.first as usize, found.count as usize);
        if column >= count {
            // A row cannot grow in place: it moves to the end, and its old cells are left behind unused.
            let old: Vec<Span> = self.cells.get(first..first + count).map(<[Span]>::to_vec).unwrap_or_default();
            let known: Vec<Raw> =
                (first..first + count).map(|at| self.raws.get(at).copied().unwrap_or_default()).collect();
            first = self.cells.len();
            self.raws.resize(first, Raw::Unknown);
            self.raws.extend(known);
            self.cells.extend(old);
            self.cells.resize(first + column + 1, Span { start: 0, len: 0 });
            if let Some(moved) = self.rows.get_mut(row) {
                moved.first = u32::try_from(first).unwrap_or(u32::MAX);
                moved.count = u32::try_from(column + 1).unwrap_or(u32::MAX);
            }
        }
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        if let Some(cell) = self.cells.get_mut(first + column) {
            self.left_behind += cell.len as usize;
            *cell = Span { start, len: u32::try_from(text.len()).unwrap_or(0) };
        }
        if let Some(raw) = self.raws.get_mut(first + column) {
            *raw = Raw::Unknown;
        }
        if self.left_behind > self.text.len() / 2 + LEFT_BEHIND {
            self.tidy();
        }
    }

    /// Keeps of the text what cells show, so that hours of typing take no more room than what was typed last.
    fn tidy(&mut self) {
        let Table { text, cells, rows, .. } = self;
        let mut kept = String::with_capacity(text.len().saturating_sub(self.left_behind));
        for row in rows {
            let first = row.first as usize;
            for cell in cells.get_mut(first..first + row.count as usize).unwrap_or_default() {
                let start = u32::try_from(kept.len()).unwrap_or(u32::MAX);
                kept.push_str(text.get(cell.start as usize..(cell.start + cell.len) as usize).unwrap_or_default());
                cell.start = start;
            }
        }
        *text = kept;
        self.left_behind = 0;
    }

    fn cell_at(&self, index: usize) -> Cell<'_> {
        let Some(span) = self.cells.get(index) else { return Cell::EMPTY };
        let start = span.start as usize;
        let text = self.text.get(start..start + span.len as usize).unwrap_or("");
        Cell { text, raw: self.raws.get(index).copied().unwrap_or_default() }
    }
}
