//! Fuzzes the way from table files to an edition.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| nutgraf_fuzz::tables::run(data));
