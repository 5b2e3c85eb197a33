//! Which links carry a hop, and the graph seen through such a rule.
//!
//! A filter is decided on the slot byte alone, so that a search never leaves
//! the adjacency for it.

use crate::model::Standing;
use crate::network::format::SlotByte;
use crate::network::format::standing_code;
use crate::network::graph::Network;

/// The standings whose links carry a hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Filter {
    // One bit per standing code.
    standings: u8,
}

impl Filter {
    /// No other links than these. With none of them there is never a hop.
    pub fn standings(standings: &[Standing]) -> Filter {
        let bits = standings.iter().map(|one| 1 << standing_code(*one));
        Filter {
            standings: bits.fold(0, |all, bit: u8| all | bit),
        }
    }

    /// Links without a denial on record.
    pub fn uncontested() -> Filter {
        Filter::standings(&[Standing::Uncontested])
    }

    /// Every link, the retracted ones too.
    pub fn everything() -> Filter {
        Filter::standings(&Standing::ALL)
    }

    /// This filter with all that the default one lets through as well.
    pub(super) fn relaxed(self) -> Filter {
        Filter {
            standings: self.standings | Filter::default().standings,
        }
    }

    pub fn passes(self, byte: SlotByte) -> bool {
        self.standings & (1 << standing_code(byte.standing())) != 0
    }
}

impl Default for Filter {
    /// Everything but retracted links.
    fn default() -> Filter {
        Filter::standings(&[Standing::Uncontested, Standing::Disputed, Standing::Denied])
    }
}

/// Which slot bytes pass, one bit each: whatever a filter asks of the byte,
/// a slot is tested by one look-up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass([u64; 4]);

impl Pass {
    pub const ALL: Pass = Pass([u64::MAX; 4]);

    fn of(filter: Filter) -> Pass {
        let mut words = [0; 4];
        for byte in 0..=u8::MAX {
            if filter.passes(SlotByte(byte)) {
                words[usize::from(byte >> 6)] |= 1 << (byte & 63);
            }
        }
        Pass(words)
    }

    #[inline]
    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }
}

/// The network as if only the links that pass a filter existed.
#[derive(Debug, Clone, Copy)]
pub struct Filtered<'n> {
    pub(super) network: &'n Network<'n>,
    pub(super) filter: Filter,
    pub(super) pass: Pass,
}

impl<'n> Filtered<'n> {
    pub fn new(network: &'n Network<'n>, filter: Filter) -> Filtered<'n> {
        Filtered {
            network,
            filter,
            pass: Pass::of(filter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_agrees_with_the_filter_on_every_byte() {
        for filter in [
            Filter::default(),
            Filter::uncontested(),
            Filter::everything(),
            Filter::standings(&[]),
            Filter::standings(&[Standing::Denied, Standing::Retracted]),
        ] {
            let pass = Pass::of(filter);
            for byte in 0..=u8::MAX {
                assert_eq!(pass.has(byte), filter.passes(SlotByte(byte)));
            }
        }
    }

    #[test]
    fn retracted_links_carry_no_hop_unless_asked_for() {
        let retracted = SlotByte::new(Standing::Retracted, 1, 0);
        assert!(!Filter::default().passes(retracted));
        assert!(Filter::everything().passes(retracted));
    }
}
