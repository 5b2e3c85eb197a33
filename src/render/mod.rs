//! From answers and problems to bytes: for a terminal, a program, a file.
//!
//! What all writers share: they take plain values and a writer, print nothing
//! of their own accord, and never let data speak to the program that shows
//! it: control and direction characters are made visible by [`escape`].

pub mod escape;
pub mod problems;
