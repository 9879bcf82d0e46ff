//! One function for each reader: takes any bytes, and fails where the reader stops or contradicts itself. The fuzzer
//! looks for such bytes; `tests/corpora.rs` reads those that were kept.

use bae_rules::boundary::{CellIn, CellKind, EvaluateCall, ReadCall, ResultCall, Session, SheetRow, TypedCell};
use bae_rules::calendar::{Calendar, Day, Nation};
use bae_rules::evaluate::compile::compile;
use bae_rules::evaluate::decide::Answerer;
use bae_rules::evaluate::facts::Facts;
use bae_rules::functions::Formulas;
use bae_rules::functions::catalogue::{Does, FUNCTIONS};
use bae_rules::json::{self, Json, Value};
use bae_rules::number::Number;
use bae_rules::policy::load::load;
use bae_rules::policy::pack::Pack;
use bae_rules::policy::settings::{Organisation, Settings};
use bae_rules::policy::{unary, verify};
use bae_rules::record::Fact;
use bae_rules::record::cell::{Reader, Writing};
use bae_rules::record::date;
use bae_rules::render::text::{Format, push_line, with_results};
use bae_rules::table::{Cell, Raw, Table, paste as text};
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use std::rc::Rc;

const AS_OF: &str = "2026-04-08";

thread_local! {
    static PACKS: Vec<Rc<Pack>> = all_built_in().unwrap_or_default();
}

/// The built-in packs, loaded once.
pub fn packs() -> Vec<Rc<Pack>> {
    PACKS.with(Clone::clone)
}

fn as_of() -> Day {
    Day::parse(AS_OF).unwrap_or_else(|| unreachable!("{AS_OF} is a day"))
}

fn cells_of(table: &Table) -> Vec<Vec<String>> {
    table.rows().map(|row| row.cells().map(|cell| cell.text.to_string()).collect()).collect()
}

/// Pasted text: rows are numbered on, and what is written again is read as the same cells.
pub fn paste(data: &[u8]) {
    let table = text::parse(text::decode(data.to_vec()));
    let _ = text::check(&table);
    for (at, row) in table.rows().enumerate() {
        assert_eq!(row.number as usize, at + 1);
        assert!(!row.is_empty());
    }
    let cells = cells_of(&table);
    if table.width() > 1 && cells.iter().flatten().all(|cell| !cell.contains(['\t', '\r', '\n', '"', '\u{feff}'])) {
        let mut again = String::from("sep=\t\n");
        cells.iter().for_each(|row| push_line(&mut again, Format::Tsv, row.iter().map(String::as_str)));
        assert_eq!(cells_of(&text::parse(again)), cells);
    }
}

/// A file on its whole way: every row of it is given back once and in place.
pub fn tracker(data: &[u8]) {
    let mut tracker = Tracker::new(text::parse(text::decode(data.to_vec())));
    tracker.read(&packs(), &Choices::default());
    assert!(tracker.evaluate(as_of(), &Organisation::default()).is_empty());
    let _ = tracker.problems();
    if tracker.applied.is_empty() {
        return;
    }
    for row in 0..tracker.table.len() {
        let _ = tracker.explain(row);
        let _ = tracker.duties(row);
    }
    let quoted = tracker
        .table
        .rows()
        .flat_map(|row| row.cells().collect::<Vec<_>>())
        .any(|cell| cell.text.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']));
    let written = with_results(&tracker, Format::Tsv);
    if !quoted {
        assert_eq!(written.lines().count(), tracker.table.len());
    }
}

/// Cells of clipboard HTML or a workbook: lines are rows, tabs part cells, and a first character says what a cell is.
pub fn cells(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let cell = |cell: &str| {
        let typed = |k, t: &str| CellIn::Typed(TypedCell { t: t.to_string(), k, v: t.parse().ok() });
        match (cell.get(..1), cell.get(1..)) {
            (Some("#"), Some(t)) => typed(CellKind::Number, t),
            (Some("@"), Some(t)) => typed(CellKind::Date, t),
            (Some("?"), Some(t)) => typed(CellKind::Bool, t),
            (Some("!"), Some(t)) => typed(CellKind::Error, t),
            (Some("'"), Some(t)) => typed(CellKind::Text, t),
            _ => CellIn::Text(cell.to_string()),
        }
    };
    let rows: Vec<SheetRow> =
        (3..).zip(text.lines()).map(|(n, line)| SheetRow { n, c: line.split('\t').map(cell).collect() }).collect();
    let mut session = Session::from_cells(&rows);
    let read = session.read(&ReadCall::default());
    assert!(read.learners <= rows.len());
    let _ = session.evaluate(&EvaluateCall { as_of: AS_OF.to_string(), settings: None });
    let indices: Vec<u32> = (0..).take(rows.len()).collect();
    assert_eq!(session.rows(&indices).len(), rows.len());
    for (index, row) in rows.iter().enumerate().take(2) {
        session.set_cell(index, row.c.len() + 1, "12");
    }
    let _ = session.evaluate(&EvaluateCall { as_of: AS_OF.to_string(), settings: None });
    let lines = session.result(&ResultCall { format: "tsv".to_string(), heading: true, columns: None });
    assert!(lines.lines().all(|line| !line.split('\t').any(|cell| cell.starts_with(['=', '+', '-', '@']))));
}

/// One cell read for a field, which the first byte chooses: a value is one that the field allows.
pub fn value(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(rest);
    let _ = date::written(&text);
    let packs = packs();
    let fields = packs.iter().flat_map(|pack| pack.fields.iter().map(move |(name, field)| (pack, name, field)));
    let count = packs.iter().map(|pack| pack.fields.iter().count()).sum::<usize>().max(1);
    for (pack, name, field) in fields.skip(usize::from(*choice) % count).take(1) {
        for raw in [Raw::Unknown, text.parse().map_or(Raw::Text, Raw::Number)] {
            let mut reader = Reader::new(field, Writing::default());
            let cell = Cell { text: &text, raw };
            reader.settle(std::iter::once((cell, 1)));
            let mut lists = Vec::new();
            if let Ok(Fact::Value(value)) = reader.read(cell, &mut lists)
                && let (true, Some(min), Some(max)) = (lists.is_empty(), field.min, field.max)
            {
                assert!(min.0 <= value && value <= max.0, "{} {name}: {value}", pack.pack);
            }
        }
    }
}

/// A number that is read is written as one that is equal.
pub fn number(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(number) = Number::parse(&text) {
        assert_eq!(Number::parse(&number.to_string()), Some(number), "{text}");
    }
}

/// A cell of a rule that is read is written as one that is equal.
pub fn unary(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(test) = unary::parse(&text) {
        let written = test.to_string();
        assert_eq!(unary::parse(&written).as_ref(), Ok(&test), "{text} is written {written}");
    }
}

/// JSON: refused and accepted as another reader does it, and read as the same.
pub fn json(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let ours = json::parse(text);
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert!(same(ours, theirs), "{text}: {ours:?}, {theirs}"),
        (Ok(_), Err(error)) => {
            // A number that no float can hold, or deeper than that reader follows.
            let words = error.to_string();
            assert!(words.contains("number out of range") || words.contains("recursion limit"), "{text}: {words}");
        }
        (Err(problem), Ok(_)) => unreachable!("{text} is JSON: {problem}"),
        (Err(_), Err(_)) => {}
    }
}

fn same(ours: &Json, theirs: &serde_json::Value) -> bool {
    match (&ours.value, theirs) {
        (Value::Missing | Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(a), serde_json::Value::Bool(b)) => a == b,
        (Value::Number(a), serde_json::Value::Number(b)) => {
            // The other reader takes the nearest float but one, at times.
            let (Ok(a), Some(b)) = (a.parse::<f64>(), b.as_f64()) else { return false };
            (a - b).abs() <= a.abs() * 1e-12
        }
        (Value::Text(a), serde_json::Value::String(b)) => a == b,
        (Value::List(a), serde_json::Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        // A key that is there twice is there once with the other reader.
        (Value::Object(a), serde_json::Value::Object(b)) => {
            a.len() != b.len()
                || a.iter().all(|(key, value)| b.get(key.text().unwrap_or_default()).is_some_and(|b| same(value, b)))
        }
        _ => false,
    }
}

/// An organisation's settings: what is accepted can be answered under.
pub fn settings(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let packs = packs();
    let known: Vec<&str> = packs.iter().map(|pack| pack.pack.as_str()).collect();
    let Ok(organisation) = Organisation::read(&text, &known) else { return };
    let mut tracker =
        Tracker::new(text::parse("Learner\tTarget %\tActual %\tStage 1 email\nA\t60\t30\t2026-03-30\n".to_string()));
    tracker.read(&packs, &Choices::default());
    let _ = tracker.evaluate(as_of(), &organisation);
    let _ = tracker.explain(1);
    let _ = tracker.problems();
}

/// A pack: what is accepted can be compiled, checked and asked, or is refused with reasons.
pub fn pack(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let pack = match load(&text) {
        Ok(pack) => pack,
        Err(problems) => return assert!(!problems.is_empty()),
    };
    let Ok(settings) = Settings::defaults(&pack) else { unreachable!("a loaded pack accepts its own defaults") };
    let calendar = Calendar::of(Nation::parse("england-and-wales"));
    match compile(&pack, &settings, &calendar, as_of()) {
        Err(problems) => assert!(!problems.is_empty()),
        Ok(program) => {
            let mut answerer = Answerer::new(&program);
            for fact in [Fact::Unknown, Fact::NoColumn, Fact::Value(0), Fact::Value(1_000_000_000)] {
                let facts = vec![fact; pack.fields.iter().count()];
                assert_eq!(answerer.row(&Facts { facts: &facts, lists: &[] }).len(), program.answers.len());
            }
        }
    }
    let _ = verify::verify(&pack);
}

/// A formula: the text of a call as it stands, or, easier to come by, one whose first byte chooses the function and whose
/// other lines are its arguments: a line is a row, tabs part cells, a blank line parts arguments, and a first character
/// says what a cell is, as in `cells`. Whatever it is, the answer is a grid or an error; asked again, of an engine that has
/// answered others or of a new one, it is the same.
pub fn formula(data: &[u8]) {
    thread_local! {
        static FORMULAS: std::cell::RefCell<Formulas> = std::cell::RefCell::default();
    }
    let text = String::from_utf8_lossy(data);
    let (call, rows) = if text.starts_with('{') { (text.into_owned(), None) } else { formula_call(&text) };
    let answer = FORMULAS.with_borrow_mut(|formulas| formulas.call(&call));
    // A new one loads every policy.
    let again = match data.len() % 16 {
        0 => Formulas::default().call(&call),
        _ => FORMULAS.with_borrow_mut(|formulas| formulas.call(&call)),
    };
    assert_eq!(again, answer, "asked again: {call}");
    let Ok(read) = serde_json::from_str::<serde_json::Value>(&answer) else { unreachable!("{call}: {answer}") };
    let Some(grid) = read.get("grid").and_then(serde_json::Value::as_array) else {
        let text = read.pointer("/error/text").and_then(serde_json::Value::as_str);
        assert!(text.is_some_and(|text| !text.is_empty()), "{call}: {answer}");
        return;
    };
    if let Some(rows) = rows {
        let widths: Vec<usize> = grid.iter().filter_map(|row| row.as_array().map(Vec::len)).collect();
        assert_eq!(widths.len(), grid.len(), "{call}: {answer}");
        assert!(widths.windows(2).all(|two| two.first() == two.last()), "{call}: {answer}");
        assert!(rows.is_none_or(|rows| rows == grid.len()), "{call}: {answer}");
    }
}

/// The call, and how many rows its answer has, where that is known.
fn formula_call(text: &str) -> (String, Option<Option<usize>>) {
    use serde_json::{Value, json};
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default();
    let choice = usize::from(first.bytes().next().unwrap_or_default());
    let Some(function) = FUNCTIONS.get(choice % FUNCTIONS.len().max(1)) else { unreachable!("there are formulas") };
    let number = |t: &str| t.parse::<f64>().ok().map_or_else(|| Value::from(t), Value::from);
    let cell = |cell: &str| match (cell.get(..1), cell.get(1..)) {
        (None, _) => Value::Null,
        (Some("#"), Some(t)) => number(t),
        (Some("@"), Some(t)) => json!({ "date": t }),
        (Some("?"), Some(t)) => Value::from(t == "1"),
        (Some("!"), Some(t)) => json!({ "error": t }),
        _ => Value::from(cell),
    };
    let mut args: Vec<Vec<Vec<Value>>> = vec![Vec::new()];
    for line in lines {
        match (line, args.last_mut()) {
            ("", _) | (_, None) => args.push(Vec::new()),
            (line, Some(rows)) => rows.push(line.split('\t').map(cell).collect()),
        }
    }
    // A range is a rectangle.
    for range in &mut args {
        let width = range.iter().map(Vec::len).max().unwrap_or(0);
        range.iter_mut().for_each(|row| row.resize(width, Value::Null));
    }
    let rows = matches!(function.does, Does::Results { .. } | Does::Why | Does::Check)
        .then(|| function.parameters.iter().position(|parameter| parameter.name == "rows"))
        .flatten()
        .and_then(|at| args.get(at))
        .map(Vec::len)
        .filter(|rows| *rows > 0);
    (json!({ "name": function.name, "args": args, "today": AS_OF }).to_string(), Some(rows))
}
