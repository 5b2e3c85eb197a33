//! The path graph as it lies in a file: opened without reading it, looked up
//! without trusting it.
//!
//! Takes sections as byte slices; gives nodes, links, claims and their
//! sources. A number out of bounds marks the whole network as damaged: a
//! look-up or search that met one ends in an error, never in fewer rows.
//! Checking everything at once is `check.rs`.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use bytemuck::Pod;

use crate::model::Mode;
use crate::model::Standing;
use crate::network::error::NetworkError;
use crate::network::format;
use crate::network::format::ClaimRecord;
use crate::network::format::LinkRecord;
use crate::network::format::Mark;
use crate::network::format::SlotByte;
use crate::network::format::SourcesKind;

/// How far from the guess is looked first: within a page of the file.
const NEAR: usize = 64;

/// Entities and the links between them, read where they lie.
#[derive(Debug)]
pub struct Network<'a> {
    // Invariant: the lengths fit each other (see `new`). The numbers inside
    // may be anything.
    pub(super) nodes: &'a [u32],
    pub(super) offsets: &'a [u32],
    pub(super) targets: &'a [u32],
    pub(super) halves: &'a [u32],
    pub(super) bytes: &'a [u8],
    pub(super) links: &'a [LinkRecord],
    pub(super) relations: &'a [u32],
    pub(super) places: &'a [u32],
    pub(super) lists: &'a [u32],
    pub(super) claims: &'a [ClaimRecord],
    pub(super) marks: &'a [u16],
    pub(super) sources: &'a [u32],
    damaged: AtomicBool,
}

/// One link. Ends are nodes, the rest are terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkLink<'a> {
    pub link: u32,
    pub from: u32,
    pub to: u32,
    pub relation: u32,
    pub mode: Mode,
    /// Standing, origins up to three, category.
    pub byte: SlotByte,
    pub claims: LinkClaims<'a>,
}

/// The claims that a link rests on, all of them needed; never none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkClaims<'a> {
    // Invariant: one of the two holds something, never both.
    plain: Option<u32>,
    composed: &'a [u32],
}

impl<'a> LinkClaims<'a> {
    /// Their numbers, for [`Network::claim`], ascending.
    pub fn numbers(self) -> impl Iterator<Item = u32> + 'a {
        self.plain.into_iter().chain(self.composed.iter().copied())
    }
}

/// One claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NetworkClaim<'a> {
    /// Its term.
    pub claim: u32,
    pub standing: Standing,
    /// 63 means "63 or more".
    pub origins: u32,
    pub sources: Sources<'a>,
}

/// What a claim rests on, as source terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sources<'a> {
    outlets: &'a [u32],
    // Invariant: made of chains, each after its length; `None` when every
    // outlet is a chain of its own.
    chains: Option<&'a [u32]>,
}

impl<'a> Sources<'a> {
    /// Distinct outlets, ascending.
    pub fn outlets(self) -> &'a [u32] {
        self.outlets
    }

    /// The distinct chains of its citations, each from the source cited to the
    /// last behind it.
    pub fn chains(self) -> impl Iterator<Item = &'a [u32]> {
        let flat = match self.chains {
            Some(_) => &[],
            None => self.outlets,
        };
        let mut words = self.chains.unwrap_or_default();
        let listed = std::iter::from_fn(move || {
            let (length, rest) = words.split_first()?;
            let (chain, rest) = rest.split_at_checked(*length as usize)?;
            words = rest;
            Some(chain)
        });
        flat.chunks(1).chain(listed)
    }
}

impl<'a> Network<'a> {
    /// Opens the sections that `layout` made. Reads their lengths and a few
    /// numbers, whatever the size.
    ///
    /// # Errors
    /// When a section is missing, of another format version, not aligned to
    /// four bytes, or its length does not fit the others.
    pub fn new(section: impl Fn(&str) -> Option<&'a [u8]>) -> Result<Network<'a>, NetworkError> {
        let raw = |name: &'static str| section(name).ok_or(NetworkError::Missing { section: name });
        let words = |name: &'static str| cast::<u32>(name, raw(name)?);
        let network = Network {
            nodes: words(format::NODES)?,
            offsets: words(format::OFFSETS)?,
            targets: words(format::TARGETS)?,
            halves: words(format::HALVES)?,
            bytes: raw(format::BYTES)?,
            links: cast(format::LINKS, raw(format::LINKS)?)?,
            relations: words(format::RELATIONS)?,
            places: words(format::PLACES)?,
            lists: words(format::LISTS)?,
            claims: cast(format::CLAIMS, raw(format::CLAIMS)?)?,
            marks: cast(format::MARKS, raw(format::MARKS)?)?,
            sources: words(format::SOURCES)?,
            damaged: AtomicBool::new(false),
        };
        network.fits(words(format::HEAD)?)?;
        Ok(network)
    }

    fn fits(&self, head: &[u32]) -> Result<(), NetworkError> {
        let fits = |fits: bool, section: &'static str| {
            if fits {
                Ok(())
            } else {
                Err(NetworkError::Length { section })
            }
        };
        let Some((&found, counts)) = head.split_first() else {
            return Err(NetworkError::Length {
                section: format::HEAD,
            });
        };
        if found != format::VERSION {
            return Err(NetworkError::Version {
                found,
                expected: format::VERSION,
            });
        }
        let lengths = [
            (format::NODES, self.nodes.len()),
            (format::OFFSETS, self.offsets.len()),
            (format::TARGETS, self.targets.len()),
            (format::HALVES, self.halves.len()),
            (format::BYTES, self.bytes.len()),
            (format::LINKS, self.links.len()),
            (format::RELATIONS, self.relations.len()),
            (format::PLACES, self.places.len()),
            (format::LISTS, self.lists.len()),
            (format::CLAIMS, self.claims.len()),
            (format::MARKS, self.marks.len()),
            (format::SOURCES, self.sources.len()),
        ];
        fits(counts.len() == lengths.len(), format::HEAD)?;
        for ((section, length), count) in lengths.into_iter().zip(counts) {
            fits(length == *count as usize, section)?;
        }
        let numbered = |count: usize| count as u64 <= format::MAX_NUMBERED;
        fits(numbered(self.nodes.len()), format::NODES)?;
        fits(numbered(self.links.len()), format::LINKS)?;
        fits(numbered(self.claims.len()), format::CLAIMS)?;
        let plain = self.links.len().checked_sub(self.places.len());
        fits(
            plain.is_some_and(|plain| plain <= self.claims.len()),
            format::PLACES,
        )?;
        fits(self.marks.len() == self.claims.len(), format::MARKS)?;
        let slots = self.targets.len();
        fits(slots == self.links.len() * 2, format::TARGETS)?;
        fits(slots == self.halves.len(), format::HALVES)?;
        fits(slots == self.bytes.len(), format::BYTES)?;
        fits(
            self.offsets.len() == self.nodes.len() + 1
                && self.offsets.first() == Some(&0)
                && self.offsets.last().map(|end| *end as usize) == Some(slots),
            format::OFFSETS,
        )
    }

    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    pub fn link_count(&self) -> usize {
        self.links.len()
    }

    pub fn claim_count(&self) -> usize {
        self.claims.len()
    }

    /// The node of an entity's term, `None` when the graph has none for it.
    pub fn node_of(&self, term: u32) -> Option<u32> {
        let node = place_of(self.nodes, term, |node| *node)?;
        u32::try_from(node).ok()
    }

    /// The entity's term, `None` for a number that is no node.
    pub fn term_of(&self, node: u32) -> Option<u32> {
        self.nodes.get(node as usize).copied()
    }

    /// The link with this number.
    ///
    /// # Errors
    /// When the number, or one that the link points with, is out of bounds.
    pub fn link(&self, number: u32) -> Result<NetworkLink<'a>, NetworkError> {
        self.find_link(number).ok_or_else(|| self.mark_damaged())
    }

    fn find_link(&self, number: u32) -> Option<NetworkLink<'a>> {
        let record = self.links.get(number as usize)?;
        let (link, claims) = self.find_claims(number)?;
        let link = match link {
            Some(link) => link,
            None => self.claims.get(number as usize)?.term,
        };
        let in_bounds = (record.from as usize) < self.nodes.len()
            && (record.to as usize) < self.nodes.len()
            && claims.numbers().next().is_some();
        in_bounds.then_some(NetworkLink {
            link,
            from: record.from,
            to: record.to,
            relation: *self.relations.get(record.relation())?,
            mode: record.mode()?,
            byte: record.byte(),
            claims,
        })
    }

    /// The claim with this number.
    ///
    /// # Errors
    /// When the number, or one that the claim points with, is out of bounds.
    pub fn claim(&self, number: u32) -> Result<NetworkClaim<'a>, NetworkError> {
        self.find_claim(number).ok_or_else(|| self.mark_damaged())
    }

    /// Whether a claim has an outlet as far as its mark tells; it may have one
    /// all the same.
    pub(super) fn surely_has_outlet(&self, claim: u32) -> bool {
        let mark = self.marks.get(claim as usize);
        mark.is_some_and(|mark| match Mark::of(*mark).sources {
            SourcesKind::One => true,
            SourcesKind::Flat(count) => count > 0,
            SourcesKind::Full => false,
        })
    }

    fn find_claim(&self, number: u32) -> Option<NetworkClaim<'a>> {
        let record = self.claims.get(number as usize)?;
        let mark = Mark::of(*self.marks.get(number as usize)?);
        let sources = match mark.sources {
            SourcesKind::One => Sources {
                outlets: std::slice::from_ref(&record.sources),
                chains: None,
            },
            SourcesKind::Flat(count) => {
                let words = self.sources.get(record.sources as usize..)?;
                Sources {
                    outlets: words.get(..usize::from(count))?,
                    chains: None,
                }
            }
            SourcesKind::Full => {
                let words = self.sources.get(record.sources as usize..)?;
                let (head, rest) = words.split_at_checked(2)?;
                let (outlets, rest) = rest.split_at_checked(head[0] as usize)?;
                Sources {
                    outlets,
                    chains: Some(made_of_chains(rest.get(..head[1] as usize)?)?),
                }
            }
        };
        Some(NetworkClaim {
            claim: record.term,
            standing: mark.standing,
            origins: mark.origins,
            sources,
        })
    }

    /// The claims of a link, without a look at its record.
    ///
    /// # Errors
    /// When the number, or where it points to, is out of bounds.
    pub(super) fn claims_of(&self, link: u32) -> Result<LinkClaims<'a>, NetworkError> {
        let found = self.find_claims(link);
        found
            .map(|found| found.1)
            .ok_or_else(|| self.mark_damaged())
    }

    /// The claims of a link, and its term where that is not its claim's.
    fn find_claims(&self, link: u32) -> Option<(Option<u32>, LinkClaims<'a>)> {
        let Some(composed) = (link as usize).checked_sub(self.plain_links()) else {
            let claims = LinkClaims {
                plain: Some(link),
                composed: &[],
            };
            return ((link as usize) < self.claims.len()).then_some((None, claims));
        };
        let list = self.lists.get(*self.places.get(composed)? as usize..)?;
        let (head, rest) = list.split_at_checked(2)?;
        let claims = LinkClaims {
            plain: None,
            composed: rest.get(..head[1] as usize)?,
        };
        Some((Some(head[0]), claims))
    }

    /// Where a claim's term stands among the claims that are no link by
    /// themselves: attendances, transactions, plans. They ascend by term and
    /// none is left out, so that the claims of one meeting stand side by side.
    /// `None` for any other term.
    pub fn place_beside_links(&self, claim: u32) -> Option<usize> {
        let beside = self.claims.get(self.plain_links()..)?;
        place_of(beside, claim, |record| record.term)
    }

    /// How many links, the first ones, are their one claim.
    pub(super) fn plain_links(&self) -> usize {
        self.links.len().saturating_sub(self.places.len())
    }

    /// The numbers of all links between two nodes, either way and whatever
    /// their standing, ascending.
    ///
    /// # Errors
    /// When a number met on the way is out of bounds.
    pub fn links_between(&self, a: u32, b: u32) -> Result<Vec<u32>, NetworkError> {
        self.slots_between(a, b)?
            .map(|slot| self.link_in(slot))
            .collect()
    }

    /// The slots of a node; empty, and the network marked, when they are out
    /// of bounds.
    pub(super) fn slots(&self, node: u32) -> std::ops::Range<usize> {
        let node = node as usize;
        match (self.offsets.get(node), self.offsets.get(node + 1)) {
            (Some(start), Some(end)) if start <= end && *end as usize <= self.targets.len() => {
                *start as usize..*end as usize
            }
            _ => {
                self.mark_damaged();
                0..0
            }
        }
    }

    pub(super) fn slots_between(
        &self,
        a: u32,
        b: u32,
    ) -> Result<std::ops::Range<usize>, NetworkError> {
        let slots = self.slots(a);
        let targets = self
            .targets
            .get(slots.clone())
            .ok_or(NetworkError::Damaged)?;
        let start = slots.start + targets.partition_point(|target| *target < b);
        let end = slots.start + targets.partition_point(|target| *target <= b);
        // Only on unsorted targets can the second point lie before the first.
        if start > end {
            return Err(self.mark_damaged());
        }
        Ok(start..end)
    }

    pub(super) fn link_in(&self, slot: usize) -> Result<u32, NetworkError> {
        match self.halves.get(slot) {
            Some(half) if ((half >> 1) as usize) < self.links.len() => Ok(half >> 1),
            _ => Err(self.mark_damaged()),
        }
    }

    /// Notes that a number was out of bounds; from here on every search on
    /// this network ends in an error.
    pub(super) fn mark_damaged(&self) -> NetworkError {
        self.damaged.store(true, Ordering::Relaxed);
        NetworkError::Damaged
    }

    /// # Errors
    /// When a number was out of bounds in anything read so far.
    pub(super) fn sound(&self) -> Result<(), NetworkError> {
        if self.damaged.load(Ordering::Relaxed) {
            Err(NetworkError::Damaged)
        } else {
            Ok(())
        }
    }
}

fn cast<'a, T: Pod>(section: &'static str, bytes: &'a [u8]) -> Result<&'a [T], NetworkError> {
    // An empty slice may point anywhere.
    if bytes.is_empty() {
        return Ok(&[]);
    }
    bytemuck::try_cast_slice(bytes).map_err(|_| NetworkError::Length { section })
}

/// Where a number stands in an ascending list, looked for first where it would
/// be if the numbers were evenly spread. Terms of one kind nearly are, and a
/// look at every middle is a look at as many pages of the file.
fn place_of<T>(list: &[T], wanted: u32, number: impl Fn(&T) -> u32) -> Option<usize> {
    let (first, last) = (number(list.first()?), number(list.last()?));
    let (steps, span) = (wanted.checked_sub(first)?, last.checked_sub(wanted)?);
    let width = u64::from(steps) + u64::from(span);
    let guess = u64::from(steps) * (list.len() as u64 - 1) / width.max(1);
    let guess = usize::try_from(guess).ok()?.min(list.len() - 1);
    // Everything before `from` is below, nothing from `to` on is.
    let (mut from, mut to) = (0, list.len());
    let mut step = NEAR;
    if number(&list[guess]) < wanted {
        from = guess + 1;
        while let Some(one) = list.get(guess + step) {
            if number(one) >= wanted {
                to = guess + step;
                break;
            }
            from = guess + step + 1;
            step *= 2;
        }
    } else {
        to = guess;
        while let Some(at) = guess.checked_sub(step) {
            if number(&list[at]) < wanted {
                from = at + 1;
                break;
            }
            to = at;
            step *= 2;
        }
    }
    let at = from
        + list
            .get(from..to)?
            .partition_point(|one| number(one) < wanted);
    (number(list.get(at)?) == wanted).then_some(at)
}

/// The words, when they are whole chains.
fn made_of_chains(words: &[u32]) -> Option<&[u32]> {
    let mut rest = words;
    while let Some((length, behind)) = rest.split_first() {
        rest = behind.get(*length as usize..)?;
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_the_list_is_spread() {
        let even: Vec<u32> = (0..1_000).map(|at| at * 3).collect();
        let bent: Vec<u32> = (0..1_000).map(|at: u32| at * at).collect();
        let late: Vec<u32> = [0, 1, 2]
            .into_iter()
            .chain(u32::MAX - 500..=u32::MAX)
            .collect();
        for list in [&even[..], &bent, &late, &late[..1], &[]] {
            for (at, number) in list.iter().enumerate() {
                assert_eq!(place_of(list, *number, |one| *one), Some(at));
            }
            for absent in [4, 10, 999_000, u32::MAX - 501] {
                assert_eq!(
                    place_of(list, absent, |one| *one),
                    list.binary_search(&absent).ok()
                );
            }
        }
    }
}
