//! The benchmark's workload: a pack that is loaded as any other gives, to the byte, the output that the workload fixes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use bae_rules::calendar::Day;
use bae_rules::decision::Status;
use bae_rules::policy::field::{Field, Kind};
use bae_rules::policy::load::load;
use bae_rules::policy::settings::Organisation;
use bae_rules::ready::{Column, Ready, ReadyAnswer, Values};
use bae_rules::render::text::{Format, pack_columns};
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in};
use std::fmt::Write;
use std::rc::Rc;

const HASHES: [(u32, &str, &str); 2] = [
    (
        1_000,
        "16a364f741cd08923275cdfd56eacf3715e00fa053759c9053f7f02d2e94a090",
        "f3a3484aa6c9c0b93cdd20388b78130aa5d062e7ea8d0cfaa08b560b671af820",
    ),
    (
        10_000,
        "ecca516f32cde95444203b27fd3ee49a0e318f28f5769e10e60e11279be67972",
        "0f555623ae1b8be044770867aeff47c11948e496c07900e420c58f8b02db920f",
    ),
];

/// The rows of the workload as text; `bench/workload.mjs` makes the same.
fn input(rows: u32) -> String {
    let mut x: u32 = 20_260_320;
    let mut next = |k: u32| {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x >> 16) % k
    };
    let day = |days: u32| Day::from_days(i64::from(days)).unwrap().to_string();
    let mut out = "id\tattendance_pct\tlessons_missed_consecutive\tunexplained_absences\thomework_missed_consecutive\tpct_behind_plan\tbehaviour_incidents\tsuspensions\temotional_score\tstart_date\tdays_since_progress\tcancelled_visits_4w\tstage1_sent_date\tstage1_response\tstage2_sent_date\n".to_string();
    for n in 1..=rows {
        let (c, w, t) = (next(4), next(1001), next(201));
        let attendance = if c == 0 { w } else { 800 + t };
        let mut low = |k: u32| next(k).min(next(k));
        let (missed, unexplained, homework) = (low(7), low(6), low(7));
        let behind = i64::from(low(71)) - 10;
        let incidents = low(21);
        let suspensions = low(4).min(low(4));
        let (score, start, progress) = (next(41), 20_332 + next(200), next(91));
        let cancelled = next(5).min(next(5));
        let (sent, first) = (next(4) >= 2, 20_458 + next(75));
        let (response, second, gap) = (next(3), next(2) == 1, 7 + next(21));
        write!(out, "S{n:06}\t{}.{}\t{missed}\t{unexplained}\t{homework}\t{behind}\t{incidents}\t{suspensions}\t{score}\t{}\t{progress}\t{cancelled}\t", attendance / 10, attendance % 10, day(start)).unwrap();
        if sent {
            write!(out, "{}\t{}\t", day(first), ["", "yes", "no"][response as usize]).unwrap();
            if second && response != 1 && first + gap <= 20_532 {
                out.push_str(&day(first + gap));
            }
        } else {
            out.push_str("\t\t");
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_workload_gives_the_output_it_fixes() {
    let pack = Rc::new(load(include_str!("bench/workload.json")).unwrap_or_else(|problems| panic!("{problems:#?}")));
    let organisation = Organisation::read(include_str!("bench/settings.json"), &["workload"]).unwrap();
    for (rows, before, after) in HASHES {
        let text = input(rows);
        assert_eq!(sha256(text.as_bytes()), before);
        let mut tracker = Tracker::new(paste::parse(text));
        tracker.read(&[Rc::clone(&pack)], &Choices::default());
        assert_eq!(tracker.evaluate(Day::parse("2026-03-20").unwrap(), &organisation), []);
        let out = pack_columns(&tracker, Format::Tsv);
        assert_eq!(sha256(out.as_bytes()), after, "{}", out.lines().take(6).collect::<Vec<_>>().join("\n"));
    }
}

/// A cell as the number that stands for it in a column of numbers.
fn number(field: &str, text: &str) -> f64 {
    match field {
        _ if text.is_empty() => f64::NAN,
        "id" => 0.0,
        "stage1_response" => {
            if text == "yes" {
                1.0
            } else {
                2.0
            }
        }
        _ => text.parse().unwrap_or_else(|_| f64::from(Day::parse(text).unwrap().days())),
    }
}

#[test]
fn columns_of_numbers_and_single_rows_give_the_answers_of_the_text() {
    let pack = load(include_str!("bench/workload.json")).unwrap();
    let organisation = Organisation::read(include_str!("bench/settings.json"), &["workload"]).unwrap();
    let as_of = Day::parse("2026-03-20").unwrap();
    let text = input(1_000);
    let fields: Vec<String> = text.lines().next().unwrap().split('\t').map(str::to_string).collect();
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(1)
        .map(|line| fields.iter().zip(line.split('\t')).map(|(field, cell)| number(field, cell)).collect())
        .collect();
    let mut ready = Ready::new(&pack, &organisation, as_of, &fields).unwrap();
    let columns: Vec<Vec<f64>> = (0..fields.len()).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
    let columns: Vec<Column> =
        columns.iter().map(|values| Column { values: Values::F64(values), per: 1.0, blank: None }).collect();
    let numbers = ready.columns(&columns).unwrap();

    let decisions: Vec<String> = ready.decisions().map(str::to_string).collect();
    let words: Vec<Vec<ReadyAnswer>> = (0..decisions.len()).map(|at| ready.answers(at, 0)).collect();
    let mut tracker = Tracker::new(paste::parse(text));
    tracker.read(&[Rc::new(pack)], &Choices::default());
    tracker.evaluate(as_of, &organisation);
    let out = pack_columns(&tracker, Format::Tsv);
    for (row, line) in out.lines().skip(1).enumerate() {
        let mut cells = line.split('\t').skip(1);
        let of = |at: usize| &words[at][numbers[at * 1_000 + row] as usize];
        let answers: Vec<&ReadyAnswer> = (0..decisions.len()).map(of).collect();
        // The list of all risk rules that hold has no column of its own: its rules are the reasons for the risk.
        for (id, answer) in decisions.iter().zip(&answers).filter(|(id, _)| *id != "risk_rules") {
            assert_eq!((answer.status, answer.outcome.as_deref()), (Status::Decided, cells.next()), "{id}: {line}");
        }
        let told = decisions.iter().zip(&answers).filter(|(id, _)| *id != "risk");
        let rules: Vec<&str> = told.flat_map(|(_, answer)| &answer.rules).map(String::as_str).collect();
        assert_eq!(Some(rules.join(" ").as_str()), cells.next(), "{line}");
        // Asked again, a row is answered by what was kept of it.
        for time in ["first", "second"] {
            let alone = ready.row(&rows[row]).to_vec();
            assert_eq!(
                alone,
                (0..decisions.len()).map(|at| numbers[at * 1_000 + row]).collect::<Vec<_>>(),
                "{time}: {line}"
            );
        }
    }
}

/// Values of a field: those of every kind that a program may give, blanks and what cannot be read among them.
fn values_of(field: &Field) -> Vec<f64> {
    let day = |text: &str| f64::from(Day::parse(text).unwrap().days());
    match field.kind {
        Kind::Date | Kind::DateOrYes => {
            vec![f64::NAN, f64::INFINITY, day("2026-03-02"), day("2026-02-09"), day("2025-11-21"), day("2026-03-19")]
        }
        Kind::YesNo => vec![f64::NAN, 0.0, 1.0, 7.0],
        Kind::Choice => {
            (0..=field.values.len()).map(|at| f64::from(u32::try_from(at).unwrap())).chain([f64::NAN, 99.0]).collect()
        }
        _ => vec![f64::NAN, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 12.0, 31.0, 88.5, 92.0, 100.0, 1e9],
    }
}

#[test]
fn a_row_by_itself_is_answered_as_it_is_among_others_however_much_of_it_is_missing() {
    let as_of = Day::parse("2026-03-20").unwrap();
    for pack in all_built_in().unwrap() {
        let taken = |field: &Field| !matches!(field.kind, Kind::Text | Kind::Dates);
        let fields: Vec<(String, Vec<f64>)> = pack
            .fields
            .iter()
            .filter(|(_, field)| taken(field))
            .map(|(name, field)| (name.to_string(), values_of(field)))
            .collect();
        let names: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
        if names.is_empty() {
            continue;
        }
        // Each row differs from the one before it in a few values, so that rows meet what was kept of others.
        let mut x: u32 = 1;
        let mut next = |below: usize| {
            x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (x >> 16) as usize % below
        };
        let mut row: Vec<f64> = fields.iter().map(|(_, values)| values[next(values.len())]).collect();
        let mut rows: Vec<Vec<f64>> = Vec::new();
        for _ in 0..120 {
            for _ in 0..3 {
                let at = next(fields.len());
                row[at] = fields[at].1[next(fields[at].1.len())];
            }
            rows.push(row.clone());
        }
        let among: Vec<Vec<f64>> = (0..names.len()).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
        let among: Vec<Column> =
            among.iter().map(|values| Column { values: Values::F64(values), per: 1.0, blank: None }).collect();
        let new = || Ready::new(&pack, &Organisation::default(), as_of, &names).unwrap();
        let (mut together, mut alone) = (new(), new());
        let numbers = together.columns(&among).unwrap();
        let decisions = together.decisions().count();
        let first: Vec<Vec<u32>> = rows.iter().map(|row| alone.row(row).to_vec()).collect();
        let words = |ready: &Ready| (0..decisions).map(|at| ready.answers(at, 0)).collect::<Vec<_>>();
        let (of_all, of_one) = (words(&together), words(&alone));
        for (at, row) in rows.iter().enumerate() {
            assert_eq!(alone.row(row), first[at], "{}: row {at}, asked again", pack.pack);
            for decision in 0..decisions {
                let (all, one) = (numbers[decision * rows.len() + at], first[at][decision]);
                assert_eq!(of_one[decision][one as usize], of_all[decision][all as usize], "{}: {row:?}", pack.pack);
            }
        }
    }
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let pack = load(include_str!("bench/workload.json")).unwrap();
    let as_of = Day::parse("2026-03-20").unwrap();
    let of = |fields: &[&str]| {
        let fields: Vec<String> = fields.iter().map(ToString::to_string).collect();
        Ready::new(&pack, &Organisation::default(), as_of, &fields)
    };
    assert_eq!(of(&["attendence_pct"]).unwrap_err()[0].code, "unknown-field");
    let mut ready = of(&["attendance_pct", "suspensions"]).unwrap();
    let column = |values| Column { values: Values::U8(values), per: 1.0, blank: None };
    assert_eq!(ready.columns(&[column(&[90])]).unwrap_err()[0].code, "uneven-columns");
    assert_eq!(ready.columns(&[column(&[90]), column(&[0, 1])]).unwrap_err()[0].code, "uneven-columns");
    // Tenths, and a number that stands for a blank.
    let tenths = Column { values: Values::U16(&[959, 960, 1001]), per: 10.0, blank: None };
    let blank = Column { values: Values::I8(&[0, 0, 0]), per: 1.0, blank: Some(0.0) };
    let numbers = ready.columns(&[tenths, blank]).unwrap();
    let attendance = ready.answers(0, 0);
    let outcomes: Vec<Option<&str>> =
        numbers[..3].iter().map(|number| attendance[*number as usize].outcome.as_deref()).collect();
    assert_eq!(outcomes, [Some("W"), Some("G"), None]);
    assert_eq!(attendance[numbers[2] as usize].status, Status::OutOfRange);
    assert_eq!(ready.answers(1, 0)[numbers[3] as usize].status, Status::NeedsInput);
}

/// SHA-256, as the workload's hashes are written.
fn sha256(bytes: &[u8]) -> String {
    let primes: Vec<u64> = (2..312).filter(|n| (2..*n).all(|d| n % d != 0)).collect();
    let fraction = |n: u64, root: u32| {
        let (mut low, mut high) = (0u128, 1u128 << 40);
        while high - low > 1 {
            let middle = (low + high) / 2;
            if middle.pow(root) <= u128::from(n) << (32 * root) { low = middle } else { high = middle }
        }
        low as u32
    };
    let k: Vec<u32> = primes.iter().take(64).map(|n| fraction(*n, 3)).collect();
    let mut state: Vec<u32> = primes.iter().take(8).map(|n| fraction(*n, 2)).collect();
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    padded.resize((padded.len() + 8).next_multiple_of(64) - 8, 0);
    padded.extend((bytes.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks(64) {
        let mut w: Vec<u32> = block.chunks(4).map(|four| u32::from_be_bytes(four.try_into().unwrap())).collect();
        for at in 16..64 {
            let (a, b) = (w[at - 15], w[at - 2]);
            let small = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
            let large = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
            w.push(w[at - 16].wrapping_add(small).wrapping_add(w[at - 7]).wrapping_add(large));
        }
        let mut s = state.clone();
        for at in 0..64 {
            let one = s[4].rotate_right(6) ^ s[4].rotate_right(11) ^ s[4].rotate_right(25);
            let choice = (s[4] & s[5]) ^ (!s[4] & s[6]);
            let first = s[7].wrapping_add(one).wrapping_add(choice).wrapping_add(k[at]).wrapping_add(w[at]);
            let two = s[0].rotate_right(2) ^ s[0].rotate_right(13) ^ s[0].rotate_right(22);
            let most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
            s.rotate_right(1);
            s[4] = s[4].wrapping_add(first);
            s[0] = first.wrapping_add(two).wrapping_add(most);
        }
        for (known, new) in state.iter_mut().zip(s) {
            *known = known.wrapping_add(new);
        }
    }
    state.iter().map(|word| format!("{word:08x}")).collect()
}
