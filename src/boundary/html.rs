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
    if is_only_text(text) {
        return format!("<td>{escaped}</td>");
    }
    format!("<td sdnum=\"2057;0;@\" style=\"mso-number-format:'\\@'\">{escaped}</td>")
}

/// No number or date is longer.
const LONGEST: usize = 40;

/// Whether no spreadsheet program takes a text for anything else, so that it needs no format: half of what goes on the
/// clipboard would be formats, and Excel shows a long text that has the format of text as `####`.
fn is_only_text(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return true };
    let is_word = !text.chars().any(char::is_numeric) && !["true", "false"].contains(&text.to_lowercase().as_str());
    first.is_alphabetic() && (is_word || text.len() > LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_format(text: &str) -> bool {
        html_cell(text).contains("sdnum=\"2057;0;@\" style=\"mso-number-format:'\\@'\"")
    }

    #[test]
    fn what_could_be_a_number_a_date_or_a_formula_has_the_format_of_text() {
        let signs = format!("={}", "a".repeat(LONGEST));
        for text in [
            "7",
            "0042",
            "+44",
            "-x",
            "=1+1",
            "@SUM",
            " x",
            "3 May",
            "May 3",
            "Jan 26",
            "TRUE",
            "false",
            "1e5",
            "e1",
            "(x)",
            signs.as_str(),
        ] {
            assert!(has_format(text), "{text}");
        }
        let at_most = format!("M{}", "1".repeat(LONGEST - 1));
        assert!(has_format(&at_most));
        assert!(!has_format(&format!("{at_most}1")));
    }

    #[test]
    fn what_can_only_be_text_and_a_blank_cell_have_none() {
        for text in ["", "Low", "First risk", "Cannot decide", "True North", "Éa"] {
            assert!(!has_format(text), "{text}");
        }
        assert_eq!(html_cell(""), "<td></td>");
        assert_eq!(html_cell("a<b\n"), "<td>a&lt;b<br style=\"mso-data-placement:same-cell\"></td>");
    }

    #[test]
    fn a_day_is_a_true_date() {
        assert!(html_cell("2026-04-08").contains("sdval=\"46120\""));
    }
}
