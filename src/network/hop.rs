//! Hops and paths: what stands between two neighbouring entities.
//!
//! A pair of entities is one hop, however many links join them. The hop is as
//! good as the best of the links that pass the filter, and counts the outlets
//! behind those.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use smallvec::SmallVec;

use crate::model::Standing;
use crate::network::budget::Stop;
use crate::network::budget::Work;
use crate::network::dag::Read;
use crate::network::error::NetworkError;
use crate::network::filter::Filtered;
use crate::network::format::SlotByte;
use crate::network::meet::NodeHasher;

/// A step from one entity to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The best standing among `links`.
    pub standing: Standing,
    /// Distinct outlets behind the claims of those links that have it.
    pub outlets: u32,
    /// The links that pass the filter: best standing first, then by term.
    /// Never empty.
    pub links: Links,
    /// The links of the pair that do not, in the same order.
    pub excluded: Links,
}

/// Links by number; mostly one.
pub type Links = SmallVec<[u32; 4]>;

impl Hop {
    /// Whether even the best of its links is disputed or denied.
    pub fn is_contested(&self) -> bool {
        is_contested(self.standing)
    }
}

/// A sequence of distinct entities, each linked to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    // Invariant: one more node than hops.
    nodes: Vec<u32>,
    hops: Vec<Hop>,
}

impl Path {
    /// The entities' nodes from one end to the other; never empty.
    pub fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    /// The hops between them; none when the path ends where it starts.
    pub fn hops(&self) -> &[Hop] {
        &self.hops
    }

    /// The standing of its worst hop; `None` when there is no hop.
    pub fn standing(&self) -> Option<Standing> {
        self.hops.iter().map(|hop| hop.standing).max()
    }

    /// How many of its hops are contested.
    pub fn contested(&self) -> usize {
        self.hops.iter().filter(|hop| hop.is_contested()).count()
    }

    /// The outlets at its weakest hop; `None` when there is no hop.
    pub fn outlets(&self) -> Option<u32> {
        self.hops.iter().map(|hop| hop.outlets).min()
    }
}

pub(super) fn is_contested(standing: Standing) -> bool {
    match standing {
        Standing::Uncontested => false,
        Standing::Disputed | Standing::Denied | Standing::Retracted => true,
    }
}

impl Filtered<'_> {
    /// Adds what stands between the nodes of a path.
    pub(super) fn path(&self, nodes: Vec<u32>) -> Result<Path, NetworkError> {
        let hops = nodes
            .windows(2)
            .map(|pair| self.hop(pair[0], pair[1]))
            .collect::<Result<_, _>>()?;
        Ok(Path { nodes, hops })
    }

    /// Likewise of several paths; a hop that many of them take is looked up once.
    pub(super) fn paths(
        &self,
        paths: impl Iterator<Item = Vec<u32>>,
        into: &mut Vec<Path>,
    ) -> Result<(), NetworkError> {
        let mut known = HashMap::<_, Hop, BuildHasherDefault<NodeHasher>>::default();
        for nodes in paths {
            let mut hops = Vec::with_capacity(nodes.len().saturating_sub(1));
            for pair in nodes.windows(2) {
                hops.push(match known.entry((pair[0], pair[1])) {
                    Entry::Occupied(known) => known.get().clone(),
                    Entry::Vacant(new) => new.insert(self.hop(pair[0], pair[1])?).clone(),
                });
            }
            into.push(Path { nodes, hops });
        }
        Ok(())
    }

    /// The best standing among the links of a pair that pass.
    pub(super) fn standing_between(&self, a: u32, b: u32) -> Result<Standing, NetworkError> {
        self.best_of(&self.pair(a, b)?)
    }

    /// What stands between two nodes that a link which passes joins.
    ///
    /// # Errors
    /// When no such link joins them, or the network is damaged.
    pub fn hop(&self, a: u32, b: u32) -> Result<Hop, NetworkError> {
        let mut links = SmallVec::<[_; 4]>::new();
        let mut excluded = SmallVec::<[_; 4]>::new();
        for (byte, slot) in self.slots_with_bytes(&self.pair(a, b)?)? {
            let link = self.network.link_in(slot)?;
            let link = (byte.standing(), self.network.link_term(link)?, link);
            if self.passes(slot) {
                links.push(link);
            } else {
                excluded.push(link);
            }
        }
        links.sort_unstable();
        excluded.sort_unstable();
        let Some((standing, _, _)) = links.first().copied() else {
            // A search came this way from the other end only.
            return Err(self.network.mark_damaged());
        };
        let best = links.iter().take_while(|link| link.0 == standing);
        Ok(Hop {
            standing,
            outlets: self.outlets_of(best.map(|link| Ok(link.2)))?,
            links: links.iter().map(|link| link.2).collect(),
            excluded: excluded.iter().map(|link| link.2).collect(),
        })
    }

    /// The links that carry the hop, ascending.
    pub(super) fn links_between(&self, a: u32, b: u32) -> Result<Vec<u32>, NetworkError> {
        let slots = self.pair(a, b)?.filter(|slot| self.passes(*slot));
        let mut links = slots
            .map(|slot| self.network.link_in(slot))
            .collect::<Result<Vec<u32>, _>>()?;
        links.sort_unstable();
        Ok(links)
    }

    /// The slots of all links of a pair, at the first node; none where no path may
    /// pass it.
    pub(super) fn pair(&self, a: u32, b: u32) -> Result<Range<usize>, NetworkError> {
        match self.avoids(a) {
            // Nothing leads past what is to be avoided, from either side.
            true => Ok(0..0),
            false => self.network.slots_between(a, b),
        }
    }

    /// Likewise, around a slot that a search has read.
    pub(super) fn pair_of(&self, read: Read) -> Result<Range<usize>, NetworkError> {
        match self.avoids(read.node) {
            true => Ok(0..0),
            false => self.network.slots_beside(read.node, read.slot as usize),
        }
    }

    /// Whether any link passes between the two nodes of a hop that was read.
    pub(super) fn passes_hop(&self, read: Read, work: &mut Work) -> Result<bool, Stop> {
        let mut pair = self.pair_of(read)?;
        work.step(pair.len())?;
        Ok(pair.any(|slot| self.passes(slot)))
    }

    /// Whether the hop over the links of a pair is contested.
    pub(super) fn contested(&self, pair: Range<usize>, work: &mut Work) -> Result<bool, Stop> {
        work.step(pair.len())?;
        Ok(is_contested(self.best_of(&pair)?))
    }

    /// The outlets of that hop, through its links and their claims.
    pub(super) fn outlets(&self, pair: Range<usize>, work: &mut Work) -> Result<u32, Stop> {
        work.step(pair.len())?;
        Ok(self.count_outlets(&pair)?)
    }

    /// Likewise where no more than one counts: that one is there can mostly be
    /// seen without reading which.
    pub(super) fn outlets_up_to_one(
        &self,
        pair: Range<usize>,
        work: &mut Work,
    ) -> Result<u32, Stop> {
        work.step(pair.len())?;
        for slot in self.best_slots(&pair)? {
            let link = self.network.link_in(slot)?;
            let mut claims = self.network.claims_of(link)?.numbers();
            if claims.any(|claim| self.network.surely_has_outlet(claim)) {
                return Ok(1);
            }
        }
        Ok(self.count_outlets(&pair)?.min(1))
    }

    /// The outlets of the hop, at no cost to the question.
    pub(super) fn count_outlets(&self, pair: &Range<usize>) -> Result<u32, NetworkError> {
        let slots = self.best_slots(pair)?;
        self.outlets_of(slots.map(|slot| self.network.link_in(slot)))
    }

    /// The best standing among the links that pass.
    fn best_of(&self, pair: &Range<usize>) -> Result<Standing, NetworkError> {
        let slots = self.slots_with_bytes(pair)?;
        let passing = slots.filter(|(_, slot)| self.passes(*slot));
        let best = passing.map(|(byte, _)| byte.standing()).min();
        best.ok_or_else(|| self.network.mark_damaged())
    }

    /// The slots of the links that pass and have it.
    fn best_slots(&self, pair: &Range<usize>) -> Result<impl Iterator<Item = usize>, NetworkError> {
        let best = self.best_of(pair)?;
        let slots = self.slots_with_bytes(pair)?;
        let best = slots.filter(move |(byte, slot)| byte.standing() == best && self.passes(*slot));
        Ok(best.map(|(_, slot)| slot))
    }

    fn slots_with_bytes(
        &self,
        pair: &Range<usize>,
    ) -> Result<impl Iterator<Item = (SlotByte, usize)>, NetworkError> {
        let bytes = self.network.bytes.get(pair.clone());
        let bytes = bytes.ok_or(NetworkError::Damaged)?.iter();
        Ok(bytes.map(|byte| SlotByte(*byte)).zip(pair.clone()))
    }

    fn outlets_of(
        &self,
        links: impl Iterator<Item = Result<u32, NetworkError>>,
    ) -> Result<u32, NetworkError> {
        // Those of the first claim are distinct as they lie; mostly it is the only one.
        let mut first: Option<&[u32]> = None;
        let mut more = Vec::new();
        for link in links {
            for claim in self.network.claims_of(link?)?.numbers() {
                let outlets = self.network.claim(claim)?.sources.outlets();
                match first {
                    None => first = Some(outlets),
                    Some(_) => more.extend_from_slice(outlets),
                }
            }
        }
        let first = first.unwrap_or_default();
        let mut count = first.len();
        if !more.is_empty() {
            more.extend_from_slice(first);
            more.sort_unstable();
            more.dedup();
            count = more.len();
        }
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}
