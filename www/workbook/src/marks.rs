//! What the reader of workbooks leaves out: which rows are hidden, and which numbers are shown as percentages.
//!
//! In: the bytes of a workbook and the name of a sheet. Out: [`Marks`]. Nothing is known of the older .xls and .xlsb, whose
//! percentages arrive as fractions, and whose hidden rows are rows like the others. A part that cannot be read marks nothing:
//! the values have been read by then, and they do not hang on it.

use std::collections::BTreeSet;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Rows and cells of one sheet that carry a mark; rows and columns count from 0.
#[derive(Debug, Default, PartialEq)]
pub struct Marks {
    /// Hidden by hand or by a filter.
    pub hidden: BTreeSet<u32>,
    /// Numbers shown as percentages, where the file says so cell by cell.
    pub percent: BTreeSet<(u32, u32)>,
}

/// A sheet ends where a spreadsheet does: a repeat past it is the empty rest of the sheet.
const LAST: u32 = 1_048_576;

type Xml<'z> = Reader<BufReader<Box<dyn Read + 'z>>>;

fn part<'z>(zip: &'z mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<Xml<'z>> {
    let file: Box<dyn Read + 'z> = Box::new(zip.by_name(path).ok()?);
    let mut xml = Reader::from_reader(BufReader::new(file));
    let config = xml.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    Some(xml)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.try_get_attribute(name).ok().flatten()?;
    unescape(&found.value).ok().map(|value| value.into_owned())
}

fn number(element: &BytesStart<'_>, name: &str, without: u32) -> u32 {
    attribute(element, name).and_then(|value| value.parse().ok()).unwrap_or(without)
}

/// Hands each element's beginning (`true`) and end (`false`) to `visit` until that says no more.
fn elements(mut xml: Xml<'_>, mut visit: impl FnMut(bool, &BytesStart<'_>) -> bool) {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let more = match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => visit(true, &element),
            Ok(Event::End(end)) => visit(false, &BytesStart::new(end.name().as_ref())),
            Ok(Event::Eof) | Err(_) => false,
            Ok(_) => true,
        };
        if !more {
            return;
        }
    }
}

/// The hidden rows of a sheet of an .xlsx workbook.
pub fn of_xlsx(bytes: &[u8], sheet: &str) -> Marks {
    let mut marks = Marks::default();
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return marks };
    let Some(path) = sheet_path(&mut zip, sheet) else { return marks };
    let Some(xml) = part(&mut zip, &path) else { return marks };
    let mut row = 0;
    elements(xml, |start, element| {
        if start && element.local_name().as_ref() == "row" {
            row = number(element, "r", row + 1);
            if matches!(attribute(element, "hidden").as_deref(), Some("1" | "true")) {
                marks.hidden.insert(row.saturating_sub(1));
            }
        }
        true
    });
    marks
}

/// Where a sheet lies in an .xlsx workbook: its name leads to a relationship, and that to a path.
fn sheet_path(zip: &mut ZipArchive<Cursor<&[u8]>>, sheet: &str) -> Option<String> {
    let mut id = None;
    elements(part(zip, "xl/workbook.xml")?, |start, element| {
        if start && element.local_name().as_ref() == "sheet" && attribute(element, "name").as_deref() == Some(sheet) {
            id = attribute(element, "r:id");
        }
        id.is_none()
    });
    let id = id?;
    let mut target = None;
    elements(part(zip, "xl/_rels/workbook.xml.rels")?, |start, element| {
        if start && element.local_name().as_ref() == "Relationship" && attribute(element, "Id").as_ref() == Some(&id) {
            target = attribute(element, "Target");
        }
        target.is_none()
    });
    let target = target?;
    Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned))
}

/// The hidden rows and the percentages of a sheet of an .ods workbook.
pub fn of_ods(bytes: &[u8], sheet: &str) -> Marks {
    let mut marks = Marks::default();
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return marks };
    let Some(xml) = part(&mut zip, "content.xml") else { return marks };
    let mut inside = false;
    let (mut row, mut rows, mut column) = (0_u32, 0_u32, 0_u32);
    elements(xml, |start, element| {
        match (start, element.name().as_ref()) {
            (true, "table:table") => inside = attribute(element, "table:name").as_deref() == Some(sheet),
            // The sheet's end is the end of the search.
            (false, "table:table") if inside => return false,
            (true, "table:table-row") if inside => {
                row += rows;
                rows = number(element, "table:number-rows-repeated", 1);
                column = 0;
                let shown = attribute(element, "table:visibility");
                if matches!(shown.as_deref(), Some("collapse" | "filter")) {
                    marks.hidden.extend(row..(row + rows).min(LAST));
                }
            }
            (true, "table:table-cell" | "table:covered-table-cell") if inside => {
                let wide = number(element, "table:number-columns-repeated", 1);
                if attribute(element, "office:value-type").as_deref() == Some("percentage") {
                    for r in row..(row + rows).min(LAST) {
                        marks.percent.extend((column..(column + wide).min(LAST)).map(|c| (r, c)));
                    }
                }
                column = column.saturating_add(wide);
            }
            _ => {}
        }
        row < LAST
    });
    marks
}
