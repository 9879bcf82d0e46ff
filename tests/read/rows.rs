//! Which rows are learners, and which are totals, titles or blank.

use crate::{RISK, codes, reading_with, text};
use bae_rules::record::headed::ReadOptions;
use bae_rules::record::{RowChoice, RowKind};
use bae_rules::table::paste;

#[test]
fn every_kind_of_row_is_told_apart_and_no_learner_is_dropped() {
    let sheet = "Class list\t\t\t\n\
                 Learner\tULN\tTarget %\tActual %\n\
                 Year 7\t\t\t\n\
                 Contacted:\t\t\t\n\
                 \tNot contacted\t\t\n\
                 Jo\t9276308686\t50\t40\n\
                 Al\t\t\t\n\
                 \t9276308686\t\t\n\
                 \t\t50\t50\n\
                 learner\tuln\ttarget %\tACTUAL %\n\
                 \t\t\t\n\
                 Totally Tom\t9276308686\t50\t50\n\
                 Average:\t\t50\t45\n\
                 \tTotal\t100\t90\n";
    let reading = text(RISK, sheet);
    use RowKind::{AboveHeadings, Blank, Headings, Learner, RepeatedHeadings, Section, Total};
    let expected = [
        AboveHeadings,
        Headings,
        Section,
        Section,
        Learner,
        Learner,
        Learner,
        Learner,
        Learner,
        RepeatedHeadings,
        Blank,
        Learner,
        Total,
        Total,
    ];
    // `Not contacted` stands in a column of identifiers, where a lone cell may be all that is known of a learner.
    assert_eq!(reading.records.kinds, expected);
    assert_eq!(codes(&reading), ["identifier-shape B5"]);
    let reading = text(RISK, &sheet.replace("ULN", "Notes").replace("uln", "notes"));
    assert_eq!(reading.records.kinds[4], Section);
}

#[test]
fn a_state_alone_in_the_name_column_is_a_title_and_with_anything_beside_it_a_learner() {
    let sheet = "Learner\tTarget %\tActual %\tComments\n\
                 Contacted\t\t\t\n\
                 Jo Madeup\t50\t40\t\n\
                 Not contacted\t\t\t\n\
                 Al Madeup\t\t\t\n\
                 Waiting\t50\t\t\n\
                 Closed\t\t\tin spring\n";
    use RowKind::{Headings, Learner, Section};
    assert_eq!(text(RISK, sheet).records.kinds, [Headings, Section, Learner, Section, Learner, Learner, Learner]);
}

/// The kinds of rows under `Learner`, `Target %`, `Actual %`, `Support requested`, as letters: Learner, Total, Blank.
fn letters(rows: &str, said: &[(u32, RowChoice)]) -> String {
    let options = ReadOptions { rows: said.iter().copied().collect(), ..ReadOptions::default() };
    let table = paste::parse(format!("Learner\tTarget %\tActual %\tSupport requested\n{rows}"));
    let kinds = reading_with(RISK, &table, &options).records.kinds;
    let letter = |kind: &RowKind| match kind {
        RowKind::Learner => 'L',
        RowKind::Total => 'T',
        RowKind::Blank => 'B',
        other => panic!("{other:?}"),
    };
    kinds[1..].iter().map(letter).collect()
}

#[test]
fn a_learner_whose_name_is_a_label_of_totals_as_well_is_a_learner() {
    for name in ["Max", "MIN", "Sum", "Mean", "Ave", "Count", "Overall", "Max (2)"] {
        let row = |cells: &str| format!("{name}\t{cells}\n");
        let (figures, words) = (row("50\t40\t"), row("50\t40\tN"));
        let others = "Jo\t50\t40\tN\nAl\t50\t40\tN\n";
        let totals = "Total\t100\t80\t\n";
        for (sheet, expected, why) in [
            (format!("{figures}{others}\n{totals}"), "LLLBT", "above other learners"),
            (format!("{others}{figures}"), "LLL", "the last of the list"),
            (format!("{others}{figures}{totals}"), "LLLT", "the last of the list, above a total"),
            (format!("{others}\n{figures}"), "LLBL", "by itself below a blank row"),
            (format!("{others}{figures}{}", row("60\t50\t")), "LLLL", "twice"),
            (format!("{others}\n{words}{totals}"), "LLBLT", "with more than figures"),
            (format!("{others}\n{}{totals}", row("\t\t")), "LLBLT", "with nothing else"),
            (format!("{others}\n{}{totals}", row("n/a\t-\t")), "LLBLT", "with words for nothing"),
            (format!("{others}\n{figures}{totals}"), "LLBTT", "apart from the learners, beside a total"),
            (format!("{others}{totals}{figures}"), "LLTT", "below a total"),
            (format!("{others}\n{}{totals}", row("n/a\t#DIV/0!\t5")), "LLBTT", "with an error and a figure"),
        ] {
            assert_eq!(letters(&sheet, &[]), expected, "{name}, {why}");
        }
    }
}

#[test]
fn totals_and_averages_of_a_class_a_year_or_a_school_are_no_learners() {
    let sheet = |label: &str| format!("Jo\t50\t40\tN\n{label}\t50\t40\t\nAl\t50\t40\tN\n");
    for label in ["Total ticked", "Year average", "Year 4 average", "School mean", "Whole school", "No. of pupils"] {
        assert_eq!(letters(&sheet(label), &[]), "LTL", "{label}");
    }
    // Somebody has answered for the whole school.
    assert_eq!(letters("Jo\t50\t40\tN\nWhole school\t50\t40\tN\n", &[]), "LL");
    for name in ["Count Basie", "Mean, Joe", "Total Tom", "Yearwood Average", "No Surname", "School Invented"] {
        assert_eq!(letters(&sheet(name), &[]), "LLL", "{name}");
    }
}

#[test]
fn several_labels_below_the_last_learner_are_totals() {
    let row = |name: &str| format!("{name}\t50\t40\t\n");
    let rows = |names: &[&str]| {
        names.iter().map(|name| if name.is_empty() { "\n".to_string() } else { row(name) }).collect::<String>()
    };
    for (names, expected) in [
        (&["Jo", "Max", "Min"][..], "LLL"),
        (&["Jo", "", "Max", "Min"], "LBTT"),
        (&["Jo", "Max", "Min", "Average"], "LTTT"),
        (&["Jo", "Max", "Max", "Average"], "LLLT"),
        (&["Jo", "Mean", "Max", "Min"], "LTTT"),
        (&["Jo", "Mean", "Max", "Min", "Al"], "LLLLL"),
        (&["Jo", "Mean", "Max", "Min", "", "Total", ""], "LTTTBTB"),
        // Max is the last of the list.
        (&["Jo", "Max", "", "Min", "Total"], "LLBTT"),
        (&["Jo", "Max", "", "Min", "Mean"], "LLBTT"),
        (&["Jo", "Max", "", "Min"], "LLBL"),
        (&["Jo", "Max", "Min", "", "Total"], "LLLBT"),
        (&["Jo", "Mean", "Median", "Max", "Min"], "LTTTT"),
        (&["Jo", "Max", "Total", "Mean"], "LTTT"),
        (&["Jo", "Max", "Total", "Max"], "LLTT"),
        (&["Max", "Min", "Mean"], "TTT"),
        (&["Count: 3", "Jo", "Max:"], "TLT"),
    ] {
        assert_eq!(letters(&rows(names), &[]), expected, "{names:?}");
    }
    // Of what a person has said the others take nothing.
    let sheet = rows(&["Jo", "", "Mean", "Max", "Total"]);
    assert_eq!(letters(&sheet, &[]), "LBTTT");
    assert_eq!(letters(&sheet, &[(5, RowChoice::Learner)]), "LBTLT");
    assert_eq!(letters(&sheet, &[(6, RowChoice::Learner)]), "LBTTL");
}

#[test]
fn a_number_by_which_a_learner_is_known_makes_a_learner_and_a_label_may_stand_in_another_column() {
    let kinds = |sheet: &str| text(RISK, sheet).records.kinds[1..].to_vec();
    use RowKind::{Learner, Total};
    let sheet = "Learner\tULN\tTarget %\tActual %\nJo\t\t50\t40\nTotal\t\t100\t80\nMax\tULN\t50\t40\n";
    assert_eq!(kinds(&sheet.replace("\tULN\t50", "\t9276308686\t50")), [Learner, Total, Learner]);
    assert_eq!(kinds(&sheet.replace("\tULN\t50", "\t\t50")), [Learner, Total, Total]);
    let sheet = "Notes\tLearner\tTarget %\tActual %\nx\tJo\t50\t40\nMax\t\t50\t40\n";
    assert_eq!(kinds(sheet), [Learner, Learner]);
    assert_eq!(kinds(&format!("{sheet}\t\t\t\nMin\t\t50\t40\nTotal\t\t100\t80\n"))[3..], [Total, Total]);
}

#[test]
fn a_first_name_beside_a_last_name_is_half_of_the_name_and_beside_a_whole_one_is_not() {
    let columns = |headings: &str| {
        let records = text(RISK, &format!("{headings}\tTarget %\tActual %\nx\tx\t50\t40\n")).records;
        (records.name_column, records.forename_column)
    };
    for headings in
        ["Surname\tForename", "Legal surname\tFirst name", "Last Name\tFirst Name(s)", "Family name\tGiven name"]
    {
        assert_eq!(columns(headings), (Some(0), Some(1)), "{headings}");
    }
    assert_eq!(columns("Forename\tLegal Surname"), (Some(1), Some(0)));
    assert_eq!(columns("Learner\tForename"), (Some(0), None));
    assert_eq!(columns("Forename\tTutor"), (Some(0), None));
    assert_eq!(columns("Surname\tTutor forename"), (Some(0), None));
    // Sum is the last name of Li, below the last learner and beside figures alone.
    let sheet = "Surname\tForename\tTarget %\tActual %\nSmith\tJo\t50\t40\nTotal\t\t50\t40\nSum\tLi\t50\t40\n";
    let kinds = |sheet: &str| text(RISK, sheet).records.kinds[1..].to_vec();
    assert_eq!(kinds(sheet), [RowKind::Learner, RowKind::Total, RowKind::Learner]);
    assert_eq!(kinds(&sheet.replace("Li", ""))[2], RowKind::Total);
}

#[test]
fn what_a_person_says_of_a_row_goes_before_what_it_looks_like() {
    use RowKind::{Blank, Learner, Section, Total};
    let sheet = "Learner\tTarget %\tActual %\nCarpentry\t\t\nJo\t50\t40\nYear 7\t\t\nTotal\t50\t40\n\t\t\n";
    let kinds = |rows: &[(u32, RowChoice)]| {
        let options = ReadOptions { rows: rows.iter().copied().collect(), ..ReadOptions::default() };
        reading_with(RISK, &paste::parse(sheet.to_string()), &options).records.kinds[1..].to_vec()
    };
    assert_eq!(kinds(&[]), [Learner, Learner, Section, Total, Blank]);
    assert_eq!(kinds(&[(2, RowChoice::Section)]), [Section, Learner, Section, Total, Blank]);
    assert_eq!(kinds(&[(4, RowChoice::Learner), (5, RowChoice::Learner)]), [Learner, Learner, Learner, Learner, Blank]);
    // Nobody is in a blank row, and the headings are the headings, whatever is said.
    assert_eq!(kinds(&[(6, RowChoice::Learner), (1, RowChoice::Learner)]), [Learner, Learner, Section, Total, Blank]);
}

#[test]
fn without_a_name_column_every_row_that_is_not_blank_or_a_total_is_a_learner() {
    let reading = text(RISK, "Target %\tActual %\tNotes\n50\t40\t\n\t\tlabel\n\t\t\n100\t90\tTotal\n");
    assert_eq!(reading.records.kinds[1..], [RowKind::Learner, RowKind::Learner, RowKind::Blank, RowKind::Learner]);
    let reading = text(RISK, "Notes\tTarget %\tActual %\n\t50\t40\nTotal\t50\t40\n");
    assert_eq!(reading.records.kinds[1..], [RowKind::Learner, RowKind::Total]);
}
