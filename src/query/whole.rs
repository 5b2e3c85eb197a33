//! The whole edition as RDF, in any of six formats.
//!
//! Triples are written one by one in the edition's order, so that an edition of
//! any size is exported in the same little memory; the same edition gives the
//! same bytes. All of them are in the default graph. What a format cannot carry
//! is found before the first byte is written: an export is whole or refused.

use std::io::Write;

use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer};
use oxigraph::model::{GraphNameRef, NamedNode, QuadRef, Term, TripleRef};

use crate::edition::{Edition, EditionError, TermId};
use crate::query::error::QueryError;
use crate::query::prefixes::Prefixes;
use crate::query::rdfxml;

/// The formats in which a whole edition can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    NTriples,
    Turtle,
    NQuads,
    TriG,
    /// Cannot carry everything: see [`write_edition`].
    RdfXml,
    /// Without a context, every IRI in full.
    JsonLd,
}

/// Writes every triple of an edition, rows and tables included.
///
/// # Errors
/// When the edition holds something that the format has no way to write (in
/// RDF/XML: control characters, and properties whose IRI does not end in an XML
/// name), in which case nothing was written; when it is damaged, or the writer
/// fails.
pub fn write_edition(
    edition: &Edition,
    format: GraphFormat,
    out: &mut dyn Write,
) -> Result<(), QueryError> {
    let prefixes = Prefixes::of(edition)?;
    let format = match format {
        GraphFormat::NTriples => RdfFormat::NTriples,
        GraphFormat::Turtle => RdfFormat::Turtle,
        GraphFormat::NQuads => RdfFormat::NQuads,
        GraphFormat::TriG => RdfFormat::TriG,
        GraphFormat::JsonLd => RdfFormat::JsonLd {
            profile: JsonLdProfileSet::empty(),
        },
        GraphFormat::RdfXml => {
            refuse_what_xml_lacks(edition)?;
            let mut writer = rdfxml::Writer::start(out, prefixes.iter())?;
            each_triple(edition, &mut |triple| Ok(writer.triple(triple)?))?;
            return Ok(writer.finish()?);
        }
    };
    let mut serializer = RdfSerializer::from_format(format);
    for (name, namespace) in prefixes.iter() {
        // A namespace that is no IRI could not have been written into an edition.
        if let Ok(with) = serializer.clone().with_prefix(name, namespace) {
            serializer = with;
        }
    }
    let mut writer = serializer.for_writer(out);
    each_triple(edition, &mut |triple| {
        let TripleRef {
            subject,
            predicate,
            object,
        } = triple;
        let graph = GraphNameRef::DefaultGraph;
        Ok(writer.serialize_quad(QuadRef::new(subject, predicate, object, graph))?)
    })?;
    writer.finish()?;
    Ok(())
}

/// Whether a format can carry everything, for whoever has to know before a byte of
/// it is written.
///
/// # Errors
/// As for [`write_edition`].
pub fn refuse_what_is_lost(edition: &Edition, format: GraphFormat) -> Result<(), QueryError> {
    match format {
        GraphFormat::RdfXml => refuse_what_xml_lacks(edition),
        GraphFormat::NTriples
        | GraphFormat::Turtle
        | GraphFormat::NQuads
        | GraphFormat::TriG
        | GraphFormat::JsonLd => Ok(()),
    }
}

/// Hands out the triples in the edition's order.
fn each_triple(
    edition: &Edition,
    write: &mut dyn FnMut(TripleRef<'_>) -> Result<(), QueryError>,
) -> Result<(), QueryError> {
    // The order is by subject, then predicate: most triples share them with
    // the one before.
    let mut last: Option<([TermId; 2], [NamedNode; 2])> = None;
    for triple in edition.matching(None, None, None) {
        let [subject, predicate, object] = triple?;
        let [s, p] = match last.take() {
            Some((ids, nodes)) if ids == [subject, predicate] => nodes,
            Some((ids, [s, _])) if ids[0] == subject => [s, named(edition.term(predicate)?)?],
            Some(_) | None => [
                named(edition.term(subject)?)?,
                named(edition.term(predicate)?)?,
            ],
        };
        let object = edition.term(object)?;
        write(TripleRef::new(&s, &p, &object))?;
        last = Some(([subject, predicate], [s, p]));
    }
    Ok(())
}

fn named(term: Term) -> Result<NamedNode, EditionError> {
    match term {
        Term::NamedNode(node) => Ok(node),
        Term::BlankNode(_) | Term::Literal(_) => Err(EditionError::Damaged {
            section: "content".to_owned(),
            what: "a subject or predicate is no IRI".to_owned(),
        }),
    }
}

/// Finds, by the terms alone, a triple that RDF/XML cannot carry.
fn refuse_what_xml_lacks(edition: &Edition) -> Result<(), QueryError> {
    for id in 0..edition.term_count() {
        let (why, as_predicate) = match edition.term(id)? {
            Term::Literal(literal) => match rdfxml::forbidden_character(literal.value()) {
                Some(character) => (
                    format!(
                        "the character U+{:04X}, which XML does not allow",
                        u32::from(character)
                    ),
                    false,
                ),
                None => continue,
            },
            Term::NamedNode(node) => match rdfxml::element_name(node.as_str()) {
                Some(_) => continue,
                None => (
                    "a property whose IRI does not end in an XML name".to_owned(),
                    true,
                ),
            },
            Term::BlankNode(_) => continue,
        };
        let mut found = match as_predicate {
            true => edition.matching(None, Some(id), None),
            false => edition.matching(None, None, Some(id)),
        };
        if let Some(triple) = found.next() {
            let [subject, predicate, object] = triple?;
            let triple = TripleRef::new(
                &named(edition.term(subject)?)?,
                &named(edition.term(predicate)?)?,
                &edition.term(object)?,
            )
            .to_string();
            return Err(QueryError::NotInXml { why, triple });
        }
    }
    Ok(())
}
