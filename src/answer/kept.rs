//! What an answer asks of an edition again and again, read once.
//!
//! Takes an edition and a subject and gives the subject's facts: the words of
//! its predicates with the objects. A claim is asked for forty properties, most
//! of which it has not: its triples lie together and are read in one go, and a
//! predicate is known by its own text, which costs one look at the file where
//! looking up forty IRIs by their hashes costs one each, far apart. Belongs to
//! one edition, whose numbers it keeps; what they mean is for `graph`.

use std::collections::HashSet;
use std::sync::Arc;

use oxigraph::model::{NamedNode, Term};
use rustc_hash::FxHashMap;

use crate::answer::named::Named;
use crate::answer::{AnswerError, CitedSource, Kind, graph};
use crate::edition::{Edition, TermId};
use crate::model::iri::{self, NG};
use crate::model::{Mode, Rule, Scope, SourceKind, Stance, Standing, Support, Table};

/// Facts that are kept of one subject. A claim or a source has fewer; of an
/// entity that is linked to thousands others, single values are looked up.
const MOST_FACTS: usize = 64;

/// Names that are kept: some tens of megabytes, where so many are asked for. Beyond it they are read anew. A case of a million claims has some
/// hundred thousand names, and most claims are about few of them.
const MOST_KEPT: usize = 65_536;

/// Days that are kept as text: fifty years of them.
const MOST_DAYS: usize = 16_384;

/// Sources that are kept as they stand behind claims, a kilobyte each: those of
/// many claims stay.
const MOST_CITED: usize = 4_096;

/// Subjects whose facts are kept: they are asked for in a row, with those of an
/// answer or of a passage in between.
const MOST_SUBJECTS: usize = 8;

/// So many names are looked up one by one before the whole index is read.
const FEW_ASKED: usize = 2_000;

/// An IRI by the order in which it was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Word(u32);

/// Predicates and objects of a subject, in the edition's order.
#[derive(Debug, Default)]
struct Facts {
    of: Option<TermId>,
    /// Whether these are all; of a subject that has too many there are none.
    whole: bool,
    facts: Vec<(Word, TermId)>,
}

/// What is known of one edition so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    // Without the namespace where that is nutgraf's own.
    texts: Vec<Box<str>>,
    words: FxHashMap<Box<str>, Word>,
    // By where the asked text lies in memory: mostly it is a part of the program,
    // and comparing takes less than hashing. Whatever lies there now is compared.
    asked_from: AskedFrom,
    of_terms: FxHashMap<TermId, Word>,
    terms: FxHashMap<Word, Option<TermId>>,
    facts: [Facts; MOST_SUBJECTS],
    // The place of these that is read into next: behind the one before.
    next: usize,
    named: Recent<Named, MOST_KEPT>,
    days: Recent<Box<str>, MOST_DAYS>,
    kinds: Recent<Kind, MOST_KEPT>,
    // As it is behind any claim, without the claim's own words.
    cited: Recent<CitedSource, MOST_CITED>,
    /// Terms of which there are few, by what they stand for.
    pub(super) standings: FxHashMap<TermId, Standing>,
    pub(super) supports: FxHashMap<TermId, Support>,
    pub(super) modes: FxHashMap<TermId, Mode>,
    pub(super) rules: FxHashMap<TermId, Rule>,
    pub(super) stances: FxHashMap<TermId, Stance>,
    pub(super) scopes: FxHashMap<TermId, Scope>,
    pub(super) tables: FxHashMap<TermId, Table>,
    pub(super) source_kinds: FxHashMap<TermId, SourceKind>,
    pub(super) relations: FxHashMap<(TermId, Mode), Arc<RelationWords>>,
    // How often it was asked whether a name is shared, and after many times the
    // answer for all: everything in the index of names that is not alone there.
    asked_for_others: usize,
    sharing: Option<HashSet<TermId>>,
}

/// A relation, as it reads in a mode.
#[derive(Debug)]
pub(super) struct RelationWords {
    /// `owns`, for `rel:owns`.
    pub id: Arc<str>,
    /// From its subject, and from its object.
    pub forward: Arc<str>,
    pub inverse: Arc<str>,
    /// Whether it means the same from either end.
    pub symmetric: bool,
    /// FollowTheMoney's name for it, where it has one.
    pub ftm: Option<String>,
}

/// Words by the place in memory of the text they were asked for with.
#[derive(Debug)]
struct AskedFrom([Option<Word>; 256]);

impl Default for AskedFrom {
    fn default() -> Self {
        Self([None; 256])
    }
}

impl AskedFrom {
    fn place(text: &str) -> usize {
        let address = text.as_ptr() as usize;
        (address ^ address >> 8 ^ text.len()) % 256
    }
}

/// What was asked for lately: a source of many claims stays, the claims between
/// go. Whatever was asked for among the last `MOST` new ones is there.
#[derive(Debug)]
struct Recent<T, const MOST: usize> {
    young: FxHashMap<TermId, T>,
    // What was young before, and was not asked for since.
    old: FxHashMap<TermId, T>,
}

impl<T, const MOST: usize> Default for Recent<T, MOST> {
    fn default() -> Self {
        Self {
            young: FxHashMap::default(),
            old: FxHashMap::default(),
        }
    }
}

impl<T, const MOST: usize> Recent<T, MOST> {
    fn get(&mut self, id: TermId) -> Option<&T> {
        if !self.young.contains_key(&id) {
            let found = self.old.remove(&id)?;
            self.insert(id, found);
        }
        self.young.get(&id)
    }

    fn insert(&mut self, id: TermId, value: T) {
        if self.young.len() >= MOST {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, value);
    }
}

impl Kept {
    /// The word for an IRI, or for the name of a term of the vocabulary.
    pub(super) fn word(&mut self, iri: &str) -> Word {
        let text = iri.strip_prefix(NG).unwrap_or(iri);
        let from = AskedFrom::place(text);
        if let Some(word) = self.asked_from.0[from]
            && self.text(word) == text
        {
            return word;
        }
        let word = self.word_by_hash(text);
        self.asked_from.0[from] = Some(word);
        word
    }

    fn word_by_hash(&mut self, text: &str) -> Word {
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
        let is_asked = |facts: &Facts| facts.of == Some(subject);
        let at = match self.facts.iter().position(is_asked) {
            Some(at) => at,
            None => self.read_facts(edition, subject)?,
        };
        let facts = &self.facts[at];
        Ok(facts.whole.then_some(&facts.facts[..]))
    }

    /// Gives the place that it read them into.
    fn read_facts(&mut self, edition: &Edition, subject: TermId) -> Result<usize, AnswerError> {
        let at = self.next;
        self.next = (at + 1) % MOST_SUBJECTS;
        let mut facts = std::mem::take(&mut self.facts[at]).facts;
        facts.clear();
        let few = edition.few_facts(subject, MOST_FACTS)?;
        for [predicate, object] in few.iter().flatten().copied().flatten() {
            facts.push((self.word_of(edition, *predicate)?, *object));
        }
        self.facts[at] = Facts {
            of: Some(subject),
            whole: few.is_some(),
            facts,
        };
        Ok(at)
    }

    /// Whether something else may be called like this thing, which has a name of
    /// its own in the index of names. For a few it is not worth finding out, and
    /// may be so; after that the whole index is read once.
    ///
    /// # Errors
    /// When the edition is damaged there.
    pub(super) fn may_share_its_name(
        &mut self,
        edition: &Edition,
        id: TermId,
    ) -> Result<bool, AnswerError> {
        self.asked_for_others += 1;
        if self.sharing.is_none() && self.asked_for_others > FEW_ASKED {
            let mut sharing = HashSet::new();
            if let Some(names) = edition.index("names")? {
                for entry in names.all() {
                    let (_, ids) = entry?;
                    if ids.len() > 1 {
                        sharing.extend(ids.iter().copied());
                    }
                }
            }
            self.sharing = Some(sharing);
        }
        Ok(self
            .sharing
            .as_ref()
            .is_none_or(|sharing| sharing.contains(&id)))
    }

    /// The text of a day: of days there are few, and to work one out takes long.
    ///
    /// # Errors
    /// When the edition is damaged there.
    pub(super) fn day(&mut self, edition: &Edition, id: TermId) -> Result<String, AnswerError> {
        if let Some(day) = self.days.get(id) {
            return Ok(day.to_string());
        }
        let day = edition.text(id)?;
        self.days.insert(id, day.as_str().into());
        Ok(day)
    }

    /// Name and id of a resource, where they were asked for before.
    pub(super) fn named(&mut self, id: TermId) -> Option<Named> {
        self.named.get(id).cloned()
    }

    /// A source behind claims, where it was asked for before.
    pub(super) fn cited(&mut self, id: TermId) -> Option<CitedSource> {
        self.cited.get(id).cloned()
    }

    /// Keeps a source behind claims.
    pub(super) fn keep_cited(&mut self, id: TermId, cited: &CitedSource) {
        self.cited.insert(id, cited.clone());
    }

    /// What kind of thing a resource is, where it was asked for before.
    pub(super) fn kind(&mut self, id: TermId) -> Option<Kind> {
        self.kinds.get(id).copied()
    }

    /// Keeps what kind of thing a resource is.
    pub(super) fn keep_kind(&mut self, id: TermId, kind: Kind) {
        self.kinds.insert(id, kind);
    }

    /// Keeps name and id of a resource.
    pub(super) fn keep_named(&mut self, id: TermId, named: &Named) {
        self.named.insert(id, named.clone());
    }
}
