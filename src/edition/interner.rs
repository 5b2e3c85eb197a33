//! Terms as they arrive, each kept once and numbered by arrival.
//!
//! Takes terms and gives arrival numbers; keeps only keys, in one run of
//! bytes, so that a draft of millions of triples holds no text twice. Which id
//! a term gets in the end is for `build`.

use oxigraph::model::TermRef;

use crate::edition::error::EditionError;
use crate::edition::term;
use crate::edition::term::Kind;
use crate::edition::terms;
use crate::edition::terms::FREE;

/// Numbers terms by arrival.
pub(super) struct Interner {
    kinds: Vec<Kind>,
    // Where each key ends; it starts where the one before ends.
    ends: Vec<usize>,
    keys: Vec<u8>,
    hashes: Vec<u64>,
    slots: Vec<u32>,
    // Spares an allocation per term.
    key: Vec<u8>,
    most: usize,
}

impl Interner {
    pub(super) fn new() -> Interner {
        Interner {
            kinds: Vec::new(),
            ends: Vec::new(),
            keys: Vec::new(),
            hashes: Vec::new(),
            slots: Vec::new(),
            key: Vec::new(),
            // Numbers have 32 bits, and one of them marks a free slot.
            most: FREE as usize,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Gives kind and key of an arrival number that was handed out.
    pub(super) fn get(&self, arrival: u32) -> (Kind, &[u8]) {
        let at = arrival as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        (self.kinds[at], &self.keys[start..self.ends[at]])
    }

    pub(super) fn hash(&self, arrival: u32) -> u64 {
        self.hashes[arrival as usize]
    }

    /// Numbers a term; a blank node cannot have a number.
    pub(super) fn term(&mut self, term: TermRef<'_>) -> Result<u32, EditionError> {
        if let TermRef::NamedNode(node) = term {
            return self.number(Kind::NamedNode, node.as_str().as_bytes());
        }
        let mut key = std::mem::take(&mut self.key);
        let number = match term::encode(term, &mut key) {
            Some(kind) => self.number(kind, &key),
            None => Err(EditionError::Refused {
                what: format!("the blank node {term}"),
            }),
        };
        self.key = key;
        number
    }

    /// Numbers a key of a kind.
    pub(super) fn number(&mut self, kind: Kind, key: &[u8]) -> Result<u32, EditionError> {
        let hash = terms::hash(kind, key);
        for at in terms::probe(hash, self.slots.len()) {
            let arrival = self.slots[at];
            if arrival == FREE {
                break;
            }
            if self.hash(arrival) == hash && self.get(arrival) == (kind, key) {
                return Ok(arrival);
            }
        }
        let arrival = self.len();
        if arrival >= self.most {
            return Err(EditionError::TooLarge {
                what: "different terms",
                limit: self.most as u64,
            });
        }
        self.kinds.push(kind);
        self.keys.extend_from_slice(key);
        self.ends.push(self.keys.len());
        self.hashes.push(hash);
        // Below `FREE`, so it fits.
        let number = arrival as u32;
        if self.len() * 3 > self.slots.len() * 2 {
            self.slots = vec![FREE; (self.slots.len() * 2).max(64)];
            for (number, hash) in (0..).zip(&self.hashes) {
                terms::occupy(&mut self.slots, number, *hash);
            }
        } else {
            terms::occupy(&mut self.slots, number, hash);
        }
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use oxigraph::model::NamedNodeRef;

    use super::*;

    fn node(name: &str) -> TermRef<'_> {
        NamedNodeRef::new_unchecked(name).into()
    }

    #[test]
    fn a_term_keeps_its_first_number() -> Result<(), EditionError> {
        let mut interner = Interner::new();
        for n in 0..2000 {
            let name = format!("https://example.org/{}", n % 500);
            assert_eq!(interner.term(node(&name))?, n % 500);
        }
        assert_eq!(interner.len(), 500);
        assert_eq!(
            interner.get(7),
            (Kind::NamedNode, &b"https://example.org/7"[..])
        );
        Ok(())
    }

    #[test]
    fn one_term_too_many_is_an_error_and_not_a_wrong_number() -> Result<(), EditionError> {
        let mut interner = Interner::new();
        interner.most = 2;
        interner.term(node("a:a"))?;
        interner.term(node("a:b"))?;
        let error = interner.term(node("a:c")).map_err(|e| e.to_string());
        assert_eq!(
            error,
            Err("too many different terms: an edition holds at most 2".to_owned())
        );
        assert_eq!(interner.term(node("a:b"))?, 1);
        Ok(())
    }
}
