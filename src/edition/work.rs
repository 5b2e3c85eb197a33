//! How much of an edition is sorted and written, to be looked at meanwhile.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Counts that go on while an edition is written.
#[derive(Debug, Clone, Default)]
pub struct Work {
    pub triples_sorted: Arc<AtomicU64>,
    pub bytes_written: Arc<AtomicU64>,
}
