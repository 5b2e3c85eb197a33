//! nutgraf: who connects to whom, according to whom.
//!
//! ```text
//! CSV cell -read-> draft -check-> claim -rdf-> triples -edition-> file -query/network-> rows, links -answer-> answer -render-> bytes
//! ```
//!
//! Data moves one way, from left to right; each arrow is one module, and
//! `pipeline` holds the flow on one screen. One arrow goes back: `rdf` reads an
//! edition's triples into claims again, from which `pipeline` makes the edition
//! as it was known on a day. Who may name whom:
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
//! | schema   | model, read                     | nothing |
//! | web      | model, query, answer, render    | a socket, its worker processes |
//! | cli      | all                             | arguments, environment, terminal |
//!
//! A test (`tests/it/layers.rs`) holds this table against the code.
//!
//! What is absent is as telling: `model` has never heard of files or RDF,
//! `edition` of claims, `network` of names; nothing but `read` opens a table,
//! nothing but `cli` prints, nothing but `web` listens, and nothing at all opens a
//! connection.
//!
//! A command is three files of its name, or folders where there is more to it:
//! `cli/NAME` reads its arguments, `answer/NAME` finds what it says, and
//! `render/NAME` writes that. `sheet` is `answer/checking` and
//! `render/line_by_line`; `check` and `load` ask `pipeline`; `query` has a module
//! to itself. `serve` is `web`: a page is a file and a template of its name in
//! `web/pages`, and asks what the command of that name asks. What several commands show alike is in `answer/{claim, reply, source,
//! hops}` and `render/{claims, hops, json, rows}`; from a case in memory, for
//! answers of a million claims, in `answer/{whole, brief}`.
//!
//! The words, the same in CSV header, Rust, SPARQL, JSON and on screen:
//!
//! | word | means |
//! |------|-------|
//! | case, table, row | a folder; a CSV file in it; a line of that, as a spreadsheet counts |
//! | draft | what was read of a row, before it is known to make sense |
//! | claim | one statement by at least one source |
//! | source, voice | where a claim comes from; who speaks |
//! | chain, outlet, relay | a source, its `via`, and so on; the first publication on it; later ones |
//! | origin | what several voices may share: the editor's word, else the outlet |
//! | citation, passage | a source behind a claim; the words and the place in it |
//! | answer, denial | a row of `denials.csv`, whatever its stance |
//! | standing, support | what the rules say of a claim; what kinds of source are left |
//! | link, hop, path | what a claim says between two entities; a step; a sequence of distinct entities |
//! | label | what is withdrawn as one: a source, an outlet, an origin or a claim |
//! | strand | a path with one link for each hop and one chain for each claim: it holds until a label on it is withdrawn |
//! | edition | everything loaded, as one immutable file |
//! | identity, decision | whether two entities are one, as the editor decided: it is said, and nothing is merged |
//! | kept copy | a file of the desk's own that is what a source's hash says |
//! | finding | what would not stand, with its code and what would mend it |
//! | known on a day | as if every row recorded after that day were absent |
//! | problem | something wrong in the data, with its place |

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
pub mod schema;
pub mod web;
