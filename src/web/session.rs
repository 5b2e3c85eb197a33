//! What a worker knows while it lives: one edition, and what is the same for every
//! request.

use std::io;
use std::sync::{Mutex, PoisonError};

use crate::answer::{Graph, KnownRelation, Named};
use crate::model::Day;
use crate::render::html::Site;
use crate::web::asked::{Asked, Twin, encoded};
use crate::web::error::WebError;
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
    /// There are claims and no answer at all: a table may be lost.
    pub(super) no_answers: bool,
    /// A protected source is withheld.
    pub(super) withholds: bool,
    // The last day that was asked for with its edition: a page, its drawing and its
    // files are of one day.
    recalled: Mutex<Option<(Day, Graph)>>,
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
        let counted = |class| graph.count_of(class).map_err(io::Error::other);
        let no_answers = counted("Claim")? > 0 && counted("Denial")? == 0;
        let withholds = graph.withholds();
        let site = Site::new(pages::TEMPLATES, &base, graph.case_names().len() > 1)?;
        Ok(Self {
            graph,
            base,
            limits,
            known_relations,
            known_on,
            site,
            whole: Whole::default(),
            no_answers,
            withholds,
            recalled: Mutex::default(),
        })
    }

    /// The edition as known on a day, or as it is.
    ///
    /// # Errors
    /// Where it does not say what was known.
    pub(super) fn graph_of(&self, day: Option<Day>) -> Result<Graph, WebError> {
        let Some(day) = day else {
            return Ok(self.graph.clone());
        };
        let mut recalled = self.recalled.lock().unwrap_or_else(PoisonError::into_inner);
        match &*recalled {
            Some((known, graph)) if *known == day => Ok(graph.clone()),
            Some(_) | None => {
                // Two days at once would be twice the memory.
                recalled.take();
                let graph = (self.known_on)(&self.graph, day).map_err(WebError::bad)?;
                *recalled = Some((day, graph.clone()));
                Ok(graph)
            }
        }
    }

    /// By which field things are told apart in addresses: by id, or by IRI where
    /// several cases may have the same ids.
    pub(super) fn told_by(&self) -> &'static str {
        match self.graph.case_names().len() {
            0 | 1 => "id",
            _ => "iri",
        }
    }

    /// What something is called in an address.
    pub(super) fn told(&self, named: &Named) -> String {
        match self.told_by() {
            "id" => named.id.clone(),
            _ => named.iri.clone(),
        }
    }

    /// The address of the page that is asked for, in another form or with other
    /// values of some options, or without them.
    pub(super) fn here(
        &self,
        asked: &Asked<'_>,
        twin: Twin,
        changes: &[(&str, Option<&str>)],
    ) -> String {
        format!("{}{}", self.base, asked.changed(twin, changes))
    }

    /// The address of a page with these words, and further ones as they were given.
    pub(super) fn address(&self, page: &str, words: &[(String, String)], more: &str) -> String {
        let mut query = encoded(words);
        if !more.is_empty() {
            query.push('&');
            query.push_str(more);
        }
        format!("{}/{page}?{query}", self.base)
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
