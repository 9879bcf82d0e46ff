//! The readers with a limit on what they may ask of memory: 20 times the input, and a fixed part for the packs.

#[path = "../readers.rs"]
pub mod readers;

#[path = "../../../www/workbook/src/limits.rs"]
pub mod limits;
#[path = "../../../www/workbook/src/older.rs"]
pub mod older;
#[path = "../../../www/workbook/src/open.rs"]
pub mod open;

use calamine::Reader;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// What a small input costs whatever it holds: compiled packs, and problems in words.
const FIXED: usize = 24 << 20;
/// Seconds of the product's work that an input may cost.
pub const LIMIT: f64 = 1.0;
/// How often an input may be held.
const TIMES: usize = 20;

struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// The counts are all that is added to the system's own allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(held, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Seconds of this thread's own work: a busy machine adds none.
pub fn worked() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Keeps an input that took more than a second here, in the folder that `BAE_FUZZ_SLOW` names, and the longest time beside
/// it. This build is watched and checked, so the product may be quicker: `again` reads the input once more as the product
/// is built, and that decides. Past twenty seconds nothing needs asking.
fn timely(data: &[u8], act: impl FnOnce()) {
    static LONGEST: AtomicU64 = AtomicU64::new(0);
    let before = worked();
    act();
    let took = worked() - before;
    // A folder that is not there is one that nobody wants filled.
    if let Ok(folder) = std::env::var("BAE_FUZZ_SLOW") {
        let micros = (took * 1e6) as u64;
        if LONGEST.fetch_max(micros, Relaxed) < micros {
            let _ = std::fs::write(format!("{folder}.longest"), format!("{took:.3}"));
        }
        if took > LIMIT {
            let sum =
                data.iter().fold(data.len() as u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)));
            let _ = std::fs::write(format!("{folder}/{sum:016x}"), data);
        }
    }
    if took > 20.0 {
        eprintln!("{took} seconds");
        std::process::abort();
    }
}

/// What was held at most while `act` ran, beyond what was held before.
fn most(act: impl FnOnce()) -> usize {
    let before = HELD.load(Relaxed);
    MOST.store(before, Relaxed);
    act();
    MOST.load(Relaxed) - before
}

/// Reads `data`, and fails where that took more memory than it may.
pub fn within(data: &[u8], read: fn(&[u8])) {
    readers::packs();
    let most = most(|| timely(data, || read(data)));
    assert!(most <= FIXED + TIMES * data.len(), "{most} bytes for an input of {}", data.len());
}

/// Opens a workbook and reads its sheets; its limits are its own, because it is packed. The library behind the reader may
/// panic: the page then says that the file is damaged and starts the reader anew. What is looked for here is time and memory.
pub fn workbook(data: &[u8]) {
    static QUIET: std::sync::Once = std::sync::Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let read = || {
        if let Ok(mut workbook) = open::open(data) {
            for name in workbook.sheet_names() {
                let _ = workbook.worksheet_range(&name);
            }
        }
    };
    let most = most(|| timely(data, || drop(std::panic::catch_unwind(read))));
    if most > 2 << 30 {
        eprintln!("{most} bytes for a workbook of {}", data.len());
        std::process::abort();
    }
}

/// The reader of a target.
pub fn target(name: &str) -> Option<fn(&[u8])> {
    Some(match name {
        "paste" => |data| within(data, readers::paste),
        "tracker" => |data| within(data, readers::tracker),
        "cells" => |data| within(data, readers::cells),
        "value" => |data| within(data, readers::value),
        "number" => |data| within(data, readers::number),
        "unary" => |data| within(data, readers::unary),
        "json" => |data| within(data, readers::json),
        "settings" => |data| within(data, readers::settings),
        "pack" => |data| within(data, readers::pack),
        "formula" => |data| within(data, readers::formula),
        "workbook" => workbook,
        _ => return None,
    })
}
