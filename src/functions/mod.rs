//! The formulas that spreadsheets offer, `=BAE.RISK(...)` and the others: one catalogue and one entry, text in and text out.
//!
//! A host (Excel, Google Sheets, LibreOffice Calc, the `formulas` command) turns what it was given into a call, and the
//! answer into what it shows. Everything else is here, so that a formula answers the same in all of them.
//!
//! A call: `{"name": "RISK", "args": [ARG, ...], "settings": TEXT, "today": "2026-04-08", "first_row": 2, "first_column": 1}`.
//! - An argument is a cell, or a list of rows of cells. A cell is `null` (blank), a number, a text, `true` or `false`,
//!   `{"date": "2026-04-08"}` or `{"error": "#N/A"}`. An optional argument that was left out is `null` or absent; a cell that
//!   stands there and is blank is `""`, where the host can tell: for `as_of` it is an error, as the cell of another row may
//!   have been meant, and elsewhere the same as left out.
//! - `settings`, the text of an organisation's settings file, may be absent.
//! - `today` is the day of the calculation, as the host's clock gives it; nothing in here reads one. It stands in for
//!   `as_of` where that was left out. The answer says which day it is for, and so does the text of `WHY` in that case.
//! - `first_row` and `first_column`, from 1, say where the argument `rows` begins in the sheet, where the host knows, so that
//!   cells are named as the sheet names them. Else they are named as if the headings stood in row 1 and began in column A.
//! - `headings_column`, from 1, says in which column the argument `headings` begins, where the host knows: a formula that was
//!   copied sideways, whose rows have moved and whose headings have not, is refused.
//!
//! An answer: `{"grid": [[CELL, ...], ...], "as_of": DAY}`, where a cell is a text (`""` for nothing, never `null`), a
//! number, `{"date": DAY}` or `{"error": {"code": "value" | "not-available", "text": TEXT}}`; `as_of` is there where the
//! answer hangs on a day. Or `{"error": {...}}` for the call as a whole.

mod answer;
mod call;
pub mod catalogue;
pub mod examples;
mod measures;
mod rows;
mod single;

use crate::policy::catalogue::BUILT_IN;
use crate::policy::settings::Organisation;

use answer::{Answer, Fault, said};
use call::Call;
use catalogue::Does;
use rows::Trackers;

/// Answers calls, and keeps what the next call may need again.
#[derive(Debug, Default)]
pub struct Formulas {
    trackers: Trackers,
    settings: LastSettings,
}

/// The settings that were read last, with their text: a workbook's formulas all have the same.
#[derive(Debug, Default)]
struct LastSettings(Option<(String, Organisation)>);

impl Formulas {
    /// Answers a call; a call that is not understood is answered with an error, never with a panic.
    ///
    /// ```
    /// use bae_rules::functions::Formulas;
    /// let answer = Formulas::default().call(r#"{"name": "DEADLINE", "args": [{"date": "2026-03-30"}, 5]}"#);
    /// assert_eq!(answer, r#"{"grid":[[{"date":"2026-04-08"}]]}"#);
    /// ```
    pub fn call(&mut self, call: &str) -> String {
        self.answer(call).unwrap_or_else(Answer::Error).text()
    }

    fn answer(&mut self, text: &str) -> Result<Answer, Fault> {
        let call = Call::read(text)?;
        let function = catalogue::function(&call.name)?;
        call.check(function)?;
        let organisation = self.settings.read(call.settings.as_deref().unwrap_or_default())?;
        match &function.does {
            Does::Results { policy, of } => self.trackers.results(&call, organisation, policy, of),
            Does::Why => self.trackers.why(&call, organisation),
            Does::Check => self.trackers.check(&call, organisation),
            Does::Duties => self.trackers.duties(&call, organisation),
            Does::Band => single::band(&call, organisation),
            Does::Deadline => single::deadline(&call, organisation),
            Does::Version => single::version(organisation),
            Does::Diagnose => single::diagnose(&call),
        }
    }
}

impl LastSettings {
    fn read(&mut self, text: &str) -> Result<&Organisation, Fault> {
        if self.0.as_ref().is_none_or(|(known, _)| known != text) {
            let organisation = if text.is_empty() {
                Organisation::default()
            } else {
                let known: Vec<&str> = BUILT_IN.iter().map(|(name, _)| *name).collect();
                Organisation::read(text, &known).map_err(|found| Fault::value(said(&found)))?
            };
            self.0 = Some((text.to_string(), organisation));
        }
        match &self.0 {
            Some((_, organisation)) => Ok(organisation),
            None => Err(Fault::value("the settings could not be kept")),
        }
    }
}
