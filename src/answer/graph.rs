//! The edition's triples, asked by the names of the vocabulary.
//!
//! A thin reader: one subject, one predicate, the values. Every other file of
//! this module is written in its terms.

use oxigraph::model::{Literal, NamedNode, Term};

use crate::answer::AnswerError;
use crate::edition::{Edition, TermId};
use crate::model::iri::{self, CaseIris};

/// An edition, with its cases' namespaces at hand.
#[derive(Clone)]
pub struct Graph {
    edition: Edition,
    cases: Vec<CaseNames>,
}

/// One case of an edition.
#[derive(Debug, Clone)]
pub(super) struct CaseNames {
    pub(super) iris: CaseIris,
    pub(super) title: Option<String>,
}

impl Graph {
    /// Reads the names of the cases.
    ///
    /// # Errors
    /// When the edition is damaged.
    pub fn new(edition: Edition) -> Result<Self, AnswerError> {
        let cases = edition
            .provenance()?
            .cases
            .into_iter()
            .map(|case| CaseNames {
                iris: CaseIris::new(&case.base),
                title: case.title,
            })
            .collect();
        Ok(Self { edition, cases })
    }

    /// The edition it reads.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    pub(super) fn cases(&self) -> &[CaseNames] {
        &self.cases
    }

    /// The number of an IRI, if the edition has it.
    pub(super) fn node(&self, iri: &str) -> Result<Option<TermId>, AnswerError> {
        Ok(self
            .edition
            .term_id(&Term::NamedNode(NamedNode::new_unchecked(iri)))?)
    }

    /// The IRI behind a number.
    pub(super) fn iri(&self, id: TermId) -> Result<String, AnswerError> {
        match self.edition.term(id)? {
            Term::NamedNode(node) => Ok(node.into_string()),
            Term::BlankNode(_) | Term::Literal(_) => Err(AnswerError::Incomplete {
                subject: id.to_string(),
                what: "an IRI stands where a value was expected, or the other way round",
            }),
        }
    }

    /// The case a resource belongs to, the kind of row it is, and its id.
    /// `None` for anything outside the cases' namespaces.
    pub(super) fn row<'a>(&'a self, iri: &'a str) -> Option<(&'a CaseNames, &'a str, &'a str)> {
        self.cases.iter().find_map(|case| {
            let (kind, id) = iri.strip_prefix(case.iris.case())?.split_once('/')?;
            iri::ROW_KINDS.contains(&kind).then_some((case, kind, id))
        })
    }

    /// Whether a resource has this class of the vocabulary.
    pub(super) fn is_a(&self, subject: TermId, class: &str) -> Result<bool, AnswerError> {
        let kind = self.node(&format!("{}type", iri::RDF))?;
        let class = self.node(&iri::ng(class))?;
        let (Some(kind), Some(class)) = (kind, class) else {
            return Ok(false);
        };
        Ok(self.edition.count(Some(subject), Some(kind), Some(class))? > 0)
    }

    /// The values of a predicate, in the edition's order.
    pub(super) fn objects(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Vec<TermId>, AnswerError> {
        let Some(predicate) = self.node(predicate)? else {
            return Ok(Vec::new());
        };
        self.edition
            .matching(Some(subject), Some(predicate), None)
            .map(|triple| Ok(triple?[2]))
            .collect()
    }

    /// The resources that have this value, in the edition's order.
    pub(super) fn subjects(
        &self,
        predicate: &str,
        object: TermId,
    ) -> Result<Vec<TermId>, AnswerError> {
        let Some(predicate) = self.node(predicate)? else {
            return Ok(Vec::new());
        };
        self.edition
            .matching(None, Some(predicate), Some(object))
            .map(|triple| Ok(triple?[0]))
            .collect()
    }

    /// The one value of a term of the vocabulary, if there is one.
    pub(super) fn object(
        &self,
        subject: TermId,
        name: &str,
    ) -> Result<Option<TermId>, AnswerError> {
        Ok(self.objects(subject, &iri::ng(name))?.into_iter().next())
    }

    /// The IRIs of a term of the vocabulary.
    pub(super) fn iris(&self, subject: TermId, name: &str) -> Result<Vec<String>, AnswerError> {
        self.objects(subject, &iri::ng(name))?
            .into_iter()
            .map(|id| self.iri(id))
            .collect()
    }

    /// The text of a term of the vocabulary (any literal, as written).
    pub(super) fn text(&self, subject: TermId, name: &str) -> Result<Option<String>, AnswerError> {
        self.text_of(subject, &iri::ng(name))
    }

    /// Likewise for any predicate.
    pub(super) fn text_of(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Option<String>, AnswerError> {
        match self.objects(subject, predicate)?.into_iter().next() {
            None => Ok(None),
            Some(id) => Ok(Some(self.literal(id)?.destruct().0)),
        }
    }

    /// All texts of a predicate.
    pub(super) fn texts_of(
        &self,
        subject: TermId,
        predicate: &str,
    ) -> Result<Vec<String>, AnswerError> {
        let ids = self.objects(subject, predicate)?;
        ids.into_iter()
            .map(|id| Ok(self.literal(id)?.destruct().0))
            .collect()
    }

    /// A whole number; `None` where it is not given.
    pub(super) fn number(&self, subject: TermId, name: &str) -> Result<Option<u32>, AnswerError> {
        match self.text(subject, name)? {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(AnswerError::Incomplete {
                    subject: self.iri(subject)?,
                    what: "a count that is no whole number",
                }),
            },
        }
    }

    fn literal(&self, id: TermId) -> Result<Literal, AnswerError> {
        match self.edition.term(id)? {
            Term::Literal(literal) => Ok(literal),
            Term::NamedNode(node) => Ok(Literal::new_simple_literal(node.as_str())),
            Term::BlankNode(_) => Err(AnswerError::Incomplete {
                subject: id.to_string(),
                what: "a blank node, which no edition holds",
            }),
        }
    }
}
