//! How many protected sources an answer names.
//!
//! The rows of a query carry no mark, and are soon mailed. This counts, over an
//! answer, the sources marked protected of which it has the IRI or the name.
//! Saying so is for `cli`.

use std::collections::BTreeSet;

use oxigraph::model::NamedNode;
use oxigraph::model::vocab::{rdf, rdfs};

use crate::edition::Edition;
use crate::edition::EditionError;
use crate::model::iri;
use crate::query::named::NamedTerms;

/// Counts the distinct protected sources that an answer names; none in a
/// redacted edition, which has no names of them.
///
/// # Errors
/// When the edition is damaged where they are looked up.
pub fn protected_sources(edition: &Edition, named: &NamedTerms) -> Result<u64, EditionError> {
    let term = |iri: &str| edition.term_id(&NamedNode::new_unchecked(iri).into());
    let class = term(&iri::ng("ProtectedSource"))?;
    let (Some(is), Some(class)) = (term(rdf::TYPE.as_str())?, class) else {
        return Ok(0);
    };
    if edition.provenance()?.is_redacted() {
        return Ok(0);
    }
    let mut protected = BTreeSet::new();
    for id in &named.things {
        if edition.count(Some(*id), Some(is), Some(class))? > 0 {
            protected.insert(*id);
        }
    }
    if let Some(label) = term(rdfs::LABEL.as_str())? {
        for name in &named.texts {
            protected.extend(edition.subjects_of_both([label, *name], [is, class])?);
        }
    }
    Ok(protected.len() as u64)
}
