//! What each row of a sheet is: headings, learners, totals, section labels, blanks.
//!
//! A learner is never dropped in silence: a row counts as anything else only by the rules of [`kinds`], and every row that
//! is not a learner keeps its kind, so that it can be listed with the reason.

use super::heading;
use super::heading::Heading;
use super::totals::{Closing, LETTERS, Label, closing, is_hardly_a_name, label};
use super::vocabulary::Vocabulary;
use super::words::missing;
use super::{RowChoice, RowKind};
use crate::table::{Cell, Raw, Row, Table, is_blank_char};
use std::collections::BTreeMap;

/// How far down headings are looked for.
pub const FIRST_ROWS: usize = 30;

/// The rows that hold the headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingRow {
    /// The row, as an index into the table.
    pub row: usize,
    /// The row above it, when headings have two levels (`Stage 1` over `Email` and `Outcome`).
    pub parent: Option<usize>,
    /// How many fields its headings are known spellings of.
    pub hits: usize,
}

/// Finds the heading row: among the first 30 rows the first one with the most headings that are known spellings of
/// different fields, by itself or joined with the row above it.
///
/// `number` is the sheet's number of the row that a person has chosen. When no row holds a known heading, it is the first row
/// with two or more filled cells, with no hits. `None` for a table without such a row.
#[inline(never)]
pub fn find_headings(table: &Table, vocabulary: &Vocabulary<'_>, number: Option<u32>) -> Option<HeadingRow> {
    if let Some(number) = number
        && let Some(row) = (0..table.len()).find(|index| table.row(*index).is_some_and(|row| row.number == number))
    {
        let (single, joined) = (hits(table, row, None, vocabulary), with_parent(table, row, vocabulary));
        let two = joined.is_some_and(|joined| joined.0 > single.0);
        return Some(HeadingRow {
            row,
            parent: two.then(|| row - 1),
            hits: joined.filter(|_| two).unwrap_or(single).1,
        });
    }
    let mut best: Option<((usize, usize), HeadingRow)> = None;
    let mut above = (0, 0);
    for row in 0..table.len().min(FIRST_ROWS) {
        let most = best.as_ref().map(|(score, _)| *score).unwrap_or_default();
        // Below headings that are all known no row can name more fields, unless it is wider.
        let width = |row: usize| table.row(row).map_or(0, |row| row.len());
        let cells = width(row).max(row.checked_sub(1).map_or(0, width));
        if (cells * 2, cells) <= most {
            continue;
        }
        let single = hits(table, row, None, vocabulary);
        if single > most || single == most && groups_above(table, best.as_ref(), row) {
            best = Some((single, HeadingRow { row, parent: None, hits: single.1 }));
        }
        if let Some(joined) = with_parent(table, row, vocabulary)
            && joined > single.max(above).max(most)
        {
            best = Some((joined, HeadingRow { row, parent: Some(row - 1), hits: joined.1 }));
        }
        above = single;
    }
    if let Some((_, found)) = best {
        return Some(found);
    }
    let filled = |row: usize| table.row(row).map_or(0, |row| row.cells().filter(|cell| !cell.is_blank()).count());
    let row = (0..table.len()).find(|row| filled(*row) >= 2)?;
    Some(HeadingRow { row, parent: None, hits: 0 })
}

/// Whether the best row so far, which names no more fields than this one below it, only groups the headings of this one, as
/// `Attendance` does over `Learner`, `Target %` and `Actual %`: it has fewer cells, and none of this one's is a figure.
fn groups_above(table: &Table, best: Option<&((usize, usize), HeadingRow)>, row: usize) -> bool {
    let filled = |row: usize| table.row(row).map_or(0, |row| row.cells().filter(|cell| !cell.is_blank()).count());
    let figure =
        |cell: Cell<'_>| cell.text.contains(|c: char| c.is_ascii_digit()) && !cell.text.contains(char::is_alphabetic);
    best.is_some_and(|(_, found)| found.row + 1 == row && filled(found.row) < filled(row))
        && table.row(row).is_some_and(|row| !row.cells().any(figure))
}

fn with_parent(table: &Table, row: usize, vocabulary: &Vocabulary<'_>) -> Option<(usize, usize)> {
    let parent = row.checked_sub(1)?;
    (!table.row(parent)?.is_blank()).then(|| hits(table, row, Some(parent), vocabulary))
}

/// The weight of a row as a heading row, and how many fields it names: a field counts for more than a heading that sheets
/// often have and no policy uses.
#[inline(never)]
fn hits(table: &Table, row: usize, parent: Option<usize>, vocabulary: &Vocabulary<'_>) -> (usize, usize) {
    let mut fields: Vec<usize> = Vec::new();
    let mut other = 0;
    for heading in headings(table, &HeadingRow { row, parent, hits: 0 }) {
        let joined = heading.joined();
        let alone = if joined == heading.own { String::new() } else { heading.own };
        // Cells of data are long or many; a heading is neither.
        let keys = [joined, alone];
        let keys = keys.iter().filter(|text| !text.is_empty() && text.len() <= 120).map(|text| heading::key(text));
        let mut found = None;
        for key in keys {
            found = found
                .or_else(|| vocabulary.field(&key).map(Some))
                .or_else(|| vocabulary.is_other(&key).then_some(None));
        }
        match found {
            Some(Some((field, _))) if !fields.contains(&field) => fields.push(field),
            Some(None) => other += 1,
            _ => {}
        }
    }
    (fields.len() * 2 + other, fields.len())
}

/// The headings of a heading row, each with what stands over it where there are two levels.
#[inline(never)]
pub fn headings(table: &Table, found: &HeadingRow) -> Vec<Heading> {
    let Some(row) = table.row(found.row) else { return Vec::new() };
    let mut headings: Vec<Heading> =
        row.cells().map(|cell| Heading::new(cell.text.trim_matches(is_blank_char))).collect();
    if let Some(parent) = found.parent.and_then(|parent| table.row(parent)) {
        // A merged cell shows its text in its first column and nothing in the others.
        let mut over = String::new();
        headings.resize(headings.len().max(parent.len()), Heading::default());
        for (column, heading) in headings.iter_mut().enumerate() {
            let cell = parent.cell(column);
            if !cell.is_blank() {
                over = crate::place::tidy(cell.text);
            }
            // A heading that is merged over both rows stands alone in the upper one.
            heading.parent = if heading.own.is_empty() && cell.is_blank() { String::new() } else { over.clone() };
        }
    }
    headings
}

/// Which columns matter when rows are told apart.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// The column that names the learner.
    pub name: Option<usize>,
    /// The column of first names, where the one above holds last names.
    pub forename: Option<usize>,
    /// Columns that some field is read from, the name apart.
    pub fields: Vec<usize>,
    /// Columns of identifiers (ULN, UPN ...).
    pub identifiers: Vec<usize>,
}

/// What each row of the table is; `keys` are those of the headings' own cells.
///
/// - Rows up to the heading row are `AboveHeadings` or `Headings`.
/// - `Blank`: no cell holds anything.
/// - `RepeatedHeadings`: every filled cell is the heading of its column, and there are at least two (or one where the sheet
///   has but one heading).
/// - `Total`: the name cell is a word such as Total, Average or Minimum, whatever case, with a colon, a number or `of
///   learners` behind it. Where the name cell is blank, or there is no name column, the first filled cell of a column that no
///   field is read from may hold the word instead. `Whole school` and `No. of pupils` are ones beside figures alone. A word that can be somebody's name, such as Max, Sum or Mean, is one only
///   below the last learner, beside figures alone, and where more speaks for it: [`Closing`].
/// - `Section`: one filled cell, in a column that no field is read from and that holds no identifiers, while the name is
///   blank. In the name column itself one lone label is a section only when it ends with a colon, begins like `Year 7` or
///   `Group B`, or is a word for how far people have come, such as `Not contacted`; any other lone name is a learner, who then cannot be decided ([`lone_names`] lists those that may be titles).
///   A sheet without a name column has no sections.
/// - Everything else is a `Learner`.
///
/// What a person has `said` of a row, by the sheet's number, goes before all of these, except that a blank row is nobody.
///
/// `totals_from` is known where the table is a part of another: the row, by the sheet's number, from which words that can be
/// names are totals, if there is one.
#[inline(never)]
pub fn kinds(
    table: &Table,
    found: Option<&HeadingRow>,
    headings: &[Heading],
    keys: &[String],
    layout: &Layout,
    said: &BTreeMap<u32, RowChoice>,
    totals_from: Option<Option<u32>>,
) -> Kinds {
    let first = found.map(|found| found.parent.unwrap_or(found.row));
    let begins = |column: usize| headings.get(column).and_then(|heading| heading.own.bytes().next());
    let begins = [begins(0), begins(1)];
    let mut kinds = Vec::with_capacity(table.len());
    let mut either: Vec<(usize, u16)> = Vec::new();
    kinds.extend(table.rows().enumerate().map(|(index, row)| match (first, found) {
        (Some(first), _) if index < first => RowKind::AboveHeadings,
        (_, Some(found)) if index <= found.row => RowKind::Headings,
        _ if said.is_empty() && is_plainly_learner(&row, begins, layout.name) => RowKind::Learner,
        _ => match looks(row, headings, keys, layout, said) {
            Looks::Is(kind) => kind,
            Looks::Either(word) => {
                either.push((index, word));
                RowKind::Learner
            }
        },
    }));
    let below = found.map_or(0, |found| found.row + 1);
    let number = |index: usize| table.row(index).map(|row| row.number);
    let closing = closing(&kinds, &either, below, &|index| number(index).is_some_and(|row| said.contains_key(&row)));
    let from = totals_from.unwrap_or_else(|| closing.totals().and_then(|rows| number(below + rows as usize)));
    let mut named = Vec::new();
    named.extend(
        either.iter().map(|(index, _)| *index).filter(|index| from.is_some_and(|from| number(*index) >= Some(from))),
    );
    for index in &named {
        if let Some(kind) = kinds.get_mut(*index) {
            *kind = RowKind::Total;
        }
    }
    Kinds { kinds, named, closing }
}

/// What the rows of a table are.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    /// The kind of each row.
    pub kinds: Vec<RowKind>,
    /// The rows, as indices into the table, that are totals by a word that can be a name.
    pub named: Vec<usize>,
    /// What stands below the last learner.
    pub closing: Closing,
}

/// Whether the first letters of a row's cells show that [`looks`] takes it for a learner, as those of nearly every row do: two
/// cells are filled, one of them begins otherwise than the heading above it, and the name begins as no label does.
fn is_plainly_learner(row: &Row<'_>, begins: [Option<u8>; 2], name: Option<usize>) -> bool {
    let letter =
        |column: usize| row.bytes(column).text().first().copied().filter(|letter| (b'!'..=b'~').contains(letter));
    let (Some(one), Some(other), Some(name)) = (letter(0), letter(1), name.and_then(letter)) else { return false };
    let otherwise = |letter: u8, heading: Option<u8>| {
        heading.is_some_and(|heading| heading.is_ascii_graphic() && !heading.eq_ignore_ascii_case(&letter))
    };
    let [first, second] = begins;
    (otherwise(one, first) || otherwise(other, second)) && !LETTERS.contains(&name.to_ascii_lowercase())
}

/// What a row below the headings looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    Is(RowKind),
    /// A learner, or totals under a word that can be a name: the word, as a bit.
    Either(u16),
}

/// What a row below the headings looks like, by itself.
pub(super) fn looks(
    row: Row<'_>,
    headings: &[Heading],
    keys: &[String],
    layout: &Layout,
    said: &BTreeMap<u32, RowChoice>,
) -> Looks {
    Looks::Is(match said.get(&row.number) {
        Some(_) if row.is_blank() => RowKind::Blank,
        Some(RowChoice::Learner) => RowKind::Learner,
        Some(RowChoice::Section) => RowKind::Section,
        None => return looks_by_cells(row, headings, keys, layout),
    })
}

fn looks_by_cells(row: Row<'_>, headings: &[Heading], keys: &[String], layout: &Layout) -> Looks {
    let mut filled = row.cells().enumerate().filter(|(_, cell)| !cell.is_blank());
    let Some((first, cell)) = filled.next() else { return Looks::Is(RowKind::Blank) };
    // Boxes to tick are put into rows that wait for a learner, too.
    if is_unticked(cell) && row.cells().all(|cell| cell.is_blank() || is_unticked(cell)) {
        return Looks::Is(RowKind::Blank);
    }
    let second = filled.next();
    // Nearly every row is told from the headings by the first letters of two cells, without making a key.
    let may_repeat = [Some((first, cell)), second]
        .into_iter()
        .flatten()
        .all(|(column, cell)| headings.get(column).is_some_and(|heading| begins_alike(cell.text, &heading.own)));
    if may_repeat && repeats(row, keys) {
        return Looks::Is(RowKind::RepeatedHeadings);
    }
    let lone = second.is_none();
    let name = layout.name.filter(|name| !row.cell(*name).is_blank());
    let used = |column: usize| layout.fields.contains(&column);
    let labelled = name.or_else(|| Some(first).filter(|first| !used(*first)));
    match labelled.and_then(|column| Some((column, label(row.cell(column).text)?))) {
        Some((_, Label::Total)) => return Looks::Is(RowKind::Total),
        Some((column, Label::Figures)) if only_figures(row, column, layout) => return Looks::Is(RowKind::Total),
        Some((column, Label::Name(word))) if only_figures(row, column, layout) => return Looks::Either(word),
        _ => {}
    }
    let section = match (layout.name, lone) {
        (Some(name), true) if name == first => is_section(cell.text),
        (Some(_), true) => !used(first) && !layout.identifiers.contains(&first),
        _ => false,
    };
    Looks::Is(if section { RowKind::Section } else { RowKind::Learner })
}

/// Whether a cell is a box that is not ticked.
fn is_unticked(cell: Cell<'_>) -> bool {
    cell.raw == Raw::Bool(false)
}

/// Whether a row holds figures and nothing else beside its label, as totals do: no yes or no, no word, and no number by which
/// a learner is known.
fn only_figures(row: Row<'_>, label: usize, layout: &Layout) -> bool {
    let is_figure = |text: &str| text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic);
    let mut any = false;
    let others = row.cells().enumerate().filter(|(column, cell)| *column != label && !cell.is_blank());
    for (column, cell) in others {
        let text = cell.text.trim_matches(is_blank_char);
        let figure = is_figure(text);
        let names = layout.identifiers.contains(&column) || layout.forename == Some(column);
        let identifies = names && !layout.fields.contains(&column);
        if identifies || !(figure || missing(text).is_some()) {
            return false;
        }
        any |= figure;
    }
    any
}

/// The learners who may be no learners, such as `Carpentry` between those of two courses or a note below the last: nothing but
/// the name is filled. They are answered as learners all the same: a person who was only just put on the list looks no
/// different. So are those at the end of the list whom a word for averages names, such as `Mean` below the last learner.
///
/// None where more than half of the learners have nothing but a name: such a list is not filled in yet. Rows of which a person
/// has `said` what they are are not asked about.
pub fn lone_names(
    table: &Table,
    kinds: &[RowKind],
    name: Option<usize>,
    said: &BTreeMap<u32, RowChoice>,
) -> Vec<usize> {
    let Some(name) = name else { return Vec::new() };
    let learner = |row: &usize| kinds.get(*row) == Some(&RowKind::Learner);
    let lone = |row: &usize| {
        let mut filled = table
            .row(*row)
            .into_iter()
            .flat_map(|row| row.cells().enumerate().filter(|(_, cell)| !cell.is_blank()).map(|(column, _)| column));
        filled.next() == Some(name) && filled.next().is_none()
    };
    let (mut found, others): (Vec<usize>, Vec<usize>) = (0..table.len()).filter(learner).partition(lone);
    if found.len() > others.len() {
        found.clear();
    }
    found.extend(
        others.into_iter().rev().take_while(|row| table.row(*row).is_some_and(|row| may_be_figures(row, name))),
    );
    found.sort_unstable();
    found.retain(|row| table.row(*row).is_some_and(|row| !said.contains_key(&row.number)));
    found
}

/// Whether a row of a learner has a word for averages in place of a name and no other word.
fn may_be_figures(row: Row<'_>, name: usize) -> bool {
    let plain = |text: &str| !text.contains(char::is_alphabetic) || missing(text.trim_matches(is_blank_char)).is_some();
    let mut cells = row.cells().enumerate();
    is_hardly_a_name(row.cell(name).text) && cells.all(|(column, cell)| column == name || plain(cell.text))
}

/// Whether two texts begin with the same letter, whatever its case.
fn begins_alike(text: &str, heading: &str) -> bool {
    let first = |text: &str| text.trim_start_matches(is_blank_char).chars().next();
    match (first(text), first(heading)) {
        (Some(one), Some(other)) if one.is_ascii() && other.is_ascii() => one.eq_ignore_ascii_case(&other),
        (Some(one), Some(other)) => one.to_lowercase().eq(other.to_lowercase()),
        _ => false,
    }
}

/// Whether every filled cell of a row is the heading of its column.
fn repeats(row: Row<'_>, keys: &[String]) -> bool {
    let same = |column: usize, cell: Cell<'_>| {
        let text = cell.text.trim_matches(is_blank_char);
        keys.get(column).is_some_and(|key| !key.is_empty() && text.len() <= 120 && *key == heading::key(text))
    };
    let filled = || row.cells().enumerate().filter(|(_, cell)| !cell.is_blank());
    let several = filled().count() >= 2 || keys.iter().filter(|key| !key.is_empty()).count() == 1;
    several && filled().all(|(column, cell)| same(column, cell))
}

/// True for a lone label in the name column that is no name.
fn is_section(text: &str) -> bool {
    let text = text.trim_matches(is_blank_char);
    if text.ends_with(':') {
        return true;
    }
    let small = text.to_lowercase();
    if is_state(&small) {
        return true;
    }
    let mut words = small.split_whitespace();
    let kind = words.next().unwrap_or_default();
    let label = words.next();
    // `Year 7`, `Group B`, `Cohort 2025`: a label and a short mark, not a forename and a surname.
    let short = |word: &str| word.len() <= 2 || word.chars().any(|c| c.is_ascii_digit());
    ["year", "group", "cohort", "class", "form", "week", "term", "section", "part", "page", "level", "set", "tutor"]
        .contains(&kind)
        && label.is_some_and(short)
        && words.next().is_none()
}

/// How far people have come or what is to be done for them, and so the titles that trackers group them under. None is a name.
const STATES: &[&str] = &[
    "contacted",
    "to be contacted",
    "waiting",
    "waiting list",
    "referred",
    "to be referred",
    "active",
    "inactive",
    "current",
    "ongoing",
    "in progress",
    "on hold",
    "started",
    "completed",
    "closed",
    "archived",
    "withdrawn",
    "leavers",
    "at risk",
    "on track",
];

/// True for `contacted`, `not yet contacted (3)`, `closed cases` and the like, in small letters.
fn is_state(text: &str) -> bool {
    let label = text.trim_end_matches(|c: char| !c.is_alphabetic());
    let people = ["learners", "pupils", "students", "apprentices", "cases", "referrals"];
    let label = people.iter().find_map(|people| label.strip_suffix(people)?.strip_suffix(' ')).unwrap_or(label);
    let label = label.strip_prefix("not ").unwrap_or(label);
    STATES.contains(&label.strip_prefix("yet ").unwrap_or(label))
}

/// The column of first names beside the column of last names `name`, where that is what it holds and no field is read from
/// the other: both together name somebody.
pub fn forename(headings: &[Heading], name: Option<usize>, used: &[usize]) -> Option<usize> {
    let is = |heading: &Heading, kinds: &[&str]| {
        let words = heading::words(&heading.own);
        let whose = |word: &&String| {
            ["learner", "pupil", "student", "apprentice", "trainee", "child", "s", "legal"].contains(&word.as_str())
        };
        let kind: Vec<&str> = words.iter().filter(|word| !whose(word)).map(String::as_str).collect();
        kinds.contains(&kind.join(" ").as_str())
    };
    let last = headings.get(name?)?;
    if !is(last, &["surname", "last name", "family name"]) {
        return None;
    }
    let first = |(column, heading): &(usize, &Heading)| {
        !used.contains(column) && is(heading, &["forename", "forenames", "first name", "first names", "given name"])
    };
    headings.iter().enumerate().find(first).map(|(column, _)| column)
}

/// True for a heading of identifiers, so that a row with nothing else is still somebody.
pub fn is_identifier(heading: &str) -> bool {
    let words = heading::words(heading);
    let ids = ["uln", "upn", "id", "adno", "admission", "ref", "reference", "number", "#", "email", "username"];
    words.iter().any(|word| ids.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_learner_who_is_plain_to_see_is_one_at_a_closer_look() {
        let cells = [
            "",
            " ",
            "-",
            "Jo",
            "learner",
            "Target %",
            "Total",
            "total (3)",
            "Mean",
            "\u{a0}Jo",
            "Élodie",
            "Year 7:",
            "50",
        ];
        let headings = ["Learner\tTarget %\tActual %", "\tLearner\tTarget %", "Élodie\t50\tJo", "learner\t learner\t-"];
        let mut plain = 0;
        for heading in headings {
            for (one, two) in cells.iter().flat_map(|one| cells.iter().map(move |two| (one, two))) {
                let table = crate::table::paste::parse(format!("{heading}\n{one}\t{two}\t50\n"));
                let found = HeadingRow { row: 0, parent: None, hits: 2 };
                let headings = super::headings(&table, &found);
                let keys: Vec<String> = headings.iter().map(|heading| heading::key(&heading.own)).collect();
                for name in [None, Some(0), Some(1), Some(5)] {
                    let layout = Layout { name, fields: vec![1, 2], ..Layout::default() };
                    let Some(row) = table.row(1) else { unreachable!("two rows were pasted") };
                    let kinds = kinds(&table, Some(&found), &headings, &keys, &layout, &BTreeMap::new(), None).kinds;
                    let closer = match looks(row, &headings, &keys, &layout, &BTreeMap::new()) {
                        Looks::Is(kind) => kind,
                        Looks::Either(_) => RowKind::Learner,
                    };
                    assert_eq!(kinds, [RowKind::Headings, closer], "{heading}, {one}, {two}, {name:?}");
                    let begins = |column: usize| headings.get(column).and_then(|heading| heading.own.bytes().next());
                    plain += usize::from(is_plainly_learner(&row, [begins(0), begins(1)], name));
                }
            }
        }
        assert!(plain > 100, "{plain}");
    }

    /// The sheet's numbers of lone names in a column A, under headings in row 1.
    fn lone(rows: &str, said: &[u32]) -> Vec<u32> {
        let table = crate::table::paste::parse(format!("Learner\tTarget %\tActual %\n{rows}"));
        let kinds: Vec<RowKind> =
            (0..table.len()).map(|row| if row == 0 { RowKind::Headings } else { RowKind::Learner }).collect();
        let said = said.iter().map(|row| (*row, RowChoice::Learner)).collect();
        let found = lone_names(&table, &kinds, Some(0), &said);
        found.into_iter().filter_map(|row| table.row(row)).map(|row| row.number).collect()
    }

    #[test]
    fn a_name_and_nothing_else_may_be_a_title_or_a_note() {
        let sheet = "Carpentry\t\t\nJo\t50\t40\nAl\t50\t50\nPlumbing\t\t\nMo\t60\t50\nAs agreed with Mx Ray\t\t\n";
        assert_eq!(lone(sheet, &[]), [2, 5, 7]);
        assert_eq!(lone(sheet, &[5]), [2, 7]);
        assert_eq!(lone("Jo\t50\t40\nAl\t50\t50\nNew\t\t0\n", &[]), [0; 0]);
    }

    #[test]
    fn a_word_for_averages_at_the_end_of_a_list_may_be_no_name() {
        let others = "Jo\t50\t40\nAl\t50\t50\n";
        assert_eq!(lone(&format!("{others}Mean\t50\t45\n"), &[]), [4]);
        assert_eq!(lone(&format!("{others}Mean\t50\tn/a\nCount\t2\t2\n"), &[]), [4, 5]);
        assert_eq!(lone(&format!("{others}Mean\t50\t45\nCount\t2\t2\n"), &[5]), [4]);
        for learner in ["Mean\t50\t45\nMo\t50\t50", "Max\t50\t45", "Count Basie\t50\t45", "Mean\t50\tyes"] {
            assert_eq!(lone(&format!("{others}{learner}\n"), &[]), [0; 0], "{learner}");
        }
    }

    #[test]
    fn where_most_of_a_list_is_names_alone_it_is_not_filled_in_yet() {
        assert_eq!(lone("One\t\t\nTwo\t\t\nJo\t50\t40\nAl\t50\t50\n", &[]), [2, 3]);
        assert_eq!(lone("One\t\t\nTwo\t\t\nJo\t50\t40\n", &[]), [0; 0]);
    }

    #[test]
    fn a_lone_label_is_a_section_only_when_it_cannot_be_a_name() {
        for text in ["Contacted:", "Year 7", "Group B", "Cohort 2025", "year 10"] {
            assert!(is_section(text), "{text}");
        }
        for text in [
            "Contacted",
            "NOT CONTACTED",
            " Not yet contacted ",
            "To be contacted (3)",
            "Waiting",
            "waiting list - 12",
            "Closed cases",
            "Current learners",
            "Completed",
            "At risk",
        ] {
            assert!(is_section(text), "{text}");
        }
        for text in
            ["Closed Madeup", "Not", "Cases", "Active Invented", "Will Closed", "New", "Open", "Early", "Contacted Jo"]
        {
            assert!(!is_section(text), "{text}");
        }
        for text in ["Contacts", "Jo Year", "Learner 12", "Class Clown", "Set Smith", "Tutor Madeup", "Page"] {
            assert!(!is_section(text), "{text}");
        }
    }
}
