//! The search for the smallest set of labels that disconnects two entities.
//!
//! Packs strands without a common label for a lower bound, asks `upper.rs` for
//! some set, and settles what lies between by trying: all sets of one label,
//! of two, and so on. A set branches on the labels of one strand that still
//! holds, for one of them must be in it; a label whose branch failed is *kept*
//! in the branches after it, and a strand of kept labels alone ends a branch.
//! So do more strands without a common free label than labels are left. The
//! pool of strands met before spares most looks at the network.

use std::cmp::Reverse;

use crate::network::budget::Budget;
use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::error::NetworkError;
use crate::network::filter::Filtered;
use crate::network::holds::AtLeast;
use crate::network::holds::Connection;
use crate::network::holds::Holds;
use crate::network::holds::HoldsBudget;
use crate::network::holds::HoldsLimit;
use crate::network::meet::Detour;
use crate::network::meet::Met;
use crate::network::meet::NodeSet;
use crate::network::meet::meet;
use crate::network::pool::Pool;
use crate::network::strand::Strand;
use crate::network::withdrawn::Rests;
use crate::network::withdrawn::Withdrawn;

/// The deepest search whatever is asked for: it goes down by recursion.
const DEEPEST: u32 = 64;

/// A search about one connection. Between its steps nothing is withdrawn.
pub(super) struct Search<'s> {
    pub view: Filtered<'s>,
    /// The end with the lower node, and the other.
    pub from: u32,
    pub to: u32,
    pub withdrawn: Withdrawn<'s>,
    pub pool: Pool,
    /// Labels that the sets tried next do not have, also in the order in
    /// which they were kept.
    kept: NodeSet,
    kept_in_order: Vec<u32>,
    /// How many of the labels withdrawn first are in the set that is tried;
    /// the others are put aside for the moment and are not told to the pool.
    decided: usize,
}

/// Strands without a label in common.
struct Packed {
    strands: Vec<Strand>,
    end: PackEnd,
}

/// What to do about the strands that hold.
enum Next {
    /// So few labels cannot break them all.
    Hopeless,
    /// None does.
    Disconnected,
    /// One label of this strand is to be withdrawn: of several without a
    /// common label the one with the fewest that may be.
    Break(usize),
}

enum PackEnd {
    /// Every other strand has a label of one of them.
    Full,
    OnNothing(Strand),
    OutOfWork,
}

impl<'s> Search<'s> {
    pub fn new(rests: &'s Rests<'s>, connection: &Connection) -> Search<'s> {
        let Connection {
            from,
            to,
            ref filter,
        } = *connection;
        Search {
            view: Filtered::new(rests.network(), filter),
            from: from.min(to),
            to: from.max(to),
            withdrawn: Withdrawn::new(rests),
            pool: Pool::default(),
            kept: NodeSet::default(),
            kept_in_order: Vec::new(),
            decided: 0,
        }
    }

    /// The answer for the ends in the order in which the search has them.
    pub fn answer(&mut self, budget: &HoldsBudget) -> Result<Holds, NetworkError> {
        // The bounds may not eat up what the exact search needs, nor it them.
        let quarter = budget.work / 4;
        let Packed { strands, end } = self.pack_all(&mut work_of(quarter))?;
        match end {
            PackEnd::Full if strands.is_empty() => return Ok(Holds::NotConnected),
            PackEnd::Full => {}
            PackEnd::OnNothing(strand) => return Ok(Holds::OnNothing { strand }),
            PackEnd::OutOfWork if strands.is_empty() => {
                return Ok(Holds::Between {
                    at_least: 0,
                    because: AtLeast::Disjoint { strands },
                    at_most: None,
                    limit: HoldsLimit::Work,
                });
            }
            PackEnd::OutOfWork => {}
        }
        let mut at_most = None;
        // Without a pack that has been completed a strand may turn up here
        // that rests on nothing.
        let bound = self.bound_above(strands.len(), &mut at_most, &mut work_of(quarter))?;
        if let Some(strand) = bound {
            return Ok(Holds::OnNothing { strand });
        }
        let packed = strands.len() as u32;
        let because = |at_least: u32| {
            if at_least == packed {
                AtLeast::Disjoint { strands }
            } else {
                AtLeast::Tried { size: at_least - 1 }
            }
        };
        let mut at_least = packed;
        let mut work = work_of(budget.work - 2 * quarter);
        let most = budget.most.min(DEEPEST);
        let limit = loop {
            if at_most
                .as_ref()
                .is_some_and(|set: &Vec<u32>| set.len() <= at_least as usize)
            {
                break None;
            }
            if at_least > most {
                break Some(HoldsLimit::Size);
            }
            match self.try_sets(at_least, &mut work) {
                Ok(true) => {
                    at_most = Some(self.set());
                    self.put_back_all();
                }
                Ok(false) => at_least += 1,
                Err(Stop::Limit(_)) => break Some(HoldsLimit::Work),
                Err(Stop::Damaged) => return Err(NetworkError::Damaged),
            }
        };
        self.put_back_all();
        if let Some(set) = &at_most
            && self.connects_without(set)?
        {
            // A set is taken only after a search without it found nothing.
            return Err(self.view.network.mark_damaged());
        }
        Ok(match (limit, at_most) {
            (None, Some(set)) => Holds::Exactly {
                only: self.is_only(&set, most, &mut work_of(quarter))?,
                set,
                because: because(at_least),
            },
            (limit, at_most) => Holds::Between {
                at_least,
                because: because(at_least),
                at_most,
                limit: limit.unwrap_or(HoldsLimit::Work),
            },
        })
    }

    /// Whether no other set of this size does it: each of those lacks one of
    /// its labels. No for a set larger than what is tried, or too much to read.
    fn is_only(&mut self, set: &[u32], most: u32, work: &mut Work) -> Result<bool, NetworkError> {
        let size = set.len() as u32;
        if size > most {
            return Ok(false);
        }
        for label in set {
            self.keep(*label);
            let other = self.try_sets(size, work);
            self.put_back_all();
            match other {
                Ok(false) => {}
                Ok(true) | Err(Stop::Limit(_)) => return Ok(false),
                Err(Stop::Damaged) => return Err(NetworkError::Damaged),
            }
        }
        Ok(true)
    }

    /// Has the sets tried next do without a label.
    fn keep(&mut self, label: u32) {
        self.kept.insert(label);
        self.kept_in_order.push(label);
        self.pool.keep(label);
    }

    /// The strands found by taking a shortest path again and again, each time
    /// without all labels of those before.
    fn pack_all(&mut self, work: &mut Work) -> Result<Packed, NetworkError> {
        let mut strands = Vec::new();
        let end = loop {
            match self.next_apart(&mut strands, work) {
                Ok(None) => break PackEnd::Full,
                Ok(Some(strand)) if strand.labels().is_empty() => break PackEnd::OnNothing(strand),
                Ok(Some(strand)) => strands.push(strand),
                Err(Stop::Limit(_)) => break PackEnd::OutOfWork,
                Err(Stop::Damaged) => return Err(NetworkError::Damaged),
            }
        };
        self.withdrawn.undo_to(0);
        for strand in &strands {
            self.pool.add(strand.labels(), &self.kept);
        }
        Ok(Packed { strands, end })
    }

    fn next_apart(
        &mut self,
        strands: &mut [Strand],
        work: &mut Work,
    ) -> Result<Option<Strand>, Stop> {
        if let Some(last) = strands.last() {
            for label in last.labels() {
                self.put_aside(*label, work)?;
            }
        }
        self.holding(work)
    }

    /// Withdraws so many labels more, and leaves them so, when the ends are
    /// not connected then. Otherwise everything is as before; but for a stop,
    /// after which all must be put back.
    pub fn try_sets(&mut self, left: u32, work: &mut Work) -> Result<bool, Stop> {
        let strand = match self.next(left, work)? {
            Next::Hopeless => return Ok(false),
            Next::Disconnected => return Ok(true),
            Next::Break(strand) => strand,
        };
        let keeping = self.kept_in_order.len();
        let free = self.pool.labels(strand).iter().copied();
        let mut labels: Vec<u32> = free.filter(|label| !self.kept.contains(label)).collect();
        labels.sort_by_key(|label| (Reverse(self.claims_with(*label)), *label));
        for label in labels {
            self.take(label, work)?;
            if self.try_sets(left - 1, work)? {
                return Ok(true);
            }
            self.put_back();
            self.keep(label);
        }
        self.keep_only(keeping);
        Ok(false)
    }

    /// What to do with so many labels left to withdraw.
    fn next(&mut self, left: u32, work: &mut Work) -> Result<Next, Stop> {
        work.read_slots(self.pool.len())?;
        let mut holding: Vec<usize> = self.pool.holding().collect();
        holding.sort_by_key(|strand| self.pool.free(*strand));
        // The first has the fewest to withdraw.
        if let Some(first) = holding.first()
            && (left == 0 || self.pool.free(*first) == 0)
        {
            return Ok(Next::Hopeless);
        }
        let mut apart = Vec::new();
        let mut used = NodeSet::default();
        for strand in holding {
            let labels = self.pool.labels(strand);
            work.read_slots(labels.len())?;
            if labels.iter().any(|label| used.contains(label)) {
                continue;
            }
            let free = labels.iter().filter(|label| !self.kept.contains(label));
            used.extend(free);
            apart.push(strand);
            if apart.len() > left as usize {
                return Ok(Next::Hopeless);
            }
        }
        // More of them, which the pool does not know.
        for strand in &apart {
            self.put_strand_aside(*strand, work)?;
        }
        while let Some(strand) = self.holding(work)? {
            let strand = self.pool.add(strand.labels(), &self.kept);
            apart.push(strand);
            if self.pool.free(strand) == 0 || apart.len() > left as usize {
                self.withdrawn.undo_to(self.decided);
                return Ok(Next::Hopeless);
            }
            self.put_strand_aside(strand, work)?;
        }
        self.withdrawn.undo_to(self.decided);
        let order = |strand: &usize| (self.pool.free(*strand), *strand);
        let easiest = apart.into_iter().min_by_key(order);
        Ok(easiest.map_or(Next::Disconnected, Next::Break))
    }

    fn put_strand_aside(&mut self, strand: usize, work: &mut Work) -> Result<(), Stop> {
        for label in self.pool.labels(strand).to_vec() {
            if !self.kept.contains(&label) {
                self.put_aside(label, work)?;
            }
        }
        Ok(())
    }

    /// A strand of least length that holds without what is withdrawn.
    pub fn holding(&self, work: &mut Work) -> Result<Option<Strand>, Stop> {
        let view = self.view.without(self.withdrawn.fallen_links());
        let everywhere = Detour::default();
        match meet(&view, self.from, self.to, u32::MAX, &everywhere, work)? {
            Met::Paths(dag) => {
                let path = dag.first_path();
                let strand = Strand::along(path, &view, &self.withdrawn, &self.kept, work)?;
                Ok(Some(strand))
            }
            Met::NotWithin | Met::Never => Ok(None),
        }
    }

    /// Whether the ends are connected without the set. Reads the network at
    /// most once from either end, so that no limit is needed.
    fn connects_without(&mut self, set: &[u32]) -> Result<bool, NetworkError> {
        for label in set {
            self.withdrawn.withdraw(*label)?;
        }
        let found = self.connected(&mut work_of(u64::MAX));
        self.withdrawn.undo_to(0);
        found.map_err(|_| NetworkError::Damaged)
    }

    pub fn connected(&self, work: &mut Work) -> Result<bool, Stop> {
        let view = self.view.without(self.withdrawn.fallen_links());
        let everywhere = Detour::default();
        match meet(&view, self.from, self.to, u32::MAX, &everywhere, work)? {
            Met::Paths(_) => Ok(true),
            Met::NotWithin | Met::Never => Ok(false),
        }
    }

    /// Withdraws a label for the moment.
    pub fn put_aside(&mut self, label: u32, work: &mut Work) -> Result<(), Stop> {
        work.read_slots(1 + self.claims_with(label))?;
        Ok(self.withdrawn.withdraw(label)?)
    }

    /// Withdraws a label as one of the set that is tried.
    pub fn take(&mut self, label: u32, work: &mut Work) -> Result<(), Stop> {
        self.put_aside(label, work)?;
        self.pool.withdraw(label);
        self.decided += 1;
        Ok(())
    }

    /// Takes the last label out of the set.
    fn put_back(&mut self) {
        self.withdrawn.undo_to(self.decided);
        let last = self.withdrawn.labels().next_back();
        if let Some(label) = last {
            self.pool.restore(label);
            self.decided -= 1;
            self.withdrawn.undo();
        }
    }

    /// Ends the trial: nothing is withdrawn and nothing is kept.
    pub fn put_back_all(&mut self) {
        while self.decided > 0 {
            self.put_back();
        }
        self.withdrawn.undo_to(0);
        self.keep_only(0);
    }

    /// Keeps no more labels than the first so many.
    fn keep_only(&mut self, count: usize) {
        for label in self.kept_in_order.drain(count..) {
            self.kept.remove(&label);
            self.pool.release(label);
        }
    }

    /// The set that is tried, ascending.
    pub fn set(&self) -> Vec<u32> {
        let mut set: Vec<u32> = self.withdrawn.labels().take(self.decided).collect();
        set.sort_unstable();
        set
    }

    /// How many claims have the label on a chain.
    pub fn claims_with(&self, label: u32) -> usize {
        self.withdrawn.rests().claims_of_label(label).len()
    }
}

pub(super) fn work_of(slots: u64) -> Work {
    Work::new(&Budget {
        slots,
        steps: u64::MAX,
        listed: 1,
        left_out: 0,
    })
}
