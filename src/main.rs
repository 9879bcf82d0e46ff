//! The command line: whole-school and whole-trust exports, with the same engine as every other host.

#[path = "main/lines.rs"]
mod lines;
#[path = "main/telling.rs"]
mod telling;
#[path = "main/usage.rs"]
mod usage;

use bae_rules::calendar::{Calendar, Day, Nation};
use bae_rules::functions;
use bae_rules::json;
use bae_rules::parts::{self, Call, Effort};
use bae_rules::policy::catalogue;
use bae_rules::policy::diff::diff;
use bae_rules::policy::load::load;
use bae_rules::policy::pack::Pack;
use bae_rules::policy::settings::{Organisation, Settings};
use bae_rules::policy::verify::{Finding, Kind as FindingKind, at_a_glance, unready, verify};
use bae_rules::problem::Problem;
use bae_rules::record::cell::PercentStyle;
use bae_rules::record::date::Order;
use bae_rules::render::text::{Format, pack_columns, with_results};
use bae_rules::render::{self, counts, difference, policy_page, policy_text, to_do};
use bae_rules::table::paste;
use bae_rules::tracker::{Choices, Tracker, all_built_in, built_in, not_applied};
use std::collections::BTreeMap;
use std::io::{BufRead, Read, Write};
use std::process::ExitCode;
use std::rc::Rc;
use telling::Telling;

/// How a command ended.
enum End {
    /// It was not understood; the words say why.
    Usage(String),
    /// A file or value could not be used.
    Failed(Vec<Problem>),
}

impl From<Vec<Problem>> for End {
    fn from(problems: Vec<Problem>) -> Self {
        End::Failed(problems)
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let asks_for_help = words.iter().any(|word| matches!(*word, "--help" | "-h"));
    let result = match words.split_first() {
        _ if asks_for_help => print(&usage::help(words.first().copied())),
        Some((&"classify", rest)) => classify(rest),
        Some((&"policies", [])) => policies(),
        Some((&"explain", rest)) => explain(rest),
        Some((&"verify", rest)) => verify_pack(rest),
        Some((&"diff", rest)) => difference_of(rest),
        Some((&"working-days", rest)) => working_days(rest),
        Some((&"catalogue", [])) => formula_catalogue(),
        Some((&"formulas", rest)) => formulas(rest),
        Some((&("--version" | "-V"), [])) => print(&format!("bae-rules {}\n", bae_rules::VERSION)),
        Some((&"help", rest)) => print(&usage::help(rest.first().copied())),
        Some((other, _)) => Err(End::Usage(format!("`{other}` is not a command"))),
        None => Err(End::Usage("no command was given".to_string())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(End::Usage(why)) => {
            eprint!("{}", usage::refused(words.first().copied(), &why));
            ExitCode::from(2)
        }
        Err(End::Failed(problems)) => {
            for problem in problems {
                eprintln!("bae-rules: {problem}");
            }
            ExitCode::from(1)
        }
    }
}

/// Writes to standard output; a reader that has gone away is no error.
fn print(text: &str) -> Result<(), End> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(End::Failed(vec![Problem::new(
            "cannot-write",
            format!("the answers could not be written: {error}"),
            "a place with room for them",
            "Make room, or write somewhere else.",
        )])),
        _ => Ok(()),
    }
}

/// The options that may be given several times.
const SEVERAL: [&str; 4] = ["--policy", "--pack", "--fractions", "--percentages"];

/// Options and plain words of a command.
struct Options<'a> {
    plain: Vec<&'a str>,
    named: Vec<(&'a str, &'a str)>,
}

impl<'a> Options<'a> {
    fn read(words: &[&'a str], known: &[&str]) -> Result<Self, End> {
        let mut options = Options { plain: Vec::new(), named: Vec::new() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if !word.starts_with("--") {
                options.plain.push(word);
                continue;
            }
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (*word, None),
            };
            if !known.contains(&name) {
                return Err(End::Usage(format!("`{name}` is not an option of this command")));
            }
            let value = match value {
                Some(value) => value,
                None => words.next().ok_or_else(|| End::Usage(format!("`{name}` needs a value")))?,
            };
            // The earlier of two would be dropped without a word.
            if !SEVERAL.contains(&name) && options.last(name).is_some() {
                return Err(End::Usage(format!("`{name}` is given twice; give it once")));
            }
            options.named.push((name, value));
        }
        Ok(options)
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &'a str> + '_ {
        let name = name.to_string();
        self.named.iter().filter(move |(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn last(&self, name: &str) -> Option<&'a str> {
        self.all(name).last()
    }
}

/// What a file is to be, and what to do where it is no text.
type Wanted = (&'static str, &'static str);
const TRACKER: Wanted =
    ("a text file with tabs or commas between its cells", "Save the sheet as CSV UTF-8 or as tab-separated text.");
const PACK: Wanted = ("a pack file, which is text in JSON", "Name the file of a policy.");
const SETTINGS: Wanted = ("a settings file, which is text in JSON", "Name the file that the page saved.");

fn read_text(path: &str, (wanted, remedy): Wanted) -> Result<String, End> {
    let mut bytes = Vec::new();
    let read = if path == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(path).map(|all| bytes = all)
    };
    if let Err(error) = read {
        return Err(End::Failed(vec![Problem::new(
            "cannot-read",
            format!("`{path}` cannot be read: {error}"),
            wanted,
            "Check the name and where the file is.",
        )]));
    }
    let text = paste::decode(bytes);
    if text.contains('\0') {
        return Err(End::Failed(vec![Problem::new(
            "not-text",
            format!("`{path}` is not a text file"),
            wanted,
            remedy,
        )]));
    }
    Ok(text)
}

/// The text of a tracker. A pack or settings file is none, though its lines hold commas.
fn tracker_text(path: &str) -> Result<String, End> {
    let text = read_text(path, TRACKER)?;
    if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') && json::parse(&text).is_ok() {
        return Err(End::Failed(vec![Problem::new(
            "not-a-tracker",
            format!("`{path}` holds JSON, as a pack or a settings file does, and no rows"),
            TRACKER.0,
            "Name the file of the tracker.",
        )]));
    }
    Ok(text)
}

/// What is wrong with what a file holds, with the file in front.
fn in_file(path: &str, mut problems: Vec<Problem>) -> End {
    for problem in &mut problems {
        problem.message = format!("`{path}`: {}", problem.message);
    }
    End::Failed(problems)
}

/// What is wrong with a pack, with its file and the line in front.
fn in_pack(path: &str, text: &str, mut problems: Vec<Problem>) -> End {
    for problem in &mut problems {
        // What is no pack at all says where by itself.
        let line = lines::of_message(text, &problem.message).filter(|_| !problem.message.starts_with("line "));
        let line = line.map(|line| format!(", line {line}")).unwrap_or_default();
        problem.message = format!("`{path}`{line}: {}", problem.message);
    }
    End::Failed(problems)
}

/// The pack of a file, ready to answer, and its text.
fn pack_file(path: &str) -> Result<(Pack, String), End> {
    let text = read_text(path, PACK)?;
    let pack = load(&text).map_err(|problems| in_pack(path, &text, problems))?;
    match unready(&pack) {
        problems if problems.is_empty() => Ok((pack, text)),
        problems => Err(in_pack(path, &text, problems)),
    }
}

/// The organisation's settings, from a file where one is named. `packs` are those that it may speak of.
fn organisation(options: &Options, packs: &[Rc<Pack>]) -> Result<Organisation, End> {
    let Some(path) = options.last("--settings") else { return Ok(Organisation::default()) };
    let known: Vec<&str> = packs.iter().map(|pack| pack.pack.as_str()).collect();
    let read = Organisation::read(&read_text(path, SETTINGS)?, &known).map_err(|problems| in_file(path, problems))?;
    match read.unknown_columns(packs.iter().map(Rc::as_ref)) {
        problems if problems.is_empty() => Ok(read),
        problems => Err(in_file(path, problems)),
    }
}

/// What stops the answers: the settings, with their file in front, or something else.
fn stopped(options: &Options, problems: Vec<Problem>) -> End {
    let of_settings = |problem: &Problem| ["bad-setting", "unknown-setting"].contains(&problem.code.as_str());
    match options.last("--settings").filter(|_| problems.iter().all(of_settings)) {
        Some(path) => in_file(path, problems),
        None => End::Failed(problems),
    }
}

fn day(text: &str, what: &str) -> Result<Day, End> {
    Day::parse(text)
        .ok_or_else(|| End::Usage(format!("{what} is `{text}`; expected a day of the calendar, written as 2026-04-08")))
}

/// The day where this computer stands, as a sheet or the page has it.
fn today() -> Result<Day, End> {
    #[cfg(not(target_arch = "wasm32"))]
    let here = Day::from_chrono(chrono::Local::now().date_naive());
    // There is no such program for wasm, but its tests have it compiled; no clock goes there.
    #[cfg(target_arch = "wasm32")]
    let here = None;
    here.ok_or_else(|| End::Usage("this computer's date is out of range; give --as-of".to_string()))
}

/// The day of the answers: the one that is asked for, or today, and then it is said.
fn as_of(options: &Options) -> Result<Day, End> {
    match options.last("--as-of") {
        Some(text) => day(text, "--as-of"),
        None => {
            let today = today()?;
            eprintln!("bae-rules: as at {} (today)", today.uk());
            Ok(today)
        }
    }
}

/// The options of `classify`.
const CLASSIFY: [&str; 9] =
    ["--policy", "--as-of", "--settings", "--pack", "--format", "--columns", "--dates", "--fractions", "--percentages"];

/// How columns of percentages are written, by their headings.
fn percents(options: &Options) -> Result<BTreeMap<String, PercentStyle>, End> {
    let mut all = BTreeMap::new();
    for (name, style) in [("--fractions", PercentStyle::Fractions), ("--percentages", PercentStyle::Percentages)] {
        for heading in options.all(name) {
            if all.insert(heading.to_string(), style).is_some_and(|other| other != style) {
                return Err(End::Usage(format!("`{heading}` holds either fractions or percentages, not both")));
            }
        }
    }
    Ok(all)
}

fn classify(words: &[&str]) -> Result<(), End> {
    let options = Options::read(words, &CLASSIFY)?;
    let [path] = options.plain.as_slice() else {
        return Err(End::Usage("classify takes one FILE, or - for standard input".to_string()));
    };
    let format = match options.last("--format").unwrap_or("tsv") {
        "tsv" => Some(Format::Tsv),
        "csv" => Some(Format::Csv),
        "json" | "counts" => None,
        other => return Err(End::Usage(format!("`{other}` is not a format: tsv, csv, json or counts"))),
    };
    let columns = options.last("--columns").unwrap_or("all");
    if !matches!(columns, "all" | "results" | "to-do") {
        let duties = if columns == "duties" { "; to-do lists the duties with the next actions" } else { "" };
        return Err(End::Usage(format!("`{columns}` is not a choice of columns: all, results or to-do{duties}")));
    }
    if columns == "to-do" && format.is_none() {
        return Err(End::Usage(
            "`--columns to-do` goes with --format tsv or csv; json has next actions and duties by row".to_string(),
        ));
    }
    let dates = match options.last("--dates") {
        None => None,
        Some("day-first") => Some(Order::DayFirst),
        Some("month-first") => Some(Order::MonthFirst),
        Some(other) => return Err(End::Usage(format!("`{other}` is not an order of dates: day-first or month-first"))),
    };
    let as_of = as_of(&options)?;
    let mut packs: Vec<Rc<Pack>> = all_built_in()?;
    let named: Vec<&str> = options.all("--policy").collect();
    let mut choices = Choices {
        policies: named.iter().map(ToString::to_string).collect(),
        dates,
        percents: percents(&options)?,
        unasked: true,
        ..Choices::default()
    };
    let mut given: Vec<(&str, Rc<Pack>)> = Vec::new();
    let mut pack_texts = Vec::new();
    for path in options.all("--pack") {
        let (pack, text) = pack_file(path)?;
        if let Some((other, _)) = given.iter().find(|(_, known)| known.pack == pack.pack) {
            return Err(End::Usage(format!("`{other}` and `{path}` both hold `{}`; give one of them", pack.pack)));
        }
        let faults = at_a_glance(&pack).len();
        if faults > 0 {
            let faults = if faults == 1 { "a fault".to_string() } else { format!("{faults} faults") };
            eprintln!(
                "bae-rules: `{path}` has {faults}, and is applied as it is. `bae-rules verify {path}` says which."
            );
        }
        let pack = Rc::new(pack);
        parts::put_in_place(&mut packs, Rc::clone(&pack));
        given.push((path, pack));
        pack_texts.push(text);
    }
    for (path, pack) in given.iter().filter(|(_, pack)| !named.is_empty() && !named.contains(&pack.pack.as_str())) {
        eprintln!(
            "bae-rules: `{path}` is not applied: `--policy` names others. Add `--policy {}`, or leave out `--policy`.",
            pack.pack
        );
    }
    for name in &choices.policies {
        if !packs.iter().any(|pack| pack.pack == *name) {
            built_in(name)?;
        }
    }
    let organisation = organisation(&options, &packs)?;
    choices.headings =
        organisation.columns.iter().map(|(field, heading)| (field.to_string(), heading.clone())).collect();
    // What is to be done is listed by its days, over all rows.
    if let Some(format) = format.filter(|_| columns != "to-do")
        && in_parts(
            path,
            Call {
                packs: pack_texts,
                choices: choices.clone(),
                organisation: organisation.clone(),
                as_of,
                format,
                only_results: columns == "results",
                effort: Effort::of_this_machine(),
            },
        )?
    {
        return Ok(());
    }
    let mut tracker = Tracker::new(paste::parse(tracker_text(path)?));
    tracker.read(&packs, &choices);
    let problems = tracker.evaluate(as_of, &organisation);
    if !problems.is_empty() {
        return Err(End::Failed(problems));
    }
    for (_, pack) in given.iter().filter(|_| named.is_empty()) {
        if let Some(problem) = not_applied(pack, &tracker.applied) {
            eprintln!("bae-rules: {problem}");
        }
    }
    if tracker.applied.is_empty() {
        return Err(no_policy(&tracker, path, &packs));
    }
    let stopped = tracker.stopped();
    if !stopped.is_empty() {
        return Err(self::stopped(&options, stopped));
    }
    let mut telling = Telling::default();
    [tracker.headings_not_here(&organisation), tracker.told()]
        .iter()
        .flatten()
        .for_each(|problem| telling.tell(problem));
    telling.end();
    match format {
        Some(format) if columns == "results" => print(&pack_columns(&tracker, format)),
        Some(format) if columns == "to-do" => print(&to_do_list(&tracker, format)?),
        Some(format) => print(&with_results(&tracker, format)),
        None if options.last("--format") == Some("counts") => print(&return_figures(&tracker)?),
        None => print(&render::json::text(&tracker)),
    }?;
    let learners = tracker
        .applied
        .iter()
        .any(|applied| applied.reading.records.kinds.contains(&bae_rules::record::RowKind::Learner));
    if learners { Ok(()) } else { Err(End::Failed(Vec::new())) }
}

/// Why a table is of no use to some policies: it holds nothing, or nothing that is a heading of theirs.
fn no_policy(tracker: &Tracker, path: &str, packs: &[Rc<Pack>]) -> End {
    if let Some(problem) = paste::check(&tracker.table) {
        return End::Failed(vec![problem]);
    }
    let titles: Vec<&str> = packs.iter().map(|pack| pack.title.as_str()).collect();
    let (of, expected) = match titles.as_slice() {
        [title] => (*title, format!("the headings of {title}")),
        _ => ("any policy", format!("the headings of one of: {}", titles.join(", "))),
    };
    End::Failed(vec![Problem::new(
        "no-policy",
        format!("no heading of `{path}` belongs to {of}"),
        expected,
        "Check that the file holds its heading row.",
    )])
}

fn formula_catalogue() -> Result<(), End> {
    let mut text = serde_json::to_string_pretty(&functions::catalogue::catalogue()?).unwrap_or_default();
    text.push('\n');
    print(&text)
}

/// Answers formula calls until the input ends: a line in, a line out, at once, whatever the line holds.
fn formulas(words: &[&str]) -> Result<(), End> {
    if !words.is_empty() {
        return Err(End::Usage("formulas takes its calls from standard input, one JSON object a line".to_string()));
    }
    let mut formulas = functions::Formulas::default();
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) => {
                return Err(End::Failed(vec![Problem::new(
                    "cannot-read",
                    format!("standard input cannot be read: {error}"),
                    "one call a line",
                    "Start the command again.",
                )]));
            }
        }
        let mut answer = formulas.call(String::from_utf8_lossy(&line).trim());
        answer.push('\n');
        print(&answer)?;
        if std::io::stdout().flush().is_err() {
            return Ok(());
        }
    }
}

/// What is to be done, as a table; refused where no policy asks for anything.
fn to_do_list(tracker: &Tracker, format: Format) -> Result<String, End> {
    if !tracker.applied.iter().any(|applied| applied.pack.has_to_do()) {
        let used: Vec<&str> = tracker.applied.iter().map(|applied| applied.pack.title.as_str()).collect();
        return Err(End::Failed(vec![Problem::new(
            "nothing-to-do",
            format!("{} has no next actions and no duties", used.join(" and ")),
            "a tracker of a policy that has some, such as learner-at-risk",
            "Leave out `--columns to-do`, or name the policy with `--policy`.",
        )]));
    }
    let list = to_do::text(tracker, format);
    if list.lines().count() < 2 {
        eprintln!(
            "bae-rules: nothing is known to be due; a duty is assessed only where the tracker has the columns for it"
        );
    }
    Ok(list)
}

/// What a return asks for, as a table; refused where no policy counts for one.
fn return_figures(tracker: &Tracker) -> Result<String, End> {
    let figures = counts::counted(tracker);
    if figures.is_empty() {
        let used: Vec<&str> = tracker.applied.iter().map(|applied| applied.pack.title.as_str()).collect();
        return Err(End::Failed(vec![Problem::new(
            "no-counts",
            format!("{} counts for no return", used.join(" and ")),
            "a tracker of a policy that does, such as mir-recording",
            "Leave out `--format counts`, or name the policy with `--policy`.",
        )]));
    }
    Ok(counts::text(&figures, Format::Tsv))
}

/// A file of this many bytes is classified in parts.
const LONG: u64 = 4 * 1024 * 1024;

/// Classifies a long file in parts; false where it is short, is no file, or has to be read as a whole.
fn in_parts(path: &str, call: Call) -> Result<bool, End> {
    let Ok(mut file) = std::fs::File::open(path) else { return Ok(false) };
    if !file.metadata().is_ok_and(|about| about.is_file() && about.len() >= LONG) {
        return Ok(false);
    }
    let mut telling = Telling::default();
    let written =
        parts::classify(&mut file, &call, &mut std::io::stdout().lock(), &mut |problem| telling.tell(problem));
    telling.end();
    match written {
        Ok(outcome) => Ok(outcome == parts::Outcome::Written),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(true),
        Err(error) => Err(End::Failed(vec![Problem::new(
            "cannot-read-or-write",
            format!("`{path}` could not be read to its end, or the answers could not be written: {error}"),
            "a file that stays as it is, and room for the answers",
            "Try again, or write somewhere else.",
        )])),
    }
}

fn policies() -> Result<(), End> {
    let mut text = String::new();
    for pack in all_built_in()? {
        text.push_str(&format!("{}\t{}\t{}\t{}\n", pack.pack, pack.version, pack.title, pack.about));
    }
    print(&text)
}

/// The rules of a pack in its own order, or one rule in full.
fn explain(words: &[&str]) -> Result<(), End> {
    let options = Options::read(words, &["--format"])?;
    let (name, wanted) = match options.plain.as_slice() {
        [name] => (*name, None),
        [name, rule] => (*name, Some(*rule)),
        _ => return Err(End::Usage("explain takes a POLICY and at most one RULE".to_string())),
    };
    let pack = named_pack(name)?;
    match (options.last("--format").unwrap_or("text"), wanted) {
        ("text", _) => {}
        ("html", None) => return print(&policy_page::html(&pack, &Settings::defaults(&pack)?, today().ok())),
        ("html", Some(_)) => return Err(End::Usage("--format html shows a whole policy, not one rule".to_string())),
        (other, _) => return Err(End::Usage(format!("`{other}` is not a format here: text or html"))),
    }
    let settings = Settings::defaults(&pack)?;
    let Some(wanted) = wanted else { return print(&policy_text::text(&pack, &settings, today().ok())) };
    match policy_text::of_rule(&pack, &settings, wanted) {
        Some(text) => print(&text),
        None => Err(End::Failed(vec![Problem::new(
            "unknown-rule",
            format!("`{wanted}` is not a rule of {}", pack.title),
            "the id of a rule or setting",
            format!("Run `bae-rules explain {}` to see them all.", pack.pack),
        )])),
    }
}

/// A pack by its name or from a file.
fn named_pack(name: &str) -> Result<Rc<Pack>, End> {
    Ok(pack_and_text(name)?.0)
}

/// The same with the text of the file, where it is one.
fn pack_and_text(name: &str) -> Result<(Rc<Pack>, Option<String>), End> {
    let path = std::path::Path::new(name);
    // What is written as a file is missed as a file.
    let of_file = path.exists() || path.extension().is_some() || path.components().count() > 1;
    if catalogue::built_in(name).is_none() && of_file {
        pack_file(name).map(|(pack, text)| (Rc::new(pack), Some(text)))
    } else {
        built_in(name).map(|pack| (pack, None)).map_err(|mut problems| {
            for problem in problems.iter_mut().filter(|problem| problem.code == "unknown-policy") {
                problem.message.push_str(", and there is no such file");
                problem.expected.push_str(", or a pack file");
            }
            End::Failed(problems)
        })
    }
}

/// Checks a pack: what its rules leave open, say twice, or say against themselves, each with a row that shows it.
fn verify_pack(words: &[&str]) -> Result<(), End> {
    let [name] = words else {
        return Err(End::Usage("verify takes one PACK: a policy's name or a pack file".to_string()));
    };
    let (pack, source) = pack_and_text(name)?;
    let findings = verify(&pack);
    let mut text = String::new();
    for finding in &findings {
        let rows = finding.rows.join(", ");
        let place = if finding.rule.is_empty() { pack.pack.clone() } else { finding.rule.clone() };
        let line = source.as_ref().and_then(|source| line_of(source, finding));
        let file = line.map(|line| format!("{name}, line {line}: ")).unwrap_or_default();
        let gap = if rows.is_empty() { "" } else { " " };
        text.push_str(&format!("{file}{place}{gap}{rows}: {}\n    {}\n", finding.sentence, finding.remedy));
        for (lead, witness) in [("For example", &finding.witness), ("and", &finding.beside)] {
            let shown: Vec<String> = witness
                .iter()
                .map(|(field, value)| format!("{field}: {}", if value.is_empty() { "blank" } else { value }))
                .collect();
            if !shown.is_empty() {
                let day = finding.as_of.map(|day| format!(", as at {}", day.uk())).unwrap_or_default();
                text.push_str(&format!("    {lead}{day}: {}\n", shown.join("; ")));
            }
        }
    }
    match findings.len() {
        0 => print(&format!("{} {}: nothing to report\n", pack.pack, pack.version)),
        _ => {
            print(&text)?;
            Err(End::Failed(Vec::new()))
        }
    }
}

/// The line of a pack file on which what was found stands.
fn line_of(source: &str, finding: &Finding) -> Option<usize> {
    let example = || finding.sentence.strip_prefix('`').and_then(|rest| rest.split_once("`: "));
    match example().filter(|_| finding.kind == FindingKind::WrongExample) {
        Some((claim, _)) => lines::of_names(source, &[claim]),
        None => {
            let names: Vec<&str> =
                [&finding.rule].into_iter().chain(finding.rows.first()).map(String::as_str).collect();
            lines::of_names(source, &names)
        }
    }
}

/// What changes between two versions of a pack: regions of facts, and with `--rows` the rows of a tracker.
fn difference_of(words: &[&str]) -> Result<(), End> {
    let (flags, words): (Vec<&str>, Vec<&str>) = words.iter().copied().partition(|word| *word == "--all");
    let detail = if flags.is_empty() { difference::Detail::InShort } else { difference::Detail::All };
    let options = Options::read(&words, &["--rows", "--as-of", "--settings"])?;
    let [old, new] = options.plain.as_slice() else {
        return Err(End::Usage("diff takes two packs, OLD and NEW: a policy's name or a pack file each".to_string()));
    };
    let (old, new) = (named_pack(old)?, named_pack(new)?);
    if old.pack != new.pack {
        return Err(End::Failed(vec![Problem::new(
            "two-policies",
            format!("`{}` and `{}` are two policies", old.pack, new.pack),
            "two versions of one policy",
            "Name two packs with the same `pack`.",
        )]));
    }
    let found = diff(&old, &new)?;
    let Some(path) = options.last("--rows") else {
        if let Some(name) = ["--as-of", "--settings"].iter().find(|name| options.last(name).is_some()) {
            return Err(End::Usage(format!("`{name}` goes with --rows")));
        }
        return print(&difference::text(&old, &new, &found, None, detail));
    };
    let as_of = as_of(&options)?;
    let packs: Vec<Rc<Pack>> = all_built_in()?.into_iter().chain([Rc::clone(&old), Rc::clone(&new)]).collect();
    let organisation = organisation(&options, &packs)?;
    let table = paste::parse(tracker_text(path)?);
    let read = difference::Read::of(&old, &new, &table, as_of, &organisation)
        .map_err(|problems| stopped(&options, problems))?;
    if !read.before.knows_a_heading() && !read.after.knows_a_heading() {
        return Err(no_policy(&read.after, path, &[new]));
    }
    let mut telling = Telling::default();
    let problems = [read.after.headings_not_here(&organisation), read.problems()];
    problems.iter().flatten().for_each(|problem| telling.tell(problem));
    telling.end();
    let rows = read.changes();
    print(&difference::text(&old, &new, &found, Some((path, as_of, &rows)), detail))?;
    if rows.learners > 0 { Ok(()) } else { Err(End::Failed(Vec::new())) }
}

fn working_days(words: &[&str]) -> Result<(), End> {
    // A count such as -1 is a plain word here, though it begins like an option.
    let options = Options::read(words, &["--nation"])?;
    let [date, count] = options.plain.as_slice() else {
        return Err(End::Usage("working-days takes a DATE and a number of days".to_string()));
    };
    let date = day(date, "DATE")?;
    let count: i64 = count.parse().map_err(|_| End::Usage(format!("`{count}` is not a whole number of days")))?;
    let nation = match options.last("--nation") {
        None => Nation::EnglandAndWales,
        Some(name) => Nation::parse(name).ok_or_else(|| {
            End::Usage(format!("`{name}` is not a nation: england-and-wales, scotland or northern-ireland"))
        })?,
    };
    let found = Calendar::of(Some(nation))
        .add_working_days(date, count)
        .map_err(|uncovered| End::Failed(vec![uncovered.into()]))?;
    print(&format!("{found}\n"))
}
