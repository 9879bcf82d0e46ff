//! Learners who are entered again: rows of one name, or of one number by which learners are known elsewhere.

use super::RowKind;
use super::identifier::Identifier;
use super::words::{missing, trim};
use crate::order::InOrder;
use crate::table::{Cell, Row, Table};

/// The rows, as indices into the table, that seem to be about one learner: two or more in each list, in the order of the
/// sheet.
///
/// Rows with the same name are, however it is spaced and whichever its capitals, unless each has a number (UPN, ULN) and the
/// numbers differ; rows with the same number are, whatever their names.
pub fn entered_again(
    table: &Table,
    kinds: &[RowKind],
    names: &[usize],
    identifiers: &[(usize, Identifier)],
) -> Vec<Vec<usize>> {
    // What makes two rows the same: a name, or a number behind the place of its column.
    let mut keys: Vec<(String, usize)> = Vec::new();
    let mut has_number = vec![false; table.len()];
    for (at, row) in table.rows().enumerate().filter(|(at, _)| kinds.get(*at) == Some(&RowKind::Learner)) {
        keys.extend(whole_name(row, names).map(|key| (key, at)));
        for (place, (column, kind)) in identifiers.iter().enumerate() {
            let cell = row.cell(*column);
            if kind.is_one(cell) {
                has_number.get_mut(at).into_iter().for_each(|has| *has = true);
                keys.push((place.to_string() + NUMBER + &trim(cell.text).to_ascii_uppercase(), at));
            }
        }
    }
    keys.in_order();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut numbered: Vec<Vec<usize>> = Vec::new();
    for same in keys.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
        let rows: Vec<usize> = same.iter().map(|(_, row)| *row).collect();
        if same.first().is_some_and(|(key, _)| key.contains(NUMBER)) {
            numbered.push(rows);
        } else if rows.iter().any(|row| has_number.get(*row) != Some(&true)) {
            groups.push(rows);
        }
    }
    // Those that a name has brought together already are not said twice.
    let mut group_of = vec![usize::MAX; table.len()];
    for (at, rows) in groups.iter().enumerate() {
        for row in rows {
            group_of.get_mut(*row).into_iter().for_each(|of| *of = at);
        }
    }
    for rows in numbered {
        let mut of = rows.iter().map(|row| group_of.get(*row).copied().unwrap_or(usize::MAX));
        let first = of.next().unwrap_or(usize::MAX);
        if first == usize::MAX || of.any(|other| other != first) {
            groups.push(rows);
        }
    }
    groups.in_order_by(|rows| rows.first().copied());
    groups
}

/// Stands in the key of a number, and in no name.
const NUMBER: &str = "\n";

/// What two spellings of a name in one or two columns have in common, the last name last; `None` where that names nobody.
fn whole_name(row: Row<'_>, names: &[usize]) -> Option<String> {
    let (last, first) = names.split_last()?;
    let last = name_key(row.cell(*last))?;
    let mut parts: Vec<String> = first.iter().filter_map(|column| name_key(row.cell(*column))).collect();
    parts.push(last);
    Some(parts.join(" "))
}

/// What two spellings of a name have in common; `None` where the cell names nobody.
fn name_key(cell: Cell<'_>) -> Option<String> {
    let text = trim(cell.text);
    if missing(text).is_some() || !text.contains(char::is_alphanumeric) {
        return None;
    }
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        key.push_str(if key.is_empty() { "" } else { " " });
        key.push_str(word);
    }
    Some(if key.is_ascii() { key.to_ascii_lowercase() } else { key.to_lowercase() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Raw;
    use crate::table::paste::parse;

    /// The groups that rows `NAME<TAB>UPN` fall into.
    fn groups(lines: &[&str]) -> Vec<Vec<usize>> {
        let table = parse(lines.join("\n"));
        let kinds = vec![RowKind::Learner; table.len()];
        entered_again(&table, &kinds, &[0], &[(1, Identifier::Upn)])
    }

    // Invented: their check letters are worked out.
    const ONE: &str = "H801200001001";
    const OTHER: &str = "L801200001003";

    #[test]
    fn the_numbers_of_these_tests_are_such() {
        for number in [ONE, OTHER] {
            assert!(Identifier::Upn.is_one(Cell { text: number, raw: Raw::Unknown }), "{number}");
        }
    }

    #[test]
    fn a_name_again_is_found_however_it_is_written() {
        assert_eq!(groups(&["Amy Brook\t", "Ben Dale\t", " amy\u{a0} BROOK\t", "Amy Brooks\t"]), [[0, 2]]);
        assert_eq!(groups(&["Amy Brook\t", "Ben Dale\t"]), [[0usize; 0]; 0]);
    }

    #[test]
    fn a_first_and_a_last_name_are_one_name() {
        let table = parse("Smith\tAnn\nSmith\tBen\nsmith\t ann\nSmith\t\nSmith\ttbc\n\tAnn\n\tAnn\n".to_string());
        let kinds = vec![RowKind::Learner; table.len()];
        assert_eq!(entered_again(&table, &kinds, &[1, 0], &[]), [[0, 2], [3, 4]]);
        assert_eq!(entered_again(&table, &kinds, &[0], &[]), [[0, 1, 2, 3, 4]]);
        assert_eq!(entered_again(&table, &kinds, &[], &[]), [[0usize; 0]; 0]);
    }

    #[test]
    fn cells_that_name_nobody_are_not_the_same_person() {
        assert_eq!(groups(&["tbc\t1", "tbc\t2", "-\t3", "-\t4", "\t5", "\t6"]), [[0usize; 0]; 0]);
    }

    #[test]
    fn numbers_tell_people_of_one_name_apart() {
        assert_eq!(groups(&[&format!("Amy Brook\t{ONE}"), &format!("Amy Brook\t{OTHER}")]), [[0usize; 0]; 0]);
        assert_eq!(groups(&[&format!("Amy Brook\t{ONE}"), "Amy Brook\t"]), [[0, 1]]);
    }

    #[test]
    fn a_number_again_is_one_learner_under_two_names() {
        let lower = ONE.to_lowercase();
        assert_eq!(groups(&[&format!("Amy Brook\t{ONE}"), "Ben Dale\t", &format!("A. Brook\t{lower}")]), [[0, 2]]);
        assert_eq!(groups(&[&format!("Amy Brook\t{ONE}"), &format!("Amy Brook\t{ONE}")]), [[0, 1]]);
    }

    #[test]
    fn a_number_that_cannot_be_one_tells_nothing() {
        assert_eq!(groups(&["Amy Brook\t123", "Ben Dale\t123"]), [[0usize; 0]; 0]);
    }
}
