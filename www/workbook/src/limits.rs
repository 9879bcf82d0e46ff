//! What a workbook may cost, found out before it is paid: a small file can claim to be a very large one, and a page that
//! hangs has lost what was typed into it.

use calamine::{Cell, DataRef};
use quick_xml::events::Event;
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// It unpacks to more than a tracker can hold.
const TOO_LARGE: &str = "too-large";
/// A sheet has cells too far apart, or too many of them.
const TOO_MANY_CELLS: &str = "too-many-cells";

/// What all parts of the zip may unpack to: some 100,000 learners with 30 columns need half of it.
const UNPACKED: u64 = 256 << 20;
/// From the first row of a sheet to the last. Sheets end at 1,048,576, mostly by a stray blank.
const ROWS: u64 = 250_000;
/// From the first column to the last; Excel's sheets end at 16,384.
const COLUMNS: u64 = 2_000;
/// Cells of the whole workbook: each sheet is laid out as a rectangle around those that are there.
const CELLS: u64 = 5_000_000;
/// Text of the whole workbook: one long text that a file holds once may stand in many cells.
const TEXT: u64 = 128 << 20;

/// What has been spent on a workbook so far.
#[derive(Debug, Default)]
pub struct Budget {
    cells: u64,
    text: u64,
}

impl Budget {
    /// Pays for a sheet, cell by cell, as its own reader finds them.
    ///
    /// # Errors
    /// `too-large`, `too-many-cells`.
    pub fn sheet<'c>(&mut self, mut next: impl FnMut() -> Option<Cell<DataRef<'c>>>) -> Result<(), &'static str> {
        let mut found = 0;
        let (mut first, mut last) = ((u32::MAX, u32::MAX), (0, 0));
        while let Some(cell) = next() {
            let (row, column) = cell.get_position();
            first = (first.0.min(row), first.1.min(column));
            last = (last.0.max(row), last.1.max(column));
            found += 1;
            self.text += text(cell.get_value()) as u64;
            if self.text > TEXT {
                return Err(TOO_LARGE);
            }
            if self.cells + found > CELLS {
                return Err(TOO_MANY_CELLS);
            }
        }
        let (tall, wide) =
            if found == 0 { (0, 0) } else { (u64::from(last.0 - first.0) + 1, u64::from(last.1 - first.1) + 1) };
        self.cells = self.cells.saturating_add(tall.saturating_mul(wide));
        if tall > ROWS || wide > COLUMNS || self.cells > CELLS { Err(TOO_MANY_CELLS) } else { Ok(()) }
    }
}

fn text(value: &DataRef<'_>) -> usize {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.len(),
        DataRef::SharedString(text) => text.len(),
        _ => 0,
    }
}

fn archive(bytes: &[u8]) -> Option<ZipArchive<Cursor<&[u8]>>> {
    bytes.starts_with(b"PK").then(|| ZipArchive::new(Cursor::new(bytes)).ok()).flatten()
}

/// Adds up the sizes that a zip states, and, as those may be lies, unpacks every part and keeps nothing.
///
/// # Errors
/// `too-large`.
pub fn unpacked(bytes: &[u8]) -> Result<(), &'static str> {
    let Some(mut zip) = archive(bytes) else { return Ok(()) };
    let stated: u64 =
        (0..zip.len()).filter_map(|at| zip.by_index(at).ok().map(|part| part.size())).fold(0, u64::saturating_add);
    if stated > UNPACKED {
        return Err(TOO_LARGE);
    }
    let mut left = UNPACKED;
    for at in 0..zip.len() {
        // A part that cannot be unpacked is the reader's to refuse.
        let Ok(part) = zip.by_index(at) else { continue };
        let mut part = part.take(left + 1);
        // What was unpacked before a fault counts all the same.
        let limit = part.limit();
        let _ = std::io::copy(&mut part, &mut std::io::sink());
        left = left.checked_sub(limit - part.limit()).ok_or(TOO_LARGE)?;
    }
    Ok(())
}

/// Counts the cells that an OpenDocument sheet stands for: a few bytes can repeat a cell 16,384 times in a million rows,
/// and its reader lays them all out.
///
/// # Errors
/// `too-many-cells`.
pub fn ods(bytes: &[u8]) -> Result<(), &'static str> {
    let Some(mut zip) = archive(bytes) else { return Ok(()) };
    let Ok(content) = zip.by_name("content.xml") else { return Ok(()) };
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(content));
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    let mut total: u64 = 0;
    // Of the row that is open: how often it is repeated, its cells so far, and how many of those are up to the last used.
    let (mut repeated, mut cells, mut used) = (1, 0_u64, 0_u64);
    let (mut row, mut blank) = (0_u64, 0_u64);
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                let number = |wanted: &str| {
                    element
                        .try_get_attribute(wanted)
                        .ok()
                        .flatten()
                        .and_then(|found| found.value.parse().ok())
                        .unwrap_or(1_u64)
                };
                match element.name().as_ref() {
                    "table:table" => (row, blank) = (0, 0),
                    "table:table-row" => {
                        (repeated, cells, used) = (number("table:number-rows-repeated"), 0, 0);
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        cells = cells.saturating_add(number("table:number-columns-repeated"));
                        let holds = element.attributes().flatten().any(|attribute| {
                            let key = attribute.key.as_ref();
                            key.starts_with("office:") || key == "table:formula" || key.starts_with("calcext:")
                        });
                        if holds {
                            used = cells;
                        }
                    }
                    _ => {}
                }
            }
            Ok(Event::End(element)) if element.name().as_ref() == "table:table-row" => {
                if used == 0 {
                    blank = blank.saturating_add(repeated);
                } else {
                    row = row.saturating_add(blank).saturating_add(repeated);
                    // Blank rows are laid out as wide as the widest; the row's own width stands for it.
                    total = total.saturating_add(used.saturating_mul(repeated.saturating_add(blank).saturating_add(1)));
                    blank = 0;
                    if used > COLUMNS || row > ROWS || total > CELLS {
                        return Err(TOO_MANY_CELLS);
                    }
                }
            }
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
        buffer.clear();
    }
}
