//! The bytes of the path graph: section names, records, packed numbers.
//!
//! The writer and the reader share this file and nothing else. All numbers
//! are little-endian `u32` unless said. A *node* is an entity's place in the
//! adjacency, those with the most links first, so that what many searches read
//! lies together; its *place* is where its term stands among the entities. A
//! link's number is the place of its slot among the slots that point its way,
//! so that the links of an entity, and their claims, lie together too.
//!
//! ```text
//! net-head          format version, undated links, retracted links, then the number of entries of each section below
//! net-entities      entity terms, ascending
//! net-nodes         per place in net-entities: its node
//! net-places        per node: its place in net-entities
//! net-components    per node: the lowest node that any links connect it with
//! net-offsets       first slot of each node, and the end
//! net-targets       per slot: the other node; ascending within a node
//! net-bytes         per slot, u8: standing (2 bits), origins 0 1 2 3+ (2 bits), category (4 bits)
//! net-ahead         per slot, 1 bit: its link points from here to the target; with counts
//! net-ahead-counts
//! net-backs         per slot that is not ahead: its link
//! net-links         per link, u16: its kind
//! net-kinds         KindRecord per kind, ascending
//! net-when          per link: its days
//! net-days          Days per different days, ascending; the first is "undated"
//! net-plain         per link, 1 bit: it is its one claim, and shares its term; with counts
//! net-plain-counts
//! net-lists-at      per link that is not plain, a *composed* one: its position in net-lists
//! net-lists         per composed link: link term, count, claims
//! net-claims        ClaimRecord per claim: first those of plain links, in the order of these, then the others by term
//! net-marks         per claim, u16: standing (2 bits), origins (6 bits), named, documented, kind of sources (6 bits)
//! net-sources       outlets and chains, each distinct combination once
//! net-cited         terms of sources on chains, ascending
//! net-cited-at      first entry of each source in net-citing, and the end
//! net-citing        per source: the claims that have it on a chain, ascending
//! net-uses          claim, link: for every claim of a composed link, ascending
//! net-origins       source term, origin term: for sources with an assessed origin, ascending
//! ```

use bytemuck::Pod;
use bytemuck::Zeroable;

use crate::model::Day;
use crate::model::Mode;
use crate::model::Standing;

// Sections are used as they lie in the file.
const _: () = assert!(
    cfg!(target_endian = "little"),
    "the path graph is little-endian and is never converted"
);

/// What `layout` writes and `Network` reads. It changes whenever a section does.
pub(super) const VERSION: u32 = 3;

pub(super) const HEAD: &str = "net-head";
pub(super) const ENTITIES: &str = "net-entities";
pub(super) const NODES: &str = "net-nodes";
pub(super) const PLACES: &str = "net-places";
pub(super) const COMPONENTS: &str = "net-components";
pub(super) const OFFSETS: &str = "net-offsets";
pub(super) const TARGETS: &str = "net-targets";
pub(super) const BYTES: &str = "net-bytes";
pub(super) const AHEAD: &str = "net-ahead";
pub(super) const AHEAD_COUNTS: &str = "net-ahead-counts";
pub(super) const BACKS: &str = "net-backs";
pub(super) const LINKS: &str = "net-links";
pub(super) const KINDS: &str = "net-kinds";
pub(super) const WHEN: &str = "net-when";
pub(super) const DAYS: &str = "net-days";
pub(super) const PLAIN: &str = "net-plain";
pub(super) const PLAIN_COUNTS: &str = "net-plain-counts";
pub(super) const LISTS_AT: &str = "net-lists-at";
pub(super) const LISTS: &str = "net-lists";
pub(super) const CLAIMS: &str = "net-claims";
pub(super) const MARKS: &str = "net-marks";
pub(super) const SOURCES: &str = "net-sources";
pub(super) const CITED: &str = "net-cited";
pub(super) const CITED_AT: &str = "net-cited-at";
pub(super) const CITING: &str = "net-citing";
pub(super) const USES: &str = "net-uses";
pub(super) const ORIGINS: &str = "net-origins";

/// The sections of which a search reads a word for each entity it reaches, all over.
pub const TOUCHED_ALL_OVER: [&str; 1] = [OFFSETS];

/// The names of the sections, in the order in which `layout` gives them. Each
/// must lie at a multiple of four bytes.
pub const SECTIONS: [&str; 27] = [
    HEAD,
    ENTITIES,
    NODES,
    PLACES,
    COMPONENTS,
    OFFSETS,
    TARGETS,
    BYTES,
    AHEAD,
    AHEAD_COUNTS,
    BACKS,
    LINKS,
    KINDS,
    WHEN,
    DAYS,
    PLAIN,
    PLAIN_COUNTS,
    LISTS_AT,
    LISTS,
    CLAIMS,
    MARKS,
    SOURCES,
    CITED,
    CITED_AT,
    CITING,
    USES,
    ORIGINS,
];

/// Slots must fit 32 bits, two a link; nodes and claims keep the same bound.
pub(super) const MAX_NUMBERED: u64 = (1 << 31) - 1;

/// A link's kind is its place in `net-kinds`, in 16 bits.
pub(super) const MAX_KINDS: u64 = 1 << 16;

/// A relation in a mode.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
pub(super) struct KindRecord {
    /// A term.
    pub relation: u32,
    /// Mode (low byte), category (next byte).
    packed: u32,
}

impl KindRecord {
    pub fn new(relation: u32, mode: Mode, category: u8) -> KindRecord {
        KindRecord {
            relation,
            packed: u32::from(mode_code(mode)) | u32::from(category) << 8,
        }
    }

    /// `None` for a code that no mode has.
    pub fn mode(self) -> Option<Mode> {
        let mut modes = Mode::ALL.into_iter();
        modes.find(|mode| u32::from(mode_code(*mode)) == self.packed & 0xff)
    }

    /// Below 16.
    pub fn category(self) -> u8 {
        (self.packed >> 8) as u8 & 15
    }
}

/// When a link holds: the earliest and the latest day, each as the number
/// `yyyymmdd`, both included. A bound that is not there is open.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Pod, Zeroable)]
pub struct Days {
    earliest: i32,
    latest: i32,
}

impl Days {
    /// Without any bound: such a link is on no day, since nobody said on which.
    pub const UNDATED: Days = Days {
        earliest: i32::MIN,
        latest: i32::MAX,
    };

    /// From bounds as `yyyymmdd`.
    pub fn new(earliest: Option<i32>, latest: Option<i32>) -> Days {
        Days {
            earliest: earliest.unwrap_or(i32::MIN),
            latest: latest.unwrap_or(i32::MAX),
        }
    }

    /// A day as it is counted here.
    pub fn number(day: Day) -> i32 {
        let (year, month, day) = day.parts();
        year * 10_000 + i32::from(month) * 100 + i32::from(day)
    }

    /// Whether they contain a day.
    pub fn contain(self, day: i32) -> bool {
        self != Days::UNDATED && self.earliest <= day && day <= self.latest
    }
}

/// A claim as it lies in the file.
#[repr(C)]
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
pub(super) struct ClaimRecord {
    pub term: u32,
    /// The one source, or a position in `net-sources`: the kind in its mark says which.
    pub sources: u32,
}

/// What kind of sources a claim has, in six bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SourcesKind {
    /// One, its own outlet and its own chain.
    One,
    /// So many, each its own outlet and its own chain, side by side in
    /// `net-sources`. Never one, and at most `MAX_FLAT`.
    Flat(u8),
    /// In `net-sources`: so many outlets, so many words of chains, the
    /// outlets, then each chain after its length.
    Full,
}

impl SourcesKind {
    pub const MAX_FLAT: usize = 62;
    const FULL: u8 = 63;
}

/// The largest number of origins a mark holds; it means so many or more.
pub(super) const MAX_ORIGINS: u32 = 63;

/// What a mark in `net-marks` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub standing: Standing,
    pub origins: u32,
    /// Whether a source that is named, or a document, supports it.
    pub named: bool,
    pub documented: bool,
    pub sources: SourcesKind,
}

impl Mark {
    pub fn packed(self) -> u16 {
        let sources = match self.sources {
            SourcesKind::One => 1,
            SourcesKind::Flat(count) => count,
            SourcesKind::Full => SourcesKind::FULL,
        };
        u16::from(standing_code(self.standing))
            | (self.origins.min(MAX_ORIGINS) as u16) << 2
            | u16::from(self.named) << 8
            | u16::from(self.documented) << 9
            | u16::from(sources) << 10
    }

    pub fn of(packed: u16) -> Mark {
        Mark {
            standing: standing_of(packed as u8),
            origins: u32::from(packed >> 2) & MAX_ORIGINS,
            named: packed >> 8 & 1 == 1,
            documented: packed >> 9 & 1 == 1,
            sources: match (packed >> 10) as u8 {
                1 => SourcesKind::One,
                SourcesKind::FULL => SourcesKind::Full,
                count => SourcesKind::Flat(count),
            },
        }
    }
}

/// What a search can test without leaving the adjacency: a link's standing,
/// its origins up to three, and its relation's category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotByte(pub(super) u8);

impl SlotByte {
    /// The origins are cut at three, the category at its four low bits.
    pub(super) fn new(standing: Standing, origins: u32, category: u8) -> SlotByte {
        SlotByte(standing_code(standing) | (origins.min(3) as u8) << 2 | category << 4)
    }

    pub fn standing(self) -> Standing {
        standing_of(self.0)
    }

    /// Three means "three or more".
    pub fn origins(self) -> u8 {
        self.0 >> 2 & 3
    }

    pub fn category(self) -> u8 {
        self.0 >> 4
    }
}

pub(super) fn standing_code(standing: Standing) -> u8 {
    match standing {
        Standing::Uncontested => 0,
        Standing::Disputed => 1,
        Standing::Denied => 2,
        Standing::Retracted => 3,
    }
}

/// By the two low bits.
fn standing_of(code: u8) -> Standing {
    match code & 3 {
        0 => Standing::Uncontested,
        1 => Standing::Disputed,
        2 => Standing::Denied,
        _ => Standing::Retracted,
    }
}

fn mode_code(mode: Mode) -> u8 {
    match mode {
        Mode::Asserted => 0,
        Mode::Hearsay => 1,
        Mode::Projected => 2,
        Mode::Sought => 3,
        Mode::Ended => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_byte_says_again_what_it_was_made_of() {
        for standing in Standing::ALL {
            for origins in 0..6 {
                for category in 0..16 {
                    let byte = SlotByte::new(standing, origins, category);
                    assert_eq!(byte.standing(), standing);
                    assert_eq!(u32::from(byte.origins()), origins.min(3));
                    assert_eq!(byte.category(), category);
                }
            }
        }
    }

    #[test]
    fn every_mark_says_again_what_it_was_made_of() {
        let kinds = (2..=62).map(SourcesKind::Flat);
        let kinds = kinds.chain([SourcesKind::Flat(0), SourcesKind::One, SourcesKind::Full]);
        for sources in kinds {
            for standing in Standing::ALL {
                for origins in 0..=64 {
                    for support in 0..4 {
                        let mark = Mark {
                            standing,
                            origins,
                            named: support & 1 == 1,
                            documented: support & 2 == 2,
                            sources,
                        };
                        let read = Mark::of(mark.packed());
                        let origins = origins.min(63);
                        assert_eq!(read, Mark { origins, ..mark });
                    }
                }
            }
        }
    }

    #[test]
    fn a_kind_says_again_what_it_was_made_of() {
        for mode in Mode::ALL {
            let kind = KindRecord::new(70_000, mode, 15);
            assert_eq!(
                (kind.relation, kind.mode(), kind.category()),
                (70_000, Some(mode), 15)
            );
        }
    }

    #[test]
    fn an_open_bound_contains_every_day_and_an_undated_link_none() {
        let since = Days::new(Some(20_240_101), None);
        let until = Days::new(None, Some(20_240_101));
        assert!(since.contain(20_240_101) && since.contain(20_991_231));
        assert!(!since.contain(20_231_231) && until.contain(-440_315));
        assert!(!until.contain(20_240_102) && !Days::UNDATED.contain(20_240_101));
    }
}
