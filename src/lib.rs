//! nutgraf: who connects to whom, according to whom.
//!
//! ```text
//! CSV cell -read-> draft -check-> claim -rdf-> triples -edition-> file -query/network-> rows, links -answer-> answer -render-> bytes
//! ```
//!
//! Data moves one way, from left to right; each arrow is one module, and
//! `pipeline` holds the flow on one screen. Who may name whom:
//!
//! | module   | may name                        | touches |
//! |----------|---------------------------------|---------|
//! | model    | nothing                         | nothing |
//! | read     | model                           | files |
//! | check    | model, read                     | nothing |
//! | rdf      | model                           | nothing |
//! | edition  | nothing (plain ids and terms)   | disk |
//! | network  | model                           | nothing (reads slices handed to it) |
//! | query    | model, rdf, edition             | nothing |
//! | answer   | model, query, network, edition  | nothing |
//! | pipeline | read, check, rdf, edition, network, model | through them |
//! | render   | model, answer                   | a writer |
//! | cli      | all                             | arguments, environment, terminal |
//!
//! A test (`tests/it/layers.rs`) holds this table against the code.

pub mod answer;
pub mod check;
pub mod cli;
pub mod edition;
pub mod model;
pub mod network;
pub mod pipeline;
pub mod query;
pub mod rdf;
pub mod read;
pub mod render;
