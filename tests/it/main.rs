//! Tests through the library and the shipped binary, one file per subject.

mod layers;
mod query_case;
mod query_engines;
mod query_grammar;
mod query_graph;
mod rdflib;
#[cfg(any())]
mod slow_rules;
