//! Tests through the library and the shipped binary, one file per subject.

mod docs;
mod first_case;
mod layers;
mod program;
mod read_folder;
mod read_tables;
mod slow_rules;
