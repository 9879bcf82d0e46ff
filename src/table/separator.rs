//! What separates the cells of a text.

use super::quoting::{Quoted, Quoting, SAMPLE_LINES, field_end, most_common, sample};

/// What separates the cells, and where the rows begin.
pub(super) fn separator(bytes: &[u8], start: usize) -> (u8, usize) {
    // Excel writes and reads a first line `sep=;` that is no row of the sheet.
    if let Some(&[b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator, end, ref rest @ ..]) = bytes.get(start..)
        && matches!(separator, b'\t' | b',' | b';')
        && matches!(end, b'\r' | b'\n')
    {
        let line = if end == b'\r' && rest.first() == Some(&b'\n') { 7 } else { 6 };
        return (separator, start + line);
    }
    (agreed(&without_quoted(sample(bytes, start))), start)
}

const SEPARATORS: [u8; 3] = *b"\t,;";

/// How a separator stands in some lines.
struct Held {
    /// How many of the lines hold it.
    lines: usize,
    /// How many of those hold it equally often.
    alike: usize,
    /// How often that is.
    times: usize,
}

/// The separator that the first lines agree on; what stands in quoted cells is no longer there.
fn agreed(sample: &[u8]) -> u8 {
    let lines = sample.split(|&byte| byte == b'\n' || byte == b'\r');
    let counts = lines.map(|line| SEPARATORS.map(|separator| line.iter().filter(|&&byte| byte == separator).count()));
    let counts: Vec<[usize; 3]> = counts.filter(|counts| *counts != [0; 3]).take(SAMPLE_LINES).collect();
    let held = |at: usize| {
        let mut counts: Vec<usize> = counts.iter().filter_map(|all| all.get(at).copied().filter(|n| *n > 0)).collect();
        let (times, alike) = most_common(&mut counts);
        Held { lines: counts.len(), alike, times }
    };
    let (tabs, commas, semicolons) = (held(0), held(1), held(2));
    let (separator, other) = if (semicolons.lines, semicolons.alike) > (commas.lines, commas.alike) {
        (b';', semicolons)
    } else {
        (b',', commas)
    };
    // Commas and semicolons stand in the text of cells everywhere, tabs hardly ever: half as many lines are enough. Where a
    // line in two has one and is a line of a comma file all the same, every line has the commas, the headings too.
    let in_cells = other.alike > tabs.lines && other.alike * other.times > tabs.alike * tabs.times;
    if tabs.lines > 0 && tabs.lines * 2 >= other.lines && !in_cells { b'\t' } else { separator }
}

/// A sample with blanks for what its quoted cells hold.
///
/// Where a quoted cell begins and ends hangs on the separator: it is the one beside which most cells are quoted that hold what
/// would part them otherwise.
fn without_quoted(sample: &[u8]) -> Vec<u8> {
    let mut best = (0, sample.to_vec());
    if sample.contains(&b'"') {
        for (at, separator) in SEPARATORS.into_iter().enumerate() {
            let found = blanked(sample, separator);
            if at == 0 || found.0 > best.0 {
                best = found;
            }
        }
    }
    best.1
}

/// A sample with blanks for what is quoted between these separators, and how many of those cells stand beside one and hold a
/// separator or a line end.
fn blanked(sample: &[u8], separator: u8) -> (usize, Vec<u8>) {
    let rules = Quoting::of(sample, 0, separator);
    let (mut needed, mut plain) = (0, sample.to_vec());
    let mut at = 0;
    while at < sample.len() {
        let quoted = if sample.get(at) == Some(&b'"') { rules.quoted(sample, at) } else { None };
        let Some(Quoted { close, .. }) = quoted else {
            at = field_end(sample, at, separator) + 1;
            continue;
        };
        let beside = [at.checked_sub(1), Some(close + 1)];
        let beside = beside.into_iter().flatten().any(|place| sample.get(place) == Some(&separator));
        let inside = plain.get_mut(at + 1..close).unwrap_or_default();
        let parts = |byte: &u8| SEPARATORS.contains(byte) || matches!(byte, b'\n' | b'\r');
        needed += usize::from(beside && inside.iter().any(parts));
        inside.fill(b' ');
        at = close + 2;
    }
    (needed, plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> char {
        char::from(separator(text.as_bytes(), 0).0)
    }

    /// A heading row and so many rows made by their number.
    fn sheet(headings: &str, rows: usize, row: impl Fn(usize) -> String) -> String {
        let rows: Vec<String> = (0..rows).map(row).collect();
        format!("{headings}\n{}\n", rows.join("\n"))
    }

    #[test]
    fn tabs_in_the_cells_of_a_comma_file_part_nothing() {
        for quote in ["", "\""] {
            for line in [",", ";"] {
                let headings = "Learner,Target %,Actual %,Comments".replace(',', line);
                for (every, rows) in [(1, 1), (1, 3), (1, 1000), (2, 3), (2, 1000), (20, 1000)] {
                    let text = sheet(&headings, rows, |at| {
                        let note = if at % every == 0 { format!("{quote}a\tb{quote}") } else { "e".to_string() };
                        ["Ann Madeup", "50", "50", &note].join(line)
                    });
                    assert_eq!(of(&text), line.chars().next().unwrap_or_default(), "{text}");
                }
                // Numbers that a program keeps as text with a tab before them.
                let text = sheet(&format!("Number{line}{headings}"), 200, |at| {
                    [&format!("{quote}\t{at}{quote}"), "Ann Madeup", "50", "50", ""].join(line)
                });
                assert_eq!(of(&text), line.chars().next().unwrap_or_default(), "{text}");
            }
        }
    }

    #[test]
    fn lines_inside_a_quoted_cell_are_no_lines_of_the_sheet() {
        let comments = "\"one\ttwo\nthree\tfour\nfive\tsix\n\"";
        assert_eq!(of(&sheet("Learner,%,Note", 9, |at| format!("L{at},50,{comments}"))), ',');
        let comments = "\"one, two\nthree, four\nfive, six\nseven\"";
        assert_eq!(of(&sheet("Learner\t%\tNote", 9, |at| format!("L{at}\t50\t{comments}"))), '\t');
        assert_eq!(of(&sheet("Learner\t%\tNote", 9, |at| format!("\"L{at},\nl,\"\t50\tsaid \"a,b\""))), '\t');
    }

    #[test]
    fn commas_in_the_cells_of_a_tab_separated_text_part_nothing() {
        for headings in ["Learner\tTarget %\tActual %", "Learner (last, first)\tTarget, %\tActual, %", "Learner\t%"] {
            for title in ["", "At risk\n", "Tracker, autumn\n", "Tracker, autumn, 2025, draft\n"] {
                for row in
                    ["Madeup, Ann\t50\t50", "Madeup, Ann, 7B\t50,0\t1,5", "\"Madeup, Ann\"\t5,0", "Ann\ta;b;c,d\t1"]
                {
                    for rows in [1, 2, 100] {
                        let text = sheet(&format!("{title}{headings}"), rows, |_| row.to_string());
                        assert_eq!(of(&text), '\t', "{text}");
                    }
                }
            }
        }
        // An unbalanced quote hides no rows.
        assert_eq!(of("\"Name\tTarget, %\nAnn, b\t5\"\nBob, c\t6\n"), '\t');
        assert_eq!(of("Name\tNote\nAnn\tone,\"two\nBob\tthree\nCy\tfour\"\nDi\tfive, six\n"), '\t');
    }

    #[test]
    fn decimal_commas_and_lists_part_nothing_where_something_else_does() {
        assert_eq!(of(&sheet("Name;Target;Actual", 3, |at| format!("L{at};92,5;90,0"))), ';');
        assert_eq!(of(&sheet("Tracker, autumn\nName;Target;Actual", 3, |at| format!("L{at};92,5;90,0"))), ';');
        assert_eq!(of(&sheet("Name;Note", 3, |at| format!("L{at};\"a,b\tc,d\""))), ';');
        assert_eq!(of(&sheet("Name,Letters", 3, |at| format!("L{at},{}", "a;b;c".get(at..).unwrap_or_default()))), ',');
    }

    #[test]
    fn what_holds_no_separator_is_one_column_whatever_stands_above() {
        assert_eq!(of("Learner\nAnn\nBob\n"), ',');
        assert_eq!(of("\"Learner\"\n\"Madeup, Ann\"\n"), ',');
        assert_eq!(of("A title\n\nanother\nLearner\tTarget %\nAnn\t50\n"), '\t');
        assert_eq!(of("A title\n\nanother\nLearner,Target %\nAnn,50\n"), ',');
        assert_eq!(of(""), ',');
    }
}
