//! Each hop a label of its own, hop after hop.
//!
//! Takes for each hop of a path the labels it could have, one hop at a time
//! and the last one first off again, as a walk along paths does. A new hop
//! that finds its labels taken asks their owners to change to another of
//! theirs, and those ask on (alternating paths, C. Berge 1957, H. Kuhn 1955):
//! it is refused only if no assignment exists at all.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::meet::NodeHasher;

type ByLabel = HashMap<u32, u32, BuildHasherDefault<NodeHasher>>;

#[derive(Default)]
pub(super) struct Matching {
    hops: Vec<Rc<[u32]>>,
    // Invariant: `owners` and `own` say the same, and each hop's own label is
    // one of its labels.
    owners: ByLabel,
    own: Vec<u32>,
}

impl Matching {
    /// Adds a hop, if it and all before it can have a label each; says whether
    /// it did.
    pub fn push(&mut self, labels: Rc<[u32]>, work: &mut Work) -> Result<bool, Stop> {
        let fresh = self.hops.len() as u32;
        self.hops.push(labels);
        // Per label the hop that asks for it.
        let mut asked = ByLabel::default();
        let mut asking = VecDeque::from([fresh]);
        while let Some(hop) = asking.pop_front() {
            work.read_slots(1 + self.hops[hop as usize].len())?;
            for at in 0..self.hops[hop as usize].len() {
                let label = self.hops[hop as usize][at];
                if asked.contains_key(&label) {
                    continue;
                }
                asked.insert(label, hop);
                match self.owners.get(&label) {
                    Some(owner) => asking.push_back(*owner),
                    None => {
                        self.hand_on(label, &asked);
                        return Ok(true);
                    }
                }
            }
        }
        self.hops.pop();
        Ok(false)
    }

    /// Gives a free label to the hop that asked for it, that one's label to
    /// the hop that asked for that, and so on to the new hop.
    fn hand_on(&mut self, free: u32, asked: &ByLabel) {
        let mut label = free;
        while let Some(hop) = asked.get(&label) {
            self.owners.insert(label, *hop);
            match self.own.get_mut(*hop as usize) {
                Some(own) => label = std::mem::replace(own, label),
                None => {
                    self.own.push(label);
                    return;
                }
            }
        }
    }

    /// Takes the last hop off.
    pub fn pop(&mut self) {
        self.hops.pop();
        if let Some(label) = self.own.pop() {
            self.owners.remove(&label);
        }
    }

    /// The label of each hop.
    pub fn own(&self) -> &[u32] {
        &self.own
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::network::label_cut::work_of;
    use crate::network::testing::Dice;

    fn assignable(hops: &[Rc<[u32]>], taken: &mut BTreeSet<u32>) -> bool {
        let Some((first, rest)) = hops.split_first() else {
            return true;
        };
        for label in first.iter() {
            if taken.insert(*label) {
                let fits = assignable(rest, taken);
                taken.remove(label);
                if fits {
                    return true;
                }
            }
        }
        false
    }

    #[test]
    fn a_hop_is_refused_only_when_no_assignment_exists() -> Result<(), Stop> {
        let mut dice = Dice(41);
        let mut refused = 0;
        for _ in 0..3_000 {
            let mut matching = Matching::default();
            let mut hops: Vec<Rc<[u32]>> = Vec::new();
            for _ in 0..12 {
                if dice.below(4) == 0 && hops.pop().is_some() {
                    matching.pop();
                }
                let labels: BTreeSet<u32> = (0..dice.below(4)).map(|_| dice.below(7)).collect();
                hops.push(labels.into_iter().collect());
                let last = hops[hops.len() - 1].clone();
                let fits = matching.push(last, &mut work_of(1_000))?;
                assert_eq!(fits, assignable(&hops, &mut BTreeSet::new()));
                if !fits {
                    hops.pop();
                    refused += 1;
                }
                let own: BTreeSet<u32> = matching.own().iter().copied().collect();
                assert_eq!((own.len(), matching.own().len()), (hops.len(), hops.len()));
                let mut each = hops.iter().zip(matching.own());
                assert!(each.all(|(labels, own)| labels.contains(own)));
            }
        }
        assert!(refused > 3_000, "{refused}");
        Ok(())
    }

    #[test]
    fn a_hundred_thousand_hops_change_their_labels_without_overflow() -> Result<(), Stop> {
        // Each hop takes the first of two labels; the last one wants the first
        // label of all, and everybody moves on by one.
        let mut matching = Matching::default();
        let mut work = work_of(10_000_000);
        for hop in 0..100_000 {
            assert!(matching.push([hop, hop + 1].into(), &mut work)?);
        }
        assert!(matching.push([0].into(), &mut work)?);
        assert_eq!(matching.own()[..3], [1, 2, 3]);
        assert_eq!(matching.own()[100_000], 0);
        Ok(())
    }
}
