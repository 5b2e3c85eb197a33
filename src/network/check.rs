//! The full check of a path graph: every number in bounds, everything sorted,
//! each link on both sides of the adjacency and the same there as in its record.
//!
//! Reads every section once. Searches do not depend on it: they test what they
//! touch. It is for `check` on an edition, and says where the damage is.

use fixedbitset::FixedBitSet;

use crate::network::error::NetworkError;
use crate::network::format;
use crate::network::graph::Network;

impl Network<'_> {
    /// Checks everything; about as long as reading the sections takes.
    ///
    /// # Errors
    /// At the first entry that `layout` cannot have written.
    pub fn check(&self) -> Result<(), NetworkError> {
        ascending(format::NODES, self.nodes)?;
        ascending(format::RELATIONS, self.relations)?;
        self.check_claims()?;
        self.check_links()?;
        self.check_slots()
    }

    fn check_claims(&self) -> Result<(), NetworkError> {
        let mut last = None;
        for (number, record) in self.claims.iter().enumerate() {
            let bad = |what| Err(entry(format::CLAIMS, number, what));
            let restarts = number == self.plain_links();
            if last >= Some(record.term) && !restarts {
                return bad("not in ascending order");
            }
            last = Some(record.term);
            let Ok(claim) = self.claim(number as u32) else {
                return bad("its sources are out of bounds");
            };
            if claim
                .sources
                .outlets()
                .windows(2)
                .any(|two| two[0] >= two[1])
            {
                return bad("its outlets are not in ascending order");
            }
        }
        Ok(())
    }

    fn check_links(&self) -> Result<(), NetworkError> {
        let mut last = None;
        for (number, record) in self.links.iter().enumerate() {
            let bad = |what| Err(entry(format::LINKS, number, what));
            let Ok(link) = self.link(number as u32) else {
                return bad("an end, claim, relation or mode is out of bounds");
            };
            let restarts = number == self.plain_links();
            if last >= Some(link.link) && !restarts {
                return bad("not in ascending order");
            }
            last = Some(link.link);
            if record.from == record.to {
                return bad("it links an entity to itself");
            }
            let claims: Vec<u32> = link.claims.numbers().collect();
            if claims.windows(2).any(|two| two[0] >= two[1]) {
                return bad("its claims are not in ascending order");
            }
            if claims.iter().any(|one| *one as usize >= self.claims.len()) {
                return bad("a claim is out of bounds");
            }
        }
        Ok(())
    }

    fn check_slots(&self) -> Result<(), NetworkError> {
        let mut seen = FixedBitSet::with_capacity(self.halves.len());
        for (node, ends) in self.offsets.windows(2).enumerate() {
            let slots = ends[0] as usize..ends[1] as usize;
            if slots.start > slots.end || slots.end > self.targets.len() {
                return Err(entry(format::OFFSETS, node, "out of bounds"));
            }
            let mut last = None;
            for slot in slots {
                let (target, half) = (self.targets[slot], self.halves[slot]);
                if last >= Some((target, half)) {
                    return Err(entry(format::TARGETS, slot, "not in ascending order"));
                }
                last = Some((target, half));
                let Some(link) = self.links.get((half >> 1) as usize) else {
                    return Err(entry(format::HALVES, slot, "no such link"));
                };
                let ends = match half & 1 {
                    0 => (link.from, link.to),
                    _ => (link.to, link.from),
                };
                if ends != (node as u32, target) {
                    return Err(entry(format::HALVES, slot, "the link has other ends"));
                }
                if seen.put(half as usize) {
                    return Err(entry(format::HALVES, slot, "the link was there before"));
                }
                if self.bytes[slot] != link.byte().0 {
                    return Err(entry(format::BYTES, slot, "the link's record differs"));
                }
            }
        }
        // As many slots as halves, and none twice: each is there.
        Ok(())
    }
}

fn entry(section: &'static str, entry: usize, what: &'static str) -> NetworkError {
    NetworkError::Entry {
        section,
        entry,
        what,
    }
}

fn ascending(section: &'static str, terms: &[u32]) -> Result<(), NetworkError> {
    match terms.windows(2).position(|two| two[0] >= two[1]) {
        Some(at) => Err(entry(section, at + 1, "not in ascending order")),
        None => Ok(()),
    }
}
