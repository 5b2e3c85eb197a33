//! The terms of one layer: key by id, id by key.
//!
//! A view of four sections: where each kind ends, the keys in blocks, where each
//! block starts, and a table of ids by hash. Ids in a layer count up
//! from `first`. It reads what a file says and believes none of it.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::edition::TermId;
use crate::edition::blocks::Blocks;
use crate::edition::blocks::Key;
use crate::edition::error::EditionError;
use crate::edition::term::KINDS;
use crate::edition::term::Kind;

/// Marks a free slot, so it can be no id.
pub(super) const FREE: u32 = u32::MAX;

/// Ends of the kinds in a layer, counted in terms: kind `k` is `ends[k - 1]..ends[k]`.
pub(super) type Ends = [u32; KINDS.len()];

/// Finds terms of one layer.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) layer: &'static str,
    pub(super) first: TermId,
    pub(super) ends: Ends,
    pub(super) keys: Blocks<'a>,
    pub(super) slots: &'a [u32],
}

/// Gives the hash a key is found by.
pub(super) fn hash(kind: Kind, key: &[u8]) -> u64 {
    xxh3_64_with_seed(key, kind as u64)
}

/// Lays out ids by the hashes of their keys, which come in the order of the ids.
pub(super) fn slots(first: TermId, hashes: &[u64]) -> Vec<u32> {
    // Two thirds full, and never completely: a search ends at a free slot.
    let mut slots = vec![FREE; hashes.len() + hashes.len() / 2 + 1];
    for (id, hash) in (first..).zip(hashes) {
        occupy(&mut slots, id, *hash);
    }
    slots
}

/// Puts an id into the first free slot for its hash; there must be a free one.
pub(super) fn occupy(slots: &mut [u32], id: u32, hash: u64) {
    if let Some(at) = probe(hash, slots.len()).find(|at| slots[*at] == FREE) {
        slots[at] = id;
    }
}

/// Gives every slot once, in the order in which a hash looks at them.
pub(super) fn probe(hash: u64, slots: usize) -> impl Iterator<Item = usize> {
    // The high half of the product spreads hashes over any number of slots.
    let first = ((u128::from(hash) * slots as u128) >> 64) as usize;
    (first..slots).chain(0..first)
}

impl<'a> Terms<'a> {
    pub(super) fn len(&self) -> u32 {
        self.ends[KINDS.len() - 1]
    }

    pub(super) fn damaged(&self, part: &str, what: impl Into<String>) -> EditionError {
        EditionError::damaged(&format!("{}.{part}", self.layer), what)
    }

    /// Gives kind and key of the term at a place within the layer, from 0.
    pub(super) fn get(&self, index: u32) -> Result<(Kind, Key<'a>), EditionError> {
        let kind = KINDS
            .iter()
            .zip(self.ends)
            .find(|(_, end)| index < *end)
            .map(|(kind, _)| *kind)
            .ok_or(EditionError::NoSuchTerm {
                id: self.first.saturating_add(index),
                terms: self.first.saturating_add(self.len()),
            })?;
        let key = self
            .keys
            .get(index as usize)
            .ok_or_else(|| self.damaged("keys", format!("term {index} is not within the terms")))?;
        Ok((kind, key))
    }

    /// Finds the id of a key.
    ///
    /// # Errors
    /// When the table names a term that the layer does not have.
    pub(super) fn find(&self, kind: Kind, key: &[u8]) -> Result<Option<TermId>, EditionError> {
        // Each slot once, so that a damaged table without a free one ends too.
        for at in probe(hash(kind, key), self.slots.len()) {
            let Some(id) = self.slots.get(at).copied().filter(|id| *id != FREE) else {
                return Ok(None);
            };
            let index = id
                .checked_sub(self.first)
                .filter(|index| *index < self.len())
                .ok_or_else(|| self.damaged("slots", format!("it names term {id}")))?;
            let (found, of) = self.get(index)?;
            if found == kind && of.is(key) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }
}
