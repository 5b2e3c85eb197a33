//! Rows and links to answers: what a person asked for, with every claim's
//! sources and every answer to it.
//!
//! Takes an edition (and, for paths, the path graph in it); gives plain
//! structures that any renderer can write without asking anything further.
//! All of it comes from the edition's triples: nothing here reads a table, and
//! nothing here prints.

mod claim;
mod find;
mod graph;
mod kept;
mod name;
mod named;
mod path;
mod path_rows;
mod plans;
mod reply;
mod show;
mod source;

pub use claim::{ClaimView, SummedUp};
pub use find::{Found, Matched, find};
pub use graph::{Graph, Named, Place, When};
pub use name::{Candidate, Kind, Wanted, nearest, resolve};
pub use path::{Ask, Hop, HopLink, NoPath, Path, PathAnswer, PathQuestion, find_paths};
pub use path_rows::path_rows;
pub use reply::{AnswerView, Target, TargetKind};
pub use show::{
    DenialView, EntityView, MeetingView, QuestionView, Resting, Shown, SourceView, Without, show,
};
pub use source::CitedSource;

use crate::edition::EditionError;
use crate::network::NetworkError;

// What `path` says of its own limits, for whoever writes it.
pub use crate::network::{Count, Limit};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    #[error(transparent)]
    Edition(#[from] EditionError),
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// Nothing has this name or id; the nearest ones are candidates, not answers.
    #[error("nothing in the case is called `{name}`")]
    Unknown {
        name: String,
        nearest: Vec<Candidate>,
    },
    /// Something has this name, but nothing of the kind that is asked for.
    #[error("`{name}` is {is}; {wanted} is needed here")]
    OtherKind {
        name: String,
        is: String,
        wanted: &'static str,
        nearest: Vec<Candidate>,
    },
    /// Several things have this name; none of them is picked.
    #[error("`{name}` can be {} different things", candidates.len())]
    Ambiguous {
        name: String,
        candidates: Vec<Candidate>,
    },
    #[error("the edition says nothing of `{subject}` that it should: {what}")]
    Incomplete { subject: String, what: &'static str },
    #[error("the edition has no path graph; it was loaded from RDF alone")]
    NoPathGraph,
}
