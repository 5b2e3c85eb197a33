//! The links of an edition as RDF 1.2 says what a statement is about: a link
//! reifies the triple `subject reported:relation object`, so that what is known of
//! the link is said of that triple, and the triple itself is stated by nobody.
//!
//! Written as N-Triples 1.2, which Turtle 1.2 includes, behind a file of RDF 1.1.

use std::io::Write;

use oxigraph::model::{NamedNode, Term};

use crate::edition::{Edition, EditionError, TermId};
use crate::model::iri;
use crate::query::error::QueryError;

/// Writes a line for every link of the edition, also where all of its claims are
/// retracted; in the edition's order.
///
/// # Errors
/// When the edition is damaged, or the writer fails.
pub fn write_reifiers(edition: &Edition, out: &mut dyn Write) -> Result<(), QueryError> {
    for link in of_type(edition, "Link")? {
        let about = |name: &str| one(edition, link, &format!("{}{name}", iri::RDF));
        let subject = about("subject")?;
        let object = about("object")?;
        let relation = about("predicate")?;
        let relation = relation.as_str();
        let local = relation
            .strip_prefix(iri::REL)
            .ok_or_else(|| damaged("a relation"))?;
        let reported = NamedNode::new(format!("{}{local}", iri::REPORTED))
            .map_err(|_| damaged("a relation"))?;
        let link = named(edition.term(link)?)?;
        writeln!(
            out,
            "{link} <{}reifies> <<( {subject} {reported} {object} )>> .",
            iri::RDF
        )?;
    }
    Ok(())
}

/// Everything of a class, in the edition's order.
pub(super) fn of_type(edition: &Edition, class: &str) -> Result<Vec<TermId>, EditionError> {
    let (Some(predicate), Some(class)) = (
        known(edition, &format!("{}type", iri::RDF))?,
        known(edition, &iri::ng(class))?,
    ) else {
        return Ok(Vec::new());
    };
    let triples = edition.matching(None, Some(predicate), Some(class));
    let mut all: Vec<TermId> = triples
        .map(|triple| triple.map(|[subject, _, _]| subject))
        .collect::<Result<_, _>>()?;
    all.sort_unstable();
    Ok(all)
}

/// The number of an IRI; none where the edition does not have it.
pub(super) fn known(edition: &Edition, iri: &str) -> Result<Option<TermId>, EditionError> {
    match NamedNode::new(iri) {
        Ok(node) => edition.term_id(&node.into()),
        Err(_) => Ok(None),
    }
}

/// The objects of a subject and a predicate.
pub(super) fn objects(
    edition: &Edition,
    subject: TermId,
    predicate: &str,
) -> Result<Vec<TermId>, EditionError> {
    let Some(predicate) = known(edition, predicate)? else {
        return Ok(Vec::new());
    };
    let triples = edition.matching(Some(subject), Some(predicate), None);
    triples
        .map(|triple| triple.map(|[_, _, object]| object))
        .collect()
}

fn one(edition: &Edition, subject: TermId, predicate: &str) -> Result<NamedNode, EditionError> {
    let object = objects(edition, subject, predicate)?.into_iter().next();
    let object = object.ok_or_else(|| damaged("a link without an end"))?;
    named(edition.term(object)?)
}

/// The IRI that stands where one has to.
pub(super) fn named(term: Term) -> Result<NamedNode, EditionError> {
    match term {
        Term::NamedNode(node) => Ok(node),
        Term::BlankNode(_) | Term::Literal(_) => Err(damaged("a subject or predicate is no IRI")),
    }
}

fn damaged(what: &str) -> EditionError {
    EditionError::Damaged {
        section: "content".to_owned(),
        what: what.to_owned(),
    }
}
