//! Long files, classified in parts by all processors at once, in memory that does not grow with the file.
//!
//! What only all rows together can tell is how columns are written: whether days come first, whether percentages are
//! fractions. So the file is gone through twice. The first pass looks through the cells, part by part, and adds up what
//! they prove; it also counts the rows and finds the widest. Where it finds totals at the end of the file under words that can
//! be names, the cells are looked through once more without them. The second reads, decides and writes each part, under the
//! headings of the whole, as if it stood where it does; the answers are those of the whole file, byte for byte.

use crate::calendar::Day;
use crate::policy::fit;
use crate::policy::load::load;
use crate::policy::pack::{Pack, RuleKind};
use crate::policy::settings::Organisation;
use crate::policy::settings::Settings;
use crate::problem::Problem;
use crate::record::RowKind;
use crate::record::cell::Evidence;
use crate::record::read::Known;
use crate::record::rows::HeadingRow;
use crate::record::totals::Closing;
use crate::render::text::{Format, Part, write_part};
use crate::table::Table;
use crate::table::paste::{self, Style};
use crate::tracker::{Choices, Tracker, all_built_in, not_applied};
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

/// The first bytes of a file, which decide how it is cut into rows and where its headings are.
const HEAD_BYTES: usize = 256 * 1024;
/// A part that holds no whole row up to here is no table that can be cut.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What is asked of a file.
#[derive(Debug, Clone)]
pub struct Call {
    /// The texts of packs besides those that are built in.
    pub packs: Vec<String>,
    /// What a person has said about how to read the table.
    pub choices: Choices,
    /// The organisation's settings.
    pub organisation: Organisation,
    /// The day of the answers.
    pub as_of: Day,
    /// How rows are written.
    pub format: Format,
    /// Whether the policies' own columns are written alone.
    pub only_results: bool,
    /// How it is divided.
    pub effort: Effort,
}

/// How a file is divided.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// About how many bytes a part has.
    pub part_bytes: usize,
    /// How many parts are worked on at once.
    pub workers: usize,
}

impl Effort {
    /// All processors of this machine. A part takes some thirty times its bytes of memory while it is worked on, so parts
    /// are the smaller the more are worked on at once.
    pub fn of_this_machine() -> Self {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        Effort { part_bytes: (4 * 1024 * 1024 / workers).clamp(64 * 1024, 1024 * 1024), workers }
    }
}

/// Puts a pack in the place of the one of its name, or behind the others.
pub fn put_in_place(packs: &mut Vec<Rc<Pack>>, pack: Rc<Pack>) {
    match packs.iter_mut().find(|known| known.pack == pack.pack) {
        Some(known) => *known = pack,
        None => packs.push(pack),
    }
}

impl Call {
    /// The packs, loaded anew: each thread has its own. Words for numbers are those of the organisation, so that no part is
    /// read twice.
    fn packs(&self) -> Vec<Rc<Pack>> {
        let mut packs = all_built_in().unwrap_or_default();
        for pack in self.packs.iter().filter_map(|text| load(text).ok()) {
            put_in_place(&mut packs, Rc::new(pack));
        }
        for pack in &mut packs {
            let settings = Settings::with(pack, &self.organisation.pack(&pack.pack));
            if let Some(fitted) = settings.ok().and_then(|settings| fit::words(pack, &settings)) {
                *pack = Rc::new(fitted);
            }
        }
        packs
    }
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All rows were written.
    Written,
    /// Nothing was written: this file has to be read as a whole, to be answered or to be refused.
    AsAWhole,
}

/// What the head of a file settles, for every thread.
#[derive(Debug, Clone)]
struct Plan<'c> {
    call: &'c Call,
    style: Style,
    utf8: bool,
    /// The text of all rows up to the headings, and how many they are.
    above: String,
    rows_above: usize,
    /// The policies that apply, and where each finds the headings.
    policies: Vec<(String, HeadingRow)>,
    /// For each of them the row from which words that can be names are totals, once that is known.
    totals_from: Vec<Option<u32>>,
    /// The packs that do not fit, and the columns that are not used and might have been meant.
    unconfirmed: Vec<Problem>,
}

/// A part of the file: whole rows.
#[derive(Debug, Clone, Copy)]
struct Place {
    at: u64,
    len: usize,
    /// The sheet's number of its first row.
    number: u32,
}

/// What looking through a part tells.
#[derive(Debug, Default)]
struct Look {
    rows: u32,
    width: usize,
    /// By policy, field and column.
    evidence: Vec<Vec<Vec<Evidence>>>,
    /// By policy, what stands below the last learner.
    closing: Vec<Closing>,
    /// True for text that cannot be cut into parts after all.
    unfit: bool,
}

/// A part that is written.
#[derive(Debug, Default)]
struct Done {
    text: String,
    problems: Vec<Problem>,
}

/// Classifies a file in parts. `tell` is given each problem of the file's rows, in order.
///
/// # Errors
/// When the file cannot be read, or the output cannot be written.
pub fn classify<R: Read + Seek>(
    file: &mut R,
    call: &Call,
    out: &mut dyn Write,
    tell: &mut dyn FnMut(&Problem),
) -> io::Result<Outcome> {
    for utf8 in [true, false] {
        let Some(mut plan) = plan(file, call, utf8)? else { continue };
        let Some(Seen { places, width, mut evidence, totals_from }) = look_through(file, &plan)? else { continue };
        plan.totals_from = totals_from;
        if plan.totals_from.iter().any(Option::is_some) {
            evidence = look_again(file, &plan, &places)?;
        }
        plan.unconfirmed.iter().for_each(&mut *tell);
        write_parts(file, &plan, &places, width, evidence, out, tell)?;
        return Ok(Outcome::Written);
    }
    Ok(Outcome::AsAWhole)
}

fn read_at<R: Read + Seek>(file: &mut R, at: u64, len: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::with_capacity(len);
    file.by_ref().take(len as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text_of(bytes: Vec<u8>, utf8: bool) -> Option<String> {
    if bytes.contains(&0) {
        None
    } else if utf8 {
        String::from_utf8(bytes).ok()
    } else {
        Some(bytes.into_iter().map(paste::windows_1252).collect())
    }
}

/// What the head of the file settles; nothing where it settles too little.
fn plan<'c, R: Read + Seek>(file: &mut R, call: &'c Call, utf8: bool) -> io::Result<Option<Plan<'c>>> {
    let bytes = read_at(file, 0, HEAD_BYTES)?;
    // The last character may be cut.
    let whole = if utf8 { bytes.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len()) } else { bytes.len() };
    if bytes.len() - whole > 3 {
        return Ok(None);
    }
    let Some(head) = text_of(bytes.get(..whole).unwrap_or_default().to_vec(), utf8) else { return Ok(None) };
    let style = Style::of(&head);
    let mut tracker = Tracker::new(paste::parse_in(head.clone(), &style));
    tracker.read(&call.packs(), &call.choices);
    let refused = !tracker.evaluate(call.as_of, &call.organisation).is_empty();
    let mut policies = Vec::new();
    for applied in &tracker.applied {
        let checklist = applied.pack.rules.iter().any(|rule| rule.kind == RuleKind::Checklist);
        let reading = &applied.reading;
        let learners = reading.records.kinds.contains(&RowKind::Learner);
        let Some(headings) = reading.headings.clone().filter(|found| found.hits > 0) else { return Ok(None) };
        if refused || checklist || reading.compared || !learners || applied.program.is_err() {
            return Ok(None);
        }
        policies.push((applied.pack.pack.clone(), headings));
    }
    let Some(rows_above) = policies.first().map(|(_, headings)| headings.row + 1) else { return Ok(None) };
    // Rows that are headings to one policy and learners to another would be counted with every part.
    if policies.iter().any(|(_, headings)| headings.row + 1 != rows_above) {
        return Ok(None);
    }
    let Some(end) = style.first_rows(&head, rows_above) else { return Ok(None) };
    let above = head.get(..end).unwrap_or_default().to_string();
    let given = call.packs.iter().filter(|_| call.choices.policies.is_empty()).filter_map(|text| load(text).ok());
    let left_out = given.filter_map(|pack| not_applied(&pack, &tracker.applied));
    let not_here = tracker.headings_not_here(&call.organisation);
    let unconfirmed = left_out.chain(not_here).chain(tracker.unconfirmed()).collect();
    let totals_from = vec![None; policies.len()];
    Ok(Some(Plan { call, style, utf8, above, rows_above, policies, totals_from, unconfirmed }))
}

impl Plan<'_> {
    /// A part as a table, under the rows up to the headings.
    fn table(&self, bytes: Vec<u8>, number: u32) -> Option<Table> {
        let part = text_of(bytes, self.utf8)?;
        let mut table = paste::parse_in(format!("{}{part}", self.above), &self.style);
        table.number_from(self.rows_above, number);
        Some(table)
    }

    fn known(&self, packs: &[Rc<Pack>], evidence: Option<&Vec<Vec<Vec<Evidence>>>>) -> Vec<(Rc<Pack>, Known)> {
        let known = self.policies.iter().enumerate().filter_map(|(at, (name, headings))| {
            let pack = packs.iter().find(|pack| pack.pack == *name)?;
            let evidence = evidence.map(|all| all.get(at).cloned().unwrap_or_default());
            let totals_from = self.totals_from.get(at).copied().flatten();
            Some((Rc::clone(pack), Known { headings: Some(headings.clone()), totals_from, evidence }))
        });
        known.collect()
    }

    fn look(&self, packs: &[Rc<Pack>], bytes: Vec<u8>, number: u32) -> Look {
        let Some(table) = self.table(bytes, number) else { return Look { unfit: true, ..Look::default() } };
        let mut tracker = Tracker::new(table);
        tracker.read_part(&self.known(packs, None), &self.call.choices);
        let rows = tracker.table.len() - self.rows_above;
        let closing = tracker.applied.iter().map(|applied| applied.reading.closing.clone()).collect();
        Look {
            closing,
            rows: u32::try_from(rows).unwrap_or(u32::MAX),
            width: tracker.table.width(),
            evidence: tracker.applied.into_iter().map(|applied| applied.reading.evidence).collect(),
            unfit: false,
        }
    }

    fn done(&self, known: &[(Rc<Pack>, Known)], width: usize, bytes: Vec<u8>, place: Place) -> Done {
        let Some(table) = self.table(bytes, place.number) else { return Done::default() };
        let mut tracker = Tracker::new(table);
        tracker.read_part(known, &self.call.choices);
        tracker.evaluate(self.call.as_of, &self.call.organisation);
        let first = u32::try_from(self.rows_above).is_ok_and(|above| place.number == above + 1);
        let part = Part { width, from: if first { 0 } else { self.rows_above } };
        let mut done = Done { text: String::new(), problems: Vec::new() };
        write_part(&mut done.text, &tracker, self.call.format, self.call.only_results, part);
        done.problems = if first { tracker.problems() } else { tracker.row_problems() };
        // The head has shown that there are rows.
        done.problems.retain(|problem| problem.code != "no-rows");
        done.problems.extend(tracker.totals_by_name());
        done
    }
}

/// What the first pass tells.
struct Seen {
    /// Where the parts are.
    places: Vec<Place>,
    /// How wide the widest row is.
    width: usize,
    /// What all cells prove.
    evidence: Vec<Vec<Vec<Evidence>>>,
    /// By policy, the row from which words that can be names are totals.
    totals_from: Vec<Option<u32>>,
}

/// The first pass.
fn look_through<R: Read + Seek>(file: &mut R, plan: &Plan) -> io::Result<Option<Seen>> {
    let mut places = Vec::new();
    let mut at = if plan.utf8 { plan.above.len() } else { plan.above.chars().count() } as u64;
    file.seek(SeekFrom::Start(at))?;
    let mut rest: Vec<u8> = Vec::new();
    let mut wanted = plan.call.effort.part_bytes.max(1);
    let mut ended = false;
    let mut next = || -> io::Result<Option<Vec<u8>>> {
        loop {
            if !ended {
                let missing = wanted.saturating_sub(rest.len());
                ended = file.by_ref().take(missing as u64).read_to_end(&mut rest)? < missing;
            }
            let whole = if ended { rest.len() } else { plan.style.whole_rows(&rest) };
            if whole == 0 && !ended && wanted < MOST_BYTES {
                wanted *= 2;
                continue;
            }
            wanted = plan.call.effort.part_bytes.max(1);
            let after = rest.split_off(whole);
            let part = std::mem::replace(&mut rest, after);
            if part.is_empty() {
                return Ok(None);
            }
            places.push(Place { at, len: part.len(), number: 0 });
            at += part.len() as u64;
            return Ok(Some(part));
        }
    };
    let mut width = 0;
    let mut evidence: Vec<Vec<Vec<Evidence>>> = Vec::new();
    let mut closing = vec![Closing::default(); plan.policies.len()];
    let mut rows = Vec::new();
    let mut unfit = false;
    in_order(
        plan.call.effort.workers,
        &mut next,
        &|| plan.call.packs(),
        &|packs, bytes| plan.look(packs, bytes, 0),
        &mut |look: Look| {
            unfit |= look.unfit;
            width = width.max(look.width);
            rows.push(look.rows);
            closing.iter_mut().zip(look.closing).for_each(|(all, part)| *all = std::mem::take(all).then(&part));
            add_up(&mut evidence, look.evidence);
            Ok(!unfit)
        },
    )?;
    // What is left holds no whole row.
    if unfit || !rest.is_empty() || places.is_empty() {
        return Ok(None);
    }
    let below = u32::try_from(plan.rows_above).unwrap_or(u32::MAX).saturating_add(1);
    let totals_from = closing.iter().map(|all| all.totals().map(|rows| below.saturating_add(rows))).collect();
    let mut number = below;
    for (place, rows) in places.iter_mut().zip(rows) {
        place.number = number;
        number = number.saturating_add(rows);
    }
    Ok(Some(Seen { places, width, evidence, totals_from }))
}

/// What all cells prove, once it is known which rows are no learners' after all.
fn look_again<R: Read + Seek>(file: &mut R, plan: &Plan, places: &[Place]) -> io::Result<Vec<Vec<Vec<Evidence>>>> {
    let mut evidence = Vec::new();
    in_order(
        plan.call.effort.workers,
        &mut parts_at(file, places),
        &|| plan.call.packs(),
        &|packs, (bytes, place)| plan.look(packs, bytes, place.number),
        &mut |look: Look| {
            add_up(&mut evidence, look.evidence);
            Ok(true)
        },
    )?;
    Ok(evidence)
}

/// The parts of a file, one after the other.
fn parts_at<R: Read + Seek>(file: &mut R, places: &[Place]) -> impl FnMut() -> io::Result<Option<(Vec<u8>, Place)>> {
    let mut left = places.iter().copied();
    move || {
        let Some(place) = left.next() else { return Ok(None) };
        Ok(Some((read_at(file, place.at, place.len)?, place)))
    }
}

fn add_up(all: &mut Vec<Vec<Vec<Evidence>>>, part: Vec<Vec<Vec<Evidence>>>) {
    all.resize_with(all.len().max(part.len()), Vec::new);
    for (all, part) in all.iter_mut().zip(part) {
        all.resize_with(all.len().max(part.len()), Vec::new);
        for (all, part) in all.iter_mut().zip(part) {
            all.resize_with(all.len().max(part.len()), Evidence::default);
            for (all, part) in all.iter_mut().zip(part) {
                all.add(part);
            }
        }
    }
}

/// The second pass.
fn write_parts<R: Read + Seek>(
    file: &mut R,
    plan: &Plan,
    places: &[Place],
    width: usize,
    evidence: Vec<Vec<Vec<Evidence>>>,
    out: &mut dyn Write,
    tell: &mut dyn FnMut(&Problem),
) -> io::Result<()> {
    in_order(
        plan.call.effort.workers,
        &mut parts_at(file, places),
        &|| plan.known(&plan.call.packs(), Some(&evidence)),
        &|known, (bytes, place)| plan.done(known, width, bytes, place),
        &mut |done: Done| {
            done.problems.iter().for_each(&mut *tell);
            out.write_all(done.text.as_bytes()).map(|()| true)
        },
    )
}

/// Hands items to workers, each with a state of its own, and takes what they make of them in the order of the items. No more
/// items are under way than there are workers and one. `take` says whether to go on.
fn in_order<I: Send, O: Send, S>(
    workers: usize,
    next: &mut dyn FnMut() -> io::Result<Option<I>>,
    state: &(dyn Fn() -> S + Sync),
    work: &(dyn Fn(&mut S, I) -> O + Sync),
    take: &mut dyn FnMut(O) -> io::Result<bool>,
) -> io::Result<()> {
    let workers = workers.max(1);
    let (give, given) = sync_channel::<(usize, I)>(workers);
    let (make, made) = channel::<(usize, O)>();
    let given = Mutex::new(given);
    thread::scope(|scope| {
        for _ in 0..workers {
            let make = make.clone();
            let given = &given;
            scope.spawn(move || {
                let mut state = state();
                loop {
                    let item = given.lock().ok().and_then(|given| given.recv().ok());
                    let Some((at, item)) = item else { return };
                    if make.send((at, work(&mut state, item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(make);
        let (mut sent, mut taken, mut more) = (0, 0, true);
        let mut waiting: BTreeMap<usize, O> = BTreeMap::new();
        let result = 'parts: loop {
            while more && sent - taken <= workers {
                match next() {
                    Ok(Some(item)) => match give.send((sent, item)) {
                        Ok(()) => sent += 1,
                        Err(_) => more = false,
                    },
                    Ok(None) => more = false,
                    Err(error) => break 'parts Err(error),
                }
            }
            if taken == sent {
                break Ok(());
            }
            let Ok((at, output)) = made.recv() else {
                break Err(io::Error::other("a thread ended before its work was done"));
            };
            waiting.insert(at, output);
            let mut go_on = Ok(true);
            while let Some(output) = waiting.remove(&taken) {
                taken += 1;
                go_on = take(output);
                if !matches!(go_on, Ok(true)) {
                    break;
                }
            }
            match go_on {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        drop(give);
        result
    })
}
