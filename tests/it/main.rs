//! Tests through the library and the shipped binary, one file per subject.

mod broken;
mod commands;
mod docs;
mod editions;
mod first_case;
mod generated;
mod layers;
mod program;
mod query_asked;
mod query_case;
mod query_engines;
mod query_grammar;
mod query_graph;
mod query_library;
mod query_plans;
mod query_refusals;
mod rdflib;
mod read_folder;
mod read_tables;
mod slow_rules;
