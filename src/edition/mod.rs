//! One immutable, memory-mapped file that answers look-ups: terms, triples, indexes.
//!
//! [`build`] takes a [`Draft`] of RDF terms and triples and gives a [`Built`]
//! edition, to which further byte sections may be added before it is written;
//! [`Edition::open`] maps such a file and answers from it without reading it
//! through. [`folder`] keeps the editions of one case on disk.
//!
//! This module knows terms, ids and bytes. What a claim is, what the triples
//! mean and which of them differ between two orderings of the same rows is
//! decided by whoever fills the draft.
//!
//! ```text
//! Draft -build-> Built -write-> file -open-> Edition
//!  terms           ids, sorted    header | section table | sections
//! ```
//!
//! A file has two layers. *Content* is the same for the same statements in any
//! order: its terms are sorted by kind and bytes and numbered from 0. *Places*
//! (table and row of every statement) come after it, with ids of their own for
//! terms that occur nowhere else, so that moving rows about leaves every
//! content section, and the content id, as it was.

mod aside;
mod blocks;
mod build;
mod content_id;
mod draft;
mod error;
mod expected;
#[cfg(test)]
mod fixture;
pub mod folder;
mod heads;
mod index;
mod inputs;
mod interner;
mod kind;
mod layout;
mod lock;
mod map;
mod order;
mod packed;
mod pieces;
mod place;
mod private;
mod provenance;
mod reader;
mod runs;
mod section_writer;
mod sections;
mod sorting;
mod term;
mod terms;
mod triples;
mod verify;
mod work;

pub use build::Built;
pub use build::build;
pub use draft::Draft;
pub use draft::Keys;
pub use error::EditionError;
pub use index::Index;
pub use kind::Kind;
pub use layout::FORMAT_VERSION;
pub use provenance::Case;
pub use provenance::Input;
pub use provenance::KnownOn;
pub use provenance::Provenance;
pub use provenance::Table;
pub use reader::Edition;
pub use term::Value;
pub use triples::Facts;
pub use triples::Matching;
pub use work::Work;

/// Numbers a term of one edition: content terms from 0, place terms after them.
pub type TermId = u32;

#[cfg(target_endian = "big")]
compile_error!(
    "an edition is little-endian and is read in place; big-endian machines would need a copying reader"
);
