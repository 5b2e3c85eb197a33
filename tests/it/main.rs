//! Tests through the library and the shipped binary, one file per subject.

mod audit;
mod background;
mod benches;
mod broken;
mod commands;
mod connections;
mod damage;
mod diff;
mod docs;
mod dossier;
mod draw;
mod editions;
mod exported;
mod exports;
mod first_case;
mod fuzzed;
mod generated;
mod known_on;
mod layers;
mod manual;
mod packages;
mod pages;
// With signals, strace and file systems of its own.
#[cfg(target_os = "linux")]
mod never_half;
mod program;
mod query_asked;
mod query_case;
mod query_engines;
mod query_grammar;
mod query_graph;
mod query_library;
mod query_paths;
mod query_plans;
mod query_refusals;
mod rdflib;
mod read_folder;
mod read_tables;
mod redacted;
mod serve_paths;
mod sheet;
mod slow_rules;
mod threads;
mod timeline;
mod trace;
