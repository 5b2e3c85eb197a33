//! Which terms of an edition an answer names.
//!
//! Takes an answer; gives ids. What is said beside an answer, of denied claims and
//! of protected sources, is counted over these.

use std::collections::BTreeSet;

use oxigraph::model::vocab::xsd;
use oxigraph::model::{NamedOrBlankNode, Term};
use rustc_hash::FxHashSet;

use crate::edition::{Edition, EditionError, TermId};
use crate::query::prepare::Answer;

/// The terms of an answer that an edition has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedTerms {
    /// Those that may be things of a case.
    pub(super) things: BTreeSet<TermId>,
    /// Texts: names and sentences. Days and numbers name nothing.
    pub(super) texts: BTreeSet<TermId>,
}

impl NamedTerms {
    /// Looks up every term of an answer; of the triples of a graph, subjects and
    /// objects.
    ///
    /// # Errors
    /// When the edition is damaged where its terms are looked up.
    pub fn new(edition: &Edition, answer: &Answer) -> Result<Self, EditionError> {
        // Rows repeat a claim as often as it has sources and answers.
        let mut looked_up: FxHashSet<&Term> = FxHashSet::default();
        let mut named = NamedTerms::default();
        let mut add = |term: &Term| -> Result<(), EditionError> {
            named.add(edition.term_id(term)?, term);
            Ok(())
        };
        match answer {
            Answer::Boolean(_) => {}
            Answer::Rows(rows) => {
                for term in rows.rows.iter().flatten().flatten() {
                    if looked_up.insert(term) {
                        add(term)?;
                    }
                }
            }
            Answer::Graph(triples) => {
                let mut last = None;
                for triple in triples {
                    if let NamedOrBlankNode::NamedNode(node) = &triple.subject
                        && last != Some(node)
                    {
                        add(&node.clone().into())?;
                        last = Some(node);
                    }
                    if looked_up.insert(&triple.object) {
                        add(&triple.object)?;
                    }
                }
            }
        }
        Ok(named)
    }

    /// Adds a term by its id, where the edition has it.
    pub(super) fn add(&mut self, id: Option<TermId>, term: &Term) {
        match term {
            Term::NamedNode(_) | Term::BlankNode(_) => self.things.extend(id),
            Term::Literal(text) if text.datatype() == xsd::STRING || text.language().is_some() => {
                self.texts.extend(id);
            }
            Term::Literal(_) => {}
        }
    }
}
