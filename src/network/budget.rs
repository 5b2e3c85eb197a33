//! How much work a question may take, and what is said when it took it all.
//!
//! Work is counted, never timed: a question ends at the same point on every
//! machine.

use crate::network::error::NetworkError;

/// Slots that the search of one question may read, each side of every link
/// being one slot. A plain search of a graph reads each slot at most twice, so
/// one of a hundred million links still comes to an end. To find the hops of what
/// it found, at most as many are read once more, which is not counted.
const SLOTS: u64 = 400_000_000;

/// Steps that the ordering of equally short paths may take, a step being one
/// hop looked at once. Below a second, and below a hundred megabytes.
const STEPS: u64 = 20_000_000;

/// Paths that an answer lists. More are counted where they can be.
const LISTED: usize = 1_000;

/// Hops that the listed paths may have together, so that long paths do not
/// fill the memory: a hop carries its links. Beyond it fewer paths are listed.
pub(super) const HOPS_LISTED: usize = 1_000_000;

/// What one question may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Slots read while searching.
    pub slots: u64,
    /// Hops looked at while ordering equally short paths.
    pub steps: u64,
    /// Paths listed, fewer where they are thousands of hops long; at least one
    /// always is.
    pub listed: usize,
    /// Slots read, and hops looked at, at most by a walk that counts paths that the
    /// filter leaves out; fewer where the answer took less. None, also of those that
    /// need no walk, where nobody asks for it.
    pub left_out: u64,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            slots: SLOTS,
            steps: STEPS,
            listed: LISTED,
            left_out: u64::MAX,
        }
    }
}

/// The limit that made an answer incomplete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// The search read all the slots it may: there may be more and shorter
    /// paths than those listed, which are right as far as they go.
    Slots,
    /// The order among equally short paths took all the steps it may: the
    /// paths listed exist and none is shorter, but a better one of the same
    /// length may be missing.
    Steps,
    /// There are more paths than are listed.
    Listed,
    /// The answer is whole, but it took too long to see whether there would
    /// be another, or a shorter one, without the filter or the hop limit.
    Comparison,
}

/// Why a search stopped before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Limit(Limit),
    Damaged,
}

impl From<NetworkError> for Stop {
    /// Inside a search nothing else can go wrong.
    fn from(_: NetworkError) -> Stop {
        Stop::Damaged
    }
}

/// The work that a question took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spent {
    /// Slots read while searching.
    pub slots: u64,
    /// Hops looked at while ordering paths and testing them.
    pub steps: u64,
}

/// What is left of a budget.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work {
    slots: u64,
    steps: u64,
}

impl Work {
    pub fn new(budget: &Budget) -> Work {
        Work {
            slots: budget.slots,
            steps: budget.steps,
        }
    }

    /// What was taken of the budget it was made from.
    pub fn spent(&self, budget: &Budget) -> Spent {
        Spent {
            slots: budget.slots - self.slots,
            steps: budget.steps - self.steps,
        }
    }

    pub fn read_slots(&mut self, count: usize) -> Result<(), Stop> {
        spend(&mut self.slots, count, Limit::Slots)
    }

    pub fn step(&mut self, count: usize) -> Result<(), Stop> {
        spend(&mut self.steps, count, Limit::Steps)
    }
}

fn spend(left: &mut u64, count: usize, limit: Limit) -> Result<(), Stop> {
    match left.checked_sub(count as u64) {
        Some(rest) => {
            *left = rest;
            Ok(())
        }
        None => {
            *left = 0;
            Err(Stop::Limit(limit))
        }
    }
}
