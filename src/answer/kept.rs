//! What an answer asks of an edition again and again, read once.
//!
//! Takes an edition and a subject and gives the subject's facts: the words of
//! its predicates with the objects. A claim is asked for forty properties, most
//! of which it has not: its triples lie together and are read in one go, and a
//! predicate is known by its own text, which costs one look at the file where
//! looking up forty IRIs by their hashes costs one each, far apart. Belongs to
//! one edition, whose numbers it keeps; what they mean is for `graph`.

use std::collections::HashMap;

use oxigraph::model::{NamedNode, Term};

use crate::answer::graph::Named;
use crate::answer::{AnswerError, graph};
use crate::edition::{Edition, TermId};
use crate::model::iri::{self, NG};

/// Facts that are kept of one subject. A claim or a source has fewer; of an
/// entity that is linked to thousands others, single values are looked up.
const MOST_FACTS: usize = 64;

/// Subjects, and names, that are kept: a few megabytes. Beyond it they are read
/// anew.
const MOST_KEPT: usize = 4_096;

/// An IRI by the order in which it was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Word(u32);

/// What is known of one edition so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    // Without the namespace where that is nutgraf's own.
    texts: Vec<Box<str>>,
    words: HashMap<Box<str>, Word>,
    of_terms: HashMap<TermId, Word>,
    terms: HashMap<Word, Option<TermId>>,
    // In the edition's order; `None` for a subject that has too many.
    facts: HashMap<TermId, Option<Vec<(Word, TermId)>>>,
    named: HashMap<TermId, Named>,
}

impl Kept {
    /// The word for an IRI, or for the name of a term of the vocabulary.
    pub(super) fn word(&mut self, iri: &str) -> Word {
        let text = iri.strip_prefix(NG).unwrap_or(iri);
        if let Some(word) = self.words.get(text) {
            return *word;
        }
        // Far fewer than terms, and those are numbered in 32 bits.
        let word = Word(self.texts.len() as u32);
        self.texts.push(text.into());
        self.words.insert(text.into(), word);
        word
    }

    /// The name of a term of the vocabulary; of anything else the whole IRI.
    pub(super) fn text(&self, word: Word) -> &str {
        &self.texts[word.0 as usize]
    }

    /// The word for an IRI by its number, known by its text.
    ///
    /// # Errors
    /// When it is no IRI, or the edition is damaged there.
    pub(super) fn word_of(&mut self, edition: &Edition, id: TermId) -> Result<Word, AnswerError> {
        if let Some(word) = self.of_terms.get(&id) {
            return Ok(*word);
        }
        let word = self.word(&graph::iri_of(edition, id)?);
        self.of_terms.insert(id, word);
        Ok(word)
    }

    /// The number of the IRI behind a word, if the edition has it.
    pub(super) fn term(
        &mut self,
        edition: &Edition,
        word: Word,
    ) -> Result<Option<TermId>, AnswerError> {
        if let Some(id) = self.terms.get(&word) {
            return Ok(*id);
        }
        let text = self.text(word);
        // Every IRI has a colon, no name of our vocabulary has.
        let iri = match text.contains(':') {
            true => text.to_owned(),
            false => iri::ng(text),
        };
        let id = edition.term_id(&Term::NamedNode(NamedNode::new_unchecked(iri)))?;
        self.terms.insert(word, id);
        Ok(id)
    }

    /// Predicates and objects of a subject, in the edition's order; `None` when
    /// they are too many to be kept.
    pub(super) fn facts(
        &mut self,
        edition: &Edition,
        subject: TermId,
    ) -> Result<Option<&[(Word, TermId)]>, AnswerError> {
        if !self.facts.contains_key(&subject) {
            let facts = self.read_facts(edition, subject)?;
            make_room(&mut self.facts);
            self.facts.insert(subject, facts);
        }
        Ok(self.facts.get(&subject).and_then(Option::as_deref))
    }

    fn read_facts(
        &mut self,
        edition: &Edition,
        subject: TermId,
    ) -> Result<Option<Vec<(Word, TermId)>>, AnswerError> {
        let mut facts = Vec::new();
        for triple in edition.matching(Some(subject), None, None) {
            if facts.len() == MOST_FACTS {
                return Ok(None);
            }
            let [_, predicate, object] = triple?;
            facts.push((self.word_of(edition, predicate)?, object));
        }
        Ok(Some(facts))
    }

    /// Name and id of a resource, where they were asked for before.
    pub(super) fn named(&self, id: TermId) -> Option<Named> {
        self.named.get(&id).cloned()
    }

    /// Keeps name and id of a resource.
    pub(super) fn keep_named(&mut self, id: TermId, named: &Named) {
        make_room(&mut self.named);
        self.named.insert(id, named.clone());
    }
}

fn make_room<T>(kept: &mut HashMap<TermId, T>) {
    if kept.len() >= MOST_KEPT {
        kept.clear();
    }
}
