//! Times the limit natively: `bench-limit text|columns PASSES <input`, where columns lie behind each other as the wasm export
//! takes them. Prints the nanoseconds of processor time a pass took; for the hash, `bench-limit text 0` prints the output.

use bench_limit::{Columns, columns, text};
use std::io::{Read, Write};
use std::time::Instant;

/// Nanoseconds that this process has run, or the clock's where the system does not say.
fn spent(start: Instant) -> u128 {
    let said = std::fs::read_to_string("/proc/self/schedstat").ok();
    said.and_then(|said| said.split(' ').next()?.parse().ok()).unwrap_or_else(|| start.elapsed().as_nanos())
}

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().collect();
    let lane = words.get(1).map(String::as_str).unwrap_or("text");
    let passes: u32 = words.get(2).and_then(|word| word.parse().ok()).unwrap_or(1);
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let mut out = Vec::new();
    let rows = input.len() / 18;
    let mut codes = vec![0; rows];
    let wide: Vec<u16> = if lane == "columns" {
        input[..rows * 8].as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect()
    } else {
        Vec::new()
    };
    let mut pass = || {
        if lane == "columns" {
            let wide: Vec<&[u16]> = wide.chunks(rows).collect();
            let bytes: Vec<&[u8]> = input[rows * 8..rows * 18].chunks(rows).collect();
            let all = Columns {
                attendance: wide[0],
                start: wide[1],
                stage1: wide[2],
                stage2: wide[3],
                bytes: std::array::from_fn(|at| bytes[at]),
            };
            columns(std::hint::black_box(all), std::hint::black_box(&mut codes));
        } else {
            text(std::hint::black_box(&input), &mut out);
        }
    };
    pass();
    let clock = Instant::now();
    let before = spent(clock);
    for _ in 0..passes {
        pass();
    }
    let each = (spent(clock) - before).checked_div(u128::from(passes));
    match each {
        Some(nanoseconds) => println!("{nanoseconds}"),
        None if lane == "columns" => {
            let bytes: Vec<u8> = codes.iter().flat_map(|code| code.to_le_bytes()).collect();
            std::io::stdout().write_all(&bytes)?;
        }
        None => std::io::stdout().write_all(&out)?,
    }
    Ok(())
}
