//! A cell of clipboard HTML, as spreadsheet programs read it.

use crate::calendar::Day;

/// A cell of clipboard HTML: text that no spreadsheet program takes for a number or a formula; days as true dates.
pub(super) fn html_cell(text: &str) -> String {
    if let Some(day) = Day::parse(text) {
        // A serial number with a day-first format is the same day in every locale.
        let serial = day.days() + 25_569;
        let shown = format!("{:02}/{:02}/{}", day.day_of_month(), day.month(), day.year());
        return format!(
            "<td sdval=\"{serial}\" sdnum=\"2057;0;DD/MM/YYYY\" style=\"mso-number-format:'dd\\/mm\\/yyyy'\">{shown}</td>"
        );
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("<br style=\"mso-data-placement:same-cell\">"),
            other => escaped.push(other),
        }
    }
    format!("<td sdnum=\"2057;0;@\" style=\"mso-number-format:'\\@'\">{escaped}</td>")
}
