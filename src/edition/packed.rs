//! Terms and indexes as they are written: in the order of ids and keys, packed.
//!
//! Takes terms in the order of their ids, or the keys of an index as they
//! came, and gives the arrays of their sections. Keys lie anywhere in memory,
//! and to look at one costs more than to copy it: each is looked at once, on
//! all cores, and what is needed later is read from what was packed.

use rayon::prelude::*;

use crate::edition::TermId;
use crate::edition::blocks;
use crate::edition::blocks::BLOCK;
use crate::edition::blocks::Blocks;
use crate::edition::blocks::Key;
use crate::edition::draft::Keys;
use crate::edition::interner::Interner;
use crate::edition::sorting::sort_by_key;
use crate::edition::terms;
use crate::edition::terms::Ends;

/// How many terms are packed at once: whole blocks of them.
const AT_ONCE: usize = BLOCK << 12;

/// The terms of a layer.
#[derive(Default)]
pub(super) struct PackedTerms {
    pub(super) ends: Ends,
    /// By which each is found, in the order of ids.
    pub(super) hashes: Vec<u64>,
    /// Of each block, and one more.
    pub(super) starts: Vec<u64>,
    pub(super) keys: Vec<u8>,
}

impl PackedTerms {
    /// Packs terms, given by arrival numbers in the order of their ids.
    pub(super) fn new(interner: &Interner, arrivals: &[u32]) -> PackedTerms {
        let parts: Vec<PackedTerms> = arrivals
            .par_chunks(AT_ONCE)
            .map(|arrivals| PackedTerms::part(interner, arrivals))
            .collect();
        let mut whole = PackedTerms::default();
        whole.hashes.reserve_exact(arrivals.len());
        whole
            .starts
            .reserve_exact(Blocks::starts_of(arrivals.len()));
        let bytes = parts.iter().map(|part| part.keys.len()).sum();
        whole.keys.reserve_exact(bytes);
        for part in parts {
            for (end, more) in whole.ends.iter_mut().zip(part.ends) {
                *end += more;
            }
            let begun = whole.keys.len() as u64;
            let starts = part.starts.iter().map(|start| begun + start);
            whole.starts.extend(starts);
            whole.hashes.extend(part.hashes);
            whole.keys.extend(part.keys);
        }
        whole.starts.push(whole.keys.len() as u64);
        whole
    }

    /// Packs whole blocks; without the last start.
    fn part(interner: &Interner, arrivals: &[u32]) -> PackedTerms {
        let mut part = PackedTerms::default();
        for arrivals in arrivals.chunks(BLOCK) {
            let mut block: Vec<&[u8]> = Vec::with_capacity(BLOCK);
            for arrival in arrivals {
                let (kind, key) = interner.get(*arrival);
                part.hashes.push(terms::hash(kind, key));
                for end in &mut part.ends[kind as usize..] {
                    *end += 1;
                }
                block.push(key);
            }
            part.starts.push(part.keys.len() as u64);
            blocks::encode(&block, &mut part.keys);
        }
        part
    }

    /// Gives the keys again, in the order of ids.
    pub(super) fn keys(&self) -> impl Iterator<Item = Option<Key<'_>>> + Clone {
        let blocks = Blocks {
            len: self.hashes.len(),
            starts: &self.starts,
            bytes: &self.keys,
        };
        (0..self.hashes.len()).map(move |number| blocks.get(number))
    }
}

/// One index.
pub(super) struct PackedIndex {
    pub(super) key_starts: Vec<u64>,
    pub(super) id_starts: Vec<u64>,
    pub(super) keys: Vec<u8>,
    pub(super) ids: Vec<TermId>,
}

impl PackedIndex {
    /// Sorts the keys, and under each the ids of the arrival numbers it leads to.
    pub(super) fn new(keys: Keys, ids: &[TermId]) -> PackedIndex {
        let mut sorted: Vec<u32> = (0..keys.keys.len() as u32).collect();
        sort_by_key(&mut sorted, |key| keys.keys.get(key).1);
        let mut ranks = vec![0; sorted.len()];
        for (rank, key) in (0_u32..).zip(&sorted) {
            ranks[*key as usize] = rank;
        }
        // Where the next id of each key goes; by then it is where they end.
        let mut next = vec![0_u64; sorted.len() + 1];
        for key in keys.found.all().flatten() {
            next[ranks[key as usize] as usize + 1] += 1;
        }
        let mut total = 0;
        for start in &mut next {
            total += *start;
            *start = total;
        }
        let first = next.clone();
        let mut found = vec![0; total as usize];
        // Ascending ids, so that each key gets its own ascending, and one that
        // comes again is the last that the key got.
        for (id, run) in keys.found.by_head(ids) {
            for key in run {
                let rank = ranks[key as usize] as usize;
                let at = next[rank] as usize;
                if next[rank] == first[rank] || found[at - 1] != id {
                    found[at] = id;
                    next[rank] += 1;
                }
            }
        }
        let mut key_starts = Vec::with_capacity(sorted.len() + 1);
        let mut id_starts = Vec::with_capacity(sorted.len() + 1);
        let mut texts = Vec::new();
        let mut filled = 0;
        for (rank, key) in sorted.iter().enumerate() {
            key_starts.push(texts.len() as u64);
            id_starts.push(filled as u64);
            texts.extend_from_slice(keys.keys.get(*key).1);
            let range = first[rank] as usize..next[rank] as usize;
            let len = range.len();
            found.copy_within(range, filled);
            filled += len;
        }
        found.truncate(filled);
        key_starts.push(texts.len() as u64);
        id_starts.push(filled as u64);
        PackedIndex {
            key_starts,
            id_starts,
            keys: texts,
            ids: found,
        }
    }
}
