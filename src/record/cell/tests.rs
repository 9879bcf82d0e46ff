//! Cells on both sides of every rule, column by column.

use super::*;

fn field(json: &str) -> Field {
    serde_json::from_str(&format!("{{ \"heading\": \"H\", {json} }}")).unwrap()
}

/// Reads a column and gives each cell as a value, `nothing`, `unknown` or the code of its problem.
fn column_as(field: &Field, writing: Writing, cells: &[Cell<'_>]) -> Vec<String> {
    let mut reader = Reader::new(field, writing);
    reader.settle(cells.iter().map(|cell| (*cell, 1)));
    let mut lists = Vec::new();
    let show = |outcome: Outcome, lists: &[Vec<i64>]| match outcome {
        Ok(Fact::Value(HAPPENED)) => "happened".to_string(),
        Ok(Fact::Value(value)) => match field.kind {
            Kind::Number | Kind::Count | Kind::Percent => Number(value).to_string(),
            Kind::Date | Kind::DateOrYes => date::spelled(i32::try_from(value).unwrap()),
            Kind::Dates => {
                let days = lists[usize::try_from(value).unwrap()]
                    .iter()
                    .map(|day| date::spelled(i32::try_from(*day).unwrap()));
                days.collect::<Vec<_>>().join(", ")
            }
            _ => value.to_string(),
        },
        Ok(Fact::Nothing) => "nothing".to_string(),
        Ok(Fact::Unknown) => "unknown".to_string(),
        Ok(Fact::Doubted) => "doubted".to_string(),
        Ok(other) => format!("{other:?}"),
        Err(problem) => problem.code,
    };
    cells
        .iter()
        .map(|cell| {
            let outcome = reader.read(*cell, &mut lists);
            show(outcome, &lists)
        })
        .collect()
}

fn column(json: &str, cells: &[&str]) -> Vec<String> {
    let cells: Vec<Cell<'_>> = cells.iter().map(|text| Cell { text, raw: Raw::Unknown }).collect();
    column_as(&field(json), Writing::default(), &cells)
}

fn raw(json: &str, cells: &[(&str, Raw)]) -> Vec<String> {
    let cells: Vec<Cell<'_>> = cells.iter().map(|(text, raw)| Cell { text, raw: *raw }).collect();
    column_as(&field(json), Writing::default(), &cells)
}

fn each(json: &str, cells: &[(&str, &str)]) {
    for (text, expected) in cells {
        assert_eq!(column(json, &[text]), [*expected], "{text:?}");
    }
}

fn problem(json: &str, text: &str) -> Problem {
    let field = field(json);
    let mut reader = Reader::new(&field, Writing::default());
    let cell = Cell { text, raw: Raw::Unknown };
    reader.settle(std::iter::once((cell, 1)));
    match reader.read(cell, &mut Vec::new()) {
        Err(problem) => *problem,
        Ok(fact) => panic!("{text} was read as {fact:?}"),
    }
}

const PERCENT: &str = r#""type": "percent""#;
const COUNT: &str = r#""type": "count""#;
const YES_NO: &str = r#""type": "yes-no""#;
const DATE: &str = r#""type": "date""#;

#[test]
fn percentages_are_read_with_the_sign_or_without() {
    assert_eq!(
        column(PERCENT, &["92%", "92", "92.0 %", "50\u{a0}%", "33.3 percent", "0", "100", "1"]),
        ["92", "92", "92", "50", "33.3", "0", "100", "1"]
    );
}

#[test]
fn a_column_without_a_number_over_one_holds_fractions_and_1_is_100_percent() {
    assert_eq!(
        column(PERCENT, &["0.92", "1", "0", "0.333", "n/a", ""]),
        ["92", "100", "0", "33.3", "unknown", "unknown"]
    );
    // Signs speak for themselves and prove nothing about the other cells.
    assert_eq!(column(PERCENT, &["0.5", "92%", "0.5%"]), ["50", "92", "0.5"]);
}

#[test]
fn a_number_between_0_and_1_beside_larger_ones_is_refused_and_spoils_only_itself() {
    assert_eq!(column(PERCENT, &["0.92", "92", "1.1", "0", "0.5%"]), ["ambiguous-percent", "92", "1.1", "0", "0.5"]);
    assert_eq!(column(PERCENT, &["0.92", "1.05"]), ["ambiguous-percent", "1.05"]);
    // Whoever writes 0.92 may mean 100 % by 1; whoever does not means 1 %, and so does a sign or a person who says so.
    assert_eq!(
        column(PERCENT, &["0.8", "60", "1", "1.0"]),
        ["ambiguous-percent", "60", "ambiguous-percent", "ambiguous-percent"]
    );
    assert_eq!(column(PERCENT, &["0.8%", "60", "1"]), ["0.8", "60", "1"]);
    assert_eq!(column(PERCENT, &["0.8", "60", "1%"]), ["ambiguous-percent", "60", "1"]);
    let field_of = field(PERCENT);
    let mut reader = Reader::new(&field_of, Writing::default());
    let cells = ["1", "0.8", "60"].map(|text| Cell { text, raw: Raw::Unknown });
    reader.settle(cells.iter().map(|cell| (*cell, 1)));
    let said = reader.read(cells[0], &mut Vec::new()).unwrap_err().message;
    assert_eq!(said, "`1` has two possible readings: 1 % or 100 %");
    // Where neither reading can be, there is nothing to choose from.
    let below = |min: &str, text: &str| {
        let field = field(&format!(r#""type": "percent", "min": {min}, "max": 100"#));
        let mut reader = Reader::new(&field, Writing::default());
        let cells = ["0.8", "60", text].map(|text| Cell { text, raw: Raw::Unknown });
        reader.settle(cells.iter().map(|cell| (*cell, 1)));
        reader.read(cells[2], &mut Vec::new()).map_err(|found| (found.code, found.message))
    };
    let out = |text: &str| Err(("percent-out-of-range".to_string(), format!("`{text}` is out of range")));
    assert_eq!([below("0", "-1"), below("0", "-0.5")], [out("-1"), out("-0.5")]);
    let both = Err(("ambiguous-percent".to_string(), "`-1` has two possible readings: -1 % or -100 %".to_string()));
    assert_eq!([below("-1", "-1"), below("-100", "-1")], [both.clone(), both]);
    let note = "Numbers are percentages; 2 above 0 and up to 1 may be fractions and are not read.";
    assert_eq!(reader.note().as_deref(), Some(note));
    let found = column_as(
        &field(PERCENT),
        Writing { percents: Some(PercentStyle::Fractions), ..Writing::default() },
        &[Cell { text: "0.92", raw: Raw::Unknown }, Cell { text: "1", raw: Raw::Unknown }],
    );
    assert_eq!(found, ["92", "100"]);
    let found = column_as(
        &field(PERCENT),
        Writing { percents: Some(PercentStyle::Percentages), ..Writing::default() },
        &[Cell { text: "0.92", raw: Raw::Unknown }, Cell { text: "1", raw: Raw::Unknown }],
    );
    assert_eq!(found, ["0.92", "1"]);
}

/// Reads a column of attendance under a heading, where whole numbers up to 3 may be scores.
fn attendance(heading: &str, percents: Option<PercentStyle>, cells: &[&str]) -> Vec<String> {
    let field = field(r#""type": "percent", "or_scores_to": 3"#);
    let mut reader = Reader::new(&field, Writing { percents, ..Writing::default() }).under(heading);
    let cells: Vec<Cell<'_>> = cells.iter().map(|text| Cell { text, raw: Raw::Unknown }).collect();
    reader.settle(cells.iter().map(|cell| (*cell, 1)));
    let read = |cell: &Cell<'_>| match reader.read(*cell, &mut Vec::new()) {
        Ok(Fact::Value(value)) => Number(value).to_string(),
        Ok(other) => format!("{other:?}"),
        Err(problem) => problem.message,
    };
    cells.iter().map(read).collect()
}

#[test]
fn whole_numbers_that_may_be_scores_are_asked_about_and_never_taken_for_percentages() {
    let asked = |text: &str| format!("`{text}` has two possible readings: a score or {text} %");
    assert_eq!(
        attendance("Attendance", None, &["2", "0", "3", ""]),
        [asked("2"), asked("0"), asked("3"), "Unknown".into()]
    );
    assert_eq!(attendance("Attendance", None, &["0"]), [asked("0")]);
    assert_eq!(attendance("Attendance", None, &["1", "0"]), [asked("1"), asked("0")]);
    // One number that no score can be, a sign, the heading or a person settles it.
    assert_eq!(attendance("Attendance", None, &["2", "0", "4"]), ["2", "0", "4"]);
    assert_eq!(attendance("Attendance", None, &["2", "2.5"]), ["2", "2.5"]);
    assert_eq!(attendance("Attendance", None, &["2", "96%"]), ["2", "96"]);
    assert_eq!(attendance("Attendance", None, &["0.5", "1"]), ["50", "100"]);
    for heading in ["Attendance %", "Attendance rate", "Percentage attendance"] {
        assert_eq!(attendance(heading, None, &["2", "0"]), ["2", "0"], "{heading}");
    }
    assert_eq!(attendance("Attendance", Some(PercentStyle::Percentages), &["2", "0"]), ["2", "0"]);
}

#[test]
fn a_lone_1_is_1_percent_or_100_so_it_is_refused_and_0_is_0() {
    assert_eq!(column(PERCENT, &["1", "0", "0"]), ["ambiguous-percent", "0", "0"]);
    assert_eq!(column(PERCENT, &["0"]), ["0"]);
    assert_eq!(column(PERCENT, &["1", "50%"]), ["ambiguous-percent", "50"]);
}

#[test]
fn a_percentage_stays_in_its_range() {
    each(
        PERCENT,
        &[
            ("100%", "100"),
            ("100.1%", "percent-out-of-range"),
            ("105 %", "percent-out-of-range"),
            ("-2", "percent-out-of-range"),
            ("9350", "percent-out-of-range"),
        ],
    );
    const BEHIND: &str = r#""type": "percent", "min": -1000, "max": 100"#;
    assert_eq!(
        column(BEHIND, &["2", "-12.5%", "-1000", "-1001", "101"]),
        ["2", "-12.5", "-1000", "percent-out-of-range", "percent-out-of-range"]
    );
    // Without one above 0 the minus may stand for what is behind.
    assert_eq!(column(BEHIND, &["0", "-12.5%", "-1001"]), ["0", "ambiguous-sign", "percent-out-of-range"]);
    assert_eq!(column(r#""type": "percent", "min": -1000, "max": 100"#, &["-0.05", "0.3"]), ["-5", "30"]);
}

#[test]
fn what_the_program_stores_counts_before_what_it_shows() {
    let cells = [
        ("88%", Raw::Number(0.8754)),
        ("92%", Raw::Number(0.92)),
        ("0.5", Raw::Number(0.5)),
        ("-", Raw::Number(0.0)),
        ("#N/A", Raw::Error),
    ];
    assert_eq!(raw(PERCENT, &cells), ["87.54", "92", "50", "0", "doubted"]);
    assert_eq!(
        raw(
            COUNT,
            &[
                ("3.00", Raw::Number(3.0)),
                ("1,200", Raw::Number(1200.0)),
                ("2-Jan", Raw::Date(46_024)),
                ("TRUE", Raw::Bool(true))
            ]
        ),
        ["3", "1200", "unreadable-number", "unreadable-number"]
    );
    assert_eq!(
        raw(r#""type": "number""#, &[("0.3", Raw::Number(0.1 + 0.2)), ("33.3", Raw::Number(33.3))]),
        ["0.3", "33.3"]
    );
    assert_eq!(
        raw(
            YES_NO,
            &[("TRUE", Raw::Bool(true)), ("WAHR", Raw::Bool(true)), ("1", Raw::Number(1.0)), ("2", Raw::Number(2.0))]
        ),
        ["1", "1", "1", "unreadable-yes-no"]
    );
    assert_eq!(
        raw(
            DATE,
            &[
                ("09/03/2026", Raw::Date(20_699)),
                ("x", Raw::Date(i32::MAX)),
                ("46023", Raw::Number(46_023.5)),
                ("12", Raw::Number(12.0))
            ]
        ),
        ["3 September 2026", "implausible-date", "1 January 2026", "unreadable-date"]
    );
    assert_eq!(raw(r#""type": "text""#, &[("00123", Raw::Text)]), ["0"]);
}

#[test]
fn counts_are_whole_and_not_below_nought() {
    each(
        COUNT,
        &[
            ("0", "0"),
            ("3", "3"),
            (" 3\u{a0}", "3"),
            ("3.0", "3"),
            ("007", "7"),
            ("1,200", "1200"),
            ("1,200,300", "1200300"),
            ("3.5", "number-not-in-steps"),
            ("-1", "number-out-of-range"),
            ("\u{2212}1", "number-out-of-range"),
        ],
    );
    each(
        COUNT,
        &[
            ("12 days", "unreadable-number"),
            ("3x", "unreadable-number"),
            ("(5)", "unreadable-number"),
            ("5+", "unreadable-number"),
            ("about 3", "unreadable-number"),
            ("1.23E+12", "unreadable-number"),
            ("12,00", "12"),
            ("abc", "unreadable-number"),
            ("1 200", "unreadable-number"),
            ("Yes", "unreadable-number"),
            ("99999999999999999999", "unreadable-number"),
        ],
    );
    each(r#""type": "count", "max": 40"#, &[("40", "40"), ("41", "number-out-of-range")]);
}

#[test]
fn numbers_keep_to_their_steps() {
    each(
        r#""type": "number", "min": 0, "step": "0.5""#,
        &[("1.5", "1.5"), ("2", "2"), ("1.25", "number-not-in-steps"), ("-0.5", "number-out-of-range"), (".5", "0.5")],
    );
}

#[test]
fn a_comma_is_read_only_when_it_has_one_reading() {
    each(
        r#""type": "number""#,
        &[
            ("92,0", "92"),
            ("92,5", "92.5"),
            ("-0,25", "-0.25"),
            ("0,333", "0.333"),
            ("1,200", "ambiguous-number"),
            ("1,200.5", "1200.5"),
            ("1,200,300", "1200300"),
            ("1.200,5", "unreadable-number"),
            ("1,20,300", "unreadable-number"),
            (",5", "unreadable-number"),
            ("1,", "unreadable-number"),
        ],
    );
    each(PERCENT, &[("92,5%", "92.5"), ("33,333", "ambiguous-number")]);
    each(COUNT, &[("12,5", "number-not-in-steps"), ("3,0", "3")]);
}

#[test]
fn missing_words_are_unknown_or_nothing_as_the_field_says() {
    for text in ["", " ", "\u{a0}", "n/a", "N/A", "NA", "n.a.", "not applicable", "None", "nil", "Nil", "-", "–", "—"]
    {
        assert_eq!(column(COUNT, &[text]), ["unknown"], "{text:?}");
        assert_eq!(column(r#""type": "date", "blank": "none""#, &[text]), ["nothing"], "{text:?}");
        assert_eq!(column(r#""type": "yes-no", "blank": "none""#, &[text]), ["nothing"], "{text:?}");
    }
}

#[test]
fn doubt_and_failed_formulas_are_in_doubt_in_every_field() {
    for text in [
        "?",
        "TBC",
        "tba",
        "unknown",
        "Not known",
        "n/k",
        "N/K",
        "TBD",
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#n/a",
    ] {
        for json in [
            COUNT,
            PERCENT,
            r#""type": "date", "blank": "none""#,
            r#""type": "yes-no", "blank": "none""#,
            r#""type": "letters", "letters": { "a": "one" }, "blank": "none""#,
        ] {
            assert_eq!(column(json, &[text]), ["doubted"], "{text} as {json}");
        }
    }
    each(COUNT, &[("####", "too-narrow")]);
}

#[test]
fn a_person_may_say_what_blank_means() {
    let cell = [Cell { text: "", raw: Raw::Unknown }];
    assert_eq!(
        column_as(&field(COUNT), Writing { blank: Some(Blank::None), ..Writing::default() }, &cell),
        ["nothing"]
    );
    assert_eq!(
        column_as(
            &field(r#""type": "date", "blank": "none""#),
            Writing { blank: Some(Blank::Unknown), ..Writing::default() },
            &cell
        ),
        ["unknown"]
    );
}

#[test]
fn yes_and_no_are_read_in_all_the_ways_people_write_them() {
    for text in ["Y", "y", "Yes", "YES", " yes ", "TRUE", "true", "T", "1", "1.0", "✓", "✔", "☑", "✅", "yes."] {
        assert_eq!(column(YES_NO, &[text]), ["1"], "{text}");
    }
    for text in ["N", "n", "No", "NO", "FALSE", "F", "0", "0.0", "✗", "✘", "☐"] {
        assert_eq!(column(YES_NO, &[text]), ["0"], "{text}");
    }
    each(
        YES_NO,
        &[
            ("Yes - 12/3", "unreadable-yes-no"),
            ("2", "unreadable-yes-no"),
            ("maybe", "unreadable-yes-no"),
            ("Y?", "unreadable-yes-no"),
            ("Yes/No", "unreadable-yes-no"),
        ],
    );
}

#[test]
fn an_x_alone_is_a_tick_beside_ticks_a_cross_and_beside_words_neither() {
    assert_eq!(column(YES_NO, &["x", "", "X", "-"]), ["1", "unknown", "1", "unknown"]);
    assert_eq!(column(YES_NO, &["x", "✓", ""]), ["0", "1", "unknown"]);
    assert_eq!(column(YES_NO, &["x", "Y", "N"]), ["ambiguous-mark", "1", "0"]);
    assert_eq!(column(YES_NO, &["x", "✓", "N"]), ["ambiguous-mark", "1", "0"]);
}

const CHOICE: &str = r#""type": "choice", "values": [ { "value": "at or above", "spellings": ["met", "1"] }, { "value": "below" }, { "value": "well below", "spellings": ["wb"] } ]"#;

#[test]
fn choices_are_known_whatever_their_case_and_punctuation() {
    each(
        CHOICE,
        &[
            ("At or above", "0"),
            ("AT-OR-ABOVE", "0"),
            ("met", "0"),
            ("1.0", "0"),
            ("Below", "1"),
            ("well  below", "2"),
            ("WB", "2"),
            ("above", "unreadable-choice"),
            ("10", "unreadable-choice"),
            ("below?", "unreadable-choice"),
        ],
    );
    assert!(problem(CHOICE, "fine").expected.contains("at or above, below or well below"));
}

const CHOICES: &str = r#""type": "choices", "blank": "none", "values": [ { "value": "Student" }, { "value": "ILR" }, { "value": "Parents/Carers" } ]"#;

#[test]
fn several_choices_in_a_cell_are_a_set() {
    each(
        CHOICES,
        &[
            ("Student", "1"),
            ("student, ilr", "3"),
            ("ILR; Parents/Carers", "6"),
            ("Student/ILR", "3"),
            ("Student and ILR", "3"),
            ("Student\nILR", "3"),
            ("Student, Student", "1"),
            ("", "nothing"),
            ("Student, Head", "unreadable-choice"),
        ],
    );
}

const LETTERS: &str = r#""type": "letters", "blank": "none", "letters": { "a": "one", "b": "two", "c": "three", "d": "four", "e": "five", "f": "six" }"#;

#[test]
fn letters_are_read_with_any_marks_between_and_words_are_not_letters() {
    each(
        LETTERS,
        &[
            ("a", "1"),
            ("a, c; f", "37"),
            ("acf", "37"),
            ("A/C", "5"),
            ("a and c", "5"),
            ("(a) (c)", "5"),
            ("d e f", "56"),
            ("", "nothing"),
            ("none", "nothing"),
        ],
    );
    each(
        LETTERS,
        &[
            ("bad", "unreadable-letters"),
            ("a-c", "unreadable-letters"),
            ("g", "unreadable-letters"),
            ("a1", "unreadable-letters"),
            ("yes", "unreadable-letters"),
            (",", "unreadable-letters"),
            ("aa", "unreadable-letters"),
        ],
    );
}

#[test]
fn a_date_or_yes_column_takes_either() {
    let json = r#""type": "date-or-yes", "blank": "none""#;
    each(
        json,
        &[
            ("02/03/2026", "2 March 2026"),
            ("Yes", "happened"),
            ("Y", "happened"),
            ("✓", "happened"),
            ("1", "happened"),
            ("No", "nothing"),
            ("0", "nothing"),
            ("", "nothing"),
            ("maybe", "unreadable-date"),
            ("31/02/2026", "impossible-date"),
        ],
    );
    assert_eq!(
        raw(json, &[("TRUE", Raw::Bool(true)), ("FALSE", Raw::Bool(false)), ("1", Raw::Number(1.0))]),
        ["happened", "nothing", "happened"]
    );
}

#[test]
fn no_in_a_date_column_means_that_it_has_not_happened_where_blank_means_so() {
    each(r#""type": "date", "blank": "none""#, &[("No", "nothing"), ("Yes", "unreadable-date")]);
    each(DATE, &[("No", "unreadable-date"), ("15/06/2026", "15 June 2026"), ("soon", "unreadable-date")]);
}

#[test]
fn several_dates_in_a_cell_are_a_sorted_list() {
    let json = r#""type": "dates", "blank": "none""#;
    each(
        json,
        &[
            ("12/09/2026; 05/09/2026", "5 September 2026, 12 September 2026"),
            ("12/09/2026 and 19/09/2026", "12 September 2026, 19 September 2026"),
            ("12/09/2026 19/09/2026", "12 September 2026, 19 September 2026"),
            ("12 Sept 2026, 19 Sept 2026", "12 September 2026, 19 September 2026"),
            ("12/09/2026\n12/09/2026", "12 September 2026"),
            ("2026-09-12", "12 September 2026"),
            ("", "nothing"),
            ("12/09/2026; soon", "unreadable-date"),
            ("12/09/2026; 31/02/2026", "impossible-date"),
        ],
    );
}

#[test]
fn a_date_with_two_readings_in_a_column_that_is_not_day_first_throughout_is_refused() {
    assert_eq!(
        column(DATE, &["03/04/2026", "13/01/2026", "01/13/2026", "05/05/2026"]),
        ["ambiguous-date", "13 January 2026", "13 January 2026", "5 May 2026"]
    );
    assert_eq!(column(DATE, &["03/04/2026", "01/13/2026"]), ["ambiguous-date", "13 January 2026"]);
    assert_eq!(column(DATE, &["03/04/2026"]), ["3 April 2026"]);
    let found = column_as(
        &field(DATE),
        Writing { dates: Some(Order::MonthFirst), ..Writing::default() },
        &[Cell { text: "03/04/2026", raw: Raw::Unknown }],
    );
    assert_eq!(found, ["4 March 2026"]);
}

#[test]
fn words_may_stand_for_numbers() {
    let json = r#""type": "count", "max": 3, "words": { "A": 0, "B": 1, "none": 0 }"#;
    each(json, &[("A", "0"), ("b", "1"), ("2", "2"), ("none", "0"), ("C", "unreadable-number"), ("", "unknown")]);
}

#[test]
fn a_problem_quotes_the_cell_cut_to_40_characters_and_says_what_to_do() {
    let found = problem(COUNT, &"very long ".repeat(9));
    let quoted = found.message.split('`').nth(1).unwrap();
    assert_eq!(quoted.chars().count(), 40);
    assert!(found.message.starts_with("cannot read") && !found.message.ends_with('.') && found.remedy.ends_with('.'));
    let found = problem(r#""type": "percent""#, "105 %");
    assert_eq!(
        (found.message.as_str(), found.expected.as_str()),
        ("`105 %` is out of range", "a percentage from 0 to 100")
    );
    assert_eq!(problem(DATE, "31/02/2026").message, "there is no day `31/02/2026`");
    assert_eq!(
        problem(r#""type": "number", "min": 0, "step": "0.5", "unit": "days""#, "1.3").expected,
        "a number of days from 0 up, in steps of 0.5"
    );
}

#[test]
fn nobody_is_told_to_clear_a_cell_where_a_blank_says_something() {
    let unreadable = [
        ("yes-no", "maybe"),
        ("date", "soon"),
        ("date", "31/02/2026"),
        ("date", "03/04/1026"),
        ("date-or-yes", "soon"),
        ("dates", "soon"),
        ("count", "many"),
        ("count", "-1"),
        ("percent", "105%"),
    ];
    for (kind, text) in unreadable {
        let known = problem(&format!(r#""type": "{kind}""#), text).remedy;
        assert!(known.ends_with("; clear the cell if it is not known."), "{kind}: {known}");
        let event = format!(r#""type": "{kind}", "blank": "none""#);
        let says = match kind {
            "yes-no" => "is taken as No",
            "count" | "percent" => "says that there is none",
            _ => "says that it has not happened",
        };
        let remedy = problem(&event, text).remedy;
        assert!(
            remedy.ends_with(&format!("; write `?` if it is not known, since a blank cell {says}.")),
            "{kind}: {remedy}"
        );
        assert_eq!(column(&event, &["?", ""]), ["doubted", "nothing"], "{kind}");
    }
    let choice = r#""type": "choice", "values": [{ "value": "success" }, { "value": "fail" }]"#;
    assert!(problem(choice, "hm").remedy.ends_with("; clear the cell if it is not known."));
    assert!(problem(&format!(r#"{choice}, "blank": "none""#), "hm").remedy.contains("; write `?` if it is not known"));
    // A person may say what a blank means.
    let date = field(DATE);
    let mut reader = Reader::new(&date, Writing { blank: Some(Blank::None), ..Writing::default() });
    let soon = Cell { text: "soon", raw: Raw::Unknown };
    reader.settle(std::iter::once((soon, 1)));
    assert!(reader.read(soon, &mut Vec::new()).unwrap_err().remedy.contains("; write `?` if it is not known"));
}
