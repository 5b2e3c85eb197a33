//! What is fuzzed, as plain functions from bytes to nothing: they return, or
//! they panic because something that must hold does not.
//!
//! The binaries of this package hand them to libFuzzer; the project's own tests
//! include the same files and run them over every kept input.

pub mod ask;
pub mod edition;
pub mod query;
pub mod sealed;
pub mod tables;
