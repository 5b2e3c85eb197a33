//! What a worker knows while it lives: one edition, and what is the same for every
//! request.

use std::io;

use crate::answer::{Graph, KnownRelation};
use crate::model::Day;
use crate::render::html::Site;
use crate::web::pages;
use crate::web::whole::Whole;

/// How much one answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows of a query.
    pub rows: usize,
    /// Bytes of an answer that is not written piece by piece.
    pub bytes: usize,
}

/// Makes the edition of the case as it was known on a day.
pub type KnownOnDay = Box<dyn Fn(&Graph, Day) -> Result<Graph, String> + Send + Sync>;

/// One edition, and how it is shown.
pub struct Session {
    pub graph: Graph,
    /// Before every address of ours: empty, or `/x`.
    pub base: String,
    pub limits: Limits,
    /// Relations that are no misspelling though no claim uses them.
    pub known_relations: Vec<KnownRelation>,
    pub known_on: KnownOnDay,
    pub(super) site: Site,
    pub(super) whole: Whole,
}

impl Session {
    /// One for an edition.
    ///
    /// # Errors
    /// For a template that cannot be read, which no edition can cause.
    pub fn new(
        graph: Graph,
        base: String,
        limits: Limits,
        known_relations: Vec<KnownRelation>,
        known_on: KnownOnDay,
    ) -> io::Result<Self> {
        let site = Site::new(pages::TEMPLATES, &base, graph.case_names().len() > 1)?;
        Ok(Self {
            graph,
            base,
            limits,
            known_relations,
            known_on,
            site,
            whole: Whole::default(),
        })
    }

    /// The id of the edition.
    pub fn edition(&self) -> &str {
        self.graph.edition().content_id()
    }

    /// The titles of the cases.
    pub fn title(&self) -> String {
        self.graph.case_names().join(", ")
    }
}
