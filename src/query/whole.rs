//! The whole edition as RDF.
//!
//! Triples are written one by one in the edition's order, so that an edition of
//! any size can be exported; the same edition gives the same bytes.

use std::io::Write;

use oxigraph::io::{RdfFormat, RdfSerializer};
use oxigraph::model::{GraphNameRef, NamedOrBlankNodeRef, QuadRef, Term};

use crate::edition::{Edition, EditionError};
use crate::query::error::QueryError;
use crate::query::prefixes::Prefixes;
use crate::query::results::Format;

/// Writes every triple of an edition, rows and tables included.
///
/// # Errors
/// When the format is not one for graphs, the edition is damaged, or the
/// writer fails.
pub fn write_edition(
    edition: &Edition,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), QueryError> {
    let mut serializer = RdfSerializer::from_format(rdf_format(format)?);
    for (name, namespace) in Prefixes::of(edition)?.iter() {
        // A namespace that is no IRI could not have been written into an edition.
        if let Ok(with) = serializer.clone().with_prefix(name, namespace) {
            serializer = with;
        }
    }
    let mut writer = serializer.for_writer(out);
    let named = |term: Term| match term {
        Term::NamedNode(node) => Ok(node),
        Term::BlankNode(_) | Term::Literal(_) => Err(EditionError::Damaged {
            section: "content".to_owned(),
            what: "a subject or predicate is no IRI".to_owned(),
        }),
    };
    for triple in edition.matching(None, None, None) {
        let [subject, predicate, object] = triple?;
        let subject = named(edition.term(subject)?)?;
        let predicate = named(edition.term(predicate)?)?;
        let object = edition.term(object)?;
        writer.serialize_quad(QuadRef::new(
            NamedOrBlankNodeRef::from(&subject),
            &predicate,
            &object,
            GraphNameRef::DefaultGraph,
        ))?;
    }
    writer.finish()?;
    Ok(())
}

fn rdf_format(format: Format) -> Result<RdfFormat, QueryError> {
    match format {
        Format::Turtle => Ok(RdfFormat::Turtle),
        Format::NTriples => Ok(RdfFormat::NTriples),
        Format::JsonLd => Ok(RdfFormat::JsonLd {
            profile: oxigraph::io::JsonLdProfileSet::empty(),
        }),
        Format::Table
        | Format::Markdown
        | Format::Json
        | Format::Xml
        | Format::Csv
        | Format::Tsv => Err(QueryError::WrongFormat {
            answer: "a whole edition",
            format: format.as_str(),
            instead: "nt, ttl or jsonld",
        }),
    }
}
