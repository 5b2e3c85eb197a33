//! The name of what an edition says, apart from where it stands.
//!
//! Takes terms and triples of the content layer, section by section in one
//! fixed order; gives sixteen bytes of a SHA-256. Two editions with the same
//! statements have the same, whatever the order of rows.

use sha2::Digest;
use sha2::Sha256;

use crate::edition::layout::ID_BYTES;

/// The content sections that count, in the order in which they are hashed.
pub(super) const HASHED: [&str; 6] = [
    "content.kinds",
    "content.starts",
    "content.keys",
    "content.spo.heads",
    "content.spo.starts",
    "content.spo.pairs",
];

/// Hashes sections as they come.
pub(super) struct ContentHash(Sha256);

impl ContentHash {
    pub(super) fn new() -> ContentHash {
        ContentHash(Sha256::new())
    }

    /// Begins a section of so many bytes: the length counts too, so that
    /// nothing can move from one to the next.
    pub(super) fn begin(&mut self, len: usize) {
        self.0.update((len as u64).to_le_bytes());
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn finish(self) -> [u8; ID_BYTES] {
        let mut first = [0; ID_BYTES];
        for (to, from) in first.iter_mut().zip(self.0.finalize()) {
            *to = from;
        }
        first
    }
}

/// Hashes the sections of a file; a missing one counts as empty.
pub(super) fn content_hash<'a>(find: impl Fn(&str) -> Option<&'a [u8]>) -> [u8; ID_BYTES] {
    let mut hash = ContentHash::new();
    for name in HASHED {
        let bytes = find(name).unwrap_or_default();
        hash.begin(bytes.len());
        hash.update(bytes);
    }
    hash.finish()
}
