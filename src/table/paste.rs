//! Pasted text, or the text of a .tsv or .csv file, in; a [`Table`] out. Nothing is trimmed, dropped or understood here.
//!
//! Spreadsheet programs do not agree on quotes when they copy: one quotes only cells with a line break or a tab and leaves
//! other quotes bare, another never quotes at all. So a quote opens a quoted cell only when its closing quote is followed
//! by a separator, a line end or the end of the text; any other quote is a character like the rest, and an unbalanced one
//! never swallows the rows below it.

use super::quoting::{Quoting, field_end};
use super::separator::separator;
use super::{Cell, Raw, RowSpan, Span, Table};
use crate::bytes::{ONES, TOPS};
use crate::problem::Problem;

/// Splits text into rows and cells.
///
/// Cells are separated by tabs, commas or semicolons, whichever the first lines agree on, or by the character that a first
/// line such as `sep=;` names. Rows end with a line feed, a carriage return or both; the last line end opens no row. A
/// quoted cell may hold line breaks and separators and stays one cell of one row, so row numbers are those of the sheet.
///
/// ```
/// let table = bae_rules::table::paste::parse("Learner\tNote\r\nJo\t\"two\r\nlines\"\r\n".to_string());
/// assert_eq!(table.len(), 2);
/// assert_eq!(table.row(1).map(|row| row.cell(1).text), Some("two\r\nlines"));
/// ```
pub fn parse(text: String) -> Table {
    let style = Style::of(&text);
    parse_in(text, &style)
}

/// How a text is cut into rows and cells. Its first 64 KiB decide.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    start: usize,
    rules: Quoting,
}

impl Style {
    /// The style of a text, or of a text that begins so.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let (separator, start) = separator(bytes, start);
        Style { start, rules: Quoting::of(bytes, start, separator) }
    }

    /// How many bytes of a part that begins with a row are whole rows, whatever comes after them.
    pub fn whole_rows(&self, part: &[u8]) -> usize {
        if !part.contains(&b'"')
            && let Some(last) = part.iter().rposition(|&byte| byte == b'\n')
        {
            return last + 1;
        }
        let mut whole = 0;
        while let Some(end) = self.row_end(part, whole) {
            whole = end;
        }
        whole
    }

    /// Where the first rows of a text end.
    pub fn first_rows(&self, text: &str, rows: usize) -> Option<usize> {
        (0..rows).try_fold(self.start, |at, _| self.row_end(text.as_bytes(), at))
    }

    /// Where the row that begins at `at` ends; nothing where that hangs on what comes after the part.
    fn row_end(&self, part: &[u8], mut at: usize) -> Option<usize> {
        loop {
            let quoted = match part.get(at)? {
                b'"' => self.rules.scan(part, at)?,
                _ => None,
            };
            let stop = quoted.map_or_else(|| field_end(part, at, self.rules.separator), |cell| cell.close + 1);
            at = stop + 1;
            // A carriage return may be half of a line end.
            match (*part.get(stop)?, part.get(at)?) {
                (byte, _) if byte == self.rules.separator => {}
                (b'\r', b'\n') => return (at + 1 < part.len()).then_some(at + 1),
                _ => return Some(at),
            }
        }
    }
}

/// [`parse`] in a style that is known.
pub fn parse_in(text: String, style: &Style) -> Table {
    let mut table = Table { separator: style.rules.separator, ..Table::default() };
    let mut unquoted = String::new();
    let bytes = text.as_bytes();
    let Style { start, rules } = *style;
    let separator = rules.separator;

    let mut ends = Ends::new(bytes, separator);
    let mut at = start;
    let mut number = 0;
    while at < bytes.len() {
        number += 1;
        let first = table.cells.len();
        loop {
            let quote = bytes.get(at) == Some(&b'"');
            let quoted = if quote { rules.quoted(bytes, at) } else { None };
            let stop = match quoted {
                None => {
                    table.bare_quotes |= quote;
                    let stop = ends.at_or_after(at);
                    push(&mut table, at, stop - at);
                    stop
                }
                Some(cell) if cell.doubled => {
                    let inner = text.get(at + 1..cell.close).unwrap_or_default().replace("\"\"", "\"");
                    push(&mut table, text.len() + unquoted.len(), inner.len());
                    unquoted.push_str(&inner);
                    cell.close + 1
                }
                Some(cell) => {
                    push(&mut table, at + 1, cell.close - at - 1);
                    cell.close + 1
                }
            };
            at = stop + 1;
            match bytes.get(stop) {
                Some(&byte) if byte == separator => {}
                Some(b'\r') if bytes.get(at) == Some(&b'\n') => {
                    at += 1;
                    break;
                }
                _ => break,
            }
        }
        let count = u32::try_from(table.cells.len() - first).unwrap_or(u32::MAX);
        table.rows.push(RowSpan { first: u32::try_from(first).unwrap_or(u32::MAX), count, number });
    }
    table.text = text;
    table.text.push_str(&unquoted);
    table
}

/// The text of a file: UTF-8, UTF-16 with a byte order mark, or windows-1252, as Excel saves .csv files.
///
/// ```
/// use bae_rules::table::paste::decode;
/// assert_eq!(decode(b"caf\xc3\xa9".to_vec()), "caf\u{e9}");
/// assert_eq!(decode(b"caf\xe9 \x96 \x80".to_vec()), "caf\u{e9} \u{2013} \u{20ac}");
/// assert_eq!(decode(b"\xff\xfea\0\t\0".to_vec()), "a\t");
/// ```
pub fn decode(bytes: Vec<u8>) -> String {
    let wide = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let (units, _) = rest.as_chunks::<2>();
        let units = units.iter().map(|unit| read(*unit));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(other) => other.into_bytes().into_iter().map(windows_1252).collect(),
        },
    }
}

/// The character of a byte of windows-1252, which is Latin-1 but for 0x80 to 0x9f.
pub fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80).and_then(|high| HIGH.get(usize::from(high))).copied().unwrap_or(char::from(byte))
}

/// What is wrong with a table as a whole, before anything is read from it; nothing when it can be read.
///
/// # Errors
/// - `empty-paste`: no cell holds anything.
/// - `not-text`: the content of a workbook, a document or a picture, not text.
/// - `too-large`: more text than a table can point into (4 GiB).
/// - `single-cell`: one cell and nothing else.
pub fn check(table: &Table) -> Option<Problem> {
    let text = table.text.as_str();
    if text.contains('\0') || text.starts_with("PK\u{3}\u{4}") || text.starts_with("%PDF-") {
        return Some(Problem::new(
            "not-text",
            "this is not text: it holds bytes that no sheet has in a cell",
            "rows of text copied from a sheet, or a .tsv or .csv file",
            "Open the file in a spreadsheet program, copy the rows with their headings and paste them, or open a workbook as a workbook.",
        ));
    }
    if u32::try_from(text.len()).is_err() {
        return Some(Problem::new(
            "too-large",
            "there is more text than can be read in one go",
            "less than 4 gigabytes",
            "Split the file into several files that each begin with the heading row.",
        ));
    }
    let mut filled = table.rows().flat_map(|row| row.cells()).filter(|cell: &Cell| !cell.is_blank());
    match (filled.next(), filled.next()) {
        (None, _) => Some(Problem::new(
            "empty-paste",
            "there is nothing here",
            "a heading row and at least one row below it",
            "Copy the whole tracker from your sheet, headings included, or save it as a file once more.",
        )),
        (Some(_), None) => Some(Problem::new(
            "single-cell",
            "there is only one cell here",
            "a heading row and at least one row below it",
            "Select the whole tracker, not one cell of it, headings included, and copy it again.",
        )),
        _ => None,
    }
}

fn push(table: &mut Table, start: usize, len: usize) {
    let start = u32::try_from(start).unwrap_or(u32::MAX);
    table.cells.push(Span { start, len: u32::try_from(len).unwrap_or(0) });
    debug_assert!(table.raws.is_empty(), "a paste knows no more than text: {:?}", Raw::Unknown);
}

/// The ends of unquoted cells, one after another. Eight bytes are looked at together, as cells are short: a bit is set for
/// every separator and line end among them.
struct Ends<'t> {
    bytes: &'t [u8],
    separator: u64,
    /// The eight bytes at hand, by their place; those at and behind `at` may end a cell.
    word: usize,
    ends: u64,
}

impl<'t> Ends<'t> {
    fn new(bytes: &'t [u8], separator: u8) -> Self {
        let mut ends = Ends { bytes, separator: u64::from(separator) * ONES, word: 0, ends: 0 };
        ends.look(0);
        ends
    }

    /// Where the cell that begins at `at`, or before it, ends; calls go on through the text.
    #[inline]
    fn at_or_after(&mut self, at: usize) -> usize {
        if at >= self.word + 8 {
            self.look(at);
        } else {
            self.ends &= u64::MAX << (8 * (at - self.word));
        }
        while self.ends == 0 {
            if self.word + 8 >= self.bytes.len() {
                return self.bytes.len();
            }
            self.look(self.word + 8);
        }
        let end = self.word + self.ends.trailing_zeros() as usize / 8;
        self.ends &= self.ends - 1;
        end
    }

    fn look(&mut self, at: usize) {
        self.word = at;
        let rest = self.bytes.get(at..).unwrap_or_default();
        let word = rest.first_chunk::<8>().map_or_else(
            || rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
            |word| u64::from_le_bytes(*word),
        );
        let zeros = |word: u64| !(((word & !TOPS) + !TOPS) | word | !TOPS);
        let line = |end: u8| zeros(word ^ (u64::from(end) * ONES));
        self.ends = zeros(word ^ self.separator) | line(b'\n') | line(b'\r');
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails is meant to stop")]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = parse(text.to_string());
        table.rows().map(|row| row.cells().map(|cell| cell.text.to_string()).collect()).collect()
    }

    fn code(text: &str) -> Option<String> {
        check(&parse(text.to_string())).map(|problem| problem.code)
    }

    #[test]
    fn every_line_end_ends_a_row_and_the_last_one_opens_none() {
        for text in ["a\tb\nc\td", "a\tb\r\nc\td\r\n", "a\tb\rc\td\r", "\u{feff}a\tb\nc\td\n"] {
            assert_eq!(cells(text), [["a", "b"], ["c", "d"]], "{text:?}");
        }
        assert_eq!(cells("a\tb\n\nc\td\n\n"), [vec!["a", "b"], vec![""], vec!["c", "d"], vec![""]]);
    }

    #[test]
    fn blank_cells_keep_their_places() {
        assert_eq!(cells("\ta\t\nb\t\t"), [["", "a", ""], ["b", "", ""]]);
    }

    #[test]
    fn a_quoted_cell_holds_line_breaks_tabs_and_doubled_quotes_and_is_one_row() {
        let text = "a\tb\tc\n1\t\"two\nlines\"\t3\n4\t\"tab\there and a \"\"quote\"\"\"\t6\n";
        assert_eq!(cells(text), [["a", "b", "c"], ["1", "two\nlines", "3"], ["4", "tab\there and a \"quote\"", "6"]]);
        assert_eq!(parse(text.to_string()).row(2).unwrap().number, 3);
    }

    #[test]
    fn a_quote_that_is_not_closed_before_a_separator_is_a_character() {
        assert_eq!(cells("a\tb\n\"starts quoted\t1\nc\t2"), [["a", "b"], ["\"starts quoted", "1"], ["c", "2"]]);
        assert_eq!(cells("a\tb\n\"so\" she said\t1"), [["a", "b"], ["\"so\" she said", "1"]]);
        assert_eq!(cells("a\t5\" nail\nb\t6\""), [["a", "5\" nail"], ["b", "6\""]]);
        assert_eq!(cells("\""), [["\""]]);
        assert_eq!(cells("\"\""), [[""]]);
    }

    #[test]
    fn an_unbalanced_quote_swallows_no_rows_even_when_a_later_cell_ends_in_a_quote() {
        let text = "a\tb\tc\n\"starts\t1\t2\nx\t12\"\t4\ny\t5\t6\n";
        assert_eq!(cells(text), [["a", "b", "c"], ["\"starts", "1", "2"], ["x", "12\"", "4"], ["y", "5", "6"]]);
    }

    #[test]
    fn ditto_marks_stay_in_their_cells() {
        let text = "a\tb\tc\n1\t\"\t\"\n2\t\"\t3\n4\t\"\t5\n";
        assert_eq!(cells(text), [["a", "b", "c"], ["1", "\"", "\""], ["2", "\"", "3"], ["4", "\"", "5"]]);
    }

    #[test]
    fn a_quoted_cell_may_begin_or_end_with_a_tab() {
        let row = |note: &str| cells(&format!("a\tb\tc\n1\t{note}\t3\n")).into_iter().nth(1).unwrap();
        assert_eq!(row("\"\tseen\""), ["1", "\tseen", "3"]);
        assert_eq!(row("\"\t\tsaid \"\"so\"\"\t, yes\""), ["1", "\t\tsaid \"so\"\t, yes", "3"]);
        assert_eq!(row("\"seen\t\""), ["1", "seen\t", "3"]);
        // At the end of a line and of the text.
        for end in ["", "\n", "\r\n4\t5\t6"] {
            assert_eq!(cells(&format!("a\tb\n1\t\"\tseen\"{end}"))[1], ["1", "\tseen"], "{end:?}");
        }
        // Not where the quote that would close it stands alone, in the middle of a text or in another line.
        assert_eq!(row("\"\tseen\t\""), ["1", "\"", "seen", "\"", "3"]);
        assert_eq!(row("\"\tseen\" by"), ["1", "\"", "seen\" by", "3"]);
        assert_eq!(row("\"\tseen\t3\n4\tby\""), ["1", "\"", "seen", "3"]);
    }

    #[test]
    fn two_quotes_alone_in_their_cells_are_doubtful_where_they_may_be_those_around_one_cell() {
        let doubtful = |row: &str| {
            let table = parse(format!("a\tb\tc\td\te\n{row}\n"));
            table.row(1).and_then(|row| row.quotes_or_dittos(5))
        };
        assert_eq!(doubtful("1\t\"\tseen\t\"\t5"), Some([1, 3]));
        assert_eq!(doubtful("1\t\"\t\"\tseen\t\""), Some([2, 4]));
        assert_eq!(doubtful("1\t\"\t\t\"\t\t"), Some([1, 3]));
        for plain in [
            "1\t\"\t\t\"\t5",
            "1\t\"\t\"\t\"\t\"",
            "1\t\"\tseen\t4\t5",
            "1\t\"\tof 5\" \t\"\t5",
            "1\t\"\t\"two\tparts\"\t\"\t5",
            "1\t\"\"\"\"\tseen\t\"\"\"\"\t5",
            "1\t2\t3\t4\t5\t6",
        ] {
            assert_eq!(doubtful(plain), None, "{plain:?}");
        }
        let commas = parse("a,b,c,d,e\n1,\",seen,\",5\n".to_string());
        assert_eq!(commas.row(1).unwrap().quotes_or_dittos(5), None);
    }

    #[test]
    fn the_separator_is_what_the_first_lines_agree_on() {
        assert_eq!(cells("Name,Note\nJo,\"one, two\nthree\"\n"), [["Name", "Note"], ["Jo", "one, two\nthree"]]);
        assert_eq!(cells("Name;Target\nJo;92,5\nAl;91,0\n"), [["Name", "Target"], ["Jo", "92,5"], ["Al", "91,0"]]);
        assert_eq!(cells("Name\tNote\nJo\ta, b; c\n"), [["Name", "Note"], ["Jo", "a, b; c"]]);
        assert_eq!(cells("Name,Letters\nJo,a;b;c\nAl,d;e\n"), [["Name", "Letters"], ["Jo", "a;b;c"], ["Al", "d;e"]]);
        assert_eq!(cells("Name,Note\nJo,\"a\ttab\"\nAl,b\n"), [["Name", "Note"], ["Jo", "a\ttab"], ["Al", "b"]]);
        assert_eq!(cells("sep=;\r\nName;Note\r\nJo;a,b,c\r\n"), [["Name", "Note"], ["Jo", "a,b,c"]]);
        assert_eq!(cells("sep=;\r\nName;Note\r\n").len(), 1);
    }

    #[test]
    fn an_empty_paste_a_single_cell_and_binary_content_are_named() {
        for text in ["", "\u{feff}", "\n\n", " \t\u{a0}\n"] {
            assert_eq!(code(text).as_deref(), Some("empty-paste"), "{text:?}");
        }
        assert_eq!(code("\nJo\n").as_deref(), Some("single-cell"));
        assert_eq!(code("Jo\tAl").as_deref(), None);
        for text in ["PK\u{3}\u{4}rest", "a\tb\nc\0d", "%PDF-1.7"] {
            assert_eq!(code(text).as_deref(), Some("not-text"), "{text:?}");
        }
    }

    #[test]
    fn any_text_is_read_without_loss_of_characters_between_quotes() {
        // A walk over made-up texts from a few hostile characters: nothing panics, rows count from 1, every span lies in
        // the text.
        let alphabet = ['"', '\t', '\n', '\r', ',', ';', 'a', 'é', '\u{feff}'];
        let mut seed = 7u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push(alphabet[(seed >> 33) as usize % alphabet.len()]);
            }
            let table = parse(text.clone());
            for (index, row) in table.rows().enumerate() {
                assert_eq!(row.number as usize, index + 1);
                assert!(!row.is_empty(), "{text:?}");
            }
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            let read: usize = table.rows().flat_map(|row| row.cells()).map(|cell| letters(cell.text)).sum();
            assert_eq!(read, letters(&text), "{text:?}");
        }
    }

    #[test]
    fn whole_rows_stay_what_they_are_whatever_comes_after_them() {
        let alphabet = ['"', '"', '\t', '\n', '\r', ',', 'a'];
        let mut seed = 5u64;
        let mut cut = 0;
        for _ in 0..3_000 {
            let mut text = "a\tb\n".to_string();
            for _ in 0..14 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push(alphabet[(seed >> 33) as usize % alphabet.len()]);
            }
            let style = Style::of(&text);
            let rows = |text: &str| {
                let table = parse_in(text.to_string(), &style);
                table.rows().map(|row| row.cells().map(|cell| cell.text.to_string()).collect()).collect()
            };
            let whole: Vec<Vec<String>> = rows(&text);
            for end in 4..text.len() {
                let at = style.whole_rows(&text.as_bytes()[..end]);
                let (mut parts, rest): (Vec<Vec<String>>, _) = (rows(&text[..at]), rows(&text[at..]));
                parts.extend(rest);
                assert_eq!(parts, whole, "{text:?} cut at {at}");
                cut += usize::from(at > 4);
            }
        }
        assert!(cut > 5_000, "{cut}");
    }

    #[test]
    fn structured_cells_keep_what_their_program_knew() {
        let mut table = Table::over("ab".to_string());
        table.start_row(5);
        table.push_span(0, 1, Raw::Unknown);
        table.push_text("92%", Raw::Number(0.92));
        table.push_span(1, 1, Raw::Unknown);
        let row = table.row(0).unwrap();
        assert_eq!((row.number, row.len()), (5, 3));
        assert_eq!(row.cell(1), Cell { text: "92%", raw: Raw::Number(0.92) });
        assert_eq!(row.cell(2), Cell { text: "b", raw: Raw::Unknown });
        assert_eq!(row.cell(3), Cell::EMPTY);
    }
}
