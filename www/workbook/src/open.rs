//! Bytes of a workbook in, a workbook that can be read within its limits out. Nothing here knows of JavaScript, so that it
//! can be fuzzed and tested natively.

use crate::limits::{self, Budget};
use crate::older;
use calamine::{Ods, OdsError, Reader, Sheets, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError, open_workbook_from_rs};
use std::io::Cursor;

/// What a workbook is read from.
pub type Bytes<'b> = Cursor<&'b [u8]>;

/// Opens a workbook by what is in it, not by its name; a password is told apart from bytes that are no workbook.
///
/// # Errors
/// - `password`: the workbook is password protected
/// - `not-a-workbook`: no reader knows the bytes
/// - `too-large`, `too-many-cells`: see [`limits`]
/// - `damaged`: reading it would have no end
pub fn open(bytes: &[u8]) -> Result<Sheets<Bytes<'_>>, &'static str> {
    limits::unpacked(bytes)?;
    // First: the reader of .xlsx looks into such a file too, for a password.
    older::check(bytes)?;
    match open_workbook_from_rs::<Xlsx<Bytes>, Bytes>(Cursor::new(bytes)) {
        Ok(mut workbook) => {
            let mut budget = Budget::default();
            for name in workbook.sheet_names() {
                let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
                budget.sheet(|| cells.next_cell().ok().flatten())?;
            }
            return Ok(Sheets::Xlsx(workbook));
        }
        Err(XlsxError::Password) => return Err("password"),
        Err(_) => {}
    }
    match open_workbook_from_rs::<Xls<Bytes>, Bytes>(Cursor::new(bytes)) {
        Ok(workbook) => return Ok(Sheets::Xls(workbook)),
        Err(XlsError::Password) => return Err("password"),
        Err(_) => {}
    }
    limits::ods(bytes)?;
    match open_workbook_from_rs::<Ods<Bytes>, Bytes>(Cursor::new(bytes)) {
        Ok(workbook) => return Ok(Sheets::Ods(workbook)),
        Err(OdsError::Password) => return Err("password"),
        Err(_) => {}
    }
    match open_workbook_from_rs::<Xlsb<Bytes>, Bytes>(Cursor::new(bytes)) {
        Ok(mut workbook) => {
            let mut budget = Budget::default();
            for name in workbook.sheet_names() {
                let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
                budget.sheet(|| cells.next_cell().ok().flatten())?;
            }
            Ok(Sheets::Xlsb(workbook))
        }
        Err(XlsbError::Password) => Err("password"),
        Err(_) => Err("not-a-workbook"),
    }
}
