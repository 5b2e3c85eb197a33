//! What a path graph is made of, before it is laid out.
//!
//! Takes entities, links and claims in any order; keeps them in a few flat
//! lists, since there may be fifty million of each. Numbers may be anything
//! that tells them apart, and are changed into terms in one go.

use crate::model::Mode;
use crate::model::Standing;
use crate::network::error::NetworkError;
use crate::network::format::Days;

/// A link to be laid out. All ids are terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewLink {
    pub link: u32,
    pub from: u32,
    pub to: u32,
    pub relation: u32,
    pub standing: Standing,
    pub mode: Mode,
    /// At most 15.
    pub category: u8,
    pub origins: u32,
    /// When it holds.
    pub days: Days,
}

/// A claim to be laid out. All ids are terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewClaim {
    pub claim: u32,
    pub standing: Standing,
    pub origins: u32,
    /// Whether a source that is named, or a document, supports it.
    pub named: bool,
    pub documented: bool,
}

/// Entities, links and claims, to be laid out as a path graph.
#[derive(Debug, Clone, Default)]
pub struct NetworkDraft {
    pub(super) entities: Vec<u32>,
    // Each with the position of its claims in `lists`.
    pub(super) links: Vec<(NewLink, u32)>,
    // Each with the position of its outlets in `lists`; its chains follow them,
    // after their count.
    pub(super) claims: Vec<(NewClaim, u32)>,
    // Lists, each after its length.
    pub(super) lists: Vec<u32>,
    pub(super) origins: Vec<(u32, u32)>,
    in_order: bool,
}

impl NetworkDraft {
    /// Makes room for so many more links and claims: a million of them, grown
    /// bit by bit, would be copied again and again.
    pub fn reserve(&mut self, links: usize, claims: usize) {
        self.links.reserve_exact(links);
        self.claims.reserve_exact(claims);
    }

    /// Adds entities, linked or not.
    pub fn entities(&mut self, entities: impl IntoIterator<Item = u32>) {
        self.entities.extend(entities);
    }

    /// Adds a link that needs all of some claims; never none.
    pub fn link(&mut self, link: NewLink, claims: impl IntoIterator<Item = u32>) {
        let at = self.list(claims);
        self.links.push((link, at));
    }

    /// Adds a claim: its outlets, and per citation the sources from the one
    /// cited to the last behind it. Both are kept as sets.
    pub fn claim<C>(
        &mut self,
        claim: NewClaim,
        outlets: impl IntoIterator<Item = u32>,
        chains: impl IntoIterator<Item = C>,
    ) where
        C: IntoIterator<Item = u32>,
    {
        let at = self.list(outlets);
        let count = self.lists.len();
        self.lists.push(0);
        for chain in chains {
            self.list(chain);
            self.lists[count] += 1;
        }
        self.claims.push((claim, at));
    }

    /// Says that the editor assessed the origin of a source.
    pub fn origin(&mut self, source: u32, origin: u32) {
        self.origins.push((source, origin));
    }

    /// Puts another category in the place of each.
    pub fn categorise(&mut self, category: impl Fn(u8) -> u8) {
        for (link, _) in &mut self.links {
            link.category = category(link.category);
        }
    }

    /// Has entities become nodes in the order of their terms, and not those with
    /// the most links first: to measure what that order is worth.
    pub fn keep_order(&mut self) {
        self.in_order = true;
    }

    pub(super) fn keeps_order(&self) -> bool {
        self.in_order
    }

    fn list(&mut self, items: impl IntoIterator<Item = u32>) -> u32 {
        let at = self.lists.len();
        self.lists.push(0);
        self.lists.extend(items);
        self.lists[at] = (self.lists.len() - at - 1) as u32;
        // Where there are more than that, nothing is laid out: see `bounded`.
        u32::try_from(at).unwrap_or(u32::MAX)
    }

    /// Puts another number in the place of every id.
    ///
    /// # Errors
    /// The first one that `number` gives.
    pub fn renumber<E>(&mut self, number: impl Fn(u32) -> Result<u32, E>) -> Result<(), E> {
        for entity in &mut self.entities {
            *entity = number(*entity)?;
        }
        let within = |lists: &mut [u32], at: usize| -> Result<usize, E> {
            let end = at + 1 + lists[at] as usize;
            for item in &mut lists[at + 1..end] {
                *item = number(*item)?;
            }
            Ok(end)
        };
        for (link, at) in &mut self.links {
            link.link = number(link.link)?;
            link.from = number(link.from)?;
            link.to = number(link.to)?;
            link.relation = number(link.relation)?;
            within(&mut self.lists, *at as usize)?;
        }
        for (claim, at) in &mut self.claims {
            claim.claim = number(claim.claim)?;
            let count = within(&mut self.lists, *at as usize)?;
            let mut next = count + 1;
            for _ in 0..self.lists[count] {
                next = within(&mut self.lists, next)?;
            }
        }
        for (source, origin) in &mut self.origins {
            *source = number(*source)?;
            *origin = number(*origin)?;
        }
        Ok(())
    }

    /// # Errors
    /// When the lists together are too long to be counted in 32 bits.
    pub(super) fn bounded(&self) -> Result<(), NetworkError> {
        match u32::try_from(self.lists.len()) {
            Ok(_) => Ok(()),
            Err(_) => Err(NetworkError::TooMany {
                what: "claims and sources in lists",
                limit: u64::from(u32::MAX),
            }),
        }
    }

    /// The list at a position, and the position behind it.
    pub(super) fn list_at(&self, at: usize) -> (&[u32], usize) {
        let end = at + 1 + self.lists[at] as usize;
        (&self.lists[at + 1..end], end)
    }

    /// The outlets of the claim whose lists begin there, and its chains.
    pub(super) fn sources_at(&self, at: u32) -> (&[u32], Vec<&[u32]>) {
        let (outlets, count) = self.list_at(at as usize);
        let mut chains = Vec::with_capacity(self.lists[count] as usize);
        let mut next = count + 1;
        for _ in 0..self.lists[count] {
            let (chain, after) = self.list_at(next);
            chains.push(chain);
            next = after;
        }
        (outlets, chains)
    }
}
