//! Fuzzes whatever reads an edition file.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| nutgraf_fuzz::edition::run(data));
