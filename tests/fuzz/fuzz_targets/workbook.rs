#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bae_rules_fuzz::workbook(data));
