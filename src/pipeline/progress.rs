//! How far a load has come, as counts that go on while a phase runs.
//!
//! What counts never waits for whoever looks: a phase is announced once, and
//! its counts are read whenever a screen is drawn.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::edition::Built;

/// What is counted while a phase runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Rows,
    Triples,
    TriplesSorted,
    /// Those read.
    BytesRead,
    BytesWritten,
    /// Entities and links of a file.
    Items,
}

/// One count of a phase.
#[derive(Debug, Clone)]
pub struct Count {
    pub unit: Unit,
    pub done: Arc<AtomicU64>,
}

/// A phase of a load, and what is counted in it; empty where it is short.
#[derive(Debug, Clone)]
pub struct Progress {
    pub phase: &'static str,
    pub counts: Vec<Count>,
}

impl Progress {
    /// A phase that counts one thing, which is told by [`Progress::set`].
    pub fn counting(phase: &'static str, unit: Unit) -> Self {
        Self::new(phase, &[unit])
    }

    /// A phase in which nothing has been counted yet.
    pub(super) fn new(phase: &'static str, units: &[Unit]) -> Self {
        let counts = units.iter().map(|unit| Count {
            unit: *unit,
            done: Arc::default(),
        });
        Self {
            phase,
            counts: counts.collect(),
        }
    }

    /// The writing of an edition, as far as it comes.
    pub fn writing(built: &Built) -> Self {
        let work = built.work();
        let count = |unit, done| Count { unit, done };
        Self {
            phase: "sorting and writing",
            counts: vec![
                count(Unit::TriplesSorted, work.triples_sorted),
                count(Unit::BytesWritten, work.bytes_written),
            ],
        }
    }

    /// Says how much there is of what the phase counts at this position.
    pub fn set(&self, at: usize, done: u64) {
        if let Some(count) = self.counts.get(at) {
            count.done.store(done, Ordering::Relaxed);
        }
    }

    /// The count at this position, for whoever counts.
    pub(super) fn count(&self, at: usize) -> Arc<AtomicU64> {
        let count = self.counts.get(at);
        count.map(|count| count.done.clone()).unwrap_or_default()
    }
}
