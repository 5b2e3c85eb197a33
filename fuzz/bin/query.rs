//! Fuzzes queries, from their text to their answer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| nutgraf_fuzz::query::run(data));
