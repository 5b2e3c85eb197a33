//! The bytes of the path graph: section names, records, packed numbers.
//!
//! The writer and the reader share this file and nothing else. All numbers
//! are little-endian `u32` unless said:
//!
//! ```text
//! net-head       format version, then the number of entries of each section below
//! net-nodes      entity term of each node, ascending
//! net-offsets    first slot of each node, and the end
//! net-targets    per slot: the other node; ascending within a node
//! net-halves     per slot: link << 1 | 1 when read against its direction; ascending within a target
//! net-bytes      per slot, u8: standing (2 bits), origins 0 1 2 3+ (2 bits), category (4 bits)
//! net-links      LinkRecord per link: first the *plain* ones, which are their one claim
//!                and share its term and number, then the composed ones; each by link term
//! net-relations  relation terms, ascending
//! net-places     per composed link: its position in net-lists
//! net-lists      per composed link: link term, count, claims
//! net-claims     ClaimRecord per claim: first those of plain links, then the others; each by claim term
//! net-marks      per claim, u16: standing (2 bits), origins (6 bits), kind of sources (8 bits)
//! net-sources    outlets and chains, each distinct combination once
//! ```

use bytemuck::Pod;
use bytemuck::Zeroable;

use crate::model::Mode;
use crate::model::Standing;

// Sections are used as they lie in the file.
const _: () = assert!(
    cfg!(target_endian = "little"),
    "the path graph is little-endian and is never converted"
);

/// What `layout` writes and `Network` reads. It changes whenever a section does.
pub(super) const VERSION: u32 = 1;

pub(super) const HEAD: &str = "net-head";
pub(super) const NODES: &str = "net-nodes";
pub(super) const OFFSETS: &str = "net-offsets";
pub(super) const TARGETS: &str = "net-targets";
pub(super) const HALVES: &str = "net-halves";
pub(super) const BYTES: &str = "net-bytes";
pub(super) const LINKS: &str = "net-links";
pub(super) const RELATIONS: &str = "net-relations";
pub(super) const PLACES: &str = "net-places";
pub(super) const LISTS: &str = "net-lists";
pub(super) const CLAIMS: &str = "net-claims";
pub(super) const MARKS: &str = "net-marks";
pub(super) const SOURCES: &str = "net-sources";

/// The names of the sections, in the order in which `layout` gives them. Each
/// must lie at a multiple of four bytes.
pub const SECTIONS: [&str; 13] = [
    HEAD, NODES, OFFSETS, TARGETS, HALVES, BYTES, LINKS, RELATIONS, PLACES, LISTS, CLAIMS, MARKS,
    SOURCES,
];

/// Half-links must leave one bit free; nodes and claims keep the same bound.
pub(super) const MAX_NUMBERED: u64 = (1 << 31) - 1;

/// A relation is kept as its place in `net-relations`, in 16 bits.
pub(super) const MAX_RELATIONS: u64 = 1 << 16;

/// A link as it lies in the file.
#[repr(C)]
#[derive(Debug, Clone, Copy, Pod, Zeroable)]
pub(super) struct LinkRecord {
    /// Nodes, in the link's direction.
    pub from: u32,
    pub to: u32,
    /// Relation (16 bits), mode (8 bits), slot byte (8 bits).
    pub packed: u32,
}

impl LinkRecord {
    pub fn pack(relation: u16, mode: Mode, byte: SlotByte) -> u32 {
        u32::from(relation) << 16 | u32::from(mode_code(mode)) << 8 | u32::from(byte.0)
    }

    pub fn relation(&self) -> usize {
        (self.packed >> 16) as usize
    }

    /// `None` for a code that no mode has.
    pub fn mode(&self) -> Option<Mode> {
        let code = (self.packed >> 8) & 0xff;
        Mode::ALL
            .into_iter()
            .find(|mode| u32::from(mode_code(*mode)) == code)
    }

    pub fn byte(&self) -> SlotByte {
        SlotByte((self.packed & 0xff) as u8)
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

/// What kind of sources a claim has, in eight bits.
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
    pub const MAX_FLAT: usize = 254;
    const FULL: u8 = 255;
}

/// The largest number of origins a mark holds; it means so many or more.
const MAX_ORIGINS: u32 = 63;

/// What a mark in `net-marks` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub standing: Standing,
    pub origins: u32,
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
            | u16::from(sources) << 8
    }

    pub fn of(packed: u16) -> Mark {
        Mark {
            standing: standing_of(packed as u8),
            origins: u32::from(packed >> 2) & MAX_ORIGINS,
            sources: match (packed >> 8) as u8 {
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
        let kinds = (2..=254).map(SourcesKind::Flat);
        let kinds = kinds.chain([SourcesKind::Flat(0), SourcesKind::One, SourcesKind::Full]);
        for sources in kinds {
            for standing in Standing::ALL {
                for origins in 0..=63 {
                    let mark = Mark {
                        standing,
                        origins,
                        sources,
                    };
                    assert_eq!(Mark::of(mark.packed()), mark);
                }
                let mark = Mark {
                    standing,
                    origins: 64,
                    sources,
                };
                assert_eq!(Mark::of(mark.packed()).origins, 63);
            }
        }
    }

    #[test]
    fn a_link_record_says_again_what_it_was_made_of() {
        for mode in Mode::ALL {
            let byte = SlotByte::new(Standing::Denied, 2, 15);
            let record = LinkRecord {
                from: 0,
                to: 1,
                packed: LinkRecord::pack(65_535, mode, byte),
            };
            assert_eq!(
                (record.relation(), record.mode(), record.byte()),
                (65_535, Some(mode), byte)
            );
        }
    }
}
