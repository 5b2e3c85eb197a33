//! Terms as they arrive, each kept once and numbered by arrival.
//!
//! Takes terms and gives arrival numbers; keeps only keys, so that a draft of
//! millions of triples holds no text twice. Which id a term gets in the end is
//! for `build`.

use oxigraph::model::TermRef;

use crate::edition::error::EditionError;
use crate::edition::pieces::Pieces;
use crate::edition::term;
use crate::edition::term::KINDS;
use crate::edition::term::Kind;
use crate::edition::terms;
use crate::edition::terms::FREE;

/// Numbers terms by arrival.
pub(super) struct Interner {
    // For each term its kind, the length of its key (seven bits a byte, lowest
    // first) and the key, from a multiple of `UNIT` on: a look-up that finds
    // the place of a term has all of it at hand.
    records: Pieces,
    // Where each record begins, in units.
    starts: Vec<u32>,
    slots: Vec<u32>,
    // Some bits of the hash of what is in each slot, so that few other terms
    // are looked at; `FREE_TAG` for a free one.
    tags: Vec<u8>,
    // Spares an allocation per term.
    key: Vec<u8>,
    most: usize,
}

/// Records begin on multiples of so many bytes, which places are counted in.
const UNIT: usize = 4;
const PADDING: [u8; UNIT - 1] = [0; UNIT - 1];
const FREE_TAG: u8 = 0;

impl Interner {
    pub(super) fn new() -> Interner {
        Interner {
            records: Pieces::default(),
            starts: Vec::new(),
            slots: Vec::new(),
            tags: Vec::new(),
            key: Vec::new(),
            // Numbers have 32 bits, and one of them marks a free slot.
            most: FREE as usize,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// Gives kind and key of an arrival number that was handed out.
    pub(super) fn get(&self, arrival: u32) -> (Kind, &[u8]) {
        let start = u64::from(self.starts[arrival as usize]) * UNIT as u64;
        let record = self.records.get(start, u64::MAX);
        let mut len = 0;
        let mut at = 1;
        loop {
            let byte = record[at];
            len |= usize::from(byte & 0x7F) << (7 * (at - 1));
            at += 1;
            if byte & 0x80 == 0 {
                break;
            }
        }
        (KINDS[usize::from(record[0])], &record[at..at + len])
    }

    pub(super) fn hash(&self, arrival: u32) -> u64 {
        let (kind, key) = self.get(arrival);
        terms::hash(kind, key)
    }

    /// Lets go of what is needed only to number more terms.
    pub(super) fn close(&mut self) {
        self.slots = Vec::new();
        self.tags = Vec::new();
        self.most = self.len();
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
        for at in terms::probe(hash, self.tags.len()) {
            let found = self.tags[at];
            if found == FREE_TAG {
                break;
            }
            if found == tag(hash) && self.get(self.slots[at]) == (kind, key) {
                return Ok(self.slots[at]);
            }
        }
        let arrival = self.len();
        if arrival >= self.most {
            return Err(EditionError::TooLarge {
                what: "different terms",
                limit: self.most as u64,
            });
        }
        let start = self.add(kind, key)?;
        self.starts.push(start);
        if self.len() * 3 > self.tags.len() * 2 {
            self.grow();
        } else {
            // Below `FREE`, so it fits.
            self.occupy(arrival as u32, hash);
        }
        Ok(arrival as u32)
    }

    /// Adds a record; gives where it begins, in units.
    fn add(&mut self, kind: Kind, key: &[u8]) -> Result<u32, EditionError> {
        let mut head = [kind as u8; 11];
        let mut used = 1;
        let mut rest = key.len();
        while rest >= 0x80 {
            head[used] = rest as u8 | 0x80;
            rest >>= 7;
            used += 1;
        }
        head[used] = rest as u8;
        used += 1;
        let len = (used + key.len()).next_multiple_of(UNIT);
        let start = self.records.make_room(len) / UNIT as u64;
        let start = u32::try_from(start).map_err(|_| EditionError::TooLarge {
            what: "bytes of different terms",
            limit: (u64::from(u32::MAX) + 1) * UNIT as u64,
        })?;
        self.records.extend(&head[..used]);
        self.records.extend(key);
        self.records.extend(&PADDING[..len - used - key.len()]);
        Ok(start)
    }

    /// Doubles the slots, and puts every term into one of them.
    fn grow(&mut self) {
        let slots = (self.tags.len() * 2).max(64);
        // The old ones first, so that never both are held.
        self.slots = Vec::new();
        self.tags = Vec::new();
        self.slots = vec![0; slots];
        self.tags = vec![FREE_TAG; slots];
        for arrival in 0..self.len() as u32 {
            self.occupy(arrival, self.hash(arrival));
        }
    }

    /// Puts a term into the first free slot for its hash; there is a free one.
    fn occupy(&mut self, arrival: u32, hash: u64) {
        let free = terms::probe(hash, self.tags.len()).find(|at| self.tags[*at] == FREE_TAG);
        if let Some(at) = free {
            self.slots[at] = arrival;
            self.tags[at] = tag(hash);
        }
    }
}

/// Bits of a hash that say nothing about its slot; never `FREE_TAG`.
fn tag(hash: u64) -> u8 {
    hash as u8 | 0x80
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

    #[test]
    fn keys_of_any_length_come_back_whole() -> Result<(), EditionError> {
        let mut interner = Interner::new();
        let keys: Vec<Vec<u8>> = [0, 1, 2, 3, 127, 128, 16_383, 16_384, 700_000, 5]
            .into_iter()
            .map(|len| vec![7; len])
            .collect();
        for (key, kind) in keys.iter().zip(KINDS.into_iter().cycle()) {
            interner.number(kind, key)?;
        }
        interner.close();
        for ((arrival, key), kind) in (0..).zip(&keys).zip(KINDS.into_iter().cycle()) {
            assert!(interner.get(arrival) == (kind, &key[..]));
        }
        Ok(())
    }
}
