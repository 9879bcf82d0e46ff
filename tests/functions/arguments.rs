//! Ranges, days and arguments that do not fit, and calls that are none.

use super::*;

/// Boxes to tick reach down to rows that wait for a learner.
#[test]
fn a_row_of_boxes_that_are_not_ticked_is_blank() {
    let headings = ["Learner", "Target %", "Actual %", "Support requested", "Serious case"];
    let rows = || {
        json!([
            ["Amber", 50, 50, false, false],
            [null, null, null, false, false],
            [null, null, null, false, true],
            [null, null, null, "FALSE", null],
            [null, null, null, null, null],
        ])
    };
    assert_eq!(texts("RISK", &headings, rows()), ["Low", "", "Cannot decide", "Cannot decide", ""]);
    let checks = texts("CHECK", &headings, rows());
    assert_eq!((checks[1].as_str(), checks[2].is_empty()), ("", false), "a tick, or a word, is somebody's");
}

/// `=BAE.RISK($A$1:$Z$1, A2:Z4)` copied one column to the right reads every value under its neighbour's heading.
#[test]
fn rows_that_begin_in_another_column_than_their_headings_are_refused() {
    let args = json!([[["Learner", "Target %", "Actual %"]], [["Amber", 50, 50]], { "date": "2026-04-08" }]);
    let asked = |rows: u32, headings: Value| {
        let call =
            json!({ "name": "RISK", "args": args, "first_column": rows, "headings_column": headings }).to_string();
        serde_json::from_str::<Value>(&Formulas::default().call(&call)).unwrap()
    };
    assert_eq!(
        asked(28, json!(27))["error"]["text"],
        "rows begins in column AB and headings in column AA; expected the same columns in both. Write both with `$` before their \
         columns, such as $A$1:$Z$1 and $A$2:$Z$200: then they stay where they are when the formula is copied."
    );
    assert_eq!(asked(27, json!(27))["grid"], json!([["Low"]]));
    assert_eq!(asked(28, Value::Null)["grid"], json!([["Low"]]), "a host that does not know");
}

#[test]
fn an_answer_says_which_day_it_is_for() {
    let tracker =
        |as_of: Value| json!(["Risk rating", [["Learner", "Target %", "Actual %"]], [["Amber", 50, 20]], as_of]);
    let given = answer("WHY", tracker(json!({ "date": "2026-01-02" })));
    assert_eq!(given["as_of"], "2026-01-02");
    let given = given["grid"][0][0].as_str().unwrap().to_string();
    let left_out = answer("WHY", tracker(Value::Null));
    assert_eq!(left_out["as_of"], "2026-04-08");
    assert_eq!(left_out["grid"][0][0], format!("As at 8 April 2026. {given}"));
    let no_day = call(&mut Formulas::default(), &json!({ "name": "WHY", "args": tracker(Value::Null) }));
    assert_eq!(
        no_day["error"]["text"],
        "as_of is missing, and the day of the calculation is not known; expected a day. Give a date, or a cell that holds one."
    );
}

#[test]
fn an_argument_that_does_not_fit_is_named_with_what_was_found_and_what_to_do() {
    let headings = json!([["Learner", "Target %", "Actual %"]]);
    let rows = json!([["Amber", 50, 50]]);
    for (name, args, wanted) in [
        ("RISC", json!([]), "`RISC` is not a function; expected one of RISK, STAGE, NEXT"),
        ("RISK", json!([headings]), "rows is missing; expected: The rows below the headings"),
        ("RISK", json!([[[null, null]], rows]), "headings is blank; expected the cells with the tracker's headings."),
        (
            "RISK",
            json!([[["Learner"]], rows]),
            "headings is 1 columns wide and rows is 3; expected the same columns in both.",
        ),
        (
            "RISK",
            json!([[["Shoe", "Hat", "Coat"]], rows]),
            "headings: no heading is one that the policy knows; expected those of Learner",
        ),
        (
            "RISK",
            json!([headings, rows, 0]),
            "as_of is 0, which is what an empty cell may arrive as; expected a date of 1990 to 2099.",
        ),
        (
            "RISK",
            json!([headings, rows, "03/04/2026"]),
            "as_of is `03/04/2026`, which may be 3 April 2026 or 4 March 2026;",
        ),
        ("RISK", json!([headings, rows, "soon"]), "as_of is `soon`; expected a date of 1990 to 2099."),
        (
            "RISK",
            json!([headings, rows, [["2026-04-08", "2026-04-09"]]]),
            "as_of is a range of 2 cells; expected one cell.",
        ),
        ("RISK", json!([headings, rows, "2026-04-08", 1]), "RISK was given 4 arguments; expected at most 3."),
        ("WHY", json!(["Risk ratting", headings, rows]), "decision is `Risk ratting`; expected one of"),
        (
            "WHY",
            json!(["Review due", [["Learner", "Copies agreed"]], [["Amber", "Student"]]]),
            "headings has no column for the answer Review due; expected one of `Course type`.",
        ),
        (
            "BAND",
            json!(["Behaviour", 3]),
            "area is `Behaviour`, which is measured in several ways; expected one of them: Behaviour incidents,",
        ),
        (
            "BAND",
            json!(["Weather", 3]),
            "area is `Weather`; expected one of Behaviour incidents, Suspensions this year,",
        ),
        (
            "DEADLINE",
            json!([{ "date": "2026-04-08" }, 5, "france"]),
            "nation is `france`; expected one of england-and-wales, scotland, northern-ireland.",
        ),
    ] {
        let text = error(name, args);
        assert!(text.starts_with(wanted), "{text}\nis not\n{wanted}");
        assert!(text.ends_with(['.', '?']), "{text}");
    }
}

#[test]
fn a_call_that_is_not_one_is_answered_too() {
    let mut formulas = Formulas::default();
    for (text, wanted) in [
        ("", "the call cannot be read: line 1, column 1: a value is missing"),
        ("[1", "the call cannot be read: line 1, column"),
        (r#"{"nome": "RISK"}"#, "the call cannot be read: line 1, column 2: `nome` is not a key here"),
        (
            r#"{"name": "RISK", "args": [[[{"day": 1}]]]}"#,
            "the call cannot be read: line 1, column 29: `{...}` does not fit here; expected a cell:",
        ),
        (
            r#"{"name": "RISK", "first_row": 0}"#,
            "the call cannot be read: line 1, column 31: `0` does not fit here; expected a whole number from 1",
        ),
        (r#"{"name": "VERSION", "settings": "{"}"#, "the settings file cannot be read: line 1, column 2"),
    ] {
        let answer: Value = serde_json::from_str(&formulas.call(text)).unwrap();
        let said = answer["error"]["text"].as_str().unwrap_or_else(|| panic!("{text} gives {answer}"));
        assert!(said.starts_with(wanted), "{said}\nis not\n{wanted}");
    }
    assert!(formulas.call(r#"{"name": "version"}"#).contains("bae-rules "));
}
