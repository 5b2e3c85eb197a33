//! Answers to bytes: text for a person, JSON, CSV, TSV, Markdown.
//!
//! Takes the plain structures of `answer` and problems of `model`; writes to
//! whatever it is given. Every structure is taken apart in full, so that a new
//! field is either written or dropped in plain sight. Data may contain
//! anything: it is escaped once, in `escape`, for the target at hand.

pub mod about_edition;
pub mod audit;
pub mod between;
mod brief;
pub mod citation;
pub mod claims;
pub mod diff;
pub mod dossier;
pub mod draw;
pub mod escape;
pub mod evidence;
pub mod export;
pub mod falls;
mod flow;
pub mod font;
pub mod holds;
pub mod holds_rows;
pub mod hops;
pub mod html;
pub mod identity;
pub mod json;
pub mod key;
pub mod known_on;
mod left_out;
pub mod line_by_line;
pub mod long;
mod longer;
mod no_path;
pub mod overview;
pub mod page;
pub mod part;
pub mod path_data;
pub mod paths;
#[cfg(feature = "png")]
pub mod png;
#[cfg(not(feature = "png"))]
#[path = "png_off.rs"]
pub mod png;
pub mod problems;
pub mod queries;
pub mod questions;
pub mod replies;
pub mod rows;
mod selection;
pub mod sheet;
pub mod svg;
pub mod text;
pub mod ties;
pub mod timeline;
pub mod told;
pub mod trace;
pub mod tree;
pub mod words;
