//! What an edition is to hold, in any order and with repetitions.
//!
//! Takes terms, which are numbered as they arrive and kept once, and triples
//! and index keys made of those numbers. They are small while they wait: a
//! triple takes some five bytes. Ids, sorting and sections are for `build`.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use oxigraph::model::NamedOrBlankNodeRef;
use oxigraph::model::TermRef;
use oxigraph::model::Triple;

use crate::edition::error::EditionError;
use crate::edition::interner::Interner;
use crate::edition::provenance::Provenance;
use crate::edition::runs::Runs;
use crate::edition::term::Kind;
use crate::edition::work::Work;

/// Collects what an edition is to hold, in any order and with repetitions.
///
/// Terms have *arrival numbers*, handed out by [`Draft::number`]; a term that
/// no triple and no index names in the end is no part of the edition. The first
/// thing that cannot be part of one is reported by [`super::build`].
pub struct Draft {
    pub(super) terms: Interner,
    // By subject, like `places`: predicate and object.
    pub(super) content: Runs,
    pub(super) places: Runs,
    pub(super) is_content: FixedBitSet,
    pub(super) is_place: FixedBitSet,
    pub(super) indexes: BTreeMap<String, Keys>,
    pub(super) provenance: Provenance,
    pub(super) fault: Option<EditionError>,
    pub(super) work: Work,
}

impl Draft {
    pub fn new(provenance: Provenance) -> Draft {
        let work = Work::default();
        Draft {
            terms: Interner::new(),
            content: Runs::counted_in(work.triples_sorted.clone()),
            places: Runs::counted_in(work.triples_sorted.clone()),
            is_content: FixedBitSet::new(),
            is_place: FixedBitSet::new(),
            indexes: BTreeMap::new(),
            provenance,
            fault: None,
            work,
        }
    }

    /// Gives the arrival number of a term: the same one every time.
    pub fn number(&mut self, term: TermRef<'_>) -> u32 {
        self.terms.term(term).unwrap_or_else(|error| {
            self.fault.get_or_insert(error);
            0
        })
    }

    /// Adds a statement that is the same for the same rows in any order, as
    /// arrival numbers of subject, predicate and object.
    pub fn content(&mut self, triple: [u32; 3]) {
        mark(&mut self.is_content, &triple);
        let [subject, predicate, object] = triple;
        self.content.add(subject, [predicate, object]);
    }

    /// Adds a statement about where something stands, which differs once rows
    /// are moved.
    pub fn place(&mut self, triple: [u32; 3]) {
        mark(&mut self.is_place, &triple);
        let [subject, predicate, object] = triple;
        self.places.add(subject, [predicate, object]);
    }

    /// Adds whole triples to the content.
    pub fn add_content<T: Borrow<Triple>>(&mut self, triples: impl IntoIterator<Item = T>) {
        for triple in triples {
            let numbers = self.arrivals(triple.borrow());
            self.content(numbers);
        }
    }

    /// Adds whole triples to the places.
    pub fn add_places<T: Borrow<Triple>>(&mut self, triples: impl IntoIterator<Item = T>) {
        for triple in triples {
            let numbers = self.arrivals(triple.borrow());
            self.place(numbers);
        }
    }

    /// Adds an index, also one without keys; another of that name is replaced.
    ///
    /// A term that no statement names becomes a content term.
    pub fn add_index(&mut self, name: &str, mut keys: Keys) {
        keys.keys.close();
        for found in keys.found.heads() {
            mark(&mut self.is_content, &[*found]);
        }
        if keys.full {
            self.fault.get_or_insert(EditionError::TooLarge {
                what: "different keys of an index",
                limit: u64::from(u32::MAX),
            });
        }
        self.indexes.insert(name.to_owned(), keys);
    }

    fn arrivals(&mut self, triple: &Triple) -> [u32; 3] {
        let subject = match triple.subject.as_ref() {
            NamedOrBlankNodeRef::NamedNode(node) => TermRef::NamedNode(node),
            NamedOrBlankNodeRef::BlankNode(node) => TermRef::BlankNode(node),
        };
        [
            self.number(subject),
            self.number(triple.predicate.as_ref().into()),
            self.number(triple.object.as_ref()),
        ]
    }
}

fn mark(set: &mut FixedBitSet, numbers: &[u32]) {
    for number in numbers {
        let at = *number as usize;
        if at >= set.len() {
            set.grow((at + 1).next_power_of_two());
        }
        set.insert(at);
    }
}

/// The keys of one index, each with the terms it leads to.
///
/// Needs no draft while it is filled, only arrival numbers of one.
pub struct Keys {
    pub(super) keys: Interner,
    // By term: numbers of its keys.
    pub(super) found: Runs,
    full: bool,
}

impl Default for Keys {
    fn default() -> Keys {
        Keys {
            keys: Interner::new(),
            found: Runs::default(),
            full: false,
        }
    }
}

impl Keys {
    /// Lets a key lead to a term, given by its arrival number.
    pub fn add(&mut self, key: &str, term: u32) {
        match self.keys.number(Kind::String, key.as_bytes()) {
            Ok(key) => self.found.add(term, [key]),
            Err(_) => self.full = true,
        }
    }
}
