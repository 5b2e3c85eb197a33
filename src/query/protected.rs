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
use crate::edition::TermId;
use crate::model::iri;
use crate::query::contested;
use crate::query::prepare::Answer;

/// Counts the distinct protected sources that an answer names; none in a
/// redacted edition, which has no names of them.
///
/// # Errors
/// When the edition is damaged where they are looked up.
pub fn protected_sources(edition: &Edition, answer: &Answer) -> Result<u64, EditionError> {
    let term = |iri: &str| edition.term_id(&NamedNode::new_unchecked(iri).into());
    let class = term(&iri::ng("ProtectedSource"))?;
    let (Some(is), Some(class)) = (term(rdf::TYPE.as_str())?, class) else {
        return Ok(0);
    };
    if edition.provenance()?.is_redacted() {
        return Ok(0);
    }
    let label = term(rdfs::LABEL.as_str())?;
    let protected: BTreeSet<TermId> = edition
        .matching(None, Some(is), Some(class))
        .map(|triple| Ok(triple?[0]))
        .collect::<Result<_, EditionError>>()?;
    let mut named = BTreeSet::new();
    for id in contested::named(edition, answer)? {
        if protected.contains(&id) {
            named.insert(id);
        }
        let called = label.map(|label| edition.matching(None, Some(label), Some(id)));
        for triple in called.into_iter().flatten() {
            let [subject, _, _] = triple?;
            if protected.contains(&subject) {
                named.insert(subject);
            }
        }
    }
    Ok(named.len() as u64)
}
