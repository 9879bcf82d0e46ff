//! The older .xls, looked through before its reader has it: whether reading it comes to an end, and how far apart its cells
//! are. Its reader follows a chain of sectors for as long as there is one, and lays out every sheet while it opens the file.
//!
//! The file is cut into sectors, and a table says which sector follows which; one of the streams that this makes is the
//! workbook, a row of records.

use crate::limits::Budget;
use calamine::{Cell, DataRef};

/// A chain of sectors comes back to where it has been.
const DAMAGED: &str = "damaged";

const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Numbers of sectors from here on are signs, the last of them for the end of a chain.
const SIGNS: u32 = 0xFFFF_FFFA;
/// Streams that are shorter are cut into small sectors, which are in a stream of their own.
const SHORT: u64 = 4096;
const SMALL: usize = 64;

/// # Errors
/// `damaged`, and what [`Budget::sheet`] gives. What cannot be made out is left to the reader to refuse.
pub fn check(bytes: &[u8]) -> Result<(), &'static str> {
    let Some(file) = Compound::of(bytes)? else { return Ok(()) };
    for stream in file.workbooks()? {
        let mut budget = Budget::default();
        let head = Records(&stream).take_while(|(kind, held)| *kind != END && !has_password(*kind, held));
        for (_, held) in head.filter(|(kind, _)| *kind == SHEET) {
            let Some(sheet) = number(held, 0).and_then(|at| stream.get(at as usize..)) else { continue };
            let mut cells = cells(sheet);
            budget.sheet(|| cells.next().map(|place| Cell::new(place, DataRef::Empty)))?;
        }
    }
    Ok(())
}

/// Whether what follows is enciphered: the reader says so.
fn has_password(kind: u16, held: &[u8]) -> bool {
    kind == PASSWORD && short(held, 0) != Some(0)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks().0.iter().copied().map(u32::from_le_bytes)
}

struct Compound<'b> {
    bytes: &'b [u8],
    size: usize,
    /// Which sector comes after which.
    next: Vec<u32>,
}

impl<'b> Compound<'b> {
    fn of(bytes: &'b [u8]) -> Result<Option<Self>, &'static str> {
        let size = match short(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Ok(None),
        };
        if !bytes.starts_with(&SIGNATURE) {
            return Ok(None);
        }
        let mut file = Compound { bytes, size, next: Vec::new() };
        // The table is in sectors too: the first 109 are named in the head, the others in a chain of lists.
        let most = bytes.len() / size;
        let mut named: Vec<u32> = bytes.get(76..512).into_iter().flat_map(numbers).collect();
        let mut list = number(bytes, 68).unwrap_or(SIGNS);
        let mut lists = 0;
        while let Some(sector) = file.sector(list) {
            named.extend(numbers(sector));
            list = named.pop().unwrap_or(SIGNS);
            lists += 1;
            // A list that is cut short may name nothing but itself.
            if lists > most || named.len() > most + 109 + size {
                return Err(DAMAGED);
            }
        }
        named.retain(|id| *id < SIGNS);
        if named.len() > most {
            return Err(DAMAGED);
        }
        file.next = named.into_iter().filter_map(|id| file.sector(id)).flat_map(numbers).collect();
        Ok(Some(file))
    }

    /// The last sector of a file may be cut short.
    fn sector(&self, id: u32) -> Option<&'b [u8]> {
        let from = (id as usize).checked_add(1)?.checked_mul(self.size)?;
        let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
        Some(rest.get(..self.size).unwrap_or(rest))
    }

    fn stream(&self, first: u32, length: u64) -> Result<Vec<u8>, &'static str> {
        chain(first, length, self.bytes.len() / self.size, &self.next, |id| self.sector(id))
    }

    /// The streams that the reader takes for the workbook: the first of either name.
    fn workbooks(&self) -> Result<Vec<Vec<u8>>, &'static str> {
        let directory = self.stream(number(self.bytes, 48).unwrap_or(SIGNS), u64::MAX)?;
        let entries: Vec<Entry> = directory.chunks_exact(128).filter_map(|entry| Entry::of(entry, self.size)).collect();
        let Some(root) = entries.first() else { return Ok(Vec::new()) };
        let small = self.stream(root.first, root.length)?;
        let sectors = u64::from(number(self.bytes, 64).unwrap_or(0));
        let next_small = self.stream(number(self.bytes, 60).unwrap_or(SIGNS), sectors * self.size as u64)?;
        let next_small: Vec<u32> = numbers(&next_small).collect();
        let small_sector = |id: u32| {
            let rest = small.get((id as usize).checked_mul(SMALL)?..).filter(|rest| !rest.is_empty())?;
            Some(rest.get(..SMALL).unwrap_or(rest))
        };
        let named = |name: &str| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
        let found = ["Workbook", "Book"].into_iter().filter_map(named).map(|entry| {
            if entry.length < SHORT {
                chain(entry.first, entry.length, small.len() / SMALL, &next_small, small_sector)
            } else {
                self.stream(entry.first, entry.length)
            }
        });
        found.collect()
    }
}

struct Entry {
    name: String,
    first: u32,
    length: u64,
}

impl Entry {
    fn of(entry: &[u8], size: usize) -> Option<Self> {
        let name = char::decode_utf16(entry.get(..64)?.as_chunks().0.iter().copied().map(u16::from_le_bytes));
        let high = if size > 512 { number(entry, 124)? } else { 0 };
        Some(Entry {
            name: name.map_while(Result::ok).take_while(|c| *c != '\0').collect(),
            first: number(entry, 116)?,
            length: (u64::from(high) << 32) | u64::from(number(entry, 120)?),
        })
    }
}

/// What a chain of sectors holds, as far as it goes. Longer than all sectors together it is a ring.
fn chain<'s>(
    first: u32,
    length: u64,
    most: usize,
    next: &[u32],
    sector: impl Fn(u32) -> Option<&'s [u8]>,
) -> Result<Vec<u8>, &'static str> {
    let mut held = Vec::new();
    let mut id = first;
    for _ in 0..=most {
        let Some(bytes) = sector(id).filter(|_| (held.len() as u64) < length) else { return Ok(held) };
        held.extend_from_slice(bytes);
        let Some(following) = next.get(id as usize) else { return Ok(held) };
        id = *following;
    }
    if held.len() as u64 >= length { Ok(held) } else { Err(DAMAGED) }
}

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const PASSWORD: u16 = 0x002F;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const NUMBERS: u16 = 0x00BD;
/// Records of one cell: a formula, a shared text, a text with formats, a number, a text, yes or no or an error, a short number.
const ONE_CELL: [u16; 7] = [0x0006, 0x00FD, 0x00D6, 0x0203, 0x0204, 0x0205, 0x027E];

/// Records of a stream: what each is, and what is in it.
struct Records<'s>(&'s [u8]);

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = short(self.0, 0)?;
        let length = usize::from(short(self.0, 2)?);
        let held = self.0.get(4..4 + length)?;
        self.0 = self.0.get(4 + length..)?;
        Some((kind, held))
    }
}

/// The places of a sheet's cells, and the corners of what the sheet says it covers. Charts in it have records of their own.
fn cells(sheet: &[u8]) -> impl Iterator<Item = (u32, u32)> {
    let mut depth = 0;
    Records(sheet)
        .map_while(move |(kind, held)| {
            match kind {
                BEGIN => depth += 1,
                END => depth -= 1,
                _ => {}
            }
            (depth > 0 || kind == BEGIN).then(|| if depth == 1 { places(kind, held) } else { [None, None] })
        })
        .flatten()
        .flatten()
}

fn places(kind: u16, held: &[u8]) -> [Option<(u32, u32)>; 2] {
    let short = |at| short(held, at).map(u32::from);
    match kind {
        NUMBERS => [short(0).zip(short(2)), short(0).zip(held.len().checked_sub(2).and_then(short))],
        DIMENSIONS if held.len() >= 14 => {
            let last = number(held, 4).zip(short(10)).filter(|(rows, columns)| *rows > 0 && *columns > 0);
            [last.and(number(held, 0).zip(short(8))), last.map(|(rows, columns)| (rows - 1, columns - 1))]
        }
        _ if ONE_CELL.contains(&kind) => [short(0).zip(short(2)), None],
        _ => [None, None],
    }
}
