//! The name of what an edition says, apart from where it stands.
//!
//! Takes the terms and triples of the content layer; gives sixteen bytes of a
//! SHA-256. Two editions with the same statements have the same, whatever the
//! order of rows, and however a version of the format packs them: hashed are
//! plain lists of numbers and keys, not the sections of a file.

use sha2::Digest;
use sha2::Sha256;

use crate::edition::TermId;
use crate::edition::blocks::Key;
use crate::edition::layout::ID_BYTES;
use crate::edition::terms::Ends;

// Hashing many small pieces one by one takes longer than gathering them.
const BATCH: usize = 1 << 16;

/// Hashes terms, then triples.
pub(super) struct ContentHash(Sha256);

impl ContentHash {
    pub(super) fn new() -> ContentHash {
        ContentHash(Sha256::new())
    }

    /// Adds the terms: where each kind ends, where each key starts in the keys
    /// one after another, the keys. One that cannot be read counts as empty.
    pub(super) fn terms<'k>(
        &mut self,
        ends: &Ends,
        keys: impl Iterator<Item = Option<Key<'k>>> + Clone,
    ) {
        self.list(bytemuck::cast_slice(ends));
        let count = ends.last().map_or(0, |all| *all as usize);
        self.begin((count + 1) * size_of::<u64>());
        let mut batch = Vec::with_capacity(BATCH + size_of::<u64>());
        let mut start = 0_u64;
        batch.extend_from_slice(&start.to_le_bytes());
        for key in keys.clone() {
            start += key.map_or(0, Key::len) as u64;
            batch.extend_from_slice(&start.to_le_bytes());
            self.full(&mut batch);
        }
        self.0.update(&batch);
        batch.clear();
        self.begin(start as usize);
        for key in keys {
            key.inspect(|key| key.append_to(&mut batch));
            self.full(&mut batch);
        }
        self.0.update(&batch);
    }

    /// Adds the triples in the order of subject, predicate, object: the
    /// subjects, where the pairs of each start, the pairs.
    pub(super) fn triples(&mut self, subjects: &[TermId], starts: &[u64], pairs: &[[TermId; 2]]) {
        self.list(bytemuck::cast_slice(subjects));
        self.list(bytemuck::cast_slice(starts));
        self.list(bytemuck::cast_slice(pairs));
    }

    pub(super) fn finish(self) -> [u8; ID_BYTES] {
        let mut first = [0; ID_BYTES];
        for (to, from) in first.iter_mut().zip(self.0.finalize()) {
            *to = from;
        }
        first
    }

    fn list(&mut self, bytes: &[u8]) {
        self.begin(bytes.len());
        self.0.update(bytes);
    }

    /// Begins a list of so many bytes: the length counts too, so that nothing
    /// can move from one to the next.
    fn begin(&mut self, len: usize) {
        self.0.update((len as u64).to_le_bytes());
    }

    fn full(&mut self, batch: &mut Vec<u8>) {
        if batch.len() >= BATCH {
            self.0.update(&*batch);
            batch.clear();
        }
    }
}
