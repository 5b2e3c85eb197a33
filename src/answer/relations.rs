//! The relations that an edition's claims use, by id and by category.

use std::collections::BTreeSet;

use crate::answer::AnswerError;
use crate::answer::graph::Graph;
use crate::edition::TermId;
use crate::model::iri;

/// Below this similarity (Jaro-Winkler, 0 to 1) a relation is no suggestion.
const LEAST_SIMILARITY: f64 = 0.75;

/// A relation that a case may use, whether or not a claim does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRelation {
    pub id: String,
    pub category: String,
}

/// What some words mean, each the id or the category of a relation.
#[derive(Debug, Default)]
pub(super) struct Meant {
    /// In order.
    pub ids: Vec<String>,
    pub terms: Vec<TermId>,
    /// Words for relations that no claim of the case uses, as they were given.
    pub unused: Vec<String>,
}

/// The relations that some words mean.
///
/// # Errors
/// For a word that is neither of any relation in use, nor of one that is known.
pub(super) fn meant(
    graph: &Graph,
    words: &[String],
    known: &[KnownRelation],
) -> Result<Meant, AnswerError> {
    if words.is_empty() {
        return Ok(Meant::default());
    }
    let mut used = Vec::new();
    let class = graph.known(&iri::ng("Relation"))?;
    let of_class = match class {
        Some(class) => graph.subjects(iri::RDF_TYPE, class)?,
        None => Vec::new(),
    };
    for relation in of_class {
        let category = graph.text(relation, "category")?.unwrap_or_default();
        used.push((graph.relation_id(relation)?, category, relation));
    }
    let (mut found, mut unused) = (BTreeSet::new(), Vec::new());
    for word in words {
        let is_word =
            |id: &str, category: &str| !word.is_empty() && (id == word || category == word);
        let fits = |one: &&(String, String, TermId)| is_word(&one.0, &one.1);
        let fitting: Vec<_> = used.iter().filter(fits).collect();
        if !fitting.is_empty() {
            found.extend(fitting.into_iter().map(|one| (one.0.clone(), one.2)));
        } else if known.iter().any(|one| is_word(&one.id, &one.category)) {
            unused.push(word.clone());
        } else {
            return Err(unknown(word, &used));
        }
    }
    let (ids, terms) = found.into_iter().unzip();
    Ok(Meant { ids, terms, unused })
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
