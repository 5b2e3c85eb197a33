//! Tests through the library and the shipped binary, one file per subject.

mod layers;
mod slow_rules;
