//! SPARQL on an edition: read, check, bind, evaluate, write.
//!
//! ```text
//! text -prepare-> Prepared -bind-> Prepared -run-> Answer -write-> bytes
//! ```
//!
//! [`prepare`] reads a query with the prefixes of vocabulary and case already
//! declared, points at syntax errors, and refuses what an edition does not
//! offer: other services, other graphs, updates. Values go in as terms, never
//! as text. The one service it has, `SERVICE ng:path`, is answered before the
//! rest by a function that it is handed (`path_service`). [`Library`] holds the
//! questions that come with nutgraf, and [`contested`] counts the denied claims
//! an answer names.
//!
//! The engine is oxigraph's; that it reads an edition is known to `dataset`
//! alone. What most questions are made of is walked without it (`matched`), by
//! its rules. Looking up names, exit codes and messages are for others.

mod algebra;
mod bind;
mod chain;
mod contested;
mod dataset;
mod describe;
mod error;
mod estimate;
mod explain;
mod group;
mod inspect;
mod library;
mod limits;
mod matched;
mod named;
mod nanopubs;
mod near;
mod order;
mod params;
mod path_block;
mod path_given;
mod path_place;
mod path_request;
mod path_service;
mod path_settings;
mod path_terms;
mod path_values;
mod plan;
mod prefixes;
mod prepare;
mod protected;
mod rdfxml;
mod reifiers;
mod results;
mod run;
mod scope;
mod steps;
mod syntax;
mod table;
mod text;
mod unmatched;
mod ways;
mod whole;

pub use contested::Contested;
pub use contested::contested;
pub use error::QueryError;
pub use error::SyntaxError;
pub use explain::Explanation;
pub use explain::Step;
pub use inspect::Note;
pub use library::Library;
pub use library::Question;
pub use limits::with_deep_stack;
pub use named::NamedTerms;
pub use nanopubs::write_nanopubs;
pub use params::Header;
pub use params::Kind;
pub use params::Parameter;
pub use path_request::FoundHop;
pub use path_request::FoundLink;
pub use path_request::FoundPath;
pub use path_request::PathFailure;
pub use path_request::PathFinder;
pub use path_request::PathRequest;
pub use path_request::PathsFound;
pub use path_request::WhichPaths;
pub use path_terms::PathOutput;
pub use path_terms::PathSetting;
pub use prefixes::Prefixes;
pub use prepare::Answer;
pub use prepare::Gives;
pub use prepare::Prepared;
pub use prepare::Rows;
pub use prepare::prepare;
pub use prepare::prepare_with;
pub use protected::protected_sources;
pub use reifiers::write_reifiers;
pub use results::Format;
pub use results::Written;
pub use results::write;
pub use whole::GraphFormat;
pub use whole::{refuse_what_is_lost, write_edition};
