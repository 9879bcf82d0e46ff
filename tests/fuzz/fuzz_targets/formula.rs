#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bae_rules_fuzz::within(data, bae_rules_fuzz::readers::formula));
