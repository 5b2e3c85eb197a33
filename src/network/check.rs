//! The full check of a path graph: every number in bounds, everything sorted,
//! each link on both sides of the adjacency and the same there as in its record.
//!
//! Reads every section. Searches do not depend on it: they test what they
//! touch. It is for `check` on an edition, and says where the damage is.

use fixedbitset::FixedBitSet;
use petgraph::unionfind::UnionFind;

use crate::model::Standing;
use crate::network::error::NetworkError;
use crate::network::format;
use crate::network::graph::Network;

impl Network<'_> {
    /// Checks everything; about as long as reading the sections takes.
    ///
    /// # Errors
    /// At the first entry that `layout` cannot have written.
    pub fn check(&self) -> Result<(), NetworkError> {
        ascending(format::ENTITIES, self.entities)?;
        ascending(format::CITED, self.cited)?;
        ascending(format::KINDS, self.kinds)?;
        ascending(format::DAYS, self.days.get(1..).unwrap_or_default())?;
        ascending(format::USES, self.uses)?;
        ascending(format::ORIGINS, self.origins)?;
        for (node, place) in self.places.iter().enumerate() {
            if self.nodes.get(*place as usize) != Some(&(node as u32)) {
                return Err(entry(format::PLACES, node, "the entity has another node"));
            }
        }
        for (bits, length, section) in [
            (self.ahead, self.targets.len(), format::AHEAD_COUNTS),
            (self.plain, self.links.len(), format::PLAIN_COUNTS),
        ] {
            if !bits.is_sound(length) {
                return Err(entry(section, 0, "they are not the counts of the bits"));
            }
        }
        self.check_claims()?;
        self.check_slots()?;
        self.check_links()?;
        self.check_components()?;
        self.check_citing()
    }

    fn check_claims(&self) -> Result<(), NetworkError> {
        for (number, record) in self.claims.iter().enumerate() {
            let bad = |what| Err(entry(format::CLAIMS, number, what));
            let before = number
                .checked_sub(1)
                .filter(|before| *before >= self.plain_links());
            if before.is_some_and(|before| self.claims[before].term >= record.term) {
                return bad("not in ascending order");
            }
            let Ok(claim) = self.claim(number as u32) else {
                return bad("its sources are out of bounds");
            };
            let outlets = claim.sources.outlets();
            if outlets.windows(2).any(|two| two[0] >= two[1]) {
                return bad("its outlets are not in ascending order");
            }
        }
        Ok(())
    }

    fn check_links(&self) -> Result<(), NetworkError> {
        let mut uses = 0;
        let (mut undated, mut retracted) = (0, 0);
        for number in 0..self.links.len() {
            let bad = |what| Err(entry(format::LINKS, number, what));
            let Ok(link) = self.link(number as u32) else {
                return bad("an end, claim, relation or mode is out of bounds");
            };
            if link.from == link.to {
                return bad("it links an entity to itself");
            }
            let claims: Vec<u32> = link.claims.numbers().collect();
            if claims.windows(2).any(|two| two[0] >= two[1]) {
                return bad("its claims are not in ascending order");
            }
            if claims.iter().any(|one| *one as usize >= self.claims.len()) {
                return bad("a claim is out of bounds");
            }
            if !self.plain.get(number) {
                uses += claims.len();
                for claim in claims {
                    let one = [claim, number as u32];
                    if self.uses.binary_search(&one).is_err() {
                        return bad("a claim does not say that the link needs it");
                    }
                }
            }
            retracted += u32::from(link.byte.standing() == Standing::Retracted);
            match self.days_of(number as u32) {
                Some(days) => undated += u32::from(days == format::Days::UNDATED),
                None => return Err(entry(format::WHEN, number, "out of bounds")),
            }
        }
        if uses != self.uses.len() {
            return Err(entry(format::USES, uses, "no link needs the claim"));
        }
        if undated != self.undated_links() {
            return Err(entry(format::HEAD, 1, "not the number of undated links"));
        }
        if retracted != self.retracted_links() {
            return Err(entry(format::HEAD, 2, "not the number of retracted links"));
        }
        Ok(())
    }

    fn check_slots(&self) -> Result<(), NetworkError> {
        let mut seen = FixedBitSet::with_capacity(self.links.len());
        for (node, ends) in self.offsets.windows(2).enumerate() {
            let slots = ends[0] as usize..ends[1] as usize;
            if slots.start > slots.end || slots.end > self.targets.len() {
                return Err(entry(format::OFFSETS, node, "out of bounds"));
            }
            let mut last = 0;
            for slot in slots {
                let target = self.targets[slot];
                if last > target {
                    return Err(entry(format::TARGETS, slot, "not in ascending order"));
                }
                if target as usize >= self.entities.len() {
                    return Err(entry(format::TARGETS, slot, "no such entity"));
                }
                last = target;
                if self.ahead.get(slot) {
                    continue;
                }
                let bad = |what| Err(entry(format::BACKS, slot, what));
                let Ok(link) = self.link_in(slot) else {
                    return bad("no such link");
                };
                if seen.put(link as usize) {
                    return bad("the link was there before");
                }
                let Ok(link) = self.link(link) else {
                    return bad("the link is damaged");
                };
                if (link.to, link.from) != (node as u32, target) {
                    return bad("the link has other ends");
                }
                if self.bytes[slot] != link.byte.0 {
                    return Err(entry(format::BYTES, slot, "differs from its other end"));
                }
            }
        }
        // As many slots as halves, and none twice: each is there.
        Ok(())
    }

    fn check_components(&self) -> Result<(), NetworkError> {
        let mut joined = UnionFind::<u32>::new(self.entities.len());
        for (node, ends) in self.offsets.windows(2).enumerate() {
            for target in &self.targets[ends[0] as usize..ends[1] as usize] {
                joined.union(node as u32, *target);
            }
        }
        // Nodes are met in ascending order, so the first of each is the lowest.
        let mut lowest = vec![None; self.entities.len()];
        for (node, component) in self.components.iter().enumerate() {
            let of_it = &mut lowest[joined.find(node as u32) as usize];
            if *component != *of_it.get_or_insert(node as u32) {
                return Err(entry(format::COMPONENTS, node, "not its lowest node"));
            }
        }
        Ok(())
    }

    fn check_citing(&self) -> Result<(), NetworkError> {
        let mut entries = 0;
        for (number, source) in self.cited.iter().enumerate() {
            let bad = |what| Err(entry(format::CITED_AT, number, what));
            let Ok(claims) = self.claims_citing(*source) else {
                return bad("its claims are out of bounds");
            };
            if claims.is_empty() || claims.windows(2).any(|two| two[0] >= two[1]) {
                return bad("its claims are none, or not in ascending order");
            }
            for claim in claims {
                let chains = self.claim(*claim)?.sources.chains();
                if !chains.flatten().any(|one| one == source) {
                    return bad("a claim does not have it on a chain");
                }
            }
            entries += claims.len();
        }
        let mut expected = 0;
        let mut sources: Vec<u32> = Vec::new();
        for claim in 0..self.claims.len() as u32 {
            sources.clear();
            sources.extend(self.claim(claim)?.sources.chains().flatten());
            sources.sort_unstable();
            sources.dedup();
            expected += sources.len();
        }
        match entries == expected && entries == self.citing.len() {
            true => Ok(()),
            false => Err(entry(format::CITING, entries, "a claim is missing")),
        }
    }
}

fn entry(section: &'static str, entry: usize, what: &'static str) -> NetworkError {
    NetworkError::Entry {
        section,
        entry,
        what,
    }
}

fn ascending<T: PartialOrd>(section: &'static str, entries: &[T]) -> Result<(), NetworkError> {
    match entries.windows(2).position(|two| two[0] >= two[1]) {
        Some(at) => Err(entry(section, at + 1, "not in ascending order")),
        None => Ok(()),
    }
}
