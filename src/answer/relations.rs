//! The relations that an edition's claims use, by id and by category.

use std::collections::BTreeSet;

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::iri;

/// Below this similarity (Jaro-Winkler, 0 to 1) a relation is no suggestion.
const LEAST_SIMILARITY: f64 = 0.75;

/// The relations that some words mean, each an id or a category: their ids in
/// order, and their terms.
///
/// # Errors
/// For a word that is neither of any relation in use.
pub(super) fn meant(
    graph: &Graph,
    words: &[String],
) -> Result<(Vec<String>, Vec<TermId>), AnswerError> {
    if words.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut used = Vec::new();
    let class = graph.known(&iri::ng("Relation"))?;
    let of_class = match class {
        Some(class) => graph.subjects(&format!("{}type", iri::RDF), class)?,
        None => Vec::new(),
    };
    for relation in of_class {
        let category = graph.text(relation, "category")?.unwrap_or_default();
        used.push((graph.relation_id(relation)?, category, relation));
    }
    let mut found = BTreeSet::new();
    for word in words {
        let fits = |one: &&(String, String, TermId)| one.0 == *word || one.1 == *word;
        let fitting: Vec<_> = used.iter().filter(fits).collect();
        if fitting.is_empty() {
            return Err(unknown(word, &used));
        }
        found.extend(fitting.into_iter().map(|one| (one.0.clone(), one.2)));
    }
    Ok(found.into_iter().unzip())
}

fn unknown(word: &str, used: &[(String, String, TermId)]) -> AnswerError {
    let words: BTreeSet<&str> = used
        .iter()
        .flat_map(|(id, category, _)| [id.as_str(), category.as_str()])
        .filter(|word| !word.is_empty())
        .collect();
    let mut near: Vec<(f64, &str)> = words
        .iter()
        .map(|other| (strsim::jaro_winkler(word, other), *other))
        .filter(|(likeness, _)| *likeness >= LEAST_SIMILARITY)
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    AnswerError::UnknownRelation {
        word: word.to_owned(),
        nearest: near
            .into_iter()
            .take(5)
            .map(|one| one.1.to_owned())
            .collect(),
        used: used.iter().map(|one| one.0.clone()).collect(),
    }
}
