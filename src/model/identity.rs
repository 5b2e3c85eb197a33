//! The editor's decisions on whether two entities are one.
//!
//! A decision is said wherever one of the two is shown, and nothing follows
//! from it: names stay two candidates, claims stay with the entity they name,
//! no link, path or standing knows of it.

use super::date::Day;
use super::entity::Entity;
use super::rows::{Identified, Ix};
use super::source::words;
use super::table::RowPlace;

/// One row of `identities.csv`.
#[derive(Debug, Clone)]
pub struct Identity {
    pub id: Box<str>,
    pub entity: Ix<Entity>,
    /// Never the same as `entity`, and of the same table.
    pub other: Ix<Entity>,
    pub same: Verdict,
    pub decided_by: Option<Box<str>>,
    /// Why.
    pub text: Option<Box<str>>,
    pub recorded: Option<Day>,
    pub place: RowPlace,
}

impl Identified for Identity {
    fn id(&self) -> &str {
        &self.id
    }
}

words! {
    /// What was decided. No row is another thing than `unsure`: nobody has
    /// looked, or nobody has said so.
    Verdict {
        Yes "yes",
        No "no",
        Unsure "unsure",
    }
}
