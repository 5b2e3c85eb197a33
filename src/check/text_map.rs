//! Tables by texts of the case: ids, names.
//!
//! Every reference of a case is looked up in one of them. The hash of the
//! standard library withstands strangers who choose the keys, and takes as
//! long as reading the files; whoever has tables to check chose them.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

use xxhash_rust::xxh3::xxh3_64_with_seed;

pub(super) type TextMap<K, V> = HashMap<K, V, BuildHasherDefault<TextHasher>>;

/// Hashes texts with XXH3.
#[derive(Default)]
pub(super) struct TextHasher(u64);

impl Hasher for TextHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    /// What the standard library writes after every text, to part it from the
    /// next one.
    fn write_u8(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(5) ^ u64::from(byte);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
