//! Some set that disconnects, found quickly: the upper bound for `holds`.
//!
//! Three ways, the smallest result counts: everything that either end's own
//! links rest on, and taking the label that is on most of the strands known
//! until none holds. What turns out to be dispensable is left out again.

use std::cmp::Reverse;

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::error::NetworkError;
use crate::network::label_cut::Search;
use crate::network::strand::Strand;

/// Slots of an end that are looked at for isolating it. An end with more has
/// too many links to be cut off by a set that is worth printing.
const ISOLATED: usize = 10_000;

/// Labels of a set that are tried whether they can be spared, and at most
/// withdrawn to isolate an end: the cost grows with the square.
const SPARED: usize = 64;

impl Search<'_> {
    /// Finds a set that disconnects the ends, if the work allows it; stops
    /// looking once it is as small as `least`. Gives a strand that no set can
    /// break, if it met one.
    pub fn bound_above(
        &mut self,
        least: usize,
        best: &mut Option<Vec<u32>>,
        work: &mut Work,
    ) -> Result<Option<Strand>, NetworkError> {
        let outcome = self.try_bounds(least, best, work);
        self.put_back_all();
        match outcome {
            Ok(strand) => Ok(strand),
            Err(Stop::Limit(_)) => Ok(None),
            Err(Stop::Damaged) => Err(NetworkError::Damaged),
        }
    }

    fn try_bounds(
        &mut self,
        least: usize,
        best: &mut Option<Vec<u32>>,
        work: &mut Work,
    ) -> Result<Option<Strand>, Stop> {
        let mut unbroken = None;
        for way in [Way::Isolate(self.from), Way::Isolate(self.to), Way::Greedy] {
            if best.as_ref().is_some_and(|best| best.len() <= least) {
                break;
            }
            let done = match way {
                Way::Isolate(node) => self.isolate(node, work)?,
                Way::Greedy => {
                    unbroken = self.break_greedily(work)?;
                    unbroken.is_none()
                }
            };
            let set = self.set();
            self.put_back_all();
            if done && best.as_ref().is_none_or(|best| set.len() < best.len()) {
                *best = Some(set.clone());
                *best = Some(self.spared(set, work)?);
            }
        }
        Ok(unbroken)
    }

    /// Withdraws what the links of a node rest on, until none is left; no when
    /// that is too much, or a link rests on nothing.
    fn isolate(&mut self, node: u32, work: &mut Work) -> Result<bool, Stop> {
        let network = self.view.network;
        let slots = network.slots(node).len();
        if slots > ISOLATED {
            return Ok(false);
        }
        work.read_slots(slots)?;
        let view = self.view.clone();
        for link in view.links_of(node) {
            while !self.withdrawn.fallen_links().has(link) {
                let Some(label) = self.weakest_label(link, work)? else {
                    return Ok(false);
                };
                if self.withdrawn.labels().len() == SPARED {
                    return Ok(false);
                }
                self.take(label, work)?;
            }
        }
        Ok(true)
    }

    /// Of the link's claim with the fewest chains left, the label on the first
    /// of these that is on most claims.
    fn weakest_label(&self, link: u32, work: &mut Work) -> Result<Option<u32>, Stop> {
        let rests = self.withdrawn.rests();
        let network = rests.network();
        let mut weakest: Option<(usize, Vec<u32>)> = None;
        for number in network.claims_of(link)?.numbers() {
            let claim = network.claim(number)?;
            let (mut left, mut first) = (0, None);
            for chain in claim.sources.chains() {
                work.read_slots(1 + chain.len())?;
                let labels: Vec<u32> = rests.by().labels(&claim, chain).collect();
                if !labels.iter().any(|label| self.withdrawn.has(*label)) {
                    left += 1;
                    first = first.or(Some(labels));
                }
            }
            if let Some(labels) = first
                && weakest.as_ref().is_none_or(|weakest| left < weakest.0)
            {
                weakest = Some((left, labels));
            }
        }
        let labels = weakest.map(|weakest| weakest.1).unwrap_or_default();
        let order = |label: &u32| (self.claims_with(*label), Reverse(*label));
        Ok(labels.into_iter().max_by_key(order))
    }

    /// Withdraws the label on most strands that hold, until none does; gives a
    /// strand that rests on nothing, if there is one.
    fn break_greedily(&mut self, work: &mut Work) -> Result<Option<Strand>, Stop> {
        loop {
            work.read_slots(self.pool.len())?;
            let mut labels = Vec::new();
            for strand in self.pool.holding() {
                let of_strand = self.pool.labels(strand);
                work.read_slots(of_strand.len())?;
                labels.extend_from_slice(of_strand);
            }
            labels.sort_unstable();
            let same = labels.chunk_by(|one, other| one == other);
            let order = |same: &&[u32]| (same.len(), self.claims_with(same[0]), Reverse(same[0]));
            if let Some(most) = same.max_by_key(order) {
                self.take(most[0], work)?;
                continue;
            }
            match self.holding(work)? {
                None => return Ok(None),
                Some(strand) if strand.labels().is_empty() => return Ok(Some(strand)),
                Some(strand) => {
                    self.pool.add(strand.labels(), &Default::default());
                }
            }
        }
    }

    /// The set without the labels that it does not need, lower ones left out
    /// first. Larger sets stay as they are.
    fn spared(&mut self, mut set: Vec<u32>, work: &mut Work) -> Result<Vec<u32>, Stop> {
        if set.len() > SPARED {
            return Ok(set);
        }
        for label in set.clone() {
            for other in set.iter().filter(|other| **other != label) {
                self.put_aside(*other, work)?;
            }
            let needed = self.connected(work)?;
            self.withdrawn.undo_to(0);
            if !needed {
                set.retain(|other| *other != label);
            }
        }
        Ok(set)
    }
}

enum Way {
    Isolate(u32),
    Greedy,
}
