//! The path graph as it lies in a file: opened without reading it, looked up
//! without trusting it.
//!
//! Takes sections as byte slices; gives nodes, links, claims and their
//! sources. A number out of bounds marks the whole network as damaged: a
//! look-up or search that met one ends in an error, never in fewer rows.
//! Checking everything at once is `check.rs`; what the parts of a link and a
//! claim look like is `parts.rs`.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use bytemuck::Pod;

use crate::network::bits::Bits;
use crate::network::error::NetworkError;
use crate::network::format;
use crate::network::format::ClaimRecord;
use crate::network::format::Days;
use crate::network::format::KindRecord;
use crate::network::places::place_of;

/// Entities and the links between them, read where they lie.
#[derive(Debug)]
pub struct Network<'a> {
    // Invariant: the lengths fit each other (see `fits`). The numbers inside
    // may be anything.
    pub(super) entities: &'a [u32],
    pub(super) nodes: &'a [u32],
    pub(super) places: &'a [u32],
    pub(super) components: &'a [u32],
    pub(super) offsets: &'a [u32],
    pub(super) targets: &'a [u32],
    pub(super) bytes: &'a [u8],
    pub(super) ahead: Bits<'a>,
    pub(super) backs: &'a [u32],
    pub(super) links: &'a [u16],
    pub(super) kinds: &'a [KindRecord],
    pub(super) when: &'a [u32],
    pub(super) days: &'a [Days],
    pub(super) plain: Bits<'a>,
    pub(super) lists_at: &'a [u32],
    pub(super) lists: &'a [u32],
    pub(super) claims: &'a [ClaimRecord],
    pub(super) marks: &'a [u16],
    pub(super) sources: &'a [u32],
    pub(super) cited: &'a [u32],
    pub(super) cited_at: &'a [u32],
    pub(super) citing: &'a [u32],
    pub(super) uses: &'a [[u32; 2]],
    pub(super) origins: &'a [[u32; 2]],
    undated: u32,
    retracted: u32,
    damaged: AtomicBool,
    read_ahead: Option<ReadAhead<'a>>,
}

/// What is about to be read of a file of which nothing is read but what is touched.
#[derive(Debug, Clone, Copy)]
pub enum Reading<'b> {
    /// All of this.
    Whole(&'b [u8]),
    /// So much, all over, that it is better read as usual.
    Much,
}

/// Is told what is about to be read.
struct ReadAhead<'a>(Told<'a>);

type Told<'a> = Box<dyn Fn(Reading) + Send + Sync + 'a>;

impl std::fmt::Debug for ReadAhead<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadAhead")
    }
}

/// Slots of a node that are worth telling about: some pages.
const MANY: usize = 4_096;

/// Slots of a layer that are much, all over: about a megabyte.
const MUCH: usize = 1 << 18;

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
        // The version first: another one has other sections.
        let head = words(format::HEAD)?;
        if let Some(&found) = head.first()
            && found != format::VERSION
        {
            let expected = format::VERSION;
            return Err(NetworkError::Version { found, expected });
        }
        let targets = words(format::TARGETS)?;
        let links = cast::<u16>(format::LINKS, raw(format::LINKS)?)?;
        let bits = |name: &'static str, counts: &'static str, length: usize| {
            let bits = Bits::new(words(name)?, words(counts)?, length);
            bits.ok_or(NetworkError::Length { section: name })
        };
        let network = Network {
            entities: words(format::ENTITIES)?,
            nodes: words(format::NODES)?,
            places: words(format::PLACES)?,
            components: words(format::COMPONENTS)?,
            offsets: words(format::OFFSETS)?,
            bytes: raw(format::BYTES)?,
            ahead: bits(format::AHEAD, format::AHEAD_COUNTS, targets.len())?,
            backs: words(format::BACKS)?,
            kinds: cast(format::KINDS, raw(format::KINDS)?)?,
            when: words(format::WHEN)?,
            days: cast(format::DAYS, raw(format::DAYS)?)?,
            plain: bits(format::PLAIN, format::PLAIN_COUNTS, links.len())?,
            lists_at: words(format::LISTS_AT)?,
            lists: words(format::LISTS)?,
            claims: cast(format::CLAIMS, raw(format::CLAIMS)?)?,
            marks: cast(format::MARKS, raw(format::MARKS)?)?,
            sources: words(format::SOURCES)?,
            cited: words(format::CITED)?,
            cited_at: words(format::CITED_AT)?,
            citing: words(format::CITING)?,
            uses: cast(format::USES, raw(format::USES)?)?,
            origins: cast(format::ORIGINS, raw(format::ORIGINS)?)?,
            targets,
            links,
            undated: head.get(1).copied().unwrap_or_default(),
            retracted: head.get(2).copied().unwrap_or_default(),
            damaged: AtomicBool::new(false),
            read_ahead: None,
        };
        network.fits(head, raw)?;
        Ok(network)
    }

    fn fits(
        &self,
        head: &[u32],
        raw: impl Fn(&'static str) -> Result<&'a [u8], NetworkError>,
    ) -> Result<(), NetworkError> {
        let fits = |fits: bool, section: &'static str| match fits {
            true => Ok(()),
            false => Err(NetworkError::Length { section }),
        };
        let counts = head.get(3..).unwrap_or_default();
        let others = &format::SECTIONS[1..];
        fits(counts.len() == others.len(), format::HEAD)?;
        for (section, count) in others.iter().zip(counts) {
            let length = entry_length(section) * *count as usize;
            fits(raw(section)?.len() == length, section)?;
        }
        let numbered = |count: usize| count as u64 <= format::MAX_NUMBERED;
        fits(numbered(self.entities.len()), format::ENTITIES)?;
        fits(numbered(self.links.len()), format::LINKS)?;
        fits(numbered(self.claims.len()), format::CLAIMS)?;
        let nodes = self.entities.len();
        fits(self.nodes.len() == nodes, format::NODES)?;
        fits(self.places.len() == nodes, format::PLACES)?;
        fits(self.components.len() == nodes, format::COMPONENTS)?;
        let (slots, links) = (self.targets.len(), self.links.len());
        fits(slots == links * 2, format::TARGETS)?;
        fits(slots == self.bytes.len(), format::BYTES)?;
        fits(links == self.backs.len(), format::BACKS)?;
        fits(links == self.ahead.set(), format::AHEAD_COUNTS)?;
        fits(links == self.when.len(), format::WHEN)?;
        let plain = links.checked_sub(self.lists_at.len());
        fits(
            plain.is_some_and(|plain| plain <= self.claims.len() && plain == self.plain.set()),
            format::LISTS_AT,
        )?;
        fits(self.marks.len() == self.claims.len(), format::MARKS)?;
        let offsets = |offsets: &[u32], rows: usize, entries: usize| {
            offsets.len() == rows + 1
                && offsets.first() == Some(&0)
                && offsets.last().map(|end| *end as usize) == Some(entries)
        };
        fits(offsets(self.offsets, nodes, slots), format::OFFSETS)?;
        let (cited, citing) = (self.cited.len(), self.citing.len());
        fits(offsets(self.cited_at, cited, citing), format::CITED_AT)
    }

    /// Has this told what is about to be read, where it is more than a few pages:
    /// for a file of which nothing is read but what is touched.
    pub fn reading_ahead(self, read: impl Fn(Reading) + Send + Sync + 'a) -> Network<'a> {
        Network {
            read_ahead: Some(ReadAhead(Box::new(read))),
            ..self
        }
    }

    /// Tells that slots are about to be read, where they are many.
    #[inline]
    pub(super) fn read_ahead(&self, targets: &[u32], bytes: &[u8]) {
        if targets.len() >= MANY
            && let Some(ReadAhead(read)) = &self.read_ahead
        {
            read(Reading::Whole(bytemuck::cast_slice(targets)));
            read(Reading::Whole(bytes));
        }
    }

    /// Tells that so many slots of many nodes are, where that is much.
    pub(super) fn about_to_read(&self, slots: usize) {
        if slots >= MUCH
            && let Some(ReadAhead(read)) = &self.read_ahead
        {
            read(Reading::Much);
        }
    }

    pub fn node_count(&self) -> usize {
        self.entities.len()
    }

    pub fn link_count(&self) -> usize {
        self.links.len()
    }

    pub fn claim_count(&self) -> usize {
        self.claims.len()
    }

    /// How many links have no date, so that they are on no day.
    pub fn undated_links(&self) -> u32 {
        self.undated
    }

    /// The node of an entity's term, `None` when the graph has none for it.
    pub fn node_of(&self, term: u32) -> Option<u32> {
        let place = place_of(self.entities, term, |entity| *entity)?;
        let node = *self.nodes.get(place)?;
        ((node as usize) < self.nodes.len()).then_some(node)
    }

    /// The entity's term, `None` for a number that is no node.
    pub fn term_of(&self, node: u32) -> Option<u32> {
        let place = self.places.get(node as usize)?;
        self.entities.get(*place as usize).copied()
    }

    /// Where a node's term stands among all entities; the network is marked
    /// when that is out of bounds.
    pub(super) fn place(&self, node: u32) -> u32 {
        match self.places.get(node as usize) {
            Some(place) if (*place as usize) < self.entities.len() => *place,
            _ => {
                self.mark_damaged();
                0
            }
        }
    }

    /// The node at a place that `place` gave.
    pub(super) fn node_at(&self, place: u32) -> u32 {
        match self.nodes.get(place as usize) {
            Some(node) if (*node as usize) < self.entities.len() => *node,
            _ => {
                self.mark_damaged();
                0
            }
        }
    }

    /// Whether any links at all, even retracted ones, connect two nodes.
    pub(super) fn may_connect(&self, one: u32, other: u32) -> bool {
        let component = |node: u32| self.components.get(node as usize);
        component(one) == component(other)
    }

    /// Whether any link at all, even a retracted one, is at a node.
    pub fn has_links(&self, node: u32) -> bool {
        !self.slots(node).is_empty()
    }

    /// How many links are retracted.
    pub(super) fn retracted_links(&self) -> u32 {
        self.retracted
    }

    /// The numbers of all links between two nodes, either way and whatever
    /// their standing, ascending.
    ///
    /// # Errors
    /// When a number met on the way is out of bounds.
    pub fn links_between(&self, a: u32, b: u32) -> Result<Vec<u32>, NetworkError> {
        let slots = self.slots_between(a, b)?;
        let mut links: Vec<u32> = slots
            .map(|slot| self.link_in(slot))
            .collect::<Result<_, _>>()?;
        links.sort_unstable();
        Ok(links)
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
        let start = targets.partition_point(|target| *target < b);
        let there = targets.get(start..).unwrap_or_default();
        // Few links are parallel. Doubling the steps keeps many from being counted
        // one by one.
        let mut step = 1;
        while there.get(step).is_some_and(|target| *target == b) {
            step *= 2;
        }
        let near = there.get(..step).unwrap_or(there);
        let count = near.partition_point(|target| *target == b);
        // Neighbours of the range that do not fit are a sign of unsorted targets.
        let before = targets.get(..start).and_then(<[u32]>::last);
        let behind = there.get(count);
        if before.is_some_and(|target| *target >= b) || behind.is_some_and(|target| *target <= b) {
            return Err(self.mark_damaged());
        }
        Ok(slots.start + start..slots.start + start + count)
    }

    /// The slots of a node that lead to where this one of them does.
    ///
    /// # Errors
    /// When it is not one of the node's.
    pub(super) fn slots_beside(
        &self,
        node: u32,
        slot: usize,
    ) -> Result<std::ops::Range<usize>, NetworkError> {
        let slots = self.slots(node);
        let (Some(target), true) = (self.targets.get(slot), slots.contains(&slot)) else {
            return Err(self.mark_damaged());
        };
        // Mostly one; otherwise all of them are read in any case.
        let leads = |at: &usize| self.targets.get(*at) == Some(target);
        let before = (slots.start..slot).rev().take_while(leads).count();
        let behind = (slot..slots.end).take_while(leads).count();
        Ok(slot - before..slot + behind)
    }

    /// The link in a slot; out of bounds where the file is damaged.
    #[inline]
    pub(super) fn link_number(&self, slot: usize) -> u32 {
        let ahead = self.ahead.rank(slot);
        if self.ahead.get(slot) {
            // Fewer than 2^31.
            return ahead as u32;
        }
        self.back(slot.wrapping_sub(ahead))
    }

    /// The link in the slot with this number among those that are not ahead;
    /// out of bounds where the file is damaged.
    #[inline]
    pub(super) fn back(&self, number: usize) -> u32 {
        self.backs.get(number).copied().unwrap_or(u32::MAX)
    }

    pub(super) fn link_in(&self, slot: usize) -> Result<u32, NetworkError> {
        let link = self.link_number(slot);
        match (link as usize) < self.links.len() {
            true => Ok(link),
            false => Err(self.mark_damaged()),
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

/// Bytes that an entry of a section takes.
fn entry_length(section: &str) -> usize {
    match section {
        format::BYTES => 1,
        format::LINKS | format::MARKS => 2,
        format::CLAIMS | format::KINDS | format::DAYS | format::USES | format::ORIGINS => 8,
        _ => 4,
    }
}
