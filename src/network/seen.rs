//! The slots of a node, as far as a filter lets their links through: the inner loop
//! of every search.
//!
//! A slot is tested by its byte first; its link is looked up only where the filter
//! asks for more. A number that is no node marks the network as damaged.

use crate::network::filter::Beyond;
use crate::network::filter::Pass;
use crate::network::graph::Network;
use crate::network::withdrawn::FallenLinks;

/// Which links of a network are seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen<'n> {
    pub network: &'n Network<'n>,
    pub pass: &'n Pass,
    pub beyond: Option<&'n Beyond>,
    pub fallen: Option<&'n FallenLinks>,
}

impl Seen<'_> {
    /// The slots of a node; none of one that is to be avoided.
    pub fn slots(self, node: u32) -> std::ops::Range<usize> {
        match self.beyond.is_some_and(|beyond| beyond.avoids(node)) {
            true => 0..0,
            false => self.network.slots(node),
        }
    }

    pub fn read_neighbors(self, node: u32, wanted: impl Fn(u32) -> bool, into: &mut Vec<u32>) {
        self.read(node, wanted, into, |target, _| target);
        let nodes = self.network.node_count();
        if into.iter().any(|target| *target as usize >= nodes) {
            self.network.mark_damaged();
            into.clear();
        }
    }

    pub fn read_slots(self, node: u32, wanted: impl Fn(u32) -> bool, into: &mut Vec<u32>) {
        // Fewer than 2^32 slots are opened.
        self.read(node, wanted, into, |_, slot| slot as u32);
        if into
            .iter()
            .any(|slot| self.target(*slot) as usize >= self.network.node_count())
        {
            self.network.mark_damaged();
            into.clear();
        }
    }

    /// Where a slot leads to; out of bounds where there is no such slot.
    #[inline]
    pub fn target(self, slot: u32) -> u32 {
        let target = self.network.targets.get(slot as usize);
        target.copied().unwrap_or(u32::MAX)
    }

    /// Puts what is made of target and slot into a list, for each that passes.
    #[inline]
    fn read(
        self,
        node: u32,
        wanted: impl Fn(u32) -> bool,
        into: &mut Vec<u32>,
        make: impl Fn(u32, usize) -> u32,
    ) {
        into.clear();
        let network = self.network;
        let slots = self.slots(node);
        let targets = network.targets.get(slots.clone()).unwrap_or_default();
        let bytes = network.bytes.get(slots.clone()).unwrap_or_default();
        network.read_ahead(targets, bytes);
        let each = targets.iter().zip(bytes);
        if self.beyond.is_none() && self.fallen.is_none() {
            let pass = self.pass;
            for ((target, byte), slot) in each.zip(slots) {
                if pass.has(*byte) && wanted(*target) {
                    into.push(make(*target, slot));
                }
            }
        } else {
            // Nothing else in this loop, so that the processor waits for the
            // links of several slots at once.
            let mut ahead = network.ahead.rank(slots.start);
            for ((target, byte), slot) in each.zip(slots) {
                let is_ahead = network.ahead.get(slot);
                let link = || match is_ahead {
                    // Fewer than 2^31.
                    true => ahead as u32,
                    false => network.back(slot.wrapping_sub(ahead)),
                };
                let passes = self.pass.has(*byte)
                    && wanted(*target)
                    && self
                        .beyond
                        .is_none_or(|beyond| beyond.passes(network, *target, link))
                    && self.fallen.is_none_or(|fallen| !fallen.has(link()));
                if passes {
                    into.push(make(*target, slot));
                }
                ahead += usize::from(is_ahead);
            }
        }
    }

    #[inline]
    pub fn has(self, slot: usize, target: u32, byte: u8) -> bool {
        self.pass.has(byte)
            && self.beyond.is_none_or(|beyond| {
                beyond.passes(self.network, target, || self.network.link_number(slot))
            })
            && self
                .fallen
                .is_none_or(|fallen| !fallen.has(self.network.link_number(slot)))
    }
}
